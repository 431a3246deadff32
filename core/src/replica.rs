//! The replica: the state machine inside one server that turns requests into the one order.
//!
//! ```text
//!   step(Submit)  session -> prepare -> zxid -> encode ─> Effect::Append     in flight
//!   step(Durable) durable -> (a quorum:) committed                           may be applied
//!   apply()       tree, then changes, then the reply ──> the shards' stream  gone
//! ```
//!
//! Everything that waits for the order stands in one queue: txns, reads behind a write of their
//! own connection, and refusals that cost no zxid but must not overtake an earlier reply.
//!
//! Must never: read a clock, apply a txn before it is committed, or answer before it is applied.
//! Invariants ([`Replica::invariants`]): applied <= committed <= durable <= proposed; the txns in
//! the queue are exactly those proposed and not applied; the overlay holds nothing older.

#[cfg(test)]
mod tests;

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Monotonic, Now, RecordNumber, SessionId, Sid, Xid, Zxid};
use crate::input::{Effect, Effects, Input, Space, Submit, SubmitRead};
use crate::limits;
use crate::options::Options;
use crate::reaper::Reaper;
use crate::request::{Outcome, Write};
use crate::serve::read::Reader;
use crate::session::{self, Sessions, Standing};
use crate::stream::{Batch, CloseReason, Delivery, Password};
use crate::tree::Tree;
use crate::txn::codec::{self, Encoder};
use crate::txn::overlay::Overlay;
use crate::txn::prepare::{Charge, Due, Preparer, QuotasInFlight};
use crate::txn::{Txn, TxnOp};
use crate::zab::{History, Role};

/// See the module.
#[derive(Debug)]
pub struct Replica {
    options: Arc<Options>,
    role: Role,
    history: History,
    sessions: Sessions,
    overlay: Overlay,
    quotas: QuotasInFlight,
    reaper: Reaper,
    queue: VecDeque<Waiting>,
    /// What was appended and is not known to be durable, in order.
    undurable: VecDeque<(RecordNumber, Zxid)>,
    load: Load,
    encoder: Encoder,
    next_record: RecordNumber,
    /// The record of the txn applied last.
    applied_record: RecordNumber,
    space: Space,
    /// Sessions opened since space ran low.
    opened_on_low_space: usize,
    watch_on_time: WatchOnTime,
}

/// Something that waits for its turn in the order.
#[derive(Debug)]
enum Waiting {
    Txn(InFlight),
    /// A read behind a write of its own connection.
    Read(SubmitRead),
    /// A request refused without a txn, behind earlier requests of its connection.
    Refusal {
        to: ConnectionId,
        code: ErrorCode,
    },
}

/// A txn that is proposed and not yet applied.
#[derive(Debug)]
struct InFlight {
    txn: Txn,
    record: RecordNumber,
    encoded_bytes: usize,
    origin: Origin,
    charges: Vec<Charge>,
}

/// Who hears of a txn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Origin {
    /// A connection of this server waits for it.
    Connection(ConnectionId),
    /// The server itself: expiry, the reaper.
    Server,
}

/// What is in the queue, to be held against the limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Load {
    /// Txns, reads and refusals that wait.
    pub waiting: usize,
    /// The txns among them.
    pub txns: usize,
    /// Encoded bytes of the txns, and bytes of the reads' frames.
    pub bytes: usize,
}

/// Notices when the server itself has slept: what its clients sent meanwhile was not read yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct WatchOnTime {
    pause_ms: u64,
    last_tick: Monotonic,
    expire_from: Monotonic,
}

impl WatchOnTime {
    /// Whether sessions may be held to have expired at `now`. After a pause the shards first get
    /// as long a time to report whom they heard of.
    fn may_expire(&mut self, now: Monotonic) -> bool {
        if now.0.saturating_sub(self.last_tick.0) > self.pause_ms {
            self.expire_from = Monotonic(now.0 + self.pause_ms);
        }
        self.last_tick = now;
        now >= self.expire_from
    }
}

