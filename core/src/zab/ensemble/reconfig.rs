//! Another membership out of this one: what a `reconfig` asks for.
//!
//! Must never look at who is connected: whether a quorum of the new ensemble is there is another
//! question. Source: `PrepRequestProcessor.pRequest2Txn`, the case `reconfig`.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::address::{Bracketed, means_each_its_own};
use super::line::{Fault, Line};
use super::{Ensemble, EnsembleError, Member, participants};
use crate::id::{Sid, Zxid};
use crate::options::Switch;
use crate::zab::quorum::{Quorums, SidSet};

/// What a `reconfig` asks for. With `members` the other two are not looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Change<'a> {
    /// `server.N=…` with commas between them: added, or put in the place of that id.
    pub joining: Option<&'a str>,
    /// Ids with commas between them: taken out before the others join.
    pub leaving: Option<&'a str>,
    /// All there shall be: the lines of a membership, with newlines or commas between them.
    pub members: Option<&'a str>,
}

/// Why there is no such ensemble. A client is answered `BadArguments`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReconfigError {
    /// `members` are no membership.
    Members(EnsembleError),
    /// Servers join or leave one by one, which groups and weights do not allow.
    Groups,
    /// What joins is no server.
    Joiner(String, Fault),
    /// A server joins without saying where clients reach it.
    NoClientPort(Sid),
    /// What leaves is no id.
    Leaver(String),
    /// Two servers would be found at the same place.
    SamePlace {
        /// Where: host and port.
        place: String,
        /// Who would be there.
        sids: [Sid; 2],
    },
    /// Too few would vote.
    TooFewVoters {
        /// How many are needed.
        needed: u32,
    },
}

impl ReconfigError {
    /// Whether the only fault is an id above 255, which ZooKeeper takes.
    pub(crate) fn is_of_a_larger_id(&self) -> bool {
        let fault = match self {
            ReconfigError::Members(error) => &error.fault,
            ReconfigError::Joiner(_, fault) => fault,
            ReconfigError::Groups
            | ReconfigError::NoClientPort(_)
            | ReconfigError::Leaver(_)
            | ReconfigError::SamePlace { .. }
            | ReconfigError::TooFewVoters { .. } => return false,
        };
        matches!(fault, Fault::ServerId(id) if id.parse::<i64>().is_ok_and(|id| id > 255))
    }
}

impl fmt::Display for ReconfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReconfigError::Members(error) => write!(f, "new members, {error}"),
            ReconfigError::Groups => f.write_str(
                "With groups and weights servers cannot join or leave one by one. \
                 Give the whole list of new members.",
            ),
            ReconfigError::Joiner(text, fault) => {
                write!(f, "{text:?} cannot join. {fault}")
            }
            ReconfigError::NoClientPort(Sid(sid)) => write!(
                f,
                "Server {sid} cannot join without a client port. \
                 Write server.{sid}=host:quorumPort:electionPort;clientPort."
            ),
            ReconfigError::Leaver(text) => {
                write!(f, "{text:?} cannot leave. Write the id of a server.")
            }
            ReconfigError::SamePlace {
                place,
                sids: [Sid(one), Sid(other)],
            } => write!(
                f,
                "Servers {one} and {other} are both at {place}. Give one of them another port."
            ),
            ReconfigError::TooFewVoters { needed } => {
                write!(
                    f,
                    "Too few would vote. Leave at least {needed} of the participants."
                )
            }
        }
    }
}

impl core::error::Error for ReconfigError {}

impl Ensemble {
    /// The ensemble after a change whose txn has the zxid `version`. `standalone` is
    /// `standaloneEnabled`: then one participant alone would be no ensemble any more.
    pub fn reconfigured(
        &self,
        change: &Change<'_>,
        standalone: Switch,
        version: Zxid,
    ) -> Result<Ensemble, ReconfigError> {
        let needed = if standalone.is_on() { 2 } else { 1 };
        let next = match change.members {
            Some(members) => replaced(members)?,
            None => self.altered(change, needed)?,
        };
        check_voters(next.voters(), needed)?;
        Ok(next.with_version(version))
    }

    /// Some leave, then some join.
    fn altered(&self, change: &Change<'_>, needed: u32) -> Result<Ensemble, ReconfigError> {
        match self.quorums {
            Quorums::Majority(_) => {}
            Quorums::Hierarchical { .. } => return Err(ReconfigError::Groups),
        }
        let mut members = self.members.clone();
        for text in items(change.leaving) {
            if let Some(sid) = leaver(text)? {
                members.remove(&sid);
            }
        }
        let mut joined = SidSet::EMPTY;
        for text in items(change.joining) {
            let (sid, member) = joiner(text)?;
            members.insert(sid, member);
            joined.insert(sid);
        }
        check_places(&members, joined)?;
        let voters = participants(&members);
        check_voters(voters, needed)?;
        let quorums = Quorums::Majority(voters);
        Ok(Ensemble::of(self.version, members, quorums))
    }
}

