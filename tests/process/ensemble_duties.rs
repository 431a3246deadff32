//! What an operator asks of the servers of an ensemble, and what each of them owes to its clients.
//!
//! Must never depend on how long anything takes: what must happen has a generous bound.

use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::ensemble::{Client, Ensemble, Id, LIMIT, Role, Wiring};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Request, opcode};

const NOT_SERVING: &str = "This ZooKeeper instance is not currently serving requests\n";

/// Every word, as an operator of ZooKeeper uses them.
fn talkative() -> ringkeeper_tests::server_process::Settings {
    Ensemble::settings().config("4lw.commands.whitelist", "*")
}

fn create(path: &str) -> Request {
    Request::create(opcode::CREATE, path, Some(b"x"), Some(&Acl::open()), 0)
}

fn ask(ensemble: &Ensemble, of: Id, word: &str) -> String {
    let answer = ensemble.process(of).four_letter_word(word);
    answer.unwrap_or_else(|cause| panic!("{word} is answered by {of}: {cause}"))
}

/// Waits until `holds`, for a bounded time.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !holds() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_leader_that_does_not_serve_orders_for_the_others() {
    let settings = talkative().config("leaderServes", "no");
    let mut ensemble = Ensemble::prepare(3, Wiring::Direct, &settings);
    for id in ensemble.ids() {
        ensemble.spawn(id);
    }
    let leader = ensemble.leader();
    let others = ensemble.others(leader);
    for id in &others {
        ensemble.wait_until_serving(*id);
    }
    let addresses: Vec<_> = ensemble.addresses();
    let mut client = Client::open(&addresses, 10_000);
    let reply = client.try_call(&create("/ordered")).expect("answered");
    assert_eq!(reply.err, 0, "a follower passes it on");
    let refused = Session::open(ensemble.address(leader), 10_000);
    assert!(refused.is_err(), "its clients are sent elsewhere");
    for word in ["srvr", "mntr", "srst", "crst", "conf"] {
        assert_eq!(ask(&ensemble, leader, word), NOT_SERVING, "{word}");
    }
    assert_eq!(ask(&ensemble, leader, "isro"), "null");
    assert_eq!(ask(&ensemble, others[0], "isro"), "rw");

    // Who leads next has clients until then.
    let mut staying: Vec<Client> = others
        .iter()
        .map(|id| Client::open(&[ensemble.address(*id)], 10_000))
        .collect();
    let identities: Vec<_> = staying
        .iter()
        .map(|client| client.identity.clone())
        .collect();
    ensemble.kill(leader);
    let (next, _) = ensemble.leader_of(&others);
    let serves = others.iter().copied().find(|id| *id != next).expect("two");
    ensemble.wait_until_serving(serves);
    for (client, identity) in staying.iter_mut().zip(&identities) {
        client.disconnect();
        client.move_to(ensemble.address(serves)).expect("granted");
        assert_eq!(client.identity.session, identity.session);
        client.sync();
    }
    wait_until("the new leader serves nobody", || {
        ask(&ensemble, next, "srvr") == NOT_SERVING
    });
    ensemble.spawn(leader);
    ensemble.wait_until_serving(leader);
    wait_until("it follows", || {
        matches!(ensemble.role(leader), Role::Following { .. })
    });
}

#[test]
fn a_server_without_a_leader_resets_nothing_and_says_that_it_does_not_serve() {
    let mut ensemble = Ensemble::prepare(3, Wiring::Direct, &talkative());
    ensemble.spawn(Id(1));
    wait_until("it listens", || {
        ensemble.process(Id(1)).four_letter_word("ruok").is_ok()
    });
    assert_eq!(ask(&ensemble, Id(1), "ruok"), "imok");
    for word in [
        "crst", "srst", "srvr", "stat", "cons", "mntr", "wchs", "dump",
    ] {
        assert_eq!(ask(&ensemble, Id(1), word), NOT_SERVING, "{word}");
    }
    ensemble.start_all();
    assert_eq!(ask(&ensemble, Id(1), "crst"), "Connection stats reset.\n");
    assert_eq!(ask(&ensemble, Id(1), "srst"), "Server stats reset.\n");
}

