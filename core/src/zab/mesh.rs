//! The mesh: who can be reached, and how votes are told.
//!
//! Must never: tell a vote of a server that has none.

use super::election::{Electorate, Turn};
use super::epochs::LogState;
use super::message::{Notification, PeerState, Vote};
use super::{Install, Notice, Role, Zab};
use crate::id::{Monotonic, Sid};
use crate::input::{Effect, Effects};

impl Zab {
    /// A server of the ensemble can be reached.
    pub(crate) fn on_reachable(&mut self, sid: Sid, effects: &mut Effects) {
        self.reachable.insert(sid);
        self.notify(sid, effects);
    }

    /// It cannot any more.
    pub(crate) fn on_unreachable(&mut self, now: Monotonic, sid: Sid, effects: &mut Effects) {
        self.reachable.remove(sid);
        self.behind.remove(sid);
        match &mut self.role {
            Role::Standalone | Role::Leading(_) => {}
            Role::Looking(election) => election.on_unreachable(sid),
            Role::Learning(learner) => {
                // One that has a link learns from the link.
                if learner.is_connecting_to(sid) {
                    self.become_looking(now, Notice::LeaderLost, effects);
                }
            }
        }
    }

    /// Somebody said how it votes. TLA+: `FLEReceiveNotmsg`, `FLEHandleNotmsg`.
    pub(crate) fn on_notification(
        &mut self,
        now: Monotonic,
        from: Sid,
        heard: &Notification,
        effects: &mut Effects,
    ) {
        self.on_config_heard(now, from, heard, effects);
        let electorate = Electorate {
            me: self.settings.me,
            deciders: &self.deciders,
            reachable: self.reachable,
        };
        match &mut self.role {
            Role::Standalone => {}
            Role::Looking(election) => {
                let turn = election.on_notification(electorate, from, heard);
                self.round = election.round();
                match turn {
                    Turn::Quiet => {}
                    Turn::Reply => self.notify(from, effects),
                    Turn::Announce => self.announce(effects),
                }
            }
            Role::Learning(learner) => {
                let elsewhere = heard.vote.is_some_and(|vote| vote.leader != from);
                if learner.waits_for(from) && elsewhere {
                    self.become_looking(now, Notice::LeaderLost, effects);
                } else if heard.state == PeerState::Looking {
                    self.notify(from, effects);
                }
            }
            Role::Leading(leader) => {
                if heard.state != PeerState::Looking {
                    return;
                }
                // Who gave this server up is in a later round.
                let left = heard.round > self.round && electorate.deciders.is_voter(from);
                if left && leader.waits_too_long(self.settings.timing, now) {
                    self.life.disloyal += 1;
                    self.become_looking(now, Notice::NoQuorum, effects);
                } else {
                    self.notify(from, effects);
                }
            }
        }
    }

    /// The vote for oneself; `None` without a vote, without weight, or while abstaining.
    pub(super) fn own_vote(&self) -> Option<Vote> {
        let me = self.settings.me;
        let whole = self.epochs.wanted().log == LogState::Whole && self.install == Install::None;
        let votes = whole && self.deciders.is_electable(me);
        votes.then(|| Vote {
            epoch: self.epochs.durable().current,
            last: self.history.proposed(),
            leader: me,
        })
    }

    pub(super) fn notification(&self) -> Notification {
        let me = self.settings.me;
        let votes = self.deciders.is_voter(me);
        let found = |leader| Vote {
            epoch: self.epochs.durable().current,
            last: self.history.proposed(),
            leader,
        };
        let (state, vote) = match &self.role {
            Role::Standalone => unreachable!("a single server has nobody to tell"),
            Role::Looking(election) => {
                let vote = self.own_vote().and(election.vote());
                (PeerState::Looking, vote)
            }
            Role::Learning(learner) if votes => {
                (PeerState::Following, Some(found(learner.leader())))
            }
            Role::Learning(learner) => (PeerState::Observing, Some(found(learner.leader()))),
            Role::Leading(_) => (PeerState::Leading, Some(found(me))),
        };
        Notification {
            state,
            vote,
            round: self.round,
            config_version: self.deciders.active().version(),
            config: None,
        }
    }

    pub(super) fn notify(&self, to: Sid, effects: &mut Effects) {
        match &self.role {
            Role::Standalone => return,
            Role::Looking(election) if election.is_quiet() => return,
            Role::Looking(_) | Role::Learning(_) | Role::Leading(_) => {}
        }
        let mut notification = self.notification();
        notification.config = self.config_for(to);
        effects.list.push(Effect::Notify { to, notification });
    }

    pub(super) fn announce(&self, effects: &mut Effects) {
        for to in self.reachable.iter() {
            self.notify(to, effects);
        }
    }
}
