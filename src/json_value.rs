//! JSON values: the names of their types, their depth, and the format of their numbers.

use serde_json::{Number, Value};

use crate::language::{Text, say};

/// The type of a JSON value, for messages that don't show the value.
pub(crate) fn kind_of(value: &Value) -> Text {
    match value {
        Value::Null => Text::verbatim("null"),
        Value::Bool(_) => say!("a boolean", "布尔值"),
        Value::Number(_) => say!("a number", "数字"),
        Value::String(_) => say!("a string", "字符串"),
        Value::Array(_) => say!("a list", "数组"),
        Value::Object(_) => say!("an object", "对象"),
    }
}

/// All digits without an exponent, `10` for 10.0: numbers are amounts and ids.
pub(crate) fn plain_number(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}

/// How deeply JSON may be nested, the limit of serde_json's parser.
pub(crate) const MAX_DEPTH: usize = 128;

/// Whether a value is nested more deeply, so that serializing it might exhaust the stack.
pub(crate) fn is_deep(value: &Value) -> bool {
    fn exceeds(value: &Value, depth: usize) -> bool {
        match value {
            Value::Array(items) => depth == 0 || items.iter().any(|item| exceeds(item, depth - 1)),
            Value::Object(map) => depth == 0 || map.values().any(|item| exceeds(item, depth - 1)),
            _ => false,
        }
    }
    exceeds(value, MAX_DEPTH)
}
