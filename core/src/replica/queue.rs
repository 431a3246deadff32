//! Everything that waits for its turn in the order: txns in flight, and what must not overtake
//! them.
//!
//! Must never: hand out anything before its turn. Invariants: what waits is in the order it was
//! put in; the figures of [`Load`] are those of what waits; the txns carry zxids and record
//! numbers without a gap.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, RecordNumber, Zxid};
use crate::input::SubmitRead;
use crate::limits;
use crate::txn::Txn;
use crate::txn::prepare::Charge;

/// Something that waits.
#[derive(Debug)]
pub(super) enum Waiting {
    /// Until it is committed.
    Txn(InFlight),
    /// A read behind a write of its own connection.
    Read(SubmitRead),
    /// A request refused without a txn, behind earlier requests of its connection.
    Refusal {
        /// Whose request.
        to: ConnectionId,
        /// Why.
        code: ErrorCode,
    },
}

/// A txn that is proposed and not yet applied.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) txn: Txn,
    pub(super) record: RecordNumber,
    pub(super) encoded_bytes: usize,
    pub(super) origin: Origin,
    pub(super) charges: Vec<Charge>,
}

/// Who hears of a txn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    /// A connection of this server waits for it.
    Connection(ConnectionId),
    /// The server itself: expiry, the reaper.
    Server,
}

/// How much waits, to be held against the limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Load {
    /// Txns, reads and refusals that wait.
    pub waiting: usize,
    /// The txns among them.
    pub txns: usize,
    /// Encoded bytes of the txns, and bytes of the reads' frames.
    pub bytes: usize,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Queue {
    items: VecDeque<Waiting>,
    load: Load,
    /// The txns that are not known to be durable, in order.
    undurable: VecDeque<(RecordNumber, Zxid)>,
}

impl Queue {
    pub(super) const fn load(&self) -> Load {
        self.load
    }

    /// Whether clients may put in more.
    pub(super) const fn has_room(&self) -> bool {
        self.load.waiting < limits::IN_FLIGHT_TXNS_MAX
            && self.load.bytes < limits::IN_FLIGHT_BYTES_MAX
    }

    /// Whether the server itself may put in more.
    pub(super) const fn has_room_for_server(&self) -> bool {
        let max = limits::IN_FLIGHT_TXNS_MAX + limits::IN_FLIGHT_SERVER_RESERVE;
        self.load.waiting < max
    }

    /// Puts it behind all that waits.
    pub(super) fn push(&mut self, waiting: Waiting) {
        assert!(
            self.items.len() < limits::IN_FLIGHT_QUEUE_MAX,
            "the driver asks can_accept before it feeds requests"
        );
        if let Waiting::Txn(in_flight) = &waiting {
            let position = (in_flight.record, in_flight.txn.zxid);
            self.undurable.push_back(position);
        }
        let Load {
            waiting: count,
            txns,
            bytes,
        } = &mut self.load;
        *count += 1;
        *txns += waiting.txns();
        *bytes += waiting.bytes();
        self.items.push_back(waiting);
    }

    /// Every record up to `through` is durable: the zxid of the last of them, if there is news.
    pub(super) fn durable_through(&mut self, through: RecordNumber) -> Option<Zxid> {
        let mut last = None;
        while let Some(&(record, zxid)) = self.undurable.front()
            && record <= through
        {
            self.undurable.pop_front();
            last = Some(zxid);
        }
        last
    }

    /// Whether something's turn has come, with everything up to `committed` committed.
    pub(super) fn has_ready(&self, committed: Zxid) -> bool {
        self.items
            .front()
            .is_some_and(|first| first.is_ready(committed))
    }

    /// Takes out the first if its turn has come.
    pub(super) fn pop_ready(&mut self, committed: Zxid) -> Option<Waiting> {
        let first = self.items.pop_front_if(|first| first.is_ready(committed))?;
        self.load.waiting -= 1;
        self.load.txns -= first.txns();
        self.load.bytes -= first.bytes();
        Some(first)
    }

    /// The txns that wait, in order.
    pub(super) fn txns(&self) -> impl Iterator<Item = &InFlight> {
        self.items.iter().filter_map(|waiting| match waiting {
            Waiting::Txn(in_flight) => Some(in_flight),
            Waiting::Read(_) | Waiting::Refusal { .. } => None,
        })
    }

    /// Checks what the module promises.
    pub(super) fn invariants(&self) {
        let mut load = Load::default();
        for waiting in &self.items {
            load.waiting += 1;
            load.txns += waiting.txns();
            load.bytes += waiting.bytes();
        }
        assert!(load == self.load);
        let followers = self.txns().skip(1);
        for (before, after) in self.txns().zip(followers) {
            assert!(after.txn.zxid > before.txn.zxid);
            assert!(after.record == before.record.next());
        }
        let last = self.txns().last().map(|last| (last.record, last.txn.zxid));
        assert!(self.undurable.is_empty() || self.undurable.back().copied() == last);
    }
}

impl Waiting {
    fn is_ready(&self, committed: Zxid) -> bool {
        match self {
            Waiting::Txn(in_flight) => in_flight.txn.zxid <= committed,
            Waiting::Read(_) | Waiting::Refusal { .. } => true,
        }
    }

    const fn txns(&self) -> usize {
        match self {
            Waiting::Txn(_) => 1,
            Waiting::Read(_) | Waiting::Refusal { .. } => 0,
        }
    }

    const fn bytes(&self) -> usize {
        match self {
            Waiting::Txn(in_flight) => in_flight.encoded_bytes,
            Waiting::Read(read) => read.frame.len(),
            Waiting::Refusal { .. } => 0,
        }
    }
}
