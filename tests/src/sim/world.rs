//! The world of a run: virtual time, machines, connections and clients, and one queue of what
//! happens next.
//!
//! Must never: read a clock, or iterate over anything whose order is not the seed's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use ringkeeper_core::id::Sid;
use ringkeeper_wal::MemoryFault;

use super::client::{Client, Link, Mood, Wish};
use super::faults::Partition;
use super::machine::{Crash, Machine};
use super::network::Loss;
use super::plan::{Plan, Range, Span};
use super::recovery::StartError;
use super::server::{Act, Out, Server, Turn};
use super::trace::Trace;
use super::wire::{At, End, Party, Purpose, Wire, WireId};
use crate::check::{Checks, Fact, Violation, Word};
use crate::random::Random;

/// Something that will happen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Next {
    Arrive {
        wire: WireId,
        to: End,
    },
    /// A server takes what has come in.
    Work {
        machine: usize,
        life: u64,
    },
    /// A tenth of a tick has passed.
    Tick {
        machine: usize,
        life: u64,
        count: u64,
    },
    /// A disk operation ends.
    Disk {
        machine: usize,
        life: u64,
    },
    /// A server is started.
    Start {
        machine: usize,
        life: u64,
    },
    /// Two servers try to reach each other.
    Mesh {
        one: usize,
        other: usize,
    },
    /// A link is opened.
    Join {
        machine: usize,
        life: u64,
        leader: usize,
    },
    /// A client does something.
    Client {
        client: usize,
    },
    /// A fault.
    Fault {
        kind: super::faults::Kind,
    },
    /// A connection breaks.
    Break {
        wire: WireId,
    },
    /// A partition ends.
    Heal {
        partition: u64,
    },
}

/// See the module.
#[derive(Debug)]
pub(crate) struct World {
    pub(super) plan: Plan,
    pub(super) random: Random,
    pub(super) now: At,
    queue: BinaryHeap<Reverse<(At, u64, Next)>>,
    events: u64,
    pub(super) machines: Vec<Machine>,
    pub(super) wires: BTreeMap<WireId, Wire>,
    pub(super) wires_made: u64,
    /// The connection of the mesh between two machines, the smaller index first.
    pub(super) mesh: BTreeMap<(usize, usize), WireId>,
    pub(super) partition: Option<Partition>,
    pub(super) partitions: u64,
    pub(super) clients: Vec<Client>,
    pub(super) mood: Mood,
    /// Faults happen.
    pub(super) is_faulty: bool,
    pub(super) checks: Checks,
    pub(super) trace: Trace,
    pub(super) violation: Option<Violation>,
}

impl World {
    pub(crate) fn new(seed: u64, plan: Plan, trace: Trace) -> World {
        let mut random = Random::new(seed);
        let servers = plan.servers();
        let machines: Vec<Machine> = servers
            .iter()
            .map(|sid| Machine::new(*sid, &mut random))
            .collect();
        let clients = (0..plan.clients).map(Client::new).collect();
        let checks = Checks::new(plan.ensemble.quorums().clone());
        let mut world = World {
            plan,
            random,
            now: At(0),
            queue: BinaryHeap::new(),
            events: 0,
            machines,
            wires: BTreeMap::new(),
            wires_made: 0,
            mesh: BTreeMap::new(),
            partition: None,
            partitions: 0,
            clients,
            mood: Mood::Busy,
            is_faulty: true,
            checks,
            trace,
            violation: None,
        };
        world.begin();
        world
    }

    fn begin(&mut self) {
        let plan = format!("{:?}", self.plan);
        self.trace.say(self.now, || plan);
        for machine in 0..self.machines.len() {
            self.later(Range::ms(0, 100), Next::Start { machine, life: 0 });
            for other in machine + 1..self.machines.len() {
                let one = machine;
                self.later(Range::ms(0, 20), Next::Mesh { one, other });
            }
        }
        for client in 0..self.clients.len() {
            self.later(Range::ms(0, 500), Next::Client { client });
        }
        self.begin_faults();
    }

    pub(super) fn schedule(&mut self, at: At, next: Next) {
        self.events += 1;
        self.queue.push(Reverse((at, self.events, next)));
    }

    /// Schedules something within a range from now.
    pub(super) fn later(&mut self, range: Range, next: Next) {
        let at = self.now.plus(range.draw(&mut self.random));
        self.schedule(at, next);
    }

    /// Runs until `until`, or an invariant breaks.
    pub(super) fn run_until(&mut self, until: At) {
        while self.violation.is_none() {
            match self.queue.peek() {
                Some(Reverse((at, ..))) if *at <= until => {}
                Some(_) | None => break,
            }
            let Some(Reverse((at, _, next))) = self.queue.pop() else {
                break;
            };
            self.now = self.now.max(at);
            self.happen(next);
        }
        self.now = self.now.max(until);
    }

