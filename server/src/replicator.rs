//! The replica's driver: feeds it, obeys it, and carries its records to the log and its batches to
//! every shard. Lives on shard 0.
//!
//! ```text
//!   inputs ─> Replica::step ─> records ─> Log ─> disk operations ─> shard 0's ring
//!                  ^                        └─ durable ──┘
//!                  └── Input::Durable ─────────┘
//!   Replica::apply (under the tree's write lock) ─> Batch ─> every other shard's mailbox,
//!                                                            pushed before the lock is released
//! ```
//!
//! Invariants: records reach the log in the order of the replica's effects and get the numbers
//! the replica gave them; a batch is pushed to all shards or not applied at all, so the replica
//! waits for room first. Must never: decide anything about a txn.

mod install;
mod purge;
mod records;
mod stop;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_utils::sync::ShardedLock;
use ringkeeper_core::id::{Now, RecordNumber};
use ringkeeper_core::input::{Effect, Effects, Input, Space};
use ringkeeper_core::replica::{Incoming, Replica, Room};
use ringkeeper_core::stream::{Batch, Delivery};
use ringkeeper_core::tree::Tree;
use ringkeeper_wal::{Completion, DiskOp, Log, Owner, Progress, UringDisk};
use tracing::{info, warn};

use crate::admin::{ReplicaReport, Survey, report_of};
use crate::checkpoints::Checkpoints;
use crate::mailbox::Mailbox;
use crate::member::Member;
use crate::peers::{DoorNews, Turn};
use crate::ring::{PeerNews, PeerSlot, Ring};
use crate::store::StoreNews;

use self::install::Installing;
pub(crate) use self::stop::Stop;

/// Changes applied under one write lock: what bounds how long a reader waits for it.
const APPLY_BUDGET: usize = 256;

/// Bytes a batch that is kept to be filled again may hold on to.
const SPARE_BYTES_MAX: usize = 256 * 1024;

/// Inputs stepped before their records are handed to the log and the log to the ring.
const STEP_BUDGET: usize = 1024;

/// See the module.
#[derive(Debug)]
pub(crate) struct Replicator {
    replica: Replica,
    log: Log,
    disk: UringDisk,
    checkpoints: Checkpoints,
    /// From the shards and the clock.
    incoming: Incoming,
    effects: Effects,
    /// Records the log had no room for when they were made, in order.
    overdue: VecDeque<(RecordNumber, Box<[u8]>)>,
    /// For the stream, behind what was applied so far.
    decided: Vec<Delivery>,
    /// What the replica was last told is durable.
    durable: RecordNumber,
    /// The log was told to write down how far it is durable, before the stop.
    promised_at_end: bool,
    space: Space,
    /// Of a server that is one of several.
    member: Option<Member>,
    /// The log is being truncated.
    truncating: bool,
    /// Whether a leader's checkpoint comes in.
    installing: Installing,
    /// Reused when no shard holds it any more.
    spare: Option<Arc<Batch>>,
    /// Every shard's mailbox; this shard's own is not used for batches.
    mailboxes: Arc<[Arc<Mailbox>]>,
}

/// The parts a [`Replicator`] is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    /// Recovered.
    pub(crate) replica: Replica,
    /// Recovered.
    pub(crate) log: Log,
    /// The log's operations on the ring of shard 0.
    pub(crate) disk: UringDisk,
    /// The store and when to use it.
    pub(crate) checkpoints: Checkpoints,
    /// Of a server that is one of several.
    pub(crate) member: Option<Member>,
    /// Every shard's.
    pub(crate) mailboxes: Arc<[Arc<Mailbox>]>,
}

impl Replicator {
    /// Takes up work.
    pub(crate) fn new(parts: Parts, now: Now) -> Replicator {
        let Parts {
            replica,
            log,
            disk,
            checkpoints,
            member,
            mailboxes,
        } = parts;
        let mut effects = Effects::default();
        let mut replica = replica;
        replica.start(now, &mut effects);
        Replicator {
            durable: RecordNumber(log.durable().0),
            replica,
            log,
            disk,
            checkpoints,
            incoming: Incoming::default(),
            effects,
            overdue: VecDeque::new(),
            decided: Vec::new(),
            promised_at_end: false,
            space: Space::Enough,
            member,
            truncating: false,
            installing: Installing::Nothing,
            spare: None,
            mailboxes,
        }
    }

    /// Takes inputs, in order.
    pub(crate) fn feed(&mut self, inputs: impl IntoIterator<Item = Input>) {
        for input in inputs {
            self.incoming.push(input);
        }
    }

    /// Whether shards should hold back what they have: the queue in front of the replica is long.
    pub(crate) fn is_crowded(&self) -> bool {
        self.incoming.asked_len() >= STEP_BUDGET * 4
    }

