//! A configuration as text, key by key: what `ringkeeper check` prints.
//!
//! Must never show a secret. Every line can be written into a `zoo.cfg` as it stands, unless it
//! starts with `#`.

use std::fmt::{self, Display};

use ringkeeper_core::options::{DigestAlgorithm, LocalSessions, Switch};
use ringkeeper_core::zab::ObserverDelays;
use ringkeeper_core::zab::quorum::{Quorums, SidSet};

use super::ensemble::{EnsembleConfig, PeerListening};
use super::{Config, ListenHost};

impl Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(path) => writeln!(f, "# read from {}", path.display())?,
            None => writeln!(f, "# built-in default, no file given")?,
        }
        writeln!(f, "# server id {}", self.sid.0)?;
        if let Some(ensemble) = &self.ensemble {
            ensemble.fmt(f)?;
        }
        writeln!(f, "dataDir={}", self.directories.data.display())?;
        writeln!(f, "dataLogDir={}", self.directories.log.display())?;
        writeln!(f, "clientPort={}", self.client.port)?;
        match &self.client.host {
            ListenHost::Any => writeln!(f, "# clientPortAddress: any")?,
            ListenHost::Ip(ip) => writeln!(f, "clientPortAddress={ip}")?,
            ListenHost::Name(name) => writeln!(f, "clientPortAddress={name}")?,
        }
        let backlog = self.backlog.map_or(-1, |count| i64::from(count.get()));
        writeln!(f, "clientPortListenBacklog={backlog}")?;
        writeln!(
            f,
            "maxClientCnxns={}",
            or_zero(self.connections.per_address)
        )?;
        writeln!(f, "maxCnxns={}", or_zero(self.connections.total))?;
        writeln!(f, "4lw.commands.whitelist={}", self.four_letter_words)?;
        self.fmt_options(f)?;
        if self.ensemble.is_some() {
            writeln!(f, "reconfigEnabled={}", truth(self.options.reconfig))?;
        }
        self.fmt_throttles(f)?;
        writeln!(f, "ringkeeper.shards={}", self.shards)?;
        writeln!(f, "ringkeeper.pin={}", truth(self.pinning))?;
        writeln!(f, "ringkeeper.logFormat={}", self.log_format)?;
        writeln!(f, "ringkeeper.checkpointTxns={}", self.checkpoints.txns)?;
        writeln!(f, "ringkeeper.checkpointBytes={}", self.checkpoints.bytes)?;
        writeln!(f, "ringkeeper.segmentBytes={}", self.log.segment_bytes)?;
        writeln!(f, "ringkeeper.reserveBytes={}", self.log.reserve_bytes)?;
        writeln!(f, "ringkeeper.epochCounterMax={}", self.epoch_counter_max)
    }
}

impl Config {
    fn fmt_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        writeln!(f, "tickTime={}", options.tick_ms)?;
        writeln!(f, "minSessionTimeout={}", options.session_timeout_min_ms)?;
        writeln!(f, "maxSessionTimeout={}", options.session_timeout_max_ms)?;
        writeln!(f, "globalOutstandingLimit={}", options.outstanding_max)?;
        writeln!(
            f,
            "nio.sessionlessCnxnTimeout={}",
            options.handshake_timeout_ms
        )?;
        writeln!(f, "extendedTypesEnabled={}", truth(options.extended_types))?;
        writeln!(f, "enforceQuota={}", truth(options.enforce_quota))?;
        writeln!(
            f,
            "skipACL={}",
            if options.skip_acl.is_on() {
                "yes"
            } else {
                "no"
            }
        )?;
        writeln!(f, "digest.enabled={}", truth(options.tree_digest))?;
        writeln!(
            f,
            "DigestAuthenticationProvider.enabled={}",
            truth(options.digest_scheme)
        )?;
        let algorithm = match options.digest_algorithm {
            DigestAlgorithm::Sha1 => "SHA1",
            DigestAlgorithm::Sha256 => "SHA-256",
        };
        writeln!(f, "DigestAuthenticationProvider.digestAlg={algorithm}")?;
        let super_user = if options.super_digest.is_some() {
            "set"
        } else {
            "not set"
        };
        writeln!(
            f,
            "# DigestAuthenticationProvider.superDigest: {super_user}"
        )?;
        if !options.enforced_schemes.is_empty() {
            writeln!(f, "enforce.auth.enabled=true")?;
            writeln!(
                f,
                "enforce.auth.schemes={}",
                options.enforced_schemes.join(",")
            )?;
        }
        writeln!(f, "# -Djute.maxbuffer={}", options.request_bytes_max)?;
        writeln!(
            f,
            "# -Dreadonlymode.enabled={}",
            truth(options.read_only_mode)
        )?;
        let reaper = &options.reaper;
        writeln!(
            f,
            "# -Dznode.container.checkIntervalMs={}",
            reaper.check_interval_ms
        )?;
        writeln!(
            f,
            "# -Dznode.container.maxPerMinute={}",
            reaper.max_per_minute
        )?;
        writeln!(
            f,
            "# -Dznode.container.maxNeverUsedIntervalMs={}",
            reaper.max_never_used_ms
        )
    }

    fn fmt_throttles(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let throttles = &self.options.throttles;
        writeln!(
            f,
            "request_throttle_max_requests={}",
            or_zero(throttles.requests_max)
        )?;
        writeln!(
            f,
            "throttled_op_wait_time={}",
            or_zero(throttles.op_wait_ms_max)
        )?;
        if let Some(large) = &throttles.large_requests {
            writeln!(f, "largeRequestThreshold={}", large.threshold_bytes)?;
            writeln!(f, "largeRequestMaxBytes={}", large.total_bytes_max)?;
        }
        if let Some(tokens) = &self.connection_tokens {
            writeln!(f, "connection_throttle_tokens={}", tokens.max)?;
            writeln!(
                f,
                "connection_throttle_fill_time={}",
                tokens.fill_interval_ms
            )?;
            writeln!(f, "connection_throttle_fill_count={}", tokens.fill_count)?;
        }
        Ok(())
    }
}

