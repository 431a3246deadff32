//! What learners say, and what it means to their leader.
//!
//! Must never: count the word of a server without a vote, or take one that comes out of turn.

use super::{Learning, Progress, Roll, Stage, part_of};
use crate::id::{Epoch, LinkId, Monotonic, Sid, Zxid};
use crate::input::{Effect, Effects};
use crate::limits;
use crate::zab::history::EPOCH_MAX;
use crate::zab::message::{FollowerInfo, Outline, Part, Promise};
use crate::zab::{EarlyLink, Notice, PeerFault, Role, Zab};

impl Zab {
    pub(in crate::zab) fn on_learner_linked(
        &mut self,
        now: Monotonic,
        link: LinkId,
        with: Sid,
        effects: &mut Effects,
    ) {
        let leader = match &mut self.role {
            Role::Leading(leader) => leader,
            Role::Looking(_) if self.early.len() < limits::SERVERS_MAX => {
                // It may be about to hear that it leads.
                let info = None;
                return self.early.push(EarlyLink {
                    link,
                    sid: with,
                    info,
                });
            }
            Role::Standalone | Role::Looking(_) | Role::Learning(_) => {
                return effects.list.push(Effect::CloseLink { link });
            }
        };
        let learning = Learning {
            sid: with,
            part: Part::Observer,
            accepted: Epoch(0),
            progress: Progress::Greeting,
            promised: false,
            epoch: Epoch(0),
            claim: None,
            acked: Zxid::ZERO,
            heard_at: now,
            ponged: 0,
            deadline: (now, Zxid::ZERO),
        };
        leader.learners.insert(link, learning);
    }

    /// TLA+: `LeaderProcessFOLLOWERINFO`.
    pub(crate) fn on_follower_info(
        &mut self,
        now: Monotonic,
        link: LinkId,
        info: &FollowerInfo,
        effects: &mut Effects,
    ) {
        if let Some(early) = self.early.iter_mut().find(|early| early.link == link) {
            early.info = Some(*info);
            return;
        }
        let own = self.ensemble();
        let version = self.deciders.newest_version();
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        let sid = learning.sid;
        if learning.progress != Progress::Greeting {
            return self.drop_learner(link, PeerFault::OutOfTurn, effects);
        }
        if own.is_some() && info.ensemble.is_some() && info.ensemble != own {
            return self.drop_learner(link, PeerFault::OtherEnsemble, effects);
        }
        if info.config_version > version {
            return self.drop_learner(link, PeerFault::NewerConfig, effects);
        }
        let part = match info.part {
            Part::Participant | Part::Observer => part_of(&self.deciders, sid),
            Part::Abstaining => Part::Abstaining,
        };
        if self.is_absurd(info.accepted) || info.accepted >= EPOCH_MAX {
            return self.drop_learner(link, PeerFault::AbsurdEpoch, effects);
        }
        // Also for a later election, if this one comes to nothing.
        self.epochs.hear(info.accepted);
        let needed = part == Part::Participant && self.deciders.is_electable(sid);
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let may_choose = matches!(
            leader.stage,
            Stage::Discovering | Stage::Promising | Stage::Collecting
        );
        if may_choose && own.is_none() && info.ensemble.is_some() && needed {
            // This server's history is empty, that one's is not.
            return self.become_looking(now, Notice::BetterHistory, effects);
        }
        // A server has one link: an older one is a leftover that has not been noticed to be broken.
        let older = leader.learners.iter().find(|(other, learning)| {
            learning.sid == sid && **other != link && learning.progress != Progress::Greeting
        });
        if let Some(older) = older.map(|(older, _)| *older) {
            leader.learners.remove(&older);
            effects.list.push(Effect::CloseLink { link: older });
        }
        let collects = leader.stage == Stage::Collecting;
        let beyond = needed && info.accepted > leader.epoch;
        if let Some(learning) = leader.learners.get_mut(&link) {
            learning.part = part;
            learning.accepted = info.accepted;
            learning.progress = Progress::Informed;
        }
        if collects && beyond {
            // Without its vote there may never be a quorum; in a later epoch there is.
            self.become_looking(now, Notice::EpochTaken, effects);
        }
    }

