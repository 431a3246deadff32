//! Frames: where a message on a connection begins and ends, and that none is missing.
//!
//! Both sides of a connection keep a [`Chain`] for each direction. It starts from both hellos, and
//! every frame carries it one step further: the XXH3-64 of the payload, seeded with the chain
//! before. So, as the log's chain does for its records:
//!
//! **Invariant: after n frames both sides have the same chain if and only if they have the same n
//! payloads, in the same order, of this connection and direction.** A frame carries the low half of
//! the chain including itself. One that was garbled, dropped, repeated, moved, or sent on another
//! connection is refused, and so is everything behind it: a reader that has refused once goes on
//! refusing.
//!
//! A garbled length may also make the reader wait for bytes that never come: whoever listens for
//! pings notices that. Must never: wait for a frame that is longer than any can be, or make room
//! for a frame that has only been announced.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::vec::Vec;
use core::fmt;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::hello::{Hello, Purpose};

// Numbers are little-endian.
//
//   0  u32  length of the payload, at least 1
//   4  u32  low half of the chain, this frame included
//   8       payload: one message

/// What stands before a payload.
pub const FRAME_HEADER_BYTES: usize = 8;

/// The running checksum of one direction of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chain(u64);

impl Chain {
    /// Where the frames from `sender` to `receiver` start. The two directions start differently, so
    /// no frame comes back unnoticed.
    pub fn start(sender: &Hello, receiver: &Hello) -> Chain {
        let mut start = [0; 18];
        let fields = [
            &sender.nonce.0.to_le_bytes()[..],
            &receiver.nonce.0.to_le_bytes(),
            &[sender.sid.0, receiver.sid.0],
        ];
        for (byte, value) in start.iter_mut().zip(fields.into_iter().flatten()) {
            *byte = *value;
        }
        Chain(xxh3_64(&start))
    }

    #[must_use]
    fn with(self, payload: &[u8]) -> Chain {
        Chain(xxh3_64_with_seed(payload, self.0))
    }

    #[allow(clippy::cast_possible_truncation)] // the low half
    const fn checksum(self) -> u32 {
        self.0 as u32
    }
}

/// Writes the frames of one direction of a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameWriter {
    chain: Chain,
    payload_bytes_max: usize,
}

impl FrameWriter {
    /// For frames that start from `chain`, on a connection for `purpose`.
    pub fn new(chain: Chain, purpose: Purpose) -> FrameWriter {
        FrameWriter {
            chain,
            payload_bytes_max: purpose.message_bytes_max(),
        }
    }

    /// Appends a frame to `out`, with the payload that `write` appends. What is appended must be
    /// sent: the next frame counts on it.
    ///
    /// # Panics
    /// When the payload is empty, or longer than such a connection takes.
    pub fn frame(&mut self, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
        let start = out.len();
        out.extend_from_slice(&[0; FRAME_HEADER_BYTES]);
        write(out);
        let (header, payload) = out
            .get_mut(start..)
            .and_then(|frame| frame.split_first_chunk_mut::<FRAME_HEADER_BYTES>())
            .expect("a payload is appended");
        let bytes = payload.len();
        assert!(
            (1..=self.payload_bytes_max).contains(&bytes),
            "no payload has {bytes} bytes"
        );
        let length = u32::try_from(bytes).expect("the limit has 32 bits");
        self.chain = self.chain.with(payload);
        let fields = u64::from(self.chain.checksum()) << u32::BITS | u64::from(length);
        *header = fields.to_le_bytes();
    }
}

/// One frame, found at the start of what was received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    /// What [`decode`](super::decode()) takes.
    pub payload: &'a [u8],
    /// The bytes of the frame, header included: the next one begins behind them.
    pub consumed: usize,
}

/// Reads the frames of one direction of a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameReader {
    chain: Chain,
    payload_bytes_max: usize,
    fault: Option<FrameError>,
}

impl FrameReader {
    /// For frames that start from `chain`, on a connection for `purpose`.
    pub fn new(chain: Chain, purpose: Purpose) -> FrameReader {
        FrameReader {
            chain,
            payload_bytes_max: purpose.message_bytes_max(),
            fault: None,
        }
    }

    /// The frame at the start of `received`, which begins where the one before ended; `None` while
    /// it has not arrived as a whole. A frame is returned once: the next call must be given what
    /// lies behind it.
    pub fn next<'a>(&mut self, received: &'a [u8]) -> Result<Option<Frame<'a>>, FrameError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let found = self.look(received);
        self.fault = found.err();
        found
    }

    fn look<'a>(&mut self, received: &'a [u8]) -> Result<Option<Frame<'a>>, FrameError> {
        let Some((length, rest)) = received.split_first_chunk() else {
            return Ok(None);
        };
        let length = u32::from_le_bytes(*length);
        let bytes = usize::try_from(length).unwrap_or(usize::MAX);
        if !(1..=self.payload_bytes_max).contains(&bytes) {
            return Err(FrameError::Length { bytes: length });
        }
        let Some((checksum, rest)) = rest.split_first_chunk() else {
            return Ok(None);
        };
        let Some(payload) = rest.get(..bytes) else {
            return Ok(None);
        };
        let chain = self.chain.with(payload);
        if chain.checksum() != u32::from_le_bytes(*checksum) {
            return Err(FrameError::Checksum);
        }
        self.chain = chain;
        Ok(Some(Frame {
            payload,
            consumed: bytes.saturating_add(FRAME_HEADER_BYTES),
        }))
    }
}

/// Why a connection cannot be read any further. It must be closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameError {
    /// No frame of such a connection has this length: what was taken for one is garbled.
    Length {
        /// As received.
        bytes: u32,
    },
    /// A frame was garbled, lost, repeated or moved.
    Checksum,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FrameError::Length { bytes } => {
                write!(f, "a frame of another server cannot have {bytes} bytes")
            }
            FrameError::Checksum => {
                f.write_str("a frame of another server was garbled, lost, repeated or moved")
            }
        }
    }
}

impl core::error::Error for FrameError {}
