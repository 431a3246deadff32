//! Every message survives the round trip, what must not be sent is refused on both sides, and the
//! bytes of the first version keep their meaning.

mod frames;
mod golden;
mod hellos;
mod hostile;
mod messages;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::*;
use crate::acl::Identities;
use crate::id::{ConnectionId, Epoch, SessionId, ShardId, Sid, Xid, Zxid};
use crate::limits;
use crate::request::{ExpectedVersion, Path, Write};
use crate::stream::CloseReason;
use crate::zab::message::{
    Answer, EnsembleId, Forwarded, Incarnation, Message, Outline, RequestNumber,
};
use messages::Messages;

fn encoded(message: &Message) -> Vec<u8> {
    let mut out = Vec::new();
    Encoder::default().encode(message, &mut out);
    out
}

fn connection() -> ConnectionId {
    ConnectionId {
        shard: ShardId(1),
        slot: 2,
        generation: 3,
    }
}

/// A client's write on its way to the leader.
fn forwarded(write: Write) -> Message {
    Message::Request {
        number: RequestNumber(9),
        request: Forwarded::Write {
            from: connection(),
            session: SessionId(0x0100_000b_2906_0000),
            xid: Xid(7),
            identities: Arc::new(Identities::default()),
            write,
        },
    }
}

fn delete() -> Write {
    Write::Delete {
        path: Path::from("/a"),
        expected: ExpectedVersion::ANY,
    }
}

#[test]
fn every_message_survives_the_round_trip() {
    let mut random = Messages(Random::new(1));
    let mut encoder = Encoder::default();
    let mut out = Vec::new();
    for round in 0..40_000 {
        let message = random.message();
        let start = out.len();
        encoder.encode(&message, &mut out);
        assert_eq!(decode(&out[start..]), Ok(message), "round {round}");
        if out.len() > 1 << 16 {
            out.clear();
        }
    }
}

#[test]
fn what_is_appended_does_not_depend_on_what_was_encoded_before() {
    let mut random = Messages(Random::new(2));
    let mut encoder = Encoder::default();
    for _ in 0..2000 {
        let message = random.message();
        let mut out = Vec::new();
        encoder.encode(&message, &mut out);
        assert_eq!(out, encoded(&message));
    }
}

#[test]
fn a_proposal_needs_no_message() {
    let mut random = Random::new(3);
    let mut encoder = Encoder::default();
    for length in [0, 1, 2, 3, 4, 5, 100, 100_000] {
        let txn = random.bytes(length);
        let mut out = vec![1, 2, 3];
        encoder.encode_proposal(&txn, &mut out);
        let message = Message::Proposal {
            txn: txn.into_boxed_slice(),
        };
        assert_eq!(out[3..], encoded(&message));
        assert_eq!(decode(&out[3..]), Ok(message));
    }
}

#[test]
fn the_edges_of_every_number() {
    let last = Zxid::from_bits(i64::MAX);
    let edge = Epoch(i32::MAX.cast_unsigned());
    assert_eq!(last.epoch(), edge);
    let messages = [
        Message::Trunc { last },
        Message::Trunc { last: Zxid::ZERO },
        Message::AckNewLeader { epoch: edge },
        Message::AckNewLeader { epoch: Epoch(0) },
        Message::Ping { number: u64::MAX },
        Message::SnapEnd { entries: u64::MAX },
        Message::LeaderInfo {
            epoch: edge,
            ensemble: EnsembleId(u128::MAX),
            incarnation: Incarnation(u64::MAX),
        },
        Message::Detached {
            from: ConnectionId {
                shard: ShardId(u16::MAX),
                slot: u32::MAX,
                generation: u32::MAX,
            },
            session: SessionId::NONE,
        },
        Message::Pong {
            number: 0,
            heard: vec![SessionId(i64::MIN), SessionId(-1), SessionId(i64::MAX)],
        },
        Message::SnapChunk {
            bytes: Box::default(),
        },
    ];
    for message in messages {
        assert_eq!(decode(&encoded(&message)), Ok(message));
    }
    for reason in CloseReason::ALL {
        let message = Message::Answer {
            number: RequestNumber(1),
            answer: Answer::Dropped { reason },
        };
        assert_eq!(decode(&encoded(&message)), Ok(message));
    }
}

