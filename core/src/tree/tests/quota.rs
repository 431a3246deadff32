//! Quotas: what is counted, by which quota, and what a verdict looks at.

use super::*;
use crate::tree::{Limits, Quota, QuotaVerdict, Usage};

fn set_quota(world: &mut World, path: &str, limits: &str) {
    let mut at = String::from("/zookeeper/quota");
    for name in path.split('/').skip(1) {
        at = alloc::format!("{at}/{name}");
        if world.tree.lookup(&at).is_none() {
            world.create(&at, "");
        }
    }
    world.create(&alloc::format!("{at}/zookeeper_limits"), limits);
    world.create(&alloc::format!("{at}/zookeeper_stats"), "count=0,bytes=0");
}

#[test]
fn a_quota_counts_what_is_there_and_what_comes() {
    const STATS: &str = "/zookeeper/quota/q/zookeeper_stats";
    let mut world = World::new();
    world.create("/q", "12345");
    world.create("/q/a", "123");
    set_quota(&mut world, "/q", "count=4,bytes=20");
    assert_eq!(world.text(STATS), "count=2,bytes=8");
    world.delete(STATS);
    let Outcome::Created { stat, .. } = world.create(STATS, "") else {
        panic!("a create creates");
    };
    assert_eq!(stat.data_length, 0, "as it was created");
    assert_eq!(world.text(STATS), "count=2,bytes=8");
    let (before, digest) = (world.stat(STATS), world.tree.digest());
    world.create("/q/b", "1");
    assert_eq!(world.text(STATS), "count=3,bytes=9");
    world.set("/q/b", Some(bytes("1234")));
    assert_eq!(world.text(STATS), "count=3,bytes=12");
    world.set("/q/b", None);
    world.delete("/q/b");
    assert_eq!(world.text(STATS), "count=2,bytes=8");
    assert_ne!(world.tree.digest(), digest, "/q has a new pzxid");
    assert_eq!(world.stat(STATS), before, "no field of Stat moves");
    world.create("/other", "data");
    assert_eq!(world.text(STATS), "count=2,bytes=8");

    let quota = world.tree.quota_for("/q/a/x").expect("that of /q");
    assert_eq!(quota.path, "/q");
    assert_eq!(
        (quota.limits.count, quota.limits.bytes),
        (Some(4), Some(20))
    );
    assert_eq!(quota.limits.count_hard, None);
    assert_eq!(quota.usage, Some(Usage { count: 2, bytes: 8 }));
    assert_eq!(world.tree.quota_for("/qq"), None);
    assert_eq!(world.tree.quota_for("/"), None);

    world.create("/q/a/n", "");
    set_quota(&mut world, "/q/a", "count=-1,bytes=1");
    world.set("/q/a/n", Some(bytes("12")));
    assert_eq!(world.text(STATS), "count=3,bytes=8", "the nearest counts");
    let inner = world.tree.quota_for("/q/a/n").expect("that of /q/a");
    assert_eq!(inner.usage, Some(Usage { count: 2, bytes: 5 }));
    assert_eq!(inner.limits.count, None);

    world.delete("/zookeeper/quota/q/a/zookeeper_limits");
    assert_eq!(
        world.tree.quota_for("/q/a/n").expect("that of /q").path,
        "/q"
    );
    world.delete("/zookeeper/quota/q/zookeeper_limits");
    assert_eq!(world.tree.quota_for("/q/a/n"), None);
}

#[test]
fn a_quota_keeps_what_else_stands_in_its_stats() {
    const STATS: &str = "/zookeeper/quota/q/zookeeper_stats";
    let mut world = World::new();
    world.create("/q", "");
    set_quota(
        &mut world,
        "/q",
        "count=1,bytes=-1=;byteHardLimit=9;countHardLimit=3",
    );
    let limits = world.tree.quota_for("/q").expect("it").limits;
    let expected = Limits {
        count: Some(1),
        bytes: None,
        count_hard: Some(3),
        bytes_hard: Some(9),
    };
    assert_eq!(limits, expected);
    world.set(STATS, Some(bytes("bytes=7,nonsense,count=1=;z=3;a=,x=y")));
    world.create("/q/a", "1");
    assert_eq!(world.text(STATS), "count=2,bytes=8=;a=-1;z=3");
    world.delete(STATS);
    world.create("/q/b", "1");
    assert_eq!(world.tree.quota_for("/q").expect("it").usage, None);
}

#[test]
fn verdicts_of_a_quota() {
    let quota = |count, bytes, count_hard, bytes_hard| Quota {
        path: "/q",
        limits: Limits {
            count,
            bytes,
            count_hard,
            bytes_hard,
        },
        usage: Some(Usage {
            count: 5,
            bytes: 50,
        }),
    };
    let grow = |count, bytes| Usage { count, bytes };
    let table = [
        (
            quota(None, None, None, None),
            grow(1, 9),
            QuotaVerdict::Within,
        ),
        (
            quota(Some(6), None, None, None),
            grow(1, 9),
            QuotaVerdict::Within,
        ),
        (
            quota(Some(5), None, None, None),
            grow(1, 9),
            QuotaVerdict::SoftExceeded,
        ),
        (
            quota(Some(5), None, Some(6), None),
            grow(1, 9),
            QuotaVerdict::Within,
        ),
        (
            quota(None, None, Some(5), None),
            grow(1, 9),
            QuotaVerdict::HardExceeded,
        ),
        (
            quota(None, None, Some(4), None),
            grow(0, 9),
            QuotaVerdict::Within,
        ),
        (
            quota(None, Some(50), None, None),
            grow(0, 1),
            QuotaVerdict::SoftExceeded,
        ),
        (
            quota(Some(1), None, None, Some(50)),
            grow(1, 1),
            QuotaVerdict::HardExceeded,
        ),
        (
            quota(None, None, None, Some(40)),
            grow(0, -1),
            QuotaVerdict::HardExceeded,
        ),
    ];
    for (quota, growth, verdict) in table {
        assert_eq!(quota.verdict(growth), verdict, "{quota:?} + {growth:?}");
    }
}
