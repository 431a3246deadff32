//! `compare-ensemble`: three servers of each product as one ensemble.
//!
//! Each repetition gives each product an ensemble with empty data folders, a warm-up, the loads,
//! and its share of the rounds in which the leader is killed. Two parts come once for each product,
//! each with an ensemble of its own: the leader is halted, with a clock that is set for it; and
//! many sessions live through the end of a leader.
//!
//! Must never count a write that a lost leader may still have answered: see [`Ensemble::harm`].

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::arguments::Arguments;
use crate::crowds::Crowds;
use crate::error::Result;
use crate::failover::{self, Client};
use crate::load::{Load, Protocol};
use crate::measure::median;
use crate::peers::{Ensemble, Harm, Product, Ticks};
use crate::workload::Workload;

use super::figures::Figure;
use super::samples::Subject;
use super::{Comparison, Gathered, PIPELINED, SINGLE, machine, progress};

const SERVERS: usize = 3;
/// For the part in which the leader is halted: one second of silence is a failure.
const QUICK: Ticks = Ticks {
    tick_ms: 500,
    init_limit: 20,
    sync_limit: 2,
};
/// Between two rounds: whoever came back is at rest.
const SETTLING: Duration = Duration::from_millis(300);
/// How long all sessions are held before the loss: every one pings in this time.
const HOLDING: Duration = Duration::from_secs(4);
/// The ports of one machine do not suffice for more.
const SESSIONS_MAX: usize = 60_000;

/// Which servers the connections of a load are spread over.
#[derive(Clone, Copy, Debug)]
enum Through {
    /// All, as clients' connection strings would.
    All,
    /// The one that leads.
    Leader,
    /// One that follows.
    Follower,
}

/// The workloads of one turn: what is measured, how, and through whom.
const TURN: [(Figure, Workload, (usize, u32), Through); 6] = [
    (Figure::EnsembleSets, Workload::Set, PIPELINED, Through::All),
    (
        Figure::LeaderSets,
        Workload::Set,
        PIPELINED,
        Through::Leader,
    ),
    (
        Figure::EnsembleMixed,
        Workload::Mixed { reads: 90 },
        PIPELINED,
        Through::All,
    ),
    (Figure::EnsembleGets, Workload::Get, PIPELINED, Through::All),
    (
        Figure::FollowerSet,
        Workload::Set,
        SINGLE,
        Through::Follower,
    ),
    (
        Figure::FollowerSync,
        Workload::Sync,
        SINGLE,
        Through::Follower,
    ),
];

/// What `compare-ensemble` was asked to do.
#[derive(Debug)]
struct Together {
    comparison: Comparison,
    /// In which the leader is killed, over all repetitions.
    kills: usize,
    /// In which it is halted.
    halts: usize,
    sessions: usize,
}

/// The rounds of every product and harm, in milliseconds: the result file has them all.
#[derive(Debug, Default)]
struct Rounds(BTreeMap<&'static str, BTreeMap<&'static str, Vec<f64>>>);

/// `compare-ensemble`: runs everything, writes the result file and the table.
pub(crate) fn compare(mut arguments: Arguments) -> Result<()> {
    let mut asked = Together {
        comparison: Comparison::named("ensemble"),
        kills: 20,
        halts: 5,
        sessions: 20_000,
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "kills" => asked.kills = arguments.number(0..=10_000)?,
            "halts" => asked.halts = arguments.number(0..=10_000)?,
            "sessions" => asked.sessions = arguments.number(0..=SESSIONS_MAX)?,
            _ => asked.comparison.take(&mut arguments)?,
        }
    }
    asked.comparison.prepare()?;
    asked
        .run()
        .map_err(|error| machine::explain(&asked.comparison.folder, error))
}

