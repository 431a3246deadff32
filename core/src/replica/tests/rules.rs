//! The checks of each single write, in ZooKeeper's order: one line, one rule.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use super::world::*;
use crate::acl::{Acl, Identities, Permissions};
use crate::error_code::ErrorCode::{self, *};
use crate::id::Zxid;
use crate::limits::TTL_MS_MAX;
use crate::options::{Options, Switch};
use crate::request::{CreateOp, ExpectedConfig, Outcome, ReconfigRequest, Write};
use crate::txn::{Owner, Txn, TxnOp, codec};

/// A line of a table: what is asked, by a client without identities, and the code it gets.
type Line = (&'static str, Write, Option<ErrorCode>);

/// What every table starts from.
fn furnished(options: Options) -> (World, Client) {
    let mut world = World::with(options);
    let client = world.open();
    let only = |permissions| vec![entry("world", "anyone", permissions)];
    let ann = |permissions| vec![entry("digest", "ann:hash", permissions)];
    for write in [
        create("/a"),
        create("/a/b"),
        create("/empty"),
        create_with("/mine", 1),
        create_guarded("/closed", ann(Permissions::ALL)),
        create_guarded("/read", only(Permissions::READ)),
        create_guarded("/write", only(Permissions::WRITE)),
        create_guarded("/create", only(Permissions::CREATE)),
        create_guarded("/delete", only(Permissions::DELETE)),
        create_guarded("/admin", only(Permissions::ADMIN)),
        create_guarded("/create/child", ann(Permissions::ALL)),
    ] {
        world.must(&client, write);
    }
    // A child that its own ACL guards, below a parent that lets anybody delete.
    let all_but_delete = Permissions(Permissions::ALL.0 & !Permissions::DELETE.0);
    world.must(&client, create("/parent"));
    world.must(
        &client,
        create_guarded("/parent/guarded", ann(Permissions::ALL)),
    );
    world.must(&client, create("/keeps"));
    world.must(&client, create("/keeps/child"));
    world.must(&client, set_acl("/keeps", only(all_but_delete), 0));
    (world, client)
}

/// Runs each line twice: on its own, and behind writes that are still in flight.
fn run(options: &Options, table: impl Fn() -> Vec<Line>) {
    for (place, (rule, write, expected)) in table().into_iter().enumerate() {
        let (mut world, client) = furnished(options.clone());
        let before = world.tree.last_zxid();
        let outcome = world.call(&client, write.clone());
        assert_eq!(code(&outcome), expected, "line {place}, {rule}: {write:?}");
        assert_eq!(
            world.tree.last_zxid(),
            before.next(),
            "{rule}: each costs one zxid"
        );

        let (mut world, client) = furnished(options.clone());
        world.submit(&client, set("/zookeeper", "in flight", -1));
        world.submit(&client, create("/other"));
        world.submit(&client, write.clone());
        world.settle();
        let replies = world.replies(&client);
        assert_eq!(
            code(&replies[2].1),
            expected,
            "in flight, {rule}: {write:?}"
        );
    }
}

#[test]
fn deletes() {
    run(&Options::default(), || {
        vec![
            ("it goes", delete("/empty", -1), None),
            ("at its version", delete("/empty", 0), None),
            ("no slash", delete("a", -1), Some(BadArguments)),
            ("empty", delete("", -1), Some(BadArguments)),
            ("NUL", delete("/a\0", -1), Some(BadArguments)),
            ("the root", delete("/", -1), Some(BadArguments)),
            ("reserved", delete("/zookeeper", -1), Some(BadArguments)),
            (
                "reserved",
                delete("/zookeeper/quota", -1),
                Some(BadArguments),
            ),
            (
                "reserved",
                delete("/zookeeper/config", -1),
                Some(BadArguments),
            ),
            ("no parent", delete("/none/x", -1), Some(NoNode)),
            (
                "may not, before missing",
                delete("/keeps/none", -1),
                Some(NoAuth),
            ),
            ("may not", delete("/keeps/child", -1), Some(NoAuth)),
            ("missing", delete("/none", -1), Some(NoNode)),
            (
                "not a path, but read as one",
                delete("/a/", -1),
                Some(NoNode),
            ),
            ("version before children", delete("/a", 7), Some(BadVersion)),
            ("has children", delete("/a", 0), Some(NotEmpty)),
            (
                "its own ACL is not asked",
                delete("/parent/guarded", -1),
                None,
            ),
        ]
    });
}

#[test]
fn sets_of_data() {
    run(&Options::default(), || {
        vec![
            ("new data", set("/a", "new", -1), None),
            ("at its version", set("/a", "new", 0), None),
            ("of the root", set("/", "new", -1), None),
            ("not absolute", set("a", "", -1), Some(BadArguments)),
            ("empty path", set("", "", -1), Some(BadArguments)),
            (
                "bad path before missing",
                set("/none/", "", -1),
                Some(BadArguments),
            ),
            ("missing", set("/none", "", -1), Some(NoNode)),
            ("may not, before version", set("/read", "", 9), Some(NoAuth)),
            ("may", set("/write", "", 0), None),
            ("other version", set("/a", "", 1), Some(BadVersion)),
            ("negative version", set("/a", "", -2), Some(BadVersion)),
        ]
    });
}

#[test]
fn sets_of_acl() {
    run(&Options::default(), || {
        vec![
            ("new list", set_acl("/a", open_acl(), -1), None),
            ("at its aversion", set_acl("/a", open_acl(), 0), None),
            (
                "bad path before list",
                set_acl("a", vec![], -1),
                Some(BadArguments),
            ),
            (
                "empty list before missing",
                set_acl("/none", vec![], -1),
                Some(InvalidAcl),
            ),
            ("missing", set_acl("/none", open_acl(), -1), Some(NoNode)),
            (
                "may not, before aversion",
                set_acl("/write", open_acl(), 9),
                Some(NoAuth),
            ),
            ("may", set_acl("/admin", open_acl(), 0), None),
            (
                "other aversion",
                set_acl("/a", open_acl(), 3),
                Some(BadVersion),
            ),
            (
                "auth without any",
                set_acl("/a", vec![entry("auth", "", Permissions::ALL)], -1),
                Some(InvalidAcl),
            ),
        ]
    });
}

#[test]
fn creates() {
    let guarded = |at: &str, acl: Vec<Acl>| create_guarded(at, acl);
    run(&Options::default(), || {
        vec![
            ("new", create("/new"), None),
            (
                "flag before path",
                create_with("bad", 7),
                Some(BadArguments),
            ),
            ("flag", create_with("/new", -1), Some(BadArguments)),
            ("no slash", create("new"), Some(BadArguments)),
            ("NUL", create("/new\0"), Some(BadArguments)),
            (
                "list before parent",
                guarded("/none/x", vec![]),
                Some(InvalidAcl),
            ),
            (
                "bad path below missing parent",
                create("/none/.."),
                Some(NoNode),
            ),
            ("relative parent", create("a/b"), Some(NoNode)),
            ("may not", create("/read/x"), Some(NoAuth)),
            ("may not, before bad path", create("/read/."), Some(NoAuth)),
            ("bad path", create("/a/."), Some(BadArguments)),
            ("trailing slash", create("/a/"), Some(BadArguments)),
            ("empty name", create("//x"), Some(BadArguments)),
            ("the root", create("/"), Some(NodeExists)),
            ("there already", create("/a/b"), Some(NodeExists)),
            (
                "below an ephemeral",
                create("/mine/x"),
                Some(NoChildrenForEphemerals),
            ),
            (
                "ephemeral below an ephemeral",
                create_with("/mine/x", 1),
                Some(NoChildrenForEphemerals),
            ),
            ("below /zookeeper", create("/zookeeper/x"), None),
            ("a name of dots", create("/..."), None),
        ]
    });
}

#[test]
fn kinds_without_extended_types() {
    use CreateOp::{Container, Create, Create2, Ttl};
    run(&Options::default(), || {
        let c = create_request;
        vec![
            (
                "flag 5 by create",
                c(Create, "/n", 5, 0),
                Some(Unimplemented),
            ),
            (
                "flag 6 by create2",
                c(Create2, "/n", 6, 0),
                Some(Unimplemented),
            ),
            (
                "flag 5 by container",
                c(Container, "/n", 5, 0),
                Some(Unimplemented),
            ),
            (
                "TTL, before its value",
                c(Ttl, "/n", 5, 0),
                Some(Unimplemented),
            ),
            ("TTL", c(Ttl, "/n", 6, 1000), Some(Unimplemented)),
            (
                "TTL without its flag",
                c(Ttl, "/n", 0, 1000),
                Some(BadArguments),
            ),
            (
                "TTL with the container's",
                c(Ttl, "/n", 4, 1000),
                Some(BadArguments),
            ),
            ("container", c(Container, "/n", 4, 0), None),
        ]
    });
}

#[test]
fn kinds_with_extended_types() {
    use CreateOp::{Container, Create, Create2, Ttl};
    run(&with_ttl(), || {
        let c = create_request;
        vec![
            (
                "flag 5 by create",
                c(Create, "/n", 5, 0),
                Some(BadArguments),
            ),
            (
                "flag 6 by create2",
                c(Create2, "/n", 6, 0),
                Some(BadArguments),
            ),
            (
                "flag 5 by container",
                c(Container, "/n", 5, 0),
                Some(BadArguments),
            ),
            ("no TTL", c(Ttl, "/n", 5, 0), Some(BadArguments)),
            ("negative TTL", c(Ttl, "/n", 5, -1), Some(BadArguments)),
            ("shortest TTL", c(Ttl, "/n", 5, 1), None),
            ("longest TTL", c(Ttl, "/n", 6, TTL_MS_MAX), None),
            (
                "TTL too long",
                c(Ttl, "/n", 5, TTL_MS_MAX + 1),
                Some(BadArguments),
            ),
            (
                "ephemeral with TTL",
                c(Ttl, "/n", 1, 1000),
                Some(BadArguments),
            ),
        ]
    });
}

#[test]
fn what_a_create_makes() {
    use CreateOp::{Container, Create, Create2, Ttl};
    let (mut world, client) = furnished(with_ttl());
    let mine = Owner::Session(client.session);
    let ttl = Owner::Ttl { ttl_ms: 1000 };
    let table = [
        (Create, 0, Owner::Persistent, "/k/n"),
        (Create2, 1, mine, "/k/n"),
        (Create, 2, Owner::Persistent, "/k/n0000000002"),
        (Create2, 3, mine, "/k/n0000000003"),
        (Create, 4, Owner::Persistent, "/k/n"),
        (Container, 0, Owner::Container, "/k/n"),
        (Container, 1, Owner::Container, "/k/n"),
        (Container, 2, Owner::Container, "/k/n0000000007"),
        (Container, 3, Owner::Container, "/k/n0000000008"),
        (Container, 4, Owner::Container, "/k/n"),
        (Ttl, 5, ttl, "/k/n"),
        (Ttl, 6, ttl, "/k/n0000000011"),
    ];
    world.must(&client, create("/k"));
    for (op, flags, owner, expected) in table {
        let ttl_ms = if op == Ttl { 1000 } else { 0 };
        let outcome = world.must(&client, create_request(op, "/k/n", flags, ttl_ms));
        assert_eq!(&*created(&outcome), expected, "{op:?} {flags}");
        let znode = world.tree.lookup(expected).expect("it was created");
        assert_eq!(znode.owner(), owner, "{op:?} {flags}");
        world.must(&client, delete(expected, -1));
    }
}

fn reconfig() -> Write {
    Write::Reconfig(Box::new(ReconfigRequest {
        joining: None,
        leaving: Some("nonsense".into()),
        members: None,
        expected: ExpectedConfig(7),
    }))
}

#[test]
fn requests_that_are_refused_as_such() {
    run(&Options::default(), || {
        vec![
            ("not decoded", Write::Undecodable, Some(MarshallingError)),
            ("check alone", check("/a", -1), Some(Unimplemented)),
            ("reconfig off", reconfig(), Some(ReconfigDisabled)),
        ]
    });
    let options = Options {
        reconfig: Switch::On,
        ..Options::default()
    };
    run(&options, || {
        vec![("reconfig alone", reconfig(), Some(Unimplemented))]
    });
}

#[test]
fn acls_are_skipped_on_request() {
    let options = Options {
        skip_acl: Switch::On,
        ..Options::default()
    };
    run(&options, || {
        vec![
            ("set", set("/read", "", -1), None),
            ("create", create("/read/x"), None),
            ("delete", delete("/keeps/child", -1), None),
            ("list", set_acl("/write", open_acl(), -1), None),
        ]
    });
}

#[test]
fn an_identity_opens_what_it_guards() {
    let (mut world, mut client) = furnished(Options::default());
    assert_eq!(
        code(&world.call(&client, set("/closed", "", -1))),
        Some(NoAuth)
    );
    client.identities = digest("ann");
    world.must(&client, set("/closed", "", -1));
    let auth = vec![entry("auth", "", Permissions::READ)];
    world.must(&client, set_acl("/closed", auth, -1));
    let acl = world
        .tree
        .lookup("/closed")
        .expect("it stays")
        .acl()
        .clone();
    let ann = entry("digest", "ann:hash", Permissions::READ);
    assert_eq!(acl.entries(), Some(&[ann][..]), "auth stands for who asked");
    client.identities = Arc::new(Identities::default());
    assert_eq!(
        code(&world.call(&client, set("/closed", "", -1))),
        Some(NoAuth)
    );
}

#[test]
fn a_list_in_flight_counts_at_once() {
    let (mut world, client) = furnished(Options::default());
    let read_only = vec![entry("world", "anyone", Permissions::READ)];
    world.submit(&client, set_acl("/a", read_only, -1));
    world.submit(&client, set("/a", "", -1));
    world.submit(&client, create("/a/c"));
    world.settle();
    let codes: Vec<_> = world
        .replies(&client)
        .iter()
        .map(|(_, o)| code(o))
        .collect();
    assert_eq!(codes, [None, Some(NoAuth), Some(NoAuth)]);
}

#[test]
fn versions_wrap() {
    let (mut world, client) = furnished(Options::default());
    let mut tree = world.tree.clone();
    let zxid = tree.last_zxid().next();
    let op = TxnOp::SetData {
        path: path("/a"),
        data: None,
        version: i32::MAX,
    };
    let txn = Txn {
        zxid,
        session: client.session,
        xid: crate::id::Xid(0),
        time: world.now.wall,
        op,
    };
    let mut record = Vec::new();
    codec::encode(
        &txn,
        Zxid::ZERO,
        &mut codec::Encoder::default(),
        &mut record,
    );
    tree.apply(txn, &mut |_| {});
    world.log.push(record);
    world.durable = world.log.len();
    world.restart(world.now);
    assert_eq!(world.tree.last_zxid(), tree.last_zxid());
    let connection = world.resume(&client, 30_000);
    let client = world.opened(connection);
    let versions: Vec<i32> = [i32::MAX, i32::MIN]
        .into_iter()
        .map(
            |expected| match world.must(&client, set("/a", "", expected)) {
                Outcome::Changed { stat } => stat.version,
                other => panic!("data was set: {other:?}"),
            },
        )
        .collect();
    assert_eq!(versions, [i32::MIN, i32::MIN + 1]);
}

#[test]
fn a_list_of_the_configuration_starts_before_zero() {
    let mut world = World::with(Options {
        skip_acl: Switch::On,
        ..Options::default()
    });
    let client = world.open();
    let outcome = world.must(&client, set_acl("/zookeeper/config", open_acl(), -1));
    assert!(matches!(outcome, Outcome::Changed { stat } if stat.aversion == 0));
}

#[test]
fn sequence_numbers_count_every_create_in_flight() {
    let (mut world, client) = furnished(Options::default());
    world.must(&client, create("/s"));
    for write in [
        create_with("/s/n-", 2),
        create("/s/plain"),
        create("/s/plain"),
        create_with("/s/n-", 3),
        delete("/s/plain", -1),
        create_with("/s/", 2),
        create_with("/s", 2),
    ] {
        world.submit(&client, write);
    }
    world.settle();
    let outcomes: Vec<Outcome> = world.replies(&client).into_iter().map(|(_, o)| o).collect();
    assert_eq!(&*created(&outcomes[0]), "/s/n-0000000000");
    assert_eq!(
        code(&outcomes[2]),
        Some(NodeExists),
        "a failed create consumes no number"
    );
    assert_eq!(&*created(&outcomes[3]), "/s/n-0000000002");
    assert_eq!(
        &*created(&outcomes[5]),
        "/s/0000000003",
        "a delete gives no number back"
    );
    assert!(created(&outcomes[6]).starts_with("/s0"), "a sibling of /s");
}

#[test]
fn sequence_numbers_go_on_below_zero() {
    let (mut world, client) = furnished(Options::default());
    world.must(&client, create("/s"));
    let txn = Txn {
        zxid: world.tree.last_zxid().next(),
        session: client.session,
        xid: crate::id::Xid(0),
        time: world.now.wall,
        op: TxnOp::Create {
            path: path("/s/last"),
            data: None,
            acl: crate::acl::AclList::OPEN,
            owner: Owner::Persistent,
            parent_cversion: i32::MAX,
        },
    };
    let mut record = Vec::new();
    codec::encode(
        &txn,
        Zxid::ZERO,
        &mut codec::Encoder::default(),
        &mut record,
    );
    world.log.push(record);
    world.durable = world.log.len();
    world.restart(world.now);
    let connection = world.resume(&client, 30_000);
    let client = world.opened(connection);
    let names: Vec<_> = (0..3)
        .map(|_| created(&world.must(&client, create_with("/s/n", 2))))
        .collect();
    let expected = ["/s/n2147483647", "/s/n-2147483648", "/s/n-2147483647"];
    assert!(names.iter().map(|name| &**name).eq(expected));
}
