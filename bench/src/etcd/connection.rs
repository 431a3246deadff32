//! One connection to etcd: HTTP/2 with many streams, one gRPC call each.
//!
//! ```text
//!   call ─> staged ──(headers, data as the windows allow)──> outbox ─> socket
//!   slot:   waiting ── data that shows success ──> answered ── trailers with status 0 ──> done
//! ```
//!
//! Calls are answered in any order, so what is in flight is a queue of slots by stream number.
//! Must never block once it is open, and never count a call whose status or answer is a failure.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::frame::{self, Frame, Type};
use super::message::{Call, Method, PREFIX_BYTES};
use crate::connection::{Arrived, INBOX_BYTES, Kind, Sent};
use crate::error::{Error, Result};
use crate::link::Link;
use crate::workload::ROOT;

/// What stands for a call whose status is 0 but whose answer is that of no success.
pub(crate) const NO_SUCCESS: i32 = -1;
/// So many bytes of answers are taken before the server is told that there is room again.
const WINDOW_STEP: u32 = 1 << 29;

/// A call whose answer is not complete, or complete and not yet settled before older ones.
#[derive(Clone, Copy, Debug)]
struct Slot {
    since_ns: u64,
    kind: Kind,
    method: Method,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Waiting,
    Answered,
    Done,
}

/// A call that is not yet wholly in the outbox.
#[derive(Clone, Copy, Debug)]
struct Staged {
    stream: u32,
    method: Method,
    bytes_left: usize,
    /// How much of it the server has room for; `None` before its headers are sent.
    window: Option<i64>,
}

/// The connection.
#[derive(Debug)]
pub(crate) struct EtcdConnection {
    stream: TcpStream,
    outbox: Vec<u8>,
    sent_bytes: usize,
    /// The first bytes of a frame whose rest has not arrived.
    partial: Vec<u8>,
    staged: VecDeque<Staged>,
    staged_bytes: Vec<u8>,
    staged_at: usize,
    call: Vec<u8>,
    slots: VecDeque<Slot>,
    first_slot: u32,
    next_stream: u32,
    in_flight: u32,
    done: VecDeque<(u64, Kind)>,
    /// How much of all streams the server has room for.
    window: i64,
    /// How much of a new stream it has.
    stream_window: i64,
    payload_max: usize,
    taken_bytes: u32,
}

impl EtcdConnection {
    /// Connects and waits until a first call through the quorum is answered.
    pub(crate) fn open(address: SocketAddr, patience: Duration) -> Result<EtcdConnection> {
        let doing = || format!("open a connection with etcd at {address}");
        let stream = TcpStream::connect(address).map_err(Error::system(doing()))?;
        stream.set_nodelay(true).map_err(Error::system(doing()))?;
        let mut connection = EtcdConnection {
            stream,
            outbox: frame::greeting(),
            sent_bytes: 0,
            partial: Vec::new(),
            staged: VecDeque::new(),
            staged_bytes: Vec::new(),
            staged_at: 0,
            call: Vec::new(),
            slots: VecDeque::new(),
            first_slot: 1,
            next_stream: 1,
            in_flight: 0,
            done: VecDeque::new(),
            window: frame::WINDOW,
            stream_window: frame::WINDOW,
            payload_max: frame::PAYLOAD_MAX,
            taken_bytes: 0,
        };
        connection
            .stream
            .set_nonblocking(true)
            .map_err(Error::system(doing()))?;
        connection.greet(&address.to_string(), patience)?;
        Ok(connection)
    }

