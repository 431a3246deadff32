//! Sessions, their ephemeral znodes and their connections: `dump`. Sources: `DumpCommand`,
//! `ExpiryQueue.dump`, `DataTree.dumpEphemerals`, `LearnerSessionTracker.dumpSessions`.

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

/// The sessions of the ensemble, as a server knows them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionsOf<'a> {
    /// Who lets them expire knows when: earliest first.
    Orderer(&'a [ExpirySet<'a, SessionId>]),
    /// Who learns knows their timeouts, in milliseconds: by id.
    Learner(&'a [(SessionId, i32)]),
}

/// The answer to `dump`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dump<'a> {
    /// Sessions that only this server knows, by the time they expire, earliest first; `None` where
    /// there are no such sessions.
    pub local_sessions: Option<&'a [ExpirySet<'a, SessionId>]>,
    /// Sessions that every server knows.
    pub sessions: SessionsOf<'a>,
    /// Sessions that own ephemeral znodes.
    pub ephemerals: &'a [EphemeralsOf<'a>],
    /// Connections by the time they are closed if nothing is heard, earliest first.
    pub connections: &'a [ExpirySet<'a, (SocketAddr, SessionId)>],
}

impl fmt::Display for Dump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "SessionTracker dump:")?;
        if let Some(local) = self.local_sessions {
            write!(f, "Local Session ")?;
            write_sets(f, local, |session, f| write_session(*session, f))?;
        }
        match self.sessions {
            SessionsOf::Orderer(sets) => {
                let global = self.local_sessions.map_or("", |_| "Global ");
                write!(f, "{global}Session ")?;
                write_sets(f, sets, |session, f| write_session(*session, f))?;
            }
            SessionsOf::Learner(sessions) => {
                writeln!(f, "Global Sessions({}):", sessions.len())?;
                for (session, timeout_ms) in sessions {
                    writeln!(f, "{session}\t{timeout_ms}ms")?;
                }
            }
        }
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

fn write_session(session: SessionId, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(f, "\t{session}")
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
            local_sessions: None,
            sessions: SessionsOf::Orderer(&[
                ExpirySet {
                    at: first,
                    members: &[],
                },
                ExpirySet {
                    at: second,
                    members: &[session],
                },
            ]),
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

    #[test]
    fn local_sessions_and_those_of_a_learner() {
        let session = SessionId(0x0100_0001_a2b3_0000);
        let at = WallTime(1_767_323_055_000);
        let set = [ExpirySet {
            at,
            members: &[session],
        }];
        let sets = "1 expire at Fri Jan 02 03:04:15 UTC 2026:\n\t0x1000001a2b30000\n";
        let learner = Dump {
            local_sessions: None,
            sessions: SessionsOf::Learner(&[(session, 10_000), (SessionId(-1), 4000)]),
            ephemerals: &[],
            connections: &[],
        };
        let global = "Global Sessions(2):\n0x1000001a2b30000\t10000ms\n\
            0xffffffffffffffff\t4000ms\n";
        let head = "SessionTracker dump:\n";
        let tail = "ephemeral nodes dump:\nSessions with Ephemerals (0):\n\
            Connections dump:\nConnections Sets (0)/(0):\n";
        assert_eq!(learner.to_string(), [head, global, tail].concat());
        let with_local = Dump {
            local_sessions: Some(&set),
            ..learner
        };
        let local = "Local Session Sets (1)/(1):\n";
        assert_eq!(
            with_local.to_string(),
            [head, local, sets, global, tail].concat()
        );
        let orderer = Dump {
            local_sessions: Some(&[]),
            sessions: SessionsOf::Orderer(&set),
            ..learner
        };
        let both = "Local Session Sets (0)/(0):\nGlobal Session Sets (1)/(1):\n";
        assert_eq!(orderer.to_string(), [head, both, sets, tail].concat());
    }
}
