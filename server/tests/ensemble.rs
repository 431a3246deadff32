//! What the servers of an ensemble say to operators, and what they do for clients by themselves:
//! local sessions, and reads without a leader. With the real program.
//!
//! Must never wait for a fixed time: whatever is waited for is an answer.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take for what it is waited for: a bound, not a measurement.
const LIMIT: Duration = Duration::from_mins(1);

const NOT_SERVING: &str = "This ZooKeeper instance is not currently serving requests\n";

/// Ports of one server.
#[derive(Clone, Copy)]
struct Ports {
    client: u16,
    quorum: u16,
    election: u16,
}

impl Ports {
    /// Ports that were free a moment ago.
    fn free() -> Ports {
        let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let [client, quorum, election] =
            listeners.map(|listener| listener.local_addr().expect("it is bound").port());
        Ports {
            client,
            quorum,
            election,
        }
    }
}

/// Three voters and an observer, in folders of their own; ended with this value.
struct Ensemble {
    directory: tempfile::TempDir,
    ports: [Ports; 4],
    running: Vec<Child>,
}

impl Ensemble {
    fn new(more: &str) -> Ensemble {
        let directory = tempfile::tempdir().expect("a directory");
        let ports = [(); 4].map(|()| Ports::free());
        let mut lines = String::new();
        for (id, ports) in (1..).zip(ports) {
            let (quorum, election) = (ports.quorum, ports.election);
            let role = if id == 4 { "observer" } else { "participant" };
            writeln!(lines, "server.{id}=127.0.0.1:{quorum}:{election}:{role}").expect("a string");
        }
        for (id, ports) in (1..).zip(ports) {
            let own = directory.path().join(id.to_string());
            let data = own.join("data");
            fs::create_dir_all(&data).expect("writable");
            fs::write(data.join("myid"), id.to_string()).expect("writable");
            let (data, port) = (data.display(), ports.client);
            let text = format!(
                "dataDir={data}\nclientPort={port}\nclientPortAddress=127.0.0.1\ntickTime=500\n\
                 initLimit=20\nsyncLimit=10\n4lw.commands.whitelist=*\nringkeeper.shards=2\n\
                 ringkeeper.segmentBytes=4M\nringkeeper.reserveBytes=16M\n{more}{lines}"
            );
            fs::write(own.join("zoo.cfg"), text).expect("writable");
        }
        Ensemble {
            directory,
            ports,
            running: Vec::new(),
        }
    }

    fn start(&mut self, id: usize) {
        let config = self.directory.path().join(id.to_string()).join("zoo.cfg");
        let child = Command::new(env!("CARGO_BIN_EXE_ringkeeper"))
            .args(["serve", "-Dreadonlymode.enabled=true"])
            .arg(config)
            .env("RINGKEEPER_LOG", "error")
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        self.running.push(child);
    }

    fn connect(&self, id: usize) -> Option<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.ports[id - 1].client)).ok()?;
        stream.set_read_timeout(Some(LIMIT)).expect("a timeout");
        Some(stream)
    }

    /// The answer to a word; empty while nobody answers.
    fn ask(&self, id: usize, word: &str) -> String {
        let mut answer = String::new();
        if let Some(mut stream) = self.connect(id)
            && stream.write_all(word.as_bytes()).is_ok()
        {
            // A server that is just starting may reset the connection.
            let _ = stream.read_to_string(&mut answer);
        }
        answer
    }

    /// Asks until the answer contains `text`, and returns it.
    fn wait_for(&self, id: usize, word: &str, text: &str) -> String {
        let deadline = Instant::now() + LIMIT;
        loop {
            let answer = self.ask(id, word);
            if answer.contains(text) {
                return answer;
            }
            let late = Instant::now() > deadline;
            assert!(
                !late,
                "server {id} never answered {word} with {text:?}: {answer}"
            );
            sleep(Duration::from_millis(20));
        }
    }
}

/// A client that speaks in bytes.
struct Client {
    stream: TcpStream,
    /// The response to its handshake.
    response: Vec<u8>,
}

