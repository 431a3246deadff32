//! The ceiling: a loopback echo of ours under the same generator.
//!
//! What the echo reaches is what sockets, the scheduler and the generator allow on this machine;
//! no server can be faster. The echoed frames look like replies without error, so the generator
//! treats them as such. Must never do anything with the bytes but send them back.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::thread;

use rustix::event::epoll;

use crate::connection::{Connection, INBOX_BYTES, Kind};
use crate::engine::{Engine, Outcome, Pace, Window};
use crate::error::{Error, Result};
use crate::source::Source;
use crate::wire;

/// Echoes of one size.
#[derive(Debug)]
struct Echoes {
    frame: Vec<u8>,
}

impl Source for Echoes {
    #[inline]
    fn append_next(&mut self, _connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        wire::append(&self.frame, xid, out);
        Some(Kind::Read)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: "an echo",
            code,
        })
    }
}

/// Echoes `value_bytes` behind a reply header over so many connections.
pub(crate) fn run(
    connections: usize,
    pace: Pace,
    window: Window,
    value_bytes: usize,
) -> Result<Outcome> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .map_err(Error::system("listen on a port of 127.0.0.1"))?;
    let address = listener
        .local_addr()
        .map_err(Error::system("ask for the echo's port"))?;
    // It ends with the last of its connections.
    let server = thread::spawn(move || serve(&listener, connections));
    let outcome = drive(address, connections, pace, window, value_bytes);
    let served = server.join().expect("the echo does not panic");
    let outcome = outcome?;
    served?;
    Ok(outcome)
}

fn drive(
    address: SocketAddr,
    connections: usize,
    pace: Pace,
    window: Window,
    value_bytes: usize,
) -> Result<Outcome> {
    let opened = (0..connections)
        .map(|_| Connection::open_without_session(address))
        .collect();
    let mut engine = Engine::over(opened)?;
    engine.run(
        &mut Echoes {
            frame: wire::echo(value_bytes),
        },
        pace,
        window,
    )
}

/// One accepted connection of the echo.
#[derive(Debug)]
struct Peer {
    stream: TcpStream,
    /// What the socket had no room for.
    unsent: Vec<u8>,
}

fn serve(listener: &TcpListener, connections: usize) -> Result<()> {
    let failed = |doing: &str| format!("{doing} in the echo");
    let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)
        .map_err(Error::system(failed("create an epoll")))?;
    let mut peers = Vec::with_capacity(connections);
    for token in 0..connections {
        let (stream, _) = listener.accept().map_err(Error::system(failed("accept")))?;
        stream
            .set_nodelay(true)
            .map_err(Error::system(failed("set a socket up")))?;
        stream
            .set_nonblocking(true)
            .map_err(Error::system(failed("set a socket up")))?;
        let data = epoll::EventData::new_u64(token as u64);
        epoll::add(&epoll, &stream, data, epoll::EventFlags::IN)
            .map_err(Error::system(failed("watch a socket")))?;
        peers.push(Peer {
            stream,
            unsent: Vec::new(),
        });
    }
    let mut open = connections;
    let mut bytes = vec![0; INBOX_BYTES];
    let mut events: Vec<epoll::Event> = Vec::with_capacity(512);
    while open > 0 {
        events.clear();
        match epoll::wait(&epoll, rustix::buffer::spare_capacity(&mut events), None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(other) => return Err(Error::system(failed("wait"))(other)),
        }
        for event in &events {
            let epoll::Event { data, .. } = *event;
            let token = usize::try_from(data.u64()).expect("tokens are indices");
            if peers[token].echo(&epoll, data, &mut bytes)? == Turn::Ended {
                open -= 1;
                epoll::delete(&epoll, &peers[token].stream)
                    .map_err(Error::system(failed("forget a socket")))?;
            }
        }
    }
    Ok(())
}

/// Whether a connection of the echo goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    Goes,
    Ended,
}

impl Peer {
    fn echo(&mut self, epoll: &OwnedFd, data: epoll::EventData, bytes: &mut [u8]) -> Result<Turn> {
        if self.unsent.is_empty() {
            match self.stream.read(bytes) {
                Ok(0) => return Ok(Turn::Ended),
                Ok(read) => {
                    let written = written(&mut self.stream, &bytes[..read])?;
                    if written < read {
                        self.unsent.extend_from_slice(&bytes[written..read]);
                        // Nothing more is read before it is gone.
                        watch(epoll, &self.stream, data, epoll::EventFlags::OUT)?;
                    }
                }
                Err(none) if none.kind() == ErrorKind::WouldBlock => {}
                Err(gone) if gone.kind() == ErrorKind::ConnectionReset => return Ok(Turn::Ended),
                Err(other) => return Err(Error::system("receive in the echo")(other)),
            }
        } else {
            let written = written(&mut self.stream, &self.unsent)?;
            self.unsent.drain(..written);
            if self.unsent.is_empty() {
                watch(epoll, &self.stream, data, epoll::EventFlags::IN)?;
            }
        }
        Ok(Turn::Goes)
    }
}

fn watch(
    epoll: &OwnedFd,
    stream: &TcpStream,
    data: epoll::EventData,
    interest: epoll::EventFlags,
) -> Result<()> {
    epoll::modify(epoll, stream, data, interest)
        .map_err(Error::system("watch a socket of the echo"))
}

fn written(stream: &mut TcpStream, bytes: &[u8]) -> Result<usize> {
    match stream.write(bytes) {
        Ok(written) => Ok(written),
        Err(full) if full.kind() == ErrorKind::WouldBlock => Ok(0),
        Err(other) => Err(Error::system("send in the echo")(other)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_echo_counts_in_both_loops() {
        let window = Window {
            warmup: Duration::ZERO,
            measured: Duration::from_millis(50),
        };
        for pace in [
            Pace::Closed { outstanding: 8 },
            Pace::Open {
                rate: 10_000,
                outstanding_max: 100,
            },
        ] {
            let outcome = run(3, pace, window, 100).expect("the echo works");
            assert!(outcome.replies > 0, "{pace:?}");
            assert_eq!(
                outcome.latencies.all().requests,
                outcome.requests,
                "{pace:?}"
            );
        }
    }

    #[test]
    fn an_open_loop_sends_exactly_what_is_due() {
        let window = Window {
            warmup: Duration::ZERO,
            measured: Duration::from_millis(100),
        };
        let pace = Pace::Open {
            rate: 5_000,
            outstanding_max: 1_000,
        };
        let outcome = run(2, pace, window, 0).expect("the echo works");
        assert_eq!(outcome.requests, 500);
    }
}
