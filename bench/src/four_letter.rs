//! The four-letter words: asks a server a word and reads its answer.
//!
//! Used beside a run, never in it. The servers that `compare` starts answer every word.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::{Error, Result};

/// An answer takes no longer, also while the server is under load.
const PATIENCE: Duration = Duration::from_secs(10);

/// Figures of `mntr` that count finished checkpoints: Ringkeeper's own, and ZooKeeper's count of
/// snapshots written.
const CHECKPOINTS: [&str; 2] = ["zk_ringkeeper_checkpoints", "zk_cnt_snapshottime"];

/// The server's whole answer to a word.
pub(crate) fn ask(server: SocketAddr, word: &str) -> Result<String> {
    let doing = || format!("ask {server} for {word}");
    let mut stream =
        TcpStream::connect_timeout(&server, PATIENCE).map_err(Error::system(doing()))?;
    stream
        .set_read_timeout(Some(PATIENCE))
        .map_err(Error::system(doing()))?;
    stream
        .write_all(word.as_bytes())
        .map_err(Error::system(doing()))?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .map_err(Error::system(doing()))?;
    Ok(answer)
}

/// How many checkpoints the server has finished since its start; `None` if it does not say.
pub(crate) fn checkpoints(server: SocketAddr) -> Result<Option<u64>> {
    let answer = ask(server, "mntr")?;
    Ok(CHECKPOINTS.iter().find_map(|key| figure(&answer, key)))
}

/// The server's own version, out of what `srvr` says: `3.9.5`, or `0.1.0` of
/// `3.9.5-ringkeeper-0.1.0`.
pub(crate) fn version(server: SocketAddr) -> Result<String> {
    ask(server, "srvr").map(|answer| version_in(&answer).to_owned())
}

/// Which part a server takes, out of what `srvr` says: `leader`, `follower`, `standalone`. `None`
/// for one that does not serve.
pub(crate) fn mode_in(srvr: &str) -> Option<&str> {
    srvr.lines().find_map(|line| line.strip_prefix("Mode: "))
}

fn version_in(srvr: &str) -> &str {
    let line = srvr.lines().next().unwrap_or_default();
    let (_, version) = line.split_once(": ").unwrap_or(("", line));
    let version = version.split(',').next().unwrap_or_default();
    match version.split_once("ringkeeper-") {
        Some((_, own)) => own,
        None => version.split('-').next().unwrap_or_default(),
    }
}

fn figure(mntr: &str, key: &str) -> Option<u64> {
    let value = mntr
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'))?;
    value.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_servers_own_version_is_found() {
        let theirs = "Zookeeper version: 3.9.5-1e0a3b, built on 2025-01-01 00:00 UTC\nLatency";
        assert_eq!(version_in(theirs), "3.9.5");
        let ours = "Zookeeper version: 3.9.5-ringkeeper-0.1.0, built on 2026-01-01\n";
        assert_eq!(version_in(ours), "0.1.0");
    }

    #[test]
    fn the_mode_is_that_of_its_line() {
        let srvr = "Zookeeper version: 3.9.5-Mode: x\nZxid: 0x1\nMode: leader\nNode count: 5\n";
        assert_eq!(mode_in(srvr), Some("leader"));
        let refused = "This ZooKeeper instance is not currently serving requests\n";
        assert_eq!(mode_in(refused), None);
    }

    #[test]
    fn a_figure_is_found_by_its_whole_name() {
        let mntr = "zk_version\t3.9\nzk_cnt_snapshottime_x\t9\nzk_cnt_snapshottime\t4\n";
        assert_eq!(figure(mntr, "zk_cnt_snapshottime"), Some(4));
        assert_eq!(figure(mntr, "zk_cnt"), None);
        assert_eq!(figure(mntr, "zk_version"), None, "it is no number");
    }
}
