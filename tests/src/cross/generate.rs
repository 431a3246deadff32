//! A seed becomes a script.
//!
//! Every path of a script lies under a prefix of its own, so that many scripts can follow each
//! other on one pair of servers; a few reach for the nodes all share. Must never depend on what a
//! server answers.

use crate::cross::step::{Password, SLOTS, Step, Wanted, Zxid};
use crate::random::Random;
use crate::wire::{Acl, Request, Text, opcode};

/// A seed's script of about `length` steps.
pub fn script(seed: u64, length: usize) -> Vec<Step> {
    let mut generator = Generator::new(seed);
    let mut steps = generator.opening();
    for _ in 0..length {
        generator.step(&mut steps);
    }
    if !generator.quota && generator.random.percent(10) {
        // In the middle of it: what was done and what is still open must survive.
        steps.insert(steps.len() - length / 3, Step::Restart);
    }
    steps.push(Step::Walk(generator.root.as_str().into()));
    steps.push(Step::EndSessions);
    steps.push(Step::Walk("/".into()));
    steps
}

mod values;

struct Generator {
    random: Random,
    root: String,
    sessions: usize,
    quota: bool,
}

impl Generator {
    fn new(seed: u64) -> Generator {
        Generator {
            random: Random::new(seed),
            root: format!("/s{seed}"),
            sessions: 0,
            quota: false,
        }
    }

    fn opening(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        for slot in 0..SLOTS - 1 {
            steps.push(self.open(slot));
        }
        for name in ["", "/a", "/b", "/a/a"] {
            let path = format!("{}{name}", self.root);
            let create = Request::create(opcode::CREATE, path, None, Some(&Acl::open()), 0);
            steps.push(Step::Send {
                slot: 0,
                requests: vec![create],
            });
        }
        if self.random.percent(30) {
            steps.extend(self.with_quota());
        }
        steps
    }

    /// A quota on the script's own nodes, as ZooKeeper's tools set it.
    fn with_quota(&mut self) -> Vec<Step> {
        self.quota = true;
        let base = format!("/zookeeper/quota{}", self.root);
        let limits = *self.random.pick(&[
            "count=6,bytes=2000",
            "count=-1,bytes=-1=;byteHardLimit=1500;countHardLimit=6",
            "count=3,bytes=-1=;byteHardLimit=-1;countHardLimit=5",
            "count=-1,bytes=100=;byteHardLimit=400;countHardLimit=-1",
        ]);
        let nodes = [
            (base.clone(), ""),
            (base.clone() + "/zookeeper_limits", limits),
            (base + "/zookeeper_stats", "count=0,bytes=0"),
        ];
        let create = |(path, text): (String, &str)| {
            Request::create(
                opcode::CREATE,
                path,
                Some(text.as_bytes()),
                Some(&Acl::open()),
                0,
            )
        };
        nodes
            .map(|node| Step::Send {
                slot: 0,
                requests: vec![create(node)],
            })
            .to_vec()
    }

    fn open(&mut self, slot: usize) -> Step {
        self.sessions += 1;
        Step::Connect {
            slot,
            wanted: Wanted::New,
            password: *self
                .random
                .pick(&[Password::Right, Password::Empty, Password::Null]),
            timeout_ms: *self
                .random
                .pick(&[200_000, 0, -1, 1, i32::MAX, i32::MIN, 150_000]),
            last_zxid: *self.random.pick(&[
                Zxid::Exactly(0),
                Zxid::Newest(0),
                Zxid::Exactly(-1),
                Zxid::Newest(-3),
            ]),
            read_only: *self.random.pick(&[Some(0), Some(1), None, Some(7)]),
        }
    }

    fn step(&mut self, steps: &mut Vec<Step>) {
        let slot = self.random.below(SLOTS);
        let step = match self.random.weighted(&[66, 6, 5, 6, 3, 2, 1, 4]) {
            0 => Step::Send {
                slot,
                requests: vec![self.request()],
            },
            1 => Step::Send {
                slot,
                requests: self.pipeline(),
            },
            2 => Step::SetWatches {
                slot,
                relative: self.relative(),
                lists: self.watch_lists(),
            },
            3 => self.connect(slot),
            4 => self.word(),
            5 => Step::Drop { slot },
            6 => Step::Garbage {
                slot,
                bytes: self.garbage(),
            },
            _ => Step::Send {
                slot,
                requests: vec![self.mutated()],
            },
        };
        steps.push(step);
    }

