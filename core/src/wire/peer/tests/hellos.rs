//! Servers that should talk agree on a version, others read why not.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::*;

/// The hello of server `sid`, to anybody.
pub(super) fn hello(sid: u8) -> Hello {
    Hello {
        versions: VERSIONS,
        sid: Sid(sid),
        to: None,
        purpose: Purpose::Link,
        ensemble: Some(EnsembleId(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff)),
        incarnation: Incarnation(5),
        nonce: Nonce(0x100 + u64::from(sid)),
    }
}

fn versions(lowest: u16, highest: u16) -> Versions {
    Versions {
        lowest: Version(lowest),
        highest: Version(highest),
    }
}

#[test]
fn every_hello_survives_the_round_trip() {
    let mut random = Random::new(10);
    for _ in 0..10_000 {
        let lowest = u16::from(random.byte());
        let hello = Hello {
            versions: versions(lowest, lowest + u16::from(random.byte())),
            sid: Sid(random.byte().max(1)),
            to: Some(Sid(random.byte())).filter(|to| to.0 != 0),
            purpose: *random.pick(&[Purpose::Mesh, Purpose::Link]),
            ensemble: random
                .one_in(2)
                .then(|| EnsembleId(u128::from(random.bits()) << 64 | 1)),
            incarnation: Incarnation(random.bits()),
            nonce: Nonce(random.bits()),
        };
        let mut bytes = hello.encode().to_vec();
        for cut in 0..bytes.len() {
            assert_eq!(Hello::decode(&bytes[..cut]), Ok(None));
        }
        // What lies behind it is the first frame's.
        bytes.extend(random.bytes(3));
        assert_eq!(Hello::decode(&bytes), Ok(Some(hello)));
        let at = 8 + random.below(HELLO_BYTES - 8);
        bytes[at] ^= 1 << random.below(8);
        assert_eq!(Hello::decode(&bytes), Err(HelloError::Damaged));
    }
}

/// The layout holds for all versions.
#[test]
fn the_bytes_of_a_hello() {
    let mut hello = hello(3);
    hello.to = Some(Sid(200));
    let expected = "\
        89524b504545520a01000100\
        03c80200\
        ffeeddccbbaa99887766554433221100\
        0500000000000000\
        0301000000000000\
        0000000000000000\
        64a4e652cc472e7f";
    assert_eq!(golden::hex(&hello.encode()), expected);
}

#[test]
fn the_highest_common_version_is_spoken() {
    let agree = |ours: Versions, theirs: Versions| {
        let (mut a, mut b) = (hello(1), hello(2));
        (a.versions, b.versions) = (ours, theirs);
        let said = a.agree(&b);
        assert_eq!(said.ok(), b.agree(&a).ok(), "both come to the same");
        said
    };
    let table = [
        (versions(1, 1), versions(1, 1), Some(1)),
        (versions(1, 3), versions(2, 5), Some(3)),
        (versions(1, 5), versions(2, 3), Some(3)),
        (versions(4, 5), versions(1, 4), Some(4)),
        (versions(1, 1), versions(2, 2), None),
        (versions(0, u16::MAX), versions(7, 7), Some(7)),
    ];
    for (ours, theirs, expected) in table {
        let expected = expected.map(Version);
        let expected = expected.ok_or(HelloError::NoCommonVersion { ours, theirs });
        assert_eq!(agree(ours, theirs), expected);
    }
}

#[test]
fn who_should_not_talk_reads_why() {
    let ours = hello(1);
    let with = |change: fn(&mut Hello)| {
        let mut theirs = hello(2);
        change(&mut theirs);
        ours.agree(&theirs)
    };
    assert_eq!(with(|_| {}), Ok(Version(1)));
    assert_eq!(with(|hello| hello.to = Some(Sid(1))), Ok(Version(1)));
    assert_eq!(with(|hello| hello.ensemble = None), Ok(Version(1)));
    let other = HelloError::OtherServer {
        meant: Sid(3),
        found: Sid(1),
    };
    assert_eq!(with(|hello| hello.to = Some(Sid(3))), Err(other));
    let other = HelloError::OtherEnsemble {
        ours: EnsembleId(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff),
        theirs: EnsembleId(7),
    };
    assert_eq!(
        with(|hello| hello.ensemble = Some(EnsembleId(7))),
        Err(other)
    );
    let same = HelloError::SameSid { sid: Sid(1) };
    assert_eq!(with(|hello| hello.sid = Sid(1)), Err(same));
    assert_eq!(ours.agree(&ours), Err(same), "one's own hello, reflected");
    let other = HelloError::OtherPurpose {
        ours: Purpose::Link,
        theirs: Purpose::Mesh,
    };
    assert_eq!(with(|hello| hello.purpose = Purpose::Mesh), Err(other));
    let mut calling = hello(1);
    calling.to = Some(Sid(3));
    let other = HelloError::OtherServer {
        meant: Sid(3),
        found: Sid(2),
    };
    assert_eq!(calling.agree(&hello(2)), Err(other));
}