    pub(super) fn index_of(&self, sid: Sid) -> usize {
        let found = self.machines.iter().position(|machine| machine.sid == sid);
        found.expect("every server has a machine")
    }

    fn happen(&mut self, next: Next) {
        match next {
            Next::Arrive { wire, to } => self.arrive(wire, to),
            Next::Work { machine, life } => {
                if self.is_alive(machine, life) {
                    self.machines[machine].works = false;
                    self.work(machine);
                }
            }
            Next::Tick {
                machine,
                life,
                count,
            } => self.tick(machine, life, count),
            Next::Disk { machine, life } => self.disk(machine, life),
            Next::Start { machine, life } => {
                let place = &self.machines[machine];
                if place.life == life && place.server.is_none() && !place.is_buried {
                    self.start(machine);
                }
            }
            Next::Mesh { one, other } => self.reach(one, other),
            Next::Join {
                machine,
                life,
                leader,
            } => self.join(machine, life, leader),
            Next::Client { client } => self.act(client),
            Next::Fault { kind } => self.fault(kind),
            Next::Break { wire } => self.break_wire(wire),
            Next::Heal { partition } => self.heal_partition(partition),
        }
    }

    pub(super) fn is_alive(&self, machine: usize, life: u64) -> bool {
        let place = &self.machines[machine];
        place.life == life && place.server.is_some()
    }

    /// A machine that sleeps does what it should later.
    pub(super) fn sleeps(&mut self, machine: usize, next: Next) -> bool {
        let until = self.machines[machine].asleep_until;
        if until <= self.now {
            return false;
        }
        self.schedule(until, next);
        true
    }

