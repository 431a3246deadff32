//! Handshakes, frames and four-letter words.

use crate::cross::scenarios::{create, send, sync};
use crate::cross::step::{Password, Step, Wanted, Zxid};
use crate::wire::{Acl, Request, opcode};

/// Every field of a handshake.
pub(super) fn handshakes() -> Vec<Step> {
    let mut steps = Vec::new();
    let connect = |wanted, password, timeout_ms, last_zxid, read_only| Step::Connect {
        slot: 0,
        wanted,
        password,
        timeout_ms,
        last_zxid,
        read_only,
    };
    for timeout_ms in [
        i32::MIN,
        -1,
        0,
        1,
        3999,
        4000,
        4001,
        20_000,
        40_000,
        40_001,
        i32::MAX,
    ] {
        for read_only in [None, Some(0), Some(1), Some(0xff)] {
            let zero = Zxid::Exactly(0);
            steps.push(connect(
                Wanted::New,
                Password::Right,
                timeout_ms,
                zero,
                read_only,
            ));
        }
    }
    let passwords = [
        Password::Right,
        Password::Wrong,
        Password::Empty,
        Password::Null,
        Password::Half,
    ];
    for password in passwords {
        for wanted in [
            Wanted::New,
            Wanted::Opened(1),
            Wanted::Unknown(1),
            Wanted::Unknown(-1),
        ] {
            for read_only in [None, Some(0), Some(1)] {
                steps.push(connect(
                    wanted,
                    password,
                    30_000,
                    Zxid::Newest(0),
                    read_only,
                ));
            }
        }
    }
    for last in [
        Zxid::Newest(1),
        Zxid::Exactly(i64::MAX),
        Zxid::Exactly(i64::MIN),
    ] {
        for wanted in [Wanted::New, Wanted::Opened(2)] {
            steps.push(connect(wanted, Password::Right, 30_000, last, Some(0)));
        }
    }
    for word in ["isro", "srvr", "conf"] {
        steps.push(Step::Word(word, word.into()));
    }
    steps
}

/// The edges of the frame format.
pub(super) fn frames() -> Vec<Step> {
    const LONGEST: usize = 0x000f_ffff;
    let overhead = create("/f", 0).frame(0).len() - 4;
    let mut steps = Vec::new();
    for length in [LONGEST - 1, LONGEST] {
        let data = vec![b'f'; length - overhead];
        let open = Acl::open();
        let request = Request::create(opcode::CREATE, "/f", Some(&data), Some(&open), 0);
        steps.push(send(0, request));
        steps.push(send(0, Request::read(opcode::GET_DATA, "/f", 0)));
        steps.push(send(0, Request::versioned(opcode::DELETE, "/f", -1)));
    }
    for length in [LONGEST + 1, usize::from(u16::MAX) << 14] {
        let length = u32::try_from(length).expect("below 4 GiB");
        steps.push(Step::Garbage {
            slot: 0,
            bytes: length.to_be_bytes().to_vec(),
        });
    }
    for length in 0..8_u8 {
        let bytes = [&[0, 0, 0, length], &vec![0; usize::from(length)][..]].concat();
        steps.push(Step::Garbage { slot: 1, bytes });
    }
    for length in [-1, -2, i32::MIN] {
        steps.push(Step::Garbage {
            slot: 2,
            bytes: i32::to_be_bytes(length).to_vec(),
        });
    }
    // Words are known on a fresh connection only.
    steps.push(Step::Garbage {
        slot: 3,
        bytes: b"ruok".to_vec(),
    });
    steps.push(send(0, sync("/")));
    steps
}

/// More connections from one address than it may have.
pub(super) fn too_many() -> Vec<Step> {
    let connect = |slot| Step::Connect {
        slot,
        wanted: Wanted::New,
        password: Password::Right,
        timeout_ms: 200_000,
        last_zxid: Zxid::Exactly(0),
        read_only: Some(0),
    };
    vec![
        connect(0),
        connect(1),
        connect(2),
        connect(3),
        send(0, sync("/")),
        send(1, Request::bare(opcode::CLOSE_SESSION)),
        connect(2),
        connect(3),
    ]
}

/// The edges of the frame format when frames are small.
pub(super) fn small_frames() -> Vec<Step> {
    let overhead = create("/f", 0).frame(0).len() - 4;
    let mut steps = Vec::new();
    for length in [4095_usize, 4096, 4097] {
        let data = vec![b'f'; length - overhead];
        let open = Acl::open();
        let request = Request::create(opcode::CREATE, "/f", Some(&data), Some(&open), 0);
        if length <= 4096 {
            steps.push(send(0, request));
            steps.push(send(0, Request::read(opcode::GET_DATA, "/f", 0)));
            steps.push(send(0, Request::versioned(opcode::DELETE, "/f", -1)));
        } else {
            let length = i32::try_from(length).expect("small");
            steps.push(Step::Garbage {
                slot: 1,
                bytes: length.to_be_bytes().to_vec(),
            });
        }
    }
    steps
}

