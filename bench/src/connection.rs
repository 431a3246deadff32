//! One connection of the generator: its socket, what is in flight on it, what is half sent or
//! half received.
//!
//! Invariants: requests leave under consecutive xids and replies arrive in that order, so what is
//! in flight is a queue of runs and one counter; no allocation per request. Must never block once
//! the handshake is done.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::error::{Error, Result};
use crate::wire::{self, Lifetime, ReplyHeader, Session};

/// What every receive may take at once; shared by all connections, so that it stays in the cache.
pub(crate) const INBOX_BYTES: usize = 256 << 10;

/// How long a server may take to open a session before the run is given up.
const HANDSHAKE_WAIT: Duration = Duration::from_secs(10);

/// Whether a request reads or changes the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Answered from the tree.
    Read,
    /// Goes through the log.
    Write,
}

/// Requests of one kind that share the time from which their latency counts.
#[derive(Clone, Copy, Debug)]
struct Run {
    since_ns: u64,
    kind: Kind,
    requests: u32,
}

/// What a call of [`Connection::send`] left behind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sent {
    /// Every byte is with the kernel.
    All,
    /// The socket is full: send again when it is writable.
    Partly,
}

/// What one receive found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Arrived {
    /// Replies to the oldest requests in flight.
    pub(crate) replies: u32,
    /// Events of watches.
    pub(crate) events: u32,
}

/// A connection with a session, ready to pipeline.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    session: Session,
    outbox: Vec<u8>,
    sent_bytes: usize,
    /// The first bytes of a reply whose rest has not arrived.
    partial: Vec<u8>,
    next_xid: i32,
    expected_xid: i32,
    runs: VecDeque<Run>,
    in_flight: u32,
}

impl Connection {
    /// Connects and opens a session.
    pub(crate) fn open(address: SocketAddr) -> Result<Connection> {
        Connection::open_within(address, HANDSHAKE_WAIT)
    }

    /// Connects and opens a session with a server that may not serve yet: one that has taken the
    /// connection before it could is asked again after `patience`.
    pub(crate) fn open_within(address: SocketAddr, patience: Duration) -> Result<Connection> {
        let opened = Connection::greet(address, &Session::NEW, wire::SESSION_TIMEOUT, patience)?;
        opened.ok_or_else(|| Error::NoSession {
            address: address.to_string(),
        })
    }

    /// Connects and shows a session, waiting for the answer for so long. `None` is the server's
    /// word that there is no such session any more.
    pub(crate) fn greet(
        address: SocketAddr,
        session: &Session,
        timeout: Duration,
        patience: Duration,
    ) -> Result<Option<Connection>> {
        let mut connection = Connection::bare(address)?;
        let doing = || format!("open a session with {address}");
        let stream = &mut connection.stream;
        stream
            .set_read_timeout(Some(patience))
            .map_err(Error::system(doing()))?;
        stream
            .write_all(&wire::connect(session, timeout))
            .map_err(Error::system(doing()))?;
        let mut reply = [0; wire::CONNECT_REPLY_BYTES];
        match stream.read_exact(&mut reply) {
            Ok(()) => {}
            // It said nothing, or goodbye: it takes connections, but is no server that serves.
            Err(end) if matches!(end.kind(), ErrorKind::UnexpectedEof | ErrorKind::WouldBlock) => {
                return Err(Error::NoSession {
                    address: address.to_string(),
                });
            }
            Err(other) => return Err(Error::system(doing())(other)),
        }
        let Some(granted) = Session::granted(&reply) else {
            return Ok(None);
        };
        connection.session = granted;
        connection
            .stream
            .set_nonblocking(true)
            .map_err(Error::system(doing()))?;
        Ok(Some(connection))
    }

    /// Connects to something that knows no sessions: the echo.
    pub(crate) fn open_without_session(address: SocketAddr) -> Result<Connection> {
        let connection = Connection::bare(address)?;
        let doing = format!("connect to {address}");
        connection
            .stream
            .set_nonblocking(true)
            .map_err(Error::system(doing))?;
        Ok(connection)
    }

    fn bare(address: SocketAddr) -> Result<Connection> {
        let doing = || format!("connect to {address}");
        let stream = TcpStream::connect(address).map_err(Error::system(doing()))?;
        stream.set_nodelay(true).map_err(Error::system(doing()))?;
        Ok(Connection {
            stream,
            session: Session::NEW,
            outbox: Vec::new(),
            sent_bytes: 0,
            partial: Vec::new(),
            next_xid: 1,
            expected_xid: 1,
            runs: VecDeque::new(),
            in_flight: 0,
        })
    }

