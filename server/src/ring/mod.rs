//! A shard's `io_uring`: sockets, wake-ups and the log's disk operations in one place.
//!
//! The rest of the server sees a safe interface: hand in a socket or bytes, take out completions.
//! What makes it sound: memory the kernel may touch is owned here (receive buffers, bytes being
//! sent) or by the log's own buffers until the completion that ends the kernel's turn.
//!
//! ```text
//!   adopt ──> receiving <──> paused          (multishot receive, cancelled while paused)
//!               │   send: one in flight, short sends continue by themselves
//!               v
//!             closing: shutdown(2), wait for the last completion ──> Gone (the slot is free)
//! ```
//!
//! Clients' sockets and other servers' stand in two tables, each dense in slots of its own. All
//! that is done with a socket is the same; only the completions tell the two apart.
//!
//! Must never: block except in [`Ring::wait`], decide anything about the protocol, or reuse a slot
//! before its last completion has come.

#![allow(unsafe_code)]

mod buffers;
mod sockets;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

use io_uring::{IoUring, cqueue, opcode, squeue, types};
use ringkeeper_core::serve::Slot;

pub(crate) use self::buffers::BufferId;
use self::buffers::{GROUP, ReceiveBuffers};
pub(crate) use self::sockets::{PeerSlot, SocketKey};
use self::sockets::{Socket, Sockets};

/// Submission entries; a full queue is submitted early, nothing is lost.
const SUBMISSIONS: u32 = 1024;
/// Completion entries; the kernel keeps what does not fit and delivers it later.
const COMPLETIONS: u32 = 8192;

/// What happened since the last look.
#[derive(Debug)]
pub(crate) enum Completion {
    /// A client connected.
    Accepted(OwnedFd),
    /// Accepting failed, and rests until [`Ring::accept_again`].
    AcceptFailed(io::Error),
    /// Bytes came in; read them with [`Ring::bytes`], end with [`Ring::give_back`].
    Received {
        /// Whose.
        slot: Slot,
        /// Where.
        buffer: BufferId,
        /// How many.
        len: usize,
    },
    /// The peer will send nothing more; it may still read.
    PeerFinished(Slot),
    /// The socket broke.
    PeerClosed(Slot),
    /// Everything handed to [`Ring::send`] has left.
    Sent(Slot),
    /// The socket is closed and its slot may be used again.
    Gone(Slot),
    /// Something happened to another server's socket.
    Peer {
        /// Which.
        socket: PeerSlot,
        /// What.
        news: PeerNews,
    },
    /// A disk operation of the log ended with this result.
    Disk {
        /// The token it was prepared with.
        token: u32,
        /// Bytes, or a negated errno.
        result: i32,
    },
    /// Another thread has put something into this shard's mailbox.
    Woken,
}

/// What happened to another server's socket; as the completions of a client's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PeerNews {
    /// As [`Completion::Received`].
    Received {
        /// Where.
        buffer: BufferId,
        /// How many.
        len: usize,
    },
    /// As [`Completion::PeerFinished`].
    Finished,
    /// As [`Completion::PeerClosed`].
    Broken,
    /// As [`Completion::Sent`].
    Sent,
    /// As [`Completion::Gone`].
    Gone,
}

impl PeerNews {
    const fn of(self, socket: PeerSlot) -> Completion {
        Completion::Peer { socket, news: self }
    }
}

/// What a completion belongs to: the top byte of `user_data`; the low half is a slot or token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Kind {
    Accept = 1,
    Receive = 2,
    Send = 3,
    Wake = 4,
    Disk = 5,
    Cancel = 6,
    PeerReceive = 7,
    PeerSend = 8,
}

impl Kind {
    const fn tag(self, low: u32) -> u64 {
        (self as u64) << 56 | low as u64
    }

