//! Numbered slots in chunks: growing does not move what is there, so it does not stall.
//!
//! The first chunk starts small, for the sake of small trees, and moves once as it fills up.
//! A slot's number is reused after it was freed. Invariants: a number handed out is live until
//! it is freed; a vacant slot owns no memory of its own.

use alloc::vec::Vec;

/// Slots in a chunk; a power of two. Of the sizes tried, mimalloc rounds 2048 records up least: 82
/// bytes for each, against 85 for twice as many or half as many.
const CHUNK: usize = 2048;
/// Slots in the first chunk before it moves.
const FIRST_CHUNK: usize = 64;
const CHUNK_BITS: u32 = CHUNK.trailing_zeros();

/// The number of a slot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct SlotId(u32);

impl SlotId {
    /// No slot.
    pub(super) const NONE: SlotId = SlotId(u32::MAX);
    /// The first slot handed out.
    pub(super) const FIRST: SlotId = SlotId(0);

    /// Whether this is [`SlotId::NONE`].
    pub(super) const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }

    /// `None` for [`SlotId::NONE`].
    pub(super) const fn some(self) -> Option<SlotId> {
        if self.is_none() { None } else { Some(self) }
    }
}

/// What a slab holds.
pub(super) trait Slot {
    /// What stands in the slot after this value has left.
    fn leave(&self) -> Self;
    /// Whether this is what [`Slot::leave`] left.
    fn is_vacant(&self) -> bool;
    /// This value comes into a slot where `vacant` stood.
    fn enter(&mut self, vacant: &Self);
}

/// See the module.
#[derive(Clone)]
pub(super) struct Slab<T> {
    chunks: Chunks<T>,
    free: Chunks<SlotId>,
}

impl<T: Slot> Slab<T> {
    pub(super) const fn new() -> Slab<T> {
        Slab {
            chunks: Chunks::new(),
            free: Chunks::new(),
        }
    }

    /// How many slots are live.
    pub(super) fn len(&self) -> usize {
        self.chunks.len() - self.free.len()
    }

    /// Puts `value` into a free slot or a new one.
    pub(super) fn insert(&mut self, mut value: T) -> SlotId {
        if let Some(id) = self.free.pop() {
            value.enter(&self[id]);
            self[id] = value;
            return id;
        }
        let number = u32::try_from(self.chunks.len()).expect("slots are numbered in 32 bits");
        assert!(number != u32::MAX, "2^32 - 1 slots are in use");
        self.chunks.push(value);
        SlotId(number)
    }

    /// Takes the value out; the slot is free from now on.
    pub(super) fn remove(&mut self, id: SlotId) -> T {
        assert!(!self[id].is_vacant(), "a slot is freed once");
        let vacant = self[id].leave();
        self.free.push(id);
        core::mem::replace(&mut self[id], vacant)
    }

    /// Whether the slot is free.
    pub(super) fn is_vacant(&self, id: SlotId) -> bool {
        self[id].is_vacant()
    }

    /// The live slots and their numbers, in no useful order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (SlotId, &T)> {
        // The count of slots fits: `insert` saw to it.
        (0u32..)
            .map(SlotId)
            .zip(self.chunks.iter())
            .filter(|(_, slot)| !slot.is_vacant())
    }
}

impl<T> core::ops::Index<SlotId> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, id: SlotId) -> &T {
        &self.chunks[id.0 as usize]
    }
}

impl<T> core::ops::IndexMut<SlotId> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, id: SlotId) -> &mut T {
        &mut self.chunks[id.0 as usize]
    }
}

/// A stack that grows by chunks: a push never copies what is there.
#[derive(Clone)]
pub(super) struct Chunks<T> {
    /// All full but the last, which is not empty.
    chunks: Vec<Vec<T>>,
}

impl<T> Chunks<T> {
    pub(super) const fn new() -> Chunks<T> {
        Chunks { chunks: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        match self.chunks.as_slice() {
            [] => 0,
            [full @ .., last] => full.len() * CHUNK + last.len(),
        }
    }

    pub(super) fn push(&mut self, value: T) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => {
                if last.len() == last.capacity() {
                    last.reserve_exact(CHUNK - last.len());
                }
                last.push(value);
            }
            Some(_) | None => {
                let capacity = match self.chunks.as_slice() {
                    [] => FIRST_CHUNK,
                    [_, ..] => CHUNK,
                };
                let mut chunk = Vec::with_capacity(capacity);
                chunk.push(value);
                self.chunks.push(chunk);
            }
        }
    }

    pub(super) fn pop(&mut self) -> Option<T> {
        let last = self.chunks.last_mut()?;
        let value = last.pop();
        if last.is_empty() {
            self.chunks.pop();
        }
        value
    }

    pub(super) fn get(&self, at: usize) -> Option<&T> {
        self.chunks.get(at >> CHUNK_BITS)?.get(at & (CHUNK - 1))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten()
    }
}

impl<T> core::ops::Index<usize> for Chunks<T> {
    type Output = T;

    #[inline]
    fn index(&self, at: usize) -> &T {
        &self.chunks[at >> CHUNK_BITS][at & (CHUNK - 1)]
    }
}

impl<T> core::ops::IndexMut<usize> for Chunks<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.chunks[at >> CHUNK_BITS][at & (CHUNK - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Slot for u64 {
        fn leave(&self) -> u64 {
            u64::MAX
        }

        fn enter(&mut self, vacant: &u64) {
            assert_eq!(*vacant, u64::MAX);
        }

        fn is_vacant(&self) -> bool {
            *self == u64::MAX
        }
    }

    #[test]
    fn slots_are_reused_and_keep_their_values() {
        let mut slab = Slab::new();
        let ids: Vec<SlotId> = (0..200_000u64).map(|n| slab.insert(n)).collect();
        assert_eq!(ids[0], SlotId::FIRST);
        for id in ids.iter().step_by(2) {
            slab.remove(*id);
        }
        assert_eq!(slab.len(), 100_000);
        assert_eq!(slab.iter().count(), 100_000);
        for n in 0..100_000u64 {
            slab.insert(1_000_000 + n);
        }
        assert_eq!(slab.len(), 200_000);
        assert_eq!(slab.chunks.len(), 200_000);
        assert_eq!(slab[ids[199_999]], 199_999);
    }

    #[test]
    fn chunks_are_a_stack() {
        let mut chunks = Chunks::new();
        for n in 0..(3 * CHUNK) {
            chunks.push(n);
        }
        assert_eq!(chunks.len(), 3 * CHUNK);
        assert_eq!(chunks.get(CHUNK), Some(&CHUNK));
        assert!(chunks.iter().copied().eq(0..3 * CHUNK));
        for n in (0..(3 * CHUNK)).rev() {
            assert_eq!(chunks.pop(), Some(n));
        }
        assert_eq!(chunks.pop(), None);
        assert_eq!(chunks.len(), 0);
    }
}
