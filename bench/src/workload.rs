//! What is asked of the server: the workloads by name, the znodes each needs, and for every
//! connection the next request.
//!
//! Must never allocate or branch on more than the workload per request. Paths have a fixed length
//! per workload, so every request of one kind is one template with other digits.

use crate::connection::Kind;
use crate::error::{Error, Result};
use crate::wire::{self, Lifetime, Numbered, Watch};

/// The parent of everything the generator makes.
pub(crate) const ROOT: &str = "/bench";
/// How many znodes the paths of one run can number.
pub(crate) const OWN_ZNODES_MAX: u32 = 1_000_000_000;
/// How many znodes get, set and mixed can choose from.
pub(crate) const KEYS_MAX: u32 = 1_000_000;
/// How many children get-children can list.
pub(crate) const CHILDREN_MAX: u32 = 100_000;

/// Where the requests of a run come from.
pub(crate) trait Source {
    /// Appends the next request of `connection` under `xid`; `None` when there is no more.
    fn append_next(&mut self, connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind>;

    /// Whether an error in a reply is part of the workload; if not, the error that ends the run.
    fn tolerates(&self, code: i32) -> Result<()>;
}

/// A workload as chosen on the command line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Workload {
    /// getData of random znodes.
    Get,
    /// setData of random znodes.
    Set,
    /// create of new znodes.
    Create,
    /// delete of znodes made before the run.
    Delete,
    /// getData and setData, this many of 100 being reads.
    Mixed {
        /// Of 100 requests.
        reads: u8,
    },
    /// getChildren2 of one znode.
    GetChildren,
    /// create of an ephemeral znode, then its delete, in turn.
    Ephemeral,
    /// sync: what a server waits for the leader without changing anything.
    Sync,
}

impl Workload {
    /// The workload of that name; `reads` is for `mixed`.
    pub(crate) fn parse(name: &str, reads: u8) -> Result<Workload> {
        Ok(match name {
            "get" => Workload::Get,
            "set" => Workload::Set,
            "create" => Workload::Create,
            "delete" => Workload::Delete,
            "mixed" => Workload::Mixed { reads },
            "get-children" => Workload::GetChildren,
            "ephemeral" => Workload::Ephemeral,
            "sync" => Workload::Sync,
            other => {
                return Err(Error::Usage(format!(
                    "no workload {other}: get, set, create, delete, mixed, get-children, \
                     ephemeral, sync"
                )));
            }
        })
    }

    /// The name it is chosen and reported by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Workload::Get => "get",
            Workload::Set => "set",
            Workload::Create => "create",
            Workload::Delete => "delete",
            Workload::Mixed { .. } => "mixed",
            Workload::GetChildren => "get-children",
            Workload::Ephemeral => "ephemeral",
            Workload::Sync => "sync",
        }
    }
}

/// How large the things are that a workload works on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Sizes {
    /// Bytes of each znode's data.
    pub(crate) value_bytes: usize,
    /// How many znodes get, set and mixed choose from, and how many delete has to delete.
    pub(crate) znodes: u32,
    /// How many children get-children lists.
    pub(crate) children: u32,
}

/// A workload under way.
#[derive(Debug)]
pub(crate) struct Traffic {
    requests: Requests,
    random: Random,
    name: &'static str,
}

#[derive(Debug)]
enum Requests {
    Mixed {
        get: Numbered,
        set: Numbered,
        znodes: u32,
        reads: u32,
    },
    Once {
        request: Numbered,
        next: u32,
        end: u32,
    },
    Same {
        request: Vec<u8>,
    },
    CreateDelete {
        create: Numbered,
        delete: Numbered,
        next: Vec<(u32, Turn)>,
        connections: u32,
    },
}

#[derive(Clone, Copy, Debug)]
enum Turn {
    Create,
    Delete,
}

impl Traffic {
    /// The requests of `workload`, over so many connections, below the znode of the session `run`.
    pub(crate) fn new(workload: Workload, sizes: Sizes, connections: usize, run: u64) -> Traffic {
        let value = vec![b'v'; sizes.value_bytes];
        let key = keys_pattern();
        let own = own_pattern(run);
        let mixed = |reads| Requests::Mixed {
            get: Numbered::new(wire::get_data(&key, Watch::Leave), &[1]),
            set: Numbered::new(wire::set_data(&key, &value), &[1]),
            znodes: sizes.znodes,
            reads,
        };
        let requests = match workload {
            Workload::Get => mixed(100),
            Workload::Set => mixed(0),
            Workload::Mixed { reads } => mixed(u32::from(reads)),
            Workload::Create => Requests::Once {
                request: Numbered::new(wire::create(&own, &value, Lifetime::Persistent), &[1]),
                next: 0,
                end: OWN_ZNODES_MAX,
            },
            Workload::Delete => Requests::Once {
                request: Numbered::new(wire::delete(&own), &[1]),
                next: 0,
                end: sizes.znodes,
            },
            Workload::GetChildren => Requests::Same {
                request: wire::get_children(&children_of()),
            },
            Workload::Sync => Requests::Same {
                request: wire::sync(ROOT),
            },
            Workload::Ephemeral => Requests::CreateDelete {
                create: Numbered::new(wire::create(&own, &value, Lifetime::Ephemeral), &[1]),
                delete: Numbered::new(wire::delete(&own), &[1]),
                next: (0..)
                    .map(|number| (number, Turn::Create))
                    .take(connections)
                    .collect(),
                connections: u32::try_from(connections).expect("connections are few"),
            },
        };
        Traffic {
            requests,
            random: Random::new(run),
            name: workload.name(),
        }
    }

