//! A server's turn: inputs are stepped, effects carried out, what is committed is applied and
//! delivered, the log's operations handed to the disk.
//!
//! Must never: hand in what `can_accept` or `can_receive` holds back, or anything about the log
//! that is not so (but for a mutant).

use ringkeeper_core::id::{LinkId, Now, RecordNumber, Xid};
use ringkeeper_core::input::{Effect, Input, Space};
use ringkeeper_core::replica::Room;
use ringkeeper_core::serve::{Intake, Slot};
use ringkeeper_core::stream::{Batch, Delivery};
use ringkeeper_core::txn::TxnOp;
use ringkeeper_core::txn::codec::decode;
use ringkeeper_core::zab::ensemble::Ensemble;
use ringkeeper_core::zab::message::Message;
use ringkeeper_core::zab::quorum::Quorums;
use ringkeeper_core::zab::{Reign, Side};
use ringkeeper_wal::Position;

use super::links::Gone;
use super::mutant::Mutant;
use super::server::{Act, Server, Turn};
use super::wire::WireId;
use crate::check::Event;

/// Requests that wait before connections are read no further.
const ASKED_MAX: usize = 256;

/// Of the end of a session that its client did not ask for.
const EXPIRY: Xid = Xid(0);

impl Server {
    /// Does all there is to do.
    pub(crate) fn work(&mut self, turn: &mut Turn<'_>) {
        let now = turn.clock.read(turn.at);
        self.take_asks(now, turn);
        loop {
            let stepped = self.step(now, turn);
            let applied = self.apply(now, turn);
            if !stepped && !applied {
                break;
            }
        }
        if self.drive_checkpoint(turn) {
            turn.out.acts.push(Act::Again);
        }
        self.pump(turn);
        self.issue(turn);
        self.send(now, turn);
        if let Some(fault) = self.log.poisoned() {
            let why = format!("the log: {fault}");
            turn.out.acts.push(Act::Stop { why });
        }
    }

    /// Steps the replica through some of what has come in. Says whether anything happened.
    fn step(&mut self, now: Now, turn: &mut Turn<'_>) -> bool {
        self.append_overdue();
        self.finish_install(now, turn);
        let mut stepped = false;
        let news = [
            self.news_of_durability(turn),
            self.news_of_truncation(),
            self.news_of_space(),
        ];
        for input in news.into_iter().flatten() {
            self.step_one(now, input, turn);
            stepped = true;
        }
        for _ in 0..=turn.random.below(turn.plan.steps_max) {
            let Some(input) = self.next_input(turn) else {
                break;
            };
            self.step_one(now, input, turn);
            stepped = true;
        }
        let seen = self.effects.list.len();
        self.replica.settle(now, &self.tree, &mut self.effects);
        self.note_broadcasts(seen, turn);
        self.replica.invariants();
        stepped |= !self.effects.list.is_empty();
        self.report_reign(turn);
        self.obey(now, turn);
        self.report(turn);
        stepped
    }

    fn step_one(&mut self, now: Now, mut input: Input, turn: &mut Turn<'_>) {
        self.note_heard(&mut input, turn);
        let seen = self.effects.list.len();
        let kept = if let Input::CheckpointTaken { kept, .. } = &input {
            Some(*kept)
        } else {
            None
        };
        self.replica.step(now, &self.tree, input, &mut self.effects);
        self.note_broadcasts(seen, turn);
        if let Some(kept) = kept {
            self.purge(kept, turn);
        }
    }

    /// Of whom a leader hears, from its own clients or from a learner.
    fn note_heard(&self, input: &mut Input, turn: &mut Turn<'_>) {
        let Some(Reign::Established { .. }) = self.replica.reign() else {
            return;
        };
        let (Input::Heard { sessions }
        | Input::Received {
            message: Message::Pong {
                heard: sessions, ..
            },
            ..
        }) = input
        else {
            return;
        };
        if !sessions.is_empty() {
            let sessions = sessions.clone();
            turn.out.events.push(Event::Heard { sessions });
        }
        if turn.does(Mutant::SessionsUnheard) {
            sessions.clear();
        }
    }

