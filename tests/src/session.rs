//! A client session by hand: handshake, numbered requests, replies in order, events set aside.
//!
//! Must never reconnect or retry by itself: the test decides.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use crate::wire::{
    Connection, Encoder, Event, Handshake, Message, Received, Reply, Request, decode_handshake,
    handshake,
};

/// How long a reply may take before a test gives up: a bound, not a measurement.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A connection with a session on it.
#[derive(Debug)]
pub struct Session {
    connection: Connection,
    /// What the server answered to the handshake.
    pub handshake: Handshake,
    next_xid: i32,
    in_flight: HashMap<i32, VecDeque<i32>>,
    /// Events that arrived while a reply was waited for.
    pub events: VecDeque<Event>,
}

impl Session {
    /// A new session with `timeout_ms`.
    pub fn open(address: SocketAddr, timeout_ms: i32) -> io::Result<Session> {
        let connection = Connection::open(address)?;
        Session::begin(
            connection,
            &handshake(0, timeout_ms, 0, Some(&[0; 16]), Some(0)),
        )
    }

    /// The session of `earlier` on a new connection.
    pub fn resume(address: SocketAddr, earlier: &Handshake) -> io::Result<Session> {
        let connection = Connection::open(address)?;
        let request = handshake(
            0,
            earlier.timeout_ms,
            earlier.session,
            Some(&earlier.password),
            Some(0),
        );
        Session::begin(connection, &request)
    }

    /// Sends `request` as the handshake on `connection`.
    pub fn begin(connection: Connection, request: &[u8]) -> io::Result<Session> {
        Session::begin_within(connection, request, PATIENCE)
    }

    /// As [`Session::begin`], waiting no longer than `wait` for the answer.
    pub fn begin_within(
        mut connection: Connection,
        request: &[u8],
        wait: Duration,
    ) -> io::Result<Session> {
        connection.send_frame(request)?;
        match connection.receive(wait) {
            Received::Frame(frame) => {
                let handshake = decode_handshake(&frame)
                    .ok_or_else(|| io::Error::other("the handshake's answer does not decode"))?;
                Ok(Session::begun(connection, handshake))
            }
            Received::Closed => Err(io::ErrorKind::ConnectionReset.into()),
            Received::Silence => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    /// A session on a `connection` whose handshake the server answered with `handshake`.
    pub fn begun(connection: Connection, handshake: Handshake) -> Session {
        Session {
            connection,
            handshake,
            next_xid: 1,
            in_flight: HashMap::new(),
            events: VecDeque::new(),
        }
    }

    /// Whether the server granted a session.
    pub fn granted(&self) -> bool {
        self.handshake.timeout_ms > 0
    }

    /// The connection beneath.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Sends without waiting; the answer carries the xid returned.
    pub fn send(&mut self, request: &Request) -> io::Result<i32> {
        let (xid, frame) = self.number(request);
        self.connection.send_frame(&frame)?;
        Ok(xid)
    }

    /// Sends all of `requests` in one write, without waiting.
    pub fn send_together(&mut self, requests: &[Request]) -> io::Result<()> {
        let mut frames = Encoder::default();
        for request in requests {
            let (_, frame) = self.number(request);
            frames.buffer(Some(&frame));
        }
        self.connection.send(&frames.into_bytes())
    }

    /// Gives `request` its number and remembers what its reply looks like, without sending it.
    fn number(&mut self, request: &Request) -> (i32, Vec<u8>) {
        let xid = request.xid(self.next_xid);
        if xid == self.next_xid {
            self.next_xid += 1;
        }
        self.in_flight
            .entry(xid)
            .or_default()
            .push_back(request.opcode);
        (xid, request.frame(xid))
    }

    /// The next message of any kind; `Err` says how the wait ended otherwise.
    pub fn receive(&mut self, timeout: Duration) -> Result<Message, Received> {
        match self.connection.receive(timeout) {
            Received::Frame(frame) => {
                let in_flight = &mut self.in_flight;
                Ok(Message::decode(&frame, |xid| {
                    in_flight.get_mut(&xid)?.pop_front()
                }))
            }
            other @ (Received::Closed | Received::Silence) => Err(other),
        }
    }

    /// The next reply; events before it go to [`Session::events`].
    pub fn reply(&mut self) -> io::Result<Reply> {
        self.reply_within(PATIENCE)
    }

    /// As [`Session::reply`], waiting no longer than `wait` for each message.
    pub fn reply_within(&mut self, wait: Duration) -> io::Result<Reply> {
        loop {
            match self.receive(wait) {
                Ok(Message::Reply(reply)) => return Ok(reply),
                Ok(Message::Event(event)) => self.events.push_back(event),
                Ok(Message::Raw(bytes)) => {
                    return Err(io::Error::other(format!("not a message: {bytes:?}")));
                }
                Err(Received::Silence) => return Err(io::ErrorKind::TimedOut.into()),
                Err(_) => return Err(io::ErrorKind::ConnectionReset.into()),
            }
        }
    }

    /// Sends and waits for the answer.
    pub fn call(&mut self, request: &Request) -> io::Result<Reply> {
        let xid = self.send(request)?;
        let reply = self.reply()?;
        assert_eq!(reply.xid, xid, "replies come in the order of the requests");
        Ok(reply)
    }
}
