//! Delivers the replica's stream: events first, then the replies that could reveal the change.
//!
//! Must never: skip an item that is for this shard, or answer out of a connection's order.

use super::connection::Pending;
use super::read::Watching;
use super::receive::Registration;
use super::{Asks, Connection, Serve, Slot, Stage};
use crate::access::permits;
use crate::acl::{AclList, Permissions};
use crate::id::{ConnectionId, Now, Zxid};
use crate::path::parent;
use crate::request::{Change, ChangeKind, Outcome};
use crate::stream::{AnsweredWatch, Batch, CloseReason, Delivery};
use crate::tree::Tree;
use crate::wire::jute::handshake::ConnectResponse;
use crate::wire::jute::outcome;
use crate::wire::jute::reply::{self, EventKind, ReplyHead};

/// The answer to a read that was evaluated by the replica.
#[derive(Clone, Copy, Debug)]
struct Answer<'a> {
    zxid: Zxid,
    frame: &'a [u8],
    watches: &'a [AnsweredWatch],
}

impl Serve {
    /// Delivers a batch. `tree` is the tree right after it: the caller took its read lock before
    /// it took the batch from the stream.
    pub fn deliver(&mut self, batch: &Batch, tree: &Tree, now: Now, asks: &mut Asks) {
        for item in &batch.items {
            match item {
                Delivery::Change { zxid, change } => {
                    self.delivered = *zxid;
                    self.tell(*zxid, change, asks);
                }
                Delivery::Reply { to, zxid, outcome } => {
                    self.delivered = *zxid;
                    if let Some(slot) = self.mine(*to) {
                        self.reply(slot, *zxid, outcome, tree, now, asks);
                    }
                }
                Delivery::Answer {
                    to,
                    zxid,
                    start,
                    end,
                    watches,
                } => {
                    if let Some(slot) = self.mine(*to) {
                        let frame = &batch.bytes[*start..*end];
                        let answer = Answer {
                            zxid: *zxid,
                            frame,
                            watches,
                        };
                        self.answer_submitted(slot, answer, tree, now, asks);
                    }
                }
                Delivery::SessionOpened {
                    to,
                    session,
                    password,
                    timeout_ms,
                    mode,
                } => {
                    if let Some(slot) = self.mine(*to) {
                        let response = ConnectResponse {
                            timeout_ms: *timeout_ms,
                            session: *session,
                            password: *password,
                        };
                        self.session_opened(slot, response, *mode, asks);
                    }
                }
                Delivery::SessionRefused { to, mode } => {
                    if let Some(slot) = self.mine(*to) {
                        self.session_refused(slot, *mode, asks);
                    }
                }
                Delivery::SessionUnavailable { to, zxid } => {
                    if let Some(slot) = self.mine(*to) {
                        self.session_unavailable(slot, *zxid, asks);
                    }
                }
                Delivery::Synced { to, zxid } => {
                    self.delivered = *zxid;
                    if let Some(slot) = self.mine(*to) {
                        self.synced(slot, tree, now, asks);
                    }
                }
                Delivery::CloseAll { reason } => self.close_served(*reason, asks),
                Delivery::Close { to, reason } => {
                    if let Some(slot) = self.mine(*to) {
                        self.close(slot, *reason, asks);
                    }
                }
            }
        }
        self.delivered = batch.through;
    }

    /// The slot of a connection of this shard that is still the one meant, and not closing.
    fn mine(&self, to: ConnectionId) -> Option<Slot> {
        if to.shard != self.shard {
            return None;
        }
        let slot = self.connections.slot_of(to)?;
        let connection = self.connections.get(slot)?;
        (!connection.is_closing()).then_some(slot)
    }

    /// The outcome of the oldest write of a connection, or the refusal of a `sync`.
    fn reply(
        &mut self,
        slot: Slot,
        zxid: Zxid,
        told: &Outcome,
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) {
        let Some(Pending::Submitted(waiting) | Pending::Syncing(waiting, _)) = self.dequeue(slot)
        else {
            unreachable!("an outcome without a submitted request")
        };
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let head = ReplyHead {
            xid: waiting.header.xid,
            zxid,
        };
        outcome::outcome(&mut connection.out, head, &waiting.shape, told);
        self.answered(slot, waiting.header, waiting.since.0, now, zxid, asks);
        self.take_turns(slot, tree, now, asks);
    }

