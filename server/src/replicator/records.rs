//! The replica's records, on their way into the log and out of it again.
//!
//! Invariant: they reach the log in the order of the replica's effects, and get the numbers that
//! the replica gave them. Must never: wait for room in the log.

use ringkeeper_core::id::RecordNumber;
use ringkeeper_wal::{AppendError, Position};

use super::Replicator;

impl Replicator {
    /// Drops the end of the log, that which it had no room for included.
    pub(super) fn truncate(&mut self, after: RecordNumber) {
        self.overdue.retain(|(record, _)| *record <= after);
        self.log.truncate_after(Position(after.0));
        self.durable = self.durable.min(after);
        self.truncating = true;
    }

    pub(super) fn append_overdue(&mut self) {
        while let Some((record, bytes)) = self.overdue.pop_front() {
            if !self.append(record, &bytes) {
                self.overdue.push_front((record, bytes));
                return;
            }
        }
    }

    /// Appends a record; `false` when the log has no room for it now.
    pub(super) fn append(&mut self, record: RecordNumber, bytes: &[u8]) -> bool {
        match self.log.append(bytes) {
            Ok(position) => {
                assert!(
                    position.0 == record.0,
                    "the log numbers records as the replica does"
                );
                self.checkpoints.logged(bytes.len());
                true
            }
            // Room comes back; of a poisoned log the shard learns by itself.
            Err(AppendError::Busy | AppendError::Full | AppendError::Poisoned(_)) => false,
            Err(error @ AppendError::TooLarge { .. }) => {
                unreachable!("requests are bounded far below a segment: {error}")
            }
        }
    }
}
