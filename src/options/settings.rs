//! The options: one row each.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};

use super::given::Copied;
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
            /// Added after the parts of `multipart`.
            pub(crate) multipart_files: Vec<(String, PathBuf)>,
        }

        impl Settings {
            pub(super) fn copied(&self) -> Self {
                Self {
                    $($name: self.$name.as_ref().map(Copied::copied),)*
                    headers: self.headers.clone(),
                    multipart_files: self.multipart_files.clone(),
                }
            }

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
    /// Sets the query: an object, or a ready string. It replaces the query of the path. Default: none.
    ///
    /// An object is encoded as PHP's `http_build_query` does it: nested, true and false as 1 and 0,
    /// null left out.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use wechatpay_chain::Options;
    /// let options = Options::new().query(json!({"mchid": "1900000109", "limit": 20}));
    /// ```
    json query(query): Query = read::query;

    /// Sets a JSON body, from anything that serialises. Default: no body.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use wechatpay_chain::Options;
    /// let options = Options::new().json(json!({"mchid": "1900000109", "amount": {"total": 1}}));
    /// ```
    ///
    /// A struct, by value or by reference:
    ///
    /// ```
    /// # use serde::Serialize;
    /// # use wechatpay_chain::Options;
    /// #[derive(Serialize)]
    /// struct Close {
    ///     mchid: &'static str,
    /// }
    ///
    /// let close = Close { mchid: "1900000109" };
    /// let options = Options::new().var("out_trade_no", "20240101001").json(&close);
    /// ```
    json json(json): Value = read::any;

    /// Sets the body as it is. Its Content-Type is JSON unless [`header`](Self::header) sets another;
    /// a [`Multipart`] and [`MediaUtil::stream`](crate::MediaUtil::stream) bring their own.
    into body(body): Body = read::text;

    /// Sets a body of form fields (`application/x-www-form-urlencoded`), from an object.
    json form_params(fields): Map<String, Value> = read::object;

    /// Sets a multipart body, from a list of `{name, contents, filename?, headers?}`. `path` instead of
    /// `contents` names a file; never take that from outside. For bytes, give a [`Multipart`] to
    /// [`body`](Self::body).
    ///
    /// If a part is named `meta`, only that part is signed and files are streamed. Otherwise the whole
    /// body is signed, and is therefore read into memory first.
    json multipart(parts): Multipart = read::parts;

    /// Sets the parameters of an APIv2 call (`v2/…`), an object of texts and numbers: they are signed
    /// and sent as XML, or in a GET as the query.
    ///
    /// `sign` is added: MD5, or HMAC-SHA256 if `sign_type` says so; and `nonce_str`, unless it is there.
    /// `mch_id` (or `mchid`, `combine_mch_id`) must be the client's mchid. Null is left out; an empty
    /// text is sent and not signed.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use wechatpay_chain::Options;
    /// let options = Options::new().xml(json!({"mch_id": "1900000109", "total_fee": 1}));
    /// ```
    json xml(parameters): Map<String, Value> = read::object;

    /// Whether an APIv2 call uses mutual TLS, by
    /// [`merchant_certificate`](crate::ClientBuilder::merchant_certificate). Default: true for the paths
    /// whose pages at WeChat Pay ask for the certificate, such as those under `v2/secapi/` and
    /// `v2/mmpaymkttransfers/`, otherwise false.
    flag security(security): bool = read::boolean;

    /// Leaves `nonce_str` out of an APIv2 call. Default: false.
    flag nonceless(nonceless): bool = read::boolean;

    /// Sets the base that the path is resolved against, as RFC 3986 does it. A path in it must end with
    /// `/`. Its host must be trusted.
    /// Default: the client's.
    into base_uri(base_uri): String = read::base_uri;

    /// Writes the response's body to a file; the returned response then has an empty body. In PHP's
    /// style, an absolute path may begin with `file://`. Default: the body is returned.
    ///
    /// The body is written to a temporary file in the same directory (`.wechatpay-….part`), which
    /// replaces the target once it is complete and verified. On any error, and if the call is
    /// cancelled, it is removed and the target is untouched. A 3xx, 4xx or 5xx never touches the target;
    /// with [`http_errors(false)`](Self::http_errors) its body is returned as always. A new file gets
    /// the process's default permissions, an existing one keeps its own.
    ///
    /// Files and statements, which WeChat Pay does not sign as a whole, are streamed to the file within
    /// the default limits of a [`Download`](crate::Download): 4 GiB and one hour. Any other response
    /// must be verified first, so it is held in memory and may have 64 MiB.
    ///
    /// If the temporary file can't be created (no such directory), the call fails with
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) before anything is sent. If it can't be written to its
    /// end (a full disk), the outcome is [`Outcome::Accepted`](crate::Outcome::Accepted) if the whole
    /// response was verified by then, otherwise [`Outcome::Unknown`](crate::Outcome::Unknown).
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

    /// Sets the timeout of the whole call: a [`Duration`](std::time::Duration) or seconds; 0 disables
    /// it. Default: the client's.
    ///
    /// For a streamed body (a [`Download`](crate::Download), or a [`sink`](Self::sink) for a file or a
    /// statement) it limits the time to the response head, and then the longest gap between chunks: a
    /// bill of any size can be downloaded, and a stalled connection ends.
    into timeout(timeout): Timeout = read::seconds;

    /// Sets the timeout of connecting: a [`Duration`](std::time::Duration) or seconds; 0 disables it.
    /// Default: the client's.
    into connect_timeout(timeout): Timeout = read::seconds;

    /// Whether a 3xx, 4xx or 5xx is an error. Default: true. With false it is returned as `Ok`.
    flag http_errors(errors): bool = read::boolean;

    /// Allows this call to be sent more than once, even if an earlier attempt may have taken effect.
    /// Default: false.
    ///
    /// It matters only to a client with [`Failover`](crate::Failover) or [`Retry`](crate::Retry), which
    /// never repeat a POST, PUT, PATCH or DELETE without it, except after a refusal with
    /// [`Retry::throttled`](crate::Retry::throttled). A client with neither of them warns once, by
    /// `tracing`, that the option does nothing. Set it where WeChat Pay treats a request
    /// with the same number as the same operation: an order by its `out_trade_no`, a refund by its
    /// `out_refund_no`. Each attempt has the same body and a signature of its own.
    ///
    /// If the last attempt is refused, an earlier one may still have taken effect;
    /// [`Error::outcome`](crate::Error::outcome) is then `Unknown`. With
    /// [`http_errors(false)`](Self::http_errors) this is not reported: a returned 4xx describes the last
    /// attempt only.
    flag resend(resend): bool = read::boolean;

    /// Logs the exact message that is signed and the redacted exchange by `tracing`, at level INFO.
    /// Default: false.
    ///
    /// The message contains the whole body of the request. Of a response's body that is text the first
    /// 4 KiB are logged, without members that may be secrets (`…token`, `…sign`, `…key`) and without the
    /// queries of links. Use it to find a mistake, not in production, where bodies
    /// contain personal data.
    flag debug(debug): bool = read::boolean;
}

/// The query, before it is encoded.
#[derive(Clone)]
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
