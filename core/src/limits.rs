//! Every bound of the core in one file, with the relations between them checked at compile time.
//!
//! A queue, a table or a loop over what others send has its bound here before it is written.
//! Must never: hold what an operator may set (that is [`crate::options`]).

/// Txns proposed and not yet applied, above which the replica takes no more from clients.
/// At 100,000 writes a second this is 160 ms of them: far beyond what a disk lets gather.
pub const IN_FLIGHT_TXNS_MAX: usize = 16 * 1024;

/// Encoded bytes of the txns in flight, above which the replica takes no more from clients.
pub const IN_FLIGHT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What the queue of txns in flight never exceeds: a driver that asks
/// [`can_accept`](crate::replica::Replica::can_accept) once for each batch of inputs stays below.
pub const IN_FLIGHT_QUEUE_MAX: usize = 4 * IN_FLIGHT_TXNS_MAX;

/// Places in flight that only the server itself may use, so that sessions end under full load.
pub const IN_FLIGHT_SERVER_RESERVE: usize = 1024;

/// Sessions alive at once.
pub const SESSIONS_MAX: usize = 1 << 22;

/// Sessions opened after space ran low: each costs the log two small records.
pub const LOW_SPACE_OPENS_MAX: usize = 1024;

/// Sessions looked at in one step to find those that expired. A session is looked at once in its
/// timeout, so with ten steps in a tick of 2 s this keeps up with 200,000 sessions of 6 s.
pub const EXPIRY_CHECKS_PER_STEP: usize = 8 * 1024;

/// The server slept when it was not told the time for a tick, and for no less than this: with a
/// short tick the driver's own timer would look like sleep.
pub const PAUSE_MS_MIN: u64 = 1000;

/// The longest TTL, in milliseconds: what fits the 40 bits ZooKeeper stores it in.
pub const TTL_MS_MAX: i64 = (1 << 40) - 1;

/// Znodes a single scan may put up for reaping; the others are found by the next one.
pub const REAP_CANDIDATES_MAX: usize = 64 * 1024;

/// Containers and TTL znodes that a scan looks at in one step, so that no step takes long.
pub const REAP_CHECKS_PER_STEP: usize = 16 * 1024;

/// Sessions whose end may be proposed in one step: a storm of them is spread over a few.
pub const EXPIRIES_PER_STEP: usize = 4 * 1024;

/// Deletes the reaper may propose in one step.
pub const REAPS_PER_STEP: usize = 256;

const _: () = assert!(IN_FLIGHT_TXNS_MAX + IN_FLIGHT_SERVER_RESERVE < IN_FLIGHT_QUEUE_MAX);
const _: () = assert!(REAPS_PER_STEP < IN_FLIGHT_SERVER_RESERVE);
const _: () = assert!(EXPIRIES_PER_STEP <= EXPIRY_CHECKS_PER_STEP);
const _: () = assert!(EXPIRIES_PER_STEP < IN_FLIGHT_TXNS_MAX);
const _: () = assert!(REAP_CHECKS_PER_STEP <= REAP_CANDIDATES_MAX);
const _: () = assert!(EXPIRY_CHECKS_PER_STEP < SESSIONS_MAX);
const _: () = assert!(TTL_MS_MAX.count_ones() == 40);

/// Identities a connection may hold: every credential shown is one, and ACLs are checked against
/// all of them.
pub const IDENTITIES_MAX: usize = 64;

/// Bytes of a credential, the password included.
pub const CREDENTIAL_BYTES_MAX: usize = 4 * 1024;

/// Bytes of the user in a credential: it is kept and compared, and ACLs may be made of it.
pub const USER_BYTES_MAX: usize = 256;

/// Entries of an ACL times identities above which the identities are sorted for a check.
pub const PLAIN_COMPARISONS_MAX: usize = 64;

/// Entries of an ACL above which a verdict on it is kept for the rest of a multi.
pub const UNREMEMBERED_ENTRIES_MAX: usize = 8;

const _: () = assert!(USER_BYTES_MAX < CREDENTIAL_BYTES_MAX);

/// Entries of an ACL: all are looked at for each request that it guards.
pub const ACL_ENTRIES_MAX: usize = 512;

/// Bytes by which the `auth` entries of one request may grow when identities take their place.
pub const ACL_EXPANSION_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of the paths that the txn of an ending session lists; beyond it lists none, and they are
/// taken from the tree.
pub const CLOSE_PATHS_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of a `zookeeper_limits` or `zookeeper_stats` that are read; ZooKeeper's tools write less
/// than 200. They are read for each write below them.
pub const QUOTA_TEXT_BYTES_MAX: usize = 1024;

