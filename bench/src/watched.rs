//! `watched`: one watcher of many znodes, and one writer that changes them all.
//!
//! A round leaves a watch on every znode, then changes each once and times, from the first setData
//! being sent, until the last event has arrived. Leaving the watches is not timed.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::arguments::{self, Arguments};
use crate::connection::{Connection, Kind};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::source::{Batch, Source};
use crate::wire::{self, Numbered, Watch};
use crate::workload::ROOT;

/// Bytes of each znode's data.
const VALUE_BYTES: usize = 128;
/// Requests of either connection in flight.
const OUTSTANDING: u32 = 256;
/// The layout's paths have room for so many.
pub(crate) const ZNODES_MAX: u32 = 100_000_000;

/// What `watched` was asked to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    /// How many znodes have a watch.
    pub(crate) znodes: u32,
    /// How long rounds are repeated after the warm-up.
    pub(crate) measured: Duration,
    /// How long rounds do not count at first.
    pub(crate) warmup: Duration,
}

/// One request for each znode, over one of the two connections.
#[derive(Debug)]
struct Each<'a> {
    request: &'a Numbered,
    connection: usize,
    kind: Kind,
    next: u32,
    end: u32,
}

impl Source for Each<'_> {
    fn append_next(&mut self, connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        if connection != self.connection || self.next == self.end {
            return None;
        }
        self.request.append(self.next, xid, out);
        self.next += 1;
        Some(self.kind)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: "a request for a watched znode",
            code,
        })
    }
}

impl Watched {
    /// Repeats rounds until the time is over; there is at least one. Returns the events per second
    /// of the rounds, each with the changes that caused it.
    pub(crate) fn run(&self, server: SocketAddr) -> Result<f64> {
        let mut engine = open(server, self.znodes)?;
        let (begun, mut rounds, mut total) = (Instant::now(), 0_u32, Duration::ZERO);
        while rounds == 0 || begun.elapsed() < self.warmup + self.measured {
            watch(&mut engine, self.znodes)?;
            let took = change(&mut engine, self.znodes)?;
            if begun.elapsed() >= self.warmup {
                rounds += 1;
                total += took;
            }
        }
        engine.close();
        Ok(f64::from(rounds) * f64::from(self.znodes) / total.as_secs_f64())
    }
}

/// Opens the watcher's and the writer's connection and makes the znodes.
pub(crate) fn open(server: SocketAddr, znodes: u32) -> Result<Engine> {
    let opened = (0..2).map(|_| Connection::open(server)).collect();
    let mut engine = Engine::over(opened)?;
    for path in [ROOT, &format!("{ROOT}/watched-znodes")] {
        engine.send_all(&mut Batch::one(path), 1)?;
    }
    let mut made = Batch::new(&pattern(), &[1], VALUE_BYTES, znodes);
    engine.send_all(&mut made, OUTSTANDING)?;
    Ok(engine)
}

/// Leaves a watch of the first connection on each of the znodes.
pub(crate) fn watch(engine: &mut Engine, znodes: u32) -> Result<()> {
    let read = Numbered::new(wire::get_data(&pattern(), Watch::Set), &[1]);
    let mut watches = Each {
        request: &read,
        connection: 0,
        kind: Kind::Read,
        next: 0,
        end: znodes,
    };
    engine.send_all(&mut watches, OUTSTANDING).map(drop)
}

/// Changes each of the znodes once. Returns how long it took until the last event had come.
pub(crate) fn change(engine: &mut Engine, znodes: u32) -> Result<Duration> {
    let set = Numbered::new(wire::set_data(&pattern(), &[b'v'; VALUE_BYTES]), &[1]);
    let mut changes = Each {
        request: &set,
        connection: 1,
        kind: Kind::Write,
        next: 0,
        end: znodes,
    };
    engine.time_changes(&mut changes, OUTSTANDING, u64::from(znodes))
}

fn pattern() -> String {
    format!("{ROOT}/watched-znodes/n########")
}

/// `watched`: prints how fast the events came.
pub(crate) fn watched(mut arguments: Arguments) -> Result<()> {
    let mut server = arguments::address("127.0.0.1:2181")?;
    let mut asked = Watched {
        znodes: 10_000,
        measured: Duration::from_secs(3),
        warmup: Duration::from_secs(1),
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "server" => server = arguments.address()?,
            "znodes" => asked.znodes = arguments.number(1..=ZNODES_MAX)?,
            "seconds" => asked.measured = arguments.seconds()?,
            "warmup" => asked.warmup = arguments.seconds()?,
            _ => return arguments.unknown(),
        }
    }
    let per_second = asked.run(server)?;
    let znodes = asked.znodes;
    println!(
        "{}",
        json!({"workload": "watched", "znodes": znodes, "events_per_second": per_second})
    );
    println!("one watcher of {znodes} znodes: {per_second:.0} changes and events/s");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    #[test]
    fn a_round_ends_with_the_last_znodes_event() {
        let server = FakeServer::start(Answers::Sound);
        let asked = Watched {
            // The fake fires every watch at a change: of one znode that is the truth.
            znodes: 1,
            measured: Duration::from_millis(20),
            warmup: Duration::ZERO,
        };
        assert!(asked.run(server.address).expect("every event arrives") > 0.0);
        assert_eq!(server.requests(4), server.requests(5), "one watch a change");
    }
}
