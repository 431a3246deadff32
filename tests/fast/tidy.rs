//! The house rules that a machine can check, in plain Rust.
//!
//! Each test names the rule it keeps and every place that breaks it. Must never depend on anything
//! but the files of the checkout. The rules stand in `CONTRIBUTING.md` and `docs/ARCHITECTURE.md`.

use std::fs;
use std::path::{Path, PathBuf};

use ringkeeper_tests::server_process::workspace;

/// Folders that hold nothing written by hand.
const SKIPPED_FOLDERS: [&str; 5] = ["target", "data", "__pycache__", "node_modules", "corpus"];

/// Code that a generator writes: it keeps its own style.
const GENERATED: &str = "_generated.rs";

/// Files that may hold `unsafe`: those that speak to the kernel's rings, and what the schema
/// compiler writes, which is a crate of its own for that reason.
const UNSAFE_ALLOWED: [&str; 5] = [
    "server/src/ring.rs",
    "server/src/ring/",
    "wal/src/uring.rs",
    "schema/src/peer_generated.rs",
    "schema/src/txn_generated.rs",
];

/// No file may be longer.
const LINES_MAX: usize = 1000;

/// A file that is longer needs a reason below.
const LINES_AIM: usize = 600;

/// Files between the two, each with the reason why it stays whole.
const LONG_FILES: [(&str, &str); 0] = [];

/// File names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] = [
    "utils.rs",
    "util.rs",
    "common.rs",
    "helpers.rs",
    "helper.rs",
    "manager.rs",
    "impls.rs",
    "misc.rs",
];

/// Words the glossary gives another name; only those that can mean nothing else here.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("Cluster", "ensemble"),
    ("Lsn", "zxid or position"),
    ("Reactor", "shard"),
    ("Snapshot", "checkpoint"),
    ("Worker", "shard"),
    ("Callback", "watch"),
];

/// What each crate may use of the others, and what it must not use of the rest.
/// Source: the table in `docs/ARCHITECTURE.md`.
const CRATES: [(&str, &[&str]); 7] = [
    ("core", &["ringkeeper-schema"]),
    ("schema", &[]),
    ("wal", &[]),
    ("server", &["ringkeeper-core", "ringkeeper-wal"]),
    ("client", &["ringkeeper-schema"]),
    ("bench", &["ringkeeper-client", "ringkeeper-core"]),
    (
        "tests",
        &[
            "ringkeeper-client",
            "ringkeeper-core",
            "ringkeeper-schema",
            "ringkeeper-wal",
        ],
    ),
];

/// Outside crates that the purity of a crate forbids.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    (
        "core",
        &[
            "crossbeam-channel",
            "crossbeam-queue",
            "crossbeam-utils",
            "io-uring",
            "libc",
            "log",
            "mimalloc",
            "rocksdb",
            "rustix",
            "signal-hook",
            "tokio",
            "tracing",
            "tracing-subscriber",
        ],
    ),
    ("wal", &["async-std", "rocksdb", "smol", "tokio"]),
    ("bench", &["io-uring", "rocksdb"]),
    ("tests", &["rocksdb"]),
];

struct Source {
    /// Relative to the workspace, with `/`.
    name: String,
    text: String,
}

impl Source {
    fn generated(&self) -> bool {
        self.name.ends_with(GENERATED)
    }
}

fn sources(extensions: &[&str]) -> Vec<Source> {
    let root = workspace();
    let mut paths = Vec::new();
    collect(&root, extensions, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| Source {
            name: relative(&root, &path),
            text: fs::read_to_string(&path).expect("a source file is UTF-8"),
        })
        .collect()
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path
        .strip_prefix(root)
        .expect("the file lies in the workspace");
    path.to_str().expect("file names are UTF-8").to_owned()
}

fn collect(folder: &Path, extensions: &[&str], paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the workspace can be read") {
        let entry = entry.expect("an entry of the workspace can be read");
        let name = entry
            .file_name()
            .into_string()
            .expect("file names are UTF-8");
        if name.starts_with('.') || SKIPPED_FOLDERS.contains(&name.as_str()) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            collect(&path, extensions, paths);
        } else if extensions.iter().any(|extension| name.ends_with(extension)) {
            paths.push(path);
        }
    }
}

fn rust() -> Vec<Source> {
    sources(&[".rs"])
}

fn written() -> Vec<Source> {
    rust()
        .into_iter()
        .filter(|source| !source.generated())
        .collect()
}

