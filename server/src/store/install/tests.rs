//! Tests of installs with RocksDB and real directories: what counts, what is refused, and what is
//! left when the server stops in the middle.

use std::path::Path;
use std::sync::mpsc;

use ringkeeper_core::checkpoint::Entry;
use ringkeeper_core::id::{SessionId, WallTime, Xid};
use ringkeeper_core::options::Switch;
use ringkeeper_core::tree::{CaptureBudget, Progress};
use ringkeeper_core::txn::{Owner, Txn, TxnOp};
use ringkeeper_wal::LogId;

use super::super::{Settled, push_bytes};
use super::*;

const LOG: LogId = LogId(7);

/// Znodes of a tree that nobody has written to, as ZooKeeper counts them: the root, twice, and its
/// own three.
const FRESH: usize = 5;

/// A znode of a checkpoint, or what else has a key and a value.
type Pair = (Vec<u8>, Vec<u8>);

/// A tree with this many znodes besides, each the work of one txn.
fn tree(znodes: u32) -> Tree {
    let mut tree = Tree::new(1, Switch::On);
    for counter in 1..=znodes {
        let op = TxnOp::Create {
            path: format!("/znode{counter:07}").into(),
            data: Some(vec![7; 100].into()),
            acl: ringkeeper_core::acl::AclList::OPEN,
            owner: Owner::Persistent,
            parent_cversion: i32::try_from(counter).expect("small"),
        };
        let txn = Txn {
            zxid: zxid(counter),
            session: SessionId(1),
            xid: Xid(1),
            time: WallTime(1),
            op,
        };
        tree.apply(txn, &mut |_| {});
    }
    tree
}

fn zxid(counter: u32) -> Zxid {
    Zxid::from_bits(i64::from(counter))
}

/// The entries of a checkpoint of a whole tree, in the order of their keys.
fn pairs(tree: &mut Tree) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let budget = CaptureBudget {
        entries: 1000,
        bytes: usize::MAX,
    };
    let _ = tree.checkpoint_begin();
    let mut take = |entry: Entry<'_>| match entry {
        Entry::Put { key, value } => pairs.push((key.to_vec(), value.to_vec())),
        Entry::Delete { .. } => unreachable!("nothing was stored before"),
    };
    while tree.checkpoint_capture(budget, &mut take) == Progress::More {}
    pairs.sort();
    pairs
}

/// As a leader sends them.
fn chunk(pairs: &[Pair]) -> Box<[u8]> {
    let mut chunk = Vec::new();
    for (key, value) in pairs {
        push_bytes(&mut chunk, key);
        push_bytes(&mut chunk, value);
    }
    chunk.into()
}

fn place(record: u64) -> LogPlace {
    LogPlace {
        record: RecordNumber(record),
        log: LOG,
    }
}

fn loader() -> Loader {
    Loader::new(3, Switch::On)
}

/// A store that runs, and what it tells.
struct Running {
    handle: StoreHandle,
    news: mpsc::Receiver<StoreNews>,
}

impl Running {
    /// In a directory with a checkpoint of 3 znodes at record 30.
    fn with_three_znodes(directory: &Path) -> Running {
        let store = Store::open(directory).expect("a directory of our own");
        let (told, news) = mpsc::channel();
        let handle = store
            .run(move |said| told.send(said).expect("somebody listens"))
            .expect("a thread");
        let mut running = Running { handle, news };
        running.take(&pairs(&mut tree(3)), 3, 30);
        running
    }

    /// Takes a checkpoint of this server.
    fn take(&mut self, pairs: &[Pair], counter: u32, record: u64) {
        for (key, value) in pairs {
            self.handle.add(Entry::Put { key, value });
        }
        self.handle.commit(zxid(counter), place(record));
        match self.news.recv().expect("it answers") {
            StoreNews::Stored(report) => assert!(report.result.is_ok(), "{report:?}"),
            other => panic!("not a report: {other:?}"),
        }
    }

    /// Installs a whole checkpoint.
    fn install(&self, pairs: &[Pair], counter: u32) -> Result<Box<Installed>, String> {
        self.install_announced(pairs, (counter, pairs.len() as u64))
    }

    /// Installs what a leader would send in two chunks, as what it announces.
    fn install_announced(
        &self,
        pairs: &[Pair],
        announced: (u32, u64),
    ) -> Result<Box<Installed>, String> {
        self.handle.install_begin(zxid(announced.0), loader());
        let (first, second) = pairs.split_at(pairs.len() / 2);
        self.handle.install_chunk(chunk(first));
        self.handle.install_chunk(chunk(second));
        self.handle.install_end(announced.1, place(55));
        self.outcome()
    }