impl Together {
    fn run(&self) -> Result<()> {
        let (mut gathered, mut rounds) = (Gathered::default(), Rounds::default());
        for repetition in 0..self.comparison.repetitions {
            self.comparison.announce(repetition);
            for product in self.comparison.turns(repetition) {
                let mut ensemble = self.start(product, Ticks::SAMPLE)?;
                gathered.versions.insert(product, ensemble.version()?);
                self.loads(&ensemble, &mut gathered)?;
                let kills = share(self.kills, repetition, self.comparison.repetitions);
                if kills > 0 && product.protocol() == Protocol::ZooKeeper {
                    let took = harm_leaders(&mut ensemble, Harm::Kill, kills)?;
                    let subject = Subject::Server(product);
                    gathered.add(Figure::LeaderKilled, subject, median(&took));
                    gathered.add(Figure::LeaderKilledWorst, subject, worst(&took));
                    rounds.add(product, "killed", took);
                }
                ensemble.stop()?;
            }
        }
        for product in self.comparison.zookeeper_turns(0) {
            self.halted(product, &mut gathered, &mut rounds)?;
        }
        for product in self.comparison.zookeeper_turns(1) {
            self.crowd(product, &mut gathered)?;
        }
        self.write(&gathered, &rounds)
    }

    fn start(&self, product: Product, ticks: Ticks) -> Result<Ensemble> {
        let Comparison {
            programs, folder, ..
        } = &self.comparison;
        Ensemble::start(programs, product, folder, SERVERS, ticks)
    }

    fn loads(&self, ensemble: &Ensemble, gathered: &mut Gathered) -> Result<()> {
        let product = ensemble.product();
        self.comparison.warm_up(product, ensemble.addresses())?;
        for (figure, workload, shape, through) in TURN {
            if workload == Workload::Sync && product.protocol() == Protocol::Etcd {
                continue;
            }
            let leader = ensemble.leader()?;
            let servers = match through {
                Through::All => ensemble.addresses(),
                Through::Leader => vec![ensemble.addresses()[leader]],
                Through::Follower => vec![ensemble.addresses_without(leader)[0]],
            };
            let load = Load {
                servers,
                pids: ensemble.pids(),
                ..self.comparison.load(product, workload, shape)
            };
            gathered.measure(figure, product, &load)?;
        }
        Ok(())
    }

    /// Rounds in which the leader goes silent, and is found out by nothing but its silence.
    fn halted(&self, product: Product, gathered: &mut Gathered, rounds: &mut Rounds) -> Result<()> {
        if self.halts == 0 {
            return Ok(());
        }
        let mut ensemble = self.start(product, QUICK)?;
        let took = harm_leaders(&mut ensemble, Harm::Halt, self.halts)?;
        let subject = Subject::Server(product);
        gathered.add(Figure::LeaderHaltedWorst, subject, worst(&took));
        rounds.add(product, "halted", took);
        ensemble.stop()
    }

    /// Many sessions through the end of a leader, which then comes back.
    fn crowd(&self, product: Product, gathered: &mut Gathered) -> Result<()> {
        if self.sessions == 0 {
            return Ok(());
        }
        let mut ensemble = self.start(product, Ticks::SAMPLE)?;
        let crowds = Crowds::gather(&ensemble.addresses(), self.sessions)?;
        thread::sleep(HOLDING);
        let leader = ensemble.leader()?;
        let loss = crowds.survive(|| ensemble.harm(leader, Harm::Kill))?;
        let subject = Subject::Server(product);
        let expired = u32::try_from(loss.expired).expect("sessions are at most SESSIONS_MAX");
        gathered.add(Figure::SessionsExpired, subject, f64::from(expired));
        gathered.add(Figure::SessionsBack, subject, ms(loss.back));
        ensemble.mend(leader, Harm::Kill)?;
        ensemble.stop()
    }

