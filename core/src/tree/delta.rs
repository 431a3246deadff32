//! What changed since the last checkpoint, and a checkpoint taken of it without a pause.
//!
//! Changes are noted in generations. [`Tree::checkpoint_begin`] freezes the current one in O(1);
//! from then on [`Tree::checkpoint_capture`] writes a bounded number of its znodes at a time, as
//! they were at the freeze: whoever is about to change a frozen znode that is not written yet
//! first takes its image aside.
//!
//! ```text
//!          note ──► active ──begin──► frozen ──capture*──► written
//!                     ▲                  │ image (before a change, before a delete)
//!                     └──end(Failed)─────┘ a little with every later change
//! ```
//!
//! A generation holds znodes by slot number, each at most once (a mark on the slot says so), and
//! the paths of deleted znodes that the store may hold. What was created and deleted in between
//! leaves nothing. Must never: hold up a change by more than a few steps; know what a store is.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::checkpoint::{self, Entry, Meta};
use crate::id::{SessionId, Zxid};
use crate::request::Path;

use super::slab::{Chunks, SlotId};
use super::znode::Mark;
use super::{Session, Tree, Znode};

/// Leftovers of an ended checkpoint that one change takes care of.
const LEFTOVERS_PER_CHANGE: usize = 4;

/// How much one call of [`Tree::checkpoint_capture`] may do; at least one entry is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaptureBudget {
    /// Znodes and sessions looked at.
    pub entries: usize,
    /// Bytes of keys and values handed out, at which it stops.
    pub bytes: usize,
}

/// Whether a checkpoint has been captured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// There is more.
    More,
    /// Everything was handed out.
    Finished,
}

/// What became of a checkpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckpointOutcome {
    /// All that was handed out is in the store.
    Stored,
    /// It is not; it belongs to the next checkpoint.
    Failed,
}

/// Which of two marks stands for a generation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Parity {
    Even,
    Odd,
}

impl Parity {
    const fn mark(self) -> Mark {
        match self {
            Parity::Even => Mark::ChangedInEven,
            Parity::Odd => Mark::ChangedInOdd,
        }
    }

    const fn other(self) -> Parity {
        match self {
            Parity::Even => Parity::Odd,
            Parity::Odd => Parity::Even,
        }
    }
}

/// A session's marks: as those of znodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SessionMarks {
    in_store: bool,
    /// The generation it was opened in, until that is written.
    opened_in: Option<Parity>,
}

/// One generation.
#[derive(Clone)]
struct Generation {
    znodes: Chunks<SlotId>,
    sessions: Chunks<SessionId>,
    deleted: Chunks<Path>,
    closed: Chunks<SessionId>,
}

impl Generation {
    const fn new() -> Generation {
        Generation {
            znodes: Chunks::new(),
            sessions: Chunks::new(),
            deleted: Chunks::new(),
            closed: Chunks::new(),
        }
    }

    fn len(&self) -> usize {
        self.znodes.len() + self.sessions.len() + self.deleted.len() + self.closed.len()
    }
}

/// A checkpoint being captured.
#[derive(Clone)]
struct Frozen {
    generation: Generation,
    meta: Meta,
    /// How far each list of the generation has been written.
    deleted_at: usize,
    closed_at: usize,
    znodes_at: usize,
    sessions_at: usize,
    /// Taken before a change, to be handed out with the next capture.
    images: Chunks<Image>,
    finished: bool,
}

#[derive(Clone)]
struct Image {
    key: Box<[u8]>,
    value: Box<[u8]>,
}

/// What an ended checkpoint leaves behind, taken care of a little at a time.
#[derive(Clone)]
struct Leftovers {
    generation: Generation,
    outcome: CheckpointOutcome,
}

/// See the module.
#[derive(Clone)]
pub(super) struct Delta {
    /// Of the active generation; the frozen one has the other.
    parity: Parity,
    active: Generation,
    frozen: Option<Frozen>,
    leftovers: Option<Leftovers>,
    scratch_key: Vec<u8>,
    scratch_value: Vec<u8>,
}

impl Delta {
    pub(super) const fn new() -> Delta {
        Delta {
            parity: Parity::Even,
            active: Generation::new(),
            frozen: None,
            leftovers: None,
            scratch_key: Vec::new(),
            scratch_value: Vec::new(),
        }
    }
}

/// Counts what is handed out.
struct Spent {
    entries: usize,
    bytes: usize,
}

impl Spent {
    const fn within(&self, budget: CaptureBudget) -> bool {
        self.entries < budget.entries && self.bytes < budget.bytes
    }

    fn hand_out(&mut self, entry: Entry<'_>, sink: &mut impl FnMut(Entry<'_>)) {
        self.bytes += match entry {
            Entry::Put { key, value } => key.len() + value.len(),
            Entry::Delete { key } => key.len(),
        };
        sink(entry);
    }
}