    fn outcome(&self) -> Result<Box<Installed>, String> {
        match self.news.recv().expect("it answers") {
            StoreNews::Installed(installed) => Ok(installed),
            StoreNews::InstallFailed(cause) => Err(cause.to_string()),
            other @ (StoreNews::Stored(_) | StoreNews::Room) => panic!("not asked for: {other:?}"),
        }
    }
}

/// How many znodes the store in a directory holds, at which place.
fn found(directory: &Path) -> (usize, Option<LogPlace>, Option<RecordNumber>) {
    let store = Store::open(directory).expect("a whole store");
    let mut loader = loader();
    store
        .load(|key, value| loader.entry(key, value))
        .expect("a whole checkpoint");
    let tree = loader.finish().expect("a tree").expect("not an empty one");
    let place = store.log_place().expect("readable");
    let installed_at = store.installed_at().expect("readable");
    (tree.node_count() - FRESH, place, installed_at)
}

/// Nothing is there but the store.
fn expect_alone(present: &Path) {
    let parent = present.parent().expect("it is in one");
    let names = std::fs::read_dir(parent).expect("readable").flatten();
    let names: Vec<_> = names.map(|entry| entry.path()).collect();
    assert_eq!(names, [present]);
}

#[test]
fn a_leaders_checkpoint_takes_the_place_of_the_own_one() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let present = directory.path().join("checkpoints");
    let mut running = Running::with_three_znodes(&present);
    let all = pairs(&mut tree(5000));
    let installed = running.install(&all, 5000).expect("it is whole");
    assert_eq!(installed.entries, all.len() as u64);
    assert_eq!(installed.record, RecordNumber(55));
    assert_eq!(installed.tree.last_zxid(), zxid(5000));
    assert_eq!(installed.tree.node_count(), 5000 + FRESH);
    assert_eq!(installed.tree.digest(), tree(5000).digest());
    assert_eq!(installed.tree.changed_count(), 0, "all of it is stored");
    running.handle.free(Box::new(installed.tree));
    expect_alone(&present);

    // The next of its own goes on from there, and remembers where the log begins to lead up to it.
    running.take(&pairs(&mut tree(5001))[..2], 5001, 56);
    running.handle.stop();
    let store = Store::open(&present).expect("a whole store");
    assert_eq!(store.log_place().expect("readable"), Some(place(56)));
    let installed_at = store.installed_at().expect("readable");
    assert_eq!(installed_at, Some(RecordNumber(55)));
}

#[test]
fn one_that_is_given_up_leaves_nothing_behind() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let present = directory.path().join("checkpoints");
    let mut running = Running::with_three_znodes(&present);
    let all = pairs(&mut tree(100));
    // One of its own is under way, with more than one chunk.
    let value = vec![7; 100_000];
    for key in 0..9_u8 {
        running.handle.add(Entry::Put {
            key: &[b'n', key],
            value: &value,
        });
    }
    running.handle.give_up();
    running.handle.install_begin(zxid(100), loader());
    running.handle.install_chunk(chunk(&all[..50]));
    running.handle.install_abort();
    running.handle.install_begin(zxid(100), loader());
    running.handle.install_abort();
    running.handle.stop();
    expect_alone(&present);
    assert_eq!(found(&present), (3, Some(place(30)), None));

    // The one after it is as if there had been none.
    let running = Running::with_three_znodes(&present);
    running.install(&all, 100).expect("it is whole");
    running.handle.stop();
    let expected = (100, Some(place(55)), Some(RecordNumber(55)));
    assert_eq!(found(&present), expected);
}