#[test]
fn memory_of_a_large_message_is_given_back() {
    let mut encoder = Encoder::default();
    let mut out = Vec::new();
    let large = vec![7; limits::PEER_SCRATCH_BYTES_MAX];
    encoder.encode_proposal(&large, &mut out);
    let expected = Message::Proposal { txn: large.into() };
    assert_eq!(decode(&out), Ok(expected));
    // What a new one writes is what the old one would have written.
    out.clear();
    encoder.encode_proposal(b"small", &mut out);
    let expected = Message::Proposal {
        txn: (*b"small").into(),
    };
    assert_eq!(decode(&out), Ok(expected));
}

#[test]
fn a_forwarded_write_fits_where_its_txn_fits() {
    // The smallest operations of a multi, as in the codec of txns: bytes on a client's wire.
    let operations = [
        (
            18,
            Write::Check {
                path: Path::from("/"),
                expected: ExpectedVersion(i32::MAX),
            },
        ),
        (19, delete()),
        (
            22,
            Write::SetData {
                path: Path::from("/"),
                data: None,
                expected: ExpectedVersion(i32::MAX),
            },
        ),
    ];
    for (wire_bytes, write) in operations {
        let count = 1000;
        let bytes = encoded(&forwarded(Write::Multi(vec![write; count]))).len();
        let most = count * wire_bytes * limits::TXN_BYTES_PER_REQUEST_BYTE as usize;
        assert!(bytes <= most, "{} for {wire_bytes}", bytes / count);
    }
}

#[test]
fn a_size_worth_knowing() {
    // What a follower's part in a write costs on the link, frames not counted.
    let through = Zxid::from_bits(0x1_0000_0002);
    assert_eq!(encoded(&Message::AckProposal { through }).len(), 46);
    assert_eq!(encoded(&Message::Commit { through }).len(), 46);
    let proposal = Message::Proposal {
        txn: vec![0; 200].into(),
    };
    assert!(encoded(&proposal).len() <= 200 + 44);
}

#[test]
#[should_panic(expected = "a multi cannot hold CloseSession")]
fn a_multi_ends_no_session() {
    encoded(&forwarded(Write::Multi(vec![
        delete(),
        Write::CloseSession,
    ])));
}

#[test]
#[should_panic(expected = "a multi cannot hold Multi")]
fn a_multi_holds_no_multi() {
    encoded(&forwarded(Write::Multi(vec![Write::Multi(vec![])])));
}

#[test]
#[should_panic(expected = "is before the first")]
fn a_zxid_is_not_negative() {
    let through = Zxid::from_bits(-1);
    encoded(&Message::Commit { through });
}

#[test]
#[should_panic(expected = "an outline is bounded")]
fn an_outline_is_bounded() {
    let stretch = crate::zab::message::Stretch {
        first: Zxid::ZERO,
        last: Zxid::ZERO,
    };
    encoded(&Message::AckEpoch {
        promise: crate::zab::message::Promise::Given,
        current: Epoch(1),
        outline: Outline {
            base: Zxid::ZERO,
            stretches: vec![stretch; limits::OUTLINE_STRETCHES_MAX + 1],
        },
    });
}

/// As `Message::LeaderInfo` says it.
#[test]
#[should_panic(expected = "an ensemble has an id")]
fn an_ensemble_is_not_zero() {
    encoded(&Message::LeaderInfo {
        epoch: Epoch(1),
        ensemble: EnsembleId(0),
        incarnation: Incarnation(1),
    });
}

#[test]
#[should_panic(expected = "a server has a number")]
fn a_sid_is_not_zero() {
    let mut hello = hellos::hello(1);
    hello.sid = Sid(0);
    hello.encode();
}
