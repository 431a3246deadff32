//! Requests that came when nothing could be proposed, or too many were: they wait for room.
//!
//! A learner has no more than [`limits::FORWARDED_MAX`] requests unanswered, so that what waits here is
//! bounded by the number of learners. Must never: keep more of a learner than it may have sent.

use alloc::collections::{BTreeMap, VecDeque};

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

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Held {
    requests: VecDeque<(Asker, Forwarded)>,
    by_link: BTreeMap<LinkId, usize>,
}

impl Held {
    pub(super) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// Puts a request behind all others.
    pub(super) fn push(&mut self, asker: Asker, request: Forwarded) -> Kept {
        if let Asker::There(link, ..) = asker {
            let count = self.by_link.entry(link).or_default();
            if *count >= limits::FORWARDED_MAX {
                return Kept::TooMany;
            }
            *count += 1;
        }
        self.requests.push_back((asker, request));
        Kept::Kept
    }

    pub(super) fn pop(&mut self) -> Option<(Asker, Forwarded)> {
        let (asker, request) = self.requests.pop_front()?;
        if let Asker::There(link, ..) = asker
            && let Some(count) = self.by_link.get_mut(&link)
        {
            *count -= 1;
        }
        Some((asker, request))
    }

    /// A link is gone: nobody waits for the answers to its requests.
    pub(super) fn forget(&mut self, link: LinkId) {
        if self.by_link.remove(&link).is_some() {
            self.requests.retain(|(asker, _)| match asker {
                Asker::There(from, ..) => *from != link,
                Asker::Here(_) => true,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Sid;
    use crate::zab::message::RequestNumber;

    fn there(link: u64) -> Asker {
        Asker::There(LinkId(link), Sid(2), RequestNumber(7))
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
        held.forget(LinkId(1));
        assert_eq!(held.pop(), Some((there(2), Forwarded::Sync)));
        assert!(held.is_empty());
    }
}
