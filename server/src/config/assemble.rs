//! Settings into a [`Config`]: every value read, and what has to fit together checked.
//!
//! Must never stop at the first fault: all of them are shown at once. Defaults are those of
//! ZooKeeper 3.9 (its manual, and its code where the manual errs).

use std::collections::BTreeSet;
use std::num::{NonZeroU32, NonZeroU64};
use std::path::{Path, PathBuf};

use ringkeeper_core::id::{Sid, Zxid};
use ringkeeper_core::limits;
use ringkeeper_core::options::{LargeRequests, Options, ReaperOptions, Switch, Throttles};
use ringkeeper_core::zab::ensemble::Member;

use super::address::{ClientAddress, ListenHost};
use super::ensemble::{self, Known};
use super::error::{ConfigError, ConfigErrors};
use super::membership::{self, Mode};
use super::note::Remark;
use super::own::{self, LogPolicy};
use super::settings::Settings;
use super::value::{self, Notation, Parsed};
use super::{Config, ConnectionLimits, ConnectionTokens, Directories, FourLetterWords, Loaded};

/// The largest number that fits where ZooKeeper has an `int`.
pub(super) const INT_MAX: i64 = i32::MAX as i64;
/// A tick of more than an hour is a mistake; 20 of these still fit into a timeout.
const TICK_MAX: i64 = 3_600_000;
/// A frame beyond this would need more memory than one request may ask for.
const REQUEST_BYTES_MAX: i64 = 100 << 20;
/// The unit of nearly every duration.
pub(super) const MS: &str = "milliseconds";

/// The words of ZooKeeper 3.9.
const WORDS: [[u8; 4]; 18] = [
    *b"conf", *b"cons", *b"crst", *b"dirs", *b"dump", *b"envi", *b"gtmk", *b"hash", *b"isro",
    *b"mntr", *b"ruok", *b"srst", *b"srvr", *b"stat", *b"stmk", *b"wchc", *b"wchp", *b"wchs",
];

/// `maxClientCnxns` unless told otherwise.
const CONNECTIONS_PER_ADDRESS: Option<NonZeroU32> = NonZeroU32::new(60);

/// Reads everything, or says everything that is wrong.
pub(super) fn assemble(
    mut settings: Settings,
    file: Option<&Path>,
) -> Result<Loaded, ConfigErrors> {
    let mut own = own::read(&mut settings);
    let standalone = settings
        .file("standaloneEnabled", value::truth)
        .unwrap_or(Switch::On);
    let mode = mode(&mut settings, standalone);
    let directories = directories(&mut settings);
    let mut options = options(&mut settings, &mode, standalone);
    fit_segments(&mut settings, &mut own.log, options.request_bytes_max);
    let sid = directories
        .as_ref()
        .and_then(|it| sid(&mut settings, it, &mode, &options));
    let client = client_address(&mut settings, &mode, sid);
    let ensemble = match &mode {
        Mode::Alone(_) => None,
        Mode::Together(listed) => {
            let known = Known {
                members: listed.as_ref(),
                sid,
                standalone,
                tick_ms: options.tick_ms,
            };
            ensemble::read(&mut settings, known)
        }
    };
    if let Some(ensemble) = &ensemble {
        options.local_sessions = ensemble.local_sessions;
        options.leader_serves = ensemble.leader_serves;
    }
    let backlog = backlog(&mut settings);
    let connections = connections(&mut settings);
    let connection_tokens = connection_tokens(&mut settings);
    let four_letter_words = four_letter_words(&mut settings, options.read_only_mode);

    let Settings { notes, faults, .. } = settings;
    let (Some(directories), Some(sid), Some(client), true) =
        (directories, sid, client, faults.is_empty())
    else {
        return Err(ConfigErrors::gathered(faults));
    };
    assert_eq!(
        ensemble.is_some(),
        matches!(mode, Mode::Together(_)),
        "what an ensemble needs is there, or a fault says what is missing"
    );
    let config = Config {
        source: file.map(Path::to_owned),
        properties: Vec::new(),
        sid,
        ensemble,
        epoch_counter_max: own.epoch_counter_max,
        directories,
        client,
        backlog,
        connections,
        connection_tokens,
        four_letter_words,
        shards: own.shards,
        pinning: own.pinning,
        checkpoints: own.checkpoints,
        log: own.log,
        log_format: own.log_format,
        options,
    };
    Ok(Loaded { config, notes })
}

