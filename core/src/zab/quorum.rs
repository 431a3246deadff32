//! Which sets of servers may decide: majorities, or groups with weights.
//!
//! Must never: call two disjoint sets quorums. Source: ZooKeeper's `QuorumMaj` and
//! `QuorumHierarchical`.

use alloc::collections::BTreeMap;

use crate::id::{Sid, Zxid};

/// A set of servers. Ids are 0 to 255, so it is four words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SidSet([u64; 4]);

impl SidSet {
    /// Without anybody.
    pub const EMPTY: SidSet = SidSet([0; 4]);

    /// Adds a server.
    pub fn insert(&mut self, sid: Sid) {
        self.0[usize::from(sid.0 / 64)] |= 1 << (sid.0 % 64);
    }

    /// Takes a server out.
    pub fn remove(&mut self, sid: Sid) {
        self.0[usize::from(sid.0 / 64)] &= !(1 << (sid.0 % 64));
    }

    /// Whether a server is in it.
    pub fn contains(self, sid: Sid) -> bool {
        self.0[usize::from(sid.0 / 64)] & (1 << (sid.0 % 64)) != 0
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == SidSet::EMPTY
    }

    /// Those in both.
    #[must_use]
    pub fn intersection(self, other: SidSet) -> SidSet {
        SidSet(core::array::from_fn(|at| self.0[at] & other.0[at]))
    }

    /// Whether everybody here is in `other` too.
    pub fn is_subset(self, other: SidSet) -> bool {
        self.intersection(other) == self
    }

    /// The servers, smallest id first.
    pub fn iter(self) -> impl Iterator<Item = Sid> {
        (0..=u8::MAX)
            .map(Sid)
            .filter(move |sid| self.contains(*sid))
    }
}

impl FromIterator<Sid> for SidSet {
    fn from_iter<I: IntoIterator<Item = Sid>>(sids: I) -> SidSet {
        let mut set = SidSet::EMPTY;
        for sid in sids {
            set.insert(sid);
        }
        set
    }
}

impl core::fmt::Debug for SidSet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.iter().map(|sid| sid.0)).finish()
    }
}

/// A group of a hierarchical quorum (`group.G=…`), by its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GroupId(pub i64);

/// What decides. Only voters are looked at; who else is in a set does not matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quorums {
    /// More than half of the voters.
    Majority(SidSet),
    /// In more than half of the groups, voters with more than half of the group's weight. A group
    /// whose voters all weigh nothing does not count.
    Hierarchical {
        /// The voters of each group.
        groups: BTreeMap<GroupId, SidSet>,
        /// What each voter weighs; 1 where nothing is said.
        weights: BTreeMap<Sid, u64>,
    },
}

impl Quorums {
    /// Everybody whose word counts.
    pub fn voters(&self) -> SidSet {
        match self {
            Quorums::Majority(voters) => *voters,
            Quorums::Hierarchical { groups, .. } => {
                groups.values().flat_map(|group| group.iter()).collect()
            }
        }
    }

    /// What a voter weighs in an election; one of weight 0 is never elected.
    pub fn weight(&self, sid: Sid) -> u64 {
        match self {
            Quorums::Majority(voters) => u64::from(voters.contains(sid)),
            Quorums::Hierarchical { groups, weights } => {
                let member = groups.values().any(|group| group.contains(sid));
                let weight = weights.get(&sid).copied().unwrap_or(1);
                if member { weight } else { 0 }
            }
        }
    }

    /// Whether these servers may decide.
    pub fn is_quorum(&self, set: SidSet) -> bool {
        match self {
            Quorums::Majority(voters) => set.intersection(*voters).len() * 2 > voters.len(),
            Quorums::Hierarchical { groups, .. } => {
                let mut counting = 0;
                let mut won = 0;
                for group in groups.values() {
                    let all = self.weight_of(*group);
                    if all == 0 {
                        continue;
                    }
                    counting += 1;
                    won += usize::from(self.weight_of(group.intersection(set)) * 2 > all);
                }
                won * 2 > counting
            }
        }
    }

    /// The greatest position that a quorum has reached, where `reached` says how far each voter is.
    pub fn agreed(&self, reached: impl Fn(Sid) -> Zxid) -> Zxid {
        let mut best = Zxid::ZERO;
        let voters = self.voters();
        for sid in voters.iter() {
            let candidate = reached(sid);
            if candidate > best {
                let there = voters.iter().filter(|sid| reached(*sid) >= candidate);
                if self.is_quorum(there.collect()) {
                    best = candidate;
                }
            }
        }
        best
    }

