//! JSON as the usual libraries write it.

use serde_json::{Map, Value};

use super::variant::permute;

/// Up to this many keys of an object are tried in every order.
const ORDERED: usize = 5;

/// How a JSON text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) space: Space,
    pub(super) sorted: bool,
    /// `\/`, as PHP's json_encode writes it.
    pub(super) slashes: bool,
    /// `\uXXXX` for all beyond ASCII, as PHP's and Python's do.
    pub(super) unicode: bool,
    /// `\u003c`, `\u003e`, `\u0026`, as Go's does.
    pub(super) html: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    None,
    /// After each `,` and `:`, as Python's.
    After,
    /// On lines, with this indentation.
    Lines(&'static str),
}

impl Style {
    /// All, the commonest first.
    pub(super) fn all() -> Vec<Self> {
        let spaces = [
            Space::None,
            Space::After,
            Space::Lines("    "),
            Space::Lines("  "),
            Space::Lines("\t"),
        ];
        let mut all = Vec::new();
        for space in spaces {
            for sorted in [false, true] {
                for (slashes, unicode, html) in [
                    (false, false, false),
                    (true, true, false),
                    (true, false, false),
                    (false, true, false),
                    (false, false, true),
                ] {
                    all.push(Self { space, sorted, slashes, unicode, html });
                }
            }
        }
        all
    }

    pub(super) fn write(self, value: &Value) -> Vec<u8> {
        let mut text = String::new();
        self.value(value, 0, &mut text);
        text.into_bytes()
    }

    /// The members of an object, and what is written before, between and after them.
    pub(super) fn members(self, map: &Map<String, Value>) -> (Vec<Vec<u8>>, [Vec<u8>; 3]) {
        let members = map.iter().map(|(key, value)| {
            let mut text = String::new();
            self.string(key, &mut text);
            text.push_str(if self.space == Space::None { ":" } else { ": " });
            self.value(value, 1, &mut text);
            text.into_bytes()
        });
        let part = |write: &dyn Fn(&mut String)| {
            let mut text = String::new();
            write(&mut text);
            text.into_bytes()
        };
        let before = part(&|text| {
            text.push('{');
            self.line(1, text);
        });
        let between = part(&|text| self.begin(1, 1, text));
        let after = part(&|text| {
            self.line(0, text);
            text.push('}');
        });
        (members.collect(), [before, between, after])
    }

    fn value(self, value: &Value, depth: usize, text: &mut String) {
        match value {
            Value::String(string) => self.string(string, text),
            Value::Array(items) if !items.is_empty() => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.begin(index, depth + 1, text);
                    self.value(item, depth + 1, text);
                }
                self.line(depth, text);
                text.push(']');
            }
            Value::Object(map) if !map.is_empty() => {
                let mut entries: Vec<_> = map.iter().collect();
                if self.sorted {
                    entries.sort_unstable_by_key(|(key, _)| *key);
                }
                text.push('{');
                for (index, (key, item)) in entries.into_iter().enumerate() {
                    self.begin(index, depth + 1, text);
                    self.string(key, text);
                    text.push_str(if self.space == Space::None { ":" } else { ": " });
                    self.value(item, depth + 1, text);
                }
                self.line(depth, text);
                text.push('}');
            }
            other => text.push_str(&other.to_string()),
        }
    }

    fn begin(self, index: usize, depth: usize, text: &mut String) {
        if index > 0 {
            text.push_str(if self.space == Space::After { ", " } else { "," });
        }
        self.line(depth, text);
    }

    fn line(self, depth: usize, text: &mut String) {
        if let Space::Lines(indentation) = self.space {
            text.push('\n');
            (0..depth).for_each(|_| text.push_str(indentation));
        }
    }

    fn string(self, string: &str, text: &mut String) {
        text.push('"');
        for character in string.chars() {
            match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '\u{8}' => text.push_str("\\b"),
                '\u{c}' => text.push_str("\\f"),
                '/' if self.slashes => text.push_str("\\/"),
                '<' | '>' | '&' if self.html => escape(character, text),
                '\0'..='\u{1f}' => escape(character, text),
                _ if self.unicode && !character.is_ascii() => escape(character, text),
                _ => text.push(character),
            }
        }
        text.push('"');
    }
}

