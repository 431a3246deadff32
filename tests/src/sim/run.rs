//! One run: faults, then none, and everything must finish.
//!
//! Must never: fail without naming the seed.

use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use ringkeeper_core::zab::Reign;

use super::client::Mood;
use super::mutant::Mutant;
use super::plan::{Plan, Span};
use super::trace::{Record, Trace};
use super::world::World;
use crate::check::Violation;

/// How long an ensemble without faults may take for anything, in ticks.
const PATIENCE_TICKS: u64 = 300;

/// What came of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Of everything that happened, if it was asked for.
    pub hash: u64,
    /// Txns that were delivered.
    pub txns: usize,
    /// The lines kept of the trace.
    pub lines: Vec<String>,
    /// What did not hold.
    pub failure: Option<Failure>,
}

/// Something did not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// In the run of which seed.
    pub seed: u64,
    /// What: the name of the invariant; `Assertion` for one of the code's own.
    pub check: String,
    /// How.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { seed, check, what } = self;
        write!(f, "seed {seed}: {check}: {what} (cargo sim {seed})")
    }
}

/// Runs a seed.
pub fn run(seed: u64, mutant: Option<Mutant>, record: Record) -> Outcome {
    watch_panics();
    PANIC.with_borrow_mut(|panic| *panic = Some(String::new()));
    let mut world = None;
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let plan = Plan::draw(seed, mutant);
        let world = world.insert(World::new(seed, plan, Trace::new(record)));
        world.live();
    }));
    let panic = PANIC.with_borrow_mut(Option::take).unwrap_or_default();
    let broken = ran.err().map(|_| Violation {
        check: "Assertion",
        what: panic,
    });
    let Some(world) = world else {
        let what = broken.map_or_else(String::new, |broken| broken.what);
        panic!("seed {seed}: there is no world: {what}");
    };
    let failure = broken.or(world.violation).map(|violation| Failure {
        seed,
        check: violation.check.into(),
        what: violation.what,
    });
    Outcome {
        hash: world.trace.hash(),
        txns: world.checks.ledger().order().len(),
        lines: world.trace.into_lines(),
        failure,
    }
}

thread_local! {
    /// What the panic of the run on this thread said, and where; `None` outside a run.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic within a run is kept to be reported with its seed; any other is reported as always.
fn watch_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let kept = PANIC.with_borrow_mut(|panic| {
                let panic = panic.as_mut()?;
                *panic = info.to_string().replace('\n', " ");
                Some(())
            });
            if kept.is_none() {
                usual(info);
            }
        }));
    });
}

impl World {
    fn live(&mut self) {
        self.run_until(self.now.plus(self.plan.faulty));
        self.heal();
        self.mood = Mood::Slow;
        let patience = Span::ms(u64::from(self.plan.timing.tick_ms) * PATIENCE_TICKS);
        self.finish("all serve", patience, World::all_serve);
        let written: Vec<u64> = self.clients.iter().map(|client| client.written).collect();
        self.finish("every client writes", patience, |world| {
            let mut clients = world.clients.iter().zip(&written);
            clients.all(|(client, before)| client.written > *before)
        });
        self.mood = Mood::Calm;
        self.finish("every client is answered", patience, |world| {
            world.clients.iter().all(super::client::Client::is_idle)
        });
        self.finish("all trees are at one zxid", patience, World::all_level);
        if self.violation.is_none() {
            self.compare_trees();
        }
    }

    /// Something must come about in time.
    fn finish(&mut self, what: &str, patience: Span, done: impl Fn(&World) -> bool) {
        let until = self.now.plus(patience);
        while self.now < until && self.violation.is_none() {
            if done(self) {
                return;
            }
            self.run_until(self.now.plus(Span::ms(20)));
        }
        if self.violation.is_none() {
            self.violate("Liveness", format!("without faults: {what}"));
        }
    }

    fn all_serve(&self) -> bool {
        let there = self.machines.iter().filter(|machine| !machine.is_buried);
        let servers = there.map(|machine| machine.server.as_ref());
        let mut leaders = 0;
        for server in servers {
            let Some(server) = server else {
                return false;
            };
            let leads = matches!(server.replica().reign(), Some(Reign::Established { .. }));
            leaders += usize::from(leads);
            let only_orders = leads && !self.plan.options.leader_serves.is_on();
            if !only_orders && !server.serves() {
                return false;
            }
        }
        leaders == 1
    }

    fn all_level(&self) -> bool {
        let servers = self.machines.iter().flat_map(|machine| &machine.server);
        let last = servers
            .clone()
            .map(|server| server.replica().history().proposed());
        let Some(last) = last.max() else {
            return false;
        };
        self.all_serve()
            && servers
                .clone()
                .all(|server| server.tree().last_zxid() == last)
    }

    /// Trees at the same zxid are equal, in every field.
    fn compare_trees(&mut self) {
        let mut first = None;
        for machine in &self.machines {
            let Some(server) = &machine.server else {
                continue;
            };
            let tree = server.tree();
            tree.invariants();
            let znodes: Vec<String> = tree
                .znodes()
                .map(|z| {
                    format!(
                        "{} {:?} {:?} {:?} {:?}",
                        z.path(),
                        z.stat(),
                        z.data(),
                        z.acl(),
                        z.owner()
                    )
                })
                .collect();
            let mut sessions: Vec<_> = tree.sessions().collect();
            sessions.sort_unstable();
            let mut all: Vec<String> = znodes;
            all.sort_unstable();
            all.push(format!("{sessions:?} {:?}", tree.newest_session()));
            match &first {
                None => first = Some((machine.sid, all)),
                Some((_, expected)) if *expected == all => {}
                Some((sid, expected)) => {
                    let differs = expected.iter().zip(&all).find(|(one, other)| one != other);
                    let what = format!(
                        "servers {} and {} differ: {differs:?}",
                        sid.0, machine.sid.0
                    );
                    self.violation = Some(Violation {
                        check: "EqualTrees",
                        what,
                    });
                    return;
                }
            }
        }
    }
}
