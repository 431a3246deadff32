//! Three servers are one ZooKeeper: what one of them acknowledged, all of them show, and sessions,
//! ephemerals and watches do not care which server a client talks to.
//!
//! Must never depend on how long anything takes: what must happen has a generous bound.

use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::ensemble::{Client, Ensemble, Id, LIMIT, Role, Trees, Wiring};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Body, Event, Message, Received, Reply, Request, opcode};

fn three() -> Ensemble {
    Ensemble::start(3, Wiring::Direct, &Ensemble::settings())
}

fn create(path: &str, data: &[u8], flags: i32) -> Request {
    Request::create(opcode::CREATE, path, Some(data), Some(&Acl::open()), flags)
}

fn set(path: &str, data: &[u8]) -> Request {
    Request::set_data(path, Some(data), -1)
}

fn get(path: &str) -> Request {
    Request::read(opcode::GET_DATA, path, 0)
}

fn client(ensemble: &Ensemble, at: Id) -> Client {
    Client::open(&[ensemble.address(at)], 10_000)
}

fn done(client: &mut Client, request: &Request) -> Reply {
    let reply = client.try_call(request);
    let reply = reply.unwrap_or_else(|| panic!("{request:?} is answered"));
    assert_eq!(reply.err, 0, "{request:?}");
    reply
}

fn data_of(reply: Reply) -> Vec<u8> {
    match reply.body {
        Body::Data(Some(data), _) => data,
        _ => panic!("no data in {reply:?}"),
    }
}

/// The next event of a session, whatever else arrives.
fn next_event(session: &mut Session) -> Event {
    if let Some(event) = session.events.pop_front() {
        return event;
    }
    match session.receive(LIMIT) {
        Ok(Message::Event(event)) => event,
        other => panic!("an event was due, not {other:?}"),
    }
}

#[test]
fn every_server_takes_writes_and_shows_those_of_the_others() {
    let ensemble = three();
    let mut clients: Vec<(Id, Client)> = ensemble
        .ids()
        .into_iter()
        .map(|id| (id, client(&ensemble, id)))
        .collect();
    for (id, client) in &mut clients {
        let path = format!("/of{}", id.0);
        done(client, &create(&path, b"first", 0));
        for round in 0..20 {
            done(client, &set(&path, format!("{round}").as_bytes()));
        }
        let parts = [
            create(&format!("{path}/a"), b"m", 0),
            create(&format!("{path}/s-"), b"m", 2),
        ];
        let multi = done(client, &Request::multi(opcode::MULTI, &parts));
        assert!(matches!(multi.body, Body::Results(results) if results.len() == 2));
        let refused = client.try_call(&Request::set_data(&path, Some(b"no"), 5));
        assert_eq!(refused.expect("answered").err, -103, "a version is checked");
    }
    for (_, client) in &mut clients {
        for writer in ensemble.ids() {
            client.sync();
            let reply = done(client, &get(&format!("/of{}", writer.0)));
            assert_eq!(data_of(reply), b"19");
        }
    }
    // Each hands out names of one sequence.
    done(&mut clients[0].1, &create("/queue", b"", 0));
    let mut names = Vec::new();
    for round in 0..30 {
        let (_, client) = &mut clients[round % 3];
        client.sync();
        let reply = done(client, &create("/queue/n-", b"", 2));
        let Body::Path(path) = reply.body else {
            panic!("no name in {reply:?}")
        };
        names.push(path.to_lossy());
    }
    let expected: Vec<String> = (0..30).map(|n| format!("/queue/n-{n:010}")).collect();
    assert_eq!(names, expected, "one sequence for all servers");
    Trees::of(&ensemble).assert_equal();
}

