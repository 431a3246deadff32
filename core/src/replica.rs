//! The replica: the state machine inside one server that turns requests into the one order.
//!
//! ```text
//!   a client's request ─> turns: waits here for what comes of it
//!        │ who orders: prepare ─> zxid ─> encode ─> log and learners        (primary.rs)
//!        │ who learns: passed on to the leader, which does the same         (backup.rs)
//!   a txn in the log ─> unapplied ─(committed, and durable here)─> apply ─> tree, changes, reply
//! ```
//!
//! Where the order comes from is Zab's business (`zab/`): with one server, everything durable is
//! committed. What this server is to its clients, its duty, follows from that.
//!
//! Must never: read a clock, apply a txn before it is committed, or answer before it is applied.
//! Invariants ([`Replica::invariants`]): what is unapplied is exactly the end of the history; the
//! overlay holds nothing older.

mod apply;
mod backup;
mod figures;
mod handshakes;
mod held;
mod incoming;
mod local;
mod peers;
mod primary;
#[cfg(test)]
mod tests;
mod turns;
mod unapplied;

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Monotonic, Now, RecordNumber, SessionId, Sid, Zxid};
use crate::input::{Effect, Effects, Input, Space, Submit, SubmitRead};
use crate::limits;
use crate::options::Options;
use crate::session::{LocalSessions, SessionIds, Sessions};
use crate::stream::{CloseReason, Delivery};
use crate::tree::Tree;
use crate::txn::codec::Encoder;
use crate::zab::configuration;
use crate::zab::epochs::Promises;
use crate::zab::message::{EnsembleId, Forwarded};
use crate::zab::{History, Notice, Reign, Settings, Standing, Zab};

use self::backup::Backup;
use self::figures::Figures;
pub use self::figures::{Counts, LeaderFigures, ProposalBytes};
use self::handshakes::{Handshake, HeldHandshake};
pub use self::incoming::{Incoming, Room};
use self::primary::Primary;
use self::turns::{Due, Turns, What};
use self::unapplied::{InFlight, Unapplied};
pub use crate::replay::Tail;

/// How much waits, to be held against the limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Load {
    /// Txns that are not applied, and requests of this server's clients that have no txn.
    pub waiting: usize,
    /// The txns among them.
    pub txns: usize,
    /// Encoded bytes of the txns, bytes of the reads' frames, and about those of requests whose
    /// fate is not known.
    pub bytes: usize,
}

/// What a server does for its clients.
#[derive(Debug)]
enum Duty {
    /// Nothing: it has no leader.
    Away,
    /// It has long had no leader, and serves reads from what it has (`readonlymode.enabled`).
    Reading,
    /// It orders: the only server, or the leader.
    Primary(Box<Primary>),
    /// It passes on what is to be ordered.
    Backup(Backup),
}

/// See the module.
#[derive(Debug)]
pub struct Replica {
    options: Arc<Options>,
    seed: u64,
    zab: Zab,
    duty: Duty,
    unapplied: Unapplied,
    turns: Turns,
    /// The connections of this server's clients, by session.
    attached: HashMap<SessionId, ConnectionId, FixedState>,
    handshakes: VecDeque<HeldHandshake>,
    /// Since when it has no leader, if it has none.
    away_since: Monotonic,
    ids: SessionIds,
    locals: LocalSessions,
    encoder: Encoder,
    space: Space,
    figures: Figures,
}

impl Replica {
    /// Takes up work on `tree`, which holds everything the log of this server holds, as the only
    /// server. Each session in it has a full fresh timeout from `now` on. `next_record` is what the
    /// log calls the next record; `seed` is a random number of the process.
    pub fn recover(
        options: impl Into<Arc<Options>>,
        server_id: Sid,
        tree: &Tree,
        next_record: RecordNumber,
        seed: u64,
        now: Now,
    ) -> Replica {
        assert!(next_record > RecordNumber(0), "records are counted from 1");
        let last_record = RecordNumber(next_record.0 - 1);
        let history = History::starting_at(tree.last_zxid(), last_record);
        let zab = Zab::standalone(server_id, history);
        let mut replica = Replica::new(options.into(), zab, tree, seed, now);
        let primary = Primary::begin(&replica.options, tree, seed, now.monotonic);
        replica.duty = Duty::Primary(Box::new(primary));
        replica
    }