    /// The socket, for the poller.
    pub(crate) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// The session it carries; the new one if it has none.
    pub(crate) fn session(&self) -> Session {
        self.session
    }

    /// Requests sent or queued whose reply has not arrived.
    pub(crate) fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// Queues one request, encoded by `encode` under the xid it is given. Its latency counts from
    /// `since_ns`. When `encode` has nothing more to send, nothing changes.
    #[inline]
    pub(crate) fn queue(
        &mut self,
        since_ns: u64,
        encode: impl FnOnce(i32, &mut Vec<u8>) -> Option<Kind>,
    ) -> Option<Kind> {
        let kind = encode(self.next_xid, &mut self.outbox)?;
        self.next_xid = xid_after(self.next_xid);
        self.in_flight += 1;
        match self.runs.back_mut() {
            Some(run) if run.kind == kind && run.since_ns == since_ns => run.requests += 1,
            Some(_) | None => self.runs.push_back(Run {
                since_ns,
                kind,
                requests: 1,
            }),
        }
        Some(kind)
    }

    /// Whether anything queued waits to be sent.
    pub(crate) fn has_queued(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Hands what is queued to the kernel.
    #[inline]
    pub(crate) fn send(&mut self) -> Result<Sent> {
        while self.sent_bytes < self.outbox.len() {
            match (&self.stream).write(&self.outbox[self.sent_bytes..]) {
                Ok(0) => {
                    return Err(Error::Closed {
                        in_flight: self.in_flight,
                    });
                }
                Ok(bytes) => self.sent_bytes += bytes,
                Err(full) if full.kind() == ErrorKind::WouldBlock => return Ok(Sent::Partly),
                Err(again) if again.kind() == ErrorKind::Interrupted => {}
                Err(other) if closed_by_peer(other.kind()) => {
                    return Err(Error::Closed {
                        in_flight: self.in_flight,
                    });
                }
                Err(other) => return Err(Error::system("send to the server")(other)),
            }
        }
        self.outbox.clear();
        self.sent_bytes = 0;
        Ok(Sent::All)
    }

    /// Takes what has arrived, one read of the socket, and shows every whole frame to `on_frame`.
    /// `inbox` is scratch space of [`INBOX_BYTES`].
    #[inline]
    fn receive_frames(
        &mut self,
        inbox: &mut Vec<u8>,
        mut on_frame: impl FnMut(ReplyHeader) -> Result<()>,
    ) -> Result<()> {
        let kept = self.partial.len();
        if inbox.len() < kept + INBOX_BYTES {
            inbox.resize(kept + INBOX_BYTES, 0);
        }
        inbox[..kept].copy_from_slice(&self.partial);
        let read = loop {
            match (&self.stream).read(&mut inbox[kept..]) {
                Ok(0) => {
                    return Err(Error::Closed {
                        in_flight: self.in_flight,
                    });
                }
                Ok(bytes) => break bytes,
                Err(empty) if empty.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(again) if again.kind() == ErrorKind::Interrupted => {}
                Err(other) if closed_by_peer(other.kind()) => {
                    return Err(Error::Closed {
                        in_flight: self.in_flight,
                    });
                }
                Err(other) => return Err(Error::system("receive from the server")(other)),
            }
        };
        let arrived = &inbox[..kept + read];
        let mut at = 0;
        while let Some((header, bytes)) = wire::next_reply(&arrived[at..])? {
            at += bytes;
            on_frame(header)?;
        }
        self.partial.clear();
        self.partial.extend_from_slice(&arrived[at..]);
        Ok(())
    }

    /// Takes what has arrived: replies to the requests in flight, and events. `tolerates` says of a
    /// reply's error whether the workload counts on it. The replies stay in flight until they are
    /// settled.
    #[inline]
    pub(crate) fn receive(
        &mut self,
        inbox: &mut Vec<u8>,
        mut tolerates: impl FnMut(i32) -> Result<()>,
    ) -> Result<Arrived> {
        let mut expected = self.expected_xid;
        let (mut replies, mut events) = (0, 0);
        self.receive_frames(inbox, |header| {
            if header.xid != expected {
                if header.xid == ReplyHeader::EVENT {
                    events += 1;
                    return Ok(());
                }
                return Err(Error::Garbled(format!(
                    "a reply to request {} where {expected} was due",
                    header.xid
                )));
            }
            if header.error != 0 {
                tolerates(header.error)?;
            }
            expected = xid_after(expected);
            replies += 1;
            Ok(())
        })?;
        self.expected_xid = expected;
        if replies > self.in_flight {
            return Err(Error::Garbled("more replies than requests".to_owned()));
        }
        Ok(Arrived { replies, events })
    }

    /// Takes the oldest `replies` requests out of flight, run by run: (since, kind, requests).
    #[inline]
    pub(crate) fn settle(&mut self, mut replies: u32, mut each: impl FnMut(u64, Kind, u32)) {
        assert!(
            replies <= self.in_flight,
            "only what is in flight can be settled"
        );
        self.in_flight -= replies;
        while replies > 0 {
            let Some(run) = self.runs.front_mut() else {
                unreachable!("the runs hold every request in flight");
            };
            let settled = run.requests.min(replies);
            each(run.since_ns, run.kind, settled);
            replies -= settled;
            run.requests -= settled;
            if run.requests == 0 {
                self.runs.pop_front();
            }
        }
    }

    /// Sends one request and waits for its reply, for so long; nothing else may be in flight. For
    /// those who ask now and then: a load queues.
    pub(crate) fn ask(
        &mut self,
        name: &'static str,
        request: &[u8],
        patience: Duration,
    ) -> Result<()> {
        assert_eq!(self.in_flight, 0, "one request at a time");
        self.queue(0, |xid, out| {
            wire::append(request, xid, out);
            Some(Kind::Write)
        });
        let deadline = Instant::now() + patience;
        self.send()?;
        let (mut inbox, mut refusal) = (Vec::new(), None);
        while self.in_flight > 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::Silent {
                    seconds: patience.as_secs(),
                    in_flight: 1,
                });
            }
            self.await_readable(left)?;
            // A refusal is a reply: it is taken as one, and the next request may follow.
            let note = |code| {
                refusal = Some(code);
                Ok(())
            };
            let Arrived { replies, .. } = self.receive(&mut inbox, note)?;
            self.settle(replies, |_, _, _| ());
        }
        refusal.map_or(Ok(()), |code| {
            Err(Error::Refused {
                request: name,
                code,
            })
        })
    }

    /// Creates the znodes, parents first; those that exist are left as they are.
    pub(crate) fn make(&mut self, paths: &[&str], patience: Duration) -> Result<()> {
        for path in paths {
            let create = wire::create(path, &[], Lifetime::Persistent);
            match self.ask("a create", &create, patience) {
                Ok(()) => {}
                Err(Error::Refused { code, .. }) if wire::exists_already(code) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn await_readable(&self, patience: Duration) -> Result<()> {
        let timeout = Timespec::try_from(patience).expect("a wait is short");
        let mut interest = [PollFd::new(&self.stream, PollFlags::IN)];
        match poll(&mut interest, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(other) => Err(Error::system("wait for a reply")(other)),
        }
    }

    /// Ends the session and waits until the server has closed the connection. The result of a run
    /// stands by then, so a server that goes away first is not a fault.
    pub(crate) fn close(mut self) {
        let farewell = wire::close_session(self.next_xid);
        let ready = self.stream.set_nonblocking(false).is_ok()
            && self.stream.set_read_timeout(Some(HANDSHAKE_WAIT)).is_ok()
            && self.stream.write_all(&farewell).is_ok();
        let mut rest = [0; 4096];
        while ready && matches!(self.stream.read(&mut rest), Ok(bytes) if bytes > 0) {}
    }
}

fn closed_by_peer(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)
}

/// xids are positive: the negative ones have meanings of their own.
#[inline]
fn xid_after(xid: i32) -> i32 {
    xid.checked_add(1).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;

    fn pair() -> (Connection, TcpStream) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let connection = Connection::open_without_session(address).expect("it listens");
        let (peer, _) = listener.accept().expect("it connected");
        (connection, peer)
    }

    fn reply(xid: i32, error: i32) -> Vec<u8> {
        let mut out = vec![0, 0, 0, 16];
        out.extend_from_slice(&xid.to_be_bytes());
        out.extend_from_slice(&[0; 8]);
        out.extend_from_slice(&error.to_be_bytes());
        out
    }

    fn queue(connection: &mut Connection, since_ns: u64, kind: Kind) {
        let queued = connection.queue(since_ns, |xid, out| {
            wire::append(&wire::echo(0), xid, out);
            Some(kind)
        });
        assert_eq!(queued, Some(kind));
    }

    /// The socket does not block: waits until all of `bytes` has come over it.
    fn receive_all(connection: &mut Connection, replies: u32) -> Result<u32> {
        let mut inbox = Vec::new();
        let mut seen = 0;
        while seen < replies {
            let refuse = |code| {
                Err(Error::Refused {
                    request: "a test's",
                    code,
                })
            };
            seen += connection.receive(&mut inbox, refuse)?.replies;
        }
        Ok(seen)
    }

    #[test]
    fn replies_settle_the_oldest_requests_run_by_run() {
        let (mut connection, mut peer) = pair();
        for (since, kind) in [
            (5, Kind::Read),
            (5, Kind::Read),
            (5, Kind::Write),
            (9, Kind::Write),
        ] {
            queue(&mut connection, since, kind);
        }
        assert_eq!(connection.send().expect("the socket has room"), Sent::All);
        let bytes: Vec<u8> = (1..=4).flat_map(|xid| reply(xid, 0)).collect();
        peer.write_all(&bytes[..50]).expect("it is open");
        assert_eq!(receive_all(&mut connection, 2).expect("sound replies"), 2);
        peer.write_all(&bytes[50..]).expect("it is open");
        assert_eq!(
            receive_all(&mut connection, 2).expect("the cut reply is whole now"),
            2
        );
        let mut settled = Vec::new();
        connection.settle(3, |since, kind, requests| {
            settled.push((since, kind, requests));
        });
        assert_eq!(settled, [(5, Kind::Read, 2), (5, Kind::Write, 1)]);
        assert_eq!(connection.in_flight(), 1);
    }

    #[test]
    fn events_are_told_from_replies() {
        let (mut connection, mut peer) = pair();
        queue(&mut connection, 0, Kind::Write);
        let bytes = [reply(-1, 0), reply(1, 0), reply(-1, 0)].concat();
        peer.write_all(&bytes).expect("it is open");
        let mut arrived = Arrived {
            replies: 0,
            events: 0,
        };
        while arrived.events < 2 {
            let more = connection
                .receive(&mut Vec::new(), |_| Ok(()))
                .expect("sound frames");
            arrived.replies += more.replies;
            arrived.events += more.events;
        }
        assert_eq!(
            arrived,
            Arrived {
                replies: 1,
                events: 2
            }
        );
    }

    #[test]
    fn a_reply_out_of_order_and_an_error_fail_the_run() {
        let (mut connection, mut peer) = pair();
        queue(&mut connection, 0, Kind::Read);
        peer.write_all(&reply(2, 0)).expect("it is open");
        assert!(matches!(
            receive_all(&mut connection, 1),
            Err(Error::Garbled(_))
        ));

        let (mut connection, mut peer) = pair();
        queue(&mut connection, 0, Kind::Read);
        peer.write_all(&reply(1, -101)).expect("it is open");
        let failed = receive_all(&mut connection, 1);
        assert!(matches!(failed, Err(Error::Refused { code: -101, .. })));
    }

    #[test]
    fn a_closed_connection_names_what_was_in_flight() {
        let (mut connection, peer) = pair();
        queue(&mut connection, 0, Kind::Write);
        drop(peer);
        assert!(matches!(
            receive_all(&mut connection, 1),
            Err(Error::Closed { in_flight: 1 })
        ));
    }

    #[test]
    fn a_single_question_is_answered_refused_or_left_alone() {
        let (mut connection, mut peer) = pair();
        let request = wire::sync("/a");
        peer.write_all(&reply(1, 0)).expect("it is open");
        let patience = Duration::from_millis(20);
        connection
            .ask("a sync", &request, patience)
            .expect("the reply is there");
        peer.write_all(&reply(2, -4)).expect("it is open");
        let refused = connection.ask("a sync", &request, patience);
        assert!(
            matches!(refused, Err(Error::Refused { code: -4, .. })),
            "{refused:?}"
        );
        peer.write_all(&reply(3, 0)).expect("it is open");
        connection
            .ask("a sync", &request, patience)
            .expect("a refusal is over when it has come");
        let (mut connection, _peer) = pair();
        let silent = connection.ask("a sync", &request, patience);
        assert!(matches!(silent, Err(Error::Silent { .. })), "{silent:?}");
    }

    #[test]
    fn xids_wrap_to_one() {
        assert_eq!(xid_after(i32::MAX), 1);
    }
}
