//! What a server has promised, and to whom it belongs: the small record that outlives a crash.
//!
//! ```text
//!  0  u32   format: 1
//!  4  u32   accepted: the last epoch promised to a leader   (acceptedEpoch, the paper's f.p)
//!  8  u32   current: the last epoch whose initial history is in the log   (currentEpoch, f.a)
//! 12  u8    id of this server
//! 13  u8    id of the leader that `accepted` was promised to; 0: none
//! 14  u8    1: the log has lost something, and this server abstains; else 0
//! 15  u8    0
//! 16  u64   that leader's incarnation
//! 24  u128  identity of the ensemble; 0: none yet       little-endian, 40 bytes
//! ```
//!
//! Both epochs stand in one record, so that no crash leaves a pair that disagrees. Must never: be
//! acted upon before it is durable; `Epochs::durable` alone says what was promised.

use crate::id::{Epoch, Sid, Zxid};
use crate::zab::message::{EnsembleId, Incarnation};

/// Bytes of a [`Promises`] on disk.
pub const PROMISES_BYTES: usize = 40;

const FORMAT: u32 = 1;

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promises {
    /// Whose promises these are.
    pub server: Sid,
    /// The ensemble whose epoch `current` is.
    pub ensemble: Option<EnsembleId>,
    /// No leader of this or a lower epoch is followed any more, but for `accepted_by`.
    pub accepted: Epoch,
    /// The leader, in one of its lives, that `accepted` was promised to.
    pub accepted_by: Option<(Sid, Incarnation)>,
    /// The log holds the initial history of this epoch.
    pub current: Epoch,
    /// Whether the log holds everything this server ever acknowledged.
    pub log: LogState,
}

/// Whether the log holds everything that this server ever acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogState {
    /// It does.
    Whole,
    /// Something at its end was lost or damaged: the server abstains until a leader that was
    /// established without its vote has made the log whole. Every quorum that committed something
    /// with this server's ack holds another server that has it, and so has that leader.
    Damaged,
}

/// Why a record of promises is of no use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromisesError {
    /// It has another length or format: written by a newer release, or not by this program.
    Format,
}

impl core::fmt::Display for PromisesError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            PromisesError::Format => {
                f.write_str("it is not a record of promises this release knows")
            }
        }
    }
}

impl core::error::Error for PromisesError {}

impl Promises {
    /// Of a server that has promised nothing yet.
    pub const fn none(server: Sid) -> Promises {
        Promises {
            server,
            ensemble: None,
            accepted: Epoch(0),
            accepted_by: None,
            current: Epoch(0),
            log: LogState::Whole,
        }
    }

    /// A member takes over the epochs of its log, which ends with `last`, if a single server began
    /// them, asking nobody. Says whether there were any: then the record is to be stored.
    ///
    /// A member's own log never holds an epoch that it did not promise. Here it does: it is the
    /// whole history of that epoch, which no leader may begin again.
    #[must_use]
    pub fn take_over(&mut self, last: Zxid) -> bool {
        let began_alone = last.epoch() > self.accepted;
        if began_alone {
            self.accepted = last.epoch();
            self.accepted_by = None;
            self.current = last.epoch();
        }
        began_alone
    }

    /// The bytes drawn above.
    pub fn encode(&self) -> [u8; PROMISES_BYTES] {
        let mut bytes = [0; PROMISES_BYTES];
        let (leader, incarnation) = self
            .accepted_by
            .map_or((0, 0), |(sid, incarnation)| (sid.0, incarnation.0));
        bytes[0..4].copy_from_slice(&FORMAT.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.accepted.0.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.current.0.to_le_bytes());
        bytes[12] = self.server.0;
        bytes[13] = leader;
        bytes[14] = match self.log {
            LogState::Whole => 0,
            LogState::Damaged => 1,
        };
        bytes[16..24].copy_from_slice(&incarnation.to_le_bytes());
        let ensemble = self.ensemble.map_or(0, |ensemble| ensemble.0);
        bytes[24..].copy_from_slice(&ensemble.to_le_bytes());
        bytes
    }

    /// Reads the bytes back.
    pub fn decode(bytes: &[u8]) -> Result<Promises, PromisesError> {
        let bytes: &[u8; PROMISES_BYTES] = bytes.try_into().map_err(|_| PromisesError::Format)?;
        let u32_at = |at: usize| {
            let field = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            u32::from_le_bytes(field)
        };
        let incarnation = bytes[16..24]
            .try_into()
            .map_err(|_| PromisesError::Format)?;
        let ensemble = bytes[24..].try_into().map_err(|_| PromisesError::Format)?;
        if u32_at(0) != FORMAT {
            return Err(PromisesError::Format);
        }
        let incarnation = Incarnation(u64::from_le_bytes(incarnation));
        let ensemble = u128::from_le_bytes(ensemble);
        Ok(Promises {
            server: Sid(bytes[12]),
            ensemble: (ensemble != 0).then_some(EnsembleId(ensemble)),
            accepted: Epoch(u32_at(4)),
            accepted_by: (bytes[13] != 0).then_some((Sid(bytes[13]), incarnation)),
            current: Epoch(u32_at(8)),
            log: if bytes[14] == 0 {
                LogState::Whole
            } else {
                LogState::Damaged
            },
        })
    }
}

