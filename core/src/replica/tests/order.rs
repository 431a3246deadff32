//! What is answered when: nothing before it is durable, changes before replies, replies in order.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::error_code::ErrorCode;
use crate::id::{RecordNumber, Zxid};
use crate::input::{Input, Space, SubmitRead};
use crate::limits;
use crate::options::Switch;
use crate::request::{ChangeKind, Outcome, Write};
use crate::stream::{AnsweredWatch, CloseReason, Delivery};

#[test]
fn nothing_is_applied_before_it_is_durable() {
    let mut world = World::new();
    let client = world.open();
    let before = world.log.len();
    for name in ["/a", "/b", "/c"] {
        world.submit(&client, create(name));
    }
    assert_eq!(world.log.len(), before + 3);
    assert!(!world.replica.has_committed());
    assert_eq!(world.apply(100), 0);
    assert!(world.replies(&client).is_empty());

    world.durable_through(before + 2);
    assert!(world.replica.has_committed());
    while world.apply(1) > 0 {}
    assert_eq!(world.replies(&client).len(), 2);
    assert!(world.tree.lookup("/b").is_some() && world.tree.lookup("/c").is_none());
    let history = world.replica.history().clone();
    assert_eq!(history.applied(), world.tree.last_zxid());
    assert_eq!(history.committed(), history.durable());
    assert_eq!(history.proposed(), history.durable().next());

    world.durable_through(before + 2);
    assert!(
        !world.replica.has_committed(),
        "the same news changes nothing"
    );
    world.settle();
    assert_eq!(world.replies(&client).len(), 1);
}

#[test]
#[should_panic(expected = "only what was appended")]
fn a_log_cannot_be_ahead() {
    let mut world = World::new();
    world.step(Input::Durable {
        through: RecordNumber(1),
    });
}

#[test]
fn changes_come_before_the_reply_and_in_order() {
    let mut world = World::new();
    let client = world.open();
    world.delivered.clear();
    world.submit(
        &client,
        Write::Multi(vec![create("/a"), set("/a", "1", 0), delete("/a", 1)]),
    );
    world.submit(&client, create("/b"));
    world.settle();
    let told: Vec<&str> = world
        .delivered
        .iter()
        .map(|delivery| match delivery {
            Delivery::Change { change, .. } => match change.kind {
                ChangeKind::Created => "created",
                ChangeKind::Deleted => "deleted",
                ChangeKind::DataChanged => "data",
            },
            Delivery::Reply { .. } => "reply",
            other => panic!("neither change nor reply: {other:?}"),
        })
        .collect();
    assert_eq!(
        told,
        ["created", "data", "deleted", "reply", "created", "reply"]
    );
}

#[test]
fn a_budget_ends_a_run_between_txns() {
    let mut world = World::new();
    let client = world.open();
    for name in ["/a", "/b", "/c", "/d"] {
        world.submit(&client, create(name));
    }
    world.durable_through(world.log.len());
    let first = world.apply(3);
    assert!(world.tree.lookup("/b").is_some() && world.tree.lookup("/c").is_none());
    assert_eq!(first, 4, "two txns with a change each");
    assert!(world.apply(100) > 0 && !world.replica.has_committed());
    assert!(world.tree.lookup("/d").is_some());
}

#[test]
fn low_space_refuses_writes_without_a_zxid_and_in_their_turn() {
    let mut world = World::new();
    let client = world.open();
    world.submit(&client, create("/a"));
    world.step(Input::Space(Space::Low));
    let before = world.log.len();
    world.submit(&client, create("/b"));
    world.submit(&client, Write::Undecodable);
    assert_eq!(world.log.len(), before, "nothing is logged");
    assert!(
        !world.replica.has_committed(),
        "a refusal waits for the write before it"
    );
    world.settle();
    let zxid = world.tree.last_zxid();
    let replies = world.replies(&client);
    assert!(matches!(replies[0].1, Outcome::Created { .. }));
    let refused = Outcome::Failed(ErrorCode::NotReadOnly);
    assert_eq!(&replies[1..], [(zxid, refused.clone()), (zxid, refused)]);

    let reader = world.open();
    assert_eq!(world.must(&reader, Write::CloseSession), Outcome::Done);
    world.step(Input::Space(Space::Enough));
    world.must(&client, create("/b"));
}

#[test]
fn low_space_opens_no_end_of_sessions() {
    let mut world = World::new();
    world.step(Input::Space(Space::Low));
    for _ in 0..limits::LOW_SPACE_OPENS_MAX {
        world.open();
    }
    let from = world.connect();
    world.step(Input::Open {
        from,
        timeout_ms: 0,
        seen: Zxid::ZERO,
        reads_only: Switch::Off,
    });
    world.apply_ready();
    assert_eq!(world.closed(from), Some(CloseReason::TooManyConnections));
    world.step(Input::Space(Space::Enough));
    world.open();
}

