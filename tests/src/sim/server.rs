//! One server: the core and the log, driven as the contracts of `core::input` say.
//!
//! `drive.rs` steps it, `obey.rs` carries out its effects, `links.rs` sends what goes to peers.
//! Must never: be kinder to the core than the contracts are. What they leave open (how many steps
//! before the effects, which source first, how much is applied at once) is drawn by the seed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use ringkeeper_core::id::{LinkId, RecordNumber, ShardId, Sid, Zxid};
use ringkeeper_core::input::{Effects, Input, Space};
use ringkeeper_core::replay::{MemberReplay, replay as replay_all};
use ringkeeper_core::replica::{Incoming, Replica};
use ringkeeper_core::serve::{Asks, Serve, Slot};
use ringkeeper_core::stream::Delivery;
use ringkeeper_core::tree::Tree;
use ringkeeper_core::wire::peer::{Encoder, decode};
use ringkeeper_core::zab::epochs::{LogState, Promises};
use ringkeeper_core::zab::message::{EnsembleId, Incarnation, Message};
use ringkeeper_core::zab::{Reign, Settings, Side};
use ringkeeper_wal::{Completion, DiskOp, Errno, Log, LogId, Owner, Position, Slots, Stored};

use super::capture::Capture;
use super::links::Link;
use super::machine::{Clock, Disks};
use super::mutant::Mutant;
use super::plan::Plan;
use super::recovery::{Found, StartError, recover};
use super::store::Staged;
use super::wire::{At, Purpose, WireId};
use crate::check::{Event, Promised, Record};
use crate::random::Random;

/// A record of the log, as this server handed it over.
#[derive(Clone, Debug)]
pub(super) struct Logged {
    pub(super) record: Record,
    pub(super) bytes: Arc<[u8]>,
}

impl Logged {
    pub(super) fn new(bytes: &[u8]) -> Logged {
        let txn = ringkeeper_core::txn::codec::decode_place(bytes).expect("the log holds txns");
        let zxid = txn.zxid;
        Logged {
            record: Record {
                zxid,
                hash: hash(bytes),
            },
            bytes: bytes.into(),
        }
    }

    /// That it was applied.
    pub(super) fn delivered(&self) -> Event {
        Event::Delivered {
            record: self.record,
            bytes: Arc::clone(&self.bytes),
        }
    }
}

/// What a replay applied behind the first of two zxids, up to the second. Some of it for the first
/// time, perhaps: the server before was slower to apply than to write down what is committed.
fn delivered(
    logged: &BTreeMap<RecordNumber, Logged>,
    replayed: Range<Zxid>,
) -> impl Iterator<Item = Event> {
    let is_new = move |zxid| replayed.start < zxid && zxid <= replayed.end;
    logged
        .values()
        .filter(move |logged| is_new(logged.record.zxid))
        .map(Logged::delivered)
}

/// Of a txn's bytes.
fn hash(bytes: &[u8]) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// What a server wants of the world.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Send this.
    Send { wire: WireId, bytes: Vec<u8> },
    /// Close it; what was sent may be lost.
    Close { wire: WireId },
    /// Close it behind what was sent.
    Finish { wire: WireId },
    /// Open a link.
    Join { leader: Sid },
    /// Tell a server over the mesh.
    Notify { to: Sid, bytes: Vec<u8> },
    /// An operation of the disk was handed over.
    DiskOp,
    /// Take another turn soon.
    Again,
    /// The process ends: to go on would be wrong.
    Stop { why: String },
}

/// What came of a turn.
#[derive(Debug, Default)]
pub(crate) struct Out {
    pub(crate) acts: Vec<Act>,
    pub(crate) events: Vec<Event>,
    /// For who reads the trace.
    pub(crate) notes: Vec<String>,
    /// Whether somebody does.
    pub(crate) is_read: bool,
}

impl Out {
    pub(crate) fn note(&mut self, what: impl FnOnce() -> String) {
        if self.is_read {
            self.notes.push(what());
        }
    }
}

/// What a turn may use.
pub(crate) struct Turn<'a> {
    pub(crate) at: At,
    pub(crate) plan: &'a Plan,
    pub(crate) clock: Clock,
    pub(crate) disks: &'a mut Disks,
    pub(crate) random: &'a mut Random,
    pub(crate) out: &'a mut Out,
}

