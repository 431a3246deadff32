//! Every txn survives the round trip; bytes written before keep their meaning; damaged and hostile
//! bytes are refused.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::*;

fn encoded(txn: &Txn) -> Vec<u8> {
    let mut out = Vec::new();
    encode(txn, Zxid::ZERO, &mut Encoder::default(), &mut out);
    out
}

fn txn(op: TxnOp) -> Txn {
    Txn {
        zxid: Zxid::from_bits(0x1_0000_0002),
        session: SessionId(0x0100_000b_2906_0000),
        xid: Xid(7),
        time: WallTime(0x0000_01a1_f74b_39b5),
        op,
    }
}

/// Txns from a seeded stream.
struct Txns(Random);

impl Txns {
    fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound)
    }

    fn i32(&mut self) -> i32 {
        let number = self.0.bits().to_le_bytes();
        let [a, b, c, d, ..] = number;
        match self.below(4) {
            0 => 0,
            1 => -1,
            _ => i32::from_le_bytes([a, b, c, d]),
        }
    }

    fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.0.bits().to_le_bytes())
    }

    fn text(&mut self) -> String {
        let length = self.below(20);
        (0..length)
            .map(|_| ['/', 'a', 'ß', '\u{fffd}', '\0', '😀'][self.below(6)])
            .collect()
    }

    fn path(&mut self) -> Path {
        Path::from(self.text())
    }

    fn data(&mut self) -> Data {
        let length = self.below(300);
        match self.below(4) {
            0 => None,
            1 => Some(Box::default()),
            _ => Some(
                (0..length)
                    .map(|_| self.0.bits().to_le_bytes()[0])
                    .collect(),
            ),
        }
    }

    fn acl(&mut self) -> AclList {
        let entries = self.below(4);
        if entries == 0 {
            return AclList::OPEN;
        }
        let entry = |random: &mut Txns| Acl {
            permissions: Permissions(random.i32()),
            identity: Identity {
                scheme: random.text(),
                id: random.text(),
            },
        };
        AclList::new((0..entries).map(|_| entry(self)).collect())
    }

    fn owner(&mut self) -> Owner {
        match self.below(4) {
            0 => Owner::Persistent,
            1 => Owner::Session(SessionId(self.i64())),
            2 => Owner::Container,
            _ => Owner::Ttl { ttl_ms: self.i64() },
        }
    }

    fn code(&mut self) -> ErrorCode {
        [
            ErrorCode::NoNode,
            ErrorCode::BadVersion,
            ErrorCode::RuntimeInconsistency,
            ErrorCode::ThrottledOp,
        ][self.below(4)]
    }

    fn sub_op(&mut self) -> TxnOp {
        match self.below(4) {
            0 => TxnOp::Create {
                path: self.path(),
                data: self.data(),
                acl: self.acl(),
                owner: self.owner(),
                parent_cversion: self.i32(),
            },
            1 => TxnOp::Delete { path: self.path() },
            2 => TxnOp::SetData {
                path: self.path(),
                data: self.data(),
                version: self.i32(),
            },
            _ => TxnOp::Check {
                path: self.path(),
                version: self.i32(),
            },
        }
    }

    fn op(&mut self) -> TxnOp {
        let length = self.below(6);
        match self.below(9) {
            0 => TxnOp::CreateSession {
                timeout_ms: self.i32(),
            },
            1 => TxnOp::CloseSession {
                paths: (0..length).map(|_| self.path()).collect(),
            },
            2 => TxnOp::SetAcl {
                path: self.path(),
                acl: self.acl(),
                aversion: self.i32(),
            },
            3 => TxnOp::Multi((0..length).map(|_| self.sub_op()).collect()),
            4 => TxnOp::Error(self.code()),
            6 => TxnOp::Reconfig {
                config: self.text().into_bytes().into(),
            },
            5 => {
                let code = |random: &mut Txns| (random.below(2) == 0).then(|| random.code());
                TxnOp::FailedMulti((0..length).map(|_| code(self)).collect())
            }
            _ => self.sub_op(),
        }
    }

    fn txn(&mut self) -> Txn {
        Txn {
            zxid: Zxid::from_bits(self.i64()),
            session: SessionId(self.i64()),
            xid: Xid(self.i32()),
            time: WallTime(self.i64()),
            op: self.op(),
        }
    }
}

