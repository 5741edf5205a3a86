//! What was sent, and what PHP sent.

use serde_json::Value;

/// The differences, a line each. Headers count that PHP's program, or PHP by default, has set.
pub(crate) fn differences(sent: &Value, expect: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, php: &Value, here: &Value| {
        if !same(php, here) {
            differences.push(format!("{what}: PHP {php}, here {here}"));
        }
    };
    compare("method", &expect["method"], &sent["method"]);
    compare("url", &expect["url"], &sent["url"]);
    let text = sent["body"].as_str().unwrap_or_default();
    match expect.get("body") {
        Some(body) => compare("body", body, &sent["body"]),
        None if text.is_empty() => compare("body", &expect["json"], &Value::Null),
        None => {
            let json = serde_json::from_str(text).unwrap_or_else(|_| text.into());
            compare("body", &expect["json"], &json);
        }
    }
    for (name, value) in expect["headers"].as_object().into_iter().flatten() {
        compare(name, value, &sent["headers"][name]);
    }
    differences
}

/// Numbers are the same when they have the same value, maps when they have the same order.
fn same(php: &Value, here: &Value) -> bool {
    match (php, here) {
        (Value::Number(php), Value::Number(here)) => php == here || php.as_f64() == here.as_f64(),
        (Value::Array(php), Value::Array(here)) => {
            php.len() == here.len() && php.iter().zip(here).all(|(php, here)| same(php, here))
        }
        (Value::Object(php), Value::Object(here)) => {
            php.len() == here.len()
                && php.iter().zip(here).all(|((k, php), (l, here))| k == l && same(php, here))
        }
        _ => php == here,
    }
}

#[test]
fn the_comparison_sees_a_difference() {
    let expect = serde_json::json!({
        "method": "POST",
        "url": "https://a/b?c",
        "headers": {"accept": "x"},
        "json": {"a": 1, "b": [10.0]},
    });
    let with = |key: &str, value: &str| {
        let mut sent = expect.clone();
        sent["body"] = "{\"a\":1,\"b\":[10]}".into();
        match key {
            "accept" => sent["headers"][key] = value.into(),
            _ => sent[key] = value.into(),
        }
        differences(&sent, &expect).len()
    };
    assert_eq!(with("method", "POST"), 0);
    assert_eq!(with("method", "GET"), 1);
    assert_eq!(with("url", "https://a/b?d"), 1);
    assert_eq!(with("body", "{\"b\":[10],\"a\":1}"), 1);
    assert_eq!(with("accept", "y"), 1);
}
