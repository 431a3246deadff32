//! Every kind of watch under every change, with re-registration.

use crate::cross::scenarios::{create, send};
use crate::cross::step::{Step, Zxid};
use crate::wire::{Acl, Request, Text, opcode};

/// Every kind of watch under every change, with re-registration.
pub(super) fn watches() -> Vec<Step> {
    let mut steps = vec![send(0, create("/w", 0))];
    let register: [(usize, Request); 8] = [
        (1, Request::read(opcode::EXISTS, "/w/n", 1)),
        (1, Request::read(opcode::GET_DATA, "/w/n", 1)),
        (1, Request::read(opcode::GET_CHILDREN, "/w/n", 1)),
        (1, Request::read(opcode::GET_CHILDREN2, "/w", 1)),
        (2, Request::watch(opcode::ADD_WATCH, "/w/n", 0)),
        (2, Request::watch(opcode::ADD_WATCH, "/w", 0)),
        (3, Request::watch(opcode::ADD_WATCH, "/w", 1)),
        (3, Request::watch(opcode::ADD_WATCH, "/", 1)),
    ];
    let changes = [
        create("/w/n", 0),
        Request::set_data("/w/n", Some(b"1"), -1),
        Request::set_acl("/w/n", Some(&Acl::open()), -1),
        create("/w/n/child", 0),
        Request::set_data("/w/n/child", Some(b"1"), -1),
        Request::versioned(opcode::DELETE, "/w/n/child", -1),
        Request::versioned(opcode::DELETE, "/w/n", -1),
        Request::multi(
            opcode::MULTI,
            &[
                create("/w/n", 0),
                create("/w/n/child", 1),
                Request::set_data("/w/n", Some(b"2"), -1),
                Request::versioned(opcode::DELETE, "/w/n/child", -1),
                Request::versioned(opcode::DELETE, "/w/n", -1),
            ],
        ),
    ];
    // The last round registers nothing: only what stays may fire.
    for round in 0..3 {
        for change in &changes {
            if round < 2 {
                for (slot, request) in &register {
                    steps.push(send(*slot, request.clone()));
                }
            }
            steps.push(send(round, change.clone()));
        }
    }
    for kind in 0..7 {
        for slot in 1..4 {
            for op in [
                opcode::CHECK_WATCHES,
                opcode::REMOVE_WATCHES,
                opcode::CHECK_WATCHES,
            ] {
                for path in ["/w/n", "/w", "/"] {
                    steps.push(send(slot, Request::watch(op, path, kind)));
                }
            }
        }
        for (slot, request) in &register {
            steps.push(send(*slot, request.clone()));
        }
    }
    for word in ["wchs", "wchc", "wchp", "mntr"] {
        steps.push(Step::Word(word, word.into()));
    }
    // A dropped connection takes its watches along; the next registers them again.
    steps.push(Step::Drop { slot: 1 });
    steps.push(send(0, create("/w/n", 0)));
    for back in [0, -1, -2, -1000] {
        for count in [3, 5] {
            let list = || Some(vec![Text::from("/w/n"), "/w/none".into(), "/w".into()]);
            let lists = (0..count).map(|_| list()).collect();
            steps.push(Step::SetWatches {
                slot: 1,
                relative: Zxid::Newest(back),
                lists,
            });
        }
    }
    steps.push(send(0, Request::set_data("/w/n", Some(b"3"), -1)));
    steps.push(send(0, create("/w/none", 0)));
    steps.push(send(0, create("/w/n/child", 1)));
    steps.push(send(0, Request::bare(opcode::CLOSE_SESSION)));
    steps
}
