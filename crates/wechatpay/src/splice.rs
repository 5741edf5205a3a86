//! JSON text in which some strings are replaced, and all else stays as it came: spaces, the digits of
//! numbers, the order of members.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// `after` is what `text` holds, but for some of its strings.
pub(crate) fn changed(text: &str, after: &Value) -> serde_json::Result<String> {
    let whole: &RawValue = serde_json::from_str(text)?;
    let mut edits = Vec::new();
    collect(whole, after, &mut edits)?;
    let mut result = text.to_owned();
    let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    edits.sort_by_key(|(part, _)| std::cmp::Reverse(place(part)));
    for (part, string) in edits {
        let start = place(part);
        result.replace_range(start..start + part.len(), &string);
    }
    Ok(result)
}

fn collect<'t>(
    raw: &'t RawValue,
    after: &Value,
    edits: &mut Vec<(&'t str, String)>,
) -> serde_json::Result<()> {
    match after {
        Value::String(string) => {
            let before: String = serde_json::from_str(raw.get())?;
            if before != *string {
                edits.push((raw.get(), after.to_string()));
            }
        }
        Value::Array(items) => {
            let parts: Vec<&RawValue> = serde_json::from_str(raw.get())?;
            for (part, item) in parts.into_iter().zip(items) {
                collect(part, item, edits)?;
            }
        }
        Value::Object(members) => {
            let parts: HashMap<String, &RawValue> = serde_json::from_str(raw.get())?;
            for (name, part) in parts {
                if let Some(member) = members.get(&name) {
                    collect(part, member, edits)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_else_stays() {
        let text = " {\"a\" : [\"x\", 1.10,\n{\"b\":\"y\"}], \"c\":\"\\u4e2d\"} ";
        let after = json!({"a": ["长长", 1.1, {"b": ""}], "c": "中"});
        let expected = " {\"a\" : [\"长长\", 1.10,\n{\"b\":\"\"}], \"c\":\"\\u4e2d\"} ";
        assert_eq!(changed(text, &after).unwrap(), expected);
    }
}
