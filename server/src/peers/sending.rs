//! What is sent on links, and the end of every turn: sends, reads of the log, closes.
//!
//! Must never: let one learner hold up another, or the log be purged under what is being read,
//! unless that costs more disk than [`super::limits::HOLD_BACK_BYTES_MAX`].

use std::sync::Arc;
use std::time::Duration;

use ringkeeper_core::id::{LinkId, RecordNumber};
use ringkeeper_core::zab::message::Message;
use ringkeeper_wal::{Completion, DiskOp, Log, Owner, Position, Progress, UringDisk};

use super::connection::Stage;
use super::fault::Fault;
use super::link::{Filled, Intake};
use super::log_reader::CursorNumber;
use super::outbound::Records;
use super::{Peers, Telling};
use crate::mailbox::{Letter, Mailbox};
use crate::ring::{PeerSlot, Ring};
use crate::store::{CheckpointStream, StoreHandle};

/// What a turn works with.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    /// Shard 0's.
    pub(crate) ring: &'a mut Ring,
    /// Read for learners that are behind.
    pub(crate) log: &'a Log,
    /// The log's files.
    pub(crate) disk: &'a mut UringDisk,
    /// Since the server was started.
    pub(crate) now: Duration,
}

impl Turn<'_> {
    /// Starts an operation; gives its completion if it is done at once.
    fn start(&mut self, op: DiskOp) -> Option<Completion> {
        match self.disk.prepare(op) {
            Progress::Submit(entry, token) => {
                self.ring.submit_disk(entry, token);
                None
            }
            Progress::Done(completion) => Some(completion),
        }
    }
}

/// Begins to read the last stored checkpoint out for a learner; shard 0, whose mailbox this is, is
/// woken whenever there is more of it. `None` when the store has too much to do: try again.
pub(crate) fn read_checkpoint(
    store: &StoreHandle,
    mailbox: Arc<Mailbox>,
) -> Option<CheckpointStream> {
    store.stream(move || {
        // A full mailbox has an owner that is awake.
        let _ = mailbox.post(Letter::CheckpointMoved);
        mailbox.wake();
    })
}

impl Peers {
    /// Sends a message on a link, behind everything that was sent before. A link that is gone
    /// takes nothing: that it is lost is told, or known.
    pub(crate) fn send(&mut self, link: LinkId, message: &Message) {
        let Some(slot) = self.links.get(&link).copied() else {
            return;
        };
        let Some(link) = self.connections.link(slot) else {
            return;
        };
        if let Message::Commit { through } = message {
            link.queue.commit(*through);
        } else {
            let encoder = &mut self.encoder;
            link.queue.message(|out| encoder.encode(message, out));
        }
    }

    /// Sends a proposal that is this record of the log, or is about to be. Records are proposed in
    /// their order, so that those which find the queue full can be read from the log later.
    pub(crate) fn propose(&mut self, link: LinkId, record: RecordNumber, txn: &[u8]) {
        let Some(slot) = self.links.get(&link).copied() else {
            return;
        };
        if let Some(link) = self.connections.link(slot) {
            let encoder = &mut self.encoder;
            let encode = |out: &mut Vec<u8>| encoder.encode_proposal(txn, out);
            link.queue.proposal(record, encode);
        }
    }

    /// Sends records of the log as proposals, behind everything that was sent before. None are sent
    /// when `from` is behind `through`.
    pub(crate) fn stream(&mut self, link: LinkId, from: RecordNumber, through: RecordNumber) {
        if let Some(link) = self.link(link) {
            link.queue.records(Records { from, through });
        }
    }

    /// Sends a checkpoint, behind everything that was sent before. The records behind it are the
    /// caller's to send; as long as they wait, the log is kept for them. Without a checkpoint (see
    /// [`read_checkpoint`]) the link is lost, and the learner comes back.
    pub(crate) fn send_checkpoint(&mut self, link: LinkId, stream: Option<CheckpointStream>) {
        let Some(slot) = self.links.get(&link).copied() else {
            return;
        };
        if let (Some(stream), Some(link)) = (stream, self.connections.link(slot)) {
            link.queue.checkpoint(stream);
        } else {
            let fault = Fault::Checkpoint("the store has too much to do".to_owned());
            self.close_connection(slot, Some(fault), Telling::Tell);
        }
    }

