//! What operators see of a replica: what it is to its clients, and what it counts.
//!
//! Must never: decide anything.

use super::{Duty, Replica};
use crate::id::{Monotonic, Sid};
use crate::zab::ensemble::Ensemble;
use crate::zab::{LearnerFigures, Life, Standing, Times};

/// What a replica has counted since the server started, or since it was told to count anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Txns it proposed as a leader.
    pub proposed: u64,
    /// Txns it applied as a leader: each was committed.
    pub committed: u64,
    /// Proposals that a leader sent it.
    pub received: u64,
    /// Txns it applied as a learner.
    pub followed: u64,
    /// Handshakes of clients that it took up.
    pub handshakes: u64,
    /// Sessions that it let expire.
    pub expired: u64,
    /// From when it had no leader until it served.
    pub unavailable: Times,
    /// The same, of those times after which it led.
    pub leader_unavailable: Times,
}

/// Bytes of the proposals it made as a leader, since the last reset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProposalBytes {
    /// Of the last one.
    pub last: usize,
    /// Of the smallest.
    pub min: usize,
    /// Of the largest.
    pub max: usize,
}

/// What a leader tells besides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LeaderFigures {
    /// Who learns from it.
    pub learners: LearnerFigures,
    /// Since when it serves.
    pub since: Monotonic,
    /// `None` before the first proposal.
    pub proposals: Option<ProposalBytes>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) counts: Counts,
    proposals: Option<ProposalBytes>,
}

impl Figures {
    /// A new leader has not proposed anything.
    pub(super) fn forget_proposals(&mut self) {
        self.proposals = None;
    }

    /// A txn of so many bytes was proposed here.
    pub(super) fn proposed(&mut self, bytes: usize) {
        self.counts.proposed += 1;
        let before = self.proposals.unwrap_or(ProposalBytes {
            last: bytes,
            min: bytes,
            max: bytes,
        });
        self.proposals = Some(ProposalBytes {
            last: bytes,
            min: before.min.min(bytes),
            max: before.max.max(bytes),
        });
    }
}

impl Replica {
    /// Whether this server leads, and leaves the clients to the others (`leaderServes`). Source:
    /// `Leader.lead`.
    pub(super) fn only_orders(&self) -> bool {
        let leads = matches!(self.duty, Duty::Primary(_)) && self.options.has_peers.is_on();
        leads && !self.options.leader_serves.is_on()
    }

    /// What this server is to its clients.
    pub fn standing(&self) -> Standing {
        match &self.duty {
            Duty::Away | Duty::Reading => Standing::Away,
            Duty::Primary(_) if self.only_orders() => Standing::Away,
            Duty::Primary(_) | Duty::Backup(_) => self.zab.standing(),
        }
    }

    /// The servers of the ensemble; this one alone, if there are no others.
    pub fn members(&self) -> &Ensemble {
        self.zab.members()
    }

    /// Whether this server has a vote now.
    pub fn is_voter(&self) -> bool {
        self.zab.members().is_voter(self.zab.me())
    }

    /// The leader that this server learns from, if it has one.
    pub fn learns_from(&self) -> Option<Sid> {
        self.zab.learns_from()
    }

    /// What a leader tells; `None` of any other server.
    pub fn leader_figures(&self) -> Option<LeaderFigures> {
        match &self.duty {
            Duty::Primary(primary) => Some(LeaderFigures {
                learners: self.zab.learner_figures()?,
                since: primary.since,
                proposals: self.figures.proposals,
            }),
            Duty::Away | Duty::Reading | Duty::Backup(_) => None,
        }
    }

    /// What it has counted.
    pub const fn counts(&self) -> Counts {
        self.figures.counts
    }

    /// What it has counted of its life in the ensemble.
    pub const fn life(&self) -> &Life {
        self.zab.life()
    }

    /// Counts anew (`srst`).
    pub fn reset_figures(&mut self) {
        self.figures = Figures::default();
        self.zab.forget_life();
    }

    /// This server has a leader, and serves.
    pub(super) fn count_absence(&mut self, now: Monotonic) {
        let counts = &mut self.figures.counts;
        counts.unavailable.add_since(self.away_since, now);
        if matches!(self.duty, Duty::Primary(_)) {
            counts.leader_unavailable.add_since(self.away_since, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_proposals() {
        let mut figures = Figures::default();
        for bytes in [48, 116, 44, 60] {
            figures.proposed(bytes);
        }
        let sizes = ProposalBytes {
            last: 60,
            min: 44,
            max: 116,
        };
        assert_eq!(figures.proposals, Some(sizes));
        assert_eq!(figures.counts.proposed, 4);
    }
}
