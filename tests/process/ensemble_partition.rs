//! Servers that stand still, and networks that break: a quorum goes on, nobody else answers
//! anything that has to be true, and whoever was away comes back.
//!
//! Must never depend on how long anything takes: what must happen has a generous bound, and what
//! must not happen is looked for in what was answered.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `ENSEMBLE_FAULTS` | how often the network changes under load | 12 |
//! | `ENSEMBLE_SEED` | the seed of clients and faults | 1 |

use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::ensemble::load::Load;
use ringkeeper_tests::ensemble::{Client, Ensemble, Id, LIMIT, Role, Traffic, Trees, Wiring};
use ringkeeper_tests::random::Random;
use ringkeeper_tests::wire::{Acl, Body, Message, Received, Request, opcode};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {value}"))
    })
}

fn three() -> Ensemble {
    Ensemble::start(3, Wiring::Breakable, &Ensemble::settings())
}

fn client(ensemble: &Ensemble, at: &[Id]) -> Client {
    let addresses: Vec<_> = at.iter().map(|id| ensemble.address(*id)).collect();
    let mut client = Client::open(&addresses, 30_000);
    client.patience = Duration::from_secs(1);
    client
}

/// Makes the znode whose data tells which write was the last.
fn create(client: &mut Client) {
    let create = Request::create(opcode::CREATE, "/x", Some(b"0"), Some(&Acl::open()), 0);
    assert_eq!(client.try_call(&create).expect("answered").err, 0);
}

fn set(data: &str) -> Request {
    Request::set_data("/x", Some(data.as_bytes()), -1)
}

/// Writes until it is acknowledged, wherever; how long that took.
fn write(client: &mut Client, data: &str) -> Duration {
    let since = Instant::now();
    let reply = client.ask(&set(data));
    assert_eq!(reply.err, 0);
    since.elapsed()
}

/// What is there after a sync.
fn read(client: &mut Client) -> String {
    client.sync();
    let reply = client.ask(&Request::read(opcode::GET_DATA, "/x", 0));
    let Body::Data(Some(data), _) = reply.body else {
        panic!("no data in {reply:?}")
    };
    String::from_utf8(data).expect("text")
}

/// Everything that was still answered on a connection until it was closed.
fn answers_until_closed(client: &mut Client) -> Vec<Message> {
    let deadline = Instant::now() + LIMIT;
    let mut answers = Vec::new();
    loop {
        match client.session().receive(Duration::from_millis(200)) {
            Ok(message) => answers.push(message),
            Err(Received::Closed) => return answers,
            Err(_) => assert!(Instant::now() < deadline, "the connection is never closed"),
        }
    }
}

/// Waits until a server follows `leader`.
fn wait_until_follows(ensemble: &Ensemble, id: Id, leader: Id) {
    let deadline = Instant::now() + LIMIT;
    let follows = |role| matches!(role, Role::Following { leader: of, .. } if of == leader);
    while !follows(ensemble.role(id)) {
        assert!(
            Instant::now() < deadline,
            "{id} does not follow {leader}:\n{}",
            ensemble.logs()
        );
        thread::sleep(Duration::from_millis(10));
    }
}

const LOST: &str = "this leader has lost its quorum: it answers no writes and no syncs";

