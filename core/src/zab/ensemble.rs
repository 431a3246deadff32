//! Who belongs to the ensemble, where each server is found, and what is a quorum of them.
//!
//! ```text
//!  server.1=zk1:2888:3888:participant;0.0.0.0:2181     the addresses for servers, the role,
//!  server.2=zk2:2888:3888:observer;0.0.0.0:2181        the address for clients
//!  group.1=1                                           with groups only, as is
//!  weight.1=1                                          what each participant weighs
//!  version=100000000                                   a zxid in hexadecimal; no newline
//! ```
//!
//! This text is what `/zookeeper/config` holds, what a leader tells its learners, and what a
//! `reconfig` replies. Must never look a name up, nor know which server this one is. Invariants:
//! an ensemble has a participant whose vote weighs something; the quorums are over exactly its
//! participants; `parse(text())` is the same ensemble. Source: `QuorumMaj`, `QuorumHierarchical`,
//! `QuorumPeer.QuorumServer`.

mod address;
mod line;
mod reconfig;
#[cfg(test)]
mod tests;

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use address::{ClientEndpoint, PeerAddress};
pub use line::{Fault, Key, Line};
pub use reconfig::{Change, ReconfigError};

use super::quorum::{GroupId, Quorums, SidSet};
use crate::id::{Sid, Zxid};
use crate::limits;

/// Whether a server votes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MemberRole {
    /// It votes, and may lead.
    Participant,
    /// It learns what was decided.
    Observer,
}

impl MemberRole {
    /// Reads `participant` or `observer`, in any case.
    pub fn parse(text: &str) -> Result<MemberRole, Fault> {
        let roles = [MemberRole::Participant, MemberRole::Observer];
        let named = |role: &MemberRole| role.name().eq_ignore_ascii_case(text.trim());
        let role = roles.into_iter().find(named);
        role.ok_or_else(|| Fault::Role(text.to_owned()))
    }

    const fn name(self) -> &'static str {
        match self {
            MemberRole::Participant => "participant",
            MemberRole::Observer => "observer",
        }
    }
}

impl fmt::Display for MemberRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One server of the ensemble.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Member {
    /// Where the other servers reach it: one or more, all of the same server, in order.
    pub addresses: Vec<PeerAddress>,
    /// Whether it votes.
    pub role: MemberRole,
    /// Where clients reach it; `None` where only the server itself knows (`clientPort`).
    pub client: Option<ClientEndpoint>,
    /// Where clients reach it over TLS.
    pub secure_client: Option<ClientEndpoint>,
}

impl fmt::Display for Member {
    /// What stands behind `server.N=`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, address) in self.addresses.iter().enumerate() {
            let bar = if place > 0 { "|" } else { "" };
            write!(f, "{bar}{address}")?;
        }
        write!(f, ":{}", self.role)?;
        match (&self.client, &self.secure_client) {
            (None, None) => Ok(()),
            (Some(client), None) => write!(f, ";{client}"),
            (None, Some(secure)) => write!(f, ";;{secure}"),
            (Some(client), Some(secure)) => write!(f, ";{client};{secure}"),
        }
    }
}

/// A membership cannot be: where, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnsembleError {
    /// The line, from 1; `None` where something is missing altogether.
    pub line: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for EnsembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.fault),
            None => self.fault.fmt(f),
        }
    }
}

impl core::error::Error for EnsembleError {}

/// Who belongs to the ensemble. See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ensemble {
    version: Zxid,
    members: BTreeMap<Sid, Member>,
    quorums: Quorums,
}

impl Ensemble {
    /// Reads the text form. Blank lines and those that start with `#` or `!` are passed over;
    /// without a version it is 0.
    pub fn parse(text: &str) -> Result<Ensemble, EnsembleError> {
        let mut lines = Vec::new();
        for (place, text) in text.lines().enumerate() {
            let text = text.trim();
            if text.is_empty() || text.starts_with(['#', '!']) {
                continue;
            }
            let at = |fault| EnsembleError {
                line: Some(place + 1),
                fault,
            };
            let (key, value) = text.split_once('=').ok_or_else(|| at(Fault::NotALine))?;
            let line = Line::parse(key.trim(), value.trim()).map_err(at)?;
            lines.push((place + 1, line));
        }
        Ensemble::from_lines(Zxid::ZERO, lines)
    }

    /// One server that needs nobody else. Nobody asks for its text.
    pub(crate) fn alone(sid: Sid) -> Ensemble {
        Ensemble {
            version: Zxid::ZERO,
            members: BTreeMap::new(),
            quorums: Quorums::Majority([sid].into_iter().collect()),
        }
    }

    /// Puts lines together that were read one by one; each with its number, which only the error
    /// is for. `version` is the version unless a line says another one.
    pub fn from_lines(
        version: Zxid,
        lines: impl IntoIterator<Item = (usize, Line)>,
    ) -> Result<Ensemble, EnsembleError> {
        let mut draft = Draft::new(version);
        for (number, line) in lines {
            draft.add(number, line).map_err(|fault| EnsembleError {
                line: Some(number),
                fault,
            })?;
        }
        draft.finish()
    }

    /// The text form, without a newline at its end.
    pub fn text(&self) -> String {
        self.to_string()
    }

    /// The zxid of the change that made this the configuration; 0 where it stands in a file.
    pub fn version(&self) -> Zxid {
        self.version
    }

    /// The same servers under another version: what the first leader makes of a version of 0.
    #[must_use]
    pub fn with_version(&self, version: Zxid) -> Ensemble {
        Ensemble {
            version,
            ..self.clone()
        }
    }

