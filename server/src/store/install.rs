//! A leader's checkpoint takes the place of this server's.
//!
//! ```text
//!   Begin ─ chunks of entries ─ End ─> count them, flush, build the tree from what is on the disk
//!     │ into a store of its own,        (all that is wrong with them is found here)
//!     │ beside the present one          ─> decide ─> swap the directories ─> Installed, with the
//!     └── Abort, or anything wrong: it is removed, and nothing has changed      tree, to shard 0
//! ```
//!
//! What was decided is finished, here or at the next start (`places.rs`). Must never: decide before
//! all of it is durable and known to be a tree at the zxid announced, or keep shard 0 waiting.

#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use ringkeeper_core::checkpoint::Loader;
use ringkeeper_core::id::{RecordNumber, Zxid};
use ringkeeper_core::tree::Tree;
use rocksdb::{WriteBatch, WriteOptions};
use tracing::warn;

use super::places::Places;
use super::{
    CHUNKS_QUEUED, Command, INSTALLED_KEY, LogPlace, PLACE_KEY, Store, StoreError, StoreHandle,
    StoreNews, StoreThread, is_own_key,
};

/// Bytes of entries that are written together.
const BATCH_BYTES: usize = 1024 * 1024;

/// Chunks that wait, at which shard 0 is told that there is room again.
const ROOM_AGAIN: usize = CHUNKS_QUEUED / 2;

/// What shard 0 says of a leader's checkpoint, in order.
pub(super) enum InstallStep {
    /// One comes in; the loader builds the tree.
    Begin { zxid: Zxid, loader: Loader },
    /// Entries of it: key and value, each with its length before it.
    Chunk(Box<[u8]>),
    /// That was all. From now on the log goes on behind `place`.
    End { entries: u64, place: LogPlace },
    /// The rest will not come.
    Abort,
}

/// A checkpoint of a leader, now this server's.
#[derive(Debug)]
pub(crate) struct Installed {
    /// What it holds.
    pub(crate) tree: Tree,
    /// The last record of the log before it.
    pub(crate) record: RecordNumber,
    /// What it consists of.
    pub(crate) entries: u64,
}

impl StoreHandle {
    /// A leader's checkpoint of `zxid` comes in, to be built with `loader`. There is none of this
    /// server's own between its first entry and its commit, and none begins before the end.
    pub(crate) fn install_begin(&self, zxid: Zxid, loader: Loader) {
        assert!(self.chunk.is_empty(), "an own checkpoint was given up");
        self.send(Command::Install(InstallStep::Begin { zxid, loader }));
    }

    /// Entries of it. Ask [`StoreHandle::room`] before.
    pub(crate) fn install_chunk(&self, bytes: Box<[u8]>) {
        self.send(Command::Install(InstallStep::Chunk(bytes)));
    }

    /// All of it is here: it is to count, with the log going on behind `place`, up to which the log
    /// is durable. [`StoreNews::Installed`] follows, or [`StoreNews::InstallFailed`].
    pub(crate) fn install_end(&self, entries: u64, place: LogPlace) {
        self.send(Command::Install(InstallStep::End { entries, place }));
    }

    /// The rest will not come.
    pub(crate) fn install_abort(&self) {
        self.send(Command::Install(InstallStep::Abort));
    }
}

/// A checkpoint on its way in.
struct Incoming {
    store: Store,
    batch: WriteBatch,
    entries: u64,
}

impl Incoming {
    fn begin(places: &Places) -> Result<Incoming, StoreError> {
        let made = places
            .expect_one_file_system()
            .and_then(|()| places.clear())
            .and_then(|()| ringkeeper_wal::create_directory(places.incoming()));
        made.map_err(|cause| failed(places, "replacing", &cause))?;
        Ok(Incoming {
            store: Store::open(places.incoming())?,
            batch: WriteBatch::default(),
            entries: 0,
        })
    }

