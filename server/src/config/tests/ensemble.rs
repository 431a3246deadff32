//! Configurations of ensembles: lines, ids and keys in, an [`EnsembleConfig`] or the faults out.

use ringkeeper_core::id::Zxid;
use ringkeeper_core::zab::ensemble::MemberRole;

use ringkeeper_core::options::LocalSessions;

use super::super::ensemble::PeerListening;
use super::*;

/// The smallest file of an ensemble: its directory also needs `myid`.
pub(super) const THREE: &str = "dataDir={dir}\nclientPort=2181\ninitLimit=10\nsyncLimit=5\n\
                                server.1=zk1:2888:3888\nserver.2=zk2:2888:3888\n\
                                server.3=zk3:2888:3888\n";

/// A directory with a `myid`.
pub(super) fn setup(my_id: &str) -> Setup {
    let setup = Setup::new();
    setup.write("myid", my_id);
    setup
}

fn ensemble(more: &str) -> EnsembleConfig {
    let loaded = setup("2").load(&[], &format!("{THREE}{more}"));
    let config = loaded.expect("a right configuration").config;
    config.ensemble.expect("three lines are an ensemble")
}

fn faults(my_id: &str, text: &str) -> String {
    let outcome = setup(my_id).load(&[], text);
    outcome.expect_err("a wrong configuration")
}

#[test]
fn several_lines_are_an_ensemble_with_zookeepers_defaults() {
    let loaded = setup("2").load(&[], THREE).expect("a right configuration");
    assert_eq!(loaded.notes, []);
    assert_eq!(loaded.config.sid, Sid(2));
    let ensemble = loaded.config.ensemble.expect("three lines are an ensemble");
    assert_eq!(ensemble.sid, Sid(2));
    assert_eq!(ensemble.role(), MemberRole::Participant);
    assert_eq!(ensemble.own().addresses[0].host, "zk2");
    assert_eq!(ensemble.members.voters().len(), 3);
    assert_eq!(ensemble.members.version(), Zxid::ZERO);
    assert_eq!(ensemble.dynamic_file, None);
    assert_eq!(ensemble.standalone, Switch::On);
    assert_eq!(ensemble.leader_serves, Switch::On);
    assert_eq!(ensemble.local_sessions, LocalSessions::Off);
    assert_eq!(ensemble.listen, PeerListening::Listed);
    let limits = ensemble.limits;
    assert_eq!((limits.init.get(), limits.sync.get()), (10, 5));
    assert_eq!((limits.tick_ms, limits.ms(limits.connect)), (3000, 30_000));
    let election = ensemble.election;
    assert_eq!(election.resend_min_ms.get(), 100);
    assert_eq!(election.resend_max_ms.get(), 2_000);
    assert_eq!(election.connect_timeout_ms.get(), 5000);
    assert_eq!(election.bind_attempts, NonZeroU32::new(3));
    assert_eq!(election.epoch_wait_ms, None);
    assert_eq!(ensemble.observer.reconnect_ms, 0);
    assert_eq!(ensemble.observer.election_ms, 200);
}

#[test]
fn every_key_reaches_its_field() {
    let ensemble = ensemble(
        "tickTime=1000\nconnectToLearnerMasterLimit=7\nstandaloneEnabled=false\n\
         leaderServes=no\nlocalSessionsEnabled=true\nlocalSessionsUpgradingEnabled=true\n\
         quorumListenOnAllIPs=true\nelectionAlg=3\npeerType=participant\n\
         fastleader.minNotificationInterval=10\nfastleader.maxNotificationInterval=20\n\
         cnxTimeout=30\nelectionPortBindRetry=0\nmaxTimeToWaitForEpoch=40\n\
         observer.reconnectDelayMs=50\nobserver.election.DelayMs=60\nsslQuorum=false\n\
         quorum.auth.enableSasl=false\nweight.1=1\nweight.2=0\ngroup.1=1\ngroup.2=2:3\n",
    );
    assert_eq!(ensemble.limits.ms(ensemble.limits.connect), 7000);
    assert_eq!(ensemble.standalone, Switch::Off);
    assert_eq!(ensemble.leader_serves, Switch::Off);
    assert_eq!(ensemble.local_sessions, LocalSessions::Upgrading);
    assert_eq!(ensemble.listen, PeerListening::EveryAddress);
    assert_eq!(ensemble.election.resend_min_ms.get(), 10);
    assert_eq!(ensemble.election.resend_max_ms.get(), 20);
    assert_eq!(ensemble.election.connect_timeout_ms.get(), 30);
    assert_eq!(ensemble.election.bind_attempts, None);
    assert_eq!(ensemble.election.epoch_wait_ms, Some(40));
    assert_eq!(ensemble.observer.reconnect_ms, 50);
    assert_eq!(ensemble.observer.election_ms, 60);
    assert_eq!(ensemble.members.quorums().weight(Sid(2)), 0);
    let text = ensemble.members.text();
    assert!(text.contains("\ngroup.2=2:3\nweight.1=1\n"), "{text}");
}

