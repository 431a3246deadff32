//! The end of the log that nothing promises durable, and how it is made so at a start.
//!
//! Must never: sync what was read and believe it, or write over the only copy while there is room
//! for another.
//!
//! What recovery reads may stand in a cache alone: a write that was under way or failed when the
//! server ended, a flush that failed. After a failed sync the system calls clean what never reached
//! the disk, and a later sync says that all is well. So a promise in a batch or a header is
//! believed, since it was made behind the completion of what it promises; whatever lies behind the
//! highest promise is *in doubt*, and is written once more before it counts:
//!
//! ```text
//!   before    | .. promised .. | in doubt .. |  torn    segment 7
//!   1. write  |  head: prepared  | in doubt .. |        segment 8: batches, durably
//!   2. cut    |  head: in use, first = the first in doubt, durable through = the last
//! ```
//!
//! A failure before 2 leaves everything as it was, and the start fails. In doubt are at
//! most as many batches as may be in flight at once, whatever the size of the log. Where there is
//! no room for a second copy (no space, or more than a segment holds) they are written again in
//! their own place.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::VecDeque;
use std::io;

use crate::batch::{Batch, Order, Place, Sealed};
use crate::buffer::Buffer;
use crate::catalog::Segment;
use crate::disk::{Action, Durability, File, SegmentFile, Storage};
use crate::error::OpenError;
use crate::position::{LogId, Position, Sequence};
use crate::record::{BATCH_HEADER, BatchHeader, Chain, Tag};
use crate::scan::{End, GLANCE, Walk, Window, take_batch};
use crate::segment::{Origin, SEGMENT_HEADER};
use crate::sizes::{block_up, length, offset};
use crate::start::{execute, failed};
use crate::survey::{Live, failing};

/// A batch that nothing promises durable, as far as is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doubtful {
    file: SegmentFile,
    /// Size of the file as its header has it.
    bytes: u64,
    /// Set when the header of the segment was written together with this batch.
    starts: Option<Origin>,
    /// How its first record relates to the one before it.
    pub(crate) origin: Origin,
    pub(crate) sequence: Sequence,
    /// Byte offset of the batch.
    pub(crate) at: u64,
    pub(crate) first: Position,
    pub(crate) chain: Chain,
    length: u64,
    /// Records from here on are superseded.
    limit: Position,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Tail {
    /// Everything up to here is durable.
    promised: Position,
    batches: VecDeque<Doubtful>,
}

impl Tail {
    /// Nothing is in doubt up to `promised`: a checkpoint holds it.
    pub(crate) fn behind(promised: Position) -> Tail {
        Tail {
            promised,
            batches: VecDeque::new(),
        }
    }

    /// Somebody promises that everything up to here is durable.
    pub(crate) fn promise(&mut self, through: Position) {
        self.promised = self.promised.max(through);
        let next = Position(self.promised.0.saturating_add(1));
        while let (Some(front), Some(second)) = (self.batches.front(), self.batches.get(1))
            // Of one without a record nothing is known before the record behind it is promised.
            && front.first < next
            && second.first <= next
        {
            self.batches.pop_front();
        }
    }

    /// A batch was read.
    pub(crate) fn note(&mut self, live: &Live, at: u64, header: &BatchHeader) {
        let starts = at == offset(SEGMENT_HEADER);
        self.batches.push_back(Doubtful {
            file: live.file,
            bytes: live.header.bytes,
            starts: starts.then_some(live.header.origin),
            origin: if header.first == live.header.first {
                live.header.origin
            } else {
                Origin::Continues
            },
            sequence: live.file.sequence,
            at,
            first: header.first,
            chain: header.chain,
            length: u64::from(header.length),
            limit: live.limit,
        });
        self.promise(header.durable_through);
    }

    /// The run of records ends with `last`.
    pub(crate) fn end(&mut self, last: Position) {
        while self
            .batches
            .pop_back_if(|batch| batch.first > last)
            .is_some()
        {}
        if self.promised >= last {
            self.batches.clear();
        }
    }

    /// The first batch in doubt, if there is one.
    pub(crate) fn first(&self) -> Option<&Doubtful> {
        self.batches.front()
    }

