//! Several servers of one product as one ensemble on this machine: who leads, and what is done to
//! whom.
//!
//! ```text
//!   start ─> every server serves ─┬─> kill a server ──> start it again ─┐
//!                      ^          └─> halt a server ──> let it go on ───┤
//!                      └────────────── all serve again <────────────────┘
//! ```
//!
//! A server keeps its ports and its data over its own end, as one does on a machine of its own.
//! Must never report a server as gone before the kernel has ended or halted it: a write that the
//! old leader still answered would pass for one of its successor.

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::configuration::{self, Ticks};
use super::{Peer, Product, Programs, START_PATIENCE, empty};
use crate::error::Result;
use crate::{four_letter, http};

/// Between two looks at who leads.
const LOOK: Duration = Duration::from_millis(20);

/// What a server says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    /// It leads.
    Leader,
    /// It follows the one that leads.
    Follower,
    /// Neither yet, or neither any more.
    Looking,
}

/// What befalls a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Harm {
    /// SIGKILL: its connections are closed by the kernel.
    Kill,
    /// SIGSTOP: its connections stay open, and silent.
    Halt,
}

/// An ensemble that runs. Members are named by their place, counted from 0.
#[derive(Debug)]
pub(crate) struct Ensemble {
    programs: Programs,
    peers: Vec<Peer>,
}

impl Ensemble {
    /// Starts so many servers with empty data folders below `parent`, and waits until each opens
    /// sessions.
    pub(crate) fn start(
        programs: &Programs,
        product: Product,
        parent: &Path,
        servers: usize,
        ticks: Ticks,
    ) -> Result<Ensemble> {
        assert!(servers > 1, "an ensemble has several servers");
        let configurations = configuration::ensemble(servers, ticks)?;
        let mut peers = Vec::with_capacity(servers);
        for (number, configuration) in (1..).zip(configurations) {
            let folder = parent.join(format!("{}-{number}", product.name()));
            empty(&folder)?;
            peers.push(Peer::launch(programs, product, folder, configuration)?);
        }
        let mut ensemble = Ensemble {
            programs: programs.clone(),
            peers,
        };
        ensemble.await_service()?;
        Ok(ensemble)
    }

    /// Which product it is.
    pub(crate) fn product(&self) -> Product {
        self.peers[0].product()
    }

    /// Where its servers take connections: what a client's connection string lists.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.peers.iter().map(Peer::address).collect()
    }

    /// The same without one server.
    pub(crate) fn addresses_without(&self, member: usize) -> Vec<SocketAddr> {
        let mut addresses = self.addresses();
        addresses.remove(member);
        addresses
    }

    /// The version that its first server says it has.
    pub(crate) fn version(&self) -> Result<String> {
        self.peers[0].version()
    }

    /// Its processes.
    pub(crate) fn pids(&self) -> Vec<u32> {
        self.peers.iter().map(Peer::pid).collect()
    }

    /// Waits until one server leads and every other one follows. Returns the one that leads.
    pub(crate) fn leader(&self) -> Result<usize> {
        let begun = Instant::now();
        loop {
            let roles: Vec<Role> = self.peers.iter().map(role).collect::<Result<_>>()?;
            let of = |wanted| roles.iter().filter(|role| **role == wanted).count();
            let leader = roles.iter().position(|role| *role == Role::Leader);
            if let Some(leader) = leader
                && of(Role::Leader) == 1
                && of(Role::Follower) == roles.len() - 1
            {
                return Ok(leader);
            }
            if begun.elapsed() > START_PATIENCE {
                let what = format!("its servers do not agree on a leader: {roles:?}");
                return Err(self.peers[0].fault(&what));
            }
            thread::sleep(LOOK);
        }
    }

    /// Harms a server, and waits until it is no more or stands still. Returns when the signal was
    /// sent.
    pub(crate) fn harm(&mut self, member: usize, harm: Harm) -> Result<Instant> {
        let peer = &mut self.peers[member];
        let sent = Instant::now();
        match harm {
            Harm::Kill => peer.kill()?,
            Harm::Halt => peer.halt()?,
        }
        Ok(sent)
    }

    /// Starts a killed server again with the data it left, or lets a halted one go on; waits until
    /// all serve.
    pub(crate) fn mend(&mut self, member: usize, harm: Harm) -> Result<()> {
        let peer = &mut self.peers[member];
        match harm {
            Harm::Kill => {
                let (folder, configuration) = (peer.folder.clone(), peer.configuration.clone());
                *peer = Peer::launch(&self.programs, peer.product, folder, configuration)?;
            }
            Harm::Halt => peer.signal(Signal::CONT)?,
        }
        self.await_service()
    }

    /// Stops every server by SIGTERM and removes their folders.
    pub(crate) fn stop(self) -> Result<()> {
        self.peers.into_iter().try_for_each(Peer::stop)
    }

    fn await_service(&mut self) -> Result<()> {
        self.peers.iter_mut().try_for_each(Peer::await_session)
    }
}

/// What a server says it is: by `srvr`, or, where that does not tell the servers of an ensemble
/// apart, by what it last wrote to its log.
fn role(peer: &Peer) -> Result<Role> {
    if peer.product == Product::Etcd {
        return Ok(match http::etcd_leads(peer.address()) {
            Ok(true) => Role::Leader,
            Ok(false) => Role::Follower,
            Err(_) => Role::Looking,
        });
    }
    // A server that cannot answer is no leader yet.
    let answer = four_letter::ask(peer.address(), "srvr").unwrap_or_default();
    Ok(match four_letter::mode_in(&answer) {
        Some("leader") => Role::Leader,
        Some("follower") => Role::Follower,
        Some("standalone") => role_in(&peer.log()),
        None => Role::Looking,
        Some(other) => {
            return Err(peer.fault(&format!("srvr calls its mode {other}")));
        }
    })
}

/// The role after the last turn that Ringkeeper's log tells of.
fn role_in(log: &str) -> Role {
    const TURNS: [(&str, Role); 7] = [
        ("leading epoch ", Role::Leader),
        ("following server ", Role::Follower),
        ("looking for a leader", Role::Looking),
        ("joining the leader", Role::Looking),
        ("elected; waiting for a quorum", Role::Looking),
        ("the connection to the leader is lost", Role::Looking),
        ("this leader has lost its quorum", Role::Looking),
    ];
    let turn = |line: &str| TURNS.iter().find(|(words, _)| line.contains(words));
    log.lines()
        .rev()
        .find_map(turn)
        .map_or(Role::Looking, |(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_turn_in_the_log_counts() {
        let mut log = "INFO replicator: looking for a leader\n".to_owned();
        assert_eq!(role_in(&log), Role::Looking);
        log += "INFO replicator: leading epoch 3\nINFO replicator: server 1 serves\n";
        assert_eq!(role_in(&log), Role::Leader);
        log += "WARN replicator: this leader has lost its quorum: it answers no writes\n";
        assert_eq!(role_in(&log), Role::Looking);
        log += "INFO replicator: following server 2 in epoch 4\n";
        assert_eq!(role_in(&log), Role::Follower);
        assert_eq!(role_in(""), Role::Looking);
    }
}
