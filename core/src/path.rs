//! Paths: what a legal one is, and how one is taken apart.
//!
//! Paths stay strings: clients send them whole, the index hashes them whole, and a read must not
//! allocate. Must never be used to refuse a read: reads take any string and find nothing.

use alloc::string::String;
use core::fmt::Write as _;

/// The znode that holds the ensemble's configuration.
pub const CONFIG: &str = "/zookeeper/config";

/// A path that no znode can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidPath {
    /// It is empty, or does not start with `/`.
    NotAbsolute,
    /// It ends with `/` and is not the root.
    TrailingSlash,
    /// Two slashes follow each other.
    EmptyName,
    /// A name is `.` or `..`.
    RelativeName,
    /// It holds a character that ZooKeeper refuses.
    Character,
}

/// Whether `path` can be a znode's. Source: `PathUtils.validatePath`.
///
/// A create is checked after its sequence suffix was appended, so `/p/` is fine for a sequential
/// one and for no other.
pub fn validate(path: &str) -> Result<(), InvalidPath> {
    let Some(names) = path.strip_prefix('/') else {
        return Err(InvalidPath::NotAbsolute);
    };
    if names.is_empty() {
        return Ok(());
    }
    if names.ends_with('/') {
        return Err(InvalidPath::TrailingSlash);
    }
    for name in names.split('/') {
        match name {
            "" => return Err(InvalidPath::EmptyName),
            "." | ".." => return Err(InvalidPath::RelativeName),
            _ => {}
        }
    }
    if path.chars().any(is_refused) {
        return Err(InvalidPath::Character);
    }
    Ok(())
}

/// ZooKeeper looks at UTF-16 units and refuses surrogates, so no character beyond the basic plane
/// is legal.
const fn is_refused(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fff0}'..='\u{ffff}'
            | '\u{10000}'..
    )
}

/// The test that comes before the parent is looked up: a bad path below a missing parent is
/// answered with `NoNode`. Source: `PrepRequestProcessor.validatePathForCreate`.
pub fn has_parent(path: &str) -> bool {
    path.contains('/') && !path.contains('\0')
}

/// Whether a client may ask to delete `path`: ZooKeeper's own znodes stay.
/// Source: `PrepRequestProcessor.getParentPathAndValidate`.
pub fn is_deletable(path: &str) -> bool {
    has_parent(path) && !matches!(path, "/" | "/zookeeper" | "/zookeeper/quota" | CONFIG)
}

/// The path of the parent: everything before the last `/`; `/` for the root and its children.
pub fn parent(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => path.split_at(end).0,
    }
}

/// The name: everything behind the last `/`; empty for the root.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// `path` with a sequential znode's suffix: the parent's stored `cversion` in ten digits or more.
/// After 2,147,483,647 it goes on with negative numbers, as ZooKeeper's does.
pub fn with_sequence(path: &str, parent_cversion: i32) -> String {
    let mut full = String::with_capacity(path.len() + 11);
    full.push_str(path);
    // Writing to a String cannot fail.
    let _ = write!(full, "{parent_cversion:010}");
    full
}

/// Length as Java counts it, in UTF-16 units: what ZooKeeper's data size figures add up.
pub(crate) fn java_len(path: &str) -> usize {
    if path.is_ascii() {
        path.len()
    } else {
        path.encode_utf16().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_paths() {
        for path in [
            "/",
            "/a",
            "/a/b",
            "/...",
            "/a..b",
            "/.a",
            "/é/日本",
            "/\u{ffef}",
            "/ ",
        ] {
            assert_eq!(validate(path), Ok(()), "{path:?}");
        }
    }

    #[test]
    fn illegal_paths() {
        let table = [
            ("", InvalidPath::NotAbsolute),
            ("a", InvalidPath::NotAbsolute),
            ("a/b", InvalidPath::NotAbsolute),
            ("/a/", InvalidPath::TrailingSlash),
            ("//", InvalidPath::TrailingSlash),
            ("//a", InvalidPath::EmptyName),
            ("/a//b", InvalidPath::EmptyName),
            ("/.", InvalidPath::RelativeName),
            ("/a/..", InvalidPath::RelativeName),
            ("/a/./b", InvalidPath::RelativeName),
            ("/a\0", InvalidPath::Character),
            ("/\u{1}", InvalidPath::Character),
            ("/\u{1f}", InvalidPath::Character),
            ("/\u{7f}", InvalidPath::Character),
            ("/\u{9f}", InvalidPath::Character),
            ("/\u{e000}", InvalidPath::Character),
            ("/\u{f8ff}", InvalidPath::Character),
            ("/\u{fff0}", InvalidPath::Character),
            ("/\u{ffff}", InvalidPath::Character),
            ("/😀", InvalidPath::Character),
        ];
        for (path, fault) in table {
            assert_eq!(validate(path), Err(fault), "{path:?}");
        }
    }

    #[test]
    fn the_cheap_tests() {
        assert!(has_parent("/a") && has_parent("a/b"));
        assert!(!has_parent("a") && !has_parent("") && !has_parent("/a\0"));
        assert!(is_deletable("/a") && is_deletable("/zookeeper/x"));
        for path in [
            "/",
            "/zookeeper",
            "/zookeeper/quota",
            "/zookeeper/config",
            "a",
            "/\0",
        ] {
            assert!(!is_deletable(path), "{path:?}");
        }
    }

    #[test]
    fn parts() {
        assert_eq!((parent("/"), name("/")), ("/", ""));
        assert_eq!((parent("/a"), name("/a")), ("/", "a"));
        assert_eq!((parent("/a/b"), name("/a/b")), ("/a", "b"));
        assert_eq!((parent("a/b"), name("a/b")), ("a", "b"));
        assert_eq!((parent("/p/"), name("/p/")), ("/p", ""));
    }

    #[test]
    fn sequence_suffixes() {
        assert_eq!(with_sequence("/p/", 2), "/p/0000000002");
        assert_eq!(with_sequence("/a-", i32::MAX), "/a-2147483647");
        assert_eq!(with_sequence("/a-", i32::MIN), "/a--2147483648");
        assert_eq!(with_sequence("/a", -5), "/a-000000005");
    }

    #[test]
    fn java_counts_utf16_units() {
        assert_eq!(java_len("/a"), 2);
        assert_eq!(java_len("/é日"), 3);
    }
}
