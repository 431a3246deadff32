//! The values of a script's requests: paths, data, versions, ACL lists, broken frames, words.
//!
//! Good ones are common enough that the scripts get somewhere, bad ones common enough that every
//! check of a server is reached.

use crate::cross::generate::Generator;
use crate::cross::step::Step;
use crate::wire::{Acl, Text};

/// `name:base64(sha1(name:password))` of the credentials the scripts use.
const BOB: &str = "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=";

impl Generator {
    /// Mostly one of few paths, so that the clients meet.
    pub(super) fn path(&mut self) -> Text {
        const NAMES: [&str; 9] = [
            "/a", "/b", "/c", "/a/a", "/a/b", "/b/a", "/a/a/a", "/a/a/", "",
        ];
        let inside = format!("{}{}", self.root, self.random.pick(&NAMES));
        match self.random.below(100) {
            0..=87 => inside.into(),
            88..=93 => self.bad_path(inside),
            _ => self.shared_path(),
        }
    }

    /// Not the null path: `setWatches` works through what is before it in ZooKeeper, and a watch
    /// on it is listed as `null`.
    pub(super) fn some_path(&mut self) -> Text {
        match self.path() {
            Text::NULL => "/".into(),
            path => path,
        }
    }

    pub(super) fn bad_path(&mut self, inside: String) -> Text {
        match self.random.below(17) {
            0 => Text::NULL,
            1 => "".into(),
            2 => inside[1..].into(),
            3 => (inside + "/").into(),
            4 => (inside + "//x").into(),
            5 => (inside + "/.").into(),
            6 => (inside + "/..").into(),
            7 => (inside + "/.../x").into(),
            8 => (inside + "/a..b").into(),
            9 => (inside + "/nul\0byte").into(),
            10 => (inside + "/bell\u{7}").into(),
            11 => (inside + "/\u{7f}").into(),
            12 => (inside + "/\u{e000}").into(),
            13 => (inside + "/\u{fff0}").into(),
            14 => (inside + "/\u{1f600}").into(),
            15 => (inside + "/gr\u{fc}n").into(),
            _ => (inside + "/./x").into(),
        }
    }

    pub(super) fn shared_path(&mut self) -> Text {
        const SHARED: [&str; 9] = [
            "/",
            "/zookeeper",
            "/zookeeper/config",
            "/zookeeper/quota",
            "/zookeeper/config/x",
            "/missing/child",
            "no-slash",
            "/missing//child",
            "//",
        ];
        (*self.random.pick(&SHARED)).into()
    }

    pub(super) fn data(&mut self) -> Option<Vec<u8>> {
        match self.random.below(10) {
            0 => None,
            1 => Some(Vec::new()),
            2 => Some(vec![b'z'; 1 + self.random.below(3000)]),
            _ => Some(format!("v{}", self.random.below(1000)).into_bytes()),
        }
    }

    pub(super) fn version(&mut self) -> i32 {
        *self
            .random
            .pick(&[-1, -1, -1, -1, -1, 0, 0, 1, 2, 7, -2, i32::MAX, i32::MIN])
    }

    pub(super) fn watch_byte(&mut self) -> u8 {
        *self.random.pick(&[0, 0, 1, 1, 1, 2, 255])
    }

    pub(super) fn acl(&mut self) -> Option<Vec<Acl>> {
        let one = |perms, scheme, id| Some(vec![Acl::new(perms, scheme, id)]);
        match self.random.below(60) {
            0..=31 => Some(Acl::open()),
            32 | 33 => one(1, "world", "anyone"),
            34 => one(31 & !8, "world", "anyone"),
            35 => one(31 & !4, "world", "anyone"),
            36 => one(31 & !1, "world", "anyone"),
            37 | 38 => one(31, "auth", ""),
            39 => one(31, "auth", "ignored"),
            40 | 41 => one(31, "digest", BOB),
            42 => Some(vec![
                Acl::new(1, "world", "anyone"),
                Acl::new(31, "digest", BOB),
            ]),
            43 => one(31, "digest", "malformed"),
            44 => one(31, "digest", "a:b:c"),
            45 => one(31, "digest", ":"),
            46 => one(
                31,
                "ip",
                *self
                    .random
                    .pick(&["127.0.0.1", "127.0.0.0/8", "127.0.0.1/32"]),
            ),
            47 => one(
                31,
                "ip",
                *self.random.pick(&["10.0.0.0/8", "10.1.2.3", "126.0.0.0/7"]),
            ),
            48 => one(
                31,
                "ip",
                *self.random.pick(&["127.0.0.1/0", "127.0.0.1/33", "::1"]),
            ),
            49 => one(
                31,
                "ip",
                *self
                    .random
                    .pick(&["localhost", "1.2.3", "1.2.3.4.5", "/8", ""]),
            ),
            50 => one(31, "world", *self.random.pick(&["nobody", "", "Anyone"])),
            51 => one(
                31,
                *self.random.pick(&["super", "sasl", "x509", "nonsense", ""]),
                "x",
            ),
            52 => Some(Vec::new()),
            53 => None,
            54 => Some([Acl::open(), Acl::open(), Acl::open()].concat()),
            55 => one(
                *self.random.pick(&[0, 255, -1, 32, i32::MIN]),
                "world",
                "anyone",
            ),
            56 => Some(vec![Acl {
                perms: 31,
                scheme: Text::NULL,
                id: "anyone".into(),
            }]),
            57 => Some(vec![Acl {
                perms: 31,
                scheme: "digest".into(),
                id: Text::NULL,
            }]),
            58 => Some(vec![
                Acl::new(16, "world", "anyone"),
                Acl::new(15, "ip", "127.0.0.1"),
            ]),
            _ => Some(vec![
                Acl::new(31, "world", "anyone"),
                Acl::new(31, "auth", ""),
            ]),
        }
    }

    /// Bytes after which the server can only close.
    pub(super) fn garbage(&mut self) -> Vec<u8> {
        let lengths: [i32; 8] = [-1, -2, i32::MIN, i32::MAX, 0x0010_0000, 0, 1, 7];
        let length = *self.random.pick(&lengths);
        let mut bytes = length.to_be_bytes().to_vec();
        if let Ok(length @ 0..=7) = usize::try_from(length) {
            bytes.resize(4 + length, 0);
        }
        bytes
    }

    pub(super) fn word(&mut self) -> Step {
        const WORDS: [&str; 18] = [
            "ruok", "isro", "srvr", "stat", "conf", "cons", "crst", "srst", "dirs", "dump", "envi",
            "gtmk", "hash", "mntr", "wchs", "wchc", "wchp", "stmk",
        ];
        let word = *self.random.pick(&WORDS);
        let mut bytes = word.as_bytes().to_vec();
        if word == "stmk" {
            bytes.extend_from_slice(&306_i64.to_be_bytes());
        } else if self.random.percent(20) {
            bytes.push(b'\n');
        }
        Step::Word(word, bytes)
    }
}
