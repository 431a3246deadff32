//! What operators ask of a leader: who learns from it. Sources: `LeaderZooKeeperServer`'s gauges,
//! `QuorumPeer.getQuorumSize`.

use super::Learning;
use crate::id::Sid;
use crate::zab::ensemble::Ensemble;
use crate::zab::message::Part;
use crate::zab::{Install, Role, Zab};

/// Who learns from a leader, and what waits for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LearnerFigures {
    /// Connected, whatever they are at.
    pub connected: usize,
    /// Those that are sent proposals and are no observers.
    pub followers: usize,
    /// Those of them that have no vote now.
    pub non_voting: usize,
    /// Observers that are sent proposals.
    pub observers: usize,
    /// `sync` requests that wait.
    pub syncs: usize,
}

impl Zab {
    /// The servers of the ensemble.
    pub(crate) fn members(&self) -> &Ensemble {
        self.deciders.active()
    }

    /// Whether it looks for a leader, and nothing is about to take the place of what it has.
    pub(crate) fn is_looking(&self) -> bool {
        match &self.role {
            Role::Standalone | Role::Learning(_) | Role::Leading(_) => false,
            Role::Looking(_) => self.install == Install::None,
        }
    }

    /// The server that this one learns from, if there is one.
    pub(crate) fn learns_from(&self) -> Option<Sid> {
        match &self.role {
            Role::Standalone | Role::Looking(_) | Role::Leading(_) => None,
            Role::Learning(learner) => Some(learner.leader()),
        }
    }

    /// Who learns from this server, if it leads.
    pub(crate) fn learner_figures(&self) -> Option<LearnerFigures> {
        let leader = match &self.role {
            Role::Standalone | Role::Looking(_) | Role::Learning(_) => return None,
            Role::Leading(leader) => leader,
        };
        let mut figures = LearnerFigures {
            connected: leader.learners.len(),
            syncs: leader.syncs.len(),
            ..LearnerFigures::default()
        };
        let synced = leader.learners.values().filter(|l| l.is_sent_proposals());
        for Learning { sid, part, .. } in synced {
            let votes = match part {
                Part::Participant => self.deciders.active().is_voter(*sid),
                Part::Abstaining => false,
                Part::Observer => {
                    figures.observers += 1;
                    continue;
                }
            };
            figures.followers += 1;
            figures.non_voting += usize::from(!votes);
        }
        Some(figures)
    }
}
