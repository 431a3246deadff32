//! Reading: what a server sent, as values that compare.
//!
//! Must never panic on what a server sends: whatever does not decode becomes [`Body::Raw`], which
//! equals nothing but the same bytes.

use std::fmt;

use crate::wire::{Text, opcode};

/// ZooKeeper's `Stat`, field for field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub struct Stat {
    pub czxid: i64,
    pub mzxid: i64,
    pub ctime: i64,
    pub mtime: i64,
    pub version: i32,
    pub cversion: i32,
    pub aversion: i32,
    pub ephemeral_owner: i64,
    pub data_length: i32,
    pub num_children: i32,
    pub pzxid: i64,
}

impl fmt::Debug for Stat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Stat[c{:#x} m{:#x} p{:#x} ct{} mt{} v{} cv{} av{} owner{:#x} len{} kids{}]",
            self.czxid,
            self.mzxid,
            self.pzxid,
            self.ctime,
            self.mtime,
            self.version,
            self.cversion,
            self.aversion,
            self.ephemeral_owner,
            self.data_length,
            self.num_children,
        )
    }
}

/// One entry of an ACL list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acl {
    /// Permission bits.
    pub perms: i32,
    /// `world`, `digest`, `ip`, ...
    pub scheme: Text,
    /// Who, in the scheme's own form.
    pub id: Text,
}

impl Acl {
    /// An entry of `scheme` and `id`.
    pub fn new(perms: i32, scheme: &str, id: &str) -> Acl {
        Acl {
            perms,
            scheme: scheme.into(),
            id: id.into(),
        }
    }

    /// Everybody may do everything.
    pub fn open() -> Vec<Acl> {
        vec![Acl::new(31, "world", "anyone")]
    }
}

impl fmt::Debug for Acl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:?}:{:?}", self.perms, self.scheme, self.id)
    }
}

/// The result of one operation of a multi.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubResult {
    /// The type in its header: an opcode, or -1 for an error.
    pub kind: i32,
    /// The error in its header.
    pub err: i32,
    /// What follows.
    pub body: Body,
}

/// What follows a reply's header.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing at all.
    Empty,
    /// A path.
    Path(Text),
    /// A path and a Stat.
    PathStat(Text, Stat),
    /// A Stat.
    Stat(Stat),
    /// Data and a Stat.
    Data(Option<Vec<u8>>, Stat),
    /// An ACL list and a Stat.
    Acl(Option<Vec<Acl>>, Stat),
    /// Names: children or paths.
    Names(Option<Vec<Text>>),
    /// Names and a Stat.
    NamesStat(Option<Vec<Text>>, Stat),
    /// A number: an error code or a count.
    Number(i32),
    /// A SASL token.
    Token(Option<Vec<u8>>),
    /// Scheme and user of each identity.
    Identities(Vec<(Text, Text)>),
    /// The results of a multi.
    Results(Vec<SubResult>),
    /// Bytes that are not what the opcode promises.
    Raw(Vec<u8>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Empty => f.write_str("-"),
            Body::Path(path) => write!(f, "{path:?}"),
            Body::PathStat(path, stat) => write!(f, "{path:?} {stat:?}"),
            Body::Stat(stat) => write!(f, "{stat:?}"),
            Body::Data(data, stat) => write!(f, "{:?} {stat:?}", Text(data.clone())),
            Body::Acl(entries, stat) => write!(f, "{entries:?} {stat:?}"),
            Body::Names(names) => write!(f, "{names:?}"),
            Body::NamesStat(names, stat) => write!(f, "{names:?} {stat:?}"),
            Body::Number(number) => write!(f, "{number}"),
            Body::Token(token) => write!(f, "token {token:?}"),
            Body::Identities(ids) => write!(f, "{ids:?}"),
            Body::Results(results) => f.debug_list().entries(results).finish(),
            Body::Raw(bytes) => write!(f, "raw \"{}\"", bytes.escape_ascii()),
        }
    }
}

