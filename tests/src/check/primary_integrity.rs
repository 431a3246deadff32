//! **`PrimaryIntegrity`**: a primary that broadcasts has delivered before every txn of earlier
//! epochs that anybody ever delivers.
//!
//! Source: as `integrity.rs`. A primary whose next epoch begins in place need not have delivered
//! what it broadcast itself in the one before: it prepares against that.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Epoch, Sid, Zxid};

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct PrimaryIntegrity {
    /// How far each primary was with its history when it began to broadcast in its epoch.
    began: BTreeMap<Epoch, Zxid>,
    /// What a server broadcast last since it was established.
    own: BTreeMap<Sid, Zxid>,
    /// The last that anybody delivered of each epoch.
    delivered: BTreeMap<Epoch, Zxid>,
}

impl Check for PrimaryIntegrity {
    fn name(&self) -> &'static str {
        "PrimaryIntegrity"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        match &fact.event {
            Event::Reigns(None) | Event::Stopped => {
                self.own.remove(&fact.server);
            }
            Event::Broadcast { epoch, record, .. } => {
                let applied = ledger.server(fact.server).applied;
                let own = self.own.insert(fact.server, record.zxid);
                let began = *self
                    .began
                    .entry(*epoch)
                    .or_insert(applied.max(own.unwrap_or_default()));
                let earlier = self.delivered.range(..*epoch).next_back();
                if let Some((_, last)) = earlier
                    && *last > began
                {
                    return Err(format!(
                        "{last} was delivered elsewhere, and not by its primary"
                    ));
                }
            }
            Event::Delivered { record, .. } => {
                let epoch = record.zxid.epoch();
                let last = self.delivered.entry(epoch).or_default();
                *last = (*last).max(record.zxid);
                let later = self.began.range(Epoch(epoch.0 + 1)..);
                if let Some((later, began)) = later.into_iter().find(|(_, began)| **began < *last) {
                    return Err(format!(
                        "{} is delivered, and the primary of epoch {} was at {began}",
                        record.zxid, later.0
                    ));
                }
            }
            Event::Recovered { .. }
            | Event::Logged(_)
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Installed { .. }
            | Event::Reigns(Some(_))
            | Event::Committed { .. }
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
    fn a_primary_that_lacks_what_others_delivered() {
        let mut scene = Scene::new(PrimaryIntegrity::default());
        scene.all_fine(1, [broadcast(1, 1), delivered(record(at(1, 1)))]);
        scene.wrong(2, broadcast(2, 1));
    }

    #[test]
    fn an_old_txn_is_delivered_after_the_next_primary_began() {
        let mut scene = Scene::new(PrimaryIntegrity::default());
        scene.all_fine(
            1,
            [
                broadcast(1, 1),
                delivered(record(at(1, 1))),
                broadcast(1, 2),
            ],
        );
        scene.all_fine(2, [delivered(record(at(1, 1))), broadcast(2, 1)]);
        scene.wrong(3, delivered(record(at(1, 2))));
    }
}
