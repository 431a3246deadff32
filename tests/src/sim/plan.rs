//! What a seed stands for: the ensemble, its timing, and which faults happen how often.
//!
//! Every seed draws a swarm of options: some runs have no crash and much else, some the reverse, so
//! that no fault hides another. Must never: draw anything but from the seed.

use std::fmt::Write as _;
use std::sync::Arc;

use ringkeeper_core::id::Sid;
use ringkeeper_core::options::{Options, Switch};
use ringkeeper_core::zab::ensemble::Ensemble;
use ringkeeper_core::zab::quorum::Quorums;
use ringkeeper_core::zab::{ObserverDelays, Timing};
use ringkeeper_wal::OnDamage;

use super::mutant::Mutant;
use crate::random::Random;

/// A span of virtual time, in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Span(pub(crate) u64);

impl Span {
    pub(crate) const fn ms(ms: u64) -> Span {
        Span(ms * 1000)
    }
}

/// From the shortest to the longest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) least: Span,
    pub(crate) most: Span,
}

impl Range {
    pub(crate) const fn us(least: u64, most: u64) -> Range {
        Range {
            least: Span(least),
            most: Span(most),
        }
    }

    pub(crate) const fn ms(least: u64, most: u64) -> Range {
        Range::us(least * 1000, most * 1000)
    }

    pub(crate) fn draw(self, random: &mut Random) -> Span {
        Span(self.least.0 + random.below_u64(self.most.0 - self.least.0 + 1))
    }
}

/// A fault that is switched on, and the mean time from one to the next.
pub(crate) type Rate = Option<Span>;

/// The faults of a run; `None`: it does not happen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Faults {
    /// The power of a machine fails.
    pub(crate) power: Rate,
    /// A server is killed; its machine goes on.
    pub(crate) kill: Rate,
    /// The power of all machines fails within a moment.
    pub(crate) blackout: Rate,
    /// A connection breaks and loses what was sent last.
    pub(crate) break_wire: Rate,
    /// Machines cannot hear each other, in one of several shapes.
    pub(crate) partition: Rate,
    /// A write or a sync of a disk fails.
    pub(crate) disk_error: Rate,
    /// A disk is slow for a while.
    pub(crate) slow_disk: Rate,
    /// A machine sleeps, and wakes later.
    pub(crate) sleep: Rate,
    /// The wall clock of a machine jumps.
    pub(crate) clock_jump: Rate,
    /// A client's connection breaks.
    pub(crate) break_client: Rate,
    /// Bits of what a server has stored flip, in its log or in one slot of its promises.
    pub(crate) rot: Rate,
}

/// How much of the log stays behind a checkpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keep {
    /// Nothing that the checkpoint holds.
    Nothing,
    /// What the checkpoint before it does not hold.
    OneCheckpoint,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) ensemble: Ensemble,
    pub(crate) timing: Timing,
    pub(crate) counter_max: u32,
    pub(crate) options: Arc<Options>,
    pub(crate) log: ringkeeper_wal::Options,
    /// Of a message between machines.
    pub(crate) delay: Range,
    /// Of an operation of a disk.
    pub(crate) disk: Range,
    /// From the first input to the step that takes it.
    pub(crate) reaction: Range,
    /// Of a machine whose server stopped, until it is started again.
    pub(crate) down: Range,
    /// Inputs stepped before the effects are carried out.
    pub(crate) steps_max: usize,
    /// Changes applied at once.
    pub(crate) apply_budget: usize,
    /// Records logged from one checkpoint to the next.
    pub(crate) checkpoint_records: u64,
    pub(crate) keep: Keep,
    pub(crate) faults: Faults,
    /// How long faults happen.
    pub(crate) faulty: Span,
    pub(crate) clients: usize,
    /// Requests that a client sends without waiting.
    pub(crate) pipeline: usize,
    /// Between two requests of a client.
    pub(crate) think: Range,
    pub(crate) session_timeout_ms: i32,
    pub(crate) mutant: Option<Mutant>,
}

impl Plan {
    pub(crate) fn draw(seed: u64, mutant: Option<Mutant>) -> Plan {
        let random = &mut Random::new(seed ^ 0x5eed_0f5e_a11d_0000);
        // Of what was added later: seeds from before it keep their plans.
        let later = &mut Random::new(seed ^ 0x1a7e_05ee_d000_0000);
        let tick_ms = *random.pick(&[100, 200, 400]);
        let init_ticks = *random.pick(&[5, 10, 20]);
        let timing = Timing::of_ticks(tick_ms, init_ticks, *random.pick(&[3, 5, 10]));
        let timeout_ticks = *random.pick(&[10, 20, 40]);
        let session_timeout_ms = i32::try_from(tick_ms * timeout_ticks).expect("seconds");
        let reconfig = Switch::from(Random::new(seed ^ 0xc0f1_60c0_f160_0000).one_in(3));
        let mut options = Options {
            tick_ms,
            session_timeout_min_ms: 1,
            session_timeout_max_ms: 600_000,
            has_peers: Switch::On,
            reconfig,
            // Any client may ask for another ensemble.
            skip_acl: reconfig,
            standalone: Switch::Off,
            ..Options::default()
        };
        let batch_bytes = *random.pick(&[8 << 10, 16 << 10, 64 << 10]);
        let batches = *random.pick(&[3, 8, 32]);
        let writes_in_flight = 1 + random.below(3);
        let log = ringkeeper_wal::Options {
            segment_bytes: 4096 + batches * batch_bytes as u64,
            batch_bytes,
            batch_buffers: writes_in_flight + 1 + random.below(3),
            writes_in_flight,
            spare_segments: 1,
            free_bytes_min: 0,
            zero_bytes: 32 << 10,
            on_damage: OnDamage::Refuse,
        };
        let ensemble = draw_ensemble(random);
        let rare = &mut Random::new(seed ^ 0x0dd5_e771_4650_0000);
        options.leader_serves = draw_leader_serves(&ensemble, rare);
        let timing = draw_waits(timing, rare);
        Plan {
            ensemble,
            timing,
            counter_max: *random.pick(&[10, 40, 200, u32::MAX, u32::MAX]),
            options: Arc::new(options),
            log,
            delay: *random.pick(&[
                Range::us(50, 200),
                Range::us(100, 5_000),
                Range::us(50, 30_000),
            ]),
            disk: *random.pick(&[
                Range::us(50, 200),
                Range::us(100, 5_000),
                Range::us(100, 40_000),
            ]),
            reaction: *random.pick(&[Range::us(1, 20), Range::us(10, 1_000)]),
            down: *random.pick(&[Range::ms(10, 500), Range::ms(100, 5_000)]),
            steps_max: *random.pick(&[1, 4, 64]),
            apply_budget: *random.pick(&[1, 3, 256]),
            checkpoint_records: *random.pick(&[20, 60, 300, 5_000]),
            keep: *random.pick(&[Keep::Nothing, Keep::OneCheckpoint]),
            faults: Faults::draw(random).and_rot(later),
            faulty: Span::ms(*random.pick(&[5_000, 10_000, 20_000])),
            clients: 1 + random.below(6),
            pipeline: *random.pick(&[1, 4, 16]),
            think: *random.pick(&[
                Range::us(10, 3_000),
                Range::us(100, 30_000),
                Range::ms(1, 100),
            ]),
            session_timeout_ms,
            mutant,
        }
    }

