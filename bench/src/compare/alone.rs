//! `compare`: one server of each product, alone.
//!
//! Each repetition measures the ceiling, then each server in turn with an empty data folder and a
//! warm-up. A last part fills each with a million znodes.

use std::thread;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use crate::arguments::Arguments;
use crate::engine::{Pace, Window};
use crate::error::Result;
use crate::fan_out::FanOut;
use crate::fill::Fill;
use crate::load::{Load, Protocol};
use crate::peers::{Checkpoints, Peer, Product};
use crate::process::Usage;
use crate::stall::Stall;
use crate::workload::Workload;
use crate::{disk, echo, etcd};

use super::figures::Figure;
use super::samples::Subject;
use super::{Comparison, Gathered, PIPELINED, SINGLE, SIZES, machine, p50_us, progress};

const MANY: (usize, u32) = (200, 1);
const WATCHERS: u32 = 500;
const FILL_VALUE_BYTES: usize = 100;
/// Between the checkpoints of the stall's part: as many znodes as change.
const CHANGED: u32 = 10_000;
const STALL_RATE: u32 = 10_000;
const STALL_SECONDS: u64 = 8;
/// Between the last create and the look at the memory.
const SETTLING: Duration = Duration::from_secs(3);

/// The workloads of one turn: what is measured, and how.
const TURN: [(Figure, Workload, (usize, u32)); 7] = [
    (Figure::PipelinedGets, Workload::Get, PIPELINED),
    (Figure::PipelinedSets, Workload::Set, PIPELINED),
    (
        Figure::PipelinedMixed,
        Workload::Mixed { reads: 90 },
        PIPELINED,
    ),
    (Figure::SingleGet, Workload::Get, SINGLE),
    (Figure::SingleSet, Workload::Set, SINGLE),
    (Figure::ManyGets, Workload::Get, MANY),
    (Figure::ManySets, Workload::Set, MANY),
];

/// What `compare` was asked to do.
#[derive(Debug)]
struct Alone {
    comparison: Comparison,
    znodes: u32,
}

/// `compare`: runs everything, writes the result file and the table.
pub(crate) fn compare(mut arguments: Arguments) -> Result<()> {
    let mut asked = Alone {
        comparison: Comparison::named("result"),
        znodes: 1_000_000,
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "znodes" => asked.znodes = arguments.number(0..=crate::fill::ZNODES_MAX)?,
            _ => asked.comparison.take(&mut arguments)?,
        }
    }
    asked.comparison.prepare()?;
    asked
        .run()
        .map_err(|error| machine::explain(&asked.comparison.folder, error))
}

impl Alone {
    fn run(&self) -> Result<()> {
        let Comparison {
            programs, folder, ..
        } = &self.comparison;
        let mut gathered = Gathered::default();
        for repetition in 0..self.comparison.repetitions {
            self.comparison.announce(repetition);
            self.ceiling(&mut gathered)?;
            for product in self.comparison.turns(repetition) {
                let peer = Peer::start(programs, product, folder)?;
                gathered.versions.insert(product, peer.version()?);
                self.turn(&peer, &mut gathered)?;
                peer.stop()?;
            }
        }
        if self.znodes > 0 {
            for product in self.comparison.turns(0) {
                self.large_tree(product, &mut gathered)?;
            }
        }
        self.write(&gathered)
    }

    /// The echo in the three shapes, a durable write, and events sent by nobody but a loop. The
    /// ceiling of a single set is an echo and a durable write after each other; the sets of many
    /// have none, for writes share.
    fn ceiling(&self, gathered: &mut Gathered) -> Result<()> {
        let echo = |(connections, outstanding)| {
            echo::run(
                connections,
                Pace::Closed { outstanding },
                self.comparison.window,
                SIZES.value_bytes,
            )
        };
        let single = p50_us(&echo(SINGLE)?);
        let durable = disk::measure(&self.comparison.folder, Duration::from_secs(1))?.p50_us;
        let ceilings = [
            (Figure::PipelinedGets, echo(PIPELINED)?.per_second()),
            (Figure::SingleGet, single),
            (Figure::SingleSet, single + durable),
            (Figure::ManyGets, echo(MANY)?.per_second()),
            (
                Figure::LastEvent,
                self.fan_out().ceiling()?.last_event.p50_us,
            ),
        ];
        for (figure, sample) in ceilings {
            gathered.add(figure, Subject::Ceiling, sample);
        }
        Ok(())
    }

