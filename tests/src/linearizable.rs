//! Whether the history of a register is one that a single register could have had.
//!
//! Every operation takes effect at one moment between its call and its return. Every value is
//! written once only. Source: Wing and Gong, "Testing and verifying concurrent objects" (1993),
//! with Lowe's memory of the states that were tried ("Testing for linearizability", 2017).
//!
//! Must never run without a bound: a history that is too wide to be checked is an error of its own.

use std::collections::HashSet;
use std::fmt;
use std::time::Instant;

/// States that are tried before the check gives up.
const STATES_MAX: usize = 2_000_000;

/// A value of the register.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Value(pub u64);

/// What was asked of the register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// To hold this.
    Write(Value),
    /// What it holds, which was this.
    Read(Value),
}

/// One operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operation {
    /// Which.
    pub what: What,
    /// Before anything was sent.
    pub called: Instant,
    /// After the reply was there; `None` for a write of which nobody knows what became of it. It
    /// may take effect at any time, or never.
    pub returned: Option<Instant>,
}

/// Why a history is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Violation {
    /// No order of its operations explains what was read. These could not be placed.
    NoOrder(Vec<Operation>),
    /// Something was read that nobody wrote.
    Invented(Value),
    /// Too many orders are possible to try them all.
    TooWide,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Violation::NoOrder(stuck) => {
                writeln!(f, "no order of the operations explains what was read:")?;
                let Some(first) = stuck.iter().map(|operation| operation.called).min() else {
                    return Ok(());
                };
                for operation in stuck {
                    let since = |at: Instant| at.duration_since(first).as_micros();
                    let returned = operation.returned.map(since);
                    writeln!(
                        f,
                        "  {:?} called at {} us, returned at {returned:?}",
                        operation.what,
                        since(operation.called)
                    )?;
                }
                Ok(())
            }
            Violation::Invented(value) => write!(f, "{value:?} was read, and never written"),
            Violation::TooWide => f.write_str("the history is too wide to be checked"),
        }
    }
}

/// Checks the history of one register that held `initial` at first.
pub fn check(initial: Value, history: &[Operation]) -> Result<(), Violation> {
    let operations = bounded(initial, history)?;
    Search {
        operations: &operations,
        tried: HashSet::new(),
        furthest: 0,
    }
    .run(initial)
}

/// The operations by their call, each with an end. A write of unknown fate that nobody read is
/// left out, as nothing tells whether it was; one that was read took effect before that read ended.
fn bounded(initial: Value, history: &[Operation]) -> Result<Vec<Bounded>, Violation> {
    let written: HashSet<Value> = history
        .iter()
        .filter_map(|operation| match operation.what {
            What::Write(value) => Some(value),
            What::Read(_) => None,
        })
        .collect();
    let first_read_end = |wanted: Value| {
        let ends = history.iter().filter_map(|operation| match operation.what {
            What::Read(value) if value == wanted => operation.returned,
            What::Read(_) | What::Write(_) => None,
        });
        ends.min()
    };
    let mut operations = Vec::new();
    for operation in history {
        let end = match (operation.what, operation.returned) {
            (What::Read(value), _) if value != initial && !written.contains(&value) => {
                return Err(Violation::Invented(value));
            }
            (_, Some(end)) => Some(end),
            (What::Write(value), None) => first_read_end(value),
            (What::Read(_), None) => None,
        };
        if let Some(end) = end {
            let operation = *operation;
            operations.push(Bounded { operation, end });
        }
    }
    operations.sort_by_key(|bounded| bounded.operation.called);
    Ok(operations)
}

#[derive(Clone, Copy, Debug)]
struct Bounded {
    operation: Operation,
    end: Instant,
}

/// What has taken effect: every operation before `low`, and those in `ahead`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct State {
    low: usize,
    ahead: Vec<usize>,
    value: Value,
}

impl State {
    fn has(&self, index: usize) -> bool {
        index < self.low || self.ahead.contains(&index)
    }

    fn with(&self, index: usize, value: Value) -> State {
        let mut next = self.clone();
        next.value = value;
        let at = next.ahead.partition_point(|known| *known < index);
        next.ahead.insert(at, index);
        while next.ahead.first() == Some(&next.low) {
            next.ahead.remove(0);
            next.low += 1;
        }
        next
    }
}

struct Search<'a> {
    operations: &'a [Bounded],
    tried: HashSet<State>,
    furthest: usize,
}

