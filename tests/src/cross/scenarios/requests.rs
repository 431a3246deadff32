//! Single requests and multis with everything that can be wrong in them.
//!
//! Opcode by opcode: must never leave out one because it is rare.

use crate::cross::scenarios::{create, exists, send};
use crate::cross::step::Step;
use crate::wire::{Acl, Encoder, Request, Text, opcode};

/// Paths good and bad, existing and not.
const PATHS: [&str; 45] = [
    "/",
    "",
    "a",
    "/a/",
    "/a//b",
    "//",
    "/.",
    "/..",
    "/a/.",
    "/a/../b",
    "/...",
    "/a..b",
    "/.a",
    "/a\0",
    "/a\u{1}",
    "/a\u{1f}",
    "/a ",
    "/a\u{7f}",
    "/a\u{9f}",
    "/a\u{a0}",
    "/a\u{d7ff}",
    "/a\u{e000}",
    "/a\u{f8ff}",
    "/a\u{f900}",
    "/a\u{ffef}",
    "/a\u{fff0}",
    "/a\u{ffff}",
    "/a\u{10000}",
    "/missing/x",
    "/missing/",
    "/missing//x",
    "missing/x",
    "/zookeeper",
    "/zookeeper/",
    "/zookeeper/quota",
    "/zookeeper/config",
    "/zookeeper/other",
    "/zookeeperx",
    "/a",
    "/e",
    "/e/child",
    "/e/",
    "/c",
    "/t",
    "/s",
];

/// Every operation on every kind of path.
pub(super) fn paths() -> Vec<Step> {
    let texts: Vec<Text> = PATHS
        .into_iter()
        .map(Text::from)
        .chain([
            Text::NULL,
            Text(Some(b"/\xff".to_vec())),
            Text(Some(b"/\xc0\x80".to_vec())),
        ])
        // A supplementary character as Java writes it: two surrogates of three bytes each.
        .chain([Text(Some(b"/\xed\xa0\xbd\xed\xb8\x80".to_vec()))])
        .collect();
    let mut steps = vec![
        send(0, create("/a", 0)),
        send(0, create("/e", 1)),
        send(0, create("/s", 2)),
        send(
            0,
            Request::create(opcode::CREATE_CONTAINER, "/c", None, Some(&Acl::open()), 4),
        ),
        send(
            0,
            Request::create_ttl("/t", None, Some(&Acl::open()), 5, 1_000_000),
        ),
    ];
    for text in &texts {
        let open = Acl::open();
        let open = Some(open.as_slice());
        let data = Some(b"x".as_slice());
        for request in [
            Request::create(opcode::CREATE2, text, data, open, 0),
            Request::create(opcode::CREATE, text, data, open, 3),
            Request::create_ttl(text, data, open, 6, 1_000_000),
            Request::create(opcode::CREATE_CONTAINER, text, data, open, 4),
            Request::set_data(text, data, -1),
            Request::set_acl(text, open, -1),
            Request::read(opcode::EXISTS, text, 1),
            Request::read(opcode::GET_DATA, text, 1),
            Request::read(opcode::GET_CHILDREN, text, 1),
            Request::read(opcode::GET_CHILDREN2, text, 0),
            Request::path(opcode::GET_ACL, text),
            Request::path(opcode::SYNC, text),
            Request::path(opcode::GET_EPHEMERALS, text),
            Request::path(opcode::GET_ALL_CHILDREN_NUMBER, text),
            Request::watch(opcode::ADD_WATCH, text, 0),
            Request::watch(opcode::CHECK_WATCHES, text, 3),
            Request::watch(opcode::REMOVE_WATCHES, text, 3),
            Request::multi(
                opcode::MULTI,
                &[Request::versioned(opcode::CHECK, text, -1)],
            ),
            Request::multi(
                opcode::MULTI_READ,
                &[Request::read(opcode::GET_DATA, text, 0)],
            ),
            Request::versioned(opcode::DELETE, text, -1),
        ] {
            steps.push(send(0, request));
        }
    }
    steps.push(Step::Walk("/".into()));
    steps
}

