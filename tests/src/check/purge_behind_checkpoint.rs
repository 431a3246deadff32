//! **`PurgeBehindCheckpoint`**: a server gives up no record of its log that its newest
//! checkpoint on stable storage does not hold.
//!
//! Source: the contract of `core::input` and of the store; ZOOKEEPER-1621 and its like, where a
//! snapshot that was cut short was all that was left. It notices the purge without waiting for the
//! crash that would miss the records.

use super::{Check, Event, Fact, Ledger};

#[derive(Debug)]
pub(super) struct PurgeBehindCheckpoint;

impl Check for PurgeBehindCheckpoint {
    fn name(&self) -> &'static str {
        "PurgeBehindCheckpoint"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let Event::Purged { through } = fact.event else {
            return Ok(());
        };
        let checkpoint = ledger.server(fact.server).checkpoint;
        if through <= checkpoint {
            Ok(())
        } else {
            Err(format!(
                "purged through {through}, and the checkpoint is at {checkpoint}"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use ringkeeper_core::id::Zxid;

    use super::super::scene::*;
    use super::*;

    fn purged(zxid: i64) -> Event {
        let through = Zxid::from_bits(zxid);
        Event::Purged { through }
    }

    fn checkpointed(zxid: i64) -> Event {
        let zxid = Zxid::from_bits(zxid);
        Event::Checkpointed { zxid }
    }

    #[test]
    fn a_purge_before_the_checkpoint() {
        let mut scene = Scene::new(PurgeBehindCheckpoint);
        scene.all_fine(1, [logged(1), logged(2), logged(3), checkpointed(2)]);
        scene.fine(1, purged(2));
        scene.wrong(1, purged(3));
    }

    #[test]
    fn a_checkpoint_that_was_not_finished_before_a_crash() {
        let mut scene = Scene::new(PurgeBehindCheckpoint);
        scene.all_fine(1, [logged(1), checkpointed(1), Event::Stopped]);
        scene.fine(1, recovered(&[1], 0));
        scene.wrong(1, purged(1));
    }
}
