//! What a server is and what its connections do: `srvr`, `stat`, `cons`, `dirs`, `envi`,
//! `hash`. Sources: `StatCommand`, `ServerStats.toString`, `ServerCnxn.dumpConnectionInfo`.

use core::fmt;
use core::net::SocketAddr;

use crate::id::{SessionId, WallTime, Xid, Zxid};
use crate::wire::java_text::{JavaAddress, JavaDouble};

/// What the server is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Alone, and takes writes.
    Standalone,
    /// Leads an ensemble.
    Leader,
    /// Follows a leader, and may have a vote.
    Follower,
    /// Learns from a leader and never has a vote.
    Observer,
    /// Without a leader; serves reads.
    ReadOnly,
}

impl Mode {
    /// As `srvr` and `mntr` call it.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Standalone => "standalone",
            Mode::Leader => "leader",
            Mode::Follower => "follower",
            Mode::Observer => "observer",
            Mode::ReadOnly => "read-only",
        }
    }

    /// What `mntr` calls the state of a server that has a leader:
    /// `QuorumPeer.getDetailedPeerState`.
    pub(super) const fn peer_state(self) -> Option<&'static str> {
        match self {
            Mode::Standalone | Mode::ReadOnly => None,
            Mode::Leader => Some("leading - broadcast"),
            Mode::Follower => Some("following - broadcast"),
            Mode::Observer => Some("observing - broadcast"),
        }
    }
}

/// Bytes of the proposals a leader made, since the last reset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProposalSizes {
    /// Of the last one.
    pub last: u64,
    /// Of the smallest.
    pub min: u64,
    /// Of the largest.
    pub max: u64,
}

impl ProposalSizes {
    /// Last, min and max as ZooKeeper writes them: -1 before the first.
    pub(super) fn written(sizes: Option<ProposalSizes>) -> [i64; 3] {
        sizes.map_or([-1; 3], |ProposalSizes { last, min, max }| {
            [last, min, max].map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX))
        })
    }
}

/// Times that requests took, in milliseconds, since the last reset.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Latency {
    /// The shortest; 0 when there was none.
    pub min_ms: u64,
    /// The longest.
    pub max_ms: u64,
    /// All together.
    pub sum_ms: u64,
    /// How many.
    pub count: u64,
}

impl Latency {
    /// The mean, rounded half up to four digits behind the point.
    #[allow(clippy::cast_precision_loss)] // A figure for people.
    pub fn average_ms(self) -> f64 {
        if self.count == 0 {
            return 0.0;
        }
        let (sum, count) = (u128::from(self.sum_ms), u128::from(self.count));
        let ten_thousandths = (sum * 20_000 + count) / (2 * count);
        ten_thousandths as f64 / 10_000.0
    }
}

/// The answer to `srvr`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Srvr<'a> {
    /// Behind "Zookeeper version: ".
    pub version: &'a str,
    /// What the server is.
    pub mode: Mode,
    /// Of requests.
    pub latency: Latency,
    /// Packets received since the last reset.
    pub received: u64,
    /// Packets sent since the last reset.
    pub sent: u64,
    /// Connections now.
    pub connections: u64,
    /// Requests accepted and not yet answered.
    pub outstanding: u64,
    /// The tree's.
    pub zxid: Zxid,
    /// Znodes now.
    pub nodes: u64,
    /// Of a leader, once it has proposed something; told of leaders only.
    pub proposals: Option<ProposalSizes>,
}

impl fmt::Display for Srvr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_head(f)?;
        self.write_figures(f)
    }
}

impl Srvr<'_> {
    fn write_head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Zookeeper version: {}", self.version)?;
        match self.mode {
            Mode::Standalone | Mode::Leader | Mode::Follower | Mode::Observer => Ok(()),
            Mode::ReadOnly => writeln!(f, "READ-ONLY mode; serving only read-only clients"),
        }
    }

    fn write_figures(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Latency { min_ms, max_ms, .. } = self.latency;
        let average = JavaDouble(self.latency.average_ms());
        writeln!(f, "Latency min/avg/max: {min_ms}/{average}/{max_ms}")?;
        writeln!(f, "Received: {}", self.received)?;
        writeln!(f, "Sent: {}", self.sent)?;
        writeln!(f, "Connections: {}", self.connections)?;
        writeln!(f, "Outstanding: {}", self.outstanding)?;
        writeln!(f, "Zxid: {}", self.zxid)?;
        writeln!(f, "Mode: {}", self.mode.name())?;
        writeln!(f, "Node count: {}", self.nodes)?;
        match self.mode {
            Mode::Leader => {
                let [last, min, max] = ProposalSizes::written(self.proposals);
                writeln!(f, "Proposal sizes last/min/max: {last}/{min}/{max}")
            }
            Mode::Standalone | Mode::Follower | Mode::Observer | Mode::ReadOnly => Ok(()),
        }
    }
}

/// The answer to `stat`: `srvr` with a line for each connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stat<'a> {
    /// The rest.
    pub srvr: Srvr<'a>,
    /// In any order.
    pub connections: &'a [ConnectionFigures],
}

