//! The tree's semantics, one small table after the other.

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
            data: bytes(data),
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

fn bytes(text: &str) -> Data {
    Some(text.as_bytes().into())
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
