//! The bytes of a batch and of a record: encoding, and decoding of bytes that may be anything.
//!
//! Must never: index or compute unchecked while decoding, nor trust a length before its checksum.
//!
//! A batch is what one write holds. It starts on a 4 KiB block and is padded with zeros to one, so
//! that no block is written twice. All numbers are little-endian.
//!
//! ```text
//! batch header                                     record, directly behind it, any number of them
//!  0  u32  magic "RKB1"                             0  u32  payload length in bytes
//!  4  u32  CRC32C of bytes 8..48                    4  u32  CRC32C of all but itself
//!  8  u64  tag of the segment                       8  u64  position
//! 16  u64  position of the first record            16  u64  chain including this record
//! 24  u64  durable through: the log's promise      24       payload
//!          when this batch was issued
//! 32  u64  chain before the first record
//! 40  u32  length: header to end of last record
//! 44  u32  records (0: only carries the promise)
//! ```
//!
//! Both checksums start from the segment's tag, a hash of log identity and segment sequence, so
//! bytes of a segment's former life or of another log fail them. The chain is the XXH3-64 of the
//! payload seeded with the chain of the record before: a record that is intact but does not follow
//! its predecessor (a hole, a swap, an older history) is seen.
//!
//! "Durable through" is the evidence that tells corruption from a torn tail: writes are
//! acknowledged in order, so a batch that is damaged while another one promises it durable was
//! acknowledged, and a damaged batch that nobody promised was perhaps never.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::position::{LogId, Position, Sequence};

/// Bytes of a batch header.
pub(crate) const BATCH_HEADER: usize = 48;
/// Bytes of a record header.
pub(crate) const RECORD_HEADER: usize = 24;

const BATCH_MAGIC: [u8; 4] = *b"RKB1";

/// Binds bytes to one life of one segment of one log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tag(u64);

impl Tag {
    pub(crate) fn of(id: LogId, sequence: Sequence) -> Tag {
        let mut bytes = [0u8; 24];
        let (left, right) = bytes.split_at_mut(16);
        left.copy_from_slice(&id.0.to_le_bytes());
        right.copy_from_slice(&sequence.0.to_le_bytes());
        Tag(xxh3_64(&bytes))
    }

    /// CRC32C of `bytes`, started from this tag.
    pub(crate) fn checksum(self, bytes: &[u8]) -> u32 {
        #[allow(clippy::cast_possible_truncation, reason = "folds 64 bits into 32")]
        let start = (self.0 ^ (self.0 >> 32)) as u32;
        crc32c::crc32c_append(start, bytes)
    }
}

/// The hash over every record up to one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Chain(pub(crate) u64);

impl Chain {
    /// Where a history starts that has no predecessor in the log: the log's first record, and the
    /// first one after a truncation.
    pub(crate) fn start(tag: Tag, first: Position) -> Chain {
        Chain(xxh3_64_with_seed(&first.0.to_le_bytes(), tag.0))
    }

    fn then(self, payload: &[u8]) -> Chain {
        Chain(xxh3_64_with_seed(payload, self.0))
    }
}

/// Reads little-endian fields off the front of a slice; `None` when it is too short.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl Fields<'_> {
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }
}

/// The head of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct BatchHeader {
    pub(crate) first: Position,
    pub(crate) durable_through: Position,
    pub(crate) chain: Chain,
    /// Bytes from the start of the header to the end of the last record.
    pub(crate) length: u32,
    pub(crate) records: u32,
}

impl BatchHeader {
    pub(crate) fn encode(&self, tag: Tag, out: &mut [u8; BATCH_HEADER]) {
        let (front, body) = out.split_at_mut(8);
        let fields: [&[u8]; 6] = [
            &tag.0.to_le_bytes(),
            &self.first.0.to_le_bytes(),
            &self.durable_through.0.to_le_bytes(),
            &self.chain.0.to_le_bytes(),
            &self.length.to_le_bytes(),
            &self.records.to_le_bytes(),
        ];
        fill(body, &fields);
        fill(front, &[&BATCH_MAGIC, &tag.checksum(body).to_le_bytes()]);
    }

