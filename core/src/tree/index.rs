//! From a path's hash to its znode: extendible hashing over small tables of cache lines.
//!
//! One big table would be rehashed as a whole when it grows, which stalls every reader. Here a
//! table that is full grows or is split in two and nothing else moves: an insert rehashes at most
//! [`ENTRIES_MAX`] ids, whatever the size of the tree. A lookup touches one line of one table.
//!
//! ```text
//! directory (2^depth)   00  01  10  11        the top `depth` bits of the hash
//!                        |   |    \ /
//! tables                 A   B     C          C's depth is 1, A's and B's is 2
//!                        |
//! lines    [tag x 12 | id x 12 | spilled]     the next bits say which line, the low 8 are the tag
//! ```
//!
//! An id whose line is full goes to the next one that is not; each line that it passes counts it
//! as spilled, and a search goes on past a line only while that count is not zero.
//!
//! Must never compare paths: it holds ids, the caller says which one it looks for.
//! Invariant: a table of depth d is named by 2^(depth - d) neighbouring places of the directory.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::slab::{Chunks, SlotId};

/// Ids in a line.
const SLOTS: usize = 12;
/// Lines of a table after a split.
const LINES_SPLIT: usize = 32;
/// Lines of a table that is split when it is full.
const LINES_MAX: usize = 48;
/// Ids in such a table.
const ENTRIES_MAX: usize = entries_max(LINES_MAX);
/// Beyond this depth a full table grows instead: 2^22 tables hold 10^9 znodes.
const DEPTH_MAX: u32 = 22;
/// An index is made for at most so many ids; beyond, it grows as they come.
const EXPECTED_MAX: usize = 1 << 22;

/// What a table of so many lines holds before it is full: 85 % of its slots.
const fn entries_max(lines: usize) -> usize {
    lines * SLOTS * 85 / 100
}

/// See the module.
#[derive(Clone)]
pub(super) struct Index {
    depth: u32,
    directory: Vec<u32>,
    tables: Chunks<Table>,
}

#[derive(Clone)]
struct Table {
    depth: u32,
    len: usize,
    lines: Box<[Line]>,
}

/// As long as a line of the processor's cache. It is not aligned by declaration: mimalloc places
/// tables of these sizes at multiples of 1024 anyway, and rounds up by a quarter when asked to
/// align.
#[derive(Clone, Copy)]
#[repr(C)]
struct Line {
    /// 0 for a free slot.
    tags: [u8; SLOTS],
    ids: [SlotId; SLOTS],
    /// Ids that belong here or before and had to go further.
    spilled: u32,
}

const _: () = assert!(size_of::<Line>() == 64);

const EMPTY: Line = Line {
    tags: [0; SLOTS],
    ids: [SlotId::NONE; SLOTS],
    spilled: 0,
};

#[inline]
fn tag_of(hash: u32) -> u8 {
    hash.to_le_bytes()[0].max(1)
}

impl Line {
    /// One bit for each slot that may have `tag`: a slot behind a hit can be a false one.
    #[inline]
    fn candidates(&self, tag: u8) -> u128 {
        const LOW: u128 = u128::from_le_bytes([1; 16]);
        let mut tags = [0; 16];
        tags[..SLOTS].copy_from_slice(&self.tags);
        let differences = u128::from_le_bytes(tags) ^ (LOW * u128::from(tag));
        // The classic search for a zero byte.
        differences.wrapping_sub(LOW) & !differences & (LOW << 7)
    }

    #[inline]
    fn find(&self, tag: u8, mut is_it: impl FnMut(SlotId) -> bool) -> Option<SlotId> {
        let mut candidates = self.candidates(tag);
        while candidates != 0 {
            let slot = candidates.trailing_zeros() as usize / 8;
            if slot < SLOTS && self.tags[slot] == tag && is_it(self.ids[slot]) {
                return Some(self.ids[slot]);
            }
            candidates &= candidates - 1;
        }
        None
    }
}

impl Table {
    fn new(depth: u32, lines: usize) -> Table {
        Table {
            depth,
            len: 0,
            lines: vec![EMPTY; lines].into_boxed_slice(),
        }
    }

    /// The line of `hash`: the bits behind those of the directory, scaled to the count of lines.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // a part of the count of lines
    fn home(&self, hash: u32) -> usize {
        let bits = hash.checked_shl(self.depth).unwrap_or(0);
        ((u64::from(bits) * self.lines.len() as u64) >> 32) as usize
    }