#[test]
fn every_txn_survives_the_round_trip() {
    let mut random = Txns(Random::new(1));
    let mut scratch = Encoder::default();
    let mut out = Vec::new();
    for round in 0..20_000 {
        let txn = random.txn();
        let start = out.len();
        encode(&txn, Zxid::ZERO, &mut scratch, &mut out);
        assert_eq!(decode(&out[start..]), Ok(txn), "round {round}");
        if out.len() > 1 << 16 {
            out.clear();
        }
    }
}

#[test]
fn what_is_appended_does_not_depend_on_what_was_encoded_before() {
    let mut random = Txns(Random::new(2));
    let mut scratch = Encoder::default();
    for _ in 0..1000 {
        let txn = random.txn();
        let mut out = Vec::new();
        encode(&txn, Zxid::ZERO, &mut scratch, &mut out);
        assert_eq!(out, encoded(&txn));
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).expect("a nibble");
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len() / 2)
        .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("hexadecimal"))
        .collect()
}

/// Written by the first version. They must stay readable for ever; what is written may only change
/// together with `FORMAT` or by fields that old readers skip.
#[test]
fn bytes_written_before_keep_their_meaning() {
    let acl = AclList::new(vec![Acl {
        permissions: Permissions::READ,
        identity: Identity {
            scheme: "digest".to_string(),
            id: "bob:hash".to_string(),
        },
    }]);
    let create = TxnOp::Create {
        path: Path::from("/c"),
        data: None,
        acl,
        owner: Owner::Ttl { ttl_ms: 1000 },
        parent_cversion: 2,
    };
    let set = TxnOp::SetData {
        path: Path::from("/a"),
        data: Some((*b"hello").into()),
        version: 3,
    };
    let check = TxnOp::Check {
        path: Path::from("/a"),
        version: 4,
    };
    let delete = TxnOp::Delete {
        path: Path::from("/d"),
    };
    let golden = [
        (TxnOp::CreateSession { timeout_ms: 10_000 }, CREATE_SESSION),
        (
            TxnOp::CloseSession {
                paths: vec![Path::from("/e"), Path::from("/f")],
            },
            CLOSE_SESSION,
        ),
        (create.clone(), CREATE),
        (delete.clone(), DELETE),
        (set.clone(), SET_DATA),
        (
            TxnOp::SetAcl {
                path: Path::from("/a"),
                acl: AclList::OPEN,
                aversion: 5,
            },
            SET_ACL,
        ),
        (check.clone(), CHECK),
        (TxnOp::Multi(vec![create, set, check, delete]), MULTI),
        (TxnOp::Error(ErrorCode::NodeExists), ERROR),
        (
            TxnOp::FailedMulti(vec![None, Some(ErrorCode::BadVersion)]),
            FAILED_MULTI,
        ),
        (
            TxnOp::Reconfig {
                config: (*b"version=0").into(),
            },
            RECONFIG,
        ),
    ];
    for (op, bytes) in golden {
        let txn = txn(op);
        assert_eq!(hex(&encoded(&txn)), bytes, "{txn:?}");
        assert_eq!(decode(&unhex(bytes)), Ok(txn));
    }
}

const RECONFIG: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a101000007000000180000000b000000\
    1000250004000c0014001c0024002000f6ffffff0c00000000000600080004000900000076657273696f6e3d\
    30";
const CREATE_SESSION: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000001000000\
    1000250004000c0014001c0024002000f8ffffff10270000060008000400";
const CLOSE_SESSION: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000002000000\
    1000250004000c0014001c0024002000f6ffffff0c0000000000060008000400020000001000000004000000\
    020000002f660000020000002f6500";
const CREATE: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000003000000\
    1000250004000c0014001c0024002000e4ffffffe803000000000000280000001c0000000200000003000000\
    100019000c0000001000040014001800010000000c000000020000002f630000eeffffff0100000024000000\
    1000000000000a001000040008000c0008000000626f623a68617368000000000600000064696765737400";
