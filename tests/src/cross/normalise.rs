//! What may differ between two servers that behave the same, and how it is made equal.
//!
//! | value | rule |
//! |---|---|
//! | session id | replaced by an alias: the order in which the session was opened |
//! | password | the sixteen bytes that ZooKeeper computes from the session id |
//! | ctime, mtime | each zxid has one time: ctime is that of czxid, mtime that of mzxid; then zeroed |
//! | characters beyond U+FFFF in paths | Java's two surrogates of three bytes become UTF-8 |
//! | order of children, ephemerals, identities | sorted |
//! | events of one closeSession | sorted: the order of a session's ephemerals is not defined |
//!
//! Everything else, zxids included, must be equal. Must never hide a value without checking it.

use std::collections::HashMap;

use crate::cross::step::{PasswordSeen, Seen};
use crate::wire::{Body, Handshake, Message, Stat, SubResult, Text};

/// Aliases start here, so that they cannot be taken for zxids or small numbers.
const FIRST_ALIAS: i64 = 0x5e55_0000;

/// What was learnt about one server.
#[derive(Debug, Default)]
pub struct Normaliser {
    sessions: Vec<Handshake>,
    times: HashMap<i64, i64>,
    complaints: Vec<String>,
}

impl Normaliser {
    /// Takes up an answered handshake.
    pub fn handshake(&mut self, slot: usize, answer: &Handshake) -> Seen {
        let known = self
            .sessions
            .iter()
            .find(|known| known.session == answer.session);
        let password = if answer.password == [0; 16] {
            PasswordSeen::Zeros
        } else if answer.password.len() != 16 {
            PasswordSeen::Other
        } else {
            match known {
                _ if answer.password != computed_password(answer.session) => PasswordSeen::Other,
                None => PasswordSeen::Fresh,
                Some(_) => PasswordSeen::Same,
            }
        };
        if known.is_none() && answer.session != 0 {
            self.sessions.push(answer.clone());
        }
        Seen::Handshake {
            slot,
            timeout_ms: answer.timeout_ms,
            session: self.alias(answer.session),
            password,
            read_only: answer.read_only,
        }
    }

    /// The `n`-th session that was opened, counted over the whole life of the server.
    pub fn session(&self, n: usize) -> Option<&Handshake> {
        self.sessions.get(n)
    }

    /// How many sessions were opened.
    pub fn session_count(&self) -> usize {
        self.sessions.len()
    }

    /// The alias of a session id; an id that nobody was told stays as it is.
    pub fn alias(&self, id: i64) -> i64 {
        let place = self.sessions.iter().position(|known| known.session == id);
        place.map_or(id, |place| {
            FIRST_ALIAS + i64::try_from(place).expect("a test has few sessions")
        })
    }

    /// Replaces what may differ in `message`.
    pub fn message(&mut self, message: &mut Message) {
        match message {
            Message::Reply(reply) => self.body(&mut reply.body),
            Message::Event(event) => join_surrogates(&mut event.path),
            Message::Raw(_) => {}
        }
    }

    /// What was found to contradict itself since the last call.
    pub fn take_complaints(&mut self) -> Vec<Seen> {
        self.complaints.drain(..).map(Seen::Inconsistent).collect()
    }

    fn body(&mut self, body: &mut Body) {
        match body {
            Body::Stat(stat)
            | Body::PathStat(_, stat)
            | Body::Data(_, stat)
            | Body::Acl(_, stat) => self.stat(stat),
            Body::NamesStat(names, stat) => {
                if let Some(names) = names {
                    names.sort();
                }
                self.stat(stat);
            }
            Body::Names(names) => {
                if let Some(names) = names {
                    names.sort();
                }
            }
            Body::Identities(ids) => ids.sort(),
            Body::Results(results) => {
                for SubResult { body, .. } in results {
                    self.body(body);
                }
            }
            Body::Path(path) => join_surrogates(path),
            Body::Empty | Body::Number(_) | Body::Token(_) | Body::Raw(_) => {}
        }
    }