/// The ensemble that a whole list is.
fn replaced(members: &str) -> Result<Ensemble, ReconfigError> {
    let lines = members.replace(',', "\n");
    let next = Ensemble::parse(&lines).map_err(ReconfigError::Members)?;
    check_places(&next.members, next.members.keys().copied().collect())?;
    Ok(next)
}

fn check_voters(voters: SidSet, needed: u32) -> Result<(), ReconfigError> {
    if voters.len() < needed {
        return Err(ReconfigError::TooFewVoters { needed });
    }
    Ok(())
}

/// What stands between the commas of a list; nothing of a list that was not given.
fn items(list: Option<&str>) -> impl Iterator<Item = &str> {
    let items = list.unwrap_or_default().split(',').map(str::trim);
    items.filter(|item| !item.is_empty())
}

/// The id of a server that leaves; `None` for a number that no server can have.
fn leaver(text: &str) -> Result<Option<Sid>, ReconfigError> {
    let number: i64 = text
        .parse()
        .map_err(|_| ReconfigError::Leaver(text.to_owned()))?;
    Ok(u8::try_from(number).ok().map(Sid))
}

fn joiner(text: &str) -> Result<(Sid, Member), ReconfigError> {
    let refused = |fault| ReconfigError::Joiner(text.to_owned(), fault);
    let (key, value) = text
        .split_once('=')
        .ok_or_else(|| refused(Fault::NotALine))?;
    let key = key.trim();
    match Line::parse(key, value.trim()).map_err(refused)? {
        Line::Server(sid, member) if member.client.is_some() => Ok((sid, member)),
        Line::Server(sid, _) => Err(ReconfigError::NoClientPort(sid)),
        Line::Group(..) | Line::Weight(..) | Line::Version(_) => {
            Err(refused(Fault::Key(key.to_owned())))
        }
    }
}

/// Nobody else is where a server of `fresh` is.
fn check_places(members: &BTreeMap<Sid, Member>, fresh: SidSet) -> Result<(), ReconfigError> {
    let mut taken = BTreeMap::new();
    for (sid, member) in members {
        for place in places(member) {
            let shown = place.to_string();
            let Some(other) = taken.insert(place, *sid).filter(|other| other != sid) else {
                continue;
            };
            if fresh.contains(*sid) || fresh.contains(other) {
                let (place, sids) = (shown, [other, *sid]);
                return Err(ReconfigError::SamePlace { place, sids });
            }
        }
    }
    Ok(())
}

/// A host and a port that only one server can have. Names are the same in any case.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    host: String,
    port: u16,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", Bracketed(&self.host), self.port)
    }
}

