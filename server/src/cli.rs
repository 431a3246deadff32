//! The command line: arguments in, a [`Command`] or what is wrong with them out.
//!
//! Must never read a file or print: `main.rs` does what the command says.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use crate::config::{OWN_KEYS, Property};
use crate::repair::Damage;

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Command {
    /// Run a server.
    Serve(Settings),
    /// Say what a server would run with.
    Check(Settings),
    /// Say what a damaged log has lost, or give it up.
    Repair(Settings, Damage),
    /// Print [`version`].
    Version,
    /// Print [`USAGE`].
    Help,
    /// Print [`keys`].
    HelpKeys,
}

/// Where the configuration comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Settings {
    /// Each `-Dname=value`, in order.
    pub(crate) properties: Vec<Property>,
    /// The `zoo.cfg`, if one is named.
    pub(crate) file: Option<PathBuf>,
}

/// Printed by `ringkeeper help`.
pub(crate) const USAGE: &str = "\
Ringkeeper: a coordination server that speaks ZooKeeper's protocol.

usage: ringkeeper serve [-Dname=value]... [zoo.cfg]   run a server
       ringkeeper check [-Dname=value]... [zoo.cfg]   say what it would run with
       ringkeeper repair [--give-up] [-Dname=value]... [zoo.cfg]
                                                      say what a damaged log has lost, changing
                                                      nothing; with --give-up: cut the log there,
                                                      and the next start goes on from what is left
       ringkeeper version
       ringkeeper help [keys]

The file is ZooKeeper's own zoo.cfg. Without one the server listens on 127.0.0.1:2181 and keeps its
data in ./data. -D takes ZooKeeper's Java system properties; where both set the same thing the file
counts, as in ZooKeeper. `ringkeeper help keys` lists the keys that are Ringkeeper's own.

SIGTERM, SIGINT and SIGHUP stop the server cleanly; the second one ends it at once.
Logs go to stderr; RINGKEEPER_LOG filters them: error, warn, info, debug or trace.

exit codes: 0 stopped cleanly          3 the data directory cannot be used
            1 stopped by a fault       4 the client port cannot be used
            2 wrong arguments or       5 this machine cannot run it (io_uring)
              configuration            6 the log is damaged, or a part of it is missing
";

/// What `ringkeeper version` prints.
pub(crate) fn version() -> String {
    format!(
        "ringkeeper {} (speaks the protocol of ZooKeeper 3.9)\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// What `ringkeeper help keys` prints.
pub(crate) fn keys() -> String {
    let mut text =
        String::from("Ringkeeper's own keys, for zoo.cfg or -D (bytes may end in K, M or G):\n\n");
    for (name, default, meaning) in OWN_KEYS {
        text.extend([format!("  {name:<28} {default:<10} {meaning}\n")]);
    }
    text
}

/// Reads the arguments behind the program's name. The error is a whole sentence.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = Parser::from_args(arguments);
    let Some(first) = next(&mut parser)? else {
        return Ok(Command::Help);
    };
    match first {
        Arg::Short('h') | Arg::Long("help") => Ok(Command::Help),
        Arg::Short('V') | Arg::Long("version") => Ok(Command::Version),
        Arg::Value(name) => match name.to_str() {
            Some("serve") => {
                settings(&mut parser, None).map(|it| it.map_or(Command::Help, Command::Serve))
            }
            Some("check") => {
                settings(&mut parser, None).map(|it| it.map_or(Command::Help, Command::Check))
            }
            Some("repair") => {
                let mut damage = Damage::Show;
                let settings = settings(&mut parser, Some(&mut damage))?;
                Ok(settings.map_or(Command::Help, |it| Command::Repair(it, damage)))
            }
            Some("version") => Ok(Command::Version),
            Some("help") => match next(&mut parser)? {
                Some(Arg::Value(topic)) if topic == "keys" => Ok(Command::HelpKeys),
                Some(Arg::Value(topic)) => {
                    Err(format!("there is no help about {}.", topic.display()))
                }
                Some(Arg::Short(_) | Arg::Long(_)) | None => Ok(Command::Help),
            },
            Some(_) | None => Err(format!("there is no command {}.", name.display())),
        },
        other @ (Arg::Short(_) | Arg::Long(_)) => {
            Err(format!("a command comes first: {}", other.unexpected()))
        }
    }
}

fn next(parser: &mut Parser) -> Result<Option<Arg<'_>>, String> {
    parser.next().map_err(|error| format!("{error}."))
}

