//! **`Integrity`**: if a server delivers a txn, some primary has broadcast it. Nothing is invented,
//! and in one life nothing is delivered twice.
//!
//! Source: Junqueira, Reed and Serafini, "Zab: High-performance broadcast for primary-backup
//! systems", 2011, section III.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Sid, Zxid};

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct Integrity {
    last: BTreeMap<Sid, Zxid>,
}

impl Check for Integrity {
    fn name(&self) -> &'static str {
        "Integrity"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        match &fact.event {
            Event::Recovered { applied, .. } | Event::Installed { zxid: applied } => {
                self.last.insert(fact.server, *applied);
                Ok(())
            }
            Event::Delivered { record, .. } => {
                if !ledger.was_broadcast(*record) {
                    return Err(format!("{} was never broadcast like that", record.zxid));
                }
                let last = self.last.insert(fact.server, record.zxid);
                if last >= Some(record.zxid) {
                    return Err(format!("{} was delivered before", record.zxid));
                }
                Ok(())
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
    fn what_nobody_broadcast() {
        let mut scene = Scene::new(Integrity::default());
        scene.fine(1, broadcast(0, 1));
        scene.fine(2, delivered(record(1)));
        scene.wrong(3, delivered(other(1)));
    }

    #[test]
    fn the_same_again() {
        let mut scene = Scene::new(Integrity::default());
        scene.fine(1, broadcast(0, 1));
        scene.fine(2, delivered(record(1)));
        scene.fine(2, recovered(&[1], 0));
        scene.fine(2, delivered(record(1)));
        scene.wrong(2, delivered(record(1)));
    }
}
