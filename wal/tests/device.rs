//! The log on the real file system through `io_uring`, and through blocking calls.
//!
//! Must never: assert a time, or leave its directory behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use ringkeeper_wal::{
    AppendError, Files, Log, LogId, Options, OwnRing, Position, Recovered, WriteMode, drive,
    examine, log_id, open,
};

/// Every file of a directory, and what is in it.
fn contents(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(path).expect("it is there");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("readable").path())
        .map(|path| (path.clone(), fs::read(path).expect("readable")))
        .collect();
    files.sort();
    files
}

#[test]
fn who_only_looks_changes_nothing() {
    let directory = Directory::new();
    let path = directory.path();
    let mut files = Files::open(path).expect("a directory");
    let (mut log, ..) = reopen(&mut files, 1);
    for position in 1..=20 {
        log.append(&payload(position)).expect("there is room");
    }
    drive(&mut log, &mut files);
    drop((log, files));
    let before = contents(path);
    let mut files = Files::open_to_read(path).expect("it is there");
    let mut seen = 0;
    let found = examine(&mut files, Position(1), &mut |position, bytes| {
        assert_eq!(bytes, payload(position.0), "position {position}");
        seen += 1;
    });
    let found = found.expect("it is whole");
    assert_eq!((seen, found.last, found.torn), (20, Position(20), None));
    assert_eq!(log_id(&mut files).expect("it has one"), LogId(9));
    assert_eq!(contents(path), before);
    drop(files);
    Files::open_to_read(&path.join("nowhere")).expect_err("nothing is created");
    assert_eq!(contents(path), before);
}

struct Directory(PathBuf);

