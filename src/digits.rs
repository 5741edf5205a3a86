//! Numbers of a JSON text that `serde_json` would not keep as they are written.

use serde_json::Number;

/// Where the first number begins whose value would change when the text is read: one of more
/// digits than an `f64` has, that is. In bytes; the text must be JSON.
pub fn changed(json: &str) -> Option<usize> {
    let bytes = json.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
                let written = &json[at..at + length];
                let read = written.parse::<Number>().map(|number| number.to_string());
                if read.map_or(true, |read| value(&read) != value(written)) {
                    return Some(at);
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    None
}

/// The sign, the digits without zeros at either end, and the power of ten of the last of them.
fn value(number: &str) -> Option<(bool, String, i64)> {
    let (negative, rest) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [whole, fraction].concat();
    let digits = all.trim_end_matches('0');
    let zeros = i64::try_from(all.len() - digits.len()).ok()?;
    let exponent = exponent.parse::<i64>().ok()?;
    let exponent = exponent.checked_add(zeros)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    match digits.trim_start_matches('0') {
        "" => Some((false, String::new(), 0)),
        digits => Some((negative, digits.to_owned(), exponent)),
    }
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn tells_numbers_that_would_change() {
        for kept in [
            "0",
            "-0",
            "0.0",
            "1989.9999999999998",
            "1e5",
            "1E+2",
            "0.10",
            "100",
            "18446744073709551615",
            "-9223372036854775808",
            "9007199254740992.0",
            "123.4500e-2",
            "{\"a\": [1, 2.5, \"9007199254740993.0 \\\" 1e999\"], \"12345678901234567890123\": null}",
        ] {
            assert_eq!(changed(kept), None, "{kept}");
        }
        for (json, at) in [
            ("9007199254740993.0", 0),
            ("123456789012345678901234567890", 0),
            ("0.12345678901234567890", 0),
            ("18446744073709551616.5", 0),
            ("[1, -36893488147419103233]", 4),
            ("1e999", 0),
            ("{\"\\\\\": 1.00000000000000000001}", 7),
        ] {
            assert_eq!(changed(json), Some(at), "{json}");
        }
    }
}