    fn connect(&mut self, slot: usize) -> Step {
        if self.random.percent(30) {
            return self.open(slot);
        }
        let wanted = if self.random.percent(90) {
            Wanted::Opened(self.random.below(self.sessions))
        } else {
            *self.random.pick(&[
                Wanted::Unknown(1),
                Wanted::Unknown(-1),
                Wanted::Unknown(i64::MIN),
            ])
        };
        let password = match self.random.below(10) {
            0 => Password::Wrong,
            1 => Password::Empty,
            2 => Password::Null,
            3 => Password::Half,
            _ => Password::Right,
        };
        let last_zxid = match self.random.below(10) {
            0 => Zxid::Newest(1),
            1 => Zxid::Exactly(i64::MAX),
            2 => Zxid::Exactly(i64::MIN),
            3 | 4 => Zxid::Exactly(0),
            _ => Zxid::Newest(0),
        };
        Step::Connect {
            slot,
            wanted,
            password,
            timeout_ms: *self.random.pick(&[200_000, 120_000, 0, 1_000_000]),
            last_zxid,
            read_only: *self.random.pick(&[Some(0), None, Some(1)]),
        }
    }

    fn relative(&mut self) -> Zxid {
        match self.random.below(8) {
            0 => Zxid::Exactly(0),
            1 => Zxid::Exactly(-1),
            2 => Zxid::Newest(5),
            n => Zxid::Newest(-i64::try_from(n * n).expect("small")),
        }
    }

    fn watch_lists(&mut self) -> Vec<Option<Vec<Text>>> {
        let count = if self.random.percent(50) { 3 } else { 5 };
        let mut lists: Vec<Option<Vec<Text>>> = (0..count)
            .map(|_| {
                let length = self.random.below(4);
                Some((0..length).map(|_| self.some_path()).collect())
            })
            .collect();
        if self.random.percent(3) {
            // A null list further on: ZooKeeper has worked through those before it by then.
            lists[0] = None;
        }
        lists
    }

    fn pipeline(&mut self) -> Vec<Request> {
        let length = 2 + self.random.below(12);
        let mut requests = Vec::new();
        while requests.len() < length {
            let request = self.request();
            // Credentials are answered ahead of what is queued; what closes ends the pipeline. What
            // follows a setACL that is still in flight is checked by ZooKeeper against the old
            // list or the new one, as time will have it.
            let alone = [
                opcode::AUTH,
                opcode::SASL,
                opcode::CLOSE_SESSION,
                opcode::RECONFIG,
                opcode::SET_ACL,
            ];
            // A quota is checked by ZooKeeper without the writes that are still in flight.
            let last = self.quota && is_write(request.opcode);
            if !alone.contains(&request.opcode) && is_known(request.opcode) {
                requests.push(request);
                if last {
                    break;
                }
            }
        }
        requests
    }

    fn request(&mut self) -> Request {
        const KINDS: [usize; 20] = [24, 7, 9, 6, 8, 5, 5, 3, 4, 7, 3, 6, 5, 4, 4, 2, 3, 1, 1, 2];
        match self.random.weighted(&KINDS) {
            0 => self.create(),
            1 => Request::versioned(opcode::DELETE, self.path(), self.version()),
            2 => self.set_data(),
            3 => Request::read(opcode::EXISTS, self.path(), self.watch_byte()),
            4 => Request::read(opcode::GET_DATA, self.path(), self.watch_byte()),
            5 => Request::read(opcode::GET_CHILDREN, self.path(), self.watch_byte()),
            6 => Request::read(opcode::GET_CHILDREN2, self.path(), self.watch_byte()),
            7 => Request::path(opcode::GET_ACL, self.path()),
            8 => {
                let (path, acl) = (self.path(), self.acl());
                Request::set_acl(path, acl.as_deref(), self.version())
            }
            9 => self.multi(),
            10 => self.multi_read(),
            11 => {
                let mode = *self.random.pick(&[0, 0, 0, 1, 1, 1, 1, 2, -1]);
                Request::watch(opcode::ADD_WATCH, self.some_path(), mode)
            }
            12 => {
                let op = *self
                    .random
                    .pick(&[opcode::CHECK_WATCHES, opcode::REMOVE_WATCHES]);
                let kind = *self.random.pick(&[1, 2, 3, 3, 4, 5, 0, 6]);
                Request::watch(op, self.some_path(), kind)
            }
            13 => self.auth(),
            14 => {
                let op = *self.random.pick(&[
                    opcode::SYNC,
                    opcode::GET_EPHEMERALS,
                    opcode::GET_ALL_CHILDREN_NUMBER,
                ]);
                Request::path(op, self.path())
            }
            15 => Request::bare(opcode::WHO_AM_I),
            16 => self.quota(),
            17 => self.reconfig(),
            18 => self.unknown(),
            _ => self.rare(),
        }
    }

