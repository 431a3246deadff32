//! Replay: the records of the log, from the checkpoint on, applied to the tree at start.
//!
//! Must never: apply a txn twice, or go on over a gap. ZooKeeper replays whatever it finds, so a
//! lost log file is a silent hole there.

use crate::id::Zxid;
use crate::tree::Tree;
use crate::txn::codec::{self, DecodeError};
use crate::zab;

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
