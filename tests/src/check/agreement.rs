//! **`Agreement`**: if one server delivers a txn and another one delivers another, then the first
//! delivers the second txn or the second the first. No two sequences part.
//!
//! Source: as `integrity.rs`.

use super::{Check, Event, Fact, Ledger};

#[derive(Debug)]
pub(super) struct Agreement;

impl Check for Agreement {
    fn name(&self) -> &'static str {
        "Agreement"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let Event::Delivered { record, .. } = fact.event else {
            return Ok(());
        };
        // The order is what was delivered by somebody; it grows at its end only.
        match ledger.place(record.zxid) {
            Ok(place) if ledger.order()[place].record == record => Ok(()),
            Ok(_) => Err(format!("another txn was delivered as {}", record.zxid)),
            Err(_) => Err(format!(
                "{} is delivered here, and others have delivered beyond it without it",
                record.zxid
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn two_sequences_part() {
        let mut scene = Scene::new(Agreement);
        scene.fine(1, delivered(record(1)));
        scene.fine(2, delivered(record(1)));
        scene.wrong(2, delivered(other(1)));
        scene.fine(1, delivered(record(3)));
        scene.wrong(2, delivered(record(2)));
    }
}
