//! `ringkeeper`: the subcommands, and what has to happen before a server runs.
//!
//! Must never take a decision of the protocol, nor touch a file or a socket of the server's: that
//! is `serve`'s. Exit codes are part of the interface, see [`Exit`].

use std::env;
use std::process::ExitCode;

use tracing::{error, info};

mod admin;
mod admission;
mod allocator;
mod ballast;
mod checkpoints;
mod cli;
mod clock;
mod config;
mod logging;
mod mailbox;
mod notices;
mod preflight;
mod repair;
mod replicator;
mod ring;
mod serve;
mod shard;
mod shutdown;
mod store;
mod uring_check;

use cli::Command;
use preflight::PreflightError;
use repair::Damage;
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
    let command = match cli::parse(env::args_os().skip(1)) {
        Ok(command) => command,
        Err(fault) => {
            eprintln!("ringkeeper: {fault}\n\n{}", cli::USAGE);
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

fn show(text: &str) -> Exit {
    print!("{text}");
    Exit::Clean
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
    let logging = logging::start(config.log_format);
    let source = config
        .source
        .as_deref()
        .map(|path| path.display().to_string());
    info!(
        version = env!("CARGO_PKG_VERSION"),
        server_id = config.sid.0,
        data = %config.directories.data.display(),
        log = %config.directories.log.display(),
        config = source.as_deref().unwrap_or("built-in default"),
        "Ringkeeper starts"
    );
    logging::log_notes(&notes);
    let ready = match preflight::check(&config) {
        Ok(ready) => ready,
        Err(fault) => {
            error!("{fault}");
            return match fault {
                PreflightError::Directory { .. } => Exit::DataDirectory,
                PreflightError::Port { .. } => Exit::Port,
                PreflightError::Ring(_) => Exit::Machine,
            };
        }
    };
    let outcome = serve::run(&config, ready, &shutdown);
    let dropped_lines = logging.dropped_lines();
    match outcome {
        Ok(()) => {
            info!(dropped_lines, "stopped cleanly");
            Exit::Clean
        }
        Err(fault) => {
            error!(dropped_lines, "stopped: {fault}");
            Exit::Fault
        }
    }
}

/// Says what a server would run with, and what it would remark upon.
fn check(settings: &cli::Settings) -> Exit {
    let Some(config::Loaded { config, notes }) = load(settings) else {
        return Exit::Invocation;
    };
    for note in &notes {
        eprintln!("{note}");
    }
    print!("{config}");
    match uring_check::check() {
        Ok(()) => Exit::Clean,
        Err(fault) => {
            eprintln!("{fault}");
            Exit::Machine
        }
    }
}

/// Reads the whole log, and gives up what it lost if that is asked for.
fn repair(settings: &cli::Settings, damage: Damage) -> Exit {
    let Some(config::Loaded { config, .. }) = load(settings) else {
        return Exit::Invocation;
    };
    let locks = match preflight::lock(&config) {
        Ok(locks) => locks,
        Err(fault) => {
            eprintln!("{fault}");
            return Exit::DataDirectory;
        }
    };
    let outcome = repair::run(&config, damage);
    drop(locks);
    match outcome {
        Ok(verdict) => show(&format!("{verdict}\n")),
        Err(fault) => {
            eprintln!("{fault}");
            Exit::Fault
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
