//! Why a connection to another server ended, or did not come about, in the words of the log.
//!
//! Must never: be more than a line for whoever runs the servers. What the end of a connection means
//! is not decided here.

use std::fmt;

use ringkeeper_core::id::Sid;
use ringkeeper_core::wire::peer::{DecodeError, FrameError, HelloError};
use ringkeeper_wal::CursorError;

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// The hello of the other side is none, or we do not go together.
    Hello(HelloError),
    /// It came too late.
    NoHello,
    /// Too many did not say hello, and this one had the longest time to.
    Crowded,
    /// The other side closed the connection instead of saying hello.
    Refused,
    /// The other side closed the connection.
    Finished,
    /// The connection broke.
    Broken,
    /// A frame is damaged, lost, repeated or longer than one can be.
    Frame(FrameError),
    /// A frame that arrived whole holds no message.
    Message(DecodeError),
    /// A message that is never said on such a connection.
    Misplaced,
    /// The same server has opened a newer connection of the kind.
    Replaced,
    /// The same server was started anew, and does not know this connection.
    Restarted,
    /// It does not take what it is sent.
    SlowReader,
    /// Records that it needs cannot be read.
    Log(CursorError),
    /// The checkpoint it needs cannot be read.
    Checkpoint(String),
    /// It needs so much of the log that the disk would fill up.
    HoldsLogBack,
    /// Nobody answers where a server should be.
    Unreachable {
        /// The server.
        server: Sid,
        /// Each address and what happened there.
        cause: String,
    },
    /// A server connects that the configuration does not list.
    NotListed {
        /// The server.
        server: Sid,
    },
    /// The configuration names no address for a server.
    NoAddress {
        /// The server.
        server: Sid,
    },
}

/// A server that is restarted so often between two lines about it is two with one id.
const RESTARTS_USUAL: u64 = 4;

/// How loud a fault is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    /// It belongs to the start and the end of servers.
    Usual,
    /// Somebody may have to do something.
    Trouble,
}

impl Fault {
    /// How loud it is.
    pub(super) const fn weight(&self) -> Weight {
        match self {
            Fault::Refused
            | Fault::Finished
            | Fault::Broken
            | Fault::Replaced
            | Fault::Restarted
            | Fault::Unreachable { .. } => Weight::Usual,
            Fault::Hello(_)
            | Fault::NoHello
            | Fault::Crowded
            | Fault::Frame(_)
            | Fault::Message(_)
            | Fault::Misplaced
            | Fault::SlowReader
            | Fault::Log(_)
            | Fault::Checkpoint(_)
            | Fault::HoldsLogBack
            | Fault::NotListed { .. }
            | Fault::NoAddress { .. } => Weight::Trouble,
        }
    }

    /// As [`Fault::weight`], of one that has come so many times more since it was last told.
    pub(super) const fn weight_after(&self, unsaid: u64) -> Weight {
        if matches!(self, Fault::Restarted) && unsaid >= RESTARTS_USUAL {
            return Weight::Trouble;
        }
        self.weight()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Hello(error) => error.fmt(f),
            Fault::NoHello => f.write_str("the other side said no hello in time"),
            Fault::Crowded => f.write_str(
                "too many connections that say no hello: something else than the servers of the \
                 ensemble connects to the quorum or the election port",
            ),
            Fault::Refused => f.write_str(
                "the other server closed the connection instead of saying hello; its log may say \
                 why",
            ),
            Fault::Finished => f.write_str("the other server closed the connection"),
            Fault::Broken => f.write_str("the connection broke"),
            Fault::Frame(error) => error.fmt(f),
            Fault::Message(error) => error.fmt(f),
            Fault::Misplaced => {
                f.write_str("a message came on a connection that is not for such messages")
            }
            Fault::Replaced => f.write_str("the same server connected anew"),
            Fault::Restarted => f.write_str(
                "the server was started anew; if this is told again and again, two servers have \
                 the same myid",
            ),
            Fault::SlowReader => f.write_str("the other server does not take what it is sent"),
            Fault::Log(error) => write!(
                f,
                "the records the learner needs cannot be read ({error}): it comes back and is \
                 given a checkpoint"
            ),
            Fault::Checkpoint(cause) => {
                write!(
                    f,
                    "the checkpoint the learner needs cannot be read: {cause}"
                )
            }
            Fault::HoldsLogBack => f.write_str(
                "the learner needs more old records than may be kept for it: it comes back and is \
                 given a checkpoint",
            ),
            Fault::Unreachable { server, cause } => {
                write!(f, "server {} cannot be reached: {cause}", server.0)
            }
            Fault::NotListed { server: Sid(id) } => write!(
                f,
                "server {id} connects, and no server.{id} line here names it: its vote does not \
                 count. Servers of one ensemble have the same lines"
            ),
            Fault::NoAddress { server: Sid(id) } => write!(
                f,
                "no server.{id} line here says where the leader is. Servers of one ensemble have \
                 the same lines"
            ),
        }
    }
}

impl From<FrameError> for Fault {
    fn from(error: FrameError) -> Fault {
        Fault::Frame(error)
    }
}

impl From<DecodeError> for Fault {
    fn from(error: DecodeError) -> Fault {
        Fault::Message(error)
    }
}

impl From<CursorError> for Fault {
    fn from(error: CursorError) -> Fault {
        Fault::Log(error)
    }
}
