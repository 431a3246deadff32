//! What a shard does for its connections: pure.
//!
//! Bytes come in ([`Serve::receive`]), the replica's stream comes in ([`Serve::deliver`]), time
//! comes in ([`Serve::tick`]); out come bytes for sockets and [`Asks`] to the driver.
//!
//! Invariants:
//! * A read is answered at the tree's zxid T only after the stream was delivered up to T. The
//!   caller holds the tree's read lock from the delivery to the last answer.
//! * Replies of a connection leave in the order of its requests. A read of the tree that stands
//!   behind an unanswered write of its connection goes to the replica too, and is evaluated there
//!   at its place in the order; what concerns the connection alone waits here for its turn.
//! * A watch set by a read answered at T fires for every later change and for no earlier one.
//! * Bytes kept for one connection are bounded ([`crate::limits`]).
//!
//! Must never: wait, know a socket or a thread, or change the tree.

mod connection;
mod connections;
mod deliver;
mod flow;
mod handshake;
mod local;
pub mod read;
mod receive;
#[cfg(test)]
mod tests;
mod watch;

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::num::NonZeroU32;

use crate::access;
use crate::acl::Identities;
use crate::id::{ConnectionId, Monotonic, Now, SessionId, ShardId, Zxid};
use crate::input::Input;
use crate::limits;
use crate::options::Options;
use crate::stream::CloseReason;
use crate::tree::Tree;
use crate::wire::four_letter::Word;

use self::connection::Pending;
pub use self::connection::{Connection, ConnectionFigures, Stage};
use self::connections::Connections;
use self::watch::Told;
pub use self::watch::WatchTable;

/// The place of a connection in its shard's table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(pub u32);

impl Slot {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the driver is asked to do after a step. Reused.
#[derive(Debug, Default)]
pub struct Asks {
    /// To be handed to the replica, in order.
    pub to_replica: Vec<Input>,
    /// Connections with output: take it with [`Serve::take_output`] when the socket can send.
    pub send: Vec<Slot>,
    /// Connections to close once their output has left.
    pub close: Vec<(Slot, CloseReason)>,
    /// Words to answer, with [`Serve::finish_word`].
    pub words: Vec<(ConnectionId, Word)>,
    /// Sockets not to be read until they stand in `resume`.
    pub pause: Vec<Slot>,
    /// Sockets to be read again.
    pub resume: Vec<Slot>,
}

/// What a shard counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ServeFigures {
    /// Frames read.
    pub received: u64,
    /// Frames written, events included.
    pub sent: u64,
    /// Events written.
    pub events: u64,
    /// Bytes read.
    pub received_bytes: u64,
    /// Sum of latencies of answered requests, in milliseconds.
    pub latency_sum_ms: u64,
    /// The shortest.
    pub latency_min_ms: u64,
    /// The longest.
    pub latency_max_ms: u64,
    /// Requests answered with a known latency.
    pub replies: u64,
    /// Credentials refused.
    pub auth_failures: u64,
    /// Connections closed, by the index of the reason in [`CloseReason::ALL`].
    pub closed: [u64; CloseReason::ALL.len()],
}

impl ServeFigures {
    /// Adds another shard's.
    pub fn add(&mut self, other: &ServeFigures) {
        let first = self.replies == 0;
        self.received += other.received;
        self.sent += other.sent;
        self.events += other.events;
        self.received_bytes += other.received_bytes;
        self.latency_sum_ms += other.latency_sum_ms;
        if other.replies > 0 {
            let least = if first {
                other.latency_min_ms
            } else {
                self.latency_min_ms
            };
            self.latency_min_ms = least.min(other.latency_min_ms);
        }
        self.latency_max_ms = self.latency_max_ms.max(other.latency_max_ms);
        self.replies += other.replies;
        self.auth_failures += other.auth_failures;
        for (mine, others) in self.closed.iter_mut().zip(other.closed) {
            *mine += others;
        }
    }
}

/// Whether the shard may hand more writes to the replica.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Intake {
    /// It may.
    Open,
    /// The replica's queue is full: requests stay in the inboxes.
    Shut,
}

/// See the module.
#[derive(Debug)]
pub struct Serve {
    shard: ShardId,
    options: Arc<Options>,
    connections: Connections,
    watches: WatchTable,
    told: Told,
    event: Vec<u8>,
    heard: Vec<Slot>,
    /// Connections in the order they came, until it is known whether their handshake did.
    accepted: VecDeque<(ConnectionId, Monotonic)>,
    /// Connections whose inbox waits for room somewhere.
    waiting: Vec<Slot>,
    intake: Intake,
    /// Requests accepted and not yet answered, over all connections of this shard.
    outstanding: usize,
    /// Their bytes.
    outstanding_bytes: usize,
    /// Bytes of the large requests being received.
    large_bytes: u64,
    /// How far the stream was delivered: what a reply says that reads nothing from the tree.
    delivered: Zxid,
    figures: ServeFigures,
}

