//! What the kernel says of another process: its memory and its processor time.
//!
//! Linux only; reads `/proc` and nothing else.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;

use crate::arguments::Arguments;
use crate::error::{Error, Result};

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
