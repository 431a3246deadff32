//! The bytes a connection opens with, and the whitelist.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| ringkeeper_fuzz::decoders::word(bytes));