impl Serve {
    /// A shard without connections, of a tree that is at `at`. `seed` is for the hashes of what
    /// clients choose.
    pub fn new(shard: ShardId, options: Arc<Options>, at: Zxid, seed: u64) -> Serve {
        Serve {
            shard,
            options,
            connections: Connections::default(),
            watches: WatchTable::new(seed),
            told: Told::default(),
            event: Vec::new(),
            heard: Vec::new(),
            accepted: VecDeque::new(),
            waiting: Vec::new(),
            intake: Intake::Open,
            outstanding: 0,
            outstanding_bytes: 0,
            large_bytes: 0,
            delivered: at,
            figures: ServeFigures::default(),
        }
    }

    /// A new connection from `peer`.
    pub fn accept(&mut self, peer: core::net::SocketAddr, now: Now) -> ConnectionId {
        let mut identities = Identities::default();
        identities.add(access::peer_identity(peer.ip()));
        let shard = self.shard;
        let id = self.connections.insert(|slot, generation| {
            let id = ConnectionId {
                shard,
                slot: slot.0,
                generation,
            };
            Connection::new(id, peer, identities, now.wall)
        });
        self.accepted.push_back((id, now.monotonic));
        id
    }

    /// The output of a connection, to be sent by swapping it out. Empty when there is none.
    pub fn take_output(&mut self, slot: Slot) -> Option<&mut Vec<u8>> {
        self.ease(slot);
        let connection = self.connections.get_mut(slot)?;
        connection.noted_for_send = false;
        connection.noted_len = 0;
        Some(&mut connection.out)
    }

    /// Bytes of output a connection has.
    pub fn output_len(&self, slot: Slot) -> usize {
        self.connections
            .get(slot)
            .map_or(0, |connection| connection.out.len())
    }

    /// The socket of a connection broke, or its client closed it: asks to close it.
    pub fn peer_closed(&mut self, slot: Slot, asks: &mut Asks) {
        if let Some(connection) = self.connections.get_mut(slot) {
            // Nobody is there to read it.
            connection.out = Vec::new();
            self.close(slot, CloseReason::ClientGone, asks);
        }
    }

    /// The client of a connection has said all it will. One that waits for its last answer still
    /// gets it; any other is gone.
    pub fn peer_finished(&mut self, slot: Slot, asks: &mut Asks) {
        let Some(connection) = self.connections.get(slot) else {
            return;
        };
        match connection.stage {
            // The last it is told is on its way.
            Stage::Asking | Stage::Ending { .. } | Stage::Closing { .. } => {}
            Stage::Fresh | Stage::Handshaking { .. } | Stage::Serving { .. } => {
                self.peer_closed(slot, asks);
            }
        }
    }

    /// The socket of a closing connection is gone; its slot may be used again.
    pub fn gone(&mut self, slot: Slot) {
        let connection = self.connections.remove(slot);
        assert!(
            connection.is_closing(),
            "a socket goes only after its connection was closed"
        );
    }

    /// Time has passed: late handshakes are closed, sessions that were heard from are reported.
    pub fn tick(&mut self, now: Now, asks: &mut Asks) {
        let timeout_ms = self.options.handshake_timeout_ms;
        while let Some(&(id, since)) = self.accepted.front()
            && now.monotonic.0.saturating_sub(since.0) > timeout_ms
        {
            self.accepted.pop_front();
            let is_fresh =
                |connection: &Connection| matches!(connection.stage, Stage::Fresh | Stage::Asking);
            if let Some(slot) = self.connections.slot_of(id)
                && self.connections.get(slot).is_some_and(is_fresh)
            {
                self.close(slot, CloseReason::HandshakeTimeout, asks);
            }
        }
        self.report_heard(asks);
    }

    fn report_heard(&mut self, asks: &mut Asks) {
        let mut sessions = Vec::with_capacity(self.heard.len());
        for slot in self.heard.drain(..) {
            let Some(connection) = self.connections.get_mut(slot) else {
                continue;
            };
            if core::mem::take(&mut connection.noted_as_heard)
                && let Stage::Serving { session, .. } = connection.stage
            {
                sessions.push(session);
            }
        }
        if !sessions.is_empty() {
            asks.to_replica.push(Input::Heard { sessions });
        }
    }

    /// Opens or shuts the way to the replica. Requests held back are read by
    /// [`Serve::read_waiting`].
    pub fn set_intake(&mut self, intake: Intake) {
        self.intake = intake;
    }

    /// Reads on for connections that were held back, as far as there is room again.
    pub fn read_waiting(&mut self, tree: &Tree, now: Now, asks: &mut Asks) {
        if self.waiting.is_empty() || self.is_full() {
            return;
        }
        for slot in core::mem::take(&mut self.waiting) {
            self.read_inbox(slot, tree, now, asks);
        }
    }

    /// Whether a connection may be read no further for now.
    fn is_full(&self) -> bool {
        let throttle = self
            .options
            .throttles
            .requests_max
            .map_or(u32::MAX, NonZeroU32::get);
        let most = self.options.outstanding_max.min(throttle);
        self.intake == Intake::Shut
            || self.outstanding >= most as usize
            || self.outstanding_bytes >= limits::OUTSTANDING_BYTES_MAX
    }

