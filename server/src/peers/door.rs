//! The door: a thread that accepts the connections of other servers and dials theirs, so that no
//! shard waits for a name to be looked up or for a connection to be made.
//!
//! ```text
//!   shard 0 ──orders──> door ──poll── listeners, sockets that connect, lookups
//!       ^                 │
//!       └──── letters ────┘   connected sockets; a dial that failed
//! ```
//!
//! Must never: read or write a connection, or know what one is for beyond its port.

use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use ringkeeper_core::wire::peer::Purpose;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::Errno;
use rustix::net::{SocketFlags, sockopt};
use tracing::{debug, warn};

use super::dial::{Dial, DialNumber, Found, Names, Outcome, Step, Target};
use super::limits;
use super::listen::{Listener, Listeners};
use crate::mailbox::{Letter, Mailbox};

/// Time between two tries to put a letter into a full mailbox.
const MAILBOX_FULL_WAIT: Duration = Duration::from_millis(1);

/// What the door has to say.
#[derive(Debug)]
pub(crate) enum DoorNews {
    /// Somebody connected.
    Accepted {
        /// To which port.
        purpose: Purpose,
        /// The connection.
        socket: OwnedFd,
        /// Its other end.
        address: SocketAddr,
    },
    /// A dial got through.
    Dialled {
        /// Which.
        number: DialNumber,
        /// The connection.
        socket: OwnedFd,
        /// Its other end.
        address: SocketAddr,
    },
    /// A dial did not get through.
    Missed {
        /// Which.
        number: DialNumber,
        /// Each address and what happened there.
        cause: String,
    },
}

/// What the door is to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Connect to a server.
    Dial {
        /// Comes back with the connection.
        number: DialNumber,
        /// For its options.
        purpose: Purpose,
        /// The server's addresses, in the order to try.
        targets: Vec<Target>,
        /// The pause before.
        after: Duration,
    },
    /// Give up a dial. Its connection may be on its way all the same.
    Forget(DialNumber),
}

/// The shard's side.
#[derive(Debug)]
pub(crate) struct Door {
    orders: Sender<Order>,
    wake: Arc<OwnedFd>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Door {
    /// Opens the door: what comes in is posted to `mailbox`. A server has `connect_within` to take
    /// a connection (`cnxTimeout`).
    pub(crate) fn open(
        listeners: Listeners,
        mailbox: Arc<Mailbox>,
        connect_within: Duration,
    ) -> io::Result<Door> {
        let wake = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        let stopping = Arc::new(AtomicBool::new(false));
        let (orders, received) = bounded(limits::ORDERS_MAX);
        let keeper = Keeper {
            listeners: listeners.0,
            orders: received,
            lookups: bounded(limits::DIALS_MAX),
            wake: Arc::clone(&wake),
            stopping: Arc::clone(&stopping),
            mailbox,
            connect_within,
            dials: Vec::new(),
            names: Names::default(),
            accepts_from: Instant::now(),
        };
        let thread = std::thread::Builder::new()
            .name("door".into())
            .spawn(move || keeper.run())?;
        Ok(Door {
            orders,
            wake,
            stopping,
            thread: Some(thread),
        })
    }

    /// Gives an order; gives it back if too many wait.
    pub(super) fn order(&self, order: Order) -> Result<(), Order> {
        match self.orders.try_send(order) {
            Ok(()) => {
                ring_the_bell(&self.wake);
                Ok(())
            }
            Err(TrySendError::Full(order)) => Err(order),
            Err(TrySendError::Disconnected(_)) => {
                unreachable!("the door is open until it is closed")
            }
        }
    }
}

impl Drop for Door {
    /// Closes the ports and ends the thread; a lookup under way ends by itself.
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        ring_the_bell(&self.wake);
        if let Some(thread) = self.thread.take() {
            assert!(thread.join().is_ok(), "the door does not panic");
        }
    }
}

fn ring_the_bell(wake: &OwnedFd) {
    // Fails only when the counter is full, and then it is readable already.
    let _ = rustix::io::write(wake, &1_u64.to_ne_bytes());
}

/// The thread's side.
#[derive(Debug)]
struct Keeper {
    listeners: Vec<Listener>,
    orders: Receiver<Order>,
    lookups: (Sender<Found>, Receiver<Found>),
    wake: Arc<OwnedFd>,
    stopping: Arc<AtomicBool>,
    mailbox: Arc<Mailbox>,
    connect_within: Duration,
    dials: Vec<Dial>,
    names: Names,
    /// Nothing is accepted before, after a failure.
    accepts_from: Instant,
}

