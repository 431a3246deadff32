//! Turns a word and the figures for it into the answer.
//!
//! Must never: ask a shard itself; it is given a [`Survey`] that all shards have added to, and the
//! tree. Formats are the core's (`wire/four_letter`); which figure goes where is decided here.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ringkeeper_core::id::{Now, SessionId, Sid, WallTime};
use ringkeeper_core::options::Switch;
use ringkeeper_core::request::Path;
use ringkeeper_core::serve::ServeFigures;
use ringkeeper_core::stream::CloseReason;
use ringkeeper_core::tree::{Tree, Znode};
use ringkeeper_core::wire::four_letter as text;
use ringkeeper_core::wire::four_letter::{Figure, Gauges, Latency, Mode, SessionsOf, Word};
use ringkeeper_core::zab::ensemble::{Ensemble, MemberRole};

use super::environment::Environment;
use super::figures::{self, StartFigures};
use super::{ConnectionReport, ReplicaReport, ShardReport, Survey};
use crate::admission::Admission;
use crate::config::{Config, Directories, FourLetterWords, TickLimits};

/// What `srvr` tells as the version: that of ZooKeeper's we are like, as clients compare it. The
/// date is part of the form (go-zookeeper reads no answer without it); a fixed one keeps builds
/// repeatable.
const VERSION: &str = concat!(
    "3.9.5-ringkeeper-",
    env!("CARGO_PKG_VERSION"),
    ", built on 2026-11-20 00:00 UTC"
);

/// See the module.
#[derive(Debug)]
pub(crate) struct Desk {
    words: FourLetterWords,
    admission: Arc<Admission>,
    environment: Environment,
    directories: Directories,
    client_port: u16,
    server_id: u8,
    tick_ms: u32,
    session_timeout_min_ms: i32,
    session_timeout_max_ms: i32,
    max_client_connections: u32,
    backlog: i32,
    /// Of a server of an ensemble.
    ticks: Option<TickLimits>,
    has_local_sessions: Switch,
    start: StartFigures,
    trace_mask: AtomicI64,
}

/// What an answer makes the shards forget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Forget {
    /// The latencies and counts of every connection (`crst`).
    Connections,
    /// Those of the server (`srst`).
    Server,
}

impl Forget {
    fn of(word: Word) -> Option<Forget> {
        let asked = [
            (Word::Crst, Forget::Connections),
            (Word::Srst, Forget::Server),
        ];
        asked
            .into_iter()
            .find_map(|(that, what)| (that == word).then_some(what))
    }
}

/// An answer, and what comes of it.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) text: String,
    pub(crate) forgets: Option<Forget>,
}

/// Everything a survey brought, added up.
struct Sum {
    figures: ServeFigures,
    outstanding: u64,
    watches: u64,
    enters: u64,
    connection_count: u64,
    connections: Vec<ConnectionReport>,
    watched: Vec<(String, SessionId)>,
    replica: ReplicaReport,
}

impl Desk {
    /// The desk of a server with this configuration.
    pub(crate) fn new(config: &Config, admission: Arc<Admission>, start: StartFigures) -> Desk {
        Desk {
            words: config.four_letter_words.clone(),
            admission,
            start,
            environment: Environment::read(VERSION),
            directories: config.directories.clone(),
            client_port: config.client.port,
            server_id: config.sid.0,
            tick_ms: config.options.tick_ms,
            session_timeout_min_ms: config.options.session_timeout_min_ms,
            session_timeout_max_ms: config.options.session_timeout_max_ms,
            max_client_connections: config.connections.per_address.map_or(0, NonZeroU32::get),
            backlog: config
                .backlog
                .map_or(-1, |backlog| backlog.get().cast_signed()),
            has_local_sessions: Switch::from(config.options.local_sessions.are_on()),
            ticks: config.ensemble.as_ref().map(|ensemble| ensemble.limits),
            trace_mask: AtomicI64::new(text::DEFAULT_TRACE_MASK),
        }
    }

