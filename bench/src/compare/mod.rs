//! `compare` and `compare-ensemble`: Ringkeeper, ZooKeeper and etcd side by side in one run, on one
//! machine and one disk. Here is what the two have in common: options, turns, result.
//!
//! The turns of the products alternate, so that a machine that gets slower or faster meets both
//! alike. The generator shares the machine with the servers.
//!
//! Must never compare unlike things: all are configured alike, answer a write only when it is
//! durable, and a failed request ends the comparison. What a product has no word for it is not
//! asked.

mod alone;
mod ensemble;
mod figures;
mod machine;
mod matrix;
mod result;
mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use crate::arguments::Arguments;
use crate::engine::{Outcome, Pace, Window};
use crate::error::{Error, Result};
use crate::load::{Load, Protocol};
use crate::peers::{Product, Programs};
use crate::workload::{Sizes, Workload};

use self::figures::{Figure, Unit};
use self::samples::{Samples, Subject};

pub(crate) use self::alone::compare;
pub(crate) use self::ensemble::compare as compare_ensemble;
pub(crate) use self::matrix::matrix;

const SIZES: Sizes = Sizes {
    value_bytes: 128,
    znodes: 1_000,
    children: 0,
    path_bytes: 0,
};
const PIPELINED: (usize, u32) = (8, 32);
const SINGLE: (usize, u32) = (1, 1);
/// Above it somebody else's work is measured too.
const LOAD_AVERAGE_MAX: f64 = 0.5;
/// A JVM compiles its hot code in this time.
const FIRST_WARMUP: Duration = Duration::from_secs(3);

/// What every comparison is told.
#[derive(Debug)]
struct Comparison {
    programs: Programs,
    products: Vec<Product>,
    folder: PathBuf,
    result: PathBuf,
    table: PathBuf,
    repetitions: usize,
    window: Window,
}

/// What a comparison gathers.
#[derive(Debug, Default)]
struct Gathered {
    samples: Samples,
    costs: Samples,
    versions: Versions,
}

/// What the products that were started call their versions.
pub(crate) type Versions = BTreeMap<Product, String>;

impl Comparison {
    /// The defaults; the result goes to files of that name.
    fn named(name: &str) -> Comparison {
        let folder = PathBuf::from("target/bench");
        Comparison {
            programs: Programs {
                ringkeeper: PathBuf::from("target/release/ringkeeper"),
                ringkeeper_flags: Vec::new(),
                zookeeper_lib: PathBuf::from(".cache/zookeeper/lib"),
                jvm_flags: Vec::new(),
                etcd: PathBuf::from(".cache/etcd/etcd"),
            },
            products: Product::ALL.to_vec(),
            result: folder.join(name).with_extension("json"),
            table: folder.join(name).with_extension("md"),
            folder,
            repetitions: 3,
            window: Window {
                warmup: Duration::from_millis(500),
                measured: Duration::from_secs(2),
            },
        }
    }

    /// Takes the option that was just read, if it is one of those that every comparison has.
    fn take(&mut self, arguments: &mut Arguments) -> Result<()> {
        match arguments.option() {
            "ringkeeper" => self.programs.ringkeeper = arguments.path()?,
            "zookeeper-lib" => self.programs.zookeeper_lib = arguments.path()?,
            "jvm-flags" => self.programs.jvm_flags = words(&arguments.text()?),
            "ringkeeper-flags" => self.programs.ringkeeper_flags = words(&arguments.text()?),
            "etcd" => self.programs.etcd = arguments.path()?,
            "only" => {
                let names = arguments.text()?;
                self.products = names.split(',').map(product).collect::<Result<_>>()?;
            }
            "directory" => self.folder = arguments.path()?,
            "result" => self.result = arguments.path()?,
            "table" => self.table = arguments.path()?,
            "repetitions" => self.repetitions = arguments.number(1..=100)?,
            "seconds" => self.window.measured = arguments.seconds()?,
            "warmup" => self.window.warmup = arguments.seconds()?,
            _ => return arguments.unknown(),
        }
        Ok(())
    }

    /// Fails now if something is missing that the comparison will need, and says if the machine is
    /// busy.
    fn prepare(&mut self) -> Result<()> {
        // The peers run in folders of their own.
        for path in [
            &mut self.programs.ringkeeper,
            &mut self.programs.zookeeper_lib,
            &mut self.programs.etcd,
            &mut self.folder,
        ] {
            let doing = format!("find the folder of {}", path.display());
            *path = std::path::absolute(&*path).map_err(Error::system(doing))?;
        }
        for product in &self.products {
            self.programs.check(*product)?;
        }
        let doing = format!("make the folder {}", self.folder.display());
        fs::create_dir_all(&self.folder).map_err(Error::system(doing))?;
        machine::check_space(&self.folder, machine::SPACE_NEEDED_BYTES)?;
        if let Some(load) = machine::load_average().filter(|load| *load > LOAD_AVERAGE_MAX) {
            progress(&format!(
                "the machine is busy (load average {load}): figures will vary"
            ));
        }
        Ok(())
    }

    fn announce(&self, repetition: usize) {
        let number = repetition + 1;
        progress(&format!("repetition {number} of {}", self.repetitions));
    }

    /// The products in an order that alternates, those that speak ZooKeeper's protocol.
    fn zookeeper_turns(&self, repetition: usize) -> Vec<Product> {
        let mut turns = self.turns(repetition);
        turns.retain(|product| product.protocol() == Protocol::ZooKeeper);
        turns
    }

