//! The code of the page is that of the examples.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Without the comments, which the other page has in Chinese.
fn code(text: &str) -> String {
    let code =
        |line: &str| line.split_once("//").map_or(line, |(code, _)| code).trim_end().to_owned();
    text.lines().map(code).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_pages_show_the_code_of_the_examples() {
    for page in ["web-frameworks.md", "web-frameworks.zh-CN.md"] {
        let text = read(&format!("../../docs/{page}"));
        for (heading, file, fence) in [
            ("axum", "with_axum.rs", "```rust\n"),
            ("actix-web", "with_actix_web.rs", "```rust,ignore\n"),
            ("salvo", "with_salvo.rs", "```rust,ignore\n"),
            ("poem", "with_poem.rs", "```rust,ignore\n"),
        ] {
            let section =
                text.split("\n## ").find(|section| section.lines().next() == Some(heading));
            let section = section.unwrap_or_else(|| panic!("{page} lacks `## {heading}`"));
            let block = section.split_once(fence).and_then(|(_, rest)| rest.split_once("\n```"));
            let (block, _) = block.unwrap_or_else(|| panic!("{page} has no code of {heading}"));
            let example = read(file);
            let (_, rest) = example.split_once("// docs:begin\n").expect("docs:begin");
            let (shown, _) = rest.split_once("// docs:end\n").expect("docs:end");
            let (block, shown) = (code(block), code(shown));
            // axum's page is a program of its own, which also places orders.
            let is_same = if heading == "axum" { block.contains(&shown) } else { block == shown };
            assert!(is_same, "{page}, {heading}: the block must be the part of {file}:\n{shown}");
            assert!(
                section.contains(&format!("](../examples/frameworks/{file})")),
                "{page}: {file}"
            );
        }
    }
}
