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

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

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

/// A znode as a writer knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Znode {
    value: Vec<u8>,
    version: i32,
    owner: i64,
}

/// A writer's part of the tree: path to znode.
type Model = BTreeMap<String, Znode>;

/// A change with the value that makes it unique.
#[derive(Clone, Debug)]
enum Change {
    Set(String, Vec<u8>),
    /// With a version that is never right.
    SetWrongly(String),
    Create(String, Vec<u8>),
    CreateEphemeral(String, Vec<u8>),
    Delete(String),
    Multi(Vec<Change>),
}

impl Change {
    fn request(&self) -> Request {
        let open = Acl::open();
        match self {
            Change::Set(path, value) => Request::set_data(path, Some(value), -1),
            Change::SetWrongly(path) => Request::set_data(path, Some(b"never"), i32::MAX),
            Change::Create(path, value) => {
                Request::create(opcode::CREATE, path, Some(value), Some(&open), 0)
            }
            Change::CreateEphemeral(path, value) => {
                Request::create(opcode::CREATE, path, Some(value), Some(&open), 1)
            }
            Change::Delete(path) => Request::versioned(opcode::DELETE, path, -1),
            Change::Multi(parts) => {
                let parts: Vec<Request> = parts.iter().map(Change::request).collect();
                Request::multi(opcode::MULTI, &parts)
            }
        }
    }

    /// Carries the change out; the error a server must answer otherwise, and then nothing changed.
    fn apply(&self, model: &mut Model, session: i64) -> Result<(), i32> {
        match self {
            Change::Set(path, value) => {
                let znode = model.get_mut(path).ok_or(-101)?;
                znode.value.clone_from(value);
                znode.version += 1;
            }
            Change::SetWrongly(path) => {
                return Err(if model.contains_key(path) { -103 } else { -101 });
            }
            Change::Create(path, value) => insert(model, path, value, 0)?,
            Change::CreateEphemeral(path, value) => insert(model, path, value, session)?,
            Change::Delete(path) => {
                model.remove(path).ok_or(-101)?;
            }
            Change::Multi(parts) => {
                let mut changed = model.clone();
                for part in parts {
                    part.apply(&mut changed, session)?;
                }
                *model = changed;
            }
        }
        Ok(())
    }

    /// Whether `reply` is what a server must say if the change came out as `expected`.
    fn check(&self, reply: &Reply, expected: Result<(), i32>) {
        match (self, &reply.body) {
            (Change::Multi(parts), Body::Results(results)) => {
                assert_eq!(reply.err, 0, "a multi's errors are inside: {self:?}");
                assert_eq!(
                    results.len(),
                    parts.len(),
                    "one result for each part of {self:?}"
                );
                let failed = results
                    .iter()
                    .find(|result| result.err != 0 && result.err != -2);
                assert_eq!(failed.map(|result| result.err), expected.err(), "{self:?}");
            }
            _ => assert_eq!(reply.err, expected.err().unwrap_or(0), "{self:?}"),
        }
    }
}

fn insert(model: &mut Model, path: &str, value: &[u8], owner: i64) -> Result<(), i32> {
    if model.contains_key(path) {
        return Err(-110);
    }
    let znode = Znode {
        value: value.to_vec(),
        version: 0,
        owner,
    };
    model.insert(path.to_owned(), znode);
    Ok(())
}

/// One session with its part of the tree.
struct Writer {
    root: String,
    session: Handshake,
    random: Random,
    count: u64,
    /// The tree as acknowledged.
    acknowledged: Model,
    /// Sent, not acknowledged, in order.
    in_flight: VecDeque<Change>,
    /// The tree after everything sent.
    predicted: Model,
    /// The highest zxid that was ever shown to this writer.
    seen_zxid: i64,
    replies: u64,
}

impl Writer {
    fn new(address: SocketAddr, number: usize, seed: u64) -> Writer {
        let mut session = Session::open(address, 30_000).expect("a writer's session opens");
        let root = format!("/writer{number}");
        let create = Request::create(opcode::CREATE, &root, None, Some(&Acl::open()), 0);
        let reply = session.call(&create).expect("the root is answered");
        assert_eq!(reply.err, 0, "the root is created");
        Writer {
            root,
            session: session.handshake.clone(),
            random: Random::new(seed.wrapping_mul(1000) + number as u64),
            count: 0,
            acknowledged: Model::new(),
            in_flight: VecDeque::new(),
            predicted: Model::new(),
            seen_zxid: reply.zxid,
            replies: 0,
        }
    }

