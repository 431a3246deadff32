//! What must hold for any bytes a stranger sends, decoder by decoder.
//!
//! Each function takes bytes, says whether they were accepted, and panics when a promise is
//! broken: no decoder may panic, run long, or own more memory than a small multiple of its input.
//! The fuzz targets call them with what the fuzzer finds, and a test of the workspace with seeded
//! random and damaged inputs: so this file is part of two crates, and uses `ringkeeper-core` only.

use ringkeeper_core::access::{DigestIds, authenticate, fix, permits, users};
use ringkeeper_core::acl::{Acl, AclList, Identities, Identity, Permissions};
use ringkeeper_core::checkpoint::{Loader, read_meta};
use ringkeeper_core::error_code::ErrorCode;
use ringkeeper_core::id::{SessionId, Sid, Zxid};
use ringkeeper_core::limits;
use ringkeeper_core::options::{Options, Switch};
use ringkeeper_core::request::{CreateRequest, Outcome, Path, Read, ReconfigRequest, Write};
use ringkeeper_core::stat::Stat;
use ringkeeper_core::txn::codec::{Encoder, decode, encode};
use ringkeeper_core::wire::four_letter::Word;
use ringkeeper_core::wire::jute::handshake::{
    ConnectResponse, ReadOnlyFlag, ServerMode, connected, decode_connect,
};
use ringkeeper_core::wire::jute::outcome::{ReplyShape, outcome};
use ringkeeper_core::wire::jute::reply::{self, ReplyHead};
use ringkeeper_core::wire::jute::request::{Request, RequestHeader, decode_header, decode_request};
use ringkeeper_core::wire::peer::{
    self, Chain, FRAME_HEADER_BYTES, FrameReader, Hello, Nonce, Purpose, VERSIONS,
};
use ringkeeper_core::zab::message::{Forwarded, Incarnation, Message, Stretch};

/// How much more than its bytes a decoded request may own: an operation of a multi takes at least
/// 17 bytes on the wire, and a vector may have room for twice its elements.
const OWNED_PER_BYTE_MAX: usize = 32;

/// The first frame of a connection.
pub fn handshake(bytes: &[u8]) -> bool {
    let Some(request) = decode_connect(bytes) else {
        return false;
    };
    assert!(bytes.len() >= 28, "a handshake has 28 bytes and a password");
    let mut out = Vec::new();
    let response = ConnectResponse {
        timeout_ms: request.timeout_ms,
        session: request.session,
        password: request.password.unwrap_or_default(),
    };
    connected(
        &mut out,
        &response,
        request.read_only,
        ServerMode::ReadWrite,
    );
    let expected = match request.read_only {
        ReadOnlyFlag::Absent => 40,
        ReadOnlyFlag::Refused | ReadOnlyFlag::Accepted => 41,
    };
    assert_eq!(out.len(), expected);
    assert_framed(&out);
    true
}

/// A later frame, its length taken off: header and record.
pub fn request(bytes: &[u8]) -> bool {
    let Some((header, body)) = decode_header(bytes) else {
        assert!(
            bytes.len() < 8,
            "a header is eight bytes, whatever they are"
        );
        return false;
    };
    let Ok(request) = decode_request(header.opcode, body) else {
        return false;
    };
    match request {
        Request::Read(read) => assert_owned(owned_by_read(&read), body),
        Request::Write(write) => {
            assert_owned(owned_by_write(&write), body);
            answer(header, &write);
            use_acl(header, &write);
            return write != Write::Undecodable;
        }
        Request::Auth { scheme, credential } => {
            let peer = std::net::Ipv4Addr::LOCALHOST.into();
            if let Ok(gained) = authenticate(scheme, credential, peer, &Options::default()) {
                assert!(
                    !gained.is_empty(),
                    "a credential that is accepted gains something"
                );
            }
        }
        Request::Sasl { .. } => {}
        Request::ServerOnly | Request::Unknown => return false,
    }
    true
}

/// The bytes a connection opens with.
pub fn word(bytes: &[u8]) -> bool {
    let Some(word) = Word::recognise(bytes) else {
        return false;
    };
    let interrupt = bytes.starts_with(&[0xff, 0xf4, 0xff, 0xfd]);
    assert!(interrupt || bytes.starts_with(word.name().as_bytes()));
    true
}

/// Entries of a checkpoint, each as the length and bytes of its key and of its value.
pub fn checkpoint(bytes: &[u8]) -> bool {
    let mut loader = Loader::new(1, Switch::On);
    let mut rest = bytes;
    let mut znodes = None;
    while let Some((key, value)) = entry(&mut rest) {
        if let Some(meta) = read_meta(value)
            && key == b"m"
        {
            znodes = Some(meta.znodes);
            if meta.znodes > ZNODES_MAX {
                // The loader reserves room for as many: that is no fault worth finding.
                return false;
            }
        }
        if loader.entry(key, value).is_err() {
            return false;
        }
    }
    let Ok(Some(tree)) = loader.finish() else {
        return false;
    };
    assert_eq!(Some(tree.znodes().count() as u64), znodes);
    true
}

