//! What is in flight: the znodes as they will be once every txn proposed so far is applied.
//!
//! A request is prepared against the tree *plus* this overlay, so its outcome does not depend on
//! how many txns happen to be in flight. An entry appears when a txn that touches its znode is
//! prepared, and goes when the last such txn is applied; so the overlay is as large as what the
//! txns in flight name, which [`limits`](crate::limits) bounds.
//!
//! Must never: hold a path of its own; an entry shares the path of the txn, or the front of it
//! when it stands for the parent. Invariant: no entry is older than the oldest txn in flight.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::hash::BuildHasher;

use foldhash::SharedSeed;
use foldhash::fast::{FixedState, SeedableRandomState};
use hashbrown::HashMap;
use hashbrown::hash_table::{Entry as Slot, HashTable};

use crate::acl::AclList;
use crate::id::{SessionId, Zxid};
use crate::request::Path;
use crate::tree::Tree;
use crate::txn::{Owner, TxnOp};

/// What prepare needs to know of a znode.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Foreseen {
    pub(crate) version: i32,
    /// As stored: the number of creates of children.
    pub(crate) cversion: i32,
    pub(crate) aversion: i32,
    pub(crate) children: i32,
    pub(crate) owner: Owner,
    pub(crate) acl: AclList,
    pub(crate) data_bytes: usize,
}

impl Foreseen {
    fn in_tree(tree: &Tree, path: &str) -> Option<Foreseen> {
        let znode = tree.lookup(path)?;
        Some(Foreseen {
            version: znode.version(),
            cversion: znode.stored_cversion(),
            aversion: znode.aversion(),
            children: znode.num_children(),
            owner: znode.owner(),
            acl: znode.acl().clone(),
            data_bytes: znode.data().map_or(0, <[u8]>::len),
        })
    }
}

/// The front of a path: the whole of it, or its parent. No allocation of its own.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    path: Path,
    len: usize,
}

impl Name {
    /// All of `path`.
    pub(crate) fn whole(path: &Path) -> Name {
        Name {
            path: path.clone(),
            len: path.len(),
        }
    }

    /// The parent of `path`.
    pub(crate) fn parent_of(path: &Path) -> Name {
        Name {
            path: path.clone(),
            len: crate::path::parent(path).len(),
        }
    }

    fn as_str(&self) -> &str {
        // A parent's path ends where a slash begins, so this is a boundary of characters.
        &self.path[..self.len]
    }
}

/// One znode that a txn in flight changes.
#[derive(Clone, Debug)]
struct Entry {
    name: Name,
    /// `None` when it is deleted.
    state: Option<Foreseen>,
    /// The last txn in flight that touches it.
    touched_by: Zxid,
}

/// What an entry was before an operation of a multi changed it.
#[derive(Clone, Debug)]
struct Undo {
    name: Name,
    before: Option<(Option<Foreseen>, Zxid)>,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Overlay {
    entries: HashTable<Entry>,
    hasher: SeedableRandomState,
    /// The ephemeral znodes that txns in flight create, for each session in order. Never empty.
    ephemeral_creates: HashMap<SessionId, VecDeque<Path>, FixedState>,
    /// Filled while a multi is prepared.
    undo: Vec<Undo>,
    recording: Recording,
}

/// Whether changes can be taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Recording {
    Off,
    On,
}

impl Overlay {
    /// Nothing in flight. Paths are chosen by clients, so their hashes depend on `seed`.
    pub(crate) fn new(seed: u64) -> Overlay {
        Overlay {
            entries: HashTable::new(),
            hasher: SeedableRandomState::with_seed(seed, SharedSeed::global_fixed()),
            ephemeral_creates: HashMap::default(),
            undo: Vec::new(),
            recording: Recording::Off,
        }
    }

    /// The znode as it will be, or `None` when there will be none.
    pub(crate) fn foresee(&self, tree: &Tree, path: &str) -> Option<Foreseen> {
        match self.find(path) {
            Some(entry) => entry.state.clone(),
            None => Foreseen::in_tree(tree, path),
        }
    }

    /// Whether there will be a znode.
    pub(crate) fn foresees(&self, tree: &Tree, path: &str) -> bool {
        match self.find(path) {
            Some(entry) => entry.state.is_some(),
            None => tree.lookup(path).is_some(),
        }
    }

