//! The first frame of a connection and its answer, in every variant.

use super::{encoded, hex, unframed};
use crate::id::{SessionId, Zxid};
use crate::wire::jute::handshake::{
    ConnectRequest, ConnectResponse, ReadOnlyFlag, ServerMode, connected, decode_connect,
};

const PASSWORD: [u8; 16] = [
    0x18, 0xe9, 0xe0, 0xb5, 0xc5, 0x00, 0xe4, 0x00, 0xb6, 0x1d, 0x62, 0x6d, 0x16, 0x73, 0xe2, 0x86,
];

#[test]
fn a_handshake_with_the_read_only_byte() {
    let body = unframed(
        "0000002d 00000000 0000000000000000 00002710 0000000000000000
         00000010 00000000000000000000000000000000 00",
    );
    assert_eq!(
        decode_connect(&body),
        Some(ConnectRequest {
            last_zxid_seen: Zxid::ZERO,
            timeout_ms: 10_000,
            session: SessionId::NONE,
            password: Some([0; 16]),
            read_only: ReadOnlyFlag::Refused,
        })
    );
    let response = ConnectResponse {
        timeout_ms: 10_000,
        session: SessionId(0x0100_000b_2906_0000),
        password: PASSWORD,
    };
    assert_eq!(
        encoded(|out| connected(out, &response, ReadOnlyFlag::Refused, ServerMode::ReadWrite)),
        hex("00000025 00000000 00002710 0100000b29060000
             00000010 18e9e0b5c500e400b61d626d1673e286 00")
    );
    // The flag of the answer is about the server, and only there when the client sent its own.
    let read_only =
        encoded(|out| connected(out, &response, ReadOnlyFlag::Accepted, ServerMode::ReadOnly));
    assert_eq!(read_only.len(), 4 + 37);
    assert_eq!(read_only.last(), Some(&1));
    let old = encoded(|out| connected(out, &response, ReadOnlyFlag::Absent, ServerMode::ReadWrite));
    assert_eq!(old.len(), 4 + 36);
    assert_eq!(old.first_chunk(), Some(&[0, 0, 0, 0x24]));
}

#[test]
fn a_refused_session_is_told_in_full_size() {
    let refused = ConnectResponse::REFUSED;
    assert_eq!(
        encoded(|out| connected(out, &refused, ReadOnlyFlag::Refused, ServerMode::ReadWrite)),
        hex("00000025 00000000 00000000 0000000000000000
             00000010 00000000000000000000000000000000 00")
    );
}

#[test]
fn handshakes_of_every_length() {
    let full = hex("00000000 0000000000000007 ffffffff 0100000b29060000
        00000010 18e9e0b5c500e400b61d626d1673e286 01 99");
    let request = decode_connect(&full).expect("bytes behind the record are ignored");
    assert_eq!(request.password, Some(PASSWORD));
    assert_eq!(request.timeout_ms, -1);
    assert_eq!(request.read_only, ReadOnlyFlag::Accepted);
    assert_eq!(request.last_zxid_seen, Zxid::from_bits(7));
    assert_eq!(request.session, SessionId(0x0100_000b_2906_0000));
    let old = decode_connect(&full[..44]).expect("44 bytes are a whole record");
    assert_eq!(old.read_only, ReadOnlyFlag::Absent);
    for shorter in 0..44 {
        assert_eq!(decode_connect(&full[..shorter]), None, "{shorter} bytes");
    }
    for (password, told) in [
        ("ffffffff", "null"),
        ("00000000", "empty"),
        ("00000003 010203", "short"),
        ("00000011 0000000000000000000000000000000000", "long"),
    ] {
        let mut bytes = full[..24].to_vec();
        bytes.extend(hex(password));
        let request = decode_connect(&bytes).expect(told);
        assert_eq!(request.password, None, "{told}");
    }
    let mut negative = full[..24].to_vec();
    negative.extend(hex("fffffffe 00"));
    assert_eq!(decode_connect(&negative), None);
}