    fn of(user_data: u64) -> Kind {
        match user_data >> 56 {
            1 => Kind::Accept,
            2 => Kind::Receive,
            3 => Kind::Send,
            4 => Kind::Wake,
            5 => Kind::Disk,
            6 => Kind::Cancel,
            7 => Kind::PeerReceive,
            8 => Kind::PeerSend,
            other => unreachable!("a completion we never asked for: {other}"),
        }
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Ring {
    uring: IoUringDebug,
    /// Leaked at the end: the kernel lets go of what is in flight some time after the ring is
    /// closed, and a ring lives as long as the process.
    buffers: ManuallyDrop<ReceiveBuffers>,
    /// Leaked at the end, for what is being sent.
    sockets: ManuallyDrop<Sockets>,
    listener: Option<OwnedFd>,
    accept_armed: bool,
    wake: OwnedFd,
    reaped: VecDeque<Reaped>,
    /// Sockets that became idle while closing, not yet reported.
    gone: Vec<SocketKey>,
    /// Sockets whose receive ended for want of buffers: armed again before the next wait.
    starved: Vec<SocketKey>,
    /// System calls made to enter the kernel: a figure for operators and benchmarks.
    enters: u64,
}

/// `IoUring` has no `Debug` of its own.
struct IoUringDebug(IoUring);

impl std::fmt::Debug for IoUringDebug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IoUring")
    }
}

#[derive(Clone, Copy, Debug)]
struct Reaped {
    user_data: u64,
    result: i32,
    flags: u32,
}

impl Ring {
    /// A ring for the calling thread, which must be the one that uses it.
    ///
    /// `wake` is an eventfd: a write to it from any thread ends a [`Ring::wait`].
    pub(crate) fn new(wake: OwnedFd) -> io::Result<Ring> {
        let uring = IoUring::builder()
            .setup_single_issuer()
            .setup_defer_taskrun()
            .setup_submit_all()
            .setup_cqsize(COMPLETIONS)
            .build(SUBMISSIONS)?;
        let buffers = ReceiveBuffers::register(&uring)?;
        let mut ring = Ring {
            uring: IoUringDebug(uring),
            buffers: ManuallyDrop::new(buffers),
            sockets: ManuallyDrop::default(),
            listener: None,
            accept_armed: false,
            wake,
            reaped: VecDeque::new(),
            gone: Vec::new(),
            starved: Vec::new(),
            enters: 0,
        };
        ring.arm_wake();
        Ok(ring)
    }

    /// Accepts connections on a listening socket from now on.
    pub(crate) fn listen(&mut self, listener: OwnedFd) {
        assert!(self.listener.is_none(), "a ring has one listener");
        self.listener = Some(listener);
        self.arm_accept();
    }

    /// Accepts again after a failure. Not at once: without a free descriptor the kernel would fail
    /// again at once, for ever.
    pub(crate) fn accept_again(&mut self) {
        if !self.accept_armed {
            self.arm_accept();
        }
    }

    /// Accepts no more: clients find the port closed and go elsewhere.
    pub(crate) fn stop_listening(&mut self) {
        if let Some(listener) = self.listener.take() {
            // Ends the multishot accept; dropping the socket closes the port.
            let _ = rustix::net::shutdown(&listener, rustix::net::Shutdown::Both);
        }
    }

    /// Takes over a connected socket under `key`, which must be free, and begins to receive.
    pub(crate) fn adopt(&mut self, key: impl Into<SocketKey>, fd: OwnedFd) {
        let key = key.into();
        self.sockets.insert(key, Socket::new(fd));
        self.arm_receive(key);
    }

    /// Begins to send `bytes`, which are taken out of the vector; an empty one is put there.
    ///
    /// Only one send of a socket may be in flight: [`Ring::can_send`] says so.
    pub(crate) fn send(&mut self, key: impl Into<SocketKey>, bytes: &mut Vec<u8>) {
        let key = key.into();
        let socket = self.sockets.expect(key);
        assert!(
            !socket.send_in_flight && !socket.closing,
            "one send at a time"
        );
        socket.sending.clear();
        std::mem::swap(&mut socket.sending, bytes);
        socket.sent = 0;
        self.continue_send(key);
    }

