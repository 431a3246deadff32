//! One server with the connections of a script: runs a step and tells what was seen.
//!
//! Must never compare: it sees one side only.

use std::time::{Duration, Instant};

use crate::cross::normalise::{Normaliser, sort_events};
use crate::cross::step::{Password, SLOTS, Seen, Step, Wanted, Zxid};
use crate::cross::words;
use crate::server_process::{Program, ServerProcess, Settings};
use crate::session::Session;
use crate::wire::{
    Body, Connection, Message, Received, Reply, Request, Text, decode_handshake, handshake, opcode,
};

/// A bound on waiting for an answer that must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// The handshake of a connection that a script uses without having opened it.
const DEFAULT_HANDSHAKE: (i32, Option<u8>) = (200_000, Some(0));

/// A server, its connections and what was learnt about both.
#[derive(Debug)]
pub struct World {
    server: ServerProcess,
    slots: Vec<Option<Session>>,
    inspector: Option<Session>,
    normaliser: Normaliser,
    newest: i64,
    first_session: usize,
}

impl World {
    /// Starts a server and looks at it through empty slots.
    pub fn start(program: Program, settings: Settings) -> World {
        World {
            server: ServerProcess::start(program, settings),
            slots: (0..SLOTS).map(|_| None).collect(),
            inspector: None,
            normaliser: Normaliser::default(),
            newest: 0,
            first_session: 0,
        }
    }

    /// The server itself.
    pub fn server(&mut self) -> &mut ServerProcess {
        &mut self.server
    }

    /// Sessions are counted from here on: a new script begins.
    pub fn begin_script(&mut self) {
        self.first_session = self.normaliser.session_count();
    }

    /// Whether the same connections are open on both and both are at the same zxid.
    pub fn in_step_with(&self, other: &World) -> bool {
        let open = |world: &World| world.slots.iter().map(Option::is_some).collect::<Vec<_>>();
        self.newest == other.newest && open(self) == open(other)
    }

    /// Runs one step and everything it causes.
    pub fn run(&mut self, step: &Step) -> Vec<Seen> {
        let mut seen = Vec::new();
        match step {
            Step::Connect {
                slot,
                wanted,
                password,
                timeout_ms,
                last_zxid,
                read_only,
            } => {
                let request =
                    self.handshake(*wanted, *password, *timeout_ms, *last_zxid, *read_only);
                self.connect(*slot, &request, &mut seen);
            }
            Step::Send { slot, requests } => self.send(*slot, requests, &mut seen),
            Step::SetWatches {
                slot,
                relative,
                lists,
            } => {
                let request = Request::set_watches(self.zxid(*relative), lists);
                self.send(*slot, &[request], &mut seen);
            }
            Step::Garbage { slot, bytes } => {
                self.ensure_connected(*slot, &mut seen);
                if let Some(session) = self.slots[*slot].as_mut() {
                    // A server that closes early may refuse the rest of the bytes.
                    let _ = session.connection().send(bytes);
                    self.await_close(*slot, &mut seen);
                    self.slots[*slot] = None;
                }
            }
            Step::Drop { slot } => self.slots[*slot] = None,
            Step::Word(name, bytes) => seen.push(self.word(name, bytes)),
            Step::AwaitDeletion {
                slot,
                request,
                path,
            } => {
                if let Some(request) = request {
                    self.send(*slot, std::slice::from_ref(request), &mut seen);
                }
                self.await_deletion(path, &mut seen);
            }
            Step::Walk(path) => self.walk(path, &mut seen),
            Step::Restart => {
                self.slots.fill_with(|| None);
                self.inspector = None;
                self.server.kill();
                self.server.start_again();
            }
            Step::EndSessions => self.end_sessions(&mut seen),
        }
        self.barrier(&mut seen);
        if ends_a_session(step) {
            sort_events(&mut seen);
        }
        seen.extend(self.normaliser.take_complaints());
        seen
    }

    fn zxid(&self, zxid: Zxid) -> i64 {
        match zxid {
            Zxid::Exactly(zxid) => zxid,
            Zxid::Newest(distance) => self.newest.saturating_add(distance),
        }
    }

    fn handshake(
        &self,
        wanted: Wanted,
        password: Password,
        timeout_ms: i32,
        last_zxid: Zxid,
        read_only: Option<u8>,
    ) -> Vec<u8> {
        let (session, own) = match wanted {
            Wanted::New => (0, vec![0; 16]),
            Wanted::Unknown(id) => (id, vec![7; 16]),
            Wanted::Opened(n) => match self.normaliser.session(self.first_session + n) {
                Some(known) => (known.session, known.password.clone()),
                None => (0x0bad, vec![7; 16]),
            },
        };
        let password = match password {
            Password::Right => Some(own),
            Password::Wrong => Some(own.iter().map(|byte| byte ^ 0x55).collect()),
            Password::Empty => Some(Vec::new()),
            Password::Null => None,
            Password::Half => Some(own[..8].to_vec()),
        };
        handshake(
            self.zxid(last_zxid),
            timeout_ms,
            session,
            password.as_deref(),
            read_only,
        )
    }

