//! Who may do what: the check of an ACL, the fixing of a client's list, and the schemes.
//!
//! `check` evaluates a list against the identities of a connection; `fix` turns what a client sent
//! into what a znode keeps; `digest` and `ip` are the two schemes that have rules of their own;
//! `authenticate` turns a credential into identities. Must never keep or print a password: what
//! leaves this module is a hash.
//!
//! `world`, `auth` and `super` have no credential: `world` is everybody, `auth` only stands in
//! lists a client sends, `super` is gained through `digest`.

mod authenticate;
mod check;
mod digest;
mod fix;
mod ip;
#[cfg(test)]
mod testing;

pub use authenticate::{AuthFailed, authenticate, peer_identity, users};
pub(crate) use check::Verdicts;
pub use check::permits;
pub use digest::{DigestIds, digest_user};
pub use fix::{InvalidAcl, fix};

/// The scheme of everybody.
const WORLD: &str = "world";
/// The only id of [`WORLD`].
const ANYONE: &str = "anyone";
/// The scheme that a list is expanded by.
const AUTH: &str = "auth";
/// The scheme of passwords.
const DIGEST: &str = "digest";
/// The scheme of addresses.
const IP: &str = "ip";
/// The scheme that passes every check.
const SUPER: &str = "super";
