//! **`DurableStays`**: what a server said to be durable is there after every crash, its log and its
//! promises alike; promises never go back, and what is current was accepted. Only a server that
//! knows of the loss, and abstains, may lack some of its log.
//!
//! Source: the log's own contract (`wal`), and `acceptedEpoch` and `currentEpoch` of ZooKeeper
//! (ZOOKEEPER-335, -1081, -1291).

use std::collections::BTreeMap;

use ringkeeper_core::id::{Sid, Zxid};

use super::{Check, Event, Fact, Ledger, Promised};

/// What was durable, of one server.
#[derive(Debug)]
struct Kept {
    log: BTreeMap<Zxid, u64>,
    promised: Promised,
}

#[derive(Debug, Default)]
pub(super) struct DurableStays {
    kept: BTreeMap<Sid, Kept>,
}

fn goes_back(before: Promised, after: Promised) -> bool {
    after.accepted < before.accepted
        || after.current < before.current
        || after.current > after.accepted
}

impl Check for DurableStays {
    fn name(&self) -> &'static str {
        "DurableStays"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let known = ledger.server(fact.server);
        match &fact.event {
            Event::Stopped => {
                let durable = known.log.range(..=known.durable);
                let kept = Kept {
                    log: durable.map(|(zxid, hash)| (*zxid, *hash)).collect(),
                    promised: known.promised,
                };
                self.kept.insert(fact.server, kept);
            }
            Event::Recovered { promised, .. } => {
                let Some(kept) = self.kept.remove(&fact.server) else {
                    return Ok(());
                };
                let lost = |(zxid, hash): &(&Zxid, &u64)| {
                    **zxid > known.base && known.log.get(zxid) != Some(hash)
                };
                // One that found damage may have lost what stood behind it: it has no vote.
                if let Some((zxid, _)) = kept.log.iter().find(lost)
                    && !known.abstains()
                {
                    return Err(format!("{zxid} was durable, and is gone"));
                }
                if goes_back(kept.promised, *promised) {
                    return Err(format!("{:?} became {promised:?}", kept.promised));
                }
            }
            Event::Logged(_)
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Installed { .. }
            | Event::Reigns(_)
            | Event::Broadcast { .. }
            | Event::Committed { .. }
            | Event::Delivered { .. }
            | Event::Blamed { .. }
            | Event::Checkpointed { .. }
            | Event::Purged { .. }
            | Event::Begun { .. }
            | Event::Heard { .. }
            | Event::Expired { .. }
            | Event::Tree { .. } => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn a_record_is_lost() {
        let mut scene = Scene::new(DurableStays::default());
        scene.all_fine(1, [logged(1), logged(2), durable(1), Event::Stopped]);
        scene.all_fine(1, [recovered(&[1], 0), durable(1), Event::Stopped]);
        scene.wrong(1, recovered(&[], 0));
    }

    #[test]
    fn who_abstains_may_lack_some_of_its_log_and_no_promise() {
        let mut scene = Scene::new(DurableStays::default());
        scene.all_fine(1, [logged(1), logged(2), durable(2), Event::Stopped]);
        scene.all_fine(1, [damaged(&[1]), Event::Promised(promised(2, 1))]);
        scene.fine(1, Event::Stopped);
        scene.wrong(1, damaged(&[1]));
    }

    #[test]
    fn a_promise_is_lost() {
        let mut scene = Scene::new(DurableStays::default());
        scene.all_fine(1, [Event::Promised(promised(2, 1)), Event::Stopped]);
        scene.wrong(1, recovered(&[], 0));
    }

    #[test]
    fn a_truncation_takes_away_what_it_says() {
        let mut scene = Scene::new(DurableStays::default());
        scene.all_fine(
            1,
            [
                logged(1),
                logged(2),
                durable(2),
                truncated(1),
                Event::Stopped,
            ],
        );
        scene.fine(1, recovered(&[1], 0));
    }
}