const DELETE: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000004000000\
    1000250004000c0014001c0024002000f6ffffff0c0000000000060008000400020000002f6400";
const SET_DATA: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000005000000\
    1000250004000c0014001c0024002000eeffffff24000000140000000300000000000a001000040008000c00\
    0500000068656c6c6f000000020000002f6100";
const SET_ACL: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000006000000\
    1000250004000c0014001c0024002000f2ffffff140000000500000000000a000c0004000000080002000000\
    2f6100";
const CHECK: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000007000000\
    1000250004000c0014001c0024002000f4ffffff100000000400000008000c0004000800020000002f6100";
const MULTI: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000008000000\
    1000250004000c0014001c0024002000f6ffffff0c000000000006000800040004000000b000000068000000\
    3400000004000000f4ffffff10000000020000000800090008000400f6ffffff0c0000000000060008000400\
    020000002f640000f4ffffff10000000040000000800090008000400f4ffffff100000000400000008000c00\
    04000800020000002f610000f4ffffff10000000030000000800090008000400eeffffff2400000014000000\
    0300000000000a001000040008000c000500000068656c6c6f000000020000002f610000f4ffffff10000000\
    010000000800090008000400e4ffffffe803000000000000280000001c000000020000000300000010001900\
    0c0000001000040014001800010000000c000000020000002f630000eeffffff010000002400000010000000\
    00000a001000040008000c0008000000626f623a68617368000000000600000064696765737400";
const ERROR: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a1010000070000001800000009000000\
    1000250004000c0014001c0024002000f8ffffff92ffffff060008000400";
const FAILED_MULTI: &str = "\
    04000000d8ffffff0200000001000000000006290b000001b5394bf7a101000007000000180000000a000000\
    1000250004000c0014001c0024002000f6ffffff0c0000000000060008000400020000000000000099ffffff";

#[test]
fn a_size_worth_knowing() {
    // Beside path and data a set costs this much in the log.
    let set = encoded(&txn(TxnOp::SetData {
        path: Path::from("/a"),
        data: Some([0; 128].into()),
        version: 1,
    }));
    assert!(set.len() <= 128 + 2 + 110, "{} bytes", set.len());
}

#[test]
fn a_multi_of_the_smallest_operations_fits_into_what_a_segment_has_to_hold() {
    // Three bytes for each identity, and no two alike: nothing can be shared.
    let entry = |number: u8, row: u8| Acl {
        permissions: Permissions(1),
        identity: Identity {
            scheme: String::from("digest"),
            id: alloc::format!("{}:{row}", char::from(b'A' + number)),
        },
    };
    let short_acl = AclList::new(vec![entry(0, 0)]);
    let rows = (0..8).flat_map(|row| (0..50).map(move |number| entry(number, row)));
    let long_acl = AclList::new(rows.collect());
    let path = |text: &str| Path::from(text);
    let create = |acl| TxnOp::Create {
        path: path("/0000000000"),
        data: None,
        acl,
        owner: Owner::Session(SessionId(-1)),
        parent_cversion: i32::MAX,
    };
    // Opcode, end mark and code come first; a length or a number takes four bytes.
    let (head, field) = (4 + 1 + 4, 4);
    let entry = field + (field + 6) + (field + 3);
    let table = [
        (
            head + (field + 1) + field,
            TxnOp::Check {
                path: path("/"),
                version: i32::MAX,
            },
        ),
        (
            head + (field + 2) + field,
            TxnOp::Delete { path: path("/a") },
        ),
        (
            head + (field + 1) + field + field,
            TxnOp::SetData {
                path: path("/"),
                data: None,
                version: i32::MAX,
            },
        ),
        (
            head + (field + 1) + field + (field + entry) + field,
            create(short_acl),
        ),
        (
            head + (field + 1) + field + (field + 400 * entry) + field,
            create(long_acl),
        ),
    ];
    for (wire_bytes, op) in table {
        let count = 100;
        let what = alloc::format!("{wire_bytes} bytes on the wire");
        let bytes = encoded(&txn(TxnOp::Multi(vec![op; count]))).len();
        let most = wire_bytes * count * limits::TXN_BYTES_PER_REQUEST_BYTE as usize;
        assert!(bytes <= most, "{what}, {} in the log", bytes / count);
    }
    let failed = TxnOp::FailedMulti(vec![Some(ErrorCode::NoNode); 100]);
    assert!(encoded(&txn(failed)).len() <= 100 * (head + 2 * field));
}