    /// Who decides, if that does not change as the run goes.
    pub(crate) fn quorums(&self) -> Option<Quorums> {
        let fixed = !self.options.reconfig.is_on();
        fixed.then(|| self.ensemble.quorums().clone())
    }

    /// The servers, smallest id first.
    pub(crate) fn servers(&self) -> Vec<Sid> {
        self.ensemble.members().keys().copied().collect()
    }
}

/// Whether the leader has clients, if there are always others that do.
fn draw_leader_serves(ensemble: &Ensemble, random: &mut Random) -> Switch {
    let others = match ensemble.quorums() {
        Quorums::Majority(voters) => voters.len() > 2,
        Quorums::Hierarchical { .. } => false,
    };
    Switch::from(!(others && random.one_in(6)))
}

/// Waits that few operators set.
fn draw_waits(timing: Timing, random: &mut Random) -> Timing {
    if random.one_in(2) {
        return timing;
    }
    Timing {
        connect_ticks: *random.pick(&[2, timing.init_ticks]),
        resend_ms_min: *random.pick(&[20, 100, 200]),
        resend_ms_max: *random.pick(&[200, 2_000, 5_000]),
        epoch_wait_ms: *random.pick(&[None, Some(20), Some(300)]),
        observer: ObserverDelays {
            election_ms: *random.pick(&[0, 200]),
            reconnect_ms: *random.pick(&[0, 500]),
        },
        ..timing
    }
}

impl Faults {
    fn draw(random: &mut Random) -> Faults {
        if random.one_in(12) {
            return Faults::default();
        }
        let mut rate = |one_in: usize, least_ms: u64, most_ms: u64| {
            let on = random.one_in(one_in);
            let mean = Range::ms(least_ms, most_ms).draw(random);
            on.then_some(mean)
        };
        Faults {
            power: rate(2, 500, 4_000),
            kill: rate(3, 500, 4_000),
            blackout: rate(6, 2_000, 8_000),
            break_wire: rate(2, 100, 3_000),
            partition: rate(2, 1_000, 5_000),
            disk_error: rate(5, 1_000, 5_000),
            slow_disk: rate(4, 500, 3_000),
            sleep: rate(4, 500, 4_000),
            clock_jump: rate(4, 300, 3_000),
            break_client: rate(2, 50, 2_000),
            rot: None,
        }
    }
}

impl Faults {
    /// With rot, sometimes, where anything goes wrong at all.
    fn and_rot(self, random: &mut Random) -> Faults {
        let mean = Range::ms(500, 5_000).draw(random);
        let rots = random.one_in(4) && self.power.is_some();
        Faults {
            rot: rots.then_some(mean),
            ..self
        }
    }
}

/// Mostly three servers; sometimes others, with observers or in groups.
fn draw_ensemble(random: &mut Random) -> Ensemble {
    let voters = *random.pick(&[1, 2, 3, 3, 3, 3, 4, 5, 5, 7]);
    let observers = if random.one_in(4) {
        1 + random.below(2)
    } else {
        0
    };
    let groups = if voters >= 3 && random.one_in(6) {
        *random.pick(&[2, 3])
    } else {
        0
    };
    let mut text = String::new();
    for sid in 1..=voters + observers {
        let role = if sid <= voters {
            "participant"
        } else {
            "observer"
        };
        let line = writeln!(text, "server.{sid}=s{sid}:2888:3888:{role};0.0.0.0:2181");
        line.expect("a string takes everything");
    }
    for group in 0..groups {
        let members: Vec<String> = (1..=voters)
            .filter(|sid| sid % groups == group)
            .map(|sid| sid.to_string())
            .collect();
        writeln!(text, "group.{}={}", group + 1, members.join(":")).expect("as above");
    }
    if groups > 0 {
        for sid in 1..=voters {
            let weight = if random.one_in(8) {
                0
            } else {
                1 + random.below(2)
            };
            writeln!(text, "weight.{sid}={weight}").expect("as above");
        }
    }
    match Ensemble::parse(&text) {
        Ok(ensemble) => ensemble,
        // All the weights were zero.
        Err(_) => draw_ensemble(random),
    }
}