    fn greet(&mut self, authority: &str, patience: Duration) -> Result<()> {
        let path = Method::Range.path();
        frame::first_headers(&mut self.outbox, self.next_stream, path, authority);
        self.queue(0, |_, out| {
            Call::count(ROOT).append(0, out);
            Some(Kind::Read)
        });
        if let Some(first) = self.staged.front_mut() {
            // Its headers are out already, with what fills the server's table.
            first.window = Some(self.stream_window);
        }
        let deadline = Instant::now() + patience;
        let mut inbox = Vec::new();
        while self.in_flight > 0 {
            self.send()?;
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::NoSession {
                    address: authority.to_owned(),
                });
            }
            let timeout = Timespec::try_from(left).expect("a wait is short");
            let mut interest = [PollFd::new(&self.stream, PollFlags::IN)];
            match poll(&mut interest, Some(&timeout)) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(other) => return Err(Error::system("wait for an answer")(other)),
            }
            let what = |code| match code {
                NO_SUCCESS => Ok(()),
                _ => Err(Error::NoSession {
                    address: authority.to_owned(),
                }),
            };
            let Arrived { replies, .. } = self.receive(&mut inbox, what)?;
            self.settle(replies, |_, _, _| ());
        }
        Ok(())
    }

    /// Moves staged calls into the outbox as far as the windows allow.
    fn pump(&mut self) {
        while let Some(call) = self.staged.front_mut() {
            let window = call.window.get_or_insert_with(|| {
                frame::headers(&mut self.outbox, call.stream, call.method.path());
                self.stream_window
            });
            let room = usize::try_from(self.window.min(*window)).unwrap_or(0);
            let bytes = call.bytes_left.min(room).min(self.payload_max);
            if bytes == 0 {
                return;
            }
            call.bytes_left -= bytes;
            let taken = i64::try_from(bytes).expect("a window is below 2^31");
            *window -= taken;
            self.window -= taken;
            let (flags, over) = match call.bytes_left {
                0 => (frame::END_STREAM, true),
                _ => (0, false),
            };
            let end = self.staged_at + bytes;
            let payload = &self.staged_bytes[self.staged_at..end];
            frame::append(&mut self.outbox, Type::Data, flags, call.stream, payload);
            self.staged_at = end;
            if over {
                self.staged.pop_front();
            }
        }
        self.staged_bytes.clear();
        self.staged_at = 0;
    }

    /// Does what a frame asks for. Returns whether it completed a call.
    #[inline]
    fn take(
        &mut self,
        frame: Frame<'_>,
        tolerates: &mut impl FnMut(i32) -> Result<()>,
    ) -> Result<bool> {
        if frame.is_foreign() {
            let what = format!("a {:?} frame with flags {}", frame.kind, frame.flags);
            return Err(Error::Garbled(what));
        }
        match frame.kind {
            Type::Data => self.data(frame, tolerates)?,
            Type::Headers if frame.ends() => {
                return self.trailers(frame, tolerates).map(|()| true);
            }
            Type::Settings => self.settings(frame),
            Type::Ping if frame.flags & frame::ACK == 0 => {
                frame::append(&mut self.outbox, Type::Ping, frame::ACK, 0, frame.payload);
            }
            Type::Headers | Type::Ping | Type::Other => {}
            Type::Window => {
                let more = i64::from(frame.number());
                let front = self.staged.front_mut();
                if frame.stream == 0 {
                    self.window += more;
                } else if let Some(call) = front.filter(|call| call.stream == frame.stream) {
                    call.window = call.window.map(|window| window + more);
                }
            }
            Type::Reset | Type::GoAway => {
                return Err(Error::Garbled(format!(
                    "etcd ended a stream or the connection: {frame:?}"
                )));
            }
        }
        Ok(false)
    }

    fn data(
        &mut self,
        frame: Frame<'_>,
        tolerates: &mut impl FnMut(i32) -> Result<()>,
    ) -> Result<()> {
        self.taken_bytes += u32::try_from(frame.payload.len()).expect("a payload has 24 bits");
        if self.taken_bytes >= WINDOW_STEP {
            let more = self.taken_bytes.to_be_bytes();
            frame::append(&mut self.outbox, Type::Window, 0, 0, &more);
            self.taken_bytes = 0;
        }
        let slot = self.slot(frame.stream)?;
        // An answer in several frames says what it is in the first.
        if slot.stage == Stage::Waiting && frame.payload.len() >= PREFIX_BYTES - 1 {
            slot.stage = Stage::Answered;
            if !slot.method.succeeded(frame.payload) {
                tolerates(NO_SUCCESS)?;
            }
        }
        Ok(())
    }

    fn trailers(
        &mut self,
        frame: Frame<'_>,
        tolerates: &mut impl FnMut(i32) -> Result<()>,
    ) -> Result<()> {
        let slot = self.slot(frame.stream)?;
        let answered = slot.stage == Stage::Answered;
        slot.stage = Stage::Done;
        let (since_ns, kind) = (slot.since_ns, slot.kind);
        match frame::status(frame.payload) {
            Some(0) if answered => {}
            Some(0) => {
                return Err(Error::Garbled(
                    "a call with status 0 and no answer".to_owned(),
                ));
            }
            Some(status) => tolerates(status)?,
            None => {
                let trailers = String::from_utf8_lossy(frame.payload).into_owned();
                return Err(Error::Garbled(format!("trailers: {trailers:?}")));
            }
        }
        self.done.push_back((since_ns, kind));
        while let Some(slot) = self.slots.front()
            && slot.stage == Stage::Done
        {
            self.slots.pop_front();
            self.first_slot += 2;
        }
        Ok(())
    }

    fn settings(&mut self, frame: Frame<'_>) {
        if frame.flags & frame::ACK != 0 {
            return;
        }
        for (name, value) in frame.settings() {
            match name {
                frame::INITIAL_WINDOW_SIZE => {
                    let window = i64::from(value);
                    // It holds for the streams that are open, too: here only the front one's
                    // data may still wait.
                    if let Some(call) = self.staged.front_mut() {
                        let change = window - self.stream_window;
                        call.window = call.window.map(|window| window + change);
                    }
                    self.stream_window = window;
                }
                frame::MAX_FRAME_SIZE => self.payload_max = value as usize,
                _ => {}
            }
        }
        frame::append(&mut self.outbox, Type::Settings, frame::ACK, 0, &[]);
    }

    #[inline]
    fn slot(&mut self, stream: u32) -> Result<&mut Slot> {
        let place = stream.wrapping_sub(self.first_slot) / 2;
        self.slots
            .get_mut(place as usize)
            .ok_or_else(|| Error::Garbled(format!("a frame of stream {stream}, which is over")))
    }

    fn closed(&self) -> Error {
        Error::Closed {
            in_flight: self.in_flight,
        }
    }
}

