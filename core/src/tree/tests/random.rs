//! Random txns against a naive model, with checkpoints taken, failed and loaded in between.
//!
//! The model knows the protocol's rules and nothing of slots, marks or lists. A checkpoint must
//! load as the tree that was there when it began, whatever was applied while it was captured.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::super::*;
use crate::acl::AclList;
use crate::checkpoint::{Entry, Loader};
use crate::id::Xid;
use crate::path;
use crate::request::{Data, Outcome, Path};
use crate::stat::Stat;
use crate::txn::{Owner, Txn, TxnOp};

/// Everything that can be seen of a znode.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Facts {
    stat: Stat,
    stored_cversion: i32,
    data: Data,
    acl: AclList,
    owner: Owner,
    children: BTreeSet<String>,
}

/// Everything that can be seen of a tree.
#[derive(PartialEq, Eq, Debug)]
struct Picture {
    zxid: Zxid,
    znodes: BTreeMap<String, Facts>,
    sessions: BTreeMap<SessionId, i32>,
    digest: Option<u64>,
    data_bytes: u64,
    quotas: BTreeSet<String>,
    newest_session: SessionSerial,
}

impl Picture {
    fn of(tree: &Tree) -> Picture {
        let facts = |znode: Znode<'_>| Facts {
            stat: znode.stat(),
            stored_cversion: znode.stored_cversion(),
            data: znode.data().map(Into::into),
            acl: znode.acl().clone(),
            owner: znode.owner(),
            children: znode.children().map(ToString::to_string).collect(),
        };
        Picture {
            zxid: tree.last_zxid(),
            znodes: tree.znodes().map(|z| (z.path(), facts(z))).collect(),
            sessions: tree.sessions().collect(),
            digest: tree.digest(),
            data_bytes: tree.data_bytes(),
            quotas: tree.quota_paths().map(ToString::to_string).collect(),
            newest_session: tree.newest_session(),
        }
    }
}

/// What each operation does to a znode and its parent, on maps.
struct Model {
    znodes: BTreeMap<String, Facts>,
    sessions: BTreeMap<SessionId, i32>,
}

impl Model {
    fn of(tree: &Tree) -> Model {
        let picture = Picture::of(tree);
        Model {
            znodes: picture.znodes,
            sessions: picture.sessions,
        }
    }

    fn parent(&mut self, path: &str) -> &mut Facts {
        self.znodes.get_mut(path::parent(path)).expect("a parent")
    }

    fn family_changes(&mut self, path: &str, zxid: Zxid) {
        let parent = self.parent(path);
        parent.stat.pzxid = zxid;
        parent.stat.num_children = i32::try_from(parent.children.len()).expect("few");
        parent.stat.cversion = parent
            .stored_cversion
            .wrapping_mul(2)
            .wrapping_sub(parent.stat.num_children);
    }

    fn delete(&mut self, path: &str, zxid: Zxid) {
        self.znodes.remove(path).expect("it exists");
        let name = path::name(path).to_string();
        self.parent(path).children.remove(&name);
        self.family_changes(path, zxid);
    }

