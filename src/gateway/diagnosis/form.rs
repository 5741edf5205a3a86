//! A form, `a=1&b=2`, that was signed or sent where JSON is expected.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::gateway::percent::percent_decode;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The forms that the usual libraries make of a JSON object, the commonest first.
pub(super) fn written(value: &Value) -> Vec<String> {
    let mut pairs = Vec::new();
    if let Value::Object(members) = value {
        members.iter().for_each(|(name, value)| flatten(name, value, &mut pairs));
    }
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut sorted = pairs.clone();
    sorted.sort();
    let encoded = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
    let encodings: [&dyn Fn(&str) -> String; 3] =
        [&|text| encoded(text).replace("%20", "+"), &str::to_owned, &encoded];
    let join = |pairs: &[(String, String)], encode: &dyn Fn(&str) -> String| {
        let pair = |(name, value): &(String, String)| format!("{}={}", encode(name), encode(value));
        pairs.iter().map(pair).collect::<Vec<_>>().join("&")
    };
    let orders = [&pairs, &sorted];
    orders.iter().flat_map(|pairs| encodings.map(|encode| join(pairs, encode))).collect()
}

/// Names and values, nested ones as PHP writes them: `amount[total]=1`.
fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                flatten(&format!("{name}[{key}]"), value, pairs);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                flatten(&format!("{name}[{index}]"), value, pairs);
            }
        }
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        Value::Null => {}
        other => pairs.push((name.to_owned(), other.to_string())),
    }
}

/// Whether a body looks like a form.
pub(in crate::gateway) fn is_one(body: &[u8]) -> bool {
    let first = body.split(|byte| *byte == b'&').next().unwrap_or_default();
    let name = first.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.[]%+".contains(byte);
    !name.is_empty() && name.len() < first.len() && name.iter().all(is_name)
}

/// The JSON that a form may have been: with numbers as numbers, and all as strings.
pub(super) fn read(body: &[u8]) -> Vec<Value> {
    let Some(text) = std::str::from_utf8(body).ok().filter(|_| is_one(body)) else {
        return Vec::new();
    };
    let decode = |text: &str| percent_decode(&text.replace('+', " "));
    let pairs: Vec<_> = text
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect();
    let object = |typed: fn(&str) -> Value| {
        let mut object = Map::new();
        for (name, value) in &pairs {
            put(&mut object, name, typed(value));
        }
        Value::Object(object)
    };
    let number = |text: &str| match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => number.into(),
        _ => text.into(),
    };
    // Digits of 16 or more are an order's or a person's number.
    let short = |text: &str| match text.parse::<i64>() {
        Ok(number) if number.to_string() == text && text.len() < 9 => number.into(),
        _ => text.into(),
    };
    vec![object(short), object(|text| text.into()), object(number)]
}

/// `amount[total]` is a member of a member.
fn put(object: &mut Map<String, Value>, name: &str, value: Value) {
    let nested = name.split_once('[').and_then(|(outer, rest)| {
        let (inner, rest) = rest.split_once(']')?;
        Some((outer, format!("{inner}{rest}")))
    });
    match nested {
        None => {
            object.insert(name.to_owned(), value);
        }
        Some((outer, inner)) => {
            let member = object.entry(outer).or_insert_with(|| Map::new().into());
            if let Some(member) = member.as_object_mut() {
                put(member, &inner, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn forms_and_json() {
        let value = json!({"b": "x y", "a": {"c": 1, "d": ["微"]}, "n": null});
        let forms = written(&value);
        assert_eq!(forms[0], "b=x+y&a%5Bc%5D=1&a%5Bd%5D%5B0%5D=%E5%BE%AE");
        assert_eq!(forms[1], "b=x y&a[c]=1&a[d][0]=微");
        assert_eq!(forms[5], "a%5Bc%5D=1&a%5Bd%5D%5B0%5D=%E5%BE%AE&b=x%20y");
        assert_eq!(written(&json!([1])), Vec::<String>::new());
        let read = read(b"b=x+y&a%5Bc%5D=1&mchid=1900000109&e=");
        let values = [
            json!({"b": "x y", "a": {"c": 1}, "mchid": "1900000109", "e": ""}),
            json!({"b": "x y", "a": {"c": "1"}, "mchid": "1900000109", "e": ""}),
            json!({"b": "x y", "a": {"c": 1}, "mchid": 1_900_000_109, "e": ""}),
        ];
        assert_eq!(read, values);
        for (text, expected) in [
            ("a=1", true),
            ("a[b]=1&c", true),
            ("{\"a\":\"b=1\"}", false),
            ("=1", false),
            ("", false),
            ("<a b=\"1\">", false),
            ("--x", false),
        ] {
            assert_eq!(is_one(text.as_bytes()), expected, "{text}");
        }
    }
}
