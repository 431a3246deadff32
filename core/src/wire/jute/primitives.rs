//! Jute's primitives: a checked reader over borrowed bytes, and appending to a `Vec<u8>`.
//!
//! ```text
//! bool     1 byte, 0 is false                 i32, i64   big-endian
//! buffer   i32 length, bytes; -1 is null      string     a buffer of UTF-8
//! vector   i32 count, elements; -1 is null
//! ```
//!
//! Must never read past the end, allocate by a count of the peer's, or panic on any input.
//! Source: `org.apache.jute.BinaryInputArchive`.

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// The bytes are not the record they should be: too short, or a length that cannot be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Garbled;

/// What stands for a path that is not UTF-8: ZooKeeper replaces the bytes at fault by U+FFFD,
/// which no stored path can hold. So reads miss, and watches on it never fire.
const NOT_UTF8: &str = "\u{fffd}";

/// The same for a path that also holds U+0000, which some requests refuse by itself.
const NOT_UTF8_WITH_NUL: &str = "\u{fffd}\0";

/// Reads one record after the other from the front of borrowed bytes.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes }
    }

    /// What has not been read yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[inline]
    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], Garbled> {
        let (chunk, rest) = self.rest.split_first_chunk::<N>().ok_or(Garbled)?;
        self.rest = rest;
        Ok(*chunk)
    }

    /// Any byte but 0 is true.
    #[inline]
    pub(super) fn bool(&mut self) -> Result<bool, Garbled> {
        self.chunk::<1>().map(|[byte]| byte != 0)
    }

    #[inline]
    pub(super) fn i32(&mut self) -> Result<i32, Garbled> {
        self.chunk().map(i32::from_be_bytes)
    }

    #[inline]
    pub(super) fn i64(&mut self) -> Result<i64, Garbled> {
        self.chunk().map(i64::from_be_bytes)
    }

    /// A buffer, or `None` for null. A length below -1 is an error.
    #[inline]
    pub(super) fn buffer(&mut self) -> Result<Option<&'a [u8]>, Garbled> {
        let length = self.i32()?;
        if length == -1 {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| Garbled)?;
        let (buffer, rest) = self.rest.split_at_checked(length).ok_or(Garbled)?;
        self.rest = rest;
        Ok(Some(buffer))
    }

    /// A path that is only looked up: borrowed, never allocated for. Null is an error; what is not
    /// UTF-8 becomes a path that no znode can have.
    #[inline]
    pub(super) fn path(&mut self) -> Result<&'a str, Garbled> {
        let bytes = self.buffer()?.ok_or(Garbled)?;
        Ok(as_path(bytes))
    }

    /// A path that is only a key of watches: null is one like any other that no znode can have.
    pub(super) fn watch_path(&mut self) -> Result<&'a str, Garbled> {
        Ok(self.path_or_null()?.unwrap_or(NOT_UTF8))
    }

    /// A path that is only looked up, or `None` for null.
    pub(super) fn path_or_null(&mut self) -> Result<Option<&'a str>, Garbled> {
        Ok(self.buffer()?.map(as_path))
    }

    /// A string as ZooKeeper would read it, or `None` for null.
    pub(super) fn text(&mut self) -> Result<Option<Cow<'a, str>>, Garbled> {
        Ok(self.buffer()?.map(String::from_utf8_lossy))
    }

    /// The number of elements that follow, or `None` for null. As in ZooKeeper any other negative
    /// count is an empty vector. It is a claim: nothing may be reserved by it.
    pub(super) fn count(&mut self) -> Result<Option<u32>, Garbled> {
        match self.i32()? {
            -1 => Ok(None),
            count => Ok(Some(u32::try_from(count).unwrap_or(0))),
        }
    }
}

#[inline]
fn as_path(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(path) => path,
        Err(_) if bytes.contains(&0) => NOT_UTF8_WITH_NUL,
        Err(_) => NOT_UTF8,
    }
}

