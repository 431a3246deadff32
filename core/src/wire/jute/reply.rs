//! The frames a server sends after the handshake: replies and watch events.
//!
//! ```text
//! reply   i32 length, i32 xid, i64 zxid, i32 err, record by opcode (none when err is not 0)
//! event   i32 length, i32 -1,  i64 zxid, i32 0,   i32 kind, i32 state, string path
//! ```
//!
//! Every function appends one complete frame to `out` and allocates nothing besides. Must never
//! decide an answer: what is said comes in as arguments.

use alloc::vec::Vec;

use super::opcode::Opcode;
use super::primitives::{Put, wire_length};
use super::records::{MultiHeader, STAT_BYTES, put_acl, put_stat};
use crate::access::DigestIds;
use crate::acl::AclList;
use crate::error_code::ErrorCode;
use crate::id::{Xid, Zxid};
use crate::stat::Stat;

/// Bytes of a reply's header.
const HEADER_BYTES: usize = 16;

/// What the header of a reply or event carries where there is no zxid to tell.
pub const NO_ZXID: Zxid = Zxid::from_bits(-1);

/// The `xid` of events.
const XID_EVENT: Xid = Xid(-1);

/// The `xid` of pings.
pub const XID_PING: Xid = Xid(-2);

/// Which request a reply answers, and as of when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReplyHead {
    /// The client's number of the request.
    pub xid: Xid,
    /// A write's own zxid, or the tree's as of the read.
    pub zxid: Zxid,
}

/// A frame under construction: its length is filled in at the end.
pub(super) struct Frame<'o> {
    pub(super) out: &'o mut Vec<u8>,
    start: usize,
    head: ReplyHead,
}

impl<'o> Frame<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>, head: ReplyHead) -> Frame<'o> {
        let start = out.len();
        put_head(out, 0, head, 0);
        Frame { out, start, head }
    }

    /// A frame cannot be told to a client when its length does not fit into an `i32` (a listing
    /// of a hundred million children): the client gets an error in its place.
    pub(super) fn finish(self) {
        let body = self.start + 4;
        if let Ok(length) = i32::try_from(self.out.len() - body) {
            self.out[self.start..body].copy_from_slice(&length.to_be_bytes());
        } else {
            self.out.truncate(self.start);
            failed(self.out, self.head, ErrorCode::MarshallingError);
        }
    }
}

/// Length and header in one piece.
#[inline]
fn put_head(out: &mut Vec<u8>, length: usize, head: ReplyHead, err: i32) {
    let mut bytes = [0; 4 + HEADER_BYTES];
    bytes[0..4].copy_from_slice(&wire_length(length).to_be_bytes());
    bytes[4..8].copy_from_slice(&head.xid.0.to_be_bytes());
    bytes[8..16].copy_from_slice(&head.zxid.bits().to_be_bytes());
    bytes[16..20].copy_from_slice(&err.to_be_bytes());
    out.extend_from_slice(&bytes);
}

/// The bare header: ping, delete, setWatches, removeWatches, checkWatches, close.
#[inline]
pub fn done(out: &mut Vec<u8>, head: ReplyHead) {
    put_head(out, HEADER_BYTES, head, 0);
}

/// A refused request: the bare header with an error.
#[inline]
pub fn failed(out: &mut Vec<u8>, head: ReplyHead, code: ErrorCode) {
    put_head(out, HEADER_BYTES, head, code.code());
}

/// A refused multiRead: an error, and all the same an empty list of results.
pub(super) fn failed_without_results(out: &mut Vec<u8>, head: ReplyHead, code: ErrorCode) {
    put_head(out, HEADER_BYTES + MultiHeader::BYTES, head, code.code());
    MultiHeader::END.put(out);
}

/// An unknown or server-only opcode; the connection is closed behind it.
pub fn unimplemented(out: &mut Vec<u8>, xid: Xid) {
    failed(
        out,
        ReplyHead { xid, zxid: NO_ZXID },
        ErrorCode::Unimplemented,
    );
}

