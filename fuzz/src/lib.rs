//! The promises that fuzzing checks: see `decoders`.

pub mod decoders;
