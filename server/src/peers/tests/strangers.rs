//! Who does not belong is shown the door, and nothing else happens.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use ringkeeper_core::wire::peer::{
    Chain, FrameWriter, HELLO_BYTES, Hello, Nonce, VERSIONS, Version, Versions,
};

use super::*;

/// Somebody on a plain socket.
struct Somebody {
    socket: TcpStream,
    /// The server's hello, once it is read.
    theirs: Option<Hello>,
}

impl Somebody {
    fn at(port: u16) -> Somebody {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let socket = TcpStream::connect(address).expect("the port is open");
        let soon = Some(Duration::from_millis(1));
        socket.set_read_timeout(soon).expect("a socket");
        Somebody {
            socket,
            theirs: None,
        }
    }

    fn say(&mut self, bytes: &[u8]) {
        // The other side may have closed already.
        let _ = self.socket.write_all(bytes);
    }

    /// Whether the server has closed the connection.
    fn is_shown_out(&mut self) -> bool {
        match self.socket.read(&mut [0; 4096]) {
            Ok(read) => read == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }

    /// Says hello, reads the server's, and gives what frames are written with.
    fn greet(&mut self, server: &mut Server, hello: &Hello) -> FrameWriter {
        self.say(&hello.encode());
        let mut bytes = Vec::new();
        until([server], |_| {
            let mut piece = [0; HELLO_BYTES];
            if let Ok(read) = self.socket.read(&mut piece) {
                bytes.extend_from_slice(&piece[..read]);
            }
            bytes.len() == HELLO_BYTES
        });
        let theirs = Hello::decode(&bytes).expect("a hello").expect("as a whole");
        self.theirs = Some(theirs);
        FrameWriter::new(Chain::start(hello, &theirs), hello.purpose)
    }
}

fn hello(sid: u8, purpose: Purpose) -> Hello {
    Hello {
        versions: VERSIONS,
        sid: Sid(sid),
        to: Some(Sid(1)),
        purpose,
        ensemble: Some(ENSEMBLE),
        incarnation: Incarnation(1),
        nonce: Nonce(1),
    }
}

fn port(server: &Server, purpose: Purpose) -> u16 {
    match purpose {
        Purpose::Mesh => server.addresses.election_port,
        Purpose::Link => server.addresses.quorum_port,
    }
}

/// Bytes that are no hello of a server that may talk to server 1 on such a port.
fn refused(purpose: Purpose) -> Vec<(&'static str, Vec<u8>)> {
    let good = hello(2, purpose);
    let other = match purpose {
        Purpose::Mesh => Purpose::Link,
        Purpose::Link => Purpose::Mesh,
    };
    let hellos = [
        (
            "another ensemble",
            Hello {
                ensemble: Some(EnsembleId(99)),
                ..good
            },
        ),
        (
            "the same sid",
            Hello {
                sid: Sid(1),
                ..good
            },
        ),
        (
            "another server is meant",
            Hello {
                to: Some(Sid(3)),
                ..good
            },
        ),
        (
            "the other port is meant",
            Hello {
                purpose: other,
                ..good
            },
        ),
        (
            "no version in common",
            Hello {
                versions: Versions {
                    lowest: Version(900),
                    highest: Version(901),
                },
                ..good
            },
        ),
    ];
    let mut damaged = good.encode();
    damaged[20] ^= 1;
    let mut all = vec![
        ("a browser", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ("ZooKeeper", (-65_536_i64).to_be_bytes().to_vec()),
        ("a damaged hello", damaged.to_vec()),
    ];
    all.extend(hellos.map(|(what, hello)| (what, hello.encode().to_vec())));
    all
}

#[test]
fn strangers_are_refused_without_any_effect() {
    let mut server = Server::new(1);
    for purpose in [Purpose::Mesh, Purpose::Link] {
        for (what, bytes) in refused(purpose) {
            let mut somebody = Somebody::at(port(&server, purpose));
            somebody.say(&bytes);
            until([&mut server], |_| somebody.is_shown_out());
            assert!(server.seen.is_empty(), "{what}");
        }
        // One who leaves in the middle of a hello.
        let mut somebody = Somebody::at(port(&server, purpose));
        somebody.say(&hello(2, purpose).encode()[..30]);
        somebody.socket.shutdown(Shutdown::Write).expect("open");
        until([&mut server], |_| somebody.is_shown_out());
    }
    until([&mut server], |[server]| server.peers.is_empty());
    assert!(server.seen.is_empty());
}

/// What may follow a frame that was right.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    Repeated,
    TooLong,
    Empty,
    Garbled,
    Misplaced,
}

/// Frames a message.
fn frame(writer: &mut FrameWriter, message: &Message) -> Vec<u8> {
    let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
    writer.frame(&mut bytes, |out| encoder.encode(message, out));
    bytes
}

#[test]
fn whoever_garbles_repeats_or_says_what_does_not_belong_loses_the_connection() {
    let mut server = Server::new(1);
    let vote = Message::Notification(notification(5));
    let ping = Message::Ping { number: 5 };
    for purpose in [Purpose::Mesh, Purpose::Link] {
        let (good, misplaced) = match purpose {
            Purpose::Mesh => (&vote, &ping),
            Purpose::Link => (&ping, &vote),
        };
        for wrong in [
            Wrong::Repeated,
            Wrong::TooLong,
            Wrong::Empty,
            Wrong::Garbled,
            Wrong::Misplaced,
        ] {
            let mut somebody = Somebody::at(port(&server, purpose));
            let mut writer = somebody.greet(&mut server, &hello(2, purpose));
            let first = frame(&mut writer, good);
            somebody.say(&first);
            somebody.say(&match wrong {
                Wrong::Repeated => first,
                Wrong::TooLong => vec![0xff; 8],
                Wrong::Empty => vec![0; 8],
                Wrong::Garbled => {
                    let mut garbled = frame(&mut writer, good);
                    *garbled.last_mut().expect("not empty") ^= 1;
                    garbled
                }
                Wrong::Misplaced => frame(&mut writer, misplaced),
            });
            until([&mut server], |_| somebody.is_shown_out());
            let told: Vec<PeerEvent> = server.seen.drain(..).collect();
            match purpose {
                Purpose::Mesh => assert!(
                    matches!(
                        told[..],
                        [
                            PeerEvent::Reachable(Sid(2)),
                            PeerEvent::Notification { .. },
                            PeerEvent::Unreachable(Sid(2))
                        ]
                    ),
                    "{wrong:?}: {told:?}"
                ),
                Purpose::Link => assert!(
                    matches!(
                        told[..],
                        [
                            PeerEvent::Linked {
                                side: Side::Learner,
                                with: Sid(2),
                                ..
                            },
                            PeerEvent::Message { .. },
                            PeerEvent::LinkLost { .. }
                        ]
                    ),
                    "{wrong:?}: {told:?}"
                ),
            }
        }
    }
}

#[test]
fn a_hello_and_a_frame_in_single_bytes() {
    let mut server = Server::new(1);
    let mut somebody = Somebody::at(port(&server, Purpose::Mesh));
    let ours = hello(2, Purpose::Mesh);
    let bytes = ours.encode();
    for byte in &bytes[..HELLO_BYTES - 1] {
        somebody.say(&[*byte]);
        server.turn();
    }
    assert!(server.seen.is_empty());
    somebody.say(&bytes[HELLO_BYTES - 1..]);
    let mut theirs = [0; HELLO_BYTES];
    somebody
        .socket
        .set_read_timeout(Some(PATIENCE))
        .expect("a socket");
    somebody
        .socket
        .read_exact(&mut theirs)
        .expect("the server's hello");
    let theirs = Hello::decode(&theirs)
        .expect("a hello")
        .expect("as a whole");
    let mut writer = FrameWriter::new(Chain::start(&ours, &theirs), Purpose::Mesh);
    for byte in frame(&mut writer, &Message::Notification(notification(8))) {
        somebody.say(&[byte]);
        server.turn();
    }
    assert!(matches!(next(&mut server), PeerEvent::Reachable(Sid(2))));
    let PeerEvent::Notification { notification, .. } = next(&mut server) else {
        panic!("a vote");
    };
    assert_eq!(notification.round, Round(8));
}

#[test]
fn whoever_says_nothing_is_shown_out_in_time() {
    let mut server = Server::new(1);
    let mut silent = Somebody::at(port(&server, Purpose::Link));
    until([&mut server], |[server]| !server.peers.is_empty());
    assert!(!silent.is_shown_out());
    server.skipped += 2 * limits::HELLO_WITHIN;
    // It says hello at last: the server's comes, then the end.
    let mut told = Vec::new();
    until([&mut server], |_| {
        let mut piece = [0; 256];
        match silent.socket.read(&mut piece) {
            Ok(0) => true,
            Ok(read) => {
                told.extend_from_slice(&piece[..read]);
                false
            }
            Err(_) => false,
        }
    });
    assert!(told.len() <= HELLO_BYTES);
    assert!(server.seen.is_empty());
}

#[test]
fn a_crowd_that_says_nothing_keeps_nobody_out() {
    let mut server = Server::new(1);
    let mut crowd = Vec::new();
    for _ in 0..limits::UNGREETED_MAX + 20 {
        crowd.push(Somebody::at(port(&server, Purpose::Mesh)));
        server.turn();
    }
    let mut somebody = Somebody::at(port(&server, Purpose::Mesh));
    let _ = somebody.greet(&mut server, &hello(2, Purpose::Mesh));
    assert!(matches!(next(&mut server), PeerEvent::Reachable(Sid(2))));
    assert!(server.peers.connections.iter().count() <= limits::UNGREETED_MAX + 1);
    until([&mut server], |_| crowd[0].is_shown_out());
}

#[test]
fn a_server_that_calls_anew_replaces_its_connection_and_stays_reachable() {
    let mut server = Server::new(1);
    let mut first = Somebody::at(port(&server, Purpose::Mesh));
    let _ = first.greet(&mut server, &hello(2, Purpose::Mesh));
    assert!(matches!(next(&mut server), PeerEvent::Reachable(Sid(2))));
    let mut second = Somebody::at(port(&server, Purpose::Mesh));
    let mut writer = second.greet(&mut server, &hello(2, Purpose::Mesh));
    until([&mut server], |_| first.is_shown_out());
    second.say(&frame(&mut writer, &Message::Notification(notification(1))));
    assert!(matches!(next(&mut server), PeerEvent::Notification { .. }));
    drop(second);
    assert!(matches!(next(&mut server), PeerEvent::Unreachable(Sid(2))));
}

#[test]
fn a_server_in_a_new_life_ends_the_connections_of_the_one_before() {
    let mut server = Server::new(1);
    let before = [Purpose::Mesh, Purpose::Link].map(|purpose| {
        let mut somebody = Somebody::at(port(&server, purpose));
        let _ = somebody.greet(&mut server, &hello(2, purpose));
        somebody
    });
    assert!(matches!(next(&mut server), PeerEvent::Reachable(Sid(2))));
    let PeerEvent::Linked { link, .. } = next(&mut server) else {
        panic!("a link");
    };
    let mut anew = Somebody::at(port(&server, Purpose::Mesh));
    let in_new_life = Hello {
        incarnation: Incarnation(77),
        ..hello(2, Purpose::Mesh)
    };
    let _ = anew.greet(&mut server, &in_new_life);
    for mut somebody in before {
        until([&mut server], |_| somebody.is_shown_out());
    }
    let told: Vec<PeerEvent> = server.seen.drain(..).collect();
    assert!(
        matches!(
            told[..],
            [
                PeerEvent::Unreachable(Sid(2)),
                PeerEvent::LinkLost { link: of },
                PeerEvent::Reachable(Sid(2))
            ] if of == link
        ),
        "{told:?}"
    );
}
