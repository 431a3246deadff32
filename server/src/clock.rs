//! The only read of the operating system's clocks.
//!
//! Must never: hand out a time outside of [`Now`], so that whatever depends on time can be given
//! any.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ringkeeper_core::id::{Monotonic, Now, WallTime};

/// Counts from the moment it was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that starts now. All threads share one, so that their times compare.
    pub(crate) fn start() -> Clock {
        Clock {
            start: Instant::now(),
        }
    }

    /// The time.
    pub(crate) fn now(&self) -> Now {
        Now {
            monotonic: Monotonic(millis(self.start.elapsed())),
            wall: wall(),
        }
    }

    /// Time since the clock was started, finer than [`Clock::now`].
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

/// Milliseconds since the Unix epoch; 0 on a machine whose clock is set before it.
pub(crate) fn wall() -> WallTime {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    WallTime(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Whole milliseconds of a duration.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
