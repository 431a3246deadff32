//! The words an operator types: recognised as the first four bytes of a connection, answered with
//! text, then closed.
//!
//! The texts are written by `report` (what a server and its connections are), `conf`, `watches`,
//! `dump` and `monitor` (`mntr`) from plain figures that the driver gathers. Must never gather a
//! figure itself, and never change a format: monitoring reads them.

mod conf;
mod dump;
mod monitor;
mod report;
mod watches;

use alloc::string::String;
use core::fmt;

pub use conf::{Conf, QuorumConf};
pub use dump::{Dump, EphemeralsOf, ExpirySet, SessionsOf};
pub use monitor::{Figure, Gauges, LeaderGauges, Monitor, QuorumGauges, Summary};
pub use report::{
    ConnectionFigures, Cons, Dirs, Envi, Hash, Latency, Mode, ProposalSizes, SessionFigures, Srvr,
    Stat,
};
pub use watches::{Wchc, Wchp, Wchs};

/// A word, or what is treated like one.
/// Source: `org.apache.zookeeper.server.command.FourLetterCommands`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Word {
    /// Configuration.
    Conf,
    /// Every connection.
    Cons,
    /// Reset the figures of the connections.
    Crst,
    /// Sizes of the data directories.
    Dirs,
    /// Sessions and their ephemeral znodes.
    Dump,
    /// The environment.
    Envi,
    /// Get the trace mask.
    Gtmk,
    /// Tree digests.
    Hash,
    /// Whether this server takes writes.
    Isro,
    /// Figures for monitoring.
    Mntr,
    /// Whether this server lives.
    Ruok,
    /// Reset the figures of the server.
    Srst,
    /// The server in brief.
    Srvr,
    /// The server in brief, with its connections.
    Stat,
    /// Set the trace mask to the eight bytes that follow.
    Stmk {
        /// The mask.
        mask: i64,
    },
    /// Watches by session.
    Wchc,
    /// Watches by path.
    Wchp,
    /// Watches in brief.
    Wchs,
    /// A telnet client's interrupt (`fff4fffd`): closed without an answer.
    Interrupt,
}

impl Word {
    /// The word a connection begins with, if it is one and whole. As a frame's length a word
    /// would be above 1.6 GB, so the two cannot be confused.
    pub fn recognise(bytes: &[u8]) -> Option<Word> {
        let (word, rest) = bytes.split_first_chunk::<4>()?;
        Some(match word {
            b"conf" => Word::Conf,
            b"cons" => Word::Cons,
            b"crst" => Word::Crst,
            b"dirs" => Word::Dirs,
            b"dump" => Word::Dump,
            b"envi" => Word::Envi,
            b"gtmk" => Word::Gtmk,
            b"hash" => Word::Hash,
            b"isro" => Word::Isro,
            b"mntr" => Word::Mntr,
            b"ruok" => Word::Ruok,
            b"srst" => Word::Srst,
            b"srvr" => Word::Srvr,
            b"stat" => Word::Stat,
            b"stmk" => {
                let (mask, _) = rest.split_first_chunk::<8>()?;
                Word::Stmk {
                    mask: i64::from_be_bytes(*mask),
                }
            }
            b"wchc" => Word::Wchc,
            b"wchp" => Word::Wchp,
            b"wchs" => Word::Wchs,
            b"\xff\xf4\xff\xfd" => Word::Interrupt,
            _ => return None,
        })
    }

    /// As it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Word::Conf => "conf",
            Word::Cons => "cons",
            Word::Crst => "crst",
            Word::Dirs => "dirs",
            Word::Dump => "dump",
            Word::Envi => "envi",
            Word::Gtmk => "gtmk",
            Word::Hash => "hash",
            Word::Isro => "isro",
            Word::Mntr => "mntr",
            Word::Ruok => "ruok",
            Word::Srst => "srst",
            Word::Srvr => "srvr",
            Word::Stat => "stat",
            Word::Stmk { .. } => "stmk",
            Word::Wchc => "wchc",
            Word::Wchp => "wchp",
            Word::Wchs => "wchs",
            Word::Interrupt => "telnet close",
        }
    }
}

