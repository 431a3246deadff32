//! The zoo.cfg of a server that the benchmark starts: the same text for either product. etcd is
//! told the same by flags.
//!
//! Must never give one product a setting that the others do not get, where they have a word for it.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result};

/// When the server takes a checkpoint by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Checkpoints {
    /// As the product does unless told otherwise.
    AsShipped,
    /// After so many txns.
    Every(u32),
}

/// The clock of an ensemble, in the words of zoo.cfg.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ticks {
    /// tickTime.
    pub(crate) tick_ms: u32,
    /// initLimit: so many ticks for a learner to come level.
    pub(crate) init_limit: u32,
    /// syncLimit: so many ticks of silence before a server counts as failed.
    pub(crate) sync_limit: u32,
}

impl Ticks {
    /// As in the sample that ZooKeeper comes with.
    pub(crate) const SAMPLE: Ticks = Ticks {
        tick_ms: 2_000,
        init_limit: 10,
        sync_limit: 5,
    };

    /// How long a server may be silent before it counts as failed.
    pub(crate) fn failure_timeout(self) -> Duration {
        Duration::from_millis(u64::from(self.tick_ms) * u64::from(self.sync_limit))
    }
}

/// Where the servers of an ensemble meet each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Meeting {
    quorum_port: u16,
    election_port: u16,
}

/// What a server is told about its ensemble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Membership {
    /// Which of the servers it is, counted from 1.
    pub(super) number: usize,
    /// All of them, in the order of their numbers.
    pub(super) meetings: Vec<Meeting>,
    /// Their clock.
    pub(super) ticks: Ticks,
}

/// What stands in a zoo.cfg beside the folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Configuration {
    /// Where clients connect.
    pub(super) client: SocketAddr,
    /// When it takes checkpoints.
    pub(super) checkpoints: Checkpoints,
    /// `None` for a server that stands alone.
    pub(super) membership: Option<Membership>,
}

impl Configuration {
    /// The flags of an etcd whose data is in `data`. Its own clock and distance of snapshots are
    /// those it is shipped with; a backend quota that a filled tree does not reach is the one
    /// thing it must be told.
    pub(super) fn etcd_flags(&self, data: &Path) -> Result<Vec<String>> {
        let client = format!("http://{}", self.client);
        let peers: Vec<SocketAddr> = match &self.membership {
            None => vec![free_address()?],
            Some(Membership { meetings, .. }) => meetings
                .iter()
                .map(|meeting| SocketAddr::from((Ipv4Addr::LOCALHOST, meeting.quorum_port)))
                .collect(),
        };
        let number = self.membership.as_ref().map_or(1, |member| member.number);
        let own = format!("http://{}", peers[number - 1]);
        let all: Vec<String> = (1..)
            .zip(&peers)
            .map(|(number, peer)| format!("server-{number}=http://{peer}"))
            .collect();
        Ok(vec![
            format!("--name=server-{number}"),
            format!("--data-dir={}", data.display()),
            format!("--listen-client-urls={client}"),
            format!("--advertise-client-urls={client}"),
            format!("--listen-peer-urls={own}"),
            format!("--initial-advertise-peer-urls={own}"),
            format!("--initial-cluster={}", all.join(",")),
            "--quota-backend-bytes=8589934592".to_owned(),
            "--log-level=warn".to_owned(),
        ])
    }

    /// The file's text for a server whose data is in `data`.
    pub(super) fn text(&self, data: &Path) -> String {
        let ticks = self
            .membership
            .as_ref()
            .map_or(Ticks::SAMPLE, |membership| membership.ticks);
        let mut text = format!(
            "tickTime={}\ndataDir={}\nclientPort={}\nclientPortAddress={}\nmaxClientCnxns=0\n\
             admin.enableServer=false\n4lw.commands.whitelist=*\n",
            ticks.tick_ms,
            data.display(),
            self.client.port(),
            self.client.ip(),
        );
        // Writing to a string cannot fail.
        if let Some(Membership { meetings, .. }) = &self.membership {
            let (init, sync) = (ticks.init_limit, ticks.sync_limit);
            let _ = writeln!(text, "initLimit={init}\nsyncLimit={sync}");
            for (number, meeting) in (1..).zip(meetings) {
                let (quorum, election) = (meeting.quorum_port, meeting.election_port);
                let _ = writeln!(text, "server.{number}=127.0.0.1:{quorum}:{election}");
            }
        }
        if let Checkpoints::Every(txns) = self.checkpoints {
            // The distance of checkpoints to both.
            let _ = writeln!(text, "snapCount={txns}");
        }
        text
    }
}

