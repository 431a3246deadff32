//! The messages of etcd's KV service, encoded once with room for the digits of numbered keys.
//!
//! ```text
//!   method   0   length of the message, big-endian   message (protobuf)
//!     1      1                  4                     length
//!   ^ not sent: says which path the stream is for
//! ```
//!
//! Must never decode more of an answer than shows that it is a success.

use crate::wire;

/// A call of etcd's KV service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Method {
    /// Reads a key.
    Range,
    /// Writes a key.
    Put,
    /// Deletes a key.
    DeleteRange,
    /// Writes a key that is not there yet.
    Txn,
}

/// The bytes before the message: the method's mark and gRPC's own five.
pub(crate) const PREFIX_BYTES: usize = 6;

impl Method {
    /// All, each at the place of its mark.
    pub(crate) const ALL: [Method; 4] =
        [Method::Range, Method::Put, Method::DeleteRange, Method::Txn];

    /// The path of its streams.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Method::Range => "/etcdserverpb.KV/Range",
            Method::Put => "/etcdserverpb.KV/Put",
            Method::DeleteRange => "/etcdserverpb.KV/DeleteRange",
            Method::Txn => "/etcdserverpb.KV/Txn",
        }
    }

    /// Whether an answer, or the beginning of it, is that of a success: a key that was found or
    /// deleted, a comparison that held. The field behind the answer's header says so.
    pub(crate) fn succeeded(self, answer: &[u8]) -> bool {
        let wanted: &[u8] = match self {
            Method::Put => return true,
            Method::Range => &[0x12],
            Method::DeleteRange => &[0x10],
            Method::Txn => &[0x10, 1],
        };
        behind_header(answer).is_some_and(|rest| rest.starts_with(wanted))
    }
}

/// What follows the answer's own header (field 1) in a message behind its gRPC prefix.
fn behind_header(answer: &[u8]) -> Option<&[u8]> {
    let message = answer.get(PREFIX_BYTES - 1..)?;
    let [0x0a, length, rest @ ..] = message else {
        return None;
    };
    // Four numbers: never as long as 128 bytes, the first length that takes two.
    rest.get(usize::from(*length)..).filter(|_| *length < 128)
}

/// An encoded call with a numbered key.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    bytes: Vec<u8>,
    digits: Vec<(usize, usize)>,
}

impl Call {
    /// Reads a key, from the server's own store.
    pub(crate) fn get(key: &str) -> Call {
        let mut message = Vec::new();
        put_bytes(&mut message, 1, key.as_bytes());
        // serializable
        message.extend_from_slice(&[0x38, 1]);
        Call::new(Method::Range, key, &message)
    }

    /// Counts the keys from `key` on, as the quorum knows them.
    pub(crate) fn count(key: &str) -> Call {
        let mut message = Vec::new();
        put_bytes(&mut message, 1, key.as_bytes());
        // To the last key there is; count_only.
        put_bytes(&mut message, 2, &[0]);
        message.extend_from_slice(&[0x48, 1]);
        Call::new(Method::Range, key, &message)
    }

    /// Writes a key, whether or not it is there.
    pub(crate) fn put(key: &str, value: &[u8]) -> Call {
        Call::new(Method::Put, key, &put_message(key, value))
    }

    /// Deletes a key.
    pub(crate) fn delete(key: &str) -> Call {
        let mut message = Vec::new();
        put_bytes(&mut message, 1, key.as_bytes());
        Call::new(Method::DeleteRange, key, &message)
    }

    /// Writes a key that is not there yet.
    pub(crate) fn create(key: &str, value: &[u8]) -> Call {
        // Compare: the result is EQUAL (0, left out), the target CREATE, against revision 0.
        let mut compare = vec![0x10, 1];
        put_bytes(&mut compare, 3, key.as_bytes());
        compare.extend_from_slice(&[0x28, 0]);
        let mut operation = Vec::new();
        put_bytes(&mut operation, 2, &put_message(key, value));
        let mut message = Vec::new();
        put_bytes(&mut message, 1, &compare);
        put_bytes(&mut message, 2, &operation);
        Call::new(Method::Txn, key, &message)
    }

