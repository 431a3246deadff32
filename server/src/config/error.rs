//! What can be wrong with a configuration, and what the administrator should be told.
//!
//! Must never print without naming where the fault stands (file and line, or the `-D` argument)
//! and what to write in its place. Faults are gathered: one start shows all of them.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::properties::SyntaxFault;

/// Where a setting was given.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Origin {
    /// A line of a file, from 1.
    File {
        /// As it was named to us.
        path: PathBuf,
        /// From 1.
        line: usize,
    },
    /// A `-Dname=value` argument.
    CommandLine,
    /// Ringkeeper's own settings for a start without a file.
    BuiltIn,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File { path, line } => write!(f, "{}:{line}", path.display()),
            Origin::CommandLine => f.write_str("command line"),
            Origin::BuiltIn => f.write_str("built-in default"),
        }
    }
}

/// One fault.
#[derive(Debug)]
pub(crate) enum ConfigError {
    /// A file that was named cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What it is for.
        role: &'static str,
        /// Why.
        cause: io::Error,
    },
    /// A file is not in the properties format.
    Syntax {
        /// Where.
        origin: Origin,
        /// What is wrong.
        fault: SyntaxFault,
    },
    /// A value is not of its key's form.
    Value {
        /// Where.
        origin: Origin,
        /// As it was written.
        key: String,
        /// As it was written; `None` for a secret.
        value: Option<String>,
        /// What would have been right: a whole sentence.
        remedy: String,
    },
    /// A key that must be there is not.
    Missing {
        /// Which.
        key: &'static str,
        /// What to write: a whole sentence.
        remedy: String,
    },
    /// A `ringkeeper.` key that does not exist.
    UnknownOwnKey {
        /// Where.
        origin: Origin,
        /// As it was written.
        key: String,
        /// The key that was probably meant.
        nearest: Option<&'static str>,
    },
    /// Several settings that cannot stand together.
    Conflict {
        /// Where the one that should change stands.
        origin: Origin,
        /// What clashes, and what to write: whole sentences.
        message: String,
    },
    /// The file `myid` holds no server id.
    MyId {
        /// The file.
        path: PathBuf,
        /// Its first line.
        text: String,
        /// What would have been right.
        remedy: &'static str,
    },
    /// A server of an ensemble without the file `myid`.
    NoMyId {
        /// The file there should be.
        path: PathBuf,
        /// The servers that are listed.
        listed: Vec<u8>,
    },
    /// The file `myid` names a server that is not listed.
    NotListed {
        /// The file.
        path: PathBuf,
        /// The id in it.
        id: u8,
        /// The servers that are listed.
        listed: Vec<u8>,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::Unreadable { path, role, cause } => {
                write!(f, "{}: cannot read this {role}: {cause}", path.display())
            }
            ConfigError::Syntax { origin, fault } => write!(f, "{origin}: {fault}"),
            ConfigError::Value {
                origin,
                key,
                value: Some(value),
                remedy,
            } => {
                write!(f, "{origin}: {key}={value} cannot be used. {remedy}")
            }
            ConfigError::Value {
                origin,
                key,
                value: None,
                remedy,
            } => {
                write!(f, "{origin}: the value of {key} cannot be used. {remedy}")
            }
            ConfigError::Missing { key, remedy } => write!(f, "{key} is not set. {remedy}"),
            ConfigError::UnknownOwnKey {
                origin,
                key,
                nearest: Some(nearest),
            } => {
                write!(
                    f,
                    "{origin}: there is no key {key}. Did you mean {nearest}?"
                )
            }
            ConfigError::UnknownOwnKey {
                origin,
                key,
                nearest: None,
            } => {
                write!(
                    f,
                    "{origin}: there is no key {key}. `ringkeeper help keys` lists them."
                )
            }
            ConfigError::Conflict { origin, message } => write!(f, "{origin}: {message}"),
            ConfigError::MyId { path, text, remedy } => {
                write!(f, "{}: {text:?} is no server id. {remedy}", path.display())
            }
            ConfigError::NoMyId { path, listed } => write!(
                f,
                "{}: there is no such file, and this is a server of an ensemble. \
                 Write its id into it: one of {}.",
                path.display(),
                Listed(listed)
            ),
            ConfigError::NotListed { path, id, listed } => write!(
                f,
                "{}: server {id} is not listed. Write one of {} into the file, or add the line \
                 server.{id}=host:quorumPort:electionPort.",
                path.display(),
                Listed(listed)
            ),
        }
    }
}

/// Ids with commas between them.
struct Listed<'a>(&'a [u8]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, id) in self.0.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            write!(f, "{comma}{id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ConfigError::Unreadable { cause, .. } => Some(cause),
            ConfigError::Syntax { .. }
            | ConfigError::Value { .. }
            | ConfigError::Missing { .. }
            | ConfigError::UnknownOwnKey { .. }
            | ConfigError::Conflict { .. }
            | ConfigError::MyId { .. }
            | ConfigError::NoMyId { .. }
            | ConfigError::NotListed { .. } => None,
        }
    }
}

/// Every fault of one configuration, in the order found. Never empty.
#[derive(Debug)]
pub(crate) struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// All that was found.
    pub(super) fn gathered(faults: Vec<ConfigError>) -> ConfigErrors {
        assert!(
            !faults.is_empty(),
            "a configuration is refused without a reason"
        );
        ConfigErrors(faults)
    }

    /// One fault alone.
    pub(super) fn one(fault: ConfigError) -> ConfigErrors {
        ConfigErrors(vec![fault])
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
