//! The log on a disk that loses power at any moment, fails writes and fills up: what was reported
//! durable is there, in order, and nothing else is.
//!
//! Must never: depend on time or on anything but the seed, which every failure names.

use ringkeeper_tests::random::Random;
use ringkeeper_wal::{
    AppendError, Errno, Log, LogId, MemoryDisk, MemoryFault, OpenError, Options, Position, Space,
    drive, open,
};

fn options(dice: &mut Random) -> Options {
    let batch_blocks = 2 << dice.below_u64(2);
    Options {
        segment_bytes: 4096 * (1 + 2 * batch_blocks + dice.below_u64(12)),
        batch_bytes: 4096 * usize::try_from(batch_blocks).expect("small"),
        batch_buffers: 6,
        writes_in_flight: usize::try_from(1 + dice.below_u64(4)).expect("small"),
        spare_segments: usize::try_from(1 + dice.below_u64(2)).expect("small"),
        free_bytes_min: 0,
        zero_bytes: 8192,
        ..Options::default()
    }
}

/// What the log was told, beside the log.
struct World {
    seed: u64,
    options: Options,
    disk: MemoryDisk,
    log: Log,
    /// The payload of position `n` is `history[n - 1]`.
    history: Vec<Vec<u8>>,
    /// The history before a truncation that is not durable yet.
    before_cut: Option<Vec<Vec<u8>>>,
    /// The first record the caller needs.
    needed: u64,
    stamp: u64,
}

type Records = Vec<(u64, Vec<u8>)>;

fn recover(
    disk: &mut MemoryDisk,
    options: &Options,
    needed: u64,
) -> Result<(Log, Records), OpenError> {
    let mut records = Vec::new();
    let (log, recovered) = open(
        disk,
        options,
        LogId(3),
        Position(needed),
        &mut |position, payload| {
            records.push((position.0, payload.to_vec()));
        },
    )?;
    let expected: Vec<u64> = (needed..=recovered.last.0).collect();
    let positions: Vec<u64> = records.iter().map(|(position, _)| *position).collect();
    assert_eq!(positions, expected, "consecutive from the first one needed");
    assert_eq!(
        (log.last(), log.durable()),
        (recovered.last, recovered.last)
    );
    Ok((log, records))
}

impl World {
    fn new(seed: u64, options: Options) -> World {
        let mut disk = MemoryDisk::new(seed);
        let (log, _) = recover(&mut disk, &options, 1).expect("a new log opens");
        let history = Vec::new();
        World {
            seed,
            options,
            disk,
            log,
            history,
            before_cut: None,
            needed: 1,
            stamp: 0,
        }
    }

    fn append(&mut self, bytes: usize) -> bool {
        self.stamp += 1;
        let mut payload = self.stamp.to_le_bytes().to_vec();
        payload.resize(bytes, 7);
        match self.log.append(&payload) {
            Ok(position) => {
                self.history.push(payload);
                assert_eq!(position.0, self.history.len() as u64, "seed {}", self.seed);
                true
            }
            Err(AppendError::Busy | AppendError::Full) => false,
            Err(error) => panic!("seed {}: {error}", self.seed),
        }
    }

    fn submit(&mut self) {
        while let Some(op) = self.log.next_op() {
            self.disk.submit(op);
        }
    }

    fn complete_one(&mut self) -> bool {
        let before = self.log.durable();
        let Some(completion) = self.disk.complete_one() else {
            return false;
        };
        self.log.complete(completion);
        assert!(
            self.log.durable() >= before,
            "seed {}: durable only grows",
            self.seed
        );
        if !self.log.truncating() {
            self.before_cut = None;
        }
        true
    }

    fn settle(&mut self) {
        loop {
            self.submit();
            if !self.complete_one() {
                return;
            }
        }
    }

    fn purge(&mut self, dice: &mut Random) {
        let durable = self.log.durable().0;
        // While a truncation is pending, the caller's checkpoint must be behind either history.
        if durable > self.needed && !self.log.truncating() {
            self.needed += dice.below_u64(durable - self.needed + 1);
            self.log.purge(Position(self.needed));
        }
    }

    fn truncate(&mut self, dice: &mut Random) {
        let last = self.log.last().0;
        if last < self.needed || self.log.truncating() {
            return;
        }
        let keep = self.needed - 1 + dice.below_u64(last - self.needed + 2);
        let old = self.history.clone();
        self.log.truncate_after(Position(keep));
        self.history.truncate(usize::try_from(keep).expect("small"));
        if self.log.truncating() {
            self.before_cut = Some(old);
        }
    }