    fn stat(&mut self, stat: &mut Stat) {
        self.time(stat.czxid, stat.ctime, "ctime");
        self.time(stat.mzxid, stat.mtime, "mtime");
        stat.ctime = 0;
        stat.mtime = 0;
        stat.ephemeral_owner = self.alias(stat.ephemeral_owner);
    }

    fn time(&mut self, zxid: i64, time: i64, field: &str) {
        let first = *self.times.entry(zxid).or_insert(time);
        if first != time {
            self.complaints
                .push(format!("{field} {time}, but zxid {zxid:#x} was at {first}"));
        }
        if (zxid == 0) != (time == 0) {
            self.complaints
                .push(format!("{field} {time} for zxid {zxid:#x}"));
        }
    }
}

/// Surrogate pairs as Java writes them (three bytes each) become the characters they stand for.
fn join_surrogates(text: &mut Text) {
    let Some(bytes) = &mut text.0 else { return };
    let mut at = 0;
    while at + 6 <= bytes.len() {
        let [
            0xed,
            high @ 0xa0..=0xaf,
            high_low,
            0xed,
            low @ 0xb0..=0xbf,
            low_low,
        ] = bytes[at..at + 6]
        else {
            at += 1;
            continue;
        };
        let unit = |middle: u8, last: u8| u32::from(middle & 0x0f) << 6 | u32::from(last & 0x3f);
        let scalar = 0x1_0000 + (unit(high, high_low) << 10) + unit(low & 0x0f, low_low);
        let character = char::from_u32(scalar).expect("a pair of surrogates is a character");
        let mut utf8 = [0; 4];
        bytes.splice(at..at + 6, character.encode_utf8(&mut utf8).bytes());
        at += 4;
    }
}

#[test]
fn surrogates_become_characters() {
    let mut text = Text(Some(
        b"/a\xed\xa0\xbd\xed\xb8\x80\xed\xa0\x80\xed\xb0\x80b".to_vec(),
    ));
    join_surrogates(&mut text);
    assert_eq!(text, Text::from("/a\u{1f600}\u{10000}b"));
}

/// The password of a session. Source: `SessionTrackerImpl` and `java.util.Random.nextBytes`.
fn computed_password(session: i64) -> [u8; 16] {
    const MASK: u64 = (1 << 48) - 1;
    let seed = session.cast_unsigned() ^ 0xb341_5c00;
    let mut state = (seed ^ 0x0005_deec_e66d) & MASK;
    let mut password = [0; 16];
    for word in password.chunks_exact_mut(4) {
        state = state.wrapping_mul(0x0005_deec_e66d).wrapping_add(0xb) & MASK;
        let bits = u32::try_from(state >> 16).expect("48 bits less 16 are 32");
        word.copy_from_slice(&bits.to_le_bytes());
    }
    password
}

#[test]
fn the_password_is_that_of_the_documented_session() {
    let expected = [
        0x18, 0xe9, 0xe0, 0xb5, 0xc5, 0x00, 0xe4, 0x00, 0xb6, 0x1d, 0x62, 0x6d, 0x16, 0x73, 0xe2,
        0x86,
    ];
    assert_eq!(computed_password(0x0100_000b_2906_0000), expected);
}

/// Sorts the events of each connection that belong to the same change.
pub fn sort_events(seen: &mut [Seen]) {
    let event = |seen: &Seen| match seen {
        Seen::Message(slot, Message::Event(event)) => Some((*slot, event.clone())),
        _ => None,
    };
    let mut start = 0;
    while start < seen.len() {
        let Some((slot, first)) = event(&seen[start]) else {
            start += 1;
            continue;
        };
        let same = |other: &Seen| {
            event(other).is_some_and(|(at, event)| at == slot && event.zxid == first.zxid)
        };
        let length = seen[start..].iter().take_while(|other| same(other)).count();
        seen[start..start + length].sort_by_key(event);
        start += length;
    }
}
