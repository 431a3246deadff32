//! Both directions of one connection after the hellos: frames out, messages in.
//!
//! Must never: hand out anything behind a frame that was refused.

use ringkeeper_core::wire::peer::{Chain, Encoder, FrameReader, FrameWriter, Hello, decode};
use ringkeeper_core::zab::message::Message;

use super::fault::Fault;
use super::limits;

/// See the module.
#[derive(Debug)]
pub(super) struct Frames {
    writer: FrameWriter,
    reader: FrameReader,
    received: Vec<u8>,
    /// How much of it is taken apart.
    taken: usize,
}

impl Frames {
    /// A connection whose hellos go together. `behind` came in behind the other side's hello.
    pub(super) fn new(ours: &Hello, theirs: &Hello, behind: &[u8]) -> Frames {
        Frames {
            writer: FrameWriter::new(Chain::start(ours, theirs), ours.purpose),
            reader: FrameReader::new(Chain::start(theirs, ours), ours.purpose),
            received: behind.to_vec(),
            taken: 0,
        }
    }

    /// Appends a message as a frame. What is appended must be sent, in order.
    pub(super) fn write(&mut self, encoder: &mut Encoder, message: &Message, out: &mut Vec<u8>) {
        self.writer.frame(out, |out| encoder.encode(message, out));
    }

    /// As [`Frames::write`], for a message that was encoded before.
    pub(super) fn write_encoded(&mut self, payload: &[u8], out: &mut Vec<u8>) {
        self.writer.frame(out, |out| out.extend_from_slice(payload));
    }

    /// As [`Frames::write`], for a proposal.
    pub(super) fn write_proposal(&mut self, encoder: &mut Encoder, txn: &[u8], out: &mut Vec<u8>) {
        self.writer
            .frame(out, |out| encoder.encode_proposal(txn, out));
    }

    /// Takes what came in.
    pub(super) fn receive(&mut self, bytes: &[u8]) {
        self.received.extend_from_slice(bytes);
    }

    /// The next message, if a whole frame has come in.
    pub(super) fn next(&mut self) -> Result<Option<Message>, Fault> {
        let Some(frame) = self.reader.next(&self.received[self.taken..])? else {
            self.received.drain(..self.taken);
            self.taken = 0;
            if self.received.is_empty() {
                self.received.shrink_to(limits::QUEUE_BYTES_KEPT);
            }
            return Ok(None);
        };
        self.taken += frame.consumed;
        Ok(Some(decode(frame.payload)?))
    }
}
