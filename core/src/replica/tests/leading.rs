//! A leader with one other voter and an observer: what learners ask of it, and what waits.
//!
//! Must never depend on another server's code: what the others say is written out.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use super::world::{SEED, START};
use crate::acl::Identities;
use crate::id::{ConnectionId, Epoch, LinkId, Now, RecordNumber, SessionId, ShardId, Sid};
use crate::id::{Xid, Zxid};
use crate::input::{Effect, Effects, Input, Submit};
use crate::limits;
use crate::options::{Options, Switch};
use crate::replay::MemberReplay;
use crate::replica::{Duty, Replica};
use crate::request::{ExpectedVersion, Write};
use crate::stream::Batch;
use crate::tree::Tree;
use crate::zab::ensemble::Ensemble;
use crate::zab::epochs::Promises;
use crate::zab::message::{
    Answer, EnsembleId, FollowerInfo, Forwarded, Incarnation, Message, Notification, Outline, Part,
    PeerState, Promise, RequestNumber, Round, Vote,
};
use crate::zab::{Reign, Settings, Side, Standing, Timing};

const VOTER: LinkId = LinkId(1);

/// Changes applied at once.
const BUDGET: usize = 4 * limits::IN_FLIGHT_TXNS_MAX;

struct Server {
    now: Now,
    tree: Tree,
    replica: Replica,
    sent: Vec<(LinkId, Message)>,
    closed: Vec<LinkId>,
}

impl Server {
    /// Server `me` of two voters and an observer, with nothing in its log.
    fn start(me: u8) -> Server {
        let lines = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2:observer";
        let options = Options {
            has_peers: Switch::On,
            ..Options::default()
        };
        let settings = Settings {
            me: Sid(me),
            ensemble: Ensemble::parse(lines).expect("three servers"),
            timing: Timing::of_ticks(100, 10, 5),
            incarnation: Incarnation(9),
            new_ensemble: EnsembleId(7),
            counter_max: u32::MAX,
        };
        let tree = Tree::new(SEED, Switch::Off);
        let tail = MemberReplay::new(Zxid::ZERO, RecordNumber(0)).finish();
        let promises = Promises::none(Sid(me));
        let replica = Replica::member(options, settings, promises, &tree, tail, SEED, START);
        let mut server = Server {
            now: START,
            tree,
            replica,
            sent: Vec::new(),
            closed: Vec::new(),
        };
        let mut effects = Effects::default();
        server.replica.start(START, &mut effects);
        server.obey(effects);
        server
    }

    /// Its disk and its log do at once what is asked of them.
    fn obey(&mut self, effects: Effects) {
        let mut done = Vec::new();
        for effect in effects.list {
            if let Effect::Append { record, .. } = effect {
                done.push(Input::Durable { through: record });
            } else if let Effect::StorePromises(_) = effect {
                done.push(Input::PromisesStored);
            } else if let Effect::Send { link, message } = effect {
                self.sent.push((link, message));
            } else if let Effect::CloseLink { link } = effect {
                self.closed.push(link);
            }
        }
        for input in done {
            self.step(input);
        }
    }

    fn step(&mut self, input: Input) {
        let mut effects = Effects::default();
        self.replica.step(self.now, &self.tree, input, &mut effects);
        self.obey(effects);
    }

    fn settle(&mut self) {
        for _ in 0..4 {
            let mut effects = Effects::default();
            self.replica.settle(self.now, &self.tree, &mut effects);
            self.obey(effects);
            let mut batch = Batch::default();
            self.replica.apply(&mut self.tree, BUDGET, &mut batch);
        }
    }

    fn tick(&mut self) {
        self.now.monotonic.0 += 10;
        self.step(Input::Tick);
        self.settle();
    }

    fn hears(&mut self, link: LinkId, message: Message) {
        self.step(Input::Received { link, message });
    }

    fn asked(&mut self, link: LinkId, number: u64, request: Forwarded) {
        let number = RequestNumber(number);
        self.hears(link, Message::Request { number, request });
    }

