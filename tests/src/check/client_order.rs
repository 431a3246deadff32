//! **`ClientOrder`** (single system image, FIFO client order): what a client sees never goes back,
//! on whatever server, and its writes are ordered as it sent them.
//!
//! Source: ZooKeeper's guarantees; Hunt et al., "ZooKeeper: Wait-free coordination for
//! Internet-scale systems", 2010, section 2.3.

use std::collections::BTreeMap;

use super::{Check, Event, Fact, Ledger, Said, Word};

#[derive(Debug, Default)]
pub(super) struct ClientOrder {
    /// How much of the order was looked at.
    taken: usize,
    /// The last zxid that each client was told.
    seen: BTreeMap<usize, i64>,
    /// The last number of each session in the order.
    xids: BTreeMap<i64, i32>,
}

impl Check for ClientOrder {
    fn name(&self) -> &'static str {
        "ClientOrder"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let Event::Delivered { .. } = fact.event else {
            return Ok(());
        };
        let txns = &ledger.model().txns;
        let from = std::mem::replace(&mut self.taken, txns.len());
        for txn in &txns[from..] {
            if txn.xid.0 == 0 {
                continue;
            }
            let last = self.xids.insert(txn.session.0, txn.xid.0);
            if let Some(last) = last.filter(|last| *last >= txn.xid.0) {
                return Err(format!(
                    "request {} of session {:#x} is ordered at {}, behind request {last}",
                    txn.xid.0, txn.session.0, txn.zxid
                ));
            }
        }
        Ok(())
    }

    fn hear(&mut self, word: &Word, _: &Ledger) -> Result<(), String> {
        match &word.said {
            Said::Expired => {
                self.seen.remove(&word.client);
            }
            Said::Replied { zxid, .. } => {
                let seen = self.seen.entry(word.client).or_default();
                if *zxid < *seen {
                    return Err(format!("it is at {zxid:#x}, and has seen {seen:#x}"));
                }
                *seen = *zxid;
            }
            Said::Opened | Said::Called { .. } | Said::Notified { .. } | Said::Ended => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Answer;
    use super::super::scene::*;
    use super::*;

    #[test]
    fn an_older_state_is_shown() {
        let mut scene = Scene::new(ClientOrder::default());
        let replied = |zxid| Said::Replied {
            session: 7,
            xid: 1,
            zxid,
            answer: Answer::Done,
        };
        assert_eq!(scene.hear(1, replied(5)), Ok(()));
        assert_eq!(scene.hear(2, replied(4)), Ok(()));
        assert!(scene.hear(1, replied(4)).is_err());
    }
}
