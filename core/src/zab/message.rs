//! What servers of an ensemble tell each other: the vocabulary, neutral of any wire.
//!
//! Two kinds of connections carry it. **Votes** go over a mesh between all servers, where only the
//! newest counts. Everything else goes over a **link** from a learner to its leader: first in,
//! first out, and when it breaks both sides forget what was under way and begin again.
//!
//! | here | ZooKeeper's packet | paper |
//! |---|---|---|
//! | `FollowerInfo` | FOLLOWERINFO, OBSERVERINFO | CEPOCH |
//! | `LeaderInfo` | LEADERINFO | NEWEPOCH |
//! | `AckEpoch` | ACKEPOCH | ACK-E |
//! | `Trunc`, `Snap` …, `Proposal` | TRUNC, SNAP, DIFF with PROPOSALs | NEWLEADER's history |
//! | `NewLeader`, `AckNewLeader` | NEWLEADER, ACK | NEWLEADER, ACK-LD |
//! | `UpToDate` | UPTODATE | COMMIT-LD |
//! | `Proposal`, `AckProposal`, `Commit` | PROPOSAL, ACK, COMMIT | PROPOSE, ACK, COMMIT |
//! | `Ping`, `Pong` | PING | |
//! | `Request`, `Answer` | REQUEST, REVALIDATE, SYNC | |
//!
//! Must never be matched with `_ =>`: a new message fails to compile until everybody handles it.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::acl::Identities;
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Epoch, SessionId, Sid, Xid, Zxid};
use crate::request::Write;
use crate::stream::CloseReason;

/// An ensemble, for ever: drawn by its first leader, never 0. A server never talks to another
/// ensemble's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EnsembleId(pub u128);

/// One life of a server process: a random number. Promises are made to a leader *in this life*.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Incarnation(pub u64);

/// How often a server has begun to look for a leader (`electionEpoch`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Round(pub u64);

impl Round {
    /// The last one that anybody tells: what is beyond it is no round of a server.
    pub const MAX: Round = Round(1 << 62);

    /// The round of the next search. Rounds only keep apart what was said when, so nothing breaks
    /// at the last one: elections go on in it.
    pub(crate) fn next(self) -> Round {
        Round(self.0.saturating_add(1)).min(Round::MAX)
    }
}

/// Whom a server would have as its leader, and what that server's history is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vote {
    /// The epoch whose history the candidate has (`peerEpoch`).
    pub epoch: Epoch,
    /// The last zxid in the candidate's log.
    pub last: Zxid,
    /// The candidate.
    pub leader: Sid,
}

/// What the sender of a [`Notification`] is doing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PeerState {
    /// It looks for a leader.
    Looking,
    /// It votes, and follows the leader it names.
    Following,
    /// It leads.
    Leading,
    /// It has no vote, and follows the leader it names.
    Observing,
}

/// The sender's vote. Source: `FastLeaderElection.Notification`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notification {
    /// What the sender does.
    pub state: PeerState,
    /// Its vote; of a server that does not look any more, the one that was decided for. `None` of a
    /// server that has no vote and knows no leader.
    pub vote: Option<Vote>,
    /// The round it was cast in.
    pub round: Round,
    /// The version of the sender's active configuration of the ensemble.
    pub config_version: Zxid,
    /// The text of that configuration, for a server that said it has an older one; or of a newer
    /// one that is pending, while the sender looks for a leader.
    pub config: Option<Arc<str>>,
}

/// How a learner takes part.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Part {
    /// It votes.
    Participant,
    /// It learns, and has no vote.
    Observer,
    /// It would vote, but has lost part of its log: its word counts for nothing before the leader
    /// has made it whole.
    Abstaining,
}

/// The first a learner says on a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FollowerInfo {
    /// The last epoch it promised to somebody (`acceptedEpoch`).
    pub accepted: Epoch,
    /// How it takes part.
    pub part: Part,
    /// Its configuration of the ensemble.
    pub config_version: Zxid,
    /// The ensemble it belongs to; `None` while its history is empty.
    pub ensemble: Option<EnsembleId>,
}

/// A stretch of a history: consecutive zxids of one epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// The first.
    pub first: Zxid,
    /// The last.
    pub last: Zxid,
}

/// What the log of a server holds, told so that the point where two histories part can be found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// Everything up to here is applied, and perhaps not in the log any more.
    pub base: Zxid,
    /// What the log holds, oldest first, perhaps from before `base` on. Old stretches may be
    /// missing.
    pub stretches: Vec<Stretch>,
}

impl Outline {
    /// The last zxid of the history.
    pub fn last(&self) -> Zxid {
        self.stretches
            .last()
            .map_or(self.base, |stretch| stretch.last)
    }
}

/// Whether an answer to `LeaderInfo` is a vote for the epoch.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Promise {
    /// The epoch is promised to this leader, durably.
    Given,
    /// The epoch was promised to another leader before, or the sender has no vote.
    None,
}

/// A learner's number of a request it passed on; rises on a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct RequestNumber(pub u64);

