//! Recovery: what was durable when the server stopped is brought back.
//!
//! ```text
//!   promises ─> store ─> tree at the checkpoint ─> log behind it, replayed
//!                                                    a single server: all of it
//!                                                    a member: what is known to be committed; the
//!                                                    rest is its tail, for its leader to decide on
//! ```
//!
//! Must never: pass over damage in silence, start on what belongs to another server or ensemble, or
//! let a member vote whose log has lost something.

use std::fmt;
use std::path::Path;

use ringkeeper_core::checkpoint::Loader;
use ringkeeper_core::id::{Epoch, RecordNumber, Zxid};
use ringkeeper_core::options::Options;
use ringkeeper_core::replay::{MemberReplay, OlderRecords, ReplayError, Tail, replay};
use ringkeeper_core::tree::Tree;
use ringkeeper_core::zab::epochs::{LogState, Promises};
use ringkeeper_core::zab::message::EnsembleId;
use ringkeeper_wal::{
    Files, Log, Next, OnDamage, OpenError, Position, Recovered as Opened, Slots, SlotsFile, Storage,
};
use tracing::{error, info, warn};

use crate::admin::StartFigures;
use crate::ballast::Ballast;
use crate::checkpoints::Building;
use crate::clock::{Clock, millis};
use crate::config::{Config, Directories};
use crate::serve::{ServeError, random};
use crate::store::{LogPlace, Places, Settled, Store};

/// The two slots that hold what this server has promised, beside the log.
const PROMISES: SlotsFile = SlotsFile("promises");

/// The state as it was when the server stopped.
pub(crate) struct Recovered {
    /// For operators.
    pub(crate) figures: StartFigures,
    pub(crate) tree: Tree,
    pub(crate) store: Store,
    pub(crate) checkpoint: LogPlace,
    pub(crate) building: Building,
    pub(crate) log: Log,
    pub(crate) files: Files,
    pub(crate) slots: Slots,
    pub(crate) promises: Promises,
    /// Of a member: what the log holds behind the tree.
    pub(crate) tail: Option<Tail>,
}

/// What a record of the log is replayed into.
enum Replay {
    Alone,
    Member(MemberReplay),
}

/// Brings back what was durable: the checkpoint, and the log behind it.
pub(crate) fn recover(
    config: &Config,
    options: &Options,
    clock: Clock,
) -> Result<Recovered, ServeError> {
    let began = clock.elapsed();
    let store_directory = config.directories.checkpoints();
    let log_directory = config.directories.segments();
    settle_install(&Places::of(&store_directory))?;
    for directory in [&store_directory, &log_directory] {
        ringkeeper_wal::create_directory(directory).map_err(|cause| {
            ServeError::Fault(format!("creating {}: {cause}", directory.display()))
        })?;
    }
    let data = |cause: &dyn fmt::Display| ServeError::Fault(cause.to_string());
    let store = open_store(&config.directories.data, &store_directory)?;
    let building = Building {
        seed: random()?,
        digest: options.tree_digest,
    };
    let place = store.log_place().map_err(|cause| data(&cause))?;
    let installed_at = store.installed_at().map_err(|cause| data(&cause))?;
    let Building { seed, digest } = building;
    let mut loader = Loader::new(seed, digest);
    store
        .load(|key, value| loader.entry(key, value))
        .map_err(|cause| data(&cause))?;
    let loaded_tree = loader.finish().map_err(|cause| data(&cause))?;
    let mut tree = loaded_tree.unwrap_or_else(|| Tree::new(seed, digest));
    let checkpoint = place.map_or(RecordNumber(0), |place| place.record);
    let loaded = clock.elapsed().saturating_sub(began);

    let mut files = Files::open(&log_directory).map_err(|cause| log_fault(config, &cause))?;
    let (mut slots, mut promises) = open_promises(config, &mut files)?;
    let promised = slots.value().is_some();
    let mut replay = match config.ensemble {
        None => Replay::Alone,
        Some(_) => Replay::Member(MemberReplay::new(tree.last_zxid(), checkpoint)),
    };
    let begins = (tree.last_zxid(), checkpoint);
    let log = open_log(
        config,
        &mut files,
        begins,
        &mut tree,
        &mut replay,
        &mut |files| {
            if !promised {
                return Err(lost_promises(config));
            }
            promises.log = LogState::Damaged;
            store_promises(config, files, &mut slots, &promises)
        },
    )?;
    if place.is_some_and(|place| place.log != log.id()) {
        return Err(another_servers_log(config));
    }
    // They are stored at the first start, before the first record.
    if !promised && config.ensemble.is_some() && log.last() > Position::NONE {
        return Err(lost_promises(config));
    }
    let tail = match replay {
        Replay::Alone => None,
        Replay::Member(replay) => {
            let mut tail = replay.finish();
            let from = installed_at.map_or(RecordNumber(0), RecordNumber::next);
            tail.precede(older_records(&log, &mut files, from, checkpoint));
            Some(tail)
        }
    };
    let last = tail.as_ref().map_or(tree.last_zxid(), Tail::last);
    settle_identity(config, last, &mut files, &mut slots, &mut promises)?;
    let figures = StartFigures {
        loaded,
        records: log.last().0.saturating_sub(checkpoint.0),
        recovered: clock.elapsed().saturating_sub(began),
    };
    info!(
        zxid = %tree.last_zxid(),
        znodes = tree.node_count(),
        sessions = tree.session_count(),
        replayed = figures.records,
        checkpoint_ms = millis(loaded),
        took_ms = millis(figures.recovered),
        "recovered"
    );
    Ok(Recovered {
        figures,
        tree,
        store,
        checkpoint: LogPlace {
            record: checkpoint,
            log: log.id(),
        },
        building,
        log,
        files,
        slots,
        promises,
        tail,
    })
}

