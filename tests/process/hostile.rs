//! Clients that mean harm or are broken: each gets an error or is closed with a counted reason, a
//! healthy client works on all along, and memory stays bounded.
//!
//! Bounds on memory are far above what the server needs and far below what the attack asks for.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::random::Random;
use ringkeeper_tests::server_process::{Program, ServerProcess, Settings};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{
    Acl, Body, Connection, Encoder, Message, Received, Request, handshake, opcode,
};

/// How long something that must happen may take: a bound, not a measurement.
const PATIENCE: Duration = Duration::from_mins(1);

const MIB: u64 = 1024;

fn start() -> ServerProcess {
    ServerProcess::start(Program::Ringkeeper, Settings::open())
}

fn open(address: SocketAddr) -> Session {
    Session::open(address, 30_000).expect("a session opens")
}

fn create(path: &str, data: &[u8]) -> Request {
    Request::create(opcode::CREATE, path, Some(data), Some(&Acl::open()), 0)
}

/// Tells the healthy client to end, also when the attack fails the test.
struct Finish<'a>(&'a AtomicBool);

impl Drop for Finish<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs `attack` while a client of good manners writes and reads; then looks after the server.
fn beside_a_healthy_client(server: &mut ServerProcess, attack: impl FnOnce(&ServerProcess)) {
    let address = server.address();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let healthy = scope.spawn(|| {
            let mut session = open(address);
            assert_eq!(
                session
                    .call(&create("/healthy", b"0"))
                    .expect("answered")
                    .err,
                0
            );
            let mut rounds = 0_u32;
            while rounds == 0 || !done.load(Ordering::Relaxed) {
                rounds += 1;
                let value = rounds.to_string().into_bytes();
                let set = Request::set_data("/healthy", Some(&value), -1);
                assert_eq!(session.call(&set).expect("a write is answered").err, 0);
                let get = Request::read(opcode::GET_DATA, "/healthy", 0);
                match session.call(&get).expect("a read is answered").body {
                    Body::Data(Some(found), _) => assert_eq!(found, value),
                    other => panic!("the healthy client's data is {other:?}"),
                }
                thread::sleep(Duration::from_millis(2));
            }
            rounds
        });
        let finish = Finish(&done);
        attack(server);
        drop(finish);
        assert!(healthy.join().expect("the healthy client was served") > 0);
    });
    assert_eq!(
        server.exit_status(),
        None,
        "the server still runs:\n{}",
        server.log_tail()
    );
    let mut session = open(address);
    assert_eq!(
        session.call(&create("/after", b"")).expect("answered").err,
        0
    );
}

/// How many connections were closed for `reason`.
fn closed(server: &ServerProcess, reason: &str) -> f64 {
    let name = format!("zk_ringkeeper_closed_{reason}");
    server
        .figure(&name)
        .unwrap_or_else(|| panic!("mntr counts {name}"))
}

/// Waits until `count` more connections than `before` were closed for `reason`.
fn await_closed(server: &ServerProcess, reason: &str, before: f64, count: u32) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let now = closed(server, reason) - before;
        if now >= f64::from(count) {
            return;
        }
        assert!(
            Instant::now() < deadline,
            "{now} of {count} were closed as {reason}"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

fn expect_closed(connection: &mut Connection, what: &str) {
    let (answer, end) = connection.receive_all(PATIENCE);
    assert_eq!(end, Received::Closed, "{what}");
    assert_eq!(answer, b"", "{what} is not answered");
}

#[test]
fn frames_that_are_none_close_the_connection() {
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let address = server.address();
        let lengths = [-1, -2, i32::MIN, i32::MAX, 0x0010_0000, 0x7000_0000];
        let before = closed(server, "bad_frame_length");
        for length in lengths {
            let mut fresh = Connection::open(address).expect("the server accepts");
            fresh.send(&i32::to_be_bytes(length)).expect("sent");
            expect_closed(&mut fresh, "a bad first length");
            let mut session = open(address);
            session
                .connection()
                .send(&i32::to_be_bytes(length))
                .expect("sent");
            expect_closed(session.connection(), "a bad length");
        }
        let count = u32::try_from(2 * lengths.len()).expect("few");
        await_closed(server, "bad_frame_length", before, count);

        let before = closed(server, "bad_handshake");
        let whole = handshake(0, 10_000, 0, Some(&[0; 16]), Some(0));
        let mut bad_password = whole.clone();
        bad_password[24..28].copy_from_slice(&i32::MAX.to_be_bytes());
        let bad = [
            &whole[..0],
            &whole[..1],
            &whole[..27],
            &whole[..28],
            &whole[..43],
            &bad_password,
        ];
        for content in bad {
            let mut fresh = Connection::open(address).expect("the server accepts");
            fresh.send_frame(content).expect("sent");
            expect_closed(&mut fresh, "a bad handshake");
        }
        await_closed(
            server,
            "bad_handshake",
            before,
            u32::try_from(bad.len()).expect("few"),
        );

        let before = closed(server, "bad_header");
        for length in 0..8 {
            let mut session = open(address);
            session
                .connection()
                .send_frame(&vec![0; length])
                .expect("sent");
            expect_closed(session.connection(), "a short header");
        }
        await_closed(server, "bad_header", before, 8);
    });
}