    fn new(method: Method, key: &str, message: &[u8]) -> Call {
        let length = u32::try_from(message.len()).expect("a message fits gRPC's length");
        let mut bytes = vec![method as u8, 0];
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(message);
        let digits = match key.find('#') {
            None => Vec::new(),
            Some(first) => {
                let width = key.len() - first;
                let marks = key[first..].bytes().all(|byte| byte == b'#');
                assert!(marks, "the digits are the key's end");
                let places = bytes.windows(key.len()).enumerate();
                let keys = places.filter(|(_, bytes)| *bytes == key.as_bytes());
                keys.map(|(at, _)| (at + first, width)).collect()
            }
        };
        Call { bytes, digits }
    }

    /// Appends the call for `number`.
    #[inline]
    pub(crate) fn append(&self, number: u32, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&self.bytes);
        for (at, width) in &self.digits {
            wire::write_digits(&mut out[start + at..start + at + width], number);
        }
    }
}

fn put_message(key: &str, value: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    put_bytes(&mut message, 1, key.as_bytes());
    put_bytes(&mut message, 2, value);
    message
}

/// A length-delimited field; an empty one is left out, as protobuf does.
fn put_bytes(out: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    out.push(field << 3 | 2);
    let mut length = u32::try_from(bytes.len()).expect("a message fits gRPC's length");
    while length >= 128 {
        out.push(length.to_le_bytes()[0] | 128);
        length >>= 7;
    }
    out.push(length.to_le_bytes()[0]);
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appended(call: &Call, number: u32) -> Vec<u8> {
        let mut out = Vec::new();
        call.append(number, &mut out);
        out
    }

    #[test]
    fn calls_have_the_bytes_that_etcd_reads() {
        let get = appended(&Call::get("/k#"), 7);
        assert_eq!(get, b"\x00\x00\x00\x00\x00\x07\x0a\x03/k7\x38\x01");
        let put = appended(&Call::put("/k#", b"ab"), 7);
        assert_eq!(put, b"\x01\x00\x00\x00\x00\x09\x0a\x03/k7\x12\x02ab");
        let delete = appended(&Call::delete("/k#"), 7);
        assert_eq!(delete, b"\x02\x00\x00\x00\x00\x05\x0a\x03/k7");
        let create = appended(&Call::create("/k##", b"ab"), 42);
        assert_eq!(
            create,
            b"\x03\x00\x00\x00\x00\x1a\
              \x0a\x0a\x10\x01\x1a\x04/k42\x28\x00\
              \x12\x0c\x12\x0a\x0a\x04/k42\x12\x02ab"
        );
    }

    #[test]
    fn a_long_value_has_a_length_of_two_bytes() {
        let put = appended(&Call::put("/k", &[b'v'; 300]), 0);
        assert_eq!(put[10..13], [0x12, 0xac, 0x02]);
        assert_eq!(put.len(), 13 + 300);
    }

    #[test]
    fn marks_in_a_value_are_left_alone() {
        let put = appended(&Call::put("/k#", b"##"), 5);
        assert!(put.ends_with(b"/k5\x12\x02##"));
    }

    #[test]
    fn only_a_success_passes_for_one() {
        let found = b"\x00\x00\x00\x00\x09\x0a\x02\x08\x01\x12\x03abc";
        assert!(Method::Range.succeeded(found));
        let missing = b"\x00\x00\x00\x00\x04\x0a\x02\x08\x01";
        assert!(!Method::Range.succeeded(missing));
        assert!(!Method::DeleteRange.succeeded(missing), "nothing deleted");
        let held = b"\x00\x00\x00\x00\x06\x0a\x02\x08\x01\x10\x01";
        assert!(Method::Txn.succeeded(held) && !Method::Txn.succeeded(missing));
        assert!(Method::Put.succeeded(missing));
    }
}