    #[inline]
    fn after(&self, line: usize) -> usize {
        if line + 1 == self.lines.len() {
            0
        } else {
            line + 1
        }
    }

    #[inline]
    fn find(&self, hash: u32, mut is_it: impl FnMut(SlotId) -> bool) -> Option<SlotId> {
        let tag = tag_of(hash);
        let mut at = self.home(hash);
        for _ in 0..self.lines.len() {
            let line = &self.lines[at];
            let found = line.find(tag, &mut is_it);
            if found.is_some() || line.spilled == 0 {
                return found;
            }
            at = self.after(at);
        }
        None
    }

    fn is_full(&self) -> bool {
        self.len >= entries_max(self.lines.len())
    }

    fn insert(&mut self, hash: u32, id: SlotId) {
        assert!(
            self.len < self.lines.len() * SLOTS,
            "a full table is made larger first"
        );
        let mut at = self.home(hash);
        loop {
            let line = &mut self.lines[at];
            if let Some(slot) = line.tags.iter().position(|tag| *tag == 0) {
                line.tags[slot] = tag_of(hash);
                line.ids[slot] = id;
                self.len += 1;
                return;
            }
            line.spilled += 1;
            at = self.after(at);
        }
    }

    fn remove(&mut self, hash: u32, id: SlotId) {
        let mut at = self.home(hash);
        for _ in 0..self.lines.len() {
            let line = &mut self.lines[at];
            if let Some(slot) = line.ids.iter().position(|other| *other == id) {
                line.tags[slot] = 0;
                line.ids[slot] = SlotId::NONE;
                self.len -= 1;
                return;
            }
            assert!(line.spilled > 0, "a search ends at a line without spills");
            line.spilled -= 1;
            at = self.after(at);
        }
        panic!("a znode is in the index until it is removed");
    }

    fn ids(&self) -> impl Iterator<Item = SlotId> {
        let all = self.lines.iter().flat_map(|line| line.ids);
        all.filter(|id| !id.is_none())
    }
}

impl Index {
    /// An index with room for about `expected` ids.
    pub(super) fn with_capacity(expected: usize) -> Index {
        let expected = expected.min(EXPECTED_MAX);
        let tables = expected.div_ceil(ENTRIES_MAX).next_power_of_two();
        let each = expected / tables;
        // Tables do not fill up evenly: leave room for five standard deviations of a few hundred.
        let lines = if expected == 0 {
            1
        } else if each + each / 4 <= entries_max(LINES_SPLIT) {
            LINES_SPLIT
        } else {
            LINES_MAX
        };
        let depth = tables.trailing_zeros();
        let mut index = Index {
            depth,
            directory: (0..1u32 << depth).collect(),
            tables: Chunks::new(),
        };
        for _ in 0..tables {
            index.tables.push(Table::new(depth, lines));
        }
        index
    }

    #[inline]
    fn place(&self, hash: u32) -> usize {
        // By 32 when the depth is 0.
        hash.checked_shr(32 - self.depth).unwrap_or(0) as usize
    }

    #[inline]
    fn table(&self, hash: u32) -> usize {
        self.directory[self.place(hash)] as usize
    }

    /// The id under `hash` for which `is_it` holds.
    #[inline]
    pub(super) fn find(&self, hash: u32, is_it: impl FnMut(SlotId) -> bool) -> Option<SlotId> {
        self.tables[self.table(hash)].find(hash, is_it)
    }

    /// Adds an id that is not in it. `hash_of` gives the hash of any id in the index.
    pub(super) fn insert(&mut self, hash: u32, id: SlotId, hash_of: impl Fn(SlotId) -> u32) {
        while self.tables[self.table(hash)].is_full() {
            self.make_room(hash, &hash_of);
        }
        let table = self.table(hash);
        self.tables[table].insert(hash, id);
    }

    /// Removes an id that is in it.
    pub(super) fn remove(&mut self, hash: u32, id: SlotId) {
        let table = self.table(hash);
        self.tables[table].remove(hash, id);
    }

    /// Makes the table of `hash` larger, or splits it in two.
    fn make_room(&mut self, hash: u32, hash_of: &impl Fn(SlotId) -> u32) {
        let full = self.table(hash);
        let (depth, lines) = (self.tables[full].depth, self.tables[full].lines.len());
        if lines >= LINES_MAX && depth < DEPTH_MAX {
            self.split(hash, hash_of);
            return;
        }
        let lines = match lines {
            LINES_SPLIT => LINES_MAX,
            fewer_or_more => fewer_or_more * 2,
        };
        let mut larger = Table::new(depth, lines);
        for id in self.tables[full].ids() {
            larger.insert(hash_of(id), id);
        }
        self.tables[full] = larger;
    }

