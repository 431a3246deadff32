//! The codec against bytes seen on the wire of ZooKeeper 3.9.

mod frames;
mod handshakes;
mod multis;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::reply::ReplyHead;
use super::request::{Request, decode_header, decode_request};
use crate::acl::{Acl, Identity, Permissions};
use crate::id::{WallTime, Xid, Zxid};
use crate::stat::Stat;

/// Bytes written as hexadecimal digits and spaces.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    assert_eq!(digits.len() % 2, 0, "whole bytes");
    digits
        .chunks(2)
        .map(|pair| {
            let pair = core::str::from_utf8(pair).expect("digits are ASCII");
            u8::from_str_radix(pair, 16).expect("hexadecimal digits")
        })
        .collect()
}

/// The body of a frame, its length checked.
fn unframed(frame: &str) -> Vec<u8> {
    let bytes = hex(frame);
    let (length, body) = bytes.split_first_chunk::<4>().expect("a length");
    assert_eq!(u32::from_be_bytes(*length) as usize, body.len());
    body.to_vec()
}

/// The length a frame says it has.
fn framed_length(frame: &[u8]) -> usize {
    let length = frame.first_chunk::<4>().expect("a length");
    u32::from_be_bytes(*length) as usize
}

fn decode(body: &[u8]) -> (Xid, Request<'_>) {
    let (header, record) = decode_header(body).expect("a header");
    let request = decode_request(header.opcode, record).expect("a record");
    (header.xid, request)
}

fn head(xid: i32, zxid: i64) -> ReplyHead {
    ReplyHead {
        xid: Xid(xid),
        zxid: Zxid::from_bits(zxid),
    }
}

fn encoded(encode: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    // What stands in the buffer before must stay as it is.
    let mut out = vec![0xaa; 3];
    encode(&mut out);
    assert_eq!(out.drain(..3).collect::<Vec<u8>>(), [0xaa; 3]);
    out
}

/// A Stat whose every byte differs from its neighbours in another field.
const STAT: Stat = Stat {
    czxid: Zxid::from_bits(0x0101),
    mzxid: Zxid::from_bits(0x0202),
    ctime: WallTime(0x0303),
    mtime: WallTime(0x0404),
    version: 5,
    cversion: 6,
    aversion: 7,
    ephemeral_owner: 0x0808,
    data_length: 9,
    num_children: 10,
    pzxid: Zxid::from_bits(0x0b0b),
};

const STAT_HEX: &str = "0000000000000101 0000000000000202 0000000000000303 0000000000000404
    00000005 00000006 00000007 0000000000000808 00000009 0000000a 0000000000000b0b";

fn open_acl() -> Vec<Acl> {
    vec![Acl {
        permissions: Permissions::ALL,
        identity: Identity {
            scheme: String::from("world"),
            id: String::from("anyone"),
        },
    }]
}
