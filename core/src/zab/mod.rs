//! Atomic broadcast: who may assign zxids, and when a txn is committed. Zab, as published.
//!
//! ```text
//!                    ┌────────────────────── the leader is lost ──────────────────────┐
//!                    v                                                                │
//!   Standalone    Looking ──elected──> Leading:   discovery ─> synchronization ─> broadcast
//!  (one server)      │                                                                ^
//!                    └──a leader is──> Learning:  connecting ─> discovery ─>          │ link
//!                       found            synchronization ─> acked ─> following <──────┘
//! ```
//!
//! A role is an enum variant that owns its data; transitions go through `become_*`. Handlers name
//! the action of ZooKeeper's TLA+ specification (`ZkV3_7_0.tla`) that they implement, and
//! `docs/zab.md` holds, for each message, what must be durable before it is sent.
//!
//! Must never: know what a txn means, read a clock, or send a promise before it is durable.

pub(crate) mod configuration;
mod deciders;
pub mod ensemble;
pub mod epochs;
pub mod message;
pub mod quorum;

mod election;
mod figures;
mod history;
mod leader;
mod learner;
mod mesh;
mod notice;
#[cfg(test)]
mod tests;
mod timing;
mod waiting;

pub use self::figures::{Life, Times};
pub use self::history::History;
pub(crate) use self::history::is_contiguous;
pub use self::leader::LearnerFigures;
pub(crate) use self::leader::SyncToken;
pub(crate) use self::learner::Proposed;
pub use self::notice::{Notice, PeerFault};
pub use self::timing::{ObserverDelays, Timing};
pub use self::waiting::NoLeader;

use alloc::vec::Vec;

use crate::id::{Epoch, LinkId, Monotonic, RecordNumber, Sid, Zxid};
use crate::input::{Effect, Effects};
use crate::limits;
use crate::options::Switch;

use self::deciders::Deciders;
use self::election::{Election, Electorate};
use self::ensemble::Ensemble;
use self::epochs::{Epochs, LogState, Promises};
use self::leader::Leader;
use self::learner::Learner;
use self::message::{EnsembleId, FollowerInfo, Incarnation, Message, Part, Round};
use self::quorum::SidSet;

/// What a server of an ensemble is started with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Its own id.
    pub me: Sid,
    /// The servers, as the file says. The tree may know better.
    pub ensemble: Ensemble,
    /// Its timing.
    pub timing: Timing,
    /// This life of the process.
    pub incarnation: Incarnation,
    /// What the ensemble is called if this server is its first leader.
    pub new_ensemble: EnsembleId,
    /// The counter at which an epoch ends and the next begins in place.
    pub counter_max: u32,
}

/// What a server is in its ensemble.
#[derive(Clone, Debug)]
enum Role {
    /// The only server there is: committed = durable in the own log.
    Standalone,
    /// It looks for a leader.
    Looking(Election),
    /// It has a leader, or is about to.
    Learning(Learner),
    /// It leads, or is about to.
    Leading(Leader),
}

/// What a server is to its clients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The only server.
    Alone,
    /// Without a leader: clients are not served.
    Away,
    /// An established leader: it orders.
    Leading {
        /// Of which epoch.
        epoch: Epoch,
        /// The end of its initial history: nothing is served before this is applied.
        from: Zxid,
    },
    /// A learner that is up to date: it serves, and passes on what is to be ordered.
    Following {
        /// The link to its leader.
        link: LinkId,
        /// Nothing is served before this is applied.
        from: Zxid,
    },
}

/// How far a server is with an epoch that it leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reign {
    /// A quorum has promised it; learners are brought level.
    Synchronizing {
        /// Which.
        epoch: Epoch,
    },
    /// A quorum has its initial history: it is committed, and proposals are made.
    Established {
        /// Which.
        epoch: Epoch,
    },
}

/// A checkpoint that comes from the leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Install {
    /// None does.
    None,
    /// Its entries come in; nothing of them counts yet.
    Receiving { zxid: Zxid },
    /// It is complete, and on its way to take the place of everything. That cannot be stopped any
    /// more: until it is done this server neither votes nor learns.
    Committing { zxid: Zxid },
}

