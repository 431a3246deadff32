//! When a checkpoint is taken, and the steps of taking one.
//!
//! ```text
//!   Idle ──enough logged──> Capturing ──all handed over──> Storing ──report──> Idle
//!                             a budget per turn of the loop    store thread writes and flushes
//! ```
//!
//! A leader's checkpoint goes before: one that is being captured is given up for it, one that is
//! being stored is finished first, and none begins before the leader's counts or is given up.
//!
//! Must never: hold the tree's write lock for longer than one budget.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_utils::sync::ShardedLock;
use ringkeeper_core::checkpoint::Loader;
use ringkeeper_core::id::{Now, RecordNumber, Zxid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::tree::{CaptureBudget, CheckpointOutcome, Progress, Tree};
use ringkeeper_core::zab::Times;
use ringkeeper_wal::LogId;
use tracing::{debug, error, info};

use crate::clock::{Clock, millis};
use crate::config::CheckpointPolicy;
use crate::mailbox::Mailbox;
use crate::peers::read_checkpoint;
use crate::store::{CheckpointStream, LogPlace, StoreHandle, StoreReport};

/// What is captured under one write lock: some tens of microseconds.
const CAPTURE_BUDGET: CaptureBudget = CaptureBudget {
    entries: 128,
    bytes: 64 * 1024,
};

/// How long a failed checkpoint is not tried again.
const RETRY_AFTER_MS: u64 = 5_000;

/// Where a checkpoint stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Idle,
    Capturing { zxid: Zxid, record: RecordNumber },
    Storing,
}

/// Whose checkpoint the store is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whose {
    /// This server's.
    Own,
    /// One that comes from the leader.
    Leaders,
}

/// What trees are built with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Building {
    /// Random, of this process.
    pub(crate) seed: u64,
    /// Whether the tree keeps its digest.
    pub(crate) digest: Switch,
}

/// What a leader's checkpoint took the place of.
#[derive(Debug)]
pub(crate) struct Replaced {
    /// The tree of before.
    pub(crate) before: Box<Tree>,
    /// What the new one is of.
    pub(crate) zxid: Zxid,
    /// Behind which record the log goes on.
    pub(crate) record: RecordNumber,
    /// What it consists of.
    pub(crate) entries: u64,
}

/// What operators see of checkpoints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct CheckpointFigures {
    /// Checkpoints that counted.
    pub(crate) taken: u64,
    /// Checkpoints that failed.
    pub(crate) failed: u64,
    /// The zxid of the last one that counted.
    pub(crate) last_zxid: Zxid,
    /// Entries written by all of them.
    pub(crate) entries: u64,
    /// The longest the tree was locked for one step of one, in microseconds.
    pub(crate) longest_step_us: u64,
    /// How long those took that counted.
    pub(crate) times: Times,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Checkpoints {
    store: StoreHandle,
    log: LogId,
    policy: CheckpointPolicy,
    building: Building,
    stage: Stage,
    whose: Whose,
    txns_logged: u64,
    bytes_logged: u64,
    retry_at_ms: u64,
    /// The record of the checkpoint before the last: the log is kept from there, so that a peer
    /// that was away briefly catches up from it.
    previous: RecordNumber,
    last: RecordNumber,
    wanted: bool,
    /// Failures when the last checkpoint before the stop was first asked for.
    last_asked_at: Option<u64>,
    began: Duration,
    install_began: Duration,
    clock: Clock,
    figures: CheckpointFigures,
}

impl Checkpoints {
    /// With the store's last checkpoint at `last` in its log.
    pub(crate) fn new(
        store: StoreHandle,
        policy: CheckpointPolicy,
        last: LogPlace,
        building: Building,
        clock: Clock,
    ) -> Checkpoints {
        Checkpoints {
            store,
            log: last.log,
            policy,
            building,
            stage: Stage::Idle,
            whose: Whose::Own,
            txns_logged: 0,
            bytes_logged: 0,
            retry_at_ms: 0,
            previous: last.record,
            last: last.record,
            wanted: false,
            last_asked_at: None,
            began: Duration::ZERO,
            install_began: Duration::ZERO,
            clock,
            figures: CheckpointFigures::default(),
        }
    }

