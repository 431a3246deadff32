//! Scripts written by hand: what chance would reach rarely, or only with settings of its own.
//!
//! Each runs on a pair of servers that is started for it.

mod connections;
mod passing_time;
mod requests;
mod restart;
mod rights;
mod watches;

use crate::cross::step::Step;
use crate::server_process::Settings;
use crate::wire::{Acl, Request, opcode};

/// A script with the settings it needs.
#[derive(Debug)]
pub struct Scenario {
    /// What it is about.
    pub name: &'static str,
    /// How both servers are started.
    pub settings: Settings,
    /// What is done.
    pub script: Vec<Step>,
}

/// Settings under which `super:admin` is the super user.
pub fn with_super_user(settings: Settings) -> Settings {
    settings.property(
        "zookeeper.DigestAuthenticationProvider.superDigest",
        "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=",
    )
}

fn lasting() -> Settings {
    let settings = Settings::open()
        .config("minSessionTimeout", "120000")
        .config("maxSessionTimeout", "240000")
        .property("zookeeper.extendedTypesEnabled", "true");
    with_super_user(settings)
}

/// All of them.
pub fn all() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "paths",
            settings: lasting(),
            script: requests::paths(),
        },
        Scenario {
            name: "flags",
            settings: lasting(),
            script: requests::flags(),
        },
        Scenario {
            name: "bodies",
            settings: lasting(),
            script: requests::bodies(),
        },
        Scenario {
            name: "acl",
            settings: lasting(),
            script: rights::access(),
        },
        Scenario {
            name: "multi",
            settings: lasting(),
            script: requests::multi(),
        },
        Scenario {
            name: "watches",
            settings: lasting(),
            script: watches::watches(),
        },
        Scenario {
            name: "handshakes",
            settings: Settings::open(),
            script: connections::handshakes(),
        },
        Scenario {
            name: "frames",
            settings: lasting(),
            script: connections::frames(),
        },
        Scenario {
            name: "words",
            settings: Settings::default().config("admin.enableServer", "false"),
            script: connections::words(),
        },
        Scenario {
            name: "open words",
            settings: lasting(),
            script: connections::open_words(),
        },
        Scenario {
            name: "reaping",
            settings: passing_time::reaping_settings(),
            script: passing_time::reaping(),
        },
        Scenario {
            name: "expiry",
            settings: passing_time::expiry_settings(),
            script: passing_time::expiry(),
        },
        Scenario {
            name: "enforced",
            settings: rights::enforced_settings(),
            script: rights::enforced(),
        },
        Scenario {
            name: "restart",
            settings: lasting(),
            script: restart::restart(),
        },
        Scenario {
            name: "few connections",
            settings: lasting().config("maxClientCnxns", "2"),
            script: connections::too_many(),
        },
        Scenario {
            name: "small frames",
            settings: lasting().property("jute.maxbuffer", "4096"),
            script: connections::small_frames(),
        },
        Scenario {
            name: "one outstanding request",
            settings: lasting().config("globalOutstandingLimit", "1"),
            script: connections::pipelines(),
        },
        Scenario {
            name: "no access control",
            settings: lasting().config("skipACL", "yes"),
            script: rights::access(),
        },
        Scenario {
            name: "read-only mode enabled",
            settings: Settings::open().property("readonlymode.enabled", "true"),
            script: connections::handshakes(),
        },
    ]
}

fn send(slot: usize, request: Request) -> Step {
    Step::Send {
        slot,
        requests: vec![request],
    }
}

fn create(path: &str, flags: i32) -> Request {
    Request::create(
        opcode::CREATE,
        path,
        Some(b"data"),
        Some(&Acl::open()),
        flags,
    )
}

fn exists(path: &str) -> Request {
    Request::read(opcode::EXISTS, path, 1)
}

fn sync(path: &str) -> Request {
    Request::path(opcode::SYNC, path)
}
