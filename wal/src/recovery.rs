//! Start-up: what the files of a directory amount to, and the log that continues from there.
//!
//! Must never: remove or overwrite anything before the new segment that makes the verdict durable
//! is on stable storage; take damage before durable records for a torn tail; start on a doubt.
//!
//! The decision table, also in `docs/formats.md`; each entry has a test in `tests/recovery.rs`.
//! `Q` is the last record of the unbroken run from the first one needed; the *evidence* is the
//! highest position that anything found behind the end of the run promises durable (batches,
//! headers of later segments, the caller's checkpoint).
//!
//! | found | verdict |
//! |---|---|
//! | no files at all, nothing needed | a new log |
//! | run ends at `Q`, evidence `<= Q` | torn tail: cut at `Q` |
//! | run ends at `Q`, evidence `> Q` | damage or hole: refuse, naming file and offset |
//! | a segment missing in the middle | as a hole: the segments behind it are the evidence |
//! | the first segment found starts behind the first record needed | refuse: missing segments |
//! | header of a segment damaged, its batches promise nothing beyond `Q` | torn start: removed |
//! | header of a segment damaged, its batches promise more than `Q` | damage: refuse |
//! | header names another sequence, or "prepared" | a spare, recycled or removed |
//! | empty, short or zeroed file without batches | removed |
//! | records at or behind the start of a later segment | superseded: cut earlier, ignored |
//! | intact header of another log, or of a later format | refuse |
//! | reading fails | refuse |
//!
//! What stays ambiguous, honestly: a damaged batch at the very end that nothing behind it promises
//! durable was perhaps acknowledged. The log writes its promise again when it is idle, so only the
//! last instants before a crash are in doubt, and only if the disk also damages them.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::VecDeque;
use std::io;

use crate::disk::{
    Action, Completion, DiskOp, Durability, Errno, OpId, Outcome, Owner, SegmentFile, SlotsFile,
    Storage,
};
use crate::error::OpenError;
use crate::keeper::{Keeper, Retired, prepared_mark};
use crate::log::{Frontier, Log, Resume, Segment, Started};
use crate::options::{OnDamage, Options};
use crate::position::{LogId, Position, Sequence};
use crate::record::{Chain, Tag};
use crate::scan::{End, Stop, Walk, Window, promises, promises_in_line, walk};
use crate::segment::{Head, Origin, SEGMENT_HEADER, SegmentHeader, State};
use crate::sizes::{BLOCK, length, offset};
use crate::slots::{SlotError, Slots};

const IDENTITY: SlotsFile = SlotsFile("log.id");

/// What was found when a log was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The first position that can be read.
    pub first: Position,
    /// The last position; the next append gets the one behind it.
    pub last: Position,
    /// Where a torn tail was cut, if something was there to cut: never acknowledged, and gone.
    pub torn: Option<(Sequence, u64)>,
    /// Records known durable and given up, because [`OnDamage::CutAndLose`] was asked for.
    pub lost: Option<(Position, Position)>,
}

/// A segment in use, by its header.
struct Live {
    file: SegmentFile,
    header: SegmentHeader,
    /// Records at or behind this one are superseded.
    limit: Position,
}

impl Live {
    fn holds_nothing(&self) -> bool {
        self.header.first >= self.limit
    }
}

