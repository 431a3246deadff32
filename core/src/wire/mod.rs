//! Bytes of the wire to the neutral vocabulary and back.
//!
//! Each wire is one folder or file and knows nothing of the others: `jute` is ZooKeeper's client
//! protocol, `four_letter` the words an operator types,
//! written as Java would (`java_text`), `peer` what servers tell each other. Must never decide what
//! a request means: a wire only turns bytes into [`crate::request`] and answers into bytes, or
//! [`crate::zab::message`] into bytes and back.

pub mod four_letter;
mod java_text;
pub mod jute;
pub mod peer;
