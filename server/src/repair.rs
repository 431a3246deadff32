//! `ringkeeper repair`: says what a damaged log has lost, and gives that up when told to.
//!
//! Must never run beside a server (the directories are locked). [`Damage::Show`] creates and
//! changes no file, whoever runs it. Must never give up a record that can be read, nor any at all
//! unless [`Damage::GiveUp`] was asked for, by the owner of the directories: acknowledged changes
//! are lost then, only an administrator can decide that, and the server must still be able to
//! write what is left.

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use ringkeeper_core::id::{RecordNumber, Zxid};
use ringkeeper_core::txn::codec;
use ringkeeper_wal::{Files, OnDamage, OpenError, Options, Position, Recovered, Storage};

use crate::config::Config;
use crate::preflight::{self, PreflightError};
use crate::store::{LogPlace, Places, Store};

/// What to do about records that were durable and cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Damage {
    /// Say which they are.
    Show,
    /// Cut the log before them.
    GiveUp,
}

/// What was found, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Report {
    /// The directory looked at.
    pub(crate) directory: PathBuf,
    /// What is there.
    pub(crate) verdict: Verdict,
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// There is no such directory.
    Missing,
    /// Nothing was ever logged there.
    Empty,
    /// Every record can be read.
    Sound {
        /// The last one.
        last: Position,
        /// Its zxid, unless the checkpoint holds it already.
        zxid: Option<Zxid>,
    },
    /// Records were given up.
    GivenUp {
        /// The first and the last of them, where both are known.
        lost: Option<(Position, Position)>,
        /// The last record that is left.
        last: Position,
    },
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.directory.display())?;
        match self.verdict {
            Verdict::Missing => f.write_str("there is no such directory: nothing to repair"),
            Verdict::Empty => f.write_str("there is no log in it yet: nothing to repair"),
            Verdict::Sound { last, zxid } => {
                write!(f, "the log is sound: every record up to {last}")?;
                if let Some(zxid) = zxid {
                    write!(f, " (zxid {zxid})")?;
                }
                f.write_str(" can be read. Nothing was changed")
            }
            Verdict::GivenUp {
                lost: Some((first, through)),
                last,
            } => write!(
                f,
                "records {first} to {through} were given up; the log goes on after {last}"
            ),
            Verdict::GivenUp { lost: None, last } => {
                write!(
                    f,
                    "what was missing is given up; the log goes on after {last}"
                )
            }
        }
    }
}

/// Why there is no report. The message is a whole sentence.
#[derive(Debug)]
pub(crate) enum RepairError {
    /// The directories cannot be used by this process.
    Directory(String),
    /// Records are damaged or missing.
    Damaged(String),
    /// The disk or the store failed.
    Failed(String),
}

