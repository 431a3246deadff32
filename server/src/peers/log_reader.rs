//! Reads ranges of the log for one link, a window at a time, through the ring's disk operations.
//!
//! Must never: block, or give out a record that is not durable here: the end of a range may not be
//! written yet, and then it is waited for.

use ringkeeper_core::id::RecordNumber;
use ringkeeper_wal::{Completion, Cursor, CursorError, DiskOp, Log, Next, Position};

use super::outbound::Records;

/// What reading came to.
#[derive(Debug)]
pub(super) enum Pull {
    /// The range is read.
    Done,
    /// The caller has enough for now.
    Enough,
    /// Carry this out, and go on when it is done.
    Read(DiskOp),
    /// A read is under way, or the log is not durable so far yet.
    Wait,
}

/// Whether whoever takes records wants another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Appetite {
    /// It does.
    More,
    /// Not now.
    Full,
}

/// The number that a cursor's operations carry, so that their completions find it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct CursorNumber(pub(super) u32);

/// A cursor and where it stands.
#[derive(Debug)]
struct Open {
    cursor: Cursor,
    /// The record it gives next.
    next: RecordNumber,
}

/// See the module.
#[derive(Debug)]
pub(super) struct LogReader {
    number: CursorNumber,
    open: Option<Open>,
    reading: Reading,
}

/// Whether the kernel has one of the cursor's buffers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reading {
    Nothing,
    UnderWay,
}

impl LogReader {
    /// A reader whose operations carry `number`.
    pub(super) const fn new(number: CursorNumber) -> LogReader {
        LogReader {
            number,
            open: None,
            reading: Reading::Nothing,
        }
    }

    /// What its operations carry.
    pub(super) const fn number(&self) -> CursorNumber {
        self.number
    }

    /// Gives the records of a range to `take`, until it has enough or something must be waited
    /// for; `take` is told the number of each.
    pub(super) fn pull(
        &mut self,
        log: &Log,
        records: Records,
        mut take: impl FnMut(RecordNumber, &[u8]) -> Appetite,
    ) -> Result<Pull, CursorError> {
        if self.reading == Reading::UnderWay {
            return Ok(Pull::Wait);
        }
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.next != records.from)
        {
            let cursor = log.cursor(self.number.0, Position(records.from.0))?;
            self.open = Some(Open {
                cursor,
                next: records.from,
            });
        }
        let open = self.open.as_mut().expect("opened above");
        while open.next <= records.through {
            match open.cursor.advance(log)? {
                Next::Record(position, bytes) => {
                    let record = RecordNumber(position.0);
                    assert!(record == open.next, "a cursor leaves nothing out");
                    open.next = record.next();
                    if take(record, bytes) == Appetite::Full && record < records.through {
                        return Ok(Pull::Enough);
                    }
                }
                Next::Read(op) => {
                    self.reading = Reading::UnderWay;
                    return Ok(Pull::Read(op));
                }
                Next::Wait => unreachable!("its only read is awaited"),
                Next::End => return Ok(Pull::Wait),
            }
        }
        Ok(Pull::Done)
    }

    /// Takes the completion of a read.
    pub(super) fn complete(&mut self, completion: Completion) {
        assert!(self.reading == Reading::UnderWay, "a read is awaited");
        self.reading = Reading::Nothing;
        let open = self.open.as_mut().expect("a cursor that reads is kept");
        open.cursor.complete(completion);
    }

    /// Gives its memory back, when no range waits any more.
    pub(super) fn rest(&mut self) {
        if self.reading == Reading::Nothing {
            self.open = None;
        }
    }
}
