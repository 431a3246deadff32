//! Whole configurations: text in, a typed [`Config`] or the faults out.

use std::fs;
use std::path::PathBuf;

use ringkeeper_core::options::{DigestAlgorithm, LargeRequests, Throttles};
use tempfile::TempDir;

use super::*;

mod ensemble;

/// A `zoo.cfg` in a directory of its own. `{dir}` in the text stands for that directory.
struct Setup {
    dir: TempDir,
}

impl Setup {
    fn new() -> Setup {
        Setup {
            dir: tempfile::tempdir().expect("a directory"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let text = text.replace("{dir}", &self.dir.path().display().to_string());
        fs::write(self.path(name), text).expect("writable");
    }

    fn load(&self, arguments: &[&str], text: &str) -> Result<Loaded, String> {
        self.write("zoo.cfg", text);
        let properties: Vec<_> = arguments.iter().map(|it| Property::parse(it)).collect();
        load(&properties, Some(&self.path("zoo.cfg"))).map_err(|errors| {
            errors
                .to_string()
                .replace(&format!("{}/", self.dir.path().display()), "")
        })
    }
}

/// The smallest file that starts a server.
const MINIMAL: &str = "dataDir={dir}\nclientPort=2181\n";

fn config(arguments: &[&str], more: &str) -> Config {
    Setup::new()
        .load(arguments, &format!("{MINIMAL}{more}"))
        .expect("a right configuration")
        .config
}

fn faults(arguments: &[&str], text: &str) -> String {
    Setup::new()
        .load(arguments, text)
        .expect_err("a wrong configuration")
}

#[test]
fn the_built_in_default_starts() {
    let Loaded { config, notes } = load(&[], None).expect("the built-in default is right");
    assert_eq!(notes, []);
    assert_eq!(config.source, None);
    assert_eq!(config.client.to_string(), "127.0.0.1:2181");
    assert_eq!(config.directories.data, PathBuf::from("data"));
    assert_eq!(config.options.tick_ms, 2000);
    assert_eq!(config.options.session_timeout_min_ms, 4000);
    assert_eq!(config.options.session_timeout_max_ms, 40_000);
}

#[test]
fn a_minimal_file_has_zookeepers_defaults() {
    let config = config(&[], "");
    assert_eq!(config.options, Options::default());
    assert_eq!(config.sid, Sid(1));
    assert_eq!(
        config.client,
        ClientAddress {
            host: ListenHost::Any,
            port: 2181
        }
    );
    assert_eq!(config.directories.data, config.directories.log);
    assert_eq!(config.backlog, None);
    assert_eq!(config.connections.per_address, NonZeroU32::new(60));
    assert_eq!(config.connections.total, None);
    assert_eq!(config.options.throttles, Throttles::default());
    assert_eq!(config.four_letter_words.to_string(), "srvr");
}

#[test]
fn the_sample_file_of_zookeeper_is_taken_without_a_warning() {
    let sample = "# The number of milliseconds of each tick\ntickTime=2000\n\
                  initLimit=10\nsyncLimit=5\ndataDir={dir}\n# the port\nclientPort=2181\n\
                  #maxClientCnxns=60\n#autopurge.snapRetainCount=3\n";
    let loaded = Setup::new().load(&[], sample).expect("the sample is right");
    assert!(
        loaded
            .notes
            .iter()
            .all(|note| note.loudness() == Loudness::Debug)
    );
}

#[test]
fn every_key_reaches_its_field() {
    let text = "tickTime=1000\nminSessionTimeout=1500\nmaxSessionTimeout=90000\n\
                dataLogDir=/log\nclientPortAddress=10.1.2.3\nclientPortListenBacklog=128\n\
                maxClientCnxns=0\nmaxCnxns=500\nglobalOutstandingLimit=0x10\n\
                extendedTypesEnabled=true\nenforceQuota=TRUE\nskipACL=yes\n\
                reconfigEnabled=true\ndigest.enabled=false\n\
                DigestAuthenticationProvider.digestAlg=SHA-256\n\
                DigestAuthenticationProvider.superDigest=super:hash\n\
                enforce.auth.enabled=true\nenforce.auth.schemes=digest, ip\n\
                4lw.commands.whitelist=ruok, mntr\nnio.sessionlessCnxnTimeout=500\n\
                requestThrottleLimit=7\nthrottledOpWaitTime=8\nlargeRequestThreshold=1000\n\
                largeRequestMaxBytes=5000\nconnectionMaxTokens=9\nconnectionTokenFillTime=10\n\
                connectionTokenFillCount=11\nringkeeper.shards=3\nringkeeper.pin=false\n\
                ringkeeper.logFormat=json\n";
    let arguments = [
        "jute.maxbuffer=0x1000",
        "readonlymode.enabled=true",
        "znode.container.checkIntervalMs=100",
        "znode.container.maxPerMinute=200",
        "znode.container.maxNeverUsedIntervalMs=300",
    ];
    let config = config(&arguments, text);
    let options = &config.options;
    assert_eq!(options.tick_ms, 1000);
    assert_eq!(options.session_timeout_min_ms, 1500);
    assert_eq!(options.session_timeout_max_ms, 90_000);
    assert_eq!(options.request_bytes_max, 4096);
    assert_eq!(options.extended_types, Switch::On);
    assert_eq!(options.enforce_quota, Switch::On);
    assert_eq!(options.reconfig, Switch::On);
    assert_eq!(options.skip_acl, Switch::On);
    assert_eq!(options.tree_digest, Switch::Off);
    assert_eq!(options.read_only_mode, Switch::On);
    assert_eq!(options.digest_scheme, Switch::On);
    assert_eq!(options.digest_algorithm, DigestAlgorithm::Sha256);
    assert_eq!(options.super_digest.as_deref(), Some("super:hash"));
    assert_eq!(options.enforced_schemes, ["digest", "ip"]);
    assert_eq!(options.reaper.check_interval_ms, 100);
    assert_eq!(options.reaper.max_per_minute, 200);
    assert_eq!(options.reaper.max_never_used_ms, 300);
    assert_eq!(options.outstanding_max, 16);
    assert_eq!(options.handshake_timeout_ms, 500);
    assert_eq!(config.directories.log, PathBuf::from("/log"));
    assert_eq!(config.client.to_string(), "10.1.2.3:2181");
    assert_eq!(config.backlog, NonZeroU32::new(128));
    assert_eq!(config.connections.per_address, None);
    assert_eq!(config.connections.total, NonZeroU32::new(500));
    assert_eq!(config.four_letter_words.to_string(), "isro,mntr,ruok,srvr");
    assert!(config.four_letter_words.allows(*b"mntr"));
    assert!(!config.four_letter_words.allows(*b"wchc"));
    let throttles = config.options.throttles;
    assert_eq!(throttles.requests_max, NonZeroU32::new(7));
    assert_eq!(throttles.op_wait_ms_max, NonZeroU64::new(8));
    let large = LargeRequests {
        threshold_bytes: 1000,
        total_bytes_max: 5000,
    };
    assert_eq!(throttles.large_requests, Some(large));
    let tokens = config.connection_tokens.expect("tokens are on");
    assert_eq!(
        (
            tokens.max.get(),
            tokens.fill_interval_ms.get(),
            tokens.fill_count.get()
        ),
        (9, 10, 11)
    );
    assert_eq!(config.shards.to_string(), "3");
    assert_eq!(config.pinning, Switch::Off);
    assert_eq!(config.log_format, LogFormat::Json);
}

#[test]
fn what_is_printed_reads_back_as_the_same_configuration() {
    let setup = Setup::new();
    let text = format!("{MINIMAL}4lw.commands.whitelist=*\nlargeRequestThreshold=10\nmaxCnxns=7");
    let first = setup
        .load(&[], &text)
        .expect("a right configuration")
        .config;
    let second = setup
        .load(&[], &first.to_string())
        .expect("what is printed is right")
        .config;
    assert_eq!(first, second);
}

#[test]
fn the_command_line_alone_sets_properties() {
    let config = config(
        &[
            "zookeeper.extendedTypesEnabled=true",
            "zookeeper.maxCnxns=4",
        ],
        "",
    );
    assert_eq!(config.options.extended_types, Switch::On);
    assert_eq!(config.connections.total, NonZeroU32::new(4));
}

#[test]
fn a_segment_holds_the_largest_request() {
    let small = "ringkeeper.segmentBytes=4M";
    assert_eq!(config(&[], small).log.segment_bytes.get(), 12 << 20);
    let text = format!("{MINIMAL}{small}");
    let loaded = Setup::new()
        .load(&["jute.maxbuffer=5000000"], &text)
        .expect("it is made to fit");
    assert_eq!(loaded.config.log.segment_bytes.get(), 43 << 20);
    let notes: Vec<_> = loaded.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "command line: jute.maxbuffer: log segments become 45088768 bytes, \
          so that one holds such a request"
        ]
    );
}

