//! Servers that are broken on purpose: each misdeed must be noticed by an invariant.
//!
//! They misbehave where the driver carries out effects and hands in inputs, as a broken driver
//! would, or between servers and towards clients, as a broken core would. Must never: be drawn by a
//! seed of its own accord.

/// What is done wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutant {
    /// What was appended is said to be durable at once.
    AckBeforeDurable,
    /// As that, but only while a server is brought level: NEWLEADER is acked before the txns are
    /// durable (ZOOKEEPER-3023, -3911, -4646).
    AckNewLeaderBeforeDurable,
    /// A promise is said to be durable at once.
    PromiseBeforeDurable,
    /// The promises are gone after a crash (ZOOKEEPER-335, -1081).
    PromisesForgotten,
    /// Proposals are sent to those alone who have acked NEWLEADER.
    ProposalsToAckedOnly,
    /// A leader says to be committed whatever it proposed.
    CommitWithoutQuorum,
    /// What the log says is not carried out: the tail stays (ZOOKEEPER-1154).
    TruncationForgotten,
    /// All of the log is applied at the start, committed or not (ZOOKEEPER-2678, -2845).
    UncommittedReplayed,
    /// A checkpoint of the leader counts although a part of it is missing (ZOOKEEPER-2872).
    CheckpointInPart,
    /// Replies leave before the events that belong before them.
    ReplyBeforeEvent,
    /// Events are lost.
    EventsLost,
    /// A server whose log has lost something votes as before.
    VotesThoughDamaged,
    /// A leader overlooks whom it heard of.
    SessionsUnheard,
    /// The log is purged while the checkpoint is being stored.
    PurgeBeforeCheckpoint,
}

impl Mutant {
    /// Each, and the invariants one of which must notice it.
    pub const CAUGHT_BY: [(Mutant, &[&str]); 14] = [
        (Mutant::AckBeforeDurable, &["CommittedLogDurability"]),
        (
            Mutant::AckNewLeaderBeforeDurable,
            &["CommittedLogDurability", "LeaderLogCompleteness"],
        ),
        (Mutant::PromiseBeforeDurable, &["DurableStays"]),
        (Mutant::PromisesForgotten, &["DurableStays"]),
        (Mutant::ProposalsToAckedOnly, &["NoBlame"]),
        (Mutant::CommitWithoutQuorum, &["CommittedLogDurability"]),
        (Mutant::TruncationForgotten, &["Assertion"]),
        (Mutant::UncommittedReplayed, &["CommittedLogDurability"]),
        (Mutant::CheckpointInPart, &["Assertion", "EqualTrees"]),
        (Mutant::ReplyBeforeEvent, &["WatchOrder"]),
        (Mutant::EventsLost, &["WatchOrder"]),
        (Mutant::VotesThoughDamaged, &["DurableStays"]),
        (Mutant::SessionsUnheard, &["SessionTimeout"]),
        (Mutant::PurgeBeforeCheckpoint, &["PurgeBehindCheckpoint"]),
    ];
}