    /// The answer to a word that needs no figures of the shards.
    pub(crate) fn answer_at_once(&self, word: Word) -> Option<String> {
        if word == Word::Interrupt {
            return Some(String::new());
        }
        let name = word.name().as_bytes().first_chunk::<4>().copied();
        if !name.is_some_and(|name| self.words.allows(name)) {
            return Some(text::NotWhitelisted(word).to_string());
        }
        match word {
            Word::Ruok => Some(text::IMOK.to_owned()),
            Word::Envi => Some(self.environment.text()),
            Word::Gtmk => Some(text::trace_mask(self.trace_mask.load(Ordering::Relaxed))),
            Word::Stmk { mask } => {
                self.trace_mask.store(mask, Ordering::Relaxed);
                Some(text::trace_mask(mask))
            }
            Word::Isro
            | Word::Conf
            | Word::Cons
            | Word::Crst
            | Word::Dirs
            | Word::Dump
            | Word::Hash
            | Word::Mntr
            | Word::Srst
            | Word::Srvr
            | Word::Stat
            | Word::Wchc
            | Word::Wchp
            | Word::Wchs
            | Word::Interrupt => None,
        }
    }

    /// The answer to a word whose survey is complete.
    pub(crate) fn answer(&self, survey: &Survey, tree: &Tree, now: Now) -> Told {
        let sum = Sum::of(survey.take_reports());
        let Some(mode) = sum.replica.mode else {
            let text = text::not_serving(survey.word()).unwrap_or_default();
            return Told {
                text: text.to_owned(),
                forgets: None,
            };
        };
        Told {
            text: self.answer_serving(survey.word(), mode, &sum, tree, now),
            forgets: Forget::of(survey.word()),
        }
    }

    fn answer_serving(&self, word: Word, mode: Mode, sum: &Sum, tree: &Tree, now: Now) -> String {
        match word {
            Word::Isro => text::isro(mode).to_owned(),
            Word::Conf => self.conf(mode, sum.replica.ensemble.as_ref()),
            Word::Dirs => self.dirs().to_string(),
            Word::Crst => text::CONNECTION_STATS_RESET.to_owned(),
            Word::Srst => text::SERVER_STATS_RESET.to_owned(),
            Word::Srvr => srvr(mode, sum, tree).to_string(),
            Word::Stat => {
                let connections = connection_figures(&sum.connections);
                text::Stat {
                    srvr: srvr(mode, sum, tree),
                    connections: &connections,
                }
                .to_string()
            }
            Word::Cons => {
                let connections = connection_figures(&sum.connections);
                text::Cons {
                    connections: &connections,
                }
                .to_string()
            }
            Word::Dump => dump(sum, tree, self.has_local_sessions, now),
            Word::Hash => {
                let digests: Vec<_> = tree.recent_digests().collect();
                text::Hash { digests: &digests }.to_string()
            }
            Word::Mntr => self.mntr(mode, sum, tree, now),
            Word::Wchs => wchs(sum).to_string(),
            Word::Wchc => wchc(sum),
            Word::Wchp => wchp(sum),
            word @ (Word::Ruok | Word::Envi | Word::Gtmk | Word::Stmk { .. } | Word::Interrupt) => {
                unreachable!("{} is answered at once", word.name())
            }
        }
    }

    fn dirs(&self) -> text::Dirs {
        text::Dirs {
            data_bytes: size_of_files(&self.directories.checkpoints()),
            log_bytes: size_of_files(&self.directories.segments()),
        }
    }