/// A file without records of this log.
#[derive(Clone, Copy)]
struct Unused {
    file: SegmentFile,
    kind: UnusedKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum UnusedKind {
    /// Written through before: ready to be used again.
    Spare,
    /// No valid header: half-prepared, or damaged.
    Blank,
}

/// The files of the directory, told apart by their first block.
struct Files {
    live: Vec<Live>,
    unused: Vec<Unused>,
    next_sequence: Sequence,
}

/// The unbroken run of records.
struct Run {
    segments: VecDeque<Segment>,
    last: Position,
    chain: Chain,
    /// How a record behind `last` relates to it.
    origin: Origin,
    /// Where the run ended, if anything is left behind it.
    end: Option<(SegmentFile, End)>,
    /// A segment that should go on where the run ended, but tells of another history. No crash
    /// leaves that behind.
    unlinked: Option<Sequence>,
}

/// Opens the log in `storage`, creating it with the identity `new_id` when there is none.
///
/// `needed_from` is the first record the caller still needs (the one behind its checkpoint, or
/// [`Position::FIRST`]): that one and what follows is handed to `visit` in order. Nothing is
/// removed from the disk before the verdict is durable; calling it again gives the same.
pub fn open<S: Storage>(
    storage: &mut S,
    options: &Options,
    new_id: LogId,
    needed_from: Position,
    visit: &mut dyn FnMut(Position, &[u8]),
) -> Result<(Log, Recovered), OpenError> {
    options.assert_consistent();
    assert!(needed_from >= Position::FIRST, "positions start at 1");
    let id = identity(storage, new_id)?;
    let files = classify(storage, id)?;
    let lose = options.on_damage == OnDamage::CutAndLose;

    let found = files
        .live
        .iter()
        .find(|live| !live.holds_nothing())
        .map(|live| live.header.first);
    let missing = found.map_or(needed_from > Position::FIRST, |first| first > needed_from);
    let run = run(storage, id, &files, needed_from, visit)?;
    let evidence = evidence(storage, id, &files, &run)?;
    if missing && !lose && evidence.headless.is_none() {
        return Err(OpenError::MissingFirst {
            needed: needed_from,
            found,
        });
    }
    let next = Position(run.last.0.saturating_add(1));
    let unlinked = run.unlinked.map_or(Position::NONE, |_| next);
    let through = evidence.durable.max(needed_from.previous()).max(unlinked);
    let lost = (through > run.last).then_some((next, through));
    if let Some((first, through)) = lost
        && !lose
    {
        return Err(damaged(&files, &run, &evidence, first, through));
    }
    start(
        storage,
        options,
        id,
        &files,
        run,
        needed_from,
        &Verdict {
            lost,
            tail: evidence.tail,
        },
    )
}

fn identity<S: Storage>(storage: &mut S, new_id: LogId) -> Result<LogId, OpenError> {
    let slots = Slots::open(storage, IDENTITY);
    let mut slots = slots.map_err(|error| match error {
        SlotError::Io(errno) => OpenError::Io {
            doing: "opening log.id",
            error: errno.into_io(),
        },
        SlotError::Damaged => OpenError::IdentityDamaged,
    })?;
    if let Some(value) = slots.value() {
        let bytes = value
            .first_chunk::<16>()
            .ok_or(OpenError::IdentityDamaged)?;
        return Ok(LogId(u128::from_le_bytes(*bytes)));
    }
    if !storage
        .segments()
        .map_err(io_error("listing the segments"))?
        .is_empty()
    {
        return Err(OpenError::IdentityMissing);
    }
    match slots.store_now(storage, &new_id.0.to_le_bytes()) {
        Ok(()) => Ok(new_id),
        Err(SlotError::Io(errno)) => Err(OpenError::Io {
            doing: "writing log.id",
            error: errno.into_io(),
        }),
        Err(SlotError::Damaged) => Err(OpenError::IdentityDamaged),
    }
}

fn classify<S: Storage>(storage: &mut S, id: LogId) -> Result<Files, OpenError> {
    let mut listed = storage
        .segments()
        .map_err(io_error("listing the segments"))?;
    listed.sort_by_key(|file| file.sequence);
    let mut live: Vec<Live> = Vec::new();
    let mut unused = Vec::new();
    for file in &listed {
        let mut window = Window::new(storage, *file);
        let block = window
            .bytes(0, BLOCK)
            .map_err(io_error("reading a segment's header"))?;
        let sequence = file.sequence;
        match SegmentHeader::decode(block) {
            Head::Intact(header) if header.id != id => {
                return Err(OpenError::Foreign {
                    sequence,
                    found: header.id,
                    own: id,
                });
            }
            Head::UnknownVersion(version) => {
                return Err(OpenError::UnknownVersion { sequence, version });
            }
            Head::Intact(header) if header.sequence == sequence && header.state == State::InUse => {
                live.push(Live {
                    file: *file,
                    header,
                    limit: Position(u64::MAX),
                });
            }
            Head::Intact(_) => unused.push(Unused {
                file: *file,
                kind: UnusedKind::Spare,
            }),
            Head::Nothing => unused.push(Unused {
                file: *file,
                kind: UnusedKind::Blank,
            }),
        }
    }
    let mut limit = Position(u64::MAX);
    for segment in live.iter_mut().rev() {
        segment.limit = limit;
        limit = limit.min(segment.header.first);
    }
    let next_sequence = listed
        .last()
        .map_or(Sequence(1), |file| file.sequence.next());
    Ok(Files {
        live,
        unused,
        next_sequence,
    })
}

/// Follows the records from the segment that holds `needed_from` on, as far as they go.
fn run<S: Storage>(
    storage: &mut S,
    id: LogId,
    files: &Files,
    needed_from: Position,
    visit: &mut dyn FnMut(Position, &[u8]),
) -> Result<Run, OpenError> {
    let holding = || files.live.iter().filter(|live| !live.holds_nothing());
    let start = holding().rfind(|live| live.header.first <= needed_from);
    let start = start.map_or(Sequence(0), |live| live.file.sequence);
    let mut run = Run {
        segments: VecDeque::new(),
        last: needed_from.previous(),
        chain: Chain::start(Tag::of(id, Sequence(0)), needed_from),
        origin: Origin::AfterTruncation,
        end: None,
        unlinked: None,
    };
    let mut begun = false;
    for live in holding() {
        let header = &live.header;
        let follows = begun && header.first == Position(run.last.0.saturating_add(1));
        let linked = header.origin == Origin::AfterTruncation || header.chain == run.chain;
        let mut segment = Segment::new(
            live.file.sequence,
            header.first,
            live.file.bytes,
            header.chain,
        );
        segment.started = Started::Durably;
        if live.file.sequence < start {
            // Behind the checkpoint: kept for peers, read when one asks.
            run.segments.push_back(segment);
            continue;
        }
        if begun && !(follows && linked) {
            run.unlinked = Some(live.file.sequence);
            break;
        }
        if !begun && header.first > needed_from {
            break;
        }
        begun = true;
        let mut window = Window::new(storage, live.file);
        let plan = Walk {
            tag: Tag::of(id, live.file.sequence),
            first: header.first,
            chain: header.chain,
            limit: live.limit,
        };
        let mut needed = |position: Position, payload: &[u8]| {
            if position >= needed_from {
                visit(position, payload);
            }
        };
        let end = walk(&mut window, &plan, &mut segment, &mut needed)
            .map_err(io_error("reading a segment"))?;
        run.last = end.last;
        run.chain = end.chain;
        run.origin = if end.last < header.first {
            header.origin
        } else {
            Origin::Continues
        };
        run.segments.push_back(segment);
        if end.stop.is_some() {
            run.end = Some((live.file, end));
            break;
        }
    }
    Ok(run)
}

/// What lies behind the end of the run.
struct Evidence {
    /// The highest position that anything there promises durable.
    durable: Position,
    /// The first file without a valid header whose batches promise something.
    headless: Option<Sequence>,
    tail: Tail,
}

/// Whether the end of the run is followed by bytes of the same life.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Clean,
    Torn,
}

