//! Reads the last checkpoint out for a learner, on a thread of its own, at the pace of whoever
//! takes it.
//!
//! ```text
//!   store thread ── begin ──> thread "checkpoint-out" ── parts, a few at a time ──> shard 0
//!                  waits until the iterator stands: it sees this checkpoint and no later one
//! ```
//!
//! Must never: hold up the store thread while somebody takes parts slowly, or keep the store open
//! when it is to be opened anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, SendTimeoutError, Sender, TryRecvError, bounded};
use ringkeeper_core::checkpoint::{meta_key, read_meta};
use ringkeeper_core::id::Zxid;
use rocksdb::DBRawIterator;

use super::{Given, Store, StoreError};

/// Parts read ahead of whoever takes them.
const PARTS_AHEAD: usize = 4;

/// How often a reader that waits looks whether it is to end.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A piece of a checkpoint.
#[derive(Debug)]
pub(crate) enum Part {
    /// What it is of.
    Begin {
        /// The exact state at this zxid.
        zxid: Zxid,
    },
    /// Entries: key and value, each with its length before it.
    Chunk(Vec<u8>),
    /// That was all.
    End {
        /// Entries in all chunks.
        entries: u64,
    },
}

/// What there is to take.
#[derive(Debug)]
pub(crate) enum Pulled {
    /// The next part.
    Part(Part),
    /// Nothing yet.
    NotYet,
    /// Why there will be no more.
    Failed(String),
}

/// The taker's side: what was read of a checkpoint.
#[derive(Debug)]
pub(crate) struct CheckpointStream {
    parts: Receiver<Result<Part, StoreError>>,
}

impl CheckpointStream {
    /// The next part, if it has been read.
    pub(crate) fn pull(&mut self) -> Pulled {
        match self.parts.try_recv() {
            Ok(Ok(part)) => Pulled::Part(part),
            Ok(Err(error)) => Pulled::Failed(error.to_string()),
            Err(TryRecvError::Empty) => Pulled::NotYet,
            Err(TryRecvError::Disconnected) => Pulled::Failed("the store was closed".to_owned()),
        }
    }

    /// A stream of parts that are there already.
    #[cfg(test)]
    pub(crate) fn of(parts: Vec<Part>) -> CheckpointStream {
        let (sender, receiver) = bounded(parts.len());
        for part in parts {
            sender.send(Ok(part)).expect("there is room");
        }
        CheckpointStream { parts: receiver }
    }
}

/// The reader's side of a stream that was ordered.
pub(super) struct Wanted {
    parts: Sender<Result<Part, StoreError>>,
    moved: Box<dyn Fn() + Send>,
}

/// A stream and its other side.
pub(super) fn ordered(moved: impl Fn() + Send + 'static) -> (Wanted, CheckpointStream) {
    let (sender, parts) = bounded(PARTS_AHEAD);
    let wanted = Wanted {
        parts: sender,
        moved: Box::new(moved),
    };
    (wanted, CheckpointStream { parts })
}

impl Wanted {
    /// There is nothing to read.
    pub(super) fn fail(&self, cause: StoreError) {
        // The channel is empty; a taker that is gone does not miss it.
        let _ = self.parts.try_send(Err(cause));
        (self.moved)();
    }

    /// Gives a part away; waits for room as long as there is somebody who may take it.
    fn give(&self, part: Result<Part, StoreError>, ended: &AtomicBool) -> Given {
        let mut part = part;
        loop {
            if ended.load(Ordering::Relaxed) {
                return Given::Refused;
            }
            match self.parts.send_timeout(part, LOOK_EVERY) {
                Ok(()) => {
                    (self.moved)();
                    return Given::Taken;
                }
                Err(SendTimeoutError::Timeout(returned)) => part = returned,
                Err(SendTimeoutError::Disconnected(_)) => return Given::Refused,
            }
        }
    }
}

/// Those who read.
#[derive(Debug, Default)]
pub(super) struct Streams {
    threads: Vec<JoinHandle<()>>,
    ended: Arc<AtomicBool>,
}

impl Streams {
    /// Begins to read. When this returns, what is written later is not seen by it.
    pub(super) fn begin(&mut self, store: Arc<Store>, wanted: Wanted) {
        self.threads.retain(|thread| !thread.is_finished());
        let ended = Arc::clone(&self.ended);
        let (stands, wait) = bounded(1);
        let spawned = std::thread::Builder::new()
            .name("checkpoint-out".into())
            .spawn(move || {
                let entries = store.entries();
                // The other side waits for it.
                let _ = stands.send(());
                if let Err(error) = read_out(&store, entries, &wanted, &ended) {
                    wanted.give(Err(error), &ended);
                }
            });
        // Without a thread the taker learns that nobody reads: its channel is closed.
        if let Ok(thread) = spawned {
            self.threads.push(thread);
            let _ = wait.recv();
        }
    }

    /// Ends all of them, and waits until the store is no longer in use.
    pub(super) fn end(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            assert!(thread.join().is_ok(), "a reader does not panic");
        }
        self.ended = Arc::default();
    }
}

fn read_out(
    store: &Store,
    mut entries: DBRawIterator<'_>,
    wanted: &Wanted,
    ended: &AtomicBool,
) -> Result<(), StoreError> {
    let begin = begin_of(store, &mut entries)?;
    if wanted.give(Ok(begin), ended) == Given::Refused {
        return Ok(());
    }
    let count = store.read_chunks(entries, |chunk| wanted.give(Ok(Part::Chunk(chunk)), ended))?;
    // Whoever refused a chunk refuses this too.
    wanted.give(Ok(Part::End { entries: count }), ended);
    Ok(())
}

/// What the checkpoint says of itself.
fn begin_of(store: &Store, entries: &mut DBRawIterator<'_>) -> Result<Part, StoreError> {
    let mut key = Vec::new();
    meta_key(&mut key);
    entries.seek(&key);
    let item = entries.item().filter(|(found, _)| *found == key);
    match item.and_then(|(_, value)| read_meta(value)) {
        Some(meta) => Ok(Part::Begin { zxid: meta.zxid }),
        None => Err(store.error("reading", &"it does not say what it holds")),
    }
}
