//! The ids of new sessions: unique for ever, over restarts and clocks that step back. Only those of
//! local sessions, which leave no trace, may come again: where the clock is set back, over a
//! restart, to before they began (as in ZooKeeper).
//!
//! ```text
//!   63      56 55                        16 15            0
//!  +----------+----------------------------+---------------+
//!  | server   | ms of the wall at start    | counter, runs |
//!  | id       | (low 40 bits)              | on into the ms|
//!  +----------+----------------------------+---------------+
//!              \_____________ serial ______________________/
//! ```
//!
//! Invariant: every serial handed out is behind each one handed out before, and the tree keeps the
//! newest over restarts. "Behind" is meant around the circle of 56 bits: the low 40 bits of the
//! time begin anew every 34 years.

use crate::id::{SessionId, SessionSerial, Sid, WallTime};

/// Half the circle: what is less than this ahead counts as later.
const HALF: u64 = 1 << 55;

/// Hands out the ids of one server. Source: `SessionTrackerImpl.initializeNextSessionId`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionIds {
    server: Sid,
    next: SessionSerial,
}

impl SessionIds {
    /// Starts at `wall`, or behind `newest`, the last serial known to be used, if that is later.
    /// Serial 0 is never used: it says that there was no session yet.
    pub fn start(server: Sid, wall: WallTime, newest: SessionSerial) -> SessionIds {
        let by_clock = SessionSerial((wall.0.cast_unsigned() << 16) & SessionSerial::MAX.0);
        let behind_newest = successor(newest);
        let ahead = behind_newest.0.wrapping_sub(by_clock.0) & SessionSerial::MAX.0;
        let next = if newest != SessionSerial(0) && ahead < HALF {
            behind_newest
        } else {
            by_clock
        };
        SessionIds { server, next }
    }

    /// Goes on at `wall`, or behind `newest`, if that is later than what was handed out so far.
    pub fn go_on(&mut self, wall: WallTime, newest: SessionSerial) {
        let SessionIds { next, .. } = SessionIds::start(self.server, wall, newest);
        if next.0.wrapping_sub(self.next.0) & SessionSerial::MAX.0 < HALF {
            self.next = next;
        }
    }

    /// A new id, never [`SessionId::NONE`].
    pub fn assign(&mut self) -> SessionId {
        // With server 128, serial 0 would also be the number that marks a container.
        if self.next == SessionSerial(0) {
            self.next = successor(self.next);
        }
        let id = SessionId::of(self.server, self.next);
        self.next = successor(self.next);
        id
    }
}

fn successor(serial: SessionSerial) -> SessionSerial {
    SessionSerial((serial.0 + 1) & SessionSerial::MAX.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: WallTime = WallTime(1_790_000_000_000);
    const UNUSED: SessionSerial = SessionSerial(0);

    #[test]
    fn holds_the_server_the_time_and_a_counter() {
        let mut ids = SessionIds::start(Sid(1), WALL, UNUSED);
        assert_eq!(ids.assign().serial().0 >> 16, 1_790_000_000_000 % (1 << 40));
        let mut ids = SessionIds::start(Sid(1), WallTime(0xb_2906), UNUSED);
        assert_eq!(ids.assign(), SessionId(0x0100_000b_2906_0000));
        assert_eq!(ids.assign(), SessionId(0x0100_000b_2906_0001));
    }

    #[test]
    fn a_large_server_id_stays_in_its_byte() {
        let mut ids = SessionIds::start(Sid(200), WALL, UNUSED);
        let id = ids.assign();
        assert!(id.0 < 0, "printed as unsigned hex, opaque to clients");
        assert_eq!(id.server(), Sid(200));
    }

    #[test]
    fn a_clock_that_stepped_back_repeats_no_id() {
        let mut before = SessionIds::start(Sid(3), WALL, UNUSED);
        before.assign();
        let last = before.assign();
        let mut after = SessionIds::start(Sid(3), WallTime(WALL.0 - 86_400_000), last.serial());
        assert_eq!(after.assign().0, last.0 + 1);
    }

    #[test]
    fn a_clock_that_goes_on_is_followed() {
        let mut before = SessionIds::start(Sid(3), WALL, UNUSED);
        let last = before.assign();
        let after = SessionIds::start(Sid(3), WallTime(WALL.0 + 1), last.serial());
        assert_eq!(
            after,
            SessionIds::start(Sid(3), WallTime(WALL.0 + 1), UNUSED)
        );
    }

    #[test]
    fn who_goes_on_repeats_no_id() {
        let mut ids = SessionIds::start(Sid(3), WALL, UNUSED);
        let last = ids.assign();
        ids.go_on(WallTime(WALL.0 - 86_400_000), UNUSED);
        assert_eq!(ids.assign().0, last.0 + 1);
        ids.go_on(WallTime(WALL.0 + 1), UNUSED);
        assert_eq!(ids, SessionIds::start(Sid(3), WallTime(WALL.0 + 1), UNUSED));
        let newest = SessionSerial(ids.assign().serial().0 + 7);
        ids.go_on(WALL, newest);
        assert_eq!(ids.assign().serial().0, newest.0 + 1);
    }

    #[test]
    fn the_serial_goes_round_and_leaves_out_zero() {
        let mut ids = SessionIds::start(Sid(128), WallTime(-1), SessionSerial::MAX);
        assert_eq!(ids.assign(), SessionId::of(Sid(128), SessionSerial(1)));
        // Years later the clock is a little ahead of the newest, which is far behind it.
        let ids = SessionIds::start(Sid(1), WallTime(5), SessionSerial::MAX);
        assert_eq!(ids, SessionIds::start(Sid(1), WallTime(5), UNUSED));
    }
}
