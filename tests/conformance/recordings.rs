//! Where the recordings are, and what to do when they are not.

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

/// The text of a recording; `None`, said aloud, where the recordings are absent. In CI they must
/// not be.
pub(crate) fn text(name: &str) -> Option<String> {
    crate::watch::install();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance");
    match std::fs::read_to_string(folder.join(name)) {
        Ok(text) => Some(text),
        Err(error) if std::env::var_os("CI").is_some() => {
            panic!("the recording {name} is needed in CI: {error}")
        }
        Err(error) => {
            // Not by eprintln!, which a passing test swallows.
            let message = format!("\nSKIPPED: the recording {name} is absent ({error})\n");
            std::io::stderr().write_all(message.as_bytes()).unwrap();
            None
        }
    }
}

pub(crate) fn json(name: &str) -> Option<Value> {
    text(name).map(|text| serde_json::from_str(&text).unwrap())
}

pub(crate) fn json_lines(name: &str) -> Option<Vec<Value>> {
    let text = text(name)?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}
