//! Ringkeeper's own keys: their names, their forms, their defaults, one line about each.
//!
//! Must never grow a key that ZooKeeper has under another name without saying which counts.

use std::fmt;
use std::num::{NonZeroU16, NonZeroU64};
use std::ops::RangeInclusive;

use ringkeeper_core::options::Switch;

use super::note::Remark;
use super::settings::Settings;
use super::value::{self, Notation, Parsed};

/// How many shards to run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shards {
    /// What suits the cores this process may run on.
    Auto,
    /// So many.
    Count(NonZeroU16),
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shards::Auto => f.write_str("auto"),
            Shards::Count(count) => count.fmt(f),
        }
    }
}

/// How log lines look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object on each line.
    Json,
}

impl fmt::Display for LogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LogFormat::Human => "human",
            LogFormat::Json => "json",
        })
    }
}

/// When a checkpoint is taken: whichever comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CheckpointPolicy {
    /// Txns applied since the last one (`ringkeeper.checkpointTxns`, or `snapCount`).
    pub(crate) txns: NonZeroU64,
    /// Bytes logged since the last one (`ringkeeper.checkpointBytes`, or `snapSizeLimitInKb`).
    pub(crate) bytes: NonZeroU64,
}

/// How the log uses the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct LogPolicy {
    /// Size of one segment in bytes, a multiple of 4 KiB and more than the largest request
    /// (`ringkeeper.segmentBytes`, or `txnLogSizeLimitInKb`).
    pub(crate) segment_bytes: NonZeroU64,
    /// Bytes that stay free on the log's disk; when they are touched writes are refused, reads go
    /// on (`ringkeeper.reserveBytes`).
    pub(crate) reserve_bytes: NonZeroU64,
}

/// All that our own keys say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Own {
    pub(super) shards: Shards,
    pub(super) pinning: Switch,
    pub(super) log_format: LogFormat,
    pub(super) checkpoints: CheckpointPolicy,
    pub(super) log: LogPolicy,
    pub(super) epoch_counter_max: u32,
}

/// Shards beyond this help nobody: the replica is one of them.
const SHARDS_MAX: i64 = 256;
/// A checkpoint after at most this many txns, unless told otherwise: `snapCount`'s default.
const CHECKPOINT_TXNS: NonZeroU64 = constant(100_000);
/// A checkpoint after at most this many logged bytes: what a restart has to replay.
const CHECKPOINT_BYTES: NonZeroU64 = constant(256 << 20);
/// As ZooKeeper preallocates.
const SEGMENT_BYTES: NonZeroU64 = constant(64 << 20);
/// The unit of direct I/O.
const BLOCK_BYTES: u64 = 4096;
/// Room for a checkpoint and some segments while the disk is full for everybody else.
const RESERVE_BYTES: NonZeroU64 = constant(256 << 20);

/// The counter of an epoch has 32 bits; room is left for what is in flight when it ends.
const EPOCH_COUNTER_MAX: u32 = 0xffff_0000;
/// An epoch that ends sooner than this would do little else.
const EPOCH_COUNTER_MIN: i64 = 1000;

const _: () = assert!(
    SEGMENT_BYTES.get() <= RESERVE_BYTES.get(),
    "a segment must fit into the reserve"
);

const fn constant(number: u64) -> NonZeroU64 {
    NonZeroU64::new(number).expect("a constant above 0")
}

/// Name, default, meaning: what `ringkeeper help keys` prints.
pub(crate) const KEYS: &[(&str, &str, &str)] = &[
    (
        "ringkeeper.shards",
        "auto",
        "threads, each with its own ring; auto is all cores but one, and one at least",
    ),
    (
        "ringkeeper.pin",
        "false",
        "pin each shard to a core: for machines that run nothing else",
    ),
    (
        "ringkeeper.logFormat",
        "human",
        "log lines on stderr: human or json",
    ),
    (
        "ringkeeper.checkpointTxns",
        "100000",
        "checkpoint after so many txns (before: snapCount)",
    ),
    (
        "ringkeeper.checkpointBytes",
        "256M",
        "... or so many logged bytes (before: snapSizeLimitInKb)",
    ),
    (
        "ringkeeper.segmentBytes",
        "64M",
        "size of one log segment (before: txnLogSizeLimitInKb)",
    ),
    (
        "ringkeeper.reserveBytes",
        "256M",
        "disk space kept free: below it writes are refused",
    ),
    (
        "ringkeeper.epochCounterMax",
        "0xffff0000",
        "an epoch ends at this counter of its zxids: smaller for tests only",
    ),
];

