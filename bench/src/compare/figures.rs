//! The figures of a comparison: what each means, what it is to reach, and what was measured.
//!
//! Must never combine samples of different repetitions: a ratio is taken within one repetition,
//! where both sides and the ceiling ran minutes apart on the same machine; the spread is the range
//! of those ratios.

use std::collections::BTreeMap;

use crate::measure::median;
use crate::peers::Product;

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
}

/// Who a sample is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Subject {
    /// What the machine allows: the echo, plus one durable write for a set.
    Ceiling,
    /// A server.
    Server(Product),
}

/// What Ringkeeper is to reach.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Goal {
    /// At least so many times ZooKeeper's.
    TimesZooKeeper(f64),
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
}

impl Unit {
    /// As the table and the result file write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::PerSecond => "/s",
            Unit::Microseconds => "us",
            Unit::Milliseconds => "ms",
            Unit::Megabytes => "MB",
        }
    }

    fn better(self) -> Better {
        match self {
            Unit::PerSecond => Better::Higher,
            Unit::Microseconds | Unit::Milliseconds | Unit::Megabytes => Better::Lower,
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
}

impl Row {
    const fn new(key: &'static str, title: &'static str, unit: Unit, goal: Goal) -> Row {
        Row {
            key,
            title,
            unit,
            goal,
        }
    }
}

impl Figure {
    /// Every figure, in the table's order.
    pub(crate) const ALL: [Figure; 13] = [
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
    ];

    /// What it is called, counted in and to reach.
    pub(crate) const fn row(self) -> Row {
        use Goal::{AtMost, TimesCeiling, TimesZooKeeper};
        use Unit::{Megabytes, Microseconds, Milliseconds, PerSecond};
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
        }
    }
}

/// What was measured: per figure and subject one sample for each repetition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples {
    by_figure: BTreeMap<(Figure, Subject), Vec<f64>>,
}

/// A ratio over the repetitions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Ratio {
    /// The middle repetition's.
    pub(crate) median: f64,
    /// The smallest.
    pub(crate) least: f64,
    /// The largest.
    pub(crate) most: f64,
}

impl Samples {
    /// Adds the next repetition's sample.
    pub(crate) fn add(&mut self, figure: Figure, subject: Subject, sample: f64) {
        assert!(sample.is_finite() && sample >= 0.0, "a sample is a figure");
        self.by_figure
            .entry((figure, subject))
            .or_default()
            .push(sample);
    }

    /// The samples in the order of the repetitions.
    pub(crate) fn of(&self, figure: Figure, subject: Subject) -> &[f64] {
        self.by_figure
            .get(&(figure, subject))
            .map_or(&[], Vec::as_slice)
    }

    /// The middle sample, if there is one.
    pub(crate) fn median(&self, figure: Figure, subject: Subject) -> Option<f64> {
        Some(self.of(figure, subject))
            .filter(|samples| !samples.is_empty())
            .map(median)
    }

    /// How many times better Ringkeeper is than ZooKeeper, repetition by repetition.
    pub(crate) fn times_zookeeper(&self, figure: Figure) -> Option<Ratio> {
        let ours = self.of(figure, Subject::Server(Product::Ringkeeper));
        let theirs = self.of(figure, Subject::Server(Product::ZooKeeper));
        match figure.row().unit.better() {
            Better::Higher => ratio(ours, theirs),
            Better::Lower => ratio(theirs, ours),
        }
    }

    /// Ringkeeper's figure as a multiple of the ceiling's, repetition by repetition.
    pub(crate) fn times_ceiling(&self, figure: Figure) -> Option<Ratio> {
        let ours = self.of(figure, Subject::Server(Product::Ringkeeper));
        ratio(ours, self.of(figure, Subject::Ceiling))
    }

    /// Whether the goal is reached by the medians; `None` without a goal or without samples.
    pub(crate) fn reached(&self, figure: Figure) -> Option<bool> {
        match figure.row().goal {
            Goal::TimesZooKeeper(times) => self
                .times_zookeeper(figure)
                .map(|ratio| ratio.median >= times),
            Goal::TimesCeiling(times) => self
                .times_ceiling(figure)
                .map(|ratio| ratio.median <= times),
            Goal::AtMost(most) => self
                .median(figure, Subject::Server(Product::Ringkeeper))
                .map(|sample| sample <= most),
            Goal::None => None,
        }
    }
}

fn ratio(dividends: &[f64], divisors: &[f64]) -> Option<Ratio> {
    let mut ratios: Vec<f64> = dividends
        .iter()
        .zip(divisors)
        .map(|(ours, theirs)| ours / theirs)
        .collect();
    ratios.sort_by(f64::total_cmp);
    Some(Ratio {
        median: median(&ratios),
        least: *ratios.first()?,
        most: *ratios.last()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: Subject = Subject::Server(Product::Ringkeeper);
    const THEIRS: Subject = Subject::Server(Product::ZooKeeper);

    fn near(seen: f64, wanted: f64) -> bool {
        (seen - wanted).abs() < 1e-9
    }

    #[test]
    fn a_ratio_is_taken_within_its_repetition() {
        let mut samples = Samples::default();
        for (ours, theirs) in [(100.0, 10.0), (240.0, 20.0), (90.0, 10.0)] {
            samples.add(Figure::PipelinedGets, OURS, ours);
            samples.add(Figure::PipelinedGets, THEIRS, theirs);
        }
        let ratio = samples
            .times_zookeeper(Figure::PipelinedGets)
            .expect("three repetitions");
        assert!(near(ratio.least, 9.0) && near(ratio.median, 10.0) && near(ratio.most, 12.0));
        assert_eq!(samples.reached(Figure::PipelinedGets), Some(true));
    }

    #[test]
    fn of_waits_the_shorter_is_the_better() {
        let mut samples = Samples::default();
        samples.add(Figure::SingleGet, OURS, 60.0);
        samples.add(Figure::SingleGet, THEIRS, 90.0);
        samples.add(Figure::SingleGet, Subject::Ceiling, 40.0);
        let times = samples
            .times_zookeeper(Figure::SingleGet)
            .expect("both were measured");
        assert!(near(times.median, 1.5), "{times:?}");
        let over = samples
            .times_ceiling(Figure::SingleGet)
            .expect("both were measured");
        assert!(near(over.median, 1.5), "{over:?}");
        assert_eq!(
            samples.reached(Figure::SingleGet),
            Some(false),
            "1.5 is above 1.2"
        );
    }

    #[test]
    fn a_goal_without_samples_is_neither_reached_nor_missed() {
        assert_eq!(Samples::default().reached(Figure::Memory), None);
        let mut samples = Samples::default();
        samples.add(Figure::Memory, OURS, 251.0);
        assert_eq!(samples.reached(Figure::Memory), Some(false));
    }

    #[test]
    fn every_figure_has_its_own_name() {
        let keys: std::collections::BTreeSet<_> =
            Figure::ALL.iter().map(|it| it.row().key).collect();
        assert_eq!(keys.len(), Figure::ALL.len());
    }
}
