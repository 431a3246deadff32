//! `sync`: confirmed by a quorum.
//!
//! Must never: answer before a quorum has said, after the `sync` came, that it follows this leader.

use super::Learning;
use crate::id::{LinkId, Zxid};
use crate::zab::message::RequestNumber;
use crate::zab::{Role, Zab};

/// A `sync` that waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syncing {
    pub(super) token: SyncToken,
    /// To be committed first.
    pub(super) through: Zxid,
    /// To be answered by a quorum first.
    pub(super) ping: u64,
}

/// Who asked for a `sync`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SyncToken {
    /// A client of this server, by its place in the queue.
    Here(RequestNumber),
    /// A learner.
    There(LinkId, RequestNumber),
}

impl Zab {
    /// Begins a `sync`; [`Zab::take_synced`] says when it is done.
    pub(crate) fn begin_sync(&mut self, token: SyncToken) {
        let through = self.history.proposed();
        if let Role::Leading(leader) = &mut self.role {
            let ping = leader.pings + 1;
            leader.syncs.push_back(Syncing {
                token,
                through,
                ping,
            });
        }
    }

    /// The next `sync` that is done, and the zxid it is done at.
    pub(crate) fn take_synced(&mut self) -> Option<(SyncToken, Zxid)> {
        let (me, committed) = (self.settings.me, self.history.committed());
        let Role::Leading(leader) = &mut self.role else {
            return None;
        };
        let first = leader.syncs.front()?;
        if first.through > committed {
            return None;
        }
        let confirms = |learning: &Learning| learning.ponged >= first.ping;
        let confirmed = leader.pings >= first.ping && {
            let there = leader.those(me, confirms);
            self.deciders.is_quorum(there)
        };
        if !confirmed {
            return None;
        }
        let done = leader.syncs.pop_front()?;
        Some((done.token, done.through))
    }
}
