//! What a server needs to know to be one of several: the ensemble, its place there, its timing.
//!
//! Must never obey half of what protects the connections between servers: a key that asks for TLS
//! or SASL there is a fault, not a warning. Must never be read on a server that stands alone.
//! Source: `QuorumPeerConfig`, `QuorumPeerMain.runFromConfig`.

use std::num::NonZeroU32;
use std::path::PathBuf;

use ringkeeper_core::id::Sid;
use ringkeeper_core::limits;
use ringkeeper_core::options::{LocalSessions, Switch};
use ringkeeper_core::zab::ensemble::{Ensemble, Member, MemberRole};
use ringkeeper_core::zab::{ObserverDelays, Timing};

use super::assemble::{INT_MAX, MS};
use super::error::ConfigError;
use super::settings::Settings;
use super::value::{self, Notation, Parsed};

/// More ticks than this are a mistake; with the longest tick they still fit into 64 bits of ms.
const TICKS_MAX: i64 = 1_000_000;

/// Below what `FastLeaderElection` has (200 ms and a minute): a vote is told again for the sake of
/// whoever did not hear it, and an ensemble of a few servers can afford to.
const RESEND_MIN_MS: NonZeroU32 = constant(limits::NOTIFICATION_MS_MIN);
const RESEND_MAX_MS: NonZeroU32 = constant(limits::NOTIFICATION_MS_MAX);
/// As `Observer` has it.
const OBSERVER_ELECTION_DELAY_MS: u32 = 200;
/// As `QuorumCnxManager` has them.
const CONNECT_TIMEOUT_MS: NonZeroU32 = constant(5000);
const BIND_ATTEMPTS: Option<NonZeroU32> = NonZeroU32::new(3);

const fn constant(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("a constant above 0")
}

/// One server of an ensemble.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct EnsembleConfig {
    /// Who belongs to it, as the files say: version 0, or that in the name of the dynamic file.
    /// The state may know a newer one.
    pub(crate) members: Ensemble,
    /// This server: `myid`. It is among the members.
    pub(crate) sid: Sid,
    /// `dynamicConfigFile`: where the members stand, if not in `zoo.cfg`.
    pub(crate) dynamic_file: Option<PathBuf>,
    /// `standaloneEnabled`: a change may not leave fewer than two participants.
    pub(crate) standalone: Switch,
    /// `leaderServes`: the leader has clients of its own too.
    pub(crate) leader_serves: Switch,
    /// `localSessionsEnabled` and `localSessionsUpgradingEnabled`.
    pub(crate) local_sessions: LocalSessions,
    /// What is counted in ticks.
    pub(crate) limits: TickLimits,
    /// Votes, and the connections that carry them.
    pub(crate) election: ElectionTiming,
    /// What an observer waits for.
    pub(crate) observer: ObserverDelays,
    /// `quorumListenOnAllIPs`: which addresses the other servers can connect to.
    pub(crate) listen: PeerListening,
}

impl EnsembleConfig {
    /// The line of this server.
    pub(crate) fn own(&self) -> &Member {
        let own = self.members.member(self.sid);
        own.expect("a server that is not listed has no configuration")
    }

    /// The patience of the protocol.
    pub(crate) fn timing(&self) -> Timing {
        let (limits, election) = (&self.limits, &self.election);
        Timing {
            tick_ms: limits.tick_ms,
            init_ticks: limits.init.get(),
            sync_ticks: limits.sync.get(),
            connect_ticks: limits.connect.get(),
            resend_ms_min: election.resend_min_ms.get(),
            resend_ms_max: election.resend_max_ms.get(),
            epoch_wait_ms: election.epoch_wait_ms,
            observer: self.observer,
        }
    }

    /// What this server is in the ensemble.
    pub(crate) fn role(&self) -> MemberRole {
        self.own().role
    }
}

/// Times of the ensemble, in ticks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TickLimits {
    /// `tickTime`, in milliseconds.
    pub(crate) tick_ms: u32,
    /// `initLimit`: for discovery and synchronisation.
    pub(crate) init: NonZeroU32,
    /// `syncLimit`: how long a learner or the leader may be silent.
    pub(crate) sync: NonZeroU32,
    /// `connectToLearnerMasterLimit`, or `initLimit`: for a learner to connect to its leader.
    pub(crate) connect: NonZeroU32,
}

impl TickLimits {
    /// So many ticks in milliseconds.
    pub(crate) fn ms(&self, ticks: NonZeroU32) -> u64 {
        u64::from(self.tick_ms) * u64::from(ticks.get())
    }
}

