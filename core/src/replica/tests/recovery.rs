//! Replay: the log continues the tree, or the server refuses to start.

use alloc::vec::Vec;

use super::world::*;
use crate::replay::{ReplayError, Replayed, replay};
use crate::tree::{Tree, Znode};
use crate::txn::codec::DecodeError;

fn some_log() -> (World, Vec<Vec<u8>>) {
    let mut world = World::new();
    let client = world.open();
    for write in [
        create("/a"),
        create("/a"),
        create_with("/e", 1),
        set("/a", "x", 0),
    ] {
        world.call(&client, write);
    }
    let log = world.log.clone();
    (world, log)
}

#[test]
fn a_replayed_tree_is_the_tree() {
    let (world, log) = some_log();
    let mut tree = Tree::new(SEED, world.options.tree_digest);
    for record in &log {
        assert_eq!(replay(&mut tree, record), Ok(Replayed::Applied));
    }
    assert_eq!(tree.last_zxid(), world.tree.last_zxid());
    assert_eq!(tree.digest(), world.tree.digest());
    assert!(tree.sessions().eq(world.tree.sessions()));
    let stat = |tree: &Tree| tree.lookup("/a").map(Znode::stat);
    assert_eq!(stat(&tree), stat(&world.tree));
}

#[test]
fn what_the_checkpoint_holds_is_passed_over() {
    let (world, log) = some_log();
    let mut tree = world.tree.clone();
    for record in &log {
        assert_eq!(replay(&mut tree, record), Ok(Replayed::Known));
    }
    assert_eq!(tree.digest(), world.tree.digest());
}

#[test]
fn a_gap_is_named() {
    let (world, log) = some_log();
    let zxids: Vec<_> = world.txns().iter().map(|txn| txn.zxid).collect();
    let mut tree = Tree::new(SEED, world.options.tree_digest);
    assert_eq!(replay(&mut tree, &log[0]), Ok(Replayed::Applied));
    let gap = ReplayError::Gap {
        last: zxids[0],
        found: zxids[2],
    };
    assert_eq!(replay(&mut tree, &log[2]), Err(gap.clone()));
    assert_eq!(tree.last_zxid(), zxids[0], "nothing was applied");
    let text = alloc::format!("{gap}");
    assert!(text.contains("0x1") && text.contains("0x3"), "{text}");
}

#[test]
fn what_is_no_txn_is_refused() {
    let mut tree = Tree::new(SEED, crate::options::Switch::On);
    let refused = Err(ReplayError::Undecodable(DecodeError::Malformed));
    assert_eq!(replay(&mut tree, &[]), refused);
    assert_eq!(replay(&mut tree, &[0xff; 64]), refused);
}
