//! Every key that is known, and where it stands here: put to use, not there yet, without need.
//!
//! Must never hold a value or a default: those are read in `assemble.rs` and `own.rs`. Invariants:
//! a table names each key once; whatever is `Used` is read there (a test gives each of them
//! nonsense and expects a complaint).
//!
//! ZooKeeper has two name spaces, and so have we. Its own parser takes some keys of `zoo.cfg`
//! ([`FILE_KEYS`]); every other key becomes the Java system property `zookeeper.<key>`, which
//! `-D` can set too. Properties without that prefix can be set by `-D` alone ([`PROPERTIES`]).
//! Source: `QuorumPeerConfig.parseProperties`, `zookeeperAdmin.md`.

use super::note::Remark;

/// Where a key stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing {
    /// Read and put to use.
    Used,
    /// A feature of ZooKeeper's that is not there yet; "... not supported yet" completes it.
    NotYet(&'static str),
    /// Nothing to tune, and why.
    NoNeed(&'static str),
    /// Would take back a promise that is always kept, and which.
    Refused(&'static str),
    /// A matter of the Java virtual machine or its logging.
    Jvm,
}

/// Where a key means something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    /// On every server.
    Everywhere,
    /// On a server of an ensemble: a server that stands alone passes it over.
    Ensembles,
}

/// One line of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// The exact name, or the beginning of the name when it ends in `*`.
    name: &'static str,
    standing: Standing,
    reach: Reach,
    /// Values that ask for what happens anyway: no remark is due.
    harmless: &'static [&'static str],
}

impl Key {
    /// What to tell about this key when it is given with `value`.
    pub(super) fn remark(&self, value: &str) -> Option<Remark> {
        if self
            .harmless
            .iter()
            .any(|harmless| harmless.eq_ignore_ascii_case(value))
        {
            return None;
        }
        match self.standing {
            Standing::Used => None,
            Standing::NotYet(what) => Some(Remark::NotYet(what)),
            Standing::NoNeed(why) => Some(Remark::NoNeed(why)),
            Standing::Refused(why) => Some(Remark::Refused(why)),
            Standing::Jvm => Some(Remark::Jvm),
        }
    }

    /// Where it means something.
    pub(super) const fn reach(&self) -> Reach {
        self.reach
    }

    const fn in_ensembles(mut self) -> Key {
        self.reach = Reach::Ensembles;
        self
    }

    const fn unless(mut self, harmless: &'static [&'static str]) -> Key {
        self.harmless = harmless;
        self
    }

    fn matches(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == self.name,
        }
    }
}

const fn key(name: &'static str, standing: Standing) -> Key {
    Key {
        name,
        standing,
        reach: Reach::Everywhere,
        harmless: &[],
    }
}

const fn used(name: &'static str) -> Key {
    key(name, Standing::Used)
}

const fn not_yet(name: &'static str, what: &'static str) -> Key {
    key(name, Standing::NotYet(what))
}

const fn no_need(name: &'static str, why: &'static str) -> Key {
    key(name, Standing::NoNeed(why))
}

const fn jvm(name: &'static str) -> Key {
    key(name, Standing::Jvm)
}

const TLS: &str = "TLS is";
const SASL: &str = "SASL is";
const ADMIN: &str = "the HTTP admin server is";
const METRICS: &str = "metrics providers are";
const NO_JVM: &str = "there is no Java virtual machine to watch";
const NO_CACHE: &str = "replies are written from the tree, nothing is cached";
const ONE_LOOP: &str = "each core runs one loop on its own io_uring, there is nothing to size";
const GROUP_COMMIT: &str = "what gathers while a write is in flight is the next batch, by itself";
const PURGE: &str = "the log behind each checkpoint is purged by itself";
const ALWAYS: &str = "it is always on";
const STORE: &str = "checkpoints are incremental and compressed by their store";
const WATCHES: &str = "watches are compact and dropped with their connection";
const CLASS: &str = "it names a Java class";
const DURABLE: &str = "every write is on the disk before it is acknowledged";
const OBSERVERS: &str = "an observer has a log and checkpoints like every server";
const MASTERS: &str = "observer masters are";
const PEERS: &str = "how servers hold their connections to each other needs no tuning";
const CATCH_UP: &str =
    "a server that was away gets from the log, or from a checkpoint, what it lacks";
