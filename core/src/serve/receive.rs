//! From received bytes to answered or submitted requests.
//!
//! ```text
//!   bytes ─> frame ─> request ─┬─ read, nothing pending ──────────> answered in place
//!                              ├─ read of the tree, writes pending ─> to the replica, in order
//!                              ├─ local, writes pending ───────────> waits here for its turn
//!                              ├─ write ───────────────────────────> to the replica
//!                              └─ auth, SASL ──────────────────────> answered at once
//! ```
//!
//! Must never: read past back-pressure. A frame that may not be taken stays in the inbox.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::connection::{Pending, Waiting, waiting};
use super::read::{Reader, Watching, is_of_the_tree};
use super::{Asks, Serve, Slot, Stage, WatchTable};
use crate::access;
use crate::error_code::ErrorCode;
use crate::id::{Now, SessionId, Xid, Zxid};
use crate::input::{Input, Submit, SubmitRead};
use crate::limits;
use crate::request::{Outcome, Read, Write};
use crate::stream::CloseReason;
use crate::tree::Tree;
use crate::wire::four_letter::Word;
use crate::wire::jute::opcode::Opcode;
use crate::wire::jute::outcome::{ReplyShape, outcome};
use crate::wire::jute::reply::{self, ReplyHead};
use crate::wire::jute::request::{
    DecodeError, Request, RequestHeader, decode_header, decode_request,
};

/// What the bytes at hand begin with.
enum Front<'a> {
    /// Not all there; the frame's length, if that is known.
    Incomplete(Option<u32>),
    /// A whole frame: its body, and how many bytes it takes with its length.
    Frame(&'a [u8], usize),
    /// A length no frame may have.
    BadLength,
}

/// Registers what an answered read watches, for one connection.
pub(super) struct Registration<'a> {
    pub(super) watches: &'a mut WatchTable,
    pub(super) slot: Slot,
}

impl Watching for Registration<'_> {
    fn data(&mut self, path: &str) {
        self.watches.watch_data(self.slot, path);
    }

    fn children(&mut self, path: &str) {
        self.watches.watch_children(self.slot, path);
    }
}

impl Serve {
    /// Takes bytes from a connection's socket.
    pub fn receive(&mut self, slot: Slot, bytes: &[u8], tree: &Tree, now: Now, asks: &mut Asks) {
        self.figures.received_bytes += bytes.len() as u64;
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        match connection.stage {
            Stage::Asking | Stage::Closing { .. } | Stage::Ending { .. } => return,
            Stage::Fresh | Stage::Handshaking { .. } | Stage::Serving { .. } => {}
        }
        if !connection.noted_as_heard {
            connection.noted_as_heard = true;
            self.heard.push(slot);
        }
        if connection.inbox.is_empty() {
            let used = self.read_frames(slot, bytes, tree, now, asks);
            self.keep(slot, &bytes[used..], asks);
        } else {
            connection.inbox.extend_from_slice(bytes);
            self.read_inbox(slot, tree, now, asks);
        }
    }

