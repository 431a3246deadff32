//! What this machine must offer before a server may start: directories, a port, `io_uring`.
//!
//! Must never repair or delete what belongs to somebody else. Every refusal names the cause and
//! what to do about it. Invariant: what [`check`] returns holds the directories locked, so that
//! no second server writes into them.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing::{info, warn};

use crate::config::{ClientAddress, Config};
use crate::uring_check::{self, RingFault};

/// The file that is locked in each directory while a server runs.
const LOCK_FILE: &str = "ringkeeper.lock";

/// How often a client port that is in use is tried again: for three seconds.
const PORT_ATTEMPTS: u32 = 60;

/// Time between two attempts.
const PORT_RETRY: Duration = Duration::from_millis(50);

/// Open files below this make a server that refuses clients early.
const OPEN_FILES_WANTED: u64 = 4096;

/// Why this machine cannot run the server as configured.
#[derive(Debug)]
pub(crate) enum PreflightError {
    /// A directory cannot be used.
    Directory {
        /// Which.
        path: PathBuf,
        /// The key that names it.
        key: &'static str,
        /// Why.
        fault: DirectoryFault,
    },
    /// The client port cannot be listened on.
    Port {
        /// As configured.
        address: ClientAddress,
        /// Why.
        cause: io::Error,
    },
    /// `io_uring` is missing, or misses something.
    Ring(RingFault),
}

/// What is wrong with a directory.
#[derive(Debug)]
pub(crate) enum DirectoryFault {
    /// Something that is no directory has its name.
    NotADirectory,
    /// It is not there, and cannot be created.
    CannotCreate(io::Error),
    /// No file can be created in it.
    NotWritable(io::Error),
    /// A file in it cannot be read.
    NotReadable(io::Error),
    /// Another server runs in it.
    InUse {
        /// Its process, if it is known.
        process: Option<u32>,
    },
    /// ZooKeeper keeps its data there.
    HoldsZooKeeperData {
        /// A file of ZooKeeper's.
        found: PathBuf,
    },
}

impl fmt::Display for PreflightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PreflightError::Directory { path, key, fault } => {
                write!(f, "{key} {}: ", path.display())?;
                fault.fmt(f)?;
                write!(f, " {}", fault.remedy(key))
            }
            PreflightError::Port { address, cause } => {
                write!(f, "cannot listen on {address} for clients: {cause}. ")?;
                f.write_str(match cause.kind() {
                    ErrorKind::AddrInUse => {
                        "Another process has that port: stop it, or choose another clientPort."
                    }
                    ErrorKind::AddrNotAvailable => {
                        "No interface of this machine has that address: correct clientPortAddress."
                    }
                    ErrorKind::PermissionDenied => {
                        "Ports below 1024 need CAP_NET_BIND_SERVICE: choose a clientPort above."
                    }
                    _ => "Correct clientPort and clientPortAddress.",
                })
            }
            PreflightError::Ring(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for DirectoryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DirectoryFault::NotADirectory => f.write_str("this is not a directory."),
            DirectoryFault::CannotCreate(cause) => write!(f, "it cannot be created: {cause}."),
            DirectoryFault::NotWritable(cause) => write!(f, "it cannot be written to: {cause}."),
            DirectoryFault::NotReadable(cause) => write!(f, "it cannot be read: {cause}."),
            DirectoryFault::InUse {
                process: Some(process),
            } => write!(f, "another server runs in it (process {process})."),
            DirectoryFault::InUse { process: None } => f.write_str("another server runs in it."),
            DirectoryFault::HoldsZooKeeperData { found } => write!(
                f,
                "ZooKeeper's own data is there ({}), which Ringkeeper cannot read yet.",
                found.display()
            ),
        }
    }
}

impl DirectoryFault {
    fn remedy(&self, key: &str) -> String {
        match self {
            DirectoryFault::CannotCreate(cause) | DirectoryFault::NotWritable(cause)
                if cause.kind() == ErrorKind::PermissionDenied =>
            {
                "Give the user of this process the right to write there, or choose another one."
                    .to_owned()
            }
            DirectoryFault::NotADirectory
            | DirectoryFault::HoldsZooKeeperData { .. }
            | DirectoryFault::CannotCreate(_)
            | DirectoryFault::NotWritable(_) => {
                format!("Choose another directory for {key}.")
            }
            DirectoryFault::NotReadable(_) => "Run this as the user of the server.".to_owned(),
            DirectoryFault::InUse { .. } => {
                format!("Stop it, or choose another directory for {key}.")
            }
        }
    }
}

