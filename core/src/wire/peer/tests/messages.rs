//! Messages of every kind from a seeded stream, edges included.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use crate::acl::{Acl, Identities, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, Epoch, SessionId, ShardId, Sid, Xid, Zxid};
use crate::limits;
use crate::request::{
    CreateOp, CreateRequest, Data, ExpectedConfig, ExpectedVersion, Path, ReconfigRequest, Write,
};
use crate::stream::CloseReason;
use crate::zab::message::{
    Answer, EnsembleId, FollowerInfo, Forwarded, Incarnation, Message, Notification, Outline, Part,
    PeerState, Promise, RequestNumber, Round, Stretch, Vote,
};

pub(super) struct Messages(pub(super) Random);

impl Messages {
    fn below(&mut self, bound: usize) -> usize {
        self.0.below(bound)
    }

    fn u64(&mut self) -> u64 {
        match self.below(4) {
            0 => 0,
            1 => u64::MAX,
            _ => self.0.bits(),
        }
    }

    fn u32(&mut self) -> u32 {
        let [a, b, c, d, ..] = self.u64().to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    fn i32(&mut self) -> i32 {
        match self.below(4) {
            0 => 0,
            1 => -1,
            2 => i32::MIN,
            _ => self.u32().cast_signed(),
        }
    }

    fn epoch(&mut self) -> Epoch {
        Epoch(self.u32() >> 1)
    }

    fn zxid(&mut self) -> Zxid {
        Zxid::from_bits((self.u64() >> 1).cast_signed())
    }

    fn session(&mut self) -> SessionId {
        let id = SessionId(self.0.bits().cast_signed());
        if id == SessionId::NONE {
            SessionId(1)
        } else {
            id
        }
    }

    fn connection(&mut self) -> ConnectionId {
        let [a, b, ..] = self.u32().to_le_bytes();
        ConnectionId {
            shard: ShardId(u16::from_le_bytes([a, b])),
            slot: self.u32(),
            generation: self.u32(),
        }
    }

    fn timeout_ms(&mut self) -> i32 {
        *self.0.pick(&[1, 4000, 60_000, i32::MAX])
    }

    fn ensemble(&mut self) -> EnsembleId {
        let id = u128::from(self.u64()) << 64 | u128::from(self.u64());
        EnsembleId(id.max(1))
    }

    fn text(&mut self) -> String {
        let length = self.below(20);
        (0..length)
            .map(|_| *self.0.pick(&['/', 'a', 'ß', '\u{fffd}', '\0', '😀']))
            .collect()
    }

    fn path(&mut self) -> Path {
        Path::from(self.text())
    }

    fn some_bytes(&mut self) -> Vec<u8> {
        let length = self.below(300);
        let length = if self.0.one_in(4) { 0 } else { length };
        self.0.bytes(length)
    }

    fn data(&mut self) -> Data {
        (!self.0.one_in(4)).then(|| self.some_bytes().into())
    }

    fn identity(&mut self) -> Identity {
        let scheme = *self.0.pick(&["ip", "digest", "super", "", "ß"]);
        Identity {
            scheme: String::from(scheme),
            id: self.text(),
        }
    }

    fn identities(&mut self) -> Identities {
        let mut identities = Identities::default();
        let count = *self.0.pick(&[0, 1, 2, limits::FORWARDED_IDENTITIES_MAX]);
        for _ in 0..count {
            identities.add(self.identity());
        }
        identities
    }

    fn acl(&mut self) -> Vec<Acl> {
        let entries = self.below(4);
        let entry = |random: &mut Messages| Acl {
            permissions: Permissions(random.i32()),
            identity: random.identity(),
        };
        (0..entries).map(|_| entry(self)).collect()
    }

    fn expected(&mut self) -> ExpectedVersion {
        ExpectedVersion(self.i32())
    }

    fn sub_write(&mut self) -> Write {
        match self.below(4) {
            0 => {
                let ops = [
                    CreateOp::Create,
                    CreateOp::Create2,
                    CreateOp::Container,
                    CreateOp::Ttl,
                ];
                Write::Create(CreateRequest {
                    op: *self.0.pick(&ops),
                    path: self.path(),
                    data: self.data(),
                    acl: self.acl(),
                    flags: self.i32(),
                    ttl_ms: self.u64().cast_signed(),
                })
            }
            1 => Write::Delete {
                path: self.path(),
                expected: self.expected(),
            },
            2 => Write::SetData {
                path: self.path(),
                data: self.data(),
                expected: self.expected(),
            },
            _ => Write::Check {
                path: self.path(),
                expected: self.expected(),
            },
        }
    }

    fn list(&mut self) -> Option<String> {
        (self.below(2) == 0).then(|| String::from(&*self.path()))
    }

    fn write(&mut self) -> Write {
        match self.below(9) {
            0 => Write::SetAcl {
                path: self.path(),
                acl: self.acl(),
                expected: self.expected(),
            },
            1 | 2 => {
                let count = self.below(6);
                Write::Multi((0..count).map(|_| self.sub_write()).collect())
            }
            3 => Write::CloseSession,
            4 => Write::Reconfig(Box::new(ReconfigRequest {
                joining: self.list(),
                leaving: self.list(),
                members: self.list(),
                expected: ExpectedConfig(self.u64().cast_signed()),
            })),
            5 => Write::Undecodable,
            _ => self.sub_write(),
        }
    }

    fn forwarded(&mut self) -> Forwarded {
        match self.below(6) {
            0 => Forwarded::Open {
                from: self.connection(),
                session: self.session(),
                timeout_ms: self.timeout_ms(),
            },
            1 => Forwarded::Resume {
                from: self.connection(),
                session: self.session(),
                timeout_ms: self.timeout_ms(),
            },
            2 => Forwarded::Sync,
            _ => Forwarded::Write {
                from: self.connection(),
                // None is a session that only the learner knows.
                session: match self.below(4) {
                    0 => SessionId::NONE,
                    _ => self.session(),
                },
                xid: Xid(self.i32()),
                identities: Arc::new(self.identities()),
                write: self.write(),
            },
        }
    }

    fn answer(&mut self) -> Answer {
        let codes = [
            ErrorCode::NoNode,
            ErrorCode::RuntimeInconsistency,
            ErrorCode::ThrottledOp,
        ];
        match self.below(7) {
            0 => Answer::Ordered { zxid: self.zxid() },
            1 => Answer::Refused {
                code: *self.0.pick(&codes),
            },
            2 => Answer::Resumed,
            3 => Answer::NoSession,
            4 => Answer::Synced {
                through: self.zxid(),
            },
            5 => Answer::Dropped {
                reason: *self.0.pick(&CloseReason::ALL),
            },
            _ => Answer::Ignored,
        }
    }

    fn vote(&mut self) -> Option<Vote> {
        (!self.0.one_in(4)).then(|| Vote {
            epoch: self.epoch(),
            last: self.zxid(),
            leader: Sid(self.0.byte().max(1)),
        })
    }

    fn outline(&mut self) -> Outline {
        let count = *self.0.pick(&[0, 1, 5, limits::OUTLINE_STRETCHES_MAX]);
        let mut stretches = Vec::with_capacity(count);
        let mut epoch = 0;
        for _ in 0..count {
            epoch += 1 + self.0.below_u64(1000).cast_signed();
            let first = self.u32() >> 1;
            let last = first + (self.u32() >> 1);
            let at = |counter: u32| Zxid::from_bits(epoch << 32 | i64::from(counter));
            stretches.push(Stretch {
                first: at(first),
                last: at(last),
            });
        }
        Outline {
            base: self.zxid(),
            stretches,
        }
    }

    fn notification(&mut self) -> Notification {
        let states = [
            PeerState::Looking,
            PeerState::Following,
            PeerState::Leading,
            PeerState::Observing,
        ];
        Notification {
            state: *self.0.pick(&states),
            vote: self.vote(),
            round: Round(self.u64() % (Round::MAX.0 + 1)),
            config_version: self.zxid(),
            config: self.list().map(Arc::from),
        }
    }

    fn follower_info(&mut self) -> FollowerInfo {
        let parts = [Part::Participant, Part::Observer, Part::Abstaining];
        FollowerInfo {
            accepted: self.epoch(),
            part: *self.0.pick(&parts),
            config_version: self.zxid(),
            ensemble: self.0.one_in(2).then(|| self.ensemble()),
        }
    }

    /// A new variant of `Message` needs an arm here: `number` below does not compile without it.
    pub(super) fn message(&mut self) -> Message {
        match self.below(20) {
            0 => Message::Notification(self.notification()),
            1 => Message::FollowerInfo(self.follower_info()),
            2 => Message::LeaderInfo {
                epoch: self.epoch(),
                ensemble: self.ensemble(),
                incarnation: Incarnation(self.u64()),
            },
            3 => Message::AckEpoch {
                promise: *self.0.pick(&[Promise::Given, Promise::None]),
                current: self.epoch(),
                outline: self.outline(),
            },
            4 => Message::Trunc { last: self.zxid() },
            5 => Message::Snap { zxid: self.zxid() },
            6 => Message::SnapChunk {
                bytes: self.some_bytes().into(),
            },
            7 => Message::SnapEnd {
                entries: self.u64(),
            },
            8 => Message::NewLeader {
                epoch: self.epoch(),
                last: self.zxid(),
                config: self.text(),
            },
            9 => Message::AckNewLeader {
                epoch: self.epoch(),
            },
            10 => Message::UpToDate {
                committed: self.zxid(),
            },
            11 => Message::Proposal {
                txn: self.some_bytes().into(),
            },
            12 => Message::AckProposal {
                through: self.zxid(),
            },
            13 => Message::Commit {
                through: self.zxid(),
            },
            14 => Message::Ping { number: self.u64() },
            15 => {
                let count = self.below(40);
                Message::Pong {
                    number: self.u64(),
                    heard: (0..count).map(|_| self.session()).collect(),
                }
            }
            16 => Message::Request {
                number: RequestNumber(self.u64()),
                request: self.forwarded(),
            },
            17 => Message::Answer {
                number: RequestNumber(self.u64()),
                answer: self.answer(),
            },
            18 => Message::Detached {
                from: self.connection(),
                session: self.session(),
            },
            _ => Message::Close {
                connection: self.connection(),
                reason: *self.0.pick(&CloseReason::ALL),
            },
        }
    }
}

/// The number of a message's variant, as `Messages::message` draws it.
fn number(message: &Message) -> usize {
    match message {
        Message::Notification(_) => 0,
        Message::FollowerInfo(_) => 1,
        Message::LeaderInfo { .. } => 2,
        Message::AckEpoch { .. } => 3,
        Message::Trunc { .. } => 4,
        Message::Snap { .. } => 5,
        Message::SnapChunk { .. } => 6,
        Message::SnapEnd { .. } => 7,
        Message::NewLeader { .. } => 8,
        Message::AckNewLeader { .. } => 9,
        Message::UpToDate { .. } => 10,
        Message::Proposal { .. } => 11,
        Message::AckProposal { .. } => 12,
        Message::Commit { .. } => 13,
        Message::Ping { .. } => 14,
        Message::Pong { .. } => 15,
        Message::Request { .. } => 16,
        Message::Answer { .. } => 17,
        Message::Detached { .. } => 18,
        Message::Close { .. } => 19,
    }
}

#[test]
fn every_message_is_drawn() {
    let mut random = Messages(Random::new(4));
    let mut seen = [false; 20];
    for _ in 0..1000 {
        seen[number(&random.message())] = true;
    }
    assert_eq!(seen, [true; 20]);
}
