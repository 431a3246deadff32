//! From a store's entries, in the order of their keys, back to the tree.
//!
//! The entries come from a disk: whatever is wrong with them ends in an error that names the key.
//! Must never: return a tree that differs from the one that was captured.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::id::SessionId;
use crate::options::Switch;
use crate::tree::{Tree, TreeBuilder, ZnodeHandle};

use super::{META, Meta, SEPARATOR, SESSION, ZNODE, decode, describe};

/// What is wrong with an entry, or with all of them together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LoadFault {
    /// The value ends too early.
    Truncated,
    /// The value goes on after its end.
    TrailingBytes,
    /// The value was written by a version of the format that is not known here.
    UnknownFormat {
        /// Its number.
        version: u8,
    },
    /// The value has flags that are not known here.
    UnknownFlags {
        /// All of them.
        flags: u8,
    },
    /// A number does not fit its field.
    OutOfRange,
    /// A name is not UTF-8.
    NotUtf8,
    /// The key is of no known kind, or malformed.
    UnknownKey,
    /// The keys are not in ascending order, or one came twice.
    OutOfOrder,
    /// The first entry is not the meta entry.
    NoMeta,
    /// A znode's parent does not exist.
    Orphan,
    /// There are more or fewer znodes than the meta entry says.
    WrongCount {
        /// What it says.
        expected: u64,
        /// What there are.
        found: u64,
    },
    /// The tree's digest is not the one the meta entry says.
    WrongDigest {
        /// What it says.
        expected: u64,
        /// What it is.
        found: u64,
    },
}

/// Why a store's entries are not a tree. The store is damaged, or was written by a newer version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoadError {
    /// The entry, for people: `znode /a/b`, `session 0x1`, `meta`.
    pub key: String,
    /// What is wrong with it.
    pub fault: LoadFault,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "checkpoint entry {}: ", self.key)?;
        match self.fault {
            LoadFault::Truncated => f.write_str("the value is cut off"),
            LoadFault::TrailingBytes => f.write_str("bytes follow the value"),
            LoadFault::UnknownFormat { version } => write!(f, "unknown format {version}"),
            LoadFault::UnknownFlags { flags } => write!(f, "unknown flags {flags:#x}"),
            LoadFault::OutOfRange => f.write_str("a number is out of range"),
            LoadFault::NotUtf8 => f.write_str("a name is not UTF-8"),
            LoadFault::UnknownKey => f.write_str("a key of no known kind"),
            LoadFault::OutOfOrder => f.write_str("the keys are not in ascending order"),
            LoadFault::NoMeta => f.write_str("it comes before the meta entry"),
            LoadFault::Orphan => f.write_str("its parent is missing"),
            LoadFault::WrongCount { expected, found } => {
                write!(f, "{found} znodes where {expected} were stored")
            }
            LoadFault::WrongDigest { expected, found } => {
                write!(
                    f,
                    "the tree's digest is {found:#x}, stored was {expected:#x}"
                )
            }
        }
    }
}

impl core::error::Error for LoadError {}

/// Builds a tree from entries in ascending order of their keys. All keys that start with `m`,
/// `n` or `s` belong to it.
pub struct Loader {
    seed: u64,
    digest: Switch,
    state: State,
    last_key: Vec<u8>,
}

/// The meta entry comes first.
enum State {
    Empty,
    Loading(Box<Loading>),
}

struct Loading {
    meta: Meta,
    builder: TreeBuilder,
    /// The path of the last znode.
    path: String,
    /// It and its ancestors, the root first, with the lengths of their paths.
    stack: Vec<(usize, ZnodeHandle)>,
    znodes: u64,
}

impl Loader {
    /// A loader of nothing. `seed` and `digest` as for [`Tree::new`].
    pub const fn new(seed: u64, digest: Switch) -> Loader {
        Loader {
            seed,
            digest,
            state: State::Empty,
            last_key: Vec::new(),
        }
    }

    /// Takes the next entry.
    pub fn entry(&mut self, key: &[u8], value: &[u8]) -> Result<(), LoadError> {
        self.try_entry(key, value).map_err(|fault| LoadError {
            key: describe(key),
            fault,
        })
    }

