//! The write-ahead log: it remembers payloads in order, and knows nothing of what they mean.
//!
//! [`Log`] is a state machine without I/O. It hands out [`DiskOp`]s and takes [`Completion`]s;
//! whoever drives it owns the kernel: [`UringDisk`] turns operations into `io_uring` entries for
//! a ring of the caller, [`Files`] executes them one by one, and [`MemoryDisk`] stands in for
//! a disk that can lose power. [`open`] recovers what a directory holds and returns a `Log` that
//! continues it.
//!
//! Invariants of the crate:
//! * a payload reported durable is on stable storage, and so is every payload before it;
//! * a block that holds a durable record is never written again while the record is needed;
//! * after a failed write nothing is retried: the log is poisoned and recovery tells the truth;
//! * damage before data that was known durable is never passed over in silence.
//!
//! The bytes on disk are drawn above the constants in `record.rs`, `segment.rs` and `slots.rs`.

#![deny(clippy::print_stdout)]

mod batch;
mod buffer;
mod catalog;
mod cursor;
mod disk;
mod error;
mod files;
mod identity;
mod keeper;
mod log;
mod memory;
mod options;
mod position;
mod record;
mod recovery;
mod scan;
mod segment;
mod sizes;
mod slots;
mod start;
mod survey;
mod tail;
mod uring;

pub use buffer::Buffer;
pub use cursor::{Cursor, CursorError, Next};
pub use disk::{
    Action, Completion, DiskOp, Durability, Errno, File, OpId, Outcome, Owner, SegmentFile,
    SlotsFile, Storage,
};
pub use error::{AppendError, Fault, OpenError};
pub use files::{Files, WriteMode, create_directory};
pub use keeper::Space;
pub use log::{Log, drive};
pub use memory::{MemoryDisk, MemoryFault};
pub use options::{OnDamage, Options};
pub use position::{LogId, Position, Sequence};
pub use recovery::{Recovered, examine, log_id, open};
pub use slots::{SLOT_PAYLOAD_MAX, SlotError, Slots, Stored};
pub use uring::{OwnRing, Progress, UringDisk};
