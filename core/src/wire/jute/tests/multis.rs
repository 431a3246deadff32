//! multi and multiRead: what they hold, what they must not hold, how they are answered.

use alloc::vec;

use super::{STAT, STAT_HEX, encoded, framed_length, head, hex, open_acl};
use crate::error_code::ErrorCode;
use crate::request::{
    CreateOp, CreateRequest, ExpectedVersion, Outcome, Path, Read, WithStat, Write,
};
use crate::wire::jute::opcode::Opcode;
use crate::wire::jute::outcome::{ReplyShape, outcome};
use crate::wire::jute::reply::MultiReadReply;
use crate::wire::jute::request::{DecodeError, Request, decode_request};

const MULTI: &str = "00000001 00 ffffffff 00000003 2f6d31 00000001 41
        00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65 00000000
    00000005 00 ffffffff 00000002 2f61 00000001 42 00000007
    0000000d 00 ffffffff 00000002 2f61 ffffffff
    00000002 00 ffffffff 00000002 2f62 00000003";

const MULTI_END: &str = "ffffffff 01 ffffffff";

fn multi(items: &str) -> Write {
    let mut record = hex(items);
    record.extend(hex(MULTI_END));
    match decode_request(Opcode::Multi as i32, &record) {
        Ok(Request::Write(write)) => write,
        other => panic!("a multi is a write, whatever it holds: {other:?}"),
    }
}

