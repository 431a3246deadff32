//! Start-up: what the files of a directory amount to, and the log that continues from there.
//!
//! Must never: change anything before the verdict; take damage before durable records for a torn
//! tail; start on a doubt. What follows from the verdict is done in `start.rs`.
//!
//! The decision table, also in `docs/formats.md`; each entry has a test in `tests/recovery.rs`.
//! `Q` is the last record of the unbroken run from the first one needed; the *evidence* is the
//! highest position that anything found behind the end of the run promises durable (batches,
//! headers of its own and of later segments, the caller's checkpoint).
//!
//! | found | verdict |
//! |---|---|
//! | no segment, none was ever started, nothing needed | a new log |
//! | no segment, but there were some | refuse: missing segments |
//! | the newest segment known to be started is missing, or its header damaged | refuse |
//! | run ends at `Q`, evidence `<= Q` | torn tail: cut at `Q` |
//! | run ends at `Q`, evidence `> Q` | damage or hole: refuse, naming file and offset |
//! | the newest segment is shorter than its header says | refuse |
//! | a segment missing in the middle | as a hole: the segments behind it are the evidence |
//! | the first segment found starts behind the first record needed | refuse: missing segments |
//! | a segment continues at `Q + 1`, but from another history | refuse |
//! | header of a segment damaged, its batches promise nothing beyond `Q` | torn start: removed |
//! | header of a segment damaged, its batches promise more than `Q` | refuse |
//! | header names another sequence, nothing in it is needed | recycled, not yet in use: a spare |
//! | header names another sequence, and it promises more than `Q` | refuse |
//! | header says "prepared" | a spare |
//! | empty, short or zeroed file without batches | removed |
//! | records at or behind the start of a later segment | superseded: cut earlier, ignored |
//! | intact header of another log, or of a later format | refuse |
//! | reading fails | refuse |
//!
//! Two writes may be in flight: after a crash the second may be whole while the first is torn. It
//! then carries a promise from before the first one, so it is no evidence, and goes with it.
//!
//! What stays ambiguous, honestly: a damaged batch at the very end that nothing behind it promises
//! durable was perhaps acknowledged. The log writes its promise again when it is idle, so only what
//! was acknowledged since the newest batch was issued (at most the batches in flight and one more)
//! is in doubt, and only if the disk also damages it.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::collections::VecDeque;

use crate::catalog::{Segment, Started};
use crate::disk::{SegmentFile, Storage};
use crate::error::OpenError;
use crate::identity::Identity;
use crate::log::Log;
use crate::options::{OnDamage, Options};
use crate::position::{LogId, Position, Sequence};
use crate::record::{BatchHeader, Chain, Tag};
use crate::scan::{End, GLANCE, SEQUENTIAL, Stop, Walk, Window, promises, promises_in_line, walk};
use crate::segment::{Origin, SEGMENT_HEADER};
use crate::sizes::offset;
use crate::start::start;
use crate::survey::{Kind, Live, Survey, failing};
use crate::tail::Tail as InDoubt;

/// What was found when a log was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The first position that can be read.
    pub first: Position,
    /// The last position; the next append gets the one behind it.
    pub last: Position,
    /// Where a torn tail was cut, if there was one: nothing in it is known to have been
    /// acknowledged.
    pub torn: Option<(Sequence, u64)>,
    /// Records known durable and given up, because [`OnDamage::CutAndLose`] was asked for.
    pub lost: Option<(Position, Position)>,
}

/// The unbroken run of records.
#[derive(Debug)]
pub(crate) struct Run {
    /// Segments of the log up to where the run ends; those behind the checkpoint first.
    pub(crate) segments: VecDeque<Segment>,
    /// The first segment that was read.
    pub(crate) start: Sequence,
    pub(crate) last: Position,
    pub(crate) chain: Chain,
    /// How a record behind `last` relates to it.
    pub(crate) origin: Origin,
    /// Where the run ended, if anything is left behind it.
    pub(crate) end: Option<(SegmentFile, End)>,
    /// What of it nothing promises durable.
    pub(crate) in_doubt: InDoubt,
    /// A segment that should go on where the run ended, but tells of another history. No crash
    /// leaves that behind.
    unlinked: Option<Sequence>,
}

