//! Applying: what is committed goes into the tree, and its changes and replies into the stream.
//!
//! Must never: pass a txn that is not committed, or put a reply before the changes it reveals.

use alloc::vec::Vec;

use super::Replica;
use super::queue::{InFlight, Origin, Waiting};
use crate::id::{SessionId, Zxid};
use crate::input::SubmitRead;
use crate::limits;
use crate::request::Outcome;
use crate::serve::read::Reader;
use crate::session;
use crate::stream::{Batch, CloseReason, Delivery};
use crate::tree::Tree;
use crate::txn::TxnOp;

impl Replica {
    /// Applies what is committed, in order, until `budget` changes are made or nothing is left;
    /// one txn may exceed it. Each txn's changes come first, then its reply. Returns the work
    /// done, in changes: 0 when there was nothing to do.
    pub fn apply(&mut self, tree: &mut Tree, budget: usize, batch: &mut Batch) -> usize {
        let mut work = 0;
        while work < budget && batch.bytes.len() < limits::BATCH_BYTES_MAX {
            let Some(first) = self.queue.pop_ready(self.history.committed()) else {
                break;
            };
            match first {
                Waiting::Txn(in_flight) => work += self.apply_txn(tree, in_flight, batch),
                Waiting::Read(read) => {
                    let before = batch.bytes.len();
                    self.answer(tree, &read, batch);
                    work += 1 + (batch.bytes.len() - before) / limits::ANSWER_BYTES_PER_CHANGE;
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

    fn apply_txn(&mut self, tree: &mut Tree, in_flight: InFlight, batch: &mut Batch) -> usize {
        let InFlight {
            txn,
            record,
            encoded_bytes: _,
            origin,
            charges,
        } = in_flight;
        let (zxid, session) = (txn.zxid, txn.session);
        self.applied_record = record;
        self.overlay.landed(&txn.op, zxid);
        self.quotas.settle(&charges);
        self.history.on_applied(zxid);

        let end = SessionChange::of(&txn.op);
        let before = batch.items.len();
        let visits_before = tree.quota_visits();
        let outcome = tree.apply(txn, &mut |change| {
            batch.items.push(Delivery::Change { zxid, change });
        });
        let visits = tree.quota_visits() - visits_before;
        let work = 1 + batch.items.len() - before + visits / limits::VISITS_PER_CHANGE;
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