    /// A record of this many bytes was appended to the log.
    pub(crate) const fn logged(&mut self, bytes: usize) {
        self.txns_logged += 1;
        self.bytes_logged += bytes as u64;
    }

    /// Asks for a checkpoint of everything up to `record`, before the server stops. Says whether
    /// it is done; one that fails is not tried again, since the log has everything.
    pub(crate) fn take_last(&mut self, record: RecordNumber) -> bool {
        if self.stage != Stage::Idle {
            return false;
        }
        if self.whose == Whose::Leaders {
            return true;
        }
        let failed_before = self.last_asked_at.replace(self.figures.failed);
        if record == self.last || failed_before.is_some_and(|before| before < self.figures.failed) {
            return true;
        }
        self.wanted = true;
        self.retry_at_ms = 0;
        false
    }

    /// Whether the next turn of the loop has something to capture.
    pub(crate) fn has_work(&self) -> bool {
        matches!(self.stage, Stage::Capturing { .. }) && self.store.has_room()
    }

    /// Begins to read the last checkpoint out for a learner. `None` when the store has too much to
    /// do.
    pub(crate) fn read_out(&self, mailbox: &Arc<Mailbox>) -> Option<CheckpointStream> {
        read_checkpoint(&self.store, Arc::clone(mailbox))
    }

    /// What operators see.
    pub(crate) const fn figures(&self) -> &CheckpointFigures {
        &self.figures
    }

    /// Begins a checkpoint if one is due, or takes the next step of the one begun. `applied` and
    /// `record` say where the tree is.
    pub(crate) fn drive(
        &mut self,
        tree: &ShardedLock<Tree>,
        applied: Zxid,
        record: RecordNumber,
        now: Now,
    ) {
        match self.stage {
            Stage::Idle => {
                if self.whose == Whose::Own && self.is_due(now) && record > self.last {
                    self.begin(tree, applied, record);
                }
            }
            Stage::Capturing { zxid, record } => {
                if self.store.has_room() {
                    self.capture(tree, zxid, record);
                }
            }
            Stage::Storing => {}
        }
    }

    /// The store's report. Gives the first record that must be kept, if the checkpoint counts.
    pub(crate) fn stored(
        &mut self,
        report: &StoreReport,
        tree: &ShardedLock<Tree>,
    ) -> Option<RecordNumber> {
        assert!(self.stage == Stage::Storing, "a report answers a commit");
        self.stage = Stage::Idle;
        let outcome = match report.result {
            Ok(_) => CheckpointOutcome::Stored,
            Err(_) => CheckpointOutcome::Failed,
        };
        tree.write()
            .expect("nobody panics with the tree in hand")
            .checkpoint_end(outcome);
        match &report.result {
            Ok(entries) => {
                self.figures.taken += 1;
                self.figures.entries += *entries as u64;
                self.figures.last_zxid = report.zxid;
                self.previous = self.last;
                self.last = report.record;
                let took_ms = millis(self.clock.elapsed().saturating_sub(self.began));
                self.figures.times.add(took_ms);
                info!(zxid = %report.zxid, entries, took_ms, "checkpoint taken");
                Some(self.previous.next())
            }
            Err(cause) => {
                self.figures.failed += 1;
                error!(zxid = %report.zxid, %cause, "the checkpoint failed and is tried again");
                self.wanted = true;
                self.retry_at_ms = self.clock.now().monotonic.0 + RETRY_AFTER_MS;
                None
            }
        }
    }

