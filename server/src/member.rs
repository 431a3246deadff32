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

use ringkeeper_core::id::{LinkId, RecordNumber};
use ringkeeper_core::input::Input;
use ringkeeper_core::zab::Side;
use ringkeeper_core::zab::ensemble::Ensemble;
use ringkeeper_core::zab::epochs::PROMISES_BYTES;
use ringkeeper_wal::{Completion, DiskOp, Log, SlotError, Slots, Stored};

use crate::config_files::ConfigFiles;
use crate::peers::{PeerEvent, Peers};

/// Messages of other servers that may wait for the replica before no more are taken.
const WAITING_MAX: usize = 4096;

/// Whether the replica takes messages of its leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Receiving {
    /// It does.
    Now,
    /// Not now: the leader has to wait.
    Later,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Member {
    /// The others.
    pub(crate) peers: Peers,
    slots: Slots,
    /// Where the configuration is written down.
    files: Option<ConfigFiles>,
    /// The link to the leader, if there is one.
    leader: Option<LinkId>,
    /// That link is not read, because the replica takes no more.
    paused: bool,
    /// For the replica, in order.
    waiting: VecDeque<Input>,
}

impl Member {
    pub(crate) fn new(peers: Peers, slots: Slots, files: Option<ConfigFiles>) -> Member {
        Member {
            peers,
            slots,
            files,
            leader: None,
            paused: false,
            waiting: VecDeque::new(),
        }
    }

    /// Whether there is something that the replica takes.
    pub(crate) fn has_input(&self, receiving: Receiving) -> bool {
        let gathers = self.waiting.len() < WAITING_MAX && self.peers.has_events();
        let front = self.waiting.front();
        gathers || front.is_some_and(|front| !self.is_held_back(front, receiving))
    }

    /// Whether this input has to wait, and all behind it.
    fn is_held_back(&self, input: &Input, receiving: Receiving) -> bool {
        let of_leader = matches!(input, Input::Received { link, .. } if Some(*link) == self.leader);
        receiving == Receiving::Later && of_leader
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
                    if side == Side::Leader {
                        self.leader = Some(link);
                        self.paused = false;
                    }
                    Input::Linked { link, with, side }
                }
                PeerEvent::JoinFailed { leader } => Input::JoinFailed { leader },
                PeerEvent::Message { link, message } => Input::Received { link, message },
                PeerEvent::LinkLost { link } => Input::LinkLost { link },
            };
            self.waiting.push_back(input);
        }
    }

    /// The next input. As long as the replica takes no messages the leader's link is not read.
    pub(crate) fn next(&mut self, receiving: Receiving) -> Option<Input> {
        if let Some(leader) = self.leader {
            match receiving {
                Receiving::Now if self.paused => self.peers.resume(leader),
                Receiving::Later if !self.paused => self.peers.pause(leader),
                Receiving::Now | Receiving::Later => {}
            }
            self.paused = receiving == Receiving::Later;
        }
        if self.is_held_back(self.waiting.front()?, receiving) {
            return None;
        }
        self.waiting.pop_front()
    }

    /// This configuration is active.
    pub(crate) fn configured(&self, ensemble: Ensemble) {
        if let Some(files) = &self.files {
            files.write(ensemble);
        }
    }

    /// Begins to store promises; the operation is to be carried out.
    pub(crate) fn store(&mut self, promises: &[u8; PROMISES_BYTES]) -> Result<DiskOp, SlotError> {
        self.slots.store(promises)
    }

    /// A write of the store of promises ended; what it leaves to be done is to be carried out.
    pub(crate) fn stored(&mut self, completion: Completion) -> Result<Option<DiskOp>, SlotError> {
        match self.slots.complete(completion)? {
            Stored::Half(op) => Ok(Some(op)),
            Stored::Whole => {
                self.waiting.push_back(Input::PromisesStored);
                Ok(None)
            }
        }
    }

    /// The log's truncation is durable.
    pub(crate) fn truncated(&mut self) {
        self.waiting.push_back(Input::Truncated);
    }

    /// Below which record the log may be purged.
    pub(crate) fn purge_below(&mut self, wanted: RecordNumber, log: &Log) -> RecordNumber {
        self.peers.purge_below(wanted, log)
    }
}
