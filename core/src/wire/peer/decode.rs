//! Bytes of another server to a message, as `peer.fbs` says.
//!
//! Must never panic, recurse (no message holds itself, a multi no multi), or own more memory than a
//! small multiple of the bytes at hand, whatever they are. What is returned is in range, and
//! encodes to the same bytes again when this version wrote them.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use planus::{ReadAsRoot, Vector};
use ringkeeper_schema::peer as schema;

use super::bounds::{
    Budget, DecodeError, Entry, checked, epoch, is_ensemble, round, session, sid, timeout_ms, zxid,
};
use crate::acl::{Acl, Identities, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, SessionId, ShardId, Xid};
use crate::limits;
use crate::request::{CreateRequest, ExpectedConfig, ExpectedVersion, ReconfigRequest, Write};
use crate::zab::message::{
    Answer, EnsembleId, FollowerInfo, Forwarded, Incarnation, Message, Notification, Outline,
    RequestNumber, Stretch, Vote,
};

type Tables<'a, T> = Vector<'a, planus::Result<T>>;

/// The message in `bytes`, the payload of one frame.
pub fn decode(bytes: &[u8]) -> Result<Message, DecodeError> {
    checked(
        bytes.len(),
        |length| *length <= limits::PEER_MESSAGE_BYTES_MAX,
        "the message's length",
    )?;
    let root = schema::MessageRef::read_as_root(bytes)?;
    read_body(root.body()?, &mut Budget::of(bytes))
}

fn read_body(body: schema::BodyRef<'_>, budget: &mut Budget) -> Result<Message, DecodeError> {
    Ok(match body {
        schema::BodyRef::Notification(body) => {
            Message::Notification(read_notification(body, budget)?)
        }
        schema::BodyRef::FollowerInfo(body) => Message::FollowerInfo(read_follower_info(body)?),
        schema::BodyRef::LeaderInfo(body) => Message::LeaderInfo {
            epoch: epoch(body.epoch()?, "LeaderInfo.epoch")?,
            ensemble: read_ensemble(body.ensemble()?, "LeaderInfo.ensemble")?,
            incarnation: Incarnation(body.incarnation()?),
        },
        schema::BodyRef::AckEpoch(body) => Message::AckEpoch {
            promise: body.promise()?.into(),
            current: epoch(body.current()?, "AckEpoch.current")?,
            outline: read_outline(body, budget)?,
        },
        schema::BodyRef::Trunc(body) => Message::Trunc {
            last: zxid(body.last()?, "Trunc.last")?,
        },
        schema::BodyRef::Snap(body) => Message::Snap {
            zxid: zxid(body.zxid()?, "Snap.zxid")?,
        },
        schema::BodyRef::SnapChunk(body) => {
            let fits = |bytes: &&[u8]| bytes.len() <= limits::SNAP_CHUNK_BYTES_MAX;
            let bytes = checked(body.bytes()?, fits, "SnapChunk.bytes")?;
            Message::SnapChunk {
                bytes: budget.bytes(bytes)?,
            }
        }
        schema::BodyRef::SnapEnd(body) => Message::SnapEnd {
            entries: body.entries()?,
        },
        schema::BodyRef::NewLeader(body) => {
            let fits = |text: &&str| text.len() <= limits::CONFIG_TEXT_BYTES_MAX;
            let config = checked(body.config()?, fits, "NewLeader.config")?;
            Message::NewLeader {
                epoch: epoch(body.epoch()?, "NewLeader.epoch")?,
                last: zxid(body.last()?, "NewLeader.last")?,
                config: budget.string(config)?,
            }
        }
        schema::BodyRef::AckNewLeader(body) => Message::AckNewLeader {
            epoch: epoch(body.epoch()?, "AckNewLeader.epoch")?,
        },
        schema::BodyRef::UpToDate(body) => Message::UpToDate {
            committed: zxid(body.committed()?, "UpToDate.committed")?,
        },
        schema::BodyRef::Proposal(body) => {
            let fits = |txn: &&[u8]| txn.len() <= limits::TXN_BYTES_MAX;
            let txn = checked(body.txn()?, fits, "Proposal.txn")?;
            Message::Proposal {
                txn: budget.bytes(txn)?,
            }
        }
        schema::BodyRef::AckProposal(body) => Message::AckProposal {
            through: zxid(body.through()?, "AckProposal.through")?,
        },
        schema::BodyRef::Commit(body) => Message::Commit {
            through: zxid(body.through()?, "Commit.through")?,
        },
        schema::BodyRef::Ping(body) => Message::Ping {
            number: body.number()?,
        },
        schema::BodyRef::Pong(body) => Message::Pong {
            number: body.number()?,
            heard: read_heard(body.heard()?, budget)?,
        },
        schema::BodyRef::Request(body) => Message::Request {
            number: RequestNumber(body.number()?),
            request: read_forwarded(body.request()?, budget)?,
        },
        schema::BodyRef::Answer(body) => Message::Answer {
            number: RequestNumber(body.number()?),
            answer: read_answer(body.verdict()?)?,
        },
        schema::BodyRef::Detached(body) => Message::Detached {
            from: read_connection(body.from()?),
            session: SessionId(body.session()?),
        },
        schema::BodyRef::Close(body) => Message::Close {
            connection: read_connection(body.connection()?),
            reason: body.reason()?.into(),
        },
    })
}

