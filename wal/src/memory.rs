//! A disk in memory that can lose power, fail, fill up and rot: the log's world in tests and in
//! the simulator.
//!
//! Must never: be kinder than a real disk. What was not made durable is lost, kept or torn at
//! 512-byte sectors as the seed has it, whatever order it was written in; names too come and go
//! until the directory is synced.

use std::collections::{BTreeMap, VecDeque};
use std::io;

use crate::disk::{
    Action, Completion, DiskOp, Durability, Errno, File, Outcome, SegmentFile, SlotsFile, Storage,
};
use crate::position::Sequence;
use crate::sizes::{length, offset};

const SECTOR: usize = 512;

/// What happens to operations from some moment on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemoryFault {
    /// Nothing.
    None,
    /// The power fails in the middle of the operation after this many more.
    PowerFailsAfter(u32),
    /// The operation after this many more fails, and no other.
    FailsAfter(u32, Errno),
}

#[derive(Clone, Debug, Default)]
struct Inode {
    /// What a crash cannot take away.
    stable: Vec<u8>,
    /// What a reader sees.
    visible: Vec<u8>,
    /// Ranges written since the last sync, oldest first.
    volatile: Vec<(u64, Vec<u8>)>,
}

impl Inode {
    fn write(&mut self, at: u64, bytes: &[u8], durability: Durability) {
        overwrite(&mut self.visible, at, bytes);
        match durability {
            Durability::Durable => {
                // Also makes the size durable, as a data-sync write does.
                self.stable
                    .resize(self.stable.len().max(self.visible.len()), 0);
                overwrite(&mut self.stable, at, bytes);
                // What was written to the same place before cannot come back over it.
                for (start, earlier) in &mut self.volatile {
                    replace_overlap(*start, earlier, at, bytes);
                }
            }
            Durability::Relaxed => self.volatile.push((at, bytes.to_vec())),
        }
    }

    /// Makes durable what is volatile still; what a failed sync dropped stays in the cache alone.
    fn sync(&mut self) {
        self.stable.resize(self.visible.len(), 0);
        for (at, mut bytes) in self.volatile.drain(..) {
            let rest = self.stable.len().saturating_sub(length(at));
            bytes.truncate(rest);
            overwrite(&mut self.stable, at, &bytes);
        }
    }
}

fn overwrite(target: &mut Vec<u8>, at: u64, bytes: &[u8]) {
    let (start, end) = (length(at), length(at) + bytes.len());
    target.resize(target.len().max(end), 0);
    target[start..end].copy_from_slice(bytes);
}

/// Replaces the part of `target`, which lies at `start`, that `bytes` at `at` cover.
fn replace_overlap(start: u64, target: &mut [u8], at: u64, bytes: &[u8]) {
    let from = start.max(at);
    let to = (start + offset(target.len())).min(at + offset(bytes.len()));
    if from < to {
        let source = &bytes[length(from - at)..length(to - at)];
        target[length(from - start)..length(to - start)].copy_from_slice(source);
    }
}

#[derive(Clone, Copy, Debug)]
enum NameChange {
    Link(Sequence, usize),
    Unlink(Sequence),
    Rename(Sequence, Sequence),
}

fn apply(names: &mut BTreeMap<Sequence, usize>, change: NameChange) {
    match change {
        NameChange::Link(sequence, inode) => {
            names.insert(sequence, inode);
        }
        NameChange::Unlink(sequence) => {
            names.remove(&sequence);
        }
        NameChange::Rename(from, to) => {
            if let Some(inode) = names.remove(&from) {
                names.insert(to, inode);
            }
        }
    }
}

/// A disk in memory.
#[derive(Debug)]
pub struct MemoryDisk {
    inodes: Vec<Inode>,
    names: BTreeMap<Sequence, usize>,
    stable_names: BTreeMap<Sequence, usize>,
    changes: Vec<NameChange>,
    slots: BTreeMap<SlotsFile, Inode>,
    submitted: VecDeque<DiskOp>,
    random: Random,
    /// Bytes files may take up, together.
    capacity: u64,
    fault: MemoryFault,
    write_error: Option<Errno>,
    sync_error: Option<Errno>,
    operations: u64,
}

