//! The files of a log's directory, as recovery finds them.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ringkeeper_fuzz::wal_recovery::wal_recovery(bytes);
});