fn expect_none(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// The code of a Rust file with comments, strings and characters blanked out, lines kept.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skip = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => quoted(rest, 1),
            'r' | 'b' if raw_string(rest).is_some() && !in_a_word(&code) => {
                raw_string(rest).unwrap_or(1)
            }
            '\'' => character(rest),
            _ => 0,
        };
        if skip == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let lines = rest[..skip].matches('\n').count();
            code.push(' ');
            code.extend(std::iter::repeat_n('\n', lines));
            rest = &rest[skip..];
        }
    }
    code
}

fn in_a_word(code: &str) -> bool {
    code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The length of a string whose content starts at `start`.
fn quoted(text: &str, start: usize) -> usize {
    let mut escaped = false;
    for (index, c) in text[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return start + index + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a raw string or of its prefix, if `text` starts with one.
fn raw_string(text: &str) -> Option<usize> {
    let body = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let content = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = content
        .find(&end)
        .map_or(content.len(), |at| at + end.len());
    Some(text.len() - content.len() + length)
}

/// The length of a character literal; 0 for a lifetime.
fn character(text: &str) -> usize {
    if let Some(escape) = text.strip_prefix("'\\") {
        let after = escape
            .char_indices()
            .nth(1)
            .map_or(escape.len(), |(index, _)| index);
        return escape[after..]
            .find('\'')
            .map_or(0, |end| 2 + after + end + 1);
    }
    let mut chars = text.char_indices().skip(2);
    match chars.next() {
        Some((index, '\'')) => index + 1,
        Some(_) | None => 0,
    }
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

#[test]
fn the_scanner_sees_code_only() {
    let text =
        "a // b\n\"c \\\" d\" e 'f' '\\'' '\\u{1f}' &'g h r#\"i \" j\"# k /* l */ b\"m\" br\"n\" o";
    let seen: Vec<String> = words(&code_only(text)).map(String::from).collect();
    assert_eq!(seen, ["a", "e", "g", "h", "k", "b", "o"]);
}

#[test]
fn every_file_opens_with_what_it_is() {
    let broken: Vec<String> = written()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.name)
        .collect();
    expect_none("the first line of a file says what it is (`//! `)", &broken);
}

#[test]
fn files_stay_small() {
    let mut broken = Vec::new();
    for source in written() {
        let lines = source.text.lines().count();
        let reason = LONG_FILES.iter().find(|(name, _)| *name == source.name);
        if lines > LINES_MAX || lines > LINES_AIM && reason.is_none() {
            broken.push(format!("{} has {lines} lines", source.name));
        }
        if lines <= LINES_AIM && reason.is_some() {
            broken.push(format!("{} needs its exception no more", source.name));
        }
    }
    let rule = format!("files have at most {LINES_AIM} lines, or a reason and at most {LINES_MAX}");
    expect_none(&rule, &broken);
}

#[test]
fn lines_fit_the_screen() {
    let mut broken = Vec::new();
    for source in written() {
        for (index, line) in source.text.lines().enumerate() {
            // An address or the row of a table cannot be broken.
            let whole =
                line.contains("https://") || line.contains("//! |") || line.contains("/// |");
            if line.chars().count() > 100 && !whole {
                broken.push(format!("{}:{}", source.name, index + 1));
            }
        }
    }
    expect_none("lines have at most 100 characters", &broken);
}

#[test]
fn file_names_say_something() {
    let broken: Vec<String> = rust()
        .into_iter()
        .map(|source| source.name)
        .filter(|name| EMPTY_NAMES.contains(&name.rsplit('/').next().unwrap_or(name)))
        .collect();
    expect_none("no file is called after nothing", &broken);
}

#[test]
fn unsafe_stays_in_the_ring_files() {
    let mut broken = Vec::new();
    for source in rust() {
        if UNSAFE_ALLOWED
            .iter()
            .any(|place| source.name.starts_with(place))
        {
            continue;
        }
        for (index, line) in code_only(&source.text).lines().enumerate() {
            if words(line).any(|word| word == "unsafe") {
                broken.push(format!("{}:{}", source.name, index + 1));
            }
        }
    }
    expect_none("`unsafe` only where the kernel's rings are", &broken);
}

#[test]
fn nothing_is_unwrapped() {
    let mut broken = Vec::new();
    for source in written() {
        for (index, line) in code_only(&source.text).lines().enumerate() {
            if line.contains(".unwrap()") {
                broken.push(format!("{}:{}", source.name, index + 1));
            }
        }
    }
    expect_none(
        "`expect` says why it cannot fail, `unwrap` does not",
        &broken,
    );
}

#[test]
fn one_word_for_one_concept() {
    let mut broken = Vec::new();
    for source in written() {
        for (index, line) in code_only(&source.text).lines().enumerate() {
            let mut before = "";
            for word in words(line) {
                let declares = ["struct", "enum", "trait", "type"].contains(&before);
                if let Some((_, better)) = OTHER_NAMES.iter().find(|(name, _)| *name == word)
                    && declares
                {
                    let place = format!("{}:{}", source.name, index + 1);
                    broken.push(format!("{place}: {word} is called {better} here"));
                }
                before = word;
            }
        }
    }
    expect_none("the glossary has one word for one concept", &broken);
}

#[test]
fn the_core_is_pure() {
    let path = workspace().join("core/src/lib.rs");
    let text = fs::read_to_string(path).expect("the core has a lib.rs");
    for attribute in ["#![no_std]", "#![forbid(unsafe_code)]"] {
        assert!(
            text.lines().any(|line| line == attribute),
            "core/src/lib.rs lacks {attribute}"
        );
    }
    let mut broken = Vec::new();
    for source in rust() {
        if !source.name.starts_with("core/src/") {
            continue;
        }
        for (index, line) in code_only(&source.text).lines().enumerate() {
            let standard = line.contains("std::") && words(line).any(|word| word == "std");
            if standard || line.contains("extern crate std") {
                broken.push(format!("{}:{}", source.name, index + 1));
            }
        }
    }
    expect_none("the core does without the standard library", &broken);
}

/// The names in the `[dependencies]` tables of a manifest; `[dev-dependencies]` are not shipped.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            inside = table == "dependencies" || table.ends_with(".dependencies");
            if let Some(name) = table.strip_prefix("dependencies.") {
                names.push(name.to_owned());
            }
        } else if inside
            && !line.trim_start().starts_with('#')
            && let Some((name, _)) = line.split_once('=')
        {
            let name = name.trim();
            names.push(name.split('.').next().unwrap_or(name).to_owned());
        }
    }
    names
}

