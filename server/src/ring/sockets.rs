//! The sockets of a ring: two dense tables, one for clients and one for other servers.
//!
//! Must never: free what the kernel may still read. A socket stays in its table, and its bytes with
//! it, until its last completion has come ([`Socket::is_idle`]).

use std::os::fd::OwnedFd;

use ringkeeper_core::serve::Slot;

/// Sent bytes keep their buffer for the next reply unless it grew beyond this.
const CLIENT_SEND_BYTES_KEPT: usize = 64 * 1024;

/// The same for another server: there are few of them, and each send is as large as there is
/// something to say.
const PEER_SEND_BYTES_KEPT: usize = 512 * 1024;

/// The place of another server's socket in its table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct PeerSlot(pub(crate) u32);

impl PeerSlot {
    /// As an index.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whose socket, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SocketKey {
    /// A client's.
    Client(Slot),
    /// Another server's.
    Peer(PeerSlot),
}

impl SocketKey {
    /// Bytes of capacity that a socket keeps when everything is sent.
    pub(super) const fn kept_send_bytes(self) -> usize {
        match self {
            SocketKey::Client(_) => CLIENT_SEND_BYTES_KEPT,
            SocketKey::Peer(_) => PEER_SEND_BYTES_KEPT,
        }
    }
}

impl From<Slot> for SocketKey {
    fn from(slot: Slot) -> SocketKey {
        SocketKey::Client(slot)
    }
}

impl From<PeerSlot> for SocketKey {
    fn from(slot: PeerSlot) -> SocketKey {
        SocketKey::Peer(slot)
    }
}

/// One socket and what the kernel is doing with it.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is about another operation in flight.
pub(super) struct Socket {
    pub(super) fd: OwnedFd,
    /// Being sent; untouched while `send_in_flight`.
    pub(super) sending: Vec<u8>,
    pub(super) sent: usize,
    pub(super) send_in_flight: bool,
    pub(super) receive_armed: bool,
    pub(super) receive_wanted: bool,
    pub(super) closing: bool,
}

impl Socket {
    pub(super) const fn new(fd: OwnedFd) -> Socket {
        Socket {
            fd,
            sending: Vec::new(),
            sent: 0,
            send_in_flight: false,
            receive_armed: false,
            receive_wanted: true,
            closing: false,
        }
    }

    /// Whether the kernel has let go of everything.
    pub(super) const fn is_idle(&self) -> bool {
        !self.send_in_flight && !self.receive_armed
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Sockets {
    clients: Vec<Option<Socket>>,
    peers: Vec<Option<Socket>>,
}

impl Sockets {
    pub(super) fn insert(&mut self, key: SocketKey, socket: Socket) {
        let (table, at) = match key {
            SocketKey::Client(slot) => (&mut self.clients, slot.index()),
            SocketKey::Peer(slot) => (&mut self.peers, slot.index()),
        };
        if table.len() <= at {
            table.resize_with(at + 1, || None);
        }
        assert!(
            table[at].is_none(),
            "a slot is reused only after it is gone"
        );
        table[at] = Some(socket);
    }

    /// Closes the descriptor of a socket that is idle.
    pub(super) fn remove(&mut self, key: SocketKey) {
        assert!(
            self.expect(key).is_idle(),
            "the kernel has let go of the socket"
        );
        match key {
            SocketKey::Client(slot) => self.clients[slot.index()] = None,
            SocketKey::Peer(slot) => self.peers[slot.index()] = None,
        }
    }

    pub(super) fn get(&self, key: SocketKey) -> Option<&Socket> {
        let place = match key {
            SocketKey::Client(slot) => self.clients.get(slot.index()),
            SocketKey::Peer(slot) => self.peers.get(slot.index()),
        };
        place.and_then(Option::as_ref)
    }

    /// An open socket.
    pub(super) fn expect(&mut self, key: SocketKey) -> &mut Socket {
        let place = match key {
            SocketKey::Client(slot) => self.clients.get_mut(slot.index()),
            SocketKey::Peer(slot) => self.peers.get_mut(slot.index()),
        };
        place
            .and_then(Option::as_mut)
            .expect("the slot of an open socket")
    }
}
