//! The ensemble changes while it serves: servers join, leave and change their role, the leader goes
//! or is killed in the midst of it; what was acknowledged stays, and everybody agrees on who
//! belongs to the ensemble.
//!
//! Must never depend on how long anything takes: what must happen has a generous bound.

use std::fmt::Write as _;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::ensemble::{Client, Ensemble, Id, LIMIT, Role, write_id};
use ringkeeper_tests::server_process::{Program, ServerProcess, free_port};
use ringkeeper_tests::wire::{Acl, Body, Message, Reply, Request, Text, opcode};

const CONFIG: &str = "/zookeeper/config";

struct Server {
    id: Id,
    /// What stands behind `server.N=`, without the role.
    places: (u16, u16),
    process: ServerProcess,
}

impl Server {
    fn line(&self, role: &str) -> String {
        let (quorum, election) = self.places;
        let client = self.process.address();
        format!(
            "server.{}=127.0.0.1:{quorum}:{election}:{role};{client}",
            self.id.0
        )
    }
}

/// Servers that know each other's places from the start, and are not all of one ensemble.
struct Servers(Vec<Server>);

impl Servers {
    /// So many, none of them started.
    fn prepare(count: u8) -> Servers {
        let servers = (1..=count).map(|id| {
            let settings = Ensemble::settings()
                .config("reconfigEnabled", "true")
                .property("zookeeper.skipACL", "yes");
            Server {
                id: Id(id),
                places: (free_port(), free_port()),
                process: ServerProcess::prepare(Program::Ringkeeper, settings),
            }
        });
        Servers(servers.collect())
    }

    fn get(&self, id: u8) -> &Server {
        &self.0[usize::from(id) - 1]
    }

    fn process(&mut self, id: u8) -> &mut ServerProcess {
        &mut self.0[usize::from(id) - 1].process
    }

    /// Starts a server with a file that lists `members` as participants.
    fn spawn(&mut self, id: u8, members: &[u8]) {
        let lines: Vec<String> = members
            .iter()
            .map(|member| self.get(*member).line("participant"))
            .collect();
        let process = self.process(id);
        write_id(process, Id(id));
        process.configure(|mut settings| {
            for line in &lines {
                let (key, value) = line.split_once('=').expect("a line");
                settings = settings.config(key, value);
            }
            settings
        });
        process.spawn();
    }

    /// Starts an ensemble of the first `count`.
    fn start(&mut self, count: u8) {
        let members: Vec<u8> = (1..=count).collect();
        for id in &members {
            self.spawn(*id, &members);
        }
        for id in &members {
            self.process(*id).wait_until_serving();
        }
    }

    fn client(&self, ids: &[u8]) -> Client {
        let addresses: Vec<_> = ids
            .iter()
            .map(|id| self.get(*id).process.address())
            .collect();
        Client::open(&addresses, 20_000)
    }