/// How votes are exchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ElectionTiming {
    /// `fastleader.minNotificationInterval`: the first wait before a vote is sent again, in ms.
    pub(crate) resend_min_ms: NonZeroU32,
    /// `fastleader.maxNotificationInterval`: the longest such wait, in ms.
    pub(crate) resend_max_ms: NonZeroU32,
    /// `cnxTimeout`: for a connection to another server, in ms.
    pub(crate) connect_timeout_ms: NonZeroU32,
    /// `electionPortBindRetry`: attempts to listen on the election port; `None` is without end.
    pub(crate) bind_attempts: Option<NonZeroU32>,
    /// `leader.maxTimeToWaitForEpoch`: how long an elected leader waits for a quorum once one of
    /// its voters has given it up, in ms; `None` is as long as `initLimit`.
    pub(crate) epoch_wait_ms: Option<u32>,
}

/// Where a server listens for the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PeerListening {
    /// On the addresses of its own line.
    Listed,
    /// On the ports of its own line, at every address of the machine.
    EveryAddress,
}

/// What is known of this server before the keys of ensembles are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// The lines, if they are right.
    pub(super) members: Option<&'a Ensemble>,
    /// `myid`, if it is right.
    pub(super) sid: Option<Sid>,
    /// `standaloneEnabled`.
    pub(super) standalone: Switch,
    /// `tickTime`.
    pub(super) tick_ms: u32,
}

/// Reads the keys of ensembles. `None` if something is wrong, which is then noted.
pub(super) fn read(settings: &mut Settings, known: Known<'_>) -> Option<EnsembleConfig> {
    refuse_protection(settings);
    settings.file("electionAlg", election_algorithm);
    let role = settings.file("peerType", role);
    let limits = tick_limits(settings, known.tick_ms);
    let election = election(settings);
    let observer = observer(settings);
    let local_sessions = local_sessions(settings);
    let listen = match settings.file("quorumListenOnAllIPs", value::truth) {
        Some(Switch::On) => PeerListening::EveryAddress,
        Some(Switch::Off) | None => PeerListening::Listed,
    };
    let leader_serves = settings.property("zookeeper.leaderServes", value::yes_or_no);
    let (members, sid) = known.members.zip(known.sid)?;
    check_role(settings, role, members.member(sid)?.role);
    let dynamic_file = settings.raw("dynamicConfigFile");
    Some(EnsembleConfig {
        members: members.clone(),
        sid,
        dynamic_file: dynamic_file.map(|setting| PathBuf::from(&setting.value)),
        standalone: known.standalone,
        leader_serves: leader_serves.unwrap_or(Switch::On),
        local_sessions,
        limits: limits?,
        election,
        observer,
        listen,
    })
}

/// What would protect the connections between servers is there or the server does not start.
fn refuse_protection(settings: &mut Settings) {
    const TLS: &str = "TLS between servers is not supported yet";
    const SASL: &str = "SASL between servers is not supported yet";
    let switches = [
        ("sslQuorum", TLS),
        ("quorum.auth.enableSasl", SASL),
        ("quorum.auth.learnerRequireSasl", SASL),
        ("quorum.auth.serverRequireSasl", SASL),
    ];
    for (key, what) in switches {
        if settings.file(key, value::truth) == Some(Switch::On) {
            let message = format!(
                "{what}. Remove {key}=true, and let nobody but the servers reach the quorum and \
                 election ports."
            );
            settings.conflict_file(key, message);
        }
    }
    if settings.raw("oraclePath").is_some() {
        let message = "oraclePath: no oracle can stand in for a participant. Remove it, and list \
                       three participants so that one may fail.";
        settings.conflict_file("oraclePath", message.to_owned());
    }
}

fn election_algorithm(text: &str) -> Parsed<()> {
    match text {
        "3" => Ok(()),
        _ => Err("Write 3, or leave it out: there is no other algorithm.".to_owned()),
    }
}

fn role(text: &str) -> Parsed<MemberRole> {
    MemberRole::parse(text).map_err(|_| "Write participant or observer.".to_owned())
}

/// `peerType` says what the line of this server says.
fn check_role(settings: &mut Settings, given: Option<MemberRole>, own: MemberRole) {
    if let Some(given) = given.filter(|given| *given != own) {
        let message = format!(
            "peerType is {given}, and the line of this server says {own}. Make them the same."
        );
        settings.conflict_file("peerType", message);
    }
}

