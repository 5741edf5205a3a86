//! The papers: each link leads somewhere, each page has its other language, and their code is
//! compiled.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Pages that may be in one language, or have both on one page.
const ALONE: [&str; 5] =
    ["SUMMARY.md", "glossary.md", "performance.md", "php-differences.md", "reliability.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn markdown_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is read");
    let paths = entries.map(|entry| entry.expect("the folder is read").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

fn pages() -> Vec<PathBuf> {
    [markdown_in(root()), markdown_in(&root().join("docs"))].concat()
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a page has a name")
}

/// The lines outside of fenced blocks.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    page.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        in_block ^= is_fence;
        !in_block && !is_fence
    })
}

fn headings(page: &str) -> Vec<&str> {
    prose(page).filter(|line| line.starts_with('#')).collect()
}

/// The anchors of a page, as GitHub and mdBook make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let anchor = |heading: &str| -> String {
        let text = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = text.chars().filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    let mut numbered = |anchor: String| {
        let times = seen.entry(anchor.clone()).or_default();
        *times += 1;
        if *times == 1 { anchor } else { format!("{anchor}-{}", *times - 1) }
    };
    headings(page).into_iter().map(|heading| numbered(anchor(heading))).collect()
}

/// The targets of the links in Markdown, without those in code.
fn links(page: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in prose(page) {
        let text: String = line.split('`').step_by(2).collect();
        for rest in text.split("](").skip(1) {
            links.extend(rest.split_once(')').map(|(link, _)| link.to_owned()));
        }
    }
    links
}

/// The path without its `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => assert!(tidy.pop(), "{}", path.display()),
            other => tidy.push(other),
        }
    }
    tidy
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut followed = 0;
    for page in pages() {
        let text = read(&page);
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            followed += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = page.parent().expect("a page is in a folder");
            let target = if path.is_empty() { page.clone() } else { tidy(&folder.join(path)) };
            let leads = target.starts_with(root()) && target.exists();
            let is_anchored = || anchor.is_empty() || anchors(&read(&target)).contains(anchor);
            if !leads || !is_anchored() {
                wrong.push(format!("{}: {link}", name(&page)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(followed > 100, "only {followed} links were found");
}

#[test]
fn every_page_has_its_other_language() {
    let code = |page: &str| -> Vec<String> {
        let blocks = page.split("\n```").skip(1).step_by(2).filter(|block| {
            ["rust", "php", "sh", "toml"].iter().any(|language| block.starts_with(language))
        });
        // The comments are translated.
        let code = |line: &str| match line.split_once(" //") {
            Some((code, _)) => code.trim_end().to_owned(),
            None if line.trim_start().starts_with("//") => String::new(),
            None => line.to_owned(),
        };
        blocks.map(|block| block.lines().map(code).collect()).collect()
    };
    for english in markdown_in(&root().join("docs")) {
        let chinese = english.with_extension("zh-CN.md");
        let is_alone = ALONE.contains(&name(&english)) && !chinese.exists();
        if name(&english).ends_with(".zh-CN.md") || is_alone {
            continue;
        }
        let names = format!("{} and {}", name(&english), name(&chinese));
        let [english, chinese] = [english, chinese].map(|page| read(&page));
        let levels = |page: &str| -> Vec<usize> {
            headings(page).iter().map(|line| line.find(' ').unwrap_or_default()).collect()
        };
        assert_eq!(levels(&english), levels(&chinese), "the headings of {names}");
        assert_eq!(code(&english), code(&chinese), "the code of {names}");
    }
    for names in [["README.md", "README.zh-CN.md"], ["SECURITY.md", "SECURITY.zh-CN.md"]] {
        let [english, chinese] = names.map(|name| headings(&read(&root().join(name))).len());
        assert_eq!(english, chinese, "the headings of {names:?}");
    }
}

#[test]
fn the_book_has_every_page_and_the_doctests_have_every_code() {
    let summary = read(&root().join("docs/SUMMARY.md"));
    let listed: BTreeSet<String> = links(&summary).into_iter().collect();
    let hooks = read(&root().join("src/lib.rs"));
    for page in markdown_in(&root().join("docs")) {
        let file = name(&page);
        assert!(listed.contains(file) || file == "SUMMARY.md", "docs/SUMMARY.md lacks {file}");
        let (stem, _) = file.split_once('.').expect("a page has an extension");
        let is_hooked = hooks.contains(&format!(": \"docs/{stem}\","));
        let has_code = read(&page).contains("\n```rust\n");
        assert!(is_hooked || !has_code, "the code of docs/{file} is not compiled: see src/lib.rs");
    }
}

/// A README is what is read first; what is longer belongs in `docs`.
#[test]
fn the_readmes_are_short() {
    for name in ["README.md", "README.zh-CN.md"] {
        let lines = read(&root().join(name)).lines().count();
        assert!(lines <= 250, "{name} has {lines} lines");
    }
}
