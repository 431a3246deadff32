//! What becomes of configurations in this server: logged, committed, taken over, asked for.
//!
//! `deciders.rs` holds who decides, `docs/zab.md` why that is safe. Must never: take a
//! configuration from another server but while looking for a leader, propose one while another is
//! pending, or let a server go on leading that has no vote.

use alloc::sync::Arc;
use core::str;

use crate::error_code::ErrorCode;
use crate::id::{Monotonic, Sid, Zxid};
use crate::input::{Effect, Effects};
use crate::limits;
use crate::options::Switch;
use crate::request::ReconfigRequest;
use crate::zab::deciders::Change;
use crate::zab::ensemble::{self, Ensemble};
use crate::zab::message::Notification;
use crate::zab::quorum::SidSet;
use crate::zab::{Notice, Role, Zab};

/// The text of a configuration, if it is one.
pub(crate) fn read(text: &[u8]) -> Option<Ensemble> {
    Ensemble::parse(str::from_utf8(text).ok()?).ok()
}

/// Why there is no such ensemble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// ZooKeeper finds this before it asks whether the client may.
    AtOnce(ErrorCode),
    /// ZooKeeper would have carried it out: who may not ask for it hears that first.
    BehindRights(ErrorCode),
}

impl Zab {
    /// Before the start: the tree holds this one, which counts if it is newer than the file's.
    /// `reconfig` is `reconfigEnabled`.
    pub(crate) fn recover_configuration(&mut self, reconfig: Switch, in_tree: Option<Ensemble>) {
        self.reconfig = reconfig;
        if let Some(ensemble) = in_tree.filter(|_| self.reconfig.is_on()) {
            let _ = self.deciders.adopt(ensemble);
        }
    }

    /// Before the start: this reconfig is in the log, and not known to be committed.
    pub(crate) fn recover_pending(&mut self, zxid: Zxid, ensemble: Ensemble) {
        if !self.reconfig.is_on() {
            return;
        }
        let before = self.deciders.pending_at();
        if let Some(before) = before {
            // Nobody proposes a reconfig before the one in front of it is committed.
            self.history.on_committed(before);
            let _ = self.deciders.committed(before);
        }
        let _ = self.deciders.logged(zxid, ensemble);
    }

    /// At the start: tells the driver what it may not know from the file.
    pub(super) fn begin_configured(&self, effects: &mut Effects) {
        let addresses = self.deciders.addresses();
        effects.list.push(Effect::Members(addresses));
        let active = self.deciders.active();
        if active.version() > self.settings.ensemble.version() {
            effects.list.push(Effect::Configured(active.clone()));
        }
    }

    /// A reconfig was appended to the log. With `reconfigEnabled` off it is text for the tree, and
    /// the file decides.
    pub(crate) fn on_config_logged(
        &mut self,
        zxid: Zxid,
        ensemble: Ensemble,
        effects: &mut Effects,
    ) {
        if !self.reconfig.is_on() {
            return;
        }
        if let Some(before) = self.deciders.pending_at() {
            // Nobody proposes a reconfig before the one in front of it is committed.
            self.commit_through(before, effects);
        }
        let change = self.deciders.logged(zxid, ensemble);
        self.configured(change, effects);
        // It may have been known to be committed before it came.
        self.commit_through(self.history.committed(), effects);
    }

    /// Everything up to `zxid` is known to be committed, a reconfig perhaps.
    pub(super) fn commit_through(&mut self, zxid: Zxid, effects: &mut Effects) {
        self.history.on_committed(zxid);
        let change = self.deciders.committed(self.history.committed());
        self.configured(change, effects);
    }

    /// Everything behind `last` is gone from the log.
    pub(super) fn truncated_through(&mut self, last: Zxid, effects: &mut Effects) {
        let change = self.deciders.truncated(last);
        self.configured(change, effects);
    }

    /// A checkpoint took the place of everything, with this configuration in it.
    pub(super) fn installed_configuration(
        &mut self,
        in_tree: Option<Ensemble>,
        effects: &mut Effects,
    ) {
        self.truncated_through(Zxid::ZERO, effects);
        if let Some(ensemble) = in_tree.filter(|_| self.reconfig.is_on()) {
            let change = self.deciders.adopt(ensemble);
            self.configured(change, effects);
        }
    }

    /// Tells the driver, and counts learners by what they are now.
    fn configured(&mut self, change: Change, effects: &mut Effects) {
        if change == Change::None {
            return;
        }
        if let Role::Leading(leader) = &mut self.role {
            leader.count_anew(&self.deciders);
        }
        let addresses = self.deciders.addresses();
        effects.list.push(Effect::Members(addresses));
        if change == Change::Active {
            let active = self.deciders.active();
            let version = active.version();
            effects.list.push(Effect::Configured(active.clone()));
            effects
                .list
                .push(Effect::Note(Notice::Reconfigured { version }));
        }
    }

