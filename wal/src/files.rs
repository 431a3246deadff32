//! The files of a log's directory, one blocking call at a time: for start-up, for tools, and where
//! there is no ring. Also the table of open files that `uring.rs` works on.
//!
//! Must never: be used from a shard thread once the log runs on its ring (except for what does not
//! block), nor write a file without the durability asked for.
//!
//! ```text
//! directory/
//!   log.id                  two slots: the identity of the log
//!   0000000000000001.wal    segments, by sequence in hexadecimal
//! ```

use std::collections::HashMap;
use std::fs;
use std::io::{self, IoSlice, Read as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::{AtFlags, FallocateFlags, FlockOperation, Mode, OFlags};
use rustix::io::ReadWriteFlags;

use crate::buffer::Buffer;
use crate::disk::{
    Action, Completion, DiskOp, Durability, Errno, File, Outcome, SegmentFile, SlotsFile, Storage,
};
use crate::position::{LogId, Sequence};
use crate::sizes::{BLOCK, offset};

/// Bytes of zeros at hand for one write.
const ZEROS: usize = 256 << 10;

/// How often the lock of the directory is tried: operations of a killed server may keep it for a
/// moment after its end.
const LOCK_ATTEMPTS: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// How files are written, as the file system allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteMode {
    /// Past the page cache (`O_DIRECT`); durable writes carry `RWF_DSYNC`.
    Direct,
    /// Through the page cache, because the file system has no direct I/O; durable writes carry
    /// `RWF_DSYNC`, which is a write and an `fdatasync` of its range.
    Buffered,
}

/// What may be done with the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Access {
    ReadWrite,
    ReadOnly,
}

/// The directory of a log and its open files. Holds an exclusive lock on the directory.
#[derive(Debug)]
pub struct Files {
    directory: OwnedFd,
    path: PathBuf,
    mode: WriteMode,
    access: Access,
    open: HashMap<File, OwnedFd>,
    /// Shared with zeroing writes in flight, which keep it alive.
    zeros: Arc<Buffer>,
}

impl Files {
    /// Opens the directory, creating it, locks it against a second server, and finds out how its
    /// file system can be written.
    pub fn open(path: &Path) -> io::Result<Files> {
        let directory = lock(path)?;
        let mode = probe(&directory)?;
        Ok(Files::with(directory, path, mode))
    }

    /// As [`Files::open`], without finding out: where direct I/O is not wanted.
    pub fn open_in_mode(path: &Path, mode: WriteMode) -> io::Result<Files> {
        Ok(Files::with(lock(path)?, path, mode))
    }

    /// Opens a directory that is there, to be read alone: no file in it is created or changed, and
    /// operations that would fail. It is locked all the same, so that nothing changes meanwhile.
    pub fn open_to_read(path: &Path) -> io::Result<Files> {
        let mut files = Files::with(lock_existing(path)?, path, WriteMode::Buffered);
        files.access = Access::ReadOnly;
        Ok(files)
    }

    fn with(directory: OwnedFd, path: &Path, mode: WriteMode) -> Files {
        let path = path.to_path_buf();
        let zeros = Arc::new(Buffer::zeroed(ZEROS));
        Files {
            directory,
            path,
            mode,
            access: Access::ReadWrite,
            open: HashMap::new(),
            zeros,
        }
    }

    /// How segments are written.
    pub fn mode(&self) -> WriteMode {
        self.mode
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An identity for a new log, from the system's random numbers.
    pub fn random_id() -> io::Result<LogId> {
        let mut bytes = [0u8; 16];
        fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
        Ok(LogId(u128::from_le_bytes(bytes)))
    }

    pub(crate) fn directory(&self) -> BorrowedFd<'_> {
        self.directory.as_fd()
    }

    pub(crate) fn zeros(&self) -> Arc<Buffer> {
        Arc::clone(&self.zeros)
    }

