//! The forms a value can have, each read into its type or answered with what to write instead.
//!
//! Must never guess: a value is of its form or it is refused. (ZooKeeper reads most malformed
//! properties as their default, silently.) A remedy is a whole sentence.

use std::num::{NonZeroU32, NonZeroU64};
use std::ops::RangeInclusive;

use ringkeeper_core::options::{DigestAlgorithm, Switch};

/// What a reader of one form returns: the value, or the remedy.
pub(super) type Parsed<T> = Result<T, String>;

/// How whole numbers are spelled.
#[derive(Clone, Copy, Debug)]
pub(super) enum Notation {
    /// As `Integer.parseInt`: what ZooKeeper's own parser takes.
    Decimal,
    /// As `Integer.getInteger`: also `0x..`, `#..` and octal `0..`; what a property may be.
    Property,
}

/// A whole number within `range`, of `unit`; `example` is shown to who got it wrong.
pub(super) fn whole<T: TryFrom<i64>>(
    text: &str,
    notation: Notation,
    range: RangeInclusive<i64>,
    unit: &str,
    example: i64,
) -> Parsed<T> {
    let number = match notation {
        Notation::Decimal => text.parse::<i64>().ok(),
        Notation::Property => decode(text),
    };
    number
        .filter(|number| range.contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| {
            let (low, high) = range.into_inner();
            format!("Write a whole number of {unit} from {low} to {high}, for example {example}.")
        })
}

/// Java's `Long.decode`.
fn decode(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let hexadecimal = ["0x", "0X", "#"]
        .iter()
        .find_map(|prefix| digits.strip_prefix(prefix));
    let (digits, radix) = match (hexadecimal, digits.strip_prefix('0')) {
        (Some(hexadecimal), _) => (hexadecimal, 16),
        (None, Some(octal)) if !octal.is_empty() => (octal, 8),
        (None, _) => (digits, 10),
    };
    if !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let number = i64::from_str_radix(digits, radix).ok()?;
    Some(if negative { -number } else { number })
}

/// `true` or `false`, in any case.
pub(super) fn truth(text: &str) -> Parsed<Switch> {
    if text.eq_ignore_ascii_case("true") {
        Ok(Switch::On)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(Switch::Off)
    } else {
        Err("Write true or false.".to_owned())
    }
}

/// `yes` or `no`, exactly: ZooKeeper takes anything but `yes` for no.
pub(super) fn yes_or_no(text: &str) -> Parsed<Switch> {
    match text {
        "yes" => Ok(Switch::On),
        "no" => Ok(Switch::Off),
        _ => Err("Write yes or no, in small letters.".to_owned()),
    }
}

/// A number of bytes: bare, or with K, M, G (powers of 1024; `KiB` and `KB` mean the same).
pub(super) fn bytes(text: &str, range: RangeInclusive<u64>, example: &str) -> Parsed<NonZeroU64> {
    let digits_end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, suffix) = text.split_at(digits_end);
    let shift = match suffix.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => Some(0),
        "k" | "kb" | "kib" => Some(10),
        "m" | "mb" | "mib" => Some(20),
        "g" | "gb" | "gib" => Some(30),
        _ => None,
    };
    let scaled = shift.and_then(|shift| digits.parse::<u64>().ok()?.checked_mul(1 << shift));
    scaled
        .filter(|bytes| range.contains(bytes))
        .and_then(NonZeroU64::new)
        .ok_or_else(|| {
            let (low, high) = range.into_inner();
            format!(
                "Write a number of bytes from {low} to {high}, for example {example}; \
                 K, M and G may stand behind it."
            )
        })
}

/// A TCP port that can be listened on.
pub(super) fn port(text: &str) -> Parsed<u16> {
    whole(text, Notation::Decimal, 1..=65_535, "a TCP port", 2181)
        .map_err(|_| "Write a TCP port from 1 to 65535, for example 2181.".to_owned())
}

/// `user:base64(hash)` of the super user.
pub(super) fn super_digest(text: &str) -> Parsed<String> {
    match text.split_once(':') {
        Some((user, hash)) if !user.is_empty() && !hash.is_empty() => Ok(text.to_owned()),
        Some(_) | None => {
            Err("Write user:hash, where hash is base64(SHA1(\"user:password\")).".to_owned())
        }
    }
}