    /// Reads on in what was kept of a connection's bytes.
    pub(super) fn read_inbox(&mut self, slot: Slot, tree: &Tree, now: Now, asks: &mut Asks) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let mut inbox = core::mem::take(&mut connection.inbox);
        let used = self.read_frames(slot, &inbox, tree, now, asks);
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        if connection.is_closing() {
            return;
        }
        inbox.drain(..used);
        if inbox.is_empty() {
            connection.held_since = None;
        }
        if inbox.is_empty() && inbox.capacity() > limits::INBOX_PAUSE_BYTES {
            inbox = Vec::new();
        }
        connection.inbox = inbox;
        self.pause_or_resume(slot, asks);
    }

    /// Keeps what is not a whole frame yet, or may not be read yet.
    fn keep(&mut self, slot: Slot, rest: &[u8], asks: &mut Asks) {
        if rest.is_empty() {
            return;
        }
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        if connection.is_closing() {
            return;
        }
        connection.inbox.extend_from_slice(rest);
        self.pause_or_resume(slot, asks);
    }

    /// Reads whole frames while they may be read; returns how many bytes that took.
    fn read_frames(
        &mut self,
        slot: Slot,
        bytes: &[u8],
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) -> usize {
        let mut used = 0;
        while self.may_read(slot, now) {
            let rest = &bytes[used..];
            if self.read_word(slot, rest, asks) {
                return bytes.len();
            }
            match front(rest, self.options.request_bytes_max) {
                Front::Incomplete(length) => {
                    self.expect_frame(slot, length.unwrap_or_default(), asks);
                    break;
                }
                Front::BadLength => {
                    self.close(slot, CloseReason::BadFrameLength, asks);
                    break;
                }
                Front::Frame(frame, taken) => {
                    used += taken;
                    self.release_large(slot);
                    self.read_frame(slot, frame, tree, now, asks);
                }
            }
        }
        used
    }

    /// Recognises a four-letter word at the very beginning of a connection.
    fn read_word(&mut self, slot: Slot, bytes: &[u8], asks: &mut Asks) -> bool {
        let Some(connection) = self.connections.get_mut(slot) else {
            return false;
        };
        if !matches!(connection.stage, Stage::Fresh) {
            return false;
        }
        let Some(word) = Word::recognise(bytes) else {
            return false;
        };
        self.figures.received += 1;
        connection.stage = Stage::Asking;
        asks.words.push((connection.id, word));
        true
    }

    fn read_frame(&mut self, slot: Slot, frame: &[u8], tree: &Tree, now: Now, asks: &mut Asks) {
        self.figures.received += 1;
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        connection.figures.received += 1;
        match connection.stage {
            Stage::Fresh => self.begin_handshake(slot, frame, asks),
            Stage::Serving { session, .. } => {
                self.read_request(slot, session, frame, tree, now, asks);
            }
            Stage::Asking
            | Stage::Handshaking { .. }
            | Stage::Ending { .. }
            | Stage::Closing { .. } => {
                unreachable!("such a connection is not read")
            }
        }
    }

    fn read_request(
        &mut self,
        slot: Slot,
        session: SessionId,
        frame: &[u8],
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) {
        let Some((header, body)) = decode_header(frame) else {
            return self.close(slot, CloseReason::BadHeader, asks);
        };
        let request = decode_request(header.opcode, body);
        if !self.options.enforced_schemes.is_empty() && self.must_authenticate(slot, &request) {
            self.with_output(slot, asks, |out| reply::auth_required(out, header.xid));
            return self.close(slot, CloseReason::AuthRequired, asks);
        }
        let ends_session = matches!(request, Ok(Request::Write(Write::CloseSession)));
        if !ends_session && self.waited_too_long(slot, now) {
            let waiting = waiting(header, ReplyShape::Bare, frame, now);
            return self.refuse(slot, waiting, ErrorCode::ThrottledOp, now, asks);
        }
        match request {
            Ok(Request::Read(read)) => {
                self.read(slot, session, header, &read, frame, tree, now, asks);
            }
            Ok(Request::Write(write)) => {
                self.submit(slot, session, header, write, frame, now, asks);
            }
            Ok(Request::Auth { scheme, credential }) => {
                self.authenticate(slot, header.xid, scheme, credential, asks);
            }
            Ok(Request::Sasl { .. }) => {
                self.with_output(slot, asks, |out| reply::sasl_unavailable(out, header.xid));
            }
            Ok(Request::ServerOnly | Request::Unknown) => {
                self.with_output(slot, asks, |out| reply::unimplemented(out, header.xid));
                self.close(slot, CloseReason::BadOpcode, asks);
            }
            Err(DecodeError::Garbled) => {
                let waiting = waiting(header, ReplyShape::Bare, frame, now);
                self.refuse(slot, waiting, ErrorCode::MarshallingError, now, asks);
            }
            Err(DecodeError::RefusedMultiRead) => {
                let waiting = waiting(header, ReplyShape::NoResults, frame, now);
                self.refuse(slot, waiting, ErrorCode::MarshallingError, now, asks);
            }
            Err(DecodeError::GarbledAuth) => self.close(slot, CloseReason::AuthFailed, asks),
        }
    }

    /// Whether the connection holds none of the schemes this server demands.
    fn must_authenticate(&self, slot: Slot, request: &Result<Request<'_>, DecodeError>) -> bool {
        if matches!(request, Ok(Request::Auth { .. } | Request::Sasl { .. })) {
            return false;
        }
        let Some(connection) = self.connections.get(slot) else {
            return false;
        };
        let demanded = &self.options.enforced_schemes;
        !connection
            .identities
            .iter()
            .any(|identity| demanded.contains(&identity.scheme))
    }

    fn authenticate(
        &mut self,
        slot: Slot,
        xid: Xid,
        scheme: &str,
        credential: &[u8],
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let peer = connection.peer.ip();
        if connection.identities.len() >= limits::IDENTITIES_MAX {
            return self.refuse_credential(slot, xid, asks);
        }
        match access::authenticate(scheme, credential, peer, &self.options) {
            Ok(identities) => {
                let held = Arc::make_mut(&mut connection.identities);
                for identity in identities {
                    held.add(identity);
                }
                self.with_output(slot, asks, |out| reply::auth_accepted(out, xid));
            }
            Err(_refused) => self.refuse_credential(slot, xid, asks),
        }
    }

    fn refuse_credential(&mut self, slot: Slot, xid: Xid, asks: &mut Asks) {
        self.figures.auth_failures += 1;
        self.with_output(slot, asks, |out| reply::auth_refused(out, xid));
        self.close(slot, CloseReason::AuthFailed, asks);
    }

    #[allow(clippy::too_many_arguments)] // The hot path passes what it has already looked up.
    fn read(
        &mut self,
        slot: Slot,
        session: SessionId,
        header: RequestHeader,
        read: &Read<'_>,
        frame: &[u8],
        tree: &Tree,
        now: Now,
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        if matches!(read, Read::Sync { .. }) && self.options.has_peers.is_on() {
            return self.sync(slot, session, header, frame, now, asks);
        }
        let of_the_tree = is_of_the_tree(read);
        if !of_the_tree {
            return self.local(slot, header, frame, tree, now, asks);
        }
        if connection.pending.is_empty() {
            let reader = Reader {
                tree,
                options: &self.options,
                session,
                identities: &connection.identities,
            };
            let mut watching = Registration {
                watches: &mut self.watches,
                slot,
            };
            reader.answer(header.xid, read, &mut connection.out, &mut watching);
            self.answered(slot, header, now.monotonic.0, now, tree.last_zxid(), asks);
            return;
        }
        let waiting = waiting(header, ReplyShape::Bare, frame, now);
        asks.to_replica.push(Input::Read(SubmitRead {
            from: connection.id,
            session,
            identities: Arc::clone(&connection.identities),
            frame: frame.into(),
        }));
        self.enqueue(slot, Pending::Submitted(waiting));
    }

    #[allow(clippy::too_many_arguments)] // As for `read`.
    fn submit(
        &mut self,
        slot: Slot,
        session: SessionId,
        header: RequestHeader,
        write: Write,
        frame: &[u8],
        now: Now,
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let waiting = waiting(header, ReplyShape::of(&write), frame, now);
        if matches!(write, Write::CloseSession) {
            connection.stage = Stage::Ending { session };
        }
        asks.to_replica.push(Input::Submit(Submit {
            from: connection.id,
            session,
            xid: header.xid,
            identities: Arc::clone(&connection.identities),
            write,
        }));
        self.enqueue(slot, Pending::Submitted(waiting));
    }

    /// A request that is not carried out: answered now if nothing is pending, else in its turn.
    fn refuse(&mut self, slot: Slot, waiting: Waiting, code: ErrorCode, now: Now, asks: &mut Asks) {
        if self.has_nothing_pending(slot) {
            return self.answer_refused(slot, &waiting, code, self.delivered, now, asks);
        }
        self.enqueue(slot, Pending::Refused(waiting, code));
    }

    /// Answers a request that is not carried out.
    pub(super) fn answer_refused(
        &mut self,
        slot: Slot,
        waiting: &Waiting,
        code: ErrorCode,
        zxid: Zxid,
        now: Now,
        asks: &mut Asks,
    ) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let head = ReplyHead {
            xid: waiting.header.xid,
            zxid,
        };
        let refused = Outcome::Failed(code);
        outcome(&mut connection.out, head, &waiting.shape, &refused);
        self.answered(slot, waiting.header, waiting.since.0, now, zxid, asks);
    }

    /// Counts a reply that was just encoded and notes that it must leave.
    pub(super) fn answered(
        &mut self,
        slot: Slot,
        header: RequestHeader,
        since: u64,
        now: Now,
        zxid: Zxid,
        asks: &mut Asks,
    ) {
        let took_ms = now.monotonic.0.saturating_sub(since);
        let figures = &mut self.figures;
        if figures.replies == 0 {
            figures.latency_min_ms = took_ms;
        }
        figures.replies += 1;
        figures.sent += 1;
        figures.latency_sum_ms += took_ms;
        figures.latency_min_ms = figures.latency_min_ms.min(took_ms);
        figures.latency_max_ms = figures.latency_max_ms.max(took_ms);
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        let operation = Opcode::from_i32(header.opcode).map_or("NA", Opcode::short_name);
        connection.figures.answered(operation, took_ms);
        connection.figures.sent += 1;
        connection.figures.last_response = now.wall;
        connection.figures.last_zxid = zxid;
        if header.xid.0 >= 0 {
            connection.figures.last_xid = Some(header.xid);
        }
        self.note_output(slot, asks);
    }

    /// Appends a frame outside the order of replies.
    fn with_output(&mut self, slot: Slot, asks: &mut Asks, write: impl FnOnce(&mut Vec<u8>)) {
        let Some(connection) = self.connections.get_mut(slot) else {
            return;
        };
        write(&mut connection.out);
        connection.figures.sent += 1;
        self.figures.sent += 1;
        self.note_output(slot, asks);
    }
}

/// Splits the first frame off.
fn front(bytes: &[u8], frame_bytes_max: u32) -> Front<'_> {
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else {
        return Front::Incomplete(None);
    };
    let Ok(length) = u32::try_from(i32::from_be_bytes(*length)) else {
        return Front::BadLength;
    };
    if length > frame_bytes_max {
        return Front::BadLength;
    }
    match rest.get(..length as usize) {
        Some(frame) => Front::Frame(frame, 4 + frame.len()),
        None => Front::Incomplete(Some(length)),
    }
}