    /// The server of a machine does something, and the world obeys.
    fn turn(&mut self, machine: usize, mut what: impl FnMut(&mut Server, &mut Turn<'_>)) {
        let place = &mut self.machines[machine];
        let Some(server) = &mut place.server else {
            return;
        };
        let mut out = Out {
            is_read: self.trace.is_on(),
            ..Out::default()
        };
        let mut turn = Turn {
            at: self.now,
            plan: &self.plan,
            clock: place.clock,
            disks: &mut place.disks,
            random: &mut self.random,
            out: &mut out,
        };
        what(server, &mut turn);
        self.obey(machine, out);
    }

    fn work(&mut self, machine: usize) {
        let life = self.machines[machine].life;
        if self.sleeps(machine, Next::Work { machine, life }) {
            self.machines[machine].works = true;
            return;
        }
        self.turn(machine, Server::work);
    }

    /// The server takes a turn soon.
    pub(super) fn stir(&mut self, machine: usize) {
        let place = &mut self.machines[machine];
        if place.works || place.server.is_none() {
            return;
        }
        place.works = true;
        let life = place.life;
        self.later(self.plan.reaction, Next::Work { machine, life });
    }

    fn tick(&mut self, machine: usize, life: u64, count: u64) {
        let next = Next::Tick {
            machine,
            life,
            count,
        };
        if !self.is_alive(machine, life) || self.sleeps(machine, next) {
            return;
        }
        let place = &mut self.machines[machine];
        let (at, clock) = (self.now, place.clock);
        if let Some(server) = &mut place.server {
            server.tick(at, clock);
            if count.is_multiple_of(10) {
                server.log_tick();
            }
        }
        self.stir(machine);
        let span = Span(u64::from(self.plan.timing.tick_ms) * 100);
        let count = count + 1;
        let next = Next::Tick {
            machine,
            life,
            count,
        };
        self.schedule(self.now.plus(span), next);
    }

    fn disk(&mut self, machine: usize, life: u64) {
        if !self.is_alive(machine, life) || self.sleeps(machine, Next::Disk { machine, life }) {
            return;
        }
        let place = &mut self.machines[machine];
        if let Some(completion) = place.disks.log.complete_one()
            && let Some(server) = &mut place.server
        {
            let mut out = Out::default();
            server.completed(completion, &mut out);
            self.obey(machine, out);
            self.stir(machine);
        }
    }

    fn start(&mut self, machine: usize) {
        let place = &mut self.machines[machine];
        let mut out = Out {
            is_read: self.trace.is_on(),
            ..Out::default()
        };
        let mut turn = Turn {
            at: self.now,
            plan: &self.plan,
            clock: place.clock,
            disks: &mut place.disks,
            random: &mut self.random,
            out: &mut out,
        };
        let started = Server::start(place.sid, &mut turn);
        match started {
            Ok(server) => {
                place.server = Some(server);
                place.disks.log.set_fault(MemoryFault::None);
                place.works = false;
                let life = place.life;
                self.note(machine, || "starts".into());
                self.obey(machine, out);
                self.stir(machine);
                let count = 0;
                self.later(
                    Range::ms(0, 20),
                    Next::Tick {
                        machine,
                        life,
                        count,
                    },
                );
            }
            Err(StartError::Disk(why)) => {
                let life = place.life;
                self.note(machine, || format!("does not start: {why}"));
                self.later(self.plan.down, Next::Start { machine, life });
            }
            Err(StartError::Lost(what)) => self.violate("Recovery", what),
        }
    }

    pub(super) fn violate(&mut self, check: &'static str, what: String) {
        self.violation.get_or_insert(Violation { check, what });
    }

    pub(super) fn note(&mut self, machine: usize, what: impl FnOnce() -> String) {
        let sid = self.machines[machine].sid;
        self.trace
            .say(self.now, || format!("server {}: {}", sid.0, what()));
    }

    /// Does what a server asks for.
    pub(super) fn obey(&mut self, machine: usize, out: Out) {
        for note in out.notes {
            self.note(machine, || note);
        }
        for event in out.events {
            self.note(machine, || format!("{event:?}"));
            let fact = Fact {
                at: self.now.0,
                server: self.machines[machine].sid,
                event,
            };
            if let Err(violation) = self.checks.observe(&fact) {
                self.violation.get_or_insert(violation);
            }
        }
        for act in out.acts {
            match act {
                Act::Send { wire, bytes } => self.send(wire, Party::Machine(machine), bytes),
                Act::Close { wire } => self.close(wire, Party::Machine(machine), Loss::Some),
                Act::Finish { wire } => self.close(wire, Party::Machine(machine), Loss::None),
                Act::Join { leader } => {
                    let (life, leader) = (self.machines[machine].life, self.index_of(leader));
                    let next = Next::Join {
                        machine,
                        life,
                        leader,
                    };
                    self.later(self.plan.delay, next);
                }
                Act::Notify { to, bytes } => {
                    let other = self.index_of(to);
                    let pair = (machine.min(other), machine.max(other));
                    if let Some(wire) = self.mesh.get(&pair).copied() {
                        self.send(wire, Party::Machine(machine), bytes);
                    }
                }
                Act::DiskOp => {
                    let place = &self.machines[machine];
                    let life = place.life;
                    let takes = place.disk_takes(&self.plan, self.now, &mut self.random);
                    self.schedule(self.now.plus(takes), Next::Disk { machine, life });
                }
                Act::Again => self.stir(machine),
                Act::Stop { why } => {
                    if why.starts_with("halt") {
                        self.violate("NoHalt", why.clone());
                    }
                    self.note(machine, || format!("stops: {why}"));
                    self.crash(machine, Crash::Kill);
                    let life = self.machines[machine].life;
                    self.later(self.plan.down, Next::Start { machine, life });
                    return;
                }
            }
        }
    }

    /// Does what a client asks for, on its connection.
    pub(super) fn fulfil(&mut self, number: usize, id: WireId, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Send(bytes) => self.send(id, Party::Client(number), bytes),
                Wish::Close => {
                    self.close(id, Party::Client(number), Loss::Some);
                    let wishes = self.clients[number].ended();
                    self.fulfil(number, id, wishes);
                }
                Wish::Say(said) => {
                    self.trace.say(self.now, || {
                        format!("client {number} on {}: {said:?}", id.0)
                    });
                    let word = Word {
                        at: self.now.0,
                        client: number,
                        said,
                    };
                    if let Err(violation) = self.checks.hear(&word) {
                        self.violation.get_or_insert(violation);
                    }
                }
            }
        }
    }

    fn act(&mut self, number: usize) {
        let client = &mut self.clients[number];
        if client.link == Link::None {
            let machine = self.random.below(self.machines.len());
            if self.machines[machine].server.is_some() {
                let parties = (Party::Client(number), Party::Machine(machine));
                let wire = self.new_wire(Purpose::Client, parties.0, parties.1);
                self.clients[number].connects(wire, self.now);
            }
        } else if let Some(wire) = client.link.wire() {
            let wishes = client.act(&self.plan, self.mood, self.now, &mut self.random);
            self.fulfil(number, wire, wishes);
        }
        let think = match self.mood {
            Mood::Busy => self.plan.think,
            Mood::Slow | Mood::Calm => Range::ms(20, 300),
        };
        self.later(think, Next::Client { client: number });
    }

    /// The server of a machine is gone.
    pub(super) fn crash(&mut self, machine: usize, how: Crash) {
        if self.machines[machine].server.is_none() {
            return;
        }
        self.note(machine, || format!("{how:?}"));
        let ids: Vec<WireId> = self.wires.keys().copied().collect();
        for id in ids {
            let party = Party::Machine(machine);
            if self
                .wires
                .get(&id)
                .is_some_and(|wire| wire.end_of(party).is_some())
            {
                self.close(id, party, Loss::Some);
            }
        }
        self.machines[machine].crash(how, &mut self.random);
        let fact = Fact {
            at: self.now.0,
            server: self.machines[machine].sid,
            event: crate::check::Event::Stopped,
        };
        if let Err(violation) = self.checks.observe(&fact) {
            self.violation.get_or_insert(violation);
        }
    }
}