    /// Whether any txn in flight touches the znode or its children.
    pub(crate) fn touches(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The txn `zxid`, now being prepared, leaves the znode in `state`.
    pub(crate) fn put(&mut self, name: Name, state: Option<Foreseen>, zxid: Zxid) {
        let hash = self.hash(name.as_str());
        let slot = self.entries.entry(
            hash,
            |entry| entry.name.as_str() == name.as_str(),
            |entry| self.hasher.hash_one(entry.name.as_str()),
        );
        match slot {
            Slot::Occupied(mut found) => {
                let entry = found.get_mut();
                assert!(entry.touched_by <= zxid, "txns are prepared in order");
                let state = core::mem::replace(&mut entry.state, state);
                let touched_by = core::mem::replace(&mut entry.touched_by, zxid);
                if self.recording == Recording::On {
                    let before = Some((state, touched_by));
                    self.undo.push(Undo { name, before });
                }
            }
            Slot::Vacant(free) => {
                if self.recording == Recording::On {
                    let name = name.clone();
                    self.undo.push(Undo { name, before: None });
                }
                let touched_by = zxid;
                free.insert(Entry {
                    name,
                    state,
                    touched_by,
                });
            }
        }
    }

    /// From now on every change is remembered, until the multi is kept or taken back.
    pub(crate) fn begin_multi(&mut self) {
        assert!(self.recording == Recording::Off, "a multi holds no multi");
        self.recording = Recording::On;
    }

    /// The multi succeeded.
    pub(crate) fn keep_multi(&mut self) {
        assert!(self.recording == Recording::On, "a multi was begun");
        self.recording = Recording::Off;
        self.undo.clear();
    }

    /// The multi failed: every znode it changed, parents included, is as before.
    pub(crate) fn take_back_multi(&mut self) {
        assert!(self.recording == Recording::On, "a multi was begun");
        self.recording = Recording::Off;
        while let Some(Undo { name, before }) = self.undo.pop() {
            let hash = self.hash(name.as_str());
            let found = self
                .entries
                .find_entry(hash, |entry| entry.name.as_str() == name.as_str());
            let Ok(mut found) = found else {
                panic!("what a multi changed is in the overlay");
            };
            match before {
                Some((state, touched_by)) => {
                    let entry = found.get_mut();
                    entry.state = state;
                    entry.touched_by = touched_by;
                }
                None => drop(found.remove()),
            }
        }
    }

    /// The txn that does `op` is in flight from now on.
    pub(crate) fn launched(&mut self, op: &TxnOp) {
        each_ephemeral_create(op, &mut |session, path| {
            let paths = self.ephemeral_creates.entry(session).or_default();
            paths.push_back(path.clone());
        });
    }

    /// The txn `zxid` that does `op` is applied: znodes that no later txn touches are in the tree
    /// as they were foreseen.
    pub(crate) fn landed(&mut self, op: &TxnOp, zxid: Zxid) {
        each_touched(op, &mut |touched| {
            let hash = self.hasher.hash_one(touched);
            if let Ok(found) = self
                .entries
                .find_entry(hash, |entry| entry.name.as_str() == touched)
            {
                assert!(found.get().touched_by >= zxid, "txns are applied in order");
                if found.get().touched_by == zxid {
                    found.remove();
                }
            }
        });
        each_ephemeral_create(op, &mut |session, path| {
            let Some(paths) = self.ephemeral_creates.get_mut(&session) else {
                panic!("a create is noted when it is launched");
            };
            let first = paths.pop_front();
            assert!(first.as_ref() == Some(path), "txns are applied in order");
            if paths.is_empty() {
                self.ephemeral_creates.remove(&session);
            }
        });
    }

    /// Every ephemeral znode that `session` will own, those in flight included.
    pub(crate) fn ephemerals(&self, tree: &Tree, session: SessionId) -> Vec<Path> {
        let is_owned = |entry: &Entry| {
            let state = entry.state.as_ref();
            state.is_some_and(|znode| znode.owner == Owner::Session(session))
        };
        let mut paths = Vec::new();
        for znode in tree.ephemerals(session) {
            let path = Path::from(znode.path());
            if self.find(&path).is_none_or(is_owned) {
                paths.push(path);
            }
        }
        if let Some(created) = self.ephemeral_creates.get(&session) {
            let stays = |path: &&Path| self.find(path).is_some_and(is_owned);
            paths.extend(created.iter().filter(stays).cloned());
        }
        // What is in flight must not show: not in the order, and a znode that was deleted and
        // created again is in both lists.
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    fn hash(&self, path: &str) -> u64 {
        self.hasher.hash_one(path)
    }

    fn find(&self, path: &str) -> Option<&Entry> {
        if self.entries.is_empty() {
            return None;
        }
        self.entries
            .find(self.hash(path), |entry| entry.name.as_str() == path)
    }

    /// Checks what the module promises, given the oldest txn in flight.
    pub(crate) fn invariants(&self, oldest_in_flight: Option<Zxid>) {
        assert!(self.recording == Recording::Off && self.undo.is_empty());
        match oldest_in_flight {
            None => {
                assert!(
                    self.entries.is_empty(),
                    "nothing in flight, nothing foreseen"
                );
                assert!(self.ephemeral_creates.is_empty());
            }
            Some(oldest) => {
                assert!(self.entries.iter().all(|entry| entry.touched_by >= oldest));
            }
        }
    }
}

/// Calls `visit` with every path whose entry `op` made or changed.
fn each_touched(op: &TxnOp, visit: &mut impl FnMut(&str)) {
    match op {
        TxnOp::Create { path, .. } | TxnOp::Delete { path } => {
            visit(path);
            visit(crate::path::parent(path));
        }
        TxnOp::SetData { path, .. } | TxnOp::SetAcl { path, .. } => visit(path),
        TxnOp::Reconfig { .. } => visit(crate::path::CONFIG),
        TxnOp::CloseSession { paths } => {
            for path in paths {
                visit(path);
                visit(crate::path::parent(path));
            }
        }
        TxnOp::Multi(ops) => {
            for op in ops {
                each_touched(op, visit);
            }
        }
        TxnOp::Check { .. }
        | TxnOp::CreateSession { .. }
        | TxnOp::Error(_)
        | TxnOp::FailedMulti(_) => {}
    }
}

/// Calls `visit` with the owner and the path of every ephemeral znode that `op` creates.
fn each_ephemeral_create(op: &TxnOp, visit: &mut impl FnMut(SessionId, &Path)) {
    match op {
        TxnOp::Create {
            path,
            owner: Owner::Session(session),
            ..
        } => visit(*session, path),
        TxnOp::Multi(ops) => {
            for op in ops {
                each_ephemeral_create(op, visit);
            }
        }
        TxnOp::Create { .. }
        | TxnOp::Delete { .. }
        | TxnOp::SetData { .. }
        | TxnOp::SetAcl { .. }
        | TxnOp::CloseSession { .. }
        | TxnOp::Check { .. }
        | TxnOp::CreateSession { .. }
        | TxnOp::Reconfig { .. }
        | TxnOp::Error(_)
        | TxnOp::FailedMulti(_) => {}
    }
}
