//! What is left of a log when its server is killed, starts again and retires what it purged.
//!
//! Must never: depend on time or on anything but the seed, which every failure names.

use ringkeeper_wal::{
    Action, AppendError, Buffer, Cursor, CursorError, DiskOp, Durability, Errno, File, Log, LogId,
    MemoryDisk, MemoryFault, Next, OpId, OpenError, Options, Owner, Position, Recovered, Sequence,
    Space, Storage, drive, open,
};

mod small_log;

use small_log::{BLOCK, options};

type Records = Vec<(u64, Vec<u8>)>;

fn reopen(disk: &mut MemoryDisk, needed: u64) -> Result<(Log, Recovered, Records), OpenError> {
    reopen_with(disk, &options(), needed)
}

fn reopen_with(
    disk: &mut MemoryDisk,
    options: &Options,
    needed: u64,
) -> Result<(Log, Recovered, Records), OpenError> {
    let mut records = Vec::new();
    let visit = &mut |position: Position, payload: &[u8]| {
        records.push((position.0, payload.to_vec()));
    };
    let (log, recovered) = open(disk, options, LogId(7), Position(needed), visit)?;
    Ok((log, recovered, records))
}

fn new_log(seed: u64) -> (Log, MemoryDisk) {
    let mut disk = MemoryDisk::new(seed);
    let (mut log, ..) = reopen(&mut disk, 1).expect("new");
    settle(&mut log, &mut disk);
    (log, disk)
}

/// Ticks until everything that may be prepared or removed is.
fn settle(log: &mut Log, disk: &mut MemoryDisk) {
    for _ in 0..20 {
        log.tick();
        drive(log, disk);
    }
}

/// Records in batches of their own, one block each.
fn append(log: &mut Log, disk: &mut MemoryDisk, count: u64) {
    for _ in 0..count {
        while log.append(b"record") == Err(AppendError::Busy) {
            log.tick();
            drive(log, disk);
        }
        drive(log, disk);
    }
}

/// The last position a cursor comes to from the first one the log says it has.
fn read_through(log: &Log, disk: &mut MemoryDisk) -> Result<Position, CursorError> {
    let mut cursor = log.cursor(1, log.first())?;
    read_on(&mut cursor, log, disk)
}

fn read_on(cursor: &mut Cursor, log: &Log, disk: &mut MemoryDisk) -> Result<Position, CursorError> {
    let mut last = Position::NONE;
    for _ in 0..10_000 {
        match cursor.advance(log)? {
            Next::Record(position, _) => last = position,
            Next::Read(op) => {
                let completion = disk.execute(op);
                cursor.complete(completion);
            }
            Next::Wait => panic!("the read was completed"),
            Next::End => return Ok(last),
        }
    }
    panic!("the cursor does not come to an end");
}

#[test]
fn what_is_left_of_purged_segments_joins_the_log() {
    let (mut log, mut disk) = new_log(1);
    append(&mut log, &mut disk, 9);
    // Idle, it promises the last record too: the next start has nothing to write again.
    settle(&mut log, &mut disk);
    drop(log);
    // The segment in use is shortened by the next start, and purged together with the full one.
    let (mut log, ..) = reopen(&mut disk, 1).expect("whole");
    append(&mut log, &mut disk, 3);
    settle(&mut log, &mut disk);
    log.purge(Position(12));
    settle(&mut log, &mut disk);
    assert_eq!(log.first(), Position(10));
    drop(log);
    let (log, recovered, _) = reopen(&mut disk, 12).expect("whole");
    assert_eq!(recovered.first, log.first());
    assert_eq!(read_through(&log, &mut disk), Ok(Position(12)));
}

