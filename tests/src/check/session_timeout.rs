//! **`SessionTimeout`**: a leader does not let a session expire within its timeout from when it last
//! heard of it, nor from when it was established itself.
//!
//! Source: ZooKeeper's guarantees; a change of leaders leaves every session its full timeout
//! (`SessionTrackerImpl`). What a learner heard of counts from when its leader is told.

use std::collections::BTreeMap;

use ringkeeper_core::id::{SessionId, Sid};
use ringkeeper_core::txn::TxnOp;
use ringkeeper_core::zab::Reign;

use super::{Check, Event, Fact, Ledger};

/// What one leader knows.
#[derive(Debug)]
struct Watch {
    /// In microseconds of virtual time, as the others.
    since: u64,
    heard: BTreeMap<SessionId, u64>,
}

#[derive(Debug, Default)]
pub(super) struct SessionTimeout {
    leaders: BTreeMap<Sid, Watch>,
    /// How much of the order was looked at.
    taken: usize,
    timeouts_ms: BTreeMap<SessionId, i32>,
}

impl SessionTimeout {
    /// The sessions that began since the last look.
    fn take(&mut self, ledger: &Ledger) {
        let txns = &ledger.model().txns;
        let from = std::mem::replace(&mut self.taken, txns.len());
        for txn in &txns[from..] {
            if let TxnOp::CreateSession { timeout_ms } = txn.op {
                self.timeouts_ms.insert(txn.session, timeout_ms);
            }
        }
    }
}

impl Check for SessionTimeout {
    fn name(&self) -> &'static str {
        "SessionTimeout"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        match &fact.event {
            Event::Reigns(Some(Reign::Established { .. })) => {
                // One that begins a new epoch in place goes on.
                self.leaders.entry(fact.server).or_insert_with(|| Watch {
                    since: fact.at,
                    heard: BTreeMap::new(),
                });
            }
            Event::Reigns(None) | Event::Stopped => {
                self.leaders.remove(&fact.server);
            }
            Event::Heard { sessions } => {
                if let Some(watch) = self.leaders.get_mut(&fact.server) {
                    let heard = sessions.iter().map(|session| (*session, fact.at));
                    watch.heard.extend(heard);
                }
            }
            Event::Expired { session } => {
                self.take(ledger);
                let Some(watch) = self.leaders.get(&fact.server) else {
                    return Err(format!("{session:?} is ended by who does not lead"));
                };
                let Some(timeout_ms) = self.timeouts_ms.get(session) else {
                    return Err(format!("{session:?} is ended, and never began"));
                };
                let last = watch.heard.get(session).copied().unwrap_or(watch.since);
                let silent_us = fact.at - last;
                if silent_us < u64::from(timeout_ms.unsigned_abs()) * 1000 {
                    return Err(format!(
                        "{session:?} is ended after {silent_us} us of {timeout_ms} ms"
                    ));
                }
            }
            Event::Recovered { .. }
            | Event::Logged(_)
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Installed { .. }
            | Event::Reigns(Some(Reign::Synchronizing { .. }))
            | Event::Broadcast { .. }
            | Event::Committed { .. }
            | Event::Delivered { .. }
            | Event::Blamed { .. }
            | Event::Checkpointed { .. }
            | Event::Purged { .. }
            | Event::Tree { .. } => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    const SESSION: SessionId = SessionId(7);

    /// A leader, and a session with a timeout of a millisecond.
    fn scene() -> Scene<SessionTimeout> {
        let mut scene = Scene::new(SessionTimeout::default());
        scene.fine(1, established(1));
        let begin = TxnOp::CreateSession { timeout_ms: 1 };
        assert_eq!(scene.order(at(1, 1), SESSION.0, 0, begin), Ok(()));
        scene
    }

    fn heard() -> Event {
        let sessions = vec![SESSION];
        Event::Heard { sessions }
    }

    const EXPIRED: Event = Event::Expired { session: SESSION };

    #[test]
    fn a_session_that_was_heard_of() {
        let mut scene = scene();
        scene.pass(5000);
        scene.fine(1, heard());
        scene.pass(990);
        scene.wrong(1, EXPIRED);
        scene.pass(10);
        scene.fine(1, EXPIRED);
    }

    #[test]
    fn a_session_of_the_leader_before() {
        let mut scene = scene();
        scene.pass(5000);
        scene.fine(1, Event::Stopped);
        scene.fine(2, established(2));
        scene.pass(500);
        scene.wrong(2, EXPIRED);
        scene.wrong(3, EXPIRED);
        scene.pass(1000);
        scene.fine(2, EXPIRED);
    }
}
