//! What the tree costs: lookups, applies, checkpoints, loading and memory, at a million znodes.
//!
//! Run with `cargo bench -p ringkeeper-core --bench tree`. Memory is what the process gained in
//! resident bytes, with the server's allocator.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ringkeeper_core::acl::AclList;
use ringkeeper_core::checkpoint::{Entry, Loader};
use ringkeeper_core::id::{SessionId, WallTime, Xid, Zxid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::request::Path;
use ringkeeper_core::tree::{CaptureBudget, CheckpointOutcome, Progress, Tree};
use ringkeeper_core::txn::{Owner, Txn, TxnOp};

/// Znodes in the tree that is measured.
const ZNODES: usize = 1_000_000;
/// Directories they are spread over.
const DIRECTORIES: usize = 1000;
/// Bytes of data of each.
const DATA: usize = 100;

/// The allocator that the server uses: what it rounds up counts, too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bytes of this process that are resident.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages: usize = statm
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .expect("the second number");
    pages * 4096
}

/// A tree and the zxid of its last txn.
struct Bed {
    tree: Tree,
    zxid: i64,
}

fn path(n: usize) -> String {
    format!("/bench/d{:03}/n{n:07}", n % DIRECTORIES)
}

impl Bed {
    fn apply(&mut self, op: TxnOp) {
        self.zxid += 1;
        let txn = Txn {
            zxid: Zxid::from_bits(self.zxid),
            session: SessionId::NONE,
            xid: Xid(1),
            time: WallTime(1_700_000_000_000 + self.zxid),
            op,
        };
        black_box(self.tree.apply(txn, &mut |change| {
            black_box(change);
        }));
    }

    fn create(&mut self, path: Path) {
        self.apply(TxnOp::Create {
            path,
            data: Some(data(b'c')),
            acl: AclList::OPEN,
            owner: Owner::Persistent,
            parent_cversion: 1,
        });
    }

    fn new(digest: Switch, znodes: usize) -> Bed {
        let mut bed = Bed {
            tree: Tree::new(0x5eed, digest),
            zxid: 0,
        };
        bed.create("/bench".into());
        for directory in 0..DIRECTORIES {
            bed.create(format!("/bench/d{directory:03}").as_str().into());
        }
        for n in 0..znodes {
            bed.create(path(n).as_str().into());
        }
        bed
    }