    fn fan_out(&self) -> FanOut {
        let Window { warmup, measured } = self.comparison.window;
        FanOut {
            watchers: WATCHERS,
            measured,
            warmup,
        }
    }

    fn turn(&self, peer: &Peer, gathered: &mut Gathered) -> Result<()> {
        let product = peer.product();
        self.comparison.warm_up(product, vec![peer.address()])?;
        for (figure, workload, shape) in TURN {
            let load = Load {
                servers: vec![peer.address()],
                pids: vec![peer.pid()],
                ..self.comparison.load(product, workload, shape)
            };
            gathered.measure(figure, product, &load)?;
        }
        if product.protocol() == Protocol::Etcd {
            return Ok(());
        }
        let rounds = self.fan_out().run(peer.address())?;
        let subject = Subject::Server(product);
        gathered.add(Figure::LastEvent, subject, rounds.last_event.p50_us);
        Ok(())
    }

    /// A million znodes: memory, both restarts, and the waits of a checkpoint.
    fn large_tree(&self, product: Product, gathered: &mut Gathered) -> Result<()> {
        let Comparison {
            programs, folder, ..
        } = &self.comparison;
        let mut add = |figure, sample| gathered.add(figure, Subject::Server(product), sample);
        progress(&format!("{}: {} znodes", product.name(), self.znodes));
        let peer = Peer::start(programs, product, folder)?;
        let fill = Fill {
            first: 0,
            znodes: self.znodes,
            value_bytes: FILL_VALUE_BYTES,
        };
        match product.protocol() {
            Protocol::Etcd => etcd::fill(peer.address(), fill)?,
            Protocol::ZooKeeper => fill.run(peer.address())?,
        };
        // What allocators give back, they give back a little later.
        thread::sleep(SETTLING);
        add(Figure::Memory, resident_mb(&peer)?);
        let often = Checkpoints::Every(CHANGED);
        let (peer, took) = peer.restart(programs, Signal::KILL, often)?;
        add(Figure::RestartAfterKill, took.as_secs_f64() * 1e3);
        add(Figure::MemoryAfterRestart, resident_mb(&peer)?);
        if product.protocol() == Protocol::Etcd {
            let (peer, took) = peer.restart(programs, Signal::TERM, often)?;
            add(Figure::RestartAfterStop, took.as_secs_f64() * 1e3);
            return peer.stop();
        }
        let stall = Stall {
            server: peer.address(),
            znodes: self.znodes,
            changed: CHANGED.min(self.znodes),
            rate: STALL_RATE,
            measured: Duration::from_secs(STALL_SECONDS),
        };
        let waits = stall.run()?;
        progress(&format!(
            "{}: {} checkpoints; reads alone waited at most {:.0} us",
            product.name(),
            waits.checkpoints,
            waits.longest_quiet_us()
        ));
        add(Figure::CheckpointWait, waits.longest_us());
        let (peer, took) = peer.restart(programs, Signal::TERM, often)?;
        add(Figure::RestartAfterStop, took.as_secs_f64() * 1e3);
        peer.stop()
    }

    fn write(&self, gathered: &Gathered) -> Result<()> {
        let particulars = json!({
            "durable": {
                "zookeeper": Product::ZooKeeper.durable(),
                "ringkeeper": Product::Ringkeeper.durable(),
                "etcd": Product::Etcd.durable(),
                "ceiling": "one 4 KiB O_DIRECT and O_DSYNC write into blocks written before",
            },
            "large_tree": {
                "znodes": self.znodes,
                "value_bytes": FILL_VALUE_BYTES,
                "stall_requests_per_second": STALL_RATE,
            },
        });
        self.comparison.write(gathered, particulars)?;
        if self.znodes > 0 {
            println!(
                "Large tree: {} znodes of {FILL_VALUE_BYTES} bytes.",
                self.znodes
            );
        }
        println!("The generator shares the machine with the servers.");
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "no process has 2^53 bytes")]
fn resident_mb(peer: &Peer) -> Result<f64> {
    Usage::of(peer.pid()).map(|usage| usage.resident_bytes as f64 / 1e6)
}
