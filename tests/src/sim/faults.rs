//! What goes wrong, and when: each fault of the plan comes again and again, at random moments.
//!
//! Must never: do anything once faults are over.

use ringkeeper_wal::MemoryFault;

use super::machine::Crash;
use super::plan::{Range, Rate, Span};
use super::server::DISK_ERROR;
use super::wire::{At, End, Party, Purpose, WireId};
use super::world::{Next, World};
use crate::random::Random;

/// About as many operations of the disk as a start takes.
const STARTS_WITH: usize = 24;

/// A fault.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Power,
    Kill,
    Blackout,
    BreakWire,
    Partition,
    DiskError,
    SlowDisk,
    Sleep,
    ClockJump,
    BreakClient,
    Rot,
}

impl Kind {
    const ALL: [Kind; 11] = [
        Kind::Power,
        Kind::Kill,
        Kind::Blackout,
        Kind::BreakWire,
        Kind::Partition,
        Kind::DiskError,
        Kind::SlowDisk,
        Kind::Sleep,
        Kind::ClockJump,
        Kind::BreakClient,
        Kind::Rot,
    ];
}

/// Who cannot be heard by whom.
#[derive(Clone, Debug)]
pub(super) struct Partition {
    number: u64,
    /// By sender and receiver.
    blocked: Vec<Vec<bool>>,
}

impl Partition {
    pub(super) fn blocks(&self, from: usize, to: usize) -> bool {
        self.blocked[from][to]
    }

    /// In two parts; with one that reaches both; one way only; or one that nobody reaches.
    fn draw(number: u64, machines: usize, random: &mut Random) -> Partition {
        let side: Vec<bool> = (0..machines).map(|_| random.one_in(2)).collect();
        let bridge = random.below(machines);
        let shape = random.below(4);
        let blocks = |from: usize, to: usize| match shape {
            0 => side[from] != side[to],
            1 => side[from] != side[to] && from != bridge && to != bridge,
            2 => side[from] && !side[to],
            _ => from == bridge || to == bridge,
        };
        let row = |from: usize| {
            (0..machines)
                .map(|to| from != to && blocks(from, to))
                .collect()
        };
        Partition {
            number,
            blocked: (0..machines).map(row).collect(),
        }
    }
}

impl World {
    pub(super) fn begin_faults(&mut self) {
        for kind in Kind::ALL {
            self.schedule_fault(kind);
        }
    }

    fn rate(&self, kind: Kind) -> Rate {
        let faults = &self.plan.faults;
        match kind {
            Kind::Power => faults.power,
            Kind::Kill => faults.kill,
            Kind::Blackout => faults.blackout,
            Kind::BreakWire => faults.break_wire,
            Kind::Partition => faults.partition,
            Kind::DiskError => faults.disk_error,
            Kind::SlowDisk => faults.slow_disk,
            Kind::Sleep => faults.sleep,
            Kind::ClockJump => faults.clock_jump,
            Kind::BreakClient => faults.break_client,
            Kind::Rot => faults.rot,
        }
    }

    fn schedule_fault(&mut self, kind: Kind) {
        if let Some(mean) = self.rate(kind) {
            let range = Range {
                least: Span(1),
                most: Span(2 * mean.0),
            };
            self.later(range, Next::Fault { kind });
        }
    }

    pub(super) fn fault(&mut self, kind: Kind) {
        if !self.is_faulty {
            return;
        }
        self.trace.say(self.now, || format!("fault: {kind:?}"));
        // A leader is the worst to lose.
        let leader = self.machines.iter().position(|machine| {
            let server = machine.server.as_ref();
            server.is_some_and(|server| server.replica().reign().is_some())
        });
        let machine = match leader {
            Some(leader) if self.random.one_in(3) => leader,
            Some(_) | None => self.random.below(self.machines.len()),
        };
        match kind {
            Kind::Power => self.lose(machine, Crash::Power),
            Kind::Kill => self.lose(machine, Crash::Kill),
            Kind::Blackout => {
                for machine in 0..self.machines.len() {
                    self.lose(machine, Crash::Power);
                }
            }
            Kind::BreakWire => self.break_some(Purpose::Link),
            Kind::BreakClient => self.break_some(Purpose::Client),
            Kind::Partition => self.part(),
            Kind::Rot => self.rot(machine),
            // Some operation of its next start.
            Kind::DiskError if self.machines[machine].server.is_none() => {
                let after = u32::try_from(self.random.below(STARTS_WITH)).expect("a few");
                let disk = &mut self.machines[machine].disks.log;
                disk.set_fault(MemoryFault::FailsAfter(after, DISK_ERROR));
            }
            Kind::DiskError => {
                let disk = &mut self.machines[machine].disks.log;
                if self.random.one_in(2) {
                    disk.fail_next_write(DISK_ERROR);
                } else {
                    disk.fail_next_sync(DISK_ERROR);
                }
            }
            Kind::SlowDisk => {
                let takes = Range::ms(50, 2_000).draw(&mut self.random);
                self.machines[machine].slow_until = self.now.plus(takes);
            }
            Kind::Sleep => {
                let takes = Range::ms(20, 3_000).draw(&mut self.random);
                self.machines[machine].asleep_until = self.now.plus(takes);
            }
            Kind::ClockJump => self.machines[machine].clock.jump(&mut self.random),
        }
        self.schedule_fault(kind);
    }