/// A request on a connection that had to authenticate first; it is closed behind it.
pub fn auth_required(out: &mut Vec<u8>, xid: Xid) {
    let head = ReplyHead {
        xid,
        zxid: Zxid::ZERO,
    };
    failed(out, head, ErrorCode::SessionClosedRequireAuth);
}

/// A credential was accepted. The xid is the request's: most clients send -4, go-zookeeper counts
/// it like any other and waits for its own.
pub fn auth_accepted(out: &mut Vec<u8>, xid: Xid) {
    let head = ReplyHead {
        xid,
        zxid: Zxid::ZERO,
    };
    done(out, head);
}

/// A credential was refused; the connection is closed behind it. The xid is the request's.
pub fn auth_refused(out: &mut Vec<u8>, xid: Xid) {
    let head = ReplyHead {
        xid,
        zxid: Zxid::ZERO,
    };
    failed(out, head, ErrorCode::AuthFailed);
}

/// The answer to a step of a SASL exchange on a server without SASL: a null token.
pub fn sasl_unavailable(out: &mut Vec<u8>, xid: Xid) {
    let head = ReplyHead {
        xid,
        zxid: Zxid::ZERO,
    };
    put_head(out, HEADER_BYTES + 4, head, 0);
    out.put_buffer(None);
}

/// `create`, and `sync`, which echoes its path.
pub fn path(out: &mut Vec<u8>, head: ReplyHead, path: &str) {
    put_head(out, HEADER_BYTES + 4 + path.len(), head, 0);
    out.put_str(path);
}

/// `create2`, `createContainer`, `createTTL`.
pub fn path_and_stat(out: &mut Vec<u8>, head: ReplyHead, path: &str, stat: &Stat) {
    put_head(out, HEADER_BYTES + 4 + path.len() + STAT_BYTES, head, 0);
    out.put_str(path);
    put_stat(out, stat);
}

/// `exists`, `setData`, `setACL`.
pub fn stat(out: &mut Vec<u8>, head: ReplyHead, stat: &Stat) {
    put_head(out, HEADER_BYTES + STAT_BYTES, head, 0);
    put_stat(out, stat);
}

/// `getData`; `None` is null data.
#[inline]
pub fn data(out: &mut Vec<u8>, head: ReplyHead, data: Option<&[u8]>, stat: &Stat) {
    let length = HEADER_BYTES + 4 + data.map_or(0, <[u8]>::len) + STAT_BYTES;
    out.reserve(4 + length);
    put_head(out, length, head, 0);
    out.put_buffer(data);
    put_stat(out, stat);
}

/// `getACL`.
pub fn acl(out: &mut Vec<u8>, head: ReplyHead, acl: &AclList, digest_ids: DigestIds, stat: &Stat) {
    let frame = Frame::begin(out, head);
    put_acl(frame.out, acl, digest_ids);
    put_stat(frame.out, stat);
    frame.finish();
}

/// `getChildren`, and `getEphemerals`, whose names are full paths.
pub fn names<'n>(out: &mut Vec<u8>, head: ReplyHead, names: impl IntoIterator<Item = &'n str>) {
    let frame = Frame::begin(out, head);
    put_names(frame.out, names);
    frame.finish();
}

/// `getChildren2`.
pub fn names_and_stat<'n>(
    out: &mut Vec<u8>,
    head: ReplyHead,
    names: impl IntoIterator<Item = &'n str>,
    stat: &Stat,
) {
    let frame = Frame::begin(out, head);
    put_names(frame.out, names);
    put_stat(frame.out, stat);
    frame.finish();
}

fn put_names<'n>(out: &mut Vec<u8>, names: impl IntoIterator<Item = &'n str>) {
    let start = out.len();
    out.put_i32(0);
    let mut count = 0;
    for name in names {
        out.put_str(name);
        count += 1;
    }
    out[start..start + 4].copy_from_slice(&wire_length(count).to_be_bytes());
}

/// `getAllChildrenNumber`.
pub fn number(out: &mut Vec<u8>, head: ReplyHead, number: i32) {
    put_head(out, HEADER_BYTES + 4, head, 0);
    out.put_i32(number);
}

