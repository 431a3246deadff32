//! The tree's semantics, one small table after the other.

mod quota;
mod random;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::acl::AclList;
use crate::id::Xid;
use crate::options::Switch;
use crate::path;
use crate::request::{Change, ChangeKind, Data, Outcome, Path};
use crate::stat::Stat;
use crate::txn::{Owner, Txn, TxnOp};

/// A tree and the zxid of its next txn; the clock stands at 1000 times the zxid.
struct World {
    tree: Tree,
    counter: i64,
    changes: Vec<Change>,
}

impl World {
    fn new() -> World {
        World {
            tree: Tree::new(7, Switch::On),
            counter: 0,
            changes: Vec::new(),
        }
    }

    fn apply_as(&mut self, session: SessionId, op: TxnOp) -> Outcome {
        self.counter += 1;
        let txn = Txn {
            zxid: Zxid::from_bits(self.counter),
            session,
            xid: Xid(0),
            time: WallTime(self.counter * 1000),
            op,
        };
        let World { tree, changes, .. } = self;
        let outcome = tree.apply(txn, &mut |change| changes.push(change));
        tree.invariants();
        outcome
    }

    fn apply(&mut self, op: TxnOp) -> Outcome {
        self.apply_as(SessionId::NONE, op)
    }

    fn create(&mut self, path: &str, data: &str) -> Outcome {
        self.create_owned(path, data, Owner::Persistent)
    }

    fn create_owned(&mut self, path: &str, data: &str, owner: Owner) -> Outcome {
        let op = self.create_op(path, data, owner);
        self.apply(op)
    }

    fn create_op(&self, path: &str, data: &str, owner: Owner) -> TxnOp {
        let parent = self.tree.lookup(path::parent(path)).expect("a parent");
        TxnOp::Create {
            path: path.into(),
            data: Some(bytes(data)),
            acl: AclList::OPEN,
            owner,
            parent_cversion: parent.stored_cversion() + 1,
        }
    }

    fn set(&mut self, path: &str, data: Data) -> Outcome {
        let version = self.tree.lookup(path).expect("a znode").version() + 1;
        self.apply(TxnOp::SetData {
            path: path.into(),
            data,
            version,
        })
    }

    fn delete(&mut self, path: &str) -> Outcome {
        self.apply(TxnOp::Delete { path: path.into() })
    }

    fn stat(&self, path: &str) -> Stat {
        self.tree.lookup(path).expect("a znode").stat()
    }

    fn text(&self, path: &str) -> String {
        let data = self.tree.lookup(path).expect("a znode").data();
        String::from_utf8_lossy(data.expect("data")).to_string()
    }
}

