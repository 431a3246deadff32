//! A server that was away for too long is sent its leader's checkpoint: it installs it and serves
//! the same data, also when it is killed in the middle, and when the leader was started anew.
//!
//! The log of the others is purged first: small segments, frequent checkpoints, many writes.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `INSTALL_ZNODES` | znodes of a checkpoint | 20000 |
//! | `INSTALL_KILLS` | how often the learner is killed in the middle | 5 |
//! | `INSTALL_SEED` | the seed of the moments | 1 |
//! | `INSTALL_BYTES` | bytes of a znode's data | 1000 |
//!
//! One disk is a small tmpfs that the test mounts, which needs root.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::random::Random;
use ringkeeper_tests::server_process::{free_port, ringkeeper_binary};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Body, Reply, Request, opcode};

/// How long something that must happen may take: a bound, not a measurement.
const PATIENCE: Duration = Duration::from_mins(2);

/// Requests in flight.
const WINDOW: usize = 500;

/// What a server says when it was sent a checkpoint and has it.
const INSTALLED: &str = "the leader's checkpoint is this server's now";

fn number_of(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {value}"))
    })
}

/// One of the three.
struct Server {
    folder: PathBuf,
    address: SocketAddr,
    child: Option<Child>,
}

impl Server {
    fn spawn(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let output = File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("output.log"))
            .expect("the log file can be opened");
        let child = Command::new(ringkeeper_binary())
            .arg("serve")
            .arg(self.folder.join("zoo.cfg"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .spawn()
            .expect("the server can be started");
        self.child = Some(child);
    }

    fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("it can be killed");
        child.wait().expect("it can be waited for");
    }

    fn stop(&mut self) {
        let mut child = self.child.take().expect("it runs");
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)
            .expect("it can be signalled");
        let status = child.wait().expect("it can be waited for");
        assert!(status.success(), "SIGTERM ends it with {status}");
    }

    /// Waits for its end.
    fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let child = self.child.as_mut().expect("it was started");
            if let Some(status) = child.try_wait().expect("it can be asked") {
                self.child = None;
                return status;
            }
            assert!(Instant::now() < deadline, "it never ended");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn expect_running(&mut self) {
        if let Some(child) = &mut self.child {
            let ended = child.try_wait().expect("it can be asked");
            assert!(ended.is_none(), "it ended by itself: {ended:?}");
        }
    }

    /// A session, as soon as it serves.
    fn session(&mut self) -> Session {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Ok(session) = Session::open(self.address, 600_000)
                && session.granted()
            {
                return session;
            }
            self.expect_running();
            assert!(Instant::now() < deadline, "it never served");
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Whether there is this beside its checkpoint.
    fn beside(&self, ending: &str) -> bool {
        let name = format!("ringkeeper-checkpoints.{ending}");
        self.data().join(name).exists()
    }

    /// Whether a checkpoint is on its way in.
    fn installs(&self) -> bool {
        let endings = ["incoming", "complete", "outgoing"];
        endings.into_iter().any(|ending| self.beside(ending))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("output.log")).unwrap_or_default()
    }

    /// How often it said this.
    fn said(&self, words: &str) -> usize {
        self.log().matches(words).count()
    }

    /// The last line with this in it.
    fn line(&self, words: &str) -> String {
        let log = self.log();
        let line = log.lines().rfind(|line| line.contains(words));
        line.unwrap_or_default().to_owned()
    }
}

/// Three servers on this machine.
struct Three {
    folder: PathBuf,
    servers: Vec<Server>,
}

impl Three {
    fn prepare(name: &str) -> Three {
        let folder =
            std::env::temp_dir().join(format!("ringkeeper-install-{name}-{}", std::process::id()));
        let ports: Vec<u16> = (0..9).map(|_| free_port()).collect();
        let listed: Vec<String> = (1..=3)
            .map(|id| {
                let own = &ports[3 * (id - 1)..];
                format!("server.{id}=127.0.0.1:{}:{}", own[1], own[2])
            })
            .collect();
        let server = |id: usize| {
            let folder = folder.join(id.to_string());
            let data = folder.join("data");
            fs::create_dir_all(&data).expect("a folder can be created");
            fs::write(data.join("myid"), id.to_string()).expect("myid can be written");
            let port = ports[3 * (id - 1)];
            let text = format!(
                "dataDir={}\nclientPort={port}\nclientPortAddress=127.0.0.1\n\
                 tickTime=500\nmaxSessionTimeout=600000\ninitLimit=20\nsyncLimit=10\n\
                 admin.enableServer=false\nmaxClientCnxns=0\n\
                 ringkeeper.checkpointTxns=1000\nringkeeper.segmentBytes=4M\n\
                 ringkeeper.reserveBytes=16M\nringkeeper.shards=2\n{}\n",
                data.display(),
                listed.join("\n")
            );
            fs::write(folder.join("zoo.cfg"), text).expect("zoo.cfg can be written");
            Server {
                folder,
                address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                child: None,
            }
        };
        let servers = (1..=3).map(server).collect();
        Three { folder, servers }
    }

