//! The text format of `zoo.cfg`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    ringkeeper_fuzz::zoo_cfg::zoo_cfg(bytes);
});
