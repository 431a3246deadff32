//! Keys in the store's order, and entries that are not what a checkpoint wrote.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::id::{SessionId, WallTime, Xid};
use crate::options::Switch;
use crate::tree::{CaptureBudget, CheckpointOutcome, Progress, Tree};
use crate::txn::{Owner, Txn, TxnOp};

type Stored = Vec<(Vec<u8>, Vec<u8>)>;

fn key(path: &str) -> Vec<u8> {
    let mut key = Vec::new();
    znode_key(path, &mut key);
    key
}

/// A tree with one of everything, and what a checkpoint of it holds, in the store's order.
fn sample() -> (Tree, Stored) {
    let mut tree = Tree::new(3, Switch::On);
    let guarded = AclList::new(vec![Acl {
        permissions: Permissions(-1),
        identity: Identity {
            scheme: "digest".to_string(),
            id: "bob:x".to_string(),
        },
    }]);
    let session = SessionId(-77);
    let create = |path: &str, owner| TxnOp::Create {
        path: path.into(),
        data: Some(b"some data".as_slice().into()),
        acl: guarded.clone(),
        owner,
        parent_cversion: 5,
    };
    let ops = [
        TxnOp::CreateSession { timeout_ms: 4000 },
        create("/a", Owner::Persistent),
        create("/a/b", Owner::Container),
        create("/a/b/c", Owner::Session(session)),
        create("/a/t", Owner::Ttl { ttl_ms: 1 << 39 }),
        create("/zookeeper/quota/a", Owner::Persistent),
        create("/zookeeper/quota/a/zookeeper_limits", Owner::Persistent),
        create("/zookeeper/quota/a/zookeeper_stats", Owner::Persistent),
        TxnOp::SetData {
            path: "/a/t".into(),
            data: None,
            version: i32::MIN,
        },
    ];
    for (zxid, op) in (1..).zip(ops) {
        let txn = Txn {
            zxid: Zxid::from_bits(zxid),
            session,
            xid: Xid(0),
            time: WallTime(-5),
            op,
        };
        tree.apply(txn, &mut |_| {});
    }
    let mut stored = Vec::new();
    tree.checkpoint_begin();
    let budget = CaptureBudget {
        entries: 1000,
        bytes: usize::MAX,
    };
    let progress = tree.checkpoint_capture(budget, &mut |entry| match entry {
        Entry::Put { key, value } => stored.push((key.to_vec(), value.to_vec())),
        Entry::Delete { key } => panic!("nothing was stored: {key:?}"),
    });
    assert_eq!(progress, Progress::Finished);
    tree.checkpoint_end(CheckpointOutcome::Stored);
    stored.sort();
    (tree, stored)
}

fn load(stored: &Stored) -> Result<Option<Tree>, LoadError> {
    let mut loader = Loader::new(3, Switch::On);
    for (key, value) in stored {
        loader.entry(key, value)?;
    }
    loader.finish()
}

fn fault(stored: &Stored) -> (String, LoadFault) {
    let error = load(stored).expect_err("a faulty store");
    assert!(error.to_string().contains(&error.key));
    (error.key, error.fault)
}

