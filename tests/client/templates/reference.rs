//! The algorithm of RFC 6570, section 3.2.1 and appendix A, as it is written there: slow and plain,
//! to compare with.

use serde_json::{Map, Value};

/// An expression's operator, its variables with their modifiers, and the values.
pub(crate) fn expand(
    operator: &str,
    variables: &[(&str, &str)],
    values: &Map<String, Value>,
) -> String {
    let (first, separator, named, if_empty, reserved) = match operator {
        "" => ("", ",", false, "", false),
        "+" => ("", ",", false, "", true),
        "." => (".", ".", false, "", false),
        "/" => ("/", "/", false, "", false),
        ";" => (";", ";", true, "", false),
        "?" => ("?", "&", true, "=", false),
        "&" => ("&", "&", true, "=", false),
        "#" => ("#", ",", false, "", true),
        other => panic!("unknown operator {other}"),
    };
    let pair = |name: &str, value: &str, if_empty: &str| match value {
        "" => format!("{name}{if_empty}"),
        value => format!("{name}={value}"),
    };
    let mut members = Vec::new();
    for (name, modifier) in variables {
        let encode = |text: &Value| encode(text.as_str().unwrap(), reserved);
        let encoded_name = self::encode(name, true);
        let with_name = |value: &str| match named {
            true => pair(&encoded_name, value, if_empty),
            false => value.to_owned(),
        };
        match &values[*name] {
            Value::String(text) => {
                let length = modifier.strip_prefix(':').map(|digits| digits.parse().unwrap());
                let cut: String = text.chars().take(length.unwrap_or(usize::MAX)).collect();
                members.push(with_name(&encode(&cut.into())));
            }
            Value::Array(items) if *modifier == "*" => {
                members.extend(items.iter().map(|item| with_name(&encode(item))));
            }
            Value::Object(items) if *modifier == "*" => {
                members.extend(items.iter().map(|(key, item)| {
                    let if_empty = if named { if_empty } else { "=" };
                    pair(&self::encode(key, reserved), &encode(item), if_empty)
                }));
            }
            Value::Array(items) if !items.is_empty() => {
                let items: Vec<_> = items.iter().map(encode).collect();
                members.push(with_name(&items.join(",")));
            }
            Value::Object(items) if !items.is_empty() => {
                let items = items.iter();
                let items =
                    items.flat_map(|(key, item)| [self::encode(key, reserved), encode(item)]);
                members.push(with_name(&items.collect::<Vec<_>>().join(",")));
            }
            _ => {}
        }
    }
    if members.is_empty() { String::new() } else { format!("{first}{}", members.join(separator)) }
}

fn encode(text: &str, reserved: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        let triplet = *byte == b'%'
            && bytes.len() > at + 2
            && bytes[at + 1..at + 3].iter().all(u8::is_ascii_hexdigit);
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        let as_it_is = plain || (reserved && (triplet || b":/?#[]@!$&'()*+,;=".contains(byte)));
        match as_it_is {
            true => out.push(char::from(*byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
