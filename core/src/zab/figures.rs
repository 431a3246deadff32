//! What a server of an ensemble counts of its own life: how often it looked for a leader, how long
//! that took, what it sent to those who came. Sources: `ServerMetrics`.
//!
//! Must never: be what anything depends on.

use super::{Role, Zab};
use crate::id::Monotonic;

/// How often something happened, and how long it took, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Times {
    /// How often.
    pub count: u64,
    /// All together.
    pub sum_ms: u64,
    /// The shortest; 0 when there was none.
    pub min_ms: u64,
    /// The longest; 0 when there was none.
    pub max_ms: u64,
}

impl Times {
    /// It happened, and took this long.
    pub fn add(&mut self, ms: u64) {
        self.min_ms = if self.count == 0 {
            ms
        } else {
            self.min_ms.min(ms)
        };
        self.max_ms = self.max_ms.max(ms);
        self.sum_ms = self.sum_ms.saturating_add(ms);
        self.count += 1;
    }

    /// It happened, and began then.
    pub fn add_since(&mut self, began: Monotonic, now: Monotonic) {
        self.add(now.0.saturating_sub(began.0));
    }
}

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Life {
    /// How often it began to look for a leader.
    pub looked: u64,
    /// Histories it sent as a leader from its log.
    pub diffs: u64,
    /// Checkpoints it sent as a leader.
    pub snaps: u64,
    /// How often it gave up being elected because one of its voters had given it up.
    pub disloyal: u64,
    /// Elections, of a voter: from when it began to look until somebody was elected.
    pub elections: Times,
    /// From its promise until it may serve, of a follower.
    pub follower_syncs: Times,
    /// The same, of an observer.
    pub observer_syncs: Times,
}

impl Zab {
    /// What this server has counted of its own life.
    pub(crate) const fn life(&self) -> &Life {
        &self.life
    }

    /// Counts anew.
    pub(crate) fn forget_life(&mut self) {
        self.life = Life::default();
    }

    /// An election has ended.
    pub(super) fn count_election(&mut self, now: Monotonic) {
        if let Role::Looking(election) = &self.role
            && self.deciders.is_voter(self.settings.me)
        {
            let began = election.since();
            self.life.elections.add_since(began, now);
        }
    }

    /// A learner is up to date, and was sent the history from `began` on.
    pub(super) fn count_sync(&mut self, began: Monotonic, now: Monotonic) {
        let syncs = if self.deciders.is_voter(self.settings.me) {
            &mut self.life.follower_syncs
        } else {
            &mut self.life.observer_syncs
        };
        syncs.add_since(began, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_the_greatest_and_the_sum() {
        let mut times = Times::default();
        for (began, now) in [(10, 15), (20, 22), (30, 39), (50, 40)] {
            times.add_since(Monotonic(began), Monotonic(now));
        }
        let expected = Times {
            count: 4,
            sum_ms: 16,
            min_ms: 0,
            max_ms: 9,
        };
        assert_eq!(times, expected);
    }
}
