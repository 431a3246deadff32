//! What a server does that learns: it passes on what is to be ordered, and says whom it heard of.
//!
//! Must never: answer a write by itself.

use alloc::vec::Vec;

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use crate::id::{LinkId, SessionId};
use crate::input::{Effect, Effects};
use crate::zab::message::{Forwarded, Message, RequestNumber};

/// See the module.
#[derive(Debug)]
pub(super) struct Backup {
    /// To the leader.
    link: LinkId,
    /// Sessions heard of since the leader was last told.
    heard: HashSet<SessionId, FixedState>,
}

impl Backup {
    pub(super) fn new(link: LinkId) -> Backup {
        Backup {
            link,
            heard: HashSet::with_hasher(FixedState::default()),
        }
    }

    pub(super) const fn link(&self) -> LinkId {
        self.link
    }

    /// Passes a request on.
    pub(super) fn pass_on(
        &mut self,
        number: RequestNumber,
        request: Forwarded,
        effects: &mut Effects,
    ) {
        let message = Message::Request { number, request };
        self.send(message, effects);
    }

    /// Tells the leader something.
    pub(super) fn send(&self, message: Message, effects: &mut Effects) {
        let link = self.link;
        effects.list.push(Effect::Send { link, message });
    }

    /// These sessions sent something.
    pub(super) fn heard(&mut self, sessions: Vec<SessionId>) {
        self.heard.extend(sessions);
    }

    /// Everybody heard of since the last call.
    pub(super) fn take_heard(&mut self) -> Vec<SessionId> {
        self.heard.drain().collect()
    }
}