    fn conf(&self, mode: Mode, ensemble: Option<&Ensemble>) -> String {
        let own = ensemble.and_then(|ensemble| ensemble.member(Sid(self.server_id)));
        let addresses = own.map_or(&[][..], |own| &own.addresses);
        let election_ports: Vec<_> = addresses.iter().map(|a| a.election_port).collect();
        let quorum_ports: Vec<_> = addresses.iter().map(|a| a.quorum_port).collect();
        // A server that only serves reads does not vouch for who belongs to the ensemble.
        let vouched = ensemble.filter(|_| mode != Mode::ReadOnly);
        let membership = vouched.map(Ensemble::text);
        let quorum = self.ticks.map(|ticks| text::QuorumConf {
            init_ticks: ticks.init.get(),
            sync_ticks: ticks.sync.get(),
            election_ports: &election_ports,
            quorum_ports: &quorum_ports,
            part: own.map_or(MemberRole::Observer, |own| own.role),
            membership: membership.as_deref(),
        });
        let sizes = self.dirs();
        let data_dir = self.directories.checkpoints().display().to_string();
        let data_log_dir = self.directories.segments().display().to_string();
        text::Conf {
            client_port: i32::from(self.client_port),
            secure_client_port: -1,
            data_dir: &data_dir,
            data_dir_bytes: sizes.data_bytes,
            data_log_dir: &data_log_dir,
            data_log_bytes: sizes.log_bytes,
            tick_ms: self.tick_ms,
            max_client_connections: self.max_client_connections,
            session_timeout_min_ms: self.session_timeout_min_ms,
            session_timeout_max_ms: self.session_timeout_max_ms,
            client_port_listen_backlog: self.backlog,
            server_id: if self.server_id == 1 && quorum.is_none() {
                0
            } else {
                u64::from(self.server_id)
            },
            quorum,
        }
        .to_string()
    }

    fn mntr(&self, mode: Mode, sum: &Sum, tree: &Tree, now: Now) -> String {
        let (open_files, open_files_max) = open_files();
        let gauges = Gauges {
            latency: latency(&sum.figures),
            packets_received: sum.figures.received,
            packets_sent: sum.figures.sent,
            num_alive_connections: sum.connection_count,
            outstanding_requests: sum.outstanding,
            uptime_ms: now.monotonic.0,
            znode_count: tree.node_count() as u64,
            watch_count: sum.watches,
            ephemerals_count: tree.ephemeral_count() as u64,
            approximate_data_bytes: tree.data_bytes(),
            global_sessions: tree.session_count() as u64,
            local_sessions: sum.replica.local_session_count,
            open_file_descriptor_count: open_files,
            max_file_descriptor_count: open_files_max,
            last_client_response_bytes: -1,
            max_client_response_bytes: -1,
            min_client_response_bytes: -1,
            auth_failed_count: sum.figures.auth_failures,
            non_mtls_remote_conn_count: 0,
            non_mtls_local_conn_count: 0,
        };
        let replica = &sum.replica;
        let figure = figures::integer;
        let mut lines = vec![
            ("bytes_received_count", figure(sum.figures.received_bytes)),
            ("connection_rejected", figure(self.admission.rejected())),
            ("ringkeeper_events", figure(sum.figures.events)),
            ("ringkeeper_kernel_entries", figure(sum.enters)),
            ("ringkeeper_in_flight", figure(replica.waiting as u64)),
            (
                "ringkeeper_durable_zxid",
                Figure::Integer(replica.durable.bits()),
            ),
            ("ringkeeper_space_low", figure(u64::from(replica.space_low))),
            ("ringkeeper_checkpoints", figure(replica.checkpoints.taken)),
            (
                "ringkeeper_checkpoint_failures",
                figure(replica.checkpoints.failed),
            ),
            (
                "ringkeeper_checkpoint_entries",
                figure(replica.checkpoints.entries),
            ),
            (
                "ringkeeper_checkpoint_zxid",
                Figure::Integer(replica.checkpoints.last_zxid.bits()),
            ),
            (
                "ringkeeper_checkpoint_step_us_max",
                figure(replica.checkpoints.longest_step_us),
            ),
        ];
        let (counts, checkpoints) = (&replica.counts, &replica.checkpoints);
        lines.extend(figures::of_start(&self.start));
        lines.extend(figures::of_server(counts, &sum.figures, checkpoints));
        if let Some(life) = &replica.life {
            lines.extend(figures::of_member(counts, life));
        }
        let closed: Vec<String> = CloseReason::ALL
            .iter()
            .map(|reason| format!("ringkeeper_closed_{}", reason.name()))
            .collect();
        let mut counts = sum.figures.closed;
        counts[CloseReason::TooManyConnections as usize] += self.admission.rejected();
        let counts = counts.into_iter().map(figure);
        lines.extend(closed.iter().map(String::as_str).zip(counts));
        let monitor = text::Monitor {
            version: VERSION,
            mode,
            gauges,
            quorum: replica.quorum.filter(|_| mode != Mode::ReadOnly),
            figures: &lines,
        };
        monitor.to_string()
    }
}