impl std::error::Error for PreflightError {}

/// What has to live as long as the server.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The address to listen on.
    pub(crate) client: SocketAddr,
    _locks: Locks,
}

/// Checks everything, creates missing directories, raises the limit on open files.
pub(crate) fn check(config: &Config) -> Result<Ready, PreflightError> {
    uring_check::check().map_err(PreflightError::Ring)?;
    let locks = lock(config)?;
    let client = port_in_time(&config.client, PORT_ATTEMPTS)?;
    raise_open_files();
    Ok(Ready {
        client,
        _locks: locks,
    })
}

/// The locks on the directories: nobody else writes into them while this lives.
#[derive(Debug)]
pub(crate) struct Locks(#[expect(dead_code, reason = "held, not read")] Vec<File>);

/// Makes sure that the directories are there and ours.
pub(crate) fn lock(config: &Config) -> Result<Locks, PreflightError> {
    let mut locks = vec![directory(&config.directories.data, "dataDir")?];
    if config.directories.log != config.directories.data {
        locks.push(directory(&config.directories.log, "dataLogDir")?);
    }
    Ok(Locks(locks))
}

/// Locks what is there, and creates nothing: for who only reads.
pub(crate) fn lock_to_read(config: &Config) -> Result<Locks, PreflightError> {
    let mut locks = Vec::new();
    locks.extend(lock_if_there(&config.directories.data, "dataDir")?);
    if config.directories.log != config.directories.data {
        locks.extend(lock_if_there(&config.directories.log, "dataLogDir")?);
    }
    Ok(Locks(locks))
}

fn lock_if_there(path: &Path, key: &'static str) -> Result<Option<File>, PreflightError> {
    let refused = |fault| PreflightError::Directory {
        path: path.to_owned(),
        key,
        fault,
    };
    let mut lock = match File::open(path.join(LOCK_FILE)) {
        Ok(lock) => lock,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(refused(DirectoryFault::NotReadable(cause))),
    };
    lock_now(&mut lock).map_err(refused)?;
    Ok(Some(lock))
}

fn lock_now(lock: &mut File) -> Result<(), DirectoryFault> {
    match flock(&*lock, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(()),
        Err(errno) if errno == rustix::io::Errno::WOULDBLOCK => {
            let mut process = String::new();
            // A name to help with the search; without it the refusal is the same.
            let _ = lock.read_to_string(&mut process);
            Err(DirectoryFault::InUse {
                process: process.trim().parse().ok(),
            })
        }
        Err(errno) => Err(DirectoryFault::NotWritable(errno.into())),
    }
}

/// Makes sure that a directory is there, ours, and locked.
fn directory(path: &Path, key: &'static str) -> Result<File, PreflightError> {
    let refused = |fault| PreflightError::Directory {
        path: path.to_owned(),
        key,
        fault,
    };
    match fs::metadata(path) {
        Ok(found) if !found.is_dir() => return Err(refused(DirectoryFault::NotADirectory)),
        Ok(_) => {}
        Err(cause) if cause.kind() == ErrorKind::NotADirectory => {
            return Err(refused(DirectoryFault::NotADirectory));
        }
        Err(_) => {
            fs::create_dir_all(path)
                .map_err(|cause| refused(DirectoryFault::CannotCreate(cause)))?;
            info!(path = %path.display(), "created {key}");
        }
    }
    if let Some(found) = zookeeper_data(path) {
        return Err(refused(DirectoryFault::HoldsZooKeeperData { found }));
    }
    let lock = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path.join(LOCK_FILE));
    let mut lock = lock.map_err(|cause| refused(DirectoryFault::NotWritable(cause)))?;
    lock_now(&mut lock).map_err(refused)?;
    // For whoever finds it locked. On a full disk it stays unknown.
    let _ = lock
        .set_len(0)
        .and_then(|()| writeln!(lock, "{}", std::process::id()));
    Ok(lock)
}

/// A snapshot or a log of ZooKeeper's in `version-2`, if there is one.
fn zookeeper_data(directory: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(directory.join("version-2")).ok()?;
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("snapshot.") || name.starts_with("log.")
        })
}

/// Finds the address to listen on by trying: a port in use is named before anything is recovered.
/// Waits for a port that is in use, but not for long: the kernel closes the listening socket of a
/// killed server a moment after the process is gone, when it has taken its rings down.
fn port_in_time(address: &ClientAddress, mut attempts: u32) -> Result<SocketAddr, PreflightError> {
    loop {
        match port(address) {
            Err(PreflightError::Port { cause, .. })
                if cause.kind() == ErrorKind::AddrInUse && attempts > 0 =>
            {
                if attempts == PORT_ATTEMPTS {
                    info!(%address, "the client port is in use; waiting for it");
                }
                attempts -= 1;
                std::thread::sleep(PORT_RETRY);
            }
            outcome => return outcome,
        }
    }
}

