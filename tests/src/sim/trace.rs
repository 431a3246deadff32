//! What happened in a run, line by line: a hash of it always, the lines when somebody wants to read
//! them.
//!
//! Must never: be built where nobody asks for it. Two runs of a seed have the same trace.

use std::hash::{DefaultHasher, Hasher};

use super::wire::At;

/// What is kept of a trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Record {
    /// Nothing: the fastest.
    Nothing,
    /// A hash of all lines.
    Hash,
    /// The last lines.
    Last(usize),
    /// Each line is printed.
    Print,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Trace {
    record: Record,
    hasher: DefaultHasher,
    lines: std::collections::VecDeque<String>,
}

impl Trace {
    pub(crate) fn new(record: Record) -> Trace {
        Trace {
            record,
            hasher: DefaultHasher::new(),
            lines: std::collections::VecDeque::new(),
        }
    }

    /// Whether anybody wants to know.
    pub(crate) fn is_on(&self) -> bool {
        self.record != Record::Nothing
    }

    /// Something happened.
    pub(crate) fn say(&mut self, at: At, what: impl FnOnce() -> String) {
        match self.record {
            Record::Nothing => {}
            Record::Hash => self.hasher.write(line(at, &what()).as_bytes()),
            Record::Last(most) => {
                if self.lines.len() == most {
                    self.lines.pop_front();
                }
                self.lines.push_back(line(at, &what()));
            }
            Record::Print => {
                use std::io::Write as _;
                // A reader that has seen enough closes the pipe.
                writeln!(std::io::stdout(), "{}", line(at, &what())).ok();
            }
        }
    }

    /// The hash of all lines so far.
    pub(crate) fn hash(&self) -> u64 {
        self.hasher.finish()
    }

    /// The lines kept.
    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines.into()
    }
}

fn line(at: At, what: &str) -> String {
    format!("{:>5}.{:06} {what}", at.0 / 1_000_000, at.0 % 1_000_000)
}
