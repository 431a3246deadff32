//! `stall`: the longest any request waits while checkpoints are taken.
//!
//! The tree of `fill` is read at random and a part of it changed, over and over, by the clock: one
//! read and one write in turn, each timed from when it was due. The server takes its checkpoints by
//! itself, after so many txns; a run without one is a failure, for it would show nothing. A run of
//! reads alone comes first: what it waits is the machine's doing.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::arguments::{self, Arguments};
use crate::connection::Kind;
use crate::engine::{Engine, Outcome, Pace, Window};
use crate::error::{Error, Result};
use crate::fill;
use crate::four_letter;
use crate::report;
use crate::source::Source;
use crate::wire::Numbered;

const CONNECTIONS: usize = 8;
/// Due requests wait in the generator only behind a server that has stood still for long.
const OUTSTANDING_MAX: u32 = 10_000;

/// What `stall` was asked to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stall {
    /// The server, filled before.
    pub(crate) server: SocketAddr,
    /// How many znodes `fill` made.
    pub(crate) znodes: u32,
    /// How many of them change, spread evenly.
    pub(crate) changed: u32,
    /// Requests per second, half of them writes.
    pub(crate) rate: u32,
    /// Time with writes; the reads before take a fifth of it.
    pub(crate) measured: Duration,
}

/// What the requests waited.
#[derive(Debug)]
pub(crate) struct Waits {
    /// Reads alone: no checkpoint is due.
    quiet: Outcome,
    /// Reads and writes while checkpoints are taken.
    busy: Outcome,
    /// Checkpoints finished meanwhile.
    pub(crate) checkpoints: u64,
}

#[derive(Debug)]
struct ReadsAndChanges {
    read: Numbered,
    change: Numbered,
    znodes: u32,
    changed: u32,
    writes: Writes,
    next: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Writes {
    None,
    EverySecond,
}

impl Source for ReadsAndChanges {
    fn append_next(&mut self, _connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        self.next = self.next.wrapping_add(1);
        let turn = self.next / 2;
        if self.writes == Writes::EverySecond && self.next.is_multiple_of(2) {
            let number = (turn % self.changed) * (self.znodes / self.changed);
            self.change.append(number, xid, out);
            Some(Kind::Write)
        } else {
            // A large odd step visits the tree out of order without a random number.
            let number = self.next.wrapping_mul(2_654_435_761) % self.znodes;
            self.read.append(number, xid, out);
            Some(Kind::Read)
        }
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: "a read or change of the filled tree",
            code,
        })
    }
}

impl Stall {
    /// Runs the reads, then the reads and writes.
    pub(crate) fn run(&self) -> Result<Waits> {
        assert!(
            (1..=self.znodes).contains(&self.changed),
            "what changes is part of the tree"
        );
        let mut engine = Engine::open(&[self.server], CONNECTIONS)?;
        let quiet = self.phase(&mut engine, Writes::None, self.measured / 5)?;
        let before = self.checkpoints()?;
        let busy = self.phase(&mut engine, Writes::EverySecond, self.measured)?;
        let checkpoints = self.checkpoints()? - before;
        engine.close();
        if checkpoints == 0 {
            return Err(Error::Usage(format!(
                "{} took no checkpoint during the run: let it take one after fewer txns, or raise \
                 --seconds",
                self.server
            )));
        }
        Ok(Waits {
            quiet,
            busy,
            checkpoints,
        })
    }

    fn phase(&self, engine: &mut Engine, writes: Writes, measured: Duration) -> Result<Outcome> {
        let mut source = ReadsAndChanges {
            read: fill::reads(),
            change: fill::changes(&[b'w'; 100]),
            znodes: self.znodes,
            changed: self.changed,
            writes,
            next: 0,
        };
        let pace = Pace::Open {
            rate: self.rate,
            outstanding_max: OUTSTANDING_MAX,
        };
        let window = Window {
            warmup: Duration::from_millis(500),
            measured,
        };
        engine.run(&mut source, pace, window)
    }

    fn checkpoints(&self) -> Result<u64> {
        four_letter::checkpoints(self.server)?.ok_or_else(|| {
            Error::Usage(format!(
                "{} does not count its checkpoints in mntr",
                self.server
            ))
        })
    }
}

impl Waits {
    /// The longest wait of any request while checkpoints were taken, in microseconds.
    pub(crate) fn longest_us(&self) -> f64 {
        self.busy.latencies.all().max_us
    }

    /// The longest wait of reads before, in microseconds.
    pub(crate) fn longest_quiet_us(&self) -> f64 {
        self.quiet.latencies.all().max_us
    }

    fn json(&self) -> Value {
        json!({
            "workload": "stall",
            "checkpoints": self.checkpoints,
            "quiet_latency_us": report::summary(self.quiet.latencies.all()),
            "read_latency_us": self.busy.latencies.reads().map(report::summary),
            "write_latency_us": self.busy.latencies.writes().map(report::summary),
        })
    }
}

/// `stall`: prints the longest waits.
pub(crate) fn stall(mut arguments: Arguments) -> Result<()> {
    let mut stall = Stall {
        server: arguments::address("127.0.0.1:2181")?,
        znodes: 1_000_000,
        changed: 10_000,
        rate: 10_000,
        measured: Duration::from_secs(10),
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "server" => stall.server = arguments.address()?,
            "znodes" => stall.znodes = arguments.number(1..=fill::ZNODES_MAX)?,
            "changed" => stall.changed = arguments.number(1..=fill::ZNODES_MAX)?,
            "rate" => stall.rate = arguments.number(2..=10_000_000)?,
            "seconds" => stall.measured = arguments.seconds()?,
            _ => return arguments.unknown(),
        }
    }
    if stall.changed > stall.znodes {
        return Err(Error::Usage("--changed is more than --znodes".to_owned()));
    }
    let waits = stall.run()?;
    println!("{}", waits.json());
    println!(
        "longest wait {:.0} us during {} checkpoints (reads alone: {:.0} us)",
        waits.longest_us(),
        waits.checkpoints,
        waits.longest_quiet_us(),
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(writes: Writes) -> ReadsAndChanges {
        ReadsAndChanges {
            read: fill::reads(),
            change: fill::changes(b"w"),
            znodes: 1_000,
            changed: 10,
            writes,
            next: 0,
        }
    }

    #[test]
    fn exactly_the_asked_number_of_znodes_changes() {
        let mut source = source(Writes::EverySecond);
        let mut changed = std::collections::BTreeSet::new();
        let mut writes = 0;
        for _ in 0..200 {
            let mut out = Vec::new();
            if source.append_next(0, 1, &mut out) == Some(Kind::Write) {
                writes += 1;
                changed.insert(out);
            }
        }
        assert_eq!((writes, changed.len()), (100, 10));
    }

    #[test]
    fn the_quiet_phase_only_reads() {
        let mut source = source(Writes::None);
        for _ in 0..50 {
            assert_eq!(source.append_next(0, 1, &mut Vec::new()), Some(Kind::Read));
        }
    }
}
