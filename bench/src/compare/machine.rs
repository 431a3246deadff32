//! What a result was measured on: without it a figure says little.
//!
//! Facts that the system does not give are left out as `null`, never guessed.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::error::{Error, Result};

/// A comparison writes logs and checkpoints of more than a million znodes, twice.
pub(crate) const SPACE_NEEDED_BYTES: u64 = 6 << 30;

/// With less than this a server that fails may have failed for it.
const SPACE_OF_FULL_DISK_BYTES: u64 = 512 << 20;

/// The machine, its kernel and the disk below `folder`.
pub(crate) fn facts(folder: &Path) -> Value {
    let mount = mount_of(folder);
    json!({
        "processor": line_value("/proc/cpuinfo", "model name"),
        "cores": std::thread::available_parallelism().ok().map(usize::from),
        "memory_kib": line_value("/proc/meminfo", "MemTotal")
            .and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok()),
        "kernel": first_line("/proc/sys/kernel/osrelease"),
        "system": line_value_with("/etc/os-release", "PRETTY_NAME", '=')
            .map(|name| name.trim_matches('"').to_owned()),
        "disk": mount.map(|[device, folder, file_system, options]| json!({
            "device": device,
            "mounted_on": folder,
            "file_system": file_system,
            "options": options,
        })),
        "java": java_version(),
    })
}

/// Fails if the disk below `folder` has not so much room.
pub(crate) fn check_space(folder: &Path, needed: u64) -> Result<()> {
    let free = free_space(folder)?;
    if free >= needed {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "{} has {} MB free, a comparison takes {} MB: choose another --directory",
        folder.display(),
        free >> 20,
        needed >> 20
    )))
}

/// Adds to the error of a comparison that the disk below `folder` is full, if it is: a server that
/// finds no room refuses or stops, and only some say why.
pub(crate) fn explain(folder: &Path, error: Error) -> Error {
    match free_space(folder) {
        Ok(free) if free < SPACE_OF_FULL_DISK_BYTES => Error::Usage(format!(
            "{error}; {} has {} MB free, which is too little: choose another --directory",
            folder.display(),
            free >> 20
        )),
        Ok(_) | Err(_) => error,
    }
}

fn free_space(folder: &Path) -> Result<u64> {
    let doing = format!("ask for the free space of {}", folder.display());
    let disk = rustix::fs::statvfs(folder).map_err(Error::system(doing))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// How many tasks wanted a processor in the last minute.
pub(crate) fn load_average() -> Option<f64> {
    first_line("/proc/loadavg")?.split(' ').next()?.parse().ok()
}

fn first_line(path: &str) -> Option<String> {
    fs::read_to_string(path)
        .ok()?
        .lines()
        .next()
        .map(str::to_owned)
}

fn line_value(path: &str, key: &str) -> Option<String> {
    line_value_with(path, key, ':')
}

fn line_value_with(path: &str, key: &str, separator: char) -> Option<String> {
    value_in(&fs::read_to_string(path).ok()?, key, separator)
}

fn value_in(text: &str, key: &str, separator: char) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(separator))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim().to_owned())
}

fn mount_of(folder: &Path) -> Option<[String; 4]> {
    let folder = fs::canonicalize(folder).ok()?;
    deepest_mount(&fs::read_to_string("/proc/self/mounts").ok()?, &folder)
}

/// Device, mount point, file system and options of the mount that holds `folder`: the deepest, and
/// of those mounted over each other the last.
fn deepest_mount(mounts: &str, folder: &Path) -> Option<[String; 4]> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some([
                fields.next()?,
                fields.next()?,
                fields.next()?,
                fields.next()?,
            ])
        })
        .filter(|[_, at, _, _]| folder.starts_with(at))
        .max_by_key(|[_, at, _, _]| at.len())
        .map(|fields| fields.map(str::to_owned))
}

/// `java -version` writes to its stderr.
fn java_version() -> Option<String> {
    let output = Command::new("java").arg("-version").output().ok()?;
    String::from_utf8_lossy(&output.stderr)
        .lines()
        .next()
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_holds_the_folder() {
        let mounts =
            "/dev/a / ext4 rw 0 0\nproc /proc proc rw 0 0\n/dev/b /data xfs ro,noatime 0 0\n";
        let of = |folder| deepest_mount(mounts, Path::new(folder)).expect("/ holds everything");
        assert_eq!(of("/data/x"), ["/dev/b", "/data", "xfs", "ro,noatime"]);
        assert_eq!(
            of("/database")[0],
            "/dev/a",
            "a name that only begins alike is elsewhere"
        );
    }

    #[test]
    fn a_disk_without_room_is_named() {
        let folder = std::env::temp_dir();
        check_space(&folder, 1).expect("one byte is free");
        let refused = check_space(&folder, u64::MAX).expect_err("no disk has so much");
        let named = refused.to_string().contains(&folder.display().to_string());
        assert!(named, "{refused}");
    }

    #[test]
    fn a_value_is_found_by_its_whole_key() {
        let text = "model\t: 1\nmodel name\t: Some Processor: fast\n";
        assert_eq!(
            value_in(text, "model name", ':').as_deref(),
            Some("Some Processor: fast")
        );
        assert_eq!(value_in(text, "name", ':'), None);
    }
}
