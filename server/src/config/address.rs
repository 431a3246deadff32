//! Where clients connect: a host, or any, and a port.
//!
//! Must never look a name up while parsing: [`ClientAddress::resolve`] does it, at start.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

/// The host part of a listening address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ListenHost {
    /// Every address of the machine.
    Any,
    /// This one.
    Ip(IpAddr),
    /// Whatever this name stands for when the server starts.
    Name(String),
}

impl ListenHost {
    /// Reads a host as `clientPortAddress` has it; brackets around an IPv6 address may be there.
    pub(crate) fn parse(text: &str) -> ListenHost {
        let bare = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
            .unwrap_or(text);
        match bare.parse() {
            Ok(ip) => ListenHost::Ip(ip),
            Err(_) if bare.is_empty() => ListenHost::Any,
            Err(_) => ListenHost::Name(bare.to_owned()),
        }
    }
}

/// Where clients connect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ClientAddress {
    /// `clientPortAddress`.
    pub(crate) host: ListenHost,
    /// `clientPort`, 1 to 65535.
    pub(crate) port: u16,
}

impl ClientAddress {
    /// The socket addresses to try, best first: the first that can be bound is the one.
    ///
    /// Any host is `[::]`, which takes IPv4 too, and `0.0.0.0` where there is no IPv6.
    pub(crate) fn resolve(&self) -> io::Result<Vec<SocketAddr>> {
        let any = [Ipv6Addr::UNSPECIFIED.into(), Ipv4Addr::UNSPECIFIED.into()];
        match &self.host {
            ListenHost::Any => Ok(any
                .map(|ip: IpAddr| SocketAddr::new(ip, self.port))
                .to_vec()),
            ListenHost::Ip(ip) => Ok(vec![SocketAddr::new(*ip, self.port)]),
            ListenHost::Name(name) => Ok((name.as_str(), self.port)
                .to_socket_addrs()?
                .take(1)
                .collect()),
        }
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            ListenHost::Any => write!(f, "*:{}", self.port),
            ListenHost::Ip(ip) => SocketAddr::new(*ip, self.port).fmt(f),
            ListenHost::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_what_they_resolve_to() {
        let table: &[(&str, &str, &[&str])] = &[
            ("", "*:2181", &["[::]:2181", "0.0.0.0:2181"]),
            ("127.0.0.1", "127.0.0.1:2181", &["127.0.0.1:2181"]),
            ("0.0.0.0", "0.0.0.0:2181", &["0.0.0.0:2181"]),
            ("::1", "[::1]:2181", &["[::1]:2181"]),
            ("[::1]", "[::1]:2181", &["[::1]:2181"]),
        ];
        for (text, shown, resolved) in table {
            let address = ClientAddress {
                host: ListenHost::parse(text),
                port: 2181,
            };
            assert_eq!(address.to_string(), *shown);
            let expected: Vec<SocketAddr> = resolved
                .iter()
                .map(|text| text.parse().expect("an address"))
                .collect();
            assert_eq!(address.resolve().expect("no lookup is needed"), expected);
        }
        assert_eq!(ListenHost::parse("zk1"), ListenHost::Name("zk1".to_owned()));
    }
}
