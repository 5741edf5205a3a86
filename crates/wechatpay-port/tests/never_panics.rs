//! No text makes the translator panic, and what it says of a text lies in that text.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wechatpay_port::{Settings, Source, port};

/// The programs of the golden tests, to be mutated.
fn programs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut programs: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "php"))
        .map(|path| fs::read_to_string(path).expect("the program is readable"))
        .collect();
    programs.sort();
    programs
}

fn check(text: &str) {
    let lines = text.lines().count().max(1) as u32 + 1;
    for settings in [Settings::default(), Settings::default().asynchronous(true).draft(true)] {
        let ported = port(Source { name: "x.php", text }, &settings);
        assert!(
            ported.rust.ends_with('\n') && !ported.rust.contains(['\u{1}', '\u{2}']),
            "{}",
            ported.rust
        );
        // What a module says if its thread ended with a panic.
        assert!(!ported.rust.contains("the PHP text is not translated"), "{text}");
        let rust = ported.rust.lines().count() as u32;
        for mapping in &ported.lines {
            assert!(
                mapping.rust.0 >= 1 && mapping.rust.0 <= mapping.rust.1 && mapping.rust.1 <= rust,
                "{mapping:?} of {rust}"
            );
        }
        for finding in &ported.findings {
            assert!(finding.line >= 1 && finding.line <= lines, "{finding:?} of {lines}");
        }
    }
}

const PIECES: [&str; 48] = [
    "<?php ",
    "$instance",
    "->v3",
    "->pay",
    "->_x_",
    "->{'a-b'}",
    "->chain('v3/x/{y}')",
    "['v3/x']",
    "->get(",
    "->postAsync(",
    ")",
    ";",
    "[",
    "]",
    "'json' => ",
    "'k' => 1,",
    "$a",
    " = ",
    "function f($a) {",
    "}",
    "class C {",
    "private $client;",
    "public function m() {",
    "$this->client",
    "try {",
    "} catch (\\Exception $e) {",
    "$e->getResponse()",
    "if (",
    ") {",
    "else {",
    "foreach ($a as $k => $v) {",
    "\"a{$b}c\"",
    ". 'x'",
    " ?? ",
    " ? 1 : 2",
    "static fn ($r) => ",
    "->then(",
    "->otherwise(",
    "->wait()",
    "json_decode(",
    "(string) ",
    "return ",
    "throw new X('y')",
    "// note\n",
    "/* c */",
    "\n",
    "Rsa::verify(",
    "AesGcm::decrypt(",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_any_text(text in any::<String>()) {
        check(&text);
        check(&format!("<?php {text}"));
    }

    #[test]
    fn on_pieces_of_php(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        check(&format!("<?php {}", pieces.concat()));
    }

    #[test]
    fn on_mutated_programs(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(&PIECES[..])), 1..4),
    ) {
        let programs = programs();
        let mut text: Vec<char> = which.get(&programs).chars().collect();
        for (place, length, piece) in cuts {
            let start = place.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        check(&text.into_iter().collect::<String>());
    }
}

/// Deep nesting and long chains take no stack.
#[test]
fn on_deep_and_long_texts() {
    for (open, close) in [
        ("[", "]"),
        ("(", ")"),
        ("{", "}"),
        ("if (1) {", "}"),
        ("!", ""),
        ("f(", ")"),
        ("fn() => ", ""),
        ("$a->b(", ")"),
        ("\"{$a[", "]}\""),
    ] {
        let text = format!("<?php $x = {}1{};", open.repeat(2000), close.repeat(2000));
        check(&text);
        check(&format!("<?php {}1{}", open.repeat(2000), close.repeat(2000)));
    }
    for link in [" . 'a'", "->b", "->b()", "['c']", " + 1", " ? 1 : 2", " ?? 1", " && 1", " = $y"] {
        check(&format!("<?php $x = $a{};", link.repeat(20_000)));
        check(&format!("<?php $a{}->get();", link.repeat(300)));
    }
    check(&format!("<?php {}", "$a = 1; ".repeat(2000)));
    check(&format!("'a' => 1, {}", "'k' => ['v' => 1], ".repeat(2000)));
}
