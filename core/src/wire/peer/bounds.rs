//! What a message of another server may hold: the faults, the ranges, the memory.
//!
//! Must never let a number through that the rest of the core would have to doubt again, nor let a
//! message own more memory than its own length times a small constant.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use planus::Vector;

use crate::id::{Epoch, SessionId, Sid, Zxid};
use crate::request::{Data, Path};
use crate::zab::message::{EnsembleId, Round};

/// Why bytes are no message. Whatever it is, the connection they came on must go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// They were damaged, or never a message. Behind a checksum that holds, this is a bug of the
    /// sender.
    Malformed,
    /// A newer version sent them: a variant or code this one does not know, which it must not send
    /// to this one. A bug of the sender too.
    Newer,
    /// A number, a length or an order that no server of this version means.
    OutOfRange {
        /// Message and field.
        field: &'static str,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::Malformed => f.write_str("the bytes are not a message of a server"),
            DecodeError::Newer => f.write_str("the message is of a newer version"),
            DecodeError::OutOfRange { field } => write!(f, "{field} is out of range"),
        }
    }
}

impl core::error::Error for DecodeError {}

impl From<planus::Error> for DecodeError {
    fn from(error: planus::Error) -> DecodeError {
        match error.error_kind {
            // Tag 0 is "no variant": no version sends it.
            planus::errors::ErrorKind::UnknownUnionTag { tag: 1.. }
            | planus::errors::ErrorKind::UnknownEnumTag { .. } => DecodeError::Newer,
            // The generator's enum is open; whatever else it reports is a broken buffer.
            _ => DecodeError::Malformed,
        }
    }
}

/// The last epoch: zxids are compared as signed numbers.
const EPOCH_MAX: u32 = i32::MAX.cast_unsigned();

pub(super) const fn is_epoch(epoch: Epoch) -> bool {
    epoch.0 <= EPOCH_MAX
}

pub(super) fn is_round(round: Round) -> bool {
    round <= Round::MAX
}

pub(super) const fn is_zxid(zxid: Zxid) -> bool {
    zxid.bits() >= 0
}

pub(super) const fn is_sid(sid: Sid) -> bool {
    sid.0 != 0
}

pub(super) const fn is_ensemble(ensemble: EnsembleId) -> bool {
    ensemble.0 != 0
}

/// A client's session: [`SessionId::NONE`] stands for the server itself, for which nobody speaks.
pub(super) fn is_session(session: SessionId) -> bool {
    session != SessionId::NONE
}

/// What was negotiated is longer than no time at all.
pub(super) const fn is_timeout(timeout_ms: i32) -> bool {
    timeout_ms > 0
}

/// `value`, if it is one a server means.
pub(super) fn checked<T>(
    value: T,
    fits: impl FnOnce(&T) -> bool,
    field: &'static str,
) -> Result<T, DecodeError> {
    if fits(&value) {
        Ok(value)
    } else {
        Err(DecodeError::OutOfRange { field })
    }
}

pub(super) fn epoch(number: u32, field: &'static str) -> Result<Epoch, DecodeError> {
    checked(Epoch(number), |epoch| is_epoch(*epoch), field)
}

pub(super) fn round(number: u64, field: &'static str) -> Result<Round, DecodeError> {
    checked(Round(number), |round| is_round(*round), field)
}

pub(super) fn zxid(bits: i64, field: &'static str) -> Result<Zxid, DecodeError> {
    checked(Zxid::from_bits(bits), |zxid| is_zxid(*zxid), field)
}

pub(super) fn sid(number: u8, field: &'static str) -> Result<Sid, DecodeError> {
    checked(Sid(number), |sid| is_sid(*sid), field)
}

pub(super) fn session(id: i64, field: &'static str) -> Result<SessionId, DecodeError> {
    checked(SessionId(id), |session| is_session(*session), field)
}

pub(super) fn timeout_ms(timeout_ms: i32, field: &'static str) -> Result<i32, DecodeError> {
    checked(timeout_ms, |timeout_ms| is_timeout(*timeout_ms), field)
}

/// What one entry of a list takes on the wire at least.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// A number or struct, lying in the list itself.
    Flat {
        /// Its length.
        bytes: usize,
    },
    /// A table: its offset in the list, its own offset of a field table, and, whatever table of
    /// ours it is, two more offsets to what it requires, and the length of a string and its end.
    Table,
}

impl Entry {
    const fn bytes(self) -> usize {
        match self {
            Entry::Flat { bytes } => bytes,
            Entry::Table => 4 + 4 + 2 * 4 + 4 + 1,
        }
    }
}

/// The bytes that were not accounted for yet.
///
/// Offsets of a hostile buffer can point at the same string, or the same table, a million times.
/// No buffer of ours shares anything, so what is taken out of one can never be more than it holds.
#[derive(Debug)]
pub(super) struct Budget(usize);

impl Budget {
    pub(super) const fn of(bytes: &[u8]) -> Budget {
        Budget(bytes.len())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.0 = self.0.checked_sub(bytes).ok_or(DecodeError::Malformed)?;
        Ok(())
    }

    pub(super) fn path(&mut self, path: &str) -> Result<Path, DecodeError> {
        self.spend(path.len())?;
        Ok(Path::from(path))
    }

    pub(super) fn string(&mut self, text: &str) -> Result<String, DecodeError> {
        self.spend(text.len())?;
        Ok(String::from(text))
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<Box<[u8]>, DecodeError> {
        self.spend(bytes.len())?;
        Ok(Box::from(bytes))
    }

    pub(super) fn data(&mut self, data: Option<&[u8]>) -> Result<Data, DecodeError> {
        data.map(|data| self.bytes(data)).transpose()
    }

    /// Room for what `vector` holds.
    pub(super) fn list<T, U>(
        &mut self,
        vector: Vector<'_, T>,
        entry: Entry,
    ) -> Result<Vec<U>, DecodeError> {
        self.spend(vector.len().saturating_mul(entry.bytes()))?;
        Ok(Vec::with_capacity(vector.len()))
    }
}
