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
    let text = String::from_utf8(read(file)?)
        .map_err(|_| Failure::usage(say!("the input is not UTF-8", "输入不是 UTF-8")))?;
    Ok(text.strip_suffix('\n').map_or(text.as_str(), |text| text.trim_end_matches('\r')).to_owned())
}

pub(crate) fn json(file: Option<&PathBuf>) -> Result<Value, Failure> {
    let bytes = read(file)?;
    let parsed = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Failure::usage(say!(
            "the input is not valid JSON at line {line}, character {column}",
            "输入第 {line} 行第 {column} 个字符处不是合法的 JSON"
        ))
    })?;
    match std::str::from_utf8(&bytes).ok().and_then(wechatpay_chain::__changed_number) {
        None => Ok(parsed),
        Some(_) => Err(Failure::usage(say!(
            "the input has a number of too many digits, which would be printed as another one: \
             shorten it, or write it as text",
            "输入中有位数过多的数字，输出时会变成另一个数：请缩短，或写成文本"
        ))),
    }
}
