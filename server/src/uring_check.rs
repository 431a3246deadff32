//! Whether this machine offers `io_uring` as the server needs it, and if not, why.
//!
//! Must never guess silently: an errno and what the kernel says about itself go in, one cause and
//! its remedy come out. [`diagnose`] is pure, so that every cause is tested on any machine.

use std::fmt;
use std::fs;
use std::io;

use io_uring::IoUring;
use rustix::io::Errno;

/// The first kernel with all that is used: multishot receive (6.0), rings of provided buffers
/// (5.19) and `IORING_SETUP_DEFER_TASKRUN` (6.1).
const KERNEL_NEEDED: Release = Release { major: 6, minor: 1 };

/// The first kernel with `io_uring` at all.
const KERNEL_WITH_RINGS: Release = Release { major: 5, minor: 1 };

/// Entries of the ring that is set up to see whether it can be.
const TRIAL_ENTRIES: u32 = 8;

/// The two numbers of a kernel's release that tell what it can do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Release {
    major: u32,
    minor: u32,
}

impl Release {
    /// Reads `6.1.0-18-amd64`.
    fn parse(text: &str) -> Option<Release> {
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Some(Release { major, minor }),
            (_, _) => None,
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// What the kernel says about itself and about this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Machine {
    /// `uname -r`.
    release: String,
    /// `/proc/sys/kernel/io_uring_disabled`: 1 for the unprivileged, 2 for everybody.
    disabled: Option<u8>,
    /// `Seccomp:` of `/proc/self/status` is not 0.
    seccomp: bool,
    /// `RLIMIT_MEMLOCK` in bytes; `None` is unlimited.
    locked_memory: Option<u64>,
}

/// Why there is no usable ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum RingFault {
    /// The kernel came before something that is needed.
    KernelTooOld {
        /// `uname -r`.
        release: String,
    },
    /// The kernel was built without `io_uring`, or an emulation of Linux has none.
    NotBuiltIn {
        /// `uname -r`.
        release: String,
    },
    /// `kernel.io_uring_disabled` is 1 or 2.
    Disabled {
        /// Its value.
        level: u8,
    },
    /// The seccomp profile of a container forbids it.
    Seccomp,
    /// A security module (`SELinux`, `AppArmor`) or a policy that cannot be seen forbids it.
    Denied,
    /// `RLIMIT_MEMLOCK` is too small.
    LockedMemory {
        /// In bytes; `None` is unlimited, so memory itself is short.
        limit: Option<u64>,
    },
    /// Too many open files.
    OpenFiles,
    /// Anything else.
    Other {
        /// What the kernel answered.
        errno: Errno,
        /// `uname -r`.
        release: String,
    },
}

impl fmt::Display for RingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("io_uring cannot be used: ")?;
        match self {
            RingFault::KernelTooOld { release } => write!(
                f,
                "the kernel {release} is too old. Linux {KERNEL_NEEDED} or newer is needed \
                 (multishot receive, provided buffer rings, DEFER_TASKRUN)."
            ),
            RingFault::NotBuiltIn { release } => write!(
                f,
                "the kernel {release} has none. Run a kernel built with CONFIG_IO_URING=y; \
                 emulations of Linux (gVisor, WSL 1) do not offer it."
            ),
            RingFault::Disabled { level: 1 } => f.write_str(
                "it is switched off for unprivileged users (kernel.io_uring_disabled=1). Run \
                 `sysctl kernel.io_uring_disabled=0`, or add this user's group to \
                 kernel.io_uring_group.",
            ),
            RingFault::Disabled { level } => write!(
                f,
                "it is switched off (kernel.io_uring_disabled={level}). Run \
                 `sysctl kernel.io_uring_disabled=0`."
            ),
            RingFault::Seccomp => f.write_str(
                "the seccomp profile of this container forbids it. Allow io_uring_setup, \
                 io_uring_enter and io_uring_register in a profile of your own (docker run \
                 --security-opt seccomp=profile.json; in Kubernetes \
                 securityContext.seccompProfile), or run with seccomp=unconfined.",
            ),
            RingFault::Denied => f.write_str(
                "a security policy forbids it. Look for io_uring in the audit log (SELinux: \
                 `ausearch -m avc`, AppArmor: `dmesg`) and allow it for this program.",
            ),
            RingFault::LockedMemory { limit: Some(bytes) } => write!(
                f,
                "the limit on locked memory is too small ({bytes} bytes). Raise it: `ulimit -l \
                 unlimited`, LimitMEMLOCK=infinity in a systemd unit, or docker run --ulimit \
                 memlock=-1."
            ),
            RingFault::LockedMemory { limit: None } => f.write_str(
                "the kernel has no memory left for it. Free some, or raise the memory limit of \
                 this container.",
            ),
            RingFault::OpenFiles => f.write_str(
                "too many files are open. Raise the limit: `ulimit -n`, LimitNOFILE= in a \
                 systemd unit, or fs.file-max.",
            ),
            RingFault::Other { errno, release } => write!(
                f,
                "the kernel {release} answers: {errno}. Linux {KERNEL_NEEDED} or newer is needed."
            ),
        }
    }
}