    fn connect(&mut self, slot: usize, request: &[u8], seen: &mut Vec<Seen>) {
        self.slots[slot] = None;
        let Ok(mut connection) = Connection::open(self.server.address()) else {
            seen.push(Seen::Unreachable);
            return;
        };
        // If it is closed at once, the wait below sees it.
        let _ = connection.send_frame(request);
        match connection.receive(PATIENCE) {
            Received::Frame(frame) => match decode_handshake(&frame) {
                Some(answer) => {
                    seen.push(self.normaliser.handshake(slot, &answer));
                    let session = Session::begun(connection, answer);
                    let granted = session.granted();
                    self.slots[slot] = Some(session);
                    if !granted {
                        self.await_close(slot, seen);
                    }
                }
                None => seen.push(Seen::Strange(slot, frame)),
            },
            Received::Closed => seen.push(Seen::Closed(slot)),
            Received::Silence => seen.push(Seen::Silence(slot)),
        }
    }

    fn send(&mut self, slot: usize, requests: &[Request], seen: &mut Vec<Seen>) {
        self.ensure_connected(slot, seen);
        let Some(session) = self.slots[slot].as_mut() else {
            return;
        };
        if session.send_together(requests).is_err() {
            seen.push(Seen::Closed(slot));
            self.slots[slot] = None;
            return;
        }
        for request in requests {
            let Some(reply) = self.reply(slot, PATIENCE, seen) else {
                return;
            };
            if is_last(request, &reply) {
                self.await_close(slot, seen);
            }
        }
    }

    /// Opens a session on an empty slot. The slots of both worlds are empty at the same steps, or
    /// a difference has been found already.
    fn ensure_connected(&mut self, slot: usize, seen: &mut Vec<Seen>) {
        if self.slots[slot].is_none() {
            let (timeout_ms, read_only) = DEFAULT_HANDSHAKE;
            self.connect(
                slot,
                &handshake(0, timeout_ms, 0, Some(&[0; 16]), read_only),
                seen,
            );
        }
    }

    /// The next reply; `None` when there was none.
    fn reply(&mut self, slot: usize, patience: Duration, seen: &mut Vec<Seen>) -> Option<Reply> {
        loop {
            let session = self.slots[slot].as_mut()?;
            match session.receive(patience) {
                Ok(mut message) => {
                    self.normaliser.message(&mut message);
                    seen.push(Seen::Message(slot, message.clone()));
                    match message {
                        Message::Reply(reply) => return Some(reply),
                        Message::Event(_) => {}
                        Message::Raw(_) => return None,
                    }
                }
                Err(end) => {
                    self.end_connection(slot, &end, seen);
                    return None;
                }
            }
        }
    }

    fn end_connection(&mut self, slot: usize, end: &Received, seen: &mut Vec<Seen>) {
        if *end == Received::Closed {
            seen.push(Seen::Closed(slot));
            self.slots[slot] = None;
        } else {
            seen.push(Seen::Silence(slot));
        }
    }

    /// Collects whatever still comes until the server closes.
    fn await_close(&mut self, slot: usize, seen: &mut Vec<Seen>) {
        while self.slots[slot].is_some() {
            if self.reply(slot, PATIENCE, seen).is_none() {
                return;
            }
        }
    }

    /// A ping on every connection: what was sent before it has arrived, events included.
    fn barrier(&mut self, seen: &mut Vec<Seen>) {
        let ping = Request::bare(opcode::PING);
        for session in self.slots.iter_mut().flatten() {
            // If it cannot be sent, the loop below sees the end of the connection.
            let _ = session.send(&ping);
        }
        for slot in 0..SLOTS {
            while let Some(session) = self.slots[slot].as_mut() {
                match session.receive(PATIENCE) {
                    Ok(Message::Reply(reply)) if reply.xid == -2 && reply.body == Body::Empty => {
                        self.newest = self.newest.max(reply.zxid);
                        seen.push(Seen::Newest(slot, reply.zxid));
                        break;
                    }
                    Ok(mut message) => {
                        self.normaliser.message(&mut message);
                        seen.push(Seen::Message(slot, message));
                    }
                    Err(end) => {
                        self.end_connection(slot, &end, seen);
                        self.slots[slot] = None;
                    }
                }
            }
        }
    }

    fn word(&mut self, name: &str, bytes: &[u8]) -> Seen {
        let open = self.slots.iter().flatten().count() + usize::from(self.inspector.is_some());
        if !self.has_connections(open) {
            return Seen::Inconsistent(format!("there are never {open} connections"));
        }
        let Ok(mut connection) = Connection::open(self.server.address()) else {
            return Seen::Unreachable;
        };
        // If it is closed at once, the wait below sees it.
        let _ = connection.send(bytes);
        let (answer, end) = connection.receive_all(PATIENCE);
        let mut lines = words::normalise(name, &answer, &|id| self.normaliser.alias(id));
        lines.push(format!("then {end:?}"));
        Seen::Word(lines)
    }

