//! The tree: every znode, every session of the ensemble and the last zxid. A plain value.
//!
//! Reads borrow it and allocate nothing; it changes only by `apply` (`txn/apply.rs`), so that
//! every server that has applied the same txns holds the same tree. Must never: refuse a change,
//! check an ACL, read a clock.
//!
//! ```text
//! index    hash of the path -> znode       one probe, then the names are compared upwards
//! records  what every znode has            80 bytes, name and short data in one allocation
//! extras   what some have                  children, owner, long data
//! acls     interned lists                  owned  znodes by session, containers, TTL znodes
//! ```
//!
//! Invariants (see [`Tree::invariants`]): every znode but the root has a parent, is in its
//! parent's list and in the index; an owned znode is in exactly one owner's list.

mod acl;
mod build;
mod delta;
mod digest;
pub(crate) mod edit;
mod index;
mod invariants;
mod owned;
mod quota;
mod slab;
#[cfg(test)]
mod tests;
mod znode;

use alloc::string::String;
use core::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::id::{SessionId, SessionSerial, WallTime, Zxid};
use crate::options::Switch;
use crate::txn::Owner;

use self::acl::AclTable;
use self::delta::Delta;
use self::digest::TreeDigest;
use self::index::Index;
use self::owned::Owned;
use self::quota::Quotas;
use self::slab::{Slab, SlotId};
use self::znode::{Extra, Record};

pub(crate) use self::build::{TreeBuilder, ZnodeHandle};
pub use self::delta::{CaptureBudget, CheckpointOutcome, Progress};
pub(crate) use self::quota::counts_usage;
pub use self::quota::{Limits, Quota, QuotaVerdict, Usage};
pub use self::znode::Znode;

/// The first slot: made by [`Tree::new`], never freed.
const ROOT: SlotId = SlotId::FIRST;

/// See the module.
#[derive(Clone)]
pub struct Tree {
    hasher: FixedState,
    records: Slab<Record>,
    extras: Slab<Extra>,
    index: Index,
    acls: AclTable,
    owned: Owned,
    sessions: HashMap<SessionId, Session, FixedState>,
    quotas: Quotas,
    digest: TreeDigest,
    delta: Delta,
    last_zxid: Zxid,
    newest_session: SessionSerial,
    /// Paths and data, counted as ZooKeeper does.
    data_bytes: u64,
}

/// The version that `/zookeeper/config` has when a reconfig wrote it, as in ZooKeeper. What a
/// client of a single server wrote there has another.
pub(crate) const CONFIG_VERSION: i32 = -1;

/// A session, as every server of the ensemble knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Session {
    timeout_ms: i32,
    marks: delta::SessionMarks,
}

impl Tree {
    /// The tree of an ensemble that has seen no txn: the root and ZooKeeper's own znodes.
    /// `seed` keys the hash of what clients choose: a random number of the process.
    pub fn new(seed: u64, digest: Switch) -> Tree {
        let mut tree = Tree::bare(seed, digest, 0);
        for path in ["/", "/zookeeper", "/zookeeper/quota", crate::path::CONFIG] {
            tree.insert_built_in(path);
        }
        tree
    }

    /// A tree without even a root, with room in its index for `expected` znodes.
    fn bare(seed: u64, digest: Switch, expected: usize) -> Tree {
        let hasher = FixedState::with_seed(seed);
        Tree {
            records: Slab::new(),
            extras: Slab::new(),
            index: Index::with_capacity(expected),
            acls: AclTable::new(hasher.clone()),
            owned: Owned::new(hasher.clone()),
            sessions: HashMap::with_hasher(hasher.clone()),
            quotas: Quotas::new(hasher.clone()),
            digest: TreeDigest::new(digest),
            delta: Delta::new(),
            last_zxid: Zxid::ZERO,
            newest_session: SessionSerial::default(),
            data_bytes: 0,
            hasher,
        }
    }

    /// Puts in one of ZooKeeper's own znodes, parents first.
    fn insert_built_in(&mut self, path: &str) {
        let mut record = Record::with_data(crate::path::name(path), &[], WallTime(0), Zxid::ZERO);
        if path == crate::path::CONFIG {
            record.acl = self.acls.acquire(world_readable());
        }
        let id = match self.find_strictly(crate::path::parent(path)) {
            None => self.records.insert(record),
            Some(parent) => {
                record.hash = self.hash(path);
                self.link_record(record, parent)
            }
        };
        if path == crate::path::CONFIG {
            // ZooKeeper sets this ACL at start, with "version - 1".
            self.extra_mut(id).aversion = -1;
        }
        self.mark_new(id);
        self.data_bytes += Tree::size_of(path, 0);
        self.digest_add(id, path);
    }

