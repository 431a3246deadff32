//! The grammar of one line: `server.N=…`, `group.G=…`, `weight.N=…`, `version=…`.
//!
//! Must never compare a line with another one: what has to fit together is checked in
//! `ensemble.rs`. Source: `QuorumServer.initializeWithAddressString`, `QuorumHierarchical.parse`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::address::{ClientEndpoint, PeerAddress, canonical_host, parse_port, split_host};
use super::{Member, MemberRole};
use crate::id::{Sid, Zxid};
use crate::limits;
use crate::zab::quorum::{GroupId, SidSet};

/// What one line says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// `server.N=…`: a server.
    Server(Sid, Member),
    /// `group.G=N:N…`: who decides together. Never empty.
    Group(GroupId, SidSet),
    /// `weight.N=W`: what a server weighs in its group.
    Weight(Sid, u64),
    /// `version=<hex>`: the zxid of the change that made this the configuration.
    Version(Zxid),
}

impl Line {
    /// Reads `key=value`, both without spaces around them.
    pub fn parse(key: &str, value: &str) -> Result<Line, Fault> {
        let unknown = || Fault::Key(key.to_owned());
        if key == "version" {
            return version(value).map(Line::Version);
        }
        let (kind, number) = key.split_once('.').ok_or_else(unknown)?;
        match kind {
            "server" => Ok(Line::Server(key_sid(number)?, member(value)?)),
            "group" => {
                let group = number.parse().map(GroupId);
                let group = group.map_err(|_| Fault::GroupNumber(number.to_owned()))?;
                Ok(Line::Group(group, group_members(value)?))
            }
            "weight" => Ok(Line::Weight(key_sid(number)?, weight(value)?)),
            _ => Err(unknown()),
        }
    }

    /// The key, for who wants to say which line is meant.
    pub(super) fn key(&self) -> Key {
        match self {
            Line::Server(sid, _) => Key::Server(*sid),
            Line::Group(group, _) => Key::Group(*group),
            Line::Weight(sid, _) => Key::Weight(*sid),
            Line::Version(_) => Key::Version,
        }
    }
}

/// What stands before the `=`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key {
    /// `server.N`
    Server(Sid),
    /// `group.G`
    Group(GroupId),
    /// `weight.N`
    Weight(Sid),
    /// `version`
    Version,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Server(sid) => write!(f, "server.{}", sid.0),
            Key::Group(group) => write!(f, "group.{}", group.0),
            Key::Weight(sid) => write!(f, "weight.{}", sid.0),
            Key::Version => f.write_str("version"),
        }
    }
}

/// What is wrong with a membership. Shown as whole sentences that end in what to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A line without `=`.
    NotALine,
    /// A key that lists no server, group, weight or version.
    Key(String),
    /// A server id that is no number from 1 to 255.
    ServerId(String),
    /// A server that is not `host:quorumPort:electionPort` and so on.
    Form,
    /// What cannot be a host.
    Host(String),
    /// What cannot be a port.
    Port(String),
    /// Both ports of an address are the same.
    SamePorts(u16),
    /// Neither participant nor observer.
    Role(String),
    /// Two addresses of one server, with two roles.
    TwoRoles,
    /// More addresses for one server than [`limits::PEER_ADDRESSES_MAX`].
    TooManyAddresses,
    /// What numbers no group.
    GroupNumber(String),
    /// What weighs nothing that can be counted.
    Weight(String),
    /// No version in hexadecimal.
    Version(String),
    /// A key that stands twice.
    Twice(Key),
    /// A server that two groups list.
    TwoGroups(Sid),
    /// A participant that no group lists, though there are groups.
    NoGroup(Sid),
    /// A group or a weight names what is no participant.
    NoParticipant(Sid),
    /// There is no participant at all.
    NobodyVotes,
    /// Every participant weighs nothing.
    NothingWeighs,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NotALine => f.write_str("There is no = in it. Write server.N=address."),
            Fault::Key(key) => {
                write!(f, "{key:?} is no key of a membership. ")?;
                f.write_str("Write server.N, group.N, weight.N or version.")
            }
            Fault::ServerId(text) => {
                write!(f, "{text:?} is no server id. Write a number from 1 to 255.")
            }
            Fault::Form => f.write_str(
                "Write host:quorumPort:electionPort[:participant|observer][;[host:]clientPort], \
                 an IPv6 address in brackets.",
            ),
            Fault::Host(text) => {
                write!(f, "{text:?} is no host. ")?;
                f.write_str("Write a name, an IPv4 address, or an IPv6 address in brackets.")
            }
            Fault::Port(text) => {
                write!(f, "{text:?} is no TCP port. ")?;
                f.write_str("Write a number from 1 to 65535, for example 2888.")
            }
            Fault::SamePorts(port) => {
                write!(f, "Port {port} stands for quorum and election. Write two.")
            }
            Fault::Role(text) => {
                write!(f, "{text:?} is no role. Write participant or observer.")
            }
            Fault::TwoRoles => f.write_str("Write the same role behind each address of a server."),
            Fault::TooManyAddresses => {
                let most = limits::PEER_ADDRESSES_MAX;
                write!(f, "Write at most {most} addresses for a server.")
            }
            Fault::GroupNumber(text) => {
                write!(f, "{text:?} is no number of a group. Write group.1=1:2:3.")
            }
            Fault::Weight(text) => {
                let most = limits::SERVER_WEIGHT_MAX;
                write!(f, "{text:?} is no weight. Write a number from 0 to {most}.")
            }
            Fault::Version(text) => {
                write!(f, "{text:?} is no version. ")?;
                f.write_str("Write a zxid in hexadecimal, for example 100000000.")
            }
            Fault::Twice(key) => write!(f, "{key} is given twice. Leave one of them out."),
            Fault::TwoGroups(Sid(sid)) => {
                write!(f, "Server {sid} is in two groups. Leave it in one of them.")
            }
            Fault::NoGroup(Sid(sid)) => {
                write!(f, "Server {sid} is in no group. ")?;
                f.write_str("Add it to one, or remove all groups and weights.")
            }
            Fault::NoParticipant(Sid(sid)) => {
                write!(f, "Server {sid} is no participant. Leave it out here.")
            }
            Fault::NobodyVotes => {
                f.write_str("There is no participant. Write server.N=address for at least one.")
            }
            Fault::NothingWeighs => {
                f.write_str("Every participant weighs 0. Give at least one a weight.")
            }
        }
    }
}