fn read_notification(
    body: schema::NotificationRef<'_>,
    budget: &mut Budget,
) -> Result<Notification, DecodeError> {
    let vote = match body.vote()? {
        None => None,
        Some(vote) => Some(Vote {
            epoch: epoch(vote.epoch()?, "Notification.vote.epoch")?,
            last: zxid(vote.last()?, "Notification.vote.last")?,
            leader: sid(vote.leader()?, "Notification.vote.leader")?,
        }),
    };
    Ok(Notification {
        state: body.state()?.into(),
        vote,
        round: round(body.round()?, "Notification.round")?,
        config_version: zxid(body.config_version()?, "Notification.config_version")?,
        config: body.config()?.map(|text| budget.path(text)).transpose()?,
    })
}

fn read_follower_info(body: schema::FollowerInfoRef<'_>) -> Result<FollowerInfo, DecodeError> {
    let ensemble = match body.ensemble()? {
        None => None,
        Some(ensemble) => Some(read_ensemble(ensemble, "FollowerInfo.ensemble")?),
    };
    Ok(FollowerInfo {
        accepted: epoch(body.accepted()?, "FollowerInfo.accepted")?,
        part: body.part()?.into(),
        config_version: zxid(body.config_version()?, "FollowerInfo.config_version")?,
        ensemble,
    })
}

fn read_ensemble(
    ensemble: schema::EnsembleIdRef<'_>,
    field: &'static str,
) -> Result<EnsembleId, DecodeError> {
    let id = u128::from(ensemble.high()) << 64 | u128::from(ensemble.low());
    checked(EnsembleId(id), |id| is_ensemble(*id), field)
}

/// Each stretch is of one epoch, and they rise.
fn read_outline(
    body: schema::AckEpochRef<'_>,
    budget: &mut Budget,
) -> Result<Outline, DecodeError> {
    const FIELD: &str = "AckEpoch.stretches";
    let fits = |list: &Vector<'_, _>| list.len() <= limits::OUTLINE_STRETCHES_MAX;
    let list = checked(body.stretches()?, fits, FIELD)?;
    let mut stretches: Vec<Stretch> = budget.list(list, Entry::Flat { bytes: 16 })?;
    for stretch in list {
        let stretch = Stretch {
            first: zxid(stretch.first(), FIELD)?,
            last: zxid(stretch.last(), FIELD)?,
        };
        let rises = |stretch: &Stretch| {
            let is_behind = stretches
                .last()
                .is_none_or(|before| before.last < stretch.first);
            let is_of_one_epoch = stretch.first.epoch() == stretch.last.epoch();
            is_behind && is_of_one_epoch && stretch.first <= stretch.last
        };
        let stretch = checked(stretch, rises, FIELD)?;
        stretches.push(stretch);
    }
    Ok(Outline {
        base: zxid(body.base()?, "AckEpoch.base")?,
        stretches,
    })
}

fn read_heard(list: Vector<'_, i64>, budget: &mut Budget) -> Result<Vec<SessionId>, DecodeError> {
    const FIELD: &str = "Pong.heard";
    let fits = |list: &Vector<'_, i64>| list.len() <= limits::PONG_SESSIONS_MAX;
    let list = checked(list, fits, FIELD)?;
    let mut heard = budget.list(list, Entry::Flat { bytes: 8 })?;
    for id in list {
        heard.push(session(id, FIELD)?);
    }
    Ok(heard)
}

fn read_forwarded(
    request: schema::ForwardedRef<'_>,
    budget: &mut Budget,
) -> Result<Forwarded, DecodeError> {
    Ok(match request {
        schema::ForwardedRef::Submit(submit) => Forwarded::Write {
            from: read_connection(submit.from()?),
            session: SessionId(submit.session()?),
            xid: Xid(submit.xid()?),
            identities: Arc::new(read_identities(submit.identities()?, budget)?),
            write: read_write(submit.write()?, budget)?,
        },
        schema::ForwardedRef::Open(open) => Forwarded::Open {
            from: read_connection(open.from()?),
            session: session(open.session()?, "Open.session")?,
            timeout_ms: timeout_ms(open.timeout_ms()?, "Open.timeout_ms")?,
        },
        schema::ForwardedRef::Resume(resume) => Forwarded::Resume {
            from: read_connection(resume.from()?),
            session: session(resume.session()?, "Resume.session")?,
            timeout_ms: timeout_ms(resume.timeout_ms()?, "Resume.timeout_ms")?,
        },
        schema::ForwardedRef::Sync(_) => Forwarded::Sync,
    })
}

