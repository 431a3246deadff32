//! The cross-check: the same script against two servers side by side, and every difference found.
//!
//! ```text
//!  seed -> generate (a script of steps) -> world A --- seen --> normalise --+
//!                                       -> world B --- seen --> normalise --+--> pair: equal?
//! ```
//!
//! The steps run in lockstep: each step ends with a ping on every open connection of both worlds,
//! so that every event it caused has arrived and nothing is left in flight. Both servers start
//! empty and see the same requests in the same order, so their zxids must be equal number by
//! number; only what `normalise` names may differ.

pub mod accepted;
pub mod generate;
pub mod normalise;
pub mod pair;
pub mod scenarios;
pub mod step;
pub mod words;
pub mod world;
