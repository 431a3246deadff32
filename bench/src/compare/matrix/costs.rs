//! What things cost a server, and how that grows: memory of a znode, a watch, a session and a
//! connection; the rates over larger and larger trees; the time of a start.
//!
//! Memory is resident memory before and after, divided: of a JVM that is its heap's appetite, too.
//! Each size is measured once for each product. Must never count what a smaller size left behind as
//! the cost of a larger one, other than of znodes, whose tree only grows.

use std::collections::BTreeMap;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use rustix::process::Signal;
use serde_json::{Map, Value, json};

use crate::crowds::Crowds;
use crate::engine::Window;
use crate::error::{Error, Result};
use crate::fill::Fill;
use crate::load::Protocol;
use crate::peers::{Checkpoints, Peer, Product};
use crate::process::{self, Usage};
use crate::{etcd, watched};

use super::super::Comparison;
use super::tell;

/// Bytes of data in each znode.
const VALUE_BYTES: usize = 100;
/// Of a znode's name in the layout of `fill`, and of its data: what is not overhead.
const OWN_BYTES: f64 = 109.0;
/// What allocators give back, they give back a little later.
const SETTLING: Duration = Duration::from_secs(1);
/// Files of this process beside its connections.
const OTHER_FILES: u64 = 100;

/// What is to be measured.
#[derive(Clone, Debug)]
pub(crate) struct Costs {
    znodes: Vec<u32>,
    watches: Vec<u32>,
    sessions: Vec<u32>,
    /// Connections that carry no session.
    bare: Vec<u32>,
}

/// One cost: by size and product.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    title: &'static str,
    counted: &'static str,
    unit: &'static str,
    samples: BTreeMap<u32, BTreeMap<Product, f64>>,
}

/// Where costs are gathered.
type Rows = BTreeMap<&'static str, Row>;

impl Costs {
    /// One size of each.
    pub(crate) fn short() -> Costs {
        Costs {
            znodes: vec![100_000],
            watches: vec![100_000],
            sessions: vec![2_000],
            bare: vec![2_000],
        }
    }

    /// How each grows.
    pub(crate) fn full() -> Costs {
        Costs {
            znodes: vec![1_000, 10_000, 100_000, 1_000_000, 5_000_000, 10_000_000],
            watches: vec![1_000, 10_000, 100_000, 1_000_000, 10_000_000],
            sessions: sessions_within(process::connections_max()),
            bare: vec![5_000],
        }
    }

    /// Leaves out what is larger.
    pub(crate) fn limit(&mut self, most: u32) {
        for sizes in [
            &mut self.znodes,
            &mut self.watches,
            &mut self.sessions,
            &mut self.bare,
        ] {
            sizes.retain(|size| *size <= most);
        }
    }

    /// How many sizes a product has.
    pub(crate) fn steps(&self, product: Product) -> usize {
        let znodes = up_to(&self.znodes, znodes_max(product)).count();
        let others = match product.protocol() {
            Protocol::Etcd => 0,
            Protocol::ZooKeeper => {
                let watches = up_to(&self.watches, watches_max(product)).count();
                watches + self.sessions.len() + self.bare.len()
            }
        };
        znodes + others
    }

    /// One product through all sizes.
    pub(crate) fn measure(
        &self,
        comparison: &Comparison,
        product: Product,
        rows: &mut Rows,
        bar: &ProgressBar,
    ) -> Result<()> {
        let mut ledger = Ledger { product, rows };
        if self.steps(product) == 0 {
            return Ok(());
        }
        self.of_znodes(comparison, &mut ledger, bar)?;
        match product.protocol() {
            Protocol::Etcd => Ok(()),
            Protocol::ZooKeeper => {
                self.of_watches(comparison, &mut ledger, bar)?;
                self.of_sessions(comparison, &mut ledger, bar)
            }
        }
    }

