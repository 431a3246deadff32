//! The connections between the servers of an ensemble, on shard 0's ring.
//!
//! ```text
//!   mesh   every server dials every other one's election port, for as long as it is told to;
//!          votes only, of which the newest counts
//!   link   a learner dials its leader's quorum port, when it is told to; everything else, first in
//!          first out
//!
//!   door (a thread) ──sockets──> Peers ──events──> the caller
//!   ring ───completions────────>   │  <──votes, messages, proposals, ranges, checkpoints──┘
//!                                  └── once a turn: sends, reads of the log, closes (flush)
//! ```
//!
//! Whoever is wrong on the other side loses the connection, with a line in the log, and that is all
//! that happens: a link that is lost is told as lost, a server of the mesh as unreachable, and the
//! mesh dials again.
//!
//! Must never: take a decision of the protocol, block, or keep for a slow peer more than the bounds
//! in [`limits`]. Invariants: events of a link stand between its `Linked` and its `LinkLost`; after
//! [`Peers::close`] there is none; a server is reachable from its `Reachable` to its `Unreachable`.

mod caller;
mod complaints;
mod connection;
mod dial;
mod door;
mod fault;
mod frames;
mod limits;
mod link;
mod listen;
mod log_reader;
mod mesh;
mod outbound;
mod receiving;
mod rejoin;
mod sending;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use ringkeeper_core::id::{LinkId, Sid};
use ringkeeper_core::wire::peer::{Encoder, Purpose};
use ringkeeper_core::zab::Side;
use ringkeeper_core::zab::ensemble::{Ensemble, PeerAddress};
use ringkeeper_core::zab::message::{EnsembleId, Incarnation, Message, Notification};
use tracing::{info, warn};

use self::caller::{Caller, DialNumbers};
use self::complaints::{About, Complaints};
use self::connection::{Connections, Opened, Stage};
use self::dial::{DialNumber, Target};
use self::door::Order;
pub(crate) use self::door::{Door, DoorNews};
use self::fault::{Fault, Weight};
use self::link::{Intake, Link};
#[allow(unused_imports)] // To be removed when the replica uses them.
pub(crate) use self::listen::{BindError, ListenOn, Listeners};
use self::mesh::{Change, Mesh};
use self::rejoin::Rejoin;
#[allow(unused_imports)] // To be removed when the replica uses them.
pub(crate) use self::sending::{Turn, read_checkpoint};
use crate::ring::PeerSlot;

/// Where the other servers find each server.
pub(crate) fn addresses(ensemble: &Ensemble) -> BTreeMap<Sid, Vec<PeerAddress>> {
    let members = ensemble.members().iter();
    members
        .map(|(sid, member)| (*sid, member.addresses.clone()))
        .collect()
}

fn target(address: &PeerAddress, purpose: Purpose) -> Target {
    let port = match purpose {
        Purpose::Mesh => address.election_port,
        Purpose::Link => address.quorum_port,
    };
    Target {
        host: address.host.clone(),
        port,
    }
}

/// What happened.
#[derive(Debug)]
pub(crate) enum PeerEvent {
    /// A vote came in.
    Notification {
        /// Whose.
        from: Sid,
        /// What it says.
        notification: Notification,
    },
    /// Votes can be exchanged with this server from now on.
    Reachable(Sid),
    /// They cannot any more.
    Unreachable(Sid),
    /// There is a link.
    Linked {
        /// Its name from now on.
        link: LinkId,
        /// The other server.
        with: Sid,
        /// What that one is.
        side: Side,
    },
    /// The link asked for with [`Peers::join`] did not come about.
    JoinFailed {
        /// With whom.
        leader: Sid,
    },
    /// A message came in on a link.
    Message {
        /// Which.
        link: LinkId,
        /// As decoded.
        message: Message,
    },
    /// A link is lost, and everything that was under way on it.
    LinkLost {
        /// Which.
        link: LinkId,
    },
}

