//! A server that stops at any moment: what was answered is there, and sessions go on.

use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::model::some_write;
use super::world::*;
use crate::id::{Monotonic, Now, SessionId, WallTime, Zxid};
use crate::request::Write;
use crate::stream::Delivery;

/// The highest zxid that anybody was told of.
fn highest_told(world: &World) -> Zxid {
    let told = world.delivered.iter().map(|delivery| match delivery {
        Delivery::Reply { zxid, .. } | Delivery::Change { zxid, .. } => *zxid,
        _ => Zxid::ZERO,
    });
    told.max().unwrap_or(Zxid::ZERO)
}

/// A new process on the same disk. Its monotonic clock starts anew, its wall clock is off by some.
fn crash(world: &mut World, chance: &mut Random) {
    let told = highest_told(world);
    let proposed = world.replica.history().proposed();
    // The disk may hold more than it had time to say.
    world.durable += chance.below(world.log.len() - world.durable + 1);
    let skew = i64::try_from(chance.below(20_000)).expect("small") - 10_000;
    world.restart(Now {
        monotonic: Monotonic(7),
        wall: WallTime(world.now.wall.0 + skew),
    });
    let kept = world.tree.last_zxid();
    assert!(told <= kept, "{told} was told and is lost, {kept} is kept");
    assert!(kept <= proposed, "nothing appears that was not proposed");
    assert_eq!(
        world.replica.sessions().expect("it orders").len(),
        world.tree.session_count()
    );
    let owners: Vec<SessionId> = world.tree.ephemeral_owners().map(|(id, _)| id).collect();
    for owner in owners {
        assert!(
            world.tree.session_timeout(owner).is_some(),
            "{owner} owns and is gone"
        );
    }
}

/// Those whose sessions are still there, on new connections.
fn resume_all(world: &mut World, clients: Vec<Client>) -> Vec<Client> {
    let mut resumed = Vec::new();
    for client in clients {
        let connection = world.resume(&client, 30_000);
        if world.tree.session_timeout(client.session).is_some() {
            resumed.push(world.opened(connection));
        } else {
            assert!(
                world.refused(connection),
                "a session that is gone stays gone"
            );
        }
    }
    resumed
}

fn run(seed: u64) {
    let mut chance = Random::new(seed);
    let mut world = World::with(with_ttl());
    let mut clients = Vec::new();
    let mut ids: Vec<SessionId> = Vec::new();
    for _ in 0..6 {
        for _ in 0..2 {
            let client = world.open();
            assert!(!ids.contains(&client.session), "seed {seed}: an id twice");
            ids.push(client.session);
            clients.push(client);
        }
        for _ in 0..chance.below(80) {
            let client = clients[chance.below(clients.len())].clone();
            match chance.below(40) {
                0 => world.submit(&client, Write::CloseSession),
                _ => world.submit(&client, some_write(&mut chance)),
            }
            match chance.below(6) {
                0 => {
                    let gap = world.log.len() - world.durable;
                    world.durable_through(world.durable + chance.below(gap + 1));
                }
                1 => {
                    world.apply(1 + chance.below(8));
                }
                _ => {}
            }
        }
        crash(&mut world, &mut chance);
        clients = resume_all(&mut world, clients);
    }
}

#[test]
fn what_was_told_survives_a_crash_at_any_moment() {
    for seed in 1..=150 {
        run(seed);
    }
}
