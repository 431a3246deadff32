//! **`CommittedLogDurability`**: what a leader holds as committed is on the stable storage of a
//! quorum, and nothing else is delivered. Who abstains counts with the others: it lacks what it
//! lost, and nobody is elected with its vote.
//!
//! Source: the invariants of the research repository on ZooKeeper's TLA+ (disalg). It notices an
//! ack before its record is durable without waiting for the crash that would lose it, and a replay
//! of what nobody committed without waiting for the leader that truncates it.

use ringkeeper_core::zab::Reign;
use ringkeeper_core::zab::quorum::{Quorums, SidSet};

use super::{Check, Event, Fact, Ledger, Record};

#[derive(Debug)]
pub(super) struct CommittedLogDurability;

impl Check for CommittedLogDurability {
    fn name(&self) -> &'static str {
        "CommittedLogDurability"
    }

    fn observe(&mut self, fact: &Fact, ledger: &Ledger) -> Result<(), String> {
        let through = match &fact.event {
            Event::Committed { through } => *through,
            Event::Delivered { record, .. } => {
                let known = ledger.committed().get(&record.zxid);
                return if known == Some(&record.hash) {
                    Ok(())
                } else {
                    let zxid = record.zxid;
                    Err(format!("{zxid} is delivered, and no leader committed it"))
                };
            }
            Event::Recovered { .. }
            | Event::Stopped
            | Event::Logged(_)
            | Event::Truncated { .. }
            | Event::Durable { .. }
            | Event::Promised(_)
            | Event::Installed { .. }
            | Event::Reigns(_)
            | Event::Broadcast { .. }
            | Event::Blamed { .. }
            | Event::Tree { .. }
            | Event::Checkpointed { .. }
            | Event::Purged { .. }
            | Event::Begun { .. }
            | Event::Heard { .. }
            | Event::Expired { .. } => return Ok(()),
        };
        let leader = ledger.server(fact.server);
        let Some(Reign::Established { .. }) = leader.reign else {
            return Ok(());
        };
        let Some(hash) = leader.log.get(&through) else {
            return Ok(());
        };
        let record = Record {
            zxid: through,
            hash: *hash,
        };
        // Those who decided before, and those who do after it, decide on a reconfig.
        let (mut quorums, reconfigs) = ledger.deciders();
        for (reconfig, next) in reconfigs {
            expect_durable(*reconfig, quorums, ledger)?;
            expect_durable(*reconfig, next, ledger)?;
            quorums = next;
        }
        expect_durable(record, quorums, ledger)
    }
}

/// A quorum has this on its disks.
fn expect_durable(record: Record, quorums: &Quorums, ledger: &Ledger) -> Result<(), String> {
    let has = |(sid, known): (_, &super::ledger::Known)| {
        let durable = known.durable >= record.zxid && known.holds(record);
        (durable || known.abstains()).then_some(sid)
    };
    let holders: SidSet = ledger.servers().filter_map(has).collect();
    if quorums.is_quorum(holders) {
        Ok(())
    } else {
        let zxid = record.zxid;
        Err(format!(
            "{zxid} is committed, and durable on {holders:?} alone, no quorum of {quorums:?}"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    #[test]
    fn committed_and_on_one_disk() {
        let mut scene = Scene::new(CommittedLogDurability);
        scene.fine(1, established(1));
        for server in [1, 2] {
            scene.fine(server, logged(1));
            scene.fine(server, durable(1));
        }
        scene.fine(1, committed(1));
        scene.all_fine(1, [logged(2), durable(2)]);
        scene.fine(2, logged(2));
        scene.wrong(1, committed(2));
    }

    #[test]
    fn a_reconfig_needs_both() {
        let mut scene = Scene::new(CommittedLogDurability);
        scene.all_fine(1, [established(1), reconfigures(1, &[3, 4, 5])]);
        for server in [1, 2] {
            scene.all_fine(server, [logged(1), durable(1)]);
        }
        scene.wrong(1, committed(1));

        let mut scene = Scene::new(CommittedLogDurability);
        scene.all_fine(1, [established(1), reconfigures(1, &[3, 4, 5])]);
        for server in [4, 5] {
            scene.fine(server, recovered(&[], 0));
        }
        for server in [1, 3, 4, 5] {
            scene.all_fine(server, [logged(1), durable(1)]);
        }
        scene.fine(1, committed(1));
        for server in [1, 4] {
            scene.all_fine(server, [logged(2), durable(2)]);
        }
        scene.wrong(1, committed(2));
    }

    #[test]
    fn delivered_and_not_committed() {
        let mut scene = Scene::new(CommittedLogDurability);
        scene.fine(1, established(1));
        for server in [1, 2] {
            scene.all_fine(server, [logged(1), durable(1)]);
        }
        scene.fine(1, committed(1));
        scene.fine(2, delivered(record(1)));
        scene.wrong(2, delivered(other(1)));
        scene.wrong(2, delivered(record(2)));
    }

    #[test]
    fn committed_with_an_ack_of_who_lost_it() {
        let mut scene = Scene::new(CommittedLogDurability);
        scene.all_fine(1, [established(1), logged(1), durable(1)]);
        scene.fine(2, damaged(&[]));
        scene.fine(3, recovered(&[], 0));
        scene.fine(1, committed(1));
    }
}
