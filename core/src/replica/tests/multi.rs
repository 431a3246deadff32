//! Multi: one zxid, all or nothing, each operation seeing those before it.

use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::error_code::ErrorCode::{self, *};
use crate::request::{Outcome, Write};
use crate::txn::TxnOp;

fn furnished() -> (World, Client) {
    let mut world = World::new();
    let client = world.open();
    for write in [create("/a"), create("/a/b"), create("/s")] {
        world.must(&client, write);
    }
    (world, client)
}

fn codes(outcome: Outcome) -> Vec<Option<ErrorCode>> {
    match outcome {
        Outcome::FailedMulti(codes) => codes,
        other => panic!("the multi failed: {other:?}"),
    }
}

fn parts(outcome: Outcome) -> Vec<Outcome> {
    match outcome {
        Outcome::Multi(parts) => parts,
        other => panic!("the multi succeeded: {other:?}"),
    }
}

#[test]
fn later_operations_see_earlier_ones() {
    let (mut world, client) = furnished();
    let before = world.tree.last_zxid();
    let outcome = world.must(
        &client,
        Write::Multi(vec![
            create("/n"),
            set("/n", "one", 0),
            set("/n", "two", 1),
            check("/n", 2),
            create_with("/n/s", 2),
            create_with("/n/s", 2),
            delete("/n/s0000000000", 0),
            delete("/a/b", 0),
            delete("/a", 0),
        ]),
    );
    assert_eq!(world.tree.last_zxid(), before.next(), "one zxid");
    let parts = parts(outcome);
    assert!(matches!(parts[0], Outcome::Created { stat, .. } if stat.version == 0));
    assert!(matches!(parts[1], Outcome::Changed { stat } if stat.version == 1));
    assert!(matches!(parts[2], Outcome::Changed { stat } if stat.version == 2));
    assert_eq!(parts[3], Outcome::Done);
    assert_eq!(&*created(&parts[5]), "/n/s0000000001");
    assert!(world.tree.lookup("/a").is_none());
    let znode = world.tree.lookup("/n").expect("it was created");
    assert_eq!((znode.num_children(), znode.stored_cversion()), (1, 2));
}

#[test]
fn an_empty_one_succeeds() {
    let (mut world, client) = furnished();
    let before = world.tree.last_zxid();
    assert_eq!(
        world.must(&client, Write::Multi(vec![])),
        Outcome::Multi(vec![])
    );
    assert_eq!(world.tree.last_zxid(), before.next());
}

#[test]
fn a_failed_one_names_the_fault_and_changes_nothing() {
    let table: [(Vec<Write>, Vec<Option<ErrorCode>>); 6] = [
        (
            vec![create("/n"), delete("/none", -1), create("/m")],
            vec![None, Some(NoNode), Some(RuntimeInconsistency)],
        ),
        (vec![check("/a", 3)], vec![Some(BadVersion)]),
        (vec![check("/a/", 0)], vec![Some(BadArguments)]),
        (
            vec![create("/n"), create("/n")],
            vec![None, Some(NodeExists)],
        ),
        (
            vec![delete("/a/b", -1), create("/a/b/c")],
            vec![None, Some(NoNode)],
        ),
        (
            vec![set_acl("/a", open_acl(), -1)],
            vec![Some(MarshallingError)],
        ),
    ];
    for (writes, expected) in table {
        let (mut world, client) = furnished();
        let before = world.tree.last_zxid();
        let znodes = world.tree.node_count();
        let digest = world.tree.digest();
        let outcome = world.call(&client, Write::Multi(writes.clone()));
        assert_eq!(codes(outcome), expected, "{writes:?}");
        assert_eq!(world.tree.last_zxid(), before.next(), "its zxid is used up");
        assert_eq!(
            (world.tree.node_count(), world.tree.digest()),
            (znodes, digest)
        );
        let logged = world.txns().pop().expect("it is logged").op;
        assert_eq!(logged, TxnOp::FailedMulti(expected));
    }
}

#[test]
fn a_failed_one_gives_back_what_was_in_flight_before() {
    let (mut world, client) = furnished();
    let failing = || {
        Write::Multi(vec![
            create_with("/s/n", 2),
            set("/a", "multi", 1),
            set("/a", "multi", 2),
            delete("/a/b", -1),
            create_with("/s/e", 3),
            delete("/none", -1),
        ])
    };
    world.submit(&client, set("/a", "before", 0));
    world.submit(&client, create_with("/s/n", 2));
    world.submit(&client, failing());
    world.submit(&client, create_with("/s/n", 2));
    world.submit(&client, failing());
    world.submit(&client, set("/a", "behind", 1));
    world.submit(&client, set("/a/b", "behind", 0));
    world.submit(&client, Write::CloseSession);
    world.settle();
    let outcomes: Vec<Outcome> = world.replies(&client).into_iter().map(|(_, o)| o).collect();
    assert_eq!(&*created(&outcomes[1]), "/s/n0000000000");
    assert_eq!(
        &*created(&outcomes[3]),
        "/s/n0000000001",
        "the parent's counter came back"
    );
    for place in [2, 4] {
        assert_eq!(codes(outcomes[place].clone())[5], Some(NoNode));
    }
    assert_eq!(code(&outcomes[5]), None, "the version came back");
    assert_eq!(code(&outcomes[6]), None, "the delete was taken back");
    let Some(TxnOp::CloseSession { paths }) = world.txns().pop().map(|txn| txn.op) else {
        panic!("the session was closed last");
    };
    assert!(paths.is_empty(), "the ephemeral was taken back: {paths:?}");
}

#[test]
fn a_read_permission_is_asked_for_a_check() {
    let (mut world, client) = furnished();
    let acl = vec![entry("world", "anyone", crate::acl::Permissions::WRITE)];
    world.must(&client, create_guarded("/w", acl));
    let outcome = world.call(
        &client,
        Write::Multi(vec![set("/w", "", 0), check("/w", 9)]),
    );
    assert_eq!(
        codes(outcome),
        [None, Some(NoAuth)],
        "asked before the version"
    );
}
