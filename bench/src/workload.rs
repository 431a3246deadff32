//! What is asked of the server: the workloads by name, the znodes each needs, and for every
//! connection the next request.
//!
//! Must never allocate or branch on more than the workload per request. Paths have a fixed length
//! per workload, so every request of one kind is one template with other digits.

use crate::connection::Kind;
use crate::cycle::{Cycle, Step};
use crate::error::{Error, Result};
use crate::source::{Batch, Random, Source};
use crate::wire::{self, Lifetime, Multi, Numbered, Watch};

/// The parent of everything the generator makes.
pub(crate) const ROOT: &str = "/bench";
/// How many znodes the paths of one run can number.
pub(crate) const OWN_ZNODES_MAX: u32 = 1_000_000_000;
/// How many znodes get, set and mixed can choose from.
pub(crate) const KEYS_MAX: u32 = 1_000_000;
/// How many children get-children can list.
pub(crate) const CHILDREN_MAX: u32 = 10_000_000;
/// The sets of one multi.
const MULTI_SETS: u32 = 10;
/// Services over which what Druid does is spread.
const HOSTS: u32 = 100;
/// Znodes that the paths below one of them can number.
const HOST_ZNODES: u32 = 10_000_000;
/// What a service reads of those it has listed, for each listing.
const READS_PER_LISTING: usize = 8;
/// Every workload, `mixed` with this share of reads.
const fn all(reads: u8) -> [Workload; 12] {
    [
        Workload::Get,
        Workload::Set,
        Workload::Create,
        Workload::Delete,
        Workload::Mixed { reads },
        Workload::Multi,
        Workload::GetChildren,
        Workload::Ephemeral,
        Workload::Sync,
        Workload::Announce,
        Workload::LoadQueue,
        Workload::Discovery,
    ]
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
    /// multi of ten setData.
    Multi,
    /// As Druid's services announce: a look for the parent, create2 of an ephemeral znode below
    /// the service's own, a rewrite of it, its delete.
    Announce,
    /// As Druid's Coordinator assigns: create2 of an ephemeral znode in a service's queue, exists
    /// with a watch, the delete that fires it.
    LoadQueue,
    /// As Druid's services discover each other: getChildren2 of a role, getData of eight of them.
    Discovery,
}

impl Workload {
    /// The workload of that name; `reads` is for `mixed`.
    pub(crate) fn parse(name: &str, reads: u8) -> Result<Workload> {
        let known = all(reads);
        let found = known.into_iter().find(|known| known.name() == name);
        found.ok_or_else(|| {
            let names = known.map(Workload::name).join(", ");
            Error::Usage(format!("no workload {name}: {names}"))
        })
    }

