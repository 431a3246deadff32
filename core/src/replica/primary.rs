//! What the server does that orders: sessions, prepare, zxids, expiry, reaping.
//!
//! Requests of its own clients and those that learners pass on are treated alike; each gets one
//! answer, in the order they came. Must never: decide on anything but the tree and what is in
//! flight, or propose while an epoch passes into the next: such requests are held.

use alloc::vec::Vec;

use super::held::{Held, Kept};
use super::turns::What;
use super::unapplied::InFlight;
use super::{Duty, Replica, close};
use crate::access::Verdicts;
use crate::acl::Identities;
use crate::error_code::ErrorCode;
use crate::id::{ConnectionId, LinkId, Monotonic, Now, SessionId, Sid, Xid, Zxid};
use crate::input::{Effects, Space};
use crate::limits;
use crate::options::Options;
use crate::path;
use crate::reaper::Reaper;
use crate::request::Write;
use crate::session::{Attachment, Sessions, Standing as Tie};
use crate::stream::CloseReason;
use crate::tree::Tree;
use crate::txn::overlay::Overlay;
use crate::txn::prepare::{Due as Reapable, Preparer, QuotasInFlight};
use crate::txn::{Txn, TxnOp, codec};
use crate::zab::configuration;
use crate::zab::message::{Answer, Forwarded, Message, RequestNumber};
use crate::zab::{PeerFault, SyncToken};

/// See the module.
#[derive(Debug)]
pub(super) struct Primary {
    pub(super) sessions: Sessions,
    pub(super) overlay: Overlay,
    pub(super) quotas: QuotasInFlight,
    reaper: Reaper,
    /// Since when it orders.
    pub(super) since: Monotonic,
    /// Sessions opened since space ran low.
    pub(super) opened_on_low_space: usize,
    /// Requests that came when nothing could be proposed, or too many.
    pub(super) held: Held,
    published: Published,
}

/// Whether the tree, with what is in flight, holds the leader's configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Published {
    /// Nobody has looked yet.
    Unknown,
    /// It does.
    Yes,
}

/// Where a request came from, and where its answer goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asker {
    /// A client of this server.
    Here(RequestNumber),
    /// A learner.
    There(LinkId, Sid, RequestNumber),
}

impl Primary {
    /// Takes over the sessions in the tree, each with a full timeout from now on.
    pub(super) fn begin(options: &Options, tree: &Tree, seed: u64, now: Monotonic) -> Primary {
        Primary {
            sessions: Sessions::recover(options, tree, now),
            overlay: Overlay::new(seed),
            quotas: QuotasInFlight::new(),
            reaper: Reaper::start(options, now),
            since: now,
            opened_on_low_space: 0,
            held: Held::default(),
            published: Published::Unknown,
        }
    }

    /// With little space left sessions still open, for those who only read, but not without end.
    fn may_open(&mut self, space: Space) -> bool {
        match space {
            Space::Enough => {}
            Space::Low if self.opened_on_low_space < limits::LOW_SPACE_OPENS_MAX => {
                self.opened_on_low_space += 1;
            }
            Space::Low => return false,
        }
        self.sessions.has_room()
    }

    /// Checks what the module promises; `first` is the oldest txn in flight.
    pub(super) fn invariants(&self, first: Option<Zxid>) {
        self.overlay.invariants(first);
        self.held.invariants();
        if first.is_none() {
            self.quotas.invariants_when_idle();
        }
    }
}

impl Replica {
    /// A client of this server asks for something: it waits for its turn, and who orders is asked
    /// what becomes of it.
    pub(super) fn ask(
        &mut self,
        now: Now,
        tree: &Tree,
        from: ConnectionId,
        what: What,
        request: Forwarded,
        effects: &mut Effects,
    ) {
        let number = self.turns.ask(from, what, request.bytes());
        match &mut self.duty {
            Duty::Away | Duty::Reading => unreachable!("who has no leader asks nobody"),
            Duty::Primary(_) => self.order(now, tree, Asker::Here(number), request, effects),
            Duty::Backup(backup) => backup.pass_on(number, request, effects),
        }
    }