impl core::error::Error for Fault {}

/// A server id as it stands behind `server.` or in a list.
pub(super) fn key_sid(text: &str) -> Result<Sid, Fault> {
    let sid = text.parse().ok().filter(|sid| *sid > 0).map(Sid);
    sid.ok_or_else(|| Fault::ServerId(text.to_owned()))
}

/// `addresses[;[clientHost:]clientPort[;[secureHost:]securePort]]`
fn member(text: &str) -> Result<Member, Fault> {
    let mut parts = text.split(';').map(str::trim);
    let (addresses, role) = addresses(parts.next().unwrap_or_default())?;
    let mut endpoint = || {
        let part = parts.next().filter(|part| !part.is_empty());
        part.map(ClientEndpoint::parse).transpose()
    };
    let (client, secure_client) = (endpoint()?, endpoint()?);
    if parts.next().is_some() {
        return Err(Fault::Form);
    }
    Ok(Member {
        addresses,
        role,
        client,
        secure_client,
    })
}

/// `host:quorumPort:electionPort[:role]`, several with `|` between them; sorted, as ZooKeeper
/// shows them.
fn addresses(text: &str) -> Result<(Vec<PeerAddress>, MemberRole), Fault> {
    let mut addresses = Vec::new();
    let mut role = None;
    for part in text.split('|') {
        if addresses.len() == limits::PEER_ADDRESSES_MAX {
            return Err(Fault::TooManyAddresses);
        }
        let (address, own_role) = peer_address(part)?;
        addresses.push(address);
        match (role, own_role) {
            (Some(role), Some(own)) if role != own => return Err(Fault::TwoRoles),
            (None, Some(own)) => role = Some(own),
            (Some(_) | None, _) => {}
        }
    }
    addresses.sort();
    addresses.dedup();
    Ok((addresses, role.unwrap_or(MemberRole::Participant)))
}

fn peer_address(text: &str) -> Result<(PeerAddress, Option<MemberRole>), Fault> {
    let (host, rest) = split_host(text).ok_or(Fault::Form)?;
    let mut parts = rest.split(':');
    let (Some(quorum), Some(election)) = (parts.next(), parts.next()) else {
        return Err(Fault::Form);
    };
    let role = parts.next();
    if host.is_empty() || parts.next().is_some() {
        return Err(Fault::Form);
    }
    let address = PeerAddress {
        host: canonical_host(host)?,
        quorum_port: parse_port(quorum)?,
        election_port: parse_port(election)?,
    };
    if address.quorum_port == address.election_port {
        return Err(Fault::SamePorts(address.quorum_port));
    }
    let role = role.map(MemberRole::parse).transpose()?;
    Ok((address, role))
}

/// `N:N:N`
fn group_members(text: &str) -> Result<SidSet, Fault> {
    let mut members = SidSet::EMPTY;
    for part in text.split(':') {
        let sid = key_sid(part.trim())?;
        if members.contains(sid) {
            return Err(Fault::TwoGroups(sid));
        }
        members.insert(sid);
    }
    assert!(!members.is_empty(), "split gives at least one part");
    Ok(members)
}

fn weight(text: &str) -> Result<u64, Fault> {
    let weight = text.parse().ok();
    let weight = weight.filter(|weight| *weight <= limits::SERVER_WEIGHT_MAX);
    weight.ok_or_else(|| Fault::Weight(text.to_owned()))
}