#[test]
fn the_client_port_may_stand_in_the_own_line() {
    let text = "dataDir={dir}\ninitLimit=10\nsyncLimit=5\n\
                server.1=zk1:2888:3888;127.0.0.1:2191\nserver.2=zk2:2888:3888;2192\n";
    for (my_id, expected) in [("1", "127.0.0.1:2191"), ("2", "*:2192")] {
        let loaded = setup(my_id).load(&[], text).expect("a right file");
        assert_eq!(loaded.config.client.to_string(), expected);
    }
    let fault = faults("2", &format!("{text}clientPort=2193"));
    assert_eq!(
        fault,
        "zoo.cfg:6: clientPort says *:2193, the server line says *:2192. \
         Leave one of them out."
    );
    let both = "clientPort=2192\nclientPortAddress=0.0.0.0";
    assert!(setup("2").load(&[], &format!("{text}{both}")).is_ok());
    let alone = ensemble("");
    assert_eq!(
        alone.own().client,
        None,
        "the port of zoo.cfg is for this server only"
    );
}

#[test]
fn the_dynamic_file_has_the_version_in_its_name() {
    let setup = setup("1");
    let name = "zoo.cfg.dynamic.100000007";
    setup.write(
        name,
        "server.1=a:1:2;2181\nserver.2=b:1:2:observer;2181\nserver.3=c:1:2;2181",
    );
    let text =
        format!("dataDir={{dir}}\ninitLimit=1\nsyncLimit=1\ndynamicConfigFile={{dir}}/{name}");
    let config = setup.load(&[], &text).expect("a right file").config;
    let ensemble = config
        .ensemble
        .as_ref()
        .expect("three lines are an ensemble");
    assert_eq!(ensemble.members.version(), Zxid::from_bits(0x1_0000_0007));
    assert_eq!(ensemble.dynamic_file, Some(setup.path(name)));
    assert_eq!(ensemble.members.voters().len(), 2);
    let again = setup
        .load(&[], &config.to_string())
        .expect("what is printed is right");
    assert_eq!(again.config, config);

    let fault = setup.load(&[], &format!("{text}\nserver.4=d:1:2"));
    assert_eq!(
        fault.expect_err("servers stand in one file"),
        "zoo.cfg:5: server.4 belongs into the file that dynamicConfigFile names. Move it there."
    );
    setup.write(
        name,
        "server.1=a:1:2;2181\nserver.1=b:1:2;2181\nserver.2=c:1:2",
    );
    let fault = setup.load(&[], &text).expect_err("one id twice");
    assert!(
        fault.starts_with(&format!("{name}:2: server.1=b:1:2;2181 cannot")),
        "{fault}"
    );
}

#[test]
fn what_is_printed_reads_back_as_the_same_configuration() {
    for more in [
        "",
        "group.1=1:2\ngroup.2=3\nweight.2=5\nleaderServes=no\nreconfigEnabled=true",
    ] {
        let setup = setup("3");
        let first = setup.load(&[], &format!("{THREE}{more}"));
        let first = first.expect("a right configuration").config;
        let text = first.to_string();
        let second = setup.load(&[], &text).expect("what is printed is right");
        assert_eq!(second.config, first, "{text}");
        assert_eq!(second.notes, [], "{text}");
    }
}

