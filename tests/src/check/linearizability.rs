//! **`Linearizability`** of writes and of `sync` with the read behind it: each takes effect at one
//! moment between its call and its reply; and every answer is that of the state at the zxid it
//! names.
//!
//! The order of zxids is the witness, so no search is needed: whatever was answered before
//! something is called has the lower zxid, and a model replays the order. Source: Herlihy and Wing,
//! "Linearizability: a correctness condition for concurrent objects", 1990.

use std::collections::BTreeMap;

use ringkeeper_core::id::Zxid;
use ringkeeper_core::txn::TxnOp;

use super::model::Model;
use super::{Answer, Call, Check, Ledger, Said, Word};

/// What a write is answered with while space is low.
const NOT_READ_ONLY: i32 = -119;

/// A call that waits for its reply.
#[derive(Debug)]
struct Waiting {
    call: Call,
    /// The highest zxid that a write had been answered with when it was called.
    floor: Zxid,
}

#[derive(Debug, Default)]
pub(super) struct Linearizability {
    answered: Zxid,
    /// By client and number.
    waiting: BTreeMap<(usize, i32), Waiting>,
}

impl Linearizability {
    fn judge(model: &Model, word: &Word, waiting: &Waiting) -> Result<(), String> {
        let Said::Replied {
            session,
            xid,
            zxid,
            answer,
        } = &word.said
        else {
            return Ok(());
        };
        let zxid = Zxid::from_bits(*zxid);
        match &waiting.call {
            // Refused without a txn, as space was low.
            Call::Write if *answer == Answer::Failed(NOT_READ_ONLY) => Ok(()),
            Call::Write | Call::Close => {
                if zxid <= waiting.floor {
                    return Err(format!(
                        "request {xid} is ordered at {zxid}; when it was sent, {} was answered",
                        waiting.floor
                    ));
                }
                let Some(txn) = model.txn(zxid) else {
                    return Err(format!(
                        "request {xid} was answered with {zxid}: no such txn"
                    ));
                };
                if (txn.session.0, txn.xid.0) != (*session, *xid) {
                    return Err(format!("request {xid} was answered with {zxid}: another's"));
                }
                let refused = matches!(txn.op, TxnOp::Error(_) | TxnOp::FailedMulti(_));
                if refused != matches!(answer, Answer::Failed(_)) && waiting.call == Call::Write {
                    return Err(format!("{answer:?} is not what {zxid} came to"));
                }
                Ok(())
            }
            Call::Sync if zxid < waiting.floor => Err(format!(
                "a sync was answered at {zxid}; when it was sent, {} was answered",
                waiting.floor
            )),
            Call::Sync => Ok(()),
            Call::Get { path, .. } => {
                let state = model.at(path, zxid);
                let expected = state.map_or(Answer::Failed(-101), |state| {
                    Answer::Data(state.data.clone(), state.version, state.mzxid.bits())
                });
                same(path, zxid, &expected, answer)
            }
            Call::Exists { path, .. } => {
                let state = model.at(path, zxid);
                let expected = state.map_or(Answer::Failed(-101), |state| {
                    Answer::Stat(state.version, state.mzxid.bits())
                });
                same(path, zxid, &expected, answer)
            }
            Call::Children { path, .. } => {
                let expected = match model.at(path, zxid) {
                    Some(_) => Answer::Names(model.children(path, zxid)),
                    None => Answer::Failed(-101),
                };
                same(path, zxid, &expected, answer)
            }
        }
    }
}

fn same(path: &str, zxid: Zxid, expected: &Answer, answer: &Answer) -> Result<(), String> {
    if expected == answer {
        Ok(())
    } else {
        Err(format!(
            "{path} at {zxid} is {expected:?}, the answer was {answer:?}"
        ))
    }
}

impl Check for Linearizability {
    fn name(&self) -> &'static str {
        "Linearizability"
    }

    fn hear(&mut self, word: &Word, ledger: &Ledger) -> Result<(), String> {
        match &word.said {
            Said::Called { xid, call } => {
                let waiting = Waiting {
                    call: call.clone(),
                    floor: self.answered,
                };
                self.waiting.insert((word.client, *xid), waiting);
            }
            Said::Replied {
                xid, zxid, answer, ..
            } => {
                let waiting = self.waiting.remove(&(word.client, *xid));
                let waiting = waiting.ok_or("nobody asked for this")?;
                let refused = *answer == Answer::Failed(NOT_READ_ONLY);
                Linearizability::judge(ledger.model(), word, &waiting)?;
                if matches!(waiting.call, Call::Write | Call::Close) && !refused {
                    self.answered = self.answered.max(Zxid::from_bits(*zxid));
                }
            }
            Said::Ended => {
                self.waiting.retain(|(client, _), _| *client != word.client);
            }
            Said::Opened | Said::Expired | Said::Notified { .. } => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::*;
    use super::*;

    fn replied(xid: i32, zxid: i64, answer: Answer) -> Said {
        Said::Replied {
            session: 7,
            xid,
            zxid,
            answer,
        }
    }

    #[test]
    fn a_sync_that_does_not_reach_what_was_answered() {
        let mut scene = Scene::new(Linearizability::default());
        scene.write(1, 7, 1, "/r", "a");
        assert_eq!(scene.hear(1, called(1, Call::Write)), Ok(()));
        assert_eq!(scene.hear(1, replied(1, 1, Answer::Done)), Ok(()));
        assert_eq!(scene.hear(2, called(1, Call::Sync)), Ok(()));
        assert!(scene.hear(2, replied(1, 0, Answer::Done)).is_err());
    }

    #[test]
    fn a_write_before_one_that_was_answered() {
        let mut scene = Scene::new(Linearizability::default());
        scene.write(1, 7, 1, "/r", "a");
        scene.write(2, 7, 2, "/r", "b");
        assert_eq!(scene.hear(1, called(2, Call::Write)), Ok(()));
        assert_eq!(scene.hear(1, replied(2, 2, Answer::Done)), Ok(()));
        assert_eq!(scene.hear(1, called(1, Call::Write)), Ok(()));
        assert!(scene.hear(1, replied(1, 1, Answer::Done)).is_err());
    }

    #[test]
    fn a_read_of_what_was_never_there() {
        let mut scene = Scene::new(Linearizability::default());
        scene.write(1, 7, 1, "/r", "a");
        let get = Call::Get {
            path: "/r".into(),
            watch: false,
        };
        let data = |text: &str| Answer::Data(text.as_bytes().to_vec(), 0, 1);
        assert_eq!(scene.hear(1, called(2, get.clone())), Ok(()));
        assert_eq!(scene.hear(1, replied(2, 1, data("a"))), Ok(()));
        assert_eq!(scene.hear(1, called(3, get)), Ok(()));
        assert!(scene.hear(1, replied(3, 1, data("b"))).is_err());
    }
}
