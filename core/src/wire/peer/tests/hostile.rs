//! What another machine must not make this one do: panic, believe what cannot be, or own more
//! memory than it sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use planus::{Builder, Offset, UnionOffset};
use ringkeeper_schema::peer as schema;
use ringkeeper_tests::random::Random;

use super::*;
use crate::acl::Acl;
use crate::request::ReconfigRequest;
use crate::zab::message::Stretch;

#[test]
fn damaged_bytes_never_panic() {
    let mut random = Messages(Random::new(5));
    for _ in 0..3000 {
        let bytes = encoded(&random.message());
        let step = 1 + bytes.len() / 200;
        for cut in (0..bytes.len()).step_by(step) {
            // A cut may only take padding away without being noticed.
            if let Ok(message) = decode(&bytes[..cut]) {
                assert_eq!(Ok(message), decode(&bytes));
            }
        }
        let mut damaged = bytes.clone();
        for _ in 0..30 {
            let at = random.0.below(damaged.len());
            damaged[at] = random.0.byte();
            if let Ok(message) = decode(&damaged) {
                assert!(memory(&message) <= 16 * damaged.len() + 64, "{message:?}");
                // What was taken for a message is one: it can be sent on.
                assert_eq!(decode(&encoded(&message)), Ok(message));
            }
        }
    }
}

#[test]
fn random_bytes_never_panic() {
    let mut random = Random::new(6);
    for _ in 0..100_000 {
        let length = random.below(200);
        let mut bytes = random.bytes(length);
        // Offsets that lead somewhere get further.
        for byte in &mut bytes {
            *byte = if random.one_in(2) { 0 } else { *byte % 64 };
        }
        let _refused = decode(&bytes);
    }
}

/// The bytes a decoded message owns.
fn memory(message: &Message) -> usize {
    fn of(write: &Write) -> usize {
        match write {
            Write::Create(request) => {
                let data = request.data.as_ref().map_or(0, |data| data.len());
                request.path.len() + data + of_acl(&request.acl)
            }
            Write::SetData { path, data, .. } => {
                path.len() + data.as_ref().map_or(0, |data| data.len())
            }
            Write::SetAcl { path, acl, .. } => path.len() + of_acl(acl),
            Write::Delete { path, .. } | Write::Check { path, .. } => path.len(),
            Write::Multi(writes) => {
                writes.iter().map(of).sum::<usize>() + writes.capacity() * size_of::<Write>()
            }
            Write::Reconfig(request) => {
                let lists = [&request.joining, &request.leaving, &request.members];
                let bytes: usize = lists.into_iter().flatten().map(String::len).sum();
                bytes + size_of::<ReconfigRequest>()
            }
            Write::CloseSession | Write::Undecodable => 0,
        }
    }
    fn of_acl(acl: &Vec<Acl>) -> usize {
        let strings = acl
            .iter()
            .map(|entry| entry.identity.scheme.len() + entry.identity.id.len());
        strings.sum::<usize>() + acl.capacity() * size_of::<Acl>()
    }
    match message {
        Message::AckEpoch { outline, .. } => outline.stretches.capacity() * size_of::<Stretch>(),
        Message::SnapChunk { bytes } | Message::Proposal { txn: bytes } => bytes.len(),
        Message::NewLeader { config, .. } => config.len(),
        Message::Notification(notification) => {
            notification.config.as_ref().map_or(0, |text| text.len())
        }
        Message::Pong { heard, .. } => heard.capacity() * size_of::<SessionId>(),
        Message::Request {
            request: Forwarded::Write {
                identities, write, ..
            },
            ..
        } => {
            let strings = identities.iter().map(|one| one.scheme.len() + one.id.len());
            strings.sum::<usize>() + of(write)
        }
        Message::Request { .. }
        | Message::FollowerInfo(_)
        | Message::LeaderInfo { .. }
        | Message::Trunc { .. }
        | Message::Snap { .. }
        | Message::SnapEnd { .. }
        | Message::AckNewLeader { .. }
        | Message::UpToDate { .. }
        | Message::AckProposal { .. }
        | Message::Commit { .. }
        | Message::Ping { .. }
        | Message::Answer { .. }
        | Message::Detached { .. }
        | Message::Close { .. } => 0,
    }
}

/// What the decoder says to a body that the encoder would not write.
fn said_to(
    build: impl FnOnce(&mut Builder) -> UnionOffset<schema::Body>,
) -> Result<Message, DecodeError> {
    let mut builder = Builder::new();
    let body = build(&mut builder);
    let root = schema::Message::create(&mut builder, body);
    decode(builder.finish(root, None))
}

fn out_of_range(field: &'static str) -> Result<Message, DecodeError> {
    Err(DecodeError::OutOfRange { field })
}

fn raw_connection() -> schema::ConnectionId {
    schema::ConnectionId {
        slot: 1,
        generation: 1,
        shard: 1,
    }
}

