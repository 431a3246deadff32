//! The settings that change what a request means: given in once, at start.
//!
//! Must never hold a path, a port or anything else of the machine: those belong to the driver.
//! Defaults are ZooKeeper 3.9's (`docs/compatibility.md` names the exceptions).

use alloc::string::String;
use alloc::vec::Vec;
use core::num::{NonZeroU32, NonZeroU64};

/// Whether a feature is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Switch {
    /// It is off.
    Off,
    /// It is on.
    On,
}

impl Switch {
    /// Whether this is [`Switch::On`].
    pub const fn is_on(self) -> bool {
        matches!(self, Switch::On)
    }
}

impl From<bool> for Switch {
    fn from(on: bool) -> Switch {
        if on { Switch::On } else { Switch::Off }
    }
}

/// Sessions that only their own server knows (`localSessionsEnabled`,
/// `localSessionsUpgradingEnabled`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalSessions {
    /// Every session is the ensemble's.
    Off,
    /// Sessions are local, and cannot have ephemeral znodes.
    On,
    /// Sessions are local until they create an ephemeral znode.
    Upgrading,
}

impl LocalSessions {
    /// Whether new sessions are local.
    pub const fn are_on(self) -> bool {
        match self {
            LocalSessions::Off => false,
            LocalSessions::On | LocalSessions::Upgrading => true,
        }
    }
}

/// Hash of the digest scheme (`DigestAuthenticationProvider.digestAlg`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DigestAlgorithm {
    /// `SHA1`, the default.
    Sha1,
    /// `SHA-256`.
    Sha256,
}

/// When containers and TTL znodes are reaped (`znode.container.*`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReaperOptions {
    /// Time between two scans, in milliseconds (`checkIntervalMs`).
    pub check_interval_ms: u64,
    /// At most this many deletes in a minute (`maxPerMinute`).
    pub max_per_minute: u32,
    /// Reap a container that never had a child after this long, in milliseconds; 0 is never.
    pub max_never_used_ms: u64,
}

/// What slows requests down before they overwhelm the server; `None` is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Throttles {
    /// `request_throttle_max_requests`: requests in progress before others wait.
    pub requests_max: Option<NonZeroU32>,
    /// `throttled_op_wait_time`, in milliseconds: a request that was held back for longer is
    /// answered with [`ThrottledOp`](crate::error_code::ErrorCode::ThrottledOp).
    pub op_wait_ms_max: Option<NonZeroU64>,
    /// `largeRequestThreshold` and `largeRequestMaxBytes`.
    pub large_requests: Option<LargeRequests>,
}

/// Large requests are bounded in sum: whose request would exceed it is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LargeRequests {
    /// A request of more bytes is a large one.
    pub threshold_bytes: u32,
    /// All large requests being received together may have so many bytes.
    pub total_bytes_max: u64,
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// `tickTime`, in milliseconds: the grain of session expiry.
    pub tick_ms: u32,
    /// Smallest session timeout granted, in milliseconds.
    pub session_timeout_min_ms: i32,
    /// Largest session timeout granted, in milliseconds.
    pub session_timeout_max_ms: i32,
    /// `jute.maxbuffer`: largest request frame, in bytes, inclusive.
    pub request_bytes_max: u32,
    /// `extendedTypesEnabled`: TTL znodes.
    pub extended_types: Switch,
    /// `enforceQuota`: hard quotas refuse.
    pub enforce_quota: Switch,
    /// `reconfigEnabled`: a request to change the ensemble is looked at.
    pub reconfig: Switch,
    /// `standaloneEnabled`: a change of the ensemble may not leave fewer than two participants.
    pub standalone: Switch,
    /// This server is one of several: `sync` asks a quorum.
    pub has_peers: Switch,
    /// `leaderServes`: the leader of an ensemble has clients of its own.
    pub leader_serves: Switch,
    /// `skipACL`: no ACL is ever checked.
    pub skip_acl: Switch,
    /// `digest.enabled`: keep ZooKeeper's tree digest.
    pub tree_digest: Switch,
    /// Which sessions only their own server knows.
    pub local_sessions: LocalSessions,
    /// `readonlymode.enabled`: a server without a leader serves those who only want to read.
    pub read_only_mode: Switch,
    /// `DigestAuthenticationProvider.enabled`.
    pub digest_scheme: Switch,
    /// `DigestAuthenticationProvider.digestAlg`.
    pub digest_algorithm: DigestAlgorithm,
    /// `DigestAuthenticationProvider.superDigest`: the `user:hash` that becomes the super user.
    pub super_digest: Option<String>,
    /// `enforce.auth.schemes` when `enforce.auth.enabled`: a connection must hold an identity of
    /// one of these before anything but auth is served. Empty: off.
    pub enforced_schemes: Vec<String>,
    /// Containers and TTL znodes.
    pub reaper: ReaperOptions,
    /// `globalOutstandingLimit`: requests accepted and not yet answered, over all connections,
    /// before the server stops reading from its sockets.
    pub outstanding_max: u32,
    /// What is off by default.
    pub throttles: Throttles,
    /// `nio.sessionlessCnxnTimeout`: how long a connection may take to finish its handshake.
    pub handshake_timeout_ms: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            tick_ms: 3000,
            session_timeout_min_ms: 6000,
            session_timeout_max_ms: 60_000,
            request_bytes_max: 0xfffff,
            extended_types: Switch::Off,
            enforce_quota: Switch::Off,
            reconfig: Switch::Off,
            standalone: Switch::On,
            has_peers: Switch::Off,
            leader_serves: Switch::On,
            skip_acl: Switch::Off,
            tree_digest: Switch::On,
            local_sessions: LocalSessions::Off,
            read_only_mode: Switch::Off,
            digest_scheme: Switch::On,
            digest_algorithm: DigestAlgorithm::Sha1,
            super_digest: None,
            enforced_schemes: Vec::new(),
            reaper: ReaperOptions {
                check_interval_ms: 60_000,
                max_per_minute: 10_000,
                max_never_used_ms: 0,
            },
            outstanding_max: 1000,
            throttles: Throttles::default(),
            handshake_timeout_ms: 10_000,
        }
    }
}
