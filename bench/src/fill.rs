//! `fill`: many small znodes, for figures of memory and of restarts.
//!
//! The layout is fixed, so that a later run can find them: `/bench/d<k>/n<i>`, a thousand znodes
//! per directory. What exists already is left as it is.

use std::net::SocketAddr;
use std::time::Instant;

use serde_json::json;

use crate::arguments::{self, Arguments};
use crate::connection::Kind;
use crate::engine::{Engine, Pace, Window};
use crate::error::{Error, Result};
use crate::source::{Batch, Random, Source};
use crate::wire::{self, Numbered, Watch};
use crate::workload::ROOT;

/// Znodes per directory.
const DIRECTORY_ZNODES: u32 = 1_000;
/// The layout's paths have room for so many.
pub(crate) const ZNODES_MAX: u32 = 100_000_000;
/// Eight connections of these stay below the 1000 requests that ZooKeeper takes at once.
const CONNECTIONS: usize = 8;
const OUTSTANDING: u32 = 110;
const RATES_OUTSTANDING: u32 = 32;

/// A tree of so many znodes below the root of the benchmark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fill {
    /// So many of them are there already.
    pub(crate) first: u32,
    /// Without the directories.
    pub(crate) znodes: u32,
    /// Bytes of data in each.
    pub(crate) value_bytes: usize,
}

impl Fill {
    /// Creates the tree. Returns the znodes created or found per second.
    pub(crate) fn run(&self, server: SocketAddr) -> Result<f64> {
        let begun = Instant::now();
        let mut engine = Engine::open(&[server], CONNECTIONS)?;
        let directories = self.znodes.div_ceil(DIRECTORY_ZNODES);
        engine.send_all(&mut Batch::one(ROOT), OUTSTANDING)?;
        let parents = format!("{ROOT}/d#####");
        let mut parents =
            Batch::new(&parents, &[1], 0, directories).from(self.first / DIRECTORY_ZNODES);
        engine.send_all(&mut parents, OUTSTANDING)?;
        let mut znodes = Batch::new(
            &pattern(),
            &[DIRECTORY_ZNODES, 1],
            self.value_bytes,
            self.znodes,
        )
        .from(self.first);
        engine.send_all(&mut znodes, OUTSTANDING)?;
        engine.close();
        Ok(f64::from(self.znodes - self.first) / begun.elapsed().as_secs_f64())
    }

    /// How many random znodes of the tree are read per second, and how many set.
    pub(crate) fn rates(&self, server: SocketAddr, window: Window) -> Result<(f64, f64)> {
        let mut engine = Engine::open(&[server], CONNECTIONS)?;
        let pace = Pace::Closed {
            outstanding: RATES_OUTSTANDING,
        };
        let mut rate = |request, kind| {
            let mut source = OverTree {
                request,
                kind,
                znodes: self.znodes,
                random: Random::new(u64::from(self.znodes)),
            };
            let outcome = engine.run(&mut source, pace, window);
            outcome.map(|outcome| outcome.per_second())
        };
        let value = vec![b'v'; self.value_bytes];
        let gets = rate(reads(), Kind::Read)?;
        let sets = rate(changes(&value), Kind::Write)?;
        engine.close();
        Ok((gets, sets))
    }
}

/// One kind of request for any znodes of the tree.
#[derive(Debug)]
struct OverTree {
    request: Numbered,
    kind: Kind,
    znodes: u32,
    random: Random,
}

impl Source for OverTree {
    fn append_next(&mut self, _connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        self.request
            .append(self.random.below(self.znodes), xid, out);
        Some(self.kind)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: "a request for the filled tree",
            code,
        })
    }
}

/// getData of the znode with that number.
pub(crate) fn reads() -> Numbered {
    Numbered::new(
        wire::get_data(&pattern(), Watch::Leave),
        &[DIRECTORY_ZNODES, 1],
    )
}

/// setData of the znode with that number.
pub(crate) fn changes(value: &[u8]) -> Numbered {
    Numbered::new(wire::set_data(&pattern(), value), &[DIRECTORY_ZNODES, 1])
}

/// The same length for a store without directories.
pub(crate) fn flat_pattern() -> String {
    format!("{ROOT}/d00000/n########")
}

fn pattern() -> String {
    format!("{ROOT}/d#####/n########")
}

/// `fill`: creates the tree and says how fast that went.
pub(crate) fn fill(mut arguments: Arguments) -> Result<()> {
    let mut server = arguments::address("127.0.0.1:2181")?;
    let mut fill = Fill {
        first: 0,
        znodes: 1_000_000,
        value_bytes: 100,
    };
    while let Some(option) = arguments.next_option()? {
        match option {
            "server" => server = arguments.address()?,
            "znodes" => fill.znodes = arguments.number(1..=ZNODES_MAX)?,
            "value-size" => fill.value_bytes = arguments.number(0..=1_000_000)?,
            _ => return arguments.unknown(),
        }
    }
    let per_second = fill.run(server)?;
    println!(
        "{}",
        json!({
            "workload": "fill",
            "znodes": fill.znodes,
            "value_bytes": fill.value_bytes,
            "znodes_per_second": per_second,
        })
    );
    println!(
        "{} znodes of {} bytes at {per_second:.0}/s",
        fill.znodes, fill.value_bytes
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_has_room_for_the_last_znode() {
        assert!(reads().number_max() >= ZNODES_MAX - 1);
        let mut out = Vec::new();
        reads().append(ZNODES_MAX - 1, 1, &mut out);
        assert_eq!(out, {
            let mut wanted = Vec::new();
            let last = wire::get_data("/bench/d99999/n99999999", Watch::Leave);
            wire::append(&last, 1, &mut wanted);
            wanted
        });
    }
}
