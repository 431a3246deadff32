//! `disk`: what one durable write costs on this disk, without any server.
//!
//! Writes 4 KiB blocks with `O_DIRECT` and `O_DSYNC` into blocks that were written before, one
//! after the other: the least that a server which answers only what is durable can take. Leaves
//! nothing behind in the directory.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use serde_json::json;

use crate::arguments::Arguments;
use crate::connection::Kind;
use crate::error::{Error, Result};
use crate::measure::{Latencies, Summary};
use crate::report;

const BLOCK: usize = 4096;
const BLOCKS: u64 = 4096;

/// A block at an address that a direct write can take.
#[repr(align(4096))]
#[derive(Debug)]
struct Block([u8; BLOCK]);

/// The file of a measurement; it goes with the value.
#[derive(Debug)]
struct Scratch {
    file: File,
    path: PathBuf,
}

impl Scratch {
    fn create(directory: &Path) -> Result<Scratch> {
        let path = directory.join(format!(".ringkeeper-bench-disk-{}", std::process::id()));
        let doing = || format!("write directly to {}", path.display());
        let flags = OFlags::CREATE
            | OFlags::EXCL
            | OFlags::RDWR
            | OFlags::DIRECT
            | OFlags::DSYNC
            | OFlags::CLOEXEC;
        let opened = rustix::fs::open(&path, flags, Mode::RUSR | Mode::WUSR);
        let file = File::from(opened.map_err(Error::system(doing()))?);
        Ok(Scratch { file, path })
    }

    fn write(&self, block: &Block, index: u64) -> Result<()> {
        let doing = || format!("write to {}", self.path.display());
        let at = index % BLOCKS * BLOCK as u64;
        self.file
            .write_all_at(&block.0, at)
            .map_err(Error::system(doing()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing can be done about a file that is gone already.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Times durable 4 KiB writes in `directory` for so long.
pub(crate) fn measure(directory: &Path, measured: Duration) -> Result<Summary> {
    let scratch = Scratch::create(directory)?;
    let block = Box::new(Block([0x5a; BLOCK]));
    // Later writes then find their blocks allocated and written, as those of a recycled log do.
    for index in 0..BLOCKS {
        scratch.write(&block, index)?;
    }
    let mut latencies = Latencies::new();
    let begun = Instant::now();
    let mut index = 0;
    while index == 0 || begun.elapsed() < measured {
        let start = Instant::now();
        scratch.write(&block, index)?;
        let took = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        latencies.record(Kind::Write, took, 1);
        index += 1;
    }
    Ok(latencies.all())
}

/// `disk`: prints the figures of a directory's disk.
pub(crate) fn disk(mut arguments: Arguments) -> Result<()> {
    let mut directory = PathBuf::from(".");
    let mut measured = Duration::from_secs(2);
    while let Some(option) = arguments.next_option()? {
        match option {
            "directory" => directory = arguments.path()?,
            "seconds" => measured = arguments.seconds()?,
            _ => return arguments.unknown(),
        }
    }
    let writes = measure(&directory, measured)?;
    println!(
        "{}",
        json!({"workload": "disk", "write_4k_us": report::summary(writes)})
    );
    println!(
        "durable 4 KiB write in {}: p50 {:.0} us  p99 {:.0} us  max {:.0} us",
        directory.display(),
        writes.p50_us,
        writes.p99_us,
        writes.max_us
    );
    Ok(())
}
