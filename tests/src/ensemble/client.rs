//! A client of an ensemble: one session, which it takes from server to server.
//!
//! It shows every server the newest zxid it has seen, as client libraries do. Must never send a
//! request twice, and never go back: a reply that is older than one before it ends the test.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use super::LIMIT;
use crate::session::Session;
use crate::wire::{Connection, Handshake, Reply, Request, handshake, opcode};

/// The session is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expired;

/// See the module.
#[derive(Debug)]
pub struct Client {
    addresses: Vec<SocketAddr>,
    /// The next of them to be tried.
    next: usize,
    /// What the servers know it by.
    pub identity: Handshake,
    session: Option<Session>,
    /// The newest zxid that any server showed.
    pub seen_zxid: i64,
    /// How long it waits for an answer before it tries another server.
    pub patience: Duration,
}

impl Client {
    /// A new session at the first of `addresses` that gives one.
    pub fn open(addresses: &[SocketAddr], timeout_ms: i32) -> Client {
        let mut client = Client {
            addresses: addresses.to_vec(),
            next: 0,
            identity: Handshake {
                timeout_ms,
                session: 0,
                password: vec![0; 16],
                read_only: None,
            },
            session: None,
            seen_zxid: 0,
            patience: Duration::from_secs(10),
        };
        client.connect().expect("a new session is not expired");
        client
    }

    /// Connects to any server, with the same session; what was unanswered stays unknown.
    pub fn connect(&mut self) -> Result<(), Expired> {
        let deadline = Instant::now() + LIMIT;
        self.session = None;
        loop {
            let address = self.addresses[self.next % self.addresses.len()];
            match self.connect_once(address) {
                Some(session) if session.granted() => {
                    self.identity = session.handshake.clone();
                    self.session = Some(session);
                    return Ok(());
                }
                Some(_) => return Err(Expired),
                None => self.next += 1,
            }
            assert!(
                Instant::now() < deadline,
                "no server takes session {:#x}",
                self.identity.session
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Goes to this very server, which must take it.
    pub fn move_to(&mut self, address: SocketAddr) -> Result<(), Expired> {
        let addresses = std::mem::replace(&mut self.addresses, vec![address]);
        let moved = self.connect();
        self.addresses = addresses;
        moved
    }

    fn connect_once(&self, address: SocketAddr) -> Option<Session> {
        let identity = &self.identity;
        let request = handshake(
            self.seen_zxid,
            identity.timeout_ms,
            identity.session,
            Some(&identity.password),
            Some(0),
        );
        let connection = Connection::open(address).ok()?;
        Session::begin_within(connection, &request, self.patience).ok()
    }

    /// Whether it has a connection.
    pub fn is_connected(&self) -> bool {
        self.session.is_some()
    }

    /// Its connection.
    pub fn session(&mut self) -> &mut Session {
        self.session.as_mut().expect("the client is connected")
    }

    /// Goes away without a word.
    pub fn disconnect(&mut self) {
        self.session = None;
        self.next += 1;
    }

    /// Sends without waiting; `None` when the connection is lost.
    pub fn send(&mut self, request: &Request) -> Option<()> {
        let sent = self.session().send(request);
        if sent.is_err() {
            self.disconnect();
        }
        sent.ok().map(|_| ())
    }

    /// The next reply; `None` when the connection is lost, or the patience.
    pub fn reply(&mut self) -> Option<Reply> {
        let patience = self.patience;
        let Ok(reply) = self.session().reply_within(patience) else {
            self.disconnect();
            return None;
        };
        assert!(
            reply.zxid >= self.seen_zxid,
            "session {:#x} was at zxid {:#x}, and is shown {reply:?}",
            self.identity.session,
            self.seen_zxid
        );
        self.seen_zxid = reply.zxid;
        Some(reply)
    }

    /// Asks once; `None` leaves open what became of it.
    pub fn try_call(&mut self, request: &Request) -> Option<Reply> {
        self.send(request)?;
        self.reply()
    }

    /// Asks until there is an answer: only for what may be done twice.
    pub fn ask(&mut self, request: &Request) -> Reply {
        let deadline = Instant::now() + LIMIT;
        loop {
            if !self.is_connected() {
                self.connect().expect("the session lives");
            }
            if let Some(reply) = self.try_call(request) {
                return reply;
            }
            assert!(Instant::now() < deadline, "nobody answers {request:?}");
        }
    }

    /// Makes sure that what is read next is not older than anything acknowledged so far.
    pub fn sync(&mut self) {
        let reply = self.ask(&Request::path(opcode::SYNC, "/"));
        assert_eq!(reply.err, 0, "sync is answered");
    }
}
