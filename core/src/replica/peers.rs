//! What comes in from other servers: Zab's own messages go to it, the rest is sorted here.
//!
//! Must never: trust a peer with more than its part. What it says out of turn, or what cannot be
//! decoded, ends the link.

use super::primary::Asker;
use super::unapplied::InFlight;
use super::{Duty, Replica, close};
use crate::id::{ConnectionId, LinkId, Now, SessionId};
use crate::input::{Effect, Effects};
use crate::session::Attachment;
use crate::tree::Tree;
use crate::txn::codec;
use crate::zab::configuration;
use crate::zab::message::{Answer, Message};
use crate::zab::{PeerFault, Proposed, SyncToken};

impl Replica {
    pub(super) fn on_received(
        &mut self,
        now: Now,
        tree: &Tree,
        link: LinkId,
        message: Message,
        effects: &mut Effects,
    ) {
        let (zab, at) = (&mut self.zab, now.monotonic);
        match message {
            Message::Notification(_) => zab.fault(at, link, PeerFault::OutOfTurn, effects),
            Message::FollowerInfo(info) => zab.on_follower_info(at, link, &info, effects),
            Message::LeaderInfo {
                epoch,
                ensemble,
                incarnation,
            } => zab.on_leader_info(at, link, epoch, ensemble, incarnation, effects),
            Message::AckEpoch {
                promise,
                current,
                outline,
            } => zab.on_ack_epoch(at, link, promise, current, &outline, effects),
            Message::Trunc { last } => {
                if zab.on_trunc(at, link, last, effects) {
                    self.unapplied.truncate_after(last);
                }
            }
            Message::Snap { zxid } => zab.on_snap(at, link, zxid, effects),
            Message::SnapChunk { bytes } => zab.on_snap_chunk(at, link, bytes, effects),
            Message::SnapEnd { entries } => zab.on_snap_end(at, link, entries, effects),
            Message::NewLeader { epoch, last, .. } => {
                zab.on_new_leader(at, link, epoch, last, effects);
            }
            Message::AckNewLeader { epoch } => zab.on_ack_new_leader(at, link, epoch, effects),
            Message::UpToDate { committed } => zab.on_up_to_date(at, link, committed, effects),
            Message::Proposal { txn } => self.on_proposal(now, link, &txn, effects),
            Message::AckProposal { through } => zab.on_ack_proposal(at, link, through, effects),
            Message::Commit { through } => zab.on_commit(at, link, through, effects),
            Message::Ping { number } => zab.on_ping(at, link, number),
            Message::Pong { number, heard } => {
                zab.on_pong(at, link, number, effects);
                self.on_heard(now, heard);
            }
            Message::Request { number, request } => {
                zab.heard_learner(at, link);
                let Some(sid) = zab.serving_learner(link) else {
                    return zab.fault(at, link, PeerFault::OutOfTurn, effects);
                };
                let asker = Asker::There(link, sid, number);
                self.order(now, tree, asker, request, effects);
            }
            Message::Answer { number, answer } => {
                if !self.is_from_leader(link) {
                    return self.zab.fault(at, link, PeerFault::OutOfTurn, effects);
                }
                self.zab.heard_leader(at, link);
                let applied = self.zab.history().applied();
                if !self.turns.answer(number, answer, applied) {
                    self.zab.fault(at, link, PeerFault::OutOfTurn, effects);
                }
            }
            Message::Detached { from, session } => {
                if let (Some(server), Duty::Primary(primary)) = (zab.learner(link), &mut self.duty)
                {
                    let connection = from;
                    primary
                        .sessions
                        .disconnected(session, Attachment { server, connection });
                }
            }
            Message::Close { connection, reason } => {
                if self.is_from_leader(link) {
                    self.attached.retain(|_, attached| *attached != connection);
                    close(connection, reason, effects);
                }
            }
        }
    }

    fn on_proposal(&mut self, now: Now, link: LinkId, bytes: &[u8], effects: &mut Effects) {
        let Ok(txn) = codec::decode(bytes) else {
            return self
                .zab
                .fault(now.monotonic, link, PeerFault::Undecodable, effects);
        };
        let config = txn.op.config().map(configuration::read);
        if config == Some(None) {
            let fault = PeerFault::Undecodable;
            return self.zab.fault(now.monotonic, link, fault, effects);
        }
        match self.zab.on_proposal(now.monotonic, link, txn.zxid, effects) {
            Proposed::Ignore => {}
            Proposed::Append(record) => {
                self.figures.counts.received += 1;
                let start = effects.bytes.len();
                effects.bytes.extend_from_slice(bytes);
                let end = effects.bytes.len();
                effects.list.push(Effect::Append { record, start, end });
                if let Some(ensemble) = config.flatten() {
                    self.zab.on_config_logged(txn.zxid, ensemble, effects);
                }
                self.unapplied.push(InFlight {
                    txn,
                    record,
                    encoded_bytes: bytes.len(),
                    charges: alloc::vec::Vec::new(),
                });
            }
        }
    }

    /// Whether a link is that of the leader this server serves under.
    fn is_from_leader(&self, link: LinkId) -> bool {
        match &self.duty {
            Duty::Backup(backup) => backup.link() == link,
            Duty::Away | Duty::Reading | Duty::Primary(_) => false,
        }
    }

    /// A connection of this server no more has its session.
    pub(super) fn detach(&mut self, from: ConnectionId, session: SessionId, effects: &mut Effects) {
        if self.locals.holds(session) {
            return;
        }
        match &mut self.duty {
            Duty::Away | Duty::Reading => {}
            Duty::Primary(primary) => {
                let server = self.zab.me();
                let connection = from;
                primary
                    .sessions
                    .disconnected(session, Attachment { server, connection });
            }
            Duty::Backup(backup) => backup.send(Message::Detached { from, session }, effects),
        }
    }

    /// Answers the syncs that a quorum has confirmed.
    pub(super) fn answer_syncs(&mut self, effects: &mut Effects) {
        while let Some((token, through)) = self.zab.take_synced() {
            let asker = match token {
                SyncToken::Here(number) => Asker::Here(number),
                SyncToken::There(link, number) => match self.zab.learner(link) {
                    Some(sid) => Asker::There(link, sid, number),
                    None => continue,
                },
            };
            self.answer_asker(asker, Answer::Synced { through }, effects);
        }
    }

    /// Gives the leader the sign of life it asked for, and says whom this server heard of.
    pub(super) fn answer_ping(&mut self, effects: &mut Effects) {
        let Some((link, number)) = self.zab.take_ping() else {
            return;
        };
        let heard = match &mut self.duty {
            Duty::Away | Duty::Reading | Duty::Primary(_) => alloc::vec::Vec::new(),
            Duty::Backup(backup) => backup.take_heard(),
        };
        self.zab
            .send(link, Message::Pong { number, heard }, effects);
    }
}
