//! **`SessionEnd`**: a session ends once; nothing of it is ordered behind its end, and none of its
//! ephemeral znodes is left.
//!
//! Source: ZooKeeper's guarantees; ZOOKEEPER-1367, -2926, -3471.

use std::collections::{BTreeMap, BTreeSet};

use ringkeeper_core::id::Zxid;
use ringkeeper_core::txn::TxnOp;

use super::{Check, Event, Fact, Ledger};

#[derive(Debug, Default)]
pub(super) struct SessionEnd {
    /// How much of the order was looked at.
    taken: usize,
    open: BTreeSet<i64>,
    ended: BTreeMap<i64, Zxid>,
}

impl Check for SessionEnd {
    fn name(&self) -> &'static str {
        "SessionEnd"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let Event::Delivered { .. } = fact.event else {
            return Ok(());
        };
        let mut ends = Vec::new();
        let txns = &ledger.model().txns;
        let from = std::mem::replace(&mut self.taken, txns.len());
        for txn in &txns[from..] {
            let session = txn.session.0;
            if session == 0 {
                continue;
            }
            let at = txn.zxid;
            if let Some(ended) = self.ended.get(&session) {
                return Err(format!(
                    "{at} is of session {session:#x}, which ended at {ended}"
                ));
            }
            match &txn.op {
                TxnOp::CreateSession { .. } => {
                    if !self.open.insert(session) {
                        return Err(format!("session {session:#x} begins again at {at}"));
                    }
                }
                TxnOp::CloseSession { .. } => {
                    self.ended.insert(session, at);
                    ends.push(session);
                }
                TxnOp::Create { .. }
                | TxnOp::Delete { .. }
                | TxnOp::SetData { .. }
                | TxnOp::SetAcl { .. }
                | TxnOp::Check { .. }
                | TxnOp::Reconfig { .. }
                | TxnOp::Multi(_)
                | TxnOp::Error(_)
                | TxnOp::FailedMulti(_) => {}
            }
            if !self.open.contains(&session) {
                return Err(format!(
                    "{at} is of session {session:#x}, which never began"
                ));
            }
        }
        for session in ends {
            if let Some(path) = ledger.model().owned_by(session) {
                return Err(format!(
                    "session {session:#x} is over, and {path} is still there"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    fn close() -> TxnOp {
        TxnOp::CloseSession { paths: Vec::new() }
    }

    fn begin() -> TxnOp {
        TxnOp::CreateSession { timeout_ms: 1000 }
    }

    #[test]
    fn a_session_ends_twice() {
        let mut scene = Scene::new(SessionEnd::default());
        assert_eq!(scene.order(1, 7, 0, begin()), Ok(()));
        assert_eq!(scene.order(2, 7, 0, close()), Ok(()));
        assert!(scene.order(3, 7, 0, close()).is_err());
    }

    #[test]
    fn a_write_of_nobody() {
        let mut scene = Scene::new(SessionEnd::default());
        assert!(scene.order(1, 7, 1, close()).is_err());
    }
}
