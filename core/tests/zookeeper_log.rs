//! The txns of a real ZooKeeper, applied here: after each one the tree has the digest that
//! ZooKeeper 3.9.5 wrote behind it.
//!
//! A digest covers path, data and every stored field of Stat of all znodes outside `/zookeeper/`,
//! so this compares the whole tree 327 times. `data/zookeeper-3.9.5.log` is the txn log of a
//! standalone server on which three sessions created znodes of every kind, set, deleted, changed
//! ACLs and sent multis, some of them refused, under a quota, while the reaper ran. Its tail of
//! zeros is cut off. Source of the layout: `FileTxnLog`, `SerializeUtils` and `zookeeper.jute`.

use std::collections::BTreeMap;

use ringkeeper_core::acl::{Acl, AclList, Identity, Permissions};
use ringkeeper_core::error_code::ErrorCode;
use ringkeeper_core::id::{SessionId, WallTime, Xid, Zxid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::request::{Data, Path};
use ringkeeper_core::tree::{Tree, Usage};
use ringkeeper_core::txn::{Owner, Txn, TxnOp};

const LOG: &[u8] = include_bytes!("data/zookeeper-3.9.5.log");
const FILE_HEADER: usize = 16;

/// What is left of the log, or of a txn in it.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(len);
        self.0 = rest;
        taken
    }

    fn byte(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn int(&mut self) -> i32 {
        i32::from_be_bytes(self.take(4).try_into().expect("four bytes"))
    }

    fn long(&mut self) -> i64 {
        i64::from_be_bytes(self.take(8).try_into().expect("eight bytes"))
    }

    /// -1 is null.
    fn buffer(&mut self) -> Data {
        let len = usize::try_from(self.int()).ok()?;
        Some(self.take(len).into())
    }

    fn string(&mut self) -> String {
        let bytes = self.buffer().expect("no string is null here");
        String::from_utf8(bytes.into()).expect("UTF-8")
    }

    fn path(&mut self) -> Path {
        self.string().into()
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Reader<'a>) -> T) -> Vec<T> {
        (0..self.int()).map(|_| item(self)).collect()
    }

    fn acl(&mut self) -> AclList {
        AclList::new(self.list(|reader| Acl {
            permissions: Permissions(reader.int()),
            identity: Identity {
                scheme: reader.string(),
                id: reader.string(),
            },
        }))
    }

    fn create(&mut self, kind: i32, session: SessionId) -> TxnOp {
        let (path, data, acl) = (self.path(), self.buffer(), self.acl());
        let is_ephemeral = matches!(kind, 1 | 15) && self.byte() != 0;
        let parent_cversion = self.int();
        let owner = match kind {
            19 => Owner::Container,
            21 => Owner::Ttl {
                ttl_ms: self.long(),
            },
            _ if is_ephemeral => Owner::Session(session),
            _ => Owner::Persistent,
        };
        TxnOp::Create {
            path,
            data,
            acl,
            owner,
            parent_cversion,
        }
    }

    /// A refused multi has an error in it somewhere, and nothing of it counts.
    fn multi(&mut self, session: SessionId) -> TxnOp {
        let ops = self.list(|reader| {
            let kind = reader.int();
            let bytes = reader.buffer().expect("a sub-txn");
            Reader(&bytes).op(kind, session)
        });
        let is_refused = ops.iter().any(|op| matches!(op, TxnOp::Error(_)));
        if is_refused {
            TxnOp::FailedMulti(vec![None; ops.len()])
        } else {
            TxnOp::Multi(ops)
        }
    }

    fn op(&mut self, kind: i32, session: SessionId) -> TxnOp {
        match kind {
            -10 => TxnOp::CreateSession {
                timeout_ms: self.int(),
            },
            -11 => TxnOp::CloseSession {
                paths: self.list(Reader::path),
            },
            1 | 15 | 19 | 21 => self.create(kind, session),
            2 | 20 => TxnOp::Delete { path: self.path() },
            5 => TxnOp::SetData {
                path: self.path(),
                data: self.buffer(),
                version: self.int(),
            },
            7 => TxnOp::SetAcl {
                path: self.path(),
                acl: self.acl(),
                aversion: self.int(),
            },
            13 => TxnOp::Check {
                path: self.path(),
                version: self.int(),
            },
            14 => self.multi(session),
            -1 => {
                self.int();
                TxnOp::Error(ErrorCode::NoNode)
            }
            other => panic!("no txn of kind {other} was recorded"),
        }
    }
}

#[test]
fn every_txn_leaves_the_digest_that_zookeeper_wrote() {
    let mut tree = Tree::new(1, Switch::On);
    let mut kinds: BTreeMap<i32, u32> = BTreeMap::new();
    let mut compared = 0;
    let mut log = Reader(&LOG[FILE_HEADER..]);
    while !log.0.is_empty() {
        let _checksum = log.long();
        let mut entry = Reader(&log.buffer().expect("an entry"));
        assert_eq!(log.byte(), b'B', "each entry ends with it");
        let session = SessionId(entry.long());
        let xid = Xid(entry.int());
        let zxid = Zxid::from_bits(entry.long());
        let time = WallTime(entry.long());
        let kind = entry.int();
        *kinds.entry(kind).or_default() += 1;
        let op = entry.op(kind, session);
        let name = format!("{zxid}: {op:?}");
        let txn = Txn {
            zxid,
            session,
            xid,
            time,
            op,
        };
        tree.apply(txn, &mut |_| {});
        if entry.0.is_empty() {
            assert_eq!(kind, -1, "only a refused request goes without a digest");
        } else {
            assert_eq!(entry.int(), 2, "the digest's version");
            assert_eq!(tree.digest(), Some(entry.long().cast_unsigned()), "{name}");
            compared += 1;
        }
        tree.invariants();
    }
    assert_eq!(compared, 327);
    let seen: Vec<i32> = kinds.into_keys().collect();
    assert_eq!(seen, [-11, -10, -1, 1, 2, 5, 7, 14, 19, 20, 21]);

    // No digest covers a quota's usage: this is what the server said after a restart.
    let usage = tree.quota_for("/q").and_then(|quota| quota.usage);
    let expected = Usage {
        count: 47,
        bytes: 186,
    };
    assert_eq!(usage, Some(expected));
}
