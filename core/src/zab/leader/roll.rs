//! A new epoch of the same leader, begun in place.
//!
//! Must never: propose between two epochs, or lead one that a quorum did not promise.

use alloc::vec::Vec;

use super::{Progress, Roll, Stage};
use crate::id::{Epoch, Monotonic};
use crate::input::{Effect, Effects};
use crate::zab::history::EPOCH_MAX;
use crate::zab::message::{Message, Part};
use crate::zab::{Notice, Role, Zab, send};

impl Zab {
    /// At the end of an epoch's counter, or to take in a server that has promised a later epoch to
    /// somebody who never led it, whether it has a vote or not, a new epoch begins in place: phases
    /// 1 and 2 again, of a leader that stays.
    pub(super) fn advance_roll(&mut self, now: Monotonic, effects: &mut Effects) {
        let (me, counter_max) = (self.settings.me, self.settings.counter_max);
        let (proposed, durable) = (self.history.proposed(), self.history.durable());
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        if leader.stage != Stage::Broadcasting {
            return;
        }
        match leader.roll {
            Some(Roll::Asking { .. }) => {}
            Some(Roll::Claiming { epoch, .. }) => self.claim_in_place(epoch, effects),
            None => {
                let epoch = leader.epoch;
                self.claim_in_place(epoch, effects);
            }
        }
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let quorums = &self.deciders;
        match leader.roll {
            None => {
                let full = proposed.epoch() == leader.epoch && proposed.counter() >= counter_max;
                let accepted = leader.learners.values().map(|l| l.accepted).max();
                let ahead = accepted.filter(|accepted| *accepted > leader.epoch);
                if full || ahead.is_some() {
                    let last = ahead.map_or(leader.epoch, |ahead| ahead.max(leader.epoch));
                    self.begin_roll(Epoch(last.0 + 1), now, effects);
                }
            }
            Some(Roll::Asking { epoch, since }) => {
                let own = self.epochs.durable().accepted == epoch;
                let promised = leader.those(me, |l| l.promised && l.has_initial_history());
                if !own || !quorums.is_quorum(promised) {
                    return;
                }
                let last = proposed;
                leader.roll = Some(Roll::Claiming { epoch, since, last });
                self.claim_in_place(epoch, effects);
            }
            Some(Roll::Claiming { epoch, last, .. }) => {
                if durable < last {
                    return;
                }
                self.claim(epoch, effects);
                let own = self.epochs.durable().current == epoch;
                let Role::Leading(leader) = &mut self.role else {
                    return;
                };
                let there = leader.those(me, |l| l.epoch == epoch);
                if own && self.deciders.is_quorum(there) {
                    leader.epoch = epoch;
                    leader.initial_last = last;
                    leader.roll = None;
                    effects.list.push(Effect::Note(Notice::Rolled { epoch }));
                }
            }
        }
    }

    /// Sends NEWLEADER of an epoch begun in place to whoever has promised it, at once or late.
    fn claim_in_place(&mut self, epoch: Epoch, effects: &mut Effects) {
        let last = self.history.proposed();
        let config = self.deciders.active().text();
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        for (&link, learning) in &mut leader.learners {
            let promised = learning.promised || learning.part != Part::Participant;
            let knows = promised && learning.accepted == epoch;
            if learning.has_initial_history()
                && learning.epoch < epoch
                && knows
                && learning.claim.is_none()
            {
                learning.claim = Some(last);
                let config = config.clone();
                send(
                    link,
                    Message::NewLeader {
                        epoch,
                        last,
                        config,
                    },
                    effects,
                );
            }
        }
    }

    fn begin_roll(&mut self, epoch: Epoch, now: Monotonic, effects: &mut Effects) {
        // What a learner promised is below the last: this is the own counter's end.
        if epoch > EPOCH_MAX {
            return effects.list.push(Effect::Halt(Notice::EpochsUsedUp));
        }
        let (ensemble, incarnation) = (self.own_ensemble(), self.settings.incarnation);
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        leader.roll = Some(Roll::Asking { epoch, since: now });
        let last = leader.epoch;
        let mut early = Vec::new();
        for (&link, learning) in &mut leader.learners {
            match learning.progress {
                Progress::Greeting | Progress::Informed => {}
                // On their way into the old epoch, be it from outside or from the one before: they
                // come again. What they say next is not an answer to this question.
                Progress::Asked | Progress::Promised(_) | Progress::Synced { .. } => {
                    early.push(link);
                }
                Progress::Established | Progress::Serving if learning.epoch < last => {
                    early.push(link);
                }
                Progress::Established | Progress::Serving => {
                    learning.promised = false;
                    learning.claim = None;
                    let message = Message::LeaderInfo {
                        epoch,
                        ensemble,
                        incarnation,
                    };
                    send(link, message, effects);
                }
            }
        }
        for link in early {
            leader.learners.remove(&link);
            effects.list.push(Effect::CloseLink { link });
        }
        self.promise_to_myself(epoch, effects);
    }
}
