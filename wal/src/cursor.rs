//! Reads records back while the log runs: for peers that catch up, and for tools.
//!
//! Must never: hand out a record that is not durable, or one that does not follow the one before
//! it. Sans-I/O as the log is: a cursor asks for reads and takes their completions.
//!
//! A cursor keeps one window of a segment in memory. The index of the segment says near which
//! batch to start; from there on batches and records are checked exactly as in recovery.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::fmt;

use crate::buffer::Buffer;
use crate::catalog::Segment;
use crate::disk::{Action, Completion, DiskOp, Errno, OpId, Outcome, Owner};
use crate::log::Log;
use crate::position::{Position, Sequence};
use crate::record::{BATCH_HEADER, BatchHeader, Chain, Tag, decode_record};
use crate::segment::SEGMENT_HEADER;
use crate::sizes::{BLOCK, block_up, length, offset};

/// Bytes read at once, unless a batch is larger.
const WINDOW: usize = 256 << 10;

/// What a cursor needs or has.
#[derive(Debug)]
pub enum Next<'a> {
    /// The next record.
    Record(Position, &'a [u8]),
    /// Carry this out and give the cursor its completion.
    Read(DiskOp),
    /// A read is under way.
    Wait,
    /// Everything durable has been read; there may be more later.
    End,
}

/// Why a cursor cannot go on. Open another one, or send a checkpoint instead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CursorError {
    /// The records were purged.
    Purged,
    /// The records were truncated away.
    Truncated,
    /// The records are damaged on disk.
    Damaged {
        /// The file.
        sequence: Sequence,
        /// Byte offset of the batch.
        offset: u64,
    },
    /// Reading failed.
    Io(Errno),
}

impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CursorError::Purged => write!(f, "the records were purged"),
            CursorError::Truncated => write!(f, "the records were truncated away"),
            CursorError::Damaged { sequence, offset } => {
                write!(f, "{sequence}.wal is damaged at offset {offset}")
            }
            CursorError::Io(errno) => write!(f, "reading the log: {errno}"),
        }
    }
}

impl std::error::Error for CursorError {}

/// The batch being taken apart.
#[derive(Clone, Copy, Debug)]
struct Batch {
    /// Byte offset of the next record in the file.
    at: u64,
    /// Byte offset behind the batch's last record.
    end: u64,
    left: u32,
}

/// A reader of consecutive records.
#[derive(Debug)]
pub struct Cursor {
    number: u32,
    /// The first record to hand out.
    from: Position,
    /// The next record in the file.
    next: Position,
    sequence: Sequence,
    /// Byte offset of the next batch.
    at: u64,
    /// The chain before the next record; `None` when starting in the middle of a segment.
    chain: Option<Chain>,
    batch: Option<Batch>,
    window: Option<Buffer>,
    start: u64,
    filled: usize,
    /// What was durable when the window was read: it holds at least that.
    read_at: Position,
    reading: Option<Reading>,
    ops: u64,
    error: Option<CursorError>,
}

/// A read in flight.
#[derive(Clone, Copy, Debug)]
struct Reading {
    start: u64,
    durable: Position,
}

impl Log {
    /// A cursor that hands out the records from `from` on. `number` comes back in
    /// [`Owner::Cursor`], so that the caller can tell its cursors apart.
    pub fn cursor(&self, number: u32, from: Position) -> Result<Cursor, CursorError> {
        if from > self.durable().next() {
            return Err(CursorError::Truncated);
        }
        let segment = self
            .segments()
            .iter()
            .rfind(|segment| segment.first <= from);
        let Some(segment) = segment.filter(|_| from >= self.first()) else {
            return Err(CursorError::Purged);
        };
        let entry = segment.index.iter().rfind(|entry| entry.first <= from);
        let (next, at, chain) = match entry {
            Some(entry) => (entry.first, entry.offset, None),
            None => (segment.first, offset(SEGMENT_HEADER), Some(segment.chain)),
        };
        Ok(Cursor {
            number,
            from,
            next,
            sequence: segment.sequence,
            at,
            chain,
            batch: None,
            window: None,
            start: 0,
            filled: 0,
            read_at: Position::NONE,
            reading: None,
            ops: 0,
            error: None,
        })
    }

