//! Sessions: open, heard of, resumed on another connection, expired, closed.
//!
//! ```text
//!   open ──> Live ──(close requested, or expired)──> Closing ──(txn applied)──> gone
//!             │ ^
//!             └─┘ heard of, resumed, disconnected
//! ```
//!
//! The table here is the leader's view: a session is in it from the moment its `CreateSession` is
//! proposed until its `CloseSession` is applied. The tree holds the replicated fact that a session
//! exists. Time is the monotonic clock only: a wall clock that jumps expires nobody.
//!
//! Must never: end a session earlier than its timeout after it was last heard of, hand out an id
//! twice, or serve a connection that is not the session's owner.

mod expiry;
mod ids;
mod local;
mod password;
mod pause;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

pub use expiry::Deadline;
pub use ids::SessionIds;
pub use local::LocalSessions;
pub use password::password;

use crate::id::{ConnectionId, Monotonic, SessionId, Sid};
use crate::limits;
use crate::options::Options;
use crate::tree::Tree;
use expiry::Buckets;
use pause::PauseWatch;

/// What a server grants of the timeout a client asks for.
pub(crate) fn negotiate(options: &Options, asked_ms: i32) -> i32 {
    let (min_ms, max_ms) = (
        options.session_timeout_min_ms,
        options.session_timeout_max_ms,
    );
    assert!(
        0 < min_ms && min_ms <= max_ms,
        "the bounds of the session timeout are positive and in order"
    );
    asked_ms.clamp(min_ms, max_ms)
}

/// Where a session's client is: its connection, and the server that has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Attachment {
    /// The server.
    pub server: Sid,
    /// The connection, one of that server's.
    pub connection: ConnectionId,
}

/// One session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Session {
    timeout_ms: i32,
    /// The connection that may write; `None` while the client has none.
    owner: Option<Attachment>,
    phase: Phase,
    /// When it expires unless it is heard of.
    deadline: Deadline,
    /// The bucket it stands in; an entry in any other bucket is a leftover.
    bucket: Deadline,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Live,
    /// Its `CloseSession` is in flight.
    Closing,
}

/// How a connection stands to the session it writes for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    /// It owns the session, and the session lives.
    Owner,
    /// The session lives, and another connection owns it.
    Moved,
    /// The session is closing or gone.
    Over,
}

/// What came of an attempt to resume a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Resumption {
    /// The connection that had the session until now; it must go, whatever came of the attempt.
    pub(crate) displaced: Option<Attachment>,
    /// Whether the session was there to be resumed.
    pub(crate) granted: bool,
}

/// Every session of the ensemble, as its leader sees them.
#[derive(Clone, Debug)]
pub struct Sessions {
    table: HashMap<SessionId, Session, FixedState>,
    buckets: Buckets,
    pause: PauseWatch,
}

impl Sessions {
    /// Takes over the sessions found in the tree, each with a full fresh timeout from `now` on.
    /// None of them has a connection yet.
    pub(crate) fn recover(options: &Options, tree: &Tree, now: Monotonic) -> Sessions {
        let mut sessions = Sessions {
            // Keys are assigned by servers, never by clients, so the seed need not be secret.
            table: HashMap::with_hasher(FixedState::default()),
            buckets: Buckets::new(options.tick_ms),
            pause: PauseWatch::start(options.tick_ms, now),
        };
        for (id, timeout_ms) in tree.sessions() {
            sessions.insert(id, timeout_ms, None, now);
        }
        sessions
    }

    /// Sessions alive, the closing ones included.
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

    /// Where the client of `session` is, if it is connected.
    pub fn owner(&self, session: SessionId) -> Option<Attachment> {
        self.table.get(&session)?.owner
    }

