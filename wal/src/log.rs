//! The log as a state machine: payloads go in, disk operations come out, completions come back.
//!
//! Must never: do I/O, look at a payload, allocate per append, or report a position durable before
//! every earlier one is.
//!
//! ```text
//!   append -> gathering batch -> closed batches -> in flight (at most N) -> durable, in order
//!                 ^ the last of `building`            ^ sealed here: promise and padding
//! ```
//!
//! Invariants: `durable < first position not yet written <= next`; batches in `building` and
//! `in_flight` are in the order of their positions; a segment's space is reserved before a record
//! is accepted into it; once poisoned, nothing is issued any more.

mod purge;
mod truncation;

use std::collections::VecDeque;
use std::mem;

use crate::batch::{Batch, Order, Place};
use crate::buffer::Buffer;
use crate::catalog::{Segment, Started};
use crate::disk::{Action, Completion, DiskOp, Durability, File, OpId, Outcome, Owner, Storage};
use crate::error::{AppendError, Fault};
use crate::identity::{Identity, Newest};
use crate::keeper::{Keeper, Retired, Space, Verdict};
use crate::options::Options;
use crate::position::{LogId, Position, Sequence};
use crate::record::{Chain, Tag};
use crate::segment::{Origin, SEGMENT_HEADER};
use crate::sizes::{BLOCK, block_up, offset};

use self::truncation::Cut;

/// Where the next batch goes.
#[derive(Clone, Copy, Debug)]
struct Active {
    sequence: Sequence,
    /// Behind the last batch, in bytes.
    frontier: u64,
    /// Size of the file in bytes.
    bytes: u64,
}

#[derive(Debug)]
struct InFlight {
    id: OpId,
    place: Place,
    first: Position,
    /// The last position that is durable with it.
    last: Position,
    done: bool,
    starts_segment: bool,
    order: Order,
}

/// The write-ahead log.
#[derive(Debug)]
pub struct Log {
    options: Options,
    id: LogId,
    identity: Identity,
    identity_op: Option<OpId>,
    next: Position,
    chain: Chain,
    /// Where the chain starts anew: a segment that begins there says so in its header.
    chain_starts: Position,
    durable: Position,
    /// The highest promise handed to the disk so far.
    promised: Position,
    active: Option<Active>,
    building: VecDeque<Batch>,
    in_flight: VecDeque<InFlight>,
    pool: Vec<Buffer>,
    /// Whether a buffer larger than a batch is in use; one at a time bounds the memory.
    oversized: bool,
    segments: VecDeque<Segment>,
    /// Truncated away; kept until the truncation is durable.
    superseded: Vec<Retired>,
    cut: Cut,
    keeper: Keeper,
    keeper_op: Option<OpId>,
    op_number: u64,
    poison: Option<Fault>,
}

/// What recovery hands to the log it opens.
#[derive(Debug)]
pub(crate) struct Resume {
    pub(crate) identity: Identity,
    /// The last record found.
    pub(crate) last: Position,
    /// How far something on the disk says that it is durable.
    pub(crate) promised: Position,
    pub(crate) chain: Chain,
    /// How the next record relates to the last one.
    pub(crate) origin: Origin,
    /// Segments with records, oldest first; the last one is active if `frontier` is set.
    pub(crate) segments: VecDeque<Segment>,
    pub(crate) active: Frontier,
    pub(crate) keeper: Keeper,
}

/// Whether the newest segment takes appends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Frontier {
    /// Started by recovery: the next batch goes to this byte offset in it.
    At(u64),
    /// There was no space to start one; the first append waits for a spare.
    Missing,
}

impl Log {
    pub(crate) fn resume(options: Options, resume: Resume) -> Log {
        options.assert_consistent();
        let active = match resume.active {
            Frontier::At(frontier) => {
                let newest = resume.segments.back().expect("a fresh segment was started");
                assert!(newest.first <= resume.last.next(), "it continues the log");
                Some(Active {
                    sequence: newest.sequence,
                    frontier,
                    bytes: newest.bytes,
                })
            }
            Frontier::Missing => None,
        };
        let pool = (0..options.batch_buffers).map(|_| Buffer::zeroed(options.batch_bytes));
        Log {
            id: resume.identity.id,
            identity: resume.identity,
            identity_op: None,
            next: resume.last.next(),
            chain: resume.chain,
            chain_starts: match resume.origin {
                Origin::Continues => Position::NONE,
                Origin::AfterTruncation => resume.last.next(),
            },
            durable: resume.last,
            promised: resume.promised,
            active,
            building: VecDeque::with_capacity(options.batch_buffers + 1),
            in_flight: VecDeque::with_capacity(options.writes_in_flight),
            pool: pool.collect(),
            oversized: false,
            segments: resume.segments,
            superseded: Vec::new(),
            cut: Cut::None,
            keeper: resume.keeper,
            keeper_op: None,
            op_number: 0,
            poison: None,
            options,
        }
    }