/// Creates of a `zookeeper_stats` in one multi: each visits everything that the quota counts, and
/// ZooKeeper's tools create it by itself.
pub const USAGE_COUNTS_MAX: usize = 4;

/// Znodes visited so that a quota's usage is found, which take as long as one change, in the
/// budget of an apply.
pub const VISITS_PER_CHANGE: usize = 256;

/// How many times longer than its request a txn may be, not counting expanded ACLs: the smallest
/// operation of a multi has 18 bytes on the wire and about 50 in the log. What a log segment has
/// to hold follows from it.
pub const TXN_BYTES_PER_REQUEST_BYTE: u32 = 8;

/// The largest request that an operator may allow (`jute.maxbuffer`), in bytes.
pub const REQUEST_BYTES_MAX: usize = 100 * 1024 * 1024;

/// Bytes of an encoded txn: what the largest request comes to, with its `auth` entries expanded and
/// the paths of a session's end. What peers may send does not depend on this server's own
/// `jute.maxbuffer`: with different ones in an ensemble a follower would refuse what was committed.
pub const TXN_BYTES_MAX: usize = REQUEST_BYTES_MAX * TXN_BYTES_PER_REQUEST_BYTE as usize
    + 2 * (ACL_EXPANSION_BYTES_MAX + CLOSE_PATHS_BYTES_MAX);

/// Bytes of the entries in one chunk of a checkpoint. The sender aims far lower; but an entry is
/// never divided, and a znode may have the data of one request and the ACL of another.
pub const SNAP_CHUNK_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Bytes of one message between servers: whatever is inside, and what stands around it.
pub const PEER_MESSAGE_BYTES_MAX: usize = TXN_BYTES_MAX + 1024 * 1024;

/// Bytes of one message on the mesh, where votes have less than 100: there is room for growth, and
/// a server that votes never makes another one keep much.
pub const MESH_MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// Bytes of memory that an encoder of messages keeps for the next one.
pub const PEER_SCRATCH_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Sessions in one pong: a learner may have heard of all there are.
pub const PONG_SESSIONS_MAX: usize = SESSIONS_MAX;

/// Identities that a learner passes on with a write: the last credential that a connection may show
/// can bring two, the user and the super user.
pub const FORWARDED_IDENTITIES_MAX: usize = IDENTITIES_MAX + 1;

/// Bytes of the ensemble's configuration, as `/zookeeper/config` shows it: 255 servers with eight
/// addresses of 255 bytes each are 620 kB.
pub const CONFIG_TEXT_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of a configuration that goes with a vote: the rest of the vote needs less than what is
/// left.
pub const VOTE_CONFIG_BYTES_MAX: usize = MESH_MESSAGE_BYTES_MAX - 4096;

const _: () = assert!(TXN_BYTES_MAX < PEER_MESSAGE_BYTES_MAX);
const _: () = assert!(2 * REQUEST_BYTES_MAX + ACL_EXPANSION_BYTES_MAX < SNAP_CHUNK_BYTES_MAX);
const _: () = assert!(SNAP_CHUNK_BYTES_MAX < PEER_MESSAGE_BYTES_MAX);
const _: () = assert!(PONG_SESSIONS_MAX * 8 < PEER_MESSAGE_BYTES_MAX);
const _: () = assert!(CONFIG_TEXT_BYTES_MAX < PEER_MESSAGE_BYTES_MAX);
const _: () = assert!(MESH_MESSAGE_BYTES_MAX < PEER_MESSAGE_BYTES_MAX);
// Lengths and offsets have 32 bits on the wire; the log takes records of up to 1 GiB.
const _: () = assert!(PEER_MESSAGE_BYTES_MAX < 1 << 30);

/// Bytes of the requests of one shard that wait for the replica, above which its connections are
/// read no further.
pub const OUTSTANDING_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Bytes of output a connection may have before its requests are read no further: a client that
/// does not take replies gets no more of them.
pub const OUTPUT_PAUSE_BYTES: usize = 1024 * 1024;

/// Bytes of output a connection may have at all, events included; beyond it the client is a slow
/// reader and is disconnected.
pub const OUTPUT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Bytes the answer to one multiRead may have: a small request must not ask for gigabytes.
pub const MULTI_READ_BYTES_MAX: usize = OUTPUT_BYTES_MAX;

