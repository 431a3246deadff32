//! Clients that come: a session for each, or a reason to go elsewhere.
//!
//! ```text
//!   without a leader ──> held: until there is one, until this server serves reads, or not for long
//!   serving reads    ──> who only reads, with a session that only this server knows
//!   with a leader    ──> the leader decides, but on sessions that only this server knows
//!   only ordering    ──> nobody: the leader has no clients of its own (`leaderServes=no`)
//! ```
//!
//! The order of the rules is ZooKeeper's: ahead of us, then the session. Source:
//! `ZooKeeperServer.processConnectRequest`, `ReadOnlyZooKeeperServer.validateSession`.
//!
//! Must never: grant a session that another server knows without asking the leader.

use super::turns::{Due, What};
use super::{Duty, Replica, close};
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Monotonic, Now, SessionId, Zxid};
use crate::input::Effects;
use crate::limits;
use crate::options::Switch;
use crate::session;
use crate::stream::{CloseReason, Password};
use crate::tree::Tree;
use crate::zab::message::Forwarded;

/// What a client asks of a server it comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handshake {
    pub(super) from: ConnectionId,
    /// The session to resume and the password shown; `None`: a new one.
    pub(super) resumes: Option<(SessionId, Option<Password>)>,
    pub(super) timeout_ms: i32,
    pub(super) seen: Zxid,
    /// A server that only serves reads will do.
    pub(super) reads_only: Switch,
}

/// A handshake that waits for this server to have a leader.
#[derive(Debug)]
pub(super) struct HeldHandshake {
    since: Monotonic,
    handshake: Handshake,
}

impl Replica {
    pub(super) fn on_handshake(
        &mut self,
        now: Now,
        tree: &Tree,
        handshake: Handshake,
        effects: &mut Effects,
    ) {
        if self.handshakes.is_empty() && self.greets() {
            self.greet(now, tree, handshake, effects);
        } else {
            self.hold_handshake(now, handshake, effects);
        }
    }

    /// Whether there is somebody to greet clients, and room for what they ask.
    fn greets(&self) -> bool {
        !matches!(self.duty, Duty::Away) && self.can_accept()
    }

    /// Takes up those that waited, as fast as there is room: after an election all clients come at
    /// once, and a learner passes on no more than its leader lets wait.
    pub(super) fn take_handshakes(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        while self.greets()
            && let Some(held) = self.handshakes.pop_front()
        {
            self.greet(now, tree, held.handshake, effects);
        }
    }

    fn greet(&mut self, now: Now, tree: &Tree, handshake: Handshake, effects: &mut Effects) {
        if self.only_orders() {
            return close(handshake.from, CloseReason::NotServing, effects);
        }
        self.figures.counts.handshakes += 1;
        match &self.duty {
            Duty::Away => unreachable!("nobody is greeted by who is away"),
            Duty::Reading => self.greet_reader(now, tree, handshake, effects),
            Duty::Primary(_) | Duty::Backup(_) => self.greet_client(now, tree, handshake, effects),
        }
    }

    fn hold_handshake(&mut self, now: Now, handshake: Handshake, effects: &mut Effects) {
        if self.handshakes.len() >= limits::HELD_HANDSHAKES_MAX {
            return close(handshake.from, CloseReason::NotServing, effects);
        }
        let since = now.monotonic;
        self.handshakes
            .push_back(HeldHandshake { since, handshake });
    }

    /// Sends away who has waited for too long. Who only wants to read is served once this server
    /// has been without a leader for long enough, and waits for that.
    pub(super) fn release_handshakes(&mut self, now: Now, effects: &mut Effects) {
        let for_readers_ms = match self.options.read_only_mode {
            Switch::Off => limits::HELD_HANDSHAKE_MS,
            Switch::On => limits::HELD_HANDSHAKE_MS + self.reads_after_ms(),
        };
        self.handshakes.retain(|held| {
            let patience_ms = match held.handshake.reads_only {
                Switch::Off => limits::HELD_HANDSHAKE_MS,
                Switch::On => for_readers_ms,
            };
            let waits = now.monotonic.0.saturating_sub(held.since.0) <= patience_ms;
            if !waits {
                close(held.handshake.from, CloseReason::NotServing, effects);
            }
            waits
        });
    }

