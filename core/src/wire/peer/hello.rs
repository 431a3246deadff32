//! The hello that opens every connection between servers, in both directions.
//!
//! Its layout is the same in all versions: bytes are only ever given a meaning that were zero. The
//! magic begins with a byte that makes a ZooKeeper server refuse it (as a protocol version or a
//! packet type it is negative; a positive number would be taken for the id of a server), and ends
//! with one that a connection which translates line ends would change.
//!
//! Must never: let two servers talk that should not. [`Hello::agree`] names the reason in the words
//! of whoever has to mend it.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use core::fmt;

use xxhash_rust::xxh3::xxh3_64;

use super::bounds::{is_ensemble, is_sid};
use crate::id::Sid;
use crate::limits;
use crate::zab::message::{EnsembleId, Incarnation};

// All numbers are little-endian.
//
//   0  [8]   magic
//   8  u16   lowest version of the protocol that the sender speaks
//  10  u16   highest
//  12  u8    the sender, 1 to 255
//  13  u8    the server it means to talk to; 0: whoever it is
//  14  u8    purpose: 1 mesh, 2 link
//  15  [1]   zero; not looked at
//  16  u128  the sender's ensemble; 0: none yet
//  32  u64   incarnation of the sender
//  40  u64   nonce: random, for the checksums of this connection's frames
//  48  [8]   zero; not looked at
//  56  u64   XXH3-64 of bytes 0..56

/// The length of every hello.
pub const HELLO_BYTES: usize = 64;

const MAGIC: [u8; 8] = *b"\x89RKPEER\n";

/// A version of the protocol: what messages there are, and what they mean.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version(pub u16);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// The versions a server speaks, all from the lowest to the highest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Versions {
    /// The oldest.
    pub lowest: Version,
    /// The newest.
    pub highest: Version,
}

/// What this server speaks.
pub const VERSIONS: Versions = Versions {
    lowest: Version(1),
    highest: Version(1),
};

impl Versions {
    /// The highest that both speak.
    pub fn highest_common(self, other: Versions) -> Option<Version> {
        let highest = self.highest.min(other.highest);
        (highest >= self.lowest.max(other.lowest)).then_some(highest)
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.lowest, self.highest)
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Purpose {
    /// Votes, from anybody to anybody.
    Mesh,
    /// Everything else, between a learner and its leader.
    Link,
}

impl Purpose {
    /// The longest message on such a connection, in bytes.
    pub const fn message_bytes_max(self) -> usize {
        match self {
            Purpose::Mesh => limits::MESH_MESSAGE_BYTES_MAX,
            Purpose::Link => limits::PEER_MESSAGE_BYTES_MAX,
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Purpose::Mesh => 1,
            Purpose::Link => 2,
        }
    }

    const fn from_byte(byte: u8) -> Option<Purpose> {
        match byte {
            1 => Some(Purpose::Mesh),
            2 => Some(Purpose::Link),
            _ => None,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Purpose::Mesh => "votes",
            Purpose::Link => "replication",
        })
    }
}

/// A random number, drawn for one connection by each side of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Nonce(pub u64);

/// What a server says of itself before anything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hello {
    /// What it speaks.
    pub versions: Versions,
    /// Who it is.
    pub sid: Sid,
    /// Whom it means to talk to; `None` when it was called and did not know by whom.
    pub to: Option<Sid>,
    /// What it thinks the connection is for.
    pub purpose: Purpose,
    /// The ensemble it belongs to; `None` while it never belonged to one.
    pub ensemble: Option<EnsembleId>,
    /// Its life.
    pub incarnation: Incarnation,
    /// Its part of the start of the checksums.
    pub nonce: Nonce,
}

impl Hello {
    /// The bytes to send.
    ///
    /// # Panics
    /// When a number is one that says "none", or the versions are in no order.
    pub fn encode(&self) -> [u8; HELLO_BYTES] {
        assert!(is_sid(self.sid), "a server has a number");
        assert!(self.to.is_none_or(is_sid), "a server has a number");
        assert!(
            self.ensemble.is_none_or(is_ensemble),
            "an ensemble has an id"
        );
        assert!(self.versions.lowest <= self.versions.highest, "in order");
        let mut hello = [0; HELLO_BYTES];
        let fields = [
            &MAGIC[..],
            &self.versions.lowest.0.to_le_bytes(),
            &self.versions.highest.0.to_le_bytes(),
            &[
                self.sid.0,
                self.to.map_or(0, |sid| sid.0),
                self.purpose.byte(),
                0,
            ],
            &self.ensemble.map_or(0, |id| id.0).to_le_bytes(),
            &self.incarnation.0.to_le_bytes(),
            &self.nonce.0.to_le_bytes(),
            &[0; 8],
        ];
        for (byte, value) in hello.iter_mut().zip(fields.into_iter().flatten()) {
            *byte = *value;
        }
        let (hashed, hash) = hello
            .split_last_chunk_mut::<8>()
            .expect("a hello is longer than its hash");
        *hash = xxh3_64(hashed).to_le_bytes();
        hello
    }

