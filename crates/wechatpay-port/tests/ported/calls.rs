//! The Rust that calls each program's translation.

use std::fmt::Write as _;

use wechatpay_port::Settings;

use crate::programs::Program;

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