    /// A server that looks for a leader as well would have server 2.
    fn hears_vote(&mut self, from: u8) {
        self.step(Input::Reachable(Sid(from)));
        let vote = Vote {
            epoch: Epoch(0),
            last: Zxid::ZERO,
            leader: Sid(2),
        };
        let notification = Notification {
            state: PeerState::Looking,
            vote: Some(vote),
            round: Round(1),
            config_version: Zxid::ZERO,
            config: None,
        };
        let from = Sid(from);
        self.step(Input::Notified { from, notification });
        for _ in 0..40 {
            self.tick();
        }
    }

    /// Server 2, established, and its voter serves.
    fn leading() -> Server {
        let mut server = Server::start(2);
        server.hears_vote(1);
        server.learns(VOTER, 1);
        assert!(matches!(
            server.replica.reign(),
            Some(Reign::Established { .. })
        ));
        server.level();
        server
    }

    /// A learner with an empty log comes, and serves.
    fn learns(&mut self, link: LinkId, sid: u8) {
        let side = Side::Learner;
        let with = Sid(sid);
        self.step(Input::Linked { link, with, side });
        self.hears(
            link,
            Message::FollowerInfo(FollowerInfo {
                accepted: Epoch(0),
                part: Part::Participant,
                config_version: Zxid::ZERO,
                ensemble: None,
            }),
        );
        self.settle();
        let outline = Outline {
            base: Zxid::ZERO,
            stretches: Vec::new(),
        };
        self.hears(
            link,
            Message::AckEpoch {
                promise: Promise::Given,
                current: Epoch(0),
                outline,
            },
        );
        self.settle();
        self.hears(link, Message::AckNewLeader { epoch: Epoch(1) });
        self.settle();
        let serves = |(to, message): &(LinkId, Message)| {
            *to == link && matches!(message, Message::UpToDate { .. })
        };
        assert!(self.sent.iter().any(serves));
    }

    /// The voter takes and answers everything, until nothing is left to do.
    fn level(&mut self) {
        for _ in 0..20 {
            let through = self.replica.history().proposed();
            self.hears(VOTER, Message::AckProposal { through });
            self.tick();
            for (link, message) in core::mem::take(&mut self.sent) {
                if let (VOTER, Message::Ping { number }) = (link, message) {
                    let heard = Vec::new();
                    self.hears(VOTER, Message::Pong { number, heard });
                }
            }
            self.settle();
        }
        self.replica.invariants();
    }

    fn sessions(&self) -> usize {
        self.replica.sessions().expect("it leads").len()
    }

    /// Whether nothing waits to be ordered.
    fn holds_nothing(&self) -> bool {
        let Duty::Primary(primary) = &self.replica.duty else {
            panic!("it leads");
        };
        primary.held.is_empty()
    }

    /// Its own clients come, so many that it can order no more at once.
    fn fills_up(&mut self) {
        for slot in 0..limits::IN_FLIGHT_TXNS_MAX {
            self.step(open(slot));
        }
        assert!(!self.replica.can_accept());
    }
}

fn connection(slot: usize) -> ConnectionId {
    ConnectionId {
        shard: ShardId(0),
        slot: u32::try_from(slot).expect("few"),
        generation: 0,
    }
}

fn open(slot: usize) -> Input {
    Input::Open {
        from: connection(slot),
        timeout_ms: 30_000,
        seen: Zxid::ZERO,
        reads_only: Switch::Off,
    }
}

fn open_there(number: i64) -> Forwarded {
    Forwarded::Open {
        from: connection(1),
        session: SessionId((3 << 56) + number),
        timeout_ms: 30_000,
    }
}

#[test]
fn own_clients_that_come_while_a_request_is_held_are_all_served() {
    let mut server = Server::leading();
    server.fills_up();
    for slot in 0..limits::IN_FLIGHT_TXNS_MAX {
        server.step(open(limits::IN_FLIGHT_TXNS_MAX + slot));
    }
    server.asked(VOTER, 1, Forwarded::Sync);
    assert!(!server.holds_nothing());
    server.level();
    assert!(server.holds_nothing());
    assert!(server.replica.can_accept());
    assert_eq!(server.replica.load().waiting, 0);
    assert_eq!(server.sessions(), 2 * limits::IN_FLIGHT_TXNS_MAX);
}

