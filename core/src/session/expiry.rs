//! When sessions expire: buckets one tick wide, on a clock that never goes back.
//!
//! A session that is heard of only gets a later deadline; it is not moved. When the bucket it
//! stands in falls due, it is moved to that of its deadline, or has expired. So hearing of a
//! session costs one store, and each session is looked at once in its timeout.
//!
//! Must never: let a session expire before its deadline. Invariant: a session stands in a bucket
//! that is not later than its deadline.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::id::{Monotonic, SessionId};

/// The end of a bucket: sessions in it are looked at from then on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Deadline(pub Monotonic);

/// The buckets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Buckets {
    tick_ms: u64,
    due: BTreeMap<Deadline, Vec<SessionId>>,
}

impl Buckets {
    /// None yet, `tick_ms` wide.
    pub(super) fn new(tick_ms: u32) -> Buckets {
        assert!(tick_ms > 0, "a tick lasts at least a millisecond");
        Buckets {
            tick_ms: u64::from(tick_ms),
            due: BTreeMap::new(),
        }
    }

    /// The deadline of a session heard of at `now`: the first end of a bucket that lies more than
    /// its timeout ahead. Source: `ExpiryQueue.roundToNextInterval`.
    pub(super) fn deadline(&self, now: Monotonic, timeout_ms: i32) -> Deadline {
        let timeout_ms = u64::from(timeout_ms.unsigned_abs());
        let ticks = (now.0 + timeout_ms) / self.tick_ms + 1;
        Deadline(Monotonic(ticks * self.tick_ms))
    }

    /// Puts `session` into the bucket that ends at `deadline`.
    pub(super) fn place(&mut self, session: SessionId, deadline: Deadline) {
        self.due.entry(deadline).or_default().push(session);
    }

    /// Takes one session out of a bucket that is due, with the end of that bucket.
    pub(super) fn take_due(&mut self, now: Monotonic) -> Option<(SessionId, Deadline)> {
        loop {
            let mut first = self.due.first_entry()?;
            let deadline = *first.key();
            if deadline.0 > now {
                return None;
            }
            match first.get_mut().pop() {
                Some(session) => return Some((session, deadline)),
                None => first.remove(),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_more_than_the_timeout_and_at_most_a_tick_more_ahead() {
        let buckets = Buckets::new(2000);
        for now in [0, 1, 1999, 2000, 2001, 123_456_789] {
            for timeout in [1, 1999, 2000, 4000, 39_999, 40_000] {
                let Deadline(Monotonic(end)) = buckets.deadline(Monotonic(now), timeout);
                let ahead = end - now;
                let timeout = u64::from(timeout.unsigned_abs());
                assert!(
                    ahead > timeout && ahead <= timeout + 2000,
                    "{now} + {timeout}"
                );
                assert_eq!(end % 2000, 0);
            }
        }
    }

    #[test]
    fn buckets_fall_due_in_order_and_not_early() {
        let mut buckets = Buckets::new(10);
        let early = Deadline(Monotonic(20));
        let late = Deadline(Monotonic(30));
        buckets.place(SessionId(2), late);
        buckets.place(SessionId(1), early);
        assert_eq!(buckets.take_due(Monotonic(19)), None);
        assert_eq!(buckets.take_due(Monotonic(30)), Some((SessionId(1), early)));
        assert_eq!(buckets.take_due(Monotonic(30)), Some((SessionId(2), late)));
        assert_eq!(buckets.take_due(Monotonic(30)), None);
    }
}