#[test]
fn after_any_restarts_and_crashes_every_record_from_the_first_can_be_read() {
    let mut kept = 0;
    for seed in 0..300 {
        let (mut log, mut disk) = new_log(seed);
        let mut needed = 1;
        for round in 0..6 {
            append(&mut log, &mut disk, 1 + (seed * 7 + round * 5) % 13);
            needed = log
                .durable()
                .0
                .saturating_sub((seed + round) % 4)
                .max(needed);
            log.purge(Position(needed));
            for _ in 0..(seed + round) % 9 {
                if let Some(op) = log.next_op() {
                    let completion = disk.execute(op);
                    log.complete(completion);
                }
            }
            while let Some(op) = log.next_op() {
                disk.submit(op);
            }
            drop(log);
            disk = if (seed + round) % 3 == 0 {
                disk.kill(seed)
            } else {
                disk.crash(seed)
            };
            let opened = reopen(&mut disk, needed);
            log = opened
                .unwrap_or_else(|error| panic!("seed {seed}: {error}"))
                .0;
            if log.first() < log.durable().next() {
                let last = read_through(&log, &mut disk);
                assert_eq!(last, Ok(log.durable()), "seed {seed}, round {round}");
            }
            kept += u32::from(log.first() < Position(needed));
        }
    }
    assert!(
        kept > 100,
        "{kept} times records behind the checkpoint were left"
    );
}

#[test]
fn what_a_killed_server_left_behind_is_durable_once_it_was_read() {
    let mut beyond = 0;
    for seed in 0..2000 {
        let (mut log, mut disk) = new_log(seed);
        for number in 0..seed % 20 {
            log.append(&[7; 900]).ok();
            while let Some(op) = log.next_op() {
                disk.submit(op);
            }
            if number % 3 == 0
                && let Some(completion) = disk.complete_one()
            {
                log.complete(completion);
            }
        }
        let durable = log.durable();
        drop(log);
        let mut disk = disk.kill(seed);
        if seed % 2 == 0 {
            let left = u32::try_from(seed % 29).expect("small");
            disk.set_fault(MemoryFault::PowerFailsAfter(left));
            reopen(&mut disk, 1).ok();
            disk = disk.crash(seed);
        }
        let (log, found, read) = reopen(&mut disk, 1).expect("it was only killed");
        assert!(found.last >= durable, "seed {seed}");
        beyond += u32::from(found.last > durable);
        drop(log);
        let mut disk = disk.crash(seed * 3 + 1);
        let again = reopen(&mut disk, 1);
        let (_, after, again) = again.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(found.last, after.last, "seed {seed}");
        assert!(read == again, "seed {seed}: other records");
    }
    assert!(
        beyond > 10,
        "{beyond} times something unacknowledged was read"
    );
}

/// A failed start may leave, in a cache and called clean, what is not on the disk: a sync of the
/// next start would say that all is well.
#[test]
fn what_is_read_after_failed_starts_survives_the_power() {
    let smaller = Options {
        segment_bytes: 5 * BLOCK,
        ..options()
    };
    let (mut beyond, mut failed, mut full) = (0, 0, 0);
    for seed in 0..6000 {
        let (mut log, mut disk) = new_log(seed);
        // Room for a copy of what is in doubt, none on the disk, or perhaps none in a segment.
        let room = seed % 5;
        let options = if room == 1 {
            smaller.clone()
        } else {
            options()
        };
        if room == 0 {
            disk.set_capacity(disk.used());
        }
        for number in 0..seed % 23 {
            log.append(&[7; 900]).ok();
            while let Some(op) = log.next_op() {
                disk.submit(op);
            }
            if number % 3 == 0
                && let Some(completion) = disk.complete_one()
            {
                log.complete(completion);
            }
        }
        let durable = log.durable();
        drop(log);
        let mut disk = disk.kill(seed);
        for start in 0..=seed % 3 {
            let left = u32::try_from((seed / 3 + start * 11) % 31).expect("small");
            disk.set_fault(MemoryFault::FailsAfter(left, Errno::IO));
            failed += u32::from(reopen_with(&mut disk, &options, 1).is_err());
        }
        disk.set_fault(MemoryFault::None);
        let opened = reopen_with(&mut disk, &options, 1);
        let (log, found, read) = opened.expect("it was only killed");
        full += u32::from(matches!(log.space(), Space::Full { .. }));
        assert!(found.last >= durable, "seed {seed}");
        beyond += u32::from(found.last > durable);
        drop(log);
        let mut disk = disk.crash(seed * 3 + 1);
        let again = reopen(&mut disk, 1);
        let (_, after, again) = again.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(found.last, after.last, "seed {seed}");
        assert!(read == again, "seed {seed}: other records");
    }
    assert!(
        beyond > 100 && failed > 1000 && full > 100,
        "{beyond} times something unacknowledged was read, {failed} starts failed, {full} full"
    );
}

