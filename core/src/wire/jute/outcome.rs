//! The replies to writes: what came of one, told in the shape its request asked for.
//!
//! ```text
//! multi   (i32 opcode, bool 0, i32 0, record)*  i32 -1, bool 1, i32 -1      carried out
//!         (i32 -1, bool 0, i32 err, i32 err)*   i32 -1, bool 1, i32 -1      refused
//! ```
//!
//! A refused multi says 0 in its header; the codes are inside. Must never tell an outcome in
//! another request's shape: that would be our bug, and clients would misread every later reply.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::opcode::Opcode;
use super::primitives::Put;
use super::records::{MultiHeader, put_stat};
use super::reply::{
    Frame, ReplyHead, data as data_and_stat, done, failed, failed_without_results, path,
    path_and_stat, put_failed_item, put_item, stat,
};
use crate::error_code::ErrorCode;
use crate::request::{CreateOp, Outcome, Write};

/// How the outcome of a write is told: kept beside the request until the outcome is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReplyShape {
    /// The bare header.
    Bare,
    /// A created path.
    Path,
    /// A created path and its Stat.
    PathAndStat,
    /// A Stat.
    Stat,
    /// Data and a Stat.
    DataAndStat,
    /// One result for each operation.
    Multi(Box<[MultiItem]>),
    /// An error, and behind it an empty list of results: how a multiRead is refused.
    NoResults,
}

/// How one operation of a multi is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MultiItem {
    /// `create`.
    Path,
    /// The other creates: told as `create2`.
    PathAndStat,
    /// `delete`.
    Deleted,
    /// `setData`.
    Stat,
    /// `check`.
    Checked,
}

impl ReplyShape {
    /// How the outcome of `write` is told.
    pub fn of(write: &Write) -> ReplyShape {
        match write {
            Write::Create(request) => match request.op {
                CreateOp::Create => ReplyShape::Path,
                CreateOp::Create2 | CreateOp::Container | CreateOp::Ttl => ReplyShape::PathAndStat,
            },
            Write::SetData { .. } | Write::SetAcl { .. } => ReplyShape::Stat,
            Write::Multi(writes) => ReplyShape::Multi(writes.iter().map(MultiItem::of).collect()),
            Write::Reconfig(_) => ReplyShape::DataAndStat,
            Write::Delete { .. }
            | Write::Check { .. }
            | Write::CloseSession
            | Write::Undecodable => ReplyShape::Bare,
        }
    }
}

impl MultiItem {
    fn of(write: &Write) -> MultiItem {
        match write {
            Write::Create(request) => match request.op {
                CreateOp::Create => MultiItem::Path,
                CreateOp::Create2 | CreateOp::Container | CreateOp::Ttl => MultiItem::PathAndStat,
            },
            Write::Delete { .. } => MultiItem::Deleted,
            Write::SetData { .. } => MultiItem::Stat,
            Write::Check { .. } => MultiItem::Checked,
            Write::SetAcl { .. }
            | Write::Multi(_)
            | Write::CloseSession
            | Write::Reconfig(_)
            | Write::Undecodable => unreachable!("the decoder lets none of these into a multi"),
        }
    }

    const fn opcode(self) -> Opcode {
        match self {
            MultiItem::Path => Opcode::Create,
            MultiItem::PathAndStat => Opcode::Create2,
            MultiItem::Deleted => Opcode::Delete,
            MultiItem::Stat => Opcode::SetData,
            MultiItem::Checked => Opcode::Check,
        }
    }
}

/// The reply to a write, told in the shape its request asked for.
///
/// # Panics
/// When the outcome is not one of a request of that shape: the replica answered another request.
pub fn outcome(out: &mut Vec<u8>, head: ReplyHead, shape: &ReplyShape, outcome: &Outcome) {
    match (shape, outcome) {
        (ReplyShape::NoResults, Outcome::Failed(code)) => failed_without_results(out, head, *code),
        (_, Outcome::Failed(code)) => failed(out, head, *code),
        (ReplyShape::Bare, Outcome::Done) => done(out, head),
        (ReplyShape::Path, Outcome::Created { path: created, .. }) => path(out, head, created),
        (ReplyShape::PathAndStat, Outcome::Created { path, stat }) => {
            path_and_stat(out, head, path, stat);
        }
        (ReplyShape::Stat, Outcome::Changed { stat: changed }) => stat(out, head, changed),
        (ReplyShape::DataAndStat, Outcome::Reconfigured { config, stat }) => {
            data_and_stat(out, head, Some(config), stat);
        }
        (ReplyShape::Multi(items), Outcome::Multi(outcomes)) => {
            multi_done(out, head, items, outcomes);
        }
        (ReplyShape::Multi(items), Outcome::FailedMulti(codes)) => {
            assert_eq!(items.len(), codes.len(), "one code for each operation");
            multi_failed(out, head, codes);
        }
        (
            ReplyShape::Bare
            | ReplyShape::Path
            | ReplyShape::PathAndStat
            | ReplyShape::Stat
            | ReplyShape::DataAndStat
            | ReplyShape::Multi(_)
            | ReplyShape::NoResults,
            Outcome::Done
            | Outcome::Created { .. }
            | Outcome::Changed { .. }
            | Outcome::Reconfigured { .. }
            | Outcome::Multi(_)
            | Outcome::FailedMulti(_),
        ) => panic!("{outcome:?} answers no request of shape {shape:?}"),
    }
}

fn multi_done(out: &mut Vec<u8>, head: ReplyHead, items: &[MultiItem], outcomes: &[Outcome]) {
    assert_eq!(
        items.len(),
        outcomes.len(),
        "one outcome for each operation"
    );
    let frame = Frame::begin(out, head);
    for (item, outcome) in items.iter().zip(outcomes) {
        put_item(frame.out, item.opcode());
        match (item, outcome) {
            (MultiItem::Path, Outcome::Created { path, .. }) => frame.out.put_str(path),
            (MultiItem::PathAndStat, Outcome::Created { path, stat }) => {
                frame.out.put_str(path);
                put_stat(frame.out, stat);
            }
            (MultiItem::Stat, Outcome::Changed { stat }) => put_stat(frame.out, stat),
            (MultiItem::Deleted | MultiItem::Checked, Outcome::Done) => {}
            (
                MultiItem::Path
                | MultiItem::PathAndStat
                | MultiItem::Deleted
                | MultiItem::Stat
                | MultiItem::Checked,
                Outcome::Done
                | Outcome::Created { .. }
                | Outcome::Changed { .. }
                | Outcome::Reconfigured { .. }
                | Outcome::Failed(_)
                | Outcome::Multi(_)
                | Outcome::FailedMulti(_),
            ) => panic!("{outcome:?} is no result of {item:?}"),
        }
    }
    MultiHeader::END.put(frame.out);
    frame.finish();
}

/// A refused multi: the header says 0, the codes are inside.
fn multi_failed(out: &mut Vec<u8>, head: ReplyHead, codes: &[Option<ErrorCode>]) {
    let frame = Frame::begin(out, head);
    for code in codes {
        put_failed_item(frame.out, code.map_or(0, ErrorCode::code));
    }
    MultiHeader::END.put(frame.out);
    frame.finish();
}
