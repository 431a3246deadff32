//! A client: one session at a time, requests sent without waiting, another server when its own is
//! gone. It tells the checks what it asked and what it was answered.
//!
//! Must never: use the core's codec, or repeat a request whose answer it has not seen.

use std::collections::VecDeque;

use ringkeeper_core::id::Sid;

use super::plan::Plan;
use super::wire::{At, WireId};
use crate::check::{Answer, Call, Said};
use crate::random::Random;
use crate::wire::{
    Acl, Body, Encoder, Message, Request, Text, decode_handshake, handshake, opcode,
};

/// Znodes that everybody writes.
const REGISTERS: usize = 4;

/// How a client is connected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Link {
    None,
    /// To a machine, by its index.
    Connecting(WireId),
    /// It said hello.
    Greeting(WireId),
    Open(WireId),
}

impl Link {
    pub(crate) fn wire(self) -> Option<WireId> {
        match self {
            Link::None => None,
            Link::Connecting(wire) | Link::Greeting(wire) | Link::Open(wire) => Some(wire),
        }
    }
}

#[derive(Clone, Debug)]
struct Session {
    id: i64,
    password: Vec<u8>,
    timeout_ms: i32,
}

#[derive(Clone, Debug)]
struct Waiting {
    xid: i32,
    opcode: i32,
    call: Call,
}

/// What a client wants of the world.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    Send(Vec<u8>),
    /// Give this connection up.
    Close,
    Say(Said),
}

/// Whether a client goes on asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mood {
    /// It does.
    Busy,
    /// It does, slowly.
    Slow,
    /// It only waits for its answers, and keeps its session.
    Calm,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Client {
    number: usize,
    pub(crate) link: Link,
    session: Option<Session>,
    /// The last zxid it has seen.
    seen: i64,
    xid: i32,
    waiting: VecDeque<Waiting>,
    inbox: Vec<u8>,
    heard_at: At,
    sent_at: At,
    values: u64,
    /// Writes that were answered.
    pub(crate) written: u64,
}

impl Client {
    pub(crate) fn new(number: usize) -> Client {
        Client {
            number,
            link: Link::None,
            session: None,
            seen: 0,
            xid: 0,
            waiting: VecDeque::new(),
            inbox: Vec::new(),
            heard_at: At(0),
            sent_at: At(0),
            values: 0,
            written: 0,
        }
    }

    /// Whether it has a session and waits for nothing.
    pub(crate) fn is_idle(&self) -> bool {
        matches!(self.link, Link::Open(_)) && self.session.is_some() && self.waiting.is_empty()
    }

    /// A connection is on its way.
    pub(crate) fn connects(&mut self, wire: WireId, at: At) {
        self.link = Link::Connecting(wire);
        self.heard_at = at;
        self.inbox.clear();
    }

    /// It is open: the client says who it is.
    pub(crate) fn opened(&mut self, wire: WireId, plan: &Plan, at: At) -> Vec<Wish> {
        self.link = Link::Greeting(wire);
        self.heard_at = at;
        let (id, password) = match &self.session {
            Some(session) => (session.id, session.password.clone()),
            None => (0, vec![0; 16]),
        };
        let timeout_ms = plan.session_timeout_ms;
        let record = handshake(self.seen, timeout_ms, id, Some(&password), Some(0));
        vec![Wish::Send(frame(&record))]
    }

    /// It is gone.
    pub(crate) fn ended(&mut self) -> Vec<Wish> {
        self.link = Link::None;
        self.waiting.clear();
        self.inbox.clear();
        vec![Wish::Say(Said::Ended)]
    }

    /// Bytes came in.
    pub(crate) fn received(&mut self, bytes: &[u8], at: At) -> Vec<Wish> {
        self.heard_at = at;
        self.inbox.extend_from_slice(bytes);
        let mut wishes = Vec::new();
        while let Some(frame) = self.take_frame() {
            match self.link {
                Link::Greeting(wire) => self.welcomed(wire, &frame, &mut wishes),
                Link::Open(_) => self.told(&frame, &mut wishes),
                Link::None | Link::Connecting(_) => {
                    unreachable!("nothing arrives before the connection is open")
                }
            }
        }
        wishes
    }

    fn take_frame(&mut self) -> Option<Vec<u8>> {
        let (length, rest) = self.inbox.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let frame = rest.get(..length)?.to_vec();
        self.inbox.drain(..4 + length);
        Some(frame)
    }

