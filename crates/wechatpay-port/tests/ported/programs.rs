//! A folder of PHP programs, and their translations.

use std::fs;
use std::path::Path;

use serde_json::Value;
use wechatpay_port::{Ported, Settings, Source, port};

/// A program of the folder.
pub(crate) struct Program {
    pub(crate) file: String,
    #[allow(dead_code, reason = "not each user counts them")]
    pub(crate) style: String,
    #[allow(dead_code, reason = "only the proof measures it")]
    pub(crate) text: String,
    /// What each method is to send. The name of statements is empty.
    pub(crate) expected: Vec<(String, Value)>,
    pub(crate) ported: Ported,
}

/// Those that `index.jsonl` lists.
pub(crate) fn programs(folder: &Path, settings: &Settings) -> std::io::Result<Vec<Program>> {
    let index = fs::read_to_string(folder.join("index.jsonl"))?;
    let mut programs = Vec::new();
    for line in index.lines() {
        let entry: Value = serde_json::from_str(line)?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let file = text(&entry["file"]);
        let php = fs::read_to_string(folder.join(&file))?;
        let expected = match entry["methods"].as_array() {
            Some(methods) => {
                methods.iter().map(|one| (text(&one["name"]), one["expect"].clone())).collect()
            }
            None => vec![(String::new(), entry["expect"].clone())],
        };
        let ported = port(Source { name: &file, text: &php }, settings);
        programs.push(Program { file, style: text(&entry["style"]), text: php, expected, ported });
    }
    Ok(programs)
}
