//! The text format of `zoo.cfg`: a Java properties file, read into entries with their lines.
//!
//! Must never know what a key means. Invariants: every entry carries the line its key starts on;
//! entries stand in the order of the file, duplicates included (the last one counts, and who
//! reads the entries can say so).
//!
//! Source: the grammar of `java.util.Properties.load`. Two differences, both in the reader's
//! favour: the file is UTF-8 (Java reads Latin-1 there), and a byte order mark is skipped.

use std::fmt;

/// One `key=value`, with spaces around both removed as ZooKeeper removes them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// What stands before the separator.
    pub(crate) key: String,
    /// What stands after it.
    pub(crate) value: String,
    /// The line the key starts on, from 1.
    pub(crate) line: usize,
}

/// The file is not a properties file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SyntaxError {
    /// Where, from 1.
    pub(crate) line: usize,
    /// What.
    pub(crate) fault: SyntaxFault,
}

/// What is wrong with the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SyntaxFault {
    /// A byte sequence that is no UTF-8.
    NotUtf8,
    /// `\u` without four hexadecimal digits behind it.
    MalformedEscape,
    /// Half of a UTF-16 surrogate pair, written as `\uD8xx` alone.
    LoneSurrogate,
}

impl fmt::Display for SyntaxFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SyntaxFault::NotUtf8 => "the line is not UTF-8: save the file as UTF-8",
            SyntaxFault::MalformedEscape => {
                "\\u must be followed by four hexadecimal digits; \
                 write \\\\u for a backslash and a u"
            }
            SyntaxFault::LoneSurrogate => {
                "half of a surrogate pair stands alone: write both \\u escapes, or the character"
            }
        })
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// Reads a whole file.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Entry>, SyntaxError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        SyntaxError {
            line: count_lines(good),
            fault: SyntaxFault::NotUtf8,
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Lines {
        rest: text,
        number: 0,
    };
    let mut entries = Vec::new();
    while let Some((line, text)) = lines.next_logical() {
        let (key, value) = parse_entry(&text).map_err(|fault| SyntaxError { line, fault })?;
        entries.push(Entry { key, value, line });
    }
    Ok(entries)
}

/// The number of the line that follows directly after `text`.
fn count_lines(text: &[u8]) -> usize {
    let text = String::from_utf8_lossy(text);
    let mut lines = Lines {
        rest: &text,
        number: 0,
    };
    while lines.next_natural().is_some() {}
    let ends_a_line = text.is_empty() || text.ends_with(['\n', '\r']);
    if ends_a_line {
        lines.number + 1
    } else {
        lines.number
    }
}

/// Splits text into natural lines, and joins those into logical ones.
struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    /// The next line as the file has it, without its terminator (LF, CR or CR LF).
    fn next_natural(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.get(1..))
            .unwrap_or_default();
        Some(line)
    }

    /// The next line that is neither blank nor a comment, continuations joined.
    fn next_logical(&mut self) -> Option<(usize, String)> {
        loop {
            let line = trim_blank(self.next_natural()?);
            if line.is_empty() || line.starts_with(['#', '!']) {
                continue;
            }
            let first = self.number;
            let mut text = line.to_owned();
            while ends_in_continuation(&text) {
                text.pop();
                match self.next_natural() {
                    Some(more) => text.push_str(trim_blank(more)),
                    None => break,
                }
            }
            if !text.is_empty() {
                return Some((first, text));
            }
        }
    }
}

/// Java's white space inside a line.
const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{c}')
}

fn trim_blank(line: &str) -> &str {
    line.trim_start_matches(is_blank)
}

/// An odd number of backslashes at the end: the last one is not itself escaped.
fn ends_in_continuation(line: &str) -> bool {
    line.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1
}

fn parse_entry(line: &str) -> Result<(String, String), SyntaxFault> {
    let (key, rest) = split_key(line);
    let rest = trim_blank(rest);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    Ok((unescape(key)?, unescape(trim_blank(rest))?))
}

