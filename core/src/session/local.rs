//! Sessions that only their own server knows: no txn begins or ends them, and no other server
//! resumes them. Source: `LocalSessionTracker`, `UpgradeableSessionTracker`.
//!
//! ```text
//!   open ──> here ──(its client creates an ephemeral znode)──> upgraded: every server's, under
//!             │ ^                                              the same id, by a CreateSession
//!             └─┘ heard of, resumed                ──(closed, or expired)──> gone
//! ```
//!
//! They outlive the loss of the leader, as their server does; nobody can be heard of meanwhile, so
//! each then gets its full timeout anew.
//!
//! Must never: let a session end earlier than its timeout after it was last heard of, or know one
//! that every server knows.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::expiry::{Buckets, Deadline};
use super::pause::PauseWatch;
use crate::id::{Monotonic, SessionId};
use crate::limits;
use crate::options::Options;

/// One session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Local {
    timeout_ms: i32,
    /// When it expires unless it is heard of.
    deadline: Deadline,
    /// The bucket it stands in; an entry in any other bucket is a leftover.
    bucket: Deadline,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct LocalSessions {
    table: HashMap<SessionId, Local, FixedState>,
    buckets: Buckets,
    pause: PauseWatch,
}

impl LocalSessions {
    /// None yet.
    pub(crate) fn new(options: &Options, now: Monotonic) -> LocalSessions {
        LocalSessions {
            // Keys are assigned by this server, never by clients, so the seed need not be secret.
            table: HashMap::with_hasher(FixedState::default()),
            buckets: Buckets::new(options.tick_ms),
            pause: PauseWatch::start(options.tick_ms, now),
        }
    }

    /// Sessions alive.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Whether another session may be opened.
    pub(crate) fn has_room(&self) -> bool {
        self.table.len() < limits::SESSIONS_MAX
    }

    /// Whether `id` is one of them.
    pub(crate) fn holds(&self, id: SessionId) -> bool {
        self.table.contains_key(&id)
    }

    /// Every session by the moment it expires unless it is heard of, in order: what `dump` shows.
    /// Walks the whole table.
    pub fn by_deadline(&self) -> BTreeMap<Deadline, Vec<SessionId>> {
        let mut list: BTreeMap<Deadline, Vec<SessionId>> = BTreeMap::new();
        for (&id, session) in &self.table {
            list.entry(session.deadline).or_default().push(id);
        }
        for ids in list.values_mut() {
            ids.sort_unstable();
        }
        list
    }

    /// Begins a session, or gives one back to its client under a new timeout. The caller has checked
    /// [`LocalSessions::has_room`] for a new one.
    pub(crate) fn keep(&mut self, id: SessionId, timeout_ms: i32, now: Monotonic) {
        let deadline = self.buckets.deadline(now, timeout_ms);
        let session = Local {
            timeout_ms,
            deadline,
            bucket: deadline,
        };
        self.table.insert(id, session);
        self.buckets.place(id, deadline);
    }

    /// The timeout of a session begins anew. Says whether it is one of them.
    pub(crate) fn heard(&mut self, id: SessionId, now: Monotonic) -> bool {
        let Some(session) = self.table.get_mut(&id) else {
            return false;
        };
        // Never earlier than before: the bucket it stands in is looked at in time.
        session.deadline = self.buckets.deadline(now, session.timeout_ms);
        true
    }

    /// The timeouts of all of them begin anew: nobody could be heard of for a while.
    pub(crate) fn refresh(&mut self, now: Monotonic) {
        for session in self.table.values_mut() {
            session.deadline = self.buckets.deadline(now, session.timeout_ms);
        }
    }

    /// Forgets a session: it is closed, or becomes every server's. Its timeout in milliseconds, if
    /// it was one of them.
    pub(crate) fn take(&mut self, id: SessionId) -> Option<i32> {
        Some(self.table.remove(&id)?.timeout_ms)
    }

    /// Whether this tick may end sessions: not right after the server itself was stopped.
    pub(crate) fn may_expire(&mut self, now: Monotonic) -> bool {
        self.pause.may_expire(now)
    }

    /// Forgets one session that has expired, if there is one. `checks` is how many more sessions may
    /// be looked at in this step.
    pub(crate) fn take_expired(&mut self, now: Monotonic, checks: &mut usize) -> Option<SessionId> {
        while *checks > 0 {
            *checks -= 1;
            let (id, bucket) = self.buckets.take_due(now)?;
            let Some(session) = self.table.get_mut(&id) else {
                continue;
            };
            if session.bucket != bucket {
                continue;
            }
            if session.deadline > bucket {
                session.bucket = session.deadline;
                self.buckets.place(id, session.deadline);
                continue;
            }
            assert!(session.deadline.0 <= now, "no session expires early");
            self.table.remove(&id);
            return Some(id);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: SessionId = SessionId(0x0100_0000_0000_0001);
    const B: SessionId = SessionId(0x0100_0000_0000_0002);

    fn sessions() -> LocalSessions {
        let options = Options {
            tick_ms: 1000,
            ..Options::default()
        };
        LocalSessions::new(&options, Monotonic(0))
    }

    fn expired(sessions: &mut LocalSessions, now: u64) -> Vec<SessionId> {
        let mut checks = 100;
        let take = || sessions.take_expired(Monotonic(now), &mut checks);
        core::iter::from_fn(take).collect()
    }

    #[test]
    fn a_session_expires_when_its_timeout_is_over_and_not_before() {
        let mut sessions = sessions();
        sessions.keep(A, 4000, Monotonic(0));
        sessions.keep(B, 4000, Monotonic(0));
        assert!(sessions.heard(B, Monotonic(3000)));
        assert_eq!(expired(&mut sessions, 4999), []);
        assert_eq!(expired(&mut sessions, 5000), [A]);
        assert_eq!(expired(&mut sessions, 7999), []);
        assert_eq!(expired(&mut sessions, 8000), [B]);
        assert!(!sessions.heard(B, Monotonic(8000)) && sessions.is_empty());
    }

    #[test]
    fn a_shorter_timeout_counts_at_once() {
        let mut sessions = sessions();
        sessions.keep(A, 40_000, Monotonic(0));
        sessions.keep(A, 4000, Monotonic(1000));
        assert_eq!(expired(&mut sessions, 6000), [A]);
        assert_eq!(expired(&mut sessions, 60_000), [], "the old entry is void");
    }

    #[test]
    fn a_session_that_is_taken_is_none_of_them_any_more() {
        let mut sessions = sessions();
        sessions.keep(A, 4000, Monotonic(0));
        assert!(sessions.holds(A));
        assert_eq!(sessions.take(A), Some(4000));
        assert_eq!(sessions.take(A), None);
        assert!(!sessions.holds(A));
        assert_eq!(expired(&mut sessions, 60_000), []);
    }

    #[test]
    fn after_a_time_of_silence_all_have_their_full_timeout() {
        let mut sessions = sessions();
        sessions.keep(A, 4000, Monotonic(0));
        sessions.refresh(Monotonic(30_000));
        assert_eq!(expired(&mut sessions, 34_999), []);
        assert_eq!(
            sessions.by_deadline().into_values().next(),
            Some([A].into())
        );
        assert_eq!(expired(&mut sessions, 35_000), [A]);
    }
}
