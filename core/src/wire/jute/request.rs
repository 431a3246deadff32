//! The frames a client sends after its handshake: header, opcode, request record.
//!
//! ```text
//! request   i32 xid, i32 opcode, record by opcode
//! multi     (i32 opcode, bool 0, i32 -1, record)*  i32 -1, bool 1, i32 -1
//! ```
//!
//! Must never judge a request by the tree or by the options: a path, flag or TTL that can never be
//! right decodes all the same, because the order in which faults are reported is `prepare`'s.
//! Reads borrow from the frame; getData, exists and getChildren allocate nothing. Bytes behind a
//! record are ignored, as ZooKeeper does.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use super::opcode::Opcode;
use super::primitives::{Garbled, Reader};
use super::records::{MultiHeader, read_acl, read_paths};
use crate::id::{Xid, Zxid};
use crate::request::{
    AddWatchMode, CreateOp, CreateRequest, Data, ExpectedConfig, ExpectedVersion, Path, Read,
    ReconfigRequest, SetWatches, WatchFilter, WithStat, Write,
};

/// What every frame after the handshake begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestHeader {
    /// The client's number of the request.
    pub xid: Xid,
    /// What it wants; any value.
    pub opcode: i32,
}

/// The header of a frame and the body behind it. `None` when the frame is too short: such a
/// connection is closed without an answer.
#[inline]
pub fn decode_header(frame: &[u8]) -> Option<(RequestHeader, &[u8])> {
    let mut reader = Reader::new(frame);
    let xid = Xid(reader.i32().ok()?);
    let opcode = reader.i32().ok()?;
    Some((RequestHeader { xid, opcode }, reader.rest()))
}

/// A decoded frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request<'a> {
    /// Answered by the shard of the connection.
    Read(Read<'a>),
    /// Goes to the replica.
    Write(Write),
    /// Shows a credential; answered at once, ahead of the queue.
    Auth {
        /// Which scheme; `""` for null.
        scheme: &'a str,
        /// What the scheme makes of it: a secret.
        credential: &'a [u8],
    },
    /// A step of a SASL exchange; answered at once.
    Sasl {
        /// The mechanism's bytes.
        token: &'a [u8],
    },
    /// An opcode only servers use among themselves, or `check` outside a multi: refused like an
    /// unknown one.
    ServerOnly,
    /// No such opcode: answered with `Unimplemented` and zxid -1, then closed.
    Unknown,
}

/// The body of a frame could not be decoded, and it takes no zxid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// Answered with [`MarshallingError`](crate::error_code::ErrorCode::MarshallingError); the
    /// connection stays open.
    Garbled,
    /// A multiRead that can be decoded and yet not be carried out, because it holds writes or a
    /// null path: answered like [`DecodeError::Garbled`], but with an empty list of results behind
    /// the header ([`ReplyShape::NoResults`](super::outcome::ReplyShape::NoResults)).
    RefusedMultiRead,
    /// The body of an `auth` or `sasl` frame, or a null token: ZooKeeper closes the connection
    /// without an answer.
    GarbledAuth,
}

impl From<Garbled> for DecodeError {
    fn from(_: Garbled) -> DecodeError {
        DecodeError::Garbled
    }
}

