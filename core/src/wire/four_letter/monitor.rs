//! The figures that monitoring reads: `mntr`. Sources: `MonitorCommand`,
//! `ZooKeeperServer.dumpMonitorValues`, `AvgMinMaxCounter`.
//!
//! One line for each figure: `zk_`, its key, a tab, its value. Readers must not depend on the
//! order, but `version` and `server_state` come first as they always did.

use core::fmt;

use super::{Latency, Mode, ProposalSizes};
use crate::id::Sid;
use crate::wire::java_text::JavaDouble;

/// The figures every server of 3.9 tells under fixed keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // The names are the keys, but for units.
pub struct Gauges {
    /// Of requests: `avg_latency`, `max_latency`, `min_latency`.
    pub latency: Latency,
    pub packets_received: u64,
    pub packets_sent: u64,
    pub num_alive_connections: u64,
    pub outstanding_requests: u64,
    /// `uptime`.
    pub uptime_ms: u64,
    pub znode_count: u64,
    /// Both tables: data and child watches.
    pub watch_count: u64,
    pub ephemerals_count: u64,
    /// `approximate_data_size`: paths and data.
    pub approximate_data_bytes: u64,
    pub global_sessions: u64,
    pub local_sessions: u64,
    pub open_file_descriptor_count: u64,
    pub max_file_descriptor_count: u64,
    /// `last_client_response_size`; -1 before the first.
    pub last_client_response_bytes: i64,
    /// -1 before the first.
    pub max_client_response_bytes: i64,
    /// -1 before the first.
    pub min_client_response_bytes: i64,
    pub auth_failed_count: u64,
    pub non_mtls_remote_conn_count: u64,
    pub non_mtls_local_conn_count: u64,
}

/// The figures of a server of an ensemble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QuorumGauges {
    /// `quorum_size`: voters, those that cannot be reached included.
    pub voters: u64,
    /// `observer_master_id`: from whom an observer learns.
    pub learns_from: Option<Sid>,
    /// Of a leader.
    pub leader: Option<LeaderGauges>,
}

/// The figures of a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // The names are the keys, but for units.
pub struct LeaderGauges {
    /// Connected, whatever they are at.
    pub learners: u64,
    /// Voters and others that may become voters, which are sent proposals.
    pub synced_followers: u64,
    /// Those of them that have no vote.
    pub synced_non_voting_followers: u64,
    pub synced_observers: u64,
    /// `sync` requests that wait.
    pub pending_syncs: u64,
    /// `leader_uptime`: since it serves as the leader.
    pub leader_uptime_ms: u64,
    /// `last_proposal_size`, `max_proposal_size` and `min_proposal_size`.
    pub proposals: Option<ProposalSizes>,
}

/// The value of a counter or summary.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Figure {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Decimal(f64),
    /// Five lines: `avg_`, `min_`, `max_`, `cnt_` and `sum_` before the key.
    Summary(Summary),
    /// Four lines more: `p50_`, `p95_`, `p99_`, `p999_`.
    Percentiles(Summary, [i64; 4]),
}

/// What a summary tells.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Summary {
    /// The mean, to four digits behind the point.
    pub average: f64,
    /// The least; 0 when there was none.
    pub min: i64,
    /// The greatest; 0 when there was none.
    pub max: i64,
    /// How many.
    pub count: i64,
    /// All together.
    pub sum: i64,
}

/// The answer to `mntr`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Monitor<'a> {
    /// As `srvr` tells it.
    pub version: &'a str,
    /// What the server is.
    pub mode: Mode,
    /// Under fixed keys.
    pub gauges: Gauges,
    /// Of a server of an ensemble that has a leader.
    pub quorum: Option<QuorumGauges>,
    /// Counters and summaries, under the keys of 3.9 without `zk_`.
    pub figures: &'a [(&'a str, Figure)],
}