    /// Orders a request, or holds it until that is possible.
    pub(super) fn order(
        &mut self,
        now: Now,
        tree: &Tree,
        asker: Asker,
        request: Forwarded,
        effects: &mut Effects,
    ) {
        let may_propose = self.zab.may_propose();
        let own = matches!(asker, Asker::Here(_));
        let may_now = may_propose && (own || self.has_room_in_flight());
        let Duty::Primary(primary) = &mut self.duty else {
            return;
        };
        if primary.held.is_empty() && may_now {
            return self.order_now(now, tree, asker, request, effects);
        }
        match (primary.held.push(asker, request), asker) {
            (Kept::Kept, _) => {}
            (Kept::TooMany, Asker::There(link, ..)) => {
                self.zab
                    .fault(now.monotonic, link, PeerFault::OutOfTurn, effects);
            }
            (Kept::TooMany, Asker::Here(_)) => unreachable!("only learners have a bound"),
        }
    }

    /// Orders what was held, as far as there is room.
    pub(super) fn take_held(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        while self.zab.may_propose() && self.has_room_in_flight() {
            let Duty::Primary(primary) = &mut self.duty else {
                return;
            };
            let Some((asker, request)) = primary.held.pop() else {
                return;
            };
            self.order_now(now, tree, asker, request, effects);
        }
    }

    /// Of a learner that is lost nothing is carried out any more.
    pub(super) fn forget_the_lost(&mut self) {
        if let Duty::Primary(primary) = &mut self.duty {
            let zab = &self.zab;
            primary
                .held
                .keep(|link| zab.serving_learner(link).is_some());
        }
    }

    fn order_now(
        &mut self,
        now: Now,
        tree: &Tree,
        asker: Asker,
        request: Forwarded,
        effects: &mut Effects,
    ) {
        if let Some(answer) = self.answer_to(now, tree, asker, request, effects) {
            self.answer_asker(asker, answer, effects);
        }
    }

    /// Tells who asked what becomes of its request.
    pub(super) fn answer_asker(&mut self, asker: Asker, answer: Answer, effects: &mut Effects) {
        match asker {
            Asker::Here(number) => {
                let applied = self.zab.history().applied();
                let fits = self.turns.answer(number, answer, applied);
                assert!(
                    fits,
                    "requests of this server are answered once, and in order"
                );
            }
            Asker::There(link, _, number) => {
                self.zab
                    .send(link, Message::Answer { number, answer }, effects);
            }
        }
    }