    /// Takes up work as one of an ensemble's servers, which begins with [`Replica::start`]. `tree`
    /// holds what is known to be committed, `tail` what the log holds behind it.
    pub fn member(
        options: impl Into<Arc<Options>>,
        settings: Settings,
        promises: Promises,
        tree: &Tree,
        tail: Tail,
        seed: u64,
        now: Now,
    ) -> Replica {
        let Tail {
            history,
            checkpoint,
            txns,
        } = tail;
        assert!(
            history.applied() == tree.last_zxid(),
            "the tail begins where the tree ends"
        );
        let options = options.into();
        let mut zab = Zab::member(settings, history, checkpoint, promises);
        let in_tree = tree.config_text().and_then(configuration::read);
        zab.recover_configuration(options.reconfig, in_tree);
        let mut replica = Replica::new(options, zab, tree, seed, now);
        for (txn, record, encoded_bytes) in txns {
            if let Some(config) = txn.op.config() {
                let ensemble = configuration::read(config).expect("it was read when it was logged");
                replica.zab.recover_pending(txn.zxid, ensemble);
            }
            replica.unapplied.push(InFlight {
                txn,
                record,
                encoded_bytes,
                charges: alloc::vec::Vec::new(),
            });
        }
        replica.invariants();
        replica
    }

    fn new(options: Arc<Options>, zab: Zab, tree: &Tree, seed: u64, now: Now) -> Replica {
        Replica {
            ids: SessionIds::start(zab.me(), now.wall, tree.newest_session()),
            locals: LocalSessions::new(&options, now.monotonic),
            away_since: now.monotonic,
            options,
            seed,
            zab,
            duty: Duty::Away,
            unapplied: Unapplied::default(),
            turns: Turns::default(),
            // Keys are assigned by servers, never by clients, so the seed need not be secret.
            attached: HashMap::with_hasher(FixedState::default()),
            handshakes: VecDeque::new(),
            encoder: Encoder::default(),
            space: Space::Enough,
            figures: Figures::default(),
        }
    }

    /// Begins to look for a leader, if there may be another one.
    pub fn start(&mut self, now: Now, effects: &mut Effects) {
        self.zab.start(now.monotonic, effects);
    }

    /// The sessions, for who wants to list them: only who orders knows all about them.
    pub fn sessions(&self) -> Option<&Sessions> {
        match &self.duty {
            Duty::Primary(primary) => Some(&primary.sessions),
            Duty::Away | Duty::Reading | Duty::Backup(_) => None,
        }
    }

    /// How far the order is proposed, durable, committed and applied.
    pub fn history(&self) -> &History {
        self.zab.history()
    }

    /// The ensemble this server belongs to: what it says in its hellos. `None` while its history is
    /// empty.
    pub fn ensemble(&self) -> Option<EnsembleId> {
        self.zab.ensemble()
    }

    /// The epoch this server leads, if there is one.
    pub fn reign(&self) -> Option<Reign> {
        self.zab.reign()
    }

    /// The record of the txn applied last: what a checkpoint of the tree holds.
    pub fn applied_record(&self) -> RecordNumber {
        let behind = self.unapplied.len() as u64;
        RecordNumber(self.zab.history().last_record().0 - behind)
    }

    /// What waits.
    pub fn load(&self) -> Load {
        // A turn that is a txn is counted with the txns, of who orders.
        let others = match self.duty {
            Duty::Primary(_) => self.turns.without_txn(),
            Duty::Away | Duty::Reading | Duty::Backup(_) => self.turns.len(),
        };
        Load {
            waiting: self.unapplied.len() + others,
            txns: self.unapplied.len(),
            bytes: self.unapplied.bytes() + self.turns.bytes(),
        }
    }