/// Appends Jute's primitives.
pub(super) trait Put {
    fn put_bool(&mut self, value: bool);
    fn put_i32(&mut self, value: i32);
    fn put_i64(&mut self, value: i64);
    fn put_buffer(&mut self, value: Option<&[u8]>);
    fn put_str(&mut self, value: &str);
}

impl Put for Vec<u8> {
    #[inline]
    fn put_bool(&mut self, value: bool) {
        self.push(u8::from(value));
    }

    #[inline]
    fn put_i32(&mut self, value: i32) {
        self.extend_from_slice(&value.to_be_bytes());
    }

    #[inline]
    fn put_i64(&mut self, value: i64) {
        self.extend_from_slice(&value.to_be_bytes());
    }

    #[inline]
    fn put_buffer(&mut self, value: Option<&[u8]>) {
        match value {
            None => self.put_i32(-1),
            Some(bytes) => {
                self.put_i32(wire_length(bytes.len()));
                self.extend_from_slice(bytes);
            }
        }
    }

    #[inline]
    fn put_str(&mut self, value: &str) {
        self.put_buffer(Some(value.as_bytes()));
    }
}

/// A length as the wire counts it.
///
/// # Panics
/// When one string or buffer has 2 GiB: nothing that large is ever accepted.
#[inline]
pub(super) fn wire_length(length: usize) -> i32 {
    i32::try_from(length).expect("a value of 2 GiB cannot have been accepted")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_big_endian_and_checked() {
        let mut reader = Reader::new(&[0, 0, 1, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]);
        assert_eq!(reader.i32(), Ok(258));
        assert_eq!(reader.i64(), Ok(-2));
        assert_eq!(reader.bool(), Err(Garbled));
        assert_eq!(Reader::new(&[1, 2, 3]).i32(), Err(Garbled));
        assert_eq!(Reader::new(&[1, 2, 3, 4, 5, 6, 7]).i64(), Err(Garbled));
        assert_eq!(Reader::new(&[7]).bool(), Ok(true));
        assert_eq!(Reader::new(&[0]).bool(), Ok(false));
    }

    #[test]
    fn null_and_empty_differ() {
        assert_eq!(Reader::new(&[0xff; 4]).buffer(), Ok(None));
        assert_eq!(Reader::new(&[0; 4]).buffer(), Ok(Some(&[][..])));
        assert_eq!(Reader::new(&[0xff; 4]).path(), Err(Garbled));
        assert_eq!(Reader::new(&[0; 4]).path(), Ok(""));
    }

    #[test]
    fn lengths_are_not_believed() {
        assert_eq!(
            Reader::new(&[0x7f, 0xff, 0xff, 0xff, 1]).buffer(),
            Err(Garbled)
        );
        assert_eq!(
            Reader::new(&[0xff, 0xff, 0xff, 0xfe]).buffer(),
            Err(Garbled)
        );
        assert_eq!(Reader::new(&[0x80, 0, 0, 0]).buffer(), Err(Garbled));
        assert_eq!(Reader::new(&[0, 0, 0, 2, b'a']).path(), Err(Garbled));
    }

    #[test]
    fn negative_counts_are_empty_but_for_null() {
        assert_eq!(Reader::new(&[0xff, 0xff, 0xff, 0xff]).count(), Ok(None));
        assert_eq!(Reader::new(&[0xff, 0xff, 0xff, 0xfe]).count(), Ok(Some(0)));
        assert_eq!(Reader::new(&[0, 0, 0, 3]).count(), Ok(Some(3)));
    }

    #[test]
    fn a_path_that_is_not_utf8_can_never_exist() {
        assert_eq!(Reader::new(&[0, 0, 0, 2, b'/', 0xff]).path(), Ok(NOT_UTF8));
        let with_nul = Reader::new(&[0, 0, 0, 3, b'/', 0xff, 0]).path();
        assert_eq!(with_nul, Ok(NOT_UTF8_WITH_NUL));
        let text = Reader::new(&[0, 0, 0, 3, b'/', 0xff, b'a']).text();
        assert_eq!(text, Ok(Some(Cow::Borrowed("/\u{fffd}a"))));
    }
}
