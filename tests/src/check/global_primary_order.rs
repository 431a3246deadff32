//! **`GlobalPrimaryOrder`**: if one txn is of an earlier epoch than another and a server delivers
//! both, it delivers the earlier epoch's first.
//!
//! Source: as `integrity.rs`.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Epoch, Sid};

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct GlobalPrimaryOrder {
    last: BTreeMap<Sid, Epoch>,
}

impl Check for GlobalPrimaryOrder {
    fn name(&self) -> &'static str {
        "GlobalPrimaryOrder"
    }

    fn observe(&mut self, fact: &Fact, _: &Ledger) -> Result<(), String> {
        match &fact.event {
            Event::Recovered { applied, .. } | Event::Installed { zxid: applied } => {
                self.last.insert(fact.server, applied.epoch());
                Ok(())
            }
            Event::Delivered { record, .. } => {
                let epoch = record.zxid.epoch();
                match self.last.insert(fact.server, epoch) {
                    Some(last) if last > epoch => Err(format!(
                        "{} is delivered behind one of epoch {}",
                        record.zxid, last.0
                    )),
                    Some(_) | None => Ok(()),
                }
            }
            Event::Stopped
            | Event::Logged(_)
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Reigns(_)
            | Event::Broadcast { .. }
            | Event::Committed { .. }
            | Event::Blamed { .. }
            | Event::Checkpointed { .. }
            | Event::Purged { .. }
            | Event::Begun { .. }
            | Event::Heard { .. }
            | Event::Expired { .. }
            | Event::Tree { .. } => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn an_earlier_epoch_comes_later() {
        let mut scene = Scene::new(GlobalPrimaryOrder::default());
        scene.fine(1, delivered(record(at(2, 1))));
        scene.wrong(1, delivered(record(at(1, 2))));
    }
}
