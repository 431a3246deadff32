//! A connection's requests take effect in the order sent, whatever is batched with what.

use alloc::format;
use alloc::vec::Vec;

use super::world::{World, create, data, get, head, request, set, text};
use crate::options::Options;

#[test]
fn a_read_sees_its_own_earlier_writes_and_no_later_one() {
    for budget in [1, 2, 3, usize::MAX] {
        let mut world = World::new(Options::default());
        let slot = world.open();
        world.send(slot, &create(1, "/a", "0"));
        world.settle();
        world.take(slot);
        let mut pipeline = Vec::new();
        for round in 0..50 {
            pipeline.extend(set(100 + 2 * round, "/a", &format!("{round}")));
            pipeline.extend(get(101 + 2 * round, "/a", 0));
        }
        world.send(slot, &pipeline);
        world.step();
        assert!(
            world.take(slot).is_empty(),
            "nothing is answered before it is durable"
        );
        world.land(budget);
        let frames = world.frames(slot);
        assert_eq!(frames.len(), 100);
        let mut last_zxid = 0;
        for (at, reply) in frames.iter().enumerate() {
            let (xid, zxid, err) = head(reply);
            assert_eq!((xid, err), (100 + i32::try_from(at).expect("small"), 0));
            assert!(zxid >= last_zxid, "zxids never go back");
            last_zxid = zxid;
            if at % 2 == 1 {
                assert_eq!(
                    data(reply),
                    format!("{}", at / 2).as_bytes(),
                    "budget {budget}"
                );
            }
        }
    }
}

#[test]
fn requests_that_concern_the_connection_wait_for_their_turn() {
    let mut world = World::new(Options::default());
    let slot = world.open();
    let ping = request(-2, 11, &[]);
    let who = request(3, 107, &[]);
    let garbled = request(4, 4, &[0, 0]);
    let pipeline = [create(1, "/a", "x"), ping, set(2, "/a", "y"), who, garbled].concat();
    world.send(slot, &pipeline);
    world.step();
    assert!(world.take(slot).is_empty());
    world.land(1);
    let heads: Vec<_> = world.frames(slot).iter().map(|reply| head(reply)).collect();
    let (first, second) = (heads[0].1, heads[2].1);
    assert_eq!(
        heads,
        [
            (1, first, 0),
            (-2, first, 0),
            (2, second, 0),
            (3, second, 0),
            (4, second, -5)
        ]
    );
    assert_eq!(second, first + 1);
}

#[test]
fn a_watch_set_behind_a_write_fires_for_later_changes_only() {
    for budget in [1, usize::MAX] {
        let mut world = World::new(Options::default());
        let watcher = world.open();
        let writer = world.open();
        world.send(writer, &create(1, "/a", "0"));
        world.settle();
        world.take(writer);
        // In one batch: a change, the watcher's own write, its watching read, another change.
        world.send(writer, &set(2, "/a", "1"));
        world.send(watcher, &[create(1, "/b", ""), get(2, "/a", 1)].concat());
        world.step();
        world.send(writer, &set(3, "/a", "2"));
        world.step();
        world.land(budget);
        let frames = world.frames(watcher);
        let heads: Vec<_> = frames.iter().map(|reply| head(reply)).collect();
        assert_eq!(
            heads.iter().map(|head| head.0).collect::<Vec<_>>(),
            [1, 2, -1]
        );
        assert_eq!(
            data(&frames[1]),
            b"1",
            "the read stands before the second change"
        );
        assert!(
            heads[2].1 > heads[1].1,
            "the event carries the zxid of the change"
        );
    }
}

#[test]
fn an_event_comes_before_the_reply_that_reveals_its_change() {
    let mut world = World::new(Options::default());
    let slot = world.open();
    world.send(slot, &create(1, "/a", "0"));
    world.settle();
    world.send(slot, &get(2, "/a", 1));
    world.take(slot);
    world.send(slot, &[set(3, "/a", "1"), get(4, "/a", 0)].concat());
    world.settle();
    let xids: Vec<_> = world
        .frames(slot)
        .iter()
        .map(|reply| head(reply).0)
        .collect();
    assert_eq!(xids, [-1, 3, 4]);
}

#[test]
fn nothing_behind_close_session_is_answered() {
    let mut world = World::new(Options::default());
    let slot = world.open();
    let close = request(2, -11, &[]);
    world.send(slot, &[set(1, "/none", ""), close, get(3, "/", 0)].concat());
    world.settle();
    let heads: Vec<_> = world
        .frames(slot)
        .iter()
        .map(|reply| (head(reply).0, head(reply).2))
        .collect();
    assert_eq!(heads, [(1, -101), (2, 0)]);
    assert_eq!(
        world.closed,
        [(slot, crate::stream::CloseReason::SessionClosed)]
    );
}

#[test]
fn a_moved_sessions_old_connection_is_closed_without_a_reply() {
    let mut world = World::new(Options::default());
    let old = world.open();
    let session = world.serve.connection(old).expect("it is there").session();
    let password = crate::session::password(session);
    let new = world.connect();
    let mut resume = Vec::new();
    resume.extend_from_slice(&0_i32.to_be_bytes());
    resume.extend_from_slice(&0_i64.to_be_bytes());
    resume.extend_from_slice(&10_000_i32.to_be_bytes());
    resume.extend_from_slice(&session.0.to_be_bytes());
    resume.extend_from_slice(&super::world::frame(&password));
    resume.push(0);
    world.send(new, &super::world::frame(&resume));
    world.settle();
    assert_eq!(world.take(new).len(), 4 + 37);
    assert_eq!(
        world.closed,
        [(old, crate::stream::CloseReason::SessionMoved)]
    );
    assert!(world.take(old).is_empty());
    world.send(new, &request(1, 3, &[text("/"), [0].to_vec()].concat()));
    assert_eq!(head(&world.frames(new)[0]).2, 0);
}
