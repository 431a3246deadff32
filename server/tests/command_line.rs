//! The program as an administrator meets it: arguments, exit codes, what it says.
//!
//! Must never need a port that another test may hold, nor wait for a fixed time: whatever is
//! waited for is a line of the log or the end of the process.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

fn ringkeeper(arguments: &[&str], directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringkeeper"));
    command
        .args(arguments)
        .current_dir(directory)
        .env_remove("RINGKEEPER_LOG");
    command
}

fn output(arguments: &[&str], directory: &Path) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = ringkeeper(arguments, directory)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("it writes text");
    (status.code(), text(stdout), text(stderr))
}

/// A directory with a `zoo.cfg` in it, and a port that was free a moment ago.
struct Setup {
    directory: tempfile::TempDir,
    port: u16,
}

impl Setup {
    fn new() -> Setup {
        let directory = tempfile::tempdir().expect("a directory");
        let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let setup = Setup { directory, port };
        setup.configure("");
        setup
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn configure(&self, more: &str) {
        let port = self.port;
        let text = format!(
            "dataDir=data\nclientPort={port}\nclientPortAddress=127.0.0.1\n\
             ringkeeper.segmentBytes=4M\nringkeeper.reserveBytes=16M\n{more}"
        );
        fs::write(self.path().join("zoo.cfg"), text).expect("writable");
    }

    fn start(&self) -> Server {
        let mut child = ringkeeper(&["serve", "zoo.cfg"], self.path())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let log = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
        Server { child, log }
    }
}

/// A running server. Ended with its value.
struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
}

