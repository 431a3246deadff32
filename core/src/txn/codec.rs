//! Txns to bytes and back: what is logged, and what followers are sent.
//!
//! The bytes are of `txn.fbs` (FlatBuffers), so that fields can be added across a rolling upgrade.
//! Must never change what bytes mean that were written before: a golden test holds them. Decoding
//! never panics and never allocates more than the bytes at hand account for, whatever they are;
//! what it returns encodes to the same bytes again when this version wrote them.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use planus::{Builder, Offset, ReadAsRoot, UnionOffset, Vector};
use ringkeeper_schema::txn as schema;

use super::{Owner, Txn, TxnOp};
use crate::acl::{Acl, AclList, Identity, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{SessionId, WallTime, Xid, Zxid};
use crate::limits;
use crate::request::{Data, Path};

/// The format this version writes, and the newest it reads.
const FORMAT: u16 = 1;

/// Why bytes are no txn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// They were damaged, or never a txn. Behind a checksum that holds, this is a bug of the
    /// writer.
    Malformed,
    /// A newer version wrote them: a format, variant or code this one does not know. Whoever runs
    /// the server must take at least that version.
    Newer,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DecodeError::Malformed => "the bytes are not a txn",
            DecodeError::Newer => "the txn was written by a newer version",
        })
    }
}

impl core::error::Error for DecodeError {}

impl From<planus::Error> for DecodeError {
    fn from(error: planus::Error) -> DecodeError {
        match error.error_kind {
            // Tag 0 is "no variant": no version writes it.
            planus::errors::ErrorKind::UnknownUnionTag { tag: 1.. }
            | planus::errors::ErrorKind::UnknownEnumTag { .. } => DecodeError::Newer,
            // The generator's enum is open; whatever else it reports is a broken buffer.
            _ => DecodeError::Malformed,
        }
    }
}

/// The memory that encoding needs; reused, it allocates nothing once it has grown.
#[derive(Debug, Default)]
pub struct Encoder {
    builder: Builder,
}

/// Appends the bytes of `txn` to `out`. `committed` is what its leader knows to be committed: so
/// that a server that starts again knows, from its log alone, which txns it may apply.
///
/// # Panics
/// When a multi holds an operation that only stands alone: that is a bug of `prepare`.
pub fn encode(txn: &Txn, committed: Zxid, scratch: &mut Encoder, out: &mut Vec<u8>) {
    let builder = &mut scratch.builder;
    builder.clear();
    let op = build_op(&txn.op, builder);
    let root = schema::Txn::builder()
        .zxid(txn.zxid.bits())
        .session(txn.session.0)
        .time_ms(txn.time.0)
        .xid(txn.xid.0)
        .op(op)
        .format(FORMAT)
        .committed(committed.bits())
        .finish(builder);
    out.extend_from_slice(builder.finish(root, None));
}

fn build_op(op: &TxnOp, builder: &mut Builder) -> UnionOffset<schema::Op> {
    match op {
        TxnOp::CreateSession { timeout_ms } => {
            let op = schema::CreateSession::create(builder, *timeout_ms);
            schema::Op::builder().create_session(op).finish(builder)
        }
        TxnOp::CloseSession { paths } => {
            let bytes: usize = paths.iter().map(|path| path.len()).sum();
            // A list too long for the log is found again in the tree.
            let listed = if bytes > limits::CLOSE_PATHS_BYTES_MAX {
                &[]
            } else {
                paths.as_slice()
            };
            let paths: Vec<Offset<str>> = listed
                .iter()
                .map(|path| builder.create_string(&**path))
                .collect();
            let op = schema::CloseSession::create(builder, paths);
            schema::Op::builder().close_session(op).finish(builder)
        }
        TxnOp::Create { .. } => {
            let op = build_create(op, builder);
            schema::Op::builder().create(op).finish(builder)
        }
        TxnOp::Delete { path } => {
            let op = schema::Delete::create(builder, &**path);
            schema::Op::builder().delete(op).finish(builder)
        }
        TxnOp::SetData {
            path,
            data,
            version,
        } => {
            let op = schema::SetData::create(builder, &**path, data.as_deref(), *version);
            schema::Op::builder().set_data(op).finish(builder)
        }
        TxnOp::SetAcl {
            path,
            acl,
            aversion,
        } => {
            let acl = build_acl(acl, builder);
            let op = schema::SetAcl::create(builder, &**path, acl, *aversion);
            schema::Op::builder().set_acl(op).finish(builder)
        }
        TxnOp::Check { path, version } => {
            let op = schema::Check::create(builder, &**path, *version);
            schema::Op::builder().check(op).finish(builder)
        }
        TxnOp::Multi(ops) => {
            let items: Vec<Offset<schema::Item>> = ops
                .iter()
                .map(|op| {
                    let op = build_sub_op(op, builder);
                    schema::Item::create(builder, op)
                })
                .collect();
            let op = schema::Multi::create(builder, items);
            schema::Op::builder().multi(op).finish(builder)
        }
        TxnOp::Reconfig { config } => {
            let op = schema::Reconfig::create(builder, &**config);
            schema::Op::builder().reconfig(op).finish(builder)
        }
        TxnOp::Error(code) => {
            let op = schema::Error::create(builder, code.code());
            schema::Op::builder().error(op).finish(builder)
        }
        TxnOp::FailedMulti(codes) => {
            let codes: Vec<i32> = codes
                .iter()
                .map(|code| code.map_or(0, ErrorCode::code))
                .collect();
            let op = schema::FailedMulti::create(builder, codes);
            schema::Op::builder().failed_multi(op).finish(builder)
        }
    }
}

