//! RFC 6570: its own examples, what they leave open, and what is malformed.

use std::path::PathBuf;

use serde_json::Value;
use wechatpay_chain::ErrorKind;
use wechatpay_chain::template::expand;

use crate::recordings;

fn is_refused(template: &str, variables: &Value) {
    let error = expand(template, variables).expect_err(template);
    assert_eq!(error.kind(), ErrorKind::Path, "{template}");
    assert!(error.to_string().contains(template), "{error}");
}

#[test]
fn every_template_of_the_table_expands_or_is_refused() {
    let table = recordings::text("rfc6570.txt");
    let (mut variables, mut expanded, mut malformed) = (Value::Null, 0, 0);
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(json) = line.strip_prefix("variables: ") {
            variables = serde_json::from_str(json).unwrap();
        } else if let Some(template) = line.strip_prefix("malformed: ") {
            is_refused(template, &variables);
            malformed += 1;
        } else {
            let (template, expansion) = line.split_once(" =>").unwrap();
            assert_eq!(expand(template, &variables).unwrap(), expansion.trim_start(), "{line}");
            expanded += 1;
        }
    }
    assert!(expanded > 180 && malformed > 55, "{expanded} expanded, {malformed} malformed");
}

/// The public suite, <https://github.com/uri-templates/uritemplate-test>, for which the examples of
/// the RFC above stand in.
#[test]
#[ignore = "needs the suite's folder in URITEMPLATE_TEST"]
fn every_template_of_the_public_suite() {
    let folder = PathBuf::from(std::env::var_os("URITEMPLATE_TEST").expect("the suite's folder"));
    let mut total = 0;
    for file in ["spec-examples", "spec-examples-by-section", "extended-tests", "negative-tests"] {
        let text = std::fs::read_to_string(folder.join(file).with_extension("json")).unwrap();
        let suite: Value = serde_json::from_str(&text).unwrap();
        for (name, group) in suite.as_object().unwrap() {
            for case in group["testcases"].as_array().unwrap() {
                let (template, variables) = (case[0].as_str().unwrap(), &group["variables"]);
                total += 1;
                if case[1] == false {
                    is_refused(template, variables);
                    continue;
                }
                // Several, where the order of a map is left open.
                let expanded = Value::from(expand(template, variables).unwrap());
                let right = match &case[1] {
                    Value::Array(choice) => choice.contains(&expanded),
                    only => *only == expanded,
                };
                assert!(right, "{name}: {template} is {expanded}");
            }
        }
    }
    assert!(total > 250, "only {total} templates");
}