/// Splits at the first `=`, `:` or blank that no backslash escapes.
fn split_key(line: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '=' | ':' => return line.split_at(at),
            c if is_blank(c) => return line.split_at(at),
            _ => {}
        }
    }
    (line, "")
}

/// Resolves the escapes, then trims as Java's `String.trim` does (everything up to U+0020).
fn unescape(text: &str) -> Result<String, SyntaxFault> {
    let mut out = String::with_capacity(text.len());
    let mut high: Option<u16> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let unit = match c {
            '\\' => match chars.next() {
                Some('u') => Some(hex_unit(&mut chars)?),
                Some(other) => {
                    push_plain(&mut out, high, control(other))?;
                    None
                }
                None => None,
            },
            plain => {
                push_plain(&mut out, high, plain)?;
                None
            }
        };
        if let Some(unit) = unit {
            high = push_unit(&mut out, high, unit)?;
        }
    }
    match high {
        Some(_) => Err(SyntaxFault::LoneSurrogate),
        None => Ok(out.trim_matches(|c| c <= ' ').to_owned()),
    }
}

/// What `\c` stands for.
const fn control(c: char) -> char {
    match c {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{c}',
        other => other,
    }
}

fn push_plain(out: &mut String, high: Option<u16>, c: char) -> Result<(), SyntaxFault> {
    if high.is_some() {
        return Err(SyntaxFault::LoneSurrogate);
    }
    out.push(c);
    Ok(())
}

/// Adds one UTF-16 unit; a high surrogate is handed back to wait for its other half.
fn push_unit(out: &mut String, high: Option<u16>, unit: u16) -> Result<Option<u16>, SyntaxFault> {
    let units = match (high, unit) {
        (None, 0xd800..=0xdbff) => return Ok(Some(unit)),
        (None, unit) => vec![unit],
        (Some(high), unit) => vec![high, unit],
    };
    out.push_str(&String::from_utf16(&units).map_err(|_| SyntaxFault::LoneSurrogate)?);
    Ok(None)
}

