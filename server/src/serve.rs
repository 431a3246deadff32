//! `ringkeeper serve`: recovers the state, starts the shards, waits for the end.
//!
//! ```text
//!   store ─> tree at the checkpoint ─> log behind it, replayed ─> replica ─> shards ─> listen
//! ```
//!
//! Must never: answer a client before everything durable is in the tree.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_utils::sync::ShardedLock;
use ringkeeper_core::id::{RecordNumber, ShardId, Zxid};
use ringkeeper_core::options::Options;
use ringkeeper_core::replica::Replica;
use ringkeeper_core::serve::Serve;
use ringkeeper_core::wire::peer::Purpose;
use ringkeeper_core::zab::Settings;
use ringkeeper_core::zab::ensemble::PeerAddress;
use ringkeeper_core::zab::message::Incarnation;
use ringkeeper_wal::UringDisk;
use rustix::net::{AddressFamily, SocketFlags, SocketType, sockopt};
use tracing::{error, info, warn};

use crate::admin::Desk;
use crate::admission::{Admission, Load};
use crate::checkpoints::Checkpoints;
use crate::clock::Clock;
use crate::config::{
    ClientAddress, Config, ConnectionLimits, EnsembleConfig, ListenHost, PeerListening, Shards,
};
use crate::config_files::ConfigFiles;
use crate::mailbox::{Letter, Mailbox};
use crate::member::Member;
use crate::peers::{self, Door, ListenOn, Listeners, Parts as PeersParts, Peers};
use crate::preflight::Ready;
use crate::recover;
use crate::replicator::{Parts, Replicator};
use crate::shard::{Shard, ShardError, Shared, tick_every};
use crate::shutdown::Shutdown;
use crate::store::StoreNews;
use crate::uring_check;

/// Open files that no connection may take.
const FILES_KEPT_BACK: u32 = 512;

/// Connections the kernel may hold for us until they are accepted.
const BACKLOG: i32 = 4096;

/// Why the server did not start, or stopped by itself. The message names the thing and the remedy.
#[derive(Debug)]
pub(crate) enum ServeError {
    /// A data directory cannot be used.
    Directory(String),
    /// The log is damaged, or a part of it is missing.
    Damage(String),
    /// Anything else.
    Fault(String),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServeError::Directory(text) | ServeError::Damage(text) | ServeError::Fault(text) => {
                f.write_str(text)
            }
        }
    }
}

impl std::error::Error for ServeError {}

