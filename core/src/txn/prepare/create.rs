//! Creates: what kind of znode the opcode and the flag make, and where it goes.
//!
//! Must never: let a combination of opcode, flag and TTL through that apply could not carry out.
//! Source: `PrepRequestProcessor.pRequest2TxnCreate`, `CreateMode`, `EphemeralType`.

use alloc::sync::Arc;

use super::Preparer;
use crate::access;
use crate::acl::{Identities, Permissions};
use crate::error_code::ErrorCode;
use crate::id::SessionId;
use crate::limits;
use crate::options::{Options, Switch};
use crate::path;
use crate::request::{CreateOp, CreateRequest};
use crate::tree;
use crate::txn::overlay::{Foreseen, Name};
use crate::txn::{Owner, TxnOp};

/// The kind of znode a create makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Kind {
    owner: Owner,
    /// Whether the parent's counter is appended to the path.
    sequential: Switch,
}

/// `CreateMode`: what the flag says, before the opcode has its say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Flag {
    Persistent,
    Ephemeral,
    Container,
    Ttl,
}

impl Flag {
    fn parse(flags: i32) -> Result<(Flag, Switch), ErrorCode> {
        Ok(match flags {
            0 => (Flag::Persistent, Switch::Off),
            1 => (Flag::Ephemeral, Switch::Off),
            2 => (Flag::Persistent, Switch::On),
            3 => (Flag::Ephemeral, Switch::On),
            4 => (Flag::Container, Switch::Off),
            5 => (Flag::Ttl, Switch::Off),
            6 => (Flag::Ttl, Switch::On),
            _ => return Err(ErrorCode::BadArguments),
        })
    }
}

impl Kind {
    fn of(
        request: &CreateRequest,
        session: SessionId,
        options: &Options,
    ) -> Result<Kind, ErrorCode> {
        let (flag, sequential) = Flag::parse(request.flags)?;
        if flag == Flag::Ttl && !options.extended_types.is_on() {
            return Err(ErrorCode::Unimplemented);
        }
        let owner = match (request.op, flag) {
            (CreateOp::Ttl, Flag::Ttl) => {
                let ttl_ms = request.ttl_ms;
                if !(1..=limits::TTL_MS_MAX).contains(&ttl_ms) {
                    return Err(ErrorCode::BadArguments);
                }
                Owner::Ttl { ttl_ms }
            }
            // A TTL flag brings a TTL, and a TTL brings the flag.
            (CreateOp::Ttl, Flag::Persistent | Flag::Ephemeral | Flag::Container)
            | (CreateOp::Create | CreateOp::Create2 | CreateOp::Container, Flag::Ttl) => {
                return Err(ErrorCode::BadArguments);
            }
            (CreateOp::Container, Flag::Persistent | Flag::Ephemeral | Flag::Container) => {
                Owner::Container
            }
            (CreateOp::Create | CreateOp::Create2, Flag::Ephemeral) => {
                if session == SessionId::NONE {
                    return Err(ErrorCode::EphemeralOnLocalSession);
                }
                Owner::Session(session)
            }
            // The container flag makes a container only with the container's opcode.
            (CreateOp::Create | CreateOp::Create2, Flag::Persistent | Flag::Container) => {
                Owner::Persistent
            }
        };
        Ok(Kind { owner, sequential })
    }
}

impl Preparer<'_> {
    pub(super) fn create(
        &mut self,
        request: CreateRequest,
        identities: &Identities,
    ) -> Result<TxnOp, ErrorCode> {
        let Kind { owner, sequential } = Kind::of(&request, self.session, self.options)?;
        if !path::has_parent(&request.path) {
            return Err(ErrorCode::BadArguments);
        }
        let acl = access::fix(
            &request.acl,
            identities,
            self.options,
            &mut self.acl_expansion_left,
        )?;
        // The suffix is part of the last name, so the parent is known before it is appended.
        let mut parent = self.existing(path::parent(&request.path))?;
        self.permit(&parent.acl, Permissions::CREATE, identities)?;
        let path = match sequential {
            Switch::Off => request.path,
            Switch::On => Arc::from(path::with_sequence(&request.path, parent.cversion)),
        };
        path::validate(&path)?;
        if self.overlay.foresees(self.tree, &path) {
            return Err(ErrorCode::NodeExists);
        }
        if matches!(parent.owner, Owner::Session(_)) {
            return Err(ErrorCode::NoChildrenForEphemerals);
        }
        let data = request.data;
        let data_bytes = data.as_ref().map_or(0, |data| data.len());
        self.check_create(&path, data_bytes)?;
        if tree::counts_usage(&path) {
            let left = self.usage_counts_left.checked_sub(1);
            self.usage_counts_left = left.ok_or(ErrorCode::BadArguments)?;
        }

        self.charge_create(&path, data_bytes);
        let parent_cversion = parent.cversion.wrapping_add(1);
        parent.cversion = parent_cversion;
        parent.children += 1;
        let znode = Foreseen {
            version: 0,
            cversion: 0,
            aversion: 0,
            children: 0,
            owner,
            acl: acl.clone(),
            data_bytes,
        };
        self.overlay
            .put(Name::parent_of(&path), Some(parent), self.zxid);
        self.overlay.put(Name::whole(&path), Some(znode), self.zxid);
        Ok(TxnOp::Create {
            path,
            data,
            acl,
            owner,
            parent_cversion,
        })
    }
}
