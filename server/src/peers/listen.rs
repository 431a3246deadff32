//! Binds the ports on which the other servers find this one.
//!
//! Must never: listen on less than what the server's own line says. An address that cannot be bound
//! is named, with what to do about it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::os::fd::OwnedFd;
use std::time::Duration;

use ringkeeper_core::wire::peer::Purpose;
use tracing::warn;

use crate::config::ClientAddress;
use crate::serve::bind;

/// Time between two tries to bind an address that is in use.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Connections the kernel may hold until they are accepted: those of a whole ensemble.
const BACKLOG: i32 = 512;

/// Where to listen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ListenOn {
    /// The addresses for votes.
    pub(crate) election: Vec<ClientAddress>,
    /// The addresses for learners.
    pub(crate) quorum: Vec<ClientAddress>,
    /// How often to try an address that is in use (`electionPortBindRetry`); `None` is for ever.
    pub(crate) tries: Option<NonZeroU32>,
}

/// A port that cannot be listened on.
#[derive(Debug)]
pub(crate) struct BindError {
    purpose: Purpose,
    address: ClientAddress,
    cause: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BindError {
            purpose,
            address,
            cause,
        } = self;
        let port = match purpose {
            Purpose::Mesh => "election port",
            Purpose::Link => "quorum port",
        };
        let remedy = match cause.kind() {
            io::ErrorKind::AddrInUse => {
                "Another process has it: stop that one, or change the port in this server's \
                 server.N line, on all servers"
            }
            io::ErrorKind::AddrNotAvailable => {
                "No network interface of this machine has that address: correct this server's \
                 server.N line, or set quorumListenOnAllIPs=true"
            }
            io::ErrorKind::PermissionDenied => {
                "This user may not: take a port above 1023 in this server's server.N line, on all \
                 servers"
            }
            _ => {
                "Correct this server's server.N line, or set quorumListenOnAllIPs=true if the name \
                 stands for another machine's address"
            }
        };
        write!(f, "listening on the {port} {address}: {cause}. {remedy}")
    }
}

impl std::error::Error for BindError {}

/// A bound socket.
#[derive(Debug)]
pub(super) struct Listener {
    /// What connections to it are for.
    pub(super) purpose: Purpose,
    /// Where it is.
    pub(super) address: SocketAddr,
    /// Does not block.
    pub(super) socket: OwnedFd,
}

/// The bound sockets of a server.
#[derive(Debug)]
pub(crate) struct Listeners(pub(super) Vec<Listener>);

impl Listeners {
    /// Binds all there is to bind. Blocks: it looks names up, and waits between two tries;
    /// `is_stopping` ends the tries.
    pub(crate) fn bind(
        on: &ListenOn,
        is_stopping: &dyn Fn() -> bool,
    ) -> Result<Listeners, BindError> {
        let election = on.election.iter().map(|it| (Purpose::Mesh, it));
        let quorum = on.quorum.iter().map(|it| (Purpose::Link, it));
        let mut bound = Vec::new();
        for (purpose, address) in election.chain(quorum) {
            bound.push(bind_patiently(purpose, address, on.tries, is_stopping)?);
        }
        Ok(Listeners(bound))
    }

    /// Where connections for `purpose` are taken.
    pub(crate) fn addresses(&self, purpose: Purpose) -> Vec<SocketAddr> {
        let listeners = self.0.iter().filter(|it| it.purpose == purpose);
        listeners.map(|it| it.address).collect()
    }
}

fn bind_patiently(
    purpose: Purpose,
    address: &ClientAddress,
    tries: Option<NonZeroU32>,
    is_stopping: &dyn Fn() -> bool,
) -> Result<Listener, BindError> {
    let mut tried = 0_u32;
    loop {
        let cause = match bind_first(purpose, address) {
            Ok(listener) => return Ok(listener),
            Err(cause) => cause,
        };
        let error = BindError {
            purpose,
            address: address.clone(),
            cause,
        };
        tried = tried.saturating_add(1);
        let tries_left = tries.is_none_or(|tries| tried < tries.get());
        let in_use = error.cause.kind() == io::ErrorKind::AddrInUse;
        if !in_use || !tries_left || is_stopping() {
            return Err(error);
        }
        warn!("{error}; trying again");
        std::thread::sleep(RETRY_AFTER);
    }
}

/// Binds the first address that can be: a name or "any" may stand for several.
fn bind_first(purpose: Purpose, address: &ClientAddress) -> io::Result<Listener> {
    let mut refused = io::Error::from(io::ErrorKind::NotFound);
    for candidate in address.resolve()? {
        match listen(purpose, candidate) {
            Ok(listener) => return Ok(listener),
            Err(cause) => refused = cause,
        }
    }
    Err(refused)
}

fn listen(purpose: Purpose, address: SocketAddr) -> io::Result<Listener> {
    let socket = bind(address, BACKLOG)?;
    rustix::io::ioctl_fionbio(&socket, true)?;
    let bound = SocketAddr::try_from(rustix::net::getsockname(&socket)?)?;
    Ok(Listener {
        purpose,
        address: bound,
        socket,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ListenHost;

    fn on(port: u16) -> ListenOn {
        let address = ClientAddress {
            host: ListenHost::parse("127.0.0.1"),
            port,
        };
        ListenOn {
            election: vec![address.clone()],
            quorum: vec![ClientAddress { port: 0, ..address }],
            tries: NonZeroU32::new(1),
        }
    }

    #[test]
    fn both_ports_are_bound_and_one_in_use_is_named_with_the_remedy() {
        let first = Listeners::bind(&on(0), &|| false).expect("the kernel picks ports");
        let [election] = first.addresses(Purpose::Mesh)[..] else {
            panic!("one election address");
        };
        assert_eq!(first.addresses(Purpose::Link).len(), 1);
        let refused = Listeners::bind(&on(election.port()), &|| false).expect_err("in use");
        let told = refused.to_string();
        assert!(
            told.contains(&format!("election port {election}")),
            "{told}"
        );
        assert!(told.contains("server.N line"), "{told}");
    }

    #[test]
    fn an_address_of_another_machine_is_refused_at_once() {
        let mut elsewhere = on(0);
        elsewhere.election[0].host = ListenHost::parse("192.0.2.1");
        elsewhere.tries = None;
        let refused = Listeners::bind(&elsewhere, &|| false).expect_err("not ours");
        assert!(refused.to_string().contains("quorumListenOnAllIPs=true"));
    }
}
