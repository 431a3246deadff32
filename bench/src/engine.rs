//! One thread, one epoll, many connections: keeps requests in flight and times the replies.
//!
//! Two ways to pace. The closed loop keeps a fixed number outstanding per connection: it shows
//! what a server can do. The open loop sends by the clock whether or not the server keeps up, and
//! a request's latency counts from the moment it was due: a stall is seen by every request that
//! should have been sent during it, not only by the one that hit it.
//!
//! Every reply is checked; the first unexpected error ends the run. Sessions are not pinged: no
//! phase leaves a connection unused for as long as a session timeout.

use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{Timespec, epoll};

use crate::connection::{Arrived, Connection, Sent};
use crate::error::{Error, Result};
use crate::link::Link;
use crate::measure::Latencies;
use crate::process::Spent;
use crate::source::Source;

/// A server silent for so long with requests in flight has failed.
const SILENCE_MAX: Duration = Duration::from_secs(30);
const SILENCE_MAX_NS: u64 = 30_000_000_000;
const EVENTS_PER_WAIT: usize = 512;

/// When the figures count: from the end of the warm-up to the end of the run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Window {
    /// Requests before it warm the server up.
    pub(crate) warmup: Duration,
    /// How long requests count.
    pub(crate) measured: Duration,
}

/// How requests are paced.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Pace {
    /// This many outstanding per connection, always.
    Closed {
        /// Per connection.
        outstanding: u32,
    },
    /// So many per second over all connections, by the clock.
    Open {
        /// Requests per second.
        rate: u32,
        /// Per connection; due requests beyond it wait, and their wait counts.
        outstanding_max: u32,
    },
}

/// What a run counted inside its window.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Replies counted.
    pub(crate) requests: u64,
    /// All replies of the run, those of the warm-up and the last ones among them.
    pub(crate) replies: u64,
    /// How long it counted; shorter than asked when there was nothing more to send.
    pub(crate) seconds: f64,
    /// Each reply's latency.
    pub(crate) latencies: Latencies,
    /// Processor time of the generator's thread per second of the run: near 1 means that the
    /// generator, not the server, was the limit.
    pub(crate) generator_load: f64,
    /// Processor time of the servers per reply, if their processes are known.
    pub(crate) server_us: Option<f64>,
    /// Bytes that the servers had written to disks, per reply, if their processes are known.
    pub(crate) written_bytes: Option<f64>,
}

impl Outcome {
    /// Replies per second.
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
    pub(crate) fn per_second(&self) -> f64 {
        if self.seconds > 0.0 {
            self.requests as f64 / self.seconds
        } else {
            0.0
        }
    }

    /// Spreads what the servers' processes used during the run over its replies.
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
    pub(crate) fn charge_servers(&mut self, spent: Spent) {
        if self.replies > 0 {
            let replies = self.replies as f64;
            self.server_us = Some(spent.cpu_seconds * 1e6 / replies);
            self.written_bytes = Some(spent.written_bytes as f64 / replies);
        }
    }
}

/// The connections of one generator.
pub(crate) struct Engine<L = Connection> {
    epoll: OwnedFd,
    connections: Vec<L>,
    inbox: Vec<u8>,
    events: Vec<epoll::Event>,
    begun: Instant,
}

impl Engine {
    /// Opens so many sessions, with each server of `servers` in turn.
    pub(crate) fn open(servers: &[SocketAddr], connections: usize) -> Result<Engine> {
        let opened = servers
            .iter()
            .cycle()
            .take(connections)
            .map(|address| Connection::open(*address))
            .collect();
        Engine::over(opened)
    }

    /// The id of the first session: unique among the runs against one server.
    pub(crate) fn run_id(&self) -> u64 {
        self.connections[0].session().id
    }
}

impl<L: Link> Engine<L> {
    /// Takes connections over, or fails with the first that could not be opened.
    pub(crate) fn over(connections: Result<Vec<L>>) -> Result<Engine<L>> {
        Engine::with_interest(connections, epoll::EventFlags::IN)
    }

    /// The same for [`Engine::time_events`]: a connection is shown once when something arrives, not
    /// for as long as it is there.
    pub(crate) fn over_watchers(connections: Result<Vec<L>>) -> Result<Engine<L>> {
        Engine::with_interest(connections, epoll::EventFlags::IN | epoll::EventFlags::ET)
    }

