//! Checkpoints in RocksDB: with its child [`stream`] the only file that knows it.
//!
//! A checkpoint is one atomic write batch (RocksDB's own log is off), and it counts only once the
//! memtable that holds it has been flushed to a synced file: until then a crash leaves the
//! previous checkpoint, whole. The store lives on a thread of its own, since RocksDB blocks.
//!
//! ```text
//!   shard 0:  begin ─ chunks of entries ─ commit ──┐         (never waits for the disk)
//!   store thread:      gather ............ write, flush ─> StoreReport to shard 0
//! ```
//!
//! Keys and values are the core's (`core/checkpoint`). A key of our own, `r`, holds the place of
//! the checkpoint in the log ([`LogPlace`]), so that the log behind it may be purged, and so that
//! another server's log is never replayed on top of it. Another, `i`, says up to where the log
//! does not lead to what the store holds, because that came from a leader (`install.rs`).
//!
//! Must never: be asked for a znode while the server runs. It is read once, at start.

mod handle;
mod install;
mod places;
mod stream;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};
use ringkeeper_core::id::{RecordNumber, Zxid};
use ringkeeper_core::tree::Tree;
use ringkeeper_wal::LogId;
use rocksdb::{
    BlockBasedOptions, DB, DBRawIterator, Options, ReadOptions, WriteBatch, WriteOptions,
};

pub(crate) use self::handle::StoreHandle;
use self::install::InstallStep;
pub(crate) use self::install::Installed;
pub(crate) use self::places::{Places, Settled};
pub(crate) use self::stream::{CheckpointStream, Part, Pulled};
use self::stream::{Streams, Wanted};

/// The key of the checkpoint's place in the log. No key of the core starts with this byte.
const PLACE_KEY: &[u8] = b"r";

/// The key of the log's last record when the checkpoint came from a leader. Nor with this one.
const INSTALLED_KEY: &[u8] = b"i";

/// Entries travel to the store thread in chunks of about this many bytes.
const CHUNK_BYTES: usize = 256 * 1024;

/// Chunks that may wait for the store thread: what a checkpoint may run ahead of it.
const CHUNKS_QUEUED: usize = 64;

/// Of these places some are kept back, so that what is said besides chunks does not wait.
const PLACES_KEPT_BACK: usize = 8;

/// Readahead while the checkpoint is loaded.
const LOAD_READAHEAD_BYTES: usize = 4 * 1024 * 1024;

/// Up to where in which log a checkpoint reaches.
///
/// ```text
///  0  u64   number of the last record in the checkpoint, little-endian
///  8  u128  identity of the log, little-endian
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct LogPlace {
    /// The last record in the checkpoint.
    pub(crate) record: RecordNumber,
    /// Whose record that is.
    pub(crate) log: LogId,
}

impl LogPlace {
    fn encode(self) -> [u8; 24] {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&self.record.0.to_le_bytes());
        bytes[8..].copy_from_slice(&self.log.0.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<LogPlace> {
        let (record, log) = bytes.split_first_chunk::<8>()?;
        Some(LogPlace {
            record: RecordNumber(u64::from_le_bytes(*record)),
            log: LogId(u128::from_le_bytes(log.try_into().ok()?)),
        })
    }
}

/// Why the store failed. The message names the directory.
#[derive(Debug)]
pub(crate) struct StoreError {
    directory: PathBuf,
    doing: &'static str,
    cause: String,
}

impl StoreError {
    /// Whether the disk is full. RocksDB tells it in words only.
    pub(crate) fn is_for_want_of_space(&self) -> bool {
        self.cause.contains("No space left on device")
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let StoreError {
            directory,
            doing,
            cause,
        } = self;
        write!(
            f,
            "{doing} the checkpoint store {}: {cause}",
            directory.display()
        )
    }
}

impl std::error::Error for StoreError {}

/// What the store's thread tells.
#[derive(Debug)]
pub(crate) enum StoreNews {
    /// What became of a checkpoint of this server.
    Stored(StoreReport),
    /// There is room again for what a leader sends.
    Room,
    /// A leader's checkpoint took the place of this server's.
    Installed(Box<Installed>),
    /// It could not be used.
    InstallFailed(StoreError),
}

/// What became of a checkpoint.
#[derive(Debug)]
pub(crate) struct StoreReport {
    /// The zxid it is of.
    pub(crate) zxid: Zxid,
    /// The last log record in it.
    pub(crate) record: RecordNumber,
    /// Entries written, or why none count.
    pub(crate) result: Result<usize, StoreError>,
}

/// An open store, before the server runs.
pub(crate) struct Store {
    directory: PathBuf,
    db: DB,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("directory", &self.directory)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in `directory`, creating it if it does not exist.
    pub(crate) fn open(directory: &Path) -> Result<Store, StoreError> {
        Store::opened(directory, DB::open(&options(), directory))
    }

