//! Who of the learners has a vote, as configurations come and go.
//!
//! Must never: count the word of one that abstains.

use super::{Leader, Learning, Stage};
use crate::id::{Epoch, Monotonic, Sid};
use crate::input::Effects;
use crate::zab::deciders::Deciders;
use crate::zab::message::Part;
use crate::zab::quorum::SidSet;

impl Leader {
    pub(in crate::zab) const fn epoch(&self) -> Epoch {
        self.epoch
    }

    pub(in crate::zab) fn is_established(&self) -> bool {
        self.stage == Stage::Broadcasting
    }

    /// Everybody that has the initial history, whether it has a vote or not.
    pub(in crate::zab) fn synced(&self, me: Sid) -> SidSet {
        self.those(me, Learning::has_initial_history)
    }

    /// Another configuration counts: who has a vote now, and who has none.
    pub(in crate::zab) fn count_anew(&mut self, deciders: &Deciders) {
        for learning in self.learners.values_mut() {
            learning.part = match learning.part {
                Part::Abstaining => Part::Abstaining,
                Part::Participant | Part::Observer => part_of(deciders, learning.sid),
            };
        }
    }

    /// This server has no vote any more. Says since when that is so, and who has heard everything
    /// that it said until then.
    pub(in crate::zab) fn retiring(
        &mut self,
        me: Sid,
        now: Monotonic,
        effects: &mut Effects,
    ) -> (Monotonic, SidSet) {
        if self.retires.is_none() {
            self.send_ping(effects);
        }
        let (since, ping) = *self.retires.get_or_insert((now, self.pings));
        (since, self.those(me, |learning| learning.ponged >= ping))
    }
}

/// What a server that is whole takes part as.
pub(super) fn part_of(deciders: &Deciders, sid: Sid) -> Part {
    if deciders.is_voter(sid) {
        Part::Participant
    } else {
        Part::Observer
    }
}
