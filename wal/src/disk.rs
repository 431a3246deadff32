//! The only door to the kernel: operations the log wants done, and what came of them.
//!
//! Must never: know how an operation is carried out, nor what the bytes mean. An operation that
//! carries a [`Buffer`] owns it until its completion gives it back.

use std::fmt;
use std::io;

use crate::buffer::Buffer;
use crate::position::Sequence;

/// Who asked for an operation and takes its completion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Owner {
    /// [`crate::Log::complete`].
    Log,
    /// [`crate::Cursor::complete`] of the cursor with this number, given by the caller.
    Cursor(u32),
    /// [`crate::Slots::complete`] of the slots in this file.
    Slots(SlotsFile),
}

/// The identity of one operation, unique per owner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OpId {
    /// Where the completion goes.
    pub owner: Owner,
    /// Counts up from 1 for each owner.
    pub number: u64,
}

/// A small file of two slots, by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SlotsFile(pub &'static str);

/// A file of the log's directory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum File {
    /// A segment, named by its sequence.
    Segment(Sequence),
    /// A two-slot file.
    Slots(SlotsFile),
}

/// What must hold when a write completes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// The bytes are on stable storage.
    Durable,
    /// The bytes are written; a later [`Action::Sync`] makes them durable.
    Relaxed,
}

/// One operation.
#[derive(Debug)]
pub struct DiskOp {
    /// Comes back in the completion.
    pub id: OpId,
    /// What to do.
    pub action: Action,
}

/// What an operation does. Offsets and lengths are whole 4 KiB blocks, in bytes.
#[derive(Debug)]
pub enum Action {
    /// Write the first `length` bytes of `buffer`. All of them, or it fails.
    Write {
        /// Where to.
        file: File,
        /// Byte offset in the file.
        offset: u64,
        /// Holds the bytes until the completion gives it back.
        buffer: Buffer,
        /// Bytes to write.
        length: usize,
        /// What completion promises.
        durability: Durability,
    },
    /// Read up to `length` bytes into the front of `buffer`; fewer only at the end of the file.
    Read {
        /// Where from.
        sequence: Sequence,
        /// Byte offset in the file.
        offset: u64,
        /// Receives the bytes.
        buffer: Buffer,
        /// Bytes to read.
        length: usize,
    },
    /// Write zeros, not durably.
    Zero {
        /// The segment.
        sequence: Sequence,
        /// Byte offset in the file.
        offset: u64,
        /// Bytes to zero.
        length: usize,
    },
    /// Create an empty segment file that does not exist yet.
    Create {
        /// Names the file.
        sequence: Sequence,
    },
    /// Reserve space so that writing within the first `bytes` cannot run out of it.
    Allocate {
        /// The segment.
        sequence: Sequence,
        /// Size of the file afterwards.
        bytes: u64,
    },
    /// Make the data and size of a segment durable.
    Sync {
        /// The segment.
        sequence: Sequence,
    },
    /// Make created, renamed and removed names durable.
    SyncDirectory,
    /// Rename a segment nobody needs to the name of one to come.
    Recycle {
        /// Its name so far.
        from: Sequence,
        /// Its new name, not in use.
        to: Sequence,
    },
    /// Remove a segment file.
    Remove {
        /// The segment.
        sequence: Sequence,
    },
    /// Ask how many bytes of the file system are free for us.
    FreeSpace,
}

/// What came of an operation.
#[derive(Debug)]
pub struct Completion {
    /// The operation.
    pub id: OpId,
    /// Its outcome, or the error it failed with.
    pub result: Result<Outcome, Errno>,
}

/// What a successful operation gives back.
#[derive(Debug)]
pub enum Outcome {
    /// Done; nothing to give back.
    Done,
    /// A write is done; its buffer is free again.
    Written(Buffer),
    /// A read is done: the first `length` bytes of the buffer are the file's.
    Read {
        /// Holds the bytes.
        buffer: Buffer,
        /// Bytes read.
        length: usize,
    },
    /// Bytes free on the file system.
    Free(u64),
}

/// An error number of the operating system.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Errno(pub i32);

impl Errno {
    /// No space left on the device.
    pub const NO_SPACE: Errno = Errno(libc::ENOSPC);
    /// Input/output error; also stands for errors without a number.
    pub const IO: Errno = Errno(libc::EIO);

    /// The number behind an error of the standard library. A quota that is used up counts as no
    /// space: it comes and goes as space does.
    pub fn of(error: &io::Error) -> Errno {
        match error.raw_os_error() {
            Some(libc::EDQUOT) => Errno::NO_SPACE,
            Some(number) => Errno(number),
            None => Errno::IO,
        }
    }

    /// The error of the standard library with this number.
    pub fn into_io(self) -> io::Error {
        io::Error::from_raw_os_error(self.0)
    }
}

impl fmt::Debug for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Errno({}: {})", self.0, self.into_io())
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.into_io().fmt(f)
    }
}

/// One segment file found in the directory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SegmentFile {
    /// Its name.
    pub sequence: Sequence,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Blocking access, for start-up, for tools, and where there is no ring.
pub trait Storage {
    /// Every segment file of the directory, in any order.
    fn segments(&mut self) -> io::Result<Vec<SegmentFile>>;

    /// Carries out one operation before it returns.
    fn execute(&mut self, op: DiskOp) -> Completion;

    /// Shortens a segment to `bytes`, a whole number of blocks, durably.
    fn shorten(&mut self, sequence: Sequence, bytes: u64) -> io::Result<()>;

    /// The bytes of a two-slot file, empty when there is none; creates it durably.
    fn open_slots(&mut self, file: SlotsFile) -> io::Result<Vec<u8>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_up_quota_is_no_space() {
        let of = |number| Errno::of(&io::Error::from_raw_os_error(number));
        assert_eq!(of(libc::EDQUOT), Errno::NO_SPACE);
        assert_eq!(of(libc::ENOENT), Errno(libc::ENOENT));
        let unnumbered = io::Error::from(io::ErrorKind::WriteZero);
        assert_eq!(Errno::of(&unnumbered), Errno::IO);
    }
}
