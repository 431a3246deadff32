//! Links: order, bounds, the log and checkpoints.

use ringkeeper_core::checkpoint::Entry;
use ringkeeper_wal::LogId;

use super::*;
use crate::store::{CheckpointStream, LogPlace, Part, Store};

/// What a learner sees, in short.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Seen {
    Ping(u64),
    /// The record and the length.
    Proposal(u64, usize),
    Commit(i64),
    Snap(i64),
    Chunk(usize),
    SnapEnd(u64),
}

fn seen(message: &Message) -> Seen {
    match message {
        Message::Ping { number } => Seen::Ping(*number),
        Message::Proposal { txn } => {
            let record = txn.first_chunk().expect("a payload begins with its number");
            Seen::Proposal(u64::from_le_bytes(*record), txn.len())
        }
        Message::Commit { through } => Seen::Commit(through.bits()),
        Message::Snap { zxid } => Seen::Snap(zxid.bits()),
        Message::SnapChunk { bytes } => Seen::Chunk(bytes.len()),
        Message::SnapEnd { entries } => Seen::SnapEnd(*entries),
        other => panic!("nobody said this: {other:?}"),
    }
}

/// Takes the messages of a link out.
fn messages(server: &mut Server, link: LinkId) -> Vec<Seen> {
    let mut found = Vec::new();
    for event in server.seen.drain(..) {
        match event {
            PeerEvent::Message { link: of, message } if of == link => found.push(seen(&message)),
            PeerEvent::Message { .. } | PeerEvent::LinkLost { .. } => panic!("{event:?}"),
            PeerEvent::Notification { .. }
            | PeerEvent::Reachable(_)
            | PeerEvent::Unreachable(_)
            | PeerEvent::JoinFailed { .. }
            | PeerEvent::Linked { .. } => {}
        }
    }
    found
}

/// The payload of a record.
fn payload(record: u64, len: usize) -> Vec<u8> {
    let mut bytes = record.to_le_bytes().to_vec();
    bytes.resize(len, 7);
    bytes
}

/// Appends records of a length and waits until they are durable.
fn fill_log(server: &mut Server, records: u64, len: usize) {
    for _ in 0..records {
        let record = server.log.last().0 + 1;
        server.append(&payload(record, len));
    }
    until([server], |[server]| {
        server.log.durable() == server.log.last()
    });
}

#[test]
fn everything_arrives_in_order_small_large_and_from_the_log() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (down, up) = linked(&mut leader, &mut learner);
    fill_log(&mut leader, 2000, 3000);

    let (mut expected, mut record) = (Vec::new(), 0);
    for round in 0..100_u64 {
        for ping in 0..1000 {
            let number = round * 1000 + ping;
            leader.peers.send(down, &Message::Ping { number });
            expected.push(Seen::Ping(number));
        }
        let (from, through) = (record + 1, record + 20);
        leader
            .peers
            .stream(down, RecordNumber(from), RecordNumber(through));
        expected.extend((from..=through).map(|record| Seen::Proposal(record, 3000)));
        record = through;
        if round % 4 == 0 {
            let txn = payload(round, 1 << 20).into();
            leader.peers.send(down, &Message::Proposal { txn });
            expected.push(Seen::Proposal(round, 1 << 20));
        }
    }
    assert_eq!(leader.peers.needed_from(), Some(RecordNumber(1)));
    let mut arrived = Vec::new();
    until([&mut leader, &mut learner], |[_, learner]| {
        arrived.append(&mut messages(learner, up));
        arrived.len() >= expected.len()
    });
    assert!(arrived == expected, "in order, and nothing twice");
    assert_eq!(leader.peers.needed_from(), None);

    // And the other way.
    for number in 0..1000 {
        learner.peers.send(up, &Message::Ping { number });
    }
    let mut arrived = Vec::new();
    until([&mut leader, &mut learner], |[leader, _]| {
        arrived.append(&mut messages(leader, down));
        arrived.len() >= 1000
    });
    assert!(arrived.into_iter().eq((0..1000).map(Seen::Ping)));
}