#[test]
fn damaged_bytes_never_panic() {
    let mut random = Txns(Random::new(3));
    for _ in 0..2000 {
        let bytes = encoded(&random.txn());
        for cut in 0..bytes.len() {
            // A cut may only take padding away without being noticed.
            if let Ok(txn) = decode(&bytes[..cut]) {
                assert_eq!(Ok(txn), decode(&bytes));
            }
        }
        let mut damaged = bytes.clone();
        for _ in 0..20 {
            let at = random.below(damaged.len());
            damaged[at] = random.0.byte();
            if let Ok(txn) = decode(&damaged) {
                assert!(memory(&txn) <= 16 * damaged.len(), "{txn:?}");
            }
        }
    }
}

/// The bytes a decoded txn owns.
fn memory(txn: &Txn) -> usize {
    fn of(op: &TxnOp) -> usize {
        match op {
            TxnOp::CloseSession { paths } => paths.iter().map(|path| path.len()).sum(),
            TxnOp::Create { path, data, .. } | TxnOp::SetData { path, data, .. } => {
                path.len() + data.as_ref().map_or(0, |data| data.len())
            }
            TxnOp::Delete { path } | TxnOp::SetAcl { path, .. } | TxnOp::Check { path, .. } => {
                path.len()
            }
            TxnOp::Multi(ops) => ops.iter().map(of).sum(),
            TxnOp::Reconfig { config } => config.len(),
            TxnOp::CreateSession { .. } | TxnOp::Error(_) | TxnOp::FailedMulti(_) => 0,
        }
    }
    of(&txn.op)
}

#[test]
fn a_string_shared_many_times_is_refused() {
    let mut builder = Builder::new();
    let shared = builder.create_string("x".repeat(1000));
    let close = schema::CloseSession::create(&mut builder, vec![shared; 1000]);
    let op = schema::Op::builder()
        .close_session(close)
        .finish(&mut builder);
    let root = schema::Txn::builder()
        .zxid(1)
        .session(1)
        .time_ms(1)
        .xid(1)
        .op(op)
        .format(FORMAT)
        .committed(0)
        .finish(&mut builder);
    let bytes = builder.finish(root, None).to_vec();
    assert!(bytes.len() < 6000);
    assert_eq!(decode(&bytes), Err(DecodeError::Malformed));
}

#[test]
fn a_newer_format_is_told_from_damage() {
    let with = |format: u16, code: i32| {
        let mut builder = Builder::new();
        let error = schema::Error::create(&mut builder, code);
        let op = schema::Op::builder().error(error).finish(&mut builder);
        let root = schema::Txn::builder()
            .zxid(1)
            .session(1)
            .time_ms(1)
            .xid(1)
            .op(op)
            .format(format)
            .committed(0)
            .finish(&mut builder);
        decode(builder.finish(root, None))
    };
    let code = ErrorCode::NoNode;
    assert_eq!(
        with(FORMAT, code.code()).map(|txn| txn.op),
        Ok(TxnOp::Error(code))
    );
    assert_eq!(with(FORMAT + 1, code.code()), Err(DecodeError::Newer));
    assert_eq!(with(FORMAT, -999), Err(DecodeError::Newer));
    for empty in [&[][..], &[0; 3], &[0; 4], &[0xff; 64]] {
        assert_eq!(decode(empty), Err(DecodeError::Malformed));
    }
}

#[test]
#[should_panic(expected = "a multi cannot hold")]
fn a_multi_in_a_multi_is_our_bug() {
    encoded(&txn(TxnOp::Multi(vec![TxnOp::Multi(vec![])])));
}
