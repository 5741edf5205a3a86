//! JSON for a terminal: indented, in colour, and otherwise as it came, so that no number changes.

use super::terminal::harmless;

pub(crate) const KEY: &str = "\x1b[36m";
pub(crate) const TEXT: &str = "\x1b[32m";
pub(crate) const OTHER: &str = "\x1b[33m";
pub(crate) const PLAIN: &str = "\x1b[0m";

/// `json` must be valid.
pub(crate) fn coloured(json: &str) -> String {
    let (mut shown, mut depth, mut rest) = (String::new(), 0_usize, json.trim());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            first if first.is_ascii_whitespace() => {
                rest = &rest[1..];
                continue;
            }
            _ => rest.find(['}', ']', ',', ' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        rest = after.trim_start();
        match first {
            '{' | '[' if rest.starts_with(['}', ']']) => {
                shown += token;
                shown += &rest[..1];
                rest = &rest[1..];
            }
            '{' | '[' => {
                depth += 1;
                shown += token;
                new_line(&mut shown, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut shown, depth);
                shown += token;
            }
            ',' => {
                shown += token;
                new_line(&mut shown, depth);
            }
            ':' => shown += ": ",
            _ => {
                let colour = match (first, rest.starts_with(':')) {
                    ('"', true) => KEY,
                    ('"', false) => TEXT,
                    _ => OTHER,
                };
                shown += colour;
                shown += &harmless(token);
                shown += PLAIN;
            }
        }
    }
    shown
}

fn new_line(shown: &mut String, depth: usize) {
    shown.push('\n');
    shown.extend(std::iter::repeat_n("  ", depth));
}

/// With its quotes.
fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_without_changing_a_token() {
        let json = r#" {"a" :[1.10,12345678901234567890123,true], "b":{},"c":[ ] ,"d\"}":"x\\"} "#;
        let shown = coloured(json);
        let plain = [KEY, TEXT, OTHER, PLAIN].iter().fold(shown.clone(), |s, c| s.replace(c, ""));
        let expected = "{\n  \"a\": [\n    1.10,\n    12345678901234567890123,\n    true\n  ],\n  \
                        \"b\": {},\n  \"c\": [],\n  \"d\\\"}\": \"x\\\\\"\n}";
        assert_eq!(plain, expected);
        assert!(shown.contains("\x1b[36m\"a\"\x1b[0m: "), "{shown}");
    }

    #[test]
    fn a_terminal_is_told_nothing() {
        assert!(coloured("\"a\u{9b}2J\"").contains("a\\u009b2J"));
    }
}
