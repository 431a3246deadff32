//! Conversions between file offsets (`u64`) and buffer lengths (`usize`), and block rounding.
//!
//! Must never: truncate. The crate is built for 64-bit machines only, checked here at compile time.

/// The unit of direct I/O and of padding, in bytes.
pub(crate) const BLOCK: usize = 4096;

const _: () = assert!(
    usize::BITS == 64,
    "file offsets and lengths are used interchangeably"
);

/// A buffer length as a file offset.
pub(crate) const fn offset(length: usize) -> u64 {
    length as u64
}

/// A file offset as a buffer length.
#[allow(
    clippy::cast_possible_truncation,
    reason = "usize has 64 bits, asserted above"
)]
pub(crate) const fn length(offset: u64) -> usize {
    offset as usize
}

/// The smallest multiple of [`BLOCK`] that is not below `bytes`; saturates at the largest one.
pub(crate) const fn block_up(bytes: u64) -> u64 {
    let block = BLOCK as u64;
    bytes.div_ceil(block).saturating_mul(block)
}

#[cfg(test)]
mod tests {
    use super::block_up;

    #[test]
    fn rounds_up_to_whole_blocks() {
        assert_eq!(block_up(0), 0);
        assert_eq!(block_up(1), 4096);
        assert_eq!(block_up(4096), 4096);
        assert_eq!(block_up(4097), 8192);
        assert_eq!(block_up(u64::MAX), u64::MAX);
    }
}
