//! The reference pages are complete, and the same in both languages: errors, differences from PHP,
//! glossary.

use std::collections::BTreeSet;

const ENGLISH: &str = include_str!("../../docs/errors.md");
const CHINESE: &str = include_str!("../../docs/errors.zh-CN.md");
const ERRORS: &str = include_str!("../../src/error.rs");
const NOTIFICATION_ERRORS: &str = include_str!("../../src/notification/error.rs");
const REFUSALS: &str = include_str!("../../src/pipeline/in_doubt.rs");

/// The variants of an enum in a source text.
fn variants(source: &str, name: &str) -> Vec<String> {
    let (_, body) = source.split_once(&format!("pub enum {name} {{")).expect(name);
    let (body, _) = body.split_once("\n}").expect(name);
    let lines = body.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let variants = lines.filter_map(|line| line.strip_suffix(','));
    let variants: Vec<_> = variants.map(str::to_owned).collect();
    assert!(variants.len() > 3, "{name}: {variants:?}");
    variants
}

/// The codes after which an outcome is unknown.
fn in_doubt() -> Vec<String> {
    let (_, list) = REFUSALS.split_once("const IN_DOUBT").unwrap();
    let (_, list) = list.split_once("= [").unwrap();
    let (list, _) = list.split_once("];").unwrap();
    let codes: Vec<_> =
        list.split(',').map(|code| code.trim().trim_matches('"').to_owned()).collect();
    codes.into_iter().filter(|code| !code.is_empty()).collect()
}

/// What the first cells of the tables below a heading name in backticks, and the other cells.
fn rows(page: &str, heading: usize) -> Vec<(Vec<String>, Vec<String>)> {
    let section = page.split("\n## ").nth(heading).expect("a section");
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.trim_matches('|').split('|').map(str::trim));
    cells
        .map(|mut cells| {
            let first = cells.next().unwrap_or_default().split('`').skip(1).step_by(2);
            (first.map(str::to_owned).collect(), cells.map(str::to_owned).collect())
        })
        .collect()
}

fn names(page: &str, heading: usize) -> Vec<String> {
    rows(page, heading).into_iter().flat_map(|(names, _)| names).collect()
}

#[test]
fn every_outcome_and_kind_has_a_row_in_both_languages() {
    for (language, page) in [("English", ENGLISH), ("Chinese", CHINESE)] {
        assert_eq!(names(page, 1), variants(ERRORS, "Outcome"), "{language}");
        assert_eq!(names(page, 2), variants(ERRORS, "ErrorKind"), "{language}");
        let kinds = variants(NOTIFICATION_ERRORS, "NotificationErrorKind");
        assert_eq!(names(page, 4), kinds, "{language}");
    }
}

#[test]
fn every_code_that_leaves_the_end_open_is_said_to() {
    for (language, page) in [("English", ENGLISH), ("Chinese", CHINESE)] {
        let section = page.split("\n## ").nth(3).unwrap();
        // The first table of the section has these codes and no other.
        let first: BTreeSet<_> = section
            .split("|---|---|---|---|")
            .nth(1)
            .unwrap()
            .lines()
            .filter(|line| line.starts_with("| `"))
            .flat_map(|line| line.split('|').nth(1).unwrap().split('`').skip(1).step_by(2))
            .collect();
        let codes = in_doubt();
        assert_eq!(first, codes.iter().map(String::as_str).collect(), "{language}");
    }
}

#[test]
fn both_languages_have_the_same_codes_and_statuses() {
    let facts = |page: &str| -> Vec<_> {
        let rows = rows(page, 3).into_iter();
        rows.map(|(codes, cells)| (codes, cells[0].replace('、', ", "))).collect()
    };
    assert_eq!(facts(ENGLISH), facts(CHINESE));
    let codes = names(ENGLISH, 3);
    let distinct: BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), codes.len() > 20), (distinct.len(), true), "a code twice");
}

/// The counts of a page's sections: rules, and items of a list.
fn outline(page: &str) -> Vec<(usize, usize)> {
    let count =
        |section: &str, start: &str| section.lines().filter(|line| line.starts_with(start)).count();
    let sections = page.split("\n## ").skip(1);
    sections.map(|section| (count(section, "### "), count(section, "- "))).collect()
}

#[test]
fn the_differences_from_php_are_the_same_in_both_languages() {
    let english = include_str!("../../docs/php-differences.md");
    let chinese = include_str!("../../docs/php-differences.zh-CN.md");
    assert_eq!(outline(english), outline(chinese));
    let rules = chinese.split("\n### ").skip(1);
    for rule in rules {
        for part in ["\nPHP：", "\n本库：", "\n原因："] {
            assert!(rule.contains(part), "{part} is missing: {rule}");
        }
    }
}

#[test]
fn the_glossary_has_one_term_for_one_thing() {
    let page = include_str!("../../docs/glossary.md");
    let rows = page.lines().filter(|line| line.starts_with("| ")).skip(1);
    let rows: Vec<Vec<_>> =
        rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
    assert!(rows.len() >= 20, "{}", rows.len());
    for column in [0, 1] {
        let terms: BTreeSet<_> = rows.iter().map(|row| row[column]).collect();
        assert_eq!(terms.len(), rows.len(), "a term twice");
    }
    assert!(rows.iter().all(|row| row.len() == 4 && row.iter().all(|cell| !cell.is_empty())));
}
