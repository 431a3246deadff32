//! A server without a leader, which serves those who only want to read.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::world::{SEED, START, World, create};
use crate::acl::Identities;
use crate::error_code::ErrorCode;
use crate::id::{
    ConnectionId, Epoch, LinkId, Now, RecordNumber, SessionId, ShardId, Sid, WallTime, Xid, Zxid,
};
use crate::input::{Effect, Effects, Input, Submit, SubmitRead};
use crate::limits;
use crate::options::{LocalSessions, Options, Switch};
use crate::replay::MemberReplay;
use crate::replica::Replica;
use crate::request::{ExpectedConfig, Outcome, ReconfigRequest, Write};
use crate::session;
use crate::stream::{Batch, CloseReason, Delivery, ServerMode};
use crate::tree::Tree;
use crate::txn::{Txn, TxnOp};
use crate::zab::ensemble::Ensemble;
use crate::zab::epochs::Promises;
use crate::zab::message::{EnsembleId, Incarnation, Message, Notification, PeerState, Round, Vote};
use crate::zab::{Settings, Side, Timing};

/// Server 1 of three, the others of which are down, with some znodes and a session.
struct Alone {
    now: Now,
    tree: Tree,
    replica: Replica,
    delivered: Vec<Delivery>,
    connections: u32,
    /// A session that every server knows.
    global: SessionId,
}

fn reading() -> Options {
    Options {
        read_only_mode: Switch::On,
        local_sessions: LocalSessions::On,
        has_peers: Switch::On,
        tick_ms: 2500,
        ..Options::default()
    }
}

impl Alone {
    fn new(options: Options) -> Alone {
        let mut before = World::new();
        let client = before.open();
        for path in ["/a", "/b", "/c"] {
            before.must(&client, create(path));
        }
        let mut tree = Tree::new(SEED, options.tree_digest);
        let mut replay = MemberReplay::new(Zxid::ZERO, RecordNumber(0));
        for record in &before.log {
            replay.take(&mut tree, record).expect("it was written so");
        }
        assert!(tree.lookup("/b").is_some(), "known to be committed");
        assert!(tree.lookup("/c").is_none(), "not known to be committed");
        let lines = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2";
        let settings = Settings {
            me: Sid(1),
            ensemble: Ensemble::parse(lines).expect("three servers"),
            timing: Timing::of_ticks(options.tick_ms, 10, 5),
            incarnation: Incarnation(1),
            new_ensemble: EnsembleId(1),
            counter_max: u32::MAX,
        };
        let promises = Promises::none(Sid(1));
        let tail = replay.finish();
        let mut replica = Replica::member(options, settings, promises, &tree, tail, SEED, START);
        replica.start(START, &mut Effects::default());
        Alone {
            now: START,
            tree,
            replica,
            delivered: Vec::new(),
            connections: 0,
            global: client.session,
        }
    }

    /// One that serves reads.
    fn serving() -> Alone {
        let mut alone = Alone::new(reading());
        alone.pass(2600);
        assert!(alone.replica.is_read_only());
        alone
    }

    fn step(&mut self, input: Input) {
        let mut effects = Effects::default();
        self.replica.step(self.now, &self.tree, input, &mut effects);
        self.replica.settle(self.now, &self.tree, &mut effects);
        self.replica.invariants();
        for effect in effects.list {
            match effect {
                Effect::Deliver(delivery) => self.delivered.push(delivery),
                Effect::Note(_)
                | Effect::Notify { .. }
                | Effect::Join { .. }
                | Effect::Leave
                | Effect::Send { .. }
                | Effect::CloseLink { .. }
                | Effect::StorePromises(_)
                | Effect::InstallBegin { .. }
                | Effect::InstallEnd { .. } => {}
                other => panic!("nothing is ordered here: {other:?}"),
            }
        }
        let mut batch = Batch::default();
        while self.replica.has_committed() {
            self.replica.apply(&mut self.tree, 64, &mut batch);
        }
        self.delivered.append(&mut batch.items);
    }

    fn pass(&mut self, ms: u64) {
        for _ in 0..ms / 100 {
            self.now.monotonic.0 += 100;
            self.now.wall.0 += 100;
            self.step(Input::Tick);
        }
    }

    fn connect(&mut self) -> ConnectionId {
        self.connections += 1;
        ConnectionId {
            shard: ShardId(0),
            slot: self.connections,
            generation: 0,
        }
    }

    /// A handshake for a new session.
    fn ask(&mut self, reads_only: Switch) -> ConnectionId {
        let from = self.connect();
        self.step(Input::Open {
            from,
            timeout_ms: 6000,
            seen: Zxid::ZERO,
            reads_only,
        });
        from
    }

