//! The `digest` scheme: `user:password` becomes `user:base64(hash("user:password"))`.
//!
//! Must never let the password out: only its hash leaves. Source:
//! `org.apache.zookeeper.server.auth.DigestAuthenticationProvider`.

use alloc::string::String;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use sha2::Sha256;

use crate::options::DigestAlgorithm;

/// Whether a reader of an ACL may see the hashes in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DigestIds {
    /// It holds ADMIN.
    Shown,
    /// It does not: `user:x` stands for `user:hash`.
    Masked,
}

/// The user in `user:hash`; everything when there is no colon.
pub fn digest_user(id: &str) -> &str {
    id.split(':').next().unwrap_or(id)
}

/// The id of a credential. As in ZooKeeper the bytes are read as text first, so that what is not
/// UTF-8 is hashed in its replaced form, and a credential without a colon is its own user.
pub(super) fn id_of(credential: &[u8], algorithm: DigestAlgorithm) -> String {
    let credential = String::from_utf8_lossy(credential);
    let mut id = String::from(digest_user(&credential));
    id.push(':');
    match algorithm {
        DigestAlgorithm::Sha1 => {
            STANDARD.encode_string(Sha1::digest(credential.as_bytes()), &mut id);
        }
        DigestAlgorithm::Sha256 => {
            STANDARD.encode_string(Sha256::digest(credential.as_bytes()), &mut id);
        }
    }
    id
}

/// Whether a list may hold `id`: exactly two parts, where Java's `split` does not count empty
/// parts at the end.
pub(super) fn is_valid(id: &str) -> bool {
    let id = id.trim_end_matches(':');
    id.bytes().filter(|&byte| byte == b':').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_zookeeper() {
        let sha1 = |credential: &[u8]| id_of(credential, DigestAlgorithm::Sha1);
        assert_eq!(sha1(b"bob:pw"), "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=");
        assert_eq!(sha1(b"super:admin"), "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
        // Everything behind the first colon is the password, colons included.
        assert!(sha1(b"a:b:c").starts_with("a:"));
        // SHA-1 of nothing, and of "bob": base64 of well-known digests.
        assert_eq!(sha1(b""), ":2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
        assert!(sha1(b"bob").starts_with("bob:"));
        assert_eq!(sha1(b"bob").len(), "bob:".len() + 28);
    }

    #[test]
    fn sha_256_is_an_option() {
        let id = id_of(b"", DigestAlgorithm::Sha256);
        assert_eq!(id, ":47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced_first() {
        let replaced = id_of("u\u{fffd}:p".as_bytes(), DigestAlgorithm::Sha1);
        assert_eq!(id_of(b"u\xff:p", DigestAlgorithm::Sha1), replaced);
    }

    #[test]
    fn an_id_has_two_parts() {
        for valid in ["bob:hash", ":hash", "bob:hash:", "bob:hash::"] {
            assert!(is_valid(valid), "{valid}");
        }
        for invalid in ["", "bob", "bob:", ":", "a:b:c", "::x"] {
            assert!(!is_valid(invalid), "{invalid}");
        }
    }

    #[test]
    fn the_user_stands_before_the_colon() {
        assert_eq!(digest_user("bob:hash"), "bob");
        assert_eq!(digest_user("bob"), "bob");
        assert_eq!(digest_user(":hash"), "");
    }
}