impl Replica {
    /// Takes up work on `tree`, which holds everything the log of this server holds. Each session
    /// in it has a full fresh timeout from `now` on. `next_record` is what the log calls the next
    /// record; `seed` is a random number of the process.
    pub fn recover(
        options: impl Into<Arc<Options>>,
        server_id: Sid,
        tree: &Tree,
        next_record: RecordNumber,
        seed: u64,
        now: Now,
    ) -> Replica {
        let options = options.into();
        assert!(next_record > RecordNumber(0), "records are counted from 1");
        Replica {
            role: Role::Standalone,
            history: History::starting_at(tree.last_zxid()),
            sessions: Sessions::recover(&options, server_id, tree, now),
            overlay: Overlay::new(seed),
            quotas: QuotasInFlight::new(),
            reaper: Reaper::start(&options, now.monotonic),
            queue: VecDeque::new(),
            undurable: VecDeque::new(),
            load: Load::default(),
            encoder: Encoder::default(),
            next_record,
            applied_record: RecordNumber(next_record.0 - 1),
            space: Space::Enough,
            opened_on_low_space: 0,
            watch_on_time: WatchOnTime {
                pause_ms: u64::from(options.tick_ms).max(limits::PAUSE_MS_MIN),
                last_tick: now.monotonic,
                expire_from: now.monotonic,
            },
            options,
        }
    }

    /// The sessions, for who wants to list them.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// How far the order is proposed, durable, committed and applied.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The record of the txn applied last: what a checkpoint of the tree holds.
    pub fn applied_record(&self) -> RecordNumber {
        self.applied_record
    }

    /// What waits.
    pub fn load(&self) -> Load {
        self.load
    }

    /// Whether the driver may feed more [`Input::Open`], [`Input::Submit`] and [`Input::Read`].
    /// To be asked before each batch of inputs; everything else is always taken.
    pub fn can_accept(&self) -> bool {
        self.load.waiting < limits::IN_FLIGHT_TXNS_MAX
            && self.load.bytes < limits::IN_FLIGHT_BYTES_MAX
    }

    /// Whether [`Replica::apply`] has something to do.
    pub fn has_committed(&self) -> bool {
        self.queue.front().is_some_and(|first| self.is_ready(first))
    }

    /// Something happened. `tree` is the tree as [`Replica::apply`] left it.
    pub fn step(&mut self, now: Now, tree: &Tree, input: Input, effects: &mut Effects) {
        assert!(
            tree.last_zxid() == self.history.applied(),
            "the tree is this replica's"
        );
        match input {
            Input::Open { from, timeout_ms } => {
                self.on_open(now, tree, from, timeout_ms, effects);
            }
            Input::Resume {
                from,
                session,
                password,
                timeout_ms,
            } => {
                self.on_resume(now, from, session, password, timeout_ms, effects);
            }
            Input::Submit(submit) => self.on_submit(now, tree, submit, effects),
            Input::Read(read) => self.on_read(read),
            Input::Heard { sessions } => {
                for session in sessions {
                    self.sessions.heard(session, now.monotonic);
                }
            }
            Input::Disconnected { from, session } => self.sessions.disconnected(session, from),
            Input::Durable { through } => self.on_durable(through),
            Input::Space(space) => self.on_space(space),
            Input::Tick => self.on_tick(now, tree, effects),
        }
    }

    /// Applies what is committed, in order, until `budget` changes are made or nothing is left;
    /// one txn may exceed it. Each txn's changes come first, then its reply. Returns the work
    /// done, in changes: 0 when there was nothing to do.
    pub fn apply(&mut self, tree: &mut Tree, budget: usize, batch: &mut Batch) -> usize {
        let mut work = 0;
        while work < budget {
            if !self.has_committed() {
                break;
            }
            let Some(first) = self.queue.pop_front() else {
                break;
            };
            self.load.waiting -= 1;
            match first {
                Waiting::Txn(in_flight) => work += self.apply_txn(tree, in_flight, batch),
                Waiting::Read(read) => {
                    work += 1;
                    self.load.bytes -= read.frame.len();
                    self.answer(tree, &read, batch);
                }
                Waiting::Refusal { to, code } => {
                    work += 1;
                    let outcome = Outcome::Failed(code);
                    let zxid = tree.last_zxid();
                    batch.items.push(Delivery::Reply { to, zxid, outcome });
                }
            }
        }
        batch.through = tree.last_zxid();
        work
    }