    /// The products in an order that alternates.
    fn turns(&self, repetition: usize) -> Vec<Product> {
        let mut turns = self.products.clone();
        if repetition % 2 == 1 {
            turns.reverse();
        }
        turns
    }

    /// A load on servers of that product that are still to be named.
    fn load(
        &self,
        product: Product,
        workload: Workload,
        (connections, outstanding): (usize, u32),
    ) -> Load {
        Load {
            protocol: product.protocol(),
            servers: Vec::new(),
            workload,
            sizes: SIZES,
            connections,
            pace: Pace::Closed { outstanding },
            window: self.window,
            pids: Vec::new(),
        }
    }

    /// Before anything counts: what a JVM runs often it compiles now.
    fn warm_up(&self, product: Product, servers: Vec<SocketAddr>) -> Result<()> {
        let load = Load {
            servers,
            window: Window {
                warmup: Duration::ZERO,
                measured: FIRST_WARMUP,
            },
            ..self.load(product, Workload::Mixed { reads: 50 }, PIPELINED)
        };
        load.run().map(drop)
    }

    /// Writes the result file, with the particulars of this comparison, and the table; prints the
    /// table.
    fn write(&self, gathered: &Gathered, mut particulars: Value) -> Result<()> {
        let since_epoch = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let versions = gathered.versions.iter();
        let versions: Value = versions
            .map(|(product, version)| (product.name().to_owned(), json!(version)))
            .collect::<Map<String, Value>>()
            .into();
        let mut file = json!({
            "unix_seconds": since_epoch.as_secs(),
            "load_average": machine::load_average(),
            "machine": machine::facts(&self.folder),
            "versions": versions,
            "jvm_flags": self.programs.jvm_flags,
            "ringkeeper_flags": self.programs.ringkeeper_flags,
            "shape": {
                "repetitions": self.repetitions,
                "seconds": self.window.measured.as_secs_f64(),
                "warmup_seconds": self.window.warmup.as_secs_f64(),
                "value_bytes": SIZES.value_bytes,
                "znodes": SIZES.znodes,
            },
            "figures": result::figures_json(&gathered.samples),
            "server_cpu_us_per_request": result::costs_json(&gathered.costs),
        });
        if let (Some(file), Some(particulars)) = (file.as_object_mut(), particulars.as_object_mut())
        {
            file.append(particulars);
        }
        let table = result::table(&gathered.samples, &gathered.versions);
        write(&self.result, &format!("{file:#}\n"))?;
        write(&self.table, &table)?;
        println!("{table}");
        Ok(())
    }
}

impl Gathered {
    /// Keeps a sample, and shows it.
    fn add(&mut self, figure: Figure, subject: Subject, sample: f64) {
        let name = match subject {
            Subject::Ceiling => "ceiling",
            Subject::Server(product) => product.name(),
        };
        let row = figure.row();
        progress(&format!(
            "{name}: {}: {sample:.0} {}",
            row.title,
            row.unit.name()
        ));
        self.samples.add(figure, subject, sample);
    }

    /// Runs a load and keeps its figure, and what a request cost the servers.
    fn measure(&mut self, figure: Figure, product: Product, load: &Load) -> Result<()> {
        let outcome = load.run_until_it_counts()?;
        let subject = Subject::Server(product);
        self.add(figure, subject, sample_of(figure, &outcome));
        if let Some(cost) = outcome.server_us {
            self.costs.add(figure, subject, cost);
        }
        Ok(())
    }
}

/// What counts of a load: its rate, or the wait of half its requests.
fn sample_of(figure: Figure, outcome: &Outcome) -> f64 {
    match figure.row().unit {
        Unit::PerSecond => outcome.per_second(),
        Unit::Microseconds => p50_us(outcome),
        Unit::Milliseconds | Unit::Megabytes | Unit::Sessions => {
            unreachable!("a load has a rate and waits of microseconds")
        }
    }
}

fn p50_us(outcome: &Outcome) -> f64 {
    outcome.latencies.all().p50_us
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn product(name: &str) -> Result<Product> {
    Product::ALL
        .into_iter()
        .find(|product| product.name() == name)
        .ok_or_else(|| Error::Usage(format!("--only {name}: zookeeper, etcd or ringkeeper")))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(Error::system(format!("write {}", path.display())))
}

fn progress(what: &str) {
    eprintln!("{what}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turns_alternate() {
        let comparison = Comparison::named("result");
        let mut all = Product::ALL;
        assert_eq!(comparison.turns(0), all);
        all.reverse();
        assert_eq!(comparison.turns(1), all);
        assert_eq!(comparison.turns(2), comparison.turns(0));
        let both = [Product::Ringkeeper, Product::ZooKeeper];
        assert_eq!(comparison.zookeeper_turns(1), both);
    }

    #[test]
    fn one_product_alone_has_every_turn() {
        let mut comparison = Comparison::named("result");
        let mut only = Arguments::of(&["--only", "ringkeeper", "--only", "etcd,consul"]);
        only.next_option().expect("an option");
        comparison.take(&mut only).expect("it is a product");
        assert_eq!(comparison.turns(1), [Product::Ringkeeper]);
        only.next_option().expect("an option");
        assert!(comparison.take(&mut only).is_err(), "consul is none");
    }

    #[test]
    fn an_option_of_nobody_is_refused() {
        let mut arguments = Arguments::of(&["--faster", "yes"]);
        arguments.next_option().expect("an option");
        assert!(Comparison::named("result").take(&mut arguments).is_err());
    }
}
