//! Replay: the records of the log, from the checkpoint on, applied to the tree at start.
//!
//! A single server applies all of them: what is durable is committed. A server of an ensemble
//! applies only what a record behind it says to be committed; the rest is its [`Tail`], to be
//! committed or truncated by its next leader. So the tree never holds what could be taken back
//! (ZooKeeper's does: 2678, 2845).
//!
//! Must never: apply a txn twice, or go on over a gap. ZooKeeper replays whatever it finds, so a
//! lost log file is a silent hole there.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::id::{RecordNumber, Zxid};
use crate::tree::Tree;
use crate::txn::Txn;
use crate::txn::codec::{self, DecodeError};
use crate::zab::{self, History};

/// What a record was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Replayed {
    /// The next txn: it is applied.
    Applied,
    /// A txn that the checkpoint holds already.
    Known,
}

/// The log does not continue the tree: the operator must find the missing part, or fetch the
/// state from another server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReplayError {
    /// A record passed the log's checksum and is no txn.
    Undecodable(DecodeError),
    /// Txns are missing between these two.
    Gap {
        /// The last one in the tree.
        last: Zxid,
        /// The one found behind it.
        found: Zxid,
    },
}

impl core::fmt::Display for ReplayError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            ReplayError::Undecodable(error) => write!(f, "a record is no txn: {error}"),
            ReplayError::Gap { last, found } => {
                write!(f, "the log has a gap: {found} follows {last}")
            }
        }
    }
}

impl core::error::Error for ReplayError {}

/// Applies the txn that the log kept as `record`, the one after those replayed before.
pub fn replay(tree: &mut Tree, record: &[u8]) -> Result<Replayed, ReplayError> {
    let txn = codec::decode(record).map_err(ReplayError::Undecodable)?;
    let last = tree.last_zxid();
    if txn.zxid <= last {
        return Ok(Replayed::Known);
    }
    let found = txn.zxid;
    if !zab::is_contiguous(last, found) {
        return Err(ReplayError::Gap { last, found });
    }
    tree.apply(txn, &mut |_| {});
    assert!(
        tree.last_zxid() == found,
        "the tree is at the txn applied last"
    );
    Ok(Replayed::Applied)
}

/// What the log of a member holds behind its tree, and its history.
#[derive(Debug)]
pub struct Tail {
    pub(crate) history: History,
    /// Of which zxid and record the checkpoint in front of it is.
    pub(crate) checkpoint: (Zxid, RecordNumber),
    /// Each with its record, and the bytes of that.
    pub(crate) txns: Vec<(Txn, RecordNumber, usize)>,
}

/// The replay of a member's log.
#[derive(Debug)]
pub struct MemberReplay {
    history: History,
    checkpoint: (Zxid, RecordNumber),
    unapplied: VecDeque<(Txn, RecordNumber, usize)>,
}

impl MemberReplay {
    /// Begins behind the checkpoint, which is of `zxid` and of `record`.
    pub fn new(zxid: Zxid, record: RecordNumber) -> MemberReplay {
        MemberReplay {
            history: History::starting_at(zxid, record),
            checkpoint: (zxid, record),
            unapplied: VecDeque::new(),
        }
    }

    /// Takes the next record, and applies what it says to be committed and `tree` does not have.
    pub fn take(&mut self, tree: &mut Tree, record: &[u8]) -> Result<(), ReplayError> {
        let place = codec::decode_place(record).map_err(ReplayError::Undecodable)?;
        let txn = codec::decode(record).map_err(ReplayError::Undecodable)?;
        let (last, found) = (self.history.proposed(), txn.zxid);
        if !zab::is_contiguous(last, found) {
            return Err(ReplayError::Gap { last, found });
        }
        let number = self.history.on_proposed(found);
        self.history.on_durable(number);
        self.history.on_committed(place.committed.min(last));
        self.unapplied.push_back((txn, number, record.len()));
        while let Some((txn, ..)) = self
            .unapplied
            .pop_front_if(|(txn, ..)| txn.zxid <= self.history.committed())
        {
            self.history.on_applied(txn.zxid);
            if txn.zxid > tree.last_zxid() {
                tree.apply(txn, &mut |_| {});
            }
        }
        Ok(())
    }

    /// The end of the log.
    pub fn finish(self) -> Tail {
        Tail {
            history: self.history,
            checkpoint: self.checkpoint,
            txns: self.unapplied.into(),
        }
    }
}

/// What the log still holds from before the checkpoint: looked at only so that learners that are
/// behind can be sent it.
#[derive(Debug, Default)]
pub struct OlderRecords(Option<History>);

impl OlderRecords {
    /// Takes the next record, which is the log's `number`.
    pub fn take(&mut self, number: RecordNumber, record: &[u8]) -> Result<(), ReplayError> {
        let zxid = codec::decode_place(record)
            .map_err(ReplayError::Undecodable)?
            .zxid;
        let Some(history) = &mut self.0 else {
            self.0 = Some(History::starting_at(zxid, number));
            return Ok(());
        };
        let last = history.proposed();
        if !zab::is_contiguous(last, zxid) {
            return Err(ReplayError::Gap { last, found: zxid });
        }
        let number = history.on_proposed(zxid);
        history.on_durable(number);
        Ok(())
    }
}

impl Tail {
    /// The zxid in the log's last record.
    pub fn last(&self) -> Zxid {
        self.history.proposed()
    }

    /// Adds what the log holds before the checkpoint, if it leads up to it. It does not where the
    /// checkpoint came from another server: what was logged before that is of no use to anybody.
    pub fn precede(&mut self, older: OlderRecords) {
        if let OlderRecords(Some(older)) = older
            && (older.proposed(), older.last_record()) == self.checkpoint
        {
            self.history.precede(older);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Epoch;

    fn zxid(counter: u32) -> Zxid {
        Zxid::new(Epoch(1), counter)
    }

    /// What the log holds from `first`, in record 11, to `last`.
    fn older(first: u32, last: u32) -> OlderRecords {
        let mut history = History::starting_at(zxid(first), RecordNumber(11));
        for counter in first + 1..=last {
            let record = history.on_proposed(zxid(counter));
            history.on_durable(record);
        }
        OlderRecords(Some(history))
    }

    #[test]
    fn older_records_count_only_where_they_lead_up_to_the_checkpoint() {
        let checkpoint = (zxid(9), RecordNumber(14));
        // Records 11 to 14 are 1/6 to 1/9; else they are of before an install, or too few.
        for (first, last, leads) in [(6, 9, true), (2, 5, false), (6, 8, false), (5, 9, false)] {
            let mut tail = MemberReplay::new(checkpoint.0, checkpoint.1).finish();
            tail.precede(older(first, last));
            tail.history.invariants();
            let known = tail.history.record_of(zxid(first));
            assert_eq!(known, leads.then_some(RecordNumber(11)), "{first}-{last}");
            assert_eq!(tail.history.record_of(checkpoint.0), Some(checkpoint.1));
            assert_eq!(tail.checkpoint, checkpoint);
        }
    }
}
