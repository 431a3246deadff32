//! What a server is, in the words that operators know: the replica's part of a survey.
//!
//! Must never: decide what the server does; the replica has.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Monotonic, Now, SessionId, WallTime};
use ringkeeper_core::replica::{LeaderFigures, Replica};
use ringkeeper_core::session::Deadline;
use ringkeeper_core::wire::four_letter::{LeaderGauges, Mode, ProposalSizes, QuorumGauges};
use ringkeeper_core::zab::Standing;
use ringkeeper_core::zab::ensemble::Ensemble;

use super::{ReplicaReport, Survey};

/// What a survey is told of the replica itself; space and checkpoints are its driver's. `ensemble`
/// is that of a server which has peers.
pub(crate) fn report_of(
    replica: &Replica,
    ensemble: Option<&Ensemble>,
    survey: &Survey,
    now: Now,
) -> ReplicaReport {
    let at = |deadline: Monotonic| {
        let ahead = deadline.0.saturating_sub(now.monotonic.0);
        WallTime(now.wall.0.saturating_add_unsigned(ahead))
    };
    let expiring = |by_deadline: BTreeMap<Deadline, Vec<SessionId>>| {
        let sets = by_deadline.into_iter();
        sets.map(|(due, ids)| (at(due.0), ids)).collect()
    };
    let (sessions, local) = if survey.lists_sessions() {
        let sessions = replica.sessions().map(|all| expiring(all.by_deadline()));
        let local = expiring(replica.local_sessions().by_deadline());
        (sessions, Some(local))
    } else {
        (None, None)
    };
    let shown = ensemble.filter(|_| survey.shows_ensemble());
    ReplicaReport {
        mode: mode_of(replica),
        quorum: ensemble.map(|ensemble| quorum_gauges(replica, ensemble, now)),
        counts: replica.counts(),
        life: ensemble.map(|_| *replica.life()),
        ensemble: shown.cloned(),
        sessions,
        local_sessions: local,
        local_session_count: replica.local_sessions().len() as u64,
        waiting: replica.load().waiting,
        durable: replica.history().durable(),
        ..ReplicaReport::default()
    }
}

/// What the server is; `None` when it serves nobody.
fn mode_of(replica: &Replica) -> Option<Mode> {
    match replica.standing() {
        Standing::Away if replica.is_read_only() => Some(Mode::ReadOnly),
        Standing::Alone => Some(Mode::Standalone),
        Standing::Away => None,
        Standing::Leading { .. } => Some(Mode::Leader),
        Standing::Following { .. } if replica.is_voter() => Some(Mode::Follower),
        Standing::Following { .. } => Some(Mode::Observer),
    }
}

/// The figures of a server of an ensemble.
fn quorum_gauges(replica: &Replica, ensemble: &Ensemble, now: Now) -> QuorumGauges {
    let observes = mode_of(replica) == Some(Mode::Observer);
    QuorumGauges {
        voters: u64::from(ensemble.voters().len()),
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
