//! PHP's corners: each as PHP does it, or covered by a rule of `docs/php-differences.md`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::recordings;
use crate::replay::{Recorder, has_unserialisable, without_unused};

const RULES: &str = include_str!("../../docs/php-differences.md");

/// The rule of each case that is listed under one: under a heading "### rule", the lines that
/// begin with "Cases:" name cases in backticks.
pub(crate) fn listed_cases() -> BTreeMap<&'static str, &'static str> {
    let mut cases = BTreeMap::new();
    let mut rule = "";
    for line in RULES.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            rule = heading;
        }
        for (index, name) in line.strip_prefix("Cases: ").unwrap_or_default().split('`').enumerate()
        {
            if index % 2 == 1 {
                assert_eq!(cases.insert(name, rule), None, "{name} is listed twice");
            }
        }
    }
    cases
}

#[test]
fn every_rule_has_a_case() {
    let headings: BTreeSet<_> =
        RULES.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let used: BTreeSet<_> = listed_cases().into_values().collect();
    assert!(headings.len() > 10);
    assert_eq!(headings, used);
}

#[test]
fn every_corner_is_as_in_php_or_under_a_rule() {
    let cases = recordings::edge_cases();
    let recorder = Recorder::new(&recordings::vectors());
    let mut listed = listed_cases();
    const ELSEWHERE: [&str; 3] = ["verifier/", "crypto/", "media/"];
    listed.retain(|case, _| !ELSEWHERE.iter().any(|other| case.starts_with(other)));
    let mut problems = Vec::new();
    let mut compared = 0;
    for case in &cases {
        let name = case["case"].as_str().unwrap();
        if name.starts_with("config/")
            || has_unserialisable(&case["options"])
            || has_unserialisable(&case["steps"])
        {
            continue;
        }
        compared += 1;
        let differences = differences(&recorder, case);
        match (differences.is_empty(), listed.remove(name)) {
            (false, None) => problems.push(format!("{name}: {}", differences.join("; "))),
            (true, Some(rule)) => problems.push(format!("{name} is as in PHP, but under `{rule}`")),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
    assert!(listed.is_empty(), "rules name cases that are none: {listed:?}");
    assert!(compared > 250, "only {compared} cases");
}

fn differences(recorder: &Recorder, case: &Value) -> Vec<String> {
    let chain = recorder.chain(&case["steps"]);
    let options = if case["case"] == "variable/unused-option" {
        case["options"].clone()
    } else {
        without_unused(chain.path(), &case["options"])
    };
    match (recorder.call(&chain, case["verb"].as_str().unwrap(), &options), case.get("expect")) {
        (Ok(sent), Some(expect)) => recorder.differences(&sent, expect),
        (Err(_), None) => Vec::new(),
        (Ok(sent), None) => vec![format!("PHP: {}, here {}", case["throws"], sent.request.uri())],
        (Err(error), Some(expect)) => vec![format!("PHP: {}, here: {error}", expect["url"])],
    }
}
