//! Every bound and tuning figure of the log, with the relations between them.
//!
//! Must never: change the meaning of bytes already on disk. All of these may differ from one start
//! to the next.

use crate::record::{BATCH_HEADER, RECORD_HEADER};
use crate::sizes::{BLOCK, offset};

/// Bounds and tuning of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Size of a segment file in bytes; a multiple of 4 KiB, at least 4 KiB and two batches.
    pub segment_bytes: u64,
    /// Bytes of one batch buffer; a multiple of 4 KiB. A larger record gets a buffer of its own.
    pub batch_bytes: usize,
    /// Batch buffers, filled or in flight, before `append` answers `Busy`.
    pub batch_buffers: usize,
    /// Batch writes in flight at once. Three is the measured best, see `docs/formats.md`.
    pub writes_in_flight: usize,
    /// Segments kept prepared ahead of need: the reserve that lets everything appended complete
    /// on a full disk.
    pub spare_segments: usize,
    /// Bytes of the file system left alone: below this no segment is prepared.
    pub free_bytes_min: u64,
    /// Bytes zeroed by one background write while a segment is prepared; a multiple of 4 KiB.
    pub zero_bytes: usize,
    /// What to do about damage before data that was known durable.
    pub on_damage: OnDamage,
}

/// What [`crate::open`] does when acknowledged records are damaged or missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDamage {
    /// Refuse to start, and name the file and the offset.
    Refuse,
    /// Keep what lies before the damage and give up everything behind it. An operator's decision,
    /// never a default: acknowledged records are lost.
    CutAndLose,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            segment_bytes: 64 << 20,
            batch_bytes: 1 << 20,
            batch_buffers: 8,
            writes_in_flight: 3,
            spare_segments: 1,
            free_bytes_min: 256 << 20,
            zero_bytes: 256 << 10,
            on_damage: OnDamage::Refuse,
        }
    }
}

impl Options {
    /// The largest payload `append` takes, in bytes: a record never spans segments.
    pub fn payload_bytes_max(&self) -> usize {
        let overhead = BLOCK + BATCH_HEADER + RECORD_HEADER;
        crate::sizes::length(self.segment_bytes).min(RECORD_BYTES_MAX) - overhead
    }

    /// Panics when the figures contradict each other: they are the program's, not the user's.
    pub(crate) fn assert_consistent(&self) {
        let block = BLOCK as u64;
        assert!(
            self.segment_bytes.is_multiple_of(block),
            "a segment is whole blocks"
        );
        assert!(
            self.segment_bytes >= block + 2 * offset(self.batch_bytes),
            "a segment holds a header and two batches: space is low before it is full"
        );
        assert!(self.segment_bytes <= 1 << 40, "a segment stays below 1 TiB");
        assert!(
            self.batch_bytes.is_multiple_of(BLOCK),
            "a batch buffer is whole blocks"
        );
        assert!(
            self.batch_bytes >= 2 * BLOCK,
            "a batch buffer holds a segment header and a batch"
        );
        assert!(
            self.batch_bytes <= 1 << 30,
            "a batch buffer stays below 1 GiB"
        );
        assert!(
            self.batch_buffers >= 2,
            "one batch is filled while another is in flight"
        );
        assert!(self.writes_in_flight >= 1, "some write must be allowed");
        assert!(
            self.writes_in_flight < self.batch_buffers,
            "a batch can gather behind the writes"
        );
        assert!(
            self.spare_segments >= 1,
            "rotation needs a prepared segment"
        );
        assert!(
            self.zero_bytes.is_multiple_of(BLOCK) && self.zero_bytes > 0,
            "whole blocks"
        );
    }
}

/// The length fields of a batch are 32 bits wide; one write to the kernel stays below 2 GiB.
const RECORD_BYTES_MAX: usize = 1 << 30;