    /// A handshake of who has a session.
    fn come_back(&mut self, session: SessionId) -> ConnectionId {
        let from = self.connect();
        self.step(Input::Resume {
            from,
            session,
            password: Some(session::password(session)),
            timeout_ms: 6000,
            seen: Zxid::ZERO,
            reads_only: Switch::On,
        });
        from
    }

    fn take(&mut self) -> Vec<Delivery> {
        core::mem::take(&mut self.delivered)
    }

    /// The session that was opened for `from`, for reads only.
    fn opened(&mut self, from: ConnectionId) -> SessionId {
        let delivered = self.take();
        let [
            Delivery::SessionOpened {
                to,
                session,
                password,
                mode: ServerMode::ReadOnly,
                ..
            },
        ] = delivered[..]
        else {
            panic!("no session for reads: {delivered:?}");
        };
        assert_eq!((to, password), (from, session::password(session)));
        session
    }

    fn submit(&mut self, from: ConnectionId, session: SessionId, write: Write) {
        self.step(Input::Submit(Submit {
            from,
            session,
            xid: Xid(1),
            identities: Arc::new(Identities::default()),
            write,
        }));
    }
}

fn closed(to: ConnectionId, reason: CloseReason) -> Delivery {
    Delivery::Close { to, reason }
}

#[test]
fn it_waits_a_tick_and_no_less_than_two_seconds() {
    for (tick_ms, after) in [(500, 2000), (2500, 2500)] {
        let mut alone = Alone::new(Options {
            tick_ms,
            ..reading()
        });
        alone.pass(after - 100);
        assert!(!alone.replica.is_read_only());
        alone.pass(100);
        assert!(alone.replica.is_read_only());
    }
    for options in [
        Options {
            read_only_mode: Switch::Off,
            ..reading()
        },
        Options::default(),
    ] {
        let mut alone = Alone::new(options);
        alone.pass(60_000);
        assert!(!alone.replica.is_read_only());
    }
}

#[test]
fn who_wants_to_read_waits_for_that_and_others_do_not() {
    let mut alone = Alone::new(reading());
    let reader = alone.ask(Switch::On);
    let writer = alone.ask(Switch::Off);
    alone.pass(1000);
    assert_eq!(alone.take(), []);
    alone.pass(100);
    assert_eq!(alone.take(), [closed(writer, CloseReason::NotServing)]);
    alone.pass(1500);
    alone.opened(reader);
    // Now nobody waits.
    let writer = alone.ask(Switch::Off);
    assert_eq!(alone.take(), [closed(writer, CloseReason::NotServing)]);
    let reader = alone.ask(Switch::On);
    alone.opened(reader);
}

#[test]
fn without_read_only_mode_a_reader_waits_no_longer_than_others() {
    let mut alone = Alone::new(Options {
        read_only_mode: Switch::Off,
        ..reading()
    });
    let reader = alone.ask(Switch::On);
    alone.pass(limits::HELD_HANDSHAKE_MS + 100);
    assert_eq!(alone.take(), [closed(reader, CloseReason::NotServing)]);
}

#[test]
fn what_changes_something_is_refused_in_its_turn() {
    let mut alone = Alone::serving();
    let from = alone.ask(Switch::On);
    let session = alone.opened(from);
    let zxid = alone.tree.last_zxid();
    let refused = Delivery::Reply {
        to: from,
        zxid,
        outcome: Outcome::Failed(ErrorCode::NotReadOnly),
    };
    for write in [
        create("/d"),
        Write::Multi(Vec::new()),
        Write::Reconfig(Box::new(ReconfigRequest {
            joining: None,
            leaving: None,
            members: None,
            expected: ExpectedConfig::ANY,
        })),
        Write::Undecodable,
    ] {
        alone.submit(from, session, write);
        assert_eq!(alone.take(), core::slice::from_ref(&refused));
    }
    alone.step(Input::Sync { from, session });
    assert_eq!(alone.take(), [refused]);

    let frame: Box<[u8]> = [
        &7_i32.to_be_bytes()[..],
        &4_i32.to_be_bytes(),
        &[0, 0, 0, 2],
        b"/b\0",
    ]
    .concat()
    .into();
    alone.step(Input::Read(SubmitRead {
        from,
        session,
        identities: Arc::new(Identities::default()),
        frame,
    }));
    let delivered = alone.take();
    assert!(
        matches!(&delivered[..], [Delivery::Answer { to, .. }] if *to == from),
        "{delivered:?}"
    );

    alone.submit(from, session, Write::CloseSession);
    let outcome = Outcome::Done;
    let done = Delivery::Reply {
        to: from,
        zxid,
        outcome,
    };
    assert_eq!(
        alone.take(),
        [done, closed(from, CloseReason::SessionClosed)]
    );
    assert!(alone.replica.local_sessions().is_empty());
}

