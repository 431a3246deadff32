//! What the replica's driver tells the operator, and why it stops the server.
//!
//! Must never: keep a reason to stop to itself.

use std::fmt;

use ringkeeper_core::zab::Notice;
use ringkeeper_wal::{Fault, SlotError};
use tracing::{info, warn};

use crate::store::StoreError;

/// Why the server has to stop.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The log cannot be written.
    Log(Fault),
    /// What this server promised cannot be written.
    Promises(SlotError),
    /// What the leader sent as its checkpoint cannot take the place of this server's.
    Install(StoreError),
    /// To go on would lose data.
    Halted(Notice),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Log(fault) => write!(
                f,
                "the log cannot be written: {fault}. What was acknowledged is on disk; see to the \
                 disk, then start again"
            ),
            Stop::Promises(cause) => write!(
                f,
                "what this server promised cannot be written beside the log: {cause}. See to the \
                 disk, then start again"
            ),
            Stop::Install(cause) if cause.is_for_want_of_space() => write!(
                f,
                "the leader's checkpoint does not fit on the disk: {cause}. What was here before \
                 is untouched; make room in dataDir for a second checkpoint, then start again"
            ),
            Stop::Install(cause) => write!(
                f,
                "the leader's checkpoint cannot be used: {cause}. Nothing that was here is lost: \
                 the next start goes on from it, and a leader is asked again"
            ),
            Stop::Halted(notice) => notice.fmt(f),
        }
    }
}

/// Tells the operator of a turn in the ensemble's life.
pub(super) fn tell(notice: Notice) {
    match notice {
        Notice::QuorumLost
        | Notice::NoQuorum
        | Notice::LeaderSilent
        | Notice::NewerConfig
        | Notice::Leaderless { .. }
        | Notice::ReadingOnly
        | Notice::PeerFault { .. }
        | Notice::EpochsUsedUp
        | Notice::LeaderLacksCommitted { .. } => warn!("{notice}"),
        Notice::Started
        | Notice::Joining { .. }
        | Notice::Following { .. }
        | Notice::LeaderLost
        | Notice::Elected
        | Notice::Established { .. }
        | Notice::OnlyOrdering
        | Notice::LearnerServes { .. }
        | Notice::Rolled { .. }
        | Notice::BetterHistory
        | Notice::Reconfigured { .. }
        | Notice::SteppedDown
        | Notice::EpochTaken => info!("{notice}"),
    }
}
