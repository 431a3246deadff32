//! Applying: what is committed goes into the tree, and its changes and replies into the stream.
//!
//! Must never: pass a txn that is not committed, or put a reply before the changes it reveals.

use alloc::vec::Vec;

use super::turns::{Due, Turn, What};
use super::unapplied::InFlight;
use super::{Duty, Replica};
use crate::id::{ConnectionId, SessionId, Zxid};
use crate::input::SubmitRead;
use crate::limits;
use crate::request::Outcome;
use crate::serve::read::Reader;
use crate::session;
use crate::stream::{Batch, CloseReason, Delivery, ServerMode};
use crate::tree::Tree;
use crate::txn::TxnOp;

impl Replica {
    /// Applies what is committed, in order, until `budget` changes are made or nothing is left;
    /// one txn may exceed it. Each txn's changes come first, then its reply. Returns the work
    /// done, in changes: 0 when there was nothing to do.
    pub fn apply(&mut self, tree: &mut Tree, budget: usize, batch: &mut Batch) -> usize {
        let mut work = 0;
        while work < budget && batch.bytes.len() < limits::BATCH_BYTES_MAX {
            if let Some(turn) = self.turns.take_due(self.zab.history().applied()) {
                work += self.take_turn(tree, turn, batch);
                continue;
            }
            let ready = self.zab.history().ready();
            let next = self.unapplied.first().filter(|zxid| *zxid <= ready);
            if next.is_none_or(|zxid| self.turns.holds_back(zxid)) {
                break;
            }
            if let Some(in_flight) = self.unapplied.pop() {
                work += self.apply_txn(tree, in_flight, batch);
            }
        }
        batch.through = tree.last_zxid();
        work
    }

    fn apply_txn(&mut self, tree: &mut Tree, in_flight: InFlight, batch: &mut Batch) -> usize {
        let InFlight { txn, charges, .. } = in_flight;
        let (zxid, session) = (txn.zxid, txn.session);
        let ends_session = matches!(txn.op, TxnOp::CloseSession { .. });
        let counts = &mut self.figures.counts;
        match &self.duty {
            Duty::Primary(_) => counts.committed += 1,
            Duty::Backup(_) => counts.followed += 1,
            Duty::Away | Duty::Reading => {}
        }
        if let Duty::Primary(primary) = &mut self.duty {
            primary.overlay.landed(&txn.op, zxid);
            primary.quotas.settle(&charges);
            if ends_session {
                primary.sessions.end(session);
            }
        }
        self.zab.on_applied(zxid);

        let before = batch.items.len();
        let visits_before = tree.quota_visits();
        let outcome = tree.apply(txn, &mut |change| {
            batch.items.push(Delivery::Change { zxid, change });
        });
        let visits = tree.quota_visits() - visits_before;
        let work = 1 + batch.items.len() - before + visits / limits::VISITS_PER_CHANGE;
        let turn = self.turns.take_at(zxid);
        let reason = match &turn {
            Some(_) => CloseReason::SessionClosed,
            None => CloseReason::SessionExpired,
        };
        if let Some(turn) = turn {
            self.reply(&turn, zxid, outcome, batch);
        }
        if ends_session && let Some(to) = self.attached.remove(&session) {
            batch.items.push(Delivery::Close { to, reason });
        }
        work
    }

    /// Tells a client what came of its write.
    fn reply(&self, turn: &Turn, zxid: Zxid, outcome: Outcome, batch: &mut Batch) {
        let to = turn.to;
        match &turn.what {
            What::Write => batch.items.push(Delivery::Reply { to, zxid, outcome }),
            What::Session {
                session,
                timeout_ms,
            } => self.session_opened(to, *session, *timeout_ms, batch),
            What::Upgrade { .. } => {}
            What::End { .. } | What::Sync | What::Read(_) => {
                unreachable!("only a txn becomes a txn")
            }
        }
    }

    /// What this server does for its clients.
    fn mode(&self) -> ServerMode {
        if self.is_read_only() {
            ServerMode::ReadOnly
        } else {
            ServerMode::ReadWrite
        }
    }

    fn session_opened(
        &self,
        to: ConnectionId,
        session: SessionId,
        timeout_ms: i32,
        batch: &mut Batch,
    ) {
        batch.items.push(Delivery::SessionOpened {
            to,
            session,
            password: session::password(session),
            timeout_ms,
            mode: self.mode(),
        });
    }

    /// Answers what needs no txn of its own.
    fn take_turn(&mut self, tree: &Tree, turn: Turn, batch: &mut Batch) -> usize {
        let Turn { to, what, due, .. } = turn;
        let zxid = tree.last_zxid();
        if let (
            What::Session { session, .. } | What::Upgrade { session },
            Due::NoSession | Due::Dropped(_),
        ) = (&what, due)
            && self.attached.get(session) == Some(&to)
        {
            self.attached.remove(session);
        }
        match due {
            Due::Asked | Due::At(_) => unreachable!("it was due"),
            Due::After(_) => {}
            Due::Refused(_) if matches!(what, What::Session { .. }) => {
                batch.items.push(Delivery::SessionUnavailable { to, zxid });
                return 1;
            }
            Due::Refused(code) => {
                let outcome = Outcome::Failed(code);
                batch.items.push(Delivery::Reply { to, zxid, outcome });
                return 1;
            }
            Due::NoSession if matches!(what, What::Upgrade { .. }) => {
                let reason = CloseReason::SessionExpired;
                batch.items.push(Delivery::Close { to, reason });
                return 1;
            }
            Due::NoSession => {
                let mode = self.mode();
                batch.items.push(Delivery::SessionRefused { to, mode });
                return 1;
            }
            Due::Dropped(reason) => {
                batch.items.push(Delivery::Close { to, reason });
                return 1;
            }
            Due::Ignored => return 1,
        }
        match what {
            What::Write | What::Upgrade { .. } => unreachable!("it is answered with its txn"),
            What::End { session } => {
                let outcome = Outcome::Done;
                batch.items.push(Delivery::Reply { to, zxid, outcome });
                self.attached.remove(&session);
                let reason = CloseReason::SessionClosed;
                batch.items.push(Delivery::Close { to, reason });
                1
            }
            What::Session {
                session,
                timeout_ms,
            } => {
                self.session_opened(to, session, timeout_ms, batch);
                1
            }
            What::Sync => {
                batch.items.push(Delivery::Synced { to, zxid });
                1
            }
            What::Read(read) => {
                let before = batch.bytes.len();
                self.answer(tree, &read, batch);
                1 + (batch.bytes.len() - before) / limits::ANSWER_BYTES_PER_CHANGE
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