    pub(super) fn lose(&mut self, machine: usize, how: Crash) {
        if self.machines[machine].server.is_none() {
            return;
        }
        self.crash(machine, how);
        let life = self.machines[machine].life;
        self.later(self.plan.down, Next::Start { machine, life });
    }

    /// A connection breaks: a link or one of the mesh, or a client's.
    fn break_some(&mut self, purpose: Purpose) {
        let clients = purpose == Purpose::Client;
        let ids: Vec<WireId> = self
            .wires
            .iter()
            .filter(|(_, wire)| (wire.purpose == Purpose::Client) == clients)
            .map(|(id, _)| *id)
            .collect();
        if !ids.is_empty() {
            let wire = *self.random.pick(&ids);
            self.break_wire(wire);
        }
    }

    /// What was sent last on a connection is lost, and both sides notice.
    pub(super) fn break_wire(&mut self, id: WireId) {
        let Some(wire) = self.wires.get_mut(&id) else {
            return;
        };
        let mut due = Vec::new();
        for to in [End::Opener, End::Acceptor] {
            let kept = self.random.below(wire.in_flight(to) + 1);
            wire.lose_behind(to, kept);
            let delay = self.plan.delay.draw(&mut self.random);
            let at = self.now.plus(delay);
            if let Some(at) = wire.send(to, at, super::wire::Arrival::Ended) {
                due.push((at, to));
            }
        }
        for (at, to) in due {
            self.schedule(at, Next::Arrive { wire: id, to });
        }
    }

    /// Machines cannot hear each other for a while; some connections between them break.
    fn part(&mut self) {
        self.partitions += 1;
        let machines = self.machines.len();
        let partition = Partition::draw(self.partitions, machines, &mut self.random);
        let number = partition.number;
        let lasts = Range::ms(50, 6_000).draw(&mut self.random);
        let cut = |party: Party, other: Party| match (party, other) {
            (Party::Machine(one), Party::Machine(other)) => {
                partition.blocks(one, other) || partition.blocks(other, one)
            }
            (Party::Machine(_) | Party::Client(_), _) => false,
        };
        let ids: Vec<WireId> = self
            .wires
            .iter()
            .filter(|(_, wire)| cut(wire.opener, wire.acceptor))
            .map(|(id, _)| *id)
            .collect();
        for wire in ids {
            if self.random.one_in(2) {
                let after = Range {
                    least: Span(1),
                    most: lasts,
                };
                self.later(after, Next::Break { wire });
            }
        }
        self.trace.say(self.now, || format!("{partition:?}"));
        self.partition = Some(partition);
        let heals: At = self.now.plus(lasts);
        self.schedule(heals, Next::Heal { partition: number });
    }

    pub(super) fn heal_partition(&mut self, number: u64) {
        if self
            .partition
            .as_ref()
            .is_some_and(|partition| partition.number == number)
        {
            self.partition = None;
        }
    }

    /// No fault is left, and none comes. What is down comes back, sometimes but for some servers
    /// that the others can do without.
    pub(super) fn heal(&mut self) {
        self.trace.say(self.now, || "everything is healed".into());
        self.is_faulty = false;
        self.partition = None;
        if self.random.one_in(3) {
            self.bury_some();
        }
        for machine in 0..self.machines.len() {
            let place = &mut self.machines[machine];
            place.asleep_until = place.asleep_until.min(self.now);
            place.slow_until = self.now;
        }
    }
}

impl World {
    /// Some servers never come back; the others are a quorum. Nobody does where it may be any of
    /// them that decides.
    fn bury_some(&mut self) {
        let Some(quorums) = self.plan.quorums() else {
            return;
        };
        for machine in 0..self.machines.len() {
            let left = self
                .machines
                .iter()
                .enumerate()
                .filter(|(index, place)| *index != machine && place.counts())
                .map(|(_, place)| place.sid);
            if self.random.one_in(2) && quorums.is_quorum(left.collect()) {
                self.crash(machine, Crash::Power);
                self.machines[machine].is_buried = true;
                self.note(machine, || "never comes back".into());
            }
        }
    }
}
