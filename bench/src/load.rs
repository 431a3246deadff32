//! `load` and `echo`: one workload against one server, or against the echo.

use std::net::SocketAddr;
use std::time::Duration;

use crate::arguments::{self, Arguments};
use crate::echo;
use crate::engine::{Engine, Outcome, Pace, Window};
use crate::error::{Error, Result};
use crate::etcd;
use crate::process::Usage;
use crate::report::Run;
use crate::source::EachOnce;
use crate::wire;
use crate::workload::{self, Sizes, Traffic, Workload};

/// Requests in flight per connection while the znodes of a workload are made.
const PREPARATION_OUTSTANDING: u32 = 64;
/// In the open loop a connection holds this many before due requests wait in the generator.
pub(crate) const OPEN_OUTSTANDING_MAX: u32 = 1_024;

/// What a window grows by when no reply came within it.
const GROWTH: u32 = 8;

/// What the servers of a load speak.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Protocol {
    /// ZooKeeper's.
    ZooKeeper,
    /// gRPC, with etcd's KV service.
    Etcd,
}

impl Protocol {
    fn parse(name: &str) -> Result<Protocol> {
        match name {
            "zookeeper" => Ok(Protocol::ZooKeeper),
            "etcd" => Ok(Protocol::Etcd),
            other => Err(Error::Usage(format!(
                "no protocol {other}: zookeeper, etcd"
            ))),
        }
    }
}

/// What `load` was asked to do.
#[derive(Clone, Debug)]
pub(crate) struct Load {
    /// What the servers speak.
    pub(crate) protocol: Protocol,
    /// The servers; the connections are spread over them.
    pub(crate) servers: Vec<SocketAddr>,
    /// What is asked of it.
    pub(crate) workload: Workload,
    /// On what.
    pub(crate) sizes: Sizes,
    /// Over how many connections.
    pub(crate) connections: usize,
    /// How fast.
    pub(crate) pace: Pace,
    /// How long.
    pub(crate) window: Window,
    /// The servers' processes, to see what a request costs them; none if they are not known.
    pub(crate) pids: Vec<u32>,
}

/// The options that `load` and `echo` share, as given.
#[derive(Debug)]
struct Options {
    protocol: Protocol,
    servers: Vec<SocketAddr>,
    workload: String,
    reads: u8,
    sizes: Sizes,
    connections: usize,
    outstanding: u32,
    rate: Option<u32>,
    window: Window,
    pids: Vec<u32>,
}

impl Options {
    fn parse(mut arguments: Arguments) -> Result<Options> {
        let mut options = Options {
            protocol: Protocol::ZooKeeper,
            servers: vec![arguments::address("127.0.0.1:2181")?],
            workload: "get".to_owned(),
            reads: 90,
            sizes: Sizes {
                value_bytes: 128,
                znodes: 1_000,
                children: 10,
                path_bytes: 0,
            },
            connections: 8,
            outstanding: 32,
            rate: None,
            window: Window {
                warmup: Duration::from_secs(1),
                measured: Duration::from_secs(5),
            },
            pids: Vec::new(),
        };
        while let Some(option) = arguments.next_option()? {
            match option {
                "server" => options.servers = arguments.addresses()?,
                "protocol" => options.protocol = Protocol::parse(&arguments.text()?)?,
                "workload" => options.workload = arguments.text()?,
                "reads" => options.reads = arguments.number(0..=100)?,
                "value-size" => options.sizes.value_bytes = arguments.number(0..=1_000_000)?,
                "znodes" => options.sizes.znodes = arguments.number(1..=workload::KEYS_MAX)?,
                "children" => {
                    options.sizes.children = arguments.number(0..=workload::CHILDREN_MAX)?;
                }
                "path-size" => options.sizes.path_bytes = arguments.number(0..=1_000)?,
                "connections" => options.connections = arguments.number(1..=100_000)?,
                "outstanding" => options.outstanding = arguments.number(1..=1_000_000)?,
                "rate" => options.rate = Some(arguments.number(1..=100_000_000)?),
                "seconds" => options.window.measured = arguments.seconds()?,
                "pid" => options.pids.push(arguments.number(1..=u32::MAX)?),
                "warmup" => options.window.warmup = arguments.seconds()?,
                _ => return arguments.unknown(),
            }
        }
        Ok(options)
    }

    fn pace(&self) -> Pace {
        match self.rate {
            None => Pace::Closed {
                outstanding: self.outstanding,
            },
            Some(rate) => Pace::Open {
                rate,
                outstanding_max: OPEN_OUTSTANDING_MAX,
            },
        }
    }
}

impl Load {
    /// Makes what the workload needs, runs it, ends its sessions. Of several servers each one is
    /// brought level first: what is made through one is not at once at the others.
    pub(crate) fn run(&self) -> Result<Outcome> {
        match self.protocol {
            Protocol::ZooKeeper => self.run_zookeeper(),
            Protocol::Etcd => etcd::run(self),
        }
    }

    /// The same, but something must have counted: of a window without a reply, as a large value or
    /// a busy machine may have it, there is a second, longer one.
    pub(crate) fn run_until_it_counts(&self) -> Result<Outcome> {
        let outcome = self.run()?;
        if outcome.requests > 0 {
            return Ok(outcome);
        }
        let mut longer = self.clone();
        longer.window.measured *= GROWTH;
        let outcome = longer.run()?;
        if outcome.requests > 0 {
            return Ok(outcome);
        }
        let (name, bytes) = (self.workload.name(), self.sizes.value_bytes);
        Err(Error::Usage(format!(
            "{name} of {bytes} bytes: no reply came within {:?}: raise --seconds",
            longer.window.measured
        )))
    }

