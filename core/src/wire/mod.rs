//! Bytes of the wire to the neutral vocabulary and back.
//!
//! Each wire is one folder or file and knows nothing of the others: `jute` is ZooKeeper's client
//! protocol, `four_letter` the words an operator types,
//! written as Java would (`java_text`). Must never decide what a request means:
//! a wire only turns bytes into [`crate::request`] and answers into bytes.

pub mod four_letter;
mod java_text;
pub mod jute;
