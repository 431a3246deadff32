//! Log lines on stderr: human by default, JSON on request, filtered by `RINGKEEPER_LOG`.
//!
//! Must never make a shard wait for a slow reader of stderr: lines go through a bounded queue to
//! a thread of their own; when the queue is full they are dropped, and counted.
//! A panic is logged straight to stderr, and then ends the process: a broken invariant stops the
//! server, the log recovers it.

use std::fmt;
use std::io::{self, IsTerminal};
use std::panic::{self, PanicHookInfo};
use std::process;

use tracing::{Subscriber, debug, error, info, warn};
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{LogFormat, Loudness, Note};

/// The environment variable that filters, in the syntax of `tracing-subscriber`'s `EnvFilter`.
const FILTER: &str = "RINGKEEPER_LOG";

/// Lines that may wait for stderr. At 200 bytes each this is 3 MiB.
const LINES_MAX: usize = 16_384;

/// Keeps the thread that writes alive. Dropped, it writes what waits.
pub(crate) struct Logging {
    dropped: ErrorCounter,
    _writer: WorkerGuard,
}

impl Logging {
    /// Lines lost so far because stderr was slower than the server.
    pub(crate) fn dropped_lines(&self) -> usize {
        self.dropped.dropped_lines()
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
pub(crate) fn start(format: LogFormat) -> Logging {
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(LINES_MAX)
        .thread_name("log")
        .finish(io::stderr());
    let dropped = writer.error_counter();
    let subscriber = subscriber(format, writer, filter());
    tracing::subscriber::set_global_default(subscriber).expect("logging is started once");
    panic::set_hook(Box::new(move |panic| {
        log_panic(format, panic);
        process::abort();
    }));
    Logging {
        dropped,
        _writer: guard,
    }
}

/// What `RINGKEEPER_LOG` asks for; directives that make no sense are passed over.
fn filter() -> EnvFilter {
    EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .with_env_var(FILTER)
        .from_env_lossy()
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
