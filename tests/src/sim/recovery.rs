//! What a server finds on its disk when it starts, as `server/src/recover.rs` goes about it.
//!
//! Must never: pass over damage where nothing has rotten, or give up anything before it is durable
//! that the server abstains.

use std::collections::BTreeMap;

use ringkeeper_core::id::{RecordNumber, Sid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::replay::MemberReplay;
use ringkeeper_core::tree::Tree;
use ringkeeper_core::zab::epochs::{LogState, Promises};
use ringkeeper_wal::{Log, LogId, OnDamage, OpenError, Position, Slots, SlotsFile, open};

use super::machine::Disks;
use super::mutant::Mutant;
use super::plan::Plan;
use super::server::Logged;

pub(super) const PROMISES: SlotsFile = SlotsFile("promises");

/// Why a server does not start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum StartError {
    /// The disk failed once more: it is tried again.
    Disk(String),
    /// What is on the disk is not what was put there.
    Lost(String),
}

/// What there was.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) slots: Slots,
    pub(super) promises: Promises,
    pub(super) tree: Tree,
    pub(super) log: Log,
    pub(super) logged: BTreeMap<RecordNumber, Logged>,
    pub(super) replay: MemberReplay,
}

/// Brings back what is on the disk.
pub(super) fn recover(
    sid: Sid,
    plan: &Plan,
    disks: &mut Disks,
    seed: u64,
    new_id: LogId,
) -> Result<Found, StartError> {
    let lost = |what: String| StartError::Lost(format!("server {}: {what}", sid.0));
    let mut slots = Slots::open(&mut disks.log, PROMISES)
        .map_err(|error| StartError::Disk(error.to_string()))?;
    let forgotten = plan.mutant == Some(Mutant::PromisesForgotten);
    let mut promises = match slots.value() {
        Some(_) if forgotten => Promises::none(sid),
        Some(bytes) => Promises::decode(bytes).map_err(|error| lost(error.to_string()))?,
        None => Promises::none(sid),
    };
    let digest = plan.options.tree_digest;
    let mut opened = open_log(disks, &plan.log, (seed, digest), new_id).map_err(lost)?;
    if let Err(error) = &opened.log
        && error.is_damage()
        && disks.is_rotten
    {
        if plan.mutant != Some(Mutant::VotesThoughDamaged) {
            promises.log = LogState::Damaged;
        }
        slots
            .store_now(&mut disks.log, &promises.encode())
            .map_err(|error| StartError::Disk(error.to_string()))?;
        let options = ringkeeper_wal::Options {
            on_damage: OnDamage::CutAndLose,
            ..plan.log.clone()
        };
        opened = open_log(disks, &options, (seed, digest), new_id).map_err(lost)?;
    }
    let log = opened.log.map_err(|error| match error {
        OpenError::Io { .. } => StartError::Disk(error.to_string()),
        other => lost(other.to_string()),
    })?;
    Ok(Found {
        slots,
        promises,
        tree: opened.tree,
        log,
        logged: opened.logged,
        replay: opened.replay,
    })
}

struct Opened {
    log: Result<Log, OpenError>,
    tree: Tree,
    logged: BTreeMap<RecordNumber, Logged>,
    replay: MemberReplay,
}

/// Loads the checkpoint and replays the log behind it, as far as it can be read.
fn open_log(
    disks: &mut Disks,
    options: &ringkeeper_wal::Options,
    (seed, digest): (u64, Switch),
    new_id: LogId,
) -> Result<Opened, String> {
    let mut tree = disks.store.load(seed, digest)?;
    let base = disks.store.record;
    let mut replay = MemberReplay::new(tree.last_zxid(), base);
    let mut logged = BTreeMap::new();
    let mut failed = None;
    let opened = open(
        &mut disks.log,
        options,
        new_id,
        Position(base.0).next(),
        &mut |position, bytes| {
            logged.insert(RecordNumber(position.0), Logged::new(bytes));
            if let Err(error) = replay.take(&mut tree, bytes) {
                failed.get_or_insert(error);
            }
        },
    );
    if let Some(error) = failed {
        return Err(error.to_string());
    }
    Ok(Opened {
        log: opened.map(|(log, _)| log),
        tree,
        logged,
        replay,
    })
}