/// What [`Peers`] are made of.
#[derive(Debug)]
pub(crate) struct Parts {
    /// This server.
    pub(crate) sid: Sid,
    /// The ensemble it belongs to, if it ever belonged to one.
    pub(crate) ensemble: Option<EnsembleId>,
    /// Its life.
    pub(crate) incarnation: Incarnation,
    /// Where it is called, and calls from.
    pub(crate) door: Door,
    /// The time, as of [`Turn::now`].
    pub(crate) now: Duration,
}

/// Whether connections are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Running,
    Stopping,
}

/// Whether the end of a link is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Telling {
    /// It is news.
    Tell,
    /// Whoever asks for it knows.
    Keep,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Peers {
    sid: Sid,
    ensemble: Option<EnsembleId>,
    incarnation: Incarnation,
    door: Door,
    members: BTreeMap<Sid, Vec<PeerAddress>>,
    connections: Connections,
    mesh: Mesh,
    /// While a leader is dialled, until there is a link.
    joining: Option<Caller>,
    rejoin: Rejoin,
    links: BTreeMap<LinkId, PeerSlot>,
    last_link: LinkId,
    numbers: DialNumbers,
    encoder: Encoder,
    events: VecDeque<PeerEvent>,
    /// For the door.
    orders: VecDeque<Order>,
    /// For the ring.
    to_close: Vec<PeerSlot>,
    complaints: Complaints,
    /// Bytes of log that may be kept for learners beyond what is kept anyway.
    hold_back_bytes_max: u64,
    /// As of the last turn.
    now: Duration,
    state: State,
}

impl Peers {
    /// Without connections, and with nobody to call.
    pub(crate) fn new(parts: Parts) -> Peers {
        let Parts {
            sid,
            ensemble,
            incarnation,
            door,
            now,
        } = parts;
        Peers {
            sid,
            ensemble,
            incarnation,
            door,
            members: BTreeMap::new(),
            connections: Connections::default(),
            mesh: Mesh::default(),
            joining: None,
            rejoin: Rejoin::default(),
            links: BTreeMap::new(),
            last_link: LinkId(0),
            numbers: DialNumbers::default(),
            encoder: Encoder::default(),
            events: VecDeque::new(),
            orders: VecDeque::new(),
            to_close: Vec::new(),
            complaints: Complaints::default(),
            hold_back_bytes_max: limits::HOLD_BACK_BYTES_MAX,
            now,
            state: State::Running,
        }
    }

    /// This server belongs to an ensemble from now on.
    pub(crate) const fn set_ensemble(&mut self, ensemble: EnsembleId) {
        self.ensemble = Some(ensemble);
    }

    /// Whom to keep connections with: calls all of them but this server, and nobody else any more.
    /// With nobody in it the mesh rests. Who calls here is answered all the same.
    pub(crate) fn set_members(&mut self, members: &BTreeMap<Sid, Vec<PeerAddress>>) {
        self.members.clone_from(members);
        for sid in self.mesh.sids() {
            let targets = self.targets(sid, Purpose::Mesh);
            let caller = &mut self.mesh.voter(sid).caller;
            let stays = |caller: &mut Caller| caller.calls_at(&targets);
            if let Some(ended) = caller.take_if(|caller| !stays(caller)) {
                let connection = ended.connection();
                self.orders.extend(ended.end());
                if let Some(slot) = connection {
                    self.close_connection(slot, None, Telling::Tell);
                }
                self.mesh.forget_strangers(sid);
            }
        }
        for sid in members.keys().copied().filter(|sid| *sid != self.sid) {
            let targets = self.targets(sid, Purpose::Mesh);
            let voter = self.mesh.voter(sid);
            if voter.caller.is_none() && !targets.is_empty() {
                let number = self.numbers.draw();
                let (caller, order) =
                    Caller::begin(sid, Purpose::Mesh, targets, number, Duration::ZERO);
                voter.caller = Some(caller);
                self.orders.push_back(order);
            }
            self.mesh.forget_strangers(sid);
        }
    }

