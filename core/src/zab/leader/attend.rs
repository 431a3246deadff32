//! Takes each learner as far as its leader's own stage allows, and brings it level.
//!
//! Must never: send a learner anything of the history before this server has promised its epoch.

use alloc::vec::Vec;

use super::{Leader, Progress, Stage};
use crate::id::{LinkId, Monotonic, Zxid};
use crate::input::{Effect, Effects};
use crate::zab::message::{Message, Outline};
use crate::zab::{Notice, Role, Timing, Zab, send};

impl Leader {
    /// Whether a quorum has let it wait for longer than an operator wants, when one of its voters
    /// has given it up already. Source: `Leader.reportLookingSid`.
    pub(in crate::zab) fn waits_too_long(&self, timing: Timing, now: Monotonic) -> bool {
        let waited_ms = now.0.saturating_sub(self.since.0);
        let most_ms = timing.epoch_wait_ms.map(u64::from);
        self.stage == Stage::Discovering && most_ms.is_some_and(|most_ms| waited_ms > most_ms)
    }
}

impl Zab {
    /// Takes each learner as far as this server's own stage allows.
    pub(super) fn attend_learners(&mut self, now: Monotonic, effects: &mut Effects) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let links: Vec<LinkId> = leader.learners.keys().copied().collect();
        for link in links {
            self.attend(link, now, effects);
        }
    }

    fn attend(&mut self, link: LinkId, now: Monotonic, effects: &mut Effects) {
        let (ensemble, incarnation) = (self.own_ensemble(), self.settings.incarnation);
        let sync_ms = self.settings.timing.sync_ms();
        let committed = self.history.committed();
        let proposed = self.history.proposed();
        let applied = self.history.applied();
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        // Who serves passes requests on: the leader must be able to order them.
        let orders = leader.stage == Stage::Broadcasting && applied >= leader.initial_last;
        let (stage, epoch, rolling) = (leader.stage, leader.epoch, leader.roll.is_some());
        let Some(learning) = leader.learners.get_mut(&link) else {
            return;
        };
        let asks = matches!(
            stage,
            Stage::Collecting | Stage::Claiming | Stage::Synchronizing | Stage::Broadcasting
        );
        let syncs = matches!(stage, Stage::Synchronizing | Stage::Broadcasting);
        match learning.progress {
            Progress::Informed if asks && !rolling && learning.accepted <= epoch => {
                learning.progress = Progress::Asked;
                let message = Message::LeaderInfo {
                    epoch,
                    ensemble,
                    incarnation,
                };
                send(link, message, effects);
            }
            Progress::Promised(ref outline) if syncs && !rolling => {
                let outline = outline.clone();
                learning.progress = Progress::Synced { through: proposed };
                self.synchronize(link, &outline, effects);
            }
            Progress::Established if orders => {
                learning.progress = Progress::Serving;
                learning.deadline = (Monotonic(now.0 + sync_ms), Zxid::ZERO);
                let sid = learning.sid;
                send(link, Message::UpToDate { committed }, effects);
                effects
                    .list
                    .push(Effect::Note(Notice::LearnerServes { learner: sid }));
            }
            Progress::Greeting
            | Progress::Informed
            | Progress::Asked
            | Progress::Promised(_)
            | Progress::Synced { .. }
            | Progress::Established
            | Progress::Serving => {}
        }
    }

    /// Sends a learner what it lacks of the history. TLA+: `LeaderSyncFollower`.
    fn synchronize(&mut self, link: LinkId, outline: &Outline, effects: &mut Effects) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let epoch = leader.epoch;
        let start = if let Some(common) = self.history.last_common(outline) {
            self.life.diffs += 1;
            if common < outline.last() {
                send(link, Message::Trunc { last: common }, effects);
            }
            self.history
                .record_of(common)
                .expect("what is common is in the log")
        } else {
            self.life.snaps += 1;
            effects.list.push(Effect::SendCheckpoint { link });
            self.checkpoint.1
        };
        // What is committed may be applied as it comes in, and need not be kept in memory.
        let through = self.history.committed();
        send(link, Message::Commit { through }, effects);
        let (from, through) = (start.next(), self.history.last_record());
        if from <= through {
            effects.list.push(Effect::Stream {
                link,
                from,
                through,
            });
        }
        let message = Message::NewLeader {
            epoch,
            last: self.history.proposed(),
            config: self.deciders.active().text(),
        };
        send(link, message, effects);
    }
}