impl Turn<'_> {
    /// Whether the servers of this run are broken in this way.
    pub(super) fn does(&self, mutant: Mutant) -> bool {
        self.plan.mutant == Some(mutant)
    }
}

/// A link that is being opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joining {
    pub(super) leader: Sid,
    pub(super) wire: Option<WireId>,
}

/// A checkpoint of the leader.
#[derive(Debug, Default)]
pub(super) enum Install {
    #[default]
    None,
    Receiving(Staged),
    /// Complete: it is used as soon as the log is durable through its last record.
    Committing(Staged),
}

/// What was last told of this server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) reign: Option<Reign>,
    pub(super) committed: Zxid,
    pub(super) durable: Position,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Server {
    pub(super) seed: u64,
    pub(super) replica: Replica,
    pub(super) tree: Tree,
    pub(super) log: Log,
    pub(super) promises: Slots,
    /// The second write of a store of promises.
    pub(super) second: Option<DiskOp>,
    /// Of a mutant: promises it said to have stored.
    pub(super) postponed: VecDeque<Vec<u8>>,
    pub(super) serve: Serve,
    pub(super) asks: Asks,
    pub(super) effects: Effects,
    /// Records the log had no room for.
    pub(super) overdue: VecDeque<(RecordNumber, Arc<[u8]>)>,
    /// For the stream, behind what was applied so far.
    pub(super) decided: Vec<Delivery>,
    /// What the replica was last told is durable.
    pub(super) durable: RecordNumber,
    pub(super) space: Space,
    pub(super) truncating: bool,
    pub(super) install: Install,
    pub(super) capture: Capture,
    /// What other servers and the disk did: always taken.
    pub(super) inputs: VecDeque<Input>,
    /// Of the clock, and of clients while there is room.
    pub(super) incoming: Incoming,
    pub(super) links: BTreeMap<WireId, Link>,
    /// Links whose learner has acked NEWLEADER; only a mutant asks.
    pub(super) acked: BTreeSet<WireId>,
    pub(super) joining: Option<Joining>,
    /// Who is at the other end of a connection of the mesh.
    mesh: BTreeMap<WireId, Sid>,
    pub(super) slots: BTreeMap<Slot, WireId>,
    clients: BTreeMap<WireId, Slot>,
    /// Sockets not to be read, with what came in meanwhile.
    pub(super) paused: BTreeSet<Slot>,
    unread: BTreeMap<Slot, Vec<u8>>,
    pub(super) encoder: Encoder,
    /// What the log holds, by record.
    pub(super) logged: BTreeMap<RecordNumber, Logged>,
    /// Records handed to the log since the last checkpoint.
    pub(super) since_checkpoint: u64,
    pub(super) told: Told,
}

