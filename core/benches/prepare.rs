//! What a pipelined write costs the replica: prepare, encode, in flight, apply. No log, no socket.
//!
//! One measured iteration is a run of [`DEPTH`] writes submitted back to back, made durable
//! together and applied in one batch; the figure per write is the time divided by that.

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mimalloc::MiMalloc;
use ringkeeper_core::acl::{Acl, Identities, Identity, Permissions};
use ringkeeper_core::id::{
    ConnectionId, Monotonic, Now, RecordNumber, SessionId, ShardId, Sid, WallTime, Xid, Zxid,
};
use ringkeeper_core::input::{Effect, Effects, Input, Submit};
use ringkeeper_core::options::{Options, Switch};
use ringkeeper_core::replica::Replica;
use ringkeeper_core::request::{CreateOp, CreateRequest, ExpectedVersion, Path, Write};
use ringkeeper_core::stream::{Batch, Delivery};
use ringkeeper_core::tree::Tree;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Writes in flight at once: 8 connections with 32 each.
const DEPTH: u64 = 256;
/// Znodes that are written to.
const ZNODES: usize = 10_000;
/// Bytes of a value.
const VALUE: usize = 128;
/// Changes applied under one write lock.
const BUDGET: usize = 512;
const NOW: Now = Now {
    monotonic: Monotonic(1_000_000),
    wall: WallTime(1_790_000_000_000),
};
const CONNECTION: ConnectionId = ConnectionId {
    shard: ShardId(0),
    slot: 1,
    generation: 0,
};

/// A replica with one session, a tree, and the driver's two buffers.
struct Bench {
    tree: Tree,
    replica: Replica,
    effects: Effects,
    batch: Batch,
    session: SessionId,
    identities: Arc<Identities>,
    last: RecordNumber,
}

impl Bench {
    fn new(tree_digest: Switch) -> Bench {
        let options = Options {
            tree_digest,
            ..Options::default()
        };
        let tree = Tree::new(7, tree_digest);
        let replica = Replica::recover(options, Sid(1), &tree, RecordNumber(1), 7, NOW);
        let mut bench = Bench {
            tree,
            replica,
            effects: Effects::default(),
            batch: Batch::default(),
            session: SessionId::NONE,
            identities: Arc::new(Identities::default()),
            last: RecordNumber(0),
        };
        bench.step(Input::Open {
            from: CONNECTION,
            timeout_ms: 30_000,
            seen: Zxid::ZERO,
            reads_only: Switch::Off,
        });
        bench.settle();
        let opened = bench.batch.items.iter().find_map(|item| match item {
            Delivery::SessionOpened { session, .. } => Some(*session),
            _ => None,
        });
        bench.session = opened.expect("the session is open");
        bench.run([create("/bench".into())]);
        bench
    }

    fn step(&mut self, input: Input) {
        self.replica.step(NOW, &self.tree, input, &mut self.effects);
    }

    fn settle(&mut self) {
        for effect in &self.effects.list {
            if let Effect::Append { record, .. } = effect {
                self.last = *record;
            }
        }
        self.step(Input::Durable { through: self.last });
        self.effects.clear();
        self.batch.clear();
        while self.replica.apply(&mut self.tree, BUDGET, &mut self.batch) > 0 {}
    }

    fn run(&mut self, writes: impl IntoIterator<Item = Write>) {
        for (xid, write) in (0..).zip(writes) {
            let submit = Submit {
                from: CONNECTION,
                session: self.session,
                xid: Xid(xid),
                identities: self.identities.clone(),
                write,
            };
            self.step(Input::Submit(submit));
        }
        self.settle();
    }

    /// Time for `runs` runs of [`DEPTH`] writes; making the writes is not counted.
    fn measure(&mut self, runs: u64, mut write: impl FnMut(usize) -> Write) -> Duration {
        let mut elapsed = Duration::ZERO;
        let mut number = 0;
        for _ in 0..runs {
            let writes: Vec<Write> = (0..DEPTH)
                .map(|_| {
                    number += 1;
                    write(number)
                })
                .collect();
            let start = Instant::now();
            self.run(writes);
            elapsed += start.elapsed();
        }
        elapsed
    }
}

fn open_acl() -> Vec<Acl> {
    vec![Acl {
        permissions: Permissions::ALL,
        identity: Identity {
            scheme: "world".into(),
            id: "anyone".into(),
        },
    }]
}

fn create(path: Path) -> Write {
    Write::Create(CreateRequest {
        op: CreateOp::Create,
        path,
        data: Some([7; VALUE].into()),
        acl: open_acl(),
        flags: 0,
        ttl_ms: 0,
    })
}

fn set(path: Path) -> Write {
    Write::SetData {
        path,
        data: Some([7; VALUE].into()),
        expected: ExpectedVersion::ANY,
    }
}

fn prepare_and_apply(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prepare_and_apply");
    group.throughput(Throughput::Elements(DEPTH));
    for (name, digest) in [("", Switch::Off), ("_with_tree_digest", Switch::On)] {
        let paths: Vec<Path> = (0..ZNODES)
            .map(|n| format!("/bench/znode-{n:06}").into())
            .collect();
        group.bench_function(format!("set{name}"), |bencher| {
            let mut bench = Bench::new(digest);
            for run in paths.chunks(1000) {
                bench.run(run.iter().cloned().map(create));
            }
            bencher.iter_custom(|runs| {
                // Requests own their paths: each is a fresh allocation, as off the wire.
                bench.measure(runs, |n| set(Path::from(&*paths[n * 7 % ZNODES])))
            });
        });
        group.bench_function(format!("create{name}"), |bencher| {
            let mut bench = Bench::new(digest);
            let mut made = 0;
            bencher.iter_custom(|runs| {
                bench.measure(runs, |_| {
                    made += 1;
                    create(format!("/bench/znode-{made:09}").into())
                })
            });
        });
        group.bench_function(format!("multi_of_two{name}"), |bencher| {
            let mut bench = Bench::new(digest);
            bench.run(paths[..1000].iter().cloned().map(create));
            bencher.iter_custom(|runs| {
                bench.measure(runs, |n| {
                    let path = &paths[n * 7 % 1000];
                    Write::Multi(vec![
                        Write::Check {
                            path: Path::from(&**path),
                            expected: ExpectedVersion::ANY,
                        },
                        set(Path::from(&**path)),
                    ])
                })
            });
        });
    }
    group.finish();
}

/// What 20,000 idle sessions cost: hearing of all of them, and a tick.
fn sessions(criterion: &mut Criterion) {
    const SESSIONS: u32 = 20_000;
    let mut bench = Bench::new(Switch::Off);
    for slot in 0..SESSIONS {
        let from = ConnectionId { slot, ..CONNECTION };
        bench.step(Input::Open {
            from,
            timeout_ms: 30_000,
            seen: Zxid::ZERO,
            reads_only: Switch::Off,
        });
        if slot % 1000 == 999 {
            bench.settle();
        }
    }
    let all: Vec<SessionId> = bench.tree.sessions().map(|(session, _)| session).collect();
    let mut group = criterion.benchmark_group("sessions_20000");
    group.bench_function("heard_of_all", |bencher| {
        bencher.iter_batched(
            || all.clone(),
            |sessions| bench.step(Input::Heard { sessions }),
            criterion::BatchSize::LargeInput,
        );
    });
    group.bench_function("tick", |bencher| bencher.iter(|| bench.step(Input::Tick)));
    group.finish();
}

criterion_group!(benches, prepare_and_apply, sessions);
criterion_main!(benches);
