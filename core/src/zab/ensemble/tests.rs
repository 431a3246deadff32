//! Whole memberships: what they say, and what cannot be.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;

fn ensemble(text: &str) -> Ensemble {
    Ensemble::parse(text).expect("a right ensemble")
}

/// As a 3.9.5 server gave it out.
const CAPTURED: &str = "server.1=127.0.0.1:33881:33891:participant;127.0.0.1:33181\n\
                        server.2=127.0.0.1:33882:33892:participant;127.0.0.1:33182\n\
                        server.3=127.0.0.1:33883:33893:participant;127.0.0.1:33183\n\
                        version=100000000";

#[test]
fn the_text_of_zookeeper_reads_and_writes_back() {
    let read = ensemble(CAPTURED);
    assert_eq!(read.text(), CAPTURED);
    assert_eq!(read.version(), Zxid::from_bits(0x1_0000_0000));
    assert_eq!(read.members().len(), 3);
    let second = read.member(Sid(2)).expect("server 2 is listed");
    let address = PeerAddress {
        host: "127.0.0.1".to_owned(),
        quorum_port: 33882,
        election_port: 33892,
    };
    assert_eq!(second.addresses, [address]);
    assert_eq!(second.client.as_ref().map(|it| it.port), Some(33182));
    assert!(read.contains(Sid(3)) && !read.contains(Sid(4)));
    assert_eq!(read.with_version(Zxid::ZERO).version(), Zxid::ZERO);
    assert_eq!(read.with_version(read.version()), read);
}

#[test]
fn observers_have_no_vote() {
    let read = ensemble("server.1=a:1:2\nserver.2=b:1:2:observer\nserver.3=c:1:2");
    let voters: Vec<u8> = read.voters().iter().map(|sid| sid.0).collect();
    assert_eq!(voters, [1, 3]);
    assert!(read.is_voter(Sid(1)) && !read.is_voter(Sid(2)) && !read.is_voter(Sid(4)));
    assert_eq!(read.quorums(), &Quorums::Majority(read.voters()));
    assert_eq!(read.version(), Zxid::ZERO);
}

#[test]
fn groups_are_written_with_the_weight_of_everybody() {
    let text = "# five\r\nserver.2=b:1:2\r\nserver.1 = a:1:2\r\n\r\nserver.3=c:1:2\n\
                weight.3=0\ngroup.2=2:3\ngroup.1=1\n! no more\n";
    let expected = "server.1=a:1:2:participant\nserver.2=b:1:2:participant\n\
                    server.3=c:1:2:participant\ngroup.1=1\ngroup.2=2:3\n\
                    weight.1=1\nweight.2=1\nweight.3=0\nversion=0";
    assert_eq!(ensemble(text).text(), expected);
    let sid = |id| [Sid(id)].into_iter().collect();
    let both = [Sid(1), Sid(2)].into_iter().collect();
    assert!(!ensemble(text).quorums().is_quorum(sid(2)));
    assert!(ensemble(text).quorums().is_quorum(both));
}

#[test]
fn what_is_no_ensemble() {
    let table = [
        ("", "There is no participant. "),
        ("server.1=a:1:2:observer", "There is no participant. "),
        ("\nserver.1", "line 2: There is no = in it. "),
        ("server.1=a:1", "line 1: Write host:quorumPort:electionPort"),
        (
            "server.1=a:1:2\ntickTime=2000",
            "line 2: \"tickTime\" is no key",
        ),
        (
            "server.1=a:1:2\nserver.01=b:1:2",
            "line 2: server.1 is given twice. ",
        ),
        (
            "server.1=a:1:2\nversion=1\nversion=1",
            "line 3: version is given twice. ",
        ),
        (
            "server.1=a:1:2\nserver.2=b:1:2\ngroup.1=1",
            "line 2: Server 2 is in no group. ",
        ),
        (
            "server.1=a:1:2\nweight.1=1",
            "line 1: Server 1 is in no group. ",
        ),
        (
            "server.1=a:1:2\ngroup.1=1\ngroup.2=1",
            "line 3: Server 1 is in two groups. ",
        ),
        (
            "server.1=a:1:2\nserver.2=b:1:2:observer\ngroup.1=1:2",
            "line 3: Server 2 is no participant. ",
        ),
        (
            "server.1=a:1:2\ngroup.1=1\nweight.7=1",
            "line 3: Server 7 is no participant. ",
        ),
        (
            "server.1=a:1:2\ngroup.1=1\nweight.1=0",
            "Every participant weighs 0. ",
        ),
    ];
    for (text, expected) in table {
        let error = Ensemble::parse(text).expect_err(expected).to_string();
        assert!(error.starts_with(expected), "{text:?}: {error}");
        assert!(error.ends_with('.'), "{text:?}: {error}");
    }
}

