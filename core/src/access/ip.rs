//! The `ip` scheme: an address, or a prefix of addresses, `address[/bits]`.
//!
//! Must never match across the two families. Source:
//! `org.apache.zookeeper.server.auth.IPAuthenticationProvider` (IPv6 since 3.9.4).

#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use core::net::Ipv6Addr;

/// An address as the leading bits of a number, so that both families are compared alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Address {
    /// The first bit of the address is the highest one.
    bits: u128,
    /// 32 or 128.
    length: u32,
}

impl Address {
    fn parse(text: &str) -> Option<Address> {
        if text.contains(':') {
            // The form with an IPv4 tail is not accepted in lists.
            let v6: Ipv6Addr = (!text.contains('.')).then(|| text.parse().ok())??;
            return Some(Address {
                bits: v6.to_bits(),
                length: 128,
            });
        }
        let mut parts = text.split('.');
        let mut bytes = [0_u8; 4];
        for byte in &mut bytes {
            *byte = u8::try_from(parse_java_int(parts.next()?)?).ok()?;
        }
        if parts.next().is_some() {
            return None;
        }
        Some(Address {
            bits: u128::from(u32::from_be_bytes(bytes)) << 96,
            length: 32,
        })
    }

    /// The first `length` bits, the others zero.
    fn prefix(self, length: u32) -> u128 {
        let dropped = u128::BITS.saturating_sub(length);
        let mask = u128::MAX.checked_shl(dropped).unwrap_or(0);
        self.bits & mask
    }
}

/// What stands in a list.
fn parse_expression(expression: &str) -> Option<(Address, u32)> {
    let Some((address, bits)) = expression.split_once('/') else {
        let address = Address::parse(expression)?;
        return Some((address, address.length));
    };
    let address = Address::parse(address)?;
    let bits = u32::try_from(parse_java_int(bits)?).ok()?;
    (bits <= address.length).then_some((address, bits))
}

/// As `Integer.parseInt` of Java, for ASCII digits: signs and leading zeros are accepted.
fn parse_java_int(text: &str) -> Option<i32> {
    text.parse().ok()
}

/// Whether a list may hold `expression`.
pub(super) fn is_valid(expression: &str) -> bool {
    parse_expression(expression).is_some()
}

/// Whether the address `held` is the one, or among those, of `expression`.
pub(super) fn matches(held: &str, expression: &str) -> bool {
    let (Some(held), Some((address, bits))) = (Address::parse(held), parse_expression(expression))
    else {
        return false;
    };
    held.length == address.length && held.prefix(bits) == address.prefix(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_matches_itself_and_its_prefixes() {
        assert!(matches("10.1.2.3", "10.1.2.3"));
        assert!(matches("10.1.2.3", "10.1.2.3/32"));
        assert!(!matches("10.1.2.3", "10.1.2.4"));
        assert!(matches("10.1.2.3", "10.1.2.4/29"));
        assert!(!matches("10.1.2.3", "10.1.2.4/30"));
        assert!(matches("10.1.2.3", "10.9.9.9/8"));
        assert!(matches("10.1.2.3", "192.168.0.1/0"));
    }

    #[test]
    fn addresses_of_version_6_match_by_prefix() {
        assert!(matches("0:0:0:0:0:0:0:1", "::1"));
        assert!(matches("2001:db8:0:0:0:0:0:1", "2001:db8::/32"));
        assert!(!matches("2001:db9:0:0:0:0:0:1", "2001:db8::/32"));
        assert!(matches("2001:db8:0:0:0:0:0:1", "::/0"));
    }

    #[test]
    fn the_families_never_match() {
        assert!(!matches("0.0.0.1", "::1"));
        assert!(!matches("10.1.2.3", "::/0"));
        assert!(!matches("0:0:0:0:0:0:0:1", "0.0.0.0/0"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for valid in [
            "1.2.3.4",
            "001.2.3.04",
            "+1.2.3.4",
            "1.2.3.4/0",
            "1.2.3.4/+8",
            "::",
            "::1/128",
        ] {
            assert!(is_valid(valid), "{valid}");
        }
        for invalid in [
            "",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.256",
            "1.2.3.-1",
            "1.2.3.",
            "1.2.3.4/",
            "1.2.3.4/33",
            "1.2.3.4/-1",
            "1.2.3.4/8/8",
            "a.b.c.d",
            ":::",
            "1::2::3",
            "::/129",
            "::ffff:1.2.3.4",
            "12345::",
            "localhost",
        ] {
            assert!(!is_valid(invalid), "{invalid}");
        }
    }
}
