//! What follows from the verdict of recovery: a new segment, durably, then the clearing away.
//!
//! Must never: remove, rename over or shorten anything that a further recovery would need before
//! the header of the new segment is on stable storage. That header is the cut: it says where the
//! log goes on, so whatever lies at or behind that position in earlier segments is superseded, and
//! a torn batch cannot come back after a later crash.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use crate::buffer::Buffer;
use crate::catalog::{Segment, Started};
use crate::disk::{
    Action, Completion, DiskOp, Durability, Errno, File, OpId, Outcome, Owner, Storage,
};
use crate::error::OpenError;
use crate::identity::{Identity, Newest};
use crate::keeper::{Keeper, Retired, prepared_mark};
use crate::log::{Frontier, Log, Resume};
use crate::options::Options;
use crate::position::{LogId, Position, Sequence};
use crate::recovery::{Recovered, Run, Verdict};
use crate::segment::{Origin, SEGMENT_HEADER, SegmentHeader, State};
use crate::sizes::{length, offset};
use crate::survey::{Kind, Survey, failing};
use crate::tail::Doubtful;

/// Starts a new segment behind the run, which makes the verdict durable, and hands what it
/// supersedes to the log's keeper.
pub(crate) fn start<S: Storage>(
    storage: &mut S,
    options: &Options,
    mut identity: Identity,
    survey: &Survey,
    mut run: Run,
    verdict: &Verdict,
) -> Result<(Log, Recovered), OpenError> {
    let last = verdict.last;
    let torn = verdict.torn(&run);
    let mut origin = if last == run.last {
        run.origin
    } else {
        Origin::AfterTruncation
    };
    if last != run.last {
        // The records end before the checkpoint: what comes next does not join them.
        run.segments.clear();
        run.end = None;
    }
    let beyond = Position(last.0.saturating_add(1));
    let id = identity.id;
    let sequence = survey.next_sequence.max(identity.noted.sequence.next());
    let mut promised = last;
    let mut keeper = Keeper::new(id, options, sequence.next());
    let active = match claim(storage, options, id, survey, sequence)? {
        Claim::Claimed => {
            let bytes = options.segment_bytes;
            let mut frontier = offset(SEGMENT_HEADER);
            let mut segment = Segment::new(sequence, beyond, bytes, run.chain);
            let in_doubt = run.in_doubt.first().copied();
            let copied = in_doubt.filter(|_| run.in_doubt.bytes() <= bytes);
            if let Some(batch) = copied {
                promised = batch.first.previous();
                segment.first = batch.first;
                segment.chain = batch.chain;
                origin = batch.origin;
                let copied = run.in_doubt.copy(storage, id, &mut segment, last)?;
                (run.chain, frontier) = copied;
            } else {
                run.in_doubt.rewrite(storage, id, last)?;
            }
            let header = SegmentHeader {
                id,
                sequence,
                first: segment.first,
                chain: segment.chain,
                durable_through: last,
                bytes,
                state: State::InUse,
                origin,
            };
            begin(storage, &header)?;
            segment.started = Started::Durably;
            let newest = Newest {
                sequence,
                first: header.first,
            };
            identity.note_now(storage, newest)?;
            supersede(storage, survey, &mut run, copied, &mut keeper)?;
            run.segments.push_back(segment);
            if copied.is_some() {
                // The next record goes on behind the copy, whatever was cut there before.
                origin = Origin::Continues;
            }
            Frontier::At(frontier)
        }
        Claim::NoSpace => {
            run.in_doubt.rewrite(storage, id, last)?;
            let empty = run.segments.back().filter(|newest| newest.first > last);
            let cut = empty.and_then(|newest| survey.live_of(newest.sequence));
            if let Some(batch) = run.in_doubt.first() {
                promised = batch.first.previous();
            }
            if let Some(live) = cut {
                // It cuts what is before it, though it holds nothing itself.
                begin(storage, &live.header)?;
            }
            // Open what there is, and start a segment when space returns.
            keeper.starve(Errno::NO_SPACE);
            Frontier::Missing
        }
    };
    retire_unused(storage, survey, &mut keeper)?;
    let first = run.segments.front().map_or(beyond, |segment| segment.first);
    let recovered = Recovered {
        first,
        last,
        torn,
        lost: verdict.lost,
    };
    let chain = run.chain;
    let resume = Resume {
        identity,
        last,
        promised,
        chain,
        origin,
        segments: run.segments,
        active,
        keeper,
    };
    Ok((Log::resume(options.clone(), resume), recovered))
}

enum Claim {
    Claimed,
    NoSpace,
}