    /// The timeout of `session` in milliseconds, as last negotiated.
    pub fn timeout_ms(&self, session: SessionId) -> Option<i32> {
        Some(self.table.get(&session)?.timeout_ms)
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

    /// Begins a session. False when the id is taken: whoever assigned it has a clock that was set
    /// back. The caller has checked [`Sessions::has_room`].
    pub(crate) fn open(
        &mut self,
        id: SessionId,
        owner: Attachment,
        timeout_ms: i32,
        now: Monotonic,
    ) -> bool {
        assert!(self.has_room(), "the caller checks the bound of sessions");
        if self.table.contains_key(&id) {
            return false;
        }
        self.insert(id, timeout_ms, Some(owner), now);
        true
    }

    /// Gives a live session to `owner`, whose client has shown the password.
    pub(crate) fn resume(
        &mut self,
        id: SessionId,
        owner: Attachment,
        timeout_ms: i32,
        now: Monotonic,
    ) -> Resumption {
        let Some(session) = self.table.get_mut(&id) else {
            return Resumption {
                displaced: None,
                granted: false,
            };
        };
        let displaced = session.owner.take().filter(|&before| before != owner);
        let granted = session.phase == Phase::Live;
        if granted {
            session.owner = Some(owner);
            session.timeout_ms = timeout_ms;
            self.heard(id, now);
        }
        Resumption { displaced, granted }
    }

    /// How `from` stands to `id`.
    pub(crate) fn standing(&self, id: SessionId, from: Attachment) -> Standing {
        match self.table.get(&id) {
            None => Standing::Over,
            Some(session) => match session.phase {
                Phase::Closing => Standing::Over,
                Phase::Live if session.owner == Some(from) => Standing::Owner,
                Phase::Live => Standing::Moved,
            },
        }
    }

    /// The timeout of a live session begins anew.
    pub(crate) fn heard(&mut self, id: SessionId, now: Monotonic) {
        let Some(session) = self.table.get_mut(&id) else {
            return;
        };
        if session.phase == Phase::Closing {
            return;
        }
        session.deadline = self.buckets.deadline(now, session.timeout_ms);
        if session.deadline < session.bucket {
            // The timeout became shorter: the bucket it stands in would be looked at too late.
            session.bucket = session.deadline;
            self.buckets.place(id, session.deadline);
        }
    }

    /// Connection `from` is gone; its session stays.
    pub(crate) fn disconnected(&mut self, id: SessionId, from: Attachment) {
        if let Some(session) = self.table.get_mut(&id)
            && session.owner == Some(from)
        {
            session.owner = None;
        }
    }

    /// From now on nobody can write for `id` or resume it.
    pub(crate) fn begin_close(&mut self, id: SessionId) {
        let session = self.table.get_mut(&id);
        let session = session.expect("only a session of the table is closed");
        assert!(session.phase == Phase::Live, "a session is closed once");
        session.phase = Phase::Closing;
    }

    /// Forgets `id`; its `CloseSession` is applied.
    pub(crate) fn end(&mut self, id: SessionId) {
        self.table.remove(&id);
    }

    /// Whether this tick may end sessions: not right after the server itself was stopped.
    pub(crate) fn may_expire(&mut self, now: Monotonic) -> bool {
        self.pause.may_expire(now)
    }

    /// One session that has expired, if there is one. `checks` is how many more sessions may be
    /// looked at in this step.
    pub(crate) fn take_expired(&mut self, now: Monotonic, checks: &mut usize) -> Option<SessionId> {
        while *checks > 0 {
            *checks -= 1;
            let (id, bucket) = self.buckets.take_due(now)?;
            let Some(session) = self.table.get_mut(&id) else {
                continue;
            };
            if session.bucket != bucket || session.phase == Phase::Closing {
                continue;
            }
            if session.deadline > bucket {
                session.bucket = session.deadline;
                self.buckets.place(id, session.deadline);
                continue;
            }
            assert!(session.deadline.0 <= now, "no session expires early");
            return Some(id);
        }
        None
    }

    fn insert(
        &mut self,
        id: SessionId,
        timeout_ms: i32,
        owner: Option<Attachment>,
        now: Monotonic,
    ) {
        let deadline = self.buckets.deadline(now, timeout_ms);
        let session = Session {
            timeout_ms,
            owner,
            phase: Phase::Live,
            deadline,
            bucket: deadline,
        };
        self.table.insert(id, session);
        self.buckets.place(id, deadline);
    }
}
