//! One client connection as its shard sees it: bytes in, a queue of unanswered requests, bytes out.
//!
//! ```text
//!   Fresh ──ConnectRequest──> Handshaking ──SessionOpened──> Serving ──closeSession──> Ending
//!     │ four-letter word           │ refused                    │ error                   │
//!     └──> Asking ──answered───────┴────────> Closing <─────────┴─────────────────────────┘
//! ```
//!
//! Invariants: replies leave in the order of [`Connection::pending`], except those of auth and
//! SASL; `Asking`, `Ending` and `Closing` read nothing more. Must never: know a socket.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::net::SocketAddr;

use crate::acl::Identities;
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Monotonic, Now, SessionId, WallTime, Xid, Zxid};
use crate::stream::CloseReason;
use crate::wire::jute::handshake::ReadOnlyFlag;
use crate::wire::jute::outcome::ReplyShape;
use crate::wire::jute::request::RequestHeader;

/// Where a connection stands. See the drawing above.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Connected; nothing whole has been read.
    Fresh,
    /// It sent a four-letter word, which is being answered.
    Asking,
    /// The replica was asked for a session; what the client sends meanwhile waits in the inbox.
    Handshaking {
        /// Whether the response must carry the flag too.
        flag: ReadOnlyFlag,
    },
    /// It has a session.
    Serving {
        /// Which.
        session: SessionId,
        /// Negotiated.
        timeout_ms: i32,
    },
    /// It asked for its session to be closed; the reply to that is the last.
    Ending {
        /// Which session.
        session: SessionId,
    },
    /// The driver was asked to close it once its output has left.
    Closing {
        /// The session it had, if any.
        session: SessionId,
        /// Why.
        reason: CloseReason,
    },
}

/// A request that was read and not answered yet.
#[derive(Debug)]
pub(super) enum Pending {
    /// With the replica: a write, or a read behind one.
    Submitted(Waiting),
    /// A `sync` that is with the replica.
    Syncing(Waiting, Box<[u8]>),
    /// Needs nothing but its turn: it concerns this connection or its watches.
    Local(Waiting, Box<[u8]>),
    /// Is not carried out, and needs only its turn.
    Refused(Waiting, ErrorCode),
}

impl Pending {
    /// Bytes of the request.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Pending::Submitted(waiting)
            | Pending::Syncing(waiting, _)
            | Pending::Local(waiting, _)
            | Pending::Refused(waiting, _) => waiting.bytes,
        }
    }
}

/// What the answer to a waiting request needs.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// The number is echoed, the opcode shown by `cons`.
    pub(super) header: RequestHeader,
    /// How the outcome is told; bare for a read.
    pub(super) shape: ReplyShape,
    /// When it was read.
    pub(super) since: Monotonic,
    /// How many bytes it had.
    pub(super) bytes: usize,
}

/// What the answer to a request that is not answered at once will need.
pub(super) fn waiting(header: RequestHeader, shape: ReplyShape, frame: &[u8], now: Now) -> Waiting {
    Waiting {
        header,
        shape,
        since: now.monotonic,
        bytes: frame.len(),
    }
}

/// What operators see of a connection (`cons`, `stat`).
#[derive(Clone, Debug, Default)]
pub struct ConnectionFigures {
    /// When it was accepted.
    pub established: WallTime,
    /// Frames read.
    pub received: u64,
    /// Frames written.
    pub sent: u64,
    /// The last operation answered, by its four letters.
    pub last_operation: &'static str,
    /// The last ordinary xid; `None` before the first.
    pub last_xid: Option<Xid>,
    /// The zxid of the last reply.
    pub last_zxid: Zxid,
    /// When the last reply was written.
    pub last_response: WallTime,
    /// How long it took, in milliseconds.
    pub latency_last_ms: u64,
    /// The shortest so far.
    pub latency_min_ms: u64,
    /// The longest so far.
    pub latency_max_ms: u64,
    /// Sum over `replies`, for the mean.
    pub latency_sum_ms: u64,
    /// Replies that were timed.
    pub replies: u64,
}

