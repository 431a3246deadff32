//! **`TotalOrder`**: if one server delivers a txn before another, every server that delivers the
//! second has delivered the first before.
//!
//! Source: as `integrity.rs`.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Sid, Zxid};

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct TotalOrder {
    /// How many of the order each server has.
    places: BTreeMap<Sid, usize>,
}

impl TotalOrder {
    /// The tree of a server holds everything through `zxid`.
    fn stands_at(&mut self, server: Sid, zxid: Zxid, ledger: &Ledger) -> Result<(), String> {
        let place = match ledger.place(zxid) {
            Ok(place) => place + 1,
            Err(0) if zxid == Zxid::ZERO => 0,
            Err(_) => return Err(format!("its tree is at {zxid}, which nobody delivered")),
        };
        self.places.insert(server, place);
        Ok(())
    }
}

impl Check for TotalOrder {
    fn name(&self) -> &'static str {
        "TotalOrder"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        match &fact.event {
            Event::Recovered { applied, .. } => self.stands_at(fact.server, *applied, ledger),
            Event::Installed { zxid } => self.stands_at(fact.server, *zxid, ledger),
            Event::Delivered { record, .. } => {
                let place = self.places.entry(fact.server).or_default();
                let next = ledger.order().get(*place).map(|next| next.record);
                *place += 1;
                if next == Some(*record) {
                    Ok(())
                } else {
                    Err(format!(
                        "{} is delivered where others have {next:?}",
                        record.zxid
                    ))
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
    fn one_is_left_out() {
        let mut scene = Scene::new(TotalOrder::default());
        for zxid in [1, 2, 3] {
            scene.fine(1, delivered(record(zxid)));
        }
        scene.fine(2, delivered(record(1)));
        scene.wrong(2, delivered(record(3)));
    }

    #[test]
    fn a_checkpoint_of_what_nobody_delivered() {
        let mut scene = Scene::new(TotalOrder::default());
        scene.fine(1, delivered(record(1)));
        let zxid = |bits| Event::Installed {
            zxid: Zxid::from_bits(bits),
        };
        scene.fine(2, zxid(1));
        scene.wrong(3, zxid(2));
    }
}
