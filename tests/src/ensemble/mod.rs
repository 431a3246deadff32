//! Several servers that make one ensemble, each a process on this machine.
//!
//! They can be killed, made to stand still, started again and cut off from each other. Must never
//! wait without a bound, and never signal a process it did not start.

mod client;
mod compare;
pub mod load;
mod network;
mod role;

use std::fmt;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread;
use std::time::{Duration, Instant};

pub use self::client::{Client, Expired};
pub use self::compare::{Seen, Tree, Trees, walk};
pub use self::network::{Network, Traffic};
pub use self::role::Role;

use crate::server_process::{Program, ServerProcess, Settings, free_port};

/// How long something that must happen may take: a bound, not a measurement.
pub const LIMIT: Duration = Duration::from_mins(1);

/// A server's number in its ensemble: what stands in `myid`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Id(pub u8);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "server {}", self.0)
    }
}

/// How the servers reach each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wiring {
    /// As in production.
    Direct,
    /// Through a [`Network`], which a test can break.
    Breakable,
}

/// The ports a server has for the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PeerPorts {
    /// For its learners.
    pub quorum: u16,
    /// For votes.
    pub election: u16,
}

impl PeerPorts {
    fn free() -> PeerPorts {
        PeerPorts {
            quorum: free_port(),
            election: free_port(),
        }
    }

    /// Where learners connect.
    pub fn quorum_address(self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.quorum))
    }

    /// Where votes are exchanged.
    pub fn election_address(self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.election))
    }

    /// Its line in `zoo.cfg`, behind `server.N=`.
    pub fn line(self) -> String {
        format!("127.0.0.1:{}:{}", self.quorum, self.election)
    }
}

#[derive(Debug)]
struct Member {
    id: Id,
    ports: PeerPorts,
    process: ServerProcess,
    /// It stands still.
    suspended: bool,
}

/// See the module.
#[derive(Debug)]
pub struct Ensemble {
    members: Vec<Member>,
    network: Option<Network>,
}

impl Ensemble {
    /// What its servers are started with: short ticks, so that what is lost is noticed soon.
    pub fn settings() -> Settings {
        Settings::open()
            .config("tickTime", "500")
            .config("initLimit", "20")
            .config("syncLimit", "4")
            .config("maxSessionTimeout", "60000")
            .property("ringkeeper.segmentBytes", "4M")
    }

    /// Starts `count` servers and waits until all of them serve.
    pub fn start(count: u8, wiring: Wiring, settings: &Settings) -> Ensemble {
        let mut ensemble = Ensemble::prepare(count, wiring, settings);
        for id in ensemble.ids() {
            ensemble.spawn(id);
        }
        ensemble.wait_until_all_serve();
        ensemble
    }

    /// As [`Ensemble::start`], with no server started yet.
    pub fn prepare(count: u8, wiring: Wiring, settings: &Settings) -> Ensemble {
        let ids: Vec<Id> = (1..=count).map(Id).collect();
        let mut network = match wiring {
            Wiring::Direct => None,
            Wiring::Breakable => Some(Network::between(&ids)),
        };
        let ports: Vec<(Id, PeerPorts)> = ids.iter().map(|id| (*id, PeerPorts::free())).collect();
        let mut members = Vec::new();
        for &(id, own) in &ports {
            let mut settings = settings.clone();
            for &(other, real) in &ports {
                let seen = match &mut network {
                    Some(network) if other != id => PeerPorts {
                        quorum: network.open((id, other), real.quorum_address()),
                        election: network.open((id, other), real.election_address()),
                    },
                    Some(_) | None => real,
                };
                settings = settings.config(&format!("server.{}", other.0), &seen.line());
            }
            let process = ServerProcess::prepare(Program::Ringkeeper, settings);
            write_id(&process, id);
            members.push(Member {
                id,
                ports: own,
                process,
                suspended: false,
            });
        }
        Ensemble { members, network }
    }

    /// All servers.
    pub fn ids(&self) -> Vec<Id> {
        self.members.iter().map(|member| member.id).collect()
    }

    /// All servers but one.
    pub fn others(&self, than: Id) -> Vec<Id> {
        let mut ids = self.ids();
        ids.retain(|id| *id != than);
        ids
    }

    /// The network between them.
    pub fn network(&self) -> &Network {
        let network = self.network.as_ref();
        network.expect("the ensemble was wired to be broken")
    }

    /// A server's process.
    pub fn process(&self, id: Id) -> &ServerProcess {
        &self.member(id).process
    }

    /// A server's process, to be changed.
    pub fn process_mut(&mut self, id: Id) -> &mut ServerProcess {
        &mut self.member_mut(id).process
    }

    /// Where its clients connect.
    pub fn address(&self, id: Id) -> SocketAddr {
        self.process(id).address()
    }

