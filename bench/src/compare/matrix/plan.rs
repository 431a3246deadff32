//! What the matrix measures: groups of cells that differ in one thing, which is the group's axis.
//!
//! Two sizes: the short one fits ten minutes with all products, the full one has every point. Must
//! never hold a cell whose meaning depends on the product that is asked.

use crate::workload::{Sizes, Workload};

use super::group::{Axis, Cell, Counts, Group, Job, Shape};

/// How much of the matrix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Extent {
    /// What shows the most in ten minutes.
    Short,
    /// Everything.
    Full,
}

const BASE: Shape = Shape {
    workload: Workload::Get,
    sizes: Sizes {
        value_bytes: 128,
        znodes: 1_000,
        children: 0,
        path_bytes: 0,
    },
    connections: 8,
    outstanding: 32,
};
/// What the keys of one cell hold together at most: beyond it a sweep of sizes would measure how
/// the memory fills.
const VALUES_BYTES_MAX: usize = 32 << 20;

const GET: Workload = Workload::Get;
const SET: Workload = Workload::Set;
const MIXED: Workload = Workload::Mixed { reads: 90 };

/// The groups, in the order of the page.
pub(crate) fn groups(extent: Extent) -> Vec<Group> {
    let full = extent == Extent::Full;
    let shares: &[u8] = if full {
        &[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    } else {
        &[0, 50, 90, 100]
    };
    let mut groups = vec![
        shares_of_reads(
            "reads",
            "Share of reads, one server, 8 x 32, 128 B",
            1,
            shares,
        ),
        single_operations(full),
        tails(full),
    ];
    for (key, title, workload) in [
        ("get_by_size", "get by size of the value, 8 x 32", GET),
        ("set_by_size", "set by size of the value, 8 x 32", SET),
    ] {
        groups.push(by_size(key, title, workload, full));
    }
    for (key, title, workload) in [
        (
            "get_by_connections",
            "get by connections, one at a time on each",
            GET,
        ),
        (
            "set_by_connections",
            "set by connections, one at a time on each",
            SET,
        ),
    ] {
        let connections: &[usize] = if full {
            &[1, 10, 50, 100, 200, 500, 1_000]
        } else {
            &[1, 200]
        };
        let cells = connections.iter().map(|connections| {
            let shape = Shape {
                workload,
                connections: *connections,
                outstanding: 1,
                ..BASE
            };
            point(*connections, Job::Load(shape))
        });
        groups.push(rates(
            key,
            title,
            "connections",
            Axis::Logarithmic,
            cells.collect(),
        ));
    }
    if full {
        for (key, title, workload) in [
            (
                "get_by_depth",
                "get by requests outstanding on each of 8 connections",
                GET,
            ),
            (
                "set_by_depth",
                "set by requests outstanding on each of 8 connections",
                SET,
            ),
        ] {
            let cells = [1_u32, 2, 4, 8, 16, 32, 64, 128, 256].map(|outstanding| {
                let shape = Shape {
                    workload,
                    outstanding,
                    ..BASE
                };
                point(outstanding as usize, Job::Load(shape))
            });
            let axis = Axis::Logarithmic;
            groups.push(rates(key, title, "outstanding", axis, cells.into()));
        }
        groups.push(real_tree());
    }
    groups.push(listings(full));
    groups.push(druid());
    groups.extend(watches(full));
    groups.push(storms(full));
    let title = "Share of reads, three servers, 8 x 32, 128 B";
    let shares: &[u8] = if full { shares } else { &[0, 90, 100] };
    groups.push(shares_of_reads("ensemble_reads", title, 3, shares));
    groups.push(follower());
    groups
}

fn point(x: usize, job: Job) -> Cell {
    Cell {
        x: f64::from(u32::try_from(x).expect("an axis is short")),
        label: grouped(x),
        job,
    }
}

/// Thousands apart.
fn grouped(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1_000), number % 1_000),
    }
}

fn named(jobs: Vec<(&str, Job)>) -> Vec<Cell> {
    (0_u32..)
        .zip(jobs)
        .map(|(place, (label, job))| Cell {
            x: f64::from(place),
            label: label.to_owned(),
            job,
        })
        .collect()
}

fn rates(
    key: &'static str,
    title: &'static str,
    axis_title: &'static str,
    axis: Axis,
    cells: Vec<Cell>,
) -> Group {
    Group {
        key,
        title,
        axis_title,
        axis,
        counts: Counts::PerSecond,
        servers: 1,
        cells,
    }
}

fn shares_of_reads(key: &'static str, title: &'static str, servers: usize, shares: &[u8]) -> Group {
    let cells = shares.iter().map(|reads| {
        let workload = Workload::Mixed { reads: *reads };
        point(usize::from(*reads), Job::Load(Shape { workload, ..BASE }))
    });
    Group {
        servers,
        ..rates(
            key,
            title,
            "reads of 100 requests",
            Axis::Linear,
            cells.collect(),
        )
    }
}

