//! Clients that keep an ensemble busy and remember what they were told.
//!
//! ```text
//!   writers    a part of the tree each: pipelined changes, whole prefixes (see `part`)
//!   registers  a few znodes for all: writes, and reads behind a sync; their histories
//! ```
//!
//! Must never take an unanswered request for one that failed: what became of it is unknown.

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{Client, Ensemble, Trees};
use crate::change::read_children;
use crate::linearizable::{Operation, Value, What, check};
use crate::part::Part;
use crate::random::Random;
use crate::wire::{Acl, Body, Request, opcode};

/// Requests in flight of each writer.
const WINDOW: usize = 16;

/// Registers that all register clients share.
const REGISTERS: usize = 3;

/// How long a client waits for an answer before it goes to another server.
const PATIENCE: Duration = Duration::from_secs(3);

/// Longer than any loss lasts.
const SESSION_MS: i32 = 60_000;

/// How many there are of each kind.
const WRITERS: usize = 3;
const REGISTER_CLIENTS: usize = 4;

/// All of them.
#[derive(Debug)]
pub struct Load {
    writers: Vec<Writer>,
    clients: Vec<RegisterClient>,
    values: Values,
}

/// What came of a load.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Changes of the writers that were acknowledged.
    pub written: u64,
    registers: Figures,
    znodes: usize,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { answered, unknown } = self.registers;
        write!(
            f,
            "{} changes acknowledged to the writers; {answered} operations on registers answered, \
             {unknown} writes unknown; {} znodes equal at all servers",
            self.written, self.znodes
        )
    }
}

/// Ends the load when what goes on beside it does, however that is.
struct StopAtEnd<'a>(&'a AtomicBool);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Load {
    /// Opens the sessions and makes what they need.
    pub fn new(addresses: &[SocketAddr], seed: u64) -> Load {
        RegisterClient::create_registers(addresses);
        Load {
            writers: (0..WRITERS)
                .map(|number| Writer::new(addresses, number, seed))
                .collect(),
            clients: (0..REGISTER_CLIENTS)
                .map(|number| RegisterClient::new(addresses, number, seed))
                .collect(),
            values: Values::default(),
        }
    }

    /// Goes on for as long as `beside` does.
    pub fn run(&mut self, beside: impl FnOnce()) {
        let stop = AtomicBool::new(false);
        let (stop, values) = (&stop, &self.values);
        thread::scope(|scope| {
            let _stop_at_end = StopAtEnd(stop);
            for writer in &mut self.writers {
                scope.spawn(move || writer.run(stop));
            }
            for client in &mut self.clients {
                scope.spawn(move || client.run(values, stop));
            }
            beside();
        });
    }

    /// Judges all that was seen. Every server must run.
    pub fn judge(&mut self, ensemble: &Ensemble) -> Outcome {
        for writer in &mut self.writers {
            writer.settle();
        }
        let registers = check_histories(&self.clients);
        let trees = Trees::of(ensemble);
        trees.assert_equal();
        Outcome {
            written: self.writers.iter().map(|writer| writer.part.replies).sum(),
            registers,
            znodes: trees.len(),
        }
    }

    /// How long after `lost` the first write that was sent later took to be acknowledged.
    pub fn pause_after(&self, lost: Instant) -> Option<Duration> {
        let acknowledged = self.clients.iter().flat_map(RegisterClient::acknowledged);
        let later = acknowledged.filter(|(called, _)| *called > lost);
        let first = later.map(|(_, returned)| returned).min()?;
        Some(first.duration_since(lost))
    }
}

/// One session with its part of the tree.
#[derive(Debug)]
struct Writer {
    part: Part,
    client: Client,
}

impl Writer {
    /// Makes its part of the tree.
    fn new(addresses: &[SocketAddr], number: usize, seed: u64) -> Writer {
        let mut client = Client::open(&from(addresses, number), SESSION_MS);
        let root = format!("/writer{number}");
        let create = Request::create(opcode::CREATE, &root, None, Some(&Acl::open()), 0);
        let reply = client.try_call(&create).expect("answered");
        assert_eq!(reply.err, 0, "the root is created");
        client.patience = PATIENCE;
        Writer {
            part: Part::new(&root, seed.wrapping_mul(1000) + number as u64),
            client,
        }
    }

    /// Writes until `stop`, wherever it is let; after each loss it looks what was done.
    fn run(&mut self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let session = self.client.identity.session;
            while self.part.in_flight() < WINDOW && self.client.is_connected() {
                let change = self.part.next_change();
                // What becomes of it when the connection is lost shows later.
                let _ = self.client.send(&change.request());
            }
            let reply = self.client.is_connected().then(|| self.client.reply());
            match reply.flatten() {
                Some(reply) => self.part.acknowledge(&reply, session),
                None => self.settle(),
            }
        }
        self.settle();
    }

    /// Takes up its session anew: then what was sent before can have no effect any more.
    fn settle(&mut self) {
        self.client.connect().expect("a writer's session survives");
        self.client.sync();
        let client = &mut self.client;
        let found = read_children(&mut |request| client.ask(request), &self.part.root);
        self.part.settle(found, self.client.identity.session);
    }
}