fn read_answer(verdict: schema::VerdictRef<'_>) -> Result<Answer, DecodeError> {
    Ok(match verdict {
        schema::VerdictRef::Ordered(verdict) => Answer::Ordered {
            zxid: zxid(verdict.zxid()?, "Ordered.zxid")?,
        },
        schema::VerdictRef::Refused(verdict) => Answer::Refused {
            code: ErrorCode::from_code(verdict.code()?).ok_or(DecodeError::Newer)?,
        },
        schema::VerdictRef::Resumed(_) => Answer::Resumed,
        schema::VerdictRef::NoSession(_) => Answer::NoSession,
        schema::VerdictRef::Synced(verdict) => Answer::Synced {
            through: zxid(verdict.through()?, "Synced.through")?,
        },
        schema::VerdictRef::Dropped(verdict) => Answer::Dropped {
            reason: verdict.reason()?.into(),
        },
        schema::VerdictRef::Ignored(_) => Answer::Ignored,
    })
}

/// What a client asked for is not judged here: paths, flags and lists of any kind travel on, and
/// the leader answers them as it answers its own clients.
fn read_write(write: schema::WriteRef<'_>, budget: &mut Budget) -> Result<Write, DecodeError> {
    Ok(match write {
        schema::WriteRef::Create(write) => read_create(write, budget)?,
        schema::WriteRef::Delete(write) => read_delete(write, budget)?,
        schema::WriteRef::SetData(write) => read_set_data(write, budget)?,
        schema::WriteRef::SetAcl(write) => Write::SetAcl {
            path: budget.path(write.path()?)?,
            acl: read_acl(write.acl()?, budget)?,
            expected: ExpectedVersion(write.expected()?),
        },
        schema::WriteRef::Check(write) => read_check(write, budget)?,
        schema::WriteRef::Multi(multi) => {
            let items = multi.items()?;
            let mut writes = budget.list(items, Entry::Table)?;
            for item in items {
                writes.push(match item?.write()? {
                    schema::SubWriteRef::Create(write) => read_create(write, budget)?,
                    schema::SubWriteRef::Delete(write) => read_delete(write, budget)?,
                    schema::SubWriteRef::SetData(write) => read_set_data(write, budget)?,
                    schema::SubWriteRef::Check(write) => read_check(write, budget)?,
                });
            }
            Write::Multi(writes)
        }
        schema::WriteRef::CloseSession(_) => Write::CloseSession,
        schema::WriteRef::Reconfig(request) => {
            let mut list = |text: Option<&str>| text.map(|text| budget.string(text)).transpose();
            Write::Reconfig(Box::new(ReconfigRequest {
                joining: list(request.joining()?)?,
                leaving: list(request.leaving()?)?,
                members: list(request.members()?)?,
                expected: ExpectedConfig(request.expected()?),
            }))
        }
        schema::WriteRef::Undecodable(_) => Write::Undecodable,
    })
}

fn read_create(write: schema::CreateRef<'_>, budget: &mut Budget) -> Result<Write, DecodeError> {
    Ok(Write::Create(CreateRequest {
        op: write.op()?.into(),
        path: budget.path(write.path()?)?,
        data: budget.data(write.data()?)?,
        acl: read_acl(write.acl()?, budget)?,
        flags: write.flags()?,
        ttl_ms: write.ttl_ms()?,
    }))
}

fn read_delete(write: schema::DeleteRef<'_>, budget: &mut Budget) -> Result<Write, DecodeError> {
    Ok(Write::Delete {
        path: budget.path(write.path()?)?,
        expected: ExpectedVersion(write.expected()?),
    })
}

fn read_set_data(write: schema::SetDataRef<'_>, budget: &mut Budget) -> Result<Write, DecodeError> {
    Ok(Write::SetData {
        path: budget.path(write.path()?)?,
        data: budget.data(write.data()?)?,
        expected: ExpectedVersion(write.expected()?),
    })
}

fn read_check(write: schema::CheckRef<'_>, budget: &mut Budget) -> Result<Write, DecodeError> {
    Ok(Write::Check {
        path: budget.path(write.path()?)?,
        expected: ExpectedVersion(write.expected()?),
    })
}

fn read_acl(
    list: Tables<'_, schema::AclRef<'_>>,
    budget: &mut Budget,
) -> Result<Vec<Acl>, DecodeError> {
    let mut entries = budget.list(list, Entry::Table)?;
    for entry in list {
        let entry = entry?;
        entries.push(Acl {
            permissions: Permissions(entry.permissions()?),
            identity: Identity {
                scheme: budget.string(entry.scheme()?)?,
                id: budget.string(entry.id()?)?,
            },
        });
    }
    Ok(entries)
}

fn read_identities(
    list: Tables<'_, schema::IdentityRef<'_>>,
    budget: &mut Budget,
) -> Result<Identities, DecodeError> {
    let fits = |list: &Tables<'_, _>| list.len() <= limits::FORWARDED_IDENTITIES_MAX;
    let list = checked(list, fits, "Submit.identities")?;
    let mut identities = Identities::default();
    for identity in list {
        let identity = identity?;
        identities.add(Identity {
            scheme: budget.string(identity.scheme()?)?,
            id: budget.string(identity.id()?)?,
        });
    }
    Ok(identities)
}

fn read_connection(id: schema::ConnectionIdRef<'_>) -> ConnectionId {
    ConnectionId {
        shard: ShardId(id.shard()),
        slot: id.slot(),
        generation: id.generation(),
    }
}