    /// Takes a payload and returns its position. It is durable once [`Log::durable`] reaches it.
    pub fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError> {
        if let Some(fault) = self.poison {
            return Err(AppendError::Poisoned(fault));
        }
        let bytes_max = self.options.payload_bytes_max();
        if payload.len() > bytes_max {
            return Err(AppendError::TooLarge { bytes_max });
        }
        if self.cut == Cut::Waiting {
            // What still gathers is from before the truncation.
            return Err(AppendError::Busy);
        }
        let gathering = self.building.back();
        if !gathering.is_some_and(|batch| batch.has_room(payload.len())) {
            self.open_batch(payload.len())?;
        }
        let position = self.next;
        let batch = self.building.back_mut().expect("a batch with room is open");
        self.chain = batch.push(position, self.chain, payload);
        self.next = position.next();
        Ok(position)
    }

    /// Every record up to this one is on stable storage.
    pub fn durable(&self) -> Position {
        self.durable
    }

    /// The last position handed out.
    pub fn last(&self) -> Position {
        self.next.previous()
    }

    /// The first position that can still be read; the one to be appended next when there is none.
    pub fn first(&self) -> Position {
        self.segments
            .front()
            .map_or(self.next, |segment| segment.first)
    }

    /// The identity of this log.
    pub fn id(&self) -> LogId {
        self.id
    }

    /// The write that failed, after which nothing is written any more.
    pub fn poisoned(&self) -> Option<Fault> {
        self.poison
    }

    /// Whether there is room for what comes. Refuse writes unless it is `Ample`.
    pub fn space(&self) -> Space {
        let Some(cause) = self.keeper.starved() else {
            return Space::Ample;
        };
        let gathering = self.building.back().map_or(0, Batch::file_end);
        let room = self
            .active
            .map_or(0, |active| active.bytes - active.frontier.max(gathering));
        if self.keeper.has_spare() || room >= offset(self.options.batch_bytes) {
            Space::Low { cause }
        } else {
            Space::Full { cause }
        }
    }

    /// Whether nothing is under way: no batch, no truncation, no preparation.
    pub fn is_idle(&self) -> bool {
        let appended = self.building.is_empty() && self.in_flight.is_empty();
        appended && self.cut == Cut::None && self.identity.is_idle() && self.keeper.is_idle()
    }

    /// The next operation to hand to the disk, if one may start now. Call until it returns `None`.
    pub fn next_op(&mut self) -> Option<DiskOp> {
        if self.poison.is_some() {
            return None;
        }
        if self.may_issue() {
            let batch = self.building.pop_front().expect("a batch may be issued");
            return Some(self.issue(batch));
        }
        if let Some(action) = self.identity.next_action() {
            let id = self.draw_op();
            self.identity_op = Some(id);
            return Some(DiskOp { id, action });
        }
        let action = self.keeper.next_action()?;
        let id = self.draw_op();
        self.keeper_op = Some(id);
        Some(DiskOp { id, action })
    }

    /// Takes the completion of an operation handed out by [`Log::next_op`].
    pub fn complete(&mut self, completion: Completion) {
        assert!(
            completion.id.owner == Owner::Log,
            "completions go to their owner"
        );
        if self.keeper_op == Some(completion.id) {
            self.keeper_op = None;
            if let Verdict::Poison(sequence, errno) = self.keeper.complete(completion.result) {
                self.poison(Fault {
                    sequence,
                    offset: 0,
                    errno,
                });
            }
        } else if self.identity_op == Some(completion.id) {
            self.identity_op = None;
            if let Err(errno) = self.identity.complete(completion.result) {
                let sequence = self.identity.noted.sequence;
                self.poison(Fault {
                    sequence,
                    offset: 0,
                    errno,
                });
            }
        } else {
            self.complete_write(completion);
        }
        self.open_cut();
        self.check();
    }

