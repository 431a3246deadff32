//! Many sessions of one process, each on a connection of its own, through the loss of the leader:
//! how many expire, and how long it takes until every other one has written again.
//!
//! One thread, one epoll. What a member goes through:
//!
//! ```text
//!              ┌── every server tried: a pause ── Resting <─┐
//!              v                                            │ closed, refused or silent
//!   start ─> Connecting ─> Greeting ─> Held ────────────────┤
//!              ^              │                             │
//!              │              └─> Expired                   │
//!              └───────────── the next server <─────────────┘
//! ```
//!
//! A member behaves as ZooKeeper's Java client does: it pings after a third of its timeout, gives a
//! connection up after two thirds of silence, and goes round its connection string. It differs in
//! one thing: the Java client waits up to a second at random before it connects again, a member
//! does not. Must never count a session as back before a write of it was answered: a server
//! without a leader may well answer pings.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use ringkeeper_core::error_code::ErrorCode;
use rustix::event::{Timespec, epoll};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::failover::{SESSION_TIMEOUT, SILENCE_MAX};
use crate::wire::{self, ReplyHeader, Session};
use crate::workload::ROOT;

/// Handshakes under way at once while the crowd gathers: a few times what a short backlog holds.
const OPENING_MAX: usize = 128;
/// After it a connection that is not there yet is given up: a third, as there are three servers.
const CONNECT_PATIENCE: Duration = Duration::from_millis(3_333);
/// Without anything else to send, a member pings so often.
const PING_AFTER: Duration = Duration::from_millis(3_333);
/// When every server was tried in vain.
const PAUSE: Duration = Duration::from_millis(100);
/// Between two looks at who must ping or give up.
const LOOK: Duration = Duration::from_millis(20);
/// Neither gathering nor coming back takes longer.
const PATIENCE: Duration = Duration::from_mins(2);
/// Stands for the call among the tokens of the members.
const CALL: u64 = u64::MAX;
const EVENTS_PER_WAIT: usize = 1_024;
const INBOX_BYTES: usize = 4_096;
/// The xid of a member's one write.
const WRITE: i32 = 1;
const VALUE: [u8; 16] = [b'v'; 16];

/// What the loss of the leader did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Loss {
    /// Sessions that were gone.
    pub(crate) expired: usize,
    /// From the call until the last other session had written.
    pub(crate) back: Duration,
}

/// The sessions.
#[derive(Debug)]
pub(crate) struct Crowd {
    servers: Vec<SocketAddr>,
    members: Vec<Member>,
    held: usize,
    epoll: OwnedFd,
    inbox: Vec<u8>,
    called: bool,
    last_write: Instant,
    write: Vec<u8>,
}

#[derive(Debug)]
struct Member {
    session: Session,
    /// The server it is with, or tries.
    server: usize,
    /// In a row.
    failures: usize,
    stage: Stage,
    errand: Errand,
    sent: Instant,
    heard: Instant,
}

#[derive(Debug)]
enum Stage {
    /// Every server was tried in vain.
    Resting { until: Instant },
    /// The connection is under way.
    Connecting { stream: TcpStream },
    /// The handshake is.
    Greeting { stream: TcpStream, partial: Vec<u8> },
    /// A server has taken its session up.
    Held { stream: TcpStream, partial: Vec<u8> },
    /// Its session is gone.
    Expired,
}

/// The one write after the loss.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Errand {
    /// The leader is still there.
    None,
    /// To be sent.
    Due,
    /// On its way.
    Sent,
    /// Answered.
    Done,
}

/// How a connection fares after it was looked at.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// As before.
    Stays,
    /// It is of no more use.
    Lost,
    /// A server has taken the session up, over this connection.
    Granted(Session),
    /// A server does not know the session any more.
    Expired,
}

impl Crowd {
    /// Opens so many sessions, with each server of an ensemble in turn.
    pub(crate) fn gather(servers: Vec<SocketAddr>, sessions: usize) -> Result<Crowd> {
        let path = format!("{ROOT}/crowd");
        let mut maker = Connection::open(servers[0])?;
        maker.make(&[ROOT, &path], SILENCE_MAX)?;
        maker.close();
        let mut crowd = Crowd {
            servers,
            members: Vec::with_capacity(sessions),
            held: 0,
            epoll: epoll::create(epoll::CreateFlags::CLOEXEC)
                .map_err(Error::system("create an epoll"))?,
            inbox: vec![0; INBOX_BYTES],
            called: false,
            last_write: Instant::now(),
            write: Vec::new(),
        };
        wire::append(&wire::set_data(&path, &VALUE), WRITE, &mut crowd.write);
        let begun = Instant::now();
        while crowd.held < sessions {
            while crowd.members.len() < sessions && crowd.members.len() - crowd.held < OPENING_MAX {
                crowd.join()?;
            }
            crowd.turn()?;
            crowd.give_up_after(begun, |member| matches!(member.stage, Stage::Held { .. }))?;
        }
        Ok(crowd)
    }