/// A link from a learner to a server that still looks for a leader.
#[derive(Clone, Copy, Debug)]
struct EarlyLink {
    link: LinkId,
    sid: Sid,
    info: Option<FollowerInfo>,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Zab {
    settings: Settings,
    /// `reconfigEnabled`.
    reconfig: Switch,
    deciders: Deciders,
    /// Who said that it has an older configuration than this server.
    behind: SidSet,
    history: History,
    epochs: Epochs,
    /// The round of the last election.
    round: Round,
    /// Who has a connection of the mesh to this server.
    reachable: SidSet,
    role: Role,
    /// Links of learners that found their leader before it knew that it is elected.
    early: Vec<EarlyLink>,
    /// A truncation of the log is not durable yet.
    truncating: bool,
    install: Install,
    /// The last checkpoint of this server: its zxid and the record it is of.
    checkpoint: (Zxid, RecordNumber),
    life: Life,
}

impl Zab {
    /// The only server there is.
    pub(crate) fn standalone(me: Sid, history: History) -> Zab {
        let settings = Settings {
            me,
            ensemble: Ensemble::alone(me),
            timing: Timing::of_ticks(1, 1, 1),
            incarnation: Incarnation(0),
            new_ensemble: EnsembleId(0),
            counter_max: u32::MAX,
        };
        let checkpoint = (history.applied(), RecordNumber(0));
        let promises = Promises::none(me);
        Zab::new(settings, history, checkpoint, promises, Role::Standalone)
    }

    /// A server of an ensemble, whose store holds `checkpoint`. It does nothing before
    /// [`Zab::start`].
    pub(crate) fn member(
        settings: Settings,
        history: History,
        checkpoint: (Zxid, RecordNumber),
        promises: Promises,
    ) -> Zab {
        let election = Election::begin(Round(0), None, None, Monotonic(0), settings.timing);
        let role = Role::Looking(election);
        Zab::new(settings, history, checkpoint, promises, role)
    }

    fn new(
        settings: Settings,
        history: History,
        checkpoint: (Zxid, RecordNumber),
        promises: Promises,
        role: Role,
    ) -> Zab {
        Zab {
            deciders: Deciders::new(settings.ensemble.clone()),
            behind: SidSet::EMPTY,
            reconfig: Switch::Off,
            checkpoint,
            settings,
            history,
            epochs: Epochs::new(promises),
            round: Round(0),
            reachable: SidSet::EMPTY,
            role,
            early: Vec::new(),
            truncating: false,
            install: Install::None,
            life: Life::default(),
        }
    }

    /// A member begins to look for a leader.
    pub(crate) fn start(&mut self, now: Monotonic, effects: &mut Effects) {
        match self.role {
            Role::Standalone => {}
            Role::Looking(_) => {
                self.begin_configured(effects);
                self.become_looking(now, Notice::Started, effects);
            }
            Role::Learning(_) | Role::Leading(_) => unreachable!("a server is started once"),
        }
    }

    pub(crate) const fn history(&self) -> &History {
        &self.history
    }

    pub(crate) const fn me(&self) -> Sid {
        self.settings.me
    }

    /// What this server is to its clients.
    pub(crate) fn standing(&self) -> Standing {
        match &self.role {
            Role::Standalone => Standing::Alone,
            Role::Looking(_) => Standing::Away,
            Role::Learning(learner) => learner.standing(),
            Role::Leading(leader) => leader.standing(),
        }
    }

    /// The epoch it leads, if there is one.
    pub(crate) fn reign(&self) -> Option<Reign> {
        match &self.role {
            Role::Standalone | Role::Looking(_) | Role::Learning(_) => None,
            Role::Leading(leader) => leader.reign(),
        }
    }

    /// The zxid of the next proposal of a server that orders.
    pub(crate) fn next_zxid(&self) -> Zxid {
        let last = self.history.proposed();
        match &self.role {
            Role::Standalone => successor(last, self.settings.counter_max),
            Role::Leading(leader) => leader.next_zxid(last),
            Role::Looking(_) | Role::Learning(_) => unreachable!("only who orders assigns zxids"),
        }
    }

    /// A txn was appended to the log by who orders; `bytes` is where it stands in the effects.
    pub(crate) fn on_proposed(
        &mut self,
        zxid: Zxid,
        bytes: core::ops::Range<usize>,
        effects: &mut Effects,
    ) -> RecordNumber {
        assert!(zxid == self.next_zxid(), "zxids are assigned without a gap");
        let record = self.history.on_proposed(zxid);
        let (start, end) = (bytes.start, bytes.end);
        effects.list.push(Effect::Append { record, start, end });
        if let Role::Leading(leader) = &mut self.role {
            leader.broadcast(record, bytes, effects);
        }
        record
    }

    /// The own log is durable through `record`.
    pub(crate) fn on_durable(&mut self, record: RecordNumber) {
        self.history.on_durable(record);
        match &mut self.role {
            Role::Standalone => {
                let durable = self.history.durable();
                self.history.on_committed(durable);
            }
            Role::Looking(_) | Role::Learning(_) | Role::Leading(_) => {}
        }
    }