fn single_operations(full: bool) -> Group {
    let load = |workload| Job::Load(Shape { workload, ..BASE });
    let mut jobs = vec![
        ("create", load(Workload::Create)),
        ("ephemeral: create, delete", load(Workload::Ephemeral)),
        ("multi of 10 sets", load(Workload::Multi)),
    ];
    // There must be enough to delete for the whole window, and each has to be made first.
    let sizes = Sizes {
        znodes: if full { 500_000 } else { 100_000 },
        ..BASE.sizes
    };
    let delete = Shape {
        workload: Workload::Delete,
        sizes,
        ..BASE
    };
    jobs.insert(1, ("delete", Job::Load(delete)));
    let title = "Other writes, 8 x 32, 128 B";
    rates("writes", title, "", Axis::Named, named(jobs))
}

/// The waits below the peak: a closed loop hides them behind its own queue.
fn tails(full: bool) -> Group {
    let half = |workload| Job::HalfOfPeak(Shape { workload, ..BASE });
    let at = |workload, rate| Job::AtRate(Shape { workload, ..BASE }, rate);
    let mut jobs = vec![
        ("90 % get at half of the own peak", half(MIXED)),
        ("set at half of the own peak", half(SET)),
        ("90 % get at 10,000/s", at(MIXED, 10_000)),
    ];
    if full {
        jobs.push(("get at half of the own peak", half(GET)));
        jobs.push(("set at 5,000/s", at(SET, 5_000)));
        jobs.push(("90 % get at 20,000/s", at(MIXED, 20_000)));
    }
    Group {
        counts: Counts::P999,
        ..rates(
            "tails",
            "p99.9 by the clock (open loop): 8 connections, 128 B",
            "",
            Axis::Named,
            named(jobs),
        )
    }
}

fn by_size(key: &'static str, title: &'static str, workload: Workload, full: bool) -> Group {
    let sizes: &[usize] = if full {
        &[
            0,
            16,
            128,
            1 << 10,
            4 << 10,
            16 << 10,
            64 << 10,
            256 << 10,
            512 << 10,
        ]
    } else {
        &[0, 1 << 10, 64 << 10]
    };
    let cells = sizes.iter().map(|value_bytes| {
        let fitting = VALUES_BYTES_MAX / value_bytes.max(&1);
        let znodes = u32::try_from(fitting.clamp(16, 1_000)).expect("it is at most a thousand");
        // So much in flight that no server holds more than some megabytes of it.
        let outstanding = if *value_bytes > 16 << 10 { 2 } else { 32 };
        let sizes = Sizes {
            value_bytes: *value_bytes,
            znodes,
            ..BASE.sizes
        };
        let shape = Shape {
            workload,
            sizes,
            outstanding,
            ..BASE
        };
        // An axis of ratios has no 0.
        let x = (*value_bytes).max(1);
        Cell {
            label: grouped(*value_bytes),
            ..point(x, Job::Load(shape))
        }
    });
    rates(
        key,
        title,
        "bytes (beyond 16 Ki: 8 x 2)",
        Axis::Logarithmic,
        cells.collect(),
    )
}

fn listings(full: bool) -> Group {
    let widths: &[u32] = if full {
        &[10, 100, 1_000, 10_000, 100_000, 1_000_000]
    } else {
        &[10, 10_000]
    };
    let cells = widths.iter().map(|children| {
        // A reply of a million names is 20 MB: eight of them at once are enough.
        let outstanding = if *children > 1_000 { 1 } else { 32 };
        let sizes = Sizes {
            children: *children,
            value_bytes: 0,
            ..BASE.sizes
        };
        let shape = Shape {
            workload: Workload::GetChildren,
            sizes,
            outstanding,
            ..BASE
        };
        point(*children as usize, Job::Load(shape))
    });
    rates(
        "children_by_width",
        "getChildren2 by width of the directory, 8 x 32 (beyond 1,000 children: 8 x 1)",
        "children",
        Axis::Logarithmic,
        cells.collect(),
    )
}

fn druid() -> Group {
    let druid = |workload, value_bytes, outstanding| {
        let sizes = Sizes {
            value_bytes,
            znodes: 16,
            children: 100,
            ..BASE.sizes
        };
        Job::Load(Shape {
            workload,
            sizes,
            outstanding,
            ..BASE
        })
    };
    let jobs = vec![
        ("announcements, 600 B", druid(Workload::Announce, 600, 32)),
        (
            "batches of 512 KiB rewritten",
            druid(Workload::Set, 512 << 10, 2),
        ),
        ("load queues, 400 B", druid(Workload::LoadQueue, 400, 32)),
        (
            "discovery of 100 services",
            druid(Workload::Discovery, 600, 32),
        ),
    ];
    let title = "As Druid does, 8 connections";
    rates("druid", title, "", Axis::Named, named(jobs))
}

