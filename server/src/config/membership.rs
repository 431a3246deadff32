//! `server.N`, `group.N` and `weight.N` lines, `myid`, and what kind of server they make.
//!
//! Must never start a server that others count on as a member of their ensemble under another id
//! than theirs. A single line is taken as ZooKeeper takes it: standalone, unless
//! `standaloneEnabled=false`. Source: `QuorumPeerConfig.parseDynamicConfig`, `setupMyId`.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ringkeeper_core::id::{Sid, Zxid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::zab::ensemble::{ClientEndpoint, Ensemble, EnsembleError, Fault, Line};
use ringkeeper_core::zab::quorum::Quorums;

use super::address::{ClientAddress, ListenHost};
use super::error::ConfigError;
use super::note::Remark;
use super::settings::{Setting, Settings};

/// The id of a server that stands alone without the file `myid`.
pub(super) const STANDALONE: Sid = Sid(1);

/// What the lines about servers make of this one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    /// It stands alone; with its line, if there is one.
    Alone(Option<Ensemble>),
    /// It is one of several, or of one that others may join. `None` if the lines are wrong.
    Together(Option<Ensemble>),
}

impl Mode {
    /// What the lines list.
    pub(super) fn listed(&self) -> Option<&Ensemble> {
        match self {
            Mode::Alone(listed) | Mode::Together(listed) => listed.as_ref(),
        }
    }
}

/// Reads the lines and says which mode they stand for; `version` is that of the file they are in.
pub(super) fn mode(settings: &mut Settings, standalone: Switch, version: Zxid) -> Mode {
    let lines = std::mem::take(&mut settings.members);
    let is_server = |line: &&Setting| line.key.starts_with("server.");
    let servers = lines.iter().filter(is_server).count();
    if servers == 0 {
        for line in &lines {
            settings.note(line, Remark::EnsembleOnly);
        }
        refuse_nobody(settings, standalone);
        return Mode::Alone(None);
    }
    let listed = ensemble(settings, &lines, version);
    if servers == 1 && standalone.is_on() {
        return Mode::Alone(listed);
    }
    let listed = listed.filter(|listed| {
        enough_voters(settings, &lines, listed, standalone)
            && ports_of_their_own(settings, &lines, listed)
    });
    if let Some(listed) = &listed {
        note_even_number(settings, &lines, listed);
    }
    Mode::Together(listed)
}

/// Two servers cannot listen on one port of one machine.
fn ports_of_their_own(settings: &mut Settings, lines: &[Setting], listed: &Ensemble) -> bool {
    let mut owners: BTreeMap<(String, u16), Sid> = BTreeMap::new();
    for (&sid, member) in listed.members() {
        for address in &member.addresses {
            for port in [address.quorum_port, address.election_port] {
                let place = (address.host.to_ascii_lowercase(), port);
                let owner = *owners.entry(place).or_insert(sid);
                if owner == sid {
                    continue;
                }
                let key = format!("server.{}", sid.0);
                if let Some(line) = lines.iter().find(|line| line.key == key) {
                    let message = format!(
                        "{key} has port {port} of {}, which server.{} has too. Give each server \
                         its own host, or its own ports.",
                        address.host, owner.0
                    );
                    settings.conflict(line, message);
                }
                return false;
            }
        }
    }
    true
}

/// An even number of servers survives the loss of no more than one server less does. Source:
/// `QuorumPeerConfig`, which warns too.
fn note_even_number(settings: &mut Settings, lines: &[Setting], listed: &Ensemble) {
    let Quorums::Majority(voters) = listed.quorums() else {
        return;
    };
    let count = voters.len();
    let last = lines.iter().rfind(|line| line.key.starts_with("server."));
    if let Some(last) = last.filter(|_| count.is_multiple_of(2)) {
        let (fewer, more) = (count - 1, count + 1);
        let lost = (count - 1) / 2;
        let how = format!(
            "{count} participants survive the loss of {lost}, as {fewer} would; {more} survive \
             that of {}",
            lost + 1
        );
        settings.note(last, Remark::Adjusted(how));
    }
}

/// Without a line a server can only stand alone.
fn refuse_nobody(settings: &mut Settings, standalone: Switch) {
    if !standalone.is_on() {
        let message = "standaloneEnabled=false makes an ensemble, and no server is listed. \
                       Add a line server.N, or remove this one.";
        settings.conflict_file("standaloneEnabled", message.to_owned());
    }
}

/// One participant with observers is neither an ensemble nor alone.
fn enough_voters(
    settings: &mut Settings,
    lines: &[Setting],
    listed: &Ensemble,
    standalone: Switch,
) -> bool {
    if !standalone.is_on() || listed.voters().len() > 1 {
        return true;
    }
    if let Some(last) = lines.last() {
        let message = "observers need at least two participants. Add one, or add \
                       standaloneEnabled=false for an ensemble with a single participant.";
        settings.conflict(last, message.to_owned());
    }
    false
}

