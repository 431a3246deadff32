//! Fixing the ACL list of a create or setACL. Source: `PrepRequestProcessor.fixupACL`.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::{ANYONE, AUTH, DIGEST, IP, SUPER, WORLD, digest, ip};
use crate::acl::{Acl, AclList, Identities, Identity};
use crate::limits;
use crate::options::Options;

/// The list is empty, or an entry is one that no scheme accepts: answered with
/// [`InvalidAcl`](crate::error_code::ErrorCode::InvalidAcl).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidAcl;

/// What a znode keeps of the list a client sent: duplicates dropped, `auth` replaced by the
/// identities the connection has authenticated, every other entry accepted by its scheme.
///
/// `expansion_left` is what the request may still grow by in bytes, so that a small one does not
/// become a huge list.
pub fn fix(
    sent: &[Acl],
    identities: &Identities,
    options: &Options,
    expansion_left: &mut usize,
) -> Result<AclList, InvalidAcl> {
    if sent.is_empty() || sent.len() > limits::ACL_ENTRIES_MAX {
        return Err(InvalidAcl);
    }
    let mut kept = Vec::with_capacity(sent.len());
    let mut seen = Seen::new(sent.len());
    for (position, entry) in sent.iter().enumerate() {
        if !seen.is_first(entry, sent.get(..position).unwrap_or_default()) {
            continue;
        }
        let identity = &entry.identity;
        match identity.scheme.as_str() {
            WORLD if identity.id == ANYONE => kept.push(entry.clone()),
            AUTH => {
                let before = kept.len();
                for held in authenticated(identities, options) {
                    let bytes = held.scheme.len() + held.id.len() + size_of::<Acl>();
                    *expansion_left = expansion_left.checked_sub(bytes).ok_or(InvalidAcl)?;
                    kept.push(Acl {
                        permissions: entry.permissions,
                        identity: held.clone(),
                    });
                }
                if kept.len() == before || kept.len() > limits::ACL_ENTRIES_MAX {
                    return Err(InvalidAcl);
                }
            }
            DIGEST if options.digest_scheme.is_on() && digest::is_valid(&identity.id) => {
                kept.push(entry.clone());
            }
            IP if ip::is_valid(&identity.id) => kept.push(entry.clone()),
            _ => return Err(InvalidAcl),
        }
    }
    Ok(AclList::new(kept))
}

/// The identities that count as authenticated: an address does not, and the super user's own
/// scheme is no provider's.
fn authenticated<'a>(
    identities: &'a Identities,
    options: &'a Options,
) -> impl Iterator<Item = &'a Identity> {
    identities.iter().filter(|held| match held.scheme.as_str() {
        DIGEST => options.digest_scheme.is_on(),
        IP | SUPER | WORLD | AUTH => false,
        _ => true,
    })
}

/// Finds duplicates: by comparing in short lists, by sorting in long ones, so that a frame full
/// of entries does not cost its square.
enum Seen<'a> {
    Compare,
    Sort(BTreeSet<(i32, &'a str, &'a str)>),
}

/// Up to this many entries are compared one by one.
const COMPARED_MAX: usize = 16;

impl<'a> Seen<'a> {
    fn new(entries: usize) -> Seen<'a> {
        if entries <= COMPARED_MAX {
            Seen::Compare
        } else {
            Seen::Sort(BTreeSet::new())
        }
    }

    fn is_first(&mut self, entry: &'a Acl, earlier: &[Acl]) -> bool {
        match self {
            Seen::Compare => !earlier.contains(entry),
            Seen::Sort(seen) => {
                let Identity { scheme, id } = &entry.identity;
                seen.insert((entry.permissions.0, scheme, id))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, vec};

    use super::*;
    use crate::access::testing::{entry, holding, identity};
    use crate::options::Switch;

    fn room() -> usize {
        limits::ACL_EXPANSION_BYTES_MAX
    }

    #[test]
    fn a_small_list_does_not_become_a_huge_one() {
        let mut held = Identities::default();
        for user in 0..10 {
            held.add(identity("digest", &format!("{user}:{}", "h".repeat(1000))));
        }
        let sent = [entry(31, "auth", "")];
        let mut left = 25_000;
        let options = Options::default();
        for _ in 0..2 {
            assert!(fix(&sent, &held, &options, &mut left).is_ok());
        }
        assert_eq!(fix(&sent, &held, &options, &mut left), Err(InvalidAcl));
        let many: Vec<Acl> = (0..=512)
            .map(|user| entry(1, "digest", &format!("{user}:h")))
            .collect();
        assert_eq!(fix(&many, &held, &options, &mut room()), Err(InvalidAcl));
        assert!(fix(&many[..512], &held, &options, &mut room()).is_ok());
    }

    fn fixed(sent: &[Acl], held: &[(&str, &str)]) -> Result<Vec<Acl>, InvalidAcl> {
        let list = fix(sent, &holding(held), &Options::default(), &mut room())?;
        Ok(list.entries().map_or_else(Vec::new, <[Acl]>::to_vec))
    }

    #[test]
    fn the_open_list_stays_open() {
        let sent = [entry(31, "world", "anyone"), entry(31, "world", "anyone")];
        let list = fix(
            &sent,
            &Identities::default(),
            &Options::default(),
            &mut room(),
        );
        assert_eq!(list, Ok(AclList::OPEN));
    }

    #[test]
    fn what_no_scheme_accepts_is_refused() {
        for (scheme, id) in [
            ("world", "somebody"),
            ("super", ""),
            ("sasl", "bob"),
            ("", ""),
            ("digest", "bob"),
            ("ip", "not an address"),
            ("auth", ""),
        ] {
            let refused = fixed(&[entry(31, scheme, id)], &[("ip", "127.0.0.1")]);
            assert_eq!(refused, Err(InvalidAcl), "{scheme}:{id}");
        }
        assert_eq!(fixed(&[], &[]), Err(InvalidAcl));
    }

    #[test]
    fn duplicates_go_and_order_stays() {
        let a = entry(1, "digest", "a:h");
        let b = entry(1, "digest", "b:h");
        let other_bits = entry(2, "digest", "a:h");
        let sent = [
            a.clone(),
            b.clone(),
            a.clone(),
            other_bits.clone(),
            b.clone(),
        ];
        assert_eq!(fixed(&sent, &[]), Ok(vec![a, b, other_bits]));
    }

    #[test]
    fn long_lists_are_fixed_like_short_ones() {
        let id = |n: usize| entry(1, "digest", &format!("u{n}:h"));
        let sent: Vec<Acl> = (0..100).chain(0..100).map(id).collect();
        assert_eq!(fixed(&sent, &[]), Ok((0..100).map(id).collect()));
    }

    #[test]
    fn auth_becomes_every_authenticated_identity() {
        let held = [
            ("ip", "127.0.0.1"),
            ("digest", "a:h"),
            ("super", ""),
            ("digest", "b:h"),
        ];
        assert_eq!(
            fixed(&[entry(5, "auth", "ignored")], &held),
            Ok(vec![entry(5, "digest", "a:h"), entry(5, "digest", "b:h")])
        );
    }

    #[test]
    fn a_digest_scheme_that_is_off_is_no_scheme() {
        let off = Options {
            digest_scheme: Switch::Off,
            ..Options::default()
        };
        let held = holding(&[("digest", "a:h")]);
        assert_eq!(
            fix(&[entry(1, "digest", "a:h")], &held, &off, &mut room()),
            Err(InvalidAcl)
        );
        assert_eq!(
            fix(&[entry(1, "auth", "")], &held, &off, &mut room()),
            Err(InvalidAcl)
        );
    }
}