    /// Whether the socket is open and has no send in flight.
    pub(crate) fn can_send(&self, key: impl Into<SocketKey>) -> bool {
        let socket = self.sockets.get(key.into());
        socket.is_some_and(|socket| !socket.send_in_flight && !socket.closing)
    }

    /// Stops receiving until [`Ring::resume`]: back-pressure on one peer.
    pub(crate) fn pause(&mut self, key: impl Into<SocketKey>) {
        let key = key.into();
        let socket = self.sockets.expect(key);
        socket.receive_wanted = false;
        if socket.receive_armed {
            let cancel = opcode::AsyncCancel::new(receive_tag(key)).build();
            self.push(&cancel.user_data(Kind::Cancel.tag(0)));
        }
    }

    /// Receives again.
    pub(crate) fn resume(&mut self, key: impl Into<SocketKey>) {
        let key = key.into();
        let socket = self.sockets.expect(key);
        socket.receive_wanted = true;
        if !socket.receive_armed && !socket.closing {
            self.arm_receive(key);
        }
    }

    /// Closes a socket. What is being sent may be cut off: wait for [`Completion::Sent`] first
    /// where that matters. [`Completion::Gone`] follows when the kernel has let go of it.
    pub(crate) fn close(&mut self, key: impl Into<SocketKey>) {
        let key = key.into();
        let socket = self.sockets.expect(key);
        if socket.closing {
            return;
        }
        socket.closing = true;
        // Ends the receive and any send; fails only when the peer is gone already.
        let _ = rustix::net::shutdown(&socket.fd, rustix::net::Shutdown::Both);
        self.report_if_gone(key);
    }

    /// What came in with a [`Completion::Received`].
    pub(crate) fn bytes(&self, buffer: BufferId, len: usize) -> &[u8] {
        self.buffers.bytes(buffer, len)
    }

    /// Ends our turn with a buffer.
    pub(crate) fn give_back(&mut self, buffer: BufferId) {
        self.buffers.give_back(buffer);
    }

    /// Queues a disk operation of the log. `operation` keeps its memory alive until
    /// its completion has been handed back to the log.
    pub(crate) fn submit_disk(&mut self, entry: squeue::Entry, token: u32) {
        self.push(&entry.user_data(Kind::Disk.tag(token)));
    }

    /// Submits all that was queued and waits for a completion, at most for `timeout`.
    /// With a timeout of zero it only collects what is there.
    pub(crate) fn wait(&mut self, timeout: Duration) -> io::Result<()> {
        for key in std::mem::take(&mut self.starved) {
            // One that was closed meanwhile is idle, and its end is reported already.
            let starved = |socket: &Socket| socket.receive_wanted && !socket.receive_armed;
            let socket = self.sockets.get(key).filter(|socket| !socket.closing);
            if socket.is_some_and(starved) {
                self.arm_receive(key);
            }
        }
        let pending = !self.reaped.is_empty() || !self.gone.is_empty();
        let timeout = if pending { Duration::ZERO } else { timeout };
        let timespec = types::Timespec::from(timeout);
        let args = types::SubmitArgs::new().timespec(&timespec);
        self.enters += 1;
        match self.uring.0.submitter().submit_with_args(1, &args) {
            Ok(_) => {}
            Err(error) => match error.raw_os_error() {
                // The time is up, a signal came, or the completion queue must be reaped first.
                Some(libc::ETIME | libc::EINTR | libc::EBUSY | libc::EAGAIN) => {}
                _ => return Err(error),
            },
        }
        self.reap();
        Ok(())
    }

    /// The next completion, if there is one.
    pub(crate) fn next_completion(&mut self) -> Option<Completion> {
        while let Some(reaped) = self.reaped.pop_front() {
            if let Some(completion) = self.interpret(reaped) {
                return Some(completion);
            }
        }
        let key = self.gone.pop()?;
        self.sockets.remove(key);
        Some(match key {
            SocketKey::Client(slot) => Completion::Gone(slot),
            SocketKey::Peer(slot) => PeerNews::Gone.of(slot),
        })
    }

