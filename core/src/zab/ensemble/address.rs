//! Where a server is found: hosts and ports, read and written as ZooKeeper does it.
//!
//! Must never look a name up: a name stays a name, and two names are two hosts. Invariant: a host
//! is in the one form ZooKeeper would show, so text written here reads back as the same value.
//! Source: `QuorumServer`, `ConfigUtils.getHostAndPort`, `InetSocketAddress.getHostString`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::line::Fault;
use crate::limits;

/// What stands for every address where clients connect.
const EVERY_ADDRESS: &str = "0.0.0.0";

/// Where the other servers of the ensemble reach a server: one of its addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PeerAddress {
    /// A name or an IP address, without brackets.
    pub host: String,
    /// Where learners connect while it leads.
    pub quorum_port: u16,
    /// Where votes are exchanged; never the same as `quorum_port`.
    pub election_port: u16,
}

impl fmt::Display for PeerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (quorum, election) = (self.quorum_port, self.election_port);
        write!(f, "{}:{quorum}:{election}", Bracketed(&self.host))
    }
}

/// Where clients reach a server.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ClientEndpoint {
    /// A name or an IP address, without brackets; `None` is every IPv4 address (`0.0.0.0`).
    pub host: Option<String>,
    /// 1 to 65535.
    pub port: u16,
}

impl ClientEndpoint {
    /// Reads `[host:]port`.
    pub(super) fn parse(text: &str) -> Result<ClientEndpoint, Fault> {
        let (host, port) = match split_host(text) {
            Some((host, port)) => (Some(canonical_host(host)?), port),
            None => (None, text),
        };
        let host = host.filter(|host| host != EVERY_ADDRESS);
        let port = parse_port(port)?;
        Ok(ClientEndpoint { host, port })
    }

    /// The host as ZooKeeper shows it.
    pub(super) fn host(&self) -> &str {
        self.host.as_deref().unwrap_or(EVERY_ADDRESS)
    }
}

impl fmt::Display for ClientEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", Bracketed(self.host()), self.port)
    }
}

/// A host beside a port: an IPv6 address needs brackets.
pub(super) struct Bracketed<'a>(pub(super) &'a str);

impl fmt::Display for Bracketed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.contains(':') {
            write!(f, "[{}]", self.0)
        } else {
            f.write_str(self.0)
        }
    }
}

/// Splits `host:rest`, where the host may stand in brackets. `None` without a host.
pub(super) fn split_host(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once("]:"),
        None => text.split_once(':'),
    }
}

/// A TCP port that can be listened on: plain decimal digits.
pub(super) fn parse_port(text: &str) -> Result<u16, Fault> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = if digits { text.parse().ok() } else { None };
    port.filter(|port| *port > 0)
        .ok_or_else(|| Fault::Port(text.to_owned()))
}

/// The one form of a host: an IPv6 address is written out as Java writes it, an IPv4 address in
/// IPv6's clothes becomes itself, a name stays as it is.
pub(super) fn canonical_host(text: &str) -> Result<String, Fault> {
    let refused = || Fault::Host(text.to_owned());
    if text.is_empty() || text.len() > limits::HOST_BYTES_MAX {
        return Err(refused());
    }
    if !text.contains(':') {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        return if text.chars().all(plain) {
            Ok(text.to_owned())
        } else {
            Err(refused())
        };
    }
    let (address, scope) = match text.split_once('%') {
        Some((address, scope)) => (address, Some(scope)),
        None => (text, None),
    };
    let ip: Ipv6Addr = address.parse().map_err(|_| refused())?;
    match (ip.to_ipv4_mapped(), scope) {
        (Some(ip), None) => Ok(ip.to_string()),
        (None, None) => Ok(written_out(ip)),
        (None, Some(scope)) if is_scope(scope) => Ok(format!("{}%{scope}", written_out(ip))),
        (None | Some(_), Some(_)) => Err(refused()),
    }
}

/// The name or number of a network interface.
fn is_scope(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    !text.is_empty() && text.chars().all(plain)
}

/// Eight groups without shortening: `0:0:0:0:0:0:0:1`. Source: `Inet6Address.getHostAddress`.
fn written_out(ip: Ipv6Addr) -> String {
    let groups: Vec<String> = ip.segments().iter().map(|it| format!("{it:x}")).collect();
    groups.join(":")
}

/// Whether many servers may name this host and each mean themselves: every address, or loopback.
/// Source: `QuorumServer.excludedSpecialAddresses`.
pub(super) fn means_each_its_own(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip == Ipv4Addr::UNSPECIFIED || ip.is_loopback(),
        Ok(IpAddr::V6(ip)) => ip == Ipv6Addr::UNSPECIFIED || ip.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_one_form() {
        let table = [
            ("zk1", Some("zk1")),
            ("ZK-1.example.org", Some("ZK-1.example.org")),
            ("my_host", Some("my_host")),
            ("10.0.0.1", Some("10.0.0.1")),
            ("::1", Some("0:0:0:0:0:0:0:1")),
            ("::", Some("0:0:0:0:0:0:0:0")),
            ("2001:DB8::00ff", Some("2001:db8:0:0:0:0:0:ff")),
            ("::ffff:10.0.0.1", Some("10.0.0.1")),
            ("fe80::1%eth0", Some("fe80:0:0:0:0:0:0:1%eth0")),
            ("fe80::1%", None),
            ("::ffff:10.0.0.1%eth0", None),
            ("1:2", None),
            ("", None),
            ("a b", None),
            ("a,b", None),
            ("a]b", None),
            ("a\\b", None),
            ("h\u{f6}st", None),
        ];
        for (text, expected) in table {
            let read = canonical_host(text).ok();
            assert_eq!(read.as_deref(), expected, "{text:?}");
        }
        let longest = "h".repeat(limits::HOST_BYTES_MAX);
        assert!(canonical_host(&longest).is_ok());
        assert!(canonical_host(&format!("{longest}h")).is_err());
    }

    #[test]
    fn client_endpoints() {
        let table = [
            ("2181", Some("0.0.0.0:2181")),
            ("0.0.0.0:2181", Some("0.0.0.0:2181")),
            ("zk1:2181", Some("zk1:2181")),
            ("[::1]:2181", Some("[0:0:0:0:0:0:0:1]:2181")),
            ("[::]:2181", Some("[0:0:0:0:0:0:0:0]:2181")),
            ("", None),
            (":2181", None),
            ("zk1:", None),
            ("zk1", None),
            ("[::1]", None),
            ("::1:2181", None),
            ("zk1:2181:1", None),
            ("0", None),
            ("65536", None),
            ("+1", None),
        ];
        for (text, expected) in table {
            let shown = ClientEndpoint::parse(text).map(|endpoint| endpoint.to_string());
            assert_eq!(shown.ok().as_deref(), expected, "{text:?}");
        }
        let every = ClientEndpoint::parse("0.0.0.0:2181").expect("a right endpoint");
        assert_eq!(every.host, None);
    }

    #[test]
    fn hosts_that_each_server_may_name() {
        for host in [
            "localhost",
            "LocalHost",
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
        ] {
            assert!(means_each_its_own(host), "{host}");
        }
        for host in ["0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:0"] {
            assert!(means_each_its_own(host), "{host}");
        }
        for host in ["zk1", "10.0.0.1", "2001:db8:0:0:0:0:0:1"] {
            assert!(!means_each_its_own(host), "{host}");
        }
    }
}
