//! Request to txn: every check a write must pass, in ZooKeeper's order, so that the first fault
//! named is the one ZooKeeper names.
//!
//! Leader only. A request is checked against the tree plus what is in flight ([`super::overlay`]);
//! the outcome is the same however many txns are in flight. What comes out cannot fail: flags,
//! TTLs and arguments that could not be applied are refused here, before anything is logged.
//!
//! ```text
//!   mod.rs     the context, and the ops of one znode: delete, data, ACL, version
//!   create.rs  what kind of znode a create makes; its path, parent and sequence number
//!   multi.rs   all or nothing
//!   ends.rs    a session's ephemerals, a container or TTL znode that is due
//!   quota.rs   hard quotas with what is in flight
//!   reconfig.rs  the ensemble's configuration
//! ```
//!
//! Must never: change the tree, assign a zxid, or leave a trace in the overlay of a request it
//! refused. Source: `PrepRequestProcessor.pRequest2Txn`.

mod create;
mod ends;
mod multi;
mod quota;
mod reconfig;

use alloc::vec::Vec;

pub(crate) use ends::Due;
pub(crate) use quota::{Charge, QuotasInFlight};

use crate::access::{self, Verdicts};
use crate::acl::{Acl, AclList, Identities, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{SessionId, Zxid};
use crate::options::Options;
use crate::path;
use crate::request::{Data, ExpectedVersion, Path, Write};
use crate::tree::Tree;
use crate::txn::TxnOp;
use crate::txn::overlay::{Foreseen, Name, Overlay};

/// Everything that requests are prepared with.
#[derive(Debug)]
pub(crate) struct Preparer<'a> {
    pub(crate) options: &'a Options,
    pub(crate) tree: &'a Tree,
    pub(crate) overlay: &'a mut Overlay,
    pub(crate) quotas: &'a mut QuotasInFlight,
    /// The zxid of the txn being prepared.
    pub(crate) zxid: Zxid,
    /// Who asks; [`SessionId::NONE`] for the server itself.
    pub(crate) session: SessionId,
    /// What the txn adds to the use of quotas, for when it is applied.
    pub(crate) charges: Vec<Charge>,
    /// Bytes by which this request's ACLs may still grow.
    pub(crate) acl_expansion_left: usize,
    /// Times that this request may still have the usage of a quota counted.
    pub(crate) usage_counts_left: usize,
    /// What long ACLs were found to grant this request.
    pub(crate) verdicts: Verdicts,
}

