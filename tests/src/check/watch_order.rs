//! **`WatchOrder`**: a client hears of a change before it sees it; a watch set by a read at a zxid
//! fires for the first change behind that, exactly once, and for nothing else.
//!
//! Source: ZooKeeper's guarantees for watches; etcd's robustness tests name the parts Ordered,
//! Unique and Reliable.

use std::collections::BTreeMap;

use ringkeeper_core::id::Zxid;

use super::model::{Kind, Model};
use super::{Answer, Call, Check, Ledger, Said, Word};

/// Which table a watch stands in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Table {
    /// `getData` and `exists`.
    Data,
    /// `getChildren`.
    Children,
}

impl Table {
    fn fires(self, kind: Kind) -> bool {
        match (self, kind) {
            (Table::Data, Kind::Created | Kind::Deleted | Kind::Data)
            | (Table::Children, Kind::Deleted | Kind::Children) => true,
            (Table::Data, Kind::Children) | (Table::Children, Kind::Created | Kind::Data) => false,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct WatchOrder {
    calls: BTreeMap<(usize, i32), Call>,
    /// The watches of each client's connection: since which zxid.
    watches: BTreeMap<usize, BTreeMap<(String, Table), Zxid>>,
}

impl WatchOrder {
    /// No watch of a client has a change at or before `zxid`.
    fn none_is_due(&self, model: &Model, client: usize, zxid: Zxid) -> Result<(), String> {
        for ((path, table), since) in self.watches.get(&client).into_iter().flatten() {
            let first = model.first_change(path, *since, |kind| table.fires(kind));
            if let Some((at, kind)) = first.filter(|(at, _)| *at <= zxid) {
                return Err(format!(
                    "it was answered at {zxid}, and was not told of {kind:?} {path} at {at}, \
                     which it watches since {since}"
                ));
            }
        }
        Ok(())
    }

    fn notified(
        &mut self,
        model: &Model,
        client: usize,
        zxid: Zxid,
        kind: i32,
        path: &str,
    ) -> Result<(), String> {
        let watches = self.watches.entry(client).or_default();
        let mut told = false;
        for table in [Table::Data, Table::Children] {
            let key = (path.to_owned(), table);
            let Some(since) = watches.get(&key) else {
                continue;
            };
            let first = model.first_change(path, *since, |kind| table.fires(kind));
            if first.is_some_and(|(at, what)| at == zxid && what as i32 == kind) {
                watches.remove(&key);
                told = true;
            }
        }
        if told {
            Ok(())
        } else {
            Err(format!(
                "an event of kind {kind} of {path} at {zxid} that nobody waits for"
            ))
        }
    }

    fn replied(
        &mut self,
        model: &Model,
        word: &Word,
        xid: i32,
        zxid: Zxid,
        answer: &Answer,
    ) -> Result<(), String> {
        self.none_is_due(model, word.client, zxid)?;
        let is_there = !matches!(answer, Answer::Failed(_));
        let watch = match self.calls.remove(&(word.client, xid)) {
            Some(Call::Get { path, watch: true }) if is_there => (path, Table::Data),
            Some(Call::Exists { path, watch: true }) => (path, Table::Data),
            Some(Call::Children { path, watch: true }) if is_there => (path, Table::Children),
            Some(
                Call::Write
                | Call::Close
                | Call::Get { .. }
                | Call::Exists { .. }
                | Call::Children { .. }
                | Call::Sync,
            )
            | None => return Ok(()),
        };
        let watches = self.watches.entry(word.client).or_default();
        watches.entry(watch).or_insert(zxid);
        Ok(())
    }
}

impl Check for WatchOrder {
    fn name(&self) -> &'static str {
        "WatchOrder"
    }

    fn hear(&mut self, word: &Word, ledger: &Ledger) -> Result<(), String> {
        let model = ledger.model();
        match &word.said {
            Said::Called { xid, call } => {
                self.calls.insert((word.client, *xid), call.clone());
                Ok(())
            }
            Said::Replied {
                xid, zxid, answer, ..
            } => self.replied(model, word, *xid, Zxid::from_bits(*zxid), answer),
            Said::Notified { zxid, kind, path } => {
                self.notified(model, word.client, Zxid::from_bits(*zxid), *kind, path)
            }
            Said::Ended => {
                self.watches.remove(&word.client);
                self.calls.retain(|(client, _), _| *client != word.client);
                Ok(())
            }
            Said::Opened | Said::Expired => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    fn watching() -> Scene<WatchOrder> {
        let mut scene = Scene::new(WatchOrder::default());
        scene.write(1, 7, 1, "/r", "a");
        let path = String::from("/r");
        let get = Call::Get { path, watch: true };
        assert_eq!(scene.hear(1, called(1, get)), Ok(()));
        assert_eq!(scene.hear(1, replied(1, 1)), Ok(()));
        scene.write(2, 7, 2, "/r", "b");
        scene
    }

    fn replied(xid: i32, zxid: i64) -> Said {
        Said::Replied {
            session: 7,
            xid,
            zxid,
            answer: Answer::Done,
        }
    }

    fn notified(zxid: i64) -> Said {
        Said::Notified {
            zxid,
            kind: 3,
            path: "/r".into(),
        }
    }

    #[test]
    fn the_event_comes_first_and_once() {
        let mut scene = watching();
        assert_eq!(scene.hear(1, notified(2)), Ok(()));
        assert_eq!(scene.hear(1, replied(2, 2)), Ok(()));
        assert!(scene.hear(1, notified(2)).is_err());
    }

    #[test]
    fn the_change_is_seen_before_the_event() {
        assert!(watching().hear(1, replied(2, 2)).is_err());
    }

    #[test]
    fn an_event_of_another_change() {
        assert!(watching().hear(1, notified(1)).is_err());
    }
}
