//! What comes in for a replica from its server's own shards, and from the clock.
//!
//! ```text
//!   who was heard of ──> always ─┐
//!   time has passed ───> tick ───┴─> taken always: whom was heard of first, then the tick
//!   clients ───────────> asked ────> taken in order; a request waits for room
//! ```
//!
//! Time never waits behind requests: it is the tick that makes a leader step down, or a learner
//! give up a leader that is silent, and only that makes room again.
//!
//! Must never: let a tick wait, or let anything of a connection overtake what it sent before.

use alloc::collections::VecDeque;

use crate::input::Input;

/// Whether requests of clients are taken: while there is room for their records and
/// [`can_accept`](super::Replica::can_accept) says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    /// They are.
    Enough,
    /// They wait, and whatever came behind them.
    Full,
}

/// Whether time has passed that the replica has not been told of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Tick {
    #[default]
    Told,
    Due,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Incoming {
    always: VecDeque<Input>,
    tick: Tick,
    asked: VecDeque<Input>,
}

impl Incoming {
    /// Something comes in.
    pub fn push(&mut self, input: Input) {
        match input {
            Input::Tick => self.tick = Tick::Due,
            // The end of a connection keeps its place behind what the connection asked for.
            Input::Open { .. }
            | Input::Resume { .. }
            | Input::Submit(_)
            | Input::Sync { .. }
            | Input::Read(_)
            | Input::Disconnected { .. } => self.asked.push_back(input),
            Input::Heard { .. }
            | Input::Durable { .. }
            | Input::Space(_)
            | Input::Truncated
            | Input::PromisesStored
            | Input::CheckpointTaken { .. }
            | Input::Reachable(_)
            | Input::Unreachable(_)
            | Input::Notified { .. }
            | Input::Linked { .. }
            | Input::JoinFailed { .. }
            | Input::Received { .. }
            | Input::LinkLost { .. } => self.always.push_back(input),
        }
    }

    /// The next of those that are taken always.
    pub fn next_always(&mut self) -> Option<Input> {
        if let Some(input) = self.always.pop_front() {
            return Some(input);
        }
        let tick = core::mem::take(&mut self.tick);
        (tick == Tick::Due).then_some(Input::Tick)
    }

    /// The next of what clients asked for, if it may be taken now.
    pub fn next_asked(&mut self, room: Room) -> Option<Input> {
        if self.has_asked(room) {
            self.asked.pop_front()
        } else {
            None
        }
    }

    /// Whether [`Incoming::next_asked`] has something.
    pub fn has_asked(&self, room: Room) -> bool {
        match self.asked.front() {
            None => false,
            Some(first) => room == Room::Enough || !is_request(first),
        }
    }

    /// Whether there is something that may be taken now.
    pub fn has_next(&self, room: Room) -> bool {
        !self.always.is_empty() || self.tick == Tick::Due || self.has_asked(room)
    }

    /// How much clients asked for that was not taken yet.
    pub fn asked_len(&self) -> usize {
        self.asked.len()
    }

    /// Whether everything was taken.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty() && !self.has_next(Room::Full)
    }
}

/// Whether the replica must be asked before it is handed this.
const fn is_request(input: &Input) -> bool {
    match input {
        Input::Open { .. } | Input::Submit(_) | Input::Sync { .. } | Input::Read(_) => true,
        // Who comes back waits in the replica, and not for long.
        Input::Resume { .. }
        | Input::Disconnected { .. }
        | Input::Heard { .. }
        | Input::Durable { .. }
        | Input::Space(_)
        | Input::Tick
        | Input::Truncated
        | Input::PromisesStored
        | Input::CheckpointTaken { .. }
        | Input::Reachable(_)
        | Input::Unreachable(_)
        | Input::Notified { .. }
        | Input::Linked { .. }
        | Input::JoinFailed { .. }
        | Input::Received { .. }
        | Input::LinkLost { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::id::{ConnectionId, SessionId, ShardId};

    const FROM: ConnectionId = ConnectionId {
        shard: ShardId(0),
        slot: 7,
        generation: 1,
    };
    const SESSION: SessionId = SessionId(5);

    const SYNC: Input = Input::Sync {
        from: FROM,
        session: SESSION,
    };
    const GONE: Input = Input::Disconnected {
        from: FROM,
        session: SESSION,
    };

    fn heard() -> Input {
        let sessions = vec![SESSION];
        Input::Heard { sessions }
    }

    fn next(incoming: &mut Incoming, room: Room) -> Option<Input> {
        let has_next = incoming.has_next(room);
        let next = incoming.next_always();
        let next = next.or_else(|| incoming.next_asked(room));
        assert_eq!(next.is_some(), has_next);
        next
    }

    #[test]
    fn time_and_whom_was_heard_of_do_not_wait_for_room() {
        let mut incoming = Incoming::default();
        for input in [SYNC, GONE, Input::Tick, heard(), Input::Tick] {
            incoming.push(input);
        }
        assert_eq!(next(&mut incoming, Room::Full), Some(heard()));
        assert_eq!(next(&mut incoming, Room::Full), Some(Input::Tick));
        // The end of a connection waits behind what it asked for, and time is told once.
        assert_eq!(next(&mut incoming, Room::Full), None);
        assert!(!incoming.is_empty());
        incoming.push(Input::Tick);
        assert_eq!(next(&mut incoming, Room::Full), Some(Input::Tick));
        assert_eq!(next(&mut incoming, Room::Enough), Some(SYNC));
        assert_eq!(next(&mut incoming, Room::Full), Some(GONE));
        assert!(incoming.is_empty());
    }
}
