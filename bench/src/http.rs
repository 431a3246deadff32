//! Questions that etcd answers by plain HTTP: its version, and whether it leads.
//!
//! Used beside a run, never in it.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::error::{Error, Result};

/// An answer takes no longer, also while the server is under load.
const PATIENCE: Duration = Duration::from_secs(10);
/// Of `/metrics`: 1 on the leader, 0 on a follower.
const LEADS: &str = "etcd_server_is_leader ";
/// Of `/metrics`: 0 while the server knows of no leader.
const HAS_LEADER: &str = "etcd_server_has_leader ";

/// The version of the server: `3.7.3`.
pub(crate) fn etcd_version(server: SocketAddr) -> Result<String> {
    let body = get(server, "/version")?;
    serde_json::from_str(&body)
        .ok()
        .and_then(|said: Value| said.get("etcdserver")?.as_str().map(str::to_owned))
        .ok_or_else(|| Error::Garbled(format!("{server} calls its version {body:?}")))
}

/// Whether the server leads; an error if nobody does.
pub(crate) fn etcd_leads(server: SocketAddr) -> Result<bool> {
    let metrics = get(server, "/metrics")?;
    match (is_one(&metrics, HAS_LEADER), is_one(&metrics, LEADS)) {
        (Some(true), Some(leads)) => Ok(leads),
        (has, _) => Err(Error::Garbled(format!("{server}: has a leader: {has:?}"))),
    }
}

fn is_one(metrics: &str, key: &str) -> Option<bool> {
    let line = metrics.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.trim() == "1")
}

/// The body of the answer: HTTP/1.0 ends it with the connection, so that nothing is chunked.
fn get(server: SocketAddr, path: &str) -> Result<String> {
    let doing = || format!("ask {server} for {path}");
    let mut stream =
        TcpStream::connect_timeout(&server, PATIENCE).map_err(Error::system(doing()))?;
    stream
        .set_read_timeout(Some(PATIENCE))
        .map_err(Error::system(doing()))?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: {server}\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .map_err(Error::system(doing()))?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .map_err(Error::system(doing()))?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.contains(" 200 ") => Ok(body.to_owned()),
        _ => Err(Error::Garbled(format!(
            "{server} answers {path} by {answer:?}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_found_by_its_whole_name() {
        let metrics = "# HELP etcd_server_is_leader x\netcd_server_is_leader_x 1\n\
                       etcd_server_is_leader 0\netcd_server_has_leader 1\n";
        assert_eq!(is_one(metrics, LEADS), Some(false));
        assert_eq!(is_one(metrics, HAS_LEADER), Some(true));
        assert_eq!(is_one("", LEADS), None);
    }
}
