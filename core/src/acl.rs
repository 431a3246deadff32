//! Access control lists and the identities they are checked against: values only.
//!
//! The check itself, the fixing of a client's list and the schemes are in `access/`; the
//! interning table is in `tree/`. Must never: hold a password.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::limits;

/// The permission bits of an ACL entry. Not range-checked, as in ZooKeeper: 0 and 255 are legal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Permissions(pub i32);

impl Permissions {
    /// Read data, children, existence; `check`.
    pub const READ: Permissions = Permissions(1);
    /// Set data.
    pub const WRITE: Permissions = Permissions(2);
    /// Create children.
    pub const CREATE: Permissions = Permissions(4);
    /// Delete children.
    pub const DELETE: Permissions = Permissions(8);
    /// Set the ACL, read it unmasked.
    pub const ADMIN: Permissions = Permissions(16);
    /// Everything.
    pub const ALL: Permissions = Permissions(31);

    /// Whether any bit of `wanted` is granted.
    pub const fn intersects(self, wanted: Permissions) -> bool {
        self.0 & wanted.0 != 0
    }
}

/// One entry: who (`scheme:id`) may do what.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Acl {
    /// What the identity may do.
    pub permissions: Permissions,
    /// Who.
    pub identity: Identity,
}

/// `scheme:id`, in an ACL entry or held by a connection.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Identity {
    /// `world`, `auth`, `digest`, `ip`, `super`, ...
    pub scheme: String,
    /// What the scheme makes of it: `anyone`, `user:hash`, an address, ...
    pub id: String,
}

impl Identity {
    /// About as many bytes as it takes to keep it.
    pub(crate) fn bytes(&self) -> usize {
        limits::PART_BYTES + self.scheme.len() + self.id.len()
    }
}

/// A znode's ACL. Cheap to clone; the open list (`world:anyone:cdrwa`) costs nothing.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct AclList(Option<Arc<[Acl]>>);

impl AclList {
    /// `world:anyone:cdrwa`.
    pub const OPEN: AclList = AclList(None);

    /// The list with these entries. `world:anyone:cdrwa` alone becomes [`AclList::OPEN`].
    pub fn new(entries: Vec<Acl>) -> AclList {
        if let [only] = entries.as_slice()
            && only.permissions == Permissions::ALL
            && only.identity.scheme == "world"
            && only.identity.id == "anyone"
        {
            return AclList::OPEN;
        }
        AclList(Some(entries.into()))
    }

    /// Whether everybody may do everything.
    pub const fn is_open(&self) -> bool {
        self.0.is_none()
    }

    /// The entries, or nothing when the list is [`AclList::OPEN`].
    pub fn entries(&self) -> Option<&[Acl]> {
        self.0.as_deref()
    }
}

impl core::fmt::Debug for AclList {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match &self.0 {
            None => f.write_str("open"),
            Some(entries) => f.debug_list().entries(entries.iter()).finish(),
        }
    }
}

/// Who a connection is: its address and every credential it has shown, in the order shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Identities {
    list: Vec<Identity>,
    is_super: bool,
}

impl Identities {
    /// Adds one, unless it is held already. Scheme `super` passes every check from now on.
    pub fn add(&mut self, identity: Identity) {
        self.is_super |= identity.scheme == "super";
        if !self.list.contains(&identity) {
            self.list.push(identity);
        }
    }

    /// Every identity held.
    pub fn iter(&self) -> core::slice::Iter<'_, Identity> {
        self.list.iter()
    }

    /// About as many bytes as it takes to keep them.
    pub(crate) fn bytes(&self) -> usize {
        self.list.iter().map(Identity::bytes).sum()
    }

    /// How many are held.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one of them is the super user.
    pub const fn is_super(&self) -> bool {
        self.is_super
    }
}

impl<'a> IntoIterator for &'a Identities {
    type Item = &'a Identity;
    type IntoIter = core::slice::Iter<'a, Identity>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
