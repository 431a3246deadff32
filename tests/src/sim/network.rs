//! The network of the world: connections are opened, carry what is sent, and end; the mesh is kept
//! up, links are opened for those who ask.
//!
//! Must never: let anything through where a partition blocks it.

use super::plan::{Range, Span};
use super::server::Out;
use super::wire::{Arrival, End, Party, Path, Purpose, Wire, WireId};
use super::world::{Next, World};

/// Whether what was sent before a close arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Loss {
    None,
    /// Some of what was sent last does not.
    Some,
}

impl World {
    /// Whether anything gets from one machine to another.
    pub(super) fn path(&self, from: Party, to: Party) -> Path {
        match (&self.partition, from, to) {
            (Some(partition), Party::Machine(from), Party::Machine(to))
                if partition.blocks(from, to) =>
            {
                Path::Blocked
            }
            (Some(_) | None, ..) => Path::Open,
        }
    }

    pub(super) fn both_ways(&self, one: usize, other: usize) -> bool {
        let (one, other) = (Party::Machine(one), Party::Machine(other));
        self.path(one, other) == Path::Open && self.path(other, one) == Path::Open
    }

    pub(super) fn new_wire(&mut self, purpose: Purpose, opener: Party, acceptor: Party) -> WireId {
        self.wires_made += 1;
        let id = WireId(self.wires_made);
        self.wires.insert(id, Wire::new(purpose, opener, acceptor));
        // Who accepts knows first.
        self.send_arrival(id, End::Acceptor, Arrival::Opened);
        let sum = self.plan.delay.draw(&mut self.random).0 + self.plan.delay.most.0;
        self.put(id, End::Opener, Span(sum), Arrival::Opened);
        id
    }

    pub(super) fn put(&mut self, id: WireId, to: End, delay: Span, what: Arrival) {
        let due = self.now.plus(delay);
        if let Some(wire) = self.wires.get_mut(&id)
            && let Some(at) = wire.send(to, due, what)
        {
            self.schedule(at, Next::Arrive { wire: id, to });
        }
    }

    pub(super) fn send_arrival(&mut self, id: WireId, to: End, what: Arrival) {
        let delay = self.plan.delay.draw(&mut self.random);
        self.put(id, to, delay, what);
    }

    pub(super) fn send(&mut self, id: WireId, from: Party, bytes: Vec<u8>) {
        let Some(end) = self.wires.get(&id).and_then(|wire| wire.end_of(from)) else {
            return;
        };
        self.send_arrival(id, end.other(), Arrival::Bytes(bytes));
    }

    /// One side closes a connection.
    pub(super) fn close(&mut self, id: WireId, by: Party, loss: Loss) {
        let Some(wire) = self.wires.get_mut(&id) else {
            return;
        };
        let Some(end) = wire.end_of(by) else {
            return;
        };
        wire.shut(end);
        if loss == Loss::Some {
            let kept = self.random.below(wire.in_flight(end.other()) + 1);
            wire.lose_behind(end.other(), kept);
        }
        self.send_arrival(id, end.other(), Arrival::Ended);
        self.forget_wire(id);
    }

    /// A connection is over when nobody is at either end.
    pub(super) fn forget_wire(&mut self, id: WireId) {
        let Some(wire) = self.wires.get(&id) else {
            return;
        };
        if !wire.is_over() {
            return;
        }
        let (purpose, parties) = (wire.purpose, (wire.opener, wire.acceptor));
        self.wires.remove(&id);
        if let (Purpose::Mesh, (Party::Machine(one), Party::Machine(other))) = (purpose, parties) {
            self.mesh.remove(&(one, other));
            self.later(Range::ms(1, 100), Next::Mesh { one, other });
        }
    }

