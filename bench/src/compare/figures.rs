//! The figures of the comparisons: what each is called, counted in, and to reach.
//!
//! Must never say of one figure in two places what it means: the table, the result file and the
//! verdicts all read its [`Row`].

/// One figure of the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Figure {
    /// getData, 8 connections x 32 outstanding.
    PipelinedGets,
    /// setData, 8 x 32.
    PipelinedSets,
    /// 90 % getData, 8 x 32.
    PipelinedMixed,
    /// One getData at a time.
    SingleGet,
    /// One setData at a time.
    SingleSet,
    /// getData, 200 connections x 1.
    ManyGets,
    /// setData, 200 x 1.
    ManySets,
    /// From a change to the last of 500 watchers' events.
    LastEvent,
    /// Resident memory with the large tree just created.
    Memory,
    /// Resident memory once the large tree was loaded by a start.
    MemoryAfterRestart,
    /// From a start after SIGKILL to the first session, with the large tree.
    RestartAfterKill,
    /// From a start after SIGTERM to the first session, with the large tree.
    RestartAfterStop,
    /// The longest wait of any request while checkpoints are taken.
    CheckpointWait,
    /// Of an ensemble: setData, 8 x 32, spread over the servers.
    EnsembleSets,
    /// Of an ensemble: setData, 8 x 32, all through the leader.
    LeaderSets,
    /// Of an ensemble: 90 % getData, 8 x 32, spread over the servers.
    EnsembleMixed,
    /// Of an ensemble: getData, 8 x 32, spread over the servers.
    EnsembleGets,
    /// One setData at a time through a follower.
    FollowerSet,
    /// One sync at a time through a follower.
    FollowerSync,
    /// From SIGKILL of the leader to the first write: the middle round of a repetition.
    LeaderKilled,
    /// The same: the worst round.
    LeaderKilledWorst,
    /// From SIGSTOP of the leader to the first write: the worst round.
    LeaderHaltedWorst,
    /// Of many sessions, those that expire by SIGKILL of the leader.
    SessionsExpired,
    /// From SIGKILL of the leader until the last of many sessions has written.
    SessionsBack,
}

/// What Ringkeeper is to reach.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Goal {
    /// At least so many times ZooKeeper's.
    TimesZooKeeper(f64),
    /// At most so many times ZooKeeper's: of a wait.
    OfZooKeeper(f64),
    /// At most so many times the ceiling's.
    TimesCeiling(f64),
    /// At most this.
    AtMost(f64),
    /// Shown for comparison.
    None,
}

/// Which way a figure is better.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Better {
    /// A rate.
    Higher,
    /// A wait or a size.
    Lower,
}

/// What the samples of a figure count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    /// Requests answered per second.
    PerSecond,
    /// Microseconds waited.
    Microseconds,
    /// Milliseconds waited.
    Milliseconds,
    /// Millions of bytes.
    Megabytes,
    /// How many sessions.
    Sessions,
}

/// Which sample of the repetitions stands for the figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stands {
    /// The middle one.
    Median,
    /// The worst one: the figure is about the worst that happens.
    Worst,
}

impl Unit {
    /// As the table and the result file write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::PerSecond => "/s",
            Unit::Microseconds => "us",
            Unit::Milliseconds => "ms",
            Unit::Megabytes => "MB",
            Unit::Sessions => "sessions",
        }
    }

    /// Which way a figure of this unit is better.
    pub(super) fn better(self) -> Better {
        match self {
            Unit::PerSecond => Better::Higher,
            Unit::Microseconds | Unit::Milliseconds | Unit::Megabytes | Unit::Sessions => {
                Better::Lower
            }
        }
    }
}

/// What the table and the result file say of a figure beside its samples.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Row {
    /// The figure's name in the result file.
    pub(crate) key: &'static str,
    /// The row's name in the table.
    pub(crate) title: &'static str,
    /// What its samples count.
    pub(crate) unit: Unit,
    /// What Ringkeeper is to reach, in the figure's unit where it is absolute.
    pub(crate) goal: Goal,
    /// Which sample is shown and held against the goal.
    pub(crate) stands: Stands,
}

impl Row {
    const fn new(key: &'static str, title: &'static str, unit: Unit, goal: Goal) -> Row {
        Row {
            key,
            title,
            unit,
            goal,
            stands: Stands::Median,
        }
    }

    const fn by_the_worst(mut self) -> Row {
        self.stands = Stands::Worst;
        self
    }
}

impl Figure {
    /// Every figure, in the table's order.
    pub(crate) const ALL: [Figure; 24] = [
        Figure::PipelinedGets,
        Figure::PipelinedSets,
        Figure::PipelinedMixed,
        Figure::SingleGet,
        Figure::SingleSet,
        Figure::ManyGets,
        Figure::ManySets,
        Figure::LastEvent,
        Figure::Memory,
        Figure::MemoryAfterRestart,
        Figure::RestartAfterKill,
        Figure::RestartAfterStop,
        Figure::CheckpointWait,
        Figure::EnsembleSets,
        Figure::LeaderSets,
        Figure::EnsembleMixed,
        Figure::EnsembleGets,
        Figure::FollowerSet,
        Figure::FollowerSync,
        Figure::LeaderKilled,
        Figure::LeaderKilledWorst,
        Figure::LeaderHaltedWorst,
        Figure::SessionsExpired,
        Figure::SessionsBack,
    ];

