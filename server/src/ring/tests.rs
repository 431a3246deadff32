//! Tests of the ring with real sockets and a real kernel.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use rustix::event::{EventfdFlags, eventfd};

use super::*;

/// The longest a test waits for what must come.
const PATIENCE: usize = 2000;

fn ring() -> Ring {
    let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).expect("an eventfd");
    Ring::new(wake).expect("a ring")
}

fn pair() -> (OwnedFd, UnixStream) {
    let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
    (ours.into(), theirs)
}

/// The next completion, waiting for it.
fn next(ring: &mut Ring) -> Completion {
    for _ in 0..PATIENCE {
        if let Some(completion) = ring.next_completion() {
            return completion;
        }
        ring.wait(Duration::from_millis(10))
            .expect("the ring works");
    }
    panic!("nothing came");
}

#[test]
fn a_client_and_a_peer_in_the_same_slot_are_two_sockets() {
    let mut ring = ring();
    let (client, mut at_client) = pair();
    let (peer, mut at_peer) = pair();
    ring.adopt(Slot(0), client);
    ring.adopt(PeerSlot(0), peer);

    ring.send(Slot(0), &mut b"reply".to_vec());
    ring.send(PeerSlot(0), &mut b"frame".to_vec());
    assert!(!ring.can_send(Slot(0)) && !ring.can_send(PeerSlot(0)));
    let mut sent = [next(&mut ring), next(&mut ring)].map(|completion| match completion {
        Completion::Sent(Slot(0)) => "client",
        Completion::Peer {
            socket: PeerSlot(0),
            news: PeerNews::Sent,
        } => "peer",
        other => panic!("{other:?}"),
    });
    sent.sort_unstable();
    assert_eq!(sent, ["client", "peer"]);
    let mut bytes = [0; 5];
    at_client.read_exact(&mut bytes).expect("sent");
    assert_eq!(&bytes, b"reply");
    at_peer.read_exact(&mut bytes).expect("sent");
    assert_eq!(&bytes, b"frame");

    at_peer.write_all(b"ack").expect("open");
    let Completion::Peer {
        socket: PeerSlot(0),
        news: PeerNews::Received { buffer, len },
    } = next(&mut ring)
    else {
        panic!("the peer wrote");
    };
    assert_eq!(ring.bytes(buffer, len), b"ack");
    ring.give_back(buffer);

    drop(at_peer);
    let ended = next(&mut ring);
    assert!(
        matches!(
            ended,
            Completion::Peer {
                socket: PeerSlot(0),
                news: PeerNews::Finished
            }
        ),
        "{ended:?}"
    );
    ring.close(PeerSlot(0));
    let gone = next(&mut ring);
    assert!(
        matches!(
            gone,
            Completion::Peer {
                socket: PeerSlot(0),
                news: PeerNews::Gone
            }
        ),
        "{gone:?}"
    );
    assert!(ring.can_send(Slot(0)), "the client's socket is open");
}

#[test]
fn a_paused_peer_is_read_no_further_and_resumed_goes_on() {
    let mut ring = ring();
    let (peer, mut at_peer) = pair();
    ring.adopt(PeerSlot(3), peer);
    ring.pause(PeerSlot(3));
    ring.wait(Duration::from_millis(10))
        .expect("the ring works");
    at_peer.write_all(b"later").expect("open");
    for _ in 0..3 {
        ring.wait(Duration::from_millis(5)).expect("the ring works");
        assert!(ring.next_completion().is_none());
    }
    ring.resume(PeerSlot(3));
    let received = next(&mut ring);
    let Completion::Peer {
        news: PeerNews::Received { len: 5, .. },
        ..
    } = received
    else {
        panic!("{received:?}");
    };
}

#[test]
fn a_socket_without_buffers_that_is_closed_is_gone_once() {
    let mut ring = ring();
    let (ours, mut theirs) = pair();
    ring.adopt(Slot(0), ours);
    theirs.set_nonblocking(true).expect("a socket");
    // None of the buffers is given back, so that they run out.
    let bytes = vec![7; 64 * 1024];
    while ring.starved.is_empty() {
        while theirs.write(&bytes).is_ok() {}
        ring.wait(Duration::from_millis(1)).expect("the ring works");
        while ring.next_completion().is_some() {}
    }
    ring.close(Slot(0));
    let mut gone = 0;
    for _ in 0..3 {
        ring.wait(Duration::from_millis(5)).expect("the ring works");
        while let Some(completion) = ring.next_completion() {
            assert!(matches!(completion, Completion::Gone(Slot(0))));
            gone += 1;
        }
    }
    assert_eq!(gone, 1);
}
