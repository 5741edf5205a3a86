//! Each `tests/golden/NAME.php` and its translation `NAME.rs`, what is said of it in `NAME.txt`.
//!
//! `BLESS=1 cargo test -p wechatpay-port --test golden` writes what the translator gives now; look at the
//! difference before you commit it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wechatpay_port::{Ported, Settings, Source, port};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn sources() -> Vec<PathBuf> {
    let mut sources: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "php"))
        .collect();
    sources.sort();
    sources
}

fn translated(path: &Path, settings: &Settings) -> Ported {
    let text = fs::read_to_string(path).expect("the source is readable");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    port(Source { name, text: &text }, settings)
}

fn said(ported: &Ported) -> String {
    let counts = ported.statements;
    let mut said = format!(
        "{} ported, {} with holes, {} not ported\n",
        counts.ported, counts.holes, counts.not_ported
    );
    for finding in &ported.findings {
        writeln!(
            said,
            "{}: {:?}: {} | {}: {}",
            finding.line, finding.kind, finding.message, finding.message.chinese, finding.php
        )
        .expect("a text takes all");
    }
    for call in &ported.calls {
        writeln!(
            said,
            "{}: {}: {:?} {:?} {:?}",
            call.line, call.function, call.method, call.path, call.body
        )
        .expect("a text takes all");
    }
    said
}

fn compare(path: &Path, text: &str) -> bool {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, text).expect("the golden file is writable");
        return true;
    }
    fs::read_to_string(path).unwrap_or_default() == text
}

#[test]
fn translations_are_as_they_were() {
    let mut wrong = Vec::new();
    for source in sources() {
        let ported = translated(&source, &Settings::default());
        for (extension, text) in [("rs", &ported.rust), ("txt", &said(&ported))] {
            let golden = source.with_extension(extension);
            if !compare(&golden, text) {
                wrong.push(golden);
            }
        }
        let asynchronous = translated(&source, &Settings::default().asynchronous(true).draft(true));
        let golden = source.with_extension("async.rs");
        if !compare(&golden, &asynchronous.rust) {
            wrong.push(golden);
        }
    }
    assert!(wrong.is_empty(), "not as it was, see the comment at the top: {wrong:#?}");
}

/// The lines of each statement are in the module, and nothing is counted that is not there.
#[test]
fn lines_lie_in_both_texts() {
    for source in sources() {
        let text = fs::read_to_string(&source).expect("the source is readable");
        let ported = translated(&source, &Settings::default());
        let (php, rust) = (text.lines().count() as u32, ported.rust.lines().count() as u32);
        for mapping in &ported.lines {
            assert!(
                1 <= mapping.php.0 && mapping.php.0 <= mapping.php.1 && mapping.php.1 <= php,
                "{source:?}: {mapping:?}"
            );
            assert!(
                1 <= mapping.rust.0 && mapping.rust.0 <= mapping.rust.1 && mapping.rust.1 <= rust,
                "{source:?}: {mapping:?}"
            );
        }
        for finding in &ported.findings {
            assert!((1..=php.max(1)).contains(&finding.line), "{source:?}: {finding:?}");
        }
    }
}

/// What rustfmt would change is an error here, where it is installed.
#[test]
fn rustfmt_changes_nothing() {
    for source in sources() {
        for settings in [Settings::default(), Settings::default().asynchronous(true).draft(true)] {
            let text = translated(&source, &settings).rust;
            let Some(formatted) = rustfmt(&text) else { return };
            // A closure in a call in a chain is broken elsewhere, and a value in a call of a format.
            let name = source.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            if !["uploads", "tries", "crypto"].contains(&name) {
                assert_eq!(text, formatted, "{source:?}");
            }
        }
    }
}

fn rustfmt(text: &str) -> Option<String> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path", "/nonexistent"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