impl Run {
    fn ended(&self) -> Sequence {
        self.end
            .as_ref()
            .map_or(Sequence(0), |(file, _)| file.sequence)
    }

    /// Whether the newest segment, where the run ended, lacks blocks it was started with.
    fn shortened(&self, survey: &Survey) -> bool {
        let newest = survey
            .live
            .last()
            .filter(|live| live.file.sequence == self.ended());
        newest.is_some_and(|live| live.file.bytes < live.header.bytes)
    }

    fn next(&self) -> Position {
        Position(self.last.0.saturating_add(1))
    }
}

/// What lies behind the end of the run.
#[derive(Debug)]
struct Evidence {
    /// The highest position that anything there promises durable.
    durable: Position,
    /// The first file without its own header that promises something beyond the run.
    headless: Option<(Sequence, &'static str)>,
    tail: Tail,
}

/// Whether the end of the run is followed by bytes of the same life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tail {
    Clean,
    Torn,
}

/// What was decided about the end of the run.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) lost: Option<(Position, Position)>,
    pub(crate) tail: Tail,
    /// The log goes on behind this one.
    pub(crate) last: Position,
}

impl Verdict {
    /// Where the torn tail begins, if there is one.
    pub(crate) fn torn(&self, run: &Run) -> Option<(Sequence, u64)> {
        match (&run.end, self.tail) {
            (Some((file, end)), Tail::Torn) => Some((file.sequence, end.offset)),
            (Some(_) | None, Tail::Clean) | (None, Tail::Torn) => None,
        }
    }
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
    let identity = Identity::open(storage, new_id)?;
    let survey = Survey::of(storage, &identity)?;
    let run = run(storage, identity.id, &survey, needed_from, visit)?;
    let evidence = evidence(storage, identity.id, &survey, &run)?;
    let verdict = judge(options, &identity, &survey, &run, &evidence, needed_from)?;
    start(storage, options, identity, &survey, run, &verdict)
}

/// The identity of the log in `storage`; nothing is changed. Without one there is no log:
/// [`OpenError::IdentityMissing`].
pub fn log_id<S: Storage>(storage: &mut S) -> Result<LogId, OpenError> {
    Identity::read(storage).map(|identity| identity.id)
}

/// Reads the log in `storage` as [`open`] would, and changes nothing. Of damage it says the same;
/// a directory without an identity holds no log: [`OpenError::IdentityMissing`].
pub fn examine<S: Storage>(
    storage: &mut S,
    needed_from: Position,
    visit: &mut dyn FnMut(Position, &[u8]),
) -> Result<Recovered, OpenError> {
    assert!(needed_from >= Position::FIRST, "positions start at 1");
    let identity = Identity::read(storage)?;
    let survey = Survey::of(storage, &identity)?;
    let run = run(storage, identity.id, &survey, needed_from, visit)?;
    let evidence = evidence(storage, identity.id, &survey, &run)?;
    let options = Options {
        on_damage: OnDamage::Refuse,
        ..Options::default()
    };
    let verdict = judge(&options, &identity, &survey, &run, &evidence, needed_from)?;
    let beyond = Position(verdict.last.0.saturating_add(1));
    Ok(Recovered {
        first: run.segments.front().map_or(beyond, |segment| segment.first),
        last: verdict.last,
        torn: verdict.torn(&run),
        lost: None,
    })
}

fn judge(
    options: &Options,
    identity: &Identity,
    survey: &Survey,
    run: &Run,
    evidence: &Evidence,
    needed_from: Position,
) -> Result<Verdict, OpenError> {
    let lose = options.on_damage == OnDamage::CutAndLose;
    let found = survey.holding().next().map(|live| live.header.first);
    let missing = match found {
        Some(first) => first > needed_from,
        None => needed_from > Position::FIRST || identity.noted.sequence > Sequence(0),
    };
    if missing && !lose && evidence.headless.is_none() {
        return Err(OpenError::MissingFirst {
            needed: needed_from,
            found,
        });
    }
    // The newest segment is never purged, so one that was started is there or was followed.
    let vanished = survey
        .live
        .last()
        .is_none_or(|live| live.file.sequence < identity.noted.sequence);
    let vanished = vanished && identity.noted.sequence > Sequence(0);
    let doubtful = vanished || run.unlinked.is_some() || run.shortened(survey);
    let doubt = if doubtful { run.next() } else { Position::NONE };
    let through = evidence.durable.max(needed_from.previous()).max(doubt);
    let lost = (through > run.last).then_some((run.next(), through));
    match lost {
        Some((first, through)) if !lose => {
            if vanished && evidence.headless.is_none() && through == run.next() {
                return Err(OpenError::MissingLast {
                    sequence: identity.noted.sequence,
                    first,
                });
            }
            Err(damaged(survey, run, evidence, first, through))
        }
        Some(_) | None => {
            let last = run.last.max(needed_from.previous());
            Ok(Verdict {
                lost,
                tail: evidence.tail,
                last,
            })
        }
    }
}

