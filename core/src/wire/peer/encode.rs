//! Messages to bytes, as `peer.fbs` says.
//!
//! Must never write what [`decode`](super::decode()) refuses: such a message is a bug of this
//! server and is caught here, before it breaks a connection over and over.

use alloc::vec::Vec;

use planus::{Builder, Offset, UnionOffset};
use ringkeeper_schema::peer as schema;

use super::bounds::{is_ensemble, is_epoch, is_round, is_session, is_sid, is_timeout, is_zxid};
use crate::acl::{Acl, Identities, Identity};
use crate::id::{ConnectionId, Epoch, SessionId, Sid, Zxid};
use crate::limits;
use crate::request::{CreateRequest, ExpectedVersion, Path, Write};
use crate::zab::message::{
    Answer, EnsembleId, Forwarded, Message, Notification, Outline, RequestNumber, Round, Vote,
};

/// Writes messages. Keeps its memory for the next one, up to a bound.
#[derive(Debug, Default)]
pub struct Encoder {
    builder: Builder,
}

impl Encoder {
    /// Appends the bytes of `message` to `out`.
    ///
    /// # Panics
    /// When a number of it is out of range, it is longer than the limits allow, or a multi holds
    /// what only stands alone: each is a bug of the caller.
    pub fn encode(&mut self, message: &Message, out: &mut Vec<u8>) {
        self.builder.clear();
        let body = build_body(message, &mut self.builder);
        self.finish(body, out);
    }

    /// Appends the bytes of [`Message::Proposal`] with this txn to `out`.
    ///
    /// # Panics
    /// When the txn is longer than any can be.
    pub fn encode_proposal(&mut self, txn: &[u8], out: &mut Vec<u8>) {
        self.builder.clear();
        let body = build_proposal(txn, &mut self.builder);
        self.finish(body, out);
    }

    fn finish(&mut self, body: UnionOffset<schema::Body>, out: &mut Vec<u8>) {
        let root = schema::Message::create(&mut self.builder, body);
        let bytes = self.builder.finish(root, None);
        let length = bytes.len();
        assert!(
            length <= limits::PEER_MESSAGE_BYTES_MAX,
            "no message has {length} bytes"
        );
        out.extend_from_slice(bytes);
        if length > limits::PEER_SCRATCH_BYTES_MAX {
            self.builder = Builder::new();
        }
    }
}

