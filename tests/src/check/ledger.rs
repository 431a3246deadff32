//! What the facts so far come to: each server's log and tree, and the one order of what was
//! delivered.
//!
//! Must never: judge. What does not fit is left for the checks, but for facts that contradict
//! themselves: those are bugs of the simulator.

use std::collections::{BTreeMap, BTreeSet};

use ringkeeper_core::id::{Epoch, Sid, Zxid};
use ringkeeper_core::txn::codec::decode;
use ringkeeper_core::zab::Reign;
use ringkeeper_core::zab::epochs::LogState;
use ringkeeper_core::zab::quorum::Quorums;

use super::model::Model;
use super::{Event, Fact, Promised, Record};

/// What is known of one server.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// The zxid its log begins behind.
    pub(crate) base: Zxid,
    /// The zxid of its newest checkpoint.
    pub(crate) checkpoint: Zxid,
    /// Its log: hashes by zxid.
    pub(crate) log: BTreeMap<Zxid, u64>,
    pub(crate) durable: Zxid,
    pub(crate) committed: Zxid,
    /// What its tree holds.
    pub(crate) applied: Zxid,
    pub(crate) promised: Promised,
    pub(crate) reign: Option<Reign>,
    pub(crate) is_up: bool,
}

impl Known {
    fn new() -> Known {
        Known {
            base: Zxid::ZERO,
            checkpoint: Zxid::ZERO,
            log: BTreeMap::new(),
            durable: Zxid::ZERO,
            committed: Zxid::ZERO,
            applied: Zxid::ZERO,
            promised: Promised {
                accepted: Epoch(0),
                current: Epoch(0),
                log: LogState::Whole,
            },
            reign: None,
            is_up: false,
        }
    }

    /// The last zxid of its log.
    pub(crate) fn last(&self) -> Zxid {
        self.log.keys().next_back().copied().unwrap_or(self.base)
    }

    /// Whether it has no vote, since its log has lost something.
    pub(crate) fn abstains(&self) -> bool {
        self.promised.log == LogState::Damaged
    }

    /// Whether it has a record, in its log or behind it.
    pub(crate) fn holds(&self, record: Record) -> bool {
        record.zxid <= self.base || self.log.get(&record.zxid) == Some(&record.hash)
    }
}

/// A txn of the one order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ordered {
    pub(crate) record: Record,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// Who decides from which txn on; a reconfig counts once it is committed.
    quorums: BTreeMap<Zxid, Quorums>,
    /// Who decided on what was committed last: first those who did before it, then those of each
    /// reconfig among it, with its record.
    deciders: (Quorums, Vec<(Record, Quorums)>),
    servers: BTreeMap<Sid, Known>,
    /// What somebody delivered, by zxid.
    order: Vec<Ordered>,
    /// What an established leader knew to be committed, by zxid.
    committed: BTreeMap<Zxid, u64>,
    broadcast: BTreeSet<Record>,
    model: Model,
}

impl Ledger {
    pub(crate) fn new(quorums: Quorums) -> Ledger {
        Ledger {
            deciders: (quorums.clone(), Vec::new()),
            quorums: BTreeMap::from([(Zxid::ZERO, quorums)]),
            servers: BTreeMap::new(),
            order: Vec::new(),
            committed: BTreeMap::new(),
            broadcast: BTreeSet::new(),
            model: Model::default(),
        }
    }

    /// Who decided on what was committed last: those who did before it, and those of each reconfig
    /// among it, with its record.
    pub(crate) fn deciders(&self) -> (&Quorums, &[(Record, Quorums)]) {
        (&self.deciders.0, &self.deciders.1)
    }

    /// What is known of a server; every server is recovered before anything else happens to it.
    pub(crate) fn server(&self, sid: Sid) -> &Known {
        self.servers.get(&sid).expect("a server starts first")
    }

    pub(crate) fn servers(&self) -> impl Iterator<Item = (Sid, &Known)> {
        self.servers.iter().map(|(sid, known)| (*sid, known))
    }

    /// What the order comes to.
    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// What was delivered by anybody, in order.
    pub(crate) fn order(&self) -> &[Ordered] {
        &self.order
    }

    /// The place of a zxid in the order.
    pub(crate) fn place(&self, zxid: Zxid) -> Result<usize, usize> {
        self.order
            .binary_search_by_key(&zxid, |ordered| ordered.record.zxid)
    }

