//! A server that learns from a leader: follower, observer, or one that abstains.
//!
//! ```text
//!   Connecting ──link──> Discovering ──LeaderInfo──> Promising ──accepted durable──> (AckEpoch)
//!   Synchronizing: Trunc? Snap? Proposals …  ──NewLeader──> Establishing
//!     ──everything received durable, then current durable──> (AckNewLeader) Acked
//!     ──UpToDate──> Following
//! ```
//!
//! The order that real bugs broke (ZooKeeper 3023, 3911, 4643, 4646, 4685): the log first, then the
//! epoch, then the ack; and no ack of a proposal before that of NEWLEADER. Must never: leave a
//! leader for a lower epoch, drop what is applied, or serve before UPTODATE.

mod roll;
mod snap;

use alloc::vec::Vec;

use crate::id::{Epoch, LinkId, Monotonic, RecordNumber, Sid, Zxid};
use crate::input::{Effect, Effects};
use crate::zab::epochs::{Epochs, LogState};
use crate::zab::message::{EnsembleId, FollowerInfo, Incarnation, Message, Promise};
use crate::zab::{Install, Notice, PeerFault, Role, Standing, Zab, is_contiguous, send};

/// Where it stands with its leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// The link is being opened.
    Connecting,
    /// `FollowerInfo` is sent.
    Discovering,
    /// The promise of the epoch is on its way to the disk.
    Promising { epoch: Epoch, promise: Promise },
    /// `AckEpoch` is sent; the leader's history comes in.
    Synchronizing { epoch: Epoch },
    /// All of it is there, and on its way to the disk.
    Establishing { epoch: Epoch, last: Zxid },
    /// `AckNewLeader` is sent.
    Acked { epoch: Epoch },
    /// `UpToDate` came.
    Following { epoch: Epoch, from: Zxid },
}

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Learner {
    leader: Sid,
    /// The ensemble it leads.
    ensemble: Option<EnsembleId>,
    link: Option<LinkId>,
    stage: Stage,
    /// Since when its history comes in.
    synced_from: Monotonic,
    /// When the leader was last heard, or chosen.
    heard_at: Monotonic,
    /// What the leader was last told is durable here.
    acked: Zxid,
    /// A ping to be answered.
    ping: Option<u64>,
    /// When to give a sign of life that nobody asked for.
    sign_at: Monotonic,
    /// The link could not be opened.
    joins_again: bool,
    /// The leader begins a new epoch in place.
    roll: Option<Roll>,
}

/// A new epoch of the same leader, on the side of a learner that follows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Roll {
    /// The promise is on its way to the disk.
    Promising { epoch: Epoch, promise: Promise },
    /// `AckEpoch` is sent.
    Promised { epoch: Epoch },
    /// NEWLEADER came; what was received before it is on its way to the disk.
    Establishing { epoch: Epoch, last: Zxid },
}

/// What is to be done with a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Proposed {
    /// It is the next record.
    Append(RecordNumber),
    /// It is here already, or comes from nobody this server listens to.
    Ignore,
}

impl Learner {
    pub(super) fn is_link(&self, link: LinkId) -> bool {
        self.link == Some(link)
    }

    pub(super) fn is_connecting_to(&self, sid: Sid) -> bool {
        self.stage == Stage::Connecting && self.leader == sid
    }

    /// Whether it waits for `sid` to lead.
    pub(super) fn waits_for(&self, sid: Sid) -> bool {
        let waits = matches!(self.stage, Stage::Connecting | Stage::Discovering);
        waits && self.leader == sid
    }

    /// Opens another link at the next tick, if the leader has said nothing on this one.
    pub(super) fn connect_again(&mut self) -> bool {
        let silent = self.stage == Stage::Discovering;
        if silent {
            self.link = None;
            self.stage = Stage::Connecting;
            self.joins_again = true;
        }
        silent
    }

    pub(super) const fn leader(&self) -> Sid {
        self.leader
    }