#[test]
fn numbers_out_of_range_are_refused_by_name() {
    let vote_in = |round: u64, epoch: u32, last: i64, leader: u8| {
        said_to(|builder| {
            let vote = schema::Vote::create(builder, epoch, last, leader);
            let state = schema::PeerState::Looking;
            let table =
                schema::Notification::create(builder, state, vote, round, 0_i64, None::<&str>);
            schema::Body::builder().notification(table).finish(builder)
        })
    };
    let vote = |epoch: u32, last: i64, leader: u8| vote_in(1, epoch, last, leader);
    assert!(vote_in(1 << 62, 1, 1, 1).is_ok());
    let refused = out_of_range("Notification.round");
    assert_eq!(vote_in((1 << 62) + 1, 1, 1, 1), refused);
    assert_eq!(vote_in(u64::MAX, 1, 1, 1), refused);
    assert!(vote(1, 1, 1).is_ok());
    assert_eq!(vote(1, 1, 0), out_of_range("Notification.vote.leader"));
    assert_eq!(vote(1, -1, 1), out_of_range("Notification.vote.last"));
    assert_eq!(vote(1 << 31, 1, 1), out_of_range("Notification.vote.epoch"));

    let commit = |through: i64| {
        said_to(|builder| {
            let table = schema::Commit::create(builder, through);
            schema::Body::builder().commit(table).finish(builder)
        })
    };
    assert_eq!(commit(i64::MIN), out_of_range("Commit.through"));

    let leader_info = |id: schema::EnsembleId| {
        said_to(|builder| {
            let table = schema::LeaderInfo::create(builder, 1_u32, id, 1_u64);
            schema::Body::builder().leader_info(table).finish(builder)
        })
    };
    let none = schema::EnsembleId { low: 0, high: 0 };
    assert_eq!(leader_info(none), out_of_range("LeaderInfo.ensemble"));

    let open = |session: i64, timeout_ms: i32| {
        said_to(|builder| {
            let table = schema::Open::create(builder, raw_connection(), session, timeout_ms);
            let open = schema::Forwarded::builder().open(table).finish(builder);
            let table = schema::Request::create(builder, 1_u64, open);
            schema::Body::builder().request(table).finish(builder)
        })
    };
    assert!(open(1, 1).is_ok());
    assert_eq!(open(0, 1), out_of_range("Open.session"));
    assert_eq!(open(1, 0), out_of_range("Open.timeout_ms"));

    let pong = |heard: Vec<i64>| {
        said_to(|builder| {
            let table = schema::Pong::create(builder, 1_u64, heard);
            schema::Body::builder().pong(table).finish(builder)
        })
    };
    assert_eq!(pong(vec![1, 0]), out_of_range("Pong.heard"));
    let too_many = vec![1; limits::PONG_SESSIONS_MAX + 1];
    assert_eq!(pong(too_many), out_of_range("Pong.heard"));
}

#[test]
fn an_outline_rises() {
    let stretch = |first: i64, last: i64| schema::Stretch { first, last };
    let outline = |stretches: Vec<schema::Stretch>| {
        said_to(|builder| {
            let promise = schema::Promise::Given;
            let table = schema::AckEpoch::create(builder, promise, 1_u32, 0_i64, stretches);
            schema::Body::builder().ack_epoch(table).finish(builder)
        })
    };
    let refused = out_of_range("AckEpoch.stretches");
    let second = 1 << 32;
    assert!(outline(vec![stretch(1, 1), stretch(second, second + 7)]).is_ok());
    for wrong in [
        vec![stretch(2, 1)],
        vec![stretch(-1, 1)],
        vec![stretch(1, second)],
        vec![stretch(1, 5), stretch(5, 6)],
        vec![stretch(second, second + 1), stretch(1, 2)],
    ] {
        assert_eq!(outline(wrong), refused);
    }
    let count = i64::try_from(limits::OUTLINE_STRETCHES_MAX).expect("few");
    let many = |count: i64| (0..count).map(|at| stretch(at, at)).collect();
    assert!(outline(many(count)).is_ok());
    assert_eq!(outline(many(count + 1)), refused);
}

#[test]
fn long_texts_are_refused() {
    let new_leader = |config: String| {
        said_to(|builder| {
            let table = schema::NewLeader::create(builder, 1_u32, 1_i64, config);
            schema::Body::builder().new_leader(table).finish(builder)
        })
    };
    assert!(new_leader("x".repeat(limits::CONFIG_TEXT_BYTES_MAX)).is_ok());
    let long = "x".repeat(limits::CONFIG_TEXT_BYTES_MAX + 1);
    assert_eq!(new_leader(long), out_of_range("NewLeader.config"));
}