const ALL_ADDRESSES: &str = "every address of a server is tried";
const DROPPING: &str = "dropping connections by chance is";

/// The keys of `zoo.cfg` that ZooKeeper's own parser takes. `-D` cannot set them.
pub(super) const FILE_KEYS: &[Key] = &[
    used("clientPort"),
    used("clientPortAddress"),
    used("clientPortListenBacklog"),
    used("dataDir"),
    used("dataLogDir"),
    used("dynamicConfigFile"),
    used("maxClientCnxns"),
    used("maxSessionTimeout"),
    used("minSessionTimeout"),
    used("reconfigEnabled"),
    used("standaloneEnabled"),
    used("tickTime"),
    no_need("autopurge.purgeInterval", PURGE),
    no_need("autopurge.snapRetainCount", PURGE),
    not_yet("secureClientPort", TLS),
    not_yet("secureClientPortAddress", TLS),
    not_yet("metricsProvider.*", METRICS),
    no_need("jvm.pause.*", NO_JVM),
    used("connectToLearnerMasterLimit").in_ensembles(),
    used("electionAlg").in_ensembles(),
    used("initLimit").in_ensembles(),
    used("localSessionsEnabled").in_ensembles(),
    used("localSessionsUpgradingEnabled").in_ensembles(),
    used("oraclePath").in_ensembles(),
    used("peerType").in_ensembles(),
    used("quorum.auth.enableSasl").in_ensembles(),
    used("quorum.auth.learnerRequireSasl").in_ensembles(),
    used("quorum.auth.serverRequireSasl").in_ensembles(),
    used("quorumListenOnAllIPs").in_ensembles(),
    used("sslQuorum").in_ensembles(),
    used("syncLimit").in_ensembles(),
    not_yet("observerMasterPort", MASTERS)
        .unless(&["0"])
        .in_ensembles(),
    not_yet("portUnification", TLS)
        .unless(&["false"])
        .in_ensembles(),
    not_yet("quorum.auth.*", SASL).in_ensembles(),
    not_yet("sslQuorumReloadCertFiles", TLS)
        .unless(&["false"])
        .in_ensembles(),
    no_need("multiAddress.*", ALL_ADDRESSES).in_ensembles(),
    no_need("quorum.cnxn.threads.size", ONE_LOOP).in_ensembles(),
    no_need("syncEnabled", OBSERVERS)
        .unless(&["true"])
        .in_ensembles(),
];

