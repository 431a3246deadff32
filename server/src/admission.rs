//! Who may connect, and to which shard: the bounds on connections, in total and from one address,
//! the token bucket of new ones, and how many each shard has.
//!
//! Shared by all shards, since a connection is accepted on one and closed on another; asked once
//! for each connection, so a plain lock will do. Must never: be asked on the path of a request.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::clock::Clock;
use crate::config::{ConnectionLimits, ConnectionTokens};

/// How many connections each shard has.
#[derive(Debug)]
pub(crate) struct Load(Box<[AtomicUsize]>);

impl Load {
    /// None on any of this many shards.
    pub(crate) fn new(shards: usize) -> Load {
        Load((0..shards).map(|_| AtomicUsize::new(0)).collect())
    }

    /// The shard with fewest; of several the first.
    pub(crate) fn least(&self) -> usize {
        let loads = self.0.iter().map(|load| load.load(Ordering::Relaxed));
        loads
            .enumerate()
            .min_by_key(|(_, load)| *load)
            .map_or(0, |(shard, _)| shard)
    }

    /// A connection went to this shard.
    pub(crate) fn add(&self, shard: usize) {
        self.0[shard].fetch_add(1, Ordering::Relaxed);
    }

    /// A connection of this shard is gone.
    pub(crate) fn remove(&self, shard: usize) {
        self.0[shard].fetch_sub(1, Ordering::Relaxed);
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Admission {
    limits: ConnectionLimits,
    tokens: Option<ConnectionTokens>,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    total: u32,
    by_address: HashMap<IpAddr, u32>,
    rejected: u64,
    bucket: Option<Bucket>,
}

/// Tokens left, and up to when the bucket was filled.
#[derive(Debug)]
struct Bucket {
    tokens: u32,
    filled: Duration,
}

impl Admission {
    /// Nobody is connected yet.
    pub(crate) fn new(
        limits: ConnectionLimits,
        tokens: Option<ConnectionTokens>,
        clock: Clock,
    ) -> Admission {
        let bucket = tokens.map(|tokens| Bucket {
            tokens: tokens.max.get(),
            filled: clock.elapsed(),
        });
        let state = Mutex::new(State {
            bucket,
            ..State::default()
        });
        Admission {
            limits,
            tokens,
            clock,
            state,
        }
    }

    /// Counts a new connection in, unless that would exceed a bound.
    pub(crate) fn enter(&self, address: IpAddr) -> bool {
        let mut state = self.lock();
        let here = state.by_address.get(&address).copied().unwrap_or_default();
        let too_many = self
            .limits
            .total
            .is_some_and(|max| state.total >= max.get())
            || self.limits.per_address.is_some_and(|max| here >= max.get());
        if too_many || !self.take_token(&mut state) {
            state.rejected += 1;
            return false;
        }
        state.total += 1;
        state.by_address.insert(address, here + 1);
        true
    }

    /// Counts a connection out.
    pub(crate) fn leave(&self, address: IpAddr) {
        let mut state = self.lock();
        state.total -= 1;
        let here = state
            .by_address
            .get_mut(&address)
            .expect("it was counted in");
        *here -= 1;
        if *here == 0 {
            state.by_address.remove(&address);
        }
    }

    /// Connections refused so far.
    pub(crate) fn rejected(&self) -> u64 {
        self.lock().rejected
    }

    fn take_token(&self, state: &mut State) -> bool {
        let (Some(tokens), Some(bucket)) = (self.tokens, state.bucket.as_mut()) else {
            return true;
        };
        let interval = Duration::from_millis(tokens.fill_interval_ms.get());
        let now = self.clock.elapsed();
        let fills = now.saturating_sub(bucket.filled).as_nanos() / interval.as_nanos();
        if fills > 0 {
            bucket.filled = now;
            let gained = u32::try_from(fills).unwrap_or(u32::MAX);
            let gained = gained.saturating_mul(tokens.fill_count.get());
            bucket.tokens = bucket.tokens.saturating_add(gained).min(tokens.max.get());
        }
        if bucket.tokens == 0 {
            return false;
        }
        bucket.tokens -= 1;
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics with this lock")
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::num::{NonZeroU32, NonZeroU64};

    use super::*;

    fn address(last: u8) -> IpAddr {
        Ipv4Addr::new(127, 0, 0, last).into()
    }

    #[test]
    fn bounds_hold_for_each_address_and_for_all() {
        let limits = ConnectionLimits {
            per_address: NonZeroU32::new(2),
            total: NonZeroU32::new(3),
        };
        let admission = Admission::new(limits, None, Clock::start());
        assert!(admission.enter(address(1)));
        assert!(admission.enter(address(1)));
        assert!(!admission.enter(address(1)), "two of one address");
        assert!(admission.enter(address(2)));
        assert!(!admission.enter(address(3)), "three altogether");
        assert_eq!(admission.rejected(), 2);
        admission.leave(address(1));
        assert!(admission.enter(address(3)));
    }

    #[test]
    fn without_a_token_nobody_enters() {
        let limits = ConnectionLimits {
            per_address: None,
            total: None,
        };
        let an_hour = NonZeroU64::new(3_600_000).expect("above zero");
        let tokens = ConnectionTokens {
            max: NonZeroU32::new(2).expect("above zero"),
            fill_interval_ms: an_hour,
            fill_count: NonZeroU32::MIN,
        };
        let admission = Admission::new(limits, Some(tokens), Clock::start());
        assert!(admission.enter(address(1)));
        assert!(admission.enter(address(1)));
        assert!(!admission.enter(address(2)));
    }

    #[test]
    fn the_least_loaded_shard_is_next_and_the_first_of_equals() {
        let load = Load::new(3);
        let mut went = Vec::new();
        for _ in 0..4 {
            let shard = load.least();
            load.add(shard);
            went.push(shard);
        }
        assert_eq!(went, [0, 1, 2, 0]);
        load.remove(1);
        assert_eq!(load.least(), 1);
    }
}