    /// Everything that must exist before the run, parents first. The znodes of one batch do not
    /// depend on each other, so they may be created over any connection in any order.
    pub(crate) fn needs(workload: Workload, sizes: Sizes, run: u64) -> Vec<Batch> {
        let own_parent = own_parent(run);
        let mut batches = vec![Batch::one(ROOT)];
        match workload {
            Workload::Get | Workload::Set | Workload::Mixed { .. } => {
                batches.push(Batch::one(&format!("{ROOT}/keys")));
                batches.push(Batch::new(
                    &keys_pattern(),
                    &[1],
                    sizes.value_bytes,
                    sizes.znodes,
                ));
            }
            Workload::Sync => {}
            Workload::Create | Workload::Ephemeral => batches.push(Batch::one(&own_parent)),
            Workload::Delete => {
                batches.push(Batch::one(&own_parent));
                batches.push(Batch::new(
                    &own_pattern(run),
                    &[1],
                    sizes.value_bytes,
                    sizes.znodes,
                ));
            }
            Workload::GetChildren => {
                batches.push(Batch::one(&children_of()));
                let pattern = format!("{}/child-#####", children_of());
                batches.push(Batch::new(&pattern, &[1], 0, sizes.children));
            }
        }
        batches
    }
}

impl Source for Traffic {
    #[inline]
    fn append_next(&mut self, connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        match &mut self.requests {
            Requests::Mixed {
                get,
                set,
                znodes,
                reads,
            } => {
                let number = self.random.below(*znodes);
                if self.random.below(100) < *reads {
                    get.append(number, xid, out);
                    Some(Kind::Read)
                } else {
                    set.append(number, xid, out);
                    Some(Kind::Write)
                }
            }
            Requests::Once { request, next, end } => {
                if *next == *end {
                    return None;
                }
                request.append(*next, xid, out);
                *next += 1;
                Some(Kind::Write)
            }
            Requests::Same { request } => {
                wire::append(request, xid, out);
                Some(Kind::Read)
            }
            Requests::CreateDelete {
                create,
                delete,
                next,
                connections,
            } => {
                let (number, turn) = &mut next[connection];
                match turn {
                    Turn::Create => {
                        create.append(*number, xid, out);
                        *turn = Turn::Delete;
                    }
                    Turn::Delete => {
                        delete.append(*number, xid, out);
                        *turn = Turn::Create;
                        *number += *connections;
                    }
                }
                Some(Kind::Write)
            }
        }
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: self.name,
            code,
        })
    }
}

/// Znodes to be created, those that exist left as they are.
#[derive(Debug)]
pub(crate) struct Batch {
    request: Numbered,
    next: u32,
    end: u32,
}

impl Batch {
    /// `znodes` znodes of that pattern (see [`Numbered`]) with so many bytes of data each.
    pub(crate) fn new(pattern: &str, divisors: &[u32], value_bytes: usize, znodes: u32) -> Batch {
        let value = vec![b'v'; value_bytes];
        let request = Numbered::new(
            wire::create(pattern, &value, Lifetime::Persistent),
            divisors,
        );
        assert!(
            znodes == 0 || znodes - 1 <= request.number_max(),
            "the path has room for all"
        );
        Batch {
            request,
            next: 0,
            end: znodes,
        }
    }

    /// One znode without data.
    pub(crate) fn one(path: &str) -> Batch {
        Batch::new(path, &[], 0, 1)
    }
}

impl Source for Batch {
    fn append_next(&mut self, _connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        if self.next == self.end {
            return None;
        }
        self.request.append(self.next, xid, out);
        self.next += 1;
        Some(Kind::Write)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        if wire::exists_already(code) {
            return Ok(());
        }
        Err(Error::Refused {
            request: "a create of the preparation",
            code,
        })
    }
}

