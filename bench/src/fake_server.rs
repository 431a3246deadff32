//! A server for tests: opens sessions, answers every request with a bare header, fires data
//! watches on setData.
//!
//! Knows no tree: whether a path exists is no question here, only how the generator goes about its
//! connections. Must never be taken for a model of ZooKeeper.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

const GET_DATA: i32 = 4;
const SET_DATA: i32 = 5;
const CLOSE_SESSION: i32 = -11;

/// What all connections share.
#[derive(Debug, Default)]
struct Shared {
    requests: BTreeMap<i32, u64>,
    watchers: Vec<TcpStream>,
}

/// What a fake answers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answers {
    /// Success.
    Sound,
    /// Success to so many requests, then this error.
    Failing {
        /// Requests over all connections.
        after: u64,
        /// The wire form.
        error: i32,
    },
    /// That there is no such session, to every handshake.
    Expired,
}

/// A listening fake; it lives as long as the test's process.
#[derive(Clone, Debug)]
pub(crate) struct FakeServer {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
}

impl FakeServer {
    /// Starts one.
    pub(crate) fn start(answers: Answers) -> FakeServer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let shared = Arc::new(Mutex::new(Shared::default()));
        let server = FakeServer { address, shared };
        let accepting = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let serving = accepting.clone();
                // A connection that breaks off is the test's wish.
                thread::spawn(move || serving.serve(stream, answers));
            }
        });
        server
    }

    /// How many requests with that opcode came.
    pub(crate) fn requests(&self, opcode: i32) -> u64 {
        let shared = self.shared.lock().expect("no thread panics with it");
        shared.requests.get(&opcode).copied().unwrap_or(0)
    }

    fn serve(&self, mut stream: TcpStream, answers: Answers) -> Option<()> {
        read_frame(&mut stream)?;
        let mut session = [0_u8; 41];
        session[3] = 37;
        let timeout_ms = match answers {
            Answers::Expired => 0_i32,
            Answers::Sound | Answers::Failing { .. } => 10_000,
        };
        session[8..12].copy_from_slice(&timeout_ms.to_be_bytes());
        session[19] = 1;
        stream.write_all(&session).ok()?;
        loop {
            let frame = read_frame(&mut stream)?;
            let xid = frame.get(..4)?;
            let opcode = i32::from_be_bytes(frame.get(4..8)?.try_into().ok()?);
            let mut shared = self.shared.lock().ok()?;
            *shared.requests.entry(opcode).or_default() += 1;
            let requests = shared.requests.values().sum::<u64>();
            if opcode == GET_DATA && frame.last() == Some(&1) {
                shared.watchers.push(stream.try_clone().ok()?);
            }
            if opcode == SET_DATA {
                for mut watcher in shared.watchers.drain(..) {
                    watcher
                        .write_all(&header(&(-1_i32).to_be_bytes(), 0))
                        .ok()?;
                }
            }
            // With the lock held: no event comes between the two halves of a reply.
            let error = match answers {
                Answers::Failing { after, error } if requests > after => error,
                Answers::Failing { .. } | Answers::Sound | Answers::Expired => 0,
            };
            stream.write_all(&header(xid, error)).ok()?;
            if opcode == CLOSE_SESSION {
                return Some(());
            }
        }
    }
}

fn header(xid: &[u8], error: i32) -> Vec<u8> {
    [&16_u32.to_be_bytes(), xid, &[0; 8], &error.to_be_bytes()].concat()
}

fn read_frame(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).ok()?;
    Some(frame)
}
