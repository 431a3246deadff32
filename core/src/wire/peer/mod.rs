//! The protocol of the servers of an ensemble, in bytes.
//!
//! ```text
//! connection   hello each way, then frames each way
//! hello        who speaks, to whom, for what, in which versions        hello.rs
//! frame        length, checksum chained over all frames before, payload frame.rs
//! payload      one message, as schema/peer.fbs says                    encode.rs, decode.rs
//! ```
//!
//! A connection is the mesh's or a link's for its whole life ([`Purpose`]). Whoever opened it says
//! hello first, or both do at once: neither needs to hear the other. No frame leaves before
//! [`Hello::agree`] has said yes, as its checksum starts from both hellos.
//!
//! Must never: trust what comes from another machine. Nothing here panics, recurses without bound
//! or allocates more than a small multiple of what arrived; every bound is in [`crate::limits`].
//! Checksums guard against faults, not against an attacker, who could compute them.

mod bounds;
mod decode;
mod encode;
mod frame;
mod hello;
mod kinds;

pub use bounds::DecodeError;
pub use decode::decode;
pub use encode::Encoder;
pub use frame::{Chain, FRAME_HEADER_BYTES, Frame, FrameError, FrameReader, FrameWriter};
pub use hello::{
    HELLO_BYTES, Hello, HelloError, Nonce, Purpose, Stranger, VERSIONS, Version, Versions,
};

#[cfg(test)]
mod tests;
