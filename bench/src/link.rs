//! What the engine needs of a connection, whatever protocol it speaks.
//!
//! ZooKeeper's protocol answers in the order of the requests, etcd's in any; the engine sees only
//! how many replies have come and, when it settles them, since when each was waited for. Must never
//! hide a failed request: `receive` returns its error.

use std::net::TcpStream;

use crate::connection::{Arrived, Connection, Kind, Sent};
use crate::error::Result;

/// A connection ready to pipeline. It never blocks, save to close.
pub(crate) trait Link {
    /// The socket, for the poller.
    fn stream(&self) -> &TcpStream;

    /// Requests sent or queued whose reply is not settled.
    fn in_flight(&self) -> u32;

    /// Queues the request that `encode` appends under the number it is given; `None` if it has
    /// nothing more to send. The request's latency counts from `since_ns`.
    fn queue(
        &mut self,
        since_ns: u64,
        encode: impl FnOnce(i32, &mut Vec<u8>) -> Option<Kind>,
    ) -> Option<Kind>;

    /// Whether anything queued waits to be sent.
    fn has_queued(&self) -> bool;

    /// Hands what is queued to the kernel, as far as it and the peer have room.
    fn send(&mut self) -> Result<Sent>;

    /// Takes what has arrived. `inbox` is scratch space; `tolerates` says of a reply's error
    /// whether the workload counts on it.
    fn receive(
        &mut self,
        inbox: &mut Vec<u8>,
        tolerates: impl FnMut(i32) -> Result<()>,
    ) -> Result<Arrived>;

    /// Takes so many of the replies that have come out of flight: (since, kind, requests).
    fn settle(&mut self, replies: u32, each: impl FnMut(u64, Kind, u32));

    /// Ends it.
    fn close(self);
}

impl Link for Connection {
    fn stream(&self) -> &TcpStream {
        self.stream()
    }

    #[inline]
    fn in_flight(&self) -> u32 {
        self.in_flight()
    }

    #[inline]
    fn queue(
        &mut self,
        since_ns: u64,
        encode: impl FnOnce(i32, &mut Vec<u8>) -> Option<Kind>,
    ) -> Option<Kind> {
        self.queue(since_ns, encode)
    }

    #[inline]
    fn has_queued(&self) -> bool {
        self.has_queued()
    }

    #[inline]
    fn send(&mut self) -> Result<Sent> {
        self.send()
    }

    #[inline]
    fn receive(
        &mut self,
        inbox: &mut Vec<u8>,
        tolerates: impl FnMut(i32) -> Result<()>,
    ) -> Result<Arrived> {
        self.receive(inbox, tolerates)
    }

    #[inline]
    fn settle(&mut self, replies: u32, each: impl FnMut(u64, Kind, u32)) {
        self.settle(replies, each);
    }

    fn close(self) {
        self.close();
    }
}
