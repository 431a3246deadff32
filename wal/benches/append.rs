//! What an append costs until it is durable, against `pwrite` + `fdatasync` on the same disk.
//!
//! Must never: run on a file system in memory; the directory is `RINGKEEPER_BENCH_DIR` or one
//! under the system's temporary directory, and a run on tmpfs is refused.
//!
//! Both sides keep the same number of records outstanding: the log as it sees fit, the other side
//! as one write of all of them followed by one `fdatasync`, into a file written before.
//! `cargo bench -p ringkeeper-wal`; one element is one record.

#![allow(missing_docs, reason = "criterion's macros define public items")]

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ringkeeper_wal::{AppendError, Files, Log, Options, OwnRing, Position, open};

const SEGMENT: u64 = 64 << 20;

struct Directory(PathBuf);

impl Directory {
    fn new() -> Directory {
        let base =
            std::env::var_os("RINGKEEPER_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let path = base.join(format!("ringkeeper-wal-bench-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a directory");
        let tmpfs = rustix::fs::statfs(&path).expect("a file system").f_type == 0x0102_1994;
        assert!(
            !tmpfs,
            "{} is in memory: set RINGKEEPER_BENCH_DIR",
            path.display()
        );
        Directory(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

struct Ring {
    log: Log,
    ring: OwnRing,
}

impl Ring {
    fn new(path: &Path, writes_in_flight: usize) -> Ring {
        let options = Options {
            writes_in_flight,
            segment_bytes: SEGMENT,
            ..Options::default()
        };
        let number = fs::read_dir(path).expect("there").count();
        let path = path.join(format!("log-{number}"));
        let mut files = Files::open(&path).expect("opens");
        let id = Files::random_id().expect("random numbers");
        let (mut log, _) =
            open(&mut files, &options, id, Position::FIRST, &mut |_, _| {}).expect("opens");
        let mut ring = OwnRing::new(files).expect("io_uring");
        ring.drain(&mut log).expect("quiet");
        Ring { log, ring }
    }

    fn run(&mut self, payload: &[u8], outstanding: u64, records: u64) -> Duration {
        self.log.purge(self.log.durable().next());
        self.ring.drain(&mut self.log).expect("quiet");
        let start = Instant::now();
        let end = self.log.last().0 + records;
        while self.log.durable().0 < end {
            while self.log.last().0 < end && self.log.last().0 - self.log.durable().0 < outstanding
            {
                match self.log.append(payload) {
                    Ok(_) => {}
                    Err(AppendError::Busy) => break,
                    Err(error) => panic!("{error}"),
                }
            }
            self.ring.turn(&mut self.log).expect("the ring works");
            self.log.purge(self.log.durable());
        }
        start.elapsed()
    }
}

struct Plain {
    file: File,
    at: u64,
    block: Vec<u8>,
}

impl Plain {
    fn new(path: &Path) -> Plain {
        let path = path.join("plain");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .open(path)
            .expect("a file");
        for _ in 0..SEGMENT >> 20 {
            file.write_all(&vec![0; 1 << 20]).expect("written");
        }
        file.sync_all().expect("synced");
        Plain {
            file,
            at: 0,
            block: Vec::new(),
        }
    }

    fn run(&mut self, payload: &[u8], outstanding: u64, records: u64) -> Duration {
        let start = Instant::now();
        let mut left = records;
        while left > 0 {
            let count = left.min(outstanding);
            self.block.clear();
            for _ in 0..count {
                let length = u32::try_from(payload.len()).expect("small");
                self.block.extend_from_slice(&length.to_le_bytes());
                self.block
                    .extend_from_slice(&crc32c::crc32c(payload).to_le_bytes());
                self.block.extend_from_slice(payload);
            }
            if self.at + self.block.len() as u64 > SEGMENT {
                self.at = 0;
            }
            self.file
                .write_all_at(&self.block, self.at)
                .expect("written");
            self.file.sync_data().expect("synced");
            self.at += self.block.len() as u64;
            left -= count;
        }
        start.elapsed()
    }
}

fn append(criterion: &mut Criterion) {
    let directory = Directory::new();
    let mut plain = Plain::new(&directory.0);
    let mut ring = Ring::new(&directory.0, Options::default().writes_in_flight);
    for bytes in [128, 1024, 16384] {
        let mut group = criterion.benchmark_group(format!("append_{bytes}"));
        group.throughput(Throughput::Elements(1));
        let payload = vec![7; bytes];
        for outstanding in [1, 8, 256] {
            group.bench_function(
                BenchmarkId::new("pwrite_fdatasync", outstanding),
                |bencher| {
                    bencher.iter_custom(|records| plain.run(&payload, outstanding, records));
                },
            );
            group.bench_function(BenchmarkId::new("log", outstanding), |bencher| {
                bencher.iter_custom(|records| ring.run(&payload, outstanding, records));
            });
        }
        group.finish();
    }
}

fn writes_in_flight(criterion: &mut Criterion) {
    let directory = Directory::new();
    let payload = [7; 128];
    for outstanding in [1, 8, 64, 256] {
        let mut group = criterion.benchmark_group(format!("writes_in_flight_{outstanding}"));
        group.throughput(Throughput::Elements(1));
        for depth in 1..=4 {
            let mut ring = Ring::new(&directory.0, depth);
            group.bench_function(BenchmarkId::from_parameter(depth), |bencher| {
                bencher.iter_custom(|records| ring.run(&payload, outstanding, records));
            });
        }
        group.finish();
    }
}

/// What an append costs the thread that calls it: framing, both hashes, one copy.
fn framing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("framing");
    for bytes in [128, 1024, 16384] {
        let options = Options {
            batch_buffers: 64,
            ..Options::default()
        };
        let mut disk = ringkeeper_wal::MemoryDisk::new(1);
        let (mut log, _) = open(
            &mut disk,
            &options,
            ringkeeper_wal::LogId(1),
            Position::FIRST,
            &mut |_, _| {},
        )
        .expect("opens");
        let payload = vec![7; bytes];
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(BenchmarkId::from_parameter(bytes), |bencher| {
            bencher.iter_custom(|records| {
                let mut spent = Duration::ZERO;
                let mut left = records;
                while left > 0 {
                    let start = Instant::now();
                    while left > 0 && log.append(&payload).is_ok() {
                        left -= 1;
                    }
                    spent += start.elapsed();
                    // Not measured: the memory disk.
                    ringkeeper_wal::drive(&mut log, &mut disk);
                    log.purge(log.durable());
                    ringkeeper_wal::drive(&mut log, &mut disk);
                }
                spent
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2));
    targets = append, writes_in_flight, framing
}
criterion_main!(benches);
