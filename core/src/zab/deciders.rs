//! Who decides: the active configuration, and with it the one that a pending reconfig would
//! install.
//!
//! ```text
//!            a reconfig is logged                 it is known to be committed
//!   active ───────────────────────> active, pending ───────────────────────> active (the new one)
//!                                         │ truncated, or overtaken by a newer active one
//!                                         └────────────────────────────────> active (the old one)
//! ```
//!
//! While one is pending a quorum is a quorum of both; txns before the reconfig need the active one
//! only. `docs/zab.md` holds the argument why that is safe.
//!
//! Must never: let one of two configurations decide alone, or take a configuration for active that
//! is not known to be committed. Invariant: what is pending is newer than what is active. Source:
//! Shraer et al., USENIX ATC 2012; `SyncedLearnerTracker`, `QuorumPeer.lastSeenQuorumVerifier`.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::id::{Sid, Zxid};
use crate::zab::ensemble::{Ensemble, PeerAddress};
use crate::zab::quorum::SidSet;

/// A reconfig in the log that is not known to be committed.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Pending {
    /// Its txn.
    zxid: Zxid,
    ensemble: Ensemble,
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Deciders {
    active: Ensemble,
    pending: Option<Pending>,
    /// What is pending elsewhere, as far as this server has heard while it looks for a leader: who
    /// may be voted for, and where it is found. It decides nothing.
    rumoured: Option<Ensemble>,
}

impl Deciders {
    pub(crate) fn new(active: Ensemble) -> Deciders {
        Deciders {
            active,
            pending: None,
            rumoured: None,
        }
    }

    /// The newest configuration that is known to be committed.
    pub(crate) fn active(&self) -> &Ensemble {
        &self.active
    }

    /// The zxid of the reconfig that is pending.
    pub(crate) fn pending_at(&self) -> Option<Zxid> {
        self.pending.as_ref().map(|pending| pending.zxid)
    }

    /// The configuration that a pending reconfig would install.
    pub(crate) fn pending(&self) -> Option<&Ensemble> {
        self.pending.as_ref().map(|pending| &pending.ensemble)
    }

    /// The version of the newest configuration that is known of.
    pub(crate) fn newest_version(&self) -> Zxid {
        let pending = self.pending.as_ref();
        pending.map_or(self.active.version(), |pending| pending.ensemble.version())
    }

    /// Whether these servers may decide.
    pub(crate) fn is_quorum(&self, set: SidSet) -> bool {
        self.each().all(|it| it.quorums().is_quorum(set))
    }

    /// Whether these servers may elect a leader. Those whom a pending reconfig would give a vote do
    /// not know of it yet, perhaps, and say that they have none; the leader finds out in discovery
    /// whether they are with it.
    pub(crate) fn elects(&self, set: SidSet) -> bool {
        self.active.quorums().is_quorum(set)
    }

    /// Whether these servers are a quorum of any configuration: a leader that they follow may be
    /// worth following.
    pub(crate) fn may_follow(&self, set: SidSet) -> bool {
        self.each().any(|it| it.quorums().is_quorum(set))
    }

    /// Whether a server's word counts.
    pub(crate) fn is_voter(&self, sid: Sid) -> bool {
        self.each().any(|it| it.is_voter(sid))
    }

    /// Whether a server has a vote, as far as is known or heard: what is pending elsewhere may give
    /// it one.
    pub(crate) fn may_vote(&self, sid: Sid) -> bool {
        let mut known = self.each().chain(&self.rumoured);
        known.any(|it| it.is_voter(sid))
    }

    /// Whether a server may lead: one that has a vote, and some weight.
    pub(crate) fn is_electable(&self, sid: Sid) -> bool {
        let mut known = self.each().chain(&self.rumoured);
        known.any(|it| it.quorums().weight(sid) > 0)
    }

    /// Everybody whose word counts.
    pub(crate) fn voters(&self) -> SidSet {
        self.each().flat_map(|it| it.voters().iter()).collect()
    }

    /// Where every server is found that this one should be connected with.
    pub(crate) fn addresses(&self) -> BTreeMap<Sid, Vec<PeerAddress>> {
        let known = self.each().chain(&self.rumoured);
        let members = known.flat_map(Ensemble::members);
        members
            .map(|(sid, member)| (*sid, member.addresses.clone()))
            .collect()
    }