impl fmt::Display for Stat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.srvr.write_head(f)?;
        writeln!(f, "Clients:")?;
        for connection in self.connections {
            connection.write_brief(f)?;
            writeln!(f, ")")?;
        }
        writeln!(f)?;
        self.srvr.write_figures(f)
    }
}

/// What one connection does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConnectionFigures {
    /// Its other end.
    pub peer: SocketAddr,
    /// 1 when the server reads from it, 4 more when bytes wait to be written, 0 when it is
    /// throttled.
    pub interest: u8,
    /// Requests accepted and not yet answered.
    pub queued: u64,
    /// Packets received since the last reset.
    pub received: u64,
    /// Packets sent since the last reset.
    pub sent: u64,
    /// What there is to tell once it has a session.
    pub session: Option<SessionFigures>,
}

/// What `cons` tells of a connection with a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionFigures {
    /// The session.
    pub session: SessionId,
    /// `Opcode::short_name` of the last request; `NA` before the first.
    pub last_operation: &'static str,
    /// When the connection was accepted.
    pub established: WallTime,
    /// Negotiated.
    pub timeout_ms: i32,
    /// Of the last request that was not a ping or the like; `None` before the first.
    pub last_xid: Option<Xid>,
    /// Of the last reply.
    pub last_zxid: Zxid,
    /// When the last reply was sent, on a clock of the server's own.
    pub last_response_ms: u64,
    /// How long the last request took.
    pub last_latency_ms: u64,
    /// Since the last reset.
    pub latency: Latency,
}

impl ConnectionFigures {
    /// All but the closing parenthesis.
    fn write_brief(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ConnectionFigures {
            peer,
            interest,
            queued,
            received,
            sent,
            session: _,
        } = self;
        let peer = JavaAddress(*peer);
        write!(
            f,
            " {peer}[{interest:x}](queued={queued},recved={received},sent={sent}"
        )
    }
}

/// The answer to `cons`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cons<'a> {
    /// In any order.
    pub connections: &'a [ConnectionFigures],
}

impl fmt::Display for Cons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for connection in self.connections {
            connection.write_brief(f)?;
            if let Some(session) = &connection.session {
                write!(
                    f,
                    ",sid={},lop={},est={},to={}",
                    session.session,
                    session.last_operation,
                    session.established.0,
                    session.timeout_ms,
                )?;
                if let Some(xid) = session.last_xid {
                    write!(f, ",lcxid={:#x}", xid.0)?;
                }
                let latency = session.latency;
                write!(
                    f,
                    ",lzxid={},lresp={},llat={},minlat={},avglat={},maxlat={}",
                    session.last_zxid,
                    session.last_response_ms,
                    session.last_latency_ms,
                    latency.min_ms,
                    latency.sum_ms.checked_div(latency.count).unwrap_or(0),
                    latency.max_ms,
                )?;
            }
            writeln!(f, ")")?;
        }
        writeln!(f)
    }
}

/// The answer to `dirs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dirs {
    /// What checkpoints take.
    pub data_bytes: u64,
    /// What the log takes.
    pub log_bytes: u64,
}

impl fmt::Display for Dirs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "datadir_size: {}", self.data_bytes)?;
        writeln!(f, "logdir_size: {}", self.log_bytes)
    }
}

/// The answer to `envi`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Envi<'a> {
    /// Name and value, in order: see [`Envi::NAMES`].
    pub environment: &'a [(&'a str, &'a str)],
}

impl Envi<'_> {
    /// The names of 3.9 that are not about a Java machine, in order.
    pub const NAMES: [&'static str; 11] = [
        "zookeeper.version",
        "host.name",
        "os.name",
        "os.arch",
        "os.version",
        "user.name",
        "user.home",
        "user.dir",
        "os.memory.free",
        "os.memory.max",
        "os.memory.total",
    ];
}

impl fmt::Display for Envi<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Environment:")?;
        for (name, value) in self.environment {
            writeln!(f, "{name}={value}")?;
        }
        Ok(())
    }
}

/// The answer to `hash`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hash<'a> {
    /// Recent digests of the tree, oldest first.
    pub digests: &'a [(Zxid, u64)],
}

