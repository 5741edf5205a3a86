//! Bytes from a file, or from standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::failure::Failure;

/// `-` and none are standard input.
pub(crate) fn read(file: Option<&PathBuf>) -> Result<Vec<u8>, Failure> {
    match file {
        Some(file) if file != Path::new("-") => {
            fs::read(file).map_err(|error| Failure::file(file, &error))
        }
        _ => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|error| Failure::file(Path::new("-"), &error))?;
            Ok(bytes)
        }
    }
}

/// Text, without the line feed that an editor or `echo` adds.
pub(crate) fn text(file: Option<&PathBuf>) -> Result<String, Failure> {
    let text = String::from_utf8(read(file)?).map_err(|_| not_utf8())?;
    Ok(text.strip_suffix('\n').map_or(text.as_str(), |text| text.trim_end_matches('\r')).to_owned())
}

/// JSON, and its text without the space behind it.
pub(crate) fn json(file: Option<&PathBuf>) -> Result<(String, Value), Failure> {
    let text = String::from_utf8(read(file)?).map_err(|_| not_utf8())?;
    let parsed = serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Failure::usage(say!(
            "the input is not valid JSON at line {line}, character {column}",
            "输入第 {line} 行第 {column} 个字符处不是有效的 JSON"
        ))
    })?;
    Ok((text.trim_end().to_owned(), parsed))
}

fn not_utf8() -> Failure {
    Failure::usage(say!("the input is not valid UTF-8", "输入不是有效的 UTF-8"))
}