#[test]
fn opcodes_of_servers_are_refused() {
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let before = closed(server, "bad_opcode");
        let mut container = Encoder::default();
        container.text(&"/healthy".into());
        let mut new_session = Encoder::default();
        new_session.int(30_000);
        let requests = [
            Request::raw(
                opcode::DELETE_CONTAINER,
                container.into_bytes(),
                "container".into(),
            ),
            Request::raw(
                opcode::CREATE_SESSION,
                new_session.into_bytes(),
                "session".into(),
            ),
            Request::bare(opcode::DELETE_CONTAINER),
            Request::bare(opcode::CREATE_SESSION),
            Request::bare(opcode::ERROR),
            Request::bare(0),
            Request::bare(10),
            Request::bare(-12),
            Request::bare(i32::MIN),
            Request::bare(i32::MAX),
        ];
        for request in &requests {
            let mut session = open(server.address());
            let reply = session.call(request).expect("a refusal is answered");
            assert_eq!(
                (reply.err, reply.zxid, &reply.body),
                (-6, -1, &Body::Empty),
                "{request:?}"
            );
            expect_closed(session.connection(), "a refused opcode");
        }
        let count = u32::try_from(requests.len()).expect("few");
        await_closed(server, "bad_opcode", before, count);
    });
}

/// What clients may send, with bodies of chance.
#[test]
fn random_bytes_harm_nobody() {
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let address = server.address();
        let mut random = Random::new(7);
        let mut session = open(address);
        let mut replies = 0;
        for _ in 0..20_000 {
            // A SASL token that cannot be read ends the connection, as in ZooKeeper: not here.
            let op = *random.pick(&[
                1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18, 19, 21, 22, 101, 103, 104,
                105, 106, 107,
            ]);
            let length = random.below(64);
            let mut body: Vec<u8> = random.bytes(length);
            if random.percent(70) && body.len() >= 8 {
                // A plausible first length, so that the decoders get further.
                let first = i32::try_from(random.below(body.len())).expect("small");
                body[..4].copy_from_slice(&first.to_be_bytes());
            }
            let request = Request::raw(op, body, format!("random {op}"));
            let Ok(reply) = session.call(&request) else {
                panic!(
                    "a body of chance is answered, not closed: {request:?} {:?}",
                    request.body
                );
            };
            replies += 1;
            assert!(reply.err <= 0, "{reply:?}");
        }
        assert_eq!(replies, 20_000);
        // Bytes of chance from the first one on.
        for _ in 0..200 {
            let mut fresh = Connection::open(address).expect("the server accepts");
            let bytes: Vec<u8> = {
                let length = random.below(200);
                random.bytes(length)
            };
            // It may be closed before all is sent.
            let _ = fresh.send(&bytes);
            let _ = fresh.finish();
            let (_, end) = fresh.receive_all(PATIENCE);
            assert_eq!(end, Received::Closed);
        }
    });
}

#[test]
fn multis_deep_wide_and_fat() {
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let mut session = open(server.address());
        // A multi in a multi in a multi: 100,000 levels fit a frame.
        for op in [opcode::MULTI, opcode::MULTI_READ] {
            let mut deep = Encoder::default();
            for _ in 0..100_000 {
                deep.int(op).byte(0).int(-1);
            }
            let request = Request::raw(op, deep.into_bytes(), format!("deep {op}"));
            assert_eq!(
                session.call(&request).expect("answered").err,
                -5,
                "{request:?}"
            );
        }
        // Forty thousand small ones.
        let check = Request::versioned(opcode::CHECK, "/", -1);
        let reply = session.call(&Request::multi(opcode::MULTI, &vec![check; 40_000]));
        match reply.expect("answered").body {
            Body::Results(results) => {
                assert_eq!(results.len(), 40_000);
                assert!(results.iter().all(|result| result.err == 0));
            }
            other => panic!("a wide multi is answered with {other:?}"),
        }
    });
}

