//! Log lines on stderr: human by default, JSON on request, filtered by `RINGKEEPER_LOG`.
//!
//! Must never make a shard wait for a slow reader of stderr: lines go through a bounded queue to
//! a thread of their own; when the queue is full they are dropped, and counted.
//! A panic is logged straight to stderr, and then ends the process: a broken invariant stops the
//! server, the log recovers it.

use std::env;
use std::fmt;
use std::io::{self, IsTerminal};
use std::panic::{self, PanicHookInfo};
use std::process;

use tracing::{Subscriber, debug, error, info, warn};
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{LogFormat, Loudness, Note};

/// The environment variable that filters.
const FILTER: &str = "RINGKEEPER_LOG";

/// What [`FILTER`] may say of a part of the program.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Lines that may wait for stderr. At 200 bytes each this is 3 MiB.
const LINES_MAX: usize = 16_384;

/// [`FILTER`] holds something that means nothing.
#[derive(Debug)]
pub(crate) struct FilterError(String);

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{FILTER}={} cannot be used. Write error, warn, info, debug or trace, or target=level \
             pairs, for example warn,ringkeeper::shard=trace.",
            self.0
        )
    }
}

impl std::error::Error for FilterError {}

/// Keeps the thread that writes alive. Dropped, it writes what waits.
pub(crate) struct Logging {
    format: LogFormat,
    dropped: ErrorCounter,
    _writer: WorkerGuard,
}

impl Logging {
    /// Lines lost so far because stderr was slower than the server.
    pub(crate) fn dropped_lines(&self) -> usize {
        self.dropped.dropped_lines()
    }

    /// The last line: why the process ends. It reaches stderr whatever the filter says.
    pub(crate) fn end_with_error(self, cause: &dyn fmt::Display) {
        let (format, dropped_lines) = (self.format, self.dropped_lines());
        // What waits comes before it.
        drop(self);
        let direct = subscriber(format, io::stderr, EnvFilter::new("error"));
        tracing::subscriber::with_default(direct, || {
            if dropped_lines == 0 {
                error!("{cause}");
            } else {
                error!(dropped_lines, "{cause}");
            }
        });
    }
}

impl fmt::Debug for Logging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logging")
            .field("dropped_lines", &self.dropped_lines())
            .finish()
    }
}

/// Starts logging, and has panics logged. To be called once.
pub(crate) fn start(format: LogFormat) -> Result<Logging, FilterError> {
    let filter = match env::var_os(FILTER) {
        Some(text) => filter(&text.to_string_lossy())?,
        None => EnvFilter::new("info"),
    };
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(LINES_MAX)
        .thread_name("log")
        .finish(io::stderr());
    let dropped = writer.error_counter();
    let subscriber = subscriber(format, writer, filter);
    tracing::subscriber::set_global_default(subscriber).expect("logging is started once");
    panic::set_hook(Box::new(move |panic| {
        log_panic(format, panic);
        process::abort();
    }));
    Ok(Logging {
        format,
        dropped,
        _writer: guard,
    })
}

/// What `RINGKEEPER_LOG` asks for: levels and `target=level` pairs between commas. A word that is
/// neither would be taken for a target, and turn everything else off.
fn filter(text: &str) -> Result<EnvFilter, FilterError> {
    let wrong = || FilterError(text.to_owned());
    let mut directives = Vec::new();
    for directive in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let (target, level) = match directive.split_once('=') {
            Some((target, level)) => (Some(target), level),
            None if directive.starts_with("ringkeeper") => (Some(directive), "trace"),
            None => (None, directive),
        };
        let level = level.to_ascii_lowercase();
        // The name that syslog and Java have for it.
        let level = if level == "warning" { "warn" } else { &level };
        let ours = target.is_none_or(|target| {
            let rest = target.strip_prefix("ringkeeper");
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        });
        if !ours || !LEVELS.contains(&level) {
            return Err(wrong());
        }
        directives.push(target.map_or(level.to_owned(), |target| format!("{target}={level}")));
    }
    // Where no level is given for everything, it is the default.
    if directives.iter().all(|directive| directive.contains('=')) {
        directives.push("info".to_owned());
    }
    EnvFilter::try_new(directives.join(",")).map_err(|_| wrong())
}

