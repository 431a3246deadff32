//! A question that every shard adds its figures to.
//!
//! ```text
//!   asking shard ─ Letter::Survey ─> each other shard ─ add ─┐
//!        └ add ───────────────────────────────────────────────┤ the last one to add:
//!   asking shard <─ Letter::Surveyed ─────────────────────────┘
//! ```
//!
//! Invariant: each shard adds once, or is skipped once because its mailbox is full.

use std::net::SocketAddr;
use std::sync::Mutex;

use ringkeeper_core::id::{ConnectionId, SessionId, WallTime, Zxid};
use ringkeeper_core::replica::Counts;
use ringkeeper_core::serve::{Connection, ConnectionFigures, ServeFigures};
use ringkeeper_core::wire::four_letter::{Mode, QuorumGauges, Word};
use ringkeeper_core::zab::Life;
use ringkeeper_core::zab::ensemble::Ensemble;

use crate::checkpoints::CheckpointFigures;

/// What one shard knows of one connection.
#[derive(Clone, Debug)]
pub(crate) struct ConnectionReport {
    pub(crate) peer: SocketAddr,
    pub(crate) session: SessionId,
    pub(crate) timeout_ms: Option<i32>,
    pub(crate) pending: usize,
    pub(crate) paused: bool,
    pub(crate) figures: ConnectionFigures,
}

impl ConnectionReport {
    pub(crate) fn of(connection: &Connection) -> ConnectionReport {
        ConnectionReport {
            peer: connection.peer(),
            session: connection.session(),
            timeout_ms: connection.timeout_ms(),
            pending: connection.pending_len(),
            paused: connection.is_paused(),
            figures: connection.figures().clone(),
        }
    }
}

/// What the replica's shard adds.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReplicaReport {
    /// What the server is; `None` when it serves nobody.
    pub(crate) mode: Option<Mode>,
    /// Of a server of an ensemble.
    pub(crate) quorum: Option<QuorumGauges>,
    pub(crate) counts: Counts,
    /// Of a server of an ensemble.
    pub(crate) life: Option<Life>,
    /// Of a server of an ensemble, when the word shows it.
    pub(crate) ensemble: Option<Ensemble>,
    /// Sessions by the wall-clock moment they expire, when the word lists them and this server lets
    /// them expire.
    pub(crate) sessions: Option<Vec<(WallTime, Vec<SessionId>)>>,
    /// As `sessions`, of those that only this server knows.
    pub(crate) local_sessions: Option<Vec<(WallTime, Vec<SessionId>)>>,
    /// How many these are.
    pub(crate) local_session_count: u64,
    /// Requests that wait for the log or their turn.
    pub(crate) waiting: usize,
    /// The last zxid that is durable.
    pub(crate) durable: Zxid,
    /// Whether writes are refused for want of space.
    pub(crate) space_low: bool,
    pub(crate) checkpoints: CheckpointFigures,
}

/// What one shard adds.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShardReport {
    pub(crate) figures: ServeFigures,
    pub(crate) outstanding: usize,
    pub(crate) watches: usize,
    /// How often the shard entered the kernel.
    pub(crate) enters: u64,
    pub(crate) connection_count: usize,
    /// One by one, when the word lists them.
    pub(crate) connections: Vec<ConnectionReport>,
    /// Data watches by path and session, when the word lists them.
    pub(crate) watched: Vec<(String, SessionId)>,
    /// On the replica's shard.
    pub(crate) replica: Option<ReplicaReport>,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Survey {
    word: Word,
    asker: ConnectionId,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    missing: usize,
    reports: Vec<ShardReport>,
}

impl Survey {
    /// A question from connection `asker` to this many shards.
    pub(crate) fn new(word: Word, asker: ConnectionId, shards: usize) -> Survey {
        let state = State {
            missing: shards,
            reports: Vec::with_capacity(shards),
        };
        Survey {
            word,
            asker,
            state: Mutex::new(state),
        }
    }

    /// What was asked.
    pub(crate) const fn word(&self) -> Word {
        self.word
    }

    /// Whether the answer lists connections.
    pub(crate) const fn lists_connections(&self) -> bool {
        matches!(self.word, Word::Stat | Word::Cons | Word::Dump)
    }

    /// Whether the answer lists sessions.
    pub(crate) const fn lists_sessions(&self) -> bool {
        matches!(self.word, Word::Dump)
    }

    /// Whether the answer shows who belongs to the ensemble.
    pub(crate) const fn shows_ensemble(&self) -> bool {
        matches!(self.word, Word::Conf)
    }

    /// Whether the answer lists watches.
    pub(crate) const fn lists_watches(&self) -> bool {
        matches!(self.word, Word::Wchc | Word::Wchp | Word::Wchs)
    }

    /// Which connection asked.
    pub(crate) const fn asker(&self) -> ConnectionId {
        self.asker
    }

    /// Adds a shard's report, or `None` for one that cannot be asked; says whether it was the last.
    pub(crate) fn add(&self, report: Option<ShardReport>) -> bool {
        let mut state = self.state.lock().expect("nobody panics with this lock");
        state.reports.extend(report);
        state.missing -= 1;
        state.missing == 0
    }

    /// The reports, once all are there.
    pub(crate) fn take_reports(&self) -> Vec<ShardReport> {
        let mut state = self.state.lock().expect("nobody panics with this lock");
        std::mem::take(&mut state.reports)
    }
}
