//! Reads the options of a JSON map.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Query, Timeout};
use crate::body::Body;
use crate::error::Error;
use crate::json_value::{kind_of, plain_number};
use crate::language::{Text, say};
use crate::multipart::{self, Multipart};

pub(super) fn query(key: &str, value: Value) -> Result<Query, Error> {
    match value {
        Value::String(text) => Ok(Query::Text(text)),
        Value::Object(map) => Ok(Query::Map(map)),
        Value::Array(empty) if empty.is_empty() => Ok(Query::Map(Map::new())),
        other => Err(wrong(key, &other, say!("an object or a ready string", "对象或现成的字符串"))),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a reader as all others")]
pub(super) fn any(_key: &str, value: Value) -> Result<Value, Error> {
    Ok(value)
}

pub(super) fn text(key: &str, value: Value) -> Result<Body, Error> {
    let wanted = || {
        say!(
            "a string; for JSON use `json`, for a form `form_params`",
            "字符串；JSON 请用 `json`，表单请用 `form_params`"
        )
    };
    string(key, value, wanted).map(Body::from)
}

pub(super) fn parts(key: &str, value: Value) -> Result<Multipart, Error> {
    match value {
        Value::Array(parts) => multipart::from_json(&parts),
        other => Err(wrong(key, &other, say!("a list of parts", "由各部分组成的数组"))),
    }
}

pub(super) fn base_uri(key: &str, value: Value) -> Result<String, Error> {
    let wanted = || {
        say!(
            "a string such as `https://apihk.mch.weixin.qq.com/`",
            "字符串，例如 `https://apihk.mch.weixin.qq.com/`"
        )
    };
    string(key, value, wanted)
}

pub(super) fn path(key: &str, value: Value) -> Result<PathBuf, Error> {
    let wanted = || say!("the path of a file, a string", "文件路径，即字符串");
    string(key, value, wanted).map(PathBuf::from)
}

fn string(key: &str, value: Value, wanted: impl FnOnce() -> Text) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(wrong(key, &other, wanted())),
    }
}

/// Headers without those that are null.
pub(super) fn headers(key: &str, value: Value) -> Result<Vec<(String, String)>, Error> {
    let mut headers = Vec::new();
    for (name, value) in object(key, value)? {
        if let Some(value) = header_value(&name, value)? {
            headers.push((name, value));
        }
    }
    Ok(headers)
}

/// An object; PHP's empty array is one, too.
pub(super) fn object(key: &str, value: Value) -> Result<Map<String, Value>, Error> {
    match value {
        Value::Object(map) => Ok(map),
        Value::Array(empty) if empty.is_empty() => Ok(Map::new()),
        other => Err(wrong(key, &other, say!("an object", "对象"))),
    }
}

/// A string, a number, or a list of them, which is joined by `, ` as Guzzle does; null is absent.
fn header_value(name: &str, value: Value) -> Result<Option<String>, Error> {
    let scalar = |value| match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(plain_number(&number)),
        other => Err(wrong(
            &format!("headers.{name}"),
            &other,
            say!("a string, a number, or a list of them", "字符串、数字，或由它们组成的数组"),
        )),
    };
    match value {
        Value::Null => Ok(None),
        Value::Array(values) if !values.is_empty() => {
            let values = values.into_iter().map(scalar).collect::<Result<Vec<_>, _>>()?;
            Ok(Some(values.join(", ")))
        }
        value => scalar(value).map(Some),
    }
}

pub(super) fn seconds(key: &str, value: Value) -> Result<Timeout, Error> {
    let wanted = || say!("a number of seconds", "以秒为单位的数字");
    value.as_f64().map(Timeout::from).ok_or_else(|| wrong(key, &value, wanted()))
}

pub(super) fn boolean(key: &str, value: Value) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| wrong(key, &value, say!("true or false", "true 或 false")))
}

#[expect(clippy::needless_pass_by_value, reason = "made where it is called")]
fn wrong(key: &str, found: &Value, wanted: Text) -> Error {
    let (key, kind) = (key.escape_debug(), kind_of(found));
    Error::options(say!(
        "`{key}` is {kind}, but must be {wanted}",
        "`{key}` 的类型是{kind}，而应为{wanted}";
        kind, wanted
    ))
}