    /// What established leaders knew to be committed.
    pub(crate) fn committed(&self) -> &BTreeMap<Zxid, u64> {
        &self.committed
    }

    /// Whether some leader proposed exactly this.
    pub(crate) fn was_broadcast(&self, record: Record) -> bool {
        self.broadcast.contains(&record)
    }

    pub(super) fn observe(&mut self, fact: &Fact) -> Result<(), String> {
        let known = self.servers.entry(fact.server).or_insert_with(Known::new);
        match &fact.event {
            Event::Recovered {
                base,
                log,
                applied,
                promised,
            } => {
                *known = Known {
                    base: *base,
                    checkpoint: *base,
                    log: log
                        .iter()
                        .map(|record| (record.zxid, record.hash))
                        .collect(),
                    applied: *applied,
                    committed: *applied,
                    promised: *promised,
                    is_up: true,
                    ..Known::new()
                };
                known.durable = known.last();
            }
            Event::Stopped => {
                known.is_up = false;
                known.reign = None;
            }
            Event::Logged(record) => {
                if record.zxid <= known.last() {
                    return Err(format!("{:?} logged behind {:?}", record, known.last()));
                }
                known.log.insert(record.zxid, record.hash);
            }
            Event::Truncated { last } => {
                known.log.split_off(&next(*last));
                known.durable = known.durable.min(*last);
            }
            Event::Durable { through } => known.durable = *through,
            Event::Promised(promised) => known.promised = *promised,
            Event::Installed { zxid } => {
                known.base = *zxid;
                known.checkpoint = *zxid;
                known.log.clear();
                known.durable = *zxid;
                known.applied = *zxid;
                known.committed = known.committed.max(*zxid);
            }
            Event::Reigns(reign) => known.reign = *reign,
            Event::Broadcast {
                record, decides, ..
            } => {
                self.broadcast.insert(*record);
                if let Some(quorums) = decides {
                    self.quorums.insert(record.zxid, quorums.clone());
                }
            }
            Event::Committed { through } => {
                let from = next(known.committed);
                known.committed = *through;
                if let Some(Reign::Established { .. }) = known.reign
                    && from <= *through
                {
                    let (quorums, committed) = (&self.quorums, &self.committed);
                    self.deciders = deciders(quorums, committed, &known.log, *through);
                    let news = known.log.range(from..=*through);
                    self.committed
                        .extend(news.map(|(zxid, hash)| (*zxid, *hash)));
                }
            }
            Event::Delivered { record, bytes } => {
                known.applied = record.zxid;
                let is_next = self
                    .order
                    .last()
                    .is_none_or(|last| last.record.zxid < record.zxid);
                if is_next {
                    self.order.push(Ordered { record: *record });
                    // The traces of most tests have no bytes.
                    if !bytes.is_empty() {
                        let txn = decode(bytes).map_err(|error| error.to_string())?;
                        self.model.follow(txn);
                    }
                }
            }
            Event::Checkpointed { zxid } => known.checkpoint = *zxid,
            Event::Purged { .. }
            | Event::Begun { .. }
            | Event::Heard { .. }
            | Event::Expired { .. }
            | Event::Blamed { .. }
            | Event::Tree { .. } => {}
        }
        Ok(())
    }
}

/// Who decides on what a leader with this log commits `through` there: those who did before, and
/// those of each reconfig that is committed by it.
fn deciders(
    quorums: &BTreeMap<Zxid, Quorums>,
    committed: &BTreeMap<Zxid, u64>,
    log: &BTreeMap<Zxid, u64>,
    through: Zxid,
) -> (Quorums, Vec<(Record, Quorums)>) {
    let counts = |zxid: &Zxid| *zxid == Zxid::ZERO || committed.contains_key(zxid);
    let mut known = quorums.range(..=through);
    let before = known.rfind(|(zxid, _)| counts(zxid));
    let (_, before) = before.expect("there was one from the start on");
    let among = quorums.range(..=through).filter_map(|(zxid, quorums)| {
        let hash = *log.get(zxid).filter(|_| !counts(zxid))?;
        Some((Record { zxid: *zxid, hash }, quorums.clone()))
    });
    (before.clone(), among.collect())
}

/// The next number after a zxid, whether or not a txn can have it.
fn next(zxid: Zxid) -> Zxid {
    Zxid::from_bits(zxid.bits() + 1)
}
