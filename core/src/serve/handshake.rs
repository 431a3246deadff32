//! A connection's first bytes: a four-letter word, or the handshake of a session.
//!
//! The order of the rules is ZooKeeper's: undecodable, read-only, ahead of us, then the replica
//! decides. Source: `ZooKeeperServer.processConnectRequest`.
//!
//! Must never: open or resume a session itself; the replica does.

use super::{Asks, Serve, Slot, Stage};
use crate::id::{SessionId, Xid};
use crate::input::Input;
use crate::stream::{CloseReason, Password};
use crate::wire::jute::handshake::{ConnectResponse, ServerMode, connected, decode_connect};

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
        asks.to_replica.push(if request.session == SessionId::NONE {
            Input::Open {
                from,
                timeout_ms: request.timeout_ms,
                seen,
            }
        } else {
            Input::Resume {
                from,
                session: request.session,
                password: request.password,
                timeout_ms: request.timeout_ms,
                seen,
            }
        });
    }

    /// The replica granted the session.
    pub(super) fn session_opened(
        &mut self,
        slot: Slot,
        session: SessionId,
        password: Password,
        timeout_ms: i32,
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let Stage::Handshaking { flag } = connection.stage else {
            return;
        };
        connection.stage = Stage::Serving {
            session,
            timeout_ms,
        };
        let response = ConnectResponse {
            timeout_ms,
            session,
            password,
        };
        connected(&mut connection.out, &response, flag, ServerMode::ReadWrite);
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
    pub(super) fn session_refused(&mut self, slot: Slot, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let Stage::Handshaking { flag } = connection.stage else {
            return;
        };
        connected(
            &mut connection.out,
            &ConnectResponse::REFUSED,
            flag,
            ServerMode::ReadWrite,
        );
        connection.figures.sent += 1;
        self.figures.sent += 1;
        self.note_output(slot, asks);
        self.close(slot, CloseReason::SessionRefused, asks);
    }
}