/// The answer to a word that is not in the whitelist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotWhitelisted(pub Word);

impl fmt::Display for NotWhitelisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.0.name();
        writeln!(
            f,
            "{word} is not executed because it is not in the whitelist."
        )
    }
}

/// The answer to `ruok`.
pub const IMOK: &str = "imok";

/// The answer to `crst`.
pub const CONNECTION_STATS_RESET: &str = "Connection stats reset.\n";

/// The answer to `srst`.
pub const SERVER_STATS_RESET: &str = "Server stats reset.\n";

/// The trace mask of a server nobody has set one on, in decimal; what `gtmk` answers.
pub const DEFAULT_TRACE_MASK: i64 = 306;

/// The answer to `word` while the server does not serve; `None` for those that are answered all
/// the same.
pub const fn not_serving(word: Word) -> Option<&'static str> {
    match word {
        Word::Ruok | Word::Envi | Word::Gtmk | Word::Stmk { .. } | Word::Interrupt => None,
        Word::Isro => Some("null"),
        Word::Conf
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
        | Word::Wchs => Some("This ZooKeeper instance is not currently serving requests\n"),
    }
}

/// The answer to `isro`.
pub const fn isro(mode: Mode) -> &'static str {
    match mode {
        Mode::Standalone | Mode::Leader | Mode::Follower | Mode::Observer => "rw",
        Mode::ReadOnly => "ro",
    }
}

/// The answer to `gtmk`, and to `stmk` after it has set the mask.
pub fn trace_mask(mask: i64) -> String {
    alloc::format!("{mask}")
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    const NAMES: [&str; 18] = [
        "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr", "ruok",
        "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs",
    ];

    #[test]
    fn words_are_recognised() {
        for name in NAMES {
            let typed = [name.as_bytes(), &[0, 0, 0, 0, 0, 0, 1, 0x32], b"\n"].concat();
            let word = Word::recognise(&typed).expect(name);
            assert_eq!(word.name(), name);
            assert_eq!(Word::recognise(&typed[..3]), None);
        }
        let mask = [b"stmk", &0x132_i64.to_be_bytes()[..]].concat();
        assert_eq!(Word::recognise(&mask), Some(Word::Stmk { mask: 0x132 }));
        assert_eq!(Word::recognise(&mask[..11]), None);
        let interrupt = [0xff, 0xf4, 0xff, 0xfd, 6];
        assert_eq!(Word::recognise(&interrupt), Some(Word::Interrupt));
        for no_word in [&[0, 0, 0, 0x2d][..], b"RUOK", b"icfg", &[0xff; 4], &[]] {
            assert_eq!(Word::recognise(no_word), None);
        }
    }

    #[test]
    fn a_word_that_is_not_in_the_whitelist_is_named() {
        assert_eq!(
            NotWhitelisted(Word::Ruok).to_string(),
            "ruok is not executed because it is not in the whitelist.\n"
        );
    }

    #[test]
    fn some_words_are_answered_before_the_server_serves() {
        for word in [Word::Ruok, Word::Envi, Word::Gtmk, Word::Stmk { mask: 1 }] {
            assert_eq!(not_serving(word), None);
        }
        assert_eq!(not_serving(Word::Isro), Some("null"));
        assert_eq!(
            not_serving(Word::Mntr),
            Some("This ZooKeeper instance is not currently serving requests\n")
        );
        assert_eq!(trace_mask(DEFAULT_TRACE_MASK), "306");
        for mode in [
            Mode::Standalone,
            Mode::Leader,
            Mode::Follower,
            Mode::Observer,
        ] {
            assert_eq!(isro(mode), "rw");
        }
        assert_eq!(isro(Mode::ReadOnly), "ro");
    }
}
