//! The protocol and the tree of Ringkeeper: pure.
//!
//! Bytes and time come in as arguments, effects go out as values. Nothing in here can read a
//! clock, open a file, start a thread or seed a map at random: the crate is `no_std`, so the
//! compiler keeps that promise. The driver (`ringkeeper-server`) and the tests are its worlds.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod access;
pub mod acl;
pub mod checkpoint;
pub mod error_code;
pub mod id;
pub mod input;
pub mod limits;
pub mod options;
pub mod path;
mod path_lengths;
mod reaper;
pub mod replay;
pub mod replica;
pub mod request;
pub mod serve;
pub mod session;
pub mod stat;
pub mod stream;
pub mod tree;
pub mod txn;
pub mod wire;
pub mod zab;
