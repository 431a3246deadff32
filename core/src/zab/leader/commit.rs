//! What is committed: as far as those who decide have acked it.
//!
//! Must never: count an ack for more than the configuration it belongs to.

use super::{Leader, Learning, Progress, Stage};
use crate::id::{Sid, Zxid};
use crate::input::Effects;
use crate::zab::message::Message;
use crate::zab::{Role, Zab, send};

impl Leader {
    /// How far a voter is known to be.
    fn acked_by(&self, sid: Sid) -> Zxid {
        let of = |learning: &&Learning| learning.sid == sid && learning.has_initial_history();
        let acked = self
            .learners
            .values()
            .filter(of)
            .map(|learning| learning.acked);
        acked.max().unwrap_or(Zxid::ZERO)
    }
}

impl Zab {
    /// What a quorum has acked is committed.
    pub(super) fn commit(&mut self, effects: &mut Effects) {
        while let Some(agreed) = self.agreed()
            && agreed > self.history.committed()
        {
            assert!(
                agreed <= self.history.proposed(),
                "only what was proposed is acked"
            );
            // A reconfig among it changes who decides on what stands behind it.
            self.commit_through(agreed, effects);
        }
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let through = self.history.committed();
        if leader.stage == Stage::Broadcasting && through > leader.told {
            leader.told = through;
            for (&link, learning) in &leader.learners {
                if learning.progress == Progress::Serving {
                    send(link, Message::Commit { through }, effects);
                }
            }
        }
    }

    /// How far those who decide have acked what an established leader proposed.
    fn agreed(&self) -> Option<Zxid> {
        let (me, durable) = (self.settings.me, self.history.durable());
        let Role::Leading(leader) = &self.role else {
            return None;
        };
        if leader.stage != Stage::Broadcasting {
            return None;
        }
        let reached = |sid| {
            if sid == me {
                durable
            } else {
                leader.acked_by(sid)
            }
        };
        let before = |zxid| self.history.before(zxid);
        Some(self.deciders.agreed(reached, before))
    }
}