    /// The hello at the start of `received`: `None` while it has not arrived as a whole. Who is not
    /// Ringkeeper is told apart as soon as eight bytes are there, as such a peer may send no more.
    pub fn decode(received: &[u8]) -> Result<Option<Hello>, HelloError> {
        let Some((magic, _)) = received.split_first_chunk::<8>() else {
            return Ok(None);
        };
        if *magic != MAGIC {
            return Err(HelloError::Stranger(Stranger::of(*magic)));
        }
        let Some((hello, _)) = received.split_first_chunk::<HELLO_BYTES>() else {
            return Ok(None);
        };
        let (hashed, hash) = hello.split_last_chunk::<8>().ok_or(HelloError::Damaged)?;
        if xxh3_64(hashed) != u64::from_le_bytes(*hash) {
            return Err(HelloError::Damaged);
        }
        let mut fields = Reader(hashed);
        fields.take::<{ MAGIC.len() }>()?;
        read_fields(fields).map(Some)
    }

    /// The version that this server, whose hello `self` is, and the sender of `other` speak with
    /// each other. Both come to the same answer.
    pub fn agree(&self, other: &Hello) -> Result<Version, HelloError> {
        if let (Some(ours), Some(theirs)) = (self.ensemble, other.ensemble)
            && ours != theirs
        {
            return Err(HelloError::OtherEnsemble { ours, theirs });
        }
        if self.sid == other.sid {
            return Err(HelloError::SameSid { sid: self.sid });
        }
        for (meant, found) in [(self.to, other.sid), (other.to, self.sid)] {
            if let Some(meant) = meant
                && meant != found
            {
                return Err(HelloError::OtherServer { meant, found });
            }
        }
        if self.purpose != other.purpose {
            return Err(HelloError::OtherPurpose {
                ours: self.purpose,
                theirs: other.purpose,
            });
        }
        let common = self.versions.highest_common(other.versions);
        common.ok_or(HelloError::NoCommonVersion {
            ours: self.versions,
            theirs: other.versions,
        })
    }
}

fn read_fields(mut fields: Reader<'_>) -> Result<Hello, HelloError> {
    let lowest = Version(u16::from_le_bytes(*fields.take()?));
    let highest = Version(u16::from_le_bytes(*fields.take()?));
    let [sid, to, purpose, _unused] = *fields.take()?;
    let ensemble = EnsembleId(u128::from_le_bytes(*fields.take()?));
    let incarnation = Incarnation(u64::from_le_bytes(*fields.take()?));
    let nonce = Nonce(u64::from_le_bytes(*fields.take()?));
    if lowest > highest {
        return Err(HelloError::OutOfRange { field: "versions" });
    }
    if !is_sid(Sid(sid)) {
        return Err(HelloError::OutOfRange { field: "sid" });
    }
    let purpose = Purpose::from_byte(purpose).ok_or(HelloError::OutOfRange { field: "purpose" })?;
    Ok(Hello {
        versions: Versions { lowest, highest },
        sid: Sid(sid),
        to: Some(Sid(to)).filter(|to| is_sid(*to)),
        purpose,
        ensemble: Some(ensemble).filter(|ensemble| is_ensemble(*ensemble)),
        incarnation,
        nonce,
    })
}

/// Takes pieces off the front of a hello.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take<const N: usize>(&mut self) -> Result<&'a [u8; N], HelloError> {
        let (piece, rest) = self.0.split_first_chunk().ok_or(HelloError::Damaged)?;
        self.0 = rest;
        Ok(piece)
    }
}

/// Who speaks instead of a Ringkeeper server, as far as the first eight bytes tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stranger {
    /// A ZooKeeper server that wants to vote.
    /// Source: `QuorumCnxManager.startConnection`.
    ZooKeeperVoter,
    /// A ZooKeeper server that wants to follow or observe.
    /// Source: `Learner.registerWithLeader`, `QuorumAuth.createPacket`.
    ZooKeeperLearner,
    /// Somebody who speaks TLS; perhaps a ZooKeeper server with `sslQuorum`.
    Tls,
    /// Somebody else.
    Unknown {
        /// What it sent.
        bytes: [u8; 8],
    },
}

