//! The recordings of PHP in `tests/conformance/data`, whose README says how their lines are to be
//! read.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

const HOST: &str = "https://api.mch.weixin.qq.com";

/// What PHP accepts by default.
const ACCEPT: &str = "application/json, text/plain, application/x-gzip, application/pdf, \
                      image/png, image/*;q=0.5";

pub(crate) fn text(name: &str) -> String {
    crate::watch::install();
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data").join(name);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn lines(name: &str) -> Vec<Value> {
    text(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Documented requests: `verb`, `segments`, `template`, `options`, and what PHP sent as `expect`.
pub(crate) fn requests() -> Vec<Value> {
    lines("requests.jsonl").into_iter().map(with_expect).collect()
}

/// PHP's corners: `case`, `steps`, `verb`, `options`, and what PHP sent as `expect` or, in its
/// place, what it `throws`.
pub(crate) fn edge_cases() -> Vec<Value> {
    let mut cases: Vec<Value> = Vec::new();
    for mut case in lines("edge_cases.jsonl") {
        if let Some(other) = case.get("options_of") {
            let other = cases.iter().find(|known| known["case"] == *other).unwrap();
            case["options"] = other["options"].clone();
        }
        cases.push(with_expect(case));
    }
    cases
}

fn with_expect(mut recorded: Value) -> Value {
    if recorded.get("options").is_none() {
        recorded["options"] = json!({});
    }
    if recorded.get("url").is_some() {
        recorded["expect"] = expect(&recorded);
    }
    recorded
}

/// What PHP sent: the line says what is not PHP's default.
fn expect(recorded: &Value) -> Value {
    let verb = recorded["verb"].as_str().unwrap();
    let url = recorded["url"].as_str().unwrap();
    let json = &recorded["options"]["json"];
    let charset = if json.is_null() { "; charset=utf-8" } else { "" };
    let mut headers =
        json!({"accept": ACCEPT, "content-type": format!("application/json{charset}")});
    for (name, value) in recorded.get("headers").and_then(Value::as_object).into_iter().flatten() {
        headers[name] = value.clone();
    }
    headers.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let mut expect = json!({
        "method": verb.trim_end_matches("Async").to_ascii_uppercase(),
        "url": if url.starts_with('/') { format!("{HOST}{url}") } else { url.to_owned() },
        "headers": headers,
    });
    match ["body", "json"].into_iter().find(|kind| recorded.get(kind).is_some()) {
        Some(kind) => expect[kind] = recorded[kind].clone(),
        None => expect["json"] = json.clone(),
    }
    expect
}

/// The vectors, each in the list of its section; keys and constants in a map of their section.
pub(crate) fn vectors() -> Value {
    let mut sections = Map::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for mut line in lines("vectors.jsonl") {
        let Some(Value::String(section)) = line.as_object_mut().unwrap().shift_remove("section")
        else {
            panic!("{line} has no section");
        };
        fill_in(&mut line, &texts);
        if let (Value::String(key), Some(value)) = (line["key"].clone(), line.get("value")) {
            texts.push((format!("{{{{{key}}}}}"), value.as_str().unwrap().to_owned()));
            let section = sections.entry(section).or_insert_with(|| json!({}));
            section[key] = value.clone();
        } else {
            let section = sections.entry(section).or_insert_with(|| json!([]));
            section.as_array_mut().unwrap().push(line);
        }
    }
    sections.into()
}

/// Puts the key in place of each `{{its name}}`.
fn fill_in(value: &mut Value, texts: &[(String, String)]) {
    match value {
        Value::String(text) if text.contains("{{") => {
            for (name, key) in texts {
                *text = text.replace(name, key);
            }
            assert!(!text.contains("{{"), "{text}");
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill_in(item, texts)),
        Value::Object(map) => map.values_mut().for_each(|item| fill_in(item, texts)),
        _ => {}
    }
}

#[test]
fn a_line_says_what_is_not_the_default() {
    let get = with_expect(json!({"verb": "get", "url": "/v3/x", "headers": {"accept": null}}));
    assert_eq!(
        get["expect"],
        json!({
            "method": "GET",
            "url": "https://api.mch.weixin.qq.com/v3/x",
            "headers": {"content-type": "application/json; charset=utf-8"},
            "json": null,
        })
    );
    let post = with_expect(json!({
        "verb": "postAsync",
        "url": "https://a/b",
        "options": {"json": [1]},
        "headers": {"x": "y"},
    }));
    assert_eq!(
        post["expect"],
        json!({
            "method": "POST",
            "url": "https://a/b",
            "headers": {"accept": ACCEPT, "content-type": "application/json", "x": "y"},
            "json": [1],
        })
    );
}
