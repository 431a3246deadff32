//! A small durable record in two slots of one file; the newest valid one wins.
//!
//! Must never: write one slot before the other one is durable, or call a value stored that stands
//! in one alone. A crash while a value is stored leaves the old one or the new one, never neither;
//! and when one slot rots, the other has the value still, not the one before it.
//!
//! ```text
//! slot n at byte 4096 * n, n = 0 or 1, little-endian; the rest of the slot is zero
//!  0  [8]  magic "RKSLOT01"
//!  8  u32  CRC32C of bytes 12..24 + length
//! 12  u32  length of the payload in bytes
//! 16  u64  generation: counts up with each store; slot = generation mod 2
//! 24       payload
//! ```

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::fmt;

use crate::buffer::Buffer;
use crate::disk::{
    Action, Completion, DiskOp, Durability, Errno, File, OpId, Outcome, Owner, SlotsFile, Storage,
};
use crate::record::{Fields, fill};
use crate::sizes::{BLOCK, offset};

const MAGIC: [u8; 8] = *b"RKSLOT01";
const HEADER: usize = 24;

/// The largest payload of a slot, in bytes.
pub const SLOT_PAYLOAD_MAX: usize = 4072;
const _: () = assert!(SLOT_PAYLOAD_MAX + HEADER == BLOCK, "a slot is one block");

/// Why a two-slot file is of no use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlotError {
    /// The operating system failed an operation; the file is not written again.
    Io(Errno),
    /// The file has content, but neither slot is valid: restore it from a copy.
    Damaged,
}

impl fmt::Display for SlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SlotError::Io(errno) => errno.fmt(f),
            SlotError::Damaged => write!(f, "neither slot of the file is valid"),
        }
    }
}

impl std::error::Error for SlotError {}

/// What a completed write of a store leaves to be done.
#[derive(Debug)]
#[must_use]
pub enum Stored {
    /// One slot has the value. This operation stores it in the other one: it does not count before.
    Half(DiskOp),
    /// Both slots have it.
    Whole,
}

/// A value kept in two slots. One store at a time; [`Slots::value`] changes when it is durable.
#[derive(Debug)]
pub struct Slots {
    file: SlotsFile,
    generation: u64,
    value: Option<Vec<u8>>,
    storing: Option<Storing>,
    poison: Option<Errno>,
}

/// A value on its way.
#[derive(Debug)]
struct Storing {
    value: Vec<u8>,
    turn: Turn,
}

/// Which of its two writes is under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    First,
    Second,
}

impl Slots {
    /// Reads the file, creating it durably when it is not there, and stores again what it says:
    /// what was read may stand in a cache alone, or in one slot, and nobody is to act on what can
    /// still be lost.
    pub fn open<S: Storage>(storage: &mut S, file: SlotsFile) -> Result<Slots, SlotError> {
        let mut slots = Slots::read(storage, file)?;
        if let Some(value) = slots.value.clone() {
            slots.store_now(storage, &value)?;
        }
        Ok(slots)
    }

    /// As [`Slots::open`], storing nothing: for who only looks.
    pub fn read<S: Storage>(storage: &mut S, file: SlotsFile) -> Result<Slots, SlotError> {
        let bytes = storage
            .open_slots(file)
            .map_err(|error| SlotError::Io(Errno::of(&error)))?;
        let (generation, value) = match newest(&bytes) {
            Some((generation, value)) => (generation, Some(value.to_vec())),
            // A first store that was torn leaves something behind that was never acknowledged,
            // in slot 1 only, which generation 1 goes to.
            None if bytes.iter().take(BLOCK).all(|byte| *byte == 0) => (0, None),
            None => return Err(SlotError::Damaged),
        };
        Ok(Slots {
            file,
            generation,
            value,
            storing: None,
            poison: None,
        })
    }

    /// The value last stored durably.
    pub fn value(&self) -> Option<&[u8]> {
        self.value.as_deref()
    }

    /// Whether a store is under way.
    pub fn storing(&self) -> bool {
        self.storing.is_some()
    }

