//! How long the paths of a set are: so that looking for ancestors in it hashes few of them.
//!
//! A path of n bytes may have n / 2 ancestors; hashing each takes n * n steps. Few lengths occur in
//! a set, and a client that wants n of them has to send n * n bytes itself. Must never: hold a
//! length that no path of the set has.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

/// Lengths in bytes, and how many paths have each.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathLengths {
    counts: BTreeMap<usize, usize>,
    total: usize,
}

impl PathLengths {
    /// A path joins the set.
    pub(crate) fn insert(&mut self, path: &str) {
        *self.counts.entry(path.len()).or_insert(0) += 1;
        self.total += 1;
    }

    /// A path of the set leaves it.
    pub(crate) fn remove(&mut self, path: &str) {
        let Entry::Occupied(mut count) = self.counts.entry(path.len()) else {
            panic!("only what is in the set leaves it");
        };
        self.total -= 1;
        *count.get_mut() -= 1;
        if *count.get() == 0 {
            count.remove();
        }
    }

    /// Whether a path of the set has this length.
    pub(crate) fn has(&self, length: usize) -> bool {
        self.counts.contains_key(&length)
    }

    /// How many paths the set holds.
    pub(crate) const fn total(&self) -> usize {
        self.total
    }

    /// The ancestors of `path` that may be in the set, nearest first: those with a length that
    /// occurs in it. Neither `path` itself nor the empty string is one.
    pub(crate) fn ancestors<'a>(&self, path: &'a str) -> impl Iterator<Item = &'a str> {
        let lengths = self.counts.range(..path.len()).rev();
        lengths.filter_map(move |(length, _)| match *length {
            0 => None,
            // The root, whose slash is part of its name.
            1 => path.starts_with('/').then_some("/"),
            length => {
                let is_whole = path.as_bytes()[length] == b'/';
                is_whole.then(|| &path[..length])
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::path;

    #[test]
    fn ancestors_are_those_of_a_length_that_occurs() {
        let mut lengths = PathLengths::default();
        let of = |lengths: &PathLengths, path| lengths.ancestors(path).collect::<Vec<_>>();
        assert_eq!(of(&lengths, "/a/b/c"), [""; 0]);
        for path in ["/", "/xx", "/y/z", "/k/l"] {
            lengths.insert(path);
        }
        assert_eq!(of(&lengths, "/aa/bb/cc"), ["/aa", "/"]);
        assert_eq!(of(&lengths, "/a/b/c"), ["/a/b", "/"]);
        assert_eq!(of(&lengths, "/a/b"), ["/"], "no path is its own ancestor");
        assert_eq!(of(&lengths, "/"), [""; 0]);
        assert_eq!(of(&lengths, "/\u{e4}/\u{e4}"), ["/\u{e4}", "/"]);
        lengths.remove("/y/z");
        assert!(lengths.has(4));
        lengths.remove("/k/l");
        assert!(!lengths.has(4));
        assert_eq!(lengths.total(), 2);
        assert_eq!(of(&lengths, "/a/b/c"), ["/"]);
    }

    #[test]
    fn with_every_length_all_ancestors_are_named() {
        let path = "/a/bc/d/\u{4e2d}\u{6587}/efgh/i";
        let mut lengths = PathLengths::default();
        for length in 0..path.len() + 2 {
            lengths.insert(&"x".repeat(length));
        }
        let mut expected = Vec::new();
        let mut at = path;
        while at != "/" {
            at = path::parent(at);
            expected.push(at);
        }
        assert_eq!(lengths.ancestors(path).collect::<Vec<_>>(), expected);
    }
}
