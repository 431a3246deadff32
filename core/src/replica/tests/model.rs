//! Whatever is in flight, the outcome is the same: random writes against two replicas, one that
//! applies each txn at once and one that applies whenever chance says so.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::world::*;
use crate::acl::Permissions;
use crate::id::{ConnectionId, SessionId, Zxid};
use crate::input::Input;
use crate::options::{Options, ReaperOptions, Switch};
use crate::replay::replay;
use crate::request::{CreateOp, Data, Write};
use crate::stat::Stat;
use crate::stream::Delivery;
use crate::tree::Tree;

fn version(chance: &mut Random) -> i32 {
    *chance.pick(&[-1, -1, -1, 0, 1, 2])
}

const PATHS: [&str; 13] = [
    "/a",
    "/b",
    "/c",
    "/a/x",
    "/a/y",
    "/b/x",
    "/a/x/deep",
    "/q",
    "/q/1",
    "/q/2",
    "/q/3",
    "/",
    "/zookeeper/z",
];
/// What nobody should send.
const ODD_PATHS: [&str; 8] = ["", "a", "//", "/a/", "a/b", "/a\0", "/a/..", "/zookeeper"];

fn some_path(chance: &mut Random) -> &'static str {
    if chance.below(12) == 0 {
        chance.pick::<&str>(&ODD_PATHS)
    } else {
        chance.pick::<&str>(&PATHS)
    }
}

pub(super) fn some_write(chance: &mut Random) -> Write {
    match chance.below(16) {
        0 => Write::Multi((0..chance.below(6)).map(|_| part(chance)).collect()),
        1 => {
            let permissions = *chance.pick(&[
                Permissions::ALL,
                Permissions::ALL,
                Permissions(Permissions::ALL.0 & !Permissions::WRITE.0),
                Permissions(Permissions::ALL.0 & !Permissions::DELETE.0),
            ]);
            let list = vec![entry("world", "anyone", permissions)];
            set_acl(some_path(chance), list, version(chance))
        }
        2 if chance.below(8) == 0 => Write::Undecodable,
        _ => part(chance),
    }
}

fn part(chance: &mut Random) -> Write {
    let at = some_path(chance);
    match chance.below(8) {
        0..3 => {
            let flags = *chance.pick(&[0, 0, 0, 1, 1, 2, 3, 4, 5, 9]);
            let (op, ttl_ms) = match chance.below(8) {
                0 => (CreateOp::Container, 0),
                1 => (CreateOp::Ttl, 1000),
                _ => (CreateOp::Create2, 0),
            };
            create_request(op, at, flags, ttl_ms)
        }
        3 | 4 => delete(at, version(chance)),
        5 | 6 => set(
            at,
            chance.pick::<&str>(&["", "1", "four", "and some more"]),
            version(chance),
        ),
        _ => check(at, version(chance)),
    }
}

/// The two worlds, and what differs: when things are applied.
struct Pair {
    at_once: World,
    batched: World,
    clients: Vec<Client>,
}

impl Pair {
    fn new() -> Pair {
        let options = Options {
            enforce_quota: Switch::On,
            reaper: ReaperOptions {
                check_interval_ms: u64::MAX,
                ..Options::default().reaper
            },
            ..with_ttl()
        };
        Pair {
            at_once: World::with(options.clone()),
            batched: World::with(options),
            clients: Vec::new(),
        }
    }

    fn both(&mut self, act: impl Fn(&mut World)) {
        act(&mut self.at_once);
        self.at_once.settle();
        act(&mut self.batched);
    }

    /// Ids are assigned in order, so the batched world's is known before it is told.
    fn open(&mut self, timeout_ms: i32) {
        let from = self.batched.connect();
        let same = self.at_once.connect();
        assert_eq!(from, same);
        self.both(|world| {
            world.step(Input::Open {
                from,
                timeout_ms,
                seen: Zxid::ZERO,
                reads_only: Switch::Off,
            });
        });
        let client = session_of(&self.at_once, from);
        self.clients.push(client);
    }

    fn furnish(&mut self) {
        self.open(60_000);
        let client = self.clients[0].clone();
        let limits = "count=-1,bytes=-1=;byteHardLimit=20;countHardLimit=3";
        for write in [
            create("/q"),
            create("/zookeeper/quota/q"),
            create("/zookeeper/quota/q/zookeeper_limits"),
            set("/zookeeper/quota/q/zookeeper_limits", limits, -1),
            create("/zookeeper/quota/q/zookeeper_stats"),
        ] {
            self.both(|world| {
                world.must(&client, write.clone());
            });
        }
        self.at_once.delivered.clear();
        self.batched.delivered.clear();
    }

