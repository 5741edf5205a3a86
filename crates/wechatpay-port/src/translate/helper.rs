//! Functions of PHP that a module brings itself.

/// Functions that a module has at its end if it needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Helper {
    /// A value as PHP writes it in a text.
    Text,
    /// Whether PHP takes a value for true.
    Truthy,
    /// A value as PHP takes it for an integer.
    Int,
    /// The values of an array.
    Items,
    /// The keys and values of an array.
    Pairs,
    /// What a hole is in a draft.
    Hole,
}

impl Helper {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Truthy => "truthy",
            Self::Int => "int",
            Self::Items => "items",
            Self::Pairs => "pairs",
            Self::Hole => "hole",
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Text => {
                "/// A value as PHP writes it in a text.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => \"1\".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}"
            }
            Self::Truthy => {
                "/// Whether PHP takes a value for true.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), \"\" | \"0\"),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}"
            }
            Self::Int => {
                "/// A value as PHP takes it for an integer.
fn int(value: &Value) -> i64 {
    match value {
        Value::Bool(value) => i64::from(*value),
        Value::Number(number) => number.as_i64().unwrap_or_default(),
        Value::String(text) => text.trim().parse().unwrap_or_default(),
        _ => 0,
    }
}"
            }
            Self::Items => {
                "/// The values of a list or a map, as PHP's `foreach` gives them.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}"
            }
            Self::Pairs => {
                "/// The keys and values of a list or a map, as PHP's `foreach` gives them.
fn pairs(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Array(list) => list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    }
}"
            }
            Self::Hole => {
                "/// What is left to port: an error as long as it is there.
fn hole<T>(php: &str) -> Result<T, Error> {
    Err(Error::other(format!(\"not ported: {php}\")))
}"
            }
        }
    }
}