    /// Whether etcd has a word for it.
    pub(crate) fn suits_etcd(self) -> bool {
        match self {
            Workload::Get
            | Workload::Set
            | Workload::Create
            | Workload::Delete
            | Workload::Mixed { .. } => true,
            Workload::GetChildren
            | Workload::Ephemeral
            | Workload::Sync
            | Workload::Multi
            | Workload::Announce
            | Workload::LoadQueue
            | Workload::Discovery => false,
        }
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
            Workload::Multi => "multi",
            Workload::Announce => "announce",
            Workload::LoadQueue => "load-queue",
            Workload::Discovery => "discovery",
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
    /// How many children get-children and discovery list.
    pub(crate) children: u32,
    /// Bytes of the paths that get, set, create, delete and mixed work on; those of the workload
    /// itself if these are fewer.
    pub(crate) path_bytes: usize,
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
    Multi {
        request: Multi,
        znodes: u32,
    },
    Cycle(Cycle),
}

impl Traffic {
    /// The requests of `workload`, over so many connections, below the znode of the session `run`.
    pub(crate) fn new(workload: Workload, sizes: Sizes, connections: usize, run: u64) -> Traffic {
        let value = vec![b'v'; sizes.value_bytes];
        let key = keys_pattern(sizes);
        let own = own_pattern(run, sizes);
        let of_host = format!("{}/host-##/n#######", own_parent(run));
        let below_host = |request| Step::own(Numbered::new(request, &[HOST_ZNODES, 1]));
        let created = || below_host(wire::create2(&of_host, &value, Lifetime::Ephemeral));
        let deleted = || below_host(wire::delete(&of_host));
        let hosted = |steps| Requests::Cycle(Cycle::hosted(steps, connections, HOSTS, HOST_ZNODES));
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
                request: wire::get_children(&children_of(sizes)),
            },
            Workload::Sync => Requests::Same {
                request: wire::sync(ROOT),
            },
            Workload::Ephemeral => {
                let create = wire::create(&own, &value, Lifetime::Ephemeral);
                let steps = [create, wire::delete(&own)]
                    .map(|request| Step::own(Numbered::new(request, &[1])).writing());
                Requests::Cycle(Cycle::new(steps.into(), connections))
            }
            Workload::Multi => Requests::Multi {
                request: Multi::of_sets(&key, &value, MULTI_SETS),
                znodes: sizes.znodes.max(MULTI_SETS + 1),
            },
            Workload::Announce => hosted(vec![
                Step::own(Numbered::new(
                    wire::exists(&format!("{}/host-##", own_parent(run)), Watch::Leave),
                    &[HOST_ZNODES],
                )),
                created().writing(),
                below_host(wire::set_data(&of_host, &value)).writing(),
                deleted().writing(),
            ]),
            Workload::LoadQueue => hosted(vec![
                created().writing(),
                below_host(wire::exists(&of_host, Watch::Set)),
                deleted().writing(),
            ]),
            Workload::Discovery => {
                let listing = wire::get_children(&children_of(sizes));
                let child = wire::get_data(&child_pattern(sizes), Watch::Leave);
                let read = Step::random(Numbered::new(child, &[1]), sizes.children.max(1));
                let mut steps = vec![Step::own(Numbered::new(listing, &[]))];
                steps.extend(std::iter::repeat_n(read, READS_PER_LISTING));
                Requests::Cycle(Cycle::new(steps, connections))
            }
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
            Workload::Get | Workload::Set | Workload::Mixed { .. } | Workload::Multi => {
                let pattern = keys_pattern(sizes);
                let znodes = match workload {
                    Workload::Multi => sizes.znodes.max(MULTI_SETS + 1),
                    _ => sizes.znodes,
                };
                batches.push(Batch::one(parent_of(&pattern)));
                batches.push(Batch::new(&pattern, &[1], sizes.value_bytes, znodes));
            }
            Workload::Sync => {}
            Workload::Create | Workload::Ephemeral => {
                batches.push(Batch::one(parent_of(&own_pattern(run, sizes))));
            }
            Workload::Announce | Workload::LoadQueue => {
                batches.push(Batch::one(&own_parent));
                let hosts = format!("{own_parent}/host-##");
                batches.push(Batch::new(&hosts, &[1], 0, HOSTS));
            }
            Workload::Delete => {
                batches.push(Batch::one(parent_of(&own_pattern(run, sizes))));
                batches.push(Batch::new(
                    &own_pattern(run, sizes),
                    &[1],
                    sizes.value_bytes,
                    sizes.znodes,
                ));
            }
            Workload::GetChildren | Workload::Discovery => {
                let (value_bytes, least) = match workload {
                    Workload::Discovery => (sizes.value_bytes, 1),
                    _ => (0, 0),
                };
                let pattern = child_pattern(sizes);
                let children = sizes.children.max(least);
                batches.push(Batch::one(&children_of(sizes)));
                batches.push(Batch::new(&pattern, &[1], value_bytes, children));
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
            Requests::Multi { request, znodes } => {
                let number = self.random.below(*znodes - MULTI_SETS);
                request.append(number, xid, out);
                Some(Kind::Write)
            }
            Requests::Cycle(cycle) => {
                Some(cycle.append_next(connection, &mut self.random, xid, out))
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

/// The pattern of the znodes that get, set, mixed and multi choose from: others for each size of
/// value and path.
pub(crate) fn keys_pattern(sizes: Sizes) -> String {
    let parent = format!("{ROOT}/keys-{}", sizes.value_bytes);
    padded(&parent, "/k######", sizes.path_bytes)
}

fn children_of(sizes: Sizes) -> String {
    format!("{ROOT}/children-{}-{}", sizes.children, sizes.value_bytes)
}

fn child_pattern(sizes: Sizes) -> String {
    format!("{}/child-#######", children_of(sizes))
}

fn own_parent(run: u64) -> String {
    format!("{ROOT}/run-{run:016x}")
}

/// The pattern of the znodes that a run makes for itself.
pub(crate) fn own_pattern(run: u64, sizes: Sizes) -> String {
    padded(&own_parent(run), "/n#########", sizes.path_bytes)
}

/// The parent's name made so long that the path has so many bytes.
fn padded(parent: &str, name: &str, path_bytes: usize) -> String {
    let missing = path_bytes.saturating_sub(parent.len() + name.len());
    format!("{parent}{}{name}", "-".repeat(missing))
}

fn parent_of(path: &str) -> &str {
    path.rsplit_once('/').map_or(ROOT, |(parent, _)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: Sizes = Sizes {
        value_bytes: 8,
        znodes: 50,
        children: 3,
        path_bytes: 0,
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
        for workload in all(90) {
            let name = workload.name();
            assert_eq!(Workload::parse(name, 90).expect("it is ours"), workload);
            let needs = Traffic::needs(workload, SIZES, 7).len();
            let enough = needs >= 2 || (needs == 1 && workload == Workload::Sync);
            assert!(enough, "{name} needs the root and its own parent");
        }
        assert!(Workload::parse("put", 90).is_err());
    }

    #[test]
    fn a_path_is_as_long_as_asked() {
        let long = Sizes {
            path_bytes: 115,
            ..SIZES
        };
        assert_eq!(keys_pattern(long).len(), 115);
        assert_eq!(own_pattern(7, long).len(), 115);
        assert_eq!(parent_of(&keys_pattern(SIZES)), "/bench/keys-8");
        let mut traffic = Traffic::new(Workload::Get, long, 1, 7);
        assert_eq!(path(&frames(&mut traffic, 1)[0].1).len(), 115);
    }

    #[test]
    fn what_druid_does_stays_below_the_hosts_that_were_made() {
        for workload in [Workload::Announce, Workload::LoadQueue] {
            let mut traffic = Traffic::new(workload, SIZES, 250, 7);
            let mut paths = std::collections::BTreeSet::new();
            for connection in 0..250 {
                let mut out = Vec::new();
                traffic.append_next(connection, 1, &mut out);
                assert!(paths.insert((connection, path(&out)[30..].to_vec())));
            }
        }
        let mut traffic = Traffic::new(Workload::LoadQueue, SIZES, 1, 7);
        let opcodes: Vec<u8> = frames(&mut traffic, 4).iter().map(|(_, f)| f[11]).collect();
        assert_eq!(opcodes, [15, 3, 2, 15]);
    }

    #[test]
    fn a_discovery_lists_and_reads() {
        let mut traffic = Traffic::new(Workload::Discovery, SIZES, 1, 7);
        let sent = frames(&mut traffic, 10);
        let opcodes: Vec<u8> = sent.iter().map(|(_, frame)| frame[11]).collect();
        assert_eq!(opcodes, [12, 4, 4, 4, 4, 4, 4, 4, 4, 12]);
        assert!(path(&sent[1].1).starts_with(b"/bench/children-3-8/child-000000"));
    }
}
