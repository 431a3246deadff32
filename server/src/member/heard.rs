//! What other servers said, and what the disk has done for promises, on its way to the replica.
//!
//! ```text
//!   all ──> waiting ─┬──────────────────────────────────────> replica
//!                    └─ the leader's, when it must wait ─> leaders ──> first, when it need not
//! ```
//!
//! Only messages of the leader's link ever wait for the replica; whatever came behind them does
//! not: votes, the ends of links, the news that a promise is durable.
//!
//! Must never: let a message overtake another one of its link, or hand out what a link said after
//! the end of that link was handed out.

use std::collections::VecDeque;

use ringkeeper_core::id::LinkId;
use ringkeeper_core::input::Input;
use ringkeeper_core::zab::Side;

/// Messages of other servers that may wait for the replica before no more are taken. The leader's
/// may be as many again: its link is not read when they have to wait.
const WAITING_MAX: usize = 4096;

/// Whether the replica takes messages of its leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Receiving {
    /// It does.
    Now,
    /// Not now: the leader has to wait.
    Later,
}

/// What is to be done about the leader's link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Turned {
    /// It is read no further.
    Pause(LinkId),
    /// It is read again.
    Resume(LinkId),
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// In order.
    waiting: VecDeque<Input>,
    /// The leader's messages that the replica did not take when their turn came.
    leaders: VecDeque<Input>,
    /// The link to the leader, if there is one, and whether it is paused.
    leader: Option<(LinkId, Receiving)>,
}

impl Heard {
    /// Something happened.
    pub(super) fn push(&mut self, input: Input) {
        if let Input::Linked {
            link,
            side: Side::Leader,
            ..
        } = input
        {
            self.leader = Some((link, Receiving::Now));
        }
        self.waiting.push_back(input);
    }

    /// Whether more may be pushed of what other servers say.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < WAITING_MAX
    }

    /// Whether [`Heard::next`] has something to do.
    pub(super) fn has_next(&self, receiving: Receiving) -> bool {
        !self.waiting.is_empty() || (receiving == Receiving::Now && !self.leaders.is_empty())
    }

    /// The replica takes the leader's messages from now on, or does not. Says what follows for the
    /// link.
    pub(super) fn turn(&mut self, receiving: Receiving) -> Option<Turned> {
        let (link, was) = self.leader.as_mut()?;
        if *was == receiving {
            return None;
        }
        *was = receiving;
        Some(match receiving {
            Receiving::Now => Turned::Resume(*link),
            Receiving::Later => Turned::Pause(*link),
        })
    }

    /// The next that the replica takes.
    pub(super) fn next(&mut self, receiving: Receiving) -> Option<Input> {
        if receiving == Receiving::Now
            && let Some(input) = self.leaders.pop_front()
        {
            return Some(input);
        }
        while let Some(input) = self.waiting.pop_front() {
            if receiving == Receiving::Later
                && self.leader.is_some_and(|(link, _)| is_of(&input, link))
            {
                self.leaders.push_back(input);
                continue;
            }
            if let Input::LinkLost { link } = input {
                self.leaders.retain(|message| !is_of(message, link));
            }
            return Some(input);
        }
        None
    }
}

fn is_of(input: &Input, link: LinkId) -> bool {
    matches!(input, Input::Received { link: of, .. } if *of == link)
}

#[cfg(test)]
mod tests {
    use ringkeeper_core::id::Sid;
    use ringkeeper_core::zab::message::Message;

    use super::*;

    const LEADER: LinkId = LinkId(7);
    const OTHER: LinkId = LinkId(8);

    fn linked() -> Heard {
        let mut heard = Heard::default();
        heard.push(Input::Linked {
            link: LEADER,
            with: Sid(3),
            side: Side::Leader,
        });
        assert!(heard.next(Receiving::Later).is_some());
        heard
    }

    fn ping(link: LinkId, number: u64) -> Input {
        let message = Message::Ping { number };
        Input::Received { link, message }
    }

    fn all(heard: &mut Heard, receiving: Receiving) -> Vec<Input> {
        let all = std::iter::from_fn(|| heard.next(receiving)).collect();
        assert!(!heard.has_next(receiving));
        all
    }

    #[test]
    fn only_the_leaders_messages_wait() {
        let mut heard = linked();
        let others = [
            Input::PromisesStored,
            Input::Truncated,
            ping(OTHER, 1),
            Input::LinkLost { link: OTHER },
            Input::Unreachable(Sid(2)),
        ];
        heard.push(ping(LEADER, 1));
        for input in &others {
            heard.push(input.clone());
        }
        heard.push(ping(LEADER, 2));
        assert_eq!(all(&mut heard, Receiving::Later), others);
        heard.push(ping(LEADER, 3));
        let in_order = [1, 2, 3].map(|number| ping(LEADER, number));
        assert_eq!(all(&mut heard, Receiving::Now), in_order);
    }

    #[test]
    fn what_a_lost_link_said_is_lost_only_if_it_had_to_wait() {
        for (receiving, expected) in [(Receiving::Later, 1), (Receiving::Now, 2)] {
            let mut heard = linked();
            heard.push(ping(LEADER, 1));
            heard.push(Input::LinkLost { link: LEADER });
            assert_eq!(all(&mut heard, receiving).len(), expected);
            assert_eq!(all(&mut heard, Receiving::Now), []);
        }
    }

    #[test]
    fn the_link_is_paused_once_and_a_new_one_is_not() {
        let mut heard = linked();
        assert_eq!(heard.turn(Receiving::Now), None);
        assert_eq!(heard.turn(Receiving::Later), Some(Turned::Pause(LEADER)));
        assert_eq!(heard.turn(Receiving::Later), None);
        assert_eq!(heard.turn(Receiving::Now), Some(Turned::Resume(LEADER)));
        heard.turn(Receiving::Later);
        heard.push(Input::Linked {
            link: OTHER,
            with: Sid(2),
            side: Side::Leader,
        });
        assert_eq!(heard.turn(Receiving::Later), Some(Turned::Pause(OTHER)));
    }
}
