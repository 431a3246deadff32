//! **`LocalPrimaryOrder`**: if a primary broadcasts one txn before another, in its epoch, then
//! whoever delivers the second has delivered the first before. For all pairs.
//!
//! Source: as `integrity.rs`. In the published TLA+ specifications the formula of this name holds
//! for any run at all: its pair of txns is chosen by the formula, which may choose one txn twice.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Epoch, Sid, Zxid};

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct LocalPrimaryOrder {
    /// What was broadcast in each epoch, in order.
    broadcast: BTreeMap<Epoch, Vec<Zxid>>,
    last: BTreeMap<Sid, Zxid>,
}

impl Check for LocalPrimaryOrder {
    fn name(&self) -> &'static str {
        "LocalPrimaryOrder"
    }

    fn observe(&mut self, fact: &Fact, _: &Ledger) -> Result<(), String> {
        match &fact.event {
            Event::Broadcast { epoch, record, .. } => {
                let of_epoch = self.broadcast.entry(*epoch).or_default();
                if of_epoch.last().is_some_and(|last| *last >= record.zxid) {
                    return Err(format!("{} is broadcast out of order", record.zxid));
                }
                if record.zxid.epoch() != *epoch {
                    return Err(format!("{} is not of epoch {}", record.zxid, epoch.0));
                }
                of_epoch.push(record.zxid);
            }
            Event::Recovered { applied, .. } | Event::Installed { zxid: applied } => {
                self.last.insert(fact.server, *applied);
            }
            Event::Delivered { record, .. } => {
                let last = self.last.insert(fact.server, record.zxid);
                let last = last.unwrap_or_default();
                let of_epoch = self.broadcast.get(&record.zxid.epoch());
                let of_epoch = of_epoch.map_or(&[][..], Vec::as_slice);
                // All before it were delivered if the one right before it was, and so on.
                let place = of_epoch.partition_point(|zxid| *zxid < record.zxid);
                let before = place.checked_sub(1).and_then(|place| of_epoch.get(place));
                if let Some(before) = before
                    && last < *before
                {
                    return Err(format!("{} is delivered without {before}", record.zxid));
                }
            }
            Event::Stopped
            | Event::Logged(_)
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Reigns(_)
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
    fn a_txn_of_the_primary_is_left_out() {
        let mut scene = Scene::new(LocalPrimaryOrder::default());
        for counter in 1..=3 {
            scene.fine(1, broadcast(1, counter));
        }
        scene.fine(2, delivered(record(at(1, 1))));
        scene.wrong(2, delivered(record(at(1, 3))));
    }

    #[test]
    fn a_primary_counts_back() {
        let mut scene = Scene::new(LocalPrimaryOrder::default());
        scene.fine(1, broadcast(1, 2));
        scene.wrong(1, broadcast(1, 1));
    }
}