/// Whether there is such a key.
pub(super) fn is_known(name: &str) -> bool {
    KEYS.iter().any(|(known, _, _)| *known == name)
}

/// The key that was probably meant: at most a third of the letters differ.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let bare = |name: &str| name.trim_start_matches("ringkeeper.").to_ascii_lowercase();
    let wanted = bare(name);
    KEYS.iter()
        .map(|(known, _, _)| (distance(&wanted, &bare(known)), *known))
        .min()
        .filter(|(distance, known)| distance * 3 <= bare(known).len())
        .map(|(_, known)| known)
}

/// Edits (insert, remove, replace) that turn one word into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let replaced = row.get(j).map_or(usize::MAX, |d| d + usize::from(l != *r));
            let removed = row.get(j + 1).map_or(usize::MAX, |d| d + 1);
            let inserted = next.get(j).map_or(usize::MAX, |d| d + 1);
            next.push(replaced.min(removed).min(inserted));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Reads our keys, and ZooKeeper's that mean the same.
pub(super) fn read(settings: &mut Settings) -> Own {
    let shards = settings
        .property("ringkeeper.shards", shards)
        .unwrap_or(Shards::Auto);
    let pinning = settings
        .property("ringkeeper.pin", value::truth)
        .unwrap_or(Switch::Off);
    let log_format = settings
        .property("ringkeeper.logFormat", log_format)
        .unwrap_or_default();
    let txns = Twin {
        own: "ringkeeper.checkpointTxns",
        theirs: "zookeeper.snapCount",
    }
    .read(
        settings,
        |text| txns(text, Notation::Decimal),
        |text| txns(text, Notation::Property),
    );
    let bytes = Twin {
        own: "ringkeeper.checkpointBytes",
        theirs: "zookeeper.snapSizeLimitInKb",
    }
    .read(
        settings,
        |text| value::bytes(text, 1 << 20..=1 << 40, "256M"),
        |text| kibibytes(text, 1 << 10..=1 << 30, 4 << 20),
    );
    let segment = Twin {
        own: "ringkeeper.segmentBytes",
        theirs: "zookeeper.txnLogSizeLimitInKb",
    }
    .read(
        settings,
        |text| segment_bytes(text).map(Some),
        segment_kibibytes,
    );
    let reserve = settings.property("ringkeeper.reserveBytes", |text| {
        value::bytes(text, 16 << 20..=1 << 40, "256M")
    });
    let epoch_counter_max = settings.property("ringkeeper.epochCounterMax", |text| {
        let range = EPOCH_COUNTER_MIN..=i64::from(EPOCH_COUNTER_MAX);
        value::whole(text, Notation::Property, range, "txns", 1_000_000)
    });
    Own {
        epoch_counter_max: epoch_counter_max.unwrap_or(EPOCH_COUNTER_MAX),
        shards,
        pinning,
        log_format,
        checkpoints: CheckpointPolicy {
            txns: txns.unwrap_or(CHECKPOINT_TXNS),
            bytes: bytes.unwrap_or(CHECKPOINT_BYTES),
        },
        log: LogPolicy {
            segment_bytes: segment.flatten().unwrap_or(SEGMENT_BYTES),
            reserve_bytes: reserve.unwrap_or(RESERVE_BYTES),
        },
    }
}

/// A key of ours that ZooKeeper has under another name. Ours counts.
struct Twin {
    own: &'static str,
    theirs: &'static str,
}

impl Twin {
    fn read<T>(
        &self,
        settings: &mut Settings,
        own: impl Fn(&str) -> Parsed<T>,
        theirs: impl Fn(&str) -> Parsed<T>,
    ) -> Option<T> {
        let upstream = settings.property(self.theirs, theirs);
        if !settings.has_property(self.own) {
            return upstream;
        }
        settings.note_property(self.theirs, Remark::OwnKeyWins(self.own));
        settings.property(self.own, own)
    }
}

fn shards(text: &str) -> Parsed<Shards> {
    if text == "auto" {
        return Ok(Shards::Auto);
    }
    value::whole::<u16>(text, Notation::Decimal, 1..=SHARDS_MAX, "threads", 2)
        .ok()
        .and_then(NonZeroU16::new)
        .map(Shards::Count)
        .ok_or_else(|| format!("Write auto, or a number of threads from 1 to {SHARDS_MAX}."))
}

