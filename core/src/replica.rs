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

mod apply;
mod queue;
#[cfg(test)]
mod tests;

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::access::Verdicts;
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Now, RecordNumber, SessionId, Sid, Xid};
use crate::input::{Effect, Effects, Input, Space, Submit, SubmitRead};
use crate::limits;
use crate::options::Options;
use crate::reaper::Reaper;
use crate::request::Write;
use crate::session::{self, Sessions, Standing};
use crate::stream::{CloseReason, Delivery, Password};
use crate::tree::Tree;
use crate::txn::codec::{self, Encoder};
use crate::txn::overlay::Overlay;
use crate::txn::prepare::{Due, Preparer, QuotasInFlight};
use crate::txn::{Txn, TxnOp};
use crate::zab::{History, Role};

pub use self::queue::Load;
use self::queue::{InFlight, Origin, Queue, Waiting};

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
    queue: Queue,
    encoder: Encoder,
    next_record: RecordNumber,
    /// The record of the txn applied last.
    applied_record: RecordNumber,
    space: Space,
    /// Sessions opened since space ran low.
    opened_on_low_space: usize,
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
            queue: Queue::default(),
            encoder: Encoder::default(),
            next_record,
            applied_record: RecordNumber(next_record.0 - 1),
            space: Space::Enough,
            opened_on_low_space: 0,
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
        self.queue.load()
    }

    /// Whether the driver may feed more [`Input::Open`], [`Input::Submit`] and [`Input::Read`].
    /// To be asked before each batch of inputs; everything else is always taken.
    pub fn can_accept(&self) -> bool {
        self.queue.has_room()
    }

    /// Whether [`Replica::apply`] has something to do.
    pub fn has_committed(&self) -> bool {
        self.queue.has_ready(self.history.committed())
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

    /// Checks what the module promises; for tests, after each step.
    pub fn invariants(&self) {
        self.history.invariants();
        self.queue.invariants();
        let first = self.queue.txns().next().map(|first| first.txn.zxid);
        self.overlay.invariants(first);
        assert!(first.is_none_or(|zxid| zxid > self.history.applied()));
        let last = self.queue.txns().last();
        if let Some(last) = last {
            assert!(last.txn.zxid == self.history.proposed());
            assert!(last.record.next() == self.next_record);
        } else {
            assert!(self.history.applied() == self.history.proposed());
            self.quotas.invariants_when_idle();
        }
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
                    self.queue.push(Waiting::Refusal { to: from, code });
                }
            },
        }
    }

    fn on_read(&mut self, read: SubmitRead) {
        // Its connection is being closed, and the write it stands behind was dropped: an answer
        // would take that write's place.
        if self.sessions.standing(read.session, read.from) == Standing::Owner {
            self.queue.push(Waiting::Read(read));
        }
    }

    fn on_durable(&mut self, through: RecordNumber) {
        assert!(
            through < self.next_record,
            "only what was appended becomes durable"
        );
        if let Some(zxid) = self.queue.durable_through(through) {
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
        if !self.sessions.may_expire(now.monotonic) {
            return;
        }
        let mut checks = limits::EXPIRY_CHECKS_PER_STEP;
        for _ in 0..limits::EXPIRIES_PER_STEP {
            if !self.queue.has_room_for_server() {
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
        while allowed > 0 && self.space == Space::Enough && self.queue.has_room_for_server() {
            let Some(path) = self.reaper.next_due(now.wall, tree) else {
                return;
            };
            let asker = Asker {
                session: SessionId::NONE,
                xid: Xid(0),
                origin: Origin::Server,
            };
            let before = self.queue.load().txns;
            self.propose(now, tree, asker, effects, |preparer| {
                preparer.reap(Due(path))
            });
            if self.queue.load().txns > before {
                self.reaper.reaped();
                allowed -= 1;
            }
        }
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
            acl_expansion_left: limits::ACL_EXPANSION_BYTES_MAX,
            usage_counts_left: limits::USAGE_COUNTS_MAX,
            verdicts: Verdicts::default(),
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
        effects.list.push(Effect::Append { record, start, end });

        let encoded_bytes = end - start;
        self.queue.push(Waiting::Txn(InFlight {
            txn,
            record,
            encoded_bytes,
            origin,
            charges,
        }));
    }
}

/// On whose behalf a txn is proposed.
#[derive(Clone, Copy, Debug)]
struct Asker {
    session: SessionId,
    xid: Xid,
    origin: Origin,
}

fn deliver(effects: &mut Effects, delivery: Delivery) {
    effects.list.push(Effect::Deliver(delivery));
}