    /// Where clients connect to each server.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.ids().iter().map(|id| self.address(*id)).collect()
    }

    /// Its ports for the other servers.
    pub fn ports(&self, id: Id) -> PeerPorts {
        self.member(id).ports
    }

    /// Starts a server without waiting for it.
    pub fn spawn(&mut self, id: Id) {
        self.process_mut(id).spawn();
    }

    /// Starts those that do not run, and waits until all serve.
    pub fn start_all(&mut self) {
        for id in self.ids() {
            if !self.process(id).is_started() {
                self.spawn(id);
            }
        }
        self.wait_until_all_serve();
    }

    /// SIGKILL.
    pub fn kill(&mut self, id: Id) {
        let member = self.member_mut(id);
        member.suspended = false;
        member.process.kill();
    }

    /// SIGSTOP.
    pub fn suspend(&mut self, id: Id) {
        let member = self.member_mut(id);
        member.suspended = true;
        member.process.suspend();
    }

    /// SIGCONT.
    pub fn resume(&mut self, id: Id) {
        let member = self.member_mut(id);
        member.suspended = false;
        member.process.resume();
    }

    /// SIGCONT to whoever stands still.
    pub fn resume_all(&mut self) {
        for id in self.ids() {
            if self.member(id).suspended {
                self.resume(id);
            }
        }
    }

    /// Waits until a server answers clients.
    pub fn wait_until_serving(&mut self, id: Id) {
        self.process_mut(id).wait_until_serving();
    }

    /// Waits until every server answers clients.
    pub fn wait_until_all_serve(&mut self) {
        for id in self.ids() {
            self.wait_until_serving(id);
        }
    }

    /// What a server says of itself.
    pub fn role(&self, id: Id) -> Role {
        Role::at_the_end_of(&self.process(id).log_text())
    }

    /// The leader among those that run, once there is one that a quorum follows.
    pub fn leader(&self) -> Id {
        self.leader_of(&self.ids()).0
    }

    /// The leader among some servers, and its epoch.
    pub fn leader_of(&self, servers: &[Id]) -> (Id, u64) {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(found) = self.find_leader(servers) {
                return found;
            }
            assert!(Instant::now() < deadline, "nobody leads:\n{}", self.logs());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn find_leader(&self, servers: &[Id]) -> Option<(Id, u64)> {
        let running = |id: &&Id| {
            let member = self.member(**id);
            member.process.is_started() && !member.suspended
        };
        let roles: Vec<(Id, Role)> = servers
            .iter()
            .filter(running)
            .map(|id| (*id, self.role(*id)))
            .collect();
        let leads = |&(id, role): &(Id, Role)| match role {
            Role::Leading { epoch } => Some((id, epoch)),
            Role::Looking | Role::Following { .. } => None,
        };
        let newest = roles.iter().filter_map(leads).max_by_key(|found| found.1)?;
        let followers = roles.iter().filter(
            |(_, role)| matches!(role, Role::Following { leader, .. } if *leader == newest.0),
        );
        (followers.count() + 1 > self.members.len() / 2).then_some(newest)
    }

    /// Waits until a server's log, behind its first `from` bytes, holds `text`.
    pub fn wait_for_line(&self, id: Id, from: usize, text: &str) {
        let deadline = Instant::now() + LIMIT;
        while !self.logged_since(id, from).contains(text) {
            assert!(
                Instant::now() < deadline,
                "{id} does not say \"{text}\":\n{}",
                self.logs()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What a server printed behind the first `from` bytes.
    pub fn logged_since(&self, id: Id, from: usize) -> String {
        let text = self.process(id).log_text();
        text.get(from..).unwrap_or_default().to_owned()
    }

    /// How much a server has printed, in bytes.
    pub fn logged(&self, id: Id) -> usize {
        self.process(id).log_text().len()
    }

    /// The end of every server's log.
    pub fn logs(&self) -> String {
        let of = |member: &Member| format!("--- {}\n{}\n", member.id, member.process.log_tail());
        self.members.iter().map(of).collect()
    }

    fn member(&self, id: Id) -> &Member {
        let mut members = self.members.iter();
        let found = members.find(|member| member.id == id);
        found.expect("the ensemble has such a server")
    }

    fn member_mut(&mut self, id: Id) -> &mut Member {
        let mut members = self.members.iter_mut();
        let found = members.find(|member| member.id == id);
        found.expect("the ensemble has such a server")
    }
}

/// Writes `myid`.
pub fn write_id(process: &ServerProcess, id: Id) {
    let data = process.data();
    fs::create_dir_all(&data).expect("the data folder can be created");
    fs::write(data.join("myid"), id.0.to_string()).expect("myid can be written");
}
