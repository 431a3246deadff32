//! What a client may ask for and what it is answered: the vocabulary, neutral of any wire.
//!
//! Two families, because they travel differently. A [`Write`] owns its parts: it crosses from the
//! shard of its connection to the replica and waits for the log. A [`Read`] borrows from the
//! receive buffer: it is answered in place and allocates nothing.
//!
//! Must never be matched with `_ =>`: a new request fails to compile until everybody handles it.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::acl::{Acl, AclList};
use crate::error_code::ErrorCode;
use crate::id::Zxid;
use crate::limits;
use crate::stat::Stat;

/// A znode's full path. Shared by the request, the txn, the events and whatever is in flight.
pub type Path = Arc<str>;

/// A znode's data: `None` is ZooKeeper's null, which is not the same as empty.
pub type Data = Option<Box<[u8]>>;

/// The version a change expects to find; [`ExpectedVersion::ANY`] matches every one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExpectedVersion(pub i32);

impl ExpectedVersion {
    /// Matches every version.
    pub const ANY: ExpectedVersion = ExpectedVersion(-1);

    /// Whether `current` is the expected version.
    pub const fn matches(self, current: i32) -> bool {
        self.0 == -1 || self.0 == current
    }
}

/// Which operation asked for a create; it decides which flags are legal and what is replied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CreateOp {
    /// Opcode 1: the path is replied.
    Create,
    /// Opcode 15: path and Stat are replied.
    Create2,
    /// Opcode 19: always a container; path and Stat are replied.
    Container,
    /// Opcode 21: needs a TTL flag and a TTL; path and Stat are replied.
    Ttl,
}

/// A create as the client asked for it: nothing checked yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CreateRequest {
    /// Which opcode.
    pub op: CreateOp,
    /// The path, without the sequence suffix.
    pub path: Path,
    /// The data.
    pub data: Data,
    /// The list as sent; empty when it was null or empty.
    pub acl: Vec<Acl>,
    /// `CreateMode` flag, as sent.
    pub flags: i32,
    /// Milliseconds; 0 unless the operation is [`CreateOp::Ttl`].
    pub ttl_ms: i64,
}

/// The version of the configuration that a reconfig expects; [`ExpectedConfig::ANY`] matches every
/// one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExpectedConfig(pub i64);

impl ExpectedConfig {
    /// Matches every version.
    pub const ANY: ExpectedConfig = ExpectedConfig(-1);

    /// Whether `current` is the expected version.
    pub const fn matches(self, current: Zxid) -> bool {
        self.0 == -1 || self.0 == current.bits()
    }
}

/// A reconfig as the client asked for it: nothing checked yet. `None` is ZooKeeper's null.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReconfigRequest {
    /// `server.N=…` of those that join, with commas between them.
    pub joining: Option<String>,
    /// The ids of those that leave, with commas between them.
    pub leaving: Option<String>,
    /// All there shall be; with it the other two are not looked at.
    pub members: Option<String>,
    /// Compared with the version of the configuration.
    pub expected: ExpectedConfig,
}

/// A request that becomes a txn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// Creates a znode of any kind.
    Create(CreateRequest),
    /// Deletes a znode without children.
    Delete {
        /// The znode.
        path: Path,
        /// Compared with `version`.
        expected: ExpectedVersion,
    },
    /// Replaces a znode's data.
    SetData {
        /// The znode.
        path: Path,
        /// The new data.
        data: Data,
        /// Compared with `version`.
        expected: ExpectedVersion,
    },
    /// Replaces a znode's ACL.
    SetAcl {
        /// The znode.
        path: Path,
        /// The list as sent.
        acl: Vec<Acl>,
        /// Compared with `aversion`.
        expected: ExpectedVersion,
    },
    /// Checks a version; only legal inside a multi.
    Check {
        /// The znode.
        path: Path,
        /// Compared with `version`.
        expected: ExpectedVersion,
    },
    /// All or nothing. Holds no `Multi` and no `CloseSession`: the decoder refuses them.
    Multi(Vec<Write>),
    /// Ends the session and removes its ephemeral znodes.
    CloseSession,
    /// Changes the ensemble; a standalone server refuses it.
    Reconfig(Box<ReconfigRequest>),
    /// A multi that could not be decoded, or a null where the leader looks into a string: it
    /// consumes a zxid and is answered with [`ErrorCode::MarshallingError`], as ZooKeeper does.
    Undecodable,
}

impl Write {
    /// Whether it asks for an ephemeral znode, which only a session of the whole ensemble can own.
    /// Source: `QuorumZooKeeperServer.checkUpgradeSession`.
    pub fn creates_ephemeral(&self) -> bool {
        match self {
            Write::Create(request) => match request.op {
                // As in `CreateMode`: ephemeral, and ephemeral with a sequence.
                CreateOp::Create | CreateOp::Create2 => matches!(request.flags, 1 | 3),
                CreateOp::Container | CreateOp::Ttl => false,
            },
            Write::Multi(writes) => writes.iter().any(Write::creates_ephemeral),
            Write::Delete { .. }
            | Write::SetData { .. }
            | Write::SetAcl { .. }
            | Write::Check { .. }
            | Write::CloseSession
            | Write::Reconfig(_)
            | Write::Undecodable => false,
        }
    }
}

