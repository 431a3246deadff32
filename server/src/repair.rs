//! `ringkeeper repair`: says what a damaged log has lost, and gives that up when told to.
//!
//! Must never run beside a server (the directories are locked), and never give up a record that
//! can be read, nor any at all unless [`Damage::GiveUp`] was asked for: acknowledged changes are
//! lost then, and only an administrator can decide that.

use std::fmt;

use ringkeeper_wal::{Files, OnDamage, OpenError, Options, Position};

use crate::config::Config;
use crate::store::Store;

/// What to do about records that were durable and cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Damage {
    /// Say which they are.
    Show,
    /// Start from what is before them.
    GiveUp,
}

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// Nothing was ever logged there.
    Empty,
    /// Every record can be read.
    Sound {
        /// The last one.
        last: Position,
    },
    /// Records were given up.
    GivenUp {
        /// The first of them.
        first: Position,
        /// The last of them.
        through: Position,
        /// The last record that is left.
        last: Position,
    },
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Empty => f.write_str("there is no log yet: nothing to repair"),
            Verdict::Sound { last } => {
                write!(f, "the log is sound: every record up to {last} can be read")
            }
            Verdict::GivenUp {
                first,
                through,
                last,
            } => write!(
                f,
                "records {first} to {through} were given up; the log goes on after {last}"
            ),
        }
    }
}

/// Why there is no verdict. The message is a whole sentence.
#[derive(Debug)]
pub(crate) struct RepairError(String);

impl fmt::Display for RepairError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RepairError {}

/// What an administrator can do about an error of the log.
pub(crate) fn remedy(error: &OpenError) -> &'static str {
    match error {
        OpenError::MissingFirst { .. }
        | OpenError::MissingLast { .. }
        | OpenError::Damaged { .. } => {
            ". Restore the files from a copy. If there is none, `ringkeeper repair --give-up` \
             starts from what can be read, and these changes are lost"
        }
        OpenError::Io { .. }
        | OpenError::IdentityMissing
        | OpenError::IdentityDamaged
        | OpenError::Foreign { .. }
        | OpenError::UnknownVersion { .. } => "",
    }
}

/// Reads the whole log. The caller holds the directories locked.
pub(crate) fn run(config: &Config, damage: Damage) -> Result<Verdict, RepairError> {
    let directory = config.directories.segments();
    if !directory.is_dir() {
        return Ok(Verdict::Empty);
    }
    let text = |cause: &dyn fmt::Display| RepairError(cause.to_string());
    let store = Store::open(&config.directories.checkpoints());
    let checkpoint = store
        .and_then(|store| store.record())
        .map_err(|cause| text(&cause))?;
    let mut files = Files::open(&directory).map_err(|cause| text(&cause))?;
    let options = Options {
        segment_bytes: config.log.segment_bytes.get(),
        on_damage: match damage {
            Damage::Show => OnDamage::Refuse,
            Damage::GiveUp => OnDamage::CutAndLose,
        },
        ..Options::default()
    };
    let id = Files::random_id().map_err(|cause| text(&cause))?;
    let needed = Position(checkpoint.unwrap_or_default().next().0);
    let opened = ringkeeper_wal::open(&mut files, &options, id, needed, &mut |_, _| {});
    let (_, found) = opened.map_err(|error| {
        let remedy = remedy(&error);
        RepairError(format!("the log {}: {error}{remedy}.", directory.display()))
    })?;
    Ok(match found.lost {
        None => Verdict::Sound { last: found.last },
        Some((first, through)) => Verdict::GivenUp {
            first,
            through,
            last: found.last,
        },
    })
}