    fn split(&mut self, hash: u32, hash_of: &impl Fn(SlotId) -> u32) {
        let full = self.table(hash);
        let depth = self.tables[full].depth;
        if depth == self.depth {
            self.directory = self.directory.iter().flat_map(|&t| [t, t]).collect();
            self.depth += 1;
        }
        // A half may get more than its share, but never more than there is room for.
        let mut halves = [
            Table::new(depth + 1, LINES_SPLIT),
            Table::new(depth + 1, LINES_SPLIT),
        ];
        let bit = 1u32 << (31 - depth);
        for id in self.tables[full].ids() {
            let hash = hash_of(id);
            let half = &mut halves[usize::from(hash & bit != 0)];
            if half.is_full() {
                // Hashes that agree in many bits: rare, and only worth a larger table.
                let ids: Vec<SlotId> = half.ids().collect();
                *half = Table::new(depth + 1, LINES_MAX * 2);
                for id in ids {
                    half.insert(hash_of(id), id);
                }
            }
            half.insert(hash, id);
        }
        let [lower, upper] = halves;
        self.tables[full] = lower;
        let new = u32::try_from(self.tables.len()).expect("at most 2^22 tables");
        self.tables.push(upper);
        // The places that named the full table are neighbours; their upper half names the new one.
        let width = 1usize << (self.depth - depth);
        let first = self.place(hash) / width * width;
        self.directory[first + width / 2..first + width].fill(new);
    }

    /// How many ids it holds.
    pub(super) fn len(&self) -> usize {
        self.tables.iter().map(|table| table.len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::slab::Slab;

    /// A hash from a number, and the numbers in a slab.
    struct Bed {
        index: Index,
        slab: Slab<u64>,
        hash: fn(u64) -> u32,
    }

    impl Bed {
        fn new(expected: usize, hash: fn(u64) -> u32) -> Bed {
            Bed {
                index: Index::with_capacity(expected),
                slab: Slab::new(),
                hash,
            }
        }

        fn find(&self, number: u64) -> Option<SlotId> {
            let is_it = |id: SlotId| self.slab[id] == number;
            self.index.find((self.hash)(number), is_it)
        }

        fn add(&mut self, number: u64) -> SlotId {
            let id = self.slab.insert(number);
            let Bed { index, slab, hash } = self;
            index.insert(hash(number), id, |id| hash(slab[id]));
            id
        }

        fn take(&mut self, number: u64) {
            let id = self.find(number).expect("it was added");
            self.index.remove((self.hash)(number), id);
            self.slab.remove(id);
        }

        /// Adds and removes in turns, and looks for everything.
        fn exercise(&mut self, count: u64) {
            for number in 0..count {
                assert_eq!(self.find(number), None);
                let id = self.add(number);
                assert_eq!(self.find(number), Some(id));
                if number % 3 == 2 {
                    self.take(number - 1);
                }
            }
            let is_there = |number: u64| number % 3 != 1 || number + 1 >= count;
            for number in 0..count {
                assert_eq!(self.find(number).is_some(), is_there(number), "{number}");
            }
            assert_eq!(self.index.len(), self.slab.len());
            for number in (0..count).filter(|number| is_there(*number)) {
                self.take(number);
            }
            assert_eq!(self.index.len(), 0);
            let spilled = |table: &Table| table.lines.iter().any(|line| line.spilled > 0);
            assert!(!self.index.tables.iter().any(spilled), "nothing is left");
        }
    }

    #[allow(clippy::cast_possible_truncation)]
    fn mixed(number: u64) -> u32 {
        (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
    }

    #[test]
    fn it_finds_what_was_added_and_not_what_was_removed() {
        Bed::new(0, mixed).exercise(100_000);
        Bed::new(50_000, mixed).exercise(100_000);
    }

    #[test]
    fn equal_and_nearly_equal_hashes_only_make_it_slower() {
        Bed::new(0, |_| 0x1234_5600).exercise(800);
        Bed::new(0, |number| u32::from(number % 2 == 0) << 31 | 7).exercise(800);
        Bed::new(0, |number| {
            u32::MAX - u32::try_from(number % 5).expect("small")
        })
        .exercise(800);
    }
}
