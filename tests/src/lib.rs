//! Tests that doubt the whole server: tools to start one as a process, to talk to it byte by byte
//! and to hold it against a real ZooKeeper; and the simulator, which runs whole ensembles of the
//! same core and log in one process.
//!
//! Must never link the server: it is started as a user would start it. The tests themselves are in
//! `fast/` (no server needed) and `process/`.

pub mod change;
pub mod check;
pub mod cross;
pub mod ensemble;
pub mod linearizable;
pub mod part;
pub mod random;
pub mod server_process;
pub mod session;
pub mod sim;
pub mod wire;
