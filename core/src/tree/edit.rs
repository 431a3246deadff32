//! The four changes a tree knows: create, delete, data, ACL.
//!
//! Each one leaves every derived figure right: index, lists, counts, digest, quota usage, and
//! what the next checkpoint must write. Must never: refuse; what cannot be is asserted, because
//! `prepare` has decided before.

use alloc::boxed::Box;

use crate::acl::AclList;
use crate::id::{WallTime, Zxid};
use crate::path;
use crate::request::{Data, Path};
use crate::stat::Stat;
use crate::txn::Owner;

use super::slab::SlotId;
use super::znode::{Record, is_inline};
use super::{ROOT, Tree, Znode};

/// What a znode is born with.
#[derive(Debug)]
pub(crate) struct Birth {
    pub(crate) data: Data,
    pub(crate) acl: AclList,
    pub(crate) owner: Owner,
    /// The parent's stored `cversion` from now on.
    pub(crate) parent_cversion: i32,
}

/// When a change happens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) zxid: Zxid,
    pub(crate) time: WallTime,
}

impl Tree {
    /// Creates a znode. Its parent exists, it does not.
    pub(crate) fn create(&mut self, path: &Path, birth: Birth, at: Moment) -> Created {
        let parent_path = path::parent(path);
        let Some(parent) = self.find(parent_path) else {
            panic!("a created znode has a parent: {path}");
        };
        self.begin_change(parent, parent_path);

        let name = path::name(path);
        let data_len = birth.data.as_ref().map_or(0, |data| data.len());
        let mut record = match &birth.data {
            Some(data) if is_inline(data) => Record::with_data(name, data, at.time, at.zxid),
            Some(_) | None => Record::new(name, at.time, at.zxid),
        };
        record.acl = self.acls.acquire(birth.acl);
        record.hash = self.hash(path);
        assert!(
            path.len() > 1 && self.find_hashed(path, record.hash).is_none(),
            "a created znode is new: {path}"
        );
        let id = self.link_record(record, parent);
        if let Some(long) = birth.data.filter(|data| !is_inline(data)) {
            self.put_data(id, path, Some(long));
        }
        self.link_owned(id, birth.owner);

        let parent_extra = self.extra_mut(parent);
        parent_extra.stored_cversion = birth.parent_cversion;
        parent_extra.pzxid = at.zxid;
        self.mark_new(id);
        self.end_change(parent, parent_path);
        self.digest_add(id, path);
        self.data_bytes += Tree::size_of(path, data_len);
        // What is answered is the znode as it was created: a new `zookeeper_stats` is rewritten.
        let created = Created {
            stat: Znode::new(self, id).stat(),
            parent_acl: Znode::new(self, parent).acl().clone(),
        };
        self.quota_created(path, data_len);
        created
    }

    /// Puts a record that has its hash into slab, index and its parent's list.
    pub(super) fn link_record(&mut self, mut record: Record, parent: SlotId) -> SlotId {
        let hash = record.hash;
        record.parent = parent;
        let id = self.records.insert(record);
        let parent_extra = self.extra_mut(parent);
        parent_extra.num_children += 1;
        let next = core::mem::replace(&mut parent_extra.first_child, id);
        self.records[id].next_sibling = next;
        if !next.is_none() {
            self.records[next].previous_sibling = id;
        }
        let records = &self.records;
        self.index.insert(hash, id, |id| records[id].hash);
        id
    }