fn submit(
    builder: &mut Builder,
    identities: Vec<Offset<schema::Identity>>,
    write: UnionOffset<schema::Write>,
) -> UnionOffset<schema::Body> {
    let table = schema::Submit::create(builder, raw_connection(), 1_i64, 1_i32, identities, write);
    let submit = schema::Forwarded::builder().submit(table).finish(builder);
    let table = schema::Request::create(builder, 1_u64, submit);
    schema::Body::builder().request(table).finish(builder)
}

#[test]
fn nobody_has_so_many_identities() {
    let with = |count: usize| {
        said_to(|builder| {
            let identities = (0..count)
                .map(|number| schema::Identity::create(builder, "digest", format!("user{number}")))
                .collect();
            let close = schema::CloseSession::create(builder);
            let write = schema::Write::builder()
                .close_session(close)
                .finish(builder);
            submit(builder, identities, write)
        })
    };
    assert!(with(limits::FORWARDED_IDENTITIES_MAX).is_ok());
    let refused = out_of_range("Submit.identities");
    assert_eq!(with(limits::FORWARDED_IDENTITIES_MAX + 1), refused);
}

#[test]
fn what_is_shared_many_times_is_refused() {
    let shared_operation = said_to(|builder| {
        let delete = schema::Delete::create(builder, "/a", 1_i32);
        let write = schema::SubWrite::builder().delete(delete).finish(builder);
        let item = schema::Item::create(builder, write);
        let multi = schema::Multi::create(builder, vec![item; 10_000]);
        let write = schema::Write::builder().multi(multi).finish(builder);
        submit(builder, Vec::new(), write)
    });
    assert_eq!(shared_operation, Err(DecodeError::Malformed));

    let shared_entry = said_to(|builder| {
        let entry = schema::Acl::create(builder, 31_i32, "", "");
        let set = schema::SetAcl::create(builder, "/a", vec![entry; 10_000], 1_i32);
        let write = schema::Write::builder().set_acl(set).finish(builder);
        submit(builder, Vec::new(), write)
    });
    assert_eq!(shared_entry, Err(DecodeError::Malformed));

    let shared_text = said_to(|builder| {
        let text = builder.create_string("x".repeat(1000));
        let entries: Vec<_> = (0..100)
            .map(|_| schema::Acl::create(builder, 31_i32, text, text))
            .collect();
        let set = schema::SetAcl::create(builder, "/a", entries, 1_i32);
        let write = schema::Write::builder().set_acl(set).finish(builder);
        submit(builder, Vec::new(), write)
    });
    assert_eq!(shared_text, Err(DecodeError::Malformed));
}

#[test]
fn a_multi_holds_what_may_stand_in_one() {
    // As a large union counts, tag 5 is a multi and tag 6 the end of a session.
    for tag in 0..=u8::MAX {
        let said = said_to(|builder| {
            let delete = schema::Delete::create(builder, "/a", 1_i32);
            let write = UnionOffset::<schema::SubWrite>::new(tag, delete.downcast());
            let item = schema::Item::create(builder, write);
            let multi = schema::Multi::create(builder, vec![item]);
            let write = schema::Write::builder().multi(multi).finish(builder);
            submit(builder, Vec::new(), write)
        });
        match tag {
            2 => assert!(matches!(said, Ok(Message::Request { .. })), "{said:?}"),
            // A delete is nothing else.
            0..=4 => assert!(
                matches!(said, Ok(_) | Err(DecodeError::Malformed)),
                "{said:?}"
            ),
            _ => assert_eq!(said, Err(DecodeError::Newer)),
        }
    }
}

#[test]
fn what_a_newer_version_says_is_told_from_damage() {
    let refused = |code: i32| {
        said_to(|builder| {
            let table = schema::Refused::create(builder, code);
            let verdict = schema::Verdict::builder().refused(table).finish(builder);
            let table = schema::Answer::create(builder, 1_u64, verdict);
            schema::Body::builder().answer(table).finish(builder)
        })
    };
    assert!(refused(-101).is_ok());
    assert_eq!(refused(-9999), Err(DecodeError::Newer));

    let tagged = |tag: u8| {
        said_to(|builder| {
            let table = schema::Ping::create(builder, 1_u64);
            UnionOffset::new(tag, table.downcast())
        })
    };
    assert_eq!(tagged(15), Ok(Message::Ping { number: 1 }));
    assert_eq!(tagged(21), Err(DecodeError::Newer));
    assert_eq!(tagged(255), Err(DecodeError::Newer));
    assert_eq!(tagged(0), Err(DecodeError::Malformed));
}

#[test]
fn every_fault_is_named() {
    let text = DecodeError::OutOfRange {
        field: "Commit.through",
    };
    assert_eq!(text.to_string(), "Commit.through is out of range");
    assert_ne!(
        DecodeError::Malformed.to_string(),
        DecodeError::Newer.to_string()
    );
}
