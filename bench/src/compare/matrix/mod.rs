//! `matrix`: every product through every cell of the plan, in turns that alternate, and one result
//! file from which the page is made.
//!
//! In each repetition each product gets a server with an empty folder and goes through the cells
//! of one server, then an ensemble and those of three. What memory and starts cost comes behind.
//! The file is written after each repetition: what was measured is not lost with what was not.
//!
//! Must never put samples of different repetitions into one ratio.

mod cells;
mod costs;
mod group;
mod plan;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};

use crate::arguments::Arguments;
use crate::echo;
use crate::engine::{Pace, Window};
use crate::error::{Error, Result};
use crate::measure::median;
use crate::page;
use crate::peers::{Ensemble, Peer, Product, Ticks};

use self::cells::{Sample, Target};
use self::costs::Costs;
use self::group::{Axis, Counts, Group};
use self::plan::Extent;
use super::{Comparison, FIRST_WARMUP, Versions, machine, progress, write};

const SERVERS: usize = 3;
/// Ten million znodes, and three servers that were written to for minutes.
const SPACE_OF_FULL_BYTES: u64 = 20 << 30;

/// What `matrix` was asked to do.
#[derive(Debug)]
struct Matrix {
    comparison: Comparison,
    extent: Extent,
    /// Names of the groups to measure; none for all.
    only_groups: Vec<String>,
    page: PathBuf,
    costs: Costs,
}

/// Samples by group, cell and product, in the order of the repetitions.
type Measured = BTreeMap<(usize, usize, Product), Vec<Sample>>;

/// What one run of the matrix has so far.
#[derive(Debug)]
struct Run {
    groups: Vec<Group>,
    measured: Measured,
    /// The echo's rates by group and cell.
    ceilings: BTreeMap<(usize, usize), Vec<f64>>,
    costs: BTreeMap<&'static str, costs::Row>,
    versions: Versions,
    bar: ProgressBar,
}

/// `matrix`: runs everything, writes the result file and the page.
pub(crate) fn matrix(mut arguments: Arguments) -> Result<()> {
    let mut asked = Matrix {
        comparison: Comparison::named("matrix"),
        extent: Extent::Short,
        only_groups: Vec::new(),
        page: PathBuf::from("target/bench/matrix.html"),
        costs: Costs::short(),
    };
    let mut repetitions = None;
    let mut costs_max = u32::MAX;
    asked.comparison.window = Window {
        warmup: Duration::from_millis(200),
        measured: Duration::from_secs(1),
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "full" => {
                asked.extent = Extent::Full;
                asked.costs = Costs::full();
            }
            "repetitions" => repetitions = Some(arguments.number(1..=100)?),
            "groups" => {
                let names = arguments.text()?;
                asked.only_groups = names.split(',').map(str::to_owned).collect();
            }
            "page" => asked.page = arguments.path()?,
            "costs-max" => costs_max = arguments.number(0..=100_000_000)?,
            _ => asked.comparison.take(&mut arguments)?,
        }
    }
    asked.comparison.repetitions = repetitions.unwrap_or(match asked.extent {
        Extent::Short => 2,
        Extent::Full => 3,
    });
    asked.costs.limit(costs_max);
    let groups = plan::groups(asked.extent);
    for name in &asked.only_groups {
        if !groups.iter().any(|group| group.key == name) {
            let keys: Vec<&str> = groups.iter().map(|group| group.key).collect();
            let known = keys.join(", ");
            return Err(Error::Usage(format!("no group {name}: {known}")));
        }
    }
    asked.comparison.prepare()?;
    if asked.extent == Extent::Full {
        machine::check_space(&asked.comparison.folder, SPACE_OF_FULL_BYTES)?;
    }
    asked
        .run()
        .map_err(|error| machine::explain(&asked.comparison.folder, error))
}

impl Matrix {
    fn run(&self) -> Result<()> {
        let mut groups = plan::groups(self.extent);
        if !self.only_groups.is_empty() {
            groups.retain(|group| self.only_groups.iter().any(|name| name == group.key));
        }
        let mut run = Run {
            bar: bar(self.steps(&groups)),
            groups,
            measured: Measured::new(),
            ceilings: BTreeMap::new(),
            costs: BTreeMap::new(),
            versions: Versions::new(),
        };
        for repetition in 0..self.comparison.repetitions {
            run.ceilings(self.comparison.window)?;
            for product in self.comparison.turns(repetition) {
                self.alone(product, &mut run)?;
            }
            for product in self.comparison.turns(repetition) {
                self.together(product, &mut run)?;
            }
            self.keep(&run)?;
        }
        for product in self.comparison.turns(0) {
            self.costs
                .measure(&self.comparison, product, &mut run.costs, &run.bar)?;
            self.keep(&run)?;
        }
        run.bar.finish_and_clear();
        let file = self.comparison.result.display();
        println!("results: {file}\npage:    {}", self.page.display());
        Ok(())
    }

