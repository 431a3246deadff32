//! The first frame of a connection and its answer.
//!
//! ```text
//! ConnectRequest    i32 version, i64 last zxid seen, i32 timeout, i64 session, buffer password,
//!                   [bool read-only]
//! ConnectResponse   i32 version, i32 timeout, i64 session, buffer password, [bool read-only]
//! ```
//!
//! Old clients, and some that are not Java, leave the last byte out, and then read a response
//! without it; the C client always sends it and always reads it. So the response mirrors the
//! request. Must never judge what was asked: any timeout, session and password is decoded.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::vec::Vec;

use super::primitives::{Put, Reader};
use crate::id::{SessionId, Zxid};
use crate::stream::Password;
pub use crate::stream::ServerMode;

/// What a client asks for when it connects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConnectRequest {
    /// The highest zxid it has seen in a reply.
    pub last_zxid_seen: Zxid,
    /// The session timeout it wants, in milliseconds; any value.
    pub timeout_ms: i32,
    /// [`SessionId::NONE`] to open a new session.
    pub session: SessionId,
    /// What it shows to resume; `None` when it is not 16 bytes (null and empty are tolerated).
    pub password: Option<Password>,
    /// The last byte.
    pub read_only: ReadOnlyFlag,
}

/// The byte that old clients do not send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadOnlyFlag {
    /// Not sent; must not be answered.
    Absent,
    /// Sent: the client insists on a server that takes writes.
    Refused,
    /// Sent: a server that only serves reads will do.
    Accepted,
}

/// What a server answers with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConnectResponse {
    /// Negotiated, in milliseconds.
    pub timeout_ms: i32,
    /// The session.
    pub session: SessionId,
    /// To resume it with.
    pub password: Password,
}

impl ConnectResponse {
    /// The session is expired or unknown, or the password is wrong: a response of full size, all
    /// zeros. Clients take it as "session expired"; the connection is closed behind it.
    pub const REFUSED: ConnectResponse = ConnectResponse {
        timeout_ms: 0,
        session: SessionId::NONE,
        password: [0; 16],
    };
}

/// The handshake in the body of a connection's first frame, or `None` when it is too short or a
/// length in it cannot be: such a connection is closed without an answer. Bytes behind it are
/// ignored.
pub fn decode_connect(body: &[u8]) -> Option<ConnectRequest> {
    let mut reader = Reader::new(body);
    let _version = reader.i32().ok()?;
    let last_zxid_seen = Zxid::from_bits(reader.i64().ok()?);
    let timeout_ms = reader.i32().ok()?;
    let session = SessionId(reader.i64().ok()?);
    let password = reader.buffer().ok()?;
    let read_only = match reader.bool() {
        Err(_) => ReadOnlyFlag::Absent,
        Ok(false) => ReadOnlyFlag::Refused,
        Ok(true) => ReadOnlyFlag::Accepted,
    };
    Some(ConnectRequest {
        last_zxid_seen,
        timeout_ms,
        session,
        password: password.and_then(|bytes| bytes.try_into().ok()),
        read_only,
    })
}

/// Appends the frame that answers a handshake which came with `flag`.
pub fn connected(
    out: &mut Vec<u8>,
    response: &ConnectResponse,
    flag: ReadOnlyFlag,
    mode: ServerMode,
) {
    let with_flag = match flag {
        ReadOnlyFlag::Absent => false,
        ReadOnlyFlag::Refused | ReadOnlyFlag::Accepted => true,
    };
    out.put_i32(if with_flag { 37 } else { 36 });
    out.put_i32(0);
    out.put_i32(response.timeout_ms);
    out.put_i64(response.session.0);
    out.put_buffer(Some(&response.password));
    if with_flag {
        out.put_bool(mode == ServerMode::ReadOnly);
    }
}
