//! Atomic broadcast: who may assign zxids, and when a txn is committed.
//!
//! ```text
//!   Role::Standalone    the only server: committed = durable in the own log
//! ```
//!
//! A role is an enum variant that owns its data. Must never: let a txn count as committed before
//! it is durable here.

mod history;
pub mod message;
pub mod quorum;

pub use history::History;
pub(crate) use history::is_contiguous;

use crate::id::Zxid;

/// What this server is in its ensemble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// The only server there is.
    Standalone,
}

impl Role {
    /// Up to where the order is committed, given what is durable here.
    pub(crate) fn committed_through(&self, history: &History) -> Zxid {
        match self {
            Role::Standalone => history.durable(),
        }
    }
}