impl ConnectionFigures {
    pub(super) fn answered(&mut self, operation: &'static str, took_ms: u64) {
        if self.replies == 0 {
            self.latency_min_ms = took_ms;
        }
        self.replies += 1;
        self.last_operation = operation;
        self.latency_last_ms = took_ms;
        self.latency_min_ms = self.latency_min_ms.min(took_ms);
        self.latency_max_ms = self.latency_max_ms.max(took_ms);
        self.latency_sum_ms += took_ms;
    }

    /// Forgets the latencies and counts (`crst`).
    pub fn reset(&mut self) {
        let kept = ConnectionFigures {
            established: self.established,
            last_operation: "NA",
            // As ZooKeeper shows a connection that has no reply to tell of.
            last_zxid: Zxid::from_bits(-1),
            ..ConnectionFigures::default()
        };
        *self = kept;
    }
}

/// See the module.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each says in which list the connection stands.
pub struct Connection {
    pub(super) id: ConnectionId,
    pub(super) peer: SocketAddr,
    pub(super) stage: Stage,
    pub(super) identities: Arc<Identities>,
    /// Bytes that are not a whole frame yet, or that back-pressure holds.
    pub(super) inbox: Vec<u8>,
    /// In order; the front is answered next.
    pub(super) pending: VecDeque<Pending>,
    /// Frames not yet handed to the socket.
    pub(super) out: Vec<u8>,
    /// Bytes of output when that was last noted.
    pub(super) noted_len: usize,
    /// It stands in the list of those with output.
    pub(super) noted_for_send: bool,
    /// It stands in the list of those heard from.
    pub(super) noted_as_heard: bool,
    /// Its inbox holds what may not be read yet.
    pub(super) held_back: bool,
    /// Since when, if it is.
    pub(super) held_since: Option<Monotonic>,
    /// Bytes it counts for among the large requests being received.
    pub(super) large_bytes: u32,
    /// Its socket is not read.
    pub(super) paused: bool,
    pub(super) figures: ConnectionFigures,
}

impl Connection {
    pub(super) fn new(
        id: ConnectionId,
        peer: SocketAddr,
        identities: Identities,
        established: WallTime,
    ) -> Connection {
        let figures = ConnectionFigures {
            established,
            last_operation: "NA",
            ..Default::default()
        };
        Connection {
            id,
            peer,
            stage: Stage::Fresh,
            identities: Arc::new(identities),
            inbox: Vec::new(),
            pending: VecDeque::new(),
            out: Vec::new(),
            noted_len: 0,
            noted_for_send: false,
            noted_as_heard: false,
            held_back: false,
            held_since: None,
            large_bytes: 0,
            paused: false,
            figures,
        }
    }

    /// Its identity among all connections.
    pub const fn id(&self) -> ConnectionId {
        self.id
    }

    /// Where the client sits.
    pub const fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// What operators see of it.
    pub const fn figures(&self) -> &ConnectionFigures {
        &self.figures
    }

    /// Requests read and not yet answered.
    pub fn pending_len(&self) -> usize {
        self.pending.len()
    }

    /// Whether the driver has stopped reading its socket.
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// Bytes waiting for the socket.
    pub const fn queued_bytes(&self) -> usize {
        self.out.len()
    }

    /// The session it has or had; [`SessionId::NONE`] before the handshake.
    pub const fn session(&self) -> SessionId {
        match self.stage {
            Stage::Fresh | Stage::Asking | Stage::Handshaking { .. } => SessionId::NONE,
            Stage::Serving { session, .. }
            | Stage::Ending { session }
            | Stage::Closing { session, .. } => session,
        }
    }

    /// The negotiated timeout, in milliseconds, while it is being served.
    pub const fn timeout_ms(&self) -> Option<i32> {
        match self.stage {
            Stage::Serving { timeout_ms, .. } => Some(timeout_ms),
            Stage::Fresh
            | Stage::Asking
            | Stage::Handshaking { .. }
            | Stage::Ending { .. }
            | Stage::Closing { .. } => None,
        }
    }

    /// Whether it is being closed.
    pub const fn is_closing(&self) -> bool {
        matches!(self.stage, Stage::Closing { .. })
    }
}