impl Server {
    /// Starts with what is on the disk.
    pub(crate) fn start(sid: Sid, turn: &mut Turn<'_>) -> Result<Server, StartError> {
        let (plan, options) = (turn.plan, Arc::clone(&turn.plan.options));
        let seed = turn.random.bits();
        let new_id = LogId(u128::from(turn.random.bits()));
        let disks = &mut *turn.disks;
        let Found {
            slots: promises,
            promises: promised,
            mut tree,
            log,
            logged,
            mut replay,
        } = recover(sid, plan, disks, seed, new_id)?;
        if plan.mutant == Some(Mutant::UncommittedReplayed) {
            for logged in logged.values() {
                replay_all(&mut tree, &logged.bytes).expect("it was replayed before");
            }
            let last = logged.keys().next_back().copied();
            let last = last.unwrap_or(disks.store.record);
            replay = MemberReplay::new(tree.last_zxid(), last);
        }
        turn.out.events.push(Event::Recovered {
            base: disks.store.zxid,
            log: logged.values().map(|logged| logged.record).collect(),
            applied: disks.store.zxid,
            promised: promised_of(&promised),
        });
        let replayed = disks.store.zxid..tree.last_zxid();
        turn.out.events.extend(delivered(&logged, replayed));
        let settings = Settings {
            me: sid,
            ensemble: plan.ensemble.clone(),
            timing: plan.timing,
            incarnation: Incarnation(turn.random.bits()),
            new_ensemble: EnsembleId(u128::from(turn.random.bits()) + 1),
            counter_max: plan.counter_max,
        };
        let now = turn.clock.read(turn.at);
        let tail = replay.finish();
        let shared = Arc::clone(&options);
        let mut replica = Replica::member(shared, settings, promised, &tree, tail, seed, now);
        let mut effects = Effects::default();
        replica.start(now, &mut effects);
        Ok(Server {
            seed,
            serve: Serve::new(ShardId(0), options, tree.last_zxid(), seed),
            durable: RecordNumber(log.durable().0),
            told: Told {
                reign: None,
                committed: tree.last_zxid(),
                durable: log.durable(),
            },
            replica,
            tree,
            log,
            promises,
            second: None,
            postponed: VecDeque::new(),
            asks: Asks::default(),
            effects,
            overdue: VecDeque::new(),
            decided: Vec::new(),
            space: Space::Enough,
            truncating: false,
            install: Install::None,
            capture: Capture::Idle,
            inputs: VecDeque::new(),
            incoming: Incoming::default(),
            links: BTreeMap::new(),
            acked: BTreeSet::new(),
            joining: None,
            mesh: BTreeMap::new(),
            slots: BTreeMap::new(),
            clients: BTreeMap::new(),
            paused: BTreeSet::new(),
            unread: BTreeMap::new(),
            encoder: Encoder::default(),
            logged,
            since_checkpoint: 0,
        })
    }

    /// Whether its log is known to have lost something.
    pub(crate) fn log_state(&self) -> LogState {
        let stored = self.promises.value();
        let stored = stored.and_then(|bytes| Promises::decode(bytes).ok());
        stored.map_or(LogState::Whole, |promises| promises.log)
    }

    /// Whether it serves clients.
    pub(crate) fn serves(&self) -> bool {
        self.replica.standing() != ringkeeper_core::zab::Standing::Away
    }

    /// The replica, to be looked at.
    pub(crate) fn replica(&self) -> &Replica {
        &self.replica
    }

    /// The tree, to be looked at.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// A tenth of a tick has passed.
    pub(crate) fn tick(&mut self, at: At, clock: Clock) {
        self.serve.tick(clock.read(at), &mut self.asks);
        self.take_asked();
        self.incoming.push(Input::Tick);
    }

    /// A second has passed.
    pub(crate) fn log_tick(&mut self) {
        self.log.tick();
    }

    /// The link asked for is on its way.
    pub(crate) fn joins_over(&mut self, leader: Sid, wire: WireId) -> bool {
        match &mut self.joining {
            Some(joining) if joining.leader == leader && joining.wire.is_none() => {
                joining.wire = Some(wire);
                true
            }
            Some(_) | None => false,
        }
    }

    /// It cannot be opened.
    pub(crate) fn join_failed(&mut self, leader: Sid) {
        if self.joining.is_some_and(|joining| joining.leader == leader) {
            self.joining = None;
            self.inputs.push_back(Input::JoinFailed { leader });
        }
    }

    /// A connection this server opened is open.
    pub(crate) fn opened(&mut self, wire: WireId, purpose: Purpose, with: Sid) -> Vec<Act> {
        match purpose {
            Purpose::Mesh => self.reached(wire, with),
            Purpose::Link => {
                if self
                    .joining
                    .is_none_or(|joining| joining.wire != Some(wire))
                {
                    return vec![Act::Close { wire }];
                }
                self.joining = None;
                self.linked(wire, with, Side::Leader);
            }
            Purpose::Client => unreachable!("clients open their own"),
        }
        Vec::new()
    }

    /// A connection to this server is open.
    pub(crate) fn accepted(
        &mut self,
        wire: WireId,
        purpose: Purpose,
        with: Option<Sid>,
        at: At,
        clock: Clock,
    ) {
        match (purpose, with) {
            (Purpose::Mesh, Some(with)) => self.reached(wire, with),
            (Purpose::Link, Some(with)) => self.linked(wire, with, Side::Learner),
            (Purpose::Client, None) => {
                let address = "127.0.0.1:4000".parse().expect("an address");
                let slot = Slot(self.serve.accept(address, clock.read(at)).slot);
                self.slots.insert(slot, wire);
                self.clients.insert(wire, slot);
            }
            (Purpose::Mesh | Purpose::Link, None) | (Purpose::Client, Some(_)) => {
                unreachable!("servers are not clients")
            }
        }
    }