impl fmt::Display for Monitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "", "version", self.version)?;
        line(f, "", "server_state", self.mode.name())?;
        if let Some(state) = self.mode.peer_state() {
            line(f, "", "peer_state", state)?;
        }
        if let Some(Sid(leader)) = self.quorum.and_then(|quorum| quorum.learns_from) {
            line(f, "", "observer_master_id", leader)?;
        }
        self.gauges.write(f)?;
        if let Some(quorum) = &self.quorum {
            quorum.write(f)?;
        }
        for &(key, figure) in self.figures {
            match figure {
                Figure::Integer(value) => line(f, "", key, value)?,
                Figure::Decimal(value) => line(f, "", key, JavaDouble(value))?,
                Figure::Summary(summary) => summary.write(f, key)?,
                Figure::Percentiles(summary, values) => {
                    summary.write(f, key)?;
                    for (prefix, value) in ["p50_", "p95_", "p99_", "p999_"].into_iter().zip(values)
                    {
                        line(f, prefix, key, value)?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn line(
    f: &mut fmt::Formatter<'_>,
    prefix: &str,
    key: &str,
    value: impl fmt::Display,
) -> fmt::Result {
    writeln!(f, "zk_{prefix}{key}\t{value}")
}

impl Summary {
    fn write(&self, f: &mut fmt::Formatter<'_>, key: &str) -> fmt::Result {
        line(f, "avg_", key, JavaDouble(self.average))?;
        line(f, "min_", key, self.min)?;
        line(f, "max_", key, self.max)?;
        line(f, "cnt_", key, self.count)?;
        line(f, "sum_", key, self.sum)
    }
}

impl Gauges {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "avg_", "latency", JavaDouble(self.latency.average_ms()))?;
        line(f, "max_", "latency", self.latency.max_ms)?;
        line(f, "min_", "latency", self.latency.min_ms)?;
        for (key, value) in [
            ("packets_received", self.packets_received),
            ("packets_sent", self.packets_sent),
            ("num_alive_connections", self.num_alive_connections),
            ("outstanding_requests", self.outstanding_requests),
            ("uptime", self.uptime_ms),
            ("znode_count", self.znode_count),
            ("watch_count", self.watch_count),
            ("ephemerals_count", self.ephemerals_count),
            ("approximate_data_size", self.approximate_data_bytes),
            ("global_sessions", self.global_sessions),
            ("local_sessions", self.local_sessions),
            // There is no TLS here.
            ("outstanding_tls_handshake", 0),
            (
                "open_file_descriptor_count",
                self.open_file_descriptor_count,
            ),
            ("max_file_descriptor_count", self.max_file_descriptor_count),
            ("auth_failed_count", self.auth_failed_count),
            (
                "non_mtls_remote_conn_count",
                self.non_mtls_remote_conn_count,
            ),
            ("non_mtls_local_conn_count", self.non_mtls_local_conn_count),
        ] {
            line(f, "", key, value)?;
        }
        for (key, value) in [
            ("last_client_response_size", self.last_client_response_bytes),
            ("max_client_response_size", self.max_client_response_bytes),
            ("min_client_response_size", self.min_client_response_bytes),
        ] {
            line(f, "", key, value)?;
        }
        // Connections are never dropped at random.
        line(f, "", "connection_drop_probability", JavaDouble(0.0))
    }
}

impl QuorumGauges {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "", "quorum_size", self.voters)?;
        let Some(leader) = &self.leader else {
            return Ok(());
        };
        for (key, value) in [
            ("learners", leader.learners),
            ("synced_followers", leader.synced_followers),
            (
                "synced_non_voting_followers",
                leader.synced_non_voting_followers,
            ),
            ("synced_observers", leader.synced_observers),
            ("pending_syncs", leader.pending_syncs),
            ("leader_uptime", leader.leader_uptime_ms),
        ] {
            line(f, "", key, value)?;
        }
        let [last, min, max] = ProposalSizes::written(leader.proposals);
        line(f, "", "last_proposal_size", last)?;
        line(f, "", "max_proposal_size", max)?;
        line(f, "", "min_proposal_size", min)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn gauges() -> Gauges {
        Gauges {
            latency: Latency {
                min_ms: 1,
                max_ms: 4,
                sum_ms: 5,
                count: 2,
            },
            packets_received: 10,
            packets_sent: 11,
            num_alive_connections: 12,
            outstanding_requests: 13,
            uptime_ms: 14,
            znode_count: 15,
            watch_count: 16,
            ephemerals_count: 17,
            approximate_data_bytes: 18,
            global_sessions: 19,
            local_sessions: 25,
            open_file_descriptor_count: 20,
            max_file_descriptor_count: 21,
            last_client_response_bytes: -1,
            max_client_response_bytes: -1,
            min_client_response_bytes: -1,
            auth_failed_count: 22,
            non_mtls_remote_conn_count: 23,
            non_mtls_local_conn_count: 24,
        }
    }

    #[test]
    fn every_line_is_a_key_a_tab_and_a_value() {
        let gauges = gauges();
        let summary = Summary {
            average: 2.5,
            min: 1,
            max: 4,
            count: 2,
            sum: 5,
        };
        let monitor = Monitor {
            version: "3.9.5",
            mode: Mode::Standalone,
            gauges,
            quorum: None,
            figures: &[
                ("commit_count", Figure::Integer(7)),
                ("ratio", Figure::Decimal(1e7)),
                ("fsynctime", Figure::Summary(summary)),
                ("readlatency", Figure::Percentiles(summary, [1, 2, 3, 4])),
            ],
        };
        let text = monitor.to_string();
        let lines: Vec<(&str, &str)> = text
            .lines()
            .map(|line| line.split_once('\t').expect("a tab"))
            .collect();
        assert_eq!(
            lines[..2],
            [("zk_version", "3.9.5"), ("zk_server_state", "standalone")]
        );
        for expected in [
            ("zk_avg_latency", "2.5"),
            ("zk_max_latency", "4"),
            ("zk_uptime", "14"),
            ("zk_approximate_data_size", "18"),
            ("zk_min_client_response_size", "-1"),
            ("zk_connection_drop_probability", "0.0"),
            ("zk_commit_count", "7"),
            ("zk_ratio", "1.0E7"),
        ] {
            assert!(lines.contains(&expected), "{expected:?}");
        }
        // The 24 gauges that 3.9 tells on every server.
        assert_eq!(lines.len(), 2 + 24 + 2 + 5 + 9);
        assert_eq!(
            lines[lines.len() - 9..],
            [
                ("zk_avg_readlatency", "2.5"),
                ("zk_min_readlatency", "1"),
                ("zk_max_readlatency", "4"),
                ("zk_cnt_readlatency", "2"),
                ("zk_sum_readlatency", "5"),
                ("zk_p50_readlatency", "1"),
                ("zk_p95_readlatency", "2"),
                ("zk_p99_readlatency", "3"),
                ("zk_p999_readlatency", "4"),
            ]
        );
        let mut keys: Vec<&str> = lines.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), lines.len(), "no key twice");
    }

    #[test]
    fn servers_of_an_ensemble_tell_more() {
        let leader = LeaderGauges {
            learners: 4,
            synced_followers: 3,
            synced_non_voting_followers: 1,
            synced_observers: 2,
            pending_syncs: 5,
            leader_uptime_ms: 6,
            proposals: Some(ProposalSizes {
                last: 48,
                min: 44,
                max: 116,
            }),
        };
        let quorum = QuorumGauges {
            voters: 3,
            learns_from: None,
            leader: Some(leader),
        };
        let monitor = Monitor {
            version: "3.9.5",
            mode: Mode::Leader,
            gauges: gauges(),
            quorum: Some(quorum),
            figures: &[],
        };
        let text = monitor.to_string();
        for expected in [
            "zk_server_state\tleader\nzk_peer_state\tleading - broadcast\n",
            "zk_quorum_size\t3\nzk_learners\t4\nzk_synced_followers\t3\n\
             zk_synced_non_voting_followers\t1\nzk_synced_observers\t2\nzk_pending_syncs\t5\n\
             zk_leader_uptime\t6\nzk_last_proposal_size\t48\nzk_max_proposal_size\t116\n\
             zk_min_proposal_size\t44\n",
        ] {
            assert!(text.contains(expected), "{text}");
        }
        let observer = Monitor {
            mode: Mode::Observer,
            quorum: Some(QuorumGauges {
                learns_from: Some(Sid(2)),
                leader: None,
                ..quorum
            }),
            ..monitor
        };
        let text = observer.to_string();
        let head = "zk_version\t3.9.5\nzk_server_state\tobserver\n\
            zk_peer_state\tobserving - broadcast\nzk_observer_master_id\t2\n";
        assert!(text.starts_with(head), "{text}");
        assert!(text.ends_with("\nzk_quorum_size\t3\n"), "{text}");
        assert!(!text.contains("zk_learners"));
    }
}
