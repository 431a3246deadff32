//! What a script can do, and what can be seen of it.
//!
//! A step holds nothing that only one of the two servers knows: sessions are named by the order in
//! which they were opened, zxids by their distance from the newest one.

use std::fmt;

use crate::wire::{Message, Request, Text};

/// How many connections a script plays with.
pub const SLOTS: usize = 4;

/// The zxid a client claims to have seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Zxid {
    /// As sent.
    Exactly(i64),
    /// The server's newest, plus this.
    Newest(i64),
}

/// The password of a handshake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Password {
    /// The session's own; zeros for a new session.
    Right,
    /// Sixteen other bytes.
    Wrong,
    /// No bytes.
    Empty,
    /// Null.
    Null,
    /// Its first eight bytes.
    Half,
}

/// Which session a handshake asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// A new one.
    New,
    /// The n-th that was opened in this script, alive or not.
    Opened(usize),
    /// An id that no server gave out.
    Unknown(i64),
}

/// One step of a script.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Replaces the slot's connection (dropped without a word) by a new one with a handshake.
    Connect {
        /// Which connection.
        slot: usize,
        /// Whose session.
        wanted: Wanted,
        /// With which password.
        password: Password,
        /// Asked for, in ms.
        timeout_ms: i32,
        /// `lastZxidSeen`.
        last_zxid: Zxid,
        /// The optional last byte.
        read_only: Option<u8>,
    },
    /// Sends requests in one go and waits for the answers to all.
    Send {
        /// Which connection.
        slot: usize,
        /// One, or several to be pipelined.
        requests: Vec<Request>,
    },
    /// Sends `setWatches` (three lists) or `setWatches2` (five).
    SetWatches {
        /// Which connection.
        slot: usize,
        /// `relativeZxid`.
        relative: Zxid,
        /// Data, exist, child, persistent, recursive.
        lists: Vec<Option<Vec<Text>>>,
    },
    /// Sends bytes that are no proper frame; the server is expected to close.
    Garbage {
        /// Which connection.
        slot: usize,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Closes the connection without ending its session.
    Drop {
        /// Which connection.
        slot: usize,
    },
    /// Sends these bytes on a connection of their own and reads to its end.
    Word(&'static str, Vec<u8>),
    /// Sends a request and waits until some connection was told of the end of `path`, however soon
    /// it comes.
    AwaitDeletion {
        /// Which connection.
        slot: usize,
        /// Sent first, if anything.
        request: Option<Request>,
        /// The znode.
        path: Text,
    },
    /// Reads everything at and under the path with the rights of the super user.
    Walk(Text),
    /// Kills the server and starts it again on its data.
    Restart,
    /// Ends every session of the script that may still be alive.
    EndSessions,
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Connect {
                slot,
                wanted,
                password,
                timeout_ms,
                last_zxid,
                read_only,
            } => write!(
                f,
                "[{slot}] connect {wanted:?} password {password:?} timeout {timeout_ms} \
                 last zxid {last_zxid:?} read-only {read_only:?}"
            ),
            Step::Send { slot, requests } if requests.len() == 1 => {
                write!(f, "[{slot}] {:?}", requests[0])
            }
            Step::Send { slot, requests } => write!(f, "[{slot}] pipelined {requests:?}"),
            Step::SetWatches {
                slot,
                relative,
                lists,
            } => {
                write!(f, "[{slot}] setWatches {relative:?} {lists:?}")
            }
            Step::Garbage { slot, bytes } => {
                write!(f, "[{slot}] bytes \"{}\"", bytes.escape_ascii())
            }
            Step::Drop { slot } => write!(f, "[{slot}] drop the connection"),
            Step::Word(name, bytes) => write!(f, "word {name} \"{}\"", bytes.escape_ascii()),
            Step::AwaitDeletion {
                slot,
                request,
                path,
            } => {
                write!(f, "[{slot}] {request:?}, then wait for the end of {path:?}")
            }
            Step::Walk(path) => write!(f, "walk {path:?}"),
            Step::Restart => f.write_str("kill and start again"),
            Step::EndSessions => f.write_str("end all sessions"),
        }
    }
}

/// Whether a password is the one that belongs to the session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PasswordSeen {
    /// The session's, first seen.
    Fresh,
    /// The session's, seen before.
    Same,
    /// Sixteen zeros.
    Zeros,
    /// Anything else.
    Other,
}

/// What one server showed in answer to a step.
#[derive(Clone, PartialEq, Eq)]
pub enum Seen {
    /// A handshake was answered.
    Handshake {
        /// On which connection.
        slot: usize,
        /// Negotiated.
        timeout_ms: i32,
        /// The session's alias, 0 for none.
        session: i64,
        /// Its password.
        password: PasswordSeen,
        /// The optional byte.
        read_only: Option<u8>,
    },
    /// A frame came in place of a handshake.
    Strange(usize, Vec<u8>),
    /// A reply or an event.
    Message(usize, Message),
    /// The newest zxid, told by a ping at the step's end.
    Newest(usize, i64),
    /// The server closed the connection.
    Closed(usize),
    /// An answer was due and did not come.
    Silence(usize),
    /// The server refuses connections: it has ended.
    Unreachable,
    /// The answer to a four-letter word, line by line.
    Word(Vec<String>),
    /// What the normaliser found to be inconsistent within one server.
    Inconsistent(String),
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Seen::Handshake {
                slot,
                timeout_ms,
                session,
                password,
                read_only,
            } => write!(
                f,
                "[{slot}] session {session:#x} timeout {timeout_ms} password {password:?} \
                 read-only {read_only:?}"
            ),
            Seen::Strange(slot, bytes) => {
                write!(f, "[{slot}] no handshake: \"{}\"", bytes.escape_ascii())
            }
            Seen::Message(slot, message) => write!(f, "[{slot}] {message:?}"),
            Seen::Newest(slot, zxid) => write!(f, "[{slot}] newest zxid {zxid:#x}"),
            Seen::Closed(slot) => write!(f, "[{slot}] closed"),
            Seen::Silence(slot) => write!(f, "[{slot}] silence"),
            Seen::Unreachable => f.write_str("the server is gone"),
            Seen::Word(lines) => write!(f, "{}", lines.join("\n        ")),
            Seen::Inconsistent(what) => write!(f, "inconsistent: {what}"),
        }
    }
}