    pub(super) fn standing(&self) -> Standing {
        match (self.stage, self.link) {
            (Stage::Following { from, .. }, Some(link)) => Standing::Following { link, from },
            (
                Stage::Following { .. }
                | Stage::Connecting
                | Stage::Discovering
                | Stage::Promising { .. }
                | Stage::Synchronizing { .. }
                | Stage::Establishing { .. }
                | Stage::Acked { .. },
                _,
            ) => Standing::Away,
        }
    }

    pub(super) fn leave(&self, effects: &mut Effects) {
        effects.list.push(Effect::Leave);
        if let Some(link) = self.link {
            effects.list.push(Effect::CloseLink { link });
        }
    }

    pub(super) fn invariants(&self, epochs: &Epochs) {
        let promises = epochs.durable();
        match self.stage {
            Stage::Connecting | Stage::Discovering => {}
            Stage::Promising { epoch, .. } => assert!(epochs.wanted().accepted == epoch),
            Stage::Synchronizing { epoch } | Stage::Establishing { epoch, .. } => {
                assert!(promises.accepted == epoch, "promised before it was said");
            }
            Stage::Acked { epoch } | Stage::Following { epoch, .. } => {
                assert!(promises.accepted >= epoch && promises.current >= epoch);
            }
        }
        assert!(self.stage == Stage::Connecting || self.link.is_some());
    }
}

impl Zab {
    pub(super) fn become_learning(&mut self, leader: Sid, now: Monotonic, effects: &mut Effects) {
        assert!(leader != self.settings.me, "nobody learns from itself");
        self.role = Role::Learning(Learner {
            leader,
            ensemble: None,
            link: None,
            stage: Stage::Connecting,
            synced_from: now,
            heard_at: now,
            acked: Zxid::ZERO,
            ping: None,
            sign_at: now,
            joins_again: false,
            roll: None,
        });
        effects.list.push(Effect::Note(Notice::Joining { leader }));
        effects.list.push(Effect::Join { leader });
    }

    /// TLA+: `ConnectAndFollowerSendFOLLOWERINFO`.
    pub(super) fn on_leader_linked(&mut self, link: LinkId, with: Sid, effects: &mut Effects) {
        let part = self.part();
        let config_version = self.deciders.active().version();
        let promises = *self.epochs.durable();
        let ensemble = self.ensemble();
        let Role::Learning(learner) = &mut self.role else {
            return effects.list.push(Effect::CloseLink { link });
        };
        if learner.leader != with || learner.stage != Stage::Connecting {
            return effects.list.push(Effect::CloseLink { link });
        }
        learner.link = Some(link);
        learner.stage = Stage::Discovering;
        let info = FollowerInfo {
            accepted: promises.accepted,
            part,
            config_version,
            ensemble,
        };
        send(link, Message::FollowerInfo(info), effects);
    }

    /// The leader does not take a link yet: it is asked again at the next tick.
    pub(crate) fn on_join_failed(&mut self, leader: Sid) {
        if let Role::Learning(learner) = &mut self.role
            && learner.is_connecting_to(leader)
        {
            learner.joins_again = true;
        }
    }

    /// The leader said something that is not Zab's business.
    pub(crate) fn heard_leader(&mut self, now: Monotonic, link: LinkId) {
        self.learner_of(link, now);
    }

