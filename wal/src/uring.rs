//! Disk operations as `io_uring` entries, for a ring that belongs to the caller.
//!
//! Must never: link entries (a short write would break the chain), block beyond opening a file
//! that is not open yet, or let go of a buffer the kernel may still use. This is the only file of
//! the crate with `unsafe`.
//!
//! Invariant: everything an entry points to (buffer, path) is owned by the slot of its token until
//! its result is in; dropping the disk with operations in flight leaks them instead of freeing.

#![allow(
    unsafe_code,
    reason = "hands pointers to the kernel; each block says why it is sound"
)]

use std::ffi::CString;
use std::fmt;
use std::io;
use std::mem;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::Arc;

use io_uring::squeue::Entry;
use io_uring::types::{Fd, FsyncFlags};
use io_uring::{IoUring, opcode};

use crate::buffer::Buffer;
use crate::disk::{Action, Completion, DiskOp, Errno, File, OpId, Outcome};
use crate::files::{Files, MODE, WriteMode, name, write_flags};
use crate::log::Log;
use crate::sizes::offset;

/// What to do next about an operation.
#[derive(Debug)]
pub enum Progress {
    /// Push this entry, with a `user_data` that leads back to the token. It must reach the kernel
    /// before the disk is dropped, or never.
    Submit(Entry, u32),
    /// It is done: give this to the owner.
    Done(Completion),
}

/// One operation in flight and everything the kernel uses for it.
struct Pending {
    op: DiskOp,
    /// Bytes of a write, read or zeroing that are done already.
    done: usize,
    /// Names the entry points to.
    paths: [Option<CString>; 2],
    /// Keeps the zeros alive that a zeroing write points to.
    zeros: Option<Arc<Buffer>>,
}

/// Turns operations into entries and results into completions.
pub struct UringDisk {
    files: Files,
    pending: Vec<Option<Pending>>,
    free: Vec<u32>,
}

impl UringDisk {
    /// Takes over the files of a log that was opened.
    pub fn new(files: Files) -> UringDisk {
        UringDisk {
            files,
            pending: Vec::new(),
            free: Vec::new(),
        }
    }

    /// How segments are written.
    pub fn mode(&self) -> WriteMode {
        self.files.mode()
    }

    /// Operations in flight.
    pub fn under_way(&self) -> usize {
        self.pending.len() - self.free.len()
    }

    /// The files, when nothing is in flight.
    pub fn files_mut(&mut self) -> &mut Files {
        assert!(
            self.under_way() == 0,
            "blocking access only while nothing is in flight"
        );
        &mut self.files
    }

    /// Prepares an operation.
    pub fn prepare(&mut self, op: DiskOp) -> Progress {
        if let Action::FreeSpace = op.action {
            // Reads counters of the mounted file system: does not touch the disk.
            let result = self.files.free_bytes().map(Outcome::Free);
            return done(op.id, result);
        }
        let token = self.free.pop().unwrap_or_else(|| {
            self.pending.push(None);
            u32::try_from(self.pending.len() - 1).expect("operations in flight are few")
        });
        self.submit(
            token,
            Pending {
                op,
                done: 0,
                paths: [None, None],
                zeros: None,
            },
        )
    }

    /// Takes the result of the entry with this token, as the completion queue has it: the count of
    /// bytes, a descriptor, zero, or a negative error number.
    pub fn complete(&mut self, token: u32, result: i32) -> Progress {
        let slot = self.pending.get_mut(token as usize).and_then(Option::take);
        let mut pending = slot.expect("a token completes once");
        let wanted = pending.op.action.transfer_bytes();
        let result = match usize::try_from(result) {
            Ok(count) => count,
            Err(_) if -result == libc::EINTR && wanted.is_some() => {
                return self.submit(token, pending);
            }
            Err(_) => {
                self.free.push(token);
                return done(pending.op.id, Err(io::Error::from_raw_os_error(-result)));
            }
        };
        if let Some(wanted) = wanted {
            pending.done += result;
            // Direct reads go on at whole blocks only: a part of one is the end of the file.
            let ended = matches!(pending.op.action, Action::Read { .. })
                && (result == 0 || !pending.done.is_multiple_of(crate::sizes::BLOCK));
            if pending.done < wanted && !ended {
                if result > 0 {
                    return self.submit(token, pending);
                }
                self.free.push(token);
                return done(pending.op.id, Err(io::ErrorKind::WriteZero.into()));
            }
        }
        self.free.push(token);
        self.finish(pending, result)
    }