fn tick_limits(settings: &mut Settings, tick_ms: u32) -> Option<TickLimits> {
    let init = ticks(settings, "initLimit", 10);
    let sync = ticks(settings, "syncLimit", 5);
    let connect = settings.file("connectToLearnerMasterLimit", |text| {
        let ticks: u32 = value::whole(text, Notation::Decimal, 0..=TICKS_MAX, "ticks", 10)?;
        Ok(NonZeroU32::new(ticks))
    });
    Some(TickLimits {
        tick_ms,
        init: init?,
        sync: sync?,
        connect: connect.flatten().or(init)?,
    })
}

/// A number of ticks that an ensemble cannot do without.
fn ticks(settings: &mut Settings, key: &'static str, example: i64) -> Option<NonZeroU32> {
    if settings.raw(key).is_none() {
        settings.faults.push(ConfigError::Missing {
            key,
            remedy: format!(
                "An ensemble needs it: a number of ticks, for example {key}={example}."
            ),
        });
    }
    settings.file(key, |text| {
        above_zero(text, Notation::Decimal, TICKS_MAX, "ticks", example)
    })
}

fn election(settings: &mut Settings) -> ElectionTiming {
    const MIN: &str = "zookeeper.fastleader.minNotificationInterval";
    const MAX: &str = "zookeeper.fastleader.maxNotificationInterval";
    let wait = |text: &str| above_zero(text, Notation::Property, INT_MAX, MS, 1000);
    let (min, max) = (settings.property(MIN, wait), settings.property(MAX, wait));
    // One that is given moves the other's default, and never contradicts it.
    let resend_min_ms = min.unwrap_or_else(|| max.unwrap_or(RESEND_MIN_MS).min(RESEND_MIN_MS));
    let resend_max_ms = max.unwrap_or(resend_min_ms.max(RESEND_MAX_MS));
    if resend_min_ms > resend_max_ms {
        let message = format!(
            "the shortest interval ({resend_min_ms} ms) is above the longest \
             ({resend_max_ms} ms). Change fastleader.minNotificationInterval, \
             fastleader.maxNotificationInterval or both."
        );
        settings.conflict_property(MIN, &message);
    }
    let connect = settings.property("zookeeper.cnxTimeout", |text| {
        above_zero(text, Notation::Decimal, INT_MAX, MS, 5000)
    });
    let attempts = settings.property("zookeeper.electionPortBindRetry", |text| {
        value::limit(text, Notation::Property, "attempts", 3)
    });
    let epoch_wait = settings.property("zookeeper.leader.maxTimeToWaitForEpoch", |text| {
        let ms: i64 = value::whole(text, Notation::Property, -1..=INT_MAX, MS, 10_000)?;
        Ok(u32::try_from(ms).ok())
    });
    ElectionTiming {
        resend_min_ms,
        resend_max_ms,
        connect_timeout_ms: connect.unwrap_or(CONNECT_TIMEOUT_MS),
        bind_attempts: attempts.unwrap_or(BIND_ATTEMPTS),
        epoch_wait_ms: epoch_wait.flatten(),
    }
}

fn observer(settings: &mut Settings) -> ObserverDelays {
    let delay = |text: &str| value::whole(text, Notation::Property, 0..=INT_MAX, MS, 1000);
    let reconnect = settings.property("zookeeper.observer.reconnectDelayMs", delay);
    let election = settings.property("zookeeper.observer.election.DelayMs", delay);
    ObserverDelays {
        election_ms: election.unwrap_or(OBSERVER_ELECTION_DELAY_MS),
        reconnect_ms: reconnect.unwrap_or(0),
    }
}

fn local_sessions(settings: &mut Settings) -> LocalSessions {
    let enabled = settings.file("localSessionsEnabled", value::truth);
    let upgrading = settings.file("localSessionsUpgradingEnabled", value::truth);
    match (enabled, upgrading) {
        (Some(Switch::On), Some(Switch::On)) => LocalSessions::Upgrading,
        (Some(Switch::On), Some(Switch::Off) | None) => LocalSessions::On,
        (Some(Switch::Off) | None, _) => LocalSessions::Off,
    }
}

fn above_zero(
    text: &str,
    notation: Notation,
    most: i64,
    unit: &str,
    example: i64,
) -> Parsed<NonZeroU32> {
    let number = value::whole(text, notation, 1..=most, unit, example)?;
    NonZeroU32::new(number).ok_or_else(|| "Write a number above 0.".to_owned())
}