    /// All servers, smallest id first.
    pub fn members(&self) -> &BTreeMap<Sid, Member> {
        &self.members
    }

    /// One server.
    pub fn member(&self, sid: Sid) -> Option<&Member> {
        self.members.get(&sid)
    }

    /// Whether a server belongs to it.
    pub fn contains(&self, sid: Sid) -> bool {
        self.members.contains_key(&sid)
    }

    /// The participants.
    pub fn voters(&self) -> SidSet {
        self.quorums.voters()
    }

    /// Whether a server is a participant.
    pub fn is_voter(&self, sid: Sid) -> bool {
        self.voters().contains(sid)
    }

    /// What decides.
    pub fn quorums(&self) -> &Quorums {
        &self.quorums
    }

    /// Where everything has been checked.
    fn of(version: Zxid, members: BTreeMap<Sid, Member>, quorums: Quorums) -> Ensemble {
        let voters = participants(&members);
        assert_eq!(voters, quorums.voters(), "quorums are over participants");
        assert!(
            quorums.is_quorum(voters),
            "all participants together decide"
        );
        assert!(members.len() <= limits::SERVERS_MAX, "an id is one byte");
        Ensemble {
            version,
            members,
            quorums,
        }
    }
}

impl fmt::Display for Ensemble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (sid, member) in &self.members {
            writeln!(f, "{}={member}", Key::Server(*sid))?;
        }
        match &self.quorums {
            Quorums::Majority(_) => {}
            Quorums::Hierarchical { groups, weights } => {
                for (group, members) in groups {
                    let ids: Vec<String> = members.iter().map(|sid| sid.0.to_string()).collect();
                    writeln!(f, "{}={}", Key::Group(*group), ids.join(":"))?;
                }
                for (sid, weight) in weights {
                    writeln!(f, "{}={weight}", Key::Weight(*sid))?;
                }
            }
        }
        write!(f, "{}={:x}", Key::Version, self.version.bits())
    }
}

fn participants(members: &BTreeMap<Sid, Member>) -> SidSet {
    let votes = |member: &Member| match member.role {
        MemberRole::Participant => true,
        MemberRole::Observer => false,
    };
    let voters = members.iter().filter(|(_, member)| votes(member));
    voters.map(|(sid, _)| *sid).collect()
}

/// Lines on their way to an [`Ensemble`].
struct Draft {
    version: Zxid,
    members: BTreeMap<Sid, Member>,
    groups: BTreeMap<GroupId, SidSet>,
    weights: BTreeMap<Sid, u64>,
    /// The line of each key.
    lines: BTreeMap<Key, usize>,
}

impl Draft {
    fn new(version: Zxid) -> Draft {
        Draft {
            version,
            members: BTreeMap::new(),
            groups: BTreeMap::new(),
            weights: BTreeMap::new(),
            lines: BTreeMap::new(),
        }
    }

    fn add(&mut self, number: usize, line: Line) -> Result<(), Fault> {
        let key = line.key();
        if self.lines.insert(key, number).is_some() {
            return Err(Fault::Twice(key));
        }
        match line {
            Line::Server(sid, member) => {
                self.members.insert(sid, member);
            }
            Line::Group(group, members) => {
                let taken = |other: &SidSet| other.intersection(members).iter().next();
                if let Some(sid) = self.groups.values().find_map(taken) {
                    return Err(Fault::TwoGroups(sid));
                }
                self.groups.insert(group, members);
            }
            Line::Weight(sid, weight) => {
                self.weights.insert(sid, weight);
            }
            Line::Version(version) => self.version = version,
        }
        Ok(())
    }

    /// An error at the line of a key.
    fn at(&self, key: Key, fault: Fault) -> EnsembleError {
        EnsembleError {
            line: self.lines.get(&key).copied(),
            fault,
        }
    }

    fn finish(self) -> Result<Ensemble, EnsembleError> {
        let missing = |fault| Err(EnsembleError { line: None, fault });
        let voters = participants(&self.members);
        if voters.is_empty() {
            return missing(Fault::NobodyVotes);
        }
        if self.groups.is_empty() && self.weights.is_empty() {
            let quorums = Quorums::Majority(voters);
            return Ok(Ensemble::of(self.version, self.members, quorums));
        }
        self.check_groups(voters)?;
        let weight = |sid: Sid| (sid, self.weights.get(&sid).copied().unwrap_or(1));
        let quorums = Quorums::Hierarchical {
            weights: voters.iter().map(weight).collect(),
            groups: self.groups,
        };
        if !quorums.is_quorum(voters) {
            return missing(Fault::NothingWeighs);
        }
        Ok(Ensemble::of(self.version, self.members, quorums))
    }

    /// Every participant is in a group, and nobody else; nobody else has a weight.
    fn check_groups(&self, voters: SidSet) -> Result<(), EnsembleError> {
        let mut grouped = BTreeSet::new();
        for (group, members) in &self.groups {
            grouped.extend(members.iter());
            if let Some(sid) = members.iter().find(|sid| !voters.contains(*sid)) {
                return Err(self.at(Key::Group(*group), Fault::NoParticipant(sid)));
            }
        }
        if let Some(sid) = voters.iter().find(|sid| !grouped.contains(sid)) {
            return Err(self.at(Key::Server(sid), Fault::NoGroup(sid)));
        }
        match self.weights.keys().find(|sid| !voters.contains(**sid)) {
            Some(sid) => Err(self.at(Key::Weight(*sid), Fault::NoParticipant(*sid))),
            None => Ok(()),
        }
    }
}