#[test]
fn a_learner_that_does_not_read_costs_no_memory_and_no_other_learner_time() {
    let [mut leader, mut slow, mut quick] = [1, 2, 3].map(Server::new);
    introduce([&mut leader, &mut slow, &mut quick]);
    let (to_slow, at_slow) = join(&mut leader, &mut slow);
    let (to_quick, at_quick) = join(&mut leader, &mut quick);
    slow.peers.pause(at_slow);

    let records = 40_000;
    let (mut at, mut arrived) = (0, Vec::new());
    while at < records {
        for _ in 0..500 {
            at += 1;
            let txn = payload(at, 1024);
            let record = leader.append(&txn);
            let through = Zxid::from_bits(i64::try_from(at).expect("small"));
            for link in [to_slow, to_quick] {
                leader.peers.propose(link, record, &txn);
                leader.peers.send(link, &Message::Commit { through });
            }
        }
        until(
            [&mut leader, &mut slow, &mut quick],
            |[leader, _, quick]| {
                arrived.append(&mut messages(quick, at_quick));
                let last = arrived.iter().rev().find_map(|seen| match seen {
                    Seen::Proposal(record, _) => Some(*record),
                    _ => None,
                });
                leader.log.durable() == leader.log.last() && last == Some(at)
            },
        );
        let waiting = leader.link_queue_bytes(to_slow);
        assert!(waiting < limits::LIVE_BYTES_MAX + 2048, "{waiting}");
    }
    assert!(messages(&mut slow, at_slow).is_empty(), "it does not read");
    let needed = leader.peers.needed_from().expect("it is behind");
    assert!(needed > RecordNumber(1) && needed < RecordNumber(records));
    // The log is kept for it.
    let wanted = RecordNumber(records);
    assert_eq!(leader.peers.purge_below(wanted, &leader.log), needed);

    slow.peers.resume(at_slow);
    let mut arrived = Vec::new();
    until([&mut leader, &mut slow], |[_, slow]| {
        arrived.append(&mut messages(slow, at_slow));
        arrived.last() == Some(&Seen::Commit(i64::try_from(records).expect("small")))
    });
    let (mut proposed, mut committed) = (0, 0);
    for seen in arrived {
        match seen {
            Seen::Proposal(record, 1024) => {
                assert_eq!(record, proposed + 1, "none is left out or comes twice");
                proposed = record;
            }
            Seen::Commit(through) => {
                assert!(through > committed && through.unsigned_abs() <= proposed);
                committed = through;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(proposed, records);
    assert_eq!(leader.peers.purge_below(wanted, &leader.log), wanted);
}

#[test]
fn a_learner_that_holds_back_too_much_of_the_log_loses_its_link() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (down, up) = linked(&mut leader, &mut learner);
    learner.peers.pause(up);
    fill_log(&mut leader, 10_000, 3000);
    leader
        .peers
        .stream(down, RecordNumber(1), RecordNumber(10_000));
    for _ in 0..50 {
        leader.turn();
        learner.turn();
    }
    let needed = leader.peers.needed_from().expect("it does not read");
    let wanted = RecordNumber(10_000);
    let costs = leader
        .log
        .bytes_between(Position(needed.0), Position(wanted.0));
    assert!(costs > 0, "it stands far behind");
    leader.peers.hold_back_bytes_max = costs;
    assert_eq!(leader.peers.purge_below(wanted, &leader.log), needed);
    leader.peers.hold_back_bytes_max = costs - 1;
    assert_eq!(leader.peers.purge_below(wanted, &leader.log), wanted);
    assert!(matches!(next(&mut leader), PeerEvent::LinkLost { link } if link == down));
}

#[test]
fn a_learner_that_dies_while_the_log_is_read_for_it_leaves_nothing_behind() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (down, _) = linked(&mut leader, &mut learner);
    fill_log(&mut leader, 10_000, 3000);
    leader
        .peers
        .stream(down, RecordNumber(1), RecordNumber(10_000));
    // Just begun: a read is under way.
    leader.turn();
    leader.peers.close(down);
    let (down, up) = join(&mut leader, &mut learner);
    leader
        .peers
        .stream(down, RecordNumber(1), RecordNumber(10_000));
    until([&mut leader, &mut learner], |[_, learner]| {
        !messages(learner, up).is_empty()
    });
    learner.die();
    until([&mut leader], |[leader]| leader.peers.links.is_empty());
    assert_eq!(leader.peers.needed_from(), None);
    until([&mut leader], |[leader]| leader.disk.under_way() == 0);
}

#[test]
fn a_range_waits_for_what_is_not_durable_yet() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (down, up) = linked(&mut leader, &mut learner);
    leader.peers.stream(down, RecordNumber(1), RecordNumber(10));
    leader.peers.send(down, &Message::Ping { number: 1 });
    for _ in 0..20 {
        leader.turn();
        learner.turn();
    }
    assert!(messages(&mut learner, up).is_empty());
    fill_log(&mut leader, 10, 100);
    let mut arrived = Vec::new();
    until([&mut leader, &mut learner], |[_, learner]| {
        arrived.append(&mut messages(learner, up));
        arrived.len() == 11
    });
    assert_eq!(arrived.last(), Some(&Seen::Ping(1)));
}

#[test]
fn records_that_are_gone_cost_the_link_and_the_learner_may_come_back() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (down, up) = linked(&mut leader, &mut learner);
    fill_log(&mut leader, 5000, 3000);
    leader.log.purge(Position(4000));
    assert!(leader.log.first() > Position(1));
    leader.peers.stream(down, RecordNumber(1), RecordNumber(10));
    until([&mut leader, &mut learner], |[leader, learner]| {
        lost(leader, down) && lost(learner, up)
    });
    // A link that is lost is not dialled again by itself.
    for server in [&mut leader, &mut learner] {
        server.seen.clear();
    }
    for _ in 0..50 {
        leader.turn();
        learner.turn();
    }
    let (again, _) = join(&mut leader, &mut learner);
    assert!(again > down);
}

