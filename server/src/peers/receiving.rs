//! What comes in: connections from the door, hellos, messages.
//!
//! Must never: let a connection on which anything was wrong say another word.

use std::net::SocketAddr;
use std::os::fd::OwnedFd;

use ringkeeper_core::id::{LinkId, Sid};
use ringkeeper_core::wire::peer::{Hello, Nonce, Purpose, VERSIONS};
use ringkeeper_core::zab::Side;
use ringkeeper_core::zab::message::{Incarnation, Message};
use tracing::info;

use super::complaints::About;
use super::connection::{Connection, Greeting, Opened, Stage};
use super::fault::Fault;
use super::frames::Frames;
use super::link::Link;
use super::mesh::Change;
use super::{DoorNews, PeerEvent, Peers, State, Telling, limits};
use crate::ring::{PeerNews, PeerSlot, Ring};

impl Peers {
    /// Takes what the door has to say.
    pub(crate) fn at_the_door(&mut self, news: DoorNews, ring: &mut Ring) {
        match news {
            DoorNews::Accepted {
                purpose,
                socket,
                address,
            } => {
                // Whoever comes when the server stops is turned away.
                if self.state == State::Stopping {
                    return;
                }
                self.make_room_for_strangers();
                self.adopt(Opened::ByThem, purpose, socket, address, ring);
            }
            DoorNews::Dialled {
                number,
                socket,
                address,
            } => {
                // One that was given up meanwhile is closed with its socket.
                if let Some((server, purpose)) = self.awaited(number) {
                    let slot = self.adopt(Opened::ByUs(server), purpose, socket, address, ring);
                    self.caller(server, purpose)
                        .expect("it awaits the dial")
                        .connected(slot);
                }
            }
            DoorNews::Missed { number, cause } => {
                if let Some((server, purpose)) = self.awaited(number) {
                    let fault = Fault::Unreachable { server, cause };
                    self.complain(About::Server(server), None, &fault);
                    self.lost(server, purpose);
                }
            }
        }
    }

    /// Takes what the ring has to say of one of the sockets.
    pub(crate) fn complete(&mut self, slot: PeerSlot, news: PeerNews, ring: &mut Ring) {
        match news {
            PeerNews::Received { buffer, len } => {
                self.received(slot, ring.bytes(buffer, len));
                ring.give_back(buffer);
            }
            // What waits is framed and sent by the flush of this turn.
            PeerNews::Sent => {}
            PeerNews::Finished => {
                let fault = match self.connections.get(slot).map(|it| &it.stage) {
                    Some(Stage::Greeting(_)) => Fault::Refused,
                    Some(Stage::Mesh(..) | Stage::Link(_) | Stage::Closing) | None => {
                        Fault::Finished
                    }
                };
                self.close_connection(slot, Some(fault), Telling::Tell);
            }
            PeerNews::Broken => self.close_connection(slot, Some(Fault::Broken), Telling::Tell),
            PeerNews::Gone => self.connections.remove(slot),
        }
    }

    fn received(&mut self, slot: PeerSlot, bytes: &[u8]) {
        let Some(connection) = self.connections.get_mut(slot) else {
            unreachable!("a socket has a connection");
        };
        match &mut connection.stage {
            Stage::Greeting(greeting) => match greeting.receive(bytes) {
                Ok(None) => return,
                Ok(Some((theirs, frames))) => self.greeted(slot, &theirs, frames),
                Err(fault) => return self.close_connection(slot, Some(fault), Telling::Tell),
            },
            Stage::Mesh(_, frames) => frames.receive(bytes),
            Stage::Link(link) => link.frames.receive(bytes),
            Stage::Closing => return,
        }
        self.take_messages(slot);
    }

    /// The hellos are exchanged, and go together.
    fn greeted(&mut self, slot: PeerSlot, theirs: &Hello, frames: Frames) {
        let with = theirs.sid;
        self.end_of_earlier_lives(with, theirs.incarnation);
        if theirs.purpose == Purpose::Mesh && !self.members.contains_key(&with) {
            let address = self.connections.get(slot).map(|it| it.address);
            let fault = Fault::NotListed { server: with };
            self.complain(About::Server(with), address, &fault);
        }
        let connection = self.connections.get_mut(slot).expect("it said hello");
        connection.with = Some((with, theirs.incarnation));
        let opened = connection.opened;
        match theirs.purpose {
            Purpose::Mesh => {
                connection.stage = Stage::Mesh(with, frames);
                if self.mesh.opened(with, slot) == Change::Reachability {
                    self.events.push_back(PeerEvent::Reachable(with));
                }
                if let Some(caller) = self.mesh.caller(with)
                    && caller.connection() == Some(slot)
                {
                    caller.greeted(self.now);
                }
                self.bound_mesh(slot, with, opened);
            }
            Purpose::Link => {
                let side = match opened {
                    Opened::ByUs(_) => Side::Leader,
                    Opened::ByThem => Side::Learner,
                };
                self.last_link = LinkId(self.last_link.0 + 1);
                let link = self.last_link;
                info!(server = with.0, address = %connection.address, ?side, "linked");
                let new = Link::new(link, with, frames);
                connection.stage = Stage::Link(Box::new(new));
                self.links.insert(link, slot);
                if side == Side::Leader {
                    self.joining = None;
                }
                self.events
                    .push_back(PeerEvent::Linked { link, with, side });
                self.bound_links(with);
            }
        }
    }