/// The configurations of an ensemble of so many servers, on ports that were free a moment ago.
pub(super) fn ensemble(servers: usize, ticks: Ticks) -> Result<Vec<Configuration>> {
    let ports = lasting_ports(3 * servers)?;
    let meetings: Vec<Meeting> = ports
        .chunks_exact(3)
        .map(|ports| Meeting {
            quorum_port: ports[1],
            election_port: ports[2],
        })
        .collect();
    let of = |(number, ports): (usize, &[u16])| Configuration {
        client: SocketAddr::from((Ipv4Addr::LOCALHOST, ports[0])),
        checkpoints: Checkpoints::AsShipped,
        membership: Some(Membership {
            number,
            meetings: meetings.clone(),
            ticks,
        }),
    };
    Ok((1..).zip(ports.chunks_exact(3)).map(of).collect())
}

/// A port that was free a moment ago.
pub(super) fn free_address() -> Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map_err(Error::system("find a free port on 127.0.0.1"))
}

/// Free ports that stay a server's own while it is down: below those that the system gives to
/// outgoing connections, of which the generator makes thousands meanwhile.
fn lasting_ports(ports: usize) -> Result<Vec<u16>> {
    const LOWEST: u16 = 10_000;
    const USUAL_END: u16 = 32_768;
    let range = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range");
    let end = range
        .ok()
        .and_then(|range| range.split_whitespace().next()?.parse().ok())
        .filter(|end| *end > LOWEST)
        .unwrap_or(USUAL_END);
    // Two benchmarks that run at once begin at different places.
    let span = u32::from(end - LOWEST);
    let offset = std::process::id().wrapping_mul(97) % span;
    let mut held = Vec::with_capacity(ports);
    for step in 0..span {
        if held.len() == ports {
            break;
        }
        let port = u16::try_from((offset + step) % span).expect("the span is below 2^16") + LOWEST;
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            held.push((port, listener));
        }
    }
    if held.len() < ports {
        let what = format!("{ports} free ports from {LOWEST} to {end} on 127.0.0.1 are not there");
        return Err(Error::Usage(what));
    }
    Ok(held.into_iter().map(|(port, _)| port).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_distance_is_added_only_when_asked_for() {
        let mut configuration = Configuration {
            client: SocketAddr::from((Ipv4Addr::LOCALHOST, 2181)),
            checkpoints: Checkpoints::AsShipped,
            membership: None,
        };
        let shipped = configuration.text(Path::new("/d/data"));
        assert!(
            shipped.contains("dataDir=/d/data\nclientPort=2181\n"),
            "{shipped}"
        );
        configuration.checkpoints = Checkpoints::Every(7);
        assert_eq!(
            configuration.text(Path::new("/d/data")),
            shipped + "snapCount=7\n"
        );
    }

    #[test]
    fn every_server_of_an_ensemble_is_told_the_same_but_for_its_own_port() {
        let quick = Ticks {
            tick_ms: 500,
            init_limit: 20,
            sync_limit: 2,
        };
        assert_eq!(quick.failure_timeout(), Duration::from_secs(1));
        let all = ensemble(3, quick).expect("nine ports are free");
        let texts: Vec<Vec<String>> = all
            .iter()
            .map(|configuration| configuration.text(Path::new("/d")))
            .map(|text| text.lines().map(str::to_owned).collect())
            .collect();
        let alike = |line: &usize| texts.iter().all(|text| text[*line] == texts[0][*line]);
        let unlike: Vec<&str> = (0..texts[0].len())
            .filter(|line| !alike(line))
            .map(|line| texts[0][line].split('=').next().unwrap_or_default())
            .collect();
        assert_eq!(unlike, ["clientPort"]);
        let servers = texts[0].iter().filter(|line| line.starts_with("server."));
        assert_eq!(servers.count(), 3, "{:?}", texts[0]);
        assert!(texts[0].contains(&"syncLimit=2".to_owned()));
    }

    #[test]
    fn etcd_is_told_the_same_servers() {
        let all = ensemble(3, Ticks::SAMPLE).expect("nine ports are free");
        let flags = |at: usize| {
            all[at]
                .etcd_flags(Path::new("/d"))
                .expect("no port is asked")
        };
        let cluster = |at: usize| {
            let flag = flags(at)
                .into_iter()
                .find(|flag| flag.starts_with("--initial-cluster="));
            flag.expect("it is told")
        };
        assert_eq!(cluster(0), cluster(2));
        assert_eq!(cluster(0).matches("http://127.0.0.1:").count(), 3);
        assert!(flags(1).contains(&"--name=server-2".to_owned()));
    }

    #[test]
    fn ports_are_given_once() {
        let ports = lasting_ports(9).expect("nine ports are free");
        let distinct: std::collections::BTreeSet<_> = ports.iter().collect();
        assert_eq!(distinct.len(), 9);
    }
}
