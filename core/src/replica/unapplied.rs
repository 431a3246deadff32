//! The txns that are in the log and not in the tree: exactly the end of the history.
//!
//! Must never: hold a gap, or hand out a txn before its turn. Invariant: the figures are those of
//! what is held.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::id::{RecordNumber, Zxid};
use crate::txn::Txn;
use crate::txn::prepare::Charge;

/// A txn that is proposed and not yet applied.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) txn: Txn,
    pub(super) record: RecordNumber,
    pub(super) encoded_bytes: usize,
    /// What it counts for in quotas, until it is applied; of who prepared it only.
    pub(super) charges: Vec<Charge>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Unapplied {
    txns: VecDeque<InFlight>,
    bytes: usize,
}

impl Unapplied {
    pub(super) fn len(&self) -> usize {
        self.txns.len()
    }

    /// Their encoded bytes.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The zxid of the first.
    pub(super) fn first(&self) -> Option<Zxid> {
        self.txns.front().map(|first| first.txn.zxid)
    }

    pub(super) fn push(&mut self, in_flight: InFlight) {
        self.bytes += in_flight.encoded_bytes;
        self.txns.push_back(in_flight);
    }

    pub(super) fn pop(&mut self) -> Option<InFlight> {
        let first = self.txns.pop_front()?;
        self.bytes -= first.encoded_bytes;
        Some(first)
    }

    /// The log was truncated behind `last`.
    pub(super) fn truncate_after(&mut self, last: Zxid) {
        while let Some(dropped) = self.txns.pop_back_if(|txn| txn.txn.zxid > last) {
            self.bytes -= dropped.encoded_bytes;
        }
    }

    /// A checkpoint took the place of everything.
    pub(super) fn clear(&mut self) {
        self.txns.clear();
        self.bytes = 0;
    }

    /// Checks what the module promises, for a history that is applied and proposed so far.
    pub(super) fn invariants(&self, applied: Zxid, proposed: Zxid, last_record: RecordNumber) {
        let bytes: usize = self.txns.iter().map(|txn| txn.encoded_bytes).sum();
        assert!(bytes == self.bytes);
        for (before, after) in self.txns.iter().zip(self.txns.iter().skip(1)) {
            assert!(after.txn.zxid > before.txn.zxid);
            assert!(after.record == before.record.next());
        }
        assert!(self.first().is_none_or(|first| first > applied));
        match self.txns.back() {
            Some(last) => assert!((last.txn.zxid, last.record) == (proposed, last_record)),
            None => assert!(applied == proposed),
        }
    }
}
