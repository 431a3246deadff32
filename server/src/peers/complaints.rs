//! One line for each fault of a peer, and then none about the same for a while.
//!
//! A peer that cannot be talked to comes back every second, for days. Must never: tell more lines
//! in a while than there are places in the table.

use std::mem::Discriminant;
use std::net::IpAddr;
use std::time::Duration;

use ringkeeper_core::id::Sid;

use super::fault::Fault;
use super::limits::{COMPLAIN_EVERY, COMPLAINTS_MAX};

/// Whom a line is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About {
    /// Whoever spoke from there.
    Address(IpAddr),
    /// A server that did not answer.
    Server(Sid),
}

/// What was told, and when.
#[derive(Debug)]
struct Told {
    about: About,
    kind: Discriminant<Fault>,
    at: Duration,
    /// The same, not told since.
    unsaid: u64,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    told: Vec<Told>,
}

impl Complaints {
    /// Whether this is to be told now, and if so how often it was not told before.
    pub(super) fn due(&mut self, about: About, fault: &Fault, now: Duration) -> Option<u64> {
        let kind = std::mem::discriminant(fault);
        let same = |told: &&mut Told| told.about == about && told.kind == kind;
        if let Some(told) = self.told.iter_mut().find(same) {
            if now < told.at + COMPLAIN_EVERY {
                told.unsaid += 1;
                return None;
            }
            told.at = now;
            return Some(std::mem::take(&mut told.unsaid));
        }
        if self.told.len() == COMPLAINTS_MAX {
            let oldest = (0..self.told.len()).min_by_key(|at| self.told[*at].at);
            let oldest = oldest.expect("the table is full");
            if now < self.told[oldest].at + COMPLAIN_EVERY {
                return None;
            }
            self.told.swap_remove(oldest);
        }
        self.told.push(Told {
            about,
            kind,
            at: now,
            unsaid: 0,
        });
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn peer(number: u8) -> About {
        About::Address([10, 0, 0, number].into())
    }

    #[test]
    fn the_same_fault_of_the_same_peer_is_told_once_in_a_while() {
        let mut complaints = Complaints::default();
        let mut due = |about, fault, seconds| complaints.due(about, &fault, at(seconds));
        assert_eq!(due(peer(1), Fault::SlowReader, 0), Some(0));
        for _ in 0..3 {
            assert_eq!(due(peer(1), Fault::SlowReader, 1), None);
        }
        assert_eq!(due(peer(2), Fault::SlowReader, 1), Some(0));
        assert_eq!(due(About::Server(Sid(1)), Fault::SlowReader, 1), Some(0));
        assert_eq!(due(peer(1), Fault::NoHello, 1), Some(0));
        assert_eq!(due(peer(1), Fault::SlowReader, 11), Some(3));
        assert_eq!(due(peer(1), Fault::SlowReader, 12), None);
    }

    #[test]
    fn many_peers_at_once_are_told_of_up_to_a_bound() {
        let mut complaints = Complaints::default();
        let mut told = |seconds| {
            let due = |number| complaints.due(peer(number), &Fault::NoHello, at(seconds));
            (0..=255).filter_map(due).count()
        };
        assert_eq!(told(0), COMPLAINTS_MAX);
        assert_eq!(told(1), 0);
        assert_eq!(told(20), COMPLAINTS_MAX);
    }
}