/// Follows the records from the segment that holds `needed_from` on, as far as they go.
fn run<S: Storage>(
    storage: &mut S,
    id: LogId,
    survey: &Survey,
    needed_from: Position,
    visit: &mut dyn FnMut(Position, &[u8]),
) -> Result<Run, OpenError> {
    let start = survey
        .holding()
        .rfind(|live| live.header.first <= needed_from);
    let mut run = Run {
        segments: VecDeque::new(),
        start: start.map_or(Sequence(0), |live| live.file.sequence),
        last: needed_from.previous(),
        chain: Chain::start(Tag::of(id, Sequence(0)), needed_from),
        origin: Origin::AfterTruncation,
        end: None,
        in_doubt: InDoubt::behind(needed_from.previous()),
        unlinked: None,
    };
    let mut needed = |position: Position, payload: &[u8]| {
        if position >= needed_from {
            visit(position, payload);
        }
    };
    let mut begun = false;
    for live in survey.holding() {
        let header = &live.header;
        if live.file.sequence <= run.start && header.origin == Origin::AfterTruncation {
            // What lies before need not reach up to here: it may have been given up.
            run.segments.clear();
        }
        if live.file.sequence < run.start {
            // Behind the checkpoint: kept for peers, read when one asks.
            run.segments.push_back(segment(live));
            continue;
        }
        let follows = header.first == run.next();
        let linked = header.origin == Origin::AfterTruncation || header.chain == run.chain;
        if begun && !(follows && linked) {
            run.unlinked = Some(live.file.sequence);
            break;
        }
        if !begun && header.first > needed_from {
            break;
        }
        begun = true;
        walk_segment(storage, id, live, &mut run, &mut needed)?;
        if run.end.is_some() {
            break;
        }
    }
    run.in_doubt.end(run.last);
    Ok(run)
}

fn segment(live: &Live) -> Segment {
    let header = &live.header;
    let mut segment = Segment::new(
        live.file.sequence,
        header.first,
        live.file.bytes,
        header.chain,
    );
    segment.started = Started::Durably;
    segment
}

fn walk_segment<S: Storage>(
    storage: &mut S,
    id: LogId,
    live: &Live,
    run: &mut Run,
    visit: &mut dyn FnMut(Position, &[u8]),
) -> Result<(), OpenError> {
    let header = &live.header;
    let mut segment = segment(live);
    let mut window = Window::new(storage, live.file, SEQUENTIAL);
    let plan = Walk {
        tag: Tag::of(id, live.file.sequence),
        first: header.first,
        chain: header.chain,
        limit: live.limit,
    };
    // What it says of its own records, which a start copied there, holds if it is durable itself:
    // that only a batch behind them tells.
    let before = header.first.previous();
    run.in_doubt.promise(header.durable_through.min(before));
    let mut noted = |at: u64, batch: &BatchHeader| {
        segment.note(batch.first, at);
        run.in_doubt.note(live, at, batch);
    };
    let end = walk(&mut window, &plan, &mut noted, visit);
    let end = end.map_err(failing("reading a segment"))?;
    run.last = end.last;
    run.chain = end.chain;
    // A segment without a record hands its origin on to the one that takes its place.
    run.origin = if end.last < header.first {
        header.origin
    } else {
        Origin::Continues
    };
    run.segments.push_back(segment);
    if end.stop.is_some() {
        run.end = Some((live.file, end));
    }
    Ok(())
}

