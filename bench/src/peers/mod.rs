//! The servers that the comparisons start, each in a folder of its own on the same disk: alone, or
//! as an [`Ensemble`].
//!
//! A peer is a child process with a zoo.cfg and a log file; it is killed when the value goes.
//! Must never touch a server it did not start, nor a folder it did not make.

mod configuration;
mod ensemble;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions};

use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::etcd::EtcdConnection;
use crate::link::Link as _;
use crate::load::Protocol;
use crate::{four_letter, http};

use self::configuration::Configuration;
pub(crate) use self::configuration::{Checkpoints, Ticks};
pub(crate) use self::ensemble::{Ensemble, Harm};

/// A start takes no longer, a million znodes to load included.
const START_PATIENCE: Duration = Duration::from_mins(2);
/// A stop by SIGTERM takes no longer.
const STOP_PATIENCE: Duration = Duration::from_mins(1);
/// A server that serves answers a handshake in less; one that takes connections before it serves
/// may never answer them.
const ANSWER_PATIENCE: Duration = Duration::from_millis(200);
const POLL: Duration = Duration::from_millis(2);
const LOG_TAIL_LINES: usize = 15;

/// Which server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Product {
    /// Apache ZooKeeper on a JVM.
    ZooKeeper,
    /// This project's server.
    Ringkeeper,
    /// etcd, which speaks gRPC.
    Etcd,
}

impl Product {
    /// Every one, in the order of the tables.
    pub(crate) const ALL: [Product; 3] = [Product::ZooKeeper, Product::Etcd, Product::Ringkeeper];

    /// Its name in folders, results and messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Product::ZooKeeper => "zookeeper",
            Product::Ringkeeper => "ringkeeper",
            Product::Etcd => "etcd",
        }
    }

    /// Its name for people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Product::ZooKeeper => "ZooKeeper",
            Product::Ringkeeper => "Ringkeeper",
            Product::Etcd => "etcd",
        }
    }

    /// What it speaks.
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Product::ZooKeeper | Product::Ringkeeper => Protocol::ZooKeeper,
            Product::Etcd => Protocol::Etcd,
        }
    }

    /// What it has made durable before it answers a write, as it is served here.
    pub(crate) fn durable(self) -> &'static str {
        match self {
            Product::ZooKeeper => "forceSync as shipped: answered after the fsync of its batch",
            Product::Ringkeeper => "as shipped: answered after its batch is durable in the log",
            Product::Etcd => "as shipped: answered after the fdatasync of its batch in the log",
        }
    }
}

/// Where the servers' programs are.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
    /// The `ringkeeper` binary.
    pub(crate) ringkeeper: PathBuf,
    /// Properties (`-Dname=value`) it is served with.
    pub(crate) ringkeeper_flags: Vec<String>,
    /// The folder of ZooKeeper's jars.
    pub(crate) zookeeper_lib: PathBuf,
    /// Flags of ZooKeeper's JVM.
    pub(crate) jvm_flags: Vec<String>,
    /// The `etcd` binary.
    pub(crate) etcd: PathBuf,
}

impl Programs {
    /// Fails if the product's program is not there, with the command that brings it.
    pub(crate) fn check(&self, product: Product) -> Result<()> {
        let (path, remedy) = match product {
            Product::ZooKeeper => (&self.zookeeper_lib, "tests/clients/fetch-zookeeper.sh"),
            Product::Ringkeeper => (
                &self.ringkeeper,
                "cargo build --release -p ringkeeper-server",
            ),
            Product::Etcd => (&self.etcd, "scripts/fetch-etcd"),
        };
        if path.exists() {
            return Ok(());
        }
        let what = format!("{} is not there; make it with: {remedy}", path.display());
        Err(Error::Peer {
            name: product.name().to_owned(),
            what,
        })
    }

