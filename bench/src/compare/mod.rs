//! `compare`: Ringkeeper and ZooKeeper side by side in one run, on one machine and one disk.
//!
//! Each repetition measures the ceiling, then each server in turn with an empty data folder and a
//! warm-up; the turns alternate, so that a machine that gets slower or faster meets both alike. A
//! last part fills each with a million znodes. The generator shares the machine with the servers.
//!
//! Must never compare unlike things: both serve the same zoo.cfg, both answer a write only when it
//! is durable, and a failed request ends the comparison.

mod figures;
mod machine;
mod result;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use rustix::process::Signal;
use serde_json::json;

use crate::arguments::Arguments;
use crate::engine::{Outcome, Pace, Window};
use crate::error::{Error, Result};
use crate::fan_out::FanOut;
use crate::fill::Fill;
use crate::load::Load;
use crate::peers::{Checkpoints, Peer, Product, Programs};
use crate::process::Usage;
use crate::stall::Stall;
use crate::workload::{Sizes, Workload};
use crate::{disk, echo, four_letter};

use self::figures::{Figure, Samples, Subject};

const SIZES: Sizes = Sizes {
    value_bytes: 128,
    znodes: 1_000,
    children: 0,
};
const PIPELINED: (usize, u32) = (8, 32);
const SINGLE: (usize, u32) = (1, 1);
const MANY: (usize, u32) = (200, 1);
const WATCHERS: u32 = 500;
const FILL_VALUE_BYTES: usize = 100;
/// Between the checkpoints of the stall's part: as many znodes as change.
const CHANGED: u32 = 10_000;
const STALL_RATE: u32 = 10_000;
const STALL_SECONDS: u64 = 8;
/// Between the last create and the look at the memory.
const SETTLING: Duration = Duration::from_secs(3);
/// Above it somebody else's work is measured too.
const LOAD_AVERAGE_MAX: f64 = 0.5;
/// A JVM compiles its hot code in this time.
const FIRST_WARMUP: Duration = Duration::from_secs(3);

/// The workloads of one turn: what is measured, how, and which of its figures counts.
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
struct Comparison {
    programs: Programs,
    products: Vec<Product>,
    folder: PathBuf,
    result: PathBuf,
    table: PathBuf,
    repetitions: usize,
    window: Window,
    znodes: u32,
}

/// `compare`: runs everything, writes the result file and the table.
pub(crate) fn compare(arguments: Arguments) -> Result<()> {
    let comparison = Comparison::parse(arguments)?;
    for product in &comparison.products {
        comparison.programs.check(*product)?;
    }
    let doing = format!("make the folder {}", comparison.folder.display());
    fs::create_dir_all(&comparison.folder).map_err(Error::system(doing))?;
    machine::check_space(&comparison.folder)?;
    comparison.run()
}

impl Comparison {
    fn parse(mut arguments: Arguments) -> Result<Comparison> {
        let mut comparison = Comparison {
            programs: Programs {
                ringkeeper: PathBuf::from("target/release/ringkeeper"),
                ringkeeper_flags: Vec::new(),
                zookeeper_lib: PathBuf::from(".cache/zookeeper/lib"),
                jvm_flags: Vec::new(),
            },
            products: vec![Product::ZooKeeper, Product::Ringkeeper],
            folder: PathBuf::from("target/bench"),
            result: PathBuf::from("target/bench/result.json"),
            table: PathBuf::from("target/bench/result.md"),
            repetitions: 3,
            window: Window {
                warmup: Duration::from_millis(500),
                measured: Duration::from_secs(2),
            },
            znodes: 1_000_000,
        };
        while let Some(option) = arguments.next_option()? {
            match option {
                "ringkeeper" => comparison.programs.ringkeeper = arguments.path()?,
                "zookeeper-lib" => comparison.programs.zookeeper_lib = arguments.path()?,
                "jvm-flags" => comparison.programs.jvm_flags = words(&arguments.text()?),
                "ringkeeper-flags" => {
                    comparison.programs.ringkeeper_flags = words(&arguments.text()?);
                }
                "only" => comparison.products = vec![product(&arguments.text()?)?],
                "directory" => comparison.folder = arguments.path()?,
                "result" => comparison.result = arguments.path()?,
                "table" => comparison.table = arguments.path()?,
                "repetitions" => comparison.repetitions = arguments.number(1..=100)?,
                "seconds" => comparison.window.measured = arguments.seconds()?,
                "warmup" => comparison.window.warmup = arguments.seconds()?,
                "znodes" => comparison.znodes = arguments.number(0..=crate::fill::ZNODES_MAX)?,
                _ => return arguments.unknown(),
            }
        }
        // The peers run in folders of their own.
        for path in [
            &mut comparison.programs.ringkeeper,
            &mut comparison.programs.zookeeper_lib,
            &mut comparison.folder,
        ] {
            let doing = format!("find the folder of {}", path.display());
            *path = std::path::absolute(&*path).map_err(Error::system(doing))?;
        }
        Ok(comparison)
    }

