//! One end of a link: what is to be sent, where it comes from, and what came in.
//!
//! ```text
//!   queue ─┬─ messages ───────────────┐
//!          ├─ ranges: log reader ─────┼─ framed ─> building ─> the ring's send, one in flight
//!          └─ checkpoint: its stream ─┘            (about SEND_BYTES ahead of it)
//! ```
//!
//! Must never: block, or hold more than the queue, what is being built, and what is being sent.

use ringkeeper_core::id::{LinkId, Sid};
use ringkeeper_core::wire::peer::Encoder;
use ringkeeper_core::zab::message::Message;
use ringkeeper_wal::{DiskOp, Log};

use super::fault::Fault;
use super::frames::Frames;
use super::limits;
use super::log_reader::{Appetite, CursorNumber, LogReader, Pull};
use super::outbound::{Front, Outbound};
use crate::store::{CheckpointStream, Part, Pulled};

/// Whether messages of a link are handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Intake {
    /// They are.
    Open,
    /// Not now: they wait, and soon at the other side.
    Shut,
}

/// What filling the next send came to.
#[derive(Debug)]
pub(super) enum Filled {
    /// There is no more to say, no more room, or something is awaited.
    ForNow,
    /// Carry this out; there is more when it is done.
    Read(DiskOp),
}

/// See the module.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: LinkId,
    pub(super) with: Sid,
    pub(super) frames: Frames,
    pub(super) queue: Outbound,
    pub(super) reader: LogReader,
    /// Framed, for the next send.
    pub(super) building: Vec<u8>,
    /// As the caller wants it.
    pub(super) intake: Intake,
    /// As the ring has it.
    pub(super) receiving: Intake,
}

impl Link {
    /// A link whose hellos are exchanged.
    pub(super) fn new(id: LinkId, with: Sid, frames: Frames) -> Link {
        #[allow(clippy::cast_possible_truncation)] // Unique among those alive is enough.
        let number = CursorNumber(id.0 as u32);
        Link {
            id,
            with,
            frames,
            queue: Outbound::new(),
            reader: LogReader::new(number),
            building: Vec::new(),
            intake: Intake::Open,
            receiving: Intake::Open,
        }
    }

    /// The next message that came in, if it may be handed out.
    pub(super) fn next_message(&mut self) -> Result<Option<Message>, Fault> {
        match self.intake {
            Intake::Open => {}
            Intake::Shut => return Ok(None),
        }
        match self.frames.next()? {
            Some(Message::Notification(_)) => Err(Fault::Misplaced),
            message => Ok(message),
        }
    }

    /// Frames what is next, up to about [`limits::SEND_BYTES`].
    pub(super) fn fill(&mut self, encoder: &mut Encoder, log: &Log) -> Result<Filled, Fault> {
        if self.queue.has_overflowed() {
            return Err(Fault::SlowReader);
        }
        while self.building.len() < limits::SEND_BYTES {
            let (frames, building) = (&mut self.frames, &mut self.building);
            match self.queue.front() {
                None => {
                    self.reader.rest();
                    break;
                }
                Some(Front::Message(payload)) => {
                    frames.write_encoded(payload, building);
                    self.queue.sent_front();
                }
                Some(Front::Commit(through)) => {
                    frames.write(encoder, &Message::Commit { through }, building);
                    self.queue.sent_front();
                }
                Some(Front::Records(records)) => {
                    let mut last = None;
                    let pulled = self.reader.pull(log, records, |record, txn| {
                        frames.write_proposal(encoder, txn, building);
                        last = Some(record);
                        if building.len() < limits::SEND_BYTES {
                            Appetite::More
                        } else {
                            Appetite::Full
                        }
                    });
                    if let Some(last) = last {
                        self.queue.sent_records(last);
                    }
                    match pulled? {
                        Pull::Done | Pull::Enough => {}
                        Pull::Read(op) => return Ok(Filled::Read(op)),
                        Pull::Wait => break,
                    }
                }
                Some(Front::Checkpoint(stream)) => match next_part(stream)? {
                    Some(Carry::More(message)) => frames.write(encoder, &message, building),
                    Some(Carry::Last(message)) => {
                        frames.write(encoder, &message, building);
                        self.queue.sent_checkpoint();
                    }
                    None => break,
                },
            }
        }
        Ok(Filled::ForNow)
    }
}

/// A message of a checkpoint.
enum Carry {
    More(Message),
    Last(Message),
}

/// The next message of a checkpoint, if the store has read it already.
fn next_part(stream: &mut CheckpointStream) -> Result<Option<Carry>, Fault> {
    match stream.pull() {
        Pulled::Part(Part::Begin { zxid }) => Ok(Some(Carry::More(Message::Snap { zxid }))),
        Pulled::Part(Part::Chunk(bytes)) => {
            let bytes = bytes.into_boxed_slice();
            Ok(Some(Carry::More(Message::SnapChunk { bytes })))
        }
        Pulled::Part(Part::End { entries }) => Ok(Some(Carry::Last(Message::SnapEnd { entries }))),
        Pulled::NotYet => Ok(None),
        Pulled::Failed(cause) => Err(Fault::Checkpoint(cause)),
    }
}