/// A request of 1 MB asks for 30 GB: it may be refused or cut off, it may not be gathered.
#[test]
fn a_small_request_for_a_huge_answer() {
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let mut session = open(server.address());
        let fat = vec![b'x'; 900_000];
        assert_eq!(
            session.call(&create("/fat", &fat)).expect("answered").err,
            0
        );
        let before = server.resident_kib();
        let get = Request::read(opcode::GET_DATA, "/fat", 0);
        let reply = session.call(&Request::multi(opcode::MULTI_READ, &vec![get; 35_000]));
        match reply {
            Ok(reply) => assert!(reply.err < 0, "it is refused: {}", reply.err),
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
        }
        let growth = server.resident_kib().saturating_sub(before);
        assert!(growth < 300 * MIB, "memory grew by {growth} KiB");
    });
}

#[test]
fn connections_that_come_byte_by_byte_or_not_at_all() {
    let settings = Settings::open().property("zookeeper.nio.sessionlessCnxnTimeout", "5000");
    let mut server = ServerProcess::start(Program::Ringkeeper, settings);
    beside_a_healthy_client(&mut server, |server| {
        let address = server.address();
        let before = closed(server, "handshake_timeout");
        let mut silent: Vec<Connection> = (0..100)
            .map(|_| Connection::open(address).expect("the server accepts"))
            .collect();
        let mut stuck: Vec<Connection> = (0..100)
            .map(|_| Connection::open(address).expect("the server accepts"))
            .collect();
        for connection in &mut stuck {
            connection.send(&[0, 0, 0, 45, 0, 0]).expect("sent");
        }
        // Handshake and requests in pieces of one byte.
        let mut slow = Connection::open(address).expect("the server accepts");
        let mut bytes = Encoder::default();
        bytes.buffer(Some(&handshake(0, 30_000, 0, Some(&[0; 16]), Some(0))));
        bytes.buffer(Some(&create("/slow", b"slow").frame(1)));
        bytes.buffer(Some(&Request::read(opcode::GET_DATA, "/slow", 0).frame(2)));
        for byte in bytes.into_bytes() {
            slow.send(&[byte]).expect("sent");
            thread::sleep(Duration::from_millis(2));
        }
        let lengths = [37, 16 + 4 + 5, 16 + 4 + 4 + 68];
        for length in lengths {
            match slow.receive(PATIENCE) {
                Received::Frame(frame) => assert_eq!(frame.len(), length),
                other => panic!("a slow client is served: {other:?}"),
            }
        }
        for connection in silent.iter_mut().chain(&mut stuck) {
            expect_closed(connection, "a handshake that does not come");
        }
        await_closed(server, "handshake_timeout", before, 200);
        // The slow one has a session: no such limit holds for it.
        slow.send_frame(&Request::bare(opcode::PING).frame(-2))
            .expect("sent");
        assert!(matches!(slow.receive(PATIENCE), Received::Frame(_)));
    });
}

#[test]
fn a_client_that_never_reads_its_events() {
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let address = server.address();
        let mut writer = open(address);
        // Each event carries the path: 60 KB.
        let path = format!("/{}", "p".repeat(60_000));
        assert_eq!(writer.call(&create(&path, b"")).expect("answered").err, 0);
        let before = (closed(server, "slow_reader"), server.resident_kib());
        let mut deaf: Vec<Session> = (0..4)
            .map(|_| {
                let mut session = open(address);
                let watch = Request::watch(opcode::ADD_WATCH, &path, 0);
                assert_eq!(session.call(&watch).expect("answered").err, 0);
                session
            })
            .collect();
        let mut listening = open(address);
        let watch = Request::watch(opcode::ADD_WATCH, &path, 1);
        assert_eq!(listening.call(&watch).expect("answered").err, 0);
        let mut growth = 0;
        for version in 0..1500 {
            let set = Request::set_data(&path, Some(b"x"), version);
            assert_eq!(writer.call(&set).expect("answered").err, 0);
            // Whoever listens hears each change.
            match listening.receive(PATIENCE) {
                Ok(Message::Event(event)) => assert_eq!(event.kind, 3),
                other => panic!("no event of change {version}: {other:?}"),
            }
            growth = growth.max(server.resident_kib().saturating_sub(before.1));
        }
        await_closed(server, "slow_reader", before.0, 4);
        assert!(growth < 400 * MIB, "memory grew by {growth} KiB");
        // What the kernel took for them they can still read; then it ends.
        for session in &mut deaf {
            loop {
                match session.receive(PATIENCE) {
                    Ok(_) => {}
                    Err(end) => {
                        assert_eq!(end, Received::Closed);
                        break;
                    }
                }
            }
        }
    });
}

