//! Sessions: how long they live, whose they are, and what goes with them.

use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::id::{Monotonic, Now, SessionId, WallTime, Zxid};
use crate::input::Input;
use crate::options::{Options, Switch};
use crate::request::{ChangeKind, Outcome, Write};
use crate::session::Deadline;
use crate::stream::{CloseReason, Delivery};
use crate::txn::TxnOp;

#[test]
fn timeouts_are_negotiated() {
    let table = [
        (i32::MIN, 6000),
        (0, 6000),
        (5999, 6000),
        (6001, 6001),
        (i32::MAX, 60_000),
    ];
    for (asked, granted) in table {
        assert_eq!(World::new().open_for(asked).timeout_ms, granted, "{asked}");
    }
}

#[test]
fn a_session_begins_with_a_txn_of_its_own() {
    let mut world = World::new();
    let client = world.open_for(10_000);
    let txn = world.txns().pop().expect("it is logged");
    assert_eq!(txn.session, client.session);
    assert_eq!(txn.op, TxnOp::CreateSession { timeout_ms: 10_000 });
    assert_eq!(world.tree.session_timeout(client.session), Some(10_000));
    assert_eq!(client.password, crate::session::password(client.session));
    assert_eq!(client.session.0 >> 56, 1, "the server's id");
    assert_eq!(world.open().session.0, client.session.0 + 1);
}

/// How long `client` lived without a word after `silent_since`, in milliseconds.
fn lifetime(world: &mut World, client: &Client, heard: &[SessionId]) -> u64 {
    let from = world.now.monotonic.0;
    while world.tree.session_timeout(client.session).is_some() {
        world.advance(100);
        if !heard.is_empty() {
            world.step(Input::Heard {
                sessions: heard.to_vec(),
            });
        }
        world.step(Input::Tick);
        world.settle();
    }
    world.now.monotonic.0 - from
}

#[test]
fn expiry_is_never_early_and_at_most_a_tick_late() {
    for offset in [0, 1, 700, 1500, 2900] {
        let mut world = World::new();
        world.pass(offset, &[]);
        let silent = world.open_for(9000);
        let loud = world.open_for(9000);
        let lived = lifetime(&mut world, &silent, &[loud.session]);
        assert!(lived > 9000, "{lived} ms at offset {offset}");
        assert!(lived <= 9000 + 3000 + 100, "{lived} ms at offset {offset}");
        assert_eq!(
            world.closed(silent.connection),
            Some(CloseReason::SessionExpired)
        );
        assert!(world.tree.session_timeout(loud.session).is_some());
        let txn = world.txns().pop().expect("the end is logged");
        assert_eq!(txn.session, silent.session, "its own session is named");
    }
}

#[test]
fn writes_count_as_signs_of_life() {
    let mut world = World::new();
    let client = world.open_for(6000);
    world.must(&client, create("/a"));
    for _ in 0..30 {
        world.pass(1000, &[]);
        world.must(&client, set("/a", "", -1));
    }
}

#[test]
fn an_expired_session_takes_its_ephemerals_along() {
    let mut world = World::new();
    let client = world.open_for(6000);
    let other = world.open_for(60_000);
    world.must(&client, create("/p"));
    for name in ["/p/e1", "/p/e2"] {
        world.must(&client, create_with(name, 1));
    }
    world.must(&other, create_with("/p/stays", 1));
    world.delivered.clear();
    lifetime(&mut world, &client, &[other.session]);
    assert!(world.tree.lookup("/p/e1").is_none() && world.tree.lookup("/p/e2").is_none());
    assert!(world.tree.lookup("/p/stays").is_some());
    let deleted = |delivery: &Delivery| match delivery {
        Delivery::Change { change, .. } => change.kind == ChangeKind::Deleted,
        _ => false,
    };
    let kinds: Vec<bool> = world.delivered.iter().map(deleted).collect();
    assert_eq!(
        kinds,
        [true, true, false],
        "the changes, then the end of the connection"
    );
}

