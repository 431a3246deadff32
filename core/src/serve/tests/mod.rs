//! Tests of the shard's state machine: watches against a naive model, connections against the
//! bytes of the protocol.

mod order;
mod protocol;
mod read_only;
mod watches;
mod world;