/// Puts the lines together. `None` if something is wrong with them, which is then noted.
fn ensemble(settings: &mut Settings, lines: &[Setting], version: Zxid) -> Option<Ensemble> {
    let mut parsed = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        match Line::parse(&line.key, &line.value) {
            Ok(it) => {
                note_tls_port(settings, line, &it);
                parsed.push((place, it));
            }
            Err(fault) => settings.faults.push(refused(line, &fault)),
        }
    }
    if parsed.len() < lines.len() {
        return None;
    }
    match Ensemble::from_lines(version, parsed) {
        Ok(ensemble) => Some(ensemble),
        Err(EnsembleError { line, fault }) => {
            let line = line.and_then(|place| lines.get(place));
            match (line, lines.last()) {
                (Some(line), _) => settings.faults.push(refused(line, &fault)),
                (None, Some(last)) => settings.conflict(last, fault.to_string()),
                (None, None) => unreachable!("without a line there is nothing to put together"),
            }
            None
        }
    }
}

/// A port for clients over TLS is kept for the others to read, and not opened.
fn note_tls_port(settings: &mut Settings, setting: &Setting, line: &Line) {
    match line {
        Line::Server(_, member) if member.secure_client.is_some() => {
            let how = "its port for TLS is passed over: TLS is not supported yet";
            settings.note(setting, Remark::Adjusted(how.to_owned()));
        }
        Line::Server(..) | Line::Group(..) | Line::Weight(..) | Line::Version(_) => {}
    }
}

fn refused(line: &Setting, fault: &Fault) -> ConfigError {
    ConfigError::Value {
        origin: line.origin.clone(),
        key: line.key.clone(),
        value: Some(line.value.clone()),
        remedy: fault.to_string(),
    }
}

/// Where clients connect, as a server line says it.
pub(super) fn client_address(endpoint: &ClientEndpoint) -> ClientAddress {
    let host = endpoint.host.as_deref();
    ClientAddress {
        host: host.map_or(ListenHost::Any, ListenHost::parse),
        port: endpoint.port,
    }
}

/// The version in the name of a dynamic file: what stands in hexadecimal behind its last dot, as
/// in `zoo.cfg.dynamic.100000000`; else 0. Source: `QuorumPeerConfig.getVersionFromFilename`.
pub(super) fn version_in_name(path: &Path) -> Zxid {
    let name = path.file_name().and_then(|name| name.to_str());
    let suffix = name.and_then(|name| name.rsplit_once('.'));
    let version = suffix.and_then(|(_, hex)| i64::from_str_radix(hex, 16).ok());
    let version = version.filter(|version| *version >= 0);
    version.map_or(Zxid::ZERO, Zxid::from_bits)
}

/// Reads `dataDir/myid`: one decimal number on the first line. `None` without the file.
pub(super) fn my_id(data_dir: &Path) -> Result<Option<Sid>, ConfigError> {
    let path = data_dir.join("myid");
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(cause) => {
            return Err(ConfigError::Unreadable {
                path,
                role: "server id file",
                cause,
            });
        }
    };
    let first = text.lines().next().unwrap_or_default().trim();
    match first.parse::<u8>() {
        Ok(id) if id > 0 => Ok(Some(Sid(id))),
        Ok(_) | Err(_) => Err(ConfigError::MyId {
            path,
            text: first.chars().take(40).collect(),
            remedy: "Write a number from 1 to 255 into it; a server that stands alone may do \
                     without the file.",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_in_names() {
        let table = [
            ("zoo.cfg.dynamic.100000000", 0x1_0000_0000),
            ("/etc/zoo.cfg.dynamic.1f", 0x1f),
            ("zoo.cfg.dynamic.0", 0),
            ("zoo.cfg.dynamic", 0),
            ("zoo.cfg.dynamic.next", 0),
            ("zoo.cfg.dynamic.-1", 0),
            ("zoo.cfg.dynamic.10000000000000000", 0),
            ("/etc/zk.d/members", 0),
        ];
        for (name, expected) in table {
            assert_eq!(version_in_name(Path::new(name)).bits(), expected, "{name}");
        }
    }

    #[test]
    fn the_address_of_a_line() {
        let table = [
            (None, "*:2181"),
            (Some("127.0.0.1"), "127.0.0.1:2181"),
            (Some("0:0:0:0:0:0:0:1"), "[::1]:2181"),
            (Some("zk1"), "zk1:2181"),
        ];
        for (host, expected) in table {
            let endpoint = ClientEndpoint {
                host: host.map(str::to_owned),
                port: 2181,
            };
            assert_eq!(client_address(&endpoint).to_string(), expected);
        }
    }

    #[test]
    fn the_id_file() {
        let dir = tempfile::tempdir().expect("a directory");
        assert_eq!(my_id(dir.path()).ok(), Some(None));
        let write = |text: &str| fs::write(dir.path().join("myid"), text).expect("writable");
        for (text, id) in [("7", 7), ("255\n", 255), (" 3 \r\nmore", 3)] {
            write(text);
            assert_eq!(my_id(dir.path()).ok(), Some(Some(Sid(id))), "{text:?}");
        }
        for text in ["", "0", "256", "-1", "x", "1 2"] {
            write(text);
            let error = my_id(dir.path()).expect_err("no server id").to_string();
            assert!(
                error.contains("myid") && error.contains("from 1 to 255"),
                "{error}"
            );
        }
    }
}