/// A request that a learner passes on to the leader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Forwarded {
    /// A client's write.
    Write {
        /// The client's connection to the learner.
        from: ConnectionId,
        /// Its session; [`SessionId::NONE`] for one that only the learner knows and answers for.
        session: SessionId,
        /// The client's number of the request.
        xid: Xid,
        /// Who the connection was when the request was read.
        identities: Arc<Identities>,
        /// What it wants.
        write: Write,
    },
    /// A new session, with an id the learner assigned.
    Open {
        /// The client's connection to the learner.
        from: ConnectionId,
        /// Its id.
        session: SessionId,
        /// Negotiated with the learner.
        timeout_ms: i32,
    },
    /// A client is back, and has shown the password of its session.
    Resume {
        /// The client's connection to the learner.
        from: ConnectionId,
        /// Its session.
        session: SessionId,
        /// Negotiated with the learner.
        timeout_ms: i32,
    },
    /// Answer when everything is committed that is proposed by now, and a quorum has confirmed
    /// that this leader still leads.
    Sync,
}

impl Forwarded {
    /// About as many bytes as it takes to keep it, the same on both sides of a link; 0 of what is
    /// small whoever asks for it.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Forwarded::Write {
                identities, write, ..
            } => identities.bytes() + write.bytes(),
            Forwarded::Open { .. } | Forwarded::Resume { .. } | Forwarded::Sync => 0,
        }
    }
}

/// What a leader says to a [`Forwarded`] request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It became this txn, which the learner has been or will be sent.
    Ordered {
        /// The txn.
        zxid: Zxid,
    },
    /// It was refused without a txn, in its place in the order.
    Refused {
        /// Why.
        code: ErrorCode,
    },
    /// The session is resumed.
    Resumed,
    /// The session to resume is unknown, closing or expired, or none can be opened.
    NoSession,
    /// What was committed when the sync came is committed through here.
    Synced {
        /// The learner answers when it has applied this.
        through: Zxid,
    },
    /// It will never be answered, and its connection must go.
    Dropped {
        /// Why.
        reason: CloseReason,
    },
    /// It will never be answered: its session is over, and the connection goes with that.
    Ignored,
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// Over the mesh, from anybody to anybody.
    Notification(Notification),

    /// Learner to leader: the first message on a link.
    FollowerInfo(FollowerInfo),
    /// Leader to learner: the epoch it will lead.
    LeaderInfo {
        /// The new epoch.
        epoch: Epoch,
        /// The ensemble.
        ensemble: EnsembleId,
        /// The life of the leader that the epoch is promised to.
        incarnation: Incarnation,
    },
    /// Learner to leader: the epoch is promised; this is my history.
    AckEpoch {
        /// Whether it counts as a vote.
        promise: Promise,
        /// The epoch whose history the learner has (`currentEpoch`).
        current: Epoch,
        /// What its log holds.
        outline: Outline,
    },
    /// Leader to learner: drop everything behind this.
    Trunc {
        /// The last to keep.
        last: Zxid,
    },
    /// Leader to learner: a checkpoint follows, and takes the place of everything.
    Snap {
        /// The exact state at this zxid.
        zxid: Zxid,
    },
    /// Leader to learner: entries of the checkpoint, in order.
    SnapChunk {
        /// As `checkpoint` encodes them, packed by the driver.
        bytes: Box<[u8]>,
    },
    /// Leader to learner: the checkpoint is complete.
    SnapEnd {
        /// Entries in it.
        entries: u64,
    },
    /// Leader to learner: what was sent so far is the initial history of the epoch.
    NewLeader {
        /// The epoch.
        epoch: Epoch,
        /// The last zxid of what was sent.
        last: Zxid,
        /// The ensemble, as `/zookeeper/config` shows it.
        config: String,
    },
    /// Learner to leader: the initial history and the epoch are durable here.
    AckNewLeader {
        /// The epoch.
        epoch: Epoch,
    },
    /// Leader to learner: serve clients.
    UpToDate {
        /// The leader's latest commit.
        committed: Zxid,
    },
    /// Leader to learner: a txn, encoded.
    Proposal {
        /// As it stands in the log.
        txn: Box<[u8]>,
    },
    /// Learner to leader: everything proposed up to here is durable here.
    AckProposal {
        /// The last of them.
        through: Zxid,
    },
    /// Leader to learner: everything up to here is committed.
    Commit {
        /// The last of them.
        through: Zxid,
    },
    /// Leader to learner: are you there?
    Ping {
        /// Rises on a link.
        number: u64,
    },
    /// Learner to leader: yes, and I follow you.
    Pong {
        /// The ping's.
        number: u64,
        /// Sessions heard of since the last pong.
        heard: Vec<SessionId>,
    },
    /// Learner to leader: a client's request.
    Request {
        /// Comes back in the answer.
        number: RequestNumber,
        /// The request.
        request: Forwarded,
    },
    /// Leader to learner.
    Answer {
        /// The request's.
        number: RequestNumber,
        /// What came of it.
        answer: Answer,
    },
    /// Learner to leader: a client's connection is gone; its session lives on.
    Detached {
        /// The connection.
        from: ConnectionId,
        /// The session it had.
        session: SessionId,
    },
    /// Leader to learner: this connection must go.
    Close {
        /// Which.
        connection: ConnectionId,
        /// Why.
        reason: CloseReason,
    },
}
