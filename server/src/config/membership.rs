//! `server.N` lines, `myid`, and what they mean for a server that stands alone.
//!
//! Must never start a server that others count on as a member of their ensemble: several lines
//! are refused. A single line is taken as ZooKeeper takes it: standalone.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ringkeeper_core::id::Sid;

use super::address::{ClientAddress, ListenHost};
use super::error::ConfigError;
use super::settings::Settings;
use super::value::{self, Parsed};

/// The id of a server without the file `myid`.
const STANDALONE: Sid = Sid(1);

/// What the form of a server line is, for who got it wrong.
const LINE_FORM: &str =
    "Write host:quorumPort:electionPort[:participant|observer][;[host:]clientPort].";

/// What one line says, as far as a server that stands alone cares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ServerLine {
    pub(super) sid: Sid,
    pub(super) client: Option<ClientAddress>,
}

/// The one server line there is, if there is one. Several are a fault.
pub(super) fn only_server(settings: &mut Settings) -> Option<ServerLine> {
    let lines = std::mem::take(&mut settings.servers);
    let mut parsed = Vec::new();
    for line in &lines {
        match server_line(&line.key, &line.value) {
            Ok(server) => parsed.push(server),
            Err(remedy) => settings.faults.push(ConfigError::Value {
                origin: line.origin.clone(),
                key: line.key.clone(),
                value: Some(line.value.clone()),
                remedy,
            }),
        }
    }
    if let Some(second) = lines.get(1) {
        settings.faults.push(ConfigError::Ensemble {
            origin: second.origin.clone(),
            servers: lines.len(),
        });
        return None;
    }
    parsed.pop()
}

/// Reads `server.N=host:quorumPort:electionPort[:role][;[clientHost:]clientPort[;...]]`.
fn server_line(key: &str, value: &str) -> Parsed<ServerLine> {
    let sid = key
        .strip_prefix("server.")
        .and_then(|id| id.parse::<u8>().ok())
        .filter(|id| *id > 0);
    let sid = sid
        .map(Sid)
        .ok_or("A server line is server.N with N from 1 to 255.".to_owned())?;
    let mut parts = value.split(';').map(str::trim);
    for address in parts.next().unwrap_or_default().split('|') {
        member_address(address)?;
    }
    let client = match parts.next().filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(client_address(text)?),
    };
    Ok(ServerLine { sid, client })
}

/// `host:quorumPort:electionPort[:role]`; the host may be an IPv6 address in brackets.
fn member_address(text: &str) -> Parsed<()> {
    let refused = || LINE_FORM.to_owned();
    let (host, rest) = split_host(text).ok_or_else(refused)?;
    let mut parts = rest.split(':');
    let quorum = parts.next().unwrap_or_default();
    let election = parts.next().ok_or_else(refused)?;
    if host.is_empty() || value::port(quorum).is_err() || value::port(election).is_err() {
        return Err(refused());
    }
    match (
        parts.next().map(str::to_ascii_lowercase).as_deref(),
        parts.next(),
    ) {
        (None | Some("participant"), None) => Ok(()),
        (Some("observer"), None) => {
            Err("An observer needs an ensemble, which is not supported yet.".to_owned())
        }
        (Some(_), None) | (_, Some(_)) => Err(refused()),
    }
}

/// `[host:]port`.
fn client_address(text: &str) -> Parsed<ClientAddress> {
    let (host, port) = match split_host(text) {
        Some((host, port)) => (ListenHost::parse(host), port),
        None => (ListenHost::Any, text),
    };
    let port = value::port(port).map_err(|_| LINE_FORM.to_owned())?;
    Ok(ClientAddress { host, port })
}

/// Splits `host:rest`, where the host may stand in brackets.
fn split_host(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once("]:"),
        None => text.split_once(':'),
    }
}

/// Reads `dataDir/myid`: one decimal number on the first line. Without the file: server 1.
pub(super) fn my_id(data_dir: &Path) -> Result<Sid, ConfigError> {
    let path = data_dir.join("myid");
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(STANDALONE);
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
        Ok(id) if id > 0 => Ok(Sid(id)),
        Ok(_) | Err(_) => Err(ConfigError::MyId {
            path,
            text: first.chars().take(40).collect(),
            remedy: "Write a number from 1 to 255 into it, or remove the file for server 1.",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_lines() {
        let any = |port| {
            Some(ClientAddress {
                host: ListenHost::Any,
                port,
            })
        };
        let table: &[(&str, &str, u8, Option<ClientAddress>)] = &[
            ("server.1", "localhost:2888:3888", 1, None),
            ("server.255", "10.0.0.1:2888:3888:participant", 255, None),
            ("server.1", "h:2888:3888:PARTICIPANT;2181", 1, any(2181)),
            ("server.1", "[::1]:2888:3888;2181", 1, any(2181)),
            ("server.1", "a:1:2|b:3:4;2181;2281", 1, any(2181)),
            ("server.1", "h:2888:3888;", 1, None),
            (
                "server.1",
                "h:2888:3888; 127.0.0.1:2181",
                1,
                Some(ClientAddress {
                    host: ListenHost::parse("127.0.0.1"),
                    port: 2181,
                }),
            ),
            (
                "server.1",
                "h:2888:3888;[::1]:2181",
                1,
                Some(ClientAddress {
                    host: ListenHost::parse("::1"),
                    port: 2181,
                }),
            ),
        ];
        for (key, value, sid, client) in table {
            let expected = ServerLine {
                sid: Sid(*sid),
                client: client.clone(),
            };
            assert_eq!(server_line(key, value), Ok(expected), "{key}={value}");
        }
    }

    #[test]
    fn what_is_no_server_line() {
        let table = [
            ("server.0", "h:1:2"),
            ("server.256", "h:1:2"),
            ("server.x", "h:1:2"),
            ("server.", "h:1:2"),
            ("server.1", ""),
            ("server.1", "h"),
            ("server.1", "h:1"),
            ("server.1", ":1:2"),
            ("server.1", "h:1:2:chief"),
            ("server.1", "h:1:2:participant:x"),
            ("server.1", "h:1:2:observer"),
            ("server.1", "h:0:2"),
            ("server.1", "h:1:2;x"),
            ("server.1", "h:1:2|h"),
        ];
        for (key, value) in table {
            assert!(server_line(key, value).is_err(), "{key}={value}");
        }
    }

    #[test]
    fn the_id_file() {
        let dir = tempfile::tempdir().expect("a directory");
        assert_eq!(my_id(dir.path()).ok(), Some(STANDALONE));
        let write = |text: &str| fs::write(dir.path().join("myid"), text).expect("writable");
        for (text, id) in [("7", 7), ("255\n", 255), (" 3 \r\nmore", 3)] {
            write(text);
            assert_eq!(my_id(dir.path()).ok(), Some(Sid(id)), "{text:?}");
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
