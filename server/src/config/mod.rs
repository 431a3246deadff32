//! `zoo.cfg` and `-D` properties, parsed into a typed [`Config`].
//!
//! Must never leave a string to be understood later: what is in a [`Config`] is of its type and
//! within its bounds. Must never open a socket or change a file; reading `zoo.cfg`, the dynamic
//! file it names and `myid` is all that is done here.
//!
//! ```text
//!  arguments, files -> properties -> settings -> assemble, own, membership -> Config
//!                      (grammar)     (names:     (values, and what fits        + notes
//!                                     keys)       together; ensemble)          or all faults
//! ```
//!
//! Precedence is ZooKeeper's: it sets a system property for each key of the file that it does not
//! know itself, so **the file counts over `-D`**.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::num::{NonZeroU32, NonZeroU64};
use std::path::{Path, PathBuf};

use ringkeeper_core::id::Sid;
use ringkeeper_core::options::{Options, Switch};

mod address;
mod assemble;
mod ensemble;
mod error;
mod keys;
mod membership;
mod note;
mod own;
mod properties;
mod report;
mod settings;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use address::{ClientAddress, ListenHost};
pub(crate) use ensemble::{EnsembleConfig, PeerListening, TickLimits};
pub(crate) use error::{ConfigError, ConfigErrors, Origin};
pub(crate) use keys::lists_members;
pub(crate) use note::{Loudness, Note};
pub(crate) use own::{CheckpointPolicy, KEYS as OWN_KEYS, LogFormat, LogPolicy, Shards};

/// What `ringkeeper serve` runs with when no file is named.
pub(crate) const DEFAULT_ZOO_CFG: &str = "\
tickTime=2000
dataDir=data
clientPort=2181
clientPortAddress=127.0.0.1
";

/// Everything the driver needs to know to run one server.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Config {
    /// The file it was read from; `None` for [`DEFAULT_ZOO_CFG`].
    pub(crate) source: Option<PathBuf>,
    /// The `-D` arguments, without secrets: for the commands that are shown.
    pub(crate) properties: Vec<Property>,
    /// `myid`, or 1: the top byte of the session ids handed out.
    pub(crate) sid: Sid,
    /// The ensemble this server belongs to; `None` if it stands alone.
    pub(crate) ensemble: Option<EnsembleConfig>,
    /// `ringkeeper.epochCounterMax`: the zxid counter at which an epoch ends.
    pub(crate) epoch_counter_max: u32,
    /// Where data lives.
    pub(crate) directories: Directories,
    /// Where clients connect.
    pub(crate) client: ClientAddress,
    /// `clientPortListenBacklog`: connections the kernel may hold for us; `None` is its choice.
    pub(crate) backlog: Option<NonZeroU32>,
    /// How many connections there may be.
    pub(crate) connections: ConnectionLimits,
    /// `connection_throttle_tokens` and its rate; `None` is off.
    pub(crate) connection_tokens: Option<ConnectionTokens>,
    /// The four-letter words that are answered.
    pub(crate) four_letter_words: FourLetterWords,
    /// How many shards to run.
    pub(crate) shards: Shards,
    /// Whether each shard is pinned to a core.
    pub(crate) pinning: Switch,
    /// When a checkpoint is taken.
    pub(crate) checkpoints: CheckpointPolicy,
    /// How the log uses the disk.
    pub(crate) log: LogPolicy,
    /// How log lines look.
    pub(crate) log_format: LogFormat,
    /// What changes the meaning of requests: for `core`.
    pub(crate) options: Options,
}

impl Config {
    /// The command line that runs `subcommand` with this very configuration, for a shell.
    pub(crate) fn command(&self, subcommand: &str) -> String {
        let mut words = vec![format!("ringkeeper {subcommand}")];
        for Property { name, value } in &self.properties {
            words.push(quoted(&format!("-D{name}={value}")));
        }
        if let Some(path) = &self.source {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            words.push(quoted(&path.display().to_string()));
        }
        words.join(" ")
    }
}

/// One word of a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+".contains(c);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Where data lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Directories {
    /// `dataDir`: checkpoints, and the log if it has no place of its own; `myid` is here.
    pub(crate) data: PathBuf,
    /// `dataLogDir`: the log.
    pub(crate) log: PathBuf,
}

