//! The network between the servers of an ensemble, as something a test can break.
//!
//! ```text
//!   server 1 ──dials──> proxy (1 to 2) ──> server 2      bytes of 1 obey the way 1 -> 2,
//!            <───────────────────────────               bytes of 2 obey the way 2 -> 1
//! ```
//!
//! Every server finds each other one behind a proxy of its own, so that each direction between two
//! servers can be broken alone, whoever dialled. Must never lose or change a byte of a connection
//! that it keeps: what is held back arrives later, as it does on a network that retransmits.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::Id;
use crate::server_process::free_port;

/// How long a proxy waits for the server behind it to take a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// What becomes of the bytes from one server to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Traffic {
    /// They arrive.
    Pass,
    /// They arrive, but later.
    Delay(Duration),
    /// They do not arrive, and nobody is told: no connection is closed.
    Hold,
    /// Connections that carry them are closed, and new ones are refused.
    Refuse,
}

/// From a server to another.
type Pair = (Id, Id);

/// One direction.
#[derive(Debug)]
struct Way {
    traffic: Mutex<Traffic>,
    changed: Condvar,
}

impl Way {
    fn now(&self) -> MutexGuard<'_, Traffic> {
        // A thread that panicked left nothing half done here.
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, traffic: Traffic) {
        *self.now() = traffic;
        self.changed.notify_all();
    }

    /// Waits until bytes may go on; how long they are on their way then, or `None` for never.
    fn admit(&self) -> Option<Duration> {
        let mut traffic = self.now();
        loop {
            match *traffic {
                Traffic::Pass => return Some(Duration::ZERO),
                Traffic::Delay(delay) => return Some(delay),
                Traffic::Refuse => return None,
                Traffic::Hold => {
                    let waited = self.changed.wait(traffic);
                    traffic = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    fn refuses(&self) -> bool {
        *self.now() == Traffic::Refuse
    }
}

/// A connection through a proxy: both its sockets.
#[derive(Debug)]
struct Carried {
    pair: Pair,
    sockets: [TcpStream; 2],
}

impl Carried {
    fn close(&self) {
        for socket in &self.sockets {
            // It may be closed already.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

#[derive(Debug, Default)]
struct Shared {
    ended: AtomicBool,
    carried: Mutex<Vec<Carried>>,
}

impl Shared {
    fn carried(&self) -> MutexGuard<'_, Vec<Carried>> {
        self.carried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See the module.
#[derive(Debug)]
pub struct Network {
    ways: BTreeMap<Pair, Arc<Way>>,
    shared: Arc<Shared>,
    proxies: Vec<SocketAddr>,
}

/// Ports that a proxy tries to bind.
const TRIES: u32 = 20;

impl Network {
    /// Between `servers`; everything passes.
    pub fn between(servers: &[Id]) -> Network {
        let mut ways = BTreeMap::new();
        for &from in servers {
            for &to in servers.iter().filter(|to| **to != from) {
                let way = Way {
                    traffic: Mutex::new(Traffic::Pass),
                    changed: Condvar::new(),
                };
                ways.insert((from, to), Arc::new(way));
            }
        }
        Network {
            ways,
            shared: Arc::default(),
            proxies: Vec::new(),
        }
    }

    /// A port behind which `from` finds `target`, a port of `to`.
    pub fn open(&mut self, (from, to): (Id, Id), target: SocketAddr) -> u16 {
        // Another process may have taken the port since it was seen to be free.
        let bind = |_| {
            let port = free_port();
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?;
            Some((port, listener))
        };
        let (port, listener) = (0..TRIES).find_map(bind).expect("a port can be bound");
        self.proxies
            .push(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let ways = [(from, to), (to, from)].map(|pair| Arc::clone(&self.ways[&pair]));
        let shared = Arc::clone(&self.shared);
        thread::spawn(move || {
            for accepted in listener.incoming() {
                if shared.ended.load(Ordering::Acquire) {
                    return;
                }
                if let Ok(dialled) = accepted {
                    // Whoever dialled finds its connection closed.
                    let _ = carry(dialled, target, (from, to), &ways, &shared);
                }
            }
        });
        port
    }

    /// Sets what becomes of the bytes from one server to another from now on.
    pub fn set(&self, (from, to): (Id, Id), traffic: Traffic) {
        self.ways[&(from, to)].set(traffic);
        if traffic == Traffic::Refuse {
            self.shared.carried().retain(|carried| {
                let stays = carried.pair != (from, to) && carried.pair != (to, from);
                if !stays {
                    carried.close();
                }
                stays
            });
        }
    }

    /// Sets both directions between `one` and every other server.
    pub fn around(&self, one: Id, traffic: Traffic) {
        for &(from, to) in self.ways.keys() {
            if from == one || to == one {
                self.set((from, to), traffic);
            }
        }
    }

    /// Lets everything pass again.
    pub fn heal(&self) {
        for way in self.ways.values() {
            way.set(Traffic::Pass);
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Release);
        for way in self.ways.values() {
            way.set(Traffic::Refuse);
        }
        for carried in self.shared.carried().drain(..) {
            carried.close();
        }
        for proxy in &self.proxies {
            // Wakes its thread, which then ends; it may have ended with a panic.
            let _ = TcpStream::connect(proxy);
        }
    }
}

/// Joins a connection that was dialled to the server it was meant for.
fn carry(
    dialled: TcpStream,
    target: SocketAddr,
    pair: Pair,
    [out, back]: &[Arc<Way>; 2],
    shared: &Arc<Shared>,
) -> io::Result<()> {
    if out.refuses() || back.refuses() {
        return Ok(());
    }
    let reached = TcpStream::connect_timeout(&target, CONNECT_LIMIT)?;
    for socket in [&dialled, &reached] {
        socket.set_nodelay(true)?;
    }
    let carried = Carried {
        pair,
        sockets: [dialled.try_clone()?, reached.try_clone()?],
    };
    let mut all = shared.carried();
    // Ended ones are of no use any more.
    all.retain(|carried| carried.sockets[0].peer_addr().is_ok());
    all.push(carried);
    drop(all);
    let (forth, home) = (
        (dialled.try_clone()?, reached.try_clone()?),
        (reached, dialled),
    );
    for ((from, to), way) in [(forth, Arc::clone(out)), (home, Arc::clone(back))] {
        thread::spawn(move || {
            if pump(&from, &to, &way).is_err() {
                for socket in [&from, &to] {
                    // It may be closed already.
                    let _ = socket.shutdown(Shutdown::Both);
                }
            }
        });
    }
    Ok(())
}

/// Carries bytes until their end, then the end.
fn pump(mut from: &TcpStream, mut to: &TcpStream, way: &Way) -> io::Result<()> {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut chunk)?;
        let Some(delay) = way.admit() else {
            return Err(io::ErrorKind::ConnectionReset.into());
        };
        thread::sleep(delay);
        if length == 0 {
            return to.shutdown(Shutdown::Write);
        }
        to.write_all(&chunk[..length])?;
    }
}
