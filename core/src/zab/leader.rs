//! A server that leads, or is about to.
//!
//! ```text
//!   Discovering ──a quorum of FollowerInfo──> Promising ──own promise durable──> (LeaderInfo)
//!   Collecting ──a quorum of AckEpoch──> Claiming ──own log and epoch durable──> (sync, NewLeader)
//!   Synchronizing ──a quorum of AckNewLeader──> Broadcasting: established, everything is committed
//! ```
//!
//! Each learner goes its own way through the same phases, and may come at any time:
//!
//! ```text
//!   Greeting ──> Informed ──> Asked ──> Promised ──(sync, NewLeader)──> Synced ──> Established
//!                                                                       ──(UpToDate)──> Serving
//! ```
//!
//! A learner is sent every proposal from the moment it is sent NEWLEADER, not from its ack (Zab's
//! text is ambiguous there; PROPOSE to acked learners only loses txns). UPTODATE carries the latest
//! commit. The own ack is the own log's durability, counted like any other.
//!
//! Must never: propose before a quorum has the initial history, lead an epoch that a quorum did not
//! promise to it, or count the word of a server without a vote.

mod attend;
mod commit;
mod figures;
mod learners;
mod roll;
mod syncs;
mod voters;

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;
use core::ops::Range;

pub use self::figures::LearnerFigures;
pub(crate) use self::syncs::SyncToken;
use self::syncs::Syncing;
use self::voters::part_of;
use crate::id::{Epoch, LinkId, Monotonic, RecordNumber, Sid, Zxid};
use crate::input::{Effect, Effects};
use crate::zab::epochs::Epochs;
use crate::zab::history::{EPOCH_MAX, History};
use crate::zab::message::{EnsembleId, Message, Outline, Part};
use crate::zab::quorum::SidSet;
use crate::zab::{Notice, PeerFault, Reign, Role, Standing, Zab, send};

/// How far it is with its epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// Waits for learners.
    Discovering,
    /// The own promise is on its way to the disk.
    Promising,
    /// Waits for others' promises.
    Collecting,
    /// The own log and its epoch are on their way to the disk.
    Claiming,
    /// Waits until a quorum has the initial history.
    Synchronizing,
    /// Established.
    Broadcasting,
}

/// How far a learner is.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Progress {
    /// The link is open.
    Greeting,
    /// It said who it is.
    Informed,
    /// It was told the epoch.
    Asked,
    /// It knows the epoch; this is its history.
    Promised(Outline),
    /// It was sent the history through here, and NEWLEADER.
    Synced { through: Zxid },
    /// It has all that on stable storage.
    Established,
    /// It serves.
    Serving,
}

#[derive(Clone, Debug)]
struct Learning {
    sid: Sid,
    part: Part,
    /// The last epoch it had promised when it came.
    accepted: Epoch,
    progress: Progress,
    /// Its promise of the newest epoch counts.
    promised: bool,
    /// The epoch whose NEWLEADER it acked last.
    epoch: Epoch,
    /// It was sent NEWLEADER of an epoch begun in place, behind this zxid.
    claim: Option<Zxid>,
    /// Everything up to here is durable there.
    acked: Zxid,
    heard_at: Monotonic,
    /// The last ping it answered.
    ponged: u64,
    /// Until when it must have acked what.
    deadline: (Monotonic, Zxid),
}

impl Learning {
    fn is_sent_proposals(&self) -> bool {
        match self.progress {
            Progress::Greeting | Progress::Informed | Progress::Asked | Progress::Promised(_) => {
                false
            }
            Progress::Synced { .. } | Progress::Established | Progress::Serving => true,
        }
    }

    fn has_initial_history(&self) -> bool {
        match self.progress {
            Progress::Greeting
            | Progress::Informed
            | Progress::Asked
            | Progress::Promised(_)
            | Progress::Synced { .. } => false,
            Progress::Established | Progress::Serving => true,
        }
    }
}

/// A new epoch of the same leader, without an election.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Roll {
    /// A quorum is asked to promise it.
    Asking { epoch: Epoch, since: Monotonic },
    /// A quorum did; nothing is proposed until a quorum has acked NEWLEADER.
    Claiming {
        epoch: Epoch,
        since: Monotonic,
        last: Zxid,
    },
}

