//! The watches of one shard's connections: registrations, and who is told of a change.
//!
//! A path is interned once, however many connections watch it; a watch is then four bytes in a
//! sorted set plus its entry in the connection's own index. Two tables as in ZooKeeper 3.9: data
//! watches (`getData`, `exists`, and both kinds of `addWatch`) and child watches (`getChildren`,
//! and persistent `addWatch`); a recursive watch stands in the data table only.
//!
//! ```text
//!            path on which the watch stands
//!   change      exact path                         parent                  any ancestor
//!   Created     data: NodeCreated                  child: ChildrenChanged  recursive: NodeCreated
//!   Deleted     data, then child: NodeDeleted      child: ChildrenChanged  recursive: NodeDeleted
//!   DataChanged data: NodeDataChanged              -                       recursive: DataChanged
//! ```
//!
//! Invariants: an entry without watchers does not exist; a connection's index names exactly the
//! entries it stands in; one connection gets at most one event for each row and column above.
//! Must never: know an ACL or encode an event; the caller filters and sends.
//! Source: `org.apache.zookeeper.server.watch.WatchManager`, `DataTree` (3.9).

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::hash::BuildHasher;

use foldhash::quality::SeedableRandomState;
use hashbrown::{HashMap, HashSet, HashTable};

use crate::path_lengths::PathLengths;
use crate::request::{AddWatchMode, Change, ChangeKind, WatchFilter};
use crate::serve::Slot;

/// Which of the two tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Table {
    Data,
    Child,
}

/// The ways in which one connection watches one path in one table: independent bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Modes(u32);

impl Modes {
    const ONE_SHOT: Modes = Modes(1);
    const PERSISTENT: Modes = Modes(2);
    const RECURSIVE: Modes = Modes(4);
    const ALL: Modes = Modes(7);

    const fn intersects(self, other: Modes) -> bool {
        self.0 & other.0 != 0
    }
}

/// A connection's slot and its modes in one word: `slot << 3 | modes`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Watcher(u32);

/// Slots have this many bits in a [`Watcher`].
pub(super) const SLOT_BITS: u32 = 29;

impl Watcher {
    fn new(slot: Slot, modes: Modes) -> Watcher {
        assert!(
            slot.0 >> SLOT_BITS == 0,
            "a connection slot beyond what a watcher can hold"
        );
        Watcher(slot.0 << 3 | modes.0)
    }

    const fn slot(self) -> Slot {
        Slot(self.0 >> 3)
    }

    const fn modes(self) -> Modes {
        Modes(self.0 & Modes::ALL.0)
    }
}

/// Watchers of one path in one table, sorted by slot.
#[derive(Debug, Default)]
struct WatcherSet(Vec<Watcher>);

impl WatcherSet {
    fn position(&self, slot: Slot) -> Result<usize, usize> {
        self.0.binary_search_by_key(&slot, |watcher| watcher.slot())
    }

    /// Adds modes; says whether any of them is new.
    fn add(&mut self, slot: Slot, modes: Modes) -> bool {
        match self.position(slot) {
            Ok(at) => {
                let before = self.0[at].modes();
                self.0[at] = Watcher::new(slot, Modes(before.0 | modes.0));
                before.0 | modes.0 != before.0
            }
            Err(at) => {
                self.0.insert(at, Watcher::new(slot, modes));
                true
            }
        }
    }

    /// Removes modes; says whether any of them was there.
    fn remove(&mut self, slot: Slot, modes: Modes) -> bool {
        let Ok(at) = self.position(slot) else {
            return false;
        };
        let before = self.0[at].modes();
        let after = Modes(before.0 & !modes.0);
        if after.0 == 0 {
            self.0.remove(at);
            if self.0.len() * 4 < self.0.capacity() {
                self.0.shrink_to_fit();
            }
        } else {
            self.0[at] = Watcher::new(slot, after);
        }
        before.intersects(modes)
    }

    fn modes(&self, slot: Slot) -> Modes {
        self.position(slot)
            .map_or(Modes(0), |at| self.0[at].modes())
    }
}

/// One watched path.
#[derive(Debug)]
struct Entry {
    path: Box<str>,
    data: WatcherSet,
    child: WatcherSet,
}

