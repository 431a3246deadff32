//! The watch table against a naive one that knows only the rules.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use crate::acl::AclList;
use crate::request::{AddWatchMode, Change, ChangeKind, WatchFilter};
use crate::serve::watch::{Told, WatchTable};
use crate::serve::{Slot, watch};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Data,
    Child,
    Persistent,
    Recursive,
}

const KINDS: [Kind; 4] = [Kind::Data, Kind::Child, Kind::Persistent, Kind::Recursive];

/// Every registration as (connection, path, kind), and the rules of ZooKeeper's table as loops.
#[derive(Default)]
struct Naive(BTreeSet<(u32, String, Kind)>);

impl Naive {
    fn fire(&mut self, kind: ChangeKind, path: &str) -> (BTreeSet<u32>, BTreeSet<u32>) {
        let parent = parent_of(path);
        let mut node = BTreeSet::new();
        let mut above = BTreeSet::new();
        for (slot, watched, how) in &self.0 {
            let exact = watched == path;
            let of_parent = *watched == parent;
            match (how, kind) {
                (Kind::Recursive, _) if exact || is_below(path, watched) => {
                    node.insert(*slot);
                }
                (Kind::Data | Kind::Persistent, _) | (Kind::Child, ChangeKind::Deleted)
                    if exact =>
                {
                    node.insert(*slot);
                }
                _ => {}
            }
            let counts = matches!(how, Kind::Child | Kind::Persistent);
            if counts && of_parent && kind != ChangeKind::DataChanged {
                above.insert(*slot);
            }
        }
        self.0.retain(|(_, watched, how)| match how {
            Kind::Data => watched != path,
            Kind::Child if kind == ChangeKind::Deleted => *watched != path && *watched != parent,
            Kind::Child if kind == ChangeKind::Created => *watched != parent,
            Kind::Child | Kind::Persistent | Kind::Recursive => true,
        });
        (node, above)
    }

    fn kinds(filter: WatchFilter) -> &'static [Kind] {
        match filter {
            WatchFilter::Children => &[Kind::Child],
            WatchFilter::Data => &[Kind::Data],
            WatchFilter::Any => &KINDS,
            WatchFilter::Persistent => &[Kind::Persistent],
            WatchFilter::PersistentRecursive => &[Kind::Recursive],
        }
    }

    fn remove(&mut self, slot: u32, path: &str, filter: WatchFilter) -> bool {
        let kinds = Naive::kinds(filter).iter();
        kinds
            .filter(|kind| self.0.remove(&(slot, path.to_string(), **kind)))
            .count()
            > 0
    }

    fn has(&self, slot: u32, path: &str, filter: WatchFilter) -> bool {
        let kinds = Naive::kinds(filter).iter();
        kinds
            .into_iter()
            .any(|kind| self.0.contains(&(slot, path.to_string(), *kind)))
    }
}

fn parent_of(path: &str) -> String {
    match path.rfind('/') {
        Some(0) | None => "/".to_string(),
        Some(at) => path[..at].to_string(),
    }
}

fn is_below(path: &str, ancestor: &str) -> bool {
    ancestor == "/"
        || path
            .strip_prefix(ancestor)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn change(kind: ChangeKind, path: &str) -> Change {
    Change {
        kind,
        path: path.into(),
        acl: AclList::OPEN,
        parent_acl: AclList::OPEN,
    }
}

fn register(table: &mut WatchTable, slot: Slot, path: &str, kind: Kind) {
    match kind {
        Kind::Data => table.watch_data(slot, path),
        Kind::Child => table.watch_children(slot, path),
        Kind::Persistent => table.watch_persistently(slot, path, AddWatchMode::Persistent),
        Kind::Recursive => {
            table.watch_persistently(slot, path, AddWatchMode::PersistentRecursive);
        }
    }
}

#[test]
fn random_histories_equal_the_naive_table() {
    let paths = ["/", "/a", "/a/b", "/a/b/c", "/ab", "/a/d", "/e/f/g/h"];
    let changes = [
        ChangeKind::Created,
        ChangeKind::Deleted,
        ChangeKind::DataChanged,
    ];
    let filters = [
        WatchFilter::Children,
        WatchFilter::Data,
        WatchFilter::Any,
        WatchFilter::Persistent,
        WatchFilter::PersistentRecursive,
    ];
    for seed in 1..400_u64 {
        let mut chance = Random::new(seed);
        let mut table = WatchTable::new(seed);
        let mut naive = Naive::default();
        let mut told = Told::default();
        for step in 0..300 {
            let slot = u32::try_from(chance.below(5)).expect("small");
            let path = *chance.pick(&paths);
            match chance.below(10) {
                0..5 => {
                    let kind = *chance.pick(&KINDS);
                    register(&mut table, Slot(slot), path, kind);
                    naive.0.insert((slot, path.to_string(), kind));
                }
                5..8 => {
                    let kind = *chance.pick(&changes);
                    // The root is neither created nor deleted.
                    let path = if path == "/" { "/a" } else { path };
                    table.fire(&change(kind, path), &mut told);
                    let (node, above) = naive.fire(kind, path);
                    let set = |slots: &[Slot]| slots.iter().map(|s| s.0).collect::<BTreeSet<_>>();
                    let what = format!("seed {seed} step {step} {kind:?} {path}");
                    assert_eq!(set(told.of_the_znode()), node, "{what}");
                    assert_eq!(set(told.of_the_parent()), above, "{what}");
                    assert_eq!(told.of_the_znode().len(), node.len(), "told twice: {what}");
                }
                8 => {
                    let filter = *chance.pick(&filters);
                    let expected = naive.has(slot, path, filter);
                    assert_eq!(table.has(Slot(slot), path, filter), expected);
                    let removed = naive.remove(slot, path, filter);
                    assert_eq!(table.remove(Slot(slot), path, filter), removed);
                }
                _ => {
                    table.remove_connection(Slot(slot));
                    naive.0.retain(|(owner, _, _)| *owner != slot);
                }
            }
            table.invariants();
        }
        let by_path: BTreeMap<&str, usize> =
            table
                .data_watches()
                .fold(BTreeMap::new(), |mut sum, (path, _)| {
                    *sum.entry(path).or_default() += 1;
                    sum
                });
        for (path, count) in by_path {
            let naive_count: BTreeSet<u32> = naive
                .0
                .iter()
                .filter(|(_, watched, kind)| watched == path && *kind != Kind::Child)
                .map(|(slot, _, _)| *slot)
                .collect();
            assert_eq!(count, naive_count.len(), "{path}");
        }
    }
}

#[test]
fn nothing_is_left_when_every_watcher_is_gone() {
    let mut table = WatchTable::new(7);
    let slots: Vec<Slot> = (0..100).map(Slot).collect();
    for slot in &slots {
        for at in 0..20 {
            register(
                &mut table,
                *slot,
                &format!("/n{at}"),
                KINDS[at % KINDS.len()],
            );
        }
    }
    assert!(table.len() > 2000);
    for slot in &slots {
        table.remove_connection(*slot);
        table.invariants();
    }
    assert!(table.is_empty());
    assert_eq!(table.data_watches().count(), 0);
}

#[test]
fn a_watcher_holds_every_slot_it_may_be_given() {
    let highest = Slot((1 << watch::SLOT_BITS) - 1);
    let mut table = WatchTable::new(1);
    table.watch_data(highest, "/a");
    let mut told = Told::default();
    table.fire(&change(ChangeKind::DataChanged, "/a"), &mut told);
    assert_eq!(told.of_the_znode(), [highest]);
}