    /// The open file, opening it when it is not; blocks only then.
    pub(crate) fn get(&mut self, file: File) -> io::Result<BorrowedFd<'_>> {
        if !self.open.contains_key(&file) {
            let flags = self.flags();
            let fd = rustix::fs::openat(&self.directory, name(file), flags, Mode::empty())?;
            if self.caches() {
                drop_cache(&fd)?;
            }
            self.open.insert(file, fd);
        }
        Ok(self.open[&file].as_fd())
    }

    pub(crate) fn insert(&mut self, file: File, fd: OwnedFd) {
        self.open.insert(file, fd);
    }

    pub(crate) fn renamed(&mut self, from: Sequence, to: Sequence) {
        if let Some(fd) = self.open.remove(&File::Segment(from)) {
            self.open.insert(File::Segment(to), fd);
        }
    }

    /// Closes a file before its name is removed, so that whoever removes the name frees the space.
    pub(crate) fn close(&mut self, file: File) {
        self.open.remove(&file);
    }

    pub(crate) fn flags(&self) -> OFlags {
        let flags = OFlags::CLOEXEC
            | match self.access {
                Access::ReadWrite => OFlags::RDWR,
                Access::ReadOnly => OFlags::RDONLY,
            };
        match self.mode {
            WriteMode::Direct => flags | OFlags::DIRECT,
            WriteMode::Buffered => flags,
        }
    }

    /// Whether what is read of this file, and then built upon, comes out of the page cache.
    fn caches(&self) -> bool {
        self.mode == WriteMode::Buffered && self.access == Access::ReadWrite
    }

    pub(crate) fn free_bytes(&self) -> io::Result<u64> {
        let figures = rustix::fs::fstatvfs(&self.directory)?;
        Ok(figures.f_bavail.saturating_mul(figures.f_frsize))
    }

    fn perform(&mut self, action: Action) -> io::Result<Outcome> {
        match action {
            Action::Write {
                file,
                offset,
                buffer,
                length,
                durability,
            } => {
                let flags = write_flags(durability);
                write_all(self.get(file)?, &buffer.bytes()[..length], offset, flags)?;
                return Ok(Outcome::Written(buffer));
            }
            Action::Read {
                sequence,
                offset,
                mut buffer,
                length,
            } => {
                let fd = self.get(File::Segment(sequence))?;
                let length = read_all(fd, &mut buffer.bytes_mut()[..length], offset)?;
                return Ok(Outcome::Read { buffer, length });
            }
            Action::Zero {
                sequence,
                offset: at,
                length,
            } => {
                self.get(File::Segment(sequence))?;
                let fd = self.open[&File::Segment(sequence)].as_fd();
                let zeros = self.zeros.bytes();
                let mut done = 0;
                while done < length {
                    let piece = &zeros[..zeros.len().min(length - done)];
                    write_all(fd, piece, at + offset(done), ReadWriteFlags::empty())?;
                    done += piece.len();
                }
            }
            Action::Create { sequence } => {
                let file = File::Segment(sequence);
                let flags = self.flags() | OFlags::CREATE | OFlags::EXCL;
                let fd = rustix::fs::openat(&self.directory, name(file), flags, MODE)?;
                self.insert(file, fd);
            }
            Action::Allocate { sequence, bytes } => {
                let fd = self.get(File::Segment(sequence))?;
                rustix::fs::fallocate(fd, FallocateFlags::empty(), 0, bytes)?;
            }
            Action::Sync { sequence } => {
                rustix::fs::fdatasync(self.get(File::Segment(sequence))?)?;
            }
            Action::SyncDirectory => rustix::fs::fsync(&self.directory)?,
            Action::Recycle { from, to } => {
                let (old, new) = (name(File::Segment(from)), name(File::Segment(to)));
                rustix::fs::renameat(&self.directory, old, &self.directory, new)?;
                self.renamed(from, to);
            }
            Action::Remove { sequence } => {
                let file = File::Segment(sequence);
                self.close(file);
                rustix::fs::unlinkat(&self.directory, name(file), AtFlags::empty())?;
            }
            Action::FreeSpace => return Ok(Outcome::Free(self.free_bytes()?)),
        }
        Ok(Outcome::Done)
    }
}

