//! The few frames a load generator sends and the one header it reads.
//!
//! Requests are encoded once; per request only the xid, and the digits of numbered paths, are
//! written anew, in place and without allocation. Must never decode a reply's body: the generator
//! has to be several times cheaper than the server it measures.

use std::time::Duration;

use ringkeeper_core::error_code::ErrorCode;

use crate::error::{Error, Result};

/// Where a request's xid stands: behind the frame's length.
const XID_AT: usize = 4;
/// Where the bytes of a request's path stand: behind length, xid, opcode and the path's own length.
const PATH_AT: usize = 16;
/// The bytes of a reply header: xid, zxid, err.
const REPLY_HEADER: usize = 16;
/// Longer frames than any workload here can cause are a broken stream, not a reply.
const FRAME_BYTES_MAX: usize = 64 << 20;
/// The frame length of the answer to a handshake that carried the read-only flag.
pub(crate) const CONNECT_REPLY_BYTES: usize = 41;

/// The session timeout that a load asks for; servers clamp it to their own bounds.
pub(crate) const SESSION_TIMEOUT: Duration = Duration::from_secs(40);

/// Whether a read leaves a watch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Watch {
    /// No watch.
    Leave,
    /// A one-time watch on the path that was read.
    Set,
}

/// How long a created znode lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lifetime {
    /// Until it is deleted.
    Persistent,
    /// Until its session ends.
    Ephemeral,
}

/// The header of a reply or of an event (xid -1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ReplyHeader {
    /// The request's xid, or -1 for an event.
    pub(crate) xid: i32,
    /// 0, or the wire form of an error code.
    pub(crate) error: i32,
}

impl ReplyHeader {
    /// The xid under which a server sends events.
    pub(crate) const EVENT: i32 = -1;
    /// The xid of pings and of the replies to them.
    pub(crate) const PING: i32 = -2;

    fn parse(frame: &[u8]) -> Option<ReplyHeader> {
        let header = frame.first_chunk::<REPLY_HEADER>()?;
        let xid = header.first_chunk().copied().map(i32::from_be_bytes)?;
        let error = header.last_chunk().copied().map(i32::from_be_bytes)?;
        Some(ReplyHeader { xid, error })
    }
}

/// Cuts the next whole frame off `bytes`: its reply header and its length with the length field.
/// `None` while bytes of it are missing.
#[inline]
pub(crate) fn next_reply(bytes: &[u8]) -> Result<Option<(ReplyHeader, usize)>> {
    let Some(length) = bytes.first_chunk().copied().map(u32::from_be_bytes) else {
        return Ok(None);
    };
    let length = length as usize;
    if !(REPLY_HEADER..=FRAME_BYTES_MAX).contains(&length) {
        return Err(Error::Garbled(format!("a reply frame of {length} bytes")));
    }
    match bytes[4..].get(..length).and_then(ReplyHeader::parse) {
        Some(header) => Ok(Some((header, 4 + length))),
        None => Ok(None),
    }
}

/// What a client must show to take its session up again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    /// 0 asks for a new one.
    pub(crate) id: u64,
    password: [u8; 16],
}

impl Session {
    /// None yet: the handshake opens one.
    pub(crate) const NEW: Session = Session {
        id: 0,
        password: [0; 16],
    };

    /// The session of a server's answer to the handshake. `None` stands for timeout 0 or less:
    /// there is no new session, or the one that was shown has expired.
    pub(crate) fn granted(reply: &[u8; CONNECT_REPLY_BYTES]) -> Option<Session> {
        let (_, fields) = reply.split_first_chunk::<8>()?;
        let (timeout_ms, fields) = fields.split_first_chunk()?;
        let (id, fields) = fields.split_first_chunk()?;
        let (_, fields) = fields.split_first_chunk::<4>()?;
        let session = Session {
            id: u64::from_be_bytes(*id),
            password: *fields.first_chunk()?,
        };
        (i32::from_be_bytes(*timeout_ms) > 0).then_some(session)
    }
}

/// Opens a session or takes one up, with the read-only flag that makes the answer's length fixed.
pub(crate) fn connect(session: &Session, timeout: Duration) -> Vec<u8> {
    let timeout_ms = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
    let mut out = vec![0; 4];
    out.extend_from_slice(&0_i32.to_be_bytes());
    out.extend_from_slice(&0_i64.to_be_bytes());
    out.extend_from_slice(&timeout_ms.to_be_bytes());
    out.extend_from_slice(&session.id.to_be_bytes());
    put_buffer(&mut out, &session.password);
    out.push(0);
    close_frame(out)
}

/// getData (4).
pub(crate) fn get_data(path: &str, watch: Watch) -> Vec<u8> {
    request(4, path, |out| out.push(u8::from(watch == Watch::Set)))
}

