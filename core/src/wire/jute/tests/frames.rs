//! Every other request and reply.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{STAT, STAT_HEX, decode, encoded, framed_length, head, hex, open_acl, unframed};
use crate::access::DigestIds;
use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{Xid, Zxid};
use crate::request::{
    AddWatchMode, CreateOp, CreateRequest, ExpectedVersion, Outcome, Path, Read, SetWatches,
    WatchFilter, WithStat, Write,
};
use crate::wire::jute::opcode::Opcode;
use crate::wire::jute::outcome::{ReplyShape, outcome};
use crate::wire::jute::reply::{self, EventKind, NO_ZXID};
use crate::wire::jute::request::{DecodeError, Request, decode_header, decode_request};

#[test]
fn a_header_needs_eight_bytes() {
    for length in 0..8 {
        assert_eq!(decode_header(&vec![0; length]), None);
    }
    assert!(decode_header(&[0; 8]).is_some());
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
    assert_eq!(decode_request(21, &with_ttl), Err(DecodeError::Garbled));
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
        encoded(|out| reply::auth_accepted(out, Xid(-4))),
        hex("00000010 fffffffc 0000000000000000 00000000")
    );
    assert_eq!(
        encoded(|out| reply::auth_refused(out, Xid(-4))),
        hex("00000010 fffffffc 0000000000000000 ffffff8d")
    );
    // go-zookeeper counts its credentials like any request.
    assert_eq!(
        encoded(|out| reply::auth_accepted(out, Xid(7))),
        hex("00000010 00000007 0000000000000000 00000000")
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
    let token = Request::Sasl { token: b"x" };
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
fn only_a_garbled_multi_takes_a_zxid() {
    for opcode in [1, 2, 5, 7, 15, 16, 19, 21] {
        for record in [&[][..], &[0, 0, 0, 9, b'/'], &[0, 0, 0, 2, b'/', b'a']] {
            let garbled = decode_request(opcode, record);
            assert_eq!(garbled, Err(DecodeError::Garbled), "opcode {opcode}");
        }
    }
    let garbled = decode_request(14, &[0, 0, 0, 9, b'/']);
    assert_eq!(garbled, Ok(Request::Write(Write::Undecodable)));
}

/// What 3.9.5 was seen to answer.
#[test]
fn nulls_are_told_apart_as_zookeeper_does() {
    let world = "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65";
    let decoded = |opcode, record: &str| match decode_request(opcode, &hex(record)) {
        Ok(Request::Write(write)) => write,
        other => panic!("opcode {opcode} is a write: {other:?}"),
    };
    let create = |path: &str, acl: &str, flags: &str| {
        decoded(1, &alloc::format!("{path} ffffffff {acl} {flags}"))
    };
    // A null path: -8 for bad flags comes first.
    assert_eq!(create("ffffffff", world, "00000000"), Write::Undecodable);
    let bad_flags = create("ffffffff", world, "00000009");
    assert!(matches!(bad_flags, Write::Create(request) if request.path.is_empty()));
    assert_eq!(decoded(2, "ffffffff 00000001"), Write::Undecodable);
    let empty = Write::SetData {
        path: Path::from(""),
        data: None,
        expected: ExpectedVersion(1),
    };
    assert_eq!(decoded(5, "ffffffff ffffffff 00000001"), empty);
    let empty = Write::SetAcl {
        path: Path::from(""),
        acl: vec![],
        expected: ExpectedVersion(1),
    };
    for acl in ["ffffffff", "00000000", "fffffffd"] {
        let record = alloc::format!("ffffffff {acl} 00000001");
        assert_eq!(decoded(7, &record), empty);
    }
    // A null id, where its scheme looks into it.
    for (scheme, is_looked_into) in [
        ("00000005 776f726c64", true),
        ("00000006 646967657374", true),
        ("00000002 6970", true),
        ("00000004 61757468", false),
        ("00000003 666f6f", false),
        ("ffffffff", false),
    ] {
        let acl = alloc::format!("00000001 0000001f {scheme} ffffffff");
        let write = create("00000002 2f61", &acl, "00000000");
        assert_eq!(write == Write::Undecodable, is_looked_into, "{scheme}");
    }
}

#[test]
fn a_null_path_is_one_like_any_other_to_watch() {
    let added = decode_request(106, &[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    let Ok(Request::Read(Read::AddWatch { path, .. })) = added else {
        panic!("an addWatch was sent: {added:?}");
    };
    let checked = Read::CheckWatches {
        path,
        filter: WatchFilter::Any,
    };
    let record = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 3];
    assert_eq!(decode_request(17, &record), Ok(Request::Read(checked)));
}

#[test]
fn null_credentials_and_tokens() {
    let auth = |scheme: &str| {
        let record = hex(&alloc::format!("00000000 {scheme} ffffffff"));
        match decode_request(100, &record) {
            Ok(Request::Auth { scheme, .. }) => String::from(scheme),
            other => panic!("an auth was sent: {other:?}"),
        }
    };
    assert_eq!(auth("00000002 6970"), "ip");
    assert_eq!(auth("00000006 646967657374"), "");
    assert_eq!(auth("ffffffff"), "");
    assert_eq!(
        decode_request(102, &[0xff; 4]),
        Err(DecodeError::GarbledAuth)
    );
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