impl MemoryDisk {
    /// An empty disk; `seed` decides the order of completions.
    pub fn new(seed: u64) -> MemoryDisk {
        MemoryDisk {
            inodes: Vec::new(),
            names: BTreeMap::new(),
            stable_names: BTreeMap::new(),
            changes: Vec::new(),
            slots: BTreeMap::new(),
            submitted: VecDeque::new(),
            random: Random(seed),
            capacity: u64::MAX,
            fault: MemoryFault::None,
            write_error: None,
            sync_error: None,
            operations: 0,
        }
    }

    /// Takes an operation; it is carried out when it completes, in any order.
    pub fn submit(&mut self, op: DiskOp) {
        self.submitted.push_back(op);
    }

    /// Completes one of the submitted operations, drawn at random.
    pub fn complete_one(&mut self) -> Option<Completion> {
        if self.submitted.is_empty() {
            return None;
        }
        let chosen = length(self.random.below(offset(self.submitted.len())));
        let op = self.submitted.remove(chosen)?;
        Some(self.carry_out(op))
    }

    /// Operations submitted and not completed.
    pub fn under_way(&self) -> usize {
        self.submitted.len()
    }

    /// Operations completed so far.
    pub fn operations(&self) -> u64 {
        self.operations
    }

    /// The server is killed, the machine goes on: operations under way happen wholly or not at
    /// all, and nothing volatile is lost yet.
    #[must_use]
    pub fn kill(mut self, seed: u64) -> MemoryDisk {
        let mut random = Random(seed ^ 0x0dea_d5e4_0e40_0000);
        for op in std::mem::take(&mut self.submitted) {
            if random.below(2) == 0 {
                self.half_done(op.action);
            }
        }
        self.fault = MemoryFault::None;
        self.write_error = None;
        self.sync_error = None;
        self
    }

    /// The power fails: what is left afterwards, as `seed` has it. Operations under way may have
    /// happened, in part.
    #[must_use]
    pub fn crash(mut self, seed: u64) -> MemoryDisk {
        let mut random = Random(seed ^ 0x5eed_0fc7_a5e5_0000);
        for op in std::mem::take(&mut self.submitted) {
            self.half_done(op.action);
        }
        let mut names = self.stable_names.clone();
        let all = random.below(4) == 0;
        for change in &self.changes {
            if all || random.below(2) == 0 {
                apply(&mut names, *change);
            }
        }
        let mut disk = MemoryDisk::new(seed);
        for (sequence, inode) in names {
            let survivor = survivor(&self.inodes[inode], &mut random);
            disk.inodes.push(survivor);
            disk.names.insert(sequence, disk.inodes.len() - 1);
        }
        disk.stable_names = disk.names.clone();
        for (file, inode) in &self.slots {
            disk.slots.insert(*file, survivor(inode, &mut random));
        }
        disk.capacity = self.capacity;
        disk
    }

    /// Flips a bit that was stored long ago. Does nothing beyond the end of the file.
    pub fn rot(&mut self, file: File, offset: u64, bit: u8) {
        let inode = match file {
            File::Segment(sequence) => match self.names.get(&sequence) {
                Some(inode) => &mut self.inodes[*inode],
                None => return,
            },
            File::Slots(file) => match self.slots.get_mut(&file) {
                Some(inode) => inode,
                None => return,
            },
        };
        for bytes in [&mut inode.stable, &mut inode.visible] {
            if let Some(byte) = bytes.get_mut(length(offset)) {
                *byte ^= 1 << (bit % 8);
            }
        }
    }

    /// Puts a segment file with this content there, as if it had always been.
    pub fn plant(&mut self, sequence: Sequence, content: &[u8]) {
        let inode = Inode {
            stable: content.to_vec(),
            visible: content.to_vec(),
            volatile: Vec::new(),
        };
        self.inodes.push(inode);
        self.names.insert(sequence, self.inodes.len() - 1);
        self.stable_names.insert(sequence, self.inodes.len() - 1);
    }

    /// Takes a segment file away, as if it had never been.
    pub fn lose(&mut self, sequence: Sequence) -> Option<Vec<u8>> {
        self.stable_names.remove(&sequence);
        let inode = self.names.remove(&sequence)?;
        Some(self.inodes[inode].visible.clone())
    }

    /// The bytes of a segment file.
    pub fn content(&self, sequence: Sequence) -> Option<&[u8]> {
        self.names
            .get(&sequence)
            .map(|inode| self.inodes[*inode].visible.as_slice())
    }

    /// Bounds the bytes files may take up.
    pub fn set_capacity(&mut self, bytes: u64) {
        self.capacity = bytes;
    }