/// The request in the body of a frame.
///
/// ZooKeeper 3.9 reads a write before it gives it a zxid: so a garbled one is an error like a
/// garbled read. What it stumbles over later takes a zxid and is [`Write::Undecodable`]: a multi
/// that cannot be read, and a null where the leader looks into a string.
#[inline]
pub fn decode_request(opcode: i32, body: &[u8]) -> Result<Request<'_>, DecodeError> {
    let Some(opcode) = Opcode::from_i32(opcode) else {
        return Ok(Request::Unknown);
    };
    let reader = &mut Reader::new(body);
    Ok(match opcode {
        Opcode::GetData => Request::Read(get_data(reader)?),
        Opcode::Exists => Request::Read(Read::Exists {
            path: reader.path()?,
            watch: reader.bool()?,
        }),
        Opcode::GetChildren => Request::Read(get_children(reader, WithStat::No)?),
        Opcode::GetChildren2 => Request::Read(get_children(reader, WithStat::Yes)?),
        Opcode::Ping => Request::Read(Read::Ping),
        Opcode::Create
        | Opcode::Create2
        | Opcode::CreateContainer
        | Opcode::CreateTtl
        | Opcode::Delete
        | Opcode::SetData
        | Opcode::SetAcl
        | Opcode::Multi
        | Opcode::Reconfig
        | Opcode::CloseSession => Request::Write(write(opcode, reader)?),
        Opcode::MultiRead => Request::Read(Read::MultiRead(multi_read(reader)?)),
        Opcode::GetAcl
        | Opcode::Sync
        | Opcode::CheckWatches
        | Opcode::RemoveWatches
        | Opcode::SetWatches
        | Opcode::SetWatches2
        | Opcode::GetEphemerals
        | Opcode::GetAllChildrenNumber
        | Opcode::AddWatch
        | Opcode::WhoAmI => Request::Read(rare_read(opcode, reader)?),
        Opcode::Auth => auth(reader).map_err(|Garbled| DecodeError::GarbledAuth)?,
        Opcode::Sasl => match reader.buffer() {
            Ok(Some(token)) => Request::Sasl { token },
            Ok(None) | Err(Garbled) => return Err(DecodeError::GarbledAuth),
        },
        Opcode::Check
        | Opcode::CreateSession
        | Opcode::DeleteContainer
        | Opcode::Error
        | Opcode::Notification => Request::ServerOnly,
    })
}

#[inline]
fn get_data<'a>(reader: &mut Reader<'a>) -> Result<Read<'a>, Garbled> {
    Ok(Read::GetData {
        path: reader.path()?,
        watch: reader.bool()?,
    })
}

#[inline]
fn get_children<'a>(reader: &mut Reader<'a>, with_stat: WithStat) -> Result<Read<'a>, Garbled> {
    Ok(Read::GetChildren {
        path: reader.path()?,
        watch: reader.bool()?,
        with_stat,
    })
}

fn auth<'a>(reader: &mut Reader<'a>) -> Result<Request<'a>, Garbled> {
    let _kind = reader.i32()?;
    let scheme = reader.path_or_null()?.unwrap_or("");
    Ok(match reader.buffer()? {
        Some(credential) => Request::Auth { scheme, credential },
        // Only `ip` does not look at its credential; every other scheme refuses null, as no scheme
        // does.
        None => Request::Auth {
            scheme: if scheme == "ip" { scheme } else { "" },
            credential: &[],
        },
    })
}

