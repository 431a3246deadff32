//! Servers that come back with less than they had, servers without a vote, more than three of them,
//! and those who are too slow for what they are sent: each ends up with the tree of the others.
//!
//! Must never depend on how long anything takes: what must happen has a generous bound.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::ensemble::{Client, Ensemble, Id, LIMIT, Role, Traffic, Trees, Wiring};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Received, Request, opcode};

fn create(path: &str, data: &[u8], flags: i32) -> Request {
    Request::create(opcode::CREATE, path, Some(data), Some(&Acl::open()), flags)
}

fn client(ensemble: &Ensemble, at: &[Id]) -> Client {
    let addresses: Vec<_> = at.iter().map(|id| ensemble.address(*id)).collect();
    Client::open(&addresses, 30_000)
}

fn done(client: &mut Client, request: &Request) {
    let reply = client.try_call(request);
    let reply = reply.unwrap_or_else(|| panic!("{request:?} is answered"));
    assert_eq!(reply.err, 0, "{request:?}");
}

/// Writes `count` values of `size` bytes, many at a time.
fn fill(client: &mut Client, path: &str, (count, size): (usize, usize)) {
    const WINDOW: usize = 16;
    let mut sent = 0;
    for answered in 0..count {
        while sent < count && sent - answered < WINDOW {
            let value = vec![u8::try_from(sent % 251).expect("small"); size];
            client
                .send(&Request::set_data(path, Some(&value), -1))
                .expect("sent");
            sent += 1;
        }
        assert_eq!(client.reply().expect("answered").err, 0);
    }
}