impl Server {
    /// Reads the log up to a line that contains `text`, and returns that line.
    fn wait_for(&mut self, text: &str) -> String {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            let read = self.log.read_line(&mut line).expect("the log is text");
            assert_ne!(read, 0, "the log ended without {text:?}:\n{seen}");
            if line.contains(text) {
                return line;
            }
            seen.push_str(&line);
        }
    }

    /// Ends it as a power cut would.
    fn crash(mut self) {
        self.child.kill().expect("the process is ours");
        self.child.wait().expect("the process is ours");
    }

    fn stop(mut self, signal: Signal) -> Option<i32> {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("the process is ours");
        // The pipe is read to its end, so that the server never waits for a reader.
        self.log
            .read_to_string(&mut String::new())
            .expect("the log is text");
        self.child.wait().expect("the process is ours").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn help_and_version_go_to_stdout() {
    let setup = Setup::new();
    let (code, stdout, stderr) = output(&["version"], setup.path());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(
        stdout.starts_with(concat!("ringkeeper ", env!("CARGO_PKG_VERSION"))),
        "{stdout}"
    );
    let (code, stdout, _) = output(&["help"], setup.path());
    assert_eq!(code, Some(0));
    assert!(stdout.contains("usage: ringkeeper serve"), "{stdout}");
    let (code, stdout, _) = output(&["help", "keys"], setup.path());
    assert_eq!(code, Some(0));
    assert!(stdout.contains("ringkeeper.shards"), "{stdout}");
}

#[test]
fn wrong_arguments_end_with_2() {
    let setup = Setup::new();
    let (code, stdout, stderr) = output(&["srve"], setup.path());
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(
        stderr.starts_with("ringkeeper: there is no command srve."),
        "{stderr}"
    );
    assert_eq!(
        stderr.lines().count(),
        1,
        "the fault stays in sight: {stderr}"
    );
}

#[test]
fn check_shows_what_a_server_would_run_with() {
    let setup = Setup::new();
    setup.configure("maxCnxns=7\nsecureClientPort=2281\n");
    let (code, stdout, stderr) =
        output(&["check", "-Djute.maxbuffer=9999", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(
        stderr,
        "warning: zoo.cfg:7: secureClientPort is ignored: TLS is not supported yet\n\
         warning: command line: jute.maxbuffer: log segments become 5242880 bytes, so that one \
         holds such a request\n\
         2 keys are remarked upon, 2 with a warning.\n"
    );
    assert!(stdout.contains("\nmaxCnxns=7\n"), "{stdout}");
    assert!(stdout.contains("\n# -Djute.maxbuffer=9999\n"), "{stdout}");
    assert!(!setup.path().join("data").exists(), "nothing is created");
}

#[test]
fn who_stops_reading_has_read_enough() {
    let setup = Setup::new();
    for arguments in [&["check", "zoo.cfg"][..], &["help", "keys"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = ringkeeper(arguments, setup.path());
        let Output { status, stderr, .. } =
            command.stdout(writer).output().expect("the program starts");
        let said = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn an_ensemble_is_checked() {
    let setup = Setup::new();
    setup.configure("initLimit=10\nsyncLimit=5\nserver.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2");
    let (code, _, stderr) = output(&["check", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(2));
    assert!(stderr.contains("myid: there is no such file"), "{stderr}");
    fs::create_dir(setup.path().join("data")).expect("writable");
    fs::write(setup.path().join("data/myid"), "2").expect("writable");

    let (code, stdout, stderr) = output(&["check", "zoo.cfg"], setup.path());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(
        stdout.contains("\nserver.2=b:1:2:participant\n"),
        "{stdout}"
    );
    assert!(stdout.contains(": 1 may fail\n"), "{stdout}");
}

#[test]
fn a_wrong_configuration_ends_with_2_and_all_its_faults() {
    let setup = Setup::new();
    setup.configure("tickTime=soon\nmaxCnxns=many\n");
    for command in ["check", "serve"] {
        let (code, stdout, stderr) = output(&[command, "zoo.cfg"], setup.path());
        assert_eq!((code, stdout.as_str()), (Some(2), ""));
        assert!(
            stderr.contains("zoo.cfg:6: tickTime=soon cannot be used."),
            "{stderr}"
        );
        assert!(
            stderr.contains("zoo.cfg:7: maxCnxns=many cannot be used."),
            "{stderr}"
        );
    }
}

#[test]
fn an_unusable_data_directory_ends_with_3() {
    let setup = Setup::new();
    fs::write(setup.path().join("data"), "").expect("writable");
    let (code, _, stderr) = output(&["serve", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(3), "{stderr}");
    assert!(
        stderr.contains("dataDir data: this is not a directory."),
        "{stderr}"
    );
}

#[test]
fn a_taken_port_ends_with_4() {
    let setup = Setup::new();
    let _holder = TcpListener::bind(("127.0.0.1", setup.port)).expect("the port is free");
    let (code, _, stderr) = output(&["serve", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(4), "{stderr}");
    assert!(stderr.contains("Another process has that port"), "{stderr}");
}

#[test]
fn a_signal_stops_cleanly_and_the_directory_is_free_again() {
    let setup = Setup::new();
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        if signal == Signal::HUP && is_hangup_ignored() {
            // Under nohup, and so for the server too.
            continue;
        }
        let mut server = setup.start();
        server.wait_for("serving");
        assert_eq!(server.stop(signal), Some(0));
    }
}

/// Whether this process, and what it starts, was told to ignore SIGHUP.
fn is_hangup_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").expect("readable");
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .expect("it is always there");
    u64::from_str_radix(mask.trim(), 16).expect("hexadecimal") & 1 == 1
}

#[test]
fn a_second_server_in_the_same_directory_ends_with_3() {
    let setup = Setup::new();
    let mut first = setup.start();
    first.wait_for("serving");
    let (code, _, stderr) = output(&["serve", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(3), "{stderr}");
    let pid = first.child.id();
    let told = format!("another server runs in it (process {pid})");
    assert!(stderr.contains(&told), "{stderr}");
    assert_eq!(first.stop(Signal::TERM), Some(0));
}

/// Opens a session, which is a durable change by the time the answer is here.
fn open_session(port: u16) {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    // ConnectRequest: version 0, zxid 0, timeout 10 s, no session, an empty password.
    let mut request = vec![0, 0, 0, 28];
    request.extend([0; 12]);
    request.extend(10_000_i32.to_be_bytes());
    request.extend([0; 12]);
    socket.write_all(&request).expect("the server reads");
    let mut response = [0; 40];
    socket
        .read_exact(&mut response)
        .expect("the server answers");
}

/// Every file and directory below `path`, with the bytes of the files.
fn files(path: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(path).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(files(&path));
            found.insert(path, None);
        } else {
            let bytes = fs::read(&path).expect("readable");
            found.insert(path, Some(bytes));
        }
    }
    found
}

#[test]
fn repair_only_looks() {
    let setup = Setup::new();
    let before = files(setup.path());
    for arguments in [
        &["repair", "zoo.cfg"][..],
        &["repair", "--give-up", "zoo.cfg"],
    ] {
        let (code, stdout, stderr) = output(arguments, setup.path());
        assert_eq!(code, Some(0), "{stderr}");
        assert!(
            stdout.contains("/data/ringkeeper-log: there is no such"),
            "{stdout}"
        );
    }
    let (code, _, stderr) = output(&["repair"], setup.path());
    assert_eq!(code, Some(3), "{stderr}");
    assert!(stderr.contains("No zoo.cfg was given"), "{stderr}");
    assert_eq!(files(setup.path()), before, "nothing is created");

    // A checkpoint and a log: the store is opened to be read alone.
    let mut server = setup.start();
    server.wait_for("serving");
    open_session(setup.port);
    assert_eq!(server.stop(Signal::TERM), Some(0));
    let before = files(setup.path());
    for arguments in [&["repair", "zoo.cfg"][..], &["repair", "zoo.cfg"]] {
        let (code, stdout, stderr) = output(arguments, setup.path());
        assert_eq!(code, Some(0), "{stderr}");
        assert!(stdout.contains("the log is sound"), "{stdout}");
    }
    assert_eq!(files(setup.path()), before, "nothing is changed");

    // What is the server's is nobody else's to read.
    for (path, bytes) in before {
        if path.starts_with(setup.path().join("data")) {
            let mode = fs::metadata(&path)
                .expect("it is there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "{} {:?}", path.display(), bytes.is_some());
        }
    }
}

#[test]
fn a_directory_of_somebody_else_is_not_repaired() {
    let setup = Setup::new();
    let log = setup.path().join("data/ringkeeper-log");
    fs::create_dir_all(&log).expect("writable");
    if chown(&log, Some(65_534), None).is_err() {
        // Only root can give a directory away.
        return;
    }
    let before = files(setup.path());
    let (code, _, stderr) = output(&["repair", "--give-up", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(3), "{stderr}");
    assert!(stderr.contains("belongs to user 65534"), "{stderr}");
    assert!(
        stderr.contains("`sudo -u '#65534' ringkeeper repair --give-up /"),
        "{stderr}"
    );
    assert_eq!(files(setup.path()), before);
}

#[test]
fn a_filter_that_means_nothing_ends_with_2() {
    let setup = Setup::new();
    let output = ringkeeper(&["serve", "zoo.cfg"], setup.path())
        .env("RINGKEEPER_LOG", "verbose")
        .output()
        .expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.contains("Write error, warn, info, debug or trace"),
        "{stderr}"
    );
}

#[test]
fn the_reason_of_an_exit_is_told_whatever_the_filter_says() {
    let setup = Setup::new();
    fs::write(setup.path().join("data"), "").expect("writable");
    let output = ringkeeper(&["serve", "zoo.cfg"], setup.path())
        .env("RINGKEEPER_LOG", "off")
        .output()
        .expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(
        stderr.contains("dataDir data: this is not a directory."),
        "{stderr}"
    );
}

#[test]
fn a_damaged_log_is_refused_until_it_is_repaired() {
    let setup = Setup::new();
    let mut server = setup.start();
    server.wait_for("serving");
    for _ in 0..3 {
        open_session(setup.port);
    }
    server.crash();
    let sound = output(&["repair", "zoo.cfg"], setup.path());
    assert_eq!(sound.0, Some(0), "{}", sound.2);
    assert!(
        sound.1.contains("/data/ringkeeper-log: the log is sound"),
        "{}",
        sound.1
    );

    // The first record; those behind it prove that it was durable.
    let segment = setup
        .path()
        .join("data/ringkeeper-log/0000000000000001.wal");
    let mut bytes = fs::read(&segment).expect("readable");
    bytes[4096 + 100] ^= 0xff;
    fs::write(&segment, bytes).expect("writable");
    let (code, _, stderr) = output(&["serve", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(6), "{stderr}");
    assert!(
        stderr.contains("0000000000000001.wal is damaged at offset"),
        "{stderr}"
    );
    let command = format!(
        "`ringkeeper repair --give-up {}`",
        setup.path().join("zoo.cfg").display()
    );
    assert!(stderr.contains(&command), "{stderr}");
    assert!(stderr.contains("Take a copy of"), "{stderr}");
    let before = files(setup.path());
    let (code, _, stderr) = output(&["repair", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(6), "{stderr}");
    assert!(stderr.contains(&command), "{stderr}");
    assert_eq!(files(setup.path()), before, "only looking changes nothing");

    let (code, stdout, stderr) = output(&["repair", "--give-up", "zoo.cfg"], setup.path());
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("were given up"), "{stdout}");
    let mut server = setup.start();
    server.wait_for("serving");
    assert_eq!(server.stop(Signal::TERM), Some(0));
}

#[test]
fn log_lines_are_json_on_request() {
    let setup = Setup::new();
    setup.configure("ringkeeper.logFormat=json\nadmin.serverPort=8080\n");
    let mut server = setup.start();
    let line = server.wait_for("admin.serverPort");
    assert!(line.starts_with('{') && line.ends_with("}\n"), "{line}");
    assert!(line.contains(r#""level":"WARN""#), "{line}");
    server.wait_for("serving");
    assert_eq!(server.stop(Signal::TERM), Some(0));
}
