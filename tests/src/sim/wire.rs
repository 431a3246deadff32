//! Connections between machines, and of clients to them: first in, first out, with delays; when
//! one breaks, what was sent last is lost.
//!
//! Must never: reorder, repeat or garble what it carries; hand on anything behind a loss.

use std::collections::VecDeque;

use super::plan::Span;

/// A moment of virtual time, in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct At(pub(crate) u64);

impl At {
    pub(crate) const fn plus(self, span: Span) -> At {
        At(self.0 + span.0)
    }
}

/// A connection, for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct WireId(pub(crate) u64);

/// What it is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// Votes.
    Mesh,
    /// From a learner, who opened it, to its leader.
    Link,
    /// From a client, who opened it, to a server.
    Client,
}

/// Who is at an end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Party {
    /// A machine, by its index.
    Machine(usize),
    /// A client, by its index.
    Client(usize),
}

/// Which end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum End {
    /// Who opened it.
    Opener,
    /// Who accepted it.
    Acceptor,
}

impl End {
    pub(crate) const fn other(self) -> End {
        match self {
            End::Opener => End::Acceptor,
            End::Acceptor => End::Opener,
        }
    }
}

/// What arrives at an end.
#[derive(Clone, Debug)]
pub(crate) enum Arrival {
    /// It is open.
    Opened,
    /// Bytes of one message.
    Bytes(Vec<u8>),
    /// The other end is gone. Seen even where nothing gets through: a timer ran out.
    Ended,
}

/// One direction.
#[derive(Debug, Default)]
struct Pipe {
    queue: VecDeque<(At, Arrival)>,
    last: At,
    /// An arrival is scheduled.
    scheduled: bool,
    /// Nobody takes anything any more.
    shut: bool,
    /// The end of it is in the queue.
    ended: bool,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) purpose: Purpose,
    pub(crate) opener: Party,
    pub(crate) acceptor: Party,
    to_opener: Pipe,
    to_acceptor: Pipe,
}

impl Wire {
    pub(crate) fn new(purpose: Purpose, opener: Party, acceptor: Party) -> Wire {
        Wire {
            purpose,
            opener,
            acceptor,
            to_opener: Pipe::default(),
            to_acceptor: Pipe::default(),
        }
    }

    pub(crate) fn party(&self, end: End) -> Party {
        match end {
            End::Opener => self.opener,
            End::Acceptor => self.acceptor,
        }
    }

    /// Where a party is; `None`: it has nothing to do with it.
    pub(crate) fn end_of(&self, party: Party) -> Option<End> {
        [End::Opener, End::Acceptor]
            .into_iter()
            .find(|end| self.party(*end) == party)
    }

    fn pipe(&mut self, to: End) -> &mut Pipe {
        match to {
            End::Opener => &mut self.to_opener,
            End::Acceptor => &mut self.to_acceptor,
        }
    }

    /// Something is on its way to an end. Returns when its arrival is to be scheduled, unless one
    /// is.
    pub(crate) fn send(&mut self, to: End, due: At, what: Arrival) -> Option<At> {
        let pipe = self.pipe(to);
        if pipe.shut || pipe.ended {
            return None;
        }
        pipe.ended = matches!(what, Arrival::Ended);
        let due = due.max(pipe.last);
        pipe.last = due;
        pipe.queue.push_back((due, what));
        if pipe.scheduled {
            return None;
        }
        pipe.scheduled = true;
        pipe.queue.front().map(|(due, _)| *due)
    }

    /// How much is on its way to an end.
    pub(crate) fn in_flight(&mut self, to: End) -> usize {
        self.pipe(to).queue.len()
    }

    /// Keeps only the first `kept` of what is on its way to an end.
    pub(crate) fn lose_behind(&mut self, to: End, kept: usize) {
        let pipe = self.pipe(to);
        if !pipe.ended {
            pipe.queue.truncate(kept);
        }
    }

    /// Nobody is at this end any more.
    pub(crate) fn shut(&mut self, end: End) {
        let pipe = self.pipe(end);
        pipe.shut = true;
        pipe.queue.clear();
    }

    /// Whether nobody is at either end.
    pub(crate) fn is_over(&self) -> bool {
        self.to_opener.shut && self.to_acceptor.shut
    }

    /// The scheduled arrival is there: what arrived by now. With `Path::Blocked` only an end does.
    pub(crate) fn take(&mut self, to: End, now: At, path: Path) -> Option<Arrival> {
        let pipe = self.pipe(to);
        let (due, what) = pipe.queue.front()?;
        let passes = match (path, what) {
            (Path::Open, _) | (Path::Blocked, Arrival::Ended) => true,
            (Path::Blocked, Arrival::Opened | Arrival::Bytes(_)) => false,
        };
        if *due > now || !passes {
            return None;
        }
        pipe.queue.pop_front().map(|(_, what)| what)
    }

    /// When the next arrival is to be scheduled; `retry`: when something is held up.
    pub(crate) fn next_arrival(&mut self, to: End, now: At, retry: Span) -> Option<At> {
        let pipe = self.pipe(to);
        let next = pipe.queue.front().map(|(due, _)| *due);
        pipe.scheduled = next.is_some();
        next.map(|due| if due <= now { now.plus(retry) } else { due })
    }
}

/// Whether anything gets through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Path {
    Open,
    Blocked,
}