impl Directories {
    /// Where the store keeps the checkpoints.
    pub(crate) fn checkpoints(&self) -> PathBuf {
        self.data.join("ringkeeper-checkpoints")
    }

    /// Where the log keeps its segments.
    pub(crate) fn segments(&self) -> PathBuf {
        self.log.join("ringkeeper-log")
    }
}

/// How many connections there may be; `None` is no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ConnectionLimits {
    /// `maxClientCnxns`: from one address.
    pub(crate) per_address: Option<NonZeroU32>,
    /// `maxCnxns`: altogether.
    pub(crate) total: Option<NonZeroU32>,
}

/// New connections take a token each; without one they are closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ConnectionTokens {
    /// The bucket holds so many.
    pub(crate) max: NonZeroU32,
    /// Every so many milliseconds ...
    pub(crate) fill_interval_ms: NonZeroU64,
    /// ... so many are added.
    pub(crate) fill_count: NonZeroU32,
}

/// The four-letter words that are answered (`4lw.commands.whitelist`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FourLetterWords {
    /// Every one.
    All,
    /// These. `srvr` is always among them.
    Only(BTreeSet<[u8; 4]>),
}

impl FourLetterWords {
    /// Whether this word is answered.
    pub(crate) fn allows(&self, word: [u8; 4]) -> bool {
        match self {
            FourLetterWords::All => true,
            FourLetterWords::Only(words) => words.contains(&word),
        }
    }
}

impl fmt::Display for FourLetterWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FourLetterWords::All => f.write_str("*"),
            FourLetterWords::Only(words) => {
                let words: Vec<_> = words
                    .iter()
                    .map(|word| word.escape_ascii().to_string())
                    .collect();
                f.write_str(&words.join(","))
            }
        }
    }
}

/// One `-Dname=value`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Property {
    /// Before the first `=`.
    pub(crate) name: String,
    /// After it; empty without one.
    pub(crate) value: String,
}

impl Property {
    /// Reads what follows `-D`.
    pub(crate) fn parse(text: &str) -> Property {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        Property {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }
}

/// A configuration, and what the administrator should hear about it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Loaded {
    /// To run with.
    pub(crate) config: Config,
    /// To log.
    pub(crate) notes: Vec<Note>,
}

/// Reads `-D` arguments and a file (or [`DEFAULT_ZOO_CFG`]) into a configuration.
pub(crate) fn load(properties: &[Property], file: Option<&Path>) -> Result<Loaded, ConfigErrors> {
    let mut settings = settings::Settings::default();
    for property in properties {
        settings.add_property(&property.name, &property.value);
    }
    let bytes = match file {
        None => DEFAULT_ZOO_CFG.as_bytes().to_vec(),
        Some(path) => fs::read(path).map_err(|cause| {
            let role = "configuration file";
            ConfigErrors::one(ConfigError::Unreadable {
                path: path.to_owned(),
                role,
                cause,
            })
        })?,
    };
    settings.add_file(file, entries(file, &bytes)?);
    if let Some(path) = settings
        .raw("dynamicConfigFile")
        .map(|it| PathBuf::from(&it.value))
    {
        let bytes = fs::read(&path).map_err(|cause| {
            let role = "dynamic configuration file";
            ConfigErrors::one(ConfigError::Unreadable {
                path: path.clone(),
                role,
                cause,
            })
        })?;
        settings.add_dynamic_file(&path, entries(Some(&path), &bytes)?);
    }
    let mut loaded = assemble::assemble(settings, file)?;
    let shown = properties
        .iter()
        .filter(|property| !property.name.ends_with("superDigest"));
    loaded.config.properties = shown.cloned().collect();
    Ok(loaded)
}

/// What stands in a file, entry by entry.
pub(crate) fn entries_of(bytes: &[u8]) -> Result<Vec<properties::Entry>, properties::SyntaxError> {
    properties::parse(bytes)
}

fn entries(path: Option<&Path>, bytes: &[u8]) -> Result<Vec<properties::Entry>, ConfigErrors> {
    properties::parse(bytes).map_err(|error| {
        let origin = match path {
            Some(path) => Origin::File {
                path: path.to_owned(),
                line: error.line,
            },
            None => Origin::BuiltIn,
        };
        ConfigErrors::one(ConfigError::Syntax {
            origin,
            fault: error.fault,
        })
    })
}
