//! What the znodes were at every zxid, from the txns of the one order.
//!
//! A second, slow implementation of what a txn means, for as much as the workload uses. Must never:
//! use the core's tree.

use std::collections::BTreeMap;

use ringkeeper_core::id::Zxid;
use ringkeeper_core::txn::{Owner, Txn, TxnOp};

/// A znode from some zxid on; `None`: it does not exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct State {
    pub(super) data: Vec<u8>,
    pub(super) version: i32,
    pub(super) mzxid: Zxid,
    pub(super) owner: Option<i64>,
}

/// What a change is, as events number it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Created = 1,
    Deleted = 2,
    Data = 3,
    Children = 4,
}

#[derive(Debug, Default)]
struct History {
    states: Vec<(Zxid, Option<State>)>,
    /// Changes of the znode itself, and of its children.
    changes: Vec<(Zxid, Kind)>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Model {
    znodes: BTreeMap<String, History>,
    /// Everything of the order.
    pub(super) txns: Vec<Txn>,
}

impl Model {
    /// Takes the next txn of the order.
    pub(super) fn follow(&mut self, txn: Txn) {
        self.take(txn.zxid, &txn.op, txn.session.0);
        self.txns.push(txn);
    }

    /// The txn at a zxid.
    pub(super) fn txn(&self, zxid: Zxid) -> Option<&Txn> {
        let place = self.txns.binary_search_by_key(&zxid, |txn| txn.zxid);
        self.txns.get(place.ok()?)
    }

    fn take(&mut self, zxid: Zxid, op: &TxnOp, session: i64) {
        match op {
            TxnOp::Create {
                path, data, owner, ..
            } => {
                let owner = match owner {
                    Owner::Session(owner) => Some(owner.0),
                    Owner::Persistent | Owner::Container | Owner::Ttl { .. } => None,
                };
                let state = State {
                    data: data.as_deref().unwrap_or_default().to_vec(),
                    version: 0,
                    mzxid: zxid,
                    owner,
                };
                self.change(path, zxid, Kind::Created, Some(state));
                self.change_parent(path, zxid);
            }
            TxnOp::Delete { path } => self.delete(path, zxid),
            TxnOp::SetData {
                path,
                data,
                version,
            } => {
                let before = self.at(path, zxid).cloned();
                let state = before.map(|before| State {
                    data: data.as_deref().unwrap_or_default().to_vec(),
                    version: *version,
                    mzxid: zxid,
                    ..before
                });
                self.change(path, zxid, Kind::Data, state);
            }
            TxnOp::CloseSession { paths } => {
                for path in paths {
                    if self
                        .at(path, zxid)
                        .is_some_and(|state| state.owner == Some(session))
                    {
                        self.delete(path, zxid);
                    }
                }
            }
            TxnOp::Multi(parts) => {
                for part in parts {
                    self.take(zxid, part, session);
                }
            }
            TxnOp::CreateSession { .. }
            | TxnOp::SetAcl { .. }
            | TxnOp::Check { .. }
            | TxnOp::Reconfig { .. }
            | TxnOp::Error(_)
            | TxnOp::FailedMulti(_) => {}
        }
    }

    fn delete(&mut self, path: &str, zxid: Zxid) {
        self.change(path, zxid, Kind::Deleted, None);
        self.change_parent(path, zxid);
    }

    fn change(&mut self, path: &str, zxid: Zxid, kind: Kind, state: Option<State>) {
        let history = self.znodes.entry(path.into()).or_default();
        history.states.push((zxid, state));
        history.changes.push((zxid, kind));
    }

    fn change_parent(&mut self, path: &str, zxid: Zxid) {
        let parent = parent_of(path);
        let history = self.znodes.entry(parent.into()).or_default();
        history.changes.push((zxid, Kind::Children));
    }

    /// A znode as it was at a zxid.
    pub(super) fn at(&self, path: &str, zxid: Zxid) -> Option<&State> {
        let states = &self.znodes.get(path)?.states;
        let place = states.partition_point(|(at, _)| *at <= zxid);
        states.get(place.checked_sub(1)?)?.1.as_ref()
    }

    /// The names of its children then, in order.
    pub(super) fn children(&self, path: &str, zxid: Zxid) -> Vec<String> {
        let prefix = format!("{path}/");
        let below = self.znodes.range(prefix.clone()..);
        below
            .take_while(|(child, _)| child.starts_with(&prefix))
            .filter(|(child, _)| !child[prefix.len()..].contains('/'))
            .filter(|(child, _)| self.at(child, zxid).is_some())
            .map(|(child, _)| child[prefix.len()..].to_owned())
            .collect()
    }

    /// The first change behind `after` that `fits`.
    pub(super) fn first_change(
        &self,
        path: &str,
        after: Zxid,
        fits: impl Fn(Kind) -> bool,
    ) -> Option<(Zxid, Kind)> {
        let changes = &self.znodes.get(path)?.changes;
        let place = changes.partition_point(|(at, _)| *at <= after);
        changes[place..]
            .iter()
            .find(|(_, kind)| fits(*kind))
            .copied()
    }

    /// A znode of a session that is there at the end of the order.
    pub(super) fn owned_by(&self, session: i64) -> Option<&str> {
        let owned = |history: &History| {
            let last = history.states.last().and_then(|(_, state)| state.as_ref());
            last.is_some_and(|state| state.owner == Some(session))
        };
        let mut all = self.znodes.iter();
        let found = all.find(|(_, history)| owned(history));
        found.map(|(path, _)| path.as_str())
    }
}

fn parent_of(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(slash) => &path[..slash],
    }
}
