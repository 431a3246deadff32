//! **`SessionTimeout`**: a leader does not let a session expire within its timeout from when it
//! last heard of it, nor from when it was established itself.
//!
//! Source: ZooKeeper's guarantees; a change of leaders leaves every session its full timeout
//! (`SessionTrackerImpl`). What a learner heard of counts from when its leader is told.

use std::collections::BTreeMap;

use ringkeeper_core::id::{SessionId, Sid};
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
    timeouts_ms: BTreeMap<SessionId, i32>,
}

impl Check for SessionTimeout {
    fn name(&self) -> &'static str {
        "SessionTimeout"
    }

    fn observe(&mut self, fact: &Fact, _: &Ledger) -> Result<(), String> {
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
            Event::Begun {
                session,
                timeout_ms,
            } => {
                self.timeouts_ms.insert(*session, *timeout_ms);
                if let Some(watch) = self.leaders.get_mut(&fact.server) {
                    watch.heard.insert(*session, fact.at);
                }
            }
            Event::Heard { sessions } => {
                if let Some(watch) = self.leaders.get_mut(&fact.server) {
                    let heard = sessions.iter().map(|session| (*session, fact.at));
                    watch.heard.extend(heard);
                }
            }
            Event::Expired { session } => {
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
        let begun = Event::Begun {
            session: SESSION,
            timeout_ms: 1,
        };
        scene.fine(1, begun);
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
    fn a_session_that_is_new() {
        let mut scene = scene();
        scene.wrong(1, EXPIRED);
        scene.pass(1000);
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
