//! The configuration files after a reconfig: what the operator reads, and the next start.
//!
//! ```text
//!   zoo.cfg                      keys, and dynamicConfigFile=…/zoo.cfg.dynamic.<version>
//!   zoo.cfg.dynamic.<version>    the servers; the version in hexadecimal
//!   zoo.cfg.bak                  zoo.cfg as it was before its servers moved out of it
//! ```
//!
//! Each is written beside its place, made durable and renamed, the dynamic file first: whenever
//! the server stops, `zoo.cfg` names a file that is whole. The tree is the truth, and these follow
//! it: a directory that cannot be written to costs a warning. On a thread of its own, since disks
//! block.
//!
//! A configuration without this server is not written: with its last one it can still be started,
//! and finds out from the tree.
//!
//! Must never: be waited for by a shard. Source: `QuorumPeerConfig.writeDynamicConfig`,
//! `editStaticConfig`, `backupOldConfig`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use ringkeeper_core::id::{Sid, Zxid};
use ringkeeper_core::zab::ensemble::Ensemble;
use tracing::{info, warn};

use crate::config::{self, Config};

/// Hands configurations to the thread that writes them.
#[derive(Debug)]
pub(crate) struct ConfigFiles {
    orders: Sender<Ensemble>,
}

impl ConfigFiles {
    /// Starts the thread; it ends when this is dropped. `None` where there is no file to keep: the
    /// built-in configuration, or servers that are listed in files only.
    pub(crate) fn start(config: &Config) -> io::Result<Option<ConfigFiles>> {
        let Some(source) = config.source.clone() else {
            return Ok(None);
        };
        if !config.options.reconfig.is_on() {
            return Ok(None);
        }
        let source = std::path::absolute(&source).unwrap_or(source);
        let sid = config.sid;
        let (orders, received) = channel();
        std::thread::Builder::new()
            .name("config-files".into())
            .spawn(move || run(&source, sid, &received))?;
        Ok(Some(ConfigFiles { orders }))
    }

    /// This configuration is active.
    pub(crate) fn write(&self, ensemble: Ensemble) {
        // The thread ends only after this.
        let _ = self.orders.send(ensemble);
    }
}

fn run(source: &Path, sid: Sid, orders: &Receiver<Ensemble>) {
    while let Ok(mut ensemble) = orders.recv() {
        // Only the newest is of interest.
        while let Ok(newer) = orders.try_recv() {
            ensemble = newer;
        }
        if ensemble.version() == Zxid::ZERO {
            continue;
        }
        if !ensemble.contains(sid) {
            info!("this server is not in the configuration any more; its files stay as they are");
            continue;
        }
        match write(source, sid, &ensemble) {
            Ok(dynamic) => info!(file = %dynamic.display(), "the configuration is written"),
            Err(cause) => warn!(
                file = %source.display(),
                %cause,
                "the new configuration could not be written beside zoo.cfg; this server goes on \
                 with what its data says. Make the directory writable, or edit the file before \
                 this server's data is ever removed"
            ),
        }
    }
}

/// Writes the dynamic file, then has `zoo.cfg` name it. Returns the dynamic file.
fn write(source: &Path, sid: Sid, ensemble: &Ensemble) -> io::Result<PathBuf> {
    let version = ensemble.version().bits();
    let dynamic = with_suffix(source, &format!(".dynamic.{version:x}"));
    let text = ensemble.text();
    let servers = text.rsplit_once('\n').map_or("", |(servers, _)| servers);
    replace(&dynamic, format!("{servers}\n").as_bytes())?;

    let old = fs::read(source)?;
    let own = ensemble.member(sid);
    let client = match own.and_then(|member| member.client.as_ref()) {
        Some(_) => ClientPort::InTheLine,
        None => ClientPort::InTheFile,
    };
    let Edited { bytes, kind } = edit(&old, &dynamic, client)?;
    if kind == Kind::ListsServers {
        let backup = with_suffix(source, ".bak");
        if !backup.exists() {
            replace(&backup, &old)?;
        }
    }
    if bytes != old {
        replace(source, &bytes)?;
    }
    Ok(dynamic)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Puts a file into place, whole and durable.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = with_suffix(path, ".tmp");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    let directory = path.parent().unwrap_or(Path::new("/"));
    File::open(directory)?.sync_all()
}

/// Where the port for this server's clients stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ClientPort {
    /// In its line: `zoo.cfg` says it no more.
    InTheLine,
    /// In `zoo.cfg`.
    InTheFile,
}

/// What kind of `zoo.cfg` it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// The servers stand in it.
    ListsServers,
    /// They stand in a file of their own.
    NamesAFile,
}

#[derive(PartialEq, Eq, Debug)]
struct Edited {
    bytes: Vec<u8>,
    kind: Kind,
}

