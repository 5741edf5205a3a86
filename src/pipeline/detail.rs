//! The part of an error's `detail` that belongs in its text.

use serde_json::Value;

use crate::error::{ApiError, one_line};

/// How many JSON pointers are shown.
const POINTERS: usize = 8;

/// The field that is wrong, and what is wrong with it. Other values are not shown, since they may be
/// personal data; nor is what the message says already.
pub(super) fn about(api: &ApiError) -> Option<String> {
    let text = |key: &str, limit| {
        let text = api.detail.get(key)?.as_str()?;
        (!text.is_empty() && !api.message.contains(text)).then(|| one_line(text, limit))
    };
    let field = text("field", 80).map(|field| match text("location", 20) {
        Some(location) => format!("{location} `{field}`"),
        None => format!("`{field}`"),
    });
    let place = field.or_else(|| pointers(api.detail.get("value")?));
    match (place, text("issue", 160)) {
        (Some(place), Some(issue)) => Some(format!("{place}: {issue}")),
        (place, issue) => place.or(issue),
    }
}

/// A value that names fields, such as `["/body/appid"]`: `None` when any of it is something else.
fn pointers(value: &Value) -> Option<String> {
    let values = match value {
        Value::Array(values) => &values[..],
        value => std::slice::from_ref(value),
    };
    let named: Option<Vec<_>> = values.iter().map(|value| pointer(value.as_str()?)).collect();
    let named = named.filter(|named| !named.is_empty())?;
    let mut shown = named.iter().take(POINTERS).copied().collect::<Vec<_>>().join("`, `");
    if named.len() > POINTERS {
        shown += "`, `…";
    }
    Some(format!("`{shown}`"))
}

/// A JSON pointer into the request: names and indices, of which the first is a name.
fn pointer(text: &str) -> Option<&str> {
    let path = text.strip_prefix('/')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/".contains(&byte);
    let fits = path.len() < 80 && path.starts_with(|c: char| c.is_ascii_alphabetic());
    (fits && path.bytes().all(is_name)).then_some(text)
}
