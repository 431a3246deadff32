//! One attempt to reach a server: its names are looked up, then its addresses tried in turn.
//!
//! ```text
//!   Resting ──time──> LookingUp ──all names──> Connecting ──> Reached
//!                         (only for names)       │  ^ next address
//!                                                └──┘ none left ──> Missed
//! ```
//!
//! Must never: block. A lookup does, and has a thread of its own while it lasts.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use ringkeeper_core::wire::peer::Purpose;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};

use super::limits;

/// Tells dials apart, for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct DialNumber(pub(super) u64);

/// A host and a port, as a server line has them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Target {
    /// A name or an IP address.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
}

impl Target {
    fn literal(&self) -> Option<SocketAddr> {
        let ip: IpAddr = self.host.parse().ok()?;
        Some(SocketAddr::new(ip, self.port))
    }
}

/// What a lookup came to, for each target in order.
#[derive(Debug)]
pub(super) struct Found {
    /// For whom.
    pub(super) number: DialNumber,
    found: Vec<(Target, io::Result<Vec<SocketAddr>>)>,
}

/// What names stood for when they were last looked up: used while they cannot be.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<Target, Vec<SocketAddr>>);

impl Names {
    fn remember(&mut self, target: Target, addresses: &[SocketAddr]) {
        if self.0.len() >= limits::NAMES_MAX {
            self.0.clear();
        }
        self.0.insert(target, addresses.to_vec());
    }
}

/// Where a dial stands.
#[derive(Debug)]
enum Stage {
    Resting { until: Instant },
    LookingUp,
    Connecting(Connecting),
}

#[derive(Debug)]
struct Connecting {
    socket: OwnedFd,
    address: SocketAddr,
    until: Instant,
}

/// What came of a dial.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Connected.
    Reached {
        /// Ready to be used on a ring.
        socket: OwnedFd,
        /// The one that answered.
        address: SocketAddr,
    },
    /// No address answered; each with the reason.
    Missed(String),
}

/// What a dial wants next.
#[derive(Debug)]
pub(super) enum Step {
    /// To be asked again when its time is up, its socket is ready, or its lookup done.
    Wait,
    /// [`Dial::look_up`] on a thread of its own.
    LookUp,
    /// Nothing: it is over.
    Over(Outcome),
}

/// See the module.
#[derive(Debug)]
pub(super) struct Dial {
    pub(super) number: DialNumber,
    pub(super) purpose: Purpose,
    targets: Vec<Target>,
    stage: Stage,
    /// Still to be tried.
    addresses: VecDeque<SocketAddr>,
    patience: Duration,
    missed: String,
}

impl Dial {
    /// A dial that begins then, and gives each address so much time.
    pub(super) fn new(
        number: DialNumber,
        purpose: Purpose,
        targets: Vec<Target>,
        begins: Instant,
        patience: Duration,
    ) -> Dial {
        Dial {
            number,
            purpose,
            targets,
            stage: Stage::Resting { until: begins },
            addresses: VecDeque::new(),
            patience,
            missed: String::new(),
        }
    }

    /// When it wants to be asked again, if not for its socket or its lookup.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match &self.stage {
            Stage::Resting { until } => Some(*until),
            Stage::LookingUp => None,
            Stage::Connecting(connecting) => Some(connecting.until),
        }
    }

    /// The socket that becomes writable when the connection is made, or not.
    pub(super) fn socket(&self) -> Option<&OwnedFd> {
        match &self.stage {
            Stage::Resting { .. } | Stage::LookingUp => None,
            Stage::Connecting(connecting) => Some(&connecting.socket),
        }
    }

    /// Its time is up.
    pub(super) fn time_is_up(&mut self) -> Step {
        match &self.stage {
            Stage::Resting { .. } => self.begin(),
            Stage::LookingUp => Step::Wait,
            Stage::Connecting(connecting) => {
                let address = connecting.address;
                self.note(&address, &io::Error::from(io::ErrorKind::TimedOut));
                self.try_next()
            }
        }
    }

    /// Its socket is connected, or failed to be.
    pub(super) fn socket_is_ready(&mut self) -> Step {
        let Stage::Connecting(Connecting {
            socket, address, ..
        }) = std::mem::replace(&mut self.stage, Stage::LookingUp)
        else {
            unreachable!("only a dial that connects has a socket");
        };
        let result = sockopt::socket_error(&socket).and_then(|result| result);
        match result.and_then(|()| rustix::io::ioctl_fionbio(&socket, false)) {
            Ok(()) => Step::Over(Outcome::Reached { socket, address }),
            Err(cause) => {
                self.note(&address, &cause);
                self.try_next()
            }
        }
    }

    /// Looks all names up, one after the other. Blocks, so it takes nothing along but copies.
    pub(super) fn look_up(&self) -> impl FnOnce() -> Found + Send + 'static {
        let (number, targets) = (self.number, self.targets.clone());
        move || {
            let one = |target: Target| {
                let found = match target.literal() {
                    Some(address) => Ok(vec![address]),
                    None => (target.host.as_str(), target.port)
                        .to_socket_addrs()
                        .map(Iterator::collect),
                };
                (target, found)
            };
            Found {
                number,
                found: targets.into_iter().map(one).collect(),
            }
        }
    }

    /// Its names are looked up.
    pub(super) fn looked_up(&mut self, found: Found, names: &mut Names) -> Step {
        for (target, result) in found.found {
            match result {
                Ok(addresses) => {
                    self.addresses.extend(&addresses);
                    if target.literal().is_none() {
                        names.remember(target, &addresses);
                    }
                }
                Err(cause) => {
                    let cause = format!("{cause}; correct the server line, or the name service");
                    self.note(&target.host, &cause);
                    self.addresses
                        .extend(names.0.get(&target).into_iter().flatten());
                }
            }
        }
        self.connect_first()
    }

    /// A lookup could not even begin.
    pub(super) fn lookup_failed(&mut self, cause: &io::Error) -> Step {
        self.note(&"a thread", cause);
        self.connect_first()
    }

    fn begin(&mut self) -> Step {
        let literals: Option<Vec<SocketAddr>> = self.targets.iter().map(Target::literal).collect();
        if let Some(literals) = literals {
            self.addresses = literals.into();
            self.connect_first()
        } else {
            self.stage = Stage::LookingUp;
            Step::LookUp
        }
    }

    fn connect_first(&mut self) -> Step {
        self.addresses.truncate(limits::DIALLED_ADDRESSES_MAX);
        if self.addresses.len() > 1 {
            self.patience = self.patience.min(limits::CONNECT_ONE_OF_MANY_WITHIN);
        }
        self.try_next()
    }

    fn try_next(&mut self) -> Step {
        while let Some(address) = self.addresses.pop_front() {
            match connect(address) {
                Ok(socket) => {
                    self.stage = Stage::Connecting(Connecting {
                        socket,
                        address,
                        until: Instant::now() + self.patience,
                    });
                    return Step::Wait;
                }
                Err(cause) => self.note(&address, &cause),
            }
        }
        Step::Over(Outcome::Missed(std::mem::take(&mut self.missed)))
    }

    fn note(&mut self, place: &dyn std::fmt::Display, cause: &dyn std::fmt::Display) {
        let semicolon = if self.missed.is_empty() { "" } else { "; " };
        // Writing into a string does not fail.
        let _ = write!(self.missed, "{semicolon}{place}: {cause}");
    }
}

