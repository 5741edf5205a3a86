//! JSON bodies as PHP writes their numbers.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::error::Error;
use crate::language::say;

/// The largest float below which every whole number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Compact UTF-8 JSON. A float without a fraction is written as the integer it is (10.0 as `10`):
/// amounts are integers in the protocol.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(128);
    let mut serializer = Serializer::with_formatter(&mut out, WholeFloats(CompactFormatter));
    value.serialize(&mut serializer).map_err(|error| {
        Error::options(say!("`json` can't be written: {error}", "无法把 `json` 写成 JSON：{error}"))
            .with_source(error)
    })?;
    Ok(out)
}

/// The same in ASCII, as PHP's `json_encode` writes it: `\u4e2d` for 中, `\/` for /.
pub(crate) fn encode_ascii(value: &Value) -> Result<String, Error> {
    let json = String::from_utf8_lossy(&encode(value)?).into_owned();
    let mut ascii = String::with_capacity(json.len());
    // Outside of strings JSON has neither a slash nor anything beyond ASCII.
    for character in json.chars() {
        match character {
            '/' => ascii.push_str("\\/"),
            ' '..='\u{7f}' => ascii.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    ascii.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    Ok(ascii)
}

struct WholeFloats(CompactFormatter);

impl Formatter for WholeFloats {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() <= EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
            return self.0.write_i64(writer, value as i64);
        }
        self.0.write_f64(writer, value)
    }
}