    /// The operation that stores `payload`, at most [`SLOT_PAYLOAD_MAX`] bytes.
    pub fn store(&mut self, payload: &[u8]) -> Result<DiskOp, SlotError> {
        if let Some(errno) = self.poison {
            return Err(SlotError::Io(errno));
        }
        assert!(self.storing.is_none(), "one store at a time");
        assert!(payload.len() <= SLOT_PAYLOAD_MAX, "a slot is one block");
        let value = payload.to_vec();
        let op = self.write(&value);
        let turn = Turn::First;
        self.storing = Some(Storing { value, turn });
        Ok(op)
    }

    /// Writes the next generation to its slot.
    fn write(&mut self, payload: &[u8]) -> DiskOp {
        self.generation = self.generation.saturating_add(1);
        let mut buffer = Buffer::zeroed(BLOCK);
        encode(buffer.bytes_mut(), self.generation, payload);
        let id = OpId {
            owner: Owner::Slots(self.file),
            number: self.generation,
        };
        let slot = self.generation & 1;
        let action = Action::Write {
            file: File::Slots(self.file),
            offset: slot.saturating_mul(offset(BLOCK)),
            buffer,
            length: BLOCK,
            durability: Durability::Durable,
        };
        DiskOp { id, action }
    }

    /// Takes the completion of a write of a store. After an error the value on disk is the old one
    /// or the new one, and nothing is stored any more.
    #[allow(clippy::needless_pass_by_value, reason = "its buffer is freed here")]
    pub fn complete(&mut self, completion: Completion) -> Result<Stored, SlotError> {
        assert!(
            completion.id.owner == Owner::Slots(self.file),
            "completions go to their owner"
        );
        let storing = self.storing.take();
        let Storing { value, turn } = storing.expect("a store is under way");
        match completion.result {
            Ok(Outcome::Written(_)) => match turn {
                Turn::First => {
                    let op = self.write(&value);
                    let turn = Turn::Second;
                    self.storing = Some(Storing { value, turn });
                    Ok(Stored::Half(op))
                }
                Turn::Second => {
                    self.value = Some(value);
                    Ok(Stored::Whole)
                }
            },
            Ok(Outcome::Done | Outcome::Read { .. } | Outcome::Free(_)) => {
                unreachable!("a write completes as written")
            }
            Err(errno) => {
                self.poison = Some(errno);
                Err(SlotError::Io(errno))
            }
        }
    }

    /// Stores `payload` before it returns.
    pub fn store_now<S: Storage>(
        &mut self,
        storage: &mut S,
        payload: &[u8],
    ) -> Result<(), SlotError> {
        let mut op = self.store(payload)?;
        loop {
            match self.complete(storage.execute(op))? {
                Stored::Half(next) => op = next,
                Stored::Whole => return Ok(()),
            }
        }
    }
}

fn checksum(length: u32, generation: u64, payload: &[u8]) -> u32 {
    let mut head = [0u8; 12];
    fill(
        &mut head,
        &[&length.to_le_bytes(), &generation.to_le_bytes()],
    );
    crc32c::crc32c_append(crc32c::crc32c(&head), payload)
}

fn encode(out: &mut [u8], generation: u64, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let (header, rest) = out.split_at_mut(HEADER);
    let checksum = checksum(length, generation, payload);
    fill(
        header,
        &[
            &MAGIC,
            &checksum.to_le_bytes(),
            &length.to_le_bytes(),
            &generation.to_le_bytes(),
        ],
    );
    let (body, _) = rest.split_at_mut(payload.len());
    body.copy_from_slice(payload);
}

fn decode(slot: &[u8]) -> Option<(u64, &[u8])> {
    let mut fields = Fields(slot);
    if fields.take()? != MAGIC {
        return None;
    }
    let found = fields.u32()?;
    let length = fields.u32()?;
    let generation = fields.u64()?;
    let payload = fields.0.get(..usize::try_from(length).ok()?)?;
    (checksum(length, generation, payload) == found).then_some((generation, payload))
}

fn newest(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let first = bytes.get(..BLOCK).and_then(decode);
    let second = bytes.get(BLOCK..).and_then(decode);
    first
        .into_iter()
        .chain(second)
        .max_by_key(|(generation, _)| *generation)
}

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "our own bytes"
)]
mod tests {
    use super::*;
    use crate::memory::MemoryDisk;

    const FILE: SlotsFile = SlotsFile("test");