    /// The command line that serves the configuration, written to that file or given by flags.
    fn command(
        &self,
        product: Product,
        file: &Path,
        configuration: &Configuration,
        data: &Path,
    ) -> Result<Command> {
        Ok(match product {
            Product::ZooKeeper => {
                let mut command = Command::new("java");
                command
                    .args(&self.jvm_flags)
                    .arg("-cp")
                    .arg(self.zookeeper_lib.join("*"))
                    .arg("org.apache.zookeeper.server.quorum.QuorumPeerMain")
                    .arg(file);
                command
            }
            Product::Ringkeeper => {
                let mut command = Command::new(&self.ringkeeper);
                command.arg("serve").args(&self.ringkeeper_flags).arg(file);
                command
            }
            Product::Etcd => {
                let mut command = Command::new(&self.etcd);
                command.args(configuration.etcd_flags(data)?);
                command
            }
        })
    }
}

/// A server that runs.
#[derive(Debug)]
pub(crate) struct Peer {
    product: Product,
    folder: PathBuf,
    configuration: Configuration,
    process: Child,
}

impl Peer {
    /// Starts it alone with an empty data folder below `parent`, and waits until it opens sessions.
    pub(crate) fn start(programs: &Programs, product: Product, parent: &Path) -> Result<Peer> {
        let folder = parent.join(product.name());
        let configuration = Configuration {
            client: configuration::free_address()?,
            checkpoints: Checkpoints::AsShipped,
            membership: None,
        };
        empty(&folder)?;
        let mut peer = Peer::launch(programs, product, folder, configuration)?;
        peer.await_session()?;
        Ok(peer)
    }

    /// Stops it by that signal and starts it again with the data it left. Returns how long the
    /// start took, up to the first open session.
    pub(crate) fn restart(
        mut self,
        programs: &Programs,
        signal: Signal,
        checkpoints: Checkpoints,
    ) -> Result<(Peer, Duration)> {
        self.end(signal)?;
        let configuration = Configuration {
            client: configuration::free_address()?,
            checkpoints,
            membership: None,
        };
        let started = Instant::now();
        let mut peer = Peer::launch(programs, self.product, self.folder.clone(), configuration)?;
        peer.await_session()?;
        Ok((peer, started.elapsed()))
    }