    /// What becomes of a request; `None` when that is known only later.
    fn answer_to(
        &mut self,
        now: Now,
        tree: &Tree,
        asker: Asker,
        request: Forwarded,
        effects: &mut Effects,
    ) -> Option<Answer> {
        let server = match asker {
            Asker::Here(_) => self.zab.me(),
            Asker::There(_, sid, _) => sid,
        };
        let space = self.space;
        let Duty::Primary(primary) = &mut self.duty else {
            return None;
        };
        Some(match request {
            Forwarded::Sync => {
                self.zab.begin_sync(match asker {
                    Asker::Here(number) => SyncToken::Here(number),
                    Asker::There(link, _, number) => SyncToken::There(link, number),
                });
                return None;
            }
            Forwarded::Open {
                from,
                session,
                timeout_ms,
            } => {
                let owner = Attachment {
                    server,
                    connection: from,
                };
                if !primary.may_open(space) {
                    let reason = CloseReason::TooManyConnections;
                    return Some(Answer::Dropped { reason });
                }
                if !primary
                    .sessions
                    .open(session, owner, timeout_ms, now.monotonic)
                {
                    return Some(Answer::NoSession);
                }
                let asker = (session, Xid(0));
                let op = |_: &mut Preparer<'_>| Some(TxnOp::CreateSession { timeout_ms });
                self.ordered(now, tree, asker, effects, op)
            }
            Forwarded::Resume {
                from,
                session,
                timeout_ms,
            } => {
                let owner = Attachment {
                    server,
                    connection: from,
                };
                let resumption = primary
                    .sessions
                    .resume(session, owner, timeout_ms, now.monotonic);
                if let Some(displaced) = resumption.displaced {
                    self.close_anywhere(displaced, CloseReason::SessionMoved, effects);
                }
                if resumption.granted {
                    Answer::Resumed
                } else {
                    Answer::NoSession
                }
            }
            Forwarded::Write {
                from,
                session,
                xid,
                identities,
                write,
            } => {
                if session == SessionId::NONE {
                    // The learner answers for it; what the end of a session is, is its own
                    // business.
                    if matches!(write, Write::CloseSession) {
                        return Some(Answer::Ignored);
                    }
                    let asker = (session, xid);
                    return Some(self.answer_to_write(
                        now,
                        tree,
                        asker,
                        &identities,
                        write,
                        effects,
                    ));
                }
                let writer = Attachment {
                    server,
                    connection: from,
                };
                match primary.sessions.standing(session, writer) {
                    Tie::Owner => primary.sessions.heard(session, now.monotonic),
                    Tie::Moved => {
                        let reason = CloseReason::SessionMoved;
                        return Some(Answer::Dropped { reason });
                    }
                    // Requests behind the end of their session get nothing; its connection goes
                    // when the end is applied.
                    Tie::Over => return Some(Answer::Ignored),
                }
                self.answer_to_write(now, tree, (session, xid), &identities, write, effects)
            }
        })
    }

    fn answer_to_write(
        &mut self,
        now: Now,
        tree: &Tree,
        asker: (SessionId, Xid),
        identities: &Identities,
        write: Write,
        effects: &mut Effects,
    ) -> Answer {
        match write {
            Write::CloseSession => {
                if let Duty::Primary(primary) = &mut self.duty {
                    primary.sessions.begin_close(asker.0);
                }
                self.ordered(now, tree, asker, effects, |preparer| {
                    Some(preparer.close_session())
                })
            }
            Write::Create(_)
            | Write::Delete { .. }
            | Write::SetData { .. }
            | Write::SetAcl { .. }
            | Write::Check { .. }
            | Write::Multi(_)
            | Write::Undecodable => match self.space {
                Space::Enough => self.ordered(now, tree, asker, effects, |preparer| {
                    Some(preparer.request(write, identities))
                }),
                Space::Low => Answer::Refused {
                    code: ErrorCode::NotReadOnly,
                },
            },
            Write::Reconfig(request) => {
                let planned = self.zab.plan(&request, self.options.standalone);
                self.ordered(now, tree, asker, effects, |preparer| {
                    Some(preparer.reconfig(planned, identities))
                })
            }
        }
    }

    /// Puts the configuration into the tree that no request brought about, if it is not there.
    pub(super) fn publish_config(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        let Duty::Primary(primary) = &self.duty else {
            return;
        };
        let busy = primary.overlay.touches(path::CONFIG) || !self.zab.may_propose();
        if busy || primary.published == Published::Yes {
            return;
        }
        let config = self.zab.config_to_publish(tree.config_text());
        match config {
            None => {}
            Some(ensemble) => {
                let nobody = (SessionId::NONE, Xid(0));
                self.propose(now, tree, nobody, effects, |preparer| {
                    Some(preparer.install(&ensemble))
                });
            }
        }
        if let Duty::Primary(primary) = &mut self.duty {
            primary.published = Published::Yes;
        }
    }

