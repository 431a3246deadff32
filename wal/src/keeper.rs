//! Keeps segments prepared ahead of need, and recycles or removes those nobody needs.
//!
//! Must never: hold up an append, or turn its own failure into the log's: a segment that cannot
//! be prepared is reported as [`Space`] and tried again at the next tick. One operation at a time,
//! and a failed sync is never repeated on the same file: the file is given up.
//!
//! ```text
//!          +-> Measure -> Create -> Allocate -> Fix -> Name -> Zero.. -> Sync -+
//!   Idle --+                                           usable from here on     +-> Mark -> ready
//!          +-> Recycle -> Rename -> Settle ------------------------------------+
//!          +-> Remove -> Forget -> Idle
//!   any failure of a new file -> Discard -> Forget -> starved until the next tick
//! ```
//!
//! Zeroing is paced by what the log writes and by ticks, and starts at once after opening.
//!
//! Spares leave in the order of their sequences; a segment may leave while it is still being
//! zeroed (writes into it are slower, nothing else), but not while a write of ours is in flight on
//! it: the log asks [`Keeper::touches`] before it writes.

use std::collections::VecDeque;

use crate::buffer::Buffer;
use crate::disk::{Action, Durability, Errno, File, Outcome};
use crate::options::Options;
use crate::position::{LogId, Position, Sequence};
use crate::record::Chain;
use crate::segment::{Origin, SEGMENT_HEADER, SegmentHeader, State};
use crate::sizes::{length, offset};

/// Retired segments kept for the next needs instead of being removed: recycling one costs a rename
/// and a block, a new one its whole size in zeros.
const RETIRED_KEPT: usize = 2;

/// Bytes zeroed for each byte the log writes. More than one, so that the next segment is ready
/// before this one is full; not as fast as the disk can, so that appends hardly notice.
const ZEROED_PER_WRITTEN: u64 = 2;

/// Ticks it takes to prepare a segment when nothing is written.
const TICKS_PER_SEGMENT: u64 = 8;

/// Whether there is room for what comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Space {
    /// The next segments are prepared, or being prepared.
    Ample,
    /// No further segment can be prepared: stop taking writes now. Everything appended so far, and
    /// a little more, still completes.
    Low {
        /// Why: [`Errno::NO_SPACE`] also when less than the reserve is free.
        cause: Errno,
    },
    /// As `Low`, and the prepared room is used up: `append` refuses.
    Full {
        /// Why: [`Errno::NO_SPACE`] also when less than the reserve is free.
        cause: Errno,
    },
}

/// A segment file nobody needs any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Retired {
    pub(crate) sequence: Sequence,
    pub(crate) bytes: u64,
}

/// Where a file nobody needs stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Queue {
    Retired,
    Unused,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Idle,
    Measure,
    Create(Sequence),
    Allocate(Sequence),
    /// Make the size durable.
    Fix(Sequence),
    /// Make the new name durable.
    Name(Sequence),
    Zero(Sequence, u64),
    Sync(Sequence),
    Mark(Sequence),
    Recycle(Retired, Sequence),
    /// Make the recycled name durable.
    Rename(Sequence),
    /// Reserve what is reserved already: it waits for writes that a killed server may still have
    /// in flight on the file.
    Settle(Sequence),
    Remove(Retired),
    Discard(Sequence),
    /// Make the removal durable.
    Forget,
    /// The file was taken into use while our operation was in flight.
    LetGo(Sequence),
}

/// What a completion of the keeper means for the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    Carry,
    /// An operation failed on a segment that is in use.
    Poison(Sequence, Errno),
}

#[derive(Debug)]
pub(crate) struct Keeper {
    id: LogId,
    segment_bytes: u64,
    zero_bytes: usize,
    free_bytes_min: u64,
    spares_wanted: usize,
    next_sequence: Sequence,
    ready: VecDeque<Sequence>,
    /// Allocated and durable by name, still being zeroed, synced or marked.
    raw: Option<Sequence>,
    /// Held records; in the order of their sequences, and they leave in that order: whatever
    /// moment a crash chooses, those that are still there join the log without a hole.
    retired: VecDeque<Retired>,
    /// Hold no records: they leave in any order.
    unused: VecDeque<Retired>,
    /// Set when a file could not be renamed or removed: none is before the next tick.
    stuck: bool,
    step: Step,
    in_flight: bool,
    /// Bytes that may be zeroed by now.
    allowance: u64,
    starved: Option<Errno>,
    /// Set when starved: nothing is prepared before the next tick.
    waiting: bool,
}