/// The promises on disk, and those on their way there. One store is under way at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Epochs {
    durable: Promises,
    wanted: Promises,
    storing: Option<Promises>,
    /// The last epoch that any server said it has promised, in this life of the process.
    heard: Epoch,
}

impl Epochs {
    pub(crate) const fn new(durable: Promises) -> Epochs {
        Epochs {
            durable,
            wanted: durable,
            storing: None,
            heard: durable.accepted,
        }
    }

    /// What is on stable storage.
    pub(crate) const fn durable(&self) -> &Promises {
        &self.durable
    }

    /// What is on stable storage or on its way there: promises never go back, so a new one is
    /// held against this.
    pub(crate) const fn wanted(&self) -> &Promises {
        &self.wanted
    }

    /// A server has promised this epoch to somebody: this one will lead a later one.
    pub(crate) fn hear(&mut self, accepted: Epoch) {
        self.heard = self.heard.max(accepted);
    }

    /// The last epoch that this server, or one that it has heard, has promised.
    pub(crate) fn highest(&self) -> Epoch {
        self.heard.max(self.wanted.accepted)
    }

    /// Makes a promise, to be made durable. Returns the bytes to store, unless a store is under
    /// way: then [`Epochs::stored`] returns them.
    pub(crate) fn promise(
        &mut self,
        change: impl FnOnce(&mut Promises),
    ) -> Option<[u8; PROMISES_BYTES]> {
        let before = self.wanted;
        change(&mut self.wanted);
        assert!(self.wanted.accepted >= before.accepted, "a promise is kept");
        assert!(
            self.wanted.current >= before.current,
            "a history's epoch only rises"
        );
        assert!(
            self.wanted.current <= self.wanted.accepted,
            "what is current was accepted"
        );
        self.store()
    }

    /// The store that was under way is durable. Returns the bytes of the next one, if there is
    /// more.
    pub(crate) fn stored(&mut self) -> Option<[u8; PROMISES_BYTES]> {
        self.durable = self.storing.take().expect("a store was under way");
        self.store()
    }

    /// Whether everything promised is durable.
    pub(crate) fn is_settled(&self) -> bool {
        self.durable == self.wanted
    }

    fn store(&mut self) -> Option<[u8; PROMISES_BYTES]> {
        if self.storing.is_some() || self.is_settled() {
            return None;
        }
        self.storing = Some(self.wanted);
        Some(self.wanted.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Promises {
        Promises {
            server: Sid(3),
            ensemble: Some(EnsembleId(0x1122_3344_5566_7788_99aa_bbcc_ddee_ff00)),
            accepted: Epoch(7),
            accepted_by: Some((Sid(255), Incarnation(u64::MAX - 1))),
            current: Epoch(6),
            log: LogState::Damaged,
        }
    }

    #[test]
    fn promises_come_back_as_they_were() {
        for promises in [some(), Promises::none(Sid(1))] {
            assert_eq!(Promises::decode(&promises.encode()), Ok(promises));
        }
    }

    #[test]
    fn what_is_no_record_of_promises() {
        let mut bytes = some().encode();
        bytes[0] = 2;
        for bytes in [&bytes[..], &[], &[0; 39], &[0; 41], &[0; 40]] {
            assert_eq!(Promises::decode(bytes), Err(PromisesError::Format));
        }
    }

    #[test]
    fn epochs_that_a_single_server_began_are_taken_over() {
        let mut promises = some();
        assert!(!promises.take_over(Zxid::new(Epoch(7), 9)));
        assert_eq!(promises, some(), "a member's own");
        assert!(promises.take_over(Zxid::new(Epoch(8), 1)));
        assert_eq!((promises.accepted, promises.current), (Epoch(8), Epoch(8)));
        assert_eq!(promises.accepted_by, None);
        assert_eq!(promises.ensemble, some().ensemble);
        assert!(!promises.take_over(Zxid::new(Epoch(8), 1)), "once");
    }

    #[test]
    fn a_promise_counts_when_it_is_durable() {
        let mut epochs = Epochs::new(Promises::none(Sid(1)));
        let first = epochs.promise(|promises| promises.accepted = Epoch(1));
        assert!(first.is_some());
        assert_eq!(epochs.promise(|promises| promises.current = Epoch(1)), None);
        assert_eq!(epochs.durable().accepted, Epoch(0));
        let second = epochs.stored().expect("there is more");
        assert_eq!(epochs.durable().accepted, Epoch(1));
        assert_eq!(epochs.durable().current, Epoch(0));
        assert_eq!(
            Promises::decode(&second).map(|found| found.current),
            Ok(Epoch(1))
        );
        assert_eq!(epochs.stored(), None);
        assert!(epochs.is_settled());
    }

    #[test]
    #[should_panic(expected = "a promise is kept")]
    fn a_promise_is_never_taken_back() {
        let mut epochs = Epochs::new(some());
        epochs.promise(|promises| promises.accepted = Epoch(5));
    }
}
