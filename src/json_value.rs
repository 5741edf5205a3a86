//! JSON values: what they are called, how deep they are, and how PHP writes their numbers.

use serde_json::{Number, Value};

/// What a JSON value is, for messages that don't show the value itself.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// All digits and no exponent, `10` for 10.0: numbers are amounts and ids.
pub(crate) fn plain_number(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}

/// How deep JSON may be nested, as serde_json reads it.
pub(crate) const MAX_DEPTH: usize = 128;

/// Whether a value is nested deeper than that, and so might exhaust the stack of who writes it.
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
