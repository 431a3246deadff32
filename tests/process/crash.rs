//! kill -9, over and over, under load: what was acknowledged is there, nothing else appears.
//!
//! Each writer owns a part of the tree and pipelines requests on one session. A session's requests
//! take effect in the order they were sent, so that after a crash its part must look exactly as
//! after some prefix of what was sent, and that prefix must reach at least to the last reply.
//! Every value is written once only, so that a prefix has one look.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `CRASH_KILLS` | how often the server is killed | 20 |
//! | `CRASH_SEED` | the seed of writers and moments | 1 |

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::change::{children, read_children};
use ringkeeper_tests::part::Part;
use ringkeeper_tests::random::Random;
use ringkeeper_tests::server_process::{Program, ServerProcess, Settings};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Body, Handshake, Message, Reply, Request, opcode};

const WRITERS: usize = 4;

/// Requests in flight per writer.
const WINDOW: usize = 64;

/// How long something that must happen may take: a bound, not a measurement.
const PATIENCE: Duration = Duration::from_mins(1);

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {value}"))
    })
}

/// One session with its part of the tree.
struct Writer {
    part: Part,
    session: Handshake,
    /// The highest zxid that was ever shown to this writer.
    seen_zxid: i64,
}

impl Writer {
    fn new(address: SocketAddr, number: usize, seed: u64) -> Writer {
        let mut session = Session::open(address, 30_000).expect("a writer's session opens");
        let root = format!("/writer{number}");
        let create = Request::create(opcode::CREATE, &root, None, Some(&Acl::open()), 0);
        let reply = session.call(&create).expect("the root is answered");
        assert_eq!(reply.err, 0, "the root is created");
        Writer {
            part: Part::new(&root, seed.wrapping_mul(1000) + number as u64),
            session: session.handshake.clone(),
            seen_zxid: reply.zxid,
        }
    }

    /// Writes until the connection breaks.
    fn run(&mut self, address: SocketAddr) {
        // The server may be gone before the first byte.
        let Ok(mut session) = Session::resume(address, &self.session) else {
            return;
        };
        let root = &self.part.root;
        assert!(session.granted(), "the session of {root} survives");
        assert_eq!(session.handshake, self.session, "it is the same session");
        // How the connection breaks is the kernel's affair.
        let _ = self.write_until_broken(&mut session);
    }

    fn write_until_broken(&mut self, session: &mut Session) -> io::Result<()> {
        loop {
            while self.part.in_flight() < WINDOW {
                session.send(&self.part.next_change().request())?;
            }
            let reply = session.reply()?;
            self.part.acknowledge(&reply, self.session.session);
            assert!(
                reply.zxid > self.seen_zxid,
                "zxid {:#x} after {:#x} on {}",
                reply.zxid,
                self.seen_zxid,
                self.part.root
            );
            self.seen_zxid = reply.zxid;
        }
    }

    /// After a restart.
    fn verify(&mut self, inspector: &mut Session) {
        let found = read_children(&mut caller(inspector), &self.part.root);
        self.part.settle(found, self.session.session);
    }
}

/// Asks over a session.
fn caller(session: &mut Session) -> impl FnMut(&Request) -> Reply {
    |request| session.call(request).expect("answered")
}

/// What became of a short-lived session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    /// Its end was not asked for, or not answered.
    Open,
    /// Its end was acknowledged.
    Ended,
}

/// Opens sessions with ephemerals, ends some of them and forgets others.
struct Churner {
    random: Random,
    sessions: HashMap<i64, (Fate, Vec<String>)>,
    count: u64,
}

impl Churner {
    fn run(&mut self, address: SocketAddr) {
        // How the connection breaks is the kernel's affair.
        while self.one(address).is_ok() {}
    }

    fn one(&mut self, address: SocketAddr) -> io::Result<()> {
        let mut session = Session::open(address, 4_000)?;
        let id = session.handshake.session;
        let earlier = self.sessions.insert(id, (Fate::Open, Vec::new()));
        assert!(earlier.is_none(), "session {id:#x} was given out twice");
        for _ in 0..=self.random.below(3) {
            self.count += 1;
            let path = format!("/churn/{}", self.count);
            let create = Request::create(opcode::CREATE, &path, Some(b"e"), Some(&Acl::open()), 1);
            let reply = session.call(&create)?;
            assert_eq!(reply.err, 0, "{path} is new");
            self.sessions
                .get_mut(&id)
                .expect("just inserted")
                .1
                .push(path);
        }
        if self.random.percent(60) {
            session.call(&Request::bare(opcode::CLOSE_SESSION))?;
            self.sessions.get_mut(&id).expect("inserted above").0 = Fate::Ended;
        }
        Ok(())
    }

    /// Ephemerals belong to sessions that are alive, and a session goes as a whole.
    fn verify(&self, inspector: &mut Session) {
        let found = read_children(&mut caller(inspector), "/churn");
        for (path, znode) in &found {
            let known = self.sessions.get(&znode.owner);
            // A session whose opening was not answered has created nothing.
            let (fate, _) = known.unwrap_or_else(|| panic!("{path} has a stranger as owner"));
            assert_ne!(
                *fate,
                Fate::Ended,
                "{path} outlives its session {:#x}",
                znode.owner
            );
        }
        let alive = read_children(&mut caller(inspector), "/churn");
        for (id, (_, paths)) in &self.sessions {
            let here = paths
                .iter()
                .filter(|path| found.contains_key(*path))
                .count();
            let still = paths
                .iter()
                .filter(|path| alive.contains_key(*path))
                .count();
            // It may expire while it is looked at; then nothing is left of it afterwards.
            assert!(
                here == 0 || here == paths.len() || still == 0,
                "session {id:#x} has {here} of its {} ephemerals",
                paths.len()
            );
        }
    }
}