/// No fuzzer writes a checkpoint of more znodes.
const ZNODES_MAX: u64 = 1 << 16;

/// The next entry of a checkpoint; `None` at the end.
fn entry<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    Some((piece(rest)?, piece(rest)?))
}

fn piece<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, behind) = rest.split_first()?;
    let (piece, behind) = behind.split_at_checked(usize::from(*length))?;
    *rest = behind;
    Some(piece)
}

/// A txn from the log or from a peer.
pub fn txn(bytes: &[u8]) -> bool {
    let Ok(txn) = decode(bytes) else {
        return false;
    };
    let mut out = Vec::new();
    encode(&txn, Zxid::ZERO, &mut Encoder::default(), &mut out);
    assert_eq!(
        decode(&out).as_ref(),
        Ok(&txn),
        "what was read can be written"
    );
    true
}

/// The first bytes of another server, or of whoever calls its port.
pub fn peer_hello(bytes: &[u8]) -> bool {
    let Ok(Some(hello)) = Hello::decode(bytes) else {
        return false;
    };
    let again = hello.encode();
    assert_eq!(Hello::decode(&again), Ok(Some(hello)));
    let ours = hello_of(Sid(1));
    assert_eq!(ours.agree(&hello).ok(), hello.agree(&ours).ok());
    true
}

/// What another server sends behind its hello. Accepted when every byte belongs to a whole frame.
pub fn peer_frames(bytes: &[u8]) -> bool {
    let mut reader = FrameReader::new(peer_chain(), Purpose::Link);
    let mut rest = bytes;
    loop {
        match reader.next(rest) {
            Ok(Some(frame)) => {
                assert_eq!(frame.consumed, frame.payload.len() + FRAME_HEADER_BYTES);
                rest = &rest[frame.consumed..];
            }
            Ok(None) => return rest.is_empty(),
            Err(fault) => {
                assert_eq!(reader.next(rest), Err(fault), "a fault stays");
                return false;
            }
        }
    }
}

/// Where the frames of `peer_frames` start.
pub fn peer_chain() -> Chain {
    Chain::start(&hello_of(Sid(2)), &hello_of(Sid(1)))
}

fn hello_of(sid: Sid) -> Hello {
    Hello {
        versions: VERSIONS,
        sid,
        to: None,
        purpose: Purpose::Link,
        ensemble: None,
        incarnation: Incarnation(1),
        nonce: Nonce(u64::from(sid.0)),
    }
}

/// The payload of a frame.
pub fn peer_message(bytes: &[u8]) -> bool {
    let Ok(message) = peer::decode(bytes) else {
        return false;
    };
    assert_owned(owned_by_message(&message), bytes);
    let mut out = Vec::new();
    peer::Encoder::default().encode(&message, &mut out);
    assert_eq!(
        peer::decode(&out).as_ref(),
        Ok(&message),
        "what was read can be sent"
    );
    true
}

fn owned_by_message(message: &Message) -> usize {
    match message {
        Message::AckEpoch { outline, .. } => outline.stretches.capacity() * size_of::<Stretch>(),
        Message::SnapChunk { bytes } | Message::Proposal { txn: bytes } => bytes.len(),
        Message::NewLeader { config, .. } => config.capacity(),
        Message::Pong { heard, .. } => heard.capacity() * size_of::<SessionId>(),
        Message::Request { request, .. } => match request {
            Forwarded::Write {
                identities, write, ..
            } => {
                let one = |identity: &Identity| identity.scheme.len() + identity.id.len();
                identities.iter().map(one).sum::<usize>() + owned_by_write(write)
            }
            Forwarded::Open { .. } | Forwarded::Resume { .. } | Forwarded::Sync => 0,
        },
        Message::Notification(_)
        | Message::FollowerInfo(_)
        | Message::LeaderInfo { .. }
        | Message::Trunc { .. }
        | Message::Snap { .. }
        | Message::SnapEnd { .. }
        | Message::AckNewLeader { .. }
        | Message::UpToDate { .. }
        | Message::AckProposal { .. }
        | Message::Commit { .. }
        | Message::Ping { .. }
        | Message::Answer { .. }
        | Message::Detached { .. }
        | Message::Close { .. } => 0,
    }
}

fn assert_framed(frame: &[u8]) {
    let (length, body) = frame.split_first_chunk::<4>().expect("a length");
    assert_eq!(u32::from_be_bytes(*length) as usize, body.len());
}

fn assert_owned(owned: usize, body: &[u8]) {
    let bound = OWNED_PER_BYTE_MAX * body.len() + 1024;
    assert!(
        owned <= bound,
        "{owned} bytes owned for {} received",
        body.len()
    );
}

