//! Everything the world may tell a replica, and everything it may ask of the world.
//!
//! Effects carry no hidden order: the replica never says "send after the write"; it waits for
//! [`Input::Durable`] and only then lets a txn be applied and answered. Must never be matched with
//! `_ =>`.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::acl::Identities;
use crate::id::{ConnectionId, LinkId, RecordNumber, SessionId, Sid, Xid, Zxid};
use crate::options::Switch;
use crate::request::Write;
use crate::stream::{Delivery, Password};
use crate::zab::ensemble::{Ensemble, PeerAddress};
use crate::zab::epochs::PROMISES_BYTES;
use crate::zab::message::{Message, Notification};
use crate::zab::{Notice, Side};

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
        /// The last zxid it has seen, on whatever server.
        seen: Zxid,
        /// A server that only serves reads will do.
        reads_only: Switch,
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
        /// The last zxid it has seen, on whatever server.
        seen: Zxid,
        /// A server that only serves reads will do.
        reads_only: Switch,
    },
    /// A client's write.
    Submit(Submit),
    /// A client's `sync`, on a server that has peers.
    Sync {
        /// Its connection.
        from: ConnectionId,
        /// Its session.
        session: SessionId,
    },
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
    /// The log is truncated, durably.
    Truncated,
    /// The promises of the last [`Effect::StorePromises`] are on stable storage.
    PromisesStored,
    /// A checkpoint of the tree counts.
    CheckpointTaken {
        /// Of which zxid.
        zxid: Zxid,
        /// The record of that zxid.
        record: RecordNumber,
        /// The first record that the log still holds for sure.
        kept: RecordNumber,
    },
    /// A server of the ensemble can be reached over the mesh.
    Reachable(Sid),
    /// It cannot any more.
    Unreachable(Sid),
    /// A server said over the mesh how it votes.
    Notified {
        /// Who.
        from: Sid,
        /// What it said.
        notification: Notification,
    },
    /// A link is open.
    Linked {
        /// The link.
        link: LinkId,
        /// Who is at the other end.
        with: Sid,
        /// And what it is.
        side: Side,
    },
    /// The link asked for by [`Effect::Join`] could not be opened.
    JoinFailed {
        /// To whom.
        leader: Sid,
    },
    /// Something came in on a link.
    Received {
        /// The link.
        link: LinkId,
        /// What.
        message: Message,
    },
    /// A link is gone; what was sent on it last may be lost.
    LinkLost {
        /// Which.
        link: LinkId,
    },
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
    /// Drop every record behind `after` from the log, those appended before this effect included.
    /// [`Input::Truncated`] follows.
    Truncate {
        /// The last record to keep.
        after: RecordNumber,
    },
    /// Store this durably, in place of what was stored before. [`Input::PromisesStored`] follows.
    StorePromises([u8; PROMISES_BYTES]),
    /// Tell a server over the mesh; only the newest need arrive.
    Notify {
        /// Whom.
        to: Sid,
        /// What.
        notification: Notification,
    },
    /// Open a link to this leader; [`Input::Linked`] or [`Input::JoinFailed`] follows.
    Join {
        /// The leader.
        leader: Sid,
    },
    /// Open no link any more.
    Leave,
    /// Send this on a link, behind everything sent before.
    Send {
        /// The link; it may be gone.
        link: LinkId,
        /// The message.
        message: Message,
    },
    /// Send the txn `Effects::bytes[start..end]` on a link as a proposal, behind everything sent
    /// before. It is also the log's `record`.
    Propose {
        /// The link; it may be gone.
        link: LinkId,
        /// Its record.
        record: RecordNumber,
        /// Where its bytes start.
        start: usize,
        /// Where they end.
        end: usize,
    },
    /// Send these records of the log on a link as proposals, behind everything sent before, and as
    /// they become durable.
    Stream {
        /// The link; it may be gone.
        link: LinkId,
        /// The first.
        from: RecordNumber,
        /// The last.
        through: RecordNumber,
    },
    /// Send the newest checkpoint on a link, behind everything sent before.
    SendCheckpoint {
        /// The link; it may be gone.
        link: LinkId,
    },
    /// A checkpoint of this zxid comes in: make room for it beside the present one.
    InstallBegin {
        /// Of which zxid.
        zxid: Zxid,
    },
    /// Entries of it, as [`Message::SnapChunk`] brought them.
    InstallChunk {
        /// The entries.
        bytes: Box<[u8]>,
    },
    /// It is complete: let it take the place of the present checkpoint, durably and at once,
    /// reaching up to the log's last record; then of the tree, with
    /// [`Replica::installed`](crate::replica::Replica::installed). A checkpoint that cannot be used
    /// is a reason to stop the server.
    InstallEnd {
        /// Entries in all chunks.
        entries: u64,
    },
    /// The rest of it will not come: forget it.
    InstallAbort,
    /// Close a link; what was sent on it may be lost. Nothing follows.
    CloseLink {
        /// The link; it may be gone.
        link: LinkId,
    },
    /// Be connected over the mesh with these servers, this one aside, and find them there.
    Members(BTreeMap<Sid, Vec<PeerAddress>>),
    /// This configuration is active: write it down for the operator, whenever that may be.
    Configured(Ensemble),
    /// Tell the operator.
    Note(Notice),
    /// Stop the server: to go on would lose data. Tell the operator why.
    Halt(Notice),
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
