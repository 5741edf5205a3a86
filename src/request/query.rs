//! Queries and forms as PHP's `http_build_query` writes them, byte for byte.

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::json_value::plain_number;
use crate::template::NOT_UNRESERVED;

/// How names and values are percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// RFC 3986, for queries: a space is `%20`.
    Query,
    /// RFC 1738, for form bodies: a space is `+`, `~` is `%7E`.
    Form,
}

/// `a=1&b%5B0%5D=2` from an object: true and false are 1 and 0; null and empty lists are left out.
pub(crate) fn build(map: &Map<String, Value>, encoding: Encoding) -> String {
    let mut out = String::with_capacity(map.len() * 32);
    let mut encoded = String::with_capacity(32);
    for (name, value) in map {
        encoded.clear();
        encode(name, encoding, &mut encoded);
        append(&encoded, value, encoding, &mut out);
    }
    out
}

/// `name` is encoded already.
fn append(name: &str, value: &Value, encoding: Encoding, out: &mut String) {
    let mut nested = |key: &dyn std::fmt::Display, value: &Value| {
        let mut encoded = String::new();
        encode(&key.to_string(), encoding, &mut encoded);
        append(&format!("{name}%5B{encoded}%5D"), value, encoding, out);
    };
    match value {
        Value::Null => {}
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| nested(&index, item));
        }
        Value::Object(map) => map.iter().for_each(|(key, value)| nested(key, value)),
        Value::Bool(true) => pair(name, "1", encoding, out),
        Value::Bool(false) => pair(name, "0", encoding, out),
        Value::Number(number) => pair(name, &plain_number(number), encoding, out),
        Value::String(text) => pair(name, text, encoding, out),
    }
}

fn pair(name: &str, value: &str, encoding: Encoding, out: &mut String) {
    if !out.is_empty() {
        out.push('&');
    }
    out.push_str(name);
    out.push('=');
    encode(value, encoding, out);
}

fn encode(text: &str, encoding: Encoding, out: &mut String) {
    const NOT_IN_FORM: &AsciiSet = &NOT_UNRESERVED.add(b'~');

    match encoding {
        Encoding::Query => out.extend(utf8_percent_encode(text, NOT_UNRESERVED)),
        Encoding::Form => {
            for (index, word) in text.split(' ').enumerate() {
                if index > 0 {
                    out.push('+');
                }
                out.extend(utf8_percent_encode(word, NOT_IN_FORM));
            }
        }
    }
}

/// A ready query string, without a leading `?`.
pub(crate) fn ready(text: String) -> String {
    match text.strip_prefix('?') {
        Some(query) => query.to_owned(),
        None => text,
    }
}
