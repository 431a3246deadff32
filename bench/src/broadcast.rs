//! The ceiling of `fan-out`: a thread that answers each request of one connection by sending an
//! event to every other one.
//!
//! Knows no znodes, watches or sessions. Its sends go out one after the other over blocking
//! sockets: what a server does beyond that is the server's cost.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use crate::error::{Error, Result};
use crate::wire;

/// The thread and its address.
#[derive(Debug)]
pub(crate) struct Broadcast {
    address: SocketAddr,
    thread: JoinHandle<Result<()>>,
}

impl Broadcast {
    /// Starts it for so many connections, the last of them the one that asks.
    pub(crate) fn start(connections: usize) -> Result<Broadcast> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .map_err(Error::system("listen on a port of 127.0.0.1"))?;
        let address = listener
            .local_addr()
            .map_err(Error::system("ask for the broadcast's port"))?;
        let thread = thread::spawn(move || serve(&listener, connections));
        Ok(Broadcast { address, thread })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for its end, which comes when the asking connection closes.
    pub(crate) fn join(self) -> Result<()> {
        self.thread.join().expect("the broadcast does not panic")
    }
}

fn serve(listener: &TcpListener, connections: usize) -> Result<()> {
    let doing = |what: &str| format!("{what} in the broadcast");
    let mut accepted = Vec::with_capacity(connections);
    for _ in 0..connections {
        let (stream, _) = listener.accept().map_err(Error::system(doing("accept")))?;
        stream
            .set_nodelay(true)
            .map_err(Error::system(doing("set a socket up")))?;
        accepted.push(stream);
    }
    let mut asking: TcpStream = accepted.pop().expect("there is one that asks");
    let event = wire::data_changed("/bench/watched");
    let mut length = [0; 4];
    // The end of the asking connection is the end of the measurement.
    while asking.read_exact(&mut length).is_ok() {
        let mut request = vec![0; u32::from_be_bytes(length) as usize];
        asking
            .read_exact(&mut request)
            .map_err(Error::system(doing("receive")))?;
        for watcher in &mut accepted {
            watcher
                .write_all(&event)
                .map_err(Error::system(doing("send")))?;
        }
        // An echo's request has the form of its reply.
        let reply = [&length[..], &request].concat();
        asking
            .write_all(&reply)
            .map_err(Error::system(doing("send")))?;
    }
    Ok(())
}