    fn change(&mut self) -> Change {
        self.count += 1;
        match self.random.below(20) {
            0..=3 => {
                let length = 2 + self.random.below(4);
                Change::Multi((0..length).map(|_| self.single()).collect())
            }
            _ => self.single(),
        }
    }

    fn single(&mut self) -> Change {
        self.count += 1;
        let value = format!("{}#{}", self.root, self.count).into_bytes();
        let path = format!("{}/{}", self.root, self.random.below(12));
        match self.random.below(20) {
            0..=9 => Change::Set(path, value),
            10..=13 => Change::Create(path, value),
            14 | 15 => Change::CreateEphemeral(path, value),
            16..=18 => Change::Delete(path),
            _ => Change::SetWrongly(path),
        }
    }

    /// Writes until the connection breaks.
    fn run(&mut self, address: SocketAddr) {
        // The server may be gone before the first byte.
        let Ok(mut session) = Session::resume(address, &self.session) else {
            return;
        };
        assert!(session.granted(), "the session of {} survives", self.root);
        assert_eq!(session.handshake, self.session, "it is the same session");
        // How the connection breaks is the kernel's affair.
        let _ = self.write_until_broken(&mut session);
    }

    fn write_until_broken(&mut self, session: &mut Session) -> io::Result<()> {
        loop {
            while self.in_flight.len() < WINDOW {
                let change = self.change();
                // What is refused changes nothing.
                let _ = change.apply(&mut self.predicted, self.session.session);
                self.in_flight.push_back(change.clone());
                session.send(&change.request())?;
            }
            let reply = session.reply()?;
            self.acknowledge(&reply);
        }
    }

    fn acknowledge(&mut self, reply: &Reply) {
        let change = self
            .in_flight
            .pop_front()
            .expect("a reply answers a request");
        let expected = change.apply(&mut self.acknowledged, self.session.session);
        change.check(reply, expected);
        assert!(
            reply.zxid > self.seen_zxid,
            "zxid {:#x} after {:#x} on {}",
            reply.zxid,
            self.seen_zxid,
            self.root
        );
        self.seen_zxid = reply.zxid;
        self.replies += 1;
    }

    /// After a restart: the part of the tree is that after a prefix that holds all that was
    /// acknowledged.
    fn verify(&mut self, inspector: &mut Session) {
        let found = read_children(inspector, &self.root);
        let mut model = self.acknowledged.clone();
        let mut unsure = std::mem::take(&mut self.in_flight);
        while model != found {
            let Some(change) = unsure.pop_front() else {
                panic!(
                    "{} is not what any prefix leaves\n\
                     acknowledged: {:?}\nall sent: {:?}\nfound: {:?}",
                    self.root, self.acknowledged, model, found
                );
            };
            // What is refused changes nothing.
            let _ = change.apply(&mut model, self.session.session);
        }
        self.acknowledged = found.clone();
        self.predicted = found;
    }
}

/// Every child of `root` with value, version and owner.
fn read_children(session: &mut Session, root: &str) -> Model {
    let names = children(session, root);
    let mut model = Model::new();
    for name in names {
        let path = format!("{root}/{name}");
        let reply = session
            .call(&Request::read(opcode::GET_DATA, &path, 0))
            .expect("answered");
        // Only a session that expired meanwhile takes a znode away.
        let Body::Data(Some(value), stat) = reply.body else {
            continue;
        };
        assert!(
            stat.mzxid <= reply.zxid && stat.czxid <= reply.zxid,
            "{path} is not of the future"
        );
        let znode = Znode {
            value,
            version: stat.version,
            owner: stat.ephemeral_owner,
        };
        model.insert(path, znode);
    }
    model
}

fn children(session: &mut Session, root: &str) -> Vec<String> {
    let reply = session
        .call(&Request::read(opcode::GET_CHILDREN, root, 0))
        .expect("answered");
    let Body::Names(Some(names)) = reply.body else {
        panic!("{root} has no list: {reply:?}")
    };
    names
        .iter()
        .map(ringkeeper_tests::wire::Text::to_lossy)
        .collect()
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
        let found = read_children(inspector, "/churn");
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
        let alive = read_children(inspector, "/churn");
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
    let replies: u64 = writers.iter().map(|writer| writer.replies).sum();
    eprintln!(
        "{kills} kills, {replies} acknowledged writes, {} sessions",
        churner.sessions.len()
    );
    assert!(replies > kills * 100, "the writers wrote");

    // The forgotten sessions end at last.
    let deadline = Instant::now() + PATIENCE;
    while !children(&mut session, "/churn").is_empty() {
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
