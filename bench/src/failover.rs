//! One client that lives through the loss of the leader: how long no write succeeds for it.
//!
//! It holds a session on a server that stays, asks for a write, and whenever its connection fails
//! it takes its session to the next server that stays, a millisecond later. It gives a silent
//! connection up as late as ZooKeeper's Java client does. Must never open a new session after the
//! loss: a session that does not survive is a failure, not a delay.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::wire::{self, Session};
use crate::workload::ROOT;

/// The timeout that a session asks for which is to live through a loss.
pub(crate) const SESSION_TIMEOUT: Duration = Duration::from_secs(10);
/// Two thirds of it: the silence after which ZooKeeper's Java client looks for another server.
pub(crate) const SILENCE_MAX: Duration = Duration::from_millis(6_667);
/// Between two attempts: a client that asks without pause takes the processor from those it asks.
const PAUSE: Duration = Duration::from_millis(1);
/// An ensemble that writes nothing for so long does not recover.
const PATIENCE: Duration = Duration::from_mins(1);
const VALUE: [u8; 16] = [b'v'; 16];

/// The client.
#[derive(Debug)]
pub(crate) struct Client {
    servers: Vec<SocketAddr>,
    at: usize,
    session: Session,
    connection: Option<Connection>,
    write: Vec<u8>,
}

impl Client {
    /// Opens a session with the first of the servers and writes once, so that all is well before
    /// the loss. The servers are those that will stay.
    pub(crate) fn open(servers: Vec<SocketAddr>) -> Result<Client> {
        let path = format!("{ROOT}/failover");
        let mut client = Client {
            servers,
            at: 0,
            session: Session::NEW,
            connection: None,
            write: wire::set_data(&path, &VALUE),
        };
        client.connection()?.make(&[ROOT, &path], SILENCE_MAX)?;
        client.attempt()?;
        Ok(client)
    }

    /// Tries until a write succeeds. Returns how long after `lost` that was.
    pub(crate) fn time_to_write(&mut self, lost: Instant) -> Result<Duration> {
        loop {
            match self.attempt() {
                Ok(()) => return Ok(lost.elapsed()),
                Err(expired @ Error::Expired { .. }) => return Err(expired),
                Err(last) if lost.elapsed() > PATIENCE => return Err(last),
                Err(_) => {
                    self.connection = None;
                    self.at = (self.at + 1) % self.servers.len();
                    thread::sleep(PAUSE);
                }
            }
        }
    }

    /// Ends its session.
    pub(crate) fn close(self) {
        if let Some(connection) = self.connection {
            connection.close();
        }
    }

    fn attempt(&mut self) -> Result<()> {
        let write = self.write.clone();
        self.connection()?.ask("a set", &write, SILENCE_MAX)
    }

    /// The connection with its session; a new connection if it has none.
    fn connection(&mut self) -> Result<&mut Connection> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        Ok(self.connection.insert(connection))
    }

    fn connect(&mut self) -> Result<Connection> {
        let server = self.servers[self.at];
        let taken = Connection::greet(server, &self.session, SESSION_TIMEOUT, SILENCE_MAX)?;
        let connection = taken.ok_or_else(|| Error::Expired {
            address: server.to_string(),
        })?;
        self.session = connection.session();
        Ok(connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake_server::{Answers, FakeServer};

    #[test]
    fn a_write_goes_to_the_next_server_when_one_refuses() {
        let refusing = Answers::Failing {
            after: 3,
            error: -4,
        };
        let servers = [refusing, Answers::Sound].map(FakeServer::start);
        let addresses = servers.iter().map(|server| server.address).collect();
        let mut client = Client::open(addresses).expect("two creates and a set are answered");
        let took = client.time_to_write(Instant::now());
        assert!(took.is_ok(), "{took:?}");
        let sets = servers.each_ref().map(|server| server.requests(5));
        assert_eq!(sets, [2, 1], "one that worked, one refused, one elsewhere");
        client.close();
    }

    #[test]
    fn a_session_that_is_gone_is_no_delay() {
        let servers = [
            Answers::Failing {
                after: 3,
                error: -4,
            },
            Answers::Expired,
        ]
        .map(FakeServer::start);
        let addresses = servers.iter().map(|server| server.address).collect();
        let mut client = Client::open(addresses).expect("two creates and a set are answered");
        let gone = client.time_to_write(Instant::now());
        assert!(matches!(gone, Err(Error::Expired { .. })), "{gone:?}");
    }
}