/// Finishes or undoes an install that was under way when the server stopped.
fn settle_install(places: &Places) -> Result<(), ServeError> {
    let settled = places.settle().map_err(|cause| {
        ServeError::Fault(format!("settling {}: {cause}", places.present().display()))
    })?;
    match settled {
        Settled::Nothing => {}
        Settled::Undone => warn!("the leader's checkpoint was not complete, and is removed"),
        Settled::Finished => {
            info!("the leader's checkpoint was complete, and is this server's now");
        }
    }
    Ok(())
}

/// A checkpoint and a log that were never one server's make a state that never was.
pub(crate) fn another_servers_log(config: &Config) -> ServeError {
    let Directories { data, log } = &config.directories;
    ServeError::Directory(format!(
        "dataDir {} and dataLogDir {} belong to different servers: the checkpoint of the one \
         does not go with the log of the other. Correct the two keys, or restore the directory \
         that was exchanged",
        data.display(),
        log.display()
    ))
}

/// A member that has forgotten what it promised could follow two leaders at once. Abstaining would
/// not do: whoever made it whole might lead an epoch that is earlier than one it had promised.
fn lost_promises(config: &Config) -> ServeError {
    ServeError::Damage(format!(
        "the file promises is gone from {}, and the log beside it has records: what this server \
         promised to leaders is not known. Restore the file from a copy made since it last ran, \
         or remove everything in dataDir and dataLogDir but myid while the other servers are a \
         quorum and serve: they send this one all it lost",
        config.directories.segments().display()
    ))
}

/// Opens the store, on a full disk with the space kept back for it.
fn open_store(data_directory: &Path, store_directory: &Path) -> Result<Store, ServeError> {
    let ballast = Ballast::in_directory(data_directory);
    let opened = match Store::open(store_directory) {
        Err(cause) if cause.is_for_want_of_space() && ballast.drop_overboard() => {
            Store::open(store_directory)
        }
        opened => opened,
    };
    let store = opened.map_err(|cause| ServeError::Fault(cause.to_string()))?;
    ballast.load();
    Ok(store)
}

fn open_promises(config: &Config, files: &mut Files) -> Result<(Slots, Promises), ServeError> {
    let fault = |cause: &dyn fmt::Display| {
        ServeError::Fault(format!(
            "what this server has promised, in {}: {cause}",
            config.directories.segments().display()
        ))
    };
    let slots = Slots::open(files, PROMISES).map_err(|cause| fault(&cause))?;
    let promises = match slots.value() {
        None => Promises::none(config.sid),
        Some(bytes) => Promises::decode(bytes).map_err(|cause| fault(&cause))?,
    };
    if promises.server != config.sid {
        return Err(ServeError::Directory(format!(
            "{} belongs to server {}, and this is server {}: correct myid or dataLogDir. Two \
             servers must never share a log, and a copy of one server's data must not be started \
             as another",
            config.directories.log.display(),
            promises.server.0,
            config.sid.0
        )));
    }
    Ok((slots, promises))
}

fn store_promises(
    config: &Config,
    files: &mut Files,
    slots: &mut Slots,
    promises: &Promises,
) -> Result<(), ServeError> {
    slots
        .store_now(files, &promises.encode())
        .map_err(|cause| log_fault(config, &cause))
}

/// Says whose the data is, where nothing says so yet: data that began on a single server, or
/// before servers had an identity. A single server that goes on with a member's data makes it its
/// own: what it orders alone must never meet what its ensemble orders without it. A member that
/// goes on with a single server's data takes over its epochs. `last` is the end of the log.
fn settle_identity(
    config: &Config,
    last: Zxid,
    files: &mut Files,
    slots: &mut Slots,
    promises: &mut Promises,
) -> Result<(), ServeError> {
    let alone = config.ensemble.is_none();
    let was_member = promises.accepted > Epoch(0);
    let has_data = last > Zxid::ZERO;
    let took_over = !alone && promises.take_over(last);
    if alone && was_member {
        warn!(
            epoch = promises.current.0,
            "this data was an ensemble's and goes on alone: servers of that ensemble will not take \
             this one back without its data being removed"
        );
        promises.accepted = Epoch(0);
        promises.accepted_by = None;
        promises.current = Epoch(0);
        promises.ensemble = Some(random_ensemble()?);
    } else if promises.ensemble.is_none() && (alone || has_data) {
        promises.ensemble = Some(random_ensemble()?);
    } else if slots.value().is_some() && !took_over {
        return Ok(());
    }
    store_promises(config, files, slots, promises)
}

