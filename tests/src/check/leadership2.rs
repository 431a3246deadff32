//! **`Leadership2`**: over the whole run, at most one server is ever established as the leader of
//! an epoch.
//!
//! Source: `Zab.tla`.

use std::collections::BTreeMap;

use ringkeeper_core::id::{Epoch, Sid};
use ringkeeper_core::zab::Reign;

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct Leadership2 {
    established: BTreeMap<Epoch, Sid>,
}

impl Check for Leadership2 {
    fn name(&self) -> &'static str {
        "Leadership2"
    }

    fn observe(&mut self, fact: &Fact, _: &Ledger) -> Result<(), String> {
        let Event::Reigns(Some(Reign::Established { epoch })) = fact.event else {
            return Ok(());
        };
        let first = *self.established.entry(epoch).or_insert(fact.server);
        if first == fact.server {
            Ok(())
        } else {
            Err(format!("server {} has led epoch {}", first.0, epoch.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn an_epoch_is_led_again() {
        let mut scene = Scene::new(Leadership2::default());
        scene.fine(1, established(1));
        scene.fine(1, Event::Reigns(None));
        scene.fine(2, synchronizing(1));
        scene.wrong(2, established(1));
    }
}