#[test]
fn the_file_counts_over_the_command_line() {
    let config = config(
        &["zookeeper.extendedTypesEnabled=true"],
        "extendedTypesEnabled=false",
    );
    assert_eq!(config.options.extended_types, Switch::Off);
}

#[test]
fn every_key_that_is_put_to_use_refuses_nonsense() {
    // A directory, a host and a whitelist can be any text.
    let free = [
        "clientPortAddress",
        "dataDir",
        "dataLogDir",
        "zookeeper.4lw.commands.whitelist",
    ];
    for key in keys::FILE_KEYS.iter().filter(|key| !is_free(&free, key)) {
        let Some(name) = key.used_name() else {
            continue;
        };
        let text = match key.reach() {
            keys::Reach::Everywhere => "dataDir={dir}\nclientPort=1\n",
            keys::Reach::Ensembles => ensemble::THREE,
        };
        let setup = ensemble::setup("1");
        let outcome = setup.load(&[], &format!("{text}{name}=*nonsense*"));
        let faults = outcome.expect_err(name);
        let named = match name {
            "dynamicConfigFile" => "*nonsense*",
            other => other,
        };
        assert!(faults.contains(named), "{name}: {faults}");
    }
    for key in keys::PROPERTIES.iter().filter(|key| !is_free(&free, key)) {
        let Some(name) = key.used_name() else {
            continue;
        };
        let text = match key.reach() {
            keys::Reach::Everywhere => MINIMAL,
            keys::Reach::Ensembles => ensemble::THREE,
        };
        let outcome = ensemble::setup("1").load(&[&format!("{name}=*nonsense*")], text);
        let faults = outcome.expect_err(name);
        assert!(faults.contains(name), "{name}: {faults}");
    }
}

