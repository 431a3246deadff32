//! Ringkeeper against a real ZooKeeper 3.9, side by side.
//!
//! Seeded random scripts (see `ringkeeper_tests::cross`) run on both; every reply, Stat, event and
//! closed connection must be the same. The same scripts on two of the reference prove that the
//! rules of comparison demand no more than the reference itself keeps.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `CROSS_CHECK_SEEDS` | how many scripts each test runs | 120 |
//! | `CROSS_CHECK_FIRST_SEED` | the first seed | 1 |
//! | `CROSS_CHECK_SURVEY` | if set, scripts go on after a difference, and none is made smaller | |
//! | `CROSS_CHECK_TRACE` | if set, every step and what the reference showed is printed | |

use std::collections::BTreeMap;

use ringkeeper_tests::cross::accepted;
use ringkeeper_tests::cross::generate;
use ringkeeper_tests::cross::pair::Pairing;
use ringkeeper_tests::cross::scenarios;
use ringkeeper_tests::cross::step::Step;
use ringkeeper_tests::server_process::{Program, Settings, workspace};
use ringkeeper_tests::wire::Request;

/// Steps of a script, without its opening and its end.
const SCRIPT_LENGTH: usize = 60;

/// Scripts on one pair of servers before both start empty again.
const SCRIPTS_PER_PAIR: u64 = 20;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a number: {value}"))
    })
}

fn settings() -> Settings {
    // Sessions outlive every script.
    let settings = Settings::open()
        .config("minSessionTimeout", "120000")
        .config("maxSessionTimeout", "240000");
    scenarios::with_super_user(settings)
}

/// Types, TTLs and reconfiguration on, quotas soft.
fn extended() -> Settings {
    settings()
        .property("zookeeper.extendedTypesEnabled", "true")
        .config("reconfigEnabled", "true")
}

/// Types off, quotas hard.
fn plain() -> Settings {
    settings().config("enforceQuota", "true")
}

/// Runs random scripts: up to the first difference, made as small as it gets, or through all of
/// them, with each kind of difference once.
fn compare(ours: Program, settings: Settings, share: u64) {
    let seeds = (number("CROSS_CHECK_SEEDS", 120) / share).max(1);
    let first = number("CROSS_CHECK_FIRST_SEED", 1);
    let survey = std::env::var_os("CROSS_CHECK_SURVEY").is_some();
    let theirs = Program::ZooKeeper;
    let pairing = Pairing {
        ours,
        theirs,
        settings,
    };
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut pair = pairing.start();
    for seed in first..first + seeds {
        let script = generate::script(seed, SCRIPT_LENGTH);
        // At a restart ZooKeeper counts anew what the quotas of earlier scripts stand for.
        let alone = script.contains(&Step::Restart);
        if alone || (seed - first) % SCRIPTS_PER_PAIR == SCRIPTS_PER_PAIR - 1 {
            pair = pairing.start();
        }
        let differences = if survey {
            pair.survey(&script)
        } else {
            pair.run(&script).err().into_iter().collect()
        };
        let in_step = pair.in_step();
        for difference in differences {
            let signature = difference.signature();
            if found.contains_key(&signature) {
                continue;
            }
            let report = if survey {
                difference.summary()
            } else {
                pairing.shrink(difference).report()
            };
            eprintln!("seed {seed}:\n{report}");
            found.insert(signature, format!("seed {seed}:\n{report}"));
        }
        if !survey && !found.is_empty() {
            break;
        }
        if !in_step {
            pair = pairing.start();
        }
    }
    let reports: Vec<String> = found.into_values().collect();
    assert!(
        reports.is_empty(),
        "{} differences:\n{}",
        reports.len(),
        reports.join("\n")
    );
}

/// Runs the scenarios written by hand; `CROSS_CHECK_SCENARIO` picks one.
fn compare_scenarios(ours: Program) {
    let only = std::env::var("CROSS_CHECK_SCENARIO").ok();
    let mut reports = Vec::new();
    for scenario in scenarios::all() {
        if only.as_ref().is_some_and(|only| only != scenario.name) {
            continue;
        }
        let theirs = Program::ZooKeeper;
        let pairing = Pairing {
            ours,
            theirs,
            settings: scenario.settings,
        };
        for difference in pairing.start().survey(&scenario.script) {
            // Each step of these scripts is about itself: the steps before it say little.
            let report = format!("scenario {}:\n{}", scenario.name, difference.summary());
            eprintln!("{report}");
            reports.push(report);
        }
    }
    assert!(
        reports.is_empty(),
        "{} differences:\n{}",
        reports.len(),
        reports.join("\n")
    );
}

#[test]
fn zookeeper_equals_zookeeper() {
    compare(Program::ZooKeeper, extended(), 4);
    compare(Program::ZooKeeper, plain(), 4);
}

#[test]
fn zookeeper_equals_zookeeper_in_the_scenarios() {
    compare_scenarios(Program::ZooKeeper);
}

#[test]
fn ringkeeper_equals_zookeeper_in_the_scenarios() {
    compare_scenarios(Program::Ringkeeper);
}

#[test]
fn ringkeeper_equals_zookeeper_with_extended_types() {
    compare(Program::Ringkeeper, extended(), 1);
}

#[test]
fn ringkeeper_equals_zookeeper_with_hard_quotas() {
    compare(Program::Ringkeeper, plain(), 2);
}

#[test]
fn the_scripts_reach_every_opcode() {
    let mut reached = std::collections::BTreeSet::new();
    for seed in 1..=100 {
        for step in generate::script(seed, SCRIPT_LENGTH) {
            match step {
                Step::Send { requests, .. } => {
                    reached.extend(requests.iter().map(|request| request.opcode));
                }
                Step::SetWatches { lists, .. } => {
                    reached.insert(Request::set_watches(0, &lists).opcode);
                }
                _ => {}
            }
        }
    }
    // 10 is nobody's, 20 is the servers' own: see the hostile clients.
    let known = (1..=22)
        .chain(100..=107)
        .filter(|op| ![10, 20].contains(op))
        .chain([-11]);
    let missing: Vec<i32> = known.filter(|op| !reached.contains(op)).collect();
    assert!(missing.is_empty(), "no script sends {missing:?}");
}

#[test]
fn accepted_differences_are_explained() {
    let page = std::fs::read_to_string(workspace().join("docs/compatibility.md"))
        .expect("the page of differences");
    for entry in accepted::ACCEPTED {
        let heading = format!("### {}", entry.heading);
        assert!(
            page.lines().any(|line| line == heading),
            "docs/compatibility.md lacks {heading}"
        );
    }
}
