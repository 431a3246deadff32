//! One server's side of what needs no other server's machinery: who gives up when.
//!
//! Must never depend on another server's code: what the others say is written out.

mod promised;
mod rounds;

use alloc::string::ToString;
use alloc::vec::Vec;

use super::message::{Notification, PeerState, Vote};
use super::*;
use crate::id::RecordNumber;

const START: u64 = 1_000;

struct Alone {
    zab: Zab,
    effects: Effects,
}

/// Server `me` of three voters and an observer, which reaches all the others.
fn alone(me: u8, timing: Timing) -> Alone {
    let promises = Promises::none(Sid(me));
    let mut alone = server(FOUR, promises, Zxid::ZERO, timing);
    for sid in (1..=4).filter(|sid| *sid != me) {
        alone.zab.on_reachable(Sid(sid), &mut alone.effects);
    }
    alone
}

const FOUR: &str = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\nserver.4=d:1:2:observer";

/// A server that has started, with everything up to `last` applied.
fn server(lines: &str, promises: Promises, last: Zxid, timing: Timing) -> Alone {
    let me = promises.server;
    let settings = Settings {
        me,
        ensemble: Ensemble::parse(lines).expect("some servers"),
        timing,
        incarnation: Incarnation(7),
        new_ensemble: EnsembleId(1),
        counter_max: u32::MAX,
    };
    let at = (last, RecordNumber(u64::from(last.counter())));
    let history = History::starting_at(at.0, at.1);
    let mut alone = Alone {
        zab: Zab::member(settings, history, at, promises),
        effects: Effects::default(),
    };
    alone.zab.start(Monotonic(START), &mut alone.effects);
    alone
}

impl Alone {
    /// Server `from` says how it stands.
    fn hears(&mut self, at: u64, from: u8, round: u64, state: PeerState, leader: u8) {
        let heard = Notification {
            state,
            vote: Some(Vote {
                epoch: Epoch(0),
                last: Zxid::ZERO,
                leader: Sid(leader),
            }),
            round: Round(round),
            config_version: Zxid::ZERO,
            config: None,
        };
        let (zab, effects) = (&mut self.zab, &mut self.effects);
        zab.on_notification(Monotonic(at), Sid(from), &heard, effects);
        zab.settle(Monotonic(at), effects);
    }

    fn tick(&mut self, at: u64) {
        self.zab.on_tick(Monotonic(at), &mut self.effects);
        self.zab.settle(Monotonic(at), &mut self.effects);
    }

    /// What it has said to the others, and to operators, since the last call.
    fn take_said(&mut self) -> (usize, Vec<Notice>) {
        let mut votes = 0;
        let mut notices = Vec::new();
        for effect in self.effects.list.drain(..) {
            if let Effect::Note(notice) = effect {
                notices.push(notice);
            } else if let Effect::Notify { .. } = effect {
                votes += 1;
            }
        }
        (votes, notices)
    }
}

/// Elected by server 2 at the start, and joined by nobody.
fn elected(timing: Timing) -> Alone {
    let mut alone = alone(3, timing);
    alone.hears(START, 2, 1, PeerState::Looking, 3);
    alone.hears(START, 1, 1, PeerState::Looking, 3);
    assert!(matches!(alone.zab.role, Role::Leading(_)), "all agree");
    alone.take_said();
    alone
}

#[test]
fn an_elected_server_gives_up_once_a_voter_did_and_it_has_waited_long_enough() {
    let timing = Timing {
        epoch_wait_ms: Some(400),
        ..Timing::of_ticks(100, 100, 5)
    };
    let mut alone = elected(timing);
    // Too early; not a later round; no voter; not looking.
    alone.hears(START + 400, 2, 2, PeerState::Looking, 2);
    alone.hears(START + 900, 1, 1, PeerState::Looking, 3);
    alone.hears(START + 900, 4, 9, PeerState::Looking, 4);
    alone.hears(START + 900, 2, 2, PeerState::Following, 3);
    assert!(matches!(alone.zab.role, Role::Leading(_)));
    let (votes, notices) = alone.take_said();
    assert_eq!((votes, notices.len()), (3, 0), "those who look are told");
    alone.hears(START + 900, 2, 2, PeerState::Looking, 2);
    assert!(matches!(alone.zab.role, Role::Looking(_)));
    assert_eq!(alone.take_said().1, [Notice::NoQuorum]);
}

#[test]
fn by_default_an_elected_server_waits_for_init_limit() {
    let mut alone = elected(Timing::of_ticks(100, 100, 5));
    alone.hears(START + 9_000, 2, 2, PeerState::Looking, 2);
    alone.tick(START + 10_000);
    assert!(matches!(alone.zab.role, Role::Leading(_)));
    alone.tick(START + 10_001);
    assert!(matches!(alone.zab.role, Role::Looking(_)));
}