#[test]
fn an_end_lists_what_is_in_flight() {
    let mut world = World::new();
    let client = world.open();
    let other = world.open();
    for write in [
        create("/p"),
        create_with("/p/applied", 1),
        create_with("/p/goes", 1),
        create_with("/p/again", 1),
        create_with("/p/changed", 1),
    ] {
        world.must(&client, write);
    }
    for write in [
        delete("/p/goes", -1),
        delete("/p/again", -1),
        create_with("/p/again", 1),
        create_with("/p/new", 1),
        create_with("/p/brief", 1),
        delete("/p/brief", -1),
        set("/p/changed", "new", -1),
        create("/p/lasts"),
        Write::CloseSession,
    ] {
        world.submit(&client, write);
    }
    // Behind the end, and prepared while it is in flight.
    world.submit(&other, create("/p/new"));
    world.submit(&other, delete("/p/lasts", -1));
    world.submit(&other, delete("/p/new", -1));
    world.submit(&other, delete("/p", -1));
    let end = world.txns().into_iter().find_map(|txn| match txn.op {
        TxnOp::CloseSession { paths } => Some(paths),
        _ => None,
    });
    let mut paths = end.expect("the end is logged");
    paths.sort_unstable();
    let expected = ["/p/again", "/p/applied", "/p/changed", "/p/new"];
    assert!(paths.iter().map(|path| &**path).eq(expected), "{paths:?}");
    world.settle();
    let outcomes = world.replies(&other);
    assert!(
        outcomes.iter().all(|(_, outcome)| code(outcome).is_none()),
        "{outcomes:?}"
    );
    assert!(
        world.tree.lookup("/p").is_none(),
        "its children were all gone"
    );
}

#[test]
fn an_ephemeral_that_was_a_parent_in_flight_is_listed_once() {
    let mut world = World::new();
    let client = world.open();
    world.submit(&client, create("/p"));
    world.submit(&client, create("/p/c"));
    world.submit(&client, delete("/p/c", -1));
    world.submit(&client, delete("/p", -1));
    world.submit(&client, create_with("/p", 1));
    world.submit(&client, Write::CloseSession);
    let end = world.txns().pop().expect("the end is logged").op;
    assert_eq!(
        end,
        TxnOp::CloseSession {
            paths: vec![path("/p")]
        }
    );
    world.settle();
    assert!(world.tree.lookup("/p").is_none());
}

