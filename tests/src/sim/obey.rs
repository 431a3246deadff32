//! Carries out a server's effects, one exhaustive match, as `core::input` says of each.
//!
//! Must never: decide anything.

use ringkeeper_core::id::{LinkId, Now, RecordNumber};
use ringkeeper_core::input::{Effect, Input};
use ringkeeper_core::zab::Notice;
use ringkeeper_core::zab::epochs::Promises;
use ringkeeper_core::zab::message::Message;
use ringkeeper_wal::{AppendError, Position};

use super::capture::Capture;
use super::links::Parcel;
use super::mutant::Mutant;
use super::server::{Act, Install, Joining, Logged, Server, Turn, promised_of};
use super::store::Staged;
use super::wire::WireId;
use crate::check::Event;

/// Entries of a checkpoint in one message.
const CHUNK_ENTRIES: usize = 8;

impl Server {
    #[allow(clippy::too_many_lines)] // one arm for each effect, and nothing else
    pub(super) fn obey(&mut self, now: Now, turn: &mut Turn<'_>) {
        let mut effects = std::mem::take(&mut self.effects);
        for effect in effects.list.drain(..) {
            match effect {
                Effect::Append { record, start, end } => {
                    self.append(record, &effects.bytes[start..end], turn);
                }
                Effect::Deliver(delivery) => self.decided.push(delivery),
                Effect::Truncate { after } => self.truncate(after, turn),
                Effect::StorePromises(bytes) if turn.does(Mutant::PromiseBeforeDurable) => {
                    self.postponed.push_back(bytes.to_vec());
                    let promises = Promises::decode(&bytes).expect("the core's own");
                    let promised = promised_of(&promises);
                    turn.out.events.push(Event::Promised(promised));
                    self.inputs.push_back(Input::PromisesStored);
                }
                Effect::StorePromises(bytes) => match self.promises.store(&bytes) {
                    Ok(op) => {
                        turn.disks.log.submit(op);
                        turn.out.acts.push(Act::DiskOp);
                    }
                    Err(error) => turn.out.acts.push(Act::Stop {
                        why: format!("promises: {error}"),
                    }),
                },
                Effect::Notify { to, notification } => {
                    let mut bytes = Vec::new();
                    let message = Message::Notification(notification);
                    self.encoder.encode(&message, &mut bytes);
                    turn.out.acts.push(Act::Notify { to, bytes });
                }
                Effect::Join { leader } => {
                    self.joining = Some(Joining { leader, wire: None });
                    turn.out.acts.push(Act::Join { leader });
                }
                Effect::Leave => {
                    if let Some(Joining {
                        wire: Some(wire), ..
                    }) = self.joining.take()
                    {
                        turn.out.acts.push(Act::Close { wire });
                    }
                }
                Effect::Send { link, message } => {
                    let message = match message {
                        Message::Commit { .. } if turn.does(Mutant::CommitWithoutQuorum) => {
                            let through = self.replica.history().proposed();
                            Message::Commit { through }
                        }
                        other => other,
                    };
                    turn.out.note(|| format!("on {}: {message:?}", link.0));
                    self.post(link, Parcel::Message(message));
                }
                Effect::Propose {
                    link,
                    start,
                    end,
                    record,
                } => {
                    turn.out
                        .note(|| format!("on {}: record {}", link.0, record.0));
                    let acked = self.acked.contains(&WireId(link.0));
                    if turn.does(Mutant::ProposalsToAckedOnly) && !acked {
                        continue;
                    }
                    let txn = effects.bytes[start..end].into();
                    self.post(link, Parcel::Proposal(txn));
                }
                Effect::Stream {
                    link,
                    from,
                    through,
                } => {
                    turn.out
                        .note(|| format!("on {}: records {} to {}", link.0, from.0, through.0));
                    assert!(
                        from.0 >= self.log.first().0,
                        "the log still holds what is to be sent: {} to {}, it begins at {}",
                        from.0,
                        through.0,
                        self.log.first()
                    );
                    let next = from;
                    self.post(link, Parcel::Stretch { next, through });
                }
                Effect::SendCheckpoint { link } => {
                    turn.out.note(|| format!("on {}: the checkpoint", link.0));
                    for message in turn.disks.store.messages(CHUNK_ENTRIES) {
                        self.post(link, Parcel::Message(message));
                    }
                }
                Effect::InstallBegin { zxid } => {
                    self.install = Install::Receiving(Staged::new(zxid));
                }
                Effect::InstallChunk { bytes } => match &mut self.install {
                    Install::Receiving(staged) => {
                        let left_out = turn.does(Mutant::CheckpointInPart) && staged.len() > 8;
                        if !left_out {
                            staged.take(&bytes);
                        }
                    }
                    Install::None | Install::Committing(_) => {
                        unreachable!("a chunk comes between begin and end")
                    }
                },
                Effect::InstallEnd { entries } => {
                    let install = std::mem::take(&mut self.install);
                    let Install::Receiving(staged) = install else {
                        unreachable!("an end comes behind a begin")
                    };
                    let whole = staged.len() == entries;
                    assert!(
                        whole || turn.does(Mutant::CheckpointInPart),
                        "every entry came once"
                    );
                    self.install = Install::Committing(staged);
                }
                Effect::InstallAbort => self.install = Install::None,
                Effect::CloseLink { link } => {
                    let wire = WireId(link.0);
                    self.links.remove(&wire);
                    turn.out.acts.push(Act::Close { wire });
                }
                // Machines are wired for good, and an operator reads no files.
                Effect::Members(_) | Effect::Configured(_) => {}
                Effect::Note(notice) => {
                    turn.out.note(|| notice.to_string());
                    if let Notice::PeerFault { peer, fault } = notice {
                        turn.out.events.push(Event::Blamed { peer, fault });
                    }
                }
                Effect::Halt(notice) => turn.out.acts.push(Act::Stop {
                    why: format!("halt: {notice}"),
                }),
            }
        }
        effects.clear();
        self.effects = effects;
        if let Some(bytes) = self.postponed.front()
            && !self.promises.storing()
            && let Ok(op) = self.promises.store(bytes)
        {
            turn.disks.log.submit(op);
            turn.out.acts.push(Act::DiskOp);
        }
        // Installing may have had effects of its own.
        self.finish_install(now, turn);
    }

