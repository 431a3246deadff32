//! Options of the command line, parsed into types; shared by every subcommand.
//!
//! An unknown option or a value of the wrong shape is an error that names it. Must never fall back
//! to a default because a given value could not be read.

use std::ffi::OsString;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::error::{Error, Result};

/// The options behind a subcommand.
#[derive(Debug)]
pub(crate) struct Arguments {
    parser: Parser,
    option: String,
}

impl Arguments {
    /// The process's own arguments, without the program's name.
    pub(crate) fn from_env() -> Arguments {
        Arguments {
            parser: Parser::from_env(),
            option: String::new(),
        }
    }

    #[cfg(test)]
    pub(crate) fn of(arguments: &[&str]) -> Arguments {
        Arguments {
            parser: Parser::from_args(arguments),
            option: String::new(),
        }
    }

    /// The first word: the subcommand.
    pub(crate) fn subcommand(&mut self) -> Result<Option<String>> {
        match self
            .parser
            .next()
            .map_err(|error| Error::Usage(error.to_string()))?
        {
            None => Ok(None),
            Some(Arg::Value(word)) => Ok(Some(word.to_string_lossy().into_owned())),
            Some(other) => Err(Error::Usage(format!("unexpected {other:?}"))),
        }
    }

    /// The name of the next option, without its dashes.
    pub(crate) fn next_option(&mut self) -> Result<Option<&str>> {
        match self
            .parser
            .next()
            .map_err(|error| Error::Usage(error.to_string()))?
        {
            None => Ok(None),
            Some(Arg::Long(name)) => {
                self.option = name.to_owned();
                Ok(Some(&self.option))
            }
            Some(Arg::Short(letter)) => Err(Error::Usage(format!("no option -{letter}"))),
            Some(Arg::Value(word)) => Err(Error::Usage(format!(
                "unexpected {}",
                word.to_string_lossy()
            ))),
        }
    }

    /// The name that [`Arguments::next_option`] gave last.
    pub(crate) fn option(&self) -> &str {
        &self.option
    }

    /// The error for an option that the subcommand does not have.
    pub(crate) fn unknown<T>(&self) -> Result<T> {
        Err(Error::Usage(format!("no option --{} here", self.option)))
    }

    fn value(&mut self) -> Result<OsString> {
        self.parser
            .value()
            .map_err(|error| Error::Usage(error.to_string()))
    }

    /// The option's value as text.
    pub(crate) fn text(&mut self) -> Result<String> {
        self.value()
            .map(|value| value.to_string_lossy().into_owned())
    }

    /// The option's value as a path.
    pub(crate) fn path(&mut self) -> Result<PathBuf> {
        self.value().map(PathBuf::from)
    }

    /// The option's value as a number within bounds.
    pub(crate) fn number<N>(&mut self, bounds: std::ops::RangeInclusive<N>) -> Result<N>
    where
        N: FromStr + PartialOrd + std::fmt::Display,
        N::Err: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let number = self
            .value()?
            .parse()
            .map_err(|error| Error::Usage(format!("--{}: {error}", self.option)))?;
        if bounds.contains(&number) {
            return Ok(number);
        }
        let (least, most) = bounds.into_inner();
        Err(Error::Usage(format!(
            "--{}: {number} is not in {least}..={most}",
            self.option
        )))
    }

    /// The option's value as seconds, fractions allowed.
    pub(crate) fn seconds(&mut self) -> Result<Duration> {
        self.number(0.0..=86_400.0).map(Duration::from_secs_f64)
    }

    /// The option's value as `host:port`.
    pub(crate) fn address(&mut self) -> Result<SocketAddr> {
        let text = self.text()?;
        address(&text)
    }

    /// The option's value as a connection string: `host:port,host:port`.
    pub(crate) fn addresses(&mut self) -> Result<Vec<SocketAddr>> {
        self.text()?.split(',').map(address).collect()
    }
}

/// The first address that `host:port` stands for.
pub(crate) fn address(text: &str) -> Result<SocketAddr> {
    let fault = |what: String| Error::Usage(format!("{text} is no host:port: {what}"));
    text.to_socket_addrs()
        .map_err(|error| fault(error.to_string()))?
        .next()
        .ok_or_else(|| fault("it has no address".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_out_of_bounds_is_refused_by_name() {
        let mut arguments = Arguments::of(&["load", "--reads", "101"]);
        assert_eq!(
            arguments.subcommand().expect("a word").as_deref(),
            Some("load")
        );
        assert_eq!(arguments.next_option().expect("an option"), Some("reads"));
        let refused = arguments
            .number(0..=100_u8)
            .expect_err("101 of 100 requests");
        assert!(
            refused
                .to_string()
                .contains("--reads: 101 is not in 0..=100"),
            "{refused}"
        );
    }

    #[test]
    fn text_in_place_of_a_number_is_refused() {
        let mut arguments = Arguments::of(&["load", "--seconds", "soon"]);
        arguments.subcommand().expect("a word");
        arguments.next_option().expect("an option");
        assert!(matches!(arguments.seconds(), Err(Error::Usage(_))));
    }

    #[test]
    fn addresses_need_a_port() {
        assert_eq!(address("127.0.0.1:2181").expect("it has one").port(), 2181);
        assert!(address("127.0.0.1").is_err());
        let mut three = Arguments::of(&["--server", "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3"]);
        three.next_option().expect("an option");
        assert_eq!(three.addresses().expect("three of them").len(), 3);
    }
}
