//! Rounds of elections: whose are taken over, and who answers whom.
//!
//! Must never depend on another server's code: what the others say is written out.

use super::*;

/// Somebody that looks says that it has no vote.
fn voteless(alone: &mut Alone, at: u64, from: u8, round: Round) {
    let heard = Notification {
        state: PeerState::Looking,
        vote: None,
        round,
        config_version: Zxid::ZERO,
        config: None,
    };
    let (zab, effects) = (&mut alone.zab, &mut alone.effects);
    zab.on_notification(Monotonic(at), Sid(from), &heard, effects);
    zab.settle(Monotonic(at), effects);
}

#[test]
fn the_last_round() {
    let mut alone = alone(2, Timing::of_ticks(100, 10, 5));
    voteless(&mut alone, START, 4, Round::MAX);
    assert_eq!(alone.zab.round, Round(1), "no voter's");
    alone.hears(START, 1, Round::MAX.0, PeerState::Looking, 1);
    assert_eq!(alone.zab.round, Round::MAX);
    // It leads, and gives up for want of learners, again and again.
    for at in (START..START + 10_000).step_by(10) {
        alone.hears(at, 1, Round::MAX.0, PeerState::Looking, 2);
        alone.tick(at);
        assert_eq!(alone.zab.round, Round::MAX, "it can be told");
    }
    let elected = |notice: &&Notice| **notice == Notice::Elected;
    let times = alone.take_said().1.iter().filter(elected).count();
    assert!(times > 1, "elections go on in the last round");
}

#[test]
fn rounds_of_an_observer() {
    let mut alone = alone(2, Timing::of_ticks(100, 10, 5));
    for sid in [3, 4] {
        alone
            .zab
            .on_unreachable(Monotonic(START), Sid(sid), &mut alone.effects);
    }
    alone.zab.on_reachable(Sid(4), &mut alone.effects);
    for (at, round) in (START..).step_by(10).zip(10..20) {
        // The voter agrees; then the observer is in the next round.
        voteless(&mut alone, at, 4, Round(round + 1));
        alone.hears(at, 1, round, PeerState::Looking, 2);
        alone.tick(at);
    }
    assert!(alone.take_said().1.contains(&Notice::Elected));
}

#[test]
fn a_stranger_moves_nobody_into_its_round() {
    let mut alone = alone(2, Timing::of_ticks(100, 10, 5));
    alone.take_said();
    alone.hears(START, 9, 7, PeerState::Looking, 9);
    assert_eq!(alone.zab.round, Round(1));
    assert_eq!(alone.take_said().0, 0, "it could not use the answer");
    alone.hears(START, 9, 0, PeerState::Looking, 9);
    assert_eq!(alone.take_said().0, 1, "one in an earlier round is told");
}

#[test]
fn one_that_a_pending_configuration_gives_a_vote_does() {
    let mut alone = alone(2, Timing::of_ticks(100, 10, 5));
    alone.zab.recover_configuration(Switch::On, None);
    let mut heard = Notification {
        state: PeerState::Looking,
        vote: Some(Vote {
            epoch: Epoch(1),
            last: Zxid::new(Epoch(1), 5),
            leader: Sid(9),
        }),
        round: Round(7),
        config_version: Zxid::ZERO,
        config: None,
    };
    let (zab, effects) = (&mut alone.zab, &mut alone.effects);
    zab.on_notification(Monotonic(START), Sid(9), &heard, effects);
    assert_eq!(zab.round, Round(1));
    let joined = alloc::format!("{FOUR}\nserver.9=i:1:2\nversion=100000005");
    heard.config = Some(joined.as_str().into());
    zab.on_notification(Monotonic(START), Sid(9), &heard, effects);
    assert_eq!(zab.round, Round(7), "its rumour says that it votes");
}

#[test]
fn who_has_no_vote_answers_nobody_that_looks() {
    // Two observers that answer each other would never stop.
    let mut observer = alone(4, Timing::of_ticks(100, 10, 5));
    observer.take_said();
    for round in [0, 1, 2] {
        voteless(&mut observer, START, 5, Round(round));
    }
    observer.hears(START, 1, 0, PeerState::Looking, 1);
    assert_eq!(observer.take_said().0, 0);
    let mut voter = alone(1, Timing::of_ticks(100, 10, 5));
    voter.take_said();
    voteless(&mut voter, START, 4, Round(1));
    assert_eq!(voter.take_said().0, 1, "a voter answers who asks");
}