impl Tree {
    /// How many znodes and sessions the next checkpoint would write or delete, at most.
    pub fn changed_count(&self) -> usize {
        let left = match &self.delta.leftovers {
            Some(left) if left.outcome == CheckpointOutcome::Failed => left.generation.len(),
            Some(_) | None => 0,
        };
        self.delta.active.len() + left
    }

    /// Whether a checkpoint was begun and not ended.
    pub const fn is_in_checkpoint(&self) -> bool {
        self.delta.frozen.is_some()
    }

    /// Begins a checkpoint of the tree as it is now: everything that changed since the last one.
    pub fn checkpoint_begin(&mut self) -> Zxid {
        assert!(self.delta.frozen.is_none(), "one checkpoint at a time");
        // What a failed one left is part of this one.
        while self.settle_leftover() {}
        let delta = &mut self.delta;
        delta.frozen = Some(Frozen {
            generation: core::mem::replace(&mut delta.active, Generation::new()),
            meta: Meta {
                zxid: self.last_zxid,
                digest: self.digest.current(),
                znodes: self.records.len() as u64,
                newest_session: self.newest_session,
            },
            deleted_at: 0,
            closed_at: 0,
            znodes_at: 0,
            sessions_at: 0,
            images: Chunks::new(),
            finished: false,
        });
        delta.parity = delta.parity.other();
        self.last_zxid
    }

