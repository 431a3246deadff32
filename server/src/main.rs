//! `ringkeeper`: the subcommands, and what has to happen before a server runs.
//!
//! Must never take a decision of the protocol, nor touch a file or a socket of the server's: that
//! is `serve`'s. Exit codes are part of the interface, see [`Exit`].

use std::env;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rustix::fs::Mode;
use tracing::info;

mod admin;
mod admission;
mod allocator;
mod ballast;
mod checkpoints;
mod cli;
mod clock;
mod config;
mod config_files;
mod logging;
mod mailbox;
mod member;
mod notices;
mod peers;
mod preflight;
mod recover;
mod repair;
mod replicator;
mod ring;
mod serve;
mod shard;
mod shutdown;
mod store;
mod uring_check;

use cli::Command;
use config::Loudness;
use preflight::PreflightError;
use repair::{Damage, RepairError, Verdict};
use serve::ServeError;
use shutdown::Shutdown;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How the process ends. 0 to 3 are ZooKeeper's own codes for the same things.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Exit {
    /// Done, or stopped by a signal.
    Clean = 0,
    /// Something broke while the server ran.
    Fault = 1,
    /// The arguments or the configuration are wrong.
    Invocation = 2,
    /// A data directory cannot be used.
    DataDirectory = 3,
    /// The client port cannot be listened on.
    Port = 4,
    /// `io_uring` is missing, or misses something.
    Machine = 5,
    /// The log is damaged, or a part of it is missing.
    Damage = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

fn main() -> ExitCode {
    // Huge pages cost a tenth of the memory of a tree of small znodes, for a tenth of the time of
    // random reads. The kernel may refuse; then it is only memory.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    // The data is nobody else's, whatever the umask was.
    rustix::process::umask(Mode::from_raw_mode(0o077));
    let command = match cli::parse(env::args_os().skip(1)) {
        Ok(command) => command,
        Err(fault) => {
            eprintln!("ringkeeper: {fault} Try `ringkeeper help`.");
            return Exit::Invocation.into();
        }
    };
    let exit = match command {
        Command::Serve(settings) => serve(&settings),
        Command::Check(settings) => check(&settings),
        Command::Repair(settings, damage) => repair(&settings, damage),
        Command::Version => show(&cli::version()),
        Command::Help => show(cli::USAGE),
        Command::HelpKeys => show(&cli::keys()),
    };
    exit.into()
}

/// Prints; who stops reading (`| head`) has read enough.
fn show(text: &str) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Clean,
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Exit::Clean,
        Err(cause) => {
            eprintln!("ringkeeper: cannot print: {cause}");
            Exit::Fault
        }
    }
}

/// Runs a server until a signal stops it.
fn serve(settings: &cli::Settings) -> Exit {
    allocator::give_back_soon();
    let Some(config::Loaded { config, notes }) = load(settings) else {
        return Exit::Invocation;
    };
    // Before any thread is started: the handlers must be there for all of them.
    let shutdown = match Shutdown::install() {
        Ok(shutdown) => shutdown,
        Err(cause) => {
            eprintln!("ringkeeper: cannot install signal handlers: {cause}");
            return Exit::Fault;
        }
    };
    let logging = match logging::start(config.log_format) {
        Ok(logging) => logging,
        Err(fault) => {
            eprintln!("ringkeeper: {fault}");
            return Exit::Invocation;
        }
    };
    let source = config
        .source
        .as_deref()
        .map(|path| path.display().to_string());
    info!(
        version = env!("CARGO_PKG_VERSION"),
        server_id = config.sid.0,
        data = %absolute(&config.directories.data).display(),
        log = %absolute(&config.directories.log).display(),
        config = source.as_deref().unwrap_or("built-in default"),
        "Ringkeeper starts"
    );
    logging::log_notes(&notes);
    let ready = match preflight::check(&config) {
        Ok(ready) => ready,
        Err(fault) => {
            logging.end_with_error(&fault);
            return match fault {
                PreflightError::Directory { .. } => Exit::DataDirectory,
                PreflightError::Port { .. } => Exit::Port,
                PreflightError::Ring(_) => Exit::Machine,
            };
        }
    };
    let outcome = serve::run(&config, ready, &shutdown);
    match outcome {
        Ok(()) => {
            match logging.dropped_lines() {
                0 => info!("stopped cleanly"),
                dropped_lines => info!(dropped_lines, "stopped cleanly"),
            }
            Exit::Clean
        }
        Err(fault) => {
            logging.end_with_error(&format_args!("stopped: {fault}"));
            match fault {
                ServeError::Directory(_) => Exit::DataDirectory,
                ServeError::Damage(_) => Exit::Damage,
                ServeError::Fault(_) => Exit::Fault,
            }
        }
    }
}

/// As an administrator can use it from elsewhere.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Says what a server would run with, and what it would remark upon.
fn check(settings: &cli::Settings) -> Exit {
    let Some(config::Loaded { config, notes }) = load(settings) else {
        return Exit::Invocation;
    };
    show_notes(notes);
    let shown = show(&config.to_string());
    match uring_check::check() {
        Ok(()) => shown,
        Err(fault) => {
            eprintln!("{fault}");
            Exit::Machine
        }
    }
}

/// Warnings first, then what is only worth a line, then how many there are.
fn show_notes(mut notes: Vec<config::Note>) {
    // The order of the file stays within each.
    notes.sort_by_key(config::Note::loudness);
    let mut warnings = 0;
    for note in &notes {
        let word = match note.loudness() {
            Loudness::Warning => {
                warnings += 1;
                "warning"
            }
            Loudness::Info | Loudness::Debug => "note",
        };
        eprintln!("{word}: {note}");
    }
    match notes.len() {
        0 => {}
        1 => eprintln!("1 key is remarked upon, {warnings} with a warning."),
        count => eprintln!("{count} keys are remarked upon, {warnings} with a warning."),
    }
}

/// Reads the whole log, and gives up what it lost if that is asked for.
fn repair(settings: &cli::Settings, damage: Damage) -> Exit {
    let Some(config::Loaded { config, .. }) = load(settings) else {
        return Exit::Invocation;
    };
    match repair::run(&config, damage) {
        Ok(report) => {
            let found = report.verdict;
            show(&format!("{report}.\n"));
            if config.source.is_none() && matches!(found, Verdict::Missing | Verdict::Empty) {
                eprintln!(
                    "No zoo.cfg was given: this is where a server without one keeps its log."
                );
                return Exit::DataDirectory;
            }
            Exit::Clean
        }
        Err(fault) => {
            eprintln!("{fault}");
            match fault {
                RepairError::Directory(_) => Exit::DataDirectory,
                RepairError::Damaged(_) => Exit::Damage,
                RepairError::Failed(_) => Exit::Fault,
            }
        }
    }
}

/// Reads the configuration, or says on stderr what is wrong with it.
fn load(settings: &cli::Settings) -> Option<config::Loaded> {
    match config::load(&settings.properties, settings.file.as_deref()) {
        Ok(loaded) => Some(loaded),
        Err(faults) => {
            eprintln!("{faults}");
            None
        }
    }
}
