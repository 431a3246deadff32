//! What must hold in every run of an ensemble, one invariant in one file, by the name it has in the
//! literature.
//!
//! The simulator tells `Checks` what happens, as `Fact`s; each `Check` judges by them alone
//! and knows nothing of how the servers work. The table of all of them is `all`;
//! `docs/simulator.md` gives their sources. Must never: mend, forget or assume what it was not
//! told.

mod agreement;
mod client_order;
mod committed_log_durability;
mod durable_stays;
mod equal_trees;
mod global_primary_order;
mod integrity;
mod leader_log_completeness;
mod leadership1;
mod leadership2;
mod ledger;
mod linearizability;
mod local_primary_order;
mod model;
mod no_blame;
mod prefix_consistency;
mod primary_integrity;
mod purge_behind_checkpoint;
#[cfg(test)]
mod scene;
mod session_end;
mod session_timeout;
mod total_order;
mod watch_order;

use std::sync::Arc;

use ringkeeper_core::id::{Epoch, SessionId, Sid, Zxid};
use ringkeeper_core::zab::epochs::LogState;
use ringkeeper_core::zab::quorum::Quorums;
use ringkeeper_core::zab::{PeerFault, Reign};

pub(crate) use ledger::Ledger;

/// A txn at its place: two records are the same when both agree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Record {
    pub(crate) zxid: Zxid,
    /// Of its bytes.
    pub(crate) hash: u64,
}

/// What a server has promised, durably.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Promised {
    pub(crate) accepted: Epoch,
    pub(crate) current: Epoch,
    /// Whether it abstains, because its log has lost something.
    pub(crate) log: LogState,
}

/// Something that happened to a server.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// It starts with what it finds on its disk.
    Recovered {
        /// The zxid of its checkpoint.
        base: Zxid,
        /// Its log behind that.
        log: Vec<Record>,
        /// What its tree holds.
        applied: Zxid,
        promised: Promised,
    },
    /// It stops, or its machine does.
    Stopped,
    /// A record is in its log, and not durable.
    Logged(Record),
    /// Everything behind this is gone from its log.
    Truncated { last: Zxid },
    /// Its log is on stable storage through this.
    Durable { through: Zxid },
    /// Its promises are on stable storage.
    Promised(Promised),
    /// A checkpoint of its leader took the place of everything.
    Installed { zxid: Zxid },
    /// It leads, or does no more.
    Reigns(Option<Reign>),
    /// As a leader it made a proposal; who decides once it is committed, if that changes by it.
    Broadcast {
        epoch: Epoch,
        record: Record,
        decides: Option<Quorums>,
    },
    /// It knows this to be committed.
    Committed { through: Zxid },
    /// It has put this txn into its tree; the bytes of it.
    Delivered { record: Record, bytes: Arc<[u8]> },
    /// It closed a link because of what its peer did.
    Blamed { peer: Sid, fault: PeerFault },
    /// Its tree is at a zxid, with this digest.
    Tree { zxid: Zxid, digest: u64 },
    /// Its own checkpoint at this zxid is on stable storage.
    Checkpointed { zxid: Zxid },
    /// It gave up its log through this.
    Purged { through: Zxid },
    /// As a leader it proposed a session.
    Begun { session: SessionId, timeout_ms: i32 },
    /// As a leader it heard of sessions, from its own clients or from a learner.
    Heard { sessions: Vec<SessionId> },
    /// As a leader it ended a session that it had not heard of for long.
    Expired { session: SessionId },
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// In microseconds of virtual time.
    pub(crate) at: u64,
    pub(crate) server: Sid,
    pub(crate) event: Event,
}

/// What a client asks for, as far as a check cares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Call {
    /// A write of any kind; what it changes is known from its txn.
    Write,
    /// The end of its session.
    Close,
    /// `getData`, with or without a watch.
    Get {
        path: String,
        watch: bool,
    },
    /// `exists`.
    Exists {
        path: String,
        watch: bool,
    },
    /// `getChildren`.
    Children {
        path: String,
        watch: bool,
    },
    Sync,
}

