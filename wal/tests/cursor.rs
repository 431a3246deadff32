//! Reading back while the log runs: every record from any position on, whatever else goes on.
//!
//! Must never: depend on time.

use ringkeeper_wal::{
    AppendError, Cursor, CursorError, File, Log, LogId, MemoryDisk, Next, Options, Position,
    Sequence, Storage, drive, open,
};

fn options() -> Options {
    Options {
        segment_bytes: 4 << 20,
        batch_bytes: 64 << 10,
        batch_buffers: 4,
        free_bytes_min: 0,
        ..Options::default()
    }
}

fn payload(position: u64) -> Vec<u8> {
    let mut bytes = position.to_le_bytes().to_vec();
    bytes.resize(
        usize::try_from(position * 131 % 9000)
            .expect("small")
            .max(8),
        5,
    );
    if position % 500 == 499 {
        bytes.resize(700_000, 5);
    }
    bytes
}

fn new_log() -> (Log, MemoryDisk) {
    let mut disk = MemoryDisk::new(1);
    let (log, _) = open(
        &mut disk,
        &options(),
        LogId(1),
        Position::FIRST,
        &mut |_, _| {},
    )
    .expect("opens");
    (log, disk)
}

fn append(log: &mut Log, disk: &mut MemoryDisk, count: u64) {
    for _ in 0..count {
        let bytes = payload(log.last().0 + 1);
        while log.append(&bytes) == Err(AppendError::Busy) {
            drive(log, disk);
        }
    }
    drive(log, disk);
}

/// Reads until the end of what is durable.
fn rest(cursor: &mut Cursor, log: &Log, disk: &mut MemoryDisk) -> Result<Vec<u64>, CursorError> {
    let mut seen = Vec::new();
    loop {
        match cursor.advance(log)? {
            Next::Record(position, bytes) => {
                assert_eq!(bytes, payload(position.0), "position {position}");
                seen.push(position.0);
            }
            Next::Read(op) => {
                let completion = disk.execute(op);
                cursor.complete(completion);
            }
            Next::Wait => panic!("the read was completed"),
            Next::End => return Ok(seen),
        }
    }
}

#[test]
fn reads_from_any_position_to_the_end() {
    let (mut log, mut disk) = new_log();
    append(&mut log, &mut disk, 2100);
    for from in [1, 2, 77, 499, 500, 1000, 1777, 2100] {
        let mut cursor = log.cursor(1, Position(from)).expect("there");
        let seen = rest(&mut cursor, &log, &mut disk).expect("intact");
        assert_eq!(seen, (from..=2100).collect::<Vec<_>>());
    }
    let mut cursor = log.cursor(1, Position(2101)).expect("the next one");
    assert_eq!(rest(&mut cursor, &log, &mut disk), Ok(Vec::new()));
    assert_eq!(
        log.cursor(1, Position(2102)).err(),
        Some(CursorError::Truncated)
    );
}

#[test]
fn follows_the_log_as_it_grows() {
    let (mut log, mut disk) = new_log();
    let mut cursor = log.cursor(1, Position(1)).expect("the next one");
    let mut next = 1;
    for round in 0..300 {
        append(&mut log, &mut disk, round % 7);
        if round % 11 == 0 {
            log.tick();
            drive(&mut log, &mut disk);
        }
        let seen = rest(&mut cursor, &log, &mut disk).expect("intact");
        assert_eq!(seen, (next..=log.last().0).collect::<Vec<_>>());
        next = log.last().0 + 1;
    }
}

#[test]
fn reads_what_was_recovered() {
    let (mut log, mut disk) = new_log();
    append(&mut log, &mut disk, 900);
    let (log, _) = open(
        &mut disk,
        &options(),
        LogId(1),
        Position(800),
        &mut |_, _| {},
    )
    .expect("opens");
    for from in [1, 600, 850] {
        let mut cursor = log.cursor(1, Position(from)).expect("there");
        let seen = rest(&mut cursor, &log, &mut disk).expect("intact");
        assert_eq!(seen, (from..=900).collect::<Vec<_>>());
    }
}

#[test]
fn says_when_records_are_gone() {
    let (mut log, mut disk) = new_log();
    append(&mut log, &mut disk, 2000);
    let mut behind = log.cursor(1, Position(1)).expect("there");
    let mut ahead = log.cursor(2, Position(2000)).expect("there");
    log.purge(Position(1500));
    drive(&mut log, &mut disk);
    assert_eq!(rest(&mut behind, &log, &mut disk), Err(CursorError::Purged));
    assert_eq!(log.cursor(1, Position(1)).err(), Some(CursorError::Purged));
    assert_eq!(rest(&mut ahead, &log, &mut disk), Ok(vec![2000]));

    log.truncate_after(Position(1800));
    drive(&mut log, &mut disk);
    assert_eq!(
        rest(&mut ahead, &log, &mut disk),
        Err(CursorError::Truncated)
    );
    append(&mut log, &mut disk, 500);
    assert_eq!(
        rest(&mut ahead, &log, &mut disk),
        Err(CursorError::Truncated)
    );
    let mut cursor = log.cursor(3, Position(1700)).expect("there");
    let seen = rest(&mut cursor, &log, &mut disk).expect("intact");
    assert_eq!(seen, (1700..=2300).collect::<Vec<_>>());
}

#[test]
fn names_damage() {
    let (mut log, mut disk) = new_log();
    append(&mut log, &mut disk, 100);
    disk.rot(File::Segment(Sequence(1)), 4096 + 48 + 30, 3);
    let mut cursor = log.cursor(1, Position(1)).expect("there");
    let error = rest(&mut cursor, &log, &mut disk).expect_err("damaged");
    assert_eq!(
        error,
        CursorError::Damaged {
            sequence: Sequence(1),
            offset: 4096
        }
    );
}

#[test]
fn keeping_records_for_a_reader_costs_the_segments_that_hold_them() {
    let (mut log, mut disk) = new_log();
    append(&mut log, &mut disk, 2100);
    let end = log.durable().next();
    let all = log.bytes_between(log.first(), end);
    let segment = options().segment_bytes;
    assert!(all >= 2 * segment && all % segment == 0, "{all}");
    assert_eq!(log.bytes_between(end, end), 0);
    assert_eq!(log.bytes_between(log.first(), log.first()), 0);
    // What it costs to keep a record is what a purge up to it would not give up.
    for from in (1..=2100).step_by(50).map(Position) {
        let cost = log.bytes_between(from, end);
        assert_eq!(all - cost, log.bytes_between(log.first(), from));
    }
    log.purge(end);
    assert_eq!(log.bytes_between(Position(1), end), 0);
}