    /// Stops it by SIGTERM and removes its folder.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.end(Signal::TERM)?;
        let doing = format!("remove the folder {}", self.folder.display());
        fs::remove_dir_all(&self.folder).map_err(Error::system(doing))
    }

    /// Where it takes connections.
    pub(crate) fn address(&self) -> SocketAddr {
        self.configuration.client
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Which one it is.
    pub(crate) fn product(&self) -> Product {
        self.product
    }

    /// Starts its process; whether it serves is not known yet.
    fn launch(
        programs: &Programs,
        product: Product,
        folder: PathBuf,
        configuration: Configuration,
    ) -> Result<Peer> {
        let file = folder.join("zoo.cfg");
        let data = folder.join("data");
        let doing = || format!("write in {}", folder.display());
        fs::write(&file, configuration.text(&data)).map_err(Error::system(doing()))?;
        if let Some(membership) = &configuration.membership {
            let number = format!("{}\n", membership.number);
            fs::write(data.join("myid"), number).map_err(Error::system(doing()))?;
        }
        let log = fs::File::create(folder.join("log")).map_err(Error::system(doing()))?;
        let errors = log.try_clone().map_err(Error::system(doing()))?;
        let mut command = programs.command(product, &file, &configuration, &data)?;
        let process = command
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .map_err(Error::system(format!(
                "run {}",
                command.get_program().display()
            )))?;
        Ok(Peer {
            product,
            folder,
            configuration,
            process,
        })
    }

    fn await_session(&mut self) -> Result<()> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.exited()? {
                return Err(self.fault(&format!("it did not start ({status})")));
            }
            match self.greet() {
                Ok(()) => return Ok(()),
                Err(last) if begun.elapsed() > START_PATIENCE => {
                    return Err(self.fault(&format!("it does not serve: {last}")));
                }
                Err(_) => thread::sleep(POLL),
            }
        }
    }

    /// Opens a connection as a client would, and ends it.
    fn greet(&self) -> Result<()> {
        match self.product.protocol() {
            Protocol::ZooKeeper => {
                Connection::open_within(self.address(), ANSWER_PATIENCE)?.close();
            }
            Protocol::Etcd => EtcdConnection::open(self.address(), ANSWER_PATIENCE)?.close(),
        }
        Ok(())
    }

    /// The version it says it has.
    pub(crate) fn version(&self) -> Result<String> {
        match self.product.protocol() {
            Protocol::ZooKeeper => four_letter::version(self.address()),
            Protocol::Etcd => http::etcd_version(self.address()),
        }
    }

    fn exited(&mut self) -> Result<Option<ExitStatus>> {
        let doing = format!("ask for the process of {}", self.product.name());
        self.process.try_wait().map_err(Error::system(doing))
    }

    fn end(&mut self, signal: Signal) -> Result<()> {
        if let Some(status) = self.exited()? {
            return Err(self.fault(&format!("it ended by itself ({status})")));
        }
        self.signal(signal)?;
        let begun = Instant::now();
        while self.exited()?.is_none() {
            if begun.elapsed() > STOP_PATIENCE {
                return Err(self.fault("it does not stop"));
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Ends it by SIGKILL, and waits until it has ended: no longer, for somebody times it.
    fn kill(&mut self) -> Result<()> {
        self.signal(Signal::KILL)?;
        let doing = format!("wait for the end of {}", self.product.name());
        self.process.wait().map_err(Error::system(doing))?;
        Ok(())
    }

    /// Halts it by SIGSTOP, and waits until it stands still.
    fn halt(&self) -> Result<()> {
        self.signal(Signal::STOP)?;
        let status = rustix::process::waitpid(Some(self.process_id()), WaitOptions::UNTRACED)
            .map_err(Error::system("wait until a server stands still"))?;
        match status {
            Some((_, status)) if status.stopped() => Ok(()),
            Some(_) | None => Err(self.fault("it ended instead of standing still")),
        }
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        rustix::process::kill_process(self.process_id(), signal)
            .map_err(Error::system(format!("signal {}", self.product.name())))
    }

    fn process_id(&self) -> Pid {
        let pid = i32::try_from(self.process.id())
            .ok()
            .and_then(Pid::from_raw);
        pid.expect("a child has a process id")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn fault(&self, what: &str) -> Error {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let tail = lines[lines.len().saturating_sub(LOG_TAIL_LINES)..].join("\n  ");
        let what = format!(
            "{what}; the end of {}:\n  {tail}",
            self.log_path().display()
        );
        Error::Peer {
            name: self.product.name().to_owned(),
            what,
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill and waiting returns at once.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Makes the folder with nothing but an empty data folder in it.
fn empty(folder: &Path) -> Result<()> {
    let doing = || format!("make the folder {}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::system(doing()))?;
    }
    fs::create_dir_all(folder.join("data")).map_err(Error::system(doing()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_its_remedy() {
        let programs = Programs {
            ringkeeper: PathBuf::from("/nowhere/ringkeeper"),
            ringkeeper_flags: Vec::new(),
            zookeeper_lib: PathBuf::from("/nowhere/lib"),
            jvm_flags: Vec::new(),
            etcd: PathBuf::new(),
        };
        let fault = programs
            .check(Product::ZooKeeper)
            .expect_err("it is nowhere")
            .to_string();
        assert!(
            fault.contains("/nowhere/lib") && fault.contains("fetch-zookeeper"),
            "{fault}"
        );
    }

    #[test]
    fn a_peer_that_ends_at_once_is_reported_with_its_log() {
        let parent = std::env::temp_dir().join(format!("bench-peer-{}", std::process::id()));
        let programs = Programs {
            ringkeeper: PathBuf::from("/bin/false"),
            ringkeeper_flags: Vec::new(),
            zookeeper_lib: PathBuf::new(),
            jvm_flags: Vec::new(),
            etcd: PathBuf::new(),
        };
        let started = Peer::start(&programs, Product::Ringkeeper, &parent);
        let fault = started.expect_err("/bin/false serves nobody").to_string();
        assert!(fault.contains("did not start"), "{fault}");
        fs::remove_dir_all(&parent).expect("the peer made it");
    }
}
