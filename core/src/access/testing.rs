//! Identities and entries in one line each, for the tests of this module.
//!
//! Must never decide anything: what the tests expect stands in the tests.

use alloc::string::String;

use crate::acl::{Acl, Identities, Identity, Permissions};

pub(super) fn identity(scheme: &str, id: &str) -> Identity {
    Identity {
        scheme: String::from(scheme),
        id: String::from(id),
    }
}

/// An entry of a list, its permissions as bits.
pub(super) fn entry(permissions: i32, scheme: &str, id: &str) -> Acl {
    Acl {
        permissions: Permissions(permissions),
        identity: identity(scheme, id),
    }
}

/// A connection's identities, given as scheme and id.
pub(super) fn holding(identities: &[(&str, &str)]) -> Identities {
    let mut held = Identities::default();
    for (scheme, id) in identities {
        held.add(identity(scheme, id));
    }
    held
}
