//! A later frame of a connection: header, opcode, record, multis included.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ringkeeper_fuzz::decoders::request(bytes);
});
