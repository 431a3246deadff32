//! A server as a process of its own: Ringkeeper, or the real ZooKeeper to compare it with.
//!
//! Each has a free port on 127.0.0.1 and a data folder of its own, and ends with the value that
//! holds it. Must never signal a process it did not start.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};

use crate::wire::{Connection, Received, handshake};

/// How long a server may take to start before the test gives up: a bound, not a measurement.
const START_LIMIT: Duration = Duration::from_mins(1);

/// Which program serves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    /// `ringkeeper serve`.
    Ringkeeper,
    /// `org.apache.zookeeper.server.quorum.QuorumPeerMain`.
    ZooKeeper,
}

/// What a server is started with: the same for both programs.
#[derive(Clone, Default, Debug)]
pub struct Settings {
    /// Lines of `zoo.cfg` beyond port and data folder.
    pub config: Vec<(String, String)>,
    /// Java system properties (`-Dname=value`).
    pub properties: Vec<(String, String)>,
    /// Where data goes; a fresh temporary folder when `None`.
    pub data: Option<PathBuf>,
}

impl Settings {
    /// Every four-letter word, no limit on connections, no HTTP.
    pub fn open() -> Settings {
        Settings::default()
            .config("tickTime", "2000")
            .config("admin.enableServer", "false")
            .config("4lw.commands.whitelist", "*")
            .config("maxClientCnxns", "0")
    }

    /// With `key=value` in `zoo.cfg`, in place of an earlier value.
    #[must_use]
    pub fn config(mut self, key: &str, value: &str) -> Settings {
        self.config.retain(|(known, _)| known != key);
        self.config.push((key.into(), value.into()));
        self
    }

    /// With `-Dname=value`.
    #[must_use]
    pub fn property(mut self, name: &str, value: &str) -> Settings {
        self.properties.push((name.into(), value.into()));
        self
    }

    /// With its data in `folder`.
    #[must_use]
    pub fn data(mut self, folder: &Path) -> Settings {
        self.data = Some(folder.to_path_buf());
        self
    }
}

/// A running (or stopped) server and its files.
#[derive(Debug)]
pub struct ServerProcess {
    program: Program,
    settings: Settings,
    folder: Folder,
    port: u16,
    child: Option<Child>,
}

impl ServerProcess {
    /// Starts a server on an empty data folder and waits until it answers.
    pub fn start(program: Program, settings: Settings) -> ServerProcess {
        let mut server = ServerProcess::prepare(program, settings);
        server.start_again();
        server
    }

    /// A server that is not started yet: its port and its folder are known.
    pub fn prepare(program: Program, settings: Settings) -> ServerProcess {
        ServerProcess {
            program,
            settings,
            folder: Folder::create(),
            port: free_port(),
            child: None,
        }
    }

    /// Changes what it is started with the next time.
    pub fn configure(&mut self, change: impl FnOnce(Settings) -> Settings) {
        self.settings = change(std::mem::take(&mut self.settings));
    }

    /// Starts the stopped server on the same data and port and waits until it answers.
    pub fn start_again(&mut self) {
        self.spawn();
        self.wait_until_serving();
    }

    /// Starts the stopped server without waiting for it.
    pub fn spawn(&mut self) {
        self.write_config();
        self.spawn_as_left();
    }

    /// Starts the stopped server with the `zoo.cfg` that it left, without waiting for it.
    pub fn spawn_as_left(&mut self) {
        assert!(self.child.is_none(), "the server is running already");
        let config = self.config_file();
        let output = File::options()
            .create(true)
            .append(true)
            .open(self.log())
            .expect("the log file can be opened");
        let child = command(self.program, &self.settings.properties, &config)
            .current_dir(&self.folder.0)
            .stdin(Stdio::null())
            .stdout(
                output
                    .try_clone()
                    .expect("the log file's handle can be cloned"),
            )
            .stderr(output)
            .spawn()
            .expect("the server's program can be started");
        self.child = Some(child);
    }