    /// Whether the driver may feed more [`Input::Open`], [`Input::Submit`], [`Input::Sync`] and
    /// [`Input::Read`]. To be asked before each of them; everything else is always taken, and must
    /// not wait behind them: [`Incoming`] keeps to that.
    pub fn can_accept(&self) -> bool {
        match &self.duty {
            Duty::Away => true,
            Duty::Primary(_) => self.has_room() && self.zab.may_propose(),
            Duty::Reading | Duty::Backup(_) => {
                self.turns.len() + limits::REQUESTS_PER_INPUT_MAX <= limits::FORWARDED_MAX
                    && self.turns.asked_bytes() < limits::FORWARDED_BYTES_MAX
                    && self.turns.bytes() < limits::IN_FLIGHT_BYTES_MAX
            }
        }
    }

    /// Whether the driver may hand in another [`Input::Received`] of the link to the leader; to be
    /// asked before each. Not while what is committed comes in faster than it is applied, and not
    /// while a checkpoint takes the place of everything.
    pub fn can_receive(&self) -> bool {
        let crowded = self.unapplied.len() >= limits::UNAPPLIED_MAX;
        let committed = self.zab.history().committed();
        let lags = crowded
            && self
                .unapplied
                .first()
                .is_some_and(|first| first <= committed);
        self.zab.can_receive() && !lags
    }

    /// Whether [`Replica::apply`] has something to do.
    pub fn has_committed(&self) -> bool {
        let history = self.zab.history();
        let may_apply = |zxid| zxid <= history.ready() && !self.turns.holds_back(zxid);
        self.turns.has_due(history.applied()) || self.unapplied.first().is_some_and(may_apply)
    }

    /// Something happened. `tree` is the tree as [`Replica::apply`] left it. What several steps
    /// lead to together is done by [`Replica::settle`], to be called behind them.
    pub fn step(&mut self, now: Now, tree: &Tree, input: Input, effects: &mut Effects) {
        assert!(
            tree.last_zxid() == self.zab.history().applied(),
            "the tree is this replica's"
        );
        match input {
            Input::Open {
                from,
                timeout_ms,
                seen,
                reads_only,
            } => {
                let handshake = Handshake {
                    from,
                    resumes: None,
                    timeout_ms,
                    seen,
                    reads_only,
                };
                self.on_handshake(now, tree, handshake, effects);
            }
            Input::Resume {
                from,
                session,
                password,
                timeout_ms,
                seen,
                reads_only,
            } => {
                let handshake = Handshake {
                    from,
                    resumes: Some((session, password)),
                    timeout_ms,
                    seen,
                    reads_only,
                };
                self.on_handshake(now, tree, handshake, effects);
            }
            Input::Submit(submit) => self.on_submit(now, tree, submit, effects),
            Input::Sync { from, session } => self.on_sync(now, tree, from, session, effects),
            Input::Read(read) => self.on_read(read),
            Input::Heard { sessions } => self.on_heard(now, sessions),
            Input::Disconnected { from, session } => self.on_disconnected(from, session, effects),
            Input::Durable { through } => self.zab.on_durable(through),
            Input::Space(space) => self.on_space(space),
            Input::Tick => self.on_tick(now, tree, effects),
            Input::Truncated => self.zab.on_truncated(),
            Input::PromisesStored => self.zab.on_promises_stored(effects),
            Input::CheckpointTaken { zxid, record, kept } => {
                self.zab.on_checkpoint(zxid, record, kept);
            }
            Input::Reachable(sid) => self.zab.on_reachable(sid, effects),
            Input::Unreachable(sid) => self.zab.on_unreachable(now.monotonic, sid, effects),
            Input::Notified { from, notification } => {
                let at = now.monotonic;
                self.zab.on_notification(at, from, &notification, effects);
            }
            Input::Linked { link, with, side } => {
                self.zab.on_linked(now.monotonic, link, with, side, effects);
            }
            Input::JoinFailed { leader } => self.zab.on_join_failed(leader),
            Input::Received { link, message } => {
                self.on_received(now, tree, link, message, effects);
            }
            Input::LinkLost { link } => self.zab.on_link_lost(now.monotonic, link, effects),
        }
        self.forget_the_lost();
        self.follow_standing(now, tree, effects);
    }