#[test]
fn there_is_room_for_every_id_and_the_greatest_weights() {
    let most = limits::SERVER_WEIGHT_MAX;
    let ids: Vec<String> = (1..=limits::SERVERS_MAX).map(|id| id.to_string()).collect();
    let servers = ids.iter().map(|id| format!("server.{id}=zk{id}:1:2"));
    let weights = ids.iter().map(|id| format!("weight.{id}={most}"));
    let group = [format!("group.1={}", ids.join(":"))];
    let lines: Vec<String> = servers.chain(weights).chain(group).collect();
    let full = ensemble(&lines.join("\n"));
    assert_eq!(full.members().len(), limits::SERVERS_MAX);
    assert!(full.quorums().is_quorum(full.voters()));
    assert_eq!(ensemble(&full.text()), full);
}

/// A source of choices that repeats itself for the same seed.
struct Choices(u64);

impl Choices {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Some membership; often a right one.
    fn membership(&mut self) -> String {
        let hosts = [
            "a",
            "zk-1.example.org",
            "10.0.0.1",
            "[::1]",
            "[fe80::1%eth0]",
            "B_b",
        ];
        let roles = ["", "", "", ":participant", ":observer", ":Observer"];
        let clients = [
            "",
            ";",
            ";1",
            ";zk:2",
            ";[::1]:3",
            ";0.0.0.0:4",
            ";;5",
            ";6;7",
            ";[::]:8",
        ];
        let versions = ["", "version=0", "version=a1b2", "version=1f00000007\n"];
        let weights = ["", "weight.1=0", "weight.1=5", "weight.2=3"];
        let more = ["", "", "|c:5:6", "|[2001:db8::1]:7:8"];
        let count = 1 + self.below(6);
        let mut lines = Vec::new();
        for sid in 1..=count {
            let (host, role) = (self.of(&hosts), self.of(&roles));
            let (more, client) = (self.of(&more), self.of(&clients));
            lines.push(format!("server.{sid}={host}:1:2{role}{more}{client}"));
        }
        if self.below(3) == 0 {
            let ids: Vec<String> = (1..=count).map(|sid| sid.to_string()).collect();
            let (left, right) = ids.split_at(self.below(count));
            let groups = [left, right].into_iter().filter(|ids| !ids.is_empty());
            let group = |(at, ids): (usize, &[String])| format!("group.{at}={}", ids.join(":"));
            lines.extend(groups.enumerate().map(group));
            lines.push(self.of(&weights).to_owned());
        }
        lines.push(self.of(&versions).to_owned());
        lines.join("\n")
    }
}

#[test]
fn what_is_written_reads_back_as_the_same() {
    let mut choices = Choices(1);
    let mut right = 0;
    for _ in 0..5_000 {
        let text = choices.membership();
        let Ok(read) = Ensemble::parse(&text) else {
            continue;
        };
        right += 1;
        let written = read.text();
        let again = Ensemble::parse(&written).expect("what is written is right");
        assert_eq!(again, read, "{text}");
        assert_eq!(again.text(), written, "{text}");
        assert!(!written.ends_with('\n'));
    }
    assert!(right > 2_000, "only {right} of the memberships were right");
}

/// Any arrangement of the characters that mean something is read or refused.
#[test]
fn no_text_is_too_odd() {
    let pieces = [
        "server.", "group.", "weight.", "version", "1", "2", "=", ":", ";", "|", "[", "]", "\n",
        "a", "::1", "observer", "%", " ", "\u{e9}", "a:1:2",
    ];
    let mut choices = Choices(7);
    for _ in 0..20_000 {
        let text: String = (0..16).map(|_| choices.of(&pieces)).collect();
        if let Ok(read) = Ensemble::parse(&format!("server.3=a:1:2\n{text}")) {
            assert_eq!(Ensemble::parse(&read.text()), Ok(read), "{text:?}");
        }
    }
}
