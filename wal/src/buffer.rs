//! A fixed piece of memory that starts on a block boundary, as direct I/O demands.
//!
//! Must never: move or be resized after creation: an operation in flight points into it. It is
//! owned by exactly one party at a time: the batch being filled, the operation in flight, or the
//! pool; so it lives until its completion by construction.

use std::fmt;

use crate::sizes::BLOCK;

/// Block-aligned memory whose capacity is a whole number of blocks, zeroed at creation.
pub struct Buffer {
    /// One block more than the capacity, so that an aligned start exists without `unsafe`.
    bytes: Box<[u8]>,
    start: usize,
    capacity: usize,
}

impl Buffer {
    /// A zeroed buffer of at least `bytes` bytes, rounded up to whole blocks.
    pub fn zeroed(bytes: usize) -> Buffer {
        let capacity = bytes.max(1).div_ceil(BLOCK) * BLOCK;
        let bytes = vec![0u8; capacity + BLOCK - 1].into_boxed_slice();
        let start = bytes.as_ptr().align_offset(BLOCK);
        assert!(
            start < BLOCK,
            "an aligned start exists within the first block"
        );
        Buffer {
            bytes,
            start,
            capacity,
        }
    }

    /// Bytes the buffer holds; a multiple of the block size.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// All bytes, starting at a block boundary of memory.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.start + self.capacity]
    }

    /// All bytes, for filling.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..self.start + self.capacity]
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer({} bytes)", self.capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_on_a_block_and_holds_whole_blocks() {
        for wanted in [0, 1, 4095, 4096, 4097, 1 << 20] {
            let buffer = Buffer::zeroed(wanted);
            assert_eq!(buffer.bytes().as_ptr().align_offset(BLOCK), 0);
            assert_eq!(buffer.capacity() % BLOCK, 0);
            assert!(buffer.capacity() >= wanted && buffer.capacity() >= BLOCK);
            assert!(buffer.bytes().iter().all(|byte| *byte == 0));
        }
    }
}
