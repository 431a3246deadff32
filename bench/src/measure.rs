//! Latencies in a histogram and the few figures read from it.
//!
//! Keeps nanoseconds with two significant digits from 100 ns up to a minute; longer waits count as
//! a minute. Must never allocate while a run goes on: the histograms are made before it.

use hdrhistogram::Histogram;

use crate::connection::Kind;

const LOWEST_NS: u64 = 100;
const HIGHEST_NS: u64 = 60_000_000_000;
const SIGNIFICANT_DIGITS: u8 = 2;
/// Where a curve of latencies has its points.
const QUANTILES: [f64; 14] = [
    0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999,
];

/// The latencies of one run, reads and writes apart.
#[derive(Debug)]
pub(crate) struct Latencies {
    reads: Histogram<u64>,
    writes: Histogram<u64>,
}

/// What a histogram says: counts, and microseconds.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Summary {
    /// How many requests it is about.
    pub(crate) requests: u64,
    /// Arithmetic mean.
    pub(crate) mean_us: f64,
    /// Half of the requests took no longer.
    pub(crate) p50_us: f64,
    /// 90 % took no longer.
    pub(crate) p90_us: f64,
    /// 99 % took no longer.
    pub(crate) p99_us: f64,
    /// 99.9 % took no longer.
    pub(crate) p999_us: f64,
    /// The longest.
    pub(crate) max_us: f64,
}

impl Latencies {
    /// Empty, with all the memory it will need.
    pub(crate) fn new() -> Latencies {
        Latencies {
            reads: histogram(),
            writes: histogram(),
        }
    }

    /// Counts `requests` that all took `ns`.
    #[inline]
    pub(crate) fn record(&mut self, kind: Kind, ns: u64, requests: u32) {
        let histogram = match kind {
            Kind::Read => &mut self.reads,
            Kind::Write => &mut self.writes,
        };
        histogram.saturating_record_n(ns, u64::from(requests));
    }

    /// Takes the requests of another run over.
    pub(crate) fn add(&mut self, other: &Latencies) {
        let parts = [
            (&mut self.reads, &other.reads),
            (&mut self.writes, &other.writes),
        ];
        for (all, part) in parts {
            all.add(part).expect("both have the same bounds");
        }
    }

    /// Of all requests: how long each of these parts of them took at most, in microseconds. The
    /// parts come closer to all of them step by step: half, three quarters, and so on.
    pub(crate) fn curve(&self) -> Vec<(f64, f64)> {
        let all = self.together();
        QUANTILES
            .iter()
            .map(|quantile| (*quantile, us(all.value_at_quantile(*quantile))))
            .collect()
    }

    /// The figures of reads, or `None` when there were none.
    pub(crate) fn reads(&self) -> Option<Summary> {
        Some(&self.reads)
            .filter(|reads| !reads.is_empty())
            .map(summary)
    }

    /// The figures of writes, or `None` when there were none.
    pub(crate) fn writes(&self) -> Option<Summary> {
        Some(&self.writes)
            .filter(|writes| !writes.is_empty())
            .map(summary)
    }

    /// The figures of all requests.
    pub(crate) fn all(&self) -> Summary {
        summary(&self.together())
    }

    fn together(&self) -> Histogram<u64> {
        let mut both = histogram();
        for part in [&self.reads, &self.writes] {
            both.add(part).expect("both have the same bounds");
        }
        both
    }
}

fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(LOWEST_NS, HIGHEST_NS, SIGNIFICANT_DIGITS)
        .expect("the bounds are constants that fit")
}

fn summary(histogram: &Histogram<u64>) -> Summary {
    let at = |quantile| us(histogram.value_at_quantile(quantile));
    Summary {
        requests: histogram.len(),
        mean_us: histogram.mean() / 1e3,
        p50_us: at(0.5),
        p90_us: at(0.9),
        p99_us: at(0.99),
        p999_us: at(0.999),
        max_us: us(histogram.max()),
    }
}

/// Nanoseconds of at most a minute as microseconds.
#[expect(
    clippy::cast_precision_loss,
    reason = "a minute of nanoseconds fits 53 bits"
)]
fn us(ns: u64) -> f64 {
    ns as f64 / 1e3
}

/// The middle one of `values` (the mean of the middle two); 0 for none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        length if length % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(seen: f64, wanted: f64) -> bool {
        (seen - wanted).abs() <= wanted * 0.02
    }

    #[test]
    fn quantiles_come_from_the_requests_recorded() {
        let mut latencies = Latencies::new();
        latencies.record(Kind::Read, 50_000, 98);
        latencies.record(Kind::Read, 2_000_000, 2);
        let reads = latencies.reads().expect("100 reads were recorded");
        assert_eq!(reads.requests, 100);
        assert!(
            near(reads.p50_us, 50.0) && near(reads.p90_us, 50.0),
            "{reads:?}"
        );
        assert!(
            near(reads.p99_us, 2_000.0) && near(reads.max_us, 2_000.0),
            "{reads:?}"
        );
        assert_eq!(latencies.writes(), None);
    }

    #[test]
    fn all_is_reads_and_writes_together() {
        let mut latencies = Latencies::new();
        latencies.record(Kind::Read, 10_000, 9);
        latencies.record(Kind::Write, 900_000, 1);
        let all = latencies.all();
        assert_eq!(all.requests, 10);
        assert!(near(all.p50_us, 10.0) && near(all.max_us, 900.0), "{all:?}");
    }

    #[test]
    fn a_curve_rises_over_what_was_added() {
        let mut latencies = Latencies::new();
        latencies.record(Kind::Read, 10_000, 90);
        let mut more = Latencies::new();
        more.record(Kind::Write, 900_000, 10);
        latencies.add(&more);
        let curve = latencies.curve();
        assert!(
            curve.windows(2).all(|two| two[0].1 <= two[1].1),
            "{curve:?}"
        );
        assert!(near(curve[0].1, 10.0) && near(curve[13].1, 900.0));
    }

    #[test]
    fn a_wait_beyond_the_last_bucket_is_kept_as_the_longest() {
        let mut latencies = Latencies::new();
        latencies.record(Kind::Write, u64::MAX, 1);
        assert!(near(latencies.all().max_us, 60e6), "{:?}", latencies.all());
    }

    #[test]
    fn the_median_is_the_middle() {
        assert!(near(median(&[9.0, 1.0, 2.0]), 2.0));
        assert!(near(median(&[4.0, 1.0, 2.0, 9.0]), 3.0));
        assert!(median(&[]).abs() < f64::EPSILON);
    }
}
