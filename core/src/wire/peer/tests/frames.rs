//! A frame that is garbled, lost, repeated or moved is noticed, and so is one of another
//! connection.

use alloc::vec;
use alloc::vec::Vec;

use ringkeeper_tests::random::Random;

use super::hellos::hello;
use super::*;

fn chain() -> Chain {
    Chain::start(&hello(1), &hello(2))
}

fn writer() -> FrameWriter {
    FrameWriter::new(chain(), Purpose::Link)
}

fn reader() -> FrameReader {
    FrameReader::new(chain(), Purpose::Link)
}

fn frames(payloads: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut writer = writer();
    let frame = |payload: &Vec<u8>| {
        let mut out = Vec::new();
        writer.frame(&mut out, |out| out.extend_from_slice(payload));
        out
    };
    payloads.iter().map(frame).collect()
}

/// The payloads up to the first fault, and the fault.
fn read(mut received: &[u8]) -> (Vec<Vec<u8>>, Option<FrameError>) {
    let mut reader = reader();
    let mut payloads = Vec::new();
    loop {
        match reader.next(received) {
            Ok(Some(frame)) => {
                payloads.push(frame.payload.to_vec());
                received = &received[frame.consumed..];
            }
            Ok(None) => return (payloads, None),
            Err(fault) => {
                assert_eq!(reader.next(received), Err(fault), "a fault stays");
                return (payloads, Some(fault));
            }
        }
    }
}

fn some_payloads(random: &mut Random) -> Vec<Vec<u8>> {
    let count = 1 + random.below(6);
    (0..count)
        .map(|_| {
            let length = *random.pick(&[1, 2, 3, 8, 16, 17, 100, 128, 129, 240, 241, 5000]);
            random.bytes(length)
        })
        .collect()
}

#[test]
fn frames_arrive_however_they_are_cut() {
    let mut random = Random::new(7);
    for _ in 0..300 {
        let payloads = some_payloads(&mut random);
        let bytes = frames(&payloads).concat();
        assert_eq!(read(&bytes), (payloads.clone(), None));
        // Piece by piece.
        let mut reader = reader();
        let (mut start, mut end) = (0, 0);
        let mut found = Vec::new();
        while end < bytes.len() {
            end = bytes.len().min(end + 1 + random.below(700));
            while let Some(frame) = reader.next(&bytes[start..end]).expect("no fault") {
                found.push(frame.payload.to_vec());
                start += frame.consumed;
            }
        }
        assert_eq!(found, payloads);
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let payloads = [vec![1; 40], vec![2; 3], vec![3; 300]];
    let frames = frames(&payloads);
    let bytes = frames.concat();
    for bit in 0..8 * bytes.len() {
        let mut garbled = bytes.clone();
        garbled[bit / 8] ^= 1 << (bit % 8);
        let (found, fault) = read(&garbled);
        let place = bit / 8;
        let intact = usize::from(place >= frames[0].len())
            + usize::from(place >= frames[0].len() + frames[1].len());
        // A length that is too long is waited for.
        assert_eq!(found, payloads[..intact], "bit {bit}: {fault:?}");
    }
}

#[test]
fn drops_repeats_and_swaps_are_noticed() {
    let mut random = Random::new(8);
    for _ in 0..2000 {
        let mut payloads = some_payloads(&mut random);
        // Equal payloads must be told apart by their place too.
        payloads.push(vec![5; 40]);
        payloads.push(vec![5; 40]);
        payloads.push(vec![6; 40]);
        let frames = frames(&payloads);
        let at = random.below(frames.len() - 1);
        let mut changed = frames.clone();
        match random.below(3) {
            0 => drop(changed.remove(at)),
            1 => changed.insert(at + 1, frames[at].clone()),
            _ => changed.swap(at, at + 1),
        }
        let (found, fault) = read(&changed.concat());
        assert_eq!(fault, Some(FrameError::Checksum));
        assert!(found.len() <= at + 1);
        assert_eq!(found, payloads[..found.len()]);
    }
}

#[test]
fn frames_belong_to_one_direction_of_one_connection() {
    let frames = frames(&[vec![1; 40]]).concat();
    let mut elsewhere = hello(2);
    elsewhere.nonce = Nonce(7);
    for other in [
        Chain::start(&hello(2), &hello(1)),
        Chain::start(&hello(1), &elsewhere),
        Chain::start(&hello(1), &hello(3)),
    ] {
        let mut reader = FrameReader::new(other, Purpose::Link);
        assert_eq!(reader.next(&frames), Err(FrameError::Checksum));
    }
    // Even when both sides draw the same number.
    let mut same = hello(2);
    same.nonce = hello(1).nonce;
    assert_ne!(
        Chain::start(&hello(1), &same),
        Chain::start(&same, &hello(1))
    );
}

#[test]
fn an_impossible_length_is_refused_at_once() {
    let length_max = |purpose: Purpose| {
        u32::try_from(purpose.message_bytes_max()).expect("lengths have 32 bits")
    };
    for purpose in [Purpose::Mesh, Purpose::Link] {
        for (bytes, refused) in [
            (0, true),
            (1, false),
            (length_max(purpose), false),
            (length_max(purpose) + 1, true),
            (u32::MAX, true),
        ] {
            let mut reader = FrameReader::new(chain(), purpose);
            let header = bytes.to_le_bytes();
            let said = reader.next(&header);
            let expected = if refused {
                Err(FrameError::Length { bytes })
            } else {
                Ok(None)
            };
            assert_eq!(said, expected, "{purpose:?}");
        }
    }
}

#[test]
fn random_bytes_are_no_frames() {
    let mut random = Random::new(9);
    for _ in 0..20_000 {
        let length = random.below(40);
        let mut bytes = random.bytes(length);
        for byte in bytes.iter_mut().take(4).skip(1) {
            *byte = 0;
        }
        assert_eq!(read(&bytes).0, Vec::<Vec<u8>>::new());
    }
}

#[test]
fn a_message_goes_through() {
    let mut writer = writer();
    let mut encoder = Encoder::default();
    let mut out = vec![9];
    let message = Message::Ping { number: 3 };
    writer.frame(&mut out, |out| encoder.encode(&message, out));
    writer.frame(&mut out, |out| encoder.encode_proposal(b"txn", out));
    let mut reader = reader();
    let first = reader.next(&out[1..]).expect("no fault").expect("whole");
    assert_eq!(decode(first.payload), Ok(message));
    let rest = &out[1 + first.consumed..];
    let second = reader.next(rest).expect("no fault").expect("whole");
    let txn = (*b"txn").into();
    assert_eq!(decode(second.payload), Ok(Message::Proposal { txn }));
    assert_eq!(second.consumed, rest.len());
}

#[test]
#[should_panic(expected = "no payload has 0 bytes")]
fn no_frame_is_empty() {
    writer().frame(&mut Vec::new(), |_| {});
}

#[test]
#[should_panic(expected = "no payload has 65537 bytes")]
fn a_vote_is_short() {
    let mut writer = FrameWriter::new(chain(), Purpose::Mesh);
    let long = vec![0; limits::MESH_MESSAGE_BYTES_MAX + 1];
    writer.frame(&mut Vec::new(), |out| out.extend_from_slice(&long));
}

/// The first version's; another start or another hash would break every rolling upgrade.
#[test]
fn the_bytes_of_frames() {
    let frames = frames(&[b"first".to_vec(), b"second".to_vec()]);
    let expected = "\
        05000000e4e63769\
        6669727374\
        06000000e3b3b76c\
        7365636f6e64";
    assert_eq!(golden::hex(&frames.concat()), expected);
}
