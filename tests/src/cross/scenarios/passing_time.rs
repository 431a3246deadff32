//! What servers do by themselves as time passes.
//!
//! Waits for events, never for a time.

use crate::cross::scenarios::{create, exists, lasting, send, with_super_user};
use crate::cross::step::{Password, Step, Wanted, Zxid};
use crate::server_process::Settings;
use crate::wire::{Acl, Request, opcode};

pub(super) fn reaping_settings() -> Settings {
    lasting().property("znode.container.checkIntervalMs", "100")
}

/// Containers and TTL nodes go by themselves, one at a time.
pub(super) fn reaping() -> Vec<Step> {
    let open = Acl::open();
    let open = Some(open.as_slice());
    let delete = |path: &str| Request::versioned(opcode::DELETE, path, -1);
    vec![
        send(
            0,
            Request::create(opcode::CREATE_CONTAINER, "/never", None, open, 4),
        ),
        send(
            0,
            Request::create(opcode::CREATE_CONTAINER, "/c", None, open, 4),
        ),
        send(1, Request::watch(opcode::ADD_WATCH, "/", 1)),
        send(2, exists("/c")),
        send(2, Request::read(opcode::GET_CHILDREN, "/c", 1)),
        send(2, Request::read(opcode::GET_CHILDREN, "/", 1)),
        send(0, create("/c/child", 0)),
        until_gone(delete("/c/child"), "/c"),
        send(0, exists("/c")),
        until_gone(Request::create_ttl("/t", None, open, 5, 300), "/t"),
        until_gone(
            Request::create_ttl("/s", None, open, 6, 300),
            "/s0000000003",
        ),
        // One with a child stays, and goes when the child does.
        send(
            0,
            Request::multi(
                opcode::MULTI,
                &[
                    Request::create_ttl("/p", None, open, 5, 1),
                    create("/p/child", 0),
                ],
            ),
        ),
        until_gone(delete("/p/child"), "/p"),
        Step::Walk("/".into()),
    ]
}

pub(super) fn expiry_settings() -> Settings {
    with_super_user(
        Settings::open()
            .config("tickTime", "500")
            .config("maxSessionTimeout", "90000"),
    )
}

/// A session that nobody keeps alive goes with all it owns.
pub(super) fn expiry() -> Vec<Step> {
    let connect = |slot, wanted, timeout_ms| Step::Connect {
        slot,
        wanted,
        password: Password::Right,
        timeout_ms,
        last_zxid: Zxid::Exactly(0),
        read_only: Some(0),
    };
    vec![
        connect(0, Wanted::New, 90_000),
        connect(1, Wanted::New, 90_000),
        connect(2, Wanted::New, 3_000),
        send(0, create("/x", 0)),
        send(2, create("/x/one", 1)),
        send(2, create("/x/two", 3)),
        send(0, Request::watch(opcode::ADD_WATCH, "/x", 1)),
        send(1, exists("/x/one")),
        send(1, Request::read(opcode::GET_CHILDREN, "/x", 1)),
        Step::Drop { slot: 2 },
        Step::AwaitDeletion {
            slot: 0,
            request: None,
            path: "/x/one".into(),
        },
        connect(2, Wanted::Opened(2), 3_000),
        send(0, Request::read(opcode::GET_CHILDREN2, "/x", 0)),
        // Taken up again in time, it stays.
        connect(2, Wanted::New, 90_000),
        send(2, create("/x/three", 1)),
        Step::Drop { slot: 2 },
        connect(3, Wanted::Opened(3), 3_000),
        send(3, Request::path(opcode::GET_EPHEMERALS, "/")),
        send(3, Request::bare(opcode::CLOSE_SESSION)),
        send(0, Request::read(opcode::GET_CHILDREN2, "/x", 0)),
    ]
}

/// Sends `request` and waits for the end of `path`, which may come at any moment from then on.
fn until_gone(request: Request, path: &str) -> Step {
    Step::AwaitDeletion {
        slot: 0,
        request: Some(request),
        path: path.into(),
    }
}
