//! `cargo sim [seed | first..last] [--trace]`: runs seeds and says what did not hold.
//!
//! Without an argument it runs new seeds for ever, starting from the clock; a single seed is
//! repeated exactly, and `--trace` prints everything that happens in it.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use ringkeeper_tests::sim::{Record, run};

fn main() -> ExitCode {
    let mut seeds = None;
    let mut record = Record::Nothing;
    for argument in std::env::args().skip(1) {
        if argument == "--trace" {
            record = Record::Print;
        } else if let Some(range) = range_of(&argument) {
            seeds = Some(range);
        } else {
            eprintln!("cargo sim [seed | first..last] [--trace]");
            return ExitCode::from(2);
        }
    }
    let from_clock = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let start = since.map_or(0, |since| since.as_secs() << 20);
        (start, u64::MAX)
    };
    let (first, end) = seeds.unwrap_or_else(from_clock);
    let started = Instant::now();
    let (mut failed, mut txns) = (0_u64, 0_usize);
    for seed in first..end {
        let outcome = run(seed, None, record);
        txns += outcome.txns;
        if let Some(failure) = outcome.failure {
            say(&failure.to_string());
            failed += 1;
        }
        let done = seed - first + 1;
        if done.is_multiple_of(1000) || seed + 1 == end {
            let rate = f64::from(u32::try_from(done).unwrap_or(u32::MAX))
                / started.elapsed().as_secs_f64();
            say(&format!(
                "{done} seeds, {failed} failed, {txns} txns, {rate:.1} seeds/s"
            ));
        }
    }
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A reader that has seen enough closes the pipe.
fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").ok();
}

/// The first seed and the one behind the last.
fn range_of(text: &str) -> Option<(u64, u64)> {
    if let Some((first, end)) = text.split_once("..") {
        return Some((first.parse().ok()?, end.parse().ok()?));
    }
    let seed = text.parse().ok()?;
    Some((seed, seed + 1))
}
