//! ZooKeeper's client protocol a second time, written for doubt.
//!
//! It can send any bytes at all, in any pieces, and decodes whatever comes back into values that
//! can be compared. Must never use the codec of `ringkeeper-core`: two programs that share a
//! decoder share its mistakes. Source: `zookeeper.jute` and the wire traces of ZooKeeper 3.9.

mod connection;
mod decode;
mod encode;
mod request;

pub use connection::{Connection, Received};
pub use decode::{Acl, Body, Event, Handshake, Message, Reply, Stat, SubResult, decode_handshake};
pub use encode::{Encoder, Text, handshake};
pub use request::{Request, opcode};