    /// A client comes to a server that has a leader.
    fn greet_client(&mut self, now: Now, tree: &Tree, handshake: Handshake, effects: &mut Effects) {
        let Handshake {
            from,
            resumes,
            timeout_ms,
            seen,
            reads_only: _,
        } = handshake;
        if seen > self.zab.history().applied() {
            return close(from, CloseReason::ClientAhead, effects);
        }
        let timeout_ms = session::negotiate(&self.options, timeout_ms);
        let Some((session, shown)) = resumes else {
            if self.options.local_sessions.are_on() {
                return self.open_locally(now, from, timeout_ms, effects);
            }
            let session = self.ids.assign();
            let what = What::Session {
                session,
                timeout_ms,
            };
            let request = Forwarded::Open {
                from,
                session,
                timeout_ms,
            };
            self.attached.insert(session, from);
            return self.ask(now, tree, from, what, request, effects);
        };
        if self.resume_locally(now, from, (session, shown), timeout_ms, effects) {
            return;
        }
        let what = What::Session {
            session,
            timeout_ms,
        };
        let request = Forwarded::Resume {
            from,
            session,
            timeout_ms,
        };
        self.attached.insert(session, from);
        self.ask(now, tree, from, what, request, effects);
    }

    /// A client comes to a server that only serves reads.
    fn greet_reader(&mut self, now: Now, tree: &Tree, handshake: Handshake, effects: &mut Effects) {
        let Handshake {
            from,
            resumes,
            timeout_ms,
            seen,
            reads_only,
        } = handshake;
        if !reads_only.is_on() {
            return close(from, CloseReason::NotServing, effects);
        }
        if seen > self.zab.history().applied() {
            return close(from, CloseReason::ClientAhead, effects);
        }
        let timeout_ms = session::negotiate(&self.options, timeout_ms);
        match resumes {
            None if self.options.local_sessions.are_on() => {
                self.open_locally(now, from, timeout_ms, effects);
            }
            None => {
                let what = What::Session {
                    session: SessionId::NONE,
                    timeout_ms,
                };
                let due = Due::Refused(ErrorCode::NotReadOnly);
                self.turns.push(from, what, due);
            }
            // Whether it lives is for the leader to say, and there is none.
            Some((session, _)) if tree.session_timeout(session).is_some() => {
                close(from, CloseReason::NotServing, effects);
            }
            Some(shown) => {
                if !self.resume_locally(now, from, shown, timeout_ms, effects) {
                    let what = What::Session {
                        session: shown.0,
                        timeout_ms,
                    };
                    self.turns.push(from, what, Due::NoSession);
                }
            }
        }
    }

    fn open_locally(
        &mut self,
        now: Now,
        from: ConnectionId,
        timeout_ms: i32,
        effects: &mut Effects,
    ) {
        if !self.locals.has_room() {
            return close(from, CloseReason::TooManyConnections, effects);
        }
        let session = self.ids.assign();
        self.grant_locally(now, from, session, timeout_ms);
    }

    /// A client is back, and shows a password. Whatever comes of that, the connection it had goes;
    /// says whether the rest is decided here.
    fn resume_locally(
        &mut self,
        now: Now,
        from: ConnectionId,
        (session, shown): (SessionId, Option<Password>),
        timeout_ms: i32,
        effects: &mut Effects,
    ) -> bool {
        // The old connection goes *before* the password is looked at, as in ZooKeeper:
        // a wrong password ends a healthy connection, not its session.
        if let Some(before) = self.attached.remove(&session) {
            self.detach(before, session, effects);
            if before != from {
                close(before, CloseReason::SessionMoved, effects);
            }
        }
        if shown != Some(session::password(session)) {
            let what = What::Session {
                session,
                timeout_ms,
            };
            self.turns.push(from, what, Due::NoSession);
            return true;
        }
        let local = self.locals.holds(session);
        if local {
            self.grant_locally(now, from, session, timeout_ms);
        }
        local
    }

    fn grant_locally(&mut self, now: Now, from: ConnectionId, session: SessionId, timeout_ms: i32) {
        self.locals.keep(session, timeout_ms, now.monotonic);
        self.attached.insert(session, from);
        let what = What::Session {
            session,
            timeout_ms,
        };
        self.turns.push(from, what, Due::After(Zxid::ZERO));
    }
}
