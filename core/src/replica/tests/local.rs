//! Sessions that only their own server knows.

use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::error_code::ErrorCode;
use crate::id::{SessionId, Zxid};
use crate::input::Input;
use crate::options::{LocalSessions, Options, Switch};
use crate::request::{Outcome, Write};
use crate::stream::{CloseReason, ServerMode};
use crate::txn::TxnOp;

/// Create flags.
const EPHEMERAL: i32 = 1;
const EPHEMERAL_SEQUENTIAL: i32 = 3;

fn world(local_sessions: LocalSessions) -> World {
    World::with(Options {
        local_sessions,
        ..Options::default()
    })
}

fn ops(world: &World) -> Vec<TxnOp> {
    world.txns().into_iter().map(|txn| txn.op).collect()
}

#[test]
fn they_leave_no_trace_in_the_log() {
    let mut world = world(LocalSessions::On);
    let client = world.open_for(10_000);
    assert_eq!(client.timeout_ms, 10_000);
    assert_eq!(client.password, crate::session::password(client.session));
    assert_eq!(client.session.0 >> 56, 1, "the server's id");
    assert_eq!(world.open().session.0, client.session.0 + 1);
    assert_eq!(world.replica.local_sessions().len(), 2);
    assert!(world.log.is_empty());
    assert_eq!(world.tree.session_count(), 0);

    world.must(&client, create("/a"));
    world.must(&client, set("/a", "b", 0));
    let txns = world.txns();
    assert!(txns.iter().all(|txn| txn.session == SessionId::NONE));
    assert_eq!(txns.len(), 2);

    assert_eq!(world.call(&client, Write::CloseSession), Outcome::Done);
    assert_eq!(
        world.closed(client.connection),
        Some(CloseReason::SessionClosed)
    );
    assert_eq!(world.log.len(), 2);
    assert_eq!(world.replica.local_sessions().len(), 1);
    let from = world.resume(&client, 10_000);
    assert!(world.refused(from), "it is over");
}

#[test]
fn the_end_waits_for_the_writes_before_it() {
    let mut world = world(LocalSessions::On);
    let client = world.open();
    world.submit(&client, create("/a"));
    world.submit(&client, Write::CloseSession);
    world.apply_ready();
    assert_eq!(world.replies(&client), []);
    assert_eq!(world.closed(client.connection), None);
    world.settle();
    let replies = world.replies(&client);
    assert_eq!(replies.len(), 2);
    assert_eq!(replies[1], (world.tree.last_zxid(), Outcome::Done));
}

#[test]
fn they_expire_without_a_txn() {
    let mut world = world(LocalSessions::On);
    let silent = world.open_for(9000);
    let loud = world.open_for(9000);
    world.pass(9000, &[loud.session]);
    assert_eq!(world.closed(silent.connection), None, "never early");
    world.pass(3300, &[loud.session]);
    assert_eq!(
        world.closed(silent.connection),
        Some(CloseReason::SessionExpired)
    );
    assert_eq!(world.closed(loud.connection), None);
    assert!(world.log.is_empty());
    world.submit(&silent, create("/late"));
    assert_eq!(
        world.closed(silent.connection),
        Some(CloseReason::SessionMoved)
    );
    assert!(world.log.is_empty());
}

#[test]
fn they_are_resumed_here_and_nowhere_else() {
    let mut world = world(LocalSessions::On);
    let client = world.open();
    let connection = world.resume(&client, 7000);
    assert_eq!(
        world.closed(client.connection),
        Some(CloseReason::SessionMoved)
    );
    let resumed = world.opened(connection);
    assert_eq!(
        (resumed.session, resumed.timeout_ms),
        (client.session, 7000)
    );
    world.must(&resumed, create("/a"));
    world.submit(&client, create("/too-late"));
    assert!(world.tree.lookup("/too-late").is_none());

    let from = world.connect();
    world.step(Input::Resume {
        from,
        session: client.session,
        password: Some([0; 16]),
        timeout_ms: 7000,
        seen: Zxid::ZERO,
        reads_only: Switch::Off,
    });
    world.apply_ready();
    assert!(world.refused(from), "a wrong password");
    assert_eq!(
        world.closed(resumed.connection),
        Some(CloseReason::SessionMoved)
    );

    let now = world.now;
    world.restart(now);
    let from = world.resume(&client, 7000);
    assert!(world.refused(from), "another server knows nothing of it");
}