#[test]
fn what_is_no_checkpoint_is_refused_and_changes_nothing() {
    let all = pairs(&mut tree(10));
    let without = |index: usize| {
        let mut some = all.clone();
        some.remove(index);
        some
    };
    let with = |key: &[u8]| [&all[..], &[(key.to_vec(), b"1".to_vec())]].concat();
    let twice = [&all[..], &all[2..3]].concat();
    // The entries: meta, the root, ten znodes, ZooKeeper's own.
    let table: [(Vec<Pair>, (u32, u64), &str); 8] = [
        (all.clone(), (10, 16), "15 entries came of 16"),
        (all.clone(), (11, 15), "announced as of 0xb, it is of 0xa"),
        (without(1), (10, 14), "znode /znode0000001: its parent"),
        (without(0), (10, 14), "znode /: it comes before the meta"),
        (without(11), (10, 14), "13 znodes where 14 were stored"),
        (Vec::new(), (10, 0), "it is empty"),
        (with(b"r"), (10, 16), "a key of no known kind"),
        (twice, (10, 16), "16 entries came, 15 of them"),
    ];
    let directory = tempfile::tempdir().expect("a temporary directory");
    let present = directory.path().join("checkpoints");
    let mut running = Running::with_three_znodes(&present);
    for (pairs, announced, expected) in table {
        let told = running.install_announced(&pairs, announced);
        let told = told.expect_err("it is none");
        assert!(told.contains(expected), "{told}");
        expect_alone(&present);
    }
    // What is not even entries, and what follows it all the same.
    running.handle.install_begin(zxid(10), loader());
    let whole = chunk(&all);
    running
        .handle
        .install_chunk(whole[..whole.len() - 1].into());
    running.handle.install_chunk(chunk(&all));
    running.handle.install_end(15, place(55));
    let told = running.outcome().expect_err("it is none");
    assert!(told.contains("an entry is cut off"), "{told}");
    // The store goes on as before.
    running.take(&[], 4, 31);
    running.handle.stop();
    assert_eq!(found(&present), (3, Some(place(31)), None));
}

#[test]
fn a_stop_in_the_middle_is_an_end_of_it() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let present = directory.path().join("checkpoints");
    let running = Running::with_three_znodes(&present);
    running.handle.install_begin(zxid(100), loader());
    running.handle.install_chunk(chunk(&pairs(&mut tree(100))));
    running.handle.stop();
    expect_alone(&present);
    assert_eq!(found(&present).0, 3);
}

#[test]
fn a_store_that_is_read_out_is_closed_when_another_takes_its_place() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let present = directory.path().join("checkpoints");
    let mut running = Running::with_three_znodes(&present);
    let large: Vec<Pair> = (0..100_u8)
        .map(|key| (vec![b's', key], vec![7; 300_000]))
        .collect();
    running.take(&large, 3, 31);
    // Nobody takes it.
    let mut stream = running.handle.stream(|| {}).expect("room");
    let all = pairs(&mut tree(100));
    running.install(&all, 100).expect("it is whole");
    let told = loop {
        match stream.pull() {
            crate::store::Pulled::Failed(cause) => break cause,
            crate::store::Pulled::Part(_) | crate::store::Pulled::NotYet => {}
        }
    };
    assert_eq!(told, "the store was closed");
    running.handle.stop();
}

/// Which store is where.
type Left<'a> = &'a [(&'a str, &'a Path)];

/// What a server leaves that is killed at each point of an install is settled at its next start.
#[test]
fn a_kill_at_any_point_leaves_one_state_or_the_other() {
    let [ours, theirs] = [3, 100].map(|znodes| {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let present = directory.path().join("checkpoints");
        let running = Running::with_three_znodes(&present);
        if znodes > 3 {
            let all = pairs(&mut tree(znodes));
            running.install(&all, 100).expect("it is whole");
        }
        running.handle.stop();
        (directory, present)
    });
    // What is left, and which of them counts.
    let table: [(Left<'_>, Settled, usize); 6] = [
        (
            &[("", &ours.1), (".incoming", &theirs.1)],
            Settled::Undone,
            3,
        ),
        (
            &[("", &ours.1), (".complete", &theirs.1)],
            Settled::Finished,
            100,
        ),
        (
            &[(".outgoing", &ours.1), (".complete", &theirs.1)],
            Settled::Finished,
            100,
        ),
        (
            &[("", &theirs.1), (".outgoing", &ours.1)],
            Settled::Nothing,
            100,
        ),
        (&[("", &theirs.1)], Settled::Nothing, 100),
        (&[("", &ours.1)], Settled::Nothing, 3),
    ];
    for (left, expected, znodes) in table {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let present = directory.path().join("checkpoints");
        for (ending, store) in left {
            let to = directory.path().join(format!("checkpoints{ending}"));
            std::fs::create_dir(&to).expect("a directory of our own");
            for file in std::fs::read_dir(store).expect("readable").flatten() {
                std::fs::copy(file.path(), to.join(file.file_name())).expect("there is space");
            }
        }
        let places = Places::of(&present);
        let counting = places.counting().expect("readable").to_owned();
        let before = Store::open_to_read(&counting).and_then(|store| store.log_place());
        assert_eq!(places.settle().expect("our own"), expected);
        expect_alone(&present);
        let (count, place, _) = found(&present);
        assert_eq!(count, znodes);
        assert_eq!(before.expect("readable"), place, "`repair` saw the same");
    }
}