    /// Says a vote to a server that is reachable; a newer one takes its place until it is sent. One
    /// that is not reachable is told nothing: when it is, [`PeerEvent::Reachable`] says so.
    pub(crate) fn vote(&mut self, to: Sid, notification: &Notification) {
        self.mesh.vote(to, notification.clone());
    }

    /// Dials a leader, once, and not too soon after the last time: [`PeerEvent::Linked`] or
    /// [`PeerEvent::JoinFailed`] follows, unless [`Peers::leave`] or a call of this for another
    /// leader comes before.
    pub(crate) fn join(&mut self, leader: Sid) {
        let targets = self.targets(leader, Purpose::Link);
        let same = |caller: &Caller| caller.server == leader && caller.calls_at(&targets);
        if self.joining.as_ref().is_some_and(same) {
            return;
        }
        self.leave();
        if targets.is_empty() {
            let fault = Fault::NoAddress { server: leader };
            self.complain(About::Server(leader), None, &fault);
            return self.events.push_back(PeerEvent::JoinFailed { leader });
        }
        let number = self.numbers.draw();
        let after = self.rejoin.pause_before(leader, self.now);
        let (caller, order) = Caller::begin(leader, Purpose::Link, targets, number, after);
        self.joining = Some(caller);
        self.orders.push_back(order);
    }

    /// Dials no leader any more. A link that there is stays.
    pub(crate) fn leave(&mut self) {
        if let Some(joining) = self.joining.take() {
            let connection = joining.connection();
            self.orders.extend(joining.end());
            if let Some(slot) = connection {
                self.close_connection(slot, None, Telling::Keep);
            }
        }
    }

    /// Closes a link. What waits to be sent is lost; no event of the link follows, not even
    /// [`PeerEvent::LinkLost`].
    pub(crate) fn close(&mut self, link: LinkId) {
        if let Some(slot) = self.links.get(&link).copied() {
            self.close_connection(slot, None, Telling::Keep);
        }
        self.events.retain(|event| match event {
            PeerEvent::Message { link: of, .. }
            | PeerEvent::Linked { link: of, .. }
            | PeerEvent::LinkLost { link: of } => *of != link,
            PeerEvent::Notification { .. }
            | PeerEvent::Reachable(_)
            | PeerEvent::Unreachable(_)
            | PeerEvent::JoinFailed { .. } => true,
        });
    }

    /// Hands out no more messages of a link until [`Peers::resume`], and soon reads no more of it:
    /// the other side has to wait. Until then its end may go unnoticed.
    pub(crate) fn pause(&mut self, link: LinkId) {
        if let Some(link) = self.link(link) {
            link.intake = Intake::Shut;
        }
    }

    /// Hands out the messages of a link again.
    pub(crate) fn resume(&mut self, link: LinkId) {
        let Some(slot) = self.links.get(&link).copied() else {
            return;
        };
        if let Some(link) = self.connections.link(slot) {
            link.intake = Intake::Open;
            self.take_messages(slot);
        }
    }

    /// The next event.
    pub(crate) fn next_event(&mut self) -> Option<PeerEvent> {
        self.events.pop_front()
    }

    /// Whether [`Peers::next_event`] has one. A shard that has events does not sleep.
    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Closes everything, calls nobody and takes no call, before the server stops.
    pub(crate) fn shut_down(&mut self) {
        self.state = State::Stopping;
        self.set_members(&BTreeMap::new());
        self.leave();
        let all: Vec<PeerSlot> = self.connections.iter().map(|(slot, _)| slot).collect();
        for slot in all {
            self.close_connection(slot, None, Telling::Keep);
        }
    }

