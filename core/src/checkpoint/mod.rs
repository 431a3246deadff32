//! The tree at one zxid, as keys and values for a store that is ordered by key.
//!
//! `tree::delta` says which znodes a checkpoint holds and when they are encoded; here is how, and
//! the way back. Must never: know the store, or a byte order that depends on the machine.
//!
//! ```text
//! key                                    value (the first byte is the format's version)
//! 'm'                                    zxid, count of znodes, newest session, digest
//! 'n' path, each '/' written as 00       a znode; the root's path is empty
//! 's' session id, 8 bytes big-endian     timeout
//! ```
//!
//! No name holds a byte below 0x20, so with 00 for `/` the store's order is depth-first: a parent
//! comes before its children and they before its next sibling. Loading needs a stack, no lookups.

mod decode;
mod encode;
mod load;
#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;

use crate::id::{SessionId, SessionSerial, Zxid};

pub(crate) use self::decode::StoredZnode;
pub(crate) use self::encode::{meta_value, session_value, znode_value};
pub use self::load::{LoadError, LoadFault, Loader};

/// The version that every value starts with.
const FORMAT: u8 = 1;

const META: u8 = b'm';
const ZNODE: u8 = b'n';
const SESSION: u8 = b's';
/// What stands for `/` in a key.
const SEPARATOR: u8 = 0;

/// One write to the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry<'a> {
    /// The store holds this value under this key from now on.
    Put {
        /// See the module.
        key: &'a [u8],
        /// See the module.
        value: &'a [u8],
    },
    /// The store holds nothing under this key any more; it may not have held anything.
    Delete {
        /// See the module.
        key: &'a [u8],
    },
}

/// What a checkpoint says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meta {
    /// The last txn it contains.
    pub zxid: Zxid,
    /// ZooKeeper's tree digest at that zxid, if it was kept.
    pub digest: Option<u64>,
    /// How many znodes it holds, the root included.
    pub znodes: u64,
    /// [`Tree::newest_session`](crate::tree::Tree::newest_session).
    pub newest_session: SessionSerial,
}

/// The key of the meta entry.
pub fn meta_key(key: &mut Vec<u8>) {
    key.push(META);
}

/// The key of a znode; `path` is a full path.
pub fn znode_key(path: &str, key: &mut Vec<u8>) {
    key.push(ZNODE);
    if path != "/" {
        key.extend(
            path.bytes()
                .map(|byte| if byte == b'/' { SEPARATOR } else { byte }),
        );
    }
}

/// The key of a session.
pub fn session_key(session: SessionId, key: &mut Vec<u8>) {
    key.push(SESSION);
    key.extend_from_slice(&session.0.to_be_bytes());
}

/// What a stored meta entry says, without loading anything: `None` when it cannot be read.
pub fn read_meta(value: &[u8]) -> Option<Meta> {
    decode::meta(value).ok()
}

/// A key for people: the path of a znode, or the bytes.
fn describe(key: &[u8]) -> String {
    match key.split_first() {
        Some((&ZNODE, path)) => {
            let path = String::from_utf8_lossy(path).replace('\0', "/");
            alloc::format!("znode {}", if path.is_empty() { "/" } else { &path })
        }
        Some((&SESSION, id)) => match <[u8; 8]>::try_from(id) {
            Ok(id) => alloc::format!("session {}", SessionId(i64::from_be_bytes(id))),
            Err(_) => alloc::format!("session key {id:02x?}"),
        },
        Some((&META, [])) => String::from("meta"),
        Some(_) | None => alloc::format!("key {key:02x?}"),
    }
}