/// The same value with its objects' keys in other orders, of which at most `most` are given.
pub(super) fn orders(value: &Value, most: usize) -> Vec<Value> {
    match value {
        Value::Array(items) => {
            let all = combine(items.iter().collect(), most);
            all.into_iter().map(Value::Array).collect()
        }
        Value::Object(map) => {
            let keys: Vec<_> = map.keys().collect();
            let mut all = Vec::new();
            for values in combine(map.values().collect(), most) {
                let mut pairs: Vec<_> = keys.iter().copied().zip(values).collect();
                let length = if pairs.len() <= ORDERED { pairs.len() } else { 0 };
                permute(&mut pairs, length, &mut |pairs| {
                    if all.len() < most {
                        let pairs =
                            pairs.iter().map(|(key, value)| ((*key).clone(), value.clone()));
                        all.push(Value::Object(pairs.collect::<Map<_, _>>()));
                    }
                });
            }
            all
        }
        other => vec![other.clone()],
    }
}

/// Each value in each of its orders, with each of the others'.
fn combine(values: Vec<&Value>, most: usize) -> Vec<Vec<Value>> {
    let mut all = vec![Vec::with_capacity(values.len())];
    for value in values {
        let mut here = orders(value, most / all.len());
        if here.len() == 1 {
            let only = here.swap_remove(0);
            all.iter_mut().for_each(|values| values.push(only.clone()));
            continue;
        }
        all = all
            .into_iter()
            .flat_map(|before| {
                here.iter().map(move |value| {
                    let mut values = before.clone();
                    values.push(value.clone());
                    values
                })
            })
            .collect();
    }
    all
}

/// As UTF-16, in lower case.
fn escape(character: char, text: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        text.push_str(&format!("\\u{unit:04x}"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn puts_keys_in_every_order() {
        let all = orders(&json!({ "a": { "b": 1, "c": 2 }, "d": [{ "e": 3, "f": 4 }] }), 100);
        let texts: std::collections::HashSet<_> = all.iter().map(Value::to_string).collect();
        assert_eq!((all.len(), texts.len()), (8, 8));
        assert!(texts.contains(r#"{"d":[{"f":4,"e":3}],"a":{"c":2,"b":1}}"#));
        let long = Value::Array((0..100).map(|at| json!({ "a": at, "b": 1, "c": 2 })).collect());
        let all = orders(&long, 300);
        assert!(!all.is_empty() && all.len() <= 300, "{}", all.len());
    }

    #[test]
    fn writes_as_the_libraries_do() {
        let value = json!({ "b": ["微😀/<", 1, 1.5, null, {}], "a": { "c": [], "\u{1}": true } });
        let style = |space, sorted, slashes, unicode, html| {
            let bytes = Style { space, sorted, slashes, unicode, html }.write(&value);
            String::from_utf8(bytes).unwrap()
        };
        // Python's json.dumps, also with indent=2 and sort_keys; PHP's json_encode; Go's Marshal.
        for (written, expected) in [
            (
                style(Space::None, false, false, false, false),
                "{\"b\":[\"微😀/<\",1,1.5,null,{}],\"a\":{\"c\":[],\"\\u0001\":true}}",
            ),
            (
                style(Space::After, false, false, true, false),
                r#"{"b": ["\u5fae\ud83d\ude00/<", 1, 1.5, null, {}], "a": {"c": [], "\u0001": true}}"#,
            ),
            (
                style(Space::Lines("  "), true, false, true, false),
                "{\n  \"a\": {\n    \"\\u0001\": true,\n    \"c\": []\n  },\n  \"b\": [\n    \
                 \"\\u5fae\\ud83d\\ude00/<\",\n    1,\n    1.5,\n    null,\n    {}\n  ]\n}",
            ),
            (
                style(Space::None, false, true, true, false),
                r#"{"b":["\u5fae\ud83d\ude00\/<",1,1.5,null,{}],"a":{"c":[],"\u0001":true}}"#,
            ),
            (
                style(Space::None, true, false, false, true),
                "{\"a\":{\"\\u0001\":true,\"c\":[]},\"b\":[\"微😀/\\u003c\",1,1.5,null,{}]}",
            ),
        ] {
            assert_eq!(written, expected);
            assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
        }
    }
}