    fn weight_of(&self, set: SidSet) -> u64 {
        set.iter().map(|sid| self.weight(sid)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(sids: &[u8]) -> SidSet {
        sids.iter().map(|sid| Sid(*sid)).collect()
    }

    #[test]
    fn a_set_of_servers() {
        let mut some = set(&[1, 63, 64, 255, 1]);
        assert_eq!(some.len(), 4);
        assert_eq!(
            some.iter().map(|sid| sid.0).collect::<alloc::vec::Vec<_>>(),
            [1, 63, 64, 255]
        );
        some.remove(Sid(64));
        assert!(!some.contains(Sid(64)) && some.contains(Sid(63)));
        assert!(set(&[1, 255]).is_subset(some) && !set(&[2]).is_subset(some));
        assert!(SidSet::EMPTY.is_empty() && SidSet::EMPTY.is_subset(some));
    }

    #[test]
    fn majorities() {
        for (voters, votes, decides) in [
            (&[1][..], &[1][..], true),
            (&[1, 2], &[1], false),
            (&[1, 2], &[1, 2], true),
            (&[1, 2, 3], &[1, 3], true),
            (&[1, 2, 3], &[1, 4, 5], false),
            (&[1, 2, 3, 4], &[1, 2], false),
            (&[1, 2, 3, 4, 5], &[1, 2, 5], true),
        ] {
            let quorums = Quorums::Majority(set(voters));
            assert_eq!(
                quorums.is_quorum(set(votes)),
                decides,
                "{votes:?} of {voters:?}"
            );
        }
    }

    fn three_groups() -> Quorums {
        let groups = [
            (1, set(&[1, 2, 3])),
            (2, set(&[4, 5, 6])),
            (3, set(&[7, 8, 9])),
        ];
        Quorums::Hierarchical {
            groups: groups
                .into_iter()
                .map(|(id, group)| (GroupId(id), group))
                .collect(),
            weights: [(Sid(7), 5), (Sid(9), 0)].into_iter().collect(),
        }
    }

    #[test]
    fn groups_with_weights() {
        let quorums = three_groups();
        assert!(quorums.is_quorum(set(&[1, 2, 4, 5])));
        assert!(!quorums.is_quorum(set(&[1, 4, 5, 6])));
        assert!(quorums.is_quorum(set(&[1, 2, 7])), "7 outweighs its group");
        assert!(!quorums.is_quorum(set(&[1, 2, 8, 9])));
        assert_eq!(quorums.weight(Sid(9)), 0);
        assert_eq!(quorums.weight(Sid(10)), 0);
        assert_eq!(quorums.voters().len(), 9);
    }

    #[test]
    fn a_group_of_no_weight_does_not_count() {
        let groups = [(GroupId(1), set(&[1])), (GroupId(2), set(&[2]))]
            .into_iter()
            .collect();
        let weights = [(Sid(2), 0)].into_iter().collect();
        let quorums = Quorums::Hierarchical { groups, weights };
        assert!(quorums.is_quorum(set(&[1])));
        assert!(!quorums.is_quorum(set(&[2])));
    }

    #[test]
    fn two_disjoint_sets_are_never_both_quorums() {
        for quorums in [Quorums::Majority(set(&[1, 2, 3, 4, 5])), three_groups()] {
            let voters: alloc::vec::Vec<Sid> = quorums.voters().iter().collect();
            for bits in 0_u32..1 << voters.len() {
                let chosen = |at: usize| bits & (1 << at) != 0;
                let of = |wanted: bool| -> SidSet {
                    let indices = (0..voters.len()).filter(|at| chosen(*at) == wanted);
                    indices.map(|at| voters[at]).collect()
                };
                assert!(!(quorums.is_quorum(of(true)) && quorums.is_quorum(of(false))));
            }
        }
    }

    #[test]
    fn what_a_quorum_has_reached() {
        let at = |zxids: [i64; 3]| {
            let quorums = Quorums::Majority(set(&[1, 2, 3]));
            let reached = |sid: Sid| Zxid::from_bits(zxids[usize::from(sid.0) - 1]);
            quorums.agreed(reached).bits()
        };
        assert_eq!(at([5, 3, 9]), 5);
        assert_eq!(at([5, 5, 0]), 5);
        assert_eq!(at([5, 0, 0]), 0);
        assert_eq!(at([7, 8, 9]), 8);
    }
}