    /// A leader's checkpoint of `zxid` comes in: makes way for it.
    pub(crate) fn install_begin(&mut self, tree: &ShardedLock<Tree>, zxid: Zxid) {
        assert!(self.whose == Whose::Own, "one at a time");
        info!(%zxid, "the leader sends its checkpoint: this server is too far behind for its log");
        self.whose = Whose::Leaders;
        match self.stage {
            // What is being stored will count, and its report comes before the end of the install.
            Stage::Idle | Stage::Storing => {}
            Stage::Capturing { zxid, .. } => {
                debug!(%zxid, "checkpoint given up");
                self.store.give_up();
                tree.write()
                    .expect("nobody panics with the tree in hand")
                    .checkpoint_end(CheckpointOutcome::Failed);
                self.stage = Stage::Idle;
                // Should the leader's not come to its end.
                self.wanted = true;
            }
        }
        self.install_began = self.clock.elapsed();
        let Building { seed, digest } = self.building;
        self.store.install_begin(zxid, Loader::new(seed, digest));
    }

    /// Entries of it; there is [`Checkpoints::install_room`].
    pub(crate) fn install_chunk(&self, bytes: Box<[u8]>) {
        self.store.install_chunk(bytes);
    }

    /// Chunks of a leader's checkpoint that the store can take now.
    pub(crate) fn install_room(&self) -> usize {
        self.store.room()
    }

    /// All of it is here, and is to count from now on; `record` is the log's last, and durable.
    pub(crate) fn install_end(&self, entries: u64, record: RecordNumber) {
        let log = self.log;
        self.store.install_end(entries, LogPlace { record, log });
    }

    /// The rest of it will not come.
    pub(crate) fn install_abort(&mut self) {
        self.store.install_abort();
        self.whose = Whose::Own;
    }

    /// The leader's checkpoint counts, and its tree took the place of that before.
    pub(crate) fn installed(&mut self, replaced: Replaced) {
        assert!(self.stage == Stage::Idle && self.whose == Whose::Leaders);
        let Replaced {
            before,
            zxid,
            record,
            entries,
        } = replaced;
        let took_ms = millis(self.clock.elapsed().saturating_sub(self.install_began));
        info!(%zxid, entries, took_ms, "the leader's checkpoint is this server's now");
        self.whose = Whose::Own;
        (self.previous, self.last) = (record, record);
        (self.txns_logged, self.bytes_logged) = (0, 0);
        self.wanted = false;
        self.retry_at_ms = 0;
        self.figures.last_zxid = zxid;
        self.store.free(before);
    }

    /// Waits for the store's thread to finish.
    pub(crate) fn stop(self) {
        self.store.stop();
    }

    fn is_due(&self, now: Now) -> bool {
        let enough = self.txns_logged >= self.policy.txns.get()
            || self.bytes_logged >= self.policy.bytes.get();
        (enough || self.wanted) && now.monotonic.0 >= self.retry_at_ms
    }

    fn begin(&mut self, tree: &ShardedLock<Tree>, applied: Zxid, record: RecordNumber) {
        self.began = self.clock.elapsed();
        let mut guard = tree.write().expect("nobody panics with the tree in hand");
        let zxid = guard.checkpoint_begin();
        drop(guard);
        self.note_step(self.began);
        assert!(zxid == applied, "the tree is where the replica says it is");
        self.txns_logged = 0;
        self.bytes_logged = 0;
        self.wanted = false;
        self.stage = Stage::Capturing { zxid, record };
        debug!(%zxid, "checkpoint begun");
    }

    fn capture(&mut self, tree: &ShardedLock<Tree>, zxid: Zxid, record: RecordNumber) {
        let start = self.clock.elapsed();
        let mut guard = tree.write().expect("nobody panics with the tree in hand");
        let store = &mut self.store;
        let progress = guard.checkpoint_capture(CAPTURE_BUDGET, &mut |entry| store.add(entry));
        drop(guard);
        self.note_step(start);
        match progress {
            Progress::More => {}
            Progress::Finished => {
                let log = self.log;
                self.store.commit(zxid, LogPlace { record, log });
                self.stage = Stage::Storing;
            }
        }
    }

    fn note_step(&mut self, started: Duration) {
        let took = self.clock.elapsed().saturating_sub(started);
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.figures.longest_step_us = self.figures.longest_step_us.max(took_us);
    }
}
