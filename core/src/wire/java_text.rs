//! Numbers and dates as Java writes them: operators' scripts parse these texts.
//!
//! Must never read a clock or know a time zone: dates come in as [`WallTime`] and are UTC.

use core::fmt;
use core::net::SocketAddr;

use crate::id::WallTime;

/// A number as `Double.toString` writes it: `0.0`, `12.5`, `1.0E7`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct JavaDouble(pub(super) f64);

impl fmt::Display for JavaDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0;
        let size = value.abs();
        if value == 0.0 || (1e-3..1e7).contains(&size) {
            // The shortest digits that read back as the same number, as in Java since 19.
            return write!(f, "{value:?}");
        }
        if !value.is_finite() {
            return f.write_str(match (value.is_nan(), value.is_sign_negative()) {
                (true, _) => "NaN",
                (false, false) => "Infinity",
                (false, true) => "-Infinity",
            });
        }
        let text = alloc::format!("{value:E}");
        match text.split_once('E') {
            Some((digits, exponent)) if !digits.contains('.') => write!(f, "{digits}.0E{exponent}"),
            Some(_) | None => f.write_str(&text),
        }
    }
}

/// A time as `Date.toString` writes it in UTC: `Fri Jan 02 03:04:05 UTC 2026`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct JavaDate(pub(super) WallTime);

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const SECONDS_OF_DAY: i64 = 24 * 60 * 60;
/// The days of 400 years: the calendar repeats after them.
const DAYS_OF_ERA: i64 = 146_097;
/// From 1 March of year 0, with which an era begins, to 1 January 1970.
const DAYS_BEFORE_1970: i64 = 719_468;

impl fmt::Display for JavaDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.0.div_euclid(1000);
        let day = seconds.div_euclid(SECONDS_OF_DAY);
        let second = seconds.rem_euclid(SECONDS_OF_DAY);
        let (year, month, day_of_month) = civil(day);
        write!(
            f,
            "{} {} {day_of_month:02} {:02}:{:02}:{:02} UTC {year}",
            pick(&DAYS, day.rem_euclid(7)),
            pick(&MONTHS, month - 1),
            second / 3600,
            second / 60 % 60,
            second % 60,
        )
    }
}

fn pick(names: &[&'static str], at: i64) -> &'static str {
    let name = usize::try_from(at).ok().and_then(|at| names.get(at));
    name.copied().unwrap_or_default()
}

/// Year, month (1 to 12) and day of a number of days since 1970. Years begin in March here, so
/// that the leap day is their last; months are then 153 days in five.
fn civil(days_since_1970: i64) -> (i64, i64, i64) {
    let days = days_since_1970 + DAYS_BEFORE_1970;
    let era = days.div_euclid(DAYS_OF_ERA);
    let day_of_era = days.rem_euclid(DAYS_OF_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// An address as `InetSocketAddress.toString` writes one that was never resolved:
/// `/127.0.0.1:44722`, `/[0:0:0:0:0:0:0:1]:44722`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct JavaAddress(pub(super) SocketAddr);

impl fmt::Display for JavaAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = crate::access::peer_identity(self.0.ip()).id;
        let port = self.0.port();
        if host.contains(':') {
            write!(f, "/[{host}]:{port}")
        } else {
            write!(f, "/{host}:{port}")
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn doubles_are_written_as_in_java() {
        for (value, text) in [
            (0.0, "0.0"),
            (0.6667, "0.6667"),
            (2.0, "2.0"),
            (12.5, "12.5"),
            (-3.25, "-3.25"),
            (0.001, "0.001"),
            (0.0005, "5.0E-4"),
            (0.000_25, "2.5E-4"),
            (9_999_999.0, "9999999.0"),
            (1e7, "1.0E7"),
            (123_456_789.0, "1.23456789E8"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(JavaDouble(value).to_string(), text);
        }
    }

    #[test]
    fn dates_are_written_as_in_java() {
        for (ms, text) in [
            (0, "Thu Jan 01 00:00:00 UTC 1970"),
            (-1, "Wed Dec 31 23:59:59 UTC 1969"),
            (1_767_323_045_000, "Fri Jan 02 03:04:05 UTC 2026"),
            (1_767_323_045_999, "Fri Jan 02 03:04:05 UTC 2026"),
            (951_782_400_000, "Tue Feb 29 00:00:00 UTC 2000"),
            (4_107_542_400_000, "Mon Mar 01 00:00:00 UTC 2100"),
            (1_709_251_199_000, "Thu Feb 29 23:59:59 UTC 2024"),
        ] {
            assert_eq!(JavaDate(WallTime(ms)).to_string(), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let mut before = civil(-1);
        for day in 0..DAYS_OF_ERA {
            let (year, month, day_of_month) = civil(day);
            let next_day = day_of_month == before.2 + 1 && (year, month) == (before.0, before.1);
            let next_month = day_of_month == 1
                && before.2 >= 28
                && 12 * year + month == 12 * before.0 + before.1 + 1;
            assert!(next_day || next_month, "{before:?} then {:?}", civil(day));
            before = (year, month, day_of_month);
        }
        assert_eq!(before, (2369, 12, 31));
    }

    #[test]
    fn addresses_are_written_as_in_java() {
        let text = |address: &str| JavaAddress(address.parse().expect("an address")).to_string();
        assert_eq!(text("127.0.0.1:44722"), "/127.0.0.1:44722");
        assert_eq!(text("[::1]:80"), "/[0:0:0:0:0:0:0:1]:80");
        assert_eq!(text("[::ffff:10.0.0.1]:80"), "/10.0.0.1:80");
    }
}
