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
use crate::disk::{Action, Completion, DiskOp, Durability, Errno, File, OpId, Outcome};
use crate::files::{Files, MODE, WriteMode, name};
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
        let result = match usize::try_from(result) {
            Ok(count) => count,
            Err(_) if -result == libc::EINTR && pending.op.action.is_transfer() => 0,
            Err(_) => {
                self.free.push(token);
                return done(pending.op.id, Err(io::Error::from_raw_os_error(-result)));
            }
        };
        let interrupted = result == 0 && pending.op.action.is_transfer();
        if let Some(wanted) = pending.op.action.transfer_bytes() {
            pending.done += result;
            let ended = matches!(pending.op.action, Action::Read { .. })
                && (interrupted || !pending.done.is_multiple_of(crate::sizes::BLOCK));
            if pending.done < wanted && !ended {
                if interrupted {
                    self.free.push(token);
                    return done(pending.op.id, Err(io::ErrorKind::WriteZero.into()));
                }
                return self.submit(token, pending);
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
                let flags = match durability {
                    Durability::Durable => libc::RWF_DSYNC,
                    Durability::Relaxed => 0,
                };
                opcode::Write::new(fd, rest.as_ptr(), entry_length(rest.len()))
                    .offset(*at + offset(pending.done))
                    .rw_flags(flags)
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
                let flags = (self.files.flags(file) | flags).bits();
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

    fn is_transfer(&self) -> bool {
        self.transfer_bytes().is_some()
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
        while let Some(op) = log.next_op() {
            let progress = self.disk.prepare(op);
            self.go_on(progress, log)?;
        }
        if self.disk.under_way() > 0 {
            self.ring.submit_and_wait(1)?;
        }
        while let Some((token, result)) = self.reap() {
            let progress = self.disk.complete(token, result);
            self.go_on(progress, log)?;
        }
        Ok(self.disk.under_way())
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
