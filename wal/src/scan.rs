//! Walks the batches and records of one segment file, whose bytes may be anything.
//!
//! Must never: index or compute unchecked, or take a record that does not follow the one before
//! it. The walk ends at the first thing that is not the expected batch or record; what that means
//! is decided in `recovery.rs`.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::io;

use crate::buffer::Buffer;
use crate::disk::{Action, DiskOp, OpId, Outcome, Owner, SegmentFile, Storage};
use crate::position::{Position, Sequence};
use crate::record::{BATCH_HEADER, BatchHeader, Chain, RecordFault, Tag, decode_record};
use crate::segment::SEGMENT_HEADER;
use crate::sizes::{BLOCK, block_up, length, offset};

/// Bytes read at once: large sequential reads keep the recovery of a big log fast.
pub(crate) const SEQUENTIAL: usize = 2 << 20;

/// Bytes read at once where little is looked at.
pub(crate) const GLANCE: usize = BLOCK;

/// A piece of a file in memory, moved along by reads.
pub(crate) struct Window<'s, S> {
    storage: &'s mut S,
    sequence: Sequence,
    /// Size of the file in bytes: bounds what a length field can make us allocate.
    size: u64,
    /// Bytes read at once.
    reach: usize,
    buffer: Option<Buffer>,
    start: u64,
    filled: usize,
}

impl<'s, S: Storage> Window<'s, S> {
    pub(crate) fn new(storage: &'s mut S, file: SegmentFile, reach: usize) -> Window<'s, S> {
        let SegmentFile {
            sequence,
            bytes: size,
        } = file;
        Window {
            storage,
            sequence,
            size,
            reach,
            buffer: None,
            start: 0,
            filled: 0,
        }
    }

    /// The `wanted` bytes at `at`, fewer at the end of the file.
    pub(crate) fn bytes(&mut self, at: u64, wanted: usize) -> io::Result<&[u8]> {
        let wanted = wanted.min(length(self.size.saturating_sub(at)));
        if wanted == 0 {
            return Ok(&[]);
        }
        let end = at.saturating_add(offset(wanted));
        let have = self.start.saturating_add(offset(self.filled));
        if at < self.start || end > have || self.buffer.is_none() {
            self.fill(at, wanted)?;
        }
        let Some(buffer) = &self.buffer else {
            return Ok(&[]);
        };
        let from = length(at.saturating_sub(self.start)).min(self.filled);
        let to = from.saturating_add(wanted).min(self.filled);
        Ok(buffer.bytes().get(from..to).unwrap_or(&[]))
    }

    fn fill(&mut self, at: u64, wanted: usize) -> io::Result<()> {
        let block = offset(BLOCK);
        let start = at.saturating_sub(at.checked_rem(block).unwrap_or(0));
        let needed = wanted.saturating_add(BLOCK);
        let buffer = match self.buffer.take() {
            Some(buffer) if buffer.capacity() >= needed => buffer,
            _ => Buffer::zeroed(needed.max(self.reach)),
        };
        let length = buffer.capacity();
        let id = OpId {
            owner: Owner::Log,
            number: 0,
        };
        let action = Action::Read {
            sequence: self.sequence,
            offset: start,
            buffer,
            length,
        };
        match self.storage.execute(DiskOp { id, action }).result {
            Ok(Outcome::Read { buffer, length }) => {
                self.filled = length.min(buffer.capacity());
                self.buffer = Some(buffer);
                self.start = start;
                Ok(())
            }
            Ok(Outcome::Done | Outcome::Written(_) | Outcome::Free(_)) => {
                unreachable!("a read completes as read")
            }
            Err(errno) => Err(errno.into_io()),
        }
    }
}

/// What a walk looks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk {
    pub(crate) tag: Tag,
    /// The first record expected.
    pub(crate) first: Position,
    /// The chain before it.
    pub(crate) chain: Chain,
    /// Records at or behind this one are superseded by a later segment.
    pub(crate) limit: Position,
}

/// Where a walk ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct End {
    /// The last record taken; the one before the first when there was none.
    pub(crate) last: Position,
    pub(crate) chain: Chain,
    /// Byte offset of the batch or record that ended the walk.
    pub(crate) offset: u64,
    /// The offset behind the last record taken, on a block.
    pub(crate) used: u64,
    /// Why it ended; `None` when everything up to the limit was found.
    pub(crate) stop: Option<Stop>,
}

/// Why a walk ended before its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stop {
    /// There is no batch of this segment: the end, or a damaged header.
    NoBatch,
    /// A batch that does not follow the one before it.
    WrongBatch,
    /// The file ends within a batch.
    Short,
    /// A record that is not what was written, or not the one expected.
    Record(RecordFault),
    /// A batch holds more than its records.
    Excess,
}