    /// Whether there is something to do without waiting for a completion.
    pub(crate) fn has_work(&self) -> bool {
        let fed = self.incoming.has_next(self.room());
        let receiving = self.receiving(0);
        let member = self.member.as_ref();
        let told = member.is_some_and(|member| member.has_input(receiving));
        let owing = !self.effects.list.is_empty();
        fed || told || owing || (self.has_something_to_tell() && self.may_tell())
    }

    fn has_something_to_tell(&self) -> bool {
        !self.decided.is_empty() || self.replica.has_committed() || self.is_installed()
    }

    /// Whether every shard has room for another batch.
    fn may_tell(&self) -> bool {
        self.others().all(|mailbox| mailbox.has_room_for_batch())
    }

    /// What operators see of the replica.
    pub(crate) fn report(&self, survey: &Survey, now: Now) -> ReplicaReport {
        let ensemble = self.member.as_ref().map(|_| self.replica.members());
        ReplicaReport {
            space_low: self.space == Space::Low,
            checkpoints: *self.checkpoints.figures(),
            ..report_of(&self.replica, ensemble, survey, now)
        }
    }

    /// Forgets the figures that operators may reset.
    pub(crate) fn reset_figures(&mut self) {
        self.replica.reset_figures();
    }

    /// Checkpoints, for the shard's loop.
    pub(crate) const fn checkpoints(&self) -> &Checkpoints {
        &self.checkpoints
    }

    /// As [`Replicator::checkpoints`], to be driven on.
    pub(crate) fn drive_checkpoints(&mut self, tree: &ShardedLock<Tree>, now: Now) {
        let applied = self.replica.history().applied();
        let record = self.replica.applied_record();
        self.checkpoints.drive(tree, applied, record, now);
    }

    /// What became of a checkpoint.
    pub(crate) fn store_told(
        &mut self,
        news: StoreNews,
        tree: &ShardedLock<Tree>,
        now: Now,
    ) -> Result<(), Stop> {
        match news {
            StoreNews::Stored(report) => self.stored(&report, tree, now),
            // What waits for it is taken in this turn.
            StoreNews::Room => {}
            StoreNews::Installed(installed) => self.store_installed(installed),
            StoreNews::InstallFailed(cause) => return Err(Stop::Install(cause)),
        }
        Ok(())
    }

    /// Something happened to the connection with another server.
    pub(crate) fn peer_completed(&mut self, socket: PeerSlot, news: PeerNews, ring: &mut Ring) {
        if let Some(member) = &mut self.member {
            member.peers.complete(socket, news, ring);
        }
    }

    /// Another server is at the door, or could not be reached.
    pub(crate) fn at_the_door(&mut self, news: DoorNews, ring: &mut Ring) {
        if let Some(member) = &mut self.member {
            member.peers.at_the_door(news, ring);
        }
    }

    /// A disk operation ended.
    pub(crate) fn completed(
        &mut self,
        token: u32,
        result: i32,
        ring: &mut Ring,
    ) -> Result<(), Stop> {
        let progress = self.disk.complete(token, result);
        self.advance(progress, ring)?;
        self.check_log()
    }

    fn check_log(&self) -> Result<(), Stop> {
        match self.log.poisoned() {
            Some(fault) => Err(Stop::Log(fault)),
            None => Ok(()),
        }
    }

    /// Time has passed.
    pub(crate) fn tick(&mut self) {
        self.incoming.push(Input::Tick);
    }

    /// A second has passed: the log looks after its reserve.
    pub(crate) fn log_tick(&mut self) {
        self.log.tick();
    }

    /// Steps the replica through what has come in, hands its records to the log and the log's
    /// operations to the ring.
    pub(crate) fn step(
        &mut self,
        tree: &ShardedLock<Tree>,
        now: Now,
        ring: &mut Ring,
    ) -> Result<(), Stop> {
        self.append_overdue();
        if self.truncating && !self.log.truncating() {
            self.truncating = false;
            if let Some(member) = &mut self.member {
                member.truncated();
            }
        }
        let guard = read(tree);
        // News of the log are taken also by a replica that is full: they are what empties it.
        let news = [self.news_of_durability(), self.news_of_space()];
        for input in news.into_iter().flatten() {
            self.replica.step(now, &guard, input, &mut self.effects);
        }
        self.step_peers(now, &guard);
        while let Some(input) = self.incoming.next_always() {
            self.replica.step(now, &guard, input, &mut self.effects);
        }
        for _ in 0..STEP_BUDGET {
            let Some(input) = self.incoming.next_asked(self.room()) else {
                break;
            };
            self.replica.step(now, &guard, input, &mut self.effects);
        }
        self.replica.settle(now, &guard, &mut self.effects);
        drop(guard);
        self.obey(tree, ring)?;
        self.commit_install();
        self.issue(ring)?;
        self.check_log()
    }

