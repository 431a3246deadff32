//! `ringkeeper-bench`: how fast a server that speaks ZooKeeper's protocol is, and how fast this
//! machine would let any server be.
//!
//! Knows servers only by the wire: it links neither the log nor the server. Must never report a
//! figure of a run in which a request failed.

mod arguments;
mod broadcast;
mod compare;
mod connection;
mod crowd;
mod crowds;
mod cycle;
mod disk;
mod echo;
mod engine;
mod error;
mod etcd;
mod failover;
#[cfg(test)]
mod fake_server;
mod fan_out;
mod fill;
mod four_letter;
mod http;
mod link;
mod load;
mod measure;
mod page;
mod peers;
mod process;
mod report;
mod source;
mod stall;
mod storm;
mod watched;
mod wire;
mod workload;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::{Error, Result};

const HELP: &str = "\
ringkeeper-bench: measures servers that speak ZooKeeper's protocol, and etcd

ringkeeper-bench load [options]      one workload against one server or an ensemble
  --server HOST:PORT,.. 127.0.0.1:2181; the connections are spread over several
  --protocol NAME       zookeeper; or etcd: get, set, create, delete, mixed by gRPC
  --workload NAME       get, set, create, delete, mixed, multi, get-children, ephemeral, sync;
                        as Druid does: announce, load-queue, discovery
  --reads N             of 100 requests of mixed; 90
  --connections N       8
  --outstanding N       requests in flight per connection; 32
  --rate N              open loop: N requests a second, timed from when each was due
  --value-size BYTES    128
  --znodes N            to choose from, or to delete; 1000
  --children N          to list; 10
  --path-size BYTES     of the znodes' paths, if they are to be longer
  --pid N               a server's process: shows the processor time per request
  --seconds S, --warmup S
ringkeeper-bench echo [options]      the ceiling: a loopback echo under the same generator
ringkeeper-bench fan-out             how long one change takes to reach all watchers of a znode
  --server HOST:PORT, --watchers N (500), --seconds S, --warmup S
  --ceiling             against a loop that only sends the events
ringkeeper-bench watched             one watcher of many znodes: how fast their changes reach it
  --server HOST:PORT, --znodes N (10000), --seconds S, --warmup S
ringkeeper-bench storm               sessions opened and closed as fast as the server can
  --server HOST:PORT, --sessions N at once (64), --seconds S, --warmup S
ringkeeper-bench fill                many small znodes: /bench/d<k>/n<i>
  --server HOST:PORT, --znodes N (1000000), --value-size BYTES (100)
ringkeeper-bench disk                a durable 4 KiB write, without any server
  --directory PATH (.), --seconds S
ringkeeper-bench stall               the longest wait while checkpoints are taken, after fill
  --server HOST:PORT, --znodes N, --changed N (10000), --rate N (10000), --seconds S
ringkeeper-bench crowd               holds sessions; at a line on its input each of them writes once
  --server HOST:PORT,.., --sessions N (10000)
ringkeeper-bench rss --pid N         memory and processor time of a process
ringkeeper-bench compare             Ringkeeper, ZooKeeper, etcd side by side; starts each itself
  --znodes N            of the large tree; 1000000, 0 for none
ringkeeper-bench compare-ensemble    the same with three servers of each
  --kills N, --halts N  rounds that lose the leader by SIGKILL (20), by SIGSTOP (5)
  --sessions N          through the loss of a leader; 20000, 0 for none
ringkeeper-bench matrix              all three through the whole matrix; a result file and a page
  --full                every point, and how costs grow; takes hours
  --groups NAME,..      only these
  --costs-max N         no more znodes, watches or sessions than these; 0 for none
  --page PATH           target/bench/matrix.html
ringkeeper-bench page                makes the page of a result file again
  --result PATH, --page PATH
all comparisons
  --ringkeeper PATH     target/release/ringkeeper
  --zookeeper-lib PATH  the folder of its jars; .cache/zookeeper/lib
  --jvm-flags FLAGS     none: what the JVM takes by itself
  --ringkeeper-flags FLAGS  -Dname=value ...; none
  --etcd PATH           .cache/etcd/etcd
  --only NAME,..        zookeeper, etcd, ringkeeper
  --directory PATH      data, on the disk to measure; target/bench
  --result PATH, --table PATH
  --repetitions N (3), --seconds S (2), --warmup S (0.5)
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
    if std::env::args_os().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    match arguments.subcommand()?.as_deref() {
        None | Some("help") => {
            print!("{HELP}");
            Ok(())
        }
        Some("load") => load::load(arguments),
        Some("echo") => load::echo(arguments),
        Some("fan-out") => fan_out::fan_out(arguments),
        Some("watched") => watched::watched(arguments),
        Some("storm") => storm::storm(arguments),
        Some("fill") => fill::fill(arguments),
        Some("disk") => disk::disk(arguments),
        Some("stall") => stall::stall(arguments),
        Some("compare") => compare::compare(arguments),
        Some("compare-ensemble") => compare::compare_ensemble(arguments),
        Some("matrix") => compare::matrix(arguments),
        Some("page") => page::page(arguments),
        Some("crowd") => crowds::crowd(arguments),
        Some("rss") => process::rss(arguments),
        Some(other) => Err(Error::Usage(format!("no subcommand {other}"))),
    }
}
