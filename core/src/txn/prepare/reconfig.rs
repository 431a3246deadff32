//! The ensemble's configuration: what of a reconfig is no question of servers and quorums.
//!
//! Must never: let a configuration into the order that was not planned by Zab. Source:
//! `PrepRequestProcessor.pRequest2Txn`, the case `reconfig`.

use super::Preparer;
use crate::acl::{Identities, Permissions};
use crate::error_code::ErrorCode;
use crate::path;
use crate::request::Path;
use crate::tree::CONFIG_VERSION;
use crate::txn::TxnOp;
use crate::txn::overlay::Name;
use crate::zab::configuration::Refusal;
use crate::zab::ensemble::Ensemble;

impl Preparer<'_> {
    /// The txn that a reconfig becomes: whether it may be asked for at all comes first, whether it
    /// is possible next, and last whether this client may.
    pub(crate) fn reconfig(
        &mut self,
        planned: Result<Ensemble, Refusal>,
        identities: &Identities,
    ) -> TxnOp {
        let permitted = |preparer: &mut Self| {
            if !preparer.options.reconfig.is_on() {
                return Err(ErrorCode::ReconfigDisabled);
            }
            if let Err(Refusal::AtOnce(code)) = planned {
                return Err(code);
            }
            let acl = preparer.existing(path::CONFIG)?.acl;
            preparer.permit(&acl, Permissions::WRITE, identities)?;
            planned.map_err(|(Refusal::AtOnce(code) | Refusal::BehindRights(code))| code)
        };
        match permitted(self) {
            Ok(ensemble) => self.install(&ensemble),
            Err(code) => TxnOp::Error(code),
        }
    }

    /// The txn that makes a configuration the ensemble's.
    pub(crate) fn install(&mut self, ensemble: &Ensemble) -> TxnOp {
        let text = ensemble.text();
        let mut znode = self
            .existing(path::CONFIG)
            .expect("nobody can delete a znode of ZooKeeper's own");
        znode.version = CONFIG_VERSION;
        znode.data_bytes = text.len();
        let name = Name::whole(&Path::from(path::CONFIG));
        self.overlay.put(name, Some(znode), self.zxid);
        TxnOp::Reconfig {
            config: text.into_bytes().into(),
        }
    }
}