impl Write {
    /// About as many bytes as it takes to keep it, or to send it.
    pub(crate) fn bytes(&self) -> usize {
        let data_bytes = |data: &Data| data.as_deref().map_or(0, <[u8]>::len);
        let acl_bytes = |acl: &[Acl]| {
            acl.iter()
                .map(|entry| entry.identity.bytes())
                .sum::<usize>()
        };
        let text_bytes = |text: &Option<String>| text.as_deref().map_or(0, str::len);
        let parts = match self {
            Write::Create(request) => {
                request.path.len() + data_bytes(&request.data) + acl_bytes(&request.acl)
            }
            Write::Delete { path, .. } | Write::Check { path, .. } => path.len(),
            Write::SetData { path, data, .. } => path.len() + data_bytes(data),
            Write::SetAcl { path, acl, .. } => path.len() + acl_bytes(acl),
            Write::Multi(writes) => writes.iter().map(Write::bytes).sum(),
            Write::Reconfig(request) => {
                let ReconfigRequest {
                    joining,
                    leaving,
                    members,
                    expected: _,
                } = &**request;
                text_bytes(joining) + text_bytes(leaving) + text_bytes(members)
            }
            Write::CloseSession | Write::Undecodable => 0,
        };
        limits::PART_BYTES + parts
    }
}

/// How an `addWatch` watch fires.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AddWatchMode {
    /// Mode 0: data and children of the znode itself; stays.
    Persistent,
    /// Mode 1: the znode and everything below it; no child events; stays.
    PersistentRecursive,
}

/// Which watches `checkWatches` and `removeWatches` mean. Source: `Watcher.WatcherType` of 3.9.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WatchFilter {
    /// 1: one-shot child watches.
    Children,
    /// 2: one-shot data watches (`exists` and `getData`).
    Data,
    /// 3: all of them.
    Any,
    /// 4: persistent ones.
    Persistent,
    /// 5: persistent recursive ones.
    PersistentRecursive,
}

/// A request that is answered from the tree and the watches of its own shard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Read<'a> {
    /// Opcode 3.
    Exists {
        /// The znode.
        path: &'a str,
        /// Register a data watch, also when the znode is missing.
        watch: bool,
    },
    /// Opcode 4.
    GetData {
        /// The znode.
        path: &'a str,
        /// Register a data watch on success.
        watch: bool,
    },
    /// Opcode 6.
    GetAcl {
        /// The znode.
        path: &'a str,
    },
    /// Opcodes 8 (names) and 12 (names and Stat).
    GetChildren {
        /// The znode.
        path: &'a str,
        /// Register a child watch on success.
        watch: bool,
        /// Opcode 12.
        with_stat: WithStat,
    },
    /// Opcode 9: on a standalone server an ordinary read that echoes its path.
    Sync {
        /// Echoed.
        path: &'a str,
    },
    /// Opcode 11.
    Ping,
    /// Opcode 22: `GetData` and `GetChildren` without Stat only.
    MultiRead(Vec<Read<'a>>),
    /// Opcode 103.
    GetEphemerals {
        /// Only paths that start with this; empty for all.
        prefix: &'a str,
    },
    /// Opcode 104.
    GetAllChildrenNumber {
        /// The znode.
        path: &'a str,
    },
    /// Opcode 107.
    WhoAmI,
    /// Opcode 106.
    AddWatch {
        /// The znode; it may be missing.
        path: &'a str,
        /// How it fires.
        mode: AddWatchMode,
    },
    /// Opcode 17.
    CheckWatches {
        /// The znode.
        path: &'a str,
        /// Which kinds.
        filter: WatchFilter,
    },
    /// Opcode 18.
    RemoveWatches {
        /// The znode.
        path: &'a str,
        /// Which kinds.
        filter: WatchFilter,
    },
    /// Opcodes 101 and 105.
    SetWatches(SetWatches<'a>),
}

/// Whether a listing of children also carries the parent's Stat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WithStat {
    /// Opcode 8.
    No,
    /// Opcode 12.
    Yes,
}

/// A client's watches, registered again after a reconnect.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SetWatches<'a> {
    /// The highest zxid the client has seen, as sent.
    pub relative_zxid: Zxid,
    /// Watches set by `getData`.
    pub data: Vec<&'a str>,
    /// Watches set by `exists` on missing znodes.
    pub exist: Vec<&'a str>,
    /// Watches set by `getChildren`.
    pub child: Vec<&'a str>,
    /// Persistent ones (opcode 105).
    pub persistent: Vec<&'a str>,
    /// Persistent recursive ones (opcode 105).
    pub persistent_recursive: Vec<&'a str>,
}

/// What came of a [`Write`] once its txn was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Carried out; there is nothing to say (delete, check, session end).
    Done,
    /// Created.
    Created {
        /// The full path, sequence suffix included.
        path: Path,
        /// As of right after the create.
        stat: Stat,
    },
    /// Data or ACL replaced.
    Changed {
        /// As of right after the change.
        stat: Stat,
    },
    /// The ensemble was changed.
    Reconfigured {
        /// What `/zookeeper/config` holds now.
        config: Box<[u8]>,
        /// As of right after the change.
        stat: Stat,
    },
    /// Refused.
    Failed(ErrorCode),
    /// A multi, carried out: one outcome for each operation, none of them `Failed`.
    Multi(Vec<Outcome>),
    /// A multi, refused: one code for each operation, `None` for those before the failing one.
    FailedMulti(Vec<Option<ErrorCode>>),
}

/// The ACL that guards an event, and the change it is about: what every shard's watches see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// To which znode.
    pub path: Path,
    /// The znode's ACL at the change; for a delete the one it had.
    pub acl: AclList,
    /// The parent's ACL at the change; for [`ChangeKind::DataChanged`] unused and open.
    pub parent_acl: AclList,
}

/// What happened to a znode.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChangeKind {
    /// It came into being; its parent's children changed.
    Created,
    /// It is gone; its parent's children changed.
    Deleted,
    /// Its data was replaced.
    DataChanged,
}
