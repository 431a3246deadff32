//! The allocator is told to give memory back soon after it was freed.
//!
//! By itself it keeps freed pages for a second and looks at them only when it is called again: what
//! a checkpoint needed for a moment stayed resident for as long as the server was idle. With a
//! million znodes of 100 bytes just created, 323 MB were resident that way, and 240 MB are this
//! way. It reads its options from the environment while the process starts, before `main`, so the
//! process replaces itself once, under the same id, with the option set.
//!
//! Must never be called after a thread was started or a file was opened: neither survives.

use std::env;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// The allocator's own name for its option: milliseconds between a page's last use and its return.
const OPTION: &str = "MIMALLOC_PURGE_DELAY";
/// Long enough for what is used again at once, short against the pauses between checkpoints.
const DELAY_MS: &str = "10";

/// Starts the program again with the option set, unless somebody has set it: then the choice is
/// theirs. Returns when there is nothing to do, and also when the program cannot be started again:
/// the server is the same then, only larger.
pub(crate) fn give_back_soon() {
    if env::var_os(OPTION).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let mut arguments = env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    let fault = again.args(arguments).env(OPTION, DELAY_MS).exec();
    // The log does not run yet.
    eprintln!("ringkeeper: freed memory is given back late: {fault}");
}
