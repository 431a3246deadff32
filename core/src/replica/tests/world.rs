//! A world for one replica: a tree, a log in memory, connections, and a clock to turn.
//!
//! Must never be kinder than a real driver: records become durable when the test says so, and
//! everything the log holds can be replayed into a second tree.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use crate::acl::{Acl, Identities, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Monotonic, Now, RecordNumber, SessionId, ShardId, Sid};
use crate::id::{WallTime, Xid, Zxid};
use crate::input::{Effect, Effects, Input, Submit};
use crate::options::{Options, Switch};
use crate::replay::{Replayed, replay};
use crate::replica::Replica;
use crate::request::{CreateOp, CreateRequest, ExpectedVersion, Outcome, Path, Write};
use crate::stream::{Batch, CloseReason, Delivery, Password};
use crate::tree::Tree;
use crate::txn::{Txn, codec};

pub(crate) const SEED: u64 = 0x5eed;
pub(crate) const START: Now = Now {
    monotonic: Monotonic(1_000_000),
    wall: WallTime(1_790_000_000_000),
};

/// A client: one connection and its session.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) connection: ConnectionId,
    pub(crate) session: SessionId,
    pub(crate) password: Password,
    pub(crate) timeout_ms: i32,
    pub(crate) identities: Arc<Identities>,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) now: Now,
    pub(crate) tree: Tree,
    pub(crate) replica: Replica,
    /// Every record, the first at index 0 being number 1.
    pub(crate) log: Vec<Vec<u8>>,
    pub(crate) durable: usize,
    /// Everything delivered and not yet looked at, immediate effects and batches alike.
    pub(crate) delivered: Vec<Delivery>,
    pub(crate) batch_bytes: Vec<u8>,
    connections: u32,
    xids: BTreeMap<SessionId, i32>,
}

impl World {
    pub(crate) fn new() -> World {
        World::with(Options::default())
    }

    pub(crate) fn with(options: Options) -> World {
        let tree = Tree::new(SEED, options.tree_digest);
        let replica =
            Replica::recover(options.clone(), Sid(1), &tree, RecordNumber(1), SEED, START);
        World {
            options,
            now: START,
            tree,
            replica,
            log: Vec::new(),
            durable: 0,
            delivered: Vec::new(),
            batch_bytes: Vec::new(),
            connections: 0,
            xids: BTreeMap::new(),
        }
    }

    /// Something happens, and its effects are carried out.
    pub(crate) fn step(&mut self, input: Input) {
        self.step_quietly(input);
        // The check walks the whole queue: not each time when it is long.
        if self.replica.load().waiting < 256 || self.log.len().is_multiple_of(1024) {
            self.replica.invariants();
        }
    }

    /// As [`World::step`], without the check of the invariants, which walks the whole queue.
    pub(crate) fn step_quietly(&mut self, input: Input) {
        let mut effects = Effects::default();
        self.replica.step(self.now, &self.tree, input, &mut effects);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Effects) {
        for effect in effects.list {
            match effect {
                Effect::Append { record, start, end } => {
                    self.log.push(effects.bytes[start..end].to_vec());
                    assert_eq!(record, RecordNumber(self.log.len() as u64));
                }
                Effect::Deliver(delivery) => self.delivered.push(delivery),
                peers @ (Effect::Truncate { .. }
                | Effect::StorePromises(_)
                | Effect::Notify { .. }
                | Effect::Join { .. }
                | Effect::Leave
                | Effect::Send { .. }
                | Effect::Propose { .. }
                | Effect::Stream { .. }
                | Effect::SendCheckpoint { .. }
                | Effect::InstallBegin { .. }
                | Effect::InstallChunk { .. }
                | Effect::InstallEnd { .. }
                | Effect::InstallAbort
                | Effect::CloseLink { .. }
                | Effect::Members(_)
                | Effect::Configured(_)
                | Effect::Note(_)
                | Effect::Halt(_)) => panic!("a single server has no peers: {peers:?}"),
            }
        }
    }

    /// The log becomes durable up to the `count`-th record.
    pub(crate) fn durable_through(&mut self, count: usize) {
        assert!(count <= self.log.len());
        self.durable = count;
        self.step(Input::Durable {
            through: RecordNumber(count as u64),
        });
    }

    /// Applies at most `budget` changes (and the rest of the txn that reaches it).
    pub(crate) fn apply(&mut self, budget: usize) -> usize {
        let mut batch = Batch::default();
        let work = self.replica.apply(&mut self.tree, budget, &mut batch);
        self.replica.invariants();
        assert_eq!(batch.through, self.tree.last_zxid());
        self.delivered.append(&mut batch.items);
        self.batch_bytes = batch.bytes;
        work
    }

    /// Everything in flight becomes durable and is applied.
    pub(crate) fn settle(&mut self) {
        self.durable_through(self.log.len());
        self.apply_ready();
        assert_eq!(self.replica.load(), crate::replica::Load::default());
        let sessions = self.replica.sessions().expect("it orders").len();
        assert_eq!(
            sessions,
            self.tree.session_count(),
            "the table follows the tree"
        );
    }