    /// How many cells there are to measure, for the progress bar.
    fn steps(&self, groups: &[Group]) -> u64 {
        let of = |product: &Product| {
            let cells = groups.iter().flat_map(|group| &group.cells);
            let suits = cells.filter(|cell| cell.job.suits(product.protocol()));
            suits.count() * self.comparison.repetitions + self.costs.steps(*product)
        };
        self.comparison.products.iter().map(of).sum::<usize>() as u64
    }

    fn alone(&self, product: Product, run: &mut Run) -> Result<()> {
        if !run.groups.iter().any(|group| group.servers == 1) {
            return Ok(());
        }
        let Comparison {
            programs, folder, ..
        } = &self.comparison;
        let peer = Peer::start(programs, product, folder)?;
        run.versions.insert(product, peer.version()?);
        let target = self.target(product, vec![peer.address()], vec![peer.pid()]);
        run.through(&target, 1)?;
        peer.stop()
    }

    fn together(&self, product: Product, run: &mut Run) -> Result<()> {
        if !run.groups.iter().any(|group| group.servers == SERVERS) {
            return Ok(());
        }
        let Comparison {
            programs, folder, ..
        } = &self.comparison;
        let ensemble = Ensemble::start(programs, product, folder, SERVERS, Ticks::SAMPLE)?;
        run.versions.insert(product, ensemble.version()?);
        let leader = ensemble.leader()?;
        let target = Target {
            follower: ensemble.addresses_without(leader)[0],
            ..self.target(product, ensemble.addresses(), ensemble.pids())
        };
        run.through(&target, SERVERS)?;
        ensemble.stop()
    }

    fn target(&self, product: Product, servers: Vec<SocketAddr>, pids: Vec<u32>) -> Target {
        Target {
            product,
            follower: servers[0],
            servers,
            pids,
            window: self.comparison.window,
        }
    }

    /// Writes what there is so far, and its page.
    fn keep(&self, run: &Run) -> Result<()> {
        let file = self.file(run);
        write(&self.comparison.result, &format!("{file:#}\n"))?;
        write(&self.page, &page::html(&file))
    }

    fn file(&self, run: &Run) -> Value {
        let since_epoch = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let Comparison {
            programs,
            folder,
            window,
            ..
        } = &self.comparison;
        let by_product = |of: &dyn Fn(Product) -> Value| -> Value {
            let products = self.comparison.products.iter();
            let named = products.map(|product| (product.name().to_owned(), of(*product)));
            named.collect::<Map<String, Value>>().into()
        };
        let costs = run.costs.values().map(costs::Row::json);
        json!({
            "kind": "matrix",
            "extent": match self.extent { Extent::Short => "short", Extent::Full => "full" },
            "unix_seconds": since_epoch.as_secs(),
            "load_average": machine::load_average(),
            "machine": machine::facts(folder),
            "versions": by_product(&|product| json!(run.versions.get(&product))),
            "durable": by_product(&|product| json!(product.durable())),
            "jvm_flags": programs.jvm_flags,
            "ringkeeper_flags": programs.ringkeeper_flags,
            "repetitions": self.comparison.repetitions,
            "seconds": window.measured.as_secs_f64(),
            "warmup_seconds": window.warmup.as_secs_f64(),
            "groups": (0..run.groups.len()).map(|at| group_json(run, at)).collect::<Value>(),
            "costs": costs.collect::<Value>(),
        })
    }
}

impl Run {
    /// What the machine does without a server in the cells that only read: a loopback echo of the
    /// value under the same generator.
    fn ceilings(&mut self, window: Window) -> Result<()> {
        for (at, group) in self.groups.iter().enumerate() {
            for (place, cell) in group.cells.iter().enumerate() {
                let Some(shape) = cell.job.echoed().filter(|_| group.servers == 1) else {
                    continue;
                };
                tell(&self.bar, format!("echo: {}: {}", group.title, cell.label));
                let pace = Pace::Closed {
                    outstanding: shape.outstanding,
                };
                let bytes = shape.sizes.value_bytes;
                let outcome = echo::run(shape.connections, pace, window, bytes)?;
                let samples = self.ceilings.entry((at, place)).or_default();
                samples.push(outcome.per_second());
            }
        }
        Ok(())
    }

    /// One product through all cells of so many servers.
    fn through(&mut self, target: &Target, servers: usize) -> Result<()> {
        target.warm_up(FIRST_WARMUP)?;
        let groups = self.groups.iter().enumerate();
        for (at, group) in groups.filter(|(_, group)| group.servers == servers) {
            for (place, cell) in group.cells.iter().enumerate() {
                if !cell.job.suits(target.product.protocol()) {
                    continue;
                }
                let name = target.product.name();
                tell(
                    &self.bar,
                    format!("{name}: {}: {}", group.title, cell.label),
                );
                let sample = target.measure(cell.job, group.counts)?;
                let samples = self.measured.entry((at, place, target.product));
                samples.or_default().push(sample);
                self.bar.inc(1);
            }
        }
        Ok(())
    }
}

