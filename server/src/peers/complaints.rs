//! One line for each fault of a peer, and then none about the same for a while.
//!
//! A peer that cannot be talked to comes back every second, for days. Another fault of it is told
//! at once, also one of the same kind that names something else; but one peer cannot say so many
//! different wrong things that nothing is told of the others. Must never: tell more lines in a
//! while than there are places in the table.

use std::net::IpAddr;
use std::time::Duration;

use ringkeeper_core::id::Sid;

use super::fault::Fault;
use super::limits::{COMPLAIN_EVERY, COMPLAINTS_EACH_MAX, COMPLAINTS_MAX};

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
    fault: Fault,
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
        let same = |told: &&mut Told| told.about == about && told.fault == *fault;
        if let Some(told) = self.told.iter_mut().find(same) {
            if now < told.at + COMPLAIN_EVERY {
                told.unsaid += 1;
                return None;
            }
            told.at = now;
            return Some(std::mem::take(&mut told.unsaid));
        }
        let of_it = |told: &Told| told.about == about;
        let has_room = self.make_room(COMPLAINTS_EACH_MAX, now, of_it)
            && self.make_room(COMPLAINTS_MAX, now, |_| true);
        if !has_room {
            return None;
        }
        self.told.push(Told {
            about,
            fault: fault.clone(),
            at: now,
            unsaid: 0,
        });
        Some(0)
    }

    /// Whether there are fewer than `most` of these; one that was told long ago makes room.
    fn make_room(&mut self, most: usize, now: Duration, these: impl Fn(&Told) -> bool) -> bool {
        let places = || (0..self.told.len()).filter(|at| these(&self.told[*at]));
        if places().count() < most {
            return true;
        }
        let oldest = places().min_by_key(|at| self.told[*at].at);
        let oldest = oldest.expect("there are as many as there may be");
        let is_old = now >= self.told[oldest].at + COMPLAIN_EVERY;
        if is_old {
            self.told.swap_remove(oldest);
        }
        is_old
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

    fn unreachable(cause: &str) -> Fault {
        Fault::Unreachable {
            server: Sid(2),
            cause: cause.to_owned(),
        }
    }

    #[test]
    fn another_fault_of_the_same_peer_is_told_at_once() {
        let mut complaints = Complaints::default();
        let server = About::Server(Sid(2));
        let mut due = |fault: Fault, seconds| complaints.due(server, &fault, at(seconds));
        assert_eq!(due(unreachable("refused"), 0), Some(0));
        assert_eq!(due(unreachable("refused"), 1), None);
        assert_eq!(due(unreachable("no such host"), 1), Some(0));
        assert_eq!(due(unreachable("refused"), 2), None);
        assert_eq!(due(unreachable("no such host"), 2), None);
        assert_eq!(due(unreachable("refused"), 10), Some(2));
    }

    #[test]
    fn one_peer_leaves_room_for_the_others() {
        let mut complaints = Complaints::default();
        let mut told = |about, seconds| {
            let causes = (0..200).map(|number| unreachable(&format!("{seconds} {number}")));
            let due = |fault| complaints.due(about, &fault, at(seconds));
            causes.filter_map(due).count()
        };
        assert_eq!(told(peer(1), 0), COMPLAINTS_EACH_MAX);
        assert_eq!(told(peer(1), 5), 0);
        assert_eq!(told(peer(2), 5), COMPLAINTS_EACH_MAX);
        assert_eq!(told(peer(1), 10), COMPLAINTS_EACH_MAX);
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
