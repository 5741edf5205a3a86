//! Amounts: yuan as bills write them, to fen.

use std::fmt;

use serde::Deserializer;
use serde::de::Visitor;

use crate::error::{Error, ErrorKind, one_line};
use crate::language::{Text, say};

/// Converts an amount in yuan, as bills write it, to fen, exactly: `0.01` is 1, `12.3` is 1230, `-5` is
/// -500.
///
/// # Errors
///
/// [`ErrorKind::Decode`] for anything but digits, with a minus sign before them or not, and with a
/// point and digits behind them or not; for a fraction of a fen, `0.00500`, which fees can have
/// (`0.00000` has none); and for more than an `i64` holds.
///
/// ```
/// use wechatpay_chain::bill::fen;
///
/// assert_eq!(fen("12.34")?, 1234);
/// assert!(fen("1,234.00").is_err());
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
pub fn fen(yuan: &str) -> Result<i64, Error> {
    parse(yuan).map_err(|message| Error::new(ErrorKind::Decode, message))
}

/// [`fen`] for serde: `#[serde(deserialize_with = "wechatpay_chain::bill::deserialize_fen")]`.
///
/// # Errors
///
/// Those of [`fen`].
pub fn deserialize_fen<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    struct Yuan;

    impl Visitor<'_> for Yuan {
        type Value = i64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an amount in yuan, as text")
        }

        fn visit_str<E: serde::de::Error>(self, yuan: &str) -> Result<i64, E> {
            fen(yuan).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Yuan)
}

pub(super) fn parse(yuan: &str) -> Result<i64, Text> {
    let shown = || one_line(yuan, 40);
    let refused = || {
        let shown = shown();
        say!(
            "`{shown}` is not an amount in yuan such as 12.34",
            "“{shown}”不是以元为单位的金额，例如 12.34",
        )
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (sign, amount) = match yuan.strip_prefix('-') {
        Some(amount) => (-1, amount),
        None => (1, yuan),
    };
    let (whole, fraction) = match amount.split_once('.') {
        Some((whole, fraction)) if digits(fraction) => (whole, fraction),
        Some(_) => return Err(refused()),
        None => (amount, ""),
    };
    if !digits(whole) {
        return Err(refused());
    }
    if fraction.bytes().skip(2).any(|byte| byte != b'0') {
        let shown = shown();
        return Err(say!(
            "`{shown}` yuan is not a whole number of fen: take it as text",
            "{shown} 元不是整数分：请按文本处理",
        ));
    }
    // Digits alone: the yuan's, and two of the fraction.
    let cents: String = fraction.chars().chain(['0', '0']).take(2).collect();
    let fen = format!("{whole}{cents}").parse::<i64>().map_err(|_| {
        let shown = shown();
        say!("`{shown}` yuan is too large", "{shown} 元过大")
    })?;
    Ok(sign * fen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_amounts() {
        for (yuan, expected) in [
            ("0.01", 1),
            ("0.00", 0),
            ("0.00000", 0),
            ("0", 0),
            ("0.0", 0),
            ("12.3", 1230),
            ("1234.56000", 123_456),
            ("0012.30", 1230),
            ("-0.10", -10),
            ("-5", -500),
            // As floats these are 0.57999…, 1.14999… and 4.34999….
            ("0.58", 58),
            ("1.15", 115),
            ("4.35", 435),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.07", -i64::MAX),
        ] {
            assert_eq!(fen(yuan).unwrap(), expected, "{yuan}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for yuan in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "--1",
            "1.2.3",
            "1,234.00",
            " 1",
            "1 ",
            "1e3",
            "0x1",
            "NaN",
            "0.001",
            "0.00500",
            "１.00",
            "1.0０",
            "¥1",
            "0.60%",
            "-.5",
            "1.-1",
            "92233720368547758.08",
            "99999999999999999999",
        ] {
            let error = fen(yuan).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{yuan}");
        }
        let error = fen("0.00500").unwrap_err();
        assert!(
            error.to_string().contains("fen") && error.to_string().contains("0.00500"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn all_amounts_come_back(amount in -(1_i64 << 62)..(1 << 62)) {
            let sign = if amount < 0 { "-" } else { "" };
            let size = amount.unsigned_abs();
            let yuan = format!("{sign}{}.{:02}", size / 100, size % 100);
            prop_assert_eq!(fen(&yuan).unwrap(), amount);
            prop_assert_eq!(fen(&(yuan + "000")).unwrap(), amount);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = fen(&text);
        }
    }
}