fn is_free(free: &[&str], key: &keys::Key) -> bool {
    key.used_name().is_some_and(|name| free.contains(&name))
}

#[test]
fn faults_name_the_place_and_the_remedy() {
    let table: &[(&[&str], &str, &str)] = &[
        (
            &[],
            "clientPort=1",
            "dataDir is not set. Write where data may live, for example \
             dataDir=/var/lib/ringkeeper.",
        ),
        (
            &[],
            "dataDir={dir}",
            "clientPort is not set. Write where clients connect, for example clientPort=2181.",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=x",
            "zoo.cfg:2: clientPort=x cannot be used. \
             Write a TCP port from 1 to 65535, for example 2181.",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=1\n\ntickTime=2s",
            "zoo.cfg:4: tickTime=2s cannot be used. \
             Write a whole number of milliseconds from 1 to 3600000, for example 2000.",
        ),
        (
            &["zookeeper.DigestAuthenticationProvider.superDigest=secret"],
            MINIMAL,
            "command line: the value of zookeeper.DigestAuthenticationProvider.superDigest \
             cannot be used. Write user:hash, where hash is base64(SHA1(\"user:password\")).",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=1\nminSessionTimeout=50000\nmaxSessionTimeout=100",
            "zoo.cfg:3: the smallest session timeout (50000 ms) is above the largest (100 ms). \
             Unset they are 2 and 20 ticks: set minSessionTimeout, maxSessionTimeout or both.",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=1\nskipACL=true",
            "zoo.cfg:3: skipACL=true cannot be used. Write yes or no, in small letters.",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=1\nenforce.auth.enabled=true",
            "zoo.cfg:3: enforce.auth.enabled=true needs the schemes. \
             Add enforce.auth.schemes=digest.",
        ),
        (
            &["zookeeper.enforce.auth.schemes=sasl"],
            MINIMAL,
            "command line: zookeeper.enforce.auth.schemes=sasl cannot be used. \
             Write digest, ip or both: other schemes are not supported yet.",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=1\nsessionRequireClientSASLAuth=true",
            "zoo.cfg:3: sessionRequireClientSASLAuth=true would refuse every client: SASL is not \
             supported yet. Remove it, or enforce another scheme: enforce.auth.enabled=true and \
             enforce.auth.schemes=digest.",
        ),
        (
            &["zookeeper.DigestAuthenticationProvider.enabled=false"],
            "dataDir={dir}\nclientPort=1\nenforce.auth.enabled=true\nenforce.auth.schemes=digest",
            "zoo.cfg:3: the scheme digest is enforced and switched off. Remove \
             DigestAuthenticationProvider.enabled=false.",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=\\u12",
            "zoo.cfg:2: \\u must be followed by four hexadecimal digits; \
             write \\\\u for a backslash and a u",
        ),
        (
            &[],
            "dataDir={dir}\nclientPort=1\ndynamicConfigFile={dir}/none",
            "none: cannot read this dynamic configuration file: \
             No such file or directory (os error 2)",
        ),
    ];
    for (arguments, text, expected) in table {
        assert_eq!(faults(arguments, text), *expected);
    }
}

