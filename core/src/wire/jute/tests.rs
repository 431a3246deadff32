//! The codec against bytes seen on the wire of ZooKeeper 3.9.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::handshake::{
    ConnectRequest, ConnectResponse, ReadOnlyFlag, ServerMode, connected, decode_connect,
};
use super::opcode::Opcode;
use super::outcome::{ReplyShape, outcome};
use super::reply::{self, EventKind, MultiReadReply, NO_ZXID, ReplyHead};
use super::request::{DecodeError, Request, decode_header, decode_request};
use crate::access::DigestIds;
use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{SessionId, WallTime, Xid, Zxid};
use crate::request::{
    AddWatchMode, CreateOp, CreateRequest, ExpectedVersion, Outcome, Path, Read, SetWatches,
    WatchFilter, WithStat, Write,
};
use crate::stat::Stat;

/// Bytes written as hexadecimal digits and spaces.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    assert_eq!(digits.len() % 2, 0, "whole bytes");
    digits
        .chunks(2)
        .map(|pair| {
            let pair = core::str::from_utf8(pair).expect("digits are ASCII");
            u8::from_str_radix(pair, 16).expect("hexadecimal digits")
        })
        .collect()
}

/// The body of a frame, its length checked.
fn unframed(frame: &str) -> Vec<u8> {
    let bytes = hex(frame);
    let (length, body) = bytes.split_first_chunk::<4>().expect("a length");
    assert_eq!(u32::from_be_bytes(*length) as usize, body.len());
    body.to_vec()
}

/// The length a frame says it has.
fn framed_length(frame: &[u8]) -> usize {
    let length = frame.first_chunk::<4>().expect("a length");
    u32::from_be_bytes(*length) as usize
}

fn decode(body: &[u8]) -> (Xid, Request<'_>) {
    let (header, record) = decode_header(body).expect("a header");
    let request = decode_request(header.opcode, record).expect("a record");
    (header.xid, request)
}

fn head(xid: i32, zxid: i64) -> ReplyHead {
    ReplyHead {
        xid: Xid(xid),
        zxid: Zxid::from_bits(zxid),
    }
}

fn encoded(encode: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    // What stands in the buffer before must stay as it is.
    let mut out = vec![0xaa; 3];
    encode(&mut out);
    assert_eq!(out.drain(..3).collect::<Vec<u8>>(), [0xaa; 3]);
    out
}

const PASSWORD: [u8; 16] = [
    0x18, 0xe9, 0xe0, 0xb5, 0xc5, 0x00, 0xe4, 0x00, 0xb6, 0x1d, 0x62, 0x6d, 0x16, 0x73, 0xe2, 0x86,
];

/// A Stat whose every byte differs from its neighbours in another field.
const STAT: Stat = Stat {
    czxid: Zxid::from_bits(0x0101),
    mzxid: Zxid::from_bits(0x0202),
    ctime: WallTime(0x0303),
    mtime: WallTime(0x0404),
    version: 5,
    cversion: 6,
    aversion: 7,
    ephemeral_owner: 0x0808,
    data_length: 9,
    num_children: 10,
    pzxid: Zxid::from_bits(0x0b0b),
};

const STAT_HEX: &str = "0000000000000101 0000000000000202 0000000000000303 0000000000000404
    00000005 00000006 00000007 0000000000000808 00000009 0000000a 0000000000000b0b";

