//! Dropping the tail of the log so that no crash brings it back.
//!
//! Must never: hand out a position anew as durable before the cut is, or touch what was written:
//! the cut is the header of a new segment that begins behind the last record kept, and goes to the
//! disk only when every write before it is done.

use crate::batch::Order;
use crate::keeper::Retired;
use crate::log::Log;
use crate::position::Position;
use crate::sizes::BLOCK;

/// A truncation that is not yet durable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cut {
    /// No truncation is pending.
    None,
    /// Waits for a prepared segment and a buffer.
    Waiting,
    /// The batch that makes it durable is queued or in flight.
    Queued,
}

impl Log {
    /// Drops every record behind `last`. Positions behind it are handed out anew at once; the cut
    /// is durable when [`Log::truncating`] turns false, and before any new record is.
    ///
    /// `last` is not below `first() - 1`: what is purged cannot be reached.
    pub fn truncate_after(&mut self, last: Position) {
        assert!(
            last.next() >= self.first(),
            "a truncation stays within the log"
        );
        assert!(self.cut == Cut::None, "one truncation at a time");
        if last >= self.last() || self.poison.is_some() {
            return;
        }
        self.cut_building(last);
        for write in &mut self.in_flight {
            write.last = write.last.min(last);
        }
        while self
            .segments
            .back()
            .is_some_and(|segment| segment.first > last)
        {
            let segment = self.segments.pop_back().expect("seen above");
            self.superseded.push(Retired {
                sequence: segment.sequence,
                bytes: segment.bytes,
            });
        }
        self.next = last.next();
        self.durable = self.durable.min(last);
        self.promised = self.promised.min(last);
        self.active = None;
        self.cut = Cut::Waiting;
        self.open_cut();
        self.check();
    }

    /// Whether a truncation is still on its way to the disk.
    pub fn truncating(&self) -> bool {
        self.cut != Cut::None
    }

    /// Queues the batch that makes a truncation durable, once there is room for it.
    pub(super) fn open_cut(&mut self) {
        let waiting = self.cut == Cut::Waiting && self.poison.is_none();
        if !waiting || !self.keeper.has_spare() {
            return;
        }
        if let Some(buffer) = self.borrow(BLOCK) {
            self.start_segment(buffer, Order::AfterAll);
            self.cut = Cut::Queued;
        }
    }

    /// Drops what was gathered behind `last` and not yet issued.
    fn cut_building(&mut self, last: Position) {
        while let Some(mut batch) = self.building.pop_back() {
            if batch.first() <= last {
                batch.keep_through(last);
                self.building.push_back(batch);
                return;
            }
            if batch.starts_segment() {
                let segment = self.segments.pop_back().expect("the batch started it");
                assert!(
                    segment.sequence == batch.sequence(),
                    "the newest segment is undone first"
                );
                self.keeper.put_back(segment.sequence);
            }
            self.give_back(batch.into_buffer());
        }
    }
}