/// Runs a server until `shutdown` asks for its end.
pub(crate) fn run(config: &Config, ready: Ready, shutdown: &Shutdown) -> Result<(), ServeError> {
    let clock = Clock::start();
    let options = Arc::new(config.options.clone());
    let recovered = recover::recover(config, &options, clock)?;
    let listener = listen(config, ready.client)?;
    let shards = shard_count(config.shards);

    let mailboxes: Arc<[Arc<Mailbox>]> = (0..shards)
        .map(|_| Mailbox::new().map(Arc::new))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|cause| ServeError::Fault(format!("creating an eventfd: {cause}")))?
        .into();
    let tree = Arc::new(ShardedLock::new(recovered.tree));
    let admission = Arc::new(Admission::new(
        within_open_files(config.connections),
        config.connection_tokens,
        clock,
    ));
    let shared = Arc::new(Shared {
        tree: Arc::clone(&tree),
        mailboxes: Arc::clone(&mailboxes),
        desk: Arc::new(Desk::new(config, Arc::clone(&admission), recovered.figures)),
        admission,
        load: Load::new(shards),
        clock,
        tick_every: tick_every(&options),
    });

    let life = Incarnation(random()?);
    let replica = match (&config.ensemble, recovered.tail) {
        (Some(ensemble), Some(tail)) => Replica::member(
            Arc::clone(&options),
            settings(config, ensemble, life)?,
            recovered.promises,
            &crate::replicator::read(&tree),
            tail,
            random()?,
            clock.now(),
        ),
        (Some(_) | None, _) => Replica::recover(
            Arc::clone(&options),
            config.sid,
            &crate::replicator::read(&tree),
            RecordNumber(recovered.log.last().0).next(),
            random()?,
            clock.now(),
        ),
    };
    let member = match &config.ensemble {
        None => None,
        Some(ensemble) => {
            let door = open_door(ensemble, &mailboxes[0], shutdown)?;
            let mut peers = Peers::new(PeersParts {
                sid: config.sid,
                ensemble: replica.ensemble(),
                incarnation: life,
                door,
                now: clock.elapsed(),
            });
            peers.set_members(&peers::addresses(&ensemble.members));
            let files = ConfigFiles::start(config)
                .map_err(|cause| ServeError::Fault(format!("starting a thread: {cause}")))?;
            Some(Member::new(peers, recovered.slots, files))
        }
    };
    let store = recovered
        .store
        .run(report_to(Arc::clone(&mailboxes[0])))
        .map_err(|cause| ServeError::Fault(format!("starting a thread: {cause}")))?;
    let (policy, last) = (config.checkpoints, recovered.checkpoint);
    let checkpoints = Checkpoints::new(store, policy, last, recovered.building, clock);
    let disk = UringDisk::new(recovered.files);
    let replicator = Replicator::new(
        Parts {
            replica,
            log: recovered.log,
            disk,
            checkpoints,
            member,
            mailboxes: Arc::clone(&mailboxes),
        },
        clock.now(),
    );

    let mut starting = Starting {
        at: crate::replicator::read(&tree).last_zxid(),
        shared,
        options: Arc::new(share_of(&options, shards)),
        pin: config.pinning.is_on(),
        threads: Vec::new(),
    };
    let (ended, endings) = mpsc::channel();
    starting.spawn(ShardId(0), Some((replicator, listener)), &ended)?;
    for shard in 1..shards {
        let id = ShardId(u16::try_from(shard).expect("shards are counted in 16 bits"));
        starting.spawn(id, None, &ended)?;
    }
    drop(ended);
    info!(address = %ready.client, shards, "{}", what_begins(config));
    let outcome = wait(shutdown, &mailboxes, &endings, starting.threads);
    if outcome.is_err() {
        // Other shards may still run; the kernel unlocks the directories when the process ends.
        std::mem::forget(ready);
    }
    outcome
}

/// What a server does once its port is open. Whom a server of an ensemble serves follows from its
/// leader, which has lines of its own.
const fn what_begins(config: &Config) -> &'static str {
    match config.ensemble {
        None => "serving",
        Some(_) => "listening for clients",
    }
}

/// What the protocol is started with.
fn settings(
    config: &Config,
    ensemble: &EnsembleConfig,
    incarnation: Incarnation,
) -> Result<Settings, ServeError> {
    Ok(Settings {
        me: config.sid,
        ensemble: ensemble.members.clone(),
        timing: ensemble.timing(),
        incarnation,
        new_ensemble: recover::random_ensemble()?,
        counter_max: config.epoch_counter_max,
    })
}