/// A Java name of a message digest.
pub(super) fn digest_algorithm(text: &str) -> Parsed<DigestAlgorithm> {
    match text.to_ascii_uppercase().as_str() {
        "SHA1" | "SHA-1" | "SHA" => Ok(DigestAlgorithm::Sha1),
        "SHA-256" => Ok(DigestAlgorithm::Sha256),
        _ => Err("Write SHA1 or SHA-256: no other algorithm is supported yet.".to_owned()),
    }
}

/// Words between commas, spaces around them removed, empty ones left out.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

/// A count where 0 means that there is no limit.
pub(super) fn limit(
    text: &str,
    notation: Notation,
    unit: &str,
    example: i64,
) -> Parsed<Option<NonZeroU32>> {
    whole::<u32>(text, notation, 0..=i64::from(i32::MAX), unit, example).map(NonZeroU32::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_in_both_notations() {
        let table: &[(&str, Option<i64>, Option<i64>)] = &[
            ("0", Some(0), Some(0)),
            ("2000", Some(2000), Some(2000)),
            ("+7", Some(7), Some(7)),
            ("-1", Some(-1), Some(-1)),
            ("010", Some(10), Some(8)),
            ("0xfffff", None, Some(0xfffff)),
            ("0XFF", None, Some(255)),
            ("#ff", None, Some(255)),
            ("-0x10", None, Some(-16)),
            ("09", Some(9), None),
            ("0x", None, None),
            ("", None, None),
            ("1 000", None, None),
            ("1_000", None, None),
            ("2s", None, None),
            ("--1", None, None),
            ("0x-1", None, None),
            ("99999999999999999999", None, None),
        ];
        for (text, decimal, property) in table {
            let read = |notation| whole::<i64>(text, notation, -100..=2_000_000, "x", 1).ok();
            assert_eq!(read(Notation::Decimal), *decimal, "{text:?}");
            assert_eq!(read(Notation::Property), *property, "{text:?}");
        }
    }

    #[test]
    fn a_number_out_of_range_is_told_the_range() {
        assert_eq!(
            whole::<u16>("70000", Notation::Decimal, 1..=65_535, "widgets", 5),
            Err("Write a whole number of widgets from 1 to 65535, for example 5.".to_owned())
        );
    }

    #[test]
    fn truths() {
        assert_eq!(truth("TRUE"), Ok(Switch::On));
        assert_eq!(truth("false"), Ok(Switch::Off));
        for text in ["", "yes", "1", "truth"] {
            assert!(truth(text).is_err(), "{text:?}");
        }
        assert_eq!(yes_or_no("yes"), Ok(Switch::On));
        assert_eq!(yes_or_no("no"), Ok(Switch::Off));
        for text in ["", "Yes", "true"] {
            assert!(yes_or_no(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn sizes() {
        let table: &[(&str, Option<u64>)] = &[
            ("1", Some(1)),
            ("512", Some(512)),
            ("64K", Some(65_536)),
            ("64KiB", Some(65_536)),
            ("64 mb", Some(64 << 20)),
            ("1g", Some(1 << 30)),
            ("0", None),
            ("2g", None),
            ("", None),
            ("K", None),
            ("-1", None),
            ("1.5M", None),
            ("64T", None),
            ("18446744073709551615G", None),
        ];
        for (text, expected) in table {
            let read = bytes(text, 1..=1 << 30, "1M").ok().map(NonZeroU64::get);
            assert_eq!(read, *expected, "{text:?}");
        }
    }

    #[test]
    fn secrets_and_algorithms() {
        assert!(super_digest("super:xQJmxLMiHGwaqBvst5y6rkB6HQs=").is_ok());
        for text in ["", "super", "super:", ":hash"] {
            assert!(super_digest(text).is_err(), "{text:?}");
        }
        assert_eq!(digest_algorithm("sha1"), Ok(DigestAlgorithm::Sha1));
        assert_eq!(digest_algorithm("SHA-256"), Ok(DigestAlgorithm::Sha256));
        assert!(digest_algorithm("MD5").is_err());
    }
}