fn evidence<S: Storage>(
    storage: &mut S,
    id: LogId,
    survey: &Survey,
    run: &Run,
) -> Result<Evidence, OpenError> {
    let reading = || failing("reading a segment");
    let mut evidence = Evidence {
        durable: Position::NONE,
        headless: None,
        tail: Tail::Clean,
    };
    if let Some((file, end)) = &run.end {
        let mut window = Window::new(storage, *file, SEQUENTIAL);
        let tag = Tag::of(id, file.sequence);
        let found = promises(&mut window, tag, end.offset).map_err(reading())?;
        let limit = survey.limit_behind(file.sequence);
        let header = survey
            .live_of(file.sequence)
            .map_or(Position::NONE, |live| live.header.durable_through);
        // Its own header speaks of its records where a start has copied them there.
        evidence.durable = found.unwrap_or_default().max(header).min(limit.previous());
        if found.is_some() || end.stop.is_some_and(|stop| stop != Stop::NoBatch) {
            evidence.tail = Tail::Torn;
        }
    }
    let read = |sequence| {
        run.segments
            .iter()
            .any(|segment| segment.sequence == sequence)
    };
    let behind = survey
        .live
        .iter()
        .filter(|live| live.file.sequence > run.ended());
    for live in behind.filter(|live| !read(live.file.sequence)) {
        let mut window = Window::new(storage, live.file, SEQUENTIAL);
        let tag = Tag::of(id, live.file.sequence);
        let found = promises(&mut window, tag, offset(SEGMENT_HEADER)).map_err(reading())?;
        let found = found.unwrap_or_default().max(live.header.durable_through);
        evidence.durable = evidence.durable.max(found.min(live.limit.previous()));
    }
    for unused in &survey.unused {
        let file = unused.file;
        let reach = match unused.kind {
            Kind::Prepared | Kind::Renamed(_) => GLANCE,
            Kind::Blank => SEQUENTIAL,
        };
        let mut window = Window::new(storage, file, reach);
        let tag = Tag::of(id, file.sequence);
        let found = match unused.kind {
            Kind::Prepared | Kind::Renamed(_) => promises_in_line(&mut window, tag),
            Kind::Blank => promises(&mut window, tag, offset(SEGMENT_HEADER)),
        };
        let found = found.map_err(reading())?.unwrap_or_default();
        let limit = survey.limit_behind(file.sequence);
        evidence.note(
            run,
            file.sequence,
            found.min(limit.previous()),
            "its header is damaged",
        );
        if let Kind::Renamed(header) = unused.kind {
            // In its earlier life it may have held what no later segment holds.
            let tag = Tag::of(id, header.sequence);
            let found = promises_in_line(&mut window, tag).map_err(reading())?;
            let found = found.unwrap_or_default().max(header.durable_through);
            let limit = survey.limit_behind(header.sequence);
            let what = "a needed segment under another name";
            evidence.note(run, file.sequence, found.min(limit.previous()), what);
        }
    }
    Ok(evidence)
}

impl Evidence {
    fn note(&mut self, run: &Run, sequence: Sequence, durable: Position, what: &'static str) {
        if durable > run.last {
            self.headless = self.headless.or(Some((sequence, what)));
        }
        self.durable = self.durable.max(durable);
    }
}

fn damaged(
    survey: &Survey,
    run: &Run,
    evidence: &Evidence,
    first: Position,
    through: Position,
) -> OpenError {
    let (sequence, offset, what) = match (&run.end, run.unlinked, evidence.headless) {
        (_, Some(sequence), _) => (sequence, 0, "it does not continue the records before it"),
        (_, None, Some((sequence, what))) if sequence > run.ended() => (sequence, 0, what),
        (None, None, Some((sequence, what))) => (sequence, 0, what),
        (Some((file, end)), None, _) => {
            let goes_on = survey
                .holding()
                .any(|live| live.file.sequence > file.sequence);
            let what = match end.stop {
                Some(Stop::NoBatch) if goes_on => {
                    "the records end here, but a later segment goes on behind a hole"
                }
                Some(stop) => stop.describe(),
                None => "the records end here",
            };
            (file.sequence, end.offset, what)
        }
        (None, None, None) => {
            let last = run
                .segments
                .back()
                .map_or(Sequence(0), |segment| segment.sequence);
            (last, 0, "the segment behind this one is missing")
        }
    };
    OpenError::Damaged {
        sequence,
        offset,
        what,
        first,
        through,
    }
}