/// `[-Dname=value]... [zoo.cfg]`, and `[--give-up]` where it means something; `None` if help is
/// asked for.
fn settings(
    parser: &mut Parser,
    mut damage: Option<&mut Damage>,
) -> Result<Option<Settings>, String> {
    let mut settings = Settings::default();
    while let Some(argument) = next(parser)? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long("give-up") => match damage.as_deref_mut() {
                Some(damage) => *damage = Damage::GiveUp,
                None => return Err("--give-up belongs to the command repair.".to_owned()),
            },
            Arg::Short('D') => {
                let joined = parser.optional_value();
                let apart = joined.is_none();
                let text = joined.map_or_else(|| parser.value(), Ok);
                let text = text.and_then(ValueExt::string);
                let text = text.map_err(|error| format!("-D takes name=value: {error}."))?;
                if apart && !text.contains('=') {
                    return Err(format!(
                        "-D needs name=value directly behind it, {text} is none."
                    ));
                }
                settings.properties.push(Property::parse(&text));
            }
            Arg::Value(file) if settings.file.is_none() => settings.file = Some(file.into()),
            Arg::Value(file) => {
                return Err(format!(
                    "one zoo.cfg is enough, {} is a second.",
                    file.display()
                ));
            }
            other @ (Arg::Short(_) | Arg::Long(_)) => {
                return Err(format!("{}.", other.unexpected()));
            }
        }
    }
    Ok(Some(settings))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        super::parse(line.split_whitespace().map(OsString::from))
    }

    fn settings(properties: &[(&str, &str)], file: Option<&str>) -> Settings {
        let property = |(name, value): &(&str, &str)| Property {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        Settings {
            properties: properties.iter().map(property).collect(),
            file: file.map(PathBuf::from),
        }
    }

    #[test]
    fn commands() {
        let table = [
            ("", Command::Help),
            ("help", Command::Help),
            ("--help", Command::Help),
            ("serve -h", Command::Help),
            ("help keys", Command::HelpKeys),
            ("version", Command::Version),
            ("-V", Command::Version),
            ("serve", Command::Serve(settings(&[], None))),
            (
                "check zoo.cfg",
                Command::Check(settings(&[], Some("zoo.cfg"))),
            ),
            (
                "serve -Djute.maxbuffer=10 -Da=b=c -Dflag zoo.cfg",
                Command::Serve(settings(
                    &[("jute.maxbuffer", "10"), ("a", "b=c"), ("flag", "")],
                    Some("zoo.cfg"),
                )),
            ),
            (
                "serve zoo.cfg -Da=1",
                Command::Serve(settings(&[("a", "1")], Some("zoo.cfg"))),
            ),
            (
                "serve -D a=1",
                Command::Serve(settings(&[("a", "1")], None)),
            ),
            (
                "serve -- -odd.cfg",
                Command::Serve(settings(&[], Some("-odd.cfg"))),
            ),
        ];
        for (line, command) in table {
            assert_eq!(parse(line), Ok(command), "{line}");
        }
    }

    #[test]
    fn what_is_no_command() {
        let table = [
            ("frob", "there is no command frob."),
            ("-x", "a command comes first: invalid option '-x'"),
            ("serve a b", "one zoo.cfg is enough, b is a second."),
            ("serve --frob", "invalid option '--frob'."),
            ("help nonsense", "there is no help about nonsense."),
            (
                "serve -D zoo.cfg",
                "-D needs name=value directly behind it, zoo.cfg is none.",
            ),
            (
                "serve -D",
                "-D takes name=value: missing argument for option '-D'.",
            ),
        ];
        for (line, error) in table {
            assert_eq!(parse(line), Err(error.to_owned()), "{line}");
        }
    }

    #[test]
    fn every_own_key_is_listed_with_its_default() {
        let text = keys();
        for (name, default, meaning) in OWN_KEYS {
            assert!(text.contains(name) && text.contains(default) && text.contains(meaning));
        }
    }
}