    pub(super) fn arrive(&mut self, id: WireId, to: End) {
        loop {
            let Some(wire) = self.wires.get(&id) else {
                return;
            };
            let (party, from) = (wire.party(to), wire.party(to.other()));
            if let Party::Machine(machine) = party
                && self.sleeps(machine, Next::Arrive { wire: id, to })
            {
                return;
            }
            let path = self.path(from, party);
            let now = self.now;
            let Some(wire) = self.wires.get_mut(&id) else {
                return;
            };
            let purpose = wire.purpose;
            let Some(what) = wire.take(to, now, path) else {
                if let Some(at) = wire.next_arrival(to, now, Span::ms(20)) {
                    self.schedule(at, Next::Arrive { wire: id, to });
                }
                return;
            };
            match party {
                Party::Machine(machine) => self.at_machine(machine, id, purpose, to, from, what),
                Party::Client(client) => self.at_client(client, id, what),
            }
            if self.violation.is_some() {
                return;
            }
        }
    }

    pub(super) fn at_machine(
        &mut self,
        machine: usize,
        id: WireId,
        purpose: Purpose,
        end: End,
        from: Party,
        what: Arrival,
    ) {
        let with = match from {
            Party::Machine(other) => Some(self.machines[other].sid),
            Party::Client(_) => None,
        };
        let place = &mut self.machines[machine];
        let (at, clock) = (self.now, place.clock);
        let Some(server) = &mut place.server else {
            return;
        };
        let mut acts = Vec::new();
        match (what, end, with) {
            (Arrival::Opened, End::Opener, Some(with)) => acts = server.opened(id, purpose, with),
            (Arrival::Opened, End::Opener, None) => unreachable!("a server opens to servers"),
            (Arrival::Opened, End::Acceptor, with) => {
                server.accepted(id, purpose, with, at, clock);
            }
            (Arrival::Bytes(bytes), ..) => server.received(id, &bytes, at, clock),
            (Arrival::Ended, ..) => {
                server.ended(id);
                if let Some(wire) = self.wires.get_mut(&id) {
                    wire.shut(end);
                }
                self.forget_wire(id);
            }
        }
        self.obey(
            machine,
            Out {
                acts,
                ..Out::default()
            },
        );
        self.stir(machine);
    }

    pub(super) fn at_client(&mut self, number: usize, id: WireId, what: Arrival) {
        let client = &mut self.clients[number];
        if client.link.wire() != Some(id) {
            return;
        }
        let wishes = match what {
            Arrival::Opened => client.opened(id, &self.plan, self.now),
            Arrival::Bytes(bytes) => client.received(&bytes, self.now),
            Arrival::Ended => {
                let wishes = client.ended();
                self.fulfil(number, id, wishes);
                if let Some(wire) = self.wires.get_mut(&id) {
                    wire.shut(End::Opener);
                }
                return self.forget_wire(id);
            }
        };
        self.fulfil(number, id, wishes);
    }

    pub(super) fn reach(&mut self, one: usize, other: usize) {
        if self.mesh.contains_key(&(one, other)) {
            return;
        }
        let up = |machine: usize| self.machines[machine].server.is_some();
        if up(one) && up(other) && self.both_ways(one, other) {
            let parties = (Party::Machine(one), Party::Machine(other));
            let wire = self.new_wire(Purpose::Mesh, parties.0, parties.1);
            self.mesh.insert((one, other), wire);
        } else {
            self.later(Range::ms(10, 100), Next::Mesh { one, other });
        }
    }

    pub(super) fn join(&mut self, machine: usize, life: u64, leader: usize) {
        if !self.is_alive(machine, life) {
            return;
        }
        let sid = self.machines[leader].sid;
        let able = self.machines[leader].server.is_some() && self.both_ways(machine, leader);
        if !able {
            if let Some(server) = &mut self.machines[machine].server {
                server.join_failed(sid);
            }
            return self.stir(machine);
        }
        let parties = (Party::Machine(machine), Party::Machine(leader));
        let wire = self.new_wire(Purpose::Link, parties.0, parties.1);
        let wanted = match &mut self.machines[machine].server {
            Some(server) => server.joins_over(sid, wire),
            None => false,
        };
        if !wanted {
            self.close(wire, parties.0, Loss::Some);
        }
    }
}
