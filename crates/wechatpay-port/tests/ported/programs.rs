//! A folder of PHP programs, their translations, and the Rust that calls each.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use wechatpay_port::{Ported, Settings, Source, port};

/// A program of the folder.
pub(crate) struct Program {
    pub(crate) file: String,
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

/// Statements that call all of them, each recorded: `recorder` is in scope, and `keep` takes what
/// was sent. `library` is the path in which the modules are.
pub(crate) fn calls(programs: &[&Program], library: &str, settings: &Settings) -> String {
    let mut calls = String::new();
    for program in programs {
        let rust = &program.ported.rust;
        let module = format!("{library}{}", program.ported.module);
        let class = rust
            .split("pub struct ")
            .nth(1)
            .and_then(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next());
        for (method, _) in &program.expected {
            let call = match (method.as_str(), class) {
                ("", _) => Some(format!("{module}::run(client)")),
                (method, Some(class)) => rust_name(method, rust)
                    .map(|name| format!("{module}::{class}::new(client.clone()).{name}()")),
                _ => None,
            };
            let Some(mut call) = call else { continue };
            if settings.asynchronous {
                call = format!("runtime.block_on({call})");
            }
            let file = &program.file;
            let call = match (settings.asynchronous, method.as_str()) {
                (false, "") => format!("{module}::run"),
                _ => format!("|client| {call}"),
            };
            let _ = writeln!(calls, "    keep({file:?}, {method:?}, recorder.record({call}));");
        }
    }
    calls
}

/// The Rust function of a PHP method: its name in other letters.
fn rust_name<'r>(php: &str, rust: &'r str) -> Option<&'r str> {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let names = rust.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
    names.into_iter().find(|name| plain(name.trim_start_matches("r#")) == plain(php))
}
