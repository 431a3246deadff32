//! Group commit: records gather in a batch until a write may leave; a batch is one write.
//!
//! Must never: allocate per record, or change after it was sealed. Whatever stands in the buffer
//! from an earlier use is overwritten or zeroed before it is written.

use crate::buffer::Buffer;
use crate::position::{LogId, Position, Sequence};
use crate::record::{
    BATCH_HEADER, BatchHeader, Chain, RECORD_HEADER, Tag, encode_record, record_length,
};
use crate::segment::{Origin, SEGMENT_HEADER, SegmentHeader, State};
use crate::sizes::{BLOCK, block_up, length, offset};

/// When a batch may leave, relative to the ones before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    /// Beside them.
    Beside,
    /// Only when they are durable: it cuts what they may have written.
    AfterAll,
}

/// Where a batch is going to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) sequence: Sequence,
    /// Byte offset in the file.
    pub(crate) offset: u64,
    /// Size of the file in bytes.
    pub(crate) bytes: u64,
}

/// Records on their way into one write.
#[derive(Debug)]
pub(crate) struct Batch {
    buffer: Buffer,
    place: Place,
    tag: Tag,
    order: Order,
    /// Set when this batch starts its segment: the segment header shares the write.
    starts: Option<(LogId, Origin)>,
    /// Where the batch header stands in the buffer.
    head: usize,
    /// End of the last record in the buffer.
    end: usize,
    /// Bytes of the buffer that may be used: bounded by the segment.
    limit: usize,
    first: Position,
    records: u32,
    chain: Chain,
}

/// A batch made ready to be written.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) buffer: Buffer,
    pub(crate) place: Place,
    pub(crate) length: usize,
    pub(crate) first: Position,
    pub(crate) last: Position,
    pub(crate) starts_segment: bool,
}

impl Batch {
    /// An empty batch at `place` whose first record will be `first`, following `chain`.
    pub(crate) fn new(
        buffer: Buffer,
        place: Place,
        id: LogId,
        starts: Option<Origin>,
        order: Order,
        first: Position,
        chain: Chain,
    ) -> Batch {
        let head = if starts.is_some() { SEGMENT_HEADER } else { 0 };
        let limit = buffer.capacity().min(length(place.bytes - place.offset));
        assert!(
            place.offset.is_multiple_of(offset(BLOCK)),
            "a batch starts on a block"
        );
        assert!(
            starts.is_some() == (place.offset == 0),
            "a segment starts with its header"
        );
        assert!(
            head + BATCH_HEADER <= limit,
            "a batch has room for its header"
        );
        Batch {
            buffer,
            place,
            tag: Tag::of(id, place.sequence),
            order,
            starts: starts.map(|origin| (id, origin)),
            head,
            end: head + BATCH_HEADER,
            limit,
            first,
            records: 0,
            chain,
        }
    }

    /// Bytes of buffer needed for one record in a batch of its own.
    pub(crate) fn bytes_for(starts: Option<Origin>, payload: usize) -> usize {
        let head = if starts.is_some() { SEGMENT_HEADER } else { 0 };
        head + BATCH_HEADER + RECORD_HEADER + payload
    }

    pub(crate) fn has_room(&self, payload: usize) -> bool {
        self.limit - self.end >= RECORD_HEADER + payload && self.records < u32::MAX
    }

    pub(crate) fn order(&self) -> Order {
        self.order
    }

    pub(crate) fn sequence(&self) -> Sequence {
        self.place.sequence
    }

    pub(crate) fn first(&self) -> Position {
        self.first
    }

    pub(crate) fn starts_segment(&self) -> bool {
        self.starts.is_some()
    }

    /// The offset in the file behind this batch, on a block.
    pub(crate) fn file_end(&self) -> u64 {
        self.place.offset + block_up(offset(self.end))
    }

    /// Copies one record in and returns the chain that includes it.
    pub(crate) fn push(&mut self, position: Position, previous: Chain, payload: &[u8]) -> Chain {
        assert!(self.has_room(payload.len()), "the caller asked for room");
        assert!(
            position.0 == self.first.0 + u64::from(self.records),
            "positions are consecutive"
        );
        let end = self.end + RECORD_HEADER + payload.len();
        let out = &mut self.buffer.bytes_mut()[self.end..end];
        let chain = encode_record(out, self.tag, position, previous, payload);
        self.end = end;
        self.records += 1;
        chain
    }

    /// Drops every record behind `last`, which is in this batch.
    pub(crate) fn keep_through(&mut self, last: Position) {
        assert!(
            last >= self.first,
            "a batch that keeps nothing is dropped whole"
        );
        let kept = last.0 - self.first.0 + 1;
        let mut end = self.head + BATCH_HEADER;
        let mut records = 0;
        while u64::from(records) < kept && records < self.records {
            end += record_length(&self.buffer.bytes()[end..]).expect("a record we wrote");
            records += 1;
        }
        self.end = end;
        self.records = records;
    }