    fn act(&mut self, chance: &mut Random) {
        match chance.below(60) {
            0 | 4 => self.open(*chance.pick(&[6000, 60_000])),
            1 => {
                let client = chance.pick(&self.clients).clone();
                self.both(|world| world.submit(&client, Write::CloseSession));
            }
            2 => {
                let place = chance.below(self.clients.len());
                let old = self.clients[place].clone();
                self.both(|world| {
                    world.resume(&old, 10_000);
                });
                // Refused or not, from now on it writes through the new connection.
                let slot = self
                    .clients
                    .iter()
                    .map(|client| client.connection.slot)
                    .max();
                self.clients[place].connection = latest(&self.at_once, slot.unwrap_or(0));
            }
            3 => {
                let ms = *chance.pick(&[300, 3000]);
                let heard: Vec<SessionId> =
                    self.clients.iter().map(|client| client.session).collect();
                let heard = heard[..chance.below(heard.len() + 1)].to_vec();
                self.both(|world| {
                    world.advance(ms);
                    world.step(Input::Heard {
                        sessions: heard.clone(),
                    });
                    world.step(Input::Tick);
                });
            }
            _ => {
                // Mostly one of the newest: the others may be gone.
                let newest = self.clients.len().saturating_sub(3);
                let from = *chance.pick(&[0, newest, newest, newest]);
                let client = chance.pick(&self.clients[from..]).clone();
                let write = some_write(chance);
                self.both(|world| world.submit(&client, write.clone()));
            }
        }
        match chance.below(10) {
            0 => self.batched.settle(),
            1 | 2 => {
                let gap = self.batched.log.len() - self.batched.durable;
                let through = self.batched.durable + chance.below(gap + 1);
                self.batched.durable_through(through);
            }
            3 | 4 => {
                self.batched.apply(1 + chance.below(5));
            }
            _ => {}
        }
    }

    fn compare(&mut self, seed: u64) {
        self.batched.settle();
        let (one, two) = (&self.at_once, &self.batched);
        for (once, batched) in one.txns().iter().zip(two.txns().iter()) {
            assert_eq!(once, batched, "seed {seed}: the same txns");
        }
        assert_eq!(one.log.len(), two.log.len(), "seed {seed}: as many txns");
        assert!(ordered(one) == ordered(two), "seed {seed}: the same stream");
        assert!(
            picture(&one.tree) == picture(&two.tree),
            "seed {seed}: the same tree"
        );
        let mut replayed = Tree::new(SEED, one.options.tree_digest);
        for record in &one.log {
            replay(&mut replayed, record).expect("the log has no gap");
        }
        assert!(
            picture(&replayed) == picture(&one.tree),
            "seed {seed}: replayed"
        );
        assert_eq!(replayed.digest(), one.tree.digest(), "seed {seed}");
        let lives = |owner| one.tree.session_timeout(owner).is_some();
        assert!(
            one.tree.ephemeral_owners().all(|(owner, _)| lives(owner)),
            "seed {seed}"
        );
    }
}

fn session_of(world: &World, from: ConnectionId) -> Client {
    let opened = world.delivered.iter().find_map(|delivery| match delivery {
        Delivery::SessionOpened {
            to,
            session,
            password,
            timeout_ms,
            mode: _,
        } if *to == from => Some(Client {
            connection: from,
            session: *session,
            password: *password,
            timeout_ms: *timeout_ms,
            identities: digest("ann"),
        }),
        _ => None,
    });
    opened.expect("the world that applies at once has opened it")
}

/// The connection made last.
fn latest(world: &World, at_least: u32) -> ConnectionId {
    let newest = world.newest_connection();
    assert!(newest.slot > at_least);
    newest
}

/// What must be delivered in the same order. Answers to resumptions are given at once, so they
/// stand elsewhere among what is applied.
fn ordered(world: &World) -> Vec<Delivery> {
    let in_order =
        |delivery: &&Delivery| matches!(delivery, Delivery::Change { .. } | Delivery::Reply { .. });
    world.delivered.iter().filter(in_order).cloned().collect()
}

fn picture(tree: &Tree) -> Vec<(String, Stat, Data, String)> {
    let mut znodes: Vec<_> = tree
        .znodes()
        .map(|znode| {
            let shown = format!(
                "{:?} {:?} {}",
                znode.acl(),
                znode.owner(),
                znode.stored_cversion()
            );
            (
                znode.path(),
                znode.stat(),
                znode.data().map(Into::into),
                shown,
            )
        })
        .collect();
    znodes.sort_by(|a, b| a.0.cmp(&b.0));
    znodes
}

fn run(seed: u64, steps: usize) -> World {
    let mut pair = Pair::new();
    pair.furnish();
    let mut chance = Random::new(seed);
    for _ in 0..steps {
        pair.act(&mut chance);
    }
    pair.compare(seed);
    pair.at_once
}

#[test]
fn outcomes_do_not_depend_on_what_is_in_flight() {
    for seed in 1..=200 {
        run(seed, 300);
    }
}

#[test]
fn the_random_writes_reach_every_kind_of_txn() {
    let world = run(7, 6000);
    let text = format!("{:?}", world.txns());
    for part in [
        "CreateSession",
        "CloseSession",
        "Create {",
        "Delete {",
        "SetData",
        "SetAcl",
        "Check {",
        "Multi([",
        "FailedMulti",
        "Ttl {",
        "Container",
        "Session(",
    ] {
        assert!(text.contains(part), "no {part}");
    }
    for code in [
        "NoNode",
        "NoAuth",
        "BadVersion",
        "NodeExists",
        "NotEmpty",
        "NoChildrenForEphemerals",
        "QuotaExceeded",
        "BadArguments",
        "MarshallingError",
        "RuntimeInconsistency",
    ] {
        assert!(text.contains(code), "no {code}");
    }
}