/// A reply to a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The request's number.
    pub xid: i32,
    /// The header's zxid.
    pub zxid: i64,
    /// The header's error, 0 for none.
    pub err: i32,
    /// The rest.
    pub body: Body,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "reply xid {} zxid {:#x} err {} {:?}",
            self.xid, self.zxid, self.err, self.body
        )
    }
}

/// A watch's firing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The header's zxid: that of the change, or -1 for a catch-up.
    pub zxid: i64,
    /// 1 created, 2 deleted, 3 data, 4 children.
    pub kind: i32,
    /// 3: connected.
    pub state: i32,
    /// The znode.
    pub path: Text,
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            1 => "created",
            2 => "deleted",
            3 => "data changed",
            4 => "children changed",
            _ => "unknown",
        };
        write!(
            f,
            "event {name} {:?} zxid {:#x} state {}",
            self.path, self.zxid, self.state
        )
    }
}

/// A frame after the handshake.
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// The answer to a request.
    Reply(Reply),
    /// A notification.
    Event(Event),
    /// Shorter than a header, or a notification that does not decode.
    Raw(Vec<u8>),
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Reply(reply) => reply.fmt(f),
            Message::Event(event) => event.fmt(f),
            Message::Raw(bytes) => write!(f, "raw frame \"{}\"", bytes.escape_ascii()),
        }
    }
}

impl Message {
    /// Decodes a frame. `opcode_of` tells which request an xid belongs to.
    pub fn decode(frame: &[u8], opcode_of: impl FnOnce(i32) -> Option<i32>) -> Message {
        Message::parse(frame, opcode_of).unwrap_or_else(|_| Message::Raw(frame.to_vec()))
    }

    fn parse(frame: &[u8], opcode_of: impl FnOnce(i32) -> Option<i32>) -> Read<Message> {
        let mut reader = Reader(frame);
        let (xid, zxid, err) = (reader.int()?, reader.long()?, reader.int()?);
        if xid == -1 {
            let (kind, state, path) = (reader.int()?, reader.int()?, reader.text()?);
            let whole = reader.0.is_empty() && err == 0;
            let event = Message::Event(Event {
                zxid,
                kind,
                state,
                path,
            });
            return if whole { Ok(event) } else { Err(Garbled) };
        }
        let rest = reader.0;
        let body = match opcode_of(xid) {
            _ if rest.is_empty() => Body::Empty,
            Some(op) => whole(rest, |reader| reader.body(op)),
            None => Body::Raw(rest.to_vec()),
        };
        Ok(Message::Reply(Reply {
            xid,
            zxid,
            err,
            body,
        }))
    }
}

fn whole(bytes: &[u8], parse: impl FnOnce(&mut Reader<'_>) -> Read<Body>) -> Body {
    let mut reader = Reader(bytes);
    match parse(&mut reader) {
        Ok(body) if reader.0.is_empty() => body,
        Ok(_) | Err(Garbled) => Body::Raw(bytes.to_vec()),
    }
}

/// The answer to a handshake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handshake {
    /// Negotiated, in ms; 0 or less says that the session is gone.
    pub timeout_ms: i32,
    /// The session.
    pub session: i64,
    /// Its password.
    pub password: Vec<u8>,
    /// The read-only byte, if the answer has one.
    pub read_only: Option<u8>,
}

/// Decodes a `ConnectResponse`; `None` when it is anything else.
pub fn decode_handshake(frame: &[u8]) -> Option<Handshake> {
    parse_handshake(frame).ok()
}

fn parse_handshake(frame: &[u8]) -> Read<Handshake> {
    let mut reader = Reader(frame);
    let version = reader.int()?;
    let timeout_ms = reader.int()?;
    let session = reader.long()?;
    let password = reader.buffer()?.ok_or(Garbled)?;
    let read_only = if reader.0.is_empty() {
        None
    } else {
        Some(reader.byte()?)
    };
    let whole = version == 0 && reader.0.is_empty();
    let handshake = Handshake {
        timeout_ms,
        session,
        password,
        read_only,
    };
    if whole { Ok(handshake) } else { Err(Garbled) }
}