    /// Deletes a znode without children.
    pub(crate) fn delete(&mut self, path: &Path, zxid: Zxid) -> Removed {
        let Some(id) = self.find(path) else {
            panic!("a deleted znode exists: {path}");
        };
        assert!(id != ROOT, "the root stays");
        assert!(
            self.extra(id).is_none_or(|extra| extra.num_children == 0),
            "a deleted znode has no children: {path}"
        );
        let data_len = self.data_of(id).map_or(0, <[u8]>::len);
        let parent_path = path::parent(path);
        let parent = self.records[id].parent;
        self.begin_change(parent, parent_path);
        self.digest_subtract(id, path);
        self.note_delete(id, path);
        self.unlink_owned(id);

        let record = self.records.remove(id);
        self.index.remove(record.hash, id);
        if !record.extra.is_none() {
            self.extras.remove(record.extra);
        }
        if !record.next_sibling.is_none() {
            self.records[record.next_sibling].previous_sibling = record.previous_sibling;
        }
        if !record.previous_sibling.is_none() {
            self.records[record.previous_sibling].next_sibling = record.next_sibling;
        }
        let parent_extra = self.extra_mut(parent);
        if record.previous_sibling.is_none() {
            parent_extra.first_child = record.next_sibling;
        }
        parent_extra.num_children -= 1;
        parent_extra.pzxid = zxid;
        self.end_change(parent, parent_path);

        let acl = self.acls.get(record.acl).clone();
        self.acls.release(record.acl);
        self.data_bytes -= Tree::size_of(path, data_len);
        self.quota_deleted(path, data_len);
        Removed {
            acl,
            parent_acl: Znode::new(self, parent).acl().clone(),
        }
    }

    /// Replaces a znode's data.
    pub(crate) fn set_data(
        &mut self,
        path: &str,
        data: Data,
        version: i32,
        at: Moment,
    ) -> Replaced {
        let Some(id) = self.find(path) else {
            panic!("a znode whose data is set exists: {path}");
        };
        let old_len = self.data_of(id).map_or(0, <[u8]>::len);
        let new_len = data.as_ref().map_or(0, |data| data.len());
        self.begin_change(id, path);
        self.put_data(id, path, data);
        let record = &mut self.records[id];
        record.version = version;
        record.mzxid = at.zxid;
        record.mtime = at.time;
        self.end_change(id, path);
        self.data_bytes = self.data_bytes + new_len as u64 - old_len as u64;
        let znode = Znode::new(self, id);
        let replaced = Replaced {
            stat: znode.stat(),
            acl: znode.acl().clone(),
        };
        self.quota_resized(path, old_len, new_len);
        replaced
    }

    /// Replaces a znode's ACL.
    pub(crate) fn set_acl(&mut self, path: &str, acl: AclList, aversion: i32) -> Znode<'_> {
        let Some(id) = self.find(path) else {
            panic!("a znode whose ACL is set exists: {path}");
        };
        self.begin_change(id, path);
        let new = self.acls.acquire(acl);
        let old = core::mem::replace(&mut self.records[id].acl, new);
        self.acls.release(old);
        self.extra_mut(id).aversion = aversion;
        self.end_change(id, path);
        Znode::new(self, id)
    }

    /// Replaces data that no txn is about (a quota's usage): neither version nor zxid moves.
    pub(super) fn set_data_quietly(&mut self, path: &str, data: Box<[u8]>) {
        let Some(id) = self.find(path) else {
            return;
        };
        let old_len = self.data_of(id).map_or(0, <[u8]>::len);
        self.begin_change(id, path);
        self.data_bytes = self.data_bytes + data.len() as u64 - old_len as u64;
        self.put_data(id, path, Some(data));
        self.end_change(id, path);
    }

    /// Before any field of a znode changes.
    fn begin_change(&mut self, id: SlotId, path: &str) {
        self.note_change(id, path);
        self.digest_subtract(id, path);
    }

    /// After its fields have changed.
    fn end_change(&mut self, id: SlotId, path: &str) {
        self.digest_add(id, path);
    }
}

/// A znode as it was created.
#[derive(Debug)]
pub(crate) struct Created {
    pub(crate) stat: Stat,
    /// Its parent's ACL.
    pub(crate) parent_acl: AclList,
}

/// A znode right after its data was replaced.
#[derive(Debug)]
pub(crate) struct Replaced {
    pub(crate) stat: Stat,
    pub(crate) acl: AclList,
}

/// What is left of a deleted znode: who may hear of it.
#[derive(Debug)]
pub(crate) struct Removed {
    /// The ACL it had.
    pub(crate) acl: AclList,
    /// Its parent's.
    pub(crate) parent_acl: AclList,
}
