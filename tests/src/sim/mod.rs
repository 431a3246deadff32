//! The simulator: whole ensembles in one process, with virtual time, from one seed.
//!
//! The code under test is the real one: `core`'s replica, its shards and its codecs, and `wal`'s
//! log on a disk in memory. The world around it is the seed's: connections delay, break and lose
//! what was sent last, machines crash and sleep, disks tear, fail and are slow, clocks jump. What
//! must hold is in [`crate::check`]. Must never: let a run depend on anything but its seed.

mod capture;
mod client;
mod drive;
mod faults;
mod links;
mod machine;
mod mutant;
mod network;
mod obey;
mod plan;
mod recovery;
mod rot;
mod run;
mod server;
mod store;
mod trace;
mod wire;
mod world;

pub use mutant::Mutant;
pub use run::{Failure, Outcome, run};
pub use trace::Record;
