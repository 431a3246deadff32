//! Every decoder against seeded random and damaged bytes: what the fuzz targets check, on any
//! toolchain and in seconds.
//!
//! Valid frames of every opcode are built from a seed, then damaged: bits flipped, ends cut off,
//! pieces of other frames put in, lengths replaced by numbers that cannot be.

#[path = "../../fuzz/src/decoders.rs"]
pub mod decoders;

use std::sync::Arc;

use ringkeeper_core::acl::{Acl, Identities, Identity, Permissions};
use ringkeeper_core::id::{ConnectionId, Epoch, SessionId, ShardId, Sid, WallTime, Xid, Zxid};
use ringkeeper_core::request::{ExpectedVersion, Path, Write};
use ringkeeper_core::txn::codec::{Encoder, encode};
use ringkeeper_core::txn::{Txn, TxnOp};
use ringkeeper_core::wire::peer::{self, FrameWriter, Hello, Nonce, Purpose, VERSIONS};
use ringkeeper_core::zab::message::{
    EnsembleId, Forwarded, Incarnation, Message, Notification, Outline, PeerState, Promise,
    RequestNumber, Round, Stretch, Vote,
};
use ringkeeper_tests::random::Random;

/// At most `length_max` bytes.
fn some_bytes(random: &mut Random, length_max: usize) -> Vec<u8> {
    (0..random.below(length_max + 1))
        .map(|_| random.byte())
        .collect()
}

fn put_i32(out: &mut Vec<u8>, number: i32) {
    out.extend_from_slice(&number.to_be_bytes());
}

fn put_buffer(out: &mut Vec<u8>, bytes: &[u8]) {
    put_i32(out, i32::try_from(bytes.len()).expect("short"));
    out.extend_from_slice(bytes);
}

/// A string: mostly a path or an ACL's part, now and then null or no UTF-8.
fn put_string(out: &mut Vec<u8>, random: &mut Random) {
    let known: [&[u8]; 12] = [
        b"/a",
        b"/",
        b"",
        b"/a/b/c",
        b"world",
        b"anyone",
        b"digest",
        b"bob:hash",
        b"ip",
        b"10.0.0.0/8",
        b"auth",
        b"/z\xff\xc3\0",
    ];
    match random.below(20) {
        0 => put_i32(out, -1),
        _ => put_buffer(out, random.pick::<&[u8]>(&known)),
    }
}

fn put_strings(out: &mut Vec<u8>, random: &mut Random) {
    let count = random.below(4);
    put_i32(out, i32::try_from(count).expect("few"));
    for _ in 0..count {
        put_string(out, random);
    }
}

fn put_number(out: &mut Vec<u8>, random: &mut Random) {
    put_i32(
        out,
        *random.pick(&[-1, 0, 1, 2, 3, 4, 5, 6, 31, i32::MIN, i32::MAX]),
    );
}

fn put_acl(out: &mut Vec<u8>, random: &mut Random) {
    let count = random.below(4);
    put_i32(out, i32::try_from(count).expect("few"));
    for _ in 0..count {
        put_number(out, random);
        put_string(out, random);
        put_string(out, random);
    }
}

/// The record of an opcode, as a client would write it.
fn put_record(out: &mut Vec<u8>, opcode: i32, random: &mut Random) {
    match opcode {
        1 | 15 | 19 | 21 => {
            put_string(out, random);
            put_buffer(out, &some_bytes(random, 40));
            put_acl(out, random);
            put_number(out, random);
            if opcode == 21 {
                out.extend_from_slice(&random.bits().to_be_bytes());
            }
        }
        2 | 13 | 17 | 18 | 106 => {
            put_string(out, random);
            put_number(out, random);
        }
        3 | 4 | 8 | 12 => {
            put_string(out, random);
            out.push(random.byte());
        }
        5 => {
            put_string(out, random);
            put_buffer(out, &some_bytes(random, 40));
            put_number(out, random);
        }
        7 => {
            put_string(out, random);
            put_acl(out, random);
            put_number(out, random);
        }
        14 | 22 => {
            let inside: &[i32] = if opcode == 14 {
                &[1, 2, 5, 13, 15, 19, 21]
            } else {
                &[4, 8]
            };
            for _ in 0..random.below(6) {
                let inside = *random.pick(inside);
                put_i32(out, inside);
                out.push(0);
                put_i32(out, -1);
                put_record(out, inside, random);
            }
            put_i32(out, -1);
            out.push(1);
            put_i32(out, -1);
        }
        16 => {
            for _ in 0..3 {
                put_string(out, random);
            }
            out.extend_from_slice(&random.bits().to_be_bytes());
        }
        100 => {
            put_i32(out, 0);
            put_string(out, random);
            put_buffer(out, &some_bytes(random, 40));
        }
        101 | 105 => {
            out.extend_from_slice(&random.bits().to_be_bytes());
            for _ in 0..if opcode == 101 { 3 } else { 5 } {
                put_strings(out, random);
            }
        }
        102 => put_buffer(out, &some_bytes(random, 40)),
        // The others have one string or nothing.
        _ => put_string(out, random),
    }
}