/// One of the two formats, on any writer.
fn subscriber<W>(
    format: LogFormat,
    writer: W,
    filter: EnvFilter,
) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer);
    match format {
        LogFormat::Human => Box::new(builder.with_ansi(io::stderr().is_terminal()).finish()),
        LogFormat::Json => Box::new(builder.json().flatten_event(true).finish()),
    }
}

/// Around the queue: the process ends before the thread behind it would get to the line.
fn log_panic(format: LogFormat, panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("no message");
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    let direct = subscriber(format, io::stderr, EnvFilter::new("error"));
    tracing::subscriber::with_default(direct, || {
        error!(
            place,
            thread, "a broken invariant stops the server: {message}"
        );
    });
}

/// Logs what there is to say about a configuration.
pub(crate) fn log_notes(notes: &[Note]) {
    for note in notes {
        let key = note.key.as_str();
        match note.loudness() {
            Loudness::Warning => warn!(key, "{note}"),
            Loudness::Info => info!(key, "{note}"),
            Loudness::Debug => debug!(key, "{note}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Collects what is written.
    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0
                .lock()
                .expect("no writer panics")
                .extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(format: LogFormat, filter: &str, log: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        let subscriber = subscriber(format, move || writer.clone(), EnvFilter::new(filter));
        tracing::subscriber::with_default(subscriber, log);
        let bytes = page.0.lock().expect("no writer panics").clone();
        String::from_utf8(bytes).expect("log lines are text")
    }

    #[test]
    fn one_json_object_on_each_line() {
        let text = written(LogFormat::Json, "info", || {
            info!(port = 2181, "listening");
            debug!("not shown");
        });
        assert_eq!(text.lines().count(), 1);
        assert!(text.starts_with('{') && text.ends_with("}\n"), "{text}");
        assert!(text.contains(r#""level":"INFO""#), "{text}");
        assert!(text.contains(r#""message":"listening""#), "{text}");
        assert!(text.contains(r#""port":2181"#), "{text}");
    }

    #[test]
    fn a_human_line_has_level_message_and_fields() {
        let text = written(LogFormat::Human, "debug", || {
            debug!(port = 2181, "listening");
        });
        assert!(
            text.contains("DEBUG") && text.ends_with("listening port=2181\n"),
            "{text}"
        );
    }

    #[test]
    fn a_filter_is_levels_and_targets() {
        let table = [
            ("", Some("info")),
            ("debug", Some("debug")),
            ("Warning", Some("warn")),
            ("ringkeeper=error", Some("ringkeeper=error,info")),
            (
                "warn, ringkeeper::shard=trace",
                Some("ringkeeper::shard=trace,warn"),
            ),
            ("off", Some("off")),
            ("verbose", None),
            ("ringkeeper=nonsense", None),
            ("ringkeeperx=info", None),
            ("rocksdb=info", None),
            ("info,verbose", None),
        ];
        for (text, expected) in table {
            let found = filter(text).ok().map(|filter| filter.to_string());
            assert_eq!(found.as_deref(), expected, "{text:?}");
        }
        let told = filter("verbose").expect_err("no such level").to_string();
        assert!(
            told.starts_with("RINGKEEPER_LOG=verbose cannot be used. Write error, warn,"),
            "{told}"
        );
    }

    #[test]
    fn notes_are_as_loud_as_they_should_be() {
        let loaded = crate::config::load(
            &[
                crate::config::Property::parse("zookeeper.frob=1"),
                crate::config::Property::parse("java.awt.headless=true"),
            ],
            None,
        );
        let notes = loaded.expect("a right configuration").notes;
        let text = written(LogFormat::Human, "info", || log_notes(&notes));
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(
            text.contains("WARN") && text.contains("zookeeper.frob"),
            "{text}"
        );
    }
}
