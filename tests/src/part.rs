//! A writer's part of the tree: what it sent, what was acknowledged, and what may be there.
//!
//! A session's requests take effect in the order they were sent, so that after a loss its part must
//! look exactly as after some prefix of what was sent, and that prefix must reach at least to the
//! last reply. Must never need a server: what it says is held against this.

use std::collections::VecDeque;

use crate::change::{Change, Model};
use crate::random::Random;
use crate::wire::Reply;

/// See the module.
#[derive(Debug)]
pub struct Part {
    /// The znode all of it is under.
    pub root: String,
    random: Random,
    count: u64,
    /// The tree as acknowledged.
    acknowledged: Model,
    /// Sent, not acknowledged, in order.
    in_flight: VecDeque<Change>,
    /// How many were acknowledged.
    pub replies: u64,
}

impl Part {
    /// An empty part under `root`.
    pub fn new(root: &str, seed: u64) -> Part {
        Part {
            root: root.to_owned(),
            random: Random::new(seed),
            count: 0,
            acknowledged: Model::new(),
            in_flight: VecDeque::new(),
            replies: 0,
        }
    }

    /// How many changes are not acknowledged.
    pub fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// The next change; it counts as sent.
    pub fn next_change(&mut self) -> Change {
        self.count += 1;
        let change = match self.random.below(20) {
            0..=3 => {
                let length = 2 + self.random.below(4);
                Change::Multi((0..length).map(|_| self.single()).collect())
            }
            _ => self.single(),
        };
        self.in_flight.push_back(change.clone());
        change
    }

    fn single(&mut self) -> Change {
        self.count += 1;
        let value = format!("{}#{}", self.root, self.count).into_bytes();
        let path = format!("{}/{}", self.root, self.random.below(12));
        match self.random.below(20) {
            0..=9 => Change::Set(path, value),
            10..=13 => Change::Create(path, value),
            14 | 15 => Change::CreateEphemeral(path, value),
            16..=18 => Change::Delete(path),
            _ => Change::SetWrongly(path),
        }
    }

    /// A reply came, to the oldest change in flight of `session`.
    pub fn acknowledge(&mut self, reply: &Reply, session: i64) {
        let change = self
            .in_flight
            .pop_front()
            .expect("a reply answers a request");
        let expected = change.apply(&mut self.acknowledged, session);
        change.check(reply, expected);
        self.replies += 1;
    }

    /// After a loss: what was `found` is that after a prefix that holds all that was acknowledged.
    /// The writer goes on from there.
    pub fn settle(&mut self, found: Model, session: i64) {
        let mut model = self.acknowledged.clone();
        let mut unsure = std::mem::take(&mut self.in_flight);
        while model != found {
            let Some(change) = unsure.pop_front() else {
                panic!(
                    "{} is not what any prefix leaves\n\
                     acknowledged: {:?}\nall sent: {:?}\nfound: {:?}",
                    self.root, self.acknowledged, model, found
                );
            };
            // What is refused changes nothing.
            let _ = change.apply(&mut model, session);
        }
        self.acknowledged = found;
    }
}
