//! A txn from the log or from a peer.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ringkeeper_fuzz::decoders::txn(bytes);
});
