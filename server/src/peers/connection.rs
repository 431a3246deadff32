//! One connection between servers, from the first byte to the last.
//!
//! ```text
//!   Greeting ──both hellos, and they go together──> Mesh | Link ──> Closing ──> (slot is free)
//!       └──────────── too late, or anything wrong ─────────────────────^
//! ```
//!
//! Must never: say anything but its hello before the other side's is checked.

use std::net::SocketAddr;
use std::time::Duration;

use ringkeeper_core::id::Sid;
use ringkeeper_core::wire::peer::{HELLO_BYTES, Hello};
use ringkeeper_core::zab::message::Incarnation;

use super::fault::Fault;
use super::frames::Frames;
use super::link::Link;
use crate::ring::PeerSlot;

/// Who opened a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opened {
    /// This server, to talk to that one.
    ByUs(Sid),
    /// The other side.
    ByThem,
}

/// Waiting for the other side's hello.
#[derive(Debug)]
pub(super) struct Greeting {
    pub(super) ours: Hello,
    received: Vec<u8>,
    pub(super) until: Duration,
}

impl Greeting {
    /// Our hello is on its way.
    pub(super) const fn new(ours: Hello, until: Duration) -> Greeting {
        Greeting {
            ours,
            received: Vec::new(),
            until,
        }
    }

    /// Takes what came in: their hello and the start of their frames, once they are there.
    pub(super) fn receive(&mut self, bytes: &[u8]) -> Result<Option<(Hello, Frames)>, Fault> {
        self.received.extend_from_slice(bytes);
        let Some(theirs) = Hello::decode(&self.received).map_err(Fault::Hello)? else {
            return Ok(None);
        };
        self.ours.agree(&theirs).map_err(Fault::Hello)?;
        let behind = &self.received[HELLO_BYTES..];
        Ok(Some((theirs, Frames::new(&self.ours, &theirs, behind))))
    }
}

/// What a connection is at.
#[derive(Debug)]
pub(super) enum Stage {
    /// The hellos are on their way.
    Greeting(Greeting),
    /// Votes.
    Mesh(Sid, Frames),
    /// Everything else.
    Link(Box<Link>),
    /// The kernel is to let go of it.
    Closing,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) address: SocketAddr,
    pub(super) opened: Opened,
    /// Who is at the other end, and in which life, once it has said so.
    pub(super) with: Option<(Sid, Incarnation)>,
    pub(super) stage: Stage,
}

/// The connections by their slots.
#[derive(Debug, Default)]
pub(super) struct Connections {
    places: Vec<Option<Connection>>,
    free: Vec<PeerSlot>,
}

impl Connections {
    pub(super) fn insert(&mut self, connection: Connection) -> PeerSlot {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.places.push(None);
            let last = self.places.len() - 1;
            PeerSlot(u32::try_from(last).expect("connections between servers are few"))
        });
        let place = &mut self.places[slot.index()];
        assert!(place.is_none(), "a free slot holds no connection");
        *place = Some(connection);
        slot
    }

    /// The ring has let go of it.
    pub(super) fn remove(&mut self, slot: PeerSlot) {
        let gone = self.places[slot.index()].take();
        assert!(
            gone.is_some_and(|gone| matches!(gone.stage, Stage::Closing)),
            "only what was closed is gone"
        );
        self.free.push(slot);
    }

    pub(super) fn get(&self, slot: PeerSlot) -> Option<&Connection> {
        self.places.get(slot.index()).and_then(Option::as_ref)
    }

    pub(super) fn get_mut(&mut self, slot: PeerSlot) -> Option<&mut Connection> {
        self.places.get_mut(slot.index()).and_then(Option::as_mut)
    }

    /// The link in a slot.
    pub(super) fn link(&mut self, slot: PeerSlot) -> Option<&mut Link> {
        match &mut self.get_mut(slot)?.stage {
            Stage::Link(link) => Some(link),
            Stage::Greeting(_) | Stage::Mesh(..) | Stage::Closing => None,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (PeerSlot, &Connection)> {
        let places = (0_u32..).map(PeerSlot).zip(&self.places);
        places.filter_map(|(slot, place)| place.as_ref().map(|connection| (slot, connection)))
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.free.len() == self.places.len()
    }
}
