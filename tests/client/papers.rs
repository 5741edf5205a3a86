//! What the papers name is there: tests, examples, directories.

use std::fs;
use std::path::{Path, PathBuf};

/// All papers of the project, by name.
fn papers() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let all = files(root.to_owned()).chain(files(root.join("docs")));
    let papers = all.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let read = |path: PathBuf| (path.display().to_string(), fs::read_to_string(&path).unwrap());
    papers.map(read).collect()
}

#[test]
fn each_path_and_each_test_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut missing, mut found) = (Vec::new(), 0);
    for (name, text) in papers() {
        // Every second piece is code; fenced blocks come in threes, and change nothing of that.
        for code in text.split('`').skip(1).step_by(2) {
            let is_path = ["tests/", "crates/", "examples/", "docs/"]
                .iter()
                .any(|dir| code.starts_with(dir) && !code.contains(['*', ' ', '…', '\n']))
                // It is in the crates that `wechatpay port` writes.
                && code != "tests/calls.rs";
            if is_path {
                found += 1;
                if !root.join(code).exists() {
                    missing.push(format!("{name}: {code}"));
                }
            }
        }
        for after in text.split("--test ").skip(1) {
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            let test = &after[..end.unwrap_or(after.len())];
            found += 1;
            let packages = [root.to_owned(), root.join("crates/wechatpay-port")];
            if !packages
                .iter()
                .any(|package| package.join("tests").join(test).join("main.rs").exists())
            {
                missing.push(format!("{name}: --test {test}"));
            }
        }
    }
    assert!(found > 50, "{found} names were found");
    assert!(missing.is_empty(), "there is no {missing:#?}");
}
