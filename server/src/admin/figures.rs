//! The counters and summaries of `mntr`, under ZooKeeper's names. Sources: `ServerMetrics`,
//! `AvgMinMaxCounter`.
//!
//! Must never: tell a figure under ZooKeeper's name that means something else here.

use std::time::Duration;

use ringkeeper_core::replica::Counts;
use ringkeeper_core::serve::ServeFigures;
use ringkeeper_core::stream::CloseReason;
use ringkeeper_core::wire::four_letter::{Figure, Summary};
use ringkeeper_core::zab::{Life, Times};

use crate::checkpoints::CheckpointFigures;
use crate::clock::millis;

/// One line, or five, of `mntr`.
pub(super) type Line = (&'static str, Figure);

/// How the server came up: it is told once, and `srst` does not take it back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StartFigures {
    /// Until the checkpoint was in the tree.
    pub(crate) loaded: Duration,
    /// Records of the log behind it.
    pub(crate) records: u64,
    /// Until they were replayed too.
    pub(crate) recovered: Duration,
}

/// How the server came up.
pub(super) fn of_start(start: &StartFigures) -> [Line; 4] {
    let replayed = start.recovered.saturating_sub(start.loaded);
    let once = |value: u64| {
        let mut times = Times::default();
        times.add(value);
        summary(&times)
    };
    [
        ("dbinittime", once(millis(start.recovered))),
        ("startup_snap_load_time", once(millis(start.loaded))),
        ("startup_txns_loaded", once(start.records)),
        ("startup_txns_load_time", once(millis(replayed))),
    ]
}

/// What every server counts.
pub(super) fn of_server(
    counts: &Counts,
    serve: &ServeFigures,
    checkpoints: &CheckpointFigures,
) -> [Line; 7] {
    let closed = |reason: CloseReason| integer(serve.closed[reason as usize]);
    [
        ("connection_request_count", integer(counts.handshakes)),
        ("stale_sessions_expired", integer(counts.expired)),
        (
            "sessionless_connections_expired",
            closed(CloseReason::HandshakeTimeout),
        ),
        (
            "large_requests_rejected",
            closed(CloseReason::TooManyLargeRequests),
        ),
        (
            "cnxn_closed_without_zk_server_running",
            closed(CloseReason::NotServing),
        ),
        ("snapshottime", summary(&checkpoints.times)),
        ("snapshot_error_count", integer(checkpoints.failed)),
    ]
}

/// What a server of an ensemble counts besides.
pub(super) fn of_member(counts: &Counts, life: &Life) -> [Line; 13] {
    [
        ("proposal_count", integer(counts.proposed)),
        ("commit_count", integer(counts.committed)),
        ("learner_proposal_received_count", integer(counts.received)),
        ("learner_commit_received_count", integer(counts.followed)),
        ("looking_count", integer(life.looked)),
        ("diff_count", integer(life.diffs)),
        ("snap_count", integer(life.snaps)),
        ("quit_leading_due_to_disloyal_voter", integer(life.disloyal)),
        ("election_time", summary(&life.elections)),
        ("follower_sync_time", summary(&life.follower_syncs)),
        ("observer_sync_time", summary(&life.observer_syncs)),
        ("unavailable_time", summary(&counts.unavailable)),
        (
            "leader_unavailable_time",
            summary(&counts.leader_unavailable),
        ),
    ]
}

/// A count.
pub(super) fn integer(value: u64) -> Figure {
    Figure::Integer(value.try_into().unwrap_or(i64::MAX))
}

fn summary(times: &Times) -> Figure {
    let whole = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    Figure::Summary(Summary {
        average: average(times.sum_ms, times.count),
        min: whole(times.min_ms),
        max: whole(times.max_ms),
        count: whole(times.count),
        sum: whole(times.sum_ms),
    })
}

/// The mean to four digits behind the point, half of the last one rounded up.
fn average(sum: u64, count: u64) -> f64 {
    if count == 0 {
        return 0.0;
    }
    let (sum, count) = (u128::from(sum), u128::from(count));
    let ten_thousandths = (sum * 20_000 + count) / (count * 2);
    let [whole, part] = [ten_thousandths / 10_000, ten_thousandths % 10_000];
    let small = |value: u128| f64::from(u32::try_from(value).unwrap_or(u32::MAX));
    small(whole) + small(part) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_have_four_digits() {
        for ((sum, count), expected) in [
            ((0, 0), 0.0),
            ((1, 3), 0.3333),
            ((2, 3), 0.6667),
            ((9, 6), 1.5),
            ((1, 20_000), 0.0001),
            ((847, 2), 423.5),
        ] {
            let found = average(sum, count);
            assert!((found - expected).abs() < 1e-9, "{sum}/{count} is {found}");
        }
    }

    #[test]
    fn no_name_is_told_twice() {
        let start = StartFigures {
            loaded: Duration::from_millis(3),
            records: 7,
            recovered: Duration::from_millis(5),
        };
        let counts = Counts::default();
        let mut names: Vec<&str> = of_start(&start).iter().map(|line| line.0).collect();
        let (serve, checkpoints) = (ServeFigures::default(), CheckpointFigures::default());
        names.extend(
            of_server(&counts, &serve, &checkpoints)
                .iter()
                .map(|line| line.0),
        );
        names.extend(
            of_member(&counts, &Life::default())
                .iter()
                .map(|line| line.0),
        );
        let told = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), told);
    }
}
