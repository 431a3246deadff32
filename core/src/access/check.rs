//! Evaluating an ACL. Source: `ZooKeeperServer.checkACL`.

use super::{ANYONE, DIGEST, IP, WORLD, ip};
use crate::acl::{Acl, AclList, Identities, Permissions};
use crate::options::Options;

/// Whether somebody with these identities may do any of `wanted` where `acl` guards.
///
/// Granted when ACLs are switched off, to the super user, by an empty list, or by an entry that
/// holds one of the wanted bits and matches an identity.
#[inline]
pub fn permits(
    acl: &AclList,
    wanted: Permissions,
    identities: &Identities,
    options: &Options,
) -> bool {
    let Some(entries) = acl.entries() else {
        return true;
    };
    options.skip_acl.is_on()
        || identities.is_super()
        || entries.is_empty()
        || entries.iter().any(|entry| {
            entry.permissions.intersects(wanted) && matches(entry, identities, options)
        })
}

fn matches(entry: &Acl, identities: &Identities, options: &Options) -> bool {
    let wanted = &entry.identity;
    let mut same_scheme = identities
        .iter()
        .filter(|held| held.scheme == wanted.scheme);
    match wanted.scheme.as_str() {
        WORLD => wanted.id == ANYONE,
        DIGEST => options.digest_scheme.is_on() && same_scheme.any(|held| held.id == wanted.id),
        IP => same_scheme.any(|held| ip::matches(&held.id, &wanted.id)),
        // Other schemes have no rule here: such an entry can only come from another server's
        // tree, and grants nothing.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::acl::Identity;
    use crate::options::Switch;

    fn identity(scheme: &str, id: &str) -> Identity {
        Identity {
            scheme: String::from(scheme),
            id: String::from(id),
        }
    }

    fn entry(permissions: i32, scheme: &str, id: &str) -> Acl {
        Acl {
            permissions: Permissions(permissions),
            identity: identity(scheme, id),
        }
    }

    fn holding(identities: &[(&str, &str)]) -> Identities {
        let mut held = Identities::default();
        for (scheme, id) in identities {
            held.add(identity(scheme, id));
        }
        held
    }

    fn granted(entries: Vec<Acl>, wanted: Permissions, held: &[(&str, &str)]) -> bool {
        let acl = AclList::new(entries);
        permits(&acl, wanted, &holding(held), &Options::default())
    }

    #[test]
    fn the_open_list_and_the_empty_list_grant_everything() {
        let options = Options::default();
        let nobody = Identities::default();
        assert!(permits(
            &AclList::OPEN,
            Permissions::ADMIN,
            &nobody,
            &options
        ));
        assert!(granted(vec![], Permissions::ADMIN, &[]));
    }

    #[test]
    fn one_wanted_bit_is_enough() {
        let read_only = || vec![entry(1, "world", "anyone")];
        assert!(granted(read_only(), Permissions::READ, &[]));
        assert!(granted(read_only(), Permissions(1 | 16), &[]));
        assert!(!granted(read_only(), Permissions::WRITE, &[]));
        assert!(!granted(
            vec![entry(0, "world", "anyone")],
            Permissions::READ,
            &[]
        ));
    }

    #[test]
    fn bits_and_identity_must_be_of_one_entry() {
        let list = || vec![entry(1, "digest", "bob:h"), entry(2, "digest", "eve:h")];
        assert!(granted(list(), Permissions::READ, &[("digest", "bob:h")]));
        assert!(!granted(list(), Permissions::WRITE, &[("digest", "bob:h")]));
        assert!(!granted(list(), Permissions::READ, &[("sasl", "bob:h")]));
        assert!(!granted(list(), Permissions::READ, &[]));
    }

    #[test]
    fn addresses_match_by_prefix() {
        let list = || vec![entry(31, "ip", "10.0.0.0/8")];
        assert!(granted(list(), Permissions::READ, &[("ip", "10.200.3.4")]));
        assert!(!granted(list(), Permissions::READ, &[("ip", "11.0.0.1")]));
    }

    #[test]
    fn the_super_user_and_skip_acl_pass() {
        let closed = || vec![entry(31, "digest", "bob:h")];
        assert!(granted(closed(), Permissions::ADMIN, &[("super", "")]));
        let open = Options {
            skip_acl: Switch::On,
            ..Options::default()
        };
        let acl = AclList::new(closed());
        assert!(permits(
            &acl,
            Permissions::ADMIN,
            &Identities::default(),
            &open
        ));
    }

    #[test]
    fn a_scheme_that_is_off_or_unknown_grants_nothing() {
        let off = Options {
            digest_scheme: Switch::Off,
            ..Options::default()
        };
        let acl = AclList::new(vec![entry(31, "digest", "bob:h")]);
        let bob = holding(&[("digest", "bob:h")]);
        assert!(!permits(&acl, Permissions::READ, &bob, &off));
        let odd = vec![entry(31, "sasl", "bob")];
        assert!(!granted(odd, Permissions::READ, &[("sasl", "bob")]));
    }
}