    /// Bytes files take up.
    pub fn used(&self) -> u64 {
        self.names
            .values()
            .map(|inode| offset(self.inodes[*inode].visible.len()))
            .sum()
    }

    /// From now on, this.
    pub fn set_fault(&mut self, fault: MemoryFault) {
        self.fault = fault;
    }

    /// The next write fails, and half of it happens.
    pub fn fail_next_write(&mut self, errno: Errno) {
        self.write_error = Some(errno);
    }

    /// The next sync of a file or of the directory fails, and what was written is forgotten.
    pub fn fail_next_sync(&mut self, errno: Errno) {
        self.sync_error = Some(errno);
    }

    fn carry_out(&mut self, op: DiskOp) -> Completion {
        self.operations += 1;
        match &mut self.fault {
            MemoryFault::None => {}
            MemoryFault::PowerFailsAfter(0) => {
                self.submitted.push_back(op);
                let id = self.submitted.back().expect("just pushed").id;
                return Completion {
                    id,
                    result: Err(Errno::IO),
                };
            }
            MemoryFault::PowerFailsAfter(left) | MemoryFault::FailsAfter(left @ 1.., _) => {
                *left -= 1;
            }
            MemoryFault::FailsAfter(0, errno) => {
                let errno = *errno;
                self.fault = MemoryFault::None;
                return Completion {
                    id: op.id,
                    result: self.fail(op.action, errno),
                };
            }
        }
        let id = op.id;
        Completion {
            id,
            result: self.perform(op.action),
        }
    }

    fn perform(&mut self, action: Action) -> Result<Outcome, Errno> {
        match action {
            Action::Write {
                file,
                offset,
                buffer,
                length,
                durability,
            } => {
                let error = self.write_error.take();
                let kept = if error.is_some() { length / 2 } else { length };
                let inode = self.file(file)?;
                let durability = if error.is_some() {
                    Durability::Relaxed
                } else {
                    durability
                };
                inode.write(offset, &buffer.bytes()[..kept], durability);
                error.map_or(Ok(Outcome::Written(buffer)), Err)
            }
            Action::Read {
                sequence,
                offset,
                mut buffer,
                length: wanted,
            } => {
                let inode = self.file(File::Segment(sequence))?;
                let from = length(offset).min(inode.visible.len());
                let bytes = &inode.visible[from..];
                let length = bytes.len().min(wanted);
                buffer.bytes_mut()[..length].copy_from_slice(&bytes[..length]);
                Ok(Outcome::Read { buffer, length })
            }
            Action::Zero {
                sequence,
                offset,
                length,
            } => {
                if let Some(errno) = self.write_error.take() {
                    return Err(errno);
                }
                let inode = self.file(File::Segment(sequence))?;
                inode.write(offset, &vec![0; length], Durability::Relaxed);
                Ok(Outcome::Done)
            }
            Action::Create { sequence } => {
                if self.names.contains_key(&sequence) {
                    return Err(Errno(libc::EEXIST));
                }
                self.inodes.push(Inode::default());
                self.change(NameChange::Link(sequence, self.inodes.len() - 1));
                Ok(Outcome::Done)
            }
            Action::Allocate { sequence, bytes } => {
                let used = self.used();
                let capacity = self.capacity;
                let inode = self.file(File::Segment(sequence))?;
                let more = bytes.saturating_sub(offset(inode.visible.len()));
                if used.saturating_add(more) > capacity {
                    return Err(Errno::NO_SPACE);
                }
                inode
                    .visible
                    .resize(inode.visible.len().max(length(bytes)), 0);
                Ok(Outcome::Done)
            }
            Action::Sync { sequence } => {
                let error = self.sync_error.take();
                let inode = self.file(File::Segment(sequence))?;
                if let Some(errno) = error {
                    // As real systems do: the pages are marked clean, the data is gone.
                    inode.volatile.clear();
                    return Err(errno);
                }
                inode.sync();
                Ok(Outcome::Done)
            }
            Action::SyncDirectory => {
                if let Some(errno) = self.sync_error.take() {
                    return Err(errno);
                }
                self.stable_names = self.names.clone();
                self.changes.clear();
                Ok(Outcome::Done)
            }
            Action::Recycle { from, to } => {
                self.file(File::Segment(from))?;
                assert!(
                    !self.names.contains_key(&to),
                    "a recycled name is not in use"
                );
                self.change(NameChange::Rename(from, to));
                Ok(Outcome::Done)
            }
            Action::Remove { sequence } => {
                self.file(File::Segment(sequence))?;
                self.change(NameChange::Unlink(sequence));
                Ok(Outcome::Done)
            }
            Action::FreeSpace => Ok(Outcome::Free(self.capacity.saturating_sub(self.used()))),
        }
    }