/// `zoo.cfg` with its servers in `dynamic`. Everything else stays as it is, comments included.
fn edit(old: &[u8], dynamic: &Path, client: ClientPort) -> io::Result<Edited> {
    let invalid = |cause: String| io::Error::new(io::ErrorKind::InvalidData, cause);
    let text = str::from_utf8(old).map_err(|cause| invalid(cause.to_string()))?;
    let entries = config::entries_of(old).map_err(|cause| invalid(cause.to_string()))?;
    let mut kind = Kind::ListsServers;
    let mut dropped = Vec::new();
    for entry in entries {
        let goes = match entry.key.as_str() {
            "dynamicConfigFile" => {
                kind = Kind::NamesAFile;
                true
            }
            // The line of a server says what it is.
            "peerType" => true,
            "clientPort" | "clientPortAddress" => client == ClientPort::InTheLine,
            key => config::lists_members(key),
        };
        if goes {
            dropped.push(entry.line);
        }
    }
    let mut bytes = Vec::new();
    let mut drops = false;
    let mut continues = false;
    for (place, line) in text.split_inclusive('\n').enumerate() {
        if !continues {
            drops = dropped.contains(&(place + 1));
        }
        continues = is_continued(line);
        if !drops {
            bytes.extend_from_slice(line.as_bytes());
        }
    }
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    // A backslash would escape what follows it.
    let path = dynamic.display().to_string().replace('\\', "\\\\");
    bytes.extend_from_slice(format!("dynamicConfigFile={path}\n").as_bytes());
    Ok(Edited { bytes, kind })
}

/// Whether a line goes on in the next one: it ends with an odd number of backslashes, and is no
/// comment.
fn is_continued(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    let comment = line.trim_start().starts_with(['#', '!']);
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    !comment && backslashes % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(old: &str, client: ClientPort) -> (String, Kind) {
        let Edited { bytes, kind } =
            edit(old.as_bytes(), Path::new("/etc/zoo.cfg.dynamic.7"), client).expect("a file");
        (String::from_utf8(bytes).expect("text"), kind)
    }

    #[test]
    fn servers_move_out_and_the_rest_stays() {
        let old = "# ours\ntickTime = 2000\nclientPort=2181\nclientPortListenBacklog=5\n\
                   server.1=a:1:2\n server.2 : b:1:\\\n  2\npeerType=participant\n\
                   # the end\\\ngroup.1=1:2\nweight.1=1\ndataDir=/d";
        let (text, kind) = edited(old, ClientPort::InTheLine);
        assert_eq!(
            text,
            "# ours\ntickTime = 2000\nclientPortListenBacklog=5\n# the end\\\ndataDir=/d\n\
             dynamicConfigFile=/etc/zoo.cfg.dynamic.7\n"
        );
        assert_eq!(kind, Kind::ListsServers);
        let (text, _) = edited(old, ClientPort::InTheFile);
        assert!(text.contains("clientPort=2181\n"), "{text}");
    }

    #[test]
    fn another_file_is_named() {
        let old = "dataDir=/d\ndynamicConfigFile=/etc/zoo.cfg.dynamic.5\nsyncLimit=5\n";
        let (text, kind) = edited(old, ClientPort::InTheLine);
        assert_eq!(
            text,
            "dataDir=/d\nsyncLimit=5\ndynamicConfigFile=/etc/zoo.cfg.dynamic.7\n"
        );
        assert_eq!(kind, Kind::NamesAFile);
        assert_eq!(
            edited(&text, ClientPort::InTheLine).0,
            text,
            "it is as it should be"
        );
    }

    #[test]
    fn the_files_of_a_configuration() {
        let dir = tempfile::tempdir().expect("a directory");
        let source = dir.path().join("zoo.cfg");
        let old = "dataDir=/d\nclientPort=3\nserver.1=a:1:2\nserver.2=b:1:2\n";
        fs::write(&source, old).expect("writable");
        let text = "server.1=a:1:2;3\nserver.2=b:1:2;3\nversion=10000001f";
        let ensemble = Ensemble::parse(text).expect("an ensemble");
        for _ in 0..2 {
            let dynamic = write(&source, Sid(1), &ensemble).expect("writable");
            assert_eq!(dynamic, dir.path().join("zoo.cfg.dynamic.10000001f"));
            let read = |path: &Path| fs::read_to_string(path).expect("it is there");
            assert_eq!(
                read(&dynamic),
                "server.1=a:1:2:participant;0.0.0.0:3\nserver.2=b:1:2:participant;0.0.0.0:3\n"
            );
            let named = format!("dataDir=/d\ndynamicConfigFile={}\n", dynamic.display());
            assert_eq!(read(&source), named);
            assert_eq!(read(&dir.path().join("zoo.cfg.bak")), old);
        }
        assert_eq!(fs::read_dir(dir.path()).expect("it is there").count(), 3);
    }
}
