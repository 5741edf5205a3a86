//! Ports a folder of PHP programs, compiles them, runs them, and compares what they send with what
//! the real SDK sent.
//!
//! ```sh
//! cargo run --release -p wechatpay-port --example prove -- FOLDER [--async] [--tests]
//! ```
//!
//! FOLDER has PHP files and an `index.jsonl`: a line for each file, `{"file", "style", "expect"}` for
//! statements and `{"file", "style", "methods": [{"name", "expect"}]}` for a class, where `expect` is a
//! request: `method`, `url`, `headers`, and the body as `json`, or as `body`. The crate is kept in
//! `target/prove`, and compiled in this workspace's `target`. `--tests` also runs the tests that were
//! written for it.

#![allow(clippy::print_stdout, reason = "it is a program")]

#[path = "../../tests/ported/calls.rs"]
mod calls;
mod cargo;
#[path = "../../tests/ported/compare.rs"]
mod compare;
#[path = "../../tests/ported/programs.rs"]
mod programs;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use programs::Program;
use wechatpay_port::{Kind, Project, Settings, Source, port};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

fn main() -> Result<()> {
    let (flags, folders): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let [folder] = &folders[..] else {
        return Err("usage: prove FOLDER [--async] [--tests]".into());
    };
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let settings = Settings::default().asynchronous(has("--async"));
    let programs = programs::programs(Path::new(folder), &settings)?;
    speed(&programs, &settings);

    let mut failures: BTreeMap<&str, String> = BTreeMap::new();
    for program in &programs {
        let hole = program.ported.findings.iter().find(|finding| finding.kind != Kind::Note);
        if let Some(hole) = hole {
            let reason = format!("line {}: {}: {}", hole.line, hole.php, hole.message);
            failures.insert(&program.file, format!("not whole: {reason}"));
        }
    }
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let name = if settings.asynchronous { "proof_async" } else { "proof" };
    let crate_folder = workspace.join("target/prove").join(name);
    let cargo = cargo::Cargo { workspace: &workspace, folder: &crate_folder };
    let started = Instant::now();
    let mut rounds = 0;
    // What does not compile is left out, until the rest does.
    let compiling = loop {
        let whole: Vec<_> =
            programs.iter().filter(|program| !failures.contains_key(&*program.file)).collect();
        write(&cargo, &whole, &settings)?;
        let broken = cargo.broken()?;
        let before = failures.len();
        for program in whole.iter().filter(|it| broken.contains_key(&it.ported.module)) {
            let reason = format!("does not compile: {}", broken[&program.ported.module]);
            failures.insert(&program.file, reason);
        }
        rounds += 1;
        match (broken.is_empty(), failures.len() > before, rounds < 20) {
            (true, ..) => break whole,
            (false, true, true) => {}
            _ => return Err(format!("the crate does not compile: {broken:?}").into()),
        }
    };
    let compiled = started.elapsed();
    let sent = cargo.replay()?;
    let mut right = 0;
    let mut calls = 0;
    for program in &compiling {
        let mut reasons = Vec::new();
        for (method, expect) in &program.expected {
            calls += 1;
            let sent = sent.get(&(program.file.clone(), method.clone()));
            let found = match sent.map(Vec::as_slice) {
                Some([one]) => compare::differences(one, expect),
                Some(others) => vec![format!("sends {} requests", others.len())],
                None => vec!["has no such function".to_owned()],
            };
            let found = found.join("; ");
            if !found.is_empty() {
                reasons.push(format!("{method} {found}").trim().to_owned());
            }
        }
        if reasons.is_empty() {
            right += 1;
        } else {
            failures
                .insert(&program.file, format!("sends another request: {}", reasons.join("; ")));
        }
    }
    let styles: BTreeSet<_> = programs.iter().map(|program| program.style.as_str()).collect();
    for style in styles {
        let all = programs.iter().filter(|program| program.style == style);
        let (good, bad): (Vec<_>, Vec<_>) =
            all.partition(|program| !failures.contains_key(&*program.file));
        println!("{:5} of {:5} {style}", good.len(), good.len() + bad.len());
    }
    println!("rustfmt would change {} files", cargo.unformatted()?);
    println!(
        "compiled in {:.1} s, {rounds} times; {calls} calls were made",
        compiled.as_secs_f32()
    );
    for (file, reason) in &failures {
        println!("{file}: {reason}");
    }
    #[allow(clippy::cast_precision_loss, reason = "it is a share")]
    let share = 100.0 * right as f64 / programs.len() as f64;
    println!("{right} of {} programs send the same request: {share:.2} %", programs.len());
    if has("--tests") {
        cargo.test()?;
    }
    if share < 99.0 { Err("less than 99 %".into()) } else { Ok(()) }
}

/// How fast the translation is, over all of the text.
fn speed(programs: &[Program], settings: &Settings) {
    let bytes: usize = programs.iter().map(|program| program.text.len()).sum();
    let (started, mut rounds) = (Instant::now(), 0_u32);
    while started.elapsed() < Duration::from_secs(2) {
        for program in programs {
            let source = Source { name: &program.file, text: &program.text };
            std::hint::black_box(port(source, settings));
        }
        rounds += 1;
    }
    #[allow(clippy::cast_precision_loss, reason = "it is a speed")]
    let megabytes = bytes as f64 * f64::from(rounds) / 1e6;
    let speed = megabytes / started.elapsed().as_secs_f64();
    println!("{} programs, {bytes} bytes, ported at {speed:.1} MB/s", programs.len());
}

/// The crate, and in it a program that calls everything.
fn write(cargo: &cargo::Cargo<'_>, programs: &[&Program], settings: &Settings) -> Result<()> {
    cargo.clear()?;
    let mut project = Project::new(cargo.folder);
    project.chain(cargo.workspace).map_err(|message| message.to_string())?;
    for program in programs {
        let source = Source { name: &program.file, text: &program.text };
        project.add(source, program.ported.clone());
    }
    project.write(settings).map_err(|message| message.to_string())?;
    let library = cargo.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut calls = calls::calls(programs, &format!("{library}::"), settings);
    if settings.asynchronous {
        let runtime = "    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();\n    \
                       let runtime = runtime.expect(\"a runtime\");\n";
        calls.insert_str(0, runtime);
    }
    let replay = include_str!("replay.rs").replace("    CALLS\n", &calls);
    cargo.example(&replay, include_str!("../../tests/ported/recorder.rs"))
}
