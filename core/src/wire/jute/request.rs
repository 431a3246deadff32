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

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::opcode::Opcode;
use super::primitives::{Garbled, Reader};
use super::records::{MultiHeader, read_acl, read_paths};
use crate::id::{Xid, Zxid};
use crate::request::{
    AddWatchMode, CreateOp, CreateRequest, Data, ExpectedVersion, Path, Read, SetWatches,
    WatchFilter, WithStat, Write,
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
        /// What the scheme makes of it: a secret. Empty for null.
        credential: &'a [u8],
    },
    /// A step of a SASL exchange; answered at once.
    Sasl {
        /// The mechanism's bytes; `None` for null.
        token: Option<&'a [u8]>,
    },
    /// An opcode only servers use among themselves, or `check` outside a multi: refused like an
    /// unknown one.
    ServerOnly,
    /// No such opcode: answered with `Unimplemented` and zxid -1, then closed.
    Unknown,
}

/// The body of a frame could not be decoded, and the opcode is none that takes a zxid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// Answered with [`MarshallingError`](crate::error_code::ErrorCode::MarshallingError); the
    /// connection stays open.
    Garbled,
    /// The body of an `auth` or `sasl` frame: ZooKeeper closes the connection without an answer.
    GarbledAuth,
}

impl From<Garbled> for DecodeError {
    fn from(_: Garbled) -> DecodeError {
        DecodeError::Garbled
    }
}

