//! The differences that are meant, each with its reason in `docs/compatibility.md`.
//!
//! An entry applies to one step and to exactly the answers it names; it must never leave the two
//! trees or their watches different, or everything after it would differ too. Differences that
//! would are kept out of the scripts and stand in the same page.

use crate::cross::step::{Seen, Step};
use crate::wire::Message;

/// A difference that is meant.
#[derive(Debug)]
pub struct Accepted {
    /// The heading in `docs/compatibility.md` that explains it.
    pub heading: &'static str,
    /// Whether `step` answered with `ours` instead of `theirs` is this difference.
    pub applies: fn(step: &Step, ours: &[Seen], theirs: &[Seen]) -> bool,
}

/// All of them.
pub const ACCEPTED: &[Accepted] = &[
    Accepted {
        heading: "Catch-up events are filtered by READ",
        applies: filtered_catch_up,
    },
    Accepted {
        heading: "`envi` names no Java",
        applies: environment_without_java,
    },
];

/// The entry that covers a difference, if one does.
pub fn covering(step: &Step, ours: &[Seen], theirs: &[Seen]) -> Option<&'static Accepted> {
    ACCEPTED
        .iter()
        .find(|entry| (entry.applies)(step, ours, theirs))
}

/// Theirs has catch-up events that ours leaves out, and nothing else.
fn filtered_catch_up(step: &Step, ours: &[Seen], theirs: &[Seen]) -> bool {
    let Step::SetWatches { .. } = step else {
        return false;
    };
    let mut ours = ours.iter().peekable();
    for seen in theirs {
        let catch_up = matches!(seen, Seen::Message(_, Message::Event(event)) if event.zxid == -1);
        if ours.peek() == Some(&seen) {
            ours.next();
        } else if !catch_up {
            return false;
        }
    }
    ours.next().is_none()
}

fn environment_without_java(step: &Step, ours: &[Seen], theirs: &[Seen]) -> bool {
    let Step::Word("envi", _) = step else {
        return false;
    };
    let (Some((Seen::Word(ours), our_rest)), Some((Seen::Word(theirs), their_rest))) =
        (ours.split_first(), theirs.split_first())
    else {
        return false;
    };
    let others = theirs.iter().filter(|line| !line.starts_with("java."));
    our_rest == their_rest && ours.iter().eq(others)
}