#[test]
fn strangers_are_told_apart() {
    let election = |version: i64| {
        let mut bytes = version.to_be_bytes().to_vec();
        bytes.extend_from_slice(&2_i64.to_be_bytes());
        bytes.extend_from_slice(&14_i32.to_be_bytes());
        bytes.extend_from_slice(b"127.0.0.1:3888");
        bytes
    };
    let packet = |kind: i32| {
        let mut bytes = kind.to_be_bytes().to_vec();
        bytes.extend_from_slice(&0x1_0000_0000_i64.to_be_bytes());
        bytes.extend_from_slice(&20_i32.to_be_bytes());
        bytes
    };
    let unknown = |bytes: &[u8; 8]| Stranger::Unknown { bytes: *bytes };
    let table: Vec<(Vec<u8>, Stranger)> = vec![
        (election(-65_536), Stranger::ZooKeeperVoter),
        (election(-65_535), Stranger::ZooKeeperVoter),
        (2_i64.to_be_bytes().to_vec(), Stranger::ZooKeeperVoter),
        (packet(11), Stranger::ZooKeeperLearner),
        (packet(16), Stranger::ZooKeeperLearner),
        (
            // -0xa0dbcafecafe1234L, as Java counts.
            0xa0db_cafe_cafe_1234_u64
                .wrapping_neg()
                .to_be_bytes()
                .to_vec(),
            Stranger::ZooKeeperLearner,
        ),
        (b"\x16\x03\x01\x02\0\x01\0\x01\xfc".to_vec(), Stranger::Tls),
        (b"GET / HTTP/1.1".to_vec(), unknown(b"GET / HT")),
        (vec![0; 100], unknown(&[0; 8])),
        // A line end that was translated.
        (b"\x89RKPEER\r\n".to_vec(), unknown(b"\x89RKPEER\r")),
    ];
    for (bytes, stranger) in table {
        for length in 0..8 {
            assert_eq!(Hello::decode(&bytes[..length]), Ok(None));
        }
        let expected = Err(HelloError::Stranger(stranger));
        assert_eq!(Hello::decode(&bytes[..8]), expected);
        assert_eq!(Hello::decode(&bytes), expected);
    }
}

/// ZooKeeper takes a number that is not negative for the id of a server, and a packet of types 11
/// and 16 for a learner.
#[test]
fn zookeeper_refuses_our_hello() {
    let hello = hello(1).encode();
    let number = i64::from_be_bytes(*hello.first_chunk().expect("64 bytes"));
    assert!(number < 0 && number != -65_536 && number != -65_535);
    assert!(i32::from_be_bytes(*hello.first_chunk().expect("64 bytes")) < 0);
}

#[test]
fn hellos_that_say_nothing_possible() {
    let with = |at: usize, byte: u8| {
        let mut bytes = hello(1).encode();
        bytes[at] = byte;
        let (hashed, hash) = bytes.split_last_chunk_mut::<8>().expect("64 bytes");
        *hash = xxhash_rust::xxh3::xxh3_64(hashed).to_le_bytes();
        Hello::decode(&bytes)
    };
    let refused = |field: &'static str| Err(HelloError::OutOfRange { field });
    assert_eq!(with(8, 2), refused("versions"));
    assert_eq!(with(12, 0), refused("sid"));
    assert_eq!(with(14, 0), refused("purpose"));
    assert_eq!(with(14, 3), refused("purpose"));
    // Bytes without a meaning may get one.
    assert_eq!(with(15, 1), Ok(Some(hello(1))));
    assert_eq!(with(48, 1), Ok(Some(hello(1))));
}

#[test]
fn what_an_operator_reads() {
    let lines: Vec<String> = [
        HelloError::Stranger(Stranger::ZooKeeperVoter),
        HelloError::Stranger(Stranger::Tls),
        HelloError::Stranger(Stranger::Unknown {
            bytes: *b"GET / HT",
        }),
        HelloError::OtherServer {
            meant: Sid(3),
            found: Sid(1),
        },
        HelloError::OtherPurpose {
            ours: Purpose::Mesh,
            theirs: Purpose::Link,
        },
        HelloError::NoCommonVersion {
            ours: versions(1, 1),
            theirs: versions(2, 3),
        },
    ]
    .iter()
    .map(HelloError::to_string)
    .collect();
    assert_eq!(
        lines,
        [
            "not a Ringkeeper server, but a ZooKeeper server that wants to vote: the servers of an \
             ensemble must all be Ringkeeper, or all ZooKeeper",
            "not a Ringkeeper server, but somebody who speaks TLS: servers talk to each other \
             without it here",
            "not a Ringkeeper server, but somebody who sent \"GET / HT\"",
            "the address of server 3 leads to server 1: the server.N lines must agree",
            "the other server wants to use a port for votes for replication: the ports of a \
             server.N line are mixed up",
            "the other server speaks versions 2 to 3 of the protocol, this one 1 to 1: upgrade the \
             older one",
        ]
    );
}
