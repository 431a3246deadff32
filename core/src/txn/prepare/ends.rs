//! What the server itself ends: a session's ephemeral znodes, a container or TTL znode that is
//! due.
//!
//! Must never: list a znode twice or one that will not be there; delete what something in flight
//! may still keep alive. Source: `PrepRequestProcessor` (`closeSession`, `deleteContainer`).

use super::Preparer;
use crate::path;
use crate::request::Path;
use crate::txn::TxnOp;

/// A znode the reaper holds to be due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Due(pub(crate) Path);

impl Preparer<'_> {
    /// Ends the session and every ephemeral znode it will own, those in flight included.
    pub(crate) fn close_session(&mut self) -> TxnOp {
        let paths = self.overlay.ephemerals(self.tree, self.session);
        for path in &paths {
            let found = self.existing(path).ok();
            let parent = self.existing(path::parent(path)).ok();
            let (Some(znode), Some(parent)) = (found, parent) else {
                panic!("a listed ephemeral and its parent exist: {path}");
            };
            assert!(znode.children == 0, "an ephemeral has no children");
            self.foresee_delete(path, &znode, parent);
        }
        TxnOp::CloseSession { paths }
    }

    /// Deletes a znode that is due, or nothing when something in flight touches it: it may get a
    /// child or new data, and if not, the next scan finds it again.
    pub(crate) fn reap(&mut self, Due(path): Due) -> Option<TxnOp> {
        if self.overlay.touches(&path) {
            return None;
        }
        let znode = self.existing(&path).ok()?;
        let parent = self.existing(path::parent(&path)).ok()?;
        assert!(znode.children == 0, "whoever says it is due has looked");
        self.foresee_delete(&path, &znode, parent);
        Some(TxnOp::Delete { path })
    }
}