/// A `getData` frame with the watch flag.
fn get_data(at: &str) -> Box<[u8]> {
    let mut frame = Vec::new();
    frame.extend_from_slice(&7_i32.to_be_bytes());
    frame.extend_from_slice(&4_i32.to_be_bytes());
    frame.extend_from_slice(&u32::try_from(at.len()).expect("short").to_be_bytes());
    frame.extend_from_slice(at.as_bytes());
    frame.push(1);
    frame.into()
}

#[test]
fn a_read_behind_writes_sees_those_before_it_and_no_others() {
    let mut world = World::new();
    let client = world.open();
    world.must(&client, create("/a"));
    let read = |world: &mut World, client: &Client| {
        world.step(Input::Read(SubmitRead {
            from: client.connection,
            session: client.session,
            identities: client.identities.clone(),
            frame: get_data("/a"),
        }));
    };
    world.submit(&client, set("/a", "first", 0));
    read(&mut world, &client);
    world.submit(&client, set("/a", "second", 1));
    assert!(!world.replica.has_committed());
    world.delivered.clear();
    world.durable_through(world.log.len());
    world.apply(100);
    let at = world
        .delivered
        .iter()
        .position(|delivery| matches!(delivery, Delivery::Answer { .. }))
        .expect("the read is answered");
    let Delivery::Answer {
        to,
        zxid,
        start,
        end,
        watches,
    } = &world.delivered[at]
    else {
        panic!("just found");
    };
    assert_eq!(*to, client.connection);
    assert_eq!(zxid.next(), world.tree.last_zxid());
    let frame = &world.batch_bytes[*start..*end];
    let shows = |text: &[u8]| frame.windows(text.len()).any(|part| part == text);
    assert!(shows(b"first") && !shows(b"second"));
    assert_eq!(watches, &vec![AnsweredWatch::Data("/a".into())]);
    let replies = |items: &[Delivery]| {
        items
            .iter()
            .filter(|item| matches!(item, Delivery::Reply { .. }))
            .count()
    };
    assert_eq!(replies(&world.delivered[..at]), 1);
    assert_eq!(replies(&world.delivered[at..]), 1);

    read(&mut world, &client);
    assert!(
        world.replica.has_committed(),
        "a read behind nothing is answered at once"
    );
    world.settle();
}

#[test]
fn durability_is_counted_past_reads_and_refusals() {
    let mut world = World::new();
    let client = world.open();
    let before = world.log.len();
    for name in ["/a", "/b", "/c", "/d"] {
        world.submit(&client, create(name));
        world.step(Input::Read(SubmitRead {
            from: client.connection,
            session: client.session,
            identities: client.identities.clone(),
            frame: get_data(name),
        }));
        world.step(Input::Space(Space::Low));
        world.submit(&client, create("/refused"));
        world.step(Input::Space(Space::Enough));
    }
    for durable in 1..=4 {
        world.durable_through(before + durable);
        while world.apply(1) > 0 {}
        assert_eq!(
            world.replies(&client).len(),
            2,
            "one carried out, one refused"
        );
        assert_eq!(world.replica.load().txns, 4 - durable);
    }
}

#[test]
fn a_full_queue_takes_no_more_from_clients_but_ends_sessions() {
    let mut world = World::new();
    let idle = world.open_for(6000);
    let client = world.open();
    while world.replica.can_accept() {
        world.submit(&client, Write::Undecodable);
    }
    assert_eq!(world.replica.load().txns, limits::IN_FLIGHT_TXNS_MAX);
    for _ in 0..40 {
        world.advance(300);
        world.step(Input::Heard {
            sessions: vec![client.session],
        });
        world.step(Input::Tick);
    }
    assert_eq!(world.replica.load().txns, limits::IN_FLIGHT_TXNS_MAX + 1);
    world.settle();
    assert_eq!(
        world.closed(idle.connection),
        Some(CloseReason::SessionExpired)
    );
    assert!(world.replica.can_accept());
}

#[test]
fn many_bytes_fill_the_queue_too() {
    let mut world = World::new();
    let client = world.open();
    world.must(&client, create("/a"));
    let mut sent = 0;
    while world.replica.can_accept() {
        let data = Some(vec![0; 1024 * 1024].into());
        let expected = crate::request::ExpectedVersion::ANY;
        world.submit(
            &client,
            Write::SetData {
                path: path("/a"),
                data,
                expected,
            },
        );
        sent += 1;
    }
    assert_eq!(sent, limits::IN_FLIGHT_BYTES_MAX / (1024 * 1024));
    world.settle();
}
