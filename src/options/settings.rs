//! The options: one row each.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Options, Timeout, read};
use crate::body::Body;
use crate::error::Error;
use crate::multipart::Multipart;

/// A row is `how name(argument): Type = reader;`. It makes the field of [`Settings`], the method of
/// [`Options`], and the key of the JSON map, which `reader` reads.
macro_rules! options {
    ($($(#[$doc:meta])* $how:ident $name:ident($argument:ident): $type:ty = $read:path;)*) => {
        /// The options of a call, as far as they are set.
        #[derive(Default)]
        pub(crate) struct Settings {
            $(pub(crate) $name: Option<$type>,)*
            /// As given: names may be repeated.
            pub(crate) headers: Vec<(String, String)>,
            /// Behind the parts of `multipart`.
            pub(crate) multipart_files: Vec<(String, PathBuf)>,
        }

        impl Settings {
            /// Whether there is an option of this name that is set, so that the map's is not read.
            pub(super) fn has(&self, key: &str) -> bool {
                match key {
                    $(stringify!($name) => self.$name.is_some(),)*
                    _ => false,
                }
            }

            /// Sets an option by its name; `false` if there is no such option. Null sets nothing.
            pub(super) fn set(&mut self, key: &str, value: Value) -> Result<bool, Error> {
                match key {
                    // As good as absent.
                    _ if value.is_null() => {}
                    $(stringify!($name) => self.$name = Some($read(key, value)?),)*
                    "headers" => self.headers.extend(read::headers(key, value)?),
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }

        /// The options, one method each.
        impl Options {
            $(options! { @method $how $(#[$doc])* $name($argument): $type })*
        }
    };
    // Taken as JSON and read as in the map.
    (@method json $(#[$doc:meta])* $name:ident($argument:ident): $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(self, $argument: impl Serialize) -> Self {
            self.set(stringify!($name), $argument)
        }
    };
    (@method into $(#[$doc:meta])* $name:ident($argument:ident): $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $argument: impl Into<$type>) -> Self {
            self.settings.$name = Some($argument.into());
            self
        }
    };
    (@method flag $(#[$doc:meta])* $name:ident($argument:ident): $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $argument: $type) -> Self {
            self.settings.$name = Some($argument);
            self
        }
    };
}

options! {
    /// The query: an object (nested as PHP's `http_build_query` does it, true and false as 1 and
    /// 0, null left out), or a ready string. It replaces the query in the path.
    json query(query): Query = read::query;

    /// A JSON body.
    json json(json): Value = read::any;

    /// The body as it is, its Content-Type to be named by [`header`](Self::header) unless it is
    /// JSON, or a [`Multipart`] or [`MediaUtil`](crate::MediaUtil) stream, which bring their own.
    into body(body): Body = read::text;

    /// A body of form fields, from an object.
    json form_params(fields): Map<String, Value> = read::object;

    /// A multipart body, from a list of `{name, contents, filename?, headers?}`, where `path` in
    /// place of `contents` names a file (never take that from outside). Of a part named `meta`,
    /// that part alone is signed, and files are read while they are sent; without one the whole
    /// body is signed, and so has to be in memory first. [`body`](Self::body) takes a
    /// [`Multipart`], which also has bytes.
    json multipart(parts): Multipart = read::parts;

    /// The base that the path is resolved against, as RFC 3986 does it; default: the client's.
    into base_uri(base_uri): String = read::base_uri;

    /// A file for the response's body; the response that the verb returns then has an empty one. Its
    /// path may have `file://` before it if it is absolute, as in PHP.
    ///
    /// The body is written to a new file beside it (`.wechatpay-….part`), which takes the file's
    /// place when it is whole and right; on any error, and when the call is cancelled, that file is
    /// removed, and what stood there before stays. A 3xx, 4xx or 5xx never touches the file; with
    /// [`http_errors`](Self::http_errors) off its body comes back as always.
    ///
    /// Files and statements, which WeChat Pay does not sign as a whole, go to the file as they
    /// come, within the defaults of a [`Download`](crate::Download): 4 GiB and an hour. Any other
    /// response must be verified first, so it is held in memory and
    /// may have 64 MiB. A new file gets the permissions that the process gives new files, an
    /// existing one keeps its own.
    ///
    /// A file that can't be begun (no such directory) is an [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// before anything is sent. One that can't be written to its end (a full disk) is
    /// [`Outcome::Accepted`](crate::Outcome::Accepted) if the whole response was verified by then,
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
    into sink(path): PathBuf = read::path;

    /// The longest that the whole call may take; default: the client's.
    ///
    /// Of a body that is handed on as it comes (a [`Download`](crate::Download), or a
    /// [`sink`](Self::sink) for a file or a statement) it is the longest that the head may take,
    /// and after that the longest wait for the next bytes: a bill of any size can be downloaded,
    /// and a connection that stalls ends.
    into timeout(timeout): Timeout = read::seconds;

    /// The longest that getting a connection may take; default: the client's.
    into connect_timeout(timeout): Timeout = read::seconds;

    /// Whether 3xx, 4xx and 5xx are errors; default: true.
    flag http_errors(errors): bool = read::boolean;

    /// Your word that this call may be sent more than once, also when it may have taken effect;
    /// default: false. It is for a client with [`Failover`](crate::Failover) or
    /// [`Retry`](crate::Retry), which never repeat a POST, PUT, PATCH or DELETE without it, and
    /// changes nothing for another.
    ///
    /// Give it where WeChat Pay takes the same numbers for the same operation: an order by its
    /// `out_trade_no`, a refund by its `out_refund_no`. What is sent again has the same body, and
    /// a signature of its own.
    ///
    /// When the last response refuses it, an earlier sending may have taken effect all the same;
    /// [`Error::outcome`](crate::Error::outcome) is then `Unknown`. With
    /// [`http_errors`](Self::http_errors) off nothing says so: a 4xx that comes back speaks for
    /// the last sending alone.
    flag resend(resend): bool = read::boolean;

    /// Whether `tracing` gets the exact message that was signed and the exchange, redacted, at
    /// level INFO; default: false. The message has the whole body in it: switch this on to find a
    /// mistake, not in production, where bodies hold personal data.
    flag debug(debug): bool = read::boolean;
}

/// The query, before it is encoded.
pub(crate) enum Query {
    Map(Map<String, Value>),
    Text(String),
}

impl Settings {
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
