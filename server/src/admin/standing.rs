//! What a server is, in the words that operators know.
//!
//! Must never: decide what the server does; the replica has.

use ringkeeper_core::id::Now;
use ringkeeper_core::replica::{LeaderFigures, Replica};
use ringkeeper_core::wire::four_letter::{LeaderGauges, Mode, ProposalSizes, QuorumGauges};
use ringkeeper_core::zab::Standing;

/// What the server is; `None` when it serves nobody.
pub(crate) fn mode_of(replica: &Replica) -> Option<Mode> {
    match replica.standing() {
        Standing::Alone => Some(Mode::Standalone),
        Standing::Away => None,
        Standing::Leading { .. } => Some(Mode::Leader),
        Standing::Following { .. } if replica.is_voter() => Some(Mode::Follower),
        Standing::Following { .. } => Some(Mode::Observer),
    }
}

/// The figures of a server of an ensemble.
pub(crate) fn quorum_gauges(replica: &Replica, now: Now) -> QuorumGauges {
    let observes = mode_of(replica) == Some(Mode::Observer);
    QuorumGauges {
        voters: u64::from(replica.members().voters().len()),
        learns_from: replica.learns_from().filter(|_| observes),
        leader: replica
            .leader_figures()
            .map(|figures| leader_gauges(&figures, now)),
    }
}

fn leader_gauges(figures: &LeaderFigures, now: Now) -> LeaderGauges {
    let learners = &figures.learners;
    LeaderGauges {
        learners: learners.connected as u64,
        synced_followers: learners.followers as u64,
        synced_non_voting_followers: learners.non_voting as u64,
        synced_observers: learners.observers as u64,
        pending_syncs: learners.syncs as u64,
        leader_uptime_ms: now.monotonic.0.saturating_sub(figures.since.0),
        proposals: figures.proposals.map(|bytes| ProposalSizes {
            last: bytes.last as u64,
            min: bytes.min as u64,
            max: bytes.max as u64,
        }),
    }
}