    fn with_interest(
        connections: Result<Vec<L>>,
        interest: epoll::EventFlags,
    ) -> Result<Engine<L>> {
        let connections = connections?;
        assert!(!connections.is_empty(), "a generator has a connection");
        let epoll =
            epoll::create(epoll::CreateFlags::CLOEXEC).map_err(Error::system("create an epoll"))?;
        for (token, connection) in (0_u64..).zip(&connections) {
            let data = epoll::EventData::new_u64(token);
            epoll::add(&epoll, connection.stream(), data, interest)
                .map_err(Error::system("watch a connection"))?;
        }
        let events = Vec::with_capacity(EVENTS_PER_WAIT);
        Ok(Engine {
            epoll,
            connections,
            inbox: Vec::new(),
            events,
            begun: Instant::now(),
        })
    }

    /// Sends everything `source` has, so many outstanding per connection, and waits for the last
    /// reply. Returns how many there were.
    pub(crate) fn send_all(&mut self, source: &mut impl Source, outstanding: u32) -> Result<u64> {
        let whole = Window {
            warmup: Duration::ZERO,
            measured: Duration::MAX,
        };
        self.closed_loop(source, outstanding, whole)
            .map(|outcome| outcome.requests)
    }

    /// Sends the next request of the last connection and waits until something has arrived at every
    /// other one; that it was one event each is checked behind it. Returns how long after the
    /// sending the last one arrived: at the socket, for the reading of hundreds of sockets would be
    /// the generator's time, and the clients of a real server do that on their own machines.
    pub(crate) fn time_events(&mut self, source: &mut impl Source) -> Result<Duration> {
        assert_eq!(self.in_flight(), 0, "a round starts with nothing in flight");
        let sender = self.connections.len() - 1;
        let mut waiting = vec![true; sender];
        let mut left = sender;
        let sent = self.now_ns();
        self.queue_up_to(sender, 1, sent, source);
        self.send(sender)?;
        while left > 0 {
            for event in 0..self.wait(SILENCE_MAX)? {
                let token = self.receive_or_resume(event)?;
                if waiting.get(token) == Some(&true) {
                    waiting[token] = false;
                    left -= 1;
                }
            }
        }
        let last_event = self.now_ns();
        for token in 0..sender {
            let arrived = self.receive(token, source)?;
            if arrived
                != (Arrived {
                    replies: 0,
                    events: 1,
                })
            {
                return Err(Error::Garbled(format!(
                    "{arrived:?} where one event was due"
                )));
            }
        }
        loop {
            // Its reply may have been shown above already, and is not shown again.
            let arrived = self.receive(sender, source)?;
            self.connections[sender].settle(arrived.replies, |_, _, _| ());
            if self.in_flight() == 0 {
                break;
            }
            self.wait(SILENCE_MAX)?;
        }
        Ok(Duration::from_nanos(last_event - sent))
    }

    /// Sends everything `source` has over the last connection, so many outstanding, and waits for
    /// the last reply and for so many events at the others. Returns how long that took.
    pub(crate) fn time_changes(
        &mut self,
        source: &mut impl Source,
        outstanding: u32,
        events: u64,
    ) -> Result<Duration> {
        let sender = self.connections.len() - 1;
        let sent = self.now_ns();
        let mut waiting = self.queue_up_to(sender, outstanding, sent, source);
        self.send(sender)?;
        let mut seen = 0;
        while waiting > 0 || seen < events {
            for event in 0..self.wait(SILENCE_MAX)? {
                let token = self.receive_or_resume(event)?;
                let arrived = self.receive(token, source)?;
                seen += u64::from(arrived.events);
                self.connections[token].settle(arrived.replies, |_, _, _| ());
                waiting -= u64::from(arrived.replies);
                if token == sender {
                    let now = self.now_ns();
                    waiting += self.queue_up_to(sender, outstanding, now, source);
                }
                self.send(token)?;
            }
        }
        if seen > events {
            let what = format!("{seen} events where {events} were due");
            return Err(Error::Garbled(what));
        }
        Ok(Duration::from_nanos(self.now_ns() - sent))
    }

