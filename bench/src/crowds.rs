//! A crowd in as many processes as it needs: a process may have few files open, and every session
//! takes one.
//!
//! ```text
//!   this process                     each `ringkeeper-bench crowd`
//!     start it ────────────────────>   opens its sessions
//!     <──────────── {"held": ...}      holds them, pinging
//!     a line, when the leader is lost >  every session writes
//!     <─ {"expired": ..., "back_us": ...}  ends
//! ```
//!
//! Must never leave a crowd behind: it ends with this value.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::arguments::{self, Arguments};
use crate::crowd::{Crowd, Loss};
use crate::error::{Error, Result};
use crate::process;

/// A common limit of open files has room for them, and for what else a process has open.
const SESSIONS_PER_PROCESS: usize = 10_000;
/// Files of a process beside those of its sessions.
const OTHER_FILES: u64 = 100;

/// Crowds that hold their sessions.
#[derive(Debug)]
pub(crate) struct Crowds {
    crowds: Vec<(Child, BufReader<ChildStdout>)>,
}

impl Crowds {
    /// Opens so many sessions, with each server of an ensemble in turn.
    pub(crate) fn gather(servers: &[SocketAddr], sessions: usize) -> Result<Crowds> {
        let mut crowds = Crowds { crowds: Vec::new() };
        for first in (0..sessions).step_by(SESSIONS_PER_PROCESS) {
            let part = SESSIONS_PER_PROCESS.min(sessions - first);
            crowds.start(servers, part)?;
        }
        for crowd in &mut crowds.crowds {
            let said = line_of(crowd)?;
            number(&said, "held")?;
        }
        Ok(crowds)
    }

    /// Has the leader lost by `lose`, which returns when it did so, and lets every session write.
    pub(crate) fn survive(mut self, lose: impl FnOnce() -> Result<Instant>) -> Result<Loss> {
        let lost = lose()?;
        for (child, _) in &mut self.crowds {
            let call = child.stdin.as_mut().expect("its input is a pipe");
            call.write_all(b"now\n")
                .map_err(Error::system("call a crowd"))?;
        }
        // The crowds count from here: what the end of the old leader took comes on top.
        let ending = lost.elapsed();
        let mut all = Loss {
            expired: 0,
            back: Duration::ZERO,
        };
        for crowd in &mut self.crowds {
            let said = line_of(crowd)?;
            let expired = number(&said, "expired")?;
            all.expired += usize::try_from(expired).unwrap_or(usize::MAX);
            let back = Duration::from_micros(number(&said, "back_us")?);
            all.back = all.back.max(ending + back);
        }
        Ok(all)
    }

    fn start(&mut self, servers: &[SocketAddr], sessions: usize) -> Result<()> {
        let program =
            std::env::current_exe().map_err(Error::system("find the program that runs"))?;
        let servers: Vec<String> = servers.iter().map(SocketAddr::to_string).collect();
        let mut child = Command::new(program)
            .args(["crowd", "--server", &servers.join(",")])
            .args(["--sessions", &sessions.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Error::system("start a crowd"))?;
        let said = child.stdout.take().expect("its output is a pipe");
        self.crowds.push((child, BufReader::new(said)));
        Ok(())
    }
}

impl Drop for Crowds {
    fn drop(&mut self) {
        for (child, _) in &mut self.crowds {
            // It may have ended already; then there is nothing to kill.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn line_of((_, said): &mut (Child, BufReader<ChildStdout>)) -> Result<String> {
    let mut line = String::new();
    said.read_line(&mut line)
        .map_err(Error::system("hear from a crowd"))?;
    if line.is_empty() {
        return Err(Error::Usage("a crowd ended early: see above".to_owned()));
    }
    Ok(line)
}

fn number(line: &str, key: &str) -> Result<u64> {
    serde_json::from_str(line)
        .ok()
        .and_then(|said: Value| said.get(key)?.as_u64())
        .ok_or_else(|| Error::Garbled(format!("a crowd said {line:?} without {key:?}")))
}

/// `crowd`: holds sessions until a line comes, then lets each of them write.
pub(crate) fn crowd(mut arguments: Arguments) -> Result<()> {
    let mut servers = vec![arguments::address("127.0.0.1:2181")?];
    let mut sessions = SESSIONS_PER_PROCESS;
    while let Some(option) = arguments.next_option()? {
        match option {
            "server" => servers = arguments.addresses()?,
            "sessions" => sessions = arguments.number(1..=1_000_000)?,
            _ => return arguments.unknown(),
        }
    }
    process::allow_open_files(sessions as u64 + OTHER_FILES)?;
    let mut crowd = Crowd::gather(servers, sessions)?;
    println!("{}", json!({"held": sessions}));
    crowd.hold(std::io::stdin())?;
    let loss = crowd.survive()?;
    let back_us = u64::try_from(loss.back.as_micros()).unwrap_or(u64::MAX);
    println!("{}", json!({"expired": loss.expired, "back_us": back_us}));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_name() {
        let said = r#"{"expired": 3, "back_us": 1500}"#;
        assert_eq!(number(said, "expired").expect("it is there"), 3);
        assert!(number(said, "held").is_err());
        assert!(number("no session", "held").is_err());
    }
}