#[test]
fn the_check_says_who_decides() {
    let shown = |my_id: &str, more: &str| {
        let loaded = setup(my_id).load(&[], &format!("{THREE}{more}"));
        loaded.expect("a right configuration").config.to_string()
    };
    let text = shown("1", "");
    let expected = "\n# server id 1\n# participant of an ensemble, \
                    a quorum is 2 of 3 participants: 1 may fail\n\
                    server.1=zk1:2888:3888:participant\n";
    assert!(text.contains(expected), "{text}");
    let text = shown("4", "server.4=zk4:1:2:observer\npeerType=observer");
    assert!(
        text.contains("\n# observer of an ensemble, a quorum is 2 of 3 "),
        "{text}"
    );
    let text = shown("1", "group.1=1:2\ngroup.2=3\nweight.3=0");
    let expected = "a quorum is more than half of the weight in each of 1 of 1 groups";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("\n# silence is noticed after 15000 ms, joining may take 30000 ms\n"));
}

#[test]
fn faults_name_the_place_and_the_remedy() {
    let lines = "server.1=zk1:2888:3888\nserver.2=zk2:2888:3888\n";
    let limits = "dataDir={dir}\nclientPort=2181\ninitLimit=10\nsyncLimit=5\n";
    let table = [
        (
            "1",
            format!("dataDir={{dir}}\nclientPort=2181\n{lines}"),
            "initLimit is not set. An ensemble needs it: a number of ticks, for example \
             initLimit=10.\nsyncLimit is not set. An ensemble needs it: a number of ticks, for \
             example syncLimit=5.",
        ),
        (
            "1",
            format!("{THREE}initLimit=0"),
            "zoo.cfg:8: initLimit=0 cannot be used. \
             Write a whole number of ticks from 1 to 1000000, for example 10.",
        ),
        (
            "7",
            format!("{limits}{lines}"),
            "myid: server 7 is not listed. Write one of 1, 2 into the file, or add the line \
             server.7=host:quorumPort:electionPort.",
        ),
        (
            "1",
            format!("{THREE}peerType=observer"),
            "zoo.cfg:8: peerType is observer, and the line of this server says participant. \
             Make them the same.",
        ),
        (
            "1",
            format!("{THREE}server.4=zk4:1:1"),
            "zoo.cfg:8: server.4=zk4:1:1 cannot be used. \
             Port 1 stands for quorum and election. Write two.",
        ),
        (
            "1",
            format!("{THREE}server.256=zk4:1:2"),
            "zoo.cfg:8: server.256=zk4:1:2 cannot be used. \
             \"256\" is no server id. Write a number from 1 to 255.",
        ),
        (
            "1",
            format!("{THREE}group.1=1:2"),
            "zoo.cfg:7: server.3=zk3:2888:3888 cannot be used. \
             Server 3 is in no group. Add it to one, or remove all groups and weights.",
        ),
        (
            "1",
            format!("{limits}server.1=a:1:2\nserver.2=b:1:2:observer"),
            "zoo.cfg:6: observers need at least two participants. Add one, or add \
             standaloneEnabled=false for an ensemble with a single participant.",
        ),
        (
            "1",
            format!("{limits}server.1=a:1:2:observer\nserver.2=b:1:2:observer"),
            "zoo.cfg:6: There is no participant. Write server.N=address for at least one.",
        ),
        (
            "1",
            format!("{limits}standaloneEnabled=false"),
            "zoo.cfg:5: standaloneEnabled=false makes an ensemble, and no server is listed. \
             Add a line server.N, or remove this one.",
        ),
    ];
    for (my_id, text, expected) in table {
        assert_eq!(faults(my_id, &text), expected);
    }
    let fault = Setup::new().load(&[], THREE).expect_err("no myid");
    assert_eq!(
        fault,
        "myid: there is no such file, and this is a server of an ensemble. \
         Write its id into it: one of 1, 2, 3."
    );
}

#[test]
fn what_cannot_be_obeyed_is_refused() {
    let table = [
        (
            "electionAlg=0",
            "zoo.cfg:8: electionAlg=0 cannot be used. \
             Write 3, or leave it out: there is no other algorithm.",
        ),
        (
            "fastleader.minNotificationInterval=7000\nfastleader.maxNotificationInterval=6000",
            "zoo.cfg:8: the shortest interval (7000 ms) is above the longest (6000 ms). Change \
             fastleader.minNotificationInterval, fastleader.maxNotificationInterval or both.",
        ),
        (
            "sslQuorum=true",
            "zoo.cfg:8: TLS between servers is not supported yet. Remove sslQuorum=true, and let \
             nobody but the servers reach the quorum and election ports.",
        ),
        (
            "quorum.auth.enableSasl=true",
            "zoo.cfg:8: SASL between servers is not supported yet. Remove \
             quorum.auth.enableSasl=true, and let nobody but the servers reach the quorum and \
             election ports.",
        ),
        (
            "oraclePath=/o",
            "zoo.cfg:8: oraclePath: no oracle can stand in for a participant. Remove it, and \
             list three participants so that one may fail.",
        ),
    ];
    for (more, expected) in table {
        assert_eq!(faults("1", &format!("{THREE}{more}")), expected);
    }
}

