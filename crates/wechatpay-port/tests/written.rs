//! The checked-in translations of `tests/ported` are what the translator writes. After a change of the
//! translator, write them anew, and read the difference:
//!
//! ```sh
//! PORTED=write cargo test -p wechatpay-port --test written
//! ```

#[path = "ported/calls.rs"]
mod calls;
#[path = "ported/programs.rs"]
mod programs;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use programs::Program;
use wechatpay_port::{Kind, Project, Settings, Source, port};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ported")
}

fn is_writing() -> bool {
    std::env::var("PORTED").is_ok_and(|what| what == "write")
}

fn ported(settings: &Settings) -> Vec<Program> {
    let programs = programs::programs(&folder().join("programs"), settings).unwrap();
    for style in ["sync-inline", "async-amended", "try-variable", "class", "own"] {
        assert!(programs.iter().any(|program| program.style == style), "none is {style}");
    }
    assert!(programs.len() >= 40, "only {} programs", programs.len());
    programs
}

/// The modules of a folder, and the one that calls them.
fn texts(programs: &[Program], settings: &Settings) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut list = "//! Written by the test: see ../../written.rs.\n\n\
                    #![allow(unreachable_pub, clippy::print_stdout, reason = \"they are written for a crate\")]\n\n"
        .to_owned();
    for program in programs {
        texts.insert(format!("{}.rs", program.ported.module), program.ported.rust.clone());
        list += &format!("mod {};\n", program.ported.module);
    }
    let all: Vec<_> = programs.iter().collect();
    let calls = calls::calls(&all, "", settings);
    let runtime = if settings.asynchronous {
        "    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();\n"
    } else {
        ""
    };
    list += &format!(
        "\nuse super::Keep;\nuse super::recorder::Recorder;\n\n\
         pub(super) fn calls(recorder: &Recorder, keep: &mut Keep<'_>) {{\n{runtime}{calls}}}\n"
    );
    texts.insert("mod.rs".to_owned(), list);
    texts
}

/// The folder has exactly what the translator writes.
fn is_as_written(name: &str, settings: &Settings) {
    let folder = folder().join(name);
    let texts = texts(&ported(settings), settings);
    if is_writing() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        texts.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        return;
    }
    let there = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    let there: Vec<_> = there.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(there.len(), texts.len(), "{name} has other files than are written");
    for (file, text) in &texts {
        let there = fs::read_to_string(folder.join(file)).unwrap_or_default();
        assert!(there == *text, "{name}/{file} is not what is written now:\n{text}");
    }
}

#[test]
fn the_modules_are_what_the_translator_writes() {
    is_as_written("sync", &Settings::default());
}

#[test]
fn the_async_modules_are_what_the_translator_writes() {
    is_as_written("asynchronous", &Settings::default().asynchronous(true));
}

/// The service of the examples is what `wechatpay port php -o . --chain ../..` writes there.
#[test]
fn the_example_is_what_the_command_writes() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ported");
    let settings = Settings::default();
    let mut project = Project::new(&example);
    // Tests run in their package's folder.
    project.chain(Path::new("../..")).unwrap();
    let mut files: Vec<_> = fs::read_dir(example.join("php")).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().file_name());
    for file in files {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        let source = Source { name: &name, text: &text };
        let ported = port(source, &settings);
        assert!(ported.findings.iter().all(|it| it.kind == Kind::Note), "{:?}", ported.findings);
        project.add(source, ported);
    }
    if is_writing() {
        return project.write(&settings).unwrap();
    }
    for (name, text) in project.files(&settings) {
        let there = fs::read_to_string(example.join(&name)).unwrap_or_default();
        assert!(there == text, "examples/ported/{name} is not what is written now:\n{text}");
    }
}