/// getChildren2 (12): what clients send for a listing with the parent's Stat.
pub(crate) fn get_children(path: &str) -> Vec<u8> {
    request(12, path, |out| out.push(0))
}

/// sync (9): answered when the server has everything that was committed before.
pub(crate) fn sync(path: &str) -> Vec<u8> {
    request(9, path, |_| ())
}

/// setData (5) of whatever version is there.
pub(crate) fn set_data(path: &str, value: &[u8]) -> Vec<u8> {
    request(5, path, |out| {
        put_buffer(out, value);
        out.extend_from_slice(&(-1_i32).to_be_bytes());
    })
}

/// exists (3).
pub(crate) fn exists(path: &str, watch: Watch) -> Vec<u8> {
    request(3, path, |out| out.push(u8::from(watch == Watch::Set)))
}

/// create (1), open to everyone.
pub(crate) fn create(path: &str, value: &[u8], lifetime: Lifetime) -> Vec<u8> {
    create_as(1, path, value, lifetime)
}

/// create2 (15), open to everyone: answered with the Stat.
pub(crate) fn create2(path: &str, value: &[u8], lifetime: Lifetime) -> Vec<u8> {
    create_as(15, path, value, lifetime)
}

fn create_as(opcode: i32, path: &str, value: &[u8], lifetime: Lifetime) -> Vec<u8> {
    request(opcode, path, |out| {
        put_buffer(out, value);
        out.extend_from_slice(&1_i32.to_be_bytes());
        out.extend_from_slice(&31_i32.to_be_bytes());
        put_buffer(out, b"world");
        put_buffer(out, b"anyone");
        let flags = match lifetime {
            Lifetime::Persistent => 0_i32,
            Lifetime::Ephemeral => 1,
        };
        out.extend_from_slice(&flags.to_be_bytes());
    })
}

/// Whether the error in a create's reply says only that somebody made the znode before.
pub(crate) fn exists_already(code: i32) -> bool {
    ErrorCode::from_code(code) == Some(ErrorCode::NodeExists)
}

/// delete (2) of whatever version is there.
pub(crate) fn delete(path: &str) -> Vec<u8> {
    request(2, path, |out| {
        out.extend_from_slice(&(-1_i32).to_be_bytes());
    })
}

/// closeSession (-11).
pub(crate) fn close_session(xid: i32) -> [u8; 12] {
    bare_request(xid, -11)
}

/// ping (11), under the xid that is its own.
pub(crate) fn ping() -> [u8; 12] {
    bare_request(ReplyHeader::PING, 11)
}

/// A request that looks like a reply without error, so that an echo of it is taken for one.
pub(crate) fn echo(payload_bytes: usize) -> Vec<u8> {
    let mut out = vec![0; 4 + REPLY_HEADER + payload_bytes];
    let length = u32::try_from(REPLY_HEADER + payload_bytes).expect("an echo is small");
    out[..4].copy_from_slice(&length.to_be_bytes());
    out
}

/// The event that a watched znode's data changed, as a server sends it.
pub(crate) fn data_changed(path: &str) -> Vec<u8> {
    let mut out = vec![0; 4];
    out.extend_from_slice(&ReplyHeader::EVENT.to_be_bytes());
    out.extend_from_slice(&(-1_i64).to_be_bytes());
    out.extend_from_slice(&0_i32.to_be_bytes());
    // NodeDataChanged, SyncConnected.
    out.extend_from_slice(&3_i32.to_be_bytes());
    out.extend_from_slice(&3_i32.to_be_bytes());
    put_buffer(&mut out, path.as_bytes());
    close_frame(out)
}

/// Appends an encoded request under the given xid.
#[inline]
pub(crate) fn append(frame: &[u8], xid: i32, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(frame);
    out[start + XID_AT..start + XID_AT + 4].copy_from_slice(&xid.to_be_bytes());
}

/// A request that has nothing but its header.
fn bare_request(xid: i32, opcode: i32) -> [u8; 12] {
    let mut out = [0; 12];
    out[..4].copy_from_slice(&8_u32.to_be_bytes());
    out[4..8].copy_from_slice(&xid.to_be_bytes());
    out[8..].copy_from_slice(&opcode.to_be_bytes());
    out
}

fn request(opcode: i32, path: &str, body: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = vec![0; 8];
    out.extend_from_slice(&opcode.to_be_bytes());
    put_buffer(&mut out, path.as_bytes());
    body(&mut out);
    close_frame(out)
}