    fn reached(&mut self, wire: WireId, with: Sid) {
        self.mesh.insert(wire, with);
        self.inputs.push_back(Input::Reachable(with));
    }

    fn linked(&mut self, wire: WireId, with: Sid, side: Side) {
        self.links.insert(wire, Link::new(side));
        let link = LinkId(wire.0);
        self.inputs.push_back(Input::Linked { link, with, side });
    }

    /// Bytes came in.
    pub(crate) fn received(&mut self, wire: WireId, bytes: &[u8], at: At, clock: Clock) {
        if let Some(slot) = self.clients.get(&wire).copied() {
            if self.paused.contains(&slot) {
                return self
                    .unread
                    .entry(slot)
                    .or_default()
                    .extend_from_slice(bytes);
            }
            let now = clock.read(at);
            return self
                .serve
                .receive(slot, bytes, &self.tree, now, &mut self.asks);
        }
        let message = decode(bytes).expect("servers send what servers read");
        if let Some(link) = self.links.get_mut(&wire) {
            if matches!(message, Message::AckNewLeader { .. }) {
                self.acked.insert(wire);
            }
            link.received.push_back(message);
        } else if let Some(from) = self.mesh.get(&wire).copied()
            && let Message::Notification(notification) = message
        {
            self.inputs
                .push_back(Input::Notified { from, notification });
        }
    }

    /// A connection is gone.
    pub(crate) fn ended(&mut self, wire: WireId) {
        if let Some(slot) = self.clients.get(&wire).copied() {
            self.serve.peer_closed(slot, &mut self.asks);
        } else if let Some(sid) = self.mesh.remove(&wire) {
            if !self.mesh.values().any(|other| *other == sid) {
                self.inputs.push_back(Input::Unreachable(sid));
            }
        } else if self.links.remove(&wire).is_some() {
            let link = LinkId(wire.0);
            self.inputs.push_back(Input::LinkLost { link });
        } else if let Some(joining) = self.joining
            && joining.wire == Some(wire)
        {
            self.join_failed(joining.leader);
        }
    }

    /// A disk operation ended.
    pub(crate) fn completed(&mut self, completion: Completion, out: &mut Out) {
        match completion.id.owner {
            Owner::Log => self.log.complete(completion),
            Owner::Slots(_) if !self.postponed.is_empty() => {
                // Of a mutant, which has said so already.
                match self.promises.complete(completion) {
                    Ok(Stored::Half(op)) => self.second = Some(op),
                    Ok(Stored::Whole) | Err(_) => {
                        self.postponed.pop_front();
                    }
                }
            }
            Owner::Slots(_) => match self.promises.complete(completion) {
                Ok(Stored::Half(op)) => self.second = Some(op),
                Ok(Stored::Whole) => {
                    let bytes = self.promises.value().expect("it was just stored");
                    let promises = Promises::decode(bytes).expect("the core's own");
                    out.events.push(Event::Promised(promised_of(&promises)));
                    self.inputs.push_back(Input::PromisesStored);
                }
                Err(error) => out.acts.push(Act::Stop {
                    why: format!("promises: {error}"),
                }),
            },
            Owner::Cursor(_) => unreachable!("cursors read at once"),
        }
    }

    /// A slot's socket is gone.
    pub(super) fn forget_client(&mut self, slot: Slot) -> Option<WireId> {
        self.paused.remove(&slot);
        self.unread.remove(&slot);
        let wire = self.slots.remove(&slot)?;
        self.clients.remove(&wire);
        Some(wire)
    }

    /// What came in while a socket was not read.
    pub(super) fn take_unread(&mut self, slot: Slot) -> Vec<u8> {
        self.paused.remove(&slot);
        self.unread.remove(&slot).unwrap_or_default()
    }
}

pub(super) fn promised_of(promises: &Promises) -> Promised {
    Promised {
        accepted: promises.accepted,
        current: promises.current,
        log: promises.log,
    }
}

/// What a failing disk says.
pub(crate) const DISK_ERROR: Errno = Errno::IO;
