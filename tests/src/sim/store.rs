//! The checkpoints of one machine: a store in memory that takes whole checkpoints or nothing.
//!
//! Must never: show a part of a checkpoint after a crash.

use std::collections::BTreeMap;

use ringkeeper_core::checkpoint::{Entry, Loader};
use ringkeeper_core::id::{RecordNumber, Zxid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::tree::Tree;
use ringkeeper_core::zab::message::Message;

type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// What is on the disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    entries: Entries,
    /// The state of which zxid it holds.
    pub(crate) zxid: Zxid,
    /// And the record of that.
    pub(crate) record: RecordNumber,
    /// The record of the checkpoint before.
    pub(crate) before: RecordNumber,
}

/// A write that is not in the store yet.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Put(Vec<u8>, Vec<u8>),
    Delete(Vec<u8>),
}

impl Change {
    pub(crate) fn of(entry: Entry<'_>) -> Change {
        match entry {
            Entry::Put { key, value } => Change::Put(key.to_vec(), value.to_vec()),
            Entry::Delete { key } => Change::Delete(key.to_vec()),
        }
    }
}

impl Store {
    /// A checkpoint as one atomic write.
    pub(crate) fn take(&mut self, zxid: Zxid, record: RecordNumber, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put(key, value) => {
                    self.entries.insert(key, value);
                }
                Change::Delete(key) => {
                    self.entries.remove(&key);
                }
            }
        }
        self.before = self.record;
        self.zxid = zxid;
        self.record = record;
    }

    /// Another server's checkpoint takes the place of everything.
    pub(crate) fn replace(&mut self, staged: Staged, record: RecordNumber) {
        self.entries = staged.entries;
        self.zxid = staged.zxid;
        self.record = record;
        self.before = record;
    }

    /// The tree at the checkpoint.
    pub(crate) fn load(&self, seed: u64, digest: Switch) -> Result<Tree, String> {
        let mut loader = Loader::new(seed, digest);
        for (key, value) in &self.entries {
            loader
                .entry(key, value)
                .map_err(|error| error.to_string())?;
        }
        let tree = loader.finish().map_err(|error| error.to_string())?;
        Ok(tree.unwrap_or_else(|| Tree::new(seed, digest)))
    }

    /// The whole of it, for another server.
    pub(crate) fn messages(&self, chunk_entries: usize) -> Vec<Message> {
        let mut messages = vec![Message::Snap { zxid: self.zxid }];
        let entries: Vec<_> = self.entries.iter().collect();
        for chunk in entries.chunks(chunk_entries) {
            let mut bytes = Vec::new();
            for (key, value) in chunk {
                for part in [key, value] {
                    let length = u32::try_from(part.len()).expect("a short entry");
                    bytes.extend_from_slice(&length.to_le_bytes());
                    bytes.extend_from_slice(part);
                }
            }
            let bytes = bytes.into_boxed_slice();
            messages.push(Message::SnapChunk { bytes });
        }
        let entries = self.entries.len() as u64;
        messages.push(Message::SnapEnd { entries });
        messages
    }
}

/// A checkpoint of another server that comes in.
#[derive(Debug)]
pub(crate) struct Staged {
    pub(crate) zxid: Zxid,
    entries: Entries,
}

impl Staged {
    pub(crate) fn new(zxid: Zxid) -> Staged {
        Staged {
            zxid,
            entries: Entries::new(),
        }
    }

    /// Takes a chunk.
    pub(crate) fn take(&mut self, mut bytes: &[u8]) {
        let mut part = || {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            let (part, rest) = rest.split_at(u32::from_le_bytes(*length) as usize);
            bytes = rest;
            Some(part.to_vec())
        };
        while let (Some(key), Some(value)) = (part(), part()) {
            self.entries.insert(key, value);
        }
    }

    /// How many entries came.
    pub(crate) fn len(&self) -> u64 {
        self.entries.len() as u64
    }
}