/// What a client was answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    /// Nothing that a check looks at.
    Done,
    /// An error code.
    Failed(i32),
    /// Data, its version and the zxid that wrote it.
    Data(Vec<u8>, i32, i64),
    /// A stat: the version and the zxid of the last change.
    Stat(i32, i64),
    /// Names of children, in order.
    Names(Vec<String>),
}

/// Something that happened to a client.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    /// It has a session, new or its own again.
    Opened,
    /// It asked to have its session back, and heard that it is over.
    Expired,
    /// It asks.
    Called { xid: i32, call: Call },
    /// It is answered.
    Replied {
        session: i64,
        xid: i32,
        zxid: i64,
        answer: Answer,
    },
    /// A watch has fired.
    Notified { zxid: i64, kind: i32, path: String },
    /// Its connection is gone.
    Ended,
}

/// See [`Said`].
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// In microseconds of virtual time.
    pub(crate) at: u64,
    /// The client, by its number.
    pub(crate) client: usize,
    pub(crate) said: Said,
}

/// An invariant.
pub(crate) trait Check {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Something happened to a server; the ledger knows of it already. An error says what is wrong.
    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let _ = (fact, ledger);
        Ok(())
    }

    /// Something happened to a client.
    fn hear(&mut self, word: &Word, ledger: &Ledger) -> Result<(), String> {
        let _ = (word, ledger);
        Ok(())
    }
}

/// An invariant that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Violation {
    pub(crate) check: &'static str,
    pub(crate) what: String,
}

/// All invariants, and what they are told.
pub(crate) struct Checks {
    ledger: Ledger,
    checks: Vec<Box<dyn Check>>,
}

impl std::fmt::Debug for Checks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checks").finish_non_exhaustive()
    }
}

impl Checks {
    pub(crate) fn new(quorums: Quorums) -> Checks {
        Checks {
            ledger: Ledger::new(quorums),
            checks: all(),
        }
    }

    /// What all facts so far come to.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Something happened.
    pub(crate) fn observe(&mut self, fact: &Fact) -> Result<(), Violation> {
        self.ledger.observe(fact).map_err(|what| Violation {
            check: "Ledger",
            what,
        })?;
        for check in &mut self.checks {
            let judged = check.observe(fact, &self.ledger);
            judged.map_err(|what| Violation {
                check: check.name(),
                what: format!("server {} at {} us: {what}", fact.server.0, fact.at),
            })?;
        }
        Ok(())
    }

    /// Something happened to a client.
    pub(crate) fn hear(&mut self, word: &Word) -> Result<(), Violation> {
        for check in &mut self.checks {
            let judged = check.hear(word, &self.ledger);
            judged.map_err(|what| Violation {
                check: check.name(),
                what: format!("client {} at {} us: {what}", word.client, word.at),
            })?;
        }
        Ok(())
    }
}

/// Every invariant.
fn all() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(leadership1::Leadership1),
        Box::<leadership2::Leadership2>::default(),
        Box::<prefix_consistency::PrefixConsistency>::default(),
        Box::<integrity::Integrity>::default(),
        Box::new(agreement::Agreement),
        Box::<total_order::TotalOrder>::default(),
        Box::<local_primary_order::LocalPrimaryOrder>::default(),
        Box::<global_primary_order::GlobalPrimaryOrder>::default(),
        Box::<primary_integrity::PrimaryIntegrity>::default(),
        Box::new(committed_log_durability::CommittedLogDurability),
        Box::new(leader_log_completeness::LeaderLogCompleteness),
        Box::<equal_trees::EqualTrees>::default(),
        Box::<durable_stays::DurableStays>::default(),
        Box::new(no_blame::NoBlame),
        Box::<client_order::ClientOrder>::default(),
        Box::<linearizability::Linearizability>::default(),
        Box::<watch_order::WatchOrder>::default(),
        Box::<session_end::SessionEnd>::default(),
        Box::<session_timeout::SessionTimeout>::default(),
        Box::new(purge_behind_checkpoint::PurgeBehindCheckpoint),
    ]
}
