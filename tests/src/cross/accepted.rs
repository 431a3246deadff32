//! The differences that are meant, each with its reason in `docs/compatibility.md`.
//!
//! An entry applies to one step and to exactly the answers it names; it must never leave the two
//! trees or their watches different, or everything after it would differ too. Differences that
//! would are kept out of the scripts and stand in the same page.

use crate::cross::step::{Seen, Step};
use crate::wire::{Body, Message, Reply, opcode};

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
        heading: "Nulls are refused first",
        applies: null_refused_first,
    },
    Accepted {
        heading: "sync echoes what can be a path",
        applies: strange_echo,
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

/// Both refuse, with the same zxid, and ours says -5.
fn null_refused_first(step: &Step, ours: &[Seen], theirs: &[Seen]) -> bool {
    let Step::Send { requests, .. } = step else {
        return false;
    };
    let nulls = requests
        .iter()
        .filter(|request| request.holds_null())
        .count();
    let replies = |seen: &[Seen]| {
        let replies = seen.iter().filter_map(|seen| match seen {
            Seen::Message(_, Message::Reply(reply)) => Some(reply.clone()),
            _ => None,
        });
        replies.collect::<Vec<_>>()
    };
    let (ours, theirs) = (replies(ours), replies(theirs));
    let named = |(ours, theirs): &(&Reply, &Reply)| {
        ours.zxid == theirs.zxid && ours.err == -5 && (theirs.err < 0 || failed(&theirs.body))
    };
    let different = ours
        .iter()
        .zip(&theirs)
        .filter(|(ours, theirs)| ours != theirs);
    let different: Vec<_> = different.collect();
    ours.len() == theirs.len() && different.len() <= nulls && different.iter().all(named)
}

/// Whether the results are those of a multi that failed.
fn failed(body: &Body) -> bool {
    matches!(body, Body::Results(results) if results.iter().any(|result| result.err != 0))
}

/// Not a path: ZooKeeper echoes null as null and replaces each byte that is not UTF-8.
fn strange_echo(step: &Step, ours: &[Seen], theirs: &[Seen]) -> bool {
    let Step::Send { requests, .. } = step else {
        return false;
    };
    let syncs = requests
        .iter()
        .filter(|request| request.opcode == opcode::SYNC)
        .count();
    let echo = |seen: &Seen| match seen {
        Seen::Message(
            _,
            Message::Reply(Reply {
                body: Body::Path(path),
                err: 0,
                ..
            }),
        ) => Some(path.to_lossy()),
        _ => None,
    };
    let strange = |path: &str| path.is_empty() || path.contains('\u{fffd}');
    let same = |(ours, theirs): (&Seen, &Seen)| {
        let echoes = [echo(ours), echo(theirs)];
        ours == theirs
            || echoes
                .iter()
                .all(|path| path.as_deref().is_some_and(strange))
    };
    syncs > 0 && ours.len() == theirs.len() && ours.iter().zip(theirs).all(same)
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
