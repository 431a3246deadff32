//! What the kernel says of another process: its memory, its processor time, what it had written.
//!
//! Linux only; reads `/proc` and nothing else.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;

use crate::arguments::Arguments;
use crate::error::{Error, Result};

/// Of a limit of files or ports, what others take.
const CONNECTIONS_SPARE: u64 = 1_000;

/// One look at a process.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Usage {
    /// Resident memory now.
    pub(crate) resident_bytes: u64,
    /// The most it ever was.
    pub(crate) resident_max_bytes: u64,
    /// User and system time since its start.
    pub(crate) cpu_seconds: f64,
}

impl Usage {
    /// Looks at the process with that id.
    pub(crate) fn of(pid: u32) -> Result<Usage> {
        let read = |file: &str| {
            let path = format!("/proc/{pid}/{file}");
            std::fs::read_to_string(&path).map_err(Error::system(format!("read {path}")))
        };
        let ticks_per_second = rustix::param::clock_ticks_per_second();
        parse(&read("status")?, &read("stat")?, ticks_per_second)
            .ok_or_else(|| Error::Garbled(format!("/proc/{pid} has not the form of Linux")))
    }
}

impl Usage {
    /// What so many processes have used since their starts.
    pub(crate) fn of_all(pids: &[u32]) -> Result<Spent> {
        let mut all = Spent::default();
        for pid in pids {
            all.cpu_seconds += Usage::of(*pid)?.cpu_seconds;
            all.written_bytes += written_bytes(*pid).unwrap_or(0);
        }
        Ok(all)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "ticks since a process's start fit 53 bits"
)]
fn parse(status: &str, stat: &str, ticks_per_second: u64) -> Option<Usage> {
    let kib = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    };
    // The name, in brackets, may hold anything; utime and stime are fields 14 and 15.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u64>().ok();
    let cpu_ticks = ticks()? + ticks()?;
    Some(Usage {
        resident_bytes: kib("VmRSS:")? * 1024,
        resident_max_bytes: kib("VmHWM:")? * 1024,
        cpu_seconds: cpu_ticks as f64 / ticks_per_second as f64,
    })
}

/// What processes have used together.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Spent {
    /// User and system time.
    pub(crate) cpu_seconds: f64,
    /// Bytes sent towards a disk, by `write_bytes` of `/proc/PID/io`: pages are counted when they
    /// are first made dirty, direct writes when they are submitted.
    pub(crate) written_bytes: u64,
}

impl Spent {
    /// What was used since an earlier look.
    pub(crate) fn since(self, earlier: Spent) -> Spent {
        Spent {
            cpu_seconds: self.cpu_seconds - earlier.cpu_seconds,
            written_bytes: self.written_bytes.saturating_sub(earlier.written_bytes),
        }
    }
}

/// What the kernel counted as written to disks for a process; `None` where it does not say.
fn written_bytes(pid: u32) -> Option<u64> {
    let io = std::fs::read_to_string(format!("/proc/{pid}/io")).ok()?;
    written_in(&io)
}

fn written_in(io: &str) -> Option<u64> {
    let line = io
        .lines()
        .find_map(|line| line.strip_prefix("write_bytes:"))?;
    line.trim().parse().ok()
}

/// How many connections there can be between this machine and one port of it: each takes a file of
/// the server, and a port of its own.
pub(crate) fn connections_max() -> u64 {
    let range = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range");
    let ports = range.ok().and_then(|range| ports_in(&range));
    let files = getrlimit(Resource::Nofile).maximum;
    let most = ports.unwrap_or(u64::MAX).min(files.unwrap_or(u64::MAX));
    most.saturating_sub(CONNECTIONS_SPARE)
}

fn ports_in(range: &str) -> Option<u64> {
    let mut ends = range.split_whitespace().map(str::parse::<u64>);
    let (first, last) = (ends.next()?.ok()?, ends.next()?.ok()?);
    Some(last.saturating_sub(first) + 1)
}

/// Lets this process, and those it starts, have so many files open.
pub(crate) fn allow_open_files(needed: u64) -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let enough = |files: Option<u64>| files.is_none_or(|files| files >= needed);
    if enough(limit.current) {
        return Ok(());
    }
    let raised = Rlimit {
        current: Some(needed),
        maximum: limit.maximum.map(|maximum| maximum.max(needed)),
    };
    setrlimit(Resource::Nofile, raised).map_err(|error| {
        Error::Usage(format!(
            "{needed} open files are needed and {} allowed ({error}): raise `ulimit -Hn`, or ask \
             for fewer --sessions",
            limit.maximum.unwrap_or(u64::MAX)
        ))
    })
}

/// `rss`: prints one look at a process.
pub(crate) fn rss(mut arguments: Arguments) -> Result<()> {
    let mut pid = None;
    while let Some(option) = arguments.next_option()? {
        match option {
            "pid" => pid = Some(arguments.number(1..=u32::MAX)?),
            _ => return arguments.unknown(),
        }
    }
    let pid = pid.ok_or_else(|| Error::Usage("rss needs --pid".to_owned()))?;
    let usage = Usage::of(pid)?;
    println!(
        "{}",
        json!({
            "pid": pid,
            "resident_bytes": usage.resident_bytes,
            "resident_max_bytes": usage.resident_max_bytes,
            "cpu_seconds": usage.cpu_seconds,
        })
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_behind_a_name_with_brackets() {
        let status = "Name:\ta) b\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t3\n";
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 3 0 1 2 3";
        let usage = parse(status, stat, 100).expect("the form of Linux");
        assert_eq!(usage.resident_bytes, 1 << 20);
        assert_eq!(usage.resident_max_bytes, 2 << 20);
        assert!((usage.cpu_seconds - 2.0).abs() < 1e-9, "{usage:?}");
    }

    #[test]
    fn what_was_written_is_told_from_what_was_asked_for() {
        let io = "wchar: 900\nread_bytes: 0\nwrite_bytes: 8192\ncancelled_write_bytes: 4\n";
        assert_eq!(written_in(io), Some(8_192));
        let later = Spent {
            cpu_seconds: 3.0,
            written_bytes: 8_192,
        };
        let earlier = Spent {
            cpu_seconds: 1.0,
            written_bytes: 4_096,
        };
        assert_eq!(later.since(earlier).written_bytes, 4_096);
    }

    #[test]
    fn ports_are_counted_with_both_ends() {
        assert_eq!(ports_in("32768\t60999\n"), Some(28_232));
        assert_eq!(ports_in("many"), None);
        assert!(connections_max() > 0);
    }

    #[test]
    fn what_is_allowed_already_is_left_alone() {
        let before = getrlimit(Resource::Nofile);
        allow_open_files(1).expect("one file may always be open");
        assert_eq!(getrlimit(Resource::Nofile).current, before.current);
        let refused = allow_open_files(1 << 40).expect_err("no kernel has so many");
        assert!(refused.to_string().contains("--sessions"), "{refused}");
    }

    #[test]
    fn this_process_has_memory() {
        let usage = Usage::of(std::process::id()).expect("it runs");
        assert!(usage.resident_bytes > 0 && usage.resident_max_bytes >= usage.resident_bytes);
    }
}