#[test]
fn crates_use_what_they_may() {
    let mut broken = Vec::new();
    for (folder, allowed) in CRATES {
        let path = workspace().join(folder).join("Cargo.toml");
        let manifest = fs::read_to_string(path).expect("every crate has a manifest");
        let forbidden = FORBIDDEN.iter().find(|(name, _)| *name == folder);
        for name in dependencies(&manifest) {
            if name.starts_with("ringkeeper-") && !allowed.contains(&name.as_str()) {
                broken.push(format!("{folder} uses {name}"));
            }
            if forbidden.is_some_and(|(_, names)| names.contains(&name.as_str())) {
                broken.push(format!("{folder} uses {name}"));
            }
        }
    }
    expect_none("docs/ARCHITECTURE.md says which crate uses which", &broken);
}

#[test]
fn every_crate_is_known_here() {
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).expect("the root manifest");
    let members = manifest
        .lines()
        .find_map(|line| line.strip_prefix("members = ["))
        .expect("the workspace lists its members on one line");
    for member in members.trim_end_matches(']').split(',') {
        let member = member.trim().trim_matches('"');
        assert!(
            CRATES.iter().any(|(folder, _)| *folder == member),
            "{member} is not in the table of this test and of docs/ARCHITECTURE.md"
        );
    }
}

#[test]
fn no_path_of_one_machine() {
    let places = ["work", "root", "home"].map(|folder| format!("/{folder}/"));
    let kinds = [
        ".rs", ".toml", ".md", ".sh", ".py", ".java", ".xml", ".fbs", "Makefile", ".txt",
    ];
    let mut broken = Vec::new();
    for source in sources(&kinds) {
        for (index, line) in source.text.lines().enumerate() {
            let starts = |place: &String| {
                line.match_indices(place.as_str()).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| c.is_whitespace() || "\"'`=(:".contains(c))
                })
            };
            if places.iter().any(starts) {
                broken.push(format!("{}:{}", source.name, index + 1));
            }
        }
    }
    expect_none("nothing names a folder of one machine", &broken);
}

#[test]
fn a_newcomer_finds_the_way() {
    for name in [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "docs/ARCHITECTURE.md",
        "docs/GLOSSARY.md",
        "docs/compatibility.md",
        "docs/formats.md",
    ] {
        assert!(workspace().join(name).is_file(), "{name} is missing");
    }
}