/// What kind of server this is; what its kind has no use for is remarked upon.
fn mode(settings: &mut Settings, standalone: Switch) -> Mode {
    let dynamic = settings.raw("dynamicConfigFile");
    let version = dynamic.map_or(Zxid::ZERO, |setting| {
        membership::version_in_name(Path::new(&setting.value))
    });
    let mode = membership::mode(settings, standalone, version);
    match mode {
        Mode::Alone(_) => settings.settle_alone(),
        Mode::Together(_) => settings.settle_in_ensemble(),
    }
    mode
}

/// A record never spans segments, so a segment has to hold the largest request and some more.
fn fit_segments(settings: &mut Settings, log: &mut LogPolicy, request_bytes_max: u32) {
    let txn = u64::from(request_bytes_max) * u64::from(limits::TXN_BYTES_PER_REQUEST_BYTE);
    let expanded = limits::ACL_EXPANSION_BYTES_MAX + limits::CLOSE_PATHS_BYTES_MAX;
    let needed = (txn + 2 * expanded as u64).next_multiple_of(1 << 20);
    let Some(needed) = NonZeroU64::new(needed).filter(|needed| *needed > log.segment_bytes) else {
        return;
    };
    log.segment_bytes = needed;
    let how = format!("log segments become {needed} bytes, so that one holds such a request");
    settings.note_property("jute.maxbuffer", Remark::Adjusted(how));
}

fn directories(settings: &mut Settings) -> Option<Directories> {
    let data = settings.file("dataDir", directory);
    if data.is_none() && settings.raw("dataDir").is_none() {
        settings.faults.push(ConfigError::Missing {
            key: "dataDir",
            remedy: "Write where data may live, for example dataDir=/var/lib/ringkeeper."
                .to_owned(),
        });
    }
    let log = settings.file("dataLogDir", directory);
    data.map(|data| Directories {
        log: log.unwrap_or_else(|| data.clone()),
        data,
    })
}

fn directory(text: &str) -> Parsed<PathBuf> {
    if text.is_empty() {
        return Err("Write the path of a directory.".to_owned());
    }
    Ok(PathBuf::from(text))
}

/// `myid`: a server of an ensemble must have one that is listed.
fn sid(
    settings: &mut Settings,
    directories: &Directories,
    mode: &Mode,
    options: &Options,
) -> Option<Sid> {
    let path = directories.data.join("myid");
    let given = match membership::my_id(&directories.data) {
        Ok(given) => given,
        Err(fault) => {
            settings.faults.push(fault);
            return None;
        }
    };
    let sid = match (mode, given) {
        (Mode::Alone(_), given) => given.unwrap_or(membership::STANDALONE),
        (Mode::Together(listed), given) => {
            let listed = listed.as_ref()?;
            let ids = || listed.members().keys().map(|sid| sid.0).collect();
            let fault = match given {
                Some(sid) if listed.contains(sid) => None,
                Some(Sid(id)) => Some(ConfigError::NotListed {
                    path: path.clone(),
                    id,
                    listed: ids(),
                }),
                None => Some(ConfigError::NoMyId {
                    path: path.clone(),
                    listed: ids(),
                }),
            };
            settings.faults.extend(fault);
            given?
        }
    };
    if options.extended_types.is_on() && sid == Sid(u8::MAX) {
        settings.faults.push(ConfigError::MyId {
            path,
            text: "255".to_owned(),
            remedy: "With extendedTypesEnabled the id is at most 254: 255 marks TTL znodes.",
        });
    }
    Some(sid)
}

