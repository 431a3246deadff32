//! The records that several frames share: `ACL` lists, `Stat`, lists of strings, multi headers.
//!
//! Must never allocate more than a small multiple of the bytes that are there: every element of a
//! vector takes at least four bytes on the wire.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::primitives::{Garbled, Put, Reader, wire_length};
use crate::access::{DigestIds, digest_user};
use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::stat::Stat;

/// Bytes of a `Stat` record.
pub(super) const STAT_BYTES: usize = 68;

/// `MultiHeader`: before every operation of a multi and every result, and at the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct MultiHeader {
    pub(super) kind: i32,
    pub(super) done: bool,
    pub(super) err: i32,
}

impl MultiHeader {
    /// Its size on the wire.
    pub(super) const BYTES: usize = 9;

    /// Behind the last operation or result.
    pub(super) const END: MultiHeader = MultiHeader {
        kind: -1,
        done: true,
        err: -1,
    };

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<MultiHeader, Garbled> {
        Ok(MultiHeader {
            kind: reader.i32()?,
            done: reader.bool()?,
            err: reader.i32()?,
        })
    }

    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.put_i32(self.kind);
        out.put_bool(self.done);
        out.put_i32(self.err);
    }
}

/// A client's ACL list as sent; null and empty are the same: both are refused later.
///
/// A null scheme becomes the empty one, which no scheme is called. `None` when an id is null where
/// its scheme would look into it: ZooKeeper stumbles over that when it prepares the txn.
pub(super) fn read_acl(reader: &mut Reader<'_>) -> Result<Option<Vec<Acl>>, Garbled> {
    let mut entries = Vec::new();
    let mut has_null = false;
    for _ in 0..reader.count()?.unwrap_or(0) {
        let permissions = Permissions(reader.i32()?);
        let scheme = reader.text()?.map_or_else(String::new, Cow::into_owned);
        let id = reader.text()?;
        has_null |= id.is_none() && matches!(scheme.as_str(), "world" | "digest" | "ip");
        let id = id.map_or_else(String::new, Cow::into_owned);
        entries.push(Acl {
            permissions,
            identity: Identity { scheme, id },
        });
    }
    Ok((!has_null).then_some(entries))
}

/// A vector of paths that are only looked up. A null vector or a null path is an error.
pub(super) fn read_paths<'a>(reader: &mut Reader<'a>) -> Result<Vec<&'a str>, Garbled> {
    let mut paths = Vec::new();
    for _ in 0..reader.count()?.ok_or(Garbled)? {
        paths.push(reader.path()?);
    }
    Ok(paths)
}

pub(super) fn put_acl(out: &mut Vec<u8>, acl: &AclList, digest_ids: DigestIds) {
    let Some(entries) = acl.entries() else {
        out.put_i32(1);
        put_entry_head(out, Permissions::ALL, "world");
        out.put_str("anyone");
        return;
    };
    out.put_i32(wire_length(entries.len()));
    for entry in entries {
        let Identity { scheme, id } = &entry.identity;
        put_entry_head(out, entry.permissions, scheme);
        match digest_ids {
            DigestIds::Masked if scheme == "digest" => {
                let user = digest_user(id);
                out.put_i32(wire_length(user.len().saturating_add(2)));
                out.extend_from_slice(user.as_bytes());
                out.extend_from_slice(b":x");
            }
            DigestIds::Masked | DigestIds::Shown => out.put_str(id),
        }
    }
}

fn put_entry_head(out: &mut Vec<u8>, permissions: Permissions, scheme: &str) {
    out.put_i32(permissions.0);
    out.put_str(scheme);
}

#[inline]
pub(super) fn put_stat(out: &mut Vec<u8>, stat: &Stat) {
    let mut bytes = [0; STAT_BYTES];
    bytes[0..8].copy_from_slice(&stat.czxid.bits().to_be_bytes());
    bytes[8..16].copy_from_slice(&stat.mzxid.bits().to_be_bytes());
    bytes[16..24].copy_from_slice(&stat.ctime.0.to_be_bytes());
    bytes[24..32].copy_from_slice(&stat.mtime.0.to_be_bytes());
    bytes[32..36].copy_from_slice(&stat.version.to_be_bytes());
    bytes[36..40].copy_from_slice(&stat.cversion.to_be_bytes());
    bytes[40..44].copy_from_slice(&stat.aversion.to_be_bytes());
    bytes[44..52].copy_from_slice(&stat.ephemeral_owner.to_be_bytes());
    bytes[52..56].copy_from_slice(&stat.data_length.to_be_bytes());
    bytes[56..60].copy_from_slice(&stat.num_children.to_be_bytes());
    bytes[60..68].copy_from_slice(&stat.pzxid.bits().to_be_bytes());
    out.extend_from_slice(&bytes);
}