impl Storage for Files {
    fn segments(&mut self) -> io::Result<Vec<SegmentFile>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if let Some(sequence) = entry.file_name().to_str().and_then(sequence_of) {
                found.push(SegmentFile {
                    sequence,
                    bytes: entry.metadata()?.len(),
                });
            }
        }
        Ok(found)
    }

    fn execute(&mut self, op: DiskOp) -> Completion {
        let result = self.perform(op.action).map_err(|error| Errno::of(&error));
        Completion { id: op.id, result }
    }

    fn shorten(&mut self, sequence: Sequence, bytes: u64) -> io::Result<()> {
        let fd = self.get(File::Segment(sequence))?;
        rustix::fs::ftruncate(fd, bytes)?;
        rustix::fs::fsync(fd)?;
        Ok(())
    }

    fn open_slots(&mut self, file: SlotsFile) -> io::Result<Vec<u8>> {
        let file = File::Slots(file);
        let flags = self.flags();
        let fd = match rustix::fs::openat(&self.directory, name(file), flags, MODE) {
            Ok(fd) => fd,
            Err(rustix::io::Errno::NOENT) if self.access == Access::ReadOnly => {
                return Ok(Vec::new());
            }
            Err(rustix::io::Errno::NOENT) => {
                let flags = flags | OFlags::CREATE | OFlags::EXCL;
                let fd = rustix::fs::openat(&self.directory, name(file), flags, MODE)?;
                // Both slots exist from the start: storing a value never needs space.
                let empty = Buffer::zeroed(2 * BLOCK);
                write_all(fd.as_fd(), empty.bytes(), 0, ReadWriteFlags::DSYNC)?;
                fd
            }
            Err(error) => return Err(error.into()),
        };
        if self.access == Access::ReadWrite {
            // Also when the name was there: whoever created it may have died before this.
            rustix::fs::fsync(&self.directory)?;
        }
        if self.caches() {
            drop_cache(&fd)?;
        }
        let mut buffer = Buffer::zeroed(2 * BLOCK);
        let length = read_all(fd.as_fd(), buffer.bytes_mut(), 0)?;
        let bytes = buffer.bytes()[..length].to_vec();
        self.insert(file, fd);
        Ok(bytes)
    }
}

/// Files are private to the server.
pub(crate) const MODE: Mode = Mode::from_raw_mode(0o600);

/// The name of a file within the directory.
pub(crate) fn name(file: File) -> String {
    match file {
        File::Segment(sequence) => format!("{sequence}.wal"),
        File::Slots(SlotsFile(name)) => name.to_owned(),
    }
}

fn sequence_of(name: &str) -> Option<Sequence> {
    let digits = name.strip_suffix(".wal")?;
    let exact = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let exact = exact && !digits.bytes().any(|byte| byte.is_ascii_uppercase());
    u64::from_str_radix(digits, 16)
        .ok()
        .filter(|_| exact)
        .map(Sequence)
}

pub(crate) fn write_flags(durability: Durability) -> ReadWriteFlags {
    match durability {
        Durability::Durable => ReadWriteFlags::DSYNC,
        Durability::Relaxed => ReadWriteFlags::empty(),
    }
}

