//! Sessions, their ephemeral znodes and their connections: `dump`. Sources: `DumpCommand`,
//! `ExpiryQueue.dump`, `DataTree.dumpEphemerals`.

use core::fmt;
use core::net::SocketAddr;

use crate::id::{SessionId, WallTime};
use crate::request::Path;
use crate::wire::java_text::{JavaAddress, JavaDate};

/// What expires at one time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExpirySet<'a, T> {
    /// When.
    pub at: WallTime,
    /// What.
    pub members: &'a [T],
}

/// The ephemeral znodes of one session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EphemeralsOf<'a> {
    /// Whose.
    pub session: SessionId,
    /// Their paths.
    pub paths: &'a [Path],
}

/// The answer to `dump`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dump<'a> {
    /// Sessions by the time they expire, earliest first.
    pub sessions: &'a [ExpirySet<'a, SessionId>],
    /// Sessions that own ephemeral znodes.
    pub ephemerals: &'a [EphemeralsOf<'a>],
    /// Connections by the time they are closed if nothing is heard, earliest first.
    pub connections: &'a [ExpirySet<'a, (SocketAddr, SessionId)>],
}

impl fmt::Display for Dump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "SessionTracker dump:")?;
        write!(f, "Session ")?;
        write_sets(f, self.sessions, |session, f| writeln!(f, "\t{session}"))?;
        writeln!(f, "ephemeral nodes dump:")?;
        writeln!(f, "Sessions with Ephemerals ({}):", self.ephemerals.len())?;
        for EphemeralsOf { session, paths } in self.ephemerals {
            writeln!(f, "{session}:")?;
            for path in *paths {
                writeln!(f, "\t{path}")?;
            }
        }
        writeln!(f, "Connections dump:")?;
        write!(f, "Connections ")?;
        write_sets(f, self.connections, |(peer, session), f| {
            let peer = JavaAddress(*peer);
            writeln!(f, "\tip: {peer} sessionId: {session}")
        })
    }
}

fn write_sets<T>(
    f: &mut fmt::Formatter<'_>,
    sets: &[ExpirySet<'_, T>],
    write_member: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    let members: usize = sets.iter().map(|set| set.members.len()).sum();
    writeln!(f, "Sets ({})/({members}):", sets.len())?;
    for set in sets {
        writeln!(f, "{} expire at {}:", set.members.len(), JavaDate(set.at))?;
        for member in set.members {
            write_member(member, f)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn sessions_ephemerals_and_connections() {
        let session = SessionId(0x0100_0001_a2b3_0000);
        let peer = "127.0.0.1:44722".parse().expect("an address");
        let first = WallTime(1_767_323_045_000);
        let second = WallTime(1_767_323_055_000);
        let dump = Dump {
            sessions: &[
                ExpirySet {
                    at: first,
                    members: &[],
                },
                ExpirySet {
                    at: second,
                    members: &[session],
                },
            ],
            ephemerals: &[EphemeralsOf {
                session,
                paths: &[Path::from("/e")],
            }],
            connections: &[ExpirySet {
                at: second,
                members: &[(peer, session)],
            }],
        };
        assert_eq!(
            dump.to_string(),
            "SessionTracker dump:\n\
             Session Sets (2)/(1):\n\
             0 expire at Fri Jan 02 03:04:05 UTC 2026:\n\
             1 expire at Fri Jan 02 03:04:15 UTC 2026:\n\
             \t0x1000001a2b30000\n\
             ephemeral nodes dump:\n\
             Sessions with Ephemerals (1):\n\
             0x1000001a2b30000:\n\
             \t/e\n\
             Connections dump:\n\
             Connections Sets (1)/(1):\n\
             1 expire at Fri Jan 02 03:04:15 UTC 2026:\n\
             \tip: /127.0.0.1:44722 sessionId: 0x1000001a2b30000\n"
        );
    }
}
