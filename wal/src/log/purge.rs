//! The front of the log is given up, a segment at a time.
//!
//! Must never: give up a record that is not durable, or a segment that is being written.

use super::Log;
use crate::catalog::Started;
use crate::keeper::Retired;
use crate::position::Position;

impl Log {
    /// Gives up records below `below`; segments that hold no other record are recycled or removed.
    ///
    /// The caller has made sure that nobody needs them: they are behind a durable checkpoint.
    pub fn purge(&mut self, below: Position) {
        assert!(
            below <= self.durable.next(),
            "only durable records are purged"
        );
        for _ in 0..self.purgeable(below) {
            let segment = self.segments.pop_front().expect("it was counted");
            self.keeper.retire(Retired {
                sequence: segment.sequence,
                bytes: segment.bytes,
            });
        }
    }

    /// What will be the first record if everything below `below` is given up now.
    pub fn first_after_purge(&self, below: Position) -> Position {
        let front = self.segments.get(self.purgeable(below));
        front.map_or(self.next, |segment| segment.first)
    }

    /// How many segments hold nothing but records below `below`.
    fn purgeable(&self, below: Position) -> usize {
        let mut gone = 0;
        while let Some(next) = self.segments.get(gone + 1) {
            let sequence = self.segments[gone].sequence;
            let mut places = self.in_flight.iter().map(|write| write.place.sequence);
            let busy = places.any(|place| place == sequence);
            if next.first > below || next.started == Started::NotYet || busy {
                break;
            }
            gone += 1;
        }
        gone
    }
}