impl Client {
    /// The frame that comes next; `None` when the server closes the connection.
    fn receive(stream: &mut TcpStream) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        stream.read_exact(&mut length).ok()?;
        let length = u32::from_be_bytes(length);
        let mut frame = vec![0; usize::try_from(length).expect("a small frame")];
        stream.read_exact(&mut frame).ok()?;
        Some(frame)
    }

    fn send(stream: &mut TcpStream, parts: &[&[u8]]) {
        let body = parts.concat();
        let length = u32::try_from(body.len()).expect("a small frame");
        // A connection that was closed meanwhile is found out by the answer.
        let _ = stream.write_all(&[&length.to_be_bytes()[..], &body].concat());
    }

    /// Sends a request; the error of its answer and what follows that, or `None` when the connection
    /// is closed.
    fn call(&mut self, opcode: i32, record: &[&[u8]]) -> Option<(i32, Vec<u8>)> {
        let header = [1_i32.to_be_bytes(), opcode.to_be_bytes()].concat();
        Client::send(&mut self.stream, &[&header, &record.concat()]);
        let reply = Client::receive(&mut self.stream)?;
        let (_, rest) = reply.split_at(12);
        let (error, rest) = rest.split_first_chunk::<4>().expect("a whole header");
        Some((i32::from_be_bytes(*error), rest.to_vec()))
    }

    fn create(&mut self, path: &str, flags: i32) -> Option<i32> {
        let acl = [
            &1_i32.to_be_bytes()[..],
            &31_i32.to_be_bytes(),
            &text("world"),
            &text("anyone"),
        ]
        .concat();
        let record = [&text(path)[..], &text(""), &acl, &flags.to_be_bytes()];
        Some(self.call(1, &record)?.0)
    }

    fn exists(&mut self, path: &str) -> Option<i32> {
        Some(self.call(3, &[&text(path), &[0]])?.0)
    }

    fn sync(&mut self, path: &str) -> Option<i32> {
        Some(self.call(9, &[&text(path)])?.0)
    }

    fn session(&self) -> &[u8] {
        &self.response[8..16]
    }

    fn password(&self) -> &[u8] {
        &self.response[20..36]
    }

    /// Whether the server said that it serves reads only.
    fn is_read_only(&self) -> bool {
        self.response[36] == 1
    }
}

/// A Jute string.
fn text(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).expect("a short text");
    [&length.to_be_bytes(), text.as_bytes()].concat()
}

/// What a handshake says of the server it would have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Writes = 0,
    Reads = 1,
}

impl Ensemble {
    /// A handshake; `None` when the connection is closed.
    fn greet(&self, id: usize, wants: Wants, before: Option<&Client>) -> Option<Client> {
        let mut stream = self.connect(id)?;
        let (session, password) = before.map_or((&[0; 8][..], &[0; 16][..]), |client| {
            (client.session(), client.password())
        });
        let head = [&[0; 12][..], &10_000_i32.to_be_bytes()].concat();
        let length = 16_i32.to_be_bytes();
        let flag = [wants as u8];
        let body: [&[u8]; 5] = [&head, session, &length, password, &flag];
        Client::send(&mut stream, &body);
        let response = Client::receive(&mut stream)?;
        Some(Client { stream, response })
    }

    /// Tries until a session is granted.
    fn open(&self, id: usize, wants: Wants) -> Client {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(client) = self.greet(id, wants, None) {
                return client;
            }
            assert!(Instant::now() < deadline, "server {id} never served");
            sleep(Duration::from_millis(20));
        }
    }

    /// Ends all servers but this one, as a power cut would.
    fn leave_alone(&mut self, id: usize) {
        let kept = self.running.remove(id - 1);
        for mut child in self.running.drain(..) {
            child.kill().expect("the process is ours");
            child.wait().expect("the process is ours");
        }
        self.running.push(kept);
    }
}