    /// The checkpoint of [`Effect::InstallEnd`] took the place of everything: `tree` is loaded from
    /// it, and the log goes on behind `record`.
    pub fn installed(
        &mut self,
        now: Now,
        tree: &Tree,
        record: RecordNumber,
        effects: &mut Effects,
    ) {
        assert!(
            matches!(self.duty, Duty::Away),
            "who serves installs nothing"
        );
        self.unapplied.clear();
        let zxid = tree.last_zxid();
        let config = tree.config_text().and_then(configuration::read);
        self.zab
            .on_installed(now.monotonic, (zxid, config), record, effects);
    }

    /// Does what the steps since the last call have made possible, once for all of them.
    pub fn settle(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        self.zab.settle(now.monotonic, effects);
        self.forget_the_lost();
        self.follow_standing(now, tree, effects);
        self.take_handshakes(now, tree, effects);
        self.take_held(now, tree, effects);
        self.answer_syncs(effects);
        self.answer_ping(effects);
    }

    /// Checks what the module promises; for tests, after each step.
    pub fn invariants(&self) {
        self.zab.invariants();
        let history = self.zab.history();
        let (applied, proposed) = (history.applied(), history.proposed());
        self.unapplied
            .invariants(applied, proposed, history.last_record());
        self.turns.invariants(applied);
        match &self.duty {
            Duty::Primary(primary) => primary.invariants(self.unapplied.first()),
            Duty::Away => assert!(self.turns.len() == 0 && self.attached.is_empty()),
            Duty::Reading => assert!(self.zab.is_looking(), "who has a leader has more to do"),
            Duty::Backup(_) => {}
        }
    }

    /// Whether the queue of who orders takes more from clients.
    fn has_room(&self) -> bool {
        let load = self.load();
        load.waiting < limits::IN_FLIGHT_TXNS_MAX && load.bytes < limits::IN_FLIGHT_BYTES_MAX
    }

    /// Whether there is room for more txns of requests that were taken already. What waits for its
    /// turn does not count: it may wait for just these requests, and then for ever.
    fn has_room_in_flight(&self) -> bool {
        self.unapplied.len() < limits::IN_FLIGHT_TXNS_MAX
            && self.unapplied.bytes() < limits::IN_FLIGHT_BYTES_MAX
    }

    /// Whether the server itself may put in more.
    fn has_room_for_server(&self) -> bool {
        let max = limits::IN_FLIGHT_TXNS_MAX + limits::IN_FLIGHT_SERVER_RESERVE;
        self.load().waiting < max && self.zab.may_propose()
    }

    fn on_submit(&mut self, now: Now, tree: &Tree, submit: Submit, effects: &mut Effects) {
        if self.is_attached(submit.from, submit.session, effects) {
            self.on_write(now, tree, submit, effects);
        }
    }

    fn on_sync(
        &mut self,
        now: Now,
        tree: &Tree,
        from: ConnectionId,
        session: SessionId,
        effects: &mut Effects,
    ) {
        if !self.is_attached(from, session, effects) {
            return;
        }
        if self.is_read_only() {
            let due = Due::Refused(ErrorCode::NotReadOnly);
            self.turns.push(from, What::Sync, due);
            return;
        }
        self.ask(now, tree, from, What::Sync, Forwarded::Sync, effects);
    }

    fn on_read(&mut self, read: SubmitRead) {
        // Its connection may be on its way out, and the write it stands behind was dropped: an
        // answer would take that write's place.
        if self.attached.get(&read.session) == Some(&read.from) && self.serves() {
            self.turns
                .push(read.from, What::Read(read), Due::After(Zxid::ZERO));
        }
    }

    /// Whether a connection still has its session. One that has not is told to go: its session
    /// moved, or it stems from before this server lost its leader.
    fn is_attached(&self, from: ConnectionId, session: SessionId, effects: &mut Effects) -> bool {
        let attached = self.attached.get(&session) == Some(&from);
        if !attached {
            close(from, CloseReason::SessionMoved, effects);
        }
        attached && self.serves()
    }