/// Gets a segment file with its space reserved under `sequence`, a name never used before.
fn claim<S: Storage>(
    storage: &mut S,
    options: &Options,
    id: LogId,
    survey: &Survey,
    sequence: Sequence,
) -> Result<Claim, OpenError> {
    let ready = |kind| match kind {
        Kind::Prepared | Kind::Renamed(_) => true,
        Kind::Blank => false,
    };
    let mut unused = survey.unused.iter();
    let spare =
        unused.rfind(|unused| ready(unused.kind) && unused.file.bytes == options.segment_bytes);
    if let Some(spare) = spare {
        // Under its old name a write of its last moments could be taken for one of the new life.
        let from = spare.file.sequence;
        execute(storage, Action::Recycle { from, to: sequence })
            .map_err(failed("renaming a spare segment"))?;
        execute(storage, Action::SyncDirectory).map_err(failed("syncing the directory"))?;
        // Changes nothing, but waits for writes a killed server may still have in flight there.
        let bytes = options.segment_bytes;
        execute(storage, Action::Allocate { sequence, bytes })
            .map_err(failed("reserving a spare segment"))?;
        return Ok(Claim::Claimed);
    }
    match create(storage, options, id, sequence) {
        Ok(()) => Ok(Claim::Claimed),
        Err(Errno::NO_SPACE) => {
            // It may not even have been created.
            execute(storage, Action::Remove { sequence }).ok();
            execute(storage, Action::SyncDirectory).map_err(failed("syncing the directory"))?;
            Ok(Claim::NoSpace)
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

/// Writes the header of the segment that continues the log.
fn begin<S: Storage>(storage: &mut S, header: &SegmentHeader) -> Result<(), OpenError> {
    let mut buffer = Buffer::zeroed(SEGMENT_HEADER);
    header.encode(buffer.bytes_mut());
    let action = Action::Write {
        file: File::Segment(header.sequence),
        offset: 0,
        buffer,
        length: SEGMENT_HEADER,
        durability: Durability::Durable,
    };
    execute(storage, action).map_err(failed("starting a segment"))
}

/// Hands the segments that the new one supersedes to the keeper and shortens the one before it, so
/// that a server that restarts often does not fill its disk with empty tails.
fn supersede<S: Storage>(
    storage: &mut S,
    survey: &Survey,
    run: &mut Run,
    copied: Option<Doubtful>,
    keeper: &mut Keeper,
) -> Result<(), OpenError> {
    let ended = run
        .end
        .as_ref()
        .map(|(file, end)| (file.sequence, end.used));
    let (last, used) = match copied {
        Some(batch) => (batch.first.previous(), Some((batch.sequence, batch.at))),
        None => (run.last, ended),
    };
    // Those that never held a record, or none that was not copied: the new segment stands in
    // their place.
    while run
        .segments
        .pop_back_if(|segment| segment.first > last)
        .is_some()
    {}
    if let Some(segment) = run.segments.back_mut()
        && let Some((sequence, used)) = used
        && segment.sequence == sequence
        && used < segment.bytes
    {
        storage
            .shorten(sequence, used)
            .map_err(failing("shortening a segment"))?;
        segment.bytes = used;
    }
    let kept = |sequence| {
        run.segments
            .iter()
            .any(|segment| segment.sequence == sequence)
    };
    for live in survey.live.iter().filter(|live| !kept(live.file.sequence)) {
        keeper.retire(Retired {
            sequence: live.file.sequence,
            bytes: live.file.bytes,
        });
    }
    Ok(())
}

/// Hands every other file to the keeper: they hold nothing, and their space may be what is missing.
fn retire_unused<S: Storage>(
    storage: &mut S,
    survey: &Survey,
    keeper: &mut Keeper,
) -> Result<(), OpenError> {
    let listed = storage
        .segments()
        .map_err(failing("listing the segments"))?;
    for unused in &survey.unused {
        let sequence = unused.file.sequence;
        // The one that was claimed has another name by now.
        if listed.iter().any(|file| file.sequence == sequence) {
            let bytes = match unused.kind {
                Kind::Prepared | Kind::Renamed(_) => unused.file.bytes,
                // Perhaps never written through: to be removed, not recycled.
                Kind::Blank => 0,
            };
            keeper.discard(Retired { sequence, bytes });
        }
    }
    Ok(())
}

pub(crate) fn execute<S: Storage>(storage: &mut S, action: Action) -> Result<(), Errno> {
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

pub(crate) fn failed(doing: &'static str) -> impl FnOnce(Errno) -> OpenError {
    move |errno| OpenError::Io {
        doing,
        error: errno.into_io(),
    }
}
