//! Where Ringkeeper differs from ZooKeeper by choice: what it does in its place.
//!
//! One test for each difference in `docs/compatibility.md` that the cross-check cannot run, because
//! ZooKeeper's answer depends on the moment, leaves another state, or ends the server.

use ringkeeper_tests::server_process::{Program, ServerProcess, Settings};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Body, Reply, Request, SubResult, Text, opcode};

fn start(settings: Settings) -> (ServerProcess, Session) {
    let server = ServerProcess::start(Program::Ringkeeper, settings);
    let session = Session::open(server.address(), 30_000).expect("a session opens");
    (server, session)
}

fn create(path: &str, data: &str) -> Request {
    Request::create(
        opcode::CREATE,
        path,
        Some(data.as_bytes()),
        Some(&Acl::open()),
        0,
    )
}

fn call(session: &mut Session, request: &Request) -> Reply {
    session
        .call(request)
        .unwrap_or_else(|error| panic!("{request:?} is answered: {error}"))
}

/// Sends all at once and collects the errors of the answers.
fn pipelined(session: &mut Session, requests: &[Request]) -> Vec<i32> {
    for request in requests {
        session.send(request).expect("sent");
    }
    requests
        .iter()
        .map(|_| session.reply().expect("answered").err)
        .collect()
}

/// With a TTL of -1 ZooKeeper logs such a request and cannot apply it: the server ends, again at
/// each restart.
#[test]
fn a_ttl_needs_a_ttl_flag() {
    let settings = Settings::open().property("zookeeper.extendedTypesEnabled", "true");
    let (_server, mut session) = start(settings);
    for flags in [0, 1, 2, 3, 4] {
        for ttl in [i64::MIN, -1, 0, 1000] {
            let request = Request::create_ttl("/ttl", None, Some(&Acl::open()), flags, ttl);
            assert_eq!(call(&mut session, &request).err, -8, "{request:?}");
            let reply = call(&mut session, &Request::multi(opcode::MULTI, &[request]));
            let refused = SubResult {
                kind: -1,
                err: -8,
                body: Body::Number(-8),
            };
            assert_eq!(reply.body, Body::Results(vec![refused]));
        }
    }
    assert_eq!(
        call(&mut session, &Request::read(opcode::EXISTS, "/ttl", 0)).err,
        -101
    );
}

/// ZooKeeper checks against the old list while the change is in flight, and the new one later.
#[test]
fn what_follows_a_change_of_rights_is_checked_against_it() {
    let (_server, mut session) = start(Settings::open());
    for round in 0..50 {
        let path = format!("/rights{round}");
        let errors = pipelined(
            &mut session,
            &[
                create(&path, ""),
                Request::set_acl(&path, Some(&[Acl::new(1, "world", "anyone")]), -1),
                create(&format!("{path}/child"), ""),
                Request::set_data(&path, Some(b"x"), -1),
            ],
        );
        assert_eq!(errors, [0, 0, -102, -102]);
    }
}

/// ZooKeeper counts what is applied, not what is in flight.
#[test]
fn a_hard_quota_counts_what_is_in_flight() {
    let (_server, mut session) = start(Settings::open().config("enforceQuota", "true"));
    let quota = "/zookeeper/quota/q";
    for (path, text) in [
        ("/q".to_owned(), ""),
        (quota.to_owned(), ""),
        (
            format!("{quota}/zookeeper_limits"),
            "count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=5",
        ),
        (format!("{quota}/zookeeper_stats"), "count=0,bytes=0"),
    ] {
        assert_eq!(call(&mut session, &create(&path, text)).err, 0, "{path}");
    }
    let requests: Vec<Request> = (0..10).map(|n| create(&format!("/q/{n}"), "")).collect();
    let errors = pipelined(&mut session, &requests);
    // The quota counts /q itself.
    assert_eq!(errors, [0, 0, 0, 0, -125, -125, -125, -125, -125, -125]);
    // So it is with the earlier operations of a multi.
    let delete = Request::versioned(opcode::DELETE, "/q/0", -1);
    let multi = [delete, create("/q/x", ""), create("/q/y", "")];
    let reply = call(&mut session, &Request::multi(opcode::MULTI, &multi));
    let Body::Results(results) = reply.body else {
        panic!("no results: {reply:?}")
    };
    let errors: Vec<i32> = results.iter().map(|result| result.err).collect();
    assert_eq!(errors, [0, 0, -125]);
}

