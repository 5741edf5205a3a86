//! A request as the gateway received it.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri};

use super::diagnosis::{Diagnosis, SignedMessage};
use super::fault::Fault;
use super::percent::percent_decode;
use crate::language::{Lang, Text};

/// A request that the [`Gateway`](super::Gateway) received. Handlers get it, and
/// [`Gateway::requests`](super::Gateway::requests) lists it.
///
/// ```
/// use http::Method;
/// use serde_json::json;
/// use wechatpay_chain::Gateway;
///
/// let gateway = Gateway::start()?;
/// gateway.on(Method::GET, "/v3/bill/{kind}", |request| {
///     json!({ "kind": request.var("kind"), "date": request.query_value("bill_date") })
/// });
/// let options = json!({ "query": { "bill_date": "2024-01-01" } });
/// gateway.client()?.chain("v3/bill/tradebill").get(options)?;
///
/// let request = &gateway.requests()[0];
/// assert_eq!(request.target(), "/v3/bill/tradebill?bill_date=2024-01-01");
/// assert!(request.verified());
/// # Ok::<(), wechatpay_chain::Error>(())
/// ```
///
/// Cheap to clone. Clones share the response's [`status`](Self::status) once it is known.
#[derive(Clone)]
pub struct ReceivedRequest(Arc<Shared>);

struct Shared {
    parts: Parts,
    response: OnceLock<Responded>,
}

/// How much is kept of a response's body, and of a refused request's, in bytes.
pub(super) const KEPT: usize = 8192;

/// The response to a request.
pub(super) struct Responded {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// How long it took.
    duration: Duration,
    reason: Option<Reason>,
    /// Its first bytes.
    pub(super) body: Bytes,
    /// The whole body's length.
    pub(super) length: usize,
}

/// Why the response is an error, and the language of the log.
pub(super) struct Reason {
    pub(super) text: Text,
    pub(super) lang: Lang,
}

pub(super) struct Parts {
    pub(super) arrived: SystemTime,
    pub(super) method: Method,
    pub(super) target: String,
    /// Its Authorization is marked as sensitive, so that no `Debug` shows it.
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The whole body's.
    pub(super) length: usize,
    /// Names and decoded values.
    pub(super) vars: Vec<(String, String)>,
    pub(super) verified: bool,
    pub(super) diagnosis: Option<Diagnosis>,
    pub(super) faults: Vec<Fault>,
    pub(super) request_id: String,
}

impl ReceivedRequest {
    pub(super) fn new(parts: Parts) -> Self {
        Self(Arc::new(Shared { parts, response: OnceLock::new() }))
    }

    /// A request that was cut off after its head. It gets no response.
    pub(super) fn cut(head: request::Parts, faults: Vec<Fault>) -> Self {
        Self::new(Parts {
            arrived: SystemTime::now(),
            target: target(&head.uri).to_owned(),
            headers: owned_headers(&head.headers),
            method: head.method,
            body: Bytes::new(),
            length: 0,
            vars: Vec::new(),
            verified: false,
            diagnosis: None,
            faults,
            request_id: String::new(),
        })
    }