    /// What it is called, counted in and to reach.
    #[expect(clippy::too_many_lines, reason = "a table: one entry for each figure")]
    pub(crate) const fn row(self) -> Row {
        use Goal::{AtMost, OfZooKeeper, TimesCeiling, TimesZooKeeper};
        use Unit::{Megabytes, Microseconds, Milliseconds, PerSecond, Sessions};
        match self {
            Figure::PipelinedGets => Row::new(
                "pipelined_gets",
                "get, 8 connections x 32 outstanding",
                PerSecond,
                TimesZooKeeper(10.0),
            ),
            Figure::PipelinedSets => Row::new(
                "pipelined_sets",
                "set, 8 x 32",
                PerSecond,
                TimesZooKeeper(6.0),
            ),
            Figure::PipelinedMixed => Row::new(
                "pipelined_mixed",
                "90 % get, 10 % set, 8 x 32",
                PerSecond,
                TimesZooKeeper(10.0),
            ),
            Figure::SingleGet => Row::new(
                "single_get",
                "get, one at a time, p50",
                Microseconds,
                TimesCeiling(1.2),
            ),
            Figure::SingleSet => Row::new(
                "single_set",
                "set, one at a time, p50",
                Microseconds,
                TimesCeiling(1.15),
            ),
            Figure::ManyGets => Row::new(
                "many_gets",
                "get, 200 connections x 1",
                PerSecond,
                TimesZooKeeper(1.5),
            ),
            Figure::ManySets => {
                Row::new("many_sets", "set, 200 x 1", PerSecond, TimesZooKeeper(2.0))
            }
            Figure::LastEvent => Row::new(
                "last_event",
                "500 watchers of one znode: last event, p50",
                Microseconds,
                AtMost(1_000.0),
            ),
            Figure::Memory => Row::new(
                "memory",
                "large tree: resident memory",
                Megabytes,
                AtMost(250.0),
            ),
            Figure::MemoryAfterRestart => Row::new(
                "memory_after_restart",
                "large tree: resident memory after a restart",
                Megabytes,
                Goal::None,
            ),
            Figure::RestartAfterKill => Row::new(
                "restart_after_kill",
                "large tree: restart after SIGKILL",
                Milliseconds,
                AtMost(1_000.0),
            ),
            Figure::RestartAfterStop => Row::new(
                "restart_after_stop",
                "large tree: restart after SIGTERM",
                Milliseconds,
                Goal::None,
            ),
            Figure::CheckpointWait => Row::new(
                "checkpoint_wait",
                "large tree: longest wait while 10,000 changes are checkpointed",
                Microseconds,
                AtMost(5_000.0),
            ),
            Figure::EnsembleSets => Row::new(
                "ensemble_sets",
                "set, 8 connections x 32 outstanding, over all servers",
                PerSecond,
                TimesZooKeeper(6.0),
            ),
            Figure::LeaderSets => Row::new(
                "leader_sets",
                "set, 8 x 32, all through the leader",
                PerSecond,
                TimesZooKeeper(6.0),
            ),
            Figure::EnsembleMixed => Row::new(
                "ensemble_mixed",
                "90 % get, 10 % set, 8 x 32, over all servers",
                PerSecond,
                TimesZooKeeper(8.0),
            ),
            Figure::EnsembleGets => Row::new(
                "ensemble_gets",
                "get, 8 x 32, over all servers",
                PerSecond,
                Goal::None,
            ),
            Figure::FollowerSet => Row::new(
                "follower_set",
                "set, one at a time through a follower, p50",
                Microseconds,
                OfZooKeeper(0.7),
            ),
            Figure::FollowerSync => Row::new(
                "follower_sync",
                "sync, one at a time through a follower, p50",
                Microseconds,
                Goal::None,
            ),
            Figure::LeaderKilled => Row::new(
                "leader_killed",
                "SIGKILL of the leader until a write succeeds, median",
                Milliseconds,
                AtMost(150.0),
            ),
            Figure::LeaderKilledWorst => Row::new(
                "leader_killed_worst",
                "SIGKILL of the leader until a write succeeds, worst",
                Milliseconds,
                AtMost(400.0),
            )
            .by_the_worst(),
            Figure::LeaderHaltedWorst => Row::new(
                "leader_halted_worst",
                "SIGSTOP of the leader until a write succeeds, worst (failure timeout 1 s)",
                Milliseconds,
                AtMost(1_500.0),
            )
            .by_the_worst(),
            Figure::SessionsExpired => Row::new(
                "sessions_expired",
                "many sessions, SIGKILL of the leader: expired",
                Sessions,
                AtMost(0.0),
            )
            .by_the_worst(),
            Figure::SessionsBack => Row::new(
                "sessions_back",
                "many sessions, SIGKILL of the leader: until the last has written",
                Milliseconds,
                Goal::None,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_own_name() {
        let keys: std::collections::BTreeSet<_> =
            Figure::ALL.iter().map(|it| it.row().key).collect();
        assert_eq!(keys.len(), Figure::ALL.len());
    }
}
