//! Servers that are broken on purpose: each misdeed must be noticed by an invariant.
//!
//! They misbehave where the driver carries out effects and hands in inputs, as a broken driver
//! would, or between the core and the connections, as a broken core would. Must never: be drawn by
//! a seed of its own accord.

/// What is done wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutant {
    /// What was appended is said to be durable at once.
    AckBeforeDurable,
}