    /// Steps the replica through what other servers said.
    fn step_peers(&mut self, now: Now, tree: &Tree) {
        let mut chunks = 0;
        for stepped in 0..STEP_BUDGET {
            let receiving = self.receiving(chunks);
            let Some(member) = &mut self.member else {
                return;
            };
            if stepped == 0 {
                member.gather();
            }
            let Some(input) = member.next(receiving) else {
                break;
            };
            let seen = self.effects.list.len();
            self.replica.step(now, tree, input, &mut self.effects);
            chunks += install::chunks(&self.effects.list[seen..]);
        }
    }

    /// Sends what there is for other servers: the end of a turn.
    pub(crate) fn flush_peers(&mut self, ring: &mut Ring, elapsed: Duration) {
        if let Some(member) = &mut self.member {
            if let Some(ensemble) = self.replica.ensemble() {
                member.peers.set_ensemble(ensemble);
            }
            member.peers.flush(&mut Turn {
                ring,
                log: &self.log,
                disk: &mut self.disk,
                now: elapsed,
            });
        }
    }

    /// Hands the log's operations to the ring.
    fn issue(&mut self, ring: &mut Ring) -> Result<(), Stop> {
        while let Some(op) = self.log.next_op() {
            let progress = self.disk.prepare(op);
            self.advance(progress, ring)?;
        }
        Ok(())
    }

    fn advance(&mut self, progress: Progress, ring: &mut Ring) -> Result<(), Stop> {
        let mut progress = progress;
        loop {
            match progress {
                Progress::Submit(entry, token) => {
                    ring.submit_disk(entry, token);
                    return Ok(());
                }
                Progress::Done(completion) => match self.route(completion)? {
                    Some(op) => progress = self.disk.prepare(op),
                    None => return Ok(()),
                },
            }
        }
    }

    /// Gives a completion to whoever asked for the operation. Some leave another one to be done.
    fn route(&mut self, completion: Completion) -> Result<Option<DiskOp>, Stop> {
        match (completion.id.owner, &mut self.member) {
            (Owner::Log, _) => self.log.complete(completion),
            (Owner::Cursor(_), Some(member)) => member.peers.completed_read(completion),
            (Owner::Slots(_), Some(member)) => {
                return member.stored(completion).map_err(Stop::Promises);
            }
            (Owner::Cursor(_) | Owner::Slots(_), None) => {
                unreachable!("a single server reads and promises nothing")
            }
        }
        Ok(None)
    }

    /// Applies what is committed, for as long as every shard has room, and gives the batch to
    /// deliver here. `None` when there is nothing new.
    pub(crate) fn apply(&mut self, tree: &ShardedLock<Tree>, now: Now) -> Option<Arc<Batch>> {
        if !self.has_something_to_tell() || !self.may_tell() {
            return None;
        }
        let mut batch = self.fresh_batch();
        let filling = Arc::get_mut(&mut batch).expect("a fresh batch is ours alone");
        let mut guard = tree.write().expect("nobody panics with the tree in hand");
        let replaced = self.take_over(&mut guard, now);
        filling.items.append(&mut self.decided);
        self.replica.apply(&mut guard, APPLY_BUDGET, filling);
        filling.through = guard.last_zxid();
        for mailbox in self.others() {
            mailbox.stream(Arc::clone(&batch));
        }
        drop(guard);
        for mailbox in self.others() {
            mailbox.wake();
        }
        if let Some(replaced) = replaced {
            self.installed(replaced);
        }
        Some(batch)
    }

    /// Takes a delivered batch back, to be filled again.
    pub(crate) fn recycle(&mut self, batch: Arc<Batch>) {
        if batch.bytes.capacity() <= SPARE_BYTES_MAX {
            self.spare = Some(batch);
        }
    }

    /// The server stops: the other servers are told by closing what connects them, so that they
    /// elect another leader at once.
    pub(crate) fn begin_stop(&mut self) {
        if let Some(member) = &mut self.member {
            member.peers.shut_down();
        }
    }

    /// Whether everything that can be is durable and applied, and the log is idle. What a member
    /// has proposed and nobody has committed stays in its log.
    fn is_settled(&self) -> bool {
        let history = self.replica.history();
        let ordered = match &self.member {
            None => history.applied() == history.proposed(),
            Some(member) => member.peers.is_empty(),
        };
        self.incoming.is_empty()
            && self.overdue.is_empty()
            && self.decided.is_empty()
            && !self.replica.has_committed()
            && ordered
            && self.log.is_idle()
    }

    /// Once everything is settled: writes down how far the log is durable, then takes a last
    /// checkpoint. Says whether that is done, or cannot be.
    pub(crate) fn take_leave(&mut self) -> bool {
        if !self.is_settled() {
            return false;
        }
        if !self.promised_at_end {
            self.promised_at_end = true;
            self.log.tick();
            return false;
        }
        self.checkpoints.take_last(self.replica.applied_record())
    }

