//! Values of the store, from the tree. Numbers are varints (LEB128), signed ones zigzag; zxids
//! and times are differences from the create, so that a fresh znode takes few bytes.
//!
//! ```text
//! znode    version, flags (see `Flags`), czxid, mzxid - czxid, ctime, mtime - ctime,
//!          znode version, [stored cversion, pzxid - czxid] [aversion]
//!          [session id, 8 bytes | ttl] [ACL]
//!          data: the rest
//! ACL      count, then for each: permissions, length and bytes of scheme and of id
//! session  version, timeout
//! meta     version, zxid, count of znodes, newest session, 0 | 1 and the digest in 8 bytes
//! ```

use alloc::vec::Vec;

use crate::acl::AclList;
use crate::id::SessionId;
use crate::tree::Znode;
use crate::txn::Owner;

use super::{FORMAT, Meta};

/// What else follows in a znode's value.
pub(super) struct Flags;

impl Flags {
    /// The data is null.
    pub(super) const NULL: u8 = 1;
    /// Stored cversion and pzxid follow.
    pub(super) const PARENT: u8 = 2;
    /// Aversion follows.
    pub(super) const AVERSION: u8 = 4;
    /// An ACL follows; else it is open.
    pub(super) const ACL: u8 = 8;
    /// Two bits: who owns it.
    pub(super) const OWNER: u8 = 0x30;
    /// Its session id follows.
    pub(super) const SESSION: u8 = 0x10;
    /// It is a container.
    pub(super) const CONTAINER: u8 = 0x20;
    /// Its TTL in milliseconds follows.
    pub(super) const TTL: u8 = 0x30;
}

fn unsigned(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

fn signed(value: i64, out: &mut Vec<u8>) {
    unsigned((value.wrapping_shl(1) ^ (value >> 63)).cast_unsigned(), out);
}

fn bytes(bytes: &[u8], out: &mut Vec<u8>) {
    unsigned(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// A znode as it is now.
pub(crate) fn znode_value(znode: Znode<'_>, out: &mut Vec<u8>) {
    let stat = znode.stat();
    let owner = znode.owner();
    let data = znode.data();
    let cversion = znode.stored_cversion();
    let has_parent_fields = cversion != 0 || stat.pzxid != stat.czxid;

    let mut flags = match owner {
        Owner::Persistent => 0,
        Owner::Session(_) => Flags::SESSION,
        Owner::Container => Flags::CONTAINER,
        Owner::Ttl { .. } => Flags::TTL,
    };
    for (flag, is_set) in [
        (Flags::NULL, data.is_none()),
        (Flags::PARENT, has_parent_fields),
        (Flags::AVERSION, stat.aversion != 0),
        (Flags::ACL, !znode.acl().is_open()),
    ] {
        if is_set {
            flags |= flag;
        }
    }

    out.extend_from_slice(&[FORMAT, flags]);
    let created = stat.czxid.bits();
    signed(created, out);
    signed(stat.mzxid.bits().wrapping_sub(created), out);
    signed(stat.ctime.0, out);
    signed(stat.mtime.0.wrapping_sub(stat.ctime.0), out);
    signed(i64::from(stat.version), out);
    if has_parent_fields {
        signed(i64::from(cversion), out);
        signed(stat.pzxid.bits().wrapping_sub(created), out);
    }
    if stat.aversion != 0 {
        signed(i64::from(stat.aversion), out);
    }
    match owner {
        Owner::Persistent | Owner::Container => {}
        Owner::Session(SessionId(id)) => out.extend_from_slice(&id.to_be_bytes()),
        Owner::Ttl { ttl_ms } => signed(ttl_ms, out),
    }
    acl_value(znode.acl(), out);
    out.extend_from_slice(data.unwrap_or_default());
}

fn acl_value(acl: &AclList, out: &mut Vec<u8>) {
    let Some(entries) = acl.entries() else {
        return;
    };
    unsigned(entries.len() as u64, out);
    for entry in entries {
        signed(i64::from(entry.permissions.0), out);
        bytes(entry.identity.scheme.as_bytes(), out);
        bytes(entry.identity.id.as_bytes(), out);
    }
}

/// A session.
pub(crate) fn session_value(timeout_ms: i32, out: &mut Vec<u8>) {
    out.push(FORMAT);
    signed(i64::from(timeout_ms), out);
}

/// The meta entry.
pub(crate) fn meta_value(meta: Meta, out: &mut Vec<u8>) {
    out.push(FORMAT);
    signed(meta.zxid.bits(), out);
    unsigned(meta.znodes, out);
    unsigned(meta.newest_session.0, out);
    match meta.digest {
        None => out.push(0),
        Some(digest) => {
            out.push(1);
            out.extend_from_slice(&digest.to_be_bytes());
        }
    }
}
