//! What is asked of etcd: the workloads that it has a word for, on ZooKeeper's own paths.
//!
//! Must never allocate per call, nor differ from ZooKeeper's traffic in keys, values or shares.

use super::connection::NO_SUCCESS;
use super::message::Call;
use crate::connection::Kind;
use crate::error::{Error, Result};
use crate::source::{Random, Source};
use crate::workload::{self, Sizes, Workload};

/// A workload under way.
#[derive(Debug)]
pub(crate) struct Traffic {
    calls: Calls,
    random: Random,
}

#[derive(Debug)]
enum Calls {
    Mixed {
        get: Call,
        set: Call,
        keys: u32,
        reads: u32,
    },
    Once {
        call: Call,
        next: u32,
        end: u32,
    },
}

impl Traffic {
    /// Fails for a workload that etcd has no word for.
    pub(crate) fn check(workload: Workload) -> Result<()> {
        if workload.suits_etcd() {
            return Ok(());
        }
        let name = workload.name();
        Err(Error::Usage(format!(
            "etcd does not do {name}: get, set, create, delete, mixed"
        )))
    }

    /// The calls of `workload`, below the key of the run.
    pub(crate) fn new(workload: Workload, sizes: Sizes, run: u64) -> Result<Traffic> {
        Traffic::check(workload)?;
        let value = vec![b'v'; sizes.value_bytes];
        let key = workload::keys_pattern(sizes);
        let own = workload::own_pattern(run, sizes);
        let reads = match workload {
            Workload::Get => 100,
            Workload::Mixed { reads } => u32::from(reads),
            _ => 0,
        };
        let once = |call, end| Calls::Once { call, next: 0, end };
        let calls = match workload {
            Workload::Create => once(Call::create(&own, &value), workload::OWN_ZNODES_MAX),
            Workload::Delete => once(Call::delete(&own), sizes.znodes),
            _ => Calls::Mixed {
                get: Call::get(&key),
                set: Call::put(&key, &value),
                keys: sizes.znodes,
                reads,
            },
        };
        Ok(Traffic {
            calls,
            random: Random::new(run),
        })
    }

    /// The keys that must be there before the run. etcd has no parents.
    pub(crate) fn needs(workload: Workload, sizes: Sizes, run: u64) -> Vec<Puts> {
        match workload {
            Workload::Create => Vec::new(),
            Workload::Delete => {
                let own = workload::own_pattern(run, sizes);
                vec![Puts::new(&own, sizes.value_bytes, sizes.znodes)]
            }
            _ => {
                let keys = workload::keys_pattern(sizes);
                vec![Puts::new(&keys, sizes.value_bytes, sizes.znodes)]
            }
        }
    }
}

impl Source for Traffic {
    #[inline]
    fn append_next(&mut self, _connection: usize, _stream: i32, out: &mut Vec<u8>) -> Option<Kind> {
        match &mut self.calls {
            Calls::Mixed {
                get,
                set,
                keys,
                reads,
            } => {
                let number = self.random.below(*keys);
                if self.random.below(100) < *reads {
                    get.append(number, out);
                    Some(Kind::Read)
                } else {
                    set.append(number, out);
                    Some(Kind::Write)
                }
            }
            Calls::Once { call, next, end } => {
                if *next == *end {
                    return None;
                }
                call.append(*next, out);
                *next += 1;
                Some(Kind::Write)
            }
        }
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        refused(code)
    }
}

/// Keys to be put, whether or not they are there.
#[derive(Debug)]
pub(crate) struct Puts {
    call: Call,
    next: u32,
    end: u32,
}

impl Puts {
    /// So many keys of that pattern with so many bytes each.
    pub(crate) fn new(pattern: &str, value_bytes: usize, keys: u32) -> Puts {
        Puts {
            call: Call::put(pattern, &vec![b'v'; value_bytes]),
            next: 0,
            end: keys,
        }
    }

    /// Leaves out those before `first`.
    pub(crate) fn from(mut self, first: u32) -> Puts {
        self.next = first.min(self.end);
        self
    }
}

impl Source for Puts {
    fn append_next(&mut self, _connection: usize, _stream: i32, out: &mut Vec<u8>) -> Option<Kind> {
        if self.next == self.end {
            return None;
        }
        self.call.append(self.next, out);
        self.next += 1;
        Some(Kind::Write)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        refused(code)
    }
}

/// One read through the quorum on each connection: its server has what was put before.
#[derive(Debug)]
pub(crate) struct Levelling {
    asked: Vec<bool>,
    call: Call,
}

impl Levelling {
    /// For so many connections.
    pub(crate) fn new(connections: usize) -> Levelling {
        Levelling {
            asked: vec![false; connections],
            call: Call::count(workload::ROOT),
        }
    }
}

impl Source for Levelling {
    fn append_next(&mut self, connection: usize, _stream: i32, out: &mut Vec<u8>) -> Option<Kind> {
        let asked = self.asked.get_mut(connection).filter(|asked| !**asked)?;
        *asked = true;
        self.call.append(0, out);
        Some(Kind::Read)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        // What is counted is no key.
        if code == NO_SUCCESS {
            Ok(())
        } else {
            refused(code)
        }
    }
}

fn refused(code: i32) -> Result<()> {
    let what = match code {
        NO_SUCCESS => "without having done it".to_owned(),
        status => format!("with the gRPC status {status}"),
    };
    Err(Error::Garbled(format!("etcd answered a call {what}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: Sizes = Sizes {
        value_bytes: 8,
        znodes: 50,
        children: 0,
        path_bytes: 0,
    };

    #[test]
    fn mixed_sends_as_many_reads_as_asked() {
        let mut traffic = Traffic::new(Workload::Mixed { reads: 30 }, SIZES, 7).expect("it does");
        let mut next = || traffic.append_next(0, 1, &mut Vec::new());
        let reads = (0..10_000).filter(|_| next() == Some(Kind::Read)).count();
        assert!((2_700..3_300).contains(&reads), "{reads} reads of 10,000");
    }

    #[test]
    fn deletes_end_with_the_last_key_that_was_put() {
        let mut needs = Traffic::needs(Workload::Delete, SIZES, 7);
        let puts = std::iter::from_fn(|| needs[0].append_next(0, 1, &mut Vec::new())).count();
        let mut traffic = Traffic::new(Workload::Delete, SIZES, 7).expect("it does");
        let deletes = std::iter::from_fn(|| traffic.append_next(0, 1, &mut Vec::new())).count();
        assert_eq!((puts, deletes), (50, 50));
    }
}