fn frame(random: &mut Random) -> Vec<u8> {
    let opcode = *random.pick(&[
        1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 14, 14, 15, 16, 17, 18, 19, 20, 21, 22, 100,
        101, 102, 103, 104, 105, 106, 107, -10, -11, 0, 99,
    ]);
    let mut out = Vec::new();
    put_number(&mut out, random);
    put_i32(&mut out, opcode);
    put_record(&mut out, opcode, random);
    out
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = random.byte(),
            3 => {
                let number = *random.pick(&[-1, -2, 0, 1, 255, 65_536, i32::MIN, i32::MAX]);
                for (byte, new) in bytes[at..].iter_mut().zip(number.to_be_bytes()) {
                    *byte = new;
                }
            }
            4 => {
                let piece = bytes[at..].to_vec();
                bytes.extend(piece);
            }
            _ => {
                let other = frame(random);
                bytes.splice(at..at, other);
            }
        }
    }
}

#[test]
fn requests() {
    let mut random = Random::new(1);
    let mut accepted = 0;
    for _ in 0..300_000 {
        let mut bytes = frame(&mut random);
        accepted += u32::from(decoders::request(&bytes));
        damage(&mut bytes, &mut random);
        decoders::request(&bytes);
    }
    // Null paths and the opcodes of servers are among them.
    assert!(
        accepted > 150_000,
        "{accepted} of the frames before the damage"
    );
}

#[test]
fn random_records_under_every_opcode() {
    let mut random = Random::new(2);
    for round in 0..200_000 {
        let mut bytes = vec![0; 4];
        put_i32(&mut bytes, round % 120 - 12);
        bytes.extend(some_bytes(&mut random, 200));
        decoders::request(&bytes);
    }
}

#[test]
fn handshakes() {
    let mut random = Random::new(3);
    for _ in 0..200_000 {
        let mut bytes = some_bytes(&mut random, 24);
        bytes.resize(24, 0);
        put_buffer(&mut bytes, &some_bytes(&mut random, 20));
        if random.below(2) == 0 {
            bytes.push(random.byte());
        }
        assert!(decoders::handshake(&bytes));
        damage(&mut bytes, &mut random);
        decoders::handshake(&bytes);
    }
}

#[test]
fn words() {
    let mut random = Random::new(4);
    for _ in 0..100_000 {
        let mut bytes = random
            .pick(&[
                &b"stmk\0\0\0\0\0\0\x01\x32"[..],
                b"ruok",
                b"\xff\xf4\xff\xfd",
            ])
            .to_vec();
        assert!(decoders::word(&bytes));
        damage(&mut bytes, &mut random);
        decoders::word(&bytes);
        decoders::word(&some_bytes(&mut random, 16));
    }
}

#[test]
fn txns() {
    let mut random = Random::new(5);
    let mut scratch = Encoder::default();
    for _ in 0..100_000 {
        let path = || Path::from("/some/path");
        let set = TxnOp::SetData {
            path: path(),
            data: Some(some_bytes(&mut random, 40).into()),
            version: 1,
        };
        let op = match random.below(3) {
            0 => set,
            1 => TxnOp::Multi(vec![TxnOp::Delete { path: path() }, set]),
            _ => TxnOp::CloseSession {
                paths: vec![path(); random.below(4)],
            },
        };
        let txn = Txn {
            zxid: Zxid::from_bits(1),
            session: SessionId(2),
            xid: Xid(3),
            time: WallTime(4),
            op,
        };
        let mut bytes = Vec::new();
        encode(&txn, Zxid::ZERO, &mut scratch, &mut bytes);
        assert!(decoders::txn(&bytes));
        damage(&mut bytes, &mut random);
        decoders::txn(&bytes);
        decoders::txn(&some_bytes(&mut random, 100));
    }
}

