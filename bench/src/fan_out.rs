//! `fan-out`: many watchers of one znode, each on its own connection, and one writer.
//!
//! A round arms every watch, then changes the znode once and times, from the setData being sent,
//! until the last watcher's event is at its socket. Arming is not timed.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::arguments::{self, Arguments};
use crate::broadcast::Broadcast;
use crate::connection::{Connection, Kind};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::measure::{Latencies, Summary};
use crate::report;
use crate::source::{Batch, EachOnce, Source};
use crate::wire::{self, Watch};
use crate::workload::ROOT;

/// Bytes of the znode's data.
const VALUE_BYTES: usize = 128;

/// What `fan-out` was asked to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FanOut {
    /// How many connections watch.
    pub(crate) watchers: u32,
    /// How long rounds are repeated after the warm-up.
    pub(crate) measured: Duration,
    /// How long rounds do not count at first.
    pub(crate) warmup: Duration,
}

/// What the rounds took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounds {
    /// From the setData being sent to the last event, over all rounds.
    pub(crate) last_event: Summary,
    /// Events delivered per second of that time.
    pub(crate) events_per_second: f64,
}

/// The one change of a round.
#[derive(Debug)]
struct Change<'a>(&'a [u8]);

impl Source for Change<'_> {
    fn append_next(&mut self, _connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        wire::append(self.0, xid, out);
        Some(Kind::Write)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: "the setData of a watched znode",
            code,
        })
    }
}

impl FanOut {
    /// Repeats rounds until the time is over; there is at least one.
    pub(crate) fn run(&self, server: SocketAddr) -> Result<Rounds> {
        let opened = (0..=self.watchers).map(|_| Connection::open(server));
        let mut engine = Engine::over_watchers(opened.collect())?;
        let path = format!("{ROOT}/watched");
        for path in [ROOT, &path] {
            engine.send_all(&mut Batch::one(path), 1)?;
        }
        let arm = wire::get_data(&path, Watch::Set);
        let change = wire::set_data(&path, &[b'v'; VALUE_BYTES]);
        let rounds = self.rounds(&mut engine, Some(&arm), &change)?;
        engine.close();
        Ok(rounds)
    }

    /// The same against a thread that does nothing but send the events: no server is faster.
    pub(crate) fn ceiling(&self) -> Result<Rounds> {
        let connections = self.watchers as usize + 1;
        let broadcast = Broadcast::start(connections)?;
        let opened = (0..connections)
            .map(|_| Connection::open_without_session(broadcast.address()))
            .collect();
        let mut engine = Engine::over_watchers(opened)?;
        let rounds = self.rounds(&mut engine, None, &wire::echo(VALUE_BYTES));
        drop(engine);
        broadcast.join()?;
        rounds
    }

    fn rounds(&self, engine: &mut Engine, arm: Option<&[u8]>, change: &[u8]) -> Result<Rounds> {
        let watchers = self.watchers as usize;
        let mut latencies = Latencies::new();
        let (begun, mut rounds, mut total) = (Instant::now(), 0_u32, Duration::ZERO);
        while rounds == 0 || begun.elapsed() < self.warmup + self.measured {
            if let Some(request) = arm {
                // The writer, behind the watchers, has no watch.
                let mut arming = EachOnce::new(request.to_vec(), watchers, "a watched getData");
                engine.send_all(&mut arming, 1)?;
            }
            let took = engine.time_events(&mut Change(change))?;
            if begun.elapsed() >= self.warmup {
                let ns = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
                latencies.record(Kind::Write, ns, 1);
                rounds += 1;
                total += took;
            }
        }
        let events = f64::from(rounds) * f64::from(self.watchers);
        Ok(Rounds {
            last_event: latencies.all(),
            events_per_second: events / total.as_secs_f64(),
        })
    }
}

impl Rounds {
    /// The rounds as one JSON object.
    pub(crate) fn json(&self, watchers: u32) -> Value {
        json!({
            "workload": "fan-out",
            "watchers": watchers,
            "last_event_us": report::summary(self.last_event),
            "events_per_second": self.events_per_second,
        })
    }
}

/// `fan-out`: prints the figures of the rounds.
pub(crate) fn fan_out(mut arguments: Arguments) -> Result<()> {
    let mut server = Some(arguments::address("127.0.0.1:2181")?);
    let mut asked = FanOut {
        watchers: 500,
        measured: Duration::from_secs(3),
        warmup: Duration::from_secs(1),
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "server" => server = Some(arguments.address()?),
            "ceiling" => server = None,
            "watchers" => asked.watchers = arguments.number(1..=100_000)?,
            "seconds" => asked.measured = arguments.seconds()?,
            "warmup" => asked.warmup = arguments.seconds()?,
            _ => return arguments.unknown(),
        }
    }
    let rounds = match server {
        Some(server) => asked.run(server)?,
        None => asked.ceiling()?,
    };
    let last = rounds.last_event;
    println!("{}", rounds.json(asked.watchers));
    println!(
        "fan-out to {} watchers: last event p50 {:.0} us  p99 {:.0} us  max {:.0} us  \
         {:.0} events/s in {} rounds",
        asked.watchers,
        last.p50_us,
        last.p99_us,
        last.max_us,
        rounds.events_per_second,
        last.requests,
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    #[test]
    fn a_round_ends_with_the_last_watchers_event() {
        let server = FakeServer::start(Answers::Sound);
        let asked = FanOut {
            watchers: 5,
            measured: Duration::from_millis(20),
            warmup: Duration::ZERO,
        };
        let rounds = asked.run(server.address).expect("every event arrives");
        let changes = server.requests(5);
        assert_eq!(
            rounds.last_event.requests, changes,
            "each change is a round"
        );
        assert_eq!(
            server.requests(4),
            changes * 5,
            "each round arms every watcher"
        );
        assert!(rounds.events_per_second > 0.0);
    }

    #[test]
    fn the_ceiling_counts_rounds_without_a_server() {
        let asked = FanOut {
            watchers: 7,
            measured: Duration::from_millis(20),
            warmup: Duration::ZERO,
        };
        let rounds = asked.ceiling().expect("every event arrives");
        assert!(rounds.last_event.requests > 0);
    }
}
