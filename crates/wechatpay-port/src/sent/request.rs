//! From a path and Guzzle's options to the request: as PHP builds it, without a client.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::value::{is_list, text};

/// The segment of `->fooBar`, `->_name_`.
pub(super) fn segment(property: &str) -> String {
    if let Some(name) = property.strip_prefix('_').and_then(|rest| rest.strip_suffix('_')) {
        return format!("{{{name}}}");
    }
    let mut segment = String::with_capacity(property.len() + 4);
    for character in property.chars() {
        let is_inside = !segment.is_empty() && !segment.ends_with('-');
        if character.is_ascii_uppercase() && is_inside {
            segment.push('-');
        }
        segment.push(character.to_ascii_lowercase());
    }
    segment
}

/// Whether PHP would change this text's letters.
pub(super) fn is_changed(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && character.is_ascii_uppercase()
    })
}

/// The path and the query that are sent. `None` if that is not plain to see.
pub(super) fn target(path: &str, options: &Map<String, Value>) -> Option<String> {
    let expanded = expand(path, options)?;
    let base = match options.get("base_uri") {
        None => "/".to_owned(),
        Some(uri) => folder(uri.as_str()?)?,
    };
    let target = match expanded.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/".to_owned(), |at| rest[at..].to_owned()),
        None if expanded.starts_with('/') => expanded,
        None => format!("{base}{expanded}"),
    };
    let Some(query) = options.get("query") else {
        return Some(target);
    };
    let path = target.split_once('?').map_or(target.as_str(), |(path, _)| path);
    let query = match query {
        Value::String(text) if text.bytes().all(is_of_a_query) => text.clone(),
        Value::Object(_) | Value::Array(_) => query_string(query)?,
        _ => return None,
    };
    Some(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}

/// The folder of an address: that of `https://host/hk/` is `/hk/`.
fn folder(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    Some(path[..=path.rfind('/')?].to_owned())
}

/// Variables of the simple form; others are rare, and left to the eye.
fn expand(template: &str, options: &Map<String, Value>) -> Option<String> {
    let mut expanded = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        expanded.push_str(literal);
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)) {
            return None;
        }
        match options.get(name) {
            // The trailing slash. Any other hole makes an address that reaches nothing.
            None if name == "empty" => {}
            None | Some(Value::Null) => return None,
            Some(Value::String(text)) if text.is_empty() => return None,
            Some(Value::Array(_) | Value::Object(_)) => return None,
            Some(value) => encode(&text(value)?, &mut expanded),
        }
        rest = after;
    }
    Some(expanded + rest)
}

fn is_of_a_query(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~%=&+:,/?@!$'()*;".contains(&byte)
}

/// `http_build_query($value, '', '&', PHP_QUERY_RFC3986)`.
fn query_string(value: &Value) -> Option<String> {
    let mut pairs = Vec::new();
    flatten("", value, &mut pairs)?;
    let mut query = String::new();
    for (key, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        encode(&key, &mut query);
        query.push('=');
        encode(&value, &mut query);
    }
    Some(query)
}

fn flatten(prefix: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Option<()> {
    let mut inner = |key: &str, value: &Value| {
        let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}[{key}]") };
        flatten(&name, value, pairs)
    };
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                inner(&index.to_string(), item)?;
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                inner(key, item)?;
            }
        }
        Value::Bool(flag) => pairs.push((prefix.to_owned(), u8::from(*flag).to_string())),
        value => pairs.push((prefix.to_owned(), text(value)?)),
    }
    Some(())
}

/// `rawurlencode($text)`.
fn encode(text: &str, encoded: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // A String takes everything.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
}

/// As `json_encode` writes it: a list where the keys are 0, 1, 2 …, and whole floats as integers.
pub(super) fn json(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Object(map) if !map.is_empty() && is_list(map) => map.values().map(json).collect(),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            #[allow(clippy::cast_possible_truncation, reason = "it is whole and small")]
            if float.fract() == 0.0 && float.abs() < 1e15 {
                Value::from(float as i64)
            } else {
                value.clone()
            }
        }
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn built(path: &str, options: Value) -> Option<String> {
        target(path, options.as_object().unwrap())
    }

    #[test]
    fn segments_are_phps() {
        for (property, expected) in [
            ("v3", "v3"),
            ("abnormalFundProcessing", "abnormal-fund-processing"),
            ("ComplaintsV2", "complaints-v2"),
            ("Merchant-Service", "merchant-service"),
            ("_receipt_id_", "{receipt_id}"),
        ] {
            assert_eq!(segment(property), expected);
        }
        assert!(is_changed("v3/Ab") && !is_changed("v3/{openId}/x"));
    }

    #[test]
    fn targets_are_phps() {
        let given = json!({"id": "x?y=z&k 中", "query": {"a": [1, true], "b": null, "c": "a b"}});
        assert_eq!(
            built("v3/pay/{id}/x", given).unwrap(),
            "/v3/pay/x%3Fy%3Dz%26k%20%E4%B8%AD/x?a%5B0%5D=1&a%5B1%5D=1&c=a%20b"
        );
        let abroad = json!({"base_uri": "https://apihk.mch.weixin.qq.com/hk/"});
        assert_eq!(built("v3/statements", abroad).unwrap(), "/hk/v3/statements");
        assert_eq!(built("v3/x/{empty}", json!({})).unwrap(), "/v3/x/");
        assert_eq!(built("v3/{x}/y", json!({"query": {"x": 1}})), None);
        assert_eq!(built("v3/x?a=b", json!({})).unwrap(), "/v3/x?a=b");
        assert_eq!(built("https://a.b/c?d", json!({})).unwrap(), "/c?d");
        assert_eq!(built("v3/{+x}", json!({"x": "1"})), None);
    }

    #[test]
    fn json_is_phps() {
        let given = json!({"a": 1.0, "b": {"0": 1, "1": 2}, "c": {}, "d": 1.5});
        assert_eq!(json(&given).to_string(), r#"{"a":1,"b":[1,2],"c":{},"d":1.5}"#);
    }
}