    /// The answer to a read that stood behind a write.
    fn answer_submitted(
        &mut self,
        slot: Slot,
        answer: Answer<'_>,
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) {
        let Some(Pending::Submitted(waiting)) = self.dequeue(slot) else {
            unreachable!("an answer without a submitted request")
        };
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        connection.out.extend_from_slice(answer.frame);
        let mut registration = Registration {
            watches: &mut self.watches,
            slot,
        };
        for watch in answer.watches {
            match watch {
                AnsweredWatch::Data(path) => registration.data(path),
                AnsweredWatch::Children(path) => registration.children(path),
            }
        }
        self.answered(
            slot,
            waiting.header,
            waiting.since.0,
            now,
            answer.zxid,
            asks,
        );
        self.take_turns(slot, tree, now, asks);
    }

    /// What was committed when a connection asked for a `sync` is in the tree.
    fn synced(&mut self, slot: Slot, tree: &Tree, now: Now, asks: &mut Asks) {
        let Some(Pending::Syncing(waiting, frame)) = self.dequeue(slot) else {
            unreachable!("an answer without a sync")
        };
        self.answer_local(slot, &frame, waiting.since.0, tree, now, asks);
        self.take_turns(slot, tree, now, asks);
    }

    /// Answers what waited only for its turn, and closes a connection that has ended.
    fn take_turns(&mut self, slot: Slot, tree: &Tree, now: Now, asks: &mut Asks) {
        while self.connections.get(slot).is_some_and(is_next_its_own) {
            match self.dequeue(slot) {
                Some(Pending::Local(waiting, frame)) => {
                    self.answer_local(slot, &frame, waiting.since.0, tree, now, asks);
                }
                Some(Pending::Refused(waiting, code)) => {
                    self.answer_refused(slot, &waiting, code, self.delivered, now, asks);
                }
                None | Some(Pending::Submitted(_) | Pending::Syncing(..)) => {
                    unreachable!("the front was just seen")
                }
            }
        }
        let Some(connection) = self.connections.get(slot) else {
            return;
        };
        if connection.pending.is_empty() && matches!(connection.stage, Stage::Ending { .. }) {
            return self.close(slot, CloseReason::SessionClosed, asks);
        }
        self.ease(slot);
    }

    /// Tells the watchers of a change, each only if it may read what the event reveals.
    fn tell(&mut self, zxid: Zxid, change: &Change, asks: &mut Asks) {
        if self.watches.is_empty() {
            return;
        }
        let mut told = core::mem::take(&mut self.told);
        self.watches.fire(change, &mut told);
        let kind = match change.kind {
            ChangeKind::Created => EventKind::NodeCreated,
            ChangeKind::Deleted => EventKind::NodeDeleted,
            ChangeKind::DataChanged => EventKind::NodeDataChanged,
        };
        self.send_event(
            told.of_the_znode(),
            zxid,
            kind,
            &change.path,
            &change.acl,
            asks,
        );
        let parent = parent(&change.path);
        let kind = EventKind::NodeChildrenChanged;
        self.send_event(
            told.of_the_parent(),
            zxid,
            kind,
            parent,
            &change.parent_acl,
            asks,
        );
        self.told = told;
    }

    fn send_event(
        &mut self,
        slots: &[Slot],
        zxid: Zxid,
        kind: EventKind,
        path: &str,
        acl: &AclList,
        asks: &mut Asks,
    ) {
        if slots.is_empty() {
            return;
        }
        let mut event = core::mem::take(&mut self.event);
        event.clear();
        reply::event(&mut event, zxid, kind, path);
        for slot in slots {
            let Some(connection) = self.connections.get_mut(*slot) else {
                continue;
            };
            if !permits(
                acl,
                Permissions::READ,
                &connection.identities,
                &self.options,
            ) {
                continue;
            }
            connection.out.extend_from_slice(&event);
            connection.figures.sent += 1;
            self.figures.sent += 1;
            self.figures.events += 1;
            self.note_output(*slot, asks);
        }
        self.event = event;
    }
}

/// Whether the request whose turn it is needs nothing of the replica.
fn is_next_its_own(connection: &Connection) -> bool {
    match connection.pending.front() {
        None | Some(Pending::Submitted(_) | Pending::Syncing(..)) => false,
        Some(Pending::Local(..) | Pending::Refused(..)) => true,
    }
}