    /// The text of the ensemble's configuration, as the last reconfig left it.
    pub(crate) fn config_text(&self) -> Option<&[u8]> {
        let znode = self.lookup(crate::path::CONFIG)?;
        let by_reconfig = znode.version() == CONFIG_VERSION;
        znode.data().filter(|_| by_reconfig)
    }

    /// The znode at `path`; the empty string is a name of the root, as in ZooKeeper.
    #[inline]
    pub fn lookup(&self, path: &str) -> Option<Znode<'_>> {
        self.find(path).map(|id| Znode::new(self, id))
    }

    /// As `find`, but also before there is a root.
    fn find_strictly(&self, path: &str) -> Option<SlotId> {
        if self.records.len() == 0 {
            return None;
        }
        self.find(path)
    }

    #[inline]
    fn find(&self, path: &str) -> Option<SlotId> {
        if path.len() <= 1 {
            return (path.is_empty() || path == "/").then_some(ROOT);
        }
        self.find_hashed(path, self.hash(path))
    }

    /// As `find`, of a path that is not the root's.
    #[inline]
    fn find_hashed(&self, path: &str, hash: u32) -> Option<SlotId> {
        self.index.find(hash, |id| self.is_at(id, path.as_bytes()))
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // a hash: any 32 of its bits are as good
    fn hash(&self, path: &str) -> u32 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(path.as_bytes());
        hasher.finish() as u32
    }

    /// Whether `path` leads to `id`, compared from the last name to the first.
    #[inline]
    fn is_at(&self, mut id: SlotId, path: &[u8]) -> bool {
        let mut rest = path;
        while id != ROOT {
            let record = &self.records[id];
            match rest.strip_suffix(record.name()) {
                Some([before @ .., b'/']) => rest = before,
                Some(_) | None => return false,
            }
            id = record.parent;
        }
        rest.is_empty()
    }

    fn path_of(&self, id: SlotId) -> String {
        if id == ROOT {
            return String::from("/");
        }
        let mut len = 0;
        let mut at = id;
        while at != ROOT {
            len += 1 + self.records[at].name().len();
            at = self.records[at].parent;
        }
        let mut path = alloc::vec![b'/'; len];
        let mut end = len;
        at = id;
        while at != ROOT {
            let name = self.records[at].name();
            path[end - name.len()..end].copy_from_slice(name);
            end -= 1 + name.len();
            at = self.records[at].parent;
        }
        String::from_utf8(path).expect("names were cut from strings")
    }

    /// The zxid of the last txn applied.
    pub const fn last_zxid(&self) -> Zxid {
        self.last_zxid
    }

    /// Znodes as ZooKeeper counts them: the root counts twice, as `""` and as `/`.
    pub fn node_count(&self) -> usize {
        self.records.len() + 1
    }

    /// Bytes of all paths (in UTF-16 units) and data. Source: `DataTree.cachedApproximateDataSize`.
    pub const fn data_bytes(&self) -> u64 {
        self.data_bytes
    }

    /// A txn was applied.
    pub(crate) fn passed(&mut self, zxid: Zxid) {
        self.last_zxid = zxid;
        self.digest.passed(zxid);
    }

    fn size_of(path: &str, data_len: usize) -> u64 {
        (crate::path::java_len(path) + data_len) as u64
    }

    /// Znodes owned by sessions.
    pub const fn ephemeral_count(&self) -> usize {
        self.owned.ephemeral_count()
    }

    /// The ephemeral znodes of a session, in no order that means anything.
    pub fn ephemerals(&self, session: SessionId) -> impl Iterator<Item = Znode<'_>> {
        self.owned_znodes(self.owned.first_of_session(session))
    }

    /// The sessions that own ephemeral znodes, and how many each.
    pub fn ephemeral_owners(&self) -> impl Iterator<Item = (SessionId, usize)> {
        self.owned.sessions()
    }

    /// Every container: what the reaper looks at.
    pub fn containers(&self) -> impl Iterator<Item = Znode<'_>> {
        self.owned_znodes(self.owned.first_container())
    }

    /// Every TTL znode: what the reaper looks at.
    pub fn ttls(&self) -> impl Iterator<Item = Znode<'_>> {
        self.owned_znodes(self.owned.first_ttl())
    }

    /// The containers or TTL znodes behind `last`, in the order of [`Tree::containers`] or
    /// [`Tree::ttls`]: for a walk in parts. None when `last` is no such znode any more.
    pub fn owned_behind(&self, last: &str) -> impl Iterator<Item = Znode<'_>> {
        let extra = self.find(last).and_then(|id| self.extra(id));
        let next = match extra {
            Some(extra) if matches!(extra.owner, Owner::Container | Owner::Ttl { .. }) => {
                extra.next_owned
            }
            Some(_) | None => SlotId::NONE,
        };
        self.owned_znodes(next)
    }

    fn owned_znodes(&self, first: SlotId) -> impl Iterator<Item = Znode<'_>> {
        core::iter::successors(first.some(), |id| {
            self.extra(*id).and_then(|extra| extra.next_owned.some())
        })
        .map(|id| Znode::new(self, id))
    }

    /// Every znode, the root included, in no order that means anything.
    pub fn znodes(&self) -> impl Iterator<Item = Znode<'_>> {
        self.records.iter().map(|(id, _)| Znode::new(self, id))
    }

    /// How many znodes there are below `path`; `None` when it does not exist. Takes time in
    /// proportion to the answer, except for the root.
    pub fn descendants(&self, path: &str) -> Option<u32> {
        let top = self.find(path)?;
        let mut count = 0;
        let mut at = top;
        if top == ROOT {
            // Under its name "" ZooKeeper finds the root itself below the root.
            count = self.records.len() - usize::from(!path.is_empty());
        } else {
            while let Some(next) = self.next_in_subtree(top, at) {
                count += 1;
                at = next;
            }
        }
        Some(u32::try_from(count).expect("znodes are numbered in 32 bits"))
    }

    /// The znode after `at` in a depth-first walk of what is below `top`.
    fn next_in_subtree(&self, top: SlotId, at: SlotId) -> Option<SlotId> {
        if let Some(child) = self.extra(at).and_then(|extra| extra.first_child.some()) {
            return Some(child);
        }
        let mut at = at;
        while at != top {
            let record = &self.records[at];
            if let Some(next) = record.next_sibling.some() {
                return Some(next);
            }
            at = record.parent;
        }
        None
    }

    /// Every session and its timeout in milliseconds.
    pub fn sessions(&self) -> impl Iterator<Item = (SessionId, i32)> {
        self.sessions
            .iter()
            .map(|(id, session)| (*id, session.timeout_ms))
    }

    /// The timeout of a session in milliseconds; `None` when there is no such session.
    pub fn session_timeout(&self, session: SessionId) -> Option<i32> {
        self.sessions
            .get(&session)
            .map(|session| session.timeout_ms)
    }

    /// The largest serial of any session there ever was, closed ones included: a new one of the
    /// same server must have a larger one.
    pub const fn newest_session(&self) -> SessionSerial {
        self.newest_session
    }

    /// How many sessions there are.
    pub fn session_count(&self) -> usize {
        self.sessions.len()
    }

    /// Distinct ACLs in use besides the open one.
    pub fn acl_count(&self) -> usize {
        self.acls.len()
    }

    /// ZooKeeper's tree digest, version 2; `None` when it is not kept.
    pub const fn digest(&self) -> Option<u64> {
        self.digest.current()
    }

    /// Digests of the past, oldest first, as the four-letter word `hash` lists them.
    pub fn recent_digests(&self) -> impl Iterator<Item = (Zxid, u64)> {
        self.digest.recent()
    }
}

/// `world:anyone:r`, the ACL of `/zookeeper/config`.
fn world_readable() -> AclList {
    AclList::new(alloc::vec![Acl {
        permissions: Permissions::READ,
        identity: Identity {
            scheme: String::from("world"),
            id: String::from("anyone"),
        },
    }])
}

impl core::fmt::Debug for Tree {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Tree")
            .field("last_zxid", &self.last_zxid)
            .field("znodes", &self.records.len())
            .field("sessions", &self.sessions.len())
            .finish_non_exhaustive()
    }
}
