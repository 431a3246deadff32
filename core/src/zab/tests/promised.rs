//! What became of promises: epochs that somebody promised before, and histories of epochs that
//! nobody did.
//!
//! Must never depend on another server's code: what the others say is written out.

use super::message::{Outline, Promise, Stretch};
use super::*;

const NOW: Monotonic = Monotonic(START);
const FAR: LinkId = LinkId(1);
const NEAR: LinkId = LinkId(4);

/// Server 3, elected by server 1; servers 1 and 4 have their links.
fn led(lines: &str) -> Alone {
    let none = Promises::none(Sid(3));
    let mut led = server(lines, none, Zxid::ZERO, Timing::of_ticks(100, 10, 5));
    led.zab.on_reachable(Sid(1), &mut led.effects);
    led.elect(1);
    led
}

impl Alone {
    fn elect(&mut self, round: u64) {
        self.hears(START, 1, round, PeerState::Looking, 3);
        assert!(matches!(self.zab.role, Role::Leading(_)), "elected");
        for (link, sid) in [(FAR, 1), (NEAR, 4)] {
            let effects = &mut self.effects;
            self.zab
                .on_linked(NOW, link, Sid(sid), Side::Learner, effects);
        }
    }

    /// Stores promises until there is nothing left to do.
    fn settle(&mut self) {
        for _ in 0..4 {
            self.zab.settle(NOW, &mut self.effects);
            while !self.zab.epochs.is_settled() {
                self.zab.on_promises_stored(&mut self.effects);
            }
        }
        self.zab.invariants();
    }

    fn informs(&mut self, link: LinkId, accepted: Epoch, part: Part) {
        let info = FollowerInfo {
            accepted,
            part,
            config_version: Zxid::ZERO,
            ensemble: None,
        };
        self.zab
            .on_follower_info(NOW, link, &info, &mut self.effects);
        self.settle();
    }

    fn promises(&mut self, link: LinkId, promise: Promise, last: Zxid) {
        let first = Zxid::new(last.epoch(), 1);
        let stretches = if last == Zxid::ZERO {
            Vec::new()
        } else {
            [Stretch { first, last }].into()
        };
        let base = Zxid::ZERO;
        let outline = Outline { base, stretches };
        let effects = &mut self.effects;
        self.zab
            .on_ack_epoch(NOW, link, promise, Epoch(0), &outline, effects);
        self.settle();
    }

    fn acks(&mut self, link: LinkId, epoch: Epoch) {
        self.zab
            .on_ack_new_leader(NOW, link, epoch, &mut self.effects);
        self.settle();
    }

    /// The last epoch that a learner was asked to promise.
    fn asked(&self, to: LinkId) -> Option<Epoch> {
        let asked = |effect: &Effect| match effect {
            Effect::Send {
                link,
                message: Message::LeaderInfo { epoch, .. },
            } if *link == to => Some(*epoch),
            _ => None,
        };
        self.effects.list.iter().rev().find_map(asked)
    }

    fn established(&self) -> Option<Epoch> {
        match self.zab.reign() {
            Some(Reign::Established { epoch }) => Some(epoch),
            Some(Reign::Synchronizing { .. }) | None => None,
        }
    }
}

#[test]
fn a_history_of_later_epochs_than_any_promise() {
    // A single server began these epochs without asking; now it is an ensemble of one.
    let promises = Promises {
        ensemble: Some(EnsembleId(5)),
        ..Promises::none(Sid(1))
    };
    let last = Zxid::new(Epoch(7), 3);
    let timing = Timing::of_ticks(100, 10, 5);
    let mut lonely = server("server.1=a:1:2", promises, last, timing);
    lonely.settle();
    assert_eq!(lonely.established(), Some(Epoch(8)));
    assert_eq!(lonely.zab.next_zxid(), Zxid::new(Epoch(8), 1));
}

#[test]
fn an_observer_that_promised_a_later_epoch() {
    for part in [Part::Observer, Part::Abstaining] {
        // It comes before the epoch is chosen.
        let mut led = led(FOUR);
        led.informs(NEAR, Epoch(3), part);
        led.informs(FAR, Epoch(0), Part::Participant);
        assert_eq!(led.asked(FAR), Some(Epoch(4)));
        assert_eq!(led.asked(NEAR), Some(Epoch(4)));
    }
}

#[test]
fn an_observer_that_promised_a_later_epoch_and_comes_late() {
    for part in [Part::Observer, Part::Abstaining] {
        let mut led = led(FOUR);
        led.informs(FAR, Epoch(0), Part::Participant);
        // It does not hold up those who decide.
        led.informs(NEAR, Epoch(3), part);
        led.promises(FAR, Promise::Given, Zxid::ZERO);
        led.acks(FAR, Epoch(1));
        assert_eq!(led.established(), Some(Epoch(1)));
        assert_eq!(led.asked(NEAR), None);
        // The next epoch begins in place, and it is asked for that.
        assert_eq!(led.asked(FAR), Some(Epoch(4)));
        led.promises(FAR, Promise::Given, Zxid::ZERO);
        led.acks(FAR, Epoch(4));
        assert_eq!(led.established(), Some(Epoch(4)));
        assert_eq!(led.asked(NEAR), Some(Epoch(4)));
    }
}