#[allow(clippy::too_many_lines)] // one arm for each message, and nothing else
fn build_body(message: &Message, builder: &mut Builder) -> UnionOffset<schema::Body> {
    let body = schema::Body::builder();
    match message {
        Message::Notification(notification) => {
            let table = build_notification(notification, builder);
            body.notification(table).finish(builder)
        }
        Message::FollowerInfo(info) => {
            let table = schema::FollowerInfo::create(
                builder,
                epoch(info.accepted),
                schema::Part::from(info.part),
                zxid(info.config_version),
                info.ensemble.map(ensemble),
            );
            body.follower_info(table).finish(builder)
        }
        Message::LeaderInfo {
            epoch: new,
            ensemble: id,
            incarnation,
        } => {
            let table =
                schema::LeaderInfo::create(builder, epoch(*new), ensemble(*id), incarnation.0);
            body.leader_info(table).finish(builder)
        }
        Message::AckEpoch {
            promise,
            current,
            outline,
        } => {
            let promise = schema::Promise::from(*promise);
            let (base, stretches) = parts_of(outline);
            let table =
                schema::AckEpoch::create(builder, promise, epoch(*current), base, stretches);
            body.ack_epoch(table).finish(builder)
        }
        Message::Trunc { last } => {
            let table = schema::Trunc::create(builder, zxid(*last));
            body.trunc(table).finish(builder)
        }
        Message::Snap { zxid: exact } => {
            let table = schema::Snap::create(builder, zxid(*exact));
            body.snap(table).finish(builder)
        }
        Message::SnapChunk { bytes } => {
            assert!(
                bytes.len() <= limits::SNAP_CHUNK_BYTES_MAX,
                "a chunk is bounded"
            );
            let table = schema::SnapChunk::create(builder, &**bytes);
            body.snap_chunk(table).finish(builder)
        }
        Message::SnapEnd { entries } => {
            let table = schema::SnapEnd::create(builder, *entries);
            body.snap_end(table).finish(builder)
        }
        Message::NewLeader {
            epoch: new,
            last,
            config,
        } => {
            assert!(
                config.len() <= limits::CONFIG_TEXT_BYTES_MAX,
                "a configuration is bounded"
            );
            let table =
                schema::NewLeader::create(builder, epoch(*new), zxid(*last), config.as_str());
            body.new_leader(table).finish(builder)
        }
        Message::AckNewLeader { epoch: new } => {
            let table = schema::AckNewLeader::create(builder, epoch(*new));
            body.ack_new_leader(table).finish(builder)
        }
        Message::UpToDate { committed } => {
            let table = schema::UpToDate::create(builder, zxid(*committed));
            body.up_to_date(table).finish(builder)
        }
        Message::Proposal { txn } => build_proposal(txn, builder),
        Message::AckProposal { through } => {
            let table = schema::AckProposal::create(builder, zxid(*through));
            body.ack_proposal(table).finish(builder)
        }
        Message::Commit { through } => {
            let table = schema::Commit::create(builder, zxid(*through));
            body.commit(table).finish(builder)
        }
        Message::Ping { number } => {
            let table = schema::Ping::create(builder, *number);
            body.ping(table).finish(builder)
        }
        Message::Pong { number, heard } => {
            assert!(
                heard.len() <= limits::PONG_SESSIONS_MAX,
                "a pong names a session once"
            );
            let heard: Vec<i64> = heard.iter().copied().map(session).collect();
            let table = schema::Pong::create(builder, *number, heard);
            body.pong(table).finish(builder)
        }
        Message::Request { number, request } => {
            let table = build_request(*number, request, builder);
            body.request(table).finish(builder)
        }
        Message::Answer { number, answer } => {
            let verdict = build_verdict(*answer, builder);
            let table = schema::Answer::create(builder, number.0, verdict);
            body.answer(table).finish(builder)
        }
        // A connection may go before it has a session: any id, also none.
        Message::Detached { from, session } => {
            let table = schema::Detached::create(builder, connection(*from), session.0);
            body.detached(table).finish(builder)
        }
        Message::Close {
            connection: which,
            reason,
        } => {
            let reason = schema::CloseReason::from(*reason);
            let table = schema::Close::create(builder, connection(*which), reason);
            body.close(table).finish(builder)
        }
    }
}

fn build_proposal(txn: &[u8], builder: &mut Builder) -> UnionOffset<schema::Body> {
    assert!(txn.len() <= limits::TXN_BYTES_MAX, "a txn is bounded");
    let table = schema::Proposal::create(builder, txn);
    schema::Body::builder().proposal(table).finish(builder)
}

fn build_notification(
    notification: &Notification,
    builder: &mut Builder,
) -> Offset<schema::Notification> {
    let vote = notification.vote.map(|vote| {
        let Vote {
            epoch: of,
            last,
            leader,
        } = vote;
        schema::Vote::create(builder, epoch(of), zxid(last), sid(leader))
    });
    schema::Notification::create(
        builder,
        schema::PeerState::from(notification.state),
        vote,
        round(notification.round),
        zxid(notification.config_version),
        notification.config.as_deref(),
    )
}

fn parts_of(outline: &Outline) -> (i64, Vec<schema::Stretch>) {
    assert!(
        outline.stretches.len() <= limits::OUTLINE_STRETCHES_MAX,
        "an outline is bounded"
    );
    let stretches = outline.stretches.iter().map(|stretch| schema::Stretch {
        first: zxid(stretch.first),
        last: zxid(stretch.last),
    });
    (zxid(outline.base), stretches.collect())
}