/// Sets a ring up as the shards do, and gives it back.
pub(crate) fn check() -> Result<(), RingFault> {
    let mut builder: io_uring::Builder = IoUring::builder();
    builder
        .setup_single_issuer()
        .setup_defer_taskrun()
        .setup_submit_all();
    match builder.build(TRIAL_ENTRIES) {
        Ok(_) => Ok(()),
        Err(error) => Err(diagnose(errno_of(&error), &machine())),
    }
}

/// The cause behind an errno of `io_uring_setup`.
pub(crate) fn diagnose(errno: Errno, machine: &Machine) -> RingFault {
    let release = machine.release.clone();
    let kernel = Release::parse(&release);
    match errno {
        Errno::NOSYS if kernel.is_some_and(|kernel| kernel < KERNEL_WITH_RINGS) => {
            RingFault::KernelTooOld { release }
        }
        Errno::NOSYS if machine.seccomp => RingFault::Seccomp,
        Errno::NOSYS => RingFault::NotBuiltIn { release },
        Errno::PERM | Errno::ACCESS => match machine.disabled {
            Some(level) if level > 0 => RingFault::Disabled { level },
            Some(_) | None if machine.seccomp => RingFault::Seccomp,
            Some(_) | None => RingFault::Denied,
        },
        Errno::NOMEM => RingFault::LockedMemory {
            limit: machine.locked_memory,
        },
        Errno::MFILE | Errno::NFILE => RingFault::OpenFiles,
        Errno::INVAL if kernel.is_none_or(|kernel| kernel < KERNEL_NEEDED) => {
            RingFault::KernelTooOld { release }
        }
        errno => RingFault::Other { errno, release },
    }
}

pub(crate) fn errno_of(error: &io::Error) -> Errno {
    Errno::from_io_error(error).unwrap_or(Errno::IO)
}

/// Asks the kernel. What cannot be read is left out.
pub(crate) fn machine() -> Machine {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let disabled = fs::read_to_string("/proc/sys/kernel/io_uring_disabled").ok();
    Machine {
        release: rustix::system::uname()
            .release()
            .to_string_lossy()
            .into_owned(),
        disabled: disabled.and_then(|text| text.trim().parse().ok()),
        seccomp: seccomp_is_on(&status),
        locked_memory: rustix::process::getrlimit(rustix::process::Resource::Memlock).current,
    }
}