    /// Writes the headers and the padding. `durable_through` is the log's promise at this moment.
    pub(crate) fn seal(mut self, durable_through: Position) -> Sealed {
        assert!(
            durable_through < self.first,
            "a promise never covers what is being written"
        );
        let padded = length(block_up(offset(self.end)));
        let bytes = self.buffer.bytes_mut();
        bytes[self.end..padded].fill(0);
        let header = BatchHeader {
            first: self.first,
            durable_through,
            chain: self.chain,
            length: u32::try_from(self.end - self.head).expect("bounded by the options"),
            records: self.records,
        };
        let out = bytes[self.head..]
            .first_chunk_mut()
            .expect("room for the header");
        header.encode(self.tag, out);
        if let Some((id, origin)) = self.starts {
            let block = &mut bytes[..SEGMENT_HEADER];
            block.fill(0);
            let header = SegmentHeader {
                id,
                sequence: self.place.sequence,
                first: self.first,
                chain: self.chain,
                durable_through,
                bytes: self.place.bytes,
                state: State::InUse,
                origin,
            };
            header.encode(block);
        }
        Sealed {
            starts_segment: self.starts.is_some(),
            last: Position(self.first.0 + u64::from(self.records)).previous(),
            first: self.first,
            buffer: self.buffer,
            place: self.place,
            length: padded,
        }
    }

    /// The buffer of a batch that is given up.
    pub(crate) fn into_buffer(self) -> Buffer {
        self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::decode_record;
    use crate::segment::Head;

    const PLACE: Place = Place {
        sequence: Sequence(4),
        offset: 8192,
        bytes: 1 << 20,
    };

    fn used_buffer() -> Buffer {
        let mut buffer = Buffer::zeroed(3 * BLOCK);
        buffer.bytes_mut().fill(0xaa);
        buffer
    }

    fn batch() -> Batch {
        let chain = Chain(5);
        Batch::new(
            used_buffer(),
            PLACE,
            LogId(1),
            None,
            Order::Beside,
            Position(10),
            chain,
        )
    }

    #[test]
    fn seals_to_headers_records_and_zeros() {
        let mut batch = batch();
        let chain = batch.push(Position(10), Chain(5), b"one");
        batch.push(Position(11), chain, b"two");
        assert_eq!(batch.file_end(), 12288);
        let sealed = batch.seal(Position(7));
        assert_eq!(
            (sealed.length, sealed.first, sealed.last),
            (4096, Position(10), Position(11))
        );
        let tag = Tag::of(LogId(1), Sequence(4));
        let bytes = sealed.buffer.bytes();
        let header = BatchHeader::decode(bytes, tag).expect("a header");
        assert_eq!((header.records, header.durable_through), (2, Position(7)));
        let end = header.length as usize;
        let one = decode_record(&bytes[48..end], tag, Position(10), Chain(5)).expect("one");
        let two = decode_record(one.rest, tag, Position(11), one.chain).expect("two");
        assert_eq!(
            (one.payload, two.payload, two.rest),
            (&b"one"[..], &b"two"[..], &b""[..])
        );
        assert!(
            bytes[end..4096].iter().all(|byte| *byte == 0),
            "stale bytes are not written"
        );
    }

    #[test]
    fn the_first_batch_of_a_segment_carries_its_header() {
        let place = Place { offset: 0, ..PLACE };
        let starts = Some(Origin::Continues);
        let mut batch = Batch::new(
            used_buffer(),
            place,
            LogId(1),
            starts,
            Order::Beside,
            Position(10),
            Chain(5),
        );
        batch.push(Position(10), Chain(5), b"one");
        let sealed = batch.seal(Position(9));
        assert_eq!(sealed.length, 2 * BLOCK);
        let Head::Intact(header) = SegmentHeader::decode(sealed.buffer.bytes()) else {
            panic!("the segment header stands in front");
        };
        assert_eq!((header.first, header.state), (Position(10), State::InUse));
        assert!(
            sealed.buffer.bytes()[80..BLOCK]
                .iter()
                .all(|byte| *byte == 0)
        );
    }

    #[test]
    fn keeps_a_prefix() {
        let mut batch = batch();
        let one = batch.push(Position(10), Chain(5), b"one");
        let end = batch.end;
        let two = batch.push(Position(11), one, b"two");
        batch.push(Position(12), two, b"three");
        batch.keep_through(Position(10));
        assert_eq!((batch.end, batch.records), (end, 1));
        assert_eq!(batch.seal(Position(9)).last, Position(10));
    }

    #[test]
    fn knows_its_room() {
        let batch = batch();
        let most = 3 * BLOCK - BATCH_HEADER - RECORD_HEADER;
        assert!(batch.has_room(most));
        assert!(!batch.has_room(most + 1));
        let place = Place {
            offset: PLACE.bytes - 4096,
            ..PLACE
        };
        let last = Batch::new(
            used_buffer(),
            place,
            LogId(1),
            None,
            Order::Beside,
            Position(1),
            Chain(0),
        );
        assert!(!last.has_room(4096), "the segment's end bounds the batch");
    }
}
