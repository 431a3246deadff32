//! Tests of the store with RocksDB and real directories.

use std::sync::mpsc;

use ringkeeper_core::checkpoint::Entry;

use super::*;

fn report_of(news: StoreNews) -> StoreReport {
    match news {
        StoreNews::Stored(report) => report,
        StoreNews::Room | StoreNews::Installed(_) | StoreNews::InstallFailed(_) => {
            unreachable!("nothing is installed here: {news:?}")
        }
    }
}

fn entries(store: &Store) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    let take = |key: &[u8], value: &[u8]| {
        found.push((key.to_vec(), value.to_vec()));
        Ok::<_, std::convert::Infallible>(())
    };
    store.load(take).expect("a whole store");
    found
}

/// Takes the given checkpoints, closes the store, and opens it again.
fn after(directory: &Path, checkpoints: &[&[Entry<'_>]]) -> Store {
    let store = Store::open(directory).expect("a directory of our own");
    let (told, reports) = mpsc::channel();
    let mut handle = store
        .run(move |news| told.send(report_of(news)).expect("somebody listens"))
        .expect("a thread");
    for (at, checkpoint) in checkpoints.iter().enumerate() {
        for entry in *checkpoint {
            handle.add(*entry);
        }
        let record = RecordNumber(at as u64 + 1);
        let place = LogPlace {
            record,
            log: LogId(7),
        };
        handle.commit(Zxid::from_bits(1), place);
        let report = reports.recv().expect("every commit is answered");
        assert_eq!(report.record, record);
        // The number of the record is an entry of its own.
        assert_eq!(report.result.expect("it counts"), checkpoint.len() + 1);
    }
    handle.stop();
    Store::open(directory).expect("what was written can be read")
}

fn put<'a>(key: &'a [u8], value: &'a [u8]) -> Entry<'a> {
    Entry::Put { key, value }
}

#[test]
fn a_store_holds_the_sum_of_its_checkpoints_in_order() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let empty = Store::open(directory.path()).expect("a directory of our own");
    assert_eq!(empty.log_place().expect("readable"), None);
    assert_eq!(entries(&empty), []);
    drop(empty);

    let first = [put(b"nb", b"1"), put(b"na", b"2"), put(b"m", b"0")];
    let second = [
        Entry::Delete { key: b"nb" },
        put(b"na", b"3"),
        put(b"nc", b""),
    ];
    let store = after(directory.path(), &[&first, &second]);
    let place = store.log_place().expect("readable");
    let expected = LogPlace {
        record: RecordNumber(2),
        log: LogId(7),
    };
    assert_eq!(place, Some(expected));
    let expected = [
        (b"m".to_vec(), b"0".to_vec()),
        (b"na".to_vec(), b"3".to_vec()),
    ];
    let expected = [&expected[..], &[(b"nc".to_vec(), Vec::new())]].concat();
    assert_eq!(entries(&store), expected);
}

#[test]
fn what_was_not_committed_is_not_there() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let store = Store::open(directory.path()).expect("a directory of our own");
    let mut handle = store.run(|_| {}).expect("a thread");
    let value = vec![7; CHUNK_BYTES];
    for key in [b"na", b"nb", b"nc"] {
        handle.add(put(key, &value));
    }
    handle.stop();
    assert_eq!(entries(&after(directory.path(), &[])), []);
}

#[test]
fn an_entry_that_cannot_be_loaded_ends_the_loading() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let value = vec![7; CHUNK_BYTES];
    let keys: Vec<Vec<u8>> = (0..200_u8).map(|key| vec![b'n', key]).collect();
    let all: Vec<Entry<'_>> = keys.iter().map(|key| put(key, &value)).collect();
    let store = after(directory.path(), &[&all]);
    let refused = store.load(|_, _| Err("no such kind"));
    let told = refused.expect_err("it was refused").to_string();
    assert!(told.starts_with("loading the checkpoint store"), "{told}");
    assert!(told.ends_with("no such kind"), "{told}");
}

/// What a stream gives until it ends.
fn read_out(stream: &mut CheckpointStream) -> Result<(Zxid, Vec<Vec<u8>>), String> {
    let (mut begun, mut keys) = (None, Vec::new());
    loop {
        match stream.pull() {
            Pulled::Part(Part::Begin { zxid }) => begun = Some(zxid),
            Pulled::Part(Part::Chunk(chunk)) => {
                let mut rest = chunk.as_slice();
                while !rest.is_empty() {
                    let (key, behind) = split_bytes(rest);
                    let (_value, behind) = split_bytes(behind);
                    keys.push(key.to_vec());
                    rest = behind;
                }
            }
            Pulled::Part(Part::End { entries }) => {
                assert_eq!(entries, keys.len() as u64);
                return Ok((begun.expect("it began"), keys));
            }
            Pulled::NotYet => std::thread::yield_now(),
            Pulled::Failed(cause) => return Err(cause),
        }
    }
}

/// The meta entry of a checkpoint of an empty tree at `zxid`, which is small.
fn meta(zxid: u8) -> [u8; 5] {
    [1, 2 * zxid, 1, 0, 0]
}

#[test]
fn a_stream_is_of_the_last_checkpoint_before_it_was_asked_for() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let store = Store::open(directory.path()).expect("a directory of our own");
    let (told, reports) = mpsc::channel();
    let mut handle = store
        .run(move |news| told.send(report_of(news)).expect("somebody listens"))
        .expect("a thread");
    let mut empty = handle.stream(|| {}).expect("room");
    let told = read_out(&mut empty).expect_err("there is no checkpoint yet");
    assert!(told.contains("does not say what it holds"), "{told}");

    let value = vec![7; CHUNK_BYTES / 2];
    let checkpoint = |handle: &mut StoreHandle, zxid: u8, keys: &[&[u8]]| {
        handle.add(put(b"m", &meta(zxid)));
        for key in keys {
            handle.add(put(key, &value));
        }
        let place = LogPlace {
            record: RecordNumber(u64::from(zxid) * 10),
            log: LogId(7),
        };
        handle.commit(Zxid::from_bits(i64::from(zxid)), place);
    };
    let keys: Vec<Vec<u8>> = (0..40_u8).map(|key| vec![b'n', key]).collect();
    let keys: Vec<&[u8]> = keys.iter().map(Vec::as_slice).collect();
    checkpoint(&mut handle, 1, &keys);
    let mut first = handle.stream(|| {}).expect("room");
    // Gathered, and not committed when the stream is asked for.
    handle.add(put(b"nz", &value));
    let mut still_first = handle.stream(|| {}).expect("room");
    checkpoint(&mut handle, 2, &[b"ny"]);
    let mut second = handle.stream(|| {}).expect("room");
    // Nobody takes this one: it must not hold anything up.
    let abandoned = handle.stream(|| {}).expect("room");
    assert_eq!(reports.recv().expect("answered").record, RecordNumber(10));
    assert_eq!(reports.recv().expect("answered").record, RecordNumber(20));

    for stream in [&mut first, &mut still_first] {
        let (zxid, found) = read_out(stream).expect("readable");
        assert_eq!((zxid, found.len()), (Zxid::from_bits(1), 41));
    }
    let (zxid, found) = read_out(&mut second).expect("readable");
    assert_eq!((zxid, found.len()), (Zxid::from_bits(2), 43));
    handle.stop();
    drop(abandoned);
}