#[test]
fn five_servers_go_on_with_three_and_stop_with_two() {
    let mut ensemble = Ensemble::start(5, Wiring::Direct, &Ensemble::settings());
    let leader = ensemble.leader();
    let mut client = client(&ensemble, &ensemble.ids());
    done(&mut client, &create("/five", b"0", 0));
    let others = ensemble.others(leader);
    ensemble.kill(leader);
    ensemble.kill(others[0]);
    let reply = client.ask(&Request::set_data("/five", Some(b"3"), -1));
    assert_eq!(reply.err, 0, "three of five go on");

    // Without a quorum nobody answers, at either server.
    ensemble.kill(others[1]);
    for id in &others[2..] {
        let deadline = Instant::now() + LIMIT;
        while ensemble.role(*id) != Role::Looking {
            assert!(Instant::now() < deadline, "{id} notices it");
            thread::sleep(Duration::from_millis(10));
        }
        let opened = Session::open(ensemble.address(*id), 10_000);
        assert!(
            !opened.is_ok_and(|session| session.granted()),
            "{id} serves without a quorum"
        );
    }
    ensemble.spawn(others[1]);
    let reply = client.ask(&Request::set_data("/five", Some(b"3 again"), -1));
    assert_eq!(reply.err, 0, "three of five go on");
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn an_observer_serves_and_has_no_vote() {
    let mut ensemble = Ensemble::start_with_observers(3, 1, &Ensemble::settings());
    let observer = Id(4);
    let leader = ensemble.leader();
    assert_ne!(leader, observer, "an observer never leads");
    let mut at_observer = client(&ensemble, &[observer]);
    done(&mut at_observer, &create("/seen", b"0", 0));
    done(&mut at_observer, &create("/held", b"", 1));
    done(
        &mut at_observer,
        &Request::read(opcode::GET_DATA, "/seen", 1),
    );
    let voters = [Id(1), Id(2), Id(3)];
    let mut writer = client(&ensemble, &voters);
    done(&mut writer, &Request::set_data("/seen", Some(b"1"), -1));
    assert!(
        at_observer.session().receive(LIMIT).is_ok(),
        "its watches fire"
    );

    // One voter and the observer are no quorum.
    let followers: Vec<Id> = voters.into_iter().filter(|id| *id != leader).collect();
    for id in &followers {
        ensemble.kill(*id);
    }
    at_observer
        .send(&Request::set_data("/seen", Some(b"never"), -1))
        .expect("sent");
    let answer = at_observer.session().receive(LIMIT);
    assert_eq!(answer, Err(Received::Closed), "nothing is answered");
    ensemble.start_all();
    at_observer.disconnect();
    at_observer.sync();
    done(&mut at_observer, &Request::read(opcode::EXISTS, "/held", 0));

    // An observer that is away stops nobody.
    ensemble.kill(observer);
    writer.sync();
    let reply = writer.ask(&Request::set_data("/seen", Some(b"2"), -1));
    assert_eq!(reply.err, 0);
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn a_session_that_nobody_takes_up_expires_under_the_next_leader() {
    let mut ensemble = Ensemble::start(3, Wiring::Direct, &Ensemble::settings());
    let leader = ensemble.leader();
    let others = ensemble.others(leader);
    let mut observer = client(&ensemble, &others);
    for at in [leader, others[0]] {
        let mut owner = Client::open(&[ensemble.address(at)], 2_000);
        done(&mut owner, &create(&format!("/left{}", at.0), b"", 1));
    }
    ensemble.kill(leader);
    for at in [leader, others[0]] {
        let deadline = Instant::now() + LIMIT;
        let path = format!("/left{}", at.0);
        while observer.ask(&Request::read(opcode::EXISTS, &path, 0)).err == 0 {
            assert!(Instant::now() < deadline, "{path} goes with its session");
            thread::sleep(Duration::from_millis(50));
        }
    }
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
}

/// Takes a server's data away, all but its `myid`.
fn wipe(data: &Path) {
    for entry in fs::read_dir(data).expect("the data can be listed") {
        let path = entry.expect("the data can be listed").path();
        if path.file_name().is_some_and(|name| name == "myid") {
            continue;
        }
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.expect("the data can be removed");
    }
}

#[test]
fn a_server_that_lost_its_data_gets_it_from_the_others() {
    let mut ensemble = Ensemble::start(3, Wiring::Direct, &Ensemble::settings());
    let mut writer = client(&ensemble, &ensemble.ids());
    done(&mut writer, &create("/kept", b"", 0));
    fill(&mut writer, "/kept", (2_000, 100));
    let leader = ensemble.leader();
    let empty = ensemble.others(leader)[0];
    ensemble.kill(empty);
    wipe(&ensemble.process(empty).data());
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
    // The leader as well, when another leads.
    ensemble.kill(leader);
    wipe(&ensemble.process(leader).data());
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn servers_that_lost_their_data_do_not_take_it_from_the_one_that_has_it() {
    let mut ensemble = Ensemble::start(3, Wiring::Direct, &Ensemble::settings());
    let mut writer = client(&ensemble, &ensemble.ids());
    done(&mut writer, &create("/kept", b"precious", 0));
    let keeper = ensemble.leader();
    let empty = ensemble.others(keeper);
    for id in ensemble.ids() {
        ensemble.kill(id);
    }
    for id in &empty {
        wipe(&ensemble.process(*id).data());
        ensemble.spawn(*id);
    }
    // Two without data are a quorum: they begin anew, as nobody can tell them that there was more.
    for id in &empty {
        ensemble.wait_until_serving(*id);
    }
    // And have something to lose: without it they would give way to the one that has history.
    let mut other = client(&ensemble, &empty);
    done(&mut other, &create("/other", b"new", 0));
    drop(other);
    let before = ensemble.logged(keeper);
    ensemble.spawn(keeper);
    let deadline = Instant::now() + LIMIT;
    let told =
        |text: &str| text.contains("belongs to ensemble") || text.contains("but everything up to");
    while !told(&ensemble.logged_since(keeper, before)) {
        assert!(Instant::now() < deadline, "{keeper} says what is wrong");
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(3));
    let lines = ensemble.logged_since(keeper, before).lines().count();
    assert!(lines < 200, "it says so {lines} times");
    if ensemble.process_mut(keeper).exit_status().is_none() {
        assert_eq!(ensemble.role(keeper), Role::Looking, "it never takes part");
    }
    // What it has is there: with the others out of the way, and empty again, it is given back.
    for id in ensemble.ids() {
        ensemble.kill(id);
    }
    for id in &empty {
        wipe(&ensemble.process(*id).data());
    }
    ensemble.spawn(keeper);
    ensemble.wait_for_line(keeper, before, "looking for a leader");
    ensemble.spawn(empty[0]);
    ensemble.wait_until_serving(keeper);
    ensemble.start_all();
    let mut reader = client(&ensemble, &ensemble.ids());
    done(&mut reader, &Request::read(opcode::EXISTS, "/kept", 0));
    Trees::of(&ensemble).assert_equal();
}

/// The log's segment that was written last.
fn newest_segment(data: &Path) -> PathBuf {
    let mut files = Vec::new();
    let mut open = vec![data.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("the data can be listed") {
            let path = entry.expect("the data can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|kind| kind == "wal") {
                files.push(path);
            }
        }
    }
    files.sort();
    // What is made ahead of need has hardly anything in it.
    files.retain(|path| written(&fs::read(path).expect("a segment can be read")) > 50_000);
    files.pop().expect("the log has a segment")
}

/// How much of a segment has anything in it.
fn written(segment: &[u8]) -> usize {
    segment
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)
}

#[test]
fn a_damaged_log_is_made_whole_by_the_leader() {
    let mut ensemble = Ensemble::start(3, Wiring::Direct, &Ensemble::settings());
    let mut writer = client(&ensemble, &ensemble.ids());
    done(&mut writer, &create("/whole", b"", 0));
    fill(&mut writer, "/whole", (1_000, 200));
    let leader = ensemble.leader();
    for id in [ensemble.others(leader)[0], leader] {
        ensemble.kill(id);
        let segment = newest_segment(&ensemble.process(id).data());
        let mut bytes = fs::read(&segment).expect("a segment can be read");
        // Two blocks in the middle of what was written, with whole records behind them.
        let middle = written(&bytes) / 2;
        for byte in &mut bytes[middle..middle + 8192] {
            *byte ^= 0x5a;
        }
        fs::write(&segment, bytes).expect("a segment can be written");
        let before = ensemble.logged(id);
        ensemble.start_all();
        ensemble.wait_for_line(id, before, "the log is damaged");
        ensemble.wait_for_line(id, before, "following server");
        Trees::of(&ensemble).assert_equal();
        // The next one begins a segment of its own.
        writer.sync();
        fill(&mut writer, "/whole", (1_000, 200));
    }
}

#[test]
fn a_server_without_its_promises_does_not_start() {
    let mut ensemble = Ensemble::start(3, Wiring::Direct, &Ensemble::settings());
    let mut writer = client(&ensemble, &ensemble.ids());
    done(&mut writer, &create("/promised", b"", 0));
    let id = ensemble.others(ensemble.leader())[0];
    ensemble.kill(id);
    let data = ensemble.process(id).data();
    let promises = data.join("ringkeeper-log/promises");
    fs::remove_file(&promises).expect("the promises are there");
    let before = ensemble.logged(id);
    ensemble.spawn(id);
    ensemble.wait_for_line(id, before, "the file promises is gone");
    ensemble.kill(id);
    wipe(&data);
    ensemble.start_all();
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn a_follower_that_cannot_keep_up_is_given_the_log() {
    let settings = Ensemble::settings().config("syncLimit", "20");
    let mut ensemble = Ensemble::start(3, Wiring::Breakable, &settings);
    let (leader, epoch) = ensemble.leader_of(&ensemble.ids());
    let slow = ensemble.others(leader)[0];
    let mut writer = client(&ensemble, &[leader]);
    done(&mut writer, &create("/large", b"", 0));
    ensemble.network().set((leader, slow), Traffic::Hold);
    // Far more than a queue between two servers holds.
    fill(&mut writer, "/large", (300, 200_000));
    ensemble.network().heal();
    let mut late = client(&ensemble, &[slow]);
    late.sync();
    assert_eq!(
        ensemble.leader_of(&ensemble.ids()),
        (leader, epoch),
        "the leader led on"
    );
    ensemble.wait_until_all_serve();
    Trees::of(&ensemble).assert_equal();
}