    fn apply(&mut self, txn: &Txn) {
        match &txn.op {
            TxnOp::CreateSession { timeout_ms } => {
                self.sessions.insert(txn.session, *timeout_ms);
            }
            TxnOp::CloseSession { paths } => {
                for path in paths {
                    self.delete(path, txn.zxid);
                }
                self.sessions.remove(&txn.session);
            }
            TxnOp::Multi(ops) => {
                for op in ops {
                    self.apply(&Txn {
                        op: op.clone(),
                        ..txn.clone()
                    });
                }
            }
            TxnOp::Create {
                path,
                data,
                acl,
                owner,
                parent_cversion,
            } => {
                let stat = Stat {
                    czxid: txn.zxid,
                    mzxid: txn.zxid,
                    pzxid: txn.zxid,
                    ctime: txn.time,
                    mtime: txn.time,
                    ephemeral_owner: match owner {
                        Owner::Session(session) => session.0,
                        Owner::Persistent | Owner::Container | Owner::Ttl { .. } => 0,
                    },
                    data_length: len(data),
                    ..Stat::default()
                };
                let facts = Facts {
                    stat,
                    stored_cversion: 0,
                    data: data.clone(),
                    acl: acl.clone(),
                    owner: *owner,
                    children: BTreeSet::new(),
                };
                let old = self.znodes.insert(path.to_string(), facts);
                assert!(old.is_none(), "the generator creates new paths");
                let parent = self.parent(path);
                parent.children.insert(path::name(path).to_string());
                parent.stored_cversion = *parent_cversion;
                self.family_changes(path, txn.zxid);
            }
            TxnOp::Delete { path } => self.delete(path, txn.zxid),
            TxnOp::SetData {
                path,
                data,
                version,
            } => {
                let facts = self.znodes.get_mut(&**path).expect("it exists");
                facts.data.clone_from(data);
                facts.stat.version = *version;
                facts.stat.mzxid = txn.zxid;
                facts.stat.mtime = txn.time;
                facts.stat.data_length = len(data);
            }
            TxnOp::SetAcl {
                path,
                acl,
                aversion,
            } => {
                let facts = self.znodes.get_mut(&**path).expect("it exists");
                facts.acl = acl.clone();
                facts.stat.aversion = *aversion;
            }
            TxnOp::Reconfig { config } => {
                let facts = self.znodes.get_mut(path::CONFIG).expect("it exists");
                facts.data = Some(config.clone());
                facts.stat.version = CONFIG_VERSION;
                facts.stat.mzxid = txn.zxid;
                facts.stat.mtime = txn.time;
                facts.stat.data_length = len(&facts.data);
            }
            TxnOp::Check { .. } | TxnOp::Error(_) | TxnOp::FailedMulti(_) => {}
        }
    }
}

fn len(data: &Data) -> i32 {
    let len = data.as_ref().map_or(0, |data| data.len());
    i32::try_from(len).expect("short")
}

/// A tree, its model, a store, and the dice.
struct Run {
    dice: Random,
    tree: Tree,
    model: Model,
    store: BTreeMap<Vec<u8>, Vec<u8>>,
    zxid: i64,
    next_session: i64,
}

impl Run {
    fn new(seed: u64) -> Run {
        let tree = Tree::new(seed, Switch::On);
        Run {
            dice: Random::new(seed),
            model: Model::of(&tree),
            tree,
            store: BTreeMap::new(),
            zxid: 0,
            next_session: 1,
        }
    }

    fn data(&mut self) -> Data {
        let size = match self.dice.below_u64(20) {
            0 => return None,
            1 => 5000,
            2..=8 => 10,
            _ => self.dice.below_u64(40),
        };
        let size = usize::try_from(size).expect("small");
        let byte = u8::try_from(self.dice.below_u64(256)).expect("a byte");
        Some(vec![byte; size].into())
    }

    fn acl(&mut self) -> AclList {
        let id = format!("user{}", self.dice.below_u64(3));
        match self.dice.below_u64(3) {
            0 => AclList::new(vec![Acl {
                permissions: Permissions(5),
                identity: Identity {
                    scheme: "digest".to_string(),
                    id,
                },
            }]),
            _ => AclList::OPEN,
        }
    }

    /// The znodes a client could pick, quotas and configuration left alone.
    fn paths(&self) -> Vec<String> {
        let is_free = |path: &&String| !path.starts_with("/zookeeper");
        self.model.znodes.keys().filter(is_free).cloned().collect()
    }

    fn create(&mut self) -> TxnOp {
        let sessions: Vec<SessionId> = self.model.sessions.keys().copied().collect();
        let parent = loop {
            let paths = self.paths();
            let path = self.dice.pick(&paths).clone();
            if !matches!(self.model.znodes[&path].owner, Owner::Session(_)) {
                break path;
            }
        };
        let prefix = if parent == "/" { "" } else { &parent };
        let path = loop {
            let path = format!("{prefix}/n{}", self.dice.below_u64(12));
            if !self.model.znodes.contains_key(&path) {
                break path;
            }
            if self.dice.below_u64(4) == 0 {
                break format!("{prefix}/é{}", self.zxid);
            }
        };
        let owner = match self.dice.below_u64(6) {
            0 if !sessions.is_empty() => Owner::Session(*self.dice.pick(&sessions)),
            1 => Owner::Container,
            2 => Owner::Ttl {
                ttl_ms: 1 + i64::try_from(self.dice.below_u64(1 << 40)).expect("40 bits"),
            },
            _ => Owner::Persistent,
        };
        TxnOp::Create {
            path: path.as_str().into(),
            data: self.data(),
            acl: self.acl(),
            owner,
            parent_cversion: self.model.znodes[&parent].stored_cversion.wrapping_add(1),
        }
    }

