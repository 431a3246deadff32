//! What the administrator should hear about a configuration that is not wrong.
//!
//! Must never stop a start: a fault that does is a [`super::error::ConfigError`].

use std::fmt;

use super::error::Origin;

/// How loud a note is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Loudness {
    /// The setting was expected to do something and does nothing.
    Warning,
    /// Worth a line, nothing to do.
    Info,
    /// For who looks closely.
    Debug,
}

/// One remark about one key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Note {
    /// Where it was given.
    pub(crate) origin: Origin,
    /// As it was written.
    pub(crate) key: String,
    /// Why it is remarked upon.
    pub(crate) remark: Remark,
}

/// Why a key is remarked upon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Remark {
    /// A feature of ZooKeeper's that is not there yet.
    NotYet(&'static str),
    /// There is nothing to tune here, and why.
    NoNeed(&'static str),
    /// It would take a promise back that is always kept, and which.
    Refused(&'static str),
    /// It has a meaning in an ensemble only.
    EnsembleOnly,
    /// Neither ZooKeeper's nor ours.
    Unknown,
    /// A setting of the Java virtual machine or of its logging.
    Jvm,
    /// `zoo.cfg` cannot set it, as in ZooKeeper; only `-D` can.
    OnlyAsProperty,
    /// Written with the prefix that ZooKeeper adds by itself: it would stand there twice.
    NeedlessPrefix,
    /// `-D` cannot set it, as in ZooKeeper; only `zoo.cfg` can.
    OnlyInFile,
    /// Written before in the same file; the last one counts.
    Repeated {
        /// The line that counts.
        last: usize,
    },
    /// Given as `-D`, but the file says otherwise; the file counts, as in ZooKeeper.
    FileWins,
    /// Our own key for the same thing is given too, and counts.
    OwnKeyWins(&'static str),
    /// The value was taken, but changed into the one named.
    Adjusted(String),
}

impl Note {
    /// How loud this one is.
    pub(crate) const fn loudness(&self) -> Loudness {
        match &self.remark {
            Remark::NotYet(_)
            | Remark::Refused(_)
            | Remark::Unknown
            | Remark::OnlyAsProperty
            | Remark::NeedlessPrefix
            | Remark::OnlyInFile
            | Remark::Repeated { .. }
            | Remark::FileWins
            | Remark::Adjusted(_) => Loudness::Warning,
            Remark::NoNeed(_) | Remark::OwnKeyWins(_) => Loudness::Info,
            Remark::EnsembleOnly | Remark::Jvm => Loudness::Debug,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Note {
            origin,
            key,
            remark,
        } = self;
        match remark {
            Remark::NotYet(what) => {
                write!(f, "{origin}: {key} is ignored: {what} not supported yet")
            }
            Remark::NoNeed(why) | Remark::Refused(why) => {
                write!(f, "{origin}: {key} is ignored: {why}")
            }
            Remark::EnsembleOnly => {
                write!(
                    f,
                    "{origin}: {key} has no effect: it matters in an ensemble only"
                )
            }
            Remark::Unknown => write!(f, "{origin}: {key} is ignored: no such key is known"),
            Remark::Jvm => write!(f, "{origin}: {key} is ignored: it is a setting of Java"),
            Remark::OnlyAsProperty => write!(
                f,
                "{origin}: {key} has no effect in a file, as in ZooKeeper: pass -D{key}=... instead"
            ),
            Remark::NeedlessPrefix => write!(
                f,
                "{origin}: {key} has no effect in a file, as in ZooKeeper: \
                 leave out the prefix zookeeper."
            ),
            Remark::OnlyInFile => write!(
                f,
                "{origin}: {key} has no effect as -D, as in ZooKeeper: write it into zoo.cfg"
            ),
            Remark::Repeated { last } => {
                write!(
                    f,
                    "{origin}: {key} is given again on line {last}, which counts"
                )
            }
            Remark::FileWins => {
                write!(
                    f,
                    "{origin}: {key} is also in the file, which counts, as in ZooKeeper"
                )
            }
            Remark::OwnKeyWins(own) => write!(f, "{origin}: {key} is ignored: {own} counts"),
            Remark::Adjusted(how) => write!(f, "{origin}: {key}: {how}"),
        }
    }
}