#[test]
fn a_voter_that_promised_the_last_epoch() {
    for accepted in [
        history::EPOCH_MAX,
        Epoch(history::EPOCH_MAX.0 - 1),
        Epoch(limits::EPOCH_LEAP_MAX + 1),
    ] {
        let mut led = led(FOUR);
        led.informs(FAR, accepted, Part::Participant);
        let fault = PeerFault::AbsurdEpoch;
        let peer = Sid(1);
        assert!(
            led.take_said()
                .1
                .contains(&Notice::PeerFault { peer, fault })
        );
        assert!(matches!(led.zab.role, Role::Leading(_)));
    }
    let mut led = led(FOUR);
    let most = Epoch(limits::EPOCH_LEAP_MAX);
    led.informs(FAR, most, Part::Participant);
    assert_eq!(led.asked(FAR), Some(Epoch(most.0 + 1)));
}

#[test]
fn a_leader_of_an_absurd_epoch() {
    let mut learner = alone(1, Timing::of_ticks(100, 10, 5));
    learner.hears(START, 2, 1, PeerState::Following, 3);
    learner.hears(START, 3, 1, PeerState::Leading, 3);
    let (zab, effects) = (&mut learner.zab, &mut learner.effects);
    zab.on_linked(NOW, FAR, Sid(3), Side::Leader, effects);
    let (epoch, ensemble) = (Epoch(limits::EPOCH_LEAP_MAX + 1), EnsembleId(1));
    zab.on_leader_info(NOW, FAR, epoch, ensemble, Incarnation(1), effects);
    assert!(matches!(zab.role, Role::Looking(_)));
    assert_eq!(
        zab.epochs.wanted().accepted,
        Epoch(0),
        "nothing is promised"
    );
}

#[test]
fn a_server_whose_own_epochs_are_used_up_stops() {
    let promises = Promises {
        accepted: history::EPOCH_MAX,
        ..Promises::none(Sid(1))
    };
    let timing = Timing::of_ticks(100, 10, 5);
    let mut last = server("server.1=a:1:2", promises, Zxid::ZERO, timing);
    // It is elected, and finds no epoch to lead.
    last.zab.settle(NOW, &mut last.effects);
    last.zab.settle(NOW, &mut last.effects);
    let halts = |effect: &Effect| matches!(effect, Effect::Halt(Notice::EpochsUsedUp));
    assert!(last.effects.list.iter().any(halts));
}

const WEIGHTED: &str = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nserver.4=d:1:2\n\
    group.1=1:2:3:4\nweight.1=1\nweight.2=1\nweight.3=1\nweight.4=0";

#[test]
fn a_voter_of_no_weight_with_the_longest_history() {
    for promise in [Promise::Given, Promise::None] {
        let mut led = led(WEIGHTED);
        for link in [FAR, NEAR] {
            led.informs(link, Epoch(0), Part::Participant);
        }
        // The near one answers first. What it has more is committed by nobody.
        led.promises(NEAR, promise, Zxid::new(Epoch(0), 1));
        assert!(matches!(led.zab.role, Role::Leading(_)), "{promise:?}");
        led.promises(FAR, Promise::Given, Zxid::ZERO);
        led.acks(FAR, Epoch(1));
        assert_eq!(led.established(), Some(Epoch(1)));
        let truncates = |effect: &Effect| {
            let to_zero = Message::Trunc { last: Zxid::ZERO };
            matches!(effect, Effect::Send { link: NEAR, message } if *message == to_zero)
        };
        assert!(led.effects.list.iter().any(truncates));
    }
}

#[test]
fn a_voter_with_weight_and_a_longer_history_ends_the_reign() {
    let mut led = led(FOUR);
    led.informs(FAR, Epoch(0), Part::Participant);
    led.promises(FAR, Promise::Given, Zxid::new(Epoch(0), 1));
    assert!(led.take_said().1.contains(&Notice::BetterHistory));
}

#[test]
fn what_a_voter_had_promised_is_remembered() {
    let mut led = led(FOUR);
    led.informs(FAR, Epoch(0), Part::Participant);
    assert_eq!(led.asked(FAR), Some(Epoch(1)));
    let (third, effects) = (LinkId(2), &mut led.effects);
    led.zab
        .on_linked(NOW, third, Sid(2), Side::Learner, effects);
    led.informs(third, Epoch(50), Part::Participant);
    assert!(led.take_said().1.contains(&Notice::EpochTaken));
    // After the next election its epoch is beyond that at once, though that one is slow again.
    led.elect(2);
    led.informs(FAR, Epoch(1), Part::Participant);
    assert_eq!(led.asked(FAR), Some(Epoch(51)));
}

#[test]
fn without_reconfig_the_log_gives_nobody_a_vote() {
    let text = alloc::format!("{FOUR}\nserver.9=i:1:2\nversion=100000005");
    let other = Ensemble::parse(&text).expect("five servers");
    for (reconfig, pending) in [(Switch::Off, None), (Switch::On, Some(1))] {
        let mut started = alone(1, Timing::of_ticks(100, 10, 5));
        started.zab.recover_configuration(reconfig, None);
        let mut logged = started.zab.clone();
        let zxid = logged.history.proposed().next();
        logged.history.on_proposed(zxid);
        started.zab.recover_pending(zxid, other.clone());
        logged.on_config_logged(zxid, other.clone(), &mut started.effects);
        for zab in [&started.zab, &logged] {
            let at = zab.deciders.pending_at().map(Zxid::counter);
            assert_eq!(at, pending);
            assert_eq!(zab.deciders.is_voter(Sid(9)), pending.is_some());
        }
    }
}
