//! A checkpoint counts: the log behind it may go.
//!
//! Must never: give up a record before the replica knows that it goes, or one that a learner is to
//! be sent.

use crossbeam_utils::sync::ShardedLock;
use ringkeeper_core::id::{Now, RecordNumber};
use ringkeeper_core::input::Input;
use ringkeeper_core::tree::Tree;
use ringkeeper_wal::Position;

use super::{Replicator, read};
use crate::store::StoreReport;

impl Replicator {
    /// A checkpoint was stored, or failed: the log behind it may go. Not before the replica knows,
    /// so that it sends nobody to records that are gone.
    pub(super) fn stored(&mut self, report: &StoreReport, tree: &ShardedLock<Tree>, now: Now) {
        let Some(keep_from) = self.checkpoints.stored(report, tree) else {
            return;
        };
        let below = self.purgeable_below(keep_from);
        let input = Input::CheckpointTaken {
            zxid: report.zxid,
            record: report.record,
            kept: RecordNumber(self.log.first_after_purge(below).0),
        };
        self.replica
            .step(now, &read(tree), input, &mut self.effects);
        self.log.purge(below);
    }

    /// Below which record the log may go that is not needed before `keep_from`: not what a learner
    /// is to be sent, and nothing that is not durable.
    pub(super) fn purgeable_below(&mut self, keep_from: RecordNumber) -> Position {
        let mut keep_from = keep_from;
        if let Some(member) = &mut self.member {
            keep_from = member.purge_below(keep_from, &self.log);
        }
        Position(keep_from.0).min(self.log.durable().next())
    }
}