/// An entry's place in the slab.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct PathId(u32);

/// Who is to be told of one change. Reused between changes.
#[derive(Debug, Default)]
pub struct Told {
    node: Vec<Slot>,
    parent: Vec<Slot>,
}

impl Told {
    /// Those to tell of the znode itself, each once; they come first.
    pub fn of_the_znode(&self) -> &[Slot] {
        &self.node
    }

    /// Those to tell that the parent's children changed, each once.
    pub fn of_the_parent(&self) -> &[Slot] {
        &self.parent
    }
}

/// See the module.
#[derive(Debug)]
pub struct WatchTable {
    hasher: SeedableRandomState,
    index: HashTable<PathId>,
    entries: Vec<Option<Entry>>,
    free: Vec<PathId>,
    by_connection: HashMap<Slot, HashSet<PathId, SeedableRandomState>, SeedableRandomState>,
    /// Of the paths of recursive registrations: no other ancestor is looked up.
    recursive: PathLengths,
    data_watches: usize,
    child_watches: usize,
}

impl WatchTable {
    /// An empty table whose hashes depend on `seed`.
    pub fn new(seed: u64) -> WatchTable {
        let hasher = SeedableRandomState::with_seed(seed, foldhash::SharedSeed::global_fixed());
        WatchTable {
            by_connection: HashMap::with_hasher(hasher.clone()),
            hasher,
            index: HashTable::new(),
            entries: Vec::new(),
            free: Vec::new(),
            recursive: PathLengths::default(),
            data_watches: 0,
            child_watches: 0,
        }
    }

    /// Registers a one-shot data watch (`getData`, `exists`).
    pub fn watch_data(&mut self, slot: Slot, path: &str) {
        self.register(slot, path, Table::Data, Modes::ONE_SHOT);
    }

    /// Registers a one-shot child watch (`getChildren`).
    pub fn watch_children(&mut self, slot: Slot, path: &str) {
        self.register(slot, path, Table::Child, Modes::ONE_SHOT);
    }

    /// Registers an `addWatch` watch.
    pub fn watch_persistently(&mut self, slot: Slot, path: &str, mode: AddWatchMode) {
        match mode {
            AddWatchMode::Persistent => {
                self.register(slot, path, Table::Data, Modes::PERSISTENT);
                self.register(slot, path, Table::Child, Modes::PERSISTENT);
            }
            AddWatchMode::PersistentRecursive => {
                self.register(slot, path, Table::Data, Modes::RECURSIVE);
            }
        }
    }

    /// Whether the connection has a watch of these kinds on the path.
    pub fn has(&self, slot: Slot, path: &str, filter: WatchFilter) -> bool {
        let Some(id) = self.find(path) else {
            return false;
        };
        let entry = self.entry(id);
        let (data, child) = filtered_modes(filter);
        entry.data.modes(slot).intersects(data) || entry.child.modes(slot).intersects(child)
    }

    /// Removes the connection's watches of these kinds on the path; says whether there was one.
    pub fn remove(&mut self, slot: Slot, path: &str, filter: WatchFilter) -> bool {
        let Some(id) = self.find(path) else {
            return false;
        };
        let (data, child) = filtered_modes(filter);
        let data_removed = self.unregister(slot, id, Table::Data, data);
        let child_removed = self.unregister(slot, id, Table::Child, child);
        self.forget_if_unused(slot, id);
        data_removed || child_removed
    }

    /// Removes every watch of a connection that is gone.
    pub fn remove_connection(&mut self, slot: Slot) {
        let Some(ids) = self.by_connection.remove(&slot) else {
            return;
        };
        for id in ids {
            self.unregister(slot, id, Table::Data, Modes::ALL);
            self.unregister(slot, id, Table::Child, Modes::ALL);
            self.drop_entry_if_empty(id);
        }
    }

