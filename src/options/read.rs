//! Reads the options of a JSON map.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Query, Timeout};
use crate::body::Body;
use crate::error::Error;
use crate::json_value::{kind_of, plain_number};
use crate::multipart::{self, Multipart};

pub(super) fn query(key: &str, value: Value) -> Result<Query, Error> {
    match value {
        Value::String(text) => Ok(Query::Text(text)),
        Value::Object(map) => Ok(Query::Map(map)),
        Value::Array(empty) if empty.is_empty() => Ok(Query::Map(Map::new())),
        other => Err(wrong(key, &other, "an object or a ready string")),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a reader as all others")]
pub(super) fn any(_key: &str, value: Value) -> Result<Value, Error> {
    Ok(value)
}

pub(super) fn text(key: &str, value: Value) -> Result<Body, Error> {
    let wanted = "a string; for JSON use `json`, for a form `form_params`";
    string(key, value, wanted).map(Body::from)
}

pub(super) fn parts(key: &str, value: Value) -> Result<Multipart, Error> {
    match value {
        Value::Array(parts) => multipart::from_json(&parts),
        other => Err(wrong(key, &other, "a list of parts")),
    }
}

pub(super) fn base_uri(key: &str, value: Value) -> Result<String, Error> {
    string(key, value, "a string such as `https://apihk.mch.weixin.qq.com/`")
}

pub(super) fn path(key: &str, value: Value) -> Result<PathBuf, Error> {
    string(key, value, "the path of a file, a string").map(PathBuf::from)
}

fn string(key: &str, value: Value, wanted: &str) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(wrong(key, &other, wanted)),
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
        other => Err(wrong(key, &other, "an object")),
    }
}

/// A string, a number, or a list of them, which is joined by `, ` as Guzzle does; null is absent.
fn header_value(name: &str, value: Value) -> Result<Option<String>, Error> {
    let scalar = |value| match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(plain_number(&number)),
        other => {
            Err(wrong(&format!("headers.{name}"), &other, "a string, a number, or a list of them"))
        }
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
    value.as_f64().map(Timeout::from).ok_or_else(|| wrong(key, &value, "a number of seconds"))
}

pub(super) fn boolean(key: &str, value: Value) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| wrong(key, &value, "true or false"))
}

fn wrong(key: &str, found: &Value, wanted: &str) -> Error {
    Error::options(format!("`{}` is {}, but must be {wanted}", key.escape_debug(), kind_of(found)))
}