    fn submit(&mut self, token: u32, mut pending: Pending) -> Progress {
        match self.entry(&mut pending) {
            Ok(entry) => {
                self.pending[token as usize] = Some(pending);
                Progress::Submit(entry, token)
            }
            Err(error) => {
                self.free.push(token);
                done(pending.op.id, Err(error))
            }
        }
    }

    fn entry(&mut self, pending: &mut Pending) -> io::Result<Entry> {
        let directory = Fd(self.files.directory().as_raw_fd());
        let entry = match &mut pending.op.action {
            Action::Write {
                file,
                offset: at,
                buffer,
                length,
                durability,
            } => {
                let fd = Fd(self.files.get(*file)?.as_raw_fd());
                let rest = &buffer.bytes()[pending.done..*length];
                opcode::Write::new(fd, rest.as_ptr(), entry_length(rest.len()))
                    .offset(*at + offset(pending.done))
                    .rw_flags(write_flags(*durability).bits().cast_signed())
                    .build()
            }
            Action::Read {
                sequence,
                offset: at,
                buffer,
                length,
            } => {
                let fd = Fd(self.files.get(File::Segment(*sequence))?.as_raw_fd());
                let rest = &mut buffer.bytes_mut()[pending.done..*length];
                opcode::Read::new(fd, rest.as_mut_ptr(), entry_length(rest.len()))
                    .offset(*at + offset(pending.done))
                    .build()
            }
            Action::Zero {
                sequence,
                offset: at,
                length,
            } => {
                let fd = Fd(self.files.get(File::Segment(*sequence))?.as_raw_fd());
                let zeros = pending
                    .zeros
                    .get_or_insert_with(|| self.files.zeros())
                    .bytes();
                let rest = zeros.len().min(*length - pending.done);
                opcode::Write::new(fd, zeros.as_ptr(), entry_length(rest))
                    .offset(*at + offset(pending.done))
                    .build()
            }
            Action::Create { sequence } => {
                let file = File::Segment(*sequence);
                let flags = rustix::fs::OFlags::CREATE | rustix::fs::OFlags::EXCL;
                let flags = (self.files.flags() | flags).bits();
                let path = pending.paths[0].insert(path(file));
                opcode::OpenAt::new(directory, path.as_ptr())
                    .flags(flags.cast_signed())
                    .mode(MODE.bits())
                    .build()
            }
            Action::Allocate { sequence, bytes } => {
                let fd = Fd(self.files.get(File::Segment(*sequence))?.as_raw_fd());
                opcode::Fallocate::new(fd, *bytes).build()
            }
            Action::Sync { sequence } => {
                let fd = Fd(self.files.get(File::Segment(*sequence))?.as_raw_fd());
                opcode::Fsync::new(fd).flags(FsyncFlags::DATASYNC).build()
            }
            Action::SyncDirectory => opcode::Fsync::new(directory).build(),
            Action::Recycle { from, to } => {
                let [old, new] = &mut pending.paths;
                let old = old.insert(path(File::Segment(*from))).as_ptr();
                let new = new.insert(path(File::Segment(*to))).as_ptr();
                opcode::RenameAt::new(directory, old, directory, new).build()
            }
            Action::Remove { sequence } => {
                let file = File::Segment(*sequence);
                // Closed first: then the unlinking, on a kernel worker, frees the blocks.
                self.files.close(file);
                let path = pending.paths[0].insert(path(file));
                opcode::UnlinkAt::new(directory, path.as_ptr()).build()
            }
            Action::FreeSpace => unreachable!("answered without an entry"),
        };
        Ok(entry)
    }