fn rare_read<'a>(opcode: Opcode, reader: &mut Reader<'a>) -> Result<Read<'a>, Garbled> {
    Ok(match opcode {
        Opcode::GetAcl => Read::GetAcl {
            path: reader.path()?,
        },
        Opcode::Sync => Read::Sync {
            path: reader.path_or_null()?.unwrap_or(""),
        },
        Opcode::CheckWatches => Read::CheckWatches {
            path: reader.watch_path()?,
            filter: watch_filter(reader.i32()?)?,
        },
        Opcode::RemoveWatches => Read::RemoveWatches {
            path: reader.watch_path()?,
            filter: watch_filter(reader.i32()?)?,
        },
        Opcode::SetWatches => Read::SetWatches(one_shot_watches(reader)?),
        Opcode::SetWatches2 => {
            let mut watches = one_shot_watches(reader)?;
            watches.persistent = read_paths(reader)?;
            watches.persistent_recursive = read_paths(reader)?;
            Read::SetWatches(watches)
        }
        Opcode::GetEphemerals => {
            let prefix = reader.path_or_null()?.unwrap_or("");
            // Blank and the root mean "all", with Java's idea of blank: U+0000 to U+0020.
            let all = matches!(prefix.trim_matches(|c| c <= ' '), "" | "/");
            Read::GetEphemerals {
                prefix: if all { "" } else { prefix },
            }
        }
        Opcode::GetAllChildrenNumber => Read::GetAllChildrenNumber {
            path: reader.path()?,
        },
        Opcode::AddWatch => Read::AddWatch {
            path: reader.watch_path()?,
            mode: match reader.i32()? {
                0 => AddWatchMode::Persistent,
                1 => AddWatchMode::PersistentRecursive,
                _ => return Err(Garbled),
            },
        },
        Opcode::WhoAmI => Read::WhoAmI,
        Opcode::CloseSession
        | Opcode::CreateSession
        | Opcode::Error
        | Opcode::Notification
        | Opcode::Create
        | Opcode::Delete
        | Opcode::Exists
        | Opcode::GetData
        | Opcode::SetData
        | Opcode::SetAcl
        | Opcode::GetChildren
        | Opcode::Ping
        | Opcode::GetChildren2
        | Opcode::Check
        | Opcode::Multi
        | Opcode::MultiRead
        | Opcode::Create2
        | Opcode::Reconfig
        | Opcode::CreateContainer
        | Opcode::DeleteContainer
        | Opcode::CreateTtl
        | Opcode::Auth
        | Opcode::Sasl => unreachable!("the caller sorted the opcodes"),
    })
}

fn watch_filter(kind: i32) -> Result<WatchFilter, Garbled> {
    Ok(match kind {
        1 => WatchFilter::Children,
        2 => WatchFilter::Data,
        3 => WatchFilter::Any,
        4 => WatchFilter::Persistent,
        5 => WatchFilter::PersistentRecursive,
        _ => return Err(Garbled),
    })
}

fn one_shot_watches<'a>(reader: &mut Reader<'a>) -> Result<SetWatches<'a>, Garbled> {
    Ok(SetWatches {
        relative_zxid: Zxid::from_bits(reader.i64()?),
        data: read_paths(reader)?,
        exist: read_paths(reader)?,
        child: read_paths(reader)?,
        ..SetWatches::default()
    })
}

/// The operations of a multiRead. Their watch flags are dropped, as ZooKeeper drops them
/// (`MultiOperationRecord.deserialize` keeps the path alone).
fn multi_read<'a>(reader: &mut Reader<'a>) -> Result<Vec<Read<'a>>, DecodeError> {
    let as_writes = reader.clone();
    let mut reads = Vec::new();
    let mut has_null = false;
    loop {
        let header = MultiHeader::read(reader)?;
        if header.done {
            break;
        }
        let opcode = match Opcode::from_i32(header.kind) {
            Some(opcode @ (Opcode::GetData | Opcode::GetChildren)) => opcode,
            _ if reads.is_empty() => return Err(refuse_writes(as_writes)),
            _ => return Err(DecodeError::Garbled),
        };
        let path = reader.path_or_null()?;
        has_null |= path.is_none();
        let path = path.unwrap_or_default();
        reader.bool()?;
        reads.push(if opcode == Opcode::GetData {
            Read::GetData { path, watch: false }
        } else {
            Read::GetChildren {
                path,
                watch: false,
                with_stat: WithStat::No,
            }
        });
    }
    if has_null {
        return Err(DecodeError::RefusedMultiRead);
    }
    Ok(reads)
}

/// What is wrong with a multiRead that begins with something else than a read.
fn refuse_writes(mut reader: Reader<'_>) -> DecodeError {
    match multi(&mut reader) {
        Ok(_writes) => DecodeError::RefusedMultiRead,
        Err(MultiFault::Garbled | MultiFault::NullAcl) => DecodeError::Garbled,
    }
}

