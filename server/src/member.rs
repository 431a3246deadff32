//! What a server of an ensemble has besides: the other servers, and what it has promised.
//!
//! ```text
//!   Peers ──events──> inputs of the replica          promises ──slots──> disk ──> PromisesStored
//!   the replica's effects ──> Peers: votes, messages, proposals, ranges of the log, checkpoints
//! ```
//!
//! Must never: hand a message to a replica that cannot take it, or report a promise that is not on
//! stable storage.

mod heard;

use ringkeeper_core::id::RecordNumber;
use ringkeeper_core::input::Input;
use ringkeeper_core::zab::ensemble::Ensemble;
use ringkeeper_core::zab::epochs::PROMISES_BYTES;
use ringkeeper_wal::{Completion, DiskOp, Log, SlotError, Slots, Stored};

use crate::config_files::ConfigFiles;
use crate::peers::{PeerEvent, Peers};

pub(crate) use self::heard::Receiving;
use self::heard::{Heard, Turned};

/// See the module.
#[derive(Debug)]
pub(crate) struct Member {
    /// The others.
    pub(crate) peers: Peers,
    slots: Slots,
    /// Where the configuration is written down.
    files: Option<ConfigFiles>,
    /// For the replica.
    heard: Heard,
}

impl Member {
    pub(crate) fn new(peers: Peers, slots: Slots, files: Option<ConfigFiles>) -> Member {
        Member {
            peers,
            slots,
            files,
            heard: Heard::default(),
        }
    }

    /// Whether there is something that the replica takes.
    pub(crate) fn has_input(&self, receiving: Receiving) -> bool {
        let gathers = self.heard.has_room() && self.peers.has_events();
        gathers || self.heard.has_next(receiving)
    }

    /// Takes what the other servers said since the last call, as far as there is room.
    pub(crate) fn gather(&mut self) {
        while self.heard.has_room()
            && let Some(event) = self.peers.next_event()
        {
            let input = match event {
                PeerEvent::Notification { from, notification } => {
                    Input::Notified { from, notification }
                }
                PeerEvent::Reachable(sid) => Input::Reachable(sid),
                PeerEvent::Unreachable(sid) => Input::Unreachable(sid),
                PeerEvent::Linked { link, with, side } => Input::Linked { link, with, side },
                PeerEvent::JoinFailed { leader } => Input::JoinFailed { leader },
                PeerEvent::Message { link, message } => Input::Received { link, message },
                PeerEvent::LinkLost { link } => Input::LinkLost { link },
            };
            self.heard.push(input);
        }
    }

    /// The next input. As long as the replica takes no messages the leader's link is not read.
    pub(crate) fn next(&mut self, receiving: Receiving) -> Option<Input> {
        match self.heard.turn(receiving) {
            Some(Turned::Pause(leader)) => self.peers.pause(leader),
            Some(Turned::Resume(leader)) => self.peers.resume(leader),
            None => {}
        }
        self.heard.next(receiving)
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
                self.heard.push(Input::PromisesStored);
                Ok(None)
            }
        }
    }

    /// The log's truncation is durable.
    pub(crate) fn truncated(&mut self) {
        self.heard.push(Input::Truncated);
    }

    /// Below which record the log may be purged.
    pub(crate) fn purge_below(&mut self, wanted: RecordNumber, log: &Log) -> RecordNumber {
        self.peers.purge_below(wanted, log)
    }
}