    fn run(&self) -> Result<()> {
        if let Some(load) = machine::load_average().filter(|load| *load > LOAD_AVERAGE_MAX) {
            progress(&format!(
                "the machine is busy (load average {load}): figures will vary"
            ));
        }
        let (mut samples, mut costs) = (Samples::default(), Samples::default());
        let mut versions = [String::new(), String::new()];
        for repetition in 0..self.repetitions {
            progress(&format!(
                "repetition {} of {}",
                repetition + 1,
                self.repetitions
            ));
            self.ceiling(&mut samples)?;
            for (at, product) in self.turns(repetition) {
                let peer = Peer::start(&self.programs, product, &self.folder)?;
                versions[at] = four_letter::version(peer.address())?;
                self.turn(&peer, &mut samples, &mut costs)?;
                peer.stop()?;
            }
        }
        if self.znodes > 0 {
            for (_, product) in self.turns(0) {
                self.large_tree(product, &mut samples)?;
            }
        }
        self.write(&samples, &costs, &versions)
    }

    /// The products with their column, in an order that alternates.
    fn turns(&self, repetition: usize) -> Vec<(usize, Product)> {
        let mut turns: Vec<(usize, Product)> = self
            .products
            .iter()
            .map(|product| (usize::from(*product == Product::Ringkeeper), *product))
            .collect();
        if repetition % 2 == 1 {
            turns.reverse();
        }
        turns
    }