impl Sum {
    fn of(reports: Vec<ShardReport>) -> Sum {
        let mut sum = Sum {
            figures: ServeFigures::default(),
            outstanding: 0,
            watches: 0,
            enters: 0,
            connection_count: 0,
            connections: Vec::new(),
            watched: Vec::new(),
            replica: ReplicaReport::default(),
        };
        for report in reports {
            sum.figures.add(&report.figures);
            sum.outstanding += report.outstanding as u64;
            sum.watches += report.watches as u64;
            sum.enters += report.enters;
            sum.connection_count += report.connection_count as u64;
            sum.connections.extend(report.connections);
            sum.watched.extend(report.watched);
            if let Some(replica) = report.replica {
                sum.replica = replica;
            }
        }
        sum
    }
}

fn latency(figures: &ServeFigures) -> Latency {
    Latency {
        min_ms: figures.latency_min_ms,
        max_ms: figures.latency_max_ms,
        sum_ms: figures.latency_sum_ms,
        count: figures.replies,
    }
}

fn srvr(mode: Mode, sum: &Sum, tree: &Tree) -> text::Srvr<'static> {
    let leader = sum.replica.quorum.and_then(|quorum| quorum.leader);
    text::Srvr {
        version: VERSION,
        mode,
        latency: latency(&sum.figures),
        received: sum.figures.received,
        sent: sum.figures.sent,
        connections: sum.connection_count,
        outstanding: sum.outstanding,
        zxid: tree.last_zxid(),
        nodes: tree.node_count() as u64,
        proposals: leader.and_then(|leader| leader.proposals),
    }
}

fn connection_figures(reports: &[ConnectionReport]) -> Vec<text::ConnectionFigures> {
    let figures = |report: &ConnectionReport| text::ConnectionFigures {
        peer: report.peer,
        interest: u8::from(!report.paused),
        queued: report.pending as u64,
        received: report.figures.received,
        sent: report.figures.sent,
        session: report.timeout_ms.map(|timeout_ms| text::SessionFigures {
            session: report.session,
            last_operation: report.figures.last_operation,
            established: report.figures.established,
            timeout_ms,
            last_xid: report.figures.last_xid,
            last_zxid: report.figures.last_zxid,
            last_response_ms: report.figures.last_response.0.unsigned_abs(),
            last_latency_ms: report.figures.latency_last_ms,
            latency: Latency {
                min_ms: report.figures.latency_min_ms,
                max_ms: report.figures.latency_max_ms,
                sum_ms: report.figures.latency_sum_ms,
                count: report.figures.replies,
            },
        }),
    };
    reports.iter().map(figures).collect()
}

fn expiry_sets(sets: &[(WallTime, Vec<SessionId>)]) -> Vec<text::ExpirySet<'_, SessionId>> {
    sets.iter()
        .map(|(at, members)| text::ExpirySet {
            at: *at,
            members: members.as_slice(),
        })
        .collect()
}