    /// What it takes in memory, about, in bytes.
    pub(super) fn size(&self) -> usize {
        let parts = &self.0.parts;
        let size = |headers: &HeaderMap| -> usize {
            headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 100).sum()
        };
        let response =
            self.response().map_or(0, |response| response.body.len() + size(&response.headers));
        let signed = self.diagnosis().and_then(Diagnosis::signed).map_or(0, SignedMessage::size);
        1024 + parts.target.len() + size(&parts.headers) + parts.body.len() + response + signed
    }

    /// Only the first call counts: a request has one response.
    pub(super) fn set_response(&self, response: &Response<Bytes>, reason: Option<Reason>) {
        let (status, length) = (response.status(), response.body().len());
        let body = Bytes::copy_from_slice(&response.body()[..length.min(KEPT)]);
        // A second value is handed back.
        let headers = response.headers().clone();
        let duration = self.arrived().elapsed().unwrap_or_default();
        let responded = Responded { status, headers, duration, reason, body, length };
        let _ = self.0.response.set(responded);
    }

    pub(super) fn response(&self) -> Option<&Responded> {
        self.0.response.get()
    }

    pub(super) fn arrived(&self) -> SystemTime {
        self.0.parts.arrived
    }

    /// The whole body's length, in bytes.
    pub(super) fn length(&self) -> usize {
        self.0.parts.length
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.0.parts.method
    }

    /// Path and query, percent-encoded as received. The request's signature covers them.
    pub fn target(&self) -> &str {
        &self.0.parts.target
    }

    /// The path, percent-encoded as received.
    pub fn path(&self) -> &str {
        self.target().split_once('?').map_or(self.target(), |(path, _)| path)
    }

    /// The query, percent-encoded as received, without its `?`.
    pub fn query(&self) -> Option<&str> {
        self.target().split_once('?').map(|(_, query)| query)
    }

    /// The value of the first query parameter with this name. Names and values are decoded: `%20`
    /// and `+` are a space.
    pub fn query_value(&self, name: &str) -> Option<String> {
        let decode = |text: &str| percent_decode(&text.replace('+', " "));
        self.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key) == name).then(|| decode(value))
        })
    }

    /// The value of this variable of the handler's template, percent-decoded.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.0.parts.vars.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The headers. `Debug` shows the Authorization as `Sensitive`.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.parts.headers
    }

    /// The body: all of it, or at most the first 8 KiB if the Authorization is invalid. Empty if the
    /// body is too large, or the request was refused because of its head: a foreign `Host` or
    /// `Origin`.
    pub fn body(&self) -> &Bytes {
        &self.0.parts.body
    }

    /// The body, if it is JSON.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.body()).ok()
    }

    /// Whether the Authorization is valid. Also false if the request was refused before its
    /// Authorization was checked.
    pub fn verified(&self) -> bool {
        self.0.parts.verified
    }

    /// What the sender did wrong, if the Authorization is well-formed but invalid.
    pub fn diagnosis(&self) -> Option<&Diagnosis> {
        self.0.parts.diagnosis.as_ref()
    }

    /// The faults that apply to the response.
    pub fn faults(&self) -> &[Fault] {
        &self.0.parts.faults
    }

    /// The status of the response. `None` while a handler runs, so always inside the handler itself.
    /// A fault may prevent the response from arriving.
    ///
    /// ```
    /// use wechatpay_chain::Gateway;
    ///
    /// # fn main() -> Result<(), wechatpay_chain::Error> {
    /// let gateway = Gateway::start()?;
    /// gateway.client()?.chain("v3/certificates").get(())?;
    /// assert_eq!(gateway.requests()[0].status().map(|status| status.as_u16()), Some(200));
    /// # Ok(())
    /// # }
    /// ```
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// How long it took from the arrival of the whole request until its response was made. `None`
    /// while a handler runs.
    pub fn duration(&self) -> Option<Duration> {
        self.response().map(|response| response.duration)
    }

    /// Why the response is an error: its body's `message`, on one line of at most 400 characters, in
    /// the [gateway's language](super::GatewayBuilder::language). `None` if the response is a success,
    /// or the [`diagnosis`](Self::diagnosis) says why.
    ///
    /// Of a sample, a success that the [`catalogue`](crate::gateway#all-other-documented-endpoints)
    /// made up: `sample response of the catalogue`. Of a request whose `Wechatpay-Serial` names an
    /// unknown public key: which key signed the response instead.
    pub fn reason(&self) -> Option<&str> {
        let reason = self.response()?.reason.as_ref()?;
        Some(reason.text.localized(reason.lang))
    }

    /// The same in each language.
    pub(super) fn why(&self) -> Option<&Text> {
        Some(&self.response()?.reason.as_ref()?.text)
    }

    /// The `Request-ID` of the response.
    pub fn request_id(&self) -> &str {
        &self.0.parts.request_id
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("method", self.method())
            .field("target", &self.target())
            .field("headers", self.headers())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .field("vars", &self.0.parts.vars)
            .field("verified", &self.verified())
            .field("diagnosis", &self.diagnosis())
            .field("faults", &self.faults())
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .finish()
    }
}

/// Path and query of a request's first line, or the host that a CONNECT asks for.
pub(super) fn target(uri: &Uri) -> &str {
    match (uri.path_and_query(), uri.authority()) {
        (Some(target), _) => target.as_str(),
        (None, Some(host)) => host.as_str(),
        (None, None) => "/",
    }
}

/// A copy of the headers. The original would keep the connection's buffer in memory as long as the
/// request is listed.
pub(super) fn owned_headers(headers: &HeaderMap) -> HeaderMap {
    let owned = |(name, value): (&HeaderName, &HeaderValue)| {
        // It was a valid value before.
        let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
        value.set_sensitive(name == AUTHORIZATION);
        Some((name.clone(), value))
    };
    headers.iter().filter_map(owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(target: &str) -> ReceivedRequest {
        let mut headers = HeaderMap::new();
        let mut secret = HeaderValue::from_static("WECHATPAY2-SHA256-RSA2048 hidden");
        secret.set_sensitive(true);
        headers.insert("authorization", secret);
        ReceivedRequest::new(Parts {
            arrived: SystemTime::UNIX_EPOCH,
            method: Method::GET,
            target: target.to_owned(),
            headers,
            body: Bytes::from_static(b"{\"a\":1}"),
            length: 7,
            vars: vec![("id".to_owned(), "7".to_owned())],
            verified: true,
            diagnosis: None,
            faults: Vec::new(),
            request_id: "SANDBOX-1".to_owned(),
        })
    }

    #[test]
    fn takes_the_target_apart() {
        let request = received("/v3/a%2Fb?x=1&y%5B0%5D=a+b%2B&flag&x=2");
        assert_eq!(request.path(), "/v3/a%2Fb");
        assert_eq!(request.query(), Some("x=1&y%5B0%5D=a+b%2B&flag&x=2"));
        assert_eq!(request.query_value("x").as_deref(), Some("1"));
        assert_eq!(request.query_value("y[0]").as_deref(), Some("a b+"));
        assert_eq!(request.query_value("flag").as_deref(), Some(""));
        assert_eq!(request.query_value("z"), None);
        assert_eq!(request.json(), Some(serde_json::json!({ "a": 1 })));
        assert_eq!(request.var("id"), Some("7"));
        assert_eq!(received("/v3").query(), None);
    }

    #[test]
    fn debug_hides_the_authorization() {
        let shown = format!("{:?}", received("/v3"));
        assert!(!shown.contains("hidden"), "{shown}");
        assert!(shown.contains("SANDBOX-1"), "{shown}");
    }
}