    /// TLA+: `FollowerProcessLEADERINFO`.
    pub(crate) fn on_leader_info(
        &mut self,
        now: Monotonic,
        link: LinkId,
        epoch: Epoch,
        ensemble: EnsembleId,
        incarnation: Incarnation,
        effects: &mut Effects,
    ) {
        let Some(learner) = self.learner_of(link, now) else {
            return;
        };
        let leader = learner.leader;
        let in_place = matches!(learner.stage, Stage::Following { .. } | Stage::Acked { .. });
        if learner.stage != Stage::Discovering && (!in_place || learner.roll.is_some()) {
            return self.leader_failed(now, PeerFault::OutOfTurn, effects);
        }
        let promises = *self.epochs.wanted();
        if self.ensemble().is_some_and(|own| own != ensemble) {
            return self.leader_failed(now, PeerFault::OtherEnsemble, effects);
        }
        if self.is_absurd(epoch) {
            return self.leader_failed(now, PeerFault::AbsurdEpoch, effects);
        }
        if epoch < promises.accepted {
            return self.leader_failed(now, PeerFault::StaleEpoch, effects);
        }
        let to = (leader, incarnation);
        let before = promises.accepted == epoch && promises.accepted_by != Some(to);
        let promise = if before {
            Promise::None
        } else {
            Promise::Given
        };
        self.promise(
            |promises| {
                promises.accepted = epoch;
                if promise == Promise::Given {
                    promises.accepted_by = Some(to);
                }
            },
            effects,
        );
        if let Role::Learning(learner) = &mut self.role {
            learner.ensemble = Some(ensemble);
            if in_place {
                learner.roll = Some(Roll::Promising { epoch, promise });
            } else {
                learner.stage = Stage::Promising { epoch, promise };
            }
        }
    }

    /// Drops what the leader does not have. TLA+: `FollowerProcessSyncMessage`.
    pub(crate) fn on_trunc(
        &mut self,
        now: Monotonic,
        link: LinkId,
        last: Zxid,
        effects: &mut Effects,
    ) -> bool {
        let Some(learner) = self.learner_of(link, now) else {
            return false;
        };
        if !matches!(learner.stage, Stage::Synchronizing { .. }) || self.truncating {
            self.leader_failed(now, PeerFault::OutOfTurn, effects);
            return false;
        }
        if last < self.history.applied() {
            // What is applied was committed: a leader without it was elected by servers that lost
            // their data, and to follow it would lose ours.
            let applied = self.history.applied();
            effects
                .list
                .push(Effect::Halt(Notice::LeaderLacksCommitted { last, applied }));
            return false;
        }
        if self.history.record_of(last).is_none() {
            self.leader_failed(now, PeerFault::UnknownZxid, effects);
            return false;
        }
        if last < self.history.proposed() {
            let after = self.history.truncate_after(last);
            self.truncated_through(last, effects);
            self.truncating = true;
            effects.list.push(Effect::Truncate { after });
        }
        true
    }

    /// A proposal came in, in synchronization or broadcast. TLA+: `FollowerProcessPROPOSALInSync`,
    /// `FollowerProcessPROPOSAL`.
    pub(crate) fn on_proposal(
        &mut self,
        now: Monotonic,
        link: LinkId,
        zxid: Zxid,
        effects: &mut Effects,
    ) -> Proposed {
        let installs = self.install != Install::None;
        let Some(learner) = self.learner_of(link, now) else {
            return Proposed::Ignore;
        };
        match learner.stage {
            Stage::Synchronizing { .. }
            | Stage::Establishing { .. }
            | Stage::Acked { .. }
            | Stage::Following { .. }
                if !installs => {}
            Stage::Connecting
            | Stage::Discovering
            | Stage::Promising { .. }
            | Stage::Synchronizing { .. }
            | Stage::Establishing { .. }
            | Stage::Acked { .. }
            | Stage::Following { .. } => {
                self.leader_failed(now, PeerFault::OutOfTurn, effects);
                return Proposed::Ignore;
            }
        }
        // What a checkpoint holds already may come again behind it.
        if zxid <= self.history.proposed() && self.history.record_of(zxid).is_some()
            || zxid <= self.history.applied()
        {
            return Proposed::Ignore;
        }
        if !is_contiguous(self.history.proposed(), zxid) {
            self.leader_failed(now, PeerFault::Gap, effects);
            return Proposed::Ignore;
        }
        Proposed::Append(self.history.on_proposed(zxid))
    }

