//! The written crate, compiled and run by cargo, which needs no network for it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Which request was sent by which method of which file.
pub(crate) type Sent = BTreeMap<(String, String), Vec<Value>>;

pub(crate) struct Cargo<'a> {
    pub(crate) workspace: &'a Path,
    pub(crate) folder: &'a Path,
}

impl Cargo<'_> {
    /// Removes what an earlier run left.
    pub(crate) fn clear(&self) -> Result<(), Box<dyn Error>> {
        if self.folder.exists() {
            fs::remove_dir_all(self.folder)?;
        }
        fs::create_dir_all(self.folder)?;
        // The versions that are here already.
        fs::copy(self.workspace.join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        Ok(())
    }

    /// Adds an example of two files.
    pub(crate) fn example(&self, main: &str, recorder: &str) -> Result<(), Box<dyn Error>> {
        let folder = self.folder.join("examples/replay");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("main.rs"), main)?;
        fs::write(folder.join("recorder.rs"), recorder)?;
        Ok(())
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.args(args).args(["--offline", "--quiet"]).current_dir(self.folder);
        command.env("CARGO_TARGET_DIR", self.workspace.join("target"));
        command.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_TEST_DEBUG", "0");
        command.env("CARGO_INCREMENTAL", "0");
        command
    }

    /// The modules that do not compile without a warning, each with its first message.
    pub(crate) fn broken(&self) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
        let mut broken = BTreeMap::new();
        let output = self.command(&["clippy", "--lib", "--message-format", "json"]).output()?;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
            let message = &line["message"];
            let spans = message["spans"].as_array().into_iter().flatten();
            for span in spans {
                let file = span["file_name"].as_str().unwrap_or_default();
                let module = file.strip_prefix("src/").and_then(|file| file.strip_suffix(".rs"));
                if let Some(module) = module {
                    let text = message["message"].as_str().unwrap_or_default();
                    let text = format!("{file}:{}: {text}", span["line_start"]);
                    broken.entry(module.to_owned()).or_insert(text);
                }
            }
        }
        if broken.is_empty() && !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(broken)
    }

    /// Runs the example.
    pub(crate) fn replay(&self) -> Result<Sent, Box<dyn Error>> {
        let file = self.folder.join("sent.jsonl");
        let path = file.to_str().ok_or("the folder is not UTF-8")?;
        let output = self.command(&["run", "--example", "replay", "--", path]).output();
        let output = output?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let mut sent = Sent::new();
        for line in fs::read_to_string(file)?.lines() {
            let mut line: Value = serde_json::from_str(line)?;
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let key = (text("file"), text("method"));
            let requests = line["sent"].as_array_mut().map(std::mem::take).unwrap_or_default();
            sent.insert(key, requests);
        }
        Ok(sent)
    }

    /// The files that rustfmt would write otherwise, by its defaults.
    pub(crate) fn unformatted(&self) -> Result<usize, Box<dyn Error>> {
        let args =
            ["--edition", "2024", "--check", "-l", "--config", "use_small_heuristics=Default"];
        let mut command = Command::new("rustfmt");
        command.args(args).arg("src/lib.rs").current_dir(self.folder);
        if self.folder.join("tests/calls.rs").exists() {
            command.arg("tests/calls.rs");
        }
        let list = String::from_utf8_lossy(&command.output()?.stdout).into_owned();
        for file in list.lines().take(10) {
            println!("not formatted: {file}");
        }
        Ok(list.lines().count())
    }

    /// Runs the crate's own tests.
    pub(crate) fn test(&self) -> Result<(), Box<dyn Error>> {
        let status = self.command(&["test", "--test", "calls"]).status()?;
        if status.success() { Ok(()) } else { Err("the written tests fail".into()) }
    }
}
