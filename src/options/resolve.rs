//! Tells variables from options, and checks both.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Options, Timeout, guzzle};
use crate::body::Body;
use crate::error::Error;
use crate::multipart::{self, Multipart};
use crate::template;
use crate::value::{kind_of, plain_number};

/// A call's options, each of the right type.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) query: Option<Query>,
    pub(crate) json: Option<Value>,
    pub(crate) body: Option<Body>,
    pub(crate) form_params: Option<Map<String, Value>>,
    pub(crate) multipart: Option<Multipart>,
    /// The names and paths of further parts.
    pub(crate) multipart_files: Vec<(String, PathBuf)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) base_uri: Option<String>,
    pub(crate) sink: Option<PathBuf>,
    pub(crate) timeout: Option<Timeout>,
    pub(crate) connect_timeout: Option<Timeout>,
    pub(crate) http_errors: Option<bool>,
    pub(crate) resend: Option<bool>,
    pub(crate) debug: Option<bool>,
}

pub(crate) enum Query {
    Map(Map<String, Value>),
    Text(String),
}

impl Options {
    /// Expands the template, and hands out the options that remain.
    ///
    /// # Errors
    ///
    /// What the builder noted, a variable without an argument, an argument without a use, an
    /// option of the wrong type.
    pub(crate) fn resolve(mut self, template: &str) -> Result<(String, Settings), Error> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let mut used = Vec::new();
        let expanded = template::expand_strict(template, &mut |name| {
            let variable = self.variables.iter().rev().find(|(known, _)| known == name);
            let value = variable.map(|(_, value)| value).or_else(|| self.arguments.get(name));
            if value.is_some() {
                used.push(name.to_owned());
            }
            value
        })?;
        for (name, _) in &self.variables {
            if !used.contains(name) {
                return Err(unused(name, template));
            }
        }
        // Those of methods come behind the map's.
        let headers = std::mem::take(&mut self.settings.headers);
        for (key, value) in self.arguments {
            // What a method has set replaces what the map has.
            if used.contains(&key) || self.settings.has(&key) {
                continue;
            }
            if !self.settings.set_known(&key, value)? {
                return Err(unused(&key, template));
            }
        }
        self.settings.headers.extend(headers);
        Ok((expanded, self.settings))
    }
}

fn unused(name: &str, template: &str) -> Error {
    let shown = crate::error::one_line(name, 80);
    let template = template::shown(template);
    let message = match guzzle::advice(name) {
        Some(advice) => format!("the Guzzle option `{shown}` is not supported: {advice}"),
        None => format!(
            "the argument `{shown}` is used by neither the template `{template}` nor an option: \
             put it into `query` or `json`, or remove it"
        ),
    };
    Error::options(message)
}

impl Settings {
    /// Sets one of the builder's options, whose names are known.
    pub(super) fn set(&mut self, key: &str, value: Value) -> Result<(), Error> {
        self.set_known(key, value).map(|_known| ())
    }

    /// Sets an option by name; `false` when there is none of that name. Null sets nothing.
    fn set_known(&mut self, key: &str, value: Value) -> Result<bool, Error> {
        if value.is_null() {
            // As good as absent.
            return Ok(true);
        }
        match key {
            "query" => self.query = Some(query(value)?),
            "json" => self.json = Some(value),
            "body" => match value {
                Value::String(text) => self.body = Some(text.into()),
                other => {
                    return Err(wrong(
                        key,
                        &other,
                        "a string; for JSON use `json`, for a form `form_params`",
                    ));
                }
            },
            "form_params" => self.form_params = Some(object(key, value)?),
            "multipart" => match value {
                Value::Array(parts) => self.multipart = Some(multipart::from_json(&parts)?),
                other => return Err(wrong(key, &other, "a list of parts")),
            },
            "headers" => {
                for (name, value) in object(key, value)? {
                    if let Some(value) = header_value(&name, value)? {
                        self.headers.push((name, value));
                    }
                }
            }
            "base_uri" => match value {
                Value::String(base_uri) => self.base_uri = Some(base_uri),
                other => {
                    return Err(wrong(
                        key,
                        &other,
                        "a string such as `https://apihk.mch.weixin.qq.com/`",
                    ));
                }
            },
            "sink" => match value {
                Value::String(path) => self.sink = Some(path.into()),
                other => return Err(wrong(key, &other, "the path of a file, a string")),
            },
            "timeout" => self.timeout = Some(seconds(key, &value)?),
            "connect_timeout" => self.connect_timeout = Some(seconds(key, &value)?),
            "http_errors" => self.http_errors = Some(boolean(key, &value)?),
            "resend" => self.resend = Some(boolean(key, &value)?),
            "debug" => self.debug = Some(boolean(key, &value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether an option is set that there can be only one of.
    fn has(&self, key: &str) -> bool {
        match key {
            "query" => self.query.is_some(),
            "base_uri" => self.base_uri.is_some(),
            "sink" => self.sink.is_some(),
            "timeout" => self.timeout.is_some(),
            "connect_timeout" => self.connect_timeout.is_some(),
            "http_errors" => self.http_errors.is_some(),
            "resend" => self.resend.is_some(),
            "debug" => self.debug.is_some(),
            // The builder's files come behind the map's parts.
            "multipart" => self.multipart.is_some(),
            "headers" => false,
            body => self.bodies().contains(&body),
        }
    }

    /// The names of the bodies that are set: at most one may be.
    pub(crate) fn bodies(&self) -> Vec<&'static str> {
        let set = [
            ("json", self.json.is_some()),
            ("body", self.body.is_some()),
            ("form_params", self.form_params.is_some()),
            ("multipart", self.multipart.is_some() || !self.multipart_files.is_empty()),
        ];
        set.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
    }
}

fn query(value: Value) -> Result<Query, Error> {
    match value {
        Value::String(text) => Ok(Query::Text(text)),
        Value::Object(map) => Ok(Query::Map(map)),
        Value::Array(empty) if empty.is_empty() => Ok(Query::Map(Map::new())),
        other => Err(wrong("query", &other, "an object or a ready string")),
    }
}

/// An object; PHP's empty array is one, too.
fn object(key: &str, value: Value) -> Result<Map<String, Value>, Error> {
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

fn seconds(key: &str, value: &Value) -> Result<Timeout, Error> {
    value.as_f64().map(Timeout::from).ok_or_else(|| wrong(key, value, "a number of seconds"))
}

fn boolean(key: &str, value: &Value) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| wrong(key, value, "true or false"))
}

fn wrong(key: &str, found: &Value, wanted: &str) -> Error {
    Error::options(format!("`{}` is {}, but must be {wanted}", key.escape_debug(), kind_of(found)))
}
