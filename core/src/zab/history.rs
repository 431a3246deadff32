//! The history: what this server's log holds, and how far it is durable, committed and applied.
//!
//! ```text
//!   base  <=  applied  <=  ready = min(committed, durable)  <=  durable  <=  proposed
//!     |                                                                          |
//!     `--- purged, or only in the checkpoint     records in the log, no gap -----'
//! ```
//!
//! `committed` is what this server knows of the order: it may be ahead of what is durable here, and
//! of what has arrived here at all. Zxids are mapped to the log's record numbers by *runs*: within
//! an epoch both count up by one.
//!
//! Must never: let `applied` pass what is durable here, go back except by a truncation of what is
//! not committed, or hold a gap.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::id::{Epoch, RecordNumber, Zxid};
use crate::limits;
use crate::zab::message::{Outline, Stretch};

/// The last epoch: zxids are compared as signed numbers.
pub(crate) const EPOCH_MAX: Epoch = Epoch(i32::MAX.cast_unsigned());

/// Consecutive zxids of one epoch, in consecutive records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Run {
    first: Zxid,
    record: RecordNumber,
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct History {
    base: Zxid,
    base_record: RecordNumber,
    /// Oldest first; each ends where the next begins, the last one with `proposed`.
    runs: VecDeque<Run>,
    proposed: Zxid,
    last_record: RecordNumber,
    durable: Zxid,
    durable_record: RecordNumber,
    committed: Zxid,
    applied: Zxid,
}

impl History {
    /// Everything up to `applied` has happened; the log has nothing behind `record`.
    pub(crate) fn starting_at(applied: Zxid, record: RecordNumber) -> History {
        History {
            base: applied,
            base_record: record,
            runs: VecDeque::new(),
            proposed: applied,
            last_record: record,
            durable: applied,
            durable_record: record,
            committed: applied,
            applied,
        }
    }

    /// The zxid in the log's last record.
    pub fn proposed(&self) -> Zxid {
        self.proposed
    }

    /// The last record handed to the log.
    pub fn last_record(&self) -> RecordNumber {
        self.last_record
    }

    /// The last zxid on stable storage here.
    pub fn durable(&self) -> Zxid {
        self.durable
    }

    /// The last zxid that is known to be committed.
    pub fn committed(&self) -> Zxid {
        self.committed
    }

    /// Up to where txns may be applied here.
    pub fn ready(&self) -> Zxid {
        self.committed.min(self.durable)
    }

    /// The last zxid in the tree.
    pub fn applied(&self) -> Zxid {
        self.applied
    }

    /// The record of `zxid`, if the log holds it; that of [`Outline::base`] counts too.
    pub(crate) fn record_of(&self, zxid: Zxid) -> Option<RecordNumber> {
        if zxid == self.base {
            return Some(self.base_record);
        }
        if zxid > self.proposed {
            return None;
        }
        let at = self.runs.partition_point(|run| run.first <= zxid);
        let run = self.runs.get(at.checked_sub(1)?)?;
        if run.first.epoch() != zxid.epoch() {
            return None;
        }
        let record = RecordNumber(run.record.0 + u64::from(zxid.counter() - run.first.counter()));
        let end = self
            .runs
            .get(at)
            .map_or(self.last_record.next(), |next| next.record);
        (record < end).then_some(record)
    }

    /// Whether a server that follows this history may name `zxid`: of what is purged nothing is
    /// known any more, and whoever is slow may still be there.
    pub(crate) fn knows(&self, zxid: Zxid) -> bool {
        zxid <= self.base || self.record_of(zxid).is_some()
    }

    /// The zxid in `record`, which the log holds or which is that of the base.
    pub(crate) fn zxid_of(&self, record: RecordNumber) -> Option<Zxid> {
        if record == self.base_record {
            return Some(self.base);
        }
        if record > self.last_record {
            return None;
        }
        let at = self.runs.partition_point(|run| run.record <= record);
        let run = self.runs.get(at.checked_sub(1)?)?;
        let ahead = u32::try_from(record.0 - run.record.0).ok()?;
        Some(Zxid::new(run.first.epoch(), run.first.counter() + ahead))
    }