    /// The ensemble that a request asks for, or the first reason why there is none. The order of
    /// the checks is that of `PrepRequestProcessor`.
    pub(crate) fn plan(
        &self,
        request: &ReconfigRequest,
        standalone: Switch,
    ) -> Result<Ensemble, Refusal> {
        let Role::Leading(leader) = &self.role else {
            return Err(Refusal::AtOnce(ErrorCode::Unimplemented));
        };
        if self.deciders.pending_at().is_some() {
            return Err(Refusal::AtOnce(ErrorCode::ReconfigInProgress));
        }
        let active = self.deciders.active();
        if !request.expected.matches(active.version()) {
            return Err(Refusal::AtOnce(ErrorCode::BadVersion));
        }
        let change = ensemble::Change {
            joining: request.joining.as_deref(),
            leaving: request.leaving.as_deref(),
            members: request.members.as_deref(),
        };
        let next = active.reconfigured(&change, standalone, self.next_zxid());
        let next = next.map_err(|error| {
            if error.is_of_a_larger_id() {
                Refusal::BehindRights(ErrorCode::BadArguments)
            } else {
                Refusal::AtOnce(ErrorCode::BadArguments)
            }
        })?;
        if next.text().len() > limits::CONFIG_TEXT_BYTES_MAX {
            return Err(Refusal::AtOnce(ErrorCode::BadArguments));
        }
        let synced: SidSet = leader.synced(self.settings.me);
        if !next.quorums().is_quorum(synced) {
            return Err(Refusal::AtOnce(ErrorCode::NewConfigNoQuorum));
        }
        Ok(next)
    }

    /// What an established leader puts into its tree first, if its tree holds something else: the
    /// configuration that nobody asked for in a request.
    pub(crate) fn config_to_publish(&self, in_tree: Option<&[u8]>) -> Option<Ensemble> {
        let Role::Leading(leader) = &self.role else {
            return None;
        };
        let active = self.deciders.active();
        let raised = self.reconfig.is_on() && active.version() == Zxid::ZERO;
        let published = if raised {
            active.with_version(Zxid::new(leader.epoch(), 0))
        } else {
            active.clone()
        };
        let known = in_tree == Some(published.text().as_bytes());
        (!known && self.deciders.pending_at().is_none()).then_some(published)
    }

    /// Somebody said which configuration it has, and perhaps what it says. Source:
    /// `FastLeaderElection.Messenger.WorkerReceiver`.
    pub(super) fn on_config_heard(
        &mut self,
        now: Monotonic,
        from: Sid,
        heard: &Notification,
        effects: &mut Effects,
    ) {
        let own = self.deciders.active().version();
        if heard.config_version < own {
            let fresh = !self.behind.contains(from);
            self.behind.insert(from);
            if fresh {
                self.notify(from, effects);
            }
            return;
        }
        self.behind.remove(from);
        let Some(text) = heard.config.as_deref().filter(|_| self.reconfig.is_on()) else {
            return;
        };
        let Some(ensemble) = read(text.as_bytes()) else {
            return;
        };
        if ensemble.version() > heard.config_version {
            if let Role::Looking(_) = &self.role {
                let change = self.deciders.hear(ensemble);
                self.configured(change, effects);
            }
            return;
        }
        if ensemble.version() != heard.config_version || heard.config_version <= own {
            return;
        }
        match &self.role {
            Role::Standalone | Role::Learning(_) => return,
            Role::Looking(_) => {}
            // A leader is the first to know what its learners commit; this was without it.
            Role::Leading(_) => self.become_looking(now, Notice::NewerConfig, effects),
        }
        let change = self.deciders.adopt(ensemble);
        self.configured(change, effects);
        // The vote and whom it counts for may be others now.
        self.become_looking(now, Notice::Started, effects);
    }

    /// What a server is told of the configuration: the whole text, if it has an older one. Else
    /// what is pending, while this one looks for a leader: it may vote for one whom the other does
    /// not know.
    pub(super) fn config_for(&self, to: Sid) -> Option<Arc<str>> {
        let told = if self.behind.contains(to) {
            self.deciders.active()
        } else if let Role::Looking(_) = &self.role {
            self.deciders.pending()?
        } else {
            return None;
        };
        let text = told.text();
        (text.len() <= limits::VOTE_CONFIG_BYTES_MAX).then(|| text.into())
    }

    /// A leader without a vote makes sure that the others know, and steps down.
    pub(super) fn retire(&mut self, now: Monotonic, effects: &mut Effects) {
        let me = self.settings.me;
        let done = self.history.applied() == self.history.proposed();
        let patience_ms = self.settings.timing.sync_ms();
        let Role::Leading(leader) = &mut self.role else {
            return;
        };
        if !leader.is_established() || self.deciders.is_voter(me) {
            return;
        }
        let (since, heard) = leader.retiring(me, now, effects);
        let known = self.deciders.is_quorum(heard);
        let waited_ms = now.0.saturating_sub(since.0);
        if known && done || waited_ms > patience_ms {
            self.become_looking(now, Notice::SteppedDown, effects);
        }
    }
}