    /// Time has passed, a second or so: tries again what had no space, and, when nothing is under
    /// way, writes down how far the log is durable, so that damage there is never taken for a torn
    /// tail. Call it once more before closing.
    pub fn tick(&mut self) {
        self.keeper.tick();
        let quiet = self.building.is_empty() && self.in_flight.is_empty();
        if quiet && self.cut == Cut::None && self.poison.is_none() && self.promised < self.durable {
            self.open_promise();
        }
    }

    pub(crate) fn segments(&self) -> &VecDeque<Segment> {
        &self.segments
    }

    fn may_issue(&self) -> bool {
        let Some(front) = self.building.front() else {
            return false;
        };
        let room = self.in_flight.len() < self.options.writes_in_flight;
        let ordered = match front.order() {
            Order::Beside => self
                .in_flight
                .iter()
                .all(|write| write.order == Order::Beside),
            Order::AfterAll => self.in_flight.is_empty(),
        };
        room && ordered && !self.keeper.touches(front.sequence())
    }

    fn issue(&mut self, batch: Batch) -> DiskOp {
        let order = batch.order();
        if self.building.is_empty() {
            self.close_active(&batch);
        }
        let sealed = batch.seal(self.durable);
        self.promised = self.durable;
        let head = if sealed.starts_segment {
            offset(SEGMENT_HEADER)
        } else {
            0
        };
        let segment = self
            .segments
            .iter_mut()
            .rfind(|s| s.sequence == sealed.place.sequence);
        if let Some(segment) = segment {
            segment.note(sealed.first, sealed.place.offset + head);
        }
        let id = self.draw_op();
        self.in_flight.push_back(InFlight {
            id,
            place: sealed.place,
            first: sealed.first,
            last: sealed.last,
            done: false,
            starts_segment: sealed.starts_segment,
            order,
        });
        self.keeper.written(offset(sealed.length));
        let action = Action::Write {
            file: File::Segment(sealed.place.sequence),
            offset: sealed.place.offset,
            buffer: sealed.buffer,
            length: sealed.length,
            durability: Durability::Durable,
        };
        DiskOp { id, action }
    }

    fn complete_write(&mut self, completion: Completion) {
        let write = self
            .in_flight
            .iter_mut()
            .find(|write| write.id == completion.id);
        let write = write.expect("a completion belongs to a write in flight");
        assert!(!write.done, "an operation completes once");
        match completion.result {
            Ok(Outcome::Written(buffer)) => {
                write.done = true;
                self.give_back(buffer);
            }
            Ok(Outcome::Done | Outcome::Read { .. } | Outcome::Free(_)) => {
                unreachable!("a write completes as written");
            }
            Err(errno) => {
                let place = write.place;
                self.poison(Fault {
                    sequence: place.sequence,
                    offset: place.offset,
                    errno,
                });
            }
        }
        while self.in_flight.front().is_some_and(|write| write.done) {
            let write = self.in_flight.pop_front().expect("seen above");
            self.now_durable(&write);
        }
    }

    fn now_durable(&mut self, write: &InFlight) {
        assert!(write.last >= self.durable, "durable only grows");
        self.durable = write.last;
        if write.starts_segment {
            self.identity.note(Newest {
                sequence: write.place.sequence,
                first: write.first,
            });
            let segment = self
                .segments
                .iter_mut()
                .find(|s| s.sequence == write.place.sequence);
            if let Some(segment) = segment {
                segment.started = Started::Durably;
            }
        }
        if write.order == Order::AfterAll {
            assert!(
                self.cut == Cut::Queued,
                "only a truncation waits for all writes before it"
            );
            self.cut = Cut::None;
            for retired in mem::take(&mut self.superseded) {
                self.keeper.retire(retired);
            }
        }
    }

    fn poison(&mut self, fault: Fault) {
        self.poison.get_or_insert(fault);
    }

    fn draw_op(&mut self) -> OpId {
        self.op_number += 1;
        OpId {
            owner: Owner::Log,
            number: self.op_number,
        }
    }

    fn give_back(&mut self, buffer: Buffer) {
        if buffer.capacity() == self.options.batch_bytes {
            self.pool.push(buffer);
            assert!(
                self.pool.len() <= self.options.batch_buffers,
                "buffers come back once"
            );
        } else {
            assert!(self.oversized, "only an oversized buffer has another size");
            self.oversized = false;
        }
    }