    /// Loses power, perhaps again during recovery, and checks what is left.
    fn crash(&mut self, dice: &mut Random) {
        let durable = self.log.durable().0;
        let empty = MemoryDisk::new(0);
        let mut disk = std::mem::replace(&mut self.disk, empty).crash(dice.below_u64(u64::MAX));
        while dice.one_in(2) {
            let left = u32::try_from(dice.below_u64(12)).expect("small");
            disk.set_fault(MemoryFault::PowerFailsAfter(left));
            recover(&mut disk, &self.options, self.needed).ok();
            disk = disk.crash(dice.below_u64(u64::MAX));
        }
        let (log, records) = recover(&mut disk, &self.options, self.needed)
            .unwrap_or_else(|error| panic!("seed {}: {error}", self.seed));
        drop(log);
        let (log, again) = recover(&mut disk, &self.options, self.needed)
            .unwrap_or_else(|error| panic!("seed {}, again: {error}", self.seed));
        assert_eq!(
            records, again,
            "seed {}: recovering twice gives the same",
            self.seed
        );
        self.disk = disk;
        self.log = log;

        let found = self.needed - 1 + records.len() as u64;
        assert!(
            found >= durable,
            "seed {}: {found} of {durable} durable records",
            self.seed
        );
        let history = [
            Some(std::mem::take(&mut self.history)),
            self.before_cut.take(),
        ];
        let fits = |history: &Vec<Vec<u8>>| {
            let same = |(position, payload): &(u64, Vec<u8>)| {
                history.get(usize::try_from(position - 1).expect("small")) == Some(payload)
            };
            records.iter().all(same)
        };
        let fitting = history.into_iter().flatten().find(fits);
        self.history =
            fitting.unwrap_or_else(|| panic!("seed {}: records nobody appended", self.seed));
        self.history
            .truncate(usize::try_from(found).expect("small"));
    }
}

#[test]
fn every_durable_record_survives_any_crash_and_nothing_is_invented() {
    for seed in 0..3000 {
        let mut dice = Random::new(seed);
        let mut world = World::new(seed, options(&mut dice));
        for _ in 0..dice.below_u64(160) {
            match dice.below_u64(16) {
                0..6 => {
                    let largest = world.options.payload_bytes_max() as u64 + 1;
                    let bound = if dice.one_in(12) { largest } else { 1500 };
                    let bytes = usize::try_from(dice.below_u64(bound)).expect("small");
                    world.append(bytes);
                }
                6..9 => world.submit(),
                9..13 => {
                    world.complete_one();
                }
                13 => match dice.below_u64(4) {
                    0 => world.log.tick(),
                    1 => world.settle(),
                    _ => world.purge(&mut dice),
                },
                14 if dice.one_in(4) => world.truncate(&mut dice),
                15 if dice.one_in(4) => world.crash(&mut dice),
                _ => {}
            }
        }
        world.crash(&mut dice);
        world.append(100);
        world.settle();
        assert_eq!(
            world.log.durable(),
            world.log.last(),
            "seed {seed}: the log goes on"
        );
    }
}

/// A fixed run through rotation, purge, recycling and truncation.
fn script(world: &mut World, step: u32) {
    match step % 16 {
        0..9 => {
            world.append(900);
        }
        9 => {
            world.append(9000);
        }
        10 | 12 => world.submit(),
        13 => world.log.tick(),
        14 if step >= 96 => {
            world.needed = world
                .needed
                .max(world.log.durable().0.saturating_sub(4))
                .max(1);
            if !world.log.truncating() {
                world.log.purge(Position(world.needed));
            }
        }
        15 if step % 64 == 63 && !world.log.truncating() => {
            let keep = world.log.last().0.saturating_sub(3).max(world.needed);
            let old = world.history.clone();
            world.log.truncate_after(Position(keep));
            world
                .history
                .truncate(usize::try_from(keep).expect("small"));
            world.before_cut = world.log.truncating().then_some(old);
        }
        _ => {
            world.complete_one();
            world.complete_one();
        }
    }
}

#[test]
fn a_crash_at_every_operation_loses_nothing() {
    let options = |seed: u64| {
        let mut dice = Random::new(7);
        let depth = usize::try_from(1 + seed % 3).expect("small");
        Options {
            segment_bytes: 10 * 4096,
            writes_in_flight: depth,
            ..options(&mut dice)
        }
    };
    for seed in 0..2 {
        let mut world = World::new(seed, options(seed));
        let steps = 600;
        (0..steps).for_each(|step| script(&mut world, step));
        let operations = world.disk.operations();
        assert!(operations > 120, "{operations} operations are crashed at");
        for moment in 0..operations {
            for kind in 0..2 {
                let mut dice = Random::new(seed << 32 | moment << 8 | kind);
                let mut world = World::new(seed, options(seed));
                let mut step = 0;
                while world.disk.operations() < moment && step < steps {
                    script(&mut world, step);
                    step += 1;
                }
                if kind % 2 == 0 {
                    world.submit();
                }
                world.crash(&mut dice);
                (0..40).for_each(|step| script(&mut world, step));
                world.crash(&mut dice);
            }
        }
    }
}

