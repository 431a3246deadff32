//! The configuration that counts: `conf`. Sources: `ZooKeeperServer.dumpConf`,
//! `QuorumZooKeeperServer.dumpConf`.

use core::fmt;

use crate::zab::ensemble::MemberRole;

/// The answer to `conf`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // The names are those of the configuration.
pub struct Conf<'a> {
    /// -1 when there is none.
    pub client_port: i32,
    /// -1 when there is none.
    pub secure_client_port: i32,
    pub data_dir: &'a str,
    pub data_dir_bytes: u64,
    pub data_log_dir: &'a str,
    pub data_log_bytes: u64,
    pub tick_ms: u32,
    pub max_client_connections: u32,
    pub session_timeout_min_ms: i32,
    pub session_timeout_max_ms: i32,
    /// -1 for the system's own.
    pub client_port_listen_backlog: i32,
    pub server_id: u64,
    /// Of a server of an ensemble.
    pub quorum: Option<QuorumConf<'a>>,
}

/// What `conf` tells of an ensemble besides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QuorumConf<'a> {
    /// `initLimit`, in ticks.
    pub init_ticks: u32,
    /// `syncLimit`, in ticks.
    pub sync_ticks: u32,
    /// Of each address of this server.
    pub election_ports: &'a [u16],
    /// Of each address of this server.
    pub quorum_ports: &'a [u16],
    /// Whether this server has, or may get, a vote.
    pub part: MemberRole,
    /// Who belongs to the ensemble, as `/zookeeper/config` shows it; `None` from a server that only
    /// serves reads.
    pub membership: Option<&'a str>,
}

impl fmt::Display for QuorumConf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "initLimit={}", self.init_ticks)?;
        writeln!(f, "syncLimit={}", self.sync_ticks)?;
        // There is no other algorithm any more.
        writeln!(f, "electionAlg=3")?;
        write_ports(f, "electionPort", self.election_ports)?;
        write_ports(f, "quorumPort", self.quorum_ports)?;
        let part = match self.part {
            MemberRole::Participant => 0,
            MemberRole::Observer => 1,
        };
        writeln!(f, "peerType={part}")?;
        match self.membership {
            Some(membership) => write!(f, "membership: \n{membership}"),
            None => Ok(()),
        }
    }
}

fn write_ports(f: &mut fmt::Formatter<'_>, name: &str, ports: &[u16]) -> fmt::Result {
    write!(f, "{name}=")?;
    for (place, port) in ports.iter().enumerate() {
        let separator = if place == 0 { "" } else { "|" };
        write!(f, "{separator}{port}")?;
    }
    writeln!(f)
}

impl fmt::Display for Conf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "clientPort={}", self.client_port)?;
        writeln!(f, "secureClientPort={}", self.secure_client_port)?;
        writeln!(f, "dataDir={}", self.data_dir)?;
        writeln!(f, "dataDirSize={}", self.data_dir_bytes)?;
        writeln!(f, "dataLogDir={}", self.data_log_dir)?;
        writeln!(f, "dataLogSize={}", self.data_log_bytes)?;
        writeln!(f, "tickTime={}", self.tick_ms)?;
        writeln!(f, "maxClientCnxns={}", self.max_client_connections)?;
        writeln!(f, "minSessionTimeout={}", self.session_timeout_min_ms)?;
        writeln!(f, "maxSessionTimeout={}", self.session_timeout_max_ms)?;
        writeln!(
            f,
            "clientPortListenBacklog={}",
            self.client_port_listen_backlog
        )?;
        writeln!(f, "serverId={}", self.server_id)?;
        match &self.quorum {
            Some(quorum) => quorum.fmt(f),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn of_a_single_server_and_of_one_of_several() {
        let conf = Conf {
            client_port: 2181,
            secure_client_port: -1,
            data_dir: "/data",
            data_dir_bytes: 1,
            data_log_dir: "/log",
            data_log_bytes: 2,
            tick_ms: 2000,
            max_client_connections: 60,
            session_timeout_min_ms: 4000,
            session_timeout_max_ms: 40_000,
            client_port_listen_backlog: -1,
            server_id: 0,
            quorum: None,
        };
        assert_eq!(
            conf.to_string(),
            "clientPort=2181\nsecureClientPort=-1\ndataDir=/data\ndataDirSize=1\n\
             dataLogDir=/log\ndataLogSize=2\ntickTime=2000\nmaxClientCnxns=60\n\
             minSessionTimeout=4000\nmaxSessionTimeout=40000\nclientPortListenBacklog=-1\n\
             serverId=0\n"
        );
        let quorum = QuorumConf {
            init_ticks: 10,
            sync_ticks: 5,
            election_ports: &[3888, 3889],
            quorum_ports: &[2888],
            part: MemberRole::Observer,
            membership: Some("server.1=a:2888:3888:participant\nversion=0"),
        };
        let single = conf.to_string();
        let one_of_several = Conf {
            quorum: Some(quorum),
            ..conf
        };
        let keys = "initLimit=10\nsyncLimit=5\nelectionAlg=3\nelectionPort=3888|3889\n\
            quorumPort=2888\npeerType=1\n";
        let membership = "membership: \nserver.1=a:2888:3888:participant\nversion=0";
        assert_eq!(
            one_of_several.to_string(),
            [&single, keys, membership].concat()
        );
        let read_only = QuorumConf {
            membership: None,
            ..quorum
        };
        assert_eq!(read_only.to_string(), keys);
    }
}