fn dump(sum: &Sum, tree: &Tree, has_local_sessions: Switch, now: Now) -> String {
    let expiring = sum.replica.sessions.as_deref().map(expiry_sets);
    let local = sum.replica.local_sessions.as_deref();
    let local = local.filter(|_| has_local_sessions.is_on());
    let local = local.map(expiry_sets);
    let mut timeouts: Vec<(SessionId, i32)> = tree.sessions().collect();
    timeouts.sort_unstable();
    let owners: Vec<(SessionId, Vec<Path>)> = tree
        .ephemeral_owners()
        .map(|(owner, _)| {
            (
                owner,
                tree.ephemerals(owner)
                    .map(Znode::path)
                    .map(Path::from)
                    .collect(),
            )
        })
        .collect();
    let ephemerals: Vec<_> = owners
        .iter()
        .map(|(session, paths)| text::EphemeralsOf {
            session: *session,
            paths,
        })
        .collect();
    // A connection goes when its session does; here that is one thing.
    let mut due: BTreeMap<WallTime, Vec<_>> = BTreeMap::new();
    for connection in &sum.connections {
        let timeout_ms = i64::from(connection.timeout_ms.unwrap_or_default());
        let at = WallTime(now.wall.0.saturating_add(timeout_ms));
        due.entry(at)
            .or_default()
            .push((connection.peer, connection.session));
    }
    let connections: Vec<_> = due
        .iter()
        .map(|(at, members)| text::ExpirySet {
            at: *at,
            members: members.as_slice(),
        })
        .collect();
    text::Dump {
        local_sessions: local.as_deref(),
        sessions: match &expiring {
            Some(expiring) => SessionsOf::Orderer(expiring),
            None => SessionsOf::Learner(&timeouts),
        },
        ephemerals: &ephemerals,
        connections: &connections,
    }
    .to_string()
}

fn by_session(sum: &Sum) -> BTreeMap<SessionId, Vec<Path>> {
    let mut sessions: BTreeMap<SessionId, Vec<Path>> = BTreeMap::new();
    for (path, session) in &sum.watched {
        sessions
            .entry(*session)
            .or_default()
            .push(path.as_str().into());
    }
    sessions
}

fn by_path(sum: &Sum) -> BTreeMap<Path, Vec<SessionId>> {
    let mut paths: BTreeMap<Path, Vec<SessionId>> = BTreeMap::new();
    for (path, session) in &sum.watched {
        paths
            .entry(path.as_str().into())
            .or_default()
            .push(*session);
    }
    paths
}

fn wchs(sum: &Sum) -> text::Wchs {
    text::Wchs {
        connections: by_session(sum).len() as u64,
        paths: by_path(sum).len() as u64,
        watches: sum.watched.len() as u64,
    }
}

fn wchc(sum: &Sum) -> String {
    let sessions = by_session(sum);
    let listed: Vec<_> = sessions
        .iter()
        .map(|(session, paths)| (*session, paths.as_slice()))
        .collect();
    text::Wchc { sessions: &listed }.to_string()
}

fn wchp(sum: &Sum) -> String {
    let paths = by_path(sum);
    let listed: Vec<_> = paths
        .iter()
        .map(|(path, sessions)| (path.clone(), sessions.as_slice()))
        .collect();
    text::Wchp { paths: &listed }.to_string()
}

/// Bytes of the files in a directory; what cannot be read counts nothing.
fn size_of_files(directory: &FilePath) -> u64 {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .map(|file| file.len())
        .sum()
}

/// Open files of this process, and how many it may have.
fn open_files() -> (u64, u64) {
    let entries = "/proc/self/fd";
    // Since Linux 6.2 the size of this directory is the number of its entries, before it is 0.
    let open = match std::fs::metadata(entries).map_or(0, |directory| directory.len()) {
        0 => std::fs::read_dir(entries).map_or(0, |all| all.count() as u64),
        open => open,
    };
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    (open, limit.current.unwrap_or(u64::MAX))
}