    fn of_znodes(
        &self,
        comparison: &Comparison,
        ledger: &mut Ledger<'_>,
        bar: &ProgressBar,
    ) -> Result<()> {
        let product = ledger.product;
        let mut peer = start(comparison, product)?;
        let empty = resident(&peer)?;
        let mut first = 0;
        for znodes in up_to(&self.znodes, znodes_max(product)) {
            tell(bar, format!("{}: {znodes} znodes", product.name()));
            let fill = Fill {
                first,
                znodes,
                value_bytes: VALUE_BYTES,
            };
            let per_second = match product.protocol() {
                Protocol::Etcd => etcd::fill(peer.address(), fill)?,
                Protocol::ZooKeeper => fill.run(peer.address())?,
            };
            first = znodes;
            ledger.add("create_by_tree", znodes, per_second);
            thread::sleep(SETTLING);
            let each = (resident(&peer)? - empty) / f64::from(znodes) - OWN_BYTES;
            ledger.add("bytes_per_znode", znodes, each.max(0.0));
            if product.protocol() == Protocol::ZooKeeper {
                let window = comparison.window;
                let (gets, sets) = fill.rates(peer.address(), window)?;
                ledger.add("get_by_tree", znodes, gets);
                ledger.add("set_by_tree", znodes, sets);
            }
            let programs = &comparison.programs;
            let (again, took) = peer.restart(programs, Signal::KILL, Checkpoints::AsShipped)?;
            ledger.add("restart", znodes, took.as_secs_f64() * 1e3);
            peer = again;
            bar.inc(1);
        }
        peer.stop()
    }

    fn of_watches(
        &self,
        comparison: &Comparison,
        ledger: &mut Ledger<'_>,
        bar: &ProgressBar,
    ) -> Result<()> {
        let peer = start(comparison, ledger.product)?;
        for watches in up_to(&self.watches, watches_max(ledger.product)) {
            tell(bar, format!("{}: {watches} watches", ledger.product.name()));
            let mut engine = watched::open(peer.address(), watches)?;
            thread::sleep(SETTLING);
            let before = resident(&peer)?;
            watched::watch(&mut engine, watches)?;
            thread::sleep(SETTLING);
            let each = (resident(&peer)? - before) / f64::from(watches);
            ledger.add("bytes_per_watch", watches, each.max(0.0));
            let took = watched::change(&mut engine, watches)?;
            let per_second = f64::from(watches) / took.as_secs_f64();
            ledger.add("events_by_watches", watches, per_second);
            engine.close();
            bar.inc(1);
        }
        peer.stop()
    }

    fn of_sessions(
        &self,
        comparison: &Comparison,
        ledger: &mut Ledger<'_>,
        bar: &ProgressBar,
    ) -> Result<()> {
        for connections in &self.bare {
            // A server of its own: what closed connections leave to the allocator is not counted.
            let peer = start(comparison, ledger.product)?;
            tell(
                bar,
                format!("{}: {connections} connections", ledger.product.name()),
            );
            process::allow_open_files(u64::from(*connections) + OTHER_FILES)?;
            let before = resident(&peer)?;
            let address = peer.address();
            let opened: Vec<TcpStream> = (0..*connections)
                .map(|_| TcpStream::connect(address))
                .collect::<std::io::Result<_>>()
                .map_err(Error::system(format!("connect to {address}")))?;
            thread::sleep(SETTLING);
            let each = (resident(&peer)? - before) / f64::from(*connections);
            ledger.add("bytes_per_connection", *connections, each.max(0.0));
            drop(opened);
            peer.stop()?;
            bar.inc(1);
        }
        for sessions in &self.sessions {
            let peer = start(comparison, ledger.product)?;
            tell(
                bar,
                format!("{}: {sessions} sessions", ledger.product.name()),
            );
            let before = resident(&peer)?;
            let begun = Instant::now();
            let crowds = Crowds::gather(&[peer.address()], *sessions as usize)?;
            let per_second = f64::from(*sessions) / begun.elapsed().as_secs_f64();
            ledger.add("sessions_opened", *sessions, per_second);
            thread::sleep(SETTLING);
            let each = (resident(&peer)? - before) / f64::from(*sessions);
            ledger.add("bytes_per_session", *sessions, each.max(0.0));
            drop(crowds);
            peer.stop()?;
            bar.inc(1);
        }
        Ok(())
    }
}

/// The numbers of sessions that one server and one generator can hold on one machine.
fn sessions_within(connections: u64) -> Vec<u32> {
    let all = [10, 100, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000];
    let possible = all.into_iter().filter(|it| u64::from(*it) <= connections);
    possible.collect()
}

fn up_to(sizes: &[u32], most: u32) -> impl Iterator<Item = u32> {
    sizes.iter().copied().filter(move |size| *size <= most)
}

/// The rows with the product that is measured.
struct Ledger<'a> {
    product: Product,
    rows: &'a mut Rows,
}

impl Ledger<'_> {
    fn add(&mut self, key: &'static str, size: u32, sample: f64) {
        let row = self.rows.entry(key).or_insert_with(|| Row::of(key));
        row.samples
            .entry(size)
            .or_default()
            .insert(self.product, sample);
    }
}