    /// Holds all sessions until there is something to read from `call`.
    pub(crate) fn hold(&mut self, call: impl AsFd) -> Result<()> {
        let data = epoll::EventData::new_u64(CALL);
        epoll::add(&self.epoll, &call, data, epoll::EventFlags::IN)
            .map_err(Error::system("watch for the call"))?;
        while !self.called {
            self.turn()?;
        }
        self.called = false;
        epoll::delete(&self.epoll, &call).map_err(Error::system("watch for the call"))
    }

    /// Lets every member write, now that the leader is lost.
    pub(crate) fn survive(&mut self) -> Result<Loss> {
        let called = Instant::now();
        for at in 0..self.members.len() {
            self.members[at].errand = Errand::Due;
            self.run_errand(at)?;
        }
        while !self.members.iter().all(Member::is_settled) {
            self.turn()?;
            self.give_up_after(called, Member::is_settled)?;
        }
        let gone = |member: &&Member| matches!(member.stage, Stage::Expired);
        Ok(Loss {
            expired: self.members.iter().filter(gone).count(),
            back: self.last_write.saturating_duration_since(called),
        })
    }

    /// A further member sets out.
    fn join(&mut self) -> Result<()> {
        let now = Instant::now();
        let at = self.members.len();
        self.members.push(Member {
            session: Session::NEW,
            server: at % self.servers.len(),
            failures: 0,
            stage: Stage::Resting { until: now },
            errand: Errand::None,
            sent: now,
            heard: now,
        });
        self.connect(at)
    }