impl Preparer<'_> {
    /// The txn that a client's request becomes. A refused one becomes a txn, too: its zxid counts.
    pub(crate) fn request(&mut self, write: Write, identities: &Identities) -> TxnOp {
        let prepared = match write {
            Write::Multi(ops) => return self.multi(ops, identities),
            Write::CloseSession => return self.close_session(),
            Write::Create(request) => self.create(request, identities),
            Write::Delete { path, expected } => self.delete(path, expected, identities),
            Write::SetData {
                path,
                data,
                expected,
            } => self.set_data(path, data, expected, identities),
            Write::SetAcl {
                path,
                acl,
                expected,
            } => self.set_acl(path, &acl, expected, identities),
            // Alone it has no answer: `Unimplemented` since ZooKeeper 3.9.3.
            Write::Check { .. } => Err(ErrorCode::Unimplemented),
            Write::Reconfig(_) => unreachable!("it is planned first"),
            Write::Undecodable => Err(ErrorCode::MarshallingError),
        };
        prepared.unwrap_or_else(TxnOp::Error)
    }

    fn delete(
        &mut self,
        path: Path,
        expected: ExpectedVersion,
        identities: &Identities,
    ) -> Result<TxnOp, ErrorCode> {
        if !path::is_deletable(&path) {
            return Err(ErrorCode::BadArguments);
        }
        let parent = self.existing(path::parent(&path))?;
        self.permit(&parent.acl, Permissions::DELETE, identities)?;
        let znode = self.existing(&path)?;
        if !expected.matches(znode.version) {
            return Err(ErrorCode::BadVersion);
        }
        if znode.children > 0 {
            return Err(ErrorCode::NotEmpty);
        }
        self.foresee_delete(&path, &znode, parent);
        Ok(TxnOp::Delete { path })
    }

    fn set_data(
        &mut self,
        path: Path,
        data: Data,
        expected: ExpectedVersion,
        identities: &Identities,
    ) -> Result<TxnOp, ErrorCode> {
        path::validate(&path)?;
        let mut znode = self.existing(&path)?;
        self.permit(&znode.acl, Permissions::WRITE, identities)?;
        if &*path == path::CONFIG && self.options.has_peers.is_on() {
            // It holds who decides, and changes by a reconfig only.
            return Err(ErrorCode::BadArguments);
        }
        let data_bytes = data.as_ref().map_or(0, |data| data.len());
        self.check_resize(&path, znode.data_bytes, data_bytes)?;
        if !expected.matches(znode.version) {
            return Err(ErrorCode::BadVersion);
        }
        self.charge_resize(&path, znode.data_bytes, data_bytes);
        let version = znode.version.wrapping_add(1);
        znode.version = version;
        znode.data_bytes = data_bytes;
        self.overlay.put(Name::whole(&path), Some(znode), self.zxid);
        Ok(TxnOp::SetData {
            path,
            data,
            version,
        })
    }

    fn set_acl(
        &mut self,
        path: Path,
        acl: &[Acl],
        expected: ExpectedVersion,
        identities: &Identities,
    ) -> Result<TxnOp, ErrorCode> {
        path::validate(&path)?;
        let acl = access::fix(acl, identities, self.options, &mut self.acl_expansion_left)?;
        let mut znode = self.existing(&path)?;
        self.permit(&znode.acl, Permissions::ADMIN, identities)?;
        if !expected.matches(znode.aversion) {
            return Err(ErrorCode::BadVersion);
        }
        let aversion = znode.aversion.wrapping_add(1);
        znode.aversion = aversion;
        znode.acl = acl.clone();
        self.overlay.put(Name::whole(&path), Some(znode), self.zxid);
        Ok(TxnOp::SetAcl {
            path,
            acl,
            aversion,
        })
    }

    fn check(
        &mut self,
        path: Path,
        expected: ExpectedVersion,
        identities: &Identities,
    ) -> Result<TxnOp, ErrorCode> {
        path::validate(&path)?;
        let znode = self.existing(&path)?;
        self.permit(&znode.acl, Permissions::READ, identities)?;
        if !expected.matches(znode.version) {
            return Err(ErrorCode::BadVersion);
        }
        let version = znode.version;
        Ok(TxnOp::Check { path, version })
    }

    /// The znode as it will be when this txn is applied.
    fn existing(&self, path: &str) -> Result<Foreseen, ErrorCode> {
        self.overlay
            .foresee(self.tree, path)
            .ok_or(ErrorCode::NoNode)
    }

    fn permit(
        &mut self,
        acl: &AclList,
        wanted: Permissions,
        identities: &Identities,
    ) -> Result<(), ErrorCode> {
        let verdicts = &mut self.verdicts;
        if verdicts.permits(acl, wanted, identities, self.options) {
            Ok(())
        } else {
            Err(ErrorCode::NoAuth)
        }
    }

    /// Notes that this txn deletes `path`, now `znode`, whose parent is now `parent`.
    fn foresee_delete(&mut self, path: &Path, znode: &Foreseen, mut parent: Foreseen) {
        assert!(
            parent.children > 0,
            "a znode is one of its parent's children"
        );
        parent.children -= 1;
        self.charge_delete(path, znode.data_bytes);
        self.overlay
            .put(Name::parent_of(path), Some(parent), self.zxid);
        self.overlay.put(Name::whole(path), None, self.zxid);
    }
}

impl From<path::InvalidPath> for ErrorCode {
    fn from(_: path::InvalidPath) -> ErrorCode {
        ErrorCode::BadArguments
    }
}

impl From<access::InvalidAcl> for ErrorCode {
    fn from(_: access::InvalidAcl) -> ErrorCode {
        ErrorCode::InvalidAcl
    }
}
