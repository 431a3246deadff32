//! One pinned thread: its ring, its connections, and on shard 0 the replica.
//!
//! ```text
//!   wait ─> read lock ─> deliver the stream ─> completions ─> unlock
//!     ^                                                         │
//!     └── submit <── send, close <── deliver <── apply <── step the replica (shard 0)
//! ```
//!
//! Invariants: the stream is delivered under the read lock before any read of that turn is
//! answered; nothing but [`Ring::wait`] blocks. Must never: take a protocol decision.

mod survey;

use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_utils::sync::ShardedLock;
use ringkeeper_core::id::{Now, SessionId, ShardId};
use ringkeeper_core::options::Options;
use ringkeeper_core::serve::{Asks, Intake, Serve, Slot};
use ringkeeper_core::stream::CloseReason;
use ringkeeper_core::tree::Tree;
use tracing::{error, warn};

use crate::admin::Desk;
use crate::admission::{Admission, Load};
use crate::clock::Clock;
use crate::mailbox::{Letter, Mailbox};
use crate::notices::Notices;
use crate::replicator::{Replicator, Stop, read};
use crate::ring::{Completion, Ring};

/// Time between two ticks of the shard: a tenth of the shortest sensible `tickTime`.
const TICK: Duration = Duration::from_millis(50);

/// Time between two ticks under `options`: less than usual if containers and TTL znodes are to be
/// looked for more often.
pub(crate) fn tick_every(options: &Options) -> Duration {
    TICK.min(Duration::from_millis(
        options.reaper.check_interval_ms.max(1),
    ))
}

/// Time between two looks of the log at its reserve, and between two lines about connections.
const SECOND: Duration = Duration::from_secs(1);

/// Why a shard stopped by itself.
#[derive(Debug)]
pub(crate) struct ShardError(pub(crate) String);

/// What every shard is given.
#[derive(Debug)]
pub(crate) struct Shared {
    /// The one state, read by all, written by the replica.
    pub(crate) tree: Arc<ShardedLock<Tree>>,
    /// One for each shard, in order.
    pub(crate) mailboxes: Arc<[Arc<Mailbox>]>,
    /// The bounds on connections.
    pub(crate) admission: Arc<Admission>,
    /// How the connections are spread.
    pub(crate) load: Load,
    /// Answers operators.
    pub(crate) desk: Arc<Desk>,
    /// One clock for all.
    pub(crate) clock: Clock,
    /// Time between two ticks of a shard.
    pub(crate) tick_every: Duration,
}

/// How long a clean stop may take before the server stops all the same.
const STOP_WITHIN: Duration = Duration::from_secs(30);

/// How long a connection that is being closed may take for what it is still to be sent.
const LEAVE_WITHIN: Duration = Duration::from_secs(5);

/// A connection whose output is to leave before its socket is closed.
#[derive(Clone, Copy, Debug)]
struct Leaving {
    slot: Slot,
    until: Duration,
}

/// Failures to accept, told once a second.
#[derive(Debug, Default)]
struct AcceptFailures {
    count: u64,
    last: Option<String>,
}

impl AcceptFailures {
    fn note(&mut self, error: &std::io::Error) {
        self.count += 1;
        self.last = Some(error.to_string());
    }