    /// Checks what the module promises; for tests, after each step.
    pub fn invariants(&self) {
        self.history.invariants();
        let txns = self.queue.iter().filter_map(|waiting| match waiting {
            Waiting::Txn(in_flight) => Some(in_flight),
            Waiting::Read(_) | Waiting::Refusal { .. } => None,
        });
        let mut count = 0;
        let mut last: Option<&InFlight> = None;
        for in_flight in txns {
            count += 1;
            assert!(in_flight.txn.zxid > self.history.applied());
            if let Some(last) = last {
                assert!(in_flight.txn.zxid > last.txn.zxid);
                assert!(in_flight.record == last.record.next());
            } else {
                self.overlay.invariants(Some(in_flight.txn.zxid));
            }
            last = Some(in_flight);
        }
        if let Some(last) = last {
            assert!(last.txn.zxid == self.history.proposed());
            assert!(last.record.next() == self.next_record);
        } else {
            self.invariants_when_idle();
        }
        assert!(count == self.load.txns);
        assert!(self.queue.len() == self.load.waiting);
    }

    fn invariants_when_idle(&self) {
        assert!(self.history.applied() == self.history.proposed());
        self.overlay.invariants(None);
        self.quotas.invariants_when_idle();
    }

    fn on_open(
        &mut self,
        now: Now,
        tree: &Tree,
        from: ConnectionId,
        asked_ms: i32,
        effects: &mut Effects,
    ) {
        if !self.may_open() {
            let reason = CloseReason::TooManyConnections;
            deliver(effects, Delivery::Close { to: from, reason });
            return;
        }
        let (session, timeout_ms) = self.sessions.open(from, asked_ms, now.monotonic);
        let asker = Asker {
            session,
            xid: Xid(0),
            origin: Origin::Connection(from),
        };
        self.propose(now, tree, asker, effects, |_| {
            Some(TxnOp::CreateSession { timeout_ms })
        });
    }

    /// With little space left sessions still open, for those who only read, but not without end.
    fn may_open(&mut self) -> bool {
        match self.space {
            Space::Enough => {}
            Space::Low if self.opened_on_low_space < limits::LOW_SPACE_OPENS_MAX => {
                self.opened_on_low_space += 1;
            }
            Space::Low => return false,
        }
        self.sessions.has_room()
    }

    fn on_resume(
        &mut self,
        now: Now,
        from: ConnectionId,
        session: SessionId,
        shown: Option<Password>,
        asked_ms: i32,
        effects: &mut Effects,
    ) {
        let resumption = self
            .sessions
            .resume(from, session, shown, asked_ms, now.monotonic);
        if let Some(to) = resumption.displaced {
            let reason = CloseReason::SessionMoved;
            deliver(effects, Delivery::Close { to, reason });
        }
        let answer = match resumption.granted_ms {
            Some(timeout_ms) => Delivery::SessionOpened {
                to: from,
                session,
                password: session::password(session),
                timeout_ms,
            },
            None => Delivery::SessionRefused { to: from },
        };
        deliver(effects, answer);
    }

    fn on_submit(&mut self, now: Now, tree: &Tree, submit: Submit, effects: &mut Effects) {
        let Submit {
            from,
            session,
            xid,
            identities,
            write,
        } = submit;
        match self.sessions.standing(session, from) {
            Standing::Owner => self.sessions.heard(session, now.monotonic),
            Standing::Moved => {
                let reason = CloseReason::SessionMoved;
                deliver(effects, Delivery::Close { to: from, reason });
                return;
            }
            // Requests behind the end of their session get nothing; its connection goes when the
            // end is applied.
            Standing::Over => return,
        }
        let asker = Asker {
            session,
            xid,
            origin: Origin::Connection(from),
        };
        match write {
            Write::CloseSession => self.close_session(now, tree, asker, effects),
            Write::Create(_)
            | Write::Delete { .. }
            | Write::SetData { .. }
            | Write::SetAcl { .. }
            | Write::Check { .. }
            | Write::Multi(_)
            | Write::Reconfig
            | Write::Undecodable => match self.space {
                Space::Enough => self.propose(now, tree, asker, effects, |preparer| {
                    Some(preparer.request(write, &identities))
                }),
                Space::Low => {
                    let code = ErrorCode::NotReadOnly;
                    self.enqueue(Waiting::Refusal { to: from, code });
                }
            },
        }
    }