    fn serves(&self) -> bool {
        match self.duty {
            Duty::Away => false,
            Duty::Reading | Duty::Primary(_) | Duty::Backup(_) => true,
        }
    }

    fn on_heard(&mut self, now: Now, mut sessions: alloc::vec::Vec<SessionId>) {
        if !self.locals.is_empty() {
            sessions.retain(|session| !self.locals.heard(*session, now.monotonic));
        }
        match &mut self.duty {
            Duty::Away | Duty::Reading => {}
            Duty::Primary(primary) => {
                for session in sessions {
                    primary.sessions.heard(session, now.monotonic);
                }
            }
            Duty::Backup(backup) => backup.heard(sessions),
        }
    }

    fn on_disconnected(&mut self, from: ConnectionId, session: SessionId, effects: &mut Effects) {
        if self.attached.get(&session) == Some(&from) {
            self.attached.remove(&session);
            self.detach(from, session, effects);
        }
    }

    fn on_space(&mut self, space: Space) {
        if self.space != space
            && let Duty::Primary(primary) = &mut self.duty
        {
            primary.opened_on_low_space = 0;
        }
        self.space = space;
    }

    fn on_tick(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        self.zab.on_tick(now.monotonic, effects);
        self.read_if_alone(now, tree, effects);
        self.release_handshakes(now, effects);
        if self.serves() {
            self.expire_locals(now, effects);
        }
        if matches!(self.duty, Duty::Primary(_)) && self.zab.may_propose() {
            self.publish_config(now, tree, effects);
            self.expire_sessions(now, tree, effects);
            self.reap(now, tree, effects);
        }
    }

    /// Becomes to its clients what Zab has made of this server.
    fn follow_standing(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        let standing = self.zab.standing();
        let stays = match (&self.duty, standing) {
            (Duty::Primary(_), Standing::Alone | Standing::Leading { .. })
            | (Duty::Away, Standing::Away) => true,
            (Duty::Reading, Standing::Away) => self.zab.is_looking(),
            (Duty::Backup(backup), Standing::Following { link, .. }) => backup.link() == link,
            (Duty::Away | Duty::Reading | Duty::Primary(_) | Duty::Backup(_), _) => false,
        };
        if stays {
            return;
        }
        if !matches!(self.duty, Duty::Away) {
            self.become_away(now, effects);
        }
        let applied = self.zab.history().applied();
        match standing {
            Standing::Alone | Standing::Away => return,
            Standing::Leading { from, .. } | Standing::Following { from, .. } if applied < from => {
                return;
            }
            Standing::Leading { .. } => {
                self.figures.forget_proposals();
                let primary = Primary::begin(&self.options, tree, self.seed, now.monotonic);
                self.duty = Duty::Primary(Box::new(primary));
                self.publish_config(now, tree, effects);
                if self.only_orders() {
                    effects.list.push(Effect::Note(Notice::OnlyOrdering));
                }
            }
            Standing::Following { link, .. } => self.duty = Duty::Backup(Backup::new(link)),
        }
        self.count_absence(now.monotonic);
        self.begin_to_serve(now, tree, effects);
    }

    /// Takes up the clients, those that waited first.
    fn begin_to_serve(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        self.ids.go_on(now.wall, tree.newest_session());
        self.locals.refresh(now.monotonic);
        self.take_handshakes(now, tree, effects);
    }

    fn become_away(&mut self, now: Now, effects: &mut Effects) {
        self.duty = Duty::Away;
        self.away_since = now.monotonic;
        self.attached.clear();
        let reason = CloseReason::NotServing;
        for turn in self.turns.drain() {
            match turn.what {
                // It has no session yet.
                What::Session { .. } => close(turn.to, reason, effects),
                What::Upgrade { .. }
                | What::End { .. }
                | What::Write
                | What::Sync
                | What::Read(_) => {}
            }
        }
        deliver(effects, Delivery::CloseAll { reason });
    }
}

fn deliver(effects: &mut Effects, delivery: Delivery) {
    effects.list.push(Effect::Deliver(delivery));
}

fn close(to: ConnectionId, reason: CloseReason, effects: &mut Effects) {
    deliver(effects, Delivery::Close { to, reason });
}
