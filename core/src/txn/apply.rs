//! A txn's effects on the tree: deterministic, and it cannot fail.
//!
//! What could fail was decided by `prepare`; a txn that does not fit the tree is a bug of ours, or
//! a log that belongs to another tree, and stops the server. Must never: look at options, clocks
//! or anything but the tree and the txn.

use alloc::vec::Vec;

use crate::acl::AclList;
use crate::path;
use crate::request::{Change, ChangeKind, Outcome, Path};
use crate::tree::edit::{Birth, Created, Moment, Replaced};
use crate::tree::{CONFIG_VERSION, Tree};

use super::{Txn, TxnOp};

impl Tree {
    /// Carries out `txn`, the next one in the order. `on_change` is told of every znode that was
    /// created, deleted or got data, in the order of its operations; the caller knows the zxid.
    ///
    /// A multi's outcomes carry the Stat as of right after their own operation.
    pub fn apply(&mut self, txn: Txn, on_change: &mut impl FnMut(Change)) -> Outcome {
        assert!(
            txn.zxid > self.last_zxid(),
            "txns are applied in their order: {} after {}",
            txn.zxid,
            self.last_zxid()
        );
        let at = Moment {
            zxid: txn.zxid,
            time: txn.time,
        };
        let outcome = match txn.op {
            TxnOp::CreateSession { timeout_ms } => {
                self.open_session(txn.session, timeout_ms);
                Outcome::Done
            }
            TxnOp::CloseSession { mut paths } => {
                if paths.is_empty() {
                    // Too many to be listed, or none: prepare lists them in this order too.
                    let owned = self.ephemerals(txn.session);
                    paths = owned.map(|znode| znode.path().into()).collect();
                    paths.sort_unstable();
                }
                for path in paths {
                    self.apply_delete(path, at, on_change);
                }
                assert!(
                    self.ephemerals(txn.session).next().is_none(),
                    "a session that ends names all of its ephemeral znodes"
                );
                self.close_session(txn.session);
                Outcome::Done
            }
            TxnOp::Multi(ops) => {
                let mut outcomes = Vec::with_capacity(ops.len());
                for op in ops {
                    outcomes.push(self.apply_op(op, at, on_change));
                }
                Outcome::Multi(outcomes)
            }
            TxnOp::FailedMulti(codes) => Outcome::FailedMulti(codes),
            op @ (TxnOp::Create { .. }
            | TxnOp::Delete { .. }
            | TxnOp::SetData { .. }
            | TxnOp::SetAcl { .. }
            | TxnOp::Check { .. }
            | TxnOp::Reconfig { .. }
            | TxnOp::Error(_)) => self.apply_op(op, at, on_change),
        };
        self.passed(txn.zxid);
        outcome
    }

    /// One operation, alone or in a multi.
    fn apply_op(&mut self, op: TxnOp, at: Moment, on_change: &mut impl FnMut(Change)) -> Outcome {
        match op {
            TxnOp::Create {
                path,
                data,
                acl,
                owner,
                parent_cversion,
            } => {
                let birth = Birth {
                    data,
                    acl: acl.clone(),
                    owner,
                    parent_cversion,
                };
                let Created { stat, parent_acl } = self.create(&path, birth, at);
                on_change(Change {
                    kind: ChangeKind::Created,
                    path: path.clone(),
                    acl,
                    parent_acl,
                });
                Outcome::Created { path, stat }
            }
            TxnOp::Delete { path } => {
                self.apply_delete(path, at, on_change);
                Outcome::Done
            }
            TxnOp::SetData {
                path,
                data,
                version,
            } => {
                let Replaced { stat, acl } = self.set_data(&path, data, version, at);
                on_change(Change {
                    kind: ChangeKind::DataChanged,
                    path,
                    acl,
                    parent_acl: AclList::OPEN,
                });
                Outcome::Changed { stat }
            }
            TxnOp::SetAcl {
                path,
                acl,
                aversion,
            } => Outcome::Changed {
                stat: self.set_acl(&path, acl, aversion).stat(),
            },
            TxnOp::Reconfig { config } => {
                let (path, data) = (Path::from(path::CONFIG), Some(config.clone()));
                let Replaced { stat, acl } = self.set_data(&path, data, CONFIG_VERSION, at);
                on_change(Change {
                    kind: ChangeKind::DataChanged,
                    path,
                    acl,
                    parent_acl: AclList::OPEN,
                });
                Outcome::Reconfigured { config, stat }
            }
            TxnOp::Check { .. } => Outcome::Done,
            TxnOp::Error(code) => Outcome::Failed(code),
            TxnOp::CreateSession { .. }
            | TxnOp::CloseSession { .. }
            | TxnOp::Multi(_)
            | TxnOp::FailedMulti(_) => panic!("a multi holds only operations on znodes"),
        }
    }

    fn apply_delete(&mut self, path: Path, at: Moment, on_change: &mut impl FnMut(Change)) {
        let removed = self.delete(&path, at.zxid);
        on_change(Change {
            kind: ChangeKind::Deleted,
            path,
            acl: removed.acl,
            parent_acl: removed.parent_acl,
        });
    }
}