    /// What it costs to keep the records from `from` on for a reader: bytes of the segments that
    /// [`Log::purge`] of everything below `below` would give up, and below `from` would not.
    pub fn bytes_between(&self, from: Position, below: Position) -> u64 {
        let following = self.segments().iter().skip(1);
        let pairs = self.segments().iter().zip(following);
        let kept = pairs.filter(|(_, next)| from < next.first && next.first <= below);
        kept.map(|(segment, _)| segment.bytes).sum()
    }
}

impl Cursor {
    /// The next record, or what is needed to have it.
    pub fn advance(&mut self, log: &Log) -> Result<Next<'_>, CursorError> {
        let (position, from, to) = loop {
            if let Some(error) = self.error {
                return Err(error);
            }
            if self.reading.is_some() {
                return Ok(Next::Wait);
            }
            if self.next > log.durable() {
                let beyond = self.next > log.last().next();
                return if beyond {
                    Err(CursorError::Truncated)
                } else {
                    Ok(Next::End)
                };
            }
            if self.enter_segment(log)? {
                continue;
            }
            let needed = match self.batch {
                None => self.open_batch(log)?,
                Some(batch) if batch.left == 0 => {
                    self.at = block_up(batch.end);
                    self.batch = None;
                    None
                }
                Some(batch) => {
                    let taken = self.take_record(log, batch)?;
                    if taken.0 >= self.from {
                        break taken;
                    }
                    None
                }
            };
            if let Some(bytes) = needed {
                return Ok(Next::Read(self.read(log, bytes)));
            }
        };
        let window = self.window.as_ref().map_or(&[][..], Buffer::bytes);
        Ok(Next::Record(position, window.get(from..to).unwrap_or(&[])))
    }

    /// Takes the completion of a read.
    pub fn complete(&mut self, completion: Completion) {
        assert!(
            completion.id.owner == Owner::Cursor(self.number),
            "completions go to their owner"
        );
        let reading = self.reading.take().expect("a read is under way");
        match completion.result {
            Ok(Outcome::Read { buffer, length }) => {
                self.filled = length.min(buffer.capacity());
                self.window = Some(buffer);
                self.start = reading.start;
                self.read_at = reading.durable;
            }
            Ok(Outcome::Done | Outcome::Written(_) | Outcome::Free(_)) => {
                unreachable!("a read completes as read")
            }
            Err(errno) => self.error = Some(CursorError::Io(errno)),
        }
    }

    /// Moves to the segment that holds the next record; tells whether it had to.
    fn enter_segment(&mut self, log: &Log) -> Result<bool, CursorError> {
        let mut segments = log
            .segments()
            .iter()
            .skip_while(|s| s.sequence != self.sequence);
        if segments.next().is_none() {
            let purged = self.next < log.first();
            return Err(if purged {
                CursorError::Purged
            } else {
                CursorError::Truncated
            });
        }
        // A segment without records is passed over.
        let following = segments
            .take_while(|segment| segment.first <= self.next)
            .last();
        let Some(Segment {
            sequence,
            first,
            chain,
            ..
        }) = following
        else {
            return Ok(false);
        };
        if *first != self.next {
            return Err(CursorError::Truncated);
        }
        self.sequence = *sequence;
        self.at = offset(SEGMENT_HEADER);
        self.chain = Some(*chain);
        self.batch = None;
        self.read_at = Position::NONE;
        Ok(true)
    }

    /// Opens the batch at hand; gives the bytes that must be read first, if any.
    fn open_batch(&mut self, log: &Log) -> Result<Option<usize>, CursorError> {
        if self.next > self.read_at {
            // What is at hand, if anything, is from before this batch was written, or from the
            // segment before. Otherwise the batch was durable when it was read: what is not there,
            // be it the whole rest of the file, is damage and not to be asked for again.
            return Ok(Some(BATCH_HEADER));
        }
        let Some(bytes) = self.bytes(self.at, BATCH_HEADER) else {
            let ended = self.start == self.at;
            return if ended {
                Err(self.damaged())
            } else {
                Ok(Some(BATCH_HEADER))
            };
        };
        let expected = |header: &BatchHeader| {
            let chained = self.chain.is_none_or(|chain| chain == header.chain);
            header.first == self.next && chained
        };
        let tag = Tag::of(log.id(), self.sequence);
        let header = BatchHeader::decode(bytes, tag).filter(expected);
        let header = header.ok_or(self.damaged())?;
        let whole = length(u64::from(header.length));
        let file_ends = self.filled < self.capacity();
        if self.bytes(self.at, whole).is_none() && !file_ends {
            return Ok(Some(whole));
        }
        let end = self.at.saturating_add(u64::from(header.length));
        let at = self.at.saturating_add(offset(BATCH_HEADER));
        self.chain = Some(header.chain);
        self.batch = Some(Batch {
            at,
            end,
            left: header.records,
        });
        Ok(None)
    }

    /// Takes the next record of the open batch: its position and where its payload is in the
    /// window.
    fn take_record(
        &mut self,
        log: &Log,
        batch: Batch,
    ) -> Result<(Position, usize, usize), CursorError> {
        let end = self
            .start
            .saturating_add(offset(self.filled))
            .min(batch.end);
        let bytes = self.bytes(batch.at, length(end.saturating_sub(batch.at)));
        let tag = Tag::of(log.id(), self.sequence);
        let chain = self.chain.expect("an open batch gave the chain");
        let view = bytes.and_then(|bytes| decode_record(bytes, tag, self.next, chain).ok());
        let Some(view) = view else {
            return Err(self.damaged());
        };
        let rest = offset(view.rest.len());
        let (payload, chain) = (offset(view.payload.len()), view.chain);
        let after = end.saturating_sub(rest);
        let from = after.saturating_sub(payload).saturating_sub(self.start);
        let position = self.next;
        self.chain = Some(chain);
        self.next = position.next();
        self.batch = Some(Batch {
            at: after,
            left: batch.left.saturating_sub(1),
            ..batch
        });
        Ok((
            position,
            length(from),
            length(after.saturating_sub(self.start)),
        ))
    }

    fn read(&mut self, log: &Log, bytes: usize) -> DiskOp {
        let start = self.at;
        let needed = bytes.saturating_add(BLOCK).max(WINDOW);
        let buffer = match self.window.take() {
            Some(buffer) if buffer.capacity() >= needed => buffer,
            _ => Buffer::zeroed(needed),
        };
        self.filled = 0;
        self.reading = Some(Reading {
            start,
            durable: log.durable(),
        });
        self.ops = self.ops.saturating_add(1);
        let id = OpId {
            owner: Owner::Cursor(self.number),
            number: self.ops,
        };
        let length = buffer.capacity();
        let action = Action::Read {
            sequence: self.sequence,
            offset: start,
            buffer,
            length,
        };
        DiskOp { id, action }
    }

    fn bytes(&self, at: u64, wanted: usize) -> Option<&[u8]> {
        let from = length(at.checked_sub(self.start)?);
        let to = from.checked_add(wanted)?;
        let window = self.window.as_ref()?.bytes().get(..self.filled)?;
        window.get(from..to)
    }

    fn capacity(&self) -> usize {
        self.window.as_ref().map_or(0, Buffer::capacity)
    }

    fn damaged(&self) -> CursorError {
        CursorError::Damaged {
            sequence: self.sequence,
            offset: self.at,
        }
    }
}
