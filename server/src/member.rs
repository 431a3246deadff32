//! What a server of an ensemble has besides: the other servers, and what it has promised.
//!
//! ```text
//!   Peers ──events──> inputs of the replica          promises ──slots──> disk ──> PromisesStored
//!   the replica's effects ──> Peers: votes, messages, proposals, ranges of the log, checkpoints
//! ```
//!
//! Must never: hand a message to a replica that cannot take it, or report a promise that is not on
//! stable storage.

use std::collections::VecDeque;

use ringkeeper_core::id::{LinkId, RecordNumber, Sid};
use ringkeeper_core::input::Input;
use ringkeeper_core::zab::Side;
use ringkeeper_core::zab::epochs::PROMISES_BYTES;
use ringkeeper_core::zab::message::{EnsembleId, Message, Notification};
use ringkeeper_wal::{Completion, DiskOp, Log, SlotError, Slots};

use crate::peers::{CheckpointOrder, PeerEvent, Peers, Side as OwnSide};

/// Messages of other servers that may wait for the replica before no more are taken.
const WAITING_MAX: usize = 4096;

/// See the module.
#[derive(Debug)]
pub(crate) struct Member {
    /// The others.
    pub(crate) peers: Peers,
    slots: Slots,
    /// The link to the leader, if there is one.
    leader: Option<LinkId>,
    /// That link is not read, because the replica takes no more.
    paused: bool,
    /// For the replica, in order.
    waiting: VecDeque<Input>,
}

impl Member {
    pub(crate) fn new(peers: Peers, slots: Slots) -> Member {
        Member {
            peers,
            slots,
            leader: None,
            paused: false,
            waiting: VecDeque::new(),
        }
    }

    /// Whether there is something for the replica.
    pub(crate) fn has_input(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Takes what the other servers said since the last call, as far as there is room.
    pub(crate) fn gather(&mut self) {
        while self.waiting.len() < WAITING_MAX
            && let Some(event) = self.peers.next_event()
        {
            let input = match event {
                PeerEvent::Notification { from, notification } => {
                    Input::Notified { from, notification }
                }
                PeerEvent::Reachable(sid) => Input::Reachable(sid),
                PeerEvent::Unreachable(sid) => Input::Unreachable(sid),
                PeerEvent::Linked { link, with, side } => {
                    let side = match side {
                        OwnSide::Leader => Side::Learner,
                        OwnSide::Learner => {
                            self.leader = Some(link);
                            self.paused = false;
                            Side::Leader
                        }
                    };
                    Input::Linked { link, with, side }
                }
                PeerEvent::Message { link, message } => Input::Received { link, message },
                PeerEvent::LinkLost { link } => Input::LinkLost { link },
            };
            self.waiting.push_back(input);
        }
    }

    /// The next input. `receives` says whether the replica takes messages now; without that the
    /// leader's link is not read, and the leader has to wait.
    pub(crate) fn next(&mut self, receives: bool) -> Option<Input> {
        if let Some(leader) = self.leader
            && self.paused == receives
        {
            self.paused = !receives;
            if receives {
                self.peers.resume(leader);
            } else {
                self.peers.pause(leader);
            }
        }
        match self.waiting.front()? {
            Input::Received { link, .. } if Some(*link) == self.leader && !receives => None,
            _ => self.waiting.pop_front(),
        }
    }

    /// Begins to store promises; the operation is to be carried out.
    pub(crate) fn store(&mut self, promises: &[u8; PROMISES_BYTES]) -> Result<DiskOp, SlotError> {
        self.slots.store(promises)
    }

    /// The store of promises ended.
    pub(crate) fn stored(&mut self, completion: Completion) -> Result<(), SlotError> {
        self.slots.complete(completion)?;
        self.waiting.push_back(Input::PromisesStored);
        Ok(())
    }

    /// The log's truncation is durable.
    pub(crate) fn truncated(&mut self) {
        self.waiting.push_back(Input::Truncated);
    }

    /// Says a vote.
    pub(crate) fn notify(&mut self, to: Sid, notification: &Notification) {
        self.peers.vote(to, notification);
    }

    /// Sends a message. Whoever is told the ensemble's name has one from now on.
    pub(crate) fn send(&mut self, link: LinkId, message: &Message) {
        self.peers.send(link, message);
    }

    /// The ensemble has this name.
    pub(crate) fn belongs_to(&mut self, ensemble: EnsembleId) {
        self.peers.set_ensemble(ensemble);
    }

    /// Sends a checkpoint, and nothing of the log behind it: that is asked for besides. Without
    /// a stream the link goes, and the learner comes again.
    pub(crate) fn send_checkpoint(
        &mut self,
        link: LinkId,
        stream: Option<crate::store::CheckpointStream>,
        record: RecordNumber,
    ) {
        match stream {
            Some(stream) => {
                let through = record;
                let order = CheckpointOrder {
                    stream,
                    record,
                    through,
                };
                self.peers.send_checkpoint(link, order);
            }
            None => self.peers.close(link),
        }
    }

    /// Below which record the log may be purged.
    pub(crate) fn purge_below(&mut self, wanted: RecordNumber, log: &Log) -> RecordNumber {
        self.peers.purge_below(wanted, log)
    }
}
