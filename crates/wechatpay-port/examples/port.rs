//! Translates PHP files and shows what is left to do: `cargo run -p wechatpay-port --example port -- FILE.php…`
//!
//! With `--calls`, only the requests that it would send are shown, a line of JSON each.
//! With `-o DIR`, each module goes to a file there, and only a summary is shown.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::json;
use wechatpay_port::{Kind, Settings, Source, port};

fn main() -> Result<(), Box<dyn Error>> {
    let mut settings = Settings::default();
    let mut folder = None;
    let mut files = Vec::new();
    let mut calls = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--async" => settings.asynchronous = true,
            "--draft" => settings.draft = true,
            "--calls" => calls = true,
            "-o" => folder = arguments.next(),
            _ => files.push(argument),
        }
    }
    let (mut whole, mut holes) = (0, 0);
    for file in &files {
        let text = String::from_utf8_lossy(&fs::read(file)?).into_owned();
        let ported = port(Source { name: file, text: &text }, &settings);
        if calls {
            for call in &ported.calls {
                let call = json!({"file": file, "method": call.method, "path": call.path, "body": call.body, "known": call.known});
                println!("{call}");
            }
            continue;
        }
        let open: Vec<_> =
            ported.findings.iter().filter(|finding| finding.kind != Kind::Note).collect();
        if open.is_empty() {
            whole += 1
        } else {
            holes += 1
        }
        match &folder {
            Some(folder) => {
                fs::write(Path::new(folder).join(format!("{}.rs", ported.module)), &ported.rust)?
            }
            None => println!("{}", ported.rust),
        }
        let shown = if folder.is_some() { open } else { ported.findings.iter().collect() };
        for finding in shown {
            println!(
                "{file}:{}: {:?}: {}: {}",
                finding.line, finding.kind, finding.message, finding.php
            );
        }
        if folder.is_none() {
            println!("{:?} {:?}", ported.statements, ported.calls);
        }
    }
    println!("{whole} without a hole, {holes} with holes");
    Ok(())
}