impl Keeper {
    pub(crate) fn new(id: LogId, options: &Options, next_sequence: Sequence) -> Keeper {
        Keeper {
            id,
            segment_bytes: options.segment_bytes,
            zero_bytes: options.zero_bytes,
            free_bytes_min: options.free_bytes_min,
            spares_wanted: options.spare_segments,
            next_sequence,
            ready: VecDeque::new(),
            raw: None,
            retired: VecDeque::new(),
            unused: VecDeque::new(),
            stuck: false,
            step: Step::Idle,
            in_flight: false,
            allowance: options.segment_bytes,
            starved: None,
            waiting: false,
        }
    }

    /// A segment to start, if one has its space reserved.
    pub(crate) fn take(&mut self) -> Option<Sequence> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let raw = self.raw.take()?;
        self.step = if self.in_flight {
            Step::LetGo(raw)
        } else {
            Step::Idle
        };
        Some(raw)
    }

    pub(crate) fn has_spare(&self) -> bool {
        !self.ready.is_empty() || self.raw.is_some()
    }

    /// Takes back a segment that was taken but not written to.
    pub(crate) fn put_back(&mut self, sequence: Sequence) {
        assert!(
            self.ready.front().is_none_or(|first| sequence < *first),
            "spares stay in order"
        );
        self.ready.push_front(sequence);
    }

    /// Hands over a segment whose records nobody needs, to be recycled or removed after those that
    /// are older.
    pub(crate) fn retire(&mut self, retired: Retired) {
        let older = |other: &Retired| other.sequence < retired.sequence;
        let at = self.retired.partition_point(older);
        self.retired.insert(at, retired);
    }

    /// Hands over a file without records, to be recycled or removed.
    pub(crate) fn discard(&mut self, unused: Retired) {
        self.unused.push_back(unused);
    }

    pub(crate) fn segment_bytes(&self) -> u64 {
        self.segment_bytes
    }

    /// Why no segment can be prepared at present.
    pub(crate) fn starved(&self) -> Option<Errno> {
        self.starved
    }

    /// Reports that a segment could not be prepared, before the log started.
    pub(crate) fn starve(&mut self, cause: Errno) {
        self.starved = Some(cause);
        self.waiting = true;
    }

    /// Whether an operation in flight may still touch this segment.
    pub(crate) fn touches(&self, sequence: Sequence) -> bool {
        self.in_flight && self.step == Step::LetGo(sequence)
    }

    /// Time has passed: try again what had failed, and zero a little more.
    pub(crate) fn tick(&mut self) {
        self.waiting = false;
        self.stuck = false;
        self.allow(self.segment_bytes.div_ceil(TICKS_PER_SEGMENT));
    }

    /// The log has written this much: zero ahead of it, faster than it writes.
    pub(crate) fn written(&mut self, bytes: u64) {
        self.allow(bytes.saturating_mul(ZEROED_PER_WRITTEN));
    }

    fn allow(&mut self, bytes: u64) {
        self.allowance = self.allowance.saturating_add(bytes).min(self.segment_bytes);
    }

    /// Nothing to do now; zeroing may go on when more is allowed.
    pub(crate) fn is_idle(&self) -> bool {
        let resting = self.step == Step::Idle && !self.wants_work();
        !self.in_flight && (resting || self.is_paused())
    }

    fn is_paused(&self) -> bool {
        if let Step::Zero(_, done) = self.step {
            self.allowance < offset(self.chunk(done))
        } else {
            false
        }
    }

    /// The length of the zeroing write at this offset.
    fn chunk(&self, done: u64) -> usize {
        length(self.segment_bytes - done).min(self.zero_bytes)
    }

    fn wants_spare(&self) -> bool {
        self.ready.len() + usize::from(self.raw.is_some()) < self.spares_wanted
    }

    fn wants_work(&self) -> bool {
        self.removable().is_some()
            || self.wants_spare() && (self.recyclable().is_some() || !self.waiting)
    }

    fn recyclable(&self) -> Option<Queue> {
        if self.stuck {
            return None;
        }
        let fits = |file: &&Retired| file.bytes == self.segment_bytes;
        let unused = self.unused.front().filter(fits).map(|_| Queue::Unused);
        unused.or_else(|| self.retired.front().filter(fits).map(|_| Queue::Retired))
    }

    /// A file that is not worth keeping, or one too many.
    fn removable(&self) -> Option<Queue> {
        if self.stuck {
            return None;
        }
        let many = self.retired.len() + self.unused.len() > RETIRED_KEPT;
        let goes = |file: &&Retired| many || file.bytes != self.segment_bytes;
        let unused = self.unused.front().filter(goes).map(|_| Queue::Unused);
        unused.or_else(|| self.retired.front().filter(goes).map(|_| Queue::Retired))
    }

    fn queue(&mut self, queue: Queue) -> &mut VecDeque<Retired> {
        match queue {
            Queue::Retired => &mut self.retired,
            Queue::Unused => &mut self.unused,
        }
    }

    fn draw_sequence(&mut self) -> Sequence {
        let sequence = self.next_sequence;
        self.next_sequence = sequence.next();
        sequence
    }

    /// The next operation, when none is in flight.
    pub(crate) fn next_action(&mut self) -> Option<Action> {
        if self.in_flight {
            return None;
        }
        if self.step == Step::Idle {
            self.step = self.choose();
        }
        if self.is_paused() {
            return None;
        }
        let action = match self.step {
            Step::Idle => return None,
            Step::Measure => Action::FreeSpace,
            Step::Create(sequence) => Action::Create { sequence },
            Step::Name(_) | Step::Rename(_) | Step::Forget => Action::SyncDirectory,
            Step::Allocate(sequence) | Step::Settle(sequence) => Action::Allocate {
                sequence,
                bytes: self.segment_bytes,
            },
            Step::Zero(sequence, done) => {
                let length = self.chunk(done);
                self.allowance = self.allowance.saturating_sub(offset(length));
                Action::Zero {
                    sequence,
                    offset: done,
                    length,
                }
            }
            Step::Fix(sequence) | Step::Sync(sequence) => Action::Sync { sequence },
            Step::Mark(sequence) => prepared_mark(self.id, sequence, self.segment_bytes),
            Step::Recycle(from, to) => Action::Recycle {
                from: from.sequence,
                to,
            },
            Step::Remove(Retired { sequence, .. }) | Step::Discard(sequence) => {
                Action::Remove { sequence }
            }
            Step::LetGo(_) => unreachable!("a segment is let go of only while in flight"),
        };
        self.in_flight = true;
        Some(action)
    }

    fn choose(&mut self) -> Step {
        if self.wants_spare()
            && let Some(queue) = self.recyclable()
            && let Some(file) = self.queue(queue).pop_front()
        {
            return Step::Recycle(file, self.draw_sequence());
        }
        if let Some(queue) = self.removable()
            && let Some(file) = self.queue(queue).pop_front()
        {
            return Step::Remove(file);
        }
        if self.wants_spare() && !self.waiting {
            return Step::Measure;
        }
        Step::Idle
    }

    /// Takes the completion of the operation in flight.
    pub(crate) fn complete(&mut self, result: Result<Outcome, Errno>) -> Verdict {
        assert!(self.in_flight, "the keeper has an operation in flight");
        self.in_flight = false;
        match result {
            Ok(outcome) => {
                self.step = self.after(&outcome);
                Verdict::Carry
            }
            Err(errno) => self.failed(errno),
        }
    }

    fn after(&mut self, outcome: &Outcome) -> Step {
        match self.step {
            Step::Measure => {
                let Outcome::Free(free) = outcome else {
                    unreachable!("free space was asked for");
                };
                if *free < self.segment_bytes.saturating_add(self.free_bytes_min) {
                    self.starve(Errno::NO_SPACE);
                    return Step::Idle;
                }
                Step::Create(self.draw_sequence())
            }
            Step::Create(sequence) => Step::Allocate(sequence),
            Step::Allocate(sequence) => Step::Fix(sequence),
            Step::Fix(sequence) => Step::Name(sequence),
            Step::Name(sequence) => {
                self.gained();
                self.raw = Some(sequence);
                Step::Zero(sequence, 0)
            }
            Step::Zero(sequence, done) => {
                let done = done + offset(self.chunk(done));
                if done < self.segment_bytes {
                    Step::Zero(sequence, done)
                } else {
                    Step::Sync(sequence)
                }
            }
            Step::Sync(sequence) => Step::Mark(sequence),
            Step::Recycle(_, to) => Step::Rename(to),
            Step::Rename(sequence) => Step::Settle(sequence),
            Step::Settle(sequence) => {
                self.gained();
                self.raw = Some(sequence);
                Step::Mark(sequence)
            }
            Step::Mark(sequence) => {
                assert!(
                    self.raw.take() == Some(sequence),
                    "the marked segment is the raw one"
                );
                self.ready.push_back(sequence);
                Step::Idle
            }
            Step::Remove(_) | Step::Discard(_) => Step::Forget,
            Step::Forget | Step::LetGo(_) => Step::Idle,
            Step::Idle => unreachable!("nothing is in flight when idle"),
        }
    }

    fn gained(&mut self) {
        self.starved = None;
        self.waiting = false;
    }

    fn failed(&mut self, errno: Errno) -> Verdict {
        match self.step {
            Step::LetGo(sequence) => return Verdict::Poison(sequence, errno),
            Step::Measure | Step::Create(_) => {
                // Nothing of ours is left behind that a later start would not clear away.
                self.starve(errno);
                self.step = Step::Idle;
            }
            Step::Remove(_) if errno == Errno(libc::ENOENT) => self.step = Step::Forget,
            Step::Recycle(file, _) | Step::Remove(file) => {
                // Still there: a younger one must not go before it.
                self.starve(errno);
                self.stuck = true;
                self.retire(file);
                self.step = Step::Idle;
            }
            Step::Forget => {
                self.starve(errno);
                self.stuck = true;
                self.step = Step::Idle;
            }
            Step::Discard(_) => {
                // The file stays until the next start, which retires it again.
                self.starve(errno);
                self.step = Step::Forget;
            }
            Step::Name(sequence)
            | Step::Rename(sequence)
            | Step::Settle(sequence)
            | Step::Allocate(sequence)
            | Step::Fix(sequence)
            | Step::Zero(sequence, _)
            | Step::Sync(sequence)
            | Step::Mark(sequence) => {
                self.raw = None;
                self.starve(errno);
                self.step = Step::Discard(sequence);
            }
            Step::Idle => unreachable!("nothing is in flight when idle"),
        }
        Verdict::Carry
    }
}

