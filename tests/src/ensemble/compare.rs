//! Whole trees, to be held against each other.
//!
//! Must never leave anything out that a client can read of a znode: data, Stat, ACL, children.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Client, Ensemble};
use crate::wire::{Acl, Body, Request, Stat, Text, opcode};

/// A znode as a client sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Its data.
    pub data: Option<Vec<u8>>,
    /// Its Stat.
    pub stat: Stat,
    /// Its ACL.
    pub acl: Option<Vec<Acl>>,
}

/// Path to znode.
pub type Tree = BTreeMap<String, Seen>;

/// Reads all of the tree but `/zookeeper/config`, which says where the servers find each other.
pub fn walk(client: &mut Client) -> Tree {
    let mut tree = Tree::new();
    let mut open = vec!["/".to_owned()];
    while let Some(path) = open.pop() {
        let data = client.ask(&Request::read(opcode::GET_DATA, &path, 0));
        let Body::Data(data, stat) = data.body else {
            // It went away while the tree was read.
            continue;
        };
        let acl = client.ask(&Request::path(opcode::GET_ACL, &path));
        let acl = match acl.body {
            Body::Acl(acl, _) => acl,
            _ => None,
        };
        let names = client.ask(&Request::read(opcode::GET_CHILDREN, &path, 0));
        if let Body::Names(Some(names)) = names.body {
            let parent = if path == "/" { "" } else { &path };
            for name in names.iter().map(Text::to_lossy) {
                if path == "/zookeeper" && name == "config" {
                    continue;
                }
                open.push(format!("{parent}/{name}"));
            }
        }
        tree.insert(path, Seen { data, stat, acl });
    }
    tree
}

/// The trees of all servers.
#[derive(Debug)]
pub struct Trees(Vec<(String, Tree)>);

impl Trees {
    /// Reads each server's tree, after a sync, over a session of its own. Nobody else may write.
    pub fn of(ensemble: &Ensemble) -> Trees {
        // Opened first: opening a session is a change, too.
        let mut clients: Vec<(String, Client)> = ensemble
            .ids()
            .into_iter()
            .map(|id| {
                let client = Client::open(&[ensemble.address(id)], 30_000);
                (id.to_string(), client)
            })
            .collect();
        let read = |(name, client): &mut (String, Client)| {
            client.sync();
            (name.clone(), walk(client))
        };
        Trees(clients.iter_mut().map(read).collect())
    }

    /// Every server has the same.
    pub fn assert_equal(&self) {
        let (first, expected) = &self.0[0];
        for (other, found) in &self.0[1..] {
            let mut differences = String::new();
            let paths = expected.keys().chain(found.keys());
            for path in paths.collect::<std::collections::BTreeSet<_>>() {
                let (one, two) = (expected.get(path), found.get(path));
                if one != two {
                    writeln!(differences, "{path}:\n  {one:?}\n  {two:?}")
                        .expect("a String takes all");
                }
            }
            assert!(
                differences.is_empty(),
                "{first} and {other} differ:\n{differences}"
            );
        }
    }

    /// How many znodes a server has.
    pub fn len(&self) -> usize {
        self.0[0].1.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