    fn welcomed(&mut self, wire: WireId, frame: &[u8], wishes: &mut Vec<Wish>) {
        let answer = decode_handshake(frame).expect("a handshake is answered by one");
        if answer.timeout_ms <= 0 {
            // A new one may be refused too: by a server whose clock was set back.
            if self.session.take().is_some() {
                self.seen = 0;
                wishes.push(Wish::Say(Said::Expired));
            }
            return;
        }
        self.link = Link::Open(wire);
        wishes.push(Wish::Say(Said::Opened));
        let is_new = self.session.is_none();
        self.session = Some(Session {
            id: answer.session,
            password: answer.password,
            timeout_ms: answer.timeout_ms,
        });
        if is_new {
            for path in ["/r", "/e"] {
                self.ask(&create(path, b"", 0), Call::Write, wishes);
            }
        }
    }

    fn told(&mut self, frame: &[u8], wishes: &mut Vec<Wish>) {
        let front = self.waiting.front().cloned();
        let opcode_of = |xid| match &front {
            Some(front) if front.xid == xid => Some(front.opcode),
            Some(_) | None => None,
        };
        match Message::decode(frame, opcode_of) {
            Message::Event(event) => wishes.push(Wish::Say(Said::Notified {
                zxid: event.zxid,
                kind: event.kind,
                path: event.path.to_lossy(),
            })),
            Message::Reply(reply) if reply.xid == -2 => self.seen = self.seen.max(reply.zxid),
            Message::Reply(reply) => {
                let front = self.waiting.pop_front();
                let front = front.unwrap_or_else(|| panic!("nobody asked for {reply:?}"));
                assert!(
                    front.xid == reply.xid,
                    "client {}: replies come in the order of requests: {} before {}",
                    self.number,
                    reply.xid,
                    front.xid
                );
                self.seen = self.seen.max(reply.zxid);
                let session = self.session.as_ref().map_or(0, |session| session.id);
                let answer = answer_of(reply.err, &reply.body);
                if front.call == Call::Write {
                    self.written += 1;
                }
                wishes.push(Wish::Say(Said::Replied {
                    session,
                    xid: reply.xid,
                    zxid: reply.zxid,
                    answer,
                }));
                if front.call == Call::Close {
                    self.session = None;
                }
            }
            Message::Raw(bytes) => panic!("a server sent {bytes:?}"),
        }
    }

    /// Its time has come to do something.
    pub(crate) fn act(
        &mut self,
        plan: &Plan,
        mood: Mood,
        at: At,
        random: &mut Random,
    ) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let silent_ms = (at.0 - self.heard_at.0) / 1000;
        let timeout_ms = self
            .session
            .as_ref()
            .map_or(plan.session_timeout_ms, |session| session.timeout_ms);
        let patience_ms = u64::from(timeout_ms.unsigned_abs()) * 2 / 3;
        if self.link != Link::None && silent_ms > patience_ms {
            wishes.push(Wish::Close);
            return wishes;
        }
        let (Link::Open(_), Some(_)) = (self.link, &self.session) else {
            return wishes;
        };
        if (at.0 - self.sent_at.0) / 1000 > patience_ms / 2 {
            self.sent_at = at;
            wishes.push(Wish::Send(frame(&Request::bare(opcode::PING).frame(-2))));
        }
        let ends = self
            .waiting
            .back()
            .is_some_and(|last| last.call == Call::Close);
        if mood == Mood::Calm || ends || self.waiting.len() >= plan.pipeline {
            return wishes;
        }
        self.sent_at = at;
        if plan.options.reconfig.is_on() && mood == Mood::Busy && random.one_in(60) {
            let request = reconfig(plan, random);
            self.ask(&request, Call::Write, &mut wishes);
            return wishes;
        }
        self.draw(random, &mut wishes);
        wishes
    }

    fn draw(&mut self, random: &mut Random, wishes: &mut Vec<Wish>) {
        let register = format!("/r/{}", random.below(REGISTERS));
        let watch = random.percent(40);
        let byte = u8::from(watch);
        match random.weighted(&[20, 30, 5, 15, 5, 8, 8, 6, 6, 6, 1]) {
            0 => {
                let value = self.value();
                self.ask(&create(&register, &value, 0), Call::Write, wishes);
            }
            1 => {
                let value = self.value();
                let request = Request::set_data(&register, Some(&value), -1);
                self.ask(&request, Call::Write, wishes);
            }
            2 => {
                let request = Request::versioned(opcode::DELETE, &register, -1);
                self.ask(&request, Call::Write, wishes);
            }
            3 => {
                let request = Request::read(opcode::GET_DATA, &register, byte);
                let path = register;
                self.ask(&request, Call::Get { path, watch }, wishes);
            }
            4 => {
                let request = Request::read(opcode::EXISTS, &register, byte);
                let path = register;
                self.ask(&request, Call::Exists { path, watch }, wishes);
            }
            5 => {
                let path = String::from(*random.pick(&["/r", "/e"]));
                let request = Request::read(opcode::GET_CHILDREN, &path, byte);
                self.ask(&request, Call::Children { path, watch }, wishes);
            }
            6 => {
                self.ask(&Request::path(opcode::SYNC, "/"), Call::Sync, wishes);
                let request = Request::read(opcode::GET_DATA, &register, byte);
                let path = register;
                self.ask(&request, Call::Get { path, watch }, wishes);
            }
            7 => {
                let path = format!("/e/{}-{}", self.number, random.below(3));
                self.ask(&create(&path, b"mine", 1), Call::Write, wishes);
            }
            8 => {
                let path = format!("/e/s{}-", self.number);
                self.ask(&create(&path, b"mine", 3), Call::Write, wishes);
            }
            9 => {
                let (one, two) = (self.value(), self.value());
                let other = format!("/r/{}", random.below(REGISTERS));
                let parts = [
                    Request::set_data(&register, Some(&one), -1),
                    Request::set_data(
                        &other,
                        Some(&two),
                        random.below(6).try_into().expect("small"),
                    ),
                ];
                self.ask(&Request::multi(opcode::MULTI, &parts), Call::Write, wishes);
            }
            _ => self.ask(&Request::bare(opcode::CLOSE_SESSION), Call::Close, wishes),
        }
    }

    fn value(&mut self) -> Vec<u8> {
        self.values += 1;
        format!("{}:{}", self.number, self.values).into_bytes()
    }

    fn ask(&mut self, request: &Request, call: Call, wishes: &mut Vec<Wish>) {
        self.xid += 1;
        wishes.push(Wish::Say(Said::Called {
            xid: self.xid,
            call: call.clone(),
        }));
        self.waiting.push_back(Waiting {
            xid: self.xid,
            opcode: request.opcode,
            call,
        });
        wishes.push(Wish::Send(frame(&request.frame(self.xid))));
    }
}

