//! What operators ask: the four-letter words.
//!
//! A word comes in on one shard, and most need figures of all: a [`Survey`] goes round every shard
//! and comes back to the one that asked, whose [`Desk`] turns it into text. Must never: make a
//! shard wait for another.

mod desk;
mod environment;
mod figures;
mod standing;
mod survey;

pub(crate) use desk::{Desk, Forget};
pub(crate) use figures::StartFigures;
pub(crate) use standing::report_of;
pub(crate) use survey::{ConnectionReport, ReplicaReport, ShardReport, Survey};
