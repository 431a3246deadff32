//! Whose log a directory holds and how far its segments got, in the two-slot file `log.id`.
//!
//! Must never: make up an identity for segments that are already there, or name a segment whose
//! header is not durable yet.
//!
//! ```text
//! payload of the slot: u128 identity; u64 the newest segment known to be started, 0 for none;
//!                      u64 position of the first record of that segment
//! ```
//!
//! The second number makes a log whose newest segments have vanished different from one that
//! never had them. The third is the cut that segment made, so that its damaged header does not
//! bring back what it had superseded. Both are written beside the log, after each rotation:
//! nothing waits for them.

use crate::disk::{Action, Completion, Errno, OpId, Outcome, Owner, SlotsFile, Storage};
use crate::error::OpenError;
use crate::position::{LogId, Position, Sequence};
use crate::record::{Fields, fill};
use crate::slots::{SlotError, Slots, Stored};

const FILE: SlotsFile = SlotsFile("log.id");

/// The newest segment whose header is known to be durable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Newest {
    /// 0 when none was ever started.
    pub(crate) sequence: Sequence,
    /// Records at or behind this one in earlier segments are superseded.
    pub(crate) first: Position,
}

/// The identity file of a log.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) id: LogId,
    /// The newest segment noted, durably or on its way.
    pub(crate) noted: Newest,
    /// The newest segment to be noted.
    wanted: Newest,
    slots: Slots,
    /// The second write of a store.
    second: Option<Action>,
}

impl Identity {
    /// Reads the identity; there must be one.
    pub(crate) fn read<S: Storage>(storage: &mut S) -> Result<Identity, OpenError> {
        let slots = Slots::read(storage, FILE).map_err(slot_error)?;
        let (id, noted) = match slots.value() {
            Some(value) => decode(value).ok_or(OpenError::IdentityDamaged)?,
            None => return Err(OpenError::IdentityMissing),
        };
        Ok(Identity {
            id,
            noted,
            wanted: noted,
            slots,
            second: None,
        })
    }

    /// Reads the identity, or gives an empty directory the identity `new`.
    pub(crate) fn open<S: Storage>(storage: &mut S, new: LogId) -> Result<Identity, OpenError> {
        let mut slots = Slots::open(storage, FILE).map_err(slot_error)?;
        if let Some(value) = slots.value() {
            let (id, noted) = decode(value).ok_or(OpenError::IdentityDamaged)?;
            return Ok(Identity {
                id,
                noted,
                wanted: noted,
                slots,
                second: None,
            });
        }
        let listed = storage.segments();
        let listed = listed.map_err(|error| OpenError::Io {
            doing: "listing the segments",
            error,
        })?;
        if !listed.is_empty() {
            return Err(OpenError::IdentityMissing);
        }
        let noted = Newest {
            sequence: Sequence(0),
            first: Position::FIRST,
        };
        slots
            .store_now(storage, &encode(new, noted))
            .map_err(slot_error)?;
        Ok(Identity {
            id: new,
            noted,
            wanted: noted,
            slots,
            second: None,
        })
    }

    /// Notes before it returns that this segment was started.
    pub(crate) fn note_now<S: Storage>(
        &mut self,
        storage: &mut S,
        newest: Newest,
    ) -> Result<(), OpenError> {
        assert!(
            newest.sequence > self.noted.sequence,
            "segments are started in order"
        );
        self.noted = newest;
        self.wanted = newest;
        self.slots
            .store_now(storage, &encode(self.id, newest))
            .map_err(slot_error)
    }

    /// Notes, by and by, that this segment was started.
    pub(crate) fn note(&mut self, newest: Newest) {
        if newest.sequence > self.wanted.sequence {
            self.wanted = newest;
        }
    }

    /// Whether everything is noted durably.
    pub(crate) fn is_idle(&self) -> bool {
        self.wanted == self.noted && !self.slots.storing()
    }

    /// The write that notes what is to be noted, when none is under way.
    pub(crate) fn next_action(&mut self) -> Option<Action> {
        if let Some(second) = self.second.take() {
            return Some(second);
        }
        if self.wanted == self.noted || self.slots.storing() {
            return None;
        }
        let op = self.slots.store(&encode(self.id, self.wanted)).ok()?;
        self.noted = self.wanted;
        Some(op.action)
    }

    /// Takes the completion of that write.
    pub(crate) fn complete(&mut self, result: Result<Outcome, Errno>) -> Result<(), Errno> {
        let id = OpId {
            owner: Owner::Slots(FILE),
            number: 0,
        };
        match self.slots.complete(Completion { id, result }) {
            Ok(Stored::Half(op)) => {
                self.second = Some(op.action);
                Ok(())
            }
            Ok(Stored::Whole) => Ok(()),
            Err(SlotError::Io(errno)) => Err(errno),
            Err(SlotError::Damaged) => unreachable!("writing finds no damage"),
        }
    }
}

fn encode(id: LogId, newest: Newest) -> [u8; 32] {
    let mut payload = [0; 32];
    fill(
        &mut payload,
        &[
            &id.0.to_le_bytes(),
            &newest.sequence.0.to_le_bytes(),
            &newest.first.0.to_le_bytes(),
        ],
    );
    payload
}

fn decode(payload: &[u8]) -> Option<(LogId, Newest)> {
    let mut fields = Fields(payload);
    let id = LogId(fields.take().map(u128::from_le_bytes)?);
    let sequence = Sequence(fields.u64()?);
    let first = Position(fields.u64()?);
    let newest = Newest { sequence, first };
    fields.0.is_empty().then_some((id, newest))
}

fn slot_error(error: SlotError) -> OpenError {
    match error {
        SlotError::Io(errno) => OpenError::Io {
            doing: "accessing log.id",
            error: errno.into_io(),
        },
        SlotError::Damaged => OpenError::IdentityDamaged,
    }
}