#[test]
fn they_own_no_ephemeral_znodes() {
    let mut world = world(LocalSessions::On);
    let client = world.open();
    for flags in [EPHEMERAL, EPHEMERAL_SEQUENTIAL] {
        let outcome = world.call(&client, create_with("/e", flags));
        assert_eq!(code(&outcome), Some(ErrorCode::EphemeralOnLocalSession));
    }
    let multi = Write::Multi(vec![create("/a"), create_with("/e", EPHEMERAL)]);
    assert_eq!(
        world.call(&client, multi),
        Outcome::FailedMulti(vec![None, Some(ErrorCode::EphemeralOnLocalSession)])
    );
    assert!(world.tree.lookup("/a").is_none());
    assert_eq!(world.replica.local_sessions().len(), 1);
    assert_eq!(world.tree.session_count(), 0);
}

#[test]
fn they_become_everybody_s_when_they_have_to() {
    for write in [
        create_with("/e", EPHEMERAL),
        Write::Multi(vec![create("/a"), create_with("/e", EPHEMERAL)]),
    ] {
        let mut world = world(LocalSessions::Upgrading);
        let client = world.open_for(9000);
        world.must(&client, create("/b"));
        assert_eq!(world.tree.session_count(), 0);
        world.must(&client, write);
        assert!(world.replica.local_sessions().is_empty());
        assert_eq!(world.tree.session_timeout(client.session), Some(9000));
        let znode = world.tree.lookup("/e").expect("it was created");
        assert_eq!(znode.stat().ephemeral_owner, client.session.0);
        assert_eq!(ops(&world)[1], TxnOp::CreateSession { timeout_ms: 9000 });

        // From now on it is like any other.
        world.must(&client, create_with("/f", EPHEMERAL));
        let connection = world.resume(&client, 9000);
        let client = world.opened(connection);
        world.must(&client, create("/c"));
        world.must(&client, Write::CloseSession);
        assert!(world.tree.lookup("/e").is_none());
        assert!(world.tree.lookup("/f").is_none());
        assert!(matches!(
            ops(&world).last(),
            Some(TxnOp::CloseSession { .. })
        ));
    }
}

#[test]
fn what_is_pipelined_behind_an_upgrade_counts() {
    let mut world = world(LocalSessions::Upgrading);
    let client = world.open();
    world.submit(&client, create("/a"));
    world.submit(&client, create_with("/e", EPHEMERAL));
    world.submit(&client, create_with("/f", EPHEMERAL));
    world.submit(&client, Write::CloseSession);
    world.settle();
    let replies = world.replies(&client);
    assert_eq!(replies.len(), 4, "one answer for each request");
    assert!(replies.iter().all(|(_, outcome)| code(outcome).is_none()));
    assert!(world.tree.lookup("/e").is_none());
    assert_eq!(world.tree.session_count(), 0);
}

#[test]
fn a_client_is_told_that_writes_are_served() {
    let mut world = world(LocalSessions::On);
    let from = world.connect();
    world.step(Input::Open {
        from,
        timeout_ms: 6000,
        seen: Zxid::ZERO,
        reads_only: Switch::On,
    });
    world.apply_ready();
    let modes: Vec<_> = world
        .delivered
        .iter()
        .filter_map(|delivery| match delivery {
            crate::stream::Delivery::SessionOpened { mode, .. } => Some(*mode),
            _ => None,
        })
        .collect();
    assert_eq!(modes, [ServerMode::ReadWrite]);
}
