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

    /// Its name in the result file.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Figure::PipelinedGets => "pipelined_gets",
            Figure::PipelinedSets => "pipelined_sets",
            Figure::PipelinedMixed => "pipelined_mixed",
            Figure::SingleGet => "single_get",
            Figure::SingleSet => "single_set",
            Figure::ManyGets => "many_gets",
            Figure::ManySets => "many_sets",
            Figure::LastEvent => "last_event",
            Figure::Memory => "memory",
            Figure::MemoryAfterRestart => "memory_after_restart",
            Figure::RestartAfterKill => "restart_after_kill",
            Figure::RestartAfterStop => "restart_after_stop",
            Figure::CheckpointWait => "checkpoint_wait",
        }
    }

    /// Its row in the table.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Figure::PipelinedGets => "get, 8 connections x 32 outstanding",
            Figure::PipelinedSets => "set, 8 x 32",
            Figure::PipelinedMixed => "90 % get, 10 % set, 8 x 32",
            Figure::SingleGet => "get, one at a time, p50",
            Figure::SingleSet => "set, one at a time, p50",
            Figure::ManyGets => "get, 200 connections x 1",
            Figure::ManySets => "set, 200 x 1",
            Figure::LastEvent => "500 watchers of one znode: last event, p50",
            Figure::Memory => "large tree: resident memory",
            Figure::MemoryAfterRestart => "large tree: resident memory after a restart",
            Figure::RestartAfterKill => "large tree: restart after SIGKILL",
            Figure::RestartAfterStop => "large tree: restart after SIGTERM",
            Figure::CheckpointWait => {
                "large tree: longest wait while 10,000 changes are checkpointed"
            }
        }
    }

    /// The unit of its samples.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Figure::PipelinedGets
            | Figure::PipelinedSets
            | Figure::PipelinedMixed
            | Figure::ManyGets
            | Figure::ManySets => "/s",
            Figure::SingleGet | Figure::SingleSet | Figure::LastEvent | Figure::CheckpointWait => {
                "us"
            }
            Figure::Memory | Figure::MemoryAfterRestart => "MB",
            Figure::RestartAfterKill | Figure::RestartAfterStop => "ms",
        }
    }

    /// Which way it is better.
    pub(crate) fn better(self) -> Better {
        match self {
            Figure::PipelinedGets
            | Figure::PipelinedSets
            | Figure::PipelinedMixed
            | Figure::ManyGets
            | Figure::ManySets => Better::Higher,
            Figure::SingleGet
            | Figure::SingleSet
            | Figure::LastEvent
            | Figure::Memory
            | Figure::MemoryAfterRestart
            | Figure::RestartAfterKill
            | Figure::RestartAfterStop
            | Figure::CheckpointWait => Better::Lower,
        }
    }

    /// What Ringkeeper is to reach, in the figure's unit where it is absolute.
    pub(crate) fn goal(self) -> Goal {
        match self {
            Figure::PipelinedGets | Figure::PipelinedMixed => Goal::TimesZooKeeper(10.0),
            Figure::PipelinedSets => Goal::TimesZooKeeper(6.0),
            Figure::SingleGet => Goal::TimesCeiling(1.2),
            Figure::SingleSet => Goal::TimesCeiling(1.15),
            Figure::ManyGets => Goal::TimesZooKeeper(1.5),
            Figure::ManySets => Goal::TimesZooKeeper(2.0),
            Figure::LastEvent | Figure::RestartAfterKill => Goal::AtMost(1_000.0),
            Figure::Memory => Goal::AtMost(250.0),
            Figure::CheckpointWait => Goal::AtMost(5_000.0),
            Figure::MemoryAfterRestart | Figure::RestartAfterStop => Goal::None,
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
        match figure.better() {
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
        match figure.goal() {
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
        let keys: std::collections::BTreeSet<_> = Figure::ALL.iter().map(|it| it.key()).collect();
        assert_eq!(keys.len(), Figure::ALL.len());
    }
}