/// What was decided about the end of the run.
struct Verdict {
    lost: Option<(Position, Position)>,
    tail: Tail,
}

fn evidence<S: Storage>(
    storage: &mut S,
    id: LogId,
    files: &Files,
    run: &Run,
) -> Result<Evidence, OpenError> {
    let reading = || io_error("reading a segment");
    let mut evidence = Evidence {
        durable: Position::NONE,
        headless: None,
        tail: Tail::Clean,
    };
    let ended = run
        .end
        .as_ref()
        .map_or(Sequence(0), |(file, _)| file.sequence);
    if let Some((file, end)) = &run.end {
        let limit = files
            .live
            .iter()
            .find(|live| live.file.sequence == file.sequence);
        let limit = limit.map_or(Position(u64::MAX), |live| live.limit);
        let mut window = Window::new(storage, *file);
        let tag = Tag::of(id, file.sequence);
        let found = promises(&mut window, tag, end.offset).map_err(reading())?;
        evidence.durable = found.unwrap_or_default().min(limit.previous());
        if found.is_some() || end.stop.is_some_and(|stop| stop != Stop::NoBatch) {
            evidence.tail = Tail::Torn;
        }
    }
    for live in files.live.iter().filter(|live| live.file.sequence > ended) {
        if run
            .segments
            .iter()
            .any(|segment| segment.sequence == live.file.sequence)
        {
            continue;
        }
        let mut window = Window::new(storage, live.file);
        let tag = Tag::of(id, live.file.sequence);
        let found = promises(&mut window, tag, offset(SEGMENT_HEADER)).map_err(reading())?;
        let found = found.unwrap_or_default().max(live.header.durable_through);
        evidence.durable = evidence.durable.max(found.min(live.limit.previous()));
    }
    for unused in &files.unused {
        let later = files
            .live
            .iter()
            .filter(|live| live.file.sequence > unused.file.sequence);
        let limit = later
            .map(|live| live.header.first)
            .min()
            .unwrap_or(Position(u64::MAX));
        let mut window = Window::new(storage, unused.file);
        let tag = Tag::of(id, unused.file.sequence);
        let found = match unused.kind {
            UnusedKind::Spare => promises_in_line(&mut window, tag),
            UnusedKind::Blank => promises(&mut window, tag, offset(SEGMENT_HEADER)),
        };
        let found = found
            .map_err(reading())?
            .unwrap_or_default()
            .min(limit.previous());
        if found > run.last {
            evidence.headless = evidence.headless.or(Some(unused.file.sequence));
        }
        evidence.durable = evidence.durable.max(found);
    }
    Ok(evidence)
}

