//! What damage costs: what an operator gives up, and what is never passed over in silence.
//!
//! Must never: pass because a case did not come about: each test checks what it set up.

use ringkeeper_wal::{File, OnDamage, OpenError, Options, Position, drive};

use super::{
    BLOCK, append, batches, contents, damage, in_use, open_with, options, refused, reopen, segment,
    written,
};

#[test]
fn an_operator_may_cut_at_the_damage() {
    let lose = Options {
        on_damage: OnDamage::CutAndLose,
        ..options()
    };
    let (_, mut disk) = written(&[2, 3, 1]);
    let at = batches(&disk, 1);
    disk.rot(segment(1), at[1] + 60, 5);
    refused(&mut disk, 1);
    let (mut log, recovered, seen) = open_with(&mut disk, &lose, 1).expect("cut");
    assert_eq!((recovered.last, seen), (Position(2), 2));
    assert_eq!(recovered.lost, Some((Position(3), Position(5))));
    append(&mut log, 4);
    drive(&mut log, &mut disk);
    let (_, recovered, _) = reopen(&mut disk, 1).expect("whole again");
    assert_eq!((recovered.last, recovered.lost), (Position(6), None));

    // All segments gone, but there is a checkpoint: the log goes on behind it.
    for (sequence, _) in contents(&mut disk) {
        disk.lose(sequence);
    }
    refused(&mut disk, 6);
    let (mut log, recovered, _) = open_with(&mut disk, &lose, 6).expect("cut");
    assert_eq!(
        (recovered.first, recovered.last),
        (Position(6), Position(5))
    );
    append(&mut log, 1);
    drive(&mut log, &mut disk);
    assert_eq!(
        reopen(&mut disk, 6).expect("whole again").1.last,
        Position(6)
    );
}

/// Random damage of every kind: recovery never panics, never invents or reorders a record, and
/// says the same twice.
#[test]
fn random_damage_never_invents_a_record() {
    let mut state = 1u64;
    let mut below = |bound: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963);
        (state >> 33) % bound
    };
    let (mut refusals, mut cuts) = (0, 0);
    for _ in 0..1500 {
        let (_, mut disk) = written(&[4; 14]);
        let files = contents(&mut disk);
        let damages = 1 + below(3);
        let mut small = damages == 1;
        for _ in 0..damages {
            let pick = |below: &mut dyn FnMut(u64) -> u64| {
                usize::try_from(below(files.len() as u64)).expect("small")
            };
            let (sequence, mut content) = files[pick(&mut below)].clone();
            let length = content.len() as u64;
            let at = usize::try_from(below(length)).expect("small") / 512 * 512;
            let kind = below(6);
            small &= kind < 2;
            match kind {
                0 => disk.rot(File::Segment(sequence), below(length), 3),
                1 => {
                    content[at..at + 512].fill(0);
                    disk.plant(sequence, &content);
                }
                2 => {
                    content.truncate(at);
                    disk.plant(sequence, &content);
                }
                3 => {
                    disk.lose(sequence);
                }
                4 => {
                    let (_, other) = &files[pick(&mut below)];
                    let end = other.len().min(content.len());
                    if at < end {
                        content[at..end].copy_from_slice(&other[at..end]);
                        disk.plant(sequence, &content);
                    }
                }
                _ => {
                    let (_, other) = &files[pick(&mut below)];
                    disk.plant(sequence, other);
                }
            }
        }
        let first = reopen(&mut disk, 1).map(|(_, recovered, seen)| (recovered.last, seen));
        let second = reopen(&mut disk, 1).map(|(_, recovered, seen)| (recovered.last, seen));
        match (first, second) {
            (Ok(first), Ok(second)) => {
                assert_eq!(first, second);
                // Only the very last batch has nothing behind it that promises it.
                assert!(!small || first.0 >= Position(52), "cut at {}", first.0);
                cuts += u32::from(first.0 < Position(56));
            }
            (Err(first), Err(second)) => {
                assert_eq!(first.to_string(), second.to_string());
                refusals += 1;
            }
            (first, second) => panic!("{first:?} then {second:?}"),
        }
    }
    assert!(
        refusals > 300 && cuts > 5,
        "{refusals} refusals, {cuts} cuts"
    );
}

/// The last record stands in the last block of its segment: the promise goes into the next one.
#[test]
fn an_idle_log_promises_its_last_record_though_the_segment_is_full() {
    let (mut log, mut disk) = written(&[1; 7]);
    assert_eq!(batches(&disk, 1).last(), Some(&(7 * BLOCK)), "exactly full");
    for _ in 0..20 {
        log.tick();
        drive(&mut log, &mut disk);
    }
    assert_eq!(in_use(&mut disk).len(), 2, "one more, and only one");
    let mut spoiled = disk;
    spoiled.rot(segment(1), 7 * BLOCK + 60, 1);
    let error = refused(&mut spoiled, 1);
    assert_eq!(damage(&error), (1, 7 * BLOCK + 48, 7, 7));
    spoiled.rot(segment(1), 7 * BLOCK + 60, 1);
    assert_eq!(reopen(&mut spoiled, 1).expect("whole").1.last, Position(7));
    // Records go on behind the promise.
    append(&mut log, 3);
    drive(&mut log, &mut spoiled);
    assert_eq!(log.durable(), Position(10));
}

/// The header that cut the log is damaged: what it cut is named as cut, and stays so.
#[test]
fn truncated_records_do_not_come_back_when_the_cut_is_damaged() {
    let (mut log, mut disk) = written(&[1; 5]);
    let payload = |position: u64, life: &str| format!("{life} {position}").into_bytes();
    log.truncate_after(Position(2));
    drive(&mut log, &mut disk);
    assert!(!log.truncating());
    for position in 3..=4 {
        log.append(&payload(position, "new"))
            .expect("there is room");
        drive(&mut log, &mut disk);
    }
    for _ in 0..3 {
        log.tick();
        drive(&mut log, &mut disk);
    }
    let newest = *in_use(&mut disk).last().expect("it cut");
    assert!(newest > 1);
    disk.rot(segment(newest), 40, 3);
    match refused(&mut disk, 1) {
        OpenError::Damaged { first, through, .. } => {
            assert_eq!((first, through), (Position(3), Position(4)));
        }
        other => panic!("{other}"),
    }
    let lose = Options {
        on_damage: OnDamage::CutAndLose,
        ..options()
    };
    let (_, recovered, seen) = open_with(&mut disk, &lose, 1).expect("cut");
    assert_eq!((recovered.last, seen), (Position(2), 2));
    assert_eq!(recovered.lost, Some((Position(3), Position(4))));
}