/// Begins to connect, without waiting.
fn connect(address: SocketAddr) -> Result<OwnedFd, Errno> {
    let family = match address {
        SocketAddr::V4(_) => AddressFamily::INET,
        SocketAddr::V6(_) => AddressFamily::INET6,
    };
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(family, SocketType::STREAM, flags, None)?;
    match rustix::net::connect(&socket, &address) {
        Ok(()) | Err(Errno::INPROGRESS) => Ok(socket),
        Err(cause) => Err(cause),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use rustix::event::{PollFd, PollFlags, poll};

    use super::*;

    /// Carries a dial out, on this thread.
    fn carry_out(targets: Vec<Target>, names: &mut Names) -> Outcome {
        let (number, now) = (DialNumber(1), Instant::now());
        let mut dial = Dial::new(number, Purpose::Mesh, targets, now, Duration::from_secs(5));
        let mut step = dial.time_is_up();
        loop {
            step = match step {
                Step::Over(outcome) => return outcome,
                Step::LookUp => {
                    let found = dial.look_up()();
                    dial.looked_up(found, names)
                }
                Step::Wait => {
                    let socket = dial.socket().expect("it connects");
                    let mut fds = [PollFd::new(socket, PollFlags::OUT)];
                    poll(&mut fds, None).expect("a socket can be polled");
                    dial.socket_is_ready()
                }
            };
        }
    }

    fn target(host: &str, port: u16) -> Target {
        Target {
            host: host.to_owned(),
            port,
        }
    }

    #[test]
    fn addresses_are_tried_in_turn_and_each_failure_is_named() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let open = listener.local_addr().expect("bound").port();
        // Bound and not listening: nobody answers there.
        let closed = TcpListener::bind("127.0.0.2:0").expect("a port");
        let refused = closed.local_addr().expect("bound").port();
        drop(closed);

        let mut names = Names::default();
        let targets = vec![target("127.0.0.2", refused), target("127.0.0.1", open)];
        match carry_out(targets.clone(), &mut names) {
            Outcome::Reached { address, .. } => assert_eq!(address.port(), open),
            Outcome::Missed(cause) => panic!("{cause}"),
        }
        drop(listener);
        let Outcome::Missed(cause) = carry_out(targets, &mut names) else {
            panic!("nobody listens");
        };
        assert!(cause.contains(&format!("127.0.0.2:{refused}: ")), "{cause}");
        assert!(cause.contains(&format!("; 127.0.0.1:{open}: ")), "{cause}");
    }

    #[test]
    fn a_name_that_cannot_be_looked_up_any_more_stands_for_what_it_did() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("bound");
        let mut names = Names::default();
        let nowhere = target("no such host.invalid", address.port());
        let Outcome::Missed(cause) = carry_out(vec![nowhere.clone()], &mut names) else {
            panic!("the name is none");
        };
        assert!(cause.starts_with("no such host.invalid: "), "{cause}");
        names.remember(nowhere.clone(), &[address]);
        let outcome = carry_out(vec![nowhere], &mut names);
        assert!(matches!(outcome, Outcome::Reached { .. }), "{outcome:?}");
    }
}