/// Binds the ports for the other servers, and opens the door behind them.
fn open_door(
    ensemble: &EnsembleConfig,
    mailbox: &Arc<Mailbox>,
    shutdown: &Shutdown,
) -> Result<Door, ServeError> {
    let own = ensemble.own();
    let host = |address: &PeerAddress| match ensemble.listen {
        PeerListening::Listed => ListenHost::parse(&address.host),
        PeerListening::EveryAddress => ListenHost::Any,
    };
    let at = |port_of: fn(&PeerAddress) -> u16| {
        let all = own.addresses.iter().map(|address| ClientAddress {
            host: host(address),
            port: port_of(address),
        });
        let mut listed: Vec<ClientAddress> = Vec::new();
        for address in all {
            if !listed.contains(&address) {
                listed.push(address);
            }
        }
        listed
    };
    let on = ListenOn {
        election: at(|address| address.election_port),
        quorum: at(|address| address.quorum_port),
        tries: ensemble.election.bind_attempts,
    };
    let listeners = Listeners::bind(&on, &|| shutdown.is_requested())
        .map_err(|cause| ServeError::Fault(cause.to_string()))?;
    info!(
        election = ?listeners.addresses(Purpose::Mesh),
        quorum = ?listeners.addresses(Purpose::Link),
        "listening for other servers"
    );
    let connect_ms = u64::from(ensemble.election.connect_timeout_ms.get());
    Door::open(
        listeners,
        Arc::clone(mailbox),
        Duration::from_millis(connect_ms),
    )
    .map_err(|cause| ServeError::Fault(format!("starting a thread: {cause}")))
}

/// Starts shards; each builds its ring on its own thread, as the kernel demands.
struct Starting {
    shared: Arc<Shared>,
    options: Arc<Options>,
    /// Where the tree is.
    at: Zxid,
    pin: bool,
    threads: Vec<JoinHandle<()>>,
}

impl Starting {
    fn spawn(
        &mut self,
        id: ShardId,
        first: Option<(Replicator, OwnedFd)>,
        ended: &mpsc::Sender<Result<(), ShardError>>,
    ) -> Result<(), ServeError> {
        let shared = Arc::clone(&self.shared);
        let serve = Serve::new(id, Arc::clone(&self.options), self.at, random()?);
        let (ended, pin) = (ended.clone(), self.pin);
        let thread = std::thread::Builder::new()
            .name(format!("shard-{}", id.0))
            .spawn(move || {
                if pin {
                    pin_to_core(id);
                }
                let (replicator, listener) = first.unzip();
                let result = Shard::new(id, shared, serve, replicator)
                    .map_err(|cause| {
                        let (errno, machine) =
                            (uring_check::errno_of(&cause), uring_check::machine());
                        ShardError(uring_check::diagnose(errno, &machine).to_string())
                    })
                    .and_then(|mut shard| {
                        if let Some(listener) = listener {
                            shard.listen(listener);
                        }
                        shard.run()
                    });
                // The other side is gone only when the process ends.
                let _ = ended.send(result);
            })
            .map_err(|cause| ServeError::Fault(format!("starting a thread: {cause}")))?;
        self.threads.push(thread);
        Ok(())
    }
}

/// Waits for a signal or a shard's end, then stops all of them.
fn wait(
    shutdown: &Shutdown,
    mailboxes: &[Arc<Mailbox>],
    endings: &mpsc::Receiver<Result<(), ShardError>>,
    threads: Vec<JoinHandle<()>>,
) -> Result<(), ServeError> {
    let mut fault = None;
    while fault.is_none() && !shutdown.is_requested() {
        fault = endings
            .recv_timeout(Duration::from_millis(100))
            .ok()
            .and_then(Result::err);
    }
    if let Some(ShardError(cause)) = fault {
        error!(%cause, "stopping");
        // The other shards are left as they are: what is on disk is the truth.
        return Err(ServeError::Fault(cause));
    }
    info!("stopping: closing connections, taking a checkpoint");
    for mailbox in mailboxes {
        let mut letter = Letter::Stop;
        while let Err(returned) = mailbox.post(letter) {
            letter = returned;
            std::thread::yield_now();
        }
        mailbox.wake();
    }
    for ending in endings {
        if let Err(ShardError(cause)) = ending {
            return Err(ServeError::Fault(cause));
        }
    }
    for thread in threads {
        if thread.join().is_err() {
            return Err(ServeError::Fault("a shard panicked while stopping".into()));
        }
    }
    info!("stopped");
    Ok(())
}