    /// What a leader appended it has proposed.
    fn note_broadcasts(&mut self, seen: usize, turn: &mut Turn<'_>) {
        let Some(Reign::Established { epoch }) = self.replica.reign() else {
            return;
        };
        self.report_reign(turn);
        for effect in &self.effects.list[seen..] {
            if let Effect::Append { start, end, .. } = effect {
                let logged = super::server::Logged::new(&self.effects.bytes[*start..*end]);
                let txn = decode(&logged.bytes).expect("the core's own");
                let session = txn.session;
                turn.out.events.push(Event::Broadcast {
                    epoch,
                    record: logged.record,
                    decides: decides(&txn.op),
                });
                if let TxnOp::CreateSession { timeout_ms } = txn.op {
                    turn.out.events.push(Event::Begun {
                        session,
                        timeout_ms,
                    });
                } else if let (TxnOp::CloseSession { .. }, EXPIRY) = (&txn.op, txn.xid) {
                    turn.out.events.push(Event::Expired { session });
                }
            }
        }
    }

    fn next_input(&mut self, turn: &mut Turn<'_>) -> Option<Input> {
        let first = self.inputs.pop_front();
        if let Some(input) = first.or_else(|| self.incoming.next_always()) {
            return Some(input);
        }
        let can_receive = self.replica.can_receive();
        let ready: Vec<WireId> = self
            .links
            .iter()
            .filter(|(_, link)| match link.side {
                Side::Leader => can_receive,
                Side::Learner => true,
            })
            .filter(|(_, link)| !link.received.is_empty())
            .map(|(wire, _)| *wire)
            .collect();
        let room = self.room();
        let clients = self.incoming.has_asked(room);
        let choices = ready.len() + usize::from(clients);
        if choices == 0 {
            return None;
        }
        let Some(wire) = ready.get(turn.random.below(choices)) else {
            return self.incoming.next_asked(room);
        };
        let message = self.links.get_mut(wire)?.received.pop_front()?;
        let link = LinkId(wire.0);
        Some(Input::Received { link, message })
    }

    /// Whether requests of clients may be handed in.
    fn room(&self) -> Room {
        if self.overdue.is_empty() && self.replica.can_accept() {
            Room::Enough
        } else {
            Room::Full
        }
    }

    /// Takes what the shard has for the replica.
    pub(super) fn take_asked(&mut self) {
        for input in self.asks.to_replica.drain(..) {
            self.incoming.push(input);
        }
    }

    fn news_of_durability(&mut self, turn: &mut Turn<'_>) -> Option<Input> {
        if self.log.durable() != self.told.durable {
            self.told.durable = self.log.durable();
            if let Some(logged) = self.logged.get(&RecordNumber(self.told.durable.0)) {
                let through = logged.record.zxid;
                turn.out.events.push(Event::Durable { through });
            }
        }
        let lies = turn.does(Mutant::AckBeforeDurable)
            || (turn.does(Mutant::AckNewLeaderBeforeDurable) && !self.serves());
        let claimed = if lies {
            self.log.last()
        } else {
            self.log.durable()
        };
        let through = RecordNumber(claimed.0);
        if through <= self.durable {
            return None;
        }
        self.durable = through;
        Some(Input::Durable { through })
    }

    fn news_of_truncation(&mut self) -> Option<Input> {
        if !self.truncating || self.log.truncating() {
            return None;
        }
        self.truncating = false;
        Some(Input::Truncated)
    }

    fn news_of_space(&mut self) -> Option<Input> {
        let space = match self.log.space() {
            ringkeeper_wal::Space::Ample => Space::Enough,
            ringkeeper_wal::Space::Low { .. } | ringkeeper_wal::Space::Full { .. } => Space::Low,
        };
        if space == self.space {
            return None;
        }
        self.space = space;
        Some(Input::Space(space))
    }

    /// Applies some of what is committed and delivers it. Says whether there was anything.
    fn apply(&mut self, now: Now, turn: &mut Turn<'_>) -> bool {
        if !self.decided.is_empty() {
            let batch = Batch {
                through: self.tree.last_zxid(),
                items: std::mem::take(&mut self.decided),
                ..Batch::default()
            };
            self.deliver(&batch, now, turn);
            return true;
        }
        if !self.replica.has_committed() {
            return false;
        }
        let before = self.tree.last_zxid();
        let first = self.replica.applied_record().next();
        let mut batch = Batch::default();
        self.replica
            .apply(&mut self.tree, turn.plan.apply_budget, &mut batch);
        let behind = self.replica.applied_record().next();
        for (_, logged) in self.logged.range(first..behind) {
            turn.out.events.push(logged.delivered());
        }
        let zxid = self.tree.last_zxid();
        if let Some(digest) = self.tree.digest()
            && zxid != before
        {
            turn.out.events.push(Event::Tree { zxid, digest });
        }
        self.replica.invariants();
        self.deliver(&batch, now, turn);
        true
    }

