//! Who watches what: `wchs`, `wchc`, `wchp`. Source: `WatchManager`.
//!
//! All three are about data watches only, as in ZooKeeper.

use core::fmt;

use crate::id::SessionId;
use crate::request::Path;

/// The answer to `wchs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wchs {
    /// Connections that watch anything.
    pub connections: u64,
    /// Paths that are watched.
    pub paths: u64,
    /// Pairs of the two.
    pub watches: u64,
}

impl fmt::Display for Wchs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} connections watching {} paths",
            self.connections, self.paths
        )?;
        writeln!(f, "Total watches:{}", self.watches)
    }
}

/// The answer to `wchc`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wchc<'a> {
    /// Every session that watches, and what.
    pub sessions: &'a [(SessionId, &'a [Path])],
}

impl fmt::Display for Wchc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (session, paths) in self.sessions {
            writeln!(f, "{session}")?;
            for path in *paths {
                writeln!(f, "\t{path}")?;
            }
        }
        writeln!(f)
    }
}

/// The answer to `wchp`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wchp<'a> {
    /// Every watched path, and by whom.
    pub paths: &'a [(Path, &'a [SessionId])],
}

impl fmt::Display for Wchp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, sessions) in self.paths {
            writeln!(f, "{path}")?;
            for session in *sessions {
                writeln!(f, "\t{session}")?;
            }
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn watches_are_listed_three_ways() {
        let wchs = Wchs {
            connections: 1,
            paths: 2,
            watches: 3,
        };
        let text = "1 connections watching 2 paths\nTotal watches:3\n";
        assert_eq!(wchs.to_string(), text);

        let paths = [Path::from("/a"), Path::from("/b")];
        let wchc = Wchc {
            sessions: &[(SessionId(0x10), &paths), (SessionId(-1), &paths[..1])],
        };
        assert_eq!(
            wchc.to_string(),
            "0x10\n\t/a\n\t/b\n0xffffffffffffffff\n\t/a\n\n"
        );

        let sessions = [SessionId(0x10), SessionId(0x11)];
        let wchp = Wchp {
            paths: &[(Path::from("/a"), &sessions)],
        };
        assert_eq!(wchp.to_string(), "/a\n\t0x10\n\t0x11\n\n");
        assert_eq!(Wchp { paths: &[] }.to_string(), "\n");
    }
}
