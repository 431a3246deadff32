//! Requests as bytes with a name, so that a trace can be read.
//!
//! A request holds nothing that depends on the server it goes to: the same bytes go to both sides
//! of a comparison.

use std::fmt;

use crate::wire::{Acl, Encoder, Text};

/// The opcodes of the protocol, as ZooKeeper's `ZooDefs.OpCode` numbers them.
pub mod opcode {
    #![allow(missing_docs)]
    pub const CREATE: i32 = 1;
    pub const DELETE: i32 = 2;
    pub const EXISTS: i32 = 3;
    pub const GET_DATA: i32 = 4;
    pub const SET_DATA: i32 = 5;
    pub const GET_ACL: i32 = 6;
    pub const SET_ACL: i32 = 7;
    pub const GET_CHILDREN: i32 = 8;
    pub const SYNC: i32 = 9;
    pub const PING: i32 = 11;
    pub const GET_CHILDREN2: i32 = 12;
    pub const CHECK: i32 = 13;
    pub const MULTI: i32 = 14;
    pub const CREATE2: i32 = 15;
    pub const RECONFIG: i32 = 16;
    pub const CHECK_WATCHES: i32 = 17;
    pub const REMOVE_WATCHES: i32 = 18;
    pub const CREATE_CONTAINER: i32 = 19;
    pub const DELETE_CONTAINER: i32 = 20;
    pub const CREATE_TTL: i32 = 21;
    pub const MULTI_READ: i32 = 22;
    pub const AUTH: i32 = 100;
    pub const SET_WATCHES: i32 = 101;
    pub const SASL: i32 = 102;
    pub const GET_EPHEMERALS: i32 = 103;
    pub const GET_ALL_CHILDREN_NUMBER: i32 = 104;
    pub const SET_WATCHES2: i32 = 105;
    pub const ADD_WATCH: i32 = 106;
    pub const WHO_AM_I: i32 = 107;
    pub const CREATE_SESSION: i32 = -10;
    pub const CLOSE_SESSION: i32 = -11;
    pub const ERROR: i32 = -1;
}

/// An opcode, the record behind it and a description for people.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The opcode in the request header.
    pub opcode: i32,
    /// The record after the header: well-formed or not.
    pub body: Vec<u8>,
    /// What a trace prints.
    pub label: String,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

impl Request {
    /// Any opcode with any body.
    pub fn raw(opcode: i32, body: Vec<u8>, label: String) -> Request {
        Request {
            opcode,
            body,
            label,
        }
    }

    fn built(opcode: i32, label: String, build: impl FnOnce(&mut Encoder)) -> Request {
        let mut body = Encoder::default();
        build(&mut body);
        Request {
            opcode,
            body: body.into_bytes(),
            label,
        }
    }

    /// Whether a path, or the scheme or id of an ACL entry, is null. Told from the label: the body
    /// may be anything.
    pub fn holds_null(&self) -> bool {
        [
            " null flags",
            " null version",
            "null ttl",
            ":null",
            "null:",
            " null watch",
            " null mode",
        ]
        .iter()
        .any(|null| self.label.contains(null))
    }

    /// The frame's content: header and body.
    pub fn frame(&self, xid: i32) -> Vec<u8> {
        let mut frame = Encoder::default();
        frame.int(xid).int(self.opcode).raw(&self.body);
        frame.into_bytes()
    }

    /// The xid a client library would send this request with; `ordinary` is its next number.
    pub fn xid(&self, ordinary: i32) -> i32 {
        match self.opcode {
            opcode::PING => -2,
            opcode::AUTH => -4,
            opcode::SET_WATCHES | opcode::SET_WATCHES2 => -8,
            _ => ordinary,
        }
    }

    /// `create`, `create2`, `createContainer`.
    pub fn create(
        op: i32,
        path: impl Into<Text>,
        data: Option<&[u8]>,
        acl: Option<&[Acl]>,
        flags: i32,
    ) -> Request {
        let path = path.into();
        let label = format!(
            "create(op {op}) {path:?} flags {flags} acl {acl:?} {}",
            size(data)
        );
        Request::built(op, label, |body| {
            body.text(&path).buffer(data).acl(acl).int(flags);
        })
    }

    /// `createTTL`.
    pub fn create_ttl(
        path: impl Into<Text>,
        data: Option<&[u8]>,
        acl: Option<&[Acl]>,
        flags: i32,
        ttl_ms: i64,
    ) -> Request {
        let path = path.into();
        let label = format!("createTTL {path:?} flags {flags} ttl {ttl_ms} acl {acl:?}");
        Request::built(opcode::CREATE_TTL, label, |body| {
            body.text(&path)
                .buffer(data)
                .acl(acl)
                .int(flags)
                .long(ttl_ms);
        })
    }

    /// `delete`, and `check`, whose record is the same.
    pub fn versioned(op: i32, path: impl Into<Text>, version: i32) -> Request {
        let path = path.into();
        let name = if op == opcode::DELETE {
            "delete"
        } else {
            "check"
        };
        Request::built(op, format!("{name} {path:?} version {version}"), |body| {
            body.text(&path).int(version);
        })
    }

