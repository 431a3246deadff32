//! HTTP/2 as far as a client of gRPC that knows its server needs it (RFC 9113, RFC 7541).
//!
//! ```text
//!   length 24   type 8   flags 8   0   stream 31   payload
//! ```
//!
//! The headers of a request come out of the server's table, which the first request fills; those
//! of an answer come without a table, for the client's settings forbid one, so that the status is
//! found without decoding: its name is spelt one of two ways, and its value is one digit.

/// What a client says first.
pub(crate) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Length, type, flags and stream.
pub(crate) const HEADER_BYTES: usize = 9;
/// A window before anybody has said anything.
pub(crate) const WINDOW: i64 = 65_535;
/// The largest window there is.
pub(crate) const WINDOW_MAX: u32 = (1 << 31) - 1;
/// The longest payload that may be sent to a server that has not said otherwise.
pub(crate) const PAYLOAD_MAX: usize = 16_384;

/// This frame is the stream's last.
pub(crate) const END_STREAM: u8 = 1;
/// This frame answers another: of SETTINGS and PING.
pub(crate) const ACK: u8 = 1;
const END_HEADERS: u8 = 4;
const PADDED: u8 = 8;

/// A setting: the limit of what a server may keep in its table of headers.
const HEADER_TABLE_SIZE: u16 = 1;
const ENABLE_PUSH: u16 = 2;
/// A setting: each stream's window.
pub(crate) const INITIAL_WINDOW_SIZE: u16 = 4;
/// A setting: the longest payload.
pub(crate) const MAX_FRAME_SIZE: u16 = 5;

/// The types of frames.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Data,
    Headers,
    Reset,
    Settings,
    Ping,
    GoAway,
    Window,
    /// One that says nothing to us.
    Other,
}

impl Type {
    fn of(byte: u8) -> Type {
        match byte {
            0 => Type::Data,
            1 => Type::Headers,
            3 => Type::Reset,
            4 => Type::Settings,
            6 => Type::Ping,
            7 => Type::GoAway,
            8 => Type::Window,
            _ => Type::Other,
        }
    }

    fn byte(self) -> u8 {
        match self {
            Type::Data => 0,
            Type::Headers => 1,
            Type::Reset => 3,
            Type::Settings => 4,
            Type::Ping => 6,
            Type::GoAway => 7,
            Type::Window => 8,
            Type::Other => 255,
        }
    }
}

/// A whole frame that has arrived.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) kind: Type,
    pub(crate) flags: u8,
    pub(crate) stream: u32,
    pub(crate) payload: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Cuts the next frame off; `None` while bytes of it are missing.
    #[inline]
    pub(crate) fn next(bytes: &'a [u8]) -> Option<(Frame<'a>, usize)> {
        let [a, b, c, kind, flags, stream @ ..] = bytes.first_chunk::<HEADER_BYTES>()?;
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let payload = bytes.get(HEADER_BYTES..HEADER_BYTES + length)?;
        let frame = Frame {
            kind: Type::of(*kind),
            flags: *flags,
            stream: u32::from_be_bytes(*stream) & WINDOW_MAX,
            payload,
        };
        Some((frame, HEADER_BYTES + length))
    }

    /// Whether it is the last of its stream.
    pub(crate) fn ends(&self) -> bool {
        self.flags & END_STREAM != 0
    }

    /// Whether its payload has what this client does not read: padding, or headers that go on in
    /// another frame.
    pub(crate) fn is_foreign(&self) -> bool {
        match self.kind {
            Type::Data => self.flags & PADDED != 0,
            Type::Headers => self.flags & PADDED != 0 || self.flags & END_HEADERS == 0,
            _ => false,
        }
    }

    /// The first number of the payload.
    pub(crate) fn number(&self) -> u32 {
        let number = self.payload.first_chunk().copied();
        number.map_or(0, u32::from_be_bytes)
    }

    /// The settings in it.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (u16, u32)> + use<'a> {
        self.payload.chunks_exact(6).map(|setting| {
            let name = u16::from_be_bytes([setting[0], setting[1]]);
            let value = u32::from_be_bytes([setting[2], setting[3], setting[4], setting[5]]);
            (name, value)
        })
    }
}

/// Appends the header of a frame whose payload follows.
#[inline]
pub(crate) fn begin(out: &mut Vec<u8>, kind: Type, flags: u8, stream: u32, payload: usize) {
    let length = u32::try_from(payload).expect("a payload fits 24 bits");
    out.extend_from_slice(&length.to_be_bytes()[1..]);
    out.push(kind.byte());
    out.push(flags);
    out.extend_from_slice(&stream.to_be_bytes());
}

/// Appends a frame.
pub(crate) fn append(out: &mut Vec<u8>, kind: Type, flags: u8, stream: u32, payload: &[u8]) {
    begin(out, kind, flags, stream, payload.len());
    out.extend_from_slice(payload);
}