/// `addWatch`, which has a body that says 0 once more.
pub fn watch_added(out: &mut Vec<u8>, head: ReplyHead) {
    number(out, head, 0);
}

/// `whoAmI`: scheme and user of every identity, as `access::users` lists them.
pub fn who_am_i<'n>(
    out: &mut Vec<u8>,
    head: ReplyHead,
    users: impl IntoIterator<Item = (&'n str, &'n str)>,
) {
    let frame = Frame::begin(out, head);
    let start = frame.out.len();
    frame.out.put_i32(0);
    let mut count = 0;
    for (scheme, user) in users {
        frame.out.put_str(scheme);
        frame.out.put_str(user);
        count += 1;
    }
    frame.out[start..start + 4].copy_from_slice(&wire_length(count).to_be_bytes());
    frame.finish();
}

/// What an event tells. Source: `Watcher.Event.EventType`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(i32)]
pub enum EventKind {
    /// The znode came into being.
    NodeCreated = 1,
    /// The znode is gone.
    NodeDeleted = 2,
    /// Its data was replaced.
    NodeDataChanged = 3,
    /// A child came or went.
    NodeChildrenChanged = 4,
}

/// The only state a server ever puts into an event.
const SYNC_CONNECTED: i32 = 3;

/// A watch fired. `zxid` is that of the change, or [`NO_ZXID`] for what `setWatches` catches up.
#[inline]
pub fn event(out: &mut Vec<u8>, zxid: Zxid, kind: EventKind, path: &str) {
    let head = ReplyHead {
        xid: XID_EVENT,
        zxid,
    };
    put_head(out, HEADER_BYTES + 12 + path.len(), head, 0);
    out.put_i32(kind as i32);
    out.put_i32(SYNC_CONNECTED);
    out.put_str(path);
}

pub(super) fn put_item(out: &mut Vec<u8>, opcode: Opcode) {
    let header = MultiHeader {
        kind: opcode as i32,
        done: false,
        err: 0,
    };
    header.put(out);
}

pub(super) fn put_failed_item(out: &mut Vec<u8>, err: i32) {
    let header = MultiHeader {
        kind: Opcode::Error as i32,
        done: false,
        err,
    };
    header.put(out);
    out.put_i32(err);
}

/// The reply to a `multiRead`, built one result after the other.
pub struct MultiReadReply<'o> {
    frame: Frame<'o>,
}

impl core::fmt::Debug for MultiReadReply<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("MultiReadReply").finish_non_exhaustive()
    }
}

impl<'o> MultiReadReply<'o> {
    /// Starts the frame; [`MultiReadReply::finish`] must follow.
    pub fn begin(out: &'o mut Vec<u8>, head: ReplyHead) -> MultiReadReply<'o> {
        MultiReadReply {
            frame: Frame::begin(out, head),
        }
    }

    /// The result of a `getData`.
    pub fn data(&mut self, data: Option<&[u8]>, stat: &Stat) {
        put_item(self.frame.out, Opcode::GetData);
        self.frame.out.put_buffer(data);
        put_stat(self.frame.out, stat);
    }

    /// The result of a `getChildren`.
    pub fn names<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        put_item(self.frame.out, Opcode::GetChildren);
        put_names(self.frame.out, names);
    }

    /// A refused one; the others are not affected.
    pub fn failed(&mut self, code: ErrorCode) {
        put_failed_item(self.frame.out, code.code());
    }

    /// Bytes of the frame so far.
    pub fn frame_bytes(&self) -> usize {
        self.frame.out.len() - self.frame.start
    }

    /// Gives the frame up: the whole request is refused.
    pub fn refuse(self, code: ErrorCode) {
        self.frame.out.truncate(self.frame.start);
        failed(self.frame.out, self.frame.head, code);
    }

    /// Ends the frame.
    pub fn finish(self) {
        MultiHeader::END.put(self.frame.out);
        self.frame.finish();
    }
}
