//! A checkpoint from the leader takes the place of everything.
//!
//! Must never: take the tree back, or let half a checkpoint count.

use alloc::boxed::Box;

use super::Stage;
use crate::id::{LinkId, Monotonic, Zxid};
use crate::input::{Effect, Effects};
use crate::zab::{Install, Notice, PeerFault, Zab};

impl Zab {
    /// A checkpoint is about to come.
    pub(crate) fn on_snap(
        &mut self,
        now: Monotonic,
        link: LinkId,
        zxid: Zxid,
        effects: &mut Effects,
    ) {
        let Some(learner) = self.learner_of(link, now) else {
            return;
        };
        let in_turn = matches!(learner.stage, Stage::Synchronizing { .. })
            && self.install == Install::None
            && !self.truncating;
        if !in_turn {
            return self.leader_failed(now, PeerFault::OutOfTurn, effects);
        }
        let applied = self.history.applied();
        if zxid < applied {
            let notice = Notice::LeaderLacksCommitted {
                last: zxid,
                applied,
            };
            return effects.list.push(Effect::Halt(notice));
        }
        self.install = Install::Receiving { zxid };
        effects.list.push(Effect::InstallBegin { zxid });
    }

    /// Entries of the checkpoint.
    pub(crate) fn on_snap_chunk(
        &mut self,
        now: Monotonic,
        link: LinkId,
        bytes: Box<[u8]>,
        effects: &mut Effects,
    ) {
        if self.learner_of(link, now).is_none() {
            return;
        }
        match self.install {
            Install::Receiving { .. } => effects.list.push(Effect::InstallChunk { bytes }),
            Install::None | Install::Committing { .. } => {
                self.leader_failed(now, PeerFault::OutOfTurn, effects);
            }
        }
    }

    /// The checkpoint is complete.
    pub(crate) fn on_snap_end(
        &mut self,
        now: Monotonic,
        link: LinkId,
        entries: u64,
        effects: &mut Effects,
    ) {
        if self.learner_of(link, now).is_none() {
            return;
        }
        match self.install {
            Install::Receiving { zxid } => {
                self.install = Install::Committing { zxid };
                effects.list.push(Effect::InstallEnd { entries });
            }
            Install::None | Install::Committing { .. } => {
                self.leader_failed(now, PeerFault::OutOfTurn, effects);
            }
        }
    }
}