fn version(text: &str) -> Result<Zxid, Fault> {
    let version = i64::from_str_radix(text, 16).ok();
    let version = version.filter(|version| *version >= 0);
    version
        .map(Zxid::from_bits)
        .ok_or_else(|| Fault::Version(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    /// A server line as it is written back, without its key.
    fn shown(value: &str) -> Result<String, Fault> {
        member(value).map(|member| member.to_string())
    }

    #[test]
    fn server_lines() {
        let table = [
            ("zk1:2888:3888", "zk1:2888:3888:participant"),
            ("zk1:1:2:observer", "zk1:1:2:observer"),
            ("zk1:1:2:Participant", "zk1:1:2:participant"),
            ("zk1:1:2;2181", "zk1:1:2:participant;0.0.0.0:2181"),
            ("zk1:1:2;0.0.0.0:2181", "zk1:1:2:participant;0.0.0.0:2181"),
            ("zk1:1:2; zk1:2181", "zk1:1:2:participant;zk1:2181"),
            ("zk1:1:2;", "zk1:1:2:participant"),
            (
                "zk1:1:2;2181;2281",
                "zk1:1:2:participant;0.0.0.0:2181;0.0.0.0:2281",
            ),
            ("zk1:1:2;;zk1:2281", "zk1:1:2:participant;;zk1:2281"),
            ("[::1]:1:2", "[0:0:0:0:0:0:0:1]:1:2:participant"),
            ("[zk1]:1:2", "zk1:1:2:participant"),
            ("b:3:4|a:1:2", "a:1:2|b:3:4:participant"),
            ("b:3:4:observer|a:1:2", "a:1:2|b:3:4:observer"),
            ("a:1:2|a:1:2", "a:1:2:participant"),
            (
                "[::1]:1:2;[::1]:3",
                "[0:0:0:0:0:0:0:1]:1:2:participant;[0:0:0:0:0:0:0:1]:3",
            ),
        ];
        for (value, expected) in table {
            assert_eq!(shown(value).as_deref(), Ok(expected), "{value}");
        }
    }

    #[test]
    fn what_is_no_server_line() {
        let port = |text: &str| Fault::Port(text.to_owned());
        let table = [
            ("", Fault::Form),
            ("zk1", Fault::Form),
            ("zk1:1", Fault::Form),
            (":1:2", Fault::Form),
            ("zk1:1:2:participant:3", Fault::Form),
            ("[::1:1:2", Fault::Form),
            ("zk1:1:2;1;2;3", Fault::Form),
            ("zk 1:1:2", Fault::Host("zk 1".to_owned())),
            ("zk1:0:2", port("0")),
            ("zk1:1:x", port("x")),
            ("zk1:1:", port("")),
            ("zk1:1:70000", port("70000")),
            ("zk1:1:2;x", port("x")),
            ("zk1:7:7", Fault::SamePorts(7)),
            ("zk1:1:2:chief", Fault::Role("chief".to_owned())),
            ("a:1:2:observer|b:1:2:participant", Fault::TwoRoles),
            ("a:1:2|b", Fault::Form),
        ];
        for (value, expected) in table {
            assert_eq!(shown(value), Err(expected), "{value}");
        }
        let many = alloc::vec!["a:1:2"; limits::PEER_ADDRESSES_MAX + 1].join("|");
        assert_eq!(shown(&many), Err(Fault::TooManyAddresses));
    }

    #[test]
    fn the_other_lines() {
        let set = |sids: &[u8]| sids.iter().copied().map(Sid).collect::<SidSet>();
        let table = [
            ("group.1", "1:2:3", Line::Group(GroupId(1), set(&[1, 2, 3]))),
            ("group.-7", "255", Line::Group(GroupId(-7), set(&[255]))),
            ("weight.3", "0", Line::Weight(Sid(3), 0)),
            (
                "weight.3",
                "2147483647",
                Line::Weight(Sid(3), limits::SERVER_WEIGHT_MAX),
            ),
            ("version", "0", Line::Version(Zxid::ZERO)),
            (
                "version",
                "1F0000000a",
                Line::Version(Zxid::from_bits(0x1f_0000_000a)),
            ),
        ];
        for (key, value, expected) in table {
            assert_eq!(Line::parse(key, value), Ok(expected), "{key}={value}");
        }
        let id = |text: &str| Fault::ServerId(text.to_owned());
        let weight = |text: &str| Fault::Weight(text.to_owned());
        let version = |text: &str| Fault::Version(text.to_owned());
        let table = [
            ("server.0", "zk1:1:2", id("0")),
            ("server.256", "zk1:1:2", id("256")),
            ("server.", "zk1:1:2", id("")),
            ("server.x", "zk1:1:2", id("x")),
            ("server", "zk1:1:2", Fault::Key("server".to_owned())),
            ("tick.1", "zk1:1:2", Fault::Key("tick.1".to_owned())),
            ("group.x", "1", Fault::GroupNumber("x".to_owned())),
            ("group.1", "", id("")),
            ("group.1", "1:300", id("300")),
            ("group.1", "1:1", Fault::TwoGroups(Sid(1))),
            ("weight.1", "-1", weight("-1")),
            ("weight.1", "2147483648", weight("2147483648")),
            ("version", "", version("")),
            ("version", "0x1", version("0x1")),
            ("version", "-1", version("-1")),
            ("version", "10000000000000000", version("10000000000000000")),
        ];
        for (key, value, expected) in table {
            assert_eq!(Line::parse(key, value), Err(expected), "{key}={value}");
        }
    }
}