    /// How often the kernel was entered.
    pub(crate) const fn enters(&self) -> u64 {
        self.enters
    }

    fn reap(&mut self) {
        let completions = self.uring.0.completion();
        self.reaped
            .extend(completions.map(|entry: cqueue::Entry| Reaped {
                user_data: entry.user_data(),
                result: entry.result(),
                flags: entry.flags(),
            }));
    }

    #[allow(clippy::cast_possible_truncation)] // The low half of the tag is a u32.
    fn interpret(&mut self, reaped: Reaped) -> Option<Completion> {
        let low = reaped.user_data as u32;
        match Kind::of(reaped.user_data) {
            Kind::Accept => self.accepted(reaped),
            Kind::Receive => self.received(Slot(low).into(), reaped),
            Kind::Send => self.sent(Slot(low).into(), reaped),
            Kind::PeerReceive => self.received(PeerSlot(low).into(), reaped),
            Kind::PeerSend => self.sent(PeerSlot(low).into(), reaped),
            Kind::Wake => {
                if !cqueue::more(reaped.flags) {
                    self.arm_wake();
                }
                Some(Completion::Woken)
            }
            Kind::Disk => Some(Completion::Disk {
                token: low,
                result: reaped.result,
            }),
            Kind::Cancel => None,
        }
    }

    fn accepted(&mut self, reaped: Reaped) -> Option<Completion> {
        if !cqueue::more(reaped.flags) {
            self.accept_armed = false;
        }
        if reaped.result < 0 {
            let error = io::Error::from_raw_os_error(-reaped.result);
            return self
                .listener
                .is_some()
                .then_some(Completion::AcceptFailed(error));
        }
        if !self.accept_armed {
            self.arm_accept();
        }
        // SAFETY: the kernel has just opened this descriptor for us; nobody else knows it.
        let socket = unsafe { OwnedFd::from_raw_fd(reaped.result) };
        Some(Completion::Accepted(socket))
    }

    fn received(&mut self, key: SocketKey, reaped: Reaped) -> Option<Completion> {
        let buffer = cqueue::buffer_select(reaped.flags).map(BufferId::new);
        let socket = self.sockets.expect(key);
        if !cqueue::more(reaped.flags) {
            socket.receive_armed = false;
        }
        if socket.closing {
            if let Some(buffer) = buffer {
                self.give_back(buffer);
            }
            self.report_if_gone(key);
            return None;
        }
        match reaped.result {
            len if len > 0 => {
                let rearm = socket.receive_wanted && !socket.receive_armed;
                if rearm {
                    self.arm_receive(key);
                }
                let buffer = buffer.expect("received bytes are in a buffer");
                let len = usize::try_from(len).expect("above zero");
                Some(match key {
                    SocketKey::Client(slot) => Completion::Received { slot, buffer, len },
                    SocketKey::Peer(slot) => PeerNews::Received { buffer, len }.of(slot),
                })
            }
            code if code == -libc::ENOBUFS => {
                self.starved.push(key);
                None
            }
            code if code == -libc::ECANCELED || code == -libc::EINTR => {
                if socket.receive_wanted && !socket.receive_armed {
                    self.arm_receive(key);
                }
                None
            }
            0 => Some(match key {
                SocketKey::Client(slot) => Completion::PeerFinished(slot),
                SocketKey::Peer(slot) => PeerNews::Finished.of(slot),
            }),
            _ => Some(broken(key)),
        }
    }