    /// The header at the front of `bytes`, if it is one of this segment's life.
    pub(crate) fn decode(bytes: &[u8], tag: Tag) -> Option<BatchHeader> {
        let mut fields = Fields(bytes.get(..BATCH_HEADER)?);
        if fields.take()? != BATCH_MAGIC {
            return None;
        }
        let checksum = fields.u32()?;
        if tag.checksum(fields.0) != checksum || fields.u64()? != tag.0 {
            return None;
        }
        let header = BatchHeader {
            first: Position(fields.u64()?),
            durable_through: Position(fields.u64()?),
            chain: Chain(fields.u64()?),
            length: fields.u32()?,
            records: fields.u32()?,
        };
        // The two claims about size must agree, and no promise covers what the batch itself holds.
        let least = (BATCH_HEADER as u64)
            .checked_add(u64::from(header.records).checked_mul(RECORD_HEADER as u64)?)?;
        let plausible = u64::from(header.length) >= least
            && header
                .first
                .0
                .checked_add(u64::from(header.records))
                .is_some()
            && header.durable_through < header.first;
        plausible.then_some(header)
    }
}

/// Copies `parts` one after the other over the whole of `out`.
pub(crate) fn fill(out: &mut [u8], parts: &[&[u8]]) {
    let mut rest = out;
    for part in parts {
        let (head, tail) = rest.split_at_mut(part.len());
        head.copy_from_slice(part);
        rest = tail;
    }
    assert!(rest.is_empty(), "the parts fill the field exactly");
}

/// Writes one record over the whole of `out` and returns the chain that includes it.
///
/// `out` is exactly `RECORD_HEADER + payload.len()` bytes; the payload is copied once.
pub(crate) fn encode_record(
    out: &mut [u8],
    tag: Tag,
    position: Position,
    previous: Chain,
    payload: &[u8],
) -> Chain {
    let chain = previous.then(payload);
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    assert!(length != u32::MAX, "append bounds the payload");
    let (header, body) = out.split_at_mut(RECORD_HEADER);
    body.copy_from_slice(payload);
    let length = length.to_le_bytes();
    let mut checked = [0u8; 20];
    fill(
        &mut checked,
        &[&length, &position.0.to_le_bytes(), &chain.0.to_le_bytes()],
    );
    let checksum = crc32c::crc32c_append(tag.checksum(&checked), payload);
    let (_, rest) = checked.split_at(4);
    fill(header, &[&length, &checksum.to_le_bytes(), rest]);
    chain
}

/// Why the bytes at hand are not the record expected there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RecordFault {
    /// The batch ends within the record.
    Short,
    /// Header or payload are not what was written.
    Checksum,
    /// An intact record, but of another place.
    Position,
    /// An intact record, but of another history.
    Chain,
}

/// One record as found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RecordView<'a> {
    pub(crate) payload: &'a [u8],
    pub(crate) chain: Chain,
    /// What follows the record.
    pub(crate) rest: &'a [u8],
}

/// The record at the front of `bytes`, which must be `position` and follow `previous`.
pub(crate) fn decode_record(
    bytes: &[u8],
    tag: Tag,
    position: Position,
    previous: Chain,
) -> Result<RecordView<'_>, RecordFault> {
    let (header, body) = bytes
        .split_first_chunk::<RECORD_HEADER>()
        .ok_or(RecordFault::Short)?;
    let mut fields = Fields(header);
    let length = fields.take::<4>().ok_or(RecordFault::Short)?;
    let checksum = fields.u32().ok_or(RecordFault::Short)?;
    let head = crc32c::crc32c_append(tag.checksum(&length), fields.0);
    let found = Position(fields.u64().ok_or(RecordFault::Short)?);
    let chain = Chain(fields.u64().ok_or(RecordFault::Short)?);
    let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| RecordFault::Short)?;
    let (payload, rest) = body.split_at_checked(length).ok_or(RecordFault::Short)?;
    if crc32c::crc32c_append(head, payload) != checksum {
        return Err(RecordFault::Checksum);
    }
    if found != position {
        return Err(RecordFault::Position);
    }
    if chain != previous.then(payload) {
        return Err(RecordFault::Chain);
    }
    Ok(RecordView {
        payload,
        chain,
        rest,
    })
}

