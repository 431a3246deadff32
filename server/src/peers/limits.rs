//! Every bound on the connections between servers, with the relations between them.
//!
//! Must never: hold what an operator may set. A queue or a loop over what other servers send has
//! its bound here before it is written.

use std::time::Duration;

use ringkeeper_core::limits::{FORWARDED_BYTES_MAX, PONG_SESSIONS_MAX};

/// From the moment a connection is open, the time for both hellos.
pub(super) const HELLO_WITHIN: Duration = Duration::from_secs(5);

/// The time a server has to take a connection at one of several addresses, if `cnxTimeout` is not
/// shorter: the next one may be the one that works.
pub(super) const CONNECT_ONE_OF_MANY_WITHIN: Duration = Duration::from_secs(1);

/// Addresses tried in one dial, over all hosts and all that their names stand for.
pub(super) const DIALLED_ADDRESSES_MAX: usize = 16;

/// The first pause between two dials of the same server; each is twice as long as the one before.
pub(super) const REDIAL_FIRST: Duration = Duration::from_millis(20);

/// The longest pause between two dials of the same server.
pub(super) const REDIAL_MAX: Duration = Duration::from_secs(1);

/// Dials under way: one for each other server, and one for the leader.
pub(super) const DIALS_MAX: usize = 256;

/// Orders to the door that it has not seen yet; further ones wait.
pub(super) const ORDERS_MAX: usize = 4 * DIALS_MAX;

/// Host names whose addresses are remembered for when they cannot be looked up.
pub(super) const NAMES_MAX: usize = 1024;

/// Accepted connections that have not said hello. When there are more, the oldest goes: whoever
/// does not say hello must not keep others out.
pub(super) const UNGREETED_MAX: usize = 256;

/// Connections the door accepts before it looks after its dials again.
pub(super) const ACCEPTS_PER_ROUND: usize = 64;

/// Links of one server: the one that counts, and those whose end is not noticed yet.
pub(super) const LINKS_OF_ONE_MAX: usize = 4;

/// The time that the door accepts nothing after it failed to, for want of descriptors.
pub(super) const ACCEPT_REST: Duration = Duration::from_millis(100);

/// Silence on a mesh connection after which the kernel asks whether the other server is there.
pub(super) const MESH_IDLE: Duration = Duration::from_secs(2);

/// Time between two of those questions, and how many may go unanswered.
pub(super) const MESH_PROBE: (Duration, u32) = (Duration::from_secs(1), 3);

/// Time for which what was sent over the mesh may go unacknowledged.
pub(super) const MESH_UNACKNOWLEDGED_MS: u32 = 5_000;

/// The same questions on a link, which says more often that it is alive, and may be read slowly.
pub(super) const LINK_IDLE: Duration = Duration::from_secs(5);

/// See [`MESH_PROBE`].
pub(super) const LINK_PROBE: (Duration, u32) = (Duration::from_secs(2), 5);

/// Bytes gathered for one send on a link; the frame that reaches it is the last.
pub(super) const SEND_BYTES: usize = 256 * 1024;

/// Bytes waiting on a link above which further proposals are read from the log when their turn
/// comes.
pub(super) const LIVE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes waiting on a link below which proposals are queued as they are again.
pub(super) const LIVE_BYTES_AGAIN: usize = LIVE_BYTES_MAX / 2;

/// Bytes waiting on a link at all, the largest message apart. Of proposals not much comes here; who
/// does not take the rest is given up. A learner has that much to say at most: requests that are
/// not answered, and whom it heard of.
pub(super) const QUEUE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Commits in a queue, above which every other one is left out. Between two of them there is a
/// range or a message, so that with the bytes this bounds the items.
pub(super) const COMMITS_MAX: usize = 8 * 1024;

/// Bytes of memory a drained queue keeps.
pub(super) const QUEUE_BYTES_KEPT: usize = 1024 * 1024;

/// Bytes of log that may be kept for learners beyond what is kept anyway.
pub(super) const HOLD_BACK_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// Faults remembered so that the same one is not told all the time.
pub(super) const COMPLAINTS_MAX: usize = 64;

/// Those of one peer.
pub(super) const COMPLAINTS_EACH_MAX: usize = 8;

/// Time between two lines about the same fault of the same peer.
pub(super) const COMPLAIN_EVERY: Duration = Duration::from_secs(10);

const _: () = assert!(LIVE_BYTES_AGAIN < LIVE_BYTES_MAX);
const _: () = assert!(2 * LIVE_BYTES_MAX <= QUEUE_BYTES_MAX);
const _: () = assert!(FORWARDED_BYTES_MAX + PONG_SESSIONS_MAX * 8 < QUEUE_BYTES_MAX);
const _: () = assert!(2 * SEND_BYTES <= LIVE_BYTES_AGAIN);
const _: () = assert!(
    UNGREETED_MAX >= DIALS_MAX,
    "all of an ensemble may dial at once"
);
const _: () = assert!(REDIAL_FIRST.as_millis() < REDIAL_MAX.as_millis());