#[test]
fn keys_sort_depth_first() {
    let paths = ["/", "/a", "/a/b", "/a/b/c", "/a/é", "/a b", "/a-", "/b"];
    let keys: Vec<Vec<u8>> = paths.iter().map(|path| key(path)).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert_eq!(keys[0], b"n");
    assert_eq!(keys[2], b"n\0a\0b");
    let mut session = Vec::new();
    session_key(SessionId(0x0102_0304_0506_0708), &mut session);
    assert_eq!(session, [b's', 1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn everything_comes_back() {
    let (tree, stored) = sample();
    let loaded = load(&stored).expect("whole").expect("not empty");
    loaded.invariants();
    assert_eq!(loaded.last_zxid(), tree.last_zxid());
    assert_eq!(loaded.newest_session(), tree.newest_session());
    assert_eq!(loaded.digest(), tree.digest());
    assert_eq!(loaded.data_bytes(), tree.data_bytes());
    assert_eq!(loaded.acl_count(), 2);
    assert_eq!(loaded.session_timeout(SessionId(-77)), Some(4000));
    assert_eq!(loaded.quota_for("/a/b"), tree.quota_for("/a/b"));
    assert!(loaded.quota_for("/a/b").is_some());
    for znode in tree.znodes() {
        let path = znode.path();
        let other = loaded.lookup(&path).expect("it was stored");
        assert_eq!(other.stat(), znode.stat(), "{path}");
        assert_eq!(other.data(), znode.data(), "{path}");
        assert_eq!(other.acl(), znode.acl(), "{path}");
        assert_eq!(other.owner(), znode.owner(), "{path}");
    }
    let (_, meta) = &stored[0];
    assert_eq!(
        read_meta(meta).map(|meta| meta.zxid),
        Some(tree.last_zxid())
    );
    assert_eq!(read_meta(&meta[1..]), None);
}

#[test]
fn an_empty_store_is_new() {
    assert!(load(&Vec::new()).expect("no fault").is_none());
}

#[test]
fn what_is_missing_is_named() {
    let (_, stored) = sample();
    let without = |path: &str| -> Stored {
        let key = key(path);
        let mut stored = stored.clone();
        stored.retain(|(other, _)| *other != key);
        stored
    };
    assert_eq!(
        fault(&without("/a/b")),
        ("znode /a/b/c".to_string(), LoadFault::Orphan)
    );
    assert_eq!(
        fault(&without("/")),
        ("znode /a".to_string(), LoadFault::Orphan)
    );
    let (key, wrong_count) = fault(&without("/a/t"));
    assert_eq!(key, "meta");
    let expected = LoadFault::WrongCount {
        expected: 11,
        found: 10,
    };
    assert_eq!(wrong_count, expected);
    let no_meta = stored[1..].to_vec();
    assert_eq!(fault(&no_meta), ("znode /".to_string(), LoadFault::NoMeta));
    let meta_alone = stored[..1].to_vec();
    assert!(matches!(fault(&meta_alone).1, LoadFault::WrongCount { .. }));
}

#[test]
fn what_is_wrong_is_named() {
    let (_, stored) = sample();
    let with = |at_key: &[u8], value: &[u8]| -> Stored {
        let mut stored = stored.clone();
        stored.retain(|(other, _)| other != at_key);
        stored.push((at_key.to_vec(), value.to_vec()));
        stored.sort();
        stored
    };
    let session = [b's', 0, 0, 0, 0, 0, 0, 0, 9];
    let name = "session 0x9".to_string();
    let table: [(&[u8], &[u8], LoadFault); 8] = [
        (&session, &[], LoadFault::Truncated),
        (&session, &[2, 0], LoadFault::UnknownFormat { version: 2 }),
        (&session, &[FORMAT], LoadFault::Truncated),
        (&session, &[FORMAT, 2, 0], LoadFault::TrailingBytes),
        (&session, &[FORMAT, 0x80], LoadFault::Truncated),
        (
            &session,
            &[FORMAT, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            LoadFault::OutOfRange,
        ),
        (
            &session,
            &[FORMAT, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2],
            LoadFault::OutOfRange,
        ),
        (
            &session,
            &[FORMAT, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 0],
            LoadFault::OutOfRange,
        ),
    ];
    for (key, value, fault_expected) in table {
        assert_eq!(
            fault(&with(key, value)),
            (name.clone(), fault_expected),
            "{value:?}"
        );
    }
    let flags = [FORMAT, 0x40];
    let fault_expected = LoadFault::UnknownFlags { flags: 0x40 };
    assert_eq!(fault(&with(&key("/a"), &flags)).1, fault_expected);
    assert_eq!(fault(&with(b"n\0", &stored[1].1)).1, LoadFault::UnknownKey);
    assert_eq!(fault(&with(b"nx", &stored[1].1)).1, LoadFault::UnknownKey);
    assert_eq!(fault(&with(b"n\0\xff", &stored[1].1)).1, LoadFault::NotUtf8);
    assert_eq!(fault(&with(b"s123", &stored[1].1)).1, LoadFault::UnknownKey);
    assert_eq!(fault(&with(b"x", &[])).1, LoadFault::UnknownKey);
    let mut unsorted = stored.clone();
    unsorted.swap(4, 5);
    assert_eq!(fault(&unsorted).1, LoadFault::OutOfOrder);
    let mut twice = stored.clone();
    twice.insert(2, twice[1].clone());
    assert_eq!(fault(&twice).1, LoadFault::OutOfOrder);
    let quota = key("/zookeeper/quota/a");
    let changed = stored.iter().find(|(key, _)| *key == quota);
    let same_value = with(&key("/a/t"), &changed.expect("it").1);
    assert!(matches!(
        fault(&same_value).1,
        LoadFault::WrongDigest { .. }
    ));
}

#[test]
fn damaged_bytes_end_in_an_error_or_in_a_tree() {
    let (_, stored) = sample();
    let mut refused = 0;
    for (at, (key, value)) in stored.iter().enumerate() {
        for bit in 0..(key.len() + value.len()) * 8 {
            let mut damaged = stored.clone();
            let (key, value) = &mut damaged[at];
            match bit / 8 {
                byte if byte < key.len() => key[byte] ^= 1 << (bit % 8),
                byte => value[byte - key.len()] ^= 1 << (bit % 8),
            }
            refused += check(&damaged);
        }
        for len in 0..value.len() {
            let mut damaged = stored.clone();
            damaged[at].1.truncate(len);
            refused += check(&damaged);
        }
    }
    // Not all: no digest covers ACLs, sessions, the zxid itself and what is below /zookeeper.
    assert!(refused > 1000, "the digest covers most of it");
}

/// Loads what may be damaged; 1 when it was refused.
fn check(stored: &Stored) -> usize {
    match load(stored) {
        Ok(tree) => {
            tree.expect("not empty").invariants();
            0
        }
        Err(_) => 1,
    }
}
