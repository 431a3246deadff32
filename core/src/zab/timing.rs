//! How patient a server of an ensemble is: given in once, at start.
//!
//! Must never hold what a client notices: that is [`crate::options`].

use crate::id::Monotonic;
use crate::limits;
use crate::zab::message::{Incarnation, Round};

/// The timing of an ensemble, as configured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timing {
    /// `tickTime`, in milliseconds.
    pub tick_ms: u32,
    /// `initLimit`: ticks that discovery and synchronization may take without a sign of life.
    pub init_ticks: u32,
    /// `syncLimit`: ticks without a word after which a server counts as lost.
    pub sync_ticks: u32,
    /// `connectToLearnerMasterLimit`: ticks for opening the link to a leader.
    pub connect_ticks: u32,
    /// `fastleader.minNotificationInterval`: the first wait before a vote is told again, in ms.
    pub resend_ms_min: u32,
    /// `fastleader.maxNotificationInterval`: the longest such wait, in ms.
    pub resend_ms_max: u32,
    /// `leader.maxTimeToWaitForEpoch`, in ms: after it an elected server that a quorum has not
    /// joined gives up as soon as one of its voters does; `None` is only after `initLimit`.
    pub epoch_wait_ms: Option<u32>,
    /// What an observer that has lost its leader waits for.
    pub observer: ObserverDelays,
}

/// How long an observer that has lost its leader leaves the voters alone: a part of each by chance,
/// one after the other, in ms. ZooKeeper waits for the second when it knows who leads; the sum is
/// the same. Source: `Observer.waitForObserverElectionDelay`, `Observer.waitForReconnectDelay`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ObserverDelays {
    /// `observer.election.DelayMs`: before it asks who leads.
    pub election_ms: u32,
    /// `observer.reconnectDelayMs`: before it connects to it.
    pub reconnect_ms: u32,
}

impl Timing {
    /// With these ticks, and otherwise as without any configuration; observers do not wait.
    pub const fn of_ticks(tick_ms: u32, init_ticks: u32, sync_ticks: u32) -> Timing {
        Timing {
            tick_ms,
            init_ticks,
            sync_ticks,
            connect_ticks: init_ticks,
            resend_ms_min: limits::NOTIFICATION_MS_MIN,
            resend_ms_max: limits::NOTIFICATION_MS_MAX,
            epoch_wait_ms: None,
            observer: ObserverDelays {
                election_ms: 0,
                reconnect_ms: 0,
            },
        }
    }

    pub(super) fn init_ms(self) -> u64 {
        u64::from(self.tick_ms) * u64::from(self.init_ticks)
    }

    pub(super) fn sync_ms(self) -> u64 {
        u64::from(self.tick_ms) * u64::from(self.sync_ticks)
    }

    pub(super) fn connect_ms(self) -> u64 {
        u64::from(self.tick_ms) * u64::from(self.connect_ticks)
    }

    pub(super) fn ping_ms(self) -> u64 {
        (u64::from(self.tick_ms) / 2).max(1)
    }

    /// How long to wait before a vote is told for the second time.
    pub(super) fn first_resend_ms(self) -> u64 {
        u64::from(self.resend_ms_min)
    }

    /// How long to wait the next time, after having waited for so long.
    pub(super) fn next_resend_ms(self, waited_ms: u64) -> u64 {
        (waited_ms * 2).min(u64::from(self.resend_ms_max))
    }
}

impl ObserverDelays {
    /// Until when an observer asks nobody who leads. All observers of an ensemble lose their leader
    /// at once; chance comes from what is different in each of them, and each time.
    pub(super) fn quiet_until(self, now: Monotonic, me: Incarnation, round: Round) -> Monotonic {
        let chance = mixed(me.0 ^ mixed(round.0));
        let [low, high] = [chance & 0xffff_ffff, chance >> 32];
        let part = |most: u32, chance: u64| (u64::from(most) * chance) >> 32;
        Monotonic(now.0 + part(self.election_ms, low) + part(self.reconnect_ms, high))
    }
}

/// Bits that look like chance: the finalizer of splitmix64.
const fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn a_vote_is_told_again_after_ever_longer_waits() {
        let timing = Timing {
            resend_ms_min: 30,
            resend_ms_max: 200,
            ..Timing::of_ticks(100, 10, 5)
        };
        let first = timing.first_resend_ms();
        let waits: Vec<u64> =
            core::iter::successors(Some(first), |waited| Some(timing.next_resend_ms(*waited)))
                .take(5)
                .collect();
        assert_eq!(waits, [30, 60, 120, 200, 200]);
    }

    #[test]
    fn observers_come_back_at_different_times_within_their_delays() {
        let delays = ObserverDelays {
            election_ms: 200,
            reconnect_ms: 1000,
        };
        let wait = |life| {
            delays
                .quiet_until(Monotonic(5), Incarnation(life), Round(3))
                .0
                - 5
        };
        let mut waits: Vec<u64> = (0..1000).map(wait).collect();
        assert!(waits.iter().all(|wait| *wait < 1200));
        assert!(waits.iter().any(|wait| *wait > 1000) && waits.iter().any(|wait| *wait < 200));
        waits.sort_unstable();
        waits.dedup();
        assert!(waits.len() > 500, "{} different waits", waits.len());
        let none = ObserverDelays::default();
        let at = none.quiet_until(Monotonic(5), Incarnation(1), Round(1));
        assert_eq!(at, Monotonic(5));
    }
}