/// The Java system properties, under their full names. Exact names come before beginnings.
pub(super) const PROPERTIES: &[Key] = &[
    // Without the prefix: -D only.
    used("jute.maxbuffer"),
    used("readonlymode.enabled"),
    used("znode.container.checkIntervalMs"),
    used("znode.container.maxNeverUsedIntervalMs"),
    used("znode.container.maxPerMinute"),
    no_need(
        "fsync.warningthresholdms",
        "slow log writes are not reported one by one",
    ),
    // With it: zoo.cfg or -D.
    used("zookeeper.4lw.commands.whitelist"),
    used("zookeeper.DigestAuthenticationProvider.digestAlg"),
    used("zookeeper.DigestAuthenticationProvider.enabled"),
    used("zookeeper.DigestAuthenticationProvider.superDigest"),
    used("zookeeper.connection_throttle_fill_count"),
    used("zookeeper.connection_throttle_fill_time"),
    used("zookeeper.connection_throttle_tokens"),
    used("zookeeper.digest.enabled"),
    used("zookeeper.enforce.auth.enabled"),
    used("zookeeper.enforce.auth.schemes"),
    used("zookeeper.enforceQuota"),
    used("zookeeper.extendedTypesEnabled"),
    used("zookeeper.globalOutstandingLimit"),
    used("zookeeper.largeRequestMaxBytes"),
    used("zookeeper.largeRequestThreshold"),
    used("zookeeper.maxCnxns"),
    used("zookeeper.nio.sessionlessCnxnTimeout"),
    used("zookeeper.request_throttle_max_requests"),
    used("zookeeper.sessionRequireClientSASLAuth"),
    used("zookeeper.skipACL"),
    used("zookeeper.snapCount"),
    used("zookeeper.snapSizeLimitInKb"),
    used("zookeeper.throttled_op_wait_time"),
    used("zookeeper.txnLogSizeLimitInKb"),
    key("zookeeper.forceSync", Standing::Refused(DURABLE)).unless(&["yes"]),
    not_yet("zookeeper.admin.enableServer", ADMIN).unless(&["false"]),
    not_yet("zookeeper.admin.*", ADMIN),
    not_yet("zookeeper.allowSaslFailedClients", SASL).unless(&["false"]),
    not_yet("zookeeper.audit.enable", "the audit log is").unless(&["false"]),
    not_yet("zookeeper.audit.impl.class", "the audit log is"),
    not_yet("zookeeper.authProvider.*", "authentication plug-ins are"),
    not_yet("zookeeper.X509AuthenticationProvider.*", TLS),
    not_yet("zookeeper.client.portUnification", TLS).unless(&["false"]),
    not_yet("zookeeper.connection_throttle_decrease_ratio", DROPPING),
    not_yet("zookeeper.connection_throttle_drop_decrease", DROPPING),
    not_yet("zookeeper.connection_throttle_drop_increase", DROPPING),
    not_yet("zookeeper.connection_throttle_freeze_time", DROPPING).unless(&["-1"]),
    not_yet(
        "zookeeper.connection_throttle_weight_enabled",
        "weighing connections is",
    )
    .unless(&["false"]),
    not_yet("zookeeper.connection_throttle_*", "weighing connections is"),
    not_yet("zookeeper.emulate353TTLNodes", "the TTL format of 3.5.3 is").unless(&["false"]),
    not_yet("zookeeper.ensembleAuthName", "the scheme ensemble is"),
    not_yet("zookeeper.fips-mode", TLS).unless(&["false"]),
    not_yet("zookeeper.kerberos.*", SASL),
    not_yet("zookeeper.letAnySaslUserDoX", SASL),
    not_yet("zookeeper.pathStats.*", "statistics by path are"),
    not_yet("zookeeper.requestPathStats.*", "statistics by path are"),
    not_yet("zookeeper.sasl.*", SASL),
    not_yet("zookeeper.ssl.*", TLS),
    not_yet("zookeeper.superUser*", SASL),
    no_need("zookeeper.bitHashCacheSize", WATCHES),
    no_need("zookeeper.closeSessionTxn.enabled", ALWAYS).unless(&["true"]),
    no_need("zookeeper.flushDelay", GROUP_COMMIT),
    no_need(
        "zookeeper.fsync.warningthresholdms",
        "slow log writes are not reported one by one",
    ),
    no_need("zookeeper.intBufferStartingSizeBytes", ONE_LOOP),
    no_need(
        "zookeeper.jute.maxbuffer.extrasize",
        "stored txns obey no limit of the clients",
    ),
    no_need("zookeeper.maxBatchSize", GROUP_COMMIT),
    no_need("zookeeper.maxGetChildrenResponseCacheSize", NO_CACHE),
    no_need("zookeeper.maxInProcessingDeadWatchers", WATCHES),
    no_need("zookeeper.maxResponseCacheSize", NO_CACHE),
    no_need("zookeeper.maxWriteQueuePollTime", GROUP_COMMIT),
    no_need("zookeeper.netty.*", ONE_LOOP),
    no_need("zookeeper.nio.*", ONE_LOOP),
    no_need(
        "zookeeper.preAllocSize",
        "segments are written ahead whole: ringkeeper.segmentBytes",
    ),
    no_need(
        "zookeeper.request_stale_*",
        "requests of closed connections are dropped",
    ),
    no_need(
        "zookeeper.request_throttle_*",
        "a waiting request holds no thread",
    ),
    no_need(
        "zookeeper.request_throttler.*",
        "a waiting request holds no thread",
    ),
    no_need("zookeeper.serializeLastProcessedZxid.enabled", ALWAYS).unless(&["true"]),
    no_need("zookeeper.serverCnxnFactory", CLASS),
    no_need("zookeeper.snapshot.*", STORE),
    no_need("zookeeper.watchManagerName", CLASS),
    no_need("zookeeper.watcherClean*", WATCHES),
    used("zookeeper.cnxTimeout").in_ensembles(),
    used("zookeeper.electionPortBindRetry").in_ensembles(),
    used("zookeeper.fastleader.maxNotificationInterval").in_ensembles(),
    used("zookeeper.fastleader.minNotificationInterval").in_ensembles(),
    used("zookeeper.leader.maxTimeToWaitForEpoch").in_ensembles(),
    used("zookeeper.leaderServes").in_ensembles(),
    used("zookeeper.observer.election.DelayMs").in_ensembles(),
    used("zookeeper.observer.reconnectDelayMs").in_ensembles(),
    not_yet(
        "zookeeper.db.autocreate",
        "starting empty only where the file initialize is found is",
    )
    .unless(&["true"])
    .in_ensembles(),
    not_yet("zookeeper.observerMaster.*", MASTERS).in_ensembles(),
    no_need("follower.nodelay", ALWAYS)
        .unless(&["true"])
        .in_ensembles(),
    no_need("leader.nodelay", ALWAYS)
        .unless(&["true"])
        .in_ensembles(),
    no_need("learner.*", PEERS).in_ensembles(),
    no_need("zookeeper.commitLogCount", CATCH_UP).in_ensembles(),
    no_need("zookeeper.commitProcessor.*", ONE_LOOP).in_ensembles(),
    no_need(
        "zookeeper.enableEagerACLCheck",
        "the leader checks ACLs, once",
    )
    .in_ensembles(),
    no_need("zookeeper.follower.*", ONE_LOOP).in_ensembles(),
    no_need("zookeeper.forceSnapshotSync", CATCH_UP).in_ensembles(),
    no_need(
        "zookeeper.forward_learner_requests_to_commit_processor_disabled",
        ONE_LOOP,
    )
    .in_ensembles(),
    no_need("zookeeper.leader.maxConcurrent*", CATCH_UP).in_ensembles(),
    no_need("zookeeper.leader.*", ONE_LOOP).in_ensembles(),
    no_need("zookeeper.leaderConnectDelayDuringRetryMs", PEERS).in_ensembles(),
    no_need("zookeeper.learner.*", ONE_LOOP).in_ensembles(),
    no_need("zookeeper.multiAddress.*", ALL_ADDRESSES).in_ensembles(),
    no_need("zookeeper.observer.syncEnabled", OBSERVERS)
        .unless(&["true"])
        .in_ensembles(),
    no_need("zookeeper.quorumCnxnTimeoutMs", PEERS).in_ensembles(),
    no_need("zookeeper.snapshotSizeFactor", CATCH_UP).in_ensembles(),
    no_need("zookeeper.snapsync.*", CATCH_UP).in_ensembles(),
    no_need("zookeeper.tcpKeepAlive", PEERS)
        .unless(&["false"])
        .in_ensembles(),
    jvm("com.sun.*"),
    jvm("file.encoding"),
    jvm("java.*"),
    jvm("javax.*"),
    jvm("jdk.*"),
    jvm("log4j*"),
    jvm("logback*"),
    jvm("org.slf4j.*"),
    jvm("sun.*"),
    jvm("user.*"),
    jvm("visualvm.*"),
    jvm("zookeeper.console.threshold"),
    jvm("zookeeper.jmx.*"),
    jvm("zookeeper.log.*"),
    jvm("zookeeper.log4j.*"),
    jvm("zookeeper.logback.*"),
    jvm("zookeeper.root.logger"),
    jvm("zookeeper.tracelog.*"),
];

