//! The disk fills up: writes are refused with a clear error, reads go on, writes resume when there
//! is space, and nothing that was acknowledged is lost, not even by a kill on the full disk.
//!
//! The disk is a small tmpfs that the test mounts, which needs root. `FULL_DISK_FOLDER` names a
//! small file system to use in its place (its files are left alone, its free space is not).

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::server_process::{Program, ServerProcess, Settings};
use ringkeeper_tests::session::Session;
use ringkeeper_tests::wire::{Acl, Body, Request, opcode};

/// How long something that must happen may take: a bound, not a measurement.
const PATIENCE: Duration = Duration::from_mins(1);

/// The most of an acknowledged kind of change that fits the disk, far above what is expected.
const WRITES_MAX: u64 = 50_000;

const NOT_READ_ONLY: i32 = -119;

/// A file system of its own, small enough to be filled in no time.
struct SmallDisk {
    folder: PathBuf,
    mounted: bool,
}

impl SmallDisk {
    fn mount() -> SmallDisk {
        if let Some(folder) = std::env::var_os("FULL_DISK_FOLDER") {
            return SmallDisk {
                folder: PathBuf::from(folder),
                mounted: false,
            };
        }
        let name = format!("ringkeeper-full-disk-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder to mount on can be created");
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128m", "tmpfs"])
            .arg(&folder)
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "this test mounts a small disk to fill it: run it as root, or set FULL_DISK_FOLDER to \
             a folder on a small file system"
        );
        SmallDisk {
            folder,
            mounted: true,
        }
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }

    /// Takes every free byte.
    fn fill(&self) {
        let mut file = File::create(self.filler()).expect("the filler can be created");
        let mut length = 1 << 20;
        let zeros = vec![0; length];
        while length > 0 {
            match file
                .write_all(&zeros[..length])
                .and_then(|()| file.sync_data())
            {
                Ok(()) => {}
                Err(error) => {
                    assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{error}");
                    length /= 2;
                }
            }
        }
    }

    fn free(&self) {
        fs::remove_file(self.filler()).expect("the filler can be removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // There may be no filler.
        let _ = fs::remove_file(self.filler());
        if self.mounted {
            // The server ended before: nothing holds the mount.
            let _ = Command::new("umount").arg(&self.folder).status();
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// The acknowledged writes: child `n` of `/full` holds the last value of round `n`.
struct Writer {
    count: u64,
}

impl Writer {
    fn value(number: u64) -> Vec<u8> {
        let mut value = format!("{number}:").into_bytes();
        value.resize(16_000, b'v');
        value
    }

    /// One more znode; the error if it is refused.
    fn write(&mut self, session: &mut Session) -> Result<(), i32> {
        let path = format!("/full/{}", self.count);
        let value = Writer::value(self.count);
        let create = Request::create(opcode::CREATE, &path, Some(&value), Some(&Acl::open()), 0);
        let reply = session.call(&create).expect("every write is answered");
        if reply.err == 0 {
            self.count += 1;
            return Ok(());
        }
        Err(reply.err)
    }

    fn verify(&self, session: &mut Session) {
        for number in 0..self.count {
            let get = Request::read(opcode::GET_DATA, format!("/full/{number}"), 0);
            let reply = session.call(&get).expect("reads go on");
            let Body::Data(Some(value), _) = reply.body else {
                panic!("acknowledged znode {number} is lost: {reply:?}")
            };
            assert!(
                value == Writer::value(number),
                "znode {number} holds something else"
            );
        }
        let list = Request::read(opcode::GET_CHILDREN, "/full", 0);
        match session.call(&list).expect("reads go on").body {
            Body::Names(Some(names)) => assert_eq!(names.len() as u64, self.count),
            other => panic!("no list: {other:?}"),
        }
    }
}

fn start(folder: &Path) -> ServerProcess {
    let settings = Settings::open()
        .config("ringkeeper.segmentBytes", "4M")
        .config("ringkeeper.reserveBytes", "16M")
        .data(&folder.join("data"));
    ServerProcess::start(Program::Ringkeeper, settings)
}

fn open(server: &ServerProcess) -> Session {
    let session = Session::open(server.address(), 30_000).expect("a session opens");
    assert!(session.granted());
    session
}

/// Writes until the server refuses; how it refuses is checked.
fn write_until_refused(server: &ServerProcess, session: &mut Session, writer: &mut Writer) {
    let error = loop {
        assert!(writer.count < WRITES_MAX, "the disk never filled up");
        if let Err(error) = writer.write(session) {
            break error;
        }
    };
    assert_eq!(
        error, NOT_READ_ONLY,
        "the refusal says that nothing can be written"
    );
    assert_eq!(server.figure("zk_ringkeeper_space_low"), Some(1.0));
    let multi = Request::multi(opcode::MULTI, &[Request::set_data("/full", Some(b"x"), -1)]);
    let reply = session.call(&multi).expect("answered");
    assert!(
        reply.err != 0 || reply.body != Body::Empty,
        "a multi is refused too: {reply:?}"
    );
    let delete = Request::versioned(opcode::DELETE, "/full/0", -1);
    assert_eq!(session.call(&delete).expect("answered").err, NOT_READ_ONLY);
}

fn write_until_accepted(session: &mut Session, writer: &mut Writer) {
    let deadline = Instant::now() + PATIENCE;
    while let Err(error) = writer.write(session) {
        assert_eq!(error, NOT_READ_ONLY);
        assert!(
            Instant::now() < deadline,
            "writes resume when there is space"
        );
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_full_disk_refuses_writes_until_there_is_space() {
    let disk = SmallDisk::mount();
    let mut server = start(&disk.folder);
    let mut session = open(&server);
    let root = Request::create(opcode::CREATE, "/full", None, Some(&Acl::open()), 0);
    assert_eq!(session.call(&root).expect("answered").err, 0);
    let mut writer = Writer { count: 0 };
    for _ in 0..100 {
        writer.write(&mut session).expect("there is space");
    }
    assert_eq!(server.figure("zk_ringkeeper_space_low"), Some(0.0));

    for round in 0..3 {
        disk.fill();
        write_until_refused(&server, &mut session, &mut writer);
        writer.verify(&mut session);
        // Who comes now can still read.
        writer.verify(&mut open(&server));
        if round == 1 {
            // The power goes while the disk is full, and space is made before it is back.
            server.kill();
            disk.free();
            server.start_again();
            session = open(&server);
            writer.verify(&mut session);
        } else {
            disk.free();
        }
        write_until_accepted(&mut session, &mut writer);
        for _ in 0..100 {
            writer.write(&mut session).expect("there is space again");
        }
        assert_eq!(server.figure("zk_ringkeeper_space_low"), Some(0.0));
    }
    let log = fs::read_to_string(server.log()).expect("the server's output");
    let told = log
        .lines()
        .any(|line| line.contains("WARN") && line.contains("space"));
    assert!(
        told,
        "the log says that space is low:\n{}",
        server.log_tail()
    );

    server.kill();
    server.start_again();
    writer.verify(&mut open(&server));
    // The server lets go of the disk before it is unmounted.
    drop(server);
}