    /// The zxid before `zxid`, which the log holds.
    pub(crate) fn before(&self, zxid: Zxid) -> Zxid {
        let record = self.record_of(zxid).expect("the log holds it");
        let before = RecordNumber(record.0.saturating_sub(1));
        self.zxid_of(before).expect("and what stands before it")
    }

    /// The txn `zxid` is on its way to the log, as the record returned.
    pub(crate) fn on_proposed(&mut self, zxid: Zxid) -> RecordNumber {
        assert!(is_contiguous(self.proposed, zxid), "a history has no gap");
        self.last_record = self.last_record.next();
        let continues = zxid.epoch() == self.proposed.epoch() && !self.runs.is_empty();
        if !continues {
            let record = self.last_record;
            self.runs.push_back(Run {
                first: zxid,
                record,
            });
        }
        self.proposed = zxid;
        self.last_record
    }

    /// The own log is durable through `record`.
    pub(crate) fn on_durable(&mut self, record: RecordNumber) {
        assert!(
            record <= self.last_record,
            "only what was appended becomes durable"
        );
        assert!(
            record >= self.durable_record,
            "what is durable stays durable"
        );
        if record > self.durable_record {
            self.durable_record = record;
            self.durable = self
                .zxid_of(record)
                .expect("the log holds what just became durable");
        }
    }

    /// The order is known to be committed through `zxid`.
    pub(crate) fn on_committed(&mut self, zxid: Zxid) {
        self.committed = self.committed.max(zxid);
    }

    /// The tree is at `zxid`.
    pub(crate) fn on_applied(&mut self, zxid: Zxid) {
        assert!(zxid > self.applied, "txns are applied in order, each once");
        assert!(
            zxid <= self.ready(),
            "only what is committed, and durable here, is applied"
        );
        self.applied = zxid;
    }

    /// Drops everything behind `last`, which the log holds. Returns its record.
    pub(crate) fn truncate_after(&mut self, last: Zxid) -> RecordNumber {
        assert!(last >= self.applied, "what is applied is never truncated");
        let record = self
            .record_of(last)
            .expect("a truncation ends at a record of the log");
        while self.runs.back().is_some_and(|run| run.record > record) {
            self.runs.pop_back();
        }
        self.proposed = last;
        self.last_record = record;
        if self.durable_record > record {
            self.durable_record = record;
            self.durable = last;
        }
        record
    }

    /// A checkpoint took the place of everything; the log goes on behind the record `record`.
    pub(crate) fn on_installed(&mut self, zxid: Zxid, record: RecordNumber) {
        assert!(
            zxid >= self.applied,
            "a checkpoint never takes the tree back"
        );
        let committed = self.committed.max(zxid);
        *self = History::starting_at(zxid, record);
        self.committed = committed;
    }

    /// The log holds more before the base: all of `older`, which ends there.
    pub(crate) fn precede(&mut self, older: History) {
        assert!(
            older.proposed == self.base,
            "what is older ends where this begins"
        );
        assert!(
            older.last_record == self.base_record,
            "without a gap between the records"
        );
        let mut runs = older.runs;
        let continues = |first: &Run| first.first.epoch() == self.base.epoch() && !runs.is_empty();
        if self.runs.front().is_some_and(continues) {
            self.runs.pop_front();
        }
        runs.append(&mut self.runs);
        self.runs = runs;
        self.base = older.base;
        self.base_record = older.base_record;
    }

    /// Records below `from` may be gone from the log.
    pub(crate) fn on_purged(&mut self, from: RecordNumber) {
        let base_record = RecordNumber(from.0.saturating_sub(1));
        if base_record <= self.base_record {
            return;
        }
        let base = self
            .zxid_of(base_record)
            .expect("only what is in the log is purged");
        assert!(base <= self.applied, "only what is applied is purged");
        self.base = base;
        self.base_record = base_record;
        while self.runs.get(1).is_some_and(|next| next.record <= from) {
            self.runs.pop_front();
        }
        match self.runs.front_mut() {
            Some(run) if run.record < from => {
                let ahead = u32::try_from(from.0 - run.record.0).expect("a run is of one epoch");
                if from > self.last_record {
                    self.runs.pop_front();
                } else {
                    run.first = Zxid::new(run.first.epoch(), run.first.counter() + ahead);
                    run.record = from;
                }
            }
            Some(_) | None => {}
        }
    }