/// The bytes end too early or hold what cannot be.
struct Garbled;

type Read<T> = Result<T, Garbled>;

/// Bytes not read yet.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Read<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(Garbled)?;
        self.0 = rest;
        Ok(*head)
    }

    fn byte(&mut self) -> Read<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn int(&mut self) -> Read<i32> {
        self.take().map(i32::from_be_bytes)
    }

    fn long(&mut self) -> Read<i64> {
        self.take().map(i64::from_be_bytes)
    }

    fn buffer(&mut self) -> Read<Option<Vec<u8>>> {
        let length = self.int()?;
        if length == -1 {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| Garbled)?;
        let (head, rest) = self.0.split_at_checked(length).ok_or(Garbled)?;
        self.0 = rest;
        Ok(Some(head.to_vec()))
    }

    fn text(&mut self) -> Read<Text> {
        self.buffer().map(Text)
    }

    fn vector<T>(&mut self, element: impl Fn(&mut Self) -> Read<T>) -> Read<Option<Vec<T>>> {
        let count = self.int()?;
        if count == -1 {
            return Ok(None);
        }
        let count = usize::try_from(count).map_err(|_| Garbled)?;
        let mut elements = Vec::new();
        for _ in 0..count {
            elements.push(element(self)?);
        }
        Ok(Some(elements))
    }

    fn stat(&mut self) -> Read<Stat> {
        Ok(Stat {
            czxid: self.long()?,
            mzxid: self.long()?,
            ctime: self.long()?,
            mtime: self.long()?,
            version: self.int()?,
            cversion: self.int()?,
            aversion: self.int()?,
            ephemeral_owner: self.long()?,
            data_length: self.int()?,
            num_children: self.int()?,
            pzxid: self.long()?,
        })
    }

    fn acl(&mut self) -> Read<Acl> {
        Ok(Acl {
            perms: self.int()?,
            scheme: self.text()?,
            id: self.text()?,
        })
    }

    fn body(&mut self, op: i32) -> Read<Body> {
        Ok(match op {
            opcode::CREATE | opcode::SYNC => Body::Path(self.text()?),
            opcode::CREATE2 | opcode::CREATE_CONTAINER | opcode::CREATE_TTL => {
                Body::PathStat(self.text()?, self.stat()?)
            }
            opcode::EXISTS | opcode::SET_DATA | opcode::SET_ACL => Body::Stat(self.stat()?),
            opcode::GET_DATA | opcode::RECONFIG => Body::Data(self.buffer()?, self.stat()?),
            opcode::GET_ACL => Body::Acl(self.vector(Reader::acl)?, self.stat()?),
            opcode::GET_CHILDREN | opcode::GET_EPHEMERALS => {
                Body::Names(self.vector(Reader::text)?)
            }
            opcode::GET_CHILDREN2 => Body::NamesStat(self.vector(Reader::text)?, self.stat()?),
            opcode::GET_ALL_CHILDREN_NUMBER | opcode::ADD_WATCH => Body::Number(self.int()?),
            opcode::SASL => Body::Token(self.buffer()?),
            opcode::WHO_AM_I => {
                let ids = self.vector(|reader| Ok((reader.text()?, reader.text()?)))?;
                Body::Identities(ids.ok_or(Garbled)?)
            }
            opcode::MULTI | opcode::MULTI_READ => Body::Results(self.results()?),
            _ => return Err(Garbled),
        })
    }

    fn results(&mut self) -> Read<Vec<SubResult>> {
        let mut results = Vec::new();
        loop {
            let (kind, done, err) = (self.int()?, self.byte()?, self.int()?);
            if done != 0 {
                return if kind == -1 && err == -1 && done == 1 {
                    Ok(results)
                } else {
                    Err(Garbled)
                };
            }
            let body = match kind {
                opcode::ERROR => Body::Number(self.int()?),
                opcode::DELETE | opcode::CHECK => Body::Empty,
                other => self.body(other)?,
            };
            results.push(SubResult { kind, err, body });
        }
    }
}