/// Many requests at once, of every kind.
pub(super) fn pipelines() -> Vec<Step> {
    let mut requests = vec![create("/p", 0)];
    for number in 0..50 {
        let path = format!("/p/{number}");
        requests.push(create(&path, 0));
        requests.push(Request::read(opcode::GET_DATA, &path, 1));
        requests.push(Request::set_data(&path, Some(b"x"), 0));
        requests.push(Request::read(opcode::GET_CHILDREN2, "/p", 1));
        requests.push(Request::bare(opcode::PING));
        requests.push(Request::versioned(opcode::DELETE, &path, 0));
        requests.push(sync(&path));
        requests.push(Request::versioned(opcode::DELETE, &path, 1));
        requests.push(Request::multi(opcode::MULTI, &[create(&path, 2)]));
    }
    let pipeline = |slot| Step::Send {
        slot,
        requests: requests.clone(),
    };
    vec![pipeline(0), pipeline(1), Step::Walk("/".into())]
}

/// The whitelist as it is without a configuration.
pub(super) fn words() -> Vec<Step> {
    let words = [
        "ruok", "isro", "srvr", "stat", "conf", "cons", "crst", "srst", "dirs", "dump", "envi",
        "gtmk", "hash", "mntr", "wchs", "wchc", "wchp", "lsnp", "icfg", "orst", "obsr", "sysp",
        "lead", "RUOK", "nope",
    ];
    let mut steps: Vec<Step> = words
        .into_iter()
        .map(|word| Step::Word(word, word.into()))
        .collect();
    steps.push(Step::Word(
        "stmk",
        [b"stmk", 0_i64.to_be_bytes().as_slice()].concat(),
    ));
    steps
}

/// Every word in the states that it shows.
pub(super) fn open_words() -> Vec<Step> {
    let words = [
        "ruok", "isro", "srvr", "stat", "conf", "cons", "dirs", "dump", "envi", "gtmk", "mntr",
        "wchs", "wchc", "wchp",
    ];
    let mut steps = Vec::new();
    let show = |steps: &mut Vec<Step>| {
        steps.extend(words.into_iter().map(|word| Step::Word(word, word.into())));
    };
    show(&mut steps);
    steps.push(send(0, create("/e", 1)));
    steps.push(send(0, create("/e2", 3)));
    steps.push(send(1, Request::read(opcode::GET_DATA, "/e", 1)));
    steps.push(send(1, Request::read(opcode::GET_CHILDREN, "/", 1)));
    steps.push(send(2, Request::watch(opcode::ADD_WATCH, "/e", 0)));
    steps.push(send(2, Request::watch(opcode::ADD_WATCH, "/", 1)));
    show(&mut steps);
    // What each connection asked for last.
    let open = Acl::open();
    let open = Some(open.as_slice());
    for request in [
        create("/l", 0),
        Request::create(opcode::CREATE2, "/l2", None, open, 0),
        Request::set_data("/l", None, -1),
        Request::set_acl("/l", open, -1),
        Request::read(opcode::EXISTS, "/l", 0),
        Request::read(opcode::GET_DATA, "/l", 0),
        Request::read(opcode::GET_CHILDREN, "/l", 0),
        Request::read(opcode::GET_CHILDREN2, "/l", 0),
        Request::path(opcode::GET_ACL, "/l"),
        Request::path(opcode::SYNC, "/l"),
        Request::path(opcode::GET_EPHEMERALS, "/l"),
        Request::path(opcode::GET_ALL_CHILDREN_NUMBER, "/l"),
        Request::bare(opcode::WHO_AM_I),
        Request::watch(opcode::ADD_WATCH, "/l", 0),
        Request::watch(opcode::CHECK_WATCHES, "/l", 3),
        Request::watch(opcode::REMOVE_WATCHES, "/l", 3),
        Request::set_watches(0, &[Some(vec![]), Some(vec![]), Some(vec![])]),
        Request::multi(
            opcode::MULTI,
            &[Request::versioned(opcode::CHECK, "/l", -1)],
        ),
        Request::multi(
            opcode::MULTI_READ,
            &[Request::read(opcode::GET_DATA, "/l", 0)],
        ),
        Request::versioned(opcode::DELETE, "/l", -1),
    ] {
        steps.push(send(0, request));
        steps.push(Step::Word("cons", b"cons".to_vec()));
    }
    for word in ["crst", "cons", "srst", "srvr"] {
        steps.push(Step::Word(word, word.into()));
    }
    for mask in [0_i64, 306, -1, 306] {
        let bytes = [b"stmk", mask.to_be_bytes().as_slice()].concat();
        steps.push(Step::Word("stmk", bytes));
        steps.push(Step::Word("gtmk", b"gtmk".to_vec()));
    }
    steps
}