    /// What the log holds, for a leader to find where the histories part.
    pub(crate) fn outline(&self) -> Outline {
        let kept = self.runs.len().min(limits::OUTLINE_STRETCHES_MAX);
        let stretches = self.stretches().skip(self.runs.len() - kept);
        Outline {
            base: self.applied,
            stretches: stretches.collect(),
        }
    }

    fn stretches(&self) -> impl Iterator<Item = Stretch> {
        let ends = self.runs.iter().skip(1).map(|next| next.record);
        let ends = ends.chain([self.last_record.next()]);
        self.runs.iter().zip(ends).map(|(run, end)| {
            let records = u32::try_from(end.0 - run.record.0).expect("a run is of one epoch");
            Stretch {
                first: run.first,
                last: Zxid::new(run.first.epoch(), run.first.counter() + records - 1),
            }
        })
    }

    /// The greatest zxid that is in this history and in that of `other`. Histories that share
    /// a zxid are equal up to it. `None` when what they share is no more in this log.
    pub(crate) fn last_common(&self, other: &Outline) -> Option<Zxid> {
        let mine: Vec<Stretch> = self.stretches().collect();
        for theirs in other.stretches.iter().rev() {
            let same = mine
                .iter()
                .rfind(|mine| mine.first.epoch() == theirs.first.epoch());
            if let Some(mine) = same {
                let last = mine.last.min(theirs.last);
                if last >= mine.first && last >= theirs.first {
                    return Some(last);
                }
            }
            if (theirs.first..=theirs.last).contains(&self.base) {
                return Some(self.base);
            }
        }
        self.record_of(other.base).map(|_| other.base)
    }

    /// Checks what the module promises.
    pub(crate) fn invariants(&self) {
        assert!(self.base <= self.applied);
        assert!(self.applied <= self.ready());
        assert!(self.durable <= self.proposed);
        assert!(self.base_record <= self.durable_record);
        assert!(self.durable_record <= self.last_record);
        assert!(self.zxid_of(self.last_record) == Some(self.proposed));
        assert!(self.record_of(self.proposed) == Some(self.last_record));
        let mut last = self.base;
        let mut record = self.base_record;
        for (run, stretch) in self.runs.iter().zip(self.stretches()) {
            assert!(run.record == record.next());
            assert!(is_contiguous(last, run.first) || run.first.epoch() == last.epoch());
            assert!(stretch.first <= stretch.last);
            record = self.record_of(stretch.last).expect("its own");
            last = stretch.last;
        }
        assert!(last == self.proposed);
    }
}