#[test]
fn a_full_disk_refuses_in_time_and_recovers_by_itself() {
    for seed in 0..500 {
        let mut dice = Random::new(seed);
        let options = Options {
            spare_segments: 1,
            ..options(&mut dice)
        };
        let mut world = World::new(seed, options);
        let room = world.options.segment_bytes * (2 + dice.below_u64(4));
        world.disk.set_capacity(room);
        let mut low_at = None;
        for _ in 0..1000 {
            let taken = world.append(1000);
            world.settle();
            world.log.tick();
            world.settle();
            assert_eq!(
                world.log.durable(),
                world.log.last(),
                "what was taken completes"
            );
            assert_eq!(world.log.poisoned(), None);
            match world.log.space() {
                Space::Ample => assert!(low_at.is_none(), "it does not come back by itself"),
                Space::Low { cause } => {
                    assert_eq!(cause, Errno::NO_SPACE);
                    low_at.get_or_insert(world.log.last());
                }
                Space::Full { .. } => {}
            }
            if !taken && world.log.append(&[0; 1000]) == Err(AppendError::Full) {
                break;
            }
        }
        let low_at = low_at.expect("low comes before full");
        assert!(
            low_at < world.log.last(),
            "seed {seed}: low is told while there is still room"
        );
        assert!(
            matches!(world.log.space(), Space::Full { .. }),
            "seed {seed}"
        );
        world.crash(&mut dice);
        // Space returns: once by purging, once by a larger disk.
        if dice.one_in(2) {
            world.needed = world.log.durable().0;
            world.log.purge(Position(world.needed));
        } else {
            world.disk.set_capacity(u64::MAX);
        }
        world.log.tick();
        world.settle();
        world.log.tick();
        world.settle();
        assert_eq!(world.log.space(), Space::Ample, "seed {seed}");
        assert!(world.append(100), "seed {seed}");
        world.settle();
        world.crash(&mut dice);
    }
}

#[test]
fn a_failed_write_poisons_for_good() {
    let mut dice = Random::new(1);
    let mut world = World::new(1, options(&mut dice));
    world.settle();
    world.append(100);
    // Until the spares are prepared: the next write is the batch's.
    for _ in 0..100 {
        world.log.tick();
        world.settle();
    }
    world.append(100);
    world.disk.fail_next_write(Errno::IO);
    world.settle();
    let fault = world.log.poisoned().expect("poisoned");
    assert_eq!(fault.errno, Errno::IO);
    assert_eq!(world.log.durable(), Position(1));
    assert_eq!(world.log.append(b"x"), Err(AppendError::Poisoned(fault)));
    world.log.tick();
    assert!(world.log.next_op().is_none(), "nothing is retried");
    world.crash(&mut dice);
    assert_eq!(
        world.log.poisoned(),
        None,
        "what is on disk is the truth at the next start"
    );
}

#[test]
fn a_failed_write_behind_another_leaves_the_order_intact() {
    for seed in 0..200 {
        let mut dice = Random::new(seed);
        let options = Options {
            writes_in_flight: 3,
            spare_segments: 1,
            ..options(&mut dice)
        };
        let mut world = World::new(seed, options);
        world.settle();
        for _ in 0..3 {
            world.append(100);
            world.submit();
        }
        world.complete_one();
        world.disk.fail_next_write(Errno::IO);
        while world.complete_one() {}
        assert!(world.log.poisoned().is_some(), "seed {seed}");
        assert!(
            world.log.durable() < Position(3),
            "seed {seed}: one of three is not durable"
        );
        world.crash(&mut dice);
    }
}

#[test]
fn a_failed_preparation_is_not_a_failed_append() {
    let mut dice = Random::new(5);
    let mut world = World::new(5, options(&mut dice));
    world.disk.fail_next_sync(Errno::IO);
    world.settle();
    assert_eq!(world.log.poisoned(), None);
    assert!(matches!(world.log.space(), Space::Low { cause: Errno::IO }));
    assert!(world.append(100));
    world.settle();
    assert_eq!(world.log.durable(), Position(1));
    world.log.tick();
    world.settle();
    assert_eq!(
        world.log.space(),
        Space::Ample,
        "tried again, on another file"
    );
}

#[test]
fn a_full_queue_answers_busy_and_forgets_nothing() {
    let mut dice = Random::new(9);
    let options = Options {
        segment_bytes: 64 * 4096,
        ..options(&mut dice)
    };
    let mut world = World::new(9, options);
    let taken = (0..10_000).take_while(|_| world.append(700)).count();
    assert!(taken > 40 && taken < 1000, "{taken} records fit the queue");
    assert_eq!(world.log.append(&[0; 700]), Err(AppendError::Busy));
    world.settle();
    assert_eq!(world.log.durable().0, taken as u64);
    assert!(world.append(700));
}

#[test]
fn an_append_with_nothing_in_flight_leaves_at_once() {
    let mut dice = Random::new(2);
    let options = Options {
        spare_segments: 1,
        ..options(&mut dice)
    };
    let mut world = World::new(2, options);
    drive(&mut world.log, &mut world.disk);
    let before = world.disk.operations();
    world.append(10);
    world.submit();
    assert_eq!(
        world.disk.under_way(),
        1,
        "one write, at the first opportunity"
    );
    assert!(world.complete_one());
    assert_eq!(
        (world.log.durable(), world.disk.operations()),
        (Position(1), before + 1)
    );
}