    /// Takes what has happened at the sockets within a short while, then looks at the clock.
    fn turn(&mut self) -> Result<()> {
        let looked = Instant::now();
        loop {
            let left = LOOK.saturating_sub(looked.elapsed());
            let timeout = Timespec::try_from(left).expect("a look is short");
            let mut events = Vec::with_capacity(EVENTS_PER_WAIT);
            let spare = rustix::buffer::spare_capacity(&mut events);
            match epoll::wait(&self.epoll, spare, Some(&timeout)) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(other) => return Err(Error::system("wait for replies")(other)),
            }
            for event in &events {
                match event.data.u64() {
                    CALL => self.called = true,
                    member => self.look(usize::try_from(member).expect("members are few"))?,
                }
            }
            if self.called || left.is_zero() {
                break;
            }
        }
        (0..self.members.len()).try_for_each(|at| self.mind_the_clock(at))
    }

    /// Something happened at a member's socket.
    fn look(&mut self, at: usize) -> Result<()> {
        let member = &mut self.members[at];
        let fate = match &mut member.stage {
            Stage::Resting { .. } | Stage::Expired => Fate::Stays,
            Stage::Connecting { stream } => match stream.take_error() {
                Ok(None) => {
                    member.heard = Instant::now();
                    member.greet()
                }
                Ok(Some(_)) | Err(_) => Fate::Lost,
            },
            Stage::Greeting { stream, partial } => {
                let open = receive(stream, &mut self.inbox, partial);
                match partial.first_chunk().map(Session::granted) {
                    Some(Some(session)) => Fate::Granted(session),
                    Some(None) if member.session != Session::NEW => Fate::Expired,
                    Some(None) => Fate::Lost,
                    None => open,
                }
            }
            Stage::Held { stream, partial } => {
                let open = receive(stream, &mut self.inbox, partial);
                member.heard = Instant::now();
                let before = member.errand;
                let said = member.take_replies()?;
                if (before, member.errand) == (Errand::Sent, Errand::Done) {
                    self.last_write = member.heard;
                }
                match said {
                    Fate::Stays => open,
                    Fate::Lost | Fate::Granted(_) | Fate::Expired => said,
                }
            }
        };
        self.follow(at, fate)
    }

    fn follow(&mut self, at: usize, fate: Fate) -> Result<()> {
        match fate {
            Fate::Stays => Ok(()),
            Fate::Lost => {
                self.leave(at);
                self.connect(at)
            }
            Fate::Expired => {
                self.leave(at);
                self.members[at].stage = Stage::Expired;
                Ok(())
            }
            Fate::Granted(session) => {
                let member = &mut self.members[at];
                member.take_up(session);
                self.held += 1;
                self.run_errand(at)
            }
        }
    }

    /// Drops the connection and counts a failure; the member is to go to the next server.
    fn leave(&mut self, at: usize) {
        let member = &mut self.members[at];
        if matches!(member.stage, Stage::Held { .. }) {
            self.held -= 1;
        }
        member.stage = Stage::Resting {
            until: Instant::now(),
        };
        if member.errand == Errand::Sent {
            member.errand = Errand::Due;
        }
        member.failures += 1;
        member.server = (member.server + 1) % self.servers.len();
    }

    /// Connects to the member's server, or to the next that does not refuse at once.
    fn connect(&mut self, at: usize) -> Result<()> {
        loop {
            let member = &mut self.members[at];
            let now = Instant::now();
            if member.failures > 0 && member.failures.is_multiple_of(self.servers.len()) {
                // The next attempt, after the pause, is the first of another round.
                member.failures = 0;
                member.stage = Stage::Resting { until: now + PAUSE };
                return Ok(());
            }
            if let Some(stream) = dial(self.servers[member.server])? {
                let data = epoll::EventData::new_u64(at as u64);
                let interest = epoll::EventFlags::IN | epoll::EventFlags::OUT;
                epoll::add(&self.epoll, &stream, data, interest | epoll::EventFlags::ET)
                    .map_err(Error::system("watch a connection"))?;
                member.stage = Stage::Connecting { stream };
                member.heard = now;
                return Ok(());
            }
            self.leave(at);
        }
    }

    fn run_errand(&mut self, at: usize) -> Result<()> {
        let fate = self.members[at].run_errand(&self.write);
        self.follow(at, fate)
    }

    fn mind_the_clock(&mut self, at: usize) -> Result<()> {
        let now = Instant::now();
        let member = &mut self.members[at];
        let silent = now.saturating_duration_since(member.heard);
        let fate = match &member.stage {
            Stage::Resting { until } if *until <= now => return self.connect(at),
            Stage::Connecting { .. } | Stage::Greeting { .. } if silent > CONNECT_PATIENCE => {
                Fate::Lost
            }
            Stage::Held { .. } if silent > SILENCE_MAX => Fate::Lost,
            Stage::Held { stream, .. } if now - member.sent > PING_AFTER => {
                let sent = send(stream, &wire::ping());
                member.sent = now;
                sent
            }
            Stage::Resting { .. }
            | Stage::Connecting { .. }
            | Stage::Greeting { .. }
            | Stage::Held { .. }
            | Stage::Expired => Fate::Stays,
        };
        self.follow(at, fate)
    }

    fn give_up_after(&self, begun: Instant, arrived: impl Fn(&Member) -> bool) -> Result<()> {
        if begun.elapsed() < PATIENCE {
            return Ok(());
        }
        let missing = self.members.iter().filter(|member| !arrived(member));
        Err(Error::Silent {
            seconds: PATIENCE.as_secs(),
            in_flight: missing.count() as u64,
        })
    }
}

impl Member {
    fn is_settled(&self) -> bool {
        self.errand == Errand::Done || matches!(self.stage, Stage::Expired)
    }

    /// Shows its session over the connection that has just come about.
    fn greet(&mut self) -> Fate {
        let handshake = wire::connect(&self.session, SESSION_TIMEOUT);
        let now = Instant::now();
        let connecting = std::mem::replace(&mut self.stage, Stage::Resting { until: now });
        let Stage::Connecting { stream } = connecting else {
            unreachable!("a member greets when it has connected");
        };
        let fate = send(&stream, &handshake);
        self.stage = Stage::Greeting {
            stream,
            partial: Vec::new(),
        };
        self.sent = now;
        fate
    }

    fn take_up(&mut self, session: Session) {
        let now = Instant::now();
        let greeting = std::mem::replace(&mut self.stage, Stage::Resting { until: now });
        let Stage::Greeting {
            stream,
            mut partial,
        } = greeting
        else {
            unreachable!("a session is granted to a member that has greeted");
        };
        partial.drain(..wire::CONNECT_REPLY_BYTES);
        self.session = session;
        self.failures = 0;
        self.heard = now;
        self.stage = Stage::Held { stream, partial };
    }

    fn run_errand(&mut self, write: &[u8]) -> Fate {
        if let Stage::Held { stream, .. } = &self.stage
            && self.errand == Errand::Due
        {
            self.errand = Errand::Sent;
            self.sent = Instant::now();
            return send(stream, write);
        }
        Fate::Stays
    }