impl Directory {
    fn new() -> Directory {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("ringkeeper-wal-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a temporary directory");
        Directory(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn options() -> Options {
    Options {
        segment_bytes: 1 << 20,
        batch_bytes: 64 << 10,
        batch_buffers: 4,
        free_bytes_min: 0,
        ..Options::default()
    }
}

fn payload(position: u64) -> Vec<u8> {
    let byte = u8::try_from(position % 251).expect("small");
    vec![byte; usize::try_from(position * 37 % 3000).expect("small")]
}

fn reopen(files: &mut Files, needed: u64) -> (Log, Recovered, u64) {
    let mut seen = 0;
    let (log, recovered) = open(
        files,
        &options(),
        LogId(9),
        Position(needed),
        &mut |position, bytes| {
            assert_eq!(bytes, payload(position.0), "position {position}");
            seen += 1;
        },
    )
    .expect("opens");
    (log, recovered, seen)
}

fn append_on_ring(ring: &mut OwnRing, log: &mut Log, count: u64) {
    let end = log.last().0 + count;
    while log.last().0 < end {
        match log.append(&payload(log.last().0 + 1)) {
            Ok(_) => {}
            Err(AppendError::Busy) => {
                ring.turn(log).expect("the ring works");
            }
            Err(error) => panic!("{error}"),
        }
    }
    while log.durable() < log.last() {
        ring.turn(log).expect("the ring works");
    }
}

#[test]
fn what_is_durable_is_there_after_reopening() {
    let directory = Directory::new();
    let mut files = Files::open(directory.path()).expect("opens");
    let (mut log, recovered, _) = reopen(&mut files, 1);
    assert_eq!(recovered.last, Position::NONE);
    let mut ring = OwnRing::new(files).expect("io_uring is available");
    append_on_ring(&mut ring, &mut log, 3000);
    ring.drain(&mut log).expect("quiet");
    drop((ring, log));

    let mut files = Files::open(directory.path()).expect("opens");
    let (mut log, recovered, seen) = reopen(&mut files, 1);
    assert_eq!(
        (recovered.last, recovered.torn, seen),
        (Position(3000), None, 3000)
    );
    for _ in 0..20 {
        log.append(&payload(log.last().0 + 1))
            .expect("there is room");
    }
    drive(&mut log, &mut files);
    assert_eq!(log.durable(), Position(3020));
    let (_, recovered, seen) = reopen(&mut files, 3001);
    assert_eq!((recovered.last, seen), (Position(3020), 20));
}

#[test]
fn purged_segments_are_recycled_and_the_directory_stays_small() {
    let directory = Directory::new();
    let mut files = Files::open(directory.path()).expect("opens");
    let (mut log, ..) = reopen(&mut files, 1);
    let mut ring = OwnRing::new(files).expect("io_uring is available");
    for _ in 0..20 {
        append_on_ring(&mut ring, &mut log, 1000);
        log.purge(log.durable());
        ring.drain(&mut log).expect("quiet");
    }
    let kept = fs::read_dir(directory.path()).expect("there").count();
    assert!(kept <= 6, "{kept} files for about 30 segments written");
    let first = log.first();
    assert!(
        first > Position(15_000) && first < Position(20_000),
        "{first}"
    );
    drop((ring, log));
    let mut files = Files::open(directory.path()).expect("opens");
    let (_, recovered, seen) = reopen(&mut files, 20_000);
    assert_eq!((recovered.last, seen), (Position(20_000), 1));
}

#[test]
fn a_record_larger_than_a_batch_buffer_is_taken() {
    let directory = Directory::new();
    let mut files = Files::open(directory.path()).expect("opens");
    let options = options();
    let (mut log, _) =
        open(&mut files, &options, LogId(9), Position(1), &mut |_, _| {}).expect("opens");
    let mut ring = OwnRing::new(files).expect("io_uring is available");
    let largest = vec![7; options.payload_bytes_max()];
    assert!(matches!(
        log.append(&[&largest[..], b"x"].concat()),
        Err(AppendError::TooLarge { .. })
    ));
    for _ in 0..5 {
        while log.append(&largest) == Err(AppendError::Busy) {
            ring.turn(&mut log).expect("the ring works");
        }
        while log.append(b"small") == Err(AppendError::Busy) {
            ring.turn(&mut log).expect("the ring works");
        }
    }
    ring.drain(&mut log).expect("quiet");
    assert_eq!(log.durable(), Position(10));
    drop((ring, log));
    let mut files = Files::open(directory.path()).expect("opens");
    let mut sizes = Vec::new();
    open(
        &mut files,
        &options,
        LogId(9),
        Position(1),
        &mut |_, bytes| sizes.push(bytes.len()),
    )
    .expect("opens");
    assert_eq!(sizes, [largest.len(), 5].repeat(5));
}

#[test]
fn a_second_server_is_refused() {
    let directory = Directory::new();
    let _files = Files::open(directory.path()).expect("opens");
    assert!(Files::open(directory.path()).is_err());
}

#[test]
fn a_truncation_survives_reopening() {
    let directory = Directory::new();
    let mut files = Files::open(directory.path()).expect("opens");
    let (mut log, ..) = reopen(&mut files, 1);
    let mut ring = OwnRing::new(files).expect("io_uring is available");
    append_on_ring(&mut ring, &mut log, 2000);
    log.truncate_after(Position(700));
    while log.truncating() {
        ring.turn(&mut log).expect("the ring works");
    }
    assert_eq!((log.durable(), log.last()), (Position(700), Position(700)));
    append_on_ring(&mut ring, &mut log, 10);
    drop((ring, log));
    let mut files = Files::open(directory.path()).expect("opens");
    let (_, recovered, seen) = reopen(&mut files, 1);
    assert_eq!((recovered.last, seen), (Position(710), 710));
}

#[test]
fn works_through_the_page_cache_where_there_is_no_direct_io() {
    let directory = Directory::new();
    let buffered = || Files::open_in_mode(directory.path(), WriteMode::Buffered).expect("opens");
    let mut files = buffered();
    let (mut log, ..) = reopen(&mut files, 1);
    let mut ring = OwnRing::new(files).expect("io_uring is available");
    append_on_ring(&mut ring, &mut log, 3000);
    log.purge(Position(2000));
    ring.drain(&mut log).expect("quiet");
    drop((ring, log));
    // What one mode wrote, the other one reads.
    let mut files = Files::open(directory.path()).expect("opens");
    let (log, recovered, seen) = reopen(&mut files, 2000);
    assert_eq!((recovered.last, seen), (Position(3000), 1001));
    drop((log, files));
    let (_, recovered, _) = reopen(&mut buffered(), 2000);
    assert_eq!(recovered.last, Position(3000));
}
