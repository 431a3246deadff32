//! Multi: all operations under one zxid, each seeing those before it, or none at all.
//!
//! Must never: leave anything of a failed multi in the overlay or in the quotas, the counters of
//! parents included (ZooKeeper's bug ZOOKEEPER-1624).

use alloc::vec::Vec;

use super::Preparer;
use crate::acl::Identities;
use crate::error_code::ErrorCode;
use crate::request::Write;
use crate::txn::TxnOp;

impl Preparer<'_> {
    pub(super) fn multi(&mut self, writes: Vec<Write>, identities: &Identities) -> TxnOp {
        assert!(self.charges.is_empty(), "a multi is a txn of its own");
        let count = writes.len();
        let mut ops = Vec::with_capacity(count);
        self.overlay.begin_multi();
        for write in writes {
            match self.part_of_multi(write, identities) {
                Ok(op) => ops.push(op),
                Err(code) => {
                    self.overlay.take_back_multi();
                    self.take_back_charges();
                    return TxnOp::FailedMulti(codes_of_failed(ops.len(), code, count));
                }
            }
        }
        self.overlay.keep_multi();
        TxnOp::Multi(ops)
    }

    fn part_of_multi(&mut self, write: Write, identities: &Identities) -> Result<TxnOp, ErrorCode> {
        match write {
            Write::Create(request) => self.create(request, identities),
            Write::Delete { path, expected } => self.delete(path, expected, identities),
            Write::SetData {
                path,
                data,
                expected,
            } => self.set_data(path, data, expected, identities),
            Write::Check { path, expected } => self.check(path, expected, identities),
            // A multi cannot hold these; a decoder that lets one through gets this answer.
            Write::SetAcl { .. }
            | Write::Multi(_)
            | Write::CloseSession
            | Write::Reconfig(_)
            | Write::Undecodable => Err(ErrorCode::MarshallingError),
        }
    }
}

/// One code for each of `count` operations: none for those before the failing one, its own for
/// that one, and for all behind it that they were not tried.
fn codes_of_failed(before: usize, code: ErrorCode, count: usize) -> Vec<Option<ErrorCode>> {
    assert!(before < count, "one of the operations failed");
    let mut codes = alloc::vec![Some(ErrorCode::RuntimeInconsistency); count];
    codes[..before].fill(None);
    codes[before] = Some(code);
    codes
}
