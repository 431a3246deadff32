//! The bytes of some messages, as the first version wrote them.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::acl::{Acl, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::request::{CreateOp, CreateRequest, ExpectedConfig, ReconfigRequest};
use crate::zab::message::{
    FollowerInfo, Notification, Part, PeerState, Promise, Round, Stretch, Vote,
};

pub(super) fn hex(bytes: &[u8]) -> String {
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

fn identity() -> Identity {
    Identity {
        scheme: "digest".to_string(),
        id: "bob:hash".to_string(),
    }
}

fn multi() -> Write {
    let create = Write::Create(CreateRequest {
        op: CreateOp::Ttl,
        path: Path::from("/c"),
        data: None,
        acl: vec![Acl {
            permissions: Permissions::READ,
            identity: identity(),
        }],
        flags: 5,
        ttl_ms: 1000,
    });
    let set = Write::SetData {
        path: Path::from("/a"),
        data: Some((*b"hello").into()),
        expected: ExpectedVersion(3),
    };
    let check = Write::Check {
        path: Path::from("/a"),
        expected: ExpectedVersion(4),
    };
    Write::Multi(vec![create, set, check, delete()])
}

fn with_identity(write: Write) -> Message {
    let mut identities = Identities::default();
    identities.add(identity());
    Message::Request {
        number: RequestNumber(9),
        request: Forwarded::Write {
            from: connection(),
            session: SessionId(0x0100_000b_2906_0000),
            xid: Xid(7),
            identities: Arc::new(identities),
            write,
        },
    }
}

/// Servers of different versions speak to each other while an ensemble is upgraded: what these
/// bytes mean can never change, and what is written only in a version that both sides agree on.
#[test]
fn bytes_sent_before_keep_their_meaning() {
    let zxid = Zxid::from_bits(0x1_0000_0002);
    let notification = Notification {
        state: PeerState::Following,
        vote: Some(Vote {
            epoch: Epoch(1),
            last: zxid,
            leader: Sid(3),
        }),
        round: Round(4),
        config_version: Zxid::from_bits(5),
        config: None,
    };
    let reconfig = Write::Reconfig(Box::new(ReconfigRequest {
        joining: Some("server.4=d:1:2;3".to_string()),
        leaving: None,
        members: Some(String::new()),
        expected: ExpectedConfig::ANY,
    }));
    let with_config = Notification {
        config: Some("version=5".into()),
        ..notification.clone()
    };
    let info = FollowerInfo {
        accepted: Epoch(1),
        part: Part::Participant,
        config_version: Zxid::from_bits(5),
        ensemble: Some(EnsembleId(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff)),
    };
    let outline = Outline {
        base: Zxid::from_bits(6),
        stretches: vec![Stretch {
            first: Zxid::from_bits(0x1_0000_0001),
            last: zxid,
        }],
    };
    let golden = [
        (Message::Notification(notification), NOTIFICATION),
        (Message::Notification(with_config), WITH_CONFIG),
        (with_identity(reconfig), RECONFIG),
        (Message::FollowerInfo(info), FOLLOWER_INFO),
        (
            Message::AckEpoch {
                promise: Promise::Given,
                current: Epoch(1),
                outline,
            },
            ACK_EPOCH,
        ),
        (
            Message::NewLeader {
                epoch: Epoch(2),
                last: zxid,
                config: "version=0".to_string(),
            },
            NEW_LEADER,
        ),
        (
            Message::Proposal {
                txn: (*b"a txn").into(),
            },
            PROPOSAL,
        ),
        (Message::AckProposal { through: zxid }, ACK_PROPOSAL),
        (Message::Commit { through: zxid }, COMMIT),
        (
            Message::Pong {
                number: 8,
                heard: vec![SessionId(0x0100_000b_2906_0000)],
            },
            PONG,
        ),
        (with_identity(multi()), MULTI),
        (
            Message::Answer {
                number: RequestNumber(9),
                answer: Answer::Refused {
                    code: ErrorCode::NotReadOnly,
                },
            },
            REFUSED,
        ),
        (
            Message::Close {
                connection: connection(),
                reason: CloseReason::Shutdown,
            },
            CLOSE,
        ),
    ];
    for (message, bytes) in golden {
        assert_eq!(hex(&encoded(&message)), bytes, "{message:?}");
        assert_eq!(decode(&unhex(bytes)), Ok(message));
    }
}

const NOTIFICATION: &str = "\
    0800000000000000f4ffffff10000000010000000800090008000400e4ffffff040000000000000005000000\
    0000000014000000010000000c0019001800140004000c00eeffffff02000000010000000100000003000a00\
    11000c0004001000";
const WITH_CONFIG: &str = "\
    0800000000000000f4ffffff10000000010000000800090008000400deffffff040000000000000005000000\
    000000002c000000180000000100000000000e001d001c00140004000c0018000900000076657273696f6e3d\
    35000000eeffffff02000000010000000100000003000a0011000c0004001000";
const RECONFIG: &str = "\
    0800000000000000f4ffffff10000000110000000800090008000400eaffffff090000000000000014000000\
    0100000000000a001100040010000c00d8ffffff000006290b00000102000000030000000100000007000000\
    1c0000002000000008000000100025000c00040018001c00240020000100000044000000ecffffffffffffff\
    ffffffff1c000000100000000c0014000c000000100004000000000000000000100000007365727665722e34\
    3d643a313a323b3300000000f4ffffff200000000c00000008000c000400080008000000626f623a68617368\
    000000000600000064696765737400";
const FOLLOWER_INFO: &str = "\
    0800000000000000f4ffffff10000000020000000800090008000400deffffff0500000000000000ffeeddcc\
    bbaa998877665544332211000100000001000c0021001c00200004000c00";
const ACK_EPOCH: &str = "\
    0800000000000000f4ffffff10000000040000000800090008000400e4ffffff060000000000000001000000\
    1800000001000000000000000c00150014000c00040010000100000001000000010000000200000001000000";
const NEW_LEADER: &str = "\
    0800000000000000f4ffffff10000000090000000800090008000400eaffffff020000000100000002000000\
    1000000000000a0014000c00040010000900000076657273696f6e3d3000";
const PROPOSAL: &str = "\
    04000000f4ffffff100000000c0000000800090008000400f6ffffff0c000000000006000800040005000000\
    612074786e";
const ACK_PROPOSAL: &str = "\
    0800000000000000f4ffffff100000000d0000000800090008000400f4ffffff020000000100000006000c00\
    0400";
const COMMIT: &str = "\
    0800000000000000f4ffffff100000000e0000000800090008000400f4ffffff020000000100000006000c00\
    0400";
const PONG: &str = "\
    0800000000000000f4ffffff10000000100000000800090008000400f0ffffff08000000000000000c000000\
    0800100004000c0001000000000006290b000001";
const MULTI: &str = "\
    0800000000000000f4ffffff10000000110000000800090008000400eaffffff090000000000000014000000\
    0100000000000a001100040010000c00d4ffffff000006290b00000102000000030000000100000007000000\
    20000000240000000600000000000000100025000c00040018001c00240020000100000054010000f6ffffff\
    0c000000000006000800040004000000b40000006c0000003800000004000000f4ffffff1000000002000000\
    0800090008000400f4ffffff10000000ffffffff08000c0004000800020000002f610000f4ffffff10000000\
    040000000800090008000400f4ffffff100000000400000008000c0004000800020000002f610000f4ffffff\
    10000000030000000800090008000400eeffffff24000000140000000300000000000a001000040008000c00\
    0500000068656c6c6f000000020000002f610000f4ffffff10000000010000000800090008000400e4ffffff\
    e803000000000000280000001c0000000500000003000000100019000c000000100014000400180001000000\
    0c000000020000002f630000eeffffff01000000240000001000000000000a001000040008000c0008000000\
    626f623a6861736800000000060000006469676573740000f4ffffff200000000c00000008000c0004000800\
    08000000626f623a68617368000000000600000064696765737400";
const REFUSED: &str = "\
    0800000000000000f4ffffff10000000120000000800090008000400eeffffff090000000000000010000000\
    02000a001100040010000c00f8ffffff89ffffff060008000400";
const CLOSE: &str = "\
    04000000f4ffffff10000000140000000800090008000400eeffffff02000000030000000100000011000800\
    110004001000";