    fn post(&mut self, link: LinkId, parcel: Parcel) {
        if let Some(link) = self.links.get_mut(&WireId(link.0)) {
            link.push(parcel);
        }
    }

    fn append(&mut self, record: RecordNumber, bytes: &[u8], turn: &mut Turn<'_>) {
        let logged = Logged::new(bytes);
        turn.out.events.push(Event::Logged(logged.record));
        self.overdue
            .push_back((record, std::sync::Arc::clone(&logged.bytes)));
        let before = self.logged.insert(record, logged);
        assert!(before.is_none(), "a record is appended once");
        self.since_checkpoint += 1;
        self.append_overdue();
    }

    /// Hands the log what it has room for.
    pub(super) fn append_overdue(&mut self) {
        while let Some((record, bytes)) = self.overdue.front() {
            match self.log.append(bytes) {
                Ok(position) => {
                    assert!(
                        position.0 == record.0,
                        "the log numbers records as the replica does: {position} is {}",
                        record.0
                    );
                    self.overdue.pop_front();
                }
                Err(AppendError::Busy | AppendError::Full | AppendError::Poisoned(_)) => return,
                Err(error @ AppendError::TooLarge { .. }) => {
                    unreachable!("the workload's requests are small: {error}")
                }
            }
        }
    }

    fn truncate(&mut self, after: RecordNumber, turn: &mut Turn<'_>) {
        while self
            .overdue
            .pop_back_if(|(record, _)| *record > after)
            .is_some()
        {}
        if !turn.does(Mutant::TruncationForgotten) {
            self.log.truncate_after(Position(after.0));
        }
        self.truncating = true;
        self.durable = self.durable.min(after);
        self.told.durable = self.told.durable.min(Position(after.0));
        self.logged.split_off(&after.next());
        let last = self
            .logged
            .get(&after)
            .map_or(turn.disks.store.zxid, |logged| logged.record.zxid);
        turn.out.events.push(Event::Truncated { last });
    }

    /// Lets a complete checkpoint of the leader take the place of everything.
    pub(super) fn finish_install(&mut self, now: Now, turn: &mut Turn<'_>) {
        let whole = self.overdue.is_empty()
            && !self.log.truncating()
            && self.log.durable() == self.log.last()
            && self.log.poisoned().is_none();
        if !whole {
            return;
        }
        let staged = match std::mem::take(&mut self.install) {
            Install::Committing(staged) => staged,
            other @ (Install::None | Install::Receiving(_)) => {
                self.install = other;
                return;
            }
        };
        let record = RecordNumber(self.log.last().0);
        let store = &mut turn.disks.store;
        store.replace(staged, record);
        let digest = turn.plan.options.tree_digest;
        let tree = store.load(self.seed, digest);
        self.tree = tree.expect("a leader's checkpoint is a tree");
        self.capture = Capture::Idle;
        self.since_checkpoint = 0;
        self.logged.clear();
        self.durable = record;
        self.told.durable = Position(record.0);
        let zxid = self.tree.last_zxid();
        turn.out.events.push(Event::Installed { zxid });
        if let Some(digest) = self.tree.digest() {
            turn.out.events.push(Event::Tree { zxid, digest });
        }
        self.log.purge(self.log.last().next());
        self.replica
            .installed(now, &self.tree, record, &mut self.effects);
    }
}