#[test]
fn a_learner_gives_up_a_leader_that_takes_no_link_in_time() {
    let timing = Timing {
        connect_ticks: 3,
        ..Timing::of_ticks(100, 100, 5)
    };
    let mut alone = alone(1, timing);
    alone.hears(START, 2, 1, PeerState::Following, 3);
    alone.hears(START, 3, 1, PeerState::Leading, 3);
    alone.tick(START + 300);
    assert!(matches!(alone.zab.role, Role::Learning(_)));
    alone.take_said();
    alone.tick(START + 301);
    assert!(matches!(alone.zab.role, Role::Looking(_)));
    assert_eq!(alone.take_said().1, [Notice::LeaderSilent]);
}

#[test]
fn an_observer_that_lost_its_leader_leaves_the_voters_alone_for_a_while() {
    let timing = Timing {
        observer: ObserverDelays {
            election_ms: 10_000,
            reconnect_ms: 0,
        },
        ..Timing::of_ticks(100, 100, 5)
    };
    let mut observer = alone(4, timing);
    assert!(observer.take_said().0 > 0, "one that starts asks at once");
    observer.hears(START, 3, 1, PeerState::Leading, 3);
    assert!(matches!(observer.zab.role, Role::Learning(_)));
    observer.take_said();
    let (now, link) = (Monotonic(START + 100), LinkId(1));
    let effects = &mut observer.effects;
    observer.zab.on_unreachable(now, Sid(3), effects);
    observer.zab.on_link_lost(now, link, effects);
    assert!(matches!(observer.zab.role, Role::Looking(_)));
    // It hears, and neither answers nor joins.
    let until = timing
        .observer
        .quiet_until(now, Incarnation(7), observer.zab.round);
    assert!(until.0 > now.0 + 1, "the chance of this test");
    observer.hears(now.0, 2, 9, PeerState::Looking, 2);
    observer.hears(now.0, 2, 9, PeerState::Leading, 2);
    observer.tick(until.0 - 1);
    assert!(matches!(observer.zab.role, Role::Looking(_)));
    assert_eq!(observer.take_said(), (0, [Notice::LeaderLost].into()));
    observer.tick(until.0);
    assert!(
        matches!(observer.zab.role, Role::Learning(_)),
        "server 2 leads"
    );
    assert!(observer.take_said().0 > 0);
}

/// Why there is no leader, as told at these times.
fn told(alone: &mut Alone, at: &[u64]) -> Vec<NoLeader> {
    for at in at {
        alone.tick(START + at);
    }
    let why = |notice| {
        let Notice::Leaderless { why, .. } = notice else {
            return None;
        };
        Some(why)
    };
    alone.take_said().1.into_iter().filter_map(why).collect()
}

fn sids(sids: &[u8]) -> SidSet {
    sids.iter().copied().map(Sid).collect()
}

#[test]
fn who_looks_for_long_says_what_is_missing_and_not_too_often() {
    let timing = Timing::of_ticks(100, 100, 5);
    let mut lonely = alone(1, timing);
    for sid in [2, 3] {
        let effects = &mut lonely.effects;
        lonely
            .zab
            .on_unreachable(Monotonic(START), Sid(sid), effects);
    }
    assert_eq!(told(&mut lonely, &[4_999]), []);
    let missing = sids(&[2, 3]);
    let unreachable = NoLeader::Unreachable { missing };
    assert_eq!(told(&mut lonely, &[5_000, 5_050, 64_999]), [unreachable]);
    assert_eq!(told(&mut lonely, &[65_000]), [unreachable]);

    // Server 3 is there and has lost its vote: the two are a quorum, and have one vote.
    lonely.zab.on_reachable(Sid(3), &mut lonely.effects);
    let voteless = Notification {
        state: PeerState::Looking,
        vote: None,
        round: Round(1),
        config_version: Zxid::ZERO,
        config: None,
    };
    let effects = &mut lonely.effects;
    lonely
        .zab
        .on_notification(Monotonic(START + 66_000), Sid(3), &voteless, effects);
    let (damaged, missing) = (sids(&[3]), sids(&[2]));
    let expected = NoLeader::Voteless { damaged, missing };
    assert!(
        expected
            .to_string()
            .ends_with("Start server 2, which may have what was lost")
    );
    assert_eq!(told(&mut lonely, &[125_000]), [expected]);

    // With server 2 of the same mind there is nobody left to ask.
    lonely.zab.on_reachable(Sid(2), &mut lonely.effects);
    let effects = &mut lonely.effects;
    lonely
        .zab
        .on_notification(Monotonic(START + 126_000), Sid(2), &voteless, effects);
    let (damaged, missing) = (sids(&[2, 3]), sids(&[]));
    let expected = NoLeader::Voteless { damaged, missing };
    assert_eq!(told(&mut lonely, &[185_000]), [expected]);
    let effects = &mut lonely.effects;
    lonely
        .zab
        .on_unreachable(Monotonic(START + 185_000), Sid(2), effects);

    lonely.hears(START + 186_000, 3, 1, PeerState::Following, 2);
    let expected = NoLeader::Elsewhere { leader: Sid(2) };
    assert_eq!(told(&mut lonely, &[245_000]), [expected]);
}