fn build_request(
    number: RequestNumber,
    request: &Forwarded,
    builder: &mut Builder,
) -> Offset<schema::Request> {
    let forwarded = schema::Forwarded::builder();
    let request = match request {
        Forwarded::Write {
            from,
            session: of,
            xid,
            identities,
            write,
        } => {
            let identities = build_identities(identities, builder);
            let write = build_write(write, builder);
            let table = schema::Submit::builder()
                .from(connection(*from))
                .session(of.0)
                .xid(xid.0)
                .identities(identities)
                .write(write)
                .finish(builder);
            forwarded.submit(table).finish(builder)
        }
        Forwarded::Open {
            from,
            session: id,
            timeout_ms,
        } => {
            let timeout_ms = timeout(*timeout_ms);
            let table = schema::Open::create(builder, connection(*from), session(*id), timeout_ms);
            forwarded.open(table).finish(builder)
        }
        Forwarded::Resume {
            from,
            session: id,
            timeout_ms,
        } => {
            let timeout_ms = timeout(*timeout_ms);
            let table =
                schema::Resume::create(builder, connection(*from), session(*id), timeout_ms);
            forwarded.resume(table).finish(builder)
        }
        Forwarded::Sync => {
            let table = schema::Sync::create(builder);
            forwarded.sync(table).finish(builder)
        }
    };
    schema::Request::create(builder, number.0, request)
}

fn build_verdict(answer: Answer, builder: &mut Builder) -> UnionOffset<schema::Verdict> {
    let verdict = schema::Verdict::builder();
    match answer {
        Answer::Ordered { zxid: of } => {
            let table = schema::Ordered::create(builder, zxid(of));
            verdict.ordered(table).finish(builder)
        }
        Answer::Refused { code } => {
            let table = schema::Refused::create(builder, code.code());
            verdict.refused(table).finish(builder)
        }
        Answer::Resumed => {
            let table = schema::Resumed::create(builder);
            verdict.resumed(table).finish(builder)
        }
        Answer::NoSession => {
            let table = schema::NoSession::create(builder);
            verdict.no_session(table).finish(builder)
        }
        Answer::Synced { through } => {
            let table = schema::Synced::create(builder, zxid(through));
            verdict.synced(table).finish(builder)
        }
        Answer::Dropped { reason } => {
            let table = schema::Dropped::create(builder, schema::CloseReason::from(reason));
            verdict.dropped(table).finish(builder)
        }
        Answer::Ignored => {
            let table = schema::Ignored::create(builder);
            verdict.ignored(table).finish(builder)
        }
    }
}

fn build_write(write: &Write, builder: &mut Builder) -> UnionOffset<schema::Write> {
    let union = schema::Write::builder();
    match write {
        Write::Create(request) => {
            let table = build_create(request, builder);
            union.create(table).finish(builder)
        }
        Write::Delete { path, expected } => {
            let table = build_delete(path, *expected, builder);
            union.delete(table).finish(builder)
        }
        Write::SetData {
            path,
            data,
            expected,
        } => {
            let table = build_set_data(path, data.as_deref(), *expected, builder);
            union.set_data(table).finish(builder)
        }
        Write::SetAcl {
            path,
            acl,
            expected,
        } => {
            let acl = build_acl(acl, builder);
            let table = schema::SetAcl::create(builder, &**path, acl, expected.0);
            union.set_acl(table).finish(builder)
        }
        Write::Check { path, expected } => {
            let table = build_check(path, *expected, builder);
            union.check(table).finish(builder)
        }
        Write::Multi(writes) => {
            let items: Vec<Offset<schema::Item>> = writes
                .iter()
                .map(|write| {
                    let write = build_sub_write(write, builder);
                    schema::Item::create(builder, write)
                })
                .collect();
            let table = schema::Multi::create(builder, items);
            union.multi(table).finish(builder)
        }
        Write::CloseSession => {
            let table = schema::CloseSession::create(builder);
            union.close_session(table).finish(builder)
        }
        Write::Reconfig(request) => {
            let table = schema::Reconfig::create(
                builder,
                request.joining.as_deref(),
                request.leaving.as_deref(),
                request.members.as_deref(),
                request.expected.0,
            );
            union.reconfig(table).finish(builder)
        }
        Write::Undecodable => {
            let table = schema::Undecodable::create(builder);
            union.undecodable(table).finish(builder)
        }
    }
}

