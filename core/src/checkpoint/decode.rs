//! Values of the store, back to their parts: the inverse of `encode`.
//!
//! The bytes come from a disk: nothing is indexed, nothing is added up unchecked, and whatever
//! does not fit is an error, never a guess.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::string::String;
use alloc::vec::Vec;

use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::id::{SessionId, SessionSerial, WallTime, Zxid};
use crate::txn::Owner;

use super::encode::Flags;
use super::{FORMAT, LoadFault, Meta};

/// A znode without name and place.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct StoredZnode<'a> {
    pub(crate) czxid: Zxid,
    pub(crate) mzxid: Zxid,
    pub(crate) pzxid: Zxid,
    pub(crate) ctime: WallTime,
    pub(crate) mtime: WallTime,
    pub(crate) version: i32,
    pub(crate) stored_cversion: i32,
    pub(crate) aversion: i32,
    pub(crate) owner: Owner,
    pub(crate) acl: AclList,
    pub(crate) data: Option<&'a [u8]>,
}

/// What is left of a value.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader behind the format's version.
    fn new(value: &'a [u8]) -> Result<Reader<'a>, LoadFault> {
        let mut reader = Reader(value);
        match reader.byte()? {
            FORMAT => Ok(reader),
            version => Err(LoadFault::UnknownFormat { version }),
        }
    }

    fn byte(&mut self) -> Result<u8, LoadFault> {
        let (byte, rest) = self.0.split_first().ok_or(LoadFault::Truncated)?;
        self.0 = rest;
        Ok(*byte)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], LoadFault> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(LoadFault::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    fn eight(&mut self) -> Result<[u8; 8], LoadFault> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(LoadFault::Truncated)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn unsigned(&mut self) -> Result<u64, LoadFault> {
        let mut value = 0u64;
        for shift in (0u32..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if shift == 63 && bits > 1 {
                return Err(LoadFault::OutOfRange);
            }
            value |= bits.wrapping_shl(shift);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(LoadFault::OutOfRange)
    }

    fn signed(&mut self) -> Result<i64, LoadFault> {
        let value = self.unsigned()?;
        let magnitude = (value >> 1).cast_signed();
        Ok(if value & 1 == 0 {
            magnitude
        } else {
            !magnitude
        })
    }

    fn int(&mut self) -> Result<i32, LoadFault> {
        i32::try_from(self.signed()?).map_err(|_| LoadFault::OutOfRange)
    }

    fn string(&mut self) -> Result<String, LoadFault> {
        let len = usize::try_from(self.unsigned()?).map_err(|_| LoadFault::OutOfRange)?;
        let bytes = self.take(len)?;
        match core::str::from_utf8(bytes) {
            Ok(string) => Ok(String::from(string)),
            Err(_) => Err(LoadFault::NotUtf8),
        }
    }

    fn end(&self) -> Result<(), LoadFault> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(LoadFault::TrailingBytes)
        }
    }
}

/// A znode.
pub(super) fn znode(value: &[u8]) -> Result<StoredZnode<'_>, LoadFault> {
    let mut reader = Reader::new(value)?;
    let flags = reader.byte()?;
    if flags & !(Flags::NULL | Flags::PARENT | Flags::AVERSION | Flags::ACL | Flags::OWNER) != 0 {
        return Err(LoadFault::UnknownFlags { flags });
    }
    let created = reader.signed()?;
    let mzxid = created.wrapping_add(reader.signed()?);
    let ctime = reader.signed()?;
    let mtime = ctime.wrapping_add(reader.signed()?);
    let version = reader.int()?;
    let (stored_cversion, pzxid) = if flags & Flags::PARENT == 0 {
        (0, created)
    } else {
        (reader.int()?, created.wrapping_add(reader.signed()?))
    };
    let aversion = if flags & Flags::AVERSION == 0 {
        0
    } else {
        reader.int()?
    };
    let owner = match flags & Flags::OWNER {
        Flags::SESSION => Owner::Session(SessionId(i64::from_be_bytes(reader.eight()?))),
        Flags::CONTAINER => Owner::Container,
        Flags::TTL => Owner::Ttl {
            ttl_ms: reader.signed()?,
        },
        _ => Owner::Persistent,
    };
    let acl = if flags & Flags::ACL == 0 {
        AclList::OPEN
    } else {
        acl(&mut reader)?
    };
    let data = if flags & Flags::NULL == 0 {
        Some(reader.0)
    } else {
        reader.end()?;
        None
    };
    Ok(StoredZnode {
        czxid: Zxid::from_bits(created),
        mzxid: Zxid::from_bits(mzxid),
        pzxid: Zxid::from_bits(pzxid),
        ctime: WallTime(ctime),
        mtime: WallTime(mtime),
        version,
        stored_cversion,
        aversion,
        owner,
        acl,
        data,
    })
}

fn acl(reader: &mut Reader<'_>) -> Result<AclList, LoadFault> {
    let count = reader.unsigned()?;
    // No capacity is reserved by a number that may be wrong.
    let mut entries = Vec::new();
    for _ in 0..count {
        let permissions = Permissions(reader.int()?);
        let identity = Identity {
            scheme: reader.string()?,
            id: reader.string()?,
        };
        entries.push(Acl {
            permissions,
            identity,
        });
    }
    Ok(AclList::new(entries))
}

/// A session's timeout in milliseconds.
pub(super) fn session(value: &[u8]) -> Result<i32, LoadFault> {
    let mut reader = Reader::new(value)?;
    let timeout_ms = reader.int()?;
    reader.end()?;
    Ok(timeout_ms)
}

/// The meta entry.
pub(super) fn meta(value: &[u8]) -> Result<Meta, LoadFault> {
    let mut reader = Reader::new(value)?;
    let zxid = Zxid::from_bits(reader.signed()?);
    let znodes = reader.unsigned()?;
    let newest_session = SessionSerial(reader.unsigned()?);
    let digest = match reader.byte()? {
        0 => None,
        1 => Some(u64::from_be_bytes(reader.eight()?)),
        flags => return Err(LoadFault::UnknownFlags { flags }),
    };
    reader.end()?;
    Ok(Meta {
        zxid,
        digest,
        znodes,
        newest_session,
    })
}