/// ZooKeeper counts anew when it starts.
#[test]
fn quota_counts_survive_a_restart() {
    let (mut server, mut session) = start(Settings::open());
    let quota = "/zookeeper/quota/q";
    let limits = format!("{quota}/zookeeper_limits");
    let stats = format!("{quota}/zookeeper_stats");
    let no_limits = Request::versioned(opcode::DELETE, &limits, -1);
    for request in [
        create("/q", "data"),
        create(quota, ""),
        create(&limits, "count=100,bytes=1000"),
        create(&stats, "count=0,bytes=0"),
        create("/q/counted", "more"),
        no_limits,
        create("/q/uncounted", "more"),
        create(&limits, "count=100,bytes=1000"),
    ] {
        assert_eq!(call(&mut session, &request).err, 0, "{request:?}");
    }
    let get = Request::read(opcode::GET_DATA, &stats, 0);
    let before = call(&mut session, &get).body;
    let Body::Data(Some(text), _) = &before else {
        panic!("no data: {before:?}")
    };
    assert_eq!(text.escape_ascii().to_string(), "count=2,bytes=8");
    server.kill();
    server.start_again();
    let mut session = Session::open(server.address(), 30_000).expect("a session opens");
    assert_eq!(call(&mut session, &get).body, before);
}

/// ZooKeeper refuses every write below a text it cannot read, and ends at a null one.
#[test]
fn quota_nodes_may_hold_anything() {
    let (server, mut session) = start(Settings::open().config("enforceQuota", "true"));
    let long = "9".repeat(400);
    let texts = [
        "",
        "garbage",
        "count=",
        "count=x,bytes=y",
        "=;=;",
        ",,,",
        &long,
        "count=1",
        "\0",
    ];
    for (number, text) in texts.iter().enumerate() {
        let root = format!("/g{number}");
        let quota = format!("/zookeeper/quota{root}");
        for (path, text) in [
            (root.clone(), ""),
            (quota.clone(), ""),
            (format!("{quota}/zookeeper_limits"), *text),
            (format!("{quota}/zookeeper_stats"), *text),
        ] {
            assert_eq!(call(&mut session, &create(&path, text)).err, 0, "{path}");
        }
        let below = call(&mut session, &create(&format!("{root}/child"), "data")).err;
        assert!([0, -125].contains(&below), "{text:?} gives {below}");
        let set = Request::set_data(format!("{quota}/zookeeper_stats"), None, -1);
        assert_eq!(call(&mut session, &set).err, 0);
        let set = Request::set_data(format!("{quota}/zookeeper_limits"), None, -1);
        assert_eq!(call(&mut session, &set).err, 0);
        let after = call(&mut session, &create(&format!("{root}/other"), "data")).err;
        assert!([0, -125].contains(&after), "null gives {after}");
    }
    drop(session);
    // And the log that holds all this can be read again.
    let mut server = server;
    server.kill();
    server.start_again();
}

/// ZooKeeper works through what is before the null list or path, and then answers -5.
#[test]
fn set_watches_does_all_or_nothing() {
    let (_server, mut session) = start(Settings::open());
    let list = || Some(vec![Text::from("/missing")]);
    let with_null = || Some(vec![Text::from("/missing"), Text::NULL]);
    for lists in [
        vec![list(), None, list()],
        vec![list(), list(), with_null()],
    ] {
        assert_eq!(
            call(&mut session, &Request::set_watches(0, &lists)).err,
            -5,
            "{lists:?}"
        );
        assert!(
            session.events.is_empty(),
            "nothing of it was done: {:?}",
            session.events
        );
        let found = call(
            &mut session,
            &Request::watch(opcode::CHECK_WATCHES, "/missing", 3),
        );
        assert_eq!(found.err, -121);
    }
}
