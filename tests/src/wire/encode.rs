//! Writing: jute's primitives, and nothing that would keep a caller from sending nonsense.

use std::fmt;

use crate::wire::Acl;

/// A `ustring` as it is on the wire: any bytes, or null.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub Option<Vec<u8>>);

impl Text {
    /// The null string: length -1.
    pub const NULL: Text = Text(None);

    /// The text, with what is not UTF-8 replaced; null reads as empty.
    pub fn to_lossy(&self) -> String {
        String::from_utf8_lossy(self.0.as_deref().unwrap_or_default()).into_owned()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(Some(text.as_bytes().to_vec()))
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Text {
        Text::from(text.as_str())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(Some(text.into_bytes()))
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Text {
        text.clone()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("null"),
            Some(bytes) if bytes.len() > 200 => {
                write!(
                    f,
                    "{}...({} bytes)",
                    bytes[..40].escape_ascii(),
                    bytes.len()
                )
            }
            Some(bytes) => write!(f, "{}", bytes.escape_ascii()),
        }
    }
}

/// A record being written. All integers are big-endian.
#[derive(Clone, Default, Debug)]
pub struct Encoder(Vec<u8>);

impl Encoder {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Bytes as they are, without a length.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Encoder {
        self.0.extend_from_slice(bytes);
        self
    }

    /// One byte.
    pub fn byte(&mut self, value: u8) -> &mut Encoder {
        self.raw(&[value])
    }

    /// Four bytes.
    pub fn int(&mut self, value: i32) -> &mut Encoder {
        self.raw(&value.to_be_bytes())
    }

    /// Eight bytes.
    pub fn long(&mut self, value: i64) -> &mut Encoder {
        self.raw(&value.to_be_bytes())
    }

    /// A `buffer`: length and bytes; -1 for null.
    pub fn buffer(&mut self, value: Option<&[u8]>) -> &mut Encoder {
        match value {
            None => self.int(-1),
            Some(bytes) => self.count(bytes.len()).raw(bytes),
        }
    }

    /// A `ustring`.
    pub fn text(&mut self, value: &Text) -> &mut Encoder {
        self.buffer(value.0.as_deref())
    }

    /// The number of elements of a vector.
    pub fn count(&mut self, count: usize) -> &mut Encoder {
        self.int(i32::try_from(count).expect("a test's vector is short"))
    }

    /// A vector of strings; null when `None`.
    pub fn texts(&mut self, values: Option<&[Text]>) -> &mut Encoder {
        let Some(values) = values else {
            return self.int(-1);
        };
        self.count(values.len());
        for value in values {
            self.text(value);
        }
        self
    }

    /// A vector of ACL entries; null when `None`.
    pub fn acl(&mut self, entries: Option<&[Acl]>) -> &mut Encoder {
        let Some(entries) = entries else {
            return self.int(-1);
        };
        self.count(entries.len());
        for entry in entries {
            self.int(entry.perms).text(&entry.scheme).text(&entry.id);
        }
        self
    }
}

/// A `ConnectRequest` without its frame length. `read_only` is the optional last byte.
pub fn handshake(
    last_zxid_seen: i64,
    timeout_ms: i32,
    session: i64,
    password: Option<&[u8]>,
    read_only: Option<u8>,
) -> Vec<u8> {
    let mut record = Encoder::default();
    record
        .int(0)
        .long(last_zxid_seen)
        .int(timeout_ms)
        .long(session)
        .buffer(password);
    if let Some(flag) = read_only {
        record.byte(flag);
    }
    record.into_bytes()
}