    /// Whether the server comes to count `open` connections: those that the script dropped end on
    /// the server a moment later.
    fn has_connections(&self, open: usize) -> bool {
        let wanted = format!("Connections: {}", open + 1);
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let answer = self.server.four_letter_word("srvr");
            if answer.is_ok_and(|text| text.lines().any(|line| line == wanted)) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        false
    }

    fn await_deletion(&mut self, path: &Text, seen: &mut Vec<Seen>) {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            let told = seen.iter().any(|seen| match seen {
                Seen::Message(_, Message::Event(event)) => event.kind == 2 && event.path == *path,
                _ => false,
            });
            if told || Instant::now() > deadline {
                break;
            }
            self.barrier(seen);
            // How often it was asked is not part of what is compared.
            seen.retain(|seen| !matches!(seen, Seen::Newest(..)));
            std::thread::sleep(Duration::from_millis(20));
        }
        // The event may have reached one connection in one round and the next in another.
        self.barrier(seen);
        seen.retain(|seen| !matches!(seen, Seen::Newest(..)));
        seen.sort_by_key(|seen| match seen {
            Seen::Message(slot, _) | Seen::Closed(slot) | Seen::Silence(slot) => *slot,
            _ => SLOTS,
        });
    }

    fn walk(&mut self, path: &Text, seen: &mut Vec<Seen>) {
        if self.inspector.is_none() {
            let super_user = Request::auth("digest", Some(b"super:admin"));
            let session = Session::open(self.server.address(), 240_000)
                .and_then(|mut session| session.call(&super_user).map(|_| session));
            let Ok(session) = session else {
                seen.push(Seen::Unreachable);
                return;
            };
            seen.push(self.normaliser.handshake(SLOTS, &session.handshake));
            self.inspector = Some(session);
        }
        let mut paths = vec![path.clone()];
        while let Some(path) = paths.pop() {
            let mut replies = Vec::new();
            let inspector = self.inspector.as_mut().expect("just made");
            for request in [
                Request::read(opcode::GET_DATA, &path, 0),
                Request::path(opcode::GET_ACL, &path),
                Request::read(opcode::GET_CHILDREN2, &path, 0),
            ] {
                let Ok(mut reply) = inspector.call(&request) else {
                    seen.push(Seen::Closed(SLOTS));
                    self.inspector = None;
                    return;
                };
                // The inspector numbers its requests by the size of the trees it has seen.
                reply.xid = 0;
                replies.push(Message::Reply(reply));
            }
            for mut message in replies {
                self.normaliser.message(&mut message);
                if let Message::Reply(reply) = &message
                    && let Body::NamesStat(Some(names), _) = &reply.body
                {
                    let root = path.to_lossy();
                    let root = if root == "/" { "" } else { &root };
                    paths.extend(names.iter().rev().map(|name| join(root, name)));
                }
                seen.push(Seen::Message(SLOTS, message));
            }
        }
    }

    fn end_sessions(&mut self, seen: &mut Vec<Seen>) {
        let opened = self.first_session..self.normaliser.session_count();
        let inspected = self
            .inspector
            .as_ref()
            .map(|session| session.handshake.session);
        for slot in &mut self.slots {
            *slot = None;
        }
        for n in opened {
            let known = self.normaliser.session(n).expect("counted").clone();
            if Some(known.session) == inspected {
                continue;
            }
            let request = handshake(
                0,
                known.timeout_ms,
                known.session,
                Some(&known.password),
                Some(0),
            );
            self.connect(0, &request, seen);
            self.send(0, &[Request::bare(opcode::CLOSE_SESSION)], seen);
        }
    }
}

/// Whether the server is expected to close after this answer. Only how long is waited depends on
/// it: a connection that is closed unexpectedly, or is not closed, is seen all the same.
fn is_last(request: &Request, reply: &Reply) -> bool {
    match reply.err {
        -6 => reply.zxid <= 0 || request.opcode == opcode::CHECK,
        -115 | -124 => true,
        _ => request.opcode == opcode::CLOSE_SESSION,
    }
}

fn join(root: &str, name: &Text) -> Text {
    let mut path = root.as_bytes().to_vec();
    path.push(b'/');
    path.extend_from_slice(name.0.as_deref().unwrap_or_default());
    Text(Some(path))
}

fn ends_a_session(step: &Step) -> bool {
    match step {
        Step::Send { requests, .. } => requests
            .iter()
            .any(|request| request.opcode == opcode::CLOSE_SESSION),
        Step::AwaitDeletion { .. } | Step::EndSessions => true,
        Step::Connect { .. }
        | Step::SetWatches { .. }
        | Step::Garbage { .. }
        | Step::Drop { .. }
        | Step::Word(..)
        | Step::Restart
        | Step::Walk(_) => false,
    }
}
