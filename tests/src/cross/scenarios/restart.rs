//! What survives a kill: everything that was acknowledged, with every counter.

use crate::cross::scenarios::{create, send};
use crate::cross::step::{Password, Step, Wanted, Zxid};
use crate::wire::{Acl, Request, opcode};

/// Three times: some of everything, a kill, and a look at all of it.
pub(super) fn restart() -> Vec<Step> {
    let mut steps = Vec::new();
    for round in 0..3 {
        let root = format!("/r{round}");
        let at = |name: &str| format!("{root}/{name}");
        let delete = |path: &str| Request::versioned(opcode::DELETE, path, -1);
        let acl = [
            Acl::new(1, "world", "anyone"),
            Acl::new(31, "ip", "127.0.0.1"),
        ];
        let open = Acl::open();
        let open = Some(open.as_slice());
        for request in [
            create(&root, 0),
            create(&at("a"), 0),
            Request::set_data(at("a"), None, -1),
            Request::set_data(at("a"), Some(b""), -1),
            Request::set_acl(at("a"), Some(&acl), -1),
            create(&at("s"), 2),
            create(&at("s"), 3),
            create(&at("e"), 1),
            create(&at("gone"), 0),
            delete(&at("gone")),
            // Refused ones have their zxids too.
            delete(&at("gone")),
            create(&root, 0),
            Request::create(opcode::CREATE_CONTAINER, at("c"), None, open, 4),
            Request::create_ttl(at("t"), Some(b"ttl"), open, 5, 1_000_000),
            Request::multi(opcode::MULTI, &[create(&at("m"), 2), create(&at("m"), 2)]),
            Request::multi(opcode::MULTI, &[create(&at("n"), 0), delete(&at("gone"))]),
        ] {
            steps.push(send(0, request));
        }
        let quota = format!("/zookeeper/quota{root}");
        for path in [quota.clone(), quota.clone() + "/zookeeper_limits"] {
            let text = Some(b"count=5,bytes=50".as_slice());
            steps.push(send(
                0,
                Request::create(opcode::CREATE, path, text, open, 0),
            ));
        }
        let stats = quota + "/zookeeper_stats";
        let text = Some(b"count=0,bytes=0".as_slice());
        steps.push(send(
            0,
            Request::create(opcode::CREATE, stats, text, open, 0),
        ));
        steps.push(send(0, create(&at("counted"), 0)));
        // The other session has ended, with its ephemeral, before the kill.
        steps.push(send(1, create(&at("ended"), 1)));
        steps.push(send(1, Request::bare(opcode::CLOSE_SESSION)));
        steps.push(Step::Restart);
        steps.push(Step::Walk("/".into()));
        // The first session of the round goes on, and what it does next has the next numbers.
        steps.push(Step::Connect {
            slot: 0,
            wanted: Wanted::Opened(3 * round),
            password: Password::Right,
            timeout_ms: 200_000,
            last_zxid: Zxid::Newest(0),
            read_only: Some(0),
        });
        steps.push(send(0, Request::path(opcode::GET_EPHEMERALS, "/")));
        steps.push(send(0, create(&at("s"), 3)));
        steps.push(Step::Drop { slot: 0 });
    }
    for word in ["srvr", "mntr", "dump"] {
        steps.push(Step::Word(word, word.into()));
    }
    steps
}
