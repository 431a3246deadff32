//! What the replica tells the shards: one ordered stream, the same for all of them.
//!
//! A [`Batch`] is pushed to every shard *before* the tree's write lock is released, and a shard
//! delivers its stream before it answers a read. From these two rules follow ZooKeeper's
//! guarantees: an event reaches a client before any read shows the change, and zxids never go
//! back. Within a batch the order is: the changes of a txn, then the reply to it.
//!
//! Must never: carry anything a shard may drop or reorder.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::id::{ConnectionId, SessionId, Zxid};
use crate::request::{Change, Outcome};

/// A session's password: 16 bytes that every server can compute from the id.
pub type Password = [u8; 16];

/// Everything that one run of the replica applied and decided, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Batch {
    /// The tree's zxid after this batch.
    pub through: Zxid,
    /// In order; every shard walks all of them and acts on its own.
    pub items: Vec<Delivery>,
    /// The reply frames that [`Delivery::Answer`] refers to.
    pub bytes: Vec<u8>,
}

impl Batch {
    /// Forgets everything but the capacity.
    pub fn clear(&mut self) {
        self.items.clear();
        self.bytes.clear();
    }
}

/// A watch that an answered read asked for: registered when its answer is delivered, so that it
/// fires for every later change and for no earlier one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AnsweredWatch {
    /// By `getData` or `exists`.
    Data(Box<str>),
    /// By `getChildren`.
    Children(Box<str>),
}

/// What a server does for its clients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServerMode {
    /// It takes writes.
    ReadWrite,
    /// It only serves reads.
    ReadOnly,
}

/// One item of the stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// For the watches of every shard.
    Change {
        /// The txn that made the change.
        zxid: Zxid,
        /// What changed.
        change: Change,
    },
    /// Answers the oldest unanswered write of connection `to`.
    Reply {
        /// Whose write.
        to: ConnectionId,
        /// The zxid of its txn.
        zxid: Zxid,
        /// What came of it.
        outcome: Outcome,
    },
    /// Answers a [`SubmitRead`](crate::input::SubmitRead): the frame is `Batch::bytes[start..end]`.
    Answer {
        /// Whose read.
        to: ConnectionId,
        /// The tree's zxid when it was evaluated.
        zxid: Zxid,
        /// Where its frame starts.
        start: usize,
        /// Where it ends.
        end: usize,
        /// What it watches from now on; several for a `multiRead`.
        watches: Vec<AnsweredWatch>,
    },
    /// The handshake of `to` succeeded: a new session, or one resumed.
    SessionOpened {
        /// Which connection.
        to: ConnectionId,
        /// The session it now owns.
        session: SessionId,
        /// For the client to resume it with.
        password: Password,
        /// Negotiated.
        timeout_ms: i32,
        /// What this server does for it.
        mode: ServerMode,
    },
    /// The handshake of `to` failed: expired, unknown, or a wrong password.
    SessionRefused {
        /// Which connection.
        to: ConnectionId,
        /// What this server does for others.
        mode: ServerMode,
    },
    /// The handshake of `to` failed: this server serves reads only, and opens no sessions.
    SessionUnavailable {
        /// Which connection.
        to: ConnectionId,
        /// The tree's zxid.
        zxid: Zxid,
    },
    /// Answers the `sync` that connection `to` waits for: everything that was committed when it
    /// was asked for is in the tree.
    Synced {
        /// Whose.
        to: ConnectionId,
        /// The tree's zxid.
        zxid: Zxid,
    },
    /// Every connection that has a session, or asked for one, must go: this server has no leader.
    CloseAll {
        /// Why.
        reason: CloseReason,
    },
    /// The connection must go, without a reply to whatever it still waits for.
    Close {
        /// Which connection.
        to: ConnectionId,
        /// Why.
        reason: CloseReason,
    },
}

/// Why a connection was closed by the server; every one is counted under its name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CloseReason {
    /// The client closed it, or the socket broke.
    ClientGone,
    /// Its session was resumed on another connection.
    SessionMoved,
    /// Its session expired.
    SessionExpired,
    /// Its session was closed on request.
    SessionClosed,
    /// Its handshake was refused: unknown session or wrong password.
    SessionRefused,
    /// Its client has seen a zxid this server has not.
    ClientAhead,
    /// Its handshake could not be decoded.
    BadHandshake,
    /// It did not finish its handshake in time.
    HandshakeTimeout,
    /// A frame's length was negative or above the limit.
    BadFrameLength,
    /// Its large request would exceed what all large requests together may take.
    TooManyLargeRequests,
    /// A frame was too short for a header.
    BadHeader,
    /// An opcode that clients may not use.
    BadOpcode,
    /// Its credentials were refused.
    AuthFailed,
    /// It did not authenticate first, as this server demands.
    AuthRequired,
    /// It did not take what it was sent, beyond the limit of bytes kept for it.
    SlowReader,
    /// The limit of connections, in total or of one address, was reached.
    TooManyConnections,
    /// A four-letter word was answered.
    FourLetterWord,
    /// The server stops.
    Shutdown,
    /// This server has no leader, or has just lost it.
    NotServing,
}

impl CloseReason {
    /// Every reason, in the order of its index.
    pub const ALL: [CloseReason; 19] = [
        CloseReason::ClientGone,
        CloseReason::SessionMoved,
        CloseReason::SessionExpired,
        CloseReason::SessionClosed,
        CloseReason::SessionRefused,
        CloseReason::ClientAhead,
        CloseReason::BadHandshake,
        CloseReason::HandshakeTimeout,
        CloseReason::BadFrameLength,
        CloseReason::TooManyLargeRequests,
        CloseReason::BadHeader,
        CloseReason::BadOpcode,
        CloseReason::AuthFailed,
        CloseReason::AuthRequired,
        CloseReason::SlowReader,
        CloseReason::TooManyConnections,
        CloseReason::FourLetterWord,
        CloseReason::Shutdown,
        CloseReason::NotServing,
    ];

    /// The name it is counted and logged under.
    pub const fn name(self) -> &'static str {
        match self {
            CloseReason::ClientGone => "client_gone",
            CloseReason::SessionMoved => "session_moved",
            CloseReason::SessionExpired => "session_expired",
            CloseReason::SessionClosed => "session_closed",
            CloseReason::SessionRefused => "session_refused",
            CloseReason::ClientAhead => "client_ahead",
            CloseReason::BadHandshake => "bad_handshake",
            CloseReason::HandshakeTimeout => "handshake_timeout",
            CloseReason::BadFrameLength => "bad_frame_length",
            CloseReason::TooManyLargeRequests => "too_many_large_requests",
            CloseReason::BadHeader => "bad_header",
            CloseReason::BadOpcode => "bad_opcode",
            CloseReason::AuthFailed => "auth_failed",
            CloseReason::AuthRequired => "auth_required",
            CloseReason::SlowReader => "slow_reader",
            CloseReason::TooManyConnections => "too_many_connections",
            CloseReason::FourLetterWord => "four_letter_word",
            CloseReason::Shutdown => "shutdown",
            CloseReason::NotServing => "not_serving",
        }
    }
}
