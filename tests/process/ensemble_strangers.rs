//! Who does not belong at the ports between servers, or has the wrong data, is refused with a line
//! that says why; the ensemble goes on as if nobody had been there.
//!
//! Must never depend on how long anything takes: what must happen has a generous bound. Strangers
//! come from addresses of their own, as one line is told about each.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use ringkeeper_tests::ensemble::{
    Client, Ensemble, Id, LIMIT, PeerPorts, Role, Trees, Wiring, write_id,
};
use ringkeeper_tests::random::Random;
use ringkeeper_tests::server_process::{Program, ServerProcess};
use ringkeeper_tests::wire::{Acl, Connection, Received, Request, opcode};

fn three() -> Ensemble {
    Ensemble::start(3, Wiring::Direct, &Ensemble::settings())
}

/// A client with a znode that it counts in.
struct Counter {
    client: Client,
    count: u64,
}

impl Counter {
    fn at(ensemble: &Ensemble, servers: &[Id]) -> Counter {
        let addresses: Vec<_> = servers.iter().map(|id| ensemble.address(*id)).collect();
        let mut client = Client::open(&addresses, 30_000);
        let create = Request::create(opcode::CREATE, "/n", Some(b"0"), Some(&Acl::open()), 0);
        assert_eq!(client.try_call(&create).expect("answered").err, 0);
        Counter { client, count: 0 }
    }

    /// Writes on the connection it has: nobody disturbed it.
    fn goes_on(&mut self) {
        for _ in 0..50 {
            self.count += 1;
            let data = self.count.to_string();
            let set = Request::set_data("/n", Some(data.as_bytes()), -1);
            let reply = self.client.try_call(&set);
            let reply = reply.expect("the connection is as it was");
            assert_eq!(reply.err, 0);
        }
    }
}

/// An address of this machine for one stranger alone.
fn address_of(stranger: usize) -> IpAddr {
    let number = u8::try_from(stranger).expect("strangers are few");
    Ipv4Addr::new(127, 0, 77, number + 1).into()
}

/// What a stranger says, and what a server says about it; nothing for those it cannot tell.
fn strangers() -> Vec<(Vec<u8>, &'static str)> {
    let mut random = Random::new(7);
    // ZooKeeper's election: version, id, length and address of the sender.
    let mut voter = (-65_536_i64).to_be_bytes().to_vec();
    voter.extend(9_i64.to_be_bytes());
    voter.extend(15_i32.to_be_bytes());
    voter.extend(b"127.0.0.1:12345");
    // ZooKeeper's FOLLOWERINFO: type, zxid, data with id, version and configuration, no ids.
    let mut follower = 11_i32.to_be_bytes().to_vec();
    follower.extend(0_i64.to_be_bytes());
    follower.extend(20_i32.to_be_bytes());
    follower.extend(9_i64.to_be_bytes());
    follower.extend(0x10000_i32.to_be_bytes());
    follower.extend(0_i64.to_be_bytes());
    follower.extend((-1_i32).to_be_bytes());
    let mut tls = vec![
        0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03,
    ];
    tls.extend(random.bytes(60));
    // The magic is right, the rest is not.
    let mut damaged = b"\x89RKPEER\n".to_vec();
    damaged.extend(random.bytes(200));
    vec![
        (voter, "a ZooKeeper server that wants to vote"),
        (
            follower,
            "a ZooKeeper server that wants to follow or observe",
        ),
        (tls, "somebody who speaks TLS"),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
            "somebody who sent",
        ),
        (b"ruok\r\n\r\n".to_vec(), "somebody who sent"),
        (random.bytes(100_000), "somebody who sent"),
        (vec![0; 64], "somebody who sent"),
        (vec![0xff; 64], "somebody who sent"),
        (damaged, "the hello of the other server is damaged"),
        (b"\x89RKP".to_vec(), "said no hello in time"),
    ]
}

