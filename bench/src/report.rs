//! What a run says at its end: one JSON line for machines, one line for people.
//!
//! Latencies are microseconds in both. Must never round a figure of the JSON line to what the
//! other one shows.

use serde_json::{Value, json};

use crate::engine::{Outcome, Pace};
use crate::measure::Summary;

/// A finished run: what was asked of whom, and what came out.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// The workload's name.
    pub(crate) workload: &'a str,
    /// How many connections shared it.
    pub(crate) connections: usize,
    /// How it was paced.
    pub(crate) pace: Pace,
    /// Bytes of data per znode.
    pub(crate) value_bytes: usize,
    /// The figures.
    pub(crate) outcome: &'a Outcome,
}

impl Run<'_> {
    /// The run as one JSON object.
    pub(crate) fn json(&self) -> Value {
        let outcome = self.outcome;
        let (pace, rate, outstanding) = match self.pace {
            Pace::Closed { outstanding } => ("closed", None, outstanding),
            Pace::Open {
                rate,
                outstanding_max,
            } => ("open", Some(rate), outstanding_max),
        };
        json!({
            "workload": self.workload,
            "connections": self.connections,
            "loop": pace,
            "rate": rate,
            "outstanding": outstanding,
            "value_bytes": self.value_bytes,
            "seconds": outcome.seconds,
            "requests": outcome.requests,
            "requests_per_second": outcome.per_second(),
            "generator_load": outcome.generator_load,
            "server_cpu_us_per_request": outcome.server_us,
            "written_bytes_per_request": outcome.written_bytes,
            "latency_us": summary(outcome.latencies.all()),
            "latency_curve_us": outcome.latencies.curve(),
            "read_latency_us": outcome.latencies.reads().map(summary),
            "write_latency_us": outcome.latencies.writes().map(summary),
        })
    }

    /// The run in one line of text.
    pub(crate) fn line(&self) -> String {
        let outcome = self.outcome;
        let all = outcome.latencies.all();
        let pace = match self.pace {
            Pace::Closed { outstanding } => format!("{} x {outstanding}", self.connections),
            Pace::Open { rate, .. } => format!("{} at {rate}/s", self.connections),
        };
        let server = outcome.server_us.map_or_else(String::new, |us| {
            format!(", server {us:.2} us of processor per request")
        });
        format!(
            "{:<12} {pace:>12} {:>11.0}/s  p50 {:.0} us  p99 {:.0} us  p99.9 {:.0} us  \
             max {:.0} us  generator {:.0} % of a core{server}",
            self.workload,
            outcome.per_second(),
            all.p50_us,
            all.p99_us,
            all.p999_us,
            all.max_us,
            outcome.generator_load * 100.0,
        )
    }
}

/// A histogram's figures as a JSON object.
pub(crate) fn summary(summary: Summary) -> Value {
    json!({
        "requests": summary.requests,
        "mean": summary.mean_us,
        "p50": summary.p50_us,
        "p90": summary.p90_us,
        "p99": summary.p99_us,
        "p999": summary.p999_us,
        "max": summary.max_us,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Kind;
    use crate::measure::Latencies;

    #[test]
    fn a_run_reports_what_was_counted() {
        let mut latencies = Latencies::new();
        latencies.record(Kind::Read, 100_000, 4_000);
        let outcome = Outcome {
            requests: 4_000,
            replies: 5_000,
            seconds: 2.0,
            latencies,
            generator_load: 0.5,
            server_us: Some(1.5),
            written_bytes: None,
        };
        let run = Run {
            workload: "get",
            connections: 8,
            pace: Pace::Closed { outstanding: 32 },
            value_bytes: 128,
            outcome: &outcome,
        };
        let json = run.json();
        assert_eq!(json["requests_per_second"], 2_000.0);
        assert_eq!(json["read_latency_us"]["requests"], 4_000);
        assert!(json["write_latency_us"].is_null());
        assert!(json["rate"].is_null());
        assert_eq!(json["server_cpu_us_per_request"], 1.5);
        let line = run.line();
        assert!(line.contains("8 x 32") && line.contains("2000/s"), "{line}");
    }
}
