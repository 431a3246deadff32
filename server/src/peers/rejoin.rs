//! How long to wait before a leader is dialled: not at all, unless the same one was dialled just
//! before. A leader that takes the connection and then has no use for this server, or that this
//! server has no use for, is elected and found again at once; without a pause that would go round
//! thousands of times a second.
//!
//! Must never: hold up the first dial of a leader.

use std::time::Duration;

use ringkeeper_core::id::Sid;

use super::limits::{REDIAL_FIRST, REDIAL_MAX};

/// The last dial of a leader.
#[derive(Clone, Copy, Debug)]
struct Dialled {
    leader: Sid,
    /// When it was to begin.
    at: Duration,
    /// The pause before the next.
    next: Duration,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Rejoin {
    last: Option<Dialled>,
}

impl Rejoin {
    /// The pause before this dial.
    pub(super) fn pause_before(&mut self, leader: Sid, now: Duration) -> Duration {
        let recent = |last: &Dialled| last.leader == leader && now < last.at + REDIAL_MAX;
        let pause = self
            .last
            .filter(recent)
            .map_or(Duration::ZERO, |last| last.next);
        let doubled = (2 * pause).clamp(REDIAL_FIRST, REDIAL_MAX);
        self.last = Some(Dialled {
            leader,
            at: now + pause,
            next: doubled,
        });
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_leader_is_dialled_ever_later_and_at_once_when_it_held() {
        let mut rejoin = Rejoin::default();
        let mut now = Duration::from_mins(1);
        let mut pauses = Vec::new();
        for _ in 0..9 {
            let pause = rejoin.pause_before(Sid(2), now);
            pauses.push(pause.as_millis());
            now += pause;
        }
        assert_eq!(pauses, [0, 20, 40, 80, 160, 320, 640, 1000, 1000]);
        assert_eq!(rejoin.pause_before(Sid(3), now), Duration::ZERO);
        assert_eq!(rejoin.pause_before(Sid(3), now), REDIAL_FIRST);
        now += REDIAL_FIRST + REDIAL_MAX;
        assert_eq!(rejoin.pause_before(Sid(3), now), Duration::ZERO);
    }
}
