//! The mesh: who is reachable, and which vote arrives.

use super::*;

/// Whether a server reaches all of these.
fn reaches(server: &Server, sids: &[u8]) -> bool {
    let mut reached = Vec::new();
    for event in &server.seen {
        match event {
            PeerEvent::Reachable(sid) => reached.push(sid.0),
            PeerEvent::Unreachable(sid) => reached.retain(|it| *it != sid.0),
            PeerEvent::Notification { .. }
            | PeerEvent::Linked { .. }
            | PeerEvent::JoinFailed { .. }
            | PeerEvent::Message { .. }
            | PeerEvent::LinkLost { .. } => {}
        }
    }
    reached.sort_unstable();
    reached == sids
}

/// The rounds of the votes that came from a server.
fn rounds(server: &Server, from: u8) -> Vec<u64> {
    let votes = server.seen.iter().filter_map(|event| match event {
        PeerEvent::Notification {
            from: it,
            notification,
        } => (it.0 == from).then_some(notification.round.0),
        PeerEvent::Reachable(_)
        | PeerEvent::Unreachable(_)
        | PeerEvent::Linked { .. }
        | PeerEvent::JoinFailed { .. }
        | PeerEvent::Message { .. }
        | PeerEvent::LinkLost { .. } => None,
    });
    votes.collect()
}

#[test]
fn three_servers_find_each_other_and_the_newest_vote_arrives() {
    let [mut a, mut b, mut c] = [1, 2, 3].map(Server::new);
    introduce([&mut a, &mut b, &mut c]);
    // Said before anybody is there: to nobody.
    a.peers.vote(Sid(2), &notification(1));
    until([&mut a, &mut b, &mut c], |servers| {
        let [a, b, c] = servers;
        reaches(a, &[2, 3]) && reaches(b, &[1, 3]) && reaches(c, &[1, 2])
    });
    assert!(rounds(&b, 1).is_empty());
    for round in [1, 2] {
        a.peers.vote(Sid(2), &notification(round));
    }
    until([&mut a, &mut b], |[_, b]| rounds(b, 1).contains(&2));
    assert_eq!(rounds(&b, 1), [2], "the older one was replaced");

    // Many votes in one turn: the last arrives, and never an older one after it.
    for round in 3..1000 {
        for to in [2, 3] {
            a.peers.vote(Sid(to), &notification(round));
        }
        if round % 100 == 0 {
            a.turn();
        }
    }
    until([&mut a, &mut b, &mut c], |[_, b, c]| {
        rounds(b, 1).contains(&999) && rounds(c, 1).contains(&999)
    });
    for server in [&b, &c] {
        assert!(rounds(server, 1).is_sorted());
    }
    assert!(rounds(&c, 2).is_empty());
}

#[test]
fn a_server_that_dies_is_unreachable_and_found_again_when_it_is_back() {
    let [mut a, mut b] = [1, 2].map(Server::new);
    introduce([&mut a, &mut b]);
    until([&mut a, &mut b], |[a, b]| {
        reaches(a, &[2]) && reaches(b, &[1])
    });
    a.peers.vote(Sid(2), &notification(7));
    until([&mut a, &mut b], |[_, b]| rounds(b, 1) == [7]);
    let PeerAddress {
        quorum_port,
        election_port,
        ..
    } = b.addresses;
    b.die();
    until([&mut a], |[a]| reaches(a, &[]));

    let mut b = Server::on(2, Ports::Again(quorum_port, election_port));
    until([&mut a, &mut b], |[a, b]| {
        reaches(a, &[2]) && reaches(b, &[1])
    });
    // What was said to it in its life before is not said again.
    a.peers.vote(Sid(2), &notification(8));
    until([&mut a, &mut b], |[_, b]| rounds(b, 1).contains(&8));
    assert_eq!(rounds(&b, 1), [8]);
}

#[test]
fn a_name_is_looked_up_and_the_second_address_tried() {
    let [mut a, mut b] = [1, 2].map(Server::new);
    // Nobody listens at the first: the port is that of a listener that is gone.
    let closed = std::net::TcpListener::bind("127.0.0.2:0").expect("a port");
    let nobody = closed.local_addr().expect("bound").port();
    drop(closed);
    let nowhere = PeerAddress {
        host: "127.0.0.2".to_owned(),
        quorum_port: nobody,
        election_port: nobody,
    };
    let named = PeerAddress {
        host: "localhost".to_owned(),
        ..b.addresses.clone()
    };
    a.peers
        .set_members(&BTreeMap::from([(Sid(2), vec![nowhere, named])]));
    // One direction is enough for both; and whoever is no member may call all the same.
    until([&mut a, &mut b], |[a, b]| {
        reaches(a, &[2]) && reaches(b, &[1])
    });
    b.peers.vote(Sid(1), &notification(3));
    until([&mut a, &mut b], |[a, _]| rounds(a, 2) == [3]);

    // Who is no member any more is called no more.
    a.peers.set_members(&BTreeMap::new());
    until([&mut a, &mut b], |[a, b]| {
        reaches(a, &[]) && reaches(b, &[])
    });
    for _ in 0..50 {
        a.turn();
        b.turn();
    }
    assert!(reaches(&a, &[]) && a.peers.is_empty());
    assert!(a.peers.mesh.sids().is_empty() && b.peers.mesh.sids().is_empty());
}

#[test]
fn a_server_does_not_call_itself_and_one_that_is_called_by_another_name_refuses() {
    let [mut a, mut b] = [1, 2].map(Server::new);
    // The addresses of 1 and 3 both lead to 2.
    let members = [1, 3].map(|sid| (Sid(sid), vec![b.addresses.clone()]));
    a.peers.set_members(&members.into());
    for _ in 0..200 {
        a.turn();
        b.turn();
    }
    assert!(a.seen.is_empty() && b.seen.is_empty());
    assert_eq!(a.peers.mesh.sids(), [Sid(3)]);
}