    fn ordered(
        &mut self,
        now: Now,
        tree: &Tree,
        asker: (SessionId, Xid),
        effects: &mut Effects,
        prepare: impl FnOnce(&mut Preparer<'_>) -> Option<TxnOp>,
    ) -> Answer {
        let zxid = self.propose(now, tree, asker, effects, prepare);
        Answer::Ordered {
            zxid: zxid.expect("a request always becomes a txn"),
        }
    }

    /// Makes a connection go, here or at another server.
    fn close_anywhere(&mut self, at: Attachment, reason: CloseReason, effects: &mut Effects) {
        let connection = at.connection;
        if at.server == self.zab.me() {
            close(connection, reason, effects);
        } else {
            self.zab
                .send_to(at.server, Message::Close { connection, reason }, effects);
        }
    }

    pub(super) fn expire_sessions(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        let Duty::Primary(primary) = &mut self.duty else {
            return;
        };
        if !primary.sessions.may_expire(now.monotonic) {
            return;
        }
        let mut checks = limits::EXPIRY_CHECKS_PER_STEP;
        for _ in 0..limits::EXPIRIES_PER_STEP {
            if !self.has_room_for_server() {
                return;
            }
            let Duty::Primary(primary) = &mut self.duty else {
                return;
            };
            let Some(session) = primary.sessions.take_expired(now.monotonic, &mut checks) else {
                return;
            };
            primary.sessions.begin_close(session);
            self.figures.counts.expired += 1;
            self.propose(now, tree, (session, Xid(0)), effects, |preparer| {
                Some(preparer.close_session())
            });
        }
    }

    pub(super) fn reap(&mut self, now: Now, tree: &Tree, effects: &mut Effects) {
        let Duty::Primary(primary) = &mut self.duty else {
            return;
        };
        primary.reaper.scan(now, tree);
        let mut allowed = primary.reaper.allowance(now.monotonic);
        while allowed > 0 && self.space == Space::Enough && self.has_room_for_server() {
            let Duty::Primary(primary) = &mut self.duty else {
                return;
            };
            let Some(path) = primary.reaper.next_due(now.wall, tree) else {
                return;
            };
            let nobody = (SessionId::NONE, Xid(0));
            let reaped = self.propose(now, tree, nobody, effects, |preparer| {
                preparer.reap(Reapable(path))
            });
            if let (Some(_), Duty::Primary(primary)) = (reaped, &mut self.duty) {
                primary.reaper.reaped();
                allowed -= 1;
            }
        }
    }

    /// Prepares a txn, appends it to the log and puts it in flight. `prepare` may find that there
    /// is nothing to do; then no zxid is used.
    fn propose(
        &mut self,
        now: Now,
        tree: &Tree,
        (session, xid): (SessionId, Xid),
        effects: &mut Effects,
        prepare: impl FnOnce(&mut Preparer<'_>) -> Option<TxnOp>,
    ) -> Option<Zxid> {
        let Duty::Primary(primary) = &mut self.duty else {
            return None;
        };
        let zxid = self.zab.next_zxid();
        let mut preparer = Preparer {
            options: &self.options,
            tree,
            overlay: &mut primary.overlay,
            quotas: &mut primary.quotas,
            zxid,
            session,
            charges: Vec::new(),
            acl_expansion_left: limits::ACL_EXPANSION_BYTES_MAX,
            usage_counts_left: limits::USAGE_COUNTS_MAX,
            verdicts: Verdicts::default(),
        };
        let op = prepare(&mut preparer)?;
        let charges = preparer.charges;
        primary.overlay.launched(&op);
        let config = op.config().and_then(configuration::read);

        let txn = Txn {
            zxid,
            session,
            xid,
            time: now.wall,
            op,
        };
        let committed = self.zab.history().committed();
        let start = effects.bytes.len();
        codec::encode(&txn, committed, &mut self.encoder, &mut effects.bytes);
        let end = effects.bytes.len();
        let record = self.zab.on_proposed(zxid, start..end, effects);
        if let Some(ensemble) = config {
            self.zab.on_config_logged(zxid, ensemble, effects);
        }
        self.figures.proposed(end - start);
        self.unapplied.push(InFlight {
            txn,
            record,
            encoded_bytes: end - start,
            charges,
        });
        Some(zxid)
    }
}
