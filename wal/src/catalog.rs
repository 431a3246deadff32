//! What the log keeps in memory about a segment that holds records of it.
//!
//! Must never: grow with the number of records: the index has about one entry per MiB.

use crate::position::{Position, Sequence};
use crate::record::Chain;

/// Bytes between two entries of a segment's index of positions.
const INDEX_STRIDE: u64 = 1 << 20;

/// A segment that holds records of the log.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) sequence: Sequence,
    pub(crate) first: Position,
    /// Size of the file in bytes.
    pub(crate) bytes: u64,
    /// The chain before the first record.
    pub(crate) chain: Chain,
    /// Whether its header is on stable storage.
    pub(crate) started: Started,
    /// Some batches by their first position, ascending, about every [`INDEX_STRIDE`] bytes.
    pub(crate) index: Vec<Entry>,
}

/// Where a batch is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) first: Position,
    pub(crate) offset: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Started {
    Durably,
    NotYet,
}

impl Segment {
    pub(crate) fn new(sequence: Sequence, first: Position, bytes: u64, chain: Chain) -> Segment {
        let entries = crate::sizes::length(bytes / INDEX_STRIDE) + 1;
        let index = Vec::with_capacity(entries);
        Segment {
            sequence,
            first,
            bytes,
            chain,
            started: Started::NotYet,
            index,
        }
    }

    /// Notes where a batch is, when the last note lies far enough before it.
    pub(crate) fn note(&mut self, first: Position, offset: u64) {
        let due = self
            .index
            .last()
            .is_none_or(|entry| offset >= entry.offset + INDEX_STRIDE);
        if due {
            self.index.push(Entry { first, offset });
        }
    }
}
