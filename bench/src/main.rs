//! `ringkeeper-bench`: how fast a server that speaks ZooKeeper's protocol is, and how fast this
//! machine would let any server be.
//!
//! Knows servers only by the wire: it links neither the log nor the server. Must never report a
//! figure of a run in which a request failed.

mod arguments;
mod connection;
mod echo;
mod engine;
mod error;
mod load;
mod measure;
mod report;
mod wire;
mod workload;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::{Error, Result};

const HELP: &str = "\
ringkeeper-bench: measures servers that speak ZooKeeper's protocol

ringkeeper-bench load [options]      one workload against one server
  --server HOST:PORT    127.0.0.1:2181
  --workload NAME       get, set, create, delete, mixed, get-children, ephemeral
  --reads N             of 100 requests of mixed; 90
  --connections N       8
  --outstanding N       requests in flight per connection; 32
  --rate N              open loop: N requests a second, timed from when each was due
  --value-size BYTES    128
  --znodes N            to choose from, or to delete; 1000
  --children N          to list; 10
  --seconds S, --warmup S
ringkeeper-bench echo [options]      the ceiling: a loopback echo under the same generator
";

fn main() -> ExitCode {
    match run(Arguments::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ringkeeper-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<()> {
    match arguments.subcommand()?.as_deref() {
        None | Some("help") => {
            print!("{HELP}");
            Ok(())
        }
        Some("load") => load::load(arguments),
        Some("echo") => load::echo(arguments),
        Some(other) => Err(Error::Usage(format!("no subcommand {other}"))),
    }
}