    fn try_entry(&mut self, key: &[u8], value: &[u8]) -> Result<(), LoadFault> {
        if key <= self.last_key.as_slice() {
            return Err(LoadFault::OutOfOrder);
        }
        self.last_key.clear();
        self.last_key.extend_from_slice(key);
        let (kind, rest) = key.split_first().ok_or(LoadFault::UnknownKey)?;
        match (&mut self.state, *kind) {
            (State::Empty, META) if rest.is_empty() => {
                let meta = decode::meta(value)?;
                self.state = State::Loading(Box::new(Loading::new(self.seed, self.digest, meta)));
                Ok(())
            }
            (State::Empty, ZNODE | SESSION) => Err(LoadFault::NoMeta),
            (State::Loading(loading), ZNODE) => loading.znode(rest, value),
            (State::Loading(loading), SESSION) => loading.session(rest, value),
            (State::Empty | State::Loading(_), _) => Err(LoadFault::UnknownKey),
        }
    }

    /// The tree, or `None` when there was no entry at all: the store is new.
    pub fn finish(self) -> Result<Option<Tree>, LoadError> {
        match self.state {
            State::Empty => Ok(None),
            State::Loading(loading) => loading.finish().map(Some).map_err(|fault| LoadError {
                key: String::from("meta"),
                fault,
            }),
        }
    }
}

impl Loading {
    fn new(seed: u64, digest: Switch, meta: Meta) -> Loading {
        Loading {
            meta,
            builder: TreeBuilder::new(seed, digest, meta.znodes),
            path: String::new(),
            stack: Vec::new(),
            znodes: 0,
        }
    }

    fn znode(&mut self, key: &[u8], value: &[u8]) -> Result<(), LoadFault> {
        let stored = decode::znode(value)?;
        let handle = if key.is_empty() {
            self.builder.root(stored)
        } else {
            let (parent, name) = self.descend(key)?;
            self.path.push('/');
            self.path.push_str(name);
            self.builder.child(parent, &self.path, name, stored)
        };
        self.stack.push((self.path.len(), handle));
        self.znodes = self.znodes.wrapping_add(1);
        Ok(())
    }

    /// Unwinds the stack to the parent of the znode under `key`; the parent and the znode's name.
    fn descend<'k>(&mut self, key: &'k [u8]) -> Result<(ZnodeHandle, &'k str), LoadFault> {
        let mut parts = key.rsplitn(2, |byte| *byte == SEPARATOR);
        let name = parts.next().unwrap_or_default();
        let parent_key = parts.next().ok_or(LoadFault::UnknownKey)?;
        let Ok(name) = core::str::from_utf8(name) else {
            return Err(LoadFault::NotUtf8);
        };
        if name.is_empty() || name.contains('/') {
            return Err(LoadFault::UnknownKey);
        }
        while let Some((len, handle)) = self.stack.last() {
            if *len <= parent_key.len() {
                self.path.truncate(*len);
                return if is_key_of(parent_key, &self.path) {
                    Ok((*handle, name))
                } else {
                    Err(LoadFault::Orphan)
                };
            }
            self.stack.pop();
        }
        Err(LoadFault::Orphan)
    }

    fn session(&mut self, key: &[u8], value: &[u8]) -> Result<(), LoadFault> {
        let id = <[u8; 8]>::try_from(key).map_err(|_| LoadFault::UnknownKey)?;
        let timeout_ms = decode::session(value)?;
        self.builder
            .session(SessionId(i64::from_be_bytes(id)), timeout_ms);
        Ok(())
    }

    fn finish(self) -> Result<Tree, LoadFault> {
        if self.znodes != self.meta.znodes || self.znodes == 0 {
            return Err(LoadFault::WrongCount {
                expected: self.meta.znodes,
                found: self.znodes,
            });
        }
        let tree = self
            .builder
            .finish(self.meta.zxid, self.meta.newest_session);
        if let (Some(expected), Some(found)) = (self.meta.digest, tree.digest())
            && expected != found
        {
            return Err(LoadFault::WrongDigest { expected, found });
        }
        Ok(tree)
    }
}

/// Whether `key`, without its kind, is that of `path`; the root's path is empty here.
fn is_key_of(key: &[u8], path: &str) -> bool {
    key.len() == path.len()
        && key
            .iter()
            .zip(path.bytes())
            .all(|(key, path)| *key == path || (*key == SEPARATOR && path == b'/'))
}

impl fmt::Debug for Loader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("last_key", &describe(&self.last_key))
            .finish_non_exhaustive()
    }
}
