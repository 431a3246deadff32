//! What can go wrong while measuring: one enum, its variants naming the fault and who must act.
//!
//! A measurement never goes on after one of these: a figure taken beside errors is no figure.

use std::fmt;
use std::io;

use ringkeeper_core::error_code::ErrorCode;

/// The reason why a run stopped without a result.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line is wrong; the caller must change it.
    Usage(String),
    /// The system refused something; `doing` names it with its path or address.
    System {
        /// What was tried, as in "connect to 127.0.0.1:2181".
        doing: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The server answered the handshake with timeout 0, or closed before answering it.
    NoSession {
        /// The server's address.
        address: String,
    },
    /// The server knows no such session any more, although the client that shows it was away for
    /// less than its timeout.
    Expired {
        /// The server's address.
        address: String,
    },
    /// The server closed a connection with requests in flight.
    Closed {
        /// The requests that will get no reply.
        in_flight: u32,
    },
    /// Bytes that are no frame of the protocol, or a reply for another request.
    Garbled(String),
    /// A reply's header carried an error that the workload does not expect.
    Refused {
        /// The request that was refused.
        request: &'static str,
        /// The wire form of the error.
        code: i32,
    },
    /// Nothing arrived for a long time although requests are in flight.
    Silent {
        /// For how long nothing arrived.
        seconds: u64,
        /// The requests waiting.
        in_flight: u64,
    },
    /// A server that the benchmark starts itself did not start, stopped, or did not do its part.
    Peer {
        /// `zookeeper` or `ringkeeper`.
        name: String,
        /// What went wrong and the end of its log.
        what: String,
    },
}

/// The result of everything here that can fail.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Wraps a system error with what was being done; for `map_err`.
    pub(crate) fn system<E: Into<io::Error>>(doing: impl Into<String>) -> impl FnOnce(E) -> Error {
        let doing = doing.into();
        move |source| Error::System {
            doing,
            source: source.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(what) => write!(out, "{what} (see ringkeeper-bench --help)"),
            Error::System { doing, source } => write!(out, "cannot {doing}: {source}"),
            Error::NoSession { address } => {
                write!(
                    out,
                    "{address} gave no session: is it a ZooKeeper server, and serving?"
                )
            }
            Error::Expired { address } => {
                write!(out, "{address} has expired a session before its time")
            }
            Error::Closed { in_flight } => write!(
                out,
                "the server closed a connection with {in_flight} requests in flight: see its log"
            ),
            Error::Garbled(what) => write!(out, "the server broke the protocol: {what}"),
            Error::Refused { request, code } => match ErrorCode::from_code(*code) {
                Some(name) => write!(out, "the server refused {request}: {name:?} ({code})"),
                None => write!(
                    out,
                    "the server refused {request} with the unknown error {code}"
                ),
            },
            Error::Silent { seconds, in_flight } => {
                write!(
                    out,
                    "no reply for {seconds} s with {in_flight} requests in flight"
                )
            }
            Error::Peer { name, what } => write!(out, "{name}: {what}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::System { source, .. } => Some(source),
            Error::Usage(_)
            | Error::NoSession { .. }
            | Error::Expired { .. }
            | Error::Closed { .. }
            | Error::Garbled(_)
            | Error::Refused { .. }
            | Error::Silent { .. }
            | Error::Peer { .. } => None,
        }
    }
}
