//! **`PrefixConsistency`**: the committed parts of any two histories agree, up to the end of the
//! shorter.
//!
//! Source: `ZkV3_7_0.tla`. A history here is what a server holds in its log, and knows to be
//! committed.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Sid, Zxid};

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct PrefixConsistency {
    /// What anybody held as committed first.
    committed: BTreeMap<Zxid, u64>,
    /// How far each server was compared.
    compared: BTreeMap<Sid, Zxid>,
}

impl Check for PrefixConsistency {
    fn name(&self) -> &'static str {
        "PrefixConsistency"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        match fact.event {
            // Its log may be another one: all of it is looked at anew.
            Event::Recovered { .. } => {
                self.compared.insert(fact.server, Zxid::ZERO);
            }
            Event::Committed { .. } | Event::Logged(_) | Event::Installed { .. } => {}
            Event::Stopped
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Reigns(_)
            | Event::Broadcast { .. }
            | Event::Delivered { .. }
            | Event::Blamed { .. }
            | Event::Checkpointed { .. }
            | Event::Purged { .. }
            | Event::Begun { .. }
            | Event::Heard { .. }
            | Event::Expired { .. }
            | Event::Tree { .. } => return Ok(()),
        }
        let known = ledger.server(fact.server);
        let compared = self.compared.entry(fact.server).or_default();
        let through = known.committed.min(known.last());
        if through <= *compared {
            return Ok(());
        }
        let from = Zxid::from_bits(compared.bits() + 1);
        let mut last = known.base.max(*compared);
        for (zxid, hash) in known.log.range(from..=through) {
            // What others hold in between is missing here.
            let between = Zxid::from_bits(last.bits() + 1)..*zxid;
            if !between.is_empty()
                && let Some((missing, _)) = self.committed.range(between).next()
            {
                return Err(format!("{missing} is committed elsewhere, and not here"));
            }
            let first = *self.committed.entry(*zxid).or_insert(*hash);
            if first != *hash {
                return Err(format!("another txn is committed as {zxid} elsewhere"));
            }
            last = *zxid;
        }
        *compared = through;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn another_txn_at_the_same_place() {
        let mut scene = Scene::new(PrefixConsistency::default());
        scene.all_fine(1, [logged(1), committed(1)]);
        scene.all_fine(2, [Event::Logged(other(1))]);
        scene.wrong(2, committed(1));
    }

    #[test]
    fn a_txn_is_missing() {
        let mut scene = Scene::new(PrefixConsistency::default());
        scene.all_fine(1, [logged(1), logged(2), logged(3), committed(3)]);
        scene.all_fine(2, [logged(1), logged(3)]);
        scene.wrong(2, committed(3));
    }

    #[test]
    fn what_is_known_to_be_committed_before_it_comes() {
        let mut scene = Scene::new(PrefixConsistency::default());
        scene.all_fine(1, [logged(1), committed(1)]);
        scene.all_fine(2, [committed(1)]);
        scene.wrong(2, Event::Logged(other(1)));
    }
}
