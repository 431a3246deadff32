//! `storm`: sessions opened and closed as fast as the server can, so many at once.
//!
//! Each thread opens a connection, greets, closes its session and waits until the server has closed
//! the connection; then again. A session's time is from its connect to that end: the server has
//! logged its beginning and its end by then. Must never leave a session open.

use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::arguments::{self, Arguments};
use crate::connection::{Connection, Kind};
use crate::engine::Window;
use crate::error::Result;
use crate::measure::{Latencies, Summary};
use crate::report;

/// What `storm` was asked to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Storm {
    /// Sessions under way at once.
    pub(crate) sessions: u32,
    /// When they count.
    pub(crate) window: Window,
}

/// What a storm counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weathered {
    /// Sessions opened and closed per second.
    pub(crate) per_second: f64,
    /// What one took.
    pub(crate) took: Summary,
}

impl Storm {
    /// Runs it; there is at least one session of each thread.
    pub(crate) fn run(&self, server: SocketAddr) -> Result<Weathered> {
        let ready = Barrier::new(self.sessions as usize);
        let begun = Instant::now();
        let (latencies, last) = thread::scope(|scope| {
            let threads: Vec<_> = (0..self.sessions)
                .map(|_| scope.spawn(|| self.sessions_of_one(server, &ready)))
                .collect();
            let (mut all, mut last) = (Latencies::new(), begun);
            for thread in threads {
                let (latencies, ended) = thread.join().expect("a storm does not panic")?;
                all.add(&latencies);
                last = last.max(ended);
            }
            Ok((all, last))
        })?;
        let took = latencies.all();
        // The last sessions end behind the window, and count with the time they took.
        let counted = last
            .duration_since(begun)
            .saturating_sub(self.window.warmup);
        #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 sessions")]
        let sessions = took.requests as f64;
        Ok(Weathered {
            per_second: sessions / counted.as_secs_f64(),
            took,
        })
    }

    /// One thread's sessions after the warm-up, and when the last of them ended.
    fn sessions_of_one(&self, server: SocketAddr, ready: &Barrier) -> Result<(Latencies, Instant)> {
        let mut latencies = Latencies::new();
        ready.wait();
        let from = Instant::now() + self.window.warmup;
        let to = from + self.window.measured;
        loop {
            let begun = Instant::now();
            Connection::open(server)?.close();
            let ended = Instant::now();
            if ended >= from {
                let took = ended.duration_since(begun).as_nanos();
                let ns = u64::try_from(took).unwrap_or(u64::MAX);
                latencies.record(Kind::Write, ns, 1);
            }
            if ended >= to {
                return Ok((latencies, ended));
            }
        }
    }
}

/// `storm`: prints how many sessions came and went.
pub(crate) fn storm(mut arguments: Arguments) -> Result<()> {
    let mut server = arguments::address("127.0.0.1:2181")?;
    let mut asked = Storm {
        sessions: 64,
        window: Window {
            warmup: Duration::from_secs(1),
            measured: Duration::from_secs(3),
        },
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "server" => server = arguments.address()?,
            "sessions" => asked.sessions = arguments.number(1..=1_000)?,
            "seconds" => asked.window.measured = arguments.seconds()?,
            "warmup" => asked.window.warmup = arguments.seconds()?,
            _ => return arguments.unknown(),
        }
    }
    let weathered = asked.run(server)?;
    println!(
        "{}",
        json!({
            "workload": "storm",
            "sessions": asked.sessions,
            "sessions_per_second": weathered.per_second,
            "session_us": report::summary(weathered.took),
        })
    );
    println!(
        "{} sessions at once: {:.0}/s opened and closed  p50 {:.0} us  p99 {:.0} us",
        asked.sessions, weathered.per_second, weathered.took.p50_us, weathered.took.p99_us
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    #[test]
    fn every_session_of_a_storm_is_closed() {
        let server = FakeServer::start(Answers::Sound);
        let asked = Storm {
            sessions: 3,
            window: Window {
                warmup: Duration::ZERO,
                measured: Duration::from_millis(30),
            },
        };
        let weathered = asked.run(server.address).expect("every session is granted");
        assert!(server.requests(-11) >= weathered.took.requests && weathered.per_second > 0.0);
    }

    #[test]
    fn a_session_that_is_refused_fails_the_storm() {
        let server = FakeServer::start(Answers::Expired);
        let asked = Storm {
            sessions: 2,
            window: Window {
                warmup: Duration::ZERO,
                measured: Duration::from_millis(10),
            },
        };
        assert!(asked.run(server.address).is_err());
    }
}