/// A name for an ensemble. It is never 0, which says that there is none.
pub(crate) fn random_ensemble() -> Result<EnsembleId, ServeError> {
    let (high, low) = (random()?, random()?);
    Ok(EnsembleId(
        (u128::from(high) << 64 | u128::from(low)).max(1),
    ))
}

fn log_fault(config: &Config, cause: &dyn fmt::Display) -> ServeError {
    let directory = config.directories.segments();
    ServeError::Fault(format!("the log {}: {cause}", directory.display()))
}

/// Opens the log, replaying it. A member whose log is damaged gives up the damaged end, if
/// `abstain` has made it durable that it has no vote before a leader has made it whole.
fn open_log(
    config: &Config,
    files: &mut Files,
    begins: (Zxid, RecordNumber),
    tree: &mut Tree,
    replay: &mut Replay,
    abstain: &mut dyn FnMut(&mut Files) -> Result<(), ServeError>,
) -> Result<Log, ServeError> {
    let mut options = ringkeeper_wal::Options {
        segment_bytes: config.log.segment_bytes.get(),
        free_bytes_min: config.log.reserve_bytes.get(),
        ..ringkeeper_wal::Options::default()
    };
    let (zxid, checkpoint) = begins;
    let mut opened = try_open(config, &options, files, checkpoint, tree, replay)?;
    if let (Err(cause), Replay::Member(_)) = (&opened, &*replay)
        && cause.is_damage()
    {
        error!(
            %cause,
            "the log is damaged: this server gives up what is behind the damage, and has no vote \
             until a leader has sent it what it lost"
        );
        abstain(files)?;
        options.on_damage = OnDamage::CutAndLose;
        // What was replayed so far stands before the damage; it comes again, and is known.
        *replay = Replay::Member(MemberReplay::new(zxid, checkpoint));
        opened = try_open(config, &options, files, checkpoint, tree, replay)?;
    }
    let (log, found) = opened.map_err(|cause| {
        let remedy = crate::repair::remedy(config, &cause, Some(tree.last_zxid()));
        let directory = config.directories.segments();
        let text = format!("the log {}: {cause}{remedy}", directory.display());
        if cause.is_damage() {
            ServeError::Damage(text)
        } else {
            ServeError::Fault(text)
        }
    })?;
    if let Some((sequence, offset)) = found.torn {
        warn!(
            %sequence,
            offset,
            "a torn tail was cut off the log; none of it is known to have been acknowledged"
        );
    }
    Ok(log)
}

type OpenedLog = Result<(Log, Opened), OpenError>;

fn try_open(
    config: &Config,
    options: &ringkeeper_wal::Options,
    files: &mut Files,
    checkpoint: RecordNumber,
    tree: &mut Tree,
    into: &mut Replay,
) -> Result<OpenedLog, ServeError> {
    let mut broken: Option<(Position, ReplayError)> = None;
    let opened = ringkeeper_wal::open(
        files,
        options,
        Files::random_id().map_err(|cause| log_fault(config, &cause))?,
        Position(checkpoint.next().0),
        &mut |position, record| {
            if broken.is_some() {
                return;
            }
            let taken = match into {
                Replay::Alone => replay(tree, record).map(|_| ()),
                Replay::Member(member) => member.take(tree, record),
            };
            broken = taken.err().map(|cause| (position, cause));
        },
    );
    if let Some((position, cause)) = broken {
        return Err(log_fault(config, &format!("record {position}: {cause}")));
    }
    Ok(opened)
}

/// What the log holds of before the checkpoint, from a record on. Nothing depends on it: what
/// cannot be read is left out, and learners that would need it get a checkpoint. Where an older
/// checkpoint came from a leader the records before that are of another history: none of them may
/// be taken.
fn older_records(
    log: &Log,
    files: &mut Files,
    from: RecordNumber,
    checkpoint: RecordNumber,
) -> OlderRecords {
    let mut older = OlderRecords::default();
    let Ok(mut cursor) = log.cursor(0, log.first().max(Position(from.0))) else {
        return older;
    };
    loop {
        match cursor.advance(log) {
            Ok(Next::Record(position, _)) if position.0 > checkpoint.0 => return older,
            Ok(Next::Record(position, record)) => {
                if let Err(cause) = older.take(RecordNumber(position.0), record) {
                    warn!(%position, %cause, "records from before the checkpoint are of no use");
                    return OlderRecords::default();
                }
            }
            Ok(Next::Read(op)) => cursor.complete(files.execute(op)),
            Ok(Next::Wait | Next::End) => return older,
            Err(cause) => {
                warn!(%cause, "what the log holds of before the checkpoint cannot be read");
                return OlderRecords::default();
            }
        }
    }
}