#[test]
fn a_client_that_asks_and_does_not_read() {
    const REQUESTS: usize = 4_000;
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let mut session = open(server.address());
        let data = vec![b'x'; 200_000];
        assert_eq!(
            session.call(&create("/fat", &data)).expect("answered").err,
            0
        );
        let before = server.resident_kib();
        for _ in 0..REQUESTS {
            let get = Request::read(opcode::GET_DATA, "/fat", 0);
            session
                .send(&get)
                .expect("the requests fit the socket's buffers");
        }
        // 800 MB are asked for; nothing of it is taken for a while.
        let mut growth = 0;
        for _ in 0..20 {
            thread::sleep(Duration::from_millis(50));
            growth = growth.max(server.resident_kib().saturating_sub(before));
        }
        assert!(growth < 200 * MIB, "memory grew by {growth} KiB");
        for _ in 0..REQUESTS {
            match session.reply().expect("each request is answered").body {
                Body::Data(Some(found), _) => assert_eq!(found.len(), data.len()),
                other => panic!("not the data: {other:?}"),
            }
        }
    });
}

#[test]
fn one_address_takes_its_share_and_no_more() {
    let settings = Settings::open().config("maxClientCnxns", "20");
    let mut server = ServerProcess::start(Program::Ringkeeper, settings);
    beside_a_healthy_client(&mut server, |server| {
        let address = server.address();
        let greedy = IpAddr::from([127, 0, 0, 2]);
        let open = || Connection::open_from(greedy, address).expect("the kernel connects");
        let request = handshake(0, 30_000, 0, Some(&[0; 16]), Some(0));
        let mut kept = Vec::new();
        for _ in 0..20 {
            let mut connection = open();
            connection.send_frame(&request).expect("sent");
            assert!(matches!(connection.receive(PATIENCE), Received::Frame(_)));
            kept.push(connection);
        }
        for _ in 0..200 {
            expect_closed(&mut open(), "a connection beyond the limit");
        }
        assert!(
            server
                .figure("zk_connection_rejected")
                .is_some_and(|count| count >= 200.0)
        );
        // When one goes, another may come.
        kept.pop();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut connection = open();
            // It may be closed at once.
            let _ = connection.send_frame(&request);
            if matches!(connection.receive(PATIENCE), Received::Frame(_)) {
                break;
            }
            assert!(
                Instant::now() < deadline,
                "a place that became free is given out"
            );
        }
    });
}

#[test]
fn ten_thousand_idle_connections() {
    const CONNECTIONS: usize = 10_000;
    raise_open_files(2 * CONNECTIONS as u64);
    let mut server = start();
    beside_a_healthy_client(&mut server, |server| {
        let address = server.address();
        let before = server.resident_kib();
        let mut sessions: Vec<Session> = Vec::new();
        while sessions.len() < CONNECTIONS {
            sessions.push(Session::open(address, 40_000).expect("a session opens"));
        }
        let growth = server.resident_kib().saturating_sub(before);
        assert!(growth < 400 * MIB, "10,000 connections take {growth} KiB");
        assert!(
            server
                .figure("zk_num_alive_connections")
                .is_some_and(|count| count >= 10_000.0)
        );
        // None of them was lost.
        let ping = Request::bare(opcode::PING);
        for session in &mut sessions {
            session.send(&ping).expect("sent");
        }
        for session in &mut sessions {
            assert_eq!(session.reply().expect("answered").xid, -2);
        }
    });
}

/// This process and the servers it starts may open `count` files.
fn raise_open_files(count: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    if now.current.is_some_and(|current| current < count) {
        let raised = Rlimit {
            current: Some(count),
            maximum: now.maximum.map(|maximum| maximum.max(count)),
        };
        setrlimit(Resource::Nofile, raised).unwrap_or_else(|error| {
            panic!("this test needs {count} open files; raise the limit (ulimit -n): {error}")
        });
    }
}