    /// TLA+: `FollowerProcessNEWLEADER`.
    pub(crate) fn on_new_leader(
        &mut self,
        now: Monotonic,
        link: LinkId,
        epoch: Epoch,
        last: Zxid,
        effects: &mut Effects,
    ) {
        let installs = self.install != Install::None;
        let Some(learner) = self.learner_of(link, now) else {
            return;
        };
        let joins = learner.stage == Stage::Synchronizing { epoch } && !installs;
        let rolls = learner.roll == Some(Roll::Promised { epoch });
        if !joins && !rolls {
            return self.leader_failed(now, PeerFault::OutOfTurn, effects);
        }
        if rolls {
            learner.roll = Some(Roll::Establishing { epoch, last });
        } else {
            learner.stage = Stage::Establishing { epoch, last };
        }
        if self.history.proposed() != last {
            self.leader_failed(now, PeerFault::Gap, effects);
        }
    }

    /// TLA+: `FollowerProcessUPTODATE`.
    pub(crate) fn on_up_to_date(
        &mut self,
        now: Monotonic,
        link: LinkId,
        committed: Zxid,
        effects: &mut Effects,
    ) {
        let Some(learner) = self.learner_of(link, now) else {
            return;
        };
        let Stage::Acked { epoch } = learner.stage else {
            return self.leader_failed(now, PeerFault::OutOfTurn, effects);
        };
        let (leader, began) = (learner.leader, learner.synced_from);
        self.count_sync(began, now);
        self.commit_through(committed, effects);
        let from = committed;
        self.set_stage(Stage::Following { epoch, from });
        effects
            .list
            .push(Effect::Note(Notice::Following { leader, epoch }));
    }

    /// TLA+: `FollowerProcessCOMMITInSync`, `FollowerProcessCOMMIT`.
    pub(crate) fn on_commit(
        &mut self,
        now: Monotonic,
        link: LinkId,
        through: Zxid,
        effects: &mut Effects,
    ) {
        let Some(learner) = self.learner_of(link, now) else {
            return;
        };
        match learner.stage {
            Stage::Synchronizing { .. }
            | Stage::Establishing { .. }
            | Stage::Acked { .. }
            | Stage::Following { .. } => self.commit_through(through, effects),
            Stage::Connecting | Stage::Discovering | Stage::Promising { .. } => {
                self.leader_failed(now, PeerFault::OutOfTurn, effects);
            }
        }
    }

    /// The leader asks for a sign of life: [`Zab::take_ping`] says when to give it.
    pub(crate) fn on_ping(&mut self, now: Monotonic, link: LinkId, number: u64) {
        if let Some(learner) = self.learner_of(link, now) {
            learner.ping = Some(number);
        }
    }

    /// The ping to answer now.
    pub(crate) fn take_ping(&mut self) -> Option<(LinkId, u64)> {
        let Role::Learning(learner) = &mut self.role else {
            return None;
        };
        Some((learner.link?, learner.ping.take()?))
    }

    /// The link to the leader, if there is one.
    pub(crate) fn leader_link(&self) -> Option<LinkId> {
        match &self.role {
            Role::Learning(learner) => learner.link,
            Role::Standalone | Role::Looking(_) | Role::Leading(_) => None,
        }
    }

    pub(super) fn tick_learner(&mut self, now: Monotonic, effects: &mut Effects) {
        let timing = self.settings.timing;
        let Role::Learning(learner) = &mut self.role else {
            return;
        };
        if core::mem::take(&mut learner.joins_again) {
            let leader = learner.leader;
            effects.list.push(Effect::Join { leader });
        }
        if let (Stage::Synchronizing { .. } | Stage::Establishing { .. }, Some(link)) =
            (learner.stage, learner.link)
            && now >= learner.sign_at
        {
            // Pings stand behind the history that is being sent.
            learner.sign_at = Monotonic(now.0 + timing.ping_ms());
            let heard = Vec::new();
            send(link, Message::Pong { number: 0, heard }, effects);
        }
        let patience_ms = match learner.stage {
            Stage::Following { .. } => timing.sync_ms(),
            Stage::Connecting => timing.connect_ms(),
            Stage::Discovering
            | Stage::Promising { .. }
            | Stage::Synchronizing { .. }
            | Stage::Establishing { .. }
            | Stage::Acked { .. } => timing.init_ms(),
        };
        if now.0.saturating_sub(learner.heard_at.0) > patience_ms {
            self.become_looking(now, Notice::LeaderSilent, effects);
        }
    }

