//! The four-letter words an operator types, recognised and answered.
//!
//! A word is the first four bytes of a connection; as a frame length it would be above 1.6 GB, so
//! the two cannot be confused. Source: `org.apache.zookeeper.server.command.FourLetterCommands`.

/// One of the words.
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
    /// The server in brief.
    Srvr,
    /// Reset the figures of the server.
    Srst,
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
    /// The word a connection begins with, if it is one and whole.
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
            b"srvr" => Word::Srvr,
            b"srst" => Word::Srst,
            b"stat" => Word::Stat,
            b"stmk" => {
                let (mask, _) = rest.split_first_chunk::<8>()?;
                Word::Stmk { mask: i64::from_be_bytes(*mask) }
            }
            b"wchc" => Word::Wchc,
            b"wchp" => Word::Wchp,
            b"wchs" => Word::Wchs,
            b"\xff\xf4\xff\xfd" => Word::Interrupt,
            _ => return None,
        })
    }
}
