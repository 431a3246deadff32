//! The table of a shard's connections.
//!
//! Invariant: a slot's generation grows with every reuse, so that what is still in flight for a
//! connection that is gone finds nobody.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{Connection, Slot};
use crate::id::ConnectionId;

/// One place of the table. Boxed, so that ten thousand free ones cost little.
#[derive(Debug, Default)]
struct Place {
    generation: u32,
    connection: Option<Box<Connection>>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Connections {
    places: Vec<Place>,
    free: Vec<Slot>,
    len: usize,
}

impl Connections {
    pub(super) fn insert(&mut self, make: impl FnOnce(Slot, u32) -> Connection) -> ConnectionId {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.places.push(Place::default());
            Slot(u32::try_from(self.places.len() - 1).expect("fewer than 2^32 connections"))
        });
        let place = &mut self.places[slot.index()];
        place.generation = place.generation.wrapping_add(1);
        let connection = make(slot, place.generation);
        let id = connection.id;
        assert!(
            place.connection.is_none(),
            "a free slot holds no connection"
        );
        place.connection = Some(Box::new(connection));
        self.len += 1;
        id
    }

    pub(super) fn remove(&mut self, slot: Slot) -> Box<Connection> {
        let connection = self.places[slot.index()].connection.take();
        self.free.push(slot);
        self.len -= 1;
        connection.expect("a slot in use")
    }

    pub(super) fn get(&self, slot: Slot) -> Option<&Connection> {
        self.places.get(slot.index())?.connection.as_deref()
    }

    pub(super) fn get_mut(&mut self, slot: Slot) -> Option<&mut Connection> {
        self.places.get_mut(slot.index())?.connection.as_deref_mut()
    }

    /// The slot of a connection that is still the one `id` names.
    pub(super) fn slot_of(&self, id: ConnectionId) -> Option<Slot> {
        let slot = Slot(id.slot);
        self.get(slot)
            .filter(|connection| connection.id == id)
            .map(|_| slot)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Connection> {
        self.places
            .iter()
            .filter_map(|place| place.connection.as_deref())
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Connection> {
        self.places
            .iter_mut()
            .filter_map(|place| place.connection.as_deref_mut())
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }
}
