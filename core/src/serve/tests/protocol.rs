//! Framing, limits and back-pressure, at the level of bytes.

use alloc::vec;
use alloc::vec::Vec;
use core::num::{NonZeroU32, NonZeroU64};

use super::world::{World, create, get, head, request, set, text};
use crate::id::Monotonic;
use crate::limits;
use crate::options::{LargeRequests, Options, Throttles};
use crate::serve::Intake;
use crate::stream::CloseReason;

#[test]
fn frames_may_come_in_any_pieces() {
    let stream = [
        create(1, "/a", "data"),
        get(2, "/a", 0),
        request(-2, 11, &[]),
    ]
    .concat();
    for size in 1..stream.len() {
        let mut world = World::new(Options::default());
        let slot = world.open();
        for piece in stream.chunks(size) {
            world.send(slot, piece);
            world.settle();
        }
        let xids: Vec<_> = world
            .frames(slot)
            .iter()
            .map(|reply| head(reply).0)
            .collect();
        assert_eq!(xids, [1, 2, -2], "in pieces of {size}");
    }
}

#[test]
fn what_closes_a_connection() {
    let too_long = (0x10_0000_u32).to_be_bytes().to_vec();
    let cases = [
        (
            (-1_i32).to_be_bytes().to_vec(),
            CloseReason::BadFrameLength,
            0,
        ),
        (too_long, CloseReason::BadFrameLength, 0),
        (super::world::frame(&[0, 0, 0]), CloseReason::BadHeader, 0),
        (request(1, 10, &[]), CloseReason::BadOpcode, 1),
        (request(1, -10, &[]), CloseReason::BadOpcode, 1),
        (request(1, 20, &[]), CloseReason::BadOpcode, 1),
    ];
    for (bytes, reason, replies) in cases {
        let mut world = World::new(Options::default());
        let slot = world.open();
        world.send(slot, &bytes);
        assert_eq!(world.frames(slot).len(), replies, "{reason:?}");
        assert_eq!(world.closed, [(slot, reason)]);
        assert_eq!(world.serve.figures().closed[reason as usize], 1);
    }
}

#[test]
fn a_handshake_has_to_come_in_time() {
    let mut world = World::new(Options::default());
    let slot = world.connect();
    let patient = world.open();
    world.now.monotonic = Monotonic(world.now.monotonic.0 + 10_001);
    world.serve.tick(world.now, &mut world.asks);
    assert!(world.take(slot).is_empty());
    assert_eq!(world.closed, [(slot, CloseReason::HandshakeTimeout)]);
    assert!(
        !world
            .serve
            .connection(patient)
            .expect("it stays")
            .is_closing()
    );
}

#[test]
fn a_client_that_does_not_read_is_held_back_then_dropped() {
    let mut world = World::new(Options::default());
    let slow = world.open();
    let writer = world.open();
    let big = "x".repeat(900_000);
    world.send(writer, &create(1, "/a", &big));
    world.settle();
    // Replies: it is read no further once it has enough of them.
    let reads: Vec<u8> = (0..100).flat_map(|xid| get(xid, "/a", 0)).collect();
    world.send(slow, &reads);
    let queued = world.serve.output_len(slow);
    assert!(queued > limits::OUTPUT_PAUSE_BYTES && queued < 3 * limits::OUTPUT_PAUSE_BYTES);
    assert!(world.closed.is_empty());
    // It reads again, and gets the rest, in order.
    let mut xids = Vec::new();
    while xids.len() < 100 {
        let frames = world.frames(slow);
        assert!(!frames.is_empty(), "it is served on");
        xids.extend(frames.iter().map(|reply| head(reply).0));
        world
            .serve
            .read_waiting(&world.tree, world.now, &mut world.asks);
    }
    assert_eq!(xids, (0..100).collect::<Vec<i32>>());
    // Events cannot be held back: beyond the limit it is disconnected.
    world.send(
        slow,
        &request(
            200,
            106,
            &[text("/"), 1_i32.to_be_bytes().to_vec()].concat(),
        ),
    );
    world.take(slow);
    let name = "n".repeat(100_000);
    for round in 0..400 {
        let path = alloc::format!("/{name}{round}");
        world.send(writer, &create(1, &path, ""));
        world.settle();
        world.take(writer);
    }
    assert_eq!(world.closed, [(slow, CloseReason::SlowReader)]);
    assert!(world.serve.watches().is_empty());
}

#[test]
fn requests_wait_in_the_inbox_while_the_way_to_the_replica_is_shut() {
    let mut world = World::new(Options::default());
    let slot = world.open();
    world.serve.set_intake(Intake::Shut);
    let writes: Vec<u8> = (0..5000)
        .flat_map(|xid| set(xid, "/none", "0123456789"))
        .collect();
    for piece in writes.chunks(8192) {
        world.send(slot, piece);
    }
    assert!(world.asks.to_replica.is_empty());
    assert_eq!(world.asks.pause, [slot], "its socket is read no further");
    world.serve.set_intake(Intake::Open);
    let mut answered = 0;
    while answered < 5000 {
        world
            .serve
            .read_waiting(&world.tree, world.now, &mut world.asks);
        world.settle();
        let frames = world.frames(slot);
        assert!(!frames.is_empty());
        answered += frames.len();
    }
    assert_eq!(world.asks.resume, [slot]);
}