/// The preface and settings of this client: no table for answers, no pushes, and windows that no
/// answer fills.
pub(crate) fn greeting() -> Vec<u8> {
    let mut settings = Vec::new();
    for (name, value) in [
        (HEADER_TABLE_SIZE, 0),
        (ENABLE_PUSH, 0),
        (INITIAL_WINDOW_SIZE, WINDOW_MAX),
    ] {
        settings.extend_from_slice(&name.to_be_bytes());
        settings.extend_from_slice(&value.to_be_bytes());
    }
    let mut out = PREFACE.to_vec();
    append(&mut out, Type::Settings, 0, 0, &settings);
    let more = WINDOW_MAX - u32::try_from(WINDOW).expect("it is small");
    append(&mut out, Type::Window, 0, 0, &more.to_be_bytes());
    out
}

/// Appends the headers of a connection's first request, which fill the server's table.
pub(crate) fn first_headers(out: &mut Vec<u8>, stream: u32, path: &str, authority: &str) {
    let mut block = vec![METHOD_POST, SCHEME_HTTP];
    literal_path(&mut block, path);
    // Literals that enter the table: the last one stands first in it.
    block.push(0x41);
    text(&mut block, authority);
    block.push(0x40);
    text(&mut block, "te");
    text(&mut block, "trailers");
    block.push(0x5f);
    text(&mut block, "application/grpc");
    append(out, Type::Headers, END_HEADERS, stream, &block);
}

/// Appends the headers of a later request: all but its path are in the server's table.
#[inline]
pub(crate) fn headers(out: &mut Vec<u8>, stream: u32, path: &str) {
    // Three indices, the path's own literal, two more.
    begin(out, Type::Headers, END_HEADERS, stream, path.len() + 7);
    out.extend_from_slice(&[METHOD_POST, SCHEME_HTTP]);
    literal_path(out, path);
    // Authority, te and content-type: entries 64, 63 and 62, behind the 61 that are always there.
    out.extend_from_slice(&[0xc0, 0xbf, 0xbe]);
}

/// Entries 3 and 6 of the table that every connection has.
const METHOD_POST: u8 = 0x83;
const SCHEME_HTTP: u8 = 0x86;

/// A path that does not enter the table.
#[inline]
fn literal_path(out: &mut Vec<u8>, path: &str) {
    out.push(4);
    text(out, path);
}

/// Fewer than 127 bytes, as they are.
#[inline]
fn text(out: &mut Vec<u8>, text: &str) {
    let length = u8::try_from(text.len()).expect("a header is short");
    assert!(length < 127, "a header is short");
    out.push(length);
    out.extend_from_slice(text.as_bytes());
}

/// The gRPC status of an answer's trailers; `None` if they tell none of one digit.
#[inline]
pub(crate) fn status(trailers: &[u8]) -> Option<i32> {
    /// `grpc-status` as it is, and in Huffman's code.
    const PLAIN: &[u8] = b"\x0bgrpc-status";
    const CODED: &[u8] = &[0x88, 0x9a, 0xca, 0xc8, 0xb2, 0x12, 0x34, 0xda, 0x8f];
    let behind = |name: &[u8]| {
        let at = trailers.windows(name.len()).position(|it| it == name)?;
        trailers.get(at + name.len()..)
    };
    match behind(CODED).or_else(|| behind(PLAIN))? {
        [1, digit @ b'0'..=b'9', ..] => Some(i32::from(digit - b'0')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_seen_only_when_whole() {
        let mut bytes = Vec::new();
        append(&mut bytes, Type::Data, END_STREAM, 5, b"abc");
        for cut in 0..bytes.len() {
            assert_eq!(Frame::next(&bytes[..cut]), None, "{cut} bytes");
        }
        bytes.push(9);
        let (frame, length) = Frame::next(&bytes).expect("it is whole");
        assert_eq!((frame.kind, frame.stream, length), (Type::Data, 5, 12));
        assert!(frame.ends() && !frame.is_foreign());
        assert_eq!(frame.payload, b"abc");
    }

    #[test]
    fn a_status_is_found_in_either_spelling() {
        assert_eq!(status(b"\x20\x00\x0bgrpc-status\x010"), Some(0));
        let coded = b"\x40\x88\x9a\xca\xc8\xb2\x12\x34\xda\x8f\x0114";
        assert_eq!(status(coded), Some(1));
        assert_eq!(status(b"\x40\x04name\x010"), None);
        assert_eq!(status(b"\x00\x0bgrpc-status\x0214"), None, "two digits");
    }

    #[test]
    fn the_headers_length_is_what_follows() {
        let mut out = Vec::new();
        headers(&mut out, 3, "/etcdserverpb.KV/Put");
        let (frame, length) = Frame::next(&out).expect("it is whole");
        assert_eq!(length, out.len());
        assert!(frame.payload.ends_with(&[0xc0, 0xbf, 0xbe]));
    }

    #[test]
    fn settings_come_as_pairs() {
        let greeting = greeting();
        let (frame, _) = Frame::next(&greeting[PREFACE.len()..]).expect("it is whole");
        let settings: Vec<(u16, u32)> = frame.settings().collect();
        assert_eq!(settings[0], (HEADER_TABLE_SIZE, 0));
        assert_eq!(settings[2], (INITIAL_WINDOW_SIZE, WINDOW_MAX));
    }
}
