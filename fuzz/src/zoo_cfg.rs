//! What must hold for any file that is given as `zoo.cfg`.

#[path = "../../server/src/config/properties.rs"]
mod properties;

/// Whether the bytes are a properties file. Entries stand in the order of their lines and never
/// hold more than the file does.
pub fn zoo_cfg(bytes: &[u8]) -> bool {
    let entries = match properties::parse(bytes) {
        Ok(entries) => entries,
        Err(error) => {
            assert!(
                error.line >= 1 && error.line <= lines(bytes),
                "line {}",
                error.line
            );
            assert!(!error.fault.to_string().is_empty());
            return false;
        }
    };
    let mut line = 0;
    let mut held = 0;
    for entry in &entries {
        assert!(entry.line > line, "one entry starts on a line");
        line = entry.line;
        held += entry.key.len() + entry.value.len();
    }
    assert!(line <= lines(bytes));
    assert!(held <= bytes.len());
    true
}

/// Lines, counted with every way to end one.
fn lines(bytes: &[u8]) -> usize {
    1 + bytes
        .iter()
        .filter(|byte| matches!(byte, b'\n' | b'\r'))
        .count()
}