/// `clientPort` and `clientPortAddress`, or what the line of this server says.
fn client_address(settings: &mut Settings, mode: &Mode, sid: Option<Sid>) -> Option<ClientAddress> {
    let host = settings.file("clientPortAddress", |text| Ok(ListenHost::parse(text)));
    let own = mode.listed().zip(sid);
    let own = own.and_then(|(listed, sid)| listed.member(sid));
    let from_line = own
        .and_then(|member| member.client.as_ref())
        .map(membership::client_address);
    let Some(given) = settings.raw("clientPort").cloned() else {
        if from_line.is_none() {
            settings.faults.push(ConfigError::Missing {
                key: "clientPort",
                remedy: "Write where clients connect, for example clientPort=2181.".to_owned(),
            });
        }
        return from_line;
    };
    let port = settings.file("clientPort", value::port)?;
    let from_keys = ClientAddress {
        host: host.unwrap_or(ListenHost::Any),
        port,
    };
    match from_line {
        Some(line) if line.port != port || !agree(&line.host, &from_keys.host) => {
            let message = format!(
                "clientPort says {from_keys}, the server line says {line}. Leave one of them out."
            );
            settings.conflict(&given, message);
            None
        }
        Some(line) => Some(line),
        None if own.is_some_and(|own| is_for_servers(own, &from_keys)) => {
            let message = format!(
                "clientPort={port} is a port that this server's line has for the other servers. \
                 Choose another one for clients."
            );
            settings.conflict(&given, message);
            None
        }
        None => Some(from_keys),
    }
}

/// Whether clients would connect where the other servers do.
fn is_for_servers(own: &Member, client: &ClientAddress) -> bool {
    own.addresses.iter().any(|address| {
        let same_port = [address.quorum_port, address.election_port].contains(&client.port);
        same_port && agree(&ListenHost::parse(&address.host), &client.host)
    })
}

/// Whether the host of a server line may stand beside `clientPortAddress`.
fn agree(line: &ListenHost, key: &ListenHost) -> bool {
    match key {
        ListenHost::Any => true,
        ListenHost::Ip(ip) if ip.is_unspecified() => true,
        ListenHost::Ip(_) | ListenHost::Name(_) => line == key,
    }
}

fn backlog(settings: &mut Settings) -> Option<NonZeroU32> {
    let read = |text: &str| {
        if text == "-1" {
            return Ok(None);
        }
        value::whole(text, Notation::Decimal, 1..=INT_MAX, "connections", 50).map(NonZeroU32::new)
    };
    settings.file("clientPortListenBacklog", read).flatten()
}

fn connections(settings: &mut Settings) -> ConnectionLimits {
    let per_address = settings.file("maxClientCnxns", |text| {
        value::limit(text, Notation::Decimal, "connections", 60)
    });
    let total = settings.property("zookeeper.maxCnxns", |text| {
        value::limit(text, Notation::Property, "connections", 10_000)
    });
    ConnectionLimits {
        per_address: per_address.unwrap_or(CONNECTIONS_PER_ADDRESS),
        total: total.flatten(),
    }
}

fn throttles(settings: &mut Settings) -> Throttles {
    let requests = settings.property("zookeeper.request_throttle_max_requests", |text| {
        value::limit(text, Notation::Property, "requests", 10_000)
    });
    let wait = settings.property("zookeeper.throttled_op_wait_time", |text| {
        value::limit(text, Notation::Property, "milliseconds", 1000)
    });
    Throttles {
        requests_max: requests.flatten(),
        op_wait_ms_max: wait.flatten().map(NonZeroU64::from),
        large_requests: large_requests(settings),
    }
}

fn large_requests(settings: &mut Settings) -> Option<LargeRequests> {
    let threshold = settings.property("zookeeper.largeRequestThreshold", |text| {
        value::whole::<i64>(text, Notation::Property, -1..=INT_MAX, "bytes", 65_536)
    });
    let total = settings.property("zookeeper.largeRequestMaxBytes", |text| {
        value::whole::<u64>(text, Notation::Property, 1..=INT_MAX, "bytes", 100 << 20)
    });
    let threshold_bytes = u32::try_from(threshold?).ok()?;
    Some(LargeRequests {
        threshold_bytes,
        total_bytes_max: total.unwrap_or(100 << 20),
    })
}

fn connection_tokens(settings: &mut Settings) -> Option<ConnectionTokens> {
    let max = settings.property("zookeeper.connection_throttle_tokens", |text| {
        value::limit(text, Notation::Property, "connections", 200)
    });
    let interval = settings.property("zookeeper.connection_throttle_fill_time", |text| {
        value::whole(text, Notation::Property, 1..=INT_MAX, MS, 1)
    });
    let count = settings.property("zookeeper.connection_throttle_fill_count", |text| {
        value::whole(text, Notation::Property, 1..=INT_MAX, "connections", 1)
    });
    Some(ConnectionTokens {
        max: max.flatten()?,
        fill_interval_ms: interval
            .and_then(NonZeroU64::new)
            .unwrap_or(NonZeroU64::MIN),
        fill_count: count.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN),
    })
}

