//! Whose log a directory holds and how far its segments got, in the two-slot file `log.id`.
//!
//! Must never: make up an identity for segments that are already there, or name a segment whose
//! header is not durable yet.
//!
//! ```text
//! payload of the slot: u128 identity; u64 the newest segment known to be started, 0 for none
//! ```
//!
//! The second number makes a log whose newest segments have vanished different from one that
//! never had them. It is written beside the log, after each rotation: nothing waits for it.

use crate::disk::{Action, Completion, Errno, OpId, Outcome, Owner, SlotsFile, Storage};
use crate::error::OpenError;
use crate::position::{LogId, Sequence};
use crate::record::{Fields, fill};
use crate::slots::{SlotError, Slots};

const FILE: SlotsFile = SlotsFile("log.id");

/// The identity file of a log.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) id: LogId,
    /// The newest segment noted, durably or on its way.
    pub(crate) started: Sequence,
    /// The newest segment to be noted.
    wanted: Sequence,
    slots: Slots,
}

impl Identity {
    /// Reads the identity; there must be one.
    pub(crate) fn read<S: Storage>(storage: &mut S) -> Result<Identity, OpenError> {
        let slots = Slots::open(storage, FILE).map_err(slot_error)?;
        let (id, started) = match slots.value() {
            Some(value) => decode(value).ok_or(OpenError::IdentityDamaged)?,
            None => return Err(OpenError::IdentityMissing),
        };
        Ok(Identity {
            id,
            started,
            wanted: started,
            slots,
        })
    }

    /// Reads the identity, or gives an empty directory the identity `new`.
    pub(crate) fn open<S: Storage>(storage: &mut S, new: LogId) -> Result<Identity, OpenError> {
        let mut slots = Slots::open(storage, FILE).map_err(slot_error)?;
        if let Some(value) = slots.value() {
            let (id, started) = decode(value).ok_or(OpenError::IdentityDamaged)?;
            return Ok(Identity {
                id,
                started,
                wanted: started,
                slots,
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
        let started = Sequence(0);
        slots
            .store_now(storage, &encode(new, started))
            .map_err(slot_error)?;
        Ok(Identity {
            id: new,
            started,
            wanted: started,
            slots,
        })
    }

    /// Notes before it returns that this segment was started.
    pub(crate) fn note_now<S: Storage>(
        &mut self,
        storage: &mut S,
        sequence: Sequence,
    ) -> Result<(), OpenError> {
        assert!(sequence > self.started, "segments are started in order");
        self.started = sequence;
        self.wanted = sequence;
        self.slots
            .store_now(storage, &encode(self.id, sequence))
            .map_err(slot_error)
    }

    /// Notes, by and by, that this segment was started.
    pub(crate) fn note(&mut self, sequence: Sequence) {
        self.wanted = self.wanted.max(sequence);
    }

    /// Whether everything is noted durably.
    pub(crate) fn is_idle(&self) -> bool {
        self.wanted == self.started && !self.slots.storing()
    }

    /// The write that notes what is to be noted, when none is under way.
    pub(crate) fn next_action(&mut self) -> Option<Action> {
        if self.wanted == self.started || self.slots.storing() {
            return None;
        }
        let op = self.slots.store(&encode(self.id, self.wanted)).ok()?;
        self.started = self.wanted;
        Some(op.action)
    }

    /// Takes the completion of that write.
    pub(crate) fn complete(&mut self, result: Result<Outcome, Errno>) -> Result<(), Errno> {
        let id = OpId {
            owner: Owner::Slots(FILE),
            number: 0,
        };
        match self.slots.complete(Completion { id, result }) {
            Ok(()) => Ok(()),
            Err(SlotError::Io(errno)) => Err(errno),
            Err(SlotError::Damaged) => unreachable!("writing finds no damage"),
        }
    }
}

fn encode(id: LogId, started: Sequence) -> [u8; 24] {
    let mut payload = [0; 24];
    fill(
        &mut payload,
        &[&id.0.to_le_bytes(), &started.0.to_le_bytes()],
    );
    payload
}

fn decode(payload: &[u8]) -> Option<(LogId, Sequence)> {
    let mut fields = Fields(payload);
    let id = LogId(fields.take().map(u128::from_le_bytes)?);
    let started = Sequence(fields.u64()?);
    fields.0.is_empty().then_some((id, started))
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
