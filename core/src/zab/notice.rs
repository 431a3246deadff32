//! What a replica tells operators: the turns of an ensemble's life, and what peers did wrong.
//!
//! Must never: be what anything depends on.

use core::fmt;

use super::NoLeader;
use crate::id::{Epoch, Sid, Zxid};

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The server begins to look for a leader.
    Started,
    /// A leader was found and is about to be joined.
    Joining {
        /// The leader.
        leader: Sid,
    },
    /// The leader made this server serve.
    Following {
        /// The leader.
        leader: Sid,
        /// Its epoch.
        epoch: Epoch,
    },
    /// The link to the leader is gone.
    LeaderLost,
    /// For want of a leader this server serves those who only want to read.
    ReadingOnly,
    /// It has looked for a leader for long.
    Leaderless {
        /// For how long, in milliseconds.
        waited_ms: u64,
        /// Why there is none.
        why: NoLeader,
    },
    /// The leader was not heard for too long.
    LeaderSilent,
    /// This server was elected, and is not established yet.
    Elected,
    /// This server leads.
    Established {
        /// Its epoch.
        epoch: Epoch,
    },
    /// This leader has no clients of its own.
    OnlyOrdering,
    /// A learner serves.
    LearnerServes {
        /// Which.
        learner: Sid,
    },
    /// A new epoch of the same leader has begun.
    Rolled {
        /// The new epoch.
        epoch: Epoch,
    },
    /// This leader lost its quorum, and leads no more.
    QuorumLost,
    /// A quorum did not come together in time.
    NoQuorum,
    /// A server with a longer history came: it should lead.
    BetterHistory,
    /// A server has promised the epoch, or a later one, to somebody else.
    EpochTaken,
    /// Another configuration of the ensemble is active.
    Reconfigured {
        /// Its version.
        version: Zxid,
    },
    /// This leader has no vote any more, and leads no more.
    SteppedDown,
    /// Somebody has a newer configuration than this leader has heard of.
    NewerConfig,
    /// A peer did what it must not; the link to it was closed.
    PeerFault {
        /// Which.
        peer: Sid,
        /// What.
        fault: PeerFault,
    },
    /// There is no later epoch to lead. The server stops.
    EpochsUsedUp,
    /// The leader does not have what this server knows to be committed: to follow it would lose
    /// acknowledged data. The server stops.
    LeaderLacksCommitted {
        /// The last zxid that both have, or that of the leader's checkpoint.
        last: Zxid,
        /// What is applied here.
        applied: Zxid,
    },
}

/// What a peer did wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PeerFault {
    /// A message that does not belong where it came.
    OutOfTurn,
    /// It belongs to another ensemble.
    OtherEnsemble,
    /// It would lead an epoch lower than one that was promised.
    StaleEpoch,
    /// It has promised, or would lead, an epoch that no ensemble comes to.
    AbsurdEpoch,
    /// It names a zxid that is not in this history.
    UnknownZxid,
    /// Its history has a gap.
    Gap,
    /// It has a newer configuration of the ensemble.
    NewerConfig,
    /// It was not heard, or acked nothing, for too long.
    Silent,
    /// It sent a txn or a request that cannot be decoded.
    Undecodable,
}

impl fmt::Display for PeerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PeerFault::OutOfTurn => "it sent a message out of turn",
            PeerFault::OtherEnsemble => {
                "it belongs to another ensemble; if a quorum was started empty, stop those \
                 servers, and start the ones that have the data first"
            }
            PeerFault::StaleEpoch => "it leads a lower epoch than one that was promised",
            PeerFault::AbsurdEpoch => {
                "it names an epoch far beyond any of this ensemble's: its promises are damaged, or \
                 it is no server of ours"
            }
            PeerFault::UnknownZxid => "it names a zxid that is not in the history here",
            PeerFault::Gap => "its history has a gap",
            PeerFault::NewerConfig => "it has a newer configuration of the ensemble",
            PeerFault::Silent => "it was silent for too long",
            PeerFault::Undecodable => "it sent something that cannot be decoded",
        })
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Started => f.write_str("looking for a leader"),
            Notice::Joining { leader } => write!(f, "joining the leader, server {}", leader.0),
            Notice::Following { leader, epoch } => {
                write!(f, "following server {} in epoch {}", leader.0, epoch.0)
            }
            Notice::LeaderLost => f.write_str("the connection to the leader is lost"),
            Notice::ReadingOnly => f.write_str("no leader for long: serving reads only"),
            Notice::Leaderless { waited_ms, why } => {
                let seconds = waited_ms / 1000;
                write!(
                    f,
                    "without a leader for {seconds} s, no client is served: {why}"
                )
            }
            Notice::LeaderSilent => f.write_str("the leader was silent for too long"),
            Notice::Elected => f.write_str("elected; waiting for a quorum"),
            Notice::Established { epoch } => write!(f, "leading epoch {}", epoch.0),
            Notice::OnlyOrdering => {
                f.write_str("leaving the clients to the other servers (leaderServes=no)")
            }
            Notice::LearnerServes { learner } => {
                write!(f, "server {} is up to date and serves", learner.0)
            }
            Notice::Rolled { epoch } => write!(f, "leading epoch {}, begun in place", epoch.0),
            Notice::QuorumLost => {
                f.write_str("this leader has lost its quorum: it answers no writes and no syncs")
            }
            Notice::NoQuorum => f.write_str("a quorum did not come together in time"),
            Notice::BetterHistory => f.write_str("another server has a longer history"),
            Notice::EpochTaken => f.write_str("the epoch was promised to another server"),
            Notice::Reconfigured { version } => {
                write!(f, "the configuration {:x} is active", version.bits())
            }
            Notice::SteppedDown => {
                f.write_str("this server has no vote any more: another one is to lead")
            }
            Notice::NewerConfig => {
                f.write_str("the ensemble was changed without this leader, which leads no more")
            }
            Notice::PeerFault { peer, fault } => {
                write!(f, "the link to server {} was closed: {fault}", peer.0)
            }
            Notice::EpochsUsedUp => f.write_str(
                "the epochs are used up: no server of this ensemble can lead any more. Move the \
                 data to a new ensemble",
            ),
            Notice::LeaderLacksCommitted { last, applied } => write!(
                f,
                "the leader has the history of this server only up to {last}, but everything up \
                 to {applied} was committed: the servers that elected it have lost data, or were \
                 started empty. Stop them, and start the servers that have the data first"
            ),
        }
    }
}
