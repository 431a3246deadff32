//! The first bytes of another server.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ringkeeper_fuzz::decoders::peer_hello(bytes);
});
