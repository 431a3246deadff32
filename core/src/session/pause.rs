//! A pause of the server is not silence of its clients.
//!
//! When the process was stopped, or the machine slept, what clients sent meanwhile has not been
//! read yet. Must never: let a session expire in the same moment such a pause ends.

use crate::id::Monotonic;
use crate::limits;

/// Notices pauses by the ticks that did not come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct PauseWatch {
    pause_ms: u64,
    last_tick: Monotonic,
    expire_from: Monotonic,
}

impl PauseWatch {
    pub(super) fn start(tick_ms: u32, now: Monotonic) -> PauseWatch {
        PauseWatch {
            pause_ms: u64::from(tick_ms).max(limits::PAUSE_MS_MIN),
            last_tick: now,
            expire_from: now,
        }
    }

    /// Whether sessions may be held to have expired at `now`. After a pause the shards first get
    /// as long a time to report whom they heard of.
    pub(super) fn may_expire(&mut self, now: Monotonic) -> bool {
        if now.0.saturating_sub(self.last_tick.0) > self.pause_ms {
            self.expire_from = Monotonic(now.0.saturating_add(self.pause_ms));
        }
        self.last_tick = now;
        now >= self.expire_from
    }
}
