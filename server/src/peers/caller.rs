//! Calls one server again and again until it answers: the pauses grow, and begin anew once a
//! connection has come about and held for a while. One that is made and lost at once, because the
//! other side wants something else, must not be made again at once for ever.
//!
//! Must never: have two dials of the same server under way.

use std::time::Duration;

use ringkeeper_core::id::Sid;
use ringkeeper_core::wire::peer::Purpose;

use super::dial::{DialNumber, Target};
use super::door::Order;
use super::limits;
use crate::ring::PeerSlot;

/// Where a call stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Call {
    /// The door is at it.
    Dialling(DialNumber),
    /// There is a connection.
    Connected(PeerSlot),
}

/// Gives out the numbers of dials.
#[derive(Debug, Default)]
pub(super) struct DialNumbers(u64);

impl DialNumbers {
    /// The next.
    pub(super) fn draw(&mut self) -> DialNumber {
        self.0 += 1;
        DialNumber(self.0)
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) server: Sid,
    purpose: Purpose,
    targets: Vec<Target>,
    call: Call,
    /// Before the next dial.
    pause: Duration,
    /// Since when the connection can be used.
    greeted: Option<Duration>,
}

impl Caller {
    /// Begins to call. The order is the first dial, after a pause.
    pub(super) fn begin(
        server: Sid,
        purpose: Purpose,
        targets: Vec<Target>,
        number: DialNumber,
        after: Duration,
    ) -> (Caller, Order) {
        let caller = Caller {
            server,
            purpose,
            targets,
            call: Call::Dialling(number),
            pause: limits::REDIAL_FIRST,
            greeted: None,
        };
        let order = caller.order(number, after);
        (caller, order)
    }

    /// Whether it calls at these addresses.
    pub(super) fn calls_at(&self, targets: &[Target]) -> bool {
        self.targets == targets
    }

    /// Whether this dial is its own, and awaited.
    pub(super) fn awaits(&self, number: DialNumber) -> bool {
        self.call == Call::Dialling(number)
    }

    /// Its connection, if there is one.
    pub(super) const fn connection(&self) -> Option<PeerSlot> {
        match self.call {
            Call::Dialling(_) => None,
            Call::Connected(slot) => Some(slot),
        }
    }

    /// A dial got through.
    pub(super) fn connected(&mut self, slot: PeerSlot) {
        assert!(self.connection().is_none(), "one connection at a time");
        self.call = Call::Connected(slot);
    }

    /// The other side said hello, and we go together.
    pub(super) const fn greeted(&mut self, now: Duration) {
        self.greeted = Some(now);
    }

    /// The dial did not get through, or the connection is lost: gives the next dial.
    pub(super) fn again(&mut self, number: DialNumber, now: Duration) -> Order {
        let held = |since: Duration| now >= since + limits::REDIAL_MAX;
        if self.greeted.take().is_some_and(held) {
            self.pause = limits::REDIAL_FIRST;
        }
        self.call = Call::Dialling(number);
        let after = self.pause;
        self.pause = (2 * self.pause).min(limits::REDIAL_MAX);
        self.order(number, after)
    }

    /// Ends calling: an order if the door is at it.
    pub(super) fn end(self) -> Option<Order> {
        match self.call {
            Call::Dialling(number) => Some(Order::Forget(number)),
            Call::Connected(_) => None,
        }
    }

    fn order(&self, number: DialNumber, after: Duration) -> Order {
        Order::Dial {
            number,
            purpose: self.purpose,
            targets: self.targets.clone(),
            after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound_and_begin_anew_after_a_connection_that_held() {
        let mut numbers = DialNumbers::default();
        let number = numbers.draw();
        let (mut caller, first) =
            Caller::begin(Sid(2), Purpose::Mesh, Vec::new(), number, Duration::ZERO);
        let pause_of = |caller: &Caller, order: Order| {
            let Order::Dial { number, after, .. } = order else {
                panic!("a caller dials");
            };
            assert!(caller.awaits(number));
            u64::try_from(after.as_millis()).expect("short")
        };
        let now = Duration::from_mins(1);
        let mut pauses = vec![pause_of(&caller, first)];
        for _ in 0..8 {
            let order = caller.again(numbers.draw(), now);
            pauses.push(pause_of(&caller, order));
        }
        assert_eq!(pauses, [0, 20, 40, 80, 160, 320, 640, 1000, 1000]);

        for (held, pause) in [(limits::REDIAL_MAX / 2, 1000), (limits::REDIAL_MAX, 20)] {
            caller.connected(PeerSlot(0));
            caller.greeted(now);
            let order = caller.again(numbers.draw(), now + held);
            assert_eq!(pause_of(&caller, order), pause);
        }
    }
}
