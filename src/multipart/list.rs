//! The option `multipart`: a list of parts in JSON.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Contents, Multipart, Part, basename, nameless};
use crate::error::Error;
use crate::json_value::kind_of;
use crate::language::say;
use crate::upload::FileSource;

const KEYS: [&str; 5] = ["name", "contents", "path", "filename", "headers"];

/// # Errors
///
/// Options errors that name the part by its index.
pub(crate) fn from_json(parts: &[Value]) -> Result<Multipart, Error> {
    let mut multipart = Multipart::new();
    for (index, part) in parts.iter().enumerate() {
        multipart = multipart.part(read(index, part)?);
    }
    Ok(multipart)
}

fn read(index: usize, part: &Value) -> Result<Part, Error> {
    let Value::Object(part) = part else {
        let kind = kind_of(part);
        return Err(Error::options(say!(
            "`multipart.{index}` is {kind}, but must be an object of name and contents",
            "`multipart.{index}` 的类型是{kind}，而应为含有 name 和 contents 的对象";
            kind
        )));
    };
    for key in part.keys() {
        if !KEYS.contains(&key.as_str()) {
            let shown = key.escape_debug();
            return Err(Error::options(say!(
                "`multipart.{index}.{shown}` is unknown: a part has name, contents or path, \
                 filename and headers",
                "未知的 `multipart.{index}.{shown}`：每个部分有 name、contents 或 path、\
                 filename 和 headers"
            )));
        }
    }
    let Some(name) = text(index, "name", part)? else {
        return Err(Error::options(say!(
            "`multipart.{index}` has no `name`: add it",
            "`multipart.{index}` 缺少 `name`：请补上"
        )));
    };
    let mut filename = text(index, "filename", part)?.map(|name| basename(name).to_owned());
    let contents = match (text(index, "contents", part)?, text(index, "path", part)?) {
        (Some(contents), None) => Contents::Bytes(contents.to_owned().into()),
        (None, Some(path)) => {
            let path = PathBuf::from(path);
            if filename.is_none() {
                let own = path.file_name().and_then(|name| name.to_str());
                filename = Some(own.ok_or_else(|| nameless(&path))?.to_owned());
            }
            Contents::File(FileSource { path, expected: None })
        }
        (None, None) => {
            return Err(Error::options(say!(
                "`multipart.{index}` has no `contents`: add it, or the `path` of a file",
                "`multipart.{index}` 缺少 `contents`：请补上，或给出文件的 `path`"
            )));
        }
        (Some(_), Some(_)) => {
            return Err(Error::options(say!(
                "`multipart.{index}` has both `contents` and `path`: remove one of them",
                "`multipart.{index}` 同时有 `contents` 和 `path`：请去掉其中之一"
            )));
        }
    };
    let headers = headers(index, part)?;
    Ok(Part { filename, headers, contents, ..Part::new(name.to_owned()) })
}

fn headers(index: usize, part: &Map<String, Value>) -> Result<Vec<(String, String)>, Error> {
    let map = match part.get("headers") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(map)) => map,
        Some(other) => {
            let kind = kind_of(other);
            return Err(Error::options(say!(
                "`multipart.{index}.headers` is {kind}, but must be an object",
                "`multipart.{index}.headers` 的类型是{kind}，而应为对象";
                kind
            )));
        }
    };
    let header = |name: &String| {
        let value = text(index, name, map)?.unwrap_or_default();
        Ok((one_line(index, name)?.to_owned(), one_line(index, value)?.to_owned()))
    };
    map.keys().map(header).collect()
}

fn text<'a>(
    index: usize,
    key: &str,
    map: &'a Map<String, Value>,
) -> Result<Option<&'a str>, Error> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => {
            let (key, kind) = (key.escape_debug(), kind_of(other));
            Err(Error::options(say!(
                "`multipart.{index}.{key}` is {kind}, but must be a string",
                "`multipart.{index}.{key}` 的类型是{kind}，而应为字符串";
                kind
            )))
        }
    }
}

/// A part's header may not break out of its line.
fn one_line(index: usize, text: &str) -> Result<&str, Error> {
    if text.chars().any(char::is_control) {
        let shown = text.escape_debug();
        return Err(Error::options(say!(
            "`multipart.{index}.headers` has a control character in `{shown}`: remove it",
            "`multipart.{index}.headers` 的 `{shown}` 含有控制字符：请去掉"
        )));
    }
    Ok(text)
}
