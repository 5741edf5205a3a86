//! The official test suite of RFC 6570.

use serde_json::Value;
use wechatpay_chain::ErrorKind;
use wechatpay_chain::template::expand;

use crate::recordings;

/// Runs a file of the suite; gives how many templates it holds and how many of them are malformed.
fn run(file: &str) -> Option<(usize, usize)> {
    let suite = recordings::json(&format!("rfc6570/{file}"))?;
    let (mut total, mut negative) = (0, 0);
    for (name, group) in suite.as_object().unwrap() {
        for case in group["testcases"].as_array().unwrap() {
            let template = case[0].as_str().unwrap();
            let expanded = expand(template, &group["variables"]);
            total += 1;
            match &case[1] {
                Value::Bool(false) => {
                    negative += 1;
                    let error = expanded.expect_err(template);
                    assert_eq!(error.kind(), ErrorKind::Path, "{template}");
                    assert!(error.to_string().contains(template), "{error}");
                }
                Value::String(expected) => {
                    assert_eq!(&expanded.unwrap(), expected, "{name}: {template}")
                }
                Value::Array(choice) => {
                    let expanded = Value::from(expanded.unwrap());
                    assert!(choice.contains(&expanded), "{name}: {template} is {expanded}");
                }
                other => panic!("{name}: {template} has {other}"),
            }
        }
    }
    Some((total, negative))
}

#[test]
fn every_template_of_the_suite_expands_as_it_must() {
    let mut total = 0;
    for file in ["spec-examples.json", "spec-examples-by-section.json", "extended-tests.json"] {
        let Some((count, _)) = run(file) else { return };
        total += count;
    }
    assert!(total > 200, "only {total} templates");
}

#[test]
fn every_malformed_template_of_the_suite_is_refused() {
    if let Some(counts) = run("negative-tests.json") {
        assert_eq!(counts, (36, 36));
    }
}