    fn sent(&mut self, key: SocketKey, reaped: Reaped) -> Option<Completion> {
        let socket = self.sockets.expect(key);
        socket.send_in_flight = false;
        if socket.closing {
            self.report_if_gone(key);
            return None;
        }
        let Ok(len) = usize::try_from(reaped.result) else {
            // The receive side learns of the broken socket as well; once is enough.
            socket.sending = Vec::new();
            return Some(broken(key));
        };
        socket.sent += len;
        if socket.sent < socket.sending.len() {
            self.continue_send(key);
            return None;
        }
        if socket.sending.capacity() > key.kept_send_bytes() {
            socket.sending = Vec::new();
        }
        Some(match key {
            SocketKey::Client(slot) => Completion::Sent(slot),
            SocketKey::Peer(slot) => PeerNews::Sent.of(slot),
        })
    }

    fn continue_send(&mut self, key: SocketKey) {
        let socket = self.sockets.expect(key);
        socket.send_in_flight = true;
        let rest = &socket.sending[socket.sent..];
        let len = u32::try_from(rest.len()).unwrap_or(u32::MAX);
        let entry = opcode::Send::new(types::Fd(socket.fd.as_raw_fd()), rest.as_ptr(), len)
            .flags(libc::MSG_NOSIGNAL)
            .build();
        let tag = match key {
            SocketKey::Client(slot) => Kind::Send.tag(slot.0),
            SocketKey::Peer(slot) => Kind::PeerSend.tag(slot.0),
        };
        self.push(&entry.user_data(tag));
    }

    fn arm_receive(&mut self, key: SocketKey) {
        let socket = self.sockets.expect(key);
        socket.receive_armed = true;
        let fd = types::Fd(socket.fd.as_raw_fd());
        let entry = opcode::RecvMulti::new(fd, GROUP).build();
        self.push(&entry.user_data(receive_tag(key)));
    }

    fn arm_accept(&mut self) {
        let Some(listener) = &self.listener else {
            return;
        };
        self.accept_armed = true;
        let entry = opcode::AcceptMulti::new(types::Fd(listener.as_raw_fd()))
            .flags(libc::SOCK_CLOEXEC)
            .build();
        self.push(&entry.user_data(Kind::Accept.tag(0)));
    }

    fn arm_wake(&mut self) {
        let fd: RawFd = self.wake.as_raw_fd();
        let events = u32::try_from(libc::POLLIN).expect("a small constant");
        let entry = opcode::PollAdd::new(types::Fd(fd), events)
            .multi(true)
            .build();
        self.push(&entry.user_data(Kind::Wake.tag(0)));
    }

    fn report_if_gone(&mut self, key: SocketKey) {
        if self.sockets.expect(key).is_idle() {
            self.gone.push(key);
        }
    }

    fn push(&mut self, entry: &squeue::Entry) {
        loop {
            // SAFETY: every entry built here points to memory that outlives its operation: the
            // receive buffers and `Socket::sending` are owned by this ring, and a socket is kept
            // until its last completion (`is_idle`); `sending` is not touched while a send is in
            // flight. Entries of the log point into buffers that the log keeps until their
            // completion is handed back. File descriptors are owned for as long.
            let pushed = unsafe { self.uring.0.submission().push(entry) };
            if pushed.is_ok() {
                return;
            }
            self.enters += 1;
            if let Err(error) = self.uring.0.submit() {
                // Busy: the completion queue is full; make room, then try again.
                assert!(
                    matches!(
                        error.raw_os_error(),
                        Some(libc::EBUSY | libc::EAGAIN | libc::EINTR)
                    ),
                    "io_uring refuses submissions: {error}"
                );
                self.reap();
            }
        }
    }
}

/// The tag of a socket's receive, by which it is also cancelled.
const fn receive_tag(key: SocketKey) -> u64 {
    match key {
        SocketKey::Client(slot) => Kind::Receive.tag(slot.0),
        SocketKey::Peer(slot) => Kind::PeerReceive.tag(slot.0),
    }
}

/// The socket broke.
const fn broken(key: SocketKey) -> Completion {
    match key {
        SocketKey::Client(slot) => Completion::PeerClosed(slot),
        SocketKey::Peer(slot) => PeerNews::Broken.of(slot),
    }
}
