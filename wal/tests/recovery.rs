//! The decision table of recovery, entry by entry, on a disk that keeps what was written.
//!
//! Must never: pass because a case did not come about: each test checks what it set up.

use ringkeeper_wal::{
    Errno, File, Log, LogId, MemoryDisk, MemoryFault, OpenError, Options, Position, Recovered,
    Sequence, SlotsFile, Storage, drive, examine, open,
};

#[path = "recovery/losses.rs"]
mod losses;
mod small_log;

use small_log::{BLOCK, options};

fn payload(position: u64) -> Vec<u8> {
    format!(
        "record {position} {}",
        "x".repeat(usize::try_from(position * 97 % 1500).expect("small"))
    )
    .into_bytes()
}

type Found = Result<(Log, Recovered, u64), OpenError>;

fn open_with(disk: &mut MemoryDisk, options: &Options, needed: u64) -> Found {
    let mut next = needed;
    let (log, recovered) = open(
        disk,
        options,
        LogId(7),
        Position(needed),
        &mut |position, bytes| {
            assert_eq!(position.0, next, "in order");
            assert_eq!(bytes, payload(position.0), "position {position}");
            next += 1;
        },
    )?;
    Ok((log, recovered, next - needed))
}

fn reopen(disk: &mut MemoryDisk, needed: u64) -> Found {
    open_with(disk, &options(), needed)
}

/// Opens a log that must be refused, twice, and checks that nothing changed.
fn refused(disk: &mut MemoryDisk, needed: u64) -> OpenError {
    let before = contents(disk);
    let first = reopen(disk, needed).expect_err("refused");
    assert_eq!(contents(disk), before, "a refusal changes nothing");
    let looked = examine(disk, Position(needed), &mut |_, _| {}).expect_err("refused");
    assert_eq!(looked.to_string(), first.to_string());
    let second = reopen(disk, needed).expect_err("refused again");
    assert_eq!(first.to_string(), second.to_string());
    first
}

fn contents(disk: &mut MemoryDisk) -> Vec<(Sequence, Vec<u8>)> {
    let files = disk.segments().expect("a memory disk lists");
    let content = |sequence| (sequence, disk.content(sequence).expect("listed").to_vec());
    files
        .into_iter()
        .map(|file| content(file.sequence))
        .collect()
}

fn append(log: &mut Log, count: u64) {
    for _ in 0..count {
        log.append(&payload(log.last().0 + 1))
            .expect("there is room");
    }
}

/// A log with one batch of these many records after the other, each acknowledged before the next.
fn written(batches: &[u64]) -> (Log, MemoryDisk) {
    let mut disk = MemoryDisk::new(1);
    let (mut log, ..) = reopen(&mut disk, 1).expect("new");
    drive(&mut log, &mut disk);
    for count in batches {
        append(&mut log, *count);
        drive(&mut log, &mut disk);
    }
    assert_eq!(log.durable(), log.last());
    (log, disk)
}

fn segment(sequence: u64) -> File {
    File::Segment(Sequence(sequence))
}

/// The segments that hold records, by their headers' state, with the block of each batch.
fn batches(disk: &MemoryDisk, sequence: u64) -> Vec<u64> {
    let content = disk.content(Sequence(sequence)).expect("there");
    let blocks = content.chunks(4096).enumerate().skip(1);
    let own = blocks.filter(|(_, block)| block.starts_with(b"RKB1"));
    own.map(|(number, _)| number as u64 * BLOCK).collect()
}

fn in_use(disk: &mut MemoryDisk) -> Vec<u64> {
    let used = |content: &[u8]| content.get(72) == Some(&1);
    let files = contents(disk).into_iter();
    files
        .filter(|(_, content)| used(content))
        .map(|(sequence, _)| sequence.0)
        .collect()
}

fn damage(error: &OpenError) -> (u64, u64, u64, u64) {
    match error {
        OpenError::Damaged {
            sequence,
            offset,
            first,
            through,
            ..
        } => (sequence.0, *offset, first.0, through.0),
        other => panic!("{other}"),
    }
}

#[test]
fn nothing_is_a_new_log() {
    let mut disk = MemoryDisk::new(1);
    let (log, recovered, seen) = reopen(&mut disk, 1).expect("new");
    assert_eq!(
        (recovered.first, recovered.last, seen),
        (Position(1), Position(0), 0)
    );
    assert_eq!((recovered.torn, recovered.lost), (None, None));
    assert_eq!(log.id(), LogId(7));
    let (log, ..) =
        open(&mut disk, &options(), LogId(8), Position(1), &mut |_, _| {}).expect("opens");
    assert_eq!(log.id(), LogId(7), "the identity is drawn once");
}

