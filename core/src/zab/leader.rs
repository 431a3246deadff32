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

mod figures;

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;
use core::ops::Range;

pub use self::figures::LearnerFigures;
use crate::id::{Epoch, LinkId, Monotonic, RecordNumber, Sid, Zxid};
use crate::input::{Effect, Effects};
use crate::limits;
use crate::zab::epochs::Epochs;
use crate::zab::history::{EPOCH_MAX, History};
use crate::zab::message::{EnsembleId, FollowerInfo, Message, Outline, Part, Promise};
use crate::zab::quorum::SidSet;
use crate::zab::{EarlyLink, Notice, PeerFault, Reign, Role, Standing, Zab, send};

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

/// A `sync` that waits.
#[derive(Clone, Copy, Debug)]
struct Syncing {
    token: SyncToken,
    /// To be committed first.
    through: Zxid,
    /// To be answered by a quorum first.
    ping: u64,
}

/// Who asked for a `sync`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SyncToken {
    /// A client of this server, by its place in the queue.
    Here(crate::zab::message::RequestNumber),
    /// A learner.
    There(LinkId, crate::zab::message::RequestNumber),
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
            .filter(|learning| learning.part == Part::Participant && fits(learning));
        let mut set: SidSet = learners.map(|learning| learning.sid).collect();
        set.insert(me);
        set
    }

    /// How far a voter is known to be.
    fn acked_by(&self, sid: Sid) -> Zxid {
        let of = |learning: &&Learning| learning.sid == sid && learning.has_initial_history();
        let acked = self
            .learners
            .values()
            .filter(of)
            .map(|learning| learning.acked);
        acked.max().unwrap_or(Zxid::ZERO)
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
        });
        effects.list.push(Effect::Note(Notice::Elected));
    }

    pub(super) fn on_learner_linked(
        &mut self,
        now: Monotonic,
        link: LinkId,
        with: Sid,
        effects: &mut Effects,
    ) {
        let leader = match &mut self.role {
            Role::Leading(leader) => leader,
            Role::Looking(_) if self.early.len() < limits::SERVERS_MAX => {
                // It may be about to hear that it leads.
                let info = None;
                return self.early.push(EarlyLink {
                    link,
                    sid: with,
                    info,
                });
            }
            Role::Standalone | Role::Looking(_) | Role::Learning(_) => {
                return effects.list.push(Effect::CloseLink { link });
            }
        };
        let learning = Learning {
            sid: with,
            part: Part::Observer,
            accepted: Epoch(0),
            progress: Progress::Greeting,
            promised: false,
            epoch: Epoch(0),
            claim: None,
            acked: Zxid::ZERO,
            heard_at: now,
            ponged: 0,
            deadline: (now, Zxid::ZERO),
        };
        leader.learners.insert(link, learning);
    }

    /// TLA+: `LeaderProcessFOLLOWERINFO`.
    pub(crate) fn on_follower_info(
        &mut self,
        now: Monotonic,
        link: LinkId,
        info: &FollowerInfo,
        effects: &mut Effects,
    ) {
        let is_voter = |zab: &Zab, sid| zab.settings.ensemble.is_voter(sid);
        if let Some(early) = self.early.iter_mut().find(|early| early.link == link) {
            early.info = Some(*info);
            return;
        }
        let own = self.ensemble();
        let version = self.settings.ensemble.version();
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        let sid = learning.sid;
        if learning.progress != Progress::Greeting {
            return self.drop_learner(link, PeerFault::OutOfTurn, effects);
        }
        if own.is_some() && info.ensemble.is_some() && info.ensemble != own {
            return self.drop_learner(link, PeerFault::OtherEnsemble, effects);
        }
        if info.config_version > version {
            return self.drop_learner(link, PeerFault::NewerConfig, effects);
        }
        let part = match info.part {
            Part::Participant if is_voter(self, sid) => Part::Participant,
            Part::Participant | Part::Observer => Part::Observer,
            Part::Abstaining => Part::Abstaining,
        };
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let may_choose = matches!(
            leader.stage,
            Stage::Discovering | Stage::Promising | Stage::Collecting
        );
        if may_choose && own.is_none() && info.ensemble.is_some() && part == Part::Participant {
            // This server's history is empty, that one's is not.
            return self.become_looking(now, Notice::BetterHistory, effects);
        }
        // A server has one link: an older one is a leftover that has not been noticed to be broken.
        let older = leader.learners.iter().find(|(other, learning)| {
            learning.sid == sid && **other != link && learning.progress != Progress::Greeting
        });
        if let Some(older) = older.map(|(older, _)| *older) {
            leader.learners.remove(&older);
            effects.list.push(Effect::CloseLink { link: older });
        }
        let collects = leader.stage == Stage::Collecting;
        let beyond = part == Part::Participant && info.accepted > leader.epoch;
        if let Some(learning) = leader.learners.get_mut(&link) {
            learning.part = part;
            learning.accepted = info.accepted;
            learning.progress = Progress::Informed;
        }
        if collects && beyond {
            // Without its vote there may never be a quorum; in a later epoch there is.
            self.become_looking(now, Notice::EpochTaken, effects);
        }
    }

    /// TLA+: `LeaderProcessACKEPOCH`.
    pub(crate) fn on_ack_epoch(
        &mut self,
        now: Monotonic,
        link: LinkId,
        promise: Promise,
        current: Epoch,
        outline: &Outline,
        effects: &mut Effects,
    ) {
        let own = (self.epochs.durable().current, self.history.proposed());
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let newest = leader.roll.map_or(leader.epoch, Roll::epoch);
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        let voter = learning.part == Part::Participant;
        let counts = voter && promise == Promise::Given;
        match learning.progress {
            Progress::Asked => {
                learning.progress = Progress::Promised(outline.clone());
                learning.promised = counts;
            }
            // In place: its history is known.
            Progress::Established | Progress::Serving if learning.epoch < newest => {
                learning.promised = counts;
                learning.accepted = newest;
            }
            Progress::Greeting
            | Progress::Informed
            | Progress::Promised(_)
            | Progress::Synced { .. }
            | Progress::Established
            | Progress::Serving => {
                return self.drop_learner(link, PeerFault::OutOfTurn, effects);
            }
        }
        let Role::Leading(leader) = &self.role else {
            return;
        };
        if leader.stage != Stage::Collecting || !voter {
            return;
        }
        if promise == Promise::None {
            // Without its vote there may never be a quorum; in a later epoch there is.
            self.become_looking(now, Notice::EpochTaken, effects);
        } else if (current, outline.last()) > own {
            self.become_looking(now, Notice::BetterHistory, effects);
        }
    }

    /// TLA+: `LeaderProcessACKLD`.
    pub(crate) fn on_ack_new_leader(
        &mut self,
        now: Monotonic,
        link: LinkId,
        epoch: Epoch,
        effects: &mut Effects,
    ) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let newest = leader.roll.map_or(leader.epoch, Roll::epoch);
        let own_epoch = leader.epoch;
        let ensemble = &self.settings.ensemble;
        let votes = self.learner(link).is_some_and(|sid| ensemble.is_voter(sid));
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        match (&learning.progress, learning.claim) {
            (Progress::Synced { through }, _) if epoch == own_epoch => {
                learning.acked = *through;
                learning.epoch = epoch;
                learning.progress = Progress::Established;
                if votes {
                    // Also one that abstained: it is whole again.
                    learning.part = Part::Participant;
                }
            }
            (Progress::Serving | Progress::Established, Some(last)) if epoch == newest => {
                learning.acked = learning.acked.max(last);
                learning.epoch = epoch;
                learning.claim = None;
            }
            (
                Progress::Greeting
                | Progress::Informed
                | Progress::Asked
                | Progress::Promised(_)
                | Progress::Synced { .. }
                | Progress::Established
                | Progress::Serving,
                _,
            ) => self.drop_learner(link, PeerFault::OutOfTurn, effects),
        }
    }

    /// TLA+: `LeaderProcessACK`.
    pub(crate) fn on_ack_proposal(
        &mut self,
        now: Monotonic,
        link: LinkId,
        through: Zxid,
        effects: &mut Effects,
    ) {
        let known = self.history.knows(through);
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        let in_turn = learning.has_initial_history()
            && through >= learning.acked
            && through.epoch() <= learning.epoch;
        if !in_turn {
            return self.drop_learner(link, PeerFault::OutOfTurn, effects);
        }
        if !known {
            return self.drop_learner(link, PeerFault::UnknownZxid, effects);
        }
        learning.acked = through;
    }

    /// A learner is there, and follows this server.
    pub(crate) fn on_pong(
        &mut self,
        now: Monotonic,
        link: LinkId,
        number: u64,
        effects: &mut Effects,
    ) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let sent = leader.pings;
        let Some(learning) = self.learning(link, now) else {
            return;
        };
        if number > sent {
            return self.drop_learner(link, PeerFault::OutOfTurn, effects);
        }
        learning.ponged = learning.ponged.max(number);
    }

    /// A learner said something that is not Zab's business.
    pub(crate) fn heard_learner(&mut self, now: Monotonic, link: LinkId) {
        self.learning(link, now);
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

    /// Whether proposals may be made now: not while an epoch passes into the next.
    pub(crate) fn may_propose(&self) -> bool {
        match &self.role {
            Role::Standalone => true,
            Role::Leading(leader) => leader.stage == Stage::Broadcasting && leader.roll.is_none(),
            Role::Looking(_) | Role::Learning(_) => false,
        }
    }

    /// Begins a `sync`; [`Zab::take_synced`] says when it is done.
    pub(crate) fn begin_sync(&mut self, token: SyncToken) {
        let through = self.history.proposed();
        if let Role::Leading(leader) = &mut self.role {
            let ping = leader.pings + 1;
            leader.syncs.push_back(Syncing {
                token,
                through,
                ping,
            });
        }
    }

    /// The next `sync` that is done, and the zxid it is done at.
    pub(crate) fn take_synced(&mut self) -> Option<(SyncToken, Zxid)> {
        let (me, committed) = (self.settings.me, self.history.committed());
        let Role::Leading(leader) = &mut self.role else {
            return None;
        };
        let first = leader.syncs.front()?;
        if first.through > committed {
            return None;
        }
        let confirms = |learning: &Learning| learning.ponged >= first.ping;
        let confirmed = leader.pings >= first.ping && {
            let there = leader.those(me, confirms);
            self.settings.ensemble.quorums().is_quorum(there)
        };
        if !confirmed {
            return None;
        }
        let done = leader.syncs.pop_front()?;
        Some((done.token, done.through))
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
        if self.settings.ensemble.quorums().is_quorum(there) {
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
            let quorums = self.settings.ensemble.quorums();
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
                    let epoch = leader.epoch;
                    self.history.on_committed(leader.initial_last);
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

    /// A quorum is there: the new epoch is greater than any of its members has promised.
    fn choose_epoch(&mut self, now: Monotonic, effects: &mut Effects) {
        let own = self.epochs.wanted().accepted;
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let voters = leader
            .learners
            .values()
            .filter(|l| l.part == Part::Participant);
        let highest = voters.map(|learning| learning.accepted).max();
        let highest = highest.map_or(own, |highest| highest.max(own));
        assert!(highest < EPOCH_MAX, "the epochs are used up");
        let epoch = Epoch(highest.0 + 1);
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

    /// Takes each learner as far as this server's own stage allows.
    fn attend_learners(&mut self, now: Monotonic, effects: &mut Effects) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let links: Vec<LinkId> = leader.learners.keys().copied().collect();
        for link in links {
            self.attend(link, now, effects);
        }
    }

    fn attend(&mut self, link: LinkId, now: Monotonic, effects: &mut Effects) {
        let (ensemble, incarnation) = (self.own_ensemble(), self.settings.incarnation);
        let sync_ms = self.settings.timing.sync_ms();
        let committed = self.history.committed();
        let proposed = self.history.proposed();
        let applied = self.history.applied();
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        // Who serves passes requests on: the leader must be able to order them.
        let orders = leader.stage == Stage::Broadcasting && applied >= leader.initial_last;
        let (stage, epoch, rolling) = (leader.stage, leader.epoch, leader.roll.is_some());
        let Some(learning) = leader.learners.get_mut(&link) else {
            return;
        };
        let asks = matches!(
            stage,
            Stage::Collecting | Stage::Claiming | Stage::Synchronizing | Stage::Broadcasting
        );
        let syncs = matches!(stage, Stage::Synchronizing | Stage::Broadcasting);
        match learning.progress {
            Progress::Informed if asks && !rolling && learning.accepted <= epoch => {
                learning.progress = Progress::Asked;
                let message = Message::LeaderInfo {
                    epoch,
                    ensemble,
                    incarnation,
                };
                send(link, message, effects);
            }
            Progress::Promised(ref outline) if syncs && !rolling => {
                let outline = outline.clone();
                learning.progress = Progress::Synced { through: proposed };
                self.synchronize(link, &outline, effects);
            }
            Progress::Established if orders => {
                learning.progress = Progress::Serving;
                learning.deadline = (Monotonic(now.0 + sync_ms), Zxid::ZERO);
                let sid = learning.sid;
                send(link, Message::UpToDate { committed }, effects);
                effects
                    .list
                    .push(Effect::Note(Notice::LearnerServes { learner: sid }));
            }
            Progress::Greeting
            | Progress::Informed
            | Progress::Asked
            | Progress::Promised(_)
            | Progress::Synced { .. }
            | Progress::Established
            | Progress::Serving => {}
        }
    }

    fn own_ensemble(&self) -> EnsembleId {
        self.epochs
            .wanted()
            .ensemble
            .unwrap_or(self.settings.new_ensemble)
    }

    /// Sends a learner what it lacks of the history. TLA+: `LeaderSyncFollower`.
    fn synchronize(&mut self, link: LinkId, outline: &Outline, effects: &mut Effects) {
        let Role::Leading(leader) = &self.role else {
            return;
        };
        let epoch = leader.epoch;
        let start = if let Some(common) = self.history.last_common(outline) {
            if common < outline.last() {
                send(link, Message::Trunc { last: common }, effects);
            }
            self.history
                .record_of(common)
                .expect("what is common is in the log")
        } else {
            effects.list.push(Effect::SendCheckpoint { link });
            self.checkpoint.1
        };
        // What is committed may be applied as it comes in, and need not be kept in memory.
        let through = self.history.committed();
        send(link, Message::Commit { through }, effects);
        let (from, through) = (start.next(), self.history.last_record());
        if from <= through {
            effects.list.push(Effect::Stream {
                link,
                from,
                through,
            });
        }
        let message = Message::NewLeader {
            epoch,
            last: self.history.proposed(),
            config: self.settings.ensemble.text(),
        };
        send(link, message, effects);
    }

    /// What a quorum has acked is committed.
    fn commit(&mut self, effects: &mut Effects) {
        let (me, durable) = (self.settings.me, self.history.durable());
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        if leader.stage != Stage::Broadcasting {
            return;
        }
        let reached = |sid| {
            if sid == me {
                durable
            } else {
                leader.acked_by(sid)
            }
        };
        let agreed = self.settings.ensemble.quorums().agreed(reached);
        if agreed > self.history.committed() {
            assert!(
                agreed <= self.history.proposed(),
                "only what was proposed is acked"
            );
            self.history.on_committed(agreed);
        }
        let through = self.history.committed();
        if through > leader.told {
            leader.told = through;
            for (&link, learning) in &leader.learners {
                if learning.progress == Progress::Serving {
                    send(link, Message::Commit { through }, effects);
                }
            }
        }
    }

    /// At the end of an epoch's counter, or to take in a voter that has promised a later epoch to
    /// somebody who never led it, a new epoch begins in place: phases 1 and 2 again, of a leader
    /// that stays.
    fn advance_roll(&mut self, now: Monotonic, effects: &mut Effects) {
        let (me, counter_max) = (self.settings.me, self.settings.counter_max);
        let (proposed, durable) = (self.history.proposed(), self.history.durable());
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        if leader.stage != Stage::Broadcasting {
            return;
        }
        match leader.roll {
            Some(Roll::Asking { .. }) => {}
            Some(Roll::Claiming { epoch, .. }) => self.claim_in_place(epoch, effects),
            None => {
                let epoch = leader.epoch;
                self.claim_in_place(epoch, effects);
            }
        }
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        let quorums = self.settings.ensemble.quorums();
        match leader.roll {
            None => {
                let full = proposed.epoch() == leader.epoch && proposed.counter() >= counter_max;
                let voters = leader
                    .learners
                    .values()
                    .filter(|l| l.part == Part::Participant);
                let ahead = voters
                    .map(|l| l.accepted)
                    .max()
                    .filter(|a| *a > leader.epoch);
                if full || ahead.is_some() {
                    let last = ahead.map_or(leader.epoch, |ahead| ahead.max(leader.epoch));
                    self.begin_roll(Epoch(last.0 + 1), now, effects);
                }
            }
            Some(Roll::Asking { epoch, since }) => {
                let own = self.epochs.durable().accepted == epoch;
                let promised = leader.those(me, |l| l.promised && l.has_initial_history());
                if !own || !quorums.is_quorum(promised) {
                    return;
                }
                let last = proposed;
                leader.roll = Some(Roll::Claiming { epoch, since, last });
                self.claim_in_place(epoch, effects);
            }
            Some(Roll::Claiming { epoch, last, .. }) => {
                if durable < last {
                    return;
                }
                self.claim(epoch, effects);
                let own = self.epochs.durable().current == epoch;
                let Role::Leading(leader) = &mut self.role else {
                    return;
                };
                let there = leader.those(me, |l| l.epoch == epoch);
                if own && self.settings.ensemble.quorums().is_quorum(there) {
                    leader.epoch = epoch;
                    leader.initial_last = last;
                    leader.roll = None;
                    effects.list.push(Effect::Note(Notice::Rolled { epoch }));
                }
            }
        }
    }

    /// Sends NEWLEADER of an epoch begun in place to whoever has promised it, at once or late.
    fn claim_in_place(&mut self, epoch: Epoch, effects: &mut Effects) {
        let last = self.history.proposed();
        let config = self.settings.ensemble.text();
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        for (&link, learning) in &mut leader.learners {
            let promised = learning.promised || learning.part != Part::Participant;
            let knows = promised && learning.accepted == epoch;
            if learning.has_initial_history()
                && learning.epoch < epoch
                && knows
                && learning.claim.is_none()
            {
                learning.claim = Some(last);
                let config = config.clone();
                send(
                    link,
                    Message::NewLeader {
                        epoch,
                        last,
                        config,
                    },
                    effects,
                );
            }
        }
    }

    fn begin_roll(&mut self, epoch: Epoch, now: Monotonic, effects: &mut Effects) {
        assert!(epoch <= EPOCH_MAX, "the epochs are used up");
        let (ensemble, incarnation) = (self.own_ensemble(), self.settings.incarnation);
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        leader.roll = Some(Roll::Asking { epoch, since: now });
        let last = leader.epoch;
        let mut early = Vec::new();
        for (&link, learning) in &mut leader.learners {
            match learning.progress {
                Progress::Greeting | Progress::Informed => {}
                // On their way into the old epoch, be it from outside or from the one before: they
                // come again. What they say next is not an answer to this question.
                Progress::Asked | Progress::Promised(_) | Progress::Synced { .. } => {
                    early.push(link);
                }
                Progress::Established | Progress::Serving if learning.epoch < last => {
                    early.push(link);
                }
                Progress::Established | Progress::Serving => {
                    learning.promised = false;
                    learning.claim = None;
                    let message = Message::LeaderInfo {
                        epoch,
                        ensemble,
                        incarnation,
                    };
                    send(link, message, effects);
                }
            }
        }
        for link in early {
            leader.learners.remove(&link);
            effects.list.push(Effect::CloseLink { link });
        }
        self.promise_to_myself(epoch, effects);
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