impl fmt::Display for Hash<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (zxid, digest) in self.digests {
            // Java knows no unsigned numbers.
            let digest = digest.cast_signed();
            writeln!(f, "{:x}: {digest}", zxid.bits())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    const SRVR: Srvr<'_> = Srvr {
        version: "3.9.5-ringkeeper",
        mode: Mode::Standalone,
        latency: Latency {
            min_ms: 0,
            max_ms: 3,
            sum_ms: 8,
            count: 12,
        },
        received: 12,
        sent: 11,
        connections: 1,
        outstanding: 0,
        zxid: Zxid::from_bits(0x1_0000_000c),
        nodes: 7,
        proposals: None,
    };

    const FIGURES: &str = "Latency min/avg/max: 0/0.6667/3\nReceived: 12\nSent: 11\n\
        Connections: 1\nOutstanding: 0\nZxid: 0x10000000c\nMode: standalone\nNode count: 7\n";

    fn connection() -> ConnectionFigures {
        ConnectionFigures {
            peer: "127.0.0.1:44722".parse().expect("an address"),
            interest: 1,
            queued: 0,
            received: 4,
            sent: 4,
            session: Some(SessionFigures {
                session: SessionId(0x100_0001_a2b3_0000),
                last_operation: "GETC",
                established: WallTime(1_767_323_045_000),
                timeout_ms: 10_000,
                last_xid: Some(Xid(3)),
                last_zxid: Zxid::from_bits(0xc),
                last_response_ms: 77,
                last_latency_ms: 0,
                latency: Latency {
                    min_ms: 0,
                    max_ms: 3,
                    sum_ms: 5,
                    count: 4,
                },
            }),
        }
    }

    #[test]
    fn srvr() {
        let head = "Zookeeper version: 3.9.5-ringkeeper\n";
        assert_eq!(SRVR.to_string(), [head, FIGURES].concat());
        let read_only = Srvr {
            mode: Mode::ReadOnly,
            ..SRVR
        };
        let text = read_only.to_string();
        assert!(text.starts_with(
            "Zookeeper version: 3.9.5-ringkeeper\nREAD-ONLY mode; serving only read-only clients\n"
        ));
        assert!(text.contains("\nMode: read-only\n"));
    }

    #[test]
    fn srvr_of_an_ensemble() {
        let sizes = ProposalSizes {
            last: 48,
            min: 44,
            max: 116,
        };
        for (mode, proposals, end) in [
            (
                Mode::Leader,
                Some(sizes),
                "Mode: leader\nNode count: 7\nProposal sizes last/min/max: 48/44/116\n",
            ),
            (
                Mode::Leader,
                None,
                "Mode: leader\nNode count: 7\nProposal sizes last/min/max: -1/-1/-1\n",
            ),
            (Mode::Follower, None, "Mode: follower\nNode count: 7\n"),
            (Mode::Observer, None, "Mode: observer\nNode count: 7\n"),
        ] {
            let srvr = Srvr {
                mode,
                proposals,
                ..SRVR
            };
            let text = srvr.to_string();
            assert!(text.ends_with(end), "{text}");
            assert!(!text.contains("READ-ONLY"));
        }
    }

    #[test]
    fn stat() {
        let connections = [connection()];
        let stat = Stat {
            srvr: SRVR,
            connections: &connections,
        };
        let head = "Zookeeper version: 3.9.5-ringkeeper\nClients:\n \
            /127.0.0.1:44722[1](queued=0,recved=4,sent=4)\n\n";
        assert_eq!(stat.to_string(), [head, FIGURES].concat());
    }

    #[test]
    fn cons() {
        let mut connections = [connection(), connection(), connection()];
        connections[1].session = None;
        if let Some(session) = &mut connections[2].session {
            session.last_xid = None;
            session.last_zxid = Zxid::from_bits(-1);
        }
        let cons = Cons {
            connections: &connections,
        };
        let brief = " /127.0.0.1:44722[1](queued=0,recved=4,sent=4";
        let session = ",sid=0x1000001a2b30000,lop=GETC,est=1767323045000,to=10000";
        let latency = "lresp=77,llat=0,minlat=0,avglat=1,maxlat=3";
        let text = alloc::format!(
            "{brief}{session},lcxid=0x3,lzxid=0xc,{latency})\n{brief})\n\
             {brief}{session},lzxid=0xffffffffffffffff,{latency})\n\n"
        );
        assert_eq!(cons.to_string(), text);
        assert_eq!(Cons { connections: &[] }.to_string(), "\n");
    }

    #[test]
    fn dirs_envi_and_hash() {
        let dirs = Dirs {
            data_bytes: 5,
            log_bytes: 6,
        };
        assert_eq!(dirs.to_string(), "datadir_size: 5\nlogdir_size: 6\n");
        let envi = Envi {
            environment: &[("zookeeper.version", "3.9.5"), ("os.name", "Linux")],
        };
        let text = "Environment:\nzookeeper.version=3.9.5\nos.name=Linux\n";
        assert_eq!(envi.to_string(), text);
        let hash = Hash {
            digests: &[
                (Zxid::from_bits(0x80), 1_371_985_504),
                (Zxid::from_bits(1), u64::MAX),
            ],
        };
        assert_eq!(hash.to_string(), "80: 1371985504\n1: -1\n");
    }

    #[test]
    fn averages_round_half_up() {
        let average = |sum_ms, count| {
            let latency = Latency {
                sum_ms,
                count,
                ..Latency::default()
            };
            JavaDouble(latency.average_ms()).to_string()
        };
        assert_eq!(average(0, 0), "0.0");
        assert_eq!(average(2, 3), "0.6667");
        assert_eq!(average(1, 20_000), "1.0E-4");
        assert_eq!(average(1, 20_001), "0.0");
        assert_eq!(average(25, 2), "12.5");
        assert_eq!(average(20_000_000, 2), "1.0E7");
    }
}