    fn op(&mut self) -> (SessionId, TxnOp) {
        let paths = self.paths();
        let target = self.dice.pick(&paths).clone();
        let path = Path::from(target.as_str());
        let facts = self.model.znodes[&target].clone();
        let op = match self.dice.below_u64(20) {
            0 => {
                let session = SessionId(self.next_session * 1000 - 500);
                self.next_session += 1;
                let timeout_ms = i32::try_from(self.dice.below_u64(60_000)).expect("small");
                return (session, TxnOp::CreateSession { timeout_ms });
            }
            1 if !self.model.sessions.is_empty() => {
                let sessions: Vec<SessionId> = self.model.sessions.keys().copied().collect();
                let session = *self.dice.pick(&sessions);
                let owned = |facts: &Facts| facts.owner == Owner::Session(session);
                let paths = self
                    .model
                    .znodes
                    .iter()
                    .filter(|(_, facts)| owned(facts))
                    .map(|(path, _)| path.as_str().into())
                    .collect();
                return (session, TxnOp::CloseSession { paths });
            }
            2..=5 => TxnOp::SetData {
                path,
                data: self.data(),
                version: facts.stat.version.wrapping_add(1),
            },
            6 => TxnOp::SetAcl {
                path,
                acl: self.acl(),
                aversion: facts.stat.aversion + 1,
            },
            7..=11 if facts.children.is_empty() && target != "/" => TxnOp::Delete { path },
            12 => {
                let create = self.create();
                let TxnOp::Create { path, .. } = create.clone() else {
                    panic!("a create creates");
                };
                let set = TxnOp::SetData {
                    path: path.clone(),
                    data: self.data(),
                    version: 1,
                };
                let check = TxnOp::Check {
                    path: path.clone(),
                    version: 1,
                };
                let mut ops = vec![create, set, check];
                if self.dice.below_u64(2) == 0 {
                    ops.push(TxnOp::Delete { path });
                }
                TxnOp::Multi(ops)
            }
            13 => TxnOp::Error(crate::error_code::ErrorCode::NoNode),
            _ => self.create(),
        };
        (SessionId::NONE, op)
    }

    fn step(&mut self) {
        let (session, op) = self.op();
        self.zxid += 1 + i64::try_from(self.dice.below_u64(3)).expect("small");
        let txn = Txn {
            zxid: Zxid::from_bits(self.zxid),
            session,
            xid: Xid(1),
            time: WallTime(1_700_000_000_000 + self.zxid),
            op,
        };
        self.model.apply(&txn);
        let outcome = self.tree.apply(txn, &mut |_| {});
        assert!(!matches!(outcome, Outcome::FailedMulti(_)));
    }

    fn check_against_model(&self) {
        self.tree.invariants();
        let picture = Picture::of(&self.tree);
        assert_eq!(picture.znodes, self.model.znodes);
        assert_eq!(picture.sessions, self.model.sessions);
    }