fn owned_by_read(read: &Read<'_>) -> usize {
    match read {
        Read::MultiRead(reads) => reads.capacity() * size_of::<Read<'_>>(),
        Read::SetWatches(watches) => {
            let lists = [
                &watches.data,
                &watches.exist,
                &watches.child,
                &watches.persistent,
                &watches.persistent_recursive,
            ];
            let paths: usize = lists.iter().map(|list| list.capacity()).sum();
            paths * size_of::<&str>()
        }
        Read::Exists { .. }
        | Read::GetData { .. }
        | Read::GetAcl { .. }
        | Read::GetChildren { .. }
        | Read::Sync { .. }
        | Read::Ping
        | Read::GetEphemerals { .. }
        | Read::GetAllChildrenNumber { .. }
        | Read::WhoAmI
        | Read::AddWatch { .. }
        | Read::CheckWatches { .. }
        | Read::RemoveWatches { .. } => 0,
    }
}

fn owned_by_write(write: &Write) -> usize {
    // Two counters stand before a shared path.
    let path = |path: &Path| path.len() + 2 * size_of::<usize>();
    match write {
        Write::Create(CreateRequest {
            path: created,
            data,
            acl,
            ..
        }) => path(created) + data.as_ref().map_or(0, |data| data.len()) + owned_by_acl(acl),
        Write::Delete { path: of, .. } | Write::Check { path: of, .. } => path(of),
        Write::SetData { path: of, data, .. } => {
            path(of) + data.as_ref().map_or(0, |data| data.len())
        }
        Write::SetAcl { path: of, acl, .. } => path(of) + owned_by_acl(acl),
        Write::Multi(writes) => {
            let inside: usize = writes.iter().map(owned_by_write).sum();
            inside + writes.capacity() * size_of::<Write>()
        }
        Write::Reconfig(request) => {
            let lists = [&request.joining, &request.leaving, &request.members];
            let bytes: usize = lists.into_iter().flatten().map(String::len).sum();
            bytes + size_of::<ReconfigRequest>()
        }
        Write::CloseSession | Write::Undecodable => 0,
    }
}

fn owned_by_acl(acl: &Vec<Acl>) -> usize {
    let entry = |entry: &Acl| entry.identity.scheme.len() + entry.identity.id.len();
    acl.iter().map(entry).sum::<usize>() + acl.capacity() * size_of::<Acl>()
}

/// Whatever was asked can be answered, in its own shape.
fn answer(header: RequestHeader, write: &Write) {
    let head = ReplyHead {
        xid: header.xid,
        zxid: Zxid::ZERO.next(),
    };
    let shape = ReplyShape::of(write);
    let done = done(write);
    let mut out = Vec::new();
    outcome(&mut out, head, &shape, &done);
    assert_framed(&out);
    let failed = match write {
        Write::Multi(writes) => Outcome::FailedMulti(vec![Some(ErrorCode::NoNode); writes.len()]),
        Write::Create(_)
        | Write::Delete { .. }
        | Write::SetData { .. }
        | Write::SetAcl { .. }
        | Write::Check { .. }
        | Write::CloseSession
        | Write::Reconfig(_)
        | Write::Undecodable => Outcome::Failed(ErrorCode::NoNode),
    };
    out.clear();
    outcome(&mut out, head, &shape, &failed);
    assert_framed(&out);
}

/// The outcome of a write that nothing stood in the way of.
fn done(write: &Write) -> Outcome {
    let stat = Stat::default();
    match write {
        Write::Create(request) => Outcome::Created {
            path: request.path.clone(),
            stat,
        },
        Write::SetData { .. } | Write::SetAcl { .. } => Outcome::Changed { stat },
        Write::Multi(writes) => Outcome::Multi(writes.iter().map(done).collect()),
        Write::Reconfig(_) => Outcome::Reconfigured {
            config: Box::default(),
            stat,
        },
        Write::Delete { .. } | Write::Check { .. } | Write::CloseSession | Write::Undecodable => {
            Outcome::Done
        }
    }
}

/// A list that a client sent is refused, or kept, checked and told.
fn use_acl(header: RequestHeader, write: &Write) {
    let (Write::SetAcl { acl: sent, .. } | Write::Create(CreateRequest { acl: sent, .. })) = write
    else {
        return;
    };
    let options = Options::default();
    let mut identities = Identities::default();
    for entry in sent {
        identities.add(entry.identity.clone());
    }
    assert_eq!(
        users(&identities, &options).count(),
        identities.iter().count()
    );
    let mut expansion_left = limits::ACL_EXPANSION_BYTES_MAX;
    let Ok(kept) = fix(sent, &identities, &options, &mut expansion_left) else {
        return;
    };
    permits(&kept, Permissions::READ, &identities, &options);
    tell(header, &kept);
}

fn tell(header: RequestHeader, kept: &AclList) {
    let head = ReplyHead {
        xid: header.xid,
        zxid: Zxid::ZERO,
    };
    for digest_ids in [DigestIds::Shown, DigestIds::Masked] {
        let mut out = Vec::new();
        reply::acl(&mut out, head, kept, digest_ids, &Stat::default());
        assert_framed(&out);
    }
}
