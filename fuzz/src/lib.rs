//! The promises that fuzzing checks: `decoders` for the bytes of clients, peers and disks,
//! `zoo_cfg` for the file an administrator writes.

pub mod decoders;
pub mod zoo_cfg;