/// Every create with every flag, and every TTL.
pub(super) fn flags() -> Vec<Step> {
    let open = Acl::open();
    let open = Some(open.as_slice());
    let mut steps = Vec::new();
    for op in [opcode::CREATE, opcode::CREATE2, opcode::CREATE_CONTAINER] {
        for flags in [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, i32::MAX] {
            let path = format!("/f{op}x{flags}");
            steps.push(send(
                0,
                Request::create(op, path.clone(), None, open, flags),
            ));
            steps.push(send(0, exists(&path)));
        }
    }
    let longest = (1 << 40) - 1;
    for flags in [5, 6, 7, -1] {
        for ttl in [i64::MIN, -1, 0, 1_000_000, longest, longest + 1, i64::MAX] {
            let path = format!("/t{flags}x{ttl}");
            steps.push(send(
                0,
                Request::create_ttl(path, Some(b""), open, flags, ttl),
            ));
        }
    }
    steps.push(send(0, Request::path(opcode::GET_EPHEMERALS, "/f1")));
    steps.push(Step::Walk("/".into()));
    steps
}

/// One good request for each opcode.
fn well_formed() -> Vec<Request> {
    let open = Acl::open();
    let open = Some(open.as_slice());
    let data = Some(b"data".as_slice());
    vec![
        Request::create(opcode::CREATE, "/b", data, open, 0),
        Request::create(opcode::CREATE2, "/b2", data, open, 0),
        Request::create(opcode::CREATE_CONTAINER, "/bc", data, open, 4),
        Request::create_ttl("/bt", data, open, 5, 1_000_000),
        Request::set_data("/b", data, -1),
        Request::set_acl("/b", open, -1),
        Request::versioned(opcode::DELETE, "/b", -1),
        Request::read(opcode::EXISTS, "/b", 1),
        Request::read(opcode::GET_DATA, "/b", 1),
        Request::read(opcode::GET_CHILDREN, "/b", 1),
        Request::read(opcode::GET_CHILDREN2, "/b", 1),
        Request::path(opcode::GET_ACL, "/b"),
        Request::path(opcode::SYNC, "/b"),
        Request::path(opcode::GET_EPHEMERALS, "/b"),
        Request::path(opcode::GET_ALL_CHILDREN_NUMBER, "/b"),
        Request::watch(opcode::ADD_WATCH, "/b", 1),
        Request::watch(opcode::CHECK_WATCHES, "/b", 3),
        Request::watch(opcode::REMOVE_WATCHES, "/b", 3),
        Request::set_watches(0, &[Some(vec!["/b".into()]), Some(vec![]), Some(vec![])]),
        Request::set_watches(
            0,
            &[
                Some(vec![]),
                Some(vec![]),
                Some(vec![]),
                Some(vec![]),
                Some(vec!["/b".into()]),
            ],
        ),
        Request::multi(
            opcode::MULTI,
            &[Request::create(opcode::CREATE, "/bm", data, open, 0)],
        ),
        Request::multi(
            opcode::MULTI_READ,
            &[Request::read(opcode::GET_DATA, "/b", 0)],
        ),
        Request::sasl(Some(b"token")),
        Request::bare(opcode::WHO_AM_I),
        Request::bare(opcode::PING),
        Request::reconfig(&Text::NULL, &Text::NULL, &Text::NULL, -1),
    ]
}

/// Every opcode with no body, with too short a one and with more than enough.
pub(super) fn bodies() -> Vec<Step> {
    let whole = well_formed();
    let mut steps = Vec::new();
    for request in &whole {
        for length in 0..request.body.len() {
            let mut cut = request.clone();
            cut.body.truncate(length);
            cut.label = format!("{} cut to {length} bytes", request.label);
            steps.push(send(0, cut));
        }
        let mut longer = request.clone();
        longer.body.extend_from_slice(b"more than enough");
        longer.label = format!("{} with more", request.label);
        steps.push(send(0, longer));
        for length in [-2, i32::MIN, i32::MAX, 1 << 20, 0] {
            let mut garbled = request.clone();
            if let Some(first) = garbled.body.first_chunk_mut::<4>() {
                *first = i32::to_be_bytes(length);
            }
            garbled.label = format!("{} with first number {length}", request.label);
            steps.push(send(0, garbled));
        }
    }
    for op in [0, 10, 23, 99, 108, 109, 1000, i32::MAX, -2, -12, i32::MIN] {
        steps.push(send(1, Request::bare(op)));
    }
    for credential in [
        Request::auth("digest", None),
        Request::auth(Text::NULL, Some(b"x")),
    ] {
        steps.push(send(1, credential));
    }
    steps.push(send(1, Request::versioned(opcode::CHECK, "/b", -1)));
    steps.push(Step::Walk("/".into()));
    steps
}

