//! What a client is told about a znode besides its data.
//!
//! Must never be stored: it is computed from the znode, in the form clients see.

use crate::id::{WallTime, Zxid};

/// The `Stat` record. Field by field: `org.apache.zookeeper.data.Stat`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stat {
    /// Zxid of the create.
    pub czxid: Zxid,
    /// Zxid of the create or of the last change of data.
    pub mzxid: Zxid,
    /// Time of the create.
    pub ctime: WallTime,
    /// Time of the create or of the last change of data.
    pub mtime: WallTime,
    /// Changes of data.
    pub version: i32,
    /// Creates plus deletes of children: `2 * stored - num_children`.
    pub cversion: i32,
    /// Changes of the ACL.
    pub aversion: i32,
    /// The owning session of an ephemeral znode; 0 for all others, containers and TTL included.
    pub ephemeral_owner: i64,
    /// Bytes of data; 0 for null data.
    pub data_length: i32,
    /// Children now.
    pub num_children: i32,
    /// Zxid of the create, or of the last create or delete of a child.
    pub pzxid: Zxid,
}
