//! **`LeaderLogCompleteness`**: the initial history of an epoch holds everything that was committed
//! in earlier ones.
//!
//! Source: as `committed_log_durability.rs`; claims (a) and (d) of the paper.

use ringkeeper_core::zab::Reign;

use super::{Check, Event, Fact, Ledger, Record};

#[derive(Debug)]
pub(super) struct LeaderLogCompleteness;

impl Check for LeaderLogCompleteness {
    fn name(&self) -> &'static str {
        "LeaderLogCompleteness"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let Event::Reigns(Some(Reign::Established { epoch })) = fact.event else {
            return Ok(());
        };
        let leader = ledger.server(fact.server);
        for (zxid, hash) in ledger.committed().range(leader.base..) {
            let record = Record {
                zxid: *zxid,
                hash: *hash,
            };
            if zxid.epoch() < epoch && !leader.holds(record) {
                return Err(format!("the leader of epoch {} lacks {zxid}", epoch.0));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn a_leader_without_what_was_committed() {
        let mut scene = Scene::new(LeaderLogCompleteness);
        let zxid = at(1, 1);
        scene.all_fine(1, [established(1), logged(zxid), committed(zxid)]);
        scene.fine(1, Event::Reigns(None));
        scene.all_fine(2, [logged(zxid), established(2), Event::Reigns(None)]);
        scene.wrong(3, established(3));
    }
}