impl fmt::Display for RepairError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RepairError::Directory(text)
            | RepairError::Damaged(text)
            | RepairError::Failed(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for RepairError {}

impl From<PreflightError> for RepairError {
    fn from(fault: PreflightError) -> RepairError {
        RepairError::Directory(fault.to_string())
    }
}

/// What an administrator can do about an error of the log; `last` is the last change before it.
pub(crate) fn remedy(config: &Config, error: &OpenError, last: Option<Zxid>) -> String {
    if !error.is_damage() {
        return String::new();
    }
    let reaches = last.map_or_else(String::new, |zxid| {
        format!(" (the last change before them is zxid {zxid})")
    });
    let directory = config.directories.segments();
    format!(
        "{reaches}. Take a copy of {} before anything else. Then restore the files from a backup; \
         if there is none, `{}` cuts the log before these records: they are lost, and whatever \
         lies behind them is erased",
        directory.display(),
        config.command("repair --give-up")
    )
}

/// Reads the whole log, and gives up what it lost if that is asked for.
pub(crate) fn run(config: &Config, damage: Damage) -> Result<Report, RepairError> {
    let directory = config.directories.segments();
    let shown = std::path::absolute(&directory).unwrap_or_else(|_| directory.clone());
    let report = |verdict| Report {
        directory: shown.clone(),
        verdict,
    };
    match fs::metadata(&directory) {
        Ok(_) => {}
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(report(Verdict::Missing)),
        Err(cause) => return Err(unreadable(&directory, &cause)),
    }
    let _locks = match damage {
        Damage::Show => preflight::lock_to_read(config)?,
        Damage::GiveUp => {
            expect_owner(config, &config.directories.data)?;
            expect_owner(config, &directory)?;
            preflight::lock(config)?
        }
    };
    let place = place(config)?;
    let needed = Position(place.map_or(RecordNumber(0), |it| it.record).next().0);
    let mut zxid = None;
    let found = examine(config, &directory, place, needed, &mut zxid)?;
    let error = match found {
        Ok(None) => return Ok(report(Verdict::Empty)),
        Ok(Some(found)) => {
            let last = found.last;
            return Ok(report(Verdict::Sound { last, zxid }));
        }
        Err(error) => error,
    };
    if damage == Damage::GiveUp && error.is_damage() {
        let found = give_up(config, &directory, needed)?;
        return Ok(report(Verdict::GivenUp {
            lost: found.lost,
            last: found.last,
        }));
    }
    if let OpenError::Io { error, .. } = &error
        && error.kind() == ErrorKind::PermissionDenied
    {
        return Err(unreadable(&directory, error));
    }
    let remedy = remedy(config, &error, zxid);
    let text = format!("the log {}: {error}{remedy}.", shown.display());
    Err(if error.is_damage() {
        RepairError::Damaged(text)
    } else {
        RepairError::Failed(text)
    })
}

/// Where the checkpoint reaches to, if there is one.
fn place(config: &Config) -> Result<Option<LogPlace>, RepairError> {
    let present = config.directories.checkpoints();
    let places = Places::of(&present);
    let directory = places
        .counting()
        .map_err(|cause| unreadable(&present, &cause))?;
    // RocksDB's own root: without it there is no store.
    match fs::metadata(directory.join("CURRENT")) {
        Ok(_) => {}
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(unreadable(directory, &cause)),
    }
    let place = Store::open_to_read(directory).and_then(|store| store.log_place());
    place.map_err(|cause| {
        // RocksDB tells it in words only.
        if cause.to_string().contains("Permission denied") {
            unreadable(directory, &ErrorKind::PermissionDenied.into())
        } else {
            RepairError::Failed(cause.to_string())
        }
    })
}

/// Reads the log without changing it, noting the zxid of the last record; `None`: there is none.
fn examine(
    config: &Config,
    directory: &Path,
    place: Option<LogPlace>,
    needed: Position,
    zxid: &mut Option<Zxid>,
) -> Result<Result<Option<Recovered>, OpenError>, RepairError> {
    let mut files =
        Files::open_to_read(directory).map_err(|cause| unreadable(directory, &cause))?;
    if let (Some(place), Ok(log)) = (place, ringkeeper_wal::log_id(&mut files))
        && place.log != log
    {
        let text = crate::recover::another_servers_log(config).to_string();
        return Err(RepairError::Directory(format!("{text}.")));
    }
    let mut visit = |_, record: &[u8]| {
        // A record that is no txn is for the server to refuse: its bytes are as they were written.
        if let Ok(txn) = codec::decode(record) {
            *zxid = Some(txn.zxid);
        }
    };
    let found = ringkeeper_wal::examine(&mut files, needed, &mut visit);
    if matches!(found, Err(OpenError::IdentityMissing)) {
        let segments = files.segments();
        if segments
            .map_err(|cause| unreadable(directory, &cause))?
            .is_empty()
        {
            return Ok(Ok(None));
        }
    }
    Ok(found.map(Some))
}

fn give_up(config: &Config, directory: &Path, needed: Position) -> Result<Recovered, RepairError> {
    let failed = |cause: &dyn fmt::Display| {
        RepairError::Failed(format!("the log {}: {cause}.", directory.display()))
    };
    let mut files = Files::open(directory).map_err(|cause| failed(&cause))?;
    let options = Options {
        segment_bytes: config.log.segment_bytes.get(),
        on_damage: OnDamage::CutAndLose,
        ..Options::default()
    };
    let id = Files::random_id().map_err(|cause| failed(&cause))?;
    let opened = ringkeeper_wal::open(&mut files, &options, id, needed, &mut |_, _| {});
    let (_, found) = opened.map_err(|cause| failed(&cause))?;
    Ok(found)
}

/// Files that somebody else creates here would keep the server from starting.
fn expect_owner(config: &Config, directory: &Path) -> Result<(), RepairError> {
    let owner = fs::metadata(directory).map_err(|cause| unreadable(directory, &cause))?;
    let own = rustix::process::geteuid().as_raw();
    if owner.uid() == own {
        return Ok(());
    }
    Err(RepairError::Directory(format!(
        "{} belongs to user {}, and this is user {own}: files created now would keep the server \
         from starting. Run `sudo -u '#{}' {}`.",
        directory.display(),
        owner.uid(),
        owner.uid(),
        config.command("repair --give-up")
    )))
}

/// Names what cannot be read, and who may.
fn unreadable(path: &Path, cause: &io::Error) -> RepairError {
    let owner = fs::metadata(path).map_or_else(
        |_| String::new(),
        |found| {
            format!(
                " It belongs to user {}: run this as that user.",
                found.uid()
            )
        },
    );
    RepairError::Directory(format!(
        "{} cannot be read: {cause}.{owner}",
        path.display()
    ))
}