/// A checkpoint as the loader takes it, and as `decoders::checkpoint` reads it.
fn checkpoint_bytes(random: &mut Random) -> Vec<u8> {
    // Version, flags, czxid, mzxid, ctime, mtime, the znode's version; the rest is data.
    let plain = [1, 0, 2, 0, 0, 0, 0, b'd'];
    let guarded = [
        &[1, 8 | 2 | 4 | 0x30, 2, 0, 0, 0, 0, 1, 1, 1, 9, 1, 62, 2][..],
        b"ip",
        &[1],
        b"x",
    ]
    .concat();
    let names = random.below(5);
    let znodes = 1 + 2 * u8::try_from(names).expect("few");
    let mut entries: Vec<(Vec<u8>, Vec<u8>)> = vec![
        (b"m".to_vec(), vec![1, 8, znodes, 1, 0]),
        (b"n".to_vec(), plain.to_vec()),
    ];
    for name in [b'a', b'b', b'c', b'd', b'e'].into_iter().take(names) {
        entries.push((vec![b'n', 0, name], guarded.clone()));
        entries.push((vec![b'n', 0, name, 0, b'x'], plain.to_vec()));
    }
    entries.push((b"s\0\0\0\0\0\0\0\x01".to_vec(), vec![1, 0xa0, 0x9c, 1]));
    let mut out = Vec::new();
    for (key, value) in entries {
        for piece in [key, value] {
            out.push(u8::try_from(piece.len()).expect("short"));
            out.extend(piece);
        }
    }
    out
}

#[test]
fn checkpoints() {
    let mut random = Random::new(6);
    for _ in 0..50_000 {
        let mut bytes = checkpoint_bytes(&mut random);
        assert!(decoders::checkpoint(&bytes));
        damage(&mut bytes, &mut random);
        decoders::checkpoint(&bytes);
    }
}

/// A message that owns something, or has fields with bounds.
fn peer_message(random: &mut Random) -> Message {
    let zxid = |counter: i64| Zxid::from_bits(1 << 32 | counter);
    let identity = || Identity {
        scheme: "digest".to_owned(),
        id: "bob:hash".to_owned(),
    };
    match random.below(5) {
        0 => Message::Notification(Notification {
            state: PeerState::Looking,
            vote: Some(Vote {
                epoch: Epoch(1),
                last: zxid(7),
                leader: Sid(3),
            }),
            round: Round(4),
            config_version: Zxid::ZERO,
            config: Some("server.1=a:1:2".into()),
        }),
        1 => Message::AckEpoch {
            promise: Promise::Given,
            current: Epoch(1),
            outline: Outline {
                base: Zxid::ZERO,
                stretches: vec![Stretch {
                    first: zxid(1),
                    last: zxid(9),
                }],
            },
        },
        2 => Message::Pong {
            number: 1,
            heard: vec![SessionId(5); random.below(4)],
        },
        3 => Message::Proposal {
            txn: some_bytes(random, 40).into(),
        },
        _ => {
            let path = || Path::from("/some/path");
            let expected = ExpectedVersion(1);
            let delete = Write::Delete {
                path: path(),
                expected,
            };
            let set_acl = Write::SetAcl {
                path: path(),
                acl: vec![
                    Acl {
                        permissions: Permissions::ALL,
                        identity: identity(),
                    };
                    random.below(4)
                ],
                expected,
            };
            let mut identities = Identities::default();
            identities.add(identity());
            Message::Request {
                number: RequestNumber(9),
                request: Forwarded::Write {
                    from: ConnectionId {
                        shard: ShardId(1),
                        slot: 2,
                        generation: 3,
                    },
                    session: SessionId(4),
                    xid: Xid(5),
                    identities: Arc::new(identities),
                    write: match random.below(2) {
                        0 => Write::Multi(vec![delete; random.below(4)]),
                        _ => set_acl,
                    },
                },
            }
        }
    }
}

#[test]
fn peer_messages() {
    let mut random = Random::new(7);
    let mut encoder = peer::Encoder::default();
    for _ in 0..100_000 {
        let mut bytes = Vec::new();
        encoder.encode(&peer_message(&mut random), &mut bytes);
        assert!(decoders::peer_message(&bytes));
        damage(&mut bytes, &mut random);
        decoders::peer_message(&bytes);
        decoders::peer_message(&some_bytes(&mut random, 100));
    }
}

#[test]
fn peer_frames() {
    let mut random = Random::new(8);
    let mut encoder = peer::Encoder::default();
    for _ in 0..50_000 {
        let mut writer = FrameWriter::new(decoders::peer_chain(), Purpose::Link);
        let mut bytes = Vec::new();
        for _ in 0..random.below(4) {
            let message = peer_message(&mut random);
            writer.frame(&mut bytes, |out| encoder.encode(&message, out));
        }
        assert!(decoders::peer_frames(&bytes));
        damage(&mut bytes, &mut random);
        decoders::peer_frames(&bytes);
    }
}

#[test]
fn peer_hellos() {
    let mut random = Random::new(9);
    for _ in 0..100_000 {
        let hello = Hello {
            versions: VERSIONS,
            sid: Sid(1 + random.byte() / 2),
            to: None,
            purpose: Purpose::Mesh,
            ensemble: Some(EnsembleId(1)),
            incarnation: Incarnation(random.bits()),
            nonce: Nonce(random.bits()),
        };
        let mut bytes = hello.encode().to_vec();
        assert!(decoders::peer_hello(&bytes));
        damage(&mut bytes, &mut random);
        decoders::peer_hello(&bytes);
    }
}