fn four_letter_words(settings: &mut Settings, read_only_mode: Switch) -> FourLetterWords {
    let mut words = BTreeSet::from([*b"srvr"]);
    if read_only_mode.is_on() {
        words.insert(*b"isro");
    }
    let Some(setting) = settings
        .raw_property("zookeeper.4lw.commands.whitelist")
        .cloned()
    else {
        return FourLetterWords::Only(words);
    };
    for word in value::words(&setting.value) {
        match <[u8; 4]>::try_from(word.as_bytes()) {
            _ if word == "*" => return FourLetterWords::All,
            Ok(known) if WORDS.contains(&known) => {
                words.insert(known);
            }
            Ok(_) | Err(_) => {
                let remark = format!("{word:?} is passed over: there is no such four-letter word");
                settings.note(&setting, Remark::Adjusted(remark));
            }
        }
    }
    FourLetterWords::Only(words)
}

/// What changes the meaning of requests.
fn options(settings: &mut Settings, mode: &Mode, standalone: Switch) -> Options {
    let defaults = Options::default();
    let tick_ms = settings
        .file("tickTime", |text| {
            value::whole(text, Notation::Decimal, 1..=TICK_MAX, MS, 2000)
        })
        .unwrap_or(defaults.tick_ms);
    let (session_timeout_min_ms, session_timeout_max_ms) = session_timeouts(settings, tick_ms);
    let digest_scheme = switch(settings, "zookeeper.DigestAuthenticationProvider.enabled")
        .unwrap_or(defaults.digest_scheme);
    Options {
        tick_ms,
        session_timeout_min_ms,
        session_timeout_max_ms,
        request_bytes_max: settings
            .property("jute.maxbuffer", request_bytes)
            .unwrap_or(defaults.request_bytes_max),
        extended_types: switch(settings, "zookeeper.extendedTypesEnabled")
            .unwrap_or(defaults.extended_types),
        enforce_quota: switch(settings, "zookeeper.enforceQuota").unwrap_or(defaults.enforce_quota),
        reconfig: settings
            .file("reconfigEnabled", value::truth)
            .unwrap_or(defaults.reconfig),
        standalone,
        has_peers: Switch::from(matches!(mode, Mode::Together(_))),
        skip_acl: settings
            .property("zookeeper.skipACL", value::yes_or_no)
            .unwrap_or(defaults.skip_acl),
        tree_digest: switch(settings, "zookeeper.digest.enabled").unwrap_or(defaults.tree_digest),
        // Known once the keys of ensembles are read.
        leader_serves: defaults.leader_serves,
        local_sessions: defaults.local_sessions,
        read_only_mode: switch(settings, "readonlymode.enabled").unwrap_or(defaults.read_only_mode),
        digest_scheme,
        digest_algorithm: settings
            .property(
                "zookeeper.DigestAuthenticationProvider.digestAlg",
                value::digest_algorithm,
            )
            .unwrap_or(defaults.digest_algorithm),
        super_digest: settings.secret(
            "zookeeper.DigestAuthenticationProvider.superDigest",
            value::super_digest,
        ),
        enforced_schemes: enforced_schemes(settings, digest_scheme),
        reaper: reaper(settings, defaults.reaper),
        throttles: throttles(settings),
        outstanding_max: settings
            .property("zookeeper.globalOutstandingLimit", |text| {
                value::whole(text, Notation::Property, 1..=INT_MAX, "requests", 1000)
            })
            .unwrap_or(defaults.outstanding_max),
        handshake_timeout_ms: settings
            .property("zookeeper.nio.sessionlessCnxnTimeout", |text| {
                value::whole(text, Notation::Property, 1..=INT_MAX, MS, 10_000)
            })
            .unwrap_or(defaults.handshake_timeout_ms),
    }
}

fn switch(settings: &mut Settings, name: &str) -> Option<Switch> {
    settings.property(name, value::truth)
}