#[test]
fn a_session_that_every_server_knows_is_sent_elsewhere() {
    let mut alone = Alone::serving();
    let from = alone.come_back(alone.global);
    assert_eq!(alone.take(), [closed(from, CloseReason::NotServing)]);

    let from = alone.ask(Switch::On);
    let own = alone.opened(from);
    let again = alone.come_back(own);
    assert_eq!(
        alone.delivered.remove(0),
        closed(from, CloseReason::SessionMoved)
    );
    assert_eq!(alone.opened(again), own);

    let unknown = alone.come_back(SessionId(own.0 + 7));
    let mode = ServerMode::ReadOnly;
    assert_eq!(
        alone.take(),
        [Delivery::SessionRefused { to: unknown, mode }]
    );
}

#[test]
fn a_client_that_has_seen_more_is_sent_elsewhere() {
    let mut alone = Alone::serving();
    let from = alone.connect();
    alone.step(Input::Open {
        from,
        timeout_ms: 6000,
        seen: alone.tree.last_zxid().next(),
        reads_only: Switch::On,
    });
    assert_eq!(alone.take(), [closed(from, CloseReason::ClientAhead)]);
}

#[test]
fn without_local_sessions_there_are_none() {
    let mut alone = Alone::new(Options {
        local_sessions: LocalSessions::Off,
        ..reading()
    });
    alone.pass(2600);
    let to = alone.ask(Switch::On);
    let zxid = alone.tree.last_zxid();
    assert_eq!(alone.take(), [Delivery::SessionUnavailable { to, zxid }]);
}

#[test]
fn sessions_expire_and_live_as_long_as_they_are_heard_of() {
    let mut alone = Alone::serving();
    let silent = alone.ask(Switch::On);
    alone.opened(silent);
    let loud = alone.ask(Switch::On);
    let session = alone.opened(loud);
    for _ in 0..10 {
        alone.step(Input::Heard {
            sessions: [session].into(),
        });
        alone.pass(1000);
    }
    assert_eq!(alone.take(), [closed(silent, CloseReason::SessionExpired)]);
    assert_eq!(alone.replica.local_sessions().len(), 1);
}

/// The others lead and follow.
fn find_a_leader(alone: &mut Alone) {
    let last = Zxid::from_bits(0x1_0000_0009);
    let vote = Vote {
        epoch: last.epoch(),
        last,
        leader: Sid(2),
    };
    for (from, state) in [(2, PeerState::Leading), (3, PeerState::Following)] {
        alone.step(Input::Reachable(Sid(from)));
        alone.step(Input::Notified {
            from: Sid(from),
            notification: Notification {
                state,
                vote: Some(vote),
                round: Round(1),
                config_version: Zxid::ZERO,
                config: None,
            },
        });
    }
}

#[test]
fn when_a_leader_is_found_readers_are_sent_away() {
    let mut alone = Alone::serving();
    let from = alone.ask(Switch::On);
    alone.opened(from);
    find_a_leader(&mut alone);
    let reason = CloseReason::NotServing;
    assert_eq!(alone.take(), [Delivery::CloseAll { reason }]);
    assert!(!alone.replica.is_read_only());
    // Nobody is served before that leader says so; the session is kept until then.
    let from = alone.ask(Switch::On);
    alone.pass(2000);
    assert_eq!(alone.take(), []);
    assert_eq!(alone.replica.local_sessions().len(), 1);
    alone.pass(2000);
    assert_eq!(alone.take(), [closed(from, reason)]);
}

#[test]
fn nobody_reads_what_a_checkpoint_is_about_to_replace() {
    let mut alone = Alone::new(reading());
    find_a_leader(&mut alone);
    let link = LinkId(1);
    let (with, side) = (Sid(2), Side::Leader);
    alone.step(Input::Linked { link, with, side });
    let message = Message::LeaderInfo {
        epoch: Epoch(2),
        ensemble: EnsembleId(1),
        incarnation: Incarnation(2),
    };
    alone.step(Input::Received { link, message });
    alone.step(Input::PromisesStored);
    let zxid = Zxid::from_bits(0x1_0000_0009);
    let message = Message::Snap { zxid };
    alone.step(Input::Received { link, message });
    let message = Message::SnapEnd { entries: 5 };
    alone.step(Input::Received { link, message });
    alone.step(Input::LinkLost { link });
    alone.pass(10_000);
    assert!(!alone.replica.is_read_only());

    alone.tree = Tree::new(SEED, Switch::On);
    let txn = Txn {
        zxid,
        session: SessionId(1),
        xid: Xid(1),
        time: WallTime(1),
        op: TxnOp::Error(ErrorCode::NoNode),
    };
    alone.tree.apply(txn, &mut |_| {});
    let (record, mut effects) = (RecordNumber(7), Effects::default());
    let Alone {
        now, tree, replica, ..
    } = &mut alone;
    replica.installed(*now, tree, record, &mut effects);
    alone.pass(2600);
    assert!(alone.replica.is_read_only(), "until there is a leader");
}
