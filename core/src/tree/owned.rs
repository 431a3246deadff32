//! Which znodes belong to whom: one list for each session, one of containers, one of TTL znodes.
//!
//! The links stand in the znodes, so that adding and removing one is O(1) however many a session
//! owns. Must never: decide when an owner's znodes go.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::id::SessionId;
use crate::txn::Owner;

use super::Tree;
use super::slab::SlotId;

/// The heads of the lists.
#[derive(Clone)]
pub(super) struct Owned {
    sessions: HashMap<SessionId, Ephemerals, FixedState>,
    containers: SlotId,
    ttls: SlotId,
    ephemerals: usize,
}

/// Never empty: the last one that goes takes it along.
#[derive(Clone, Copy)]
struct Ephemerals {
    first: SlotId,
    count: usize,
}

impl Owned {
    pub(super) fn new(hasher: FixedState) -> Owned {
        Owned {
            sessions: HashMap::with_hasher(hasher),
            containers: SlotId::NONE,
            ttls: SlotId::NONE,
            ephemerals: 0,
        }
    }

    pub(super) const fn ephemeral_count(&self) -> usize {
        self.ephemerals
    }

    pub(super) fn sessions(&self) -> impl Iterator<Item = (SessionId, usize)> {
        self.sessions.iter().map(|(id, list)| (*id, list.count))
    }

    pub(super) fn first_of_session(&self, session: SessionId) -> SlotId {
        self.sessions
            .get(&session)
            .map_or(SlotId::NONE, |list| list.first)
    }

    pub(super) const fn first_container(&self) -> SlotId {
        self.containers
    }

    pub(super) const fn first_ttl(&self) -> SlotId {
        self.ttls
    }

    /// Puts `id` at the head of `owner`'s list; what was there before.
    fn push(&mut self, owner: Owner, id: SlotId) -> SlotId {
        match owner {
            Owner::Persistent => SlotId::NONE,
            Owner::Container => core::mem::replace(&mut self.containers, id),
            Owner::Ttl { .. } => core::mem::replace(&mut self.ttls, id),
            Owner::Session(session) => {
                self.ephemerals += 1;
                let list = self.sessions.entry(session).or_insert(Ephemerals {
                    first: SlotId::NONE,
                    count: 0,
                });
                list.count += 1;
                core::mem::replace(&mut list.first, id)
            }
        }
    }

    /// One znode of `owner` goes; `new_first` is the head now, if it was the head that went.
    fn pop(&mut self, owner: Owner, new_first: Option<SlotId>) {
        match owner {
            Owner::Persistent => {}
            Owner::Container => self.containers = new_first.unwrap_or(self.containers),
            Owner::Ttl { .. } => self.ttls = new_first.unwrap_or(self.ttls),
            Owner::Session(session) => {
                let Entry::Occupied(mut list) = self.sessions.entry(session) else {
                    panic!("an ephemeral znode is in its session's list");
                };
                self.ephemerals -= 1;
                list.get_mut().count -= 1;
                if list.get().count == 0 {
                    list.remove();
                } else if let Some(first) = new_first {
                    list.get_mut().first = first;
                }
            }
        }
    }
}

impl Tree {
    /// Gives a znode without owner to `owner`.
    pub(super) fn link_owned(&mut self, id: SlotId, owner: Owner) {
        if owner == Owner::Persistent {
            return;
        }
        let next = self.owned.push(owner, id);
        if !next.is_none() {
            self.extra_mut(next).previous_owned = id;
        }
        let extra = self.extra_mut(id);
        assert!(extra.owner == Owner::Persistent, "an owner is given once");
        extra.owner = owner;
        extra.next_owned = next;
        extra.previous_owned = SlotId::NONE;
    }

    /// Takes a znode from its owner.
    pub(super) fn unlink_owned(&mut self, id: SlotId) {
        let Some(extra) = self.extra(id) else {
            return;
        };
        let (owner, next, previous) = (extra.owner, extra.next_owned, extra.previous_owned);
        if owner == Owner::Persistent {
            return;
        }
        if !next.is_none() {
            self.extra_mut(next).previous_owned = previous;
        }
        if !previous.is_none() {
            self.extra_mut(previous).next_owned = next;
        }
        self.owned.pop(owner, previous.is_none().then_some(next));
        self.extra_mut(id).owner = Owner::Persistent;
    }
}
