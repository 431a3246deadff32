//! kill -9 of one server, of the leader, of all, and orderly stops, over and over, under load: what
//! was acknowledged is there at every server, nothing else appears, no client ever goes back, and
//! what the clients saw of the registers is what one register could have shown.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `ENSEMBLE_KILLS` | how often servers are killed | 16 |
//! | `ENSEMBLE_SEED` | the seed of clients and moments | 1 |

use std::thread;
use std::time::{Duration, Instant};

use ringkeeper_tests::ensemble::load::Load;
use ringkeeper_tests::ensemble::{Ensemble, Id, Wiring};
use ringkeeper_tests::random::Random;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {value}"))
    })
}

/// Who is killed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Victims {
    Leader,
    Follower,
    /// The leader first, and its successor while it is about to lead.
    LeaderAndSuccessor,
    All,
    /// The leader, with SIGTERM.
    StoppedLeader,
}

impl Victims {
    /// Each in turn, the leader most often.
    const TURNS: [Victims; 7] = [
        Victims::Leader,
        Victims::Follower,
        Victims::Leader,
        Victims::All,
        Victims::Leader,
        Victims::LeaderAndSuccessor,
        Victims::StoppedLeader,
    ];
}

#[test]
fn nothing_acknowledged_is_lost_by_kills_under_load() {
    let seed = number("ENSEMBLE_SEED", 1);
    let kills = number("ENSEMBLE_KILLS", 16);
    let mut random = Random::new(seed);
    // Checkpoints and purges happen all the time: who comes back gets the log, or a checkpoint.
    let settings = Ensemble::settings().config("snapCount", "20000");
    let mut ensemble = Ensemble::start(3, Wiring::Direct, &settings);
    let mut load = Load::new(&ensemble.addresses(), seed);
    let mut lost: Vec<(Victims, Instant)> = Vec::new();
    load.run(|| {
        for kill in 0..kills {
            let turn = usize::try_from(kill).expect("kills are few");
            let victims = Victims::TURNS[turn % Victims::TURNS.len()];
            pause(&mut random, 200, 500);
            for id in choose(&ensemble, victims, &mut random) {
                if victims == Victims::StoppedLeader {
                    lost.push((victims, Instant::now()));
                    ensemble.stop(id);
                    continue;
                }
                ensemble.kill(id);
                if victims == Victims::LeaderAndSuccessor {
                    pause(&mut random, 0, 30);
                }
            }
            if victims != Victims::StoppedLeader {
                lost.push((victims, Instant::now()));
            }
            pause(&mut random, 0, 300);
            ensemble.start_all();
        }
        pause(&mut random, 200, 500);
    });

    let outcome = load.judge(&ensemble);
    eprintln!("{kills} kills; {outcome}");
    for (victims, at) in lost {
        let pause = load.pause_after(at);
        let pause = pause.expect("somebody wrote after every loss");
        eprintln!("{victims:?}: the next write succeeded after {pause:.1?}");
    }
    assert!(outcome.written > kills * 50, "the writers wrote");
}

fn pause(random: &mut Random, least_ms: u64, more_ms: u64) {
    thread::sleep(Duration::from_millis(least_ms + random.below_u64(more_ms)));
}

fn choose(ensemble: &Ensemble, victims: Victims, random: &mut Random) -> Vec<Id> {
    let leader = ensemble.leader();
    let others = ensemble.others(leader);
    match victims {
        Victims::Leader | Victims::StoppedLeader => vec![leader],
        Victims::Follower => vec![*random.pick(&others)],
        Victims::LeaderAndSuccessor => vec![leader, *random.pick(&others)],
        Victims::All => {
            let mut all = ensemble.ids();
            let first = random.below(all.len());
            all.rotate_left(first);
            all
        }
    }
}