    /// Takes the whole replies that have come.
    fn take_replies(&mut self) -> Result<Fate> {
        let Stage::Held { partial, .. } = &mut self.stage else {
            unreachable!("replies come to a session that is held");
        };
        let mut at = 0;
        let mut fate = Fate::Stays;
        while let Some((ReplyHeader { xid, error }, bytes)) = wire::next_reply(&partial[at..])? {
            at += bytes;
            if xid == WRITE && error == 0 {
                self.errand = Errand::Done;
            } else if ErrorCode::from_code(error) == Some(ErrorCode::SessionExpired) {
                fate = Fate::Expired;
            } else if xid == WRITE {
                fate = Fate::Lost;
            }
        }
        partial.drain(..at);
        Ok(fate)
    }
}

/// A connection under way; `None` if the server refuses it at once.
fn dial(server: SocketAddr) -> Result<Option<TcpStream>> {
    let doing = || format!("connect to {server}");
    let family = match server {
        SocketAddr::V4(_) => AddressFamily::INET,
        SocketAddr::V6(_) => AddressFamily::INET6,
    };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let socket = rustix::net::socket_with(family, SocketType::STREAM, flags, None)
        .map_err(Error::system(doing()))?;
    match rustix::net::connect(&socket, &server) {
        Ok(()) | Err(Errno::INPROGRESS) => {}
        Err(Errno::CONNREFUSED | Errno::CONNRESET) => return Ok(None),
        Err(other) => return Err(Error::system(doing())(other)),
    }
    let stream = TcpStream::from(socket);
    stream.set_nodelay(true).map_err(Error::system(doing()))?;
    Ok(Some(stream))
}

/// Sends a few bytes, for which a socket that is of use always has room.
fn send(mut stream: &TcpStream, bytes: &[u8]) -> Fate {
    match stream.write(bytes) {
        Ok(sent) if sent == bytes.len() => Fate::Stays,
        Ok(_) | Err(_) => Fate::Lost,
    }
}

/// Appends all that has arrived to `partial`.
fn receive(mut stream: &TcpStream, inbox: &mut [u8], partial: &mut Vec<u8>) -> Fate {
    loop {
        match stream.read(inbox) {
            Ok(0) => return Fate::Lost,
            Ok(bytes) => partial.extend_from_slice(&inbox[..bytes]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Fate::Stays,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Fate::Lost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    const SET_DATA: i32 = 5;

    fn addresses(servers: &[FakeServer]) -> Vec<SocketAddr> {
        servers.iter().map(|server| server.address).collect()
    }

    #[test]
    fn every_member_writes_once_and_nobody_expires() {
        let servers = [(); 2].map(|()| FakeServer::start(Answers::Sound));
        let mut crowd =
            Crowd::gather(addresses(&servers), 300).expect("both servers open sessions");
        let (call, caller) = rustix::pipe::pipe().expect("the test may open files");
        rustix::io::write(&caller, b"now").expect("it is open");
        crowd.hold(call).expect("the call has come already");
        let loss = crowd.survive().expect("every write is answered");
        assert_eq!(loss.expired, 0);
        assert!(loss.back > Duration::ZERO, "{loss:?}");
        let writes = servers.each_ref().map(|server| server.requests(SET_DATA));
        assert_eq!(writes, [150, 150], "the members are spread evenly");
    }

    #[test]
    fn a_member_that_is_refused_takes_its_session_elsewhere() {
        // Two creates and the maker's farewell come before the member's write.
        let refusing = Answers::Failing {
            after: 3,
            error: -4,
        };
        let servers = [refusing, Answers::Sound].map(FakeServer::start);
        let mut crowd = Crowd::gather(addresses(&servers), 1).expect("it opens sessions");
        let loss = crowd.survive().expect("the second server answers");
        assert_eq!(loss.expired, 0);
        let writes = servers.each_ref().map(|server| server.requests(SET_DATA));
        assert_eq!(writes, [1, 1]);
    }

    #[test]
    fn a_session_that_is_gone_is_counted() {
        let refusing = Answers::Failing {
            after: 3,
            error: -4,
        };
        let servers = [refusing, Answers::Expired].map(FakeServer::start);
        let mut crowd = Crowd::gather(addresses(&servers), 1).expect("it opens sessions");
        let loss = crowd.survive().expect("an expired session is an answer");
        assert_eq!(loss.expired, 1);
    }
}