    /// TLA+: `LeaderProcessACKEPOCH`.
    pub(crate) fn on_ack_epoch(
        &mut self,
        now: Monotonic,
        link: LinkId,
        promise: Promise,
        current: Epoch,
        outline: &Outline,
        effects: &mut Effects,
    ) {
        let own = (self.epochs.durable().current, self.history.proposed());
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let newest = leader.roll.map_or(leader.epoch, Roll::epoch);
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        let (sid, voter) = (learning.sid, learning.part == Part::Participant);
        let whole = learning.part != Part::Abstaining;
        let counts = whole && promise == Promise::Given;
        match learning.progress {
            Progress::Asked => {
                learning.progress = Progress::Promised(outline.clone());
                learning.promised = counts;
            }
            // In place: its history is known.
            Progress::Established | Progress::Serving if learning.epoch < newest => {
                learning.promised = counts;
                learning.accepted = newest;
            }
            Progress::Greeting
            | Progress::Informed
            | Progress::Promised(_)
            | Progress::Synced { .. }
            | Progress::Established
            | Progress::Serving => {
                return self.drop_learner(link, PeerFault::OutOfTurn, effects);
            }
        }
        let Role::Leading(leader) = &self.role else {
            return;
        };
        // One without weight is not worth an election: nobody may vote for it, so the next would
        // come to the same. Its vote is not missed, and what its history has more may go. A set of
        // servers is a quorum with it if and only if it is one without it: whatever is committed
        // was acked by a quorum of those who have weight, one of whom is in this leader's quorum
        // and is asked the same. So what only those without weight have is not committed, and is
        // truncated like that of an observer. One to whom a pending configuration gives weight is
        // electable, and counts.
        let needed = voter && self.deciders.is_electable(sid);
        if leader.stage != Stage::Collecting || !needed {
            return;
        }
        if promise == Promise::None {
            // Without its vote there may never be a quorum; in a later epoch there is.
            self.become_looking(now, Notice::EpochTaken, effects);
        } else if (current, outline.last()) > own {
            self.become_looking(now, Notice::BetterHistory, effects);
        }
    }

    /// TLA+: `LeaderProcessACKLD`.
    pub(crate) fn on_ack_new_leader(
        &mut self,
        now: Monotonic,
        link: LinkId,
        epoch: Epoch,
        effects: &mut Effects,
    ) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let newest = leader.roll.map_or(leader.epoch, Roll::epoch);
        let own_epoch = leader.epoch;
        let sid = self.learner(link).unwrap_or(self.settings.me);
        let part = part_of(&self.deciders, sid);
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        match (&learning.progress, learning.claim) {
            (Progress::Synced { through }, _) if epoch == own_epoch => {
                learning.acked = *through;
                learning.epoch = epoch;
                learning.progress = Progress::Established;
                // Also of one that abstained: it is whole again.
                learning.part = part;
            }
            (Progress::Serving | Progress::Established, Some(last)) if epoch == newest => {
                learning.acked = learning.acked.max(last);
                learning.epoch = epoch;
                learning.claim = None;
            }
            (
                Progress::Greeting
                | Progress::Informed
                | Progress::Asked
                | Progress::Promised(_)
                | Progress::Synced { .. }
                | Progress::Established
                | Progress::Serving,
                _,
            ) => self.drop_learner(link, PeerFault::OutOfTurn, effects),
        }
    }

    /// TLA+: `LeaderProcessACK`.
    pub(crate) fn on_ack_proposal(
        &mut self,
        now: Monotonic,
        link: LinkId,
        through: Zxid,
        effects: &mut Effects,
    ) {
        let known = self.history.knows(through);
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        let in_turn = learning.has_initial_history()
            && through >= learning.acked
            && through.epoch() <= learning.epoch;
        if !in_turn {
            return self.drop_learner(link, PeerFault::OutOfTurn, effects);
        }
        if !known {
            return self.drop_learner(link, PeerFault::UnknownZxid, effects);
        }
        learning.acked = through;
    }

    /// A learner is there, and follows this server.
    pub(crate) fn on_pong(
        &mut self,
        now: Monotonic,
        link: LinkId,
        number: u64,
        effects: &mut Effects,
    ) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let sent = leader.pings;
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        if number > sent {
            return self.drop_learner(link, PeerFault::OutOfTurn, effects);
        }
        learning.ponged = learning.ponged.max(number);
    }

    /// A learner said something that is not Zab's business.
    pub(crate) fn heard_learner(&mut self, now: Monotonic, link: LinkId) {
        self.learning(link, now);
    }
}