    fn rare(&mut self) -> Request {
        match self.random.below(4) {
            0 => Request::sasl(*self.random.pick(&[Some(b"x".as_slice()), None, Some(b"")])),
            1 => Request::bare(opcode::CLOSE_SESSION),
            2 => Request::bare(opcode::PING),
            _ => Request::versioned(opcode::CHECK, self.path(), self.version()),
        }
    }

    fn create(&mut self) -> Request {
        let (path, data, acl) = (self.path(), self.data(), self.acl());
        let (data, acl) = (data.as_deref(), acl.as_deref());
        let mode = *self
            .random
            .pick(&[0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, -1]);
        match self.random.below(20) {
            0..=8 => Request::create(opcode::CREATE, path, data, acl, mode),
            9..=15 => Request::create(opcode::CREATE2, path, data, acl, mode),
            16 | 17 => {
                // Ephemeral flags here: see the test of single requests.
                let flags = *self.random.pick(&[4, 4, 4, 0, 2, 5, 9]);
                Request::create(opcode::CREATE_CONTAINER, path, data, acl, flags)
            }
            _ => {
                // Other legal flags make ZooKeeper create what its log cannot replay.
                let flags = *self.random.pick(&[5, 5, 5, 6, 6, 7, -1]);
                let ttl = *self.random.pick(&[
                    3_600_000,
                    3_600_000,
                    (1 << 40) - 1,
                    1 << 40,
                    0,
                    -1,
                    i64::MIN,
                    i64::MAX,
                ]);
                Request::create_ttl(path, data, acl, flags, ttl)
            }
        }
    }

    fn set_data(&mut self) -> Request {
        let (path, data) = (self.path(), self.data());
        Request::set_data(path, data.as_deref(), self.version())
    }

    fn multi(&mut self) -> Request {
        let length = self.random.below(6);
        let mut parts: Vec<Request> = (0..length).map(|_| self.multi_part()).collect();
        // Which of a null and another fault is named depends on the order of evaluation.
        parts.retain(|part| !part.holds_null());
        if self.quota {
            // A quota is checked by ZooKeeper without the earlier operations of the multi.
            let mut writes = 0;
            parts.retain(|part| {
                writes += usize::from(is_write(part.opcode));
                !is_write(part.opcode) || writes == 1
            });
        }
        if self.random.percent(4) {
            let place = self.random.below(parts.len() + 1);
            let wrong = match self.random.below(5) {
                0 => Request::read(opcode::GET_DATA, self.path(), 0),
                1 => Request::set_acl(self.path(), Some(&Acl::open()), -1),
                2 => Request::multi(opcode::MULTI, &[]),
                3 => Request::bare(opcode::CLOSE_SESSION),
                _ => Request::bare(99),
            };
            parts.insert(place, wrong);
        }
        Request::multi(opcode::MULTI, &parts)
    }

    fn multi_part(&mut self) -> Request {
        match self.random.weighted(&[8, 4, 4, 4]) {
            0 => self.create(),
            1 => Request::versioned(opcode::DELETE, self.path(), self.version()),
            2 => self.set_data(),
            _ => Request::versioned(opcode::CHECK, self.path(), self.version()),
        }
    }

    fn multi_read(&mut self) -> Request {
        let length = self.random.below(5);
        let parts: Vec<Request> = (0..length)
            .map(|_| {
                let op = *self.random.pick(&[
                    opcode::GET_DATA,
                    opcode::GET_DATA,
                    opcode::GET_CHILDREN,
                    opcode::GET_CHILDREN,
                    opcode::GET_CHILDREN,
                ]);
                Request::read(op, self.path(), self.watch_byte())
            })
            .collect();
        if self.random.percent(8) {
            let wrong = Request::read(opcode::EXISTS, self.path(), 0);
            return Request::multi(opcode::MULTI_READ, &[parts, vec![wrong]].concat());
        }
        Request::multi(opcode::MULTI_READ, &parts)
    }

