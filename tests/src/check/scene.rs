//! Traces made up for the tests of the checks: an invariant counts only if it fails on a bad one.

use std::sync::Arc;

use ringkeeper_core::acl::AclList;
use ringkeeper_core::id::{Epoch, SessionId, Sid, WallTime, Xid, Zxid};
use ringkeeper_core::txn::codec::{Encoder, encode};
use ringkeeper_core::txn::{Owner, Txn, TxnOp};
use ringkeeper_core::zab::Reign;
use ringkeeper_core::zab::epochs::LogState;
use ringkeeper_core::zab::quorum::Quorums;

use super::{Call, Check, Event, Fact, Ledger, Promised, Record, Said, Word};

pub(super) struct Scene<C> {
    ledger: Ledger,
    check: C,
    at: u64,
}

impl<C: Check> Scene<C> {
    /// Three servers that have just started, with nothing.
    pub(super) fn new(check: C) -> Scene<C> {
        let voters = [Sid(1), Sid(2), Sid(3)].into_iter().collect();
        let mut scene = Scene {
            ledger: Ledger::new(Quorums::Majority(voters)),
            check,
            at: 0,
        };
        for server in 1..=3 {
            scene.fine(server, recovered(&[], 0));
        }
        scene
    }

    pub(super) fn tell(&mut self, server: u8, event: Event) -> Result<(), String> {
        self.at += 1;
        let fact = Fact {
            at: self.at,
            server: Sid(server),
            event,
        };
        self.ledger.observe(&fact)?;
        self.check.observe(&fact, &self.ledger)
    }

    /// Something that breaks nothing.
    pub(super) fn fine(&mut self, server: u8, event: Event) {
        let shown = format!("{event:?}");
        let judged = self.tell(server, event);
        assert_eq!(judged, Ok(()), "server {server}: {shown}");
    }

    /// Something that breaks the invariant.
    pub(super) fn wrong(&mut self, server: u8, event: Event) {
        let shown = format!("{event:?}");
        let judged = self.tell(server, event);
        assert!(judged.is_err(), "server {server}: {shown} passed");
    }

    /// Several that break nothing.
    pub(super) fn all_fine(&mut self, server: u8, events: impl IntoIterator<Item = Event>) {
        for event in events {
            self.fine(server, event);
        }
    }

    /// A txn is delivered by the first server.
    pub(super) fn order(
        &mut self,
        zxid: i64,
        session: i64,
        xid: i32,
        op: TxnOp,
    ) -> Result<(), String> {
        let txn = Txn {
            zxid: Zxid::from_bits(zxid),
            session: SessionId(session),
            xid: Xid(xid),
            time: WallTime(0),
            op,
        };
        let mut bytes = Vec::new();
        encode(&txn, Zxid::ZERO, &mut Encoder::default(), &mut bytes);
        let record = record(zxid);
        let bytes = bytes.into();
        self.tell(1, Event::Delivered { record, bytes })
    }

    /// As [`Scene::order`], of a write: a create at first, then a new value.
    pub(super) fn write(&mut self, zxid: i64, session: i64, xid: i32, path: &str, text: &str) {
        let data: Option<Box<[u8]>> = Some(text.as_bytes().into());
        let path = path.into();
        let op = if zxid == 1 {
            TxnOp::Create {
                path,
                data,
                acl: AclList::OPEN,
                owner: Owner::Persistent,
                parent_cversion: 1,
            }
        } else {
            TxnOp::SetData {
                path,
                data,
                version: 1,
            }
        };
        assert_eq!(self.order(zxid, session, xid, op), Ok(()));
    }

    /// Microseconds go by.
    pub(super) fn pass(&mut self, us: u64) {
        self.at += us;
    }

    /// A client says something.
    pub(super) fn hear(&mut self, client: usize, said: Said) -> Result<(), String> {
        self.at += 1;
        let word = Word {
            at: self.at,
            client,
            said,
        };
        self.check.hear(&word, &self.ledger)
    }
}

pub(super) fn record(zxid: i64) -> Record {
    Record {
        zxid: Zxid::from_bits(zxid),
        hash: zxid.unsigned_abs(),
    }
}

/// Another txn at the same place.
pub(super) fn other(zxid: i64) -> Record {
    Record {
        hash: 999,
        ..record(zxid)
    }
}

pub(super) fn at(epoch: u32, counter: u32) -> i64 {
    Zxid::new(Epoch(epoch), counter).bits()
}

pub(super) fn recovered(log: &[i64], applied: i64) -> Event {
    Event::Recovered {
        base: Zxid::ZERO,
        log: log.iter().map(|zxid| record(*zxid)).collect(),
        applied: Zxid::from_bits(applied),
        promised: promised(0, 0),
    }
}

pub(super) fn promised(accepted: u32, current: u32) -> Promised {
    Promised {
        accepted: Epoch(accepted),
        current: Epoch(current),
        log: LogState::Whole,
    }
}

/// As [`recovered`], of a server that knows that its log has lost something.
pub(super) fn damaged(log: &[i64]) -> Event {
    let Event::Recovered {
        base, log, applied, ..
    } = recovered(log, 0)
    else {
        unreachable!("it recovers")
    };
    let promised = Promised {
        log: LogState::Damaged,
        ..promised(0, 0)
    };
    Event::Recovered {
        base,
        log,
        applied,
        promised,
    }
}

pub(super) fn logged(zxid: i64) -> Event {
    Event::Logged(record(zxid))
}

pub(super) fn durable(zxid: i64) -> Event {
    Event::Durable {
        through: Zxid::from_bits(zxid),
    }
}

pub(super) fn committed(zxid: i64) -> Event {
    Event::Committed {
        through: Zxid::from_bits(zxid),
    }
}

pub(super) fn truncated(last: i64) -> Event {
    Event::Truncated {
        last: Zxid::from_bits(last),
    }
}

pub(super) fn broadcast(epoch: u32, counter: u32) -> Event {
    Event::Broadcast {
        epoch: Epoch(epoch),
        record: record(at(epoch, counter)),
        decides: None,
    }
}

/// A proposal after which these servers decide.
pub(super) fn reconfigures(zxid: i64, voters: &[u8]) -> Event {
    let voters = voters.iter().map(|sid| Sid(*sid)).collect();
    Event::Broadcast {
        epoch: Zxid::from_bits(zxid).epoch(),
        record: record(zxid),
        decides: Some(Quorums::Majority(voters)),
    }
}

pub(super) fn delivered(record: Record) -> Event {
    Event::Delivered {
        record,
        bytes: Arc::from([]),
    }
}

pub(super) fn established(epoch: u32) -> Event {
    Event::Reigns(Some(Reign::Established {
        epoch: Epoch(epoch),
    }))
}

pub(super) fn synchronizing(epoch: u32) -> Event {
    Event::Reigns(Some(Reign::Synchronizing {
        epoch: Epoch(epoch),
    }))
}

/// A client asks something with number `xid`.
pub(super) fn called(xid: i32, call: Call) -> Said {
    Said::Called { xid, call }
}
