//! A session's password: computed from its id, so that every server can check it.
//!
//! It is no secret, and must never be treated as one: whoever knows the id knows the password.
//! The formula is ZooKeeper's, so that sessions survive a move from one to the other.

use crate::id::SessionId;
use crate::stream::Password;

const SALT: i64 = 0xB341_5C00;
const MULTIPLIER: u64 = 0x5_DEEC_E66D;
const INCREMENT: u64 = 0xB;
const STATE_MASK: u64 = (1 << 48) - 1;

/// The password of `session`.
///
/// `java.util.Random` seeded with the salted id, 16 bytes. Source:
/// `ZooKeeperServer.generatePasswd`.
pub fn password(session: SessionId) -> Password {
    let mut state = ((session.0 ^ SALT).cast_unsigned() ^ MULTIPLIER) & STATE_MASK;
    let mut password = [0; 16];
    for word in password.chunks_exact_mut(4) {
        state = state.wrapping_mul(MULTIPLIER).wrapping_add(INCREMENT) & STATE_MASK;
        // Bits 16 to 47, the least significant byte first.
        let [_, _, drawn @ .., _, _] = state.to_le_bytes();
        word.copy_from_slice(&drawn);
    }
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_passwords_of_zookeeper() {
        let cases: [(u64, u128); 3] = [
            (
                0x0100_000b_2906_0000,
                0x18e9_e0b5_c500_e400_b61d_626d_1673_e286,
            ),
            (
                0x0100_0000_aabb_0000,
                0xa792_1316_a8ac_a0cc_5d3f_69fe_31d1_1b87,
            ),
            (
                0x0200_0000_0000_0001,
                0x054c_c74a_3732_7db2_15e7_02e2_0c73_f005,
            ),
        ];
        for (id, expected) in cases {
            let found = password(SessionId(id.cast_signed()));
            assert_eq!(u128::from_be_bytes(found), expected, "of {id:#x}");
        }
    }
}