/// Whether `next` may directly follow `last`: the next counter of the same epoch, or the first of a
/// later one.
pub(crate) fn is_contiguous(last: Zxid, next: Zxid) -> bool {
    if next.epoch() == last.epoch() {
        last.counter() != u32::MAX && next == last.next()
    } else {
        next.epoch() > last.epoch() && next.counter() == 1
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn zxid(epoch: u32, counter: u32) -> Zxid {
        Zxid::new(Epoch(epoch), counter)
    }

    /// A history behind `base` with these zxids, all of them applied.
    fn history(base: Zxid, record: u64, zxids: &[Zxid]) -> History {
        let mut history = History::starting_at(base, RecordNumber(record));
        for zxid in zxids {
            let record = history.on_proposed(*zxid);
            history.on_durable(record);
            history.on_committed(*zxid);
            history.on_applied(*zxid);
            history.invariants();
        }
        history
    }

    fn stretch(epoch: u32, first: u32, last: u32) -> Stretch {
        Stretch {
            first: zxid(epoch, first),
            last: zxid(epoch, last),
        }
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
    fn zxids_and_records_map_both_ways_over_epochs() {
        let zxids = [zxid(1, 8), zxid(1, 9), zxid(3, 1), zxid(3, 2), zxid(4, 1)];
        let mut history = history(zxid(1, 7), 20, &zxids);
        for (record, zxid) in (21..).map(RecordNumber).zip(zxids) {
            assert_eq!(history.record_of(zxid), Some(record));
            assert_eq!(history.zxid_of(record), Some(zxid));
        }
        for missing in [zxid(1, 6), zxid(1, 10), zxid(2, 1), zxid(3, 3), zxid(4, 2)] {
            assert_eq!(history.record_of(missing), None, "{missing}");
        }
        history.on_purged(RecordNumber(24));
        history.invariants();
        assert_eq!(
            history.record_of(zxid(3, 1)),
            Some(RecordNumber(23)),
            "the base"
        );
        assert_eq!(history.record_of(zxid(1, 9)), None);
        assert_eq!(history.record_of(zxid(3, 2)), Some(RecordNumber(24)));
        history.on_purged(RecordNumber(26));
        history.invariants();
        assert_eq!(history.record_of(zxid(4, 1)), Some(RecordNumber(25)));
    }

    #[test]
    fn a_truncation_drops_what_is_not_applied() {
        let mut history = history(Zxid::ZERO, 0, &[zxid(1, 1), zxid(1, 2)]);
        for next in [zxid(1, 3), zxid(2, 1), zxid(2, 2)] {
            let record = history.on_proposed(next);
            history.on_durable(record);
        }
        assert_eq!(history.truncate_after(zxid(1, 3)), RecordNumber(3));
        history.invariants();
        assert_eq!(
            (history.proposed(), history.durable()),
            (zxid(1, 3), zxid(1, 3))
        );
        assert_eq!(history.on_proposed(zxid(5, 1)), RecordNumber(4));
        history.invariants();
    }

    #[test]
    #[should_panic(expected = "never truncated")]
    fn what_is_applied_stays() {
        history(Zxid::ZERO, 0, &[zxid(1, 1), zxid(1, 2)]).truncate_after(zxid(1, 1));
    }

    #[test]
    #[should_panic(expected = "durable here, is applied")]
    fn nothing_is_applied_before_it_is_durable() {
        let mut history = History::starting_at(Zxid::ZERO, RecordNumber(0));
        history.on_proposed(zxid(0, 1));
        history.on_committed(zxid(0, 1));
        history.on_applied(zxid(0, 1));
    }

    #[test]
    fn what_is_older_may_come_last() {
        let older = [zxid(1, 1), zxid(1, 2), zxid(2, 1)];
        for newer in [&[][..], &[zxid(2, 2), zxid(2, 3)], &[zxid(4, 1)]] {
            let mut joined = history(zxid(2, 1), 13, newer);
            joined.precede(history(zxid(0, 9), 10, &older));
            joined.invariants();
            let all: Vec<Zxid> = older.iter().chain(newer).copied().collect();
            assert_eq!(joined, {
                let mut whole = history(zxid(0, 9), 10, &all);
                whole.committed = joined.committed;
                whole
            });
        }
    }

    #[test]
    fn where_two_histories_part() {
        let leader = |zxids: &[Zxid]| history(zxid(1, 3), 3, zxids);
        let long = leader(&[zxid(1, 4), zxid(1, 5), zxid(4, 1), zxid(4, 2)]);
        let table = [
            // (applied, stretches) of the learner, and the last it shares with the leader.
            ((1, 5), vec![stretch(1, 1, 5)], Some(zxid(1, 5))),
            ((1, 4), vec![stretch(1, 1, 9)], Some(zxid(1, 5))),
            (
                (1, 4),
                vec![stretch(1, 1, 5), stretch(3, 1, 2)],
                Some(zxid(1, 5)),
            ),
            (
                (1, 4),
                vec![stretch(1, 1, 4), stretch(3, 1, 2)],
                Some(zxid(1, 4)),
            ),
            ((4, 1), vec![stretch(4, 1, 1)], Some(zxid(4, 1))),
            ((4, 2), vec![stretch(4, 2, 7)], Some(zxid(4, 2))),
            ((1, 2), vec![stretch(1, 1, 3)], Some(zxid(1, 3))),
            (
                (1, 2),
                vec![stretch(1, 1, 3), stretch(2, 1, 1)],
                Some(zxid(1, 3)),
            ),
            ((1, 2), vec![stretch(1, 1, 2)], None),
            ((1, 4), vec![], Some(zxid(1, 4))),
            ((0, 0), vec![], None),
        ];
        for ((epoch, counter), stretches, expected) in table {
            let outline = Outline {
                base: zxid(epoch, counter),
                stretches,
            };
            assert_eq!(long.last_common(&outline), expected, "{outline:?}");
        }
        let empty = History::starting_at(Zxid::ZERO, RecordNumber(0));
        assert_eq!(empty.last_common(&empty.outline()), Some(Zxid::ZERO));
    }
}
