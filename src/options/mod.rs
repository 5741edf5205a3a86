//! A call's arguments and options: one JSON map as in PHP, or the builder.

mod guzzle;
mod resolve;
mod timeout;

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::body::Body;
use crate::error::Error;
#[cfg(doc)]
use crate::multipart::Multipart;
use crate::sensitive::Sensitive;
use crate::value::{MAX_DEPTH, is_deep, kind_of};

pub(crate) use self::resolve::{Query, Settings};
pub use self::timeout::Timeout;

/// What a call takes beside its path: the template's variables, and the options of the table.
///
/// | option | meaning |
/// |---|---|
/// | `query` | an object, or a ready string; replaces the path's own query |
/// | `json` | any JSON: the body, as `application/json` |
/// | `body` | a string: the body as it is |
/// | `form_params` | an object: the body, as `application/x-www-form-urlencoded` |
/// | `multipart` | a list of `{name, contents, filename?, headers?}`, or with the `path` of a file in place of `contents`: the body, as `multipart/form-data` |
/// | `headers` | an object of strings, numbers, or lists of them |
/// | `base_uri` | the base of this call |
/// | `sink` | a path: the answer's body goes to that file, and the response's is empty |
/// | `timeout`, `connect_timeout` | seconds; 0 for none |
/// | `http_errors` | `false`: 3xx, 4xx and 5xx come back as `Ok` |
/// | `resend` | `true`: the call may be sent more than once, see [`resend`](Options::resend) |
/// | `debug` | `true`: the message that was signed and the exchange, redacted, by `tracing` |
///
/// In the JSON map a key that the template names is a variable, whatever it is called; every other
/// key must be an option. `null` is as good as absent. A method replaces what the map has of the
/// same option; headers are added to the map's.
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
    /// From a JSON map: variables or options, which only the template can tell.
    arguments: Map<String, Value>,
    /// Variables for sure, before those of the map.
    variables: Vec<(String, Value)>,
    /// Options for sure.
    settings: Settings,
    /// The first mistake. The call reports it.
    mistake: Option<Error>,
}

impl Options {
    /// No options.
    pub fn new() -> Self {
        Self::default()
    }

    /// A variable of the template, whatever its name.
    #[must_use]
    pub fn var(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        let name = name.into();
        if let Some(value) = self.value(&name, value) {
            self.variables.push((name, value));
        }
        self
    }

    /// The query: an object (nested as PHP's `http_build_query` does it, true and false as 1 and
    /// 0, null left out), or a ready string. It replaces the query in the path.
    #[must_use]
    pub fn query(self, query: impl Serialize) -> Self {
        self.set("query", query)
    }

    /// A JSON body.
    #[must_use]
    pub fn json(self, json: impl Serialize) -> Self {
        self.set("json", json)
    }

