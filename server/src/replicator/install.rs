//! A checkpoint of the leader takes the place of this server's state: its checkpoint, its tree, and
//! what its log leads up to.
//!
//! ```text
//!   Nothing ──InstallBegin──> Receiving ──InstallEnd──> Ending ──the log is durable──> Committing
//!      ^                          │ InstallAbort            (its last record names the place)  │
//!      ├──────────────────────────┘                                                            │
//!      └──the tree is replaced, and every shard told── Installed <──the store's thread says so─┘
//! ```
//!
//! What is on disk is the old checkpoint with the old log, or the new one behind the log's last
//! record: the store decides between them at one moment, and the log does not change from
//! `InstallEnd` until shard 0 has taken the new tree over. It is purged after that only.
//!
//! Must never: replace the tree before its checkpoint counts, or let a shard read the new one
//! before it has been told.

use crossbeam_utils::sync::ShardedLock;
use ringkeeper_core::id::{Now, RecordNumber, Zxid};
use ringkeeper_core::input::Effect;
use ringkeeper_core::tree::Tree;
use tracing::info;

use super::Replicator;
use crate::checkpoints::Replaced;
use crate::member::Receiving;
use crate::store::Installed;

/// How far an install is.
#[derive(Debug)]
pub(super) enum Installing {
    /// There is none.
    Nothing,
    /// Entries come in.
    Receiving,
    /// All of them are here.
    Ending { entries: u64 },
    /// The store makes it count.
    Committing,
    /// It counts. Every shard must have room to be told.
    Installed(Box<Installed>),
}

/// How many of these effects are chunks, for which the store needs room.
pub(super) fn chunks(effects: &[Effect]) -> usize {
    let chunks = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::InstallChunk { .. }));
    chunks.count()
}

impl Replicator {
    /// Whether messages of the leader may come in, with so many chunks of a checkpoint that the
    /// store has not been given yet.
    pub(super) fn receiving(&self, chunks: usize) -> Receiving {
        let needs_room = chunks > 0 || matches!(self.installing, Installing::Receiving);
        let has_room = !needs_room || chunks < self.checkpoints.install_room();
        if has_room && self.replica.can_receive() {
            Receiving::Now
        } else {
            Receiving::Later
        }
    }

    pub(super) fn begin_install(&mut self, tree: &ShardedLock<Tree>, zxid: Zxid) {
        assert!(
            matches!(self.installing, Installing::Nothing),
            "one checkpoint at a time"
        );
        self.checkpoints.install_begin(tree, zxid);
        self.installing = Installing::Receiving;
    }

    pub(super) fn take_chunk(&mut self, bytes: Box<[u8]>) {
        assert!(
            matches!(self.installing, Installing::Receiving),
            "entries come behind a begin"
        );
        self.checkpoints.install_chunk(bytes);
    }

    pub(super) fn end_install(&mut self, entries: u64) {
        assert!(
            matches!(self.installing, Installing::Receiving),
            "an end comes behind a begin"
        );
        // Nobody has them yet, and nobody will: the log goes on behind what it holds.
        self.overdue.clear();
        self.installing = Installing::Ending { entries };
    }

    pub(super) fn abort_install(&mut self) {
        assert!(
            matches!(self.installing, Installing::Receiving),
            "what is complete is not given up"
        );
        info!("the rest of the leader's checkpoint will not come: what came is removed");
        self.checkpoints.install_abort();
        self.installing = Installing::Nothing;
    }

    /// Lets a checkpoint that is all here count, once everything in the log is durable: the record
    /// that it names as its place must be there after any crash.
    pub(super) fn commit_install(&mut self) {
        let Installing::Ending { entries } = self.installing else {
            return;
        };
        let last = self.log.last();
        if self.log.durable() == last && !self.log.truncating() {
            self.checkpoints.install_end(entries, RecordNumber(last.0));
            self.installing = Installing::Committing;
        }
    }

    /// The leader's checkpoint counts.
    pub(super) fn store_installed(&mut self, installed: Box<Installed>) {
        assert!(
            matches!(self.installing, Installing::Committing),
            "it was asked for"
        );
        self.installing = Installing::Installed(installed);
    }

    pub(super) const fn is_installed(&self) -> bool {
        matches!(self.installing, Installing::Installed(_))
    }

    /// Puts the tree of a checkpoint that counts in the place of `tree`, whose lock the caller
    /// holds until every shard is told.
    pub(super) fn take_over(&mut self, tree: &mut Tree, now: Now) -> Option<Replaced> {
        let installing = std::mem::replace(&mut self.installing, Installing::Nothing);
        let Installing::Installed(installed) = installing else {
            self.installing = installing;
            return None;
        };
        let Installed {
            tree: new,
            record,
            entries,
        } = *installed;
        assert!(
            self.log.last().0 == record.0,
            "nothing was logged meanwhile"
        );
        let before = Box::new(std::mem::replace(tree, new));
        self.replica.installed(now, tree, record, &mut self.effects);
        Some(Replaced {
            before,
            zxid: tree.last_zxid(),
            record,
            entries,
        })
    }

    /// The rest, which needs no lock.
    pub(super) fn installed(&mut self, replaced: Replaced) {
        let record = replaced.record;
        self.durable = record;
        self.checkpoints.installed(replaced);
        let below = self.purgeable_below(record.next());
        self.log.purge(below);
    }
}