    pub(crate) fn advance(&mut self, ms: u64) {
        self.now.monotonic.0 += ms;
        self.now.wall.0 += i64::try_from(ms).expect("tests wait for milliseconds");
    }

    /// Time passes in steps a driver would take, sessions in `heard` speaking up at each.
    pub(crate) fn pass(&mut self, ms: u64, heard: &[SessionId]) {
        let step = u64::from(self.options.tick_ms) / 10;
        let mut left = ms;
        while left > 0 {
            let ms = left.min(step);
            left -= ms;
            self.advance(ms);
            if !heard.is_empty() {
                self.step(Input::Heard {
                    sessions: heard.to_vec(),
                });
            }
            self.step(Input::Tick);
            self.settle();
        }
    }

    pub(crate) fn connect(&mut self) -> ConnectionId {
        self.connections += 1;
        self.newest_connection()
    }

    pub(crate) fn newest_connection(&self) -> ConnectionId {
        ConnectionId {
            shard: ShardId(0),
            slot: self.connections,
            generation: 0,
        }
    }

    /// A client with a session of its own.
    pub(crate) fn open(&mut self) -> Client {
        self.open_for(30_000)
    }

    pub(crate) fn open_for(&mut self, timeout_ms: i32) -> Client {
        let from = self.connect();
        self.step(Input::Open {
            from,
            timeout_ms,
            seen: Zxid::ZERO,
            reads_only: Switch::Off,
        });
        self.settle();
        self.opened(from)
    }

    /// The session that was just opened or resumed for `from`.
    pub(crate) fn opened(&mut self, from: ConnectionId) -> Client {
        let opened = self.take(|delivery| match delivery {
            Delivery::SessionOpened {
                to,
                session,
                password,
                timeout_ms,
                mode: _,
            } if *to == from => Some((*session, *password, *timeout_ms)),
            _ => None,
        });
        let Some((session, password, timeout_ms)) = opened else {
            panic!("no session was opened: {:?}", self.delivered);
        };
        Client {
            connection: from,
            session,
            password,
            timeout_ms,
            identities: Arc::new(Identities::default()),
        }
    }

    pub(crate) fn resume(&mut self, client: &Client, timeout_ms: i32) -> ConnectionId {
        let from = self.connect();
        self.step(Input::Resume {
            from,
            session: client.session,
            password: Some(client.password),
            timeout_ms,
            seen: Zxid::ZERO,
            reads_only: Switch::Off,
        });
        self.apply_ready();
        from
    }

    /// Applies, and answers, all that waits for nothing.
    pub(crate) fn apply_ready(&mut self) {
        while self.replica.has_committed() {
            assert!(self.apply(64) > 0);
        }
    }

    /// Sends a write; nothing becomes durable.
    pub(crate) fn submit(&mut self, client: &Client, write: Write) {
        let xid = self.xids.entry(client.session).or_default();
        *xid += 1;
        let xid = Xid(*xid);
        self.step(Input::Submit(Submit {
            from: client.connection,
            session: client.session,
            xid,
            identities: client.identities.clone(),
            write,
        }));
    }

    /// Sends a write and waits for its outcome, and that of every write before it.
    pub(crate) fn call(&mut self, client: &Client, write: Write) -> Outcome {
        self.submit(client, write);
        self.settle();
        let replies = self.replies(client);
        let Some((_, outcome)) = replies.into_iter().next_back() else {
            panic!("a write is answered");
        };
        outcome
    }

    /// As [`World::call`], for what must succeed.
    pub(crate) fn must(&mut self, client: &Client, write: Write) -> Outcome {
        let shown = alloc::format!("{write:?}");
        let outcome = self.call(client, write);
        let failed = matches!(outcome, Outcome::Failed(_) | Outcome::FailedMulti(_));
        assert!(!failed, "{shown}: {outcome:?}");
        outcome
    }

    /// The answers to `client` so far, taken out of what was delivered.
    pub(crate) fn replies(&mut self, client: &Client) -> Vec<(Zxid, Outcome)> {
        let mut replies = Vec::new();
        self.delivered.retain(|delivery| match delivery {
            Delivery::Reply { to, zxid, outcome } if *to == client.connection => {
                replies.push((*zxid, outcome.clone()));
                false
            }
            _ => true,
        });
        replies
    }

    /// Why `connection` was told to go, if it was.
    pub(crate) fn closed(&mut self, connection: ConnectionId) -> Option<CloseReason> {
        self.take(|delivery| match delivery {
            Delivery::Close { to, reason } if *to == connection => Some(*reason),
            _ => None,
        })
    }

    /// Whether the handshake of `connection` was refused.
    pub(crate) fn refused(&mut self, connection: ConnectionId) -> bool {
        let refused = |delivery: &Delivery| match delivery {
            Delivery::SessionRefused { to, .. } if *to == connection => Some(()),
            _ => None,
        };
        self.take(refused).is_some()
    }