/// Multis of every kind and with every failure.
pub(super) fn multi() -> Vec<Step> {
    let open = Acl::open();
    let open = Some(open.as_slice());
    let data = Some(b"m".as_slice());
    let check = |path: &str, version| Request::versioned(opcode::CHECK, path, version);
    let delete = |path: &str| Request::versioned(opcode::DELETE, path, -1);
    let watched = ["/m", "/m/a", "/m/b"];
    let mut steps = vec![send(0, create("/m", 0))];
    let lists: Vec<Vec<Request>> = vec![
        vec![],
        vec![
            create("/m/a", 0),
            Request::set_data("/m/a", data, 0),
            delete("/m/a"),
        ],
        vec![create("/m/a", 0), create("/m/a", 0)],
        vec![create("/m/s", 2), create("/m/s", 2), create("/m/s", 3)],
        vec![create("/m/a", 0), create("/m/a/b", 0), delete("/m/a")],
        vec![check("/m", 0), check("/m/none", -1), create("/m/b", 0)],
        vec![
            Request::create(opcode::CREATE2, "/m/b", data, open, 0),
            check("/m/b", 0),
        ],
        vec![Request::create(
            opcode::CREATE_CONTAINER,
            "/m/c",
            data,
            open,
            4,
        )],
        vec![Request::create_ttl("/m/t", data, open, 5, 1_000_000)],
        vec![
            Request::create_ttl("/m/t2", data, open, 5, 0),
            create("/m/u", 0),
        ],
        vec![create("/m/e", 1), create("/m/e/child", 0)],
        vec![Request::create(opcode::CREATE, "/m/n", data, None, 0)],
        vec![
            Request::create(opcode::CREATE, "/m/n", data, open, 9),
            create("/m/n", 0),
        ],
        vec![create("m", 0)],
        vec![
            Request::set_data("/m", data, 3),
            Request::set_data("/m", data, -1),
        ],
        vec![
            Request::set_data("/m", data, -1),
            Request::set_data("/m", None, 1),
        ],
        vec![delete("/m"), create("/m", 0)],
        vec![delete("/zookeeper"), create("/m/x", 0)],
        vec![Request::read(opcode::GET_DATA, "/m", 1)],
        vec![create("/m/y", 0), Request::read(opcode::GET_DATA, "/m", 1)],
        vec![Request::set_acl("/m", open, -1)],
        vec![
            create("/m/z", 0),
            Request::multi(opcode::MULTI, &[create("/m/w", 0)]),
        ],
        vec![Request::bare(opcode::CLOSE_SESSION)],
        vec![Request::bare(opcode::PING)],
    ];
    for list in &lists {
        for path in watched {
            steps.push(send(1, Request::read(opcode::EXISTS, path, 1)));
        }
        steps.push(send(1, Request::read(opcode::GET_CHILDREN, "/m", 1)));
        steps.push(send(0, Request::multi(opcode::MULTI, list)));
        steps.push(send(0, Request::multi(opcode::MULTI_READ, list)));
    }
    let reads = [
        Request::read(opcode::GET_DATA, "/m", 1),
        Request::read(opcode::GET_CHILDREN, "/m", 1),
        Request::read(opcode::GET_DATA, "/none", 1),
        Request::read(opcode::GET_CHILDREN, "/none", 1),
    ];
    steps.push(send(2, Request::multi(opcode::MULTI_READ, &reads)));
    steps.push(send(0, Request::set_data("/m", data, -1)));
    steps.push(send(0, create("/m/last", 0)));
    steps.push(send(0, create("/none", 0)));
    // A list that does not end, and one that ends too early.
    let mut endless = Request::multi(opcode::MULTI, &[create("/m/endless", 0)]);
    endless.body.truncate(endless.body.len() - 9);
    steps.push(send(0, endless));
    let mut done = Encoder::default();
    done.int(opcode::CREATE).byte(1).int(0);
    steps.push(send(
        0,
        Request::raw(opcode::MULTI, done.into_bytes(), "multi done early".into()),
    ));
    steps.push(Step::Walk("/".into()));
    steps
}
