//! What waits to be sent on one link, first in, first out.
//!
//! ```text
//!   message ──┐                                   ┌─ Message   encoded, in the arena
//!   proposal ─┼─> queue: [ item | item | ... ] ──>│  Commit    the newest of a run counts
//!   range ────┘            ^ memory is bounded:   ├─ Range     read from the log at its turn
//!                            proposals beyond it  └─ Checkpoint  pulled from the store at its turn
//!                            become a range
//! ```
//!
//! Nothing here is framed: the checksums of frames are chained, so a frame is made when its turn
//! has come. Must never: send anything before what was queued earlier, hold more of the proposals
//! in memory than [`limits::LIVE_BYTES_MAX`], or look into a message.
//!
//! Invariants: the items of kind `Message` stand in the order of the arena, and their lengths sum
//! up to [`Outbound::bytes`]; two ranges that join do not stand side by side.

use std::collections::VecDeque;

use ringkeeper_core::id::{RecordNumber, Zxid};

use super::limits;
use crate::store::CheckpointStream;

/// Consecutive records of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Records {
    /// The first.
    pub(super) from: RecordNumber,
    /// The last.
    pub(super) through: RecordNumber,
}

/// What is sent next.
#[derive(Debug)]
pub(super) enum Front<'a> {
    /// An encoded message.
    Message(&'a [u8]),
    /// Everything up to here is committed.
    Commit(Zxid),
    /// Records, to be read.
    Records(Records),
    /// A checkpoint, to be pulled.
    Checkpoint(&'a mut CheckpointStream),
}

#[derive(Debug)]
enum Item {
    Message { len: usize },
    Commit(Zxid),
    Range(Records),
    Checkpoint(Box<CheckpointStream>),
}

/// Whether proposals are queued as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pace {
    /// They are.
    Live,
    /// Too much waits already: they are noted as a range of the log.
    Behind,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Outbound {
    items: VecDeque<Item>,
    /// The messages, one behind the other; those before `head` are sent.
    arena: Vec<u8>,
    head: usize,
    pace: Pace,
    /// Items that are commits.
    commits: usize,
    /// Bytes of the largest message since the queue was empty.
    largest: usize,
    overflowed: bool,
}

impl Outbound {
    /// An empty queue.
    pub(super) const fn new() -> Outbound {
        Outbound {
            items: VecDeque::new(),
            arena: Vec::new(),
            head: 0,
            pace: Pace::Live,
            commits: 0,
            largest: 0,
            overflowed: false,
        }
    }

    /// Bytes of messages that wait.
    pub(super) const fn bytes(&self) -> usize {
        self.arena.len() - self.head
    }

    /// Whether more was added than any learner may let wait. What was added to a queue that was
    /// full is lost: the link must go.
    pub(super) const fn has_overflowed(&self) -> bool {
        self.overflowed
    }

    /// Adds a message, which `encode` appends to what it is given.
    pub(super) fn message(&mut self, encode: impl FnOnce(&mut Vec<u8>)) {
        if self.bytes().saturating_sub(self.largest) > limits::QUEUE_BYTES_MAX {
            self.overflowed = true;
            return;
        }
        let before = self.arena.len();
        encode(&mut self.arena);
        let len = self.arena.len() - before;
        assert!(len > 0, "no message is encoded as nothing");
        self.largest = self.largest.max(len);
        self.items.push_back(Item::Message { len });
    }

    /// Adds a commit, in the place of one that is the last item.
    pub(super) fn commit(&mut self, through: Zxid) {
        if let Some(Item::Commit(last)) = self.items.back_mut() {
            *last = through.max(*last);
            return;
        }
        if self.commits >= limits::COMMITS_MAX {
            self.thin();
        }
        self.commits += 1;
        self.items.push_back(Item::Commit(through));
    }

    /// Adds a proposal: as `encode` appends it, or as a note where it is in the log, if too much
    /// waits already.
    pub(super) fn proposal(&mut self, record: RecordNumber, encode: impl FnOnce(&mut Vec<u8>)) {
        self.pace = match self.pace {
            Pace::Live if self.bytes() >= limits::LIVE_BYTES_MAX => Pace::Behind,
            Pace::Behind if self.bytes() < limits::LIVE_BYTES_AGAIN => Pace::Live,
            unchanged @ (Pace::Live | Pace::Behind) => unchanged,
        };
        match self.pace {
            Pace::Live => self.message(encode),
            Pace::Behind => self.records(Records {
                from: record,
                through: record,
            }),
        }
    }

    /// Adds a range of the log.
    pub(super) fn records(&mut self, records: Records) {
        if records.from > records.through {
            return;
        }
        match self.items.back_mut() {
            Some(Item::Range(last)) if last.through.next() == records.from => {
                last.through = records.through;
            }
            Some(Item::Message { .. } | Item::Commit(_) | Item::Range(_) | Item::Checkpoint(_))
            | None => self.items.push_back(Item::Range(records)),
        }
    }

    /// Adds a checkpoint.
    pub(super) fn checkpoint(&mut self, stream: CheckpointStream) {
        self.items.push_back(Item::Checkpoint(Box::new(stream)));
    }

    /// What is sent next.
    pub(super) fn front(&mut self) -> Option<Front<'_>> {
        Some(match self.items.front_mut()? {
            Item::Message { len } => Front::Message(&self.arena[self.head..self.head + *len]),
            Item::Commit(through) => Front::Commit(*through),
            Item::Range(records) => Front::Records(*records),
            Item::Checkpoint(stream) => Front::Checkpoint(stream),
        })
    }

    /// The message or commit that was next is sent.
    pub(super) fn sent_front(&mut self) {
        match self.items.pop_front() {
            Some(Item::Message { len }) => {
                self.head += len;
                self.reclaim();
            }
            Some(Item::Commit(_)) => self.commits -= 1,
            Some(Item::Range(_) | Item::Checkpoint(_)) | None => {
                unreachable!("the caller saw a message or a commit")
            }
        }
    }

    /// Of the range that was next, the records up to this one are sent.
    pub(super) fn sent_records(&mut self, through: RecordNumber) {
        let Some(Item::Range(records)) = self.items.front_mut() else {
            unreachable!("the caller saw a range");
        };
        assert!(
            records.from <= through && through <= records.through,
            "records are sent in order"
        );
        records.from = through.next();
        if through == records.through {
            self.items.pop_front();
        }
    }

    /// The checkpoint that was next is sent.
    pub(super) fn sent_checkpoint(&mut self) {
        let front = self.items.pop_front();
        assert!(
            matches!(front, Some(Item::Checkpoint(_))),
            "the caller saw a checkpoint"
        );
    }

    /// The first record that is still to be read.
    pub(super) fn needed_from(&self) -> Option<RecordNumber> {
        self.items.iter().find_map(|item| match item {
            Item::Range(records) => Some(records.from),
            Item::Message { .. } | Item::Commit(_) | Item::Checkpoint(_) => None,
        })
    }

    /// Takes every other commit out of those that have a later one, and joins the ranges that were
    /// parted by them. The learner hears of some commits later, with the next one.
    fn thin(&mut self) {
        let (mut left, mut kept) = (self.commits, 0);
        for item in std::mem::take(&mut self.items) {
            if item.is_commit() {
                left -= 1;
                if left % 2 == 1 {
                    continue;
                }
                kept += 1;
            }
            match (self.items.back_mut(), item) {
                (Some(Item::Range(last)), Item::Range(next))
                    if last.through.next() == next.from =>
                {
                    last.through = next.through;
                }
                (_, item) => self.items.push_back(item),
            }
        }
        assert!(left == 0, "every commit is counted");
        self.commits = kept;
    }

    /// Gives the front of the arena back once it is the larger part of it.
    fn reclaim(&mut self) {
        if self.head == self.arena.len() {
            self.arena.clear();
            self.arena.shrink_to(limits::QUEUE_BYTES_KEPT);
            self.head = 0;
            self.largest = 0;
        } else if self.head >= limits::SEND_BYTES && self.head >= self.arena.len() / 2 {
            self.arena.drain(..self.head);
            self.head = 0;
        }
    }
}