#[test]
fn a_checkpoint_and_the_records_behind_it() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (down, up) = linked(&mut leader, &mut learner);
    fill_log(&mut leader, 100, 500);

    let directory = tempfile::tempdir().expect("a temporary directory");
    let store = Store::open(directory.path()).expect("a directory of our own");
    let mut store = store.run(|_| {}).expect("a thread");
    // The meta entry of an empty tree at zxid 5.
    store.add(Entry::Put {
        key: b"m",
        value: &[1, 10, 1, 0, 0],
    });
    let value = vec![7; 1000];
    for entry in 0..10_000_u16 {
        let [high, low] = entry.to_be_bytes();
        let key = [b'n', high, low];
        store.add(Entry::Put {
            key: &key,
            value: &value,
        });
    }
    let place = LogPlace {
        record: RecordNumber(90),
        log: LogId(1),
    };
    store.commit(Zxid::from_bits(5), place);
    let stream = read_checkpoint(&store, Arc::clone(&leader.mailbox));
    leader.peers.send_checkpoint(down, stream);
    leader
        .peers
        .stream(down, RecordNumber(91), RecordNumber(97));
    leader.peers.send(down, &Message::Ping { number: 1 });
    assert_eq!(leader.peers.needed_from(), Some(RecordNumber(91)));

    let mut arrived = Vec::new();
    until([&mut leader, &mut learner], |[_, learner]| {
        arrived.append(&mut messages(learner, up));
        arrived.last() == Some(&Seen::Ping(1))
    });
    assert_eq!(arrived[0], Seen::Snap(5));
    let chunks = arrived
        .iter()
        .filter(|it| matches!(it, Seen::Chunk(_)))
        .count();
    assert!(chunks > 30, "{chunks}");
    assert_eq!(arrived[1 + chunks], Seen::SnapEnd(10_001));
    let rest: Vec<Seen> = (91..=97)
        .map(|record| Seen::Proposal(record, 500))
        .collect();
    assert_eq!(arrived[2 + chunks..2 + chunks + 7], rest);
    assert_eq!(leader.peers.needed_from(), None);
    store.stop();
}

#[test]
fn a_checkpoint_that_cannot_be_read_costs_the_link() {
    // One that ends in the middle, and one that cannot even begin.
    let begin = Part::Begin { zxid: Zxid::ZERO };
    for stream in [Some(CheckpointStream::of(vec![begin])), None] {
        let [mut leader, mut learner] = [1, 2].map(Server::new);
        let (down, up) = linked(&mut leader, &mut learner);
        leader.peers.send_checkpoint(down, stream);
        until([&mut leader, &mut learner], |[leader, learner]| {
            lost(leader, down) && lost(learner, up)
        });
    }
}

#[test]
fn a_link_is_the_callers_until_it_is_closed() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    let (first, _) = linked(&mut leader, &mut learner);
    // The learner may have another one; which counts is not decided here.
    let (second, at_learner) = join(&mut leader, &mut learner);
    assert!(!lost(&leader, first) && leader.peers.links.len() == 2);

    learner.peers.send(at_learner, &Message::Ping { number: 1 });
    until([&mut leader, &mut learner], |[leader, _]| {
        !leader.seen.is_empty()
    });
    learner.peers.send(at_learner, &Message::Ping { number: 2 });
    leader.peers.close(second);
    leader.seen.clear();
    until([&mut leader, &mut learner], |[_, learner]| {
        lost(learner, at_learner)
    });
    assert!(
        leader.seen.is_empty(),
        "who closes a link hears nothing of it"
    );
    assert_eq!(leader.peers.links.len(), 1);

    // There are never many of one server.
    for _ in 0..2 * limits::LINKS_OF_ONE_MAX {
        join(&mut leader, &mut learner);
    }
    assert_eq!(leader.peers.links.len(), limits::LINKS_OF_ONE_MAX);
}

#[test]
fn joining_is_tried_once_and_told() {
    let [mut leader, mut learner] = [1, 2].map(Server::new);
    introduce([&mut leader, &mut learner]);
    let PeerAddress {
        quorum_port,
        election_port,
        ..
    } = leader.addresses;
    leader.die();
    let failed = |server: &Server, sid: u8| {
        let mut events = server.seen.iter();
        events.any(|event| matches!(event, PeerEvent::JoinFailed { leader } if *leader == Sid(sid)))
    };
    learner.peers.join(Sid(1));
    until([&mut learner], |[learner]| failed(learner, 1));
    // One whom no line names.
    learner.peers.join(Sid(9));
    until([&mut learner], |[learner]| failed(learner, 9));
    // Given up before it is known.
    learner.seen.clear();
    learner.peers.join(Sid(1));
    learner.peers.leave();
    for _ in 0..50 {
        learner.turn();
    }
    assert!(!failed(&learner, 1) && learner.peers.joining.is_none());

    let mut leader = Server::on(1, Ports::Again(quorum_port, election_port));
    let (down, up) = join(&mut leader, &mut learner);
    // What is there stays.
    learner.peers.leave();
    learner.peers.send(up, &Message::Ping { number: 3 });
    let mut arrived = Vec::new();
    until([&mut leader, &mut learner], |[leader, _]| {
        arrived.append(&mut messages(leader, down));
        arrived == [Seen::Ping(3)]
    });
}