    /// Hands out a part of the checkpoint begun before: deletes first, the meta entry last. All
    /// entries, in the order handed out, are one atomic write to the store.
    pub fn checkpoint_capture(
        &mut self,
        budget: CaptureBudget,
        sink: &mut impl FnMut(Entry<'_>),
    ) -> Progress {
        let Some(mut frozen) = self.delta.frozen.take() else {
            panic!("a checkpoint is begun before it is captured");
        };
        let mut key = core::mem::take(&mut self.delta.scratch_key);
        let mut value = core::mem::take(&mut self.delta.scratch_value);
        let mut spent = Spent {
            entries: 0,
            bytes: 0,
        };
        let mut progress = Progress::More;
        while progress == Progress::More && (spent.entries == 0 || spent.within(budget)) {
            spent.entries += 1;
            key.clear();
            value.clear();
            if let Some(path) = frozen.generation.deleted.get(frozen.deleted_at) {
                frozen.deleted_at += 1;
                checkpoint::znode_key(path, &mut key);
                spent.hand_out(Entry::Delete { key: &key }, sink);
            } else if let Some(session) = frozen.generation.closed.get(frozen.closed_at) {
                frozen.closed_at += 1;
                checkpoint::session_key(*session, &mut key);
                spent.hand_out(Entry::Delete { key: &key }, sink);
            } else if let Some(image) = frozen.images.pop() {
                let entry = Entry::Put {
                    key: &image.key,
                    value: &image.value,
                };
                spent.hand_out(entry, sink);
            } else if let Some(&id) = frozen.generation.znodes.get(frozen.znodes_at) {
                frozen.znodes_at += 1;
                if self.take_frozen_mark(id) {
                    checkpoint::znode_key(&self.path_of(id), &mut key);
                    checkpoint::znode_value(Znode::new(self, id), &mut value);
                    let entry = Entry::Put {
                        key: &key,
                        value: &value,
                    };
                    spent.hand_out(entry, sink);
                }
            } else if let Some(&id) = frozen.generation.sessions.get(frozen.sessions_at) {
                frozen.sessions_at += 1;
                if let Some(session) = self.take_frozen_session(id) {
                    checkpoint::session_key(id, &mut key);
                    checkpoint::session_value(session.timeout_ms, &mut value);
                    let entry = Entry::Put {
                        key: &key,
                        value: &value,
                    };
                    spent.hand_out(entry, sink);
                }
            } else {
                if !frozen.finished {
                    frozen.finished = true;
                    checkpoint::meta_key(&mut key);
                    checkpoint::meta_value(frozen.meta, &mut value);
                    let entry = Entry::Put {
                        key: &key,
                        value: &value,
                    };
                    spent.hand_out(entry, sink);
                }
                progress = Progress::Finished;
            }
        }
        self.delta.frozen = Some(frozen);
        self.delta.scratch_key = key;
        self.delta.scratch_value = value;
        progress
    }

    /// Ends the checkpoint: the store has it, or everything in it is part of the next one.
    pub fn checkpoint_end(&mut self, outcome: CheckpointOutcome) {
        let Some(frozen) = self.delta.frozen.take() else {
            panic!("a checkpoint is begun before it ends");
        };
        assert!(
            frozen.finished || outcome == CheckpointOutcome::Failed,
            "a checkpoint is stored only after all of it was captured"
        );
        assert!(self.delta.leftovers.is_none(), "begin settles leftovers");
        self.delta.leftovers = Some(Leftovers {
            generation: frozen.generation,
            outcome,
        });
    }

    /// Before a znode changes.
    pub(super) fn note_change(&mut self, id: SlotId, path: &str) {
        self.save_image(id, path);
        self.mark_new(id);
        for _ in 0..LEFTOVERS_PER_CHANGE {
            if !self.settle_leftover() {
                break;
            }
        }
    }

    /// Before a znode is deleted.
    pub(super) fn note_delete(&mut self, id: SlotId, path: &Path) {
        self.save_image(id, path);
        if self.records[id].has(Mark::InStore) {
            self.delta.active.deleted.push(path.clone());
        }
    }

    /// A znode is new, or its fields are about to change.
    pub(super) fn mark_new(&mut self, id: SlotId) {
        let mark = self.delta.parity.mark();
        let record = &mut self.records[id];
        // A slot that was vacated before the freeze and is used again is not of the frozen znodes.
        record.unmark(self.delta.parity.other().mark());
        if !record.has(mark) {
            record.mark(mark);
            self.delta.active.znodes.push(id);
        }
    }

    /// Puts a frozen znode aside as it is, unless it is written already.
    fn save_image(&mut self, id: SlotId, path: &str) {
        if self.delta.frozen.is_none() || !self.take_frozen_mark(id) {
            return;
        }
        let mut key = Vec::new();
        checkpoint::znode_key(path, &mut key);
        let mut value = Vec::new();
        checkpoint::znode_value(Znode::new(self, id), &mut value);
        self.push_image(key, value);
    }

    fn push_image(&mut self, key: Vec<u8>, value: Vec<u8>) {
        if let Some(frozen) = &mut self.delta.frozen {
            frozen.images.push(Image {
                key: key.into_boxed_slice(),
                value: value.into_boxed_slice(),
            });
        }
    }

    /// Whether the znode is frozen and not written; from now on it counts as written.
    fn take_frozen_mark(&mut self, id: SlotId) -> bool {
        let mark = self.delta.parity.other().mark();
        let record = &mut self.records[id];
        if !record.has(mark) {
            return false;
        }
        record.unmark(mark);
        record.mark(Mark::InStore);
        !self.records.is_vacant(id)
    }

    fn take_frozen_session(&mut self, id: SessionId) -> Option<Session> {
        let frozen = self.delta.parity.other();
        let session = self.sessions.get_mut(&id)?;
        if session.marks.opened_in != Some(frozen) {
            return None;
        }
        session.marks = SessionMarks {
            in_store: true,
            opened_in: None,
        };
        Some(*session)
    }

    /// Adds a session; one that is there keeps its place and gets the new timeout.
    pub(crate) fn open_session(&mut self, id: SessionId, timeout_ms: i32) {
        self.newest_session = self.newest_session.max(id.serial());
        if let Some(old) = self.sessions.get(&id) {
            if old.timeout_ms == timeout_ms {
                return;
            }
            self.close_session(id);
        }
        self.delta.active.sessions.push(id);
        let marks = SessionMarks {
            in_store: false,
            opened_in: Some(self.delta.parity),
        };
        self.sessions.insert(id, Session { timeout_ms, marks });
    }

    /// Removes a session, if there is one: its znodes are gone already.
    pub(crate) fn close_session(&mut self, id: SessionId) {
        if self.delta.frozen.is_some()
            && let Some(session) = self.take_frozen_session(id)
        {
            let mut key = Vec::new();
            checkpoint::session_key(id, &mut key);
            let mut value = Vec::new();
            checkpoint::session_value(session.timeout_ms, &mut value);
            self.push_image(key, value);
        }
        if let Some(session) = self.sessions.remove(&id)
            && session.marks.in_store
        {
            self.delta.active.closed.push(id);
        }
    }

    /// A session that was read from the store.
    pub(super) fn load_session(&mut self, id: SessionId, timeout_ms: i32) {
        let marks = SessionMarks {
            in_store: true,
            opened_in: None,
        };
        self.sessions.insert(id, Session { timeout_ms, marks });
    }

    /// Takes care of one leftover; false when there is none.
    fn settle_leftover(&mut self) -> bool {
        let Some(mut left) = self.delta.leftovers.take() else {
            return false;
        };
        let active = self.delta.parity;
        if let Some(path) = left.generation.deleted.pop() {
            if left.outcome == CheckpointOutcome::Failed {
                self.delta.active.deleted.push(path);
            }
        } else if left.outcome == CheckpointOutcome::Stored {
            // The rest are numbers, freed by the chunk.
            return false;
        } else if let Some(id) = left.generation.znodes.pop() {
            self.records[id].unmark(active.other().mark());
            if !self.records.is_vacant(id) {
                self.mark_new(id);
            }
        } else if let Some(id) = left.generation.sessions.pop() {
            if let Some(session) = self.sessions.get_mut(&id)
                && session.marks.opened_in != Some(active)
            {
                session.marks.opened_in = Some(active);
                self.delta.active.sessions.push(id);
            }
        } else if let Some(id) = left.generation.closed.pop() {
            self.delta.active.closed.push(id);
        } else {
            return false;
        }
        self.delta.leftovers = Some(left);
        true
    }
}
