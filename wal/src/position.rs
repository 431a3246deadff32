//! Identities of the log as newtypes: positions, segment sequences, the log itself.
//!
//! Must never: be handed out twice for different bytes. A position within one segment sequence is
//! written once only; a sequence is never used again within one log.

use std::fmt;

/// The index of a record in the log: consecutive, the first record has position 1.
///
/// Position 0 ([`Position::NONE`]) means "before the first record".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Position(pub u64);

impl Position {
    /// Before the first record.
    pub const NONE: Position = Position(0);
    /// The first record of every log.
    pub const FIRST: Position = Position(1);

    /// The position after this one.
    #[must_use]
    pub fn next(self) -> Position {
        assert!(self.0 != u64::MAX, "the positions of a log are used up");
        Position(self.0 + 1)
    }

    /// The position before this one; `NONE` stays `NONE`.
    #[must_use]
    pub fn previous(self) -> Position {
        Position(self.0.saturating_sub(1))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number of a segment, and so its file name. Later segments have larger numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Sequence(pub u64);

impl Sequence {
    /// The sequence after this one.
    #[must_use]
    pub fn next(self) -> Sequence {
        assert!(
            self.0 != u64::MAX,
            "the segment sequences of a log are used up"
        );
        Sequence(self.0 + 1)
    }
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The identity of one log, drawn at random when it is created, so that a segment of another
/// server's log is recognised and refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LogId(pub u128);

impl fmt::Debug for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogId({:032x})", self.0)
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
