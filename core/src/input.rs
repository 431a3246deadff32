//! Everything the world may tell a replica, and everything it may ask of the world.
//!
//! Effects carry no hidden order: the replica never says "send after the write"; it waits for
//! [`Input::Durable`] and only then lets a txn be applied and answered. Must never be matched with
//! `_ =>`.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::acl::Identities;
use crate::id::{ConnectionId, RecordNumber, SessionId, Xid};
use crate::request::Write;
use crate::stream::{Delivery, Password};

/// A write on its way to the replica.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Submit {
    /// Where the reply goes, and whether it still owns the session.
    pub from: ConnectionId,
    /// The session the connection was opened with.
    pub session: SessionId,
    /// The client's number of the request.
    pub xid: Xid,
    /// Who the connection was when the request was read.
    pub identities: Arc<Identities>,
    /// What it wants.
    pub write: Write,
}

/// A read that stands behind a write of its own connection. It must see that write, and must not
/// see a later one of the same connection, so it takes its place in the order of the replica: it
/// is evaluated by `Replica::apply` (with `serve::read::answer`) right after everything that was
/// submitted before it is applied, and before anything submitted after it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubmitRead {
    /// Where the answer goes.
    pub from: ConnectionId,
    /// Whose ephemeral znodes `getEphemerals` lists.
    pub session: SessionId,
    /// Who the connection was when the request was read.
    pub identities: Arc<Identities>,
    /// The request as received: header and record, without the frame's length. It has been
    /// decoded once and found to be a read of the tree.
    pub frame: Box<[u8]>,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A client wants a new session.
    Open {
        /// Its connection.
        from: ConnectionId,
        /// What it asked for; any value.
        timeout_ms: i32,
    },
    /// A client wants its session back.
    Resume {
        /// Its connection.
        from: ConnectionId,
        /// Which session.
        session: SessionId,
        /// What it showed; `None` when it was not 16 bytes.
        password: Option<Password>,
        /// What it asked for; any value.
        timeout_ms: i32,
    },
    /// A client's write.
    Submit(Submit),
    /// A client's read that must wait for its earlier writes.
    Read(SubmitRead),
    /// These sessions sent something since the last report: their timeouts begin anew. Handed in
    /// before a [`Input::Tick`] of the same moment.
    Heard {
        /// Each at most once.
        sessions: Vec<SessionId>,
    },
    /// A connection is gone; its session lives on until it expires.
    Disconnected {
        /// Which.
        from: ConnectionId,
        /// The session it had.
        session: SessionId,
    },
    /// The log holds every record up to this one on stable storage.
    Durable {
        /// The last of them.
        through: RecordNumber,
    },
    /// What the log can still take.
    Space(Space),
    /// Time has passed; sent at least every tenth of a tick.
    Tick,
}

/// Whether there is room for writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    /// Writes are accepted.
    Enough,
    /// The disk is nearly full: clients' writes are refused with
    /// [`NotReadOnly`](crate::error_code::ErrorCode::NotReadOnly), sessions still end.
    Low,
}

/// Something the driver must do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Append `Effects::bytes[range]` to the log as this record.
    Append {
        /// The number the log must give it.
        record: RecordNumber,
        /// Where its bytes start.
        start: usize,
        /// Where they end.
        end: usize,
    },
    /// Put this into the stream, behind all that was applied so far.
    Deliver(Delivery),
}

/// The effects of one or more steps, in order, with the bytes they refer to. Reused: no
/// allocation once it has grown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effects {
    /// In order.
    pub list: Vec<Effect>,
    /// The encoded txns.
    pub bytes: Vec<u8>,
}

impl Effects {
    /// Forgets everything but the capacity.
    pub fn clear(&mut self) {
        self.list.clear();
        self.bytes.clear();
    }
}
