//! etcd under the same engine: gRPC over HTTP/2, the least of it that a load needs.
//!
//! The workloads are those that both can do: get, set, create, delete and mixed, on the same paths
//! and values as ZooKeeper's. A get is a serializable Range: the server answers from its own
//! store, as ZooKeeper's getData does. A create is a Txn that succeeds only where no key was.
//!
//! Why not tonic: a request through an async runtime costs this machine more than the engine's
//! whole turn, and would be charged to etcd. Must never report a request as answered before its
//! trailers said `grpc-status: 0` and its answer had the form of a success.

mod connection;
mod frame;
mod message;
mod traffic;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::engine::{Engine, Outcome};
use crate::error::Result;
use crate::fill::{self, Fill};
use crate::load::Load;

pub(crate) use self::connection::EtcdConnection;
use self::traffic::{Puts, Traffic};

/// Requests in flight per connection while the keys of a workload are put.
const PREPARATION_OUTSTANDING: u32 = 64;
const FILLING_CONNECTIONS: usize = 8;

/// How long a server may take for the first answer on a connection.
pub(crate) const GREETING_PATIENCE: Duration = Duration::from_secs(10);

/// Puts what the workload needs, and runs it. Its servers are already level: a put is answered
/// when a quorum has it, and a follower that reads for itself needs the keys to be there, so every
/// connection first reads once through the quorum.
pub(crate) fn run(load: &Load) -> Result<Outcome> {
    Traffic::check(load.workload)?;
    let mut engine = open(&load.servers, load.connections)?;
    let run = run_id();
    for mut puts in Traffic::needs(load.workload, load.sizes, run) {
        engine.send_all(&mut puts, PREPARATION_OUTSTANDING)?;
    }
    if load.servers.len() > 1 {
        engine.send_all(&mut traffic::Levelling::new(load.connections), 1)?;
    }
    let mut traffic = Traffic::new(load.workload, load.sizes, run)?;
    let outcome = load.measured(|| engine.run(&mut traffic, load.pace, load.window));
    engine.close();
    outcome
}

/// Puts as many keys as `fill` would make znodes. Returns the keys put per second.
pub(crate) fn fill(server: SocketAddr, fill: Fill) -> Result<f64> {
    let begun = Instant::now();
    let mut engine = open(&[server], FILLING_CONNECTIONS)?;
    let mut puts = Puts::new(&fill::flat_pattern(), fill.value_bytes, fill.znodes).from(fill.first);
    engine.send_all(&mut puts, PREPARATION_OUTSTANDING)?;
    engine.close();
    Ok(f64::from(fill.znodes - fill.first) / begun.elapsed().as_secs_f64())
}

fn open(servers: &[SocketAddr], connections: usize) -> Result<Engine<EtcdConnection>> {
    let opened = servers
        .iter()
        .cycle()
        .take(connections)
        .map(|address| EtcdConnection::open(*address, GREETING_PATIENCE))
        .collect();
    Engine::over(opened)
}

/// Unique among the runs against one server, as a session's id is.
fn run_id() -> u64 {
    let since_epoch = std::time::SystemTime::UNIX_EPOCH.elapsed();
    let nanoseconds = since_epoch.unwrap_or_default().as_nanos();
    u64::try_from(nanoseconds).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::workload::Workload;

    #[test]
    fn what_etcd_has_no_word_for_is_refused_by_name() {
        for workload in [Workload::Ephemeral, Workload::Sync, Workload::GetChildren] {
            let refused = Traffic::check(workload).expect_err("etcd has none");
            let named = refused.to_string().contains(workload.name());
            assert!(named && matches!(refused, Error::Usage(_)), "{refused}");
        }
        Traffic::check(Workload::Mixed { reads: 10 }).expect("both can");
    }
}