/// What a start writes again is what was in flight, however long the log is.
#[test]
fn a_start_writes_again_what_was_in_flight_alone() {
    let copied = |disk: &mut MemoryDisk| {
        let newest = disk.segments().expect("listed");
        let newest = newest
            .into_iter()
            .filter(|file| disk.content(file.sequence).expect("listed")[72] == 1)
            .max_by_key(|file| file.sequence);
        let content = disk.content(newest.expect("in use").sequence);
        let blocks = content.expect("listed").chunks(4096).skip(1);
        blocks.filter(|block| block.starts_with(b"RKB1")).count()
    };
    let mut most = 0;
    for seed in 0..300 {
        let (mut log, mut disk) = new_log(seed);
        append(&mut log, &mut disk, 10 + seed % 40);
        let idle = seed % 4 == 0;
        if idle {
            settle(&mut log, &mut disk);
        }
        for _ in 0..if idle { 0 } else { seed % 3 } {
            log.append(b"in flight").ok();
            while let Some(op) = log.next_op() {
                disk.submit(op);
            }
        }
        let mut disk = disk.kill(seed);
        reopen(&mut disk, 1).expect("whole");
        let again = copied(&mut disk);
        assert!(
            !idle || again == 0,
            "seed {seed}: an idle log has promised all"
        );
        most = most.max(again);
    }
    assert_eq!(most, options().writes_in_flight);
}

#[test]
fn purging_everything_durable_keeps_the_segment_while_the_next_one_starts() {
    for seed in 0..200 {
        let (mut log, mut disk) = new_log(seed);
        append(&mut log, &mut disk, 7);
        log.append(b"first of the next").expect("there is a spare");
        disk.submit(log.next_op().expect("a write"));
        log.purge(Position(8));
        // Whatever else the log wants happens; the start of the segment does not.
        drive(&mut log, &mut disk);
        let mut disk = disk.crash(seed);
        let opened = reopen(&mut disk, 8);
        opened.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    }
}

#[test]
fn what_gathers_behind_a_failed_write_is_not_issued() {
    let (mut log, mut disk) = new_log(1);
    log.append(b"one").expect("there is room");
    disk.submit(log.next_op().expect("a write"));
    log.append(b"two").expect("there is room");
    disk.fail_next_write(Errno::IO);
    let completion = disk.complete_one().expect("submitted");
    log.complete(completion);
    assert!(log.poisoned().is_some());
    assert!(log.next_op().is_none());
}

#[test]
fn a_name_no_log_ever_gives_is_left_alone() {
    for name in [u64::MAX, u64::MAX - 1] {
        let (mut log, mut disk) = new_log(1);
        append(&mut log, &mut disk, 3);
        drop(log);
        disk.plant(Sequence(name), b"somebody's");
        let (_, recovered, _) = reopen(&mut disk, 1).expect("whole");
        assert_eq!(recovered.last, Position(3));
        assert_eq!(disk.content(Sequence(name)), Some(&b"somebody's"[..]));
    }
}

/// The disk of these tests: what a failed sync dropped, no later one brings back.
#[test]
fn a_second_sync_does_not_store_what_the_first_one_dropped() {
    let (_, mut disk) = new_log(1);
    let mut number = 0;
    let mut execute = |disk: &mut MemoryDisk, action| {
        number += 1;
        let owner = Owner::Log;
        let id = OpId { owner, number };
        disk.execute(DiskOp { id, action }).result.map(|_| ())
    };
    let sequence = Sequence(1);
    let mut buffer = Buffer::zeroed(4096);
    buffer.bytes_mut().fill(9);
    let write = Action::Write {
        file: File::Segment(sequence),
        offset: BLOCK,
        buffer,
        length: 4096,
        durability: Durability::Relaxed,
    };
    execute(&mut disk, write).expect("written");
    disk.fail_next_sync(Errno::IO);
    execute(&mut disk, Action::Sync { sequence }).expect_err("dropped");
    execute(&mut disk, Action::Sync { sequence }).expect("nothing left to do");
    assert_eq!(
        disk.content(sequence).expect("there")[4096],
        9,
        "in the cache"
    );
    let disk = disk.crash(3);
    assert_eq!(
        disk.content(sequence).expect("there")[4096],
        0,
        "not on the disk"
    );
}