    /// Runs `source` through the window at that pace.
    pub(crate) fn run(
        &mut self,
        source: &mut impl Source,
        pace: Pace,
        window: Window,
    ) -> Result<Outcome> {
        match pace {
            Pace::Closed { outstanding } => self.closed_loop(source, outstanding, window),
            Pace::Open {
                rate,
                outstanding_max,
            } => self.open_loop(source, rate, outstanding_max, window),
        }
    }

    /// Ends all sessions.
    pub(crate) fn close(self) {
        self.connections.into_iter().for_each(L::close);
    }

    fn closed_loop(
        &mut self,
        source: &mut impl Source,
        outstanding: u32,
        window: Window,
    ) -> Result<Outcome> {
        let start = self.now_ns();
        let from = start.saturating_add(nanoseconds(window.warmup));
        let to = from.saturating_add(nanoseconds(window.measured));
        let mut latencies = Latencies::new();
        let (mut requests, mut all_replies) = (0_u64, 0_u64);
        let mut last_reply = start;
        let cpu = CpuClock::start();
        let mut waiting = 0_u64;
        for token in 0..self.connections.len() {
            let now = self.now_ns();
            waiting += self.queue_up_to(token, outstanding, now, source);
            self.send(token)?;
        }
        while waiting > 0 {
            for event in 0..self.wait(SILENCE_MAX)? {
                let token = self.receive_or_resume(event)?;
                let Arrived { replies, .. } = self.receive(token, source)?;
                if replies == 0 {
                    // What came may have made room for what waits, or ask for an answer.
                    self.send(token)?;
                    continue;
                }
                let now = self.now_ns();
                last_reply = now;
                let counts = (from..to).contains(&now);
                self.connections[token].settle(replies, |since, kind, run| {
                    if counts {
                        latencies.record(kind, now - since, run);
                    }
                });
                waiting -= u64::from(replies);
                all_replies += u64::from(replies);
                if counts {
                    requests += u64::from(replies);
                }
                if now < to {
                    waiting += self.queue_up_to(token, outstanding, now, source);
                }
                self.send(token)?;
            }
        }
        let counted = last_reply.clamp(from, to) - from;
        Ok(Outcome {
            requests,
            replies: all_replies,
            seconds: seconds(counted),
            latencies,
            generator_load: cpu.load(self.now_ns() - start),
            server_us: None,
            written_bytes: None,
        })
    }

    fn open_loop(
        &mut self,
        source: &mut impl Source,
        rate: u32,
        outstanding_max: u32,
        window: Window,
    ) -> Result<Outcome> {
        assert!(rate > 0, "an open loop has a rate");
        let start = self.now_ns();
        let from = start + nanoseconds(window.warmup);
        let to = from + nanoseconds(window.measured);
        let due_at = |index: u64| start + index * 1_000_000_000 / u64::from(rate);
        let mut latencies = Latencies::new();
        let (mut requests, mut all_replies) = (0_u64, 0_u64);
        let (mut index, mut token) = (0_u64, 0_usize);
        let mut exhausted = false;
        let mut unsent = Vec::with_capacity(self.connections.len());
        let cpu = CpuClock::start();
        loop {
            let now = self.now_ns();
            let mut full = 0;
            while !exhausted && due_at(index) <= now && due_at(index) < to {
                if full == self.connections.len() {
                    break;
                }
                token = (token + 1) % self.connections.len();
                let connection = &mut self.connections[token];
                if connection.in_flight() >= outstanding_max {
                    full += 1;
                    continue;
                }
                full = 0;
                let idle = !connection.has_queued();
                let encode = |xid, out: &mut Vec<u8>| source.append_next(token, xid, out);
                exhausted = connection.queue(due_at(index), encode).is_none();
                if idle && !exhausted {
                    unsent.push(token);
                }
                index += u64::from(!exhausted);
            }
            for token in unsent.drain(..) {
                self.send(token)?;
            }
            let over = exhausted || due_at(index) >= to;
            if over && self.in_flight() == 0 {
                break;
            }
            // With every connection full, or everything sent, only a reply moves things on.
            let patience = if over || full > 0 {
                SILENCE_MAX
            } else {
                Duration::from_nanos(due_at(index).saturating_sub(self.now_ns()))
            };
            for event in 0..self.wait(patience)? {
                let token = self.receive_or_resume(event)?;
                let Arrived { replies, .. } = self.receive(token, source)?;
                let now = self.now_ns();
                all_replies += u64::from(replies);
                self.connections[token].settle(replies, |since, kind, run| {
                    if (from..to).contains(&since) {
                        requests += u64::from(run);
                        latencies.record(kind, now - since, run);
                    }
                });
                self.send(token)?;
            }
        }
        let counted = due_at(index).min(to).saturating_sub(from);
        Ok(Outcome {
            requests,
            replies: all_replies,
            seconds: seconds(counted),
            latencies,
            generator_load: cpu.load(self.now_ns() - start),
            server_us: None,
            written_bytes: None,
        })
    }