impl Stranger {
    /// `QuorumCnxManager.PROTOCOL_VERSION_V1` and `V2`.
    const ELECTION_VERSIONS: [i64; 2] = [-65_536, -65_535];
    /// `Leader.FOLLOWERINFO` and `OBSERVERINFO`.
    const PACKET_TYPES: [i32; 2] = [11, 16];
    /// `QuorumAuth.QUORUM_AUTH_MAGIC_NUMBER`: comes first when servers authenticate with SASL.
    const AUTH_MAGIC: i64 = 6_855_662_812_065_295_820;

    fn of(bytes: [u8; 8]) -> Stranger {
        let number = i64::from_be_bytes(bytes);
        let [a, b, c, d, ..] = bytes;
        // Before ZooKeeper 3.5 the election began with the server's id alone.
        if Stranger::ELECTION_VERSIONS.contains(&number) || (1..=255).contains(&number) {
            Stranger::ZooKeeperVoter
        } else if number == Stranger::AUTH_MAGIC
            || Stranger::PACKET_TYPES.contains(&i32::from_be_bytes([a, b, c, d]))
        {
            Stranger::ZooKeeperLearner
        } else if (a, b) == (0x16, 0x03) {
            Stranger::Tls
        } else {
            Stranger::Unknown { bytes }
        }
    }
}

/// Why a connection does not come about. It must be closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HelloError {
    /// The other side is no Ringkeeper server.
    Stranger(Stranger),
    /// The hello was garbled on its way.
    Damaged,
    /// The hello says something that no server means.
    OutOfRange {
        /// What.
        field: &'static str,
    },
    /// It belongs to another ensemble: an address is wrong, or a data directory was moved.
    OtherEnsemble {
        /// This server's.
        ours: EnsembleId,
        /// The other's.
        theirs: EnsembleId,
    },
    /// Both servers have the same id, or it is the same server: `myid` or an address is wrong.
    SameSid {
        /// The id.
        sid: Sid,
    },
    /// A server was reached that was not meant: the addresses are not the same everywhere.
    OtherServer {
        /// Whom the caller meant.
        meant: Sid,
        /// Who answered.
        found: Sid,
    },
    /// The ports for votes and for replication were mixed up.
    OtherPurpose {
        /// What this side thinks the connection is for.
        ours: Purpose,
        /// What the other side does.
        theirs: Purpose,
    },
    /// No version is spoken by both: the older one must be upgraded, one version after the other.
    NoCommonVersion {
        /// This server's.
        ours: Versions,
        /// The other's.
        theirs: Versions,
    },
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stranger::ZooKeeperVoter => f.write_str("a ZooKeeper server that wants to vote"),
            Stranger::ZooKeeperLearner => {
                f.write_str("a ZooKeeper server that wants to follow or observe")
            }
            Stranger::Tls => f.write_str("somebody who speaks TLS"),
            Stranger::Unknown { bytes } => {
                write!(f, "somebody who sent \"{}\"", bytes.escape_ascii())
            }
        }
    }
}

impl fmt::Display for HelloError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HelloError::Stranger(stranger) => {
                write!(f, "not a Ringkeeper server, but {stranger}")?;
                match stranger {
                    Stranger::ZooKeeperVoter | Stranger::ZooKeeperLearner => f.write_str(
                        ": the servers of an ensemble must all be Ringkeeper, or all ZooKeeper",
                    ),
                    Stranger::Tls => f.write_str(": servers talk to each other without it here"),
                    Stranger::Unknown { .. } => Ok(()),
                }
            }
            HelloError::Damaged => f.write_str("the hello of the other server is damaged"),
            HelloError::OutOfRange { field } => {
                write!(
                    f,
                    "the hello of the other server is wrong: {field} is out of range"
                )
            }
            HelloError::OtherEnsemble { ours, theirs } => write!(
                f,
                "the other server belongs to ensemble {:032x}, this one to {:032x}",
                theirs.0, ours.0
            ),
            HelloError::SameSid { sid } => write!(
                f,
                "the other server has the id {} too: every myid must be its own",
                sid.0
            ),
            HelloError::OtherServer { meant, found } => write!(
                f,
                "the address of server {} leads to server {}: the server.N lines must agree",
                meant.0, found.0
            ),
            HelloError::OtherPurpose { ours, theirs } => write!(
                f,
                "the other server wants to use a port for {ours} for {theirs}: the ports of a \
                 server.N line are mixed up"
            ),
            HelloError::NoCommonVersion { ours, theirs } => write!(
                f,
                "the other server speaks versions {theirs} of the protocol, this one {ours}: \
                 upgrade the older one"
            ),
        }
    }
}

impl core::error::Error for HelloError {}