#[test]
fn all_faults_are_shown_at_once() {
    let faults = faults(&["jute.maxbuffer=big"], "tickTime=0\nringkeeper.shrads=2");
    let lines: Vec<_> = faults
        .lines()
        .map(|line| line.split(". ").next().unwrap_or(""))
        .collect();
    assert_eq!(
        lines,
        [
            "zoo.cfg:2: there is no key ringkeeper.shrads",
            "dataDir is not set",
            "zoo.cfg:1: tickTime=0 cannot be used",
            "command line: jute.maxbuffer=big cannot be used",
            "clientPort is not set",
        ]
    );
}

#[test]
fn a_missing_file_is_named() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("none.cfg");
    let error = load(&[], Some(&path))
        .expect_err("there is no such file")
        .to_string();
    assert!(
        error.starts_with(&format!("{}: cannot read this conf", path.display())),
        "{error}"
    );
}

#[test]
fn a_single_server_line_is_standalone_and_may_hold_the_client_port() {
    let setup = Setup::new();
    setup.write("myid", "7\n");
    let text = "dataDir={dir}\nserver.7=localhost:2888:3888;127.0.0.1:2185\n";
    let config = setup
        .load(&[], text)
        .expect("one server is standalone")
        .config;
    assert_eq!(config.sid, Sid(7));
    assert_eq!(config.client.to_string(), "127.0.0.1:2185");

    let clash = setup
        .load(&[], &format!("{text}clientPort=2186"))
        .expect_err("two ports");
    assert_eq!(
        clash,
        "zoo.cfg:3: clientPort says *:2186, the server line says 127.0.0.1:2185. \
         Leave one of them out."
    );
}

#[test]
fn the_dynamic_file_is_read() {
    let setup = Setup::new();
    setup.write("dynamic", "server.1=localhost:2888:3888;2190\nversion=1\n");
    let text = "dataDir={dir}\ndynamicConfigFile={dir}/dynamic";
    let fault = setup
        .load(&[], text)
        .expect_err("a version has no place in there");
    assert_eq!(
        fault,
        "dynamic:2: the version is in the name of the file. Remove this line."
    );
    setup.write("dynamic", "server.1=localhost:2888:3888;2190\ngroup.1=1\n");
    let config = setup
        .load(&[], text)
        .expect("one server is standalone")
        .config;
    assert_eq!(config.client.to_string(), "*:2190");
}

#[test]
fn server_255_cannot_have_ttl_znodes() {
    let setup = Setup::new();
    setup.write("myid", "255");
    assert!(setup.load(&[], MINIMAL).is_ok());
    let fault = setup.load(&[], &format!("{MINIMAL}extendedTypesEnabled=true"));
    assert_eq!(
        fault.expect_err("255 marks TTL znodes"),
        "myid: \"255\" is no server id. \
         With extendedTypesEnabled the id is at most 254: 255 marks TTL znodes."
    );
}

#[test]
fn the_page_about_configuration_names_every_key() {
    let page = include_str!("../../../docs/configuration.md");
    let tables = keys::FILE_KEYS.iter().chain(keys::PROPERTIES);
    for key in tables.filter_map(keys::Key::used_name) {
        let name = key.strip_prefix("zookeeper.").unwrap_or(key);
        assert!(page.contains(&format!("`{name}`")), "{name} is missing");
    }
    for (name, default, _) in OWN_KEYS {
        let row = format!("| `{name}` | {default} | ");
        assert!(page.contains(&row), "{row} is missing");
    }
}