impl Link for EtcdConnection {
    fn stream(&self) -> &TcpStream {
        &self.stream
    }

    #[inline]
    fn in_flight(&self) -> u32 {
        self.in_flight
    }

    #[inline]
    fn queue(
        &mut self,
        since_ns: u64,
        encode: impl FnOnce(i32, &mut Vec<u8>) -> Option<Kind>,
    ) -> Option<Kind> {
        self.call.clear();
        let number = i32::try_from(self.next_stream).expect("a run has fewer calls");
        let kind = encode(number, &mut self.call)?;
        let (mark, call) = self.call.split_first().expect("a call has its mark");
        let method = Method::ALL[usize::from(*mark)];
        self.staged_bytes.extend_from_slice(call);
        self.staged.push_back(Staged {
            stream: self.next_stream,
            method,
            bytes_left: call.len(),
            window: None,
        });
        self.slots.push_back(Slot {
            since_ns,
            kind,
            method,
            stage: Stage::Waiting,
        });
        self.next_stream += 2;
        self.in_flight += 1;
        Some(kind)
    }

    #[inline]
    fn has_queued(&self) -> bool {
        !self.outbox.is_empty() || !self.staged.is_empty()
    }

    fn send(&mut self) -> Result<Sent> {
        self.pump();
        while self.sent_bytes < self.outbox.len() {
            match (&self.stream).write(&self.outbox[self.sent_bytes..]) {
                Ok(0) => return Err(self.closed()),
                Ok(bytes) => self.sent_bytes += bytes,
                Err(full) if full.kind() == ErrorKind::WouldBlock => return Ok(Sent::Partly),
                Err(again) if again.kind() == ErrorKind::Interrupted => {}
                Err(gone) if is_end(gone.kind()) => return Err(self.closed()),
                Err(other) => return Err(Error::system("send to etcd")(other)),
            }
        }
        self.outbox.clear();
        self.sent_bytes = 0;
        Ok(Sent::All)
    }

    fn receive(
        &mut self,
        inbox: &mut Vec<u8>,
        mut tolerates: impl FnMut(i32) -> Result<()>,
    ) -> Result<Arrived> {
        let kept = self.partial.len();
        if inbox.len() < kept + INBOX_BYTES {
            inbox.resize(kept + INBOX_BYTES, 0);
        }
        inbox[..kept].copy_from_slice(&self.partial);
        let nothing = Arrived {
            replies: 0,
            events: 0,
        };
        let read = loop {
            match (&self.stream).read(&mut inbox[kept..]) {
                Ok(0) => return Err(self.closed()),
                Ok(bytes) => break bytes,
                Err(empty) if empty.kind() == ErrorKind::WouldBlock => return Ok(nothing),
                Err(again) if again.kind() == ErrorKind::Interrupted => {}
                Err(gone) if is_end(gone.kind()) => return Err(self.closed()),
                Err(other) => return Err(Error::system("receive from etcd")(other)),
            }
        };
        let arrived = &inbox[..kept + read];
        let (mut at, mut replies) = (0, 0);
        while let Some((frame, bytes)) = Frame::next(&arrived[at..]) {
            at += bytes;
            replies += u32::from(self.take(frame, &mut tolerates)?);
        }
        self.partial.clear();
        self.partial.extend_from_slice(&arrived[at..]);
        Ok(Arrived { replies, events: 0 })
    }

