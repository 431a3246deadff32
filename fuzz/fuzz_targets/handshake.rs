//! The first frame of a connection.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ringkeeper_fuzz::decoders::handshake(bytes);
});
