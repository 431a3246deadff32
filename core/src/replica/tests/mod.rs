//! Tests of the replica: every rule of prepare as a table, sessions, the reaper, and the order
//! things leave in, driven through `step`, `Durable` and `apply` as a driver does.

mod crash;
mod leading;
mod local;
mod model;
mod multi;
mod order;
mod quota;
mod reading;
mod reaper;
mod recovery;
mod rules;
mod sessions;
mod world;