/// The shape of a tree that was measured elsewhere: path 115 B, data 46 B, wide directories.
fn real_tree() -> Group {
    let tree = |workload, znodes| {
        let sizes = Sizes {
            value_bytes: 46,
            znodes,
            path_bytes: 115,
            ..BASE.sizes
        };
        Job::Load(Shape {
            workload,
            sizes,
            ..BASE
        })
    };
    let jobs = vec![
        ("get of a million in one directory", tree(GET, 1_000_000)),
        ("set of a million in one directory", tree(SET, 1_000_000)),
        (
            "90 % get of a million in one directory",
            tree(MIXED, 1_000_000),
        ),
        ("create", tree(Workload::Create, 1)),
    ];
    let title = "A real tree's shape: paths of 115 B, values of 46 B, 8 x 32";
    rates("real_tree", title, "", Axis::Named, named(jobs))
}

fn watches(full: bool) -> [Group; 2] {
    let watchers: &[u32] = if full { &[10, 100, 500, 1_000] } else { &[500] };
    let one = watchers
        .iter()
        .map(|it| point(*it as usize, Job::FanOut(*it)));
    let znodes: &[u32] = if full {
        &[100, 1_000, 10_000, 100_000]
    } else {
        &[10_000]
    };
    let many = znodes
        .iter()
        .map(|it| point(*it as usize, Job::Watched(*it)));
    [
        Group {
            counts: Counts::LastEvent,
            ..rates(
                "fan_out",
                "One znode, many watchers: the last event, p50",
                "watchers",
                Axis::Logarithmic,
                one.collect(),
            )
        },
        rates(
            "watched",
            "Many znodes, one watcher: changes with their events",
            "znodes",
            Axis::Logarithmic,
            many.collect(),
        ),
    ]
}

fn storms(full: bool) -> Group {
    let sessions: &[u32] = if full { &[1, 8, 64, 256] } else { &[64] };
    let cells = sessions
        .iter()
        .map(|it| point(*it as usize, Job::Storm(*it)));
    rates(
        "storms",
        "Sessions opened and closed",
        "at once",
        Axis::Logarithmic,
        cells.collect(),
    )
}

fn follower() -> Group {
    let jobs = vec![
        ("get", Job::ThroughFollower(GET)),
        ("set", Job::ThroughFollower(SET)),
        ("sync", Job::ThroughFollower(Workload::Sync)),
    ];
    Group {
        counts: Counts::P50,
        servers: 3,
        ..rates(
            "follower",
            "One at a time through a follower of three servers, 128 B: p50",
            "",
            Axis::Named,
            named(jobs),
        )
    }
}

/// One request at a time, over one connection.
pub(crate) fn alone(workload: Workload) -> Shape {
    Shape {
        workload,
        connections: 1,
        outstanding: 1,
        ..BASE
    }
}

/// What warms a server up before anything counts.
pub(crate) fn warming() -> Shape {
    Shape {
        workload: Workload::Mixed { reads: 50 },
        ..BASE
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::load::Protocol;

    /// ZooKeeper takes no more requests at once over all connections.
    const IN_FLIGHT_LIKED: usize = 1_000;

    #[test]
    fn every_group_has_its_own_name_and_rising_points() {
        for extent in [Extent::Short, Extent::Full] {
            let groups = groups(extent);
            let keys: BTreeSet<&str> = groups.iter().map(|group| group.key).collect();
            assert_eq!(keys.len(), groups.len());
            for group in &groups {
                let rising = group.cells.windows(2).all(|two| two[0].x < two[1].x);
                assert!(rising && !group.cells.is_empty(), "{}", group.key);
            }
        }
    }

    #[test]
    fn the_full_matrix_has_every_cell_of_the_short_one() {
        let keys =
            |extent| -> BTreeSet<&str> { groups(extent).iter().map(|group| group.key).collect() };
        assert!(keys(Extent::Short).is_subset(&keys(Extent::Full)));
        let cells = |extent| -> usize { groups(extent).iter().map(|it| it.cells.len()).sum() };
        assert!(cells(Extent::Short) < 45, "ten minutes hold no more");
    }

    #[test]
    fn etcd_is_asked_for_what_it_can_do() {
        let suits = |job: Job| job.suits(Protocol::Etcd);
        assert!(suits(Job::Load(BASE)) && suits(Job::ThroughFollower(SET)));
        assert!(!suits(Job::Storm(1)) && !suits(Job::ThroughFollower(Workload::Sync)));
        assert!(Job::Storm(1).suits(Protocol::ZooKeeper));
    }

    #[test]
    fn depths_beyond_what_zookeeper_likes_are_only_in_the_full_matrix() {
        let beyond = |job: Job| match job {
            Job::Load(it) => it.connections * it.outstanding as usize > IN_FLIGHT_LIKED,
            _ => false,
        };
        let short = groups(Extent::Short);
        assert!(
            !short
                .iter()
                .flat_map(|group| &group.cells)
                .any(|cell| beyond(cell.job))
        );
    }
}