    /// An operation that fails: a write happens by half, a sync drops what was written, and of the
    /// others nothing is left.
    fn fail(&mut self, action: Action, errno: Errno) -> Result<Outcome, Errno> {
        match action {
            Action::Write { .. } | Action::Zero { .. } => self.write_error = Some(errno),
            Action::Sync { .. } | Action::SyncDirectory => self.sync_error = Some(errno),
            Action::Read { .. }
            | Action::Create { .. }
            | Action::Allocate { .. }
            | Action::Recycle { .. }
            | Action::Remove { .. }
            | Action::FreeSpace => return Err(errno),
        }
        self.perform(action)
    }

    /// What an operation under way leaves when the power fails: as if written, not made durable.
    fn half_done(&mut self, action: Action) {
        match action {
            Action::Write {
                file,
                offset,
                buffer,
                length,
                ..
            } => {
                if let Ok(inode) = self.file(file) {
                    inode.write(offset, &buffer.bytes()[..length], Durability::Relaxed);
                }
            }
            Action::Read { .. }
            | Action::Sync { .. }
            | Action::SyncDirectory
            | Action::FreeSpace => {}
            Action::Zero { .. }
            | Action::Create { .. }
            | Action::Allocate { .. }
            | Action::Recycle { .. }
            | Action::Remove { .. } => {
                // It may fail as it likes; its effect is volatile either way.
                self.perform(action).ok();
            }
        }
    }

    fn change(&mut self, change: NameChange) {
        apply(&mut self.names, change);
        self.changes.push(change);
    }

    fn file(&mut self, file: File) -> Result<&mut Inode, Errno> {
        match file {
            File::Segment(sequence) => {
                let inode = self.names.get(&sequence).ok_or(Errno(libc::ENOENT))?;
                Ok(&mut self.inodes[*inode])
            }
            File::Slots(file) => self.slots.get_mut(&file).ok_or(Errno(libc::ENOENT)),
        }
    }
}

impl Storage for MemoryDisk {
    fn segments(&mut self) -> io::Result<Vec<SegmentFile>> {
        let file = |(sequence, inode): (&Sequence, &usize)| SegmentFile {
            sequence: *sequence,
            bytes: offset(self.inodes[*inode].visible.len()),
        };
        Ok(self.names.iter().map(file).collect())
    }

    fn execute(&mut self, op: DiskOp) -> Completion {
        self.carry_out(op)
    }

    fn shorten(&mut self, sequence: Sequence, bytes: u64) -> io::Result<()> {
        let inode = self.file(File::Segment(sequence)).map_err(Errno::into_io)?;
        inode.visible.truncate(length(bytes));
        inode.sync();
        Ok(())
    }

    fn open_slots(&mut self, file: SlotsFile) -> io::Result<Vec<u8>> {
        Ok(self.slots.entry(file).or_default().visible.clone())
    }
}

/// What is left of a file: each write since the last sync happened wholly, not at all, or in some
/// of its sectors.
fn survivor(inode: &Inode, random: &mut Random) -> Inode {
    let mut left = inode.stable.clone();
    if random.below(2) == 0 {
        left.resize(left.len().max(inode.visible.len()), 0);
    }
    let manner = random.below(5);
    for (at, bytes) in &inode.volatile {
        let sectors = bytes.len().div_ceil(SECTOR);
        let split = length(random.below(offset(sectors) + 1));
        for (number, sector) in bytes.chunks(SECTOR).enumerate() {
            let kept = match manner {
                0 => false,
                1 => true,
                2 => number < split,
                3 => number >= split,
                _ => random.below(2) == 0,
            };
            let start = at + offset(number * SECTOR);
            if kept && length(start) + sector.len() <= inode.visible.len() {
                overwrite(&mut left, start, sector);
            }
        }
    }
    Inode {
        stable: left.clone(),
        visible: left,
        volatile: Vec::new(),
    }
}

/// `SplitMix64`: small, seeded, and good enough to choose what survives.
#[derive(Clone, Copy, Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