    /// Captures everything that changed; the time of the longest call, and what was handed out.
    fn checkpoint(&mut self, entries: usize, mut sink: impl FnMut(Entry<'_>)) -> Duration {
        let budget = CaptureBudget {
            entries,
            bytes: 1 << 20,
        };
        self.tree.checkpoint_begin();
        let mut longest = Duration::ZERO;
        loop {
            let start = Instant::now();
            let progress = self.tree.checkpoint_capture(budget, &mut sink);
            longest = longest.max(start.elapsed());
            if progress == Progress::Finished {
                break;
            }
        }
        self.tree.checkpoint_end(CheckpointOutcome::Stored);
        longest
    }
}

fn data(byte: u8) -> Box<[u8]> {
    vec![byte; DATA].into_boxed_slice()
}

/// Numbers in an order that no cache foresees.
fn scattered(step: &mut usize) -> usize {
    *step = step.wrapping_add(0x9e37_79b9_7f4a_7c15);
    (*step >> 20) % ZNODES
}

fn memory(_: &mut Criterion) {
    let before = resident();
    let start = Instant::now();
    let mut bed = Bed::new(Switch::On, ZNODES);
    let elapsed = start.elapsed();
    let bytes = resident() - before;
    let content = (path(0).len() - "/bench/d000/".len() + DATA) * ZNODES;
    println!("created {ZNODES} znodes in {elapsed:?}");
    println!(
        "{bytes} bytes more resident, {} for each znode beyond its name and data",
        (bytes - content) / ZNODES
    );
    let mut entries = Vec::new();
    let longest = bed.checkpoint(64, |entry| {
        if let Entry::Put { key, value } = entry {
            entries.push((key.to_vec(), value.to_vec()));
        }
    });
    let stored: usize = entries
        .iter()
        .map(|(key, value)| key.len() + value.len())
        .sum();
    println!("a checkpoint of all: {stored} bytes, longest of its captures by 64 {longest:?}");
    drop(bed);
    entries.sort_unstable();
    let start = Instant::now();
    let mut loader = Loader::new(0x5eed, Switch::On);
    for (key, value) in &entries {
        loader.entry(key, value).expect("captured before");
    }
    let tree = loader.finish().expect("whole").expect("not empty");
    println!(
        "loaded {} znodes in {:?}",
        tree.node_count(),
        start.elapsed()
    );
}

fn lookups(criterion: &mut Criterion) {
    let bed = Bed::new(Switch::On, ZNODES);
    let paths: Vec<String> = (0..ZNODES).map(path).collect();
    let mut step = 0;
    criterion.bench_function("lookup/random of a million", |bencher| {
        bencher.iter(|| bed.tree.lookup(&paths[scattered(&mut step)]).is_some());
    });
    criterion.bench_function("lookup/and stat and data", |bencher| {
        bencher.iter(|| {
            let znode = bed.tree.lookup(&paths[scattered(&mut step)]).expect("it");
            black_box((znode.stat(), znode.data()));
        });
    });
    let hot: Vec<&String> = paths.iter().take(1000).collect();
    criterion.bench_function("lookup/one of a thousand hot", |bencher| {
        bencher.iter(|| bed.tree.lookup(hot[scattered(&mut step) % 1000]).is_some());
    });
    criterion.bench_function("lookup/missing", |bencher| {
        bencher.iter(|| bed.tree.lookup(black_box("/bench/d000/missing")).is_some());
    });
}

fn applies(criterion: &mut Criterion) {
    for (name, digest) in [("with digest", Switch::On), ("without digest", Switch::Off)] {
        let mut bed = Bed::new(digest, ZNODES);
        let paths: Vec<Path> = (0..ZNODES).map(|n| path(n).as_str().into()).collect();
        let mut step = 0;
        for (spread, among) in [
            ("random of a million", ZNODES),
            ("one of a thousand hot", 1000),
        ] {
            criterion.bench_function(&format!("apply set/{spread}, {name}"), |bencher| {
                bencher.iter_batched(
                    || TxnOp::SetData {
                        path: paths[scattered(&mut step) % among].clone(),
                        data: Some(data(b's')),
                        version: 1,
                    },
                    |op| bed.apply(op),
                    BatchSize::SmallInput,
                );
            });
        }
        let mut next = ZNODES;
        let mut created: Vec<Path> = Vec::new();
        criterion.bench_function(&format!("apply create/{name}"), |bencher| {
            bencher.iter_batched(
                || {
                    next += 1;
                    let path: Path = path(next).as_str().into();
                    created.push(path.clone());
                    TxnOp::Create {
                        path,
                        data: Some(data(b'c')),
                        acl: AclList::OPEN,
                        owner: Owner::Persistent,
                        parent_cversion: 1,
                    }
                },
                |op| bed.apply(op),
                BatchSize::SmallInput,
            );
        });
        let mut again = 0;
        criterion.bench_function(&format!("apply delete and create/{name}"), |bencher| {
            bencher.iter_batched(
                || {
                    again += 1;
                    paths[again % ZNODES].clone()
                },
                |path| {
                    bed.apply(TxnOp::Delete { path: path.clone() });
                    bed.create(path);
                },
                BatchSize::SmallInput,
            );
        });
    }
}

fn checkpoints(criterion: &mut Criterion) {
    let mut bed = Bed::new(Switch::On, ZNODES);
    bed.checkpoint(1000, |_| {});
    let paths: Vec<Path> = (0..ZNODES).map(|n| path(n).as_str().into()).collect();
    let mut step = 0;
    criterion.bench_function(
        "checkpoint/10,000 sets among a million, captured",
        |bencher| {
            bencher.iter_custom(|rounds| {
                let mut total = Duration::ZERO;
                for _ in 0..rounds {
                    for _ in 0..10_000 {
                        bed.apply(TxnOp::SetData {
                            path: paths[scattered(&mut step)].clone(),
                            data: Some(data(b's')),
                            version: 1,
                        });
                    }
                    let start = Instant::now();
                    bed.checkpoint(64, |entry| {
                        black_box(entry);
                    });
                    total += start.elapsed();
                }
                total
            });
        },
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = memory, lookups, applies, checkpoints
}
criterion_main!(benches);
