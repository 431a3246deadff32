//! The segment files of a directory, told apart by their first block.
//!
//! Must never: judge more than that block; what the files amount to together is decided in
//! `recovery.rs`.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use std::io;

use crate::disk::{SegmentFile, Storage};
use crate::error::OpenError;
use crate::identity::{Identity, Newest};
use crate::position::{LogId, Position, Sequence};
use crate::scan::{GLANCE, Window};
use crate::segment::{Head, SegmentHeader, State};
use crate::sizes::BLOCK;

/// A segment in use, by its header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Live {
    pub(crate) file: SegmentFile,
    pub(crate) header: SegmentHeader,
    /// Records at or behind this one are superseded: a later segment starts there.
    pub(crate) limit: Position,
}

impl Live {
    pub(crate) fn holds_nothing(&self) -> bool {
        self.header.first >= self.limit
    }
}

/// A file without records of this log under its present name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unused {
    pub(crate) file: SegmentFile,
    pub(crate) kind: Kind,
}

/// What an unused file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Marked as prepared: written through, ready to be used.
    Prepared,
    /// Carries the header of an earlier life, under another name: recycled, not yet marked.
    Renamed(SegmentHeader),
    /// No valid header: half-prepared, or damaged.
    Blank,
}

/// Everything in the directory.
#[derive(Debug)]
pub(crate) struct Survey {
    /// By sequence.
    pub(crate) live: Vec<Live>,
    /// By sequence.
    pub(crate) unused: Vec<Unused>,
    /// A sequence no file has, behind all of them.
    pub(crate) next_sequence: Sequence,
    /// The newest segment known to be started, whether its header can still be read or not.
    newest: Newest,
}

/// The highest sequence a log ever draws. A file named beyond it is not ours and left alone.
const SEQUENCE_MAX: Sequence = Sequence(u64::MAX / 2);

impl Survey {
    /// Looks at the first block of every segment file.
    pub(crate) fn of<S: Storage>(
        storage: &mut S,
        identity: &Identity,
    ) -> Result<Survey, OpenError> {
        let listed = storage.segments();
        let mut listed = listed.map_err(failing("listing the segments"))?;
        listed.retain(|file| file.sequence <= SEQUENCE_MAX);
        listed.sort_by_key(|file| file.sequence);
        let next_sequence = listed
            .last()
            .map_or(Sequence(1), |file| file.sequence.next());
        let mut survey = Survey {
            live: Vec::new(),
            unused: Vec::new(),
            next_sequence,
            newest: identity.noted,
        };
        for file in listed {
            let mut window = Window::new(storage, file, GLANCE);
            let block = window
                .bytes(0, BLOCK)
                .map_err(failing("reading a segment's header"))?;
            survey.place(file, SegmentHeader::decode(block), identity.id)?;
        }
        let mut limit = Position(u64::MAX);
        for segment in survey.live.iter_mut().rev() {
            segment.limit = limit.min(cut_before(survey.newest, segment.file.sequence));
            limit = limit.min(segment.header.first);
        }
        Ok(survey)
    }

    fn place(&mut self, file: SegmentFile, head: Head, id: LogId) -> Result<(), OpenError> {
        let sequence = file.sequence;
        let kind = match head {
            Head::Intact(header) if header.id != id => {
                return Err(OpenError::Foreign {
                    sequence,
                    found: header.id,
                    own: id,
                });
            }
            Head::UnknownVersion(version) => {
                return Err(OpenError::UnknownVersion { sequence, version });
            }
            Head::Intact(header) => match header.state {
                State::Prepared => Kind::Prepared,
                State::InUse if header.sequence != sequence => Kind::Renamed(header),
                State::InUse => {
                    self.live.push(Live {
                        file,
                        header,
                        limit: Position(u64::MAX),
                    });
                    return Ok(());
                }
            },
            Head::Nothing => Kind::Blank,
        };
        self.unused.push(Unused { file, kind });
        Ok(())
    }

    /// The segments that hold records, or would if any had been written.
    pub(crate) fn holding(&self) -> impl DoubleEndedIterator<Item = &Live> {
        self.live.iter().filter(|live| !live.holds_nothing())
    }

    /// The segment in use with this name.
    pub(crate) fn live_of(&self, sequence: Sequence) -> Option<&Live> {
        self.live.iter().find(|live| live.file.sequence == sequence)
    }

    /// The first position that a segment with a later sequence claims as its own.
    pub(crate) fn limit_behind(&self, sequence: Sequence) -> Position {
        let later = self
            .live
            .iter()
            .filter(|live| live.file.sequence > sequence);
        later
            .map(|live| live.header.first)
            .chain([cut_before(self.newest, sequence)])
            .min()
            .unwrap_or(Position(u64::MAX))
    }
}

/// What the newest started segment supersedes in this one: it holds though its header is lost.
fn cut_before(newest: Newest, sequence: Sequence) -> Position {
    if sequence < newest.sequence {
        newest.first
    } else {
        Position(u64::MAX)
    }
}

/// Names what was attempted when it fails.
pub(crate) fn failing(doing: &'static str) -> impl FnOnce(io::Error) -> OpenError {
    move |error| OpenError::Io { doing, error }
}