    #[test]
    fn the_newest_value_wins() {
        let mut disk = MemoryDisk::new(1);
        let mut slots = Slots::open(&mut disk, FILE).expect("new");
        assert_eq!(slots.value(), None);
        for value in [&b"a"[..], b"bb", b"", &[7; SLOT_PAYLOAD_MAX]] {
            slots.store_now(&mut disk, value).expect("stored");
            assert_eq!(slots.value(), Some(value));
            let again = Slots::open(&mut disk, FILE).expect("valid");
            assert_eq!(again.value(), Some(value));
        }
    }

    #[test]
    fn a_damaged_slot_takes_nothing_away() {
        for damaged in [20, 4096 + 20] {
            let mut disk = MemoryDisk::new(1);
            let mut slots = Slots::open(&mut disk, FILE).expect("new");
            slots.store_now(&mut disk, b"old").expect("stored");
            slots.store_now(&mut disk, b"new").expect("stored");
            disk.rot(File::Slots(FILE), damaged, 1);
            let slots = Slots::read(&mut disk, FILE).expect("one is valid");
            assert_eq!(slots.value(), Some(&b"new"[..]));
            disk.rot(File::Slots(FILE), 4136 - damaged, 1);
            assert_eq!(
                Slots::open(&mut disk, FILE).expect_err("none"),
                SlotError::Damaged
            );
        }
    }

    #[test]
    fn a_value_counts_when_both_slots_have_it() {
        let mut disk = MemoryDisk::new(1);
        let mut slots = Slots::open(&mut disk, FILE).expect("new");
        slots.store_now(&mut disk, b"old").expect("stored");
        let op = slots.store(b"new").expect("not poisoned");
        let Ok(Stored::Half(op)) = slots.complete(disk.execute(op)) else {
            panic!("one slot is not enough");
        };
        assert_eq!(slots.value(), Some(&b"old"[..]));
        assert!(slots.storing());
        let stored = slots.complete(disk.execute(op));
        assert!(matches!(stored, Ok(Stored::Whole)), "{stored:?}");
        assert_eq!(slots.value(), Some(&b"new"[..]));
    }

    #[test]
    fn a_crash_leaves_the_old_or_the_new_value() {
        for seed in 0..500 {
            let mut disk = MemoryDisk::new(seed);
            let mut slots = Slots::open(&mut disk, FILE).expect("new");
            for value in 0..seed % 4 {
                slots
                    .store_now(&mut disk, &[u8::try_from(value).expect("small")])
                    .expect("stored");
            }
            let old = slots.value().map(<[u8]>::to_vec);
            disk.submit(slots.store(b"next").expect("not poisoned"));
            let mut disk = disk.crash(seed);
            let found = Slots::open(&mut disk, FILE).expect("never neither");
            let found = found.value().map(<[u8]>::to_vec);
            assert!(
                found == old || found == Some(b"next".to_vec()),
                "seed {seed}: {found:?}"
            );
        }
    }

    #[test]
    fn opening_mends_a_damaged_slot() {
        let mut disk = MemoryDisk::new(1);
        let mut slots = Slots::open(&mut disk, FILE).expect("new");
        slots.store_now(&mut disk, b"old").expect("stored");
        slots.store_now(&mut disk, b"new").expect("stored");
        for damaged in [20, 4096 + 20, 20] {
            disk.rot(File::Slots(FILE), damaged, 1);
            let slots = Slots::open(&mut disk, FILE).expect("one is valid");
            assert_eq!(slots.value(), Some(&b"new"[..]));
        }
        disk.fail_next_write(Errno::IO);
        let error = Slots::open(&mut disk, FILE).expect_err("not made durable");
        assert_eq!(error, SlotError::Io(Errno::IO));
    }

    #[test]
    fn a_failed_store_closes_the_file() {
        let mut disk = MemoryDisk::new(1);
        let mut slots = Slots::open(&mut disk, FILE).expect("new");
        slots.store_now(&mut disk, b"old").expect("stored");
        disk.fail_next_write(Errno::IO);
        assert_eq!(
            slots.store_now(&mut disk, b"new"),
            Err(SlotError::Io(Errno::IO))
        );
        assert_eq!(
            slots.store_now(&mut disk, b"new"),
            Err(SlotError::Io(Errno::IO))
        );
        assert_eq!(slots.value(), Some(&b"old"[..]));
    }
}