fn build_sub_write(write: &Write, builder: &mut Builder) -> UnionOffset<schema::SubWrite> {
    let union = schema::SubWrite::builder();
    match write {
        Write::Create(request) => {
            let table = build_create(request, builder);
            union.create(table).finish(builder)
        }
        Write::Delete { path, expected } => {
            let table = build_delete(path, *expected, builder);
            union.delete(table).finish(builder)
        }
        Write::SetData {
            path,
            data,
            expected,
        } => {
            let table = build_set_data(path, data.as_deref(), *expected, builder);
            union.set_data(table).finish(builder)
        }
        Write::Check { path, expected } => {
            let table = build_check(path, *expected, builder);
            union.check(table).finish(builder)
        }
        Write::SetAcl { .. }
        | Write::Multi(_)
        | Write::CloseSession
        | Write::Reconfig(_)
        | Write::Undecodable => panic!("a multi cannot hold {write:?}"),
    }
}

fn build_create(request: &CreateRequest, builder: &mut Builder) -> Offset<schema::Create> {
    let acl = build_acl(&request.acl, builder);
    schema::Create::builder()
        .path(&*request.path)
        .data(request.data.as_deref())
        .acl(acl)
        .flags(request.flags)
        .ttl_ms(request.ttl_ms)
        .op(schema::CreateOp::from(request.op))
        .finish(builder)
}

fn build_delete(
    path: &Path,
    expected: ExpectedVersion,
    builder: &mut Builder,
) -> Offset<schema::Delete> {
    schema::Delete::create(builder, &**path, expected.0)
}

fn build_set_data(
    path: &Path,
    data: Option<&[u8]>,
    expected: ExpectedVersion,
    builder: &mut Builder,
) -> Offset<schema::SetData> {
    schema::SetData::create(builder, &**path, data, expected.0)
}

fn build_check(
    path: &Path,
    expected: ExpectedVersion,
    builder: &mut Builder,
) -> Offset<schema::Check> {
    schema::Check::create(builder, &**path, expected.0)
}

fn build_acl(acl: &[Acl], builder: &mut Builder) -> Vec<Offset<schema::Acl>> {
    acl.iter()
        .map(|entry| {
            let Identity { scheme, id } = &entry.identity;
            schema::Acl::create(builder, entry.permissions.0, scheme.as_str(), id.as_str())
        })
        .collect()
}

fn build_identities(
    identities: &Identities,
    builder: &mut Builder,
) -> Vec<Offset<schema::Identity>> {
    assert!(
        identities.len() <= limits::FORWARDED_IDENTITIES_MAX,
        "what a connection shows is bounded"
    );
    identities
        .iter()
        .map(|Identity { scheme, id }| {
            schema::Identity::create(builder, scheme.as_str(), id.as_str())
        })
        .collect()
}

fn epoch(epoch: Epoch) -> u32 {
    assert!(is_epoch(epoch), "{epoch:?} is beyond the last");
    epoch.0
}

fn round(round: Round) -> u64 {
    assert!(is_round(round), "{round:?} is beyond the last");
    round.0
}

fn zxid(zxid: Zxid) -> i64 {
    assert!(is_zxid(zxid), "{zxid} is before the first");
    zxid.bits()
}

fn sid(sid: Sid) -> u8 {
    assert!(is_sid(sid), "a server has a number");
    sid.0
}

fn session(session: SessionId) -> i64 {
    assert!(is_session(session), "a client's session has an id");
    session.0
}

fn timeout(timeout_ms: i32) -> i32 {
    assert!(is_timeout(timeout_ms), "a negotiated timeout is positive");
    timeout_ms
}

#[allow(clippy::cast_possible_truncation)] // the halves
fn ensemble(id: EnsembleId) -> schema::EnsembleId {
    assert!(is_ensemble(id), "an ensemble has an id");
    schema::EnsembleId {
        low: id.0 as u64,
        high: (id.0 >> 64) as u64,
    }
}

fn connection(id: ConnectionId) -> schema::ConnectionId {
    schema::ConnectionId {
        slot: id.slot,
        generation: id.generation,
        shard: id.shard.0,
    }
}
