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
//! Must never: block except in [`Ring::wait`], decide anything about the protocol, or reuse a slot
//! before its last completion has come.

#![allow(unsafe_code)]

mod buffers;

use std::collections::VecDeque;
use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::Duration;

use io_uring::{IoUring, cqueue, opcode, squeue, types};
use ringkeeper_core::serve::Slot;

pub(crate) use self::buffers::BufferId;
use self::buffers::{GROUP, ReceiveBuffers};

/// Submission entries; a full queue is submitted early, nothing is lost.
const SUBMISSIONS: u32 = 1024;
/// Completion entries; the kernel keeps what does not fit and delivers it later.
const COMPLETIONS: u32 = 8192;

/// Sent bytes keep their buffer for the next reply unless it grew beyond this.
const KEPT_SEND_BUFFER_BYTES: usize = 64 * 1024;

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

/// One socket and what the kernel is doing with it.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // Each is about another operation in flight.
struct Socket {
    fd: OwnedFd,
    /// Being sent; untouched while `send_in_flight`.
    sending: Vec<u8>,
    sent: usize,
    send_in_flight: bool,
    receive_armed: bool,
    receive_wanted: bool,
    closing: bool,
}

impl Socket {
    const fn is_idle(&self) -> bool {
        !self.send_in_flight && !self.receive_armed
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
    sockets: ManuallyDrop<Vec<Option<Socket>>>,
    listener: Option<OwnedFd>,
    accept_armed: bool,
    wake: OwnedFd,
    reaped: VecDeque<Reaped>,
    /// Sockets that became idle while closing, not yet reported.
    gone: Vec<Slot>,
    /// Sockets whose receive ended for want of buffers: armed again before the next wait.
    starved: Vec<Slot>,
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

    /// Takes over a connected socket under `slot`, which must be free, and begins to receive.
    pub(crate) fn adopt(&mut self, slot: Slot, fd: OwnedFd) {
        let at = slot.index();
        if self.sockets.len() <= at {
            self.sockets.resize_with(at + 1, || None);
        }
        assert!(
            self.sockets[at].is_none(),
            "a slot is reused only after it is gone"
        );
        self.sockets[at] = Some(Socket {
            fd,
            sending: Vec::new(),
            sent: 0,
            send_in_flight: false,
            receive_armed: false,
            receive_wanted: true,
            closing: false,
        });
        self.arm_receive(slot);
    }

    /// Begins to send `bytes`, which are taken out of the vector; an empty one is put there.
    ///
    /// Only one send of a socket may be in flight: [`Ring::can_send`] says so.
    pub(crate) fn send(&mut self, slot: Slot, bytes: &mut Vec<u8>) {
        let socket = self.socket(slot);
        assert!(
            !socket.send_in_flight && !socket.closing,
            "one send at a time"
        );
        socket.sending.clear();
        std::mem::swap(&mut socket.sending, bytes);
        socket.sent = 0;
        self.continue_send(slot);
    }

    /// Whether the socket is open and has no send in flight.
    pub(crate) fn can_send(&self, slot: Slot) -> bool {
        let socket = self.sockets.get(slot.index()).and_then(Option::as_ref);
        socket.is_some_and(|socket| !socket.send_in_flight && !socket.closing)
    }

    /// Stops receiving until [`Ring::resume`]: back-pressure on one client.
    pub(crate) fn pause(&mut self, slot: Slot) {
        let socket = self.socket(slot);
        socket.receive_wanted = false;
        if socket.receive_armed {
            let target = Kind::Receive.tag(slot.0);
            let cancel = opcode::AsyncCancel::new(target).build();
            self.push(&cancel.user_data(Kind::Cancel.tag(slot.0)));
        }
    }

    /// Receives again.
    pub(crate) fn resume(&mut self, slot: Slot) {
        let socket = self.socket(slot);
        socket.receive_wanted = true;
        if !socket.receive_armed && !socket.closing {
            self.arm_receive(slot);
        }
    }

    /// Closes a socket. What is being sent may be cut off: wait for [`Completion::Sent`] first
    /// where that matters. [`Completion::Gone`] follows when the kernel has let go of it.
    pub(crate) fn close(&mut self, slot: Slot) {
        let socket = self.socket(slot);
        if socket.closing {
            return;
        }
        socket.closing = true;
        // Ends the receive and any send; fails only when the peer is gone already.
        let _ = rustix::net::shutdown(&socket.fd, rustix::net::Shutdown::Both);
        self.report_if_gone(slot);
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
        for slot in std::mem::take(&mut self.starved) {
            let wanted = self.sockets[slot.index()]
                .as_ref()
                .is_some_and(|socket| socket.receive_wanted && !socket.receive_armed);
            if wanted {
                self.arm_receive(slot);
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
        let slot = self.gone.pop()?;
        self.sockets[slot.index()] = None;
        Some(Completion::Gone(slot))
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
            Kind::Receive => self.received(Slot(low), reaped),
            Kind::Send => self.sent(Slot(low), reaped),
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

    fn received(&mut self, slot: Slot, reaped: Reaped) -> Option<Completion> {
        let buffer = cqueue::buffer_select(reaped.flags).map(BufferId::new);
        let socket = self.socket(slot);
        if !cqueue::more(reaped.flags) {
            socket.receive_armed = false;
        }
        if socket.closing {
            if let Some(buffer) = buffer {
                self.give_back(buffer);
            }
            self.report_if_gone(slot);
            return None;
        }
        match reaped.result {
            len if len > 0 => {
                let rearm = socket.receive_wanted && !socket.receive_armed;
                if rearm {
                    self.arm_receive(slot);
                }
                Some(Completion::Received {
                    slot,
                    buffer: buffer.expect("received bytes are in a buffer"),
                    len: usize::try_from(len).expect("above zero"),
                })
            }
            code if code == -libc::ENOBUFS => {
                self.starved.push(slot);
                None
            }
            code if code == -libc::ECANCELED || code == -libc::EINTR => {
                if socket.receive_wanted && !socket.receive_armed {
                    self.arm_receive(slot);
                }
                None
            }
            0 => Some(Completion::PeerFinished(slot)),
            _ => Some(Completion::PeerClosed(slot)),
        }
    }

    fn sent(&mut self, slot: Slot, reaped: Reaped) -> Option<Completion> {
        let socket = self.socket(slot);
        socket.send_in_flight = false;
        if socket.closing {
            self.report_if_gone(slot);
            return None;
        }
        let Ok(len) = usize::try_from(reaped.result) else {
            // The receive side learns of the broken socket as well; once is enough.
            socket.sending = Vec::new();
            return Some(Completion::PeerClosed(slot));
        };
        socket.sent += len;
        if socket.sent < socket.sending.len() {
            self.continue_send(slot);
            return None;
        }
        if socket.sending.capacity() > KEPT_SEND_BUFFER_BYTES {
            socket.sending = Vec::new();
        }
        Some(Completion::Sent(slot))
    }

    fn continue_send(&mut self, slot: Slot) {
        let socket = self.socket(slot);
        socket.send_in_flight = true;
        let rest = &socket.sending[socket.sent..];
        let len = u32::try_from(rest.len()).unwrap_or(u32::MAX);
        let entry = opcode::Send::new(types::Fd(socket.fd.as_raw_fd()), rest.as_ptr(), len)
            .flags(libc::MSG_NOSIGNAL)
            .build();
        self.push(&entry.user_data(Kind::Send.tag(slot.0)));
    }

    fn arm_receive(&mut self, slot: Slot) {
        let socket = self.socket(slot);
        socket.receive_armed = true;
        let fd = types::Fd(socket.fd.as_raw_fd());
        let entry = opcode::RecvMulti::new(fd, GROUP).build();
        self.push(&entry.user_data(Kind::Receive.tag(slot.0)));
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

    fn report_if_gone(&mut self, slot: Slot) {
        if self.socket(slot).is_idle() {
            self.gone.push(slot);
        }
    }

    fn socket(&mut self, slot: Slot) -> &mut Socket {
        let socket = self.sockets.get_mut(slot.index()).and_then(Option::as_mut);
        socket.expect("the slot of an open socket")
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