fn group_json(run: &Run, at: usize) -> Value {
    let group = &run.groups[at];
    let cells = group.cells.iter().enumerate().map(|(place, cell)| {
        let of = |product| run.measured.get(&(at, place, product));
        let products = Product::ALL.into_iter().filter_map(|product| {
            let samples = of(product)?;
            let values: Vec<f64> = samples.iter().map(|sample| sample.value).collect();
            let details: Vec<&Value> = samples.iter().map(|sample| &sample.details).collect();
            let json = json!({"median": median(&values), "values": values, "runs": details});
            Some((product.name().to_owned(), json))
        });
        let ratios = [Product::ZooKeeper, Product::Etcd]
            .into_iter()
            .filter_map(|other| {
                let json = times_better(group.counts, of(Product::Ringkeeper)?, of(other)?)?;
                Some((other.name().to_owned(), json))
            });
        let ceiling = run.ceilings.get(&(at, place)).map(|echoes| median(echoes));
        json!({
            "x": cell.x,
            "label": cell.label,
            "echo": ceiling,
            "products": products.collect::<Map<String, Value>>(),
            "times_better_than": ratios.collect::<Map<String, Value>>(),
        })
    });
    json!({
        "key": group.key,
        "title": group.title,
        "axis_title": group.axis_title,
        "axis": match group.axis {
            Axis::Linear => "linear",
            Axis::Logarithmic => "logarithmic",
            Axis::Named => "named",
        },
        "unit": match group.counts {
            Counts::PerSecond => "/s",
            Counts::P999 | Counts::P50 | Counts::LastEvent => "us",
        },
        "curves": group.counts == Counts::P999,
        "servers": group.servers,
        "cells": cells.collect::<Value>(),
    })
}

/// Ratios within each repetition: the middle one, and their range.
fn times_better(counts: Counts, ours: &[Sample], theirs: &[Sample]) -> Option<Value> {
    let ratio = |(ours, theirs): (&Sample, &Sample)| match counts {
        Counts::PerSecond => ours.value / theirs.value,
        Counts::P999 | Counts::P50 | Counts::LastEvent => theirs.value / ours.value,
    };
    let ratios: Vec<f64> = ours.iter().zip(theirs).map(ratio).collect();
    if ratios.is_empty() || !ratios.iter().all(|ratio| ratio.is_finite()) {
        return None;
    }
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    Some(json!({"median": median(&ratios), "least": least, "most": most}))
}

fn bar(steps: u64) -> ProgressBar {
    let bar = ProgressBar::new(steps);
    let style = "{wide_bar} {pos}/{len}  {elapsed} of about {duration}\n{msg}";
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

/// Shows what is being done: on the bar, or as a line where there is no terminal for one.
fn tell(bar: &ProgressBar, what: String) {
    if bar.is_hidden() {
        progress(&what);
    } else {
        bar.set_message(what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(values: &[f64]) -> Vec<Sample> {
        let sample = |value: &f64| Sample {
            value: *value,
            details: json!({}),
        };
        values.iter().map(sample).collect()
    }

    #[test]
    fn ratios_stay_within_their_repetition() {
        let (ours, theirs) = (samples(&[100.0, 240.0]), samples(&[10.0, 20.0]));
        let rates = times_better(Counts::PerSecond, &ours, &theirs).expect("both were measured");
        assert_eq!(rates, json!({"median": 11.0, "least": 10.0, "most": 12.0}));
        let waits = times_better(Counts::P999, &theirs, &ours).expect("both were measured");
        assert_eq!(waits["median"], 11.0);
        assert_eq!(times_better(Counts::P50, &[], &theirs), None);
    }

    #[test]
    fn a_group_shows_who_was_measured() {
        let mut run = Run {
            groups: plan::groups(Extent::Short),
            measured: Measured::new(),
            ceilings: BTreeMap::new(),
            costs: BTreeMap::new(),
            versions: Versions::new(),
            bar: ProgressBar::hidden(),
        };
        for (product, value) in [(Product::ZooKeeper, 10.0), (Product::Ringkeeper, 30.0)] {
            run.measured.insert((0, 1, product), samples(&[value]));
        }
        let json = group_json(&run, 0);
        let cell = &json["cells"][1];
        assert_eq!(cell["products"]["ringkeeper"]["median"], 30.0);
        assert_eq!(cell["times_better_than"]["zookeeper"]["median"], 3.0);
        assert!(cell["times_better_than"]["etcd"].is_null());
    }
}
