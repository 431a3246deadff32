//! A tree put together from stored znodes, parents first.
//!
//! Faster than applying creates: the caller knows the parent, and nothing is looked up. Must
//! never: check what the caller read; a znode comes once and after its parent.

use crate::checkpoint::StoredZnode;
use crate::id::{SessionId, SessionSerial, Zxid};
use crate::options::Switch;

use super::slab::SlotId;
use super::znode::{Mark, Record, is_inline};
use super::{ROOT, Tree};

/// A znode of the tree being built.
#[derive(Clone, Copy)]
pub(crate) struct ZnodeHandle(SlotId);

/// See the module.
pub(crate) struct TreeBuilder {
    tree: Tree,
}

impl TreeBuilder {
    /// As [`Tree::new`], with room in the index for `expected` znodes.
    pub(crate) fn new(seed: u64, digest: Switch, expected: u64) -> TreeBuilder {
        // The number was read from a disk: a wrong one must not ask for all memory there is.
        let expected = usize::try_from(expected).unwrap_or(0).min(1 << 27);
        TreeBuilder {
            tree: Tree::bare(seed, digest, expected),
        }
    }

    /// The root; the first of all.
    pub(crate) fn root(&mut self, stored: StoredZnode<'_>) -> ZnodeHandle {
        let id = self.tree.records.insert(TreeBuilder::record("", &stored));
        assert!(id == ROOT, "the root is built first");
        self.fill(id, "/", stored)
    }

    /// A child of `parent` at `path`, whose last name is `name`.
    pub(crate) fn child(
        &mut self,
        parent: ZnodeHandle,
        path: &str,
        name: &str,
        stored: StoredZnode<'_>,
    ) -> ZnodeHandle {
        let mut record = TreeBuilder::record(name, &stored);
        record.hash = self.tree.hash(path);
        let id = self.tree.link_record(record, parent.0);
        self.fill(id, path, stored)
    }

    fn record(name: &str, stored: &StoredZnode<'_>) -> Record {
        let mut record = match stored.data {
            Some(data) if is_inline(data) => {
                Record::with_data(name, data, stored.ctime, stored.czxid)
            }
            Some(_) | None => Record::new(name, stored.ctime, stored.czxid),
        };
        record.mzxid = stored.mzxid;
        record.mtime = stored.mtime;
        record.version = stored.version;
        record
    }

    fn fill(&mut self, id: SlotId, path: &str, stored: StoredZnode<'_>) -> ZnodeHandle {
        let tree = &mut self.tree;
        let data_len = stored.data.map_or(0, <[u8]>::len);
        if let Some(long) = stored.data.filter(|data| !is_inline(data)) {
            tree.put_data(id, path, Some(long.into()));
        }
        tree.records[id].acl = tree.acls.acquire(stored.acl);
        tree.records[id].mark(Mark::InStore);
        if stored.aversion != 0 || stored.stored_cversion != 0 || stored.pzxid != stored.czxid {
            let extra = tree.extra_mut(id);
            extra.aversion = stored.aversion;
            extra.stored_cversion = stored.stored_cversion;
            extra.pzxid = stored.pzxid;
        }
        tree.link_owned(id, stored.owner);
        tree.data_bytes += Tree::size_of(path, data_len);
        tree.quota_loaded(path);
        tree.digest_add(id, path);
        ZnodeHandle(id)
    }

    /// A session.
    pub(crate) fn session(&mut self, id: SessionId, timeout_ms: i32) {
        self.tree.load_session(id, timeout_ms);
    }

    /// The tree, at `zxid`.
    pub(crate) fn finish(mut self, zxid: Zxid, newest_session: SessionSerial) -> Tree {
        self.tree.last_zxid = zxid;
        self.tree.newest_session = newest_session;
        self.tree
    }
}
