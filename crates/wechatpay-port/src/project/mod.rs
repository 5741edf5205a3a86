//! A crate of ported files, with a test for each function that sends requests.

mod files;
mod manifest;
mod names;
mod signature;
mod tests_file;
mod workspace;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::sent::{self, Function};
use crate::{Kind, Message, Ported, Settings, Source};

/// A crate of ported files, to be written into a folder.
///
/// ```no_run
/// use wechatpay_port::{Project, Settings, Source, port};
///
/// let source = Source { name: "pay.php", text: "<?php $instance->v3->certificates->get();" };
/// let settings = Settings::default();
/// let mut project = Project::new("pay");
/// project.chain("../wechatpay-chain".as_ref())?;
/// project.add(source, port(source, &settings));
/// project.write(&settings)?;
/// # Ok::<(), wechatpay_port::Message>(())
/// ```
#[derive(Debug)]
pub struct Project {
    folder: PathBuf,
    /// How the manifest names the library.
    library: String,
    ported: Vec<(String, Ported, Vec<Function>)>,
}

/// A file of the crate on its way.
struct Module<'a> {
    name: String,
    /// The PHP file's name.
    source: &'a str,
    ported: &'a Ported,
    functions: &'a [Function],
}

impl Project {
    /// An empty crate in this folder, whose name names the package. It depends on the library by
    /// version.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let library = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
        Self { folder: folder.into(), library, ported: Vec::new() }
    }

    /// Makes it depend on the library in this folder. A relative path stays one.
    ///
    /// # Errors
    ///
    /// If the folder does not hold the library, or a path is not UTF-8.
    pub fn chain(&mut self, path: &Path) -> Result<(), Message> {
        let (shown, is_absolute) = (path.display(), path.is_absolute());
        let manifest = std::fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
        if !manifest.lines().any(|line| line.trim() == "name = \"wechatpay-chain\"") {
            return Err(Message::new(
                format!(
                    "`{shown}` does not hold wechatpay-chain: give the folder of its Cargo.toml"
                ),
                format!("`{shown}` 中没有 wechatpay-chain：请给出其 Cargo.toml 所在的目录"),
            ));
        }
        let failed = |error: std::io::Error| {
            Message::new(format!("`{shown}`: {error}"), format!("`{shown}`：{error}"))
        };
        let mut path = path.canonicalize().map_err(failed)?;
        if !is_absolute {
            path = names::relative(&absolute(&self.folder).map_err(failed)?, &path);
        }
        let text = path.to_str().ok_or_else(|| {
            Message::new(format!("`{shown}` is not UTF-8"), format!("`{shown}` 不是 UTF-8"))
        })?;
        self.library = format!("path = {:?}", text.replace('\\', "/"));
        Ok(())
    }

    /// Adds a file.
    pub fn add(&mut self, source: Source<'_>, ported: Ported) {
        let functions = sent::of_text(source.text);
        self.ported.push((source.name.to_owned(), ported, functions));
    }

    /// The files of the crate: paths in its folder, and texts.
    #[must_use]
    pub fn files(&self, settings: &Settings) -> Vec<(String, String)> {
        let names = names::modules(self.ported.iter().map(|(_, ported, _)| ported.module.as_str()));
        let modules: Vec<_> = self
            .ported
            .iter()
            .zip(names)
            .map(|((source, ported, functions), name)| {
                let file = Path::new(source).file_name().and_then(|name| name.to_str());
                Module { name, source: file.unwrap_or(source), ported, functions }
            })
            .collect();
        let folder = absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let package = names::package(&folder);
        let limit = self.ported.iter().filter_map(|(_, ported, _)| ported.recursion_limit).max();
        let manifest = manifest::text(
            &package,
            &self.library,
            &modules,
            settings.asynchronous,
            workspace::is_foreign(&folder),
        );
        let mut files = vec![
            ("Cargo.toml".to_owned(), manifest),
            ("src/lib.rs".to_owned(), library(&modules, limit)),
        ];
        for module in &modules {
            files.push((format!("src/{}.rs", module.name), module.ported.rust.clone()));
        }
        if let Some(tests) = tests_file::text(&package, &modules, limit) {
            files.push(("tests/calls.rs".to_owned(), tests));
        }
        files
    }

    /// Writes the crate. What an earlier run wrote is replaced if it was not changed since.
    ///
    /// # Errors
    ///
    /// If a file is there that this program did not write, or that was changed since: then nothing
    /// is written. If a file can't be written: each file is the old or the new one then.
    pub fn write(&self, settings: &Settings) -> Result<(), Message> {
        files::write(&self.folder, &self.files(settings))
    }
}

impl Module<'_> {
    /// The first hole in a function, or in what it calls in the same file.
    fn hole_within(&self, function: &Function) -> Option<String> {
        let is_in = |line: u32| {
            let line = line as usize;
            let next = self
                .functions
                .iter()
                .map(|other| other.line)
                .filter(|other| *other > function.line);
            line >= function.line && next.min().is_none_or(|next| line < next)
        };
        let hole = self
            .ported
            .findings
            .iter()
            .find(|finding| finding.kind == Kind::Hole && is_in(finding.line))?;
        Some(format!("line {}: {}", hole.line, hole.php))
    }
}

fn library(modules: &[Module<'_>], limit: Option<u32>) -> String {
    let mut text = "//! Ported from PHP by `wechatpay port`.\n\n".to_owned();
    if let Some(limit) = limit {
        let _ = write!(text, "#![recursion_limit = \"{limit}\"]\n\n");
    }
    let mut names: Vec<_> = modules.iter().map(|module| &module.name).collect();
    names.sort();
    for name in names {
        let _ = writeln!(text, "pub mod {name};");
    }
    text
}

fn absolute(folder: &Path) -> std::io::Result<PathBuf> {
    // It need not be there yet, but what is there of it may be behind a link.
    let folder = std::path::absolute(folder)?;
    let mut missing = Vec::new();
    let mut there = folder.as_path();
    loop {
        if let Ok(found) = there.canonicalize() {
            return Ok(missing.iter().rev().fold(found, |path, name| path.join(name)));
        }
        match (there.parent(), there.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                there = parent;
            }
            _ => return Ok(folder),
        }
    }
}
