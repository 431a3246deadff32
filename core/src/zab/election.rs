//! Looking for a leader: votes are told to everybody and the best one wins.
//!
//! ```text
//!   begin: vote for myself (or for nobody), tell all
//!     │ a voter's better vote comes, or its later round ──> take it over, tell all
//!     │ a quorum votes as I do
//!     │   └─ everybody who can be reached does ──> decided
//!     │   └─ somebody has not answered ──> decided 200 ms later, unless a better vote comes
//!     └ a quorum, me included, follows a server that says it leads ──> decided
//! ```
//!
//! An election is about speed and never about safety: a candidate that should not lead finds out in
//! discovery. ZooKeeper waits 200 ms for a better vote always; here only for those who can be
//! reached, have not said the same, and are not the leader that just failed.
//!
//! Source: `FastLeaderElection`; TLA+ `FLEReceiveNotmsg`, `FLENotmsgTimeout`, `FLEHandleNotmsg`,
//! `FLEWaitNewNotmsg`. Must never: count the word of a server that has no vote, or take over its
//! round.

use alloc::collections::BTreeMap;

use crate::id::{Monotonic, Sid};
use crate::limits;
use crate::zab::deciders::Deciders;
use crate::zab::message::{Notification, PeerState, Round, Vote};
use crate::zab::quorum::SidSet;
use crate::zab::timing::Timing;

/// What an election is held among.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Electorate<'a> {
    pub(crate) me: Sid,
    pub(crate) deciders: &'a Deciders,
    /// Who has a connection to this server, besides itself.
    pub(crate) reachable: SidSet,
}

/// What a notification leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// Nothing to say.
    Quiet,
    /// Tell the sender how this server votes.
    Reply,
    /// Tell everybody.
    Announce,
}

/// What is known of a server that has found a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Settled {
    leader: Sid,
    state: PeerState,
    /// The round it found it in.
    round: Round,
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Election {
    round: Round,
    /// The vote it began with; `None` of a server that has none.
    own: Option<Vote>,
    /// Who has just failed as a leader.
    suspect: Option<Sid>,
    vote: Option<Vote>,
    /// Votes of this round, by voter; the own one is not among them.
    votes: BTreeMap<Sid, Vote>,
    /// Servers that do not look.
    settled: BTreeMap<Sid, Settled>,
    /// When a vote that has a quorum is final.
    final_at: Option<Monotonic>,
    resend_at: Monotonic,
    resend_after_ms: u64,
    /// It asks nobody and joins nobody until `resend_at`.
    is_quiet: bool,
    since: Monotonic,
    /// When to tell an operator that there is still no leader.
    tell_at: Monotonic,
    /// Voters that look, and have no vote.
    voteless: SidSet,
}

impl Election {
    /// Begins a round with the given vote; everybody is to be told.
    ///
    /// `suspect` has just failed as a leader, and is not waited for.
    pub(crate) fn begin(
        round: Round,
        own: Option<Vote>,
        suspect: Option<Sid>,
        now: Monotonic,
        timing: Timing,
    ) -> Election {
        let resend_after_ms = timing.first_resend_ms();
        Election {
            round,
            own,
            suspect,
            vote: own,
            votes: BTreeMap::new(),
            settled: BTreeMap::new(),
            final_at: None,
            resend_at: Monotonic(now.0 + resend_after_ms),
            resend_after_ms,
            is_quiet: false,
            since: now,
            tell_at: Monotonic(now.0 + limits::NO_LEADER_TOLD_AFTER_MS),
            voteless: SidSet::EMPTY,
        }
    }

    /// Leaves the others alone until then: an observer that has just lost its leader.
    pub(crate) fn stay_quiet(&mut self, until: Monotonic, now: Monotonic) {
        assert!(self.own.is_none(), "a voter is needed at once");
        self.is_quiet = until > now;
        if self.is_quiet {
            self.resend_at = until;
        }
    }

    pub(crate) const fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    pub(crate) const fn round(&self) -> Round {
        self.round
    }

    pub(crate) const fn vote(&self) -> Option<Vote> {
        self.vote
    }

    /// Since when it looks.
    pub(crate) const fn since(&self) -> Monotonic {
        self.since
    }

    /// Whether it is time to tell an operator that there is still no leader.
    pub(crate) fn take_telling(&mut self, now: Monotonic) -> bool {
        let due = now >= self.tell_at;
        if due {
            self.tell_at = Monotonic(now.0 + limits::NO_LEADER_TOLD_EVERY_MS);
        }
        due
    }

    /// Voters that look, and have no vote.
    pub(crate) const fn voteless(&self) -> SidSet {
        self.voteless
    }

    /// Whom others follow, if they do.
    pub(crate) fn leader_elsewhere(&self) -> Option<Sid> {
        self.settled.values().map(|settled| settled.leader).next()
    }

    /// Somebody has spoken.
    pub(crate) fn on_notification(
        &mut self,
        electorate: Electorate<'_>,
        from: Sid,
        heard: &Notification,
    ) -> Turn {
        match heard.state {
            PeerState::Looking => self.on_looking(electorate, from, heard),
            PeerState::Following | PeerState::Leading | PeerState::Observing => {
                if let Some(vote) = heard.vote {
                    self.votes.remove(&from);
                    self.voteless.remove(from);
                    let settled = Settled {
                        leader: vote.leader,
                        state: heard.state,
                        round: heard.round,
                    };
                    self.settled.insert(from, settled);
                }
                Turn::Quiet
            }
        }
    }