    /// The truncation of the log is durable.
    pub(crate) fn on_truncated(&mut self) {
        assert!(self.truncating, "a truncation was under way");
        self.truncating = false;
    }

    /// The promises handed out last are durable.
    pub(crate) fn on_promises_stored(&mut self, effects: &mut Effects) {
        if let Some(bytes) = self.epochs.stored() {
            effects.list.push(Effect::StorePromises(bytes));
        }
    }

    /// The leader's checkpoint took the place of everything; the log goes on behind `record`.
    pub(crate) fn on_installed(
        &mut self,
        now: Monotonic,
        (zxid, config): (Zxid, Option<Ensemble>),
        record: RecordNumber,
        effects: &mut Effects,
    ) {
        assert!(
            self.install == Install::Committing { zxid },
            "it was asked for"
        );
        self.install = Install::None;
        self.history.on_installed(zxid, record);
        self.checkpoint = (zxid, record);
        self.installed_configuration(config, effects);
        if let Role::Looking(_) = self.role {
            // Now it has a vote again.
            self.become_looking(now, Notice::Started, effects);
        }
    }

    /// Whether messages of the leader may come in: not while a checkpoint takes its place.
    pub(crate) fn can_receive(&self) -> bool {
        !matches!(self.install, Install::Committing { .. })
    }

    /// The tree is at `zxid`.
    pub(crate) fn on_applied(&mut self, zxid: Zxid) {
        self.history.on_applied(zxid);
    }

    /// A checkpoint counts, and the log is kept from `kept` on.
    pub(crate) fn on_checkpoint(&mut self, zxid: Zxid, record: RecordNumber, kept: RecordNumber) {
        self.checkpoint = (zxid, record);
        self.history.on_purged(kept);
    }

    /// Time has passed.
    pub(crate) fn on_tick(&mut self, now: Monotonic, effects: &mut Effects) {
        match &mut self.role {
            Role::Standalone => {}
            Role::Looking(election) => {
                if election.take_resend(now, self.settings.timing) {
                    self.announce(effects);
                }
                self.tell_if_leaderless(now, effects);
            }
            Role::Learning(_) => self.tick_learner(now, effects),
            Role::Leading(_) => self.tick_leader(now, effects),
        }
    }

    /// Does what has become due: to be called after every few steps, before their effects are
    /// carried out. What is told once for many (acks, commits) is told here.
    pub(crate) fn settle(&mut self, now: Monotonic, effects: &mut Effects) {
        match &mut self.role {
            Role::Standalone => {}
            Role::Looking(election) => {
                let electorate = Electorate {
                    me: self.settings.me,
                    deciders: &self.deciders,
                    reachable: self.reachable,
                };
                if matches!(self.install, Install::Committing { .. }) {
                    return;
                }
                if let Some(leader) = election.decide(electorate, now) {
                    self.elected(leader, now, effects);
                }
            }
            Role::Learning(_) => self.settle_learner(now, effects),
            Role::Leading(_) => self.settle_leader(now, effects),
        }
    }

    /// A link to a leader, or from a learner, is open.
    pub(crate) fn on_linked(
        &mut self,
        now: Monotonic,
        link: LinkId,
        with: Sid,
        side: Side,
        effects: &mut Effects,
    ) {
        match side {
            Side::Leader => self.on_leader_linked(link, with, effects),
            Side::Learner => self.on_learner_linked(now, link, with, effects),
        }
    }

    /// A peer did what it must not.
    pub(crate) fn fault(
        &mut self,
        now: Monotonic,
        link: LinkId,
        fault: PeerFault,
        effects: &mut Effects,
    ) {
        if let Some(at) = self.early.iter().position(|early| early.link == link) {
            let peer = self.early.swap_remove(at).sid;
            effects
                .list
                .push(Effect::Note(Notice::PeerFault { peer, fault }));
            effects.list.push(Effect::CloseLink { link });
        } else if self.leader_link() == Some(link) {
            self.leader_failed(now, fault, effects);
        } else {
            self.drop_learner(link, fault, effects);
        }
    }

    /// Sends something on a link.
    #[allow(clippy::unused_self, reason = "who sends is a server with a role")]
    pub(crate) fn send(&self, link: LinkId, message: Message, effects: &mut Effects) {
        send(link, message, effects);
    }