#[test]
fn watches_fire_at_every_server() {
    let ensemble = three();
    let ids = ensemble.ids();
    let mut writer = client(&ensemble, ids[0]);
    done(&mut writer, &create("/watched", b"0", 0));
    let mut watchers: Vec<Client> = ids.iter().map(|id| client(&ensemble, *id)).collect();
    for watcher in &mut watchers {
        watcher.sync();
        done(watcher, &Request::read(opcode::GET_DATA, "/watched", 1));
        done(watcher, &Request::read(opcode::GET_CHILDREN, "/watched", 1));
        // Persistent and recursive.
        done(watcher, &Request::watch(opcode::ADD_WATCH, "/deep", 1));
    }
    done(&mut writer, &set("/watched", b"1"));
    done(&mut writer, &create("/watched/child", b"", 0));
    done(&mut writer, &create("/deep", b"", 0));
    done(&mut writer, &create("/deep/er", b"", 0));
    done(
        &mut writer,
        &Request::versioned(opcode::DELETE, "/deep/er", -1),
    );
    for watcher in &mut watchers {
        let mut told: Vec<(i32, String)> = Vec::new();
        while told.len() < 5 {
            let event = next_event(watcher.session());
            assert_eq!(event.state, 3);
            told.push((event.kind, event.path.to_lossy()));
        }
        let expected = [
            (3, "/watched"),
            (4, "/watched"),
            (1, "/deep"),
            (1, "/deep/er"),
            (2, "/deep/er"),
        ];
        let expected: Vec<(i32, String)> = expected.map(|(kind, path)| (kind, path.into())).into();
        assert_eq!(told, expected, "in the order of the changes");
        assert_eq!(data_of(done(watcher, &get("/watched"))), b"1");
    }
}

#[test]
fn ephemerals_end_with_their_session_at_every_server() {
    let ensemble = three();
    let leader = ensemble.leader();
    for owner_at in ensemble.ids() {
        let mut observer = client(&ensemble, ensemble.others(owner_at)[0]);
        for closes in [true, false] {
            let path = format!("/e-{}-{closes}", owner_at.0);
            let mut owner = Client::open(&[ensemble.address(owner_at)], 2_000);
            done(&mut owner, &create(&path, b"e", 1));
            observer.sync();
            let seen = done(&mut observer, &Request::read(opcode::EXISTS, &path, 1));
            let Body::Stat(stat) = seen.body else {
                panic!("no Stat in {seen:?}")
            };
            assert_eq!(stat.ephemeral_owner, owner.identity.session);
            if closes {
                done(&mut owner, &Request::bare(opcode::CLOSE_SESSION));
            }
            owner.disconnect();
            let gone = next_event(observer.session());
            assert_eq!((gone.kind, gone.path.to_lossy()), (2, path));
            let late = Session::resume(ensemble.address(leader), &owner.identity);
            assert!(!late.expect("answered").granted(), "the session is over");
        }
    }
}

#[test]
fn a_session_that_is_heard_of_lives_whichever_server_it_talks_to() {
    let ensemble = three();
    let ids = ensemble.ids();
    let mut quiet: Vec<Client> = ids
        .iter()
        .map(|id| Client::open(&[ensemble.address(*id)], 2_000))
        .collect();
    for (client, id) in quiet.iter_mut().zip(&ids) {
        done(client, &create(&format!("/alive{}", id.0), b"", 1));
    }
    // Far longer than their timeout; only pings, at the server each is connected to.
    let until = Instant::now() + Duration::from_secs(7);
    while Instant::now() < until {
        for client in &mut quiet {
            client
                .session()
                .send(&Request::bare(opcode::PING))
                .expect("sent");
            let reply = client.session().reply().expect("a ping is answered");
            assert_eq!(reply.xid, -2);
        }
        thread::sleep(Duration::from_millis(300));
    }
    for id in &ids {
        let path = format!("/alive{}", id.0);
        for client in &mut quiet {
            client.sync();
            done(client, &Request::read(opcode::EXISTS, &path, 0));
        }
    }
}

