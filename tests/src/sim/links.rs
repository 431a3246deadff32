//! What a server sends on its links: messages, and stretches of its log as they become durable.
//!
//! Must never: let anything overtake what was to be sent before.

use std::collections::VecDeque;

use ringkeeper_core::id::RecordNumber;
use ringkeeper_core::wire::peer::Encoder;
use ringkeeper_core::zab::Side;
use ringkeeper_core::zab::message::Message;
use ringkeeper_wal::{Cursor, Log, MemoryDisk, Next, Position, Storage};

/// Something to be sent.
#[derive(Debug)]
pub(super) enum Parcel {
    Message(Message),
    Proposal(Box<[u8]>),
    /// These records of the log.
    Stretch {
        next: RecordNumber,
        through: RecordNumber,
    },
}

/// The log does not hold any more what is to be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Gone;

/// A link, at one of its ends.
#[derive(Debug)]
pub(super) struct Link {
    /// What is at the other end.
    pub(super) side: Side,
    parcels: VecDeque<Parcel>,
    cursor: Option<Cursor>,
    /// What came in and was not taken.
    pub(super) received: VecDeque<Message>,
}

impl Link {
    pub(super) fn new(side: Side) -> Link {
        Link {
            side,
            parcels: VecDeque::new(),
            cursor: None,
            received: VecDeque::new(),
        }
    }

    pub(super) fn push(&mut self, parcel: Parcel) {
        self.parcels.push_back(parcel);
    }

    /// Encodes everything that may leave now.
    pub(super) fn pump(
        &mut self,
        log: &Log,
        disk: &mut MemoryDisk,
        encoder: &mut Encoder,
        mut send: impl FnMut(Vec<u8>),
    ) -> Result<(), Gone> {
        while let Some(parcel) = self.parcels.front_mut() {
            let mut bytes = Vec::new();
            match parcel {
                Parcel::Message(message) => encoder.encode(message, &mut bytes),
                Parcel::Proposal(txn) => encoder.encode_proposal(txn, &mut bytes),
                Parcel::Stretch { next, through } => {
                    if *next > *through {
                        self.cursor = None;
                        self.parcels.pop_front();
                        continue;
                    }
                    let cursor = match &mut self.cursor {
                        Some(cursor) => cursor,
                        None if log.durable() < Position(next.0) => return Ok(()),
                        None => {
                            let cursor = log.cursor(0, Position(next.0)).map_err(|_| Gone)?;
                            self.cursor.insert(cursor)
                        }
                    };
                    match cursor.advance(log).map_err(|_| Gone)? {
                        Next::Record(position, txn) => {
                            assert!(position.0 == next.0, "a cursor reads in order");
                            encoder.encode_proposal(txn, &mut bytes);
                            *next = next.next();
                            send(bytes);
                        }
                        Next::Read(op) => cursor.complete(disk.execute(op)),
                        Next::Wait => unreachable!("a read is carried out at once"),
                        Next::End => return Ok(()),
                    }
                    continue;
                }
            }
            send(bytes);
            self.parcels.pop_front();
        }
        Ok(())
    }
}