#[test]
fn a_multi_and_its_replies() {
    let write = multi(MULTI);
    let expected = Write::Multi(vec![
        Write::Create(CreateRequest {
            op: CreateOp::Create,
            path: Path::from("/m1"),
            data: Some((*b"A").into()),
            acl: open_acl(),
            flags: 0,
            ttl_ms: 0,
        }),
        Write::SetData {
            path: Path::from("/a"),
            data: Some((*b"B").into()),
            expected: ExpectedVersion(7),
        },
        Write::Check {
            path: Path::from("/a"),
            expected: ExpectedVersion::ANY,
        },
        Write::Delete {
            path: Path::from("/b"),
            expected: ExpectedVersion(3),
        },
    ]);
    assert_eq!(write, expected);

    let shape = ReplyShape::of(&write);
    let done = Outcome::Multi(vec![
        Outcome::Created {
            path: Path::from("/m1"),
            stat: STAT,
        },
        Outcome::Changed { stat: STAT },
        Outcome::Done,
        Outcome::Done,
    ]);
    let mut body = hex("00000005 0000000000000011 00000000
        00000001 00 00000000 00000003 2f6d31
        00000005 00 00000000");
    body.extend(hex(STAT_HEX));
    body.extend(hex("0000000d 00 00000000  00000002 00 00000000"));
    body.extend(hex(MULTI_END));
    let reply = encoded(|out| outcome(out, head(5, 0x11), &shape, &done));
    assert_eq!(reply[4..], body);
    assert_eq!(framed_length(&reply), body.len());

    let failed = Outcome::FailedMulti(vec![
        None,
        Some(ErrorCode::BadVersion),
        Some(ErrorCode::RuntimeInconsistency),
        Some(ErrorCode::RuntimeInconsistency),
    ]);
    let reply = encoded(|out| outcome(out, head(5, 0x11), &shape, &failed));
    let body = hex("00000005 0000000000000011 00000000
        ffffffff 00 00000000 00000000
        ffffffff 00 ffffff99 ffffff99
        ffffffff 00 fffffffe fffffffe
        ffffffff 00 fffffffe fffffffe
        ffffffff 01 ffffffff");
    assert_eq!(reply[4..], body);
}

#[test]
fn an_empty_multi_is_legal() {
    assert_eq!(multi(""), Write::Multi(vec![]));
    let shape = ReplyShape::of(&Write::Multi(vec![]));
    assert_eq!(
        encoded(|out| outcome(out, head(5, 1), &shape, &Outcome::Multi(vec![]))),
        hex("00000019 00000005 0000000000000001 00000000 ffffffff 01 ffffffff")
    );
}

/// A create of `/c` without data, open, with these flags and, under opcode 21, this TTL.
fn create_in_multi(opcode: i32, flags: i32, ttl_ms: Option<i64>) -> Write {
    let mut record = opcode.to_be_bytes().to_vec();
    record.extend(hex("00 ffffffff 00000002 2f63 ffffffff
        00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65"));
    record.extend(flags.to_be_bytes());
    record.extend(ttl_ms.iter().flat_map(|ttl| ttl.to_be_bytes()));
    record.extend(hex(MULTI_END));
    match decode_request(Opcode::Multi as i32, &record) {
        Ok(Request::Write(write)) => write,
        other => panic!("a multi is a write, whatever it holds: {other:?}"),
    }
}

/// What 3.9.5 was seen to make of them.
#[test]
fn inside_a_multi_flags_and_opcode_must_agree() {
    let decoded = |opcode, flags, ttl_ms| match create_in_multi(opcode, flags, ttl_ms) {
        Write::Multi(writes) => match writes.as_slice() {
            [Write::Create(create)] => Some((create.op, create.ttl_ms)),
            other => panic!("one create was sent: {other:?}"),
        },
        Write::Undecodable => None,
        other => panic!("a multi was sent: {other:?}"),
    };
    for (opcode, op) in [
        (1, CreateOp::Create),
        (15, CreateOp::Create2),
        (19, CreateOp::Container),
    ] {
        for flags in 0..=3 {
            assert_eq!(decoded(opcode, flags, None), Some((op, 0)));
        }
        assert_eq!(decoded(opcode, 4, None), Some((CreateOp::Container, 0)));
        for flags in [5, 6, 7, -1, 77] {
            assert_eq!(decoded(opcode, flags, None), None);
        }
    }
    for flags in [0, 3, 4, 5, 6, 9, -1] {
        assert_eq!(decoded(21, flags, Some(9)), Some((CreateOp::Ttl, 9)));
    }
}

/// What 3.9.5 was seen to answer: no zxid is taken.
#[test]
fn a_null_acl_in_a_multi_is_like_a_garbled_write() {
    for (opcode, is_garbled) in [(1, true), (15, true), (19, true), (21, false)] {
        let mut record = i32::to_be_bytes(opcode).to_vec();
        record.extend(hex("00 ffffffff 00000002 2f63 ffffffff ffffffff 00000000"));
        if opcode == 21 {
            record.extend(9_i64.to_be_bytes());
        }
        record.extend(hex(MULTI_END));
        let request = decode_request(Opcode::Multi as i32, &record);
        assert_eq!(
            request == Err(DecodeError::Garbled),
            is_garbled,
            "{request:?}"
        );
    }
}

#[test]
fn a_multi_of_anything_else_cannot_be_decoded() {
    let cut = &MULTI[..MULTI.len() - 2];
    for (items, told) in [
        (cut, "cut off"),
        ("00000004 00 ffffffff 00000002 2f61 00", "a read"),
        (
            "00000007 00 ffffffff 00000002 2f61 00000000 00000000",
            "a setACL",
        ),
        ("0000000e 00 ffffffff ffffffff 01 ffffffff", "a multi"),
        ("fffffff5 00 ffffffff", "a closeSession"),
        ("00000063 00 ffffffff", "an unknown opcode"),
        (
            "00000005 00 ffffffff ffffffff 00000001 42 00000007",
            "a null path",
        ),
        ("0000000d 00 ffffffff ffffffff 00000007", "a null path"),
    ] {
        assert_eq!(multi(items), Write::Undecodable, "{told}");
    }
}

#[test]
fn a_multi_read_and_its_reply() {
    let record = hex("00000004 00 ffffffff 00000002 2f61 01
        00000008 00 ffffffff 00000002 2f62 01  ffffffff 01 ffffffff");
    let reads = vec![
        Read::GetData {
            path: "/a",
            watch: false,
        },
        Read::GetChildren {
            path: "/b",
            watch: false,
            with_stat: WithStat::No,
        },
    ];
    let request = decode_request(22, &record);
    assert_eq!(request, Ok(Request::Read(Read::MultiRead(reads))));
    let read = "00000004 00 ffffffff 00000002 2f61 01";
    let null = "00000004 00 ffffffff ffffffff 01";
    let write = "00000002 00 ffffffff 00000002 2f61 00000007";
    let end = MULTI_END;
    for (record, fault) in [
        (alloc::string::String::from(read), DecodeError::Garbled),
        (alloc::format!("{read} {write} {end}"), DecodeError::Garbled),
        (alloc::format!("{write} {read} {end}"), DecodeError::Garbled),
        (
            alloc::format!("00000003 00 ffffffff 00000002 2f61 01 {end}"),
            DecodeError::Garbled,
        ),
        (
            alloc::format!("{write} {end}"),
            DecodeError::RefusedMultiRead,
        ),
        (
            alloc::format!("{null} {read} {end}"),
            DecodeError::RefusedMultiRead,
        ),
    ] {
        assert_eq!(decode_request(22, &hex(&record)), Err(fault), "{record}");
    }
    let refused = Outcome::Failed(ErrorCode::MarshallingError);
    assert_eq!(
        encoded(|out| outcome(out, head(5, 1), &ReplyShape::NoResults, &refused)),
        hex("00000019 00000005 0000000000000001 fffffffb ffffffff 01 ffffffff")
    );

    let reply = encoded(|out| {
        let mut reply = MultiReadReply::begin(out, head(6, 2));
        reply.data(Some(b"x"), &STAT);
        reply.names(["one", "two"]);
        reply.failed(ErrorCode::NoNode);
        reply.finish();
    });
    let mut body = hex("00000006 0000000000000002 00000000  00000004 00 00000000 00000001 78");
    body.extend(hex(STAT_HEX));
    body.extend(hex(
        "00000008 00 00000000 00000002 00000003 6f6e65 00000003 74776f
        ffffffff 00 ffffff9b ffffff9b  ffffffff 01 ffffffff",
    ));
    assert_eq!(reply[4..], body);
    assert_eq!(framed_length(&reply), body.len());
}
