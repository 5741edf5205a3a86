//! The requests that `Ported::calls` tells are those that PHP's wrapper sent: recordings of it, written as
//! programs in its three styles.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use wechatpay_port::{Kind, Settings, Source, port};

/// A recording: a call, and the address and JSON that PHP sent.
struct Recorded {
    call: Value,
}

impl Recorded {
    fn text(&self, key: &str) -> &str {
        self.call[key].as_str().unwrap_or_default()
    }
}

fn recordings() -> Vec<Recorded> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/data/requests.jsonl");
    let text = fs::read_to_string(path).expect("the recordings are there");
    text.lines()
        .map(|line| Recorded { call: serde_json::from_str(line).expect("a line of JSON") })
        .collect()
}

/// A value as PHP writes it.
fn php(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        Value::Array(list) => format!("[{}]", list.iter().map(php).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "new \\stdClass()".to_owned(),
        Value::Object(map) => {
            let mut text = String::from("[");
            for (key, value) in map {
                write!(text, "{} => {}, ", php(&Value::from(key.as_str())), php(value))
                    .expect("a text takes all");
            }
            text + "]"
        }
    }
}

#[test]
fn requests_are_those_of_php() {
    let mut told = 0;
    for recorded in recordings() {
        let (verb, template) = (recorded.text("verb"), recorded.text("template"));
        let options = match &recorded.call["options"] {
            Value::Null => "[]".to_owned(),
            options => php(options),
        };
        let mut segments = String::new();
        for segment in recorded.text("segments").split("->") {
            let plain = segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            segments += &if plain { format!("->{segment}") } else { format!("->{{'{segment}'}}") };
        }
        let programs = [
            format!("<?php $instance{segments}->{verb}({options});"),
            format!("<?php $o = {options}; $instance->chain('{template}')->{verb}($o);"),
            format!("<?php $instance['{template}']->{verb}Async({options})->wait();"),
        ];
        for program in programs {
            let ported = port(Source { name: "x.php", text: &program }, &Settings::default());
            assert!(
                ported.findings.iter().all(|finding| finding.kind == Kind::Note),
                "{program}: {:?}",
                ported.findings
            );
            let [call] = ported.calls.as_slice() else { panic!("{program}: {:?}", ported.calls) };
            assert_eq!(call.method.as_deref(), Some(verb.to_uppercase().as_str()), "{program}");
            // A variable without a value: PHP leaves a hole in the path, which the library refuses.
            if !call.known {
                assert!(!ported.findings.is_empty(), "{program}");
                continue;
            }
            told += 1;
            let url = recorded.text("url");
            // With a base of its own, the whole address is recorded.
            let path =
                url.strip_prefix("https://").and_then(|url| url.find('/').map(|at| &url[at..]));
            assert_eq!(call.path.as_deref(), Some(path.unwrap_or(url)), "{program}");
            let sent = recorded.call["options"].get("json").cloned();
            assert_eq!(call.body, sent, "{program}");
        }
    }
    assert!(told > 1700, "{told}");
}

/// What depends on a value at run time is not told.
#[test]
fn what_is_not_known_is_not_told() {
    let known = |php: &str| {
        let ported = port(Source { name: "x.php", text: php }, &Settings::default());
        ported
            .calls
            .iter()
            .map(|call| (call.path.clone(), call.body.clone(), call.known))
            .collect::<Vec<_>>()
    };
    let unknown = known(
        "<?php function f($client, $id) { $client->chain('v3/a/{id}')->get(['id' => $id]); }",
    );
    assert_eq!(unknown, [(None, None, false)]);
    let amended = known(
        "<?php $o = ['json' => ['a' => 1]]; if ($x) { $o['json']['a'] = 2; } $instance->chain('v3/a')->post($o);",
    );
    assert_eq!(amended, [(None, None, false)]);
    let after = known(
        "<?php $o = ['json' => ['a' => 1]]; $o['json']['b'] = [2]; $instance->chain('v3/a')->post($o);",
    );
    assert_eq!(
        after,
        [(Some("/v3/a".to_owned()), Some(serde_json::json!({"a": 1, "b": [2]})), true)]
    );
}