/// Another ensemble of the same machines: one leaves, joins or changes its role, or all anew.
fn reconfig(plan: &Plan, random: &mut Random) -> Request {
    let servers = plan.servers();
    let line = |random: &mut Random, Sid(sid): Sid| {
        let role = *random.pick(&["participant", "participant", "observer"]);
        format!("server.{sid}=s{sid}:2888:3888:{role};0.0.0.0:2181")
    };
    let (one, other) = (*random.pick(&servers), *random.pick(&servers));
    let (mut joining, mut leaving, mut members) = (Text::NULL, Text::NULL, Text::NULL);
    match random.below(4) {
        0 => leaving = Text::from(one.0.to_string()),
        1 => joining = Text::from(line(random, one)),
        2 => {
            leaving = Text::from(one.0.to_string());
            joining = Text::from(line(random, other));
        }
        _ => {
            let stays: Vec<Sid> = servers.into_iter().filter(|_| random.percent(70)).collect();
            let lines: Vec<String> = stays.iter().map(|sid| line(random, *sid)).collect();
            members = Text::from(lines.join(","));
        }
    }
    Request::reconfig(&joining, &leaving, &members, -1)
}

fn create(path: &str, data: &[u8], flags: i32) -> Request {
    Request::create(opcode::CREATE, path, Some(data), Some(&Acl::open()), flags)
}

fn frame(content: &[u8]) -> Vec<u8> {
    let mut frame = Encoder::default();
    frame.buffer(Some(content));
    frame.into_bytes()
}

fn answer_of(err: i32, body: &Body) -> Answer {
    if err != 0 {
        return Answer::Failed(err);
    }
    match body {
        Body::Data(data, stat) => {
            Answer::Data(data.clone().unwrap_or_default(), stat.version, stat.mzxid)
        }
        Body::Stat(stat) => Answer::Stat(stat.version, stat.mzxid),
        Body::Names(names) => {
            let names = names.iter().flatten().map(Text::to_lossy);
            let mut names: Vec<String> = names.collect();
            names.sort_unstable();
            Answer::Names(names)
        }
        Body::Empty
        | Body::Path(_)
        | Body::PathStat(..)
        | Body::Acl(..)
        | Body::NamesStat(..)
        | Body::Number(_)
        | Body::Token(_)
        | Body::Identities(_) => Answer::Done,
        Body::Results(results) => {
            let failed = results.iter().find(|result| result.kind == opcode::ERROR);
            failed.map_or(Answer::Done, |failed| Answer::Failed(failed.err))
        }
        Body::Raw(bytes) => panic!("a server sent {bytes:?}"),
    }
}
