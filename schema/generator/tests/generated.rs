//! The generated code is what the schema says.
//!
//! With `RINGKEEPER_REWRITE` set, the code is written instead of compared.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Schema and code, relative to the crate that holds them.
const PAIRS: [(&str, &str); 2] = [
    ("txn.fbs", "src/txn_generated.rs"),
    ("peer.fbs", "src/peer_generated.rs"),
];

/// Formats as the workspace does.
fn rustfmt(code: &str) -> String {
    let mut process = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path", ".."])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt comes with the toolchain");
    let mut input = process.stdin.take().expect("stdin is a pipe");
    input.write_all(code.as_bytes()).expect("rustfmt reads");
    drop(input);
    let output = process.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success(), "rustfmt refused the code");
    String::from_utf8(output.stdout).expect("Rust is UTF-8")
}

/// The code for `schema`, without the generator's `serde` derives, which nobody here needs.
fn generate(schema: &str) -> String {
    let declarations = planus_translation::translate_files(&[Path::new(schema)])
        .expect("the schema has no errors");
    let code = planus_codegen::generate_rust(&declarations, false).expect("code is generated");
    let derives = "::serde::Serialize, ::serde::Deserialize";
    assert!(code.contains(derives), "the generator no longer derives serde");
    let without = code.replace(derives, "");
    assert!(!without.contains("serde"), "a derive was left");
    rustfmt(&without)
}

#[test]
fn the_code_is_what_the_schema_says() {
    // The generator writes the path of the schema into the code.
    std::env::set_current_dir("..").expect("ringkeeper-schema is one level up");
    for (schema, path) in PAIRS {
        let generated = generate(schema);
        if std::env::var_os("RINGKEEPER_REWRITE").is_some() {
            std::fs::write(path, &generated).expect("the code can be written");
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            kept == generated,
            "{path} is not what {schema} says: see the first lines of ringkeeper-schema"
        );
    }
}