impl Display for EnsembleConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {} of an ensemble, {}", self.role(), Decides(self))?;
        let lines = self.members.text();
        match &self.dynamic_file {
            Some(path) => {
                for line in lines.lines() {
                    writeln!(f, "# {line}")?;
                }
                writeln!(f, "dynamicConfigFile={}", path.display())?;
            }
            None => {
                for line in lines.lines().filter(|line| !line.starts_with("version=")) {
                    writeln!(f, "{line}")?;
                }
            }
        }
        writeln!(f, "standaloneEnabled={}", truth(self.standalone))?;
        self.fmt_timing(f)?;
        let (enabled, upgrading) = match self.local_sessions {
            LocalSessions::Off => (Switch::Off, Switch::Off),
            LocalSessions::On => (Switch::On, Switch::Off),
            LocalSessions::Upgrading => (Switch::On, Switch::On),
        };
        writeln!(f, "localSessionsEnabled={}", truth(enabled))?;
        writeln!(f, "localSessionsUpgradingEnabled={}", truth(upgrading))?;
        let serves = match self.leader_serves {
            Switch::On => "yes",
            Switch::Off => "no",
        };
        writeln!(f, "leaderServes={serves}")?;
        let everywhere = match self.listen {
            PeerListening::EveryAddress => Switch::On,
            PeerListening::Listed => Switch::Off,
        };
        writeln!(f, "quorumListenOnAllIPs={}", truth(everywhere))
    }
}

impl EnsembleConfig {
    fn fmt_timing(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (limits, election) = (&self.limits, &self.election);
        writeln!(f, "initLimit={}", limits.init)?;
        writeln!(f, "syncLimit={}", limits.sync)?;
        writeln!(f, "connectToLearnerMasterLimit={}", limits.connect)?;
        let (silence, start) = (limits.ms(limits.sync), limits.ms(limits.init));
        writeln!(
            f,
            "# silence is noticed after {silence} ms, joining may take {start} ms"
        )?;
        let (min, max) = (election.resend_min_ms, election.resend_max_ms);
        writeln!(f, "fastleader.minNotificationInterval={min}")?;
        writeln!(f, "fastleader.maxNotificationInterval={max}")?;
        writeln!(f, "cnxTimeout={}", election.connect_timeout_ms)?;
        let attempts = or_zero(election.bind_attempts);
        writeln!(f, "electionPortBindRetry={attempts}")?;
        let wait = election.epoch_wait_ms;
        let wait = wait.map_or_else(|| "-1".to_owned(), |ms| ms.to_string());
        writeln!(f, "leader.maxTimeToWaitForEpoch={wait}")?;
        let ObserverDelays {
            election_ms,
            reconnect_ms,
        } = self.observer;
        writeln!(f, "observer.reconnectDelayMs={reconnect_ms}")?;
        writeln!(f, "observer.election.DelayMs={election_ms}")
    }
}

/// What is a quorum, in words.
struct Decides<'a>(&'a EnsembleConfig);

impl Display for Decides<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = &self.0.members;
        let voters = members.voters().len();
        match members.quorums() {
            Quorums::Majority(_) => {
                let quorum = voters / 2 + 1;
                let may_fail = voters - quorum;
                write!(
                    f,
                    "a quorum is {quorum} of {voters} participants: {may_fail} may fail"
                )
            }
            quorums @ Quorums::Hierarchical { groups, .. } => {
                let counts = |group: &&SidSet| group.iter().any(|sid| quorums.weight(sid) > 0);
                let groups = groups.values().filter(counts).count();
                let quorum = groups / 2 + 1;
                write!(
                    f,
                    "a quorum is more than half of the weight in each of {quorum} of {groups} \
                     groups ({voters} participants)"
                )
            }
        }
    }
}

/// A limit as `zoo.cfg` has it: 0 for none.
fn or_zero<T: Display>(limit: Option<T>) -> String {
    limit.map_or_else(|| "0".to_owned(), |limit| limit.to_string())
}

const fn truth(switch: Switch) -> &'static str {
    if switch.is_on() { "true" } else { "false" }
}