fn inspector(server: &ServerProcess) -> Session {
    Session::open(server.address(), 30_000).expect("the inspector's session opens")
}

#[test]
fn acknowledged_writes_survive_kills_under_load() {
    let seed = number("CRASH_SEED", 1);
    let kills = number("CRASH_KILLS", 20);
    let mut random = Random::new(seed);
    // Checkpoints and purges happen all the time.
    let settings = Settings::open().config("snapCount", "2000");
    let mut server = ServerProcess::start(Program::Ringkeeper, settings);
    let address = server.address();
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|number| Writer::new(address, number, seed))
        .collect();
    let mut churner = Churner {
        random: Random::new(seed ^ 0x00c0_ffee),
        sessions: HashMap::new(),
        count: 0,
    };
    let mut session = inspector(&server);
    let create = Request::create(opcode::CREATE, "/churn", None, Some(&Acl::open()), 0);
    assert_eq!(session.call(&create).expect("answered").err, 0);

    for kill in 0..kills {
        thread::scope(|scope| {
            for writer in &mut writers {
                scope.spawn(|| writer.run(address));
            }
            scope.spawn(|| churner.run(address));
            thread::sleep(Duration::from_millis(50 + random.bits() % 500));
            server.kill();
        });
        for _ in 0..random.below(3) {
            // Killed again while it recovers.
            server.spawn();
            thread::sleep(Duration::from_millis(random.bits() % 60));
            server.kill();
        }
        server.start_again();
        let mut session = inspector(&server);
        let newest = session
            .call(&Request::bare(opcode::PING))
            .expect("answered")
            .zxid;
        for writer in &mut writers {
            assert!(
                newest >= writer.seen_zxid,
                "kill {kill}: the zxid went back to {newest:#x}"
            );
            writer.verify(&mut session);
        }
        churner.verify(&mut session);
    }

    // An orderly stop keeps as much.
    let status = server.stop();
    assert!(status.success(), "SIGTERM ends the server with {status}");
    server.start_again();
    let mut session = inspector(&server);
    for writer in &mut writers {
        writer.verify(&mut session);
    }
    let replies: u64 = writers.iter().map(|writer| writer.part.replies).sum();
    eprintln!(
        "{kills} kills, {replies} acknowledged writes, {} sessions",
        churner.sessions.len()
    );
    assert!(replies > kills * 100, "the writers wrote");

    // The forgotten sessions end at last.
    let deadline = Instant::now() + PATIENCE;
    while !children(&mut caller(&mut session), "/churn").is_empty() {
        assert!(Instant::now() < deadline, "forgotten sessions expire");
        thread::sleep(Duration::from_millis(100));
    }
    for writer in &mut writers {
        let found = Session::resume(address, &writer.session).expect("answered");
        assert!(
            found.granted(),
            "the sessions of the writers have a longer timeout"
        );
    }
}

#[test]
fn sessions_survive_an_outage_longer_than_their_timeout() {
    let settings = Settings::open().config("tickTime", "500");
    let mut server = ServerProcess::start(Program::Ringkeeper, settings);
    let mut session = Session::open(server.address(), 2_000).expect("the session opens");
    assert_eq!(session.handshake.timeout_ms, 2_000);
    let create = Request::create(
        opcode::CREATE,
        "/ephemeral",
        Some(b"e"),
        Some(&Acl::open()),
        1,
    );
    assert_eq!(session.call(&create).expect("answered").err, 0);
    let earlier = session.handshake.clone();
    server.kill();
    thread::sleep(Duration::from_secs(5));
    server.start_again();

    let mut resumed = Session::resume(server.address(), &earlier).expect("answered");
    assert_eq!(
        resumed.handshake, earlier,
        "the same session, password and timeout"
    );
    let reply = resumed
        .call(&Request::read(opcode::EXISTS, "/ephemeral", 0))
        .expect("answered");
    let Body::Stat(stat) = reply.body else {
        panic!("the ephemeral is gone: {reply:?}")
    };
    assert_eq!(stat.ephemeral_owner, earlier.session);
    drop(resumed);

    // Nobody comes back: then it ends, and whoever watches is told.
    let mut watcher = Session::open(server.address(), 10_000).expect("the session opens");
    let exists = watcher
        .call(&Request::read(opcode::EXISTS, "/ephemeral", 1))
        .expect("answered");
    if exists.err == 0 {
        match watcher.receive(PATIENCE) {
            Ok(Message::Event(event)) => assert_eq!(
                (event.kind, event.path.to_lossy()),
                (2, "/ephemeral".to_owned())
            ),
            other => panic!("no event of the end: {other:?}"),
        }
    }
    let gone = Session::resume(server.address(), &earlier).expect("answered");
    assert!(!gone.granted(), "an expired session is refused");
}
