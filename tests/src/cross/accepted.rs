//! The differences that are meant, each with its reason in `docs/compatibility.md`.
//!
//! An entry applies to one step and to exactly the answers it names; it must never leave the two
//! trees different, or everything after it would differ too.

use crate::cross::step::{Seen, Step};

/// A difference that is meant.
#[derive(Debug)]
pub struct Accepted {
    /// The heading in `docs/compatibility.md` that explains it.
    pub heading: &'static str,
    /// Whether `step` answered with `ours` instead of `theirs` is this difference.
    pub applies: fn(step: &Step, ours: &[Seen], theirs: &[Seen]) -> bool,
}

/// All of them.
pub const ACCEPTED: &[Accepted] = &[];

/// The entry that covers a difference, if one does.
pub fn covering(step: &Step, ours: &[Seen], theirs: &[Seen]) -> Option<&'static Accepted> {
    ACCEPTED
        .iter()
        .find(|entry| (entry.applies)(step, ours, theirs))
}