/// A figure of `mntr`; what is not told is no number.
fn figure(ensemble: &Ensemble, of: Id, name: &str) -> Option<f64> {
    ensemble.process(of).figure(name)
}

#[test]
fn servers_count_their_elections_and_what_they_sent_each_other() {
    let mut ensemble = Ensemble::start_with_observers(3, 1, &talkative());
    let leader = ensemble.leader();
    let observer = Id(4);
    let voters: Vec<Id> = (1..=3).map(Id).filter(|id| *id != leader).collect();
    let at_least = |of: Id, name: &str, least: f64| {
        let found = figure(&ensemble, of, name);
        let enough = found.is_some_and(|value| value >= least);
        assert!(enough, "{of}: {name} is {found:?}, not {least}");
    };
    let is = |of: Id, name: &str, expected: f64| {
        assert_eq!(figure(&ensemble, of, name), Some(expected), "{of}: {name}");
    };
    wait_until("everybody is up to date", || {
        figure(&ensemble, leader, "zk_synced_followers") == Some(2.0)
            && figure(&ensemble, leader, "zk_synced_observers") == Some(1.0)
    });
    at_least(leader, "zk_diff_count", 3.0);
    is(leader, "zk_snap_count", 0.0);
    is(leader, "zk_cnt_follower_sync_time", 0.0);
    at_least(leader, "zk_cnt_leader_unavailable_time", 1.0);
    at_least(leader, "zk_cnt_election_time", 1.0);
    for id in &voters {
        at_least(*id, "zk_looking_count", 1.0);
        at_least(*id, "zk_cnt_election_time", 1.0);
        at_least(*id, "zk_cnt_follower_sync_time", 1.0);
        at_least(*id, "zk_cnt_unavailable_time", 1.0);
        is(*id, "zk_cnt_observer_sync_time", 0.0);
        is(*id, "zk_cnt_leader_unavailable_time", 0.0);
        assert_eq!(figure(&ensemble, *id, "zk_learners"), None, "a leader's");
    }
    at_least(observer, "zk_cnt_observer_sync_time", 1.0);
    is(observer, "zk_cnt_election_time", 0.0);
    is(observer, "zk_cnt_dbinittime", 1.0);

    // One that comes back is sent what it lacks from the log.
    let sent = figure(&ensemble, leader, "zk_diff_count").expect("it is told");
    ensemble.stop(voters[0]);
    let mut client = Client::open(&[ensemble.address(leader)], 10_000);
    assert_eq!(
        client.try_call(&create("/missed")).expect("answered").err,
        0
    );
    ensemble.start_all();
    assert!(figure(&ensemble, leader, "zk_diff_count").expect("told") > sent);
    let asked = figure(&ensemble, leader, "zk_connection_request_count");
    assert!(asked.expect("it is told") >= 1.0);

    // As in ZooKeeper, everything is counted anew.
    assert_eq!(ask(&ensemble, leader, "srst"), "Server stats reset.\n");
    for name in ["zk_diff_count", "zk_looking_count", "zk_proposal_count"] {
        assert_eq!(figure(&ensemble, leader, name), Some(0.0), "{name}");
    }
    assert_eq!(figure(&ensemble, leader, "zk_synced_followers"), Some(2.0));
}

#[test]
fn a_server_without_a_leader_says_who_is_missing() {
    let mut ensemble = Ensemble::prepare(3, Wiring::Direct, &Ensemble::settings());
    ensemble.spawn(Id(2));
    ensemble.wait_for_line(
        Id(2),
        0,
        "no client is served: servers 1 and 3 cannot be reached, and those that can are no quorum",
    );
    ensemble.start_all();
}

#[test]
fn a_server_that_is_not_listed_is_named() {
    let mut ensemble = Ensemble::prepare(3, Wiring::Direct, &Ensemble::settings());
    let stranger = Id(3);
    ensemble.process_mut(Id(1)).configure(|mut settings| {
        settings.config.retain(|(key, _)| key != "server.3");
        settings
    });
    for id in ensemble.ids() {
        ensemble.spawn(id);
    }
    let line = "server 3 connects, and no server.3 line here names it";
    ensemble.wait_for_line(Id(1), 0, line);
    ensemble.wait_until_serving(stranger);
}