    /// `setData`.
    pub fn set_data(path: impl Into<Text>, data: Option<&[u8]>, version: i32) -> Request {
        let path = path.into();
        let label = format!("setData {path:?} version {version} {}", size(data));
        Request::built(opcode::SET_DATA, label, |body| {
            body.text(&path).buffer(data).int(version);
        })
    }

    /// `setACL`.
    pub fn set_acl(path: impl Into<Text>, acl: Option<&[Acl]>, version: i32) -> Request {
        let path = path.into();
        let label = format!("setACL {path:?} version {version} acl {acl:?}");
        Request::built(opcode::SET_ACL, label, |body| {
            body.text(&path).acl(acl).int(version);
        })
    }

    /// `exists`, `getData`, `getChildren`, `getChildren2`: a path and a watch byte.
    pub fn read(op: i32, path: impl Into<Text>, watch: u8) -> Request {
        let path = path.into();
        let name = match op {
            opcode::EXISTS => "exists",
            opcode::GET_DATA => "getData",
            opcode::GET_CHILDREN => "getChildren",
            _ => "getChildren2",
        };
        Request::built(op, format!("{name} {path:?} watch {watch}"), |body| {
            body.text(&path).byte(watch);
        })
    }

    /// `getACL`, `sync`, `getEphemerals`, `getAllChildrenNumber`: a path alone.
    pub fn path(op: i32, path: impl Into<Text>) -> Request {
        let path = path.into();
        let name = match op {
            opcode::GET_ACL => "getACL",
            opcode::SYNC => "sync",
            opcode::GET_EPHEMERALS => "getEphemerals",
            _ => "getAllChildrenNumber",
        };
        Request::built(op, format!("{name} {path:?}"), |body| {
            body.text(&path);
        })
    }

    /// `addWatch`, `checkWatches`, `removeWatches`: a path and a mode or type.
    pub fn watch(op: i32, path: impl Into<Text>, mode: i32) -> Request {
        let path = path.into();
        let name = match op {
            opcode::ADD_WATCH => "addWatch",
            opcode::CHECK_WATCHES => "checkWatches",
            _ => "removeWatches",
        };
        Request::built(op, format!("{name} {path:?} mode {mode}"), |body| {
            body.text(&path).int(mode);
        })
    }

    /// `setWatches` with three lists, `setWatches2` with five.
    pub fn set_watches(relative_zxid: i64, lists: &[Option<Vec<Text>>]) -> Request {
        let op = if lists.len() == 3 {
            opcode::SET_WATCHES
        } else {
            opcode::SET_WATCHES2
        };
        Request::built(
            op,
            format!("setWatches(op {op}) {relative_zxid:#x} {lists:?}"),
            |body| {
                body.long(relative_zxid);
                for list in lists {
                    body.texts(list.as_deref());
                }
            },
        )
    }

    /// `auth`.
    pub fn auth(scheme: impl Into<Text>, credential: Option<&[u8]>) -> Request {
        let scheme = scheme.into();
        let shown = credential.unwrap_or(b"null").escape_ascii();
        let label = format!("auth {scheme:?} {shown}");
        Request::built(opcode::AUTH, label, |body| {
            body.int(0).text(&scheme).buffer(credential);
        })
    }

    /// `sasl`.
    pub fn sasl(token: Option<&[u8]>) -> Request {
        Request::built(opcode::SASL, format!("sasl {token:?}"), |body| {
            body.buffer(token);
        })
    }

    /// `reconfig`.
    pub fn reconfig(joining: &Text, leaving: &Text, members: &Text, config: i64) -> Request {
        let label = format!("reconfig {joining:?} {leaving:?} {members:?} {config}");
        Request::built(opcode::RECONFIG, label, |body| {
            body.text(joining).text(leaving).text(members).long(config);
        })
    }

    /// `ping`, `whoAmI`, `closeSession` and others without a record.
    pub fn bare(op: i32) -> Request {
        let label = match op {
            opcode::PING => "ping".into(),
            opcode::WHO_AM_I => "whoAmI".into(),
            opcode::CLOSE_SESSION => "closeSession".into(),
            other => format!("opcode {other} without a body"),
        };
        Request::built(op, label, |_| {})
    }

    /// `multi` or `multiRead` of `parts`.
    pub fn multi(op: i32, parts: &[Request]) -> Request {
        let name = if op == opcode::MULTI {
            "multi"
        } else {
            "multiRead"
        };
        Request::built(op, format!("{name} {parts:?}"), |body| {
            for part in parts {
                body.int(part.opcode).byte(0).int(-1).raw(&part.body);
            }
            body.int(-1).byte(1).int(-1);
        })
    }
}

fn size(data: Option<&[u8]>) -> String {
    match data {
        None => "data null".into(),
        Some(bytes) if bytes.len() > 60 => format!("data of {} bytes", bytes.len()),
        Some(bytes) => format!("data \"{}\"", bytes.escape_ascii()),
    }
}