/// What a round of polling found.
#[derive(Debug, Default)]
struct Ready {
    listeners: Vec<usize>,
    dials: Vec<DialNumber>,
}

impl Keeper {
    fn run(mut self) {
        while !self.stopping.load(Ordering::SeqCst) {
            let ready = match self.poll() {
                Ok(ready) => ready,
                Err(Errno::INTR) => continue,
                // Only a lack of memory is left, and that passes.
                Err(_) => {
                    std::thread::sleep(limits::ACCEPT_REST);
                    continue;
                }
            };
            let _ = rustix::io::read(&*self.wake, &mut [0; 8]);
            while let Ok(order) = self.orders.try_recv() {
                self.obey(order);
            }
            while let Ok(found) = self.lookups.1.try_recv() {
                let number = found.number;
                let names = &mut self.names;
                if let Some(dial) = self.dials.iter_mut().find(|dial| dial.number == number) {
                    let step = dial.looked_up(found, names);
                    self.go_on(number, step);
                }
            }
            for number in ready.dials {
                if let Some(dial) = self.dial(number) {
                    let step = dial.socket_is_ready();
                    self.go_on(number, step);
                }
            }
            self.look_at_the_clock();
            for listener in ready.listeners {
                self.accept(listener);
            }
        }
    }

    fn dial(&mut self, number: DialNumber) -> Option<&mut Dial> {
        self.dials.iter_mut().find(|dial| dial.number == number)
    }