    /// The greatest position that is decided on, where `reached` says how far each voter is and
    /// `before` which position stands before another.
    pub(crate) fn agreed(
        &self,
        reached: impl Fn(Sid) -> Zxid,
        before: impl Fn(Zxid) -> Zxid,
    ) -> Zxid {
        let old = self.active.quorums().agreed(&reached);
        let Some(Pending { zxid, ensemble }) = &self.pending else {
            return old;
        };
        if old < *zxid {
            return old;
        }
        let new = ensemble.quorums().agreed(&reached);
        if new < *zxid {
            before(*zxid)
        } else {
            old.min(new)
        }
    }

    /// A reconfig is in the log from now on. One that installs nothing newer than what is active
    /// is history.
    pub(crate) fn logged(&mut self, zxid: Zxid, ensemble: Ensemble) -> Change {
        assert!(
            self.pending.is_none(),
            "the one before it is committed: nobody proposes two"
        );
        if ensemble.version() <= self.active.version() {
            return Change::None;
        }
        self.pending = Some(Pending { zxid, ensemble });
        Change::Pending
    }

    /// Everything up to `through`, which is in the log, is committed.
    pub(crate) fn committed(&mut self, through: Zxid) -> Change {
        match self.pending.take_if(|pending| pending.zxid <= through) {
            None => Change::None,
            Some(pending) => {
                assert!(
                    pending.ensemble.version() > self.active.version(),
                    "what is pending is newer"
                );
                self.active = pending.ensemble;
                Change::Active
            }
        }
    }

    /// Everything behind `last` is gone from the log.
    pub(crate) fn truncated(&mut self, last: Zxid) -> Change {
        match self.pending.take_if(|pending| pending.zxid > last) {
            None => Change::None,
            Some(_) => Change::Pending,
        }
    }

    /// Another server, the own tree or the own file says that this one is committed.
    pub(crate) fn adopt(&mut self, ensemble: Ensemble) -> Change {
        if ensemble.version() <= self.active.version() {
            return Change::None;
        }
        self.pending
            .take_if(|pending| pending.ensemble.version() <= ensemble.version());
        self.active = ensemble;
        Change::Active
    }

    /// Another server that looks for a leader says that this one is pending.
    pub(crate) fn hear(&mut self, ensemble: Ensemble) -> Change {
        let newest = self.rumoured.as_ref().map_or(Zxid::ZERO, Ensemble::version);
        if ensemble.version() <= newest.max(self.newest_version()) {
            return Change::None;
        }
        self.rumoured = Some(ensemble);
        Change::Pending
    }

    /// A new search for a leader begins: what was heard in the one before may be history.
    pub(crate) fn forget_rumours(&mut self) {
        self.rumoured = None;
    }

    /// Checks what the module promises.
    pub(crate) fn invariants(&self, committed: Zxid) {
        if let Some(Pending { zxid, ensemble }) = &self.pending {
            assert!(ensemble.version() > self.active.version());
            assert!(*zxid > committed, "what is committed is active");
        }
    }

    fn each(&self) -> impl Iterator<Item = &Ensemble> {
        let pending = self.pending.iter().map(|pending| &pending.ensemble);
        core::iter::once(&self.active).chain(pending)
    }
}

