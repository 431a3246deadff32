//! Requests that came when nothing could be proposed, or too many were: they wait for room.
//!
//! A learner has no more than [`limits::FORWARDED_MAX`] requests unanswered, nor more than
//! [`limits::FORWARDED_BYTES_MAX`] of them, and what a lost one asked for is forgotten: so what
//! waits here is bounded by the number of learners that serve. Must never: keep more of a learner
//! than it may have sent, or anything of one that is gone.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use super::primary::Asker;
use crate::id::LinkId;
use crate::limits;
use crate::zab::message::Forwarded;

/// Whether a request may wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kept {
    /// It does.
    Kept,
    /// Its learner has sent more than it may.
    TooMany,
}

/// What waits of one learner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Share {
    requests: usize,
    bytes: usize,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Held {
    requests: VecDeque<(Asker, Forwarded)>,
    /// Of those of whom something waits.
    by_link: BTreeMap<LinkId, Share>,
}

impl Held {
    pub(super) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// Puts a request behind all others.
    pub(super) fn push(&mut self, asker: Asker, request: Forwarded) -> Kept {
        if let Asker::There(link, ..) = asker {
            let share = self.by_link.entry(link).or_default();
            // A learner looks at its own sums before it takes another request, not behind it.
            if share.requests >= limits::FORWARDED_MAX || share.bytes >= limits::FORWARDED_BYTES_MAX
            {
                return Kept::TooMany;
            }
            share.requests += 1;
            share.bytes += request.bytes();
        }
        self.requests.push_back((asker, request));
        Kept::Kept
    }

    pub(super) fn pop(&mut self) -> Option<(Asker, Forwarded)> {
        let (asker, request) = self.requests.pop_front()?;
        if let Asker::There(link, ..) = asker
            && let Some(share) = self.by_link.get_mut(&link)
        {
            share.requests -= 1;
            share.bytes -= request.bytes();
            if share.requests == 0 {
                self.by_link.remove(&link);
            }
        }
        Some((asker, request))
    }

    /// Forgets the requests of links that are not `there`: nobody waits for the answers.
    pub(super) fn keep(&mut self, there: impl Fn(LinkId) -> bool) {
        let links = self.by_link.keys().copied();
        let lost: Vec<LinkId> = links.filter(|link| !there(*link)).collect();
        for link in lost {
            self.by_link.remove(&link);
            self.requests.retain(|(asker, _)| match asker {
                Asker::There(from, ..) => *from != link,
                Asker::Here(_) => true,
            });
        }
    }

    /// Checks what the module promises.
    pub(super) fn invariants(&self) {
        let mut by_link: BTreeMap<LinkId, Share> = BTreeMap::new();
        for (asker, request) in &self.requests {
            if let Asker::There(link, ..) = asker {
                let share = by_link.entry(*link).or_default();
                share.requests += 1;
                share.bytes += request.bytes();
            }
        }
        assert!(by_link == self.by_link);
    }
}

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;
    use alloc::vec;

    use super::*;
    use crate::acl::Identities;
    use crate::id::{ConnectionId, SessionId, ShardId, Sid, Xid};
    use crate::request::{ExpectedVersion, Write};
    use crate::zab::message::RequestNumber;

    fn there(link: u64) -> Asker {
        Asker::There(LinkId(link), Sid(2), RequestNumber(7))
    }

    fn write(bytes: usize) -> Forwarded {
        Forwarded::Write {
            from: ConnectionId {
                shard: ShardId(0),
                slot: 1,
                generation: 1,
            },
            session: SessionId(9),
            xid: Xid(1),
            identities: Arc::new(Identities::default()),
            write: Write::SetData {
                path: "/a".into(),
                data: Some(vec![0; bytes].into()),
                expected: ExpectedVersion::ANY,
            },
        }
    }

    #[test]
    fn a_learner_keeps_to_its_bound_and_others_have_theirs() {
        let mut held = Held::default();
        for _ in 0..limits::FORWARDED_MAX {
            assert_eq!(held.push(there(1), Forwarded::Sync), Kept::Kept);
        }
        assert_eq!(held.push(there(1), Forwarded::Sync), Kept::TooMany);
        assert_eq!(held.push(there(2), Forwarded::Sync), Kept::Kept);
        assert!(held.pop().is_some());
        assert_eq!(held.push(there(1), Forwarded::Sync), Kept::Kept);
        held.invariants();
        held.keep(|link| link != LinkId(1));
        assert_eq!(held.pop(), Some((there(2), Forwarded::Sync)));
        assert!(held.is_empty() && held.by_link.is_empty());
    }

    #[test]
    fn bytes_are_bounded_too_but_for_the_last_request() {
        let mut held = Held::default();
        let half = limits::FORWARDED_BYTES_MAX / 2;
        assert_eq!(held.push(there(1), write(half)), Kept::Kept);
        assert_eq!(held.push(there(1), write(4 * half)), Kept::Kept);
        assert_eq!(held.push(there(1), Forwarded::Sync), Kept::TooMany);
        assert_eq!(held.push(there(2), write(half)), Kept::Kept);
        held.invariants();
        held.pop();
        assert_eq!(held.push(there(1), Forwarded::Sync), Kept::TooMany);
        held.pop();
        assert_eq!(held.push(there(1), Forwarded::Sync), Kept::Kept);
        held.invariants();
    }
}
