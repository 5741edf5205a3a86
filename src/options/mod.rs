//! A call's arguments and options: one JSON map as in PHP, or the builder.

mod given;
mod guzzle;
mod read;
mod settings;
mod timeout;

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, one_line};
use crate::json_value::{MAX_DEPTH, is_deep};
use crate::language::{Text, say};
use crate::sensitive::Sensitive;
use crate::template;

pub(crate) use self::given::again;
pub(crate) use self::settings::{Query, Settings};
pub use self::timeout::Timeout;

/// The arguments of a call: the variables of its path, and these options.
///
/// A JSON object is the same, so `json!({…})` can be passed to a verb directly, and so can a reference
/// to anything that serialises to one: `get(&order)`.
///
/// | option | meaning |
/// |---|---|
/// | `query` | an object, or a ready string; replaces the path's own query |
/// | `json` | any JSON: the body, as `application/json` |
/// | `body` | a string: the body as it is |
/// | `form_params` | an object: the body, as `application/x-www-form-urlencoded` |
/// | `multipart` | a list of `{name, contents, filename?, headers?}`, or with the `path` of a file in place of `contents`: the body, as `multipart/form-data` |
/// | `xml` | an object: the parameters of an APIv2 call |
/// | `security`, `nonceless` | APIv2: with mutual TLS, without `nonce_str` |
/// | `headers` | an object of strings, numbers, or lists of them |
/// | `base_uri` | the base of this call |
/// | `sink` | a path: the response's body is written to that file |
/// | `timeout`, `connect_timeout` | seconds; 0 disables it |
/// | `http_errors` | `false`: 3xx, 4xx and 5xx come back as `Ok` |
/// | `resend` | `true`: the call may be sent more than once, see [`resend`](Options::resend) |
/// | `debug` | `true`: logs the message that is signed and the redacted exchange, by `tracing` |
///
/// In the JSON object, a key that the template names is a variable, whatever it is called; every
/// other key must be an option. `null` is the same as absent. A method replaces the object's value
/// of the same option; headers are added to the object's.
///
/// ```
/// use serde_json::json;
/// use wechatpay_chain::Options;
///
/// let by_map = Options::from(json!({
///     "transaction_id": "1217752501201407033233368018",
///     "query": {"mchid": "1900000109"},
/// }));
/// let by_builder = Options::new()
///     .var("transaction_id", "1217752501201407033233368018")
///     .query(json!({"mchid": "1900000109"}));
/// ```
#[derive(Default)]
pub struct Options {
    /// From a JSON object: variables and options. Only the template tells which is which.
    arguments: Map<String, Value>,
    /// Variables set by [`var`](Self::var), which take precedence.
    variables: Vec<(String, Value)>,
    /// Options set by methods.
    settings: Settings,
    /// The first mistake. The call reports it.
    mistake: Option<Error>,
}

impl Options {
    /// Creates empty options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable of the template, whatever its name.
    #[must_use]
    pub fn var(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        if let Some(value) = self.value(&name, value) {
            self.variables.push((name, value));
        }
        self
    }

    /// Adds a file to the multipart body, after the parts of [`multipart`](Self::multipart).
    #[must_use]
    pub fn multipart_file(mut self, name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.settings.multipart_files.push((name.into(), path.into()));
        self
    }

    /// Adds headers, from an object of strings, numbers, or lists of them.
    #[must_use]
    pub fn headers(self, headers: impl Serialize) -> Self {
        self.set("headers", headers)
    }

    /// Adds one header, which replaces the client's own of that name. If a name is given twice, both
    /// values are sent, as by Guzzle: `1, 2`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Names the key of the encrypted fields in the header `Wechatpay-Serial`, which the server needs
    /// to decrypt them. WeChat Pay signs the response with the same key.
    #[must_use]
    pub fn sensitive(self, sensitive: &Sensitive) -> Self {
        self.header("Wechatpay-Serial", sensitive.serial())
    }