    #[inline]
    fn settle(&mut self, replies: u32, mut each: impl FnMut(u64, Kind, u32)) {
        for (since_ns, kind) in self.done.drain(..replies as usize) {
            each(since_ns, kind, 1);
        }
        self.in_flight -= replies;
    }

    /// Closing the socket is all that a client without a lease has to do.
    fn close(self) {}
}

fn is_end(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};
    use std::thread;

    use super::*;

    /// Answers as etcd would: each call by what `answer` makes of its stream, the last call first.
    fn serve(listener: &TcpListener, together: usize, answer: fn(&mut Vec<u8>, u32)) {
        let (mut stream, _) = listener.accept().expect("it connects");
        let mut preface = [0; frame::PREFACE.len()];
        stream.read_exact(&mut preface).expect("it greets");
        let mut settings = Vec::new();
        frame::append(&mut settings, Type::Settings, 0, 0, &[]);
        frame::append(&mut settings, Type::Ping, 0, 0, b"12345678");
        stream.write_all(&settings).expect("it is open");
        let (mut bytes, mut calls, mut first) = (Vec::new(), Vec::new(), true);
        let mut chunk = [0; 4_096];
        while let Ok(read @ 1..) = stream.read(&mut chunk) {
            bytes.extend_from_slice(&chunk[..read]);
            while let Some((frame, length)) = Frame::next(&bytes) {
                if frame.kind == Type::Data && frame.ends() {
                    calls.push(frame.stream);
                }
                bytes.drain(..length);
            }
            if first || calls.len() >= together {
                let mut out = Vec::new();
                for stream in calls.drain(..).rev() {
                    first = false;
                    answer(&mut out, stream);
                }
                // The reading end may have gone: it has seen enough.
                let _ = stream.write_all(&out);
            }
        }
    }

    fn headers(out: &mut Vec<u8>, stream: u32, flags: u8, block: &[u8]) {
        frame::append(out, Type::Headers, 4 | flags, stream, block);
    }

    fn found(out: &mut Vec<u8>, stream: u32) {
        headers(out, stream, 0, &[0x88]);
        let answer = b"\x00\x00\x00\x00\x06\x0a\x02\x08\x01\x12\x00";
        frame::append(out, Type::Data, 0, stream, answer);
        let status = b"\x00\x0bgrpc-status\x010";
        headers(out, stream, frame::END_STREAM, status);
    }

    fn refused_later(out: &mut Vec<u8>, stream: u32) {
        if stream == 1 {
            return found(out, stream);
        }
        let status = b"\x88\x00\x0bgrpc-status\x018";
        headers(out, stream, frame::END_STREAM, status);
    }

    fn connected(together: usize, answer: fn(&mut Vec<u8>, u32)) -> EtcdConnection {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        thread::spawn(move || serve(&listener, together, answer));
        EtcdConnection::open(address, Duration::from_secs(5)).expect("it answers")
    }

    fn receive_all(connection: &mut EtcdConnection, replies: u32) -> Result<()> {
        let mut inbox = Vec::new();
        let mut seen = 0;
        while seen < replies {
            connection.send()?;
            let refuse = |code| Err(Error::Garbled(format!("status {code}")));
            seen += connection.receive(&mut inbox, refuse)?.replies;
        }
        Ok(())
    }

    fn queue(connection: &mut EtcdConnection, since_ns: u64, call: &Call) {
        connection.queue(since_ns, |_, out| {
            call.append(0, out);
            Some(Kind::Read)
        });
    }

    #[test]
    fn answers_in_any_order_settle_their_own_calls() {
        let mut connection = connected(3, found);
        for since in [1, 2, 3] {
            queue(&mut connection, since, &Call::get("/k"));
        }
        receive_all(&mut connection, 3).expect("all succeed");
        let mut settled = Vec::new();
        connection.settle(3, |since, _, _| settled.push(since));
        assert_eq!((settled, connection.in_flight()), (vec![3, 2, 1], 0));
    }

    #[test]
    fn a_value_beyond_the_window_waits_for_room() {
        let mut connection = connected(1, found);
        queue(&mut connection, 1, &Call::put("/k", &vec![b'v'; 100_000]));
        connection.send().expect("the socket has room");
        assert_eq!(connection.window, 0, "the server gave no more");
        assert!(connection.has_queued() && connection.in_flight() == 1);
    }

    #[test]
    fn a_status_that_is_not_0_fails_the_run() {
        let mut connection = connected(1, refused_later);
        queue(&mut connection, 1, &Call::get("/k"));
        let failed = receive_all(&mut connection, 1);
        let named = matches!(&failed, Err(Error::Garbled(what)) if what == "status 8");
        assert!(named, "{failed:?}");
    }
}
