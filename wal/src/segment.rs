//! The head of a segment file: what makes a file part of this log, and where it stands in it.
//!
//! Must never: be trusted before its checksum. A segment file is named by its sequence; a file
//! whose head names another sequence is a recycled one that is not yet in use.
//!
//! ```text
//! block 0 of a segment, little-endian; the rest of the block is zero
//!   0  [8]   magic "RKWALSEG"
//!   8  u32   format version, 1
//!  12  u32   CRC32C of bytes 16..80
//!  16  u128  identity of the log
//!  32  u64   sequence of the segment, the same as in its file name
//!  40  u64   position of the first record; every record of an earlier segment at or behind it is
//!            superseded: this header is the durable cut of a torn tail and of a truncation
//!  48  u64   chain before the first record
//!  56  u64   durable through, when the header was issued
//!  64  u64   size of the file in bytes
//!  72  u32   state: 0 prepared (no records yet), 1 in use
//!  76  u32   origin: 0 continues the record before it, 1 starts a new chain after a truncation
//! 4096       the first batch
//! ```

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use crate::position::{LogId, Position, Sequence};
use crate::record::{Chain, Fields, fill};
use crate::sizes::BLOCK;

/// Bytes from the start of a segment to its first batch.
pub(crate) const SEGMENT_HEADER: usize = BLOCK;

const MAGIC: [u8; 8] = *b"RKWALSEG";
const VERSION: u32 = 1;
const ENCODED: usize = 80;

/// How far a segment file has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Written through with zeros, waiting; holds no records.
    Prepared,
    /// Holds records, or is about to.
    InUse,
}

/// How the first record relates to the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// The chain goes on.
    Continues,
    /// The chain starts anew: what followed the record before it was truncated away.
    AfterTruncation,
}

/// The head of a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SegmentHeader {
    pub(crate) id: LogId,
    pub(crate) sequence: Sequence,
    pub(crate) first: Position,
    pub(crate) chain: Chain,
    pub(crate) durable_through: Position,
    pub(crate) bytes: u64,
    pub(crate) state: State,
    pub(crate) origin: Origin,
}

/// What block 0 of a file turned out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Head {
    /// An intact header of any log.
    Intact(SegmentHeader),
    /// An intact header of a format this program does not know.
    UnknownVersion(u32),
    /// Zeros, garbage, or too short.
    Nothing,
}

impl SegmentHeader {
    /// Writes the header over the front of `out`; the caller zeroes the rest of the block.
    pub(crate) fn encode(&self, out: &mut [u8]) {
        let mut body = [0u8; 64];
        let state: u32 = match self.state {
            State::Prepared => 0,
            State::InUse => 1,
        };
        let origin: u32 = match self.origin {
            Origin::Continues => 0,
            Origin::AfterTruncation => 1,
        };
        fill(
            &mut body,
            &[
                &self.id.0.to_le_bytes(),
                &self.sequence.0.to_le_bytes(),
                &self.first.0.to_le_bytes(),
                &self.chain.0.to_le_bytes(),
                &self.durable_through.0.to_le_bytes(),
                &self.bytes.to_le_bytes(),
                &state.to_le_bytes(),
                &origin.to_le_bytes(),
            ],
        );
        let (target, _) = out.split_at_mut(ENCODED);
        let checksum = crc32c::crc32c(&body);
        fill(
            target,
            &[
                &MAGIC,
                &VERSION.to_le_bytes(),
                &checksum.to_le_bytes(),
                &body,
            ],
        );
    }

    /// What the first block of a file is.
    pub(crate) fn decode(block: &[u8]) -> Head {
        Self::fields(block).unwrap_or(Head::Nothing)
    }

    fn fields(block: &[u8]) -> Option<Head> {
        let mut fields = Fields(block.get(..ENCODED)?);
        if fields.take()? != MAGIC {
            return None;
        }
        let version = fields.u32()?;
        let checksum = fields.u32()?;
        if crc32c::crc32c(fields.0) != checksum {
            return None;
        }
        if version != VERSION {
            return Some(Head::UnknownVersion(version));
        }
        let header = SegmentHeader {
            id: LogId(fields.take().map(u128::from_le_bytes)?),
            sequence: Sequence(fields.u64()?),
            first: Position(fields.u64()?),
            chain: Chain(fields.u64()?),
            durable_through: Position(fields.u64()?),
            bytes: fields.u64()?,
            state: match fields.u32()? {
                0 => State::Prepared,
                1 => State::InUse,
                _ => return None,
            },
            origin: match fields.u32()? {
                0 => Origin::Continues,
                1 => Origin::AfterTruncation,
                _ => return None,
            },
        };
        Some(Head::Intact(header))
    }
}

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "our own bytes"
)]
mod tests {
    use super::*;

    fn header() -> SegmentHeader {
        SegmentHeader {
            id: LogId(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
            sequence: Sequence(5),
            first: Position(100),
            chain: Chain(42),
            durable_through: Position(98),
            bytes: 64 << 20,
            state: State::InUse,
            origin: Origin::AfterTruncation,
        }
    }

    #[test]
    fn reads_back_and_every_flipped_bit_is_seen() {
        let mut block = [0u8; BLOCK];
        header().encode(&mut block);
        assert_eq!(SegmentHeader::decode(&block), Head::Intact(header()));
        for bit in 0..ENCODED * 8 {
            let mut bad = block;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(
                SegmentHeader::decode(&bad),
                Head::Intact(header()),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn short_and_empty_blocks_are_nothing() {
        assert_eq!(SegmentHeader::decode(&[]), Head::Nothing);
        assert_eq!(SegmentHeader::decode(&[0; BLOCK]), Head::Nothing);
        let mut block = [0u8; BLOCK];
        header().encode(&mut block);
        assert_eq!(SegmentHeader::decode(&block[..ENCODED - 1]), Head::Nothing);
    }

    #[test]
    fn a_later_version_is_named() {
        let mut block = [0u8; BLOCK];
        header().encode(&mut block);
        block[8] = 2;
        assert_eq!(SegmentHeader::decode(&block), Head::UnknownVersion(2));
    }
}
