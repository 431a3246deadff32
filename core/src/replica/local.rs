//! What a server does by itself for its clients: sessions that only it knows, and reads while it
//! has no leader.
//!
//! Must never: let such a session own an ephemeral znode, or take a write without a leader.

use super::turns::{Due, What};
use super::{Duty, Replica, close};
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Now, SessionId, Zxid};
use crate::input::{Effect, Effects, Submit};
use crate::limits;
use crate::options::LocalSessions as Policy;
use crate::request::Write;
use crate::session::LocalSessions;
use crate::stream::CloseReason;
use crate::tree::Tree;
use crate::zab::Notice;
use crate::zab::message::Forwarded;

impl Replica {
    /// The sessions that only this server knows.
    pub const fn local_sessions(&self) -> &LocalSessions {
        &self.locals
    }

    /// Whether it serves reads only.
    pub const fn is_read_only(&self) -> bool {
        matches!(self.duty, Duty::Reading)
    }

    /// How long a server is without a leader before it serves reads, in milliseconds. Source:
    /// `QuorumPeer.run`.
    pub(super) fn reads_after_ms(&self) -> u64 {
        u64::from(self.options.tick_ms).max(limits::READ_ONLY_AFTER_MS_MIN)
    }

    /// A server that has long had no leader serves those who only want to read; not while a
    /// checkpoint is about to take the place of what they would read.
    pub(super) fn read_if_alone(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        let alone_ms = now.monotonic.0.saturating_sub(self.away_since.0);
        let may_read = matches!(self.duty, Duty::Away)
            && self.options.read_only_mode.is_on()
            && self.zab.is_looking()
            && self.zab.can_receive()
            && alone_ms >= self.reads_after_ms();
        if may_read {
            self.duty = Duty::Reading;
            effects.list.push(Effect::Note(Notice::ReadingOnly));
            self.begin_to_serve(now, tree, effects);
        }
    }

    /// A write of a client whose connection has its session. What needs no leader is done here; all
    /// else comes back, to be asked for.
    pub(super) fn on_write(
        &mut self,
        now: Now,
        tree: &Tree,
        submit: Submit,
        effects: &mut Effects,
    ) {
        let Submit {
            from,
            session,
            xid,
            identities,
            write,
        } = submit;
        let local = self.locals.heard(session, now.monotonic);
        if local && matches!(write, Write::CloseSession) {
            self.locals.take(session);
            let what = What::End { session };
            self.turns.push(from, what, Due::After(Zxid::ZERO));
            return;
        }
        if self.is_read_only() {
            let due = Due::Refused(ErrorCode::NotReadOnly);
            self.turns.push(from, What::Write, due);
            return;
        }
        let upgraded =
            local && self.options.local_sessions == Policy::Upgrading && write.creates_ephemeral();
        if upgraded {
            self.upgrade(now, tree, from, session, effects);
        }
        let request = Forwarded::Write {
            from,
            // Of a session that only this server knows the leader is told nothing.
            session: if local && !upgraded {
                SessionId::NONE
            } else {
                session
            },
            xid,
            identities,
            write,
        };
        self.ask(now, tree, from, What::Write, request, effects);
    }

    /// A session becomes every server's, under the same id.
    fn upgrade(
        &mut self,
        now: Now,
        tree: &Tree,
        from: ConnectionId,
        session: SessionId,
        effects: &mut Effects,
    ) {
        let Some(timeout_ms) = self.locals.take(session) else {
            return;
        };
        let request = Forwarded::Open {
            from,
            session,
            timeout_ms,
        };
        let what = What::Upgrade { session };
        self.ask(now, tree, from, what, request, effects);
    }

    pub(super) fn expire_locals(&mut self, now: Now, effects: &mut Effects) {
        if !self.locals.may_expire(now.monotonic) {
            return;
        }
        let mut checks = limits::EXPIRY_CHECKS_PER_STEP;
        while let Some(session) = self.locals.take_expired(now.monotonic, &mut checks) {
            self.figures.counts.expired += 1;
            if let Some(to) = self.attached.remove(&session) {
                close(to, CloseReason::SessionExpired, effects);
            }
        }
    }
}
