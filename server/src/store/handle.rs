//! The shard's side of a running store: what it is told, in order.
//!
//! Must never: wait for the disk. What is added piece by piece is asked for room before; for the
//! rest some places of the queue are kept back.

use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Sender, TrySendError, bounded};
use ringkeeper_core::checkpoint::Entry;
use ringkeeper_core::id::Zxid;
use ringkeeper_core::tree::Tree;

use super::stream::{self, CheckpointStream};
use super::{CHUNK_BYTES, CHUNKS_QUEUED, Command, LogPlace, PLACES_KEPT_BACK, push_bytes};

/// How often a server that stops for a fault looks whether the store is closed, and how many times.
const CLOSE_LOOK_EVERY: Duration = Duration::from_millis(2);
const CLOSE_LOOKS_MAX: u32 = 2500;

/// See the module.
#[derive(Debug)]
pub(crate) struct StoreHandle {
    sender: Sender<Command>,
    pub(super) chunk: Vec<u8>,
    thread: Option<JoinHandle<()>>,
}

impl StoreHandle {
    /// Talks to `thread` through `sender`.
    pub(super) const fn new(sender: Sender<Command>, thread: JoinHandle<()>) -> StoreHandle {
        StoreHandle {
            sender,
            chunk: Vec::new(),
            thread: Some(thread),
        }
    }

    /// Whether the store thread can take more without making the caller wait.
    pub(crate) fn has_room(&self) -> bool {
        self.room() > 0
    }

    /// Chunks that the store thread can take without making the caller wait.
    pub(crate) fn room(&self) -> usize {
        CHUNKS_QUEUED.saturating_sub(PLACES_KEPT_BACK + self.sender.len())
    }

    /// Adds an entry to the checkpoint being gathered. Ask [`StoreHandle::has_room`] before.
    pub(crate) fn add(&mut self, entry: Entry<'_>) {
        match entry {
            Entry::Put { key, value } => {
                self.chunk.push(1);
                push_bytes(&mut self.chunk, key);
                push_bytes(&mut self.chunk, value);
            }
            Entry::Delete { key } => {
                self.chunk.push(0);
                push_bytes(&mut self.chunk, key);
            }
        }
        if self.chunk.len() >= CHUNK_BYTES {
            self.send_chunk();
        }
    }

    /// Ends the checkpoint; a [`StoreReport`](super::StoreReport) follows.
    pub(crate) fn commit(&mut self, zxid: Zxid, place: LogPlace) {
        self.send_chunk();
        self.send(Command::Commit { zxid, place });
    }

    /// Forgets what was added since the last commit.
    pub(crate) fn give_up(&mut self) {
        self.chunk.clear();
        self.send(Command::GiveUp);
    }

    /// Frees a tree, somewhere else.
    pub(crate) fn free(&self, tree: Box<Tree>) {
        self.send(Command::Free(tree));
    }

    /// Begins to read the last checkpoint out for a learner; `moved` is called on another thread
    /// whenever there is more to take. `None` when the store thread has too much to do: try again.
    ///
    /// It is the last checkpoint of those whose [`StoreHandle::commit`] came before this call.
    pub(crate) fn stream(&self, moved: impl Fn() + Send + 'static) -> Option<CheckpointStream> {
        let (wanted, stream) = stream::ordered(moved);
        match self.sender.try_send(Command::Stream(wanted)) {
            Ok(()) => Some(stream),
            Err(TrySendError::Full(_)) => None,
            Err(TrySendError::Disconnected(_)) => unreachable!("the store thread runs"),
        }
    }

    /// Waits for the store thread to finish what it has.
    pub(crate) fn stop(mut self) {
        let thread = self.thread.take();
        drop(self);
        if let Some(thread) = thread {
            assert!(thread.join().is_ok(), "the store thread does not panic");
        }
    }

    fn send_chunk(&mut self) {
        let chunk = std::mem::take(&mut self.chunk);
        if !chunk.is_empty() {
            self.send(Command::Chunk(chunk));
        }
    }

    pub(super) fn send(&self, command: Command) {
        // The thread ends only when this side hangs up.
        assert!(self.sender.send(command).is_ok(), "the store thread runs");
    }
}

impl Drop for StoreHandle {
    /// A server that stops for a fault waits a while for RocksDB to be closed: closing it while the
    /// process ends aborts the process, and hides the reason behind a signal.
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        (self.sender, _) = bounded(0);
        for _ in 0..CLOSE_LOOKS_MAX {
            if thread.is_finished() {
                // A panic has ended the process.
                let _ = thread.join();
                return;
            }
            std::thread::sleep(CLOSE_LOOK_EVERY);
        }
    }
}