fn put_buffer(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = i32::try_from(bytes.len()).expect("a request fits the protocol's lengths");
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

fn close_frame(mut out: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(out.len() - 4).expect("a request fits the protocol's lengths");
    out[..4].copy_from_slice(&length.to_be_bytes());
    out
}

/// Writes a number with leading zeros over all of `digits`.
#[inline]
pub(crate) fn write_digits(digits: &mut [u8], number: u32) {
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
}

/// A run of digits inside an encoded request.
#[derive(Clone, Copy, Debug)]
struct Digits {
    at: usize,
    width: usize,
    divisor: u32,
}

/// An encoded request whose path carries a number: `/bench/d####/n#######`.
///
/// A run of `#` shows the number divided by the run's divisor, with leading zeros, so that every
/// path of one pattern has the same length and the frame never changes its shape.
#[derive(Clone, Debug)]
pub(crate) struct Numbered {
    frame: Vec<u8>,
    digits: Vec<Digits>,
}

impl Numbered {
    /// Takes the encoded request of a path with runs of `#`; `divisors` has one entry per run, in
    /// the order of the path.
    pub(crate) fn new(frame: Vec<u8>, divisors: &[u32]) -> Numbered {
        assert!(frame.len() >= PATH_AT, "a request carries a path");
        let mut length = [0; 4];
        length.copy_from_slice(&frame[PATH_AT - 4..PATH_AT]);
        let end = PATH_AT + u32::from_be_bytes(length) as usize;
        let mut digits: Vec<Digits> = Vec::new();
        let marked = (0..end).zip(&frame).filter(|(_, byte)| **byte == b'#');
        for at in marked.map(|(at, _)| at).filter(|at| *at >= PATH_AT) {
            match digits.last_mut() {
                Some(last) if last.at + last.width == at => last.width += 1,
                Some(_) | None => digits.push(Digits {
                    at,
                    width: 1,
                    divisor: 1,
                }),
            }
        }
        assert_eq!(digits.len(), divisors.len(), "one divisor per run of #");
        for (run, divisor) in digits.iter_mut().zip(divisors) {
            assert!(*divisor > 0, "a divisor divides");
            run.divisor = *divisor;
        }
        Numbered { frame, digits }
    }

    /// Appends the request for `number` under the given xid.
    #[inline]
    pub(crate) fn append(&self, number: u32, xid: i32, out: &mut Vec<u8>) {
        let start = out.len();
        append(&self.frame, xid, out);
        let frame = &mut out[start..];
        for run in &self.digits {
            let digits = &mut frame[run.at..run.at + run.width];
            write_digits(digits, number / run.divisor);
        }
    }

    /// The largest number that the narrowest run can show.
    pub(crate) fn number_max(&self) -> u32 {
        self.digits
            .iter()
            .map(|run| {
                let shown = 10_u64.saturating_pow(u32::try_from(run.width).unwrap_or(u32::MAX));
                let numbers = shown.saturating_mul(u64::from(run.divisor));
                u32::try_from(numbers - 1).unwrap_or(u32::MAX)
            })
            .min()
            .unwrap_or(u32::MAX)
    }
}

/// multi (14) of setData on consecutive numbered znodes: `/bench/keys/k######`.
///
/// A multi that fails says so in its body alone, which is not read: it must be asked only of znodes
/// that are there and stay, whose setData of any version cannot fail.
#[derive(Clone, Debug)]
pub(crate) struct Multi {
    frame: Vec<u8>,
    digits: Vec<(usize, usize)>,
}

impl Multi {
    /// So many sets of the znodes from the number on.
    pub(crate) fn of_sets(pattern: &str, value: &[u8], sets: u32) -> Multi {
        let first = pattern.find('#').expect("the path carries a number");
        let width = pattern.len() - first;
        let mut frame = vec![0; 8];
        frame.extend_from_slice(&14_i32.to_be_bytes());
        let mut digits = Vec::new();
        for _ in 0..sets {
            // type, whether this is the end, error.
            frame.extend_from_slice(&5_i32.to_be_bytes());
            frame.push(0);
            frame.extend_from_slice(&(-1_i32).to_be_bytes());
            digits.push((frame.len() + 4 + first, width));
            put_buffer(&mut frame, pattern.as_bytes());
            put_buffer(&mut frame, value);
            frame.extend_from_slice(&(-1_i32).to_be_bytes());
        }
        frame.extend_from_slice(&(-1_i32).to_be_bytes());
        frame.push(1);
        frame.extend_from_slice(&(-1_i32).to_be_bytes());
        Multi {
            frame: close_frame(frame),
            digits,
        }
    }

    /// Appends the multi whose first znode has that number.
    #[inline]
    pub(crate) fn append(&self, number: u32, xid: i32, out: &mut Vec<u8>) {
        let start = out.len();
        append(&self.frame, xid, out);
        for (number, (at, width)) in (number..).zip(&self.digits) {
            write_digits(&mut out[start + at..start + at + width], number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    fn with_xid(frame: &[u8], xid: i32) -> Vec<u8> {
        let mut out = Vec::new();
        append(frame, xid, &mut out);
        out
    }

    #[test]
    fn requests_have_the_bytes_that_zookeeper_reads() {
        let handshake = connect(&Session::NEW, SESSION_TIMEOUT);
        assert_eq!(hex(&handshake[..8]), "0000002d00000000");
        assert_eq!(handshake.len(), 49);
        let created = create("/a", b"hello", Lifetime::Persistent);
        assert_eq!(
            hex(&with_xid(&created, 1)),
            "00000036000000010000000100000002\
             2f610000000568656c6c6f000000010000001f00000005776f726c6400000006616e796f6e6500000000"
        );
        assert_eq!(
            hex(&with_xid(&get_data("/a", Watch::Set), 3)),
            "0000000f0000000300000004000000022f6101"
        );
        assert_eq!(hex(&close_session(9)), "0000000800000009fffffff5");
        assert_eq!(hex(&ping()), "00000008fffffffe0000000b");
        assert_eq!(
            hex(&with_xid(&sync("/a"), 2)),
            "0000000e0000000200000009000000022f61"
        );
        assert_eq!(
            hex(&data_changed("/a")),
            "0000001effffffffffffffffffffffff000000000000000300000003000000022f61"
        );
    }

    #[test]
    fn a_granted_session_is_shown_again_as_it_came() {
        let mut reply = [0; CONNECT_REPLY_BYTES];
        reply[3] = 37;
        reply[12..20].copy_from_slice(&77_u64.to_be_bytes());
        reply[23] = 16;
        reply[24..40].copy_from_slice(b"0123456789abcdef");
        assert_eq!(
            Session::granted(&reply),
            None,
            "timeout 0 is no session, whatever its id"
        );
        reply[10] = 4;
        let session = Session::granted(&reply).expect("the timeout is 1024 ms");
        let shown = connect(&session, Duration::from_secs(1));
        assert_eq!(shown[16..20], 1_000_i32.to_be_bytes());
        assert_eq!(shown[20..28], reply[12..20], "the id");
        assert_eq!(shown[28..48], reply[20..40], "the password and its length");
    }

    #[test]
    fn a_number_lands_in_every_run_of_the_path() {
        let pattern = get_data("/bench/d###/n#####", Watch::Leave);
        let numbered = Numbered::new(pattern, &[1000, 1]);
        let mut out = b"before".to_vec();
        numbered.append(12_345, 7, &mut out);
        assert_eq!(
            out[6..],
            with_xid(&get_data("/bench/d012/n12345", Watch::Leave), 7)[..]
        );
        assert_eq!(numbered.number_max(), 99_999);
    }

    #[test]
    fn a_value_full_of_marks_is_left_alone() {
        let numbered = Numbered::new(set_data("/k#", b"##"), &[1]);
        let mut out = Vec::new();
        numbered.append(4, 1, &mut out);
        assert_eq!(out, with_xid(&set_data("/k4", b"##"), 1));
    }

    #[test]
    fn a_reply_is_seen_only_when_whole() {
        let mut reply = vec![0, 0, 0, 20];
        reply.extend_from_slice(&5_i32.to_be_bytes());
        reply.extend_from_slice(&77_i64.to_be_bytes());
        reply.extend_from_slice(&(-101_i32).to_be_bytes());
        reply.extend_from_slice(b"body");
        for cut in 0..reply.len() {
            assert!(
                matches!(next_reply(&reply[..cut]), Ok(None)),
                "{cut} bytes are no reply"
            );
        }
        reply.extend_from_slice(b"next");
        let seen = next_reply(&reply).expect("a sound frame");
        assert_eq!(
            seen,
            Some((
                ReplyHeader {
                    xid: 5,
                    error: -101
                },
                24
            ))
        );
    }

    #[test]
    fn a_frame_that_cannot_be_a_reply_is_refused() {
        for length in [0_u32, 15, 1 << 30, u32::MAX] {
            assert!(next_reply(&length.to_be_bytes()).is_err(), "{length}");
        }
    }

    #[test]
    fn a_multi_sets_consecutive_znodes() {
        let multi = Multi::of_sets("/k##", b"v", 2);
        let mut out = Vec::new();
        multi.append(9, 7, &mut out);
        assert_eq!(
            hex(&out),
            "00000045000000070000000e\
             0000000500ffffffff000000042f6b30390000000176ffffffff\
             0000000500ffffffff000000042f6b31300000000176ffffffff\
             ffffffff01ffffffff"
        );
    }
}