fn damaged(
    files: &Files,
    run: &Run,
    evidence: &Evidence,
    first: Position,
    through: Position,
) -> OpenError {
    let ended = run
        .end
        .as_ref()
        .map_or(Sequence(0), |(file, _)| file.sequence);
    if let Some(sequence) = evidence.headless.filter(|headless| *headless > ended) {
        let what = "the segment's header is damaged";
        return OpenError::Damaged {
            sequence,
            offset: 0,
            what,
            first,
            through,
        };
    }
    let more = files
        .live
        .iter()
        .any(|live| live.file.sequence > ended && !live.holds_nothing());
    match &run.end {
        Some((file, end)) => OpenError::Damaged {
            sequence: file.sequence,
            offset: end.offset,
            what: match end.stop {
                Some(Stop::NoBatch) | None if more => {
                    "the records end here, but later segments go on behind a hole: \
                     these blocks or a whole segment are missing"
                }
                Some(stop) => stop.describe(),
                None => "the records end here",
            },
            first,
            through,
        },
        None => OpenError::Damaged {
            sequence: run.unlinked.unwrap_or_default(),
            offset: 0,
            what: "the segment does not continue the records before it",
            first,
            through,
        },
    }
}

/// Starts a new segment behind the run, which is the durable verdict, then clears away the rest.
fn start<S: Storage>(
    storage: &mut S,
    options: &Options,
    id: LogId,
    files: &Files,
    mut run: Run,
    needed_from: Position,
    verdict: &Verdict,
) -> Result<(Log, Recovered), OpenError> {
    // What was read may still be in the disk's volatile cache; from here on it counts as durable.
    for segment in &run.segments {
        let sequence = segment.sequence;
        execute(storage, Action::Sync { sequence }).map_err(failed("syncing a segment"))?;
    }
    let last = run.last.max(needed_from.previous());
    let torn = match (&run.end, verdict.tail) {
        (Some((file, end)), Tail::Torn) => Some((file.sequence, end.offset)),
        (Some(_) | None, Tail::Clean) | (None, Tail::Torn) => None,
    };
    let mut sequences = files.next_sequence;
    let spare = claim(storage, options, id, files, &mut sequences)?;
    let origin = if last == run.last {
        run.origin
    } else {
        Origin::AfterTruncation
    };
    let mut keeper = Keeper::new(id, options, sequences);
    let active = match spare {
        Ok(sequence) => {
            let segment = begin(storage, options, id, sequence, last, run.chain, origin)?;
            clear_away(storage, files, &mut run, &mut keeper)?;
            run.segments.push_back(segment);
            Frontier::Fresh
        }
        Err(cause) => {
            // No space for a segment: open what there is, and start one when space returns.
            keeper.starve(cause);
            Frontier::Missing
        }
    };
    let first = run
        .segments
        .front()
        .map_or(Position(last.0.saturating_add(1)), |s| s.first);
    let recovered = Recovered {
        first,
        last,
        torn,
        lost: verdict.lost,
    };
    let resume = Resume {
        id,
        origin,
        last,
        chain: run.chain,
        segments: run.segments,
        active,
        keeper,
    };
    Ok((Log::resume(options.clone(), resume), recovered))
}

/// A segment file with its space reserved, under a name never used before.
fn claim<S: Storage>(
    storage: &mut S,
    options: &Options,
    id: LogId,
    files: &Files,
    sequences: &mut Sequence,
) -> Result<Result<Sequence, Errno>, OpenError> {
    let sequence = *sequences;
    *sequences = sequence.next();
    let spare = files.unused.iter().rfind(|unused| {
        unused.kind == UnusedKind::Spare && unused.file.bytes == options.segment_bytes
    });
    if let Some(spare) = spare {
        let from = spare.file.sequence;
        execute(storage, Action::Recycle { from, to: sequence })
            .map_err(failed("renaming a spare segment"))?;
        execute(storage, Action::SyncDirectory).map_err(failed("syncing the directory"))?;
        return Ok(Ok(sequence));
    }
    match create(storage, options, id, sequence) {
        Ok(()) => Ok(Ok(sequence)),
        Err(Errno::NO_SPACE) => {
            execute(storage, Action::Remove { sequence }).ok();
            execute(storage, Action::SyncDirectory).map_err(failed("syncing the directory"))?;
            Ok(Err(Errno::NO_SPACE))
        }
        Err(errno) => Err(failed("creating a segment")(errno)),
    }
}

