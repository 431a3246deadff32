//! Tests of the replica: every rule of prepare as a table, sessions, the reaper, and the order
//! things leave in, driven through `step`, `Durable` and `apply` as a driver does.

mod rules;
mod world;