    fn tell(&mut self) {
        if let Some(error) = self.last.take() {
            let count = std::mem::take(&mut self.count);
            warn!(count, %error, "connections cannot be accepted; raise the limit of open files?");
        }
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Shard {
    id: ShardId,
    shared: Arc<Shared>,
    ring: Ring,
    serve: Serve,
    asks: Asks,
    /// On shard 0.
    replicator: Option<Replicator>,
    leaving: Vec<Leaving>,
    /// Connections that found their send still in flight.
    unsent: Vec<Slot>,
    accept_failures: AcceptFailures,
    notices: Notices,
    next_tick: Duration,
    next_second: Duration,
    /// Since when the shard has been stopping.
    stopping: Option<Duration>,
}

impl Shard {
    /// A shard without connections, to be run by the calling thread.
    pub(crate) fn new(
        id: ShardId,
        shared: Arc<Shared>,
        serve: Serve,
        replicator: Option<Replicator>,
    ) -> std::io::Result<Shard> {
        let wake = shared.mailboxes[usize::from(id.0)].wake_fd()?;
        Ok(Shard {
            id,
            ring: Ring::new(wake)?,
            serve,
            asks: Asks::default(),
            replicator,
            leaving: Vec::new(),
            unsent: Vec::new(),
            accept_failures: AcceptFailures::default(),
            notices: Notices::default(),
            next_tick: shared.clock.elapsed() + shared.tick_every,
            next_second: shared.clock.elapsed() + SECOND,
            stopping: None,
            shared,
        })
    }

    /// Accepts connections on this socket, for all shards.
    pub(crate) fn listen(&mut self, listener: OwnedFd) {
        self.ring.listen(listener);
    }

    /// Runs until told to stop.
    pub(crate) fn run(mut self) -> Result<(), ShardError> {
        loop {
            self.wait()?;
            let now = self.shared.clock.now();
            self.serve_turn(now)?;
            if self.replicator.is_some() {
                self.replicate(now)?;
            } else {
                self.post_inputs();
            }
            self.answer_words(now);
            self.flush();
            if self.stopping.is_some() && self.is_finished()? {
                break;
            }
        }
        if let Some(replicator) = self.replicator.take() {
            replicator.stop();
        }
        Ok(())
    }

    fn wait(&mut self) -> Result<(), ShardError> {
        let mailbox = &self.shared.mailboxes[usize::from(self.id.0)];
        let elapsed = self.shared.clock.elapsed();
        let mut timeout = self.next_tick.saturating_sub(elapsed);
        if self.has_work() || !mailbox.fall_asleep() {
            timeout = Duration::ZERO;
        }
        let waited = self.ring.wait(timeout);
        mailbox.wake_up();
        waited.map_err(|error| ShardError(format!("io_uring_enter failed: {error}")))
    }

    /// Whether there is something to do that no completion will announce.
    fn has_work(&self) -> bool {
        let replicator = self.replicator.as_ref();
        !self.asks.to_replica.is_empty()
            || replicator.is_some_and(|r| r.has_work() || r.checkpoints().has_work())
    }

    /// Delivers what came and answers what can be answered, under one read lock.
    fn serve_turn(&mut self, now: Now) -> Result<(), ShardError> {
        let shared = Arc::clone(&self.shared);
        let guard = read(&shared.tree);
        let mut told = Vec::new();
        let mailbox = &shared.mailboxes[usize::from(self.id.0)];
        let was_full = !mailbox.has_room_for_batch();
        while let Some(batch) = mailbox.take_batch() {
            self.serve.deliver(&batch, &guard, now, &mut self.asks);
        }
        if was_full {
            // The replica may be waiting for just this.
            shared.mailboxes[0].wake();
        }
        while let Some(letter) = mailbox.take() {
            match letter {
                Letter::Inputs(inputs) => {
                    let replicator = self.replicator.as_mut();
                    replicator
                        .expect("inputs go to the replica's shard")
                        .feed(inputs);
                }
                Letter::Adopt { socket, peer } => self.adopt(socket, peer, now),
                Letter::Store(news) => told.push(news),
                Letter::Door(news) => {
                    if let Some(replicator) = &mut self.replicator {
                        replicator.at_the_door(news, &mut self.ring);
                    }
                }
                Letter::CheckpointMoved => {}
                Letter::Survey(survey) => self.add_to_survey(&survey, now),
                Letter::Surveyed(survey) => self.answer_survey(&survey, &guard, now),
                Letter::Forget(what) => self.forget(what),
                Letter::Stop => self.begin_stop(),
            }
        }
        while let Some(completion) = self.ring.next_completion() {
            self.complete(completion, &guard, now)?;
        }
        self.serve.read_waiting(&guard, now, &mut self.asks);
        self.tick(now);
        drop(guard);
        if let Some(replicator) = &mut self.replicator {
            for news in told {
                let told = replicator.store_told(news, &shared.tree, now);
                told.map_err(stopped)?;
            }
        }
        Ok(())
    }

    fn complete(
        &mut self,
        completion: Completion,
        tree: &Tree,
        now: Now,
    ) -> Result<(), ShardError> {
        match completion {
            Completion::Received { slot, buffer, len } => {
                let bytes = self.ring.bytes(buffer, len);
                self.serve.receive(slot, bytes, tree, now, &mut self.asks);
                self.ring.give_back(buffer);
            }
            Completion::Sent(slot) => {
                if self.serve.output_len(slot) > 0 {
                    self.unsent.push(slot);
                }
            }
            Completion::PeerFinished(slot) => self.serve.peer_finished(slot, &mut self.asks),
            Completion::PeerClosed(slot) => self.serve.peer_closed(slot, &mut self.asks),
            Completion::Gone(slot) => {
                if let Some(connection) = self.serve.connection(slot) {
                    self.shared.admission.leave(connection.peer().ip());
                    self.shared.load.remove(usize::from(self.id.0));
                }
                self.serve.gone(slot);
            }
            Completion::Accepted(socket) => self.hand_over(socket, now),
            Completion::AcceptFailed(error) => self.accept_failures.note(&error),
            Completion::Disk { token, result } => {
                let replicator = self.replicator.as_mut().expect("the log is on shard 0");
                let completed = replicator.completed(token, result, &mut self.ring);
                completed.map_err(stopped)?;
            }
            Completion::Peer { socket, news } => {
                let replicator = self.replicator.as_mut();
                replicator
                    .expect("other servers' sockets are on shard 0")
                    .peer_completed(socket, news, &mut self.ring);
            }
            Completion::Woken => {}
        }
        Ok(())
    }

    /// Gives an accepted connection to the shard that has fewest, the replica's shard first: its
    /// own connections' writes cross no thread.
    fn hand_over(&mut self, socket: OwnedFd, now: Now) {
        let Some(peer) = peer_of(&socket) else { return };
        if !self.shared.admission.enter(peer.ip()) {
            let reason = CloseReason::TooManyConnections;
            self.notices.note(reason, peer, SessionId::NONE);
            return;
        }
        let _ = rustix::net::sockopt::set_tcp_nodelay(&socket, true);
        let to = self.shared.load.least();
        self.shared.load.add(to);
        if to == usize::from(self.id.0) {
            return self.adopt(socket, peer, now);
        }
        let mailbox = &self.shared.mailboxes[to];
        match mailbox.post(Letter::Adopt { socket, peer }) {
            Ok(()) => mailbox.wake(),
            Err(_full) => {
                self.shared.load.remove(to);
                self.shared.admission.leave(peer.ip());
            }
        }
    }

    fn adopt(&mut self, socket: OwnedFd, peer: SocketAddr, now: Now) {
        let id = self.serve.accept(peer, now);
        self.ring.adopt(Slot(id.slot), socket);
        if self.stopping.is_some() {
            self.serve.shut_down(&mut self.asks);
        }
    }

    fn tick(&mut self, now: Now) {
        let elapsed = self.shared.clock.elapsed();
        if elapsed < self.next_tick {
            return;
        }
        self.next_tick = elapsed + self.shared.tick_every;
        self.ring.accept_again();
        self.serve.tick(now, &mut self.asks);
        if let Some(replicator) = &mut self.replicator {
            replicator.tick();
        }
        if elapsed < self.next_second {
            return;
        }
        self.next_second = elapsed + SECOND;
        self.accept_failures.tell();
        self.notices.tell();
        if let Some(replicator) = &mut self.replicator {
            replicator.log_tick();
        }
    }

    /// Shard 0: everything between the inputs of all shards and the batch they deliver.
    fn replicate(&mut self, now: Now) -> Result<(), ShardError> {
        let Some(replicator) = &mut self.replicator else {
            return Ok(());
        };
        let tree = &self.shared.tree;
        replicator.feed(self.asks.to_replica.drain(..));
        replicator
            .step(tree, now, &mut self.ring)
            .map_err(stopped)?;
        if let Some(batch) = replicator.apply(tree, now) {
            let guard = read(tree);
            self.serve.deliver(&batch, &guard, now, &mut self.asks);
            self.serve.read_waiting(&guard, now, &mut self.asks);
            drop(guard);
            replicator.recycle(batch);
        }
        replicator.drive_checkpoints(tree, now);
        replicator.flush_peers(&mut self.ring, self.shared.clock.elapsed());
        let intake = if replicator.is_crowded() {
            Intake::Shut
        } else {
            Intake::Open
        };
        self.serve.set_intake(intake);
        Ok(())
    }

    /// Another shard: its inputs go to the replica's mailbox.
    fn post_inputs(&mut self) {
        if self.asks.to_replica.is_empty() {
            return;
        }
        let mailbox = &self.shared.mailboxes[0];
        let inputs = std::mem::take(&mut self.asks.to_replica);
        match mailbox.post(Letter::Inputs(inputs)) {
            Ok(()) => {
                mailbox.wake();
                self.serve.set_intake(Intake::Open);
            }
            Err(Letter::Inputs(inputs)) => {
                self.asks.to_replica = inputs;
                self.serve.set_intake(Intake::Shut);
            }
            Err(other) => unreachable!("the letter comes back as it was: {other:?}"),
        }
    }

    /// Sends what connections have, pauses, resumes and closes sockets.
    fn flush(&mut self) {
        let mut unsent = std::mem::take(&mut self.unsent);
        unsent.append(&mut self.asks.send);
        for slot in unsent.drain(..) {
            // One that is still sending comes back with its completion.
            if self.ring.can_send(slot)
                && let Some(out) = self.serve.take_output(slot)
                && !out.is_empty()
            {
                self.ring.send(slot, out);
            }
        }
        self.unsent = unsent;
        for slot in self.asks.pause.drain(..) {
            self.ring.pause(slot);
        }
        for slot in self.asks.resume.drain(..) {
            self.ring.resume(slot);
        }
        let elapsed = self.shared.clock.elapsed();
        for (slot, reason) in self.asks.close.drain(..) {
            if let Some(connection) = self.serve.connection(slot) {
                self.notices
                    .note(reason, connection.peer(), connection.session());
            }
            self.leaving.push(Leaving {
                slot,
                until: elapsed + leave_within(reason),
            });
        }
        let (ring, serve) = (&mut self.ring, &self.serve);
        self.leaving.retain(|leaving| {
            let nothing_left = serve.output_len(leaving.slot) == 0 && ring.can_send(leaving.slot);
            let closes = nothing_left || elapsed >= leaving.until;
            if closes {
                ring.close(leaving.slot);
            }
            !closes
        });
    }

    fn begin_stop(&mut self) {
        if self.stopping.is_some() {
            return;
        }
        self.stopping = Some(self.shared.clock.elapsed());
        self.ring.stop_listening();
        self.serve.shut_down(&mut self.asks);
        if let Some(replicator) = &mut self.replicator {
            replicator.begin_stop();
        }
    }

    /// Whether every connection is gone and, on shard 0, everything is on disk. An error when that
    /// takes too long, on a disk that is full or broken.
    fn is_finished(&mut self) -> Result<bool, ShardError> {
        let since = self.stopping.unwrap_or_default();
        if self.shared.clock.elapsed() > since + STOP_WITHIN {
            let told = "a clean stop took too long; what was acknowledged is in the log";
            return Err(ShardError(told.to_owned()));
        }
        if self.serve.connections_len() > 0 {
            return Ok(false);
        }
        let Some(replicator) = &mut self.replicator else {
            return Ok(true);
        };
        Ok(replicator.take_leave())
    }
}

/// What an operator is told when the replica cannot go on.
#[allow(clippy::needless_pass_by_value, reason = "it is the end of it")]
fn stopped(why: Stop) -> ShardError {
    ShardError(why.to_string())
}

/// Whoever is there to read is given time to read why.
const fn leave_within(reason: CloseReason) -> Duration {
    match reason {
        CloseReason::ClientGone | CloseReason::SlowReader => Duration::ZERO,
        CloseReason::SessionMoved
        | CloseReason::SessionExpired
        | CloseReason::SessionClosed
        | CloseReason::SessionRefused
        | CloseReason::ClientAhead
        | CloseReason::BadHandshake
        | CloseReason::HandshakeTimeout
        | CloseReason::BadFrameLength
        | CloseReason::TooManyLargeRequests
        | CloseReason::BadHeader
        | CloseReason::BadOpcode
        | CloseReason::AuthFailed
        | CloseReason::AuthRequired
        | CloseReason::TooManyConnections
        | CloseReason::FourLetterWord
        | CloseReason::NotServing
        | CloseReason::Shutdown => LEAVE_WITHIN,
    }
}

fn peer_of(socket: &OwnedFd) -> Option<SocketAddr> {
    let peer = rustix::net::getpeername(socket).ok().flatten()?;
    match SocketAddr::try_from(peer) {
        // An IPv4 client of a socket that takes both is shown, and checked, as what it is.
        Ok(peer) => Some(SocketAddr::new(peer.ip().to_canonical(), peer.port())),
        Err(cause) => {
            error!(%cause, "a connection without an address");
            None
        }
    }
}
