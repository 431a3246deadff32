//! Credentials to identities, and identities to what `whoAmI` tells.
//!
//! Must never say more about a refusal than that it was one.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::net::IpAddr;

use super::{DIGEST, IP, SUPER, digest, digest_user};
use crate::acl::{Identities, Identity};
use crate::limits;
use crate::options::Options;

/// The scheme is unknown, switched off, or takes no credential: the connection is told so and
/// closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AuthFailed;

/// The identities a connection gains by showing `credential`.
///
/// `digest` is refused only when it is longer than a name and a password can be: whoever shows a
/// password is whoever has its hash. When the hash is the configured super user's, the super
/// identity comes with it.
pub fn authenticate(
    scheme: &str,
    credential: &[u8],
    peer: IpAddr,
    options: &Options,
) -> Result<Vec<Identity>, AuthFailed> {
    match scheme {
        _ if credential.len() > limits::CREDENTIAL_BYTES_MAX => Err(AuthFailed),
        DIGEST if options.digest_scheme.is_on() => {
            let id = digest::id_of(credential, options.digest_algorithm);
            if digest_user(&id).len() > limits::USER_BYTES_MAX {
                return Err(AuthFailed);
            }
            let mut gained = Vec::with_capacity(2);
            if options.super_digest.as_ref() == Some(&id) {
                gained.push(Identity {
                    scheme: String::from(SUPER),
                    id: String::new(),
                });
            }
            gained.push(Identity {
                scheme: String::from(DIGEST),
                id,
            });
            Ok(gained)
        }
        IP => Ok(vec![peer_identity(peer)]),
        _ => Err(AuthFailed),
    }
}

/// The identity every connection holds from its first byte: its address, as Java writes it.
pub fn peer_identity(peer: IpAddr) -> Identity {
    let id = match peer.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            // Java does not shorten runs of zeros.
            let segments = address.segments().map(|segment| format!("{segment:x}"));
            segments.join(":")
        }
    };
    Identity {
        scheme: String::from(IP),
        id,
    }
}

/// Scheme and user of every identity, without hashes: the answer to `whoAmI`. A scheme that no
/// provider knows (`super`) has no user.
pub fn users<'a>(
    identities: &'a Identities,
    options: &'a Options,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    identities.iter().map(|held| {
        let user = match held.scheme.as_str() {
            DIGEST if options.digest_scheme.is_on() => digest_user(&held.id),
            IP => &held.id,
            _ => "",
        };
        (held.scheme.as_str(), user)
    })
}

#[cfg(test)]
mod tests {
    use core::net::{Ipv4Addr, Ipv6Addr};

    use super::*;
    use crate::access::testing::identity;
    use crate::options::{DigestAlgorithm, Switch};

    const PEER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    #[test]
    fn a_password_becomes_its_hash() {
        let gained = authenticate("digest", b"bob:pw", PEER, &Options::default());
        let hash = identity("digest", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=");
        assert_eq!(gained, Ok(vec![hash]));
    }

    #[test]
    fn a_user_has_a_short_name_and_may_have_a_long_password() {
        let credential = |user: usize, password: usize| {
            let text = format!("{}:{}", "u".repeat(user), "p".repeat(password));
            authenticate("digest", text.as_bytes(), PEER, &Options::default()).is_ok()
        };
        let longest = limits::CREDENTIAL_BYTES_MAX - 1;
        assert!(credential(
            limits::USER_BYTES_MAX,
            longest - limits::USER_BYTES_MAX
        ));
        assert!(!credential(1, longest));
        assert!(!credential(limits::USER_BYTES_MAX + 1, 1));
    }

    #[test]
    fn the_super_digest_adds_the_super_user() {
        let options = Options {
            super_digest: Some(String::from("super:xQJmxLMiHGwaqBvst5y6rkB6HQs=")),
            ..Options::default()
        };
        let gained = authenticate("digest", b"super:admin", PEER, &options);
        let hash = identity("digest", "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
        assert_eq!(gained, Ok(vec![identity("super", ""), hash]));
        let other = authenticate("digest", b"super:wrong", PEER, &options);
        assert_eq!(other.map(|gained| gained.len()), Ok(1));
        // The hash of another algorithm is another user.
        let sha256 = Options {
            digest_algorithm: DigestAlgorithm::Sha256,
            ..options
        };
        let other = authenticate("digest", b"super:admin", PEER, &sha256);
        assert_eq!(other.map(|gained| gained.len()), Ok(1));
    }

    #[test]
    fn schemes_without_credentials_are_refused() {
        let options = Options::default();
        for scheme in ["world", "auth", "super", "sasl", "x509", "", "DIGEST"] {
            let refused = authenticate(scheme, b"bob:pw", PEER, &options);
            assert_eq!(refused, Err(AuthFailed), "{scheme}");
        }
        let off = Options {
            digest_scheme: Switch::Off,
            ..options
        };
        let refused = authenticate("digest", b"bob:pw", PEER, &off);
        assert_eq!(refused, Err(AuthFailed));
    }

    #[test]
    fn addresses_are_written_as_java_does() {
        let ip = |peer| peer_identity(peer).id;
        assert_eq!(ip(PEER), "127.0.0.1");
        assert_eq!(ip(IpAddr::V6(Ipv6Addr::LOCALHOST)), "0:0:0:0:0:0:0:1");
        let mapped = Ipv4Addr::new(10, 1, 2, 3).to_ipv6_mapped();
        assert_eq!(ip(IpAddr::V6(mapped)), "10.1.2.3");
        let shown = authenticate("ip", b"anything", PEER, &Options::default());
        assert_eq!(shown, Ok(vec![identity("ip", "127.0.0.1")]));
    }

    #[test]
    fn users_are_told_without_hashes() {
        let mut held = Identities::default();
        held.add(peer_identity(PEER));
        held.add(identity("digest", "bob:hash"));
        held.add(identity("super", ""));
        let options = Options::default();
        let told: Vec<_> = users(&held, &options).collect();
        assert_eq!(
            told,
            [("ip", "127.0.0.1"), ("digest", "bob"), ("super", "")]
        );
    }
}