    /// Up to where in which log the checkpoint reaches; `None` when there is no checkpoint.
    pub(crate) fn log_place(&self) -> Result<Option<LogPlace>, StoreError> {
        let value = self
            .db
            .get(PLACE_KEY)
            .map_err(|error| self.error("reading", &error))?;
        let Some(value) = value else { return Ok(None) };
        match LogPlace::decode(&value) {
            Some(place) => Ok(Some(place)),
            None => Err(self.error("reading", &"its place in the log has not 24 bytes")),
        }
    }

    /// Which record was the log's last when the checkpoint came from a leader: that one and those
    /// before it do not lead up to it. `None` when none ever came.
    pub(crate) fn installed_at(&self) -> Result<Option<RecordNumber>, StoreError> {
        let value = self.db.get(INSTALLED_KEY);
        let Some(value) = value.map_err(|error| self.error("reading", &error))? else {
            return Ok(None);
        };
        match <[u8; 8]>::try_from(value.as_slice()) {
            Ok(record) => Ok(Some(RecordNumber(u64::from_le_bytes(record)))),
            Err(_) => Err(self.error("reading", &"the record it was installed at has not 8 bytes")),
        }
    }

    /// Opens the store in `directory`, which must be there, and changes no file in it.
    pub(crate) fn open_to_read(directory: &Path) -> Result<Store, StoreError> {
        let db = DB::open_for_read_only(&options(), directory, false);
        Store::opened(directory, db)
    }

    /// What RocksDB made of `directory`, as a store or as why there is none.
    fn opened(directory: &Path, db: Result<DB, rocksdb::Error>) -> Result<Store, StoreError> {
        let directory = directory.to_owned();
        match db {
            Ok(db) => Ok(Store { directory, db }),
            Err(error) => Err(StoreError {
                directory,
                doing: "opening",
                cause: error.to_string(),
            }),
        }
    }

    /// Hands every entry of the checkpoint to `take`, in the order of the keys. A second thread
    /// reads ahead, since unpacking RocksDB's blocks takes about as long as building the tree.
    pub(crate) fn load<E: std::fmt::Display>(
        &self,
        mut take: impl FnMut(&[u8], &[u8]) -> Result<(), E>,
    ) -> Result<(), StoreError> {
        let (sender, receiver) = bounded(CHUNKS_QUEUED);
        std::thread::scope(|scope| {
            let reader = scope.spawn(move || {
                let give = |chunk| match sender.send(chunk) {
                    Ok(()) => Given::Taken,
                    Err(_) => Given::Refused,
                };
                self.read_chunks(self.entries(), give)
            });
            // Dropped when loading fails, so that the reader does not wait for ever.
            let receiver = receiver;
            for chunk in &receiver {
                let mut rest = chunk.as_slice();
                while !rest.is_empty() {
                    let (key, behind) = split_bytes(rest);
                    let (value, behind) = split_bytes(behind);
                    take(key, value).map_err(|error| self.error("loading", &error))?;
                    rest = behind;
                }
            }
            let read = reader.join();
            read.unwrap_or_else(|_panicked| unreachable!("a panic ends the process"))
        })?;
        Ok(())
    }

    /// All entries as they are now, whatever is written later.
    fn entries(&self) -> DBRawIterator<'_> {
        let mut reading = ReadOptions::default();
        reading.fill_cache(false);
        reading.set_readahead_size(LOAD_READAHEAD_BYTES);
        reading.set_total_order_seek(true);
        self.db.raw_iterator_opt(reading)
    }

