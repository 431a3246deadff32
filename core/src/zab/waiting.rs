//! Why a server has had no leader for a while, in the words of an operator.
//!
//! Must never: be what anything depends on.

use core::fmt;

use super::epochs::LogState;
use super::quorum::SidSet;
use super::{Notice, Role, Zab};
use crate::id::{Monotonic, Sid};
use crate::input::{Effect, Effects};

/// Why there is no leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoLeader {
    /// Those who can be reached are no quorum.
    Unreachable {
        /// Voters that cannot be reached.
        missing: SidSet,
    },
    /// Those who can be reached and have a vote are no quorum.
    Voteless {
        /// Voters that have lost part of their log, and with it their vote.
        damaged: SidSet,
        /// Voters that cannot be reached, if there is a quorum with them; else nobody.
        missing: SidSet,
    },
    /// Others follow a leader that cannot be reached from here.
    Elsewhere {
        /// It.
        leader: Sid,
    },
    /// All that is needed is there.
    Undecided,
}

impl Zab {
    /// Says why there is no leader, once it has taken long, and then once in a while.
    pub(super) fn tell_if_leaderless(&mut self, now: Monotonic, effects: &mut Effects) {
        let Role::Looking(election) = &mut self.role else {
            return;
        };
        if !election.take_telling(now) {
            return;
        }
        let waited_ms = now.0.saturating_sub(election.since().0);
        let (me, deciders) = (self.settings.me, &self.deciders);
        let voters = deciders.voters();
        let mut there = self.reachable.intersection(voters);
        // One that weighs nothing never votes for itself.
        let weighs = |sid: &Sid| deciders.is_electable(*sid);
        let voteless = election.voteless().intersection(there);
        let mut damaged: SidSet = voteless.iter().filter(weighs).collect();
        if voters.contains(me) {
            there.insert(me);
            if self.epochs.wanted().log == LogState::Damaged {
                damaged.insert(me);
            }
        }
        let mut missing = voters;
        there.iter().for_each(|sid| missing.remove(sid));
        let mut able = there;
        damaged.iter().for_each(|sid| able.remove(sid));
        let elsewhere = election.leader_elsewhere();
        let why = match elsewhere.filter(|leader| !there.contains(*leader)) {
            Some(leader) => NoLeader::Elsewhere { leader },
            None if !deciders.is_quorum(there) => NoLeader::Unreachable { missing },
            None if !deciders.is_quorum(able) => {
                let mut with_missing = able;
                missing.iter().for_each(|sid| with_missing.insert(sid));
                if !deciders.is_quorum(with_missing) {
                    missing = SidSet::EMPTY;
                }
                NoLeader::Voteless { damaged, missing }
            }
            None => NoLeader::Undecided,
        };
        let notice = Notice::Leaderless { waited_ms, why };
        effects.list.push(Effect::Note(notice));
    }
}

/// Servers in a sentence: `server 1`, `servers 1, 2 and 3`.
struct Listed(SidSet);

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        f.write_str(if count == 1 { "server " } else { "servers " })?;
        for (before, sid) in (0..count).zip(self.0.iter()) {
            f.write_str(match before {
                0 => "",
                _ if before + 1 == count => " and ",
                _ => ", ",
            })?;
            write!(f, "{}", sid.0)?;
        }
        Ok(())
    }
}

impl fmt::Display for NoLeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            NoLeader::Unreachable { missing } => write!(
                f,
                "{} cannot be reached, and those that can are no quorum: see that enough servers \
                 run, and that they reach each other's election ports",
                Listed(missing)
            ),
            NoLeader::Voteless { damaged, missing } => {
                let damaged = Listed(damaged);
                write!(
                    f,
                    "the log of {damaged} lost something, and with it the vote; the others are no \
                     quorum. "
                )?;
                if missing.is_empty() {
                    f.write_str(
                        "Nor would they be with anybody else: restore one that lost something \
                         from a backup, or see \"A damaged log\" in docs/operations.md",
                    )
                } else {
                    write!(f, "Start {}, which may have what was lost", Listed(missing))
                }
            }
            NoLeader::Elsewhere { leader } => write!(
                f,
                "the others have one, server {}, which cannot be reached from here: see that both \
                 reach each other's election and quorum ports",
                leader.0
            ),
            NoLeader::Undecided => f.write_str(
                "enough servers can be reached, and their votes do not agree: see that all have \
                 the same server lines, and what the others say",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn servers_in_a_sentence() {
        let listed = |sids: &[u8]| Listed(sids.iter().copied().map(Sid).collect()).to_string();
        assert_eq!(listed(&[3]), "server 3");
        assert_eq!(listed(&[3, 1]), "servers 1 and 3");
        assert_eq!(listed(&[3, 1, 200]), "servers 1, 3 and 200");
    }
}
