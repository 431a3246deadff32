//! The txn: the *result* of a request, and the only thing logged, replicated and applied.
//!
//! A txn is deterministic and cannot fail: whatever could fail was decided by `prepare` on the
//! leader. Sub-modules: `prepare` (request to txn), `overlay` (what is in flight), `apply` (txn to
//! tree), `codec` (txn to bytes and back).

mod apply;
pub mod codec;
pub(crate) mod overlay;
pub(crate) mod prepare;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::acl::AclList;
use crate::error_code::ErrorCode;
use crate::id::{SessionId, WallTime, Xid, Zxid};
use crate::request::{Data, Path};

/// One position of the order, and what it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Txn {
    /// The position.
    pub zxid: Zxid,
    /// Who asked; [`SessionId::NONE`] for the server itself.
    pub session: SessionId,
    /// The client's number of the request; 0 for the server itself.
    pub xid: Xid,
    /// The leader's wall clock: `ctime` and `mtime` of what this txn touches.
    pub time: WallTime,
    /// The change.
    pub op: TxnOp,
}

/// Who keeps a znode alive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Owner {
    /// Nobody: it stays until deleted.
    Persistent,
    /// A session: it goes when the session ends.
    Session(SessionId),
    /// Its children: it is reaped after the last one has gone.
    Container,
    /// The clock: it is reaped when it has no children and was not set for this long.
    Ttl {
        /// 1 to 2^40 - 1 milliseconds.
        ttl_ms: i64,
    },
}

/// What a txn changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TxnOp {
    /// A session begins; its id is the txn's session.
    CreateSession {
        /// Negotiated timeout.
        timeout_ms: i32,
    },
    /// The txn's session ends, and these ephemeral znodes with it, in this order.
    CloseSession {
        /// Every ephemeral znode of the session, those in flight before this txn included, in
        /// the order of their names. None when there are too many to list: then it is all that
        /// the session owns when this is applied, which is the same.
        paths: Vec<Path>,
    },
    /// A znode begins.
    Create {
        /// Full path, sequence suffix included.
        path: Path,
        /// Its data.
        data: Data,
        /// Its ACL, fixed (`auth` expanded).
        acl: AclList,
        /// Who keeps it alive.
        owner: Owner,
        /// The parent's stored `cversion` after this create.
        parent_cversion: i32,
    },
    /// A znode ends: deleted by a client, or reaped.
    Delete {
        /// Which.
        path: Path,
    },
    /// Data replaced.
    SetData {
        /// Of which znode.
        path: Path,
        /// The new data.
        data: Data,
        /// The new `version`.
        version: i32,
    },
    /// ACL replaced.
    SetAcl {
        /// Of which znode.
        path: Path,
        /// The new list, fixed.
        acl: AclList,
        /// The new `aversion`.
        aversion: i32,
    },
    /// A version was checked inside a multi: no effect, but it has an outcome.
    Check {
        /// Which znode.
        path: Path,
        /// The version found.
        version: i32,
    },
    /// All of these under one zxid. Holds only `Create`, `Delete`, `SetData`, `Check`.
    Multi(Vec<TxnOp>),
    /// The ensemble changed.
    Reconfig {
        /// What `/zookeeper/config` holds from now on.
        config: Box<[u8]>,
    },
    /// A refused request: only the zxid moves.
    Error(ErrorCode),
    /// A refused multi: one code for each operation, `None` for those before the failing one.
    FailedMulti(Vec<Option<ErrorCode>>),
}

impl TxnOp {
    /// The text of the configuration that it makes the ensemble's, if it does.
    pub fn config(&self) -> Option<&[u8]> {
        match self {
            TxnOp::Reconfig { config } => Some(config),
            TxnOp::CreateSession { .. }
            | TxnOp::CloseSession { .. }
            | TxnOp::Create { .. }
            | TxnOp::Delete { .. }
            | TxnOp::SetData { .. }
            | TxnOp::SetAcl { .. }
            | TxnOp::Check { .. }
            | TxnOp::Multi(_)
            | TxnOp::Error(_)
            | TxnOp::FailedMulti(_) => None,
        }
    }
}