    fn finish(&mut self, pending: Pending, result: usize) -> Progress {
        let Pending {
            op: DiskOp { id, action },
            done: transferred,
            ..
        } = pending;
        let outcome = match action {
            Action::Write { buffer, .. } => Outcome::Written(buffer),
            Action::Read { buffer, .. } => Outcome::Read {
                buffer,
                length: transferred,
            },
            Action::Create { sequence } => {
                let fd = i32::try_from(result).expect("the kernel returned an i32");
                // SAFETY: the kernel has just opened this descriptor for us, and nobody else
                // knows its number.
                let fd = unsafe { OwnedFd::from_raw_fd(fd) };
                self.files.insert(File::Segment(sequence), fd);
                Outcome::Done
            }
            Action::Recycle { from, to } => {
                self.files.renamed(from, to);
                Outcome::Done
            }
            Action::Zero { .. }
            | Action::Allocate { .. }
            | Action::Sync { .. }
            | Action::SyncDirectory
            | Action::Remove { .. } => Outcome::Done,
            Action::FreeSpace => unreachable!("answered without an entry"),
        };
        Progress::Done(Completion {
            id,
            result: Ok(outcome),
        })
    }
}

impl Action {
    /// Bytes to move, for the actions that may move fewer at once.
    fn transfer_bytes(&self) -> Option<usize> {
        match self {
            Action::Write { length, .. }
            | Action::Read { length, .. }
            | Action::Zero { length, .. } => Some(*length),
            Action::Create { .. }
            | Action::Allocate { .. }
            | Action::Sync { .. }
            | Action::SyncDirectory
            | Action::Recycle { .. }
            | Action::Remove { .. }
            | Action::FreeSpace => None,
        }
    }
}

impl Drop for UringDisk {
    fn drop(&mut self) {
        for pending in self.pending.drain(..).flatten() {
            // The kernel may still read or write what this points to.
            mem::forget(pending);
        }
    }
}

impl fmt::Debug for UringDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UringDisk")
            .field("files", &self.files)
            .field("under_way", &self.under_way())
            .finish_non_exhaustive()
    }
}

fn done(id: OpId, result: io::Result<Outcome>) -> Progress {
    let result = result.map_err(|error| Errno::of(&error));
    Progress::Done(Completion { id, result })
}

fn entry_length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("one operation stays below 2 GiB")
}

fn path(file: File) -> CString {
    CString::new(name(file)).expect("our names hold no zero byte")
}

/// A ring of its own for a log: for tools, tests and benchmarks. A server has a better place.
pub struct OwnRing {
    ring: IoUring,
    disk: UringDisk,
}

impl OwnRing {
    /// A ring for the files of a log that was opened.
    pub fn new(files: Files) -> io::Result<OwnRing> {
        let ring = IoUring::builder()
            .setup_single_issuer()
            .setup_coop_taskrun()
            .build(64)?;
        Ok(OwnRing {
            ring,
            disk: UringDisk::new(files),
        })
    }

    /// Hands over what the log wants done, waits for at least one completion if anything is in
    /// flight, and gives the log all there are. Returns the number of operations in flight.
    pub fn turn(&mut self, log: &mut Log) -> io::Result<usize> {
        self.hand_over(log)?;
        if self.disk.under_way() > 0 {
            self.ring.submit_and_wait(1)?;
        }
        self.take_back(log)
    }

    /// As [`OwnRing::turn`], without waiting.
    pub fn poll(&mut self, log: &mut Log) -> io::Result<usize> {
        self.hand_over(log)?;
        self.ring.submit()?;
        self.take_back(log)
    }

    /// Takes turns until the log is quiet.
    pub fn drain(&mut self, log: &mut Log) -> io::Result<()> {
        while !log.is_idle() || self.disk.under_way() > 0 {
            if self.turn(log)? == 0 && log.poisoned().is_some() {
                break;
            }
        }
        Ok(())
    }

    /// The disk behind the ring.
    pub fn disk_mut(&mut self) -> &mut UringDisk {
        &mut self.disk
    }

    fn hand_over(&mut self, log: &mut Log) -> io::Result<()> {
        while let Some(op) = log.next_op() {
            let progress = self.disk.prepare(op);
            self.go_on(progress, log)?;
        }
        Ok(())
    }

    fn take_back(&mut self, log: &mut Log) -> io::Result<usize> {
        while let Some((token, result)) = self.reap() {
            let progress = self.disk.complete(token, result);
            self.go_on(progress, log)?;
        }
        Ok(self.disk.under_way())
    }

    fn reap(&mut self) -> Option<(u32, i32)> {
        let entry = self.ring.completion().next()?;
        let token = u32::try_from(entry.user_data()).expect("we gave out a token");
        Some((token, entry.result()))
    }