fn bytes(text: &str) -> Box<[u8]> {
    text.as_bytes().into()
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

#[test]
fn a_new_tree_is_zookeepers() {
    let tree = Tree::new(1, Switch::On);
    tree.invariants();
    assert_eq!(tree.digest(), Some(0x51c6_d660));
    assert_eq!(tree.node_count(), 5);
    assert_eq!(tree.data_bytes(), 44);
    assert_eq!(tree.descendants("/"), Some(3));
    let root = tree.lookup("/").expect("the root");
    assert_eq!(sorted(root.children()), ["zookeeper"]);
    let expected = Stat {
        cversion: -1,
        num_children: 1,
        ..Stat::default()
    };
    assert_eq!(root.stat(), expected);
    assert_eq!(root.path(), "/");
    assert_eq!(tree.lookup("").expect("the root").path(), "/");
    let own = tree.lookup("/zookeeper").expect("it");
    assert_eq!(sorted(own.children()), ["config", "quota"]);
    let config = tree.lookup("/zookeeper/config").expect("it");
    assert_eq!(config.aversion(), -1);
    assert_eq!(config.data(), Some(&[][..]));
    let acl = config.acl().entries().expect("not open");
    assert_eq!(acl.len(), 1);
    assert_eq!(acl[0].permissions, Permissions::READ);
}

#[test]
fn a_create_moves_the_parent_and_nothing_else() {
    let mut world = World::new();
    world.create("/p", "");
    let before = world.stat("/");
    let outcome = world.create("/p/a", "hello");
    let stat = Stat {
        czxid: Zxid::from_bits(2),
        mzxid: Zxid::from_bits(2),
        pzxid: Zxid::from_bits(2),
        ctime: WallTime(2000),
        mtime: WallTime(2000),
        data_length: 5,
        ..Stat::default()
    };
    assert_eq!(world.stat("/p/a"), stat);
    let path = Path::from("/p/a");
    assert_eq!(outcome, Outcome::Created { path, stat });
    let parent = world.stat("/p");
    assert_eq!((parent.cversion, parent.num_children), (1, 1));
    assert_eq!(parent.pzxid, Zxid::from_bits(2));
    assert_eq!(parent.mzxid, Zxid::from_bits(1));
    assert_eq!(world.stat("/"), before);
    assert_eq!(world.text("/p/a"), "hello");
    assert_eq!(world.tree.last_zxid(), Zxid::from_bits(2));
}

#[test]
fn a_delete_moves_the_parents_pzxid_and_visible_cversion() {
    let mut world = World::new();
    world.create("/p", "");
    world.create("/p/a", "");
    world.create("/p/b", "");
    assert_eq!(world.delete("/p/a"), Outcome::Done);
    let parent = world.tree.lookup("/p").expect("it");
    assert_eq!(parent.stored_cversion(), 2);
    assert_eq!(parent.stat().cversion, 3);
    assert_eq!(parent.num_children(), 1);
    assert_eq!(parent.pzxid(), Zxid::from_bits(4));
    assert_eq!(sorted(parent.children()), ["b"]);
    assert!(world.tree.lookup("/p/a").is_none());
    world.delete("/p/b");
    world.delete("/p");
    world.create("/p", "");
    let parent = world.tree.lookup("/p").expect("it");
    assert_eq!(parent.stored_cversion(), 0, "a new znode starts anew");
}

#[test]
fn set_data_and_set_acl_move_their_own_fields() {
    let mut world = World::new();
    world.create("/a", "x");
    let before = world.stat("/a");
    let outcome = world.set("/a", Some(bytes("four")));
    let after = Stat {
        mzxid: Zxid::from_bits(2),
        mtime: WallTime(2000),
        version: 1,
        data_length: 4,
        ..before
    };
    assert_eq!(outcome, Outcome::Changed { stat: after });
    assert_eq!(world.stat("/a"), after);
    let acl = world_readable();
    let outcome = world.apply(TxnOp::SetAcl {
        path: "/a".into(),
        acl: acl.clone(),
        aversion: 1,
    });
    let stat = Stat {
        aversion: 1,
        ..after
    };
    assert_eq!(outcome, Outcome::Changed { stat });
    assert_eq!(world.tree.lookup("/a").expect("it").acl(), &acl);
    assert_eq!(world.tree.acl_count(), 1, "the list is shared with config");
}

#[test]
fn data_of_every_size_replaces_data_of_every_other() {
    let sizes = [
        None,
        Some(0),
        Some(3),
        Some(4096),
        Some(4097),
        Some(100_000),
    ];
    let mut world = World::new();
    world.create("/a", "");
    for from in sizes {
        for to in sizes {
            for size in [from, to] {
                let data = size.map(|size| vec![b'd'; size].into_boxed_slice());
                world.set("/a", data.clone());
                let znode = world.tree.lookup("/a").expect("it");
                assert_eq!(znode.data(), data.as_deref(), "{from:?} then {to:?}");
                assert_eq!(znode.name(), "a");
            }
        }
    }
    for size in sizes {
        let path = alloc::format!("/c{size:?}");
        let data = size.map(|size| vec![b'd'; size].into_boxed_slice());
        world.apply(TxnOp::Create {
            path: path.as_str().into(),
            data: data.clone(),
            acl: AclList::OPEN,
            owner: Owner::Persistent,
            parent_cversion: 1,
        });
        let znode = world.tree.lookup(&path).expect("it");
        assert_eq!(znode.data(), data.as_deref());
    }
}

#[test]
fn lookups_take_whole_paths_only() {
    let mut world = World::new();
    world.create("/a", "");
    world.create("/a/b", "");
    world.create("/ab", "");
    for missing in [
        "a", "a/b", "/a/", "//a", "/a//b", "/b", "/a/b/c", "/A", "ab", "//",
    ] {
        assert!(world.tree.lookup(missing).is_none(), "{missing:?}");
    }
    assert_eq!(world.tree.lookup("/a/b").expect("it").path(), "/a/b");
    assert_eq!(world.tree.descendants("/a"), Some(1));
    assert_eq!(world.tree.descendants("/"), Some(6));
    assert_eq!(world.tree.descendants("/x"), None);
}

#[test]
fn owners_show_as_zookeeper_shows_them() {
    let mut world = World::new();
    let session = SessionId(0x1234);
    world.apply_as(session, TxnOp::CreateSession { timeout_ms: 5000 });
    world.create_owned("/e", "", Owner::Session(session));
    world.create_owned("/c", "", Owner::Container);
    world.create_owned("/t", "", Owner::Ttl { ttl_ms: 10 });
    assert_eq!(world.stat("/e").ephemeral_owner, 0x1234);
    assert_eq!(world.stat("/c").ephemeral_owner, 0);
    assert_eq!(world.stat("/t").ephemeral_owner, 0);
    let paths = |znodes: &mut dyn Iterator<Item = Znode<'_>>| -> Vec<String> {
        znodes.map(Znode::path).collect()
    };
    assert_eq!(paths(&mut world.tree.containers()), ["/c"]);
    assert_eq!(paths(&mut world.tree.ttls()), ["/t"]);
    assert_eq!(paths(&mut world.tree.ephemerals(session)), ["/e"]);
    assert_eq!(world.tree.ephemeral_count(), 1);
    world.delete("/c");
    world.delete("/t");
    assert_eq!(
        world.tree.containers().count() + world.tree.ttls().count(),
        0
    );
}

