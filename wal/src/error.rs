//! What can go wrong, for whom: appending, and opening.
//!
//! Must never: hold our own bugs; those are assertions.

use std::fmt;
use std::io;

use crate::disk::Errno;
use crate::position::{LogId, Position, Sequence};

/// The write or sync that poisoned the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The segment concerned.
    pub sequence: Sequence,
    /// Byte offset in its file.
    pub offset: u64,
    /// What the operating system said.
    pub errno: Errno,
}

impl Fault {
    /// Whether the disk ran out of space, though space had been reserved.
    pub fn is_no_space(&self) -> bool {
        self.errno == Errno::NO_SPACE
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "writing segment {}.wal at offset {}: {}",
            self.sequence, self.offset, self.errno
        )
    }
}

/// Why a payload was not taken. Nothing has changed; `Busy` and `Full` pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AppendError {
    /// Too much is under way: try again after some completion.
    Busy,
    /// No prepared space is left and none can be prepared: free some space, or purge.
    Full,
    /// Larger than a segment can hold: the client must send less.
    TooLarge {
        /// The largest payload, in bytes.
        bytes_max: usize,
    },
    /// A write failed; the log stays as it is for good. Stop the process.
    Poisoned(Fault),
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppendError::Busy => write!(f, "the log's queue is full"),
            AppendError::Full => write!(f, "the disk of the log is full"),
            AppendError::TooLarge { bytes_max } => {
                write!(f, "a record of the log holds at most {bytes_max} bytes")
            }
            AppendError::Poisoned(fault) => write!(f, "the log failed and is closed: {fault}"),
        }
    }
}

impl std::error::Error for AppendError {}

/// Why a log was not opened. Nothing acknowledged has been changed or removed.
#[derive(Debug)]
pub enum OpenError {
    /// The operating system refused something: see to the disk, then start again.
    Io {
        /// What was attempted.
        doing: &'static str,
        /// What the operating system said.
        error: io::Error,
    },
    /// There are segments, but the file that says whose they are is missing: restore `log.id`.
    IdentityMissing,
    /// The file that says whose log this is has no valid slot: restore `log.id`.
    IdentityDamaged,
    /// A segment belongs to another log: remove it from the directory.
    Foreign {
        /// The file.
        sequence: Sequence,
        /// The log it belongs to.
        found: LogId,
        /// This log.
        own: LogId,
    },
    /// A segment was written by a later version of this program: start that one.
    UnknownVersion {
        /// The file.
        sequence: Sequence,
        /// Its format.
        version: u32,
    },
    /// Records that are needed lie before the first segment found, or there is none: restore the
    /// missing files, or repair.
    MissingFirst {
        /// The first record needed.
        needed: Position,
        /// The first record there is, if any.
        found: Option<Position>,
    },
    /// The newest segment is missing, with whatever it held: restore the file, or repair.
    MissingLast {
        /// The file.
        sequence: Sequence,
        /// The first record it may have held.
        first: Position,
    },
    /// Records that were known durable are damaged or missing: restore the file, or repair.
    Damaged {
        /// The file.
        sequence: Sequence,
        /// Byte offset of the damage.
        offset: u64,
        /// What was found there.
        what: &'static str,
        /// The first record lost.
        first: Position,
        /// The last record that is known to have been durable.
        through: Position,
    },
}

impl OpenError {
    /// Whether records are damaged or missing, so that giving them up would mean something
    /// ([`OnDamage`](crate::OnDamage)).
    pub const fn is_damage(&self) -> bool {
        match self {
            OpenError::MissingFirst { .. }
            | OpenError::MissingLast { .. }
            | OpenError::Damaged { .. } => true,
            OpenError::Io { .. }
            | OpenError::IdentityMissing
            | OpenError::IdentityDamaged
            | OpenError::Foreign { .. }
            | OpenError::UnknownVersion { .. } => false,
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Io { doing, error } => write!(f, "{doing}: {error}"),
            OpenError::IdentityMissing => {
                write!(
                    f,
                    "there are segments, but log.id is missing: restore it from a copy"
                )
            }
            OpenError::IdentityDamaged => {
                write!(f, "log.id is damaged: restore it from a copy")
            }
            OpenError::Foreign {
                sequence,
                found,
                own,
            } => write!(
                f,
                "{sequence}.wal belongs to log {found}, this one is {own}: move the file away"
            ),
            OpenError::UnknownVersion { sequence, version } => {
                write!(
                    f,
                    "{sequence}.wal has format {version}, which is later than this program"
                )
            }
            OpenError::MissingFirst {
                needed,
                found: Some(found),
            } => write!(
                f,
                "records {needed} to {} are missing: the first segment found starts at {found}",
                found.previous()
            ),
            OpenError::MissingFirst {
                needed,
                found: None,
            } => {
                write!(
                    f,
                    "records from {needed} on are missing: there is no segment"
                )
            }
            OpenError::MissingLast { sequence, first } => write!(
                f,
                "{sequence}.wal, the newest segment, is missing: records from {first} on may be \
                 lost"
            ),
            OpenError::Damaged {
                sequence,
                offset,
                what,
                first,
                through,
            } => write!(
                f,
                "{sequence}.wal is damaged at offset {offset} ({what}): records {first} to \
                 {through} were durable and cannot be read"
            ),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OpenError::Io { error, .. } => Some(error),
            OpenError::IdentityMissing
            | OpenError::IdentityDamaged
            | OpenError::Foreign { .. }
            | OpenError::UnknownVersion { .. }
            | OpenError::MissingFirst { .. }
            | OpenError::MissingLast { .. }
            | OpenError::Damaged { .. } => None,
        }
    }
}
