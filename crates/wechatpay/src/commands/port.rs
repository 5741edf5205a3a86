//! `port`: PHP in, Rust out.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use wechatpay_port::{Counts, Finding, Kind, Language, Message, Ported, Project, Settings, Source};

use crate::command_line::Port;
use crate::failure::Failure;
use crate::terminal::harmless_line;
use crate::{input, language, output};

/// A PHP file and its translation.
struct File {
    name: String,
    text: String,
    ported: Ported,
}

pub(crate) fn run(wanted: &Port) -> Result<(), Failure> {
    let settings = Settings::default().asynchronous(wanted.asynchronous).draft(wanted.draft);
    let mut files = Vec::new();
    for path in paths(&wanted.files)? {
        let (name, text) = read(&path)?;
        let ported = wechatpay_port::port(Source { name: &name, text: &text }, &settings);
        files.push(File { name, text, ported });
    }
    if let Some(page) = &wanted.html {
        if page == Path::new("-") {
            return Err(Failure::usage(say!(
                "--html writes a file, and standard output has the Rust text: name a file",
                "--html 写入文件，标准输出用于 Rust 代码：请写明文件"
            )));
        }
        output::refuse_link(page)?;
    }
    if let Some(folder) = &wanted.output {
        project(folder, wanted.chain.as_deref(), &files, &settings)?;
    }
    if let Some(page) = &wanted.html {
        write_page(page, &files)?;
    }
    match (wanted.json, &wanted.output) {
        (true, _) => output::value(&in_json(&files, wanted.output.is_none()))?,
        (false, None) => output::own(&text(&files))?,
        (false, Some(_)) => {}
    }
    tell(&files)
}

/// The files, and those in the folders, each folder's in order. What composer installed is not the
/// user's program.
fn paths(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in given {
        if !path.is_dir() {
            paths.push(path.clone());
            continue;
        }
        let before = paths.len();
        in_folder(path, &mut paths)?;
        if paths.len() == before {
            let path = path.display();
            return Err(Failure::usage(say!(
                "`{path}` has no .php file: give a file, or another folder",
                "`{path}` 中没有 .php 文件：请给出文件，或换一个目录"
            )));
        }
    }
    Ok(paths)
}

fn in_folder(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(folder, &error);
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut entries = entries.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let is_hidden = name.to_string_lossy().starts_with('.');
        // A link to a folder may lead around in a circle.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() && !is_hidden && name != "vendor" {
            in_folder(&path, paths)?;
        } else if !kind.is_dir() && path.extension().is_some_and(|extension| extension == "php") {
            paths.push(path);
        }
    }
    Ok(())
}

fn read(path: &PathBuf) -> Result<(String, String), Failure> {
    let is_input = path == Path::new("-");
    let name = if is_input { "stdin.php".to_owned() } else { path.display().to_string() };
    let bytes = input::read(Some(path))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::usage(say!(
            "`{name}` is not UTF-8: convert it first, as by `iconv -f GBK -t UTF-8`",
            "`{name}` 不是 UTF-8：请先转换，如 `iconv -f GBK -t UTF-8`"
        ))
    })?;
    Ok((name, text))
}

fn project(
    folder: &Path,
    chain: Option<&Path>,
    files: &[File],
    settings: &Settings,
) -> Result<(), Failure> {
    let failed = |message: Message| Failure::usage(said(&message));
    let mut project = Project::new(folder);
    if let Some(chain) = chain {
        project.chain(chain).map_err(failed)?;
    }
    for file in files {
        project.add(file.source(), file.ported.clone());
    }
    project.write(settings).map_err(failed)
}

impl File {
    fn source(&self) -> Source<'_> {
        Source { name: &self.name, text: &self.text }
    }

    /// What a reader should look at, by line.
    fn findings(&self) -> Vec<&Finding> {
        let mut findings: Vec<_> = self.ported.findings.iter().collect();
        findings.sort_by_key(|finding| finding.line);
        findings
    }
}

/// The module, or the modules one after the other.
fn text(files: &[File]) -> String {
    match files {
        [only] => only.ported.rust.clone(),
        _ => {
            let texts = files.iter().map(|file| {
                format!(
                    "// src/{}.rs, from {}\n\n{}",
                    file.ported.module, file.name, file.ported.rust
                )
            });
            texts.collect::<Vec<_>>().join("\n")
        }
    }
}

fn in_json(files: &[File], with_text: bool) -> Value {
    let files = files.iter().map(|file| {
        let ported = &file.ported;
        let findings = file.findings().into_iter().map(|finding| {
            json!({
                "kind": name(finding.kind),
                "line": finding.line,
                "php": finding.php,
                "message": said(&finding.message),
            })
        });
        let calls = ported.calls.iter().map(|call| {
            json!({"line": call.line, "function": call.function, "method": call.method, "path": call.path})
        });
        let Counts { ported: whole, holes, not_ported, .. } = ported.statements;
        let mut shown = json!({
            "file": file.name,
            "module": ported.module,
            "statements": {"ported": whole, "holes": holes, "not_ported": not_ported},
            "findings": findings.collect::<Vec<_>>(),
            "calls": calls.collect::<Vec<_>>(),
        });
        if with_text {
            shown["rust"] = ported.rust.as_str().into();
        }
        shown
    });
    json!({"files": files.collect::<Vec<_>>()})
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "note",
        Kind::Hole => "hole",
        Kind::NotPorted => "not_ported",
    }
}

/// The summary, and the exit code: holes are work that is left.
fn tell(files: &[File]) -> Result<(), Failure> {
    let mut sum = Counts::default();
    let mut open = 0;
    for file in files {
        let Counts { ported, holes, not_ported, .. } = file.ported.statements;
        sum.ported += ported;
        sum.holes += holes;
        sum.not_ported += not_ported;
        for finding in file.findings() {
            open += usize::from(finding.kind != Kind::Note);
            let kind = match finding.kind {
                Kind::Note => say!("note", "注意"),
                Kind::Hole => say!("hole", "空缺"),
                Kind::NotPorted => say!("not ported", "未移植"),
            };
            let place = format!("{}:{}", file.name, finding.line);
            let (php, message) = (&finding.php, said(&finding.message));
            let line =
                say!("{place}: {kind}: {php}: {message}", "{place}: {kind}：{php}：{message}");
            eprintln!("{}", harmless_line(&line));
        }
    }
    let Counts { ported, holes, not_ported, .. } = sum;
    eprintln!(
        "{}",
        say!(
            "statements: {ported} ported, {holes} with holes, {not_ported} not ported",
            "语句：已移植 {ported} 条，留有空缺 {holes} 条，未移植 {not_ported} 条"
        )
    );
    match open {
        0 => Ok(()),
        1 => {
            Err(Failure::check(say!("1 place is left to do, listed above", "还有 1 处待办，见上")))
        }
        _ => Err(Failure::check(say!(
            "{open} places are left to do, listed above",
            "还有 {open} 处待办，见上"
        ))),
    }
}

fn said(message: &Message) -> &str {
    if language::is_chinese() { &message.chinese } else { &message.english }
}

fn write_page(page: &Path, files: &[File]) -> Result<(), Failure> {
    let compared = files.iter().map(|file| (file.source(), &file.ported));
    let language = if language::is_chinese() { Language::Chinese } else { Language::English };
    let text = wechatpay_port::side_by_side(compared, language);
    wechatpay_chain::__replace_file(page, text.as_bytes(), false)
        .map_err(|error| Failure::file(page, &error))
}
