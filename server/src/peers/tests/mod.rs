//! Servers that consist of nothing but their connections, over loopback sockets, each with a ring,
//! a door and a log of its own; all of them turn on the thread of the test.
//!
//! Must never depend on how long anything takes: a test waits for what must come, up to a bound
//! that only a fault reaches.

mod links;
mod mesh;
mod strangers;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use ringkeeper_core::id::{Epoch, RecordNumber, Zxid};
use ringkeeper_core::zab::message::{PeerState, Round, Vote};
use ringkeeper_wal::{Files, Log, Options, Owner, Position, Progress, UringDisk};
use tempfile::TempDir;

use super::*;
use crate::config::{ClientAddress, ListenHost};
use crate::mailbox::{Letter, Mailbox};
use crate::ring::{Completion, Ring};

/// The longest a test waits for anything.
const PATIENCE: Duration = Duration::from_mins(1);

/// Every server has a life of its own.
static LIVES: AtomicU64 = AtomicU64::new(1);

/// The ensemble of all tests.
const ENSEMBLE: EnsembleId = EnsembleId(0xe);

/// One server.
struct Server {
    sid: Sid,
    peers: Peers,
    ring: Ring,
    mailbox: Arc<Mailbox>,
    log: Log,
    disk: UringDisk,
    _directory: TempDir,
    addresses: PeerAddress,
    started: Instant,
    /// What the clock is ahead of the time.
    skipped: Duration,
    seen: VecDeque<PeerEvent>,
}

/// On which ports a server listens.
#[derive(Clone, Copy)]
enum Ports {
    /// Those the kernel gives it.
    Any,
    /// The same as before: quorum and election.
    Again(u16, u16),
}

impl Server {
    fn new(sid: u8) -> Server {
        Server::on(sid, Ports::Any)
    }

    fn on(sid: u8, ports: Ports) -> Server {
        let (quorum_port, election_port) = match ports {
            Ports::Any => (0, 0),
            Ports::Again(quorum, election) => (quorum, election),
        };
        let at = |port| {
            let host = ListenHost::parse("127.0.0.1");
            vec![ClientAddress { host, port }]
        };
        let on = ListenOn {
            election: at(election_port),
            quorum: at(quorum_port),
            tries: NonZeroU32::new(20),
        };
        let listeners = Listeners::bind(&on, &|| false).expect("free ports");
        let port = |purpose| listeners.addresses(purpose)[0].port();
        let addresses = PeerAddress {
            host: "127.0.0.1".to_owned(),
            quorum_port: port(Purpose::Link),
            election_port: port(Purpose::Mesh),
        };
        let mailbox = Arc::new(Mailbox::new().expect("an eventfd"));
        let door =
            Door::open(listeners, Arc::clone(&mailbox), Duration::from_secs(5)).expect("a thread");
        let directory = tempfile::tempdir().expect("a temporary directory");
        let mut files = Files::open(directory.path()).expect("a directory of our own");
        let options = Options {
            segment_bytes: 4 << 20,
            batch_bytes: 64 << 10,
            free_bytes_min: 0,
            ..Options::default()
        };
        let id = Files::random_id().expect("random numbers");
        let opened =
            ringkeeper_wal::open(&mut files, &options, id, Position::FIRST, &mut |_, _| {});
        let (log, _) = opened.expect("an empty log");
        let peers = Peers::new(Parts {
            sid: Sid(sid),
            ensemble: Some(ENSEMBLE),
            incarnation: Incarnation(LIVES.fetch_add(1, Ordering::Relaxed)),
            door,
            now: Duration::ZERO,
        });
        let ring = Ring::new(mailbox.wake_fd().expect("a descriptor")).expect("a ring");
        Server {
            sid: Sid(sid),
            peers,
            ring,
            mailbox,
            log,
            disk: UringDisk::new(files),
            _directory: directory,
            addresses,
            started: Instant::now(),
            skipped: Duration::ZERO,
            seen: VecDeque::new(),
        }
    }

    /// One turn, as shard 0's.
    fn turn(&mut self) {
        let sleeps = self.mailbox.fall_asleep();
        let timeout = Duration::from_millis(u64::from(sleeps));
        self.ring.wait(timeout).expect("the ring works");
        self.mailbox.wake_up();
        while let Some(letter) = self.mailbox.take() {
            match letter {
                Letter::Door(news) => self.peers.at_the_door(news, &mut self.ring),
                Letter::CheckpointMoved => {}
                other => panic!("nobody sends this: {other:?}"),
            }
        }
        while let Some(completion) = self.ring.next_completion() {
            match completion {
                Completion::Peer { socket, news } => {
                    self.peers.complete(socket, news, &mut self.ring);
                }
                Completion::Disk { token, result } => {
                    let progress = self.disk.complete(token, result);
                    self.advance(progress);
                }
                Completion::Woken => {}
                other => panic!("there are no clients: {other:?}"),
            }
        }
        while let Some(op) = self.log.next_op() {
            let progress = self.disk.prepare(op);
            self.advance(progress);
        }
        self.peers.flush(&mut Turn {
            ring: &mut self.ring,
            log: &self.log,
            disk: &mut self.disk,
            now: self.started.elapsed() + self.skipped,
        });
        while let Some(event) = self.peers.next_event() {
            self.seen.push_back(event);
        }
    }

