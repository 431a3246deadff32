//! A log whose segments are full after a few batches: its options and its unit.
//!
//! Must never take a size from production: the tests count blocks and segments.

use ringkeeper_wal::Options;

/// What the log aligns to, in bytes.
pub(crate) const BLOCK: u64 = 4096;

/// Segments of a header and seven blocks, batches of two.
pub(crate) fn options() -> Options {
    Options {
        segment_bytes: 8 * BLOCK,
        batch_bytes: 8192,
        batch_buffers: 4,
        writes_in_flight: 2,
        free_bytes_min: 0,
        zero_bytes: 8192,
        ..Options::default()
    }
}