    /// The bytes of a four-letter word's answer: sent, then the connection is closed. Whoever
    /// asked may be gone by now, and somebody else in its slot.
    pub fn finish_word(&mut self, asker: ConnectionId, text: &[u8], asks: &mut Asks) {
        let Some(slot) = self.connections.slot_of(asker) else {
            return;
        };
        if let Some(connection) = self.connections.get_mut(slot)
            && matches!(connection.stage, Stage::Asking)
        {
            connection.out.extend_from_slice(text);
            self.note_output(slot, asks);
            self.close(slot, CloseReason::FourLetterWord, asks);
        }
    }

    /// Closes every connection that has a session: this server has no leader. Handshakes that the
    /// replica has not answered are its own to hold or to refuse.
    fn close_served(&mut self, reason: CloseReason, asks: &mut Asks) {
        let served = self
            .connections
            .iter()
            .filter(|connection| match connection.stage {
                Stage::Serving { .. } | Stage::Ending { .. } => true,
                Stage::Fresh
                | Stage::Asking
                | Stage::Handshaking { .. }
                | Stage::Closing { .. } => false,
            });
        let slots: Vec<Slot> = served.map(|connection| Slot(connection.id.slot)).collect();
        for slot in slots {
            self.close(slot, reason, asks);
        }
    }

    /// Closes every connection because the server stops.
    pub fn shut_down(&mut self, asks: &mut Asks) {
        let slots: Vec<Slot> = self.connections.iter().map(|c| Slot(c.id.slot)).collect();
        for slot in slots {
            self.close(slot, CloseReason::Shutdown, asks);
        }
    }

    /// Every connection that is not being closed, for operators.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        let all = self.connections.iter();
        all.filter(|connection| !connection.is_closing())
    }

    /// The connection in a slot, if there is one.
    pub fn connection(&self, slot: Slot) -> Option<&Connection> {
        self.connections.get(slot)
    }

    /// How many connections there are, those being closed included.
    pub fn connections_len(&self) -> usize {
        self.connections.len()
    }

    /// The watches of these connections.
    pub const fn watches(&self) -> &WatchTable {
        &self.watches
    }

    /// Requests accepted and not yet answered.
    pub const fn outstanding(&self) -> usize {
        self.outstanding
    }

    /// What was counted.
    pub const fn figures(&self) -> &ServeFigures {
        &self.figures
    }

    /// Forgets the latencies and counts of the server (`srst`).
    pub fn reset_figures(&mut self) {
        let closed = self.figures.closed;
        self.figures = ServeFigures {
            closed,
            ..ServeFigures::default()
        };
    }

    /// Forgets the latencies and counts of every connection (`crst`).
    pub fn reset_connections(&mut self) {
        for connection in self.connections.iter_mut() {
            connection.figures.reset();
        }
    }

    /// Asks the driver to close a connection: its watches are gone from now on, its session
    /// lives on.
    fn close(&mut self, slot: Slot, reason: CloseReason, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let session = match connection.stage {
            Stage::Closing { .. } => return,
            Stage::Fresh | Stage::Asking | Stage::Handshaking { .. } => SessionId::NONE,
            Stage::Serving { session, .. } | Stage::Ending { session } => session,
        };
        let had_handshake = !matches!(connection.stage, Stage::Fresh | Stage::Asking);
        connection.stage = Stage::Closing { session, reason };
        connection.inbox = Vec::new();
        self.large_bytes -= u64::from(core::mem::take(&mut connection.large_bytes));
        self.outstanding -= connection.pending.len();
        let bytes = connection.pending.iter().map(Pending::bytes);
        self.outstanding_bytes -= bytes.sum::<usize>();
        connection.pending.clear();
        if had_handshake {
            asks.to_replica.push(Input::Disconnected {
                from: connection.id,
                session,
            });
        }
        self.watches.remove_connection(slot);
        self.figures.closed[reason as usize] += 1;
        asks.close.push((slot, reason));
    }

    /// Notes that a connection has output; closes one that had too much of it before. A single
    /// reply may be larger than the bound: a listing of a huge directory is no fault of the client.
    fn note_output(&mut self, slot: Slot, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        if !connection.noted_for_send {
            connection.noted_for_send = true;
            asks.send.push(slot);
        }
        let had = core::mem::replace(&mut connection.noted_len, connection.out.len());
        if had > limits::OUTPUT_BYTES_MAX {
            connection.out = Vec::new();
            self.close(slot, CloseReason::SlowReader, asks);
        }
    }

    /// Asserts the module's invariants; for tests.
    pub fn invariants(&self) {
        self.watches.invariants();
        let pending: usize = self.connections.iter().map(|c| c.pending.len()).sum();
        assert_eq!(pending, self.outstanding);
        let waiting = self.connections.iter().flat_map(|c| c.pending.iter());
        let bytes: usize = waiting.map(Pending::bytes).sum();
        assert_eq!(bytes, self.outstanding_bytes);
        for connection in self.connections.iter() {
            if connection.is_closing() {
                assert!(connection.pending.is_empty() && connection.inbox.is_empty());
            }
        }
    }
}