#[test]
fn who_does_not_serve_yet_has_nothing_to_ask_for() {
    let mut server = Server::leading();
    let link = LinkId(5);
    server.step(Input::Linked {
        link,
        with: Sid(3),
        side: Side::Learner,
    });
    server.asked(link, 1, open_there(1));
    assert_eq!(server.closed, [link]);
    server.asked(link, 2, open_there(2));
    server.level();
    assert_eq!(server.sessions(), 0);
}

#[test]
fn what_a_lost_learner_asked_for_is_forgotten() {
    let mut server = Server::leading();
    server.learns(LinkId(5), 3);
    server.asked(LinkId(5), 1, open_there(1));
    server.level();
    assert_eq!(server.sessions(), 1);
    server.fills_up();
    // It does what it must not, it breaks, it comes again on another link, and that goes too.
    for (link, ending) in [
        (
            LinkId(5),
            Input::Received {
                link: LinkId(5),
                message: Message::AckNewLeader { epoch: Epoch(1) },
            },
        ),
        (LinkId(6), Input::LinkLost { link: LinkId(6) }),
    ] {
        if link != LinkId(5) {
            server.learns(link, 3);
        }
        for number in 0..100 {
            server.asked(link, 10 + number, open_there(100));
        }
        assert!(!server.holds_nothing());
        server.step(ending);
        assert!(server.holds_nothing());
    }
    server.learns(LinkId(7), 3);
    server.asked(LinkId(7), 1, open_there(200));
    let older = server.closed.len();
    server.learns(LinkId(8), 3);
    assert_eq!(server.closed[older..], [LinkId(7)]);
    assert!(server.holds_nothing());
    server.level();
    assert_eq!(server.sessions(), 1 + limits::IN_FLIGHT_TXNS_MAX);
}

#[test]
fn a_learner_passes_on_only_so_many_bytes_until_they_are_answered() {
    let mut server = Server::start(1);
    server.hears_vote(2);
    let leader = LinkId(4);
    server.step(Input::Linked {
        link: leader,
        with: Sid(2),
        side: Side::Leader,
    });
    let (epoch, last) = (Epoch(1), Zxid::ZERO);
    for message in [
        Message::LeaderInfo {
            epoch,
            ensemble: EnsembleId(7),
            incarnation: Incarnation(1),
        },
        Message::NewLeader {
            epoch,
            last,
            config: String::new(),
        },
        Message::UpToDate { committed: last },
    ] {
        server.hears(leader, message);
        server.settle();
    }
    assert!(matches!(
        server.replica.standing(),
        Standing::Following { .. }
    ));
    server.step(open(1));
    let (number, session) = server
        .sent
        .iter()
        .rev()
        .find_map(opened)
        .expect("passed on");
    let answer = Answer::Resumed;
    server.hears(leader, Message::Answer { number, answer });
    server.settle();
    let write = |xid| {
        Input::Submit(Submit {
            from: connection(1),
            session,
            xid: Xid(xid),
            identities: Arc::new(Identities::default()),
            write: Write::SetData {
                path: "/a".into(),
                data: Some(vec![0; limits::FORWARDED_BYTES_MAX / 4].into()),
                expected: ExpectedVersion::ANY,
            },
        })
    };
    let mut passed_on = 0;
    while server.replica.can_accept() {
        passed_on += 1;
        server.step(write(passed_on));
    }
    assert_eq!(passed_on, 4);
    let answer = Answer::Ignored;
    let number = RequestNumber(number.0 + 1);
    server.hears(leader, Message::Answer { number, answer });
    assert!(server.replica.can_accept());
    server.step(write(5));
    assert!(!server.replica.can_accept());
    server.replica.invariants();
    // Nobody waits for the leader that is lost.
    server.step(Input::LinkLost { link: leader });
    server.settle();
    assert_eq!(server.replica.load().bytes, 0);
    server.replica.invariants();
}

/// The request for a session, if it is one.
fn opened((_, message): &(LinkId, Message)) -> Option<(RequestNumber, SessionId)> {
    let Message::Request {
        number,
        request: Forwarded::Open { session, .. },
    } = message
    else {
        return None;
    };
    Some((*number, *session))
}