    fn on_read(&mut self, read: SubmitRead) {
        self.load.bytes += read.frame.len();
        self.enqueue(Waiting::Read(read));
    }

    fn on_durable(&mut self, through: RecordNumber) {
        assert!(
            through < self.next_record,
            "only what was appended becomes durable"
        );
        let mut last = None;
        while let Some(&(record, zxid)) = self.undurable.front()
            && record <= through
        {
            self.undurable.pop_front();
            last = Some(zxid);
        }
        if let Some(zxid) = last {
            self.history.on_durable(zxid);
        }
        let committed = self.role.committed_through(&self.history);
        self.history.on_committed(committed);
    }

    fn on_space(&mut self, space: Space) {
        if self.space != space {
            self.opened_on_low_space = 0;
        }
        self.space = space;
    }

    fn on_tick(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        self.expire_sessions(now, tree, effects);
        self.reap(now, tree, effects);
    }

    fn expire_sessions(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        if !self.watch_on_time.may_expire(now.monotonic) {
            return;
        }
        let mut checks = limits::EXPIRY_CHECKS_PER_STEP;
        for _ in 0..limits::EXPIRIES_PER_STEP {
            if !self.has_room_for_server() {
                return;
            }
            let Some(session) = self.sessions.take_expired(now.monotonic, &mut checks) else {
                return;
            };
            let asker = Asker {
                session,
                xid: Xid(0),
                origin: Origin::Server,
            };
            self.close_session(now, tree, asker, effects);
        }
    }

    fn reap(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        self.reaper.scan(now, tree);
        let mut allowed = self.reaper.allowance(now.monotonic);
        while allowed > 0 && self.space == Space::Enough && self.has_room_for_server() {
            let Some(path) = self.reaper.next_due(now.wall, tree) else {
                return;
            };
            let asker = Asker {
                session: SessionId::NONE,
                xid: Xid(0),
                origin: Origin::Server,
            };
            let before = self.load.txns;
            self.propose(now, tree, asker, effects, |preparer| {
                preparer.reap(Due(path))
            });
            if self.load.txns > before {
                self.reaper.reaped();
                allowed -= 1;
            }
        }
    }

    fn has_room_for_server(&self) -> bool {
        self.load.waiting < limits::IN_FLIGHT_TXNS_MAX + limits::IN_FLIGHT_SERVER_RESERVE
    }

    fn close_session(&mut self, now: Now, tree: &Tree, asker: Asker, effects: &mut Effects) {
        self.sessions.begin_close(asker.session);
        self.propose(now, tree, asker, effects, |preparer| {
            Some(preparer.close_session())
        });
    }

