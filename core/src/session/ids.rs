//! The ids of new sessions: unique for ever, over restarts and clocks that step back.
//!
//! ```text
//!   63      56 55                        16 15            0
//!  +----------+----------------------------+---------------+
//!  | server   | ms of the wall at start    | counter, runs |
//!  | id       | (low 40 bits)              | on into the ms|
//!  +----------+----------------------------+---------------+
//! ```
//!
//! Invariant: every id handed out is larger, in the low 56 bits, than each one this server is
//! known to have handed out before.

use crate::id::{SessionId, Sid, WallTime};

const LOW_BITS: u32 = 56;
const LOW_MASK: u64 = (1 << LOW_BITS) - 1;

/// Hands out the ids of one server. Source: `SessionTrackerImpl.initializeNextSessionId`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionIds {
    server: Sid,
    /// The low 56 bits of the id to hand out next.
    next: u64,
}

impl SessionIds {
    /// Starts at `wall`, or behind the newest of the ids known to be used, whichever is later.
    pub fn start(
        server: Sid,
        wall: WallTime,
        used: impl IntoIterator<Item = SessionId>,
    ) -> SessionIds {
        let by_clock = (wall.0.cast_unsigned() << 16) & LOW_MASK;
        let behind_used = used
            .into_iter()
            .filter(|&id| server_of(id) == server)
            .map(|id| (id.0.cast_unsigned() & LOW_MASK) + 1)
            .max()
            // Not 0: with server 128 that would be the number that marks a container.
            .unwrap_or(1);
        SessionIds {
            server,
            next: by_clock.max(behind_used),
        }
    }

    /// A new id, never [`SessionId::NONE`]: the low part is not 0.
    pub fn assign(&mut self) -> SessionId {
        assert!(
            self.next <= LOW_MASK,
            "the session ids of this server are used up"
        );
        let bits = (u64::from(self.server.0) << LOW_BITS) | self.next;
        self.next += 1;
        SessionId(bits.cast_signed())
    }
}

/// Which server handed out `id`.
fn server_of(id: SessionId) -> Sid {
    Sid((id.0.cast_unsigned() >> LOW_BITS) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: WallTime = WallTime(1_790_000_000_000);

    #[test]
    fn holds_the_server_the_time_and_a_counter() {
        let mut ids = SessionIds::start(Sid(1), WallTime(0xb_2906), []);
        assert_eq!(ids.assign(), SessionId(0x0100_000b_2906_0000));
        assert_eq!(ids.assign(), SessionId(0x0100_000b_2906_0001));
    }

    #[test]
    fn a_large_server_id_stays_in_its_byte() {
        let mut ids = SessionIds::start(Sid(200), WALL, []);
        let id = ids.assign();
        assert!(id.0 < 0, "printed as unsigned hex, opaque to clients");
        assert_eq!(server_of(id), Sid(200));
    }

    #[test]
    fn a_clock_that_stepped_back_repeats_no_id() {
        let mut before = SessionIds::start(Sid(3), WALL, []);
        let first = before.assign();
        let last = before.assign();
        let mut after = SessionIds::start(Sid(3), WallTime(WALL.0 - 86_400_000), [last, first]);
        assert!(after.assign() > last);
    }

    #[test]
    fn ids_of_other_servers_do_not_count() {
        let foreign = SessionId((0x02ff_ffff_ffff_0000_u64).cast_signed());
        let mut ids = SessionIds::start(Sid(1), WALL, [foreign]);
        assert_eq!(ids, SessionIds::start(Sid(1), WALL, []));
        assert_eq!(server_of(ids.assign()), Sid(1));
    }
}