fn build_sub_op(op: &TxnOp, builder: &mut Builder) -> UnionOffset<schema::SubOp> {
    match op {
        TxnOp::Create { .. } => {
            let op = build_create(op, builder);
            schema::SubOp::builder().create(op).finish(builder)
        }
        TxnOp::Delete { path } => {
            let op = schema::Delete::create(builder, &**path);
            schema::SubOp::builder().delete(op).finish(builder)
        }
        TxnOp::SetData {
            path,
            data,
            version,
        } => {
            let op = schema::SetData::create(builder, &**path, data.as_deref(), *version);
            schema::SubOp::builder().set_data(op).finish(builder)
        }
        TxnOp::Check { path, version } => {
            let op = schema::Check::create(builder, &**path, *version);
            schema::SubOp::builder().check(op).finish(builder)
        }
        TxnOp::CreateSession { .. }
        | TxnOp::CloseSession { .. }
        | TxnOp::SetAcl { .. }
        | TxnOp::Multi(_)
        | TxnOp::Reconfig { .. }
        | TxnOp::Error(_)
        | TxnOp::FailedMulti(_) => panic!("a multi cannot hold {op:?}"),
    }
}

fn build_create(op: &TxnOp, builder: &mut Builder) -> Offset<schema::Create> {
    let TxnOp::Create {
        path,
        data,
        acl,
        owner,
        parent_cversion,
    } = op
    else {
        unreachable!("only creates come here");
    };
    let (owner_kind, owner_value) = match owner {
        Owner::Persistent => (schema::OwnerKind::Persistent, 0),
        Owner::Session(session) => (schema::OwnerKind::Session, session.0),
        Owner::Container => (schema::OwnerKind::Container, 0),
        Owner::Ttl { ttl_ms } => (schema::OwnerKind::Ttl, *ttl_ms),
    };
    let acl = build_acl(acl, builder);
    schema::Create::builder()
        .path(&**path)
        .data(data.as_deref())
        .acl(acl)
        .owner_value(owner_value)
        .parent_cversion(*parent_cversion)
        .owner_kind(owner_kind)
        .finish(builder)
}

/// `None` for the open list.
fn build_acl(acl: &AclList, builder: &mut Builder) -> Option<Vec<Offset<schema::Acl>>> {
    let entries = acl.entries()?;
    Some(
        entries
            .iter()
            .map(|entry| {
                let Identity { scheme, id } = &entry.identity;
                schema::Acl::create(builder, entry.permissions.0, scheme.as_str(), id.as_str())
            })
            .collect(),
    )
}

/// The txn in `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Txn, DecodeError> {
    let root = schema::TxnRef::read_as_root(bytes)?;
    if root.format()? > FORMAT {
        return Err(DecodeError::Newer);
    }
    let mut budget = Budget(bytes.len());
    Ok(Txn {
        zxid: Zxid::from_bits(root.zxid()?),
        session: SessionId(root.session()?),
        xid: Xid(root.xid()?),
        time: WallTime(root.time_ms()?),
        op: read_op(root.op()?, &mut budget)?,
    })
}

/// Where a txn stands in the order, without the rest of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its zxid.
    pub zxid: Zxid,
    /// What its leader knew to be committed when it was proposed.
    pub committed: Zxid,
}

/// Reads only where a txn stands.
pub fn decode_place(bytes: &[u8]) -> Result<Place, DecodeError> {
    let root = schema::TxnRef::read_as_root(bytes)?;
    Ok(Place {
        zxid: Zxid::from_bits(root.zxid()?),
        committed: Zxid::from_bits(root.committed()?),
    })
}

/// The bytes that were not accounted for yet.
///
/// Offsets of a hostile buffer can point at the same string a million times. No buffer of ours
/// shares anything, so what is taken out of one can never be more than it holds.
struct Budget(usize);

impl Budget {
    fn spend(&mut self, bytes: usize) -> Result<(), DecodeError> {
        self.0 = self.0.checked_sub(bytes).ok_or(DecodeError::Malformed)?;
        Ok(())
    }

    fn path(&mut self, path: &str) -> Result<Path, DecodeError> {
        self.spend(path.len())?;
        Ok(Path::from(path))
    }

    fn string(&mut self, text: &str) -> Result<String, DecodeError> {
        self.spend(text.len())?;
        Ok(String::from(text))
    }