fn create<S: Storage>(
    storage: &mut S,
    options: &Options,
    id: LogId,
    sequence: Sequence,
) -> Result<(), Errno> {
    let bytes = options.segment_bytes;
    execute(storage, Action::Create { sequence })?;
    execute(storage, Action::Allocate { sequence, bytes })?;
    let mut done = 0;
    while done < bytes {
        let length = length(bytes.saturating_sub(done)).min(options.zero_bytes);
        execute(
            storage,
            Action::Zero {
                sequence,
                offset: done,
                length,
            },
        )?;
        done = done.saturating_add(offset(length));
    }
    execute(storage, Action::Sync { sequence })?;
    execute(storage, Action::SyncDirectory)?;
    execute(storage, prepared_mark(id, sequence, bytes))
}

/// Writes the header of the segment that continues the log behind `last`.
fn begin<S: Storage>(
    storage: &mut S,
    options: &Options,
    id: LogId,
    sequence: Sequence,
    last: Position,
    chain: Chain,
    origin: Origin,
) -> Result<Segment, OpenError> {
    let first = Position(last.0.saturating_add(1));
    let bytes = options.segment_bytes;
    let header = SegmentHeader {
        id,
        sequence,
        first,
        chain,
        durable_through: last,
        bytes,
        state: State::InUse,
        origin,
    };
    let mut buffer = crate::buffer::Buffer::zeroed(SEGMENT_HEADER);
    header.encode(buffer.bytes_mut());
    let action = Action::Write {
        file: crate::disk::File::Segment(sequence),
        offset: 0,
        buffer,
        length: SEGMENT_HEADER,
        durability: Durability::Durable,
    };
    execute(storage, action).map_err(failed("starting a segment"))?;
    let mut segment = Segment::new(sequence, first, bytes, chain);
    segment.started = Started::Durably;
    Ok(segment)
}

/// Hands what the new segment supersedes to the keeper and shortens the one before it.
fn clear_away<S: Storage>(
    storage: &mut S,
    files: &Files,
    run: &mut Run,
    keeper: &mut Keeper,
) -> Result<(), OpenError> {
    if run
        .segments
        .back()
        .is_some_and(|segment| segment.first > run.last)
    {
        // It never held a record: the new segment stands in its place.
        run.segments.pop_back();
        run.end = None;
    }
    if let Some((file, end)) = &run.end
        && end.used < file.bytes
    {
        storage
            .shorten(file.sequence, end.used)
            .map_err(io_error("shortening a segment"))?;
        if let Some(segment) = run.segments.back_mut() {
            segment.bytes = end.used;
        }
    }
    let kept = |sequence| {
        run.segments
            .iter()
            .any(|segment| segment.sequence == sequence)
    };
    for live in files.live.iter().filter(|live| !kept(live.file.sequence)) {
        keeper.retire(Retired {
            sequence: live.file.sequence,
            bytes: live.file.bytes,
        });
    }
    let listed = storage
        .segments()
        .map_err(io_error("listing the segments"))?;
    for unused in &files.unused {
        let sequence = unused.file.sequence;
        // The one that was claimed has another name by now.
        if listed.iter().any(|file| file.sequence == sequence) {
            // A blank file was perhaps never written through: it is removed, not recycled.
            let bytes = match unused.kind {
                UnusedKind::Spare => unused.file.bytes,
                UnusedKind::Blank => 0,
            };
            keeper.retire(Retired { sequence, bytes });
        }
    }
    Ok(())
}

fn execute<S: Storage>(storage: &mut S, action: Action) -> Result<(), Errno> {
    let id = OpId {
        owner: Owner::Log,
        number: 0,
    };
    let Completion { result, .. } = storage.execute(DiskOp { id, action });
    match result? {
        Outcome::Done | Outcome::Written(_) => Ok(()),
        Outcome::Read { .. } | Outcome::Free(_) => unreachable!("nothing was asked for"),
    }
}

fn failed(doing: &'static str) -> impl FnOnce(Errno) -> OpenError {
    move |errno| OpenError::Io {
        doing,
        error: errno.into_io(),
    }
}

fn io_error(doing: &'static str) -> impl FnOnce(io::Error) -> OpenError {
    move |error| OpenError::Io { doing, error }
}
