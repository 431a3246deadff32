//! One cell of the matrix on one product: how each job is measured, and what is kept of it.
//!
//! Must never keep a sample in which nothing was answered.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::engine::{Outcome, Pace, Window};
use crate::error::{Error, Result};
use crate::fan_out::FanOut;
use crate::load::{Load, OPEN_OUTSTANDING_MAX};
use crate::peers::Product;
use crate::report;
use crate::storm::Storm;
use crate::watched::Watched;
use crate::workload::Workload;

use super::group::{Counts, Job, Shape};
use super::plan;

/// Who is measured.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) product: Product,
    /// All servers, over which a load is spread.
    pub(crate) servers: Vec<SocketAddr>,
    /// One that follows; of a server alone itself.
    pub(crate) follower: SocketAddr,
    pub(crate) pids: Vec<u32>,
    pub(crate) window: Window,
}

/// What one run of a cell showed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sample {
    /// What the group counts.
    pub(crate) value: f64,
    /// Everything else, for the result file.
    pub(crate) details: Value,
}

impl Target {
    /// Runs the job once.
    pub(crate) fn measure(&self, job: Job, counts: Counts) -> Result<Sample> {
        match job {
            Job::Load(shape) => {
                let outcome = self.load(shape, closed(shape), &self.servers)?;
                Ok(of_load(&outcome, counts, None))
            }
            Job::HalfOfPeak(shape) => {
                let peak = self.load(shape, closed(shape), &self.servers)?;
                let rate = whole(peak.per_second() / 2.0);
                self.by_the_clock(shape, rate, counts)
            }
            Job::AtRate(shape, rate) => self.by_the_clock(shape, rate, counts),
            Job::ThroughFollower(workload) => {
                let shape = plan::alone(workload);
                let outcome = self.load(shape, closed(shape), &[self.follower])?;
                Ok(of_load(&outcome, counts, None))
            }
            Job::FanOut(watchers) => {
                let Window { warmup, measured } = self.window;
                let asked = FanOut {
                    watchers,
                    measured,
                    warmup,
                };
                let rounds = asked.run(self.follower)?;
                Ok(Sample {
                    value: rounds.last_event.p50_us,
                    details: rounds.json(watchers),
                })
            }
            Job::Watched(znodes) => {
                let Window { warmup, measured } = self.window;
                let asked = Watched {
                    znodes,
                    measured,
                    warmup,
                };
                let value = asked.run(self.follower)?;
                let details = json!({"per_second": value});
                Ok(Sample { value, details })
            }
            Job::Storm(sessions) => {
                let asked = Storm {
                    sessions,
                    window: self.window,
                };
                let weathered = asked.run(self.follower)?;
                Ok(Sample {
                    value: weathered.per_second,
                    details: json!({
                        "per_second": weathered.per_second,
                        "latency_us": report::summary(weathered.took),
                    }),
                })
            }
        }
    }

    /// Before anything counts: what a JVM runs often it compiles now.
    pub(crate) fn warm_up(&self, measured: Duration) -> Result<()> {
        let target = Target {
            window: Window {
                warmup: Duration::ZERO,
                measured,
            },
            ..self.clone()
        };
        let shape = plan::warming();
        target.load(shape, closed(shape), &self.servers).map(drop)
    }

    fn by_the_clock(&self, shape: Shape, rate: u32, counts: Counts) -> Result<Sample> {
        let pace = Pace::Open {
            rate,
            outstanding_max: OPEN_OUTSTANDING_MAX,
        };
        let outcome = self.load(shape, pace, &self.servers)?;
        Ok(of_load(&outcome, counts, Some(rate)))
    }

    fn load(&self, shape: Shape, pace: Pace, servers: &[SocketAddr]) -> Result<Outcome> {
        let mut load = Load {
            protocol: self.product.protocol(),
            servers: servers.to_vec(),
            workload: shape.workload,
            sizes: shape.sizes,
            connections: shape.connections,
            pace,
            window: self.window,
            pids: self.pids.clone(),
        };
        if shape.workload == Workload::Delete {
            // What a warm-up deletes has to be made first, too.
            load.window.warmup = Duration::ZERO;
        }
        load.run_until_it_counts().map_err(|error| Error::Peer {
            name: self.product.name().to_owned(),
            what: error.to_string(),
        })
    }
}

fn closed(shape: Shape) -> Pace {
    Pace::Closed {
        outstanding: shape.outstanding,
    }
}

/// A rate of at least one a second.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rates are positive and far below 2^32"
)]
fn whole(rate: f64) -> u32 {
    rate.max(1.0) as u32
}

fn of_load(outcome: &Outcome, counts: Counts, rate: Option<u32>) -> Sample {
    let all = outcome.latencies.all();
    let value = match counts {
        Counts::PerSecond => outcome.per_second(),
        Counts::P999 => all.p999_us,
        Counts::P50 | Counts::LastEvent => all.p50_us,
    };
    Sample {
        value,
        details: json!({
            "per_second": outcome.per_second(),
            "rate": rate,
            "latency_us": report::summary(all),
            "latency_curve_us": outcome.latencies.curve(),
            "server_cpu_us_per_request": outcome.server_us,
            "written_bytes_per_request": outcome.written_bytes,
            "generator_load": outcome.generator_load,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    fn target(server: &FakeServer) -> Target {
        Target {
            product: Product::ZooKeeper,
            servers: vec![server.address],
            follower: server.address,
            pids: vec![std::process::id()],
            window: Window {
                warmup: Duration::ZERO,
                measured: Duration::from_millis(100),
            },
        }
    }

    #[test]
    fn every_kind_of_job_gives_a_sample() {
        let server = FakeServer::start(Answers::Sound);
        let target = target(&server);
        let shape = plan::alone(Workload::Set);
        for (job, counts) in [
            (Job::Load(shape), Counts::PerSecond),
            (Job::HalfOfPeak(shape), Counts::P999),
            (Job::AtRate(shape, 500), Counts::P999),
            (Job::ThroughFollower(Workload::Get), Counts::P50),
            (Job::FanOut(3), Counts::LastEvent),
            (Job::Watched(1), Counts::PerSecond),
            (Job::Storm(2), Counts::PerSecond),
        ] {
            let sample = target.measure(job, counts).expect("every reply is sound");
            assert!(sample.value > 0.0, "{job:?}: {sample:?}");
        }
    }

    #[test]
    fn half_of_a_peak_is_asked_by_the_clock() {
        let server = FakeServer::start(Answers::Sound);
        let shape = plan::alone(Workload::Get);
        let sample = target(&server)
            .measure(Job::HalfOfPeak(shape), Counts::P999)
            .expect("every reply is sound");
        assert!(sample.details["rate"].as_u64() > Some(0), "{sample:?}");
        assert!((whole(0.2), whole(9.9)) == (1, 9));
    }
}