#[test]
fn a_session_that_ends_takes_its_znodes_in_order() {
    let mut world = World::new();
    let (one, two) = (SessionId(1), SessionId(2));
    world.apply_as(one, TxnOp::CreateSession { timeout_ms: 5000 });
    world.apply_as(two, TxnOp::CreateSession { timeout_ms: 6000 });
    assert_eq!(world.tree.session_timeout(two), Some(6000));
    for (path, session) in [("/a", one), ("/b", two), ("/c", one), ("/d", one)] {
        world.create_owned(path, "", Owner::Session(session));
    }
    world.delete("/c");
    world.changes.clear();
    let paths = vec!["/a".into(), "/d".into()];
    assert_eq!(
        world.apply_as(one, TxnOp::CloseSession { paths }),
        Outcome::Done
    );
    let deleted: Vec<&str> = world.changes.iter().map(|change| &*change.path).collect();
    assert_eq!(deleted, ["/a", "/d"]);
    assert_eq!(world.tree.session_count(), 1);
    assert_eq!(world.tree.session_timeout(one), None);
    let owners: Vec<_> = world.tree.ephemeral_owners().collect();
    assert_eq!(owners, [(two, 1)]);
    assert_eq!(world.stat("/").pzxid, world.tree.last_zxid());
}

#[test]
fn a_multi_answers_with_the_stat_after_each_operation() {
    let mut world = World::new();
    let create = world.create_op("/m", "one", Owner::Persistent);
    let child = TxnOp::Create {
        path: "/m/c".into(),
        data: None,
        acl: AclList::OPEN,
        owner: Owner::Persistent,
        parent_cversion: 1,
    };
    let set = TxnOp::SetData {
        path: "/m".into(),
        data: Some(bytes("two!")),
        version: 1,
    };
    let check = TxnOp::Check {
        path: "/m".into(),
        version: 1,
    };
    let delete = TxnOp::Delete {
        path: "/m/c".into(),
    };
    let outcome = world.apply(TxnOp::Multi(vec![create, set, child, check, delete]));
    let Outcome::Multi(outcomes) = outcome else {
        panic!("a multi answers as one");
    };
    let Outcome::Created { stat: created, .. } = &outcomes[0] else {
        panic!("the first is a create");
    };
    assert_eq!((created.version, created.data_length), (0, 3));
    let Outcome::Changed { stat: set } = &outcomes[1] else {
        panic!("the second is a set");
    };
    assert_eq!((set.version, set.cversion, set.data_length), (1, 0, 4));
    assert_eq!(outcomes[3..], [Outcome::Done, Outcome::Done]);
    let kinds: Vec<(ChangeKind, &str)> = world
        .changes
        .iter()
        .map(|change| (change.kind, &*change.path))
        .collect();
    let expected = [
        (ChangeKind::Created, "/m"),
        (ChangeKind::DataChanged, "/m"),
        (ChangeKind::Created, "/m/c"),
        (ChangeKind::Deleted, "/m/c"),
    ];
    assert_eq!(kinds, expected);
    let stat = world.stat("/m");
    assert_eq!((stat.cversion, stat.num_children), (2, 0));
}

#[test]
fn changes_carry_the_acls_that_guard_them() {
    let mut world = World::new();
    let guarded = world_readable();
    world.create("/p", "");
    world.apply(TxnOp::SetAcl {
        path: "/p".into(),
        acl: guarded.clone(),
        aversion: 1,
    });
    world.create("/p/a", "");
    world.set("/p", None);
    world.delete("/p/a");
    let acls: Vec<(bool, bool)> = world
        .changes
        .iter()
        .map(|change| (change.acl == guarded, change.parent_acl == guarded))
        .collect();
    let expected = [(false, false), (false, true), (true, false), (false, true)];
    assert_eq!(acls, expected);
}

