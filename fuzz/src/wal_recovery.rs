//! What must hold for any files that are given as the directory of a log.
//!
//! The bytes are a script: what was done to a log, then what was done to its files. So the fuzzer
//! reaches states behind valid checksums, and the checks know what may be found. This file is part
//! of two crates, and uses `ringkeeper-wal` only.

use ringkeeper_wal::{
    AppendError, File, Log, LogId, MemoryDisk, OnDamage, OpenError, Options, Position, Sequence,
    Storage, drive, open,
};

/// Steps taken of one script, so that none takes long.
const STEPS_MAX: usize = 200;

const SEGMENT: usize = 8 * 4096;

/// Reads a script front to back; zeros behind its end.
struct Script<'a>(&'a [u8]);

impl Script<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> usize {
        usize::from(self.byte()) << 8 | usize::from(self.byte())
    }
}

/// Whether the log was opened without a loss. Without damage it always is.
pub fn wal_recovery(bytes: &[u8]) -> bool {
    let mut script = Script(bytes);
    let mut disk = MemoryDisk::new(1);
    let (durable, needed) = write(&mut script, &mut disk);
    let damages = damage(&mut script, &mut disk);

    let first = recover(&mut disk, needed, OnDamage::Refuse);
    let second = recover(&mut disk, needed, OnDamage::Refuse);
    match (first, second) {
        (Ok(first), Ok(second)) => {
            assert_eq!(first, second, "recovering twice gives the same");
            assert!(damages > 0 || first >= durable, "nothing durable is lost");
            true
        }
        (Err(first), Err(second)) => {
            assert_eq!(first.to_string(), second.to_string());
            assert!(damages > 0, "a log nobody damaged opens: {first}");
            give_up(&mut disk, needed);
            false
        }
        (first, second) => panic!("{first:?}, then {second:?}"),
    }
}

/// Does to a log what the script says; gives what was durable in the end, and the first record
/// still needed.
fn write(script: &mut Script<'_>, disk: &mut MemoryDisk) -> (Position, Position) {
    let mut log = opened(disk, Position::FIRST);
    let mut needed = Position::FIRST;
    for _ in 0..STEPS_MAX {
        match script.byte() % 16 {
            0 => break,
            1..=6 => append(&mut log, disk),
            7..=9 => drive(&mut log, disk),
            10 => log.tick(),
            11 => {
                while let Some(op) = log.next_op() {
                    disk.submit(op);
                }
                while let Some(completion) = disk.complete_one() {
                    log.complete(completion);
                }
            }
            12 if !log.truncating() => {
                let kept = log.last().0 - needed.0.saturating_sub(1);
                let last = log.last().0 - script.number() as u64 % (kept + 1);
                log.truncate_after(Position(last));
            }
            13 if !log.truncating() => {
                needed = needed.max(log.durable());
                log.purge(needed);
            }
            14 => {
                let last = log.durable();
                let truncating = log.truncating();
                log = opened(disk, needed);
                assert!(log.last() >= last || truncating, "nothing durable is lost");
            }
            _ => {}
        }
    }
    drive(&mut log, disk);
    (log.durable(), needed)
}

fn opened(disk: &mut MemoryDisk, needed: Position) -> Log {
    open(
        disk,
        &options(OnDamage::Refuse),
        LogId(1),
        needed,
        &mut |_, _| {},
    )
    .unwrap_or_else(|error| panic!("a log nobody damaged opens: {error}"))
    .0
}

fn append(log: &mut Log, disk: &mut MemoryDisk) {
    match log.append(&payload(log.last().next())) {
        Ok(_) => {}
        Err(AppendError::Busy) => drive(log, disk),
        Err(error) => panic!("{error}"),
    }
}

/// The same bytes for a position, whatever its history.
fn payload(position: Position) -> Vec<u8> {
    let length = position.0.wrapping_mul(2_654_435_761) % 5000;
    let mut payload = position.0.to_le_bytes().to_vec();
    payload.resize(usize::try_from(length).unwrap_or(0) + 8, 3);
    payload
}

/// Does to the files what the script says, and says how much that was.
fn damage(script: &mut Script<'_>, disk: &mut MemoryDisk) -> usize {
    let mut damages = 0;
    while !script.0.is_empty() && damages < 20 {
        damages += 1;
        let files = disk.segments().expect("a memory disk lists");
        let kind = script.byte() % 8;
        let chosen = usize::from(script.byte()) % files.len().max(1);
        let Some(file) = files.get(chosen) else {
            return damages;
        };
        let sequence = file.sequence;
        let at = script.number();
        let content = disk
            .content(sequence)
            .map(<[u8]>::to_vec)
            .unwrap_or_default();
        let split = at.min(content.len());
        match kind {
            0..=2 => disk.rot(File::Segment(sequence), at as u64, script.byte()),
            3 => disk.plant(sequence, &content[..split]),
            4 => {
                disk.lose(sequence);
            }
            5 => {
                let (kept, _) = content.split_at(split);
                let patched = [kept, &vec![script.byte(); SEGMENT - split.min(SEGMENT)]].concat();
                disk.plant(sequence, &patched);
            }
            6 => disk.plant(Sequence(script.number() as u64), &content),
            _ => {
                let taken = script.0.len().min(SEGMENT);
                let (raw, rest) = script.0.split_at(taken);
                script.0 = rest;
                disk.plant(Sequence(at as u64), raw);
            }
        }
    }
    damages
}

fn recover(
    disk: &mut MemoryDisk,
    needed: Position,
    on_damage: OnDamage,
) -> Result<Position, OpenError> {
    let mut next = needed;
    let (log, recovered) = open(
        disk,
        &options(on_damage),
        LogId(1),
        needed,
        &mut |position, found| {
            assert_eq!(position, next, "records come in order");
            assert_eq!(found, payload(position), "nothing is invented");
            next = next.next();
        },
    )?;
    assert_eq!(log.last(), recovered.last);
    assert!(recovered.last.next() >= next);
    Ok(recovered.last)
}

/// An operator may always start with what can be read, unless the files are not ours to judge.
fn give_up(disk: &mut MemoryDisk, needed: Position) {
    match recover(disk, needed, OnDamage::CutAndLose) {
        Ok(last) => {
            let again = recover(disk, needed, OnDamage::Refuse);
            assert_eq!(again.expect("sound after giving up"), last);
        }
        Err(OpenError::Foreign { .. } | OpenError::UnknownVersion { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

fn options(on_damage: OnDamage) -> Options {
    Options {
        segment_bytes: SEGMENT as u64,
        batch_bytes: 8192,
        batch_buffers: 4,
        free_bytes_min: 0,
        zero_bytes: 8192,
        on_damage,
        ..Options::default()
    }
}
