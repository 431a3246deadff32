//! What clients of a server that only serves reads are sent.

use super::world::{World, head, request, text};
use crate::id::{SessionId, Zxid};
use crate::input::Input;
use crate::options::{Options, Switch};
use crate::request::Outcome;
use crate::stream::{Batch, CloseReason, Delivery, ServerMode};

/// A handshake whose last byte is `flag`, and the connection it was sent on.
fn handshake(world: &mut World, flag: u8) -> (super::super::Slot, crate::id::ConnectionId) {
    let slot = world.connect();
    let body = [
        &0_i32.to_be_bytes()[..],
        &0_i64.to_be_bytes(),
        &10_000_i32.to_be_bytes(),
        &0_i64.to_be_bytes(),
        &16_i32.to_be_bytes(),
        &[0; 16],
        &[flag],
    ]
    .concat();
    world.send(slot, &super::world::frame(&body));
    let asked = core::mem::take(&mut world.asks.to_replica);
    let [
        Input::Open {
            from, reads_only, ..
        },
    ] = asked[..]
    else {
        panic!("a handshake: {asked:?}");
    };
    assert_eq!(reads_only, Switch::from(flag == 1));
    (slot, from)
}

fn deliver(world: &mut World, item: Delivery) {
    let batch = Batch {
        items: [item].into(),
        through: world.tree.last_zxid(),
        ..Batch::default()
    };
    world.deliver(&batch);
}

#[test]
fn the_response_says_so() {
    for (mode, flag) in [(ServerMode::ReadOnly, 1), (ServerMode::ReadWrite, 0)] {
        let mut world = World::new(Options::default());
        let (slot, to) = handshake(&mut world, 1);
        let opened = Delivery::SessionOpened {
            to,
            session: SessionId(7),
            password: [1; 16],
            timeout_ms: 10_000,
            mode,
        };
        deliver(&mut world, opened);
        let frames = world.frames(slot);
        assert_eq!(frames[0].len(), 37);
        assert_eq!(frames[0].last(), Some(&flag));

        let (slot, to) = handshake(&mut world, 0);
        deliver(&mut world, Delivery::SessionRefused { to, mode });
        let frames = world.frames(slot);
        assert_eq!(frames[0].last(), Some(&flag));
        assert_eq!(frames[0][4..16], [0; 12]);
        assert_eq!(world.closed, [(slot, CloseReason::SessionRefused)]);
    }
}

#[test]
fn without_sessions_there_is_a_bare_header() {
    let mut world = World::new(Options::default());
    let (slot, to) = handshake(&mut world, 1);
    let zxid = Zxid::from_bits(0x9);
    deliver(&mut world, Delivery::SessionUnavailable { to, zxid });
    let frames = world.frames(slot);
    assert_eq!(frames.len(), 1);
    assert_eq!(frames[0].len(), 16);
    assert_eq!(head(&frames[0]), (0, 9, -119));
    assert_eq!(world.closed, [(slot, CloseReason::NotServing)]);
}

#[test]
fn a_sync_may_be_refused() {
    let mut world = World::new(Options {
        has_peers: Switch::On,
        ..Options::default()
    });
    let slot = world.open();
    world.send(slot, &request(5, 9, &text("/a")));
    let asked = core::mem::take(&mut world.asks.to_replica);
    let [Input::Sync { from, .. }] = asked[..] else {
        panic!("a sync: {asked:?}");
    };
    let refused = Delivery::Reply {
        to: from,
        zxid: Zxid::from_bits(0x9),
        outcome: Outcome::Failed(crate::error_code::ErrorCode::NotReadOnly),
    };
    deliver(&mut world, refused);
    let frames = world.frames(slot);
    assert_eq!(head(&frames[0]), (5, 9, -119));
}
