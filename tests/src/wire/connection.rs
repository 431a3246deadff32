//! One TCP connection to a server, down to single bytes.
//!
//! Every wait is bounded by the caller's timeout; a timeout is a value, never a panic.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::wire::Encoder;

/// What came of waiting for a frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Received {
    /// A frame's content, without its length.
    Frame(Vec<u8>),
    /// The server closed the connection (orderly or by a reset).
    Closed,
    /// Nothing arrived in time.
    Silence,
}

/// A socket and the bytes that arrived on it but are not a whole frame yet.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    pending: Vec<u8>,
}

impl Connection {
    /// Connects to `address`.
    pub fn open(address: SocketAddr) -> io::Result<Connection> {
        Connection::from_stream(TcpStream::connect(address)?)
    }

    /// Connects to `address` from the local address `from`: each has a connection limit of its own.
    pub fn open_from(from: IpAddr, address: SocketAddr) -> io::Result<Connection> {
        use rustix::net::{AddressFamily, SocketType};
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        rustix::net::sockopt::set_socket_reuseaddr(&socket, true)?;
        rustix::net::bind(&socket, &SocketAddr::new(from, 0))?;
        rustix::net::connect(&socket, &address)?;
        Connection::from_stream(TcpStream::from(socket))
    }

    fn from_stream(stream: TcpStream) -> io::Result<Connection> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(Duration::from_secs(10)))?;
        Ok(Connection {
            stream,
            pending: Vec::new(),
        })
    }

    /// The socket itself, for tests that look beneath the frames.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Sends these very bytes.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    /// Sends `content` with its length before it.
    pub fn send_frame(&mut self, content: &[u8]) -> io::Result<()> {
        let mut frame = Encoder::default();
        frame.buffer(Some(content));
        self.send(&frame.into_bytes())
    }

    /// Says that nothing more will be sent; replies may still arrive.
    pub fn finish(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }

    /// The next frame, waiting up to `timeout` for it.
    pub fn receive(&mut self, timeout: Duration) -> Received {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(frame) = self.take_frame() {
                return Received::Frame(frame);
            }
            match self.read_some(deadline) {
                Progress::More => {}
                Progress::Closed => return Received::Closed,
                Progress::Late => return Received::Silence,
            }
        }
    }

    /// Everything up to the end of the stream, or what came until the timeout.
    pub fn receive_all(&mut self, timeout: Duration) -> (Vec<u8>, Received) {
        let deadline = Instant::now() + timeout;
        loop {
            match self.read_some(deadline) {
                Progress::More => {}
                Progress::Closed => return (std::mem::take(&mut self.pending), Received::Closed),
                Progress::Late => return (std::mem::take(&mut self.pending), Received::Silence),
            }
        }
    }

    fn take_frame(&mut self) -> Option<Vec<u8>> {
        let (length, rest) = self.pending.split_first_chunk::<4>()?;
        let length = usize::try_from(i32::from_be_bytes(*length))
            .expect("a server never sends a negative frame length");
        let frame = rest.get(..length)?.to_vec();
        self.pending.drain(..4 + length);
        Some(frame)
    }

    fn read_some(&mut self, deadline: Instant) -> Progress {
        let left = deadline.saturating_duration_since(Instant::now());
        // A zero timeout means "wait for ever" to the socket.
        let left = left.max(Duration::from_millis(1));
        self.stream
            .set_read_timeout(Some(left))
            .expect("a positive timeout can be set");
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk) {
            Ok(0) => Progress::Closed,
            Ok(length) => {
                self.pending.extend_from_slice(&chunk[..length]);
                Progress::More
            }
            Err(error) => match error.kind() {
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
                    if Instant::now() < deadline {
                        Progress::More
                    } else {
                        Progress::Late
                    }
                }
                io::ErrorKind::Interrupted => Progress::More,
                _ => Progress::Closed,
            },
        }
    }
}

enum Progress {
    More,
    Closed,
    Late,
}