#[test]
fn a_whole_log_is_read_back() {
    let (_, mut disk) = written(&[1, 3, 2, 9, 1, 12, 20]);
    assert!(in_use(&mut disk).len() > 1, "it spans segments");
    let (_, recovered, seen) = reopen(&mut disk, 1).expect("whole");
    assert_eq!(
        (recovered.last, recovered.torn, seen),
        (Position(48), None, 48)
    );
    let (_, recovered, seen) = reopen(&mut disk, 20).expect("whole");
    assert_eq!((recovered.last, seen), (Position(48), 29));
}

#[test]
fn a_torn_tail_is_cut_and_does_not_come_back() {
    let (_, mut disk) = written(&[2, 1]);
    let at = batches(&disk, 1)[1];
    disk.rot(segment(1), at + 80, 0);
    let (mut log, recovered, seen) = reopen(&mut disk, 1).expect("a torn tail");
    assert_eq!((recovered.last, seen), (Position(2), 2));
    assert_eq!(recovered.torn, Some((Sequence(1), at + 48)));
    // The sector heals: what was cut stays cut, before and after something new is there.
    disk.rot(segment(1), at + 80, 0);
    let (_, recovered, _) = reopen(&mut disk, 1).expect("cut");
    assert_eq!(recovered.last, Position(2));
    drive(&mut log, &mut disk);
    let (mut log, ..) = reopen(&mut disk, 1).expect("cut");
    append(&mut log, 1);
    drive(&mut log, &mut disk);
    let (_, recovered, _) = reopen(&mut disk, 1).expect("cut");
    assert_eq!((recovered.last, recovered.torn), (Position(3), None));
}

#[test]
fn the_intact_front_of_a_torn_batch_is_kept() {
    let (_, mut disk) = written(&[3]);
    let at = batches(&disk, 1)[0];
    let last = 48 + 3 * 24 + payload(1).len() + payload(2).len();
    disk.rot(segment(1), at + last as u64, 0);
    let (_, recovered, seen) = reopen(&mut disk, 1).expect("a torn tail");
    assert_eq!((recovered.last, seen), (Position(2), 2));
}

#[test]
fn a_whole_batch_behind_a_torn_one_in_flight_goes_with_it() {
    let (mut log, mut disk) = written(&[2]);
    append(&mut log, 1);
    let first = log.next_op().expect("a batch");
    append(&mut log, 2);
    let second = log.next_op().expect("a second batch beside it");
    assert!(log.next_op().is_none_or(|op| op.id != second.id));
    disk.execute(first);
    disk.execute(second);
    let at = batches(&disk, 1);
    disk.rot(segment(1), at[1] + 60, 5);
    let (_, recovered, seen) = reopen(&mut disk, 1).expect("torn, not damaged");
    assert_eq!((recovered.last, seen), (Position(2), 2));
    assert_eq!(recovered.torn, Some((Sequence(1), at[1] + 48)));
}

#[test]
fn damage_before_acknowledged_records_is_refused() {
    let (_, mut disk) = written(&[2, 3, 1]);
    let at = batches(&disk, 1);
    disk.rot(segment(1), at[1] + 60, 5);
    // The third batch promises the second one durable.
    assert_eq!(damage(&refused(&mut disk, 1)), (1, at[1] + 48, 3, 5));
    disk.rot(segment(1), at[1] + 60, 5);
    // The batch header counts as well.
    disk.rot(segment(1), at[1] + 8, 0);
    assert_eq!(damage(&refused(&mut disk, 1)), (1, at[1], 3, 5));
}

#[test]
fn damage_is_told_from_a_torn_tail_once_the_log_was_idle() {
    let (mut log, mut disk) = written(&[2, 3]);
    let at = batches(&disk, 1)[1];
    log.tick();
    drive(&mut log, &mut disk);
    disk.rot(segment(1), at + 60, 5);
    assert_eq!(damage(&refused(&mut disk, 1)), (1, at + 48, 3, 5));
    // A promise is written once, not at every tick.
    let operations = disk.operations();
    log.tick();
    drive(&mut log, &mut disk);
    assert_eq!(disk.operations(), operations);
}

#[test]
fn the_callers_checkpoint_is_evidence_too() {
    let (_, mut disk) = written(&[2, 3]);
    let at = batches(&disk, 1)[1];
    disk.rot(segment(1), at + 60, 5);
    assert_eq!(damage(&refused(&mut disk, 5)), (1, at + 48, 3, 4));
}

#[test]
fn a_hole_is_refused() {
    let (_, mut disk) = written(&[2, 3, 1]);
    let at = batches(&disk, 1);
    let mut content = disk.content(Sequence(1)).expect("there").to_vec();
    let (from, to) = (
        usize::try_from(at[1]).expect("small"),
        usize::try_from(at[2]).expect("small"),
    );
    content[from..to].fill(0);
    disk.plant(Sequence(1), &content);
    assert_eq!(damage(&refused(&mut disk, 1)), (1, at[1], 3, 5));
}