    fn take(&mut self, chunk: &[u8]) -> Result<(), StoreError> {
        let mut rest = chunk;
        while !rest.is_empty() {
            let Some((key, value, behind)) = split_entry(rest) else {
                return Err(self.refused(&"an entry is cut off"));
            };
            if is_own_key(key) {
                return Err(self.refused(&format_args!("a key of no known kind: {key:02x?}")));
            }
            self.batch.put(key, value);
            self.entries += 1;
            rest = behind;
            if self.batch.size_in_bytes() >= BATCH_BYTES {
                self.write()?;
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.batch);
        let mut writing = WriteOptions::default();
        writing.disable_wal(true);
        let written = self.store.db.write_opt(batch, &writing);
        written.map_err(|error| self.store.error("writing", &error))
    }

    /// All of it is here: gives the tree that it is, which is on the disk and closed.
    fn finish(
        mut self,
        zxid: Zxid,
        loader: Loader,
        entries: u64,
        place: LogPlace,
    ) -> Result<Tree, StoreError> {
        if self.entries != entries {
            let came = self.entries;
            return Err(self.refused(&format_args!("{came} entries came of {entries}")));
        }
        self.batch.put(PLACE_KEY, place.encode());
        self.batch.put(INSTALLED_KEY, place.record.0.to_le_bytes());
        self.write()?;
        let flushed = self.store.db.flush();
        flushed.map_err(|error| self.store.error("flushing", &error))?;
        let (mut loader, mut found) = (loader, 0);
        self.store.load(|key, value| {
            found += 1;
            loader.entry(key, value)
        })?;
        let tree = loader.finish().map_err(|error| self.refused(&error))?;
        match tree {
            None => Err(self.refused(&"it is empty")),
            Some(_) if found != entries => Err(self.refused(&format_args!(
                "{entries} entries came, {found} of them differ"
            ))),
            Some(tree) if tree.last_zxid() != zxid => {
                let holds = tree.last_zxid();
                Err(self.refused(&format_args!("announced as of {zxid}, it is of {holds}")))
            }
            Some(tree) => Ok(tree),
        }
    }

    /// The leader's checkpoint is none.
    fn refused(&self, cause: &dyn std::fmt::Display) -> StoreError {
        self.store.error("loading", cause)
    }
}

impl StoreThread {
    /// Takes a leader's checkpoint in until it counts, or is given up.
    pub(super) fn install(&mut self, zxid: Zxid, loader: Loader, commands: &Receiver<Command>) {
        match self.take_in(zxid, loader, commands) {
            Ok(Some(installed)) => (self.tell)(StoreNews::Installed(Box::new(installed))),
            Ok(None) => self.forget_incoming(),
            Err(cause) => {
                self.forget_incoming();
                (self.tell)(StoreNews::InstallFailed(cause));
            }
        }
    }

    fn forget_incoming(&self) {
        if let Err(cause) = self.places.clear() {
            // The next install, or the next start, tries again.
            warn!(%cause, "what came in of a checkpoint cannot be removed");
        }
    }

    /// `None` when the rest of it will not come.
    fn take_in(
        &mut self,
        zxid: Zxid,
        loader: Loader,
        commands: &Receiver<Command>,
    ) -> Result<Option<Installed>, StoreError> {
        let mut incoming = Incoming::begin(&self.places)?;
        for command in commands {
            match command {
                Command::Install(InstallStep::Chunk(bytes)) => {
                    incoming.take(&bytes)?;
                    if commands.len() == ROOM_AGAIN {
                        (self.tell)(StoreNews::Room);
                    }
                }
                Command::Install(InstallStep::End { entries, place }) => {
                    let tree = incoming.finish(zxid, loader, entries, place)?;
                    self.take_its_place()?;
                    let record = place.record;
                    return Ok(Some(Installed {
                        tree,
                        record,
                        entries,
                    }));
                }
                Command::Install(InstallStep::Abort) => return Ok(None),
                Command::Stream(wanted) => self.begin_stream(wanted),
                Command::Free(tree) => drop(tree),
                Command::Install(InstallStep::Begin { .. })
                | Command::Chunk(_)
                | Command::Commit { .. }
                | Command::GiveUp => unreachable!("one checkpoint at a time"),
            }
        }
        // The server stops.
        Ok(None)
    }

    /// What came in is the checkpoint from now on, whatever happens.
    fn take_its_place(&mut self) -> Result<(), StoreError> {
        let fault = |cause: io::Error| failed(&self.places, "replacing", &cause);
        self.places.decide().map_err(fault)?;
        self.streams.end();
        if let Some(store) = self.store.take() {
            assert!(Arc::into_inner(store).is_some(), "nobody reads it any more");
        }
        self.places.settle().map_err(fault)?;
        self.store = Some(Arc::new(Store::open(self.places.present())?));
        Ok(())
    }
}

fn failed(places: &Places, doing: &'static str, cause: &io::Error) -> StoreError {
    StoreError {
        directory: places.present().to_owned(),
        doing,
        cause: cause.to_string(),
    }
}

/// The first entry, and what is behind it; `None` when it is cut off.
fn split_entry(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (key, behind) = split_part(bytes)?;
    let (value, behind) = split_part(behind)?;
    Some((key, value, behind))
}

fn split_part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}