/// One request on each of the first connections, the same for all.
#[derive(Debug)]
pub(crate) struct EachOnce {
    request: Vec<u8>,
    asked: Vec<bool>,
    name: &'static str,
}

impl EachOnce {
    /// For so many connections; `name` stands in the error if a server refuses.
    pub(crate) fn new(request: Vec<u8>, connections: usize, name: &'static str) -> EachOnce {
        EachOnce {
            request,
            asked: vec![false; connections],
            name,
        }
    }
}

impl Source for EachOnce {
    fn append_next(&mut self, connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        let asked = self.asked.get_mut(connection).filter(|asked| !**asked)?;
        *asked = true;
        wire::append(&self.request, xid, out);
        Some(Kind::Read)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: self.name,
            code,
        })
    }
}

/// The pattern of the znodes that get, set and mixed choose from.
pub(crate) fn keys_pattern() -> String {
    format!("{ROOT}/keys/k######")
}

fn children_of() -> String {
    format!("{ROOT}/children")
}

fn own_parent(run: u64) -> String {
    format!("{ROOT}/run-{run:016x}")
}

/// The pattern of the znodes that a run makes for itself.
pub(crate) fn own_pattern(run: u64) -> String {
    format!("{}/n#########", own_parent(run))
}

/// xorshift64*: which znode, and read or write. Seeded by the run, so runs differ in their order
/// but not in their shape.
#[derive(Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The order of that seed.
    pub(crate) fn new(seed: u64) -> Random {
        Random {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        }
    }

    /// A number below `bound`.
    #[inline]
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let word = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        ((word * u64::from(bound)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use ringkeeper_core::error_code::ErrorCode;

    use super::*;

    const SIZES: Sizes = Sizes {
        value_bytes: 8,
        znodes: 50,
        children: 3,
    };

    fn frames(traffic: &mut impl Source, requests: usize) -> Vec<(Kind, Vec<u8>)> {
        (0..requests)
            .map_while(|_| {
                let mut out = Vec::new();
                traffic.append_next(0, 1, &mut out).map(|kind| (kind, out))
            })
            .collect()
    }

    fn path(frame: &[u8]) -> &[u8] {
        &frame[16..16 + usize::from(frame[15])]
    }

    #[test]
    fn mixed_sends_as_many_reads_as_asked() {
        let mut traffic = Traffic::new(Workload::Mixed { reads: 90 }, SIZES, 1, 7);
        let sent = frames(&mut traffic, 10_000);
        let reads = sent.iter().filter(|(kind, _)| *kind == Kind::Read).count();
        assert!((8_800..9_200).contains(&reads), "{reads} reads of 10,000");
        let keys: std::collections::BTreeSet<_> =
            sent.iter().map(|(_, frame)| path(frame)).collect();
        assert_eq!(
            keys.len(),
            50,
            "every znode is chosen, and none beside them"
        );
    }

    #[test]
    fn delete_deletes_each_znode_once_and_ends() {
        let mut traffic = Traffic::new(Workload::Delete, SIZES, 2, 7);
        let sent = frames(&mut traffic, 1_000);
        let distinct: std::collections::BTreeSet<_> = sent.iter().map(|(_, f)| f).collect();
        assert_eq!((sent.len(), distinct.len()), (50, 50));
    }

    #[test]
    fn ephemeral_deletes_what_it_created() {
        let mut traffic = Traffic::new(Workload::Ephemeral, SIZES, 1, 7);
        let sent = frames(&mut traffic, 4);
        let opcode = |at: usize| sent[at].1[11];
        assert_eq!([opcode(0), opcode(1), opcode(2), opcode(3)], [1, 2, 1, 2]);
        let path = |at: usize| path(&sent[at].1);
        assert!(path(0) == path(1) && path(1) != path(2) && path(2) == path(3));
    }

    #[test]
    fn every_workload_prepares_the_parents_of_what_it_asks_for() {
        for name in [
            "get",
            "set",
            "create",
            "delete",
            "mixed",
            "get-children",
            "ephemeral",
            "sync",
        ] {
            let workload = Workload::parse(name, 90).expect("it is one of ours");
            assert_eq!(workload.name(), name);
            let needs = Traffic::needs(workload, SIZES, 7).len();
            let enough = needs >= 2 || (needs == 1 && workload == Workload::Sync);
            assert!(enough, "{name} needs the root and its own parent");
        }
        assert!(Workload::parse("put", 90).is_err());
    }

    #[test]
    fn a_batch_tolerates_what_exists_and_nothing_else() {
        let batch = Batch::one(ROOT);
        assert!(batch.tolerates(ErrorCode::NodeExists.code()).is_ok());
        assert!(batch.tolerates(ErrorCode::NoNode.code()).is_err());
    }
}