    /// A link is gone.
    pub(crate) fn on_link_lost(&mut self, now: Monotonic, link: LinkId, effects: &mut Effects) {
        self.early.retain(|early| early.link != link);
        match &mut self.role {
            Role::Standalone | Role::Looking(_) => {}
            Role::Learning(learner) => {
                // One that was elected may be the last to know, and take no link yet.
                if learner.is_link(link) && !learner.connect_again() {
                    self.become_looking(now, Notice::LeaderLost, effects);
                }
            }
            Role::Leading(leader) => leader.lose(link),
        }
    }

    /// Checks what the module promises.
    pub(crate) fn invariants(&self) {
        self.history.invariants();
        self.deciders.invariants(self.history.committed());
        match &self.role {
            Role::Standalone | Role::Looking(_) => {}
            Role::Learning(learner) => learner.invariants(&self.epochs),
            Role::Leading(leader) => leader.invariants(&self.epochs, &self.history),
        }
    }

    fn elected(&mut self, leader: Sid, now: Monotonic, effects: &mut Effects) {
        let early = core::mem::take(&mut self.early);
        self.count_election(now);
        if leader == self.settings.me {
            self.become_leading(now, effects);
            for EarlyLink { link, sid, info } in early {
                self.on_learner_linked(now, link, sid, effects);
                if let Some(info) = info {
                    self.on_follower_info(now, link, &info, effects);
                }
            }
        } else {
            for EarlyLink { link, .. } in early {
                effects.list.push(Effect::CloseLink { link });
            }
            self.become_learning(leader, now, effects);
        }
        self.announce(effects);
    }

    /// Gives up what there was and looks for a leader anew.
    fn become_looking(&mut self, now: Monotonic, why: Notice, effects: &mut Effects) {
        let suspect = match &self.role {
            Role::Standalone => unreachable!("a single server needs no leader"),
            Role::Looking(_) => None,
            Role::Learning(learner) => {
                learner.leave(effects);
                Some(learner.leader())
            }
            Role::Leading(leader) => {
                leader.leave(effects);
                None
            }
        };
        if let Install::Receiving { .. } = self.install {
            self.install = Install::None;
            effects.list.push(Effect::InstallAbort);
        }
        effects.list.push(Effect::Note(why));
        self.deciders.forget_rumours();
        self.life.looked += 1;
        self.round = self.round.next();
        let Settings {
            timing,
            incarnation,
            ..
        } = self.settings;
        let own = self.own_vote();
        let mut election = Election::begin(self.round, own, suspect, now, timing);
        if suspect.is_some() && self.part() == Part::Observer {
            let until = timing.observer.quiet_until(now, incarnation, self.round);
            election.stay_quiet(until, now);
        }
        self.role = Role::Looking(election);
        self.announce(effects);
    }

    /// The ensemble it belongs to; `None` while its history is empty: what the first leaders called
    /// theirs before one of them was established binds nobody.
    pub(crate) fn ensemble(&self) -> Option<EnsembleId> {
        let ensemble = self.epochs.wanted().ensemble;
        ensemble.filter(|_| self.history.proposed() > Zxid::ZERO)
    }

    fn part(&self) -> Part {
        match self.epochs.wanted().log {
            LogState::Damaged => Part::Abstaining,
            LogState::Whole if self.deciders.is_voter(self.settings.me) => Part::Participant,
            LogState::Whole => Part::Observer,
        }
    }

    /// The last epoch that is known to be somebody's. The own history may hold later ones than
    /// anybody promised: a single server begins epochs without asking.
    fn highest_epoch(&self) -> Epoch {
        self.epochs.highest().max(self.history.proposed().epoch())
    }

    /// Whether an epoch is further ahead than ensembles ever are of each other's servers.
    fn is_absurd(&self, epoch: Epoch) -> bool {
        let own = self.epochs.wanted().accepted;
        let own = own.max(self.history.proposed().epoch());
        epoch.0.saturating_sub(own.0) > limits::EPOCH_LEAP_MAX
    }

    fn promise(&mut self, change: impl FnOnce(&mut Promises), effects: &mut Effects) {
        if let Some(bytes) = self.epochs.promise(change) {
            effects.list.push(Effect::StorePromises(bytes));
        }
    }
}

/// Which end of a link this server is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The other one leads: this server opened the link.
    Leader,
    /// The other one learns: it opened the link.
    Learner,
}

/// The zxid after `last` for who needs nobody's consent for a new epoch.
fn successor(last: Zxid, counter_max: u32) -> Zxid {
    if last.counter() < counter_max {
        return last.next();
    }
    assert!(last.epoch() < history::EPOCH_MAX, "the epochs are used up");
    Zxid::new(Epoch(last.epoch().0 + 1), 1)
}

fn send(link: LinkId, message: Message, effects: &mut Effects) {
    effects.list.push(Effect::Send { link, message });
}
