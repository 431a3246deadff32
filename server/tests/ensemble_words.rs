//! What the servers of an ensemble say to operators, with the real program.
//!
//! Must never wait for a fixed time: whatever is waited for is an answer.

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
        let lines: String = (1..)
            .zip(ports)
            .map(|(id, ports)| {
                let (quorum, election) = (ports.quorum, ports.election);
                let role = if id == 4 { "observer" } else { "participant" };
                format!("server.{id}=127.0.0.1:{quorum}:{election}:{role}\n")
            })
            .collect();
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