/// Names that the manual uses for a key beside the property that ZooKeeper reads. Upstream the
/// first column does nothing in a file; here both mean the same.
const MANUAL_NAMES: &[(&str, &str)] = &[
    (
        "connectionDecreaseRatio",
        "connection_throttle_decrease_ratio",
    ),
    (
        "connectionDropDecrease",
        "connection_throttle_drop_decrease",
    ),
    (
        "connectionDropIncrease",
        "connection_throttle_drop_increase",
    ),
    ("connectionFreezeTime", "connection_throttle_freeze_time"),
    ("connectionMaxTokens", "connection_throttle_tokens"),
    ("connectionTokenFillCount", "connection_throttle_fill_count"),
    ("connectionTokenFillTime", "connection_throttle_fill_time"),
    ("maxTimeToWaitForEpoch", "leader.maxTimeToWaitForEpoch"),
    ("requestThrottleDropStale", "request_throttle_drop_stale"),
    ("requestThrottleLimit", "request_throttle_max_requests"),
    ("requestThrottleStallTime", "request_throttle_stall_time"),
    ("throttledOpWaitTime", "throttled_op_wait_time"),
];

/// The entry for a key of `zoo.cfg`, if ZooKeeper's own parser takes it.
pub(super) fn file_key(name: &str) -> Option<&'static Key> {
    FILE_KEYS.iter().find(|key| key.matches(name))
}

