//! Bit rot: what a server has stored is not what it reads when it starts.
//!
//! Must never: rot the logs of more servers at a time than the others can do without, flip what
//! nobody could tell from the torn end of a crash (`docs/formats.md` says what that is), or leave a
//! server without a slot of its promises that can be read.

use ringkeeper_wal::{
    File, MemoryFault, OpenError, Position, Sequence, Slots, Storage as _, examine,
};

use super::machine::{Crash, Disks};
use super::recovery::PROMISES;
use super::world::World;
use crate::random::Random;

/// Bytes of a slot that mean anything.
const SLOT: u64 = 64;

/// Bits that are flipped to find one that is missed.
const ATTEMPTS: usize = 16;

/// Bytes from one slot to the next.
const SLOT_STRIDE: u64 = 4096;

impl World {
    /// Something on the disk of this machine rots, and its server comes upon it at its next start.
    pub(super) fn rot(&mut self, machine: usize) {
        self.lose(machine, Crash::Kill);
        let in_promises = self.random.one_in(3);
        let others = self.machines.iter().enumerate();
        let others = others.filter(|(index, place)| *index != machine && place.counts());
        let others = others.map(|(_, place)| place.sid).collect();
        // Where the ensemble changes as it goes, it may be any of them that decides.
        let quorums = self.plan.quorums();
        let spared = !quorums.is_some_and(|quorums| quorums.is_quorum(others));
        let disks = &mut self.machines[machine].disks;
        // What fails in the start to come is not to fail here.
        disks.log.set_fault(MemoryFault::None);
        let what = if in_promises {
            disks.rot_promises(&mut self.random)
        } else if spared {
            None
        } else {
            disks.rot_log(&mut self.random)
        };
        if let Some(what) = what {
            self.note(machine, || what);
        }
    }
}

impl Disks {
    /// Flips a bit of the log where that is noticed. Says where, if it did.
    fn rot_log(&mut self, random: &mut Random) -> Option<String> {
        self.examine().ok()?;
        for _ in 0..ATTEMPTS {
            let segments = self.log.segments().ok()?;
            if segments.is_empty() {
                return None;
            }
            let sequence = random.pick(&segments).sequence;
            let content = self.log.content(sequence)?;
            let from = random.below(content.len().max(1));
            // Most of a segment is zeros.
            let written = content.get(from..)?.iter().position(|byte| *byte != 0);
            let Some(offset) = written.map(|ahead| (from + ahead) as u64) else {
                continue;
            };
            let bit = random.below(8);
            self.flip(sequence, offset, bit);
            if self.examine().is_err_and(|error| error.is_damage()) {
                self.is_rotten = true;
                return Some(format!("{sequence}.wal rots at {offset}"));
            }
            self.flip(sequence, offset, bit);
        }
        None
    }

    fn examine(&mut self) -> Result<Position, OpenError> {
        let needed = Position(self.store.record.0).next();
        examine(&mut self.log, needed, &mut |_, _| {}).map(|found| found.last)
    }

    fn flip(&mut self, sequence: Sequence, offset: u64, bit: usize) {
        let bit = u8::try_from(bit).expect("one of eight");
        self.log.rot(File::Segment(sequence), offset, bit);
    }

    /// Flips a bit of one slot. Says of which, if it did.
    fn rot_promises(&mut self, random: &mut Random) -> Option<String> {
        let slot = random.below_u64(2);
        let offset = slot * SLOT_STRIDE + random.below_u64(SLOT);
        let file = File::Slots(PROMISES);
        self.log.rot(file, offset, 0);
        let left = Slots::read(&mut self.log, PROMISES);
        if left.is_ok_and(|slots| slots.value().is_some()) {
            return Some(format!("slot {slot} of the promises rots"));
        }
        self.log.rot(file, offset, 0);
        None
    }
}