/// Bytes of answers in one batch of the stream, above which the batch ends.
pub const BATCH_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes of an answered read that take as long as one change, in the budget of an apply.
pub const ANSWER_BYTES_PER_CHANGE: usize = 4 * 1024;

/// Bytes a connection may have in its inbox while its requests are held back, before its socket
/// is read no further.
pub const INBOX_PAUSE_BYTES: usize = 64 * 1024;

/// Requests of one connection that may wait for an answer before it is read no further.
pub const PENDING_MAX: usize = 4096;

const _: () = assert!(OUTPUT_PAUSE_BYTES < OUTPUT_BYTES_MAX);

/// How long an election waits for a better vote from servers that can be reached and have not said
/// the same: ZooKeeper's `finalizeWait`.
pub const BETTER_VOTE_WAIT_MS: u64 = 200;

/// Time after which a server that looks for a leader says so again, at first; each time twice as
/// long, up to the maximum; an operator may set both. Connections do not lose messages, and who
/// connects is told at once: this is for messages of a connection that was replaced.
pub const NOTIFICATION_MS_MIN: u32 = 100;

/// See [`NOTIFICATION_MS_MIN`].
pub const NOTIFICATION_MS_MAX: u32 = 2_000;

/// How long a server looks for a leader before it tells an operator why there is none, in
/// milliseconds: far longer than an election takes.
pub const NO_LEADER_TOLD_AFTER_MS: u64 = 5_000;

/// How long it then says nothing more about it, in milliseconds.
pub const NO_LEADER_TOLD_EVERY_MS: u64 = 60_000;

/// Stretches of its history that a learner tells its leader: one for each epoch that its log holds
/// something of.
pub const OUTLINE_STRETCHES_MAX: usize = 1024;

const _: () = assert!(NOTIFICATION_MS_MIN < NOTIFICATION_MS_MAX);

/// Servers of an ensemble: ids are 1 to 255.
pub const SERVERS_MAX: usize = 255;

/// How far an epoch may lie beyond all that a server knows of: eight years of elections without it,
/// one a second. Whoever names a later one is damaged or a stranger, and would use up the epochs,
/// which are for ever, with one message.
pub const EPOCH_LEAP_MAX: u32 = 1 << 28;

/// Addresses of one server for the others: networks that a machine is connected to.
pub const PEER_ADDRESSES_MAX: usize = 8;

/// Bytes of the name of a host; the domain name system has 253.
pub const HOST_BYTES_MAX: usize = 255;

/// What one server may weigh in its group: twice the weight of all of them fits into 64 bits.
pub const SERVER_WEIGHT_MAX: u64 = (1 << 31) - 1;

const _: () = assert!(SERVERS_MAX == u8::MAX as usize);
const _: () = assert!(SERVER_WEIGHT_MAX < u64::MAX / 2 / SERVERS_MAX as u64);

/// Requests that a learner has passed on and that the leader has not answered, above which it takes
/// no more from its clients; the leader lets no more of it wait for room.
pub const FORWARDED_MAX: usize = 8 * 1024;

/// Bytes of requests that a learner has passed on and that the leader has not answered, the last
/// request apart, above which it takes no more from its clients; the leader lets no more of it
/// wait for room.
pub const FORWARDED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What each part of a request (an operation, an identity) counts for beside its texts and data.
pub const PART_BYTES: usize = 64;

/// Requests that one input of a client may come to: its write, and before that the session that the
/// write needs.
pub const REQUESTS_PER_INPUT_MAX: usize = 2;

const _: () = assert!(REQUESTS_PER_INPUT_MAX < FORWARDED_MAX);
const _: () = assert!(FORWARDED_MAX * PART_BYTES < FORWARDED_BYTES_MAX);
const _: () = assert!(FORWARDED_BYTES_MAX < IN_FLIGHT_BYTES_MAX);

/// Handshakes that wait while this server has no leader; beyond it they are refused at once.
pub const HELD_HANDSHAKES_MAX: usize = 64 * 1024;

/// How long a handshake waits for this server to have a leader, in milliseconds: an election takes
/// some tens of them, and a client that is sent away tries again only after a second.
pub const HELD_HANDSHAKE_MS: u64 = 1_000;

/// How long a server is without a leader before it serves reads all the same, in milliseconds, if a
/// tick is not longer: as in ZooKeeper.
pub const READ_ONLY_AFTER_MS_MIN: u64 = 2_000;

/// Txns a learner may have received and not applied, although they are committed, before it reads
/// no more from its leader.
pub const UNAPPLIED_MAX: usize = 2 * IN_FLIGHT_QUEUE_MAX;
