//! Back-pressure: when a connection's next frame may be read, and what is made of one that waited.
//!
//! A connection is held back by its own bounds (unanswered requests, output nobody takes), which
//! note themselves when they ease, or by the shard's (outstanding requests, the way to the
//! replica), which are asked for each turn. Its bytes wait in its inbox; beyond a bound its socket
//! is read no further. Must never: drop a byte.

use super::connection::Pending;
use super::{Asks, Serve, Slot, Stage};
use crate::id::Now;
use crate::limits;
use crate::stream::CloseReason;

impl Serve {
    /// Puts a request behind those of its connection that are not answered yet.
    pub(super) fn enqueue(&mut self, slot: Slot, pending: Pending) {
        if let Some(connection) = self.connections.get_mut(slot) {
            self.outstanding += 1;
            self.outstanding_bytes += pending.bytes();
            connection.pending.push_back(pending);
        }
    }

    /// Takes the request whose turn it is.
    pub(super) fn dequeue(&mut self, slot: Slot) -> Option<Pending> {
        let pending = self.connections.get_mut(slot)?.pending.pop_front()?;
        self.outstanding -= 1;
        self.outstanding_bytes -= pending.bytes();
        Some(pending)
    }

    /// Whether a request of the connection may be answered at once.
    pub(super) fn has_nothing_pending(&self, slot: Slot) -> bool {
        let connection = self.connections.get(slot);
        connection.is_none_or(|connection| connection.pending.is_empty())
    }

    /// Stops reading the socket of a connection that has much in its inbox and is held back.
    pub(super) fn pause_or_resume(&mut self, slot: Slot, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let crowded = connection.held_back && connection.inbox.len() > limits::INBOX_PAUSE_BYTES;
        if crowded != connection.paused {
            connection.paused = crowded;
            if crowded {
                asks.pause.push(slot);
            } else {
                asks.resume.push(slot);
            }
        }
    }

    /// Whether the next frame of a connection may be read; if it must wait, that is noted.
    pub(super) fn may_read(&mut self, slot: Slot, now: Now) -> bool {
        let full = self.is_full();
        let Some(connection) = self.connections.get_mut(slot) else {
            return false;
        };
        connection.held_back = false;
        match connection.stage {
            Stage::Fresh => return true,
            Stage::Handshaking { .. } => {
                // The session's opening notes it as waiting; until then its socket may be paused.
                connection.held_back = true;
                return false;
            }
            Stage::Asking | Stage::Ending { .. } | Stage::Closing { .. } => return false,
            Stage::Serving { .. } => {}
        }
        let own = connection.pending.len() >= limits::PENDING_MAX
            || connection.out.len() >= limits::OUTPUT_PAUSE_BYTES;
        connection.held_back = own || full;
        if connection.held_back && connection.held_since.is_none() {
            connection.held_since = Some(now.monotonic);
        }
        if full && !own {
            // Its own limits note themselves when they ease; the shard's limit is asked for.
            self.waiting.push(slot);
        }
        !(own || full)
    }

    /// A frame of this length is on its way: a large one counts until it has been read.
    pub(super) fn expect_frame(&mut self, slot: Slot, length: u32, asks: &mut Asks) {
        let Some(large) = self.options.throttles.large_requests else {
            return;
        };
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        if length <= large.threshold_bytes || connection.large_bytes > 0 {
            return;
        }
        if self.large_bytes + u64::from(length) > large.total_bytes_max {
            return self.close(slot, CloseReason::TooManyLargeRequests, asks);
        }
        connection.large_bytes = length;
        self.large_bytes += u64::from(length);
    }

    pub(super) fn release_large(&mut self, slot: Slot) {
        if let Some(connection) = self.connections.get_mut(slot) {
            self.large_bytes -= u64::from(core::mem::take(&mut connection.large_bytes));
        }
    }

    /// Whether a request was held back for longer than the operator lets it wait. What is read
    /// without having been held back ends the account.
    pub(super) fn waited_too_long(&mut self, slot: Slot, now: Now) -> bool {
        let Some(most) = self.options.throttles.op_wait_ms_max else {
            return false;
        };
        let Some(connection) = self.connections.get_mut(slot) else {
            return false;
        };
        connection
            .held_since
            .is_some_and(|since| now.monotonic.0 - since.0 > most.get())
    }

    /// A connection that was held back by its own limits may be read again.
    pub(super) fn ease(&mut self, slot: Slot) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        if connection.held_back {
            connection.held_back = false;
            self.waiting.push(slot);
        }
    }
}