    /// Prepares a txn, appends it to the log and puts it in flight. `prepare` may find that there
    /// is nothing to do; then no zxid is used.
    fn propose(
        &mut self,
        now: Now,
        tree: &Tree,
        asker: Asker,
        effects: &mut Effects,
        prepare: impl FnOnce(&mut Preparer<'_>) -> Option<TxnOp>,
    ) {
        let Asker {
            session,
            xid,
            origin,
        } = asker;
        let zxid = self.history.next();
        let mut preparer = Preparer {
            options: &self.options,
            tree,
            overlay: &mut self.overlay,
            quotas: &mut self.quotas,
            zxid,
            session,
            charges: Vec::new(),
        };
        let Some(op) = prepare(&mut preparer) else {
            return;
        };
        let charges = preparer.charges;
        self.overlay.launched(&op);
        self.history.on_proposed(zxid);

        let txn = Txn {
            zxid,
            session,
            xid,
            time: now.wall,
            op,
        };
        let start = effects.bytes.len();
        codec::encode(&txn, &mut self.encoder, &mut effects.bytes);
        let end = effects.bytes.len();
        let record = self.next_record;
        self.next_record = record.next();
        self.undurable.push_back((record, txn.zxid));
        effects.list.push(Effect::Append { record, start, end });

        let encoded_bytes = end - start;
        self.load.txns += 1;
        self.load.bytes += encoded_bytes;
        self.enqueue(Waiting::Txn(InFlight {
            txn,
            record,
            encoded_bytes,
            origin,
            charges,
        }));
    }

    fn enqueue(&mut self, waiting: Waiting) {
        assert!(
            self.queue.len() < limits::IN_FLIGHT_QUEUE_MAX,
            "the driver asks can_accept before it feeds requests"
        );
        self.load.waiting += 1;
        self.queue.push_back(waiting);
    }

    fn is_ready(&self, waiting: &Waiting) -> bool {
        match waiting {
            Waiting::Txn(in_flight) => in_flight.txn.zxid <= self.history.committed(),
            Waiting::Read(_) | Waiting::Refusal { .. } => true,
        }
    }

    fn apply_txn(&mut self, tree: &mut Tree, in_flight: InFlight, batch: &mut Batch) -> usize {
        let InFlight {
            txn,
            record,
            encoded_bytes,
            origin,
            charges,
        } = in_flight;
        let (zxid, session) = (txn.zxid, txn.session);
        self.load.txns -= 1;
        self.load.bytes -= encoded_bytes;
        self.applied_record = record;
        self.overlay.landed(&txn.op, zxid);
        self.quotas.settle(&charges);
        self.history.on_applied(zxid);

        let end = SessionChange::of(&txn.op);
        let before = batch.items.len();
        let outcome = tree.apply(txn, &mut |change| {
            batch.items.push(Delivery::Change { zxid, change });
        });
        let work = 1 + batch.items.len() - before;
        self.announce(end, session, origin, zxid, outcome, batch);
        work
    }

    /// Tells who waits for a txn what came of it.
    fn announce(
        &mut self,
        change: SessionChange,
        session: SessionId,
        origin: Origin,
        zxid: Zxid,
        outcome: Outcome,
        batch: &mut Batch,
    ) {
        match (change, origin) {
            (SessionChange::None, Origin::Connection(to)) => {
                batch.items.push(Delivery::Reply { to, zxid, outcome });
            }
            (SessionChange::None, Origin::Server) => {}
            (SessionChange::Begins { timeout_ms }, Origin::Connection(to)) => {
                let password = session::password(session);
                batch.items.push(Delivery::SessionOpened {
                    to,
                    session,
                    password,
                    timeout_ms,
                });
            }
            (SessionChange::Begins { .. }, Origin::Server) => {
                unreachable!("a server opens no session for itself")
            }
            (SessionChange::Ends, Origin::Connection(to)) => {
                self.sessions.end(session);
                batch.items.push(Delivery::Reply { to, zxid, outcome });
                let reason = CloseReason::SessionClosed;
                batch.items.push(Delivery::Close { to, reason });
            }
            (SessionChange::Ends, Origin::Server) => {
                if let Some(to) = self.sessions.end(session) {
                    let reason = CloseReason::SessionExpired;
                    batch.items.push(Delivery::Close { to, reason });
                }
            }
        }
    }

    fn answer(&self, tree: &Tree, read: &SubmitRead, batch: &mut Batch) {
        let reader = Reader {
            tree,
            options: &self.options,
            session: read.session,
            identities: &read.identities,
        };
        let start = batch.bytes.len();
        let mut watches = Vec::new();
        reader.answer_frame(&read.frame, &mut batch.bytes, &mut watches);
        let end = batch.bytes.len();
        let (to, zxid) = (read.from, tree.last_zxid());
        batch.items.push(Delivery::Answer {
            to,
            zxid,
            start,
            end,
            watches,
        });
    }
}

/// On whose behalf a txn is proposed.
#[derive(Clone, Copy, Debug)]
struct Asker {
    session: SessionId,
    xid: Xid,
    origin: Origin,
}

/// What a txn means for the session it names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum SessionChange {
    None,
    Begins { timeout_ms: i32 },
    Ends,
}

impl SessionChange {
    fn of(op: &TxnOp) -> SessionChange {
        match op {
            TxnOp::CreateSession { timeout_ms } => SessionChange::Begins {
                timeout_ms: *timeout_ms,
            },
            TxnOp::CloseSession { .. } => SessionChange::Ends,
            TxnOp::Create { .. }
            | TxnOp::Delete { .. }
            | TxnOp::SetData { .. }
            | TxnOp::SetAcl { .. }
            | TxnOp::Check { .. }
            | TxnOp::Multi(_)
            | TxnOp::Error(_)
            | TxnOp::FailedMulti(_) => SessionChange::None,
        }
    }
}

fn deliver(effects: &mut Effects, delivery: Delivery) {
    effects.list.push(Effect::Deliver(delivery));
}
