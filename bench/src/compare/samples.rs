//! What a comparison measured, and the ratios that are read from it.
//!
//! Must never combine samples of different repetitions: a ratio is taken within one repetition,
//! where both sides and the ceiling ran minutes apart on the same machine; the spread is the range
//! of those ratios.

use std::collections::BTreeMap;

use crate::measure::median;
use crate::peers::Product;

use super::figures::{Better, Figure, Goal, Stands};

/// Who a sample is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Subject {
    /// What the machine allows: the echo, plus one durable write for a set.
    Ceiling,
    /// A server.
    Server(Product),
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

    /// The sample that stands for all, if there is one.
    pub(crate) fn standing(&self, figure: Figure, subject: Subject) -> Option<f64> {
        let samples = Some(self.of(figure, subject)).filter(|samples| !samples.is_empty())?;
        let row = figure.row();
        match (row.stands, row.unit.better()) {
            (Stands::Median, Better::Higher | Better::Lower) => Some(median(samples)),
            (Stands::Worst, Better::Higher) => samples.iter().copied().reduce(f64::min),
            (Stands::Worst, Better::Lower) => samples.iter().copied().reduce(f64::max),
        }
    }

    /// Whether anybody was measured.
    pub(crate) fn has(&self, figure: Figure) -> bool {
        self.by_figure
            .keys()
            .any(|(measured, _)| *measured == figure)
    }

    /// How many times better Ringkeeper is than ZooKeeper, repetition by repetition.
    pub(crate) fn times_zookeeper(&self, figure: Figure) -> Option<Ratio> {
        self.times(figure, Product::ZooKeeper)
    }

    /// How many times better Ringkeeper is than another product, repetition by repetition.
    pub(crate) fn times(&self, figure: Figure, other: Product) -> Option<Ratio> {
        let ours = self.of(figure, Subject::Server(Product::Ringkeeper));
        let theirs = self.of(figure, Subject::Server(other));
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

    /// Whether the goal is reached by the samples that stand for all; `None` without a goal or
    /// without samples.
    pub(crate) fn reached(&self, figure: Figure) -> Option<bool> {
        match figure.row().goal {
            Goal::TimesZooKeeper(times) => self
                .times_zookeeper(figure)
                .map(|ratio| ratio.median >= times),
            Goal::OfZooKeeper(times) => self
                .times_zookeeper(figure)
                .map(|ratio| ratio.median * times >= 1.0),
            Goal::TimesCeiling(times) => self
                .times_ceiling(figure)
                .map(|ratio| ratio.median <= times),
            Goal::AtMost(most) => self
                .standing(figure, Subject::Server(Product::Ringkeeper))
                .map(|sample| sample <= most),
            Goal::None => None,
        }
    }
}

/// `None` where there is nothing to divide by: no sample, or nothing counted.
fn ratio(dividends: &[f64], divisors: &[f64]) -> Option<Ratio> {
    let mut ratios: Vec<f64> = dividends
        .iter()
        .zip(divisors)
        .map(|(ours, theirs)| ours / theirs)
        .collect();
    ratios.sort_by(f64::total_cmp);
    if !ratios.iter().all(|ratio| ratio.is_finite()) {
        return None;
    }
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
    fn of_the_worst_the_worst_repetition_stands() {
        let mut samples = Samples::default();
        for worst in [90.0, 401.0, 80.0] {
            samples.add(Figure::LeaderKilled, OURS, 70.0);
            samples.add(Figure::LeaderKilledWorst, OURS, worst);
        }
        assert_eq!(samples.reached(Figure::LeaderKilled), Some(true));
        let worst = samples.standing(Figure::LeaderKilledWorst, OURS);
        assert!(near(worst.expect("it was measured"), 401.0), "{worst:?}");
        assert_eq!(samples.reached(Figure::LeaderKilledWorst), Some(false));
    }

    #[test]
    fn a_part_of_zookeepers_wait_is_a_goal_too() {
        for (ours, reached) in [(69.0, true), (71.0, false)] {
            let mut samples = Samples::default();
            samples.add(Figure::FollowerSet, OURS, ours);
            samples.add(Figure::FollowerSet, THEIRS, 100.0);
            assert_eq!(
                samples.reached(Figure::FollowerSet),
                Some(reached),
                "{ours}"
            );
        }
    }

    #[test]
    fn nothing_is_no_divisor() {
        let mut samples = Samples::default();
        samples.add(Figure::SessionsExpired, OURS, 0.0);
        samples.add(Figure::SessionsExpired, THEIRS, 0.0);
        assert_eq!(samples.times_zookeeper(Figure::SessionsExpired), None);
        assert_eq!(samples.reached(Figure::SessionsExpired), Some(true));
    }
}
