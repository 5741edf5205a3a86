//! JSON for a terminal: indented, in colour, and otherwise as it came, so that no number changes.

use super::terminal::harmless;

const KEY: &str = "\x1b[36m";
const TEXT: &str = "\x1b[32m";
const OTHER: &str = "\x1b[33m";
const PLAIN: &str = "\x1b[0m";

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

/// The first number that would become another one when it is read: one of more digits than a
/// double or a 64-bit integer has. `json` must be valid.
pub(crate) fn inexact_number(json: &str) -> Option<&str> {
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest),
            '-' | '0'..='9' => {
                let end = |c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c));
                rest.find(end).unwrap_or(rest.len())
            }
            other => other.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let is_number = first == '-' || first.is_ascii_digit();
        if is_number && !is_exact(token) {
            return Some(token);
        }
        rest = after;
    }
    None
}

fn is_exact(number: &str) -> bool {
    let read = serde_json::from_str::<serde_json::Number>(number);
    read.is_ok_and(|read| decimal(number).is_some_and(|it| Some(it) == decimal(&read.to_string())))
}

/// Sign, digits without zeros at either end, and the exponent of the last of them.
fn decimal(number: &str) -> Option<(bool, String, i64)> {
    let (is_negative, number) = match number.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, number),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.parse().ok()?;
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
    let exponent = exponent - i64::try_from(fraction.len()).ok()? + dropped;
    match significant.trim_start_matches('0') {
        "" => Some((false, String::new(), 0)),
        significant => Some((is_negative, significant.to_owned(), exponent)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_numbers_that_would_change() {
        for json in [
            "1989.9999999999998",
            "[1.10, -0.0, 1e3, 1.5E-7, 100000000000000000000]",
            "{\"a1.00000000000000000001\": [18446744073709551615, true, null]}",
            "\"12345678901234567890123\"",
            "0.1",
        ] {
            assert_eq!(inexact_number(json), None, "{json}");
        }
        for (json, number) in [
            ("9007199254740993.0", "9007199254740993.0"),
            ("[1, 123456789012345678901234567890]", "123456789012345678901234567890"),
            ("{\"a\":0.10000000000000000001}", "0.10000000000000000001"),
            ("1e999999999999999999999", "1e999999999999999999999"),
        ] {
            assert_eq!(inexact_number(json), Some(number), "{json}");
        }
    }

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