impl Row {
    fn of(key: &str) -> Row {
        let (title, counted, unit) = match key {
            "bytes_per_znode" => (
                "resident bytes per znode beyond name and data",
                "znodes",
                "B",
            ),
            "bytes_per_watch" => ("resident bytes per watch", "watches", "B"),
            "bytes_per_session" => (
                "resident bytes per session with its connection",
                "sessions",
                "B",
            ),
            "bytes_per_connection" => ("resident bytes per connection alone", "connections", "B"),
            "restart" => (
                "from a start after SIGKILL to the first session",
                "znodes",
                "ms",
            ),
            "get_by_tree" => ("get over the whole tree, 8 x 32", "znodes", "/s"),
            "set_by_tree" => ("set over the whole tree, 8 x 32", "znodes", "/s"),
            "create_by_tree" => ("create up to this size", "znodes", "/s"),
            "events_by_watches" => ("changes with their events, one watcher", "watches", "/s"),
            "sessions_opened" => ("sessions opened up to this number", "sessions", "/s"),
            other => unreachable!("no row {other}"),
        };
        Row {
            title,
            counted,
            unit,
            samples: BTreeMap::new(),
        }
    }

    /// The row for the result file.
    pub(crate) fn json(&self) -> Value {
        let sizes = self.samples.iter().map(|(size, samples)| {
            let samples = samples.iter();
            let named = samples.map(|(product, sample)| (product.name().to_owned(), json!(sample)));
            json!({"size": size, "products": named.collect::<Map<String, Value>>()})
        });
        json!({
            "title": self.title,
            "counted": self.counted,
            "unit": self.unit,
            "sizes": sizes.collect::<Value>(),
        })
    }
}

/// The largest tree: a JVM takes a quarter of the machine's memory for its heap unless told
/// otherwise, and etcd puts keys one by one.
fn znodes_max(product: Product) -> u32 {
    match product {
        Product::ZooKeeper => 5_000_000,
        Product::Etcd => 1_000_000,
        Product::Ringkeeper => u32::MAX,
    }
}

/// The most watches, for the same reason.
fn watches_max(product: Product) -> u32 {
    match product {
        Product::ZooKeeper | Product::Etcd => 1_000_000,
        Product::Ringkeeper => u32::MAX,
    }
}

/// A server that has served a little: what it takes once it has taken by then.
fn start(comparison: &Comparison, product: Product) -> Result<Peer> {
    let Comparison {
        programs, folder, ..
    } = comparison;
    let peer = Peer::start(programs, product, folder)?;
    if product.protocol() == Protocol::ZooKeeper {
        let first = Fill {
            first: 0,
            znodes: 1_000,
            value_bytes: VALUE_BYTES,
        };
        let window = Window {
            warmup: Duration::ZERO,
            measured: Duration::from_millis(500),
        };
        first.run(peer.address())?;
        first.rates(peer.address(), window)?;
    }
    thread::sleep(SETTLING);
    Ok(peer)
}

#[expect(clippy::cast_precision_loss, reason = "no process has 2^53 bytes")]
fn resident(peer: &Peer) -> Result<f64> {
    Usage::of(peer.pid()).map(|usage| usage.resident_bytes as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_left_out() {
        let mut costs = Costs::full();
        let all = costs.steps(Product::Ringkeeper);
        assert!(costs.steps(Product::ZooKeeper) < all);
        assert!(costs.steps(Product::Etcd) < costs.steps(Product::ZooKeeper));
        costs.limit(0);
        assert_eq!(costs.steps(Product::Ringkeeper), 0);
    }

    #[test]
    fn more_sessions_than_the_machine_holds_are_not_tried() {
        assert_eq!(sessions_within(19_000).last(), Some(&10_000));
        assert_eq!(sessions_within(u64::MAX).last(), Some(&100_000));
    }

    #[test]
    fn a_row_shows_sizes_in_their_order() {
        let mut rows = Rows::new();
        for (product, size, sample) in [
            (Product::Ringkeeper, 20, 2.0),
            (Product::Ringkeeper, 10, 1.0),
            (Product::ZooKeeper, 10, 9.0),
        ] {
            let mut ledger = Ledger {
                product,
                rows: &mut rows,
            };
            ledger.add("restart", size, sample);
        }
        let json = rows["restart"].json();
        assert_eq!(json["sizes"][0]["products"]["zookeeper"], 9.0);
        assert_eq!(json["sizes"][1]["size"], 20);
        assert_eq!(json["unit"], "ms");
    }
}