#[test]
fn a_handshake_with_the_read_only_byte() {
    let body = unframed(
        "0000002d 00000000 0000000000000000 00002710 0000000000000000
         00000010 00000000000000000000000000000000 00",
    );
    assert_eq!(
        decode_connect(&body),
        Some(ConnectRequest {
            last_zxid_seen: Zxid::ZERO,
            timeout_ms: 10_000,
            session: SessionId::NONE,
            password: Some([0; 16]),
            read_only: ReadOnlyFlag::Refused,
        })
    );
    let response = ConnectResponse {
        timeout_ms: 10_000,
        session: SessionId(0x0100_000b_2906_0000),
        password: PASSWORD,
    };
    assert_eq!(
        encoded(|out| connected(out, &response, ReadOnlyFlag::Refused, ServerMode::ReadWrite)),
        hex("00000025 00000000 00002710 0100000b29060000
             00000010 18e9e0b5c500e400b61d626d1673e286 00")
    );
    // The flag of the answer is about the server, and only there when the client sent its own.
    let read_only =
        encoded(|out| connected(out, &response, ReadOnlyFlag::Accepted, ServerMode::ReadOnly));
    assert_eq!(read_only.len(), 4 + 37);
    assert_eq!(read_only.last(), Some(&1));
    let old = encoded(|out| connected(out, &response, ReadOnlyFlag::Absent, ServerMode::ReadWrite));
    assert_eq!(old.len(), 4 + 36);
    assert_eq!(old.first_chunk(), Some(&[0, 0, 0, 0x24]));
}

#[test]
fn a_refused_session_is_told_in_full_size() {
    let refused = ConnectResponse::REFUSED;
    assert_eq!(
        encoded(|out| connected(out, &refused, ReadOnlyFlag::Refused, ServerMode::ReadWrite)),
        hex("00000025 00000000 00000000 0000000000000000
             00000010 00000000000000000000000000000000 00")
    );
}

#[test]
fn handshakes_of_every_length() {
    let full = hex("00000000 0000000000000007 ffffffff 0100000b29060000
        00000010 18e9e0b5c500e400b61d626d1673e286 01 99");
    let request = decode_connect(&full).expect("bytes behind the record are ignored");
    assert_eq!(request.password, Some(PASSWORD));
    assert_eq!(request.timeout_ms, -1);
    assert_eq!(request.read_only, ReadOnlyFlag::Accepted);
    assert_eq!(request.last_zxid_seen, Zxid::from_bits(7));
    assert_eq!(request.session, SessionId(0x0100_000b_2906_0000));
    let old = decode_connect(&full[..44]).expect("44 bytes are a whole record");
    assert_eq!(old.read_only, ReadOnlyFlag::Absent);
    for shorter in 0..44 {
        assert_eq!(decode_connect(&full[..shorter]), None, "{shorter} bytes");
    }
    for (password, told) in [
        ("ffffffff", "null"),
        ("00000000", "empty"),
        ("00000003 010203", "short"),
        ("00000011 0000000000000000000000000000000000", "long"),
    ] {
        let mut bytes = full[..24].to_vec();
        bytes.extend(hex(password));
        let request = decode_connect(&bytes).expect(told);
        assert_eq!(request.password, None, "{told}");
    }
    let mut negative = full[..24].to_vec();
    negative.extend(hex("fffffffe 00"));
    assert_eq!(decode_connect(&negative), None);
}

#[test]
fn a_header_needs_eight_bytes() {
    for length in 0..8 {
        assert_eq!(decode_header(&vec![0; length]), None);
    }
    assert!(decode_header(&[0; 8]).is_some());
}

fn open_acl() -> Vec<Acl> {
    vec![Acl {
        permissions: Permissions::ALL,
        identity: Identity {
            scheme: String::from("world"),
            id: String::from("anyone"),
        },
    }]
}

const CREATE_A: &str = "00000036 00000001 00000001 00000002 2f61 00000005 68656c6c6f
    00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65 00000000";

fn create_a(op: CreateOp, flags: i32, ttl_ms: i64) -> Write {
    Write::Create(CreateRequest {
        op,
        path: Path::from("/a"),
        data: Some((*b"hello").into()),
        acl: open_acl(),
        flags,
        ttl_ms,
    })
}

#[test]
fn a_create_and_its_replies() {
    let body = unframed(CREATE_A);
    let create = create_a(CreateOp::Create, 0, 0);
    assert_eq!(decode(&body), (Xid(1), Request::Write(create.clone())));
    let shape = ReplyShape::of(&create);
    let created = Outcome::Created {
        path: Path::from("/a"),
        stat: STAT,
    };
    assert_eq!(
        encoded(|out| outcome(out, head(1, 0xc), &shape, &created)),
        hex("00000016 00000001 000000000000000c 00000000 00000002 2f61")
    );
    let exists = Outcome::Failed(ErrorCode::NodeExists);
    assert_eq!(
        encoded(|out| outcome(out, head(2, 0xd), &shape, &exists)),
        hex("00000010 00000002 000000000000000d ffffff92")
    );
}

#[test]
fn the_other_creates_reply_a_stat() {
    for (opcode, op) in [
        (Opcode::Create2, CreateOp::Create2),
        (Opcode::CreateContainer, CreateOp::Container),
    ] {
        let record = &unframed(CREATE_A)[8..];
        let request = decode_request(opcode as i32, record);
        let create = create_a(op, 0, 0);
        assert_eq!(request, Ok(Request::Write(create.clone())));
        let created = Outcome::Created {
            path: Path::from("/a"),
            stat: STAT,
        };
        let mut expected = hex("0000005a 00000001 000000000000000c 00000000 00000002 2f61");
        expected.extend(hex(STAT_HEX));
        assert_eq!(
            encoded(|out| outcome(out, head(1, 0xc), &ReplyShape::of(&create), &created)),
            expected
        );
    }
    let mut with_ttl = unframed(CREATE_A)[8..].to_vec();
    let undecodable = Ok(Request::Write(Write::Undecodable));
    assert_eq!(decode_request(21, &with_ttl), undecodable);
    with_ttl.extend(1000_i64.to_be_bytes());
    let create = create_a(CreateOp::Ttl, 0, 1000);
    assert_eq!(decode_request(21, &with_ttl), Ok(Request::Write(create)));
}

#[test]
fn get_data_and_its_reply() {
    let body = unframed("0000000f 00000003 00000004 00000002 2f61 01");
    let read = Read::GetData {
        path: "/a",
        watch: true,
    };
    assert_eq!(decode(&body), (Xid(3), Request::Read(read)));
    let mut expected = hex("0000005d 00000003 000000000000000d 00000000 00000005 68656c6c6f");
    expected.extend(hex(STAT_HEX));
    assert_eq!(
        encoded(|out| reply::data(out, head(3, 0xd), Some(b"hello"), &STAT)),
        expected
    );
    let null = encoded(|out| reply::data(out, head(3, 0xd), None, &STAT));
    assert_eq!(
        null[..24],
        hex("00000058 00000003 000000000000000d 00000000 ffffffff")
    );
    assert_eq!(null.len(), 4 + 0x58);
}

#[test]
fn an_event() {
    let event = |zxid| encoded(|out| reply::event(out, zxid, EventKind::NodeDataChanged, "/a"));
    assert_eq!(
        event(Zxid::from_bits(0xe)),
        hex("0000001e ffffffff 000000000000000e 00000000 00000003 00000003 00000002 2f61")
    );
    assert_eq!(
        event(NO_ZXID),
        hex("0000001e ffffffff ffffffffffffffff 00000000 00000003 00000003 00000002 2f61")
    );
}

#[test]
fn the_small_frames() {
    let ping = unframed("00000008 fffffffe 0000000b");
    assert_eq!(decode(&ping), (Xid(-2), Request::Read(Read::Ping)));
    assert_eq!(
        encoded(|out| reply::done(out, head(-2, 0xe))),
        hex("00000010 fffffffe 000000000000000e 00000000")
    );

    let auth =
        unframed("00000020 fffffffc 00000064 00000000 00000006 646967657374 00000006 626f623a7077");
    let credential = Request::Auth {
        scheme: "digest",
        credential: b"bob:pw",
    };
    assert_eq!(decode(&auth), (Xid(-4), credential));
    assert_eq!(
        encoded(reply::auth_accepted),
        hex("00000010 fffffffc 0000000000000000 00000000")
    );
    assert_eq!(
        encoded(reply::auth_refused),
        hex("00000010 fffffffc 0000000000000000 ffffff8d")
    );

    let sync = unframed("0000000e 00000004 00000009 00000002 2f61");
    assert_eq!(
        decode(&sync),
        (Xid(4), Request::Read(Read::Sync { path: "/a" }))
    );
    assert_eq!(
        encoded(|out| reply::path(out, head(4, 0xe), "/a")),
        hex("00000016 00000004 000000000000000e 00000000 00000002 2f61")
    );

    let add_watch = unframed("00000013 00000001 0000006a 00000003 2f7077 00000000");
    let watch = Read::AddWatch {
        path: "/pw",
        mode: AddWatchMode::Persistent,
    };
    assert_eq!(decode(&add_watch), (Xid(1), Request::Read(watch)));
    assert_eq!(
        encoded(|out| reply::watch_added(out, head(1, 0xe))),
        hex("00000014 00000001 000000000000000e 00000000 00000000")
    );

    let close = unframed("00000008 00000009 fffffff5");
    assert_eq!(
        decode(&close),
        (Xid(9), Request::Write(Write::CloseSession))
    );

    let sasl = unframed("0000000d 00000001 00000066 00000001 78");
    let token = Request::Sasl { token: Some(b"x") };
    assert_eq!(decode(&sasl), (Xid(1), token));
    assert_eq!(
        encoded(|out| reply::sasl_unavailable(out, Xid(1))),
        hex("00000014 00000001 0000000000000000 00000000 ffffffff")
    );

    assert_eq!(
        encoded(|out| reply::unimplemented(out, Xid(7))),
        hex("00000010 00000007 ffffffffffffffff fffffffa")
    );
    assert_eq!(
        encoded(|out| reply::auth_required(out, Xid(7))),
        hex("00000010 00000007 0000000000000000 ffffff84")
    );
}

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

#[test]
fn inside_a_multi_the_flags_say_what_a_create_is() {
    let decoded = |opcode, flags, ttl_ms| match create_in_multi(opcode, flags, ttl_ms) {
        Write::Multi(writes) => match writes.as_slice() {
            [Write::Create(create)] => Some((create.op, create.ttl_ms)),
            other => panic!("one create was sent: {other:?}"),
        },
        Write::Undecodable => None,
        other => panic!("a multi was sent: {other:?}"),
    };
    for opcode in [1, 15, 19] {
        assert_eq!(decoded(opcode, 0, None), Some((CreateOp::Create, 0)));
        assert_eq!(decoded(opcode, 3, None), Some((CreateOp::Create, 0)));
        assert_eq!(decoded(opcode, 4, None), Some((CreateOp::Container, 0)));
        assert_eq!(decoded(opcode, 5, None), None);
        assert_eq!(decoded(opcode, 77, None), Some((CreateOp::Create, 0)));
    }
    assert_eq!(decoded(21, 5, Some(9)), Some((CreateOp::Ttl, 9)));
    assert_eq!(decoded(21, 6, Some(9)), Some((CreateOp::Ttl, 9)));
    assert_eq!(decoded(21, 0, Some(9)), Some((CreateOp::Create, 0)));
    assert_eq!(decoded(21, 4, Some(9)), Some((CreateOp::Container, 0)));
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
    for garbled in [
        "00000005 00 ffffffff 00000002 2f61 00000001 42 00000007 ffffffff 01 ffffffff",
        "00000004 00 ffffffff 00000002 2f61 01",
        "00000003 00 ffffffff 00000002 2f61 01 ffffffff 01 ffffffff",
    ] {
        assert_eq!(decode_request(22, &hex(garbled)), Err(DecodeError::Garbled));
    }

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

#[test]
fn set_watches() {
    let body = unframed(
        "00000022 fffffff8 00000065 0000000000000005 00000001 00000002 2f61 00000000 00000000",
    );
    let watches = SetWatches {
        relative_zxid: Zxid::from_bits(5),
        data: vec!["/a"],
        ..SetWatches::default()
    };
    assert_eq!(
        decode(&body),
        (Xid(-8), Request::Read(Read::SetWatches(watches.clone())))
    );
    let mut record = body[8..].to_vec();
    assert_eq!(decode_request(105, &record), Err(DecodeError::Garbled));
    record.extend(hex(
        "00000001 00000002 2f70  00000002 00000002 2f71 00000002 2f72",
    ));
    let watches = SetWatches {
        persistent: vec!["/p"],
        persistent_recursive: vec!["/q", "/r"],
        ..watches
    };
    let request = decode_request(105, &record);
    assert_eq!(request, Ok(Request::Read(Read::SetWatches(watches))));
    let null_vector = hex("0000000000000005 ffffffff 00000000 00000000");
    assert_eq!(decode_request(101, &null_vector), Err(DecodeError::Garbled));
    let huge_count = hex("0000000000000005 7fffffff 00000002 2f61");
    assert_eq!(decode_request(101, &huge_count), Err(DecodeError::Garbled));
}

#[test]
fn the_other_reads() {
    let path = "00000002 2f61";
    let read = |opcode, record: &str| match decode_request(opcode, &hex(record)) {
        Ok(Request::Read(read)) => Some(alloc::format!("{read:?}")),
        Err(DecodeError::Garbled) => None,
        other => panic!("opcode {opcode} is a read: {other:?}"),
    };
    let shown = |read: Read<'_>| Some(alloc::format!("{read:?}"));
    let with = |tail: &str| alloc::format!("{path} {tail}");
    let exists = Read::Exists {
        path: "/a",
        watch: false,
    };
    assert_eq!(read(3, &with("00")), shown(exists));
    let children = |with_stat| Read::GetChildren {
        path: "/a",
        watch: true,
        with_stat,
    };
    assert_eq!(read(8, &with("01")), shown(children(WithStat::No)));
    assert_eq!(read(12, &with("02")), shown(children(WithStat::Yes)));
    assert_eq!(read(6, path), shown(Read::GetAcl { path: "/a" }));
    assert_eq!(
        read(104, path),
        shown(Read::GetAllChildrenNumber { path: "/a" })
    );
    assert_eq!(read(107, ""), shown(Read::WhoAmI));
    let filters = [
        (1, WatchFilter::Children),
        (2, WatchFilter::Data),
        (3, WatchFilter::Any),
        (4, WatchFilter::Persistent),
        (5, WatchFilter::PersistentRecursive),
    ];
    for (kind, filter) in filters {
        let record = with(&alloc::format!("{kind:08x}"));
        let path = "/a";
        assert_eq!(
            read(17, &record),
            shown(Read::CheckWatches { path, filter })
        );
        assert_eq!(
            read(18, &record),
            shown(Read::RemoveWatches { path, filter })
        );
    }
    for kind in ["00000000", "00000006", "ffffffff"] {
        assert_eq!(read(17, &with(kind)), None);
        assert_eq!(read(18, &with(kind)), None);
    }
    let recursive = Read::AddWatch {
        path: "/a",
        mode: AddWatchMode::PersistentRecursive,
    };
    assert_eq!(read(106, &with("00000001")), shown(recursive));
    assert_eq!(read(106, &with("00000002")), None);
    for (opcode, record) in [(3, path), (4, path), (8, path), (4, "ffffffff 00"), (6, "")] {
        assert_eq!(read(opcode, record), None, "opcode {opcode}");
    }
    for (record, prefix) in [
        ("ffffffff", ""),
        ("00000000", ""),
        ("00000001 2f", ""),
        ("00000003 202f09", ""),
        ("00000002 2020", ""),
        ("00000002 2f61", "/a"),
    ] {
        assert_eq!(read(103, record), shown(Read::GetEphemerals { prefix }));
    }
}

#[test]
fn the_other_replies() {
    assert_eq!(
        encoded(|out| reply::names(out, head(1, 2), ["a", ""])),
        hex("0000001d 00000001 0000000000000002 00000000 00000002 00000001 61 00000000")
    );
    let mut expected = hex("00000058 00000001 0000000000000002 00000000 00000000");
    expected.extend(hex(STAT_HEX));
    let none: [&str; 0] = [];
    assert_eq!(
        encoded(|out| reply::names_and_stat(out, head(1, 2), none, &STAT)),
        expected
    );
    let mut expected = hex("00000054 00000001 0000000000000002 00000000");
    expected.extend(hex(STAT_HEX));
    assert_eq!(encoded(|out| reply::stat(out, head(1, 2), &STAT)), expected);
    let changed = Outcome::Changed { stat: STAT };
    assert_eq!(
        encoded(|out| outcome(out, head(1, 2), &ReplyShape::Stat, &changed)),
        expected
    );
    assert_eq!(
        encoded(|out| reply::number(out, head(1, 2), 300)),
        hex("00000014 00000001 0000000000000002 00000000 0000012c")
    );
    assert_eq!(
        encoded(|out| reply::who_am_i(out, head(1, 2), [("ip", "::1"), ("digest", "b")])),
        hex("00000030 00000001 0000000000000002 00000000 00000002
             00000002 6970 00000003 3a3a31 00000006 646967657374 00000001 62")
    );
    assert_eq!(
        encoded(|out| outcome(out, head(1, 2), &ReplyShape::Bare, &Outcome::Done)),
        hex("00000010 00000001 0000000000000002 00000000")
    );
}

#[test]
fn hashes_are_masked_without_admin() {
    let mut entries = open_acl();
    entries.push(Acl {
        permissions: Permissions::READ,
        identity: Identity {
            scheme: String::from("digest"),
            id: String::from("b:hash"),
        },
    });
    let list = AclList::new(entries);
    let told = |digest_ids| {
        let reply = encoded(|out| reply::acl(out, head(1, 2), &list, digest_ids, &STAT));
        assert_eq!(framed_length(&reply), reply.len() - 4);
        assert_eq!(reply[reply.len() - 68..], hex(STAT_HEX));
        reply[20..reply.len() - 68].to_vec()
    };
    let world = "00000002 0000001f 00000005 776f726c64 00000006 616e796f6e65";
    let digest = "00000001 00000006 646967657374";
    let expected = |id: &str| hex(&alloc::format!("{world} {digest} {id}"));
    assert_eq!(told(DigestIds::Shown), expected("00000006 623a68617368"));
    assert_eq!(told(DigestIds::Masked), expected("00000003 623a78"));

    let open = encoded(|out| reply::acl(out, head(1, 2), &AclList::OPEN, DigestIds::Masked, &STAT));
    let entry = hex("00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65");
    assert_eq!(open[20..open.len() - 68], entry);
}

#[test]
fn garbled_writes_still_take_a_zxid() {
    for opcode in [1, 2, 5, 7, 14, 15, 16, 19, 21] {
        let request = decode_request(opcode, &[0, 0, 0, 9, b'/']);
        assert_eq!(
            request,
            Ok(Request::Write(Write::Undecodable)),
            "opcode {opcode}"
        );
    }
}

#[test]
fn null_paths_are_told_apart_as_zookeeper_does() {
    let undecodable = Ok(Request::Write(Write::Undecodable));
    assert_eq!(decode_request(2, &hex("ffffffff 00000001")), undecodable);
    let empty = Write::SetData {
        path: Path::from(""),
        data: None,
        expected: ExpectedVersion(1),
    };
    let record = hex("ffffffff ffffffff 00000001");
    let request = decode_request(5, &record);
    assert_eq!(request, Ok(Request::Write(empty)));
    let empty = Write::SetAcl {
        path: Path::from(""),
        acl: vec![],
        expected: ExpectedVersion(1),
    };
    for acl in ["ffffffff", "00000000", "fffffffd"] {
        let record = hex(&alloc::format!("ffffffff {acl} 00000001"));
        let request = decode_request(7, &record);
        assert_eq!(request, Ok(Request::Write(empty.clone())));
    }
}

#[test]
fn what_clients_may_not_send() {
    for opcode in [-10, -1, 0, 13, 20] {
        assert_eq!(decode_request(opcode, &[]), Ok(Request::ServerOnly));
    }
    for opcode in [10, 23, 99, 108, -2, -9, -12, i32::MIN, i32::MAX] {
        assert_eq!(decode_request(opcode, &[]), Ok(Request::Unknown));
    }
    for opcode in [100, 102] {
        let garbled = decode_request(opcode, &[0, 0, 0]);
        assert_eq!(garbled, Err(DecodeError::GarbledAuth));
    }
}

#[test]
fn every_opcode_survives_the_round_trip() {
    let known: Vec<i32> = (-20..200)
        .filter(|&number| Opcode::from_i32(number).is_some_and(|op| op as i32 == number))
        .collect();
    assert_eq!(known.len(), 33);
    assert!((-20..200).all(|number| Opcode::from_i32(number).is_none_or(|op| op as i32 == number)));
}