    /// Expands the template, and hands out the options that remain.
    ///
    /// # Errors
    ///
    /// A mistake that a method noted, a variable without an argument, an unused argument, an
    /// option of the wrong type.
    pub(crate) fn resolve(mut self, template: &str) -> Result<(String, Settings), Error> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let (mut used, mut missing) = (Vec::new(), None);
        let expanded = template::expand_strict(template, &mut |name| {
            let variable = self.variables.iter().rev().find(|(known, _)| known == name);
            let value = variable.map(|(_, value)| value).or_else(|| self.arguments.get(name));
            match value {
                Some(_) => used.push(name.to_owned()),
                None => missing = Some(name.to_owned()),
            }
            value
        });
        let expanded = expanded.map_err(|error| {
            match missing.and_then(|name| self.named_otherwise(&name, &used)) {
                Some(given) => error.with_note(say!(
                    "did you mean `{given}`, which is given?",
                    "是否应为已给出的 `{given}`？"
                )),
                None => error,
            }
        })?;
        for (name, _) in &self.variables {
            if !used.contains(name) {
                return Err(unused(name, template));
            }
        }
        // The headers of methods come after the object's.
        let headers = std::mem::take(&mut self.settings.headers);
        for (key, value) in self.arguments {
            // A method's value replaces the object's.
            if used.contains(&key) || self.settings.has(&key) {
                continue;
            }
            if !self.settings.set(&key, value)? {
                return Err(unused(&key, template));
            }
        }
        self.settings.headers.extend(headers);
        Ok((expanded, self.settings))
    }

    /// An argument that differs from this name in capitals and underscores alone: `transactionId`
    /// for `transaction_id`.
    fn named_otherwise(&self, name: &str, used: &[String]) -> Option<String> {
        let letters = |name: &str| name.replace(['_', '-'], "").to_ascii_lowercase();
        let names = self.variables.iter().map(|(name, _)| name).chain(self.arguments.keys());
        let mut unused = names.filter(|given| !used.contains(given));
        unused.find(|given| letters(given) == letters(name)).map(|given| one_line(given, 80))
    }

    /// # Errors
    ///
    /// When there is a `sink`: pages would be written over each other, and never read.
    pub(crate) fn refuse_sink(&self) -> Result<(), Error> {
        let given = self.arguments.get("sink").is_some_and(|sink| !sink.is_null());
        if !given && self.settings.sink.is_none() {
            return Ok(());
        }
        Err(Error::options(say!(
            "`sink` is for one response: write the pages to a file yourself, or use get() for each",
            "`sink` 只用于单个应答：请自行把各页写入文件，或逐页使用 get()"
        )))
    }

    /// Takes out the query.
    ///
    /// # Errors
    ///
    /// When it is not an object.
    pub(crate) fn take_query(&mut self) -> Result<Map<String, Value>, Error> {
        let query = match self.settings.query.take() {
            Some(query) => Some(query),
            None => match self.arguments.shift_remove("query") {
                None | Some(Value::Null) => None,
                Some(value) => Some(read::query("query", value)?),
            },
        };
        match query {
            None => Ok(Map::new()),
            Some(Query::Map(map)) => Ok(map),
            Some(Query::Text(_)) => Err(Error::options(say!(
                "`query` is a ready string, but must be an object here, in which the page is set",
                "`query` 是已编码的字符串，但此处必须是对象，以便设置分页参数"
            ))),
        }
    }

    fn set(mut self, key: &str, value: impl Serialize) -> Self {
        if let Some(value) = self.value(key, value) {
            let set = self.settings.set(key, value);
            self.note(set.map(|_known| ()));
        }
        self
    }

    fn value(&mut self, key: &str, value: impl Serialize) -> Option<Value> {
        let value = serde_json::to_value(value).map_err(|error| {
            let message = say!(
                "`{key}` can't be written as JSON: {error}",
                "无法把 `{key}` 写成 JSON：{error}"
            );
            Error::options(message).with_source(error)
        });
        let value =
            value.and_then(|v| if is_deep(&v) { Err(too_deep(&shown(key))) } else { Ok(v) });
        value.map_err(|error| self.note(Err(error))).ok()
    }

    fn note(&mut self, result: Result<(), Error>) {
        if let Err(error) = result {
            self.mistake.get_or_insert(error);
        }
    }
}

fn unused(name: &str, template: &str) -> Error {
    let shown = shown(name);
    let template = template::shown(template);
    let message = match guzzle::advice(name) {
        Some(advice) => say!(
            "the Guzzle option `{shown}` is not supported: {advice}",
            "不支持 Guzzle 的选项 `{shown}`：{advice}";
            shown, advice
        ),
        None => say!(
            "the argument `{shown}` is used by neither the template `{template}` nor an option: \
             put it into `query` or `json`, or remove it",
            "参数 `{shown}` 既不是模板 `{template}` 的变量，也不是选项：\
             请放入 `query` 或 `json`，或去掉它";
            shown
        ),
    };
    Error::options(message)
}

/// Deeper than the JSON of any endpoint, and than serde_json reads.
fn too_deep(what: &Text) -> Error {
    Error::options(say!(
        "`{what}` is nested more than {MAX_DEPTH} deep: make it flatter",
        "`{what}` 的嵌套超过 {MAX_DEPTH} 层：请减少层数";
        what
    ))
}

fn shown(name: &str) -> Text {
    Text::verbatim(crate::error::one_line(name, 80))
}

/// Names, not values: an argument may be a person's name or a card number.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("arguments", &self.arguments.keys().collect::<Vec<_>>())
            .field("variables", &self.variables.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