/// The addresses, beginning with another one for each client.
fn from(addresses: &[SocketAddr], number: usize) -> Vec<SocketAddr> {
    let mut addresses = addresses.to_vec();
    let start = number % addresses.len();
    addresses.rotate_left(start);
    addresses
}

/// Hands out values that were never written before.
#[derive(Debug, Default)]
struct Values(AtomicU64);

impl Values {
    fn next(&self) -> Value {
        Value(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// One of those who share the registers.
#[derive(Debug)]
struct RegisterClient {
    client: Client,
    random: Random,
    /// What it did to which register.
    history: Vec<(usize, Operation)>,
}

impl RegisterClient {
    /// Makes the registers, each with the value 0.
    fn create_registers(addresses: &[SocketAddr]) {
        let mut client = Client::open(addresses, SESSION_MS);
        for register in 0..REGISTERS {
            let path = path(register);
            let create = Request::create(opcode::CREATE, &path, Some(b"0"), Some(&Acl::open()), 0);
            assert_eq!(client.try_call(&create).expect("answered").err, 0);
        }
    }

    /// A session of its own.
    fn new(addresses: &[SocketAddr], number: usize, seed: u64) -> RegisterClient {
        let mut client = Client::open(&from(addresses, number), SESSION_MS);
        client.patience = PATIENCE;
        RegisterClient {
            client,
            random: Random::new(seed ^ (number as u64) << 32),
            history: Vec::new(),
        }
    }

    /// Writes and reads until `stop`.
    fn run(&mut self, values: &Values, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            if !self.client.is_connected() {
                self.client.connect().expect("the session survives");
            }
            let register = self.random.below(REGISTERS);
            let operation = if self.random.percent(50) {
                Some(self.write(register, values.next()))
            } else {
                self.read(register)
            };
            if let Some(operation) = operation {
                self.history.push((register, operation));
            }
            // Now and then it prefers another server.
            if self.random.one_in(200) {
                self.client.disconnect();
            }
        }
    }

    fn write(&mut self, register: usize, value: Value) -> Operation {
        let data = value.0.to_string().into_bytes();
        let request = Request::set_data(path(register), Some(&data), -1);
        let called = Instant::now();
        let reply = self.client.try_call(&request);
        if let Some(reply) = &reply {
            assert_eq!(reply.err, 0, "a register can be written");
        }
        Operation {
            what: What::Write(value),
            called,
            returned: reply.map(|_| Instant::now()),
        }
    }

    fn read(&mut self, register: usize) -> Option<Operation> {
        let called = Instant::now();
        self.client.send(&Request::path(opcode::SYNC, "/"))?;
        let read = Request::read(opcode::GET_DATA, path(register), 0);
        self.client.send(&read)?;
        let synced = self.client.reply()?;
        assert_eq!(synced.err, 0, "sync is answered");
        let reply = self.client.reply()?;
        let Body::Data(Some(data), _) = reply.body else {
            panic!("a register has a value: {reply:?}")
        };
        let text = String::from_utf8(data).expect("a value is a number");
        Some(Operation {
            what: What::Read(Value(text.parse().expect("a value is a number"))),
            called,
            returned: Some(Instant::now()),
        })
    }

    /// Every write it made that was acknowledged: when it was sent and when it was answered.
    fn acknowledged(&self) -> impl Iterator<Item = (Instant, Instant)> {
        let done = |(_, operation): &(usize, Operation)| match operation.what {
            What::Write(_) => Some((operation.called, operation.returned?)),
            What::Read(_) => None,
        };
        self.history.iter().filter_map(done)
    }
}

/// What the register clients did, counted.
#[derive(Clone, Copy, Default, Debug)]
struct Figures {
    /// Operations that were answered.
    answered: usize,
    /// Writes of which nobody knows what became of them.
    unknown: usize,
}

/// Checks the histories of all registers, and counts.
fn check_histories(clients: &[RegisterClient]) -> Figures {
    let mut figures = Figures::default();
    for register in 0..REGISTERS {
        let histories = clients.iter().flat_map(|client| &client.history);
        let history: Vec<Operation> = histories
            .filter(|(of, _)| *of == register)
            .map(|(_, operation)| *operation)
            .collect();
        let answered = history.iter().filter(|done| done.returned.is_some());
        let answered = answered.count();
        figures.answered += answered;
        figures.unknown += history.len() - answered;
        if let Err(violation) = check(Value(0), &history) {
            panic!("{}: {violation}", path(register));
        }
    }
    figures
}

fn path(register: usize) -> String {
    format!("/register{register}")
}
