//! The simulator in every test run: seeds that failed once, the first 200, and its own determinism.
//!
//! A seed that fails goes into `tests/seeds.txt` and stays there for ever; `cargo sim SEED` repeats
//! it.

use std::fs;

use ringkeeper_tests::server_process::workspace;
use ringkeeper_tests::sim::{Failure, Mutant, Record, run};

/// The threads of a machine share the seeds.
fn run_all(seeds: &[u64]) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failures: Vec<Failure> = std::thread::scope(|scope| {
        let mut shares = Vec::new();
        for share in 0..threads {
            let mine = seeds.iter().skip(share).step_by(threads);
            shares.push(scope.spawn(move || {
                let outcomes = mine.map(|seed| run(*seed, None, Record::Nothing));
                outcomes.filter_map(|outcome| outcome.failure).collect()
            }));
        }
        let all = shares.into_iter();
        all.flat_map(|share| -> Vec<Failure> { share.join().expect("a run catches its panics") })
            .collect()
    });
    let shown: Vec<String> = failures.iter().map(Failure::to_string).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn two_hundred_seeds() {
    let seeds: Vec<u64> = (0..200).collect();
    run_all(&seeds);
}

#[test]
fn seeds_that_failed_once() {
    let path = workspace().join("tests/seeds.txt");
    let text = fs::read_to_string(path).expect("the list of seeds");
    let lines = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let seeds = lines.filter(|line| !line.is_empty());
    let seeds: Vec<u64> = seeds.map(|seed| seed.parse().expect("a seed")).collect();
    run_all(&seeds);
}

#[test]
fn a_seed_is_one_run() {
    for seed in [3, 279, 1_000_003] {
        let first = run(seed, None, Record::Hash);
        let again = run(seed, None, Record::Hash);
        assert_eq!(first.hash, again.hash, "seed {seed} has two traces");
        assert_eq!(first.txns, again.txns, "seed {seed} has two orders");
        let other = run(seed + 1, None, Record::Hash);
        assert_ne!(first.hash, other.hash, "seed {seed} is not another's");
    }
}

/// Seeds within which an invariant must notice what is broken.
const SEEDS_MAX: u64 = 300;

#[test]
fn every_mutant_is_caught() {
    let mut wrong = Vec::new();
    for (mutant, expected) in Mutant::CAUGHT_BY {
        let failures = (0..SEEDS_MAX).map(|seed| run(seed, Some(mutant), Record::Nothing).failure);
        match failures.flatten().next() {
            None => wrong.push(format!("{mutant:?} was not caught in {SEEDS_MAX} seeds")),
            Some(failure) if expected.contains(&failure.check.as_str()) => {}
            Some(failure) => wrong.push(format!("{mutant:?}, by none of {expected:?}: {failure}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