    fn advance(&mut self, progress: Progress) {
        match progress {
            Progress::Submit(entry, token) => self.ring.submit_disk(entry, token),
            Progress::Done(completion) => match completion.id.owner {
                Owner::Log => self.log.complete(completion),
                Owner::Cursor(_) => self.peers.completed_read(completion),
                Owner::Slots(file) => panic!("nobody keeps slots: {file:?}"),
            },
        }
    }

    /// Appends a record, waiting for room.
    fn append(&mut self, payload: &[u8]) -> RecordNumber {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.log.append(payload) {
                Ok(position) => return RecordNumber(position.0),
                Err(_) if Instant::now() < deadline => self.turn(),
                Err(error) => panic!("{error:?}"),
            }
        }
    }

    fn link_queue_bytes(&mut self, link: LinkId) -> usize {
        self.peers
            .link(link)
            .expect("the link is there")
            .queue
            .bytes()
    }

    /// Ends it as a killed process ends: nothing is said, the kernel closes the sockets.
    fn die(mut self) {
        self.peers.shut_down();
        let deadline = Instant::now() + PATIENCE;
        while !self.peers.is_empty() {
            assert!(Instant::now() < deadline, "the kernel lets go of sockets");
            self.turn();
        }
    }
}

/// Turns all servers until `is_done` says so.
fn until<const N: usize>(
    mut servers: [&mut Server; N],
    mut is_done: impl FnMut(&mut [&mut Server; N]) -> bool,
) {
    let deadline = Instant::now() + PATIENCE;
    while !is_done(&mut servers) {
        for server in &mut servers {
            server.turn();
        }
        if Instant::now() >= deadline {
            let told: Vec<_> = servers.iter().map(|it| (it.sid, &it.seen)).collect();
            panic!("it does not come about; seen: {told:?}");
        }
    }
}

/// Tells all servers where all of them are.
fn introduce<const N: usize>(servers: [&mut Server; N]) {
    let members: BTreeMap<Sid, Vec<PeerAddress>> = servers
        .iter()
        .map(|server| (server.sid, vec![server.addresses.clone()]))
        .collect();
    for server in servers {
        server.peers.set_members(&members);
    }
}

/// Takes the next event out.
fn next(server: &mut Server) -> PeerEvent {
    until([server], |servers| !servers[0].seen.is_empty());
    server.seen.pop_front().expect("waited for")
}

/// A leader and a learner that are linked, each with its name for the link.
fn linked(leader: &mut Server, learner: &mut Server) -> (LinkId, LinkId) {
    introduce([leader, learner]);
    join(leader, learner)
}

/// The learner joins the leader.
fn join(leader: &mut Server, learner: &mut Server) -> (LinkId, LinkId) {
    learner.peers.join(leader.sid);
    let (mut at_leader, mut at_learner) = (None, None);
    let mut names = [
        (&mut at_leader, Side::Learner),
        (&mut at_learner, Side::Leader),
    ];
    until([leader, learner], |servers| {
        for (server, (name, expected)) in servers.iter_mut().zip(&mut names) {
            while let Some(event) = server.seen.pop_front() {
                match event {
                    PeerEvent::Linked { link, side, .. } if side == *expected => {
                        **name = Some(link);
                    }
                    PeerEvent::JoinFailed { leader } => server.peers.join(leader),
                    PeerEvent::Notification { .. }
                    | PeerEvent::Reachable(_)
                    | PeerEvent::Unreachable(_)
                    | PeerEvent::Linked { .. }
                    | PeerEvent::Message { .. }
                    | PeerEvent::LinkLost { .. } => {}
                }
            }
        }
        names.iter().all(|(name, _)| name.is_some())
    });
    (at_leader.expect("linked"), at_learner.expect("linked"))
}

/// Whether a link was lost.
fn lost(server: &Server, link: LinkId) -> bool {
    let mut events = server.seen.iter();
    events.any(|event| matches!(event, PeerEvent::LinkLost { link: of } if *of == link))
}

fn notification(round: u64) -> Notification {
    Notification {
        state: PeerState::Looking,
        vote: Some(Vote {
            epoch: Epoch(1),
            last: Zxid::from_bits(5),
            leader: Sid(1),
        }),
        round: Round(round),
        config_version: Zxid::ZERO,
        config: None,
    }
}
