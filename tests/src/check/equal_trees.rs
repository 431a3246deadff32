//! **`EqualTrees`**: two servers whose trees are at the same zxid have the same tree.
//!
//! By ZooKeeper's digest of every znode, at each zxid where a server ended a batch; at the end of a
//! run the simulator compares the trees themselves.

use std::collections::BTreeMap;

use ringkeeper_core::id::Zxid;

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct EqualTrees {
    digests: BTreeMap<Zxid, u64>,
}

impl Check for EqualTrees {
    fn name(&self) -> &'static str {
        "EqualTrees"
    }

    fn observe(&mut self, fact: &Fact, _: &Ledger) -> Result<(), String> {
        let Event::Tree { zxid, digest } = fact.event else {
            return Ok(());
        };
        let first = *self.digests.entry(zxid).or_insert(digest);
        if first == digest {
            Ok(())
        } else {
            Err(format!("its tree at {zxid} is not what another one was"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn two_trees_at_one_zxid() {
        let mut scene = Scene::new(EqualTrees::default());
        let tree = |zxid, digest| Event::Tree {
            zxid: Zxid::from_bits(zxid),
            digest,
        };
        scene.fine(1, tree(1, 5));
        scene.fine(2, tree(1, 5));
        scene.fine(2, tree(2, 6));
        scene.wrong(1, tree(2, 5));
    }
}
