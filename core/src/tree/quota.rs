//! Quotas: which path has one, what it allows and what is used.
//!
//! They live in ordinary znodes that ZooKeeper's tools write: `/zookeeper/quota<path>` with the
//! children `zookeeper_limits` and `zookeeper_stats`. Here only the set of paths is kept; limits
//! and usage are read from those znodes. Every server rewrites the usage as it applies txns, and
//! no zxid moves for it. Must never: refuse anything; `prepare` asks [`Quota::verdict`].
//! Source: `Quotas`, `StatsTrack`, `PathTrie`, `DataTree`, `ZooKeeperServer.checkQuota` of 3.9.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use core::fmt::Write as _;

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use crate::limits;
use crate::path_lengths::PathLengths;

use super::{ROOT, Tree};

const QUOTA_ROOT: &str = "/zookeeper/quota";
const LIMITS: &str = "zookeeper_limits";
const STATS: &str = "zookeeper_stats";

/// The paths that have a `zookeeper_limits`.
#[derive(Clone)]
pub(super) struct Quotas {
    paths: HashSet<Box<str>, FixedState>,
    lengths: PathLengths,
    /// Znodes visited to find out what is used.
    visited: usize,
}

impl Quotas {
    pub(super) fn new(hasher: FixedState) -> Quotas {
        Quotas {
            paths: HashSet::with_hasher(hasher),
            lengths: PathLengths::default(),
            visited: 0,
        }
    }

    /// The longest of `path` and its ancestors that has a quota; never the root, as in ZooKeeper.
    fn nearest<'a>(&self, path: &'a str) -> Option<&'a str> {
        let itself = self.lengths.has(path.len()).then_some(path);
        itself
            .into_iter()
            .chain(self.lengths.ancestors(path))
            .find(|at| self.paths.contains(*at))
    }

    fn insert(&mut self, path: &str) {
        if self.paths.insert(path.into()) {
            self.lengths.insert(path);
        }
    }

    fn remove(&mut self, path: &str) {
        if self.paths.remove(path) {
            self.lengths.remove(path);
        }
    }
}

/// What a quota allows; `None` is "no such limit".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Limits {
    /// Znodes; beyond it there is a warning.
    pub count: Option<i64>,
    /// Bytes of data; beyond it there is a warning.
    pub bytes: Option<i64>,
    /// Znodes; beyond it creates are refused, if quotas are enforced.
    pub count_hard: Option<i64>,
    /// Bytes of data; beyond it creates and sets are refused, if quotas are enforced.
    pub bytes_hard: Option<i64>,
}

/// What is used: the znode with the quota and everything below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// Znodes.
    pub count: i64,
    /// Bytes of data.
    pub bytes: i64,
}

/// The quota that counts some path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quota<'a> {
    /// The znode that has the quota.
    pub path: &'a str,
    /// What it allows.
    pub limits: Limits,
    /// What is used; `None` when there is no `zookeeper_stats`.
    pub usage: Option<Usage>,
}

/// What a change would do to a quota.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum QuotaVerdict {
    /// Nothing is exceeded.
    Within,
    /// A soft limit is exceeded: ZooKeeper logs a warning.
    SoftExceeded,
    /// A hard limit is exceeded: refused with `QuotaExceeded`.
    HardExceeded,
}

impl Quota<'_> {
    /// What adding `growth` would do. A hard limit hides the soft one of its kind, and a kind
    /// that does not change is not looked at.
    pub fn verdict(&self, growth: Usage) -> QuotaVerdict {
        let Some(usage) = self.usage else {
            return QuotaVerdict::Within;
        };
        let limits = &self.limits;
        let count = kind_verdict(usage.count, growth.count, limits.count, limits.count_hard);
        let bytes = kind_verdict(usage.bytes, growth.bytes, limits.bytes, limits.bytes_hard);
        count.max(bytes)
    }
}

fn kind_verdict(used: i64, growth: i64, soft: Option<i64>, hard: Option<i64>) -> QuotaVerdict {
    let after = used.saturating_add(growth);
    match (hard, soft) {
        _ if growth == 0 => QuotaVerdict::Within,
        (Some(hard), _) if after > hard => QuotaVerdict::HardExceeded,
        (None, Some(soft)) if after > soft => QuotaVerdict::SoftExceeded,
        (Some(_) | None, _) => QuotaVerdict::Within,
    }
}

/// The text of both znodes: `count=1,bytes=2=;byteHardLimit=3;countHardLimit=4`.
///
/// Pairs that cannot be read are skipped, where ZooKeeper throws and stops serving.
#[derive(Default)]
struct Track {
    values: BTreeMap<String, i64>,
}

impl Track {
    fn parse(text: &[u8]) -> Track {
        let mut values = BTreeMap::new();
        let text = String::from_utf8_lossy(text);
        for pair in text.split([',', ';']) {
            let mut parts = pair.split('=');
            let (Some(key), Some(value)) = (parts.next(), parts.next()) else {
                continue;
            };
            let value = if value.is_empty() {
                Ok(-1)
            } else {
                value.parse()
            };
            if let Ok(value) = value
                && !key.is_empty()
            {
                values.insert(String::from(key), value);
            }
        }
        Track { values }
    }

    /// -1 when it is not there.
    fn get(&self, key: &str) -> i64 {
        self.values.get(key).copied().unwrap_or(-1)
    }