    /// Stops the store's thread after it has finished.
    pub(crate) fn stop(self) {
        self.checkpoints.stop();
    }

    fn others(&self) -> impl Iterator<Item = &Arc<Mailbox>> {
        self.mailboxes.iter().skip(1)
    }

    fn fresh_batch(&mut self) -> Arc<Batch> {
        if let Some(mut spare) = self.spare.take()
            && let Some(batch) = Arc::get_mut(&mut spare)
        {
            batch.clear();
            return spare;
        }
        Arc::new(Batch::default())
    }

    /// No client's request is ordered while the log owes room to what was ordered before.
    fn room(&self) -> Room {
        if self.overdue.is_empty() && self.replica.can_accept() {
            Room::Enough
        } else {
            Room::Full
        }
    }

    fn news_of_durability(&mut self) -> Option<Input> {
        let through = RecordNumber(self.log.durable().0);
        if through == self.durable {
            return None;
        }
        self.durable = through;
        Some(Input::Durable { through })
    }

    fn news_of_space(&mut self) -> Option<Input> {
        let (space, cause) = match self.log.space() {
            ringkeeper_wal::Space::Ample => (Space::Enough, None),
            ringkeeper_wal::Space::Low { cause } | ringkeeper_wal::Space::Full { cause } => {
                (Space::Low, Some(cause))
            }
        };
        if space == self.space {
            return None;
        }
        self.space = space;
        if let Some(cause) = cause {
            warn!(
                %cause,
                "disk space is low: writes are refused (-119), reads go on; free some space in \
                 dataLogDir, or lower ringkeeper.reserveBytes"
            );
        } else {
            info!("disk space is back: writes are taken again");
        }
        Some(Input::Space(space))
    }

    /// Carries out the effects: the one exhaustive match.
    fn obey(&mut self, tree: &ShardedLock<Tree>, ring: &mut Ring) -> Result<(), Stop> {
        let mut effects = std::mem::take(&mut self.effects);
        for effect in effects.list.drain(..) {
            self.carry_out(effect, &effects.bytes, tree, ring)?;
        }
        effects.clear();
        self.effects = effects;
        Ok(())
    }

    fn carry_out(
        &mut self,
        effect: Effect,
        bytes: &[u8],
        tree: &ShardedLock<Tree>,
        ring: &mut Ring,
    ) -> Result<(), Stop> {
        match effect {
            Effect::Append { record, start, end } => {
                let bytes = &bytes[start..end];
                if !self.overdue.is_empty() || !self.append(record, bytes) {
                    self.overdue.push_back((record, bytes.into()));
                }
            }
            Effect::Deliver(delivery) => self.decided.push(delivery),
            Effect::Truncate { after } => self.truncate(after),
            Effect::StorePromises(promises) => {
                let op = self.member().store(&promises).map_err(Stop::Promises)?;
                let progress = self.disk.prepare(op);
                self.advance(progress, ring)?;
            }
            Effect::Notify { to, notification } => self.member().peers.vote(to, &notification),
            Effect::Join { leader } => self.member().peers.join(leader),
            Effect::Leave => self.member().peers.leave(),
            Effect::Send { link, message } => self.member().peers.send(link, &message),
            Effect::Propose {
                link,
                record,
                start,
                end,
            } => self
                .member()
                .peers
                .propose(link, record, &bytes[start..end]),
            Effect::Stream {
                link,
                from,
                through,
            } => self.member().peers.stream(link, from, through),
            Effect::SendCheckpoint { link } => {
                let stream = self.checkpoints.read_out(&self.mailboxes[0]);
                self.member().peers.send_checkpoint(link, stream);
            }
            Effect::InstallBegin { zxid } => self.begin_install(tree, zxid),
            Effect::InstallChunk { bytes } => self.take_chunk(bytes),
            Effect::InstallEnd { entries } => self.end_install(entries),
            Effect::InstallAbort => self.abort_install(),
            Effect::CloseLink { link } => self.member().peers.close(link),
            Effect::Members(members) => self.member().peers.set_members(&members),
            Effect::Configured(ensemble) => self.member().configured(ensemble),
            Effect::Note(notice) => stop::tell(notice),
            Effect::Halt(notice) => return Err(Stop::Halted(notice)),
        }
        Ok(())
    }

    fn member(&mut self) -> &mut Member {
        self.member
            .as_mut()
            .expect("only a server that has peers is asked for this")
    }
}

/// The tree's read lock.
pub(crate) fn read(
    tree: &ShardedLock<Tree>,
) -> crossbeam_utils::sync::ShardedLockReadGuard<'_, Tree> {
    tree.read().expect("nobody panics with the tree in hand")
}