/// The bytes the record at the front of `bytes` takes, by its own claim; for bytes we wrote.
pub(crate) fn record_length(bytes: &[u8]) -> Option<usize> {
    let length = usize::try_from(Fields(bytes).u32()?).ok()?;
    length.checked_add(RECORD_HEADER)
}

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "our own bytes"
)]
mod tests {
    use super::*;

    fn tag() -> Tag {
        Tag::of(LogId(7), Sequence(3))
    }

    fn record(position: u64, previous: Chain, payload: &[u8]) -> (Vec<u8>, Chain) {
        let mut out = vec![0; RECORD_HEADER + payload.len()];
        let chain = encode_record(&mut out, tag(), Position(position), previous, payload);
        (out, chain)
    }

    #[test]
    fn a_record_reads_back() {
        for payload in [&b""[..], b"x", &[7; 5000]] {
            let (bytes, chain) = record(9, Chain(1), payload);
            let view = decode_record(&bytes, tag(), Position(9), Chain(1)).expect("intact");
            assert_eq!(
                (view.payload, view.chain, view.rest),
                (payload, chain, &b""[..])
            );
        }
    }

    #[test]
    fn every_flipped_bit_is_seen() {
        let (bytes, _) = record(9, Chain(1), b"payload");
        for bit in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(
                decode_record(&bad, tag(), Position(9), Chain(1)).is_err(),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn names_the_fault() {
        let (bytes, chain) = record(9, Chain(1), b"payload");
        let fault = |bytes, tag, position, chain| {
            decode_record(bytes, tag, Position(position), chain).expect_err("a fault")
        };
        assert_eq!(fault(&bytes[..10], tag(), 9, Chain(1)), RecordFault::Short);
        assert_eq!(
            fault(&bytes[..bytes.len() - 1], tag(), 9, Chain(1)),
            RecordFault::Short
        );
        assert_eq!(fault(&bytes, tag(), 8, Chain(1)), RecordFault::Position);
        assert_eq!(fault(&bytes, tag(), 9, chain), RecordFault::Chain);
        let other = Tag::of(LogId(7), Sequence(4));
        assert_eq!(fault(&bytes, other, 9, Chain(1)), RecordFault::Checksum);
    }

    #[test]
    fn the_chain_tells_histories_apart() {
        let (_, a) = record(1, Chain(0), b"a");
        let (_, ab) = record(2, a, b"b");
        let (_, b) = record(1, Chain(0), b"b");
        let (_, ba) = record(2, b, b"a");
        assert_ne!(ab, ba);
        let (_, once) = record(1, Chain(0), b"");
        let (_, twice) = record(2, once, b"");
        assert_ne!(once, twice, "an empty payload moves the chain too");
    }

    #[test]
    fn a_batch_header_reads_back_and_every_flipped_bit_is_seen() {
        let header = BatchHeader {
            first: Position(10),
            durable_through: Position(8),
            chain: Chain(77),
            length: 148,
            records: 4,
        };
        let mut bytes = [0; BATCH_HEADER];
        header.encode(tag(), &mut bytes);
        assert_eq!(BatchHeader::decode(&bytes, tag()), Some(header));
        assert_eq!(
            BatchHeader::decode(&bytes, Tag::of(LogId(8), Sequence(3))),
            None
        );
        assert_eq!(BatchHeader::decode(&bytes[..47], tag()), None);
        for bit in 0..BATCH_HEADER * 8 {
            let mut bad = bytes;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(BatchHeader::decode(&bad, tag()), None, "bit {bit}");
        }
    }

    #[test]
    fn implausible_headers_are_refused() {
        let good = BatchHeader {
            first: Position(10),
            durable_through: Position(9),
            chain: Chain(0),
            length: 72,
            records: 1,
        };
        let cases = [
            BatchHeader { length: 71, ..good },
            BatchHeader { records: 2, ..good },
            BatchHeader {
                durable_through: Position(10),
                ..good
            },
            BatchHeader {
                first: Position(u64::MAX),
                ..good
            },
        ];
        for bad in cases {
            let mut bytes = [0; BATCH_HEADER];
            bad.encode(tag(), &mut bytes);
            assert_eq!(BatchHeader::decode(&bytes, tag()), None, "{bad:?}");
        }
    }
}