    fn server(&mut self, id: usize) -> &mut Server {
        &mut self.servers[id - 1]
    }
}

impl Drop for Three {
    fn drop(&mut self) {
        for server in &mut self.servers {
            if let Some(mut child) = server.child.take() {
                // It may have ended by itself.
                let _ = child.kill();
                let _ = child.wait();
            }
        }
        if thread::panicking() {
            eprintln!("the servers' files are kept in {}", self.folder.display());
        } else {
            // A leftover in the temporary folder is no reason to fail a test.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn path(number: u64) -> String {
    format!("/all/{number:06}")
}

fn value(number: u64, round: u64) -> Vec<u8> {
    let mut value = format!("{number} of round {round} ").into_bytes();
    let bytes = usize::try_from(number_of("INSTALL_BYTES", 1000)).expect("small");
    value.resize(bytes, b'.');
    value
}

/// Sends all of these, some in flight at a time, and hands out the replies in order.
fn call_all(
    session: &mut Session,
    requests: impl Iterator<Item = Request>,
    mut take: impl FnMut(Reply),
) -> io::Result<()> {
    let mut waiting = 0;
    for request in requests {
        session.send(&request)?;
        waiting += 1;
        if waiting == WINDOW {
            take(session.reply()?);
            waiting -= 1;
        }
    }
    for _ in 0..waiting {
        take(session.reply()?);
    }
    Ok(())
}

fn write_all(session: &mut Session, znodes: u64, round: u64) {
    let request = |number| {
        let value = value(number, round);
        if round == 0 {
            let acl = Acl::open();
            Request::create(opcode::CREATE, path(number), Some(&value), Some(&acl), 0)
        } else {
            Request::set_data(path(number), Some(&value), -1)
        }
    };
    let expect = |reply: Reply| assert_eq!(reply.err, 0, "{reply:?}");
    call_all(session, (0..znodes).map(request), expect).expect("answered");
}

/// Every znode with what it holds and its stat, up to everything that was committed.
fn read_all(server: &mut Server, znodes: u64) -> Vec<String> {
    let mut session = server.session();
    let synced = session.call(&Request::path(opcode::SYNC, "/"));
    assert_eq!(synced.expect("answered").err, 0);
    let mut found = Vec::new();
    let own = ["/all", "/ephemeral"].map(String::from);
    let reads = own.into_iter().chain((0..znodes).map(path));
    let reads = reads.map(|path| Request::read(opcode::GET_DATA, path, 0));
    call_all(&mut session, reads, |reply| match reply.body {
        Body::Data(data, stat) => found.push(format!("{data:?} {stat:?}")),
        other => found.push(format!("{other:?}")),
    })
    .expect("answered");
    let names = session.call(&Request::read(opcode::GET_CHILDREN, "/all", 0));
    let Body::Names(Some(names)) = names.expect("answered").body else {
        panic!("/all has children")
    };
    assert_eq!(names.len() as u64, znodes);
    found
}

fn expect_equal(three: &mut Three, znodes: u64) {
    let expected = read_all(three.server(1), znodes);
    for id in 2..=3 {
        let found = read_all(three.server(id), znodes);
        let differs = expected
            .iter()
            .zip(&found)
            .find(|(one, other)| one != other);
        assert!(differs.is_none(), "server {id}: {differs:?}");
    }
}

/// The third server has a little; the others have much more, and no log of before.
fn leave_behind(three: &mut Three, znodes: u64) -> Session {
    for id in 1..=3 {
        three.server(id).spawn();
    }
    let mut session = three.server(3).session();
    let acl = Acl::open();
    let create = Request::create(opcode::CREATE, "/all", Some(b"-"), Some(&acl), 0);
    assert_eq!(session.call(&create).expect("answered").err, 0);
    drop(session);
    three.server(3).kill();

    let mut session = three.server(1).session();
    let create = Request::create(opcode::CREATE, "/ephemeral", Some(b"e"), Some(&acl), 1);
    assert_eq!(session.call(&create).expect("answered").err, 0);
    for round in 0..2 {
        write_all(&mut session, znodes, round);
    }
    let purged = |server: &Server| {
        let segment = server.data().join("ringkeeper-log/0000000000000001.wal");
        !segment.exists()
    };
    for id in 1..=2 {
        let deadline = Instant::now() + PATIENCE;
        while !purged(three.server(id)) {
            assert!(Instant::now() < deadline, "the log of {id} is purged");
            thread::sleep(Duration::from_millis(20));
        }
    }
    session
}

fn expect_nothing_left(folder: &Path) {
    let names = fs::read_dir(folder).expect("readable").flatten();
    for name in names {
        let name = name.file_name();
        let name = name.to_string_lossy();
        assert!(!name.starts_with("ringkeeper-checkpoints."), "{name}");
    }
}

#[test]
fn a_server_that_is_too_far_behind_installs_its_leaders_checkpoint() {
    let znodes = number_of("INSTALL_ZNODES", 20_000);
    let mut three = Three::prepare("plain");
    let mut session = leave_behind(&mut three, znodes);
    let began = Instant::now();
    three.server(3).spawn();
    // Others write meanwhile.
    write_all(&mut session, znodes / 4, 2);
    drop(three.server(3).session());
    eprintln!(
        "{znodes} znodes, others writing: served after {:?}",
        began.elapsed()
    );
    eprintln!("{}", three.server(3).line(INSTALLED));
    assert_eq!(three.server(3).said(INSTALLED), 1);
    expect_equal(&mut three, znodes);
    expect_nothing_left(&three.server(3).data());

    // It goes on from there: with checkpoints of its own, after a kill, and as a leader's equal.
    write_all(&mut session, znodes / 4, 3);
    expect_equal(&mut three, znodes);
    three.server(3).kill();
    write_all(&mut session, 10, 4);
    three.server(3).spawn();
    expect_equal(&mut three, znodes);
    assert_eq!(three.server(3).said(INSTALLED), 1, "the log was enough");
    drop(session);
    for id in 1..=3 {
        three.server(id).stop();
    }
    for id in 1..=3 {
        three.server(id).spawn();
    }
    expect_equal(&mut three, znodes);
}

#[test]
fn a_server_that_is_killed_while_it_installs_begins_anew_or_goes_on() {
    let (znodes, kills) = (
        number_of("INSTALL_ZNODES", 20_000),
        number_of("INSTALL_KILLS", 5),
    );
    let mut random = Random::new(number_of("INSTALL_SEED", 1));
    let mut three = Three::prepare("killed");
    let mut session = leave_behind(&mut three, znodes);
    // Leaders that were started anew send what they found on their disks.
    drop(session);
    for id in 1..=2 {
        three.server(id).kill();
    }
    for id in 1..=2 {
        three.server(id).spawn();
    }
    session = three.server(1).session();
    // Its session ends at a moment of its own, perhaps between two looks.
    let delete = Request::versioned(opcode::DELETE, "/ephemeral", -1);
    assert_eq!(session.call(&delete).expect("answered").err, 0);
    let behind = three.server(3).folder.join("behind");
    copy(&three.server(3).data(), &behind);
    let mut caught = 0;
    for kill in 0..kills {
        let learner = three.server(3);
        learner.spawn();
        let deadline = Instant::now() + PATIENCE;
        while !learner.installs() {
            learner.expect_running();
            assert!(Instant::now() < deadline, "an install begins");
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(random.bits() % 250));
        caught += u64::from(learner.installs());
        learner.kill();
        let (half, whole) = (learner.beside("incoming"), learner.beside("complete"));
        eprintln!("kill {kill}: incoming {half}, complete {whole}");
        if !half {
            // It was decided before: the next start goes on from there.
            learner.spawn();
            write_all(&mut session, 100, 2);
            expect_equal(&mut three, znodes);
            let learner = three.server(3);
            learner.kill();
            // Once more from the start. The others need no promise of this one.
            fs::remove_dir_all(learner.data()).expect("it can be removed");
            copy(&behind, &learner.data());
        }
    }
    eprintln!("{caught} of {kills} kills in the middle");
    three.server(3).spawn();
    write_all(&mut session, 100, 2);
    expect_equal(&mut three, znodes);
    expect_nothing_left(&three.server(3).data());
    for id in 1..=3 {
        three.server(id).expect_running();
    }
}

/// A file system of its own, with little space.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path) -> SmallDisk {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
            .arg(at)
            .status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "this test mounts a small disk to fill it: run it as root"
        );
        SmallDisk(at.to_owned())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The server ended before: nothing holds the mount.
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_server_without_space_for_a_second_checkpoint_keeps_what_it_has() {
    let mut three = Three::prepare("full");
    let data = three.server(3).data();
    let disk = SmallDisk::mount(&data);
    fs::write(data.join("myid"), "3").expect("myid can be written");
    let session = leave_behind(&mut three, 20_000);
    let filler = data.join("filler");
    let space = rustix::fs::statvfs(&data).expect("it can be asked");
    let left = 8 << 20;
    let bytes = (space.f_bavail * space.f_frsize).saturating_sub(left);
    fs::write(&filler, vec![0; usize::try_from(bytes).expect("small")]).expect("it fits");
    for _ in 0..2 {
        let learner = three.server(3);
        learner.spawn();
        assert_eq!(learner.ended().code(), Some(1));
        expect_nothing_left(&data);
    }
    let told = "the leader's checkpoint does not fit on the disk";
    assert!(three.server(3).said(told) >= 2);
    fs::remove_file(&filler).expect("it is there");
    three.server(3).spawn();
    expect_equal(&mut three, 20_000);
    drop(session);
    three.server(3).stop();
    drop(disk);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be created");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("there is space");
        }
    }
}
