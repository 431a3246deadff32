//! ZooKeeper's client protocol: frames of big-endian Jute records.
//!
//! ```text
//! frame     i32 length, then length bytes
//! first     ConnectRequest                     answered by a ConnectResponse
//! later     i32 xid, i32 opcode, record        answered by i32 xid, i64 zxid, i32 err, record
//! ```
//!
//! `primitives` reads and appends numbers, strings and vectors; `records` the shared records;
//! `handshake`, `request` and `reply` the three kinds of frames, with `opcode` for their numbers
//! and `outcome` for the replies to writes. Must never trust a length or a
//! count: every read is checked against the bytes that are there, and no capacity is taken from a
//! number of the peer's.

pub mod handshake;
pub mod opcode;
pub mod outcome;
mod primitives;
mod records;
pub mod reply;
pub mod request;
#[cfg(test)]
mod tests;