fn log_format(text: &str) -> Parsed<LogFormat> {
    match text {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err("Write human or json.".to_owned()),
    }
}

fn txns(text: &str, notation: Notation) -> Parsed<NonZeroU64> {
    non_zero(value::whole(
        text,
        notation,
        2..=i64::from(i32::MAX),
        "txns",
        100_000,
    )?)
}

fn kibibytes(text: &str, range: RangeInclusive<i64>, example: i64) -> Parsed<NonZeroU64> {
    let kib: u64 = value::whole(text, Notation::Property, range, "KiB", example)?;
    non_zero(kib << 10)
}

fn segment_bytes(text: &str) -> Parsed<NonZeroU64> {
    value::bytes(text, 4 << 20..=4 << 30, "64M").and_then(whole_blocks)
}

/// `None` is -1: ZooKeeper then rolls its log by other rules, and we by our default.
fn segment_kibibytes(text: &str) -> Parsed<Option<NonZeroU64>> {
    if text == "-1" {
        return Ok(None);
    }
    kibibytes(text, 4 << 10..=4 << 20, 64 << 10)
        .and_then(whole_blocks)
        .map(Some)
}

/// A segment is whole blocks of the disk.
fn whole_blocks(bytes: NonZeroU64) -> Parsed<NonZeroU64> {
    non_zero(bytes.get().next_multiple_of(BLOCK_BYTES))
}

fn non_zero(number: u64) -> Parsed<NonZeroU64> {
    NonZeroU64::new(number).ok_or_else(|| "Write a number above 0.".to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::properties;
    use super::*;

    fn settings(text: &str) -> Settings {
        let mut settings = Settings::default();
        let entries = properties::parse(text.as_bytes()).expect("the text is well formed");
        settings.add_file(Some(Path::new("zoo.cfg")), entries);
        settings
    }

    #[test]
    fn the_printed_defaults_are_the_defaults() {
        let from_nothing = read(&mut settings(""));
        let text: Vec<String> = KEYS
            .iter()
            .map(|(name, default, _)| format!("{name}={default}"))
            .collect();
        let mut written_out = settings(&text.join("\n"));
        assert_eq!(read(&mut written_out), from_nothing);
        assert!(written_out.faults.is_empty());
    }

    #[test]
    fn every_own_key_refuses_nonsense() {
        for (name, _, _) in KEYS {
            let mut settings = settings(&format!("{name}=nonsense"));
            read(&mut settings);
            assert_eq!(settings.faults.len(), 1, "{name}");
        }
    }

    #[test]
    fn zookeepers_names_mean_the_same_and_ours_counts() {
        let theirs = "snapCount=10\nsnapSizeLimitInKb=2048\ntxnLogSizeLimitInKb=8192\n";
        let own = read(&mut settings(theirs));
        assert_eq!(own.checkpoints.txns.get(), 10);
        assert_eq!(own.checkpoints.bytes.get(), 2 << 20);
        assert_eq!(own.log.segment_bytes.get(), 8 << 20);
        let odd = read(&mut settings("ringkeeper.segmentBytes=5000000"));
        assert_eq!(
            odd.log.segment_bytes.get(),
            5_001_216,
            "rounded up to whole blocks"
        );

        let mut both = settings(&format!("{theirs}ringkeeper.checkpointTxns=20"));
        assert_eq!(read(&mut both).checkpoints.txns.get(), 20);
        let notes: Vec<_> = both.notes.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            ["zoo.cfg:1: snapCount is ignored: ringkeeper.checkpointTxns counts"]
        );
    }

    #[test]
    fn the_nearest_key() {
        let table = [
            ("ringkeeper.shard", Some("ringkeeper.shards")),
            ("ringkeeper.Shards", Some("ringkeeper.shards")),
            (
                "ringkeeper.checkpointTxn",
                Some("ringkeeper.checkpointTxns"),
            ),
            ("ringkeeper.segmentSize", Some("ringkeeper.segmentBytes")),
            ("ringkeeper.logformat", Some("ringkeeper.logFormat")),
            ("ringkeeper.", None),
            ("ringkeeper.zzzz", None),
        ];
        for (name, expected) in table {
            assert_eq!(nearest(name), expected, "{name}");
        }
    }
}
