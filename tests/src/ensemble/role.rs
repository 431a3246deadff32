//! What a server is in its ensemble, as its own log tells it.
//!
//! Must never guess: a line that is not known changes nothing.

use super::Id;

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It has no leader.
    Looking,
    /// It serves, under a leader.
    Following {
        /// Which.
        leader: Id,
        /// Its epoch.
        epoch: u64,
    },
    /// It leads.
    Leading {
        /// Its epoch.
        epoch: u64,
    },
}

/// Lines after which a server has no leader any more.
const ENDS: [&str; 8] = [
    "Ringkeeper starts",
    "looking for a leader",
    "the connection to the leader is lost",
    "the leader was silent for too long",
    "this leader has lost its quorum",
    "a quorum did not come together in time",
    "another server has a longer history",
    "the epoch was promised to another server",
];

impl Role {
    /// The role after the last line of `log`.
    pub fn at_the_end_of(log: &str) -> Role {
        log.lines()
            .rev()
            .find_map(Role::after)
            .unwrap_or(Role::Looking)
    }

    /// The role a line tells of.
    fn after(line: &str) -> Option<Role> {
        if ENDS.iter().any(|end| line.contains(end)) {
            return Some(Role::Looking);
        }
        if let Some((_, rest)) = line.split_once(": leading epoch ") {
            let epoch = rest.split(',').next()?.trim().parse().ok()?;
            return Some(Role::Leading { epoch });
        }
        // "following server 2 in epoch 1"
        let (_, rest) = line.split_once(": following server ")?;
        let (leader, epoch) = rest.split_once(" in epoch ")?;
        Some(Role::Following {
            leader: Id(leader.parse().ok()?),
            epoch: epoch.trim().parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_known_line_counts() {
        let log = "t INFO ringkeeper::replicator: looking for a leader\n\
                   t INFO ringkeeper::replicator: following server 2 in epoch 7\n\
                   t INFO ringkeeper::peers: something else\n";
        let leader = Id(2);
        assert_eq!(
            Role::at_the_end_of(log),
            Role::Following { leader, epoch: 7 }
        );
        let log = format!("{log}t INFO r: leading epoch 8, begun in place\n");
        assert_eq!(Role::at_the_end_of(&log), Role::Leading { epoch: 8 });
        let log = format!("{log}t WARN r: this leader has lost its quorum: it answers nothing\n");
        assert_eq!(Role::at_the_end_of(&log), Role::Looking);
        assert_eq!(Role::at_the_end_of(""), Role::Looking);
    }
}