#[test]
fn strangers_are_shown_out_and_change_nothing() {
    let ensemble = three();
    let ids = ensemble.ids();
    let (leader, epoch) = ensemble.leader_of(&ids);
    let mut counter = Counter::at(&ensemble, &ids);
    let mut open = Vec::new();
    let mut number = 0;
    for (said, line) in strangers() {
        for id in &ids {
            let ports = ensemble.ports(*id);
            for port in [ports.quorum_address(), ports.election_address()] {
                let from = address_of(number);
                number += 1;
                let before = ensemble.logged(*id);
                let mut stranger = Connection::open_from(from, port).expect("the port is open");
                // It may be shown out before it has said all.
                let _ = stranger.send(&said);
                open.push((stranger, *id, before, from, line));
            }
        }
        counter.goes_on();
    }
    for (mut stranger, id, before, from, line) in open {
        let (_, end) = stranger.receive_all(LIMIT);
        assert_eq!(end, Received::Closed, "{id} shows {from} out ({line})");
        ensemble.wait_for_line(id, before, &format!("peer={from}"));
        let logged = ensemble.logged_since(id, before);
        let about = |text: &&str| text.contains(&from.to_string());
        let told = logged.lines().find(about).expect("there is a line");
        assert!(told.contains(line), "{id} about {from}: {told}");
        counter.goes_on();
    }
    assert_eq!(
        ensemble.leader_of(&ids),
        (leader, epoch),
        "nobody was disturbed"
    );
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn those_who_say_nothing_keep_nobody_out() {
    let mut ensemble = three();
    let ids = ensemble.ids();
    let leader = ensemble.leader();
    let others = ensemble.others(leader);
    let mut counter = Counter::at(&ensemble, &[leader, others[0]]);
    let mut silent = Vec::new();
    for _ in 0..300 {
        for id in &ids {
            let ports = ensemble.ports(*id);
            for port in [ports.quorum_address(), ports.election_address()] {
                // One that was shown out at once is as good.
                silent.extend(Connection::open(port));
            }
        }
    }
    counter.goes_on();
    // A server that belongs gets in between them.
    ensemble.kill(others[1]);
    ensemble.spawn(others[1]);
    ensemble.wait_until_serving(others[1]);
    counter.goes_on();
    assert_eq!(ensemble.leader(), leader, "nobody was disturbed");
    drop(silent);
    Trees::of(&ensemble).assert_equal();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("a directory can be read") {
        let entry = entry.expect("a directory can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

#[test]
fn the_data_of_another_ensemble_is_kept_out() {
    let mut other = three();
    Counter::at(&other, &[Id(1)]).goes_on();
    for id in other.ids() {
        other.kill(id);
    }
    let mut ensemble = three();
    let leader = ensemble.leader();
    let moved = ensemble.others(leader)[0];
    let rest = ensemble.others(moved);
    let mut counter = Counter::at(&ensemble, &[leader]);
    counter.goes_on();

    ensemble.kill(moved);
    let own = ensemble.process(moved).data();
    let theirs = other.process(moved).data();
    let said: Vec<usize> = rest.iter().map(|id| ensemble.logged(*id)).collect();
    ensemble
        .process_mut(moved)
        .configure(|settings| settings.data(&theirs));
    ensemble.spawn(moved);
    for (id, from) in rest.iter().zip(said) {
        ensemble.wait_for_line(*id, from, "the other server belongs to ensemble");
        counter.goes_on();
    }
    ensemble.wait_for_line(moved, 0, "looking for a leader");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(ensemble.role(moved), Role::Looking, "it never takes part");
    counter.goes_on();
    ensemble.kill(moved);

    // With its own data it is welcome.
    ensemble
        .process_mut(moved)
        .configure(|settings| settings.data(&own));
    ensemble.start_all();
    assert_eq!(ensemble.leader(), leader, "nobody was disturbed");
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn the_data_of_another_server_is_not_taken() {
    let mut ensemble = three();
    let leader = ensemble.leader();
    let (one, two) = (ensemble.others(leader)[0], ensemble.others(leader)[1]);
    let mut counter = Counter::at(&ensemble, &[leader]);
    counter.goes_on();
    ensemble.kill(two);
    let copied = ensemble.process(two).data().with_extension("copy");
    copy(&ensemble.process(two).data(), &copied);
    ensemble.start_all();

    // The data of server `two`, with the `myid` of server `one`.
    ensemble.kill(one);
    let own = ensemble.process(one).data();
    ensemble
        .process_mut(one)
        .configure(|settings| settings.data(&copied));
    write_id(ensemble.process(one), one);
    let said = ensemble.logged(one);
    ensemble.spawn(one);
    let status = ensemble.process_mut(one).wait_for_end();
    assert!(!status.success(), "it does not start");
    let text = ensemble.logged_since(one, said);
    let line = format!("belongs to server {}, and this is server {}", two.0, one.0);
    assert!(text.contains(&line), "it says why:\n{text}");
    counter.goes_on();

    // The data of server `one`, with the `myid` of server `two`.
    ensemble
        .process_mut(one)
        .configure(|settings| settings.data(&own));
    write_id(ensemble.process(one), two);
    let said = ensemble.logged(one);
    ensemble.spawn(one);
    let status = ensemble.process_mut(one).wait_for_end();
    assert!(!status.success(), "it does not start");
    let text = ensemble.logged_since(one, said);
    assert!(text.contains("myid"), "it says why:\n{text}");
    counter.goes_on();

    write_id(ensemble.process(one), one);
    ensemble.start_all();
    assert_eq!(ensemble.leader(), leader, "nobody was disturbed");
    Trees::of(&ensemble).assert_equal();
}

/// A server with the id of another one, empty, that can reach all but that one.
fn impostor(ensemble: &Ensemble, of: Id) -> ServerProcess {
    let own = PeerPorts {
        quorum: ringkeeper_tests::server_process::free_port(),
        election: ringkeeper_tests::server_process::free_port(),
    };
    let mut settings = Ensemble::settings();
    for id in ensemble.ids() {
        let ports = if id == of { own } else { ensemble.ports(id) };
        settings = settings.config(&format!("server.{}", id.0), &ports.line());
    }
    let process = ServerProcess::prepare(Program::Ringkeeper, settings);
    write_id(&process, of);
    process
}

#[test]
fn a_second_server_with_the_same_id_is_told_of_and_stops_nobody() {
    let mut ensemble = three();
    let leader = ensemble.leader();
    for of in [ensemble.others(leader)[0], leader] {
        let rest = ensemble.others(of);
        let before: Vec<usize> = rest.iter().map(|id| ensemble.logged(*id)).collect();
        let mut second = impostor(&ensemble, of);
        second.spawn();
        for (id, from) in rest.iter().zip(&before) {
            ensemble.wait_for_line(*id, *from, "two servers have the same myid");
        }
        std::thread::sleep(Duration::from_secs(3));
        // Whatever it does to the server whose id it has: the others go on with it or without.
        let addresses: Vec<SocketAddr> = rest.iter().map(|id| ensemble.address(*id)).collect();
        let mut client = Client::open(&addresses, 30_000);
        for _ in 0..20 {
            client.sync();
        }
        second.kill();
        if of != leader {
            // It has everything again before the next one comes: that has no data and votes, and
            // with a server that lacks something it would be a quorum.
            Client::open(&[ensemble.address(of)], 30_000).sync();
        }
    }
    for id in ensemble.ids() {
        ensemble.kill(id);
    }
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
}