fn hex_unit(chars: &mut std::str::Chars<'_>) -> Result<u16, SyntaxFault> {
    let mut unit = 0u16;
    for _ in 0..4 {
        let digit = chars
            .next()
            .and_then(|c| c.to_digit(16))
            .ok_or(SyntaxFault::MalformedEscape)?;
        let digit = u16::try_from(digit).map_err(|_| SyntaxFault::MalformedEscape)?;
        unit = unit << 4 | digit;
    }
    Ok(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String, usize)> {
        let entries = parse(text.as_bytes()).expect("the text is well formed");
        entries
            .into_iter()
            .map(|entry| (entry.key, entry.value, entry.line))
            .collect()
    }

    #[test]
    fn every_form_of_an_entry() {
        let table: &[(&str, &str, &str)] = &[
            ("tickTime=2000", "tickTime", "2000"),
            ("tickTime = 2000 ", "tickTime", "2000"),
            ("tickTime:2000", "tickTime", "2000"),
            ("tickTime 2000", "tickTime", "2000"),
            ("\t\u{c}tickTime\t=\t2000", "tickTime", "2000"),
            ("key==value", "key", "=value"),
            ("key = :value", "key", ":value"),
            ("key", "key", ""),
            ("key=", "key", ""),
            ("=value", "", "value"),
            ("a\\=b=c", "a=b", "c"),
            ("a\\ b c", "a b", "c"),
            ("a\\:b:c", "a:b", "c"),
            ("path=C:\\\\data", "path", "C:\\data"),
            ("path=C:\\data", "path", "C:data"),
            ("tab=x\\ty", "tab", "x\ty"),
            ("u=caf\\u00e9", "u", "caf\u{e9}"),
            ("u=\\uD83D\\uDE00", "u", "\u{1f600}"),
            ("u=caf\u{e9}", "u", "caf\u{e9}"),
            ("\u{feff}dataDir=/d", "dataDir", "/d"),
            ("a=b # no comment", "a", "b # no comment"),
            ("list=a,\\\n    b", "list", "a,b"),
            ("list=a\\", "list", "a"),
            ("list=a\\\\", "list", "a\\"),
            ("\\\nkey=value", "key", "value"),
            ("list=a,\\\n# b", "list", "a,# b"),
        ];
        for (text, key, value) in table {
            assert_eq!(
                pairs(text),
                [((*key).to_owned(), (*value).to_owned(), 1)],
                "{text:?}"
            );
        }
    }

    #[test]
    fn lines_are_counted_through_comments_and_continuations() {
        let text = "# one\r\n! two\r\r\n  \na=1\rb=2,\\\n   3\n\\\n\nc=4";
        assert_eq!(
            pairs(text),
            [
                ("a".to_owned(), "1".to_owned(), 5),
                ("b".to_owned(), "2,3".to_owned(), 6),
                ("c".to_owned(), "4".to_owned(), 10),
            ]
        );
    }

    #[test]
    fn a_blank_line_ends_a_continuation() {
        assert_eq!(
            pairs("a=1\\\n\nb=2"),
            [
                ("a".to_owned(), "1".to_owned(), 1),
                ("b".to_owned(), "2".to_owned(), 3)
            ]
        );
    }

    /// Any arrangement of the characters that mean something parses or is refused by its line.
    #[test]
    fn no_text_is_too_odd() {
        const PIECES: [&str; 14] = [
            "\\", "\\u", "\\uD83D", "\\uDE00", "00e9", "=", ":", " ", "#", "!", "\n", "\r", "key",
            "\u{e9}",
        ];
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let piece = usize::try_from(state >> 33).unwrap_or_default() % PIECES.len();
                text.push_str(PIECES[piece]);
            }
            let lines = 1 + text.matches(['\n', '\r']).count();
            match parse(text.as_bytes()) {
                Ok(entries) => {
                    let mut at: Vec<_> = entries.iter().map(|entry| entry.line).collect();
                    assert!(at.iter().all(|line| (1..=lines).contains(line)), "{text:?}");
                    at.dedup();
                    assert_eq!(at.len(), entries.len(), "one entry for a line: {text:?}");
                }
                Err(error) => assert!((1..=lines).contains(&error.line), "{text:?}"),
            }
        }
    }

    #[test]
    fn duplicates_are_kept_in_order() {
        let entries = pairs("a=1\na=2");
        assert_eq!(
            entries
                .iter()
                .map(|entry| entry.1.as_str())
                .collect::<Vec<_>>(),
            ["1", "2"]
        );
    }

    #[test]
    fn what_is_no_properties_file() {
        let table: &[(&[u8], usize, SyntaxFault)] = &[
            (b"a=1\nb=\\u12", 2, SyntaxFault::MalformedEscape),
            (b"a=\\u12g4", 1, SyntaxFault::MalformedEscape),
            (b"a=\\u+123", 1, SyntaxFault::MalformedEscape),
            (b"a=\\ud83d", 1, SyntaxFault::LoneSurrogate),
            (b"a=\\ud83dx", 1, SyntaxFault::LoneSurrogate),
            (b"a=\\ude00", 1, SyntaxFault::LoneSurrogate),
            (b"\xff", 1, SyntaxFault::NotUtf8),
            (b"a=1\nb=caf\xe9\n", 2, SyntaxFault::NotUtf8),
            (b"a=1\r\n\xe9", 2, SyntaxFault::NotUtf8),
        ];
        for (bytes, line, fault) in table {
            let error = parse(bytes).expect_err("not well formed");
            assert_eq!((error.line, error.fault), (*line, *fault), "{bytes:?}");
        }
    }
}