/// Where a server listens, as far as another one cannot listen there too.
fn places(member: &Member) -> Vec<Place> {
    let peers = member.addresses.iter().flat_map(|address| {
        let host = address.host.as_str();
        [(host, address.quorum_port), (host, address.election_port)]
    });
    let client = member.client.iter().map(|it| (it.host(), it.port));
    peers
        .chain(client)
        .filter(|(host, _)| !means_each_its_own(host))
        .map(|(host, port)| Place {
            host: host.to_ascii_lowercase(),
            port,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: &str = "server.1=a:1:2;3\nserver.2=b:1:2;3\nserver.3=c:1:2:observer;3";
    const GROUPS: &str = "server.1=a:1:2\nserver.2=b:1:2\ngroup.1=1:2";

    /// The text after a change of three lists (an empty one is not given), or the error.
    fn after(from: &str, lists: [&str; 3], standalone: Switch) -> Result<String, String> {
        let [joining, leaving, members] = lists.map(|it| Some(it).filter(|it| !it.is_empty()));
        let change = Change {
            joining,
            leaving,
            members,
        };
        let ensemble = Ensemble::parse(from).expect("a right ensemble");
        let next = ensemble.reconfigured(&change, standalone, Zxid::from_bits(0x1_0000_0007));
        next.map(|next| next.text())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn joining_leaving_and_all_anew() {
        let table: &[([&str; 3], &str)] = &[
            (
                ["", "", ""],
                "server.1=a:1:2:participant;0.0.0.0:3\n\
                 server.2=b:1:2:participant;0.0.0.0:3\n\
                 server.3=c:1:2:observer;0.0.0.0:3\nversion=100000007",
            ),
            (
                ["server.3=d:1:2;3, server.4 = e:1:2:observer;f:3", "", ""],
                "server.1=a:1:2:participant;0.0.0.0:3\n\
                 server.2=b:1:2:participant;0.0.0.0:3\n\
                 server.3=d:1:2:participant;0.0.0.0:3\n\
                 server.4=e:1:2:observer;f:3\nversion=100000007",
            ),
            (
                ["server.9=c:1:2;3", " 3 , 77, 3000,,-1", ""],
                "server.1=a:1:2:participant;0.0.0.0:3\n\
                 server.2=b:1:2:participant;0.0.0.0:3\n\
                 server.9=c:1:2:participant;0.0.0.0:3\nversion=100000007",
            ),
            (
                ["server.1=b:1:2;3,server.2=a:1:2;3", "3", ""],
                "server.1=b:1:2:participant;0.0.0.0:3\n\
                 server.2=a:1:2:participant;0.0.0.0:3\nversion=100000007",
            ),
            (
                [
                    "nonsense",
                    "nonsense",
                    "server.5=x:1:2,server.6=y:1:2\nversion=9",
                ],
                "server.5=x:1:2:participant\nserver.6=y:1:2:participant\nversion=100000007",
            ),
            (
                ["", "", "server.5=x:1:2,server.6=y:1:2,group.1=5,group.2=6"],
                "server.5=x:1:2:participant\nserver.6=y:1:2:participant\n\
                 group.1=5\ngroup.2=6\nweight.5=1\nweight.6=1\nversion=100000007",
            ),
        ];
        for (lists, expected) in table {
            let text = after(THREE, *lists, Switch::On);
            assert_eq!(text.as_deref(), Ok(*expected), "{lists:?}");
        }
        let all = after(
            GROUPS,
            ["", "", "server.1=a:1:2,server.2=b:1:2"],
            Switch::On,
        );
        assert!(all.is_ok(), "a whole list may do away with groups");
    }

    #[test]
    fn what_is_no_change() {
        let table: &[([&str; 3], &str)] = &[
            (
                ["server.4", "", ""],
                "\"server.4\" cannot join. There is no = in it.",
            ),
            (
                ["server.4=d:1", "", ""],
                "\"server.4=d:1\" cannot join. Write host:quorumPort",
            ),
            (
                ["4=d:1:2;3", "", ""],
                "\"4=d:1:2;3\" cannot join. \"4\" is no key",
            ),
            (
                ["weight.4=1", "", ""],
                "\"weight.4=1\" cannot join. \"weight.4\" is no key",
            ),
            (
                ["server.4=d:1:2", "", ""],
                "Server 4 cannot join without a client port.",
            ),
            (
                ["server.4=A:9:1;8", "", ""],
                "Servers 1 and 4 are both at a:1.",
            ),
            (
                ["server.4=d:1:2;a:2", "", ""],
                "Servers 1 and 4 are both at a:2.",
            ),
            (
                ["", "x", ""],
                "\"x\" cannot leave. Write the id of a server.",
            ),
            (["", "1", ""], "Too few would vote."),
            (["", "1,2", ""], "Too few would vote. Leave at least 2 "),
            (
                ["server.1=d:1:2;3,server.2=d:1:2;3", "", ""],
                "Servers 1 and 2 are both at d:1.",
            ),
            (["", "", "server.1=a:1:2"], "Too few would vote."),
            (
                ["", "", "server.1=a:1:2\nx=1"],
                "new members, line 2: \"x\" is no key",
            ),
            (
                ["", "", "server.1=a:1:2:observer"],
                "new members, There is no participant.",
            ),
            (
                ["", "", "server.1=a:1:2,server.2=a:2:3"],
                "Servers 1 and 2 are both at a:2.",
            ),
        ];
        for (lists, expected) in table {
            let error = after(THREE, *lists, Switch::On).expect_err("no change");
            assert!(error.starts_with(expected), "{lists:?}: {error}");
        }
        let error = after(GROUPS, ["", "1", ""], Switch::On).expect_err("groups");
        assert!(error.starts_with("With groups and weights"), "{error}");
    }

    #[test]
    fn ids_that_zookeeper_takes() {
        let ensemble = Ensemble::parse(THREE).expect("a right ensemble");
        for (joining, larger) in [
            ("server.999=d:1:2;3", true),
            ("server.0=d:1:2;3", false),
            ("server.x=d:1:2;3", false),
            ("server.999=d", true),
            ("some thing", false),
        ] {
            let change = Change {
                joining: Some(joining),
                ..Change::default()
            };
            let next = ensemble.reconfigured(&change, Switch::On, Zxid::ZERO);
            let error = next.expect_err("no change");
            assert_eq!(error.is_of_a_larger_id(), larger, "{joining}");
        }
    }

    #[test]
    fn one_participant_is_enough_where_nobody_stands_alone() {
        assert!(after(THREE, ["", "1", ""], Switch::Off).is_ok());
        assert!(after(THREE, ["", "1,2", ""], Switch::Off).is_err());
    }

    #[test]
    fn what_each_server_calls_its_own_is_no_clash() {
        let from = "server.1=localhost:1:2;3\nserver.2=127.0.0.1:1:2;3";
        let joining = "server.3=127.0.0.1:1:2;3,server.1=[::1]:1:2;3";
        assert!(after(from, [joining, "", ""], Switch::On).is_ok());
    }
}