/// `jute.maxbuffer`. Upstream's own tests go down to 1; nobody can use less than a header.
fn request_bytes(text: &str) -> Parsed<u32> {
    value::whole(
        text,
        Notation::Property,
        64..=REQUEST_BYTES_MAX,
        "bytes",
        1_048_575,
    )
}

/// The smallest and the largest timeout granted, in milliseconds.
fn session_timeouts(settings: &mut Settings, tick_ms: u32) -> (i32, i32) {
    let ticks = |count: u32| i32::try_from(tick_ms.saturating_mul(count)).unwrap_or(i32::MAX);
    let bound = |text: &str| value::whole::<i32>(text, Notation::Decimal, -1..=INT_MAX, MS, 4000);
    let given = |timeout: &i32| *timeout != -1;
    let min = settings
        .file("minSessionTimeout", bound)
        .filter(given)
        .unwrap_or(ticks(2));
    let max = settings
        .file("maxSessionTimeout", bound)
        .filter(given)
        .unwrap_or(ticks(20));
    if min > max {
        let given = settings
            .raw("minSessionTimeout")
            .or(settings.raw("maxSessionTimeout"))
            .cloned();
        if let Some(given) = given {
            let message = format!(
                "the smallest session timeout ({min} ms) is above the largest ({max} ms). \
                 Unset they are 2 and 20 ticks: set minSessionTimeout, maxSessionTimeout or both."
            );
            settings.conflict(&given, message);
        }
    }
    (min, max)
}

fn reaper(settings: &mut Settings, defaults: ReaperOptions) -> ReaperOptions {
    let check_interval = settings.property("znode.container.checkIntervalMs", |text| {
        value::whole(text, Notation::Property, 1..=INT_MAX, MS, 60_000)
    });
    let per_minute = settings.property("znode.container.maxPerMinute", |text| {
        value::whole(
            text,
            Notation::Property,
            1..=INT_MAX,
            "deletes per minute",
            10_000,
        )
    });
    let never_used = settings.property("znode.container.maxNeverUsedIntervalMs", |text| {
        value::whole(text, Notation::Property, 0..=INT_MAX, MS, 300_000)
    });
    ReaperOptions {
        check_interval_ms: check_interval.unwrap_or(defaults.check_interval_ms),
        max_per_minute: per_minute.unwrap_or(defaults.max_per_minute),
        max_never_used_ms: never_used.unwrap_or(defaults.max_never_used_ms),
    }
}

/// The schemes of which a connection must hold one, empty if that is not asked for.
///
/// As upstream, a scheme that no provider serves stops the start: every client would be refused.
fn enforced_schemes(settings: &mut Settings, digest_scheme: Switch) -> Vec<String> {
    const SASL: &str = "zookeeper.sessionRequireClientSASLAuth";
    const ENABLED: &str = "zookeeper.enforce.auth.enabled";
    if switch(settings, SASL) == Some(Switch::On) {
        settings.conflict_property(
            SASL,
            "sessionRequireClientSASLAuth=true would refuse every client: SASL is not supported \
             yet. Remove it, or enforce another scheme: enforce.auth.enabled=true and \
             enforce.auth.schemes=digest.",
        );
    }
    let given = settings
        .property("zookeeper.enforce.auth.schemes", schemes)
        .unwrap_or_default();
    if switch(settings, ENABLED) != Some(Switch::On) {
        return Vec::new();
    }
    if given.is_empty() {
        settings.conflict_property(
            ENABLED,
            "enforce.auth.enabled=true needs the schemes. Add enforce.auth.schemes=digest.",
        );
    }
    if !digest_scheme.is_on() && given.iter().any(|scheme| scheme == "digest") {
        settings.conflict_property(
            ENABLED,
            "the scheme digest is enforced and switched off. Remove \
             DigestAuthenticationProvider.enabled=false.",
        );
    }
    given
}

/// Schemes between commas, each of which can be served.
fn schemes(text: &str) -> Parsed<Vec<String>> {
    let schemes: Vec<String> = value::words(text).map(str::to_owned).collect();
    match schemes
        .iter()
        .find(|scheme| !matches!(scheme.as_str(), "digest" | "ip"))
    {
        Some(_) => Err("Write digest, ip or both: other schemes are not supported yet.".to_owned()),
        None => Ok(schemes),
    }
}