#[test]
fn a_session_moves_and_its_old_connection_is_closed() {
    let ensemble = three();
    let mut roaming = client(&ensemble, Id(1));
    done(&mut roaming, &create("/roaming", b"", 1));
    let stays = roaming.identity.clone();
    for round in 0..6_u8 {
        let to = Id(1 + (round + 1) % 3);
        let mut moved = Session::resume(ensemble.address(to), &roaming.identity).expect("answered");
        assert_eq!(moved.handshake, stays, "the same session at {to}");
        let mut old = roaming.session().receive(LIMIT);
        while old.is_ok() {
            old = roaming.session().receive(LIMIT);
        }
        assert_eq!(old, Err(Received::Closed), "the old connection is closed");
        let written = moved.call(&set("/roaming", &[round])).expect("answered");
        assert_eq!(written.err, 0, "the new one writes");
        drop(moved);
        roaming.move_to(ensemble.address(to)).expect("granted");
    }
    roaming.sync();
    assert_eq!(data_of(done(&mut roaming, &get("/roaming"))), [5]);

    // A wrong password gets nothing, at any server. At its own it costs the session its connection,
    // as at ZooKeeper's servers; elsewhere it harms nobody.
    let mut forged = stays;
    forged.password[3] ^= 1;
    for id in [Id(2), Id(3)] {
        let refused = Session::resume(ensemble.address(id), &forged).expect("answered");
        assert!(!refused.granted(), "{id} knows the password");
    }
    done(&mut roaming, &set("/roaming", b"still"));
    let refused = Session::resume(ensemble.address(Id(1)), &forged).expect("answered");
    assert!(!refused.granted(), "server 1 knows the password");
    roaming.disconnect();
    roaming.sync();
    assert_eq!(data_of(done(&mut roaming, &get("/roaming"))), b"still");
}

#[test]
fn sessions_watches_and_ephemerals_survive_the_leader() {
    let mut ensemble = three();
    for round in 0..3 {
        let leader = ensemble.leader();
        let survivors = ensemble.others(leader);
        let addresses: Vec<_> = survivors.iter().map(|id| ensemble.address(*id)).collect();
        // One lives at the leader, one at a follower.
        let mut homeless = client(&ensemble, leader);
        let mut housed = client(&ensemble, survivors[0]);
        let (lost, kept) = (format!("/lost{round}"), format!("/kept{round}"));
        done(&mut homeless, &create(&lost, b"", 1));
        done(&mut housed, &create(&kept, b"", 1));
        let identity = homeless.identity.clone();
        ensemble.kill(leader);
        let mut homeless = resume_somewhere(&addresses, homeless);
        assert_eq!(homeless.identity, identity);
        housed.sync();
        for path in [&lost, &kept] {
            homeless.sync();
            done(&mut homeless, &Request::read(opcode::EXISTS, path, 0));
        }
        done(&mut housed, &set(&kept, b"after"));
        ensemble.start_all();
        let mut late = client(&ensemble, leader);
        late.sync();
        assert_eq!(data_of(done(&mut late, &get(&kept))), b"after");
        // It writes its log lines behind what it does.
        let deadline = Instant::now() + LIMIT;
        while !matches!(ensemble.role(leader), Role::Following { .. }) {
            assert!(
                Instant::now() < deadline,
                "it follows:\n{}",
                ensemble.logs()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }
    Trees::of(&ensemble).assert_equal();
}

/// The session of a client whose server is gone, at one of `addresses`.
fn resume_somewhere(addresses: &[std::net::SocketAddr], mut client: Client) -> Client {
    client.disconnect();
    for _ in 0..1_000 {
        for address in addresses {
            if let Ok(session) = Session::resume(*address, &client.identity)
                && session.granted()
            {
                drop(session);
                client.move_to(*address).expect("granted");
                return client;
            }
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("no survivor takes the session")
}

#[test]
fn a_server_that_missed_much_comes_back_with_all_of_it() {
    let mut ensemble = three();
    let leader = ensemble.leader();
    let away = ensemble.others(leader)[0];
    let mut writer = client(&ensemble, leader);
    done(&mut writer, &create("/much", b"", 0));
    ensemble.kill(away);
    for round in 0..2_000_u32 {
        writer
            .send(&set("/much", &round.to_be_bytes()))
            .expect("sent");
    }
    for _ in 0..2_000 {
        let reply = writer.reply().expect("answered");
        assert_eq!(reply.err, 0);
    }
    ensemble.start_all();
    let mut late = client(&ensemble, away);
    late.sync();
    assert_eq!(
        data_of(done(&mut late, &get("/much"))),
        1_999_u32.to_be_bytes()
    );
    Trees::of(&ensemble).assert_equal();
}