    /// Gives the entries away in chunks, and says how many there were; ends early when nobody takes
    /// them any more.
    fn read_chunks(
        &self,
        mut entries: DBRawIterator<'_>,
        mut give: impl FnMut(Vec<u8>) -> Given,
    ) -> Result<u64, StoreError> {
        let mut chunk = Vec::with_capacity(2 * CHUNK_BYTES);
        let mut count = 0;
        entries.seek_to_first();
        while let Some((key, value)) = entries.item() {
            if !is_own_key(key) {
                push_bytes(&mut chunk, key);
                push_bytes(&mut chunk, value);
                count += 1;
            }
            if chunk.len() >= CHUNK_BYTES {
                let full = std::mem::replace(&mut chunk, Vec::with_capacity(2 * CHUNK_BYTES));
                if give(full) == Given::Refused {
                    return Ok(count);
                }
            }
            entries.next();
        }
        entries
            .status()
            .map_err(|error| self.error("reading", &error))?;
        if !chunk.is_empty() {
            // Whoever does not take it has failed already.
            let _ = give(chunk);
        }
        Ok(count)
    }

    /// Moves the store to its own thread, which says with `tell` what becomes of each checkpoint.
    pub(crate) fn run(
        self,
        tell: impl Fn(StoreNews) + Send + Sync + 'static,
    ) -> std::io::Result<StoreHandle> {
        let (sender, receiver) = bounded(CHUNKS_QUEUED);
        let thread = std::thread::Builder::new()
            .name("store".into())
            .spawn(move || {
                let thread = StoreThread {
                    places: Places::of(&self.directory),
                    store: Some(Arc::new(self)),
                    streams: Streams::default(),
                    tell: Box::new(tell),
                };
                thread.run(&receiver);
            })?;
        Ok(StoreHandle::new(sender, thread))
    }

    fn error(&self, doing: &'static str, cause: &dyn std::fmt::Display) -> StoreError {
        StoreError {
            directory: self.directory.clone(),
            doing,
            cause: cause.to_string(),
        }
    }
}

/// Whether somebody took a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Given {
    Taken,
    Refused,
}

fn options() -> Options {
    let mut tables = BlockBasedOptions::default();
    // It is read once, from end to end.
    tables.disable_cache();
    let mut options = Options::default();
    options.set_block_based_table_factory(&tables);
    options.create_if_missing(true);
    // A checkpoint is one memtable; the table is empty between checkpoints.
    options.set_write_buffer_size(64 * 1024 * 1024);
    options.set_max_background_jobs(2);
    options.set_max_open_files(256);
    options.set_keep_log_file_num(2);
    options.set_stats_dump_period_sec(0);
    options.set_max_manifest_file_size(4 * 1024 * 1024);
    // Compaction must not fill the page cache that the log's neighbours use.
    options.set_use_direct_io_for_flush_and_compaction(true);
    options
}

/// What travels to the store thread.
enum Command {
    /// Encoded entries of the checkpoint being gathered.
    Chunk(Vec<u8>),
    /// The checkpoint is complete: make it count.
    Commit { zxid: Zxid, place: LogPlace },
    /// Forget what was gathered of it.
    GiveUp,
    /// Read the last checkpoint out for a learner.
    Stream(Wanted),
    /// A step of a leader's checkpoint taking the place of this one.
    Install(InstallStep),
    /// What nobody needs any more, and takes long to free.
    Free(Box<Tree>),
}

/// The store thread's side.
struct StoreThread {
    places: Places,
    /// `None` after a failure, until it is opened again.
    store: Option<Arc<Store>>,
    /// Those who read checkpoints out.
    streams: Streams,
    tell: Box<dyn Fn(StoreNews) + Send + Sync>,
}