    /// Takes a checkpoint while txns are applied; what is stored must load as the tree was.
    fn checkpoint(&mut self, outcome: CheckpointOutcome) {
        let expected = Picture::of(&self.tree);
        assert_eq!(self.tree.checkpoint_begin(), self.tree.last_zxid());
        let mut puts = Vec::new();
        let mut deletes = Vec::new();
        let give_up_after = self.dice.below_u64(40);
        let mut rounds = 0;
        loop {
            let budget = CaptureBudget {
                entries: usize::try_from(self.dice.below_u64(6)).expect("small"),
                bytes: 500,
            };
            let progress = self
                .tree
                .checkpoint_capture(budget, &mut |entry| match entry {
                    Entry::Put { key, value } => puts.push((key.to_vec(), value.to_vec())),
                    Entry::Delete { key } => {
                        assert!(puts.is_empty(), "deletes come first");
                        deletes.push(key.to_vec());
                    }
                });
            if progress == Progress::Finished {
                break;
            }
            rounds += 1;
            if outcome == CheckpointOutcome::Failed && rounds > give_up_after {
                break;
            }
            for _ in 0..self.dice.below_u64(4) {
                self.step();
            }
        }
        self.tree.checkpoint_end(outcome);
        if outcome == CheckpointOutcome::Failed {
            return;
        }
        for key in deletes {
            self.store.remove(&key);
        }
        for (key, value) in puts {
            self.store.insert(key, value);
        }
        let loaded = self.load();
        loaded.invariants();
        assert_eq!(Picture::of(&loaded), expected);
    }

    fn load(&mut self) -> Tree {
        let mut loader = Loader::new(self.dice.bits(), Switch::On);
        for (key, value) in &self.store {
            loader.entry(key, value).expect("it was stored");
        }
        loader.finish().expect("it is whole").expect("not empty")
    }
}

#[test]
fn random_txns_do_what_the_model_says() {
    for seed in 0..20 {
        let mut run = Run::new(seed);
        for _ in 0..20 {
            for _ in 0..20 {
                run.step();
            }
            run.check_against_model();
        }
    }
}

#[test]
fn checkpoints_load_as_the_tree_they_began_with() {
    for seed in 100..124 {
        let mut run = Run::new(seed);
        for round in 0..25 {
            for _ in 0..run.dice.below_u64(30) {
                run.step();
            }
            let outcome = match run.dice.below_u64(3) {
                0 => CheckpointOutcome::Failed,
                _ => CheckpointOutcome::Stored,
            };
            run.checkpoint(outcome);
            if round % 8 == 7 {
                // The process is started anew: what it loads is where it goes on.
                run.checkpoint(CheckpointOutcome::Stored);
                run.tree = run.load();
                run.model = Model::of(&run.tree);
                assert_eq!(run.tree.changed_count(), 0);
            }
        }
        run.check_against_model();
    }
}

#[test]
fn what_came_and_went_between_checkpoints_leaves_nothing() {
    let mut run = Run::new(1);
    run.checkpoint_quietly();
    for n in 0..100i64 {
        run.zxid += 2;
        let create = TxnOp::Create {
            path: "/gone".into(),
            data: None,
            acl: AclList::OPEN,
            owner: Owner::Persistent,
            parent_cversion: i32::try_from(n).expect("small") + 1,
        };
        let delete = TxnOp::Delete {
            path: "/gone".into(),
        };
        for (zxid, op) in [(run.zxid - 1, create), (run.zxid, delete)] {
            let txn = Txn {
                zxid: Zxid::from_bits(zxid),
                session: SessionId::NONE,
                xid: Xid(0),
                time: WallTime(0),
                op,
            };
            run.tree.apply(txn, &mut |_| {});
        }
    }
    assert_eq!(run.tree.changed_count(), 2, "the root, and one used slot");
    let keys = run.checkpoint_quietly();
    assert_eq!(keys, [b"n".to_vec(), b"m".to_vec()]);
}

impl Run {
    /// A checkpoint that nothing disturbs; the keys it wrote.
    fn checkpoint_quietly(&mut self) -> Vec<Vec<u8>> {
        let mut keys = Vec::new();
        self.tree.checkpoint_begin();
        let budget = CaptureBudget {
            entries: usize::MAX,
            bytes: usize::MAX,
        };
        let progress = self
            .tree
            .checkpoint_capture(budget, &mut |entry| match entry {
                Entry::Put { key, .. } | Entry::Delete { key } => keys.push(key.to_vec()),
            });
        assert_eq!(progress, Progress::Finished);
        self.tree.checkpoint_end(CheckpointOutcome::Stored);
        keys
    }
}