fn port(address: &ClientAddress) -> Result<SocketAddr, PreflightError> {
    let refused = |cause| PreflightError::Port {
        address: address.clone(),
        cause,
    };
    let mut last = io::Error::from(ErrorKind::AddrNotAvailable);
    for candidate in address.resolve().map_err(refused)? {
        match TcpListener::bind(candidate) {
            Ok(_) => return Ok(candidate),
            Err(cause) if cause.kind() == ErrorKind::AddrInUse => return Err(refused(cause)),
            Err(cause) => last = cause,
        }
    }
    Err(refused(last))
}

/// One connection is one open file: takes all that the administrator allows.
fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    if let Err(errno) = setrlimit(Resource::Nofile, raised) {
        warn!("cannot raise the limit on open files: {errno}");
    }
    let current = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    if current < OPEN_FILES_WANTED {
        warn!(
            open_files = current,
            "few open files are allowed, and each client needs one: raise the limit (ulimit -n, \
             or LimitNOFILE= of a systemd unit)"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::config::ListenHost;

    fn refused(path: &Path) -> String {
        let error = directory(path, "dataDir").expect_err("this directory cannot be used");
        error
            .to_string()
            .replace(&path.display().to_string(), "PATH")
    }

    #[test]
    fn a_missing_directory_is_created_and_locked() {
        let parent = tempfile::tempdir().expect("a directory");
        let path = parent.path().join("a/b");
        let lock = directory(&path, "dataDir").expect("it can be created");
        assert_eq!(
            refused(&path),
            format!(
                "dataDir PATH: another server runs in it (process {}). \
                 Stop it, or choose another directory for dataDir.",
                std::process::id()
            )
        );
        drop(lock);
        directory(&path, "dataDir").expect("the lock goes with its holder");
    }

    #[test]
    fn what_is_no_directory_is_refused() {
        let parent = tempfile::tempdir().expect("a directory");
        let file = parent.path().join("file");
        fs::write(&file, "").expect("writable");
        let text = "dataDir PATH: this is not a directory. Choose another directory for dataDir.";
        assert_eq!(refused(&file), text);
        assert_eq!(refused(&file.join("below")), text);
    }

    #[test]
    fn data_of_zookeeper_is_left_alone() {
        for name in ["snapshot.0", "log.1"] {
            let dir = tempfile::tempdir().expect("a directory");
            let theirs = dir.path().join("version-2");
            fs::create_dir(&theirs).expect("writable");
            directory(dir.path(), "dataDir").expect("an empty version-2 is nobody's data");
            fs::write(theirs.join(name), "").expect("writable");
            assert_eq!(
                refused(dir.path()),
                format!(
                    "dataDir PATH: ZooKeeper's own data is there (PATH/version-2/{name}), which \
                     Ringkeeper cannot read yet. Choose another directory for dataDir."
                )
            );
        }
    }

    #[test]
    fn a_directory_without_the_right_to_write_is_refused() {
        let dir = tempfile::tempdir().expect("a directory");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).expect("ours");
        let text = match directory(dir.path(), "dataDir") {
            Ok(_) if rustix::process::geteuid().is_root() => return,
            Ok(_) => panic!("only root writes where nobody may"),
            Err(error) => error.to_string(),
        };
        assert!(
            text.contains("cannot be written to: Permission denied"),
            "{text}"
        );
    }

    #[test]
    fn a_port_in_use_is_named() {
        let holder = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let taken = holder.local_addr().expect("it is bound");
        let address = ClientAddress {
            host: ListenHost::Ip(taken.ip()),
            port: taken.port(),
        };
        let error = port(&address).expect_err("the port is taken").to_string();
        assert_eq!(
            error,
            format!(
                "cannot listen on {taken} for clients: Address already in use (os error 98). \
                 Another process has that port: stop it, or choose another clientPort."
            )
        );
        drop(holder);
        assert_eq!(port(&address).expect("the port is free"), taken);
    }

    #[test]
    fn an_address_of_another_machine_is_named() {
        let host = ListenHost::parse("192.0.2.1");
        let error = port(&ClientAddress { host, port: 2181 })
            .expect_err("not ours")
            .to_string();
        assert!(error.ends_with("correct clientPortAddress."), "{error}");
    }
}
