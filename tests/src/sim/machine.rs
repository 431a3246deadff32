//! A machine: what outlives the server on it, its disk, its store and its clocks.
//!
//! Must never: hold anything that a crash of the server takes away.

use ringkeeper_core::id::{Monotonic, Now, Sid, WallTime};
use ringkeeper_core::zab::epochs::LogState;
use ringkeeper_wal::MemoryDisk;

use super::plan::{Plan, Span};
use super::server::Server;
use super::store::Store;
use super::wire::At;
use crate::random::Random;

/// The clocks of a machine: no two agree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    monotonic_ahead: Span,
    wall_at_start_ms: i64,
}

impl Clock {
    pub(crate) fn draw(random: &mut Random) -> Clock {
        let skew_ms = i64::try_from(random.below_u64(2_000)).expect("two seconds");
        Clock {
            monotonic_ahead: Span(random.below_u64(1_000_000_000)),
            wall_at_start_ms: 1_790_000_000_000 + skew_ms,
        }
    }

    pub(crate) fn read(&self, now: At) -> Now {
        let passed_ms = i64::try_from(now.0 / 1000).expect("virtual time is short");
        Now {
            monotonic: Monotonic(now.plus(self.monotonic_ahead).0 / 1000),
            wall: WallTime(self.wall_at_start_ms + passed_ms),
        }
    }

    /// The wall clock jumps by up to an hour, either way.
    pub(crate) fn jump(&mut self, random: &mut Random) {
        let hour_ms = 3_600_000;
        let by_ms = i64::try_from(random.below_u64(2 * hour_ms)).expect("two hours");
        self.wall_at_start_ms += by_ms - 3_600_000;
    }
}

/// What stands on a machine's disks.
#[derive(Debug)]
pub(crate) struct Disks {
    pub(crate) log: MemoryDisk,
    pub(crate) store: Store,
    /// The log has rotten, and its server knows of no leader yet that made it whole.
    pub(crate) is_rotten: bool,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) sid: Sid,
    pub(crate) disks: Disks,
    pub(crate) clock: Clock,
    pub(crate) server: Option<Server>,
    /// How many servers have lived here.
    pub(crate) life: u64,
    /// It does nothing before this.
    pub(crate) asleep_until: At,
    /// Its disk is slow until then.
    pub(crate) slow_until: At,
    /// The server is about to take what has come in.
    pub(crate) works: bool,
    /// No server is started on it any more.
    pub(crate) is_buried: bool,
}

impl Machine {
    pub(crate) fn new(sid: Sid, random: &mut Random) -> Machine {
        Machine {
            sid,
            disks: Disks {
                log: MemoryDisk::new(random.bits()),
                store: Store::default(),
                is_rotten: false,
            },
            clock: Clock::draw(random),
            server: None,
            life: 0,
            asleep_until: At(0),
            slow_until: At(0),
            works: false,
            is_buried: false,
        }
    }

    /// How long the next operation of the disk takes.
    pub(crate) fn disk_takes(&self, plan: &Plan, now: At, random: &mut Random) -> Span {
        let usual = plan.disk.draw(random);
        if now < self.slow_until {
            Span(usual.0 + 20_000 + random.below_u64(200_000))
        } else {
            usual
        }
    }
}

/// How a server ends that does not want to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Crash {
    /// The power fails: what was not durable is lost, kept or torn.
    Power,
    /// It is killed: what is in the machine's memory reaches the disk, later.
    Kill,
}

impl Machine {
    /// Whether its server can be one of a quorum, sooner or later.
    pub(crate) fn counts(&self) -> bool {
        !self.is_buried && !self.is_rotten()
    }

    /// A leader may have made the log whole since it rotted.
    fn is_rotten(&self) -> bool {
        let is_whole = |server: &Server| server.log_state() == LogState::Whole;
        self.disks.is_rotten && !self.server.as_ref().is_some_and(is_whole)
    }

    /// The server is gone, and its disk is what is left of it.
    pub(crate) fn crash(&mut self, how: Crash, random: &mut Random) {
        self.disks.is_rotten = self.is_rotten();
        self.server = None;
        self.works = false;
        self.life += 1;
        let disk = std::mem::replace(&mut self.disks.log, MemoryDisk::new(0));
        self.disks.log = match how {
            Crash::Power => disk.crash(random.bits()),
            Crash::Kill => disk.kill(random.bits()),
        };
    }
}