    /// The body as it is, its Content-Type to be named by [`header`](Self::header) unless it is
    /// JSON, or a [`Multipart`] or [`MediaUtil`](crate::MediaUtil) stream, which bring their own.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.settings.body = Some(body.into());
        self
    }

    /// A body of form fields, from an object.
    #[must_use]
    pub fn form_params(self, fields: impl Serialize) -> Self {
        self.set("form_params", fields)
    }

    /// A multipart body, from a list of `{name, contents, filename?, headers?}`, where `path` in
    /// place of `contents` names a file (never take that from outside). Of a part named `meta`,
    /// that part alone is signed, and files are read while they are sent; without one the whole
    /// body is signed, and so has to be in memory first. [`body`](Self::body) takes a
    /// [`Multipart`], which also has bytes.
    #[must_use]
    pub fn multipart(self, parts: impl Serialize) -> Self {
        self.set("multipart", parts)
    }

    /// Adds a file to the multipart body, behind the parts of [`multipart`](Self::multipart).
    #[must_use]
    pub fn multipart_file(mut self, name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.settings.multipart_files.push((name.into(), path.into()));
        self
    }

    /// Headers, from an object; added to those set before.
    #[must_use]
    pub fn headers(self, headers: impl Serialize) -> Self {
        self.set("headers", headers)
    }

    /// One header, replacing the client's own of that name. Given twice, it has both values, as
    /// Guzzle sends it: `1, 2`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.headers.push((name.into(), value.into()));
        self
    }

    /// Names the key of sensitive fields in `Wechatpay-Serial`, as the server needs it to decrypt
    /// them. WeChat Pay signs its answer with the same key.
    #[must_use]
    pub fn sensitive(self, sensitive: &Sensitive) -> Self {
        self.header("Wechatpay-Serial", sensitive.serial())
    }

    /// The base that the path is resolved against, as RFC 3986 does it; default: the client's.
    #[must_use]
    pub fn base_uri(self, base_uri: impl Into<String>) -> Self {
        self.set("base_uri", base_uri.into())
    }

    /// A file for the answer's body; the response that the verb returns then has an empty one. Its
    /// path may have `file://` before it if it is absolute, as in PHP.
    ///
    /// The body is written to a new file beside it (`.wechatpay-….part`), which takes the file's
    /// place when it is whole and right; on any error, and when the call is cancelled, that file is
    /// removed, and what stood there before stays. A 3xx, 4xx or 5xx never touches the file; with
    /// [`http_errors`](Self::http_errors) off its body comes back as always.
    ///
    /// Files and statements, which WeChat Pay does not sign as a whole, go to the file as they
    /// come, within the defaults of a [`Download`](crate::Download): 4 GiB and an hour. Any other
    /// answer must be verified first, so it is held in memory and
    /// may have 64 MiB. A new file gets the permissions that the process gives new files, an
    /// existing one keeps its own.
    ///
    /// A file that can't be begun (no such directory) is an [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// before anything is sent. One that can't be written to its end (a full disk) is
    /// [`Outcome::Accepted`](crate::Outcome::Accepted) if the whole answer was verified by then,
    /// otherwise [`Outcome::Unknown`](crate::Outcome::Unknown).
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// # fn image(client: &wechatpay_chain::Client) -> Result<(), wechatpay_chain::Error> {
    /// client
    ///     .chain("v3/merchant-service/images/{media_id}")
    ///     .get(json!({"media_id": "ChsyMDAwMDAw", "sink": "complaint.jpg"}))?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn sink(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.sink = Some(path.into());
        self
    }

    /// The longest that the whole call may take; default: the client's.
    ///
    /// Of a body that is handed on as it comes (a [`Download`](crate::Download), or a
    /// [`sink`](Self::sink) for a file or a statement) it is the longest that the head may take,
    /// and after that the longest wait for the next bytes: a bill of any size can be downloaded,
    /// and a connection that stalls ends.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.settings.timeout = Some(timeout.into());
        self
    }

    /// The longest that getting a connection may take; default: the client's.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: impl Into<Timeout>) -> Self {
        self.settings.connect_timeout = Some(timeout.into());
        self
    }

    /// Whether 3xx, 4xx and 5xx are errors; default: true.
    #[must_use]
    pub fn http_errors(mut self, errors: bool) -> Self {
        self.settings.http_errors = Some(errors);
        self
    }

    /// Your word that this call may be sent more than once, also when it may have taken effect;
    /// default: false. It is for a client with [`Failover`](crate::Failover) or
    /// [`Retry`](crate::Retry), which never repeat a POST, PUT, PATCH or DELETE without it, and
    /// changes nothing for another.
    ///
    /// Give it where WeChat Pay takes the same numbers for the same operation: an order by its
    /// `out_trade_no`, a refund by its `out_refund_no`. What is sent again has the same body, and
    /// a signature of its own.
    ///
    /// When the last answer refuses it, an earlier sending may have taken effect all the same;
    /// [`Error::outcome`](crate::Error::outcome) is then `Unknown`. With
    /// [`http_errors`](Self::http_errors) off nothing says so: a 4xx that comes back speaks for
    /// the last sending alone.
    #[must_use]
    pub fn resend(mut self, resend: bool) -> Self {
        self.settings.resend = Some(resend);
        self
    }

    /// Whether `tracing` gets the exact message that was signed and the exchange, redacted, at
    /// level INFO; default: false. The message has the whole body in it: switch this on to find a
    /// mistake, not in production, where bodies hold personal data.
    #[must_use]
    pub fn debug(mut self, debug: bool) -> Self {
        self.settings.debug = Some(debug);
        self
    }

    fn set(mut self, key: &str, value: impl Serialize) -> Self {
        if let Some(value) = self.value(key, value) {
            let set = self.settings.set(key, value);
            self.note(set);
        }
        self
    }

    fn value(&mut self, key: &str, value: impl Serialize) -> Option<Value> {
        let value = serde_json::to_value(value).map_err(|error| {
            Error::options(format!("`{key}` can't be written as JSON: {error}")).with_source(error)
        });
        let value = value.and_then(|v| if is_deep(&v) { Err(too_deep(key)) } else { Ok(v) });
        value.map_err(|error| self.note(Err(error))).ok()
    }

    fn note(&mut self, result: Result<(), Error>) {
        if let Err(error) = result {
            self.mistake.get_or_insert(error);
        }
    }
}

impl From<Value> for Options {
    fn from(value: Value) -> Self {
        let mut options = Self::new();
        match value {
            _ if is_deep(&value) => options.note(Err(too_deep("the options"))),
            Value::Object(arguments) => options.arguments = arguments,
            Value::Null => {}
            // PHP's empty array.
            Value::Array(empty) if empty.is_empty() => {}
            other => options.note(Err(Error::options(format!(
                "the options are {}, but must be a JSON object such as json!({{\"query\": {{…}}}})",
                kind_of(&other)
            )))),
        }
        options
    }
}

impl From<&Value> for Options {
    fn from(value: &Value) -> Self {
        value.clone().into()
    }
}

impl From<()> for Options {
    fn from((): ()) -> Self {
        Self::new()
    }
}

/// Deeper than any endpoint's JSON, and than serde_json reads.
fn too_deep(what: &str) -> Error {
    let what = crate::error::one_line(what, 80);
    Error::options(format!("`{what}` is nested more than {MAX_DEPTH} deep: make it flatter"))
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
