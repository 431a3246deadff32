//! Requests that concern the connection alone: pings, identities, watches.
//!
//! They need nothing of the tree but its zxid, except `setWatches`, which tells a client what it
//! has missed: it may be told of a later state than its place in the order, never of an earlier.
//!
//! Must never: be answered before its turn; `zxid` is how far the stream was delivered.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::connection::{Pending, waiting};
use super::read::Reader;
use super::{Asks, Serve, Slot};
use crate::access;
use crate::acl::Permissions;
use crate::error_code::ErrorCode;
use crate::id::{Now, SessionId};
use crate::input::Input;
use crate::request::{AddWatchMode, Read, SetWatches};
use crate::tree::Tree;
use crate::wire::jute::outcome::ReplyShape;
use crate::wire::jute::reply::{self, EventKind, NO_ZXID, ReplyHead};
use crate::wire::jute::request::{Request, RequestHeader, decode_header, decode_request};

impl Serve {
    /// A request that concerns the connection alone: now if nothing is pending, else in its turn.
    pub(super) fn local(
        &mut self,
        slot: Slot,
        header: RequestHeader,
        frame: &[u8],
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) {
        if self.has_nothing_pending(slot) {
            return self.answer_local(slot, frame, now.monotonic.0, tree, now, asks);
        }
        let waiting = waiting(header, ReplyShape::Bare, frame, now);
        self.enqueue(slot, Pending::Local(waiting, frame.into()));
    }

    /// A `sync` on a server that has peers: the replica says when it is done.
    pub(super) fn sync(
        &mut self,
        slot: Slot,
        session: SessionId,
        header: RequestHeader,
        frame: &[u8],
        now: Now,
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let from = connection.id;
        asks.to_replica.push(Input::Sync { from, session });
        let waiting = waiting(header, ReplyShape::Bare, frame, now);
        self.enqueue(slot, Pending::Syncing(waiting, frame.into()));
    }

    /// Answers a request that concerns the connection alone.
    pub(super) fn answer_local(
        &mut self,
        slot: Slot,
        frame: &[u8],
        since: u64,
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) {
        let (header, body) = decode_header(frame).expect("the frame was decoded before");
        let head = ReplyHead {
            xid: header.xid,
            zxid: self.delivered,
        };
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let out = &mut connection.out;
        match decode_request(header.opcode, body) {
            Ok(Request::Read(read)) => match read {
                Read::Ping => reply::done(out, head),
                Read::Sync { path } => reply::path(out, head, path),
                Read::WhoAmI => {
                    reply::who_am_i(
                        out,
                        head,
                        access::users(&connection.identities, &self.options),
                    );
                }
                Read::AddWatch { path, mode } => {
                    self.watches.watch_persistently(slot, path, mode);
                    reply::watch_added(out, head);
                }
                Read::CheckWatches { path, filter } => {
                    watch_found(out, head, self.watches.has(slot, path, filter));
                }
                Read::RemoveWatches { path, filter } => {
                    watch_found(out, head, self.watches.remove(slot, path, filter));
                }
                Read::SetWatches(watches) => {
                    self.set_watches(slot, &watches, tree);
                    if let Some(connection) = self.connections.get_mut(slot) {
                        reply::done(&mut connection.out, head);
                    }
                }
                Read::Exists { .. }
                | Read::GetData { .. }
                | Read::GetAcl { .. }
                | Read::GetChildren { .. }
                | Read::MultiRead(_)
                | Read::GetEphemerals { .. }
                | Read::GetAllChildrenNumber { .. } => {
                    unreachable!("a read of the tree is not local")
                }
            },
            other => unreachable!("a local request, now it is {other:?}"),
        }
        self.answered(slot, header, since, now, head.zxid, asks);
    }

    /// Registers a reconnected client's watches, and tells it first of what it has missed.
    /// Source: `DataTree.setWatches`.
    fn set_watches(&mut self, slot: Slot, asked: &SetWatches<'_>, tree: &Tree) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let identities = Arc::clone(&connection.identities);
        let reader = Reader {
            tree,
            options: &self.options,
            session: connection.session(),
            identities: &identities,
        };
        let since = asked.relative_zxid;
        let mut missed = 0;
        let mut tell = |kind: EventKind, path: &str| {
            let readable = tree
                .lookup(path)
                .is_none_or(|z| reader.permits(z.acl(), Permissions::READ));
            if readable {
                reply::event(&mut connection.out, NO_ZXID, kind, path);
                missed += 1;
            }
        };
        let watches = &mut self.watches;
        for path in &asked.data {
            match tree.lookup(path) {
                None => tell(EventKind::NodeDeleted, path),
                Some(znode) if znode.mzxid() > since => tell(EventKind::NodeDataChanged, path),
                Some(_) => watches.watch_data(slot, path),
            }
        }
        for path in &asked.exist {
            match tree.lookup(path) {
                Some(_) => tell(EventKind::NodeCreated, path),
                None => watches.watch_data(slot, path),
            }
        }
        for path in &asked.child {
            match tree.lookup(path) {
                None => tell(EventKind::NodeDeleted, path),
                Some(znode) if znode.pzxid() > since => tell(EventKind::NodeChildrenChanged, path),
                Some(_) => watches.watch_children(slot, path),
            }
        }
        for path in &asked.persistent {
            watches.watch_persistently(slot, path, AddWatchMode::Persistent);
        }
        for path in &asked.persistent_recursive {
            let mode = AddWatchMode::PersistentRecursive;
            watches.watch_persistently(slot, path, mode);
        }
        self.figures.events += missed;
        self.figures.sent += missed;
    }
}

fn watch_found(out: &mut Vec<u8>, head: ReplyHead, found: bool) {
    if found {
        reply::done(out, head);
    } else {
        reply::failed(out, head, ErrorCode::NoWatcher);
    }
}