    fn run_zookeeper(&self) -> Result<Outcome> {
        let mut engine = Engine::open(&self.servers, self.connections)?;
        let run = engine.run_id();
        for mut batch in Traffic::needs(self.workload, self.sizes, run) {
            engine.send_all(&mut batch, PREPARATION_OUTSTANDING)?;
        }
        if self.servers.len() > 1 {
            let mut level = EachOnce::new(wire::sync(workload::ROOT), self.connections, "a sync");
            engine.send_all(&mut level, 1)?;
        }
        let mut traffic = Traffic::new(self.workload, self.sizes, self.connections, run);
        let outcome = self.measured(|| engine.run(&mut traffic, self.pace, self.window))?;
        engine.close();
        Ok(outcome)
    }

    /// Runs it, and charges its replies with what the servers used meanwhile.
    pub(crate) fn measured(&self, run: impl FnOnce() -> Result<Outcome>) -> Result<Outcome> {
        let before = Usage::of_all(&self.pids)?;
        let mut outcome = run()?;
        if !self.pids.is_empty() {
            outcome.charge_servers(Usage::of_all(&self.pids)?.since(before));
        }
        Ok(outcome)
    }
}

/// `load`: prints the figures of one workload.
pub(crate) fn load(arguments: Arguments) -> Result<()> {
    let options = Options::parse(arguments)?;
    let load = Load {
        protocol: options.protocol,
        servers: options.servers.clone(),
        workload: Workload::parse(&options.workload, options.reads)?,
        sizes: options.sizes,
        connections: options.connections,
        pace: options.pace(),
        window: options.window,
        pids: options.pids.clone(),
    };
    let outcome = load.run()?;
    print(load.workload.name(), &options, &outcome)
}

/// `echo`: prints the ceiling under the same generator.
pub(crate) fn echo(arguments: Arguments) -> Result<()> {
    let options = Options::parse(arguments)?;
    let Options {
        connections,
        window,
        sizes,
        ..
    } = options;
    let outcome = echo::run(connections, options.pace(), window, sizes.value_bytes)?;
    print("echo", &options, &outcome)
}

fn print(workload: &str, options: &Options, outcome: &Outcome) -> Result<()> {
    let run = Run {
        workload,
        connections: options.connections,
        pace: options.pace(),
        value_bytes: options.sizes.value_bytes,
        outcome,
    };
    if outcome.requests == 0 {
        return Err(Error::Usage(format!(
            "{workload}: no reply came while it counted: give it more --seconds, or more --znodes \
             if it had nothing left to send when the warm-up ended"
        )));
    }
    println!("{}", run.json());
    println!("{}", run.line());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    const NO_NODE: i32 = -101;

    fn load(server: &FakeServer, workload: Workload) -> Load {
        Load {
            protocol: Protocol::ZooKeeper,
            servers: vec![server.address],
            workload,
            sizes: Sizes {
                value_bytes: 16,
                znodes: 20,
                children: 3,
                path_bytes: 0,
            },
            connections: 3,
            pace: Pace::Closed { outstanding: 4 },
            window: Window {
                warmup: Duration::ZERO,
                measured: Duration::from_millis(50),
            },
            pids: vec![std::process::id()],
        }
    }

    #[test]
    fn a_load_prepares_its_znodes_and_ends_its_sessions() {
        let server = FakeServer::start(Answers::Sound);
        let outcome = load(&server, Workload::Get)
            .run()
            .expect("every reply is sound");
        assert!(
            outcome.replies > 0 && outcome.server_us.is_some(),
            "{outcome:?}"
        );
        assert_eq!(
            server.requests(1),
            22,
            "/bench, the parent of the keys and 20 keys are created"
        );
        assert_eq!(
            server.requests(4),
            outcome.replies,
            "every get was answered"
        );
        assert_eq!(server.requests(-11), 3, "every session is closed");
    }

    #[test]
    fn several_servers_share_the_connections_and_are_brought_level() {
        let servers = [(); 2].map(|()| FakeServer::start(Answers::Sound));
        let mut load = load(&servers[0], Workload::Get);
        load.servers = servers.iter().map(|server| server.address).collect();
        load.run().expect("every reply is sound");
        let closed = servers.each_ref().map(|server| server.requests(-11));
        assert_eq!(closed, [2, 1], "three connections over two servers");
        let levelled = servers.each_ref().map(|server| server.requests(9));
        assert_eq!(levelled, [2, 1], "every connection syncs once");
    }

    #[test]
    fn one_failed_request_fails_the_load() {
        let server = FakeServer::start(Answers::Failing {
            after: 30,
            error: NO_NODE,
        });
        let failed = load(&server, Workload::Set)
            .run()
            .map(|outcome| outcome.replies);
        assert!(
            matches!(
                failed,
                Err(Error::Refused {
                    request: "set",
                    code: NO_NODE
                })
            ),
            "{failed:?}"
        );
    }

    #[test]
    fn delete_stops_when_nothing_is_left() {
        let server = FakeServer::start(Answers::Sound);
        let outcome = load(&server, Workload::Delete)
            .run()
            .expect("every reply is sound");
        assert_eq!((outcome.replies, server.requests(2)), (20, 20));
    }

    #[test]
    fn an_open_loop_asks_as_often_as_told() {
        let server = FakeServer::start(Answers::Sound);
        let mut load = load(&server, Workload::GetChildren);
        load.pace = Pace::Open {
            rate: 2_000,
            outstanding_max: 100,
        };
        let outcome = load.run().expect("every reply is sound");
        assert_eq!((outcome.requests, server.requests(12)), (100, 100));
    }
}
