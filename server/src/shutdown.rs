//! SIGTERM, SIGINT and SIGHUP: a clean stop; the second one ends the process at once.
//!
//! A SIGHUP that is ignored already stays so: that is what `nohup` asks for.
//!
//! Must never do more in a signal handler than set a flag and write one byte into a socket.
//! Invariant: once [`Shutdown::is_requested`] says yes it never says no again, and the socket of
//! [`Shutdown::as_fd`] is readable no later than that.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::pipe;

/// What a shell shows for a process that a signal ended: 128 and the number of the signal.
const KILLED: i32 = 128;

/// The wish to stop: a flag to look at, and a socket that a ring can wait on.
#[derive(Debug)]
pub(crate) struct Shutdown {
    requested: Arc<AtomicBool>,
    wake: UnixStream,
}

impl Shutdown {
    /// Installs the signal handlers. To be called once, before any other thread runs.
    pub(crate) fn install() -> io::Result<Shutdown> {
        let requested = Arc::new(AtomicBool::new(false));
        let (wake, signalled) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        let mut signals = vec![SIGTERM, SIGINT];
        if !is_hangup_ignored() {
            signals.push(SIGHUP);
        }
        for signal in signals {
            // In this order: the first signal finds the flag down, sets it, and wakes; the second
            // one finds it up.
            let code = KILLED + signal;
            signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&requested))?;
            signal_hook::flag::register(signal, Arc::clone(&requested))?;
            pipe::register(signal, signalled.try_clone()?)?;
        }
        Ok(Shutdown { requested, wake })
    }

    /// Whether a stop was asked for.
    pub(crate) fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Acquire)
    }
}

/// Whether this process was started with SIGHUP ignored.
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // Signal n is bit n - 1.
    ignored.is_some_and(|mask| (mask >> (SIGHUP - 1)) & 1 == 1)
}

impl AsFd for Shutdown {
    /// Becomes readable when a stop is asked for. To be polled, not read: it then stays readable,
    /// for everybody who polls it.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_signal_is_seen_by_flag_and_by_socket() {
        let shutdown = Shutdown::install().expect("handlers can be installed");
        assert!(!shutdown.is_requested());
        signal_hook::low_level::raise(SIGTERM).expect("a signal can be raised");
        assert!(shutdown.is_requested());
        let mut byte = [0];
        assert_eq!(
            (&shutdown.wake)
                .read(&mut byte)
                .expect("the socket is readable"),
            1
        );
    }
}
