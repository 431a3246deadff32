//! Evaluating an ACL. Source: `ZooKeeperServer.checkACL`.
//!
//! Lists and identities are what clients chose, so the time of a check is bounded, and what one
//! request asks for again and again is remembered. Must never: let a verdict outlive its request.

use alloc::collections::{BTreeMap, BTreeSet};

use super::{ANYONE, DIGEST, IP, WORLD, ip};
use crate::acl::{Acl, AclList, Identities, Identity, Permissions};
use crate::limits;
use crate::options::Options;

/// Verdicts on long lists, for the operations of one request: all of the same identities.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    /// By the list's address and the permissions wanted. The list is held, so that its address
    /// stays its own.
    kept: BTreeMap<(usize, i32), (AclList, bool)>,
}

impl Verdicts {
    /// As [`permits`]; always to be asked with the same identities and options.
    pub(crate) fn permits(
        &mut self,
        acl: &AclList,
        wanted: Permissions,
        identities: &Identities,
        options: &Options,
    ) -> bool {
        let entries = acl.entries().unwrap_or_default();
        if entries.len() <= limits::UNREMEMBERED_ENTRIES_MAX {
            return permits(acl, wanted, identities, options);
        }
        let key = (entries.as_ptr().addr(), wanted.0);
        let verdict = || (acl.clone(), permits(acl, wanted, identities, options));
        self.kept.entry(key).or_insert_with(verdict).1
    }
}

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
    if options.skip_acl.is_on() || identities.is_super() || entries.is_empty() {
        return true;
    }
    let mut granting = entries
        .iter()
        .filter(|entry| entry.permissions.intersects(wanted));
    if entries.len() * identities.len() <= limits::PLAIN_COMPARISONS_MAX {
        let holds = |wanted: &Identity| identities.iter().any(|held| held == wanted);
        return granting.any(|entry| matches(entry, identities, holds, options));
    }
    let held: BTreeSet<&Identity> = identities.iter().collect();
    let holds = |wanted: &Identity| held.contains(wanted);
    granting.any(|entry| matches(entry, identities, holds, options))
}

fn matches(
    entry: &Acl,
    identities: &Identities,
    holds: impl Fn(&Identity) -> bool,
    options: &Options,
) -> bool {
    let wanted = &entry.identity;
    match wanted.scheme.as_str() {
        WORLD => wanted.id == ANYONE,
        DIGEST => options.digest_scheme.is_on() && holds(wanted),
        IP => identities
            .iter()
            .any(|held| held.scheme == IP && ip::matches(&held.id, &wanted.id)),
        // Other schemes have no rule here: such an entry can only come from another server's
        // tree, and grants nothing.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::access::testing::{entry, holding, identity};
    use crate::options::Switch;

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
    fn a_long_list_is_checked_as_a_short_one_is() {
        let digest = |number: usize| alloc::format!("user{number}:h");
        let mut entries: Vec<Acl> = (0..400).map(|n| entry(1, "digest", &digest(n))).collect();
        entries.push(entry(2, "ip", "10.0.0.0/8"));
        entries.push(entry(4, "sasl", "user500:h"));
        let acl = AclList::new(entries);
        let options = Options::default();
        let mut strangers = Identities::default();
        for number in 400..460 {
            strangers.add(identity("digest", &digest(number)));
        }
        strangers.add(identity("ip", "10.1.1.1"));
        strangers.add(identity("sasl", "user500:h"));
        let mut friends = strangers.clone();
        friends.add(identity("digest", &digest(399)));
        for (held, wanted, expected) in [
            (&strangers, Permissions::READ, false),
            (&strangers, Permissions::WRITE, true),
            (&strangers, Permissions::CREATE, false),
            (&friends, Permissions::READ, true),
            (&friends, Permissions::ADMIN, false),
        ] {
            assert_eq!(permits(&acl, wanted, held, &options), expected);
        }
    }

    #[test]
    fn a_verdict_is_of_one_list_and_one_permission() {
        let list = |id: &str| AclList::new(vec![entry(1, "digest", id); 20]);
        let held = holding(&[("digest", "bob:h")]);
        let options = Options::default();
        let mut verdicts = Verdicts::default();
        let lists = [list("bob:h"), list("eve:h")];
        for _ in 0..3 {
            for (list, expected) in lists.iter().zip([true, false]) {
                let mut ask = |wanted| verdicts.permits(list, wanted, &held, &options);
                assert_eq!(ask(Permissions::READ), expected);
                assert!(!ask(Permissions::WRITE));
            }
        }
        assert_eq!(verdicts.kept.len(), 4, "asked twelve times, found out once");
        let mut short = |acl: &AclList| verdicts.permits(acl, Permissions::READ, &held, &options);
        assert!(short(&AclList::OPEN) && short(&AclList::new(vec![])));
        assert_eq!(verdicts.kept.len(), 4, "short lists are not kept");
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
