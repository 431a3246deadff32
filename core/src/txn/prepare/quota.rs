//! Hard quotas: what is used in the tree plus what is in flight must stay within.
//!
//! Only with [`Options::enforce_quota`](crate::options::Options); otherwise nothing is counted.
//! A quota itself counts from the moment its znodes are in the tree, as in ZooKeeper. Must never:
//! keep a charge whose txn is gone. Source: `ZooKeeperServer.checkQuota`.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;

use super::Preparer;
use crate::error_code::ErrorCode;
use crate::tree::{Quota, QuotaVerdict, Usage};

/// What one operation in flight adds to the use of the quota of `path`; deletes add less than 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Charge {
    path: Arc<str>,
    usage: Usage,
}

/// The charges of every txn in flight, summed for each quota.
#[derive(Clone, Debug)]
pub(crate) struct QuotasInFlight {
    sums: BTreeMap<Arc<str>, Sum>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Sum {
    usage: Usage,
    charges: usize,
}

impl QuotasInFlight {
    pub(crate) const fn new() -> QuotasInFlight {
        QuotasInFlight {
            sums: BTreeMap::new(),
        }
    }

    /// The txn these charges belong to is applied, or refused: the tree counts from now on.
    pub(crate) fn settle(&mut self, charges: &[Charge]) {
        for charge in charges {
            let Some(sum) = self.sums.get_mut(&charge.path) else {
                panic!("a charge is summed until it is settled");
            };
            sum.usage = minus(sum.usage, charge.usage);
            sum.charges -= 1;
            if sum.charges == 0 {
                self.sums.remove(&charge.path);
            }
        }
    }

    /// Checks that nothing is left when nothing is in flight.
    pub(crate) fn invariants_when_idle(&self) {
        assert!(self.sums.is_empty(), "nothing in flight, nothing charged");
    }

    fn add(&mut self, path: &str, usage: Usage) -> Charge {
        let path = match self.sums.get_key_value(path) {
            Some((path, _)) => path.clone(),
            None => Arc::from(path),
        };
        let none = Sum {
            usage: Usage { count: 0, bytes: 0 },
            charges: 0,
        };
        let sum = self.sums.entry(path.clone()).or_insert(none);
        sum.usage = plus(sum.usage, usage);
        sum.charges += 1;
        Charge { path, usage }
    }

    fn in_flight(&self, path: &str) -> Option<Usage> {
        Some(self.sums.get(path)?.usage)
    }
}

impl Preparer<'_> {
    pub(super) fn check_create(&self, path: &str, data_bytes: usize) -> Result<(), ErrorCode> {
        self.check_growth(path, growth(1, 0, data_bytes))
    }

    pub(super) fn check_resize(
        &self,
        path: &str,
        old_bytes: usize,
        new_bytes: usize,
    ) -> Result<(), ErrorCode> {
        self.check_growth(path, growth(0, old_bytes, new_bytes))
    }

    pub(super) fn charge_create(&mut self, path: &str, data_bytes: usize) {
        self.charge(path, growth(1, 0, data_bytes));
    }

    pub(super) fn charge_resize(&mut self, path: &str, old_bytes: usize, new_bytes: usize) {
        self.charge(path, growth(0, old_bytes, new_bytes));
    }

    pub(super) fn charge_delete(&mut self, path: &str, data_bytes: usize) {
        self.charge(path, growth(-1, data_bytes, 0));
    }

    /// The txn being prepared is refused: what it charged so far does not count.
    pub(super) fn take_back_charges(&mut self) {
        let charges = core::mem::take(&mut self.charges);
        self.quotas.settle(&charges);
    }

    fn check_growth(&self, path: &str, growth: Usage) -> Result<(), ErrorCode> {
        if !self.options.enforce_quota.is_on() {
            return Ok(());
        }
        let Some(quota) = self.tree.quota_for(path) else {
            return Ok(());
        };
        let in_flight = self.quotas.in_flight(quota.path);
        let usage = quota
            .usage
            .map(|used| in_flight.map_or(used, |more| plus(used, more)));
        match (Quota { usage, ..quota }).verdict(growth) {
            QuotaVerdict::Within | QuotaVerdict::SoftExceeded => Ok(()),
            QuotaVerdict::HardExceeded => Err(ErrorCode::QuotaExceeded),
        }
    }

    fn charge(&mut self, path: &str, usage: Usage) {
        if !self.options.enforce_quota.is_on() {
            return;
        }
        if let Some(quota) = self.tree.quota_for(path) {
            let charge = self.quotas.add(quota.path, usage);
            self.charges.push(charge);
        }
    }
}

fn growth(count: i64, old_bytes: usize, new_bytes: usize) -> Usage {
    Usage {
        count,
        bytes: signed(new_bytes) - signed(old_bytes),
    }
}

fn signed(bytes: usize) -> i64 {
    let Ok(bytes) = i64::try_from(bytes) else {
        panic!("memory is smaller than 2^63 bytes");
    };
    bytes
}

fn plus(a: Usage, b: Usage) -> Usage {
    Usage {
        count: a.count.saturating_add(b.count),
        bytes: a.bytes.saturating_add(b.bytes),
    }
}

fn minus(a: Usage, b: Usage) -> Usage {
    Usage {
        count: a.count.saturating_sub(b.count),
        bytes: a.bytes.saturating_sub(b.bytes),
    }
}