/// The request in the body of a frame.
///
/// A write whose body is garbled is not an error but [`Write::Undecodable`]: it takes a zxid.
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
        | Opcode::CloseSession => {
            Request::Write(write(opcode, reader).unwrap_or(Write::Undecodable))
        }
        Opcode::GetAcl
        | Opcode::Sync
        | Opcode::CheckWatches
        | Opcode::RemoveWatches
        | Opcode::MultiRead
        | Opcode::SetWatches
        | Opcode::SetWatches2
        | Opcode::GetEphemerals
        | Opcode::GetAllChildrenNumber
        | Opcode::AddWatch
        | Opcode::WhoAmI => Request::Read(rare_read(opcode, reader)?),
        Opcode::Auth => auth(reader).map_err(|Garbled| DecodeError::GarbledAuth)?,
        Opcode::Sasl => Request::Sasl {
            token: reader
                .buffer()
                .map_err(|Garbled| DecodeError::GarbledAuth)?,
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
    Ok(Request::Auth {
        scheme: reader.path_or_null()?.unwrap_or(""),
        credential: reader.buffer()?.unwrap_or_default(),
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
            path: reader.path()?,
            filter: watch_filter(reader.i32()?)?,
        },
        Opcode::RemoveWatches => Read::RemoveWatches {
            path: reader.path()?,
            filter: watch_filter(reader.i32()?)?,
        },
        Opcode::MultiRead => Read::MultiRead(multi_read(reader)?),
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
            path: reader.path()?,
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
fn multi_read<'a>(reader: &mut Reader<'a>) -> Result<Vec<Read<'a>>, Garbled> {
    let mut reads = Vec::new();
    loop {
        let header = MultiHeader::read(reader)?;
        if header.done {
            return Ok(reads);
        }
        let path = match Opcode::from_i32(header.kind) {
            Some(Opcode::GetData | Opcode::GetChildren) => reader.path()?,
            _ => return Err(Garbled),
        };
        reader.bool()?;
        reads.push(if header.kind == Opcode::GetData as i32 {
            Read::GetData { path, watch: false }
        } else {
            Read::GetChildren {
                path,
                watch: false,
                with_stat: WithStat::No,
            }
        });
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
        Opcode::SetAcl => Write::SetAcl {
            path: path_or_empty(reader)?,
            acl: read_acl(reader)?,
            expected: ExpectedVersion(reader.i32()?),
        },
        Opcode::Multi => Write::Multi(multi(reader)?),
        Opcode::Reconfig => {
            for _ in ["joining", "leaving", "newMembers"] {
                reader.buffer()?;
            }
            reader.i64()?;
            Write::Reconfig
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

/// The path of a create or delete, where null is a marshalling error.
fn owned_path(reader: &mut Reader<'_>) -> Result<Path, Garbled> {
    Ok(Path::from(reader.text()?.ok_or(Garbled)?))
}

/// The path of a setData, setACL or check, where null is a bad argument, like the empty path.
fn path_or_empty(reader: &mut Reader<'_>) -> Result<Path, Garbled> {
    Ok(reader.text()?.map_or_else(|| Path::from(""), Path::from))
}

fn owned_data(reader: &mut Reader<'_>) -> Result<Data, Garbled> {
    Ok(reader.buffer()?.map(Box::from))
}

fn create(reader: &mut Reader<'_>, op: CreateOp) -> Result<Write, Garbled> {
    Ok(Write::Create(CreateRequest {
        op,
        path: owned_path(reader)?,
        data: owned_data(reader)?,
        acl: read_acl(reader)?,
        flags: reader.i32()?,
        ttl_ms: match op {
            CreateOp::Ttl => reader.i64()?,
            CreateOp::Create | CreateOp::Create2 | CreateOp::Container => 0,
        },
    }))
}

fn delete(reader: &mut Reader<'_>) -> Result<Write, Garbled> {
    Ok(Write::Delete {
        path: owned_path(reader)?,
        expected: ExpectedVersion(reader.i32()?),
    })
}

fn set_data(reader: &mut Reader<'_>) -> Result<Write, Garbled> {
    Ok(Write::SetData {
        path: path_or_empty(reader)?,
        data: owned_data(reader)?,
        expected: ExpectedVersion(reader.i32()?),
    })
}

/// The operations of a multi. It cannot be nested, and its memory is bounded by the frame: every
/// operation takes at least 17 bytes.
fn multi(reader: &mut Reader<'_>) -> Result<Vec<Write>, Garbled> {
    let mut writes = Vec::new();
    loop {
        let header = MultiHeader::read(reader)?;
        if header.done {
            return Ok(writes);
        }
        writes.push(match Opcode::from_i32(header.kind) {
            Some(Opcode::Create | Opcode::Create2 | Opcode::CreateContainer) => {
                create_in_multi(create(reader, CreateOp::Create)?)?
            }
            Some(Opcode::CreateTtl) => create_in_multi(create(reader, CreateOp::Ttl)?)?,
            Some(Opcode::Delete) => delete(reader)?,
            Some(Opcode::SetData) => {
                require_path(reader)?;
                set_data(reader)?
            }
            Some(Opcode::Check) => {
                require_path(reader)?;
                Write::Check {
                    path: owned_path(reader)?,
                    expected: ExpectedVersion(reader.i32()?),
                }
            }
            _ => return Err(Garbled),
        });
    }
}

/// Inside a multi no path may be null: ZooKeeper looks into all of them before it starts.
fn require_path(reader: &Reader<'_>) -> Result<(), Garbled> {
    reader.clone().buffer()?.ok_or(Garbled).map(|_| ())
}

/// What a create of a multi is. ZooKeeper forgets the opcode of a sub-request and goes by its
/// flags (`Op.Create`): so `create2` is answered like `create`, flag 4 makes a container under
/// every opcode, and a TTL is only heard where both flags and opcode say so.
fn create_in_multi(write: Write) -> Result<Write, Garbled> {
    let Write::Create(mut request) = write else {
        unreachable!("only creates come here");
    };
    request.op = match (request.flags, request.op) {
        (5 | 6, CreateOp::Ttl) => CreateOp::Ttl,
        (5 | 6, CreateOp::Create | CreateOp::Create2 | CreateOp::Container) => {
            return Err(Garbled);
        }
        (4, _) => CreateOp::Container,
        _ => CreateOp::Create,
    };
    if request.op != CreateOp::Ttl {
        request.ttl_ms = 0;
    }
    Ok(Write::Create(request))
}