#[test]
fn an_ensemble_of_one_must_be_asked_for() {
    let one = "dataDir={dir}\nclientPort=2181\nserver.1=zk1:2888:3888\n";
    let alone = setup("1").load(&[], one).expect("a right file");
    assert_eq!(alone.config.ensemble, None);
    let text = format!("{one}standaloneEnabled=false\ninitLimit=1\nsyncLimit=1");
    let joined = setup("1").load(&[], &text).expect("a right file");
    assert!(joined.config.ensemble.is_some());
}

/// What is remarked upon in a right file.
fn notes(text: &str) -> Vec<String> {
    let setup = setup("1");
    let loaded = setup.load(&[], text).expect("a right file");
    let folder = setup.path("").display().to_string();
    let place = format!("{}/", folder.trim_end_matches('/'));
    let shown = loaded.notes.iter();
    shown.map(|it| it.to_string().replace(&place, "")).collect()
}

#[test]
fn keys_of_ensembles_are_remarked_upon_where_they_count() {
    let keys = "commitLogCount=7\nobserverMasterPort=2191\ndb.autocreate=false\nsyncEnabled=true";
    assert_eq!(
        notes(&format!("{THREE}{keys}")),
        [
            "zoo.cfg:8: commitLogCount is ignored: a server that was away gets from the log, \
             or from a checkpoint, what it lacks",
            "zoo.cfg:9: observerMasterPort is ignored: observer masters are not supported yet",
            "zoo.cfg:10: db.autocreate is ignored: starting empty only where the file \
             initialize is found is not supported yet",
        ]
    );
    assert_eq!(
        notes(&format!("{THREE}server.4=zk4:1:2:observer;2181;2281")),
        ["zoo.cfg:8: server.4: its port for TLS is passed over: \
             TLS is not supported yet"]
    );
    let alone = notes(&format!("{MINIMAL}{keys}\nsslQuorum=true\ngroup.1=1"));
    assert_eq!(alone.len(), 6);
    let nothing = "has no effect: it matters in an ensemble only";
    assert!(
        alone.iter().all(|note| note.ends_with(nothing)),
        "{alone:?}"
    );
}

#[test]
fn no_two_servers_listen_on_one_port() {
    let one_machine = THREE.replace("zk2:2888:3888", "ZK1:2889:3888");
    assert_eq!(
        faults("1", &one_machine),
        "zoo.cfg:6: server.2 has port 3888 of ZK1, which server.1 has too. \
         Give each server its own host, or its own ports."
    );
    let apart = THREE.replace("zk2:2888:3888", "zk1:2889:3889");
    assert!(setup("1").load(&[], &apart).is_ok());
}

#[test]
fn clients_do_not_connect_where_servers_do() {
    let expected = "zoo.cfg:2: clientPort=3888 is a port that this server's line has for the \
                    other servers. Choose another one for clients.";
    let taken = THREE.replace("clientPort=2181", "clientPort=3888");
    assert_eq!(faults("2", &taken), expected);
    let elsewhere = format!("{taken}clientPortAddress=192.0.2.7\n");
    assert!(setup("2").load(&[], &elsewhere).is_ok());
}

#[test]
fn an_even_number_of_participants_is_remarked_upon() {
    assert_eq!(
        notes(&format!("{THREE}server.4=zk4:2888:3888\n")),
        [
            "zoo.cfg:8: server.4: 4 participants survive the loss of 1, as 3 would; 5 survive \
             that of 2"
        ]
    );
    for odd in [
        "server.4=zk4:2888:3888:observer\n",
        "server.4=zk4:2888:3888\nserver.5=zk5:2888:3888\n",
    ] {
        assert!(notes(&format!("{THREE}{odd}")).is_empty(), "{odd}");
    }
}
