//! A connection's first bytes: a four-letter word, or the handshake of a session.
//!
//! The order of the rules is ZooKeeper's: undecodable, read-only, ahead of us, then the replica
//! decides. Source: `ZooKeeperServer.processConnectRequest`.
//!
//! Must never: open or resume a session itself; the replica does.

use super::{Asks, Serve, Slot, Stage};
use crate::error_code::ErrorCode;
use crate::id::{SessionId, Xid, Zxid};
use crate::input::Input;
use crate::options::Switch;
use crate::stream::{CloseReason, ServerMode};
use crate::wire::jute::handshake::{ConnectResponse, ReadOnlyFlag, connected, decode_connect};
use crate::wire::jute::reply::{self, ReplyHead};

impl Serve {
    /// Handles the first whole frame.
    pub(super) fn begin_handshake(&mut self, slot: Slot, body: &[u8], asks: &mut Asks) {
        let Some(request) = decode_connect(body) else {
            return self.close(slot, CloseReason::BadHandshake, asks);
        };
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        connection.stage = Stage::Handshaking {
            flag: request.read_only,
        };
        let from = connection.id;
        let seen = request.last_zxid_seen;
        let reads_only = Switch::from(request.read_only == ReadOnlyFlag::Accepted);
        asks.to_replica.push(if request.session == SessionId::NONE {
            Input::Open {
                from,
                timeout_ms: request.timeout_ms,
                seen,
                reads_only,
            }
        } else {
            Input::Resume {
                from,
                session: request.session,
                password: request.password,
                timeout_ms: request.timeout_ms,
                seen,
                reads_only,
            }
        });
    }

    /// The replica granted the session.
    pub(super) fn session_opened(
        &mut self,
        slot: Slot,
        response: ConnectResponse,
        mode: ServerMode,
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let Stage::Handshaking { flag } = connection.stage else {
            return;
        };
        connection.stage = Stage::Serving {
            session: response.session,
            timeout_ms: response.timeout_ms,
        };
        connected(&mut connection.out, &response, flag, mode);
        connection.figures.sent += 1;
        connection.figures.last_operation = "SESS";
        // ZooKeeper counts the opening as request 0.
        connection.figures.last_xid = Some(Xid(0));
        self.figures.sent += 1;
        self.note_output(slot, asks);
        // What the client has pipelined behind its handshake is read at the next chance.
        self.waiting.push(slot);
    }

    /// The replica refused: unknown or expired session, or a wrong password.
    pub(super) fn session_refused(&mut self, slot: Slot, mode: ServerMode, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let Stage::Handshaking { flag } = connection.stage else {
            return;
        };
        connected(&mut connection.out, &ConnectResponse::REFUSED, flag, mode);
        connection.figures.sent += 1;
        self.figures.sent += 1;
        self.note_output(slot, asks);
        self.close(slot, CloseReason::SessionRefused, asks);
    }

    /// This server serves reads only, and opens no sessions: in place of a response there is the
    /// reply that a write would have. Clients cannot read it, and go elsewhere. Source:
    /// `ReadOnlyRequestProcessor`, without `localSessionsEnabled`.
    pub(super) fn session_unavailable(&mut self, slot: Slot, zxid: Zxid, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let Stage::Handshaking { .. } = connection.stage else {
            return;
        };
        let head = ReplyHead { xid: Xid(0), zxid };
        reply::failed(&mut connection.out, head, ErrorCode::NotReadOnly);
        connection.figures.sent += 1;
        self.figures.sent += 1;
        self.note_output(slot, asks);
        self.close(slot, CloseReason::NotServing, asks);
    }
}
