//! Tests of the shard's state machine: watches against a naive model, connections against the
//! bytes of the protocol.

mod order;
mod protocol;
mod watches;
mod world;