    fn limit(&self, key: &str) -> Option<i64> {
        Some(self.get(key)).filter(|limit| *limit > -1)
    }

    fn limits(&self) -> Limits {
        Limits {
            count: self.limit("count"),
            bytes: self.limit("bytes"),
            count_hard: self.limit("countHardLimit"),
            bytes_hard: self.limit("byteHardLimit"),
        }
    }

    fn usage(&self) -> Usage {
        Usage {
            count: self.get("count"),
            bytes: self.get("bytes"),
        }
    }

    fn set_usage(&mut self, usage: Usage) {
        self.values.insert(String::from("count"), usage.count);
        self.values.insert(String::from("bytes"), usage.bytes);
    }

    /// Count first, bytes second, then a stray `=` if more follows: old readers rely on it.
    fn text(&self) -> String {
        let mut text = format!("count={},bytes={}", self.get("count"), self.get("bytes"));
        let mut separator = "=;";
        for (key, value) in &self.values {
            if key != "count" && key != "bytes" {
                // Writing to a String cannot fail.
                let _ = write!(text, "{separator}{key}={value}");
                separator = ";";
            }
        }
        text
    }
}

/// Whether a create of `path` counts what a quota has used.
pub(crate) fn counts_usage(path: &str) -> bool {
    subject(path, STATS).is_some()
}

/// The path that a znode named `name` below `/zookeeper/quota` is about.
fn subject<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    let subject = path
        .strip_prefix(QUOTA_ROOT)?
        .strip_suffix(name)?
        .strip_suffix('/')?;
    subject.starts_with('/').then_some(subject)
}

impl Tree {
    /// The quota that counts `path`: its own, or that of the nearest ancestor with one.
    pub fn quota_for<'a>(&self, path: &'a str) -> Option<Quota<'a>> {
        let path = self.quotas.nearest(path)?;
        let limits = self.track_at(path, LIMITS)?.limits();
        let usage = self.track_at(path, STATS).map(|track| track.usage());
        Some(Quota {
            path,
            limits,
            usage,
        })
    }

    /// Every path with a quota, in no useful order.
    pub fn quota_paths(&self) -> impl Iterator<Item = &str> {
        self.quotas.paths.iter().map(|path| &**path)
    }

    fn track_at(&self, path: &str, name: &str) -> Option<Track> {
        let znode = self.lookup(&format!("{QUOTA_ROOT}{path}/{name}"))?;
        let text = znode.data().unwrap_or_default();
        // What no tool of ZooKeeper's has written is no limit and no usage.
        let readable = text.len() <= limits::QUOTA_TEXT_BYTES_MAX;
        Some(Track::parse(if readable { text } else { &[] }))
    }

    /// A znode was created.
    pub(super) fn quota_created(&mut self, path: &str, data_len: usize) {
        self.quota_loaded(path);
        if let Some(subject) = subject(path, STATS) {
            let (usage, visited) = self.usage_of(subject);
            self.quotas.visited += visited;
            let mut track = Track::default();
            track.set_usage(usage);
            self.set_data_quietly(path, track.text().into_bytes().into());
        }
        self.quota_grow(path, 1, len(data_len));
    }

    /// A znode is in the tree that was not before: remember it if it holds limits.
    pub(super) fn quota_loaded(&mut self, path: &str) {
        if let Some(subject) = subject(path, LIMITS) {
            self.quotas.insert(subject);
        }
    }

    /// A znode was deleted.
    pub(super) fn quota_deleted(&mut self, path: &str, data_len: usize) {
        if let Some(subject) = subject(path, LIMITS) {
            self.quotas.remove(subject);
        }
        self.quota_grow(path, -1, -len(data_len));
    }

    /// A znode's data was replaced.
    pub(super) fn quota_resized(&mut self, path: &str, old_len: usize, new_len: usize) {
        self.quota_grow(path, 0, len(new_len) - len(old_len));
    }

    fn quota_grow(&mut self, path: &str, count: i64, bytes: i64) {
        let Some(subject) = self.quotas.nearest(path) else {
            return;
        };
        let Some(mut track) = self.track_at(subject, STATS) else {
            return;
        };
        let usage = track.usage();
        track.set_usage(Usage {
            count: usage.count.wrapping_add(count),
            bytes: usage.bytes.wrapping_add(bytes),
        });
        let stats = format!("{QUOTA_ROOT}{subject}/{STATS}");
        self.set_data_quietly(&stats, track.text().into_bytes().into());
    }

    /// Znodes that [`Tree::apply`] has visited since this tree was made or loaded, besides those
    /// it changed: a create of `zookeeper_stats` visits all that its quota counts.
    pub(crate) const fn quota_visits(&self) -> usize {
        self.quotas.visited
    }

    /// What there is at and below `path` now, and how many znodes were visited.
    fn usage_of(&self, path: &str) -> (Usage, usize) {
        let mut usage = Usage { count: 0, bytes: 0 };
        let mut visited = 0;
        let mut at = self.find(path);
        let top = at.unwrap_or(ROOT);
        while let Some(id) = at {
            visited += 1;
            usage.count += 1;
            usage.bytes += len(self.data_of(id).map_or(0, <[u8]>::len));
            at = self.next_in_subtree(top, id);
        }
        (usage, visited)
    }
}

fn len(len: usize) -> i64 {
    i64::try_from(len).expect("memory is smaller than 2^63 bytes")
}