    /// A server that was started anew knows nothing of connections it had before, even if nobody
    /// has noticed yet that they are broken.
    fn end_of_earlier_lives(&mut self, with: Sid, incarnation: Incarnation) {
        let earlier = self.connections.iter().filter(|(_, it)| {
            it.with
                .is_some_and(|(sid, life)| sid == with && life != incarnation)
        });
        let earlier: Vec<PeerSlot> = earlier.map(|(slot, _)| slot).collect();
        for slot in earlier {
            self.close_connection(slot, Some(Fault::Restarted), Telling::Tell);
        }
    }

    /// A server that calls again has given up the connection it called with before.
    fn bound_mesh(&mut self, slot: PeerSlot, with: Sid, opened: Opened) {
        let connections = &self.connections;
        let same = |it: &PeerSlot| {
            let by = connections.get(*it).map(|it| it.opened);
            *it != slot && opened == Opened::ByThem && by == Some(Opened::ByThem)
        };
        let open = self.mesh.open(with).iter().copied();
        let older: Vec<PeerSlot> = open.filter(same).collect();
        for older in older {
            self.close_connection(older, Some(Fault::Replaced), Telling::Tell);
        }
    }

    /// Which link of a server counts is the caller's to say; but there are never many.
    fn bound_links(&mut self, with: Sid) {
        let of_one = self.links_where(|link| link.with == with);
        let most = limits::LINKS_OF_ONE_MAX;
        for slot in of_one.iter().take(of_one.len().saturating_sub(most)) {
            self.close_connection(*slot, Some(Fault::Replaced), Telling::Tell);
        }
    }

    /// Hands out what has come in on a connection.
    pub(super) fn take_messages(&mut self, slot: PeerSlot) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let fault = loop {
            match &mut connection.stage {
                Stage::Mesh(from, frames) => match frames.next() {
                    Ok(Some(Message::Notification(notification))) => {
                        let from = *from;
                        self.events
                            .push_back(PeerEvent::Notification { from, notification });
                    }
                    Ok(Some(_)) => break Fault::Misplaced,
                    Ok(None) => return,
                    Err(fault) => break fault,
                },
                Stage::Link(link) => match link.next_message() {
                    Ok(Some(message)) => {
                        let link = link.id;
                        self.events.push_back(PeerEvent::Message { link, message });
                    }
                    Ok(None) => return,
                    Err(fault) => break fault,
                },
                Stage::Greeting(_) | Stage::Closing => return,
            }
        };
        self.close_connection(slot, Some(fault), Telling::Tell);
    }

    /// Takes over a socket and says hello on it.
    fn adopt(
        &mut self,
        opened: Opened,
        purpose: Purpose,
        socket: OwnedFd,
        address: SocketAddr,
        ring: &mut Ring,
    ) -> PeerSlot {
        let hello = Hello {
            versions: VERSIONS,
            sid: self.sid,
            to: match opened {
                Opened::ByUs(server) => Some(server),
                Opened::ByThem => None,
            },
            purpose,
            ensemble: self.ensemble,
            incarnation: self.incarnation,
            nonce: nonce(),
        };
        let until = self.now + limits::HELLO_WITHIN;
        let slot = self.connections.insert(Connection {
            address,
            opened,
            with: None,
            stage: Stage::Greeting(Greeting::new(hello, until)),
        });
        ring.adopt(slot, socket);
        ring.send(slot, &mut hello.encode().to_vec());
        slot
    }

    /// The oldest of those who do not say hello goes, if there are too many.
    fn make_room_for_strangers(&mut self) {
        let silent = self
            .connections
            .iter()
            .filter_map(|(slot, it)| match &it.stage {
                Stage::Greeting(greeting) if it.opened == Opened::ByThem => {
                    Some((greeting.until, slot))
                }
                Stage::Greeting(_) | Stage::Mesh(..) | Stage::Link(_) | Stage::Closing => None,
            });
        let silent: Vec<_> = silent.collect();
        if silent.len() >= limits::UNGREETED_MAX
            && let Some((_, slot)) = silent.into_iter().min()
        {
            self.close_connection(slot, Some(Fault::Crowded), Telling::Tell);
        }
    }
}

/// A random number for the checksums of a connection.
fn nonce() -> Nonce {
    let mut bytes = [0; 8];
    // Without random numbers, which the kernel has since its start, frames are still checked.
    let _ = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
    Nonce(u64::from_le_bytes(bytes))
}
