//! Changes of a part of the tree that one session owns, and what each must do to it.
//!
//! Every value is written once only, so that every state of the part has one look. Must never need
//! a server: what it says is held against this.

use std::collections::BTreeMap;

use crate::wire::{Acl, Body, Reply, Request, Text, opcode};

/// A znode as a writer knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Znode {
    /// Its data.
    pub value: Vec<u8>,
    /// How often it was set.
    pub version: i32,
    /// The session it goes with, or 0.
    pub owner: i64,
}

/// A writer's part of the tree: path to znode.
pub type Model = BTreeMap<String, Znode>;

/// A change with the value that makes it unique.
#[derive(Clone, Debug)]
pub enum Change {
    /// New data.
    Set(String, Vec<u8>),
    /// With a version that is never right.
    SetWrongly(String),
    /// A znode that stays.
    Create(String, Vec<u8>),
    /// A znode of the session.
    CreateEphemeral(String, Vec<u8>),
    /// It goes.
    Delete(String),
    /// All or none.
    Multi(Vec<Change>),
}

impl Change {
    /// As it is sent.
    pub fn request(&self) -> Request {
        let open = Acl::open();
        match self {
            Change::Set(path, value) => Request::set_data(path, Some(value), -1),
            Change::SetWrongly(path) => Request::set_data(path, Some(b"never"), i32::MAX),
            Change::Create(path, value) => {
                Request::create(opcode::CREATE, path, Some(value), Some(&open), 0)
            }
            Change::CreateEphemeral(path, value) => {
                Request::create(opcode::CREATE, path, Some(value), Some(&open), 1)
            }
            Change::Delete(path) => Request::versioned(opcode::DELETE, path, -1),
            Change::Multi(parts) => {
                let parts: Vec<Request> = parts.iter().map(Change::request).collect();
                Request::multi(opcode::MULTI, &parts)
            }
        }
    }

    /// Carries the change out; the error a server must answer otherwise, and then nothing changed.
    pub fn apply(&self, model: &mut Model, session: i64) -> Result<(), i32> {
        match self {
            Change::Set(path, value) => {
                let znode = model.get_mut(path).ok_or(-101)?;
                znode.value.clone_from(value);
                znode.version += 1;
            }
            Change::SetWrongly(path) => {
                return Err(if model.contains_key(path) { -103 } else { -101 });
            }
            Change::Create(path, value) => insert(model, path, value, 0)?,
            Change::CreateEphemeral(path, value) => insert(model, path, value, session)?,
            Change::Delete(path) => {
                model.remove(path).ok_or(-101)?;
            }
            Change::Multi(parts) => {
                let mut changed = model.clone();
                for part in parts {
                    part.apply(&mut changed, session)?;
                }
                *model = changed;
            }
        }
        Ok(())
    }

    /// Whether `reply` is what a server must say if the change came out as `expected`.
    pub fn check(&self, reply: &Reply, expected: Result<(), i32>) {
        match (self, &reply.body) {
            (Change::Multi(parts), Body::Results(results)) => {
                assert_eq!(reply.err, 0, "a multi's errors are inside: {self:?}");
                assert_eq!(
                    results.len(),
                    parts.len(),
                    "one result for each part of {self:?}"
                );
                let failed = results
                    .iter()
                    .find(|result| result.err != 0 && result.err != -2);
                assert_eq!(failed.map(|result| result.err), expected.err(), "{self:?}");
            }
            _ => assert_eq!(reply.err, expected.err().unwrap_or(0), "{self:?}"),
        }
    }
}

fn insert(model: &mut Model, path: &str, value: &[u8], owner: i64) -> Result<(), i32> {
    if model.contains_key(path) {
        return Err(-110);
    }
    let znode = Znode {
        value: value.to_vec(),
        version: 0,
        owner,
    };
    model.insert(path.to_owned(), znode);
    Ok(())
}

/// Every child of `root` with value, version and owner, asked for with `call`.
pub fn read_children(call: &mut dyn FnMut(&Request) -> Reply, root: &str) -> Model {
    let names = children(call, root);
    let mut model = Model::new();
    for name in names {
        let path = format!("{root}/{name}");
        let reply = call(&Request::read(opcode::GET_DATA, &path, 0));
        // Only a session that expired meanwhile takes a znode away.
        let Body::Data(Some(value), stat) = reply.body else {
            continue;
        };
        assert!(
            stat.mzxid <= reply.zxid && stat.czxid <= reply.zxid,
            "{path} is not of the future"
        );
        let znode = Znode {
            value,
            version: stat.version,
            owner: stat.ephemeral_owner,
        };
        model.insert(path, znode);
    }
    model
}

/// The names of the children of `root`, asked for with `call`.
pub fn children(call: &mut dyn FnMut(&Request) -> Reply, root: &str) -> Vec<String> {
    let reply = call(&Request::read(opcode::GET_CHILDREN, root, 0));
    let Body::Names(Some(names)) = reply.body else {
        panic!("{root} has no list: {reply:?}")
    };
    names.iter().map(Text::to_lossy).collect()
}