fn write(opcode: Opcode, reader: &mut Reader<'_>) -> Result<Write, Garbled> {
    Ok(match opcode {
        Opcode::Create => create(reader, CreateOp::Create)?,
        Opcode::Create2 => create(reader, CreateOp::Create2)?,
        Opcode::CreateContainer => create(reader, CreateOp::Container)?,
        Opcode::CreateTtl => create(reader, CreateOp::Ttl)?,
        Opcode::Delete => delete(reader)?,
        Opcode::SetData => set_data(reader)?,
        Opcode::SetAcl => set_acl(reader)?,
        Opcode::Multi => match multi(reader) {
            Ok(writes) => Write::Multi(writes),
            Err(MultiFault::Garbled) => Write::Undecodable,
            Err(MultiFault::NullAcl) => return Err(Garbled),
        },
        Opcode::Reconfig => {
            let mut list = || Ok(reader.text()?.map(Cow::into_owned));
            let (joining, leaving, members) = (list()?, list()?, list()?);
            let expected = ExpectedConfig(reader.i64()?);
            Write::Reconfig(Box::new(ReconfigRequest {
                joining,
                leaving,
                members,
                expected,
            }))
        }
        Opcode::CloseSession => Write::CloseSession,
        Opcode::CreateSession
        | Opcode::Error
        | Opcode::Notification
        | Opcode::Exists
        | Opcode::GetData
        | Opcode::GetAcl
        | Opcode::GetChildren
        | Opcode::Sync
        | Opcode::Ping
        | Opcode::GetChildren2
        | Opcode::Check
        | Opcode::CheckWatches
        | Opcode::RemoveWatches
        | Opcode::DeleteContainer
        | Opcode::MultiRead
        | Opcode::Auth
        | Opcode::SetWatches
        | Opcode::Sasl
        | Opcode::GetEphemerals
        | Opcode::GetAllChildrenNumber
        | Opcode::SetWatches2
        | Opcode::AddWatch
        | Opcode::WhoAmI => unreachable!("the caller sorted the opcodes"),
    })
}

/// A path, where null is as bad an argument as the empty one.
fn path_or_empty(reader: &mut Reader<'_>) -> Result<Path, Garbled> {
    Ok(reader.text()?.map_or_else(|| Path::from(""), Path::from))
}

fn owned_data(reader: &mut Reader<'_>) -> Result<Data, Garbled> {
    Ok(reader.buffer()?.map(Box::from))
}

fn create(reader: &mut Reader<'_>, op: CreateOp) -> Result<Write, Garbled> {
    let path = reader.text()?;
    let data = owned_data(reader)?;
    let acl = read_acl(reader)?;
    let flags = reader.i32()?;
    let (ttl_ms, legal_flags) = match op {
        CreateOp::Ttl => (reader.i64()?, 5..=6),
        CreateOp::Create | CreateOp::Create2 | CreateOp::Container => (0, 0..=4),
    };
    let path = match path {
        Some(path) => Path::from(path),
        // Flags are looked at first.
        None if legal_flags.contains(&flags) => return Ok(Write::Undecodable),
        None => Path::from(""),
    };
    let Some(acl) = acl else {
        return Ok(Write::Undecodable);
    };
    Ok(Write::Create(CreateRequest {
        op,
        path,
        data,
        acl,
        flags,
        ttl_ms,
    }))
}

fn delete(reader: &mut Reader<'_>) -> Result<Write, Garbled> {
    let path = reader.text()?;
    let expected = ExpectedVersion(reader.i32()?);
    Ok(match path {
        Some(path) => Write::Delete {
            path: Path::from(path),
            expected,
        },
        None => Write::Undecodable,
    })
}

fn set_acl(reader: &mut Reader<'_>) -> Result<Write, Garbled> {
    let path = path_or_empty(reader)?;
    let acl = read_acl(reader)?;
    let expected = ExpectedVersion(reader.i32()?);
    let acl = match acl {
        Some(acl) => acl,
        // The path is looked at first.
        None if path.is_empty() => Vec::new(),
        None => return Ok(Write::Undecodable),
    };
    Ok(Write::SetAcl {
        path,
        acl,
        expected,
    })
}