/// The entry for a Java system property.
pub(super) fn property(name: &str) -> Option<&'static Key> {
    PROPERTIES.iter().find(|key| key.matches(name))
}

/// Whether a name is that of a line about the members of an ensemble.
pub(crate) fn lists_members(name: &str) -> bool {
    let kinds = ["server.", "group.", "weight."];
    kinds.iter().any(|kind| name.starts_with(kind))
}

/// The property that a name stands for: itself, unless the manual has another word for it.
pub(super) fn property_name(name: &str) -> String {
    let bare = name.strip_prefix("zookeeper.").unwrap_or(name);
    match MANUAL_NAMES.iter().find(|(manual, _)| *manual == bare) {
        Some((_, property)) => format!("zookeeper.{property}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
impl Key {
    /// The name, for the tests of who reads the table.
    pub(super) const fn used_name(&self) -> Option<&'static str> {
        match self.standing {
            Standing::Used => Some(self.name),
            Standing::NotYet(_) | Standing::NoNeed(_) | Standing::Refused(_) | Standing::Jvm => {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_stands_once_and_is_reached() {
        for table in [FILE_KEYS, PROPERTIES] {
            for (place, key) in table.iter().enumerate() {
                let sample = key.name.replace('*', "x");
                let first = table.iter().position(|other| other.matches(&sample));
                assert_eq!(
                    first,
                    Some(place),
                    "{} is hidden by a line above it",
                    key.name
                );
            }
        }
    }

    #[test]
    fn the_words_of_the_manual_lead_to_known_properties() {
        for (manual, property_behind) in MANUAL_NAMES {
            assert_eq!(
                property_name(manual),
                format!("zookeeper.{property_behind}")
            );
            assert!(property(&property_name(manual)).is_some(), "{manual}");
            assert!(
                property(&format!("zookeeper.{manual}")).is_none(),
                "{manual}"
            );
        }
        assert_eq!(
            property_name("zookeeper.throttledOpWaitTime"),
            "zookeeper.throttled_op_wait_time"
        );
        assert_eq!(property_name("jute.maxbuffer"), "jute.maxbuffer");
    }

    #[test]
    fn a_value_that_asks_for_what_happens_anyway_is_passed_over() {
        let admin = property("zookeeper.admin.enableServer").expect("it is in the table");
        assert_eq!(admin.remark("FALSE"), None);
        assert_eq!(admin.remark("true"), Some(Remark::NotYet(ADMIN)));
        let force = property("zookeeper.forceSync").expect("it is in the table");
        assert_eq!(force.remark("yes"), None);
        assert_eq!(force.remark("no"), Some(Remark::Refused(DURABLE)));
    }
}
