//! Containers and TTL znodes that are due.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::id::{SessionId, Xid};
use crate::input::{Input, Space};
use crate::limits;
use crate::options::{Options, ReaperOptions, Switch};
use crate::request::{CreateOp, Write};
use crate::stream::Delivery;
use crate::txn::TxnOp;

const INTERVAL_MS: u64 = 60_000;

fn container(at: &str) -> Write {
    create_request(CreateOp::Container, at, 4, 0)
}

fn ttl(at: &str, ttl_ms: i64) -> Write {
    create_request(CreateOp::Ttl, at, 5, ttl_ms)
}

fn exists(world: &World, at: &str) -> bool {
    world.tree.lookup(at).is_some()
}

#[test]
fn a_container_goes_after_its_last_child() {
    let mut world = World::new();
    let client = world.open();
    for write in [
        container("/used"),
        create("/used/child"),
        container("/unused"),
        container("/full"),
        create("/full/child"),
        create("/plain"),
        create("/plain/child"),
        delete("/plain/child", -1),
        delete("/used/child", -1),
    ] {
        world.must(&client, write);
    }
    world.pass(INTERVAL_MS - 300, &[client.session]);
    assert!(
        exists(&world, "/used"),
        "the first scan comes after an interval"
    );
    world.delivered.clear();
    world.pass(600, &[client.session]);
    assert!(!exists(&world, "/used"));
    for kept in ["/unused", "/full", "/plain"] {
        assert!(exists(&world, kept), "{kept}");
    }
    let txn = world.txns().pop().expect("it is logged");
    assert_eq!((txn.session, txn.xid), (SessionId::NONE, Xid(0)));
    assert_eq!(
        txn.op,
        TxnOp::Delete {
            path: path("/used")
        }
    );
    assert!(
        matches!(&world.delivered[..], [Delivery::Change { .. }]),
        "watches fire, nobody is answered: {:?}",
        world.delivered
    );

    world.must(&client, delete("/full/child", -1));
    world.pass(INTERVAL_MS, &[client.session]);
    assert!(!exists(&world, "/full"));
}

#[test]
fn a_container_never_used_goes_only_on_request() {
    let reaper = ReaperOptions {
        max_never_used_ms: 90_000,
        ..Options::default().reaper
    };
    let mut world = World::with(Options {
        reaper,
        ..Options::default()
    });
    let client = world.open();
    world.must(&client, container("/unused"));
    world.pass(INTERVAL_MS + 300, &[client.session]);
    assert!(exists(&world, "/unused"));
    world.pass(INTERVAL_MS, &[client.session]);
    assert!(!exists(&world, "/unused"));
}

#[test]
fn a_ttl_counts_from_the_last_data() {
    let mut world = World::with(with_ttl());
    let client = world.open();
    for write in [
        ttl("/short", 30_000),
        ttl("/set", 30_000),
        ttl("/long", 70_000),
        ttl("/parent", 1),
        create("/parent/child"),
    ] {
        world.must(&client, write);
    }
    world.pass(INTERVAL_MS / 2 + 600, &[client.session]);
    world.must(&client, set("/set", "renewed", -1));
    world.pass(INTERVAL_MS / 2, &[client.session]);
    assert!(!exists(&world, "/short"));
    for kept in ["/set", "/long", "/parent"] {
        assert!(exists(&world, kept), "{kept}");
    }
    world.must(&client, delete("/parent/child", -1));
    world.pass(INTERVAL_MS, &[client.session]);
    for gone in ["/set", "/long", "/parent"] {
        assert!(!exists(&world, gone), "{gone}");
    }
}