impl Roll {
    const fn epoch(self) -> Epoch {
        match self {
            Roll::Asking { epoch, .. } | Roll::Claiming { epoch, .. } => epoch,
        }
    }
}

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Leader {
    epoch: Epoch,
    stage: Stage,
    since: Monotonic,
    learners: BTreeMap<LinkId, Learning>,
    /// The last zxid of the initial history.
    initial_last: Zxid,
    /// What the learners were last told is committed.
    told: Zxid,
    /// The last ping sent.
    pings: u64,
    ping_at: Monotonic,
    /// When a quorum was last known to be there.
    quorum_at: Monotonic,
    syncs: VecDeque<Syncing>,
    roll: Option<Roll>,
    /// It has no vote any more, since when; and the ping that says so to who is to go on.
    retires: Option<(Monotonic, u64)>,
}

impl Leader {
    pub(super) fn standing(&self) -> Standing {
        match self.stage {
            Stage::Broadcasting => Standing::Leading {
                epoch: self.epoch,
                from: self.initial_last,
            },
            Stage::Discovering
            | Stage::Promising
            | Stage::Collecting
            | Stage::Claiming
            | Stage::Synchronizing => Standing::Away,
        }
    }

    pub(super) fn reign(&self) -> Option<Reign> {
        let epoch = self.epoch;
        match self.stage {
            Stage::Discovering | Stage::Promising | Stage::Collecting | Stage::Claiming => None,
            Stage::Synchronizing => Some(Reign::Synchronizing { epoch }),
            Stage::Broadcasting => Some(Reign::Established { epoch }),
        }
    }

    pub(super) fn next_zxid(&self, last: Zxid) -> Zxid {
        assert!(
            self.stage == Stage::Broadcasting,
            "only an established leader proposes"
        );
        assert!(
            !matches!(self.roll, Some(Roll::Claiming { .. })),
            "nothing is proposed between two epochs"
        );
        if last.epoch() == self.epoch {
            last.next()
        } else {
            Zxid::new(self.epoch, 1)
        }
    }

    pub(super) fn broadcast(
        &mut self,
        record: RecordNumber,
        bytes: Range<usize>,
        effects: &mut Effects,
    ) {
        for (&link, learning) in &self.learners {
            if learning.is_sent_proposals() {
                let (start, end) = (bytes.start, bytes.end);
                effects.list.push(Effect::Propose {
                    link,
                    record,
                    start,
                    end,
                });
            }
        }
    }

    pub(super) fn lose(&mut self, link: LinkId) {
        self.learners.remove(&link);
    }

    pub(super) fn leave(&self, effects: &mut Effects) {
        for &link in self.learners.keys() {
            effects.list.push(Effect::CloseLink { link });
        }
    }

    pub(super) fn invariants(&self, epochs: &Epochs, history: &History) {
        let durable = epochs.durable();
        match self.stage {
            Stage::Discovering | Stage::Promising => {}
            Stage::Collecting | Stage::Claiming => assert!(durable.accepted >= self.epoch),
            Stage::Synchronizing | Stage::Broadcasting => {
                assert!(durable.accepted >= self.epoch && durable.current >= self.epoch);
                assert!(history.proposed() >= self.initial_last);
            }
        }
        if self.stage == Stage::Broadcasting {
            assert!(history.committed() >= self.initial_last);
        }
    }

    /// The servers, this one included, that `fits` holds for.
    fn those(&self, me: Sid, fits: impl Fn(&Learning) -> bool) -> SidSet {
        let learners = self
            .learners
            .values()
            .filter(|learning| learning.part != Part::Abstaining && fits(learning));
        let mut set: SidSet = learners.map(|learning| learning.sid).collect();
        set.insert(me);
        set
    }

    fn send_ping(&mut self, effects: &mut Effects) {
        self.pings += 1;
        for (&link, learning) in &self.learners {
            if learning.is_sent_proposals() {
                let number = self.pings;
                send(link, Message::Ping { number }, effects);
            }
        }
    }
}

impl Zab {
    pub(super) fn become_leading(&mut self, now: Monotonic, effects: &mut Effects) {
        self.role = Role::Leading(Leader {
            epoch: Epoch(0),
            stage: Stage::Discovering,
            since: now,
            learners: BTreeMap::new(),
            initial_last: Zxid::ZERO,
            told: Zxid::ZERO,
            pings: 0,
            ping_at: now,
            quorum_at: now,
            syncs: VecDeque::new(),
            roll: None,
            retires: None,
        });
        effects.list.push(Effect::Note(Notice::Elected));
    }