impl Search<'_> {
    fn run(mut self, initial: Value) -> Result<(), Violation> {
        let mut open = vec![State {
            low: 0,
            ahead: Vec::new(),
            value: initial,
        }];
        while let Some(state) = open.pop() {
            if state.low == self.operations.len() {
                return Ok(());
            }
            if self.tried.len() > STATES_MAX {
                return Err(Violation::TooWide);
            }
            self.furthest = self.furthest.max(state.low);
            open.extend(self.next_states(&state));
            self.tried.insert(state);
        }
        let from = self.furthest.saturating_sub(3);
        let stuck = &self.operations[from..self.operations.len().min(self.furthest + 12)];
        let stuck = stuck.iter().map(|bounded| bounded.operation).collect();
        Err(Violation::NoOrder(stuck))
    }

    /// The next to take effect is one that was called before any other of those left returned.
    fn next_states(&self, state: &State) -> Vec<State> {
        let left = || (state.low..self.operations.len()).filter(|index| !state.has(*index));
        let mut first_end: Option<Instant> = None;
        let mut candidates = Vec::new();
        for index in left() {
            let Bounded { operation, end } = self.operations[index];
            if first_end.is_some_and(|first| operation.called > first) {
                break;
            }
            first_end = Some(first_end.map_or(end, |first| first.min(end)));
            candidates.push(index);
        }
        let first_end = first_end.expect("something is left");
        let mut next = Vec::new();
        for index in candidates {
            let operation = self.operations[index].operation;
            let value = match operation.what {
                _ if operation.called > first_end => continue,
                What::Write(value) => value,
                What::Read(value) if value == state.value => value,
                What::Read(_) => continue,
            };
            let after = state.with(index, value);
            if !self.tried.contains(&after) {
                next.push(after);
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn history(lines: &[(What, u64, Option<u64>)]) -> Vec<Operation> {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        lines
            .iter()
            .map(|(what, called, returned)| Operation {
                what: *what,
                called: at(*called),
                returned: returned.map(at),
            })
            .collect()
    }

    fn verdict(lines: &[(What, u64, Option<u64>)]) -> Result<(), Violation> {
        check(Value(0), &history(lines))
    }

    const fn write(value: u64) -> What {
        What::Write(Value(value))
    }

    const fn read(value: u64) -> What {
        What::Read(Value(value))
    }

    #[test]
    fn one_after_another() {
        let good = [
            (read(0), 0, Some(1)),
            (write(1), 2, Some(3)),
            (read(1), 4, Some(5)),
        ];
        assert_eq!(verdict(&good), Ok(()));
        let stale = [(write(1), 0, Some(1)), (read(0), 2, Some(3))];
        assert!(matches!(verdict(&stale), Err(Violation::NoOrder(_))));
        let invented = [(read(7), 0, Some(1))];
        assert_eq!(verdict(&invented), Err(Violation::Invented(Value(7))));
    }

    #[test]
    fn those_at_the_same_time_have_any_order_but_one_for_all() {
        let overlapping = [
            (write(1), 0, Some(10)),
            (read(0), 1, Some(2)),
            (read(1), 3, Some(4)),
        ];
        assert_eq!(verdict(&overlapping), Ok(()));
        let back = [
            (write(1), 0, Some(10)),
            (read(1), 1, Some(2)),
            (read(0), 3, Some(4)),
        ];
        assert!(matches!(verdict(&back), Err(Violation::NoOrder(_))));
        let two_orders = [
            (write(1), 0, Some(10)),
            (write(2), 0, Some(10)),
            (read(1), 11, Some(12)),
            (read(2), 13, Some(14)),
        ];
        assert!(matches!(verdict(&two_orders), Err(Violation::NoOrder(_))));
    }

    #[test]
    fn a_write_of_unknown_fate_may_take_effect_late_or_never() {
        let late = [
            (write(1), 0, None),
            (read(0), 5, Some(6)),
            (read(1), 7, Some(8)),
        ];
        assert_eq!(verdict(&late), Ok(()));
        let never = [(write(1), 0, None), (read(0), 5, Some(6))];
        assert_eq!(verdict(&never), Ok(()));
        let twice = [
            (write(1), 0, None),
            (read(1), 5, Some(6)),
            (read(0), 7, Some(8)),
        ];
        assert!(matches!(verdict(&twice), Err(Violation::NoOrder(_))));
    }

    #[test]
    fn a_long_history_of_a_right_register_passes() {
        let mut lines = Vec::new();
        for round in 0..500_u64 {
            let at = round * 10;
            for client in 0..4 {
                lines.push((write(round * 4 + client + 1), at, Some(at + 6)));
            }
            lines.push((read(round * 4 + 3), at + 7, Some(at + 9)));
        }
        assert_eq!(verdict(&lines), Ok(()));
    }
}
