//! **`Leadership1`**: at any time no two servers lead the same epoch, in synchronization or
//! broadcast.
//!
//! Source: `Zab.tla`.

use ringkeeper_core::id::Epoch;
use ringkeeper_core::zab::Reign;

use super::{Check, Event, Fact, Ledger};

#[derive(Debug)]
pub(super) struct Leadership1;

fn epoch_of(reign: Reign) -> Epoch {
    match reign {
        Reign::Synchronizing { epoch } | Reign::Established { epoch } => epoch,
    }
}

impl Check for Leadership1 {
    fn name(&self) -> &'static str {
        "Leadership1"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let Event::Reigns(Some(reign)) = fact.event else {
            return Ok(());
        };
        let epoch = epoch_of(reign);
        let rival = ledger.servers().find(|(sid, known)| {
            *sid != fact.server && known.reign.is_some_and(|reign| epoch_of(reign) == epoch)
        });
        match rival {
            None => Ok(()),
            Some((sid, _)) => Err(format!("server {} leads epoch {} too", sid.0, epoch.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn two_leaders_of_an_epoch() {
        let mut scene = Scene::new(Leadership1);
        scene.fine(1, synchronizing(1));
        scene.fine(2, synchronizing(2));
        scene.fine(1, Event::Reigns(None));
        scene.fine(3, established(1));
        scene.wrong(1, synchronizing(1));
    }
}
