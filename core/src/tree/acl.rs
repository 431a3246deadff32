//! ACLs, interned: a znode holds a number, equal lists are stored once.
//!
//! Must never check an ACL: that is `access`. Invariants: number 0 is the open list and is never
//! freed; every other number is as often referenced as znodes hold it.

use alloc::vec;
use alloc::vec::Vec;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::acl::AclList;

/// The number of an interned list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct AclId(u32);

impl AclId {
    /// `world:anyone:cdrwa`.
    pub(super) const OPEN: AclId = AclId(0);
}

/// See the module.
#[derive(Clone)]
pub(super) struct AclTable {
    lists: Vec<Interned>,
    free: Vec<AclId>,
    ids: HashMap<AclList, AclId, FixedState>,
}

#[derive(Clone)]
struct Interned {
    list: AclList,
    references: u32,
}

impl AclTable {
    pub(super) fn new(hasher: FixedState) -> AclTable {
        AclTable {
            lists: vec![Interned {
                list: AclList::OPEN,
                references: 0,
            }],
            free: Vec::new(),
            ids: HashMap::with_hasher(hasher),
        }
    }

    #[inline]
    pub(super) fn get(&self, id: AclId) -> &AclList {
        &self.lists[id.0 as usize].list
    }

    /// The number of `list`, with one reference more. The open list is not counted.
    pub(super) fn acquire(&mut self, list: AclList) -> AclId {
        if list.is_open() {
            return AclId::OPEN;
        }
        if let Some(&id) = self.ids.get(&list) {
            self.lists[id.0 as usize].references += 1;
            return id;
        }
        let interned = Interned {
            list: list.clone(),
            references: 1,
        };
        let id = if let Some(id) = self.free.pop() {
            self.lists[id.0 as usize] = interned;
            id
        } else {
            let number =
                u32::try_from(self.lists.len()).expect("there are fewer lists than znodes");
            self.lists.push(interned);
            AclId(number)
        };
        self.ids.insert(list, id);
        id
    }

    /// Takes one reference back.
    pub(super) fn release(&mut self, id: AclId) {
        if id == AclId::OPEN {
            return;
        }
        let interned = &mut self.lists[id.0 as usize];
        assert!(interned.references > 0, "a list is released once per znode");
        interned.references -= 1;
        if interned.references == 0 {
            let list = core::mem::take(&mut interned.list);
            self.ids.remove(&list);
            self.free.push(id);
        }
    }

    /// Lists other than the open one.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::acl::{Acl, Identity, Permissions};

    fn list(id: &str) -> AclList {
        AclList::new(vec![Acl {
            permissions: Permissions::READ,
            identity: Identity {
                scheme: "digest".to_string(),
                id: id.to_string(),
            },
        }])
    }

    #[test]
    fn equal_lists_share_a_number_until_the_last_goes() {
        let mut table = AclTable::new(FixedState::with_seed(1));
        let a = table.acquire(list("a"));
        let b = table.acquire(list("b"));
        assert_eq!(table.acquire(list("a")), a);
        assert_ne!(a, b);
        assert_eq!(table.acquire(AclList::OPEN), AclId::OPEN);
        table.release(a);
        assert_eq!(table.get(a), &list("a"));
        table.release(a);
        assert_eq!(table.len(), 1);
        assert_eq!(table.acquire(list("c")), a, "the number is used again");
        assert_eq!(table.get(b), &list("b"));
        table.release(AclId::OPEN);
        assert!(table.get(AclId::OPEN).is_open());
    }
}
