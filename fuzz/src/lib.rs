//! The promises that fuzzing checks: `decoders` for the bytes of clients, peers and disks,
//! `zoo_cfg` for the file an administrator writes, `wal_recovery` for the files of a log.

pub mod decoders;
pub mod wal_recovery;
pub mod zoo_cfg;