    fn borrow(&mut self, bytes: usize) -> Option<Buffer> {
        if bytes <= self.options.batch_bytes {
            return self.pool.pop();
        }
        if self.oversized {
            return None;
        }
        self.oversized = true;
        // A whole number of blocks more than a pooled one, so that the two cannot be confused.
        Some(Buffer::zeroed(bytes.max(self.options.batch_bytes + BLOCK)))
    }

    /// Opens a batch with room for one record of `payload` bytes, in a new segment if need be.
    fn open_batch(&mut self, payload: usize) -> Result<(), AppendError> {
        self.settle_frontier();
        let bytes = Batch::bytes_for(None, payload);
        let fits = |active: &Active| active.frontier + block_up(offset(bytes)) <= active.bytes;
        if let Some(active) = self.active.filter(fits) {
            let buffer = self.borrow(bytes).ok_or(AppendError::Busy)?;
            self.push_batch(buffer, active, Order::Beside, None);
            return Ok(());
        }
        if !self.keeper.has_spare() {
            let full = self.keeper.starved().is_some();
            return Err(if full {
                AppendError::Full
            } else {
                AppendError::Busy
            });
        }
        let bytes = Batch::bytes_for(Some(Origin::Continues), payload);
        let buffer = self.borrow(bytes).ok_or(AppendError::Busy)?;
        self.start_segment(buffer, Order::Beside);
        Ok(())
    }

    /// Queues a batch without records, which only says how far the log is durable. When the segment
    /// has no block left for it, the header of the next one says it; without a spare, a later tick.
    fn open_promise(&mut self) {
        self.settle_frontier();
        let fits = |active: &Active| active.frontier + offset(BLOCK) <= active.bytes;
        if let Some(active) = self.active.filter(fits) {
            if let Some(buffer) = self.borrow(BLOCK) {
                self.push_batch(buffer, active, Order::Beside, None);
            }
        } else if self.keeper.has_spare()
            && let Some(buffer) = self.borrow(Batch::bytes_for(Some(Origin::Continues), 0))
        {
            self.start_segment(buffer, Order::Beside);
        }
    }

    fn start_segment(&mut self, buffer: Buffer, order: Order) {
        let sequence = self.keeper.take().expect("the caller saw a spare");
        let bytes = self.keeper.segment_bytes();
        if order == Order::AfterAll {
            self.chain = Chain::start(Tag::of(self.id, sequence), self.next);
            self.chain_starts = self.next;
        }
        // A segment left without a record hands its origin on to the one that takes its place.
        let origin = if self.next == self.chain_starts {
            Origin::AfterTruncation
        } else {
            Origin::Continues
        };
        self.segments
            .push_back(Segment::new(sequence, self.next, bytes, self.chain));
        let active = Active {
            sequence,
            frontier: 0,
            bytes,
        };
        self.push_batch(buffer, active, order, Some(origin));
    }

    fn push_batch(&mut self, buffer: Buffer, active: Active, order: Order, starts: Option<Origin>) {
        let place = Place {
            sequence: active.sequence,
            offset: active.frontier,
            bytes: active.bytes,
        };
        let batch = Batch::new(buffer, place, self.id, starts, order, self.next, self.chain);
        self.active = Some(Active {
            frontier: batch.file_end(),
            ..active
        });
        self.building.push_back(batch);
    }

    /// Moves the frontier behind the batch that was gathering, which takes no record any more.
    fn settle_frontier(&mut self) {
        if let Some(batch) = self.building.back() {
            let end = batch.file_end();
            let active = self
                .active
                .as_mut()
                .expect("a batch gathers in the active segment");
            active.frontier = end;
        }
    }

    fn close_active(&mut self, batch: &Batch) {
        if let Some(active) = &mut self.active {
            assert!(
                active.sequence == batch.sequence(),
                "the last batch is in the active segment"
            );
            active.frontier = batch.file_end();
        }
    }

    fn check(&self) {
        assert!(
            self.durable < self.next,
            "nothing is durable before it was appended"
        );
        assert!(
            self.promised <= self.durable,
            "no promise goes beyond what is durable"
        );
        assert!(
            self.in_flight.len() <= self.options.writes_in_flight,
            "writes are bounded"
        );
    }
}

/// Carries out everything the log wants done, one operation after the other, until it is quiet.
///
/// For tools, start-up and where there is no ring; blocks.
pub fn drive<S: Storage>(log: &mut Log, storage: &mut S) {
    while let Some(op) = log.next_op() {
        let completion = storage.execute(op);
        log.complete(completion);
    }
}