#[test]
fn refused_requests_move_only_the_zxid() {
    let mut world = World::new();
    let before = world.tree.digest();
    let code = crate::error_code::ErrorCode::NoNode;
    assert_eq!(world.apply(TxnOp::Error(code)), Outcome::Failed(code));
    let codes = vec![None, Some(code)];
    assert_eq!(
        world.apply(TxnOp::FailedMulti(codes.clone())),
        Outcome::FailedMulti(codes)
    );
    assert_eq!(world.tree.last_zxid(), Zxid::from_bits(2));
    assert_eq!(world.tree.digest(), before);
    assert!(world.changes.is_empty());
}

/// The digest as `DigestCalculator` makes it, of every znode from scratch.
fn digest_from_scratch(tree: &Tree) -> u64 {
    let covered = |path: &String| !path.starts_with("/zookeeper/");
    let mut sum = 0u64;
    for znode in tree.znodes().filter(|znode| covered(&znode.path())) {
        let stat = znode.stat();
        let path = znode.path();
        let mut hashed = Vec::from(if path == "/" { "" } else { &path });
        hashed.extend_from_slice(znode.data().unwrap_or_default());
        for zxid in [stat.czxid, stat.mzxid, stat.pzxid] {
            hashed.extend_from_slice(&zxid.bits().to_be_bytes());
        }
        for time in [stat.ctime, stat.mtime] {
            hashed.extend_from_slice(&time.0.to_be_bytes());
        }
        for count in [stat.version, znode.stored_cversion(), stat.aversion] {
            hashed.extend_from_slice(&count.to_be_bytes());
        }
        hashed.extend_from_slice(&stat.ephemeral_owner.to_be_bytes());
        sum = sum.wrapping_add(crc32fast::hash(&hashed).into());
    }
    sum
}

#[test]
fn the_digest_covers_long_data_whatever_else_changes() {
    let long = |fill: u8| Some(vec![fill; 5000].into_boxed_slice());
    let mut world = World::new();
    world.create("/a", "");
    world.create("/a/e", &"long".repeat(2000));
    world.create("/zookeeper/x", &"long".repeat(2000));
    for path in ["/", "/a"] {
        world.set(path, long(1));
        assert_eq!(world.tree.digest(), Some(digest_from_scratch(&world.tree)));
        world.set(path, long(2));
        assert_eq!(world.tree.digest(), Some(digest_from_scratch(&world.tree)));
        let child = alloc::format!("{}/b", path.trim_end_matches('/'));
        world.create(&child, "");
        world.apply(TxnOp::SetAcl {
            path: path.into(),
            acl: AclList::OPEN,
            aversion: 7,
        });
        assert_eq!(world.tree.digest(), Some(digest_from_scratch(&world.tree)));
        world.delete(&child);
        world.set(path, Some(bytes("short")));
        assert_eq!(world.tree.digest(), Some(digest_from_scratch(&world.tree)));
    }
    world.delete("/a/e");
    assert_eq!(world.tree.digest(), Some(digest_from_scratch(&world.tree)));
}

#[test]
fn digests_are_remembered_every_128_zxids() {
    let mut world = World::new();
    world.create("/a", "");
    for _ in 0..300 {
        world.set("/a", Some(bytes("x")));
    }
    let zxids: Vec<i64> = world
        .tree
        .recent_digests()
        .map(|(zxid, _)| zxid.bits())
        .collect();
    assert_eq!(zxids, [128, 256]);
    assert_eq!(Tree::new(1, Switch::Off).digest(), None);
}

#[test]
#[should_panic(expected = "txns are applied in their order")]
fn a_txn_applied_twice_is_a_bug() {
    let mut world = World::new();
    world.create("/a", "");
    world.counter -= 1;
    world.create("/b", "");
}

#[test]
#[should_panic(expected = "names all of its ephemeral znodes")]
fn a_session_that_leaves_a_znode_behind_is_a_bug() {
    let mut world = World::new();
    world.create_owned("/e", "", Owner::Session(SessionId(1)));
    world.create_owned("/f", "", Owner::Session(SessionId(1)));
    let paths = vec!["/e".into()];
    world.apply_as(SessionId(1), TxnOp::CloseSession { paths });
}

#[test]
fn a_session_that_lists_nothing_takes_all_it_owns() {
    let mut world = World::new();
    for path in ["/b", "/a", "/c"] {
        world.create_owned(path, "", Owner::Session(SessionId(1)));
    }
    world.create_owned("/other", "", Owner::Session(SessionId(2)));
    world.apply_as(SessionId(1), TxnOp::CloseSession { paths: vec![] });
    assert!(world.tree.lookup("/a").is_none() && world.tree.lookup("/c").is_none());
    assert!(world.tree.lookup("/other").is_some());
}