fn set_data(reader: &mut Reader<'_>) -> Result<Write, Garbled> {
    Ok(Write::SetData {
        path: path_or_empty(reader)?,
        data: owned_data(reader)?,
        expected: ExpectedVersion(reader.i32()?),
    })
}

/// Why a multi cannot be decoded.
enum MultiFault {
    /// It takes a zxid all the same.
    Garbled,
    /// A null ACL list of a create: ZooKeeper stumbles over it in a way of its own, before there is
    /// a zxid.
    NullAcl,
}

impl From<Garbled> for MultiFault {
    fn from(_: Garbled) -> MultiFault {
        MultiFault::Garbled
    }
}

/// The operations of a multi. It cannot be nested, its memory is bounded by the frame (every
/// operation takes at least 17 bytes), and no path in it may be null: ZooKeeper looks into all of
/// them before it starts.
fn multi(reader: &mut Reader<'_>) -> Result<Vec<Write>, MultiFault> {
    let mut writes = Vec::new();
    loop {
        let header = MultiHeader::read(reader)?;
        if header.done {
            return Ok(writes);
        }
        // Every operation begins with its path.
        reader.clone().buffer()?.ok_or(Garbled)?;
        writes.push(match Opcode::from_i32(header.kind) {
            Some(Opcode::Create) => create_in_multi(reader, CreateOp::Create)?,
            Some(Opcode::Create2) => create_in_multi(reader, CreateOp::Create2)?,
            Some(Opcode::CreateContainer) => create_in_multi(reader, CreateOp::Container)?,
            Some(Opcode::CreateTtl) => create_in_multi(reader, CreateOp::Ttl)?,
            Some(Opcode::Delete) => delete(reader)?,
            Some(Opcode::SetData) => set_data(reader)?,
            Some(Opcode::Check) => Write::Check {
                path: path_or_empty(reader)?,
                expected: ExpectedVersion(reader.i32()?),
            },
            // A number of the client's: whatever else it stands for has no place in a multi.
            _ => return Err(MultiFault::Garbled),
        });
    }
}

/// A create of a multi, where opcode and flags have to agree sooner than elsewhere
/// (`MultiOperationRecord.deserialize`, `Op.Create`):
///
/// | opcode | flags 0 to 3 | 4 | 5, 6 | others |
/// |---|---|---|---|---|
/// | create, create2, createContainer | as the opcode says | a container | garbled | garbled |
///
/// A createTTL stays one, whatever its flags: `prepare` refuses what is no TTL, alone and in here.
fn create_in_multi(reader: &mut Reader<'_>, op: CreateOp) -> Result<Write, MultiFault> {
    if op != CreateOp::Ttl && has_null_acl(reader.clone())? {
        return Err(MultiFault::NullAcl);
    }
    let Write::Create(mut request) = create(reader, op)? else {
        return Err(MultiFault::Garbled);
    };
    request.op = match (request.op, request.flags) {
        (CreateOp::Ttl, _) => CreateOp::Ttl,
        (CreateOp::Create | CreateOp::Create2 | CreateOp::Container, 4) => CreateOp::Container,
        (op, 0..=3) => op,
        (CreateOp::Create | CreateOp::Create2 | CreateOp::Container, _) => {
            return Err(MultiFault::Garbled);
        }
    };
    Ok(Write::Create(request))
}

/// Whether the list behind path and data is null, in a record that is whole and has flags of some
/// kind.
fn has_null_acl(mut record: Reader<'_>) -> Result<bool, Garbled> {
    record.buffer()?;
    record.buffer()?;
    let is_null = record.count()?.is_none();
    Ok(is_null && (0..=6).contains(&record.i32()?))
}