impl Item {
    const fn is_commit(&self) -> bool {
        match self {
            Item::Commit(_) => true,
            Item::Message { .. } | Item::Range(_) | Item::Checkpoint(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Part;

    /// What a queue would send, in words.
    fn drain(queue: &mut Outbound) -> Vec<String> {
        let mut sent = Vec::new();
        loop {
            let (told, records) = match queue.front() {
                None => return sent,
                Some(Front::Message(bytes)) => (format!("{}", bytes[0]), None),
                Some(Front::Commit(through)) => (format!("c{}", through.bits()), None),
                Some(Front::Records(records)) => {
                    let Records { from, through } = records;
                    (format!("{}-{}", from.0, through.0), Some(records))
                }
                Some(Front::Checkpoint(_)) => {
                    sent.push("checkpoint".to_owned());
                    queue.sent_checkpoint();
                    continue;
                }
            };
            sent.push(told);
            match records {
                Some(records) => queue.sent_records(records.through),
                None => queue.sent_front(),
            }
        }
    }

    fn message(queue: &mut Outbound, byte: u8) {
        queue.message(|out| out.push(byte));
    }

    fn range(from: u64, through: u64) -> Records {
        Records {
            from: RecordNumber(from),
            through: RecordNumber(through),
        }
    }

    fn zxid(bits: i64) -> Zxid {
        Zxid::from_bits(bits)
    }

    /// A proposal of this record, of a quarter of what may wait.
    fn propose_large(queue: &mut Outbound, record: u64) {
        queue.proposal(RecordNumber(record), |out| {
            out.resize(out.len() + limits::LIVE_BYTES_MAX / 4, 9);
        });
    }

    #[test]
    fn first_in_first_out_whatever_it_is() {
        let mut queue = Outbound::new();
        message(&mut queue, 1);
        queue.records(range(1, 3));
        message(&mut queue, 2);
        queue.commit(zxid(5));
        queue.proposal(RecordNumber(4), |out| out.push(3));
        assert_eq!(queue.needed_from(), Some(RecordNumber(1)));
        assert_eq!(drain(&mut queue), ["1", "1-3", "2", "c5", "3"]);
        assert_eq!((queue.bytes(), queue.needed_from()), (0, None));
    }

    #[test]
    fn commits_in_a_row_are_one_and_ranges_that_join_are_one() {
        let mut queue = Outbound::new();
        for through in 1..=9 {
            queue.commit(zxid(through));
        }
        message(&mut queue, 1);
        queue.commit(zxid(10));
        queue.records(range(5, 4));
        queue.records(range(5, 6));
        queue.records(range(7, 9));
        queue.records(range(11, 12));
        assert_eq!(drain(&mut queue), ["c9", "1", "c10", "5-9", "11-12"]);
    }

    #[test]
    fn proposals_beyond_the_bound_are_read_from_the_log_until_the_queue_has_drained() {
        let mut queue = Outbound::new();
        for record in 1..=100 {
            propose_large(&mut queue, record);
        }
        assert_eq!(queue.bytes(), limits::LIVE_BYTES_MAX);
        assert_eq!(queue.needed_from(), Some(RecordNumber(5)));
        // Two are sent, and half of the bound is still not less than half of it.
        queue.sent_front();
        queue.sent_front();
        propose_large(&mut queue, 101);
        queue.sent_front();
        propose_large(&mut queue, 102);
        assert_eq!(drain(&mut queue), ["9", "5-101", "9"]);
    }

    #[test]
    fn a_range_that_is_partly_sent_goes_on_where_it_stopped() {
        let mut queue = Outbound::new();
        queue.records(range(1, 10));
        queue.sent_records(RecordNumber(4));
        assert_eq!(queue.needed_from(), Some(RecordNumber(5)));
        assert_eq!(drain(&mut queue), ["5-10"]);
    }

    #[test]
    fn a_checkpoint_takes_its_turn() {
        let mut queue = Outbound::new();
        queue.checkpoint(CheckpointStream::of(vec![Part::End { entries: 0 }]));
        queue.commit(zxid(2));
        queue.records(range(8, 9));
        message(&mut queue, 1);
        assert_eq!(queue.needed_from(), Some(RecordNumber(8)));
        assert_eq!(drain(&mut queue), ["checkpoint", "c2", "8-9", "1"]);
    }

    #[test]
    fn a_learner_that_reads_nothing_for_hours_costs_little() {
        let mut queue = Outbound::new();
        let records = 1_000_000;
        for record in 1..=records {
            let bits = i64::try_from(record).expect("small");
            queue.proposal(RecordNumber(record), |out| out.extend([9; 128]));
            queue.commit(zxid(bits));
        }
        assert!(queue.bytes() < limits::LIVE_BYTES_MAX + 128);
        let live = queue.bytes() / 128;
        assert!(queue.items.len() <= live + 2 * limits::COMMITS_MAX + 2);
        // Nothing is left out, and no commit comes before what it is of.
        let (mut proposed, mut committed) = (0, 0);
        while let Some(front) = queue.front() {
            match front {
                Front::Message(_) => {
                    proposed += 1;
                    queue.sent_front();
                }
                Front::Records(Records { from, through }) => {
                    assert_eq!(from.0, proposed + 1);
                    proposed = through.0;
                    queue.sent_records(through);
                }
                Front::Commit(through) => {
                    let through = through.bits().unsigned_abs();
                    assert!(through > committed && through <= proposed);
                    committed = through;
                    queue.sent_front();
                }
                Front::Checkpoint(_) => unreachable!("there is none"),
            }
        }
        assert_eq!((proposed, committed), (records, records));
        assert!(queue.arena.capacity() <= limits::QUEUE_BYTES_KEPT);
    }

    #[test]
    fn what_cannot_be_read_from_the_log_overflows_in_the_end() {
        let mut queue = Outbound::new();
        let large = vec![1; limits::LIVE_BYTES_MAX];
        for _ in 0..=limits::QUEUE_BYTES_MAX / limits::LIVE_BYTES_MAX {
            queue.message(|out| out.extend_from_slice(&large));
        }
        message(&mut queue, 1);
        assert!(!queue.has_overflowed());
        message(&mut queue, 1);
        assert!(queue.has_overflowed());
    }

    #[test]
    fn what_is_small_goes_behind_the_largest_message_there_is() {
        let mut queue = Outbound::new();
        message(&mut queue, 1);
        queue.message(|out| out.resize(out.len() + 2 * limits::QUEUE_BYTES_MAX, 2));
        message(&mut queue, 3);
        assert!(!queue.has_overflowed());
        assert_eq!(drain(&mut queue), ["1", "2", "3"]);
        assert_eq!(queue.largest, 0);
    }
}