    /// Whether the kernel has let go of every connection.
    pub(crate) fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// Ends a connection: whoever relied on it learns of it, and calls again. The socket is closed
    /// by the flush of this turn.
    fn close_connection(&mut self, slot: PeerSlot, fault: Option<Fault>, telling: Telling) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let stage = std::mem::replace(&mut connection.stage, Stage::Closing);
        let (address, opened) = (connection.address, connection.opened);
        let purpose = match stage {
            Stage::Closing => return,
            Stage::Greeting(greeting) => greeting.ours.purpose,
            Stage::Mesh(with, _) => {
                if self.mesh.lost(with, slot) == Change::Reachability {
                    self.events.push_back(PeerEvent::Unreachable(with));
                }
                Purpose::Mesh
            }
            Stage::Link(link) => {
                self.links.remove(&link.id);
                if telling == Telling::Tell {
                    self.events.push_back(PeerEvent::LinkLost { link: link.id });
                }
                Purpose::Link
            }
        };
        self.to_close.push(slot);
        if let Opened::ByUs(server) = opened
            && let Some(caller) = self.caller(server, purpose)
            && caller.connection() == Some(slot)
        {
            self.lost(server, purpose);
        }
        if let Some(fault) = fault {
            self.complain(About::Address(address.ip()), Some(address), &fault);
        }
    }

    /// Whoever calls a server for this.
    fn caller(&mut self, server: Sid, purpose: Purpose) -> Option<&mut Caller> {
        match purpose {
            Purpose::Mesh => self.mesh.caller(server),
            Purpose::Link => self.joining.as_mut().filter(|it| it.server == server),
        }
    }

    /// A dial, or the connection it led to, came to nothing: the mesh dials again.
    fn lost(&mut self, server: Sid, purpose: Purpose) {
        match purpose {
            Purpose::Mesh => {
                let (number, now) = (self.numbers.draw(), self.now);
                if let Some(caller) = self.mesh.caller(server) {
                    let order = caller.again(number, now);
                    self.orders.push_back(order);
                }
            }
            Purpose::Link => {
                self.joining = None;
                let event = PeerEvent::JoinFailed { leader: server };
                self.events.push_back(event);
            }
        }
    }

    /// Who awaits a dial.
    fn awaited(&mut self, number: DialNumber) -> Option<(Sid, Purpose)> {
        let joins = self.joining.as_ref().filter(|it| it.awaits(number));
        if let Some(joining) = joins {
            return Some((joining.server, Purpose::Link));
        }
        let mut callers = self.mesh.callers();
        let caller = callers.find(|caller| caller.awaits(number))?;
        Some((caller.server, Purpose::Mesh))
    }

    fn targets(&self, sid: Sid, purpose: Purpose) -> Vec<Target> {
        let addresses = self.members.get(&sid).into_iter().flatten();
        addresses.map(|address| target(address, purpose)).collect()
    }

    fn link(&mut self, link: LinkId) -> Option<&mut Link> {
        let slot = *self.links.get(&link)?;
        self.connections.link(slot)
    }

    fn links_where(&mut self, is_meant: impl Fn(&Link) -> bool) -> Vec<PeerSlot> {
        let slots: Vec<PeerSlot> = self.links.values().copied().collect();
        let is_meant =
            |slot: &PeerSlot| self.connections.link(*slot).is_some_and(|it| is_meant(it));
        slots.into_iter().filter(is_meant).collect()
    }

    /// Tells an operator what is wrong, unless that was told a moment ago.
    fn complain(&mut self, about: About, address: Option<SocketAddr>, fault: &Fault) {
        let Some(unsaid) = self.complaints.due(about, fault, self.now) else {
            return;
        };
        let peer = address.map(tracing::field::display);
        let weight = fault.weight_after(unsaid);
        let unsaid = Some(unsaid).filter(|unsaid| *unsaid > 0);
        match weight {
            Weight::Usual => info!(peer, unsaid, "{fault}"),
            Weight::Trouble => warn!(peer, unsaid, "{fault}"),
        }
    }
}