    fn write(&self, gathered: &Gathered, rounds: &Rounds) -> Result<()> {
        let ticks = |ticks: Ticks| {
            json!({
                "tickTime": ticks.tick_ms,
                "initLimit": ticks.init_limit,
                "syncLimit": ticks.sync_limit,
            })
        };
        let particulars = json!({
            "durable": {
                "zookeeper": "forceSync as shipped: a quorum has its batch behind an fsync",
                "ringkeeper": "as shipped: a quorum has its batch durable in the log",
                "etcd": "as shipped: a quorum has its batch behind an fdatasync",
            },
            "ensemble": {
                "servers": SERVERS,
                "ticks": ticks(Ticks::SAMPLE),
                "ticks_of_halts": ticks(QUICK),
                "sessions": self.sessions,
                "session_timeout_seconds": failover::SESSION_TIMEOUT.as_secs_f64(),
            },
            "rounds_ms": &rounds.0,
        });
        self.comparison.write(gathered, particulars)?;
        println!(
            "Rounds: {} by SIGKILL; {} by SIGSTOP with tickTime={} and syncLimit={}: a failure \
             timeout of {} ms.",
            self.kills,
            self.halts,
            QUICK.tick_ms,
            QUICK.sync_limit,
            QUICK.failure_timeout().as_millis(),
        );
        if self.sessions > 0 {
            println!(
                "Many sessions: {} with a timeout of {} s.",
                self.sessions,
                failover::SESSION_TIMEOUT.as_secs()
            );
        }
        println!("The generator and all servers share the machine.");
        Ok(())
    }
}

impl Rounds {
    fn add(&mut self, product: Product, harm: &'static str, took_ms: Vec<f64>) {
        let of_harm = self.0.entry(harm).or_default();
        of_harm.entry(product.name()).or_default().extend(took_ms);
    }
}

/// So many rounds: the leader is harmed while a client holds a session on a survivor, and all is
/// mended again. Returns how long each time no write succeeded, in milliseconds.
fn harm_leaders(ensemble: &mut Ensemble, harm: Harm, rounds: usize) -> Result<Vec<f64>> {
    let mut took_ms = Vec::with_capacity(rounds);
    for round in 0..rounds {
        thread::sleep(SETTLING);
        let leader = ensemble.leader()?;
        let mut survivors = ensemble.addresses_without(leader);
        let first = round % survivors.len();
        survivors.rotate_left(first);
        let mut client = Client::open(survivors)?;
        let lost = ensemble.harm(leader, harm)?;
        let took = client.time_to_write(lost)?;
        let (name, number) = (ensemble.product().name(), leader + 1);
        let past = match harm {
            Harm::Kill => "killed",
            Harm::Halt => "halted",
        };
        progress(&format!(
            "{name}: server {number}, which led, was {past}: {:.0} ms",
            ms(took)
        ));
        took_ms.push(ms(took));
        client.close();
        ensemble.mend(leader, harm)?;
    }
    Ok(took_ms)
}

/// How much of `all` falls to one of the repetitions.
fn share(all: usize, repetition: usize, repetitions: usize) -> usize {
    all * (repetition + 1) / repetitions - all * repetition / repetitions
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn worst(took_ms: &[f64]) -> f64 {
    took_ms.iter().copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repetitions_share_all_rounds() {
        let shares: Vec<usize> = (0..3).map(|at| share(20, at, 3)).collect();
        assert_eq!(shares, [6, 7, 7]);
        assert_eq!((0..3).map(|at| share(1, at, 3)).sum::<usize>(), 1);
    }

    #[test]
    fn rounds_of_several_repetitions_follow_each_other() {
        let mut rounds = Rounds::default();
        rounds.add(Product::Ringkeeper, "killed", vec![9.0, 8.0]);
        rounds.add(Product::Ringkeeper, "killed", vec![7.0]);
        rounds.add(Product::ZooKeeper, "halted", vec![6.0]);
        assert_eq!(
            json!(rounds.0),
            json!({"killed": {"ringkeeper": [9.0, 8.0, 7.0]}, "halted": {"zookeeper": [6.0]}})
        );
    }
}
