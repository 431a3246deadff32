//! The error codes of ZooKeeper's protocol, as clients know them.
//!
//! Must never hold a code that ZooKeeper's client libraries do not know: an unknown one makes
//! them throw inside (`KeeperException.create`).

/// What a reply's header says when a request was not carried out.
/// Source: `org.apache.zookeeper.KeeperException.Code`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(i32)]
pub enum ErrorCode {
    /// An operation of a multi that was not tried because an earlier one failed.
    RuntimeInconsistency = -2,
    /// The request's body could not be decoded.
    MarshallingError = -5,
    /// The operation does not exist here.
    Unimplemented = -6,
    /// A path, flag, TTL or argument that can never be right.
    BadArguments = -8,
    /// Too few servers of the new configuration are connected and level with the leader.
    NewConfigNoQuorum = -13,
    /// Another reconfiguration is not committed yet.
    ReconfigInProgress = -14,
    /// The znode (or the parent of the one to create) does not exist.
    NoNode = -101,
    /// The ACL does not grant what the request needs.
    NoAuth = -102,
    /// The expected version is not the current one.
    BadVersion = -103,
    /// An ephemeral znode cannot have children.
    NoChildrenForEphemerals = -108,
    /// The znode exists already.
    NodeExists = -110,
    /// The znode has children.
    NotEmpty = -111,
    /// The session is over.
    SessionExpired = -112,
    /// The ACL list is empty or holds an entry no scheme accepts.
    InvalidAcl = -114,
    /// The credentials were refused.
    AuthFailed = -115,
    /// The session was resumed on another connection.
    SessionMoved = -118,
    /// A write was sent to a server that only serves reads.
    NotReadOnly = -119,
    /// A local session cannot own ephemeral znodes.
    EphemeralOnLocalSession = -120,
    /// There is no such watch.
    NoWatcher = -121,
    /// Dynamic reconfiguration is switched off.
    ReconfigDisabled = -123,
    /// The connection must authenticate first.
    SessionClosedRequireAuth = -124,
    /// A hard quota would be exceeded.
    QuotaExceeded = -125,
    /// The request waited too long in the server's queues.
    ThrottledOp = -127,
}

impl ErrorCode {
    /// The wire form.
    pub const fn code(self) -> i32 {
        self as i32
    }

    /// The code whose wire form is `code`, if it is one a server sends.
    pub const fn from_code(code: i32) -> Option<ErrorCode> {
        Some(match code {
            -2 => ErrorCode::RuntimeInconsistency,
            -5 => ErrorCode::MarshallingError,
            -6 => ErrorCode::Unimplemented,
            -8 => ErrorCode::BadArguments,
            -13 => ErrorCode::NewConfigNoQuorum,
            -14 => ErrorCode::ReconfigInProgress,
            -101 => ErrorCode::NoNode,
            -102 => ErrorCode::NoAuth,
            -103 => ErrorCode::BadVersion,
            -108 => ErrorCode::NoChildrenForEphemerals,
            -110 => ErrorCode::NodeExists,
            -111 => ErrorCode::NotEmpty,
            -112 => ErrorCode::SessionExpired,
            -114 => ErrorCode::InvalidAcl,
            -115 => ErrorCode::AuthFailed,
            -118 => ErrorCode::SessionMoved,
            -119 => ErrorCode::NotReadOnly,
            -120 => ErrorCode::EphemeralOnLocalSession,
            -121 => ErrorCode::NoWatcher,
            -123 => ErrorCode::ReconfigDisabled,
            -124 => ErrorCode::SessionClosedRequireAuth,
            -125 => ErrorCode::QuotaExceeded,
            -127 => ErrorCode::ThrottledOp,
            _ => return None,
        })
    }
}