    fn deliver(&mut self, batch: &Batch, now: Now, turn: &mut Turn<'_>) {
        let mut broken = Batch::default();
        if turn.plan.mutant.is_some() {
            broken = batch.clone();
        }
        if turn.does(Mutant::ReplyBeforeEvent) {
            broken.items.sort_by_key(is_event);
        } else if turn.does(Mutant::EventsLost) {
            broken.items.retain(|item| !is_event(item));
        }
        let batch = if turn.plan.mutant.is_some() {
            &broken
        } else {
            batch
        };
        self.serve.deliver(batch, &self.tree, now, &mut self.asks);
        self.take_asks(now, turn);
    }

    /// Passes on what the shard asks for.
    fn take_asks(&mut self, now: Now, turn: &mut Turn<'_>) {
        let open = self.incoming.asked_len() < ASKED_MAX;
        let intake = if open { Intake::Open } else { Intake::Shut };
        self.serve.set_intake(intake);
        self.serve.read_waiting(&self.tree, now, &mut self.asks);
        for slot in std::mem::take(&mut self.asks.pause) {
            self.paused.insert(slot);
        }
        for slot in std::mem::take(&mut self.asks.resume) {
            let unread = self.take_unread(slot);
            self.serve
                .receive(slot, &unread, &self.tree, now, &mut self.asks);
        }
        self.take_asked();
        self.send(now, turn);
    }

    /// Hands output to the connections, and closes those that are to be closed.
    fn send(&mut self, now: Now, turn: &mut Turn<'_>) {
        for slot in std::mem::take(&mut self.asks.send) {
            self.send_output(slot, turn);
        }
        for (slot, reason) in std::mem::take(&mut self.asks.close) {
            self.send_output(slot, turn);
            let why = reason.name();
            turn.out
                .note(|| format!("connection of slot {} closed: {why}", slot.0));
            self.serve.gone(slot);
            if let Some(wire) = self.forget_client(slot) {
                turn.out.acts.push(Act::Finish { wire });
            }
        }
        self.serve.read_waiting(&self.tree, now, &mut self.asks);
        self.take_asked();
        self.serve.invariants();
    }

    fn send_output(&mut self, slot: Slot, turn: &mut Turn<'_>) {
        let Some(output) = self.serve.take_output(slot) else {
            return;
        };
        let bytes = std::mem::take(output);
        if let Some(wire) = self.slots.get(&slot).copied()
            && !bytes.is_empty()
        {
            turn.out.acts.push(Act::Send { wire, bytes });
        }
    }

    /// Sends what may leave on the links.
    fn pump(&mut self, turn: &mut Turn<'_>) {
        let mut broken = Vec::new();
        for (wire, link) in &mut self.links {
            let wire = *wire;
            let acts = &mut turn.out.acts;
            let pumped = link.pump(&self.log, &mut turn.disks.log, &mut self.encoder, |bytes| {
                acts.push(Act::Send { wire, bytes });
            });
            if let Err(Gone) = pumped {
                broken.push(wire);
            }
        }
        for wire in broken {
            turn.out.notes.push("a stretch is gone from the log".into());
            turn.out.acts.push(Act::Close { wire });
            turn.out.acts.push(Act::Again);
            self.ended(wire);
        }
    }

    /// Hands the log's operations to the disk.
    fn issue(&mut self, turn: &mut Turn<'_>) {
        if let Some(op) = self.second.take() {
            turn.disks.log.submit(op);
            turn.out.acts.push(Act::DiskOp);
        }
        while let Some(op) = self.log.next_op() {
            turn.disks.log.submit(op);
            turn.out.acts.push(Act::DiskOp);
        }
    }

    fn report_reign(&mut self, turn: &mut Turn<'_>) {
        let reign = self.replica.reign();
        if reign != self.told.reign {
            self.told.reign = reign;
            turn.out.events.push(Event::Reigns(reign));
        }
    }

    fn report(&mut self, turn: &mut Turn<'_>) {
        let through = self.replica.history().committed();
        if through != self.told.committed {
            self.told.committed = through;
            turn.out.events.push(Event::Committed { through });
        }
        assert!(
            self.log.last() >= Position(self.durable.0) || !self.overdue.is_empty(),
            "the log holds what is durable"
        );
    }
}

fn is_event(item: &Delivery) -> bool {
    matches!(item, Delivery::Change { .. })
}

/// Who decides once a txn is committed, if that changes by it.
fn decides(op: &TxnOp) -> Option<Quorums> {
    let text = str::from_utf8(op.config()?).expect("the core's own");
    let ensemble = Ensemble::parse(text).expect("the core's own");
    Some(ensemble.quorums().clone())
}
