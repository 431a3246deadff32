//! Everything that must hold of a tree, checked the slow way: for tests and simulation.

use alloc::vec::Vec;

use super::slab::SlotId;
use super::{ROOT, Tree};
use crate::txn::Owner;

impl Tree {
    /// Asserts what the module's head promises. Takes time in proportion to the tree.
    pub fn invariants(&self) {
        let mut children = 0;
        let mut data_bytes = crate::path::java_len("/") as u64;
        let mut digest = 0u64;
        let mut scratch = Vec::new();
        let mut ephemerals = 0;
        for (id, record) in self.records.iter() {
            let path = self.path_of(id);
            assert_eq!(self.find(&path), Some(id), "{path} is found");
            let data_len = self.data_of(id).map_or(0, <[u8]>::len);
            digest = digest.wrapping_add(self.digest_with(&mut scratch, id, &path));
            if let Some(kept) = self.long_data_crc(id) {
                let data = self.data_of(id).unwrap_or_default();
                assert_eq!(
                    kept,
                    self.digest_prefix(id, &path, data),
                    "{path} is hashed"
                );
            }
            if id == ROOT {
                assert!(record.parent.is_none(), "the root has no parent");
                data_bytes += data_len as u64;
            } else {
                assert_eq!(record.hash, self.hash(&path), "{path} is hashed");
                assert!(!record.name().is_empty(), "only the root has no name");
                data_bytes += Tree::size_of(&path, data_len);
            }
            children += self.check_children(id);
            if let Some(extra) = self.extra(id)
                && matches!(extra.owner, Owner::Session(_))
            {
                ephemerals += 1;
            }
        }
        assert_eq!(children + 1, self.records.len(), "each has one parent");
        assert_eq!(self.index.len() + 1, self.records.len(), "each is indexed");
        assert_eq!(data_bytes, self.data_bytes, "data_bytes is kept");
        assert_eq!(ephemerals, self.owned.ephemeral_count());
        let listed: usize = self
            .ephemeral_owners()
            .map(|(session, count)| {
                let found = self.ephemerals(session).count();
                assert_eq!(found, count, "ephemerals of {session}");
                found
            })
            .sum();
        assert_eq!(listed, ephemerals, "each ephemeral znode is in a list");
        for container in self.containers() {
            assert_eq!(container.owner(), Owner::Container);
        }
        for ttl in self.ttls() {
            assert!(matches!(ttl.owner(), Owner::Ttl { .. }));
        }
        if let Some(sum) = self.digest() {
            assert_eq!(sum, digest, "the digest is kept");
        }
    }

    /// The list of children is whole; how long it is.
    fn check_children(&self, id: SlotId) -> usize {
        let Some(extra) = self.extra(id) else {
            return 0;
        };
        let mut count = 0;
        let mut previous = SlotId::NONE;
        let mut at = extra.first_child;
        while !at.is_none() {
            assert!(!self.records.is_vacant(at), "a child is live");
            assert_eq!(self.records[at].parent, id, "a child knows its parent");
            assert_eq!(self.records[at].previous_sibling, previous);
            count += 1;
            previous = at;
            at = self.records[at].next_sibling;
        }
        assert_eq!(usize::try_from(extra.num_children), Ok(count));
        count
    }
}