/// Opens the client port.
fn listen(config: &Config, address: SocketAddr) -> Result<OwnedFd, ServeError> {
    let backlog = config
        .backlog
        .map_or(BACKLOG, |backlog| backlog.get().cast_signed());
    bind(address, backlog)
        .map_err(|cause| ServeError::Fault(format!("listening on {address}: {cause}")))
}

/// A socket that listens on an address.
pub(crate) fn bind(address: SocketAddr, backlog: i32) -> rustix::io::Result<OwnedFd> {
    let family = if address.is_ipv4() {
        AddressFamily::INET
    } else {
        AddressFamily::INET6
    };
    let socket = rustix::net::socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
    sockopt::set_socket_reuseaddr(&socket, true)?;
    if address.is_ipv6() {
        sockopt::set_ipv6_v6only(&socket, false)?;
    }
    rustix::net::bind(&socket, &address)?;
    rustix::net::listen(&socket, backlog)?;
    Ok(socket)
}

/// Tells shard 0 what became of a checkpoint. The store's thread may wait for room.
fn report_to(mailbox: Arc<Mailbox>) -> impl Fn(StoreNews) + Send + Sync + 'static {
    move |news| {
        let mut letter = Letter::Store(news);
        while let Err(returned) = mailbox.post(letter) {
            letter = returned;
            std::thread::yield_now();
        }
        mailbox.wake();
    }
}

/// What one shard may take of the bounds that are the server's.
fn share_of(options: &Options, shards: usize) -> Options {
    let shards = u32::try_from(shards).unwrap_or(u32::MAX);
    let mut share = options.clone();
    share.outstanding_max = (options.outstanding_max / shards).max(1);
    let requests = options.throttles.requests_max;
    share.throttles.requests_max =
        requests.map(|most| NonZeroU32::new(most.get() / shards).unwrap_or(NonZeroU32::MIN));
    share
}

/// Connections leave some open files to the log and the store, whatever is configured.
fn within_open_files(configured: ConnectionLimits) -> ConnectionLimits {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let files = u32::try_from(limit.current.unwrap_or(u64::MAX)).unwrap_or(u32::MAX);
    let most = NonZeroU32::new(files - (files / 4).min(FILES_KEPT_BACK));
    let total = match (configured.total, most) {
        (Some(total), Some(most)) => Some(total.min(most)),
        (total, most) => total.or(most),
    };
    ConnectionLimits {
        total,
        ..configured
    }
}

/// How many shards to run.
fn shard_count(shards: Shards) -> usize {
    match shards {
        Shards::Count(count) => usize::from(count.get()),
        // One core is left to the kernel's network, the log's completions and RocksDB.
        Shards::Auto => {
            let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            cores.saturating_sub(1).max(1)
        }
    }
}

/// Keeps a shard on one core, so that its caches stay warm.
fn pin_to_core(id: ShardId) {
    let Ok(allowed) = rustix::thread::sched_getaffinity(None) else {
        return;
    };
    let cores: Vec<usize> = (0..rustix::thread::CpuSet::MAX_CPU)
        .filter(|core| allowed.is_set(*core))
        .collect();
    let Some(core) = cores.get(usize::from(id.0) % cores.len().max(1)) else {
        return;
    };
    let mut only = rustix::thread::CpuSet::new();
    only.set(*core);
    if let Err(cause) = rustix::thread::sched_setaffinity(None, &only) {
        warn!(shard = id.0, core, %cause, "a shard could not be pinned");
    }
}

/// A random number from the operating system.
pub(crate) fn random() -> Result<u64, ServeError> {
    let mut bytes = [0; 8];
    match rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()) {
        Ok(len) if len == bytes.len() => Ok(u64::from_le_bytes(bytes)),
        Ok(_) => Err(ServeError::Fault(
            "the operating system has no random numbers".into(),
        )),
        Err(cause) => Err(ServeError::Fault(format!(
            "getting random numbers: {cause}"
        ))),
    }
}
