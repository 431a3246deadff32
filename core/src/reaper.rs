//! The reaper: deletes containers whose last child has gone, and TTL znodes nobody set in time.
//!
//! Time in two kinds, as in ZooKeeper: scans and their pace go by the monotonic clock, the age of
//! a znode by the wall clock its `mtime` was taken from. Every znode is looked at again when its
//! turn comes, and prepare leaves out what something in flight touches. Must never: delete
//! anything itself; it names what is due, and the replica proposes an ordinary delete.
//! Source: `ContainerManager`.

use alloc::collections::VecDeque;

use crate::id::{Monotonic, Now, WallTime};
use crate::limits;
use crate::options::{Options, ReaperOptions, Switch};
use crate::request::Path;
use crate::tree::{Tree, Znode};
use crate::txn::Owner;

const MINUTE_MS: u64 = 60_000;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Reaper {
    options: ReaperOptions,
    ttl_znodes: Switch,
    next_scan: Monotonic,
    scan: Scan,
    candidates: VecDeque<Path>,
    pace: Pace,
}

/// How far a scan has come.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Scan {
    Waiting,
    /// Among the containers, behind this one.
    Containers {
        behind: Option<Path>,
    },
    /// Among the TTL znodes, behind this one.
    Ttls {
        behind: Option<Path>,
    },
}

/// At most so many deletes in a minute, spread over it.
#[derive(Clone, Debug)]
struct Pace {
    max_per_minute: u64,
    /// Earned so far, in deletes times [`MINUTE_MS`].
    credit: u64,
    earned_until: Monotonic,
}

impl Pace {
    /// How many deletes may be proposed now. Idle time earns one and no more, so the
    /// first comes at once.
    fn allow(&mut self, now: Monotonic) -> u64 {
        let elapsed_ms = now.0.saturating_sub(self.earned_until.0);
        self.earned_until = now;
        let earned = elapsed_ms.saturating_mul(self.max_per_minute);
        self.credit = self.credit.min(MINUTE_MS).saturating_add(earned);
        self.credit / MINUTE_MS
    }

    fn spend(&mut self) {
        assert!(self.credit >= MINUTE_MS, "only what is allowed is spent");
        self.credit -= MINUTE_MS;
    }
}

impl Reaper {
    /// The first scan comes one interval after `now`.
    pub(crate) fn start(options: &Options, now: Monotonic) -> Reaper {
        Reaper {
            options: options.reaper,
            ttl_znodes: options.extended_types,
            next_scan: Monotonic(now.0.saturating_add(options.reaper.check_interval_ms)),
            scan: Scan::Waiting,
            candidates: VecDeque::new(),
            pace: Pace {
                max_per_minute: u64::from(options.reaper.max_per_minute),
                credit: 0,
                earned_until: now,
            },
        }
    }

    /// Looks at a part of the tree if a scan is due or under way. A scan waits for the znodes of
    /// the last one to be reaped.
    pub(crate) fn scan(&mut self, now: Now, tree: &Tree) {
        if self.scan == Scan::Waiting {
            if now.monotonic < self.next_scan || !self.candidates.is_empty() {
                return;
            }
            let interval_ms = self.options.check_interval_ms;
            self.next_scan = Monotonic(now.monotonic.0.saturating_add(interval_ms));
            self.scan = Scan::Containers { behind: None };
        }
        let mut checks = limits::REAP_CHECKS_PER_STEP;
        while checks > 0 {
            self.scan = match core::mem::replace(&mut self.scan, Scan::Waiting) {
                Scan::Waiting => return,
                Scan::Containers { behind } => {
                    let last = match behind {
                        None => self.look(tree.containers(), now.wall, &mut checks),
                        Some(last) => self.look(tree.owned_behind(&last), now.wall, &mut checks),
                    };
                    match last {
                        None => Scan::Ttls { behind: None },
                        behind @ Some(_) => Scan::Containers { behind },
                    }
                }
                Scan::Ttls { behind } => {
                    let last = match behind {
                        None => self.look(tree.ttls(), now.wall, &mut checks),
                        Some(last) => self.look(tree.owned_behind(&last), now.wall, &mut checks),
                    };
                    match last {
                        None => Scan::Waiting,
                        behind @ Some(_) => Scan::Ttls { behind },
                    }
                }
            };
        }
    }

    /// Takes what is due among at most `checks` of `znodes`. Returns the last one looked at, or
    /// nothing at the end of the list.
    fn look<'a>(
        &mut self,
        znodes: impl Iterator<Item = Znode<'a>>,
        wall: WallTime,
        checks: &mut usize,
    ) -> Option<Path> {
        for znode in znodes {
            if self.is_due(znode, wall) && self.candidates.len() < limits::REAP_CANDIDATES_MAX {
                self.candidates.push_back(Path::from(znode.path()));
            }
            *checks -= 1;
            if *checks == 0 {
                return Some(Path::from(znode.path()));
            }
        }
        None
    }

    /// How many znodes may be reaped in this step.
    pub(crate) fn allowance(&mut self, now: Monotonic) -> usize {
        let allowed = self.pace.allow(now);
        usize::try_from(allowed)
            .unwrap_or(usize::MAX)
            .min(limits::REAPS_PER_STEP)
    }

    /// The next znode that is still due, once the scan is complete. What is returned must be
    /// reaped or let go.
    pub(crate) fn next_due(&mut self, wall: WallTime, tree: &Tree) -> Option<Path> {
        if self.scan != Scan::Waiting {
            return None;
        }
        while let Some(path) = self.candidates.pop_front() {
            if tree
                .lookup(&path)
                .is_some_and(|znode| self.is_due(znode, wall))
            {
                return Some(path);
            }
        }
        None
    }

    /// A delete was proposed.
    pub(crate) fn reaped(&mut self) {
        self.pace.spend();
    }

    fn is_due(&self, znode: Znode<'_>, wall: WallTime) -> bool {
        if znode.num_children() > 0 {
            return false;
        }
        let age_ms = wall.0.saturating_sub(znode.mtime().0);
        match znode.owner() {
            Owner::Container if znode.stored_cversion() > 0 => true,
            Owner::Container => {
                let max_ms = i64::try_from(self.options.max_never_used_ms).unwrap_or(i64::MAX);
                max_ms != 0 && age_ms > max_ms
            }
            Owner::Ttl { ttl_ms } => self.ttl_znodes.is_on() && age_ms > ttl_ms,
            Owner::Persistent | Owner::Session(_) => false,
        }
    }
}