/// What became different.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub(crate) enum Change {
    /// Nothing.
    None,
    /// Something is pending, or no more.
    Pending,
    /// Another configuration is active.
    Active,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Epoch;

    fn ensemble(version: i64, voters: &[u8]) -> Ensemble {
        let lines: Vec<_> = voters
            .iter()
            .map(|sid| alloc::format!("server.{sid}=h{sid}:1:2"))
            .collect();
        let ensemble = Ensemble::parse(&lines.join("\n")).expect("a right one");
        ensemble.with_version(Zxid::from_bits(version))
    }

    fn set(sids: &[u8]) -> SidSet {
        sids.iter().map(|sid| Sid(*sid)).collect()
    }

    fn at(counter: u32) -> Zxid {
        Zxid::new(Epoch(1), counter)
    }

    #[test]
    fn both_decide_while_one_is_pending() {
        let mut deciders = Deciders::new(ensemble(0, &[1, 2, 3]));
        assert!(deciders.is_quorum(set(&[1, 2])));
        assert_eq!(
            deciders.logged(at(5), ensemble(5, &[3, 4, 5])),
            Change::Pending
        );
        for (who, decides, follows) in [
            (&[1, 2][..], false, true),
            (&[4, 5], false, true),
            (&[1, 4], false, false),
            (&[1, 3, 4], true, true),
            (&[1, 2, 4, 5], true, true),
        ] {
            assert_eq!(deciders.is_quorum(set(who)), decides, "{who:?}");
            assert_eq!(deciders.may_follow(set(who)), follows, "{who:?}");
        }
        assert_eq!(deciders.voters(), set(&[1, 2, 3, 4, 5]));
        assert!(deciders.elects(set(&[1, 2])) && !deciders.elects(set(&[4, 5])));
        assert_eq!(deciders.committed(at(4)), Change::None);
        assert_eq!(deciders.committed(at(5)), Change::Active);
        assert!(deciders.is_quorum(set(&[4, 5])) && !deciders.is_quorum(set(&[1, 2])));
    }

    #[test]
    fn what_stands_before_a_reconfig_needs_the_old_quorum_only() {
        let mut deciders = Deciders::new(ensemble(0, &[1, 2, 3]));
        assert_eq!(
            deciders.logged(at(5), ensemble(5, &[3, 4, 5])),
            Change::Pending
        );
        // How far 1 to 5 are, and what is agreed on.
        let table = [
            ([9, 9, 0, 0, 0], 4),
            ([9, 9, 0, 9, 4], 4),
            ([3, 3, 9, 9, 9], 3),
            ([9, 9, 0, 9, 5], 5),
            ([9, 7, 0, 9, 8], 7),
            ([0, 8, 9, 6, 0], 6),
        ];
        for (reached, expected) in table {
            let reached = |sid: Sid| at(reached[usize::from(sid.0) - 1]);
            let before = |zxid: Zxid| at(zxid.counter() - 1);
            assert_eq!(deciders.agreed(reached, before), at(expected));
        }
    }

    #[test]
    fn a_reconfig_may_be_truncated_or_overtaken() {
        let mut deciders = Deciders::new(ensemble(0, &[1, 2, 3]));
        assert_eq!(
            deciders.logged(at(5), ensemble(5, &[1, 2])),
            Change::Pending
        );
        assert_eq!(deciders.truncated(at(5)), Change::None);
        assert_eq!(deciders.truncated(at(4)), Change::Pending);
        assert_eq!(deciders.pending_at(), None);
        assert_eq!(
            deciders.logged(at(5), ensemble(5, &[1, 2])),
            Change::Pending
        );
        assert_eq!(deciders.adopt(ensemble(4, &[7, 8])), Change::Active);
        assert_eq!(deciders.pending_at(), Some(at(5)));
        assert_eq!(deciders.adopt(ensemble(9, &[2, 3])), Change::Active);
        assert_eq!(deciders.pending_at(), None);
        assert_eq!(deciders.adopt(ensemble(9, &[1])), Change::None);
        assert_eq!(deciders.logged(at(6), ensemble(6, &[1])), Change::None);
        assert_eq!(deciders.newest_version(), Zxid::from_bits(9));
        deciders.invariants(at(9));
    }

    #[test]
    fn what_is_only_heard_of_may_be_voted_for_and_decides_nothing() {
        let mut deciders = Deciders::new(ensemble(0, &[1, 2, 3]));
        assert_eq!(deciders.hear(ensemble(5, &[3, 4])), Change::Pending);
        assert_eq!(deciders.hear(ensemble(5, &[3, 4])), Change::None);
        assert_eq!(deciders.hear(ensemble(4, &[9])), Change::None);
        assert!(deciders.is_electable(Sid(4)) && !deciders.is_electable(Sid(9)));
        assert!(deciders.addresses().contains_key(&Sid(4)));
        assert!(!deciders.is_voter(Sid(4)) && !deciders.may_follow(set(&[3, 4])));
        assert!(deciders.may_vote(Sid(4)) && !deciders.may_vote(Sid(9)));
        assert!(deciders.is_quorum(set(&[1, 2])));
        assert_eq!(deciders.newest_version(), Zxid::ZERO);
        deciders.forget_rumours();
        assert!(!deciders.is_electable(Sid(4)));
    }
}