impl Stop {
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Stop::NoBatch => "no valid batch header",
            Stop::WrongBatch => "a batch that does not follow the one before it",
            Stop::Short => "the file ends within a batch",
            Stop::Record(RecordFault::Short) => "a record longer than its batch",
            Stop::Record(RecordFault::Checksum) => "a record with a wrong checksum",
            Stop::Record(RecordFault::Position) => "a record of another position",
            Stop::Record(RecordFault::Chain) => "a record of another history",
            Stop::Excess => "a batch with more bytes than its records",
        }
    }
}

/// Takes every record from the front of the segment on, up to the first that is not as expected.
/// Each batch is `noted`, with its offset in the file, before its records are visited.
pub(crate) fn walk<S: Storage>(
    window: &mut Window<'_, S>,
    walk: &Walk,
    noted: &mut dyn FnMut(u64, &BatchHeader),
    visit: &mut dyn FnMut(Position, &[u8]),
) -> io::Result<End> {
    let mut at = offset(SEGMENT_HEADER);
    let mut end = End {
        last: walk.first.previous(),
        chain: walk.chain,
        offset: at,
        used: at,
        stop: None,
    };
    loop {
        let next = Position(end.last.0.saturating_add(1));
        if next >= walk.limit {
            return Ok(end);
        }
        end.offset = at;
        let Some(header) = BatchHeader::decode(window.bytes(at, BATCH_HEADER)?, walk.tag) else {
            return Ok(End {
                stop: Some(Stop::NoBatch),
                ..end
            });
        };
        if header.first != next || header.chain != end.chain {
            return Ok(End {
                stop: Some(Stop::WrongBatch),
                ..end
            });
        }
        let bytes = window.bytes(at, length(u64::from(header.length)))?;
        noted(at, &header);
        if let Some(stop) = take_batch(bytes, &header, walk, &mut end, visit) {
            end.used = block_up(end.offset).max(end.used);
            return Ok(End {
                stop: Some(stop),
                ..end
            });
        }
        at = at.saturating_add(block_up(u64::from(header.length)));
        end.used = at;
    }
}

/// Takes the records of one batch, up to the first that is not as expected.
pub(crate) fn take_batch(
    bytes: &[u8],
    header: &BatchHeader,
    walk: &Walk,
    end: &mut End,
    visit: &mut dyn FnMut(Position, &[u8]),
) -> Option<Stop> {
    let start = end.offset;
    let mut rest = bytes.get(BATCH_HEADER..).unwrap_or(&[]);
    for _ in 0..header.records {
        let position = Position(end.last.0.saturating_add(1));
        if position >= walk.limit {
            return None;
        }
        end.offset = start.saturating_add(offset(bytes.len().saturating_sub(rest.len())));
        match decode_record(rest, walk.tag, position, end.chain) {
            Ok(view) => {
                visit(position, view.payload);
                end.last = position;
                end.chain = view.chain;
                rest = view.rest;
            }
            Err(RecordFault::Short) if offset(bytes.len()) < u64::from(header.length) => {
                return Some(Stop::Short);
            }
            Err(fault) => return Some(Stop::Record(fault)),
        }
    }
    (!rest.is_empty()).then_some(Stop::Excess)
}

/// The highest promise in batches of this segment's life from `from` on, looking at every block;
/// `None` when there is no such batch.
pub(crate) fn promises<S: Storage>(
    window: &mut Window<'_, S>,
    tag: Tag,
    from: u64,
) -> io::Result<Option<Position>> {
    let mut at = block_up(from);
    let mut highest = None;
    loop {
        let bytes = window.bytes(at, BATCH_HEADER)?;
        if bytes.len() < BATCH_HEADER {
            return Ok(highest);
        }
        if let Some(header) = BatchHeader::decode(bytes, tag) {
            highest = highest.max(Some(header.durable_through));
        }
        at = at.saturating_add(offset(BLOCK));
    }
}

/// As [`promises`], following batches from the first one on and giving up where there is none.
pub(crate) fn promises_in_line<S: Storage>(
    window: &mut Window<'_, S>,
    tag: Tag,
) -> io::Result<Option<Position>> {
    let mut at = offset(SEGMENT_HEADER);
    let mut highest = None;
    while let Some(header) = BatchHeader::decode(window.bytes(at, BATCH_HEADER)?, tag) {
        highest = highest.max(Some(header.durable_through));
        at = at.saturating_add(block_up(u64::from(header.length)));
    }
    Ok(highest)
}
