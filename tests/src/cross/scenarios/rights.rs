//! What may be done with which permission, and what is shown of it.

use crate::cross::scenarios::{create, exists, send, sync, with_super_user};
use crate::cross::step::{Step, Zxid};
use crate::server_process::Settings;
use crate::wire::{Acl, Request, opcode};

/// One znode for each permission that is missing, tried with every operation.
pub(super) fn access() -> Vec<Step> {
    let mut steps = Vec::new();
    for perms in [
        0,
        1,
        2,
        4,
        8,
        16,
        31 & !1,
        31 & !2,
        31 & !4,
        31 & !8,
        31 & !16,
        31,
    ] {
        let path = format!("/p{perms}");
        let child = format!("{path}/child");
        steps.push(send(0, Request::auth("digest", Some(b"bob:pw"))));
        steps.push(send(0, create(&path, 0)));
        steps.push(send(0, create(&child, 0)));
        let acl = [
            Acl::new(perms, "world", "anyone"),
            Acl::new(31, "digest", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM="),
        ];
        steps.push(send(1, Request::watch(opcode::ADD_WATCH, &path, 1)));
        steps.push(send(1, Request::read(opcode::GET_DATA, &path, 1)));
        steps.push(send(0, Request::set_acl(&path, Some(&acl), -1)));
        for request in [
            Request::read(opcode::EXISTS, &path, 1),
            Request::read(opcode::GET_DATA, &path, 1),
            Request::read(opcode::GET_CHILDREN, &path, 1),
            Request::read(opcode::GET_CHILDREN2, &path, 1),
            Request::path(opcode::GET_ACL, &path),
            Request::path(opcode::GET_ALL_CHILDREN_NUMBER, &path),
            Request::set_data(&path, Some(b"x"), -1),
            create(&format!("{path}/new"), 0),
            Request::versioned(opcode::DELETE, &child, -1),
            Request::multi(
                opcode::MULTI,
                &[Request::versioned(opcode::CHECK, &path, -1)],
            ),
            Request::multi(
                opcode::MULTI_READ,
                &[Request::read(opcode::GET_CHILDREN, &path, 0)],
            ),
            Request::set_acl(&path, Some(&Acl::open()), 77),
            Request::set_acl(&path, Some(&acl), -1),
        ] {
            steps.push(send(1, request));
        }
        // What the other side sees of changes it may not read.
        steps.push(send(0, Request::set_data(&path, Some(b"y"), -1)));
        steps.push(send(0, create(&format!("{path}/later"), 0)));
        let relative = Zxid::Exactly(0);
        let lists = [path.as_str(), &child, &path]
            .map(|path| Some(vec![path.into()]))
            .to_vec();
        steps.push(Step::SetWatches {
            slot: 1,
            relative,
            lists,
        });
        steps.push(send(
            0,
            Request::versioned(opcode::DELETE, format!("{path}/later"), -1),
        ));
    }
    steps.push(send(2, Request::bare(opcode::WHO_AM_I)));
    for (scheme, credential) in [
        ("digest", "bob:pw"),
        ("digest", "alice:x"),
        ("ip", "1.2.3.4"),
        ("digest", "super:admin"),
    ] {
        steps.push(send(2, Request::auth(scheme, Some(credential.as_bytes()))));
        steps.push(send(2, Request::bare(opcode::WHO_AM_I)));
    }
    steps.push(send(
        2,
        Request::set_acl("/p0", Some(&[Acl::new(3, "auth", "")]), -1),
    ));
    steps.push(send(2, Request::path(opcode::GET_ACL, "/p0")));
    steps.push(send(1, Request::path(opcode::GET_ACL, "/p16")));
    steps.push(Step::Walk("/".into()));
    steps
}

pub(super) fn enforced_settings() -> Settings {
    with_super_user(
        Settings::open()
            .property("zookeeper.enforce.auth.enabled", "true")
            .property("zookeeper.enforce.auth.schemes", "digest"),
    )
}

/// Nothing but credentials is taken before credentials.
pub(super) fn enforced() -> Vec<Step> {
    let mut steps = Vec::new();
    for request in [
        create("/x", 0),
        exists("/x"),
        sync("/x"),
        Request::bare(opcode::WHO_AM_I),
        Request::auth("ip", Some(b"")),
        Request::multi(opcode::MULTI, &[create("/x", 0)]),
        Request::bare(opcode::CLOSE_SESSION),
        Request::sasl(Some(b"x")),
    ] {
        // In one go with a credential: the ping between steps would be refused.
        let credential = Request::auth("digest", Some(b"bob:pw"));
        steps.push(Step::Send {
            slot: 0,
            requests: vec![credential, request.clone()],
        });
        steps.push(send(1, request));
    }
    steps
}