#[test]
fn a_leader_that_stands_still_is_replaced_and_follows_when_it_goes_on() {
    let mut ensemble = three();
    let leader = ensemble.leader();
    let others = ensemble.others(leader);
    let mut outside = client(&ensemble, &others);
    create(&mut outside);
    let mut inside = client(&ensemble, &[leader]);
    inside.sync();
    let said = ensemble.logged(leader);

    ensemble.suspend(leader);
    // These wait in its socket, and are the first that it sees.
    inside.send(&set("of the past")).expect("sent");
    inside
        .send(&Request::path(opcode::SYNC, "/x"))
        .expect("sent");
    let get = Request::read(opcode::GET_DATA, "/x", 0);
    inside.send(&get).expect("sent");
    let pause = write(&mut outside, "1");
    eprintln!(
        "a leader stood still: the next write succeeded after {pause:.1?} (a tick is 500 ms)"
    );
    let (successor, epoch) = ensemble.leader_of(&others);
    ensemble.resume(leader);

    let answers = answers_until_closed(&mut inside);
    assert!(
        answers.is_empty(),
        "a leader of the past answers neither write nor sync: {answers:?}"
    );
    ensemble.wait_for_line(
        leader,
        said,
        &format!("following {successor} in epoch {epoch}"),
    );
    ensemble.wait_until_serving(leader);
    let mut back = client(&ensemble, &[leader]);
    assert_eq!(
        read(&mut back),
        "1",
        "what the leader of the past took is gone"
    );
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn a_follower_that_stands_still_stops_nobody() {
    let mut ensemble = three();
    let leader = ensemble.leader();
    let follower = ensemble.others(leader)[0];
    let mut outside = client(&ensemble, &[leader]);
    create(&mut outside);
    let mut inside = client(&ensemble, &[follower]);
    inside.sync();
    ensemble.suspend(follower);
    let until = Instant::now() + Duration::from_secs(4);
    let mut round = 0;
    while Instant::now() < until {
        round += 1;
        write(&mut outside, &round.to_string());
    }
    ensemble.resume(follower);
    ensemble.wait_until_serving(follower);
    let mut back = client(&ensemble, &[follower]);
    assert_eq!(read(&mut back), round.to_string());
    // Its old client is either still served, with what is there now, or goes elsewhere.
    assert_eq!(read(&mut inside), round.to_string());
    assert_eq!(ensemble.leader(), leader, "the leader led on");
    Trees::of(&ensemble).assert_equal();
}

/// A leader is cut off as `cut` says; its clients get no answer, a quorum elects another.
fn a_leader_loses(cut: impl Fn(&Ensemble, Id)) {
    let mut ensemble = three();
    let leader = ensemble.leader();
    let others = ensemble.others(leader);
    let mut outside = client(&ensemble, &others);
    create(&mut outside);
    let mut inside = client(&ensemble, &[leader]);
    inside.sync();
    let mut reader = client(&ensemble, &[leader]);
    reader.sync();
    let said = ensemble.logged(leader);

    cut(&ensemble, leader);
    inside.send(&set("of the past")).expect("sent");
    reader
        .send(&Request::path(opcode::SYNC, "/x"))
        .expect("sent");
    let pause = write(&mut outside, "1");
    eprintln!(
        "a leader was cut off: the next write succeeded after {pause:.1?} (a tick is 500 ms)"
    );
    for (name, client) in [("write", &mut inside), ("sync", &mut reader)] {
        let answers = answers_until_closed(client);
        assert!(answers.is_empty(), "a {name} was answered: {answers:?}");
    }
    ensemble.wait_for_line(leader, said, LOST);
    let (successor, _) = ensemble.leader_of(&others);
    assert_ne!(successor, leader);
    write(&mut outside, "2");

    ensemble.network().heal();
    wait_until_follows(&ensemble, leader, successor);
    ensemble.wait_until_serving(leader);
    let mut back = client(&ensemble, &[leader]);
    assert_eq!(
        read(&mut back),
        "2",
        "what the leader of the past took is gone"
    );
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn a_leader_without_a_network_answers_nothing() {
    a_leader_loses(|ensemble, leader| ensemble.network().around(leader, Traffic::Hold));
}

#[test]
fn a_leader_whose_connections_are_cut_answers_nothing() {
    a_leader_loses(|ensemble, leader| ensemble.network().around(leader, Traffic::Refuse));
}

#[test]
fn a_leader_that_is_not_heard_answers_nothing() {
    a_leader_loses(|ensemble, leader| {
        for other in ensemble.others(leader) {
            ensemble.network().set((leader, other), Traffic::Hold);
        }
    });
}

#[test]
fn a_leader_that_hears_nobody_answers_nothing() {
    a_leader_loses(|ensemble, leader| {
        for other in ensemble.others(leader) {
            ensemble.network().set((other, leader), Traffic::Hold);
        }
    });
}

#[test]
fn a_follower_without_a_network_serves_nobody_and_stops_nobody() {
    let mut ensemble = three();
    let (leader, epoch) = ensemble.leader_of(&ensemble.ids());
    let follower = ensemble.others(leader)[0];
    let mut outside = client(&ensemble, &ensemble.others(follower));
    create(&mut outside);
    let mut inside = client(&ensemble, &[follower]);
    inside.sync();
    ensemble.network().around(follower, Traffic::Hold);
    inside.send(&set("of nobody")).expect("sent");
    let answers = answers_until_closed(&mut inside);
    assert!(answers.is_empty(), "a write was answered: {answers:?}");
    write(&mut outside, "1");
    ensemble.network().heal();
    wait_until_follows(&ensemble, follower, leader);
    ensemble.wait_until_serving(follower);
    write(&mut outside, "2");
    let mut back = client(&ensemble, &[follower]);
    assert_eq!(read(&mut back), "2");
    let (still, later) = ensemble.leader_of(&ensemble.ids());
    assert_eq!(still, leader, "the leader led on");
    eprintln!("a follower was away: epoch {epoch} before, {later} after");
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn a_follower_that_cannot_reach_the_leader_disturbs_nobody() {
    let mut ensemble = three();
    let (leader, epoch) = ensemble.leader_of(&ensemble.ids());
    let (cut, other) = (ensemble.others(leader)[0], ensemble.others(leader)[1]);
    let mut outside = client(&ensemble, &[leader, other]);
    create(&mut outside);
    for way in [(leader, cut), (cut, leader)] {
        ensemble.network().set(way, Traffic::Refuse);
    }
    // Longer than anything that could make the others doubt.
    let until = Instant::now() + Duration::from_secs(5);
    let mut round = 0;
    while Instant::now() < until {
        round += 1;
        write(&mut outside, &round.to_string());
    }
    assert_eq!(ensemble.leader_of(&[leader, other]), (leader, epoch));
    ensemble.network().heal();
    wait_until_follows(&ensemble, cut, leader);
    ensemble.wait_until_serving(cut);
    assert_eq!(read(&mut client(&ensemble, &[cut])), round.to_string());
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn without_a_quorum_nobody_answers_and_with_one_everybody_does() {
    let mut ensemble = three();
    let leader = ensemble.leader();
    let mut clients: Vec<Client> = ensemble
        .ids()
        .iter()
        .map(|id| client(&ensemble, &[*id]))
        .collect();
    create(&mut clients[0]);
    for client in &mut clients {
        client.sync();
    }
    for id in ensemble.ids() {
        ensemble.network().around(id, Traffic::Hold);
    }
    for client in &mut clients {
        client.send(&set("of nobody")).expect("sent");
    }
    for client in &mut clients {
        let answers = answers_until_closed(client);
        assert!(answers.is_empty(), "a write was answered: {answers:?}");
    }
    ensemble.wait_for_line(leader, 0, LOST);
    ensemble.network().heal();
    ensemble.leader();
    ensemble.wait_until_all_serve();
    for (round, client) in clients.iter_mut().enumerate() {
        write(client, &round.to_string());
    }
    assert_eq!(read(&mut clients[0]), "2");
    Trees::of(&ensemble).assert_equal();
}

/// Breaks something; the rest is as it was.
fn break_something(ensemble: &mut Ensemble, random: &mut Random) -> String {
    let ids = ensemble.ids();
    let leader = ensemble.leader();
    let victim = if random.percent(60) {
        leader
    } else {
        *random.pick(&ids)
    };
    let other = *random.pick(&ensemble.others(victim));
    let network = ensemble.network();
    match random.below(7) {
        0 => {
            network.around(victim, Traffic::Hold);
            format!("{victim} is cut off")
        }
        1 => {
            network.around(victim, Traffic::Refuse);
            format!("{victim} loses its connections")
        }
        2 => {
            network.set((victim, other), Traffic::Hold);
            format!("{other} does not hear {victim}")
        }
        3 => {
            for to in ensemble.others(victim) {
                network.set((victim, to), Traffic::Hold);
            }
            format!("nobody hears {victim}")
        }
        4 => {
            for from in ensemble.others(victim) {
                network.set((from, victim), Traffic::Hold);
            }
            format!("{victim} hears nobody")
        }
        5 => {
            network.around(victim, Traffic::Delay(Duration::from_millis(40)));
            format!("the network of {victim} is slow")
        }
        _ => {
            ensemble.suspend(victim);
            format!("{victim} stands still")
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_a_network_that_breaks_under_load() {
    let seed = number("ENSEMBLE_SEED", 1);
    let faults = number("ENSEMBLE_FAULTS", 12);
    let mut random = Random::new(seed);
    // Checkpoints and purges happen all the time: who comes back gets the log, or a checkpoint.
    let settings = Ensemble::settings().config("snapCount", "20000");
    let mut ensemble = Ensemble::start(3, Wiring::Breakable, &settings);
    let mut load = Load::new(&ensemble.addresses(), seed);
    let mut broken: Vec<(String, Instant)> = Vec::new();
    load.run(|| {
        for _ in 0..faults {
            let what = break_something(&mut ensemble, &mut random);
            broken.push((what, Instant::now()));
            thread::sleep(Duration::from_millis(200 + random.below_u64(3_300)));
            ensemble.network().heal();
            ensemble.resume_all();
            thread::sleep(Duration::from_millis(random.below_u64(800)));
        }
        ensemble.wait_until_all_serve();
        thread::sleep(Duration::from_millis(500));
    });
    let outcome = load.judge(&ensemble);
    eprintln!("{faults} faults; {outcome}");
    for (what, at) in broken {
        let pause = load.pause_after(at);
        let pause = pause.expect("somebody wrote after every fault");
        eprintln!("{what}: the next write succeeded after {pause:.1?}");
    }
    assert!(outcome.written > faults * 50, "the writers wrote");
}