    fn data(&mut self, data: Option<&[u8]>) -> Result<Data, DecodeError> {
        self.spend(data.map_or(0, <[u8]>::len))?;
        Ok(data.map(Box::from))
    }

    /// Room for a vector of offsets or numbers, four bytes each on the wire.
    fn list<'a, T, U>(&mut self, vector: &Vector<'a, T>) -> Result<Vec<U>, DecodeError>
    where
        Vector<'a, T>: Clone,
    {
        self.spend(vector.len().saturating_mul(4))?;
        Ok(Vec::with_capacity(vector.len()))
    }
}

fn read_op(op: schema::OpRef<'_>, budget: &mut Budget) -> Result<TxnOp, DecodeError> {
    Ok(match op {
        schema::OpRef::CreateSession(op) => TxnOp::CreateSession {
            timeout_ms: op.timeout_ms()?,
        },
        schema::OpRef::CloseSession(op) => {
            let mut paths = Vec::new();
            if let Some(vector) = op.paths()? {
                paths = budget.list(&vector)?;
                for path in vector {
                    paths.push(budget.path(path?)?);
                }
            }
            TxnOp::CloseSession { paths }
        }
        schema::OpRef::Create(op) => read_create(op, budget)?,
        schema::OpRef::Delete(op) => TxnOp::Delete {
            path: budget.path(op.path()?)?,
        },
        schema::OpRef::SetData(op) => read_set_data(op, budget)?,
        schema::OpRef::SetAcl(op) => TxnOp::SetAcl {
            path: budget.path(op.path()?)?,
            acl: read_acl(op.acl()?, budget)?,
            aversion: op.aversion()?,
        },
        schema::OpRef::Check(op) => read_check(op, budget)?,
        schema::OpRef::Multi(op) => {
            let items = op.items()?;
            let mut ops = budget.list(&items)?;
            for item in items {
                ops.push(match item?.op()? {
                    schema::SubOpRef::Create(op) => read_create(op, budget)?,
                    schema::SubOpRef::Delete(op) => TxnOp::Delete {
                        path: budget.path(op.path()?)?,
                    },
                    schema::SubOpRef::SetData(op) => read_set_data(op, budget)?,
                    schema::SubOpRef::Check(op) => read_check(op, budget)?,
                });
            }
            TxnOp::Multi(ops)
        }
        schema::OpRef::Reconfig(op) => {
            let config = op.config()?;
            budget.spend(config.len())?;
            TxnOp::Reconfig {
                config: Box::from(config),
            }
        }
        schema::OpRef::Error(op) => TxnOp::Error(read_code(op.code()?)?),
        schema::OpRef::FailedMulti(op) => {
            let vector = op.codes()?;
            let mut codes = budget.list(&vector)?;
            for code in vector {
                codes.push(match code {
                    0 => None,
                    code => Some(read_code(code)?),
                });
            }
            TxnOp::FailedMulti(codes)
        }
    })
}

fn read_create(op: schema::CreateRef<'_>, budget: &mut Budget) -> Result<TxnOp, DecodeError> {
    Ok(TxnOp::Create {
        path: budget.path(op.path()?)?,
        data: budget.data(op.data()?)?,
        acl: read_acl(op.acl()?, budget)?,
        owner: match op.owner_kind()? {
            schema::OwnerKind::Persistent => Owner::Persistent,
            schema::OwnerKind::Session => Owner::Session(SessionId(op.owner_value()?)),
            schema::OwnerKind::Container => Owner::Container,
            schema::OwnerKind::Ttl => Owner::Ttl {
                ttl_ms: op.owner_value()?,
            },
        },
        parent_cversion: op.parent_cversion()?,
    })
}

fn read_set_data(op: schema::SetDataRef<'_>, budget: &mut Budget) -> Result<TxnOp, DecodeError> {
    Ok(TxnOp::SetData {
        path: budget.path(op.path()?)?,
        data: budget.data(op.data()?)?,
        version: op.version()?,
    })
}

fn read_check(op: schema::CheckRef<'_>, budget: &mut Budget) -> Result<TxnOp, DecodeError> {
    Ok(TxnOp::Check {
        path: budget.path(op.path()?)?,
        version: op.version()?,
    })
}

fn read_acl(
    acl: Option<Vector<'_, planus::Result<schema::AclRef<'_>>>>,
    budget: &mut Budget,
) -> Result<AclList, DecodeError> {
    let Some(vector) = acl else {
        return Ok(AclList::OPEN);
    };
    let mut entries = budget.list(&vector)?;
    for entry in vector {
        let entry = entry?;
        entries.push(Acl {
            permissions: Permissions(entry.permissions()?),
            identity: Identity {
                scheme: budget.string(entry.scheme()?)?,
                id: budget.string(entry.id()?)?,
            },
        });
    }
    Ok(AclList::new(entries))
}

fn read_code(code: i32) -> Result<ErrorCode, DecodeError> {
    ErrorCode::from_code(code).ok_or(DecodeError::Newer)
}

#[cfg(test)]
mod tests;