#[test]
fn what_is_in_flight_keeps_a_znode_alive() {
    let mut world = World::with(with_ttl());
    let client = world.open();
    for write in [
        container("/a"),
        create("/a/c"),
        delete("/a/c", -1),
        ttl("/b", 1),
        ttl("/idle", 1),
    ] {
        world.must(&client, write);
    }
    world.pass(INTERVAL_MS - 300, &[client.session]);
    world.submit(&client, create("/a/again"));
    world.submit(&client, set("/b", "renewed", -1));
    world.advance(600);
    world.step(Input::Tick);
    let reaped: Vec<TxnOp> = world
        .txns()
        .into_iter()
        .filter(|txn| txn.session == SessionId::NONE)
        .map(|txn| txn.op)
        .collect();
    assert_eq!(
        reaped,
        [TxnOp::Delete {
            path: path("/idle")
        }]
    );
    world.submit(&client, create("/idle/child"));
    world.settle();
    let outcomes = world.replies(&client);
    assert_eq!(
        code(&outcomes[2].1),
        Some(crate::error_code::ErrorCode::NoNode)
    );
    assert!(exists(&world, "/a/again") && exists(&world, "/b"));
}

#[test]
fn a_scan_keeps_to_its_pace() {
    let reaper = ReaperOptions {
        max_per_minute: 60,
        ..Options::default().reaper
    };
    let mut world = World::with(Options {
        reaper,
        ..with_ttl()
    });
    let client = world.open();
    for number in 0..120 {
        world.must(&client, ttl(&format!("/t{number}"), 1));
    }
    let left = |world: &World| world.tree.ttls().count();
    world.pass(INTERVAL_MS, &[client.session]);
    assert_eq!(left(&world), 119, "the first goes at once");
    world.pass(10_000, &[client.session]);
    let gone = 119 - left(&world);
    assert!((9..=11).contains(&gone), "one in a second: {gone}");
    world.pass(2 * INTERVAL_MS, &[client.session]);
    assert_eq!(left(&world), 0);
}

#[test]
fn a_large_scan_is_made_in_parts() {
    let count = limits::REAP_CHECKS_PER_STEP + 10;
    let mut world = World::with(with_ttl());
    let client = world.open();
    for number in 0..count {
        // Only the first ones, which a scan comes to last, ever run out.
        let ttl_ms = if number < 5 { 1 } else { i64::from(u32::MAX) };
        world.submit(&client, ttl(&format!("/t{number}"), ttl_ms));
        if !world.replica.can_accept() {
            world.settle();
        }
    }
    for at in ["/c", "/c/child"] {
        world.submit(&client, container(at));
    }
    world.submit(&client, delete("/c/child", -1));
    world.settle();
    world.advance(INTERVAL_MS + 300);
    world.step(Input::Tick);
    world.settle();
    assert!(
        exists(&world, "/t0") && exists(&world, "/c"),
        "the scan is not complete"
    );
    world.pass(600, &[client.session]);
    assert_eq!(world.tree.ttls().count(), count - 5);
    assert!(!exists(&world, "/c"));
}

#[test]
fn without_extended_types_no_ttl_runs_out() {
    let mut world = World::with(with_ttl());
    let client = world.open();
    world.must(&client, ttl("/t", 1));
    world.options.extended_types = Switch::Off;
    world.restart(world.now);
    let connection = world.resume(&client, 30_000);
    let client = world.opened(connection);
    world.pass(2 * INTERVAL_MS, &[client.session]);
    assert!(exists(&world, "/t"));
}

#[test]
fn nothing_is_reaped_while_space_is_low() {
    let mut world = World::with(with_ttl());
    let client = world.open();
    world.must(&client, ttl("/t", 1));
    world.step(Input::Space(Space::Low));
    world.pass(2 * INTERVAL_MS, &[client.session]);
    assert!(exists(&world, "/t"));
    world.step(Input::Space(Space::Enough));
    world.pass(600, &[client.session]);
    assert!(
        !exists(&world, "/t"),
        "the candidates of the scan were kept"
    );
    assert_eq!(
        world.txns().pop().map(|txn| txn.op),
        vec![path("/t")]
            .pop()
            .map(|path| { TxnOp::Delete { path } })
    );
}