#[test]
fn a_closing_client_hears_its_replies_and_its_events_first() {
    let mut world = World::new();
    let client = world.open();
    world.must(&client, create_with("/e", 1));
    world.delivered.clear();
    world.submit(&client, create("/last"));
    world.submit(&client, Write::CloseSession);
    world.submit(&client, create("/too-late"));
    world.submit(&client, Write::CloseSession);
    world.settle();
    let told: Vec<&str> = world
        .delivered
        .iter()
        .map(|delivery| match delivery {
            Delivery::Change { .. } => "change",
            Delivery::Reply { .. } => "reply",
            Delivery::Close {
                reason: CloseReason::SessionClosed,
                ..
            } => "close",
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, ["change", "reply", "change", "reply", "close"]);
    assert!(world.tree.lookup("/too-late").is_none());
    assert_eq!(world.replica.sessions().expect("it orders").len(), 0);
}

#[test]
fn a_session_moves_to_the_connection_that_resumes_it() {
    let mut world = World::new();
    let old = world.open_for(10_000);
    world.submit(&old, create("/in-flight"));
    let connection = world.resume(&old, 20_000);
    assert_eq!(
        world.closed(old.connection),
        Some(CloseReason::SessionMoved)
    );
    world.settle();
    let new = world.opened(connection);
    assert_eq!((new.session, new.password), (old.session, old.password));
    assert_eq!(new.timeout_ms, 20_000, "negotiated anew");

    let records = world.log.len();
    world.submit(&old, create("/moved"));
    world.submit(&old, Write::Multi(vec![create("/moved")]));
    assert_eq!(world.log.len(), records, "no zxid for the old connection");
    assert_eq!(
        world.closed(old.connection),
        Some(CloseReason::SessionMoved)
    );

    world.step(Input::Disconnected {
        from: old.connection,
        session: old.session,
    });
    world.must(&new, create("/a"));
    assert!(
        world.tree.lookup("/in-flight").is_some(),
        "what was proposed happens"
    );
}

#[test]
fn a_refused_resumption_costs_the_connection_but_not_the_session() {
    let mut world = World::new();
    let client = world.open();
    for password in [None, Some([0; 16])] {
        let healthy = world.resume(&client, 10_000);
        world.opened(healthy);
        let from = world.connect();
        let session = client.session;
        world.step(Input::Resume {
            from,
            session,
            password,
            timeout_ms: 10_000,
            seen: Zxid::ZERO,
            reads_only: Switch::Off,
        });
        world.apply_ready();
        assert_eq!(world.closed(healthy), Some(CloseReason::SessionMoved));
        assert!(world.refused(from));
        let mut displaced = client.clone();
        displaced.connection = healthy;
        let records = world.log.len();
        world.submit(&displaced, create("/too-late"));
        assert_eq!(
            world.log.len(),
            records,
            "it does not own the session any more"
        );
        assert_eq!(world.closed(healthy), Some(CloseReason::SessionMoved));
    }
    let connection = world.resume(&client, 10_000);
    let client = world.opened(connection);
    world.must(&client, create("/a"));
}

#[test]
fn an_unknown_or_ending_session_is_not_resumed() {
    let mut world = World::new();
    let client = world.open();
    let mut unknown = client.clone();
    unknown.session = SessionId(client.session.0 + 99);
    unknown.password = crate::session::password(unknown.session);
    let from = world.resume(&unknown, 10_000);
    assert!(world.refused(from));

    world.submit(&client, Write::CloseSession);
    let from = world.resume(&client, 10_000);
    world.settle();
    assert!(world.refused(from), "asked for while its end was in flight");
    let from = world.resume(&client, 10_000);
    assert!(world.refused(from), "when it is gone");
}

#[test]
fn a_disconnected_session_waits_for_its_client() {
    let mut world = World::new();
    let client = world.open_for(10_000);
    world.must(&client, create_with("/e", 1));
    world.step(Input::Disconnected {
        from: client.connection,
        session: client.session,
    });
    world.pass(9000, &[]);
    let connection = world.resume(&client, 10_000);
    assert_eq!(
        world.closed(client.connection),
        None,
        "it had no connection"
    );
    let client = world.opened(connection);
    world.pass(9000, &[]);
    world.must(&client, set("/e", "", -1));
    world.step(Input::Disconnected {
        from: client.connection,
        session: client.session,
    });
    world.pass(14_000, &[]);
    assert!(world.tree.lookup("/e").is_none());
    assert_eq!(world.closed(client.connection), None);
}

#[test]
fn a_shorter_timeout_counts_from_the_resumption_on() {
    let mut world = World::new();
    let client = world.open_for(60_000);
    let connection = world.resume(&client, 6000);
    let client = world.opened(connection);
    let lived = lifetime(&mut world, &client, &[]);
    assert!((6000..=9100).contains(&lived), "{lived}");
}

#[test]
fn a_longer_timeout_counts_from_the_resumption_on() {
    let mut world = World::new();
    let client = world.open_for(6000);
    let connection = world.resume(&client, 60_000);
    let client = world.opened(connection);
    let lived = lifetime(&mut world, &client, &[]);
    assert!((60_000..=63_100).contains(&lived), "{lived}");
}

#[test]
fn nobody_expires_because_the_server_slept() {
    let mut world = World::new();
    let pinging = world.open_for(6000);
    let gone = world.open_for(6000);
    world.pass(1000, &[pinging.session, gone.session]);
    world.advance(60_000);
    world.step(Input::Tick);
    world.settle();
    assert_eq!(
        world.replica.sessions().expect("it orders").len(),
        2,
        "what they sent was not read yet"
    );
    world.pass(4000, &[pinging.session]);
    assert!(world.tree.session_timeout(gone.session).is_none());
    assert!(world.tree.session_timeout(pinging.session).is_some());
}

#[test]
fn a_tick_shorter_than_the_timer_of_the_driver_expires_sessions_too() {
    let mut world = World::with(Options {
        tick_ms: 10,
        session_timeout_min_ms: 20,
        ..Options::default()
    });
    let client = world.open_for(20);
    let lived = lifetime(&mut world, &client, &[]);
    assert_eq!(lived, 100, "at the first tick of the driver");
}

#[test]
fn a_wall_clock_that_jumps_expires_nobody() {
    let mut world = World::new();
    let client = world.open_for(6000);
    for wall in [0, i64::MAX, 1] {
        world.now.wall = WallTime(wall);
        world.step(Input::Tick);
        world.settle();
        assert!(world.tree.session_timeout(client.session).is_some());
    }
}

#[test]
fn twenty_thousand_expire_together() {
    let mut world = World::new();
    for _ in 0..20_000 {
        let from = world.connect();
        world.step_quietly(Input::Open {
            from,
            timeout_ms: 6000,
            seen: Zxid::ZERO,
            reads_only: Switch::Off,
        });
        if !world.replica.can_accept() {
            world.settle();
        }
    }
    world.settle();
    let stays = world.open_for(60_000);
    assert_eq!(world.replica.sessions().expect("it orders").len(), 20_001);
    world.delivered.clear();
    world.pass(12_000, &[]);
    assert_eq!(world.replica.sessions().expect("it orders").len(), 1);
    assert_eq!(world.tree.session_count(), 1);
    let closed = |item: &&Delivery| {
        matches!(
            item,
            Delivery::Close {
                reason: CloseReason::SessionExpired,
                ..
            }
        )
    };
    assert_eq!(world.delivered.iter().filter(closed).count(), 20_000);
    world.must(&stays, create("/a"));
}

#[test]
fn the_list_by_deadline_is_complete_and_in_order() {
    let mut world = World::new();
    let (a, b) = (world.open_for(6000), world.open_for(30_000));
    let c = world.open_for(6000);
    let list: Vec<(Deadline, Vec<SessionId>)> = world
        .replica
        .sessions()
        .expect("it orders")
        .by_deadline()
        .into_iter()
        .collect();
    let deadline =
        |timeout: u64| Deadline(Monotonic(((START.monotonic.0 + timeout) / 3000 + 1) * 3000));
    let expected = [
        (deadline(6000), vec![a.session, c.session]),
        (deadline(30_000), vec![b.session]),
    ];
    assert_eq!(list, expected);
}

#[test]
fn sessions_survive_a_restart_with_a_full_timeout() {
    let mut world = World::new();
    let client = world.open_for(10_000);
    let ended = world.open_for(10_000);
    world.must(&client, create_with("/e", 1));
    world.must(&ended, Write::CloseSession);
    world.pass(9000, &[]);
    // A new process: its monotonic clock has nothing to do with the old one.
    let now = Now {
        monotonic: Monotonic(5),
        wall: WallTime(START.wall.0 + 60_000),
    };
    world.restart(now);
    assert_eq!(world.replica.sessions().expect("it orders").len(), 1);
    assert!(world.tree.lookup("/e").is_some());
    world.pass(9000, &[]);
    let connection = world.resume(&client, 10_000);
    let client = world.opened(connection);
    assert_eq!(
        world.must(&client, set("/e", "", 0)).clone(),
        world.stat_of("/e")
    );
    world.pass(14_000, &[]);
    assert!(world.tree.lookup("/e").is_none());
}

#[test]
fn ids_are_not_reused_after_a_restart_with_a_clock_that_stepped_back() {
    let mut world = World::new();
    let first = world.open();
    let second = world.open();
    world.must(&second, Write::CloseSession);
    world.must(&first, Write::CloseSession);
    let now = Now {
        monotonic: Monotonic(5),
        wall: WallTime(START.wall.0 - 3_600_000),
    };
    world.restart(now);
    let third = world.open();
    assert!(third.session > second.session && second.session > first.session);
}

#[test]
fn a_session_opened_and_not_durable_is_gone_after_a_crash() {
    let mut world = World::with(Options::default());
    let from = world.connect();
    world.step(Input::Open {
        from,
        timeout_ms: 10_000,
        seen: Zxid::ZERO,
        reads_only: Switch::Off,
    });
    assert!(
        world.delivered.is_empty(),
        "nothing is promised before it is durable"
    );
    world.restart(world.now);
    assert_eq!(world.replica.sessions().expect("it orders").len(), 0);
}

#[test]
fn what_an_ending_session_still_had_in_flight_is_answered() {
    let mut world = World::new();
    let client = world.open_for(6000);
    world.submit(&client, create("/a"));
    for _ in 0..60 {
        world.advance(300);
        world.step(Input::Tick);
    }
    world.submit(&client, create("/b"));
    world.settle();
    let replies = world.replies(&client);
    assert!(matches!(&replies[..], [(_, Outcome::Created { .. })]));
    assert_eq!(
        world.closed(client.connection),
        Some(CloseReason::SessionExpired)
    );
}