#[test]
fn swapped_batches_are_refused() {
    let (_, mut disk) = written(&[1, 1, 1, 1]);
    let at = batches(&disk, 1);
    assert_eq!(at, [BLOCK, 2 * BLOCK, 3 * BLOCK, 4 * BLOCK]);
    let mut content = disk.content(Sequence(1)).expect("there").to_vec();
    let (left, right) = content.split_at_mut(3 * 4096);
    left[2 * 4096..].swap_with_slice(&mut right[..4096]);
    disk.plant(Sequence(1), &content);
    assert_eq!(damage(&refused(&mut disk, 1)), (1, at[1], 2, 3));
}

#[test]
fn a_missing_segment_in_the_middle_is_refused() {
    let (_, mut disk) = written(&[5; 20]);
    let used = in_use(&mut disk);
    assert!(used.len() >= 3);
    let lost = disk.lose(Sequence(used[1])).expect("there");
    let (sequence, _, first, through) = damage(&refused(&mut disk, 1));
    assert_eq!(sequence, used[0], "named where the records end");
    assert!(first > 1 && through > first);
    disk.plant(Sequence(used[1]), &lost);
    assert_eq!(
        reopen(&mut disk, 1).expect("restored").1.last,
        Position(100)
    );
}

#[test]
fn missing_segments_behind_the_checkpoint_are_not_missed() {
    let (mut log, mut disk) = written(&[5; 20]);
    let used = in_use(&mut disk);
    log.purge(Position(90));
    drive(&mut log, &mut disk);
    assert!(in_use(&mut disk).len() < used.len(), "something was purged");
    let (_, recovered, seen) = reopen(&mut disk, 90).expect("enough is there");
    assert_eq!((recovered.last, seen), (Position(100), 11));
    assert!(recovered.first > Position(1));
    match refused(&mut disk, 1) {
        OpenError::MissingFirst {
            needed: Position(1),
            found: Some(found),
        } => {
            assert_eq!(found, recovered.first);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn segments_that_have_all_vanished_are_missed() {
    let (_, mut disk) = written(&[5, 5]);
    for (sequence, _) in contents(&mut disk) {
        disk.lose(sequence);
    }
    for needed in [1, 8] {
        match refused(&mut disk, needed) {
            OpenError::MissingFirst {
                needed: found,
                found: None,
            } => {
                assert_eq!(found, Position(needed));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_missing_newest_segment_is_refused() {
    let (_, mut disk) = written(&[5; 20]);
    let newest = Sequence(*in_use(&mut disk).last().expect("some"));
    let content = disk.lose(newest).expect("there");
    match refused(&mut disk, 1) {
        OpenError::MissingLast { sequence, first } => {
            assert_eq!(sequence, newest);
            assert!(first > Position(50));
        }
        other => panic!("{other}"),
    }
    disk.plant(newest, &content);
    assert_eq!(
        reopen(&mut disk, 1).expect("restored").1.last,
        Position(100)
    );
}

#[test]
fn a_shortened_newest_segment_is_refused() {
    let (_, mut disk) = written(&[1, 1, 1]);
    let mut content = disk.content(Sequence(1)).expect("there").to_vec();
    content.truncate(2 * 4096);
    disk.plant(Sequence(1), &content);
    assert_eq!(damage(&refused(&mut disk, 1)), (1, 2 * BLOCK, 2, 2));
}

#[test]
fn a_damaged_segment_header_is_refused_when_its_records_were_durable() {
    let (_, mut disk) = written(&[5; 20]);
    let used = in_use(&mut disk);
    for sequence in &used {
        disk.rot(segment(*sequence), 40, 2);
        let (file, offset, _, through) = damage(&refused(&mut disk, 1));
        assert_eq!((file, offset), (*sequence, 0));
        assert!(through > 0);
        disk.rot(segment(*sequence), 40, 2);
    }
    assert_eq!(
        reopen(&mut disk, 1).expect("restored").1.last,
        Position(100)
    );
}

#[test]
fn a_segment_whose_start_was_torn_is_removed() {
    let (mut log, mut disk) = written(&[5; 6]);
    let before = in_use(&mut disk);
    let last = log.last();
    // The write that starts the next segment is under way when the power fails: its header does
    // not arrive, its first batch does.
    let op = loop {
        append(&mut log, 5);
        let op = log.next_op().expect("a batch");
        if let ringkeeper_wal::Action::Write { offset: 0, .. } = op.action {
            break op;
        }
        let completion = disk.execute(op);
        log.complete(completion);
    };
    let durable = log.durable();
    assert!(durable > last);
    disk.execute(op);
    let started = *in_use(&mut disk).last().expect("some");
    assert!(!before.contains(&started));
    disk.rot(segment(started), 3, 3);
    let (mut log, recovered, _) = reopen(&mut disk, 1).expect("a torn start");
    assert_eq!(recovered.last, durable);
    drive(&mut log, &mut disk);
    assert!(
        disk.content(Sequence(started)).is_none(),
        "the file is gone"
    );
}

#[test]
fn recycled_prepared_empty_and_short_files_hold_nothing() {
    let (_, mut disk) = written(&[5; 3]);
    let own = disk.content(Sequence(1)).expect("there").to_vec();
    disk.plant(Sequence(100), &own[..0]);
    disk.plant(Sequence(101), &own[..100]);
    disk.plant(Sequence(102), &vec![0; own.len()]);
    disk.plant(Sequence(103), &vec![0xa5; own.len()]);
    disk.plant(Sequence(104), &own);
    let (mut log, recovered, seen) = reopen(&mut disk, 1).expect("whole");
    assert_eq!((recovered.last, seen), (Position(15), 15));
    drive(&mut log, &mut disk);
    for sequence in 100..105 {
        assert!(
            disk.content(Sequence(sequence)).is_none(),
            "{sequence} is cleared away"
        );
    }
    append(&mut log, 5);
    drive(&mut log, &mut disk);
    assert_eq!(reopen(&mut disk, 1).expect("whole").1.last, Position(20));
}

#[test]
fn a_needed_segment_under_another_name_is_refused() {
    let (_, mut disk) = written(&[5; 20]);
    let last = *in_use(&mut disk).last().expect("some");
    let content = disk.lose(Sequence(last)).expect("there");
    disk.plant(Sequence(900), &content);
    let (sequence, ..) = damage(&refused(&mut disk, 1));
    assert_eq!(sequence, 900);
}

#[test]
fn what_a_truncation_superseded_is_ignored_even_when_damaged() {
    let (mut log, mut disk) = written(&[5, 5, 5]);
    log.truncate_after(Position(7));
    drive(&mut log, &mut disk);
    append(&mut log, 3);
    drive(&mut log, &mut disk);
    let superseded = batches(&disk, 1)[2];
    disk.rot(segment(1), superseded + 60, 1);
    let (_, recovered, seen) = reopen(&mut disk, 1).expect("whole");
    assert_eq!((recovered.last, seen), (Position(10), 10));
    // What was kept is not.
    let kept = batches(&disk, 1)[0];
    disk.rot(segment(1), kept + 60, 1);
    assert_eq!(damage(&refused(&mut disk, 1)).0, 1);
}

#[test]
fn another_log_and_a_later_format_are_refused() {
    let (_, mut disk) = written(&[5]);
    let mut other = MemoryDisk::new(2);
    open(
        &mut other,
        &options(),
        LogId(99),
        Position(1),
        &mut |_, _| {},
    )
    .expect("new");
    let content = other.content(Sequence(1)).expect("there").to_vec();
    disk.plant(Sequence(50), &content);
    match refused(&mut disk, 1) {
        OpenError::Foreign {
            sequence: Sequence(50),
            found: LogId(99),
            own: LogId(7),
        } => {}
        other => panic!("{other}"),
    }
    let mut later = disk.content(Sequence(1)).expect("there").to_vec();
    later[8] = 2;
    disk.plant(Sequence(50), &later);
    match refused(&mut disk, 1) {
        OpenError::UnknownVersion {
            sequence: Sequence(50),
            version: 2,
        } => {}
        other => panic!("{other}"),
    }
}

#[test]
fn a_lost_or_damaged_identity_is_refused() {
    let (_, disk) = written(&[5]);
    let mut bare = MemoryDisk::new(3);
    bare.plant(Sequence(1), disk.content(Sequence(1)).expect("there"));
    assert!(matches!(refused(&mut bare, 1), OpenError::IdentityMissing));
    let (_, mut disk) = written(&[5]);
    for slot in [0, BLOCK] {
        disk.rot(File::Slots(SlotsFile("log.id")), slot + 26, 1);
    }
    assert!(matches!(refused(&mut disk, 1), OpenError::IdentityDamaged));
}

#[test]
fn a_failing_disk_is_refused_and_harmless() {
    let (_, mut disk) = written(&[5; 20]);
    let mut refusals = 0;
    for left in 0..100 {
        disk.set_fault(MemoryFault::PowerFailsAfter(left));
        match reopen(&mut disk, 1) {
            Err(OpenError::Io { error, .. }) => {
                assert_eq!(Errno::of(&error), Errno::IO);
                refusals += 1;
            }
            Err(other) => panic!("{other}"),
            Ok((_, recovered, _)) => assert_eq!(recovered.last, Position(100)),
        }
        disk.set_fault(MemoryFault::None);
    }
    assert!(
        refusals > 10,
        "{refusals} of the operations of recovery failed"
    );
    assert_eq!(reopen(&mut disk, 1).expect("whole").1.last, Position(100));
}