impl Drop for Ensemble {
    fn drop(&mut self) {
        for child in &mut self.running {
            // It may have ended by itself, and then there is nothing left to end.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[test]
fn leader_followers_and_observer_say_what_they_are() {
    let mut ensemble = Ensemble::new("");
    ensemble.start(1);
    ensemble.wait_for(1, "ruok", "imok");
    for word in [
        "conf", "cons", "crst", "dirs", "dump", "hash", "mntr", "srst", "srvr", "stat", "wchc",
        "wchp", "wchs",
    ] {
        assert_eq!(ensemble.ask(1, word), NOT_SERVING, "{word}");
    }
    assert_eq!(ensemble.ask(1, "isro"), "null");
    assert_eq!(ensemble.ask(1, "gtmk"), "306");
    assert!(ensemble.ask(1, "envi").starts_with("Environment:\n"));

    for id in 2..=4 {
        ensemble.start(id);
    }
    ensemble.wait_for(4, "srvr", "\nMode: observer\n");
    let leader = (1..=3)
        .find(|id| ensemble.ask(*id, "srvr").contains("\nMode: leader\n"))
        .expect("an observer has a leader");
    let follower = if leader == 1 { 2 } else { 1 };
    ensemble.wait_for(leader, "mntr", "\nzk_synced_observers\t1\n");
    let told = ensemble.wait_for(leader, "mntr", "\nzk_synced_followers\t2\n");
    for line in [
        "zk_server_state\tleader",
        "zk_peer_state\tleading - broadcast",
        "zk_learners\t3",
        "zk_synced_non_voting_followers\t0",
        "zk_quorum_size\t3",
        "zk_pending_syncs\t0",
    ] {
        assert!(told.lines().any(|told| told == line), "{line}: {told}");
    }
    assert!(
        ensemble
            .ask(leader, "stat")
            .contains("\nProposal sizes last/min/max: ")
    );
    assert!(ensemble.ask(leader, "dump").contains("\nSession Sets ("));

    ensemble.wait_for(follower, "srvr", "\nMode: follower\n");
    assert_eq!(ensemble.ask(follower, "isro"), "rw");
    assert!(!ensemble.ask(follower, "srvr").contains("Proposal sizes"));
    assert!(
        ensemble
            .ask(follower, "dump")
            .contains("\nGlobal Sessions(0):\n")
    );
    let told = ensemble.ask(follower, "mntr");
    assert!(
        told.contains("\nzk_peer_state\tfollowing - broadcast\n"),
        "{told}"
    );
    assert!(!told.contains("zk_learners"), "{told}");

    let told = ensemble.ask(4, "mntr");
    let master = format!("\nzk_observer_master_id\t{leader}\n");
    assert!(told.contains(&master), "{told}");
    let told = ensemble.ask(4, "conf");
    let Ports {
        quorum, election, ..
    } = ensemble.ports[3];
    let keys = format!(
        "\nserverId=4\ninitLimit=20\nsyncLimit=10\nelectionAlg=3\nelectionPort={election}\n\
         quorumPort={quorum}\npeerType=1\nmembership: \nserver.1="
    );
    assert!(told.contains(&keys), "{told}");
    let observer = format!("\nserver.4=127.0.0.1:{quorum}:{election}:observer\nversion=");
    assert!(told.contains(&observer), "{told}");
}

#[test]
fn local_sessions_and_reads_without_a_leader() {
    let mut ensemble =
        Ensemble::new("localSessionsEnabled=true\nlocalSessionsUpgradingEnabled=true\n");
    for id in 1..=4 {
        ensemble.start(id);
    }
    for id in 1..=4 {
        ensemble.wait_for(id, "isro", "rw");
    }
    // On a leader, a follower and an observer alike.
    for id in 1..=4 {
        let path = format!("/{id}");
        let mut client = ensemble.open(id, Wants::Reads);
        assert!(!client.is_read_only());
        assert_eq!(client.create(&path, 0), Some(0));
        assert!(
            ensemble
                .ask(id, "dump")
                .contains("\nLocal Session Sets (1)/(1):\n")
        );
        assert!(
            ensemble
                .ask(id, "mntr")
                .contains("\nzk_global_sessions\t0\n")
        );
        let elsewhere = ensemble.greet(id % 4 + 1, Wants::Writes, Some(&client));
        let refused = elsewhere.expect("an answer").response;
        assert_eq!(refused[4..16], [0; 12], "refused as expired");

        assert_eq!(client.create(&format!("{path}/e"), 1), Some(0));
        assert!(
            ensemble
                .ask(id, "mntr")
                .contains("\nzk_local_sessions\t0\n")
        );
        assert!(
            ensemble
                .ask(id, "mntr")
                .contains("\nzk_global_sessions\t1\n")
        );
        let mut moved = ensemble
            .greet(id % 4 + 1, Wants::Writes, Some(&client))
            .expect("now every server knows it");
        assert_eq!(moved.session(), client.session());
        assert_eq!(moved.call(-11, &[]), Some((0, Vec::new())));
        assert_eq!(moved.exists(&format!("{path}/e")).map(|_| ()), None);
    }

    let mut everybodys = ensemble.open(2, Wants::Writes);
    assert_eq!(everybodys.create("/e", 1), Some(0));
    ensemble.leave_alone(2);
    ensemble.wait_for(2, "isro", "ro");
    let told = ensemble.ask(2, "srvr");
    assert!(told.contains("\nREAD-ONLY mode; serving only read-only clients\n"));
    assert!(told.contains("\nMode: read-only\n"), "{told}");

    assert!(ensemble.greet(2, Wants::Writes, None).is_none());
    assert!(ensemble.greet(2, Wants::Reads, Some(&everybodys)).is_none());
    let mut reader = ensemble.open(2, Wants::Reads);
    assert!(reader.is_read_only());
    assert_eq!(reader.exists("/1"), Some(0));
    assert_eq!(reader.create("/no", 0), Some(-119));
    assert_eq!(reader.sync("/"), Some(-119));
    assert_eq!(reader.exists("/no"), Some(-101));

    for id in [1, 3] {
        ensemble.start(id);
    }
    let closed = Client::receive(&mut reader.stream);
    assert_eq!(
        closed, None,
        "who only reads is sent away when there is a leader"
    );
    let mut writer = ensemble.open(2, Wants::Reads);
    assert!(!writer.is_read_only());
    assert_eq!(writer.create("/yes", 0), Some(0));
}