    /// Says what has become true since the last time: promises first, then acks.
    pub(super) fn settle_learner(&mut self, now: Monotonic, effects: &mut Effects) {
        let Role::Learning(learner) = &mut self.role else {
            return;
        };
        let Some(link) = learner.link else {
            return;
        };
        match learner.stage {
            Stage::Connecting | Stage::Discovering | Stage::Synchronizing { .. } => {}
            Stage::Promising { epoch, promise } => {
                if self.epochs.durable().accepted == epoch && self.epochs.is_settled() {
                    learner.stage = Stage::Synchronizing { epoch };
                    (learner.heard_at, learner.synced_from) = (now, now);
                    let message = Message::AckEpoch {
                        promise,
                        current: self.epochs.durable().current,
                        outline: self.history.outline(),
                    };
                    send(link, message, effects);
                }
            }
            Stage::Establishing { epoch, last } => {
                if self.has_claimed(epoch, last, effects) {
                    self.set_stage(Stage::Acked { epoch });
                    self.set_acked(last);
                    send(link, Message::AckNewLeader { epoch }, effects);
                }
            }
            Stage::Acked { epoch } | Stage::Following { epoch, .. } => {
                // What belongs to an epoch is acked only once the epoch is this server's own.
                let through = self.history.durable();
                if through > learner.acked && through.epoch() <= epoch {
                    learner.acked = through;
                    send(link, Message::AckProposal { through }, effects);
                }
                self.settle_roll(link, effects);
            }
        }
    }

    /// Makes an epoch this server's own once its initial history is durable here: true when that is
    /// durable too. One that abstained is whole with it, also when the epoch was its own before.
    fn has_claimed(&mut self, epoch: Epoch, last: Zxid, effects: &mut Effects) -> bool {
        if self.history.durable() < last || self.truncating {
            return false;
        }
        let ensemble = match &self.role {
            Role::Learning(learner) => learner.ensemble,
            Role::Standalone | Role::Looking(_) | Role::Leading(_) => None,
        };
        let wanted = self.epochs.wanted();
        if wanted.current < epoch || wanted.log == LogState::Damaged {
            self.promise(
                |promises| {
                    promises.ensemble = ensemble;
                    promises.current = epoch;
                    promises.log = LogState::Whole;
                },
                effects,
            );
        }
        let durable = self.epochs.durable();
        durable.current == epoch && durable.log == LogState::Whole
    }

    /// The learner, if `link` is that to its leader, which has just been heard.
    fn learner_of(&mut self, link: LinkId, now: Monotonic) -> Option<&mut Learner> {
        match &mut self.role {
            Role::Learning(learner) if learner.is_link(link) => {
                learner.heard_at = now;
                Some(learner)
            }
            Role::Standalone | Role::Looking(_) | Role::Learning(_) | Role::Leading(_) => None,
        }
    }

    fn set_acked(&mut self, acked: Zxid) {
        if let Role::Learning(learner) = &mut self.role {
            learner.acked = acked;
        }
    }

    fn set_stage(&mut self, stage: Stage) {
        if let Role::Learning(learner) = &mut self.role {
            learner.stage = stage;
        }
    }

    /// The leader did what a leader does not: this server looks for another.
    pub(crate) fn leader_failed(
        &mut self,
        now: Monotonic,
        fault: PeerFault,
        effects: &mut Effects,
    ) {
        let Role::Learning(learner) = &self.role else {
            return;
        };
        let notice = Notice::PeerFault {
            peer: learner.leader,
            fault,
        };
        self.become_looking(now, notice, effects);
    }
}