    fn leader(&self, among: &[u8]) -> u8 {
        let deadline = Instant::now() + LIMIT;
        loop {
            let leads = |id: &&u8| {
                let process = &self.get(**id).process;
                let role = Role::at_the_end_of(&process.log_text());
                process.is_started() && matches!(role, Role::Leading { .. })
            };
            if let Some(leader) = among.iter().find(leads) {
                return *leader;
            }
            assert!(Instant::now() < deadline, "nobody leads:\n{}", self.logs());
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn logs(&self) -> String {
        let mut logs = String::new();
        for server in &self.0 {
            let tail = server.process.log_tail();
            writeln!(logs, "--- {}\n{tail}", server.id).expect("a String takes all");
        }
        logs
    }

    /// What a server says the ensemble is, as new as anything acknowledged.
    fn config_at(&self, id: u8) -> String {
        let mut client = self.client(&[id]);
        client.sync();
        text_of(&client.ask(&Request::read(opcode::GET_DATA, CONFIG, 0)))
    }

    /// Waits until all of `ids` say that the ensemble is this.
    fn wait_for_config(&self, ids: &[u8], config: &str) {
        let deadline = Instant::now() + LIMIT;
        for id in ids {
            while self.config_at(*id) != config {
                assert!(
                    Instant::now() < deadline,
                    "server {id} says {}, not {config}:\n{}",
                    self.config_at(*id),
                    self.logs()
                );
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

fn text_of(reply: &Reply) -> String {
    assert_eq!(reply.err, 0, "{reply:?}");
    match &reply.body {
        Body::Data(Some(data), stat) => {
            assert_eq!(stat.version, -1);
            String::from_utf8(data.clone()).expect("text")
        }
        _ => panic!("no data in {reply:?}"),
    }
}

fn joining(line: &str) -> Request {
    Request::reconfig(&Text::from(line), &Text::NULL, &Text::NULL, -1)
}

fn leaving(id: u8) -> Request {
    Request::reconfig(&Text::NULL, &Text::from(id.to_string()), &Text::NULL, -1)
}

fn create(path: &str) -> Request {
    Request::create(opcode::CREATE, path, Some(b"x"), Some(&Acl::open()), 0)
}

/// Asks for another ensemble until that is done. Where nobody leads for a moment, or a connection
/// is lost, the change may have come about all the same: then it comes about again.
fn changed(client: &mut Client, request: &Request) -> String {
    let deadline = Instant::now() + LIMIT;
    loop {
        let reply = client.ask(request);
        match reply.err {
            0 => return text_of(&reply),
            // Not everybody is back yet, or the first configuration is on its way.
            -13 | -14 => {}
            other => panic!("{request:?}: {other}"),
        }
        assert!(Instant::now() < deadline, "{request:?} is never done");
        thread::sleep(Duration::from_millis(50));
    }
}

fn version_of(config: &str) -> i64 {
    let (_, hex) = config
        .rsplit_once("version=")
        .expect("it ends with its version");
    i64::from_str_radix(hex, 16).expect("hexadecimal")
}

#[test]
fn a_server_joins_changes_its_role_and_leaves() {
    let mut servers = Servers::prepare(4);
    servers.start(3);
    let mut client = servers.client(&[1, 2, 3]);
    client.sync();
    let first = servers.config_at(1);
    let lines: Vec<String> = (1..=3)
        .map(|id| servers.get(id).line("participant"))
        .collect();
    let (text, _) = first.rsplit_once('\n').expect("lines");
    assert_eq!(text, lines.join("\n"));
    assert_eq!(
        version_of(&first) & 0xffff_ffff,
        0,
        "the zxid of a NEWLEADER"
    );
    servers.wait_for_config(&[2, 3], &first);

    // Nobody is there yet to be counted on.
    let four = servers.get(4).line("participant");
    let all: Vec<String> = [3, 4].map(|id| servers.get(id).line("participant")).into();
    let pair = Request::reconfig(&Text::NULL, &Text::NULL, &Text::from(all.join(",")), -1);
    assert_eq!(client.ask(&pair).err, -13, "server 4 is not there");
    let stale = Request::reconfig(&Text::from(&four), &Text::NULL, &Text::NULL, 5);
    assert_eq!(client.ask(&stale).err, -103, "another version");
    assert_eq!(client.ask(&joining("server.4=nonsense")).err, -8);

    // It is served as one without a vote, and sees the ensemble without it.
    servers.spawn(4, &[1, 2, 3, 4]);
    servers.process(4).wait_until_serving();
    servers.wait_for_config(&[4], &first);
    let mut watcher = servers.client(&[4]);
    watcher.ask(&Request::read(opcode::GET_DATA, CONFIG, 1));
    let with_four = changed(&mut client, &joining(&four));
    assert!(with_four.contains(&four), "{with_four}");
    let seen = match watcher.session().events.pop_front() {
        Some(event) => event,
        None => match watcher.session().receive(LIMIT) {
            Ok(Message::Event(event)) => event,
            other => panic!("an event was due, not {other:?}"),
        },
    };
    assert_eq!((seen.kind, seen.path.to_lossy()), (3, CONFIG.to_owned()));
    servers.wait_for_config(&[1, 2, 3, 4], &with_four);
    assert!(version_of(&with_four) > version_of(&first));

    // Now it counts: with one of four gone three are a quorum, with server 4 among them.
    let follower = [1, 2, 3]
        .into_iter()
        .find(|id| *id != servers.leader(&[1, 2, 3, 4]));
    let follower = follower.expect("one leads at most");
    servers.process(follower).kill();
    let rest: Vec<u8> = (1..=4).filter(|id| *id != follower).collect();
    let mut client = servers.client(&rest);
    assert_eq!(client.ask(&create("/with-four")).err, 0);
    servers.process(follower).spawn();
    servers.process(follower).wait_until_serving();

    // The files say so too, and are good for another start.
    let version = version_of(&with_four);
    for id in 1..=4 {
        let zoo_cfg = servers.get(id).process.config_file();
        let dynamic = format!("{}.dynamic.{version:x}", zoo_cfg.display());
        let deadline = Instant::now() + LIMIT;
        let names = |text: &str| text.contains(&format!("dynamicConfigFile={dynamic}\n"));
        while !names(&fs::read_to_string(&zoo_cfg).unwrap_or_default()) {
            assert!(Instant::now() < deadline, "server {id} writes no file");
            thread::sleep(Duration::from_millis(20));
        }
        let text = fs::read_to_string(&dynamic).expect("the dynamic file");
        assert!(text.contains(&four) && !text.contains("version"), "{text}");
        let text = fs::read_to_string(&zoo_cfg).expect("zoo.cfg");
        assert!(
            !text.contains("server.") && !text.contains("clientPort"),
            "{text}"
        );
    }
    servers.process(4).kill();
    servers.process(4).spawn_as_left();
    servers.process(4).wait_until_serving();

    let observer = servers.get(4).line("observer");
    let config = changed(&mut client, &joining(&observer));
    assert!(config.contains(&observer), "{config}");
    servers.wait_for_config(&[1, 2, 3, 4], &config);
    let config = changed(&mut client, &leaving(4));
    assert!(!config.contains("server.4"), "{config}");
    servers.wait_for_config(&[1, 2, 3, 4], &config);
    assert_eq!(client.ask(&create("/without-four")).err, 0);
}

#[test]
fn the_leader_leaves_and_comes_back() {
    let mut servers = Servers::prepare(3);
    servers.start(3);
    let all = [1, 2, 3];
    for round in 0..3 {
        let leader = servers.leader(&all);
        let rest: Vec<u8> = all.into_iter().filter(|id| *id != leader).collect();
        let mut client = servers.client(&rest);
        let config = changed(&mut client, &leaving(leader));
        assert!(!config.contains(&format!("server.{leader}=")), "{config}");
        assert_eq!(client.ask(&create(&format!("/without{round}"))).err, 0);
        assert!(rest.contains(&servers.leader(&rest)));
        // It goes on serving, without a vote.
        servers.process(leader).wait_until_serving();
        servers.wait_for_config(&all, &config);
        let line = servers.get(leader).line("participant");
        let config = changed(&mut client, &joining(&line));
        servers.wait_for_config(&all, &config);
    }
}

#[test]
fn the_leader_is_killed_in_the_midst_of_a_change() {
    let mut servers = Servers::prepare(4);
    servers.start(3);
    let all = [1, 2, 3, 4];
    servers.spawn(4, &all);
    servers.process(4).wait_until_serving();
    let four = servers.get(4).line("participant");
    for round in 0..6_u64 {
        let leader = servers.leader(&all);
        let rest: Vec<u8> = all.into_iter().filter(|id| *id != leader).collect();
        let mut client = servers.client(&rest);
        client.sync();
        let before = text_of(&client.ask(&Request::read(opcode::GET_DATA, CONFIG, 0)));
        let request = if before.contains("server.4=") {
            leaving(4)
        } else {
            joining(&four)
        };
        client.send(&request);
        thread::sleep(Duration::from_millis(round * 2));
        servers.process(leader).kill();

        // Whatever became of it: those who are left go on, and agree.
        let mut client = servers.client(&rest);
        assert_eq!(client.ask(&create(&format!("/round{round}"))).err, 0);
        client.sync();
        let after = text_of(&client.ask(&Request::read(opcode::GET_DATA, CONFIG, 0)));
        assert!(
            version_of(&after) >= version_of(&before),
            "{before} became {after}"
        );
        servers.process(leader).spawn_as_left();
        servers.process(leader).wait_until_serving();
        servers.wait_for_config(&all, &after);
    }
}
