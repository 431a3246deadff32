//! What the log tells of closed connections: those an operator should know of, gathered for a
//! second and told in one line for each reason, so that a storm of them is no storm of lines.
//!
//! Must never: name anything a client sent. What happens all the time is told at debug only.

use std::net::SocketAddr;

use ringkeeper_core::id::SessionId;
use ringkeeper_core::stream::CloseReason;
use tracing::{debug, info, warn};

/// How loud a reason is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Weight {
    /// It happens all the time.
    Usual,
    /// An operator may look for it.
    Worth,
    /// Somebody has to do something.
    Trouble,
}

/// What was gathered of one reason.
#[derive(Clone, Copy, Debug)]
struct Gathered {
    count: u64,
    peer: SocketAddr,
    session: SessionId,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    gathered: [Option<Gathered>; CloseReason::ALL.len()],
}

impl Notices {
    /// A connection is closed, or was not taken.
    pub(crate) fn note(&mut self, reason: CloseReason, peer: SocketAddr, session: SessionId) {
        if weight(reason) == Weight::Usual {
            debug!(reason = reason.name(), %peer, %session, "connection closed");
            return;
        }
        let before = self.gathered[reason as usize].map_or(0, |gathered| gathered.count);
        self.gathered[reason as usize] = Some(Gathered {
            count: before + 1,
            peer,
            session,
        });
    }

    /// Tells what was gathered.
    pub(crate) fn tell(&mut self) {
        for reason in CloseReason::ALL {
            let Some(gathered) = self.gathered[reason as usize].take() else {
                continue;
            };
            let Gathered {
                count,
                peer,
                session,
            } = gathered;
            let (name, why) = (reason.name(), explanation(reason));
            if weight(reason) == Weight::Trouble {
                warn!(reason = name, count, last_peer = %peer, last_session = %session, "{why}");
            } else {
                info!(reason = name, count, last_peer = %peer, last_session = %session, "{why}");
            }
        }
    }
}

const fn weight(reason: CloseReason) -> Weight {
    match reason {
        CloseReason::ClientGone
        | CloseReason::SessionMoved
        | CloseReason::SessionClosed
        | CloseReason::FourLetterWord
        | CloseReason::NotServing
        | CloseReason::Shutdown => Weight::Usual,
        CloseReason::SessionExpired
        | CloseReason::SessionRefused
        | CloseReason::BadHandshake
        | CloseReason::HandshakeTimeout
        | CloseReason::BadHeader
        | CloseReason::BadOpcode => Weight::Worth,
        CloseReason::ClientAhead
        | CloseReason::BadFrameLength
        | CloseReason::TooManyLargeRequests
        | CloseReason::AuthFailed
        | CloseReason::AuthRequired
        | CloseReason::SlowReader
        | CloseReason::TooManyConnections => Weight::Trouble,
    }
}

/// What happened, in a sentence; with what to do about it where there is something.
const fn explanation(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::ClientGone => "a client left",
        CloseReason::SessionMoved => "a session went on elsewhere",
        CloseReason::SessionExpired => "a session expired while its connection was open",
        CloseReason::SessionClosed => "a session was closed",
        CloseReason::SessionRefused => "a client came back with a session that is over",
        CloseReason::ClientAhead => {
            "a client has seen a later state than this server's: it was connected to another \
             server, or the data is older than it was; restart the client"
        }
        CloseReason::BadHandshake => "a handshake could not be read: is it a ZooKeeper client?",
        CloseReason::HandshakeTimeout => "a connection sent no handshake in time",
        CloseReason::BadFrameLength => {
            "a request is larger than jute.maxbuffer, or the client does not speak ZooKeeper"
        }
        CloseReason::TooManyLargeRequests => "a request exceeds largeRequestMaxBytes",
        CloseReason::BadHeader => "a request was too short to be one",
        CloseReason::BadOpcode => "a client asked for what only servers may, or for the unknown",
        CloseReason::AuthFailed => "a credential was refused",
        CloseReason::AuthRequired => "a client did not authenticate, as enforce.auth demands",
        CloseReason::SlowReader => "a client did not take what it was sent",
        CloseReason::TooManyConnections => {
            "a connection was refused: see maxClientCnxns, maxCnxns and the limit of open files"
        }
        CloseReason::FourLetterWord => "a word was answered",
        CloseReason::Shutdown => "the server stops",
        CloseReason::NotServing => "this server has no leader",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_a_line_is_gathered_and_told_once() {
        let mut notices = Notices::default();
        let peer = "127.0.0.1:1".parse().expect("an address");
        for _ in 0..1000 {
            notices.note(CloseReason::SlowReader, peer, SessionId(1));
            notices.note(CloseReason::ClientGone, peer, SessionId(1));
        }
        let slow = notices.gathered[CloseReason::SlowReader as usize];
        assert_eq!(slow.map(|gathered| gathered.count), Some(1000));
        assert!(notices.gathered[CloseReason::ClientGone as usize].is_none());
        notices.tell();
        assert!(notices.gathered.iter().all(Option::is_none));
    }
}
