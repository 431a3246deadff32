//! A server's own checkpoints: begun when enough was logged, captured a piece at a time, stored by
//! and by, and the log behind them purged. A crash before the store has it takes all of it away.
//!
//! Must never: purge what the newest checkpoint in the store does not hold.

use ringkeeper_core::id::{RecordNumber, Zxid};
use ringkeeper_core::input::Input;
use ringkeeper_core::tree::{CaptureBudget, CheckpointOutcome, Progress};
use ringkeeper_wal::Position;

use super::mutant::Mutant;
use super::plan::Keep;
use super::server::{Install, Server, Turn};
use super::store::Change;
use crate::check::Event;

/// Turns of the server within which the store has a checkpoint.
const STORING_TURNS: usize = 60;

/// How far it is.
#[derive(Debug)]
pub(super) enum Capture {
    Idle,
    Capturing {
        zxid: Zxid,
        record: RecordNumber,
        changes: Vec<Change>,
    },
    /// The store is at it.
    Storing {
        zxid: Zxid,
        record: RecordNumber,
        changes: Vec<Change>,
        /// Turns until it is done.
        left: usize,
    },
}

impl Server {
    /// Goes a step on. Says whether there is more to do soon.
    pub(super) fn drive_checkpoint(&mut self, turn: &mut Turn<'_>) -> bool {
        let plan = turn.plan;
        match &mut self.capture {
            Capture::Idle => {
                let enough = self.since_checkpoint >= plan.checkpoint_records;
                if !enough || !matches!(self.install, Install::None) {
                    return false;
                }
                self.since_checkpoint = 0;
                let zxid = self.tree.checkpoint_begin();
                self.capture = Capture::Capturing {
                    zxid,
                    record: self.replica.applied_record(),
                    changes: Vec::new(),
                };
                true
            }
            Capture::Capturing { changes, .. } => {
                let budget = CaptureBudget {
                    entries: 1 + turn.random.below(20),
                    bytes: 4096,
                };
                let progress = self
                    .tree
                    .checkpoint_capture(budget, &mut |entry| changes.push(Change::of(entry)));
                match progress {
                    Progress::More => true,
                    Progress::Finished => {
                        self.begin_storing(turn);
                        true
                    }
                }
            }
            Capture::Storing { left: 0, .. } => {
                self.store_checkpoint(turn);
                false
            }
            Capture::Storing { left, .. } => {
                *left -= 1;
                true
            }
        }
    }

    /// The replica knows of the checkpoint: from now on it asks for nothing that is purged.
    pub(super) fn purge(&mut self, kept: RecordNumber, turn: &mut Turn<'_>) {
        self.log.purge(Position(kept.0));
        let last = RecordNumber(kept.0.saturating_sub(1));
        if let Some(logged) = self.logged.get(&last) {
            let through = logged.record.zxid;
            turn.out.events.push(Event::Purged { through });
        }
    }

    fn begin_storing(&mut self, turn: &mut Turn<'_>) {
        let capture = std::mem::replace(&mut self.capture, Capture::Idle);
        let Capture::Capturing {
            zxid,
            record,
            changes,
        } = capture
        else {
            return;
        };
        if turn.does(Mutant::PurgeBeforeCheckpoint) {
            let below = Position(record.0).next().min(self.log.durable().next());
            self.purge(RecordNumber(below.0), turn);
        }
        self.capture = Capture::Storing {
            zxid,
            record,
            changes,
            left: turn.random.below(STORING_TURNS),
        };
    }

    fn store_checkpoint(&mut self, turn: &mut Turn<'_>) {
        let capture = std::mem::replace(&mut self.capture, Capture::Idle);
        let Capture::Storing {
            zxid,
            record,
            changes,
            ..
        } = capture
        else {
            return;
        };
        if turn.random.one_in(10) {
            // The store could not take it.
            self.tree.checkpoint_end(CheckpointOutcome::Failed);
            return;
        }
        let store = &mut turn.disks.store;
        store.take(zxid, record, changes);
        turn.out.events.push(Event::Checkpointed { zxid });
        self.tree.checkpoint_end(CheckpointOutcome::Stored);
        let kept = match turn.plan.keep {
            Keep::Nothing => store.record.next(),
            Keep::OneCheckpoint => store.before.next(),
        };
        let below = Position(kept.0).min(self.log.durable().next());
        self.inputs.push_back(Input::CheckpointTaken {
            zxid,
            record,
            kept: RecordNumber(below.0),
        });
        turn.out.note(|| {
            let (record, kept) = (record.0, below.0);
            format!("checkpoint {zxid} at record {record}, log from {kept}")
        });
    }
}