    fn go_on(&mut self, progress: Progress, log: &mut Log) -> io::Result<()> {
        match progress {
            Progress::Done(completion) => log.complete(completion),
            Progress::Submit(entry, token) => {
                let entry = entry.user_data(u64::from(token));
                // SAFETY: what the entry points to is owned by the disk until the token completes,
                // and leaked if the disk is dropped before.
                while unsafe { self.ring.submission().push(&entry) }.is_err() {
                    self.ring.submit()?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for OwnRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnRing")
            .field("disk", &self.disk)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{Durability, Owner};
    use crate::position::Sequence;

    /// A disk in a directory that is gone afterwards, with one segment file.
    fn with_disk(test: impl FnOnce(&mut UringDisk)) {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir();
        let directory = directory.join(format!("ringkeeper-uring-{}-{number}", std::process::id()));
        let mut disk = UringDisk::new(Files::open(&directory).expect("opens"));
        std::fs::write(directory.join(name(SEGMENT)), [0; 8192]).expect("written");
        test(&mut disk);
        drop(disk);
        std::fs::remove_dir_all(&directory).expect("removed");
    }

    const SEGMENT: File = File::Segment(Sequence(1));
    const ID: OpId = OpId {
        owner: Owner::Log,
        number: 5,
    };

    fn write() -> DiskOp {
        let action = Action::Write {
            file: SEGMENT,
            offset: 0,
            buffer: Buffer::zeroed(8192),
            length: 8192,
            durability: Durability::Durable,
        };
        DiskOp { id: ID, action }
    }

    fn token(progress: Progress) -> u32 {
        match progress {
            Progress::Submit(_, token) => token,
            Progress::Done(completion) => panic!("{completion:?}"),
        }
    }

    fn result(progress: Progress) -> Result<Outcome, Errno> {
        match progress {
            Progress::Submit(..) => panic!("not done"),
            Progress::Done(completion) => {
                assert_eq!(completion.id, ID);
                completion.result
            }
        }
    }

    #[test]
    fn a_short_write_goes_on_where_it_stopped() {
        with_disk(|disk| {
            let first = token(disk.prepare(write()));
            let second = token(disk.complete(first, 4096));
            let third = token(disk.complete(second, -libc::EINTR));
            assert_eq!(disk.under_way(), 1);
            let Ok(Outcome::Written(buffer)) = result(disk.complete(third, 4096)) else {
                panic!("written");
            };
            assert_eq!((buffer.capacity(), disk.under_way()), (8192, 0));
        });
    }

    #[test]
    fn a_write_that_does_not_move_fails() {
        with_disk(|disk| {
            let first = token(disk.prepare(write()));
            let second = token(disk.complete(first, 4096));
            assert!(result(disk.complete(second, 0)).is_err());
            let again = token(disk.prepare(write()));
            assert_eq!(
                result(disk.complete(again, -libc::ENOSPC)).expect_err("full"),
                Errno::NO_SPACE
            );
            assert_eq!(disk.under_way(), 0);
        });
    }

    #[test]
    fn a_short_read_ends_at_the_end_of_the_file() {
        with_disk(|disk| {
            let read = || {
                let buffer = Buffer::zeroed(16384);
                let action = Action::Read {
                    sequence: Sequence(1),
                    offset: 0,
                    buffer,
                    length: 16384,
                };
                DiskOp { id: ID, action }
            };
            let first = token(disk.prepare(read()));
            let second = token(disk.complete(first, 8192));
            let Ok(Outcome::Read { length, .. }) = result(disk.complete(second, 0)) else {
                panic!("read");
            };
            assert_eq!(length, 8192);
            let first = token(disk.prepare(read()));
            let Ok(Outcome::Read { length, .. }) = result(disk.complete(first, 100)) else {
                panic!("read");
            };
            assert_eq!(length, 100, "the file ends within a block");
        });
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error() {
        with_disk(|disk| {
            let action = Action::Sync {
                sequence: Sequence(77),
            };
            let error = result(disk.prepare(DiskOp { id: ID, action })).expect_err("missing");
            assert_eq!((error, disk.under_way()), (Errno(libc::ENOENT), 0));
        });
    }
}
