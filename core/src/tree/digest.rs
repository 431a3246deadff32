//! ZooKeeper's tree digest, version 2: a number by which servers compare their trees.
//!
//! The sum, modulo 2^64, of a CRC-32 of every znode outside `/zookeeper/`; kept as znodes change.
//! ACLs are not covered. Must never stop anything: a difference is reported, no more.
//! Source: `DigestCalculator`, `AdHash`, `DataTree.logZxidDigest`.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crc32fast::Hasher;

use crate::id::{SessionId, Zxid};
use crate::options::Switch;
use crate::txn::Owner;

use super::slab::SlotId;
use super::{ROOT, Tree};

/// Digests are remembered at every zxid that this divides.
const LOG_INTERVAL: i64 = 128;
/// So many are remembered.
const LOG_LIMIT: usize = 1024;
/// Data longer than this is hashed where it is.
const GATHERED_MAX: usize = 1024;
/// Znodes below it are not hashed.
const UNCOVERED: &str = "/zookeeper/";

/// The CRC-32 of a znode's path and long data, from which that of all its fields goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct PrefixCrc(u32);

/// See the module.
#[derive(Clone)]
pub(super) struct TreeDigest {
    /// `None` when it is not kept.
    sum: Option<u64>,
    log: VecDeque<(Zxid, u64)>,
    /// Where a znode's bytes are gathered.
    scratch: Vec<u8>,
}

impl TreeDigest {
    pub(super) fn new(switch: Switch) -> TreeDigest {
        TreeDigest {
            sum: switch.is_on().then_some(0),
            log: VecDeque::new(),
            scratch: Vec::new(),
        }
    }

    pub(super) const fn current(&self) -> Option<u64> {
        self.sum
    }

    pub(super) fn recent(&self) -> impl Iterator<Item = (Zxid, u64)> {
        self.log.iter().copied()
    }

    /// A txn was applied.
    pub(super) fn passed(&mut self, zxid: Zxid) {
        if let Some(sum) = self.sum
            && zxid.bits() % LOG_INTERVAL == 0
        {
            if self.log.len() == LOG_LIMIT {
                self.log.pop_front();
            }
            self.log.push_back((zxid, sum));
        }
    }
}

/// The owner as ZooKeeper stores it in `ephemeralOwner`.
pub(crate) const fn owner_bits(owner: Owner) -> i64 {
    match owner {
        Owner::Persistent => 0,
        Owner::Session(SessionId(id)) => id,
        Owner::Container => i64::MIN,
        // The top byte says "extended", the next two say "TTL".
        Owner::Ttl { ttl_ms } => (0xff << 56) | ttl_ms,
    }
}

impl Tree {
    pub(super) fn digest_add(&mut self, id: SlotId, path: &str) {
        if let Some(sum) = self.digest.sum {
            self.digest.sum = Some(sum.wrapping_add(self.digest_of(id, path)));
        }
    }

    pub(super) fn digest_subtract(&mut self, id: SlotId, path: &str) {
        if let Some(sum) = self.digest.sum {
            self.digest.sum = Some(sum.wrapping_sub(self.digest_of(id, path)));
        }
    }

    fn digest_of(&mut self, id: SlotId, path: &str) -> u64 {
        let mut scratch = core::mem::take(&mut self.digest.scratch);
        let digest = self.digest_with(&mut scratch, id, path);
        self.digest.scratch = scratch;
        digest
    }

    /// What is kept with long data. Otherwise each create below a znode would hash its data twice.
    pub(super) fn digest_prefix(&self, id: SlotId, path: &str, data: &[u8]) -> PrefixCrc {
        let mut crc = Hasher::new();
        if self.digest.sum.is_some() && !path.starts_with(UNCOVERED) {
            crc.update(hashed_path(id, path).as_bytes());
            crc.update(data);
        }
        PrefixCrc(crc.finalize())
    }

    /// The digest of one znode. What is hashed is first gathered in `scratch`: the processor's
    /// instructions for CRCs are used from 128 bytes on, and paths and data are mostly shorter.
    pub(super) fn digest_with(&self, scratch: &mut Vec<u8>, id: SlotId, path: &str) -> u64 {
        if path.starts_with(UNCOVERED) {
            return 0;
        }
        let record = &self.records[id];
        let (pzxid, cversion, aversion, owner) = match self.extra(id) {
            None => (record.czxid, 0, 0, Owner::Persistent),
            Some(extra) => (
                extra.pzxid,
                extra.stored_cversion,
                extra.aversion,
                extra.owner,
            ),
        };
        let mut crc = Hasher::new();
        scratch.clear();
        if let Some(PrefixCrc(prefix)) = self.long_data_crc(id) {
            // Its length would matter only if CRCs were combined.
            crc = Hasher::new_with_initial(prefix);
        } else {
            let data = self.data_of(id).unwrap_or_default();
            scratch.extend_from_slice(hashed_path(id, path).as_bytes());
            if data.len() <= GATHERED_MAX {
                scratch.extend_from_slice(data);
            } else {
                crc.update(scratch);
                crc.update(data);
                scratch.clear();
            }
        }
        for long in [
            record.czxid.bits(),
            record.mzxid.bits(),
            pzxid.bits(),
            record.ctime.0,
            record.mtime.0,
        ] {
            scratch.extend_from_slice(&long.to_be_bytes());
        }
        for int in [record.version, cversion, aversion] {
            scratch.extend_from_slice(&int.to_be_bytes());
        }
        scratch.extend_from_slice(&owner_bits(owner).to_be_bytes());
        crc.update(scratch);
        u64::from(crc.finalize())
    }
}

/// The root is hashed without its slash.
fn hashed_path(id: SlotId, path: &str) -> &str {
    if id == ROOT { "" } else { path }
}
