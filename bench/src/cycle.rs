//! Requests that go round: on every connection the same steps in turn, each round on a znode of
//! the connection's own.
//!
//! Must never let two connections work on one znode: a step counts on what the one before it did.

use crate::connection::Kind;
use crate::source::Random;
use crate::wire::Numbered;

/// Which number a step's path shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Number {
    /// The round's own.
    Own,
    /// Any below this.
    Below(u32),
}

/// One request of a round.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    request: Numbered,
    number: Number,
    kind: Kind,
}

impl Step {
    /// A read of the round's own znode.
    pub(crate) fn own(request: Numbered) -> Step {
        Step {
            request,
            number: Number::Own,
            kind: Kind::Read,
        }
    }

    /// A read of any of the znodes below that number.
    pub(crate) fn random(request: Numbered, below: u32) -> Step {
        Step {
            number: Number::Below(below),
            ..Step::own(request)
        }
    }

    /// The same as a write.
    pub(crate) fn writing(mut self) -> Step {
        self.kind = Kind::Write;
        self
    }
}

/// Where a connection is in its round.
#[derive(Clone, Copy, Debug)]
struct Place {
    step: usize,
    number: u32,
}

/// The rounds of all connections.
#[derive(Debug)]
pub(crate) struct Cycle {
    steps: Vec<Step>,
    places: Vec<Place>,
    distance: u32,
}

impl Cycle {
    /// The numbers of the connections are dealt out in turn.
    pub(crate) fn new(steps: Vec<Step>, connections: usize) -> Cycle {
        Cycle::hosted(steps, connections, 1, 0)
    }

    /// The connections are dealt out over so many hosts, each with so many numbers of its own.
    pub(crate) fn hosted(
        steps: Vec<Step>,
        connections: usize,
        hosts: u32,
        host_numbers: u32,
    ) -> Cycle {
        let connections = u32::try_from(connections).expect("connections are few");
        let place = |connection: u32| Place {
            step: 0,
            number: (connection % hosts) * host_numbers + connection / hosts,
        };
        Cycle {
            steps,
            places: (0..connections).map(place).collect(),
            distance: connections.div_ceil(hosts),
        }
    }

    /// Appends the connection's next step.
    #[inline]
    pub(crate) fn append_next(
        &mut self,
        connection: usize,
        random: &mut Random,
        xid: i32,
        out: &mut Vec<u8>,
    ) -> Kind {
        let place = &mut self.places[connection];
        let step = &self.steps[place.step];
        let number = match step.number {
            Number::Own => place.number,
            Number::Below(bound) => random.below(bound),
        };
        step.request.append(number, xid, out);
        place.step += 1;
        if place.step == self.steps.len() {
            place.step = 0;
            place.number += self.distance;
        }
        step.kind
    }
}