    /// Waits until there is something to do.
    fn poll(&self) -> Result<Ready, Errno> {
        let now = Instant::now();
        let accepts = now >= self.accepts_from;
        let listeners = if accepts { &self.listeners[..] } else { &[] };
        let connecting = self
            .dials
            .iter()
            .filter_map(|dial| dial.socket().zip(Some(dial.number)));
        let (sockets, numbers): (Vec<_>, Vec<_>) = connecting.unzip();

        let mut fds = vec![PollFd::new(&*self.wake, PollFlags::IN)];
        fds.extend(
            listeners
                .iter()
                .map(|it| PollFd::new(&it.socket, PollFlags::IN)),
        );
        fds.extend(sockets.iter().map(|it| PollFd::new(*it, PollFlags::OUT)));
        let rest = (!accepts).then_some(self.accepts_from);
        let deadlines = self.dials.iter().filter_map(Dial::deadline).chain(rest);
        let timeout = deadlines
            .min()
            .map(|deadline| timespec(deadline.saturating_duration_since(now)));
        poll(&mut fds, timeout.as_ref())?;

        let is_ready = |fd: &PollFd<'_>| !fd.revents().is_empty();
        let (at_listeners, at_dials) = fds[1..].split_at(listeners.len());
        let ready_listeners = (0..listeners.len()).filter(|at| is_ready(&at_listeners[*at]));
        let ready_dials = numbers.iter().zip(at_dials).filter(|(_, fd)| is_ready(fd));
        Ok(Ready {
            listeners: ready_listeners.collect(),
            dials: ready_dials.map(|(number, _)| *number).collect(),
        })
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Dial {
                number,
                purpose,
                targets,
                after,
            } => {
                let begins = Instant::now() + after;
                let patience = self.connect_within;
                self.dials
                    .push(Dial::new(number, purpose, targets, begins, patience));
            }
            Order::Forget(number) => self.dials.retain(|dial| dial.number != number),
        }
    }

    fn look_at_the_clock(&mut self) {
        let now = Instant::now();
        let due = |dial: &&Dial| dial.deadline().is_some_and(|deadline| deadline <= now);
        let due: Vec<DialNumber> = self
            .dials
            .iter()
            .filter(due)
            .map(|dial| dial.number)
            .collect();
        for number in due {
            if let Some(dial) = self.dial(number) {
                let step = dial.time_is_up();
                self.go_on(number, step);
            }
        }
    }

    /// Does what a dial wants.
    fn go_on(&mut self, number: DialNumber, step: Step) {
        match step {
            Step::Wait => {}
            Step::LookUp => {
                if let Err(cause) = self.look_up(number)
                    && let Some(dial) = self.dial(number)
                {
                    let step = dial.lookup_failed(&cause);
                    self.go_on(number, step);
                }
            }
            Step::Over(outcome) => {
                let Some(at) = self.dials.iter().position(|dial| dial.number == number) else {
                    return;
                };
                let purpose = self.dials.swap_remove(at).purpose;
                let news = match outcome {
                    Outcome::Reached { socket, address } => {
                        prepare(&socket, purpose);
                        DoorNews::Dialled {
                            number,
                            socket,
                            address,
                        }
                    }
                    Outcome::Missed(cause) => DoorNews::Missed { number, cause },
                };
                self.post(news);
            }
        }
    }

    /// Looks names up on a thread that ends with it: the system's lookups block, for half a minute
    /// if nobody answers, and nobody else is to wait for that.
    fn look_up(&mut self, number: DialNumber) -> io::Result<()> {
        let Some(dial) = self.dial(number) else {
            return Ok(());
        };
        let look_up = dial.look_up();
        let (answers, wake) = (self.lookups.0.clone(), Arc::clone(&self.wake));
        std::thread::Builder::new()
            .name("lookup".into())
            .spawn(move || {
                // Nobody listens any more when the door is closed.
                if answers.send(look_up()).is_ok() {
                    ring_the_bell(&wake);
                }
            })
            .map(drop)
    }

    fn accept(&mut self, listener: usize) {
        for _ in 0..limits::ACCEPTS_PER_ROUND {
            let Listener {
                socket, purpose, ..
            } = &self.listeners[listener];
            let purpose = *purpose;
            let (socket, address) = match rustix::net::acceptfrom_with(socket, SocketFlags::CLOEXEC)
            {
                Ok((socket, Some(address))) => (socket, address),
                // Gone before it was accepted.
                Ok((_, None)) | Err(Errno::CONNABORTED | Errno::INTR) => continue,
                Err(Errno::AGAIN) => return,
                Err(cause) => {
                    warn!(%cause, "servers cannot connect; raise the limit of open files?");
                    self.accepts_from = Instant::now() + limits::ACCEPT_REST;
                    return;
                }
            };
            let Ok(address) = SocketAddr::try_from(address) else {
                continue;
            };
            let address = SocketAddr::new(address.ip().to_canonical(), address.port());
            prepare(&socket, purpose);
            self.post(DoorNews::Accepted {
                purpose,
                socket,
                address,
            });
        }
    }

    /// Posts a letter; waits for room, which is short of only when the shard is far behind.
    fn post(&self, news: DoorNews) {
        let mut letter = Letter::Door(news);
        while let Err(returned) = self.mailbox.post(letter) {
            if self.stopping.load(Ordering::SeqCst) {
                return;
            }
            letter = returned;
            std::thread::sleep(MAILBOX_FULL_WAIT);
        }
        self.mailbox.wake();
    }
}

/// Sets the options of a connection. None of them is needed for it to work.
///
/// On the mesh a server that is silent, or does not acknowledge, is soon taken for gone. On a link
/// a learner may read slowly for long, and the kernel would take that for silence too; there pings
/// tell who is gone.
fn prepare(socket: &OwnedFd, purpose: Purpose) {
    let (idle, (interval, count)) = match purpose {
        Purpose::Mesh => (limits::MESH_IDLE, limits::MESH_PROBE),
        Purpose::Link => (limits::LINK_IDLE, limits::LINK_PROBE),
    };
    let set = || -> rustix::io::Result<()> {
        sockopt::set_tcp_nodelay(socket, true)?;
        sockopt::set_socket_keepalive(socket, true)?;
        sockopt::set_tcp_keepidle(socket, idle)?;
        sockopt::set_tcp_keepintvl(socket, interval)?;
        sockopt::set_tcp_keepcnt(socket, count)?;
        match purpose {
            Purpose::Mesh => sockopt::set_tcp_user_timeout(socket, limits::MESH_UNACKNOWLEDGED_MS),
            Purpose::Link => Ok(()),
        }
    };
    if let Err(cause) = set() {
        debug!(%cause, "an option of a connection to another server could not be set");
    }
}

fn timespec(duration: Duration) -> Timespec {
    // A day is as good as for ever.
    let capped = duration.min(Duration::from_hours(24));
    Timespec::try_from(capped).unwrap_or_default()
}