/// `Seccomp:` is 0 without, 1 strict, 2 with a filter.
fn seccomp_is_on(status: &str) -> bool {
    let mode = status
        .lines()
        .find_map(|line| line.strip_prefix("Seccomp:"));
    mode.is_some_and(|mode| mode.trim() != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(release: &str) -> Machine {
        Machine {
            release: release.to_owned(),
            ..Machine::default()
        }
    }

    #[test]
    fn each_cause_is_told_from_the_others() {
        let modern = "6.12.1-arch1-1";
        let with = |change: fn(&mut Machine)| {
            let mut machine = machine(modern);
            change(&mut machine);
            machine
        };
        let release = || modern.to_owned();
        let old = |release: &str| RingFault::KernelTooOld {
            release: release.to_owned(),
        };
        let table = [
            (
                Errno::NOSYS,
                machine("4.19.0-26-amd64"),
                old("4.19.0-26-amd64"),
            ),
            (
                Errno::NOSYS,
                machine(modern),
                RingFault::NotBuiltIn { release: release() },
            ),
            (
                Errno::NOSYS,
                with(|it| it.seccomp = true),
                RingFault::Seccomp,
            ),
            (
                Errno::PERM,
                with(|it| it.seccomp = true),
                RingFault::Seccomp,
            ),
            (
                Errno::PERM,
                with(|it| it.disabled = Some(1)),
                RingFault::Disabled { level: 1 },
            ),
            (
                Errno::PERM,
                with(|it| {
                    it.disabled = Some(2);
                    it.seccomp = true;
                }),
                RingFault::Disabled { level: 2 },
            ),
            (
                Errno::PERM,
                with(|it| it.disabled = Some(0)),
                RingFault::Denied,
            ),
            (Errno::ACCESS, machine(modern), RingFault::Denied),
            (
                Errno::NOMEM,
                with(|it| it.locked_memory = Some(65_536)),
                RingFault::LockedMemory {
                    limit: Some(65_536),
                },
            ),
            (
                Errno::NOMEM,
                machine(modern),
                RingFault::LockedMemory { limit: None },
            ),
            (Errno::MFILE, machine(modern), RingFault::OpenFiles),
            (
                Errno::INVAL,
                machine("5.15.0-91-generic"),
                old("5.15.0-91-generic"),
            ),
            (Errno::INVAL, machine("6.0.9"), old("6.0.9")),
            (
                Errno::INVAL,
                machine(modern),
                RingFault::Other {
                    errno: Errno::INVAL,
                    release: release(),
                },
            ),
        ];
        for (errno, machine, fault) in table {
            assert_eq!(diagnose(errno, &machine), fault, "{errno:?} on {machine:?}");
        }
    }

    #[test]
    fn each_cause_has_its_remedy() {
        let release = "5.4.0".to_owned();
        let table = [
            (
                RingFault::KernelTooOld {
                    release: release.clone(),
                },
                "Linux 6.1 or newer",
            ),
            (
                RingFault::NotBuiltIn {
                    release: release.clone(),
                },
                "CONFIG_IO_URING=y",
            ),
            (RingFault::Disabled { level: 1 }, "kernel.io_uring_group"),
            (
                RingFault::Disabled { level: 2 },
                "sysctl kernel.io_uring_disabled=0",
            ),
            (RingFault::Seccomp, "--security-opt seccomp=profile.json"),
            (RingFault::Denied, "ausearch"),
            (
                RingFault::LockedMemory {
                    limit: Some(65_536),
                },
                "LimitMEMLOCK=infinity",
            ),
            (
                RingFault::LockedMemory { limit: None },
                "memory limit of this container",
            ),
            (RingFault::OpenFiles, "LimitNOFILE="),
            (
                RingFault::Other {
                    errno: Errno::INVAL,
                    release,
                },
                "Linux 6.1 or newer",
            ),
        ];
        for (fault, remedy) in table {
            let text = fault.to_string();
            assert!(text.starts_with("io_uring cannot be used: "), "{text}");
            assert!(text.contains(remedy), "{text}");
        }
    }

    #[test]
    fn releases_and_status_files_are_read() {
        let release = |major, minor| Some(Release { major, minor });
        assert_eq!(Release::parse("6.1.0-18-amd64"), release(6, 1));
        assert_eq!(Release::parse("6.18.44"), release(6, 18));
        assert_eq!(Release::parse("6.1-rc3"), release(6, 1));
        assert_eq!(Release::parse("6"), None);
        assert_eq!(Release::parse("unknown"), None);
        assert!(release(6, 18) > release(6, 2));
        assert!(seccomp_is_on(
            "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t1\n"
        ));
        assert!(!seccomp_is_on("Seccomp:\t0\nSeccomp_filters:\t0\n"));
        assert!(!seccomp_is_on(""));
    }
}