    /// Finds who is to be told of `change` and removes the one-shot watches that this fires.
    pub fn fire(&mut self, change: &Change, told: &mut Told) {
        told.node.clear();
        told.parent.clear();
        if self.index.is_empty() {
            return;
        }
        let path: &str = &change.path;
        self.fire_exact(path, Table::Data, &mut told.node);
        self.fire_recursive(path, &mut told.node);
        match change.kind {
            ChangeKind::Created => self.fire_exact(parent(path), Table::Child, &mut told.parent),
            ChangeKind::Deleted => {
                self.fire_exact(path, Table::Child, &mut told.node);
                self.fire_exact(parent(path), Table::Child, &mut told.parent);
            }
            ChangeKind::DataChanged => {}
        }
        told.node.sort_unstable();
        told.node.dedup();
    }

    /// Adds the recursive watchers of the znode's ancestors.
    fn fire_recursive(&self, path: &str, told: &mut Vec<Slot>) {
        for ancestor in self.recursive.ancestors(path) {
            if let Some(id) = self.find(ancestor) {
                let watchers = self.entry(id).data.0.iter();
                let recursive = watchers.filter(|w| w.modes().intersects(Modes::RECURSIVE));
                told.extend(recursive.map(|watcher| watcher.slot()));
            }
        }
    }

    /// Adds the watchers of the path itself in one table, and removes the one-shot ones.
    fn fire_exact(&mut self, path: &str, table: Table, told: &mut Vec<Slot>) {
        let Some(id) = self.find(path) else { return };
        let (set, count) = self.set_mut(id, table);
        let first = told.len();
        told.extend(set.0.iter().map(|watcher| watcher.slot()));
        let before = set.0.len();
        set.0.retain_mut(|watcher| {
            *watcher = Watcher(watcher.0 & !Modes::ONE_SHOT.0);
            watcher.modes().0 != 0
        });
        *count -= before - set.0.len();
        if before == set.0.len() {
            return;
        }
        if set.0.is_empty() {
            set.0 = Vec::new();
        }
        for slot in &told[first..] {
            self.forget_connection_if_unused(*slot, id);
        }
        self.drop_entry_if_empty(id);
    }

    fn set_mut(&mut self, id: PathId, table: Table) -> (&mut WatcherSet, &mut usize) {
        let entry = self.entries[id.0 as usize]
            .as_mut()
            .expect("an id names an entry");
        match table {
            Table::Data => (&mut entry.data, &mut self.data_watches),
            Table::Child => (&mut entry.child, &mut self.child_watches),
        }
    }

    fn register(&mut self, slot: Slot, path: &str, table: Table, modes: Modes) {
        let id = self.intern(path);
        let (set, count) = self.set_mut(id, table);
        let before = set.0.len();
        let is_new = set.add(slot, modes);
        *count += set.0.len() - before;
        if is_new && modes == Modes::RECURSIVE {
            self.recursive.insert(path);
        }
        let hasher = &self.hasher;
        self.by_connection
            .entry(slot)
            .or_insert_with(|| HashSet::with_hasher(hasher.clone()))
            .insert(id);
    }

    /// Removes modes from one table; the indexes are put right by the caller.
    fn unregister(&mut self, slot: Slot, id: PathId, table: Table, modes: Modes) -> bool {
        let (set, count) = self.set_mut(id, table);
        let removed = Modes(set.modes(slot).0 & modes.0);
        let before = set.0.len();
        let found = set.remove(slot, modes);
        *count -= before - set.0.len();
        if removed.intersects(Modes::RECURSIVE) {
            let entry = self.entries[id.0 as usize].as_ref();
            let path = &entry.expect("an id names an entry").path;
            self.recursive.remove(path);
        }
        found
    }

    fn forget_if_unused(&mut self, slot: Slot, id: PathId) {
        self.forget_connection_if_unused(slot, id);
        self.drop_entry_if_empty(id);
    }

    fn forget_connection_if_unused(&mut self, slot: Slot, id: PathId) {
        let entry = self.entry(id);
        if entry.data.modes(slot).0 != 0 || entry.child.modes(slot).0 != 0 {
            return;
        }
        if let Some(ids) = self.by_connection.get_mut(&slot) {
            ids.remove(&id);
            if ids.is_empty() {
                self.by_connection.remove(&slot);
            }
        }
    }