impl StoreThread {
    /// Takes checkpoints until the other side hangs up. Each has a thread of its own that ends with
    /// it: what RocksDB allocated and frees late on threads of its own is otherwise kept for this
    /// thread's next use, 40 MB for a checkpoint of 100,000 znodes.
    fn run(mut self, commands: &Receiver<Command>) {
        while let Ok(first) = commands.recv() {
            match first {
                Command::Stream(wanted) => self.begin_stream(wanted),
                Command::Chunk(_) | Command::Commit { .. } => {
                    std::thread::scope(|scope| {
                        scope.spawn(|| self.take_checkpoint(first, commands));
                    });
                }
                Command::Install(InstallStep::Begin { zxid, loader }) => {
                    std::thread::scope(|scope| {
                        scope.spawn(|| self.install(zxid, loader, commands));
                    });
                }
                // Of an install that failed before.
                Command::Install(
                    InstallStep::Chunk(_) | InstallStep::End { .. } | InstallStep::Abort,
                )
                | Command::GiveUp => {}
                Command::Free(tree) => drop(tree),
            }
        }
        self.streams.end();
    }

    fn begin_stream(&mut self, wanted: Wanted) {
        match self.open_again() {
            Ok(store) => self.streams.begin(store, wanted),
            Err(cause) => wanted.fail(cause),
        }
    }

    fn take_checkpoint(&mut self, first: Command, commands: &Receiver<Command>) {
        let mut batch = WriteBatch::default();
        for command in std::iter::once(first).chain(commands) {
            match command {
                Command::Chunk(chunk) => gather(&chunk, &mut batch),
                Command::Stream(wanted) => self.begin_stream(wanted),
                Command::Commit { zxid, place } => {
                    batch.put(PLACE_KEY, place.encode());
                    let result = self.commit(batch);
                    return (self.tell)(StoreNews::Stored(StoreReport {
                        zxid,
                        record: place.record,
                        result,
                    }));
                }
                Command::GiveUp => return,
                Command::Free(tree) => drop(tree),
                Command::Install(_) => unreachable!("a checkpoint of one's own ends before"),
            }
        }
    }

    fn commit(&mut self, batch: WriteBatch) -> Result<usize, StoreError> {
        let store = self.open_again()?;
        // Kept only when all goes well: after a failure RocksDB is opened anew, from its files.
        self.store = None;
        let entries = batch.len();
        let mut writing = WriteOptions::default();
        writing.disable_wal(true);
        store
            .db
            .write_opt(batch, &writing)
            .map_err(|error| store.error("writing", &error))?;
        store
            .db
            .flush()
            .map_err(|error| store.error("flushing", &error))?;
        self.store = Some(store);
        Ok(entries)
    }

    /// The open store. After a failure it is opened anew, for which nobody may have it open.
    fn open_again(&mut self) -> Result<Arc<Store>, StoreError> {
        if let Some(store) = &self.store {
            return Ok(Arc::clone(store));
        }
        self.streams.end();
        let store = Arc::new(Store::open(self.places.present())?);
        self.store = Some(Arc::clone(&store));
        Ok(store)
    }
}

/// Whether a key is none of the core's.
fn is_own_key(key: &[u8]) -> bool {
    key == PLACE_KEY || key == INSTALLED_KEY
}

/// Lengths are 32 bits: an entry is a znode, far below 4 GiB.
fn push_bytes(chunk: &mut Vec<u8>, bytes: &[u8]) {
    let len = u32::try_from(bytes.len()).expect("an entry is far below 4 GiB");
    chunk.extend_from_slice(&len.to_le_bytes());
    chunk.extend_from_slice(bytes);
}

/// Moves the entries of a chunk into the batch.
fn gather(mut chunk: &[u8], batch: &mut WriteBatch) {
    while let Some((&tag, rest)) = chunk.split_first() {
        let (key, rest) = split_bytes(rest);
        if tag == 1 {
            let (value, rest) = split_bytes(rest);
            batch.put(key, value);
            chunk = rest;
        } else {
            batch.delete(key);
            chunk = rest;
        }
    }
}

fn split_bytes(chunk: &[u8]) -> (&[u8], &[u8]) {
    let (len, rest) = chunk
        .split_first_chunk::<4>()
        .expect("chunks hold whole entries");
    rest.split_at(u32::from_le_bytes(*len) as usize)
}