#[test]
fn what_was_held_back_too_long_is_throttled() {
    let throttles = Throttles {
        requests_max: NonZeroU32::new(2),
        op_wait_ms_max: NonZeroU64::new(50),
        large_requests: None,
    };
    let mut world = World::new(Options {
        throttles,
        ..Options::default()
    });
    let slot = world.open();
    let writes: Vec<u8> = (0..6).flat_map(|xid| set(xid, "/none", "")).collect();
    world.send(slot, &writes);
    assert_eq!(world.asks.to_replica.len(), 2);
    world.now.monotonic = Monotonic(world.now.monotonic.0 + 51);
    world.settle();
    world
        .serve
        .read_waiting(&world.tree, world.now, &mut world.asks);
    let answers: Vec<_> = world
        .frames(slot)
        .iter()
        .map(|reply| (head(reply).0, head(reply).2))
        .collect();
    assert_eq!(
        answers,
        [
            (0, -101),
            (1, -101),
            (2, -127),
            (3, -127),
            (4, -127),
            (5, -127)
        ]
    );
    // The account is closed: the next request is served.
    world.send(slot, &set(7, "/none", ""));
    world.settle();
    assert_eq!(
        head(&world.frames(slot)[0]),
        (7, world.tree.last_zxid().bits(), -101)
    );
}

#[test]
fn large_requests_are_bounded_in_sum() {
    let large = LargeRequests {
        threshold_bytes: 1000,
        total_bytes_max: 5000,
    };
    let throttles = Throttles {
        large_requests: Some(large),
        ..Throttles::default()
    };
    let mut world = World::new(Options {
        throttles,
        ..Options::default()
    });
    let first = world.open();
    let second = world.open();
    let request = create(1, "/a", &"x".repeat(4000));
    world.send(first, &request[..100]);
    world.send(second, &request[..100]);
    assert!(world.take(second).is_empty());
    assert_eq!(world.closed, [(second, CloseReason::TooManyLargeRequests)]);
    world.send(first, &request[100..]);
    world.settle();
    assert_eq!(head(&world.frames(first)[0]).2, 0);
    let third = world.open();
    world.send(third, &request[..100]);
    world.take(third);
    assert_eq!(world.closed.len(), 1, "what was read counts no more");
}

#[test]
fn a_server_that_demands_authentication_serves_nobody_else() {
    let options = Options {
        enforced_schemes: vec!["digest".into()],
        ..Options::default()
    };
    let mut world = World::new(options);
    let slot = world.open();
    let credential = [text("digest"), text("bob:pw")].concat();
    let auth = request(
        -4,
        100,
        &[0_i32.to_be_bytes().to_vec(), credential].concat(),
    );
    world.send(slot, &[auth, get(1, "/", 0)].concat());
    let heads: Vec<_> = world.frames(slot).iter().map(|reply| head(reply)).collect();
    assert_eq!((heads[0], heads[1].2), ((-4, 0, 0), 0));
    let stranger = world.open();
    world.send(stranger, &request(-2, 11, &[]));
    assert_eq!(head(&world.frames(stranger)[0]), (-2, 0, -124));
    assert_eq!(world.closed, [(stranger, CloseReason::AuthRequired)]);
}

#[test]
fn a_words_answer_reaches_who_asked_and_nobody_else() {
    let mut world = World::new(Options::default());
    let slot = world.connect();
    world.send(slot, b"mntr");
    let (asker, _) = world.asks.words.pop().expect("a word was read");
    // It says nothing more, but still reads.
    world.serve.peer_finished(slot, &mut world.asks);
    assert!(world.closed.is_empty());
    world.send(slot, b"mntr");
    assert!(world.asks.words.is_empty(), "one connection, one word");
    world.serve.finish_word(asker, b"answer", &mut world.asks);
    assert_eq!(world.take(slot), b"answer");
    assert_eq!(world.closed, [(slot, CloseReason::FourLetterWord)]);
    world.serve.gone(slot);
    // Its slot is somebody else's when a late answer comes.
    let other = world.open();
    assert_eq!(other, slot);
    world.serve.finish_word(asker, b"late", &mut world.asks);
    assert!(world.take(other).is_empty());
    assert!(
        !world
            .serve
            .connection(other)
            .expect("it stays")
            .is_closing()
    );
}

#[test]
fn what_is_sent_during_a_handshake_is_bounded_too() {
    let mut world = World::new(Options::default());
    let slot = world.connect();
    let hello = [
        &[0; 12][..],
        &10_000_i32.to_be_bytes(),
        &[0; 8],
        &[0, 0, 0, 16],
        &[0; 17],
    ];
    world.send(slot, &super::world::frame(&hello.concat()));
    let ping = request(-2, 11, &[]);
    let pings: Vec<u8> = ping.iter().copied().cycle().take(12 * 6000).collect();
    for piece in pings.chunks(8192) {
        world.send(slot, piece);
    }
    assert_eq!(world.asks.pause, [slot]);
    world.settle();
    assert_eq!(world.asks.resume, [slot]);
    assert_eq!(world.frames(slot).len(), 1 + 6000);
}