    fn drop_entry_if_empty(&mut self, id: PathId) {
        let entry = self.entry(id);
        if !entry.data.0.is_empty() || !entry.child.0.is_empty() {
            return;
        }
        let hash = self.hasher.hash_one(&*entry.path);
        if let Ok(found) = self.index.find_entry(hash, |other| *other == id) {
            found.remove();
        }
        self.entries[id.0 as usize] = None;
        self.free.push(id);
    }

    fn entry(&self, id: PathId) -> &Entry {
        self.entries[id.0 as usize]
            .as_ref()
            .expect("an id names an entry")
    }

    fn find(&self, path: &str) -> Option<PathId> {
        if self.index.is_empty() {
            return None;
        }
        let hash = self.hasher.hash_one(path);
        self.index
            .find(hash, |id| &*self.entry(*id).path == path)
            .copied()
    }

    fn intern(&mut self, path: &str) -> PathId {
        if let Some(id) = self.find(path) {
            return id;
        }
        let entry = Entry {
            path: path.into(),
            data: WatcherSet::default(),
            child: WatcherSet::default(),
        };
        let id = if let Some(id) = self.free.pop() {
            self.entries[id.0 as usize] = Some(entry);
            id
        } else {
            let next = u32::try_from(self.entries.len()).expect("fewer than 2^32 watched paths");
            self.entries.push(Some(entry));
            PathId(next)
        };
        let hash = self.hasher.hash_one(path);
        let (entries, hasher) = (&self.entries, &self.hasher);
        self.index.insert_unique(hash, id, |id| {
            let entry = entries[id.0 as usize]
                .as_ref()
                .expect("an id names an entry");
            hasher.hash_one(&*entry.path)
        });
        id
    }

    /// Pairs of connection and path in both tables, whatever the modes: the `watch_count` of
    /// `mntr`.
    pub const fn len(&self) -> usize {
        self.data_watches + self.child_watches
    }

    /// Whether nothing is watched.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every data watch as (path, slot): what `wchs`, `wchc` and `wchp` list.
    pub fn data_watches(&self) -> impl Iterator<Item = (&str, Slot)> {
        self.entries.iter().flatten().flat_map(|entry| {
            entry
                .data
                .0
                .iter()
                .map(|watcher| (&*entry.path, watcher.slot()))
        })
    }

    /// Asserts the module's invariants; for tests.
    pub fn invariants(&self) {
        let mut data = 0;
        let mut child = 0;
        let mut recursive = 0;
        for (at, entry) in self.entries.iter().enumerate() {
            let Some(entry) = entry else { continue };
            let id = PathId(u32::try_from(at).expect("an id"));
            assert!(!entry.data.0.is_empty() || !entry.child.0.is_empty());
            assert_eq!(self.find(&entry.path), Some(id));
            for (set, count) in [(&entry.data, &mut data), (&entry.child, &mut child)] {
                assert!(set.0.windows(2).all(|pair| pair[0].slot() < pair[1].slot()));
                for watcher in &set.0 {
                    assert!(watcher.modes().0 != 0);
                    *count += 1;
                    recursive += usize::from(watcher.modes().intersects(Modes::RECURSIVE));
                    assert!(self.by_connection[&watcher.slot()].contains(&id));
                }
            }
        }
        assert_eq!((data, child), (self.data_watches, self.child_watches));
        assert_eq!(recursive, self.recursive.total());
        for (slot, ids) in &self.by_connection {
            for id in ids {
                let entry = self.entry(*id);
                assert!(entry.data.modes(*slot).0 != 0 || entry.child.modes(*slot).0 != 0);
            }
        }
    }
}

/// Which modes of the data and of the child table a filter means.
const fn filtered_modes(filter: WatchFilter) -> (Modes, Modes) {
    const NONE: Modes = Modes(0);
    match filter {
        WatchFilter::Children => (NONE, Modes::ONE_SHOT),
        WatchFilter::Data => (Modes::ONE_SHOT, NONE),
        WatchFilter::Any => (Modes::ALL, Modes::ALL),
        WatchFilter::Persistent => (Modes::PERSISTENT, Modes::PERSISTENT),
        WatchFilter::PersistentRecursive => (Modes::RECURSIVE, NONE),
    }
}

/// The parent's path; the root is its own.
fn parent(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(at) => &path[..at],
    }
}
