//! Hard quotas, with what is in flight.

use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::error_code::ErrorCode::{BadArguments, QuotaExceeded};
use crate::limits;
use crate::options::{Options, Switch};
use crate::request::Write;

const COUNT: &str = "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=3";
const BYTES: &str = "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=-1";
const SOFT: &str = "count=1,bytes=1";

/// `/q` with a quota, beside `/free` without one.
fn with_quota(limits: &str, enforce: Switch) -> (World, Client) {
    let mut world = World::with(Options {
        enforce_quota: enforce,
        ..Options::default()
    });
    let client = world.open();
    for at in ["/free", "/q", "/zookeeper/quota/q"] {
        world.must(&client, create(at));
    }
    // What ZooKeeper's tool writes: limits, then the use so far.
    for (at, text) in [("limits", limits), ("stats", "count=1,bytes=1")] {
        let at = alloc::format!("/zookeeper/quota/q/zookeeper_{at}");
        world.must(&client, create(&at));
        world.must(&client, set(&at, text, -1));
    }
    (world, client)
}

#[test]
fn a_count_is_kept_with_creates_and_deletes_in_flight() {
    let (mut world, client) = with_quota(COUNT, Switch::On);
    for (write, expected) in [
        (create("/q/a"), None),
        (create("/q/b"), None),
        (create("/q/c"), Some(QuotaExceeded)),
        (create_with("/q/c", 3), Some(QuotaExceeded)),
        (create("/free/c"), None),
        (delete("/q/a", -1), None),
        (create("/q/c"), None),
        (create("/q/d"), Some(QuotaExceeded)),
        (set("/q/c", "long text in a full quota of znodes", -1), None),
    ] {
        // Once with everything before it in flight, once with everything before it applied.
        world.submit(&client, write.clone());
        let mut applied = World::with(world.options.clone());
        let mut earlier = world.log.clone();
        earlier.pop();
        applied.durable = earlier.len();
        applied.log = earlier;
        applied.restart(START);
        let connection = applied.resume(&client, 30_000);
        let same = applied.opened(connection);
        assert_eq!(
            code(&applied.call(&same, write.clone())),
            expected,
            "{write:?}"
        );
        let last = world.txns().pop().map(|txn| txn.op);
        let refused = last == Some(crate::txn::TxnOp::Error(QuotaExceeded));
        assert_eq!(refused, expected.is_some(), "{write:?}");
    }
    world.settle();
}

#[test]
fn bytes_are_kept_with_sets_in_flight() {
    let (mut world, client) = with_quota(BYTES, Switch::On);
    for (write, expected) in [
        (set("/q", "123456", -1), None),
        (create("/q/a"), None),
        (set("/q/a", "12345", 99), Some(QuotaExceeded)),
        (
            set("/q/a", "1234", 99),
            Some(crate::error_code::ErrorCode::BadVersion),
        ),
        (set("/q/a", "1234", -1), None),
        (create("/q/b"), Some(QuotaExceeded)),
        (set("/q", "12345", -1), None),
        (create("/q/b"), None),
        (set("/q/b", "y", -1), None),
    ] {
        world.submit(&client, write.clone());
        let last = world.txns().pop().map(|txn| txn.op);
        match expected {
            Some(code) => assert_eq!(last, Some(crate::txn::TxnOp::Error(code)), "{write:?}"),
            None => assert!(
                !matches!(last, Some(crate::txn::TxnOp::Error(_))),
                "{write:?}"
            ),
        }
    }
    world.settle();
}

#[test]
fn a_failed_multi_charges_nothing() {
    let (mut world, client) = with_quota(COUNT, Switch::On);
    world.submit(&client, create("/q/a"));
    world.submit(&client, Write::Multi(vec![create("/q/b"), create("/q/c")]));
    world.submit(
        &client,
        Write::Multi(vec![create("/q/b"), delete("/none", -1)]),
    );
    world.submit(&client, create("/q/b"));
    world.settle();
    let codes: Vec<_> = world
        .replies(&client)
        .iter()
        .map(|(_, outcome)| code(outcome))
        .collect();
    let no_node = crate::error_code::ErrorCode::NoNode;
    assert_eq!(codes, [None, Some(QuotaExceeded), Some(no_node), None]);
}

#[test]
fn an_ending_session_gives_back_what_it_used() {
    let (mut world, client) = with_quota(COUNT, Switch::On);
    let other = world.open();
    world.submit(&client, create_with("/q/a", 1));
    world.submit(&client, create_with("/q/b", 1));
    world.submit(&client, Write::CloseSession);
    world.submit(&other, create("/q/c"));
    world.submit(&other, create("/q/d"));
    world.submit(&other, create("/q/e"));
    world.settle();
    let codes: Vec<_> = world
        .replies(&other)
        .iter()
        .map(|(_, outcome)| code(outcome))
        .collect();
    assert_eq!(codes, [None, None, Some(QuotaExceeded)]);
}

#[test]
fn soft_limits_and_quotas_that_are_not_enforced_refuse_nothing() {
    for (limits, enforce) in [
        (SOFT, Switch::On),
        (COUNT, Switch::Off),
        (BYTES, Switch::Off),
    ] {
        let (mut world, client) = with_quota(limits, enforce);
        for at in ["/q/a", "/q/b", "/q/c", "/q/d"] {
            world.must(&client, create(at));
            world.must(&client, set(at, "much longer than it may be", -1));
        }
    }
}

#[test]
fn one_request_counts_usage_a_few_times_only() {
    const STATS: &str = "/zookeeper/quota/q/zookeeper_stats";
    let (mut world, client) = with_quota(COUNT, Switch::Off);
    let again = |times: usize| {
        let pairs = (0..times).flat_map(|_| [delete(STATS, -1), create(STATS)]);
        Write::Multi(pairs.collect())
    };
    world.must(&client, again(limits::USAGE_COUNTS_MAX));
    let refused = world.call(&client, again(limits::USAGE_COUNTS_MAX + 1));
    assert_eq!(code(&refused), Some(BadArguments));
    world.must(&client, again(limits::USAGE_COUNTS_MAX));
    for _ in 0..=limits::USAGE_COUNTS_MAX {
        world.must(&client, delete(STATS, -1));
        world.must(&client, create(STATS));
    }
}

#[test]
fn counting_usage_is_work() {
    const STATS: &str = "/zookeeper/quota/q/zookeeper_stats";
    let (mut world, client) = with_quota(COUNT, Switch::Off);
    let names = 0..2 * limits::VISITS_PER_CHANGE;
    let creates = names.map(|name| create(&alloc::format!("/q/{name}")));
    world.must(&client, Write::Multi(creates.collect()));
    world.must(&client, delete(STATS, -1));
    world.submit(&client, create(STATS));
    world.submit(&client, create("/q/last"));
    world.durable_through(world.log.len());
    assert_eq!(
        world.apply(3),
        4,
        "a txn, its change, and twice so many visits"
    );
    assert!(world.tree.lookup("/q/last").is_none(), "in the next batch");
    assert_eq!(world.apply(3), 2);
    world.settle();
}