    /// Waits until the server answers handshakes.
    pub fn wait_until_serving(&mut self) {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            if self.answers_handshakes() {
                return;
            }
            if let Some(status) = self.exit_status() {
                panic!(
                    "the server ended with {status} at its start:\n{}",
                    self.log_tail()
                );
            }
            assert!(
                Instant::now() < deadline,
                "the server never served:\n{}",
                self.log_tail()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks for a session that nobody has: the refusal leaves no trace in the tree or its zxid.
    fn answers_handshakes(&self) -> bool {
        let Ok(mut connection) = Connection::open(self.address()) else {
            return false;
        };
        let request = handshake(0, 10_000, 1, Some(&[0; 16]), Some(0));
        // ZooKeeper swallows what it is sent in its first moments: ask again soon.
        connection.send_frame(&request).is_ok()
            && matches!(
                connection.receive(Duration::from_millis(300)),
                Received::Frame(_)
            )
    }

    /// Ends it at once, as a power cut would end it for the process.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("the server runs");
        child.kill().expect("the server's process can be killed");
        child
            .wait()
            .expect("the server's process can be waited for");
    }

    /// Asks it to stop (SIGTERM) and waits for its end.
    pub fn stop(&mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        let mut child = self.child.take().expect("the server runs");
        child
            .wait()
            .expect("the server's process can be waited for")
    }

    /// Makes it stand still (SIGSTOP): its connections stay open, and nothing is answered.
    pub fn suspend(&mut self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on (SIGCONT).
    pub fn resume(&mut self) {
        self.signal(Signal::CONT);
    }

    fn signal(&mut self, signal: Signal) {
        let child = self.child.as_ref().expect("the server runs");
        rustix::process::kill_process(Pid::from_child(child), signal)
            .expect("the server's process can be signalled");
    }

    /// Whether it was started, and has not been waited for since.
    pub fn is_started(&self) -> bool {
        self.child.is_some()
    }

    /// Waits until it ends by itself.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            if let Some(status) = self.exit_status() {
                self.child = None;
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "the server goes on:\n{}",
                self.log_tail()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// How it ended, if it did by itself.
    pub fn exit_status(&mut self) -> Option<ExitStatus> {
        let child = self.child.as_mut()?;
        child
            .try_wait()
            .expect("the server's process can be asked for its status")
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("the server runs").id()
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.settings
            .data
            .clone()
            .unwrap_or_else(|| self.folder.0.join("data"))
    }

    /// Its `zoo.cfg`.
    pub fn config_file(&self) -> PathBuf {
        self.folder.0.join("zoo.cfg")
    }

    /// What it printed.
    pub fn log(&self) -> PathBuf {
        self.folder.0.join("output.log")
    }

    /// All that it printed, in all its lives.
    pub fn log_text(&self) -> String {
        let text = fs::read(self.log()).unwrap_or_default();
        String::from_utf8_lossy(&text).into_owned()
    }

    /// The end of what it printed.
    pub fn log_tail(&self) -> String {
        let text = self.log_text();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// The answer to a four-letter word.
    pub fn four_letter_word(&self, word: &str) -> io::Result<String> {
        let mut connection = Connection::open(self.address())?;
        connection.send(word.as_bytes())?;
        let (answer, _) = connection.receive_all(Duration::from_secs(10));
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// One figure of `mntr`, `zk_` prefix included.
    pub fn figure(&self, name: &str) -> Option<f64> {
        let text = self.four_letter_word("mntr").ok()?;
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
        line?.trim().parse().ok()
    }

    /// Resident memory in KiB. Source: `VmRSS` in `/proc/<pid>/status`.
    pub fn resident_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid()))
            .expect("the server's status can be read");
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .and_then(|number| number.trim().parse().ok())
            .expect("the status has a VmRSS line")
    }

    fn write_config(&self) {
        let data = self.data();
        fs::create_dir_all(&data).expect("the data folder can be created");
        let mut text = format!(
            "dataDir={}\nclientPort={}\nclientPortAddress=127.0.0.1\n",
            data.display(),
            self.port
        );
        for (key, value) in &self.settings.config {
            writeln!(text, "{key}={value}").expect("a String takes all");
        }
        fs::write(self.config_file(), text).expect("zoo.cfg can be written");
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; then there is nothing left to end.
            let _ = child.kill();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            eprintln!("the server's files are kept in {}", self.folder.0.display());
            eprintln!("the end of its output:\n{}", self.log_tail());
            self.folder.keep();
        }
    }
}

/// A port that was free a moment ago and that no other server of this process has. It lies below
/// the range that the kernel takes the ports of outgoing connections from: a client must not take
/// the port of a server that is down for a moment.
pub fn free_port() -> u16 {
    const FIRST: u16 = 20_000;
    const COUNT: u32 = 12_000;
    static TRIED: AtomicU32 = AtomicU32::new(0);
    for _ in 0..COUNT {
        // Other test processes start elsewhere in the range.
        let start = std::process::id().wrapping_mul(97);
        let place = start.wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed)) % COUNT;
        let port = FIRST + u16::try_from(place).expect("below the count");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free from {FIRST} on");
}

/// The workspace's root.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests' crate lies in the workspace")
        .to_path_buf()
}

fn command(program: Program, properties: &[(String, String)], config: &Path) -> Command {
    let mut command = match program {
        Program::Ringkeeper => {
            let mut command = Command::new(ringkeeper_binary());
            command.arg("serve");
            command
        }
        Program::ZooKeeper => {
            let mut command = Command::new("java");
            // Small and quick to start; the log of the reference need not survive a power cut.
            command.args(["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]);
            command.args([
                "-Djava.net.preferIPv4Stack=true",
                "-Dzookeeper.forceSync=no",
            ]);
            command
        }
    };
    for (name, value) in properties {
        command.arg(format!("-D{name}={value}"));
    }
    if program == Program::ZooKeeper {
        command.arg("-cp").arg(zookeeper_jars().join("*"));
        command.arg("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    }
    command.arg(config);
    command
}

/// The binary under test: `RINGKEEPER_BIN`, or the release build of this workspace.
pub fn ringkeeper_binary() -> PathBuf {
    let path = std::env::var_os("RINGKEEPER_BIN").map_or_else(
        || workspace().join("target/release/ringkeeper"),
        PathBuf::from,
    );
    assert!(
        path.is_file(),
        "there is no server to test at {}; build it: cargo build --release -p ringkeeper-server",
        path.display()
    );
    path
}

fn zookeeper_jars() -> PathBuf {
    let java = Command::new("java")
        .arg("-version")
        .stderr(Stdio::null())
        .status();
    assert!(
        java.is_ok_and(|status| status.success()),
        "this test compares with a real ZooKeeper and needs Java; install it: \
         apt-get install openjdk-17-jre-headless"
    );
    let jars = workspace().join(".cache/zookeeper/lib");
    assert!(
        jars.is_dir(),
        "this test compares with a real ZooKeeper, which is not there yet; fetch it: \
         tests/clients/fetch-zookeeper.sh (needs mvn: apt-get install maven)"
    );
    jars
}

/// A temporary folder that goes away with its value, unless it is kept for inspection.
#[derive(Debug)]
struct Folder(PathBuf, bool);

impl Folder {
    fn create() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ringkeeper-test-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a temporary folder can be created");
        Folder(path, false)
    }

    fn keep(&mut self) {
        self.1 = true;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.1 {
            // A leftover in the temporary folder is no reason to fail a test.
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
