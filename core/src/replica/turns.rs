//! What this server's own clients wait for, in the order they asked.
//!
//! ```text
//!   asked ──> Asked ──(the leader, maybe this server, says what becomes of it)──> At | After | …
//!     read behind a write of its own connection ──> Read
//! ```
//!
//! Turns are taken strictly in order, over all connections of this server. The leader answers
//! requests in the order it received them, so nobody waits longer for that than for a round trip,
//! and a read sees exactly the writes that its connection sent before it.
//!
//! Must never: give a turn before that of an earlier one. Invariant: the figures are those of what
//! waits.

use alloc::collections::VecDeque;

use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, SessionId, Zxid};
use crate::input::SubmitRead;
use crate::stream::CloseReason;
use crate::zab::message::{Answer, RequestNumber};

/// What was asked for.
#[derive(Debug)]
pub(super) enum What {
    /// A write: its outcome is replied.
    Write,
    /// A new session, or one to be resumed.
    Session { session: SessionId, timeout_ms: i32 },
    /// That a session which only this server knows becomes every server's; nothing is replied.
    Upgrade { session: SessionId },
    /// The end of a session that only this server knew.
    End { session: SessionId },
    /// A `sync`.
    Sync,
    /// A read that stands behind a write of its own connection.
    Read(SubmitRead),
}

/// When its turn comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Due {
    /// Nobody knows yet.
    Asked,
    /// With this txn: it is what was asked for.
    At(Zxid),
    /// Once this is applied.
    After(Zxid),
    /// At once: it was refused.
    Refused(ErrorCode),
    /// At once: there is no such session.
    NoSession,
    /// At once: its connection goes.
    Dropped(CloseReason),
    /// Never: it is passed over.
    Ignored,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) to: ConnectionId,
    pub(super) what: What,
    pub(super) due: Due,
    /// About the bytes of a request whose fate is not known.
    asked_bytes: usize,
}

impl Turn {
    fn bytes(&self) -> usize {
        let frame = match &self.what {
            What::Read(read) => read.frame.len(),
            What::Write
            | What::Session { .. }
            | What::Upgrade { .. }
            | What::End { .. }
            | What::Sync => 0,
        };
        frame + self.asked_bytes
    }

    /// Whether it can be taken now, with everything up to `applied` in the tree, and without a txn.
    fn is_due(&self, applied: Zxid) -> bool {
        match self.due {
            Due::Asked | Due::At(_) => false,
            Due::After(zxid) => zxid <= applied,
            Due::Refused(_) | Due::NoSession | Due::Dropped(_) | Due::Ignored => true,
        }
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Turns {
    waiting: VecDeque<Turn>,
    /// The number of the first that waits; each has the next one.
    first: RequestNumber,
    bytes: usize,
    /// Those among them of requests whose fate is not known.
    asked_bytes: usize,
    /// The txns that are somebody's turn, in order.
    txns: VecDeque<Zxid>,
}

impl Turns {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// How many have no txn.
    pub(super) fn without_txn(&self) -> usize {
        self.waiting.len() - self.txns.len()
    }

    /// Bytes of the requests that wait here.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Bytes of those among them that nobody has said anything about.
    pub(super) const fn asked_bytes(&self) -> usize {
        self.asked_bytes
    }

    /// Puts it behind all others.
    pub(super) fn push(&mut self, to: ConnectionId, what: What, due: Due) {
        self.put(Turn {
            to,
            what,
            due,
            asked_bytes: 0,
        });
    }

    /// Puts a request of about so many bytes behind all others, for somebody to say what becomes
    /// of it. Returns its number.
    pub(super) fn ask(&mut self, to: ConnectionId, what: What, bytes: usize) -> RequestNumber {
        let number = RequestNumber(self.first.0 + self.waiting.len() as u64);
        self.asked_bytes += bytes;
        self.put(Turn {
            to,
            what,
            due: Due::Asked,
            asked_bytes: bytes,
        });
        number
    }

    fn put(&mut self, turn: Turn) {
        self.bytes += turn.bytes();
        self.waiting.push_back(turn);
    }

    /// Says what becomes of a request. False when that is impossible: it does not wait for an
    /// answer, or the txn is not behind those of earlier requests.
    pub(super) fn answer(&mut self, number: RequestNumber, answer: Answer, applied: Zxid) -> bool {
        let at = number
            .0
            .checked_sub(self.first.0)
            .and_then(|at| usize::try_from(at).ok());
        let Some(turn) = at.and_then(|at| self.waiting.get_mut(at)) else {
            return false;
        };
        if turn.due != Due::Asked {
            return false;
        }
        turn.due = match answer {
            Answer::Ordered { zxid } => {
                if zxid <= applied || self.txns.back().is_some_and(|last| zxid <= *last) {
                    return false;
                }
                self.txns.push_back(zxid);
                Due::At(zxid)
            }
            Answer::Refused { code } => Due::Refused(code),
            Answer::Resumed => Due::After(Zxid::ZERO),
            Answer::NoSession => Due::NoSession,
            Answer::Synced { through } => Due::After(through),
            Answer::Dropped { reason } => Due::Dropped(reason),
            Answer::Ignored => Due::Ignored,
        };
        let bytes = core::mem::take(&mut turn.asked_bytes);
        self.asked_bytes -= bytes;
        self.bytes -= bytes;
        true
    }

    /// Whether the txn `zxid` must wait: it is somebody's turn, and others come before.
    pub(super) fn holds_back(&self, zxid: Zxid) -> bool {
        self.txns.front() == Some(&zxid)
            && self
                .waiting
                .front()
                .is_some_and(|first| first.due != Due::At(zxid))
    }

    /// Takes the first turn if it needs no txn and is due.
    pub(super) fn take_due(&mut self, applied: Zxid) -> Option<Turn> {
        let first = self.waiting.pop_front_if(|first| first.is_due(applied))?;
        self.first.0 += 1;
        self.bytes -= first.bytes();
        Some(first)
    }

    /// Whether [`Turns::take_due`] has something.
    pub(super) fn has_due(&self, applied: Zxid) -> bool {
        self.waiting
            .front()
            .is_some_and(|first| first.is_due(applied))
    }

    /// Takes the turn whose txn was just applied, if it was one of this server's clients.
    pub(super) fn take_at(&mut self, zxid: Zxid) -> Option<Turn> {
        let first = self
            .waiting
            .pop_front_if(|first| first.due == Due::At(zxid))?;
        assert!(self.txns.pop_front() == Some(zxid), "its txn stands first");
        self.first.0 += 1;
        self.bytes -= first.bytes();
        Some(first)
    }

    /// Nobody is answered any more. Numbers go on: a late answer finds nothing.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Turn> {
        self.first.0 += self.waiting.len() as u64;
        self.txns.clear();
        self.bytes = 0;
        self.asked_bytes = 0;
        self.waiting.drain(..)
    }

    /// Checks what the module promises.
    pub(super) fn invariants(&self, applied: Zxid) {
        let bytes: usize = self.waiting.iter().map(Turn::bytes).sum();
        assert!(bytes == self.bytes);
        let asked: usize = self.waiting.iter().map(|turn| turn.asked_bytes).sum();
        assert!(asked == self.asked_bytes);
        let at = self.waiting.iter().filter_map(|turn| match turn.due {
            Due::At(zxid) => Some(zxid),
            Due::Asked
            | Due::After(_)
            | Due::Refused(_)
            | Due::NoSession
            | Due::Dropped(_)
            | Due::Ignored => None,
        });
        assert!(at.eq(self.txns.iter().copied()));
        assert!(self.txns.front().is_none_or(|first| *first > applied));
    }
}