    fn take<T>(&mut self, wanted: impl Fn(&Delivery) -> Option<T>) -> Option<T> {
        let at = self
            .delivered
            .iter()
            .position(|delivery| wanted(delivery).is_some())?;
        wanted(&self.delivered.remove(at))
    }

    /// What a change of the znode would be answered with.
    pub(crate) fn stat_of(&self, at: &str) -> Outcome {
        let znode = self.tree.lookup(at).expect("it exists");
        Outcome::Changed { stat: znode.stat() }
    }

    /// The txns of the log.
    pub(crate) fn txns(&self) -> Vec<Txn> {
        self.log
            .iter()
            .map(|record| codec::decode(record).expect("the log holds txns"))
            .collect()
    }

    /// The server stops and starts again; what was not durable is gone.
    pub(crate) fn restart(&mut self, now: Now) {
        self.log.truncate(self.durable);
        let mut tree = Tree::new(SEED, self.options.tree_digest);
        for record in &self.log {
            assert_eq!(replay(&mut tree, record), Ok(Replayed::Applied));
        }
        self.tree = tree;
        self.now = now;
        let next = RecordNumber(self.log.len() as u64 + 1);
        self.replica = Replica::recover(self.options.clone(), Sid(1), &self.tree, next, SEED, now);
        self.delivered.clear();
    }
}

/// `world:anyone:cdrwa`, as clients send it.
pub(crate) fn open_acl() -> Vec<Acl> {
    vec![entry("world", "anyone", Permissions::ALL)]
}

pub(crate) fn entry(scheme: &str, id: &str, permissions: Permissions) -> Acl {
    Acl {
        permissions,
        identity: Identity {
            scheme: String::from(scheme),
            id: String::from(id),
        },
    }
}

/// What a client that authenticated as digest `name` holds.
pub(crate) fn digest(name: &str) -> Arc<Identities> {
    let mut identities = Identities::default();
    identities.add(Identity {
        scheme: String::from("digest"),
        id: alloc::format!("{name}:hash"),
    });
    Arc::new(identities)
}

pub(crate) fn path(path: &str) -> Path {
    Path::from(path)
}

pub(crate) fn data(text: &str) -> Box<[u8]> {
    text.as_bytes().into()
}

/// A create with opcode 15.
pub(crate) fn create_with(at: &str, flags: i32) -> Write {
    create_request(CreateOp::Create2, at, flags, 0)
}

/// A plain create of a persistent znode, open to everybody.
pub(crate) fn create(at: &str) -> Write {
    create_with(at, 0)
}

pub(crate) fn create_request(op: CreateOp, at: &str, flags: i32, ttl_ms: i64) -> Write {
    Write::Create(CreateRequest {
        op,
        path: path(at),
        data: Some(data("x")),
        acl: open_acl(),
        flags,
        ttl_ms,
    })
}

pub(crate) fn create_guarded(at: &str, acl: Vec<Acl>) -> Write {
    Write::Create(CreateRequest {
        op: CreateOp::Create,
        path: path(at),
        data: None,
        acl,
        flags: 0,
        ttl_ms: 0,
    })
}

pub(crate) fn delete(at: &str, expected: i32) -> Write {
    Write::Delete {
        path: path(at),
        expected: ExpectedVersion(expected),
    }
}

pub(crate) fn set(at: &str, text: &str, expected: i32) -> Write {
    Write::SetData {
        path: path(at),
        data: Some(data(text)),
        expected: ExpectedVersion(expected),
    }
}

pub(crate) fn set_acl(at: &str, acl: Vec<Acl>, expected: i32) -> Write {
    Write::SetAcl {
        path: path(at),
        acl,
        expected: ExpectedVersion(expected),
    }
}

pub(crate) fn check(at: &str, expected: i32) -> Write {
    Write::Check {
        path: path(at),
        expected: ExpectedVersion(expected),
    }
}

/// The code of a refusal; `None` for success.
pub(crate) fn code(outcome: &Outcome) -> Option<ErrorCode> {
    match outcome {
        Outcome::Failed(code) => Some(*code),
        Outcome::FailedMulti(codes) => codes.iter().flatten().next().copied(),
        Outcome::Done
        | Outcome::Created { .. }
        | Outcome::Changed { .. }
        | Outcome::Reconfigured { .. }
        | Outcome::Multi(_) => None,
    }
}

/// The path that was created.
pub(crate) fn created(outcome: &Outcome) -> Path {
    match outcome {
        Outcome::Created { path, .. } => path.clone(),
        Outcome::Done
        | Outcome::Changed { .. }
        | Outcome::Reconfigured { .. }
        | Outcome::Failed(_)
        | Outcome::Multi(_)
        | Outcome::FailedMulti(_) => panic!("nothing was created: {outcome:?}"),
    }
}

/// The default options with `extendedTypesEnabled`.
pub(crate) fn with_ttl() -> Options {
    Options {
        extended_types: Switch::On,
        ..Options::default()
    }
}
