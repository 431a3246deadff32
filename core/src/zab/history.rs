//! The watermarks of the order: how far it is proposed, durable, committed and applied here.
//!
//! ```text
//!   applied  <=  committed  <=  durable  <=  proposed
//! ```
//!
//! Must never: go back, or let a watermark pass the one to its right.

use crate::id::{Epoch, Zxid};

/// The last epoch: zxids are compared as signed numbers.
const EPOCH_MAX: Epoch = Epoch(i32::MAX.cast_unsigned());

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct History {
    proposed: Zxid,
    durable: Zxid,
    committed: Zxid,
    applied: Zxid,
}

impl History {
    /// Everything up to `applied` has happened, and nothing is in flight.
    pub(crate) fn starting_at(applied: Zxid) -> History {
        History {
            proposed: applied,
            durable: applied,
            committed: applied,
            applied,
        }
    }

    /// The zxid assigned last.
    pub fn proposed(&self) -> Zxid {
        self.proposed
    }

    /// The last zxid on stable storage here.
    pub fn durable(&self) -> Zxid {
        self.durable
    }

    /// The last zxid that a quorum has on stable storage.
    pub fn committed(&self) -> Zxid {
        self.committed
    }

    /// The last zxid in the tree.
    pub fn applied(&self) -> Zxid {
        self.applied
    }

    /// The zxid of the next proposal. When the counter of the epoch is used up the next epoch
    /// begins.
    pub(crate) fn next(&self) -> Zxid {
        successor(self.proposed)
    }

    /// The txn `zxid` is on its way to the log.
    pub(crate) fn on_proposed(&mut self, zxid: Zxid) {
        assert!(zxid == self.next(), "zxids are assigned without a gap");
        self.proposed = zxid;
    }

    /// The own log is durable through `zxid`.
    pub(crate) fn on_durable(&mut self, zxid: Zxid) {
        assert!(zxid >= self.durable, "what is durable stays durable");
        assert!(
            zxid <= self.proposed,
            "only what was proposed becomes durable"
        );
        self.durable = zxid;
    }

    /// The order is committed through `zxid`.
    pub(crate) fn on_committed(&mut self, zxid: Zxid) {
        assert!(zxid >= self.committed, "a commit is never taken back");
        assert!(
            zxid <= self.durable,
            "no server applies beyond its own durable log"
        );
        self.committed = zxid;
    }

    /// The tree is at `zxid`.
    pub(crate) fn on_applied(&mut self, zxid: Zxid) {
        assert!(zxid > self.applied, "txns are applied in order, each once");
        assert!(zxid <= self.committed, "only a committed txn is applied");
        self.applied = zxid;
    }

    /// Checks what the module promises.
    pub(crate) fn invariants(&self) {
        assert!(self.applied <= self.committed);
        assert!(self.committed <= self.durable);
        assert!(self.durable <= self.proposed);
    }
}

/// The zxid a leader assigns after `zxid`.
fn successor(zxid: Zxid) -> Zxid {
    if zxid.counter() != u32::MAX {
        return zxid.next();
    }
    assert!(zxid.epoch() < EPOCH_MAX, "the epochs are used up");
    first_of(Epoch(zxid.epoch().0 + 1))
}

/// The first zxid of a txn in `epoch`: counter 0 stands for the start of the epoch itself.
fn first_of(epoch: Epoch) -> Zxid {
    Zxid::from_bits((i64::from(epoch.0) << 32) | 1)
}

/// Whether `next` may stand right behind `last` in a log: the next of its epoch, or the first of
/// a later epoch.
pub(crate) fn is_contiguous(last: Zxid, next: Zxid) -> bool {
    if next.epoch() > last.epoch() {
        return next == first_of(next.epoch());
    }
    last.counter() != u32::MAX && next == last.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zxid(epoch: u32, counter: u32) -> Zxid {
        Zxid::from_bits((i64::from(epoch) << 32) | i64::from(counter))
    }

    fn propose(history: &mut History) -> Zxid {
        let next = history.next();
        history.on_proposed(next);
        next
    }

    #[test]
    fn the_counter_rolls_into_a_new_epoch() {
        let mut history = History::starting_at(zxid(4, u32::MAX - 1));
        for expected in [zxid(4, u32::MAX), zxid(5, 1), zxid(5, 2)] {
            assert_eq!(propose(&mut history), expected);
        }
        history.invariants();
    }

    #[test]
    fn contiguity() {
        let table = [
            (zxid(0, 0), zxid(0, 1), true),
            (zxid(0, 7), zxid(0, 8), true),
            (zxid(0, 7), zxid(0, 7), false),
            (zxid(0, 7), zxid(0, 9), false),
            (zxid(0, 7), zxid(0, 6), false),
            (zxid(0, 7), zxid(1, 1), true),
            (zxid(0, 7), zxid(3, 1), true),
            (zxid(0, 7), zxid(1, 0), false),
            (zxid(0, 7), zxid(1, 2), false),
            (zxid(1, 1), zxid(0, 2), false),
            (zxid(4, u32::MAX), zxid(5, 1), true),
            (zxid(4, u32::MAX), zxid(5, 0), false),
        ];
        for (last, next, expected) in table {
            assert_eq!(is_contiguous(last, next), expected, "{last} then {next}");
        }
    }

    #[test]
    fn every_zxid_proposed_is_contiguous() {
        let mut history = History::starting_at(zxid(1, u32::MAX - 2));
        let mut last = history.proposed();
        for _ in 0..5 {
            let next = propose(&mut history);
            assert!(is_contiguous(last, next));
            last = next;
        }
    }

    #[test]
    #[should_panic(expected = "own durable log")]
    fn nothing_is_committed_before_it_is_durable() {
        let mut history = History::starting_at(Zxid::ZERO);
        let next = propose(&mut history);
        history.on_committed(next);
    }

    #[test]
    #[should_panic(expected = "only a committed txn")]
    fn nothing_is_applied_before_it_is_committed() {
        let mut history = History::starting_at(Zxid::ZERO);
        let next = propose(&mut history);
        history.on_durable(next);
        history.on_applied(next);
    }
}