    fn auth(&mut self) -> Request {
        match self.random.below(16) {
            0..=5 => Request::auth("digest", Some(b"bob:pw")),
            6 | 7 => Request::auth("digest", Some(b"alice:secret")),
            8 => Request::auth("digest", Some(b"super:admin")),
            9 => Request::auth("digest", Some(b"super:wrong")),
            10 => Request::auth(
                "digest",
                Some(*self.random.pick(&[b"colonless".as_slice(), b""])),
            ),
            11 => Request::auth("ip", Some(b"10.0.0.1")),
            12 => Request::auth("world", Some(b"anyone")),
            13 => {
                let schemes = ["sasl", "x509", "nonsense", "", "auth", "super", "ensemble"];
                Request::auth(*self.random.pick(&schemes), Some(b"x"))
            }
            14 => Request::auth("digest", Some(b"a:b:c")),
            _ => Request::auth("digest", Some(b"\xff\xfe:\0")),
        }
    }

    fn reconfig(&mut self) -> Request {
        let joining = match self.random.below(3) {
            0 => Text::NULL,
            1 => "server.2=127.0.0.1:2888:3888:participant;2181".into(),
            _ => "nonsense".into(),
        };
        let config = *self.random.pick(&[-1, 0, 5]);
        Request::reconfig(&joining, &Text::NULL, &Text::NULL, config)
    }

    fn unknown(&mut self) -> Request {
        let op = *self
            .random
            .pick(&[10, 23, 24, 99, 108, 1000, i32::MAX, i32::MIN, 200]);
        Request::bare(op)
    }

    /// Quota nodes with the text that ZooKeeper's own tools write.
    fn quota(&mut self) -> Request {
        self.quota = true;
        let base = format!("/zookeeper/quota{}", self.root);
        let below = if self.random.percent(70) {
            base.clone()
        } else {
            base.clone() + "/a"
        };
        let create = |path: String, text: &[u8]| {
            Request::create(opcode::CREATE, path, Some(text), Some(&Acl::open()), 0)
        };
        match self.random.below(9) {
            0 => create(base, b""),
            1 => create(below, b""),
            2 => create(below + "/zookeeper_limits", b"count=6,bytes=2000"),
            3 => create(
                below + "/zookeeper_limits",
                b"count=-1,bytes=-1=;byteHardLimit=1500;countHardLimit=5",
            ),
            4 => create(below + "/zookeeper_stats", b"count=0,bytes=0"),
            5 => Request::read(opcode::GET_DATA, below + "/zookeeper_stats", 1),
            6 => Request::read(opcode::GET_DATA, below + "/zookeeper_limits", 0),
            7 => Request::set_data(
                below + "/zookeeper_limits",
                Some(b"count=4,bytes=300=;byteHardLimit=2500;countHardLimit=-1"),
                -1,
            ),
            _ => {
                let leaf = *self.random.pick(&["/zookeeper_limits", "/zookeeper_stats"]);
                Request::versioned(opcode::DELETE, below + leaf, -1)
            }
        }
    }

    /// A well-formed request with bytes lost, added or changed.
    fn mutated(&mut self) -> Request {
        let mut request = loop {
            let request = self.request();
            // Changed bytes in these could do anything: to other people's nodes, or to the quota
            // text, which ZooKeeper reads unchecked.
            let keep = !request.label.contains("quota") && is_known(request.opcode);
            if keep && request.opcode != opcode::CLOSE_SESSION {
                break request;
            }
        };
        let body = &mut request.body;
        let how = match self.random.below(4) {
            0 => {
                body.truncate(self.random.below(body.len() + 1));
                "cut"
            }
            1 => {
                body.extend_from_slice(&[0, 1, 2, 3, 255][..=self.random.below(5)]);
                "lengthened"
            }
            2 => {
                body.clear();
                "emptied"
            }
            _ => {
                // A length of a string or vector: the first byte decides its sign and size.
                if let Some(byte) = body.first_mut() {
                    *byte = *self.random.pick(&[0x7f, 0x80, 0xff, 0x01]);
                }
                "with a garbled length"
            }
        };
        let bytes = request.body.len();
        request.label = format!("{} ({how}: {bytes} bytes)", request.label);
        request
    }
}

fn is_write(op: i32) -> bool {
    use opcode::{CREATE, CREATE_CONTAINER, CREATE_TTL, CREATE2, DELETE, MULTI, SET_DATA};
    [
        CREATE,
        CREATE2,
        CREATE_CONTAINER,
        CREATE_TTL,
        DELETE,
        MULTI,
        SET_DATA,
    ]
    .contains(&op)
}

/// Whether the opcode is one a server answers without closing.
fn is_known(op: i32) -> bool {
    (1..=22).contains(&op) && op != 10 && op != opcode::CHECK || (100..108).contains(&op)
}