    fn on_looking(&mut self, electorate: Electorate<'_>, from: Sid, heard: &Notification) -> Turn {
        self.settled.remove(&from);
        self.voteless.remove(from);
        if heard.vote.is_none() {
            self.voteless.insert(from);
        }
        // Who has no vote of its own has nothing to answer with, so no two servers answer each
        // other for ever.
        let reply = match self.own {
            Some(_) => Turn::Reply,
            None => Turn::Quiet,
        };
        if heard.round < self.round {
            return reply;
        }
        let Some(vote) = heard.vote.filter(|_| electorate.deciders.may_vote(from)) else {
            // One without a vote moves nobody into its round, or it could keep everybody from ever
            // agreeing. It wants to know of the others' votes, and can use those of its own round.
            let asks = heard.vote.is_none() && heard.round == self.round;
            return if asks { reply } else { Turn::Quiet };
        };
        let mut turn = Turn::Quiet;
        if heard.round > self.round {
            self.round = heard.round;
            self.votes.clear();
            self.vote = self.own;
            self.final_at = None;
            turn = Turn::Announce;
        }
        let counts = electorate.deciders.is_voter(from);
        if !counts || !electorate.deciders.is_electable(vote.leader) {
            return turn;
        }
        if self
            .vote
            .is_none_or(|mine| is_better(electorate.deciders, vote, mine))
        {
            self.vote = Some(vote);
            self.final_at = None;
            turn = Turn::Announce;
        }
        self.votes.insert(from, vote);
        turn
    }

    /// A server cannot be reached any more: what it said does not count.
    pub(crate) fn on_unreachable(&mut self, sid: Sid) {
        self.votes.remove(&sid);
        self.settled.remove(&sid);
        self.voteless.remove(sid);
    }

    /// The leader, if one is found by now.
    pub(crate) fn decide(&mut self, electorate: Electorate<'_>, now: Monotonic) -> Option<Sid> {
        if self.is_quiet {
            return None;
        }
        self.leader_of_others(electorate)
            .or_else(|| self.elected(electorate, now))
    }

    /// Whether it is time to tell everybody again, in case they did not hear.
    pub(crate) fn take_resend(&mut self, now: Monotonic, timing: Timing) -> bool {
        if now < self.resend_at {
            return false;
        }
        self.is_quiet = false;
        self.resend_after_ms = timing.next_resend_ms(self.resend_after_ms);
        self.resend_at = Monotonic(now.0 + self.resend_after_ms);
        true
    }

    /// A leader that a quorum follows already, this server included.
    fn leader_of_others(&self, electorate: Electorate<'_>) -> Option<Sid> {
        let mut leading = self.settled.iter().filter(|(sid, settled)| {
            let leads = settled.state == PeerState::Leading && **sid == settled.leader;
            leads && **sid != electorate.me
        });
        leading.find_map(|(&candidate, _)| {
            let follows =
                |(sid, settled): (&Sid, &Settled)| (settled.leader == candidate).then_some(*sid);
            let mut followers: SidSet = self.settled.iter().filter_map(follows).collect();
            followers.insert(electorate.me);
            let quorum = electorate.deciders.may_follow(followers);
            // One without a vote joins whoever leads.
            (quorum || !electorate.deciders.is_voter(electorate.me)).then_some(candidate)
        })
    }

    fn elected(&mut self, electorate: Electorate<'_>, now: Monotonic) -> Option<Sid> {
        let mine = self.vote?;
        if mine.leader == electorate.me && self.own.is_none() {
            // Others still vote for it, and it may not lead: its log has lost something.
            return None;
        }
        let agree = |(sid, vote): (&Sid, &Vote)| (*vote == mine).then_some(*sid);
        let mut agreeing: SidSet = self.votes.iter().filter_map(agree).collect();
        // Who was quicker to see the quorum has the same leader, and does not vote any more.
        for (sid, settled) in &self.settled {
            if settled.leader == mine.leader && settled.round == self.round {
                agreeing.insert(*sid);
            }
        }
        if self.own.is_some() {
            agreeing.insert(electorate.me);
        }
        if !electorate.deciders.elects(agreeing) {
            self.final_at = None;
            return None;
        }
        let mut asked = electorate
            .reachable
            .intersection(electorate.deciders.voters());
        if let Some(suspect) = self.suspect {
            asked.remove(suspect);
        }
        let everybody = asked.is_subset(agreeing);
        let wait_until = Monotonic(now.0 + limits::BETTER_VOTE_WAIT_MS);
        let final_at = *self.final_at.get_or_insert(wait_until);
        (everybody || now >= final_at).then_some(mine.leader)
    }
}

/// Source: `FastLeaderElection.totalOrderPredicate`.
fn is_better(deciders: &Deciders, vote: Vote, than: Vote) -> bool {
    if !deciders.is_electable(vote.leader) {
        return false;
    }
    (vote.epoch, vote.last, vote.leader) > (than.epoch, than.last, than.leader)
}
