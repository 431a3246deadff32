//! From a path's hash to its znode: extendible hashing over small tables.
//!
//! One big table would be rehashed as a whole when it grows, which stalls every reader. Here a
//! table that is full is split in two and nothing else moves: an insert costs at most one split
//! of [`SPLIT_AT`] ids, whatever the size of the tree.
//!
//! ```text
//! directory (2^depth)   00  01  10  11        the top `depth` bits of the hash
//!                        |   |    \ /
//! tables                 A   B     C          C's depth is 1, A's and B's is 2
//! ```
//!
//! Must never compare paths: it holds ids, the caller says which one it looks for.
//! Invariant: a table of depth d is named by 2^(depth - d) neighbouring places of the directory.

use alloc::vec::Vec;

use hashbrown::HashTable;

use super::slab::SlotId;

/// Ids in a full table: what a hash table of 1024 buckets takes before it would grow.
const SPLIT_AT: usize = 1024 / 8 * 7;

/// Beyond this depth a full table grows by itself: 2^24 tables hold 10^10 znodes.
const DEPTH_MAX: u32 = 24;

/// See the module.
#[derive(Clone)]
pub(super) struct Index {
    depth: u32,
    directory: Vec<u32>,
    tables: Vec<Table>,
}

#[derive(Clone)]
struct Table {
    depth: u32,
    ids: HashTable<SlotId>,
}

/// What the tables inside are keyed by: the directory used up the top bits, so the tag that
/// hashbrown takes from the top must depend on all of them.
const fn spread(hash: u32) -> u64 {
    (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Index {
    /// An index that splits no table before it holds about `expected` ids.
    pub(super) fn with_capacity(expected: usize) -> Index {
        let tables = expected.div_ceil(SPLIT_AT / 4 * 3).next_power_of_two();
        let depth = tables.trailing_zeros().min(DEPTH_MAX);
        let capacity = if depth == 0 { 0 } else { SPLIT_AT };
        Index {
            depth,
            directory: (0..1u32 << depth).collect(),
            tables: (0..1u32 << depth)
                .map(|_| Table {
                    depth,
                    ids: HashTable::with_capacity(capacity),
                })
                .collect(),
        }
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
    pub(super) fn find(&self, hash: u32, mut is_it: impl FnMut(SlotId) -> bool) -> Option<SlotId> {
        self.tables[self.table(hash)]
            .ids
            .find(spread(hash), |id| is_it(*id))
            .copied()
    }

    /// Adds an id that is not in it. `hash_of` gives the hash of any id in the index.
    pub(super) fn insert(&mut self, hash: u32, id: SlotId, hash_of: impl Fn(SlotId) -> u32) {
        while self.tables[self.table(hash)].ids.len() >= SPLIT_AT {
            if !self.split(hash, &hash_of) {
                break;
            }
        }
        let table = self.table(hash);
        self.tables[table]
            .ids
            .insert_unique(spread(hash), id, |id| spread(hash_of(*id)));
    }

    /// Removes an id that is in it.
    pub(super) fn remove(&mut self, hash: u32, id: SlotId) {
        let table = self.table(hash);
        let entry = self.tables[table]
            .ids
            .find_entry(spread(hash), |other| *other == id)
            .expect("a znode is in the index until it is removed");
        entry.remove();
    }

    /// Splits the table of `hash` in two; false when it may not be split further.
    fn split(&mut self, hash: u32, hash_of: &impl Fn(SlotId) -> u32) -> bool {
        let full = self.table(hash);
        let depth = self.tables[full].depth;
        if depth == DEPTH_MAX {
            return false;
        }
        if depth == self.depth {
            self.directory = self.directory.iter().flat_map(|&t| [t, t]).collect();
            self.depth += 1;
        }
        let ids = core::mem::replace(
            &mut self.tables[full].ids,
            HashTable::with_capacity(SPLIT_AT),
        );
        let mut upper = HashTable::with_capacity(SPLIT_AT);
        let bit = 1u32 << (31 - depth);
        for id in ids {
            let hash = hash_of(id);
            let half = if hash & bit == 0 {
                &mut self.tables[full].ids
            } else {
                &mut upper
            };
            half.insert_unique(spread(hash), id, |id| spread(hash_of(*id)));
        }
        self.tables[full].depth = depth + 1;
        let new = u32::try_from(self.tables.len()).expect("at most 2^24 tables");
        self.tables.push(Table {
            depth: depth + 1,
            ids: upper,
        });
        // The places that named the full table are neighbours; their upper half names the new one.
        let width = 1usize << (self.depth - depth);
        let first = self.place(hash) / width * width;
        self.directory[first + width / 2..first + width].fill(new);
        true
    }

    /// How many ids it holds.
    pub(super) fn len(&self) -> usize {
        self.tables.iter().map(|table| table.ids.len()).sum()
    }
}
