//! Whom votes can be exchanged with, over which connections, and what is still to be said.
//!
//! Every server calls every other one, so two that are up have two connections. Votes are received
//! over both and sent over one, the same for as long as it lives: a vote is never overtaken by an
//! older one. Only the newest vote for a server is kept, and it is said again when the connection
//! it went over is lost and there is another, for it may be lost with it.
//!
//! Must never: queue votes, or say an old one to a server that is back: whoever votes is told when
//! it is, and says how things stand then.

use std::collections::BTreeMap;

use ringkeeper_core::id::Sid;
use ringkeeper_core::zab::message::Notification;

use super::caller::Caller;
use crate::ring::PeerSlot;

/// The newest vote for a server.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Say {
    /// Nothing was voted yet.
    Nothing,
    /// This is to be sent.
    Now(Notification),
    /// This was sent.
    Said(Notification),
}

/// What is known of one other server.
#[derive(Debug)]
pub(super) struct Voter {
    /// For a member of the ensemble.
    pub(super) caller: Option<Caller>,
    /// Connections whose hellos are exchanged: votes go over the first.
    open: Vec<PeerSlot>,
    say: Say,
}

/// Whether something changed for the better or the worse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// It was so before.
    Nothing,
    /// The server can be reached, or not any more.
    Reachability,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Mesh {
    voters: BTreeMap<Sid, Voter>,
}

impl Mesh {
    /// A server, known from now on.
    pub(super) fn voter(&mut self, sid: Sid) -> &mut Voter {
        self.voters.entry(sid).or_insert_with(|| Voter {
            caller: None,
            open: Vec::new(),
            say: Say::Nothing,
        })
    }

    /// All that are known.
    pub(super) fn sids(&self) -> Vec<Sid> {
        self.voters.keys().copied().collect()
    }

    /// Those who call.
    pub(super) fn callers(&mut self) -> impl Iterator<Item = &mut Caller> {
        let voters = self.voters.values_mut();
        voters.filter_map(|voter| voter.caller.as_mut())
    }

    /// Who calls this server.
    pub(super) fn caller(&mut self, sid: Sid) -> Option<&mut Caller> {
        self.voters.get_mut(&sid)?.caller.as_mut()
    }

    /// The connections with a server.
    pub(super) fn open(&self, sid: Sid) -> &[PeerSlot] {
        self.voters.get(&sid).map_or(&[], |voter| &voter.open)
    }

    /// A connection's hellos are exchanged.
    pub(super) fn opened(&mut self, sid: Sid, slot: PeerSlot) -> Change {
        let voter = self.voter(sid);
        voter.open.push(slot);
        if voter.open.len() == 1 {
            Change::Reachability
        } else {
            Change::Nothing
        }
    }

    /// A connection is lost.
    pub(super) fn lost(&mut self, sid: Sid, slot: PeerSlot) -> Change {
        let voter = self.voter(sid);
        let at = voter.open.iter().position(|open| *open == slot);
        let at = at.expect("it was opened");
        voter.open.remove(at);
        if at == 0 {
            voter.say_again();
        }
        let change = if voter.open.is_empty() {
            voter.say = Say::Nothing;
            Change::Reachability
        } else {
            Change::Nothing
        };
        self.forget_strangers(sid);
        change
    }

    /// What a server is to be told, if it can be reached.
    pub(super) fn vote(&mut self, to: Sid, notification: Notification) {
        let voter = self.voters.get_mut(&to);
        if let Some(voter) = voter.filter(|voter| !voter.open.is_empty()) {
            voter.say = Say::Now(notification);
        }
    }

    /// What is to be said, and over which connection.
    pub(super) fn to_say(&self) -> impl Iterator<Item = (Sid, PeerSlot, Notification)> {
        self.voters
            .iter()
            .filter_map(|(sid, voter)| match &voter.say {
                Say::Now(notification) => {
                    let slot = voter.open.first()?;
                    Some((*sid, *slot, notification.clone()))
                }
                Say::Nothing | Say::Said(_) => None,
            })
    }

    /// It is said.
    pub(super) fn said(&mut self, sid: Sid) {
        let voter = self.voter(sid);
        voter.say = match std::mem::replace(&mut voter.say, Say::Nothing) {
            Say::Now(notification) => Say::Said(notification),
            unchanged @ (Say::Nothing | Say::Said(_)) => unchanged,
        };
    }

    /// Nothing is kept of a server that is no member and has left.
    pub(super) fn forget_strangers(&mut self, sid: Sid) {
        let stranger = |voter: &Voter| voter.caller.is_none() && voter.open.is_empty();
        if self.voters.get(&sid).is_some_and(stranger) {
            self.voters.remove(&sid);
        }
    }
}

impl Voter {
    fn say_again(&mut self) {
        self.say = match std::mem::replace(&mut self.say, Say::Nothing) {
            Say::Nothing => Say::Nothing,
            Say::Now(notification) | Say::Said(notification) => Say::Now(notification),
        };
    }
}