    /// What a segment takes that holds them.
    pub(crate) fn bytes(&self) -> u64 {
        let batches = self.batches.iter().map(|batch| block_up(batch.length));
        batches.fold(offset(SEGMENT_HEADER), u64::saturating_add)
    }

    /// Writes them durably behind the place for the header of `segment`, which begins with the
    /// first of them. Gives the chain behind the last, and the offset where the segment goes on.
    pub(crate) fn copy<S: Storage>(
        &self,
        storage: &mut S,
        id: LogId,
        segment: &mut Segment,
        last: Position,
    ) -> Result<(Chain, u64), OpenError> {
        let mut at = offset(SEGMENT_HEADER);
        let mut chain = segment.chain;
        for (batch, last) in self.with_last(last) {
            let place = Place {
                sequence: segment.sequence,
                offset: at,
                bytes: segment.bytes,
            };
            let (sealed, behind) = self.again(storage, id, batch, last, place)?;
            segment.note(batch.first, at);
            at = at.saturating_add(offset(sealed.length));
            chain = behind;
            write(storage, sealed)?;
        }
        Ok((chain, at))
    }

    /// Writes them durably where they are.
    pub(crate) fn rewrite<S: Storage>(
        &self,
        storage: &mut S,
        id: LogId,
        last: Position,
    ) -> Result<(), OpenError> {
        for (batch, last) in self.with_last(last) {
            let place = Place {
                sequence: batch.sequence,
                offset: if batch.starts.is_some() { 0 } else { batch.at },
                bytes: batch.bytes,
            };
            let (sealed, _) = self.again(storage, id, batch, last, place)?;
            write(storage, sealed)?;
        }
        Ok(())
    }

    /// Each batch with its last record that counts.
    fn with_last(&self, last: Position) -> impl Iterator<Item = (&Doubtful, Position)> {
        let following = self.batches.iter().skip(1);
        let lasts = following.map(|batch| batch.first.previous());
        self.batches.iter().zip(lasts.chain([last]))
    }

    /// The batch once more, to be written at `place`, and the chain behind it.
    fn again<S: Storage>(
        &self,
        storage: &mut S,
        id: LogId,
        batch: &Doubtful,
        last: Position,
        place: Place,
    ) -> Result<(Sealed, Chain), OpenError> {
        let starts = batch.starts.filter(|_| place.offset == 0);
        let head = if starts.is_some() { SEGMENT_HEADER } else { 0 };
        let room = block_up(batch.length).saturating_add(offset(head));
        let buffer = Buffer::zeroed(length(room));
        let (first, mut chain) = (batch.first, batch.chain);
        let mut copy = Batch::new(buffer, place, id, starts, Order::Beside, first, chain);
        let plan = Walk {
            tag: Tag::of(id, batch.sequence),
            first,
            chain,
            limit: batch.limit.min(Position(last.0.saturating_add(1))),
        };
        let mut end = End {
            last: first.previous(),
            chain,
            offset: batch.at,
            used: batch.at,
            stop: None,
        };
        let reading = || failing("reading the end of the log again");
        let mut window = Window::new(storage, batch.file, GLANCE);
        let head = window.bytes(batch.at, BATCH_HEADER).map_err(reading())?;
        if let Some(header) = BatchHeader::decode(head, plan.tag) {
            let bytes = window.bytes(batch.at, length(batch.length));
            let bytes = bytes.map_err(reading())?;
            // Where it stops is judged by how far it came.
            take_batch(bytes, &header, &plan, &mut end, &mut |position, payload| {
                chain = copy.push(position, chain, payload);
            });
        }
        if end.last != last {
            return Err(reading()(io::ErrorKind::InvalidData.into()));
        }
        Ok((copy.seal(self.promised.min(first.previous())), chain))
    }
}

fn write<S: Storage>(storage: &mut S, sealed: Sealed) -> Result<(), OpenError> {
    let action = Action::Write {
        file: File::Segment(sealed.place.sequence),
        offset: sealed.place.offset,
        buffer: sealed.buffer,
        length: sealed.length,
        durability: Durability::Durable,
    };
    execute(storage, action).map_err(failed("making the end of the log durable"))
}