    /// The first record of the log that some learner is still to be sent from it.
    pub(crate) fn needed_from(&self) -> Option<RecordNumber> {
        let links = self
            .connections
            .iter()
            .filter_map(|(_, it)| match &it.stage {
                Stage::Link(link) => link.queue.needed_from(),
                Stage::Greeting(_) | Stage::Mesh(..) | Stage::Closing => None,
            });
        links.min()
    }

    /// Below which record the log may be purged when it would be below `wanted`. A learner that
    /// holds back too much loses its link.
    pub(crate) fn purge_below(&mut self, wanted: RecordNumber, log: &Log) -> RecordNumber {
        let below = Position(wanted.0);
        let most = self.hold_back_bytes_max;
        let too_much = |from: RecordNumber| log.bytes_between(Position(from.0), below) > most;
        let holds_back = |link: &super::Link| link.queue.needed_from().is_some_and(too_much);
        for slot in self.links_where(holds_back) {
            self.close_connection(slot, Some(Fault::HoldsLogBack), Telling::Tell);
        }
        self.needed_from()
            .map_or(wanted, |needed| needed.min(wanted))
    }

    /// Takes the completion of a read of the log. Of a link that is gone it takes the memory only.
    pub(crate) fn completed_read(&mut self, completion: Completion) {
        let Owner::Cursor(number) = completion.id.owner else {
            unreachable!("only cursors read for learners");
        };
        let number = CursorNumber(number);
        let its = self.links_where(|link| link.reader.number() == number);
        if let Some(link) = its.first().and_then(|slot| self.connections.link(*slot)) {
            link.reader.complete(completion);
        }
    }

    /// Ends a turn: hands the ring and the door what there is to do. Call it once a turn, after
    /// everything else.
    pub(crate) fn flush(&mut self, turn: &mut Turn<'_>) {
        self.now = turn.now;
        self.close_silent();
        self.say_votes(turn.ring);
        let links: Vec<PeerSlot> = self.links.values().copied().collect();
        for slot in links {
            if let Err(fault) = self.drive_link(slot, turn) {
                self.close_connection(slot, Some(fault), Telling::Tell);
            }
        }
        for slot in self.to_close.drain(..) {
            turn.ring.close(slot);
        }
        while let Some(order) = self.orders.pop_front() {
            if let Err(order) = self.door.order(order) {
                self.orders.push_front(order);
                break;
            }
        }
    }

    /// Ends connections whose hello has not come in time.
    fn close_silent(&mut self) {
        let now = self.now;
        let late = self.connections.iter().filter(|(_, it)| match &it.stage {
            Stage::Greeting(greeting) => greeting.until <= now,
            Stage::Mesh(..) | Stage::Link(_) | Stage::Closing => false,
        });
        let late: Vec<PeerSlot> = late.map(|(slot, _)| slot).collect();
        for slot in late {
            self.close_connection(slot, Some(Fault::NoHello), Telling::Tell);
        }
    }

    fn say_votes(&mut self, ring: &mut Ring) {
        let ready = self
            .mesh
            .to_say()
            .filter(|(_, slot, _)| ring.can_send(*slot));
        let ready: Vec<_> = ready.collect();
        for (sid, slot, notification) in ready {
            let Some(connection) = self.connections.get_mut(slot) else {
                continue;
            };
            if let Stage::Mesh(_, frames) = &mut connection.stage {
                let mut bytes = Vec::new();
                let message = Message::Notification(notification);
                frames.write(&mut self.encoder, &message, &mut bytes);
                ring.send(slot, &mut bytes);
                self.mesh.said(sid);
            }
        }
    }

    /// Builds and sends what fits, and pauses or resumes the socket.
    fn drive_link(&mut self, slot: PeerSlot, turn: &mut Turn<'_>) -> Result<(), Fault> {
        let Some(link) = self.connections.link(slot) else {
            return Ok(());
        };
        if link.intake != link.receiving {
            link.receiving = link.intake;
            match link.intake {
                Intake::Open => turn.ring.resume(slot),
                Intake::Shut => turn.ring.pause(slot),
            }
        }
        loop {
            match link.fill(&mut self.encoder, turn.log)? {
                Filled::Read(op) => {
                    if let Some(completion) = turn.start(op) {
                        link.reader.complete(completion);
                        continue;
                    }
                }
                Filled::ForNow => {}
            }
            if link.building.is_empty() || !turn.ring.can_send(slot) {
                return Ok(());
            }
            turn.ring.send(slot, &mut link.building);
        }
    }
}