    /// Sends something to a learner, if it is there.
    pub(crate) fn send_to(&self, sid: Sid, message: Message, effects: &mut Effects) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let to = |(link, learning): (&LinkId, &Learning)| {
            (learning.sid == sid && learning.has_initial_history()).then_some(*link)
        };
        if let Some(link) = leader.learners.iter().find_map(to) {
            send(link, message, effects);
        }
    }

    /// The server at the other end of a learner's link.
    pub(crate) fn learner(&self, link: LinkId) -> Option<Sid> {
        match &self.role {
            Role::Leading(leader) => Some(leader.learners.get(&link)?.sid),
            Role::Standalone | Role::Looking(_) | Role::Learning(_) => None,
        }
    }

    /// The same, of a learner that serves: no other one has anything to pass on.
    pub(crate) fn serving_learner(&self, link: LinkId) -> Option<Sid> {
        let Role::Leading(leader) = &self.role else {
            return None;
        };
        let learning = leader.learners.get(&link)?;
        (learning.progress == Progress::Serving).then_some(learning.sid)
    }

    /// Whether proposals may be made now: not while an epoch passes into the next.
    pub(crate) fn may_propose(&self) -> bool {
        match &self.role {
            Role::Standalone => true,
            Role::Leading(leader) => {
                let votes = leader.retires.is_none();
                leader.stage == Stage::Broadcasting && leader.roll.is_none() && votes
            }
            Role::Looking(_) | Role::Learning(_) => false,
        }
    }

    pub(super) fn tick_leader(&mut self, now: Monotonic, effects: &mut Effects) {
        let timing = self.settings.timing;
        let me = self.settings.me;
        let proposed = self.history.proposed();
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let mut silent = Vec::new();
        for (&link, learning) in &mut leader.learners {
            let serves = learning.has_initial_history();
            let patience_ms = if serves {
                timing.sync_ms()
            } else {
                timing.init_ms()
            };
            let quiet = now.0.saturating_sub(learning.heard_at.0) > patience_ms;
            let mut slow = false;
            if serves && now >= learning.deadline.0 {
                slow = learning.acked < learning.deadline.1;
                learning.deadline = (Monotonic(now.0 + timing.sync_ms()), proposed);
            }
            if quiet || slow {
                silent.push(link);
            }
        }
        for link in silent {
            self.drop_learner(link, PeerFault::Silent, effects);
        }
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        if now >= leader.ping_at {
            leader.ping_at = Monotonic(now.0 + timing.ping_ms());
            leader.send_ping(effects);
        }
        let fresh = |learning: &Learning| {
            let quiet_ms = now.0.saturating_sub(learning.heard_at.0);
            learning.is_sent_proposals() && quiet_ms <= timing.sync_ms()
        };
        let there = leader.those(me, fresh);
        if self.deciders.is_quorum(there) {
            leader.quorum_at = now;
        }
        match leader.stage {
            Stage::Broadcasting => {
                let alone_ms = now.0.saturating_sub(leader.quorum_at.0);
                if alone_ms > u64::from(timing.tick_ms) {
                    return self.become_looking(now, Notice::QuorumLost, effects);
                }
            }
            Stage::Discovering
            | Stage::Promising
            | Stage::Collecting
            | Stage::Claiming
            | Stage::Synchronizing => {
                if now.0.saturating_sub(leader.since.0) > timing.init_ms() {
                    return self.become_looking(now, Notice::NoQuorum, effects);
                }
            }
        }
        if let Some(Roll::Asking { since, .. } | Roll::Claiming { since, .. }) = leader.roll
            && now.0.saturating_sub(since.0) > timing.init_ms()
        {
            self.become_looking(now, Notice::NoQuorum, effects);
        }
    }

    /// Takes every step that has become possible.
    pub(super) fn settle_leader(&mut self, now: Monotonic, effects: &mut Effects) {
        self.advance_stage(now, effects);
        self.attend_learners(now, effects);
        self.commit(effects);
        self.advance_roll(now, effects);
        self.retire(now, effects);
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let unasked = leader
            .syncs
            .back()
            .is_some_and(|last| last.ping > leader.pings);
        if unasked {
            leader.send_ping(effects);
        }
    }

    fn advance_stage(&mut self, now: Monotonic, effects: &mut Effects) {
        let me = self.settings.me;
        loop {
            let Role::Leading(leader) = &mut self.role else {
                return;
            };
            let quorums = &self.deciders;
            match leader.stage {
                Stage::Discovering => {
                    let informed = |l: &Learning| l.progress == Progress::Informed;
                    if !quorums.is_quorum(leader.those(me, informed)) {
                        return;
                    }
                    self.choose_epoch(now, effects);
                }
                Stage::Promising => {
                    if !self.epochs.is_settled() {
                        return;
                    }
                    leader.stage = Stage::Collecting;
                }
                Stage::Collecting => {
                    // Whoever has promised is asked for its word by `attend_learners` first.
                    let promised = leader.those(me, |l| l.promised);
                    if !quorums.is_quorum(promised) {
                        return;
                    }
                    leader.stage = Stage::Claiming;
                    leader.initial_last = self.history.proposed();
                }
                Stage::Claiming => {
                    // The log first: an epoch that a crash leaves above a shorter log would win
                    // elections over those who have what was committed (ZOOKEEPER-4643).
                    if self.history.durable() < leader.initial_last || self.truncating {
                        return;
                    }
                    let epoch = leader.epoch;
                    self.claim(epoch, effects);
                    if self.epochs.durable().current != epoch {
                        return;
                    }
                    let Role::Leading(leader) = &mut self.role else {
                        return;
                    };
                    leader.stage = Stage::Synchronizing;
                }
                Stage::Synchronizing => {
                    let established = leader.those(me, Learning::has_initial_history);
                    if !quorums.is_quorum(established) {
                        return;
                    }
                    leader.stage = Stage::Broadcasting;
                    leader.quorum_at = now;
                    leader.told = leader.initial_last;
                    let (epoch, through) = (leader.epoch, leader.initial_last);
                    self.commit_through(through, effects);
                    effects
                        .list
                        .push(Effect::Note(Notice::Established { epoch }));
                }
                Stage::Broadcasting => return,
            }
        }
    }

    /// Makes an epoch that this server leads its own; its log is durable.
    fn claim(&mut self, epoch: Epoch, effects: &mut Effects) {
        assert!(!self.truncating, "the log comes before the epoch");
        if self.epochs.wanted().current < epoch {
            let ensemble = self.own_ensemble();
            self.promise(
                |promises| {
                    promises.ensemble = Some(ensemble);
                    promises.current = epoch;
                },
                effects,
            );
        }
    }

    /// A quorum is there: the new epoch is greater than any that a server was heard to have
    /// promised, whether that one has a vote or not. It could not follow otherwise: nobody goes
    /// back behind a promise.
    fn choose_epoch(&mut self, now: Monotonic, effects: &mut Effects) {
        let epoch = Epoch(self.highest_epoch().0 + 1);
        if epoch > EPOCH_MAX {
            effects.list.push(Effect::Halt(Notice::EpochsUsedUp));
            return self.become_looking(now, Notice::NoQuorum, effects);
        }
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        leader.epoch = epoch;
        leader.stage = Stage::Promising;
        leader.since = now;
        self.promise_to_myself(epoch, effects);
    }

    fn promise_to_myself(&mut self, epoch: Epoch, effects: &mut Effects) {
        let to = (self.settings.me, self.settings.incarnation);
        self.promise(
            |promises| {
                promises.accepted = epoch;
                promises.accepted_by = Some(to);
            },
            effects,
        );
    }

    fn own_ensemble(&self) -> EnsembleId {
        self.epochs
            .wanted()
            .ensemble
            .unwrap_or(self.settings.new_ensemble)
    }

    /// The learner at the other end of a link, which has just been heard.
    fn learning(&mut self, link: LinkId, now: Monotonic) -> Option<&mut Learning> {
        let Role::Leading(leader) = &mut self.role else {
            return None;
        };
        let learning = leader.learners.get_mut(&link)?;
        learning.heard_at = now;
        Some(learning)
    }

    /// A learner did what a learner does not, or nothing: it may come again.
    pub(crate) fn drop_learner(&mut self, link: LinkId, fault: PeerFault, effects: &mut Effects) {
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let Some(learning) = leader.learners.remove(&link) else {
            return;
        };
        let peer = learning.sid;
        effects
            .list
            .push(Effect::Note(Notice::PeerFault { peer, fault }));
        effects.list.push(Effect::CloseLink { link });
    }
}