    fn now_ns(&self) -> u64 {
        nanoseconds(self.begun.elapsed())
    }

    fn in_flight(&self) -> u64 {
        self.connections
            .iter()
            .map(|connection| u64::from(connection.in_flight()))
            .sum()
    }

    /// Queues requests until so many are in flight on the connection. Returns how many it took.
    #[inline]
    fn queue_up_to(
        &mut self,
        token: usize,
        outstanding: u32,
        now: u64,
        source: &mut impl Source,
    ) -> u64 {
        let connection = &mut self.connections[token];
        let mut queued = 0;
        while connection.in_flight() < outstanding {
            let encode = |xid, out: &mut Vec<u8>| source.append_next(token, xid, out);
            if connection.queue(now, encode).is_none() {
                break;
            }
            queued += 1;
        }
        queued
    }

    /// Sends what is queued; a full socket is watched until it has room.
    #[inline]
    fn send(&mut self, token: usize) -> Result<()> {
        match self.connections[token].send()? {
            Sent::All => Ok(()),
            Sent::Partly => self.watch(token, epoll::EventFlags::IN | epoll::EventFlags::OUT),
        }
    }

    fn watch(&self, token: usize, interest: epoll::EventFlags) -> Result<()> {
        let data = epoll::EventData::new_u64(token as u64);
        epoll::modify(
            &self.epoll,
            self.connections[token].stream(),
            data,
            interest,
        )
        .map_err(Error::system("watch a connection"))
    }

    /// Waits for events; an elapsed [`SILENCE_MAX`] with requests in flight is a failed server.
    fn wait(&mut self, patience: Duration) -> Result<usize> {
        let timeout = Timespec::try_from(patience).expect("a wait is short");
        self.events.clear();
        let spare = rustix::buffer::spare_capacity(&mut self.events);
        match epoll::wait(&self.epoll, spare, Some(&timeout)) {
            Ok(0) if patience >= SILENCE_MAX => Err(Error::Silent {
                seconds: SILENCE_MAX_NS / 1_000_000_000,
                in_flight: self.in_flight(),
            }),
            Ok(events) => Ok(events),
            Err(rustix::io::Errno::INTR) => Ok(0),
            Err(other) => Err(Error::system("wait for replies")(other)),
        }
    }

    /// The connection of an event; resumes its sending if it has room again.
    #[inline]
    fn receive_or_resume(&mut self, event: usize) -> Result<usize> {
        let epoll::Event { flags, data } = self.events[event];
        let token = usize::try_from(data.u64()).expect("tokens are indices");
        if flags.contains(epoll::EventFlags::OUT) && self.connections[token].send()? == Sent::All {
            self.watch(token, epoll::EventFlags::IN)?;
        }
        Ok(token)
    }

    #[inline]
    fn receive(&mut self, token: usize, source: &impl Source) -> Result<Arrived> {
        self.connections[token].receive(&mut self.inbox, |code| source.tolerates(code))
    }
}

/// Processor time of this thread.
#[derive(Debug)]
struct CpuClock {
    start_ns: u64,
}

impl CpuClock {
    fn start() -> CpuClock {
        CpuClock {
            start_ns: thread_cpu_ns(),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "runs are short: 2^53 ns are 104 days"
    )]
    fn load(&self, wall_ns: u64) -> f64 {
        (thread_cpu_ns() - self.start_ns) as f64 / wall_ns.max(1) as f64
    }
}

fn thread_cpu_ns() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    seconds * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or(0)
}

/// Saturates at 584 years.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

fn seconds(nanoseconds: u64) -> f64 {
    Duration::from_nanos(nanoseconds).as_secs_f64()
}