    /// The echo in the three shapes, a durable write, and events sent by nobody but a loop. The
    /// ceiling of a single set is an echo and a durable write after each other; the sets of many
    /// have none, for writes share.
    fn ceiling(&self, samples: &mut Samples) -> Result<()> {
        let echo = |(connections, outstanding)| {
            echo::run(
                connections,
                Pace::Closed { outstanding },
                self.window,
                SIZES.value_bytes,
            )
        };
        let single = p50_us(&echo(SINGLE)?);
        let durable = disk::measure(&self.folder, Duration::from_secs(1))?.p50_us;
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
            report("ceiling", figure, sample);
            samples.add(figure, Subject::Ceiling, sample);
        }
        Ok(())
    }

    fn fan_out(&self) -> FanOut {
        let Window { warmup, measured } = self.window;
        FanOut {
            watchers: WATCHERS,
            measured,
            warmup,
        }
    }

    fn turn(&self, peer: &Peer, samples: &mut Samples, costs: &mut Samples) -> Result<()> {
        let subject = Subject::Server(peer.product());
        let warmup = Window {
            warmup: Duration::ZERO,
            measured: FIRST_WARMUP,
        };
        load(peer, Workload::Mixed { reads: 50 }, PIPELINED, warmup)?;
        for (figure, workload, shape) in TURN {
            let outcome = load(peer, workload, shape, self.window)?;
            let sample = match figure {
                Figure::SingleGet | Figure::SingleSet => p50_us(&outcome),
                _ => outcome.per_second(),
            };
            report(peer.product().name(), figure, sample);
            samples.add(figure, subject, sample);
            if let Some(cost) = outcome.server_us {
                costs.add(figure, subject, cost);
            }
        }
        let rounds = self.fan_out().run(peer.address())?;
        report(
            peer.product().name(),
            Figure::LastEvent,
            rounds.last_event.p50_us,
        );
        samples.add(Figure::LastEvent, subject, rounds.last_event.p50_us);
        Ok(())
    }

    /// A million znodes: memory, both restarts, and the waits of a checkpoint.
    fn large_tree(&self, product: Product, samples: &mut Samples) -> Result<()> {
        let mut add = |figure, sample| {
            report(product.name(), figure, sample);
            samples.add(figure, Subject::Server(product), sample);
        };
        progress(&format!("{}: {} znodes", product.name(), self.znodes));
        let peer = Peer::start(&self.programs, product, &self.folder)?;
        let fill = Fill {
            znodes: self.znodes,
            value_bytes: FILL_VALUE_BYTES,
        };
        fill.run(peer.address())?;
        // What allocators give back, they give back a little later.
        thread::sleep(SETTLING);
        add(Figure::Memory, resident_mb(&peer)?);
        let often = Checkpoints::Every(CHANGED);
        let (peer, took) = peer.restart(&self.programs, Signal::KILL, often)?;
        add(Figure::RestartAfterKill, took.as_secs_f64() * 1e3);
        add(Figure::MemoryAfterRestart, resident_mb(&peer)?);
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
        let (peer, took) = peer.restart(&self.programs, Signal::TERM, often)?;
        add(Figure::RestartAfterStop, took.as_secs_f64() * 1e3);
        peer.stop()
    }

    fn write(&self, samples: &Samples, costs: &Samples, versions: &[String; 2]) -> Result<()> {
        let since_epoch = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let file = json!({
            "unix_seconds": since_epoch.as_secs(),
            "load_average": machine::load_average(),
            "machine": machine::facts(&self.folder),
            "versions": {"zookeeper": versions[0], "ringkeeper": versions[1]},
            "jvm_flags": self.programs.jvm_flags,
            "ringkeeper_flags": self.programs.ringkeeper_flags,
            "durable": {
                "zookeeper": "forceSync as shipped: answered after the fsync of its batch",
                "ringkeeper": "as shipped: answered after its batch is durable in the log",
                "ceiling": "one 4 KiB O_DIRECT and O_DSYNC write into blocks written before",
            },
            "shape": {
                "repetitions": self.repetitions,
                "seconds": self.window.measured.as_secs_f64(),
                "warmup_seconds": self.window.warmup.as_secs_f64(),
                "value_bytes": SIZES.value_bytes,
                "znodes": SIZES.znodes,
                "large_tree_znodes": self.znodes,
                "stall_requests_per_second": STALL_RATE,
            },
            "figures": result::figures_json(samples),
            "server_cpu_us_per_request": result::costs_json(costs),
        });
        let table = result::table(samples, [&versions[0], &versions[1]]);
        write(&self.result, &format!("{file:#}\n"))?;
        write(&self.table, &table)?;
        println!("{table}");
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

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn product(name: &str) -> Result<Product> {
    [Product::ZooKeeper, Product::Ringkeeper]
        .into_iter()
        .find(|product| product.name() == name)
        .ok_or_else(|| Error::Usage(format!("--only {name}: zookeeper or ringkeeper")))
}

fn load(peer: &Peer, workload: Workload, shape: (usize, u32), window: Window) -> Result<Outcome> {
    let (connections, outstanding) = shape;
    let pace = Pace::Closed { outstanding };
    Load {
        servers: vec![peer.address()],
        workload,
        sizes: SIZES,
        connections,
        pace,
        window,
        pids: vec![peer.pid()],
    }
    .run()
}

fn p50_us(outcome: &Outcome) -> f64 {
    outcome.latencies.all().p50_us
}

#[expect(clippy::cast_precision_loss, reason = "no process has 2^53 bytes")]
fn resident_mb(peer: &Peer) -> Result<f64> {
    Usage::of(peer.pid()).map(|usage| usage.resident_bytes as f64 / 1e6)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(Error::system(format!("write {}", path.display())))
}

fn report(subject: &str, figure: Figure, sample: f64) {
    let row = figure.row();
    progress(&format!(
        "{subject}: {}: {sample:.0} {}",
        row.title,
        row.unit.name()
    ));
}

fn progress(what: &str) {
    eprintln!("{what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turns_alternate_and_keep_their_columns() {
        let comparison = Comparison::parse(Arguments::of(&[])).expect("the defaults stand");
        let (first, second) = (comparison.turns(0), comparison.turns(1));
        assert_eq!(first, [(0, Product::ZooKeeper), (1, Product::Ringkeeper)]);
        assert_eq!(second, [(1, Product::Ringkeeper), (0, Product::ZooKeeper)]);
    }

    #[test]
    fn one_product_alone_keeps_its_column() {
        let only = Arguments::of(&["--only", "ringkeeper"]);
        let comparison = Comparison::parse(only).expect("it is a product");
        assert_eq!(comparison.turns(0), [(1, Product::Ringkeeper)]);
        assert!(Comparison::parse(Arguments::of(&["--only", "etcd"])).is_err());
    }
}