/// Marks a segment as written through and waiting.
pub(crate) fn prepared_mark(id: LogId, sequence: Sequence, bytes: u64) -> Action {
    let mut buffer = Buffer::zeroed(SEGMENT_HEADER);
    let header = SegmentHeader {
        id,
        sequence,
        first: Position::NONE,
        chain: Chain(0),
        durable_through: Position::NONE,
        bytes,
        state: State::Prepared,
        origin: Origin::Continues,
    };
    header.encode(buffer.bytes_mut());
    Action::Write {
        file: File::Segment(sequence),
        offset: 0,
        buffer,
        length: SEGMENT_HEADER,
        durability: Durability::Durable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A younger segment that went before an older one would leave a hole behind a crash.
    #[test]
    fn a_segment_that_cannot_be_removed_keeps_the_younger_ones() {
        let options = Options::default();
        let mut keeper = Keeper::new(LogId(1), &options, Sequence(9));
        keeper.put_back(Sequence(7));
        keeper.put_back(Sequence(6));
        for sequence in [Sequence(3), Sequence(1), Sequence(2)] {
            keeper.retire(Retired {
                sequence,
                bytes: 4096,
            });
        }
        for _ in 0..2 {
            let oldest = keeper.next_action();
            assert!(
                matches!(
                    oldest,
                    Some(Action::Remove {
                        sequence: Sequence(1)
                    })
                ),
                "{oldest:?}"
            );
            assert_eq!(keeper.complete(Err(Errno::IO)), Verdict::Carry);
            let more = keeper.next_action();
            assert!(more.is_none(), "{more:?} before the next tick");
            keeper.tick();
        }
        // Somebody else removed it.
        keeper.next_action().expect("the oldest again");
        keeper.complete(Err(Errno(libc::ENOENT)));
        assert!(matches!(keeper.next_action(), Some(Action::SyncDirectory)));
        keeper.complete(Ok(Outcome::Done));
        let next = keeper.next_action();
        assert!(
            matches!(
                next,
                Some(Action::Remove {
                    sequence: Sequence(2)
                })
            ),
            "{next:?}"
        );
    }
}