fn write_all(fd: BorrowedFd<'_>, bytes: &[u8], at: u64, flags: ReadWriteFlags) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        let rest = [IoSlice::new(&bytes[done..])];
        match rustix::io::pwritev2(fd, &rest, at + offset(done), flags) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => done += written,
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn read_all(fd: BorrowedFd<'_>, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    let mut done = 0;
    while done < bytes.len() {
        match rustix::io::pread(fd, &mut bytes[done..], at + offset(done)) {
            Ok(0) => break,
            Ok(read) => {
                done += read;
                if !done.is_multiple_of(BLOCK) {
                    break; // The end of the file; direct reads go on at whole blocks only.
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(done)
}

/// Opens the directory and locks it for as long as the descriptor lives.
fn lock(path: &Path) -> io::Result<OwnedFd> {
    create_directory(path)?;
    lock_existing(path)
}

fn lock_existing(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let directory = rustix::fs::open(path, flags, Mode::empty())?;
    let mut left = LOCK_ATTEMPTS;
    loop {
        match rustix::fs::flock(&directory, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(directory),
            Err(rustix::io::Errno::WOULDBLOCK) if left > 0 => {
                left -= 1;
                std::thread::sleep(LOCK_PAUSE);
            }
            Err(error) => {
                let text = format!("{} is in use by another process: {error}", path.display());
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, text));
            }
        }
    }
}

/// Writes back what is dirty and drops the rest, so that what is read next comes from the disk.
///
/// After a write that failed, the cache keeps what was to be written and calls it clean: a later
/// start would read it, a later sync succeed, and the next power loss take it away.
fn drop_cache(fd: &OwnedFd) -> io::Result<()> {
    rustix::fs::fdatasync(fd)?;
    rustix::fs::fadvise(fd, 0, None, rustix::fs::Advice::DontNeed)?;
    Ok(())
}

/// Creates a directory, and those above it that are missing, and makes their names durable, whoever
/// created them: an earlier start may have died before it could.
///
/// Goes up as far as the file system reaches: the name of a mount point is the administrator's. A
/// directory that may be used but not read cannot be synced, and is passed over.
///
/// Fails when the directory cannot be created, or a sync fails.
pub fn create_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    let path = path.canonicalize()?;
    let device = fs::metadata(&path)?.dev();
    for above in path.ancestors().skip(1) {
        if fs::metadata(above)?.dev() != device {
            break;
        }
        match fs::File::open(above) {
            Ok(directory) => directory.sync_all()?,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Tries a direct, durable write in a file that is gone afterwards.
fn probe(directory: &OwnedFd) -> io::Result<WriteMode> {
    let name = "probe.tmp";
    let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::CREATE | OFlags::TRUNC;
    let block = Buffer::zeroed(BLOCK);
    let direct = rustix::fs::openat(directory, name, flags | OFlags::DIRECT, MODE)
        .map_err(io::Error::from)
        .and_then(|fd| write_all(fd.as_fd(), block.bytes(), 0, ReadWriteFlags::DSYNC));
    let mode = match direct {
        Ok(()) => Ok(WriteMode::Direct),
        Err(error) if matches!(error.raw_os_error(), Some(libc::EINVAL | libc::EOPNOTSUPP)) => {
            Ok(WriteMode::Buffered)
        }
        // A full disk is no reason not to start; the common case is assumed and opening a segment
        // tells if it is wrong.
        Err(error) if error.raw_os_error() == Some(libc::ENOSPC) => Ok(WriteMode::Direct),
        Err(error) => Err(error),
    };
    match rustix::fs::unlinkat(directory, name, AtFlags::empty()) {
        Ok(()) | Err(rustix::io::Errno::NOENT) => mode,
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_durable_write_says_so() {
        assert_eq!(write_flags(Durability::Durable), ReadWriteFlags::DSYNC);
        assert_eq!(write_flags(Durability::Relaxed), ReadWriteFlags::empty());
    }

    #[test]
    fn a_directory_is_created_with_those_above_it_and_may_be_there() {
        let top = std::env::temp_dir().join(format!("ringkeeper-levels-{}", std::process::id()));
        let path = top.join("one/two");
        for _ in 0..2 {
            create_directory(&path).expect("created, or there");
            assert!(path.is_dir());
        }
        fs::write(path.join("file"), b"").expect("written");
        create_directory(&path.join("file")).expect_err("a file is there");
        fs::remove_dir_all(&top).expect("removed");
    }

    #[test]
    fn names_are_exact() {
        assert_eq!(name(File::Segment(Sequence(0x2a))), "000000000000002a.wal");
        assert_eq!(sequence_of("000000000000002a.wal"), Some(Sequence(0x2a)));
        for other in [
            "2a.wal",
            "000000000000002A.wal",
            "+00000000000002a.wal",
            "x",
            ".wal",
        ] {
            assert_eq!(sequence_of(other), None, "{other}");
        }
    }
}
